"""From verified claims to what they fix (docs/semantics.md §6: which claim covers what)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from engine.claims.check.changes import fixes
from engine.claims.check.context import Frame, frames, loop_entries, the_call, visits
from engine.claims.check.derivations import set_from
from engine.claims.check.facts import part_of
from engine.claims.check.points import Failure
from engine.claims.check.states import State, named_states, type_name
from engine.claims.coverage.obligations import Obligation, ObligationKind, Obligations
from engine.claims.coverage.told import Told
from engine.claims.evaluator import NoValue, Undecidable, evaluate
from engine.claims.model import (
    AfterLine,
    AfterTheLoop,
    Alters,
    AssertionHolds,
    AttributeTarget,
    BaseState,
    BeforeLine,
    BodyRuns,
    BreaksOut,
    CallContext,
    CallRaises,
    CallReturns,
    Calls,
    CaseMatches,
    Chain,
    ChainTakes,
    ChangeClaim,
    Changes,
    Claim,
    ConditionIs,
    ConditionLeads,
    ContinuesLoop,
    Defines,
    Deletes,
    Derives,
    DoesNothing,
    ElementTarget,
    EntersWith,
    Evaluates,
    EveryNamedPass,
    EveryPass,
    Exactly,
    Expected,
    Filters,
    Goes,
    HasType,
    Imports,
    ItemPass,
    LabelledPass,
    LeavesUnchanged,
    LineCatches,
    LinePrints,
    LineRaises,
    LineReturns,
    LineRuns,
    LineYields,
    LoopEnds,
    LoopPasses,
    MatchTakes,
    NamedCallContext,
    NamedPass,
    NameTarget,
    OnLine,
    PartIs,
    Parts,
    PassContext,
    PassWhere,
    PlacedClaim,
    PlacedHeading,
    Sets,
    SeveralPasses,
    Span,
    Stays,
    Swaps,
    ThisPass,
    ValueIs,
    WholeLoop,
)
from engine.claims.spans import NotReadableError, dump_of, read_dotted, read_target
from engine.trace.definitions import Key
from engine.trace.dependences import Dependences
from engine.trace.loops import LoopEntry
from engine.trace.model import ActivationId, Ending, Family, PlaceKind, Ref, StepKind, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.statements import Block, Statement, test_of
from engine.trace.visits import Interval, Visit
from engine.values import NO_OID, Atom, Cycle, Oid, Value, is_literal, same_object

_EVENTS: Final = frozenset({StepKind.ENTER, StepKind.RESUME})


class Teller:
    """Reads verified claims into a `Told`."""

    def __init__(
        self, moments: Moments, dependences: Dependences, obligations: Obligations, told: Told
    ) -> None:
        self._moments = moments
        self._trace = moments.trace
        self._dependences = dependences
        self._obligations = obligations
        self._told = told
        self._frames: dict[Chain, list[Frame]] = {}
        self._passes: dict[int, int] = {}  # by entry: passes whose beginning is told

    def tell(self, entry: PlacedClaim | PlacedHeading) -> None:
        """What one verified claim or heading fixes."""
        try:
            self._contexts(entry.chain)
            if isinstance(entry, PlacedClaim):
                self._claim(entry.chain, entry.claim)
        except (Failure, RecursionError):
            return  # an absolute claim below a heading that names nothing; a value too deep

    def _frames_of(self, chain: Chain) -> list[Frame]:
        if chain not in self._frames:
            self._frames[chain] = frames(self._moments, chain)
        return self._frames[chain]

    # -- contexts ---------------------------------------------------------------------------------

    def _contexts(self, chain: Chain) -> None:
        """That pass K is there tells how the header decided for passes 1 to K."""
        if chain in self._frames:
            return
        for length, context in enumerate(chain):
            if isinstance(
                context,
                CallContext
                | NamedPass
                | AfterTheLoop
                | PassWhere
                | ItemPass
                | LabelledPass
                | ThisPass
                | EveryNamedPass
                | NamedCallContext
                | Span
                | Parts,
            ):
                continue
            around = self._frames_of(chain[:length])
            found = [
                (frame, entry)
                for frame in around
                for entry in loop_entries(self._moments, frame, context.loop)
            ]
            match context:
                case PassContext(number=number):
                    for _, entry in found:
                        self._began(entry, number)
                case SeveralPasses(last=last):
                    for _, entry in found:
                        self._began(entry, last)
                case WholeLoop(passes=int()):
                    self._all_passes(found)
                case WholeLoop() | EveryPass():
                    pass  # how many there are is not said
            self._entered(found)

    def _began(self, entry: LoopEntry, number: int) -> None:
        known = self._passes.get(id(entry), 0)
        for one in entry.passes[known:number]:
            self._decided_at(one.first, entry)
        self._passes[id(entry)] = max(known, number)

    def _decided_at(self, first: StepNo, entry: LoopEntry) -> None:
        activation, _ = self._obligations.ground(first)
        visit = self._moments.visits(activation).at(first)
        if visit is not None:
            self._told.cover(self._obligations.decision(visit, entry.loop))

    def _entered(self, found: list[tuple[Frame, LoopEntry]]) -> None:
        """That a loop was entered, where it was entered once, tells what decided that."""
        if len(found) == 1:
            frame, entry = found[0]
            self._parents(frame, entry.first)

    # -- claims -----------------------------------------------------------------------------------

    def _claim(  # noqa: C901, PLR0912  # one case for each form
        self, chain: Chain, claim: Claim
    ) -> None:
        match claim:
            case CallReturns() | CallRaises():
                self._call_result(claim)
                return
            case _:
                found = self._frames_of(chain)
        match claim:
            case ValueIs(moment=moment, negated=False) | PartIs(moment=moment, negated=False):
                tree = part_of(claim) if isinstance(claim, PartIs) else claim.expr.tree
                for frame in found:
                    for time, _ in named_states(self._moments, frame, moment):
                        self._state(frame.activation, tree, time)
            case HasType(moment=moment, expr=expr, negated=False):
                for frame in found:
                    for time, _ in named_states(self._moments, frame, moment):
                        self._typed(frame.activation, expr.tree, time)
            case Goes(expr=expr):
                for frame in found:
                    for time in (frame.start, frame.end):
                        self._state(frame.activation, expr.tree, time)
            case Sets():
                self._sets(found, claim)
            case Changes(line=line, expr=expr):
                for visit in self._named(found, line):
                    self._changed(visit, expr.tree)
            case Alters() | Swaps() | Stays():
                self._altered(found, claim)
            case Derives():
                self._derived(found, claim)
            case Deletes():
                self._deletes(found, claim)
            case Defines(line=line, name=name) | Imports(line=line, name=name):
                for visit in self._named(found, line):
                    self._cover_name(visit, name)
                    self._told.name(visit.activation, name, visit.after, whole=False)
            case Evaluates():
                self._evaluates(found, claim)
            case ConditionIs(line=line) | ConditionLeads(line=line):
                for visit in self._named(found, line):
                    for decision in self._decisions(visit):
                        test = None if decision.statement is None else test_of(decision.statement)
                        if test is not None and dump_of(test) == claim.condition.dump:
                            self._told.cover(decision)
            case (
                AssertionHolds() | BodyRuns() | ChainTakes() | MatchTakes() | CaseMatches()
                | LineCatches()
            ):  # fmt: skip
                self._decisions_of(found, claim)
            case LoopPasses(loop=loop):
                self._passes_of(found, loop)
            case LoopEnds():
                self._ends(found, claim)
            case Calls(line=line):
                self._calls(found, claim)
            case LineReturns() | LineRaises():
                self._left(found, claim)
            case LineYields(line=line):
                for visit in self._named(found, line):
                    for step in self._moments.yields(visit):
                        self._told.values.add(step.number)
                        for ref in step.operands[:1]:
                            self._told.value(ref, Time(step.number))
            case LineRuns(line=line, times=0):
                for frame in found:
                    self._skipped(frame, line)
            case _:
                pass
        self._single(found, claim)

    def _named(self, found: list[Frame], line: int) -> Iterator[Visit]:
        for frame in found:
            statements = self._moments.statements(frame.activation, line)
            if statements:
                yield from visits(self._moments, frame, statements[0].line)

    def _decisions(self, visit: Visit) -> Iterator[Obligation]:
        for each in self._obligations.of_visit(visit):
            if each.kind is ObligationKind.DECISION:
                yield each

    def _decide(self, found: list[Frame], line: int, kind: type[ast.AST]) -> None:
        for visit in self._named(found, line):
            for each in self._decisions(visit):
                if each.statement is not None and isinstance(each.statement.node, kind):
                    self._told.cover(each)

    def _decisions_of(
        self,
        found: list[Frame],
        claim: AssertionHolds | BodyRuns | ChainTakes | MatchTakes | CaseMatches | LineCatches,
    ) -> None:
        match claim:
            case AssertionHolds(line=line):
                self._decide(found, line, ast.Assert)
            case BodyRuns(line=line):
                self._decide(found, line, ast.If)
            case ChainTakes(line=line):
                self._chosen(found, line, ast.If)
            case MatchTakes(line=line):
                self._chosen(found, line, ast.match_case)
            case CaseMatches(line=line):
                self._decide(found, line, ast.match_case)
            case LineCatches(line=line):
                self._decide(found, line, ast.ExceptHandler)

    def _chosen(self, found: list[Frame], line: int, kind: type[ast.AST]) -> None:
        """The tests of a chain, or the cases of a `match`, that control came to from its first
        line on."""
        for first in self._named(found, line):
            visits_after = self._moments.visits(first.activation)
            visit: Visit | None = first
            while visit is not None:
                decisions = [
                    each
                    for each in self._decisions(visit)
                    if each.statement is not None and isinstance(each.statement.node, kind)
                ]
                own = [each for each in visit.statements if isinstance(each.node, kind)]
                if visit is not first and not any(_in_chain(each, first, kind) for each in own):
                    break
                for each in decisions:
                    self._told.cover(each)
                visit = visits_after.following(visit)

    # -- states -----------------------------------------------------------------------------------

    def _state(self, activation: ActivationId, tree: ast.expr, at: Time) -> None:
        """An expression has a value at a time, which is told in full."""
        if isinstance(tree, ast.Name):
            self._told.name(activation, tree.id, at)
            return
        if not isinstance(tree, ast.Subscript | ast.Attribute):
            return
        place = self._part_at(activation, tree, at)
        if place is not None:
            self._told.part(*place, at)
        value = self._evaluate(activation, tree, at)
        if value is not None:
            self._whole(value, at)

    def _typed(self, activation: ActivationId, tree: ast.expr, at: Time) -> None:
        value = self._evaluate(activation, tree, at)
        if value is None or is_literal(value):
            return
        if isinstance(tree, ast.Name):
            self._told.name(activation, tree.id, at, whole=False)
        elif isinstance(tree, ast.Subscript | ast.Attribute):
            place = self._part_at(activation, tree, at)
            if place is not None:
                self._told.part(*place, at)

    def _whole(self, value: Value, at: Time) -> None:
        if not isinstance(value, Atom | Cycle):
            self._told.value(Ref(-value.oid), at)

    def _evaluate(self, activation: ActivationId, tree: ast.expr, at: Time) -> Value | None:
        state = State(self._moments, activation, at)

        def private(name: str) -> str:
            return self._trace.private_name(activation, name)

        found = evaluate(tree, state, private)
        return None if isinstance(found, NoValue | Undecidable) else found

    def _part_at(
        self, activation: ActivationId, tree: ast.Subscript | ast.Attribute, at: Time
    ) -> tuple[Oid, Key] | None:
        """The object and the part of it that an element or attribute is at a time."""
        owner = self._evaluate(activation, tree.value, at)
        if owner is None or isinstance(owner, Atom | Cycle) or owner.oid == NO_OID:
            return None  # the last: what the expression itself makes is no object of the program
        if isinstance(tree, ast.Attribute):
            name = self._trace.private_name(activation, tree.attr)
            return owner.oid, ("attribute", name)
        key = self._evaluate(activation, tree.slice, at)
        if not isinstance(key, Atom):
            return None
        family = self._trace.data.objects[owner.oid].family
        if family is Family.MAPPING:
            return owner.oid, ("key", ("atom", key.payload))
        if family is Family.SEQUENCE and isinstance(key.payload, int):
            index = key.payload
            if index < 0:
                index += len(self._trace.contents(owner.oid, at))
            return owner.oid, ("item", index)
        return None

    # -- writes -----------------------------------------------------------------------------------

    def _tells(self, to: Expected | None, value: Value | None) -> bool:
        """Whether this much is all that can be said of the value."""
        if isinstance(to, Exactly):
            return True
        if value is None or is_literal(value):
            return False
        return to is not None or not _has_readable_type(value)

    def _sets(self, found: list[Frame], claim: Sets) -> None:
        whole = isinstance(claim.to, Exactly)
        for visit in self._named(found, claim.line):
            if self._moments.delivers(visit) is False:
                continue
            at = visit.after
            match claim.target:
                case NameTarget(name=name):
                    tree: ast.expr = ast.Name(name, ast.Load())
                    if not self._tells(claim.to, self._evaluate(visit.activation, tree, at)):
                        continue
                    self._cover_name(visit, name)
                    self._told.name(visit.activation, name, at, whole=whole)
                case ElementTarget(whole=expr) | AttributeTarget(whole=expr):
                    tree = expr.tree
                    if not self._tells(claim.to, self._evaluate(visit.activation, tree, at)):
                        continue
                    self._cover_part(visit, tree)
                    if whole:
                        self._state(visit.activation, tree, at)
                    else:
                        self._typed(visit.activation, tree, at)

    def _cover_name(self, visit: Visit, name: str) -> None:
        private = self._trace.private_name(visit.activation, name)
        for each in self._obligations.of_visit(visit):
            write = each.write
            if write is not None and write.name == private and write.kind in {
                PlaceKind.LOCAL, PlaceKind.CELL, PlaceKind.GLOBAL,
            }:  # fmt: skip
                self._told.cover(each)

    def _cover_part(self, visit: Visit, tree: ast.expr) -> None:
        """The visit's writes to the element or attribute that the expression is after it."""
        if not isinstance(tree, ast.Subscript | ast.Attribute):
            return
        owner = self._evaluate(visit.activation, tree.value, visit.after)
        if owner is None or isinstance(owner, Atom | Cycle):
            return
        part = self._part_at(visit.activation, tree, visit.after)
        key = None
        if isinstance(tree, ast.Subscript):
            key = self._evaluate(visit.activation, tree.slice, visit.after)
        for each in self._obligations.of_visit(visit):
            write = each.write
            if write is None or write.container != -owner.oid or write.kind not in {
                PlaceKind.ELEMENT, PlaceKind.ATTRIBUTE,
            }:  # fmt: skip
                continue
            if part is not None and self._told.part_of(write, Time(each.step - 1)) == part[1]:
                self._told.cover(each)
            elif (
                write.key is not None
                and key is not None
                and self._trace.value(write.key, Time(each.step)) == key
            ):
                self._told.cover(each)

    def _derived(self, found: list[Frame], claim: Derives) -> None:
        """What it comes to, as that is set or evaluated; how it does fixes nothing more."""
        first, result = claim.parts[0], Exactly(claim.value)
        for frame in found:
            statements = self._moments.statements(frame.activation, claim.line)
            if set_from(statements, first):
                self._sets([frame], Sets(claim.line, read_target(first.text), result))
            else:
                self._evaluates([frame], Evaluates(claim.line, first, result))

    def _altered(self, found: list[Frame], claim: ChangeClaim) -> None:
        for visit in self._named(found, claim.line):
            match claim:
                case Alters(expr=expr):
                    if fixes(self._moments, visit, claim):
                        self._cover_place(visit, expr.tree)
                case Swaps(left=left, right=right):
                    self._cover_place(visit, left.tree)
                    self._cover_place(visit, right.tree)
                case Stays(expr=expr):
                    self._state(visit.activation, expr.tree, visit.after)

    def _cover_place(self, visit: Visit, tree: ast.expr) -> None:
        """The visit's writes to the name, element or attribute, and to the object that it is
        before and after the visit."""
        if isinstance(tree, ast.Name):
            self._cover_name(visit, tree.id)
        else:
            self._cover_part(visit, tree)
        before = self._evaluate(visit.activation, tree, visit.before)
        after = self._evaluate(visit.activation, tree, visit.after)
        if before is None or after is None or not same_object(before, after):
            return
        if isinstance(after, Atom):
            return
        for each in self._obligations.of_visit(visit):
            if each.write is not None and each.write.container == -after.oid:
                self._told.cover(each)

    def _changed(self, visit: Visit, tree: ast.expr) -> None:
        value = self._evaluate(visit.activation, tree, visit.after)
        if value is None or isinstance(value, Atom | Cycle):
            return
        reached = set(self._reached(Ref(-value.oid), visit.after))
        for each in self._obligations.of_visit(visit):
            write = each.write
            if write is not None and write.container in reached:
                self._told.cover(each)
        self._state(visit.activation, tree, visit.after)

    def _reached(self, ref: Ref, at: Time) -> Iterator[Ref]:
        waiting, seen = [ref], set[Ref]()
        while waiting:
            current = waiting.pop()
            if current >= 0 or current in seen:
                continue
            seen.add(current)
            yield current
            if self._trace.data.objects[Oid(-current)].family is not Family.OPAQUE:
                waiting.extend(self._trace.contents(Oid(-current), at))

    def _deletes(self, found: list[Frame], claim: Deletes) -> None:
        for visit in self._named(found, claim.line):
            match claim.target:
                case NameTarget(name=name):
                    self._cover_name(visit, name)
                case ElementTarget(container=container) | AttributeTarget(container=container):
                    owner = self._evaluate(visit.activation, container.tree, visit.before)
                    if owner is None or isinstance(owner, Atom | Cycle):
                        continue
                    gone = [
                        each
                        for each in self._obligations.of_visit(visit)
                        if each.write is not None
                        and each.write.container == -owner.oid
                        and each.write.value is None
                    ]
                    if len(gone) == 1:
                        self._told.cover(gone[0])

    # -- expressions and calls --------------------------------------------------------------------

    def _evaluates(self, found: list[Frame], claim: Evaluates) -> None:
        for visit in self._named(found, claim.line):
            for statement in visit.statements:
                for same in statement.expressions():
                    if dump_of(same) != claim.expr.dump:
                        continue
                    for each in self._moments.evaluations(visit, same):
                        value = self._moments.evaluated(each)
                        if not self._tells(claim.result, value):
                            continue
                        self._told.values.add(each.step)
                        if isinstance(claim.result, Exactly):
                            self._told.value(each.ref, each.at)

    def _calls(self, found: list[Frame], claim: Calls) -> None:
        for visit in self._named(found, claim.line):
            for child in self._moments.called_in(visit):
                if self._moments.is_call_begun(child.id, claim.function):
                    for name, _ in claim.arguments:
                        self._told.name(child.id, name, self._moments.start(child.id))

    def _call_result(self, claim: CallReturns | CallRaises) -> None:
        activation = the_call(self._moments, claim.number, claim.function)
        if isinstance(claim, CallReturns):
            self._returned(activation, claim.result)
        elif activation != self._trace.data.entry:
            self._told.results.add(activation)

    def _returned(self, activation: ActivationId, result: Expected) -> None:
        found = self._trace.data.activations[activation]
        if activation == self._trace.data.entry or found.result is None:
            return  # the answer by itself shows nothing of how it came about
        at = Time(found.last)
        if self._tells(result, self._trace.value(found.result, at)):
            self._told.results.add(activation)
            if isinstance(result, Exactly):
                self._told.value(found.result, at)

    def _left(self, found: list[Frame], claim: LineReturns | LineRaises) -> None:
        for frame in found:
            ending = self._trace.data.activations[frame.activation].ending
            if isinstance(claim, LineReturns):
                self._returned(frame.activation, claim.result)
            elif ending is Ending.RAISED and frame.activation != self._trace.data.entry:
                raising = list(self._named([frame], claim.line))
                last = self._moments.visits(frame.activation).all[-1:]
                if raising and raising[-1:] == list(last):
                    self._told.results.add(frame.activation)

    # -- loops ------------------------------------------------------------------------------------

    def _passes_of(self, found: list[Frame], loop: int) -> None:
        entries = [(frame, e) for frame in found for e in self._entries(frame, loop)]
        self._all_passes(entries)
        self._entered(entries)

    def _all_passes(self, entries: list[tuple[Frame, LoopEntry]]) -> None:
        """How many passes an entry makes: all that its header decided."""
        for frame, entry in entries:
            inside = Interval(StepNo(entry.first), entry.last)
            for visit in self._moments.visits(frame.activation).of_line(entry.loop.line, inside):
                self._told.cover(self._obligations.decision(visit, entry.loop))

    def _entries(self, frame: Frame, loop: int) -> list[LoopEntry]:
        statements = self._moments.statements(frame.activation, loop)
        return loop_entries(self._moments, frame, statements[0].line) if statements else []

    def _ends(self, found: list[Frame], claim: LoopEnds) -> None:
        entries = [(frame, e) for frame in found for e in self._entries(frame, claim.loop)]
        for frame, entry in entries:
            self._told.endings.add(id(entry))
            inside = Interval(StepNo(entry.first), entry.last)
            line = claim.loop if claim.by is None else claim.by
            visits_there = self._moments.visits(frame.activation).of_line(line, inside)
            if not visits_there:
                continue
            last = visits_there[-1]
            if claim.by is None:
                self._told.cover(self._obligations.decision(last, entry.loop))
            else:
                decided = self._decision_around(last)
                self._told.cover(decided)
        self._entered(entries)

    def _decision_around(self, visit: Visit) -> Obligation | None:
        """The decision on which a visit depends directly."""
        number = self._dependences.controlled_by(visit.first)
        while number >= visit.first and number >= 0:
            number = self._dependences.controlled_by(number)
        if number < 0 or not self._dependences.settles(number, visit.first):
            return None
        return self._decision_of(number)

    def _decision_of(self, number: int) -> Obligation | None:
        found = self._obligations.of_step.get(StepNo(number))
        return found if found is not None and found.kind is ObligationKind.DECISION else None

    # -- one visit --------------------------------------------------------------------------------

    def _single(self, found: list[Frame], claim: Claim) -> None:
        """A claim that names exactly one visit of a line: it ran, so what it depends on was decided
        accordingly."""
        line = _line_of(claim)
        if line is None:
            return
        named = [(frame, v) for frame in found for v in self._named([frame], line)]
        if isinstance(claim, Sets):
            named = [each for each in named if self._moments.delivers(each[1]) is not False]
        if len(named) != 1:
            return
        frame, visit = named[0]
        self._told.named.add((visit.activation, visit.first))
        self._parents(frame, visit.first)
        if isinstance(claim, Sets):
            for each in self._decisions(visit):
                if each.statement is not None and isinstance(
                    each.statement.node, ast.For | ast.AsyncFor
                ):
                    self._told.cover(each)
        for each in self._obligations.of_visit(visit):
            if each.write is not None and self._is_unsayable(each, visit):
                self._told.cover(each)

    def _is_unsayable(self, obligation: Obligation, visit: Visit) -> bool:
        """Whether what the write changed has no literal, so that its change cannot be told."""
        write = obligation.write
        if write is None or write.container is None or write.container >= 0:
            return False
        if write.kind in {PlaceKind.ATTRIBUTE, PlaceKind.CELL}:
            return False
        return not is_literal(self._trace.value(write.container, visit.after))

    def _parents(self, frame: Frame, number: int) -> None:
        """The decisions on which a step depends, outwards, as long as the line of each has one
        visit in the context: of several it is not told which one decided so. One that could have
        gone otherwise, and control have come there nonetheless, is not fixed by the step."""
        named = StepNo(number)
        while True:
            number = self._dependences.controlled_by(number)
            if number < frame.interval.first or number < 0:
                return
            step = self._trace.step(number)
            if step.kind in _EVENTS:
                return
            visit = self._moments.visits(frame.activation).at(number)
            if visit is None:
                continue
            there = self._moments.visits(frame.activation).of_line(visit.line, frame.interval)
            if len(there) != 1:
                return
            if self._dependences.settles(number, named):
                self._told.cover(self._decision_of(number))

    def _skipped(self, frame: Frame, line: int) -> None:
        """A line that does not run, at the begin of a block: its test went the other way."""
        for statement in self._moments.statements(frame.activation, line):
            parent = statement.parent
            if parent is None or not isinstance(parent.node, ast.If):
                continue
            if statement is not _first(parent, statement.block):
                continue
            there = list(self._named([frame], parent.line))
            if len(there) == 1:
                self._told.cover(self._obligations.decision(there[0], parent))


