"""“The only input of its size on its path”: no false proof, no false refutation."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from engine.backward import second_solver
from engine.backward.models import cases, texts
from engine.backward.only import Budget
from engine.backward.solver import Answer
from engine.program import Program
from engine.search import only as only_module
from engine.search.confirm import Confirmer
from engine.search.only import Only, OnlyVerdict, only_input
from tests.search import enumerated

PROGRAMS = int(os.environ.get("ONLY_PROGRAMS", "12"))
"""Programs that are enumerated; a change of the search is worth more of them (tests/README.md)."""

PROVED, UP_TO, REFUTED, UNDECIDED = OnlyVerdict


@pytest.fixture(scope="module")
def confirmer() -> Iterator[Confirmer]:
    with Confirmer() as found:
        yield found


def judge(confirmer: Confirmer, source: str, call: str, budget: Budget | None = None) -> Only:
    program = Program.from_text(source, "f", call)
    return only_input(program, confirmer, budget=Budget() if budget is None else budget)


def f(body: str, parameters: str = "x") -> str:
    return f"def f({parameters}):\n" + "".join(f"    {line}\n" for line in body.split("\n"))


CASES: list[tuple[str, str, str, OnlyVerdict]] = [
    # Nothing is lost on the way.
    ("numbers", f("return x + 1, y", "x, y"), "1, -2", PROVED),
    ("one text", f("return x[::-1]"), "'abc'", PROVED),
    ("swapped", f("return {'k': [y, x]}", "x, y"), "'a', 2", PROVED),
    ("of no freedom", f("return len(x)"), "[]", PROVED),
    ("None", f("return 1"), "None", PROVED),
    # Something is.
    ("a square", f("return x * x"), "3", REFUTED),
    ("a sum", f("return x + y", "x, y"), "1, 2", REFUTED),
    ("an unused parameter", f("return x", "x, y"), "1, 2", REFUTED),
    ("a constant", f("if x > 0:\n    return 1\nreturn 0"), "5", REFUTED),
    ("sorted", f("return sorted(x)"), "[1, 2]", REFUTED),
    ("upper case", f("return x.upper()"), "'a'", REFUTED),
    ("white space", f("return x.strip()"), "' '", REFUTED),
    ("a long shift", f("return x & 1"), "7", REFUTED),
    # The path settles what the answer leaves open.
    ("a square, of positives", f("if x > 0:\n    return x * x\nreturn None"), "3", PROVED),
    ("the passes", f("n = 0\nfor _ in range(x):\n    n += 1\nreturn n"), "3", PROVED),
    ("no passes", f("n = 0\nfor _ in range(x):\n    n += 1\nreturn n"), "0", REFUTED),
    ("a case", f("if x == x.lower():\n    return x.lower()\nreturn ''"), "'ab'", UP_TO),
    # What a builtin does inside is not on the path: another place of the same builtin counts.
    ("another split", f("return x.split()"), "' a'", REFUTED),
    ("another place", f("return x.replace('a', '')"), "'ab'", REFUTED),
    ("another key", f("return d[k]", "d, k"), "{'a': 1, 'b': 1}, 'a'", REFUTED),
    ("another length of range", f("return list(range(x))[:1]"), "3", REFUTED),
    ("a digit of a text", f("return str(x).isdecimal()"), "7", REFUTED),
    ("a letter of a text", f("return str(x).upper() > ''"), "7", REFUTED),
    ("another number of digits", f("return len(str(x)) > 0"), "7", REFUTED),
    ("any of them", f("return any(c == 'a' for c in x)"), "'ab'", REFUTED),
    ("all the places", f("return x.replace('ab', '')"), "'abab'", PROVED),
    # Types, bits, orders.
    ("a bool", f("return x"), "True", PROVED),
    ("a bool that does not matter", f("return [x][1:]"), "True", REFUTED),
    ("zeros", f("return x + 0.0"), "0.0", REFUTED),
    ("a float", f("return x"), "2.5", PROVED),
    ("one NaN", f("return x"), "float('nan')", PROVED),
    ("the order of a dict", f("return sorted(x)"), "{2: None, 1: None}", PROVED),
    ("the elements of a set", f("return sorted(x)"), "{2, 1}", PROVED),
    ("bytes", f("return x + b'!'"), "b'ab'", PROVED),
    # Exceptions are answers.
    ("a key that is missing", f("return {}[x]"), "'ab'", PROVED),
    ("a message", f("if x < 0:\n    raise ValueError('no')\nreturn x"), "-3", REFUTED),
    # Unicode: more letters than those of ASCII have these images.
    ("Kelvin", f("return x.lower()"), "'\\u212a'", REFUTED),
    ("astral", f("return ord(x) - 1"), "'\\U0003ffff'", PROVED),
    ("a surrogate", f("return x"), "'\\ud800'", PROVED),
]  # fmt: skip


@pytest.mark.parametrize(("name", "source", "call", "verdict"), CASES, ids=[c[0] for c in CASES])
def test_verdicts(
    name: str, source: str, call: str, verdict: OnlyVerdict, confirmer: Confirmer
) -> None:
    judged = judge(confirmer, source, call)
    assert judged.verdict is verdict, (name, judged)
    assert judged.domain
    if verdict is REFUTED:
        # Said again, by a plain interpreter: another input, the same answer.
        answer = enumerated.run(source, eval(f"({call},)"))
        assert repr(enumerated.run(source, eval(f"({judged.second},)"))) == repr(answer)
        assert judged.second != call


@pytest.mark.parametrize(
    ("source", "call"),
    [
        # Digits of other scripts are read as ints: a proof may not forget them.
        (f("return int(x)"), "'7'"),
        # ẞ and ß have one folding, of two characters.
        (f("return x.casefold()"), "'ß'"),
        # A float is made of an int.
        (f("return x / 2"), "3"),
        # The order of a set.
        (f("return [c for c in {1, x}][:0]"), "2"),
        (f("return x.upper()"), "'ŉ'"),
        (f("return f'{x:.1f}'"), "2.5"),
    ],
)
def test_what_is_not_proved(source: str, call: str, confirmer: Confirmer) -> None:
    judged = judge(confirmer, source, call)
    assert judged.verdict is not PROVED
    if judged.verdict is UP_TO:
        assert judged.bounds == "characters U+0000–U+007F"
    if judged.verdict is UNDECIDED:
        assert judged.reason


def test_a_budget_ends_in_undecided(confirmer: Confirmer) -> None:
    source = f("return x.replace('a', '').replace('b', '')")
    judged = judge(confirmer, source, "'abcabcabcabc'", Budget(cases=3))
    assert judged.verdict is UNDECIDED or judged.verdict is REFUTED
    hard = f("return x * x * x + y * y * y", "x, y")
    small = judge(confirmer, hard, "12, -7", Budget(each=1000))
    assert small.verdict in {UNDECIDED, REFUTED}


def test_no_domain_no_verdict(confirmer: Confirmer) -> None:
    judged = judge(confirmer, f("return x(1)"), "lambda y: y")
    assert judged.verdict is UNDECIDED
    assert "a function" in judged.reason


def test_the_same_bytes_twice(confirmer: Confirmer) -> None:
    for _, source, call, _ in CASES[::6]:
        assert judge(confirmer, source, call) == judge(confirmer, source, call)


# -- a proof is believed only with its witnesses --------------------------------------------------


def test_the_second_solver_is_not_asked_what_it_cannot_take_in() -> None:
    asked = "(set-logic ALL)\n(declare-const x Int)\n(assert (= x 1))\n(check-sat)\n"
    assert second_solver.check(asked) is Answer.SAT
    long = "; " + "x" * second_solver.MAX_TEXT + "\n"
    assert second_solver.check(long + asked) is Answer.UNKNOWN


def test_the_second_solver_has_to_agree(
    confirmer: Confirmer, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = f("return x[::-1]")
    for said in (Answer.SAT, Answer.UNKNOWN):
        monkeypatch.setattr(second_solver, "check", lambda _text, said=said: said)
        judged = judge(confirmer, source, "'abc'")
        assert judged.verdict is UNDECIDED
        assert "second solver" in judged.reason


def test_a_random_input_breaks_a_false_proof(
    confirmer: Confirmer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that is wrong for inputs that were not recorded: `swapcase` that forgets letters."""
    monkeypatch.setattr(cases, "mapped", lambda char, _mapping: char)
    monkeypatch.setattr(only_module, "TRIES", 300)
    judged = judge(confirmer, f("return x.upper()"), "'A!'")
    assert judged.verdict is UNDECIDED
    assert "breaks the proof" in judged.reason


