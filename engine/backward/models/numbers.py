"""Arithmetic of int, bool and float, with Python's own ``//`` and ``%``."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from engine.backward import terms
from engine.backward.models.comparing import EXACT, truth
from engine.backward.models.things import (
    MAX_BITS,
    BoolThing,
    PythonError,
    UnmodelledError,
    error,
    float_term,
    from_python,
    int_term,
    is_float,
    is_int,
    of_bool,
    of_float,
    of_int,
)
from engine.backward.run import Run
from engine.backward.terms import FloatTerm, IntTerm, Op, Term

_MAX_EXPONENT: Final = 16
_MASK_BITS: Final = 64

BINARY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv,
    "%": operator.mod, "/": operator.truediv, "**": operator.pow, "<<": operator.lshift,
    ">>": operator.rshift, "&": operator.and_, "|": operator.or_, "^": operator.xor,
    "@": operator.matmul,
}  # fmt: skip
_IN_PLACE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.iadd, "-": operator.isub, "*": operator.imul, "//": operator.ifloordiv,
    "%": operator.imod, "/": operator.itruediv, "**": operator.ipow, "<<": operator.ilshift,
    ">>": operator.irshift, "&": operator.iand, "|": operator.ior, "^": operator.ixor,
    "@": operator.imatmul,
}  # fmt: skip
"""The same but for what their errors say."""

_UNARY: Final[dict[str, Callable[[Any], Any]]] = {
    "-": operator.neg, "+": operator.pos, "~": operator.invert,
}  # fmt: skip


def concrete_binary(sign: str, left: Any, right: Any) -> object:
    """The operation on known operands, by Python itself; raises `PythonError`, and
    `UnmodelledError` where the result would be huge."""
    plain = sign.removesuffix("=")
    _check_size(plain, left, right)
    try:
        return (BINARY if plain == sign else _IN_PLACE)[plain](left, right)
    except Exception as raised:  # noqa: BLE001  # whatever Python raises, the program raises
        raise from_python(raised) from None


def _check_size(sign: str, left: Any, right: Any) -> None:
    if sign == "**" and isinstance(left, int) and isinstance(right, int):
        size = left.bit_length() * max(right, 0)
    elif sign == "<<" and isinstance(left, int) and isinstance(right, int):
        size = left.bit_length() + max(right, 0)
    elif sign == "*":
        pair = (left, right) if isinstance(right, int) else (right, left)
        if not isinstance(pair[1], int):
            return
        if isinstance(pair[0], str | bytes):
            size = 8 * len(pair[0]) * max(pair[1], 0)
        elif isinstance(pair[0], int):
            size = pair[0].bit_length() + pair[1].bit_length()
        else:
            return
    elif sign == "%" and isinstance(left, str | bytes):
        raise UnmodelledError("formatting with `%`")
    else:
        return
    if size > MAX_BITS:
        raise UnmodelledError("a result that is too large")


def unary(sign: str, thing: object) -> object:
    """``-``, ``+``, ``~`` or ``not``; raises `PythonError`, `UnmodelledError`."""
    if sign == "not":
        return of_bool(terms.not_(truth(thing)))
    if isinstance(thing, int | float | complex):
        if isinstance(thing, bool) and sign == "~":
            thing = int(thing)  # the same, without the warning of 3.12
        try:
            result: object = _UNARY[sign](thing)
        except TypeError as raised:
            raise from_python(raised) from None
        return result
    if is_int(thing):
        number = int_term(thing)
        if sign == "+":
            return of_int(number)
        return of_int(terms.neg(number) if sign == "-" else terms.sub(-1, number))
    if is_float(thing) and sign != "~":
        return of_float(
            terms.float_unary(Op.F_NEG, float_term(thing)) if sign == "-" else float_term(thing)
        )
    raise UnmodelledError(f"`{sign}` of a {type(thing).__name__}")


def binary(sign: str, left: object, right: object, run: Run) -> object:
    """An operation on two numbers, at least one of them a term; raises `PythonError`,
    `UnmodelledError`."""
    if is_int(left) and is_int(right):
        if sign in {"&", "|", "^"} and _is_bool(left) and _is_bool(right):
            return of_bool(_bool_operation(sign, left, right))
        return of_int(_integers(sign, int_term(left), int_term(right), run))
    return of_float(_floats(sign, _as_float(left), _as_float(right), run))


def _is_bool(thing: object) -> bool:
    return isinstance(thing, bool | BoolThing)


def _bool_operation(sign: str, left: object, right: object) -> terms.BoolTerm:
    one, other = truth(left), truth(right)
    match sign:
        case "&":
            return terms.and_(one, other)
        case "|":
            return terms.or_(one, other)
        case _:
            return terms.not_(terms.iff(one, other))


def _as_float(thing: object) -> FloatTerm:
    """A number as Python converts it for an operation on floats."""
    if is_float(thing):
        return float_term(thing)
    number = int_term(thing)
    if isinstance(number, Term):
        raise UnmodelledError("an unknown int made a float")
    if abs(number) > EXACT:
        raise UnmodelledError("a large int made a float")
    return float(number)


def _integers(sign: str, left: IntTerm, right: IntTerm, run: Run) -> IntTerm:
    match sign:
        case "+":
            return terms.add(left, right)
        case "-":
            return terms.sub(left, right)
        case "*":
            return terms.mul(left, right)
        case "//":
            return _divided(left, right, run, sign)[0]
        case "%":
            return _divided(left, right, run, sign)[1]
        case "/":
            if run.decide(terms.eq(right, 0)):
                raise _division_by_zero(sign)
            raise UnmodelledError("a division whose result is a float")
        case "**":
            return _power(left, right)
        case "<<" | ">>":
            return _shifted(sign, left, right)
        case "&":
            return bit_and(left, right)
        case "|":
            return terms.sub(terms.add(left, right), bit_and(left, right))
        case "^":
            both = bit_and(left, right)
            return terms.sub(terms.add(left, right), terms.mul(2, both))
        case _:
            raise UnmodelledError(f"`{sign}` of ints")


def _division_by_zero(sign: str) -> PythonError:
    try:
        BINARY[sign](1, 0)
    except ZeroDivisionError as raised:
        return from_python(raised)
    raise ValueError(sign)


def _divided(left: IntTerm, right: IntTerm, run: Run, sign: str) -> tuple[IntTerm, IntTerm]:
    """Quotient and remainder: the remainder has the sign of the divisor."""
    if run.decide(terms.eq(right, 0)):
        raise _division_by_zero(sign)
    if not run.decide(terms.lt(0, right)):
        left, right = terms.neg(left), terms.neg(right)
        return terms.floor_div(left, right), terms.neg(terms.modulo(left, right))
    return terms.floor_div(left, right), terms.modulo(left, right)


def divmod_of(left: object, right: object, run: Run) -> tuple[object, object]:
    """``divmod`` of two ints."""
    quotient, remainder = _divided(int_term(left), int_term(right), run, "//")
    return of_int(quotient), of_int(remainder)


def _power(left: IntTerm, right: IntTerm) -> IntTerm:
    if isinstance(right, Term) or not 0 <= right <= _MAX_EXPONENT:
        raise UnmodelledError("a power with an unknown, a negative or a large exponent")
    found: IntTerm = 1
    for _ in range(right):
        found = terms.mul(found, left)
    return found


def _shifted(sign: str, left: IntTerm, right: IntTerm) -> IntTerm:
    if isinstance(right, Term) or right > MAX_BITS:
        raise UnmodelledError("a shift by an unknown or a large number")
    if right < 0:
        raise error("ValueError", "negative shift count")
    factor = 1 << right
    return terms.mul(left, factor) if sign == "<<" else terms.floor_div(left, factor)


def bit_and(left: IntTerm, right: IntTerm) -> IntTerm:
    """``left & right`` in two's complement, where one is known, or both are small and not
    negative."""
    if isinstance(left, Term) and isinstance(right, Term):
        if left is right:
            return left
        highs = []
        for each in (left, right):
            if each.low is None or each.high is None or each.low < 0:
                raise UnmodelledError("bit operations on two unknown ints")
            highs.append(each.high)
        bits = min(highs).bit_length()
        if bits > _MASK_BITS:
            raise UnmodelledError("bit operations on two large unknown ints")
        return terms.add(
            *(
                terms.mul(1 << bit, terms.of_bool(terms.and_(_bit(left, bit), _bit(right, bit))))
                for bit in range(bits)
            )
        )
    if isinstance(right, Term):
        left, right = right, left
    if isinstance(right, Term):  # both were handled
        raise TypeError("no constant")
    if right < 0:  # x & ~m is x without the bits of m
        return terms.sub(left, bit_and(left, ~right))
    if right.bit_length() > _MASK_BITS:
        raise UnmodelledError("bit operations with a large int")
    if right & (right + 1) == 0:
        return terms.modulo(left, right + 1)
    return terms.add(
        *(
            terms.mul(1 << bit, terms.modulo(terms.floor_div(left, 1 << bit), 2))
            for bit in range(right.bit_length())
            if right >> bit & 1
        )
    )


def _bit(number: IntTerm, bit: int) -> terms.BoolTerm:
    return terms.eq(terms.modulo(terms.floor_div(number, 1 << bit), 2), 1)


_FLOAT_OPS: Final = {"+": Op.F_ADD, "-": Op.F_SUB, "*": Op.F_MUL, "/": Op.F_DIV}


def _floats(sign: str, left: FloatTerm, right: FloatTerm, run: Run) -> FloatTerm:
    operation = _FLOAT_OPS.get(sign)
    if operation is None:
        raise UnmodelledError(f"`{sign}` of floats")
    if sign == "/" and run.decide(terms.float_compare(Op.F_EQ, right, 0.0)):
        try:
            1.0 / 0.0  # noqa: B018  # for its message
        except ZeroDivisionError as raised:
            raise from_python(raised) from None
    return terms.float_binary(operation, left, right)


def absolute(thing: object) -> object:
    """``abs`` of an int, bool or float."""
    if is_float(thing):
        return of_float(terms.float_unary(Op.F_ABS, float_term(thing)))
    number = int_term(thing)
    return of_int(terms.int_ite(terms.lt(number, 0), terms.neg(number), number))
