"""Contexts without a line, found where they are told (docs/semantics.md §3.2 to §3.4, §5.83)."""

from __future__ import annotations

import ast
from dataclasses import replace

from engine.claims.check.context import Frame, the_loop
from engine.claims.check.discourse_base import Reader, Scope, all_of, outside
from engine.claims.check.labels import counter_of, items_of, variable_of
from engine.claims.check.named_loops import chosen_entry, loop_binding, named_loop
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.states import State
from engine.claims.check.telling import (
    item_loop,
    pass_loop,
    told_pass,
)
from engine.claims.check.told_calls import (
    ToldCall,
    holds,
    is_local,
    the_told_call,
)
from engine.claims.evaluator import Undecidable, names_in
from engine.claims.model import (
    AfterTheLoop,
    CallContext,
    Chain,
    Context,
    EveryNamedPass,
    EveryPass,
    ItemPass,
    LabelledPass,
    LoopName,
    NamedCallContext,
    NamedPass,
    Parts,
    PassContext,
    PassWhere,
    SeveralPasses,
    Span,
    ThisPass,
    WholeLoop,
)
from engine.claims.spans import NotReadableError, read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import StepNo, Time
from engine.trace.parting import UndeterminedError
from engine.trace.scopes import names_bound_by
from engine.trace.statements import Statement
from engine.values import Value


