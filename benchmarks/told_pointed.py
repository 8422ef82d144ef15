"""True sentences without a line: passes, branches and calls that are told one after the other, what
is shown, things named by a word (docs/semantics.md §3.3 to §3.5, 5.74 to 5.88).

As in `told_facts`, what is not so, or has several meanings, is offered too: the oracle keeps what
it calls VERIFIED.
"""

# One branch for each form; sentences are easier to compare in one piece.
# ruff: noqa: C901, PLR0912, E501

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from benchmarks.told_values import LONGEST, held, shown
from tests.oracle.history import Entry, History, Visit
from tests.oracle.judge import Oracle
from tests.oracle.method_objects import calls_there
from tests.oracle.program import Function
from tests.oracle.record import Activation
from tests.oracle.values import Value
from tests.oracle.visit_forms import truth
from tests.oracle.wordings import NO_THINGS

Timed = tuple[str, str, int]

COUNTED: Final = frozenset(
    """row order word character letter value number coin child token event job player name pair
    digit window tuple string prime""".split()
)
"""Words for an item that are said with its number (semantics.md 5.83)."""

PASSES: Final = 4
"""Passes of one entry of a loop in which something is told, at most."""

VISITS: Final = 5
"""Visits of which something is told, of one pass or outside of passes, at most."""

ORDINALS: Final = ("first", "second", "third", "fourth")


def pointed_facts(history: History, oracle: Oracle, picks: Random) -> Iterator[Timed]:
    """What can be told of one activation without a line."""
    for entry in history.entries[:3]:
        numbers = range(1, len(entry.passes) + 1)
        for number in sorted(picks.sample(numbers, min(PASSES, len(numbers)))):
            yield from _pass(entry, number, history, oracle, picks)
    for v in picks.sample(history.visits, min(VISITS, len(history.visits))):
        yield from _outside(v, history)
    yield from _shown_in_turn(history, picks)


# -- passes ---------------------------------------------------------------------------------------


def ordinal(number: int) -> str:
    """A number of a pass in digits: `4th`, `21st`."""
    teen = number // 10 % 10 == 1
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _pass(
    entry: Entry, number: int, history: History, oracle: Oracle, picks: Random
) -> Iterator[Timed]:
    span = entry.passes[number - 1]
    start = span.start
    state = span.start_state
    visits = [v for v in history.visits if span.start <= v.start <= span.end]
    if state is None or not visits:
        return
    here = picks.choice(
        (
            f"in iteration {number}",
            f"on the {ordinal(number)} pass"
            if number > 3
            else f"in the {ORDINALS[number - 1]} iteration",
        )
    )
    for _, text in _ways_in(entry, number):
        yield "passes by words", f"{text}, the loop goes on.", start
    some = sorted(picks.sample(visits, min(VISITS, len(visits))), key=lambda v: v.start)
    for v in some:
        yield from _in_pass(here, number, v, start)
        for form, way in _ways_in(entry, number):
            for told in _becoming(v):
                yield form, f"{way}, {told}.", start
    names = [n for n in state.names if shown(state.names[n]) is not None]
    for name in names[:6]:
        first = shown(state.names[name])
        yield "unchanged here", f"{here}, `{name}` is unchanged.", start
        yield "remains", f"{here}, `{name}` remains `{first}`.", start
        yield "heading states", f"Iteration {number}: `{name}` = `{first}`.", start
        yield "heading states", f"Turn {number}: `{name} = {first}`. The loop goes on.", start
    last = visits[-1].after
    for name, value in (last.names if last else {}).items():
        after = shown(value)
        if after is not None:
            yield "shown in a pass", f"{here}, `{name}` = `{after}`.", start
            yield "is now", f"{here}, `{name}` is now `{after}`.", start
    yield "nothing happens", f"{here}, nothing happens.", start
    yield "ends of passes", f"{here}, the loop goes on.", start
    yield "ends of passes", f"{here}, we break.", start
    yield "ends of passes", f"{here}, we continue.", start
    yield "returns here", f"{here}, the function returns.", start
    yield from _things(entry, here, names, start)


def _ways_in(entry: Entry, number: int) -> Iterator[tuple[str, str]]:
    """Words by which a pass is named otherwise than by its number alone."""
    state = entry.passes[number - 1].start_state
    node = entry.loop.node
    yield "passes by number", f"At index {number - 1}"
    yield "passes by number", f"In turn {number}"
    if state is None or not isinstance(node, ast.For):
        return
    names = [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]
    for name in names:
        text = shown(state.names.get(name))
        if text is not None:
            yield "passes by items", f"For `{text}`"
            yield "passes by values", f"At `{name}` = `{text}`"


