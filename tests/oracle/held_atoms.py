"""Reads claims about all that something holds (semantics.md 5.98)."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .atoms import PROPERTIES, Atom, C, called, shape
from .codes import Codes

SEVERAL = {
    "digits": "a digit", "letters": "a letter", "vowels": "a vowel", "spaces": "a space",
    "commas": "a comma", "brackets": "a bracket", "opening brackets": "an opening bracket",
    "closing brackets": "a closing bracket",
}  # fmt: skip
THING = r"(element|item|character|number|value)"
SO = "|".join([*SEVERAL, *PROPERTIES])
OF = r"(?:of|in) (@\d+)"


@dataclass(frozen=True)
class Held:
    """What is said of the things that something holds: `quantity` is all, no, or how many."""

    quantity: str | int
    thing: str
    word: str
    total: int | None = None


def held(node: ast.expr, quantity: str | int, thing: str, word: str, total: int | None) -> Atom:
    return Atom("held", (node,), Held(quantity, thing, SEVERAL.get(word, word), total))


@shape(rf"all {THING}s {OF} are ({SO})")
def _all(m: re.Match[str], codes: Codes) -> Atom:
    return held(codes.expression(m[2]), "all", m[1], m[3], None)


@shape(rf"no {THING} {OF} is ({SO})")
def _no(m: re.Match[str], codes: Codes) -> Atom:
    return held(codes.expression(m[2]), "no", m[1], m[3], None)


@shape(rf"(@\d+) has {C} {THING}s? that (?:are|is) ({SO})")
def _some(m: re.Match[str], codes: Codes) -> Atom:
    return held(codes.expression(m[1]), codes.count(m[2]), m[3], m[4], None)


@shape(rf"{C} of the {C} {THING}s {OF} (?:are|is) ({SO})")
def _some_of(m: re.Match[str], codes: Codes) -> Atom:
    total = codes.count(m[2])
    return held(codes.expression(m[4]), codes.count(m[1]), m[3], m[5], total)


@shape(rf"the union of (@\d+) and (@\d+) has {C} (element|item)s?")
def _union(m: re.Match[str], codes: Codes) -> Atom:
    node = ast.BinOp(codes.expression(m[1]), ast.BitOr(), codes.expression(m[2]))
    return Atom("length", (node,), (m[4], codes.count(m[3])))


@shape(r"(@\d+) reaches the end of (@\d+)")
def _end(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("equal", (codes.expression(m[1]), called("len", codes.expression(m[2]))))
