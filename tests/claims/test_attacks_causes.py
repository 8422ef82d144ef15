"""Lies and truths about what the answer depends on (§5.68, §5.69).

That the answer does not depend on an argument is tried out: the program is run by this Python with
other arguments, and what was VERIFIED has to hold, but for exceptions and endless loops.
"""

# ruff: noqa: E501, ISC004  # a program is one line where it can be

from __future__ import annotations

import ast
import copy
from dataclasses import replace
from typing import Any

import pytest

from engine.capture.recorder import record_here
from engine.claims.parser import parse_narration
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.model import Differences, StepNo
from engine.trace.trace import Trace
from tests.claims.test_attacks import rows
from tests.claims.test_verify import verdict

CAUSES = """\
def helper(v, w):
    return v
def f(a, b, c, d, xs, ys, m):
    total = 0
    if b > 100:
        total = 5
    unused = c * 2
    e = helper(a, d)
    for x in xs:
        total += x
    for y in ys:
        pass
    if m:
        flag = 1
    else:
        flag = 2
    n = 0
    while n < 2:
        n += 1
        if n == 1:
            continue
        e += 0
    if c and flag == 9:
        total = 7
    return total + e
"""

CAUSES_TOLD = """
VERIFIED The answer depends on `a`.
REFUTED The answer does not depend on `a`.
UNSUPPORTED The answer does not depend on `b`.
UNSUPPORTED The answer depends on `b`.
UNSUPPORTED The answer does not depend on `m`.
VERIFIED The answer does not depend on `d`.
VERIFIED `d` never influences the answer.
REFUTED `d` influences the answer.
UNSUPPORTED `c` never influences the answer.
VERIFIED `xs[0]` influences the answer.
REFUTED `xs[1]` never influences the answer.
VERIFIED `ys[0]` never influences the answer.
VERIFIED `ys[-1]` never influences the answer.
REFUTED `ys[0]` influences the answer.
REFUTED `ys[7]` never influences the answer.
UNSUPPORTED `total` never influences the answer.
UNSUPPORTED `missing` never influences the answer.
UNSUPPORTED The answer depends on `a + 1`.
VERIFIED The answer depends on `a` only through line 8.
REFUTED The answer depends on `a` only through line 7.
REFUTED The answer depends on `d` only through line 8.
REFUTED The answer depends on `a` only through line 12.
REFUTED The answer depends on `a` only through line 1.
VERIFIED Line 7 has no effect on the answer.
REFUTED Line 7 affects the answer.
REFUTED Line 8 has no effect on the answer.
VERIFIED Line 8 affects the answer.
REFUTED Line 6 has no effect on the answer.
UNSUPPORTED Line 20 has no effect on the answer.
UNSUPPORTED On pass 1 of the loop on line 18, line 20 has no effect on the answer.
REFUTED On pass 2 of the loop on line 18, line 20 has no effect on the answer.
VERIFIED On pass 2 of the loop on line 18, line 20 has an effect on the answer.
UNSUPPORTED Line 21 affects the answer.
REFUTED Line 24 has an effect on the answer.
VERIFIED Line 25 has an effect on the answer.
VERIFIED In call 1 of `helper`, line 2 affects the answer.
UNSUPPORTED Line 5 has no effect on the answer.
VERIFIED Line 12 does not affect the answer.
"""

ELEMENTS = """\
def f(xs, t, s, d, b, w, r):
    total = xs[1] + d['k']
    if b > 100:
        total = 5
    kept = xs[0]
    total += b * 0
    return total + t[0] + len(w) + r[1]
"""

ELEMENTS_CALL = "[4, 5, 6], (7, 8), 'ab', {'k': 1, 'j': 2, 3: 4}, 2, b'ab', range(5)"

