"""Which branch decided that a step ran: dynamic control dependence, across calls.

Found in one pass over the steps, as in Xin and Zhang, "Efficient online detection of dynamic
control dependence" (ISSTA 2007): each activation has a stack of the branches whose regions
(`engine.trace.flow`) control is in; a step depends on the innermost of them, that one on the
next, and so on. The activation itself depends on the step during which it began, and a
generator's steps on what resumed it.

What an activation could have raised, and did not, decides that its caller went on: then the
branches of the callee that decided it (guards) are put on the caller's stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from engine.trace.flow import RAISED, Flow, may_raise, way_of
from engine.trace.model import ActivationId, CodeId, FlowNode, Step, StepKind, StepNo
from engine.trace.trace import Trace
from engine.trace.untaken import Effects, PossibleEffects

NO_STEP: Final = StepNo(-1)

_EVENTS: Final = frozenset({StepKind.ENTER, StepKind.RESUME, StepKind.CATCH, StepKind.UNWIND})
_LEAVES: Final = frozenset({StepKind.RETURN, StepKind.YIELD, StepKind.UNWIND})

EVERYWHERE: Final = -1
"""The region of what decides all that follows in an activation (as an int, every bit is set)."""


@dataclass(slots=True)
class _Open:
    """A branch in whose region control is."""

    step: StepNo
    region: int
    join: int


@dataclass(slots=True)
class _Running:
    """An activation while its steps are read."""

    flow: Flow
    base: StepNo  #: its ENTER, or the latest RESUME
    stack: list[_Open] = field(default_factory=list)
    guard: StepNo = NO_STEP  #: the newest branch that could have led to an exception that leaves
    incoming: list[tuple[StepNo, int]] = field(default_factory=list)  #: guards of callees


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that chose a way, and what could have been written on the others."""

    step: StepNo
    activation: ActivationId
    effects: Effects


