"""`str`, `repr`, `format`: texts of things; and ints read from texts."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Final

from engine.backward import terms
from engine.backward.models.concrete import NotConcreteError, by_python, to_builtin
from engine.backward.models.things import (
    MAX_CHARACTERS,
    BoolThing,
    BytesThing,
    DictThing,
    IntThing,
    ListThing,
    RangeThing,
    SetThing,
    StrThing,
    TupleThing,
    UnmodelledError,
    chars_of,
    error,
    error_untold,
    int_term,
    is_concrete,
    is_int,
    is_str,
    of_chars,
    of_int,
)
from engine.backward.models.unicode_tables import Trait, has
from engine.backward.run import Run
from engine.backward.terms import IntTerm, and_, not_, or_

_MAX_DIGITS: Final = 40
_SPEC: Final = re.compile(r"(?:(?P<fill>.)?(?P<align>[<>^]))?(?P<width>[0-9]{0,4})(?P<type>[sd]?)")
_ZERO: Final = ord("0")
_QUOTE, _DOUBLE, _BACKSLASH = ord("'"), ord('"'), ord("\\")
_ESCAPES: Final = {ord("\n"): "n", ord("\r"): "r", ord("\t"): "t", _BACKSLASH: "\\"}


def text(thing: object, run: Run) -> object:
    """``str(thing)``."""
    if is_str(thing):
        return thing
    return of_chars(_shown(thing, run, ()))


def representation(thing: object, run: Run) -> object:
    """``repr(thing)``."""
    return of_chars(_shown(thing, run, ()))


def _shown(thing: object, run: Run, above: tuple[object, ...]) -> Sequence[IntTerm]:
    """The characters of ``repr(thing)``."""
    if any(thing is each for each in above) and not is_concrete(thing):
        raise UnmodelledError("the text of what contains itself")
    if is_concrete(thing):
        return _plain(by_python(repr, (thing,), {}))
    inside = (*above, thing)
    match thing:
        case IntThing(term=term):
            return decimal(term, run)
        case BoolThing(term=term):
            return _plain("True" if run.decide(term) else "False")
        case StrThing(chars=chars):
            return _quoted(chars, run)
        case ListThing(items=items):
            return [*_plain("["), *_listed(items, run, inside), *_plain("]")]
        case TupleThing(items=held):
            end = ",)" if len(held) == 1 else ")"
            return [*_plain("("), *_listed(held, run, inside), *_plain(end)]
        case SetThing(items=items, frozen=False) if len(items) == 1:
            return [*_plain("{"), *_listed(items, run, inside), *_plain("}")]
        case SetThing(items=[]):
            return _plain("frozenset()" if thing.frozen else "set()")
        case DictThing(keys=keys, values=values):
            found: list[IntTerm] = []
            for key, value in zip(keys, values, strict=True):
                found += _plain(", ") if found else ()
                found += [*_shown(key, run, inside), *_plain(": "), *_shown(value, run, inside)]
            return [*_plain("{"), *found, *_plain("}")]
        case _:
            raise UnmodelledError(f"the text of a {type(thing).__name__}")


def _plain(found: object) -> tuple[IntTerm, ...]:
    return chars_of(found)


def _listed(items: Sequence[object], run: Run, inside: tuple[object, ...]) -> list[IntTerm]:
    found: list[IntTerm] = []
    for at, item in enumerate(items):
        found += _plain(", ") if at else ()
        found += _shown(item, run, inside)
    return found


def _quoted(chars: Sequence[IntTerm], run: Run) -> list[IntTerm]:
    """A str as `repr` quotes it."""
    single = or_(*(terms.eq(char, _QUOTE) for char in chars))
    double = or_(*(terms.eq(char, _DOUBLE) for char in chars))
    quote = _DOUBLE if run.decide(and_(single, not_(double))) else _QUOTE
    found: list[IntTerm] = [quote]
    for char in chars:
        special = or_(
            terms.eq(char, _BACKSLASH),
            terms.eq(char, quote),
            not_(has(char, Trait.PRINTABLE)),
        )
        if not run.decide(special):
            found.append(char)
        elif run.decide(terms.eq(char, quote)):
            found += [_BACKSLASH, quote]
        else:
            found += [_BACKSLASH, ord(_escape(char, run))]
    return [*found, quote]


def _escape(char: IntTerm, run: Run) -> str:
    for code, letter in _ESCAPES.items():
        if run.decide(terms.eq(char, code)):
            return letter
    raise UnmodelledError("the escape of a character that is not printable")


def decimal(number: IntTerm, run: Run) -> list[IntTerm]:
    """The characters of an int's decimal text: how many they are is a case."""
    negative = run.decide(terms.lt(number, 0))
    size = terms.neg(number) if negative else number
    digits = 1
    while not run.decide(terms.lt(size, 10**digits)):
        digits += 1
        if digits > _MAX_DIGITS:
            raise UnmodelledError("the text of a large unknown int")
    found: list[IntTerm] = [ord("-")] if negative else []
    for place in reversed(range(digits)):
        # The first digit is below 10 as it is; said so, that the character has bounds.
        digit = terms.modulo(terms.floor_div(size, 10**place), 10)
        found.append(terms.add(_ZERO, digit))
    return found


