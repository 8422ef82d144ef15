"""Contexts (docs/semantics.md §3) and the moments of state claims (§4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from engine.claims.model.text import NOWHERE, BaseClaim, Expr, Surface
from engine.trace.model import LineNo, StepNo, Time
from engine.values import Value


@dataclass(frozen=True, slots=True)
class PassContext:
    """Pass ``number`` of the loop whose header starts on line ``loop``."""

    number: int
    loop: LineNo
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CallContext:
    """The ``number``-th activation of ``function``, counted over the whole recording."""

    number: int
    function: str  #: name, or qualified name without ``<locals>``
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SeveralPasses:
    """§5.50: passes of the loop, all of them meant. ``spans`` are the first and last number of
    each run of passes that is named, ascending: ``2 to 5`` is one of several passes, ``1 and 3``
    two of one."""

    spans: tuple[tuple[int, int], ...]
    loop: LineNo
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)

    @property
    def last(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class EveryPass:
    """§5.50: all passes of all entries of the loop."""

    loop: LineNo
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


class LoopKind(Enum):
    """Which keyword a loop without a line is said to have. Closed."""

    ANY = "loop"
    FOR = "for"
    WHILE = "while"


class LoopDepth(Enum):
    """Where a loop without a line is said to stand. Closed."""

    ANY = ""
    OUTER = "outer"
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class LoopName:
    """A loop without a line (§3.3): what the words say of it."""

    kind: LoopKind = LoopKind.ANY
    depth: LoopDepth = LoopDepth.ANY
    over: Expr | None = None  #: what it loops over
    number: int | None = None  #: `the second loop`: in the order of the source, from 1


@dataclass(frozen=True, slots=True)
class NamedPass:
    """Pass ``number`` of a loop without a line."""

    number: int
    loop: LoopName = LoopName()
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WholeLoop:
    """§5.51: all of an entry of the loop. ``passes`` is None where the sentence states no number
    of them."""

    loop: LineNo
    passes: int | None = None
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AfterTheLoop:
    """What comes after a loop, up to the end of the context."""

    loop: LoopName | LineNo = LoopName()
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PassWhere:
    """The next pass at whose start the expressions have these values (§3.3): ``At `i` = `3`,``."""

    values: tuple[tuple[Expr, Value], ...]
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ItemPass:
    """The next pass of a `for` loop whose item is the value (§3.3): a heading ```'a'`:``."""

    value: Value
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


class LabelWord(Enum):
    """By what a pass is numbered. Closed."""

    INDEX = "index"
    POSITION = "position"
    ROW = "row"
    COLUMN = "column"
    LEVEL = "level"
    TURN = "turn"
    WORD = "word"
    ORDER = "order"
    EVENT = "event"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class LabelledPass:
    """The pass of a loop that has the number (§5.83): ``At index 2,``, ``Turn 2:``."""

    word: LabelWord
    number: int
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ThisPass:
    """The innermost pass in which the point lies (§5.90); ``following``: the one after it."""

    following: bool = False
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EveryNamedPass:
    """All passes of a loop without a line, in the entry that the point decides (§5.99)."""

    loop: LoopName
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NamedCallContext:
    """The call that the expression spells, ``g(3)`` with literals as arguments (§3.4)."""

    expr: Expr
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the one interval of the context around it. No text is read as one: it is what a
    context without a line, an event or the point is found to be (§3.1 to §3.3)."""

    first: StepNo
    last: Time
    start: Time  #: the moment of the state at its start


@dataclass(frozen=True, slots=True)
class Parts:
    """A part of each interval of the context around it, in their order; None where it is all of
    one. No text is read as such (§3.5)."""

    spans: tuple[Span | None, ...]


ManyPasses: TypeAlias = SeveralPasses | EveryPass
"""Contexts of several intervals in each of which the claim has to hold (universal)."""

Context: TypeAlias = (
    PassContext
    | CallContext
    | SeveralPasses
    | EveryPass
    | WholeLoop
    | NamedPass
    | AfterTheLoop
    | PassWhere
    | ItemPass
    | LabelledPass
    | ThisPass
    | EveryNamedPass
    | NamedCallContext
    | Span
    | Parts
)


Chain: TypeAlias = tuple[Context, ...]
"""Contexts from the outermost inwards; empty: the entry activation, whole."""


@dataclass(frozen=True, slots=True)
class BeforeLine:
    """Before each visit of the line."""

    line: LineNo


@dataclass(frozen=True, slots=True)
class AfterLine:
    """After each visit of the line."""

    line: LineNo


@dataclass(frozen=True, slots=True)
class OnLine:
    """Before and after each visit."""

    line: LineNo


@dataclass(frozen=True, slots=True)
class ContextStart:
    """``At the start,``; ``At the start of pass K of the loop on line L,`` is this moment in that
    pass's context."""


@dataclass(frozen=True, slots=True)
class ContextEnd:
    """``At the end,``; ``After pass K of the loop on line L,`` is this moment in that pass's
    context."""


@dataclass(frozen=True, slots=True)
class ContextStartAndEnd:
    """``On pass K of the loop on line L,`` before a state claim without another moment: the start
    and the end of that pass. The innermost context is always a `PassContext`."""


@dataclass(frozen=True, slots=True)
class AfterLoop:
    """When an entry of the loop has been left, but by a return or an exception."""

    loop: LineNo


@dataclass(frozen=True, slots=True)
class StartOfEveryPass:
    """Universal. Of state claims, `ValueIs` and `HasType` only."""

    loop: LineNo


@dataclass(frozen=True, slots=True)
class EndOfEveryPass:
    """Universal. Of state claims, `ValueIs` and `HasType` only."""

    loop: LineNo


@dataclass(frozen=True, slots=True)
class Aside:
    """``E is V at the end`` (or at the start), said in passing (§5.90): the context's end, or its
    start, without its being come to in the text."""

    end: bool


@dataclass(frozen=True, slots=True)
class AtPoint:
    """No phrase at all: the state at the point (§3.1)."""


Moment: TypeAlias = (
    AtPoint
    | BeforeLine
    | AfterLine
    | OnLine
    | ContextStart
    | ContextEnd
    | Aside
    | ContextStartAndEnd
    | AfterLoop
    | StartOfEveryPass
    | EndOfEveryPass
)


@dataclass(frozen=True, slots=True)
class BaseState(BaseClaim):
    """What all state claims have: the moment that they speak of."""

    moment: Moment
