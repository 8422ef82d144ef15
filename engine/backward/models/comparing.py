"""Truth, equality and order of things, as Python has them; things that depend on a condition."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.backward import terms
from engine.backward.models.things import (
    BoolThing,
    BuiltinThing,
    DictThing,
    ExceptionThing,
    FloatThing,
    FunctionThing,
    IntThing,
    ListThing,
    MethodThing,
    OpaqueThing,
    PythonError,
    RangeThing,
    SetThing,
    StrThing,
    TupleThing,
    UnmodelledError,
    ViewThing,
    chars_of,
    error_untold,
    float_term,
    int_term,
    is_bytes,
    is_concrete,
    is_float,
    is_int,
    is_number,
    is_str,
    of_bool,
    of_chars,
    of_float,
    of_int,
    type_name,
)
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, IntTerm, Op, Term, and_, not_, or_

EXACT: Final = 1 << 53
"""Integers up to this size are doubles exactly."""

ORDER: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SWAPPED: Final = {">": "<", ">=": "<="}


# -- truth ----------------------------------------------------------------------------------------


def truth(thing: object) -> BoolTerm:
    """``bool(thing)``; raises `UnmodelledError`."""
    if is_concrete(thing):
        return bool(thing)
    match thing:
        case BoolThing(term=term):
            return term
        case IntThing(term=term):
            return not_(terms.eq(term, 0))
        case FloatThing(term=term):
            return not_(terms.float_compare(Op.F_EQ, term, 0.0))
        case StrThing():
            return True
        case TupleThing(items=items):
            return bool(items)
        case ListThing(items=items) | SetThing(items=items):
            return bool(items)
        case DictThing(keys=keys) | ViewThing(of=DictThing(keys=keys)):
            return bool(keys)
        case RangeThing(start=start, stop=stop, step=step):
            return terms.lt(start, stop) if step > 0 else terms.lt(stop, start)
        case BuiltinThing() | FunctionThing() | MethodThing() | ExceptionThing():
            return True
        case _ if is_bytes(thing):
            return bool(chars_of(thing))
        case _:
            raise UnmodelledError(f"the truth of a {type(thing).__name__}")


# -- equality -------------------------------------------------------------------------------------

_PLAIN: Final = (BuiltinThing, FunctionThing, ExceptionThing)


def equal(left: object, right: object, run: Run) -> BoolTerm:
    """Python's ``==``; raises `UnmodelledError`."""
    if is_concrete(left) and is_concrete(right):
        return bool(left == right)
    if is_number(left) and is_number(right):
        return _numbers("==", left, right)
    if is_str(left) and is_str(right):
        return _all_equal(chars_of(left), chars_of(right))
    if is_bytes(left) and is_bytes(right):
        return _all_equal(chars_of(left), chars_of(right))
    match left, right:
        case (TupleThing(items=ours), TupleThing(items=theirs)):
            return _items_equal(ours, theirs, run)
        case (ListThing(items=mine), ListThing(items=others)):
            return True if left is right else _items_equal(mine, others, run)
        case (DictThing(), DictThing()):
            return True if left is right else _dicts_equal(left, right, run)
        case (SetThing(items=mine), SetThing(items=others)):
            return len(mine) == len(others) and _subset(mine, others, run)
        case (RangeThing(), RangeThing()):
            raise UnmodelledError("the comparison of ranges")
        case _ if isinstance(left, _PLAIN) and isinstance(right, _PLAIN):
            return left is right if isinstance(left, ExceptionThing) else left == right
        case _:
            # Of different classes, both known: builtins of different kinds are never equal.
            if type_or_plain(left) == type_or_plain(right):
                raise UnmodelledError(f"the comparison of two {type_or_plain(left)}")
            return False


def type_or_plain(thing: object) -> str:
    return "plain" if isinstance(thing, _PLAIN) else type_name(thing)


def equal_items(left: object, right: object, run: Run) -> BoolTerm:
    """Equality as containers have it: of one object, or ``==``. It differs from ``==`` for NaNs,
    of which it is not modelled whether they are one object."""
    if left is right and not (is_float(left) or isinstance(left, TupleThing)):
        return True
    if (
        is_float(left)
        and is_float(right)
        and run.decide(and_(terms.is_nan(float_term(left)), terms.is_nan(float_term(right))))
    ):
        raise UnmodelledError("whether two NaNs are one object")
    return equal(left, right, run)


