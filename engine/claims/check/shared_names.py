"""Claims about what a call that is told shares with the functions around it (§3.4)."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Final, get_args

from engine.claims.check.all_states import is_changed_in
from engine.claims.check.beginnings import expressions_of
from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import as_expression
from engine.claims.check.names_of_calls import names_of
from engine.claims.check.readings import State
from engine.claims.check.told_calls import own_names, without_builtins
from engine.claims.model import (
    AtPoint,
    BaseState,
    Claim,
    Derives,
    Expr,
    Goes,
    GoesThrough,
    Grows,
    HasMoved,
    IsDefined,
    MovesTo,
    NextEvent,
    NowIs,
    Quantified,
    QuantifiedClaim,
    Sets,
    SetTo,
    Shows,
    Stored,
    TruthOf,
    Unchanged,
)
from engine.claims.spans import NotReadableError
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.statements import ScopeNode
from engine.values import Opaque

_EVER: Final = (Quantified, GoesThrough, Goes, Grows, *get_args(QuantifiedClaim))
"""Claims about all states of a context, and about its start and end."""


def by_the_point(claim: Claim) -> bool:
    """Whether the claim is about what comes next, or is so, at the point."""
    return not (_is_of_a_moment(claim) or isinstance(claim, _EVER))


def is_shared(moments: Moments, frame: Frame, claim: Claim, at: Time) -> bool:
    """Whether a claim can be meant of a call because of what its function shares with others:
    its code has all names in it that are not its own, and (of what comes next, or is so, at the
    point) what they stand for is changed in the call."""
    moving = _subjects(claim)
    scope = moments.trace.scope_of(frame.activation)
    if scope is None or not (moving or _is_of_a_moment(claim) or isinstance(claim, _EVER)):
        return False
    names = without_builtins(moments, names_of(claim))
    shared = names - own_names(scope)
    if not shared or not shared <= _written_in(scope):
        return False
    here = State(moments, frame.activation, Time(max(at, frame.start)))
    end = State(moments, frame.activation, frame.end)
    set_later = {name for name in shared & declared_in(scope) if not here.binds(name)}
    states = {name: end if name in set_later else here for name in shared}
    if not all(state.binds(name) for name, state in states.items()):
        return False
    if all(isinstance(state(name), Opaque) for name, state in states.items()):
        return False  # functions and classes, which all can call
    return not moving or any(is_changed_in(moments, frame, expr) for expr in moving)


def _is_of_a_moment(claim: Claim) -> bool:
    """Whether it is a state with a moment of its own, as `At the end, ...`."""
    is_state = isinstance(claim, BaseState) and not isinstance(claim, IsDefined)
    return is_state and not isinstance(getattr(claim, "moment", None), AtPoint)


def _subjects(claim: Claim) -> tuple[Expr, ...]:
    """What a claim by the point is about; nothing for other claims."""
    match claim:
        case (
            NextEvent(claim=Sets(target=target))
            | SetTo(target=target)
            | Stored(target=target)
            | MovesTo(target=target)
        ):
            try:
                return (as_expression(target),)
            except NotReadableError:  # a thing that a word names
                return ()
        case NextEvent(claim=Derives(parts=(first, *_))):
            return (first,)
        case (
            Shows(expr=expr)
            | NowIs(expr=expr)
            | Unchanged(expr=expr)
            | HasMoved(expr=expr)
            | TruthOf(expr=expr)
        ):
            return (expr,)
        case BaseState(moment=AtPoint()) if not isinstance(claim, IsDefined):
            return tuple(expressions_of(claim))
        case _:
            return ()


@lru_cache(maxsize=256)
def declared_in(scope: ScopeNode) -> frozenset[str]:
    """The names that a function, or one in it, declares `global` or `nonlocal`."""
    declarations = (n for n in ast.walk(scope) if isinstance(n, ast.Global | ast.Nonlocal))
    return frozenset(name for each in declarations for name in each.names)


@lru_cache(maxsize=256)
def _written_in(scope: ScopeNode) -> frozenset[str]:
    """The names that stand in the code of a function."""
    found = {node.id for node in ast.walk(scope) if isinstance(node, ast.Name)}
    return frozenset(found) | declared_in(scope)
