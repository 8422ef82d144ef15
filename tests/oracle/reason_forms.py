"""Why a condition is so, and derivations in steps (semantics.md 5.40, 5.41, 5.58)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, SIM102

from __future__ import annotations

import ast
import copy
from typing import Any

from . import evaluate as ev
from .answers import Answer, Outcome, both, definite, of_visits, tried
from .asked import Asked, form
from .atoms import as_value
from .branch_forms import computed_there, tested
from .call_forms import evaluated_in, evaluations, is_control
from .history import Step, Visit
from .program import CONSTANT, dump
from .record import State
from .values import Value, equal
from .visit_forms import bound

NO_NAMES = State(None, {}, {})
MOST_FORMS = 64
Given = dict[str, Value]


def arithmetic(node: ast.expr, wanted: Value) -> Outcome:
    return tried(lambda: equal(ev.evaluate(node, NO_NAMES), wanted))


@form("arithmetic")
def writers_own(asked: Asked) -> Answer:
    nodes, wanted = asked.args
    if len(nodes) > 1:  # two expressions that are said to be equal
        pair = tried(
            lambda: equal(ev.evaluate(nodes[0], NO_NAMES), ev.evaluate(nodes[1], NO_NAMES))
        )
        return Answer(definite([pair]))
    return Answer(definite([arithmetic(nodes[0], wanted)]))


# Reasons


@form("reason")
def reason(asked: Asked) -> Answer:
    line, test, wanted = asked.args
    known = tested(asked, line, test)
    if known is None:
        return Answer("REFUTED")
    pairs = [(a.expression, as_value(a.value)) for a in asked.sentence.atoms]
    outcomes = [both(t == wanted, because(asked, s, test, wanted, pairs)) for _, s, t in known]
    return of_visits(outcomes, [v for v, _, _ in known])


def because(
    asked: Asked, step: Step, test: ast.expr, wanted: bool, pairs: list[tuple[ast.expr, Value]]
) -> Outcome:
    """Whether each reason is so and plays a part, and they decide the test."""
    outcomes: list[Outcome] = []
    written = {dump(n) for n in ast.walk(test) if isinstance(n, ast.expr)}
    for node, value in pairs:
        if not names(node):
            outcomes.append(arithmetic(node, value))
        elif dump(node) in written:
            made = computed_there(asked, step, node)
            outcomes.append(equal(made, value) if isinstance(made, Value) else "UNDECIDED")
        else:
            outcomes.append(has_value_before(step, node, value))
    if "UNSUPPORTED" in outcomes:
        return "UNSUPPORTED"
    given = {dump(node): value for node, value in pairs}
    forms = closure(test, given)
    parts = {dump(n) for f in forms for n in ast.walk(f) if isinstance(n, ast.expr)}
    outcomes += [dump(node) in parts for node, _ in pairs]
    if False in outcomes:
        return False

    def decided() -> Outcome:
        made = decide(test, given, step.mark.state)
        return made is not None and bool(ev.plain(made)) == wanted

    return both(*outcomes, tried(decided))


def has_value_before(step: Step, node: ast.expr, value: Value) -> Outcome:
    return tried(lambda: equal(ev.evaluate(node, step.mark.state), value))


def literal_of(value: Value) -> ast.expr | None:
    try:
        return ast.parse(repr(ev.plain(value)), mode="eval").body
    except (ev.Undecidable, ev.Unclear, SyntaxError):
        return None


class Replaced(ast.NodeTransformer):
    """Puts a literal in the place of an expression, wherever it stands."""

    def __init__(self, key: str, literal: ast.expr) -> None:
        self.key, self.literal = key, literal

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr) and dump(node) == self.key:
            return copy.deepcopy(self.literal)
        return self.generic_visit(node)


def closure(test: ast.expr, given: Given) -> list[ast.expr]:
    """What a test becomes when values are put in the place of what they are of."""
    forms = {dump(test): test}
    waiting = [test]
    while waiting and len(forms) < MOST_FORMS:
        one = waiting.pop()
        for key, value in given.items():
            literal = literal_of(value)
            if literal is None or dump(literal) == key:
                continue
            made: ast.expr = Replaced(key, literal).visit(copy.deepcopy(one))
            if dump(made) not in forms:
                forms[dump(made)] = made
                waiting.append(made)
    return list(forms.values())


def decide(node: ast.expr, given: Given, state: State) -> Value | None:
    """The value that follows from the given ones alone; None where they do not decide it."""
    if dump(node) in given:
        return given[dump(node)]
    match node:
        case ast.Constant():
            return ev.evaluate(node, NO_NAMES)
        case ast.Name():
            return None
        case ast.BoolOp(op=op, values=values):
            stops = isinstance(op, ast.Or)
            made = [decide(v, given, state) for v in values]
            if any(m is not None and bool(ev.plain(m)) == stops for m in made):
                return ev.TAKE(stops)
            return None if None in made else made[-1]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            one = decide(operand, given, state)
            return None if one is None else ev.TAKE(not ev.plain(one))
        case ast.IfExp(test=test, body=body, orelse=other):
            one = decide(test, given, state)
            if one is not None:
                return decide(body if ev.plain(one) else other, given, state)
            a, b = decide(body, given, state), decide(other, given, state)
            return a if a is not None and b is not None and equal(a, b) else None
        case ast.Compare(left=left, ops=ops, comparators=rights) if len(ops) > 1:
            made = [decide(v, given, state) for v in (left, *rights)]
            links = [
                None if a is None or b is None else ev.compared(op, a, b)
                for op, a, b in zip(ops, made, made[1:], strict=False)
            ]
            if any(m is not None and not ev.plain(m) for m in links):
                return ev.TAKE(False)
            return None if None in links else ev.TAKE(True)
        case _:
            return from_parts(node, given, state)


def from_parts(node: ast.expr, given: Given, state: State) -> Value | None:
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda):
        raise ev.Unclear
    names: dict[str, Value] = {}
    made = copy.copy(node)

    def part(child: ast.expr) -> ast.expr | None:
        value = decide(child, given, state)
        if value is None:
            return None
        name = f"_{len(names)}"
        names[name] = value
        return ast.Name(name, ast.Load())

    for name, held in ast.iter_fields(node):
        if isinstance(node, ast.Call) and name == "func":
            if isinstance(held, ast.Attribute):
                whole = part(held.value)
                if whole is None:
                    return None
                made.func = ast.Attribute(whole, held.attr, ast.Load())  # type: ignore[attr-defined]
            continue
        if isinstance(held, ast.Slice):
            raise ev.Unclear
        if isinstance(held, ast.expr):
            new = part(held)
            if new is None:
                return None
            setattr(made, name, new)
        elif isinstance(held, list) and all(isinstance(h, ast.expr) for h in held):
            parts = [part(h) for h in held]
            if None in parts:
                return None
            setattr(made, name, parts)
    variant: ast.expr = copy.deepcopy(made)
    for name, value in names.items():
        literal = literal_of(value)
        if literal is not None:
            variant = Replaced(dump(ast.Name(name, ast.Load())), literal).visit(variant)
    if dump(variant) in given:
        return given[dump(variant)]
    return ev.evaluate(made, State(None, {**names}, state.module))


# Derivations


@form("derived")
def derived(asked: Asked) -> Answer:
    line, nodes, wanted, _ = asked.args
    key = dump(nodes[0])  # a header that is left at once has evaluated what it is over
    visits = [v for v in asked.visits(line) if not v.exhausted or evaluations(asked, v, key)]
    return derived_in(asked, visits, line, nodes, wanted)


def sources(asked: Asked, line: int, first: ast.expr) -> list[ast.expr]:
    """What statements of a line assign to a target."""
    key = dump(first)
    found: list[ast.expr] = []
    for s in asked.function.lines[line]:
        match s.node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    found += assigned(target, value, key)
            case ast.AnnAssign(target=target, value=value) if value and dump(target) == key:
                found.append(value)
            case ast.AugAssign(target=target, op=op, value=value) if dump(target) == key:
                read = ast.parse(ast.unparse(target), mode="eval").body
                found.append(ast.BinOp(read, op, value))
            case _:
                pass
    return found


def assigned(target: ast.expr, value: ast.expr, key: str) -> list[ast.expr]:
    if dump(target) == key:
        return [value]
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        starred = any(isinstance(e, ast.Starred) for e in (*target.elts, *value.elts))
        if len(target.elts) == len(value.elts) and not starred:
            return [
                found
                for t, v in zip(target.elts, value.elts, strict=True)
                for found in assigned(t, v, key)
            ]
    return []


def derived_in(
    asked: Asked, visits: list[Visit], line: int, nodes: tuple[ast.expr, ...], wanted: Value
) -> Answer:
    """5.41 over some visits of a line."""
    first, *rest = nodes
    found = sources(asked, line, first)
    if len(found) > 1:
        return Answer("UNSUPPORTED")
    if found and not isinstance(first, ast.Name):
        return Answer("UNDECIDED")
    if found:
        source = found[0]
        outcomes = []
        for v in visits:
            steps = [s for s in v.steps if dump(first) in map(dump, stored(s))]
            part = follows(asked, steps[0], source, rest, wanted) if steps else False
            outcomes.append(both(bound(v, first, wanted), part))
        return of_visits(outcomes, visits)
    if is_control(first):
        return Answer("UNSUPPORTED")
    answer = evaluated_in(asked, visits, line, first, wanted)
    if answer.verdict not in ("VERIFIED", "AMBIGUOUS"):
        return answer
    outcomes = []
    named = [place.visit for place in answer.places if place.visit]
    for v in named:
        steps = [s for s in v.steps if dump(first) in s.statement.reads]
        one = evaluated_in(asked, [v], line, first, wanted)
        so: Outcome = {"VERIFIED": True, "REFUTED": False}.get(one.verdict, "UNDECIDED")
        outcomes.append(both(so, *(follows(asked, s, first, rest, wanted) for s in steps[:1])))
    return of_visits(outcomes, named)


def stored(step: Step) -> list[ast.expr]:
    node = step.statement.node
    match node:
        case ast.Assign(targets=targets):
            return [n for t in targets for n in ast.walk(t) if isinstance(n, ast.expr)]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return [target]
        case _:
            return []


def follows(
    asked: Asked, step: Step, source: ast.expr, parts: list[ast.expr], wanted: Value
) -> Outcome:
    """Whether each part follows from the one before it, or from the source."""
    outcomes: list[Outcome] = []
    before: ast.expr | None = None
    control = is_control(source)
    for part in parts:
        named = any(isinstance(n, ast.Name) for n in ast.walk(part))
        if control and named and dump(part) != dump(source):
            return "UNSUPPORTED"
        made = alike(asked, step, part, source)
        if made is not True and before is not None and not names(before):
            other = alike(asked, None, part, before)
            if other is True:
                made = True
            elif made is False and other is None and not named:
                made = "UNDECIDED"  # from the part before it is the writer's own derivation
        if made is None:  # built otherwise: the writer's own derivation
            made = not named
        outcomes.append(made)
        if not names(part):
            outcomes.append(arithmetic(part, wanted))
        before = part
    return both(*outcomes)


def names(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) for n in ast.walk(node))


def alike(asked: Asked, step: Step | None, part: ast.expr, source: ast.expr) -> Outcome | None:
    """Whether a part is the source with values in it; None where it is built otherwise."""
    if dump(part) == dump(source):
        return True
    if is_negative_number(part) and not isinstance(source, ast.Constant):
        if valued(asked, step, part, source) is True:
            return True
    pairs = paired(part, source)
    if pairs is not None:
        outcomes = []
        for one, other in pairs:
            made = alike(asked, step, one, other)
            if made is None:
                made = False if names(one) else valued(asked, step, one, other)
            outcomes.append(made)
        return both(*outcomes)
    if isinstance(part, ast.Constant) and not isinstance(source, ast.Constant):
        return valued(asked, step, part, source)
    return None


def is_negative_number(node: ast.expr) -> bool:
    """Whether it is a negative number: a value, though it is built of two."""
    return (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    )


def valued(asked: Asked, step: Step | None, part: ast.expr, source: ast.expr) -> Outcome:
    """Whether a constant part has the value that an expression had there."""
    if step is None:
        if not all(isinstance(n, CONSTANT) for n in ast.walk(source)):
            return False  # only a constant expression has a value by itself
        return tried(lambda: equal(ev.evaluate(part, NO_NAMES), ev.evaluate(source, NO_NAMES)))
    calls = any(isinstance(n, ast.Call) for n in ast.walk(source))
    if calls and step.statement.all(ast.Call):
        value = computed_there(asked, step, source)
    else:
        value = computed_there(asked, step, source)
    if not isinstance(value, Value):
        return "UNDECIDED"
    return tried(lambda: equal(ev.evaluate(part, NO_NAMES), value))


Pairs = list[tuple[ast.expr, ast.expr]]


def paired(part: ast.expr, source: ast.expr) -> Pairs | None:
    """The parts of two expressions that are built alike."""
    match part, source:
        case ast.BinOp(op=a), ast.BinOp(op=b) if type(a) is type(b):
            return [(part.left, source.left), (part.right, source.right)]
        case ast.UnaryOp(op=a), ast.UnaryOp(op=b) if type(a) is type(b):
            return [(part.operand, source.operand)]
        case ast.Compare(ops=a), ast.Compare(ops=b) if list(map(type, a)) == list(map(type, b)):
            ones, others = (part.left, *part.comparators), (source.left, *source.comparators)
            return list(zip(ones, others, strict=True))
        case ast.Subscript(), ast.Subscript():
            if isinstance(part.slice, ast.Slice) or isinstance(source.slice, ast.Slice):
                raise ev.Unclear
            return [(part.value, source.value), (part.slice, source.slice)]
        case ast.Tuple(elts=a), ast.Tuple(elts=b) if len(a) == len(b):
            return list(zip(a, b, strict=True))
        case ast.List(elts=a), ast.List(elts=b) if len(a) == len(b):
            return list(zip(a, b, strict=True))
        case ast.Call(args=a, keywords=[]), ast.Call(args=b, keywords=[]) if len(a) == len(b):
            pairs = list(zip(a, b, strict=True))
            if dump(part.func) == dump(source.func):
                return pairs
            if isinstance(part.func, ast.Attribute) and isinstance(source.func, ast.Attribute):
                if part.func.attr == source.func.attr:
                    return [(part.func.value, source.func.value), *pairs]
            return None
        case _:
            return None