def _all_equal(left: Sequence[IntTerm], right: Sequence[IntTerm]) -> BoolTerm:
    if len(left) != len(right):
        return False
    return and_(*map(terms.eq, left, right))


def _items_equal(left: Sequence[object], right: Sequence[object], run: Run) -> BoolTerm:
    if len(left) != len(right):
        return False
    return and_(*(equal_items(one, other, run) for one, other in zip(left, right, strict=True)))


def _dicts_equal(left: DictThing, right: DictThing, run: Run) -> BoolTerm:
    if len(left.keys) != len(right.keys):
        return False
    found = []
    for key, value in zip(left.keys, left.values, strict=True):
        cases = []
        for other, its_value in zip(right.keys, right.values, strict=True):
            same = equal_items(key, other, run)
            if same is not False:
                cases.append(and_(same, equal_items(value, its_value, run)))
        found.append(or_(*cases))
    return and_(*found)


def _subset(left: Sequence[object], right: Sequence[object], run: Run) -> BoolTerm:
    return and_(*(or_(*(equal_items(one, other, run) for other in right)) for one in left))


def contains(container: object, item: object, run: Run) -> BoolTerm:
    """``item in container``; raises `PythonError`, `UnmodelledError`."""
    if is_concrete(container) and is_concrete(item):
        return _concrete_contains(container, item)
    if is_str(container):
        if not is_str(item):
            raise error_untold("TypeError")
        return or_(*matches(chars_of(container), chars_of(item)))
    match container:
        case TupleThing(items=items):
            found: Sequence[object] = items
        case ListThing(items=items):
            found = items
        case SetThing(items=items):
            if not isinstance(item, SetThing):  # a set stands for its frozenset here
                check_hashable(item)
            found = items
        case DictThing(keys=keys) | ViewThing(of=DictThing(keys=keys), kind="keys"):
            check_hashable(item)
            found = keys
        case ViewThing(of=DictThing(values=values), kind="values"):
            found = values
        case RangeThing(start=start, stop=stop, step=step) if is_int(item):
            return _in_range(int_term(item), start, stop, step)
        case _:
            raise UnmodelledError(f"`in` a {type(container).__name__}")
    return or_(*(equal_items(item, each, run) for each in found))


def _concrete_contains(container: Any, item: object) -> bool:
    try:
        return item in container
    except TypeError:
        raise error_untold("TypeError") from None
    except ValueError:
        raise error_untold("ValueError") from None


def _in_range(item: IntTerm, start: IntTerm, stop: IntTerm, step: int) -> BoolTerm:
    if step > 0:
        inside = and_(terms.le(start, item), terms.lt(item, stop))
    else:
        inside = and_(terms.le(item, start), terms.lt(stop, item))
    return and_(inside, terms.eq(terms.modulo(terms.sub(item, start), abs(step)), 0))


def matches(text: Sequence[IntTerm], part: Sequence[IntTerm]) -> list[BoolTerm]:
    """For each position of ``text`` at which ``part`` has room: whether it stands there."""
    size = len(part)
    return [and_(*map(terms.eq, text[at : at + size], part)) for at in range(len(text) - size + 1)]


def check_hashable(thing: object) -> None:
    """Raises `PythonError` for what cannot be a key."""
    match thing:
        case ListThing() | DictThing():
            raise error_untold("TypeError")
        case SetThing(frozen=False):
            raise error_untold("TypeError")
        case TupleThing(items=items):
            for item in items:
                check_hashable(item)
        case _ if is_concrete(thing) or is_number(thing) or is_str(thing) or is_bytes(thing):
            return
        case SetThing() | BuiltinThing() | FunctionThing():
            return
        case _:
            raise UnmodelledError(f"the hash of a {type(thing).__name__}")


# -- order ----------------------------------------------------------------------------------------


