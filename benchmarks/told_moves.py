"""True sentences about how values move, tests by their place, calls with their arguments and what
loops take up (docs/semantics.md §5.89 to §5.96).

As in `told_facts`, what is not so, or has several meanings, is offered too: the oracle keeps what
it calls VERIFIED.
"""

# One branch for each form; sentences are easier to compare in one piece.

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random
from typing import Final

from benchmarks.told_pointed import ORDINALS, call_text
from benchmarks.told_values import LONGEST, held, shown
from tests.oracle.evaluate import NoValue, Unclear, Undecidable, evaluate
from tests.oracle.history import Entry, History, Visit
from tests.oracle.judge import Oracle
from tests.oracle.record import Activation, State
from tests.oracle.values import Value

Timed = tuple[str, str, int]

PASSES: Final = 3
"""Passes of one entry of a loop in which something is told, at most."""

VISITS: Final = 6
"""Visits of which something is told, of one pass or of a whole call, at most."""

MOST_ITEMS: Final = 6
"""Passes of a loop whose items are told, at most."""


def move_facts(activation: Activation, history: History, picks: Random) -> Iterator[Timed]:
    """What can be told of one activation."""
    yield from _first_and_last(activation, history)
    for entry in history.entries[:3]:
        yield from _items(entry)
        numbers = range(1, len(entry.passes) + 1)
        for number in sorted(picks.sample(numbers, min(PASSES, len(numbers)))):
            yield from _pass(entry, number, history, picks)
    for v in picks.sample(history.visits, min(VISITS, len(history.visits))):
        yield from _visit(v, "", v.start)
        if sum(w.line == v.line for w in history.visits) == 1:
            yield from _behind(v)


def _values(state: State | None) -> Iterator[tuple[str, Value, str]]:
    for name, value in (state.names if state else {}).items():
        text = shown(value)
        if text is not None:
            yield name, value, text


# -- a whole call ---------------------------------------------------------------------------------


def _first_and_last(activation: Activation, history: History) -> Iterator[Timed]:
    start = activation.start
    for v in history.visits[:3]:
        for name, _, text in _values(v.after):
            yield "what a call begins with", f"at the start, `{name}` is `{text}`.", start
            yield "what a call begins with", f"`{name}` is `{text}` at the start.", start
    for name, _, text in _values(activation.end_state):
        yield "at the end, in passing", f"`{name}` is `{text}` at the end.", start
        yield "at the end, in passing", f"the final value of `{name}` is `{text}`.", start
    for number, word in enumerate(ORDINALS[:3], 1):
        for truth in ("true", "false"):
            yield "nth condition", f"the {word} condition is {truth}.", start
            yield "nth condition", f"the {word} of the {number} conditions is {truth}.", start
    for truth in ("true", "false"):
        yield "condition of the loop", f"the condition of the loop is {truth}.", start
    for v in history.visits[-1:]:
        for s in v.of(ast.Return):
            node = s.statement.node
            if isinstance(node, ast.Return) and node.value is not None and _fits(node.value):
                yield "expression returned", f"`{ast.unparse(node.value)}` is returned.", start


def _fits(node: ast.expr) -> bool:
    text = ast.unparse(node)
    return "`" not in text and "\\" not in text and len(text) <= LONGEST


def _behind(v: Visit) -> Iterator[Timed]:
    """What can be said when the only visit of a line has been told."""
    line, start = v.line, v.start
    for name, value, text in _values(v.after):
        for word in ("increased", "decreased"):
            yield "has increased", f"line {line} runs. `{name}` has {word}.", start
            yield (
                "has increased",
                f"after line {line}, `{name}` is `{text}`. `{name}` has {word}.",
                start,
            )
        it = held(value)
        if isinstance(it, list | tuple | str) and 1 < len(it) < 5:
            parts = [shown(_taken(each)) for each in it]
            if None not in parts:
                told = [f"The {ORDINALS[k]} element is `{part}`." for k, part in enumerate(parts)]
                first = f"after line {line}, the first element of `{name}` is `{parts[0]}`."
                yield "elements in turn", f"{first} {' '.join(told[1:])}", start
                last = f"The last element is `{parts[-1]}`."
                yield "elements in turn", f"{first} {told[1]} {last}", start
        if isinstance(it, int | float) and not isinstance(it, bool):
            yield "converted", f"line {line} runs. `{name}` is converted to `{str(it)!r}`.", start
        if isinstance(it, str) and it.isdigit():
            yield "converted", f"line {line} runs. `{name}` is converted to `{int(it)}`.", start
        if isinstance(it, list):
            yield "converted", f"line {line} runs. `{name}` is converted to `{tuple(it)!r}`.", start
        if isinstance(it, int) and not isinstance(it, bool):
            by = [k for k in (2, 3, 4, 5) if it % k]
            if len(by) > 1:
                listed = ", ".join(map(str, by))
                yield (
                    "divisible by none",
                    f"line {line} runs. `{name}` is divisible by none of `{listed}`.",
                    start,
                )
        for kind in ("list", "string", "dictionary", "tuple", "set"):
            yield "is not of a type", f"after line {line}, `{name}` is not a {kind}.", start
        yield "is not of a type", f"after line {line}, `{name}` is not of type `float`.", start
        if isinstance(it, str):
            for kind in ("a bracket", "an opening bracket", "a closing bracket", "a comma"):
                yield "brackets", f"after line {line}, `{name}` is {kind}.", start
                yield "brackets", f"after line {line}, `{name}` is not {kind}.", start


