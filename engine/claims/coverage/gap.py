"""A gap in words: where it is, and what it did."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from engine.claims.coverage.obligations import Obligation, ObligationKind
from engine.trace.model import ActivationId, LineNo, PlaceKind, StepNo, Time, Write
from engine.trace.moments import Moments
from engine.values import Oid, to_literal

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Gap:
    """A write or a decision that the answer depends on, and that nothing in the narration fixes.

    ``where`` names the passes and the call around it ("" where the line has one visit)."""

    line: LineNo
    where: str
    what: str
    step: StepNo

    @property
    def text(self) -> str:
        where = f" ({self.where})" if self.where else ""
        return f"line {self.line}{where} {self.what}"

    def to_json(self) -> dict[str, object]:
        return {"line": self.line, "where": self.where, "what": self.what, "step": self.step}


def describe(moments: Moments, obligation: Obligation) -> Gap:
    visit = obligation.visit
    where = _where(moments, visit.activation, obligation.step)
    return Gap(visit.line, where, _what(moments, obligation), obligation.step)


def _where(moments: Moments, activation: ActivationId, number: StepNo) -> str:
    parts: list[str] = []
    for entry in moments.loops(activation).all:
        if entry.first <= number <= entry.last:
            one = entry.passes.at(number)
            if one is not None:
                parts.append(f"pass {one.number} of the loop on line {entry.loop.line}")
    if activation != moments.trace.data.entry:
        code = moments.trace.code_of(activation)
        name = moments.call_name(activation) or code.qualname
        calls = moments.calls(name)
        number_of = calls.index(activation) + 1 if activation in calls else 0
        parts.append(f"call {number_of} of `{name}`" if number_of else f"a call of `{name}`")
    return ", ".join(reversed(parts))


def _what(moments: Moments, obligation: Obligation) -> str:
    if obligation.kind is ObligationKind.DECISION or obligation.write is None:
        return _decision(obligation)
    write = obligation.write
    verb = "sets" if write.value is not None else "deletes"
    match write.kind:
        case PlaceKind.LOCAL | PlaceKind.CELL | PlaceKind.GLOBAL:
            return f"{verb} `{write.name}`"
        case PlaceKind.ATTRIBUTE:
            return f"{verb} an attribute `{write.name}`"
        case PlaceKind.ELEMENT:
            return f"{verb} an element{_key(moments, write, obligation.step)}"
        case PlaceKind.CONTENTS:
            if write.container is None:
                return "changes an object"
            return f"changes a {moments.trace.data.objects[Oid(-write.container)].type}"


def _key(moments: Moments, write: Write, number: StepNo) -> str:
    if write.key is None or write.key < 0:
        return ""
    text = to_literal(moments.trace.value(write.key, Time(number)))
    return f" at `{text}`" if len(text) <= _SHOWN else ""


def _decision(obligation: Obligation) -> str:
    node = None if obligation.statement is None else obligation.statement.node
    match node:
        case ast.For() | ast.AsyncFor():
            return "asks for the next item"
        case ast.match_case():
            return "tries its pattern"
        case ast.ExceptHandler():
            return "decides whether it catches the exception"
        case _:
            return "decides its test"