def _becoming(v: Visit) -> Iterator[str]:
    if v.after is None:
        return
    for name, after in v.after.names.items():
        before, text = v.before.names.get(name), shown(after)
        if text is not None and (before is None or before.oid != after.oid):
            yield f"`{name}` becomes `{text}`"


def _in_pass(here: str, number: int, v: Visit, start: int) -> Iterator[Timed]:
    for told in _becoming(v):
        yield "iteration becomes", f"{here}, {told}.", start
        yield "shown, so", f"Iteration {number}: {told}, so {_shown(told)}.", start
    for step in v.steps:
        node, outcome = step.statement.node, truth(step)
        if isinstance(node, ast.If) and outcome is not None:
            text = ast.unparse(node.test)
            if "`" in text or len(text) > LONGEST:
                continue
            word = "true" if outcome else "false"
            branch = "if" if outcome else "else"
            yield (
                "branch here",
                f"{here}, `{text}` is {word}, so the `{branch}` branch is taken.",
                start,
            )
            yield "branch here", f"{here}, the `{branch}` branch is taken.", start
            yield (
                "branch here",
                f"{here}, `{text}` is {word}, so the `if` branch is {'taken' if outcome else 'not taken'}.",
                start,
            )
            yield (
                "branch here",
                f"{here}, `{text}` is {word}, so the `elif` branch is taken.",
                start,
            )
            yield "condition here", f"{here}, the condition is {word}.", start
            for jump in ("we break", "we continue", "the loop goes on", "the function returns"):
                yield "ends of passes", f"{here}, `{text}` is {word}, so {jump}.", start
    for call in _calls(v):
        if call.args and isinstance(call.func, ast.Attribute):
            value = _argument(v, call)
            if value is not None and call.func.attr == "append":
                yield "appended here", f"{here}, `{value}` is appended.", start
                name = ast.unparse(call.func.value)
                after = shown(v.after.names.get(name)) if v.after else None
                if after is not None:
                    yield (
                        "appended here",
                        f"{here}, `{value}` is appended, making `{name}` `{after}`.",
                        start,
                    )


def is_word(name: str) -> bool:
    """Whether a variable's name can stand behind `the`."""
    return name.isalpha() and name.islower() and len(name) > 2 and name not in NO_THINGS


def _shown(told: str) -> str:
    match = re.fullmatch(r"`(.+?)` becomes `(.+)`", told)
    assert match is not None
    return f"`{match[1]}` = `{match[2]}`"


def _calls(v: Visit) -> list[ast.Call]:
    return [c for s in v.steps for c in s.statement.all(ast.Call)]


def _argument(v: Visit, call: ast.Call) -> str | None:
    """What is handed to a method, where it is a name or a literal."""
    match call.args[0]:
        case ast.Name(id=name):
            return shown(v.before.names.get(name))
        case ast.Constant(value=value):
            return repr(value)
        case _:
            return None


def _things(entry: Entry, here: str, names: list[str], start: int) -> Iterator[Timed]:
    state = entry.passes[0].start_state
    node = entry.loop.node
    if state is None or not isinstance(node, ast.For):
        return
    number = int(match[0]) if (match := re.search(r"\d+", here)) else 0
    if not number:
        number = next((k for k, word in enumerate(ORDINALS, 1) if word in here), 1)
    span = entry.passes[number - 1].start_state
    if span is None:
        return
    target = node.target
    if isinstance(node.iter, ast.Call) and getattr(node.iter.func, "id", "") == "enumerate":
        target = (
            target.elts[1] if isinstance(target, ast.Tuple) and len(target.elts) == 2 else target
        )
    if not isinstance(target, ast.Name):
        return
    text = shown(span.names.get(target.id))
    if text is None:
        return
    words = ["item", "value", "entry", "number", "character", "word", "letter"]
    words += [
        n.id[:-1]
        for n in ast.walk(node.iter)
        if isinstance(n, ast.Name) and n.id.endswith("s") and len(n.id) > 3
    ]
    for word in words:
        yield "named by a word", f"{here}, the {word} is `{text}`.", start
        if number <= len(ORDINALS) and word in COUNTED:
            yield "nth item", f"The {ORDINALS[number - 1]} {word} is `{text}`.", start
    for name in names:
        value = shown(span.names.get(name))
        if is_word(name) and value is not None:
            yield (
                "named by a word",
                f"{here}, the item is `{text}` and the {name} is `{value}`.",
                start,
            )


# -- outside of passes ----------------------------------------------------------------------------


