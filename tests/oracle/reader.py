"""Reads sentences by regular expressions: code is cut out first and stands as `@0`, `@1`, …"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from .antecedents import Antecedent, with_antecedent
from .atoms import Atom, atoms
from .codes import Codes, Unparsed
from .line_forms import line_form
from .other_forms import other_form
from .parted import parts_of
from .phrases import PASS, THIS, Prefix, context, pass_prefix
from .pointed_forms import pointed
from .short_phrases import Made
from .titles import TITLES, WHEN, clauses, title_in, without_order
from .wordings import put_otherwise

GLUE = (
    "Then |Next, |Now |After that, |So |Thus, |Therefore, |Hence, |Finally, |First, "
    "|Again, |However, |Earlier, |Later, "
)
NOTES = (
    "Let us trace the call step by step", "Let us follow the call step by step",
    "Let us walk through the execution", "Here is what happens",
    "Here is what happens, step by step", "Let's trace the execution step by step",
    "Here is the trace",
)  # fmt: skip
OF_FUNCTION, OF_CALL, OF_EITHER = "function-answer", "call-answer", "result-answer"
ABSOLUTE = (
    "call-result", "call-count", "call-bound", "called-with", "answer", "total", "depth",
    "propagates", "total-runs", "depends", "through", "returns-total", OF_FUNCTION, OF_CALL,
    OF_EITHER,
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A claim: its `form`, and what stands in it."""

    text: str
    form: str
    args: tuple[object, ...] = ()
    prefixes: tuple[Prefix, ...] = ()
    order: str = ""
    atoms: tuple[Atom, ...] = ()


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Headed:
    """A heading, and the sentences that follow it on its line."""

    heading: Sentence
    sentences: tuple[Sentence, ...] = ()


Read = tuple[Sentence, ...] | Headed
WAYS = ((False, False, False), (True, False, False), (False, False, True), (True, False, True),
        (True, True, False), (True, True, True))  # fmt: skip
"""Whether code may lack its backticks, whether names and numbers may, and whether other words are
put in the place of those of the page's forms (5.74): the first way in which a line can be read."""


AGAIN = re.compile(r"\b(?:again|another|once more)\b", re.IGNORECASE)
"""What says that something was so before (5.108): the oracle leaves that open."""


@functools.lru_cache(maxsize=200_000)
def read_line(text: str, when: str = "") -> Read:
    """The claims of a line without bullet. Raises Unparsed.

    `when` is the moment that a title above it says (5.107): start, end or none."""
    if AGAIN.search(re.sub(r"``.*?``|`[^`]*`", "", text)):
        raise Unparsed(text)
    for bare, words, others in WAYS:
        try:
            return read_coded(Codes(text, bare=bare, words=words), text, others, when)
        except Unparsed:
            continue
    raise Unparsed(text)


def read_coded(codes: Codes, text: str, others: bool, when: str) -> Read:
    plain = codes.plain
    plain = re.sub(r"^Step \d+: ", "", plain)
    if re.fullmatch(r"Step \d+[.:]?", plain) or plain.removesuffix(":") in NOTES:
        return (Sentence(text, "note"),)
    if titled := title_in(plain):
        title, rest = titled
        if not rest:
            return (Sentence(text, "note", (WHEN.get(title, ""),)),)
        return sentences(upper(rest), codes, others, WHEN.get(title, when))
    if plain.endswith(":"):
        try:
            return Headed(heading(plain[:-1], codes))
        except Unparsed:
            return sentences(plain[:-1], codes, others, when)  # it may end in a colon (5.90)
    for m in re.finditer(": ", plain):
        try:
            made = heading(plain[: m.start()], codes)
        except Unparsed:
            continue
        return under(made, plain[m.end() :], codes, others)
    return sentences(plain, codes, others, when)


def under(made: Sentence, rest: str, codes: Codes, others: bool) -> Headed:
    """A heading with what follows it on its line: first equations, which are states (§3)."""
    first, _, more = rest.partition(".")
    if made.prefixes[0].kind in ("pass", "label") and not made.atoms:
        parts = re.split(r", and |, | and ", first)
        if all(re.fullmatch(r"@\d+ = (?:@\d+|\d+)", part) for part in parts):
            given = "".join(re.sub(r"= (\d+)$", codes.digits, part) + ", " for part in parts)
            found = atoms(given[:-2].replace(", ", " and "), codes)
            if found is None or any(a.kind != "is" for a in found):
                raise Unparsed(rest)
            made = replace(made, atoms=found)
            rest = more.strip()
            if not rest:
                return Headed(made)
    return Headed(made, sentences(upper(rest), codes, others))


def sentences(plain: str, codes: Codes, others: bool, when: str = "") -> tuple[Sentence, ...]:
    if not plain.endswith("."):
        plain += "."
    parts = re.split(r"(?<=\.) (?=[A-Z@])", plain)
    made: list[Sentence] = []
    before = Antecedent()
    for written in parts:
        part, before = with_antecedent(written, before, codes)
        if when and (states := at_moment(part, when, codes)):
            made += states
            continue
        try:
            made += sentence(part, codes)
        except Unparsed:
            if not others:
                raise
            made += reworded(part, codes)
    return tuple(made)


