"""What stands behind a loop or a call of which it is not told which it is (semantics.md 3.6)."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import NamedTuple

from .answers import Answer
from .contexts import Context
from .reader import ABSOLUTE, OF_CALL, Sentence
from .record import Activation
from .told_calls import line_of

LOOP_FORMS = ("ends", "passes")


class EndNotTold(NamedTuple):
    """That a loop ends was said, and not of which: where, and whether the point has stayed."""

    text: str
    outer: tuple[Context, ...]
    stayed: bool = True


def behind_end(
    end: EndNotTold | None, sentence: Sentence, outer: tuple[Context, ...], answer: Answer
) -> tuple[Answer, EndNotTold | None]:
    """The answer to a claim behind a sentence that said so, and what is not told behind it: other
    claims than states may move the point."""
    if sentence.form == "ends" and answer.verdict == "AMBIGUOUS":
        return answer, EndNotTold(sentence.text, outer)
    if end is None or sentence.prefixes or outer != end.outer:
        return answer, None
    if sentence.form != "bare":
        return answer, end._replace(stayed=False)
    if answer.verdict in ("VERIFIED", "REFUTED") and sentence.text != end.text:
        answer = replace(answer, verdict="AMBIGUOUS" if end.stayed else "UNDECIDED")
    return answer, end


def behind_loop(sentence: Sentence, answer: Answer) -> Answer:
    """The answer to a claim of the same sentence behind a loop of which it is not told which."""
    if answer.verdict not in ("VERIFIED", "REFUTED") or line_of(sentence) is not None:
        return answer
    if sentence.form in (*ABSOLUTE, "passing"):
        return answer
    by_point = sentence.form == "bare" or sentence.form.startswith("next-")
    return replace(answer, verdict="AMBIGUOUS" if by_point else "UNDECIDED")


def of_calls(sentence: Sentence, answer: Answer, calls: list[Activation]) -> Answer:
    """The answer to a claim behind calls of which it is not told which they are."""
    if answer.verdict not in ("VERIFIED", "REFUTED") or not calls or sentence.prefixes:
        return answer
    if sentence.form in ABSOLUTE and sentence.form != OF_CALL:
        return answer
    if sentence.form == "next-value" and isinstance(sentence.args[0], ast.Call):
        return answer
    places = answer.places
    if not places:
        return replace(answer, verdict="UNDECIDED")
    inside = [all(c.start <= p.start and p.end <= c.end for p in places) for c in calls]
    return replace(answer, verdict="AMBIGUOUS") if any(inside) else answer
