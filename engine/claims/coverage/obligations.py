"""What has to be told: the writes and decisions of statements that the answer depends on."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.trace.dependences import Dependences
from engine.trace.loops import is_of_header
from engine.trace.model import (
    ActivationId,
    CodeKind,
    Family,
    PlaceKind,
    Step,
    StepKind,
    StepNo,
    Write,
)
from engine.trace.moments import Moments
from engine.trace.scopes import names_bound_by
from engine.trace.slices import Slice
from engine.trace.statements import Statement, contains, header_parts, span_of
from engine.trace.visits import Visit
from engine.values import Oid

_NAMES: Final = frozenset({PlaceKind.LOCAL, PlaceKind.CELL, PlaceKind.GLOBAL})
_CHOICES: Final = frozenset({StepKind.BRANCH, StepKind.NEXT, StepKind.MATCH})
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class ObligationKind(Enum):
    """What a step did that has to be told. Closed."""

    WRITE = "write"  #: it wrote a name, an element, an attribute, or changed an object
    DECISION = "decision"  #: it chose which way control went


@dataclass(frozen=True, slots=True, eq=False)
class Obligation:
    """One write, or one decision of a statement in a visit. ``step`` is the first step of it."""

    kind: ObligationKind
    visit: Visit
    step: StepNo
    statement: Statement | None  #: whose decision it is
    write: Write | None


class Obligations:
    """All obligations of a slice, by step and by visit."""

    def __init__(self, moments: Moments, dependences: Dependences, found: Slice) -> None:
        self._moments = moments
        self._trace = moments.trace
        self._dependences = dependences
        self._apart: dict[Statement, list[tuple[ast.expr, bool]]] = {}
        self._grounds: dict[ActivationId, bool] = {}
        self.all: Final[list[Obligation]] = []
        self.of_step: Final[dict[StepNo, Obligation]] = {}
        self._of_visit: dict[tuple[ActivationId, int], list[Obligation]] = {}
        self._decisions: dict[tuple[ActivationId, int, Statement], Obligation] = {}
        for number in found.steps:
            step = self._trace.step(number)
            if step.kind in _CHOICES:
                self._decide(step)
            elif step.writes and number in found.values:
                self._write(step)

    def of_visit(self, visit: Visit) -> list[Obligation]:
        return self._of_visit.get((visit.activation, visit.first), [])

    def ground(self, number: StepNo) -> tuple[ActivationId, StepNo]:
        """The activation of a function in which a step happened, and the step of it during which
        it did: expressions' own code (lambdas, generator expressions, class bodies) belongs to the
        statement that runs it."""
        owner = self._trace.owner(self._trace.step(number).activation)
        while not self._is_function(owner):
            outer = self._dependences.enclosing(number)
            if outer < 0:
                break
            number = outer
            owner = self._trace.owner(self._trace.step(number).activation)
        return owner, number

    def _is_function(self, activation: ActivationId) -> bool:
        known = self._grounds.get(activation)
        if known is None:
            known = activation == self._trace.data.entry or (
                self._trace.code_of(activation).kind is CodeKind.FUNCTION
            )
            self._grounds[activation] = known
        return known

    def visit_of(self, number: StepNo) -> Visit | None:
        """The visit of a function's line in which a step happened."""
        owner, at = self.ground(number)
        return self._moments.visits(owner).at(at)

    def statement_of(self, number: StepNo) -> Statement | None:
        """The statement of a function in which a step happened."""
        _, at = self.ground(number)
        span = self._trace.step(at).span
        return None if span is None else self._trace.statements.at_span(span)

    # -- writes -----------------------------------------------------------------------------------

    def _write(self, step: Step) -> None:
        visit = self.visit_of(step.number)
        if visit is None:
            return
        write = next((w for w in step.writes if self._counts(step, w, visit)), None)
        if write is not None:
            self._add(Obligation(ObligationKind.WRITE, visit, step.number, None, write))

    def _counts(self, step: Step, write: Write, visit: Visit) -> bool:
        if write.kind in _NAMES:
            return self._binds(step, write, visit)
        if write.container is None or write.container >= 0:
            return False
        thing = self._trace.data.objects[Oid(-write.container)]
        if write.kind is not PlaceKind.CONTENTS:
            return True
        if step.kind is StepKind.BUILD:  # of a comprehension or display, made in full or not
            return False
        if thing.family in {Family.OPAQUE, Family.CELL}:
            return False
        # What the visit itself made is fixed by what it is then bound to. (It is seen from the
        # time just before the step that made it.)
        seen = thing.since[0] if thing.since else -1
        maker = self._dependences.maker(write.container)
        return seen < visit.first - 1 or maker is None or maker < visit.first

    def _binds(self, step: Step, write: Write, visit: Visit) -> bool:
        """Whether a statement of the function binds or deletes the name, and not a comprehension,
        or the end of an `except` clause."""
        owner = self._trace.owner(step.activation)
        if step.span is None or owner != visit.activation:
            return False
        statement = self._trace.statements.at_span(step.span)
        if statement is None or statement not in visit.statements:
            return False
        if write.value is None and not isinstance(statement.node, ast.Delete):
            return False
        names = {self._trace.private_name(owner, n) for n in names_bound_by(statement.node)}
        return write.name in names and not self._is_apart(statement, step, named=True)

    def _is_apart(self, statement: Statement, step: Step, *, named: bool = False) -> bool:
        """Whether the step is of a comprehension in the statement (``named``: and is not an
        assignment expression there)."""
        parts = self._apart.get(statement)
        if parts is None:
            parts = []
            for part in header_parts(statement.node):
                for node in ast.walk(part):
                    if isinstance(node, _COMPREHENSIONS):
                        parts.append((node, False))
                        parts += [
                            (inner.target, True)
                            for inner in ast.walk(node)
                            if isinstance(inner, ast.NamedExpr)
                        ]
            self._apart[statement] = parts
        if step.span is None:
            return False
        if named and any(again and span_of(node) == step.span for node, again in parts):
            return False
        return any(not again and contains(span_of(node), step.span) for node, again in parts)

    # -- decisions --------------------------------------------------------------------------------

    def _decide(self, step: Step) -> None:
        owner = self._trace.owner(step.activation)
        if step.span is None or owner != step.activation or not self._is_function(owner):
            return
        visit = self._moments.visits(owner).at(step.number)
        statement = self._trace.statements.at_span(step.span)
        if visit is None or statement not in visit.statements or statement is None:
            return
        if isinstance(statement.node, ast.For | ast.AsyncFor):
            asks = step.kind is StepKind.NEXT
            if not (asks and is_of_header(self._trace, statement.node, statement, step)):
                return
        elif not self._is_decision(statement, step) or self._is_apart(statement, step):
            return
        key = (visit.activation, visit.first, statement)
        known = self._decisions.get(key)
        if known is None:
            known = Obligation(ObligationKind.DECISION, visit, step.number, statement, None)
            self._decisions[key] = known
            self._add(known)
        self.of_step[step.number] = known

    @staticmethod
    def _is_decision(statement: Statement, step: Step) -> bool:
        match statement.node:
            case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test):
                inside = step.span is not None and contains(span_of(test), step.span)
                return step.kind is StepKind.BRANCH and inside
            case ast.match_case():
                return step.kind in {StepKind.BRANCH, StepKind.MATCH}
            case ast.ExceptHandler():
                return step.kind is StepKind.BRANCH
            case _:
                return False

    def decision(self, visit: Visit, statement: Statement) -> Obligation | None:
        return self._decisions.get((visit.activation, visit.first, statement))

    def _add(self, made: Obligation) -> None:
        self.all.append(made)
        self.of_step[made.step] = made
        self._of_visit.setdefault((made.visit.activation, made.visit.first), []).append(made)
