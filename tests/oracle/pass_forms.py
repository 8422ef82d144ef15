"""Branches, ends of passes and what stays, told without a line (5.76 to 5.78, 5.84, 5.86)."""

from __future__ import annotations

import ast
import builtins
import itertools
import types
from collections.abc import Iterator, Mapping

from . import evaluate as ev
from .answers import (
    Answer,
    Outcome,
    Place,
    Settled,
    definite,
    tried,
    universal,
    visit_place,
)  # fmt: skip
from .asked import Asked, form
from .atoms import Atom
from .branch_forms import is_elif, way_of
from .contexts import entries_in, entries_of
from .history import Entry, Span, Step, Visit
from .inner_states import in_calls_too
from .loop_forms import need_not_show
from .next_forms import at_point, candidates, first_of, named
from .phrases import Loop
from .program import Statement
from .record import SHARED, State
from .state_forms import bound_among
from .values import Value, equal, holds_opaque
from .visit_forms import truth

# Branches


def branching(v: Visit) -> Step | None:
    """The step in which a visit tests one `if` or `elif`."""
    found = [s for s in v.of(ast.If) if truth(s) is not None]
    return found[0] if len(found) == 1 else None


def told_visit(asked: Asked) -> Visit | None:
    """The visit that is being told, of the context's activation."""
    visit = asked.point.visit
    return visit if visit is not None and visit in asked.history.visits else None


def chain_of(asked: Asked, statement: Statement) -> tuple[list[Statement], bool]:
    """The `elif`s behind a test, and whether there is an `else` behind them."""
    elifs: list[Statement] = []
    while statement.other:
        first = asked.oracle.program.statements[statement.other[0]]
        if not (isinstance(first.node, ast.If) and is_elif(asked, first)):
            return elifs, True
        elifs.append(first)
        statement = first
    return elifs, False


def branch_visit(asked: Asked, word: str, kind: str = "branch") -> tuple[Visit, Step]:
    """The visit whose branch (or condition) is meant, and its test."""
    asked.single()
    told = told_visit(asked)
    if told is not None and (kind, "", told.start) not in asked.point.named:
        step = branching(told)
        if step is not None:
            return told, step
    if word == "else" and other_else(asked):
        raise Settled("AMBIGUOUS")
    if word == "elif" and not asked.args[1] and never_come_to(asked):
        raise Settled("AMBIGUOUS")

    def tests(v: Visit) -> Outcome:
        step = branching(v)
        if step is None:
            return False
        if word in ("if", "elif"):
            return is_elif(asked, step.statement) == (word == "elif")
        return word != "else" or chain_of(asked, step.statement)[1]

    v = first_of(candidates(asked, [kind], ""), tests)
    step = branching(v)
    assert step is not None
    return v, step


def never_come_to(asked: Asked) -> bool:
    """Whether the loop around the point has an `elif`, and the pass tests none of its loop."""
    found = asked.pass_here()
    ifs = [s for ss in asked.function.lines.values() for s in ss if isinstance(s.node, ast.If)]
    elifs = [s for s in ifs if is_elif(asked, s)]
    visits = asked.visits_here()
    if found is not None:
        elifs = [s for s in elifs if found[0].loop in s.loops]
        visits = visits_in(asked, found[1])
    return bool(elifs) and not any(s.statement in elifs for v in visits for s in v.steps)


def other_else(asked: Asked) -> list[Statement]:
    """The loops and `try` statements of the function that have an `else`."""
    looped = ast.For | ast.While | ast.Try | ast.TryStar
    return [
        s for s in asked.oracle.program.statements
        if s.function is asked.function and isinstance(s.node, looped) and s.other
    ]  # fmt: skip


def only_else(asked: Asked) -> Statement | None:
    """The only loop or `try` with an `else`, where no `if` has one."""
    others = other_else(asked)
    ifs = [s for ss in asked.function.lines.values() for s in ss if isinstance(s.node, ast.If)]
    if len(others) != 1 or any(chain_of(asked, s)[1] for s in ifs):
        return None
    return others[0]


