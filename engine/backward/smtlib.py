"""Conditions as SMT-LIB 2 text: what every solver reads, and what is exported.

The text is a function of the condition: the same condition gives the same bytes. A term that is
used more than once is a definition of its own, and so is each table.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from typing import Final

from engine.backward.terms import Constant, Op, Sort, Table, Term

_SORTS: Final = {Sort.INT: "Int", Sort.BOOL: "Bool", Sort.FLOAT: "(_ FloatingPoint 11 53)"}
_ROUNDED: Final = frozenset({Op.F_ADD, Op.F_SUB, Op.F_MUL, Op.F_DIV})
_FEW: Final = 6
"""Pieces of a table that are written out where it is used."""


def script(
    conditions: Iterable[Term | bool], variables: Sequence[Term], *, comment: str = ""
) -> str:
    """A script that asks whether the conditions hold together, for values of the variables within
    their bounds. Names of variables are simple symbols."""
    writer = _Writer()
    asserted = [writer.assertion(condition) for condition in conditions]
    lines = [f"; {line}" for line in comment.splitlines()]
    lines += [f"(set-logic {writer.logic(variables)})"]
    for term in variables:
        lines.append(f"(declare-const {term.name} {_SORTS[term.sort]})")
        for bound in _bound_lines(term):
            lines.append(f"(assert {bound})")
    lines += writer.definitions
    lines += [f"(assert {text})" for text in asserted]
    lines += ["(check-sat)", ""]
    return "\n".join(lines)


def _bound_lines(term: Term) -> list[str]:
    found = []
    if term.low is not None:
        found.append(f"(<= {_number(term.low)} {term.name})")
    if term.high is not None:
        found.append(f"(<= {term.name} {_number(term.high)})")
    return found


FLOATS: Final = "ALL"
"""The logic of conditions on floats, which may hold integers as well."""


class _Writer:
    """Writes terms; `definitions` are the lines that must stand before them."""

    def __init__(self) -> None:
        self.definitions: list[str] = []
        self._texts: dict[Term, str] = {}
        self._tables: dict[tuple[str, int, int], str] = {}
        self._floats = False
        self._nonlinear = False

    def logic(self, variables: Sequence[Term]) -> str:
        """The name of the logic that the terms are in."""
        if self._floats or any(term.sort is Sort.FLOAT for term in variables):
            return FLOATS
        return "QF_NIA" if self._nonlinear else "QF_LIA"

    def assertion(self, condition: Term | bool) -> str:
        """The text of a condition."""
        if isinstance(condition, Term):
            self._define_shared(condition)
            return self._text(condition)
        return _constant(condition)

    def _define_shared(self, root: Term) -> None:
        """Definitions, bottom up, of all terms below ``root`` that are used more than once."""
        uses: dict[Term, int] = {root: 1}
        order: list[Term] = []
        met: set[Term] = set()
        waiting: list[tuple[Term, bool]] = [(root, False)]
        while waiting:
            term, ready = waiting.pop()
            if ready:
                order.append(term)
                continue
            if term in met or term in self._texts:
                continue
            met.add(term)
            waiting.append((term, True))
            for arg in term.args:
                if isinstance(arg, Term):
                    uses[arg] = uses.get(arg, 0) + 1
                    waiting.append((arg, False))
        for term in order:
            if term in self._texts or term.op is Op.VAR:
                continue
            text = self._written(term)
            if uses[term] > 1 or len(text) > 4000:
                name = f"t{len(self.definitions)}"
                self.definitions.append(f"(define-fun {name} () {_SORTS[term.sort]} {text})")
                text = name
            self._texts[term] = text

    def _text(self, arg: Term | Constant) -> str:
        if not isinstance(arg, Term):
            return _constant(arg)
        return arg.name if arg.op is Op.VAR else self._texts[arg]

    def _written(self, term: Term) -> str:
        args = [self._text(arg) for arg in term.args]
        self._floats = self._floats or term.sort is Sort.FLOAT or term.op is Op.F_NAN
        if term.op is Op.TABLE:
            assert term.table is not None
            return self._looked_up(term.table, term)
        if term.op in {Op.MUL, Op.DIV, Op.MOD} and isinstance(term.args[-1], Term):
            self._nonlinear = (
                self._nonlinear or isinstance(term.args[0], Term) or (term.op is not Op.MUL)
            )
        rounding = ["RNE"] if term.op in _ROUNDED else []
        return f"({' '.join([term.op.value, *rounding, *args])})"

    def _looked_up(self, table: Table, term: Term) -> str:
        arg = term.args[0]
        assert isinstance(arg, Term)
        assert arg.low is not None
        assert arg.high is not None
        pieces = table.pieces(arg.low, arg.high)
        if len(pieces) <= _FEW:
            return _tree(pieces, self._text(arg))
        key = (table.name, arg.low, arg.high)
        if key not in self._tables:
            name = self._tables[key] = f"{table.name}_{len(self._tables)}"
            sort = _SORTS[term.sort]
            self.definitions.append(f"(define-fun {name} ((c Int)) {sort} {_tree(pieces, 'c')})")
        return f"({self._tables[key]} {self._text(arg)})"


def _tree(pieces: list[tuple[int, int]], name: str) -> str:
    """A table as a search tree of comparisons."""
    if len(pieces) == 1:
        return _constant(pieces[0][1])
    middle = len(pieces) // 2
    start = pieces[middle][0]
    lower, upper = _tree(pieces[:middle], name), _tree(pieces[middle:], name)
    return f"(ite (< {name} {_number(start)}) {lower} {upper})"


def _constant(value: Constant) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _number(value)
    if math.isnan(value):
        return "(_ NaN 11 53)"
    bits = f"{struct.unpack('>Q', struct.pack('>d', value))[0]:064b}"
    return f"(fp #b{bits[0]} #b{bits[1:12]} #b{bits[12:]})"


def _number(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"
