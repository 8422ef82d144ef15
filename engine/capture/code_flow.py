"""Control flow of a code object, as the trace keeps it (`engine.trace.model.FlowNode`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from types import CodeType
from typing import TYPE_CHECKING, Final

from engine.capture.layout import exception_entries
from engine.trace.model import FlowNode, PlaceKind, StepKind

if TYPE_CHECKING:
    from engine.capture.decoded_code import Instruction

_ENDS: Final = frozenset({StepKind.RETURN, StepKind.RAISE, StepKind.RERAISE})
_NAMES: Final = frozenset({StepKind.LOAD, StepKind.STORE, StepKind.DELETE})


def flow_of(code: CodeType, instructions: list[Instruction]) -> tuple[FlowNode, ...]:
    """A node for each instruction, in order."""
    positions = {item.offset: item.index for item in reversed(instructions)}
    handlers: dict[int, int] = {}
    for start, end, target, _, _ in exception_entries(code.co_exceptiontable):
        for offset in range(start, end, 2):
            handlers[offset] = positions[target]
    for before, item in pairwise(instructions):
        if before.name == "TO_BOOL" and before.offset in handlers:
            # The step is that of the jump, which the table leaves out: it cannot raise.
            handlers.setdefault(item.offset, handlers[before.offset])
    return tuple(
        FlowNode(
            item.offset,
            item.kind,
            item.detail,
            None if item.unwritten else item.span,  # its copies have those of other statements
            tuple(_next(item)),
            handlers.get(item.offset),
            _place(code, item),
        )
        for item in instructions
    )


def _next(item: Instruction) -> Iterator[int]:
    if item.target < 0:
        if item.kind not in _ENDS:
            yield item.index + 1
        return
    if item.kind not in {StepKind.BRANCH, StepKind.NEXT}:
        yield item.target
    elif _jumps_when_true(item):
        yield item.target
        yield item.index + 1
    else:
        yield item.index + 1
        yield item.target


def _jumps_when_true(item: Instruction) -> bool:
    """Whether the jump is taken where the step's `truth` is true."""
    if item.fused is not None:
        return item.in_place is (item.detail == "is None")
    return "IF_TRUE" in item.name


def _place(code: CodeType, item: Instruction) -> PlaceKind | None:
    if item.kind not in _NAMES:
        return None
    word = item.name.rpartition("_")[2]
    if word == "FAST" or item.name == "LOAD_FAST_CHECK":
        return PlaceKind.LOCAL
    if word in {"DEREF", "CLASSDEREF"}:
        return PlaceKind.CELL
    if word == "NAME" and code.co_name != "<module>":
        return PlaceKind.LOCAL
    return PlaceKind.GLOBAL
