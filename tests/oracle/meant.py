"""What is false where it was found, and may have been meant otherwise (semantics.md §3.7)."""

from __future__ import annotations

import ast
from dataclasses import replace

from . import evaluate as ev
from .answers import Answer, Settled, tried
from .asked import Asked
from .history import Visit
from .pointed_forms import names
from .reader import Sentence
from .record import State
from .values import equal
from .visit_forms import bound, changed_in_place

FIRST_VISITS = 500
NOTHING = State(None, {}, {})


def perhaps_meant(asked: Asked, answer: Answer) -> Answer:
    """The answer to a claim that was found, at the point at which it was asked."""
    sentence = asked.sentence
    if answer.verdict != "REFUTED":
        return answer
    if sentence.form == "bare":
        [atom] = sentence.atoms
        soon = atom.kind == "is" and not atom.negated and is_shown(asked, sentence)
    elif sentence.form == "next-set":
        target, wanted = asked.args
        soon = later_in_the_pass(asked, target, wanted, answer)
    elif sentence.form == "next-derived":
        (target, *rest), wanted, _ = asked.args
        soon = all(is_worth(node, wanted) for node in rest) and later_in_the_pass(
            asked, target, wanted, answer
        )
    else:
        return answer
    return replace(answer, verdict="AMBIGUOUS") if soon else answer


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
