"""A narration read from its beginning to its end: the point, and what is said without lines.

docs/semantics.md §3.1 to §3.3. `Discourse` finds for every entry of a narration the line and the
context that it is about, and judges it. Invariant: what a sentence is found to be about depends
on the sentence, on what stands before it and on the source; never on the value or the truth that
it states, nor on its verdict."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple, get_args

from engine.claims.check.calls_named import matching_calls, named_call
from engine.claims.check.context import Frame, entry_frames, narrowed, the_call, the_loop
from engine.claims.check.derivations import is_raised_by, is_statement_of, pure_value
from engine.claims.check.events import could, happens, subject, told_by
from engine.claims.check.judge import judge_claim, judge_heading, judge_placed
from engine.claims.check.kinds import (
    attribute_called,
    by_source,
    is_type,
    kind_in,
    named_by,
    plain_names,
    with_name,
)
from engine.claims.check.labels import counter_of, items_of, variable_of
from engine.claims.check.named_loops import chosen_entry, loop_binding, named_loop
from engine.claims.check.points import Failure, Judged, every, refuted, unsupported
from engine.claims.check.states import State
from engine.claims.check.telling import (
    branch,
    item_loop,
    jump,
    over_visit,
    pass_local,
    pass_loop,
    receiver,
    told_pass,
)
from engine.claims.check.told_calls import (
    ToldCall,
    beginner,
    calls_of,
    function_of,
    holds,
    is_begun_by,
    is_local,
    next_call,
    the_told_call,
)
from engine.claims.check.told_changes import next_change_of
from engine.claims.evaluator import NoValue, Result, Undecidable, names_in
from engine.claims.model import (
    KIND_OF_THING,
    UNPLACED,
    AbsoluteClaim,
    AfterTheLoop,
    Alters,
    AltersUnnamed,
    AnswerRaises,
    AnswerReturns,
    AtPoint,
    AttributeTarget,
    BaseState,
    Block,
    Branches,
    CallBegins,
    CallContext,
    CallRaises,
    CallReturns,
    Chain,
    Changes,
    Claim,
    ConditionIs,
    Context,
    ContextStart,
    ContextStartAndEnd,
    Derives,
    ElementTarget,
    Evaluates,
    Event,
    EveryPass,
    Exactly,
    Expected,
    Expr,
    Gives,
    HasType,
    Heading,
    Item,
    ItemPass,
    Jump,
    Jumps,
    LabelledPass,
    LineRaises,
    LineReturns,
    LineRuns,
    LoopEnds,
    LoopName,
    LoopOver,
    LoopPasses,
    NamedCallContext,
    NamedPass,
    NameTarget,
    Narration,
    NextEvent,
    Note,
    NothingHappens,
    NowIs,
    OfLoop,
    OfType,
    PassContext,
    PassWhere,
    PlacedClaim,
    PlacedHeading,
    RaisedBy,
    Relation,
    Returned,
    Sentence,
    Sets,
    SeveralPasses,
    Shows,
    Span,
    StateClaim,
    Surface,
    Target,
    TruthOf,
    Unchanged,
    ValueIs,
    WholeLoop,
)
from engine.claims.spans import NotReadableError, has_names, read_expr, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import LineNo, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.parting import UndeterminedError
from engine.trace.scopes import bound_names, names_bound_by
from engine.trace.statements import ScopeNode, Statement
from engine.trace.visits import Interval, Visit
from engine.values import Atom

_EVENTS: Final = get_args(Event)
_ABSOLUTE: Final = get_args(AbsoluteClaim)
_ANSWERS: Final = (AnswerReturns, AnswerRaises)
_ENDS: Final = (CallReturns, CallRaises, LoopEnds, LoopOver)
_UNPLACED: Final = (
    NextEvent, OfLoop, TruthOf, Gives, NowIs, Shows, Branches, Jumps, Unchanged, AltersUnnamed,
    CallBegins, Returned, NothingHappens, RaisedBy,
)  # fmt: skip


class Here(NamedTuple):
    """The point: the moment up to which it has been told, and the first step of what is being
    told there (after it where that is nothing)."""

    time: Time
    floor: int
    told: bool = False  #: a visit is being told: the one in which ``floor`` lies


class Told(NamedTuple):
    """One entry of a narration. ``entry`` is what was read, ``placed`` the same with its line and
    its context found; None where that is not one (several passes, nothing found)."""

    entry: PlacedHeading | PlacedClaim
    placed: PlacedHeading | PlacedClaim | None
    judged: Judged


class _Scope(NamedTuple):
    """The context of a sentence. ``chain`` has its loops without a line found, but where there is
    a ``failure``. ``parts``: the passes of a context of several passes, each with a discourse of
    its own, in which the contexts inside of that one are found."""

    chain: Chain = ()
    failure: Failure | None = None
    parts: tuple[tuple[Discourse, _Scope], ...] | None = None


class Discourse:
    """The reading of one narration; use it for one alone. ``base`` is what it is about, at first
    the entry activation."""

    def __init__(self, moments: Moments, base: Frame | None = None) -> None:
        self._moments = moments
        self._base = entry_frames(moments) if base is None else [base]
        self._here = Here(self._base[0].start, self._base[0].interval.first)
        self._named: dict[Hashable, int] = {}  # by subject: the first step of what was named last
        self._frames: dict[Chain, list[Frame]] = {}
        self._last_frames: tuple[Chain, list[Frame]] = (), self._base
        self._candidates: dict[Hashable, tuple[LineNo, ...]] = {}
        self._calls: list[ToldCall] = []  # that are being told, the innermost last
        self._told: dict[Hashable, Time] = {}  # by expression: when it was what was told of it
        self._own: dict[ScopeNode, frozenset[str]] = {}  # of functions, the names that they bind
        self._labelled: dict[Hashable, int] = {}  # by loop: the last pass that a heading named

    def read(self, narration: Narration) -> Iterator[Told]:
        """All headings and claims, in the order of `Narration.entries`."""
        return self._items(narration.items, _Scope())

    def _items(self, items: tuple[Item, ...], scope: _Scope) -> Iterator[Told]:
        for item in items:
            match item:
                case Note():
                    pass
                case Sentence():
                    yield from self._sentence(item, scope)
                case Block(heading=heading, items=inner):
                    yield from self._block(heading, inner, scope)

    def _block(self, heading: Heading, inner: tuple[Item, ...], around: _Scope) -> Iterator[Told]:
        calls = len(self._calls)
        scope = self.opened(around, (heading.context,), heading=True)
        named = scope
        if scope is around and self._calls:
            named = _Scope(self._calls[-1].chain)
        entry = PlacedHeading(heading, named.chain)
        judged = self.judge_context(named)
        yield Told(entry, None if _has_unplaced(named.chain) else entry, judged)
        for state in heading.states:
            claim = PlacedClaim(state, scope.chain)
            placed, judged = self._judge(claim, scope)
            yield Told(claim, placed, judged)
            if placed is not None and scope.parts is None:
                self._note(placed, judged)
        yield from self._items(inner, scope)
        del self._calls[calls:]

    def judge_context(self, scope: _Scope) -> Judged:
        """Whether the context is there."""
        if scope.failure is not None:
            return _failed(scope.failure)
        if scope.parts is not None:
            return every([part.judge_context(inner) for part, inner in scope.parts])
        return judge_heading(scope.chain, lambda: self._frames_of(scope.chain))

    def _sentence(self, sentence: Sentence, around: _Scope) -> Iterator[Told]:
        aside = sentence.relation is not Relation.NOW
        before = (self._here, dict(self._named)) if aside else None
        scope = self.opened(around, sentence.prefix)
        for claim in sentence.claims:
            entry = PlacedClaim(claim, scope.chain, sentence.relation)
            placed, judged = self._judge(entry, scope)
            yield Told(entry, placed, judged)
            if placed is not None and scope.parts is None:
                self._move(placed, judged)
        if before is not None:
            self._here, self._named = before

    def _judge(self, entry: PlacedClaim, scope: _Scope) -> tuple[PlacedClaim | None, Judged]:
        """The claim with its line and context found, and its verdict there."""
        claim = entry.claim
        if isinstance(claim, _ABSOLUTE):
            whole = not _has_unplaced(scope.chain)
            return entry if whole else None, judge_claim(self._moments, (), claim)
        if scope.failure is not None:
            return None, _failed(scope.failure)
        if scope.parts is not None:
            judged = every([part.judge_part(entry, inner) for part, inner in scope.parts])
            whole = not (_has_unplaced(scope.chain) or isinstance(claim, _UNPLACED))
            return entry if whole else None, judged
        try:
            placed = self._found(entry, claim)
        except Failure as failure:
            return None, _failed(failure)
        except UndeterminedError as undetermined:
            return None, _failed(unsupported(str(undetermined)))
        except RecursionError:
            return None, _failed(unsupported("a value is nested too deeply"))
        return placed, judge_placed(
            self._moments, placed.chain, placed.claim, lambda: self._frames_of(placed.chain)
        )

    def judge_part(self, entry: PlacedClaim, scope: _Scope) -> Judged:
        """The claim in one of several passes."""
        own = PlacedClaim(entry.claim, scope.chain, entry.relation)
        placed, judged = self._judge(own, scope)
        if placed is not None and scope.parts is None:
            self._move(placed, judged)
        return judged

    # -- the point ------------------------------------------------------------------------------

    def _enter(self, chain: Chain) -> None:
        """The point is in the context, at its start if it was not in it."""
        try:
            found = self._frames_of(chain)
        except (Failure, UndeterminedError):
            return
        if len(found) != 1:
            return
        frame = found[0]
        if not frame.interval.first <= self._here.time <= frame.interval.last:
            self._put(Here(frame.start, frame.interval.first))

    def _move(self, placed: PlacedClaim, judged: Judged) -> None:
        """After a claim whose moment is one the point is there."""
        claim = placed.claim
        self._note(placed, judged)
        if isinstance(claim, _ANSWERS):
            return
        anchored = [point for point in judged.points if point.anchored]
        if not anchored:
            return
        interval, state = anchored[0].interval, anchored[0].state
        if any(each.interval != interval or each.state != state for each in anchored[1:]):
            return
        if state is not None:
            self._put(Here(state, state + 1))
            return
        self._put(Here(interval.last, interval.first, told=not isinstance(claim, _ENDS)))
        if isinstance(claim, _EVENTS):
            activation = self._frames_of(placed.chain)[0].activation
            self._named[activation, subject(claim)] = interval.first
        elif isinstance(claim, CallReturns):
            self._named["calls", claim.function] = interval.last

    def _note(self, placed: PlacedClaim, judged: Judged) -> None:
        """Of what the claim tells the value, and when it is that."""
        claim = placed.claim
        expr = _told_of(claim)
        points = judged.points
        if expr is None or len(points) != 1:
            return
        point = points[0]
        activation = self._frames_of(placed.chain)[0].activation
        time = point.interval.last if point.state is None else point.state
        self._told[activation, expr.dump] = Time(time)

    def _put(self, here: Here) -> None:
        if here.time < self._here.time:
            self._named.clear()
            self._told.clear()
            self._labelled.clear()
        self._here = here

    # -- contexts -------------------------------------------------------------------------------

    def _frames_of(self, chain: Chain) -> list[Frame]:
        if not chain:
            return self._base
        last, found = self._last_frames
        if chain is last:
            return found
        known = None if isinstance(chain[-1], Span) else self._frames.get(chain)
        if known is None:
            known = narrowed(self._moments, self._frames_of(chain[:-1]), chain[-1])
            if not isinstance(chain[-1], Span):  # of which there are as many as claims
                self._frames[chain] = known
        self._last_frames = chain, known
        return known

    def _single(self, chain: Chain) -> Frame:
        found = self._frames_of(chain)
        if len(found) != 1:
            why = f"its context is there {len(found)} times; say which one is meant"
            raise Failure(ClaimVerdict.AMBIGUOUS, why)
        return found[0]

    def opened(self, scope: _Scope, contexts: Chain, *, heading: bool = False) -> _Scope:
        """The scope with more contexts in it, the point in them."""
        for context in contexts:
            around, scope = scope, self._narrowed(scope, context, heading=heading)
            if isinstance(context, NamedCallContext) and scope.failure is None:
                scope = self._tell_call(around, scope)
        if scope.chain and scope.failure is None and scope.parts is None:
            self._enter(scope.chain)
        return scope

    def _tell_call(self, around: _Scope, inside: _Scope) -> _Scope:
        """The context stays what it is, and the call is being told."""
        call = inside.chain[-1]
        if around.parts is not None or not isinstance(call, CallContext):
            return inside
        self._enter(inside.chain)
        self._push(ToldCall(around.chain, call))
        return around

    def _push(self, told: ToldCall) -> None:
        while self._calls and self._calls[-1].around == told.around:
            if holds(self._moments, self._calls[-1].call, told.call):
                break
            self._calls.pop()
        if not self._calls or self._calls[-1] != told:
            self._calls.append(told)

    def _narrowed(self, scope: _Scope, context: Context, *, heading: bool = False) -> _Scope:
        chain = (*scope.chain, context)
        if scope.failure is not None:
            return _Scope(chain, scope.failure)
        if scope.parts is not None:
            parts = ((part, part.opened(inner, (context,))) for part, inner in scope.parts)
            return _Scope(chain, None, tuple(parts))
        try:
            if isinstance(context, SeveralPasses | EveryPass):
                found = self._frames_of(chain)
                return _Scope(
                    chain, None, tuple((Discourse(self._moments, one), _Scope()) for one in found)
                )
            return _Scope(self._context(scope.chain, context, heading=heading))
        except Failure as failure:
            return _Scope(chain, failure)
        except UndeterminedError as undetermined:
            return _Scope(chain, unsupported(str(undetermined)))

    def _of_told_call(self, chain: Chain, context: Context) -> Chain:
        """The context around a pass: the call that is being told, if its function has loops and
        all the names by which the pass is described."""
        if not isinstance(context, NamedPass | PassWhere | ItemPass | LabelledPass | AfterTheLoop):
            return chain
        for told in reversed(self._calls):
            if told.around != chain:
                break
            frame = self._single(told.chain)
            scope = self._moments.trace.scope_of(frame.activation)
            loops = scope is not None and any(
                each.is_loop for each in self._moments.trace.statements.of_scope(scope)
            )
            names = context.values if isinstance(context, PassWhere) else ()
            if loops and all(is_local(self._moments, frame, expr) for expr, _ in names):
                return told.chain
        return chain

    def _context(self, chain: Chain, context: Context, *, heading: bool = False) -> Chain:
        chain = self._of_told_call(chain, context)
        match context:
            case (
                CallContext() | PassContext() | SeveralPasses() | EveryPass() | WholeLoop() | Span()
            ):  # fmt: skip
                return (*chain, context)
            case NamedPass(number=number, loop=name):
                frame = self._single(chain)
                point = self._here.time
                loop = named_loop(self._moments, frame, name, around=False, point=point)
                entry = chosen_entry(self._moments, frame, loop, self._here.time)
                one = PassContext(number, loop.line, context.surface)
                return (*chain, _all_of(entry), one)
            case PassWhere():
                return self._pass_where(chain, context, heading=heading)
            case ItemPass():
                frame = self._single(chain)
                loop = item_loop(self._moments, frame, self._here.time)
                return self._the_pass(chain, frame, loop, context, heading=heading)
            case LabelledPass():
                return self._labelled_pass(chain, context, heading=heading)
            case NamedCallContext(expr=expr):
                frame = self._single(chain)
                call = the_told_call(self._moments, frame, expr, self._here.time)
                return (*chain, replace(call, surface=context.surface))
            case AfterTheLoop(loop=name):
                if isinstance(name, LoopName):
                    chain, entry, _ = self._entry(chain, name)
                else:
                    frame = self._single(chain)
                    loop = the_loop(self._moments, frame, name)
                    entry = chosen_entry(self._moments, frame, loop, self._here.time)
                if entry.end is LoopEnd.UNFINISHED:
                    raise unsupported(f"how the loop on line {entry.loop.line} ended is not seen")
                if not entry.left_normally:
                    raise refuted(f"nothing comes after the loop on line {entry.loop.line} here")
                around = self._single(chain)
                first = StepNo(entry.left + 1)
                return (*chain, Span(first, around.interval.last, entry.left))

    def _labelled_pass(self, chain: Chain, context: LabelledPass, *, heading: bool) -> Chain:
        frame = self._single(chain)
        where = variable_of(self._moments, frame, context)
        if where is not None:
            return self._pass_where(chain, where, heading=heading)
        loop = pass_loop(self._moments, frame, self._here.time)
        counter = counter_of(loop, context)
        if isinstance(counter, PassWhere):
            return self._the_pass(chain, frame, loop, counter, heading=heading)
        if counter < 1:
            raise refuted("passes count from 1")
        entry = chosen_entry(self._moments, frame, loop, self._here.time)
        return (*chain, _all_of(entry), PassContext(counter, loop.line, context.surface))

    def _pass_where(self, chain: Chain, context: PassWhere, *, heading: bool) -> Chain:
        """The pass at whose start the expressions have the values: the one in which the point
        lies, or the next one after it that is so."""
        frame = self._single(chain)
        names = [expr.tree.id for expr, _ in context.values if isinstance(expr.tree, ast.Name)]
        loop = loop_binding(self._moments, frame, names)
        if loop is None and not self._changes_in_loops(frame, context):
            if not self._is_so(frame, frame.start, context):
                raise refuted("that is not so at the start")
            return chain
        if loop is None:
            loop = named_loop(self._moments, frame, LoopName(), around=True)
        return self._the_pass(chain, frame, loop, context, heading=heading)

    def _changes_in_loops(self, frame: Frame, context: PassWhere) -> bool:
        """Whether a name of the description is bound in a loop, by the source."""
        scope = self._moments.trace.scope_of(frame.activation)
        everything = () if scope is None else self._moments.trace.statements.of_scope(scope)
        names = {name for expr, _ in context.values for name in names_in(expr.tree)}
        return any(
            (each.is_loop or each.loops()) and not names.isdisjoint(names_bound_by(each.node))
            for each in everything
        )

    def _the_pass(
        self,
        chain: Chain,
        frame: Frame,
        loop: Statement,
        context: PassWhere | ItemPass,
        *,
        heading: bool,
    ) -> Chain:
        wanted = [context] if isinstance(context, PassWhere) else items_of(loop, context)
        if any(entry.loop is loop for entry in frame.inside):
            if not any(self._is_so(frame, frame.start, each) for each in wanted):
                raise refuted("that is not so at the start of this pass")
            return chain
        loops = self._moments.loops(frame.activation)
        key = frame.activation, loop
        named = self._labelled.get(key, -1) if heading else -1
        for entry in loops.begun(loop, frame.interval):
            if entry.last < self._here.time:
                continue
            for one in entry.passes:
                over = one.last < self._here.time or one.first <= named
                if not over and any(self._is_so(frame, one.began, each) for each in wanted):
                    if loops.pass_of(entry, one.number) is None:
                        continue
                    self._labelled[key] = one.first
                    this = PassContext(one.number, loop.line, context.surface)
                    return (*chain, _all_of(entry), this)
        raise refuted(f"there is no such pass of the loop on line {loop.line} here")

    def _is_so(self, frame: Frame, at: Time, context: PassWhere) -> bool:
        state = State(self._moments, frame.activation, at)
        for expr, value in context.values:
            found = state.evaluate(expr)
            if isinstance(found, Undecidable):
                raise unsupported(found.why)
            if found != value:
                return False
        return True

    def _entry(self, chain: Chain, name: LoopName) -> tuple[Chain, LoopEntry, Frame]:
        """The entry of a loop without a line that the point decides, with the context around it;
        and the context of the sentence, which is a pass of it or around it."""
        frame = self._single(chain)
        loop = named_loop(self._moments, frame, name, around=True, point=self._here.time)
        if frame.inside and frame.inside[-1].loop is loop:
            return _outside(chain), frame.inside[-1], frame
        return chain, chosen_entry(self._moments, frame, loop, self._here.time), frame

    # -- claims without a line ------------------------------------------------------------------

    def _found(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        if self._calls:
            entry = self._in_told_call(entry, claim)
        claim = self._by_name(entry, claim)
        if claim is not entry.claim:
            entry = PlacedClaim(claim, entry.chain, entry.relation)
        if isinstance(claim, BaseState):
            return self._state(entry, claim)
        if not isinstance(claim, _UNPLACED):
            return entry
        match claim:
            case Shows():
                return self._shows(entry, claim)
            case Branches() | Jumps() | AltersUnnamed():
                return self._as_told(entry, claim)
            case Unchanged() | NothingHappens():
                return self._unchanged(entry, claim)
            case RaisedBy():
                return self._raised_by(entry, claim)
            case CallBegins():
                return self._call_begins(entry, claim)
            case Returned(result=result):
                if not self._calls or self._calls[-1].around != entry.chain:
                    returns = LineReturns(UNPLACED, result, surface=claim.surface)
                    return self._event(entry, returns)
                return self._ended(entry, self._calls[-1].call, result, claim)
            case _:
                return self._without_line(entry, claim)

    def _by_name(self, entry: PlacedClaim, claim: Claim) -> Claim:
        """The claim with what it names by a word alone found."""
        inner = claim.claim if isinstance(claim, NextEvent) else claim
        names = plain_names(inner)
        if not names:
            return claim
        found: Claim = inner
        if any(name.startswith(KIND_OF_THING) for name in names):
            while (kind := kind_in(found)) is not None:
                found = with_name(found, kind, self._named_by(entry, claim, kind))
        found = self._with_attributes(entry, found, names)
        if found is inner:
            return claim
        if isinstance(claim, NextEvent):
            assert isinstance(found, _EVENTS)
            return replace(claim, claim=found)
        return found

    def _with_attributes(self, entry: PlacedClaim, claim: Claim, names: list[str]) -> Claim:
        """The claim with the attributes that it names as if they were variables."""
        if not isinstance(claim, (*_UNPLACED, *_EVENTS)) and not (
            isinstance(claim, BaseState) and isinstance(claim.moment, AtPoint)
        ):
            return claim
        frames = self._frames_of(entry.chain)
        if len(frames) != 1:
            return claim
        frame, point = frames[0], self._here.time
        state = State(self._moments, frame.activation, Time(max(point, frame.start)))
        for name in names:
            if name.startswith(KIND_OF_THING) or state.binds(name):
                continue
            if name in self._own_names(frame):
                continue
            attribute = attribute_called(self._moments, frame, name, point)
            if attribute is not None:
                claim = with_name(claim, name, attribute)
        return claim

    def _own_names(self, frame: Frame) -> frozenset[str]:
        scope = self._moments.trace.scope_of(frame.activation)
        if scope is None:
            return frozenset()
        if scope not in self._own:
            self._own[scope] = bound_names(scope)
        return self._own[scope]

    def _named_by(self, entry: PlacedClaim, claim: Claim, kind: str) -> Expr:
        frame, here = self._single(entry.chain), self._here
        in_pass = isinstance(claim, BaseState) and isinstance(claim.moment, ContextStartAndEnd)
        if in_pass and not is_type(kind):
            return named_by(self._moments, frame, kind, frame.start, frame.interval.first)
        if isinstance(claim, BaseState) and not isinstance(claim.moment, AtPoint):
            found = by_source(self._moments, frame, kind, here.time)
            if found is None:
                raise Failure(ClaimVerdict.AMBIGUOUS, f"say which thing {kind} is")
            return found
        return named_by(self._moments, frame, kind, here.time, min(here.time, here.floor))

    def _as_told(self, entry: PlacedClaim, claim: Branches | Jumps | AltersUnnamed) -> PlacedClaim:
        frame, here = self._single(entry.chain), self._here
        match claim:
            case Branches():
                key = frame.activation, "branches"
                named = self._named.get(key, -1)
                found, visit = branch(self._moments, frame, claim, here.floor, named)
                self._named[key] = visit.first
                return PlacedClaim(found.claim, (*entry.chain, found.span), entry.relation)
            case Jumps():
                if claim.jump is Jump.RETURN:
                    while self._calls and self._calls[-1].chain == entry.chain:
                        self._calls.pop()
                told = self._told_visit(frame)
                found = jump(self._moments, frame, claim, here.time, here.floor, told)
                return PlacedClaim(found.claim, (*entry.chain, found.span), entry.relation)
            case AltersUnnamed():
                return self._event(entry, receiver(self._moments, frame, claim, here.time))

    def _state(self, entry: PlacedClaim, claim: BaseState) -> PlacedClaim:
        match claim:
            case ValueIs(moment=AtPoint(), expr=expr, negated=False) if (
                named_call(self._moments, expr) is not None
            ):
                call = Gives(expr, Exactly(claim.value), surface=claim.surface)
                return self._gives(entry, call)
            case ValueIs(moment=ContextStartAndEnd(), expr=expr):
                frames = self._frames_of(entry.chain)
                if len(frames) != 1:
                    return entry
                local = pass_local(self._moments, frames[0], expr, frames[0].interval.first)
                if local is None:
                    return entry
                return self._at(entry, replace(claim, moment=ContextStart()), local)
            case BaseState(moment=AtPoint()):
                frame = self._single(entry.chain)
                told = getattr(claim, "expr", None)
                at = self._bound(frame, told) if isinstance(told, Expr) else self._here.time
                state = replace(claim, moment=ContextStart())
                assert isinstance(state, StateClaim)
                return self._at(entry, state, at)
            case _:
                return entry

    def _without_line(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        match claim:
            case NextEvent(claim=event):
                return self._event(entry, event)
            case OfLoop(loop=name, claim=of_loop):
                chain, found, frame = self._entry(entry.chain, name)
                in_pass = found in frame.inside
                if in_pass and not isinstance(of_loop, LoopPasses) and not _is_last(found, frame):
                    raise refuted(f"the loop on line {found.loop.line} goes on after this pass")
                placed = replace(of_loop, loop=found.loop.line)
                return PlacedClaim(placed, (*chain, _all_of(found)), entry.relation)
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

    def _in_told_call(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        """The claim in the context of the call that is being told: the innermost one whose
        function could do it, or has all the names, by the source."""
        if isinstance(claim, CallBegins | Returned | Gives):
            return entry
        if isinstance(claim, RaisedBy) and function_of(self._moments, claim.expr) is not None:
            return entry
        while self._calls and self._calls[-1].around == entry.chain:
            told = self._calls[-1]
            frame = self._single(told.chain)
            if self._speaks_of(frame, claim):
                return PlacedClaim(claim, told.chain, entry.relation)
            if not self._speaks_of(self._single(entry.chain), claim):
                return entry
            self._calls.pop()
        return entry

    def _speaks_of(self, frame: Frame, claim: Claim) -> bool:
        kind = kind_in(claim.claim if isinstance(claim, NextEvent) else claim)
        if kind is not None:
            return by_source(self._moments, frame, kind, self._here.time) is not None
        match claim:
            case NextEvent(claim=Sets(target=target)):
                return is_local(self._moments, frame, _as_expression(target))
            case NextEvent(claim=event):
                return bool(self._lines(frame, event))
            case TruthOf(expr=expr):
                return is_local(self._moments, frame, expr)
            case Branches() | Jumps() | AltersUnnamed() | NothingHappens():
                return True
            case RaisedBy(exception=kind):
                return bool(self._lines(frame, LineRaises(UNPLACED, kind)))
            case _:
                about = _subject_of(claim)
                return about is not None and is_local(self._moments, frame, about)

    def _call_begins(self, entry: PlacedClaim, claim: CallBegins) -> PlacedClaim:
        frame = self._single(entry.chain)
        caller: CallContext | None = None
        if claim.by is not None:
            if function_of(self._moments, claim.by) is None:
                raise refuted(f"`{claim.by.text}` is no function of the program")
            if isinstance(claim.by.tree, ast.Call) or not self._is_entry(claim.by):
                caller = the_told_call(self._moments, frame, claim.by, self._here.time)
        if isinstance(claim.expr.tree, ast.Call) and function_of(self._moments, claim.expr) is None:
            return self._statement_runs(entry, frame, claim)
        key = "begins", ast.unparse(claim.expr.tree)
        since = max(self._here.floor, self._named.get(key, -1) + 1)
        if caller is not None:  # the point is put at its start, if it does not lie in it
            by = the_call(self._moments, caller.number, caller.function)
            since = max(since, self._moments.trace.data.activations[by].first + 1)
        call, activation = next_call(self._moments, frame, claim.expr, since)
        first = self._moments.trace.data.activations[activation].first
        if caller is not None and not is_begun_by(self._moments, activation, caller):
            raise refuted("the next such call is made by another one")
        if claim.by is not None and caller is None:  # a name alone, of the entry call's function
            owner = beginner(self._moments, activation)
            name = function_of(self._moments, claim.by) or ""
            if owner is None or not self._moments.is_call_begun(owner, name):
                raise refuted("the next such call is made by another function")
        self._named[key] = first
        if caller is not None:
            self._push(ToldCall(entry.chain, caller))
        self._push(ToldCall(entry.chain, call))
        return PlacedClaim(claim, (*entry.chain, call), entry.relation)

    def _statement_runs(self, entry: PlacedClaim, frame: Frame, claim: CallBegins) -> PlacedClaim:
        """Of a call that is a statement, of no function of the program: its next visit."""
        key = frame.activation, ("begins", ast.unparse(claim.expr.tree))
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        for visit in visits.inside(since):
            if visit.first <= self._named.get(key, -1):
                continue
            if is_statement_of(self._moments, visit, claim.expr.tree):
                self._named[key] = visit.first
                runs = LineRuns(visit.line, None, surface=claim.surface)
                span = Span(visit.first, visit.last, visit.before)
                return PlacedClaim(runs, (*entry.chain, span), entry.relation)
        raise refuted(f"no statement `{claim.expr.text}` runs here, or none any more")

    def _is_entry(self, expr: Expr) -> bool:
        entry = self._moments.trace.data.entry
        function = function_of(self._moments, expr)
        return function is not None and self._moments.is_call_begun(entry, function)

    def _raised_by(self, entry: PlacedClaim, claim: RaisedBy) -> PlacedClaim:
        """A call that ends by the exception, or the next visit that raises, and raises by E."""
        function = function_of(self._moments, claim.expr)
        if function is not None:
            ended = self._next_ended(entry, claim.expr, function)
            of_call = CallRaises(ended.number, function, claim.exception, surface=claim.surface)
            return PlacedClaim(of_call, entry.chain, entry.relation)
        raises = LineRaises(UNPLACED, claim.exception, surface=claim.surface)
        placed = self._event(entry, raises)
        frame = self._single(placed.chain)
        visit = self._moments.visits(frame.activation).at(frame.interval.first)
        if visit is None or not is_raised_by(self._moments, visit, claim.expr.tree):
            raise refuted(f"what raises there is not `{claim.expr.text}`")
        return placed

    def _next_ended(self, entry: PlacedClaim, expr: Expr, function: str) -> CallContext:
        """The call that is being told, or the next one of these that ends."""
        if (
            self._calls
            and self._calls[-1].around == entry.chain
            and isinstance(expr.tree, ast.Name)
        ):
            told = self._calls[-1].call
            if told.function == function:
                return told
        frame = self._single(entry.chain)
        after = max(self._here.floor, self._named.get(("calls", function), -1) + 1)
        ends = (
            (self._moments.last_step(activation), number)
            for number, _, activation in calls_of(self._moments, frame, expr)
        )
        last, number = min((each for each in ends if each[0] >= after), default=(0, 0))
        if not number:
            raise refuted(f"no such call of `{function}` ends here, or not any more")
        self._named["calls", function] = last
        return CallContext(number, function)

    def _told_visit(self, frame: Frame) -> Visit | None:
        """The visit that is being told, of the context's activation itself (no call in it)."""
        trace = self._moments.trace
        if not self._here.told or not 0 <= self._here.floor <= trace.last_time:
            return None
        runs = trace.step(StepNo(self._here.floor)).activation
        if trace.owner(runs) != frame.activation:
            return None
        return self._moments.visits(frame.activation).at(self._here.floor)

    def _unchanged(self, entry: PlacedClaim, claim: Unchanged | NothingHappens) -> PlacedClaim:
        """In all states of the pass in which the point lies (from the point on, where a value is
        told); without a pass, of the visit that is being told, or at the point."""
        frame = self._single(entry.chain)
        here = self._here
        told = told_pass(self._moments, frame, min(here.time, here.floor))
        visit = self._told_visit(frame)
        if isinstance(claim, Unchanged) and claim.value is not None:
            start = self._bound(frame, claim.expr)
            last = start if told is None else max(told[1].last, start)
            span = Span(StepNo(max(start + 1, 0)), Time(last), start)  # no step, outside of passes
        elif told is not None:
            span = Span(told[1].first, told[1].last, told[1].began)
        elif visit is not None:
            span = over_visit(visit)
        else:
            raise refuted("nothing is being told in which it could be unchanged")
        return PlacedClaim(claim, (*entry.chain, span), entry.relation)

    def _shows(self, entry: PlacedClaim, claim: Shows) -> PlacedClaim:
        """In a pass, the next thing that E becomes in it, if it becomes something; elsewhere, if
        what E is has been told, what it becomes next; else the state at the point."""
        frame = self._single(entry.chain)
        expr, here = claim.expr, self._here
        at = self._bound(frame, expr)
        told_in = told_pass(self._moments, frame, min(here.time, here.floor))
        changed: Time | None = None
        if told_in is not None:
            within = frame._replace(interval=Interval(frame.interval.first, told_in[1].last))
            changed = self._changed(within, expr)
        if changed is not None:
            at = changed
        else:
            told = self._told.get((frame.activation, expr.dump))
            then = NoValue("") if told is None else self._value_at(frame, expr, told)
            if not isinstance(then, NoValue) and then == self._value_at(frame, expr, at):
                at = self._changed(frame, expr) or at
        shown = ValueIs(ContextStart(), expr, claim.value, surface=claim.surface)
        return self._at(entry, shown, at)

    def _value_at(self, frame: Frame, expr: Expr, at: Time) -> Result:
        return State(self._moments, frame.activation, at).evaluate(expr)

    def _at(self, entry: PlacedClaim, claim: Claim, at: Time) -> PlacedClaim:
        # The state at the start of a context is that just before its first step.
        first = max(at, 0, self._single(entry.chain).interval.first)
        here = Span(StepNo(first), Time(max(first, at)), at)
        return PlacedClaim(claim, (*entry.chain, here), entry.relation)

    def _bound(self, frame: Frame, expr: Expr) -> Time:
        """The point; where the expression has no value there, the first state after a visit from
        there on in which it has one."""
        here = self._here.time
        local = pass_local(self._moments, frame, expr, min(here, self._here.floor))
        if local is not None and here < local:
            return local
        if not self._has_no_value(frame, expr, here):
            return here
        since = Interval(StepNo(max(here, 0)), frame.interval.last)
        for visit in self._moments.visits(frame.activation).inside(since):
            if not self._has_no_value(frame, expr, visit.after):
                return visit.after
        return here

    def _has_no_value(self, frame: Frame, expr: Expr, at: Time) -> bool:
        state = State(self._moments, frame.activation, at)
        return isinstance(state.evaluate(expr), NoValue)

    def _changed(self, frame: Frame, expr: Expr) -> Time | None:
        """The state after the visit, from the one that is being told on, that sets or changes
        what the expression is."""
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        try:
            setting = Sets(UNPLACED, read_target(expr.text), None)
        except NotReadableError:
            setting = None
        for visit in visits.inside(since):
            if setting is not None and happens(self._moments, visit, setting) is True:
                return visit.after
            before = State(self._moments, frame.activation, visit.before).evaluate(expr)
            after = State(self._moments, frame.activation, visit.after).evaluate(expr)
            if isinstance(after, Undecidable):
                raise unsupported(after.why)
            if not isinstance(after, NoValue) and before != after:
                return visit.after
        return None

    def _truth(self, entry: PlacedClaim, claim: TruthOf) -> PlacedClaim:
        test = ConditionIs(UNPLACED, claim.expr, claim.truth, surface=claim.surface)
        if self._lines(self._single(entry.chain), test):
            return self._event(entry, test)
        truth = read_expr(f"not not ({claim.expr.text})")
        state = ValueIs(AtPoint(), truth, Atom(claim.truth), surface=claim.surface)
        return self._found(entry, state)

    def _gives(self, entry: PlacedClaim, claim: Gives) -> PlacedClaim:
        frame = self._single(entry.chain)
        call = named_call(self._moments, claim.expr)
        function = function_of(self._moments, claim.expr)
        if function is not None and not isinstance(claim.expr.tree, ast.Call):
            return self._function_gives(entry, claim, function)
        if call is not None:
            key = "calls", call.function
            after = max(self._here.floor, self._named.get(key, -1) + 1)
            ended = (
                (self._moments.last_step(activation), number)
                for number, activation in matching_calls(self._moments, frame, call)
            )
            _, number = min((each for each in ended if each[0] >= after), default=(0, 0))
            if not number:
                raise refuted(f"there is no such call of `{call.function}` here")
            return self._ended(entry, CallContext(number, call.function), claim.result, claim)
        evaluates = Evaluates(UNPLACED, claim.expr, claim.result, surface=claim.surface)
        if self._lines(frame, evaluates):
            return self._event(entry, evaluates)
        return self._found(entry, _state(claim.expr, claim.result, claim.surface))

    def _function_gives(self, entry: PlacedClaim, claim: Gives, function: str) -> PlacedClaim:
        """`g` returns: the call of it that is being told, or the next one that ends."""
        if self._is_entry(claim.expr):
            answer = AnswerReturns(claim.result, surface=claim.surface)
            return PlacedClaim(answer, (), entry.relation)
        if self._calls and self._calls[-1].around == entry.chain:
            told = self._calls[-1].call
            if told.function == function:
                return self._ended(entry, told, claim.result, claim)
        frame = self._single(entry.chain)
        after = max(self._here.floor, self._named.get(("calls", function), -1) + 1)
        ended = (
            (self._moments.last_step(activation), number)
            for number, name, activation in calls_of(self._moments, frame, claim.expr)
        )
        _, number = min((each for each in ended if each[0] >= after), default=(0, 0))
        if not number:
            raise refuted(f"no call of `{function}` ends here, or not any more")
        return self._ended(entry, CallContext(number, function), claim.result, claim)

    def _ended(
        self, entry: PlacedClaim, call: CallContext, result: Expected, claim: Claim
    ) -> PlacedClaim:
        """That the call returns; it is not told any more, nor is what it called."""
        while self._calls and self._calls[-1].around == entry.chain:
            if not holds(self._moments, call, self._calls[-1].call):
                break
            self._calls.pop()
        returns = CallReturns(call.number, call.function, result, surface=claim.surface)
        return PlacedClaim(returns, entry.chain, entry.relation)

    def _event(self, entry: PlacedClaim, event: Event) -> PlacedClaim:
        frame = self._single(entry.chain)
        if isinstance(event, Sets | Derives) and not self._lines(frame, event):
            called = self._set_by_a_call(entry, frame, event)
            if called is not None:
                return called
        if isinstance(event, Sets) and isinstance(event.to, Exactly):
            changed = self._next_change(frame, event)
            if changed is not None:
                return self._of_change(entry, frame, event, changed)
        try:
            visit = self._next_visit(frame, event)
        except Failure as failure:
            if not isinstance(event, Derives) or failure.verdict is not ClaimVerdict.REFUTED:
                raise
            called = self._set_by_a_call(entry, frame, event)
            if called is None:
                raise
            return called
        placed = replace(event, line=visit.line)
        span = Span(visit.first, visit.last, visit.before)
        return PlacedClaim(placed, (*entry.chain, span), entry.relation)

    def _set_by_a_call(
        self, entry: PlacedClaim, frame: Frame, event: Sets | Derives
    ) -> PlacedClaim | None:
        """What an element or an attribute becomes next in what the context calls, where no line of
        the context's own sets it."""
        match event:
            case Sets(
                target=ElementTarget() | AttributeTarget() as target, to=Exactly(value=value)
            ):
                expr = target.whole
            case Derives(parts=(expr, *rest), value=value) if not any(
                has_names(part.tree) for part in rest
            ) and isinstance(expr.tree, ast.Subscript | ast.Attribute):
                for part in rest:
                    if pure_value(part.tree) != value:
                        raise refuted(f"`{part.text}` is something else")
            case _:
                return None
        at = next_change_of(self._moments, frame, expr, self._here.time)
        if at is None:
            raise refuted(f"`{expr.text}` does not change here, or not any more")
        state = ValueIs(ContextStart(), expr, value, surface=event.surface)
        return self._at(entry, state, at)

    def _next_change(self, frame: Frame, event: Sets) -> Visit | None:
        """The next visit that changes in place what the target is, where none sets it before."""
        expr = _as_expression(event.target)
        here = State(self._moments, frame.activation, self._here.time)
        if isinstance(here.evaluate(expr), Atom | NoValue | Undecidable):
            return None
        named = self._named.get((frame.activation, subject(event)), -1)
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        for visit in visits.inside(since):
            if visit.first <= named:
                continue
            if happens(self._moments, visit, event) is True:
                return None
            before = State(self._moments, frame.activation, visit.before).evaluate(expr)
            after = State(self._moments, frame.activation, visit.after).evaluate(expr)
            if isinstance(before, Undecidable) or isinstance(after, Undecidable):
                raise unsupported(f"whether `{expr.text}` changes is not known")
            if not isinstance(after, NoValue) and before != after:
                return visit
        return None

    def _of_change(
        self, entry: PlacedClaim, frame: Frame, event: Sets, visit: Visit
    ) -> PlacedClaim:
        assert isinstance(event.to, Exactly)
        self._named[frame.activation, subject(event)] = visit.first
        expr = _as_expression(event.target)
        claim = Changes(visit.line, expr, event.to.value, surface=event.surface)
        span = Span(visit.first, visit.last, visit.before)
        return PlacedClaim(claim, (*entry.chain, span), entry.relation)

    def _next_visit(self, frame: Frame, event: Event) -> Visit:
        lines = self._lines(frame, event)
        name = self._moments.trace.code_of(frame.activation).name
        if not lines:
            raise refuted(f"nothing in `{name}` does that")
        named = max(self._named.get((frame.activation, each), -1) for each in told_by(event))
        visits = self._moments.visits(frame.activation)
        found: Visit | None = None
        for line in lines:
            for visit in visits.from_on(line, self._here.floor, frame.interval):
                if found is not None and visit.first > found.first:
                    break
                if visit.first <= named:
                    continue
                did = happens(self._moments, visit, event)
                if isinstance(did, Undecidable):
                    raise unsupported(did.why)
                if did:
                    found = visit
                    break
        if found is None:
            raise refuted("that does not happen here, or not any more")
        return found

    def _lines(self, frame: Frame, event: Event) -> tuple[LineNo, ...]:
        """The lines of the context's function on which it could happen, by the source alone."""
        scope = self._moments.trace.scope_of(frame.activation)
        if scope is None:
            return ()
        key = scope, subject(event)
        if key not in self._candidates:
            statements = self._moments.trace.statements.of_scope(scope)
            able = [each for each in statements if could(each, event)]
            if any(not each.visible for each in able):
                raise unsupported("whether a line does that is not reliably seen")
            self._candidates[key] = tuple(sorted({each.line for each in able}))
        return self._candidates[key]


