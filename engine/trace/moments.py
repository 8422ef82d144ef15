"""All questions about moments of a recording, answered in one place.

"Pass 3 of the loop on line 4", "the 2nd call of `g`", "after line 5", what an expression on a
line evaluated to, what a line wrote: claims and narrations ask here and search nowhere else.
The meaning of every word is that of docs/semantics.md. Answers carry step numbers.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.trace.loops import Loops
from engine.trace.model import (
    Activation,
    ActivationId,
    CodeKind,
    Output,
    PlaceKind,
    Ref,
    Step,
    StepKind,
    StepNo,
    Time,
    Write,
)
from engine.trace.statements import Statement, contains, span_of
from engine.trace.trace import Trace
from engine.trace.visits import Interval, Visit, Visits

_NO_VALUE = (StepKind.STORE, StepKind.DELETE, StepKind.BRANCH, StepKind.ENTER, StepKind.RESUME)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One evaluation of an expression: its result, and the moment at which it was finished."""

    ref: Ref
    at: Time
    step: StepNo


@dataclass(frozen=True, slots=True)
class Written:
    """One write of a visit."""

    write: Write
    step: StepNo
    at: Time


class Moments:
    """The questions about one recording. Build one for a trace and keep it: it has the indexes."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._visits: dict[ActivationId, Visits] = {}
        self._loops: dict[ActivationId, Loops] = {}

    # -- lines and loops --------------------------------------------------------------------------

    def visits(self, activation: ActivationId) -> Visits:
        if activation not in self._visits:
            self._visits[activation] = Visits(self.trace, activation)
        return self._visits[activation]

    def loops(self, activation: ActivationId) -> Loops:
        if activation not in self._loops:
            self._loops[activation] = Loops(self.trace, self.visits(activation))
        return self._loops[activation]

    def statements(self, activation: ActivationId, line: int) -> tuple[Statement, ...]:
        """The statements of the activation's function that start on the line."""
        scope = self.trace.scope_of(activation)
        return () if scope is None else self.trace.statements.at_line(line, scope)

    def whole(self, activation: ActivationId) -> Interval:
        """All of an activation, from its first step to its last."""
        found = self.trace.data.activations[activation]
        return Interval(found.first, Time(found.last))

    def start(self, activation: ActivationId) -> Time:
        """The moment at which the parameters are bound and nothing has run."""
        return Time(self.trace.data.activations[activation].first)

    def last_step(self, activation: ActivationId) -> StepNo:
        return self.trace.data.activations[activation].last

    # -- calls ------------------------------------------------------------------------------------

    @cached_property
    def _calls(self) -> dict[str, dict[str, list[ActivationId]]]:
        """Name or qualified name → code's qualified name → activations in order."""
        table: dict[str, dict[str, list[ActivationId]]] = {}
        for activation in self.trace.data.activations:
            code = self.trace.code_of(activation.id)
            if code.kind is not CodeKind.FUNCTION:
                continue
            where = f"{code.qualname}:{code.first_line}"
            for name in {code.name, readable(code.qualname)}:
                table.setdefault(name, {}).setdefault(where, []).append(activation.id)
        return table

    @cached_property
    def _functions(self) -> dict[str, set[tuple[str, int]]]:
        """Names of all functions of the source → places of their definitions."""
        table: dict[str, set[tuple[str, int]]] = {}

        def enter(nodes: list[ast.stmt], around: str) -> None:
            for node in nodes:
                inside = around
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    inside = f"{around}{node.name}."
                    if not isinstance(node, ast.ClassDef):
                        for name in {node.name, inside[:-1]}:
                            table.setdefault(name, set()).add((inside, node.lineno))
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.stmt):
                        enter([child], inside)
                    elif isinstance(child, ast.ExceptHandler | ast.match_case):
                        enter(child.body, inside)

        enter(self.trace.statements.tree.body, "")
        return table

    def functions_named(self, name: str) -> int:
        """How many functions of the program go by the name or qualified name."""
        return len(self._functions.get(name, ()))

    def calls(self, name: str) -> list[ActivationId]:
        """All activations of the functions of that name, in the order in which they begin."""
        found = self._calls.get(name, {})
        return sorted(each for group in found.values() for each in group)

    def call_name(self, activation: ActivationId) -> str | None:
        """A name that fits this activation's function and no other; None for lambdas."""
        code = self.trace.code_of(activation)
        if code.kind is not CodeKind.FUNCTION:
            return None
        for name in (code.name, readable(code.qualname)):
            if self.functions_named(name) == 1:
                return name
        return None

    @cached_property
    def _children(self) -> dict[ActivationId, list[Activation]]:
        table: dict[ActivationId, list[Activation]] = {}
        for activation in self.trace.data.activations:
            if activation.parent is None or activation.caller is None:
                continue
            table.setdefault(self.trace.owner(activation.parent), []).append(activation)
        return table

    def called_in(self, visit: Visit) -> list[Activation]:
        """The activations that the visit's own activation begins during it, functions and
        generators; comprehensions are no activations of their own."""
        children = self._children.get(visit.activation, [])
        firsts = [child.first for child in children]
        some = children[bisect_left(firsts, visit.first) : bisect_right(firsts, visit.last)]
        return [
            child
            for child in some
            if self.trace.code_of(child.id).kind is not CodeKind.COMPREHENSION
        ]

    # -- what a visit did -------------------------------------------------------------------------

    def steps(self, visit: Visit) -> Iterator[Step]:
        return map(self.trace.step, visit.steps)

    def writes(self, visit: Visit) -> Iterator[Written]:
        """Writes by the visit's own steps (those of functions that it calls are theirs)."""
        for step in self.steps(visit):
            for write in step.writes:
                yield Written(write, step.number, Time(step.done))

    def name_writes(self, visit: Visit, name: str) -> list[Written]:
        """The visit's bindings and unbindings of a name of its own scope."""
        kinds = (PlaceKind.LOCAL, PlaceKind.CELL, PlaceKind.GLOBAL)
        return [
            each
            for each in self.writes(visit)
            if each.write.kind in kinds
            and each.write.name == name
            and self.trace.step(each.step).activation == visit.activation
        ]

    def raised(self, visit: Visit) -> Step | None:
        """The step of the visit by which an exception came out of its statement."""
        found = None
        for step in self.steps(visit):
            if step.exception is not None and step.kind is not StepKind.CATCH:
                found = step
        return found

    def output(self, visit: Visit) -> str:
        """What was written to standard output during the visit."""
        outputs = self._stdout
        firsts = [each.step for each in outputs]
        inside = outputs[bisect_left(firsts, visit.first) : bisect_right(firsts, visit.last)]
        return "".join(each.text for each in inside)

    @cached_property
    def _stdout(self) -> list[Output]:
        return [each for each in self.trace.data.outputs if each.stream == "stdout"]

    def all_output(self) -> str:
        return "".join(each.text for each in self._stdout)

    # -- evaluations ------------------------------------------------------------------------------

    def evaluations(self, visit: Visit, node: ast.expr) -> list[Evaluated]:
        """The results of one expression of the source in the visit, in order."""
        span = span_of(node)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp):
            return self._comprehensions(visit, node)
        found = [
            Evaluated(step.result, Time(step.done), step.number)
            for step in self.steps(visit)
            if step.span == span and step.result is not None and step.kind not in _NO_VALUE
        ]
        if isinstance(node, ast.List | ast.Set | ast.Dict | ast.Tuple | ast.JoinedStr):
            return _completed(found)
        return found

    def _comprehensions(
        self, visit: Visit, node: ast.ListComp | ast.SetComp | ast.DictComp
    ) -> list[Evaluated]:
        """A comprehension is a call on 3.11, and a container that is filled in place later."""
        span = span_of(node)
        found: list[Evaluated] = []
        for step in self.steps(visit):
            if step.span is None or not contains(span, step.span):
                continue
            mine = step.activation == visit.activation
            own = mine and step.span == span and step.result is not None
            if own and step.kind is StepKind.CALL:
                found.append(Evaluated(_result(step), Time(step.done), step.number))
            elif own and step.kind is StepKind.BUILD:
                if found and found[-1].ref == step.result:
                    found[-1] = Evaluated(_result(step), Time(step.done), step.number)
                else:
                    found.append(Evaluated(_result(step), Time(step.done), step.number))
            elif found:
                last = found[-1]
                found[-1] = Evaluated(last.ref, Time(max(last.at, step.done)), last.step)
        return found

    def was_ever_seen(self, node: ast.expr) -> bool:
        """Whether any step of the recording has this expression's own span."""
        return span_of(node) in self._spans

    @cached_property
    def _spans(self) -> frozenset[object]:
        return frozenset(step.span for step in self.trace.data.steps if step.span is not None)


def _result(step: Step) -> Ref:
    if step.result is None:
        raise ValueError("the step has no result")
    return step.result


def _completed(found: list[Evaluated]) -> list[Evaluated]:
    """A display is built in several steps: the last one that yields the same object counts."""
    kept: list[Evaluated] = []
    for each in found:
        if kept and kept[-1].ref == each.ref:
            kept[-1] = each
        else:
            kept.append(each)
    return kept


def readable(qualname: str) -> str:
    """A qualified name without `<locals>`."""
    return qualname.replace(".<locals>", "")
