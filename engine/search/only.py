"""“No other input gives it”: judged for the inputs of one size on one path.

The statement: no other input of the domain (the recorded call's types and sizes,
`engine.backward.inputs`) runs the same instructions and gives the same answer. The solver looks for
one; what it finds is run, and what it excludes has to be excluded by a second solver and survive a
random search.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from engine.backward import second_solver
from engine.backward.inputs import Inputs, NoDomainError
from engine.backward.only import Budget, Cases, Found, other_inputs
from engine.backward.path import same_path
from engine.backward.replay import Slot, inputs_of, slots_of
from engine.backward.solver import Answer as Solution
from engine.backward.solver import SolverTimeError
from engine.capture.limits import Limits
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.search.answers import Answer
from engine.search.candidates import source_of
from engine.search.confirm import Confirmer
from engine.search.near import near_inputs
from engine.trace.trace import Trace
from engine.values import Sequence, Value

TRIES: Final = 30
"""Random inputs that a proof has to survive."""

ASCII: Final = 0x7F


class OnlyVerdict(Enum):
    """Whether the recorded input is the only one of its size on its path. Closed."""

    PROVED = "PROVED"  #: there is no other in the domain: nothing concretised, both solvers agree
    PROVED_UP_TO = "PROVED UP TO"  #: the same within stated bounds
    REFUTED = "REFUTED"  #: another one was found, and run
    UNDECIDED = "UNDECIDED"  #: with the reason


@dataclass(frozen=True, slots=True)
class Only:
    """The verdict, with the domain that it speaks of."""

    verdict: OnlyVerdict
    domain: str = ""
    bounds: str = ""  #: PROVED UP TO: within which the proof holds
    second: str = ""  #: REFUTED: another input, as the text of an argument list
    reason: str = ""  #: UNDECIDED: why
    cases: int = 0  #: of the models' operations that were gone through
    steps: int = 0  #: replayed
    calls: int = 0  #: questions to the first solver
    rlimit: int = 0  #: its work
    agreed: int = 0  #: questions that the second solver answered alike
    tries: int = 0  #: random inputs that did not break the proof
    concretised: int = 0  #: steps that were taken as recorded

    def told(self) -> str:
        """The verdict as a sentence."""
        match self.verdict:
            case OnlyVerdict.PROVED:
                return "PROVED: no other input of this size takes this path to this answer."
            case OnlyVerdict.PROVED_UP_TO:
                return f"PROVED UP TO {self.bounds}: no other input of this size takes this path \
to this answer."
            case OnlyVerdict.REFUTED:
                return f"REFUTED: `{self.second}` takes the same path to the same answer."
            case OnlyVerdict.UNDECIDED:
                return f"UNDECIDED: {self.reason}."

    def to_json(self) -> dict[str, object]:
        """Part of the schema ``stepwitness.confirm/1`` of docs/cli.md."""
        form = {name: getattr(self, name) for name in self.__slots__}
        return {**form, "verdict": self.verdict.value}


def only_input(
    program: Program,
    confirmer: Confirmer,
    limits: Limits | None = None,
    budget: Budget = Budget(),  # noqa: B008  # immutable
) -> Only:
    """Whether the call of ``program`` is the only one of its size on its path; raises
    `CaptureError` where it cannot be recorded, or a solver's safety net ended it."""
    used = Limits() if limits is None else limits
    try:
        return _Question(program, confirmer, used, budget).judge()
    except SolverTimeError as error:
        raise CaptureError(
            ErrorCode.TIME_LIMIT,
            f"The question whether it is the only input was given up: {error}",
            where=program.name,
            remedy="Its budget is a count of work; this machine was too slow for it.",
        ) from error


