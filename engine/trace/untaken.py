"""What code could have written, had it run: read off the source and the control flow.

A branch that was not taken changes nothing, and yet decides that it did not (Gyimóthy, Beszédes
and Forgács, "An efficient relevant slicing method for debugging", ESEC/FSE 1999; Agrawal, Horgan,
Krauser and London, "Incremental regression testing", ICSM 1993). `Effects` says what may be
written in a region of a code object that did not run: more than is written, never less.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from engine.trace.model import (
    Code,
    CodeId,
    CodeKind,
    FlowNode,
    PlaceKind,
    Span,
    StepKind,
    TraceData,
)
from engine.trace.reading import CHANGING_METHODS, READING_FUNCTIONS, READING_METHODS
from engine.trace.statements import span_of


@dataclass(slots=True)
class Effects:
    """What may be written."""

    locals: set[str] = field(default_factory=set)
    cells: set[str] = field(default_factory=set)  #: names of the code's own activation
    outer_cells: set[str] = field(default_factory=set)  #: names in functions that it calls
    globals: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)  #: names whose objects' contents may change
    rebound: set[str] = field(default_factory=set)  #: names that are bound, but not by `+=`
    contents: bool = False  #: the contents of any object
    unknown: bool = False  #: anything that is not a name: code that nobody can read is called
    collects: bool = False  #: a comprehension takes up an item
    consumes: bool = False  #: an iterator may be moved on
    yields: bool = False  #: the generator hands out an item
    jumps: bool = False  #: a `raise` or `assert` of its own
    raises: bool = False  #: a `raise` or `assert` in what it calls

    def called(self) -> Effects:
        """The same, for the code that calls what has these effects."""
        return Effects(
            outer_cells=self.cells | self.outer_cells,
            globals=set(self.globals),
            attributes=set(self.attributes),
            contents=self.contents or bool(self.roots),
            unknown=self.unknown,
            consumes=self.consumes,
            raises=self.raises or self.jumps,
        )

    def add(self, other: Effects) -> None:
        self.locals |= other.locals
        self.cells |= other.cells
        self.outer_cells |= other.outer_cells
        self.globals |= other.globals
        self.attributes |= other.attributes
        self.roots |= other.roots
        self.rebound |= other.rebound
        self.contents |= other.contents
        self.unknown |= other.unknown
        self.collects |= other.collects
        self.consumes |= other.consumes
        self.yields |= other.yields
        self.jumps |= other.jumps
        self.raises |= other.raises

    @property
    def size(self) -> int:
        """Grows whenever anything is added."""
        return (
            len(self.locals) + len(self.cells) + len(self.outer_cells) + len(self.globals)
            + len(self.attributes) + len(self.roots) + len(self.rebound)
            + self.contents + self.unknown + self.collects + self.consumes + self.yields
            + self.jumps + self.raises
        )  # fmt: skip


_IMPLICIT: Final = frozenset(
    {StepKind.UNARY, StepKind.BINARY, StepKind.COMPARE, StepKind.SUBSCRIPT, StepKind.BRANCH}
    | {StepKind.STORE_ELEMENT, StepKind.DELETE_ELEMENT, StepKind.BUILD, StepKind.ITERATE}
    | {StepKind.NEXT, StepKind.UNPACK, StepKind.MATCH, StepKind.CALL, StepKind.IMPORT}
    | {StepKind.ATTRIBUTE, StepKind.STORE_ATTRIBUTE, StepKind.DELETE_ATTRIBUTE}
)
"""Kinds that may run special methods, properties or generators of the program."""


_CONSUMING: Final = frozenset(
    {StepKind.CALL, StepKind.NEXT, StepKind.UNPACK, StepKind.BUILD, StepKind.COMPARE}
)
"""Kinds that may move an iterator on."""


_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp)


class PossibleEffects:
    """The effects of regions of the program's code. Calls are followed by name: a name that some
    function or class of the program has may mean that one, wherever it is read."""

    def __init__(self, data: TraceData) -> None:
        self._codes = data.codes
        self._global_names = frozenset(data.globals)
        self._places: dict[Span, ast.expr | ast.stmt] = {}
        self._augmented: set[Span | None] = set()
        for node in ast.walk(ast.parse(data.source)):
            if isinstance(node, ast.Call | ast.Attribute | ast.Subscript | _Comprehension):
                self._places[span_of(node)] = node
            elif isinstance(node, ast.AugAssign):
                end = node.end_lineno or node.lineno, node.end_col_offset or 0
                self._places[_span(node.lineno, node.col_offset, *end)] = node
                if isinstance(node.target, ast.Name):
                    self._augmented.add(span_of(node.target))
        self._inside: set[CodeId] = set()  #: comprehensions that are being read
        self._named: dict[str, list[Code]] = {}
        for code in data.codes:
            if code.kind is not CodeKind.MODULE:
                self._named.setdefault(code.name, []).append(code)

    @cached_property
    def _summaries(self) -> dict[CodeId, Effects]:
        """The effects of calling each code object: the least fixed point."""
        found = {code.id: Effects() for code in self._codes}
        self._known = found
        changed = True
        while changed:
            changed = False
            for code in self._codes:
                if code.kind is CodeKind.MODULE:
                    continue
                before = found[code.id].size
                found[code.id].add(self._read(code, code.flow).called())
                changed |= found[code.id].size != before
        return found

    _known: dict[CodeId, Effects]

    def of(self, code: Code, nodes: Iterable[FlowNode]) -> Effects:
        """The effects of some instructions of a code object."""
        self._known = self._summaries
        return self._read(code, nodes)

    def _read(self, code: Code, nodes: Iterable[FlowNode]) -> Effects:
        effects = Effects()
        implicit = False
        for node in nodes:
            kind = node.kind
            implicit |= kind in _IMPLICIT
            effects.consumes |= kind in _CONSUMING
            match kind:
                case StepKind.STORE | StepKind.DELETE:
                    self._bind(node, effects)
                case StepKind.STORE_ATTRIBUTE | StepKind.DELETE_ATTRIBUTE:
                    effects.attributes.add(node.detail)
                case StepKind.STORE_ELEMENT | StepKind.DELETE_ELEMENT:
                    self._change(self._place(node), effects)
                case StepKind.BINARY if node.detail.endswith("="):
                    self._change(self._place(node), effects)
                case StepKind.BUILD if node.detail in {"append", "add", "insert"}:
                    effects.collects = True
                case StepKind.CALL | StepKind.ITERATE if kind is StepKind.CALL or node.detail:
                    self._call(code, node, effects)
                case StepKind.ATTRIBUTE if node.detail in self._named:
                    self._run(self._named[node.detail], effects)  # a property
                case StepKind.RAISE:
                    effects.jumps = True
                case StepKind.YIELD:
                    effects.yields = True
                case StepKind.IMPORT if node.detail == "*":
                    effects.unknown = True
                case _:
                    pass
        if implicit:
            self._run(self._implicit, effects)
        return effects

    @cached_property
    def _implicit(self) -> list[Code]:
        """Code that runs without being called by name: special methods, generators."""
        return [
            code
            for code in self._codes
            if code.generator or (code.name.startswith("__") and code.name.endswith("__"))
        ]

    def _bind(self, node: FlowNode, effects: Effects) -> None:
        if node.span not in self._augmented:
            effects.rebound.add(node.detail.removeprefix("."))  # of a comprehension's variable
        match node.place:
            case PlaceKind.CELL:
                effects.cells.add(node.detail)
            case PlaceKind.GLOBAL:
                effects.globals.add(node.detail)
            case _:
                effects.locals.add(node.detail)

    def _run(self, codes: Iterable[Code], effects: Effects) -> None:
        for code in codes:
            effects.add(self._known[code.id])

    def _place(self, node: FlowNode) -> ast.expr | ast.stmt | None:
        return None if node.span is None else self._places.get(node.span)

    @staticmethod
    def _change(place: ast.expr | ast.stmt | None, effects: Effects) -> None:
        """The contents of the object that a place is part of may change."""
        if isinstance(place, ast.AugAssign):
            if isinstance(place.target, ast.Name):
                effects.roots.add(place.target.id)
                return
        elif (isinstance(place, ast.Subscript | ast.Attribute)) and isinstance(
            place.value, ast.Name
        ):
            effects.roots.add(place.value.id)
            return
        effects.contents = True

    def _call(self, code: Code, node: FlowNode, effects: Effects) -> None:
        place = self._place(node)
        if isinstance(place, _COMPREHENSIONS):
            self._comprehension(place, effects)
            return
        if not isinstance(place, ast.Call) or node.detail:
            self._anything(effects)
            return
        match place.func:
            case ast.Name(id=name):
                if name in self._named:
                    self._function(name, effects)
                elif not (name in READING_FUNCTIONS and name not in self._global_names):
                    self._anything(effects)
            case ast.Attribute(attr=name):
                if name in self._named:
                    self._run(self._named[name], effects)
                    # Some builtin's method may have the same name.
                if name in CHANGING_METHODS:
                    self._change(place.func, effects)
                elif name not in READING_METHODS and name not in self._named:
                    self._anything(effects)
            case _:
                self._anything(effects)
        if _passes_functions(place):
            self._anything(effects)

    def _comprehension(self, place: _Comprehension, effects: Effects) -> None:
        """One that is compiled to code of its own (CPython 3.11) writes as a part of the code
        around it would; which of several on its line it is does not matter."""
        for each in self._codes:
            if each.kind is not CodeKind.COMPREHENSION or each.first_line != place.lineno:
                continue
            if each.id not in self._inside:  # of several, one is in another, perhaps
                self._inside.add(each.id)
                inside = self._read(each, each.flow)
                self._inside.remove(each.id)
                inside.locals.clear()
                inside.collects = False
                effects.add(inside)

    def _function(self, name: str, effects: Effects) -> None:
        for each in self._named[name]:
            if each.kind is CodeKind.CLASS:
                self._run(self._named.get("__init__", []), effects)
            else:
                self._run([each], effects)

    def _anything(self, effects: Effects) -> None:
        """Some code is called, and nobody knows which."""
        effects.unknown = True
        self._run((code for code in self._codes if code.kind is not CodeKind.MODULE), effects)


def _passes_functions(call: ast.Call) -> bool:
    """Whether something that is called in turn may be handed over (`key=`, `map(f, …)`)."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name in {"map", "filter"} or any(each.arg == "key" for each in call.keywords)


def _span(line: int, column: int, end_line: int, end_column: int) -> Span:
    node = ast.Constant(None, lineno=line, col_offset=column, end_lineno=end_line)
    node.end_col_offset = end_column
    return span_of(node)
