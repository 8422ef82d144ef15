"""Reads calls by what they are given, and what generators hand out (semantics.md 5.102, 5.104)."""

from __future__ import annotations

import re

from .codes import Codes, N, Unparsed, V, number
from .pointed_forms import PIECES
from .short_phrases import GIVEN, Made, one


def calls_given(text: str, codes: Codes) -> list[Made] | None:
    """Calls by their arguments or their place, and what is computed (5.102)."""
    full = re.fullmatch
    if m := full(rf"the call with {GIVEN} returns {V}", text):
        pairs = re.findall(r"(@\d+) = (@\d+)", m["given"])
        given = tuple((codes.name(a), codes.literal(v)) for a, v in pairs)
        if len({name for name, _ in given}) < len(given):
            raise Unparsed(text)
        return one("given-returns", given, codes.literal(m.groups()[-1]))
    if m := full(rf"the outermost call returns {V}", text):
        return one("outermost-returns", codes.literal(m[1]))
    if m := full(r"(@\d+) is computed", text):
        return one("is-computed", codes.expression(m[1]))
    return None


def generators(text: str, codes: Codes) -> list[Made] | None:
    """What a generator hands out (5.104)."""
    full = re.fullmatch
    by = r"(?:(@\d+) hands out|the generator (?:yields|hands out))"
    if m := full(rf"{by} {N} values?", text):
        return one("hands-out-count", codes.name(m[1]) if m[1] else None, number(m[2]))
    if m := full(rf"{by} {V}", text):
        return one("hands-out", codes.name(m[1]) if m[1] else None, codes.literal(m[2]))
    return None


PIECES += [calls_given, generators]
