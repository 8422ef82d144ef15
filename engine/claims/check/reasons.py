"""Why a condition was as it was: facts that decide it, and which operand did (§5.58, §5.59)."""

from __future__ import annotations

import ast
from typing import Final, TypeAlias

from engine.claims.check.context import Frame, seen_line, visits
from engine.claims.check.expressions import judge_condition, tested
from engine.claims.check.points import Judged, Point, definite, refuted, unsupported
from engine.claims.check.states import State, noted, shown, truth_of
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import (
    ConditionBecause,
    ConditionIs,
    Decides,
    Given,
    NotEvaluated,
    ReasonClaim,
)
from engine.claims.spans import dump_of
from engine.claims.verdicts import ClaimVerdict
from engine.trace.conditions import test_truth
from engine.trace.moments import Moments
from engine.trace.statements import test_of
from engine.trace.trace import Missing
from engine.trace.visits import Visit
from engine.values import Atom, Value, to_literal

_ROUNDS: Final = 8
"""Facts that stand on one another (`3 % 2` on `n` is `3`) are followed so deep."""


def judge_reason(moments: Moments, frames: list[Frame], claim: ReasonClaim) -> Judged:
    match claim:
        case ConditionBecause():
            return _judge_because(moments, frames, claim)
        case Decides():
            return _judge_decides(moments, frames, claim)
        case NotEvaluated():
            return _judge_not_evaluated(moments, frames, claim)


# -- because --------------------------------------------------------------------------------------


def _judge_because(moments: Moments, frames: list[Frame], claim: ConditionBecause) -> Judged:
    plain = ConditionIs(claim.line, claim.condition, claim.truth)
    judged = judge_condition(moments, frames, plain)
    if judged.verdict is not ClaimVerdict.VERIFIED:
        return judged
    points: list[Point] = []
    for frame in frames:
        test = test_of(tested(moments, frame, plain))
        if test is None:
            continue
        points.extend(
            _because_point(moments, visit, test, claim)
            for visit in visits(moments, frame, claim.line)
            if test_truth(moments.trace, visit, test) is not None
        )
    return definite(points, f"the condition on line {claim.line} is not tested here")


def _because_point(
    moments: Moments, visit: Visit, test: ast.expr, claim: ConditionBecause
) -> Point:
    for fact in claim.facts:
        found = _fact_value(moments, visit, test, fact)
        match found:
            case Undecidable(why=why):
                return Point(None, visit.interval, why)
            case NoValue(why=why):
                told = f"`{fact.expr.text}` has no value there ({why})"
                return Point(False, visit.interval, told)
            case _:
                if found != fact.value:
                    told = f"`{fact.expr.text}` is {shown(found)}"
                    one = len(claim.facts) == 1
                    return Point(False, visit.interval, told, instead=noted(found) if one else "")
    idle = _idle_fact(test, claim.facts)
    if idle is not None:
        told = f"`{idle.expr.text}` plays no part in `{claim.condition.text}`"
        return Point(False, visit.interval, told)
    forced = _Link(moments, visit, claim.facts).truth(test)
    if isinstance(forced, Undecidable):
        return Point(None, visit.interval, forced.why)
    told = f"what is given does not decide `{claim.condition.text}`"
    return Point(forced is claim.truth, visit.interval, "" if forced is claim.truth else told)


def _fact_value(moments: Moments, visit: Visit, test: ast.expr, fact: Given) -> Result:
    """What an expression is where the condition is tested: as the test computed it; what the test
    does not compute, in the state before."""
    found: list[Value] = []
    stands = False
    for node in ast.walk(test):
        if isinstance(node, ast.expr) and dump_of(node) == fact.expr.dump:
            stands = True
            for each in moments.evaluations(visit, node):
                value = moments.evaluated(each)
                if value is None:
                    told = "its truth alone" if each.coerced else "not what it gives"
                    return Undecidable(f"of `{fact.expr.text}` {told} is recorded")
                found.append(value)
    if not found and stands and any(isinstance(each, ast.NamedExpr) for each in ast.walk(test)):
        return Undecidable(f"no step gives `{fact.expr.text}`, and the condition sets names")
    if not found:
        return State(moments, visit.activation, visit.before).evaluate(fact.expr)
    if any(value != found[0] for value in found):
        return Undecidable(f"`{fact.expr.text}` is computed several times, differently")
    return found[0]


