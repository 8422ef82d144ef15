"""Reads what does not happen, how often something does, and what a loop takes up and leaves
(semantics.md 5.100, 5.101, 5.105)."""

from __future__ import annotations

import ast
import re

from .changes import Alter
from .codes import Codes, N, Unparsed, V, number
from .line_forms import times
from .other_forms import loop_subject
from .pointed_forms import NO_OBJECT, PIECES
from .short_phrases import LISTED, Made, literals, one
from .wordings import NO_THINGS

COUNT = rf"(?:(once|twice)|{N} times?)"
DONE = r"(?:processed|read)"
HAVE = r"(?:have been|has been|were|was|are|is)"


def absences(text: str, codes: Codes) -> list[Made] | None:
    """What does not happen (5.100)."""
    full = re.fullmatch
    if m := full(r"(@\d+) is not (?:set|computed)", text):
        return one("not-set", codes.target(m[1]))
    if m := full(rf"{V} is not appended(?: to (@\d+))?", text):
        node = codes.expression(m[2]) if m[2] else NO_OBJECT
        return one("not-altered", Alter("append", node, codes.literal(m[1])), False)
    if m := full(rf"{V} is never (?:appended|added) to (@\d+)", text):
        alter = Alter("append", codes.expression(m[2]), codes.literal(m[1]))
        return one("not-altered", alter, True)
    if text == "no exception is raised":
        return one("nothing-raised")
    if m := full(r"(@\d+) is never in (@\d+)", text):
        return one("never-in", within(codes.expression(m[1]), codes.expression(m[2])))
    if m := full(r"(?:the|this) ([a-z]+) is skipped", text):
        return one("item-skipped") if m[1] not in NO_THINGS else None
    m = full(
        rf"the (@\d+)(?: statement)? (?:is (not|never) executed"
        rf"|(?:is executed|occurs|runs) (?:exactly )?{COUNT})",
        text,
    )
    if m and codes.code(m[1]) in ("break", "continue"):
        count = None if m[2] else times(m[3], m[4])
        return one("jump-count", codes.code(m[1]) == "break", count)
    return None


def within(node: ast.expr, container: ast.expr) -> ast.expr:
    return ast.Compare(node, [ast.In()], [container])


def totals(text: str, codes: Codes) -> list[Made] | None:
    """Counts over all entries of a loop and all calls, loops that no `break` leaves (5.100)."""
    if m := re.fullmatch(rf"(@\d+) returns {V} {COUNT} in total", text):
        count = times(m[3], m[4])
        return one("returns-total", codes.name(m[1]), codes.literal(m[2]), count)
    found = loop_subject(text, codes)
    if found is None:
        return None
    loop, rest = found
    if m := re.fullmatch(
        rf"(?:makes {N} passe?s?|(?:runs its body|runs|executes|iterates) {COUNT}) in total", rest
    ):
        return one("passes-total", loop, times(m[2], m[1] or m[3]))
    if rest == "ends because no break leaves it":
        return one("ends", loop, ("no break", None))
    if m := re.fullmatch(rf"runs {COUNT} without a break", rest):
        return [*one("passes", loop, times(m[1], m[2])), *one("ends", loop, ("no break", None))]
    return None


def processed(text: str, codes: Codes) -> list[Made] | None:
    """What a loop has taken up, and leaves (5.101)."""
    full = re.fullmatch
    m = full(rf"we have {DONE} {N} of the {N} [a-z]+", text) or (
        full(rf"{N} of the {N} [a-z]+ {HAVE} {DONE}", text)
    )
    if m:
        return one("processed", number(m[1]), number(m[2]))
    m = full(rf"we have {DONE} all {N} [a-z]+", text) or (
        full(rf"all {N} [a-z]+ {HAVE} {DONE}", text)
    )
    if m:
        return one("processed", number(m[1]), number(m[1]))
    if m := full(rf"the last [a-z]+ {V} is (?:not|never) {DONE}", text):
        return one("last-left", codes.literal(m[1]))
    return None


def one_after_the_other(text: str, codes: Codes) -> list[Made] | None:
    """Values one after the other (5.105)."""
    m = re.fullmatch(rf"(@\d+) goes through {LISTED}", text)
    if m is None:
        m = re.fullmatch(
            r"the (?:values|elements) of (@\d+) are (@\d+(?:, @\d+)*,? and finally @\d+)", text
        )
    if m is None:
        return None
    wanted = literals(m[2].replace("finally ", ""), codes)
    if len(wanted) < 2:
        raise Unparsed(text)
    return one("goes-through", codes.expression(m[1]), wanted)


PIECES += [absences, totals, processed, one_after_the_other]