def _taken(data: object) -> Value | None:
    from_text = ast.parse(repr(data), mode="eval").body
    try:
        return evaluate(from_text, State(None, {}, {}))
    except (NoValue, Undecidable, Unclear):
        return None


# -- passes ---------------------------------------------------------------------------------------


def _pass(entry: Entry, number: int, history: History, picks: Random) -> Iterator[Timed]:
    span = entry.passes[number - 1]
    here, start = f"in iteration {number}", span.start
    visits = [v for v in history.visits if span.start <= v.start <= span.end]
    if not visits:
        return
    for name, _, text in _values(visits[-1].after):
        yield "at the end, in passing", f"{here}, `{name}` is `{text}` at the end.", start
        yield "at the end, in passing", f"{here}, the final value of `{name}` is `{text}`.", start
        yield (
            "after this pass",
            f"{here}, `{name}` is now `{text}`. After this pass, `{name}` is `{text}`.",
            start,
        )
        for word in ("increased", "decreased"):
            yield "has increased", f"{here}, the loop goes on. `{name}` has {word}.", start
            yield "has increased", f"{here}, `{name}` is now `{text}`. `{name}` has {word}.", start
            yield "has increased", f"Iteration {number}: `{name}` has {word}.", start
    for k, word in enumerate(ORDINALS[:3], 1):
        for truth, taken in (("true", "taken"), ("false", "skipped")):
            branch = "if" if truth == "true" else "else"
            yield "nth condition", f"{here}, the {word} condition is {truth}.", start
            yield "nth condition", f"{here}, the {word} `if` is {taken}.", start
            yield "nth condition", f"{here}, the {word} of the {k} conditions is {truth}.", start
            yield (
                "nth condition",
                f"{here}, the {word} condition is {truth}, so the `{branch}` branch is taken.",
                start,
            )
    yield "nth condition", f"{here}, neither condition is true.", start
    for truth in ("true", "false"):
        yield "condition of the loop", f"{here}, the condition of the loop is {truth}.", start
        yield "condition of the loop", f"{here}, the `while` condition is {truth}.", start
    for v in sorted(picks.sample(visits, min(VISITS, len(visits))), key=lambda v: v.start):
        yield from _visit(v, f"{here}, ", start)
        for told in _becoming(v):
            yield "in this pass", f"{here}, the loop goes on. In this pass, {told}.", start
            yield "in this pass", f"Iteration {number}: in this pass, {told}.", start


def _becoming(v: Visit) -> Iterator[str]:
    for name, after, text in _values(v.after):
        before = v.before.names.get(name)
        if before is None or before.oid != after.oid:
            yield f"`{name}` becomes `{text}`"


def _visit(v: Visit, here: str, start: int) -> Iterator[Timed]:
    for name, after, text in _values(v.after):
        before = v.before.names.get(name)
        old = shown(before)
        if before is None or old is None or old == text:
            continue
        one, other = held(before), held(after)
        for word in ("rises", "drops", "increases", "decreases"):
            yield "directions", f"{here}`{name}` {word} to `{text}`.", start
            yield "directions", f"{here}`{name}` {word} from `{old}` to `{text}`.", start
        yield "is moved", f"{here}`{name}` is moved to `{text}`.", start
        if isinstance(one, list | str | dict) and isinstance(other, list | str | dict):
            yield "directions", f"{here}`{name}` grows to `{text}`.", start
    for told in _becoming(v):
        name, _, text = told[1:-1].partition("` becomes `")
        yield "stored", f"{here}`{text}` is stored in `{name}`.", start
    for s in v.steps:
        yield from _assigned(s.statement.node, here, start)
        for node in s.statement.all(ast.BinOp):
            named = {ast.FloorDiv: "quotient", ast.Mod: "remainder"}.get(type(node.op))
            found = _evaluated(node, v.before)
            if named is not None and found is not None:
                yield "quotients", f"{here}the {named} is `{found}`.", start
        for node in s.statement.all(ast.ListComp | ast.SetComp | ast.DictComp):
            found = _evaluated(node, v.before)
            kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "dictionary")
            if found is not None:
                yield "the comprehension", f"{here}the comprehension gives `{found}`.", start
                yield "the comprehension", f"{here}the {kind} comprehension gives `{found}`.", start


