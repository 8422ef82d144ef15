"""Which parameter each argument of a call goes to (docs/semantics.md §3.4)."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import Final, TypeVar

from engine.claims.check.points import unsupported
from engine.claims.spans import NotReadableError, read_literal
from engine.trace.model import ActivationId
from engine.trace.moments import Moments
from engine.trace.statements import FunctionNode
from engine.trace.trace import Missing
from engine.values import Atom, Cycle, Mapping, Value
from engine.values import Sequence as SequenceValue

T = TypeVar("T")

_PLAIN: Final = frozenset(
    """int float complex bool str bytes bytearray list tuple dict set frozenset NoneType""".split()
)
"""Names of builtin types, as values are of them; instances of classes that inherit from these are
of the type of their class."""


def placed(
    moments: Moments,
    activation: ActivationId,
    positional: Sequence[T],
    named: Sequence[tuple[str, T]],
    *,
    bound: bool,
) -> list[tuple[str, T | list[T] | dict[str, T]]] | None:
    """Each parameter that the arguments go to, with what goes there (Language Reference, §6.3.4):
    an argument, those of `*args`, or those of `**kwargs`; None where no call of the function can
    have them. ``bound``: the object whose method it is is not among the arguments."""
    function = moments.trace.scope_of(activation)
    if not isinstance(function, FunctionNode):
        return None
    given = function.args
    places = [each.arg for each in (*given.posonlyargs, *given.args)]
    by_name = {each.arg for each in (*given.args, *given.kwonlyargs)}
    if _is_bound(function, bound=bound):
        by_name -= set(places[:1])
        del places[:1]
    found: list[tuple[str, T | list[T] | dict[str, T]]] = [
        *zip(places, positional, strict=False),
        *((name, value) for name, value in named if name in by_name),
    ]
    if len({name for name, _ in found}) < len(found):
        return None
    others = [(name, value) for name, value in named if name not in by_name]
    if len(positional) > len(places):
        if given.vararg is None:
            return None
        found.append((given.vararg.arg, list(positional[len(places) :])))
    if others:
        if given.kwarg is None or len({name for name, _ in others}) < len(others):
            return None
        found.append((given.kwarg.arg, dict(others)))
    return found


def left_as_they_are(
    moments: Moments, activation: ActivationId, given: Collection[str], *, bound: bool
) -> bool:
    """Whether all parameters that a call's text says nothing of are what the function gives them
    itself; raises `Failure` where that cannot be told. A text that leaves out what every call has
    to give is short for any call with what it gives."""
    function = moments.trace.scope_of(activation)
    if not isinstance(function, FunctionNode):
        return False
    parameters = function.args
    places = [*parameters.posonlyargs, *parameters.args]
    defaults: dict[str, ast.expr | None] = dict.fromkeys((each.arg for each in places), None)
    defaults |= {
        each.arg: default
        for each, default in zip(reversed(places), reversed(parameters.defaults), strict=False)
    }
    defaults |= {
        each.arg: default
        for each, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    }
    if places and _is_bound(function, bound=bound):
        del defaults[places[0].arg]
    if any(default is None and name not in given for name, default in defaults.items()):
        return True
    for name, default in defaults.items():
        if name in given or default is None:
            continue
        if given_at_start(moments, activation, name) == _literal(function, name, default):
            continue
        if any(isinstance(each, ast.List | ast.Dict | ast.Set) for each in ast.walk(default)):
            raise unsupported(f"the default of `{name}` may have changed: give the argument")
        return False
    nothing: tuple[tuple[ast.arg | None, Value], ...] = (
        (parameters.vararg, gathered([])),
        (parameters.kwarg, gathered({})),
    )
    return all(
        each is None or each.arg in given or given_at_start(moments, activation, each.arg) == empty
        for each, empty in nothing
    )


def _literal(function: FunctionNode, name: str, default: ast.expr) -> Value:
    """What the parameter is where a call does not give it."""
    called = "the function" if isinstance(function, ast.Lambda) else f"`{function.name}`"
    try:
        return read_literal(ast.unparse(default))
    except NotReadableError as error:
        told = f"what `{name}` is where a call of {called} leaves it out is not told"
        raise unsupported(told) from error


def ways_to_bind(moments: Moments, activation: ActivationId, *, bound: bool) -> tuple[bool, ...]:
    """Whether the object of a method is not among the arguments of a call's text: of a method that
    is named without an object both are said, `take(3)` and `take(box, 3)`. What a builtin type has
    made is no object of a class: a function in a class whose first argument is that was called as
    it is. Raises `Failure` where an object stands before the name of a function that is defined in
    no class: an attribute of an instance is called as it is, one of a class with the object."""
    function = moments.trace.scope_of(activation)
    enclosing = () if function is None else moments.trace.statements.enclosing.get(function, ())
    if bound and not (enclosing and isinstance(enclosing[0], ast.ClassDef)):
        raise unsupported("whether the function is given the object that stands before its name")
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return (bound,)
    if not enclosing or not isinstance(enclosing[0], ast.ClassDef):
        return (False,)
    decorators = {each.id for each in function.decorator_list if isinstance(each, ast.Name)}
    if "staticmethod" not in decorators and _takes_its_object_starred(function):
        raise unsupported(f"the object of `{function.name}` is one of `*` arguments")
    if "classmethod" not in decorators and not _begins_with_an_object(moments, activation):
        return (False,)
    if bound:
        return (True,)
    return False, True


def _takes_its_object_starred(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    given = function.args
    return given.vararg is not None and not given.posonlyargs and not given.args


def _begins_with_an_object(moments: Moments, activation: ActivationId) -> bool:
    """Whether the first parameter may be the object of a method: none where it is something that a
    builtin type has made."""
    function = moments.trace.scope_of(activation)
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    places = [*function.args.posonlyargs, *function.args.args]
    if not places:
        return True
    held = given_at_start(moments, activation, places[0].arg)
    return isinstance(held, Missing | Cycle) or held.type not in _PLAIN


def _is_bound(function: FunctionNode, *, bound: bool) -> bool:
    """Whether the first parameter is not among the arguments, for how the function is decorated."""
    if isinstance(function, ast.Lambda):
        return bound
    names = {each.id for each in function.decorator_list if isinstance(each, ast.Name)}
    if "staticmethod" in names:
        return False
    return bound or "classmethod" in names


def gathered(values: list[Value] | dict[str, Value]) -> Value:
    """What a starred parameter holds of these."""
    if isinstance(values, list):
        return SequenceValue("tuple", tuple(values))
    return Mapping("dict", tuple((Atom(name), value) for name, value in values.items()))


def given_at_start(moments: Moments, activation: ActivationId, name: str) -> Value | Missing:
    """What a parameter holds when the call begins."""
    time = moments.start(activation)
    found = moments.trace.binding(activation, moments.trace.private_name(activation, name), time)
    return found if isinstance(found, Missing) else moments.trace.value(found, time)
