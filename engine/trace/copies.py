"""One node for all copies of an instruction.

The compiler copies short ends of functions (`return r` behind a loop that a `break` leaves, the
`return None` that nobody wrote), tests of loops and `finally` blocks. To which copy control comes
is decided by a branch; that the instruction runs is not. Nodes are copies of each other if they
stand for the same instruction at the same place of the source, and control goes on from them to
copies, past what leaves no step (a jump): the coarsest bisimulation, found by refining a partition
(Kanellakis and Smolka, "CCS expressions, finite state processes, and three problems of
equivalence", 1990).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from engine.trace.model import FlowNode


def first_copies(nodes: Sequence[FlowNode]) -> list[int]:
    """For each node the position of the first one that is a copy of it, mostly its own."""
    following = [
        node.next if node.kind is None else [_past_jumps(nodes, to) for to in node.next]
        for node in nodes
    ]
    classes = _numbered([(n.kind, n.detail, n.span, n.place, n.handler is None) for n in nodes])
    count = 0
    while (found := len(set(classes))) > count:
        count = found
        keys: list[Hashable] = []
        for node, own, ways in zip(nodes, classes, following, strict=True):
            handler = -1 if node.handler is None else classes[node.handler]
            keys.append((own, handler, *[classes[to] for to in ways]))
        classes = _numbered(keys)
    first: dict[int, int] = {}
    return [first.setdefault(own, at) for at, own in enumerate(classes)]


def merged(nodes: Sequence[FlowNode], first: Sequence[int]) -> tuple[FlowNode, ...]:
    """The same nodes, with control going on to first copies alone."""
    return tuple(
        replace(
            node,
            next=tuple(first[to] for to in node.next),
            handler=None if node.handler is None else first[node.handler],
        )
        for node in nodes
    )


def _past_jumps(nodes: Sequence[FlowNode], at: int) -> int:
    """Where control gets from a node on without leaving a step."""
    seen: set[int] = set()
    while nodes[at].kind is None and len(nodes[at].next) == 1 and at not in seen:
        seen.add(at)
        at = nodes[at].next[0]
    return at


def _numbered(keys: Sequence[Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]
