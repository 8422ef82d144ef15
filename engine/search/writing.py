"""The backward writer: from an answer and a known input to a rationale that argues for it.

It goes from the statement that gave the answer upward, along what the answer depends on, and says
at each step the strongest thing that can be proved of all inputs of this shape on this path: what a
value must be, how long it must be, which way a branch must go; where nothing can be proved, what
the input's own run does. Each sentence is judged before it is written, by the rules that
everybody's rationale is judged by.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from typing import Final

from engine.backward.cases import Budget
from engine.backward.domains import Shape
from engine.backward.inputs import NoDomainError
from engine.backward.language.parser import parse_rationale
from engine.claims.phrases import NoTextError, code, literal
from engine.errors import StepwitnessError
from engine.search.answers import Answer
from engine.search.deciding import Strength
from engine.search.rationale import About, RationaleJudge
from engine.search.runs import Runs
from engine.trace.loops import LoopEntry
from engine.trace.model import Ending, PlaceKind, Time
from engine.trace.moments import Moments
from engine.trace.slices import Slice, relevant_slice
from engine.trace.statements import test_of
from engine.trace.trace import Missing, Trace
from engine.trace.visits import Visit
from engine.values import Atom, Mapping, Sequence, SetValue, Value

MAX_STEPS: Final = 12
"""Steps between the answer and the input: of a longer argument the last ones are told."""

MAX_PASSES: Final = 3
"""Passes of a loop that are gone back through one by one."""

MAX_TEXT: Final = 300
"""Longest literal, in characters."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is looked for. Less gives shorter and weaker rationales, never false ones: each
    sentence is judged before it is written. All are counts, so that no machine decides."""

    steps: int = MAX_STEPS
    passes: int = MAX_PASSES
    failures: int = 1_000  #: statements about all inputs that turned out not to be provable
    others: bool = True  #: whether another input, or that there is none, is told at the end
    budget: Budget | None = None  #: of the solver; None: the usual one


THOROUGH: Final = Effort()

BRIEF: Final = Effort(
    steps=6, passes=2, failures=3, others=False,
    budget=Budget(cases=4, calls=12, rlimit=800_000, each=200_000),
)  # fmt: skip
"""For thousands of programs: some tenths of a second for each."""

_LINKS: Final = ("So ", "Hence ", "In turn, ", "Going back, ")
_PATH: Final = Shape(on_path=True)


def write_rationale(
    runs: Runs,
    answer: Answer,
    call: str,
    judge: RationaleJudge | None = None,
    effort: Effort = THOROUGH,
) -> str:
    """A rationale for why ``call`` gives ``answer``; raises `StepwitnessError` where the call
    cannot be run. ``judge`` may be one of the same program and answer: what it explored already
    need not be explored again."""
    used = RationaleJudge(runs, answer, budget=effort.budget) if judge is None else judge
    return _Writer(runs, answer, call, used.about(call), effort).text()


class _Writer:
    def __init__(self, runs: Runs, answer: Answer, call: str, about: About, effort: Effort) -> None:
        self._effort = effort
        self._failures = 0
        self._runs = runs
        self._answer = answer
        self._call = call
        self._about = about
        self._trace: Trace = about.trace
        self._moments = about.trace.index(Moments)
        self._activation = about.trace.data.entry
        self._lines: list[str] = []
        self._said: set[tuple[str, str]] = set()
        self._steps = 0
        self._provable = self._is_provable()

    def _is_provable(self) -> bool:
        decider = self._about.decider
        try:
            where = self._about.field(_PATH)
            if not decider.explored(where).open:
                return True
            if where.inputs is None or not where.inputs.has_texts():
                return False
            return not decider.explored(decider.shape(on_path=True, narrow=True)).open
        except (NoDomainError, StepwitnessError):
            return False

    # -- the text ---------------------------------------------------------------------------------

    def text(self) -> str:
        """The rationale."""
        self._lines.append("Let us work backward from the answer.")
        told = self._goal()
        if told:
            self._lines.append(
                f"The answer is that {told} is raised." if self._answer.exception
                else f"The answer is {told}."
            )  # fmt: skip
        if self._provable:
            self._lines.append("Consider inputs of this shape on this path.")
        self._argue(told)
        if not self._steps:
            self._say_last_resort()
        if self._provable:
            self._parameters()
        self._lines.append(f"So the input is {code(self._entry_call(self._call))}.")
        if self._provable and self._effort.others:
            self._others()
        return "\n".join(self._lines) + "\n"

    def _entry_call(self, call: str) -> str:
        return f"{self._runs.program.entry}({' '.join(call.split(chr(10)))})"

    def _goal(self) -> str:
        """The answer in backticks; "" where it has no text."""
        try:
            if not self._answer.exception:
                return _short(self._answer.value)
            told = self._answer.told().removeprefix("raises ").strip("`")
            return code(told) if len(told) <= MAX_TEXT else ""
        except NoTextError:
            return ""

    def _holds(self, sentence: str) -> bool:
        """Whether a sentence can be read, and holds."""
        entry = self._runs.program.entry or ""
        parsed = parse_rationale(sentence, self._trace.statements.tree, entry)
        if parsed.problems or len(parsed.statements) != 1:
            return False
        return self._about.proves(parsed.statements[0], _PATH)

    def _add(self, sentence: str) -> None:
        self._lines.append(sentence)
        self._steps += 1

    def _must(self, clause: str, lead: str = "") -> bool:
        """Write that something must be so, if that holds."""
        link = lead or _LINKS[self._steps % len(_LINKS)]
        sentence = f"{link}{clause}."
        if not self._provable or self._failures >= self._effort.failures:
            return False
        if not self._holds(sentence):
            self._failures += 1
            return False
        self._add(sentence)
        return True

    def _fact(self, clause: str) -> bool:
        """Write what this input's run does, if it does."""
        sentence = f"With this input, {clause}."
        if not self._holds(sentence):
            return False
        self._add(sentence)
        return True

    # -- the argument -----------------------------------------------------------------------------

    def _argue(self, goal: str) -> None:
        verb = "raise" if self._answer.exception else "return"
        lead = f"To {verb} {goal}, " if goal else ""
        cut = relevant_slice(self._trace)
        for entry_or_visit in self._backward():
            if self._steps >= self._effort.steps:
                return
            before = self._steps
            match entry_or_visit:
                case LoopEntry():
                    self._loop(entry_or_visit, cut, lead)
                case Visit():
                    self._visit(entry_or_visit, cut, lead, "")
            if self._steps > before:
                lead = ""

    def _backward(self) -> Iterator[LoopEntry | Visit]:
        """What ran in the entry activation, the last first: loops as one."""
        loops = self._moments.loops(self._activation)
        outer = [each for each in loops.all if not self._is_inside(each, loops.all)]
        told: set[int] = set()
        for visit in reversed(self._all_visits()):
            around = next((e for e in outer if e.first <= visit.first <= e.last), None)
            if around is None or self._leaves(visit):
                yield visit
            elif id(around) not in told:
                told.add(id(around))
                yield around

    def _all_visits(self) -> list[Visit]:
        whole = self._moments.whole(self._activation)
        return list(self._moments.visits(self._activation).inside(whole))

    @staticmethod
    def _is_inside(entry: LoopEntry, entries: SequenceOf[LoopEntry]) -> bool:
        return any(
            other is not entry and other.first <= entry.first and entry.last <= other.last
            and (other.first, other.last) != (entry.first, entry.last)
            for other in entries
        )  # fmt: skip

    def _leaves(self, visit: Visit) -> bool:
        """Whether the visit is the one that the call ends in."""
        return visit.interval.holds(self._trace.last_step(self._activation))

    def _visit(self, visit: Visit, cut: Slice, lead: str, context: str) -> None:
        if not self._leaves(visit) and not any(step in cut for step in visit.steps):
            return
        for statement in visit.statements:
            test = test_of(statement)
            if test is not None:
                self._condition(visit, test, lead, context)
                return
        names = self._read(visit) if self._leaves(visit) else self._written(visit)
        when = "before" if self._leaves(visit) else "after"
        at = visit.before if self._leaves(visit) else visit.after
        for name in names:
            if self._steps >= self._effort.steps:
                return
            before = self._steps
            self._state(name, at, f"{context}{when} line {visit.line}", lead)
            if self._steps > before:
                lead = ""

    def _read(self, visit: Visit) -> list[str]:
        """The variables that the statement of a visit reads."""
        found: dict[str, None] = {}
        for statement in visit.statements:
            for node in statement.expressions():
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    found[node.id] = None
        return list(found)

    def _written(self, visit: Visit) -> list[str]:
        """The variables that a visit binds, or whose objects it changes."""
        found: dict[str, None] = {}
        for written in self._moments.writes(visit):
            if written.write.kind in {PlaceKind.LOCAL, PlaceKind.CELL} and written.write.name:
                found[written.write.name] = None
        if not found:
            for name in self._read(visit):
                if self._changed(name, visit):
                    found[name] = None
        return list(found)

    def _changed(self, name: str, visit: Visit) -> bool:
        return self._value(name, visit.before) != self._value(name, visit.after)

    def _value(self, name: str, at: Time) -> Value | None:
        ref = self._trace.binding(self._activation, name, at)
        return None if isinstance(ref, Missing) else self._trace.value(ref, at)

    def _condition(self, visit: Visit, test: ast.expr, lead: str, context: str) -> None:
        text = ast.get_source_segment(self._trace.data.source, test)
        if text is None or "\n" in text or len(text) > MAX_TEXT:
            text = ast.unparse(test)
        try:
            told = f"the condition {code(text)} on line {visit.line}"
        except NoTextError:
            return
        for truth in ("true", "false"):
            if self._must(f"{context}{told} must be {truth}", lead):
                return
        for truth in ("true", "false"):
            if self._fact(f"{context}{told} is {truth}"):
                return

    def _state(self, name: str, at: Time, when: str, lead: str) -> None:
        """Write what a variable must be at a moment: the strongest that holds."""
        value = self._value(name, at)
        if value is None or (name, when) in self._said:
            return
        self._said.add((name, when))
        try:
            told = f"{code(name)} must be {_short(value)}"
        except NoTextError:
            told = ""
        if told and self._must(f"{when}, {told}", lead):
            return
        size = _size(value)
        if size is not None and self._must(f"{when}, {code(name)} must have length {size}", lead):
            return
        if told:
            self._fact(f"{when}, {code(name)} is {_short(value)}")

    def _loop(self, entry: LoopEntry, cut: Slice, lead: str) -> None:
        visits = [each for each in self._all_visits() if entry.first <= each.first <= entry.last]
        if not any(step in cut for visit in visits for step in visit.steps):
            return
        line = entry.loop.line
        names: dict[str, None] = {}
        for visit in reversed(visits):
            if any(step in cut for step in visit.steps):
                names.update(dict.fromkeys(self._written(visit)))
        targets = self._targets(entry)
        after = [name for name in names if name not in targets] or list(names)
        if entry.left_normally:
            for name in after[:3]:
                before = self._steps
                self._state(name, entry.left, f"after the loop on line {line}", lead)
                if self._steps > before:
                    lead = ""
        count = len(entry.passes)
        passes = "1 pass" if count == 1 else f"{count} passes"
        if self._steps < self._effort.steps:
            told = f"the loop on line {line} "
            if not self._must(f"{told}must make {passes}", lead):
                self._fact(f"{told}makes {passes}")
        if count <= self._effort.passes:
            self._passes(entry, visits, cut)

    def _targets(self, entry: LoopEntry) -> set[str]:
        node = entry.loop.node
        if not isinstance(node, ast.For):
            return set()
        return {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}

    def _passes(self, entry: LoopEntry, visits: list[Visit], cut: Slice) -> None:
        """Go back through the passes of a loop."""
        inner = [
            each
            for each in self._moments.loops(self._activation).all
            if each is not entry and entry.first <= each.first and each.last <= entry.last
        ]
        for one in reversed(entry.passes):
            context = f"on pass {one.number} of the loop on line {entry.loop.line}, "
            own = [
                visit
                for visit in visits
                if one.interval.holds(visit.first)
                and visit.line != entry.loop.line
                and not any(each.first <= visit.first <= each.last for each in inner)
            ]
            for visit in reversed(own):
                if self._steps >= self._effort.steps:
                    return
                if not self._leaves(visit):
                    self._visit(visit, cut, "", context)

    # -- the input --------------------------------------------------------------------------------

    def _parameters(self) -> None:
        for slot, value in zip(self._about.decider.slots, self._about.arguments(), strict=True):
            name = code(slot.parameter)
            size = _size(value)
            try:
                if self._must(f"{name} must be {_short(value)}"):
                    continue
            except NoTextError:
                pass
            if self._must(f"{name} does not matter"):
                continue
            if size is not None:
                self._must(f"{name} must have length {size}")

    def _others(self) -> None:
        found = self._about.only(_PATH)
        if found.proved:
            self._add("No other input of this shape on this path gives it.")
        elif found.strength is Strength.REFUTED and len(found.contrary) <= 2 * MAX_TEXT:
            try:
                sentence = f"{code(found.contrary)} takes the same path to it."
            except NoTextError:
                return
            if self._holds(sentence):
                self._add(sentence)

    def _say_last_resort(self) -> None:
        """What the run does in the end, where nothing else can be said."""
        visit = self._moments.visits(self._activation).at(self._trace.last_step(self._activation))
        if visit is None:
            return
        raises = self._trace.ending(self._activation) is Ending.RAISED
        if raises:
            said = self._fact(f"line {visit.line} raises {code(self._answer.exception)}")
        else:
            try:
                said = self._fact(f"line {visit.line} returns {_short(self._answer.value)}")
            except NoTextError:
                said = False
        if not said:
            self._fact(f"line {visit.line} runs")


def _short(value: Value) -> str:
    """A literal that is not too long to be read; raises `NoTextError`."""
    told = literal(value)
    if len(told) > MAX_TEXT:
        raise NoTextError("the value is too long")
    return told


def _size(value: Value) -> int | None:
    match value:
        case Atom(payload=str() | bytes() as text):
            return len(text)
        case Sequence(items=items) | SetValue(items=items):
            return len(items)
        case Mapping(pairs=pairs):
            return len(pairs)
        case _:
            return None
