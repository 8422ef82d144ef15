"""A recording as a narrator asks about it: values of expressions, and what can be said of them."""

from __future__ import annotations

import ast
from functools import cached_property
from itertools import accumulate
from typing import Final

from engine.claims import spans
from engine.claims.evaluator import NoValue, Undecidable, evaluate
from engine.claims.model import Exactly, Expected, Expr, OfType
from engine.claims.phrases import has_text
from engine.narration.demands import Demands
from engine.narration.facts import Fact
from engine.trace.model import ActivationId, PlaceKind, Time
from engine.trace.moments import Moments
from engine.trace.trace import Missing, Trace
from engine.trace.visits import Visit
from engine.values import Atom, Oid, Value, is_literal, to_literal

MAX_TEXT: Final = 300
"""Longest literal of a narration, in characters; of longer values the type is told."""

_OBJECT_WRITES: Final = frozenset(
    {PlaceKind.ELEMENT, PlaceKind.ATTRIBUTE, PlaceKind.CONTENTS, PlaceKind.CELL}
)


class Recording:
    """One recording with the questions of a narrator. Invariant: only reads."""

    def __init__(self, trace: Trace, moments: Moments | None = None) -> None:
        self.trace: Final = trace
        self.moments: Final = trace.index(Moments) if moments is None else moments
        self.demands = Demands()
        self.facts: Final[dict[int, list[Fact]]] = {}
        """What was found out about visits, by their first steps: the same in every attempt."""

    def value(self, activation: ActivationId, node: ast.expr, at: Time) -> Value | None:
        """The value of an expression in a state; None where it has none or is not known."""

        def name(wanted: str) -> Value | Missing:
            found = self.trace.binding(activation, wanted, at)
            return found if isinstance(found, Missing) else self.trace.value(found, at)

        found = evaluate(node, name)
        return None if isinstance(found, NoValue | Undecidable) else found

    def name(self, activation: ActivationId, name: str, at: Time) -> Value | None:
        """The value of a name in a state."""
        found = self.trace.binding(activation, name, at)
        return None if isinstance(found, Missing) else self.trace.value(found, at)

    @cached_property
    def _object_writes(self) -> list[int]:
        """How many of the steps up to each one (exclusive) changed an object."""
        changed = (
            any(write.kind in _OBJECT_WRITES for write in step.writes)
            for step in self.trace.data.steps
        )
        return list(accumulate(changed, initial=0))

    def changes_objects(self, visit: Visit) -> bool:
        """Whether any object was changed during the visit, by whatever it called too."""
        counts = self._object_writes
        return counts[visit.last + 1] > counts[visit.first]

    def reached(self, value: Value, at: Time) -> set[int]:
        """The objects that can be reached from a value, as references."""
        oid = getattr(value, "oid", None)
        waiting, seen = [] if oid is None else [-oid], set[int]()
        while waiting:
            current = waiting.pop()
            if current < 0 and current not in seen:
                seen.add(current)
                waiting.extend(self.trace.contents(Oid(-current), at))
        return seen

    # -- words ------------------------------------------------------------------------------------

    def expr(self, node: ast.expr) -> Expr | None:
        """The expression as the source spells it; None where a narration cannot hold it."""
        text = ast.get_source_segment(self.trace.data.source, node)
        if text is None or "\n" in text:
            text = ast.unparse(node)
        try:
            return spans.read_expr(text)
        except spans.NotReadableError:
            return None


def sayable(value: Value) -> bool:
    """Whether a narration states the value itself."""
    if (
        isinstance(value, Atom)
        and isinstance(value.payload, int)
        and value.payload.bit_length() > 4 * MAX_TEXT
    ):
        return False
    return is_literal(value) and len(to_literal(value)) <= MAX_TEXT and has_text(value)


def expected(value: Value) -> Expected | None:
    """How a narration states a result: the value, its type, or not at all."""
    if sayable(value):
        return Exactly(value)
    kind = type_name(value)
    return None if kind is None else OfType(kind)


def type_name(value: Value) -> str | None:
    """The name of the value's type, where it can be written."""
    kind = getattr(value, "type", None)
    if not isinstance(kind, str):
        return None
    try:
        return spans.read_dotted(kind)
    except spans.NotReadableError:
        return None


def named(name: str) -> Expr | None:
    """A plain name as an expression; None where a narration cannot hold it."""
    try:
        return spans.read_expr(name)
    except spans.NotReadableError:
        return None
