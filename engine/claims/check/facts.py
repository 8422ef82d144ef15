"""Comparings, identity, properties, lengths and parts of values (§5.30 to §5.33)."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Final

from engine.claims.check.points import Point
from engine.claims.check.readings import State, shown, type_name, value_point
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import (
    Compares,
    Comparing,
    Expr,
    Fact,
    Kind,
    LengthIs,
    Occurs,
    PartIs,
    PropertyIs,
    SameObject,
    Unit,
)
from engine.claims.properties import PROPERTIES as PROPERTIES  # noqa: PLC0414  # rationales take it from here
from engine.trace.trace import Missing
from engine.trace.visits import Interval
from engine.values import (
    Atom,
    Cycle,
    Instance,
    Mapping,
    Opaque,
    Sequence,
    SetValue,
    Value,
    same_object,
)

COMPARING: Final[dict[Comparing, ast.cmpop]] = {
    Comparing.GREATER: ast.Gt(),
    Comparing.LESS: ast.Lt(),
    Comparing.AT_LEAST: ast.GtE(),
    Comparing.AT_MOST: ast.LtE(),
    Comparing.IN: ast.In(),
}

DIVISIBLE: Final = (
    "a % b == 0 if isinstance(a, int) and isinstance(b, int)"
    " and not isinstance(a, bool) and not isinstance(b, bool) else None"
)

_KINDS: Final = {Kind.LIST: "list", Kind.DICT: "dict", Kind.SET: "set"}


def fact_point(state: State, claim: Fact, interval: Interval) -> Point:
    """Whether the fact holds in a state."""
    match claim:
        case Compares():
            return _compared(state, claim, interval)
        case SameObject():
            return _identified(state, claim, interval)
        case PropertyIs():
            return _property(state, claim, interval)
        case LengthIs():
            return _length(state, claim, interval)
        case PartIs():
            return _part(state, claim, interval)
        case Occurs():
            return _occurs(state, claim, interval)


def _without(expr: Expr, result: NoValue | Undecidable, interval: Interval) -> Point:
    """The point of an expression that has no value, or none that is known."""
    if isinstance(result, Undecidable):
        return Point(None, interval, result.why)
    return Point(False, interval, f"`{expr.text}` has no value there ({result.why})")


@lru_cache(maxsize=64)
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _of(value: Value, text: str) -> Result:
    """What an expression about `it` gives where `it` is the value."""
    return evaluate(_parsed(text), lambda name: value if name == "it" else Missing.BUILTIN)


# -- comparisons ----------------------------------------------------------------------------------


def _compared(state: State, claim: Compares, interval: Interval) -> Point:
    left, right = state.evaluate(claim.left), state.evaluate(claim.right)
    if claim.comparison is Comparing.IN and isinstance(right, Undecidable):
        return _among(state, claim, interval)
    for expr, result in ((claim.left, left), (claim.right, right)):
        if isinstance(result, NoValue | Undecidable):
            return _without(expr, result, interval)
    told = f"`{claim.left.text}` is {_shown(left)} and `{claim.right.text}` is {_shown(right)}"
    match _comparison(state, claim, left, right):
        case Undecidable(why=why):
            return Point(None, interval, why)
        case NoValue(why=why):
            return Point(False, interval, f"{told}, which are not compared ({why})")
        case Atom(payload=bool(truth)):
            return Point(truth is not claim.negated, interval, told)
        case _:
            return Point(False, interval, f"{told}, of which nothing like that can be said")


def _among(state: State, claim: Compares, interval: Interval) -> Point:
    """Whether it is in what has no value by itself: a view, what a generator gives (§7)."""
    among = ast.Compare(claim.left.tree, [ast.In()], [claim.right.tree])
    match state.evaluate_tree(among):
        case Undecidable(why=why):
            return Point(None, interval, why)
        case Atom(payload=bool(truth)):
            is_so = "is" if truth else "is not"
            told = f"`{claim.left.text}` {is_so} in `{claim.right.text}`"
            return Point(truth is not claim.negated, interval, told)
        case _:
            told = f"`{claim.left.text}` is not compared with `{claim.right.text}` there"
            return Point(False, interval, told)


def _shown(result: Result) -> str:
    return "" if isinstance(result, NoValue | Undecidable) else shown(result)


def _comparison(state: State, claim: Compares, left: Result, right: Result) -> Result:
    first, second = claim.left.tree, claim.right.tree
    match claim.comparison:
        case Comparing.DIVISIBLE:
            both = {"a": left, "b": right}
            known = {
                name: value
                for name, value in both.items()
                if not isinstance(value, NoValue | Undecidable)
            }
            return evaluate(_parsed(DIVISIBLE), lambda name: known.get(name, Missing.BUILTIN))
        case Comparing.STARTS_WITH | Comparing.ENDS_WITH as how:
            call = ast.Call(ast.Attribute(first, how.value, ast.Load()), [second], [])
            return state.evaluate_tree(call)
        case how:
            return state.evaluate_tree(ast.Compare(first, [COMPARING[how]], [second]))


# -- identity -------------------------------------------------------------------------------------


def _identified(state: State, claim: SameObject, interval: Interval) -> Point:
    left, right = state.evaluate(claim.left), state.evaluate(claim.right)
    if isinstance(left, NoValue | Undecidable):
        return _without(claim.left, left, interval)
    if isinstance(right, NoValue | Undecidable):
        return _without(claim.right, right, interval)
    for expr, value in ((claim.left, left), (claim.right, right)):
        if claim.kind is not Kind.OBJECT and _builtin_type(value) != _KINDS[claim.kind]:
            told = f"`{expr.text}` is no {claim.kind.value} but has type `{type_name(value)}`"
            return Point(False, interval, told)
    same = _same(left, right)
    if same is None:
        told = "whether two equal values of this kind are one object is not recorded"
        return Point(None, interval, told)
    word = "the same object" if same else "different objects"
    told = f"`{claim.left.text}` and `{claim.right.text}` are {word}"
    return Point(same is not claim.negated, interval, told)


def _builtin_type(value: Value) -> str | None:
    """The builtin type that the value is of, or that its class inherits from."""
    if isinstance(value, Instance) and value.payload is not None:
        return type_name(value.payload)
    return type_name(value)


def _same(left: Value, right: Value) -> bool | None:
    if not isinstance(left, Atom) and not isinstance(right, Atom):
        known = not isinstance(left, Cycle) and not isinstance(right, Cycle)
        return same_object(left, right) if known and left.oid and right.oid else None
    if left != right:
        return False
    payload = left.payload if isinstance(left, Atom) else ()
    # Of these there is one each, in all versions.
    return True if payload is None or isinstance(payload, bool) or payload is ... else None


# -- properties -----------------------------------------------------------------------------------


def _property(state: State, claim: PropertyIs, interval: Interval) -> Point:
    value = state.evaluate(claim.expr)
    if isinstance(value, NoValue | Undecidable):
        return _without(claim.expr, value, interval)
    told = f"`{claim.expr.text}` is {shown(value)}"
    match _of(value, PROPERTIES[claim.property]):
        case Undecidable(why=why):
            return Point(None, interval, why)
        case Atom(payload=bool(has)):
            instead = "is" if claim.negated else "is not"
            return Point(has is not claim.negated, interval, told, instead=instead)
        case _:
            return Point(False, interval, f"{told}, of which nothing like that can be said")


def _length(state: State, claim: LengthIs, interval: Interval) -> Point:
    value = state.evaluate(claim.expr)
    if isinstance(value, NoValue | Undecidable):
        return _without(claim.expr, value, interval)
    match _of(value, "len(it)"):
        case Undecidable(why=why):
            return Point(None, interval, why)
        case Atom(payload=int(length)) if _has_unit(value, claim.unit):
            told = f"`{claim.expr.text}` is {shown(value)}, of length {length}"
            truth = (length == claim.length) is not claim.negated
            return Point(truth, interval, told, instead="" if claim.negated else str(length))
        case _:
            told = f"`{claim.expr.text}` is {shown(value)}, which has no {claim.unit.value}s"
            return Point(False, interval, told)


def _has_unit(value: Value, unit: Unit) -> bool:
    match unit:
        case Unit.ELEMENT:
            return True
        case Unit.CHARACTER:
            return isinstance(value, Atom) and isinstance(value.payload, str)
        case Unit.KEY:
            return isinstance(value, Mapping)


def _part(state: State, claim: PartIs, interval: Interval) -> Point:
    whole = state.evaluate(claim.expr)
    match whole:
        case NoValue() | Undecidable():
            return _without(claim.expr, whole, interval)
        case Instance() | Opaque() | Cycle():
            return Point(None, interval, "the elements of this object are not known")
        case Mapping() | SetValue() | Sequence() | Atom():
            text = isinstance(whole, Atom) and isinstance(whole.payload, str)
            ordered = isinstance(whole, Sequence) or (
                isinstance(whole, Atom) and isinstance(whole.payload, str | bytes)
            )
            if not (text if claim.unit is Unit.CHARACTER else ordered):
                told = f"`{claim.expr.text}` is {shown(whole)}, which has no {claim.unit.value}"
                return Point(False, interval, f"{told} at an index")
    tree = part_of(claim)
    what = f"{claim.expr.text}[{claim.index.text}]"
    return value_point(
        what, state.evaluate_tree(tree), claim.value, interval, negated=claim.negated
    )


def _occurs(state: State, claim: Occurs, interval: Interval) -> Point:
    for expr in (claim.item, claim.whole):
        value = state.evaluate(expr)
        if isinstance(value, NoValue | Undecidable):
            return _without(expr, value, interval)
    call = ast.Call(ast.Attribute(claim.whole.tree, "count", ast.Load()), [claim.item.tree], [])
    match state.evaluate_tree(call):
        case Undecidable(why=why):
            return Point(None, interval, why)
        case Atom(payload=int(found)):
            told = f"`{claim.item.text}` occurs {found} times in `{claim.whole.text}`"
            return Point(found == claim.times, interval, told, instead=str(found))
        case _:
            return Point(False, interval, f"nothing occurs in `{claim.whole.text}`")


def part_of(claim: PartIs) -> ast.Subscript:
    """The part that the claim speaks of, as an expression."""
    return ast.Subscript(claim.expr.tree, claim.index.tree, ast.Load())
