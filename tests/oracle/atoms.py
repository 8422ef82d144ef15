"""Reads claims about a state (semantics.md 5.1 to 5.3, 5.30 to 5.33, 5.40, 5.54)."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .codes import ORD, Codes, N, Unparsed, V, number
from .values import Value

X = r"(@\d+|the length of @\d+)"  # what is compared
C = rf"(@\d+|{N[1:-1]})"  # a count
THINGS = "object|list|dict|dictionary|set"
IS = r"(is not equal to|is equal to|is not|is still|is again|is|equals|does not equal|remains|=)"
ORDERINGS = {
    "is greater than or equal to": "GtE", "is at least": "GtE", "is less than or equal to": "LtE",
    "is at most": "LtE", "is greater than": "Gt", "is larger than": "Gt", "is more than": "Gt",
    "exceeds": "Gt", "is less than": "Lt", "is smaller than": "Lt", "is in": "In",
}  # fmt: skip
RELATIONS = {
    "is divisible by": "divides", "is a multiple of": "divides", "contains": "contains",
    "starts with": "startswith", "begins with": "startswith", "ends with": "endswith",
}  # fmt: skip
TYPES = {
    "a list": "list", "a dict": "dict", "a dictionary": "dict", "a set": "set",
    "a tuple": "tuple", "a string": "str", "an integer": "int", "a float": "float",
}  # fmt: skip
PROPERTIES = (
    "empty", "positive", "negative", "even", "odd", "truthy", "falsy", "uppercase", "lowercase",
    "alphabetic", "alphanumeric", "sorted", "a digit", "a letter", "a vowel", "a space", "a comma",
    "a bracket", "an opening bracket", "a closing bracket",
)  # fmt: skip


@dataclass(frozen=True)
class Atom:
    """A claim about a state: `kind` says how `expressions` and `value` are to be read."""

    kind: str
    expressions: tuple[ast.expr, ...]
    value: object = None
    negated: bool = False

    @property
    def expression(self) -> ast.expr:
        return self.expressions[0]


def negations(verb: str) -> str:
    """The regular expression of a verb and its negation; the negation is the group `not`."""
    if verb.startswith("is "):
        return f"is (?P<not>not )?{verb[3:]}"
    base = {"exceeds": "exceed", "contains": "contain"}.get(verb) or verb.replace("s with", " with")
    return f"(?:{verb}|(?P<not>does not {base}))"


def called(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


def subject(codes: Codes, text: str) -> ast.expr:
    if text.startswith("the length of "):
        return called("len", codes.expression(text[14:]))
    return codes.expression(text)


def is_or_equals(codes: Codes, node: ast.expr, verb: str, value: str) -> Atom:
    negated = "not" in verb
    if codes.is_literal(value):
        return Atom("is", (node,), codes.literal(value), negated)
    if "equal" not in verb and verb != "=":
        raise Unparsed(value)
    return Atom("equal", (node, codes.expression(value)), negated=negated)


Made = Callable[[re.Match[str], Codes], Atom]
SHAPES: list[tuple[re.Pattern[str], Made]] = []


def shape(pattern: str) -> Callable[[Made], Made]:
    def kept(made: Made) -> Made:
        SHAPES.append((re.compile(pattern), made))
        return made

    return kept


@shape(r"(@\d+) is (not )?defined")
def _defined(m: re.Match[str], codes: Codes) -> Atom:
    if not codes.code(m[1]).isidentifier():
        raise Unparsed(m[0])
    return Atom("defined", (codes.expression(m[1]),), negated=bool(m[2]))


@shape(r"(@\d+) (?:has type|is (not )?of type) (@\d+)")
def _type(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("type", (codes.expression(m[1]),), codes.name(m[3]), bool(m[2]))


@shape(rf"(@\d+) is (not )?({'|'.join(TYPES)})")
def _type_word(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("type", (codes.expression(m[1]),), TYPES[m[3]], bool(m[2]))


@shape(rf"(@\d+) {IS} {V}")
def _is(m: re.Match[str], codes: Codes) -> Atom:
    return is_or_equals(codes, codes.expression(m[1]), m[2], m[3])


@shape(rf"(@\d+) (?:is now {V}|is {V} now)")
def _now(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("now", (codes.expression(m[1]),), codes.literal(m[2] or m[3]))


@shape(rf"(@\d+) and (@\d+) (?:are|refer to) (the same|not the same|different) ({THINGS})s?")
def _identity(m: re.Match[str], codes: Codes) -> Atom:
    return identity(codes, m[1], m[2], m[4], m[3] != "the same")


@shape(rf"(@\d+) is the same ({THINGS}) as (@\d+)")
def _identity_as(m: re.Match[str], codes: Codes) -> Atom:
    return identity(codes, m[1], m[3], m[2], False)


def identity(codes: Codes, one: str, other: str, word: str, negated: bool) -> Atom:
    kind = {"dictionary": "dict"}.get(word, word)
    return Atom("same", (codes.expression(one), codes.expression(other)), kind, negated)


@shape(r"(@\d+) and (@\d+) are (not )?equal")
def _equal(m: re.Match[str], codes: Codes) -> Atom:
    return is_or_equals(codes, codes.expression(m[1]), "not equals" if m[3] else "equals", m[2])


@shape(rf"(@\d+) is (not )?({'|'.join(PROPERTIES)})")
def _property(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("property", (codes.expression(m[1]),), m[3], bool(m[2]))


for _verb, _name in {**ORDERINGS, **RELATIONS}.items():

    @shape(rf"{X} {negations(_verb)} {X}")
    def _compared(m: re.Match[str], codes: Codes, name: str = _name) -> Atom:
        groups = [g for g in m.groups() if g and g != m["not"]]
        pair = (subject(codes, groups[0]), subject(codes, groups[1]))
        kind = "compare" if name in ("Gt", "GtE", "Lt", "LtE", "In") else name
        return Atom(kind, pair, name, bool(m["not"]))


@shape(r"(@\d+) is (not )?(longer|shorter) than (@\d+)")
def _longer(m: re.Match[str], codes: Codes) -> Atom:
    pair = called("len", codes.expression(m[1])), called("len", codes.expression(m[4]))
    return Atom("compare", pair, "Gt" if m[3] == "longer" else "Lt", bool(m[2]))


@shape(rf"(?:the length of (@\d+) is (not )?{C}|(@\d+) has length {C})")
def _length(m: re.Match[str], codes: Codes) -> Atom:
    node = codes.expression(m[1] or m[4])
    return Atom("length", (node,), ("", codes.count(m[3] or m[5])), bool(m[2]))


@shape(rf"(@\d+) (?:has|contains) ({N[1:-1]}|@\d+|no) (element|item|character|key)s?")
def _elements(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("length", (codes.expression(m[1]),), (m[3], codes.count(m[2])))


@shape(rf"the (last|{ORD[1:-1]}) (element|item|character) (?:of|in) (@\d+) is (not )?{V}")
def _part(m: re.Match[str], codes: Codes) -> Atom:
    index = ast.Constant(-1 if m[1] == "last" else number(m[1]) - 1)
    return Atom("part", (codes.expression(m[3]), index), (m[2], codes.literal(m[5])), bool(m[4]))


@shape(rf"the (element|item|character) at index {C} (?:of|in) (@\d+) is (not )?{V}")
def _at_index(m: re.Match[str], codes: Codes) -> Atom:
    word = m[2]
    index = codes.expression(word) if word.startswith("@") else ast.Constant(number(word))
    return Atom("part", (codes.expression(m[3]), index), (m[1], codes.literal(m[5])), bool(m[4]))


@shape(
    rf"(@\d+) (?:(?:appears|occurs) (?:(once|twice)|{C} times?)|does not (?:appear|occur))"
    r" in (@\d+)"
)
def _appears(m: re.Match[str], codes: Codes) -> Atom:
    count = {"once": 1, "twice": 2}[m[2]] if m[2] else codes.count(m[3]) if m[3] else 0
    return Atom("count", (codes.expression(m[1]), codes.expression(m[4])), count)


@shape(
    rf"the (sum|largest element|highest element|maximum|smallest element|lowest element|minimum)"
    rf" of (@\d+) {IS} {V}"
)
def _extreme(m: re.Match[str], codes: Codes) -> Atom:
    word = m[1].split()[0]
    name = {"sum": "sum", "largest": "max", "highest": "max", "maximum": "max"}.get(word, "min")
    return is_or_equals(codes, called(name, codes.expression(m[2])), m[3], m[4])


@shape(r"(@\d+) (holds|does not hold)")
def _holds(m: re.Match[str], codes: Codes) -> Atom:
    return Atom("holds", (codes.expression(m[1]),), negated="not" in m[2])


def atom(text: str, codes: Codes) -> Atom | None:
    for pattern, made in SHAPES:
        if m := pattern.fullmatch(text):
            try:
                return made(m, codes)
            except Unparsed:
                continue
    return None


def cuts(text: str, joints: str = r", and | and |, ") -> Iterator[tuple[str, str]]:
    """The ways to cut a text in two at a joint, the shortest first part first."""
    for m in re.finditer(joints, text):
        yield text[: m.start()], text[m.end() :]


def atoms(text: str, codes: Codes) -> tuple[Atom, ...] | None:
    """Several joined by `and`; None where the text is something else."""

    @functools.cache
    def read(rest: str, comma: bool) -> tuple[Atom, ...] | None:
        whole = atom(rest, codes)
        if whole is not None and not comma:
            return (whole,)
        for joint in (", and ", " and ", ", "):
            for head, tail in cuts(rest, re.escape(joint)):
                first = atom(head, codes)
                if first is not None and (more := read(tail, joint == ", ")) is not None:
                    return (first, *more)
        return None

    return read(text, comma=False)


def as_value(value: object) -> Value:
    assert isinstance(value, Value)
    return value
