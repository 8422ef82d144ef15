"""Headings of passes and calls, with what their parentheses say of their start."""

from __future__ import annotations

import ast
from random import Random
from typing import Final

from engine.claims.model import (
    CallContext,
    ContextStart,
    Heading,
    PassContext,
    ValueIs,
)
from engine.narration.bindings import bound_by
from engine.narration.plan import ToldPass
from engine.narration.recording import Recording, named, sayable
from engine.narration.remarks import CallLevel, Level, PassLevel
from engine.narration.visit_facts import parameters
from engine.trace.model import ActivationId, LineNo, Time

ARGUMENTS: Final = 0.7
"""How likely the heading of a call states the parameters."""

TESTED: Final = 0.3
"""How likely the heading of a pass of a `while` states the names of its test."""


class Headings:
    """The headings of one narration. States are for those that open at the context's start."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._passes: dict[PassLevel, tuple[ValueIs, ...]] = {}

    def enter_pass(self, level: PassLevel, told: ToldPass, activation: ActivationId) -> bool:
        """Let the heading state what the pass begins with; whether it tells all that the header
        binds."""
        node = told.entry.loop.node
        if isinstance(node, ast.While):
            names = sorted({part.id for part in ast.walk(node.test) if isinstance(part, ast.Name)})
            self._passes[level] = self._states(activation, names, told.part.began)
            return False
        targets = list(bound_by(told.entry.loop))
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        states = self._states(activation, names, told.part.began)
        self._passes[level] = states
        return len(states) == len(targets)

    def _states(self, activation: ActivationId, names: list[str], at: Time) -> tuple[ValueIs, ...]:
        found: list[ValueIs] = []
        for name in names:
            value, expr = self._recording.name(activation, name, at), named(name)
            if value is not None and expr is not None and sayable(value):
                found.append(ValueIs(ContextStart(), expr, value))
        return tuple(found)

    def heading(self, level: Level, rng: Random, *, opens: bool) -> Heading:
        """The heading; ``opens`` where it stands there for the first time."""
        match level:
            case CallLevel(activation=activation):
                name = self._recording.moments.call_name(activation) or ""
                number = self._recording.moments.calls(name).index(activation) + 1
                states: tuple[ValueIs, ...] = ()
                if opens and rng.random() < ARGUMENTS:
                    given = parameters(self._recording, activation)
                    at = self._recording.moments.start(activation)
                    states = self._states(activation, list(given), at)
                return Heading(CallContext(number, name), states)
            case PassLevel(loop=loop, number=number):
                states = self._passes.get(level, ()) if opens else ()
                if level.tested and rng.random() >= TESTED:
                    states = ()
                return Heading(PassContext(number, LineNo(loop)), states)
