"""Claims about what a call that is told shares with the functions around it (semantics.md §3.4)."""

from __future__ import annotations

import ast
import builtins
import itertools
from typing import TYPE_CHECKING, Any

from . import evaluate as ev
from .answers import tried
from .contexts import Point
from .program import Function
from .reader import Sentence
from .record import Activation, State
from .told_calls import OF_TARGET, can_be_meant, free, line_of, names_call, names_in
from .values import Value, equal, is_unknown

if TYPE_CHECKING:
    from .judge import Oracle

BY_POINT = (
    "bare", "shown", "unchanged", "remains", "next-set", "next-derived", "set-to", "stored",
    "moved-to", "has-moved", "next-truth",
)  # fmt: skip
EVENTS = ("next-set", "next-derived")
BY_MOMENT = (
    "passing", "state", "quantified", "extreme", "trend", "never-in", "goes-through", "goes",
    "grows",
)  # fmt: skip


def shared_call(oracle: Oracle, sentence: Sentence, point: Point, depth: int) -> Activation | None:
    """The told call that a claim is about by what this shares with others, and by nothing else."""
    if sentence.form not in (*BY_POINT, *BY_MOMENT) or line_of(sentence) is not None:
        return None
    if names_call(oracle, sentence):
        return None
    for t in reversed([t for t in point.told if t.depth == depth]):
        function = t.activation.function
        if function is None or can_be_meant(oracle, sentence, function):
            return None
        if shares(oracle, t.activation, function, sentence):
            return t.activation
    return None


def shares(oracle: Oracle, call: Activation, function: Function, sentence: Sentence) -> bool:
    """Whether the function's own code has all foreign names of the claim in it and, of what is so
    or comes next at the point, the call changes what they stand for."""
    if any(a.kind == "defined" for a in sentence.atoms):
        return False
    about: Any = (sentence.args, sentence.atoms)
    if sentence.form in OF_TARGET or sentence.form == "next-set":
        about = sentence.args[0]
    elif sentence.form == "next-derived":
        parts = sentence.args[0]
        assert isinstance(parts, tuple)
        about = parts[0]
    names = names_in(about)
    if any(" " in n for n in names):
        return False
    foreign = {n for n in names - function.bound if not (hasattr(builtins, n) and free(oracle, n))}
    if not foreign or not foreign <= written_in(oracle, function):
        return False
    states = states_of(call)
    held = [[value_in(s, n) for s in states] for n in sorted(foreign)]
    declared = declared_in(oracle, function)
    first = [
        values[-1] if values[0] is None and name in declared else values[0]
        for name, values in zip(sorted(foreign), held, strict=True)
    ]
    if None in first:
        return False
    if all(v is not None and v.kind == "opaque" for v in first):
        return False
    if sentence.form in BY_MOMENT:
        return True
    rebound = any(differ(a, b) for values in held for a, b in itertools.pairwise(values))
    own = [[value_in(s, n) for s in states] for n in sorted(names & function.bound)]
    return rebound or any(
        a is not None and b is not None and a.oid == b.oid and a.kind != "scalar" and differ(a, b)
        for values in own
        for a, b in itertools.pairwise(values)
    )


def states_of(call: Activation) -> list[State]:
    """The states of a call, those that it has while it calls others among them, in order."""
    marks = [(m.clock, m.state) for m in call.log]
    inside = [(clock, s) for clock, s in call.meanwhile if s is not None]
    inside = sorted([*marks, *inside], key=lambda pair: pair[0])
    return [
        call.start_state,
        *(s for _, s in inside),
        *([call.end_state] if call.end_state else []),
    ]


def value_in(state: State, name: str) -> Value | None:
    found: list[Value] = []

    def take() -> bool:
        found.append(ev.lookup(state, name))
        return True

    tried(take)
    return found[0] if found else None


def differ(one: Value | None, other: Value | None) -> bool:
    if one is None or other is None:
        return one is not other
    return one.oid != other.oid or (not is_unknown(one) and not equal(one, other))


def written_in(oracle: Oracle, function: Function) -> set[str]:
    """The names in the code of a function, and of those in it."""
    found: set[str] = set()
    for s in oracle.program.statements:
        inner = s.function
        while inner is not None and inner is not function:
            inner = inner.enclosing
        if inner is not None:
            nodes = [n for part in s.header for n in ast.walk(part)]
            found |= {n.id for n in nodes if isinstance(n, ast.Name)} | s.function.foreign  # type: ignore[union-attr]
    return found | function.foreign


def declared_in(oracle: Oracle, function: Function) -> set[str]:
    """The names that a function, or one in it, has as `global` or `nonlocal`."""
    found = set(function.foreign)
    for s in oracle.program.statements:
        inner = s.function
        while inner is not None and inner is not function:
            inner = inner.enclosing
        if inner is not None:
            found |= s.function.foreign  # type: ignore[union-attr]
    return found


def of_either(sentence: Sentence, shared: str, around: str, *, softened: str) -> str:
    """The verdict of a claim that can be of a told call or of what is around it; `softened` is that
    around, what may have been meant with it (§3.7)."""
    if shared in ("UNSUPPORTED", "UNDECIDED"):
        return shared
    if sentence.form in BY_MOMENT:
        if "UNDECIDED" in (around, softened):
            return "UNDECIDED"
        return shared if shared == around else "AMBIGUOUS"
    if shared != "REFUTED":
        return shared
    if around in ("VERIFIED", "AMBIGUOUS"):
        return "AMBIGUOUS"
    return shared if softened == around == "REFUTED" else "UNDECIDED"
