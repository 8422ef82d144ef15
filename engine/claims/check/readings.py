"""What names and expressions are at one moment, and whether that is what a claim says."""

from __future__ import annotations

import ast

from engine.claims.check.points import Point
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate, names_in
from engine.claims.model import Expr
from engine.claims.phrases import NoTextError, literal
from engine.trace.model import ActivationId, Time
from engine.trace.moments import Moments
from engine.trace.trace import Lookup, Missing
from engine.trace.visits import Interval
from engine.values import Cycle, Instance, Opaque, Value, to_literal

_SHOWN = 120
_NOTED = 2_000


def shown(value: Value) -> str:
    """A value as text for a message."""
    text = to_literal(value)
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[:_SHOWN]}…`"


def noted(value: Value) -> str:
    """A value in the notation of the language, to be put in place of another; as a message shows it
    where it has none, or would be too long."""
    try:
        text = literal(value)
    except NoTextError:
        return shown(value)
    return text if len(text) <= _NOTED else shown(value)


class State:
    """The names of one activation at one moment."""

    def __init__(self, moments: Moments, activation: ActivationId, time: Time) -> None:
        self._trace = moments.trace
        self._activation = activation
        self._time = time

    def __call__(self, name: str) -> Value | Missing:
        found = self._binding(name)
        return found if isinstance(found, Missing) else self._trace.value(found, self._time)

    def evaluate(self, expr: Expr) -> Result:
        return self.evaluate_tree(expr.tree)

    def evaluate_tree(self, tree: ast.expr) -> Result:
        return evaluate(tree, self, self._private)

    def _binding(self, name: str) -> Lookup:
        return self._trace.binding(self._activation, self._private(name), self._time)

    def _private(self, name: str) -> str:
        return self._trace.private_name(self._activation, name)

    def binds(self, name: str) -> bool:
        """Whether the name stands for something, recorded or not."""
        return self._binding(name) is not Missing.UNBOUND

    def binds_all(self, tree: ast.expr) -> bool:
        return all(self._binding(name) is not Missing.UNBOUND for name in names_in(tree))


def type_name(value: Value) -> str | None:
    return None if isinstance(value, Cycle) else value.type


def value_point(
    text: str, result: Result, value: Value, interval: Interval, *, negated: bool = False
) -> Point:
    match result:
        case Undecidable(why=why):
            return Point(None, interval, why)
        case NoValue(why=why):
            return Point(False, interval, f"`{text}` has no value there ({why})")
        case _:
            told = f"`{text}` is {shown(result)}"
            if (result == value) is not negated:
                return Point(True, interval, told)
            instead = "is" if negated else noted(result)
            return Point(False, interval, told, instead=instead)


def type_point(
    text: str, result: Result, wanted: str, interval: Interval, *, negated: bool = False
) -> Point:
    match result:
        case Undecidable(why=why):
            return Point(None, interval, why)
        case NoValue(why=why):
            return Point(False, interval, f"`{text}` has no value there ({why})")
        case _:
            kind = type_name(result)
            if kind is None:
                return Point(None, interval, "the type of a cyclic reference is not told")
            told = f"`{text}` has type `{kind}`"
            instead = "" if negated else f"`{kind}`"
            return Point((kind == wanted) is not negated, interval, told, instead=instead)


def own_affair(value: Value) -> str | None:
    """Why it is not known whether the value is a number or has elements, and which; None where
    it is: an instance is what its class makes of it, and what is opaque (a range, a view, an
    iterator) may have a length that was not recorded."""
    match value:
        case Instance(type=kind) | Opaque(type=kind):
            return f"what a `{kind}` has as a length or a size is not known"
        case _:
            return None
