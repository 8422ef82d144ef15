"""Contexts: which activation and which part of its execution a claim is read in (§3)."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.model import (
    AfterTheLoop,
    CallContext,
    Chain,
    Context,
    EveryNamedPass,
    EveryPass,
    ItemPass,
    LabelledPass,
    NamedCallContext,
    NamedPass,
    Parts,
    PassContext,
    PassWhere,
    SeveralPasses,
    Span,
    ThisPass,
    WholeLoop,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEntry
from engine.trace.model import ActivationId, LineNo, Time
from engine.trace.moments import Moments
from engine.trace.statements import Statement
from engine.trace.visits import Interval, Visit


class Frame(NamedTuple):
    """One activation and interval that a context names, with its first and last moment."""

    activation: ActivationId
    interval: Interval
    start: Time
    end: Time
    inside: tuple[LoopEntry, ...] = ()  #: the entries of loops of which it is a pass
    told: tuple[ActivationId, ...] = ()  #: calls that are being told in it, where names are theirs


def frames(moments: Moments, chain: Chain) -> list[Frame]:
    """All that the chain of contexts names; raises `Failure` where that is nothing, or disputed."""
    found = entry_frames(moments)
    for context in chain:
        found = narrowed(moments, found, context)
    return found


def entry_frames(moments: Moments) -> list[Frame]:
    """The entry activation, whole: the context of a claim without any other."""
    return [_whole(moments, moments.trace.data.entry)]


def narrowed(moments: Moments, around: list[Frame], context: Context) -> list[Frame]:
    """All that a context names within others; raises `Failure` as `frames` does."""
    match context:
        case CallContext(number=number, function=function):
            return [_whole(moments, the_call(moments, number, function))]
        case PassContext(number=number, loop=line):
            return _passes(moments, around, number, line)
        case SeveralPasses() | EveryPass():
            return _many_passes(moments, around, context)
        case WholeLoop():
            return _whole_loops(moments, around, context)
        case Span():
            return [_part(around, context)]
        case Parts(spans=spans):
            return [
                frame if span is None else _part([frame], span)
                for frame, span in zip(around, spans, strict=True)
            ]
        case (
            NamedPass() | AfterTheLoop() | PassWhere() | ItemPass() | LabelledPass()
            | NamedCallContext() | ThisPass() | EveryNamedPass()
        ):  # fmt: skip
            raise TypeError("a loop without a line is found by the discourse")


def _part(around: list[Frame], span: Span) -> Frame:
    for frame in around:
        if frame.interval.holds(span.first) or len(around) == 1:
            interval = Interval(span.first, span.last)
            return frame._replace(interval=interval, start=span.start, end=span.last)
    raise refuted("the context does not hold it")


def the_call(moments: Moments, number: int, function: str) -> ActivationId:
    """The K-th activation of g over the whole recording; raises `Failure`."""
    functions = moments.functions_named(function)
    if functions == 0:
        raise refuted(f"the program defines no function `{function}`")
    if functions > 1:
        why = f"`{function}` names {functions} functions; give the qualified name"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    calls = moments.calls_begun(function)
    if number > len(calls):
        calls = moments.calls(function)
        raise refuted(f"`{function}` is called {times(len(calls))}")
    return calls[number - 1]


def _whole(moments: Moments, activation: ActivationId) -> Frame:
    interval = moments.whole(activation)
    return Frame(activation, interval, moments.start(activation), interval.last)


def _passes(moments: Moments, around: list[Frame], number: int, line: LineNo) -> list[Frame]:
    found: list[Frame] = []
    without = 0
    most = 0
    for frame in around:
        loops = moments.loops(frame.activation)
        for entry in loops.begun(the_loop(moments, frame, line), frame.interval):
            if entry in frame.inside:
                continue
            most = max(most, len(entry.passes))
            one = loops.pass_of(entry, number)
            if one is None:
                without += 1
                continue
            inside = (*frame.inside, entry)
            found.append(Frame(frame.activation, one.interval, one.began, one.last, inside))
    if not found:
        raise refuted(f"the loop on line {line} makes {plural(most, 'pass', 'passes')} here")
    if without:
        why = (
            f"the loop on line {line} is entered several times, and not always has a pass {number}"
        )
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    return found


def _many_passes(
    moments: Moments, around: list[Frame], context: SeveralPasses | EveryPass
) -> list[Frame]:
    found: list[Frame] = []
    for frame in around:
        loops = moments.loops(frame.activation)
        for entry in loop_entries(moments, frame, context.loop):
            if isinstance(context, SeveralPasses):
                if loops.pass_of(entry, context.last) is None:
                    made = plural(len(entry.passes), "pass", "passes")
                    raise refuted(f"the loop on line {context.loop} makes {made} here")
                passes = [one for a, b in context.spans for one in entry.passes[a - 1 : b]]
            else:
                passes = list(entry.passes)
            inside = (*frame.inside, entry)
            found.extend(
                Frame(frame.activation, one.interval, one.began, one.last, inside) for one in passes
            )
    if not found:
        raise refuted(f"the loop on line {context.loop} makes no pass here")
    return found


def _whole_loops(moments: Moments, around: list[Frame], context: WholeLoop) -> list[Frame]:
    found: list[Frame] = []
    others: set[int] = set()
    for frame in around:
        for entry in loop_entries(moments, frame, context.loop):
            if context.passes is not None and len(entry.passes) != context.passes:
                others.add(len(entry.passes))
                continue
            start, interval = Time(entry.first - 1), Interval(entry.first, entry.left)
            found.append(Frame(frame.activation, interval, start, entry.left, frame.inside))
    if others and found:
        why = f"the loop on line {context.loop} is entered several times; say which is meant"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    if others:
        made = " or ".join(plural(each, "pass", "passes") for each in sorted(others))
        raise refuted(f"the loop on line {context.loop} makes {made} here")
    if not found:
        raise refuted(f"the loop on line {context.loop} is not entered here")
    return found


def the_loop(moments: Moments, frame: Frame, line: LineNo) -> Statement:
    """The loop whose header starts on the line; raises `Failure`."""
    statements = known_line(moments, frame, line)
    loops = [statement for statement in statements if statement.is_loop]
    if not loops:
        raise refuted(f"there is no loop on line {line}")
    if isinstance(loops[0].node, ast.AsyncFor):
        raise unsupported(f"the passes of the `async for` on line {line} are not followed")
    if len(loops) > 1:
        raise unsupported(f"two loops start on line {line}")
    return loops[0]


def loop_entries(moments: Moments, frame: Frame, line: LineNo) -> list[LoopEntry]:
    """The entries of a loop in the context; those that the context is a pass of are not entered
    in it, though the first pass begins where the entry does."""
    loop = the_loop(moments, frame, line)
    entries = moments.loops(frame.activation).entries(loop, frame.interval)
    return [entry for entry in entries if entry not in frame.inside]


def is_in_own_pass(moments: Moments, frame: Frame, line: LineNo) -> bool:
    """Whether the context is of a pass of the loop, in which it is not entered."""
    loop = the_loop(moments, frame, line)
    return any(entry.loop is loop for entry in frame.inside)


def known_line(moments: Moments, frame: Frame, line: LineNo) -> tuple[Statement, ...]:
    """The statements on a line of the context's function; none where `else:` or `finally:` stands
    there alone. Raises `Failure` if the function has no such line."""
    statements = moments.statements(frame.activation, line)
    if not statements and moments.in_class_body(frame.activation, line):
        raise unsupported(f"line {line} is of a class body, which is not followed")
    if not statements and not moments.is_keyword_line(frame.activation, line):
        name = moments.trace.code_of(frame.activation).name
        raise refuted(f"no statement of `{name}` starts on line {line}")
    return statements


def seen_line(moments: Moments, frame: Frame, line: LineNo) -> tuple[Statement, ...]:
    """As `known_line`, for claims that need the line's visits."""
    statements = known_line(moments, frame, line)
    if not any(statement.visible for statement in statements):
        raise unsupported(f"line {line} leaves nothing that is reliably seen to run")
    return statements


def refuse_unseen(
    moments: Moments, frame: Frame, line: LineNo, kinds: type[ast.stmt] | tuple[type[ast.stmt], ...]
) -> None:
    """Raises `Failure` if a statement of these kinds stands on the line and is not seen to run."""
    if any(
        isinstance(statement.node, kinds) and not statement.visible
        for statement in known_line(moments, frame, line)
    ):
        raise unsupported(f"whether that statement of line {line} runs is not reliably seen")


def visits(moments: Moments, frame: Frame, line: LineNo) -> Sequence[Visit]:
    """The visits of a line that begin in the context."""
    seen_line(moments, frame, line)
    return moments.visits(frame.activation).of_line(line, frame.interval)


def named_visits(moments: Moments, found: list[Frame], line: LineNo) -> list[Visit]:
    """The visits of a line in all of the contexts."""
    return [visit for frame in found for visit in visits(moments, frame, line)]


def plural(count: int, one: str, several: str) -> str:
    number = "no" if count == 0 else str(count)
    return f"{number} {one if count == 1 else several}"


def times(count: int) -> str:
    match count:
        case 0:
            return "never"
        case 1:
            return "once"
        case 2:
            return "twice"
        case _:
            return f"{count} times"
