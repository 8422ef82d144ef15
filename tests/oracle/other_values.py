"""What the call gives when something else is given to it: what an answer depends on, by trial.

Another answer contradicts "does not depend on"; the same answer says nothing.
"""

from __future__ import annotations

import contextlib
import copy
import io
import sys
import types
from collections.abc import Iterator
from typing import Any

from .values import Key, Snapshots, holds_opaque, key

MOST_EVENTS = 100_000


def bound_of(events: int) -> int:
    """How many events a run with another value may take, by those of the run as it is: one that
    takes many more hardly ever ends, and what it holds may grow without an end."""
    return min(MOST_EVENTS, 1_000 + 10 * events)


LARGEST = 100_000
"""Items, letters or bits of what a run with another value may hold."""


class NoAnswer(Exception):
    """The run raises, goes on for too long, or its answer has no structure."""


def check_size(frame: types.FrameType) -> None:
    """Raises `NoAnswer` where a variable grows without an end: few steps may take for ever then."""
    for held in frame.f_locals.values():
        sized = type(held) in (str, bytes, list, tuple, dict, set)
        if (len(held) if sized else held.bit_length() if type(held) is int else 0) > LARGEST:
            raise NoAnswer


def others(value: Any) -> Iterator[Any]:
    """Other values of the same type."""
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from (value + 1, value - 1, value + 7, 0)
        case str():
            yield from (value + "x", value[1:], "")
        case list():
            yield from ([*value, *value[:1]], value[1:], value[::-1])
        case dict():
            yield from ({}, dict(list(value.items())[1:]))
        case set() | frozenset():
            yield type(value)()
        case tuple():
            yield from (value[1:], (*value, *value[:1]))
        case _:
            return


def structure(made: object) -> Key:
    value = Snapshots("recorded_program").take(made)
    if holds_opaque(value):
        raise NoAnswer
    return key(value)


def put_into(held: Any, keys: list[Any]) -> Iterator[Any]:
    """Copies of an argument, each with another value in one place of it."""
    if not keys:
        yield from others(held)
        return
    with contextlib.suppress(LookupError, TypeError):
        for other in put_into(held[keys[0]], keys[1:]):
            made = copy.deepcopy(held)
            made[keys[0]] = other
            yield made


def changes_answer(
    source: str, entry: str, call: str, order: tuple[str, ...], name: str, keys: list[Any]
) -> bool:
    """Whether the answer is another one with another value of a parameter, or in a place of it."""
    most, events = MOST_EVENTS, 0

    def count(frame: types.FrameType, event: str, arg: object) -> Any:
        nonlocal events
        events += 1
        if events > most:
            raise NoAnswer
        check_size(frame)
        return count

    def run(put: list[Any]) -> tuple[Any, Key]:
        nonlocal events
        events = 0

        space: dict[str, Any] = {"__name__": "recorded_program"}
        outer = sys.gettrace()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                exec(compile(source, "<another run>", "exec", dont_inherit=True), space)
                args, words = eval(f"(lambda *a, **k: (a, k))({call}\n)", space)
                given = {**dict(zip(order, args, strict=False)), **words}
                held = copy.deepcopy(given[name])
                if put:
                    given[name] = put[0]
                sys.settrace(count)
                try:
                    made = space[entry](**given)
                finally:
                    sys.settrace(outer)
            except Exception as error:
                raise NoAnswer from error
        return held, structure(made)

    try:
        held, answer = run([])
    except NoAnswer:
        return False
    most = bound_of(events)
    for other in put_into(held, keys):
        with contextlib.suppress(NoAnswer):
            if run([copy.deepcopy(other)])[1] != answer:
                return True
    return False


def matters(source: str, entry: str, call: str, line: int, name: str) -> bool:
    """Whether another value of a variable after a line makes another answer."""
    try:
        answer, seen, events = run_with(source, entry, call, line, name, None, MOST_EVENTS)
        if not seen:
            return False
        most = bound_of(events)
        for other in others(seen[0]):
            with contextlib.suppress(NoAnswer):
                if run_with(source, entry, call, line, name, [other], most)[0] != answer:
                    return True
    except NoAnswer:
        return False
    return False


def run_with(
    source: str, entry: str, call: str, line: int, name: str, put: list[Any] | None, most: int
) -> tuple[Any, list[Any], int]:
    """The answer's structure when a value is put in the place of a variable after a line; what the
    variable was there; and the number of events. Raises `NoAnswer`, also after too many."""
    seen: list[Any] = []
    events = 0
    at: list[int] = []

    def local(frame: types.FrameType, event: str, given: Any) -> Any:
        nonlocal events
        events += 1
        if events > most:
            raise NoAnswer
        check_size(frame)
        if event in ("line", "return") and at and at[-1] == line and not seen:
            if event == "line" and frame.f_lineno == line:
                return local
            if name in frame.f_locals:
                seen.append(copy.deepcopy(frame.f_locals[name]))
                if put is not None and event == "line":
                    frame.f_locals[name] = put[0]
        at[:] = [frame.f_lineno]
        return local

    def outer(frame: types.FrameType, event: str, given: Any) -> Any:
        nonlocal events
        if frame.f_code.co_filename != "<dropped>":
            return None
        events += 1
        if events > most:
            raise NoAnswer
        return local if frame.f_code.co_name == entry and not at else None

    space: dict[str, Any] = {"__name__": "recorded_program"}
    before = sys.gettrace()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            exec(compile(source, "<dropped>", "exec", dont_inherit=True), space)
            args, keys = eval(f"(lambda *a, **k: (a, k))({call}\n)", space)
            sys.settrace(outer)
            try:
                made = space[entry](*args, **keys)
            finally:
                sys.settrace(before)
            return structure(made), seen, events
        except Exception as error:
            raise NoAnswer from error
