"""Reads claims about states, loops, branches, calls, causes and the answer."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, SIM102

from __future__ import annotations

import re

from .atoms import atoms
from .codes import Codes, N, V, number
from .line_forms import VALUE, condition, items, one, reasons, times
from .phrases import CALL, LOOP, Loop, call_prefix, the_loop
from .pointed_forms import PIECES
from .short_phrases import Made

BOUNDS = {
    "greater than": "Gt", "more than": "Gt", "above": "Gt", "less than": "Lt", "below": "Lt",
    "at least": "GtE", "at most": "LtE",
}  # fmt: skip
SIGNS = {"negative": "Lt", "positive": "Gt"}


def loop_subject(text: str, codes: Codes) -> tuple[Loop, str] | None:
    """The loop with which a text begins, and the rest."""
    small = text[:1].lower() + text[1:]
    m = re.match(rf"{LOOP} (?=[a-z])", small)
    # The alternatives of LOOP are tried in order: the longest first.
    return (the_loop(m.groups(), codes), small[m.end() :]) if m else None


def other_form(text: str, codes: Codes) -> list[Made] | None:
    for read in (states, quantified, loops, branches, calls, answers, causes):
        if found := read(text, codes):
            return found
    return None


def states(text: str, codes: Codes) -> list[Made] | None:
    if m := re.match(rf"At the (start|end) of (?:every|each) pass of the loop on line {N}, ", text):
        found = atoms(text[m.end() :], codes)
        return one("every", m[1], Loop(number(m[2])), states=found) if found else None
    if m := re.match(r"At the (start|end), ", text):
        found = atoms(text[m.end() :], codes)
        return one("state", m[1], states=found) if found else None
    if m := re.match(rf"After the loop on line {N}, ", text):
        found = atoms(text[m.end() :], codes)
        return one("state", "left", Loop(number(m[1])), states=found) if found else None
    if m := re.fullmatch(
        rf"Between pass {N} and pass {N} of the loop on line {N}, (@\d+) "
        rf"(?:changes from {V} to {V}|(does not change))",
        text,
    ):
        pair = None if m[7] else (codes.literal(m[5]), codes.literal(m[6]))
        passes = (number(m[1]), number(m[2]))
        if not 0 < passes[0] < passes[1]:
            return None
        return one("between", Loop(number(m[3])), passes, codes.expression(m[4]), pair)
    return None


def quantified(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    node = codes.expression
    if m := full(rf"(@\d+) is (always|never) {V}", text):
        return one("quantified", m[2], node(m[1]), ("is", codes.literal(m[3])))
    if m := full(rf"(?:At some point, )?(@\d+) is {V}( at some point)?", text):
        if text.startswith("At some") != bool(m[3]):
            return one("quantified", "some", node(m[1]), ("is", codes.literal(m[2])))
    if m := full(r"(@\d+) (always|never) holds|(@\d+) holds at (every|some) point", text):
        word = {"every": "always", "some": "some"}.get(m[4] or "", m[2])
        return one("quantified", word, node(m[1] or m[3]), ("holds",))
    if m := full(r"At (some|no) point,? (?:does )?(@\d+) holds?", text):
        if (" does " in text) == (m[1] == "no"):
            return one("quantified", {"no": "never"}.get(m[1], "some"), node(m[2]), ("holds",))
    bounds = "|".join(BOUNDS)
    if m := full(rf"(@\d+) is (always|never) ({bounds}) (@\d+)", text):
        return one("quantified", m[2], node(m[1]), (BOUNDS[m[3]], codes.literal(m[4])))
    if m := full(rf"At no point is (@\d+) ({bounds}) (@\d+)", text):
        return one("quantified", "never", node(m[1]), (BOUNDS[m[2]], codes.literal(m[3])))
    if m := full(r"(@\d+) never exceeds (@\d+)", text):
        return one("quantified", "never", node(m[1]), ("Gt", codes.literal(m[2])))
    if m := full(r"(@\d+) is (always|never) (negative|positive)", text):
        return one("quantified", m[2], node(m[1]), (SIGNS[m[3]], None))
    if m := full(r"At no point is (@\d+) (negative|positive)", text):
        return one("quantified", "never", node(m[1]), (SIGNS[m[2]], None))
    if m := full(
        r"The (largest|highest|smallest|lowest) value (?:that )?(@\d+) ever has is (@\d+)", text
    ):
        name = "GtE" if m[1] in ("smallest", "lowest") else "LtE"
        return one("extreme", name, node(m[2]), codes.literal(m[3]))
    if m := full(
        r"(@\d+) (only grows|only increases|never decreases|never shrinks|only shrinks"
        r"|only decreases|never increases|never grows)",
        text,
    ):
        only, word = m[2].split()
        up = (word in ("grows", "increases")) == (only == "only")
        return one("trend", node(m[1]), up, only == "only")
    if m := full(rf"(@\d+) (grows|shrinks) by (?:{N} elements?|{V})", text):
        size = number(m[3]) if m[3] else codes.literal(m[4])
        return one("grows", node(m[1]), m[2] == "grows", size)
    if found := items(text, rf"(@\d+) goes from {V} to {V}"):
        return [
            made
            for e, a, b in found
            for made in one("goes", node(e), codes.literal(a), codes.literal(b))
        ]
    return None


def loops(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(
        rf"(?:Each|Every) pass of the loop on line {N} (appends|adds) (its item|@\d+) to (@\d+)",
        text,
    ):
        item = None if m[3] == "its item" else codes.expression(m[3])
        return one("each-pass", Loop(number(m[1])), m[2] == "appends", item, codes.expression(m[4]))
    if m := full(
        rf"The (@\d+) block of the (loop|@\d+) on line {N} (runs|does not run|is skipped)", text
    ):
        block, of = codes.code(m[1]), "loop" if m[2] == "loop" else codes.code(m[2])
        if (block, of) in (("else", "loop"), ("else", "try"), ("finally", "try")):
            return one("block", block, of, number(m[3]), m[4] == "runs")
        return None
    found = loop_subject(text, codes)
    if found is None:
        return None
    loop, rest = found
    if m := full(
        rf"(?:makes (no|{N}) pass(?:es)?"
        rf"|(?:runs its body|runs|executes|iterates) (?:(once|twice)|{N} times?))",
        rest,
    ):
        wanted = 0 if m[1] == "no" else times(m[3], m[2] or m[4])
        return one("passes", loop, wanted)
    if full("ends|terminates|finishes|stops", rest):
        return one("ends", loop, None)
    if m := full(
        rf"ends because (its items run out|its condition is false"
        rf"|line {N} (breaks out of it|returns|raises))",
        rest,
    ):
        ends = {"its items run out": "exhausted", "its condition is false": "false"}
        why = {"breaks out of it": "break", "returns": "return", "raises": "raise"}
        cause = why[m[3]] if m[3] else ends[m[1]]
        return one("ends", loop, (cause, number(m[2]) if m[2] else None))
    if m := full(r"is (not )?entered", rest):
        return one("entered", loop, not m[1])
    return None


def loops_told(text: str, codes: Codes) -> list[Made] | None:
    """What is said of a loop without a line, as a clause."""
    found = loop_subject(text, codes)
    if found is None or found[0].line is not None:
        return None
    return loops(text[:1].upper() + text[1:], codes)


PIECES.append(loops_told)


def branches(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(rf"The condition (@\d+) on line {N} is (true|false)(.*)", text):
        return condition(codes, number(m[2]), m[1], m[3], m[4], ())
    if m := full(
        rf"(?:Because|Since) (.+), the condition (@\d+) on line {N} is (true|false)(.*)", text
    ):
        why = reasons(m[1], codes)
        return condition(codes, number(m[3]), m[2], m[4], m[5], why) if why else None
    if m := full(rf"(@\d+) decides the condition (@\d+) on line {N}", text):
        return one("decides", number(m[3]), codes.expression(m[1]), codes.expression(m[2]))
    if m := full(rf"The (@\d+) branch on line {N} is (not taken|taken|skipped)", text):
        return one("branch", number(m[2]), codes.code(m[1]), m[3] == "taken")
    if m := full(rf"The body of the (@\d+) on line {N} (runs|is not taken|is skipped)", text):
        return one("branch", number(m[2]), codes.code(m[1]), m[3] == "runs")
    if m := full(
        rf"The (@\d+) on line {N} (?:takes the (@\d+) branch(?: on line {N})?"
        rf"|falls through to the (@\d+) branch|takes (no) branch)",
        text,
    ):
        word = "" if m[6] else codes.code(m[3] or m[5])
        if word == "elif" and m[4]:
            taken: object = number(m[4])
        elif word in ("else", "") and not m[4]:
            taken = word or "none"
        else:
            return None
        return one("chain", number(m[2]), codes.code(m[1]), taken)
    if m := full(rf"The (@\d+) on line {N} takes (?:the case on line {N}|(no) case)", text):
        if codes.code(m[1]) == "match":
            return one("which-case", number(m[2]), number(m[3]) if m[3] else None)
    if m := full(rf"The assertion on line {N} (holds|fails)", text):
        return one("assertion", number(m[1]), m[2] == "holds")
    if m := full(rf"The case on line {N} (matches|does not match)", text):
        return one("case", number(m[1]), m[2] == "matches")
    if m := full(
        rf"The comprehension on line {N} (keeps|drops) (?:{N}|(@\d+))(?: of (?:{N}|(@\d+)))? "
        r"(?:values?|items?)",
        text,
    ):
        count = codes.count(m[3] or m[4])
        of = codes.count(m[5] or m[6]) if m[5] or m[6] else None
        return one("comprehension", number(m[1]), m[2] == "keeps", count, of)
    return None


def calls(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(rf"{CALL} (returns {VALUE}|raises (@\d+))", text):
        prefix = call_prefix(m.groups()[:4], codes)
        result = codes.value(m[6]) if m[6] else codes.name(m[7])
        return one("call-result", prefix, bool(m[6]), result)
    called = rf"(@\d+) is (?:called (?:(once|twice)|{N} times?)|never called|not called)"
    if m := full(called, text):
        return one("call-count", codes.name(m[1]), times(m[2], m[3]))
    if m := full(rf"(@\d+) is called at (least|most) (?:(once|twice)|{N} times?)", text):
        return one("call-bound", codes.name(m[1]), m[2], times(m[3], m[4]))
    if m := full(rf"(@\d+) is called (?:(once|twice)|{N} times?),? with (.+)", text):
        given = items(m[4], r"(@\d+)")
        if given:
            values = tuple(codes.literal(v) for (v,) in given)
            return one("called-with", codes.name(m[1]), times(m[2], m[3]), values)
    if m := full(rf"The recursion of (@\d+) reaches depth {N}", text):
        return one("depth", codes.name(m[1]), number(m[2]))
    if m := full(r"(@\d+) (?:leaves (@\d+) uncaught|propagates out of (@\d+))", text):
        return one("propagates", codes.name(m[1]), codes.name(m[2] or m[3]))
    return None


def answers(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(rf"The function returns {VALUE}", text):
        return one("function-answer", codes.value(m[1]))
    if m := full(rf"The call returns {V}", text):
        return one("call-answer", codes.literal(m[1]))
    if m := full(rf"The answer is {V}", text):
        return one("answer", True, codes.literal(m[1]), None)
    if m := full(rf"The result is {V}", text):
        return one("result-answer", codes.literal(m[1]))
    if m := full(r"The function raises (@\d+)(?: with the message (@\d+))?", text):
        return one("answer", False, codes.name(m[1]), codes.literal(m[2]) if m[2] else None)
    if text == "The program prints nothing":
        return one("total", "")
    if m := full(r"The program prints (@\d+) in total", text):
        return one("total", codes.literal(m[1]).data)
    return None


def causes(text: str, codes: Codes) -> list[Made] | None:
    full = re.fullmatch
    if m := full(r"The answer (depends|does not depend) on (@\d+)", text):
        return one("depends", codes.expression(m[2]), m[1] == "depends")
    if m := full(r"(@\d+) (influences|never influences|does not influence) the answer", text):
        return one("depends", codes.expression(m[1]), m[2] == "influences")
    if m := full(rf"The answer depends on (@\d+) only through line {N}", text):
        return one("through", codes.expression(m[1]), number(m[2]))
    return None
