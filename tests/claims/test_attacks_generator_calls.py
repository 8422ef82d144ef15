"""What calls of generator and coroutine functions give, and how often these are called (§5.17,
§5.70, §5.79)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

RETURNS = """\
def gen(k):
    while k > 0:
        yield k
        k -= 1
    return 0

def plain(k):
    yield k
    yield k * 2

def common(k):
    return k * 2

def f(n):
    a = list(gen(2))
    b = list(plain(2))
    c = common(2)
    return n
"""

ASKED = """\
def gen(k):
    yield k
    yield k + 1

def f(n):
    e = gen(5)
    e2 = gen(5)
    h = gen(6)
    a = next(e2)
    b = next(h)
    c = next(e)
    q = gen(7)
    return a
"""

USED = """\
def gen(k):
    yield k

def use(g):
    return next(g)

def both(g):
    return sum(gen(4)) + next(g)

def f(n):
    total = 0
    for x in gen(3):
        total += x
    for i, y in enumerate(gen(2)):
        total += y
    e = gen(9)
    a = use(e)
    d = gen(8)
    b = both(d)
    return total
"""

NEVER = """\
def gen(k):
    yield k

def f(n):
    e = gen(n)
    return n
"""

METHODS = """\
class Box:
    def items(self, k):
        yield k

def f(n):
    box = Box()
    a = list(box.items(2))
    return a
"""

WAITS = """\
import asyncio

async def g(k):
    return k

async def stream(k):
    yield k

async def main(n):
    a = await g(n)
    b = g(2)
    c = await b
    d = g(3)
    d.close()
    async for x in stream(4):
        a += x
    return a

def f(n):
    return asyncio.run(main(n))
"""

HANDED_ON = """\
def gen(k):
    yield k

def same(g):
    return g

def pairs(g):
    return list(zip(g, gen(4)))

def passed(g):
    return sum(same(g))

def outer(k):
    def inner():
        yield 1
    return k * 2

def f(n):
    d = gen(8)
    a = pairs(d)
    e = gen(9)
    b = passed(e)
    return outer(2)
"""

FIRST = """\
def gen():
    yield 5
    yield 6

def out():
    yield from gen()

def f(n):
    a, b = gen()
    return list(out())
"""

BESIDE = """\
def gen(k):
    yield k

def f(n):
    xs = [1, 2]
    a = sum(gen(4), len(xs))
    e = gen(3)
    b = sum(e, len(xs))
    c = list(zip(gen(1), __name__))
    return a
"""

CASE = """\
def gen():
    yield 5

def f(n):
    match gen():
        case g if next(g) == 5:
            return 1
    return 0
"""

STREAM = """\
import asyncio

async def stream(k):
    yield k

async def use(s):
    async for x in s:
        return x

async def main(n):
    return await use(stream(4))

def f(n):
    return asyncio.run(main(n))
