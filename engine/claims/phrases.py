"""The smallest parts of rendered text: code in backticks, numbers, ordinals, lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Final

from engine.claims import spans
from engine.claims.model import (
    AttributeTarget,
    ElementTarget,
    Exactly,
    Expected,
    Expr,
    NameTarget,
    OfType,
    Target,
)
from engine.claims.number_words import NUMBER_WORDS, ORDINAL_WORDS, ordinal_suffix
from engine.values import Value, to_literal

_TICKS: Final = re.compile(r"`+")


class NoTextError(ValueError):
    """What is asked for has no text in the language; the message says why."""


def code(text: str) -> str:
    """``text`` in backticks (it holds some in string literals at most); raises `NoTextError`."""
    at = spans.foreign_character(text)
    if at is not None:
        raise NoTextError(f"{spans.character_name(text[at])} may not stand in code")
    runs = {len(run) for run in _TICKS.findall(text)}
    if 1 not in runs:
        return f"`{text}`"
    if 2 not in runs:
        return f"``{text}``"
    raise NoTextError("code with both one and two backticks in a row has no delimiter")


def has_text(value: Value) -> bool:
    """Whether the value can be written: a literal within the bounds of a span."""
    try:
        literal(value)
    except NoTextError:
        return False
    return True


def literal(value: Value) -> str:
    """A literal that is read back as an equal value, in backticks; raises `NoTextError`."""
    try:
        text = to_literal(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise NoTextError("the value cannot be written out") from error
    if len(set(_TICKS.findall(text))) > 1:
        text = text.replace("`", r"\x60")  # a literal's strings are never raw
    if not (text.isascii() and text.isprintable()):
        text = "".join(f"\\U{ord(each):08x}" if spans.is_forbidden(each) else each for each in text)
    try:
        read = spans.read_literal(text)
    except spans.NotReadableError as error:
        raise NoTextError(f"the value has no literal: {error}") from error
    if read != value:
        raise NoTextError("the value has no literal that is read back as the same")
    return code(text)


def expression(expr: Expr) -> str:
    """The expression in backticks; raises `NoTextError`."""
    try:
        return code(expr.text)
    except NoTextError:
        escaped = ast.unparse(expr.tree).replace("`", r"\x60")
    try:
        same = spans.read_expr(escaped) == expr
    except spans.NotReadableError:
        same = False
    if not same:
        raise NoTextError("the expression's backticks cannot be escaped")
    return code(escaped)


def target(place: Target) -> str:
    match place:
        case NameTarget(name=name):
            return code(name)
        case ElementTarget(whole=whole) | AttributeTarget(whole=whole):
            return expression(whole)


def expected(result: Expected) -> str:
    match result:
        case Exactly(value=value):
            return literal(value)
        case OfType(type_name=name):
            return f"a value of type {code(name)}"


def numerals(number: int) -> tuple[str, ...]:
    """``("3", "three")``; one form beyond twelve."""
    if 1 <= number <= len(NUMBER_WORDS):
        return str(number), NUMBER_WORDS[number - 1]
    return (str(number),)


def ordinals(number: int) -> tuple[str, ...]:
    """``("3rd", "third")``; one form beyond twelfth."""
    digits = f"{number}{ordinal_suffix(number)}"
    if 1 <= number <= len(ORDINAL_WORDS):
        return digits, ORDINAL_WORDS[number - 1]
    return (digits,)


def pass_references(number: int, loop: int) -> tuple[str, ...]:
    """``pass 2 of the loop on line 3``, ``the 2nd pass of the loop on line 3``, …"""
    return _references(number, "pass", f"of the loop on line {loop}")


def call_references(number: int, function: str) -> tuple[str, ...]:
    """``call 2 of `g` ``, ``the 2nd call of `g` ``, …"""
    return _references(number, "call", f"of {code(function)}")


def _references(number: int, what: str, of: str) -> tuple[str, ...]:
    return (
        *(f"{what} {numeral} {of}" for numeral in numerals(number)),
        *(f"the {ordinal} {what} {of}" for ordinal in ordinals(number)),
    )


def counted(number: int, one: str, many: str) -> tuple[str, ...]:
    """``("3 passes", "three passes")``"""
    return tuple(f"{numeral} {one if number == 1 else many}" for numeral in numerals(number))


def counted_times(number: int) -> tuple[str, ...]:
    """``3 times``, ``twice``; 0 in digits."""
    words = {1: ("once",), 2: ("twice",)}.get(number, ())
    return (*words, *counted(number, "time", "times"))


def joined(items: Sequence[str]) -> str:
    """``a, b and c``"""
    *init, last = items
    return f"{', '.join(init)} and {last}" if init else last
