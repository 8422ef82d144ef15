"""Judges narrations over a recording: semantics.md §3 to §6."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: PT018

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import evaluate as ev
from .expressions import computed
from .history import Entry, History, Span, Step, Visit
from .program import Function, dump
from .reader import Atom, Prefix, Sentence, Unparsed, allowed, read_line
from .record import Activation, Recorder, State
from .values import Value, equal, holds_opaque

ORDER = ("VERIFIED", "UNDECIDED", "UNSUPPORTED", "AMBIGUOUS", "REFUTED", "UNPARSED")
BULLET = re.compile(r"( *)(?:[-*] |\d+\. )?(.*)")
Outcome = bool | str  # a str: UNSUPPORTED or UNDECIDED
Moments = list[tuple[int, int]]


class Settled(Exception):
    """The verdict of a claim whose moments need not be looked at."""

    def __init__(self, verdict: str) -> None:
        self.verdict = verdict


@dataclass
class Judgement:
    """What was found of a narration: its sentences with their verdicts, order and verdict."""

    claims: list[tuple[str, str]] = field(default_factory=list)
    in_order: bool | None = True
    verdict: str = "REJECTED"


@dataclass
class Context:
    """An activation and stretches of it; `bad` is the verdict of all claims inside, if any."""

    activation: Activation | None
    spans: list[Span]
    bad: str = ""
    inside: tuple[Entry, ...] = ()  # the entries of which the spans are passes


def worst(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=ORDER.index)


def definite(outcomes: Sequence[Outcome]) -> str:
    """The verdict over all named moments."""
    if not outcomes:
        return "REFUTED"
    for unknown in ("UNSUPPORTED", "UNDECIDED"):
        if unknown in outcomes:
            return unknown
    if all(outcomes):
        return "VERIFIED"
    return "AMBIGUOUS" if any(outcomes) else "REFUTED"


def tried(test: Callable[[], bool]) -> Outcome:
    """The truth of a test over states."""
    try:
        return test()
    except ev.NoValue:
        return False
    except ev.Undecidable:
        return "UNSUPPORTED"
    except (ev.Unclear, RecursionError):
        return "UNDECIDED"


def fits(found: Value, wanted: object) -> bool:
    """Whether a Value is the one wanted, or of the type whose name is wanted."""
    return equal(found, wanted) if isinstance(wanted, Value) else found.type == wanted


def holds(atom: Atom, state: State) -> bool:
    if atom.kind in ("defined", "undefined"):
        try:
            ev.evaluate(atom.expression, state)
        except ev.NoValue:
            return atom.kind == "undefined"
        return atom.kind == "defined"
    value = ev.evaluate(atom.expression, state)
    return fits(value, atom.value) != (atom.kind == "not")


def every(atoms: tuple[Atom, ...], state: State | None) -> Outcome:
    if state is None:
        return "UNDECIDED"
    found = [tried(lambda atom=atom: holds(atom, state)) for atom in atoms]  # type: ignore[misc]
    if False in found:
        return False
    return next((f for f in found if f is not True), True)


class Oracle:
    """One recorded call, and its verdicts on sentences."""

    def __init__(self, source: str, entry: str, call: str) -> None:
        self.recorder = Recorder(source, entry, call)
        self.answer_text = self.recorder.answer_text
        self.program = self.recorder.program
        self.entry = self.recorder.activations[0]
        statements = self.program.statements
        self.histories = {a: History(a, statements) for a in self.recorder.activations}
        self.whole = Context(self.entry, [self.span(self.entry)])
        self.cache: dict[tuple[Sentence, tuple[Prefix, ...]], tuple[str, Moments]] = {}

    def span(self, a: Activation) -> Span:
        return Span(a.start, a.start_state, a.end, a.end_state)

    def claim(self, sentence: str) -> str:
        """The verdict of one sentence."""
        return worst(verdict for _, verdict in self.judge(sentence).claims)

    def judge(self, narration: str) -> Judgement:
        made = Judgement()
        ordered: list[tuple[str, Moments]] = []
        counted: list[tuple[str, Moments]] = []  # without `Line L runs.`, if it is a count
        blocks: list[tuple[int, Prefix]] = []
        answered = False
        others = 0
        for raw in narration.split("\n"):
            match = BULLET.fullmatch(raw)
            if match is None or not match[2]:
                continue
            indent, text = len(match[1]), match[2]
            while blocks and indent <= blocks[-1][0]:
                blocks.pop()
            try:
                read = read_line(text)
            except Unparsed:
                made.claims.append((text, "UNPARSED"))
                continue
            outer = tuple(prefix for _, prefix in blocks)
            if isinstance(read, Sentence):
                blocks.append((indent, read.prefixes[0]))
                read = (read,)
            for sentence in read:
                if sentence.form == "note":
                    continue
                if sentence.form == "answer" and any(p.kind == "call" for p in outer):
                    made.claims.append((sentence.text, "UNPARSED"))
                    continue
                answered = answered or sentence.form == "answer"
                others += sentence.form != "answer"
                verdict, moments = self.one(sentence, outer)
                made.claims.append((sentence.text, verdict))
                ordered.append((sentence.order, moments))
                if sentence.form != "runs":
                    counted.append((sentence.order, moments))
                if sentence.form == "heading" and sentence.atoms:
                    starts = [(start, start) for start, _ in moments]
                    ordered.append(("", starts))
                    counted.append(("", starts))
        made.in_order = in_order(ordered)
        if in_order(counted) != made.in_order:
            made.in_order = None  # the page leaves it open whether `Line L runs.` has moments
        verdicts = {verdict for _, verdict in made.claims}
        if not (verdicts <= {"VERIFIED", "UNDECIDED"} and answered and others):
            return made
        if made.in_order is False or not allowed(narration):
            return made
        clear = verdicts == {"VERIFIED"} and made.in_order
        made.verdict = "ACCEPTED" if clear else "UNDECIDED"
        return made

    def one(self, sentence: Sentence, outer: tuple[Prefix, ...]) -> tuple[str, Moments]:
        key = (sentence, outer)
        if key not in self.cache:
            self.cache[key] = self.fresh(sentence, outer)
        return self.cache[key]

    def fresh(self, sentence: Sentence, outer: tuple[Prefix, ...]) -> tuple[str, Moments]:
        absolute = sentence.form in ("call-result", "call-count", "answer", "total")
        try:
            context = self.whole
            for prefix in () if absolute else (*outer, *sentence.prefixes):
                context = self.opened(context, prefix)
            if sentence.form == "heading":
                if context.bad:
                    return context.bad, []
                moments = [(s.start, s.end) for s in context.spans]
                if not sentence.atoms:
                    return "VERIFIED", moments
                return definite(
                    [every(sentence.atoms, s.start_state) for s in context.spans]
                ), moments
            if context.bad:
                return context.bad, []
            return Asked(self, context, sentence).answer()
        except Settled as settled:
            return settled.verdict, []

    def opened(self, context: Context, prefix: Prefix) -> Context:
        if context.bad:
            return context
        if prefix.kind == "call":
            found = self.call(prefix)
            return found if isinstance(found, Context) else Context(None, [], found)
        assert isinstance(prefix.where, int)
        entries = entries_in(self, context, prefix.where)
        spans = [e.passes[prefix.number - 1] for e in entries if len(e.passes) >= prefix.number]
        bad = "REFUTED" if not spans else "AMBIGUOUS" if len(spans) < len(entries) else ""
        return Context(context.activation, spans, bad, (*context.inside, *entries))

    def call(self, prefix: Prefix) -> Context | str:
        named = self.program.named(str(prefix.where))
        if len(named) > 1:
            return "AMBIGUOUS"
        found = self.activations(named)
        if len(found) < prefix.number:
            return "REFUTED"
        activation = found[prefix.number - 1]
        return Context(activation, [self.span(activation)])

    def activations(self, named: list[Function]) -> list[Activation]:
        return [a for a in self.recorder.activations if a.function in named]


def entries_in(oracle: Oracle, context: Context, line: int) -> list[Entry]:
    """The entries of the loop on a line that begin in a context."""
    assert context.activation is not None
    function = context.activation.function
    loops = function.loops.get(line, []) if function else []
    if len(loops) != 1:
        hosted = function is not None and line in function.hosted
        raise Settled("UNSUPPORTED" if loops or hosted else "REFUTED")
    entries = oracle.histories[context.activation].entries
    return [
        e for e in entries
        if e.loop is loops[0] and e not in context.inside
        and any(s.start <= e.start <= s.end for s in context.spans)
    ]  # fmt: skip


def in_order(ordered: list[tuple[str, Moments]]) -> bool | None:
    """Whether points can be chosen that do not decrease; the earliest choice is the best."""
    point = 0
    result: bool | None = True
    for word, moments in ordered:
        if not moments:
            continue
        if word == "Earlier":
            if not any(start <= point for start, _ in moments):
                result = None if result else result  # a later choice might do
        elif word == "Later":
            if not any(end >= point for _, end in moments):
                return False
        else:
            points = [max(start, point) for start, end in moments if end >= point]
            if not points:
                return False
            point = min(points)
    return result


class Asked:
    """One claim that is asked in one context."""

    def __init__(self, oracle: Oracle, context: Context, sentence: Sentence) -> None:
        assert context.activation is not None
        self.oracle, self.context, self.sentence = oracle, context, sentence
        self.activation = context.activation
        self.history = oracle.histories[context.activation]
        self.args: tuple[Any, ...] = sentence.args

    def answer(self) -> tuple[str, Moments]:
        form = self.sentence.form
        special = getattr(self, "form_" + form.replace("-", "_"), None)
        if special is not None:
            verdict, moments = special()
            return str(verdict), moments
        visits = self.visits(self.args[0])
        test: Callable[[Visit], Outcome] = getattr(self, "visit_" + form)
        if form == "sets":
            visits = [v for v in visits if not v.exhausted]
        if form == "jumps":
            kind = ast.Break if self.args[1] else ast.Continue
            visits = [v for v in visits if v.of(kind)]
        outcomes = [test(v) for v in visits]
        return definite(outcomes), [(v.start, v.end) for v in visits]

    def inside(self, clock: int) -> bool:
        return any(s.start <= clock <= s.end for s in self.context.spans)

    def check(self, line: int) -> None:
        function = self.activation.function
        if function is None or line not in function.lines:
            unseen = function is not None and line in function.unseen | function.hosted
            raise Settled("UNSUPPORTED" if unseen else "REFUTED")

    def visits(self, line: int) -> list[Visit]:
        self.check(line)
        return [v for v in self.history.visits if v.line == line and self.inside(v.start)]

    # States

    def form_state(self) -> tuple[str, Moments]:
        named: list[tuple[State | None, int]] = []
        kind = self.args[0]
        if kind in ("before", "after", "on"):
            for v in self.visits(self.args[1]):
                named += [(v.before, v.start)] if kind != "after" else []
                named += [(v.after, v.end)] if kind != "before" else []
        elif kind == "left":
            entries = entries_in(self.oracle, self.context, self.args[1])
            named = [(e.after, e.left) for e in entries if e.after is not None]
        else:
            for s in self.context.spans:
                named += [(s.start_state, s.start)] if kind != "end" else []
                named += [(s.end_state, s.end)] if kind != "start" else []
        outcomes = [every(self.sentence.atoms, state) for state, _ in named]
        return definite(outcomes), [(at, at) for _, at in named]

    def form_every(self) -> tuple[str, Moments]:
        entries = entries_in(self.oracle, self.context, self.args[1])
        passes = [p for e in entries for p in e.passes]
        start = self.args[0] == "start"
        states = [p.start_state if start else p.end_state for p in passes]
        return universal([every(self.sentence.atoms, s) for s in states]), []

    def quantified(self, form: str) -> tuple[str, Moments]:
        node, wanted = self.args
        outcomes: list[Outcome] = []
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        for v in self.history.visits:
            for state in (v.before, v.after) if self.inside(v.start) else ():
                if state is None:
                    outcomes.append("UNDECIDED")
                    continue
                bound = [tried(lambda n=n, s=state: bool(ev.lookup(s, n))) for n in names]  # type: ignore[misc]
                if False not in bound:
                    outcomes.append(tried(lambda s=state: equal(ev.evaluate(node, s), wanted)))  # type: ignore[misc]
        if not outcomes:
            return "REFUTED", []
        if form == "always":
            return universal(outcomes), []
        opposite = universal([not o if isinstance(o, bool) else o for o in outcomes])
        flipped = {"VERIFIED": "REFUTED", "REFUTED": "VERIFIED"}
        return (opposite if form == "never" else flipped.get(opposite, opposite)), []

    def form_always(self) -> tuple[str, Moments]:
        return self.quantified("always")

    def form_never(self) -> tuple[str, Moments]:
        return self.quantified("never")

    def form_some(self) -> tuple[str, Moments]:
        return self.quantified("some")

    # Counts, loops and calls

    def form_runs(self) -> tuple[str, Moments]:
        visits = self.visits(self.args[0])
        return ("VERIFIED" if visits else "REFUTED"), [(v.start, v.end) for v in visits]

    def form_count(self) -> tuple[str, Moments]:
        same = len(self.visits(self.args[0])) == self.args[1]
        return ("VERIFIED" if same else "REFUTED"), []

    def form_passes(self) -> tuple[str, Moments]:
        entries = entries_in(self.oracle, self.context, self.args[0])
        return definite([len(e.passes) == self.args[1] for e in entries]), []

    def form_ends(self) -> tuple[str, Moments]:
        entries = entries_in(self.oracle, self.context, self.args[0])
        kind, line = self.args[1]
        outcomes: list[Outcome] = [
            "UNSUPPORTED" if e.cause is None and self.activation.waiting
            else "UNDECIDED" if e.cause is None
            else e.cause[0] == kind and line in (None, e.cause[1])
            for e in entries
        ]  # fmt: skip
        return definite(outcomes), [(e.left, e.left) for e in entries]

    def form_call_result(self) -> tuple[str, Moments]:
        prefix, returns, wanted = self.args
        found = self.oracle.call(prefix)
        if isinstance(found, str) or found.activation is None:
            return str(found), []
        activation = found.activation
        end = [(activation.end, activation.end)]
        if activation.waiting:
            return "UNSUPPORTED", end
        if returns:
            value = activation.result
            return definite([value is not None and fits(value, wanted)]), end
        return definite([bool(activation.thrown and activation.thrown.type == wanted)]), end

    def form_call_count(self) -> tuple[str, Moments]:
        named = self.oracle.program.named(self.args[0])
        if len(named) != 1:
            return ("AMBIGUOUS" if named else "REFUTED"), []
        return definite([len(self.oracle.activations(named)) == self.args[1]]), []

    def form_answer(self) -> tuple[str, Moments]:
        returns, wanted, message = self.args
        entry = self.oracle.entry
        end = [(entry.end, entry.end)]
        if returns:
            return definite([entry.result is not None and fits(entry.result, wanted)]), end
        return definite([thrown_is(entry.thrown, wanted, message)]), end

    def form_total(self) -> tuple[str, Moments]:
        text = "".join(text for _, text in self.oracle.recorder.output)
        return definite([text == self.args[0].data]), []

    def form_condition(self) -> tuple[str, Moments]:
        line, test, wanted, then = self.args
        visits = self.visits(line)
        found = [s for s in self.activation.function.lines[line] if s.test == dump(test)]  # type: ignore[union-attr]
        if not found:
            return "REFUTED", []
        tests = [(v, s) for v in visits for s in v.steps if s.statement in found]
        known = [(v, s, truth(s)) for v, s in tests]
        known = [(v, s, t) for v, s, t in known if t is not None]
        verdicts = [definite([t == wanted for _, _, t in known])]
        if then is not None:
            self.check(then[0])
            check = self.runs_next if then[1] else self.skips
            verdicts.append(definite([check(v, s, bool(t), then[0]) for v, s, t in known]))
        return worst(verdicts), [(v.start, v.end) for v, _, _ in known]

    def runs_next(self, visit: Visit, step: Step, outcome: bool, line: int) -> bool:
        return visit.following is not None and visit.following.line == line

    def skips(self, visit: Visit, step: Step, outcome: bool, line: int) -> bool:
        region = step.statement.other if outcome else step.statement.body
        assert self.activation.function is not None
        if not any(s.number in region for s in self.activation.function.lines[line]):
            return False
        later = visit.following
        while later is not None and later.line != visit.line:
            if later.line == line:
                return False
            later = later.following
        return True

    # One visit

    def visit_sets(self, v: Visit) -> Outcome:
        found = [self.bound(v, target, wanted) for target, wanted in self.args[1]]
        return False if False in found else next((f for f in found if f is not True), True)

    def bound(self, v: Visit, target: ast.expr, wanted: object) -> Outcome:
        did: Outcome
        if isinstance(target, ast.Name):
            did = self.binds(v, target.id)
        else:
            did = self.writes(v, target, deleting=False)
        if did is not True or wanted is None:
            return did
        assert v.after is not None
        after = v.after
        return tried(lambda: fits(ev.evaluate(target, after), wanted))

    def binds(self, v: Visit, name: str) -> Outcome:
        did: Outcome = False
        for s in v.steps:
            if name not in s.statement.binds:
                continue
            node = s.statement.node
            if s.thrown:
                plain = isinstance(node, ast.Assign) and len(node.targets) == 1
                plain = plain and isinstance(node.targets[0], ast.Name)  # type: ignore[union-attr]
                did = did or (False if plain or isinstance(node, ast.For) else "UNDECIDED")
            elif isinstance(node, ast.ExceptHandler | ast.For):
                did = did or s.into
            elif isinstance(node, ast.match_case):
                did = True if s.into else did or "UNDECIDED"
            elif any(w.target.id == name for w in s.statement.all(ast.NamedExpr)):
                did = did or "UNDECIDED"
            else:
                did = True
        return did

    def writes(self, v: Visit, target: ast.expr, *, deleting: bool) -> Outcome:
        """Whether a visit writes (deletes) the element or attribute that a target names."""
        state = v.before if deleting else v.after
        assert state is not None and isinstance(target, ast.Subscript | ast.Attribute)
        place: list[tuple[int, Value | str]] = []
        seen = tried(lambda: not place.append(located(target, state)))  # type: ignore[func-returns-value]
        if seen is not True:
            return seen
        did: Outcome = False
        for history in self.oracle.histories.values():
            for s in history.steps:
                if not v.start <= s.mark.clock <= v.end:
                    continue
                for written in s.statement.places:
                    if isinstance(written.ctx, ast.Del) != deleting:
                        continue
                    if type(written) is type(target):
                        did = did or self.same(written, s, place[0])
        return did

    def same(self, written: ast.expr, s: Step, place: tuple[int, Value | str]) -> Outcome:
        if s.thrown or s.after is None:
            return "UNDECIDED"
        try:
            one, other = located(written, s.mark.state), located(written, s.after)
        except (ev.NoValue, ev.Undecidable, ev.Unclear):
            return "UNDECIDED"
        if one[0] != other[0] or not same_key(one[1], other[1]):
            return "UNDECIDED"
        if one[0] != place[0]:
            return False
        if same_key(one[1], place[1]):
            return True
        numbers = [k for k in (one[1], place[1]) if isinstance(k, Value) and k.kind == "scalar"]
        return "UNDECIDED" if len(numbers) == 2 else False

    def visit_changes(self, v: Visit) -> Outcome:
        node, old, new = self.args[1:]

        def test() -> bool:
            one, other = self.both(v, node)
            differs = one.oid == other.oid != 0 and not equal(one, other)
            return differs and equal(other, new) and (old is None or equal(one, old))

        def rebound() -> bool:  # §5.37
            one, other = self.both(v, node)
            moved = one.oid != other.oid or one.oid == 0
            return moved and not equal(one, other) and equal(one, old) and equal(other, new)

        changed = tried(test)
        if old is None or changed is not False or tried(rebound) is False:
            return changed
        if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            return False
        did = self.bound(v, node, None)
        return tried(rebound) if did is True else did

    def both(self, v: Visit, node: ast.expr) -> tuple[Value, Value]:
        assert v.after is not None
        return ev.evaluate(node, v.before), ev.evaluate(node, v.after)

    def visit_leaves(self, v: Visit) -> Outcome:
        def test() -> bool:
            both = self.both(v, self.args[1])
            for value in both:
                if holds_opaque(value):
                    raise ev.Undecidable
            return equal(*both)

        return tried(test)

    def visit_deletes(self, v: Visit) -> Outcome:
        target = self.args[1]
        if isinstance(target, ast.Name):
            steps = [s for s in v.steps if target.id in s.statement.deletes]
            return "UNDECIDED" if any(s.thrown for s in steps) else bool(steps)
        return self.writes(v, target, deleting=True)

    def form_evaluates(self) -> tuple[str, Moments]:
        line, node, wanted = self.args
        visits = self.visits(line)
        key = dump(node)
        function = self.activation.function
        assert function is not None
        written = any(key in s.reads for s in function.lines[line])
        if isinstance(node, ast.Call) and dump(node.func) == "Name(id='super')":
            return ("UNSUPPORTED" if written else "REFUTED"), []
        control = isinstance(node, ast.BoolOp | ast.IfExp) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        )
        if control or (isinstance(node, ast.Compare) and len(node.ops) > 1):
            return ("UNSUPPORTED" if written else "UNDECIDED"), []
        stores = [p for s in function.lines[line] for p in s.all(ast.AugAssign)]
        if not written:
            augmented = any(
                isinstance(s.node, ast.AugAssign) and dump(s.node.target) == key
                for s in function.lines[line]
            )
            return ("UNDECIDED" if augmented or stores else "REFUTED"), []
        outcomes: list[Outcome] = []
        moments: Moments = []
        for v in visits:
            for s in v.steps:
                for path in s.statement.reads.get(key, ()):
                    value = computed(self.oracle.recorder, self.activation, s, path)
                    if value is None:
                        continue
                    known = isinstance(value, Value)
                    outcomes.append(
                        fits(value, wanted) if isinstance(value, Value) else "UNDECIDED"
                    )
                    moments += [(v.start, v.end)] if known or not moments else []
        return definite(outcomes), moments

    def visit_jumps(self, v: Visit) -> Outcome:
        kind = ast.Break if self.args[1] else ast.Continue
        return all(s.statement.loops[-1].line == self.args[2] for s in v.of(kind))

    def visit_calls(self, v: Visit) -> Outcome:
        named = self.oracle.program.named(self.args[1])
        if len(named) > 1:
            return "UNDECIDED"
        begun = [
            a for a in self.oracle.activations(named)
            if a.parent is self.activation and v.start <= a.start <= v.end
        ]  # fmt: skip
        if any(function.generator for function in named):
            return "UNDECIDED"
        for a in begun:
            for name, wanted in self.args[2]:
                if a.function is None or name not in a.function.parameters:
                    return False
                if not equal(a.start_state.names[name], wanted):
                    return False
        return bool(begun)

    def visit_raises(self, v: Visit) -> Outcome:
        if self.activation.waiting and v is self.history.visits[-1]:
            return "UNSUPPORTED"
        return thrown_is(v.thrown, self.args[1], self.args[2])

    def visit_catches(self, v: Visit) -> Outcome:
        return self.args[1] in v.caught

    def visit_returns(self, v: Visit) -> Outcome:
        value = self.activation.result
        done = self.history.returning in v.steps and value is not None
        return done and value is not None and fits(value, self.args[1])

    def form_yields(self) -> tuple[str, Moments]:
        visits = self.visits(self.args[0])
        if self.activation.function and self.activation.function.asynchronous:
            return definite(["UNSUPPORTED" for _ in visits]), []
        outcomes: list[Outcome] = []
        for v in visits:
            outcomes += [equal(y, self.args[1]) for y in v.yielded] or [False]
        return definite(outcomes), [(v.start, v.end) for v in visits]

    def visit_prints(self, v: Visit) -> Outcome:
        output = self.oracle.recorder.output
        text = "".join(text for clock, text in output if v.start <= clock <= v.end)
        return printed(text, self.args[1])

    def visit_defines(self, v: Visit) -> Outcome:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return any(self.args[1] in s.statement.binds for s in v.of(*kinds) if not s.thrown)

    def visit_imports(self, v: Visit) -> Outcome:
        kinds = (ast.Import, ast.ImportFrom)
        return any(self.args[1] in s.statement.binds for s in v.of(*kinds) if not s.thrown)

    def visit_assertion(self, v: Visit) -> Outcome:
        found = v.of(ast.Assert)
        return bool(found) and all(truth(s) == self.args[1] for s in found)

    def visit_case(self, v: Visit) -> Outcome:
        found = v.of(ast.match_case)
        return bool(found) and all(s.into == self.args[1] for s in found)

    def visit_nothing(self, v: Visit) -> Outcome:
        return all(
            isinstance(n, ast.Pass)
            or (
                isinstance(n, ast.Expr)
                and isinstance(n.value, ast.Constant)
                and n.value.value is ...
            )
            for n in (s.statement.node for s in v.steps)
        )

    def visit_with(self, v: Visit) -> Outcome:
        return any(s.into for s in v.of(ast.With))


def universal(outcomes: list[Outcome]) -> str:
    """The verdict of a universal claim."""
    if not outcomes or False in outcomes:
        return "REFUTED"
    return definite(outcomes)


def truth(step: Step) -> bool | None:
    """The truth of the test that a step made; None where it made none."""
    if isinstance(step.statement.node, ast.Assert):
        if step.thrown is None:
            return True
        return False if step.thrown.type == "AssertionError" else None
    return None if step.thrown else step.into


def thrown_is(thrown: Any, wanted: object, message: Value | None) -> bool:
    if thrown is None or thrown.type != wanted:
        return False
    return message is None or (len(thrown.args.data) == 1 and equal(thrown.args.data[0], message))


def printed(text: str, wanted: Value | None) -> bool:
    if wanted is None:
        return not text
    if not isinstance(wanted.data, str):
        return False
    return bool(text) and text in (wanted.data, wanted.data + "\n")


def located(target: ast.expr, state: State) -> tuple[int, Value | str]:
    """The object and the key (or attribute's name) that a target names in a state."""
    assert isinstance(target, ast.Subscript | ast.Attribute)
    oid = ev.evaluate(target.value, state).oid
    if isinstance(target, ast.Attribute):
        return oid, target.attr
    return oid, ev.evaluate(target.slice, state)


def same_key(one: Value | str, other: Value | str) -> bool:
    if isinstance(one, Value) and isinstance(other, Value):
        return equal(one, other)
    return one == other
