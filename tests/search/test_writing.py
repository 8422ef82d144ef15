"""The backward writer: what it writes is accepted, and says what is needed."""

from __future__ import annotations

import json

import pytest

from engine.capture.limits import Limits
from engine.dataset.confirming import ConfirmWork, confirm_line
from engine.dataset.rows import Line
from engine.program import Program
from engine.report.confirm_view import ConfirmTally
from engine.search.rationale import RationaleJudge, RationaleVerdict
from engine.search.writing import write_rationale
from tests.search.in_process import runs_here

SUM = (
    "def f(xs):\n    t = 0\n    for x in xs:\n        if x > 2:\n            t += x\n    return t\n"
)
WHILE = "def f(n):\n    k = 0\n    while n > 1:\n        n //= 2\n        k += 1\n    return k\n"
PROGRAMS = {
    "a sum": (SUM, "[4, 1, 5]"),
    "a text": ("def f(s, n):\n    out = s.upper()\n    if n:\n        out += '!'\n    return out\n",
               "'ab', 1"),
    "an exception": ("def f(d, k):\n    return d[k]\n", "{'a': 1}, 'b'"),
    "a helper": ("def g(x):\n    return x + 1\n\ndef f(x):\n    y = g(x)\n    return [y]\n", "2"),
    "nothing to say": ("def f():\n    return 1\n", ""),
    "a default": ("def f(x, y=2):\n    return x * y\n", "3"),
    "no model": ("def f(x):\n    y = round(x / 3, 2)\n    return y\n", "7.5"),
    "odd characters": ("def f(s):\n    return s + '`\\u200b'\n", "'é\\n`'"),
    "a while": (WHILE, "9"),
    # Within ASCII these are so, and of all texts they are not.
    "only ASCII does not matter": (
        ("def f(s):\n    for c in s:\n        if c.isascii() is False:\n            return False\n"
        "    return True\n"), "'1z1'",
    ),
    "only ASCII is one": (
        ("def f(s):\n    t = ''\n    for c in reversed(s):\n        t += c.swapcase()\n"
        "    return t\n"), "'TiG'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_accepted(name: str) -> None:
    source, call = PROGRAMS[name]
    runs = runs_here(Program.from_text(source, "f", call))
    call = runs.program.call
    answer = runs.answer(call)
    text = write_rationale(runs, answer, call)
    report = RationaleJudge(runs_here(runs.program), answer).judge(text)
    assert report.verdict is RationaleVerdict.ACCEPTED, (text, report.summary())
    assert text == write_rationale(runs_here(runs.program), answer, call)


def test_it_says_what_is_needed_and_whether_there_are_others() -> None:
    source, call = PROGRAMS["a sum"]
    runs = runs_here(Program.from_text(source, "f", call))
    text = write_rationale(runs, runs.answer(runs.program.call), runs.program.call)
    assert "To return `9`, before line 6, `t` must be `9`." in text
    assert "the loop on line 3 must make 3 passes." in text
    assert "takes the same path to it." in text
    assert text.index("before line 6") < text.index("line 3") < text.index("So the input is")


def test_rows_are_argued_for_and_counted() -> None:
    row = {"code": "def f(x):\n    return x + 1\n", "input": "2", "output": "3"}
    argued = "Consider inputs with `x` in `[2, 3]`.\nHence `x` is `3`.\nSo the input is `f(2)`.\n"
    tally = ConfirmTally(2)
    for number, form in enumerate((row, {**row, "rationale": argued}), start=1):
        work = ConfirmWork(Limits(), rationales=True)
        tally.add(confirm_line(Line(number, json.dumps(form)), work))
    report = tally.to_json(1.0, interrupted=False)
    assert (report["confirmed"], report["refuted"], report["errors"]) == (2, 0, 0)
    counted = report["rationales"]
    assert isinstance(counted, dict)
    assert (counted["accepted"], counted["rejected"]) == (1, 1)
    assert counted["first_rejected"][0]["line"] == 2
    assert not tally.argued
