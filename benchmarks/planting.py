"""Planted errors: narrations that differ from a true one by one edit.

Edits are made on text, so that nothing of the engine takes part in them. An edit may happen to
leave the narration true (a value that another step has too): which ones, an independent oracle
decides. Deterministic: the same narration, source and seed give the same plants on every Python.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from benchmarks import planted_values
from benchmarks.planted_code import (
    other_argument,
    other_index,
    other_name,
    other_operator,
    other_slice,
    swapped_operands,
)
from benchmarks.planted_order import skipped_runs, swapped, under_another
from benchmarks.planting_kinds import COUNTS, FLIPS, ONCE, ROLES, Kind
from benchmarks.planting_text import (
    Edit,
    Edits,
    Narrated,
    Source,
    Text,
    Told,
    is_literal,
    literal,
    number_like,
    number_of,
    read_text,
    source_of,
)

EXCEPTIONS: Final = (
    "AttributeError", "Exception", "IndexError", "KeyError", "LookupError", "RuntimeError",
    "StopIteration", "TypeError", "ValueError", "ZeroDivisionError",
)  # fmt: skip
TYPES: Final = ("int", "float", "bool", "str", "list", "tuple", "dict", "set", "NoneType")
PLAIN: Final[Mapping[Kind, planted_values.Variants]] = {
    Kind.OFF_BY_ONE: planted_values.off_by_one,
    Kind.SIGN: planted_values.negative,
    Kind.TRUNCATED: planted_values.truncated,
    Kind.LONGER: planted_values.longer,
    Kind.NUMBER_TYPE: planted_values.number_type,
    Kind.SEQUENCE_TYPE: planted_values.sequence_type,
    Kind.EXCHANGED: planted_values.exchanged,
    Kind.LETTER: planted_values.letters,
    Kind.VALUE_KIND: planted_values.of_another_kind,
}


@dataclass(frozen=True, slots=True)
class Plant:
    """A planted narration. ``told`` is the sentence or heading that was edited or added (of two
    swapped ones, the one that now comes too early)."""

    kind: Kind
    text: str
    told: str


def plants(
    narration: str, source: str, seed: str, at_most: Mapping[Kind, int] | int, entry: str = "f"
) -> Iterator[Plant]:
    """Up to ``at_most`` different plants of each kind, all with another text than the narration
    itself, in the order of `Kind`."""
    text = read_text(narration)
    narrated = Narrated(text, source_of(source, entry), _told_values(text))
    unedited = text.text()
    for kind in Kind:
        wanted = at_most if isinstance(at_most, int) else at_most.get(kind, 0)
        if wanted <= 0 or kind not in _EDITS:
            continue
        edits = list(_EDITS[kind](narrated))
        Random(f"{seed}/{kind.name}").shuffle(edits)
        seen = {unedited}
        for edit in edits:
            if len(seen) > wanted:
                break
            made = edit.text.text()
            if made not in seen:
                seen.add(made)
                yield Plant(kind, made, edit.told)


def _told_values(text: Text) -> dict[str, tuple[str, ...]]:
    """What each expression is said to be, all over the narration."""
    found: dict[str, dict[str, None]] = {}
    for _, _, told in text.places():
        for match in re.finditer(r"@(\d+) (?:is|to|becomes|equals|=) @(\d+)", told.words):
            name, value = told.codes[int(match[1])], told.codes[int(match[2])]
            if is_literal(value) and not is_literal(name):
                found.setdefault(name, {})[value] = None
        for match in re.finditer(r"assigns @(\d+) to @(\d+)", told.words):
            found.setdefault(told.codes[int(match[2])], {})[told.codes[int(match[1])]] = None
    return {name: tuple(values) for name, values in found.items()}


# -- values ---------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=100_000)
def _role(told: Told, index: int) -> Kind | None:
    """What the value in one place is for; None for a plain one."""
    for kind, pattern in ROLES:
        for match in re.finditer(pattern, told.words):
            if match[1] == f"@{index}":
                return kind
    if told.is_heading:
        return Kind.HEADING_VALUE
    return None


@functools.lru_cache(maxsize=100_000)
def _slots(told: Told) -> tuple[tuple[int, Kind | None], ...]:
    """The literals of a sentence that are values."""
    places = [int(match[1]) for match in re.finditer(r"@(\d+)", told.words)]
    return tuple((index, _role(told, index)) for index in places if is_literal(told.codes[index]))


def _filled(told: Told, index: int, variants: planted_values.Variants) -> Iterator[Told]:
    value = literal(told.codes[index])
    for made in variants(value):
        yield told.with_code(index, repr(made))


def _plain(variants: planted_values.Variants) -> Edits:
    def edits(told: Told) -> Iterator[Told]:
        for index, role in _slots(told):
            if role is None:
                yield from _filled(told, index, variants)

    return lambda narrated: narrated.rewritten(edits)


def _of_role(kind: Kind) -> Edits:
    def edits(told: Told) -> Iterator[Told]:
        for index, role in _slots(told):
            if role is kind:
                yield from _filled(told, index, planted_values.wrong)

    return lambda narrated: narrated.rewritten(edits)


def _pooled(narrated: Narrated, *, same: bool) -> Iterator[Edit]:
    def edits(told: Told) -> Iterator[Told]:
        for match in re.finditer(r"@(\d+) (?:is|to|becomes|equals|=) @(\d+)", told.words):
            name, index = told.codes[int(match[1])], int(match[2])
            if name not in narrated.values or not is_literal(told.codes[index]):
                continue
            for other, values in narrated.values.items():
                if (other == name) is same:
                    yield from (told.with_code(index, value) for value in values)

    return narrated.rewritten(edits)


# -- words and numbers ----------------------------------------------------------------------------


def _flipped(kind: Kind) -> Edits:
    patterns = [(re.compile(pattern), others) for pattern, others in FLIPS[kind]]

    def made(narrated: Narrated) -> Iterator[Edit]:
        def edits(told: Told) -> Iterator[Told]:
            for pattern, others in patterns:
                for match in pattern.finditer(told.words):
                    for other in others:
                        yield from _in_place(told, match, other, narrated.source)

        return narrated.rewritten(edits)

    return made


def _in_place(told: Told, match: re.Match[str], other: str, source: Source) -> Iterator[Told]:
    lines = source.lines if "{line}" in other else (0,)
    for line in lines[:6]:
        new = match.expand(other.replace("{line}", str(line)))
        words = told.words[: match.start()] + new + told.words[match.end() :]
        wanted = max((int(n) for n in re.findall(r"@(\d+)", words)), default=-1)
        codes = told.codes if wanted < len(told.codes) else (*told.codes, "else")
        if wanted < len(codes):
            yield Told(words, codes)


_NEAR: Final = (1, -1, 2)
"""How far a wrong number is from the right one, …"""

_OTHER_COUNTS: Final = dict.fromkeys(
    (Kind.KEPT, Kind.CALL_COUNT), (1, -1, 2, -2, 3, -3, 4, 5, 7, 10, 20, 100)
)
"""… and of what few sentences tell."""


def _counted(kind: Kind) -> Edits:
    patterns = [re.compile(pattern) for each, pattern in COUNTS if each is kind]
    words = [(re.compile(pattern), shape) for each, pattern, shape in ONCE if each is kind]

    def edits(told: Told) -> Iterator[Told]:
        for pattern in patterns:
            for match in pattern.finditer(told.words):
                number = 0 if match[1] == "no" else number_of(match[1])
                if number is None:
                    continue
                for wrong in _OTHER_COUNTS.get(kind, _NEAR):
                    if number + wrong >= 0:
                        yield _with_number(told, match, str(number + wrong))
                if number:
                    yield _with_number(told, match, "0")
        for pattern, shape in words:
            for match in pattern.finditer(told.words):
                number = {"once": 1, "twice": 2}[match[1]]
                for wrong in (number + 1, number - 1, number + 3):
                    yield _with_number(told, match, shape.format(wrong))

    return lambda narrated: narrated.rewritten(edits)


def _with_number(told: Told, match: re.Match[str], number: str) -> Told:
    words = told.words[: match.start(1)] + number + told.words[match.end(1) :]
    return told.with_words(words)


_PASS: Final = re.compile(r"\b(?:[Pp]ass|[Ii]teration) (\w+)(?= of the loop|,|:| \(|$)")
_NTH_PASS: Final = re.compile(r"\b[Tt]he (\w+) (?:pass|iteration)(?= of the loop|,|:| \()")
_CALL: Final = re.compile(r"\b[Cc]all (\w+) of @")
_NTH_CALL: Final = re.compile(r"\b[Tt]he (\w+) call of @")


def _renumbered(patterns: tuple[re.Pattern[str], ...], steps: tuple[int, ...]) -> Edits:
    def edits(told: Told) -> Iterator[Told]:
        for pattern in patterns:
            for match in pattern.finditer(told.words):
                number = number_of(match[1])
                if number is not None:
                    for step in steps:
                        if number + step >= 1:
                            yield _with_number(told, match, number_like(match[1], number + step))

    return lambda narrated: narrated.rewritten(edits)


def _relined(pattern: str, *, loops: bool) -> Edits:
    compiled = re.compile(pattern)

    def made(narrated: Narrated) -> Iterator[Edit]:
        known = narrated.source.lines

        def edits(told: Told) -> Iterator[Told]:
            for match in compiled.finditer(told.words):
                line = int(match[1])
                near = sorted(known, key=lambda each: (abs(each - line), each))[:6]
                others = (
                    [*narrated.source.loops, line + 1] if loops else [line - 1, line + 1, *near]
                )
                for other in dict.fromkeys(others):
                    if other not in (line, 0):
                        yield _with_number(told, match, str(other))

        return narrated.rewritten(edits)

    return made


# -- code -----------------------------------------------------------------------------------------


def _coded(change: Callable[[ast.expr, Source], Iterator[str]]) -> Edits:
    def made(narrated: Narrated) -> Iterator[Edit]:
        def edits(told: Told) -> Iterator[Told]:
            for index, code in enumerate(told.codes):
                if is_literal(code) or "=" in code.replace("==", "").replace("<=", ""):
                    continue
                try:
                    tree = ast.parse(code, mode="eval").body
                except (SyntaxError, ValueError):
                    continue
                for new in change(tree, narrated.source):
                    yield told.with_code(index, new)

        return narrated.rewritten(edits)

    return made


def _named(narrated: Narrated, pattern: str, others: tuple[str, ...]) -> Iterator[Edit]:
    def edits(told: Told) -> Iterator[Told]:
        for match in re.finditer(pattern, told.words):
            for other in others:
                yield told.with_code(int(match[1]), other)

    return narrated.rewritten(edits)


_FUNCTION: Final = (
    r"(?:calls|[Cc]all \w+ of|recursion of|call of) @(\d+)",
    r"@(\d+) is (?:called|never called|not called)",
    r"(?:leaves|propagates out of) @(\d+)",
)


def _callee(narrated: Narrated) -> Iterator[Edit]:
    others = (*narrated.source.functions, "len", "g")
    for pattern in _FUNCTION:
        yield from _named(narrated, pattern, others)


def _exception(narrated: Narrated) -> Iterator[Edit]:
    for pattern in (r"(?:raises|catches) @(\d+)", r"@(\d+) (?:leaves|propagates)",
                    r"@(\d+) is raised", r"raises an? @(\d+)"):  # fmt: skip
        yield from _named(narrated, pattern, EXCEPTIONS)


def _type(narrated: Narrated) -> Iterator[Edit]:
    yield from _named(narrated, r"(?:has type|is of type|value of type) @(\d+)", TYPES)
    words = ("a list", "a dict", "a set", "a tuple", "a string", "an integer", "a float")

    def edits(told: Told) -> Iterator[Told]:
        for match in re.finditer(rf"(?<=@\d is )(?:{'|'.join(words)})\b", told.words):
            for other in words:
                new = told.words[: match.start()] + other + told.words[match.end() :]
                yield told.with_words(new)

    yield from narrated.rewritten(edits)


# -- reasons and places ---------------------------------------------------------------------------


def _reasons(narrated: Narrated) -> Iterator[Edit]:
    """Another value in a reason, or something else that is so."""
    yield from _of_role(Kind.REASON)(narrated)

    def edits(told: Told) -> Iterator[Told]:
        for match in re.finditer(r"\b(?:because|since) @(\d+) is @(\d+)", told.words):
            for name, values in narrated.values.items():
                for value in values[:2]:
                    yield told.with_code(int(match[1]), name).with_code(int(match[2]), value)

    yield from narrated.rewritten(edits)


def _decides(narrated: Narrated) -> Iterator[Edit]:
    yield from _flipped(Kind.OPERAND_DECIDES)(narrated)

    def edits(told: Told) -> Iterator[Told]:
        match = re.search(r"@(\d+) decides the condition @(\d+)", told.words)
        match = match or re.search(r"@(\d+)( is not evaluated)", told.words)
        match = match or re.search(r"does not evaluate @(\d+)", told.words)
        if not match:
            return
        for test in narrated.source.tests:
            tree = ast.parse(test, mode="eval").body
            if isinstance(tree, ast.BoolOp):
                for value in tree.values:
                    for part in itertools.islice(_expressions(value), 8):
                        yield told.with_code(int(match[1]), ast.unparse(part))

    yield from narrated.rewritten(edits)


def _messages(narrated: Narrated) -> Iterator[Edit]:
    """Another output or message, and one where there is none."""
    yield from _of_role(Kind.MESSAGE)(narrated)
    said = [told.codes for _, _, told in narrated.text.places()]
    values = [literal(code) for codes in said for code in codes if is_literal(code)]
    texts = dict.fromkeys([*map(str, values), *narrated.source.names, ""])
    short = [
        text for text in texts
        if len(text) < _LONGEST_TEXT and text.isascii() and "\\" not in repr(text)
    ]  # fmt: skip

    def edits(told: Told) -> Iterator[Told]:
        place = f"@{len(told.codes)}"
        for match in re.finditer(r"\bprints nothing\b|(?<=raises @\d)(?=\.)", told.words):
            nothing = bool(match[0])
            new = f"prints {place}" if nothing else f" with the message {place}"
            if nothing and told.words.startswith("The program"):
                new += " in total"
            words = told.words[: match.start()] + new + told.words[match.end() :]
            for text in short[:_MADE_UP]:
                yield Told(words, (*told.codes, repr(text)))

    yield from narrated.rewritten(edits)


_MADE_UP: Final = 3
"""Outputs that are made up where there is none: …"""

_LONGEST_TEXT: Final = 60
"""… and their characters, at most."""


def _expressions(tree: ast.expr) -> Iterator[ast.expr]:
    """An expression, and what it is made of."""
    return (each for each in ast.walk(tree) if isinstance(each, ast.expr))


def _places(narrated: Narrated) -> Iterator[Edit]:
    yield from _flipped(Kind.PLACES)(narrated)

    def edits(told: Told) -> Iterator[Told]:
        for match in re.finditer(r"\bswaps @(\d+) (?:and|with) @(\d+)", told.words):
            for index in (int(match[1]), int(match[2])):
                tree = ast.parse(told.codes[index], mode="eval").body
                for new in (
                    *other_index(tree, narrated.source),
                    *other_name(tree, narrated.source),
                ):
                    yield told.with_code(index, new)

    yield from narrated.rewritten(edits)


_EDITS: Final[Mapping[Kind, Edits]] = {
    **{kind: _plain(variants) for kind, variants in PLAIN.items()},
    **{kind: _of_role(kind) for kind, _ in ROLES},
    **{kind: _flipped(kind) for kind in FLIPS},
    **{kind: _counted(kind) for kind, _ in COUNTS},
    Kind.HEADING_VALUE: _of_role(Kind.HEADING_VALUE),
    Kind.OTHER_STEP: lambda narrated: _pooled(narrated, same=True),
    Kind.OTHER_VARIABLE: lambda narrated: _pooled(narrated, same=False),
    Kind.WRONG_LINE: _relined(r"(?<!oop on )\b[Ll]ine (\d+)", loops=False),
    Kind.LOOP_LINE: _relined(r"(?<=oop on )line (\d+)", loops=True),
    Kind.WRONG_PASS: _renumbered((_PASS, _NTH_PASS), (1, -1, 2)),
    Kind.NO_SUCH_PASS: _renumbered((_PASS, _NTH_PASS), (100, 1000)),
    Kind.CALL_NUMBER: _renumbered((_CALL, _NTH_CALL), (1, -1, 2)),
    Kind.NO_SUCH_CALL: _renumbered((_CALL, _NTH_CALL), (100, 1000)),
    Kind.OTHER_NAME: _coded(other_name),
    Kind.SLICE: _coded(other_slice),
    Kind.OPERANDS: _coded(swapped_operands),
    Kind.OPERATOR: _coded(other_operator),
    Kind.CALLEE: _callee,
    Kind.EXCEPTION: _exception,
    Kind.TYPE_NAME: _type,
    Kind.REASON: _reasons,
    Kind.OPERAND_DECIDES: _decides,
    Kind.MESSAGE: _messages,
    Kind.PLACES: _places,
    Kind.BRANCH_WORD: lambda narrated: _named(
        narrated, r"\b[Tt]he @(\d+) branch is", ("if", "elif", "else")
    ),
    Kind.TOLD_CALL: _coded(other_argument),
    Kind.SWAPPED: swapped,
    Kind.UNDER_ANOTHER: under_another,
    Kind.SKIPPED_RUNS: skipped_runs,
}


def _joined(*makers: Edits) -> Edits:
    def edits(narrated: Narrated) -> Iterator[Edit]:
        for maker in makers:
            yield from maker(narrated)

    return edits


_EDITS = {  # type: ignore[misc]  # kinds that are planted in two ways
    **_EDITS,
    Kind.ELEMENT_INDEX: _joined(_counted(Kind.ELEMENT_INDEX), _coded(other_index)),
    Kind.EXTREME: _joined(_of_role(Kind.EXTREME), _flipped(Kind.EXTREME)),
    Kind.MEMBERSHIP: _joined(_of_role(Kind.MEMBERSHIP), _flipped(Kind.MEMBERSHIP)),
    Kind.STAYS: _joined(_of_role(Kind.STAYS), _flipped(Kind.STAYS)),
    Kind.THING: _joined(_of_role(Kind.THING), _flipped(Kind.THING)),
    Kind.LONGER_THAN: _joined(_of_role(Kind.LONGER_THAN), _flipped(Kind.LONGER_THAN)),
    Kind.AMOUNT: _joined(_of_role(Kind.AMOUNT), _counted(Kind.AMOUNT)),
    Kind.LENGTH: _joined(_of_role(Kind.LENGTH), _counted(Kind.LENGTH)),
    Kind.CONSEQUENCE: _joined(
        _flipped(Kind.CONSEQUENCE), _relined(r"(?<=so )line (\d+)", loops=False)
    ),
    Kind.BRANCH: _joined(
        _flipped(Kind.BRANCH), _relined(r"(?:branch|the case) on line (\d+)", loops=False)
    ),
}
