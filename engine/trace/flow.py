"""The control flow graph of a code object: post-dominators, and what a branch decides.

Ferrante, Ottenstein and Warren ("The program dependence graph and its use in optimization",
TOPLAS 1987): what a branch decides is what can run after it before control must come, whichever
way it goes, to the same place again (to a post-dominator of the branch).

Which exceptions count. A `raise` and an `assert` are jumps like any other. That an instruction
raises by itself (a division by zero, a missing key) counts where that can be caught: by a handler
from which control can come back to the normal course, or that raises something itself. Where it
cannot, the program would end with an exception that it did not foresee, and calling everything
after such an instruction dependent on it would make every slice the whole program.

Sets of nodes are ints, bit n for the node at position n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Final

from engine.trace.copies import first_copies, merged
from engine.trace.model import Code, FlowNode, Step, StepKind

RAISING: Final = frozenset({StepKind.RAISE, StepKind.RERAISE})

_NEVER_RAISE: Final = frozenset(
    {StepKind.CONSTANT, StepKind.STORE, StepKind.RETURN, StepKind.ENTER, StepKind.OTHER}
    | {StepKind.CATCH, StepKind.UNWIND, StepKind.RESUME, StepKind.FUNCTION}
)

NORMAL: Final = 0
"""The way on from a node that does not choose, or whose `truth` is true."""
OTHERWISE: Final = 1
"""The way on from a branch whose `truth` is false."""
RAISED: Final = 2
"""The way to the handler, or out of the activation."""


def may_raise(node: FlowNode) -> bool:
    """Whether the instruction itself can raise, apart from being interrupted."""
    if node.kind is None or node.kind in _NEVER_RAISE:
        return False
    return not (node.kind is StepKind.LOAD and node.place is not None and _is_fast(node))


def _is_fast(node: FlowNode) -> bool:
    # An unbound local raises, and that is as good as an error of a handful of programs; but which
    # names are bound is decided by branches, whose regions hold the loads that follow them.
    return node.place.value == "local" if node.place is not None else False


def way_of(step: Step) -> int:
    """Which way control went on after a step."""
    if step.exception is not None and step.kind is not StepKind.CATCH:
        return RAISED
    return OTHERWISE if step.truth is False else NORMAL


class Flow:
    """The graph of one code object. ``caught_above``: a caller catches what leaves it."""

    def __init__(self, code: Code, *, caught_above: bool) -> None:
        first = first_copies(code.flow)
        self.nodes: Final = merged(code.flow, first)
        self.exit: Final = len(code.flow)  #: the position of a node that stands for the end
        self.caught_above: Final = caught_above
        self.position: Final = {
            node.offset: first[at] for at, node in reversed(list(enumerate(code.flow)))
        }
        self._regions: dict[tuple[int, int], int] = {}
        self._elsewhere: dict[tuple[int, int], int] = {}

    # -- edges ------------------------------------------------------------------------------------

    @cached_property
    def _normal(self) -> int:
        return self._reach([0], self._normal_next)

    def _normal_next(self, at: int) -> Iterable[int]:
        return self.nodes[at].next

    def _handler_next(self, at: int) -> Iterator[int]:
        node = self.nodes[at]
        yield from node.next
        if node.kind in RAISING and node.handler is not None:
            yield node.handler

    @cached_property
    def _catching(self) -> dict[int, bool]:
        """For each handler, whether control can come back from it to the normal course, of which
        the compiler may have made a copy that returns, or to a `raise` of the program."""
        handlers = {node.handler for node in self.nodes if node.handler is not None}
        goal = self._normal
        for at, node in enumerate(self.nodes):
            if node.kind in {StepKind.RETURN, StepKind.RAISE}:
                goal |= 1 << at
        return {each: bool(self._reach([each], self._handler_next) & goal) for each in handlers}

    def catches(self, at: int) -> bool:
        """Whether an exception that a node raises is caught in this code."""
        handler = self.nodes[at].handler
        return handler is not None and self._catching[handler]

    def successors(self, at: int) -> list[tuple[int, int]]:
        """Where control can go on, and by which way."""
        node = self.nodes[at]
        ways = [(target, way) for way, target in enumerate(node.next)]
        if node.kind in RAISING:
            ways.append((self.exit if node.handler is None else node.handler, RAISED))
        elif node.kind is StepKind.RETURN:
            ways.append((self.exit, NORMAL))
        elif may_raise(node):
            if self.catches(at):
                assert node.handler is not None
                ways.append((node.handler, RAISED))
            elif self.caught_above:
                ways.append((self.exit, RAISED))
        return ways

    @cached_property
    def _edges(self) -> list[list[int]]:
        edges = [list({to for to, _ in self.successors(at)}) for at in range(self.exit)]
        edges.append([])
        # A loop without a way out ends too, as far as post-dominance is concerned.
        before: list[list[int]] = [[] for _ in edges]
        for at, targets in enumerate(edges):
            for to in targets:
                before[to].append(at)
        ends = self._reach([self.exit], before.__getitem__)
        for at in range(self.exit):
            if not ends >> at & 1 and any(to <= at for to in edges[at]):
                edges[at].append(self.exit)
        return edges

    @staticmethod
    def _reach(start: Iterable[int], following: object, barred: int = 0) -> int:
        seen, waiting = 0, list(start)
        while waiting:
            at = waiting.pop()
            if (seen | barred) >> at & 1:
                continue
            seen |= 1 << at
            waiting.extend(following(at))  # type: ignore[operator]
        return seen

    # -- post-dominance ---------------------------------------------------------------------------

    @cached_property
    def _postdominators(self) -> list[int]:
        """For each node, the nodes that control must come to from it; itself is one."""
        everything = (1 << (self.exit + 1)) - 1
        found = [everything] * (self.exit + 1)
        found[self.exit] = 1 << self.exit
        edges = self._edges
        changed = True
        while changed:
            changed = False
            for at in range(self.exit - 1, -1, -1):
                common = everything
                for to in edges[at]:
                    common &= found[to]
                common |= 1 << at
                if common != found[at]:
                    found[at] = common
                    changed = True
        return found

    def join(self, at: int) -> int:
        """The nodes that control must come to after a node."""
        return self._postdominators[at] & ~(1 << at)

    def branches(self, at: int) -> bool:
        """Whether control can go on from the node in more than one way."""
        return len(self._edges[at]) > 1

    def region(self, at: int) -> int:
        """What the node decides: all that can run after it before the ways meet again."""
        return self._beyond(at, -1, self._edges[at])

    def untaken(self, at: int, way: int) -> int:
        """What can run, before the ways meet again, on the ways that were not taken."""
        return self._beyond(at, way, self._other_ways(at, way))

    def _other_ways(self, at: int, way: int) -> list[int]:
        return [to for to, other in self.successors(at) if other != way]

    def comes_otherwise(self, at: int, way: int, to: Callable[[FlowNode], bool]) -> bool:
        """Whether control that goes another way at a node than this one can come to such a node
        before it is back."""
        reached = self._elsewhere.get((at, way))
        if reached is None:
            others = self._other_ways(at, way)
            reached = self._reach(others, self._edges.__getitem__, 1 << at)
            self._elsewhere[at, way] = reached
        return any(to(node) for node in self.members(reached))

    def _beyond(self, at: int, way: int, targets: list[int]) -> int:
        key = (at, way)
        found = self._regions.get(key)
        if found is None:
            found = self._reach(targets, self._edges.__getitem__, self.join(at))
            self._regions[key] = found
        return found

    def members(self, region: int) -> Iterator[FlowNode]:
        """The nodes of a region, in order."""
        while region:
            low = region & -region
            at = low.bit_length() - 1
            if at < self.exit:
                yield self.nodes[at]
            region ^= low
