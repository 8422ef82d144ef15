"""Exceptions thrown into generators and coroutines that wait for others."""

from __future__ import annotations

import pytest

from tests.capture.reading import check_invariants
from tests.capture.test_decode import agree_with_line_tracer, answer, record

_RETURNING = """
def inner(n):
    try:
        yield n
    except ValueError as error:
        n += error.args[0]
    return n

def outer(n):
    got = yield from inner(n)
    n += got
    yield n

def f():
    g = outer(1)
    seen = [next(g), g.throw(ValueError(5))]
    return seen, list(g)
"""

_LEAVING = """
def inner(n):
    try:
        yield n
    finally:
        n = 0

def outer(n):
    try:
        yield from inner(n)
    except ValueError:
        n += 1
        yield n

def f():
    g = outer(1)
    return next(g), g.throw(ValueError(5)), list(g)
"""

_CLOSING = """
class Wait:
    def __await__(self):
        yield 'waiting'

async def numbers(seen):
    try:
        yield 1
    finally:
        try:
            await Wait()
        except ZeroDivisionError:
            seen.append('caught')

async def run(seen):
    it = numbers(seen)
    await it.__anext__()
    await it.aclose()
    seen.append('closed')
    return seen

def f():
    c = run([])
    first = c.send(None)
    try:
        c.throw(ZeroDivisionError)
    except StopIteration as stop:
        return first, stop.value
"""


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (_RETURNING, "([1, 7], [])"),
        (_LEAVING, "(1, 2, [])"),
        (_CLOSING, "('waiting', ['caught', 'closed'])"),
    ],
)
def test_thrown_through_another(source: str, wanted: str) -> None:
    trace = record(source)
    assert answer(trace) == wanted
    check_invariants(trace)


@pytest.mark.parametrize("source", [_RETURNING, _LEAVING])
def test_it_agrees_with_a_line_tracer(source: str) -> None:
    agree_with_line_tracer(source, "")