def else_of(asked: Asked, statement: Statement, taken: bool) -> Answer:
    """5.62 of a loop's `else`, in the entry that the point decides, or of that of a `try`."""
    asked.single()
    if isinstance(statement.node, ast.For | ast.While):
        entries = entries_in(asked.oracle, asked.context, statement)
        if not entries:
            return Answer("REFUTED")
        [e] = entries_of(asked.oracle, asked.context, statement, Loop(), asked.point)
        if e.cause is None:
            raise Settled("UNDECIDED")
        left = e.cause[0] in ("exhausted", "false")
        return Answer(definite([left == taken]), (Place(e.left, e.left),))
    first = asked.oracle.program.statements[statement.other[0]]
    if need_not_show(asked, first):
        raise Settled("UNSUPPORTED")
    if not first.seen and not isinstance(first.node, ast.Try | ast.TryStar):
        raise Settled("UNDECIDED")
    found = asked.pass_here()
    visits = visits_in(asked, found[1]) if found is not None else asked.visits_here()
    ran = any(s.statement.number in statement.other for v in visits for s in v.steps)
    asked.still = True
    return Answer(definite([ran == taken]))


Run = tuple[Visit, Step]  # the visit, and the test, with which a run of a chain begins


def head_of(asked: Asked, tested: Statement) -> Statement:
    """The `if` of the chain in which a test is."""
    while is_elif(asked, tested):
        before = asked.oracle.program.statements
        tested = next(s for s in before if s.other and s.other[0] == tested.number)
    return tested


def run_of(asked: Asked, v: Visit, tested: Statement) -> Run:
    head = head_of(asked, tested)
    runs = [(each, s) for each in asked.history.visits for s in each.steps if s.statement is head]
    return [(each, s) for each, s in runs if each.start <= v.start][-1]


def has_branch(asked: Asked, head: Statement, word: str) -> bool:
    elifs, has_else = chain_of(asked, head)
    return word == "if" or bool(elifs if word == "elif" else has_else)


def takes(asked: Asked, step: Step, word: str) -> bool:
    """Whether a branch of that word is taken from a test on."""
    way = way_of(asked, step)
    if word == "else":
        return way == "else"
    if word == "if":
        return way == step.statement.line
    return way in elif_lines(asked, step.statement)


def elif_lines(asked: Asked, tested: Statement) -> list[int]:
    return [s.line for s in chain_of(asked, head_of(asked, tested))[0]]


def run_told(asked: Asked, word: str, taken: bool) -> Run | None:
    """The run of a chain that is being told, if nothing was said of that branch of it."""
    marks = {
        start for kind, subject, start in asked.point.named if (kind, subject) == ("branch", "")
    }
    told = [v for v in asked.history.visits if v.start in marks]
    so_far = [v for v in asked.history.visits if v.start < asked.point.clock]
    tested = branching(told[-1]) if told else None
    if tested is None or not so_far or (taken and so_far[-1] is not told[-1]):
        return None
    run = run_of(asked, told[-1], tested.statement)
    head = run[1].statement
    within = {head.number, *head.body, *head.other}
    here = any(s.statement.number in within for s in so_far[-1].steps)
    again = run_of(asked, so_far[-1], head)[0] is not run[0]
    said = ("chain", word, run[0].start) in asked.point.named
    if said or again or not here or run[0] not in asked.visits_here():
        return None
    return run if has_branch(asked, head, word) else None


def branch_meant(asked: Asked, word: str, taken: bool) -> Run:
    """The visit and its test of which a branch is told: of the chain that is, or of the next."""
    told = told_visit(asked)
    fresh = told is not None and ("branch", "", told.start) not in asked.point.named
    if told is not None and fresh and branching(told) is not None:
        return branch_visit(asked, word)
    run = run_told(asked, word, taken)
    try:
        v, step = branch_visit(asked, word)
    except Settled as settled:
        if run is None or settled.verdict != "REFUTED":
            raise
    else:
        if run is None or run_of(asked, v, step.statement)[0] is run[0]:
            return v, step
        if takes(asked, step, word) != takes(asked, run[1], word):
            raise Settled("AMBIGUOUS")
    asked.still = True
    return run


