"""Terms: integers, truth values and IEEE doubles with variables in them.

A small language of its own, for three reasons: a term is evaluated under given values of the
variables without a solver (each step of a replay is checked so), its text is the same on every
run, and every solver reads that same text (`engine.backward.smtlib`).

Constants are plain Python values. Terms are interned: two that are built alike are one object, so
that ``is`` compares them. Every integer term carries bounds of its value, from those of the
variables; comparisons that the bounds settle are constants.
"""

from __future__ import annotations

import math
import operator
import struct
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final, TypeAlias
from weakref import WeakValueDictionary


class Sort(Enum):
    """What a term's value is. Closed."""

    INT = "Int"  #: unbounded
    BOOL = "Bool"
    FLOAT = "Float64"  #: IEEE 754 binary64, rounding to nearest even


class Op(Enum):
    """How a term is made. Closed."""

    VAR = "var"
    ADD = "+"
    MUL = "*"
    DIV = "div"  #: by a positive number: rounded down
    MOD = "mod"  #: by a positive number
    ITE = "ite"
    AND = "and"
    OR = "or"
    NOT = "not"
    EQ = "="  #: of integers, of truth values; of floats by bits, all NaNs one
    LE = "<="
    LT = "<"
    TABLE = "table"  #: what a function by intervals (`Table`) gives for an integer
    F_ADD = "fp.add"
    F_SUB = "fp.sub"
    F_MUL = "fp.mul"
    F_DIV = "fp.div"
    F_NEG = "fp.neg"
    F_ABS = "fp.abs"
    F_EQ = "fp.eq"  #: Python's ``==``
    F_LT = "fp.lt"
    F_LE = "fp.leq"
    F_NAN = "fp.isNaN"


Constant: TypeAlias = int | bool | float


