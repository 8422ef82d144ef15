"""Programs that users of other recorders complained of: what those missed has to be recorded.

In place changes and rebinding to an equal value: PySnooper 73 and 257, hunter 57. Generators,
coroutines and frames inside frames: Cyberbrain 45, birdseye 78."""

from __future__ import annotations

import pytest

from engine.trace.model import PlaceKind, StepKind, TraceData
from tests.capture.reading import check_invariants, names_at, steps_on
from tests.capture.test_decode import agree_with_line_tracer, answer, line_runs, record

_APPENDS = """
def f():
    x = []
    for i in range(10):
        x.append(i)
    return x
"""

_EQUAL = """
def f():
    a = 25
    a *= 3
    d = 44 % 1
    d *= 3
    d = d * 3
    e = [1]
    e = [1]
    e = list(e)
    e[0] = 1
    e[0] = True
    return a, d, e
"""

_ATTRIBUTES = """
class Person:
    def __init__(self, age):
        self.age = age

    def birthday(self):
        self.age += 1

def f():
    people = [Person(23), Person(12)]
    people[1].birthday()
    same = people
    same[0].age = 23
    return [each.age for each in people]
"""

_GENERATOR = """
def f():
    def fib_gen(count):
        a, b = 1, 1
        while count := count - 1:
            yield a
            a, b = b, a + b

    seen = []
    for number in fib_gen(6):
        seen.append(number)
    return seen
"""

_COROUTINES = """
import asyncio

async def inner(n):
    await asyncio.sleep(0)
    return n * 2

async def outer(name, n):
    total = 0
    for i in range(n):
        total += await inner(i)
    return name, total

async def numbers(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i

async def main():
    both = await asyncio.gather(outer('a', 3), outer('b', 2))
    both.append([i async for i in numbers(3)])
    return both

def f():
    return asyncio.run(main())
"""

_NESTED = """
def f(n):
    total = 0
    def outer(k):
        nonlocal total
        def inner(j):
            nonlocal total
            total += j
            return [i * total for i in range(j)]
        return inner(k), (lambda j: inner(j + 1))(k)
    made = outer(n)
    return made, total
"""


def _line(source: str, text: str) -> int:
    lines = source.strip("\n").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.strip() == text)


def _values_before(trace: TraceData, line: int, name: str) -> list[str]:
    """What the name holds each time that control comes to a line."""
    return [
        names_at(trace, activation.id, time)[name]
        for activation in trace.activations
        for number, time in line_runs(trace, activation.id)
        if number == line and name in names_at(trace, activation.id, time)
    ]


def test_every_append_is_a_change() -> None:
    trace = record(_APPENDS)
    line = _line(_APPENDS, "x.append(i)")
    calls = steps_on(trace, line, StepKind.CALL)
    assert len(calls) == 10
    for call in calls:
        assert [write.kind for write in call.writes] == [PlaceKind.CONTENTS]
    assert _values_before(trace, line, "x") == [repr([*range(n)]) for n in range(10)]


@pytest.mark.parametrize(
    ("text", "name"),
    [("d *= 3", "d"), ("d = d * 3", "d"), ("e = [1]", "e"), ("e = list(e)", "e")],
)
def test_rebinding_to_an_equal_value_is_a_write(text: str, name: str) -> None:
    trace = record(_EQUAL)
    stores = [
        step
        for step in steps_on(trace, _line(_EQUAL, text))
        for write in step.writes
        if write.kind is PlaceKind.LOCAL and write.name == name
    ]
    assert len(stores) == 1


def test_another_list_of_the_same_items_is_another_object() -> None:
    trace = record(_EQUAL)
    history = trace.locals[trace.entry]["e"]
    assert len(set(history.refs)) == 3


def test_an_item_stored_again_is_a_write_and_another_type_a_change() -> None:
    trace = record(_EQUAL)
    for text in ("e[0] = 1", "e[0] = True"):
        (store,) = (step for step in steps_on(trace, _line(_EQUAL, text)) if step.writes)
        assert store.writes[0].kind is PlaceKind.ELEMENT
    assert _values_before(trace, _line(_EQUAL, "e[0] = True"), "e") == ["[1]"]
    assert _values_before(trace, _line(_EQUAL, "return a, d, e"), "e") == ["[True]"]


def test_a_method_changes_the_objects_that_a_list_holds() -> None:
    trace = record(_ATTRIBUTES)
    line = _line(_ATTRIBUTES, "same = people")
    assert _values_before(trace, line, "people") == ["[<Person age=23>, <Person age=13>]"]
    line = _line(_ATTRIBUTES, "same[0].age = 23")
    assert any(
        write.kind is PlaceKind.ATTRIBUTE for step in steps_on(trace, line) for write in step.writes
    )


def test_names_of_a_generator_between_its_values() -> None:
    trace = record(_GENERATOR)
    line = _line(_GENERATOR, "yield a")
    assert _values_before(trace, line, "a") == ["1", "1", "2", "3", "5"]
    assert _values_before(trace, line, "count") == ["5", "4", "3", "2", "1"]
    line = _line(_GENERATOR, "seen.append(number)")
    assert _values_before(trace, line, "number") == ["1", "1", "2", "3", "5"]


def test_coroutines_that_take_turns() -> None:
    trace = record(_COROUTINES)
    assert answer(trace) == "[('a', 6), ('b', 2), [0, 1, 2]]"
    line = _line(_COROUTINES, "total += await inner(i)")
    codes = {code.id: code.name for code in trace.codes}
    totals = {}
    for activation in trace.activations:
        if codes[activation.code] == "outer":
            seen = [
                names_at(trace, activation.id, time)
                for number, time in line_runs(trace, activation.id)
                if number == line
            ]
            totals[seen[0]["name"]] = [names["total"] for names in seen if "i" in names]
    assert totals["'a'"][-1] == "2"
    assert totals["'b'"][-1] == "0"


def test_frames_inside_frames() -> None:
    trace = record(_NESTED, "2")
    assert answer(trace) == "(([0, 2], [0, 5, 10]), 5)"
    line = _line(_NESTED, "total += j")
    assert _values_before(trace, line, "total") == ["0", "2"]


@pytest.mark.parametrize(
    ("source", "call"),
    [(_APPENDS, ""), (_EQUAL, ""), (_ATTRIBUTES, ""), (_GENERATOR, ""), (_NESTED, "2")],
)
def test_they_agree_with_a_line_tracer(source: str, call: str) -> None:
    agree_with_line_tracer(source, call)
    check_invariants(record(source, call))