@form("branch-here")
def branch_here(asked: Asked) -> Answer:
    word, taken = asked.args
    if word == "else" and (only := only_else(asked)) is not None:
        return else_of(asked, only, taken)
    v, step = branch_meant(asked, word, taken)
    statement = step.statement
    run = run_of(asked, v, statement)
    elif_here = is_elif(asked, statement)
    elifs, has_else = chain_of(asked, statement)
    way = way_of(asked, step)
    outcome: Outcome
    several = elif_lines(asked, statement) if v is not told_visit(asked) else []
    if word == "elif" and elif_here and len(several) > 1:
        if way in several and not taken:
            raise Settled("AMBIGUOUS")
        outcome = (way in several) == taken
    elif word == "if":
        outcome = not elif_here and truth(step) == taken
    elif word == "elif" and elif_here:
        outcome = truth(step) == taken
    elif word == "elif":
        if not elifs:
            outcome = False
        elif len(elifs) > 1 or not taken:
            raise Settled("AMBIGUOUS")
        else:
            outcome = way == elifs[0].line
    elif taken:
        outcome = way == "else"
    elif elif_here or elifs or not has_else:
        raise Settled("AMBIGUOUS" if not elif_here else "UNDECIDED")
    else:
        outcome = truth(step) is True
    if way is None:
        outcome = "UNDECIDED"
    asked.point = asked.point.naming("chain", word, run[0].start)
    return named(asked, "branch", "", v, outcome)


@form("condition-here")
def condition_here(asked: Asked) -> Answer:
    v, step = branch_visit(asked, "", "condition-here")
    return named(asked, "condition-here", "", v, truth(step) == asked.args[0])


# How a pass ends


def innermost(asked: Asked) -> tuple[Entry, Span]:
    asked.single()
    found = asked.pass_here()
    if found is None:
        raise Settled("REFUTED")
    return found


def visits_in(asked: Asked, span: Span) -> list[Visit]:
    return [v for v in asked.history.visits if span.start <= v.start <= span.end]


@form("jump-here")
def jump_here(asked: Asked) -> Answer:
    kind = ast.Break if asked.args[0] else ast.Continue
    if kind is ast.Break:
        asked.single()
        lies_in = asked.pass_here()
        if lies_in is None:
            [around] = asked.context.spans
            return Answer("AMBIGUOUS" if broken_in(asked, around) else "REFUTED")
    entry, span = innermost(asked)
    visits = visits_in(asked, span)
    if not visits:
        return Answer("UNDECIDED")
    last, undone = jump_at_end(visits, entry, kind)
    never = kind is ast.Continue and not has_jump(asked, entry, kind)
    if never and headers_behind(asked, entry, span):
        return Answer("AMBIGUOUS")
    newest = span is entry.passes[-1]
    if kind is ast.Break:
        ends = not newest or entry.cause is None or entry.cause[0] != "break"
    else:
        ends = newest and (entry.cause is None or entry.cause[0] in ("break", "return", "raise"))
    if last is None or ends:
        broken = kind is ast.Break and broken_in(asked, span)
        return Answer("AMBIGUOUS" if broken else "REFUTED")
    if undone:
        return Answer("UNSUPPORTED")
    return Answer("VERIFIED", (visit_place(last),))


