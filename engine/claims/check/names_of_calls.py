"""Names that stand for nothing in the context's function, but in one that it calls (§5.97)."""

from __future__ import annotations

import ast
from functools import lru_cache

from engine.claims.check.beginnings import expressions_of
from engine.claims.check.context import Frame
from engine.claims.check.events import could
from engine.claims.check.points import Failure, refuted
from engine.claims.evaluator import names_in
from engine.claims.model import (
    AltersUnnamed,
    AttributeTarget,
    BaseState,
    CallContext,
    Claim,
    ConditionIs,
    Derives,
    ElementTarget,
    Evaluates,
    Expr,
    NameTarget,
    NextEvent,
    NotDone,
    Sets,
    SetTo,
    Stored,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names, nonlocal_names
from engine.trace.statements import ScopeNode


def names_of(claim: Claim) -> frozenset[str]:
    """The names that the claim is about, of the things that are named by a word none."""
    found: set[str] = set()
    about = claim.claim if isinstance(claim, NextEvent | NotDone) else claim
    for part in _parts(about):
        match part:
            case NameTarget(name=name):
                found.add(name)
            case Expr(tree=tree):
                found.update(names_in(tree))
    return frozenset(found)


def _parts(claim: Claim) -> list[Expr | NameTarget]:
    match claim:
        case BaseState():
            return [*expressions_of(claim)]
        case AltersUnnamed():
            return []
        case ConditionIs(condition=expr) | Evaluates(expr=expr):
            return [expr]
        case Derives(parts=(first, *_)):
            return [first]
        case SetTo(target=target) | Stored(target=target):
            return [target] if isinstance(target, NameTarget) else [target.whole]
        case _:
            place = getattr(claim, "target", None)
            if isinstance(place, NameTarget):
                return [place]
            if isinstance(place, ElementTarget | AttributeTarget):
                return [place.whole]
            named = (getattr(claim, each, None) for each in ("expr", "left", "item"))
            return [each for each in named if isinstance(each, Expr)]


def call_that_binds(
    moments: Moments, frame: Frame, claim: Claim, names: frozenset[str], point: Time
) -> CallContext | None:
    """The call in the context whose function is the only one of the program that binds all of the
    names, or of those that do the only one that can set the attribute that is told: the innermost
    in which the point lies, else the only one that begins behind it; none of those around the
    context's own. None where no function is meant so; raises `Failure` where no call is, or several
    are."""
    functions = _binding(moments.trace.statements.tree, names)
    match claim:
        case NextEvent(claim=Sets(target=AttributeTarget()) as event) if len(functions) > 1:
            of_scope = moments.trace.statements.of_scope
            functions = [
                each for each in functions if any(could(one, event) for one in of_scope(each[1]))
            ]
    if len(functions) != 1:
        return None
    ((qualified, _),) = functions
    short = qualified.rpartition(".")[2]
    function = short if moments.functions_named(short) == 1 else qualified
    begun = moments.trace.data.activations
    around = _callers(moments, frame.activation)
    within: CallContext | None = None
    behind: list[CallContext] = []
    for number, activation in enumerate(moments.calls_begun(function), start=1):
        first = begun[activation].first
        if first > frame.interval.last or moments.last_step(activation) < frame.interval.first:
            continue
        if activation in around:
            continue
        if first <= point <= moments.last_step(activation):
            within = CallContext(number, function)
        elif first > point:
            behind.append(CallContext(number, function))
    if within is not None:
        return within
    if not behind:
        raise refuted(f"no call of `{function}` begins here, or none any more")
    if len(behind) > 1:
        why = f"`{function}` is called {len(behind)} times here; say which call is meant"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    return behind[0]


def _callers(moments: Moments, activation: ActivationId) -> set[ActivationId]:
    """The activations that wait for it while it runs for the first time."""
    begun = moments.trace.data.activations
    found: set[ActivationId] = set()
    parent = begun[activation].parent
    while parent is not None:
        activation = moments.trace.owner(parent)
        found.add(activation)
        parent = begun[activation].parent
    return found


@lru_cache(maxsize=256)
def _binding(tree: ast.Module, names: frozenset[str]) -> list[tuple[str, ScopeNode]]:
    """The functions to which all of the names are local, by the source, with their qualified
    names, which several can share."""
    found: list[tuple[str, ScopeNode]] = []

    def enter(nodes: list[ast.stmt], around: str) -> None:
        for node in nodes:
            inside = around
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inside = f"{around}{node.name}."
                if not isinstance(node, ast.ClassDef) and names <= bound_names(
                    node
                ) - nonlocal_names(node):
                    found.append((inside[:-1], node))
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    enter([child], inside)
                elif isinstance(child, ast.ExceptHandler | ast.match_case):
                    enter(child.body, inside)

    enter(tree.body, "")
    return found