class Control:
    """The control dependences of every step, and what branches left undone."""

    def __init__(self, trace: Trace) -> None:
        data = trace.data
        count = len(data.steps)
        self._data = data
        self._possible = PossibleEffects(data)
        self._flows: dict[tuple[CodeId, bool], Flow] = {}
        self._effects: dict[tuple[CodeId, bool, int, int], Effects | None] = {}
        self._running: dict[ActivationId, _Running] = {}
        self.parent: Final = [NO_STEP] * count
        """The step that decided that this one ran, in the same activation."""
        self.base: Final = [NO_STEP] * count
        """Where the activation began, or was resumed, last."""
        self.enclosing: Final = [NO_STEP] * count
        """The innermost step during which this one happened, of whatever activation."""
        self.leaving: Final[dict[StepNo, list[StepNo]]] = {}
        """By enclosing step: the steps by which activations inside handed something out."""
        self.before: Final = [NO_STEP] * count
        """The step of the same activation before this one."""
        self.undone: Final[list[Undone]] = []
        self._flow_in: Final[dict[ActivationId, Flow]] = {}
        self._enclose()
        for step in data.steps:
            self._read(step)
        self._running.clear()

    def _enclose(self) -> None:
        opened: list[Step] = []
        latest: dict[ActivationId, StepNo] = {}
        for step in self._data.steps:
            while opened and opened[-1].done < step.number:
                opened.pop()
            if opened:
                self.enclosing[step.number] = opened[-1].number
                if step.kind in _LEAVES and opened[-1].activation != step.activation:
                    self.leaving.setdefault(opened[-1].number, []).append(step.number)
            if step.done > step.number:
                opened.append(step)
            self.before[step.number] = latest.get(step.activation, NO_STEP)
            latest[step.activation] = step.number

    def settles(self, step: StepNo, later: StepNo) -> bool:
        """Whether a step that chose a way chose the only one by which control can come to where
        the later step is, or, if that is of another activation, to the end of its own."""
        chosen, reached = self._data.steps[step], self._data.steps[later]
        flow = self._flow_in[chosen.activation]
        there = self._flow_in[reached.activation]
        here = there.nodes[there.position.get(reached.offset, 0)]

        def is_there(node: FlowNode) -> bool:
            if chosen.activation != reached.activation:
                return node.kind is StepKind.RETURN
            return (node.kind, node.detail, node.span) == (here.kind, here.detail, here.span)

        return not flow.comes_otherwise(
            flow.position.get(chosen.offset, 0), way_of(chosen), is_there
        )

    # -- the pass ---------------------------------------------------------------------------------

    def _read(self, step: Step) -> None:
        number = step.number
        running = self._running.get(step.activation)
        if running is None:
            running = _Running(self._flow_of(step), number)
            self._running[step.activation] = running
            self._flow_in[step.activation] = running.flow
        elif step.kind is StepKind.RESUME:
            running.base = number
        flow, stack = running.flow, running.stack
        at = flow.position.get(step.offset, 0)
        self._admit(running)
        if step.kind is not StepKind.UNWIND:
            while stack and not stack[-1].region >> at & 1:
                stack.pop()
        self.parent[number] = stack[-1].step if stack else running.base
        self.base[number] = running.base
        if step.kind not in _EVENTS:
            self._decide(step, running, at)
        if step.kind in _LEAVES:
            self._leave(step, running)

    def _admit(self, running: _Running) -> None:
        """Guards of what was called since the last step."""
        for guard, at in running.incoming:
            if running.flow.catches(at):
                running.stack.append(_Open(guard, running.flow.region(at), running.flow.join(at)))
            else:
                self._guard(running, guard)
        running.incoming.clear()

    @staticmethod
    def _guard(running: _Running, step: StepNo) -> None:
        running.guard = step
        stack = running.stack
        if stack and stack[-1].region == EVERYWHERE and stack[-1].step == step:
            return
        stack.append(_Open(step, EVERYWHERE, 0))

    def _decide(self, step: Step, running: _Running, at: int) -> None:
        flow, stack = running.flow, running.stack
        node = flow.nodes[at]
        way = way_of(step)
        if node.kind is StepKind.BRANCH and step.kind is not StepKind.BRANCH and way != RAISED:
            return  # the test of a jump on None, which is a step of its own
        if not flow.branches(at):
            if way == RAISED:  # on its way out, through `finally` perhaps
                stack.append(_Open(step.number, EVERYWHERE, 0))
            return
        region, join = flow.region(at), flow.join(at)
        if stack and stack[-1].join == join and stack[-1].region == region:
            stack.pop()  # the same loop's branch in the pass before: its dependence is known
        stack.append(_Open(step.number, region, join))
        effects = self._effects_of(step, flow, at, way)
        if effects is not None:
            self.undone.append(Undone(step.number, step.activation, effects))
            if effects.raises:
                self._guard(running, step.number)
            elif effects.jumps and self._jumps_out(flow, at, way):
                running.guard = step.number
        if flow.caught_above and may_raise(node) and not flow.catches(at):
            running.guard = step.number

    @staticmethod
    def _jumps_out(flow: Flow, at: int, way: int) -> bool:
        return bool(flow.untaken(at, way) >> flow.exit & 1) or flow.join(at) == 1 << flow.exit

    def _leave(self, step: Step, running: _Running) -> None:
        around = self.enclosing[step.number]
        if NO_STEP in {around, running.guard}:
            return
        outer = self._data.steps[around]
        caller = self._running.get(outer.activation)
        if caller is not None and caller is not running:
            at = caller.flow.position.get(outer.offset, 0)
            caller.incoming.append((running.guard, at))

    # -- code -------------------------------------------------------------------------------------

    def _flow_of(self, step: Step) -> Flow:
        code = self._data.codes[self._data.activations[step.activation].code]
        caught = code.generator and self._catches_somewhere
        around = self.enclosing[step.number]
        if around != NO_STEP and not caught:
            outer = self._data.steps[around]
            caller = self._running[outer.activation]
            at = caller.flow.position.get(outer.offset, 0)
            caught = caller.flow.caught_above or caller.flow.catches(at)
        return self._flow(code.id, caught)

    def _flow(self, code: CodeId, caught: bool) -> Flow:
        found = self._flows.get((code, caught))
        if found is None:
            found = Flow(self._data.codes[code], caught_above=caught)
            self._flows[code, caught] = found
        return found

    @property
    def _catches_somewhere(self) -> bool:
        """Generators are resumed from wherever they are handed to."""
        if self._caught is None:
            self._caught = any(
                flow.catches(at)
                for flow in (self._flow(code.id, False) for code in self._data.codes)
                for at in range(flow.exit)
            )
        return self._caught

    _caught: bool | None = None

    def _effects_of(self, step: Step, flow: Flow, at: int, way: int) -> Effects | None:
        code = self._data.activations[step.activation].code
        key = (code, flow.caught_above, at, way)
        if key not in self._effects:
            region = flow.untaken(at, way)
            found = self._possible.of(self._data.codes[code], flow.members(region))
            self._effects[key] = found if found.size else None
        return self._effects[key]