def at_moment(text: str, when: str, codes: Codes) -> list[Sentence]:
    """The claims of a sentence that tells states alone, at the moment that a title says (5.107)."""
    made: list[Sentence] = []
    for clause in (text.removesuffix("."), *clauses(text.removesuffix("."))):
        try:
            found = sentence(f"At the {when}, {lower(without_order(lower(clause)))}.", codes)
        except Unparsed:
            found = []
        so = bool(found) and all(s.form == "state" and not s.prefixes for s in found)
        if clause == text.removesuffix("."):
            if so:
                return [replace(s, text=codes.shown(text)) for s in found]
        elif not so:
            return []
        else:
            made += [replace(s, text=codes.shown(text)) for s in found]
    return made


def reworded(text: str, codes: Codes) -> list[Sentence]:
    """The claims of a sentence that is put into other words (5.74), or read as several (5.99)."""
    if parts := parts_of(text):
        return [made for part in parts for made in either(part, codes)]
    made = put_otherwise(text, codes)
    if made == text:
        raise Unparsed(text)
    return sentence(made, codes)


def either(text: str, codes: Codes) -> list[Sentence]:
    """The claims of a sentence as it stands, or in other words."""
    try:
        return sentence(text, codes)
    except Unparsed:
        return reworded(text, codes)


def heading(text: str, codes: Codes) -> Sentence:
    states: tuple[Atom, ...] = ()
    if m := re.fullmatch(r"(.+) \(([^()]+)\)", text):
        found = atoms(m[2].replace(", ", " and ").replace("and and", "and"), codes)
        if found is None or any(a.kind not in ("is", "type") for a in found):
            raise Unparsed(text)
        text, states = m[1], found
    prefix = context(text, codes, heading=True)
    if prefix is None or not (text[0].isupper() or text[0] == "@"):
        raise Unparsed(text)
    return Sentence(codes.shown(text), "heading", prefixes=(prefix,), atoms=states)


def sentence(text: str, codes: Codes) -> list[Sentence]:
    shown = codes.shown(text)
    if not text.endswith("."):
        raise Unparsed(text)
    rest, order = text[:-1], ""
    if rest in NOTES or rest in TITLES or rest in WHEN:
        return [Sentence(shown, "note")]
    if m := re.match(rf"({GLUE})(?=[a-z@])", rest):
        order = m[1][:-2] if m[1] in ("Earlier, ", "Later, ") else ""
        rest = upper(rest[m.end() :])
    elif not re.match(r"[A-Z@]", rest):
        raise Unparsed(text)
    found = claims(rest, codes, ())
    made = []
    for prefixes, given in found:
        claim = ("is-returned", *given[1:]) if prefixes and given[0] == OF_CALL else given
        if prefixes and claim[0] in ABSOLUTE:
            raise Unparsed(text)
        made.append(Sentence(shown, claim[0], claim[1], prefixes, order, claim[2]))
    return made


Placed = tuple[tuple[Prefix, ...], Made]


def claims(rest: str, codes: Codes, prefixes: tuple[Prefix, ...]) -> list[Placed]:
    """The claims of what stands behind some prefixes."""
    found = whole(rest, codes, prefixes)
    if found is not None:
        return found
    if not prefixes and (m := re.fullmatch(r"(.+)", rest)):
        alone = context(rest, codes, heading=True)
        if alone is not None and alone.kind in ("pass", "call"):
            return [((), ("exists", (alone,), ()))]
    for m in re.finditer(r", (?=[a-z@])", rest):
        try:
            prefix = context(rest[: m.start()], codes)
            if prefix is not None:
                return claims(upper(rest[m.end() :]), codes, (*prefixes, prefix))
        except Unparsed:
            continue
    raise Unparsed(rest)


def whole(rest: str, codes: Codes, prefixes: tuple[Prefix, ...]) -> list[Placed] | None:
    """The claims of a text without prefixes."""
    for read in (moment_of_pass, line_form, other_form):
        if found := read(rest, codes):
            return [
                ((*prefixes, *(claim[1][0] if claim[0] == "in-pass" else ())), settle(claim))  # type: ignore[misc]
                for claim in found
            ]
    bare = pointed(lower(rest), codes)
    if bare is None:
        return None
    last = prefixes[-1].kind if prefixes else ""
    if last in ("pass", "passes"):
        bare = of_pass(bare)
    return [(prefixes, claim) for claim in bare]


def of_pass(found: list[Made]) -> list[Made]:
    """A state directly behind `On pass K …` is of the start and the end of the pass (§4)."""
    made: list[Made] = []
    leading = True
    for claim in found:
        leading = leading and claim[0] == "bare" and not claim[1] and claim[2][0].kind != "now"
        made.append(("state", ("both",), claim[2]) if leading else claim)
    return made


def settle(claim: Made) -> Made:
    if claim[0] == "in-pass":
        return ("state", claim[1][1:], claim[2])
    return claim


def moment_of_pass(text: str, codes: Codes) -> list[Made] | None:
    """`At the end of pass K of the loop on line L, …` and `After this pass, …`"""
    if m := re.match(rf"After {THIS}, ", text):
        states = atoms(text[m.end() :], codes)
        return [("in-pass", ((Prefix("this"),), "end"), states)] if states else None
    m = re.match(rf"(?:At the (start|end) of|(After)) {PASS}, ", text)
    if not m:
        return None
    states = atoms(text[m.end() :], codes)
    if states is None:
        return None
    return [("in-pass", ((pass_prefix(m.groups()[2:6]),), m[1] or "end"), states)]