class _Substitution(ast.NodeTransformer):
    """Puts values in the place of what they are said to be of, the outermost first."""

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self._values = values

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr):
            found = self._values.get(dump_of(node))
            if found is not None:
                return found
        if isinstance(node, ast.NamedExpr):
            return self.visit(node.value)  # its value is what it binds
        return self.generic_visit(node)


def _copied(node: ast.AST) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


def _idle_fact(test: ast.expr, facts: tuple[Given, ...]) -> Given | None:
    """A fact whose expression stands neither in the condition, nor in what it becomes when the
    values that are given are put into it."""
    values: dict[str, ast.expr] = {}
    for fact in facts:
        try:
            values[fact.expr.dump] = ast.parse(to_literal(fact.value), mode="eval").body
        except (SyntaxError, ValueError, RecursionError):
            continue  # a value without a literal is the end of what stands on it
    seen: set[str] = set()
    form = test
    for _ in range(_ROUNDS):
        seen.update(dump_of(node) for node in ast.walk(form) if isinstance(node, ast.expr))
        # What is changed is a copy, and what is compared a fresh one: nodes keep their dumps.
        changed = _Substitution(values).visit(_copied(form))
        form = _copied(changed)
        if dump_of(form) in seen:
            break
    return next((fact for fact in facts if fact.expr.dump not in seen), None)


_Truth: TypeAlias = bool | Undecidable | None
"""None: the facts do not decide it."""


class _Link:
    """What the facts of a claim make of a condition, where it was tested.

    Invariant: no value of the recording is used but those that the claim gives; the recording only
    tells which names are builtin functions."""

    def __init__(self, moments: Moments, visit: Visit, facts: tuple[Given, ...]) -> None:
        self._known = {fact.expr.dump: fact.value for fact in facts}
        self._state = State(moments, visit.activation, visit.before)
        self._given: dict[str, Value] = {}
        stand_ins: dict[str, ast.expr] = {}
        for index, (dump, value) in enumerate(self._known.items()):
            name = f"given {index}"  # no name of Python, so that it hides none
            self._given[name] = value
            stand_ins[dump] = ast.Name(name, ast.Load())
        self._substitution = _Substitution(stand_ins)

    def truth(self, node: ast.expr) -> _Truth:
        """The truth of a condition as far as the facts decide it. Of `and` and `or` one operand can
        be enough, whatever the others are (Kleene, Introduction to Metamathematics, §64)."""
        known = self._known.get(dump_of(node))
        if known is not None:
            return _truth(known)
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.truth(operand)
                return not inner if isinstance(inner, bool) else inner
            case ast.BoolOp(op=op, values=parts):
                return _combined([self.truth(part) for part in parts], isinstance(op, ast.Or))
            case ast.Compare(left=left, ops=ops, comparators=others) if len(ops) > 1:
                sides = [left, *others]
                links = [
                    ast.Compare(sides[index], [op], [sides[index + 1]])
                    for index, op in enumerate(ops)
                ]
                return _combined([self.truth(link) for link in links], False)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                chosen = self.truth(test)
                if isinstance(chosen, bool):
                    return self.truth(body if chosen else orelse)
                return chosen
            case _:
                return self._computed(node)

    def _computed(self, node: ast.expr) -> _Truth:
        """The truth of an expression all of whose names are in what is given."""
        tree = self._substitution.visit(_copied(node))
        missing: list[str] = []

        def lookup(name: str) -> Value | Missing:
            if name in self._given:
                return self._given[name]
            found = self._state(name)
            if found is not Missing.BUILTIN:
                missing.append(name)
                return Missing.UNBOUND
            return Missing.BUILTIN

        if not isinstance(tree, ast.expr):
            return None
        result = evaluate(tree, lookup)
        if missing or isinstance(result, NoValue):
            return None
        return result if isinstance(result, Undecidable) else _truth(result)


