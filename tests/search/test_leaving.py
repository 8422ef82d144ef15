"""Runs that share a process: only where one of them is not seen by the next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.capture.limits import Limits
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.search.answers import returned
from engine.search.confirm import MOST_LONG, Confirmer
from engine.search.leaving import leaves_nothing

LIMITS = Limits(seconds=2.0)

SEEN_BY_THE_NEXT = {
    "a module's attribute": (
        "import math\ndef f(x):\n    old = getattr(math, 'kept', 0)\n    math.kept = x\n"
        "    return old\n"
    ),
    "a module under another name": (
        "import math\nimport math as m\ndef f(x):\n    n = m\n    old = n.tau\n"
        "    n.tau = x\n    return old\n"
    ),
    "a function of a module": (
        "from heapq import merge\ndef f(x):\n    old = hasattr(merge, 'kept')\n"
        "    g = merge\n    g.kept = x\n    return old\n"
    ),
    "the dict of a module": (
        "import math\ndef f(x):\n    old = vars(math).get('kept')\n    vars(math)['kept'] = x\n"
        "    return old\n"
    ),
    "the dict of a module by its name": (
        "import math, operator\ndef f(x):\n    d = operator.attrgetter('__dict__')(math)\n"
        "    old = d.get('kept')\n    d['kept'] = x\n    return old\n"
    ),
    "a module with a state": (
        "import decimal\ndef f(x):\n    old = decimal.getcontext().prec\n"
        "    decimal.getcontext().prec = x\n    return old\n"
    ),
    "an abstract class": (
        "from collections.abc import Sequence\ndef f(x):\n"
        "    old = isinstance(x, Sequence)\n    Sequence.register(int)\n    return old\n"
    ),
    "an abstract class by another name": (
        "from collections.abc import Sequence\ndef f(x):\n"
        "    old = isinstance(x, Sequence)\n    [Sequence][0].register(int)\n    return old\n"
    ),
    "a builtin": (
        "def f(x):\n    b = __builtins__\n    old = hasattr(b, 'kept')\n    b.kept = x\n"
        "    return old\n"
    ),
    "a file": (
        "def f(x):\n    with open('kept', 'a+') as file:\n        file.seek(0)\n"
        "        old = file.read()\n        file.write(str(x))\n    return old\n"
    ),
}  # fmt: skip

HARMLESS = [
    "def f(x):\n    return x + 1\n",
    "kept = []\ndef f(x):\n    kept.append(x)\n    return len(kept)\n",
    (
        "from collections import Counter, defaultdict\nimport math\n"
        "def f(xs):\n    seen = defaultdict(int)\n    for x in xs:\n"
        "        seen[x] += math.isqrt(x)\n"
        "    return dict(seen), Counter(xs).most_common(1)\n"
    ),
    (
        "class Box:\n    def __init__(self, x):\n        self.x = x\n"
        "class Big(Box):\n    def __init__(self, x):\n        super().__init__(x)\n"
        "        self.y = x\n"
        "def f(x):\n    box = Big(x)\n    box.y += 1\n    return type(box).__name__, box.y\n"
    ),
    "import functools\n@functools.cache\ndef g(n):\n    return n\ndef f(x):\n    return g(x)\n",
    "def f(x):\n    print(x)\n    return f'{x:>5}'\n",
]


@pytest.fixture(scope="module")
def confirmer() -> Iterator[Confirmer]:
    with Confirmer() as found:
        yield found


@pytest.mark.parametrize("source", SEEN_BY_THE_NEXT.values(), ids=SEEN_BY_THE_NEXT)
def test_what_the_next_run_sees_is_not_shared(source: str, confirmer: Confirmer) -> None:
    """Each call is answered as it is alone, also as the second of two."""
    assert not leaves_nothing(source)
    program = Program.from_text(source, "f", "5")
    alone = confirmer.glances(program, ["5"], LIMITS)[0]
    assert confirmer.glances(program, ["5", "5"], LIMITS) == [alone, alone]


@pytest.mark.parametrize("source", SEEN_BY_THE_NEXT.values(), ids=SEEN_BY_THE_NEXT)
def test_the_programs_above_would_be_seen(source: str, confirmer: Confirmer) -> None:
    """Else the test above could not fail; some are refused by the sandbox, whoever is first."""
    program = Program.from_text(source, "f", "5")
    try:
        first, second = confirmer.recorder.observe_each(program, ["5", "5"], LIMITS)
    except CaptureError:
        return
    assert first != second


@pytest.mark.parametrize("source", HARMLESS)
def test_what_leaves_nothing_is_shared(source: str) -> None:
    assert leaves_nothing(source)


def test_shared_runs_show_what_runs_alone_show(confirmer: Confirmer) -> None:
    source = (
        "seen = []\ndef f(x, y=1):\n    seen.append(x)\n    print(x, end='')\n"
        "    if x > 2:\n        raise KeyError(x, y)\n    return [seen, x // y, input()]\n"
    )
    program = replace(Program.from_text(source, "f", "0"), stdin="a\nb\n")
    calls = ["1", "3", "2, 0", "2, y=2", "1 // 0", "1", "int('a')"]
    together = confirmer.recorder.observe_each(program, calls, LIMITS)
    assert together[4] is None
    assert together[6] is None
    for call, seen in zip(calls, together, strict=True):
        if seen is None:
            with pytest.raises(CaptureError):
                confirmer.recorder.observe(replace(program, call=call), LIMITS)
        else:
            assert seen == confirmer.recorder.observe(replace(program, call=call), LIMITS)


def test_one_that_does_not_end_is_no_harm_to_the_others(confirmer: Confirmer) -> None:
    source = "def f(x):\n    while x < 0:\n        pass\n    return x\n"
    program = Program.from_text(source, "f", "0")
    assert leaves_nothing(source)
    with pytest.raises(CaptureError) as found:
        confirmer.recorder.observe_each(program, ["1", "-1", "2"], LIMITS)
    assert found.value.code is ErrorCode.TIME_LIMIT
    glances = confirmer.glances(program, ["1", "-1", "2"], LIMITS)
    assert glances == [returned("1"), None, returned("2")]


def test_after_some_that_do_not_end_no_more_are_run(confirmer: Confirmer) -> None:
    source = "def f(x):\n    while x < 0:\n        pass\n    return x\n"
    program = Program.from_text(source, "f", "0")
    glances = confirmer.glances(program, ["1", *["-1"] * MOST_LONG, "2"], LIMITS)
    assert glances == [returned("1"), *[None] * MOST_LONG, None]


def test_a_glance_is_bounded_in_processor_time(confirmer: Confirmer) -> None:
    program = Program.from_text("def f():\n    while True:\n        pass\n", "f", "")
    long = Limits(seconds=60.0, steps=100_000)
    started = time.monotonic()
    with pytest.raises(CaptureError) as found:
        confirmer.recorder.observe(program, long.glance())
    assert found.value.code is ErrorCode.TIME_LIMIT
    assert found.value.data == {"limit": 1}
    assert time.monotonic() - started < 50


def test_what_prints_too_much_is_refused(confirmer: Confirmer) -> None:
    program = Program.from_text("def f(x):\n    print('a' * x)\n    return x\n", "f", "0")
    few = replace(LIMITS, output=100)
    with pytest.raises(CaptureError) as found:
        confirmer.recorder.observe_each(program, ["1", "1000"], few)
    assert found.value.code is ErrorCode.OUTPUT_LIMIT
    assert confirmer.glances(program, ["1", "1000"], few) == [returned("1"), None]