def _in_chain(statement: Statement, first: Visit, kind: type[ast.AST]) -> bool:
    """Whether the test or case belongs to the chain, or the `match`, of a visit's line."""
    parent = statement.parent
    if kind is ast.match_case:
        return parent in first.statements
    while parent is not None and isinstance(parent.node, ast.If):
        others = [child for child in parent.children if child.block is Block.ELSE]
        if others != [statement]:
            return False
        if parent in first.statements:
            return True
        statement, parent = parent, parent.parent
    return False


def _first(parent: Statement, block: Block | None) -> Statement | None:
    return next((child for child in parent.children if child.block is block), None)


def _has_readable_type(value: Value) -> bool:
    kind = type_name(value)
    if kind is None:
        return False
    try:
        read_dotted(kind)
    except NotReadableError:
        return False
    return True


def _line_of(claim: Claim) -> int | None:
    """The line whose visits a claim names; None where it names none, or several lines'."""
    match claim:
        case (
            Sets() | Derives() | Alters() | Swaps() | Stays() | Changes()
            | LeavesUnchanged() | Deletes() | Evaluates() | ConditionIs()
            | ConditionLeads() | BreaksOut() | ContinuesLoop() | Calls() | LineRaises()
            | LineCatches() | LineReturns() | LineYields() | LinePrints() | Defines() | Imports()
            | AssertionHolds() | CaseMatches() | DoesNothing() | EntersWith()
            | BodyRuns() | ChainTakes() | MatchTakes() | Filters()
        ):  # fmt: skip
            return claim.line
        case LineRuns(line=line, times=times):
            return line if times is None or times == 1 else None
        case BaseState(moment=moment):
            match moment:
                case BeforeLine(line=line) | AfterLine(line=line) | OnLine(line=line):
                    return line
                case _:
                    return None
        case _:
            return None
