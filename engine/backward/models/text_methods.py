"""Methods of str, and those of bytes that are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.models import cases, texts
from engine.backward.models.arguments import Arguments, text_of
from engine.backward.models.comparing import equal_items
from engine.backward.models.concrete import NotConcreteError, by_python
from engine.backward.models.sequences import bound_indices
from engine.backward.models.things import (
    MAX_CHARACTERS,
    DictThing,
    ListThing,
    TupleThing,
    UnmodelledError,
    chars_of,
    error,
    error_untold,
    int_term,
    is_int,
    is_str,
    of_bool,
    of_bytes,
    of_chars,
    of_int,
)
from engine.backward.models.unicode_tables import LAST, Mapping, Trait, has
from engine.backward.run import Run
from engine.backward.terms import IntTerm, or_

Method: TypeAlias = Callable[[object, Sequence[object], MappingOf[str, object], Run], object]
Items: TypeAlias = Callable[[object, Run], Sequence[object]]

_BYTE_SPACES: Final = b" \t\n\r\x0b\x0c"
_CASES: Final = {
    "upper": Mapping.UPPER, "lower": Mapping.LOWER, "swapcase": Mapping.SWAP,
    "casefold": Mapping.FOLD,
}  # fmt: skip
_TRAITS: Final = {
    "isalnum": Trait.ALNUM, "isalpha": Trait.ALPHA, "isdecimal": Trait.DECIMAL,
    "isdigit": Trait.DIGIT, "isnumeric": Trait.NUMERIC, "isspace": Trait.SPACE,
}  # fmt: skip
_FOR_BYTES: Final = frozenset(
    "find rfind index rindex count startswith endswith split rsplit replace join strip lstrip "
    "rstrip partition rpartition removeprefix removesuffix ljust rjust center isascii".split()
)


def call(
    name: str,
    owner: object,
    args: Sequence[object],
    keywords: MappingOf[str, object],
    run: Run,
    items: Items,
) -> object:
    """``owner.name(*args, **keywords)`` of a str or bytes; ``items`` lists an iterable's items.
    Raises `PythonError`, `UnmodelledError`."""
    kind = str if is_str(owner) else bytes
    if not hasattr(kind, name):
        raise error_untold("AttributeError")
    if name == "join" and len(args) == 1 and not keywords:
        return _join(owner, items(args[0], run))
    try:
        return by_python(getattr(kind, name), (owner, *args), keywords)
    except NotConcreteError:
        pass
    if kind is bytes and name not in _FOR_BYTES:
        if name == "decode":
            return _decode(owner, args, keywords, run)
        raise UnmodelledError(f"`bytes.{name}`")
    method = _METHODS.get(name)
    if method is None:
        return _of_one_kind(name, owner, args, keywords, run)
    return method(owner, args, keywords, run)


def _of_one_kind(
    name: str, owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    """Methods that are one table each."""
    if name in _CASES:
        Arguments(args, keywords)
        return of_chars(cases.changed(chars_of(owner), _CASES[name], run))
    if name in _TRAITS:
        Arguments(args, keywords)
        return of_bool(cases.all_have(chars_of(owner), _TRAITS[name]))
    if name in _TESTS:
        Arguments(args, keywords)
        return of_bool(_TESTS[name](chars_of(owner)))
    raise UnmodelledError(f"`str.{name}`")


_TESTS: Final[dict[str, Callable[[cases.Chars], terms.BoolTerm]]] = {
    "isupper": cases.is_upper,
    "islower": cases.is_lower,
    "istitle": cases.is_title,
    "isidentifier": cases.is_identifier,
    "isprintable": lambda chars: terms.and_(*(has(char, Trait.PRINTABLE) for char in chars)),
    "isascii": lambda chars: terms.and_(*(terms.le(char, 0x7F) for char in chars)),
}


def _capitalize(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    Arguments(args, keywords)
    return of_chars(cases.capitalized(chars_of(owner), run))


def _title(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    Arguments(args, keywords)
    return of_chars(cases.titled(chars_of(owner), run))


# -- searching ------------------------------------------------------------------------------------


def _search(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> tuple[cases.Chars, cases.Chars, int, int]:
    """Text, part, and the bounds of the search."""
    given = Arguments(args, keywords, least=1, most=3)
    text, part = chars_of(owner), _part(given.get(0), owner)
    if not part and len(args) > 1:
        raise UnmodelledError("a search for an empty text within bounds")
    start, stop = bound_indices(given.get(1), given.get(2), len(text), run)
    return text, part, start, stop


def _part(thing: object, owner: object) -> Sequence[IntTerm]:
    if not is_str(owner) and is_int(thing):
        raise UnmodelledError("a search for one number in bytes")
    return text_of(thing, owner)


def _find(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return of_int(texts.find_first(*_search(owner, args, keywords, run)))


def _rfind(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return of_int(texts.find_last(*_search(owner, args, keywords, run)))


def _index(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return _or_error(owner, texts.find_first(*_search(owner, args, keywords, run)), run)


def _rindex(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return _or_error(owner, texts.find_last(*_search(owner, args, keywords, run)), run)


def _or_error(owner: object, found: IntTerm, run: Run) -> object:
    if run.decide(terms.lt(found, 0)):
        raise error("ValueError", f"{'substring' if is_str(owner) else 'subsection'} not found")
    return of_int(found)


def _count(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    text, part, start, stop = _search(owner, args, keywords, run)
    return of_int(texts.count(text[start : max(start, stop)], part, run))


def _startswith(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return of_bool(_at_end(owner, args, keywords, run, texts.starts))


def _endswith(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return of_bool(_at_end(owner, args, keywords, run, texts.ends))


def _at_end(
    owner: object,
    args: Sequence[object],
    keywords: MappingOf[str, object],
    run: Run,
    test: Callable[[cases.Chars, cases.Chars], terms.BoolTerm],
) -> terms.BoolTerm:
    given = Arguments(args, keywords, least=1, most=3)
    text = chars_of(owner)
    wanted = given.get(0)
    parts = wanted.items if isinstance(wanted, TupleThing) else (wanted,)
    found = [text_of(part, owner) for part in parts]
    if len(args) > 1:
        if not all(found):
            raise UnmodelledError("an empty text at a place")
        start, stop = bound_indices(given.get(1), given.get(2), len(text), run)
        text = text[start : max(start, stop)]
    return or_(*(test(text, part) for part in found))


# -- parts ----------------------------------------------------------------------------------------


def _texts(like: object, pieces: Sequence[cases.Chars]) -> ListThing:
    return ListThing([texts.of_kind(like, piece) for piece in pieces])


def _is_space(owner: object) -> texts.CharTest:
    if is_str(owner):
        return texts.space
    return lambda char: or_(*(terms.eq(char, each) for each in _BYTE_SPACES))


def _separated(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run, *, left: bool
) -> object:
    given = Arguments(args, keywords, ("sep", "maxsplit"))
    text, limit = chars_of(owner), given.number(1, -1, run)
    if given.get(0) is None:
        cut = texts.split_at_spaces if left else texts.rsplit_at_spaces
        return _texts(owner, cut(text, limit, run, _is_space(owner)))
    part = given.text(0, owner)
    if not part:
        raise error("ValueError", "empty separator")
    find = texts.occurrences if left else texts.last_occurrences
    return _texts(owner, texts.split_at(text, part, find(text, part, run, limit)))


def _split(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return _separated(owner, args, keywords, run, left=True)


def _rsplit(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return _separated(owner, args, keywords, run, left=False)


def _splitlines(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    given = Arguments(args, keywords, ("keepends",))
    keep = bool(given.number(0, 0, run))
    return _texts(owner, texts.split_lines(chars_of(owner), run, keep=keep))


def _partition(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return _in_three(owner, args, keywords, run, left=True)


def _rpartition(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return _in_three(owner, args, keywords, run, left=False)


def _in_three(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run, *, left: bool
) -> object:
    given = Arguments(args, keywords, least=1, most=1)
    text, part = chars_of(owner), given.text(0, owner)
    if not part:
        raise error("ValueError", "empty separator")
    find = texts.occurrences if left else texts.last_occurrences
    places = find(text, part, run, 1)
    if not places:
        pieces: list[cases.Chars] = [text, (), ()] if left else [(), (), text]
    else:
        pieces = [text[: places[0]], part, text[places[0] + len(part) :]]
    return TupleThing(tuple(texts.of_kind(owner, piece) for piece in pieces))


def _replace(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    given = Arguments(args, keywords, ("old", "new", "count"), least=1)
    old, new = given.text(0, owner), given.text(1, owner)
    limit = given.number(2, -1, run)
    return texts.of_kind(owner, texts.replaced(chars_of(owner), old, new, limit, run))


def _join(owner: object, parts: Sequence[object]) -> object:
    """``owner.join(parts)``."""
    found: list[IntTerm] = []
    for at, part in enumerate(parts):
        if at:
            found.extend(chars_of(owner))
        found.extend(text_of(part, owner))
    return texts.of_kind(owner, texts.joined(found))


def _strip_with(*, left: bool, right: bool) -> Method:
    def strip(
        owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
    ) -> object:
        given = Arguments(args, keywords, least=0, most=1)
        drop = _is_space(owner)
        if given.get(0) is not None:
            wanted = given.text(0, owner)

            def drop(char: IntTerm) -> terms.BoolTerm:
                return or_(*(terms.eq(char, each) for each in wanted))

        text = texts.stripped(chars_of(owner), drop, run, left=left, right=right)
        return texts.of_kind(owner, text)

    return strip


def _removeprefix(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    text, part = chars_of(owner), Arguments(args, keywords, least=1, most=1).text(0, owner)
    return texts.of_kind(owner, text[len(part) :] if run.decide(texts.starts(text, part)) else text)


def _removesuffix(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    text, part = chars_of(owner), Arguments(args, keywords, least=1, most=1).text(0, owner)
    if not part or not run.decide(texts.ends(text, part)):
        return texts.of_kind(owner, text)
    return texts.of_kind(owner, text[: -len(part)])


# -- filling --------------------------------------------------------------------------------------


def _fill(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> tuple[cases.Chars, IntTerm, int]:
    """The text, what fills it, and how much is missing."""
    given = Arguments(args, keywords, least=1, most=2)
    text = chars_of(owner)
    width = given.number(0, 0, run)
    blank = given.text(1, owner) if given.has(1) else (ord(" "),)
    if len(blank) != 1:
        raise error_untold("TypeError")
    if width > MAX_CHARACTERS:
        raise UnmodelledError("a wide text")
    return text, blank[0], max(0, width - len(text))


def _ljust(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    text, blank, missing = _fill(owner, args, keywords, run)
    return texts.of_kind(owner, (*text, *[blank] * missing))


def _rjust(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    text, blank, missing = _fill(owner, args, keywords, run)
    return texts.of_kind(owner, (*[blank] * missing, *text))


def _center(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    text, blank, missing = _fill(owner, args, keywords, run)
    # CPython's `pad`: an odd blank goes to the left where the width is odd.
    left = missing // 2 + (missing & (len(text) + missing) & 1)
    return texts.of_kind(owner, (*[blank] * left, *text, *[blank] * (missing - left)))


def _zfill(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    given = Arguments(args, keywords, least=1, most=1)
    text, width = chars_of(owner), given.number(0, 0, run)
    if width > MAX_CHARACTERS:
        raise UnmodelledError("a wide text")
    zeros = [ord("0")] * max(0, width - len(text))
    if not zeros or not text:
        return of_chars((*zeros, *text))
    signed = run.decide(or_(terms.eq(text[0], ord("+")), terms.eq(text[0], ord("-"))))
    return of_chars((*text[:1], *zeros, *text[1:]) if signed else (*zeros, *text))


def _expandtabs(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    given = Arguments(args, keywords, ("tabsize",))
    size = given.number(0, 8, run)
    if size > MAX_CHARACTERS:
        raise UnmodelledError("wide tabs")
    found: list[IntTerm] = []
    column = 0
    for char in chars_of(owner):
        if run.decide(terms.eq(char, ord("\t"))):
            blanks = size - column % size if size > 0 else 0
            found.extend([ord(" ")] * blanks)
            column += blanks
            continue
        found.append(char)
        line_end = or_(terms.eq(char, ord("\n")), terms.eq(char, ord("\r")))
        column = 0 if run.decide(line_end) else column + 1
    return of_chars(found)


# -- translating, encoding ------------------------------------------------------------------------


def maketrans(args: Sequence[object], run: Run) -> object:
    """``str.maketrans``: a dict of code points."""
    if len(args) == 1:
        if not isinstance(args[0], DictThing):
            raise error_untold("TypeError")
        keys: list[object] = []
        for key in args[0].keys:
            if is_str(key):
                if len(chars_of(key)) != 1:
                    raise error_untold("ValueError")
                keys.append(of_int(chars_of(key)[0]))
            elif is_int(key):
                keys.append(key)
            else:
                raise error_untold("TypeError")
        return DictThing(*_distinct(keys, args[0].values, run))
    if not 2 <= len(args) <= 3 or not all(map(is_str, args)):
        raise error_untold("TypeError")
    old, new = chars_of(args[0]), chars_of(args[1])
    if len(old) != len(new):
        raise error_untold("ValueError")
    table_keys: list[object] = [of_int(char) for char in old]
    values: list[object] = [of_int(char) for char in new]
    if len(args) == 3:
        table_keys += [of_int(char) for char in chars_of(args[2])]
        values += [None] * len(chars_of(args[2]))
    return DictThing(*_distinct(table_keys, values, run))


def _distinct(
    keys: Sequence[object], values: Sequence[object], run: Run
) -> tuple[list[object], list[object]]:
    """Of equal keys the first is kept, with the last value."""
    kept: list[object] = []
    found: list[object] = []
    for key, value in zip(keys, values, strict=True):
        for at, other in enumerate(kept):
            if run.decide(equal_items(key, other, run)):
                found[at] = value
                break
        else:
            kept.append(key)
            found.append(value)
    return kept, found


def _translate(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    table = Arguments(args, keywords, least=1, most=1).get(0)
    if not isinstance(table, DictThing):
        raise UnmodelledError("`translate` by what is no dict")
    found: list[IntTerm] = []
    for char in chars_of(owner):
        for key, value in zip(table.keys, table.values, strict=True):
            if run.decide(equal_items(of_int(char), key, run)):
                found.extend(_translated(value, run))
                break
        else:
            found.append(char)
    return of_chars(texts.joined(found))


def _translated(value: object, run: Run) -> Sequence[IntTerm]:
    if value is None:
        return ()
    if is_str(value):
        return chars_of(value)
    if not is_int(value):
        raise error_untold("TypeError")
    number = int_term(value)
    if not run.decide(terms.and_(terms.le(0, number), terms.le(number, LAST))):
        raise error_untold("ValueError")
    return (number,)


def _encode(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    given = Arguments(args, keywords, ("encoding", "errors"))
    encoding = given.get(0, "utf-8")
    if not isinstance(encoding, str) or encoding.lower() not in _LIKE_ASCII:
        raise UnmodelledError("an encoding")
    chars = chars_of(owner)
    if not run.decide(terms.and_(*(terms.le(char, 0x7F) for char in chars))):
        raise UnmodelledError("the encoding of what is not ASCII")
    return of_bytes(chars)


def _decode(
    owner: object, args: Sequence[object], keywords: MappingOf[str, object], run: Run
) -> object:
    return_value = _encode(of_chars(chars_of(owner)), args, keywords, run)
    return of_chars(chars_of(return_value))


_LIKE_ASCII: Final = frozenset("utf-8 utf8 ascii us-ascii latin-1 latin1 iso-8859-1".split())


_METHODS: Final[dict[str, Method]] = {
    "capitalize": _capitalize, "title": _title, "find": _find, "rfind": _rfind,
    "index": _index, "rindex": _rindex, "count": _count, "startswith": _startswith,
    "endswith": _endswith, "split": _split, "rsplit": _rsplit, "splitlines": _splitlines,
    "partition": _partition, "rpartition": _rpartition, "replace": _replace,
    "strip": _strip_with(left=True, right=True), "lstrip": _strip_with(left=True, right=False),
    "rstrip": _strip_with(left=False, right=True), "removeprefix": _removeprefix,
    "removesuffix": _removesuffix, "ljust": _ljust, "rjust": _rjust, "center": _center,
    "zfill": _zfill, "expandtabs": _expandtabs, "translate": _translate, "encode": _encode,
}  # fmt: skip