class _Question:
    def __init__(
        self, program: Program, confirmer: Confirmer, limits: Limits, budget: Budget
    ) -> None:
        self._program = program
        self._confirmer = confirmer
        self._limits = limits
        self._budget = budget
        self._trace = Trace(confirmer.recorder.record(program, limits))
        self._slots: list[Slot] = []

    def judge(self) -> Only:
        if self._trace.data.differs:
            return _undecided("what the program does on the way is not the same in every run")
        try:
            self._slots = slots_of(self._trace)
            full = inputs_of(self._trace)
        except NoDomainError as error:
            return _undecided(error.why)
        try:
            narrow = inputs_of(self._trace, ASCII)
        except NoDomainError:  # there are other characters in the recorded input
            narrow = full
        found = other_inputs(self._trace, narrow, self._budget)
        if found.found is Found.ANOTHER:
            return self._run_another(narrow, found)
        if not full.has_texts():
            return self._proved(full, found, bounds="")
        wide = found if narrow is full else other_inputs(self._trace, full, self._budget)
        if wide.found is Found.ANOTHER:
            return self._run_another(full, wide)
        judged = self._proved(full, wide, bounds="")
        if judged.verdict is OnlyVerdict.UNDECIDED and found.found is Found.NONE:
            return self._proved(narrow, found, bounds=f"characters U+0000–U+{ASCII:04X}")
        return judged

    # -- another input ----------------------------------------------------------------------------

    def _run_another(self, inputs: Inputs, found: Cases) -> Only:
        """Run what the solver found: it is believed only if it does what it should."""
        call = self._call_of(inputs.input(found.values))
        judged = replace(_of(found, inputs), verdict=OnlyVerdict.REFUTED, second=call)
        if self._is_another(call):
            return judged
        # A defect of a model, or a program that is not determined: never a refutation.
        return replace(
            judged,
            verdict=OnlyVerdict.UNDECIDED,
            second="",
            reason=f"`{call}` was found as another input, and does not do the same when it is run",
        )

    def _is_another(self, call: str) -> bool:
        """Whether a call, which is another input, takes the path of ours to the same answer."""
        program = replace(self._program, call=call)
        try:
            if self._confirmer.answer(program, self._limits) != self._answer():
                return False
            trace = Trace(self._confirmer.recorder.record(program, self._limits))
        except CaptureError:
            return False
        return same_path(trace.data, self._trace.data)

    def _answer(self) -> Answer:
        return self._confirmer.answer(self._program, self._limits)

    def _call_of(self, arguments: list[Value]) -> str:
        """The text of an argument list."""
        parts: list[str] = []
        for slot, value in zip(self._slots, arguments, strict=True):
            if slot.star and isinstance(value, Sequence):
                parts += map(source_of, value.items)
            else:
                parts.append(f"{slot.parameter}={source_of(value)}" if slot.keyword
                             else source_of(value))  # fmt: skip
        return ", ".join(parts)

    # -- no other input ---------------------------------------------------------------------------

    def _proved(self, inputs: Inputs, found: Cases, bounds: str) -> Only:
        judged = _of(found, inputs)
        if found.found is not Found.NONE:
            return replace(judged, verdict=OnlyVerdict.UNDECIDED, reason=found.why)
        for text in found.proofs:
            said = second_solver.check(text)
            if said is not Solution.UNSAT:
                word = "disagrees" if said is Solution.SAT else "does not decide a case"
                reason = f"the second solver {word}"
                return replace(judged, verdict=OnlyVerdict.UNDECIDED, reason=reason)
        tries = 0
        for call in self._random_calls(inputs):
            tries += 1
            if self._is_another(call):
                reason = f"`{call}` breaks the proof: a model is wrong"
                return replace(judged, verdict=OnlyVerdict.UNDECIDED, reason=reason)
        verdict = OnlyVerdict.PROVED_UP_TO if bounds else OnlyVerdict.PROVED
        return replace(
            judged, verdict=verdict, bounds=bounds, agreed=len(found.proofs), tries=tries
        )

    def _random_calls(self, inputs: Inputs) -> Iterator[str]:
        """Inputs of the domain near the recorded one: a few values changed for others that occur in
        it, or for values at the ends. The same ones for the same program."""
        digest = hashlib.sha256(f"{self._program.source}\0{self._program.call}".encode()).digest()
        chance = random.Random(digest)  # noqa: S311  # tries, not secrets
        seen = {self._call_of(inputs.input(inputs.values))}
        for values in near_inputs(inputs, chance, TRIES):
            call = self._call_of(inputs.input(values))
            if call not in seen:
                seen.add(call)
                yield call


def _of(found: Cases, inputs: Inputs) -> Only:
    return Only(
        OnlyVerdict.UNDECIDED,
        domain=inputs.told(),
        cases=found.cases,
        steps=found.steps,
        calls=found.work.calls,
        rlimit=found.work.rlimit,
        concretised=len(found.concretisations),
    )


def _undecided(why: str) -> Only:
    return Only(OnlyVerdict.UNDECIDED, reason=why)
