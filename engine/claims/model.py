"""The claims of the narration language as data, one class for each form of `docs/semantics.md` §5.

Several surface forms share a class: ``Line 5 is skipped`` and ``Line 5 runs 0 times`` are the
same `LineRuns`. Everything is frozen; equality is equality of meaning: the place in the text
(`Surface`) and the way an expression is spelt take no part in it. `Claim`, `Context`,
`Moment`, `Target` and `Expected` are closed unions, to be consumed by ``match`` without a
catch-all, so that the type checker finds the member that was forgotten.

Numbers: lines, passes and calls count from 1; counts (of runs, passes, calls) from 0.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias

from engine.trace.model import LineNo
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Surface:
    """Where something stands in the narration, and its text.

    Lines from 1; columns in characters from 1; ``end_column`` is the column after the last
    character."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


NOWHERE: Final = Surface(0, 0, 0, 0, "")
"""The surface of a claim that was made, not read."""


@dataclass(frozen=True, slots=True)
class Expr:
    """A Python expression of the text. Equal when the syntax trees are (spaces, quotes and
    redundant parentheses do not matter).

    Make one with `engine.claims.spans.read_expr`, which sets bounds and normalises."""

    dump: str  #: normalised `ast.dump` of ``tree``: what equality compares
    text: str = field(compare=False)  #: as written
    tree: ast.expr = field(compare=False, repr=False)  #: shared between readers: never change it


@dataclass(frozen=True, slots=True)
class NameTarget:
    """A plain name."""

    name: str


@dataclass(frozen=True, slots=True)
class ElementTarget:
    """``container[key]``; ``whole`` is the element itself as an expression."""

    container: Expr
    key: Expr
    whole: Expr = field(compare=False)


@dataclass(frozen=True, slots=True)
class AttributeTarget:
    """``container.name``; ``whole`` is the attribute itself as an expression."""

    container: Expr
    name: str
    whole: Expr = field(compare=False)


Target: TypeAlias = NameTarget | ElementTarget | AttributeTarget


@dataclass(frozen=True, slots=True)
class Exactly:
    """The result is structurally equal to ``value``."""

    value: Value


@dataclass(frozen=True, slots=True)
class OfType:
    """The result is of exactly the type of this name (§5.3: how types are named)."""

    type_name: str


Expected: TypeAlias = Exactly | OfType


# -- contexts (§3) ------------------------------------------------------------------------------


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


Context: TypeAlias = PassContext | CallContext
Chain: TypeAlias = tuple[Context, ...]
"""Contexts from the outermost inwards; empty: the entry activation, whole."""


# -- moments of state claims (§4) -----------------------------------------------------------------


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


Moment: TypeAlias = (
    BeforeLine
    | AfterLine
    | OnLine
    | ContextStart
    | ContextEnd
    | ContextStartAndEnd
    | AfterLoop
    | StartOfEveryPass
    | EndOfEveryPass
)


# -- claims (§5) --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What all claims have. ``surface`` is the claim's own part of its sentence."""

    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ValueIs(_Claim):
    """§5.1, §5.5: the expression has the value at the moment (``negated``: has another one)."""

    moment: Moment
    expr: Expr
    value: Value
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsDefined(_Claim):
    """§5.2: the name has a value at the moment (``negated``: has none)."""

    moment: Moment
    name: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class HasType(_Claim):
    """§5.3, §5.5."""

    moment: Moment
    expr: Expr
    type_name: str


class Quantifier(Enum):
    """§5.4: of how many of the context's states the claim speaks. Closed."""

    ALWAYS = "always"  #: in all of them it is the value
    NEVER = "never"  #: in none of them
    AT_SOME_POINT = "at some point"  #: in at least one


@dataclass(frozen=True, slots=True)
class Quantified(_Claim):
    """§5.4."""

    quantifier: Quantifier
    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Sets(_Claim):
    """§5.6. ``to`` is None where the sentence states no value."""

    line: LineNo
    target: Target
    to: Expected | None = None


@dataclass(frozen=True, slots=True)
class Changes(_Claim):
    """§5.7. ``before`` is None where the sentence does not state it."""

    line: LineNo
    expr: Expr
    value: Value
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class LeavesUnchanged(_Claim):
    """§5.8."""

    line: LineNo
    expr: Expr


