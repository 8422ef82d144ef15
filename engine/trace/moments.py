"""All questions about moments of a recording, answered in one place.

"Pass 3 of the loop on line 4", "the 2nd call of `g`", "after line 5", what an expression on a
line evaluated to, what a line wrote: claims and narrations ask here and search nowhere else.
The meaning of every word is that of docs/semantics.md. Answers carry step numbers.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
import types
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from engine.trace.influence import Influence
from engine.trace.jumps import Exceptions, in_finally_around, jump_under_way, raising_step
from engine.trace.loops import Loops, delivers
from engine.trace.model import (
    Activation,
    ActivationId,
    CodeKind,
    Ending,
    Output,
    PlaceKind,
    Ref,
    Span,
    Step,
    StepKind,
    StepNo,
    Time,
    Write,
)
from engine.trace.parting import Parting
from engine.trace.scopes import names_bound_by
from engine.trace.statements import Statement, contains, is_constant, span_of
from engine.trace.trace import Trace
from engine.trace.visits import Interval, Visit, Visits
from engine.values import Atom, Instance, Oid, Opaque, Sequence, Value

_FIRST: Final = attrgetter("first")
_NUMBER: Final = attrgetter("number")
_STEP: Final = attrgetter("step")

_ANY_VALUE: Final = frozenset(StepKind) - {
    StepKind.STORE, StepKind.DELETE, StepKind.BRANCH, StepKind.ENTER, StepKind.RESUME,
    StepKind.RETURN, StepKind.YIELD, StepKind.ITERATE, StepKind.NEXT, StepKind.UNPACK,
    StepKind.MATCH, StepKind.CATCH, StepKind.UNWIND,
}  # fmt: skip

_COMPUTING: Final[dict[type[ast.expr], frozenset[StepKind]]] = {
    ast.Name: frozenset({StepKind.LOAD}),
    ast.Constant: frozenset({StepKind.CONSTANT}),
    ast.Attribute: frozenset({StepKind.ATTRIBUTE}),
    ast.Subscript: frozenset({StepKind.SUBSCRIPT}),
    ast.Call: frozenset({StepKind.CALL}),
    ast.Compare: frozenset({StepKind.COMPARE}),
    ast.UnaryOp: frozenset({StepKind.UNARY}),
    ast.BinOp: frozenset({StepKind.BINARY}),
    ast.List: frozenset({StepKind.BUILD}),
    ast.Set: frozenset({StepKind.BUILD}),
    ast.Dict: frozenset({StepKind.BUILD}),
    ast.Tuple: frozenset({StepKind.BUILD}),
}
"""The kinds of steps that compute an expression; others of the same span do something with it."""


_DISPLAYS: Final[dict[type[ast.expr], str]] = {
    ast.List: "list", ast.Set: "set", ast.Dict: "dict", ast.Tuple: "tuple",
    ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict",
}  # fmt: skip
"""The types of what displays make. The compiler makes other things at the same place: a constant
tuple that a list is extended with, the list that a tuple is made of."""

_RICH: Final = frozenset({"<", "<=", "==", "!=", ">", ">="})
"""Comparisons whose meaning a class may define (Data Model, §3.3.1)."""

_BUILTIN_TYPES: Final = frozenset(
    each.__name__
    for module in (builtins, types)
    for each in vars(module).values()
    if isinstance(each, type)
)

_MADE_LAST: Final = (ast.Lambda, ast.GeneratorExp, ast.JoinedStr)
"""Expressions that are made in several steps, the last of which gives their value."""


def _computing(node: ast.expr) -> frozenset[StepKind]:
    kinds = _COMPUTING.get(type(node), _ANY_VALUE)
    if _is_formatting(node):
        return kinds | {StepKind.BUILD}
    if isinstance(node, ast.UnaryOp | ast.BinOp | ast.Tuple) and is_constant(node):
        return kinds | {StepKind.CONSTANT}
    return kinds


def _is_formatting(node: ast.expr) -> bool:
    """Whether it is a `'%s' % (x,)`, of which the compiler makes an f-string."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and isinstance(node.left, ast.Constant)
    )


