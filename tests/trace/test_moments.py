"""Visits, passes and entries of loops against what `flow_programs` says by hand."""

from __future__ import annotations

import pytest

from engine.trace.loops import LoopEntry
from engine.trace.moments import Moments
from engine.trace.visits import Visit
from tests.trace.flow_programs import FLOWS, Loop
from tests.trace.recordings import record


def entries(moments: Moments) -> list[LoopEntry]:
    return moments.loops(moments.trace.data.entry).all


@pytest.mark.parametrize("name", FLOWS)
def test_lines_visited(name: str) -> None:
    flow = FLOWS[name]
    moments = Moments(record(flow.source, flow.call))
    assert [v.line for v in moments.visits(moments.trace.data.entry).all] == flow.lines


@pytest.mark.parametrize("name", FLOWS)
def test_entries_of_loops(name: str) -> None:
    flow = FLOWS[name]
    found = entries(Moments(record(flow.source, flow.call)))
    assert [
        Loop(each.loop.line, len(each.passes), each.end.value, each.by) for each in found
    ] == flow.loops


@pytest.mark.parametrize("name", FLOWS)
def test_visits_follow_each_other(name: str) -> None:
    """Visits of an activation do not overlap, and every visit is found again by its steps."""
    flow = FLOWS[name]
    trace = record(flow.source, flow.call)
    moments = Moments(trace)
    for activation in trace.data.activations:
        visits = moments.visits(activation.id)
        last = -1
        for visit in visits.all:
            assert last < visit.first <= visit.last
            last = visit.last
            assert visits.at(visit.first) is visit
            assert visits.at(visit.last) is visit
            assert visit.first == visit.steps[0]
            assert list(visit.steps) == sorted(visit.steps)


@pytest.mark.parametrize("name", FLOWS)
def test_passes_lie_in_their_entry(name: str) -> None:
    flow = FLOWS[name]
    for entry in entries(Moments(record(flow.source, flow.call))):
        last = -1
        for number, one in enumerate(entry.passes, start=1):
            assert one.number == number
            assert last < one.first <= one.began + 1
            assert one.first <= one.last + 1
            assert entry.first <= one.first
            assert one.last <= entry.last
            last = one.last


def test_a_recursive_call_has_visits_of_its_own() -> None:
    flow = FLOWS["recursion"]
    moments = Moments(record(flow.source, flow.call))
    lines = [[v.line for v in moments.visits(call).all] for call in moments.calls("f")]
    assert lines == [[2, 4], [2, 4], [2, 3]]


def test_what_a_generator_visits() -> None:
    flow = FLOWS["a generator is consumed"]
    moments = Moments(record(flow.source, flow.call))
    (call,) = moments.calls("g")
    assert [visit.line for visit in moments.visits(call).all] == [2, 3, 4, 2, 3, 4, 2]
    assert [
        (entry.loop.line, len(entry.passes), entry.end.value) for entry in moments.loops(call).all
    ] == [(2, 2, "false")]


def test_calls_in_a_visit() -> None:
    flow = FLOWS["a decorated function"]
    moments = Moments(record(flow.source, flow.call))
    visits: dict[int, Visit] = {
        visit.line: visit for visit in moments.visits(moments.trace.data.entry).all
    }
    assert [moments.call_name(each.id) for each in moments.called_in(visits[8])] == ["twice"]
    assert [moments.call_name(each.id) for each in moments.called_in(visits[10])] == ["inner"]
    assert moments.called_in(visits[11]) == []


def test_an_exception_out_of_the_entry() -> None:
    trace = record("def f(n):\n    for x in n:\n        x += 1\n    return x\n", "[1, 'a']")
    moments = Moments(trace)
    visits = moments.visits(trace.data.entry).all
    assert [visit.line for visit in visits] == [2, 3, 2, 3]
    assert moments.raised(visits[1]) is None
    raised = moments.raised(visits[3])
    assert raised is not None
    assert raised.exception is not None
    assert trace.value(raised.exception, trace.last_time).type == "TypeError"  # type: ignore[union-attr]
    (entry,) = entries(moments)
    assert (len(entry.passes), entry.end.value, entry.by) == (2, "raise", 3)
    assert moments.returning_visit(trace.data.entry) is None