@dataclass(frozen=True, slots=True)
class Deletes(_Claim):
    """§5.9."""

    line: LineNo
    target: Target


@dataclass(frozen=True, slots=True)
class Evaluates(_Claim):
    """§5.10."""

    line: LineNo
    expr: Expr
    result: Expected


@dataclass(frozen=True, slots=True)
class ConditionIs(_Claim):
    """§5.11."""

    line: LineNo
    condition: Expr
    truth: bool


class Consequence(Enum):
    """§5.11: what becomes of line M after the test. Closed."""

    RUNS = "runs"  #: the next visit of the activation is of line M
    SKIPPED = "is skipped"  #: M lies in the block that this outcome does not run


@dataclass(frozen=True, slots=True)
class ConditionLeads(_Claim):
    """§5.11: ``…, so line M runs``. A claim of its own, beside the `ConditionIs` of the same
    sentence, which it needs; ``line``, ``condition`` and ``truth`` are those of that claim."""

    line: LineNo
    condition: Expr
    truth: bool
    consequence: Consequence
    then_line: LineNo


@dataclass(frozen=True, slots=True)
class LineRuns(_Claim):
    """§5.12. ``times`` is None for "at least once", 0 for "never"."""

    line: LineNo
    times: int | None = None


@dataclass(frozen=True, slots=True)
class LoopPasses(_Claim):
    """§5.13."""

    loop: LineNo
    passes: int


class LoopEnding(Enum):
    """§5.14: why a loop is left. Closed."""

    EXHAUSTED = "its items run out"
    CONDITION_FALSE = "its condition is false"
    BREAK = "breaks out of it"  #: by a line
    RETURN = "returns"  #: by a line
    RAISE = "raises"  #: by a line


@dataclass(frozen=True, slots=True)
class LoopEnds(_Claim):
    """§5.14. ``by`` is line M; None exactly for EXHAUSTED and CONDITION_FALSE."""

    loop: LineNo
    ending: LoopEnding
    by: LineNo | None = None


@dataclass(frozen=True, slots=True)
class BreaksOut(_Claim):
    """§5.15."""

    line: LineNo
    loop: LineNo


@dataclass(frozen=True, slots=True)
class ContinuesLoop(_Claim):
    """§5.15."""

    line: LineNo
    loop: LineNo


@dataclass(frozen=True, slots=True)
class Calls(_Claim):
    """§5.16. One claim, however many arguments it names; the names are all different."""

    line: LineNo
    function: str
    arguments: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class CallReturns(_Claim):
    """§5.17. Absolute."""

    number: int
    function: str
    result: Expected


@dataclass(frozen=True, slots=True)
class CallRaises(_Claim):
    """§5.17. Absolute. ``exception`` is the exact type's name."""

    number: int
    function: str
    exception: str


@dataclass(frozen=True, slots=True)
class CalledTimes(_Claim):
    """§5.17. Absolute."""

    function: str
    times: int


@dataclass(frozen=True, slots=True)
class LineRaises(_Claim):
    """§5.18. ``message`` is None where the sentence states none."""

    line: LineNo
    exception: str
    message: Value | None = None


@dataclass(frozen=True, slots=True)
class LineCatches(_Claim):
    """§5.18."""

    line: LineNo
    exception: str


@dataclass(frozen=True, slots=True)
class LineReturns(_Claim):
    """§5.19."""

    line: LineNo
    result: Expected


@dataclass(frozen=True, slots=True)
class LineYields(_Claim):
    """§5.19."""

    line: LineNo
    value: Value


@dataclass(frozen=True, slots=True)
class AnswerReturns(_Claim):
    """§5.20. Absolute: the entry activation."""

    result: Expected


@dataclass(frozen=True, slots=True)
class AnswerRaises(_Claim):
    """§5.20. Absolute: the entry activation."""

    exception: str
    message: Value | None = None


@dataclass(frozen=True, slots=True)
class LinePrints(_Claim):
    """§5.21. ``text`` is None for ``prints nothing``, which is not the same as `''`."""

    line: LineNo
    text: str | None