def _outside(v: Visit, history: History) -> Iterator[Timed]:
    line, start = v.line, v.start
    if sum(w.line == line for w in history.visits) != 1 or v.after is None:
        return
    yield "returns here", f"Line {line} runs. The function returns.", start
    yield "nothing happens", f"Line {line} runs. Nothing happens.", start
    types = {"list": "list", "str": "string", "dict": "dictionary", "set": "set", "tuple": "tuple"}
    for name, value in v.after.names.items():
        text = shown(value)
        if text is None:
            continue
        it = held(value)
        yield "shown", f"Line {line} runs. `{name}` = `{text}`.", start
        yield "remains", f"Line {line} runs. `{name}` remains `{text}`.", start
        yield "unchanged here", f"Line {line} runs. `{name}` is unchanged.", start
        if is_word(name):
            yield "named by a word", f"Line {line} runs. The {name} is `{text}`.", start
            yield "ways of saying", f"Line {line} runs. The value of `{name}` is `{text}`.", start
        if value.type in types:
            word = types[value.type]
            yield "named by its type", f"Line {line} runs. The {word} is `{text}`.", start
            if isinstance(it, str | list | dict | tuple | set):
                unit = "characters" if isinstance(it, str) else "elements"
                yield (
                    "named by its type",
                    f"Line {line} runs. The {word} has {len(it)} {unit}.",
                    start,
                )
        if isinstance(it, str | list | tuple):
            shorter = it[:-1] if it else it
            if it:
                yield "longer", f"after line {line}, `{name}` is longer than `{shorter!r}`.", start
            more = it + "x" if isinstance(it, str) else [*it, 0]
            yield "longer", f"after line {line}, `{name}` is shorter than `{more!r}`.", start
    names = [n for n, x in v.after.names.items() if isinstance(held(x), str | list | tuple | dict)]
    for a in names[:3]:
        for b in names[:3]:
            if a != b:
                for word in ("longer than", "shorter than", "not longer than"):
                    yield "longer", f"after line {line}, `{a}` is {word} `{b}`.", start
    for step in v.steps:
        for told in _becoming(v):
            yield (
                "ways of saying",
                f"{told.replace('becomes', 'was set to')}.".replace("`", "`", 1),
                start,
            )
        if isinstance(step.statement.node, ast.Expr) and isinstance(
            step.statement.node.value, ast.Call
        ):
            text = ast.unparse(step.statement.node.value)
            if "`" not in text and len(text) <= LONGEST:
                yield "statement called", f"`{text}` is called.", start


def _shown_in_turn(history: History, picks: Random) -> Iterator[Timed]:
    """What a variable is, value after value."""
    turns: dict[str, list[str]] = {}
    starts: dict[str, int] = {}
    for v in history.visits:
        for told in _becoming(v):
            name, _, text = told[1:-1].partition("` becomes `")
            said = turns.setdefault(name, [])
            starts.setdefault(name, v.start)
            if len(said) < 3:
                said.append(text)
    for name, said in turns.items():
        for count in range(1, len(said) + 1):
            listed = ", ".join(f"`{name}` = `{text}`" for text in said[:count])
            yield "shown in turn", f"{listed}.", starts[name]
    names = sorted(turns)
    for _ in range(3):
        if len(names) > 1:
            a, b = picks.sample(names, 2)
            yield (
                "shown in turn",
                f"`{a}` = `{turns[a][0]}`, so `{b}` = `{turns[b][0]}`.",
                starts[a],
            )


# -- calls ----------------------------------------------------------------------------------------


def told_calls(oracle: Oracle, picks: Random) -> Iterator[Timed]:
    """Calls that are told one after the other."""
    calls = [a for a in oracle.recorder.activations if a.parent is not None and a.function]
    for a in picks.sample(calls, min(6, len(calls))):
        text = call_text(oracle, a)
        if text is None:
            continue
        yield from _call(oracle, a, text, picks)


def entry_called(oracle: Oracle, picks: Random) -> Iterator[Timed]:
    """The entry call, told as a call and by what it returns."""
    entry = oracle.entry
    text, result = call_text(oracle, entry), shown(entry.result)
    if text is None or result is None or entry.function is None or len(text) > 2 * LONGEST:
        return
    name, start, form = entry.function.name, entry.start, "returned by a told call"
    yield form, f"`{text}` is called and `{result}` is returned.", start
    yield form, f"`{name}` is called. `{result}` is returned.", start
    yield form, f"We call `{text}`. It returns `{result}`.", start
    visits = oracle.histories[entry].visits
    for v in picks.sample(visits, min(VISITS, len(visits))):
        for told in _becoming(v):
            yield form, f"`{text}` is called, {told} and `{result}` is returned.", start
    last = visits[-1]
    yield form, f"Line {last.line} runs. `{result}` is returned.", last.start
    yield form, f"Line {last.line} runs. We return `{result}`.", last.start
    if oracle.histories[entry].entries:
        yield form, f"After the loop, `{result}` is returned.", last.start


