"""What a loop takes up, all passes together (docs/semantics.md §5.95)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import Frame, loop_entries
from engine.claims.check.kinds import generator_functions
from engine.claims.check.points import Judged, counted, refuted, unsupported
from engine.claims.check.readings import State, shown, type_name
from engine.claims.check.telling import item_name
from engine.claims.evaluator import NoValue, Result, Undecidable
from engine.claims.model import (
    Expr,
    ItemOccurs,
    ItemsClaim,
    LastNotTaken,
    LoopName,
    RunsOver,
    TakenUp,
    Takes,
)
from engine.claims.spans import dump_of, read_expr
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import Ending, LineNo, Time
from engine.trace.moments import Moments
from engine.trace.scopes import names_bound_by
from engine.trace.visits import Interval
from engine.values import Cycle, Sequence, Value, from_python

_ALL_OF: Final = frozenset({"list", "tuple"})


def judge_items(moments: Moments, found: list[Frame], claim: ItemsClaim) -> Judged:
    """One context is given, which is all of an entry of the loop."""
    line = claim.loop
    if isinstance(line, LoopName):
        raise TypeError("a loop without a line is found by the discourse")
    frame = found[0]
    entry = _entry(moments, frame, line)
    where = Interval(entry.first, Time(max(entry.first, entry.last)))
    match claim:
        case Takes(expr=expr, values=values):
            taken = [_in_pass(moments, frame, one.began, expr) for one in entry.passes]
            return _compared(expr.text, taken, list(values), where, done=True)
        case ItemOccurs(value=value, times=times):
            items = _items(moments, frame, entry)
            number = sum(each == value for each in items)
            told = f"{shown(value)} is the item of {number} of {len(items)} passes"
            return counted(number == times, told, where)
        case TakenUp(taken=taken, of=of, by=by):
            begun = sum(by is None or one.first <= by for one in entry.passes)
            whole = len(_looped_over(moments, frame, entry))
            told = f"{begun} of {whole} items are taken up"
            return counted((begun, whole) == (taken, of), told, where)
        case LastNotTaken(value=value):
            over = _looped_over(moments, frame, entry)
            told = f"{len(entry.passes)} of {len(over)} items are taken up"
            if over:
                told = f"{told}, and the last one is {shown(over[-1])}"
            truth = len(entry.passes) < len(over) and over[-1] == value
            return counted(truth, told, where)
        case RunsOver():
            return _runs_over(moments, frame, entry, claim, where)


def _entry(moments: Moments, frame: Frame, line: LineNo) -> LoopEntry:
    entries = loop_entries(moments, frame, line)
    if not entries:
        raise refuted(f"the loop on line {line} is not entered here")
    entry = entries[0]
    ending = moments.trace.ending(frame.activation)
    if entry.end is LoopEnd.UNFINISHED and ending is not Ending.UNFINISHED:
        raise unsupported(f"how the loop on line {line} ended is not seen")
    if moments.trace.data.truncated:
        raise unsupported(f"the recording stops early ({moments.trace.data.truncated})")
    loops = moments.loops(frame.activation)
    if entry.passes and loops.pass_of(entry, len(entry.passes)) is None:
        raise unsupported(f"the passes of the loop on line {line} are not the same in every run")
    return entry


def _in_pass(moments: Moments, frame: Frame, at: Time, expr: Expr) -> Value:
    return _value(State(moments, frame.activation, at).evaluate(expr), expr)


def _value(found: Result, expr: Expr) -> Value:
    match found:
        case Undecidable(why=why):
            raise unsupported(why)
        case NoValue(why=why):
            raise refuted(f"`{expr.text}` has no value there ({why})")
        case _:
            return found


def _items(moments: Moments, frame: Frame, entry: LoopEntry) -> list[Value]:
    """What each pass is about: the target of the loop, of `enumerate` what is counted."""
    item = read_expr(item_name(entry.loop))
    return [_in_pass(moments, frame, one.began, item) for one in entry.passes]


def _compared(
    name: str, taken: list[Value], wanted: list[Value], where: Interval, *, done: bool
) -> Judged:
    """Whether these are all; ``done``: nothing comes after what was taken."""
    told = f"`{name}` is {', '.join(map(shown, taken)) or 'nothing'} there"
    if not done and wanted[: len(taken)] == taken:
        raise unsupported("the loop is left before it comes to its end: there may be more")
    return counted(taken == wanted, told, where)


def _runs_over(
    moments: Moments, frame: Frame, entry: LoopEntry, claim: RunsOver, where: Interval
) -> Judged:
    loop, expr, value = entry.loop, claim.expr, claim.value
    if claim.of_type is not None:
        _require_type(moments, frame, entry, claim.expr, claim.of_type)
    if not isinstance(loop.node, ast.For):
        raise refuted(f"the loop on line {loop.line} is over nothing")
    done = entry.end is LoopEnd.EXHAUSTED
    bound = isinstance(expr.tree, ast.Name) and expr.tree.id in names_bound_by(loop.node)
    if bound:
        if value is None and dump_of(loop.node.iter) == expr.dump:
            return counted(True, f"it is over `{expr.text}`", where)
        if value is None:
            raise refuted(f"the loop is not over `{expr.text}`, which it binds")
        taken = [_in_pass(moments, frame, one.began, expr) for one in entry.passes]
        parts = _parts(value)
        return _compared(expr.text, taken, parts, where, done=done or taken == parts)
    if isinstance(expr.tree, ast.Name) and expr.tree.id in generator_functions(moments):
        header = loop.node.iter
        if isinstance(header, ast.Call) and dump_of(header.func) == expr.dump:
            return counted(True, f"it is over a call of `{expr.text}`", where)
        raise unsupported(f"whether the loop is over what `{expr.text}` hands out is not told")
    taken = _items(moments, frame, entry)
    over = read_expr(f"list({expr.text})")
    before = State(moments, frame.activation, Time(entry.first - 1)).evaluate(over)
    same_text = dump_of(loop.node.iter) == expr.dump
    if value is not None and same_text and not done and isinstance(before, Sequence):
        told = f"`{expr.text}` is {shown(before)} there"
        return counted(list(before.items) == _parts(value), told, where)
    if value is not None:
        judged = _compared(item_name(loop), taken, _parts(value), where, done=done)
        if not all(point.truth for point in judged.points):
            return judged
    if same_text:
        return counted(True, f"it is over `{expr.text}`", where)
    return _compared(item_name(loop), taken, _parts(_value(before, expr)), where, done=done)


def _require_type(
    moments: Moments, frame: Frame, entry: LoopEntry, expr: Expr, of_type: str
) -> None:
    """Raises `Failure` where the expression is of another type just before the entry."""
    before = State(moments, frame.activation, Time(entry.first - 1)).evaluate(expr)
    found = type_name(_value(before, expr))
    if found != of_type:
        raise refuted(f"`{expr.text}` has type `{found}` there")


def _looped_over(moments: Moments, frame: Frame, entry: LoopEntry) -> list[Value]:
    """What the loop is over, in the state just before the entry."""
    if not isinstance(entry.loop.node, ast.For):
        raise refuted(f"the loop on line {entry.loop.line} is over nothing")
    text = ast.unparse(entry.loop.node.iter)
    start = State(moments, frame.activation, Time(entry.first - 1))
    found = _value(start.evaluate(read_expr(f"list({text})")), read_expr(text))
    items = _parts(found)
    match entry.loop.node:  # of `enumerate` what is counted
        case ast.For(target=ast.Tuple(elts=[_, _]), iter=ast.Call(func=ast.Name(id="enumerate"))):
            pairs = [each.items[1] for each in items if isinstance(each, Sequence)]
            return [each for each in pairs if not isinstance(each, Cycle)]
        case _:
            return items


def _parts(value: Value) -> list[Value]:
    """The elements of a list, the characters of a string."""
    if isinstance(value, Sequence) and value.type in _ALL_OF:
        return list(value.items)
    payload = getattr(value, "payload", None)
    if isinstance(payload, str):
        return [from_python(each) for each in payload]
    raise unsupported("its elements are not told one by one")
