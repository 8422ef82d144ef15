"""Which words of a refuted claim are wrong, for a reader who wants to see them marked.

Only the place of a claim's own value, number or word is looked for in its text; where it is not
found, all of the claim is marked. Nothing here decides a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from engine.claims.model import (
    Agrees,
    Alters,
    AnswerRaises,
    AnswerReturns,
    Arithmetic,
    AssertionHolds,
    BaseState,
    BreaksOut,
    CalledTimes,
    CallRaises,
    CallReturns,
    Calls,
    CaseMatches,
    Changes,
    Claim,
    ConditionIs,
    ConditionLeads,
    ContinuesLoop,
    Derives,
    Evaluates,
    Exactly,
    Expected,
    Extreme,
    Goes,
    Grows,
    HasType,
    Holds,
    IsDefined,
    LengthIs,
    LineCatches,
    LinePrints,
    LineRaises,
    LineReturns,
    LineRuns,
    LineYields,
    LoopEnds,
    LoopPasses,
    Occurs,
    PartIs,
    ProgramPrints,
    PropertyIs,
    Quantified,
    Sets,
    Stays,
    Surface,
    ValueIs,
)
from engine.claims.number_words import NUMBER_WORDS
from engine.claims.spans import NotReadableError, read_literal
from engine.values import Atom, Value

_CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)")


def wrong_words(claim: Claim, instead: str) -> Surface:
    """The part of the claim's text in whose place ``instead`` would be true."""
    surface = claim.surface
    if not instead:
        return surface
    for start, end in _candidates(claim, instead):
        return Surface(
            surface.line,
            surface.column + start,
            surface.end_line,
            surface.column + end,
            surface.text[start:end],
        )
    return surface


def _candidates(claim: Claim, instead: str) -> Iterator[tuple[int, int]]:
    text = claim.surface.text
    match claim:
        case (
            ValueIs(value=value, negated=False) | Quantified(value=value) | LineYields(value=value)
        ):
            yield from _values(text, value)
        case ValueIs() | HasType(negated=True):
            yield from _words(text, r"is not equal to|does not equal|is not of type|is not")
        case IsDefined():
            yield from _words(text, r"is not defined|is defined")
        case HasType(type_name=name):
            yield from _names(text, name)
        case BaseState():
            yield from _of_facts(text, claim)
        case Alters(operand=operand) if operand is not None:
            yield from reversed(list(_values(text, operand)))
        case Stays(value=value) | Arithmetic(value=value) | Derives(value=value):
            yield from _values(text, value)
        case Sets(to=to) if to is not None:
            yield from _expected(text, to)
        case (
            Evaluates(result=to) | CallReturns(result=to) | LineReturns(result=to)
            | AnswerReturns(result=to)
        ):  # fmt: skip
            if instead.startswith("raises"):
                yield from _words(text, r"(?:returns|is) .*")
            else:
                yield from _expected(text, to)
        case Changes(before=before, value=value):
            yield from _changed(text, before, value, instead)
        case ConditionIs():
            yield from _words(text, r"\b(?:true|false)\b")
        case ConditionLeads(then_line=line):
            yield from _words(text, rf"line {line}(?= runs)|is skipped")
        case _:
            yield from _of_lines(claim, instead)
            yield from _of_wholes(claim, instead)


def _of_wholes(claim: Claim, instead: str) -> Iterator[tuple[int, int]]:
    text = claim.surface.text
    match claim:
        case Agrees():
            yield from _words(text, r"is not equal to|does not equal|is equal to|equals")
        case Holds():
            yield from _words(text, r"\bdoes not hold\b|\bholds\b")
        case Goes(before=before, after=value):
            yield from _changed(text, before, value, instead)
        case Grows(by=value) | Extreme(value=value):
            yield from _values(text, value)
        case _:
            return


def _of_facts(text: str, claim: BaseState) -> Iterator[tuple[int, int]]:
    match claim:
        case PropertyIs():
            yield from _words(text, r"\bis not\b|\bis\b")
        case Occurs(times=times):
            yield from _numbers(text, times)
            yield from _words(text, r"\bonce\b|\btwice\b|does not (?:appear|occur)")
        case LengthIs(length=length):
            yield from _numbers(text, length)
        case PartIs(value=value, negated=False):
            yield from _values(text, value)
        case PartIs():
            yield from _words(text, r"\bis not\b")
        case _:
            return


