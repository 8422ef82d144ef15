"""Facts about where control went: tests, breaks, results, exceptions, patterns."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator

from engine.claims.model import (
    AssertionHolds,
    BreaksOut,
    CaseMatches,
    Claim,
    ConditionIs,
    ConditionLeads,
    Consequence,
    ContinuesLoop,
    EntersWith,
    LineCatches,
    LineRaises,
    LineReturns,
    LineRuns,
    LineYields,
)
from engine.narration.facts import Fact, Stage, fact
from engine.narration.recording import Recording, expected, sayable, type_name
from engine.trace.conditions import test_truth
from engine.trace.model import Ending, Ref, Step, StepKind, Time
from engine.trace.statements import Block, Statement, test_of
from engine.trace.visits import Visit
from engine.values import Instance, Sequence, Value


def condition(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """How a test was decided, and which line runs or is skipped by it."""
    test = test_of(statement)
    if test is None:
        return []
    truth = test_truth(recording.trace, visit, test)
    expr = recording.expr(test)
    if truth is None or expr is None:
        return []
    if isinstance(statement.node, ast.Assert):
        return [fact(Stage.EFFECT, AssertionHolds(visit.line, truth))]
    decided = ConditionIs(visit.line, expr, truth)
    variants: list[tuple[Claim, ...]] = []
    body_apart = statement.children and statement.children[0].line != statement.line
    following = recording.moments.visits(visit.activation).following(visit)
    if following is not None and body_apart and following.line != visit.line:
        runs = Consequence.RUNS
        variants.append((decided, ConditionLeads(visit.line, expr, truth, runs, following.line)))
    skipped = _skipped(statement) if not truth and body_apart else None
    if skipped is not None:
        leads = ConditionLeads(visit.line, expr, truth, Consequence.SKIPPED, skipped.line)
        variants.append((decided, leads))
    return [Fact(Stage.EFFECT, tuple(variants) or ((decided,),))]


def skipped(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """The line that does not run where a test that cannot be told is false."""
    test = test_of(statement)
    if not isinstance(statement.node, ast.If) or test is None:
        return []
    line = _skipped(statement)
    if test_truth(recording.trace, visit, test) is not False or line is None:
        return []
    return [fact(Stage.EFFECT, LineRuns(line.line, 0))] if line.line != visit.line else []


def _skipped(statement: Statement) -> Statement | None:
    """A statement of the body, the first that has visits of its own."""
    for child in statement.children:
        if child.block is Block.BODY and child.visible:
            return child
    return None


def leaps(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """`break`, `continue` and `return`."""
    loop = statement.enclosing_loop()
    match statement.node:
        case ast.Break() if loop is not None:
            return [fact(Stage.EFFECT, BreaksOut(visit.line, loop.line))]
        case ast.Continue() if loop is not None:
            return [fact(Stage.EFFECT, ContinuesLoop(visit.line, loop.line))]
        case ast.Return():
            return _returned(recording, visit)
        case _:
            return []


def _returned(recording: Recording, visit: Visit) -> list[Fact]:
    activation = recording.trace.data.activations[visit.activation]
    later = recording.moments.visits(visit.activation).following(visit)
    if activation.ending is not Ending.RETURNED or activation.result is None or later is not None:
        return []  # what follows (`finally`) may yet change the result: the call's end tells it
    result = expected(recording.trace.value(activation.result, Time(activation.last)))
    return [] if result is None else [fact(Stage.EFFECT, LineReturns(visit.line, result))]


def yields(recording: Recording, visit: Visit) -> list[Fact]:
    """What a generator handed out during the visit."""
    if isinstance(recording.trace.scope_of(visit.activation), ast.AsyncFunctionDef):
        return []  # what it hands out is its event loop's business
    handed = [
        recording.trace.value(step.operands[0], Time(step.number))
        for step in recording.moments.yields(visit)
    ]
    if not handed or any(each != handed[0] for each in handed) or not sayable(handed[0]):
        return []
    return [fact(Stage.BEGIN, LineYields(visit.line, handed[0]))]


# -- exceptions --------------------------------------------------------------------------------


def raised(recording: Recording, visit: Visit) -> list[Fact]:
    """The exception that came out of the visit's statement."""
    step = recording.moments.raised(visit)
    if step is None or step.exception is None:
        return []
    kind, message = exception(recording, step.exception, Time(step.done))
    if kind is None:
        return []
    variants: list[tuple[Claim, ...]] = [(LineRaises(visit.line, kind),)]
    if message is not None:
        variants.append((LineRaises(visit.line, kind, message),))
    return [Fact(Stage.EFFECT, tuple(variants))]


def exception(recording: Recording, ref: Ref, at: Time) -> tuple[str | None, Value | None]:
    """The name of an exception's type, and its only argument where it has one that can be told."""
    value = recording.trace.value(ref, at)
    message = None
    if isinstance(value, Instance):
        match value.payload:
            case Sequence(type="tuple", items=(only,)) if sayable(only):
                message = only
            case _:
                pass
    return type_name(value), message


def caught(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """The exception that an `except` clause took."""
    if not isinstance(statement.node, ast.ExceptHandler) or not _entered(
        recording, visit, statement
    ):
        return []
    if statement.parent is not None and isinstance(statement.parent.node, ast.TryStar):
        return []  # which part of the group it takes is not recorded
    arrived = next(
        (
            step
            for step in _latest_first(recording, visit)
            if step.kind is StepKind.CATCH and step.activation == visit.activation
        ),
        None,
    )
    if arrived is None or arrived.exception is None:
        return []
    kind, _ = exception(recording, arrived.exception, visit.after)
    return [] if kind is None else [fact(Stage.EFFECT, LineCatches(visit.line, kind))]


def _latest_first(recording: Recording, visit: Visit) -> Iterator[Step]:
    """The activation's steps up to the visit's end, the latest first."""
    own = recording.trace.own_steps(visit.activation)
    for index in range(bisect_right(own, visit.last) - 1, -1, -1):
        yield recording.trace.step(own[index])


def _entered(recording: Recording, visit: Visit, statement: Statement) -> bool:
    """Whether control went from the header into its block."""
    if any(each.within(statement, Block.BODY) for each in visit.statements):
        return True
    following = recording.moments.visits(visit.activation).following(visit)
    return following is not None and following.statements[0].within(statement, Block.BODY)


# -- with, match ---------------------------------------------------------------------------------


def entering(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """`with` headers and the cases of a `match`."""
    match statement.node:
        case ast.With() | ast.AsyncWith() if _entered(recording, visit, statement):
            return [fact(Stage.EFFECT, EntersWith(visit.line))]
        case ast.match_case():
            matches = _entered(recording, visit, statement)
            return [fact(Stage.EFFECT, CaseMatches(visit.line, matches))]
        case _:
            return []
