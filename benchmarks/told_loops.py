"""True sentences about loops, all states of a call, and calls."""

# Sentences are easier to compare in one piece.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.told_values import held, shown
from tests.oracle.history import Entry, History
from tests.oracle.judge import Oracle
from tests.oracle.record import Activation, State

Timed = tuple[str, str, int]


def loop_facts(history: History, oracle: Oracle, picks: Random) -> Iterator[Timed]:
    """What can be told of the loops of one activation."""
    for entry in history.entries:
        yield from _entry(entry, history)
    lines = sorted({v.line for v in history.visits})
    if history.entries:
        for _ in range(6):
            entry = picks.choice(history.entries)
            line = picks.choice(lines)
            passes = [
                k for k, p in enumerate(entry.passes, 1)
                if any(v.line == line and p.start <= v.start <= p.end for v in history.visits)
            ]  # fmt: skip
            loop = entry.loop.line
            if passes and len(passes) < 6:
                text = ", ".join(map(str, passes[:-1])) + f" and {passes[-1]}"
                few = f"passes {text.strip(', ')}" if len(passes) > 1 else f"pass {passes[0]}"
                yield (
                    "only", f"line {line} runs on {few} of the loop on line {loop} only.",
                    entry.start,
                )  # fmt: skip
            if len(entry.passes) > 1:
                last = len(entry.passes)
                yield (
                    "passes",
                    f"on passes 1 to {last} of the loop on line {loop}, line {line} runs.",
                    entry.start,
                )
                yield (
                    "passes",
                    f"on every pass of the loop on line {loop}, line {line} runs once.",
                    entry.start,
                )
                yield (
                    "passes",
                    f"on passes 1 and {last} of the loop on line {loop}, line {line} runs.",
                    entry.start,
                )


def _entry(entry: Entry, history: History) -> Iterator[Timed]:
    line, passes, start = entry.loop.line, len(entry.passes), entry.start
    loop = f"the loop on line {line}"
    if passes != 1:
        yield "makes passes", f"{loop} makes {passes} passes.", start
        yield "makes passes", f"{loop} runs {passes} times.", start
        yield "makes passes", f"the loop makes {passes} passes.", start
    if entry.cause is not None:
        kind, at = entry.cause
        why = {"exhausted": "its items run out", "false": "its condition is false",
               "break": f"line {at} breaks out of it", "return": f"line {at} returns",
               "raise": f"line {at} raises"}[kind]  # fmt: skip
        yield "ends", f"{loop} ends because {why}.", entry.left
        yield "ends", f"the loop ends because {why}.", entry.left
    yield "entered", f"{loop} is {'' if passes else 'not '}entered.", start
    yield "else block", f"the `else` block of {loop} runs.", start
    first = entry.steps[0].mark.state if entry.steps else None
    if first is not None and entry.left_state is not None:
        yield from _summary(entry, first, entry.left_state)
    for number in range(1, min(passes, 4) + 1):
        yield from _pass(entry, number)


def _summary(entry: Entry, first: State, last: State) -> Iterator[Timed]:
    line, passes, start = entry.loop.line, len(entry.passes), entry.start
    for name, value in last.names.items():
        after, before = shown(value), shown(first.names.get(name))
        if after is None:
            continue
        yield "after the loop", f"after the loop on line {line}, `{name}` is `{after}`.", entry.left
        yield "after the loop", f"after the loop, `{name}` is `{after}`.", entry.left
        if before is None:
            continue
        yield (
            "goes",
            f"over the loop on line {line}, `{name}` goes from `{before}` to `{after}`.",
            start,
        )
        if passes > 1:
            yield (
                "goes",
                (
                    f"over the {passes} passes of the loop on line {line}, "
                    f"`{name}` goes from `{before}` to `{after}`."
                ),
                start,
            )
        one, other = held(first.names[name]), held(value)
        if isinstance(one, int) and isinstance(other, int) and one != other:
            word = "grows" if other > one else "shrinks"
            yield (
                "grows",
                f"over the loop on line {line}, `{name}` {word} by `{abs(other - one)}`.",
                start,
            )
        if isinstance(one, list | str | dict) and isinstance(other, list | str | dict):
            by = len(other) - len(one)
            word = "grows" if by > 0 else "shrinks"
            if by:
                yield (
                    "grows",
                    f"over the loop on line {line}, `{name}` {word} by {abs(by)} elements.",
                    start,
                )
            yield (
                "each pass",
                f"for every pass of the loop on line {line}, `{name}` grows by one element.",
                start,
            )
            yield (
                "each pass",
                f"each pass of the loop on line {line} appends its item to `{name}`.",
                start,
            )
        for by in (1, 2, -1):
            yield (
                "each pass",
                f"each pass of the loop on line {line} adds `{by}` to `{name}`.",
                start,
            )
        yield "each pass", f"each pass of the loop on line {line} adds its item to `{name}`.", start
        yield (
            "every pass",
            f"at the end of every pass of the loop on line {line}, `{name}` is `{after}`.",
            start,
        )
        yield (
            "every pass",
            f"at the start of every pass of the loop on line {line}, `{name}` is `{before}`.",
            start,
        )
        if isinstance(one, int) and not isinstance(one, bool):
            low = min(one, other) if isinstance(other, int) else one
            yield (
                "every pass",
                (
                    f"at the end of every pass of the loop on line {line}, `{name}` is at least `{low}`."
                ),
                start,
            )
            yield (
                "every pass",
                (f"at the end of every pass of the loop on line {line}, `{name} >= {low}` holds."),
                start,
            )
        yield "trend", f"over the loop on line {line}, `{name}` only grows.", start
        yield "trend", f"over the loop on line {line}, `{name}` only shrinks.", start