def test_another_input_has_to_be_run(confirmer: Confirmer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model under which too much is the same: no refutation comes of it."""
    monkeypatch.setattr(texts, "starts", lambda _text, _part: True)
    judged = judge(confirmer, f("return x.startswith('a') and x[1:]"), "'ab'")
    assert judged.verdict is UNDECIDED
    assert "when it is run" in judged.reason


# -- against enumeration --------------------------------------------------------------------------


def test_against_enumeration(confirmer: Confirmer) -> None:
    """Programs that refuse what is outside of a small box, all of whose inputs are tried."""
    verdicts: Counter[OnlyVerdict] = Counter()
    for source, args in enumerated.programs(PROGRAMS, seed=PROGRAMS):
        answer, _ = enumerated.run(source, args)
        call = ", ".join(map(repr, args))
        if answer is None:
            continue
        rest = enumerated.others(source, args)
        judged = judge(confirmer, source, call)
        verdicts[judged.verdict] += 1
        if judged.verdict in {PROVED, UP_TO}:
            assert not rest, (source, call, rest[:3])
        if judged.verdict is REFUTED:
            assert eval(f"({judged.second},)") in rest, (source, call, judged.second)
    decided = verdicts.total() - verdicts[UNDECIDED]
    assert decided >= 0.6 * verdicts.total(), verdicts
