"""Upper and lower case of a str: mappings and tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from engine.backward import terms
from engine.backward.models.things import UnmodelledError
from engine.backward.models.unicode_tables import Mapping, Trait, has, mapped, several
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, IntTerm, and_, not_, or_

Chars: TypeAlias = Sequence[IntTerm]


def changed(chars: Chars, mapping: Mapping, run: Run) -> list[IntTerm]:
    """Each character mapped by itself."""
    return [_one(char, mapping, run) for char in chars]


def _one(char: IntTerm, mapping: Mapping, run: Run) -> IntTerm:
    if run.decide(several(char, mapping)):
        raise UnmodelledError(f"`{mapping.value}` of a character that becomes several")
    return mapped(char, mapping)


def capitalized(chars: Chars, run: Run) -> list[IntTerm]:
    """`str.capitalize`: the first character in title case, the others in lower case."""
    return [
        _one(char, Mapping.LOWER if at else Mapping.TITLE, run) for at, char in enumerate(chars)
    ]


def titled(chars: Chars, run: Run) -> list[IntTerm]:
    """`str.title`: what follows a cased character is in lower case, all else in title case."""
    found: list[IntTerm] = []
    goes_on: BoolTerm = False
    for char in chars:
        lower = _one(char, Mapping.LOWER, run) if goes_on is not False else char
        title = _one(char, Mapping.TITLE, run) if goes_on is not True else char
        found.append(terms.int_ite(goes_on, lower, title))
        goes_on = has(char, Trait.CASED)
    return found


def all_have(chars: Chars, trait: Trait) -> BoolTerm:
    """Whether there are characters, and all have the trait."""
    return bool(chars) and and_(*(has(char, trait) for char in chars))


def is_upper(chars: Chars) -> BoolTerm:
    return and_(
        or_(*(has(char, Trait.UPPER) for char in chars)),
        *(not_(has(char, Trait.NOT_IN_UPPER)) for char in chars),
    )


def is_lower(chars: Chars) -> BoolTerm:
    return and_(
        or_(*(has(char, Trait.LOWER) for char in chars)),
        *(not_(has(char, Trait.NOT_IN_LOWER)) for char in chars),
    )


def is_title(chars: Chars) -> BoolTerm:
    """Upper case begins words, lower case goes on with them; and there is one."""
    wrong: list[BoolTerm] = []
    cased: list[BoolTerm] = []
    goes_on: BoolTerm = False
    for char in chars:
        begins, follows = has(char, Trait.TITLE), has(char, Trait.LOWER)
        wrong += [and_(begins, goes_on), and_(follows, not_(goes_on))]
        goes_on = or_(begins, follows)
        cased.append(goes_on)
    return and_(or_(*cased), *map(not_, wrong))


def is_identifier(chars: Chars) -> BoolTerm:
    return bool(chars) and and_(
        has(chars[0], Trait.STARTS_NAME), *(has(char, Trait.GOES_ON_NAME) for char in chars[1:])
    )
