"""The state-transition graph of one execution, in three views (docs/trace.md).

A state is a program point and the environment in which it is reached; what is executed there
leads to the next one. The view says how much is executed at once: an opcode, a line, a call.
Attributes of nodes and edges are JSON scalars, and absent where there is nothing to say, so
that every export of networkx can write them.

Invariant: two recordings that are equal give equal graphs, with nodes and edges in the same
order. Comprehensions are part of the activation around them, on every version of Python. The line
and the call view of a program are the same on all of them, but for what counts opcodes (`step`,
`first`, `last` and the numbers of the line view's nodes) and what the language itself changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import networkx as nx

from engine.trace.conditions import visit_truth
from engine.trace.graph_views import GraphView
from engine.trace.model import (
    ActivationId,
    CodeKind,
    Ending,
    PlaceKind,
    Step,
    StepKind,
    StepNo,
    Time,
)
from engine.trace.moments import Moments, Written, readable
from engine.trace.texts import Texts
from engine.trace.trace import Trace
from engine.trace.visits import Visit
from engine.values import Oid

if TYPE_CHECKING:
    StateGraph: TypeAlias = nx.MultiDiGraph[int]
else:
    StateGraph = nx.MultiDiGraph  # the class of networkx takes no parameter when it runs

Scalar: TypeAlias = str | int | bool


class Transition(Enum):
    """How control comes from one node to the next: the attribute `transition` of every edge.
    Closed."""

    NEXT = "next"  #: one after the other
    TRUE = "true"  #: a test was true, or a `for` got an item
    FALSE = "false"  #: a test was false, or a `for` got no item
    CALL = "call"  #: an activation begins
    RETURN = "return"  #: an activation returns
    RAISE = "raise"  #: an exception travels: to a handler, or out of an activation
    YIELD = "yield"  #: a generator hands out a value and waits
    RESUME = "resume"  #: a generator goes on


_OF_THE_COMPILER: Final = frozenset(
    {"__classcell__", "__classdictcell__", "__firstlineno__", "__static_attributes__"}
)
"""Names that the compiler binds in a class body, which ones depends on the version of Python."""

_CONTROL_MOVES: Final = {
    StepKind.RETURN: Transition.RETURN,
    StepKind.UNWIND: Transition.RAISE,
    StepKind.YIELD: Transition.YIELD,
}
_CONTROL_ARRIVES: Final = {
    StepKind.ENTER: Transition.CALL,
    StepKind.RESUME: Transition.RESUME,
    StepKind.CATCH: Transition.RAISE,
    StepKind.UNWIND: Transition.RAISE,
}


def state_graph(trace: Trace, view: GraphView) -> StateGraph:
    """The graph of a recording. `graph.graph` holds the view, the entry function, the call, the
    version of Python and, where the recording stopped early, why (`truncated`).

    OPCODE: node n is the state before step n (so one node for each step), the last node the
    state after all of them; edge n → n + 1 is step n with everything that has taken effect when
    it is done. LINE: a node is a visit, numbered by its first step. CALL: a node is an
    activation. Activations are numbered from 0 in the order in which they begin, comprehensions
    left out; objects from 1 in the order in which the view speaks of them."""
    graph: StateGraph = nx.MultiDiGraph()
    graph.graph["view"] = view.value
    graph.graph["entry"] = trace.data.entry_name
    graph.graph["call"] = trace.data.call
    graph.graph["python"] = trace.data.python
    if trace.data.truncated:
        graph.graph["truncated"] = trace.data.truncated
    match view:
        case GraphView.OPCODE:
            _add_steps(graph, trace)
        case GraphView.LINE:
            _LineView(graph, trace).build()
        case GraphView.CALL:
            _add_activations(graph, trace)
    return graph


# -- opcodes ------------------------------------------------------------------------------------


def activation_numbers(trace: Trace) -> list[int]:
    """The number that the graph gives to each activation: a comprehension, which CPython 3.11
    alone runs as one, has the number of the activation around it."""
    numbers: list[int] = []
    own = 0
    for activation in trace.data.activations:
        owner = trace.owner(activation.id)
        if owner == activation.id:
            numbers.append(own)
            own += 1
        else:
            numbers.append(numbers[owner])
    return numbers


def _add_steps(graph: StateGraph, trace: Trace) -> None:
    texts = Texts(trace, renumbered=True)
    numbers = activation_numbers(trace)
    steps = trace.data.steps
    for step in steps:
        attributes = _step_attributes(step, texts)
        attributes["activation"] = numbers[step.activation]
        graph.add_node(step.number, **attributes)
    graph.add_node(len(steps), kind="end")
    ending: dict[StepNo, list[Step]] = {}
    for step in reversed(steps):  # what began last ends first
        ending.setdefault(step.done, []).append(step)
    for step in steps:
        following = steps[step.number + 1] if step.number + 1 < len(steps) else None
        attributes = {
            "transition": _transition(step, following).value,
            "step": step.number,
        }
        at = Time(step.number)
        writes = [
            texts.write(write, at) for each in ending.get(step.number, ()) for write in each.writes
        ]
        if writes:
            attributes["writes"] = "\n".join(writes)
        graph.add_edge(step.number, step.number + 1, **attributes)


def _step_attributes(step: Step, texts: Texts) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {"kind": step.kind.value}
    if step.detail:
        found["detail"] = step.detail
    if step.span is not None:
        found["line"] = step.span.line
    if step.result is not None:
        found["result"] = texts.of(step.result, Time(step.done))
    if step.truth is not None:
        found["truth"] = step.truth
    if step.exception is not None:
        found["exception"] = texts.of(step.exception, Time(step.done))
    return found


def _transition(step: Step, following: Step | None) -> Transition:
    """How control left a step. Where C code calls a function several times, one activation's
    return leads to the next one's beginning; it is a return."""
    moves = _CONTROL_MOVES.get(step.kind)
    if moves is not None:
        return moves
    if following is not None:
        arrives = _CONTROL_ARRIVES.get(following.kind)
        if arrives is not None:
            return arrives
    if step.truth is not None and step.kind in {StepKind.BRANCH, StepKind.NEXT}:
        return Transition.TRUE if step.truth else Transition.FALSE
    return Transition.NEXT


