"""Narrations that leave out a step on which the answer depends: false at level ``gapless``.

That the answer depends on a step is not asked of any slice: the program is run again, another
value is put in the place of what the step wrote, and the answer is another one (docs/slices.md,
*The promise*, read backwards). Only assignments to names that stand in the entry function outside
of loops are taken, for no summary can excuse them (docs/semantics.md, 6.1).
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import re
import sys
from collections.abc import Iterator
from random import Random
from types import FrameType
from typing import Any, Final

from benchmarks.planting import Plant
from benchmarks.planting_kinds import Kind
from benchmarks.planting_text import Text, Told, read_text
from tests.oracle.judge import Oracle
from tests.oracle.values import Snapshots, holds_opaque, key

MOST_EVENTS: Final = 100_000


class _NoAnswerError(Exception):
    """The run raises, or goes on for too long."""


def dropped(oracle: Oracle, narration: str, seed: str, at_most: int) -> Iterator[Plant]:
    """Narrations that say nothing of a step that matters."""
    text = read_text(narration)
    function = oracle.entry.function
    if function is None or at_most <= 0:
        return
    history = oracle.histories[oracle.entry]
    steps = []
    for statement in oracle.program.statements:
        node = statement.node
        if statement.function is not function or statement.loops or not statement.seen:
            continue
        visits = [v for v in history.visits if v.line == statement.line]
        if len(visits) == 1 and isinstance(node, ast.Assign):
            steps += [(statement.line, t.id) for t in node.targets if isinstance(t, ast.Name)]
    Random(f"{seed}/dropped").shuffle(steps)
    found = 0
    for line, name in steps:
        made = without(text, line, name)
        if made is None or made == text or not matters(oracle, line, name):
            continue
        yield Plant(Kind.DROPPED, made.text(), f"(nothing of `{name}` on line {line})")
        found += 1
        if found == at_most:
            return


def without(text: Text, line: int, name: str) -> Text | None:
    """The narration without all that names a line or a variable; None where a heading does."""
    lines = []
    for each in text.lines:
        kept: list[Told] = []
        for told in each.told:
            names = any(re.search(rf"\b{re.escape(name)}\b", code) for code in told.codes)
            if names and re.match(r"The (?:function|call|answer|result)\b", told.words):
                return None  # it would miss the answer as well
            if names or re.search(rf"\b[Ll]ine {line}\b", told.words):
                if told.is_heading and not re.search(rf"\b[Ll]ine {line}\b", told.words):
                    kept.append(told.with_words(re.sub(r" \(.*\):$", ":", told.words)))
                elif told.is_heading:
                    return None
                continue
            kept.append(told)
        if kept:
            lines.append(type(each)(each.lead, tuple(kept)))
    return Text(tuple(lines))


def others(value: Any) -> Iterator[Any]:
    """Other values of the same type."""
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from (value + 1, value - 1, value + 7)
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


def matters(oracle: Oracle, line: int, name: str) -> bool:
    """Whether another value of a variable after a line makes another answer."""
    try:
        answer, seen = _run(oracle, line, name, None)
        if not seen:
            return False
        for other in others(seen[0]):
            with contextlib.suppress(_NoAnswerError):
                if _run(oracle, line, name, [other])[0] != answer:
                    return True
    except _NoAnswerError:
        return False
    return False


def _run(oracle: Oracle, line: int, name: str, put: list[Any] | None) -> tuple[Any, list[Any]]:
    """The answer's structure when a value is put in the place of a variable after a line; and what
    the variable was there. Raises `_NoAnswerError`."""
    seen: list[Any] = []
    events = 0
    at: list[int] = []
    function = oracle.entry.function
    assert function is not None

    def local(frame: FrameType, event: str, given: Any) -> Any:
        nonlocal events
        events += 1
        if events > MOST_EVENTS:
            raise _NoAnswerError
        if event in ("line", "return") and at and at[-1] == line and not seen:
            if event == "line" and frame.f_lineno == line:
                return local
            if name in frame.f_locals:
                seen.append(copy.deepcopy(frame.f_locals[name]))
                if put is not None and event == "line":
                    frame.f_locals[name] = put[0]
        at[:] = [frame.f_lineno]
        return local

    def outer(frame: FrameType, event: str, given: Any) -> Any:
        nonlocal events
        if frame.f_code.co_filename != "<dropped>":
            return None
        events += 1
        if events > MOST_EVENTS:
            raise _NoAnswerError
        return local if frame.f_code.co_name == function.name and not at else None

    space: dict[str, Any] = {"__name__": "recorded_program"}
    before = sys.gettrace()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            exec(compile(oracle.source, "<dropped>", "exec", dont_inherit=True), space)
            args, keys = eval(f"(lambda *a, **k: (a, k))({oracle.call}\n)", space)
            sys.settrace(outer)
            try:
                made = space[function.name](*args, **keys)
            finally:
                sys.settrace(before)
            value = Snapshots("recorded_program").take(made)
            if holds_opaque(value):
                raise _NoAnswerError
            return key(value), seen
        except Exception as error:
            raise _NoAnswerError from error
