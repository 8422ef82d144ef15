"""Conditions on inputs as Python expressions over the parameters, for a reader.

``s[0] == 'a' and len(...)`` rather than SMT-LIB: a term is told where Python has a short
expression for it, under every input of the domain; else there is none. An expression is true of
an input exactly when the term is (tests/backward/test_predicates.py evaluates both).
"""

from __future__ import annotations

import math
from typing import Final

from engine.backward.inputs import Inputs, stem
from engine.backward.models.unicode_tables import Mapping, Trait
from engine.backward.terms import Constant, Op, Sort, Term
from engine.values import Atom, Value
from engine.values import Sequence as SequenceValue

LONGEST: Final = 90
"""Characters of an expression; what is longer is not told."""

_METHODS: Final = frozenset(each.value for each in Trait if each.value.startswith("is"))
"""Traits that are methods of texts; for one character they say the same."""

_MAPPINGS: Final = frozenset(each.value for each in Mapping)

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(7)
"""How tightly an expression binds."""

_COMPARISONS: Final = {
    Op.EQ: ("==", "!="), Op.LE: ("<=", ">"), Op.LT: ("<", ">="), Op.F_EQ: ("==", "!="),
}  # fmt: skip
_MIRRORED: Final = {"==": "==", "!=": "!=", "<=": ">=", ">": "<", "<": ">", ">=": "<="}

_BINARY: Final = {Op.F_ADD: ("+", _SUM), Op.F_SUB: ("-", _SUM), Op.F_MUL: ("*", _PRODUCT)}


class _NoExpressionError(Exception):
    """Python has no short expression for it."""


