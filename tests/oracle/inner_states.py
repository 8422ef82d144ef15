"""Claims about all states, and the states inside of what the context calls (semantics.md 5.4)."""

from __future__ import annotations

import ast
from collections.abc import Callable

from .asked import Asked
from .history import Visit
from .record import State

States = list[State | None]


def of_visits(visits: list[Visit]) -> States:
    return [state for v in visits for state in (v.before, v.after)]


def in_calls_too(
    asked: Asked,
    visits: list[Visit],
    node: ast.expr,
    judged: Callable[[list[States]], str],
    *,
    recursive: bool = True,
) -> str:
    """The verdict over the states around some visits, of each visit by itself; UNSUPPORTED where
    it is another with the states inside of the calls that these make."""
    own = judged([of_visits([v]) for v in visits])
    if own not in ("VERIFIED", "REFUTED"):
        return own
    more: list[States] = []
    for v in visits:
        inside = [s for clock, s in asked.activation.meanwhile if v.start < clock <= v.end]
        more.append([v.before, *inside, v.after])
    if recursive and visits:
        more[-1] += deeper_states(asked, visits, node)
    verdict = judged(more)
    return own if verdict == own else "UNDECIDED" if verdict == "UNDECIDED" else "UNSUPPORTED"


def deeper_states(asked: Asked, visits: list[Visit], node: ast.expr) -> States:
    """Those of the deeper calls of the entry's own function that begin there, in the order in which
    they begin, if a name is one of each of them."""
    entry = asked.oracle.recorder.activations[0]
    if asked.activation is not entry or entry.function is None:
        return []
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    if not names & entry.function.bound:
        return []
    return [
        state
        for a in asked.oracle.recorder.activations
        if a is not entry and a.function is entry.function
        if any(v.start < a.start <= v.end for v in visits)
        for state in of_visits(asked.oracle.histories[a].visits)
    ]
