"""Whether a call is of the object that its text has before the method's name (§3.4)."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from engine.claims.check.context import Frame
from engine.claims.check.named_objects import Named, NoObject, Objects
from engine.claims.check.points import unsupported
from engine.claims.model import Expr
from engine.trace.model import Activation, ActivationId, Family, HeapObject, Span, StepKind, Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names
from engine.trace.statements import FunctionNode, span_of
from engine.trace.trace import Missing
from engine.values import NO_OID


def object_named(moments: Moments, expr: Expr) -> ast.Attribute | None:
    """The method with an object before its name that is called, or named alone; None where the
    text is no such one: a name, or one that is a function's qualified name as it stands."""
    called = expr.tree.func if isinstance(expr.tree, ast.Call) else expr.tree
    if not isinstance(called, ast.Attribute) or moments.functions_named(ast.unparse(called)) > 0:
        return None
    return called


def is_without_object(moments: Moments, called: ast.Attribute) -> bool:
    """Whether what stands before the name is a class of the program, which may have the method
    from another one: its object may be the first argument then."""
    of, classes = called.value, _classes(moments.trace.statements.tree)
    return (
        isinstance(of, ast.Name)
        and of.id in classes
        and any(
            isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == called.attr
            for node in classes.values()
            if node is not None
            for each in node.body
        )
    )


class OfObject(Enum):
    """Whether a call is one of the object that the text names. Closed."""

    YES = "yes"
    NO = "no"
    OPEN = "open"  #: it is not told
    NAMELESS = "nameless"  #: what the text names is nothing yet, or no more, when the call is made


def is_of_object(
    moments: Moments, frame: Frame, activation: ActivationId, called: ast.Attribute
) -> OfObject:
    """Whether the call is one of the object: in the caller's state just before it, and in that of
    the context's function, as far as the names stand for something there."""
    data = moments.trace.data.activations[activation]
    if data.parent is None:  # the entry call: what stands before its name was not recorded
        return OfObject.OPEN
    if moments.trace.code_of(activation).generator and not _is_called_there(moments, data, called):
        return OfObject.OPEN  # it was called before it began
    caller, before = moments.trace.owner(data.parent), Time(data.first - 1)
    node = _calling(moments, activation, called.attr)
    by_caller = OfObject.YES
    if node is None or ast.unparse(node.func) != ast.unparse(called):
        by_caller = _is_of(moments, caller, activation, called, node)
    if caller in frame.told and by_caller is not OfObject.NAMELESS:
        return by_caller
    found = {by_caller}
    context = frame.activation
    if caller != context and not _has_one_meaning(moments, context, caller, before, called.value):
        by_context = _is_of(moments, context, activation, called, node)
        if by_context is OfObject.NAMELESS and _binds(moments, context, called.value):
            by_context = OfObject.OPEN if by_caller is OfObject.YES else by_context
        found.add(by_context)
    found.discard(OfObject.NAMELESS)
    return found.pop() if len(found) == 1 else OfObject.OPEN if found else OfObject.NAMELESS


def _binds(moments: Moments, context: ActivationId, tree: ast.expr) -> bool:
    """Whether a name is local to the context's function, which has it for something else then."""
    function = moments.trace.scope_of(context)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return function is not None and not names.isdisjoint(bound_names(function))


def may_be_of(moments: Moments, frame: Frame, activation: ActivationId, expr: Expr) -> bool:
    """Whether the call is, or may be, one of the object in the text, where that has one."""
    called = object_named(moments, expr)
    return called is None or is_of_object(moments, frame, activation, called) in {
        OfObject.YES,
        OfObject.OPEN,
    }


def require_object(moments: Moments, frame: Frame, activation: ActivationId, expr: Expr) -> None:
    """Raises `Failure` where it is not told that the call is one of the object in the text."""
    called = object_named(moments, expr)
    if called is None or is_of_object(moments, frame, activation, called) is OfObject.YES:
        return
    of = ast.unparse(called.value)
    raise unsupported(f"whether it is `{of}` whose `{called.attr}` is called is not told")


def _is_of(
    moments: Moments, by: ActivationId, activation: ActivationId, called: ast.Attribute,
    node: ast.Call | None,
) -> OfObject:  # fmt: skip
    """As `is_of_object`, by the names of one function; the call is made by ``node``."""
    time = moments.trace.data.activations[activation].first - 1
    objects = Objects(moments, by, Time(time))
    other = objects.named(called.value)
    if other is NoObject.NOTHING:
        return OfObject.NAMELESS
    own = _own_object(moments, activation)
    if isinstance(own, NoObject) or isinstance(other, NoObject):
        return OfObject.OPEN
    if own.oid == other.oid:
        return OfObject.YES
    fixed = node is not None and _stays(moments, by, called.value, node)
    if (
        fixed
        and other.family is Family.INSTANCE
        and called.attr not in objects.attributes(other)
        and _has_the_same(moments, activation, own, other, called.attr)
    ):
        return OfObject.NO
    return OfObject.OPEN