def jump_at_end(
    visits: list[Visit], entry: Entry, kind: type[ast.stmt]
) -> tuple[Visit | None, bool]:
    """The visit of the loop's own jump behind which, in a pass, only `finally` blocks around it ran
    that were not left by another jump; and whether anything was raised in these."""
    behind: list[ast.AST] = []
    raised = False
    for visit in reversed(visits):
        for step in reversed(visit.steps):
            node = step.statement.node
            jumps = isinstance(node, ast.Break | ast.Continue | ast.Return)
            if isinstance(node, kind) and step.statement.loops[-1] is entry.loop:
                blocks = [
                    part
                    for each in ast.walk(entry.loop.node)
                    if isinstance(each, ast.Try | ast.TryStar)
                    and any(
                        holds_node(part, node)
                        for part in (*each.body, *each.handlers, *each.orelse)
                    )
                    for part in each.finalbody
                ]
                if all(any(holds_node(part, each) for part in blocks) for each in behind):
                    return visit, raised
                return None, False
            if isinstance(node, ast.Return):
                return None, False
            behind.append(node)
            if jumps:  # where it went: a loop in the `finally` block, or out of it
                behind.append(step.statement.loops[-1].node)
            raised = raised or bool(step.thrown)
    return None, False


def holds_node(around: ast.AST, node: ast.AST) -> bool:
    return any(each is node for each in ast.walk(around))


def broken_in(asked: Asked, span: Span) -> bool:
    """Whether a loop that is entered in an interval is left by its `break` there."""
    return any(
        e.cause is not None and e.cause[0] == "break" and span.start <= e.start <= e.left
        and e.left <= span.end + 1
        for e in asked.history.entries
    )  # fmt: skip


def has_jump(asked: Asked, entry: Entry, kind: type[ast.stmt]) -> bool:
    """Whether the source has such a jump of the loop."""
    return any(
        isinstance(s.node, kind) and s.loops[-1:] == (entry.loop,)
        for statements in asked.function.lines.values()
        for s in statements
    )


def headers_behind(asked: Asked, entry: Entry, span: Span) -> list[Visit]:
    """The visits of the loop's header behind a pass."""
    return [
        v for v in asked.history.visits
        if v.start > span.end
        and any(s.statement is entry.loop and s in entry.steps for s in v.steps)
    ]  # fmt: skip


@form("goes-on")
def goes_on(asked: Asked) -> Answer:
    entry, span = innermost(asked)
    if not entry.loop.seen:
        return Answer("UNDECIDED")
    told = told_visit(asked)
    if told is not None and any(s.statement is entry.loop for s in told.steps):
        return Answer("VERIFIED", (visit_place(told),))
    later = headers_behind(asked, entry, span)
    return Answer("VERIFIED", (visit_place(later[0]),)) if later else Answer("REFUTED")


@form("function-returns")
def function_returns(asked: Asked) -> Answer:
    asked.single()
    returning = asked.history.returning
    found = asked.pass_here()
    if found is not None:
        entry, span = found
        left = entry.cause is not None and entry.cause[0] == "return" and entry.passes[-1] is span
        visits = visits_in(asked, span)[-1:] if left else []
    else:
        told = told_visit(asked)
        if told is not None and told.of(ast.Return):
            visits = [told]
        elif told is not None:
            visits = [told.following] if told.following else []
        else:
            visits = [v for v in asked.history.visits if v.start >= asked.point.clock][:1]
    if asked.activation.waiting:
        return Answer("UNSUPPORTED")
    if not visits or returning is None or returning not in visits[0].steps:
        return Answer("REFUTED")
    asked.point = asked.point.returned(asked.activation)
    return Answer("VERIFIED", (visit_place(visits[0]),))


# What stays


def stretch(asked: Asked) -> tuple[State | None, list[Visit], bool]:
    """The innermost pass, or else the visit that is told: its start and visits; if it is one."""
    asked.single()
    found = asked.pass_here()
    if found is not None:
        return found[1].start_state, visits_in(asked, found[1]), True
    told = told_visit(asked)
    if told is None:
        raise Settled("REFUTED")
    return told.before, [told], False


def around_visits(visits: list[Visit]) -> list[State | None]:
    return [state for v in visits for state in (v.before, v.after)]


