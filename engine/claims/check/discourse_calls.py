"""Calls that are being told (docs/semantics.md §3.4, §5.70, §5.79, §5.85)."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Final, get_args

from engine.claims.check.calls_named import NamedCall, matching_calls, named_call
from engine.claims.check.calls_within import (
    calls_of_one_name,
    is_made_alone,
    is_made_inside,
    is_method_or_other,
    may_be_made,
    times_made,
)
from engine.claims.check.context import Frame, entry_frames, the_call
from engine.claims.check.conversions import (
    are_possible,
    conversions,
    failing,
    handled_kind,
    is_clause,
    is_one_of_clause,
)
from engine.claims.check.derivations import is_raised_by
from engine.claims.check.discourse_base import (
    UNPLACED_TYPES,
    FailureThere,
    as_expression,
    has_unplaced,
)
from engine.claims.check.discourse_undone import OfUndone
from engine.claims.check.events import subject
from engine.claims.check.headings_of_calls import elsewhere, is_of_call
from engine.claims.check.kinds import (
    attribute_called,
    by_source,
    kind_in,
)
from engine.claims.check.named_loops import fits, loop_binding
from engine.claims.check.names_of_calls import call_that_binds, names_of
from engine.claims.check.objects_of_methods import may_be_of, require_object
from engine.claims.check.other_calls import NOT_TOLD, is_result_without_a_call
from engine.claims.check.points import Failure, Judged, refuted, unsupported
from engine.claims.check.results import ended_with
from engine.claims.check.shared_names import by_the_point, declared_in, is_shared
from engine.claims.check.states import State
from engine.claims.check.telling import over_visit, told_pass
from engine.claims.check.told_calls import (
    ToldCall,
    beginner,
    calls_of,
    function_of,
    holds,
    is_begun_by,
    is_local,
    may_be_called,
    next_call,
    no_call,
    the_told_call,
    without_builtins,
)
from engine.claims.check.waiting_functions import (
    NEVER_ASKED,
    NO_RESULT,
    hands_out,
    is_called_where_it_begins,
    waits,
)
from engine.claims.evaluator import names_in
from engine.claims.model import (
    KIND_OF_THING,
    UNPLACED,
    AbsoluteClaim,
    Alters,
    AltersUnnamed,
    AnswerReturns,
    AtPoint,
    BaseState,
    Branches,
    CallBegins,
    CallContext,
    CallRaises,
    CallReturns,
    Claim,
    ConditionIs,
    Derives,
    Evaluates,
    Exactly,
    Excepts,
    Expected,
    Expr,
    Gives,
    HasType,
    IsDefined,
    ItemOccurs,
    JumpRuns,
    Jumps,
    LineCatches,
    LineRaises,
    LineReturns,
    LineRuns,
    LoopKind,
    LoopName,
    LoopTest,
    MovesTo,
    NextEvent,
    NotConverted,
    NotDone,
    NothingHappens,
    NthTest,
    OfLoop,
    OfType,
    PlacedClaim,
    RaisedBy,
    Returned,
    ReturnsAs,
    RunsOver,
    Sets,
    SetTo,
    Span,
    StateClaim,
    Stored,
    Surface,
    Takes,
    TruthOf,
    ValueIs,
)
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, LineNo, StepNo, Time
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval
from engine.values import Atom

_NAMING: Final = UNPLACED_TYPES | frozenset(get_args(StateClaim))
"""Claims that may be about a call whose function has their names."""


_ABSOLUTE: Final = get_args(AbsoluteClaim)

NO_CALL: Final = (StepNo(0), 0, ActivationId(-1))
"""In place of the end, the number and the activation of a call."""


class OfCalls(OfUndone):
    """Finds the calls that claims speak of, and which claims are about one that is being told."""

    _sharing = True
    """Whether claims are about told calls that share what they are about with other functions."""

    _shared = False
    """Whether the claim that was read last was found to be about such a call."""

    def _in_told_call(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        """The claim in the context of the call that is being told: the innermost one whose
        function could do it, or has all the names, by the source."""
        if isinstance(claim, CallBegins | Returned):
            return entry
        if isinstance(claim, ReturnsAs):
            told_here = self._calls[-1].around == entry.chain
            return entry._replace(chain=self._calls[-1].chain) if told_here else entry
        line = line_of(claim)
        if line is not None:
            return self._on_told_line(entry, line)
        if isinstance(claim, RaisedBy) and isinstance(claim.expr.tree, ast.Call):
            return entry
        by_name = claim.expr if isinstance(claim, RaisedBy | Gives) else None
        if by_name is not None and function_of(self._moments, by_name) is not None:
            return entry
        for index in reversed(range(len(self._calls))):
            told = self._calls[index]
            if told.around != entry.chain:
                break
            frame = self._single(told.chain)
            if self._speaks_of(frame, claim):
                return PlacedClaim(claim, told.chain, entry.relation)
            if self._sharing and is_shared(self._moments, frame, claim, self._here.time):
                self._shared = by_the_point(claim) or not told.opened
                return PlacedClaim(claim, told.chain, entry.relation)
            if not self._speaks_of(self._single(entry.chain), claim):
                return entry
            if not told.opened:
                self._calls.pop(index)
        return entry

    def _opened_as_in(self, calls: list[ToldCall]) -> None:
        """Behind a sentence or a block the calls are opened that were so before it."""
        opened = [each for each in calls if each.opened]
        self._calls = [replace(each, opened=each in opened) for each in self._calls]

    def _of_opened(
        self, calls: list[ToldCall], claim: Claim, entry: PlacedClaim, judged: Judged
    ) -> Judged:
        """The verdict behind headings and prefixes that tell calls: nothing is true there that is
        so outside of one of these."""
        if judged.verdict is not ClaimVerdict.VERIFIED or isinstance(claim, _ABSOLUTE):
            return judged
        if all(self._is_of_told(told, entry, judged) for told in calls if told.opened):
            return judged
        self._calls = list(calls)  # it ends none of them, and tells none
        return elsewhere(judged)

    def _is_of_told(self, told: ToldCall, entry: PlacedClaim, judged: Judged) -> bool:
        try:
            call = self._single(told.chain)
            if call.activation == self._base[0].activation:
                return True
            frames = [] if has_unplaced(entry.chain) else self._frames_of(entry.chain)
        except (Failure, UndeterminedError):
            return False
        return is_of_call(self._moments, call, entry.claim, frames, judged)

    def _follow_other_calls(self, claim: Claim) -> None:
        """What is returned behind a call of no function of the program may be said of that one."""
        if is_result_without_a_call(claim):
            if self.others.told_last:
                raise unsupported(NOT_TOLD)
            return
        self.others.line = claim.surface.line
        self.others.begun_last = isinstance(claim, CallBegins)
        self.others.told_last = (
            isinstance(claim, CallBegins)
            and isinstance(claim.expr.tree, ast.Call)
            and function_of(self._moments, claim.expr) is None
        )

    def _on_told_line(self, entry: PlacedClaim, line: LineNo) -> PlacedClaim:
        """A claim with a line is about the innermost told call whose function has it."""
        for told in reversed(self._calls):
            if told.around != entry.chain:
                break
            scope = self._moments.trace.scope_of(self._single(told.chain).activation)
            everything = () if scope is None else self._moments.trace.statements.of_scope(scope)
            if any(each.line == line for each in everything):
                return entry._replace(chain=told.chain)
        return entry

    def _in_naming_call(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        """The claim in the call whose function alone has its names, where the context's function
        and those around it have none of them."""
        self._follow_other_calls(claim)
        if not self._has_names_elsewhere or type(claim) not in _NAMING:
            return entry
        # What stands in a heading's parentheses is of the start of its context.
        of_heading = self._in_heading
        if isinstance(claim, BaseState) and not (of_heading or isinstance(claim.moment, AtPoint)):
            return entry
        frames = self._frames_of(entry.chain)
        names = without_builtins(self._moments, names_of(claim))
        if len(frames) != 1 or not names or isinstance(claim, CallBegins | RaisedBy):
            return entry
        frame = frames[0]
        state = State(self._moments, frame.activation, Time(max(self._here.time, frame.start)))
        if any(
            name.startswith(KIND_OF_THING)
            or name in self._own_names(frame)
            or state.binds(name)
            or attribute_called(self._moments, frame, name, self._here.time) is not None
            for name in names
        ):
            return entry
        here = self._here
        point = Time(here.floor) if here.begins else here.time
        call = call_that_binds(self._moments, frame, claim, names, point)
        if call is None:
            return entry
        told = ToldCall(entry.chain, call)
        inside = PlacedClaim(claim, told.chain, entry.relation)
        if self._in_heading:
            assert isinstance(claim, StateClaim)
            return self._at(inside, claim, frame.start)
        self._enter(told.chain)
        self._push(told)
        return inside

    def _speaks_of(self, frame: Frame, claim: Claim) -> bool:
        kind = kind_in(claim.claim if isinstance(claim, NextEvent | NotDone) else claim)
        if kind is not None:
            return by_source(self._moments, frame, kind, self._here.time) is not None
        match claim:
            case (
                NextEvent(claim=Sets(target=target))
                | SetTo(target=target)
                | Stored(target=target)
                | MovesTo(target=target)
            ):
                return is_local(self._moments, frame, as_expression(target))
            case NotDone(claim=event):
                return bool(self._lines(frame, event))
            case NextEvent(claim=Derives(parts=(first, *_)) as event):
                return bool(self._lines(frame, event)) or is_local(self._moments, frame, first)
            case NextEvent(claim=Alters(expr=expr) as event):
                return self._is_seen_in(frame, expr) and bool(self._lines(frame, event))
            case NextEvent(claim=event):
                return bool(self._lines(frame, self._as_tested(frame, event)))
            case TruthOf(expr=expr, truth=truth):
                test = ConditionIs(UNPLACED, expr, truth, surface=claim.surface)
                return is_local(self._moments, frame, expr) or bool(self._lines(frame, test))
            case (
                Branches() | Jumps() | AltersUnnamed() | NothingHappens() | NthTest() | JumpRuns()
            ):  # fmt: skip
                return True
            case OfLoop(loop=LoopName() as name) | LoopTest(loop=name):
                return self._has_loop(frame, name)
            case RunsOver(loop=LoopName() as name, expr=expr):
                own = not names_in(expr.tree) or is_local(self._moments, frame, expr)
                return own and self._has_loop(frame, replace(name, kind=LoopKind.FOR))
            case ItemOccurs():
                return self._has_loop(frame, LoopName(LoopKind.FOR))
            case Takes(expr=expr):
                return loop_binding(self._moments, frame, [expr.text.strip()]) is not None
            case RaisedBy() | NotConverted() | Excepts():
                return self._may_raise(frame, claim)
            case IsDefined(name=name):
                return is_local(self._moments, frame, read_expr(name))
            case _:
                about = _subject_of(claim)
                return about is not None and is_local(self._moments, frame, about)

    def _may_raise(self, frame: Frame, claim: RaisedBy | NotConverted | Excepts) -> bool:
        """Whether a statement of the function could raise, convert or take an exception so."""
        match claim:
            case RaisedBy(exception=kind):
                return bool(self._lines(frame, LineRaises(UNPLACED, kind)))
            case NotConverted(expr=expr, kind=kind):
                return bool(conversions(self._moments, frame, expr, kind))
            case Excepts():
                return bool(self._lines(frame, LineCatches(UNPLACED, "")))

    def _is_seen_in(self, frame: Frame, expr: Expr) -> bool:
        """Whether all names of the expression stand for something in the function, or those that it
        declares do when it ends."""
        at = Time(max(self._here.time, frame.start))
        state, own = State(self._moments, frame.activation, at), self._own_names(frame)
        others = {name for name in names_in(expr.tree) if name not in own and not state.binds(name)}
        scope = self._moments.trace.scope_of(frame.activation)
        end = State(self._moments, frame.activation, frame.end)
        return not others or (
            scope is not None
            and others <= declared_in(scope)
            and all(end.binds(name) for name in others)
        )

    def _has_loop(self, frame: Frame, name: LoopName) -> bool:
        """Whether the function has a loop that could be meant, by the source."""
        scope = self._moments.trace.scope_of(frame.activation)
        everything = () if scope is None else self._moments.trace.statements.of_scope(scope)
        return any(each.is_loop and fits(each, name) for each in everything)

    def _with_told(self, entry: PlacedClaim) -> Frame:
        """The context of a call by its text, whose names may be those of a call that is told."""
        told = [each.chain for each in self._calls if each.around == entry.chain]
        activations = tuple(self._single(chain).activation for chain in told)
        return self._single(entry.chain)._replace(told=activations)

    def _call_begins(self, entry: PlacedClaim, claim: CallBegins) -> PlacedClaim:
        frame = self._with_told(entry)
        caller: CallContext | None = None
        if claim.by is not None:
            if function_of(self._moments, claim.by) is None:
                told = f"`{claim.by.text}` is no function of the program"
                if may_be_called(self._moments, claim.by):  # a class, or what calls others back
                    raise unsupported(f"{told}: what it calls is not told")
                raise refuted(told)
            if isinstance(claim.by.tree, ast.Call) or not self._is_entry(claim.by):
                # In the visit that is being told, or after it.
                at = Time(self._here.step)
                caller = the_told_call(self._moments, frame, claim.by, at)
        if (
            isinstance(claim.expr.tree, ast.Call)
            and function_of(self._moments, claim.expr) is None
            and not claim.given
            and claim.nth is None
        ):
            return self._other_call(entry, claim, caller)
        if is_method_or_other(self._moments, claim.expr):
            raise unsupported(f"whether `{claim.expr.text}` is the program's method is not told")
        key = self._begins(claim.expr)
        wrong = ""
        if claim.nth is not None and self._number_of(frame, claim) != claim.nth:
            wrong = "the next such call is another one of them"
        since = max(self._here.floor, self._named.get(key, -1) + 1)
        if caller is not None:  # the point is put at its start, if it does not lie in it
            by = the_call(self._moments, caller.number, caller.function)
            frame = frame._replace(told=(*frame.told, by))
            since = max(since, self._moments.trace.data.activations[by].first + 1)
        call, activation = next_call(self._moments, frame, claim.expr, since, caller)
        first = self._moments.trace.data.activations[activation].first
        if caller is not None and not is_begun_by(self._moments, activation, caller):
            wrong = "such a call is made next by another one, and none by this one"
        if claim.by is not None and caller is None:  # a name alone, of the entry call's function
            owner = beginner(self._moments, activation)
            name = function_of(self._moments, claim.by) or ""
            if owner is None or not self._moments.is_call_begun(owner, name):
                wrong = "the next such call is made by another function"
        self._named[key] = first
        if caller is not None:
            self._push(ToldCall(entry.chain, caller))
        self._push(ToldCall(entry.chain, call))
        placed = PlacedClaim(claim, (*entry.chain, call), entry.relation)
        if waits(self._moments, call.function) and (
            wrong
            or claim.nth is not None
            or (claim.by is not None and not is_called_where_it_begins(self._moments, activation))
        ):
            raise FailureThere(ClaimVerdict.UNSUPPORTED, NEVER_ASKED, placed)
        if wrong:
            raise FailureThere(ClaimVerdict.REFUTED, wrong, placed)
        return placed

    def _begins(self, expr: Expr) -> tuple[str, str]:
        """Under which key it is kept of which call of a function it was told last: however the
        call is written, it begins once."""
        function = function_of(self._moments, expr) or ast.unparse(expr.tree)
        return "begins", self._moments.whole_name(function)

    def _number_of(self, frame: Frame, claim: CallBegins) -> int:
        """Of all calls that it can spell, in the whole recording, which one begins next."""
        key = self._begins(claim.expr)
        since = max(self._here.floor, self._named.get(key, -1) + 1)
        whole = entry_frames(self._moments)[0]
        _, chosen = next_call(self._moments, frame, claim.expr, since)
        calls = [each for _, _, each in calls_of(self._moments, whole, claim.expr)]
        number = calls.index(chosen) + 1 if chosen in calls else 0
        for each in calls[:number]:
            require_object(self._moments, whole, each, claim.expr)
        return number

    def _other_call(
        self, entry: PlacedClaim, claim: CallBegins, caller: CallContext | None
    ) -> PlacedClaim:
        """Of a call of no function of the program: the next visit that executes it."""
        call = claim.expr.tree
        assert isinstance(call, ast.Call)
        frame, chain = self._single(entry.chain), entry.chain
        if caller is not None:
            chain = (*chain, caller)
            frame = self._single(chain)
        elif claim.by is not None and frame.activation != self._moments.trace.data.entry:
            raise unsupported(f"which call of `{claim.by.text}` is meant is not settled")
        told = [each for each in self._calls if caller is None and each.around == entry.chain]
        if any(is_made_inside(self._moments, self._single(each.chain), call) for each in told):
            raise unsupported(f"the call that is told makes `{claim.expr.text}`, too: say which")
        key = frame.activation, ("begins", ast.unparse(call))
        named = self._named.get(key, -1)
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        for visit in visits.inside(since):
            times = times_made(self._moments, visit, call)
            if visit.first <= named:
                if visit.first == named and times > 1:
                    raise unsupported(f"`{claim.expr.text}` is called several times there")
                continue
            if times or is_made_alone(self._moments, visit, call):
                if caller is not None:
                    self._push(ToldCall(entry.chain, caller))
                self._named[key] = visit.first
                runs = LineRuns(visit.line, None, surface=claim.surface)
                span = Span(visit.first, visit.last, visit.before)
                return PlacedClaim(runs, (*chain, span), entry.relation)
        if may_be_made(self._moments, frame, call):
            raise unsupported(f"whether it is `{claim.expr.text}` that is called is not settled")
        if caller is not None and claim.by is not None and not isinstance(claim.by.tree, ast.Call):
            around = self._single(entry.chain)
            if len(list(calls_of(self._moments, around, claim.by))) > 1:
                raise unsupported(f"which call of `{claim.by.text}` is meant is not settled")
        raise refuted(f"no call `{claim.expr.text}` is made here, or none any more")

    def _is_entry(self, expr: Expr) -> bool:
        entry = self._moments.trace.data.entry
        function = function_of(self._moments, expr)
        return function is not None and self._moments.is_call_begun(entry, function)

    def _raised_by(self, entry: PlacedClaim, claim: RaisedBy) -> PlacedClaim:
        """A call that ends by the exception, or the next visit that raises, and raises by E."""
        function = function_of(self._moments, claim.expr)
        if function is not None:
            if self._may_be_of_other_objects(function, claim.expr):
                raise unsupported(f"whether `{claim.expr.text}` is the program's is not told")
            ended = self._next_ended(entry, claim.expr, function)
            of_call = CallRaises(ended.number, function, claim.exception, surface=claim.surface)
            return PlacedClaim(of_call, entry.chain, entry.relation)
        raises = LineRaises(UNPLACED, claim.exception, surface=claim.surface)
        placed = self._event(entry, raises)
        frame = self._single(placed.chain)
        visit = self._moments.visits(frame.activation).at(frame.interval.first)
        if visit is None or not is_raised_by(self._moments, visit, claim.expr.tree):
            why = f"what raises there is not `{claim.expr.text}`"
            raise FailureThere(ClaimVerdict.REFUTED, why, placed)
        return placed

    def _not_converted(self, entry: PlacedClaim, claim: NotConverted) -> PlacedClaim:
        """The next visit that raises, where a conversion of E does, and E by itself does not."""
        frame, expr = self._single(entry.chain), claim.expr
        made = conversions(self._moments, frame, expr, claim.kind)
        if are_possible(made):
            raise refuted(f"`{expr.text}` can be converted")
        raises = LineRaises(UNPLACED, "", surface=claim.surface)
        try:
            visit = self._next_visit(frame, raises)
        except Failure as failure:
            raise unsupported("nothing more is raised here") from failure
        kind = failing(self._moments, visit, expr, made)
        return self._event(entry, replace(raises, exception=kind))

    def _excepts(self, entry: PlacedClaim, claim: Excepts) -> PlacedClaim:
        """The next clause of the context that takes an exception, which is written so."""
        catches = LineCatches(UNPLACED, "", surface=claim.surface)
        visit = self._next_visit(self._single(entry.chain), catches)
        placed = self._event(entry, replace(catches, exception=handled_kind(self._moments, visit)))
        if claim.clause is not None and not is_clause(visit, claim.clause):
            if is_one_of_clause(visit, claim.clause):
                why = f"the clause takes others than `{claim.clause.text}`, too"
                raise FailureThere(ClaimVerdict.AMBIGUOUS, why, placed)
            why = f"it is not `except {claim.clause.text}` that takes the next exception"
            raise FailureThere(ClaimVerdict.REFUTED, why, placed)
        return placed

    def _may_be_of_other_objects(self, function: str, expr: Expr) -> bool:
        """Whether a method is named without an object, `pop`, and other things have one of this
        name, too; not where a call of it is told."""
        called = expr.tree.func if isinstance(expr.tree, ast.Call) else expr.tree
        if not isinstance(called, ast.Name) or self._moments.whole_name(function) == function:
            return False
        told = self._calls[-1].call.function if self._calls else ""
        same = self._moments.whole_name(told) == self._moments.whole_name(function)
        return not same and bool(calls_of_one_name(self._moments, function).others)

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
        frame = self._with_told(entry)
        key = "calls", self._moments.whole_name(function)
        after = max(self._here.floor, self._named.get(key, -1) + 1)
        ends = (
            (self._moments.last_step(activation), number, activation)
            for number, _, activation in calls_of(self._moments, frame, expr)
        )
        last, number, chosen = min((each for each in ends if each[0] >= after), default=NO_CALL)
        if not number:
            why = f"no such call of `{function}` ends here, or not any more"
            raise no_call(self._moments, frame, expr, why)
        require_object(self._moments, frame, chosen, expr)
        self._named[key] = last
        return CallContext(number, function)

    def _gives(self, entry: PlacedClaim, claim: Gives) -> PlacedClaim:
        frame = self._with_told(entry)
        call = named_call(self._moments, claim.expr)
        function = function_of(self._moments, claim.expr)
        if function is not None and is_method_or_other(self._moments, claim.expr):
            raise unsupported(f"whether `{claim.expr.text}` is the program's method is not told")
        if function is not None and hands_out(self._moments, function):
            raise unsupported(NO_RESULT)
        if function is not None and not isinstance(claim.expr.tree, ast.Call):
            return self._function_gives(entry, claim, function)
        if call is not None:
            key = "calls", self._moments.whole_name(call.function)
            after = max(self._here.floor, self._named.get(key, -1) + 1)
            ended = (
                (self._moments.last_step(activation), number, activation)
                for number, activation in matching_calls(self._moments, frame, call)
            )
            _, number, chosen = min((each for each in ended if each[0] >= after), default=NO_CALL)
            if not number:
                if self._is_only_the_entry(call):
                    return PlacedClaim(
                        AnswerReturns(claim.result, surface=claim.surface), (), entry.relation
                    )
                why = f"there is no such call of `{call.function}` here"
                raise no_call(self._moments, frame, claim.expr, why)
            require_object(self._moments, frame, chosen, claim.expr)
            return self._ended(entry, CallContext(number, call.function), claim.result, claim)
        evaluates = Evaluates(UNPLACED, claim.expr, claim.result, surface=claim.surface)
        if self._lines(frame, evaluates):
            self._require_no_failure(entry, evaluates)
            return self._event(entry, evaluates)
        return self._found(entry, _state(claim.expr, claim.result, claim.surface))

    def _require_no_failure(self, entry: PlacedClaim, evaluates: Evaluates) -> None:
        """Where E has no value any more in the pass of the point, but raises in it: of that."""
        frame = self._single(entry.chain)
        told = told_pass(self._moments, frame, self._here.step)
        if told is None or self._next_visit(frame, evaluates).first <= told[1].last:
            return
        raises = LineRaises(UNPLACED, "", surface=evaluates.surface)
        try:
            visit = self._next_visit(frame, raises)
        except Failure:
            return
        if visit.first <= told[1].last and is_raised_by(self._moments, visit, evaluates.expr.tree):
            placed = self._event(entry, raises)
            raise FailureThere(
                ClaimVerdict.REFUTED, f"`{evaluates.expr.text}` raises there", placed
            )

    def _is_only_the_entry(self, call: NamedCall) -> bool:
        """Whether the entry call is the only one in the recording with these arguments."""
        found = matching_calls(self._moments, self._single(()), call)
        return [activation for _, activation in found] == [self._moments.trace.data.entry]

    def _function_gives(self, entry: PlacedClaim, claim: Gives, function: str) -> PlacedClaim:
        """`g` returns: the call of it that is being told, or the next one that ends."""
        if self._is_entry(claim.expr):
            answer = AnswerReturns(claim.result, surface=claim.surface)
            return PlacedClaim(answer, (), entry.relation)
        frame = self._with_told(entry)
        if frame.told:
            told, activation = self._calls[-1].call, frame.told[-1]
            if told.function == function and may_be_of(
                self._moments, frame, activation, claim.expr
            ):
                require_object(self._moments, frame, activation, claim.expr)
                return self._ended(entry, told, claim.result, claim)
        key = "calls", self._moments.whole_name(function)
        after = max(self._here.floor, self._named.get(key, -1) + 1)
        ended = (
            (self._moments.last_step(activation), number, activation)
            for number, _, activation in calls_of(self._moments, frame, claim.expr)
        )
        _, number, chosen = min((each for each in ended if each[0] >= after), default=NO_CALL)
        if not number:
            why = f"no call of `{function}` ends here, or not any more"
            raise no_call(self._moments, frame, claim.expr, why)
        require_object(self._moments, frame, chosen, claim.expr)
        return self._ended(entry, CallContext(number, function), claim.result, claim)

    def _returns_as(self, entry: PlacedClaim, claim: ReturnsAs) -> PlacedClaim:
        """The call that is being told, or the context's, by its `return`; it is told no more."""
        if isinstance(claim.expr.tree, ast.Call) and function_of(self._moments, claim.expr):
            return self._returns_call(entry, claim)
        while self._calls and self._calls[-1].chain == entry.chain:
            self._calls.pop()
        event = LineReturns(UNPLACED, Exactly(Atom(None)), surface=claim.surface)
        frame = self._single(entry.chain)
        visit = self._next_visit(frame, event)
        self._named[frame.activation, subject(event)] = visit.first
        return PlacedClaim(claim, (*entry.chain, over_visit(visit)), entry.relation)

    def _returns_call(self, entry: PlacedClaim, claim: ReturnsAs) -> PlacedClaim:
        """The call that is being told, or the context's, returns what the next such call does,
        which it makes in its `return`; that one is told now."""
        told = self._calls[-1] if self._calls and self._calls[-1].chain == entry.chain else None
        around = entry.chain if told is None else told.around
        frame = self._single(entry.chain)
        own = frame.activation
        begun = self._moments.trace.data.activations
        since = max(self._here.floor, begun[own].first + 1)  # it is not the call that it makes
        call, activation = next_call(self._moments, frame, claim.expr, since)
        visit = self._moments.returning_visit(own)
        function = function_of(self._moments, claim.expr) or ""
        if visit is None or not visit.interval.holds(begun[activation].first):
            raise refuted("it returns something else")
        direct = any(
            isinstance(each.node, ast.Return)
            and isinstance(each.node.value, ast.Call)
            and ast.unparse(each.node.value.func).rpartition(".")[2] == function.rpartition(".")[2]
            for each in visit.statements
        )
        if not direct or beginner(self._moments, activation) != own:
            raise refuted("it returns something else")
        mine, result = (ended_with(self._moments, begun[each]) for each in (own, activation))
        if mine is None or result is None:
            raise unsupported("what it returned is not recorded")
        if mine != result:
            raise refuted("it returns something else")
        self._named[self._begins(claim.expr)] = begun[activation].first
        self._push(ToldCall(around, call))
        begins = CallBegins(claim.expr, surface=claim.surface)
        return PlacedClaim(begins, (*around, call), entry.relation)

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


def line_of(claim: Claim) -> LineNo | None:
    """The line that a claim names, of itself or as its moment; of several the first."""
    for part in (claim, getattr(claim, "moment", None)):
        for name in ("line", "loop"):
            found = getattr(part, name, None)
            if isinstance(found, int) and found != UNPLACED:
                return LineNo(found)
    return None


def _subject_of(claim: Claim) -> Expr | None:
    for name in ("expr", "left", "item"):
        found = getattr(claim, name, None)
        if isinstance(found, Expr):
            return found
    return None


def _state(expr: Expr, result: Exactly | OfType, surface: Surface) -> ValueIs | HasType:
    match result:
        case Exactly(value=value):
            return ValueIs(AtPoint(), expr, value, surface=surface)
        case OfType(type_name=name):
            return HasType(AtPoint(), expr, name, surface=surface)