def _has_one_meaning(
    moments: Moments, context: ActivationId, caller: ActivationId, before: Time, tree: ast.expr
) -> bool:
    """Whether the names are the same in the context's function as in the caller's, so that what is
    meant in this one is meant in that one, too."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if "super" in names and _class_around(moments, context) is not None:
        return False
    for name in names:
        one, other = (
            moments.trace.binding(by, moments.trace.private_name(by, name), before)
            for by in (caller, context)
        )
        if one != other or one is Missing.UNKNOWN:
            return False
    return True


def _class_around(moments: Moments, activation: ActivationId) -> ast.ClassDef | None:
    """The class in whose body the function is defined."""
    function = moments.trace.scope_of(activation)
    around = () if function is None else moments.trace.statements.enclosing.get(function, ())
    return around[0] if around and isinstance(around[0], ast.ClassDef) else None


def _own_object(moments: Moments, activation: ActivationId) -> Named:
    """What the method is given as its object, or its class."""
    function = moments.trace.scope_of(activation)
    if not isinstance(function, FunctionNode):
        return NoObject.NOT_TOLD
    if not isinstance(function, ast.Lambda) and any(
        isinstance(each, ast.Name) and each.id == "staticmethod" for each in function.decorator_list
    ):
        return NoObject.NOT_TOLD
    places = [*function.args.posonlyargs, *function.args.args]
    if not places:
        return NoObject.NOT_TOLD
    return Objects(moments, activation, moments.start(activation)).called(places[0].arg)


def _calling(moments: Moments, activation: ActivationId, name: str) -> ast.Call | None:
    """The expression that began the call, where that calls a method of this name."""
    step = moments.trace.data.activations[activation].caller
    made = None if step is None else moments.trace.step(step)
    if made is None or made.kind is not StepKind.CALL or made.span is None:
        return None
    node = _calls_of_methods(moments.trace.statements.tree).get(made.span)
    return node if node is not None and _name_called(node) == name else None


def _is_called_there(moments: Moments, begun: Activation, called: ast.Attribute) -> bool:
    """Whether a statement that begins what waits has a call of a method of this name itself."""
    span = None if begun.caller is None else moments.trace.step(begun.caller).span
    statement = None if span is None else moments.trace.statements.at_span(span)
    return statement is not None and any(
        isinstance(node, ast.Call) and _name_called(node) == called.attr
        for node in statement.expressions()
    )


@lru_cache(maxsize=64)
def _calls_of_methods(tree: ast.Module) -> Mapping[Span, ast.Call]:
    return {
        span_of(node): node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def _name_called(node: ast.Call) -> str | None:
    return node.func.attr if isinstance(node.func, ast.Attribute) else None


def _stays(moments: Moments, by: ActivationId, tree: ast.expr, node: ast.Call) -> bool:
    """Whether what the text names is the same before the arguments are evaluated."""
    given = [*node.args, *(each.value for each in node.keywords)]
    parts = [part for each in given for part in ast.walk(each)]
    if any(
        isinstance(part, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom) for part in parts
    ):
        return False
    if not any(isinstance(part, ast.Call) for part in parts):
        return True
    data = moments.trace.data
    return (
        isinstance(tree, ast.Name) and tree.id in data.locals[by] and tree.id not in data.cells[by]
    )


def _has_the_same(
    moments: Moments, activation: ActivationId, own: HeapObject, other: HeapObject, name: str
) -> bool:
    """Whether the same method would be called on the other object, with that object: it is an
    instance of the same class, or of one that has the method by the source."""
    if moments.functions_named("__getattribute__") > 0:
        return False
    if own.class_oid == other.class_oid != NO_OID:
        return True
    of, classes = _class_around(moments, activation), _classes(moments.trace.statements.tree)
    return of is not None and _inherits(classes, other.type, of, name)


@lru_cache(maxsize=64)
def _classes(tree: ast.Module) -> Mapping[str, ast.ClassDef | None]:
    """The classes of the program by name; None of a name that several have."""
    found: dict[str, ast.ClassDef | None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found[node.name] = None if node.name in found else node
    return found


def _inherits(
    classes: Mapping[str, ast.ClassDef | None], kind: str, of: ast.ClassDef, name: str
) -> bool:
    """Whether a class has a method of another one by the source alone: it is that class, or all
    that it inherits from are classes of the program, and one of these has it."""
    found = classes.get(kind)
    if found is None or found.keywords:
        return False
    if found is of:
        return True
    bases = [each.id if isinstance(each, ast.Name) else "" for each in found.bases]
    sets = any(
        isinstance(node, ast.Name) and node.id == name
        for each in found.body
        if isinstance(each, ast.Assign | ast.AnnAssign)
        for node in ast.walk(each)
    )
    own = not sets and all(classes.get(each) for each in bases)
    return own and any(_inherits(classes, each, of, name) for each in bases)
