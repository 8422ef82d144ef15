"""What unpacks nothing (`[] = …`, a class pattern without subpatterns) logs no value: what is
called after it is called by the statement that calls it."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.moments import Moments
from engine.trace.trace import Trace

DOUBLE = """\
def g(k):
    return k * 2
def f(m):
"""

STORED = f"""\
{DOUBLE}    [] = ()
    () = ''
    n = g(m)
    return n
"""

MATCHED = f"""\
{DOUBLE}    match m:
        case str():
            n = 0
        case int():
            n = g(m)
    return n
"""

LOOPED = f"""\
{DOUBLE}    for () in [(), []]:
        m = g(m)
    return m
"""

RAISED = f"""\
{DOUBLE}    try:
        [] = [m]
    except ValueError:
        m = g(m)
    return m
"""

OWN = """\
class Empty:
    def __iter__(self):
        return self
    def __next__(self):
        raise StopIteration
def g(k):
    return k * 2
def f(m):
    [] = Empty()
    return g(m)
"""

PROGRAMS = [
    (STORED, {1: 6}),
    (MATCHED, {1: 8}),
    (LOOPED, {1: 5, 2: 5}),
    (RAISED, {1: 7}),
    (OWN, {1: 9, 2: 9, 3: 10}),
]


@pytest.mark.parametrize(("source", "called_on"), PROGRAMS)
def test_calls_are_made_where_they_stand(source: str, called_on: dict[int, int]) -> None:
    trace = Trace(record_here(Program.from_text(source, "f", "3"), max_steps=1000))
    visits = Moments(trace).visits(trace.data.entry)
    lines: dict[int, int] = {}
    for activation in trace.data.activations[1:]:
        visit = visits.at(activation.first)
        assert visit is not None
        assert visit.first < activation.first
        lines[activation.id] = visit.line
    assert {number: lines.get(number) for number in called_on} == called_on
