"""Operators on things of all kinds."""

from __future__ import annotations

import operator

from engine.backward.models import formatting, numbers, texts
from engine.backward.models.concrete import NotConcreteError, by_python, to_builtin
from engine.backward.models.containers import repeated, set_operation, update
from engine.backward.models.iterators import items_of
from engine.backward.models.sequences import repetitions
from engine.backward.models.things import (
    MAX_CHARACTERS,
    DictThing,
    ListThing,
    SetThing,
    TupleThing,
    UnmodelledError,
    chars_of,
    error_untold,
    is_bytes,
    is_concrete,
    is_int,
    is_number,
    is_str,
    type_name,
)
from engine.backward.run import Run


def binary(sign: str, left: object, right: object, run: Run) -> object:
    """``left sign right``; ``sign`` ends in ``=`` for an operation in place. Raises `PythonError`,
    `UnmodelledError`."""
    if sign.rstrip("=") == "%" and is_bytes(left):
        raise UnmodelledError("the formatting of bytes")
    if is_concrete(left) and is_concrete(right) and not is_template(sign, left):
        return numbers.concrete_binary(sign, left, right)
    if sign.endswith("="):
        sign = sign[:-1]
        done = _in_place(sign, left, right, run)
        if done is not None:
            return done
    if is_number(left) and is_number(right):
        return numbers.binary(sign, left, right, run)
    match sign:
        case "+":
            return _added(left, right)
        case "*":
            return _times(left, right, run) if is_int(right) else _times(right, left, run)
        case "%" if is_str(left):
            if isinstance(left, str) and _has_width(left):
                raise UnmodelledError("a format with a width")
            try:
                return by_python(operator.mod, (left, right), {})
            except NotConcreteError:
                return formatting.percent(left, right, run)
        case "|" | "&" | "-" | "^" if isinstance(left, SetThing) and isinstance(right, SetThing):
            return set_operation(sign, left, right, run)
        case "|" if isinstance(left, DictThing) and isinstance(right, DictThing):
            found = DictThing(list(left.keys), list(left.values))
            update(found, right, run)
            return found
        case _:
            return _refused(left, right, sign)


def is_template(sign: str, left: object) -> bool:
    """Whether the operator formats a str."""
    return sign.rstrip("=") == "%" and is_str(left)


def _has_width(template: str) -> bool:
    return any(char.isdigit() or char == "*" for char in template[template.find("%") :])


def _refused(left: object, right: object, sign: str) -> object:
    """No builtin class has such an operator; of others that is not known."""
    names = {type_name(left), type_name(right)}
    if names <= _PLAIN:
        raise error_untold("TypeError")
    raise UnmodelledError(f"`{sign}` of {' and '.join(sorted(names))}")


_PLAIN = frozenset("NoneType bool int float str bytes tuple list dict".split())


def _in_place(sign: str, left: object, right: object, run: Run) -> object | None:
    """What changes its left operand; None where there is no such operation."""
    match left:
        case ListThing() if sign == "+":
            left.items.extend(list(left.items) if right is left else items_of(right, run))
            return left
        case ListThing() if sign == "*" and is_int(right):
            left.items[:] = repeated(left.items, right, run)
            return left
        case DictThing() if sign == "|":
            update(left, right, run)
            return left
        case SetThing(frozen=False) if isinstance(right, SetThing) and sign in {"|", "&", "-", "^"}:
            left.items[:] = set_operation(sign, left, right, run).items
            return left
        case _:
            return None


def _added(left: object, right: object) -> object:
    if (is_str(left) and is_str(right)) or (is_bytes(left) and is_bytes(right)):
        return texts.of_kind(left, texts.joined(chars_of(left), chars_of(right)))
    match left, right:
        case (ListThing(items=ours), ListThing(items=theirs)):
            return ListThing([*ours, *theirs])
        case (TupleThing(items=one), TupleThing(items=other)):
            return TupleThing((*one, *other))
        case _:
            return _refused(left, right, "+")


def _times(sequence: object, times: object, run: Run) -> object:
    if not is_int(times):
        return _refused(sequence, times, "*")
    if is_str(sequence) or is_bytes(sequence):
        chars = chars_of(sequence)
        count = repetitions(times, run)
        if count * len(chars) > 10 * MAX_CHARACTERS:
            raise UnmodelledError("a long text")
        return texts.of_kind(sequence, chars * count)
    match sequence:
        case ListThing(items=items):
            return ListThing(repeated(items, times, run))
        case TupleThing(items=held):
            return TupleThing(tuple(repeated(held, times, run)))
        case _:
            return _refused(sequence, times, "*")


def unary(sign: str, thing: object) -> object:
    """``-``, ``+``, ``~`` or ``not``; raises `PythonError`, `UnmodelledError`."""
    if sign != "not" and not is_number(thing):
        try:
            to_builtin(thing)
        except NotConcreteError:
            type_name(thing)
        if isinstance(thing, complex):
            raise UnmodelledError("complex numbers")
        raise error_untold("TypeError")
    return numbers.unary(sign, thing)
