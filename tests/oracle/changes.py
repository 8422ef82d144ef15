"""Reads claims about changes (semantics.md 5.34 to 5.38)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .codes import ORD, Codes, N, Unparsed, V, number
from .literals import parse_literal
from .values import Value

AMOUNT = rf"(@\d+|{N[1:-1]})"
ACTORS = r"(?:We |It |The function |The program |[Ww]e |it |the function |the program )"
VERBS = {
    "append": "appends", "add": "adds", "extend": "extends", "insert": "inserts",
    "remove": "removes", "delete": "deletes", "pop": "pops", "clear": "clears",
    "empty": "empties", "reverse": "reverses", "sort": "sorts", "increment": "increments",
    "increase": "increases", "decrease": "decreases", "decrement": "decrements",
    "subtract": "subtracts", "multiply": "multiplies", "double": "doubles", "divide": "divides",
    "swap": "swaps",
}  # fmt: skip


@dataclass(frozen=True)
class Alter:
    """A change of what `node` is: `verb` with its `value`, `index` or second place `other`."""

    verb: str
    node: ast.expr
    value: Value | None = None
    index: int | None = None
    other: ast.expr | None = None
    becomes: Value | None = None  # `increments … to W`


def altered(text: str, codes: Codes) -> Alter | None:
    """The change that words after `Line L` (or after `it`) tell of."""
    full = re.fullmatch
    literal, node = codes.literal, codes.expression
    if m := full(rf"(appends|adds) {V} to (@\d+)", text):
        return Alter(m[1][:-1], node(m[3]), literal(m[2]))
    if m := full(rf"adds {AMOUNT} to (@\d+)", text):
        return Alter("add", node(m[2]), codes.amount(m[1]))
    if m := full(r"extends (@\d+) (?:by|with) (@\d+)", text):
        value = literal(m[2])
        if value.data in ((), "", b""):
            raise Unparsed(text)
        return Alter("extend", node(m[1]), value)
    if m := full(rf"inserts {V} into (@\d+) at index {AMOUNT}", text):
        return Alter("insert", node(m[2]), literal(m[1]), codes.count(m[3]))
    if m := full(rf"inserts {V} at index {AMOUNT} of (@\d+)", text):
        return Alter("insert", node(m[3]), literal(m[1]), codes.count(m[2]))
    if m := full(rf"inserts {V} at the (?:start|beginning|front) of (@\d+)", text):
        return Alter("insert", node(m[2]), literal(m[1]), 0)
    if m := full(rf"removes {V} from (@\d+)", text):
        return Alter("remove", node(m[2]), literal(m[1]))
    if m := full(rf"(?:removes|deletes) the key {V} from (@\d+)", text):
        return Alter("remove-key", node(m[2]), literal(m[1]))
    if m := full(rf"removes the (last|{ORD[1:-1]}) element from (@\d+)", text):
        index = -1 if m[1] == "last" else number(m[1]) - 1
        return Alter("remove-nth", node(m[2]), None, index)
    if m := full(rf"pops {V} (?:from|off) (@\d+)", text):
        return Alter("pop", node(m[2]), literal(m[1]))
    if m := full(r"(clears|empties) (@\d+)", text):
        return Alter("clear", node(m[2]))
    if m := full(r"(reverses|sorts) (@\d+)( in place)?", text):
        return Alter(m[1][:-1] + (" in place" if m[3] else ""), node(m[2]))
    if m := full(rf"(increments|decrements) (@\d+)(?: by {AMOUNT})?(?: to {V})?", text):
        amount = codes.amount(m[3]) if m[3] else parse_literal("1")
        after = literal(m[4]) if m[4] else None
        return Alter(m[1][:2], node(m[2]), amount, becomes=after)
    if m := full(rf"(increases|decreases|multiplies|divides) (@\d+) by {AMOUNT}", text):
        return Alter(m[1][:2], node(m[2]), codes.amount(m[3]))
    if m := full(rf"subtracts {AMOUNT} from (@\d+)", text):
        return Alter("de", node(m[2]), codes.amount(m[1]))
    if m := full(r"doubles (@\d+)", text):
        return Alter("mu", node(m[1]), parse_literal("2"))
    if m := full(r"swaps (@\d+) (?:and|with) (@\d+)", text):
        return Alter("swap", codes.target(m[1]), other=codes.target(m[2]))
    return None


PASSIVE = (
    (rf"{V} is (appended|added) to (@\d+)", "{1}s {0} to {2}"),
    (rf"{V} is (removed|popped) from (@\d+)", "{1}s {0} from {2}"),
    (rf"{V} is (popped) off (@\d+)", "{1}s {0} from {2}"),
    (rf"{V} is inserted into (@\d+) at index {AMOUNT}", "inserts {0} into {1} at index {2}"),
    (rf"{V} is inserted at the (?:start|beginning|front) of (@\d+)",
     "inserts {0} at the start of {1}"),
    (r"(@\d+) is extended (?:by|with) (@\d+)", "extends {0} by {1}"),
    (r"(@\d+) is (?:cleared|emptied)", "clears {0}"),
    (r"(@\d+) is sorted in place", "sorts {0} in place"),
    (r"(@\d+) is reversed in place", "reverses {0} in place"),
    (r"(@\d+) is reversed", "reverses {0}"),
    (rf"(@\d+) is (increased|decreased) by {AMOUNT}", "{1}s {0} by {2}"),
    (rf"(@\d+) is multiplied by {AMOUNT}", "multiplies {0} by {1}"),
    (rf"(@\d+) is divided by {AMOUNT}", "divides {0} by {1}"),
    (r"(@\d+) is doubled", "doubles {0}"),
    (rf"{AMOUNT} is (?:subtracted) from (@\d+)", "subtracts {0} from {1}"),
    (rf"{AMOUNT} is added to (@\d+)", "adds {0} to {1}"),
    (r"(@\d+) and (@\d+) are swapped", "swaps {0} and {1}"),
)  # fmt: skip
STEMS = {"appended": "append", "added": "add", "removed": "remove", "popped": "pop",
         "increased": "increase", "decreased": "decrease"}  # fmt: skip


def passive(text: str, codes: Codes) -> Alter | None:
    """The change that a sentence in the passive tells of."""
    for pattern, active in PASSIVE:
        if m := re.fullmatch(pattern, text):
            words = [STEMS.get(g, g) for g in m.groups()]
            return altered(active.format(*words), codes)
    if m := re.fullmatch(
        rf"(@\d+) is (increment|decrement)ed((?: by {AMOUNT})?(?: to {V})?)", text
    ):
        return altered(f"{m[2]}s {m[1]}{m[3]}", codes)
    return None


def imperative(text: str, codes: Codes) -> Alter | None:
    """`We append …`, `Append …`, `It appends …`."""
    if m := re.fullmatch(r"(?:[Ww]e )?([A-Za-z]+) (.+)", text):
        verb = VERBS.get(m[1].lower())
        if verb and (text[0].lower() != "w" or text.lower().startswith("we ")):
            return altered(f"{verb} {m[2]}", codes)
    if m := re.fullmatch(r"(?:[Ii]t|[Tt]he function|[Tt]he program) (.+)", text):
        return altered(m[1], codes)
    return None
