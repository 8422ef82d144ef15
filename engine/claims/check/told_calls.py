"""Calls that are being told: `g(3)` is called, and what follows is of that call (§3.4, §5.79)."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from engine.claims.check.arguments import (
    gathered,
    given_at_start,
    left_as_they_are,
    placed,
    ways_to_bind,
)
from engine.claims.check.calls_named import NamedCall, matching_calls, named_call
from engine.claims.check.calls_within import goes_by_other_names, is_method_or_other
from engine.claims.check.context import Frame, the_call
from engine.claims.check.objects_of_methods import (
    is_without_object,
    object_named,
    require_object,
)
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.readings import State
from engine.claims.check.waiting_functions import NEVER_ASKED, waits
from engine.claims.evaluator import NoValue, Result, Undecidable, names_in
from engine.claims.model import CallContext, Chain, Expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names, nonlocal_names
from engine.trace.statements import FunctionNode, ScopeNode
from engine.trace.trace import BUILTIN_NAMES, Missing
from engine.values import Instance, Value, same_object


@dataclass(frozen=True, slots=True)
class ToldCall:
    """A call that is being told, and the context in which that was said."""

    around: Chain
    call: CallContext
    opened: bool = field(default=False, compare=False)
    """By the heading or the prefix that stands before what is read."""

    @property
    def chain(self) -> Chain:
        return (*self.around, self.call)


def function_of(moments: Moments, expr: Expr) -> str | None:
    """The function of the program that the expression names or calls."""
    tree = expr.tree.func if isinstance(expr.tree, ast.Call) else expr.tree
    if not isinstance(tree, ast.Name | ast.Attribute):
        return None
    name = ast.unparse(tree)
    if moments.functions_named(name) > 0:
        return name
    if isinstance(tree, ast.Attribute) and moments.functions_named(tree.attr) > 0:
        return tree.attr
    return None


def _is_of_another(tree: ast.expr) -> bool:
    """Whether it is a call of a method, or of a builtin function, by its name."""
    if not isinstance(tree, ast.Call):
        return False
    called = tree.func
    return isinstance(called, ast.Attribute) or (
        isinstance(called, ast.Name) and called.id in BUILTIN_NAMES
    )


def may_be_called(moments: Moments, expr: Expr) -> bool:
    """Whether the source calls what the expression names or calls, or may by another name."""
    tree = expr.tree.func if isinstance(expr.tree, ast.Call) else expr.tree
    if not isinstance(tree, ast.Name | ast.Attribute):
        return False
    name = ast.unparse(tree).rpartition(".")[2]
    return goes_by_other_names(moments, name) or any(
        isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name
        for node in ast.walk(moments.trace.statements.tree)
    )


def calls_of(
    moments: Moments, frame: Frame, expr: Expr, *, nameless: bool = False
) -> Iterator[tuple[int, str, ActivationId]]:
    """The calls that the expression can spell, of those that begin in the context, in order: with
    literals as arguments those with these, a bare name all; none that is surely of another object
    than it names (`require_object` asks of the one that is chosen); raises `Failure`. ``nameless``:
    instead those before which what it names as the object is nothing yet."""
    function = function_of(moments, expr)
    if function is None:
        told = f"`{expr.text}` calls no function of the program"
        if _is_of_another(expr.tree) or may_be_called(moments, expr):
            raise unsupported(f"{told}: what is inside of such a call is not recorded")
        raise refuted(told)
    if is_method_or_other(moments, expr):
        raise unsupported(f"whether `{expr.text}` is the program's method is not told")
    call = named_call(moments, expr)
    if call is not None:
        for number, activation in matching_calls(moments, frame, call, nameless=nameless):
            yield number, call.function, activation
        return
    of = object_named(moments, expr)
    for number, activation in matching_calls(
        moments, frame, NamedCall(function, (), (), bare=True, of=of), nameless=nameless
    ):
        if not isinstance(expr.tree, ast.Call) or _is_spelled(moments, activation, expr.tree):
            yield number, function, activation


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(each.value for each in call.keywords)]


def _is_spelled(moments: Moments, activation: ActivationId, call: ast.Call) -> bool:
    """Whether the arguments, as the caller's state has them just before the call, are those that
    it was given; raises `Failure` where that cannot be told."""
    data = moments.trace.data.activations[activation]
    if any(each.arg is None for each in call.keywords) or any(
        isinstance(each, ast.Starred) for each in call.args
    ):
        raise Failure(ClaimVerdict.UNSUPPORTED, f"`{ast.unparse(call)}` spreads its arguments")
    if data.parent is None:  # the entry call: no program's state gives its arguments values
        if any(isinstance(each, ast.Name) for arg in _given(call) for each in ast.walk(arg)):
            return False
        state = State(moments, activation, moments.start(activation))
    else:
        state = State(moments, moments.trace.owner(data.parent), Time(data.first - 1))
    named = [(each.arg, each.value) for each in call.keywords if each.arg is not None]
    bound = (
        isinstance(call.func, ast.Attribute)
        and not moments.functions_named(ast.unparse(call.func))
        and not is_without_object(moments, call.func)
    )
    ways = ways_to_bind(moments, activation, bound=bound)
    return any(_binds(moments, activation, state, call.args, named, bound=way) for way in ways)


def _binds(
    moments: Moments, activation: ActivationId, state: State, positional: list[ast.expr],
    named: list[tuple[str, ast.expr]], *, bound: bool,
) -> bool:  # fmt: skip
    given = placed(moments, activation, positional, named, bound=bound)
    if given is None:
        return False
    for name, trees in given:
        found = _evaluated(state, trees)
        if isinstance(found, Undecidable):
            raise Failure(ClaimVerdict.UNSUPPORTED, found.why)
        held = given_at_start(moments, activation, name)
        if found != held or _are_two(found, held):
            return False
    return left_as_they_are(moments, activation, {name for name, _ in given}, bound=bound)


def _are_two(one: Result, other: Value | Missing) -> bool:
    """Whether both are objects of the program's classes, and not one, however alike they are."""
    return isinstance(one, Instance) and isinstance(other, Instance) and not same_object(one, other)