# -- lines --------------------------------------------------------------------------------------


class _LineView:
    """Visits and how control comes from one to the other.

    Steps are read in order with a stack of the activations that have begun and not ended (or
    wait in a `yield`), so that a move of control is known by the visits on both of its sides.
    Lambdas and other code without lines are passed through."""

    def __init__(self, graph: StateGraph, trace: Trace) -> None:
        self._graph = graph
        self._trace = trace
        self._moments = trace.index(Moments)
        self._texts = Texts(trace, renumbered=True)
        self._numbers = activation_numbers(trace)
        self._lines = trace.data.source.split("\n")
        self._stack: list[ActivationId] = []

    def build(self) -> None:
        owners = [
            activation.id
            for activation in self._trace.data.activations
            if self._trace.owner(activation.id) == activation.id
        ]
        visits = [visit for owner in owners for visit in self._moments.visits(owner).all]
        for visit in sorted(visits, key=lambda each: each.first):
            self._graph.add_node(visit.first, **self._attributes(visit))
        for owner in owners:
            mine = self._moments.visits(owner).all
            for visit, following in pairwise(mine):
                self._edge(visit, following, self._control(visit), visit.last)
        for step in self._trace.data.steps:
            self._follow(step)

    def _attributes(self, visit: Visit) -> dict[str, Scalar]:
        found: dict[str, Scalar] = {
            "line": visit.line,
            "activation": self._numbers[visit.activation],
            "function": readable(self._trace.code_of(visit.activation).qualname),
            "last": visit.last,
            "text": self._lines[visit.line - 1].strip(),
        }
        writes = [
            self._texts.write(each.write, each.at)
            for each in self._moments.writes(visit)
            if self._is_seen(visit, each)
        ]
        if writes:
            found["writes"] = "\n".join(writes)
        return found

    def _is_seen(self, visit: Visit, written: Written) -> bool:
        """Whether the write is one that a reader of the source would name: not to a loop
        variable of a comprehension, nor to a display that is still being built."""
        write, step = written.write, self._trace.step(written.step)
        name = write.name or ""
        if name in _OF_THE_COMPILER and self._trace.code_of(step.activation).kind is CodeKind.CLASS:
            return False
        if write.kind is PlaceKind.LOCAL:
            return step.activation == visit.activation and not name.startswith(".")
        if write.kind is PlaceKind.CELL:
            return not name.startswith(".") and not self._is_own_cell(step.activation, name)
        return not (write.kind is PlaceKind.CONTENTS and step.kind is StepKind.BUILD)

    def _is_own_cell(self, activation: ActivationId, name: str) -> bool:
        """Whether a comprehension that is compiled apart (CPython 3.11) made the name's cell: it
        is its loop variable then, and not a name around it that `:=` binds."""
        code = self._trace.code_of(activation)
        if code.kind is not CodeKind.COMPREHENSION:
            return False
        cell = self._trace.data.objects[Oid(-self._trace.data.cells[activation][name])]
        begun = self._trace.data.activations[activation].caller
        return begun is not None and cell.since[0] >= begun

    def _control(self, visit: Visit) -> Transition:
        raised = self._moments.raised(visit)
        if raised is not None and raised.number == visit.steps[-1]:
            return Transition.RAISE
        delivered = self._moments.delivers(visit)
        truth = visit_truth(self._trace, visit) if delivered is None else delivered
        if truth is None:
            return Transition.NEXT
        return Transition.TRUE if truth else Transition.FALSE

    def _edge(self, start: Visit, end: Visit, transition: Transition, step: int) -> None:
        self._graph.add_edge(start.first, end.first, transition=transition.value, step=step)

    def _follow(self, step: Step) -> None:
        """Keep the stack and add the edge where control comes to, or leaves, an activation."""
        mine = step.activation
        if step.kind in {StepKind.ENTER, StepKind.RESUME} and self._stack[-1:] != [mine]:
            outside = self._running(step.number)
            self._stack.append(mine)
            self._add(outside, self._from(mine, step.number), _CONTROL_ARRIVES[step.kind], step)
            return
        # A generator that is closed or thrown into goes on without a step that says so.
        if mine not in self._stack:
            self._stack.append(mine)
        while self._stack[-1] != mine:
            self._stack.pop()
        moves = _CONTROL_MOVES.get(step.kind)
        if moves is not None:
            inside = self._moments.visits(self._trace.owner(mine)).at(step.number)
            if inside is None:
                inside = self._until(mine, step.number)
            self._stack.pop()
            self._add(inside, self._running(step.number), moves, step)

    def _add(
        self, start: Visit | None, end: Visit | None, transition: Transition, step: Step
    ) -> None:
        code = self._trace.code_of(step.activation)
        if code.kind is CodeKind.COMPREHENSION or start is None or end is None:
            return
        if start is not end:
            self._edge(start, end, transition, step.number)

    def _running(self, number: StepNo) -> Visit | None:
        """The visit in which the step happens, of the innermost activation that has one."""
        for activation in reversed(self._stack):
            visit = self._moments.visits(self._trace.owner(activation)).at(number)
            if visit is not None:
                return visit
        return None

    def _from(self, activation: ActivationId, number: StepNo) -> Visit | None:
        """The visit of the activation that is going on at the step, or else the next one."""
        visits = self._moments.visits(self._trace.owner(activation))
        running = visits.at(number)
        if running is not None:
            return running
        return next((visit for visit in visits.all if visit.first >= number), None)

    def _until(self, activation: ActivationId, number: StepNo) -> Visit | None:
        """The activation's latest visit before the step."""
        visits = self._moments.visits(self._trace.owner(activation))
        earlier = [visit for visit in visits.all if visit.first <= number]
        return earlier[-1] if earlier else None