def _told_of(claim: Claim) -> Expr | None:
    """The expression of which a claim with its line tells what it is."""
    match claim:
        case ValueIs(expr=expr, negated=False) | Changes(expr=expr) | Alters(expr=expr):
            return expr
        case Sets(target=target):
            return _as_expression(target)
        case Derives(parts=(first, *_)):
            return first
        case _:
            return None


def _subject_of(claim: Claim) -> Expr | None:
    for name in ("expr", "left", "item"):
        found = getattr(claim, name, None)
        if isinstance(found, Expr):
            return found
    return None


def _as_expression(target: Target) -> Expr:
    match target:
        case NameTarget(name=name):
            return read_expr(name)
        case _:
            return target.whole


def _failed(failure: Failure) -> Judged:
    return Judged(failure.verdict, (), failure.why)


def _has_unplaced(chain: Chain) -> bool:
    found = NamedPass | AfterTheLoop | PassWhere | ItemPass | LabelledPass | NamedCallContext
    return any(isinstance(context, found) for context in chain)


def _all_of(entry: LoopEntry) -> Span:
    return Span(entry.first, entry.last, Time(entry.first - 1))


def _outside(chain: Chain) -> Chain:
    """The context around the pass that is the innermost context of the chain."""
    end = len(chain) - 1
    while not isinstance(chain[end], PassContext):
        end -= 1
    if end and isinstance(chain[end - 1], Span):
        end -= 1
    return chain[:end]


def _is_last(entry: LoopEntry, frame: Frame) -> bool:
    return entry.passes[-1].first <= frame.interval.first


def _state(expr: Expr, result: Exactly | OfType, surface: Surface) -> ValueIs | HasType:
    match result:
        case Exactly(value=value):
            return ValueIs(AtPoint(), expr, value, surface=surface)
        case OfType(type_name=name):
            return HasType(AtPoint(), expr, name, surface=surface)
