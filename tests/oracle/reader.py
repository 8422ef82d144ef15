"""Reads sentences by regular expressions: code is cut out first and stands as `@0`, `@1`, …"""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102, C901, PLR0912

from __future__ import annotations

import ast
import functools
import re
import unicodedata
from dataclasses import dataclass

from .literals import NotALiteral, parse_literal
from .values import Value

WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
N = r"(\d+|" + "|".join(WORDS) + ")"
ORD = r"(\d+(?:st|nd|rd|th)|" + "|".join(ORDINALS) + ")"
WITHIN = "(?:On|In|During)"
PASS = rf"(?:[Pp]ass {N} of the loop on line {N}|[Tt]he {ORD} pass of the loop on line {N})"
CALL = rf"(?:[Cc]all {N} of @(\d+)|[Tt]he {ORD} call of @(\d+))"
ATOM = (
    r"@\d+ (?:(?:is not equal to|is equal to|is not|is|equals|does not equal|has type|is of type)"
    r" @\d+|is not defined|is defined)"
)
JOIN = r"(?:, and |, | and )"
ATOMS = rf"({ATOM}(?:{JOIN}{ATOM})*)"
VALUE = r"(?:@\d+|a value of type @\d+)"
NOTES = (
    "Let us trace the call step by step", "Let us follow the call step by step",
    "Let us walk through the execution", "Here is what happens",
    "Here is what happens, step by step",
)  # fmt: skip


INVISIBLE = "".join(
    chr(c)
    for c in (
        0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164,
        0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0),
    )
)  # fmt: skip


class Unparsed(Exception):
    """No sentence of version 1."""


@dataclass(frozen=True)
class Prefix:
    """A context: `kind` is pass (number, line) or call (number, name)."""

    kind: str
    number: int
    where: int | str


@dataclass(frozen=True)
class Atom:
    """A part of a state claim: `kind` is is, not, type, defined or undefined."""

    kind: str
    expression: ast.expr
    value: object = None


@dataclass(frozen=True)
class Sentence:
    """A claim: its `form`, and what stands in it."""

    text: str
    form: str
    args: tuple[object, ...] = ()
    prefixes: tuple[Prefix, ...] = ()
    order: str = ""
    atoms: tuple[Atom, ...] = ()


def number(text: str) -> int:
    lower = text.lower()
    for words in (WORDS, ORDINALS):
        if lower in words:
            return words.index(lower) + 1
    return int(re.sub(r"\D", "", text))


class Codes:
    """The pieces of code of a line."""

    def __init__(self, text: str) -> None:
        self.found: list[str] = []
        if "@" in re.sub(r"``.*?``|`[^`]*`", "", text):
            raise Unparsed(text)
        self.plain = re.sub(r"``(?!`)(.+?)``|`([^`]+)`", self._keep, text)
        if "`" in self.plain:
            raise Unparsed(text)

    def _keep(self, match: re.Match[str]) -> str:
        code = match[1] if match[1] is not None else match[2]
        self.found.append(code.strip(" "))
        return f"@{len(self.found) - 1}"

    def code(self, token: str) -> str:
        return self.found[int(token.strip().lstrip("@"))]

    def literal(self, token: str) -> Value:
        try:
            return parse_literal(self.code(token))
        except NotALiteral as error:
            raise Unparsed(token) from error

    def expression(self, token: str) -> ast.expr:
        text = self.code(token)
        try:
            return ast.parse(text, mode="eval").body
        except (SyntaxError, ValueError) as error:
            raise Unparsed(text) from error

    def target(self, token: str) -> ast.expr:
        node = self.expression(token)
        if isinstance(node, ast.Name | ast.Attribute):
            return node
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return node
        raise Unparsed(token)

    def name(self, token: str) -> str:
        text = self.code(token)
        if not all(part.isidentifier() for part in text.split(".")):
            raise Unparsed(text)
        return text

    def prefix(self, groups: tuple[str | None, ...], kind: str) -> Prefix:
        a, b = (g for g in groups if g)
        where: int | str = number(b) if kind == "pass" else self.name(b)
        if number(a) < 1:
            raise Unparsed(a)
        return Prefix(kind, number(a), where)

    def value(self, text: str) -> object:
        """A Value, or the name of a type."""
        if text.startswith("a value of type "):
            return self.name(text[16:])
        return self.literal(text)

    def atoms(self, text: str) -> tuple[Atom, ...]:
        return tuple(self._atom(part) for part in re.findall(ATOM, text))

    def _atom(self, text: str) -> Atom:
        token, verb = text.split(" ", 1)
        if verb in ("is defined", "is not defined"):
            if not self.code(token).isidentifier():
                raise Unparsed(text)
            return Atom("defined" if verb == "is defined" else "undefined", self.expression(token))
        words, last = verb.rsplit(" ", 1)
        if words in ("has type", "is of type"):
            return Atom("type", self.expression(token), self.name(last))
        return Atom("not" if "not" in words else "is", self.expression(token), self.literal(last))


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