def _assigned(node: ast.AST, here: str, start: int) -> Iterator[Timed]:
    match node:
        case ast.Assign(targets=[target], value=value) if _fits(value) and _fits(target):
            place, text = ast.unparse(target), ast.unparse(value)
        case ast.AugAssign(target=target, op=op, value=value) if _fits(value):
            read = ast.parse(ast.unparse(target), mode="eval").body
            place, text = ast.unparse(target), ast.unparse(ast.BinOp(read, op, value))
        case _:
            return
    yield "set to an expression", f"{here}`{place}` becomes `{text}`.", start
    yield "set to an expression", f"{here}`{place}` is set to `{text}`.", start


def _evaluated(node: ast.expr, state: State) -> str | None:
    try:
        return shown(evaluate(node, state))
    except (NoValue, Undecidable, Unclear):
        return None


# -- what loops take up ---------------------------------------------------------------------------


def _items(entry: Entry) -> Iterator[Timed]:
    node, start = entry.loop.node, entry.start
    if not isinstance(node, ast.For) or not 0 < len(entry.passes) <= MOST_ITEMS:
        return
    names = [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]
    words = ["The loop", "The inner loop", "The first loop"]
    for name in names:
        values = [shown(_named(span.start_state, name)) for span in entry.passes]
        texts = [text for text in values if text is not None]
        if len(texts) < len(values):
            continue
        listed = " & ".join(f"`{text}`" for text in texts)
        yield "takes", f"`{name}` takes the values {listed}.", start
        for word in words:
            yield "runs over", f"{word} runs over `[{', '.join(texts)}]`.", start
            yield "runs over", f"{word} iterates over `{name} = {', '.join(texts)}`.", start
            if _fits(node.iter):
                over = ast.unparse(node.iter)
                yield "runs over", f"{word} runs over `{over}`.", start
                yield "runs over", f"{word} runs over `{over} = [{', '.join(texts)}]`.", start
        if _fits(node.iter) and len(texts) > 1:
            yield (
                "gives the values",
                f"`{ast.unparse(node.iter)}` gives the values {listed}.",
                start,
            )
        for text in sorted(set(texts)):
            yield "occurs", f"`{text}` occurs {texts.count(text)} times.", start
        yield "occurs", "`7777` occurs 0 times.", start


def _named(state: State | None, name: str) -> Value | None:
    return None if state is None else state.names.get(name)


# -- calls ----------------------------------------------------------------------------------------


def called_facts(oracle: Oracle, picks: Random) -> Iterator[Timed]:
    """Calls with their arguments, which one of several, and what is returned."""
    calls = [a for a in oracle.recorder.activations if a.parent is not None and a.function]
    for a in picks.sample(calls, min(6, len(calls))):
        function = a.function
        if function is None or not function.name.isidentifier():
            continue
        start = a.start
        given = [
            f"`{name} = {text}`" for name in function.order
            if (text := shown(a.start_state.names.get(name))) is not None
        ]  # fmt: skip
        if given:
            yield "called with", f"`{function.name}` is called with {' & '.join(given)}.", start
            yield "called with", f"`{function.name}` is called with {picks.choice(given)}.", start
        told = call_text(oracle, a)
        names = [function.name] + ([told] if told is not None else [])
        for name in names:
            for word in ORDINALS:
                yield "which call", f"`{name}` is called for the {word} time.", start
            yield from _returned(oracle, a, name)


def _returned(oracle: Oracle, a: Activation, name: str) -> Iterator[Timed]:
    returning = oracle.histories[a].returning
    node = returning.statement.node if returning is not None else None
    if isinstance(node, ast.Return) and node.value is not None and _fits(node.value):
        text = ast.unparse(node.value)
        yield "expression returned", f"`{name}` is called and `{text}` is returned.", a.start