def _of_lines(claim: Claim, instead: str) -> Iterator[tuple[int, int]]:
    text = claim.surface.text
    match claim:
        case LineRuns():
            yield from _words(text, r"runs.*|never runs|does not run|is skipped")
        case CalledTimes():
            yield from _words(text, r"is called.*|is never called|is not called")
        case LoopPasses():
            yield from _words(text, r"makes .*|runs its body .*")
        case LoopEnds():
            yield from _words(text, r"(?<=because ).*")
        case BreaksOut(loop=line) | ContinuesLoop(loop=line):
            yield from _words(text, rf"line {line}$")
        case Calls(arguments=arguments):
            for name, value in arguments:
                if instead.startswith(f"`{name}` = "):
                    yield from _argument(text, name, value)
        case (
            CallRaises(exception=name) | LineCatches(exception=name)
            | LineRaises(exception=name) | AnswerRaises(exception=name)
        ):  # fmt: skip
            yield from _exception(text, claim, name, instead)
        case LinePrints(text=None) | ProgramPrints(text=None):
            yield from _words(text, r"\bnothing\b")
        case LinePrints(text=str(written)) | ProgramPrints(text=str(written)):
            yield from _values(text, Atom(written))
        case AssertionHolds():
            yield from _words(text, r"\bholds\b|\bfails\b")
        case CaseMatches():
            yield from _words(text, r"does not match|matches")
        case _:
            return


def _exception(text: str, claim: Claim, name: str, instead: str) -> Iterator[tuple[int, int]]:
    message = claim.message if isinstance(claim, LineRaises | AnswerRaises) else None
    if instead.startswith("returns"):
        yield from _words(text, r"\braises\b.*")
    elif message is not None and read_as_value(instead):
        yield from _values(text, message)
    else:
        yield from _names(text, name)


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Pieces of code with their ticks, the last one first: values stand at the end."""
    found = [(m.start(), m.end(), m["code"]) for m in _CODE.finditer(text)]
    yield from reversed(found)


def read_as_value(instead: str) -> bool:
    """Whether the text is one value in backticks."""
    return any(_value(code) is not None for _, _, code in _spans(instead))


def _value(code: str) -> Value | None:
    try:
        return read_literal(code)
    except NotReadableError:
        return None


def _values(text: str, value: Value) -> Iterator[tuple[int, int]]:
    for start, end, code in _spans(text):
        if _value(code) == value:
            yield start, end


def _names(text: str, name: str) -> Iterator[tuple[int, int]]:
    for start, end, code in _spans(text):
        if code.strip() == name:
            yield start, end


def _numbers(text: str, number: int) -> Iterator[tuple[int, int]]:
    """A number in code, in digits or as a word; "no"."""
    yield from _values(text, Atom(number))
    words = [str(number)] if number else ["0", "no"]
    words += NUMBER_WORDS[number - 1 : number] if number else []
    yield from _words(text, rf"\b(?:{'|'.join(words)})\b")


def _expected(text: str, expected: Expected) -> Iterator[tuple[int, int]]:
    if isinstance(expected, Exactly):
        yield from _values(text, expected.value)
    else:
        yield from _names(text, expected.type_name)


def _changed(
    text: str, before: Value | None, after: Value, instead: str
) -> Iterator[tuple[int, int]]:
    """The value after, or ``from`` the one before where that is the one that is wrong."""
    found = list(_values(text, after))
    if before is not None and instead.startswith("from "):
        for start, end in _values(text, before):
            if text[:start].endswith("from "):
                yield start - len("from "), end
        return
    yield from found


def _argument(text: str, name: str, value: Value) -> Iterator[tuple[int, int]]:
    pieces = list(reversed(list(_spans(text))))
    for (start, _, first), (_, end, second) in pairwise(pieces):
        if first.strip() == name and _value(second) == value:
            yield start, end


def _words(text: str, pattern: str) -> Iterator[tuple[int, int]]:
    # Words in backticks are code of the program, and never the words of a form.
    hidden = _CODE.sub(lambda found: "\0" * len(found.group()), text)
    for found in re.finditer(pattern, hidden):
        yield found.start(), found.end()
