"""Candidates: confirmed or refuted by running them, with exact equality."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import ErrorCode, UsageError
from engine.program import Program
from engine.search.answers import Answer, raised, returned
from engine.search.candidates import check_candidate, source_of
from engine.search.confirm import CandidateVerdict, Confirmer
from engine.values import parse_literal
from tests.test_cli import DOUBLE, rows, stepwitness, told, written

IDENTITY = "def f(x):\n    return x\n"


@pytest.fixture(scope="module")
def confirmer() -> Iterator[Confirmer]:
    with Confirmer() as found:
        yield found


def verdict(confirmer: Confirmer, source: str, call: str, answer: Answer) -> CandidateVerdict:
    return confirmer.judge(Program.from_text(source, "f", call), answer).verdict


VALUES = [
    "1", "True", "1.0", "0", "False", "-0.0", "0.0", "float('nan')", "float('inf')", "'1'", "b'1'",
    "None", "...", "[1]", "(1,)", "[True]", "[1.0]", "{1}", "{1.0}", "{True}", "frozenset({1})",
    "{1: 2}", "{1: 2.0}", "{True: 2}", "{1: 2, 3: 4}", "[]", "()", "set()", "{}", "''", "b''",
    "1j", "(1+0j)", "10**30", "'\\ud800'", "'\\U0003ffff'", "[[1], [1]]", "bytearray(b'1')",
]  # fmt: skip


@pytest.mark.parametrize("given", VALUES)
def test_types_count(given: str, confirmer: Confirmer) -> None:
    """Each value is confirmed for itself, and refuted for all others."""
    plain = str(10**30) if given == "10**30" else given
    program = Program.from_text(IDENTITY, "f", given)
    gives = confirmer.answer(program)
    assert gives == returned(plain)
    for other in VALUES:
        text = str(10**30) if other == "10**30" else other
        assert (gives == returned(text)) is (other == given), (given, other)


def test_orders_that_do_not_count(confirmer: Confirmer) -> None:
    source = "def f(x):\n    return {'b': {3, 1, 2}, 'a': x}\n"
    assert verdict(confirmer, source, "1", returned("{'a': 1, 'b': {1, 2, 3}}")) is (
        CandidateVerdict.CONFIRMED
    )


def test_exceptions(confirmer: Confirmer) -> None:
    source = "def f(d, k):\n    return d[k]\n"
    right = raised("KeyError('x')")
    assert verdict(confirmer, source, "{}, 'x'", right) is CandidateVerdict.CONFIRMED
    for wrong in ("KeyError('y')", "KeyError()", "KeyError", "IndexError('x')", "LookupError('x')"):
        assert verdict(confirmer, source, "{}, 'x'", raised(wrong)) is CandidateVerdict.REFUTED
    assert verdict(confirmer, source, "{'x': 1}, 'x'", right) is CandidateVerdict.REFUTED
    assert verdict(confirmer, source, "{}, 'x'", returned("'x'")) is CandidateVerdict.REFUTED


def test_what_is_given_is_told(confirmer: Confirmer) -> None:
    judged = confirmer.judge(Program.from_text(DOUBLE, "f", "[1]"), returned("[2]"))
    assert judged.verdict is CandidateVerdict.REFUTED
    assert "`f([1])` returns `[1, 1]`" in judged.detail
    assert "returns `[2]`" in judged.detail


@pytest.mark.parametrize(
    ("source", "call", "code"),
    [
        ("def f(x):\n    return [*{str(i) for i in range(50)}]\n", "1", ErrorCode.UNDETERMINED),
        ("def f(x):\n    while True:\n        pass\n", "1", ErrorCode.TIME_LIMIT),
        ("import os\ndef f(x):\n    os._exit(0)\n", "1", ErrorCode.VANISHED),
        ("def f(x):\n    return x\n", "1 // 0", ErrorCode.BAD_ARGUMENTS),
    ],
)
def test_what_is_neither(source: str, call: str, code: ErrorCode, confirmer: Confirmer) -> None:
    from engine.capture.limits import Limits  # noqa: PLC0415

    program = Program.from_text(source, "f", call)
    judged = confirmer.judge(program, returned("1"), Limits(seconds=1.0))
    assert judged.verdict is CandidateVerdict.ERROR
    assert judged.error is not None
    assert judged.error.code is code


ATTACKED = "X = [1]\ndef g(x):\n    return x\ndef f(x):\n    return X[0] + x\n"

ATTACKS = [
    "exec('f = lambda x: 99')", "globals().__setitem__('f', None)", "(X := 5)", "X.append(3)",
    "X.__setitem__(0, 9)", "g(1)", "[X.clear() for _ in '1'] and 1", "__import__('os')",
    "setattr(f, '__code__', g.__code__)", "f.__globals__", "(lambda: globals())()", "eval('1')",
    "vars()", "open('x')", "[*map(X.append, [5])] and 1", "print", "type(f)", "breakpoint()",
    "(lambda h: h(5))(X.append)", "[y for y in [0] if X.insert(0, 5)] or 1", "input()",
    "g.__call__(1)", "(g)(1)", "[g][0](1)", "map(g, [1])", "max([1], key=g)", "[h(1) for h in [g]]",
    "[x.append(5) for x in [X]]", "lambda: X", "(lambda y: y)(1)", "sorted([1], key=g)",
]  # fmt: skip


@pytest.mark.parametrize("call", ATTACKS)
def test_a_candidate_is_data(call: str) -> None:
    """What could change the program, or run it, is no candidate."""
    with pytest.raises(UsageError) as refused:
        check_candidate(Program.from_text(ATTACKED, "f", call))
    assert refused.value.code is ErrorCode.BAD_CANDIDATE


@pytest.mark.parametrize(
    "call",
    [
        "X[0]", "X[:]", "''.join(['A'] * 20)", "'$78'.upper()", "dict(a=1)", "range(3)", "-1 + 2",
        "lambda x: x < 2", "[i * 2 for i in range(3)]", "sorted({2, 1})", "x=[1]", "max(1, 2)",
        "(lambda y: y.reverse())", "[1, 2][::-1]", "str(1)", "ValueError('x')", "True",
    ],
)  # fmt: skip
def test_what_makes_data_is_a_candidate(call: str) -> None:
    check_candidate(Program.from_text(ATTACKED, "f", call))


@pytest.mark.parametrize(
    "text",
    ["[1, 'a', (2,), {}]", "{'k': {1}, 2: None}", "'\\ud800\\U0003ffff\\n'", "set()", "frozenset()",
     "-0.0", "float('nan')", "float('-inf')", "b'\\xff'", "...", "(1, [2.5, True])"],
)  # fmt: skip
def test_source_of_values(text: str, confirmer: Confirmer) -> None:
    value = parse_literal(text)
    assert source_of(value).isascii()
    assert confirmer.answer(Program.from_text(IDENTITY, "f", source_of(value))).value == value


# -- the command ----------------------------------------------------------------------------------


def test_confirm(tmp_path: Path) -> None:
    path = written(tmp_path, DOUBLE)
    right = stepwitness("confirm", path, "--call", "[1]", "--answer", "[1, 1]")
    assert (right.code, right.out) == (0, "✓ CONFIRMED: `f([1])` returns `[1, 1]`.\n")
    wrong = stepwitness("confirm", path, "--call", "[1]", "--answer", "[1, True]")
    assert wrong.code == 1
    assert wrong.out.startswith("✗ REFUTED: `f([1])` returns `[1, 1]`")
    none = stepwitness("confirm", path, "--call", "{}", "--raises", "ValueError('x')")
    assert none.code == 1
    error = stepwitness("confirm", path, "--call", "f(1)", "--answer", "1", "--json")
    assert error.code == 1
    refused = stepwitness("confirm", path, "--call", "[f(1)]", "--answer", "1", "--json")
    assert refused.code == 2
    form = refused.form["candidates"]
    assert isinstance(form, list)
    assert (form[0]["verdict"], form[0]["code"]) == ("ERROR", "bad-candidate")


def test_confirm_rows(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        {"code": DOUBLE, "input": "3", "output": "6"},
        {"code": DOUBLE, "input": "3", "output": "6", "candidate": "4"},
        {"code": DOUBLE, "input": "None", "raises": "TypeError"},
    )
    done = stepwitness("confirm", f"{path}:1", f"{path}:2", f"{path}:3", "--json")
    assert done.code == 1
    assert done.form["schema"] == "stepwitness.confirm/1"
    forms = done.form["candidates"]
    assert isinstance(forms, list)
    assert [form["verdict"] for form in forms] == ["CONFIRMED", "REFUTED", "REFUTED"]
    assert forms[1]["gives"] == "returns `8`"


@pytest.mark.parametrize(
    "arguments",
    [
        ["confirm"],
        ["confirm", "program.py"],
        ["confirm", "program.py", "--answer", "1", "--raises", "KeyError"],
        ["confirm", "program.py", "--answer", "x"],
        ["confirm", "program.py", "--raises", "x.y"],
        ["confirm", "program.py", "--answer", "1", "--workers", "2"],
        ["confirm", "--all", "program.py", "--answer", "1"],
    ],
)
def test_bad_usage(arguments: list[str], tmp_path: Path) -> None:
    written(tmp_path, DOUBLE)
    done = stepwitness(*arguments, cwd=tmp_path)
    assert done.code == 2
    told(done)


def test_confirm_all_counts_and_resumes(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        {"code": DOUBLE, "input": "3", "output": "6"},
        {"code": DOUBLE, "input": "True", "output": "2"},
        {"code": DOUBLE, "input": "3", "output": "6.0"},
        {"code": DOUBLE, "input": "3"},
        "no row",
        {"code": DOUBLE, "input": "3", "output": "6", "candidate": "exec('')"},
    )
    results = tmp_path / "results.jsonl"
    first = stepwitness("confirm", "--all", path, "--output", results, "--json", "--workers", "2")
    assert first.code == 1
    form = json.loads(first.out.splitlines()[-1])
    assert {name: form[name] for name in ("rows", "done", "confirmed", "refuted", "errors")} == {
        "rows": 6, "done": 6, "confirmed": 2, "refuted": 1, "errors": 3,
    }  # fmt: skip
    assert [failure["code"] for failure in form["failures"]] == [
        "", "bad-row", "bad-row", "bad-candidate",
    ]  # fmt: skip
    again = stepwitness("confirm", "--all", path, "--output", results, "--json").form
    assert again["resumed"] == 6
    shown = stepwitness("confirm", "--all", path, "--output", results)
    assert "confirmed" in shown.out
    # The file is one of candidates, not of narrations.
    other = stepwitness("verify", "--all", path, "--output", results)
    assert other.code == 2


ORACLE = """
import json, math, struct, sys
def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (a != a and b != b) or struct.pack('d', a) == struct.pack('d', b)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (set, frozenset)):
        return len(a) == len(b) and all(any(same(x, y) for y in b) for x in a)
    if isinstance(a, dict):
        return len(a) == len(b) and all(
            any(same(k, m) and same(v, w) for m, w in b.items()) for k, v in a.items())
    return a == b