def call_text(oracle: Oracle, a: Activation) -> str | None:
    """A call by its arguments, as a reader of the source would write it: of the object that stands
    there, where one does."""
    function = a.function
    if function is None or not function.name.isidentifier():
        return None
    given = _given(function, a)
    if None in given:
        return None
    said = ", ".join(text for text in given if text is not None)
    made = calls_there(oracle, a, function.name) if function.owner and a.parent else None
    called = ast.unparse(made[0].func) if made and len(made) == 1 else function.name
    return f"{called}({said})"


def _given(function: Function, a: Activation) -> list[str | None]:
    """The arguments as Python would take them: all by position but those that go by name alone."""
    written, held = function.given, a.start_state.names
    if written is None:
        return [None]
    plain = [arg.arg for arg in (*written.posonlyargs, *written.args)]
    given = [shown(held.get(name)) for name in (plain[1:] if function.method else plain)]
    if written.vararg is not None:
        rest: Any = held[written.vararg.arg].data
        given += [shown(one) for one in rest]
    named: dict[str, Value | None] = {arg.arg: held.get(arg.arg) for arg in written.kwonlyargs}
    if written.kwarg is not None:
        keys: Any = held[written.kwarg.arg].data
        named.update({str(key.data): one for key, one in keys})
    for name, value in named.items():
        text = shown(value)
        given.append(f"{name}={text}" if text is not None and name.isidentifier() else None)
    return given


def _call(oracle: Oracle, a: Activation, text: str, picks: Random) -> Iterator[Timed]:
    function: Function = a.function  # type: ignore[assignment]
    history, start = oracle.histories[a], a.start
    result = shown(a.result)
    if result is not None:
        yield "call told", f"`{text}` is called and `{result}` is returned.", start
        yield "call told", f"`{text}` returns `{result}`.", start
        yield "call told", f"`{function.name}` is called. `{result}` is returned.", start
        yield "call told", f"We call `{text}`. It returns `{result}`.", start
    if a.thrown is not None:
        yield "what raises", f"`{text}` raises `{a.thrown.type}`.", start
        yield "what raises", f"`{text}` raises a `{a.thrown.type}`.", start
        yield "what raises", f"`{function.name}` raises `{a.thrown.type}`.", start
    caller = a.parent
    above = call_text(oracle, caller) if caller is not None and caller.parent is not None else None
    if above is not None:
        yield "call by a call", f"`{above}` calls `{text}`.", start
        if result is not None:
            yield "call by a call", f"`{above}` calls `{text}`. `{result}` is returned.", start
            top = shown(caller.result) if caller is not None else None
            if top is not None:
                yield (
                    "call by a call",
                    f"`{above}` calls `{text}`. `{result}` is returned. Back in `{above}`, `{top}` is returned.",
                    start,
                )
    visits = history.visits
    for v in picks.sample(visits, min(VISITS, len(visits))):
        for told in _becoming(v):
            yield "in a told call", f"`{text}` is called. {told[0]}{told[1:]}.", start
            yield "in a told call", f"`{text}`: {told}.", start
            yield "in a told call", f"`{text}` is called, {told} and {_shown(told)}.", start
            if result is not None:
                yield (
                    "in a told call",
                    f"`{text}` is called, {told} and `{result}` is returned.",
                    start,
                )
        for step in v.steps:
            outcome = truth(step)
            if isinstance(step.statement.node, ast.If) and outcome is not None:
                test = ast.unparse(step.statement.node.test)
                if "`" not in test and len(test) <= LONGEST:
                    word = "true" if outcome else "false"
                    yield "in a told call", f"`{text}` is called. `{test}` is {word}.", start
                    yield (
                        "returns here",
                        f"`{text}` is called. `{test}` is {word}, so the function returns.",
                        start,
                    )
                    if result is not None:
                        yield (
                            "in a told call",
                            f"In `{text}`, `{test}` is {word}, so `{result}` is returned.",
                            start,
                        )
    for name in function.order[:2]:
        value = shown(a.start_state.names.get(name))
        if value is not None:
            yield "in a told call", f"`{text}` is called. `{name}` is `{value}`.", start
