"""Evaluations, calls, recursion, answer and output (5.10, 5.17, 5.20, 5.21, 5.64 to 5.67)."""

from __future__ import annotations

import ast

from .answers import Answer, Outcome, Place, definite, fits, visit_place
from .asked import Asked, form
from .contexts import Context, called
from .expressions import computed
from .history import Visit
from .program import Function, dump
from .record import Activation
from .values import Value, equal
from .visit_forms import thrown_is


@form("call-result")
def call_result(asked: Asked) -> Answer:
    prefix, returns, wanted = asked.args
    found = called(asked.oracle, prefix)
    if not isinstance(found, Context) or found.activation is None:
        return Answer(str(found))
    return result_of(found.activation, wanted, returns=returns)


def result_of(activation: Activation, wanted: object, *, returns: bool = True) -> Answer:
    end, last = activation.end, activation.end_state
    places = (
        Place(end, end, last, None, at_start=True, activation=activation, last=activation.last),
    )
    if activation.waiting:
        return Answer("UNSUPPORTED", places)
    if returns:
        value = activation.result
        return Answer(definite([value is not None and fits(value, wanted)]), places)
    thrown = activation.thrown
    return Answer(definite([bool(thrown and thrown.type == wanted)]), places)


def one_function(asked: Asked, name: str) -> list[Function] | Answer:
    named = asked.oracle.program.named(name)
    if len(named) != 1:
        return Answer("AMBIGUOUS" if named else "REFUTED")
    return named


@form("call-count")
def call_count(asked: Asked) -> Answer:
    named = one_function(asked, asked.args[0])
    if isinstance(named, Answer):
        return named
    found = len(asked.oracle.activations(named))
    if named[0].waits and found <= asked.args[1]:
        return Answer("UNSUPPORTED")
    return Answer(definite([found == asked.args[1]]))


@form("call-bound")
def call_bound(asked: Asked) -> Answer:
    name, way, wanted = asked.args
    named = one_function(asked, name)
    if isinstance(named, Answer):
        return named
    found = len(asked.oracle.activations(named))
    if named[0].waits and not (found >= wanted if way == "least" else found > wanted):
        return Answer("UNSUPPORTED")
    return Answer(definite([found >= wanted if way == "least" else found <= wanted]))


@form("called-with")
def called_with(asked: Asked) -> Answer:
    name, wanted, values = asked.args
    named = one_function(asked, name)
    if isinstance(named, Answer):
        return named
    if len(named[0].parameters) != 1:
        return Answer("UNSUPPORTED")
    [parameter] = named[0].parameters
    given = [a.start_state.names.get(parameter) for a in asked.oracle.activations(named)]
    if named[0].waits and len(given) <= wanted:
        return Answer("UNSUPPORTED")
    if len(given) != wanted or len(values) != wanted:
        return Answer("REFUTED")
    if None in given:
        return Answer("UNDECIDED")
    return Answer(definite([all(map(equal, given, values))]))  # type: ignore[arg-type]


@form("depth")
def depth(asked: Asked) -> Answer:
    name, wanted = asked.args
    named = one_function(asked, name)
    if isinstance(named, Answer):
        return named
    if named[0].generator or named[0].asynchronous:
        return Answer("UNSUPPORTED")
    deepest = 0
    depths: dict[Activation, int] = {}
    for a in asked.oracle.recorder.activations:
        above = depths[a.parent] if a.parent is not None else 0
        depths[a] = above + (a.function is named[0])
        deepest = max(deepest, depths[a])
    return Answer(definite([deepest == wanted]))


@form("propagates")
def propagates(asked: Asked) -> Answer:
    exception, name = asked.args
    named = one_function(asked, name)
    if isinstance(named, Answer):
        return named
    outcomes: list[Outcome] = [
        "UNSUPPORTED" if a.waiting else bool(a.thrown and a.thrown.type == exception)
        for a in asked.oracle.activations(named)
    ]
    verdict = definite(outcomes)
    return Answer("UNDECIDED" if verdict == "AMBIGUOUS" else verdict)


@form("answer")
def answer(asked: Asked) -> Answer:
    returns, wanted, message = asked.args
    entry = asked.oracle.entry
    places = (Place(entry.end, entry.end, entry.end_state, last=entry.last),)
    if returns:
        return Answer(definite([entry.result is not None and fits(entry.result, wanted)]), places)
    return Answer(definite([thrown_is(entry.thrown, wanted, message)]), places)


@form("total")
def total(asked: Asked) -> Answer:
    text = "".join(text for _, text in asked.oracle.recorder.output)
    return Answer(definite([text == asked.args[0]]))


@form("evaluates")
def evaluates(asked: Asked) -> Answer:
    line, node, wanted = asked.args
    return evaluated_in(asked, asked.visits(line), line, node, wanted)


def evaluated_in(
    asked: Asked, visits: list[Visit], line: int, node: ast.expr, wanted: object
) -> Answer:
    """5.10 over some visits of a line."""
    key = dump(node)
    statements = asked.function.lines[line]
    written = any(key in s.reads for s in statements)
    if isinstance(node, ast.Call) and dump(node.func) == "Name(id='super')":
        return Answer("UNSUPPORTED" if written else "REFUTED")
    if is_control(node):
        return Answer("UNSUPPORTED" if written else "UNDECIDED")
    if not written:
        augmented = any(p for s in statements for p in s.all(ast.AugAssign)) or any(
            isinstance(s.node, ast.AugAssign) and dump(s.node.target) == key for s in statements
        )
        return Answer("UNDECIDED" if augmented else "REFUTED")
    outcomes: list[Outcome] = []
    named: list[Visit] = []
    for v in visits:
        for value in evaluations(asked, v, key):
            known = isinstance(value, Value)
            outcomes.append(fits(value, wanted) if isinstance(value, Value) else value)
            if (known or not named) and v not in named:
                named.append(v)
    return Answer(definite(outcomes), tuple(map(visit_place, named)))


def evaluations(asked: Asked, v: Visit, key: str) -> list[Value | str]:
    """What an expression came to in a visit, each time."""
    found = []
    for s in v.steps:
        for path in s.statement.reads.get(key, ()):
            value = computed(asked.oracle.recorder, asked.activation, s, path)
            if value is not None:
                found.append(value)
    return found


def is_control(node: ast.expr) -> bool:
    if isinstance(node, ast.BoolOp | ast.IfExp):
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    return isinstance(node, ast.Compare) and len(node.ops) > 1
