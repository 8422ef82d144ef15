"""What is told behind a sentence that was not read: where the point lies is not known (§3.6)."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Hashable, Iterator
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import UNPLACED_TYPES, Here, Scope
from engine.claims.check.discourse_calls import OfCalls
from engine.claims.check.named import Named
from engine.claims.check.points import Failure, Judged
from engine.claims.check.told_calls import ToldCall
from engine.claims.model import (
    AnswerReturns,
    AtPoint,
    BaseState,
    CallContext,
    Chain,
    Claim,
    LoopEnds,
    LoopOver,
    NotDone,
    OfLoop,
    PlacedClaim,
    Returning,
    Sentence,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, StepNo, Time
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval, Visit

MAX_POINTS: Final = 500
"""Points behind today's that are tried for one claim."""

MAX_TRIES: Final = 5_000
"""The same for all claims of a narration together."""

_WHY: Final = "the sentence before was not read, so what is next is not known"
NOT_FALSE: Final = (ClaimVerdict.VERIFIED, ClaimVerdict.AMBIGUOUS)
_FIRST: Final = attrgetter("first")


class Kept(NamedTuple):
    """What a narration is read with, at one place of it."""

    here: Here
    named: Named
    told: dict[Hashable, Time]
    labelled: dict[Hashable, int]
    calls: list[ToldCall]