@form("unchanged")
def unchanged(asked: Asked) -> Answer:
    [node] = asked.args
    start, visits, _ = stretch(asked)
    asked.still = True

    def judged(states: list[list[State | None]]) -> str:
        return stays(node, None, [start, *bound_among(list(itertools.chain(*states)), node)])

    return Answer(in_calls_too(asked, visits, node, judged, recursive=False))


def stays(node: ast.expr, wanted: Value | None, states: list[State | None]) -> str:
    """Whether an expression is the same in all of some states, and the one wanted."""
    if not states:
        return "REFUTED"
    values: list[Value] = []

    def known(s: State | None) -> Outcome:
        if s is None:
            return "UNDECIDED"
        value = ev.evaluate(node, s)
        if holds_opaque(value):
            raise ev.Undecidable
        values.append(value)
        return True

    outcomes: list[Outcome] = [tried(lambda s=s: known(s)) for s in states]  # type: ignore[misc]
    if outcomes[0] is not True or (wanted is not None and False in outcomes):
        return universal(outcomes)
    first = wanted or values[0]
    outcomes += [equal(value, first) for value in values]
    return universal(outcomes)


@form("remains")
def remains(asked: Asked) -> Answer:
    node, wanted = asked.args
    asked.single()
    found = asked.pass_here()
    point = asked.point
    answer = at_point(asked, (Atom("is", (node,), wanted),))
    asked.point = point
    clock = point.clock
    if answer.places and not asked.still:
        clock = answer.places[0].end + 0.5  # the first state in which it has a value
    verdicts = [answer.verdict]
    if found is not None:
        entry, span = found
        visits = visits_in(asked, span)
        if clock == span.start and entry.loop.seen:
            visits = visits[1:]  # the point is behind the header's visit
        later = [v for v in visits if v.end >= clock]
        here = [p.state for p in answer.places]

        def judged(states: list[list[State | None]]) -> str:
            some = [
                s
                for v, around in zip(later, states, strict=True)
                for s in around[v.start < clock :]
            ]
            return stays(node, wanted, [*here, *bound_among(some, node)])

        verdicts.append(in_calls_too(asked, later, node, judged, recursive=False))
    else:
        verdicts.append(stays(node, wanted, [p.state for p in answer.places]))
    asked.still = True
    order = ("VERIFIED", "UNDECIDED", "UNSUPPORTED", "REFUTED")
    return Answer(max(verdicts, key=order.index))


@form("nothing-happens")
def nothing_happens(asked: Asked) -> Answer:
    """Nothing but what `asked.args` names: what else changes may be added to."""
    found = _nothing_happens(asked, set(asked.args))
    return Answer("UNSUPPORTED") if asked.args and found.verdict == "REFUTED" else found


def _nothing_happens(asked: Asked, but: set[object]) -> Answer:
    start, visits, is_pass = stretch(asked)
    asked.still = True
    if start is None or not visits:
        return Answer("UNDECIDED")
    states = around_visits(visits)
    if is_pass:
        states = states[1:]  # before the header's visit it is no pass yet
    if None in states:
        return Answer("UNDECIDED")
    held = {n for s in states if s for n in s.names}  # those of enclosing functions, too
    counted = counters(asked)
    names = sorted((asked.function.bound | held) - counted - but)
    if any(moved(start, s, name) for s in states if s for name in names):
        return Answer("REFUTED")
    declared = asked.function.globals - counted - but
    if any(not equal_global(start, s, name) for s in states if s for name in declared):
        return Answer("REFUTED")
    first, last = visits[0].start, visits[-1].end
    if any(first <= clock <= last and text for clock, text in asked.oracle.recorder.output):
        return Answer("REFUTED")
    if any(first <= a.start <= last for a in asked.oracle.recorder.activations if a.parent):
        return Answer("UNSUPPORTED")
    steps = [s for v in visits for s in v.steps]
    if any(s.statement.places for s in steps):
        return Answer("UNSUPPORTED")
    if any(n in start.names and holds_opaque(start.names[n]) for n in names):
        return Answer("UNSUPPORTED")
    hidden = [sure for s in steps for sure in hidden_changes(s)]
    if hidden:
        return Answer("UNSUPPORTED" if True in hidden else "UNDECIDED")
    module = start.module
    if any(
        s and any(moved_in(module, s.module, n) for n in {*module, *s.module} - but) for s in states
    ):
        return Answer("UNDECIDED")
    if any(n in start.names and holds_opaque(start.names[n]) for n in counted):
        return Answer("UNDECIDED")
    copies = visits[0].steps[0].mark.copies or {}
    others = [
        n for n, v in module.items()
        if holds_opaque(v) and not isinstance(copies.get(n), types.BuiltinFunctionType | SHARED)
    ]  # fmt: skip
    if others:
        return Answer("UNSUPPORTED")
    of_both = any(n in declared and holds_opaque(v) for n, v in module.items())
    return Answer("UNDECIDED" if of_both else "VERIFIED")


