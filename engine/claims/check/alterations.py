"""What a visit does to what an expression is (§5.34, §5.35): the state before it against after."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from collections.abc import Sequence as Row
from functools import lru_cache
from typing import Final

from engine.claims.check.points import Point
from engine.claims.check.readings import State, own_affair, shown
from engine.claims.check.writes import sets_target
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import Alters, Change, Expr
from engine.claims.spans import dump_of
from engine.trace.model import Ref, StepKind, Time
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.trace.visits import Visit
from engine.values import (
    Atom,
    Instance,
    Mapping,
    Opaque,
    Sequence,
    SetValue,
    Value,
    from_python,
    same_object,
)

_TURNING: Final = ("rotate", "popleft")
_CALLED: Final = {
    Change.SORT: "sort", Change.SORT_IN_PLACE: "sort",
    Change.REVERSE: "reverse", Change.REVERSE_IN_PLACE: "reverse",
    Change.CLEAR: "clear",
}  # fmt: skip
"""Methods that may find nothing to change, and yet do what the word says."""

_COMPUTED: Final = {
    Change.INCREASE: ("b + v",),
    Change.DECREASE: ("b - v",),
    Change.MULTIPLY: ("b * v",),
    Change.DIVIDE: ("b / v", "b // v"),
}
"""What a number becomes."""


def both_states(moments: Moments, visit: Visit) -> tuple[State, State]:
    before = State(moments, visit.activation, visit.before)
    return before, State(moments, visit.activation, visit.after)


def without_value(visit: Visit, expr: Expr, *results: Result) -> Point | None:
    """The point of an expression that has no value before or after, or none that is known."""
    for result in results:
        if isinstance(result, Undecidable):
            return Point(None, visit.interval, result.why)
    for result in results:
        if isinstance(result, NoValue):
            told = f"`{expr.text}` has no value there ({result.why})"
            return Point(False, visit.interval, told)
    return None


@lru_cache(maxsize=64)
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def computed(text: str, **values: Value) -> Result:
    return evaluate(_parsed(text), lambda name: values.get(name, Missing.BUILTIN))


class Alteration:
    """One visit, and what a claim says that it does to what an expression is."""

    def __init__(
        self, moments: Moments, visit: Visit, claim: Alters, *, somehow: bool = False
    ) -> None:
        self._somehow = somehow  # whatever the operand, the index and the amount
        self._moments = moments
        self._trace = moments.trace
        self._visit = visit
        self._claim = claim
        first, last = both_states(moments, visit)
        self._before, self._after = first.evaluate(claim.expr), last.evaluate(claim.expr)
        self._told = ""

    def point(self) -> Point:
        claim, visit = self._claim, self._visit
        before, after = self._before, self._after
        unknown = without_value(visit, claim.expr, before, after)
        if unknown is not None:
            return unknown
        assert not isinstance(before, NoValue | Undecidable)
        assert not isinstance(after, NoValue | Undecidable)
        self._told = f"`{claim.expr.text}` goes from {shown(before)} to {shown(after)}"
        if same_object(before, after):
            return self._in_place(before, after)
        return self._anew(before, after)

    def _point(self, truth: bool | None, told: str = "", instead: str = "") -> Point:
        return Point(truth, self._visit.interval, told or self._told, instead=instead)

    # -- an object that is changed ----------------------------------------------------------------

    def _in_place(self, before: Value, after: Value) -> Point:
        match before:
            case Instance() | Opaque():
                return self._point(None, "how an object of this kind is changed is not known")
            case Sequence() | SetValue() | Mapping():
                old = self._trace.contents(before.oid, self._visit.before)
                new = self._trace.contents(before.oid, self._visit.after)
            case _:
                return self._point(False)
        if self._calls(before):
            return self._point(True)
        if self._keys(old) == self._keys(new):
            told = f"line {self._claim.line} does not change `{self._claim.expr.text}`"
            return self._point(False, told)
        match before:
            case Sequence():
                return self._sequence(before, old, new)
            case SetValue():
                return self._set(old, new)
            case Mapping():
                return self._mapping(old, new)

    def _key(self, ref: Ref) -> Hashable:
        """What two references have in common if nothing can tell what they refer to apart."""
        return ref if ref < 0 else self._trace.data.atoms[ref].structure

    def _keys(self, refs: Row[Ref]) -> list[Hashable]:
        return [self._key(ref) for ref in refs]

    def _value(self, ref: Ref, at: Time) -> Value:
        return self._trace.value(ref, at)

    def _calls(self, value: Value) -> bool:
        """Whether a step of the visit calls the method that the word is the name of."""
        method = _CALLED.get(self._claim.change)
        if method is None or isinstance(value, Atom):
            return False
        for step in self._moments.steps(self._visit):
            if step.kind is not StepKind.CALL or step.exception is not None:
                continue
            for number in step.uses:
                used = self._trace.step(number)
                named = used.kind is StepKind.ATTRIBUTE and used.detail == method
                if named and used.operands[:1] == (-value.oid,):
                    return True
        return False

    def _is_operand(self, ref: Ref, at: Time) -> Point:
        value = self._value(ref, at)
        truth = self._somehow or value == self._claim.operand
        return self._point(truth, instead=shown(value))

    def _sequence(self, before: Sequence, old: Row[Ref], new: Row[Ref]) -> Point:
        olds, news = self._keys(old), self._keys(new)
        operand, after = self._claim.operand, self._visit.after
        match self._claim.change:
            case Change.APPEND | Change.ADD:
                return self._appended(before, olds, news, new)
            case Change.EXTEND:
                if self._somehow:
                    return self._point(news[: len(olds)] == olds)
                if isinstance(operand, SetValue) and len(operand.items) > 1:
                    return self._point(None, "the order of a set is not determined")
                added = [self._value(ref, after) for ref in new[len(old) :]]
                return self._point(news[: len(olds)] == olds and added == _elements(operand))
            case Change.INSERT:
                return self._inserted(olds, news, new)
            case Change.REMOVE | Change.POP:
                gone = _gone(olds, news)
                if gone is None:
                    return self._point(False)
                return self._is_operand(old[gone], self._visit.before)
            case Change.REMOVE_AT:
                index = self._claim.index
                if self._somehow:
                    return self._point(_gone(olds, news) is not None)
                if index is None or index >= len(olds):
                    return self._point(False)
                place = index % len(olds) if olds else 0
                return self._point(bool(olds) and news == olds[:place] + olds[place + 1 :])
            case Change.CLEAR:
                return self._point(not new)
            case Change.REVERSE | Change.REVERSE_IN_PLACE:
                return self._point(news == olds[::-1])
            case Change.SORT | Change.SORT_IN_PLACE:
                return self._sorted(olds, news)
            case (
                Change.REMOVE_KEY | Change.INCREASE | Change.DECREASE | Change.MULTIPLY
                | Change.DIVIDE
            ):  # fmt: skip
                return self._point(False)

    def _appended(
        self, before: Sequence, olds: list[Hashable], news: list[Hashable], new: Row[Ref]
    ) -> Point:
        operand, after = self._claim.operand, self._visit.after
        if self._claim.change is Change.ADD and isinstance(operand, Sequence):
            # It, or its elements? Either may be the change that is meant.
            if self._somehow and len(news) > len(olds) and news[: len(olds)] == olds:
                return self._point(True)
            if self._has_at_its_end(new, operand):
                told = "whether the list itself is added or its elements is not said"
                return self._point(None, f"{told}: write “appends” or “extends”")
        grown = news[:-1] == olds
        # A deque of bounded length drops its first element. (One that is empty got none behind.)
        is_deque = before.type == "collections.deque"
        pushed = is_deque and bool(news) and news[:-1] == olds[1:] != olds
        if pushed and not pushes_out(self._moments):
            return self._point(None, "whether the deque has a bounded length is not recorded")
        last = new[-1:] if grown or pushed else ()
        return self._is_operand(last[0], after) if last else self._point(False)

    def _has_at_its_end(self, new: Row[Ref], operand: Sequence) -> bool:
        """Whether the elements of a list or tuple are the last ones after the visit."""
        if self._somehow or not operand.items:
            return False
        last = new[max(len(new) - len(operand.items), 0) :]
        return [self._value(ref, self._visit.after) for ref in last] == list(operand.items)

    def _inserted(self, olds: list[Hashable], news: list[Hashable], new: Row[Ref]) -> Point:
        index = self._claim.index
        if self._somehow:
            return self._point(_gone(news, olds) is not None)
        if index is None or len(news) != len(olds) + 1:
            return self._point(False)
        if index < len(news) and news[:index] + news[index + 1 :] == olds:
            return self._is_operand(new[index], self._visit.after)
        place = _gone(news, olds)
        if place is None:
            return self._point(False)
        return self._point(False, f"{self._told}: it is inserted at index {place}")

    def _sorted(self, olds: list[Hashable], news: list[Hashable]) -> Point:
        if len(olds) != len(news) or set(olds) != set(news):
            return self._point(False)
        if any(olds.count(key) != news.count(key) for key in set(olds)):
            return self._point(False)
        assert not isinstance(self._after, NoValue | Undecidable)
        match computed("list(it) == sorted(it)", it=self._after):
            case Atom(payload=bool(truth)):
                return self._point(truth)
            case Undecidable(why=why):
                return self._point(None, why)
            case _:
                return self._point(False)

    def _set(self, old: Row[Ref], new: Row[Ref]) -> Point:
        olds = {self._key(ref): ref for ref in old}
        news = {self._key(ref): ref for ref in new}
        added = [ref for key, ref in news.items() if key not in olds]
        gone = [ref for key, ref in olds.items() if key not in news]
        operand = self._claim.operand
        match self._claim.change:
            case Change.ADD if len(added) == 1 and not gone:
                return self._is_operand(added[0], self._visit.after)
            case Change.REMOVE | Change.POP if len(gone) == 1 and not added:
                return self._is_operand(gone[0], self._visit.before)
            case Change.EXTEND if self._somehow:
                return self._point(bool(added) and not gone)
            case Change.EXTEND if not gone:
                items = _elements(operand)
                known = [self._value(ref, self._visit.after) for ref in new]
                fresh = [self._value(ref, self._visit.after) for ref in added]
                return self._point(
                    items is not None
                    and all(each in known for each in items)
                    and all(each in items for each in fresh)
                )
            case Change.CLEAR:
                return self._point(not new)
            case _:
                return self._point(False)

    def _mapping(self, old: Row[Ref], new: Row[Ref]) -> Point:
        olds = dict(zip(self._keys(old[::2]), zip(old[::2], old[1::2], strict=True), strict=True))
        news = dict(zip(self._keys(new[::2]), self._keys(new[1::2]), strict=True))
        gone = [pair for key, pair in olds.items() if key not in news]
        kept = all(key in olds and self._key(olds[key][1]) == value for key, value in news.items())
        match self._claim.change:
            case Change.REMOVE | Change.REMOVE_KEY if kept and len(gone) == 1:
                return self._is_operand(gone[0][0], self._visit.before)
            case Change.POP if kept and len(gone) == 1:
                return self._is_operand(gone[0][1], self._visit.before)
            case Change.CLEAR:
                return self._point(not new)
            case _:
                return self._point(False)

    # -- another object, or number, in the same place ---------------------------------------------

    def _anew(self, before: Value, after: Value) -> Point:
        claim, text = self._claim, self._claim.expr.text
        wrote = sets_target(self._moments, self._visit, claim.expr)
        if isinstance(wrote, Undecidable):
            return self._point(None, wrote.why)
        if not wrote:
            return self._point(False, f"line {claim.line} does not change `{text}`")
        if self._somehow:
            return self._point(_updates_itself(self._visit, claim.expr))
        if own_affair(before) is not None or own_affair(after) is not None:
            return self._point(None, "how an object of this kind is changed is not known")
        wanted = self._wanted(before)
        if wanted is None:
            told = f"{self._told}, which is not the same object any more"
            return self._point(False, self._told if isinstance(before, Atom) else told)
        outcomes = list(wanted)
        for outcome in outcomes:
            if isinstance(outcome, Undecidable):
                return self._point(None, outcome.why)
        truth = any(outcome == after for outcome in outcomes)
        return self._point(truth, instead="" if truth else self._instead(before, after))

    def _wanted(self, before: Value) -> list[Result] | None:
        """What the change makes of a value that cannot be changed in place; None: nothing."""
        operand = self._claim.operand
        match self._claim.change:
            case (Change.INCREASE | Change.DECREASE | Change.MULTIPLY | Change.DIVIDE) as how if (
                _is_number(before) and operand is not None and _is_number(operand)
            ):
                return [computed(text, b=before, v=operand) for text in _COMPUTED[how]]
            case Change.ADD if _is_number(before) and operand is not None and _is_number(operand):
                return [computed("b + v", b=before, v=operand)]
            case Change.ADD | Change.APPEND | Change.EXTEND if operand is not None:
                return _joined(before, operand, self._claim.change)
            case Change.SORT if isinstance(before, Sequence) and before.type == "list":
                return [computed("sorted(b)", b=before)]
            case Change.REVERSE if isinstance(before, Atom | Sequence):
                return [computed("b[::-1]", b=before)]
            case _:
                return None

    def _instead(self, before: Value, after: Value) -> str:
        """The operand that would be right, where a short one does it."""
        if not _is_number(before) or not _is_number(after):
            return ""
        match self._claim.change:
            case Change.INCREASE | Change.ADD:
                found = computed("a - b", a=after, b=before)
            case Change.DECREASE:
                found = computed("b - a", a=after, b=before)
            case _:
                return ""
        return "" if isinstance(found, NoValue | Undecidable) else shown(found)


def _updates_itself(visit: Visit, expr: Expr) -> bool:
    """Whether a visit that sets the expression does so by a statement that reads it; by whatever
    spelling of it, where nothing else is set there."""
    for statement in visit.statements:
        match statement.node:
            case ast.AugAssign(target=target):
                if dump_of(target) == expr.dump or len(visit.statements) == 1:
                    return True
            case ast.Assign(targets=targets, value=value):
                spelled = {expr.dump}
                if len(visit.statements) == len(targets) == 1:
                    spelled.add(dump_of(targets[0]))
                written = any(dump_of(each) in spelled for each in targets)
                if written and any(
                    isinstance(each, ast.expr) and dump_of(each) in spelled
                    for each in ast.walk(value)
                ):
                    return True
            case _:
                pass
    return False


def _is_number(value: Value) -> bool:
    return isinstance(value, Atom) and isinstance(value.payload, int | float | complex)


def _joined(before: Value, operand: Value, change: Change) -> list[Result] | None:
    match before, operand:
        case (Atom(payload=str()), Atom(payload=str())) | (
            Atom(payload=bytes()),
            Atom(payload=bytes()),
        ):
            return [computed("b + v", b=before, v=operand)]
        case Sequence(type="tuple"), Sequence(type="tuple") if change is Change.EXTEND:
            return [computed("b + v", b=before, v=operand)]
        case Sequence(type="tuple"), Sequence() if change is Change.ADD:
            told = "whether the tuple itself is added or its elements is not said"
            return [Undecidable(f"{told}: write “appends” or “extends”")]
        case Sequence(type="tuple"), _ if change is not Change.EXTEND:
            return [computed("b + (v,)", b=before, v=operand)]
        case _:
            return None


def _elements(value: Value | None) -> list[Value] | None:
    """What a container that is written out holds; of a str its characters."""
    match value:
        case Sequence(items=items) | SetValue(items=items):
            return list(items)
        case Atom(payload=str(text)):
            return [from_python(each) for each in text]
        case _:
            return None


def _gone(longer: list[Hashable], shorter: list[Hashable]) -> int | None:
    """Where one element more stands in the longer list; None where that is not all."""
    if len(longer) != len(shorter) + 1:
        return None
    place = next((index for index, key in enumerate(shorter) if key != longer[index]), len(shorter))
    return place if longer[place + 1 :] == shorter[place:] else None


def pushes_out(moments: Moments) -> bool:
    """Whether a deque that kept its length, and has lost its first element and got one behind, can
    have been given that one: the program makes one of bounded length, and turns none."""
    data = moments.trace.data
    if any(word in data.source for word in _TURNING):
        return False
    return _makes_bounded(data.source) or _makes_bounded(f"f({data.call}\n)")


@lru_cache(maxsize=64)
def _makes_bounded(source: str) -> bool:
    """Whether a source has `maxlen`, or a call of `deque` with a second argument."""
    return "maxlen" in source or any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == "deque"
        and len(node.args) > 1
        for node in ast.walk(ast.parse(source))
    )
