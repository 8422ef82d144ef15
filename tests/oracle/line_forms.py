"""Reads claims about a line: 5.6 to 5.26, 5.34 to 5.37, 5.41, 5.66, 5.67 and 5.69."""

# One branch for each form.

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102

from __future__ import annotations

import re

from .atoms import IS, Atom, atoms
from .changes import Alter, altered, passive
from .codes import Codes, N, V, number
from .phrases import NUMBERS
from .pointed_forms import MAKING
from .program import dump
from .short_phrases import Made

JOIN = r"(?:, and |, | and )"
VALUE = rf"({V[1:-1]}|a value of type @\d+)"


def items(text: str, shape: str) -> list[tuple[str, ...]] | None:
    """The groups of each of several joined by `and`."""
    bare = re.sub(r"\((?!\?)", "(?:", shape)
    if not re.fullmatch(rf"{bare}(?:, {bare})*(?:,? and {bare})?", text):
        return None
    return [m.groups() for m in re.finditer(shape, text)]


def times(word: str | None, count: str | None) -> int:
    return {"once": 1, "twice": 2}[word] if word else number(count) if count else 0


def one(form: str, *args: object, states: tuple[Atom, ...] = ()) -> list[Made]:
    return [(form, args, states)]


def line_form(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(rf"(@\d+) is unchanged by line {N}", text):
        return one("leaves", number(m[2]), codes.expression(m[1]))
    if m := re.match(rf"(Before|After|On) line {N}, ", text):
        states = atoms(text[m.end() :], codes)
        if states is not None:
            return one("state", m[1].lower(), number(m[2]), states=states)
    m = re.fullmatch(rf"(?:Line|On line) {N}(,?) (.+)", text)
    if not m or (m[2] == ",") != text.startswith("On"):
        return None
    line, rest = number(m[1]), m[3]
    found = on_line(line, rest, codes) if m[2] else of_line(line, rest, codes)
    return found or with_tail(line, rest, codes, on=bool(m[2]))


def with_tail(line: int, rest: str, codes: Codes, *, on: bool) -> list[Made] | None:
    """A change, and what is so then."""
    read = on_line if on else of_line
    patterns = (
        rf"(.+), (?:{MAKING}) (?P<value>{V[1:-1]})",
        rf"(.+), making (?P<place>@\d+)(?: equal to)? (?P<value>{V[1:-1]})",
        rf"(.+),? so(?: that)? (?P<place>@\d+) (?:is now|becomes|is) (?P<value>{V[1:-1]})",
        (
            r"(.+?),? and (?:through )?(?P<other>@\d+) as well"
            r"(?:, since both (?:are the same (?:list|dict|dictionary|set|object)"
            r"|names refer to the same object))?"
        ),
    )
    for pattern in patterns:
        m = re.fullmatch(pattern, rest)
        if not m:
            continue
        change = read(line, m[1].rstrip(","), codes)
        if not change or change[0][0] != "alters":
            continue
        alter = change[0][1][1]
        assert isinstance(alter, Alter)
        groups = m.groupdict()
        if groups.get("other"):
            pair = (alter.node, codes.expression(groups["other"]))
            return [*change, ("state", ("after", line), (Atom("same", pair, "object"),))]
        place = codes.expression(groups["place"]) if groups.get("place") else alter.node
        state = Atom("is", (place,), codes.literal(groups["value"]))
        return [*change, ("state", ("after", line), (state,))]
    return None


def alters(line: int, change: Alter | None) -> list[Made] | None:
    if change is None:
        return None
    made: list[Made] = one("alters", line, change)
    if change.becomes is not None:
        made += one("state", "after", line, states=(Atom("is", (change.node,), change.becomes),))
    return made


def derivation(line: int, text: str, codes: Codes, way: str) -> list[Made] | None:
    first = {"on": "(?:=|is|becomes)", "sets": "to", "computes": "="}[way]
    m = re.fullmatch(rf"(@\d+) {first} (@\d+)((?: = @\d+)*)", text)
    if not m:
        return None
    parts = [m[1], m[2], *re.findall(r"@\d+", m[3])]
    if len(parts) < 3 or not codes.is_literal(parts[-1]):
        return None
    nodes = tuple(codes.expression(p) for p in parts[:-1])
    return one("derived", line, nodes, codes.literal(parts[-1]), way)


def on_line(line: int, rest: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if found := items(rest, rf"(@\d+) becomes {VALUE}"):
        return one("sets", line, tuple((codes.target(t), codes.value(v)) for t, v in found))
    if steps := derivation(line, rest, codes, "on"):
        return steps
    if m := full(rf"(@\d+) evaluates to {VALUE}", rest):
        return one("evaluates", line, codes.expression(m[1]), codes.value(m[2]))
    if m := full(r"the condition (@\d+) is (true|false)(.*)", rest):
        return condition(codes, line, m[1], m[2], m[3], ())
    if m := full(rf"(@\d+) changes from {V} to {V}", rest):
        pair = (codes.literal(m[2]), codes.literal(m[3]))
        return one("changes", line, codes.expression(m[1]), *pair)
    if m := full(r"(@\d+) is not evaluated", rest):
        return one("not-evaluated", line, codes.expression(m[1]))
    return alters(line, passive(rest, codes))


def of_line(line: int, rest: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    pairs: list[tuple[str, object]] | None = None
    if rest.startswith(("sets ", "binds ", "updates ")):
        text = rest.split(" ", 1)[1]
        if steps := derivation(line, text, codes, "sets"):
            return steps
        got = items(text, rf"(@\d+)(?: to {VALUE})?")
        if got and len({bool(v) for _, v in got}) == 1:
            pairs = [(t, codes.value(v) if v else None) for t, v in got]
    elif rest.startswith("computes "):
        return derivation(line, rest[9:], codes, "computes")
    elif rest.startswith("assigns "):
        got = items(rest[8:], rf"{VALUE} to (@\d+)")
        pairs = [(t, codes.value(v)) for v, t in got] if got else None
    elif m := full(rf"stores {V} in (@\d+)", rest):
        pairs = [(m[2], codes.literal(m[1]))]
    if pairs:
        return one("sets", line, tuple((codes.target(t), v) for t, v in pairs))
    if m := full(rf"sets the key (@\d+) of (@\d+) to {V}", rest):
        target = codes.target(codes.put(f"({codes.code(m[2])})[{codes.code(m[1])}]"))
        return one("sets", line, ((target, codes.literal(m[3])),))
    if m := full(rf"changes (@\d+)(?: from {V})? to {V}", rest):
        old = codes.literal(m[2]) if m[2] else None
        return one("changes", line, codes.expression(m[1]), old, codes.literal(m[3]))
    if m := full(r"(?:leaves (@\d+) unchanged|does not change (@\d+))", rest):
        return one("leaves", line, codes.expression(m[1] or m[2]))
    if m := full(rf"(?:leaves|keeps) (@\d+) at {V}", rest):
        return one("keeps", line, codes.expression(m[1]), codes.literal(m[2]))
    if m := full(r"deletes (@\d+)", rest):
        return one("deletes", line, codes.target(m[1]))
    if m := full(rf"evaluates (@\d+) to {VALUE}", rest):
        return one("evaluates", line, codes.expression(m[1]), codes.value(m[2]))
    if m := full(r"does not evaluate (@\d+)", rest):
        return one("not-evaluated", line, codes.expression(m[1]))
    return counts(line, rest, codes) or happens(line, rest, codes) or alters(
        line, altered(rest, codes)
    )  # fmt: skip


def counts(line: int, rest: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(
        rf"(?:runs(?: (once|twice)| {N} times?)?|never runs|does not run|is skipped)", rest
    ):
        return one("runs", line) if rest == "runs" else one("count", line, times(m[1], m[2]))
    if m := full(rf"runs at (least|most) (?:(once|twice)|{N} times?)", rest):
        return one("count-bound", line, m[1], times(m[2], m[3]))
    if m := full(rf"runs (?:(once|twice)|{N} times?) in total", rest):
        return one("total-runs", line, times(m[1], m[2]))
    if m := full(rf"runs for the (first time before|last time after) line {N} does", rest):
        return one("order", line, m[1].split()[0], number(m[2]))
    if m := full(rf"runs (before|after) line {N} for the (first|last) time", rest):
        if (m[1], m[3]) in (("before", "first"), ("after", "last")):
            return one("order", line, m[3], number(m[2]))
    if m := full(rf"never runs after line {N}", rest):
        return one("order", line, "never", number(m[1]))
    if m := full(
        rf"runs on pass(?:es)? ((?:{NUMBERS})(?: to (?:{NUMBERS})|(?:(?:, (?:{NUMBERS}))*,? and "
        rf"(?:{NUMBERS})))?) of the loop on line {N} only",
        rest,
    ):
        given = [number(w) for w in re.findall(NUMBERS, m[1])]
        if " to " in m[1]:
            given = list(range(given[0], given[1] + 1))
        return one("passes-only", line, tuple(given), number(m[2]))
    if m := full(r"(has no effect on|has an effect on|does not affect|affects) the answer", rest):
        return one("effect", line, m[1] in ("has an effect on", "affects"))
    return None


def happens(line: int, rest: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(rf"(breaks out of|continues with the next pass of) the loop on line {N}", rest):
        return one("jumps", line, m[1].startswith("b"), number(m[2]))
    if m := full(r"calls (@\d+)(?: with (.+))?", rest):
        given = items(m[2], r"(@\d+) = (@\d+)") if m[2] else []
        if given is None:
            return None
        values = tuple((codes.name(a), codes.literal(v)) for a, v in given)
        if len({name for name, _ in values}) < len(values):
            return None
        return one("calls", line, codes.name(m[1]), values)
    if m := full(r"raises (@\d+)(?: with the message (@\d+))?", rest):
        return one("raises", line, codes.name(m[1]), codes.literal(m[2]) if m[2] else None)
    if m := full(r"(catches|defines|imports) (@\d+)", rest):
        return one(m[1], line, codes.name(m[2]))
    if m := full(rf"returns {VALUE}", rest):
        return one("returns", line, codes.value(m[1]))
    if m := full(r"(yields|prints) (@\d+)", rest):
        return one(m[1], line, codes.literal(m[2]))
    if rest == "prints nothing":
        return one("prints", line, None)
    if rest == "does nothing":
        return one("nothing", line)
    if m := full(r"enters a (@\d+) block", rest):
        return one("with", line) if codes.code(m[1]) == "with" else None
    return None


REASON = r"@\d+ (?:is equal to|equals|is) @\d+"


def reasons(text: str, codes: Codes) -> tuple[Atom, ...] | None:
    found = atoms(text, codes)
    if found is None or any(a.kind != "is" or a.negated for a in found):
        return None
    given = {dump(a.expression) for a in found}
    return found if len(given) == len(found) else None  # of each one value


def condition(
    codes: Codes, line: int, code: str, truth: str, rest: str, why: tuple[Atom, ...]
) -> list[Made] | None:
    then: tuple[int, bool] | None = None
    if m := re.fullmatch(rf"(.*), so line {N} (runs|is skipped)", rest):
        then, rest = (number(m[2]), m[3] == "runs"), m[1]
    if m := re.fullmatch(r" (?:because|since) (.+)", rest):
        got = reasons(m[1], codes)
        if got is None or why:
            return None
        why, rest = got, ""
    if rest:
        return None
    test = codes.expression(code)
    made = one("condition", line, test, truth == "true", then)
    if why:
        made += one("reason", line, test, truth == "true", states=why)
    return made


__all__ = ["IS", "condition", "items", "line_form", "one", "reasons", "times"]
