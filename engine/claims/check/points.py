"""What a claim is judged on: the points that its moment names, and the fold over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo, Time
from engine.trace.visits import Interval


class Point(NamedTuple):
    """One named state, visit, entry or activation: whether the claim holds of it.

    ``truth`` is None where that cannot be decided. ``interval`` is where the point lies in the
    execution (for the order of a narration), ``told`` what is true there, in words."""

    truth: bool | None
    interval: Interval
    told: str = ""
    anchored: bool = True  #: whether it is a moment in the sense of the narration's order
    instead: str = ""  #: what is true in place of what the claim says, in its notation
    cited: StepNo | None = None  #: where its evidence begins, if not with the interval
    state: Time | None = None  #: the moment whose state it is; None for events

    def citing(self, step: StepNo) -> Point:
        """The same with evidence that begins with the step."""
        truth, interval, told, anchored, instead, _, state = self
        return Point(truth, interval, told, anchored, instead, step, state)

    def in_state(self, time: Time) -> Point:
        """The same as of the state at the moment."""
        truth, interval, told, anchored, instead, cited, _ = self
        return Point(truth, interval, told, anchored, instead, cited, time)

    @property
    def first(self) -> StepNo:
        """The first step of its evidence."""
        return self.interval.first if self.cited is None else self.cited


class Judged(NamedTuple):
    """A claim's verdict. ``points`` are its evidence, in the order of the execution."""

    verdict: ClaimVerdict
    points: tuple[Point, ...] = ()
    why: str = ""

    @property
    def anchors(self) -> tuple[Interval, ...]:
        return tuple([point.interval for point in self.points if point.anchored])

    @property
    def instead(self) -> str:
        """What is true instead, where all points that are wrong say the same."""
        if self.verdict is not ClaimVerdict.REFUTED:
            return ""
        found = {point.instead for point in self.points if point.truth is False}
        return found.pop() if len(found) == 1 else ""


class Failure(Exception):
    """The context or the line of a claim names nothing that could be judged."""

    def __init__(self, verdict: ClaimVerdict, why: str) -> None:
        super().__init__(why)
        self.verdict = verdict
        self.why = why


def refuted(why: str) -> Failure:
    return Failure(ClaimVerdict.REFUTED, why)


def unsupported(why: str) -> Failure:
    return Failure(ClaimVerdict.UNSUPPORTED, why)


def definite(points: Sequence[Point], none: str) -> Judged:
    """The fold of §4 for definite claims. ``none`` says what there is none of."""
    ordered = tuple(points)
    if not ordered:
        return Judged(ClaimVerdict.REFUTED, (), none)
    wrong = [point for point in ordered if not point.truth]
    if not wrong:
        return Judged(ClaimVerdict.VERIFIED, ordered)
    undecided = [point for point in wrong if point.truth is None]
    if undecided:
        return Judged(ClaimVerdict.UNSUPPORTED, ordered, undecided[0].told)
    if len(wrong) == len(ordered):
        return Judged(ClaimVerdict.REFUTED, ordered, wrong[0].told)
    right = len(ordered) - len(wrong)
    why = f"it holds {right} of {len(ordered)} times; say which one is meant ({wrong[0].told})"
    return Judged(ClaimVerdict.AMBIGUOUS, ordered, why)


def universal(points: Sequence[Point], none: str) -> Judged:
    """The fold for claims about all points: never AMBIGUOUS; none at all is REFUTED. They name
    no moment, so that nothing of them is anchored."""
    loose = _loose(points)
    if not loose:
        return Judged(ClaimVerdict.REFUTED, (), none)
    wrong = [point for point in loose if point.truth is False]
    if wrong:
        return Judged(ClaimVerdict.REFUTED, tuple(wrong[:1]), wrong[0].told)
    undecided = [point for point in loose if point.truth is None]
    if undecided:
        return Judged(ClaimVerdict.UNSUPPORTED, tuple(undecided[:1]), undecided[0].told)
    return Judged(ClaimVerdict.VERIFIED, loose)


def every(parts: Sequence[Judged]) -> Judged:
    """The fold over contexts in each of which the claim has to hold (§5.50). A claim about all of
    them names no moment of its own."""
    for verdict in (ClaimVerdict.REFUTED, ClaimVerdict.UNSUPPORTED, ClaimVerdict.AMBIGUOUS):
        for part in parts:
            if part.verdict is verdict:
                return part._replace(points=_loose(part.points))
    points = tuple(point for part in parts for point in part.points)
    return Judged(ClaimVerdict.VERIFIED, _loose(points))


def _loose(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple([point._replace(anchored=False) for point in points])


def counted(truth: bool, told: str, where: Interval, instead: str = "") -> Judged:
    """A claim about a number or a total: true or false as a whole."""
    verdict = ClaimVerdict.VERIFIED if truth else ClaimVerdict.REFUTED
    point = Point(truth, where, told, anchored=False, instead=instead)
    return Judged(verdict, (point,), "" if truth else told)


def at(time: int) -> Interval:
    """The interval of one instant; the state before the first step stands at step 0."""
    moment = max(time, 0)
    return Interval(StepNo(moment), Time(moment))
