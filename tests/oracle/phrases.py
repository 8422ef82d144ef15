"""Reads contexts: headings, prefixes of sentences, and loops that are named without a line."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .codes import ORD, Codes, N, Unparsed, number
from .program import dump

WITHIN = "(?:On|In|During|on|in|during)"
ROUND = "(?:pass|iteration)"
THIS = "this (?:pass|iteration|round)"
LOOP = (
    rf"(?:the loop on line {N}|the loop over (@\d+)|the (@\d+) loop(?: over (@\d+))?"
    rf"|the (outer|inner|{ORD[1:-1]}) loop|the loop)"
)
LOOP_GROUPS = 5
PASS = rf"(?:[Pp]ass {N} of the loop on line {N}|[Tt]he {ORD} pass of the loop on line {N})"
CALL = rf"(?:[Cc]all {N} of @(\d+)|[Tt]he {ORD} call of @(\d+))"
NUMBERS = rf"{N[1:-1]}"
SEVERAL = rf"passes ({NUMBERS})(?: to ({NUMBERS})|((?:, (?:{NUMBERS}))*,? and (?:{NUMBERS})))"
Groups = tuple[str | None, ...]


@dataclass(frozen=True)
class Loop:
    """A loop named by its line, or by words: `keyword`, what it is `over`, and its `rank`."""

    line: int | None = None
    keyword: str = ""
    over: str = ""  # a dumped tree
    rank: str | int = ""  # outer, inner, or its number in the order of the source


@dataclass(frozen=True)
class Prefix:
    """A context; its `kind` is pass, this, next, call, passes, over, after, where, item, label or
    told."""

    kind: str
    number: object = None  # of a pass, call or label; of passes (() for every one); an item's Value
    where: object = None  # Loop, a function's name, pairs, a label, or the call that is told
    heading: bool = False
    alone: bool = False  # a pass by its number, without a word of its loop


def the_loop(groups: Groups, codes: Codes) -> Loop:
    """The loop that the groups of LOOP name."""
    line, over, keyword, over_too, rank = groups
    if line:
        return Loop(line=number(line))
    word = codes.code(keyword) if keyword else ""
    if keyword and word not in ("for", "while"):
        raise Unparsed(word)
    looped = over or over_too
    text = dump(codes.expression(looped)) if looped else ""
    place = rank if rank in ("outer", "inner", None) else number(rank)
    return Loop(None, word, text, place or "")


def pass_prefix(groups: Groups) -> Prefix:
    a, b = (g for g in groups if g)
    if number(a) < 1:
        raise Unparsed(a)
    return Prefix("pass", number(a), Loop(number(b)))


def call_prefix(groups: Groups, codes: Codes) -> Prefix:
    a, b = (g for g in groups if g)
    if number(a) < 1:
        raise Unparsed(a)
    return Prefix("call", number(a), codes.name(b))


def round_prefix(m: re.Match[str], codes: Codes) -> Prefix:
    if number(m[1]) < 1:
        raise Unparsed(m[1])
    loop = the_loop(m.groups()[1:], codes)
    return Prefix("pass", number(m[1]), loop, alone=" of " not in m[0])


def several(m: re.Match[str]) -> tuple[int, ...]:
    first = number(m[1])
    if m[2]:
        numbers = tuple(range(first, number(m[2]) + 1))
    else:
        rest = re.findall(NUMBERS, m[3])
        numbers = (first, *map(number, rest))
    if len(numbers) < 2 or list(numbers) != sorted(set(numbers)) or first < 1:
        raise Unparsed(m[0])
    return numbers


PAIR = r"@\d+ (?:=|is|equals) @\d+"
PAIRS = rf"{PAIR}(?:(?:, | and |, and ){PAIR})*"
WHERE = rf"(?:At|When|With|For|at|when|with|for) ({PAIRS})"
INDEXED = ("index", "position", "row", "column", "level")
LABELS = (*INDEXED, "turn", "word", "order", "event", "pair")
LABEL = rf"({'|'.join(LABELS)}) {N}"


def context(text: str, codes: Codes, *, heading: bool = False) -> Prefix | None:
    """The context that a whole phrase opens, without its comma or colon."""
    full = re.fullmatch
    within = f"(?:{WITHIN} )?" if heading else f"{WITHIN} "
    if m := full(rf"{within}{PASS}", text):
        return pass_prefix(m.groups())
    if m := full(rf"{'(?:[Ii]n )?' if heading else '[Ii]n '}{CALL}", text):
        return call_prefix(m.groups(), codes)
    if m := full(rf"{within}{SEVERAL} of the loop on line {N}", text) or (
        full(rf"{SEVERAL.replace('passes', 'Passes', 1)} of the loop on line {N}", text)
        if heading else None
    ):  # fmt: skip
        return Prefix("passes", several(m), Loop(number(m[4])))
    every = "(?:(?:On|For|In|During|on|for|in|during) )" + ("?" if heading else "")
    if m := full(rf"{every}(?:[Ee]very|[Ee]ach) pass of the loop on line {N}", text):
        return Prefix("passes", (), Loop(number(m[1])))
    if m := full(rf"{every}(?:[Ee]very|[Ee]ach) {ROUND}(?: of {LOOP})?", text):
        return Prefix("passes", (), the_loop(m.groups(), codes))
    if m := full(
        rf"[Oo]ver (?:the loop|the {N} passe?s?|all passes of the loop|the {N} pass)"
        rf"(?: of the loop)? on line {N}",
        text,
    ):
        wanted = m[1] or m[2]
        if bool(wanted) == (" of the loop" in text and "all" not in text):
            return Prefix("over", number(wanted) if wanted else None, Loop(number(m[3])))
    if m := full(rf"{within}{ROUND} {N}(?: of {LOOP})?", text) or (
        full(rf"(?:Pass|Iteration) {N}(?: of {LOOP})?", text) if heading else None
    ):
        return round_prefix(m, codes)
    if m := full(rf"{within}[Tt]he {ORD} {ROUND}(?: of {LOOP})?", text):
        return round_prefix(m, codes)
    if not heading and full(rf"[Ii]n {THIS}", text):
        return Prefix("this")
    if full(rf"{WITHIN} the next {ROUND}", text):
        return Prefix("next", heading=heading)
    if m := full(rf"[Aa]fter {LOOP}", text):
        return Prefix("after", None, the_loop(m.groups(), codes))
    if m := full(WHERE if not heading else rf"(?:{WHERE}|({PAIRS}))", text):
        pairs = m[1] or (m[2] if heading else "")
        return Prefix("where", None, where(pairs, codes), heading)
    return item(text, codes, heading=heading) or told(text, codes, heading=heading)


def item(text: str, codes: Codes, *, heading: bool) -> Prefix | None:
    """The pass of an item (§3.3), or one with a label (5.83)."""
    full = re.fullmatch
    m = full(r"[Ff]or (@\d+)" if not heading else r"(?:[Ff]or )?(@\d+)", text)
    if m and codes.is_literal(m[1]):
        return Prefix("item", codes.literal(m[1]), None, heading)
    label = rf"(?:[Aa]t|[Ii]n) {LABEL}"
    if m := full(rf"(?:{label}|{LABEL})" if heading else label, text[:1].lower() + text[1:]):
        word, count = [g for g in m.groups() if g]
        return Prefix("label", number(count), word, heading)
    return None


def told(text: str, codes: Codes, *, heading: bool) -> Prefix | None:
    """A call that is being told, by its arguments (§3.4)."""
    shapes = (
        r"(?:[Cc]all |[Ii]n call |[Bb]ack in |[Ii]n )?(@\d+)"
        if heading
        else r"(?:[Bb]ack in|[Ii]n(?: call)?) (@\d+)"
    )
    if m := re.fullmatch(shapes, text):
        node = codes.expression(m[1])
        if isinstance(node, ast.Call):
            return Prefix("told", None, node, heading)
    return None


def where(text: str, codes: Codes) -> tuple[tuple[ast.expr, object], ...]:
    found = re.findall(r"(@\d+) (?:=|is|equals) (@\d+)", text)
    return tuple((codes.expression(a), codes.literal(b)) for a, b in found)
