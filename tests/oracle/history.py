"""What a recording means: visits of lines, entries and passes of loops (semantics.md §2).

An interval that begins with the mark at clock `t` ends what came before it at `t - 1`, so that
intervals that follow one another never touch.
"""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from .program import Statement
from .record import Activation, Mark, State, Thrown
from .values import Value


@dataclass(eq=False)
class Step:
    """One execution of a statement (of a loop's header: for one test, or one request)."""

    statement: Statement
    mark: Mark
    fresh: bool = True  # of a loop's header: control came from outside
    following: Step | None = None  # the next one of the activation
    thrown: Thrown | None = None  # what came out of it
    waiting: bool = False  # whether its activation is left waiting in it (§2)
    after: State | None = None
    end: int = -1

    @property
    def into(self) -> bool:
        """Whether its block was entered."""
        return self.following is not None and self.following.statement.number in self.statement.body


@dataclass(eq=False)
class Visit:
    """One uninterrupted execution of a line in one activation."""

    line: int
    start: int
    before: State
    steps: list[Step] = field(default_factory=list)
    end: int = -1
    after: State | None = None
    following: Visit | None = None
    caught: list[str] = field(default_factory=list)
    yielded: list[Value] = field(default_factory=list)

    @property
    def thrown(self) -> Thrown | None:
        return self.steps[-1].thrown

    def of(self, *kinds: type[ast.AST]) -> list[Step]:
        return [s for s in self.steps if isinstance(s.statement.node, kinds)]

    @property
    def exhausted(self) -> bool:
        """Whether it is a `for` header's that found no more items."""
        first = self.steps[0]
        is_for = isinstance(first.statement.node, ast.For)
        return is_for and not first.into and first.thrown is None


@dataclass(eq=False)
class Span:
    """A stretch of an activation, with the states at its start and end."""

    start: int
    start_state: State | None = None
    end: int = -1
    end_state: State | None = None
    last: int | None = None  # the last step, where that is not the end


@dataclass(eq=False)
class Entry:
    """One entry of a loop, from control coming to it until it is left."""

    loop: Statement
    start: int
    offset: int  # of the first instruction of it (a constant `while`: of its body)
    passes: list[Span] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    left: int = -1
    after: State | None = None  # where it is left otherwise than by `return` or an exception
    left_state: State | None = None  # however it is left
    cause: tuple[str, int] | None = None  # exhausted, false, break, return or raise; with a line