@functools.lru_cache(maxsize=100_000)
def read_line(text: str) -> tuple[Sentence, ...] | Sentence:
    """The sentences of a line without bullet; a heading is one Sentence. Raises Unparsed."""
    codes = Codes(text)
    if codes.plain.endswith(":"):
        return heading(text, codes)
    parts = re.split(r"(?<=\.) (?=[A-Z@])", codes.plain)
    return tuple(sentence(part, codes) for part in parts)


def heading(text: str, codes: Codes) -> Sentence:
    match = re.fullmatch(rf"(?:(?:{WITHIN} )?{PASS}|(?:In )?{CALL})(?: \({ATOMS}\))?:", codes.plain)
    if not match or not text[0].isupper():
        raise Unparsed(text)
    kind = "pass" if any(match.groups()[:4]) else "call"
    prefix = codes.prefix(match.groups()[:8], kind)
    atoms = codes.atoms(match[9]) if match[9] else ()
    return Sentence(text, "heading", prefixes=(prefix,), atoms=atoms)


def sentence(text: str, codes: Codes) -> Sentence:
    shown = re.sub(r"@(\d+)", lambda m: f"`{codes.found[int(m[1])]}`", text)
    if not text.endswith("."):
        raise Unparsed(text)
    rest, order = text[:-1], ""
    if match := re.match(r"(Then |Next, |Now |After that, |Earlier, |Later, )(?=[a-z@])", rest):
        order = match[1][:-2] if match[1] in ("Earlier, ", "Later, ") else ""
        rest = upper(rest[match.end() :])
    elif not re.match(r"[A-Z@]", rest):
        raise Unparsed(text)
    if rest in NOTES:
        return Sentence(shown, "note")
    prefixes: list[Prefix] = []
    while match := re.match(rf"(?:{WITHIN} {PASS}|In {CALL}), (?=[a-z@])", rest):
        kind = "pass" if re.match(rf"{WITHIN} {PASS}", rest) else "call"
        prefixes.append(codes.prefix(match.groups(), kind))
        rest = upper(rest[match.end() :])
    form, args, atoms = claim(rest, codes, prefixes)
    if prefixes and form in ("call-result", "call-count", "answer", "total"):
        raise Unparsed(text)
    return Sentence(shown, form, args, tuple(prefixes), order, atoms)


Read = tuple[str, tuple[object, ...], tuple[Atom, ...]]


def claim(text: str, codes: Codes, prefixes: list[Prefix]) -> Read:
    for read in (state, lines, others):
        found = read(text, codes, prefixes)
        if found:
            return found
    raise Unparsed(text)


def state(text: str, codes: Codes, prefixes: list[Prefix]) -> Read | None:
    full = re.fullmatch
    if m := full(r"(@\d+) is (always|never) (@\d+)", text):
        return m[2], (codes.expression(m[1]), codes.literal(m[3])), ()
    if m := full(r"(?:At some point, )?(@\d+) is (@\d+)( at some point)?", text):
        if text.startswith("At some") != bool(m[3]):
            return "some", (codes.expression(m[1]), codes.literal(m[2])), ()
    if m := full(
        rf"At the (start|end) of (?:every|each) pass of the loop on line {N}, {ATOMS}", text
    ):
        return "every", (m[1], number(m[2])), codes.atoms(m[3])
    if m := full(rf"(Before|After|On) line {N}, {ATOMS}", text):
        return "state", (m[1].lower(), number(m[2])), codes.atoms(m[3])
    if m := full(rf"At the (start|end), {ATOMS}", text):
        return "state", (m[1],), codes.atoms(m[2])
    if m := full(rf"After the loop on line {N}, {ATOMS}", text):
        return "state", ("left", number(m[1])), codes.atoms(m[2])
    if m := full(rf"(?:At the (start|end) of|(After)) {PASS}, {ATOMS}", text):
        prefixes.append(codes.prefix(m.groups()[2:6], "pass"))
        return "state", (m[1] or "end",), codes.atoms(m[7])
    if prefixes and prefixes[-1].kind == "pass" and (m := full(ATOMS, text)):
        return "state", ("both",), codes.atoms(m[1])
    return None


