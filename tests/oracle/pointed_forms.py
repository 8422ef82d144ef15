"""Reads claims that name no line: 5.38, 5.40, 5.41, 5.70 and states at the point (§3.1)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, PLR0912, SIM102

from __future__ import annotations

import ast
import functools
import re

from .atoms import Atom, atoms
from .changes import Alter, imperative, passive
from .codes import Codes, Unparsed, V

Made = tuple[str, tuple[object, ...], tuple[Atom, ...]]
BECOMES = (
    "becomes|is set to|is initialized to|is updated to|is assigned|starts at|starts as|begins at"
    "|reaches|rises to|drops to|increases to|decreases to|moves to|goes up to|is reset to"
    "|is recomputed as"
)
OPERATIONS = {"plus": ast.Add, "minus": ast.Sub, "times": ast.Mult, "divided by": ast.Div}
JOINTS = (
    r"; and |, and |, then |, so that |, so |, therefore |, hence |, but |, while |; then |; | and "
    r"| then | so that | so | therefore | hence | but | while |, "
)
MAKING = (
    "making it|giving|which gives|which makes it|leaving|resulting in|which results in"
    "|which becomes|which is now"
)


def names(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Name) for n in ast.walk(node))


def pointed(text: str, codes: Codes) -> list[Made] | None:
    """Several of these, joined."""

    @functools.cache
    def read(rest: str) -> tuple[Made, ...] | None:
        found = piece(rest, codes)
        if found is not None:
            return tuple(found)
        for m in re.finditer(JOINTS, rest):
            head = piece(rest[: m.start()], codes)
            if head is not None:
                tail = rest[m.end() :]
                more = read(tail) or read(re.sub("^(?:then|so|therefore|hence|but|and) ", "", tail))
                if more is not None:
                    return (*head, *more)
        return None

    found = read(text)
    return list(found) if found is not None else None


def piece(text: str, codes: Codes) -> list[Made] | None:
    try:
        return _piece(text, codes)
    except Unparsed:
        return None


def _piece(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if found := equation(text, codes):
        return found
    if m := full(r"(@\d+) and (@\d+) (?:both become|are both set to) " + V, text):
        value = codes.literal(m[3])
        return [("next-set", (codes.target(t), value), ()) for t in (m[1], m[2])]
    if m := full(rf"(@\d+) (?:{BECOMES}|starts as) {V}", text):
        return [("next-set", (codes.target(m[1]), codes.literal(m[2])), ())]
    if m := full(rf"(?:we )?(?:set|initialize|update) (@\d+) to {V}", text):
        return [("next-set", (codes.target(m[1]), codes.literal(m[2])), ())]
    if m := full(rf"we start with (@\d+) = {V}", text):
        return [("next-set", (codes.target(m[1]), codes.literal(m[2])), ())]
    if m := full(r"the condition (@\d+) (is true|is false|holds|fails|evaluates to (@\d+))", text):
        truth = m[2] in ("is true", "holds")
        if m[3]:
            data = codes.literal(m[3]).data
            if not isinstance(data, bool):
                return None
            truth = data
        return [("next-test", (codes.expression(m[1]), truth), ())]
    if m := full(r"(@\d+) is (true|false)", text):
        return [("next-truth", (codes.expression(m[1]), m[2] == "true"), ())]
    if m := full(r"(?:(@\d+)|an exception (@\d+)|an? (@\d+) exception) is raised", text):
        return [("next-raise", (codes.name(m[1] or m[2] or m[3]),), ())]
    if m := full(rf"we return {V}", text):
        return [("next-return", (codes.literal(m[1]),), ())]
    if m := full(rf"(?:the call (?:to )?)?(@\d+) (?:returns|evaluates to) {V}", text):
        return [("next-value", (codes.expression(m[1]), codes.literal(m[2])), ())]
    if m := full(rf"(.+), (?:{MAKING}) {V}", text):
        change = passive(m[1], codes) or imperative(m[1], codes)
        if change is not None:
            return [*told(change), ("bare", (), (Atom("is", (change.node,), codes.literal(m[2])),))]
    change = passive(text, codes) or imperative(text, codes)
    if change is not None:
        return told(change)
    states = atoms(text, codes)
    if states is not None:
        return [bare(a) for a in states]
    return None


def told(change: Alter) -> list[Made]:
    made: list[Made] = [("next-alter", (change,), ())]
    if change.becomes is not None:
        made.append(("bare", (), (Atom("is", (change.node,), change.becomes),)))
    return made


def bare(atom: Atom) -> Made:
    first = atom.expressions[0]
    if atom.kind in ("is", "equal") and not atom.negated and not names(first):
        if atom.kind == "is" and not is_value(first):
            return ("arithmetic", ((first, *atom.expressions[1:]), atom.value), ())
    if atom.kind == "is" and isinstance(first, ast.Call) and isinstance(first.func, ast.Name):
        return ("bare", ("call",), (atom,))
    return ("bare", (), (atom,))


def is_value(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def equation(text: str, codes: Codes) -> list[Made] | None:
    """Arithmetic in steps (5.40) and derivations without a line (5.41)."""
    m = re.match(r"(@\d+) (=|is|equals|is equal to|becomes|is set to|is updated to) (@\d+)", text)
    if not m:
        return None
    parts, rest = [m[1], m[3]], text[m.end() :]
    while more := re.match(r" (?:=|is|equals|is equal to) (@\d+)", rest):
        parts.append(more[1])
        rest = rest[more.end() :]
    made: list[Made] = []
    if len(parts) > 2 and codes.is_literal(parts[-1]):
        nodes = tuple(codes.expression(p) for p in parts[:-1])
        value = codes.literal(parts[-1])
        if not names(nodes[0]):
            if any(map(names, nodes)):
                return None
            made = [("arithmetic", ((node,), value), ()) for node in nodes if not is_value(node)]
        else:
            made = [("next-derived", (nodes, value, m[2]), ())]
    elif len(parts) > 2:
        return None
    if not rest:
        return made or None
    if len(parts) == 2:
        node = codes.expression(parts[0])
        if names(node) and not rest.startswith(", "):
            return None
        made = [bare(a) for a in atoms(f"{m[1]} {m[2]} {m[3]}", codes) or ()]
        if not made:
            return None
    value = codes.literal(parts[-1])
    while more := re.match(
        r",? (plus|minus|times|divided by) (@\d+) (?:is|=|gives|equals) (@\d+)", rest
    ):
        from_value = ast.parse(codes.code(parts[-1]), mode="eval").body
        added = codes.expression(more[2])
        node = ast.BinOp(from_value, OPERATIONS[more[1]](), added)
        value = codes.literal(more[3])
        if names(added):
            made.append(("bare", (), (Atom("is", (node,), value),)))
        else:
            made.append(("arithmetic", ((node,), value), ()))
        parts.append(more[3])
        rest = rest[more.end() :]
    return None if rest else made