class History:
    """The visits and loop entries of one activation."""

    def __init__(self, activation: Activation, statements: list[Statement]) -> None:
        self.activation = activation
        self.visits: list[Visit] = []
        self.entries: list[Entry] = []
        self.steps: list[Step] = []
        self.returning: Step | None = None  # the `return` by which the activation ends
        self._open: list[Entry] = []
        self._step: Step | None = None  # the last one, until control goes to what is no visit
        self._enters: dict[int, set[int]] = {}  # offsets at which a `with` is entered
        self._thrown: Thrown | None = None
        self._leaving: Statement | None = None
        self._read(activation.log, statements)
        returns = [s for s in self.steps if isinstance(s.statement.node, ast.Return)]
        if activation.result is not None and returns and not returns[-1].thrown:
            self.returning = returns[-1]
        if activation.waiting and self.steps:
            self.steps[-1].waiting = True
        self._caught()

    def _read(self, log: list[Mark], statements: list[Statement]) -> None:
        for index, mark in enumerate(log):
            if mark.kind == "line":
                self._line(mark, statements[mark.number])
            elif mark.kind == "raise":
                self._raise(mark, log[index + 1 :], statements)
            elif mark.kind == "yield" and self._step and mark.value:
                self.visits[-1].yielded.append(mark.value)
            elif mark.kind == "end":
                self._finish(mark)
                self._leave(mark, None)

    def _finish(self, mark: Mark) -> None:
        """Ends the step and the visit that are being made."""
        if self._step is None:
            return
        visit = self.visits[-1]
        node = self._step.statement.node
        if isinstance(node, ast.Raise) and node.exc is None and self._step.thrown is None:
            self._step.thrown = self._thrown  # from 3.12 on, no event tells of it
        self._step.end = visit.end = mark.clock - 1
        self._step.after = visit.after = mark.state
        self._step = None

    def _line(self, mark: Mark, statement: Statement) -> None:
        step = self._step
        if step and step.statement is statement and mark.offset != step.mark.offset:
            return  # a comprehension's own loop
        if isinstance(statement.node, ast.With) and self._exits(mark, statement):
            self._finish(mark)
            self._leave(mark, statement)
            return
        self._leaving = None
        visit = self.visits[-1] if self.visits and step else None
        self._finish(mark)
        self._leave(mark, statement)
        if not statement.seen:
            self._endless(mark, statement)
            return
        made = Step(statement, mark)
        self._loops(mark, made)
        is_loop = isinstance(statement.node, ast.For | ast.While)
        again = step is not None and step.statement is statement
        if visit is None or visit.line != statement.line or is_loop or again:
            new = Visit(statement.line, mark.clock, mark.state)
            if self.visits:
                self.visits[-1].following = new
            self.visits.append(new)
        if self.steps:
            self.steps[-1].following = made
        self.visits[-1].steps.append(made)
        self.steps.append(made)
        self._step = made

    def _exits(self, mark: Mark, statement: Statement) -> bool:
        """Whether control comes to a `with` statement to leave its block."""
        enters = self._enters.setdefault(statement.number, set())
        inside = self._leaving is statement or (
            bool(self.steps) and self.steps[-1].statement.number in statement.body
        )
        if inside and mark.offset not in enters:
            self._leaving = statement
            return True
        enters.add(mark.offset)
        return False

    def _leave(self, mark: Mark, statement: Statement | None) -> None:
        """Closes the entries of loops that control has left for a statement, or for good."""
        while self._open:
            entry = self._open[-1]
            if statement is not None and statement.within(entry.loop):
                if statement is not entry.loop or not statement.seen or not self._over(entry):
                    return
            self._open.pop()
            entry.left, entry.left_state = mark.clock - 1, mark.state
            self._end_pass(entry, mark)
            entry.cause = self._cause(entry, statement, mark)
            if entry.cause and entry.cause[0] not in ("return", "raise"):
                entry.after = mark.state

    def _over(self, entry: Entry) -> bool:
        """Whether control, coming to a header that has run, enters the loop anew."""
        last = self.steps[-1].statement
        return last is entry.loop or (
            isinstance(last.node, ast.Break) and last.loops[-1] is entry.loop
        )

    def _end_pass(self, entry: Entry, mark: Mark) -> None:
        if entry.passes and entry.passes[-1].end < 0:
            entry.passes[-1].end = mark.clock - 1
            entry.passes[-1].end_state = mark.state

    def _cause(
        self, entry: Entry, statement: Statement | None, mark: Mark
    ) -> tuple[str, int] | None:
        last = entry.steps[-1] if entry.steps else None
        if last is None:
            return None
        line = last.statement.line
        if last.thrown:
            return ("raise", line)
        for step in reversed(entry.steps):
            node, loops = step.statement.node, step.statement.loops
            if isinstance(node, ast.Break) and loops[-1] is entry.loop:
                return ("break", step.statement.line)
            if isinstance(node, ast.Return) and statement is None:
                return ("return", step.statement.line)
            if step.statement is entry.loop:
                break
        if last.statement is not entry.loop:
            return None
        return ("exhausted" if isinstance(entry.loop.node, ast.For) else "false", line)

    def _endless(self, mark: Mark, statement: Statement) -> None:
        """The header of a constant `while`: only its entry is seen."""
        if isinstance(statement.node, ast.While):
            if not any(entry.loop is statement for entry in self._open):
                self._enter(Entry(statement, mark.clock, -1))

    def _enter(self, entry: Entry) -> None:
        self._open.append(entry)
        self.entries.append(entry)

    def _loops(self, mark: Mark, step: Step) -> None:
        """Begins the entries and passes that begin with a step."""
        statement = step.statement
        for loop in statement.loops:
            if not loop.seen and not any(entry.loop is loop for entry in self._open):
                self._enter(Entry(loop, mark.clock, -1))
        again = bool(self._open) and self._open[-1].loop is statement
        for entry in self._open:
            entry.steps.append(step)
            if entry.loop.seen:
                continue
            if entry.offset < 0:
                entry.offset = mark.offset
            if entry.offset == mark.offset and not again:
                self._end_pass(entry, mark)
                entry.passes.append(Span(mark.clock, mark.state))
        own = self._open[-1] if self._open and self._open[-1].loop is statement else None
        if own is not None:
            step.fresh = False
            self._end_pass(own, mark)
        elif isinstance(statement.node, ast.For | ast.While):
            own = Entry(statement, mark.clock, mark.offset)
            own.steps.append(step)
            self._enter(own)
        before = self.steps[-1].statement if self.steps else None
        for entry in self._open:
            if entry.loop is before and before.seen and statement.number in before.body:
                entry.passes.append(Span(self.steps[-1].mark.clock, mark.state))

    def _raise(self, mark: Mark, rest: list[Mark], statements: list[Statement]) -> None:
        if self._step is None or mark.thrown is None:
            return
        following = rest[0] if rest else None
        if mark.thrown.type == "StopIteration" and following and following.kind == "line":
            if not isinstance(statements[following.number].node, ast.ExceptHandler):
                return  # taken by a loop, `yield from` or the like
        is_raise = isinstance(self._step.statement.node, ast.Raise)
        if self._thrown and self._thrown.oid == mark.thrown.oid and not is_raise:
            return  # on its way out
        self._thrown = self._step.thrown = mark.thrown

    def _caught(self) -> None:
        thrown: Thrown | None = None
        for visit in self.visits:
            for step in visit.steps:
                if isinstance(step.statement.node, ast.ExceptHandler) and step.into and thrown:
                    visit.caught.append(thrown.type)
                thrown = step.thrown or thrown