class InContexts(Reader):
    """Finds passes, calls and what comes after loops."""

    def opened(self, scope: Scope, contexts: Chain, *, heading: bool = False) -> Scope:
        """The scope with more contexts in it, the point in them."""
        self._named.begin()
        for context in contexts:
            around = scope
            try:
                scope = self._narrowed(scope, context, heading=heading)
            except NotReadableError as error:  # of what the program's own text is made of
                scope = Scope((*scope.chain, context), unsupported(str(error)))
            if isinstance(context, NamedCallContext) and scope.failure is None:
                scope = self._tell_call(around, scope)
            if scope.chain and scope.failure is None and scope.parts is None:
                self._enter(scope.chain)
        return scope

    def _tell_call(self, around: Scope, inside: Scope) -> Scope:
        """The context stays what it is, and the call is being told."""
        call = inside.chain[-1]
        if around.parts is not None or not isinstance(call, CallContext):
            return inside
        self._enter(inside.chain)
        self._push(ToldCall(around.chain, call, opened=True))
        return around

    def _push(self, told: ToldCall) -> None:
        while self._calls and self._calls[-1].around == told.around:
            if holds(self._moments, self._calls[-1].call, told.call):
                break
            self._calls.pop()
        if self._calls and self._calls[-1] == told:
            told = replace(told, opened=told.opened or self._calls[-1].opened)
            self._calls.pop()
        self._calls.append(told)

    def _narrowed(self, scope: Scope, context: Context, *, heading: bool = False) -> Scope:
        chain = (*scope.chain, context)
        if scope.failure is not None:
            return Scope(chain, scope.failure)
        if scope.parts is not None:
            parts = ((part, part.opened(inner, (context,))) for part, inner in scope.parts)
            return Scope(chain, None, tuple(parts))
        try:
            if isinstance(context, EveryNamedPass):
                chain, context = self._every_pass(scope.chain, context)
            if isinstance(context, SeveralPasses | EveryPass):
                found = self._frames_of(chain)
                return Scope(chain, None, tuple((self._part(one), Scope()) for one in found))
            return Scope(self._context(scope.chain, context, heading=heading))
        except Failure as failure:
            return Scope(chain, failure)
        except UndeterminedError as undetermined:
            return Scope(chain, unsupported(str(undetermined)))

    def _part(self, frame: Frame) -> Reader:
        """The reading of one of several passes."""
        part = type(self)(self._moments, frame)
        part.others = self.others
        return part

    def _of_told_call(self, chain: Chain, context: Context) -> Chain:
        """The context around a pass: the call that is being told, if its function has loops and
        all the names by which the pass is described."""
        if not isinstance(
            context,
            NamedPass
            | PassWhere
            | ItemPass
            | LabelledPass
            | AfterTheLoop
            | ThisPass
            | EveryNamedPass,
        ):
            return chain
        for told in reversed(self._calls):
            if told.around != chain:
                break
            frame = self._single(told.chain)
            scope = self._moments.trace.scope_of(frame.activation)
            loops = scope is not None and any(
                each.is_loop for each in self._moments.trace.statements.of_scope(scope)
            )
            if isinstance(context, ThisPass):
                step = self._here.step
                loops = loops and told_pass(self._moments, frame, step) is not None
            names = context.values if isinstance(context, PassWhere) else ()
            if loops and all(is_local(self._moments, frame, expr) for expr, _ in names):
                return told.chain
        return chain

    def _context(self, chain: Chain, context: Context, *, heading: bool = False) -> Chain:
        chain = self._of_told_call(chain, context)
        match context:
            case (
                CallContext() | PassContext() | SeveralPasses() | EveryPass() | WholeLoop()
                | Span() | Parts()
            ):  # fmt: skip
                return (*chain, context)
            case NamedPass(number=number, loop=name):
                frame = self._single(chain)
                point = self._here.time
                loop = self._named_loop(frame, name, point)
                entry = chosen_entry(self._moments, frame, loop, self._here.time)
                one = PassContext(number, loop.line, context.surface)
                return (*chain, all_of(entry), one)
            case PassWhere():
                return self._pass_where(chain, context, heading=heading)
            case ItemPass():
                frame = self._single(chain)
                loop = item_loop(self._moments, frame, self._here.time)
                try:
                    return self._the_pass(chain, frame, loop, context, heading=heading)
                except Failure as failure:
                    if failure.verdict is ClaimVerdict.REFUTED:
                        self._may_label(frame, context.value)
                    raise
            case LabelledPass():
                return self._labelled_pass(chain, context, heading=heading)
            case EveryNamedPass():
                raise TypeError("the passes of such a context are found one by one")
            case ThisPass():
                return self._this_pass(chain, context)
            case NamedCallContext(expr=expr):
                frame = self._single(chain)
                call = the_told_call(self._moments, frame, expr, self._here.time)
                return (*chain, replace(call, surface=context.surface))
            case AfterTheLoop():
                return self._after_the_loop(chain, context)

    def _after_the_loop(self, chain: Chain, context: AfterTheLoop) -> Chain:
        """What comes after the loop, up to the end of the context."""
        if isinstance(context.loop, LoopName):
            around, entry, inside = self._entry(chain, context.loop)
            if entry in inside.inside:
                why = f"nothing of a pass comes after the loop on line {entry.loop.line}"
                raise Failure(ClaimVerdict.AMBIGUOUS, f"{why}; say it outside of the pass")
            chain = around
        else:
            frame = self._single(chain)
            loop = the_loop(self._moments, frame, context.loop)
            entry = chosen_entry(self._moments, frame, loop, self._here.time)
        if entry.end is LoopEnd.UNFINISHED:
            raise unsupported(f"how the loop on line {entry.loop.line} ended is not seen")
        if not entry.left_normally:
            raise refuted(f"nothing comes after the loop on line {entry.loop.line} here")
        first = StepNo(entry.left + 1)
        return (*chain, Span(first, self._single(chain).interval.last, entry.left))

    def _named_loop(self, frame: Frame, name: LoopName, point: Time) -> Statement:
        """The loop of a pass; of several of which the point lies in none, the one that was named
        last."""
        try:
            return named_loop(self._moments, frame, name, around=False, point=point)
        except Failure as failure:
            told = self._loop
            if failure.verdict is not ClaimVerdict.AMBIGUOUS or told is None:
                raise
            around = frame.inside[-1].loop if frame.inside else None
            of_function = told.scope is self._moments.trace.scope_of(frame.activation)
            if (
                name != LoopName()
                or not of_function
                or (told.loops()[-1:] or (None,))[0] is not around
            ):
                raise
            return told

    def _this_pass(self, chain: Chain, context: ThisPass) -> Chain:
        """The innermost pass in which the point lies."""
        frame = self._single(chain)
        told = told_pass(self._moments, frame, self._here.step)
        if told is None:
            raise refuted("no pass of a loop is being told")
        entry, one = told
        number = one.number + context.following
        if number > len(entry.passes):
            raise refuted(f"this pass of the loop on line {entry.loop.line} is the last one")
        this = PassContext(number, entry.loop.line, context.surface)
        if entry in frame.inside:
            return (*outside(chain), all_of(entry), this) if context.following else chain
        return (*chain, all_of(entry), this)

    def _every_pass(self, chain: Chain, context: EveryNamedPass) -> tuple[Chain, EveryPass]:
        """All passes of the entry that the point decides, with the context around them."""
        chain = self._of_told_call(chain, context)
        around, entry, _ = self._entry(chain, context.loop)
        every = EveryPass(entry.loop.line, context.surface)
        return (*around, all_of(entry), every), every

    def _labelled_pass(self, chain: Chain, context: LabelledPass, *, heading: bool) -> Chain:
        frame = self._single(chain)
        where = variable_of(self._moments, frame, context)
        if where is not None:
            return self._pass_where(chain, where, heading=heading)
        loop = pass_loop(self._moments, frame, self._here.time)
        counter = counter_of(loop, context)
        if isinstance(counter, PassWhere):  # one pass of an entry, however often it is named
            return self._the_pass(chain, frame, loop, counter, heading=False)
        if counter < 1:
            raise refuted("passes count from 1")
        entry = chosen_entry(self._moments, frame, loop, self._here.time)
        return (*chain, all_of(entry), PassContext(counter, loop.line, context.surface))

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
                    if heading:
                        self._labelled[key] = one.first
                    this = PassContext(one.number, loop.line, context.surface)
                    return (*chain, all_of(entry), this)
        raise refuted(f"there is no such pass of the loop on line {loop.line} here")

    def _may_label(self, frame: Frame, value: Value) -> None:
        """Refuse where a value that no pass has may stand for what a name holds."""
        state = State(self._moments, frame.activation, frame.start)
        for name in sorted(self._own_names(frame)):
            if state.evaluate(read_expr(name)) == value:
                why = f"no pass has this item; it is `{name}`: say which is meant"
                raise Failure(ClaimVerdict.AMBIGUOUS, why)

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
            return outside(chain), frame.inside[-1], frame
        return chain, chosen_entry(self._moments, frame, loop, self._here.time), frame