# -- calls --------------------------------------------------------------------------------------


def _add_activations(graph: StateGraph, trace: Trace) -> None:
    texts = Texts(trace, renumbered=True)
    numbers = activation_numbers(trace)
    for activation in trace.data.activations:
        code = trace.code_of(activation.id)
        if code.kind is CodeKind.COMPREHENSION:
            continue
        arguments = ", ".join(
            f"{name}={text}" for name, text in texts.arguments(activation.id).items()
        )
        attributes: dict[str, Scalar] = {
            "function": readable(code.qualname),
            "kind": code.kind.value,
            "line": code.first_line,
            "arguments": arguments,
            "first": activation.first,
            "last": activation.last,
            "ending": activation.ending.value,
        }
        if activation.result is not None:
            key = "exception" if activation.ending is Ending.RAISED else "result"
            attributes[key] = texts.of(activation.result, Time(activation.last))
        graph.add_node(numbers[activation.id], **attributes)
    for activation in trace.data.activations:
        apart = trace.code_of(activation.id).kind is CodeKind.COMPREHENSION
        if apart or activation.parent is None or activation.caller is None:
            continue
        edge: dict[str, Scalar] = {
            "transition": Transition.CALL.value,
            "step": activation.caller,
            "arguments": str(graph.nodes[numbers[activation.id]]["arguments"]),
        }
        line = _calling_line(trace, activation.caller)
        if line is not None:
            edge["line"] = line
        graph.add_edge(numbers[activation.parent], numbers[activation.id], **edge)


def _calling_line(trace: Trace, caller: StepNo) -> int | None:
    """The line of the statement that calls; a lambda's is the one on which its code stands."""
    span = trace.step(caller).span
    if span is None:
        return None
    statement = trace.statements.at_span(span)
    return span.line if statement is None else statement.line


def edges(graph: StateGraph) -> Iterator[tuple[int, int, dict[str, Scalar]]]:
    """All edges with their attributes, in the order in which they were added."""
    yield from graph.edges(data=True)