class Table:
    """A function of the integers by intervals: what it gives from each of ``starts`` on, up to the
    next. ``outputs`` are truth values, or numbers that are added to the argument."""

    __slots__ = ("_outside", "name", "outputs", "sort", "starts")

    def __init__(self, name: str, starts: tuple[int, ...], outputs: tuple[int, ...]) -> None:
        self.name = name
        self.starts = starts  #: ascending; below the first one it gives 0
        self.outputs = outputs
        self.sort = Sort.BOOL if all(type(each) is bool for each in outputs) else Sort.INT
        self._outside = False if self.sort is Sort.BOOL else 0

    def at(self, number: int) -> int:
        """The output for one number."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] <= number:
                low = middle + 1
            else:
                high = middle
        return self.outputs[low - 1] if low else self._outside

    def pieces(self, low: int, high: int) -> list[tuple[int, int]]:
        """The starts and outputs that matter for arguments from ``low`` to ``high``."""
        found = [(low, self.at(low))]
        for start, output in zip(self.starts, self.outputs, strict=True):
            if low < start <= high and output != found[-1][1]:
                found.append((start, output))
        return found


class Term:
    """A term that is no constant; made by the functions of this module alone."""

    __slots__ = ("__weakref__", "args", "high", "low", "name", "op", "sort", "table")

    def __init__(
        self,
        op: Op,
        sort: Sort,
        args: tuple[Term | Constant, ...],
        low: int | None,
        high: int | None,
    ) -> None:
        self.op = op
        self.sort = sort
        self.args = args
        self.low = low  #: INT: no value is less; None: unbounded
        self.high = high
        self.name = ""  #: of a VAR
        self.table: Table | None = None

    def __repr__(self) -> str:
        if self.op is Op.VAR:
            return self.name
        name = self.op.value if self.table is None else self.table.name
        return f"({name} {' '.join(map(repr, self.args))})"


IntTerm: TypeAlias = "int | Term"
BoolTerm: TypeAlias = "bool | Term"
FloatTerm: TypeAlias = "float | Term"

_interned: Final[WeakValueDictionary[tuple[object, ...], Term]] = WeakValueDictionary()


def _key(arg: Term | Constant) -> object:
    if isinstance(arg, Term):
        return ("t", id(arg))
    if isinstance(arg, float):
        return ("f", "nan" if math.isnan(arg) else struct.pack("<d", arg))
    return (type(arg).__name__, arg)


def _make(
    op: Op,
    sort: Sort,
    args: tuple[Term | Constant, ...],
    low: int | None = None,
    high: int | None = None,
    table: Table | None = None,
) -> Term:
    key = (op, sort, id(table), low, high, *map(_key, args))
    found = _interned.get(key)
    if found is None:
        found = Term(op, sort, args, low, high)
        found.table = table
        _interned[key] = found
    return found


# -- variables ------------------------------------------------------------------------------------


def variable(name: str, sort: Sort, low: int | None = None, high: int | None = None) -> Term:
    """A new variable. Two of the same name are two: names are kept apart by who makes them."""
    made = Term(Op.VAR, sort, (), low, high)
    made.name = name
    return made


def bounds(term: IntTerm) -> tuple[int | None, int | None]:
    """Numbers between which every value of an integer term lies."""
    return (term.low, term.high) if isinstance(term, Term) else (term, term)


# -- integers -------------------------------------------------------------------------------------


def add(*terms: IntTerm) -> IntTerm:
    constant, rest = 0, list[Term]()
    for term in terms:
        if not isinstance(term, Term):
            constant += int(term)
        elif term.op is Op.ADD:
            for part in term.args:
                if isinstance(part, Term):
                    rest.append(part)
                else:
                    constant += int(part)
        else:
            rest.append(term)
    if not rest:
        return constant
    if len(rest) == 1 and constant == 0:
        return rest[0]
    lows, highs = [part.low for part in rest], [part.high for part in rest]
    low = None if None in lows else sum(each for each in lows if each is not None) + constant
    high = None if None in highs else sum(each for each in highs if each is not None) + constant
    parts: tuple[IntTerm, ...] = (*rest, constant) if constant else tuple(rest)
    return _make(Op.ADD, Sort.INT, parts, low, high)


def mul(left: IntTerm, right: IntTerm) -> IntTerm:
    if not isinstance(left, Term) and not isinstance(right, Term):
        return int(left) * int(right)
    if not isinstance(right, Term):
        left, right = right, left
    if not isinstance(left, Term):
        factor = int(left)
        if factor == 0:
            return 0
        if factor == 1:
            return right
        assert isinstance(right, Term)
        if right.op is Op.ADD:  # so that differences stay flat
            return add(*(mul(factor, _int(part)) for part in right.args))
        if right.op is Op.MUL and not isinstance(right.args[0], Term):
            return mul(factor * int(right.args[0]), _int(right.args[1]))
    low, high = _product_bounds(bounds(left), bounds(right))
    return _make(Op.MUL, Sort.INT, (left, right), low, high)


def _int(arg: Term | Constant) -> IntTerm:
    return arg if isinstance(arg, Term) else int(arg)


def _product_bounds(
    left: tuple[int | None, int | None], right: tuple[int | None, int | None]
) -> tuple[int | None, int | None]:
    corners = []
    for one in left:
        for other in right:
            if one is None or other is None:
                break
            corners.append(one * other)
    if len(corners) == 4:
        return min(corners), max(corners)
    if left[0] is not None and right[0] is not None and left[0] >= 0 and right[0] >= 0:
        return left[0] * right[0], None
    return None, None


def neg(term: IntTerm) -> IntTerm:
    return mul(-1, term)


def sub(left: IntTerm, right: IntTerm) -> IntTerm:
    return 0 if left is right else add(left, neg(right))


def floor_div(left: IntTerm, divisor: IntTerm) -> IntTerm:
    """Python's ``//`` by a positive divisor. (What it gives for others is left open: whoever
    divides by a term sees to it that such values are not used.)"""
    if isinstance(divisor, Term):
        return _make(Op.DIV, Sort.INT, (left, divisor))
    if divisor < 1:
        raise ValueError("a constant divisor is positive")
    if not isinstance(left, Term):
        return int(left) // divisor
    if divisor == 1:
        return left
    low = None if left.low is None else left.low // divisor
    high = None if left.high is None else left.high // divisor
    if low is not None and low == high:
        return low
    return _make(Op.DIV, Sort.INT, (left, divisor), low, high)


def modulo(left: IntTerm, divisor: IntTerm) -> IntTerm:
    """Python's ``%`` by a positive divisor, as `floor_div`."""
    if isinstance(divisor, Term):
        return _make(Op.MOD, Sort.INT, (left, divisor))
    if divisor < 1:
        raise ValueError("a constant divisor is positive")
    if not isinstance(left, Term):
        return int(left) % divisor
    if divisor == 1:
        return 0
    if left.low is not None and left.high is not None and 0 <= left.low <= left.high < divisor:
        return left
    return _make(Op.MOD, Sort.INT, (left, divisor), 0, divisor - 1)


