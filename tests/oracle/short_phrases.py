"""Reads the clauses of sections 5.90 to 5.95 of the semantics: each says a thing in few words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from .atoms import Atom, atom
from .codes import ORD, Codes, N, Unparsed, V, number
from .phrases import LOOP, Loop, the_loop
from .values import Value

Made = tuple[str, tuple[object, ...], tuple[Atom, ...]]
Reader = Callable[[str, Codes], "list[Made] | None"]

BECOMES = (
    "becomes|is set to|is initialized to|is updated to|is assigned|starts at|starts as|begins at"
    "|reaches|moves to|is reset to|is recomputed as"
)
UP = "rises|grows|climbs|increases|is increased|is raised"
DOWN = "drops|falls|decreases|is reduced|is lowered"
LISTED = r"(@\d+(?:(?:, and |, | and | & )@\d+)*)"
EQUAL = r"@\d+ = @\d+"
GIVEN = rf"(?P<given>{EQUAL}(?:(?:, and |, | and | & ){EQUAL})*)"
CALLED_WITH = re.compile(rf"(?P<call>@\d+) is called with {GIVEN}")
COUNTED = rf"(?:(?P<word>once|twice)|(?P<count>{N[1:-1]}) times?)"
THE_WHOLE = "the container"
"""Stands for what the sentence before names an element of (5.90)."""
COMPARISONS = ("is", "compare", "contains", "divides", "startswith", "endswith")


def one(form: str, *args: object, states: tuple[Atom, ...] = ()) -> list[Made]:
    return [(form, args, states)]


def short_piece(text: str, codes: Codes) -> list[Made] | None:
    """The claims of one clause."""
    for read in (passing, directions, other_values, tests, calls, taken):
        if found := read(text, codes):
            return found
    return None


def listed(text: str) -> list[str]:
    return re.findall(r"@\d+", text)


def literals(text: str, codes: Codes, *, whole: bool = False) -> tuple[Value, ...]:
    """The values of a list; those of a single span `2, 3`, too (`whole`: of a tuple)."""
    tokens = listed(text)
    if len(tokens) == 1 and (whole or not codes.code(tokens[0]).strip().startswith(("(", "["))):
        held = codes.literal(tokens[0])
        if held.kind == "tuple":
            assert isinstance(held.data, tuple)
            return held.data
    return tuple(codes.literal(token) for token in tokens)


def as_list(values: tuple[Value, ...]) -> Value:
    return Value("list", "list", values)


def called(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


def passing(text: str, codes: Codes) -> list[Made] | None:
    """What is so at the end, said in passing; elements of what is not named again."""
    if m := re.fullmatch(r"(.+) at the (start|end)", text):
        found = atom(m[1], codes)
        if found is not None and found.kind in COMPARISONS:
            return one("passing", m[2], states=(found,))
    if m := re.fullmatch(rf"the (final|initial) value of (@\d+) is (not )?{V}", text):
        state = Atom("is", (codes.expression(m[2]),), codes.literal(m[4]), bool(m[3]))
        return one("passing", "end" if m[1] == "final" else "start", states=(state,))
    if m := re.fullmatch(rf"the (last|{ORD[1:-1]}) (element|item) is (not )?{V}", text):
        index = ast.Constant(-1 if m[1] == "last" else number(m[1]) - 1)
        whole = ast.Name(THE_WHOLE, ast.Load())
        part = (m[2], codes.literal(m[4]))
        return one("bare", states=(Atom("part", (whole, index), part, bool(m[3])),))
    return None


def directions(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(r"(@\d+) has (increased|decreased)", text):
        return one("has-moved", codes.expression(m[1]), m[2] == "increased")
    if m := full(rf"(@\d+) (?:({UP})|{DOWN})(?: from {V})? to {V}", text):
        node = codes.expression(m[1])
        made: list[Made] = []
        if m[3]:
            made = one("bare", states=(Atom("is", (node,), codes.literal(m[3])),))
        made += one("next-set", codes.target(m[1]), codes.literal(m[4]))
        return made + one("has-moved", node, bool(m[2]))
    if m := full(rf"(@\d+) (?:is moved|advances) to {V}", text):
        return one("moved-to", codes.target(m[1]), codes.literal(m[2]))
    return None


def other_values(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    m = full(rf"(@\d+) (?:{BECOMES}) (@\d+)", text) or (
        full(r"(?:we )?(?:set|initialize|update) (@\d+) to (@\d+)", text)
    )
    if m and not codes.is_literal(m[2]):
        return one("set-to", codes.target(m[1]), codes.expression(m[2]))
    if (m := full(r"(@\d+) is returned", text)) and not codes.is_literal(m[1]):
        return one("returned-expression", codes.expression(m[1]))
    if m := full(rf"{V} is stored in (@\d+)", text):
        return one("stored", codes.target(m[2]), codes.literal(m[1]))
    if m := full(rf"(@\d+) is converted to {V}", text):
        value = codes.literal(m[2])
        if value.type not in ("int", "float", "bool", "str", "list", "tuple", "set"):
            raise Unparsed(text)
        return one("next-value", called(value.type, codes.expression(m[1])), value, False)
    if m := full(rf"(@\d+) gives the (?:values|pairs|numbers) {LISTED}", text):
        node = called("list", codes.expression(m[1]))
        state = Atom("is", (node,), as_list(literals(m[2], codes)))
        return one("bare", states=(state,))
    if m := full(r"(@\d+) gives (@\d+) = (@\d+)(?: and |, and |, | & )(@\d+) = (@\d+)", text):
        pair = (codes.literal(m[3]), codes.literal(m[5]))
        made = one("next-value", codes.expression(m[1]), Value("tuple", "tuple", pair), False)
        for token, value in zip((m[2], m[4]), pair, strict=True):
            made += one("next-set", codes.target(token), value)
        return made
    m = full(rf"(?P<it>@\d+) is divisible by none of (?P<by>{LISTED[1:-1]})", text) or (
        full(rf"none of (?P<by>{LISTED[1:-1]}) divides (?P<it>@\d+)", text)
    )
    if m:
        node = codes.expression(m["it"])
        found = literals(m["by"], codes, whole=True)
        by = [ast.parse(repr(v.data), mode="eval").body for v in found if v.kind == "scalar"]
        if len(by) == len(found):
            return [
                ("bare", (), (Atom("divides", (node, each), "divides", negated=True),))
                for each in by
            ]
    return None


def tests(text: str, codes: Codes) -> list[Made] | None:
    """Conditions by their place (5.93)."""
    full = re.fullmatch
    if m := full(
        rf"the {ORD} (?:condition|of the {N} conditions) is (?:now )?(true|false|not met)", text
    ):
        of = number(m[2]) if m[2] else None
        return one("nth-condition", number(m[1]), of, {"true": True, "false": False}.get(m[3]))
    m = full(rf"the {ORD} (@\d+) is (taken|not taken|skipped)", text)
    if m and codes.code(m[2]) == "if":
        return one("nth-condition", number(m[1]), None, True if m[3] == "taken" else None)
    if text == "neither condition is true":
        return [("nth-condition", (k, 2, False), ()) for k in (1, 2)]
    if m := full(rf"the condition of {LOOP} is (?:now )?(true|false)", text):
        *groups, word = m.groups()
        loop = the_loop(tuple(groups), codes)
        return one("loop-condition", loop, word == "true") if loop.line is None else None
    m = full(r"the (@\d+) condition is (?:now )?(true|false)", text)
    if m and codes.code(m[1]) == "while":
        return one("loop-condition", Loop(keyword="while"), m[2] == "true")
    return None


def calls(text: str, codes: Codes) -> list[Made] | None:
    """Calls with their arguments, and which one of several (5.94)."""
    if m := CALLED_WITH.fullmatch(text):
        return called_with(m, codes)
    if m := re.fullmatch(rf"(@\d+) is called for the {ORD} time", text):
        if number(m[2]) < 1:
            raise Unparsed(text)
        return one("called-nth", codes.expression(m[1]), number(m[2]))
    return None


def called_with(m: re.Match[str], codes: Codes) -> list[Made]:
    pairs = re.findall(r"(@\d+) = (@\d+)", m["given"])
    given = tuple((codes.name(a), codes.literal(v)) for a, v in pairs)
    if len({name for name, _ in given}) < len(given):
        raise Unparsed(m[0])  # each parameter is named once (5.16)
    return one("called-here", codes.expression(m["call"]), given)


def taken(text: str, codes: Codes) -> list[Made] | None:
    """What a loop takes up (5.95)."""
    if m := re.fullmatch(rf"(@\d+) takes the values {LISTED}", text):
        return one("takes", codes.name(m[1]), literals(m[2], codes))
    if m := re.fullmatch(
        rf"{LOOP} (?:runs|iterates|goes) (?:over|through)"
        rf" (?:the (?P<kind>list|string|dictionary) )?"
        rf"(?P<first>the first {N} elements of )?(?P<what>@\d+)(?: = (?P<value>@\d+))?",
        text,
    ):
        if not re.search(r" (?:(?:runs|iterates) over|goes through) ", text):
            return None
        groups = m.groups()
        node = codes.expression(m["what"])
        if m["first"]:
            last = ast.Constant(number(groups[7]))
            node = ast.Subscript(node, ast.Slice(None, last), ast.Load())
            if m["kind"]:
                return None
        value = codes.literal(m["value"]) if m["value"] else None
        return one("runs-over", the_loop(groups[:5], codes), node, value, m["kind"])
    if m := re.fullmatch(rf"(@\d+) occurs {COUNTED}", text):
        count = {"once": 1, "twice": 2}[m["word"]] if m["word"] else number(m["count"])
        return one("occurs", codes.literal(m[1]), count)
    return None