def _evaluated(state: State, trees: ast.expr | list[ast.expr] | dict[str, ast.expr]) -> Result:
    """What a parameter is given: a value, or those that a starred one gathers."""
    if isinstance(trees, ast.expr):
        return state.evaluate_tree(trees)
    values: dict[str, Value] = {}
    named = trees.items() if isinstance(trees, dict) else enumerate(trees)
    for name, tree in named:
        found = state.evaluate_tree(tree)
        if isinstance(found, NoValue | Undecidable):
            return found
        values[str(name)] = found
    return gathered(values if isinstance(trees, dict) else list(values.values()))


def no_call(moments: Moments, frame: Frame, expr: Expr, told: str) -> Failure:
    """Why no call is meant: where one could be if it were told what the text names as the object,
    that is not said to be false."""
    if next(calls_of(moments, frame, expr, nameless=True), None) is None:
        return refuted(told)
    return unsupported(f"{told}, unless by what names no object when it is made")


def next_call(
    moments: Moments, frame: Frame, expr: Expr, since: int, by: CallContext | None = None
) -> tuple[CallContext, ActivationId]:
    """The first call of it that begins at the step or after it: of those that ``by`` has begun,
    if there is one; raises `Failure`."""
    of_others: tuple[CallContext, ActivationId] | None = None
    for number, function, activation in calls_of(moments, frame, expr):
        if moments.trace.data.activations[activation].first >= since:
            found = CallContext(number, function), activation
            if by is None or is_begun_by(moments, activation, by):
                require_object(moments, frame, activation, expr)
                return found
            of_others = of_others or found
    if of_others is not None:
        require_object(moments, frame, of_others[1], expr)
        return of_others
    if waits(moments, function_of(moments, expr) or ""):
        raise unsupported(NEVER_ASKED)
    raise no_call(moments, frame, expr, f"no call of `{expr.text}` begins here, or not any more")


def the_told_call(moments: Moments, frame: Frame, expr: Expr, step: int) -> CallContext:
    """The innermost call of it that the step lies in, or else the next one that begins."""
    best: tuple[ActivationId, CallContext] | None = None
    after: tuple[ActivationId, CallContext] | None = None
    for number, function, activation in calls_of(moments, frame, expr):
        first = moments.trace.data.activations[activation].first
        if first <= step <= moments.last_step(activation):
            best = activation, CallContext(number, function)
        elif first > step and after is None:
            after = activation, CallContext(number, function)
    meant = best or after
    if meant is None:
        raise no_call(
            moments, frame, expr, f"there is no call of `{expr.text}` here, or not any more"
        )
    require_object(moments, frame, meant[0], expr)
    return meant[1]


def beginner(moments: Moments, call: ActivationId) -> ActivationId | None:
    """The activation that begins a call."""
    parent = moments.trace.data.activations[call].parent
    return None if parent is None else moments.trace.owner(parent)


def is_begun_by(moments: Moments, call: ActivationId, by: CallContext) -> bool:
    """Whether the activation that `by` names begins the call."""
    owner = beginner(moments, call)
    return owner is not None and owner == the_call(moments, by.number, by.function)


def is_local(moments: Moments, frame: Frame, expr: Expr) -> bool:
    """Whether all names of the expression (and there are some) are local to the function; those
    of builtins that the program does not bind anywhere aside."""
    scope = moments.trace.scope_of(frame.activation)
    if scope is None:
        return False
    bound = own_names(scope)
    names = set(names_in(expr.tree))
    foreign = names - bound
    if foreign and foreign <= vars(builtins).keys():
        foreign &= _named_in(moments.trace.statements.tree)
    return bool(names & bound) and not foreign


@lru_cache(maxsize=256)
def own_names(scope: ScopeNode) -> frozenset[str]:
    """The names that are the function's own: those that it declares `nonlocal` are another's."""
    bound = bound_names(scope)
    return bound - nonlocal_names(scope) if isinstance(scope, FunctionNode) else bound


def without_builtins(moments: Moments, names: frozenset[str]) -> frozenset[str]:
    """The names without those of builtins that the program does not bind anywhere."""
    builtin = names & vars(builtins).keys()
    return names - (builtin - _named_in(moments.trace.statements.tree)) if builtin else names


@lru_cache(maxsize=64)
def _named_in(tree: ast.Module) -> frozenset[str]:
    """All names that a program could bind, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                found.add(name)
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                found.add(name)
            case ast.alias(name=whole, asname=name):
                found.add(name or whole.partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                found.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def holds(moments: Moments, outer: CallContext, inner: CallContext) -> bool:
    """Whether the one call lies in the other, or is the same."""
    first = the_call(moments, outer.number, outer.function)
    second = the_call(moments, inner.number, inner.function)
    begun = moments.trace.data.activations
    return begun[first].first <= begun[second].first and moments.last_step(
        second
    ) <= moments.last_step(first)