def ordered(sign: str, left: object, right: object, run: Run) -> BoolTerm:
    """``<``, ``<=``, ``>`` or ``>=``; raises `PythonError`, `UnmodelledError`."""
    if sign in _SWAPPED and not isinstance(left, SetThing):
        # Builtins answer alike from both sides.
        return ordered(_SWAPPED[sign], right, left, run)
    if is_concrete(left) and is_concrete(right):
        return _concrete_order(sign, left, right)
    if is_number(left) and is_number(right):
        return _numbers(sign, left, right)
    if (is_str(left) and is_str(right)) or (is_bytes(left) and is_bytes(right)):
        return _text_order(sign, chars_of(left), chars_of(right))
    match left, right:
        case (TupleThing(items=ours), TupleThing(items=theirs)):
            return _item_order(sign, ours, theirs, run)
        case (ListThing(items=mine), ListThing(items=others)):
            return _item_order(sign, mine, others, run)
        case (SetThing(items=mine), SetThing(items=others)):
            return _set_order(sign, mine, others, run)
        case (ViewThing(), _) | (_, ViewThing()):
            raise UnmodelledError("the order of views")
        case _:
            type_name(left), type_name(right)  # certain, and of no common order
            raise error_untold("TypeError")


def _concrete_order(sign: str, left: object, right: object) -> bool:
    try:
        return bool(ORDER[sign](left, right))
    except TypeError as raised:
        from_python = error_untold("TypeError")
        raise from_python from raised


def _text_order(sign: str, left: Sequence[IntTerm], right: Sequence[IntTerm]) -> BoolTerm:
    size = min(len(left), len(right))
    found: BoolTerm = len(left) < len(right) or (sign == "<=" and len(left) == len(right))
    for one, other in reversed(list(zip(left[:size], right[:size], strict=True))):
        found = or_(terms.lt(one, other), and_(terms.eq(one, other), found))
    return found


def _item_order(sign: str, left: Sequence[object], right: Sequence[object], run: Run) -> BoolTerm:
    """The first pair of unequal items decides. Only that pair is compared by order, so that others
    of no common order do no harm; where it is not certain which pair it is, all have an order."""
    for index, (one, other) in enumerate(zip(left, right, strict=False)):
        same = equal_items(one, other, run)
        if same is True:
            continue
        if same is False:
            return ordered(sign, one, other, run)
        try:
            less = ordered(sign, one, other, run)
        except PythonError:
            if run.decide(same):
                continue
            raise
        rest = _item_order(sign, left[index + 1 :], right[index + 1 :], run)
        return terms.bool_ite(same, rest, less)
    return len(left) < len(right) or (sign == "<=" and len(left) == len(right))


def _set_order(sign: str, left: Sequence[object], right: Sequence[object], run: Run) -> BoolTerm:
    if sign in _SWAPPED:
        sign, left, right = _SWAPPED[sign], right, left
    if len(left) > len(right) or (sign == "<" and len(left) == len(right)):
        return False
    return _subset(left, right, run)


# -- numbers --------------------------------------------------------------------------------------

_FLOAT_OPS: Final = {"==": Op.F_EQ, "<": Op.F_LT, "<=": Op.F_LE}


def _numbers(sign: str, left: object, right: object) -> BoolTerm:
    """``==``, ``<`` or ``<=`` of two numbers, at least one of them a term."""
    if is_int(left) and is_int(right):
        one, other = int_term(left), int_term(right)
        if sign == "==":
            return terms.eq(one, other)
        return terms.lt(one, other) if sign == "<" else terms.le(one, other)
    if is_float(left) and is_float(right):
        return terms.float_compare(_FLOAT_OPS[sign], float_term(left), float_term(right))
    if is_int(left):
        number = int_term(left)
        if isinstance(number, Term):
            return _int_and_float(sign, number, _constant(right), swapped=False)
        return terms.float_compare(_FLOAT_OPS[sign], _exact(number), float_term(right))
    number = int_term(right)
    if isinstance(number, Term):
        return _int_and_float(sign, number, _constant(left), swapped=True)
    return terms.float_compare(_FLOAT_OPS[sign], float_term(left), _exact(number))


def _constant(thing: object) -> float:
    if isinstance(thing, float):
        return thing
    raise UnmodelledError("an int compared with a float, both unknown")


def _exact(number: IntTerm) -> float:
    if isinstance(number, Term) or abs(number) > EXACT:
        raise UnmodelledError("an unknown float compared with a large int")
    return float(number)


