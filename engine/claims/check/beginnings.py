"""What is set at the beginning of an activation, before anything else (docs/semantics.md §5.89)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import Frame
from engine.claims.model import BaseState, Expr, IsDefined
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.visits import Visit

_SIMPLE: Final = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Import, ast.ImportFrom)
"""Statements by which a function begins: what comes before any loop, branch, or way out."""


def after_the_beginning(moments: Moments, frame: Frame) -> Time | None:
    """The state when the first statements of the context's function have run, those before the
    first that is another one than a simple statement; None where the context is no activation as a
    whole, or the function begins with no such statement."""
    if frame.inside or frame.interval != moments.whole(frame.activation):
        return None
    time: Time | None = None
    for visit in moments.visits(frame.activation).all:
        if not _is_of_the_beginning(visit):
            break
        time = visit.after
    return time


def _is_of_the_beginning(visit: Visit) -> bool:
    return all(isinstance(each.node, _SIMPLE) and each.parent is None for each in visit.statements)


def expressions_of(claim: BaseState) -> list[Expr]:
    """What the state claim speaks of; nothing where it is whether a name is bound."""
    if isinstance(claim, IsDefined):
        return []
    names = ("expr", "left", "right", "item", "whole", "index")
    found = (getattr(claim, name, None) for name in names)
    return [each for each in found if isinstance(each, Expr)]