def int_from_text(chars: Sequence[IntTerm], run: Run) -> object:
    """``int(text)`` of digits of ASCII with a sign, else ValueError where that is certain."""
    if not chars:
        raise error_untold("ValueError")
    sign = 1
    if run.decide(or_(terms.eq(chars[0], ord("-")), terms.eq(chars[0], ord("+")))):
        sign = -1 if run.decide(terms.eq(chars[0], ord("-"))) else 1
        chars = chars[1:]
        if not chars:
            raise error_untold("ValueError")
    number: IntTerm = 0
    for char in chars:
        if not run.decide(and_(terms.le(_ZERO, char), terms.le(char, _ZERO + 9))):
            _check_no_number(chars, run)
            raise error_untold("ValueError")
        number = terms.add(terms.mul(10, number), terms.sub(char, _ZERO))
    return of_int(terms.mul(sign, number))


def _check_no_number(chars: Sequence[IntTerm], run: Run) -> None:
    """Digits of other scripts, spaces around and underscores are not modelled: `int` reads them."""
    for char in chars:
        read = or_(
            has(char, Trait.DECIMAL),
            has(char, Trait.SPACE),
            terms.eq(char, ord("_")),
            *(terms.eq(char, ord(each)) for each in "+-"),
        )
        if not run.decide(read):
            return
    raise UnmodelledError("an int read from digits with spaces, underscores or of another script")


# -- format ---------------------------------------------------------------------------------------


def formatted(thing: object, spec: object, run: Run) -> object:
    """``format(thing, spec)``."""
    if not isinstance(spec, str):
        raise UnmodelledError("an unknown format")
    if not is_concrete(thing) and not spec:
        return text(thing, run)
    try:
        return by_python(format, (to_builtin(thing), spec), {})
    except NotConcreteError:
        pass
    found = _SPEC.fullmatch(spec)
    if found is None or not (is_str(thing) or isinstance(thing, IntThing)):
        raise UnmodelledError("a format")
    by_type = found["type"]
    if (by_type == "d") is is_str(thing) and by_type:
        raise error_untold("ValueError")
    width = int(found["width"] or 0)
    if found["width"].startswith("0") and found["width"] != "0":
        raise UnmodelledError("a format with zeros")
    if width > MAX_CHARACTERS:
        raise UnmodelledError("a wide format")
    chars = chars_of(text(thing, run))
    missing = max(0, width - len(chars))
    align = found["align"] or ("<" if is_str(thing) else ">")
    left = {"<": 0, ">": missing, "^": missing // 2}[align]
    fill = ord(found["fill"] or " ")
    return of_chars((*[fill] * left, *chars, *[fill] * (missing - left)))


_FORMATTER: Final = string.Formatter()


def fields(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """The parts of a template: text, field, format, conversion; raises `PythonError`."""
    try:
        return list(_FORMATTER.parse(template))
    except ValueError as raised:
        raise error("ValueError", *raised.args) from None


def format_call(
    template: object, args: Sequence[object], keywords: Mapping[str, object], run: Run
) -> object:
    """``template.format(*args, **keywords)`` with plain fields."""
    if not isinstance(template, str):
        raise UnmodelledError("a format with an unknown template")
    found: list[IntTerm] = []
    automatic = 0
    for literal, field, spec, conversion in fields(template):
        found += _plain(literal)
        if field is None:
            continue
        if spec and "{" in spec:
            raise UnmodelledError("a format within a format")
        if field == "":
            place, automatic = automatic, automatic + 1
            value = _argument(args, place)
        elif field.isdecimal() and field.isascii() and not automatic:
            value = _argument(args, int(field))
        elif field in keywords:
            value = keywords[field]
        else:
            raise UnmodelledError("a field of a format")
        found += chars_of(formatted(converted(value, conversion, run), spec or "", run))
    return of_chars(found)


def _argument(args: Sequence[object], place: int) -> object:
    if place >= len(args):
        raise error_untold("IndexError")
    return args[place]


def converted(value: object, conversion: str | None, run: Run) -> object:
    """A value after ``!s`` or ``!r``."""
    match conversion:
        case None:
            return value
        case "s":
            return text(value, run)
        case "r":
            return representation(value, run)
        case _:
            raise UnmodelledError("a conversion in a format")


_SUBSCRIPTED: Final = (BytesThing, DictThing, ListThing, RangeThing, bytes, range)

_PERCENT: Final = re.compile(r"%(.?)", re.DOTALL)


def percent(template: object, values: object, run: Run) -> object:
    """``template % values`` with ``%s``, ``%d``, ``%r`` and ``%%`` alone."""
    if not isinstance(template, str):
        raise UnmodelledError("a format with an unknown template")
    given = list(values.items) if isinstance(values, TupleThing) else [values]
    found: list[IntTerm] = []
    last = used = 0
    for match in _PERCENT.finditer(template):
        found += _plain(template[last : match.start()])
        last = match.end()
        kind = match[1]
        if kind == "%":
            found.append(ord("%"))
            continue
        if kind not in {"s", "r", "d"}:
            raise UnmodelledError(f"a format `%{kind}`")
        if used >= len(given):
            raise error("TypeError", "not enough arguments for format string")
        value, used = given[used], used + 1
        if kind == "d":
            if not is_int(value):
                raise UnmodelledError("`%d` of what is no int")
            value = of_int(int_term(value))
        shown = representation(value, run) if kind == "r" else text(value, run)
        found += chars_of(shown)
    found += _plain(template[last:])
    # What has subscripts counts as a mapping of names (`PyMapping_Check`); none has to be used.
    if used < len(given) and not isinstance(values, _SUBSCRIPTED):
        raise error("TypeError", "not all arguments converted during string formatting")
    return of_chars(found)
