"""Conditions, branches, cases, operands, comprehensions (5.11, 5.59 to 5.61, 5.63)."""

from __future__ import annotations

import ast
from functools import partial

from . import evaluate as ev
from .answers import Answer, Outcome, Place, definite, of_visits, tried, visit_place, worst
from .asked import Asked, form, visit_test
from .expressions import evaluated
from .history import Step, Visit
from .loop_forms import need_not_show
from .program import Comprehension, Statement, dump
from .values import Value
from .visit_forms import truth


def tests_of(asked: Asked, line: int, test: ast.expr) -> list[Statement]:
    """The statements of a line of which an expression is the whole test."""
    return [s for s in asked.function.lines[line] if s.test == dump(test)]


def tested(asked: Asked, line: int, test: ast.expr) -> list[tuple[Visit, Step, bool]] | None:
    """The evaluations of a test; None where it is not the whole test there."""
    visits = asked.visits(line)
    found = tests_of(asked, line, test)
    if not found:
        return None
    steps = [(v, s, truth(s)) for v in visits for s in v.steps if s.statement in found]
    return [(v, s, t) for v, s, t in steps if t is not None]


@form("condition")
def condition(asked: Asked) -> Answer:
    line, test, wanted, then = asked.args
    known = tested(asked, line, test)
    if known is None:
        return Answer("REFUTED")
    verdicts = [definite([t == wanted for _, _, t in known])]
    if then is not None:
        asked.check(then[0])
        check = runs_next if then[1] else skips
        verdicts.append(definite([check(asked, v, s, t, then[0]) for v, s, t in known]))
    return Answer(worst(verdicts), tuple(visit_place(v) for v, _, _ in known))


def runs_next(asked: Asked, visit: Visit, step: Step, outcome: bool, line: int) -> bool:
    return visit.following is not None and visit.following.line == line


def skips(asked: Asked, visit: Visit, step: Step, outcome: bool, line: int) -> bool:
    region = step.statement.other if outcome else step.statement.body
    if not any(s.number in region for s in asked.function.lines[line]):
        return False
    later = visit.following
    while later is not None and later.line != visit.line:
        if later.line == line:
            return False
        later = later.following
    return True


@form("decides")
def decides(asked: Asked) -> Answer:
    line, operand, test = asked.args
    known = tested(asked, line, test)
    if known is None or not isinstance(test, ast.BoolOp):
        return Answer("REFUTED")
    keys = [dump(value) for value in test.values]
    if dump(operand) not in keys:
        return Answer("REFUTED")
    if keys.count(dump(operand)) > 1:
        return Answer("UNSUPPORTED")
    place = keys.index(dump(operand))
    outcomes = [ended(asked, s, test, place, exactly=True) for _, s, _ in known]
    return of_visits(outcomes, [v for v, _, _ in known])


@form("not-evaluated")
def not_evaluated(asked: Asked) -> Answer:
    line, operand = asked.args
    visits = asked.visits(line)
    found = [
        (s, s.node.test) for s in asked.function.lines[line]
        if isinstance(s.node, ast.If | ast.While | ast.Assert)
        and isinstance(s.node.test, ast.BoolOp)
        and dump(operand) in [dump(value) for value in s.node.test.values]
    ]  # fmt: skip
    if not found:
        return Answer("REFUTED")
    statement, test = found[0]
    keys = [dump(value) for value in test.values]
    if keys.count(dump(operand)) > 1 or len(found) > 1:
        return Answer("UNSUPPORTED")
    place = keys.index(dump(operand))
    steps = [(v, s) for v in visits for s in v.steps if s.statement is statement]
    if any(s.thrown for _, s in steps):
        return Answer("UNDECIDED")
    outcomes = [ended(asked, s, test, place, exactly=False) for _, s in steps]
    return of_visits(outcomes, [v for v, _ in steps])


