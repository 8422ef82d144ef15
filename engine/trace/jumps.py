"""What is under way: a jump that `finally` blocks hold up, an exception on its way to a handler.

A `break`, `continue` or `return` takes effect only when the `finally` blocks around it have run,
and these may jump or raise on their own; an exception that came out of a statement may be taken
in the same loop or leave it. Loops and activations ask here by what they were left.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from engine.trace.model import ActivationId, Step, StepKind, StepNo
from engine.trace.statements import Block, Statement
from engine.trace.trace import Trace
from engine.trace.visits import Visit

_ARRIVALS = {StepKind.CATCH, StepKind.UNWIND}
_PASSING = _ARRIVALS | {StepKind.RERAISE}
"""Steps that hand on an exception which another step raised."""


def jump_under_way(
    trace: Trace, visits: Sequence[Visit], wanted: Callable[[Statement], bool]
) -> Visit | None:
    """The visit of a wanted jump that is under way, or has just taken effect, at the end of
    ``visits``: after it only `finally` blocks around it have run, and nothing jumped out of
    them."""
    later: list[Statement] = []  # what ran after, and where jumps in it went
    for visit in reversed(visits):
        raised = raising_step(trace, visit) is not None
        for statement in reversed(visit.statements):
            node = statement.node
            jumps = isinstance(node, ast.Break | ast.Continue | ast.Return) and not (
                raised and statement is visit.statements[-1]
            )
            if jumps and wanted(statement):
                held_up = all(in_finally_around(each, statement) for each in later)
                if held_up:
                    return visit
            if jumps and isinstance(node, ast.Return):
                return None  # it gave up all jumps before it
            if not in_finally(statement):
                return None
            later.append(statement)
            target = statement.enclosing_loop()
            if jumps and target is not None:
                later.append(target)
    return None


def raising_step(trace: Trace, visit: Visit) -> Step | None:
    """The step of the visit by which an exception came out of its statement."""
    exceptions = trace.columns.exceptions
    if exceptions:
        for number in reversed(visit.steps):
            if number in exceptions and trace.columns.kind(number) is not StepKind.CATCH:
                return trace.step(number)
    return None


class Exceptions:
    """The exceptions of one activation: where each came from, and where it was taken."""

    def __init__(self, trace: Trace, activation: ActivationId) -> None:
        self._trace = trace
        self._steps = trace.own_steps(activation)
        with_exception = list(map(trace.step, trace.exceptions_of(activation)))
        self.raising = [step for step in with_exception if step.kind not in _PASSING]
        self._arrivals = [step for step in with_exception if step.kind in _ARRIVALS]

    def raised_between(self, first: StepNo, last: int) -> Iterator[Step]:
        """The steps that raised something, the last one first."""
        for step in reversed(self.raising):
            if first <= step.number <= last:
                yield step

    def taken_by(self, step: Step) -> Statement | None:
        """The statement whose handler is the last one that the exception of a raising step came
        to: where it was taken, if it was. None if it left the activation."""
        again = next(
            (
                each.number
                for each in self.raising
                if each.number > step.number and each.exception == step.exception
            ),
            len(self._trace.data.steps),
        )
        found = None
        for each in self._arrivals:
            if step.number <= each.number < again and each.exception == step.exception:
                found = each
        if found is None or found.kind is StepKind.UNWIND:
            return None
        # The place of the arrival itself is that of what the compiler put before the handler.
        for number in self._steps[bisect_right(self._steps, found.number) :]:
            handler = self._trace.step(number)
            if handler.span is not None and handler.kind not in _PASSING:
                return self._trace.statements.at_span(handler.span)
        return None

    def left(self, step: Step, loop: Statement) -> bool:
        """Whether the exception that a step in a pass of the loop raised left the loop."""
        handler = self.taken_by(step)
        return handler is None or not handler.within(loop, Block.BODY)


def in_finally_around(statement: Statement, inner: Statement) -> bool:
    """Whether a statement lies in the `finally` block of a `try` around another one."""
    child, around = inner, inner.parent
    while around is not None:
        if (
            isinstance(around.node, ast.Try | ast.TryStar)
            and child.block is not Block.FINALLY
            and statement.within(around, Block.FINALLY)
        ):
            return True
        child, around = around, around.parent
    return False


def in_finally(statement: Statement) -> bool:
    """Whether a statement lies in a `finally` block."""
    around: Statement | None = statement
    while around is not None:
        if around.block is Block.FINALLY:
            return True
        around = around.parent
    return False
