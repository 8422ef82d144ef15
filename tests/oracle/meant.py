"""What is false by the rules, and may have been meant otherwise (semantics.md §3.7)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Answer, Place, Settled, tried
from .asked import Asked
from .called_names import function_meant, with_callers
from .contexts import Context, Point
from .history import Span, Visit
from .otherwise import otherwise
from .phrases import Prefix
from .pointed_forms import names
from .reader import Sentence
from .record import Activation, State
from .told_calls import line_of
from .values import equal
from .visit_forms import bound, changed_in_place

if TYPE_CHECKING:
    from .judge import Oracle

FIRST_VISITS = 500
NOTHING = State(None, {}, {})
ALTERED = ("next-alter", "alter-bare", "popped-place", "sort-gives")
CALLED = ("is-called", "called-here", "called-nth", "calls-call")
OF_STATE = ("next-test", "next-truth", "next-value", "next-derived")
"""Forms that speak of an event, or else of the state at the point."""
EVENTS = (
    "next-set", "next-raise", "next-return", "set-to", "stored", "moved-to", "is-returned",
    "what-raises", "not-converted", "except-taken", "is-computed", "returned-expression",
    "hands-out", "given-returns", "written-at", "moved-one", *ALTERED, *CALLED, *OF_STATE,
)  # fmt: skip
BY_POINT = (
    "branch-here", "condition-here", "jump-here", "goes-on", "function-returns", "passes", "ends",
    "loop-condition", "named-returns", *EVENTS,
)  # fmt: skip
"""Forms without a line whose moment is by the point, but for states."""
STATES = ("bare", "shown", "unchanged", "remains")
FIRST_CALLS = 500
Told = Callable[[Activation, Point], str]
"""The verdict of a claim with a call told, and the point at its start."""


def perhaps_meant(asked: Asked, answer: Answer) -> Answer:
    """The answer to a claim at the point at which it was asked: by what that point is alone."""
    if answer.verdict != "REFUTED":
        return answer
    soon = meant_soon(asked, answer)
    if not soon:
        other = otherwise(asked, answer)
        if isinstance(other, str):
            return replace(answer, verdict="UNDECIDED")
        soon = other
    return replace(answer, verdict="AMBIGUOUS") if soon else answer


def meant_soon(asked: Asked, answer: Answer) -> bool:
    """Whether a claim may be meant of what has just been told, or of what comes soon."""
    sentence = asked.sentence
    if sentence.form in EVENTS and event_told(asked):
        return True
    if sentence.form == "bare":
        [atom] = sentence.atoms
        return atom.kind == "is" and not atom.negated and is_shown(asked, sentence)
    if sentence.form == "next-set":
        target, wanted = asked.args
        return later_in_the_pass(asked, target, wanted, answer)
    if sentence.form == "next-derived":
        (target, *rest), wanted, _ = asked.args
        return all(is_worth(node, wanted) for node in rest) and later_in_the_pass(
            asked, target, wanted, answer
        )
    return False


def is_worth(node: ast.expr, wanted: object) -> bool:
    return not names(node) and tried(lambda: equal(ev.evaluate(node, NOTHING), wanted)) is True  # type: ignore[arg-type]


def is_shown(asked: Asked, sentence: Sentence) -> bool:
    """Whether `E = V` in its place would be VERIFIED."""
    shown = replace(sentence, form="shown")
    again = Asked(asked.oracle, asked.context, shown, asked.point, asked.depth)
    try:
        return again.answer().verdict == "VERIFIED"
    except (Settled, ev.Undecidable, ev.Unclear, RecursionError):
        return False


def later_in_the_pass(asked: Asked, target: ast.expr, wanted: object, answer: Answer) -> bool:
    """Whether a later visit of the innermost pass makes the target that."""
    inside = asked.pass_here()
    if inside is None or len(answer.places) != 1:
        return False
    last = inside[1].end
    meant = answer.places[0].end

    def so(v: Visit) -> bool:
        if v.exhausted or v.after is None:
            return False
        did = bound(v, target, None) or changed_in_place(v, target)
        after = v.after
        return did is True and tried(lambda: equal(ev.evaluate(target, after), wanted)) is True  # type: ignore[arg-type]

    behind = [v for v in asked.visits_here() if v.start > meant and v.start <= last]
    return any(so(v) for v in behind[:FIRST_VISITS])


def event_told(asked: Asked) -> bool:
    """Whether an event is one of the visit that is being told, or ends at the point; and no claim
    without a line has named it."""
    point = asked.point
    visit = point.visit
    if visit is None:
        visit = next((v for v in asked.history.visits if v.after is point.state), None)
    if visit is None or visit not in asked.history.visits or not asked.context.holds(visit.start):
        return False
    alone = Span(visit.start, visit.before, visit.end, visit.after)
    there = replace(
        point, clock=visit.start, activation=asked.activation, state=visit.before, visit=visit,
        named=point.named - point.lined, lined=frozenset(),
    )  # fmt: skip
    context = replace(asked.context, spans=[alone])
    again = Asked(asked.oracle, context, asked.sentence, there, asked.depth)
    try:
        answer = again.answer()
    except (Settled, ev.Undecidable, ev.Unclear, RecursionError):
        return False
    return answer.verdict == "VERIFIED" and any(of_visit(p, visit) for p in answer.places)


def of_visit(place: Place, visit: Visit) -> bool:
    """Whether a moment is a visit, or that of a call in it."""
    if place.visit is not None:
        return place.visit is visit
    return place.activation is not None and visit.start <= place.start <= visit.end


def meant_in_context(oracle: Oracle, context: Context, sentence: Sentence, depth: int) -> bool:
    """Whether a claim would be true with the point at the start of its context."""
    if context is oracle.whole or len(context.spans) != 1 or context.activation is None:
        return False
    if sentence.form not in BY_POINT or line_of(sentence) is not None:
        return False
    [span] = context.spans
    start = Point(span.start, context.activation, span.start_state)
    answer, _ = oracle.asked(context, sentence, start, depth)
    if sentence.form in OF_STATE and not any(p.visit or p.activation for p in answer.places):
        return False
    return answer.verdict in ("VERIFIED", "AMBIGUOUS")


def of_a_call(oracle: Oracle, context: Context, sentence: Sentence, depth: int) -> bool:
    """Whether a state of a pass may be one of a call that is made in it, as below its heading."""
    if sentence.form != "state" or sentence.args != ("both",):
        return False
    if len(context.spans) != 1 or context.activation is None:
        return False
    [span] = context.spans
    start = Point(span.start, context.activation, span.start_state)
    bare = replace(sentence, form="bare", args=(), prefixes=())
    try:
        if function_meant(oracle, context, bare, start) is None:
            return False
    except Settled as settled:
        return settled.verdict == "AMBIGUOUS"
    return oracle.asked(context, bare, start, depth)[0].verdict in ("VERIFIED", "AMBIGUOUS")


def behind(sentence: Sentence, prefixes: tuple[Prefix, ...]) -> Sentence | None:
    """A claim without a prefix as it would be behind some; None where it is none by the point."""
    if sentence.prefixes or sentence.form not in (*BY_POINT, *STATES):
        return None
    if line_of(sentence) is not None or not prefixes:
        return None
    state = sentence.form == "bare" and not sentence.args and sentence.atoms[0].kind != "now"
    if state and prefixes[-1].kind in ("pass", "passes"):
        return replace(sentence, form="state", args=("both",), prefixes=prefixes)
    return replace(sentence, prefixes=prefixes)


NAMING_CALLS = (*CALLED, "named-returns", "what-raises")


def may_be_of_another(sentence: Sentence) -> bool:
    """Whether the moment of a claim is by the point, and it names no line and no call."""
    return sentence.form not in NAMING_CALLS and by_the_point(sentence)


def by_the_point(sentence: Sentence) -> bool:
    """Whether the moment of a claim is by the point, and it names no line."""
    return sentence.form in (*BY_POINT, *STATES, "nth-condition") and line_of(sentence) is None


def other_calls(
    oracle: Oracle, context: Context, point: Point, around: Activation
) -> list[tuple[Activation, bool]]:
    """The calls of the function of a call that begin in that after the point; and whether they do
    in the context as well, and have been begun there, not just while it waits."""
    if around.function is None:
        return []
    behind = [a for a in oracle.recorder.activations if a.start > point.clock][:FIRST_CALLS]
    found = [a for a in behind if a.function is around.function and a.start <= around.end]
    return [
        (a, context.holds(a.start) and around in with_callers(a))
        for a in found
        if around is not context.activation or context.holds(a.start)
    ]


def another_meant(
    oracle: Oracle, context: Context, point: Point, depth: int, around: Activation, verdict: Told
) -> str:
    """Whether a claim would be VERIFIED with another call of the function of one told."""
    found = {
        (verdict(a, point.telling(a, depth)), begun_there)
        for a, begun_there in other_calls(oracle, context, point, around)
        if a is not around
    }
    if ("VERIFIED", True) in found:
        return "AMBIGUOUS"
    open_one = ("VERIFIED", False) in found or any(v == "UNDECIDED" for v, _ in found)
    return "UNDECIDED" if open_one else "REFUTED"


def meant_of_another(
    oracle: Oracle,
    context: Context,
    point: Point,
    depth: int,
    answer: Answer,
    verdict: Told,
    of: Activation | None = None,
) -> Answer:
    """The answer to a claim that is REFUTED, and may be meant of another call of the function; `of`
    is the call that it is about, where that may not be the innermost one that is told."""
    if context.bad or context.each is not None or len(context.spans) != 1:
        return answer
    told = [t.activation for t in point.told if t.depth == depth]
    innermost = told[-1] if told else context.activation
    found = {
        another_meant(oracle, context, point, depth, around, verdict)
        for around in (innermost, of)
        if around is not None
    }
    return replace(answer, verdict=found.pop() if len(found) == 1 else "UNDECIDED")