class Predicates:
    """Tells terms over the variables of one domain."""

    def __init__(self, inputs: Inputs) -> None:
        self._places: dict[str, str] = {}
        self._chars: set[str] = set()
        for place, (name, value) in enumerate(inputs.recorded):
            self._enter(value, stem(name, place), name)

    def _enter(self, value: Value, variable: str, text: str) -> None:
        match value:
            case Atom(payload=str() as chars):
                for at in range(len(chars)):
                    self._places[f"{variable}!c{at}"] = f"{text}[{at}]"
                    self._chars.add(f"{variable}!c{at}")
            case Atom(payload=bytes() as held):
                for at in range(len(held)):
                    self._places[f"{variable}!b{at}"] = f"{text}[{at}]"
            case Atom():
                self._places[variable] = text
            case SequenceValue(type="list" | "tuple", items=items):
                for at, item in enumerate(items):
                    self._enter(item, f"{variable}!{at}", f"{text}[{at}]")
            case _:
                pass  # the items of a set or dict have no place of their own

    def text(self, condition: Term | bool) -> str | None:
        """The condition as an expression, or None."""
        try:
            found = self._bool(condition, wanted=True)[0]
        except (_NoExpressionError, RecursionError):
            return None
        return found if len(found) <= LONGEST else None

    # -- truth values -----------------------------------------------------------------------------

    def _bool(self, term: Term | Constant, *, wanted: bool) -> tuple[str, int]:
        """An expression that is true where the term is ``wanted``."""
        if not isinstance(term, Term):
            return repr(bool(term) is wanted), _ATOM
        match term.op:
            case Op.NOT:
                return self._bool(term.args[0], wanted=not wanted)
            case Op.AND | Op.OR:
                return self._joined(term, wanted=wanted)
            case Op.EQ | Op.LE | Op.LT | Op.F_EQ:
                return self._compared(term, wanted=wanted)
            case Op.F_LT | Op.F_LE:
                sign = "<" if term.op is Op.F_LT else "<="
                left, right = (self._float(each, _SUM) for each in term.args)
                return _denied(f"{left} {sign} {right}", _COMPARE, wanted=wanted)
            case Op.VAR:
                return _denied(self._place(term), _ATOM, wanted=wanted)
            case Op.TABLE if term.table is not None and term.table.name in _METHODS:
                text = f"{self._char(term.args[0])}.{term.table.name}()"
                return _denied(text, _ATOM, wanted=wanted)
            case _:
                raise _NoExpressionError

    def _joined(self, term: Term, *, wanted: bool) -> tuple[str, int]:
        both = (term.op is Op.AND) is wanted
        word, level = ("and", _AND) if both else ("or", _OR)
        parts = [_within(*self._bool(each, wanted=wanted), level + 1) for each in term.args]
        return f" {word} ".join(parts), level

    def _compared(self, term: Term, *, wanted: bool) -> tuple[str, int]:
        left, right = term.args
        sign = _COMPARISONS[term.op][0 if wanted else 1]
        if _is(left, Sort.BOOL) or _is(right, Sort.BOOL):
            told = [_within(*self._bool(each, wanted=True), _SUM) for each in term.args]
            return f"{told[0]} {sign} {told[1]}", _COMPARE
        if _is(left, Sort.FLOAT) or _is(right, Sort.FLOAT):
            if term.op is Op.EQ:
                raise _NoExpressionError  # equality by bits
            return f"{self._float(left, _SUM)} {sign} {self._float(right, _SUM)}", _COMPARE
        for one, other, way in ((left, right, sign), (right, left, _MIRRORED[sign])):
            if self._is_char(one) and (self._is_char(other) or _is_code(other)):
                theirs = self._char(other) if isinstance(other, Term) else repr(chr(int(other)))
                return f"{self._char(one)} {way} {theirs}", _COMPARE
        if not isinstance(left, Term) and isinstance(right, Term):
            left, right, sign = right, left, _MIRRORED[sign]
        return f"{self._int(left, _SUM)} {sign} {self._int(right, _SUM)}", _COMPARE

    # -- numbers ----------------------------------------------------------------------------------

    def _int(self, term: Term | Constant, level: int) -> str:
        if not isinstance(term, Term):
            return repr(int(term))
        return _within(*self._integer(term), level)

    def _integer(self, term: Term) -> tuple[str, int]:
        if self._is_char(term):
            return f"ord({self._char(term)})", _ATOM
        match term.op:
            case Op.VAR:
                return self._place(term), _ATOM
            case Op.ADD:
                return self._sum(term)
            case Op.MUL:
                return " * ".join(self._int(each, _PRODUCT + 1) for each in term.args), _PRODUCT
            case Op.DIV | Op.MOD:  # by what is positive wherever the term is used
                sign = "//" if term.op is Op.DIV else "%"
                left, right = (self._int(each, _PRODUCT + 1) for each in term.args)
                return f"{left} {sign} {right}", _PRODUCT
            case _:
                raise _NoExpressionError

    def _sum(self, term: Term) -> tuple[str, int]:
        text = ""
        for each in term.args:
            sign, part = "+", each
            if not isinstance(each, Term) and int(each) == 0:
                continue
            if not isinstance(each, Term) and int(each) < 0:
                sign, part = "-", -int(each)
            elif isinstance(each, Term) and each.op is Op.MUL and each.args[0] == -1:
                sign, part = "-", each.args[1]
            told = self._int(part, _SUM + 1)
            if text:
                text += f" {sign} {told}"
            else:
                text = told if sign == "+" else f"-{self._int(part, _ATOM)}"
        return text or "0", _SUM

    def _float(self, term: Term | Constant, level: int) -> str:
        if not isinstance(term, Term):
            number = float(term)
            if not math.isfinite(number):
                raise _NoExpressionError
            return repr(number)
        match term.op:
            case Op.VAR:
                return self._place(term)
            case Op.F_NEG:
                return _within(f"-{self._float(term.args[0], _ATOM)}", _PRODUCT, level)
            case Op.F_ABS:
                return f"abs({self._float(term.args[0], _OR)})"
            case _ if term.op in _BINARY:
                sign, mine = _BINARY[term.op]
                left = self._float(term.args[0], mine)
                return _within(f"{left} {sign} {self._float(term.args[1], mine + 1)}", mine, level)
            case _:
                raise _NoExpressionError

    # -- variables --------------------------------------------------------------------------------

    def _place(self, term: Term) -> str:
        if term.name not in self._places:
            raise _NoExpressionError
        return self._places[term.name]

    def _is_char(self, term: Term | Constant) -> bool:
        if not isinstance(term, Term):
            return False
        return term.name in self._chars if term.op is Op.VAR else self._mapping(term) is not None

    def _mapping(self, term: Term) -> str | None:
        """Which method of texts makes the character, of a character with what a table adds."""
        if term.op is not Op.ADD or len(term.args) != 2:
            return None
        char, shift = term.args
        if not isinstance(char, Term) or not isinstance(shift, Term) or shift.table is None:
            return None
        if shift.op is Op.TABLE and shift.args[0] is char and self._is_char(char):
            return shift.table.name if shift.table.name in _MAPPINGS else None
        return None

    def _char(self, term: Term | Constant) -> str:
        if not self._is_char(term):
            raise _NoExpressionError
        assert isinstance(term, Term)
        if term.op is Op.VAR:
            return self._place(term)
        return f"{self._char(term.args[0])}.{self._mapping(term)}()"


def _is(term: Term | Constant, sort: Sort) -> bool:
    kind = {Sort.BOOL: bool, Sort.FLOAT: float, Sort.INT: int}[sort]
    return term.sort is sort if isinstance(term, Term) else type(term) is kind


def _is_code(term: Term | Constant) -> bool:
    return not isinstance(term, Term) and 0 <= int(term) <= 0x10FFFF


def _within(text: str, level: int, needed: int) -> str:
    return text if level >= needed else f"({text})"


def _denied(text: str, level: int, *, wanted: bool) -> tuple[str, int]:
    return (text, level) if wanted else (f"not {_within(text, level, _NOT)}", _NOT)