@dataclass(frozen=True, slots=True)
class ProgramPrints(_Claim):
    """§5.21. Absolute. ``text`` is None for ``prints nothing``."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Defines(_Claim):
    """§5.22."""

    line: LineNo
    name: str


@dataclass(frozen=True, slots=True)
class Imports(_Claim):
    """§5.22."""

    line: LineNo
    name: str


@dataclass(frozen=True, slots=True)
class AssertionHolds(_Claim):
    """§5.23. ``holds`` is False for ``fails``."""

    line: LineNo
    holds: bool


@dataclass(frozen=True, slots=True)
class CaseMatches(_Claim):
    """§5.24. ``matches`` is False for ``does not match``."""

    line: LineNo
    matches: bool


@dataclass(frozen=True, slots=True)
class DoesNothing(_Claim):
    """§5.25."""

    line: LineNo


@dataclass(frozen=True, slots=True)
class EntersWith(_Claim):
    """§5.26."""

    line: LineNo


StateClaim: TypeAlias = ValueIs | IsDefined | HasType
AbsoluteClaim: TypeAlias = (
    CallReturns | CallRaises | CalledTimes | AnswerReturns | AnswerRaises | ProgramPrints
)
"""Claims that mean the same in every context. They take no prefix."""

Claim: TypeAlias = (
    StateClaim
    | AbsoluteClaim
    | Quantified
    | Sets
    | Changes
    | LeavesUnchanged
    | Deletes
    | Evaluates
    | ConditionIs
    | ConditionLeads
    | LineRuns
    | LoopPasses
    | LoopEnds
    | BreaksOut
    | ContinuesLoop
    | Calls
    | LineRaises
    | LineCatches
    | LineReturns
    | LineYields
    | LinePrints
    | Defines
    | Imports
    | AssertionHolds
    | CaseMatches
    | DoesNothing
    | EntersWith
)


# -- narrations (§6) ------------------------------------------------------------------------------


class Relation(Enum):
    """Where a sentence's moments lie in the order of the narration. Closed."""

    NOW = "now"  #: in sequence
    EARLIER = "earlier"  #: `Earlier, …`: begins at or before the last chosen point
    LATER = "later"  #: `Later, …`: ends at or after it


class NoteKind(Enum):
    """§5.27: the closed list of sentences without facts; the value is the sentence."""

    TRACE = "Let us trace the call step by step."
    FOLLOW = "Let us follow the call step by step."
    WALK = "Let us walk through the execution."
    HERE = "Here is what happens."
    HERE_STEPS = "Here is what happens, step by step."


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence without facts."""

    kind: NoteKind
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``prefix`` are the contexts that hold for this sentence alone."""

    claims: tuple[Claim, ...]
    prefix: Chain = ()
    relation: Relation = Relation.NOW
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a context, and itself a claim (§3): that this context exists.

    ``states`` stand in its parentheses; their moment is the `ContextStart` of the heading's own
    context."""

    context: Context
    states: tuple[ValueIs, ...] = ()
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and what is indented below it."""

    heading: Heading
    items: tuple[Item, ...]


Item: TypeAlias = Sentence | Note | Block


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim with all that its meaning needs: headings' contexts, then the sentence's own."""

    claim: Claim
    chain: Chain
    relation: Relation = Relation.NOW


@dataclass(frozen=True, slots=True)
class PlacedHeading:
    """A heading with its full chain, its own context last. It claims that this context exists, and
    has its place in the order of the narration."""

    heading: Heading
    chain: Chain


@dataclass(frozen=True, slots=True)
class Narration:
    """A narration as a tree. Equality leaves places out."""

    items: tuple[Item, ...] = ()

    def entries(self) -> Iterator[PlacedHeading | PlacedClaim]:
        """Headings and claims in the order of the text; a heading's own claims follow it."""
        return _entries(self.items, ())

    def claims(self) -> Iterator[PlacedClaim]:
        """All claims in the order of the text, those in the headings' parentheses included."""
        return (entry for entry in self.entries() if isinstance(entry, PlacedClaim))


def _entries(items: tuple[Item, ...], chain: Chain) -> Iterator[PlacedHeading | PlacedClaim]:
    for item in items:
        match item:
            case Note():
                pass
            case Sentence(claims=claims, prefix=prefix, relation=relation):
                for claim in claims:
                    yield PlacedClaim(claim, chain + prefix, relation)
            case Block(heading=heading, items=inner):
                inside = (*chain, heading.context)
                yield PlacedHeading(heading, inside)
                for state in heading.states:
                    yield PlacedClaim(state, inside)
                yield from _entries(inner, inside)
