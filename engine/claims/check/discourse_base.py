"""What a narration is read with: the point, contexts that were met, what was told (§3.1)."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Hashable
from functools import lru_cache
from typing import Final, NamedTuple, get_args

from engine.claims.check.context import Frame, entry_frames, narrowed
from engine.claims.check.named import Named
from engine.claims.check.other_calls import OtherCalls
from engine.claims.check.points import Failure, Judged
from engine.claims.check.told_calls import (
    ToldCall,
)
from engine.claims.model import (
    AfterTheLoop,
    AltersUnnamed,
    Branches,
    CallBegins,
    Chain,
    Claim,
    Computed,
    Event,
    EveryNamedPass,
    Excepts,
    Expr,
    GivenReturns,
    Gives,
    HasMoved,
    ItemOccurs,
    ItemPass,
    ItemSkipped,
    JumpRuns,
    Jumps,
    LabelledPass,
    LastNotTaken,
    LoopTest,
    MovesTo,
    NamedCallContext,
    NamedPass,
    NameTarget,
    NextEvent,
    NotConverted,
    NotDone,
    NothingHappens,
    NowIs,
    NthTest,
    OfLoop,
    Parts,
    PassContext,
    PassWhere,
    PlacedAt,
    PlacedClaim,
    PlacedHeading,
    RaisedBy,
    Returned,
    ReturnsAs,
    RunsOver,
    SetTo,
    Shows,
    Span,
    Stored,
    TakenUp,
    Takes,
    Target,
    ThisPass,
    TruthOf,
    Unchanged,
    Yields,
)
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEntry
from engine.trace.model import ActivationId, LineNo, Time
from engine.trace.moments import Moments
from engine.trace.parting import UndeterminedError
from engine.trace.scopes import bound_names
from engine.trace.statements import FunctionNode, ScopeNode, Statement

_EVENTS: Final = get_args(Event)
UNPLACED_CLAIMS: Final = (
    NextEvent, OfLoop, TruthOf, Gives, NowIs, Shows, Branches, Jumps, Unchanged, AltersUnnamed,
    CallBegins, Returned, NothingHappens, RaisedBy, NotConverted, Excepts, HasMoved,
    SetTo, Stored, MovesTo, NthTest,
    LoopTest, ReturnsAs, Takes, RunsOver, ItemOccurs,
    TakenUp, LastNotTaken, JumpRuns, NotDone, GivenReturns, PlacedAt, ItemSkipped,
    Computed, Yields,
)  # fmt: skip
"""Claims that say neither their line nor their moment."""

UNPLACED_TYPES: Final = frozenset(UNPLACED_CLAIMS)
"""The same, to ask whether a claim is one: no class of claims is derived from another of these."""


_UNPLACED_CONTEXTS: Final = (
    NamedPass, AfterTheLoop, PassWhere, ItemPass, LabelledPass, NamedCallContext, ThisPass,
    EveryNamedPass,
)  # fmt: skip


class Here(NamedTuple):
    """The point: the moment up to which it has been told, and the first step of what is being
    told there (after it where that is nothing)."""

    time: Time
    floor: int
    told: bool = False  #: a visit is being told: the one in which ``floor`` lies
    begins: bool = False  #: a context begins here, with ``floor``

    @property
    def step(self) -> int:
        """A step of the pass in which the point lies."""
        return self.floor if self.begins else min(self.time, self.floor)

    @property
    def within(self) -> Time:
        """The point, or a moment after it in the pass that begins there."""
        return Time(max(self.time, self.step))


class Told(NamedTuple):
    """One entry of a narration. ``entry`` is what was read, ``placed`` the same with its line and
    its context found; None where that is not one (several passes, nothing found)."""

    entry: PlacedHeading | PlacedClaim
    placed: PlacedHeading | PlacedClaim | None
    judged: Judged


class Scope(NamedTuple):
    """The context of a sentence. ``chain`` has its loops without a line found, but where there is
    a ``failure``. ``parts``: the passes of a context of several passes, each with a discourse of
    its own, in which the contexts inside of that one are found."""

    chain: Chain = ()
    failure: Failure | None = None
    parts: tuple[tuple[Reader, Scope], ...] | None = None


class Reader(ABC):
    """The state of the reading of one narration. ``base`` is what it is about, at first the entry
    activation.

    Invariant: what a sentence is found to be about depends on the sentence, on what stands before
    it and on the source; never on the value or the truth that it states, nor on its verdict."""

    def __init__(self, moments: Moments, base: Frame | None = None) -> None:
        self._moments = moments
        self._base = entry_frames(moments) if base is None else [base]
        self._is_part = base is not None  # of a context that is judged pass by pass (§5.50)
        self._here = Here(self._base[0].start, self._base[0].interval.first)
        self._named = Named()
        self.others = OtherCalls()
        self._frames: dict[Chain, list[Frame]] = {}
        self._last_frames: tuple[Chain, list[Frame]] = (), self._base
        self._candidates: dict[Hashable, tuple[LineNo, ...]] = {}
        self._calls: list[ToldCall] = []  # that are being told, the innermost last
        self._told: dict[Hashable, Time] = {}  # by expression: when it was what was told of it
        # By activation and expression: what was told of it last.
        self._last_told: dict[tuple[ActivationId, str], type[Claim]] = {}
        self._own: dict[ScopeNode, frozenset[str]] = {}  # of functions, the names that they bind
        self._has_names_elsewhere = names_elsewhere(moments.trace.statements.tree)
        self._stated: Claim | None = None  # the state that the sentence before told, and truly
        self._loop: Statement | None = None  # that was named last
        self._labelled: dict[Hashable, int] = {}  # by loop: the last pass that a heading named
        self._strayed = False  # the point may lie outside of the context of the heading
        self._in_heading = False  # what is read stands in a heading's parentheses
        # Of the last sentence with a prefix, in this block: what it is about, and calls told there.
        self._prefixed: tuple[Scope, list[ToldCall]] | None = None
        self._still: PlacedClaim | None = None  # what leaves the point where it is
        self._asked: tuple[Chain, Event] | None = None  # the next event that the claim asks for

    @abstractmethod
    def opened(self, scope: Scope, contexts: Chain, *, heading: bool = False) -> Scope:
        """The scope with more contexts in it, the point in them."""

    @abstractmethod
    def judge_context(self, scope: Scope) -> Judged:
        """Whether the context is there."""

    @abstractmethod
    def tells_a_call(self, scope: Scope) -> bool:
        """Whether a call of the program, not the entry call, is told in the context."""

    @abstractmethod
    def judge_part(self, entry: PlacedClaim, scope: Scope) -> Judged:
        """The claim in one of several passes."""

    @abstractmethod
    def _found(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        """The claim with its line and its context."""

    def _enter(self, chain: Chain) -> None:
        """The point is in the context, at its start if it was not in it."""
        try:
            found = self._frames_of(chain)
        except (Failure, UndeterminedError):
            return
        if len(found) != 1:
            return
        frame = found[0]
        here = self._here.floor if self._here.begins else self._here.time
        # A point that begins where a pass does may lie before that one's header.
        behind = (
            self._here.begins and here == frame.interval.first and self._here.time < frame.start
        )
        if behind or not frame.interval.first <= here <= frame.interval.last:
            self._put(Here(frame.start, frame.interval.first, begins=True))

    def _put(self, here: Here) -> None:
        if here.time < self._here.time:
            self._named.forget()
            self._told.clear()
            self._labelled.clear()
        self._here = here

    def _frames_of(self, chain: Chain) -> list[Frame]:
        if not chain:
            return self._base
        last, found = self._last_frames
        if chain is last:
            return found
        known = None if isinstance(chain[-1], Span | Parts) else self._frames.get(chain)
        if known is None:
            known = narrowed(self._moments, self._frames_of(chain[:-1]), chain[-1])
            if not isinstance(chain[-1], Span | Parts):  # of which there are as many as claims
                self._frames[chain] = known
        self._last_frames = chain, known
        return known

    def _single(self, chain: Chain) -> Frame:
        found = self._frames_of(chain)
        if len(found) != 1:
            why = f"its context is there {len(found)} times; say which one is meant"
            raise Failure(ClaimVerdict.AMBIGUOUS, why)
        return found[0]

    def _own_names(self, frame: Frame) -> frozenset[str]:
        scope = self._moments.trace.scope_of(frame.activation)
        if scope is None:
            return frozenset()
        if scope not in self._own:
            self._own[scope] = bound_names(scope)
        return self._own[scope]


@lru_cache(maxsize=64)
def names_elsewhere(tree: ast.Module) -> bool:
    """Whether a name can be one of another function than the context's, or an attribute: the
    program has more than one function, lambdas included, or a class."""
    functions = (isinstance(node, FunctionNode) for node in ast.walk(tree))
    return sum(functions) > 1 or any(isinstance(node, ast.ClassDef) for node in ast.walk(tree))


class FailureThere(Failure):
    """A claim fails where what it is about is found all the same: the point moves there."""

    def __init__(self, verdict: ClaimVerdict, why: str, placed: PlacedClaim) -> None:
        super().__init__(verdict, why)
        self.placed = placed


def failed(failure: Failure) -> Judged:
    return Judged(failure.verdict, (), failure.why)


def has_unplaced(chain: Chain) -> bool:
    return any(isinstance(context, _UNPLACED_CONTEXTS) for context in chain)


def all_of(entry: LoopEntry) -> Span:
    return Span(entry.first, entry.last, Time(entry.first - 1))


def outside(chain: Chain) -> Chain:
    """The context around the pass that is the innermost context of the chain; raises `Failure`
    where that is one of several passes, of which each is judged by itself."""
    end = len(chain) - 1
    while end >= 0 and not isinstance(chain[end], PassContext):
        end -= 1
    if end < 0:
        raise Failure(ClaimVerdict.AMBIGUOUS, "say it outside of the passes")
    if end and isinstance(chain[end - 1], Span):
        end -= 1
    return chain[:end]


def is_last(entry: LoopEntry, frame: Frame) -> bool:
    return entry.passes[-1].first <= frame.interval.first


def as_expression(target: Target) -> Expr:
    match target:
        case NameTarget(name=name):
            return read_expr(name)
        case _:
            return target.whole
