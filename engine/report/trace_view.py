"""A recording as a table of its steps: one line each, written as they come.

The table is no `rich.table.Table`: that would hold all steps, and measure every cell, before
the first line is seen; recordings have up to a million steps.
"""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from engine.report.answer import answer_text, value_text
from engine.report.terminal import shortened, visible
from engine.trace.determined import undetermined
from engine.trace.model import CodeKind, Step, StepKind, Time
from engine.trace.texts import Texts
from engine.trace.trace import Trace

_LONGEST: Final = 200
"""Columns of a result where there is no terminal to fit it to."""

_KIND_WIDTH: Final = max(len(kind.value) for kind in StepKind)
_MOST: Final = 16
"""Columns of a function's name and of a detail; longer ones are cut."""


def show(trace: Trace, target: Console, name: str) -> None:
    """Print the steps of a recording and what the call came to."""
    data, texts = trace.data, Texts(trace)
    number_width = len(str(len(data.steps)))
    line_width = max(4, len(str(data.source.count("\n") + 1)))
    names = [_name_of(trace, step) for step in data.steps]
    name_width = min(_MOST, max(map(len, [*names, "in"])))
    detail_width = min(_MOST, max(len(step.detail) for step in data.steps))
    detail_width = max(detail_width, len("detail"))
    used = number_width + line_width + name_width + _KIND_WIDTH + detail_width + 10
    room = max(20, target.width - used) if target.is_terminal else _LONGEST

    def row(*cells: str) -> str:
        number, line, inside, kind, detail, result = cells
        return (
            f"{number:>{number_width}}  {line:>{line_width}}  {_padded(inside, name_width)}  "
            f"{kind:<{_KIND_WIDTH}}  {_padded(detail, detail_width)}  {result}"
        ).rstrip()

    _line(target, Text(f"{visible(name)}: {visible(data.entry_name)}({visible(data.call)})"))
    _line(target, Text(row("step", "line", "in", "kind", "detail", "result"), "bold"))
    for step, inside in zip(data.steps, names, strict=True):
        place = "" if step.span is None else str(step.span.line)
        result = shortened(result_text(trace, step, texts), room)
        text = Text(row(str(step.number), place, inside, step.kind.value, step.detail, result))
        if step.exception is not None:
            text.stylize("red")
        elif step.writes:
            text.stylize("cyan")
        _line(target, text)
    lines = {step.span.line for step in data.steps if step.span is not None}
    _line(
        target,
        Text(
            f"{len(data.steps):,} steps on {len(lines):,} lines, "
            f"{len(data.activations):,} activations; the call "
            f"{shortened(answer_text(trace), _LONGEST)}."
        ),
    )
    differs = undetermined(data)
    if differs is not None:
        _line(target, Text(differs.sentence(), "yellow"))


def result_text(trace: Trace, step: Step, texts: Texts) -> str:
    """What a step did, in a few words: what it raised, wrote, decided or pushed."""
    at = Time(step.done)
    if step.exception is not None:
        verb = {StepKind.CATCH: "caught", StepKind.UNWIND: "left by"}.get(step.kind, "raised")
        return f"{verb} {value_text(trace, step.exception, at)}"
    parts = [texts.write(write, at) for write in step.writes]
    if step.truth is not None:
        parts.append(_truth(step))
    if step.result is not None and not step.writes:
        parts.append(texts.of(step.result, at))
    return ", ".join(parts)


def _truth(step: Step) -> str:
    if step.kind is StepKind.NEXT:
        return "an item" if step.truth else "no more items"
    return str(step.truth).lower()


def _name_of(trace: Trace, step: Step) -> str:
    code = trace.code_of(step.activation)
    return code.name if code.kind is CodeKind.FUNCTION else code.kind.value


def _padded(text: str, width: int) -> str:
    return f"{shortened(text, width):<{width}}"


def _line(target: Console, text: Text) -> None:
    target.print(text, soft_wrap=True)
