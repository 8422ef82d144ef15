"""Reads places that are written, and what is taken out of them (semantics.md 5.103)."""

from __future__ import annotations

import ast
import re

from .atoms import Atom
from .changes import Alter
from .codes import ORD, Codes, N, Unparsed, V, number
from .pointed_forms import NO_OBJECT, PIECES
from .short_phrases import Made, one
from .values import Value

THING = r"(?: (?:element|item|value|character))?"
DICTIONARY = ast.Name("the dictionary", ast.Load())


def written(text: str, codes: Codes) -> list[Made] | None:
    """Where a value is written, and what something is split into."""
    full = re.fullmatch
    if m := full(rf"{V} is (?:written|moved|stored|put) (?:to|at|in|into) index {N}", text):
        return one("written-at", codes.literal(m[1]), number(m[2]))
    if m := full(rf"{V} is moved one position to the (left|right)", text):
        return one("moved-one", codes.literal(m[1]), 1 if m[2] == "right" else -1)
    if m := full(r"(@\d+) is split into (@\d+)(?: and | & )(@\d+)", text):
        codes.literal(m[2]), codes.literal(m[3])
        whole = ast.BinOp(codes.expression(m[2]), ast.Add(), codes.expression(m[3]))
        return one("bare", states=(Atom("equal", (codes.expression(m[1]), whole)),))
    if m := full(rf"both sides of (@\d+) are {V}", text):
        return sides(codes.expression(m[1]), codes.literal(m[2]), text)
    m = full(
        rf"(@\d+) is (true|false),? (?:because|since) both (?:lengths|sides|values|elements)"
        rf" are (?:{V}|{N})",
        text,
    )
    if m:
        node = codes.expression(m[1])
        value = codes.literal(m[3]) if m[3] else codes.amount(m[4])
        return [*sides(node, value, text), *one("next-truth", node, m[2] == "true")]
    return None


def sides(node: ast.expr, value: Value, text: str) -> list[Made]:
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        raise Unparsed(text)
    return [("bare", (), (Atom("is", (side,), value),)) for side in (node.left, *node.comparators)]


def taken_out(text: str, codes: Codes) -> list[Made] | None:
    """What is popped, by its place; keys that are deleted; what a sort gives."""
    full = re.fullmatch
    if m := full(rf"the (first|last|largest|smallest|only){THING} {V} is popped", text):
        return popped(m[1], codes.literal(m[2]))
    if m := full(rf"the {ORD} (?:element|item|value|character) {V} is popped", text):
        return popped(number(m[1]) - 1, codes.literal(m[2]))
    if m := full(rf"the (?:element|item|value|character) {V} at index {N} is popped", text):
        return popped(number(m[2]), codes.literal(m[1]))
    if m := full(rf"{V} is popped at index {N}", text):
        return popped(number(m[2]), codes.literal(m[1]))
    if m := full(rf"{V} is popped from the front", text):
        return popped("first", codes.literal(m[1]))
    if m := full(rf"the key {V} is deleted", text):
        return one("next-alter", Alter("remove-key", DICTIONARY, codes.literal(m[1])))
    if m := full(rf"(?:sorting( in reverse order)? gives|the sort changes the list to) {V}", text):
        return one("sort-gives", codes.literal(m[2]), bool(m[1]))
    return None


def popped(place: str | int, value: Value) -> list[Made]:
    return one("popped-place", Alter("pop", NO_OBJECT, value), place)


PIECES += [written, taken_out]