def equal_global(start: State, state: State, name: str) -> bool:
    """Whether a name of the module, or else a builtin one, stands for the same."""
    found = [s.module.get(name) or builtin(name) for s in (start, state)]
    one, other = found
    return one is other if one is None or other is None else equal(one, other)


def builtin(name: str) -> Value | None:
    return ev.TAKE(getattr(builtins, name)) if hasattr(builtins, name) else None


def hidden_changes(step: Step) -> list[bool]:
    """The calls of a step that can change what is not seen: whether each is sure to be made."""
    found = []
    sure = {id(n) for part in step.statement.header for n in unconditional(part)}
    known = step.mark.copies or {}  # builtin classes hold what they hold
    for call in step.statement.all(ast.Call):
        called: ast.expr = call.func
        if isinstance(called, ast.Name):
            so = called.id in ("setattr", "delattr", "exec", "eval")
        else:
            called = taken_from(called)
            so = held_inside(called, known)
        so = so or (isinstance(call.func, ast.Attribute) and call.func.attr.startswith("__"))
        if not (isinstance(call.func, ast.Name) and call.func.id in ("isinstance", "issubclass")):
            given = [*call.args, *(k.value for k in call.keywords)]
            so = so or any(held_inside(n, known) for each in given for n in ast.walk(each))
        if so:
            found.append(id(call) in sure)
    return found


def taken_from(node: ast.expr) -> ast.expr:
    """What an attribute or element is taken from."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


def held_inside(node: ast.AST, known: Mapping[str, object]) -> bool:
    """Whether it is the name of a class or of a module."""
    return isinstance(node, ast.Name) and isinstance(known.get(node.id), type | types.ModuleType)


def unconditional(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree that are evaluated whenever the whole is."""
    yield node
    match node:
        case ast.BoolOp(values=[first, *_]):
            yield from unconditional(first)
        case ast.IfExp(test=test):
            yield from unconditional(test)
        case ast.Lambda():
            return
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from unconditional(node.generators[0].iter)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from unconditional(child)


def counters(asked: Asked) -> set[str]:
    """Names that the headers of `for` loops bind, and nothing else does."""
    inside: set[str] = set()
    outside = set(asked.function.parameters)
    for statements in asked.function.lines.values():
        for s in statements:
            if isinstance(s.node, ast.For):
                inside |= {n.id for n in ast.walk(s.node.target) if isinstance(n, ast.Name)}
            else:
                outside |= s.binds | s.deletes
    for s in asked.oracle.program.statements:
        elsewhere = s.function is None or (s.function is not asked.function)
        if elsewhere and (s.function is None or s.binds & s.function.foreign):
            outside |= s.binds & asked.function.foreign
    return inside - outside


def moved(start: State, state: State, name: str) -> bool:
    return moved_in(start.names, state.names, name)


def moved_in(start: dict[str, Value], state: dict[str, Value], name: str) -> bool:
    one, other = start.get(name), state.get(name)
    if one is None or other is None:
        return one is not other
    return not equal(one, other)
