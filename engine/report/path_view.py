"""The path of a call drawn backward: from the answer, line by line, to the input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.backward.drawn_path import DrawnPath, PathPoint
from engine.report.terminal import shortened, visible

FIRST, LAST = 40, 20
"""Visits that are drawn from the answer on, and at the input, of a path that has more."""

_LONGEST: Final = 60


def show(
    path: DrawnPath, answer: str, target: Console, speaks: Mapping[int, Sequence[int]] | None = None
) -> None:
    """Draw it. ``speaks``: for each line, the steps of an argument that name it."""
    plain = target.options.ascii_only
    target.print(Text(shortened(f"{answer}", target.width), "bold"))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", width=1)
    table.add_column("line", justify="right")
    table.add_column("code", overflow="fold")
    table.add_column("what it did", overflow="fold")
    table.add_column("what that asks of the input", overflow="fold")
    if speaks:
        table.add_column("step", overflow="fold")
    points = list(path.points)
    left_out = len(points) - FIRST - LAST
    shown: list[PathPoint | None] = [*points]
    if left_out > 0:
        shown = [*points[:FIRST], None, *points[-LAST:]]
    for point in shown:
        if point is None:
            dots = "..." if plain else "⋮"
            table.add_row(dots[:1], "", Text(f"{left_out:,} more", "dim"), "", "")
            continue
        row: list[Text | str] = [
            Text("^" if plain else "↑", "dim"),
            str(point.line),
            Text("  " * point.depth + visible(point.source)),
            _did(point),
            _asks(point),
        ]
        if speaks:
            row.append(", ".join(map(str, speaks.get(point.line, ()))))
        table.add_row(*row)
    target.print(table)
    target.print(Text(shortened(path.call, target.width), "bold"))
    if path.domain:
        target.print(f"of inputs with {visible(path.domain)}", style="dim", soft_wrap=True)
    if path.why:
        told = f"What is asked of the input is not all known: {visible(path.why)}."
        target.print(told, style="yellow", soft_wrap=True)
    for line, what, why in path.concretised:
        told = f"taken as recorded: line {line}, {visible(what)} ({visible(why)})"
        target.print(told, style="yellow", soft_wrap=True)
    if path.statistics is not None:
        found = path.statistics
        target.print(
            f"{found.steps:,} steps replayed, {found.checked:,} results checked, "
            f"{found.conditions:,} conditions of the path, {found.cases:,} of operations, "
            f"{found.variables:,} variables",
            style="dim",
        )


def _did(point: PathPoint) -> Text:
    told = Text(shortened(visible("; ".join(point.did)), _LONGEST))
    if point.of > 1:
        told = Text.assemble(told, ("  " if point.did else "", ""), (_pass(point), "dim"))
    return told


def _pass(point: PathPoint) -> str:
    return f"({point.visit} of {point.of})"


def _asks(point: PathPoint) -> Text:
    told = " and ".join(map(visible, point.asks))
    if point.more:
        told += f"{', and ' if told else ''}{point.more} more"
    return Text(told, "cyan")