def items(text: str, shape: str, codes: Codes) -> list[tuple[str, ...]] | None:
    """The groups of each of several joined by `and`."""
    bare = re.sub(r"\((?!\?)", "(?:", shape)
    if not re.fullmatch(rf"{bare}(?:{JOIN}{bare})*", text):
        return None
    return [m.groups() for m in re.finditer(shape, text)]


def lines(text: str, codes: Codes, prefixes: list[Prefix]) -> Read | None:
    """Forms about a line: 5.6–5.10, 5.12, 5.15, 5.16, 5.18, 5.19, 5.21, 5.22, 5.25, 5.26."""
    m = re.fullmatch(rf"(?:Line|On line) {N}(,?) (.+)", text)
    if not m or (m[2] == ",") != text.startswith("On"):
        return None
    line, rest = number(m[1]), m[3]
    full = re.fullmatch
    pairs: list[tuple[str, object]] | None = None
    if m[2]:
        if found := items(rest, rf"(@\d+) becomes ({VALUE})", codes):
            pairs = [(t, codes.value(v)) for t, v in found]
        elif m := full(rf"(@\d+) evaluates to ({VALUE})", rest):
            return "evaluates", (line, codes.expression(m[1]), codes.value(m[2])), ()
        elif m := full(r"the condition (@\d+) is (true|false)(.*)", rest):
            return condition(codes, line, m[1], m[2], m[3])
        elif m := full(r"(@\d+) changes from (@\d+) to (@\d+)", rest):
            expression, before = codes.expression(m[1]), codes.literal(m[2])
            return "changes", (line, expression, before, codes.literal(m[3])), ()
        else:
            return None
    elif rest.startswith("assigns "):
        found = items(rest[8:], rf"({VALUE}) to (@\d+)", codes)
        pairs = [(t, codes.value(v)) for v, t in found] if found else None
    elif m := full(r"(?:sets|binds) (.+)", rest):
        found = items(m[1], rf"(@\d+)(?: to ({VALUE}))?", codes)
        if found and len({bool(v) for _, v in found}) > 1:
            return None
        pairs = [(t, codes.value(v) if v else None) for t, v in found] if found else None
    if pairs:
        return "sets", (line, tuple((codes.target(t), v) for t, v in pairs)), ()
    if m := full(r"changes (@\d+)(?: from (@\d+))? to (@\d+)", rest):
        old = codes.literal(m[2]) if m[2] else None
        return "changes", (line, codes.expression(m[1]), old, codes.literal(m[3])), ()
    if m := full(r"leaves (@\d+) unchanged", rest):
        return "leaves", (line, codes.expression(m[1])), ()
    if m := full(r"deletes (@\d+)", rest):
        return "deletes", (line, codes.target(m[1])), ()
    if m := full(rf"evaluates (@\d+) to ({VALUE})", rest):
        return "evaluates", (line, codes.expression(m[1]), codes.value(m[2])), ()
    if m := full(
        rf"(?:runs(?: (once|twice)| {N} times?)?|never runs|does not run|is skipped)", rest
    ):
        if rest == "runs":
            return "runs", (line,), ()
        return "count", (line, times(m[1], m[2])), ()
    if m := full(rf"(breaks out of|continues with the next pass of) the loop on line {N}", rest):
        return "jumps", (line, m[1].startswith("b"), number(m[2])), ()
    if m := full(r"calls (@\d+)(?: with (.+))?", rest):
        given = items(m[2], r"(@\d+) = (@\d+)", codes) if m[2] else []
        if given is None:
            return None
        values = tuple((codes.name(a), codes.literal(v)) for a, v in given)
        return "calls", (line, codes.name(m[1]), values), ()
    if m := full(r"raises (@\d+)(?: with the message (@\d+))?", rest):
        return "raises", (line, codes.name(m[1]), codes.literal(m[2]) if m[2] else None), ()
    if m := full(r"(catches|defines|imports) (@\d+)", rest):
        return m[1], (line, codes.name(m[2])), ()
    if m := full(rf"returns ({VALUE})", rest):
        return "returns", (line, codes.value(m[1])), ()
    if m := full(r"(yields|prints) (@\d+)", rest):
        return m[1], (line, codes.literal(m[2])), ()
    if rest == "prints nothing":
        return "prints", (line, None), ()
    if rest == "does nothing":
        return "nothing", (line,), ()
    if m := full(r"enters a (@\d+) block", rest):
        return ("with", (line,), ()) if codes.code(m[1]) == "with" else None
    return None


