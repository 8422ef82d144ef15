"""Calls named by their text, ``g(3)``: which activation is meant (docs/semantics.md §3.2)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from engine.claims.check.arguments import (
    gathered,
    given_at_start,
    left_as_they_are,
    placed,
    ways_to_bind,
)
from engine.claims.check.context import Frame
from engine.claims.check.objects_of_methods import (
    OfObject,
    is_of_object,
    is_without_object,
    object_named,
)
from engine.claims.check.points import Failure
from engine.claims.model import Expr
from engine.claims.spans import NotReadableError, read_literal
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, StepNo
from engine.trace.moments import Moments
from engine.values import Value


@dataclass(frozen=True, slots=True)
class NamedCall:
    """A call whose text has literals as its arguments."""

    function: str
    positional: tuple[Value, ...]
    named: tuple[tuple[str, Value], ...]
    bound: bool = False  #: a method of some object, which is not among the arguments
    bare: bool = False  #: a name alone: a call with any arguments
    of: ast.Attribute | None = None  #: the method with the object before its name


def named_call(moments: Moments, expr: Expr) -> NamedCall | None:
    """The call of a function of the program that the expression spells; None where it is none,
    or its arguments are no literals."""
    tree = expr.tree
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name | ast.Attribute):
        return None
    function = ast.unparse(tree.func)
    if moments.functions_named(function) == 0:
        # A method: `box.take(3)`; of which object is asked of each call.
        if not isinstance(tree.func, ast.Attribute):
            return None
        function = tree.func.attr
        if moments.functions_named(function) == 0:
            return None
    if any(each.arg is None for each in tree.keywords):
        return None
    try:
        positional = tuple(_literal(each) for each in tree.args)
        named = tuple((each.arg or "", _literal(each.value)) for each in tree.keywords)
    except NotReadableError:
        return None
    of = object_named(moments, expr)
    bound = of is not None and not is_without_object(moments, of)
    return NamedCall(function, positional, named, bound, of=of)


def _literal(tree: ast.expr) -> Value:
    return read_literal(ast.unparse(tree))


def matching_calls(
    moments: Moments, frame: Frame, call: NamedCall, *, nameless: bool = False
) -> Iterator[tuple[int, ActivationId]]:
    """The calls of the function with these arguments that begin in the context, with their
    numbers, but for those that are surely of other objects (`require_object` asks of the one that
    is chosen); raises `Failure` where the name is of several functions. ``nameless``: instead those
    before which what the text has as the object is nothing yet."""
    functions = moments.functions_named(call.function)
    if functions > 1:
        why = f"`{call.function}` names {functions} functions; give the qualified name"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    for number, activation in enumerate(moments.calls(call.function), start=1):
        begun: StepNo = moments.trace.data.activations[activation].first
        if not frame.interval.holds(begun):
            continue
        found = OfObject.YES
        if call.of is not None:
            found = is_of_object(moments, frame, activation, call.of)
        if found is OfObject.NO or (found is OfObject.NAMELESS) is not nameless:
            continue
        if _has_arguments(moments, activation, call):
            yield number, activation


def _has_arguments(moments: Moments, activation: ActivationId, call: NamedCall) -> bool:
    if call.bare:
        return True
    ways = ways_to_bind(moments, activation, bound=call.bound)
    return any(_binds(moments, activation, call, bound=bound) for bound in ways)


def _binds(moments: Moments, activation: ActivationId, call: NamedCall, *, bound: bool) -> bool:
    given = placed(moments, activation, call.positional, call.named, bound=bound)
    if given is None or not all(
        given_at_start(moments, activation, name)
        == (gathered(value) if isinstance(value, list | dict) else value)
        for name, value in given
    ):
        return False
    names = {name for name, _ in given}
    return left_as_they_are(moments, activation, names, bound=bound)