def _pass(entry: Entry, number: int) -> Iterator[Timed]:
    span, line = entry.passes[number - 1], entry.loop.line
    if span.start_state is None or span.end_state is None:
        return
    for name, value in span.end_state.names.items():
        after, before = shown(value), shown(span.start_state.names.get(name))
        if after is None or before is None:
            continue
        place = f"pass {number} of the loop on line {line}"
        yield "pass end", f"at the end of {place}, `{name}` is `{after}`.", span.end
        yield "pass start", f"at the start of {place}, `{name}` is `{before}`.", span.start
        yield "pass goes", f"on {place}, `{name}` goes from `{before}` to `{after}`.", span.start
        if before == after:
            yield "pass both", f"on {place}, `{name}` is `{after}`.", span.start
        if number < len(entry.passes):
            later = entry.passes[number]
            state = later.start_state
            following = shown(state.names.get(name)) if state else None
            between = f"between pass {number} and pass {number + 1} of the loop on line {line}"
            if following == before:
                yield "between", f"{between}, `{name}` does not change.", span.start
            elif following is not None:
                yield (
                    "between",
                    f"{between}, `{name}` changes from `{before}` to `{following}`.",
                    span.start,
                )


def whole_facts(
    activation: Activation, history: History, picks: Random
) -> Iterator[tuple[str, str]]:
    """What can be told of all states and visits of one activation."""
    counts: dict[int, int] = {}
    for v in history.visits:
        counts[v.line] = counts.get(v.line, 0) + 1
    assert activation.function is not None
    for line, count in counts.items():
        times = {1: "once", 2: "twice"}.get(count, f"{count} times")
        yield "run count", f"line {line} runs {times}."
        yield "at least", f"line {line} runs at least {max(1, count - 1)} times."
        yield "at least", f"line {line} runs at most {count} times."
        for more in (1, 2, 4):
            yield "at least", f"line {line} runs at most {count + more} times."
        if count > 2:
            yield "at least", f"line {line} runs at least {count // 2} times."
    for line in activation.function.lines:
        if line not in counts:
            yield "never runs", f"line {line} never runs."
    lines = list(counts)
    for _ in range(8):
        a, b = picks.choice(lines), picks.choice(lines)
        if a != b:
            yield "order", f"line {a} runs for the first time before line {b} does."
            yield "order", f"line {a} runs for the last time after line {b} does."
            yield "order", f"line {a} never runs after line {b}."
    yield from _values(history)


