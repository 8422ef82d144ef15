"""cvc5, which has to agree with Z3 where a proof is about texts or containers.

It reads the same text that Z3 read, has a budget in its own count of work, and is asked for
nothing but sat or unsat."""

from __future__ import annotations

from typing import Final

from engine.backward.solver import SAFETY_SECONDS, Answer, SolverTimeError

DEFAULT_RLIMIT: Final = 2_000_000

MAX_TEXT: Final = 200_000
"""Characters of a script that is put to it. It can be at a longer one for many minutes, for it
looks at neither its budget nor its time limit while it takes the script in."""


def check(text: str, rlimit: int = DEFAULT_RLIMIT, seconds: int = SAFETY_SECONDS) -> Answer:
    """The answer to a script of `engine.backward.smtlib`; raises `SolverTimeError` after
    ``seconds``: the work that the budget counts takes some questions hundreds of times longer."""
    if len(text) > MAX_TEXT:
        return Answer.UNKNOWN
    import cvc5  # noqa: PLC0415  # large, and needed by few commands

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("rlimit", str(rlimit))
    solver.setOption("tlimit", str(seconds * 1000))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "path")
    symbols = parser.getSymbolManager()
    said = ""
    while True:
        command = parser.nextCommand()
        if command.isNull():
            break
        said = command.invoke(solver, symbols).strip() or said
    match said:
        case "sat":
            return Answer.SAT
        case "unsat":
            return Answer.UNSAT
        case _ if "timeout" in said or "time" in said.lower():
            raise SolverTimeError(f"the second solver took longer than {seconds} s")
        case _:
            return Answer.UNKNOWN