for line in sys.stdin:
    row = json.loads(line)
    space = {}
    exec(row['code'], space)
    try:
        found = eval('f(' + row['input'] + ')', space)
    except Exception:
        print('raises')
        continue
    print('right' if same(found, eval(row['output'])) else 'wrong')
"""


def test_against_a_plain_interpreter(tmp_path: Path) -> None:
    """Of right and wrong candidates the verdict is what a plain interpreter says."""
    programs = [
        ("def f(xs):\n    return sorted(xs)[-1]\n", "[3, 1, 3.0]", "3"),
        ("def f(s):\n    return s.split(',')\n", "'a,b'", "['a', 'b']"),
        ("def f(n):\n    return {n: [n] * 2}\n", "True", "{True: [True, True]}"),
    ]
    calls = ["[3, 1, 3.0]", "[3.0, 1, 3]", "[True]", "'a,b'", "'a, b'", "True", "1", "1.0", "[]",
             "None", "''", "('a', 'b')"]  # fmt: skip
    forms = [
        {"code": code, "input": call, "output": output}
        for code, _, output in programs
        for call in calls
    ]
    given = "".join(f"{json.dumps(form)}\n" for form in forms)
    plain = subprocess.run(
        [sys.executable, "-c", ORACLE], input=given, capture_output=True, text=True, check=True
    ).stdout.split()
    results = tmp_path / "results.jsonl"
    stepwitness("confirm", "--all", rows(tmp_path, *forms), "--output", results)
    ours = [json.loads(line)["verdict"] for line in results.read_text().splitlines()]
    wanted = {"right": "CONFIRMED", "wrong": "REFUTED", "raises": "REFUTED"}
    assert ours == [wanted[word] for word in plain]
    assert ours.count("CONFIRMED") == 3


def test_confirm_only(tmp_path: Path) -> None:
    path = written(tmp_path, "def f(x, y):\n    return x + y\n")
    shown = stepwitness("confirm", path, "--call", "1, 2", "--answer", "3", "--only")
    assert shown.code == 0
    assert "the only input? REFUTED: `" in shown.out
    assert "domain: `x`: int; `y`: int" in shown.out
    told_ = stepwitness("confirm", path, "--call", "1, 2", "--answer", "4", "--only", "--json").form
    forms = told_["candidates"]
    assert isinstance(forms, list)
    assert (forms[0]["verdict"], forms[0]["only"]) == ("REFUTED", None)
    every = rows(
        tmp_path,
        {"code": DOUBLE, "input": "3", "output": "6"},
        {"code": "def f(x):\n    return x * x\n", "input": "3", "output": "9"},
        {"code": DOUBLE, "input": "3", "output": "7"},
    )
    form = stepwitness("confirm", "--all", every, "--only", "--json", "--workers", "1").form
    assert form["only"] == {"proved": 1, "proved_up_to": 0, "refuted": 1, "undecided": 0}
    failures = form["failures"]
    assert isinstance(failures, list)
    assert [failure["only"] for failure in failures] == [""]