def _values(history: History) -> Iterator[tuple[str, str]]:
    seen: dict[str, list[object]] = {}
    texts: dict[str, dict[str, None]] = {}
    for v in history.visits:
        for state in (v.before, v.after):
            for name, value in (state.names if state else {}).items():
                text = shown(value)
                if text is not None:
                    texts.setdefault(name, {})[text] = None
                    seen.setdefault(name, []).append(held(value))
    for name, said in texts.items():
        some = list(said)
        if len(some) == 1:
            yield "always", f"`{name}` is always `{some[0]}`."
        for text in some[:3]:
            yield "some point", f"`{name}` is `{text}` at some point."
            yield "some point", f"At some point, `{name}` is `{text}`."
        values = seen[name]
        if all(isinstance(x, int) and not isinstance(x, bool) for x in values):
            numbers = [x for x in values if isinstance(x, int)]
            low, high = min(numbers), max(numbers)
            yield "never", f"`{name}` is never `{high + 1}`."
            yield "extreme", f"The largest value that `{name}` ever has is `{high}`."
            yield "extreme", f"The smallest value that `{name}` ever has is `{low}`."
            yield "bound", f"`{name}` never exceeds `{high}`."
            yield "bound", f"`{name}` is always at least `{low}`."
            yield "bound", f"`{name}` is never less than `{low}`."
            yield "no point", f"At no point is `{name}` {'negative' if low >= 0 else 'positive'}."
            yield "always holds", f"`{name} >= {low}` always holds."
            yield "always holds", f"`{name} > {high}` never holds."
            yield "always holds", f"`{name} == {high}` holds at some point."
        else:
            yield "never", f"`{name}` is never `'nothing'`."
        if all(isinstance(x, str | list | dict | tuple) for x in values):
            sizes = [len(x) for x in values if isinstance(x, str | list | dict | tuple)]
            yield "always holds", f"`len({name}) >= {min(sizes)}` always holds."
            yield "extreme", f"The largest value that `len({name})` ever has is `{max(sizes)}`."
        for words in ("only grows", "only shrinks", "never decreases", "never increases",
                      "never grows", "never shrinks"):  # fmt: skip
            yield "trend", f"`{name}` {words}."


def call_facts(oracle: Oracle, picks: Random) -> Iterator[Timed]:
    """What can be told of calls."""
    for function in oracle.program.functions.values():
        name = function.qualname
        calls = oracle.activations([function])
        if len(oracle.program.named(name)) != 1:
            continue
        if function is not oracle.entry.function:
            times = {1: "once", 2: "twice"}.get(len(calls), f"{len(calls)} times")
            yield (
                "call count",
                f"`{name}` is called {times}." if calls else f"`{name}` is never called.",
                0,
            )
            yield "call at least", f"`{name}` is called at least {max(1, len(calls))} times.", 0
            for most in (len(calls), len(calls) + 1, len(calls) + 3):
                yield "call at least", f"`{name}` is called at most {most} times.", 0
        for depth in range(1, 7):
            yield "depth", f"The recursion of `{name}` reaches depth {depth}.", 0
        if len(function.order) == 1 and calls:
            given = [shown(a.start_state.names.get(function.order[0])) for a in calls[:6]]
            if all(given) and len(calls) <= 6 and function is not oracle.entry.function:
                said = ", ".join(f"`{g}`" for g in given[:-1])
                listed = f"{said} and `{given[-1]}`" if said else f"`{given[0]}`"
                yield "called with", f"`{name}` is called {len(calls)} times, with {listed}.", 0
        for number, activation in picks.sample(list(enumerate(calls, 1)), min(6, len(calls))):
            text = shown(activation.result)
            if text is not None:
                yield "call result", f"Call {number} of `{name}` returns `{text}`.", activation.end
            if activation.thrown is not None:
                kind = activation.thrown.type
                yield "call raises", f"Call {number} of `{name}` raises `{kind}`.", activation.end
                yield "propagates", f"`{kind}` leaves `{name}` uncaught.", 0
            yield from _begun(oracle, activation)


def _begun(oracle: Oracle, activation: Activation) -> Iterator[Timed]:
    """The line that makes a call, with its arguments."""
    caller, function = activation.parent, activation.function
    if caller is None or function is None or caller not in oracle.histories:
        return
    if caller is not oracle.entry:
        return
    for v in oracle.histories[caller].visits:
        if v.start <= activation.start <= v.end:
            history = oracle.histories[caller]
            if sum(w.line == v.line for w in history.visits) == 1:
                given = [
                    f"`{n}` = `{text}`" for n in function.order
                    if (text := shown(activation.start_state.names.get(n))) is not None
                ]  # fmt: skip
                yield "calls", f"Line {v.line} calls `{function.qualname}`.", v.start
                if given:
                    said = ", ".join(given[:-1])
                    listed = f"{said} and {given[-1]}" if said else given[0]
                    yield (
                        "calls with",
                        f"Line {v.line} calls `{function.qualname}` with {listed}.",
                        v.start,
                    )
