"""Verdicts on one claim, from what is so in each of the moments that it names (semantics.md §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import evaluate as ev
from .history import Span, Visit
from .record import Activation, State
from .values import Value, equal

ORDER = ("VERIFIED", "AMBIGUOUS", "UNDECIDED", "UNSUPPORTED", "REFUTED", "UNPARSED")
Outcome = bool | str  # a str: UNSUPPORTED or UNDECIDED
Moments = list[tuple[int, int]]


class Settled(Exception):
    """The verdict of a claim whose moments need not be looked at."""

    def __init__(self, verdict: str) -> None:
        self.verdict = verdict


@dataclass(frozen=True)
class Place:
    """A moment that a claim names: from `start` to `end`, with the state at its end."""

    start: int
    end: int
    state: State | None = None
    visit: Visit | None = None
    at_start: bool = False  # a state before a visit: what happens there is still to come
    activation: Activation | None = None  # where it is not the one of the context
    last: int | None = None  # the step at which it stands in the order, where that is another
    between: tuple[int, int] | None = None  # of a state between two steps: on the fine clock
    among: tuple[int, int] | None = None  # the steps at any of which it may stand in the order

    @property
    def ordinary(self) -> tuple[int, int]:
        if self.among is not None:
            return self.among
        return (self.start, self.end) if self.last is None else (self.last, self.last)

    @property
    def fine(self) -> tuple[int, int]:
        """The moment on a clock on which no visit begins and ends at the same time."""
        if self.between is not None:
            return self.between
        if self.visit is not None or self.start != self.end:
            return 2 * self.start, 2 * self.end + 1
        if self.last is not None:
            return 2 * self.last + 1, 2 * self.last + 1
        at = 2 * self.start + (not self.at_start)
        return at, at


@dataclass(frozen=True)
class Answer:
    """A verdict, and the moments that the claim names."""

    verdict: str
    places: tuple[Place, ...] = ()
    about: Activation | None = None  # the call of the context in which it was judged
    behind: tuple[Activation, ...] = ()  # calls that headings and prefixes before it tell


def worst(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=ORDER.index)


def definite(outcomes: Sequence[Outcome]) -> str:
    """The verdict over all named moments."""
    if not outcomes:
        return "REFUTED"
    for unknown in ("UNSUPPORTED", "UNDECIDED"):
        if unknown in outcomes:
            return unknown
    if all(outcomes):
        return "VERIFIED"
    return "AMBIGUOUS" if any(outcomes) else "REFUTED"


def universal(outcomes: Sequence[Outcome]) -> str:
    """The verdict of a universal claim."""
    if not outcomes or False in outcomes:
        return "REFUTED"
    return definite(outcomes)


def both(*outcomes: Outcome) -> Outcome:
    """Whether all are so."""
    if False in outcomes:
        return False
    return next((o for o in outcomes if o is not True), True)


def opposite(outcome: Outcome) -> Outcome:
    return outcome if isinstance(outcome, str) else not outcome


def tried(test: Callable[[], Outcome]) -> Outcome:
    """The truth of a test over states."""
    try:
        return test()
    except ev.NoValue:
        return False
    except ev.Undecidable:
        return "UNSUPPORTED"
    except (ev.Unclear, RecursionError):
        return "UNDECIDED"


def fits(found: Value, wanted: object) -> bool:
    """Whether a Value is the one wanted, or of the type whose name is wanted."""
    return equal(found, wanted) if isinstance(wanted, Value) else found.type == wanted


def of_visits(outcomes: Sequence[Outcome], visits: Sequence[Visit]) -> Answer:
    return Answer(definite(outcomes), tuple(map(visit_place, visits)))


def visit_place(v: Visit) -> Place:
    return Place(v.start, v.end, v.after, v)


def before_place(v: Visit) -> Place:
    return Place(v.start, v.start, v.before, None, at_start=True)


def after_place(v: Visit) -> Place:
    return Place(v.end, v.end, v.after)


def from_then_on(v: Visit) -> Place:
    """The state after a visit where it is told as one at the point: up to the next step (§6)."""
    return Place(v.end, v.end, v.after, between=(2 * v.end + 1, 2 * (v.end + 1)))


def start_place(s: Span) -> Place:
    return Place(s.start, s.start, s.start_state, None, at_start=True)


def end_place(s: Span) -> Place:
    return Place(s.end, s.end, s.end_state, last=s.last)
