"""A slice beside the source: its lines, in which of their visits, and what they feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.report.answer import answer_text
from engine.report.terminal import shortened, visible
from engine.trace.moments import Moments
from engine.trace.slice_lines import SlicedLine, sliced_lines
from engine.trace.slices import Slice, Why

_SIGNS: Final = {
    Why.CRITERION: ("", ""),
    Why.DATA: ("→", "->"),
    Why.CONTROL: ("⇒", "=>"),
    Why.POTENTIAL: ("⇢", "~>"),
}
_SHOWN: Final = 6
"""Lines, and runs of visits, that are named in one cell; the JSON has all."""


def show(found: Slice, moments: Moments, criterion: str, target: Console) -> None:
    """Print the source with the lines of the slice marked."""
    data = found.trace.data
    lines = {each.line: each for each in sliced_lines(found, moments)}
    source = data.source.split("\n")
    while source and not source[-1].strip():
        source.pop()
    call = f"{data.entry_name}({data.call}) {answer_text(found.trace)}"
    target.print(Text(shortened(call, target.width), "bold"))
    share = len(found.steps) / len(data.steps) if data.steps else 0.0
    target.print(
        f"slice of {criterion}: {len(found.steps):,} of {len(data.steps):,} steps ({share:.0%}), "
        f"{len(lines):,} of {len(source):,} lines"
    )
    plain = target.options.ascii_only
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", width=1)
    table.add_column("line", justify="right")
    table.add_column("code", overflow="fold")
    table.add_column("visits", overflow="fold")
    table.add_column("feeds line", overflow="fold")
    for number, text in enumerate(source, start=1):
        line = lines.get(number)  # type: ignore[call-overload]
        code = Text(visible(text), "" if line is not None else "dim")
        if line is None:
            table.add_row("", str(number), code, "", "")
        else:
            mark = Text("*" if plain else "●", "green")
            table.add_row(mark, str(number), code, _visits(line), _feeds(line, plain=plain))
    target.print(table)
    target.print(Text(_legend(lines.values(), plain=plain), "dim"))


def _visits(line: SlicedLine) -> str:
    """Which visits of a line are in the slice: nothing is said where it has but one."""
    if line.of <= 1:
        return ""
    if len(line.visits) == line.of:
        return f"all {line.of}"
    runs = list(_runs(line.visits))
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in runs[:_SHOWN]]
    more = ", …" if len(runs) > _SHOWN else ""
    return f"{', '.join(shown)}{more} of {line.of}"


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    start = previous = None
    for number in numbers:
        if previous is None or start is None:
            start = number
        elif number != previous + 1:
            yield start, previous
            start = number
        previous = number
    if start is not None and previous is not None:
        yield start, previous


def _feeds(line: SlicedLine, *, plain: bool) -> str:
    shown = [f"{_sign(why, plain=plain)} {to}" for to, why in sorted(line.feeds.items())]
    return ", ".join([*shown[:_SHOWN], "…"] if len(shown) > _SHOWN else shown)


def _sign(why: Why, *, plain: bool) -> str:
    return _SIGNS[why][1 if plain else 0]


def _legend(lines: Iterable[SlicedLine], *, plain: bool) -> str:
    used = {why for line in lines for why in line.feeds.values()}
    words = {
        Why.DATA: "its value is used by",
        Why.CONTROL: "it decides that this runs",
        Why.POTENTIAL: "going another way, it could have changed what this uses",
    }
    return "; ".join(
        f"{_sign(why, plain=plain)} {text}" for why, text in words.items() if why in used
    )