def int_ite(condition: BoolTerm, then: IntTerm, other: IntTerm) -> IntTerm:
    if not isinstance(condition, Term):
        return then if condition else other
    if then is other:
        return then
    if not isinstance(then, Term) and not isinstance(other, Term) and then == other:
        return int(then)
    (low, high), (other_low, other_high) = bounds(then), bounds(other)
    return _make(
        Op.ITE,
        Sort.INT,
        (condition, then, other),
        None if low is None or other_low is None else min(low, other_low),
        None if high is None or other_high is None else max(high, other_high),
    )


def clamped(term: IntTerm, low: int, high: int) -> IntTerm:
    """The integer, known to be from ``low`` to ``high`` where it is used."""
    if not isinstance(term, Term):
        return term
    if term.low is not None and term.high is not None and term.low >= low and term.high <= high:
        return term
    return int_ite(lt(term, low), low, int_ite(lt(high, term), high, _within(term, low, high)))


def _within(term: Term, low: int, high: int) -> Term:
    """The same term under narrower bounds: of use in a branch where they hold."""
    lows = [each for each in (term.low, low) if each is not None]
    highs = [each for each in (term.high, high) if each is not None]
    return _make(Op.ADD, Sort.INT, (term, 0), max(lows), min(highs))


def of_bool(term: BoolTerm) -> IntTerm:
    """1 for true, 0 for false."""
    return int_ite(term, 1, 0)


def shifted(term: IntTerm, table: Table) -> IntTerm:
    """The integer with what the table gives for it added (the mapping of a case)."""
    if not isinstance(term, Term):
        return int(term) + table.at(int(term))
    if term.low is None or term.high is None:
        raise ValueError("what is looked up in a table has bounds")
    pieces = table.pieces(term.low, term.high)
    if len(pieces) == 1:
        return add(term, pieces[0][1])
    ends = [start - 1 for start, _ in pieces[1:]] + [term.high]
    low = min(start + output for start, output in pieces)
    high = max(end + output for end, (_, output) in zip(ends, pieces, strict=True))
    outputs = [output for _, output in pieces]
    shift = _make(Op.TABLE, Sort.INT, (term,), min(outputs), max(outputs), table)
    return _make(Op.ADD, Sort.INT, (term, shift), low, high)


# -- truth values ---------------------------------------------------------------------------------


def within(term: IntTerm, table: Table) -> BoolTerm:
    """Whether the table gives true for the integer."""
    if not isinstance(term, Term):
        return bool(table.at(int(term)))
    if term.low is not None and term.high is not None:
        pieces = table.pieces(term.low, term.high)
        if len(pieces) == 1:
            return bool(pieces[0][1])
    return _make(Op.TABLE, Sort.BOOL, (term,), table=table)


def le(left: IntTerm, right: IntTerm) -> BoolTerm:
    if left is right:
        return True
    (low, high), (other_low, other_high) = bounds(left), bounds(right)
    if high is not None and other_low is not None and high <= other_low:
        return True
    if low is not None and other_high is not None and low > other_high:
        return False
    return _make(Op.LE, Sort.BOOL, (left, right))


def lt(left: IntTerm, right: IntTerm) -> BoolTerm:
    return not_(le(right, left))