class AfterUnread(OfCalls):
    """Softens what is REFUTED of a point that is not known to AMBIGUOUS; verifies nothing."""

    _unsure = False
    """Whether what stands before, and was not read, may have moved the point."""

    _unsure_at: Time | None = None
    """The point as it was when that began."""

    _tries = 0

    @abstractmethod
    def _judge(self, entry: PlacedClaim, scope: Scope) -> tuple[PlacedClaim | None, Judged]:
        """The claim with its line and context found, and its verdict there."""

    def _begin_unsure(self, unread: bool) -> None:
        """Note that something before was not read, if it was not."""
        if unread and not self._unsure:
            self._unsure, self._unsure_at = True, self._here.time

    def _kept(self) -> Kept:
        return Kept(
            self._here,
            self._named.copy(),
            dict(self._told),
            dict(self._labelled),
            list(self._calls),
        )

    def _back_to(self, kept: Kept) -> None:
        self._here = kept.here
        self._named, self._told = kept.named.copy(), dict(kept.told)
        self._labelled, self._calls = dict(kept.labelled), list(kept.calls)

    def _softened(
        self, kept: Kept, sentence: Sentence, claim: Claim, around: Scope, judged: Judged
    ) -> Judged:
        """The verdict of a claim that was judged at the point; it was read with ``kept``."""
        if judged.verdict is not ClaimVerdict.REFUTED:
            return judged
        if not sentence.prefix and not needs_the_point(claim):
            return judged
        after = self._kept()
        try:
            for _ in self._elsewhere(kept, around):
                scope = self.opened(around, sentence.prefix) if sentence.prefix else around
                entry = PlacedClaim(claim, scope.chain, sentence.relation)
                if self._judge(entry, scope)[1].verdict in NOT_FALSE:
                    return Judged(ClaimVerdict.AMBIGUOUS, judged.points, _WHY)
        finally:
            self._back_to(after)
        return judged

    def _softened_scope(
        self, kept: Kept, around: Scope, contexts: Chain, scope: Scope, *, heading: bool
    ) -> Scope:
        """A context that is not there for the point as it is known."""
        failure = scope.failure
        if failure is None or failure.verdict is not ClaimVerdict.REFUTED:
            return scope
        after = self._kept()
        try:
            for _ in self._elsewhere(kept, around):
                if self.opened(around, contexts, heading=heading).failure is None:
                    return scope._replace(failure=Failure(ClaimVerdict.AMBIGUOUS, _WHY))
        finally:
            self._back_to(after)
        return scope

    def _elsewhere(self, kept: Kept, around: Scope) -> Iterator[None]:
        """With the point put behind each visit that follows it in the context, one by one; in
        a call that begins there with that call told."""
        if around.failure is not None or around.parts is not None:
            return
        try:
            found = self._frames_of(around.chain)
        except (Failure, UndeterminedError):
            return
        if len(found) != 1:
            return
        since = kept.here.time if self._unsure_at is None else self._unsure_at
        since = min(since, kept.here.time)
        try:
            visits = list(islice(self._visits_behind(found[0], since), MAX_POINTS))
        except UndeterminedError:
            return  # what may be meant lies where the runs differ
        for visit in visits:
            self._tries += 1
            if self._tries > MAX_TRIES:
                return
            self._back_to(kept)
            if visit.activation != found[0].activation:
                call = self._call_of(visit.activation)
                if call is None:
                    continue
                self._push(ToldCall(around.chain, call))
            self._put(Here(Time(visit.last), visit.first, told=True))
            yield

    def _visits_behind(self, frame: Frame, point: Time) -> Iterator[Visit]:
        """The visits of the context's activation, and of calls in it, that begin after the point,
        in the order in which they begin."""
        first = StepNo(max(point + 1, frame.interval.first))
        inside = Interval(first, frame.interval.last)
        begun = self._moments.trace.data.activations
        number = bisect_right(begun, point, key=_FIRST)
        calls = [each.id for each in begun[number : number + MAX_POINTS]]
        around = frame.activation
        if 0 <= point <= self._moments.trace.last_time:
            inner: list[ActivationId] = []
            held = self._moments.trace.owner(self._moments.trace.step(StepNo(point)).activation)
            while held != around:
                inner.append(held)
                parent = begun[held].parent
                if parent is None:
                    inner.clear()  # a generator's context in which the point does not lie
                    break
                held = self._moments.trace.owner(parent)
            calls.extend(inner)
        several = [self._moments.visits(each).inside(inside) for each in [around, *calls]]
        return merge(*several, key=_FIRST)

    def _call_of(self, activation: ActivationId) -> CallContext | None:
        name = self._moments.call_name(activation)
        if name is None:
            return None
        calls = self._moments.calls_begun(name)
        return CallContext(calls.index(activation) + 1, name) if activation in calls else None

    def _is_fixed(self, kept: Kept, around: Scope, contexts: Chain, scope: Scope) -> bool:
        """Whether the contexts are found the same wherever the point lies: from the start of what
        is around them on there is this one, and none that follows it."""
        if scope.failure is not None or scope.parts is not None or around.parts is not None:
            return False
        after = self._kept()
        try:
            return self._is_the_only_one(kept, around, contexts, (scope.chain, after.calls))
        except (Failure, UndeterminedError):
            return False
        finally:
            self._back_to(after)

    def _is_found_anywhere(self, claim: Claim, placed: PlacedClaim, sentence: Sentence) -> bool:
        """Whether it is told that a loop ends, the same one wherever the point lies."""
        if sentence.prefix or self._has_names_elsewhere or not isinstance(claim, OfLoop):
            return False
        trace = self._moments.trace
        if any(trace.owner(each.id) != trace.data.entry for each in trace.data.activations):
            return False  # another call may be meant
        if not isinstance(claim.claim, LoopEnds | LoopOver) or not placed.chain:
            return False
        entry = PlacedClaim(claim, placed.chain[:-1], placed.relation)
        after = self._kept()
        try:
            frame = self._single(entry.chain)
            begun = islice(self._loops_begun(frame), MAX_POINTS)
            for first in [frame.interval.first, frame.interval.last + 1, *begun]:
                self._here = Here(Time(first), StepNo(first))
                if self._found(entry, claim) != placed:
                    return False
        except (Failure, UndeterminedError):
            return False
        else:
            return True
        finally:
            self._back_to(after)

    def _is_the_only_one(
        self, kept: Kept, around: Scope, contexts: Chain, meant: tuple[Chain, list[ToldCall]]
    ) -> bool:
        frame = self._frames_of(around.chain)[0]
        start = Here(frame.start, frame.interval.first, begins=True)
        if self._meant_at(kept, start, around, contexts) != meant:
            return False
        chain, calls = meant
        told = calls[-1].chain if chain == around.chain and calls else chain
        last = self._frames_of(told)[0].interval.last
        # Behind the context, and in each loop: there may be another such context.
        begun = islice(self._loops_begun(frame), MAX_POINTS)
        for first in [last + 1, *begun]:
            found = self._meant_at(kept, Here(Time(first), StepNo(first)), around, contexts)
            if found != meant and not (found is None and first > last):
                return False
        return True

    def _meant_at(
        self, kept: Kept, here: Here, around: Scope, contexts: Chain
    ) -> tuple[Chain, list[ToldCall]] | None:
        """What the contexts are where the point lies there, and the calls told then."""
        self._back_to(kept)
        self._here = here
        scope = self.opened(around, contexts)
        return None if scope.failure is not None else (scope.chain, list(self._calls))

    def _loops_begun(self, frame: Frame) -> Iterator[StepNo]:
        """Where the loops begin that are entered in the context."""
        scope = self._moments.trace.scope_of(frame.activation)
        everything = () if scope is None else self._moments.trace.statements.of_scope(scope)
        loops = self._moments.loops(frame.activation)
        for each in everything:
            if each.is_loop:
                yield from (entry.first for entry in loops.begun(each, frame.interval))


def needs_the_point(claim: Claim) -> bool:
    """Whether the claim says neither its line nor its moment."""
    if isinstance(claim, BaseState):
        return isinstance(claim.moment, AtPoint)
    if isinstance(claim, AnswerReturns):  # `the call` may be one that was told
        return claim.of is Returning.CALL
    if isinstance(claim, NotDone):
        return not claim.never
    return type(claim) in UNPLACED_TYPES