def _int_and_float(sign: str, number: Term, other: float, *, swapped: bool) -> BoolTerm:
    """An unknown int compared with a known float; Python compares their exact values."""
    if math.isnan(other):
        return False
    if math.isinf(other):
        return sign != "==" and (other > 0) is not swapped
    if sign == "==":
        return terms.eq(number, int(other)) if other.is_integer() else False
    if sign == "<":
        if swapped:
            return terms.lt(math.floor(other), number)
        return terms.lt(number, math.ceil(other))
    if swapped:
        return terms.le(math.ceil(other), number)
    return terms.le(number, math.floor(other))


def compare(sign: str, left: object, right: object, run: Run) -> object:
    """A comparison by its operator; raises `PythonError`, `UnmodelledError`."""
    match sign:
        case "==":
            return of_bool(equal(left, right, run))
        case "!=":
            return of_bool(not_(equal(left, right, run)))
        case "in":
            return of_bool(contains(right, left, run))
        case "not in":
            return of_bool(not_(contains(right, left, run)))
        case "is" | "is not":
            same = _identical(left, right)
            return of_bool(same if sign == "is" else not_(same))
        case _:
            return of_bool(ordered(sign, left, right, run))


_MUTABLE: Final = (ListThing, DictThing, SetThing)


def _identical(left: object, right: object) -> BoolTerm:
    """``is``, where it does not hang on how CPython keeps immutable objects."""
    if isinstance(left, bool | BoolThing) and isinstance(right, bool | BoolThing):
        return terms.iff(truth(left), truth(right))  # there are but two of them
    for one, other in ((left, right), (right, left)):
        if (one is None or one is Ellipsis) and not isinstance(other, OpaqueThing):
            return one is other
        if isinstance(one, bool | BoolThing) and not isinstance(other, OpaqueThing):
            return False
        if isinstance(one, _MUTABLE) and not isinstance(other, OpaqueThing):
            return one is other
        if isinstance(one, BuiltinThing | FunctionThing) and type(one) is type(other):
            return one == other
    raise UnmodelledError("`is` of immutable objects")


# -- things that depend on a condition ------------------------------------------------------------

NO_MERGE: Final = object()
"""Given by `merged` for things that are no one thing of this module."""


def merged(condition: BoolTerm, then: object, other: object) -> object:
    """What is ``then`` where the condition holds, else ``other``; `NO_MERGE` where they are of
    different shapes."""
    if not isinstance(condition, Term):
        return then if condition else other
    if then is other:
        return then
    if (
        is_concrete(then)
        and type(then) is type(other)
        and then == other
        and not isinstance(then, float | complex)
    ):
        return then
    if isinstance(then, bool | BoolThing) and isinstance(other, bool | BoolThing):
        return of_bool(terms.bool_ite(condition, truth(then), truth(other)))
    if isinstance(then, bool | BoolThing) or isinstance(other, bool | BoolThing):
        return NO_MERGE
    if is_int(then) and is_int(other):
        return of_int(terms.int_ite(condition, int_term(then), int_term(other)))
    if is_float(then) and is_float(other):
        return of_float(terms.float_ite(condition, float_term(then), float_term(other)))
    if is_str(then) and is_str(other):
        ours, theirs = chars_of(then), chars_of(other)
        if len(ours) != len(theirs):
            return NO_MERGE
        return of_chars([terms.int_ite(condition, a, b) for a, b in zip(ours, theirs, strict=True)])
    if isinstance(then, TupleThing) and isinstance(other, TupleThing):
        if len(then.items) != len(other.items):
            return NO_MERGE
        parts = [merged(condition, a, b) for a, b in zip(then.items, other.items, strict=True)]
        return NO_MERGE if NO_MERGE in parts else TupleThing(tuple(parts))
    return NO_MERGE


def chosen(cases: Sequence[tuple[BoolTerm, object]], run: Run) -> object:
    """The thing of the first case whose condition holds; one of them does."""
    last = cases[-1][1]
    found = last
    for condition, thing in reversed(cases[:-1]):
        found = merged(condition, thing, found)
        if found is NO_MERGE:
            break
    else:
        return found
    for condition, thing in cases[:-1]:
        if run.decide(condition):
            return thing
    return last