_ONE_CONVERSION: Final = re.compile(r"%[-+ #0]*[0-9]*(\.[0-9]+)?[sra]")


def _piece_span(node: ast.expr) -> Span | None:
    """The place of the only piece of an f-string (or of what the compiler makes one of): it is
    the whole text, so that nothing is joined, and the steps that format it have its own place."""
    match node:
        case ast.JoinedStr(values=[ast.FormattedValue() as piece]):
            return span_of(piece)
        case ast.BinOp(
            left=ast.Constant(value=str(text)), op=ast.Mod(), right=ast.Tuple(elts=[only])
        ) if _ONE_CONVERSION.fullmatch(text):
            return span_of(only)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One evaluation of an expression: its result, and the moment at which it was finished."""

    ref: Ref
    at: Time
    step: StepNo
    negated: bool = False  #: ``ref`` is the truth of the opposite comparison
    coerced: bool = False  #: ``ref`` may be the truth alone of what the comparison gave


class Written(NamedTuple):
    """One write of a visit."""

    write: Write
    step: StepNo
    at: Time


class Moments:
    """The questions about one recording, with the indexes that answer them.
    ``trace.index(Moments)`` gives the same ones whenever it is asked."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._visits: dict[ActivationId, Visits] = {}
        self._all_visits: dict[ActivationId, Visits] = {}
        self._loops: dict[ActivationId, Loops] = {}
        self._bound_by: dict[Statement, frozenset[str]] = {}
        self._statements: dict[tuple[ActivationId, int], tuple[Statement, ...]] = {}
        self._returning: dict[ActivationId, Visit | None] = {}

    # -- lines and loops --------------------------------------------------------------------------

    def visits(self, activation: ActivationId) -> Visits:
        if activation not in self._visits:
            found, parting = self._recorded(activation), self._parting(activation)
            self._visits[activation] = found if parting is None else found.until(parting)
        return self._visits[activation]

    def loops(self, activation: ActivationId) -> Loops:
        if activation not in self._loops:
            found = Loops(self.trace.plain, self._recorded(activation))
            parting = self._parting(activation)
            self._loops[activation] = found if parting is None else found.until(parting)
        return self._loops[activation]

    def _recorded(self, activation: ActivationId) -> Visits:
        """The visits of the recorded run, whether other runs make them or not."""
        if activation not in self._all_visits:
            self._all_visits[activation] = Visits(self.trace.plain, activation)
        return self._all_visits[activation]

    def _parting(self, activation: ActivationId) -> Parting | None:
        """Where other runs leave the activation's path; None where it is over by then."""
        since = self.trace.parting
        if since is None:
            return None
        over = self.trace.ending(activation) is not Ending.UNFINISHED
        if over and self.last_step(activation) < since:
            return None
        own = self.trace.own_steps(activation)
        for number in reversed(own[: bisect_right(own, since)]):
            span = self.trace.plain.step(number).span
            statement = None if span is None else self.trace.statements.at_span(span)
            if statement is not None and statement.scope is self.trace.scope_of(activation):
                return Parting(since, statement)
        return Parting(since, None)

    def statements(self, activation: ActivationId, line: int) -> tuple[Statement, ...]:
        """The statements of the activation's function that start on the line."""
        found = self._statements.get((activation, line))
        if found is None:
            scope = self.trace.scope_of(activation)
            found = () if scope is None else self.trace.statements.at_line(line, scope)
            if found:
                self._statements[activation, line] = found
        return found

    def in_class_body(self, activation: ActivationId, line: int) -> bool:
        """Whether a statement of the line is of a class body that the function runs."""
        scope, statements = self.trace.scope_of(activation), self.trace.statements
        around = [statements.function_around(each) for each in statements.at_line(line)]
        return scope is not None and scope in around

    def is_keyword_line(self, activation: ActivationId, line: int) -> bool:
        """Whether an `else:` or `finally:` of the activation's function stands on the line."""
        scope = self.trace.scope_of(activation)
        return scope is not None and scope in self.trace.statements.keywords(line)

    @cached_property
    def influence(self) -> Influence:
        """What the answer depends on."""
        return Influence(self.trace.plain)

    def whole(self, activation: ActivationId) -> Interval:
        """All of an activation, from its first step to its last; where the recording stopped in
        what it calls, to the end of that."""
        first = self.trace.data.activations[activation].first
        if activation in self._cut:
            return Interval(first, Time(self.trace.last_time))
        return Interval(first, Time(self.trace.last_step(activation)))

    @cached_property
    def _cut(self) -> frozenset[ActivationId]:
        """The activations that were running when a recording stopped early."""
        found: set[ActivationId] = set()
        data = self.trace.data
        if data.truncated and self.trace.last_time >= 0:
            running: ActivationId | None = self.trace.step(StepNo(self.trace.last_time)).activation
            while running is not None:
                found.add(running)
                running = data.activations[running].parent
        return frozenset(found)

    def start(self, activation: ActivationId) -> Time:
        """The moment at which the parameters are bound and nothing has run."""
        return Time(self.trace.data.activations[activation].first)

    def last_step(self, activation: ActivationId) -> StepNo:
        return self.trace.last_step(activation)

    def departure(self, activation: ActivationId) -> Interval:
        """Where an activation ends, in the order of a narration: at its last step. Those by which
        an exception leaves it are none of its last visit, and nothing lies between."""
        last = self.last_step(activation)
        visits = self.visits(activation).all
        first = min(StepNo(visits[-1].last), last) if visits else last
        return Interval(first, Time(last))

    # -- calls ------------------------------------------------------------------------------------

    @cached_property
    def _calls(self) -> dict[str, dict[str, list[ActivationId]]]:
        """Name or qualified name → code's qualified name → activations in order."""
        table: dict[str, dict[str, list[ActivationId]]] = {}
        for activation in self.trace.data.activations:
            code = self.trace.code_of(activation.id)
            if code.kind is not CodeKind.FUNCTION:
                continue
            where = f"{code.qualname}:{code.first_line}"
            for name in {code.name, readable(code.qualname)}:
                table.setdefault(name, {}).setdefault(where, []).append(activation.id)
        return table

    @cached_property
    def _functions(self) -> dict[str, set[tuple[str, int]]]:
        """Names of all functions of the source → places of their definitions."""
        table: dict[str, set[tuple[str, int]]] = {}

        def enter(nodes: list[ast.stmt], around: str) -> None:
            for node in nodes:
                inside = around
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    inside = f"{around}{node.name}."
                    if not isinstance(node, ast.ClassDef):
                        for name in {node.name, inside[:-1]}:
                            table.setdefault(name, set()).add((inside, node.lineno))
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.stmt):
                        enter([child], inside)
                    elif isinstance(child, ast.ExceptHandler | ast.match_case):
                        enter(child.body, inside)

        enter(self.trace.statements.tree.body, "")
        return table

    def functions_named(self, name: str) -> int:
        """How many functions of the program go by the name or qualified name."""
        return len(self._functions.get(name, ()))

    def whole_name(self, name: str) -> str:
        """The qualified name of the one function of that name; else the name itself."""
        functions = self._functions.get(name, ())
        return next(iter(functions))[0].removesuffix(".") if len(functions) == 1 else name

    def calls(self, name: str) -> list[ActivationId]:
        """All activations of the functions of that name, in the order in which they begin."""
        self.trace.settle(self.trace.last_time)
        return self.calls_begun(name)

    def calls_begun(self, name: str) -> list[ActivationId]:
        """As `calls`, but only those that every run begins: there may be more."""
        if name not in self._begun:
            found = self._calls.get(name, {})
            begun = sorted(each for group in found.values() for each in group)
            self._begun[name] = [each for each in begun if self._is_begun(each)]
        return self._begun[name]

    @cached_property
    def _begun(self) -> dict[str, list[ActivationId]]:
        return {}

    def _is_begun(self, activation: ActivationId) -> bool:
        since = self.trace.parting
        return since is None or self.trace.data.activations[activation].first <= since

    def is_call_begun(self, activation: ActivationId, name: str) -> bool:
        """Whether the activation is one of `calls_begun`."""
        code = self.trace.code_of(activation)
        named = name in {code.name, readable(code.qualname)}
        return named and code.kind is CodeKind.FUNCTION and self._is_begun(activation)

    def call_name(self, activation: ActivationId) -> str | None:
        """A name that fits this activation's function and no other; None for lambdas."""
        code = self.trace.code_of(activation)
        if code.kind is not CodeKind.FUNCTION:
            return None
        for name in (code.name, readable(code.qualname)):
            if self.functions_named(name) == 1:
                return name
        return None

    @cached_property
    def _children(self) -> dict[ActivationId, list[Activation]]:
        table: dict[ActivationId, list[Activation]] = {}
        for activation in self.trace.data.activations:
            if activation.parent is None or activation.caller is None:
                continue
            table.setdefault(self.trace.owner(activation.parent), []).append(activation)
        return table

    def called_in(self, visit: Visit) -> list[Activation]:
        """The activations that the visit's own activation begins during it, functions and
        generators; comprehensions are no activations of their own."""
        self.trace.settle(visit.last)
        children = self._children.get(visit.activation, [])
        since = bisect_left(children, visit.first, key=_FIRST)
        some = children[since : bisect_right(children, visit.last, since, key=_FIRST)]
        return [
            child
            for child in some
            if self.trace.code_of(child.id).kind is not CodeKind.COMPREHENSION
        ]

    # -- what a visit did -------------------------------------------------------------------------

    def steps(self, visit: Visit) -> Iterator[Step]:
        return map(self.trace.step, visit.steps)

    def writes(self, visit: Visit) -> Iterator[Written]:
        """Writes by the visit's own steps (those of functions that it calls are theirs)."""
        trace = self.trace
        for number in visit.steps:
            for write in trace.writes_of(number):
                yield Written(write, number, Time(trace.columns.done_of(number)))

    def name_writes(self, visit: Visit, name: str) -> list[Written]:
        """The visit's bindings and unbindings of a name of its own scope by a statement that is
        there to do so (an `except … as name` clause also unbinds its name when it is left, as a
        part of whatever ran last)."""
        private = self.trace.private_name(visit.activation, name)
        return [
            each
            for each in self.writes(visit)
            if each.write.name == private
            and self._is_own_name(visit, each)
            and name in self._bound_at(each.step)
        ]

    def _is_own_name(self, visit: Visit, written: Written) -> bool:
        """Whether the write is to a name of the visit's scope, and not to one of the same name
        in a comprehension that CPython 3.11 compiles apart."""
        write = written.write
        if self.trace.columns.activation_of(written.step) == visit.activation:
            kind = write.kind
            return kind is PlaceKind.LOCAL or kind is PlaceKind.CELL or kind is PlaceKind.GLOBAL
        if write.kind is PlaceKind.CELL:
            return write.container == self.trace.data.cells[visit.activation].get(write.name or "")
        return write.kind is PlaceKind.GLOBAL

    def _bound_at(self, number: StepNo) -> frozenset[str]:
        span = self.trace.columns.row_at(number).span
        statement = None if span is None else self.trace.statements.at_span(span)
        if statement is None:
            return frozenset()
        if statement not in self._bound_by:
            self._bound_by[statement] = names_bound_by(statement.node)
        return self._bound_by[statement]

    def delivers(self, visit: Visit) -> bool | None:
        """Whether the visit's `for` header delivered an item; None if there is none."""
        for statement in visit.statements:
            if isinstance(statement.node, ast.For | ast.AsyncFor):
                return delivers(self.trace, statement, visit)
        return None

    def yields(self, visit: Visit) -> list[Step]:
        """The steps by which the visit hands out a value, their first operand: those of `yield`,
        and of `yield from`, by which what another generator hands out is handed on."""
        return [
            step
            for step in self.steps(visit)
            if step.kind is StepKind.YIELD and step.activation == visit.activation and step.operands
        ]

    def returning_visit(self, activation: ActivationId) -> Visit | None:
        """The visit of the `return` statement by which an activation ended. After it, only
        `finally` blocks around it have run."""
        self.trace.settle(self.last_step(activation))
        if activation not in self._returning:
            self._returning[activation] = self._found_returning(activation)
        return self._returning[activation]

    def _found_returning(self, activation: ActivationId) -> Visit | None:
        if self.trace.data.activations[activation].ending is not Ending.RETURNED:
            return None
        visits = self.visits(activation).all
        found = jump_under_way(
            self.trace.plain, visits, lambda statement: isinstance(statement.node, ast.Return)
        )
        if found is None or self._swallowed_after(found):
            return None
        return found

    def _swallowed_after(self, returning: Visit) -> bool:
        """Whether an exception in place of a `return` was swallowed by a `with` block around it,
        so that the function went on, to its end."""
        statement = next(
            each for each in reversed(returning.statements) if isinstance(each.node, ast.Return)
        )
        exceptions = Exceptions(self.trace.plain, returning.activation)
        end = self.last_step(returning.activation)
        for step in exceptions.raised_between(StepNo(returning.last + 1), end):
            handler = exceptions.taken_by(step)
            if handler is not None and not in_finally_around(handler, statement):
                return True
        return False

    # -- exceptions -------------------------------------------------------------------------------

    def takes_exception(self, visit: Visit) -> bool:
        """Whether the visit of an `except` clause enters its block."""
        for statement in visit.statements:
            node = statement.node
            if isinstance(node, ast.ExceptHandler):
                if node.type is None:
                    return True
                decisions = [
                    step.truth
                    for step in self.steps(visit)
                    if step.kind is StepKind.BRANCH
                    and step.activation == visit.activation
                    and step.span is not None
                    and self.trace.statements.at_span(step.span) is statement
                ]
                return bool(decisions) and decisions[-1] is True
        return False

    def handled(self, visit: Visit) -> Ref | None:
        """The exception that an `except` clause looks at in the visit."""
        arrivals = self._arrivals.get(visit.activation, [])
        index = bisect_right(arrivals, visit.first, key=_NUMBER) - 1
        return self.trace.step(arrivals[index].number).exception if index >= 0 else None

    @cached_property
    def _arrivals(self) -> dict[ActivationId, list[Step]]:
        table: dict[ActivationId, list[Step]] = {}
        for number in self.trace.columns.numbers_of(StepKind.CATCH):
            step = self.trace.data.steps[number]
            table.setdefault(step.activation, []).append(step)
        return table

    def raised(self, visit: Visit) -> Step | None:
        """The step of the visit by which an exception came out of its statement."""
        self.trace.settle(visit.last)
        return raising_step(self.trace, visit)

    def output(self, visit: Visit) -> str:
        """What was written to standard output during the visit."""
        self.trace.settle(visit.last)
        outputs = self._stdout
        since = bisect_left(outputs, visit.first, key=_STEP)
        inside = outputs[since : bisect_right(outputs, visit.last, since, key=_STEP)]
        return "".join(self.trace.written(each.step, each.text) for each in inside)

    @cached_property
    def _stdout(self) -> list[Output]:
        return [each for each in self.trace.data.outputs if each.stream == "stdout"]

    def all_output(self) -> str:
        return "".join(each.text for each in self._stdout)

    @cached_property
    def operations(self) -> dict[tuple[str, Value, Value], list[StepNo]]:
        """The steps that apply an operator to two scalars, by it and by them; those that every
        run makes."""
        table: dict[tuple[str, Value, Value], list[StepNo]] = {}
        atoms, since = self.trace.data.atoms, self.trace.parting
        marked = self.trace.data.differs
        for step in self.trace.data.steps:
            if since is not None and step.number > since:
                break
            if step.number in marked.results or step.number in marked.others:
                continue
            if step.kind is not StepKind.BINARY or len(step.operands) != 2:
                continue
            left, right = step.operands
            if left >= 0 and right >= 0 and step.exception is None:
                key = step.detail.removesuffix("="), atoms[left], atoms[right]
                table.setdefault(key, []).append(step.number)
        return table

    # -- evaluations ------------------------------------------------------------------------------

    def evaluations(self, visit: Visit, node: ast.expr) -> list[Evaluated]:
        """The results of one expression of the source in the visit, in order."""
        if isinstance(node, ast.NamedExpr):
            return self.evaluations(visit, node.value)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp):
            return self._comprehensions(visit, node)
        places = {span_of(node), _piece_span(node)}
        steps = [
            step for step in self.steps(visit) if step.span in places and self._computes(step, node)
        ]
        if isinstance(node, _MADE_LAST) or _is_formatting(node):
            last = max((step.offset for step in steps), default=0)
            steps = [step for step in steps if step.offset == last]
        found = [
            Evaluated(
                _result(step),
                Time(step.done),
                step.number,
                _is_opposite(step, node),
                self._is_coerced(step),
            )
            for step in steps
        ]
        if isinstance(node, ast.List | ast.Set | ast.Dict | ast.Tuple):
            return _completed(found)
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            return self._chained(found, len(node.ops))
        if self._is_called_at_once(visit, node):
            return found[:1]
        return found

    def _chained(self, found: list[Evaluated], parts: int) -> list[Evaluated]:
        """A chained comparison gives what its last part gives, or the first part that is false
        (Language Reference §6.10); one that an exception ended gives nothing. All are given where
        a part gives no scalar: its truth is the program's own affair."""
        kept: list[Evaluated] = []
        made = 0
        for each in found:
            made += 1
            value = self.trace.value(each.ref, each.at)
            if not isinstance(value, Atom):
                return found
            if made == parts or not value.payload:
                kept.append(each)
                made = 0
        return kept

    def _is_coerced(self, step: Step) -> bool:
        """Whether it is a comparison of which a class of the program may say what it gives: CPython
        3.13 turns the result of one in a test into a bool at once, 3.12 does not."""
        if step.kind is not StepKind.COMPARE or step.detail not in _RICH:
            return False
        inside = step.detail not in {"==", "!="}  # containers order as their elements do
        return any(
            self._is_of_the_program(self.trace.value(ref, Time(step.done)), inside)
            for ref in step.operands
        )

    def _is_of_the_program(self, value: Value, inside: bool) -> bool:
        match value:
            case Instance():
                return True
            case Opaque(type=name):
                root = name.partition(".")[0]
                return root in self._classes or not (
                    root in _BUILTIN_TYPES or root in sys.stdlib_module_names
                )
            case Sequence(items=items) if inside:
                return any(self._is_of_the_program(each, inside) for each in items)
            case _:
                return False

    @cached_property
    def _classes(self) -> frozenset[str]:
        """Names of the classes of the source."""
        nodes = ast.walk(self.trace.statements.tree)
        return frozenset(each.name for each in nodes if isinstance(each, ast.ClassDef))

    def _computes(self, step: Step, node: ast.expr) -> bool:
        """Whether a step gives the expression's value, or a part of it that is still to be
        filled."""
        if step.result is None or step.span is None:
            return False
        if step.span != span_of(node):
            return step.kind is StepKind.BUILD and step.span == _piece_span(node)
        if step.kind not in _computing(node):
            return False
        wanted = _DISPLAYS.get(type(node))
        return wanted is None or self._type(step.result) == wanted

    def _type(self, ref: Ref) -> str:
        data = self.trace.data
        return data.atoms[ref].type if ref >= 0 else data.objects[Oid(-ref)].type

    @staticmethod
    def _is_called_at_once(visit: Visit, node: ast.expr) -> bool:
        """Whether what the expression makes is called with the expression's own span: a context
        manager that is entered, a decorator."""
        called: list[ast.expr] = []
        for statement in visit.statements:
            header = statement.node
            if isinstance(header, ast.With | ast.AsyncWith):
                called.extend(item.context_expr for item in header.items)
            elif isinstance(header, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                called.extend(header.decorator_list)
        return any(each is node for each in called)

    def _comprehensions(
        self, visit: Visit, node: ast.ListComp | ast.SetComp | ast.DictComp
    ) -> list[Evaluated]:
        """A comprehension is a call on 3.11, and a container that is filled in place later."""
        span = span_of(node)
        found: list[Evaluated] = []
        finished = False  # in 3.13 what takes up its items in the header of a loop has its place
        for step in self.steps(visit):
            if step.span is None or not contains(span, step.span):
                continue
            # Of a comprehension in another one, 3.11 makes the call in the outer one's activation.
            own = step.span == span and self._computes(step, node)
            if own and step.kind is StepKind.CALL:
                found.append(Evaluated(_result(step), Time(step.done), step.number))
            elif own and step.kind is StepKind.BUILD:
                finished = step.detail == "comprehension"
                if found and found[-1].ref == step.result:
                    found[-1] = Evaluated(_result(step), Time(step.done), step.number)
                else:
                    found.append(Evaluated(_result(step), Time(step.done), step.number))
            elif found and not finished:
                last = found[-1]
                found[-1] = Evaluated(last.ref, Time(max(last.at, step.done)), last.step)
        return found

    def evaluated(self, found: Evaluated) -> Value | None:
        """The value of an evaluation, as it was when the evaluation finished; None where its truth
        alone may be recorded, or where the recording (a stored one that was tampered with) has no
        truth to turn around."""
        if found.coerced:
            return None
        value = self.trace.value(found.ref, found.at)
        if not found.negated:
            return value
        if not isinstance(value, Atom) or not isinstance(value.payload, bool):
            return None
        return Atom(not value.payload)

    def was_ever_seen(self, node: ast.expr) -> bool:
        """Whether any step of the recording gives this expression's value."""
        if isinstance(node, ast.NamedExpr):
            return self.was_ever_seen(node.value)
        return any(
            self._computes(step, node)
            for span in (span_of(node), _piece_span(node))
            if span is not None
            for step in self._by_span.get(span, ())
        )

    @cached_property
    def _by_span(self) -> dict[Span, list[Step]]:
        """Steps with a result by their span, one for each kind and type."""
        table: dict[Span, dict[tuple[StepKind, str], Step]] = {}
        for step in self.trace.data.steps:
            if step.span is not None and step.result is not None:
                kind = step.kind, self._type(step.result)
                table.setdefault(step.span, {}).setdefault(kind, step)
        return {span: list(steps.values()) for span, steps in table.items()}


def _result(step: Step) -> Ref:
    if step.result is None:
        raise ValueError("the step has no result")
    return step.result


_OPPOSITES: Final[dict[type[ast.cmpop], str]] = {
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip


def _is_opposite(step: Step, node: ast.expr) -> bool:
    """Whether the step computed the negation of what the source spells (see `folded`)."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return False
    opposite = _OPPOSITES.get(type(node.ops[0]))
    return opposite is not None and step.detail == opposite


def _completed(found: list[Evaluated]) -> list[Evaluated]:
    """A display is filled in several steps: the last one that yields the same object counts, and
    what was made between was a part of it."""
    kept: list[Evaluated] = []
    for each in found:
        known = next((index for index, one in enumerate(kept) if one.ref == each.ref), len(kept))
        kept[known:] = [each]
    return kept


def readable(qualname: str) -> str:
    """A qualified name without `<locals>`."""
    return qualname.replace(".<locals>", "")
