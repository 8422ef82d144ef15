"""Reads claims that name no line: 5.38, 5.40, 5.41, 5.70 and states at the point (§3.1)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, PLR0912, SIM102

from __future__ import annotations

import ast
import functools
import re
from dataclasses import replace

from .atoms import Atom, atoms
from .changes import Alter, imperative, passive
from .codes import Codes, Unparsed, V
from .short_phrases import BECOMES, CALLED_WITH, Made, Reader, called_with, short_piece

PIECES: list[Reader] = [short_piece]
"""Readers of a clause that are asked first; `other_forms` adds what it reads of loops."""
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
    def read(rest: str, behind: str) -> tuple[Made, ...] | None:
        found = piece(rest, codes)
        if found is not None:
            return tuple(as_now(found) if re.search(SO, behind) else found)
        if given := CALLED_WITH.match(rest):  # all equations that follow are arguments (5.94)
            return behind_call(rest, given)
        for m in re.finditer(JOINTS, rest):
            head = read_one(rest[: m.start()], behind)
            if head is None:
                continue
            tail = rest[m.end() :]
            more = read(tail, m[0])
            if more is None and (word := re.match("(?:then|so|therefore|hence|but|and) ", tail)):
                more = read(tail[word.end() :], word[0])
            if more is not None:
                return (*head, *more)
        return reasoned(rest)

    def behind_call(rest: str, given: re.Match[str]) -> tuple[Made, ...] | None:
        joint = re.match(JOINTS, rest[given.end() :])
        if joint is None:
            return None
        more = read(rest[given.end() + joint.end() :], joint[0])
        return (*called_with(given, codes), *more) if more is not None else None

    def read_one(rest: str, behind: str) -> list[Made] | None:
        found = piece(rest, codes)
        return as_now(found) if found is not None and re.search(SO, behind) else found

    def reasoned(rest: str) -> tuple[Made, ...] | None:
        """`A since B`: B is read before A, but for A that a loop ends (5.70)."""
        for m in re.finditer(" (?:since|because) |, as ", rest):
            last = piece(rest[: m.start()], codes)
            why = read(rest[m.end() :], "")
            if last is not None and why is not None:
                return (*last, *why) if last[-1][0] == "ends" else (*why, *last)
        return None

    found = read(re.sub("^(?:since|because) ", "", text), "")
    return list(found) if found is not None else None


SO = r"\b(?:so|therefore|hence)\b"


def as_now(found: list[Made]) -> list[Made]:
    """Behind `so`, what is shown is so now (5.75)."""
    first = found[0]
    if first[0] != "shown":
        return found
    atom = replace(first[2][0], kind="now")
    return [("bare", (), (atom,)), *found[1:]]


def piece(text: str, codes: Codes) -> list[Made] | None:
    try:
        return _piece(text, codes)
    except Unparsed:
        return None


def _piece(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    for read in PIECES:
        if found := read(text, codes):
            return found
    if found := equation(text, codes) or happening(text, codes):
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
    if m := full(rf"(?:the call (?:to )?)?(@\d+) (returns|evaluates to) {V}", text):
        node = codes.expression(m[1])
        return [("next-value", (node, codes.literal(m[3]), m[2] == "returns"), ())]
    if found := altering(text, codes):
        return found
    if m := full(rf"(@\d+) = {V}", text):
        atom = Atom("is", (codes.expression(m[1]),), codes.literal(m[2]))
        made = bare(atom)
        return [made if made[0] == "arithmetic" else ("shown", (), (atom,))]
    if m := full(rf"(@\d+) (?:remains|stays|stays at) {V}", text):
        return [("remains", (codes.expression(m[1]), codes.literal(m[2])), ())]
    if full(r"@\d+", text):  # a comparison alone says that it is true (5.74)
        node = codes.expression(text)
        return [("next-truth", (node, True), ())] if isinstance(node, ast.Compare) else None
    states = atoms(text, codes)
    if states is not None:
        return [bare(a) for a in states]
    return None


NO_OBJECT = ast.Name("the object", ast.Load())
PLACED = rf", making (?P<place>@\d+)(?: equal to)? (?P<placed>{V[1:-1]})"


def altering(text: str, codes: Codes) -> list[Made] | None:
    """Changes, with what is so then."""
    full = re.fullmatch
    if m := full(rf"(@\d+) is (appended|popped)(?:{PLACED})?", text):
        bare_one = Alter(m[2].removesuffix("ed").removesuffix("p"), NO_OBJECT, codes.literal(m[1]))
        return [("alter-bare", (bare_one,), ()), *then(m, codes)]
    if m := full(rf"(.+), (?:{MAKING}) {V}", text):
        change = passive(m[1], codes) or imperative(m[1], codes)
        if change is not None:
            atom = Atom("is", (change.node,), codes.literal(m[2]))
            return [*told(change), ("bare", (), (atom,))]
    if m := full(rf"(.+?){PLACED}", text):
        change = passive(m[1], codes) or imperative(m[1], codes)
        if change is not None:
            return [*told(change), *then(m, codes)]
    change = passive(text, codes) or imperative(text, codes)
    return told(change) if change is not None else None


def then(m: re.Match[str], codes: Codes) -> list[Made]:
    """What is so then, behind a change."""
    if not m["placed"]:
        return []
    atom = Atom("is", (codes.expression(m["place"]),), codes.literal(m["placed"]))
    return [("bare", (), (atom,))]


def happening(text: str, codes: Codes) -> list[Made] | None:
    """5.76 to 5.79 and 5.84 to 5.86."""
    full = re.fullmatch
    if m := full(r"the (@\d+) branch is (taken|not taken|skipped)", text):
        word = codes.code(m[1])
        if word in ("if", "elif", "else"):
            return [("branch-here", (word, m[2] == "taken"), ())]
        if word.split(" ")[0] == "except" and m[2] == "taken":
            return [("except-taken", (clause_of(word),), ())]
    if m := full(r"(@\d+) cannot be converted(?: to an? (int|float))?", text):
        return [("not-converted", (codes.expression(m[1]), m[2]), ())]
    if m := full(r"the condition is (true|false)", text):
        return [("condition-here", (m[1] == "true",), ())]
    if m := full(r"we (break|continue)", text):
        return [("jump-here", (m[1] == "break",), ())]
    if text == "the loop goes on":
        return [("goes-on", (), ())]
    if m := full(r"(@\d+) is unchanged", text):
        return [("unchanged", (codes.expression(m[1]),), ())]
    if m := full(r"(@\d+) is called", text):
        return [("is-called", (codes.expression(m[1]),), ())]
    if m := full(r"(@\d+) calls itself", text):
        by = codes.expression(m[1])
        function = ast.unparse(by.func if isinstance(by, ast.Call) else by)
        return [("calls-call", (ast.Name(function.split(".")[-1], ast.Load()), by), ())]
    if m := full(r"(@\d+) calls (@\d+)", text):
        return [("calls-call", (codes.expression(m[2]), codes.expression(m[1])), ())]
    if m := full(rf"{V} is returned", text):
        return [("is-returned", (codes.literal(m[1]),), ())]
    if m := full(rf"the call returns {V}", text):
        return [("call-answer", (codes.literal(m[1]),), ())]
    if m := full(rf"the function returns ({V[1:-1]}|a value of type @\d+)", text):
        return [("function-answer", (codes.value(m[1]),), ())]
    if full("nothing (?:happens|changes)", text):
        return [("nothing-happens", (), ())]
    if m := re.fullmatch(r"[Nn]othing is added to anything but (@\d+)", text):
        return [("nothing-happens", (codes.code(m[1]),), ())]
    if m := full(r"(@\d+) (?:raises|fails with|throws) (?:an? )?(@\d+)", text):
        return [("what-raises", (codes.expression(m[1]), codes.name(m[2])), ())]
    if full("(?:the function returns|we return)(?: early| here| immediately)?", text):
        return [("function-returns", (), ())]
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


def clause_of(code: str) -> ast.expr | None:
    """The type of an `except` clause; raises Unparsed."""
    kind = code.removeprefix("except").strip()
    try:
        return ast.parse(kind, mode="eval").body if kind else None
    except SyntaxError as error:
        raise Unparsed(code) from error