ELEMENTS_TOLD = """
VERIFIED `xs[1]` influences the answer.
VERIFIED `xs[-2]` influences the answer.
REFUTED `xs[-2]` never influences the answer.
VERIFIED `xs[-1]` never influences the answer.
REFUTED `xs[-1]` influences the answer.
VERIFIED `xs[-3]` never influences the answer.
VERIFIED `xs[True]` influences the answer.
REFUTED `xs['k']` influences the answer.
REFUTED `xs[3]` never influences the answer.
VERIFIED `d['k']` influences the answer.
VERIFIED `d['j']` never influences the answer.
VERIFIED `d[3]` never influences the answer.
REFUTED `d['z']` never influences the answer.
UNSUPPORTED `t[0]` influences the answer.
UNSUPPORTED `t[1]` never influences the answer.
UNSUPPORTED `t[-1]` influences the answer.
UNSUPPORTED `t[-2]` influences the answer.
UNSUPPORTED `s[0]` never influences the answer.
UNSUPPORTED `w[0]` influences the answer.
UNSUPPORTED `r[1]` influences the answer.
UNSUPPORTED `xs[id(b)]` influences the answer.
UNSUPPORTED `xs[0:1]` influences the answer.
REFUTED The answer depends on `b` only through line 3.
VERIFIED The answer depends on `t` only through line 7.
REFUTED The answer depends on `s` only through line 7.
UNSUPPORTED The answer depends on `xs[1]` only through line 2.
REFUTED The answer depends on `b` only through line 4.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"),
    rows(
        (CAUSES, "1, 2, 3, 4, [5, 6], [7, 8], 0", CAUSES_TOLD),
        (ELEMENTS, ELEMENTS_CALL, ELEMENTS_TOLD),
    ),
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "The answer depends on `a`.",
        "The answer does not depend on `a`.",
        "Line 2 affects the answer.",
    ],
)
def test_nothing_is_told_of_causes_where_other_runs_go_another_way(sentence: str) -> None:
    program = Program.from_text("def f(a):\n    b = a\n    return b\n", "f", "1")
    data = record_here(program, max_steps=100)
    parted = replace(data, differs=Differences(since=StepNo(data.steps[-1].number)))
    found = [Judge(Trace(each)).verify(sentence).claims[0].verdict.value for each in (data, parted)]
    assert found == ["REFUTED" if "not" in sentence else "VERIFIED", "UNSUPPORTED"]


@pytest.mark.parametrize(
    "sentence",
    [
        "In call 1 of `g`, the answer depends on `a`.",
        "The answer depends on `a` through line 8.",
        "The answer depends on nothing.",
        "On pass 1 of the loop on line 3, `a` never influences the answer.",
    ],
)
def test_no_sentence(sentence: str) -> None:
    assert parse_narration(sentence).problems


PROGRAMS = (
    "def f(a, b):\n    if a:\n        x = 1\n    else:\n        x = 1\n    return x + b\n",
    "def f(a, b):\n    x = 1\n    if a > 5:\n        x = 2\n    if x == 2:\n        b = 9\n    return b\n",
    "def f(a, b):\n    a, b = b, a\n    return a\n",
    "def f(a, b):\n    a.append(b)\n    return len(a)\n",
    "def f(a, b):\n    c = a\n    c[0] = 0\n    return a\n",
    "def f(a, b):\n    for x in a:\n        b = x\n    return b\n",
    "def f(a, b):\n    for x in a:\n        if x == b:\n            return True\n    return False\n",
    "def f(a, b):\n    def g():\n        return a\n    return g() * 0 + len(b)\n",
    "def f(a, b):\n    return [x for x in a if x > 1]\n",
    "def f(a, b):\n    return a[0] if b else a[1]\n",
    "def f(a, b):\n    a = 1\n    return a + b\n",
    "def f(a, b):\n    try:\n        a[b]\n    except IndexError:\n        return 1\n    return 2\n",
    "def f(a, b):\n    d = {}\n    d[a[0]] = 1\n    d[a[1]] = 2\n    return d.get(b)\n",
    "def f(a, b):\n    it = iter(a)\n    next(it)\n    return next(it)\n",
    "def f(a, b):\n    a.sort()\n    return a[0]\n",
    "def f(a, b):\n    a[b] = 7\n    return a[0]\n",
    "def f(a, b):\n    for i in range(len(a)):\n        if i == 1:\n            continue\n"
    "        b += a[i]\n    return b\n",
    "def f(a, b):\n    n = 0\n    while n < b:\n        n += 1\n    return a\n",
    "def f(a, b):\n    s = 0\n    for x in a:\n        for y in a:\n            s += 1\n    return s\n",
    "def f(a, b):\n    x, *y = a\n    return x\n",
    "def f(a, b):\n    c = [a, b]\n    return c[1]\n",
    "def f(a, b):\n    g = (x for x in a)\n    next(g)\n    return b\n",
    "def f(a, b):\n    def h(q=a):\n        return q\n    return h()\n",
    "def f(a, b):\n    return b and a\n",
    "def f(a, b):\n    if not a: return 0\n    return 1\n",
    "def f(a, b):\n    z = a is b\n    return z\n",
    "def f(a, b):\n    k = a[0]\n    a[0] = 5\n    return a[0]\n",
    "def f(a, b):\n    del a[0]\n    return a[0]\n",
    "def f(a, b):\n    y = 0\n    for x in a:\n        y = b\n        break\n    return y\n",
    "def f(a, b):\n    for x in a:\n        pass\n    return x\n",
    "def f(a, b):\n    m = max(a)\n    return b\n",
    "def f(a, b):\n    t = 0\n    for i, x in enumerate(a):\n        t += i\n    return t\n",
    "def f(a, b):\n    p = a[:]\n    p.reverse()\n    return p[0]\n",
)

OTHERS: tuple[Any, ...] = (
    0, 1, 2, 3, 7, 50, -1, [], [1], [9, 9, 9], [4, 4, 4], [0, 0, 0], [3, 2, 1], [1, 2, 3, 4],
)  # fmt: skip


def answer(program: str, arguments: list[Any]) -> object:
    """What this Python makes of the call; an exception where it raises."""
    names: dict[str, Any] = {}
    exec(compile(program, "program", "exec"), names)  # the programs above
    try:
        return names["f"](*copy.deepcopy(arguments))
    except Exception as error:  # noqa: BLE001  # whatever it raises
        return error


def holds(program: str, arguments: list[Any], changed: list[Any]) -> bool:
    """Whether the answer is the same with changed arguments, or an exception keeps it away."""
    before, after = answer(program, arguments), answer(program, changed)
    return isinstance(after, Exception) or before == after


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("call", ["[1, 2, 3], 2", "[3, 1, 2], 1", "[2, 2], 0", "3, 4", "0, 5"])
def test_what_does_not_depend_is_the_same_with_other_arguments(program: str, call: str) -> None:
    arguments = list(ast.literal_eval(f"({call},)"))
    if isinstance(answer(program, arguments), Exception):
        return
    for index, name in enumerate("ab"):
        if verdict(program, call, f"The answer does not depend on `{name}`.") == "VERIFIED":
            for other in OTHERS:
                changed = copy.deepcopy(arguments)
                changed[index] = other
                assert holds(program, arguments, changed), (name, other)
        items = arguments[index] if isinstance(arguments[index], list) else []
        for place in range(len(items)):
            told = f"`{name}[{place}]` never influences the answer."
            if verdict(program, call, told) == "VERIFIED":
                for other in (0, 1, 2, 3, 7, 50, -1):
                    changed = copy.deepcopy(arguments)
                    changed[index][place] = other
                    assert holds(program, arguments, changed), (told, other)


def test_enough_is_decided() -> None:
    """The test above says nothing of what is UNSUPPORTED; most is decided."""
    found = [
        verdict(program, "[3, 1, 2], 1", f"The answer depends on `{name}`.")
        for program in PROGRAMS
        for name in "ab"
    ]
    assert found.count("UNSUPPORTED") < len(found) // 5
    assert found.count("REFUTED") > len(found) // 5
    assert found.count("VERIFIED") > len(found) // 5


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_line_without_effect_may_compute_anything(program: str) -> None:
    """A binding of a name to a value without effect is replaced by other values."""
    lines = program.splitlines()
    call = "[3, 1, 2], 1"
    arguments = list(ast.literal_eval(f"({call},)"))
    for number, line in enumerate(lines, start=1):
        parts = line.split(" = ")
        if len(parts) != 2 or not parts[0].strip().isidentifier():
            continue
        told = f"Line {number} has no effect on the answer."
        if verdict(program, call, told) == "VERIFIED":
            for other in OTHERS:
                changed = "\n".join(
                    [*lines[: number - 1], f"{parts[0]} = {other!r}", *lines[number:]]
                )
                after = answer(changed, arguments)
                assert isinstance(after, Exception) or after == answer(program, arguments)
