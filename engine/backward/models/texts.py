"""Operations on str and bytes: positions, parts, searching, splitting, stripping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from engine.backward import terms
from engine.backward.models.comparing import matches
from engine.backward.models.sequences import index_term, item_at, slice_indices
from engine.backward.models.things import (
    MAX_CHARACTERS,
    SliceThing,
    UnmodelledError,
    chars_of,
    is_str,
    of_bytes,
    of_chars,
    of_int,
)
from engine.backward.models.unicode_tables import Trait, has
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, IntTerm, and_

Chars: TypeAlias = Sequence[IntTerm]
CharTest: TypeAlias = Callable[[IntTerm], BoolTerm]

_NEWLINE, _RETURN = ord("\n"), ord("\r")


def of_kind(like: object, chars: Chars) -> object:
    """A str or bytes, as ``like`` is."""
    return of_chars(chars) if is_str(like) else of_bytes(chars)


def subscript(text: object, key: object, run: Run) -> object:
    """``text[key]``; raises `PythonError`, `UnmodelledError`."""
    chars = chars_of(text)
    if isinstance(key, SliceThing):
        start, stop, step = slice_indices(key, len(chars), run)
        return of_kind(text, chars[_range(start, stop, step)])
    position = index_term(key, len(chars), run, "string" if is_str(text) else "bytes")
    if is_str(text):
        return item_at(chars, position, run, lambda char: of_chars([char]))
    return item_at(chars, position, run, of_int)


def _range(start: int, stop: int, step: int) -> slice:
    """The slice of indices that are already resolved: -1 is before the start, not the end."""
    return slice(start, None if stop < 0 else stop, step) if start >= 0 else slice(0, 0, 1)


def joined(*parts: Chars) -> list[IntTerm]:
    found = [char for part in parts for char in part]
    if len(found) > 8 * MAX_CHARACTERS and any(isinstance(char, terms.Term) for char in found):
        raise UnmodelledError("a str that is too long")
    return found


# -- searching ------------------------------------------------------------------------------------


def find_first(text: Chars, part: Chars, start: int, stop: int) -> IntTerm:
    """The first position of ``part`` in ``text[start:stop]``, or -1."""
    found: IntTerm = -1
    window = list(matches(text[start:stop], part)) if start <= stop else []
    for at in reversed(range(len(window))):
        found = terms.int_ite(window[at], start + at, found)
    return found


def find_last(text: Chars, part: Chars, start: int, stop: int) -> IntTerm:
    """The last such position, or -1."""
    found: IntTerm = -1
    window = matches(text[start:stop], part) if start <= stop else []
    for at, here in enumerate(window):
        found = terms.int_ite(here, start + at, found)
    return found


def occurrences(text: Chars, part: Chars, run: Run, limit: int = -1) -> list[int]:
    """Positions of ``part``, from the left, none overlapping the one before; at most ``limit``."""
    found: list[int] = []
    window = matches(text, part)
    at = 0
    while at < len(window) and len(found) != limit:
        if run.decide(window[at]):
            found.append(at)
            at += max(1, len(part))
        else:
            at += 1
    return found


def last_occurrences(text: Chars, part: Chars, run: Run, limit: int = -1) -> list[int]:
    """The same from the right; positions ascending."""
    found: list[int] = []
    window = matches(text, part)
    at = len(window) - 1
    while at >= 0 and len(found) != limit:
        if run.decide(window[at]):
            found.append(at)
            at -= max(1, len(part))
        else:
            at -= 1
    return found[::-1]


def count(text: Chars, part: Chars, run: Run) -> IntTerm:
    """How often ``part`` occurs, without overlap."""
    if not part:
        return len(text) + 1
    if len(part) == 1:
        return terms.add(*map(terms.of_bool, matches(text, part)))
    return len(occurrences(text, part, run))


def replaced(text: Chars, old: Chars, new: Chars, limit: int, run: Run) -> Chars:
    """``text`` with ``old`` replaced by ``new``, at most ``limit`` times (-1: always)."""
    if len(old) == len(new) == 1 and limit < 0:
        return [
            terms.int_ite(here, new[0], char)
            for char, here in zip(text, matches(text, old), strict=True)
        ]
    if not old:
        gaps = len(text) + 1 if limit < 0 else min(limit, len(text) + 1)
        found: list[IntTerm] = []
        for at in range(len(text) + 1):
            if at < gaps:
                found.extend(new)
            found.extend(text[at : at + 1])
        return joined(found)
    pieces: list[Chars] = []
    last = 0
    for at in occurrences(text, old, run, limit):
        pieces += [text[last:at], new]
        last = at + len(old)
    return joined(*pieces, text[last:])


# -- splitting ------------------------------------------------------------------------------------


def split_at(text: Chars, part: Chars, positions: Sequence[int]) -> list[Chars]:
    """The pieces between occurrences of ``part``."""
    pieces: list[Chars] = []
    last = 0
    for at in positions:
        pieces.append(text[last:at])
        last = at + len(part)
    return [*pieces, text[last:]]


def split_at_spaces(text: Chars, limit: int, run: Run, is_space: CharTest) -> list[Chars]:
    """``text.split(None, limit)``."""
    pieces: list[Chars] = []
    at = 0
    while True:
        while at < len(text) and run.decide(is_space(text[at])):
            at += 1
        if at == len(text):
            return pieces
        if len(pieces) == limit:
            end = len(text)
            while end > at and run.decide(is_space(text[end - 1])):
                end -= 1
            return [*pieces, text[at:end]]
        start = at
        while at < len(text) and not run.decide(is_space(text[at])):
            at += 1
        pieces.append(text[start:at])


def rsplit_at_spaces(text: Chars, limit: int, run: Run, is_space: CharTest) -> list[Chars]:
    """``text.rsplit(None, limit)``."""
    mirrored = split_at_spaces(text[::-1], limit, run, is_space)
    return [piece[::-1] for piece in mirrored[::-1]]


def space(char: IntTerm) -> BoolTerm:
    """Whether `str.isspace` holds for a character."""
    return has(char, Trait.SPACE)


def split_lines(text: Chars, run: Run, *, keep: bool) -> list[Chars]:
    """``text.splitlines(keep)`` of a str."""
    pieces: list[Chars] = []
    start = at = 0
    while at < len(text):
        if not run.decide(has(text[at], Trait.LINE_END)):
            at += 1
            continue
        end = at
        crlf = at + 1 < len(text) and run.decide(
            and_(terms.eq(text[at], _RETURN), terms.eq(text[at + 1], _NEWLINE))
        )
        at += 2 if crlf else 1
        pieces.append(text[start : at if keep else end])
        start = at
    if start < len(text):
        pieces.append(text[start:])
    return pieces


# -- ends -----------------------------------------------------------------------------------------


def stripped(text: Chars, drop: CharTest, run: Run, *, left: bool, right: bool) -> Chars:
    """``text`` without the characters at its ends that ``drop`` holds for."""
    start, end = 0, len(text)
    while left and start < end and run.decide(drop(text[start])):
        start += 1
    while right and end > start and run.decide(drop(text[end - 1])):
        end -= 1
    return text[start:end]


def starts(text: Chars, part: Chars) -> BoolTerm:
    """``text.startswith(part)``."""
    return len(part) <= len(text) and and_(*map(terms.eq, text[: len(part)], part))


def ends(text: Chars, part: Chars) -> BoolTerm:
    """``text.endswith(part)``."""
    size = len(part)
    return size <= len(text) and and_(*map(terms.eq, text[len(text) - size :], part))