def ended(asked: Asked, step: Step, test: ast.BoolOp, place: int, *, exactly: bool) -> Outcome:
    """Whether the evaluation ended at an operand, or (not `exactly`) before it."""
    stops = isinstance(test.op, ast.Or)
    for index, value in enumerate(test.values):
        if index == place and not exactly:
            return False
        if index == len(test.values) - 1:
            return exactly and index == place
        made = operand_truth(asked, step, value)
        if isinstance(made, str):
            return made
        if made == stops:
            return index == place if exactly else index < place
    return "UNDECIDED"


def operand_truth(asked: Asked, step: Step, node: ast.expr) -> bool | str:
    value = computed_there(asked, step, node)
    if not isinstance(value, Value):
        return "UNDECIDED"
    return tried(lambda: bool(ev.plain(value)))


def computed_there(asked: Asked, step: Step, node: ast.expr) -> Value | str:
    """What a part of a step's statement comes to, on the state before the step."""
    if any(step.statement.all(ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Await)):
        return "UNDECIDED"
    if not any(isinstance(n, ast.Call | ast.Lambda) for n in ast.walk(node)):
        try:
            return ev.evaluate(node, step.mark.state)
        except (ev.NoValue, ev.Undecidable, ev.Unclear, RecursionError):
            pass
    return evaluated(asked.oracle.recorder, step, node)


def is_elif(asked: Asked, statement: Statement) -> bool:
    return asked.oracle.program.word(statement.line) == "elif"


@form("branch")
def branch(asked: Asked) -> Answer:
    line, word, wanted = asked.args
    visits = asked.visits(line)
    found = [s for s in asked.function.lines[line] if isinstance(s.node, ast.If)]
    found = [s for s in found if word == ("elif" if is_elif(asked, s) else "if")]
    if not found:
        return Answer("REFUTED")
    steps = [(v, truth(s)) for v in visits for s in v.steps if s.statement in found]
    known = [(v, t) for v, t in steps if t is not None]
    if not known and not wanted:
        return Answer("AMBIGUOUS")  # what is never tested is not taken
    return of_visits([t == wanted for _, t in known], [v for v, _ in known])


@form("chain")
def chain(asked: Asked) -> Answer:
    line, word, wanted = asked.args
    visits = asked.visits(line)
    if isinstance(wanted, int):
        asked.check(wanted)
    found = [s for s in asked.function.lines[line] if isinstance(s.node, ast.If)]
    found = [s for s in found if word == ("elif" if is_elif(asked, s) else "if")]
    if not found:
        return Answer("REFUTED")
    outcomes: list[Outcome] = []
    named: list[Visit] = []
    for v in visits:
        for s in v.steps:
            if s.statement in found and (way := way_of(asked, s)) is not None:
                outcomes.append(way == wanted if way != line else False)
                named.append(v)
    return of_visits(outcomes, named)


def way_of(asked: Asked, step: Step) -> int | str | None:
    """The line of the first true test of a chain, `else` or `none`; None where a test raises."""
    at: Step | None = step
    while at is not None:
        if truth(at) is None:
            return None
        if truth(at):
            return at.statement.line
        other = at.statement.other
        if not other:
            return "none"
        first = asked.oracle.program.statements[other[0]]
        if not (isinstance(first.node, ast.If) and is_elif(asked, first)):
            return "else"
        at = at.following if at.following and at.following.statement is first else None
    return None


@form("which-case")
def which_case(asked: Asked) -> Answer:
    line, wanted = asked.args
    visits = asked.visits(line)
    found = [s for s in asked.function.lines[line] if isinstance(s.node, ast.Match)]
    if not found:
        return Answer("REFUTED")
    if wanted is not None:
        asked.check(wanted)
    shows = all(map(partial(shows_itself, asked), found))
    outcomes: list[Outcome] = []
    named: list[Visit] = []
    for v in visits:
        for s in v.steps:
            if s.statement in found and not s.thrown and not shows:
                outcomes.append("UNSUPPORTED")
                named.append(v)
            elif s.statement in found and not s.thrown:
                taken, raised = case_taken(s)
                if not raised:
                    outcomes.append(taken == wanted)
                    named.append(v)
    return of_visits(outcomes, named)


