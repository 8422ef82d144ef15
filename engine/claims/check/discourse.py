"""A narration read from its beginning to its end: the point, and what is said without lines.

docs/semantics.md §3.1 to §3.3. `Discourse` finds for every entry of a narration the line and the
context that it is about, and judges it. Invariant: what a sentence is found to be about depends
on the sentence, on what stands before it and on the source; never on the value or the truth that
it states, nor on its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from engine.claims.check.beginnings import after_the_beginning, expressions_of
from engine.claims.check.calls_named import named_call
from engine.claims.check.context import Frame
from engine.claims.check.discourse_again import SaidAgain
from engine.claims.check.discourse_base import (
    UNPLACED_CLAIMS,
    UNPLACED_TYPES,
    FailureThere,
    Here,
    Scope,
    Told,
    all_of,
    as_expression,
    failed,
    has_unplaced,
    is_last,
)
from engine.claims.check.discourse_otherwise import may_be_out_of_turn
from engine.claims.check.discourse_unread import needs_the_point
from engine.claims.check.events import subject
from engine.claims.check.judge import judge_claim, judge_heading, judge_placed
from engine.claims.check.named_loops import named_loop
from engine.claims.check.not_told_which import NotToldWhich
from engine.claims.check.points import Failure, Judged, every, refuted, unsupported
from engine.claims.check.states import State
from engine.claims.check.telling import is_taken_up, of_the_condition, pass_local
from engine.claims.evaluator import NoValue
from engine.claims.model import (
    UNPLACED,
    AbsoluteClaim,
    Alters,
    AltersUnnamed,
    AnswerRaises,
    AnswerReturns,
    Aside,
    AtPoint,
    BaseState,
    Block,
    Branches,
    CallBegins,
    CallRaises,
    CallReturns,
    Changes,
    Claim,
    Computed,
    ConditionIs,
    ContextStart,
    ContextStartAndEnd,
    Derives,
    EndOfEveryPass,
    Event,
    Exactly,
    Excepts,
    Expr,
    GivenReturns,
    Gives,
    Goes,
    Grows,
    HasMoved,
    Heading,
    Item,
    ItemOccurs,
    ItemsClaim,
    ItemSkipped,
    JumpRuns,
    Jumps,
    LastNotTaken,
    LineReturns,
    LoopEnds,
    LoopOver,
    LoopPasses,
    LoopTest,
    MovesTo,
    NamedCallContext,
    Narration,
    NextEvent,
    NotConverted,
    NotDone,
    Note,
    NothingHappens,
    NowIs,
    NthTest,
    OfLoop,
    Parts,
    PlacedAt,
    PlacedClaim,
    PlacedHeading,
    RaisedBy,
    Relation,
    Returned,
    ReturnsAs,
    RunsOver,
    Sentence,
    Sets,
    SetTo,
    Shows,
    Span,
    StartOfEveryPass,
    StateClaim,
    Stored,
    TakenUp,
    Takes,
    TruthOf,
    Unchanged,
    ValueIs,
    Yields,
)
from engine.claims.spans import NotReadableError, read_expr, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo, Time
from engine.trace.moments import Moments
from engine.trace.parting import UndeterminedError
from engine.values import Atom

_EVENTS: Final = get_args(Event)
_ABSOLUTE: Final = get_args(AbsoluteClaim)
_ANSWERS: Final = (AnswerReturns, AnswerRaises)
_STEPS: Final = (CallReturns, CallRaises, LoopEnds, LoopOver, Yields)
"""Claims whose moment is a step: no visit is told of them."""


class Discourse(SaidAgain):
    """The reading of one narration; use it for one alone."""

    def __init__(self, moments: Moments, base: Frame | None = None) -> None:
        super().__init__(moments, base)
        self._not_told_which = NotToldWhich(moments)

    def read(self, narration: Narration) -> Iterator[Told]:
        """All headings and claims, in the order of `Narration.entries`."""
        return self._items(narration.items, Scope())

    def _items(self, items: tuple[Item, ...], scope: Scope) -> Iterator[Told]:
        for item in items:
            self._come_back(scope)
            match item:
                case Note():
                    pass
                case Sentence():
                    yield from self._sentence(item, scope)
                case Block(heading=heading, items=inner):
                    yield from self._block(heading, inner, scope)

    def _come_back(self, scope: Scope) -> None:
        """Put the point into the context of a heading again, where something of another context has
        moved it out of that."""
        if self._strayed and scope.chain and scope.failure is None and scope.parts is None:
            self._enter(scope.chain)

    def _block(self, heading: Heading, inner: tuple[Item, ...], around: Scope) -> Iterator[Told]:
        calls = list(self._calls)
        self._prefixed = None
        self._not_told_which.begin_context()
        self._begin_unsure(heading.after_unread)
        kept = self._kept() if self._unsure else None
        contexts = (heading.context,)
        scope = self.opened(around, contexts, heading=True)
        if kept is not None:
            scope = self._softened_scope(kept, around, contexts, scope, heading=True)
            self._unsure = not self._is_fixed(kept, around, contexts, scope)
        named = scope
        if scope is around and self._calls:
            named = Scope(self._calls[-1].chain)
        entry = PlacedHeading(heading, named.chain)
        judged = self.judge_context(named)
        yield Told(entry, None if has_unplaced(named.chain) else entry, judged)
        for number, state in enumerate(heading.states):
            claim = PlacedClaim(state, scope.chain)
            self._in_heading = True
            placed, judged = self._judge(claim, scope)
            self._in_heading = False
            if number in heading.again:
                judged = self._perhaps_again(claim, placed, judged)
            yield Told(claim, placed, judged)
            if placed is not None and scope.parts is None:
                self._note(placed, judged)
                self._note_state(placed, judged, state)
        of_call = isinstance(heading.context, NamedCallContext)
        self.others.blocks += of_call
        yield from self._items(inner, scope)
        self.others.blocks -= of_call
        self._prefixed = None
        self._strayed = True
        del self._calls[len(calls) :]
        self._opened_as_in(calls)

    def judge_context(self, scope: Scope) -> Judged:
        """Whether the context is there."""
        if scope.failure is not None:
            return failed(scope.failure)
        if scope.parts is not None:
            return self._whole() or every(
                [part.judge_context(inner) for part, inner in scope.parts]
            )
        return judge_heading(scope.chain, lambda: self._frames_of(scope.chain))

    def _sentence(self, sentence: Sentence, around: Scope) -> Iterator[Told]:
        aside = sentence.relation is not Relation.NOW
        before = (self._here, self._named.copy()) if aside else None
        self._begin_unsure(sentence.after_unread)
        kept = self._kept() if self._unsure and sentence.prefix else None
        calls = list(self._calls)
        scope = self.opened(around, sentence.prefix)
        if kept is not None:
            scope = self._softened_scope(kept, around, sentence.prefix, scope, heading=False)
            self._unsure = not self._is_fixed(kept, around, sentence.prefix, scope)
        began = self._here
        ended: Here | None = None  # where the loop ends of which the sentence has said that
        self._not_told_which.begin_sentence(prefixed=bool(sentence.prefix))
        for number, claim in enumerate(sentence.claims):
            entry = PlacedClaim(claim, scope.chain, sentence.relation)
            kept = self._kept() if self._unsure else None
            here, told = self._here, list(self._calls)
            first = self._kept() if may_be_out_of_turn(claim) else None
            placed, judged = self._judge_shared(entry, scope)
            if kept is not None:
                judged = self._softened(kept, sentence, claim, around, judged)
            judged = self._perhaps_before(entry, scope, judged)
            judged = self._perhaps_of_a_call(entry, scope, judged)
            if not sentence.prefix:
                judged = self._perhaps_there(entry, judged)
            judged = self._perhaps_deeper(entry, scope, judged, here, told)
            if not sentence.prefix:
                judged = self._perhaps_in_this_pass(entry, scope, judged, first, began)
            judged = self._perhaps_by_calls(entry, scope, judged, here, told)
            judged = self._perhaps_in_the_last_pass(entry, scope, judged, ended)
            judged = self._of_opened(told, claim, placed or entry, judged)
            judged = self._not_told_which.softened(entry, judged, told, self._calls)
            if number in sentence.again:
                judged = self._perhaps_again(entry, placed, judged)
            yield Told(entry, placed, judged)
            if placed is not None and scope.parts is None:
                self._move(placed, judged)
                ended = self._here if isinstance(placed.claim, LoopOver) else ended
            if first is None:
                began = self._here
            self._unsure = self._is_unsure(claim, placed, judged, sentence)
            self._note_state(placed, judged, claim)
        self._opened_as_in(calls)
        absolute = any(isinstance(each, _ABSOLUTE) for each in sentence.claims)
        self._strayed = bool(sentence.prefix) or absolute
        if sentence.prefix:
            self._prefixed = scope, list(self._calls)
            if scope.chain != around.chain:  # calls are told for this sentence
                self._calls = [each for each in self._calls if each.around != scope.chain]
        if before is not None:
            self._here, self._named = before

    def _judge_shared(self, entry: PlacedClaim, scope: Scope) -> tuple[PlacedClaim | None, Judged]:
        """As `_judge`; of what a told call shares with its context, it may be about this, too."""
        earlier = self._kept() if self._calls else None
        self._shared = False
        found = self._judge(entry, scope)
        if self._shared and earlier is not None:
            return self._perhaps_around(entry, scope, found, earlier)
        return found

    def _note_state(self, placed: PlacedClaim | None, judged: Judged, claim: Claim) -> None:
        """Note what state has just been told, if one was, and truly."""
        true = judged.verdict is ClaimVerdict.VERIFIED
        told = placed.claim if placed is not None else None  # with the thing that a word names
        self._stated = told if true and isinstance(claim, ValueIs) else None

    def _is_unsure(
        self, claim: Claim, placed: PlacedClaim | None, judged: Judged, sentence: Sentence
    ) -> bool:
        """Whether the point is not known, after the claim."""
        if placed is not None and not self._unsure:
            return False
        if placed is not None and self._is_found_anywhere(claim, placed, sentence):
            return False
        if needs_the_point(claim):
            self._begin_unsure(placed is None and judged.verdict is ClaimVerdict.UNSUPPORTED)
            return self._unsure
        moves = not sentence.prefix and not isinstance(claim, _ANSWERS)
        settles = moves and any(point.anchored for point in judged.points)
        return self._unsure and not settles

    def _judge(self, entry: PlacedClaim, scope: Scope) -> tuple[PlacedClaim | None, Judged]:
        """The claim with its line and context found, and its verdict there."""
        self._named.begin()
        claim = entry.claim
        if isinstance(claim, AnswerReturns):
            found = self._of_told(claim, scope, entry.relation)
            if found is not None:
                return found
        if isinstance(claim, _ABSOLUTE):
            whole = not has_unplaced(scope.chain)
            return entry if whole else None, judge_claim(self._moments, (), claim)
        if scope.failure is not None:
            return None, failed(scope.failure)
        if scope.parts is not None:
            parts = scope.parts
            judged = self._whole() or every([one.judge_part(entry, inner) for one, inner in parts])
            whole = not (has_unplaced(scope.chain) or isinstance(claim, UNPLACED_CLAIMS))
            return entry if whole else None, judged
        self._asked = None
        try:
            placed = self._found(entry, claim)
        except Failure as failure:
            judged = failed(failure)
            if failure.verdict is ClaimVerdict.REFUTED:
                judged = self._perhaps_told(entry, judged)
            if isinstance(failure, FailureThere):
                self._go_on(failure.placed)
            return None, judged
        except UndeterminedError as undetermined:
            return None, failed(unsupported(str(undetermined)))
        except RecursionError:
            return None, failed(unsupported("a value is nested too deeply"))
        except NotReadableError as error:  # of what the program's own text is made of
            return None, failed(unsupported(str(error)))
        judged = self._judged(placed)
        if judged.verdict is ClaimVerdict.REFUTED:
            judged = self._perhaps_meant(entry, placed, judged)
        if judged.verdict is ClaimVerdict.REFUTED:
            judged = self._perhaps_told(entry, judged)
        if judged.verdict is ClaimVerdict.REFUTED:
            judged = self._perhaps_otherwise(entry, placed, judged)
        return placed, judged

    def _judged(self, placed: PlacedClaim) -> Judged:
        chain = placed.chain
        try:
            return judge_placed(self._moments, chain, placed.claim, lambda: self._frames_of(chain))
        except NotReadableError as error:
            return failed(unsupported(str(error)))

    def _whole(self) -> Judged | None:
        """UNSUPPORTED where the recording stops early: there may be more passes, and more in them
        (§5.50)."""
        truncated = self._moments.trace.data.truncated
        if not truncated:
            return None
        return failed(unsupported(f"the recording stops early ({truncated})"))

    def judge_part(self, entry: PlacedClaim, scope: Scope) -> Judged:
        """The claim in one of several passes."""
        own = PlacedClaim(entry.claim, scope.chain, entry.relation)
        told = list(self._calls)
        placed, judged = self._judge(own, scope)
        judged = self._of_opened(told, own.claim, placed or own, judged)
        if placed is not None and scope.parts is None:
            self._move(placed, judged)
        return judged

    def _move(self, placed: PlacedClaim, judged: Judged) -> None:
        """After a claim whose moment is one the point is there."""
        self._go(placed, judged)
        self._note(placed, judged)  # what was told before is forgotten where the point goes back

    def _go_on(self, placed: PlacedClaim) -> None:
        """The point moves to what a claim is about, whatever its verdict."""
        try:
            there = self._judged(placed)
        except (Failure, UndeterminedError):
            return
        self._go(placed, there)

    def _go(self, placed: PlacedClaim, judged: Judged) -> None:
        claim = placed.claim
        if isinstance(claim, _ANSWERS) or placed is self._still:
            return
        anchored = [point for point in judged.points if point.anchored]
        if not anchored:
            return
        if isinstance(claim, BaseState) and isinstance(claim.moment, ContextStartAndEnd):
            self._go_into_the_pass(placed)
            return
        interval, state = anchored[0].interval, anchored[0].state
        if any(each.interval != interval or each.state != state for each in anchored[1:]):
            return
        if state is not None:
            at_point = isinstance(getattr(claim, "moment", None), ContextStart)
            if state != self._here.time or self._here.told or not at_point:
                self._put(Here(state, state + 1))
            return
        if isinstance(claim, Goes | Grows):  # of the end of its context
            self._put(Here(interval.last, interval.last + 1))
            return
        self._put(Here(interval.last, interval.first, told=not isinstance(claim, _STEPS)))
        if isinstance(claim, _EVENTS):
            activation = self._frames_of(placed.chain)[0].activation
            self._named[activation, subject(claim)] = interval.first
        elif isinstance(claim, CallReturns):
            self._named["calls", self._moments.whole_name(claim.function)] = interval.last

    def _go_into_the_pass(self, placed: PlacedClaim) -> None:
        """Behind what sets the names of the pass of which a claim has told, if the point is before
        that: both moments of the claim lie there (§3.5)."""
        match placed.chain:
            case (*_, Span(start=start)) if self._here.time < start:
                self._put(Here(start, start + 1))
            case _:
                pass

    def _note(self, placed: PlacedClaim, judged: Judged) -> None:
        """Of what the claim tells the value, and when it is that."""
        claim = placed.claim
        expr = _told_of(claim)
        points = judged.points
        if not points or not (expr is not None or isinstance(claim, BaseState | Alters)):
            return
        activation = self._frames_of(placed.chain)[0].activation
        if isinstance(claim, BaseState | Alters):
            for each in expressions_of(claim) if isinstance(claim, BaseState) else (claim.expr,):
                self._last_told[activation, each.dump] = type(claim)
        if expr is None or len(points) > 1:
            return
        if isinstance(getattr(claim, "moment", None), StartOfEveryPass | EndOfEveryPass):
            return  # of several moments, even where one decides it
        point = points[0]
        time = point.interval.last if point.state is None else point.state
        self._told[activation, expr.dump] = Time(time)

    def _found(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        if self._calls:
            entry = self._in_told_call(entry, claim)
        entry = self._in_naming_call(entry, claim)
        claim = self._by_name(entry, claim)
        if claim is not entry.claim:
            entry = PlacedClaim(claim, entry.chain, entry.relation)
        if isinstance(claim, BaseState):
            return self._state(entry, claim)
        if isinstance(claim, Goes) and not entry.chain:
            return self._goes(entry, claim)
        return self._placed(entry, claim) if type(claim) in UNPLACED_TYPES else entry

    def _placed(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        match claim:
            case Shows():
                return self._shows(entry, claim)
            case Branches() | Jumps() | AltersUnnamed():
                return self._as_told(entry, claim)
            case Unchanged() | NothingHappens():
                return self._unchanged(entry, claim)
            case RaisedBy():
                return self._raised_by(entry, claim)
            case NotConverted():
                return self._not_converted(entry, claim)
            case Excepts():
                return self._excepts(entry, claim)
            case CallBegins():
                return self._call_begins(entry, claim)
            case (
                HasMoved() | SetTo() | Stored() | MovesTo() | NthTest() | LoopTest() | Takes()
                | RunsOver() | ItemOccurs() | TakenUp() | LastNotTaken()
            ):  # fmt: skip
                return self._in_passing(entry, claim)
            case (
                JumpRuns()
                | NotDone()
                | GivenReturns()
                | PlacedAt()
                | ItemSkipped()
                | Computed()
                | Yields()
            ):
                return self._undone(entry, claim)
            case ReturnsAs():
                return self._returns_as(entry, claim)
            case Returned(result=result):
                if not self._calls or self._calls[-1].around != entry.chain:
                    returns = LineReturns(UNPLACED, result, surface=claim.surface)
                    return self._event(entry, returns)
                return self._ended(entry, self._calls[-1].call, result, claim)
            case _:
                return self._without_line(entry, claim)

    def _goes(self, entry: PlacedClaim, claim: Goes) -> PlacedClaim:
        """Of what is not there when the call begins, from the point on."""
        frame = self._single(entry.chain)
        if not self._has_no_value(frame, claim.expr, frame.start):
            return entry
        at = self._bound(frame, claim.expr)
        right = self._value_at(frame, claim.expr, at) == claim.before
        if at != self._here.time or self._here.told:
            self._put(Here(at, at + 1))
        try:
            target = read_target(claim.expr.text)
        except NotReadableError as error:
            raise unsupported(f"what `{claim.expr.text}` moves by is not told") from error
        moved = self._moves_to(entry, MovesTo(target, claim.after, surface=claim.surface))
        if not right:
            why = f"`{claim.expr.text}` is something else here"
            raise FailureThere(ClaimVerdict.REFUTED, why, moved)
        return moved

    def _in_passing(
        self,
        entry: PlacedClaim,
        claim: HasMoved | SetTo | Stored | MovesTo | NthTest | LoopTest | ItemsClaim,
    ) -> PlacedClaim:
        match claim:
            case HasMoved():
                return self._has_moved(entry, claim)
            case SetTo():
                return self._set_to(entry, claim)
            case Stored():
                return self._stored(entry, claim)
            case MovesTo():
                return self._moves_to(entry, claim)
            case NthTest():
                return self._nth_test(entry, claim)
            case LoopTest():
                return self._loop_test(entry, claim)
            case Takes() | RunsOver() | ItemOccurs() | TakenUp() | LastNotTaken():
                return self._of_items(entry, claim)

    def _state(self, entry: PlacedClaim, claim: BaseState) -> PlacedClaim:
        match claim:
            case ValueIs(moment=AtPoint(), expr=expr, negated=False) if (
                named_call(self._moments, expr) is not None
            ):
                call = Gives(expr, Exactly(claim.value), surface=claim.surface)
                return self._gives(entry, call)
            case BaseState(moment=ContextStartAndEnd()):
                frames = self._frames_of(entry.chain)
                if len(frames) != 1:
                    return self._of_passes(entry, claim, frames)
                return self._of_a_pass(entry, claim, frames[0])
            case BaseState(moment=ContextStart() | Aside(end=False)):
                return self._from_the_start(entry, claim)
            case BaseState(moment=AtPoint()):
                frame = self._single(entry.chain)
                at = self._bound(frame, *expressions_of(claim))
                state = replace(claim, moment=ContextStart())
                assert isinstance(state, StateClaim)
                return self._at(entry, state, at)
            case _:
                return entry

    def _of_a_pass(self, entry: PlacedClaim, claim: BaseState, frame: Frame) -> PlacedClaim:
        """Of the start and the end of the pass, from where its names are set on; of what is taken
        up in it, of that moment."""
        part = self._from_where_set(claim, frame)
        if isinstance(claim, ValueIs):
            taken_up = of_the_condition if part is None else is_taken_up
            moment = frame.start if part is None else part.start
            if taken_up(frame, claim.expr) and self._is_of_one_moment(claim, moment):
                return self._at(entry, replace(claim, moment=ContextStart()), moment)
        if part is None:
            return entry
        assert isinstance(claim, StateClaim)
        return PlacedClaim(claim, (*entry.chain, part), entry.relation)

    def _of_passes(self, entry: PlacedClaim, claim: BaseState, frames: list[Frame]) -> PlacedClaim:
        """As of one pass, in each of a loop that is entered several times."""
        spans = tuple([self._from_where_set(claim, frame) for frame in frames])
        if not any(spans):
            return entry
        assert isinstance(claim, StateClaim)
        return PlacedClaim(claim, (*entry.chain, Parts(spans)), entry.relation)

    def _from_where_set(self, claim: BaseState, frame: Frame) -> Span | None:
        """The part of a pass that follows on what sets the names of it in a claim, if it does."""
        first = frame.interval.first
        local = [pass_local(self._moments, frame, each, first) for each in expressions_of(claim)]
        start = max((each for each in local if each is not None), default=None)
        if start is None:
            return None
        return Span(StepNo(max(start, 0)), frame.interval.last, start)

    def _is_of_one_moment(self, claim: ValueIs, start: Time) -> bool:
        """Whether what is taken up in a pass is meant as it is then, and not throughout."""
        return not claim.negated and not self._is_part and self._here.time <= start

    def _from_the_start(self, entry: PlacedClaim, claim: BaseState) -> PlacedClaim:
        """Of what has no value yet when a call begins: when its first statements have run."""
        frames = self._frames_of(entry.chain)
        if len(frames) != 1:
            return entry
        frame = frames[0]
        if frame.inside or frame.start != self._moments.start(frame.activation):
            return entry
        if not any(self._is_unbound(frame, expr) for expr in expressions_of(claim)):
            return entry
        begun = after_the_beginning(self._moments, frame)
        assert isinstance(claim, StateClaim)
        if begun is None:
            return entry
        # In the order it stands anywhere in the beginning.
        beginning = Span(frame.interval.first, Time(begun), begun)
        return PlacedClaim(claim, (*entry.chain, beginning), entry.relation)

    def _is_unbound(self, frame: Frame, expr: Expr) -> bool:
        """Whether a name of the expression is not bound yet when the context begins."""
        state = State(self._moments, frame.activation, frame.start)
        return isinstance(state.evaluate(expr), NoValue) and not state.binds_all(expr.tree)

    def _without_line(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        match claim:
            case NextEvent(claim=event):
                return self._event(entry, self._as_tested(self._single(entry.chain), event))
            case OfLoop(loop=name, claim=LoopPasses(in_total=True) as total):
                frame = self._single(entry.chain)
                point = self._here.time
                loop = named_loop(self._moments, frame, name, around=True, point=point)
                self._loop = loop
                return PlacedClaim(replace(total, loop=loop.line), entry.chain, entry.relation)
            case OfLoop(loop=name, claim=of_loop):
                chain, found, frame = self._entry(entry.chain, name)
                self._loop = found.loop
                in_pass = found in frame.inside
                if in_pass and not isinstance(of_loop, LoopPasses) and not is_last(found, frame):
                    raise refuted(f"the loop on line {found.loop.line} goes on after this pass")
                placed = replace(of_loop, loop=found.loop.line)
                return PlacedClaim(placed, (*chain, all_of(found)), entry.relation)
            case TruthOf():
                return self._truth(entry, claim)
            case Gives():
                return self._gives(entry, claim)
            case NowIs(expr=expr, value=value):
                frame = self._single(entry.chain)
                at = self._changed(frame, expr) or self._here.time
                now = ValueIs(ContextStart(), expr, value, surface=claim.surface)
                return self._at(entry, now, at)
            case _:
                return entry

    def _truth(self, entry: PlacedClaim, claim: TruthOf) -> PlacedClaim:
        test = ConditionIs(UNPLACED, claim.expr, claim.truth, surface=claim.surface)
        if self._lines(self._single(entry.chain), test):
            return self._event(entry, test)
        truth = read_expr(f"not not ({claim.expr.text})")
        state = ValueIs(AtPoint(), truth, Atom(claim.truth), surface=claim.surface)
        return self._found(entry, state)


def _told_of(claim: Claim) -> Expr | None:
    """The expression of which a claim with its line tells what it is."""
    match claim:
        case ValueIs(expr=expr, negated=False) | Changes(expr=expr) | Alters(expr=expr):
            return expr
        case Sets(target=target):
            return as_expression(target)
        case Derives(parts=(first, *_)):
            return first
        case _:
            return None