def _combined(truths: list[_Truth], stopper: bool) -> _Truth:
    """`or` (``stopper`` True) or `and` of truths, some of which are not known."""
    if any(truth is stopper for truth in truths):
        return stopper
    undecidable = next((truth for truth in truths if isinstance(truth, Undecidable)), None)
    if undecidable is not None:
        return undecidable
    return None if None in truths else not stopper


def _truth(value: Value) -> bool | Undecidable:
    truth = truth_of(value)
    if isinstance(truth, Undecidable):
        return truth
    return truth == Atom(True)


# -- which operand decided ------------------------------------------------------------------------


def _judge_decides(moments: Moments, frames: list[Frame], claim: Decides) -> Judged:
    points: list[Point] = []
    for frame in frames:
        statement = tested(moments, frame, ConditionIs(claim.line, claim.condition, True))
        test = test_of(statement)
        operands = _operands(test)
        same = [each for each in operands if dump_of(each) == claim.part.dump]
        if not operands:
            raise refuted(f"`{claim.condition.text}` is no `and` or `or`")
        if not same:
            raise refuted(f"`{claim.part.text}` is no operand of `{claim.condition.text}`")
        if len(same) > 1:
            raise unsupported(f"`{claim.part.text}` is an operand more than once")
        for visit in visits(moments, frame, claim.line):
            decider = _decider(moments, visit, test)
            if decider is None:
                continue
            text = ast.unparse(decider)
            told = f"`{text}` decides it"
            points.append(Point(decider is same[0], visit.interval, told, instead=f"`{text}`"))
    return definite(points, f"the condition on line {claim.line} is not tested here")


def _operands(test: ast.expr | None) -> list[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) else []


def _decider(moments: Moments, visit: Visit, test: ast.expr | None) -> ast.expr | None:
    """The operand at which the evaluation ended; None where the test came to no end."""
    if not isinstance(test, ast.BoolOp) or test_truth(moments.trace, visit, test) is None:
        return None
    stopper = isinstance(test.op, ast.Or)
    for operand in test.values:
        if test_truth(moments.trace, visit, operand) is stopper:
            return operand
    return test.values[-1]


def _judge_not_evaluated(moments: Moments, frames: list[Frame], claim: NotEvaluated) -> Judged:
    """The expression is an operand of a test by `and` or `or`, and the evaluation ended before
    it."""
    points: list[Point] = []
    for frame in frames:
        for visit in visits(moments, frame, claim.line):
            truths = [
                _was_decided(moments, visit, choice, part)
                for choice, part in _choices(moments, frame, claim)
            ]
            if None in truths:
                why = f"whether `{claim.expr.text}` is evaluated leaves no trace"
                points.append(Point(None, visit.interval, why))
                continue
            told = f"`{claim.expr.text}` is evaluated"
            points.append(Point(not any(truths), visit.interval, told, instead="is evaluated"))
    return definite(points, f"line {claim.line} does not run here")


def _choices(
    moments: Moments, frame: Frame, claim: NotEvaluated
) -> list[tuple[ast.BoolOp, ast.expr]]:
    """The places on the line where the expression is an operand of a whole test."""
    found = [
        (node, part)
        for statement in seen_line(moments, frame, claim.line)
        if isinstance(node := test_of(statement), ast.BoolOp)
        for part in node.values
        if dump_of(part) == claim.expr.dump
    ]
    if not found:
        raise refuted(
            f"`{claim.expr.text}` is no operand of an `and` or `or` that line {claim.line} tests"
        )
    return found


def _was_decided(moments: Moments, visit: Visit, choice: ast.BoolOp, part: ast.expr) -> bool | None:
    """Whether the visit came to the operand; None where it cannot be told."""
    decider = _decider(moments, visit, choice)
    if decider is None:
        return None
    order = list(choice.values)
    return order.index(part) <= order.index(decider)