def eq(left: IntTerm, right: IntTerm) -> BoolTerm:
    """Equality of integers."""
    if left is right:
        return True
    if not isinstance(left, Term):
        if not isinstance(right, Term):
            return int(left) == int(right)
        left, right = right, left
    (low, high), (other_low, other_high) = bounds(left), bounds(right)
    if (high is not None and other_low is not None and high < other_low) or (
        low is not None and other_high is not None and low > other_high
    ):
        return False
    if not isinstance(right, Term):
        if left.op is Op.ITE and not all(isinstance(part, Term) for part in left.args[1:]):
            # One side at least becomes a constant.
            then, other = _int(left.args[1]), _int(left.args[2])
            return bool_ite(_bool(left.args[0]), eq(then, right), eq(other, right))
        if left.op is Op.ADD and not isinstance(left.args[-1], Term):
            return eq(add(*map(_int, left.args[:-1])), int(right) - int(left.args[-1]))
    return _make(Op.EQ, Sort.BOOL, (left, right))


def _bool(arg: Term | Constant) -> BoolTerm:
    return arg if isinstance(arg, Term) else bool(arg)


def not_(term: BoolTerm) -> BoolTerm:
    if not isinstance(term, Term):
        return not term
    if term.op is Op.NOT:
        return _bool(term.args[0])
    return _make(Op.NOT, Sort.BOOL, (term,))


def and_(*terms: BoolTerm) -> BoolTerm:
    return _junction(Op.AND, terms, neutral=True)


def or_(*terms: BoolTerm) -> BoolTerm:
    return _junction(Op.OR, terms, neutral=False)


def _junction(op: Op, terms: tuple[BoolTerm, ...], *, neutral: bool) -> BoolTerm:
    found: dict[int, Term] = {}
    for term in terms:
        if not isinstance(term, Term):
            if bool(term) is not neutral:
                return not neutral
        elif term.op is op:
            for part in term.args:
                assert isinstance(part, Term)
                found[id(part)] = part
        else:
            found[id(term)] = term
    parts = tuple(found.values())
    if not parts:
        return neutral
    if len(parts) == 1:
        return parts[0]
    return _make(op, Sort.BOOL, parts)


def bool_ite(condition: BoolTerm, then: BoolTerm, other: BoolTerm) -> BoolTerm:
    if not isinstance(condition, Term):
        return then if condition else other
    if then is other:
        return then
    if not isinstance(then, Term):
        return or_(condition, other) if then else and_(not_(condition), other)
    if not isinstance(other, Term):
        return or_(not_(condition), then) if other else and_(condition, then)
    return _make(Op.ITE, Sort.BOOL, (condition, then, other))


def iff(left: BoolTerm, right: BoolTerm) -> BoolTerm:
    """Whether two truth values are the same."""
    if left is right:
        return True
    if not isinstance(left, Term):
        return right if left else not_(right)
    if not isinstance(right, Term):
        return left if right else not_(left)
    return _make(Op.EQ, Sort.BOOL, (left, right))


# -- floats ---------------------------------------------------------------------------------------


def _divided(left: float, right: float) -> float:
    if right != 0.0:
        return left / right
    if math.isnan(left) or left == 0.0:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


_FLOAT_BINARY: Final[dict[Op, Callable[[float, float], float]]] = {
    Op.F_ADD: operator.add, Op.F_SUB: operator.sub, Op.F_MUL: operator.mul, Op.F_DIV: _divided,
}  # fmt: skip
_FLOAT_COMPARE: Final[dict[Op, Callable[[float, float], bool]]] = {
    Op.F_EQ: operator.eq, Op.F_LT: operator.lt, Op.F_LE: operator.le,
}  # fmt: skip


def float_binary(op: Op, left: FloatTerm, right: FloatTerm) -> FloatTerm:
    """An arithmetic operation on doubles, as IEEE 754 has it (a division by zero included)."""
    if not isinstance(left, Term) and not isinstance(right, Term):
        return _FLOAT_BINARY[op](left, right)
    return _make(op, Sort.FLOAT, (left, right))


def float_unary(op: Op, term: FloatTerm) -> FloatTerm:
    """The negation or the absolute value."""
    if not isinstance(term, Term):
        return -term if op is Op.F_NEG else abs(term)
    return _make(op, Sort.FLOAT, (term,))


def float_compare(op: Op, left: FloatTerm, right: FloatTerm) -> BoolTerm:
    """Python's ``==``, ``<`` or ``<=``."""
    if not isinstance(left, Term) and not isinstance(right, Term):
        return _FLOAT_COMPARE[op](left, right)
    return _make(op, Sort.BOOL, (left, right))


