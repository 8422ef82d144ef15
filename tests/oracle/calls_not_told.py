"""What becomes something by a call that is not told (semantics.md §3.7)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from . import evaluate as ev
from .answers import Outcome, both, opposite, tried
from .asked import Asked
from .changes import Alter
from .contexts import Point, Told
from .history import History, Visit
from .next_forms import sets_place
from .otherwise import FIRST_VISITS, STEPS, any_of, is_so
from .record import Activation
from .values import Value
from .visit_forms import bound


def by_a_call(asked: Asked) -> Outcome:
    """Whether a visit of the pass around the point, from that on, leaves a target as it is told to
    become, and does not set it."""
    if asked.sentence.form not in ("next-set", "next-alter") or len(asked.context.spans) != 1:
        return False
    found = asked.pass_here()
    end = asked.context.spans[0].end if found is None else found[1].end
    visits = [v for v in asked.visits_here() if asked.point.to_come(v) and v.start <= end]
    return any_of(makes_it(asked, v) for v in visits[:FIRST_VISITS])


def makes_it(asked: Asked, v: Visit) -> Outcome:
    target, wanted = asked.args[0], None
    if isinstance(target, Alter):
        wanted, target = changed_to(v, target), target.node
    elif isinstance(asked.args[1], Value) and (
        isinstance(target, ast.Name) or sets_place(asked, target)
    ):
        wanted = asked.args[1]
    if wanted is None or wanted.kind != "scalar" or not isinstance(target, ast.expr):
        return False
    so = both(is_so(target, wanted, v.after), opposite(is_so(target, wanted, v.before)))
    return both(so, opposite(bound(v, target, None)))


def changed_to(v: Visit, alter: Alter) -> Value | None:
    """What a number is behind its change; None of all else."""
    if alter.verb not in STEPS or alter.value is None:
        return None
    amount = alter.value

    def made() -> Value:
        before = ev.evaluate(alter.node, v.before)
        if not all(isinstance(n.data, int | float | complex) for n in (before, amount)):
            raise ev.NoValue("no number")
        return ev.TAKE(STEPS[alter.verb](before.data, amount.data))

    return made() if tried(lambda: made() is not None) is True else None


def without_what_raised(
    point: Point, depth: int, histories: Mapping[Activation, History]
) -> tuple[Told, ...]:
    """The told calls without those that have raised: the innermost one, whose last visit is over or
    is being told, and those around it that raise."""
    left = point.told
    while left and left[-1].depth == depth and not left[-1].opened:
        a = left[-1].activation
        if a.thrown is None:
            break
        last = histories[a].visits[-1]
        if left == point.told and not (last.end <= point.clock or last is point.visit):
            break
        left = left[:-1]
    return left


def told_of_their_own(
    point: Point, depth: int, context: Activation
) -> Iterator[tuple[Activation, tuple[Told, ...]]]:
    """The told calls, from the innermost on, as far as each is of the function of the call around
    it, with the calls that are told without it."""
    left = point.told
    while left and left[-1].depth == depth and not left[-1].opened:
        a, left = left[-1].activation, left[:-1]
        around = left[-1].activation if left and left[-1].depth == depth else context
        if a.function is not around.function:
            return
        yield a, left
