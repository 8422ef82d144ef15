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


class NoAnswer(Exception):
    """The run raises, goes on for too long, or its answer has no structure."""


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

    def run(put: list[Any]) -> tuple[Any, Key]:
        events = 0

        def count(frame: types.FrameType, event: str, arg: object) -> Any:
            nonlocal events
            events += 1
            if events > MOST_EVENTS:
                raise NoAnswer
            return count

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
    for other in put_into(held, keys):
        with contextlib.suppress(NoAnswer):
            if run([copy.deepcopy(other)])[1] != answer:
                return True
    return False


def matters(source: str, entry: str, call: str, line: int, name: str) -> bool:
    """Whether another value of a variable after a line makes another answer."""
    try:
        answer, seen = run_with(source, entry, call, line, name, None)
        if not seen:
            return False
        for other in others(seen[0]):
            with contextlib.suppress(NoAnswer):
                if run_with(source, entry, call, line, name, [other])[0] != answer:
                    return True
    except NoAnswer:
        return False
    return False


def run_with(
    source: str, entry: str, call: str, line: int, name: str, put: list[Any] | None
) -> tuple[Any, list[Any]]:
    """The answer's structure when a value is put in the place of a variable after a line; and what
    the variable was there. Raises `NoAnswer`."""
    seen: list[Any] = []
    events = 0
    at: list[int] = []

    def local(frame: types.FrameType, event: str, given: Any) -> Any:
        nonlocal events
        events += 1
        if events > MOST_EVENTS:
            raise NoAnswer
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
        if events > MOST_EVENTS:
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
            return structure(made), seen
        except Exception as error:
            raise NoAnswer from error