def shows_itself(asked: Asked, match: Statement) -> bool:
    """Whether it is seen which block of a `match` is entered."""
    assert isinstance(match.node, ast.Match)
    statements = asked.oracle.program.statements
    cases = [s for s in statements if s.node in match.node.cases]
    blocks = [statements[s.body[0]] for s in cases]
    apart = len({s.line for s in cases}) == len(cases)
    return apart and not any(need_not_show(asked, first) for first in blocks)


@visit_test("case")
def case(asked: Asked, v: Visit) -> Outcome:
    found = v.of(ast.match_case)
    statements = asked.oracle.program.statements
    if any(need_not_show(asked, statements[s.statement.body[0]]) for s in found):
        return "UNSUPPORTED"
    return bool(found) and all(s.into == asked.args[1] for s in found)


def case_taken(step: Step) -> tuple[int | None, bool]:
    """The line of the case whose block is entered; and whether a pattern or guard raises."""
    assert isinstance(step.statement.node, ast.Match)
    at = step.following
    while at is not None and at.statement.node in step.statement.node.cases:
        if at.thrown:
            return None, True
        if at.into:
            return at.statement.line, False
        at = at.following
    return None, False


@form("comprehension")
def comprehension(asked: Asked) -> Answer:
    line, keeps, wanted, of = asked.args
    visits = asked.visits(line)
    nodes = [
        (s, n) for s in asked.function.lines[line] for part in s.header for n in ast.walk(part)
        if isinstance(n, Comprehension)
    ]  # fmt: skip
    if not nodes:
        return Answer("REFUTED")
    statement, node = nodes[0]
    plain = len(nodes) == 1 and not isinstance(node, ast.GeneratorExp)
    if not plain or len(node.generators) > 1 or node.generators[0].is_async:
        return Answer("UNSUPPORTED")
    outcomes: list[Outcome] = []
    named: list[Place] = []
    for v in visits:
        for s in v.steps:
            if s.statement is not statement or (
                isinstance(s.statement.node, ast.For) and not s.fresh
            ):
                continue  # what a `for` loop is over is evaluated where it is entered
            sizes = kept(asked, s, node)
            named.append(visit_place(v))
            if sizes is None:
                outcomes.append("UNDECIDED")
                continue
            count = sizes[0] if keeps else sizes[1] - sizes[0]
            outcomes.append(count == wanted and of in (None, sizes[1]))
    return Answer(definite(outcomes), tuple(named))


def kept(asked: Asked, step: Step, node: ast.expr) -> tuple[int, int] | None:
    """How many values an evaluation takes up, and of how many; None where that is not clear."""
    assert isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp)
    header = step.statement.header
    conditional = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr)
    if step.thrown or any(isinstance(n, conditional) for p in header for n in outside(p, node)):
        return None
    [generator] = node.generators
    ones: ast.expr = ast.ListComp(ast.Constant(0), [generator])
    everything = ast.comprehension(generator.target, generator.iter, [], 0)
    counts = []
    for made in (ones, ast.ListComp(ast.Constant(0), [everything])):
        call = ast.Call(ast.Attribute(made, "__len__", ast.Load()), [], [])
        value = evaluated(asked.oracle.recorder, step, call)
        if not isinstance(value, Value) or not isinstance(value.data, int):
            return None
        counts.append(value.data)
    return counts[0], counts[1]


def outside(node: ast.AST, inner: ast.AST) -> list[ast.AST]:
    """The nodes of a tree that are not within a part of it."""
    within = set(map(id, ast.walk(inner)))
    return [n for n in ast.walk(node) if id(n) not in within]