"""

CASES: list[tuple[str, str, str]] = [
    # What it hands out is no result of the call, nor is what it returns in the end.
    (RETURNS, "`gen(2)` yields `0`.", "U"),
    (RETURNS, "`gen` yields `0`.", "U"),
    (RETURNS, "`gen(2)` returns `0`.", "U"),
    (RETURNS, "`gen(2)` evaluates to `0`.", "U"),
    (RETURNS, "The result of `gen(2)` is `0`.", "U"),
    (RETURNS, "`gen(2)` is `0`.", "U"),
    (RETURNS, "`gen(2)` yields `2`.", "U"),
    (RETURNS, "`gen(2)` yields `1`.", "U"),
    (RETURNS, "`plain(2)` yields `None`.", "U"),
    (RETURNS, "`plain(2)` gives `None`.", "U"),
    (RETURNS, "`plain` yields `None`.", "U"),
    (RETURNS, "`plain(2)` yields `2`.", "U"),
    (METHODS, "`box.items(2)` yields `None`.", "U"),
    (METHODS, "`Box.items` yields `None`.", "U"),
    (RETURNS, "`gen` returns `0` once in total.", "U"),
    (RETURNS, "`common(2)` yields `4`.", "V"),
    (HANDED_ON, "`outer(2)` yields `4`.", "V"),
    (RETURNS, "`common(2)` yields `2`.", "R"),
    (RETURNS, "`common` returns `4`.", "V"),
    (RETURNS, "`common` returns `4` once in total.", "V"),
    (RETURNS, "Call 1 of `gen` returns `0`.", "V"),
    (RETURNS, "`gen(2)` is called. The generator yields `2`.", "VA"),
    (WAITS, "`g(3)` returns `3`.", "R"),
    (WAITS, "`g(2)` returns `2`.", "V"),
    (WAITS, "`stream(4)` returns `None`.", "U"),
    # How often it is called.
    (ASKED, "`gen` is called 3 times.", "U"),
    (ASKED, "`gen` is called 4 times.", "U"),
    (ASKED, "`gen` is called twice.", "R"),
    (ASKED, "`gen` is never called.", "R"),
    (ASKED, "`gen` is called at most 3 times.", "U"),
    (ASKED, "`gen` is called at most twice.", "R"),
    (ASKED, "`gen` is called at most 4 times.", "U"),
    (ASKED, "`gen` is called at least 3 times.", "V"),
    (ASKED, "`gen` is called at least twice.", "V"),
    (ASKED, "`gen` is called at least 4 times.", "U"),
    (ASKED, "`gen` is called 3 times, with `5`, `6` and `5`.", "U"),
    (ASKED, "`gen` is called 4 times, with `5`, `5`, `6` and `7`.", "U"),
    (ASKED, "`gen` is called twice, with `5` and `6`.", "R"),
    (NEVER, "`gen` is never called.", "U"),
    (NEVER, "`gen` is called once.", "U"),
    (WAITS, "`g` is called twice.", "U"),
    (WAITS, "`g` is called 3 times.", "U"),
    (WAITS, "`g` is called once.", "R"),
    (RETURNS, "`common` is called once.", "V"),
    (RETURNS, "`common` is called twice.", "R"),
    (RETURNS, "`common` is called at most twice.", "V"),
    (RETURNS, "`common` is called at least twice.", "R"),
    (RETURNS, "`common` is called once, with `2`.", "V"),
    (RETURNS, "`common` is called once, with `3`.", "R"),
    # That it is called.
    (ASKED, "`gen(6)` is called.", "V"),
    (ASKED, "`gen(7)` is called.", "U"),
    (ASKED, "`f` calls `gen(7)`.", "U"),
    (ASKED, "`f` calls `gen`.", "U"),
    (ASKED, "`gen` is called with `k = 5`.", "V"),
    (ASKED, "`gen` is called with `k = 7`.", "U"),
    (ASKED, "`gen` is called with `n = 7`.", "R"),
    (ASKED, "`gen(6)` is called for the first time.", "U"),
    (ASKED, "`gen(6)` is called for the second time.", "U"),
    (NEVER, "`gen(1)` is called.", "U"),
    (NEVER, "`gen` is called.", "U"),
    (WAITS, "`g(3)` is called.", "U"),
    (USED, "`f` calls `gen(3)`.", "V"),
    (USED, "`f` calls `gen(2)`.", "V"),
    (USED, "`f` calls `gen(9)`.", "U"),
    (USED, "`f` calls `gen(4)`.", "U"),
    (USED, "`use` calls `gen(9)`.", "U"),
    (USED, "`use` calls `gen`.", "U"),
    (USED, "`both` calls `gen(4)`.", "V"),
    (USED, "`both` calls `gen(8)`.", "U"),
    (HANDED_ON, "`pairs` calls `gen(8)`.", "U"),
    (HANDED_ON, "`passed` calls `gen(9)`.", "U"),
    (HANDED_ON, "`passed` calls `same`.", "V"),
    (WAITS, "`main` calls `g(1)`.", "V"),
    (WAITS, "`main` calls `g(2)`.", "U"),
    # The call is the first thing that a line does, or what stands beside it is made after it.
    (FIRST, "`f` calls `gen()`.", "V"),
    (FIRST, "`out` calls `gen()`.", "V"),
    (BESIDE, "`f` calls `gen(4)`.", "V"),
    (BESIDE, "`f` calls `gen(3)`.", "U"),
    (BESIDE, "`f` calls `gen(1)`.", "V"),
    # The line of a `case` asks for it, that of its `match` has made it.
    (CASE, "`f` calls `gen()`.", "U"),
    # `async for` asks for what another function has made.
    (STREAM, "`use` calls `stream(4)`.", "U"),
    (STREAM, "`main` calls `stream(4)`.", "U"),
    (STREAM, "`main` calls `use`.", "V"),
    (RETURNS, "`common(2)` is called.", "V"),
    (RETURNS, "`common(3)` is called.", "R"),
    (RETURNS, "`common` is called with `k = 3`.", "R"),
    (RETURNS, "`common(2)` is called for the second time.", "R"),
    (RETURNS, "`gen` calls `common(2)`.", "R"),
]

VERDICT = {"V": "VERIFIED", "R": "REFUTED", "A": "AMBIGUOUS", "U": "UNSUPPORTED"}


@pytest.mark.parametrize(("source", "text", "wanted"), CASES, ids=[case[1] for case in CASES])
def test_calls_of_what_waits(source: str, text: str, wanted: str) -> None:
    judge = Judge(Trace(record_here(Program.from_text(source, "f", "1"), max_steps=100_000)))
    report = judge.verify(text, Level.CLAIMS)
    assert not report.problems
    found = "".join(each.verdict.value[0] for each in report.claims)
    assert found == wanted
    if source in {WAITS, STREAM}:
        return  # the oracle records no event loop
    read = Oracle(source, "f", "1").judge(text).claims
    for (_, verdict), letter in zip(read, wanted, strict=True):
        assert verdict in {VERDICT[letter], "UNDECIDED", "UNPARSED"}