def times(word: str | None, count: str | None) -> int:
    return {"once": 1, "twice": 2}[word] if word else number(count) if count else 0


def condition(codes: Codes, line: int, code: str, truth: str, rest: str) -> Read | None:
    m = re.fullmatch(rf"(?:, so line {N} (runs|is skipped))?", rest)
    if not m:
        return None
    then = (number(m[1]), m[2] == "runs") if m[1] else None
    return "condition", (line, codes.expression(code), truth == "true", then), ()


def others(text: str, codes: Codes, prefixes: list[Prefix]) -> Read | None:
    full = re.fullmatch
    if m := full(rf"The condition (@\d+) on line {N} is (true|false)(.*)", text):
        return condition(codes, number(m[2]), m[1], m[3], m[4])
    if m := full(
        rf"The loop on line {N} (?:makes (no|{N}) pass(?:es)?"
        rf"|(?:runs its body|runs|executes|iterates) (?:(once|twice)|{N} times?))",
        text,
    ):
        wanted = 0 if m[2] == "no" else times(m[4], m[3] or m[5])
        return "passes", (number(m[1]), wanted), ()
    if m := full(
        rf"The loop on line {N} ends because (its items run out|its condition is false"
        rf"|line {N} (breaks out of it|returns|raises))",
        text,
    ):
        ends = {"its items run out": "exhausted", "its condition is false": "false"}
        why = {"breaks out of it": "break", "returns": "return", "raises": "raise"}
        cause = why[m[4]] if m[4] else ends[m[2]]
        return "ends", (number(m[1]), (cause, number(m[3]) if m[3] else None)), ()
    if m := full(rf"{CALL} (returns ({VALUE})|raises (@\d+))", text):
        prefix = codes.prefix(m.groups()[:4], "call")
        result = codes.value(m[6]) if m[6] else codes.name(m[7])
        return "call-result", (prefix, bool(m[6]), result), ()
    if m := full(
        rf"(@\d+) is (?:called (?:(once|twice)|{N} times?)|never called|not called)", text
    ):
        return "call-count", (codes.name(m[1]), times(m[2], m[3])), ()
    if m := full(rf"(?:The (?:function|call) returns|The answer is|The result is) ({VALUE})", text):
        if m[1].startswith("@") or text.startswith("The function"):
            return "answer", (True, codes.value(m[1]), None), ()
    if m := full(r"The function raises (@\d+)(?: with the message (@\d+))?", text):
        message = codes.literal(m[2]) if m[2] else None
        return "answer", (False, codes.name(m[1]), message), ()
    if text == "The program prints nothing":
        return "total", (parse_literal("''"),), ()
    if m := full(r"The program prints (@\d+) in total", text):
        return "total", (codes.literal(m[1]),), ()
    if m := full(rf"The assertion on line {N} (holds|fails)", text):
        return "assertion", (number(m[1]), m[2] == "holds"), ()
    if m := full(rf"The case on line {N} (matches|does not match)", text):
        return "case", (number(m[1]), m[2] == "matches"), ()
    return None


def allowed(text: str) -> bool:
    """Whether a narration has only characters that may stand in it."""
    for line in text.split("\n"):
        outside = re.sub(r"``(?!`).+?``|`[^`]+`", "", line)
        if not all(" " <= c <= "~" for c in outside):
            return False
        for c in line:
            if c != " " and (unicodedata.category(c)[0] in "CZ" or c in INVISIBLE):
                return False
    return True