def is_nan(term: FloatTerm) -> BoolTerm:
    return _make(Op.F_NAN, Sort.BOOL, (term,)) if isinstance(term, Term) else math.isnan(term)


def float_same(left: FloatTerm, right: FloatTerm) -> BoolTerm:
    """Equality by bits, all NaNs one."""
    if left is right:
        return True
    if not isinstance(left, Term) and not isinstance(right, Term):
        return _key(left) == _key(right)
    return _make(Op.EQ, Sort.BOOL, (left, right))


def float_ite(condition: BoolTerm, then: FloatTerm, other: FloatTerm) -> FloatTerm:
    if not isinstance(condition, Term):
        return then if condition else other
    return then if then is other else _make(Op.ITE, Sort.FLOAT, (condition, then, other))


# -- evaluation -----------------------------------------------------------------------------------


def evaluate(
    term: Term | Constant, values: Mapping[Term, Constant], known: dict[Term, Constant]
) -> Constant:
    """The value of a term under values of its variables. ``known`` keeps what was computed: one
    dictionary for one set of values."""
    if not isinstance(term, Term):
        return term
    waiting = [term]
    while waiting:
        current = waiting[-1]
        if current in known:
            waiting.pop()
            continue
        if current.op is Op.VAR:
            known[current] = values[current]
            waiting.pop()
            continue
        missing = [arg for arg in current.args if isinstance(arg, Term) and arg not in known]
        if missing:
            waiting.extend(missing)
            continue
        known[current] = _apply(
            current, [known[arg] if isinstance(arg, Term) else arg for arg in current.args]
        )
        waiting.pop()
    return known[term]


def substitute(term: BoolTerm, others: Mapping[Term, Term]) -> BoolTerm:
    """The condition with other variables in the place of its own, of the same sorts and bounds."""
    if not isinstance(term, Term):
        return term
    done: dict[Term, Term] = {}
    waiting = [term]
    while waiting:
        current = waiting[-1]
        if current in done:
            waiting.pop()
            continue
        if current.op is Op.VAR:
            done[current] = others.get(current, current)
            waiting.pop()
            continue
        missing = [arg for arg in current.args if isinstance(arg, Term) and arg not in done]
        if missing:
            waiting.extend(missing)
            continue
        args = tuple(done[arg] if isinstance(arg, Term) else arg for arg in current.args)
        done[current] = _make(
            current.op, current.sort, args, current.low, current.high, current.table
        )
        waiting.pop()
    return done[term]


def _apply(term: Term, args: list[Any]) -> Constant:  # noqa: C901, PLR0912  # a case for each member
    match term.op:
        case Op.ADD:
            return int(sum(args))
        case Op.MUL:
            return int(args[0] * args[1])
        case Op.DIV:
            return int(args[0] // args[1]) if args[1] else 0  # of no concern, see `floor_div`
        case Op.MOD:
            return int(args[0] % args[1]) if args[1] else 0
        case Op.ITE:
            result: Constant = args[1] if args[0] else args[2]
            return result
        case Op.AND:
            return all(args)
        case Op.OR:
            return any(args)
        case Op.NOT:
            return not args[0]
        case Op.EQ:
            return _key(args[0]) == _key(args[1])
        case Op.LE:
            return bool(args[0] <= args[1])
        case Op.LT:
            return bool(args[0] < args[1])
        case Op.TABLE:
            assert term.table is not None
            return term.table.at(int(args[0]))
        case Op.F_ADD | Op.F_SUB | Op.F_MUL | Op.F_DIV:
            return float(_FLOAT_BINARY[term.op](args[0], args[1]))
        case Op.F_EQ | Op.F_LT | Op.F_LE:
            return bool(_FLOAT_COMPARE[term.op](args[0], args[1]))
        case Op.F_NEG | Op.F_ABS:
            return float(-args[0] if term.op is Op.F_NEG else abs(args[0]))
        case Op.F_NAN:
            return math.isnan(args[0])
        case Op.VAR:
            raise ValueError("a variable is looked up, not computed")
