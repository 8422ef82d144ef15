"""What a recording says: activations, their visits of lines, the entries and passes of loops.

Moments are readings of one integer clock. It advances with every event; the last moment of what
an event at `t` ends is `t - 1`, so that intervals that follow one another never touch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .program import Function, Program
from .values import Value


@dataclass(frozen=True)
class State:
    """The names of an activation and of its module, with their values, at one moment."""

    function: Function
    names: dict[str, Value]
    module: dict[str, Value]
    clock: int


@dataclass(frozen=True)
class Thrown:
    """An exception: the name of its exact type, and its arguments."""

    type: str
    args: tuple[Value, ...]


@dataclass(frozen=True)
class Write:
    """A store to (or deletion of) an element or attribute of an object."""

    sid: int
    oid: int
    key: Value | str  # an element's key, or an attribute's name
    deletes: bool


@dataclass
class Visit:
    """One uninterrupted execution of a line in one activation."""

    line: int
    start: int
    before: State
    end: int = -1
    after: State | None = None
    begun: list[int] = field(default_factory=list)  # statements, by number, that were begun
    done: list[int] = field(default_factory=list)  # and those that ran to their end
    bound: set[str] = field(default_factory=set)
    evaluations: dict[int, list[Value]] = field(default_factory=dict)  # by expression number
    tests: list[tuple[int, bool]] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    raised: Thrown | None = None
    caught: list[str] = field(default_factory=list)
    returned: bool = False
    yielded: list[Value] = field(default_factory=list)
    jumps: list[int] = field(default_factory=list)  # `break` and `continue` statements
    matched: bool = False  # of a `case`
    entered: bool = False  # of a `with`
    exhausted: bool = False  # of a `for` header: it found no more items


@dataclass
class Pass:
    """One pass of a loop."""

    start: int
    start_state: State
    end: int = -1
    end_state: State | None = None


@dataclass
class Entry:
    """One entry of a loop: from control coming to it until it is left."""

    sid: int
    line: int
    start: int
    passes: list[Pass] = field(default_factory=list)
    left: int = -1
    after: State | None = None  # only where the loop was left in an orderly way
    cause: tuple[str, int] | None = None  # exhausted, false, break, return, raise; with a line


@dataclass
class Activation:
    """One execution of a function."""

    function: Function
    start: int
    start_state: State
    parent: Activation | None
    end: int = -1
    end_state: State | None = None
    result: Value | None = None
    thrown: Thrown | None = None
    visits: list[Visit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass
class History:
    """All that was seen of one call."""

    program: Program
    activations: list[Activation]
    result: Value | None
    thrown: Thrown | None
    output: list[tuple[int, str]]  # clock and text of each write to standard output
    end: int

    def written(self, start: int, end: int) -> str:
        return "".join(text for clock, text in self.output if start <= clock <= end)
