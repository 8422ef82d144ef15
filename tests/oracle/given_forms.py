"""Calls by what they are given, and what generators hand out (semantics.md 5.102, 5.104)."""

from __future__ import annotations

import ast

from . import given_phrases  # noqa: F401 (its readers)
from .answers import Answer, Place, Settled, definite, visit_place
from .asked import Asked, form
from .call_forms import result_of
from .direction_forms import returned_expression
from .next_forms import candidates, first_of
from .program import Function, dump
from .record import Activation, Mark
from .telling_forms import start_of, telling
from .told_calls import called_with, functions_of
from .values import equal


def only(functions: list[Function]) -> Function:
    if len(functions) != 1:
        raise Settled("AMBIGUOUS" if functions else "REFUTED")
    return functions[0]


@form("given-returns")
def given_returns(asked: Asked) -> Answer:
    """The call that ends next, of those that were given some values, returns a value."""
    given, wanted = asked.args
    asked.single()
    program = asked.oracle.program
    function = only(
        [f for f in program.functions.values() if {n for n, _ in given} <= f.parameters]
    )
    calls = [
        a for a in asked.oracle.activations([function])
        if asked.context.holds(a.start) and a.end > start_of(asked)
        and ("given", "", a.start) not in asked.point.named
        and all(equal(a.start_state.names[name], value) for name, value in given)
    ]  # fmt: skip
    if not calls:
        return Answer("REFUTED")
    first = min(calls, key=lambda a: a.end)
    asked.point = asked.point.naming("given", "", first.start).returned(first)
    return result_of(first, wanted)


@form("outermost-returns")
def outermost_returns(asked: Asked) -> Answer:
    """The only call of the recursive function that lies in no other of it returns a value."""
    [wanted] = asked.args
    functions = asked.oracle.program.functions.values()
    function = only([f for f in functions if calls_itself(f)])
    calls = asked.oracle.activations([function])
    outermost = [a for a in calls if not any(within(a, other) for other in calls)]
    if len(outermost) != 1:
        raise Settled("AMBIGUOUS" if outermost else "REFUTED")
    [a] = outermost
    asked.point = asked.point.returned(a)
    return result_of(a, wanted)


def calls_itself(function: Function) -> bool:
    """Whether a function calls itself by its name."""
    return any(
        isinstance(call.func, ast.Name) and call.func.id == function.name
        for statements in function.lines.values()
        for s in statements
        for call in s.all(ast.Call)
    )


def within(a: Activation, other: Activation) -> bool:
    at = a.parent
    while at is not None and at is not other:
        at = at.parent
    return at is other


@form("returned-expression")
def is_returned(asked: Asked) -> Answer:
    [node] = asked.args
    called = functions_of(asked.oracle, node) if isinstance(node, ast.Call) else []
    if len(called) > 1:
        raise Settled("AMBIGUOUS")
    return returned_call(asked, node) if called else returned_expression(asked)


def returned_call(asked: Asked, node: ast.Call) -> Answer:
    """A call of a function of the program is what a call returns (5.102)."""
    asked.single()
    told = asked.told()
    caller = told[-1].activation if told else asked.activation
    [function] = functions_of(asked.oracle, node)
    returning = asked.oracle.histories[caller].returning
    if returning is None:
        return Answer("REFUTED")
    statement = returning.statement.node
    assert isinstance(statement, ast.Return)
    made = statement.value
    if not (isinstance(made, ast.Call) and dump(made.func) == dump(node.func)):
        return Answer("REFUTED")
    for a in asked.oracle.activations([function]):
        if a.parent is not caller or not returning.mark.clock <= a.start <= returning.end:
            continue
        if a.start < start_of(asked) or a.start in asked.point.called:
            continue
        outcome = called_with(asked.oracle, a, node)
        if isinstance(outcome, str):
            raise Settled(outcome)
        if outcome:
            if a.waiting or caller.waiting:
                raise Settled("UNSUPPORTED")
            same = a.result is not None and caller.result is not None
            if not same or not equal(a.result, caller.result):  # type: ignore[arg-type]
                return Answer("REFUTED")
            return telling(asked, a)
    return Answer("REFUTED")


@form("is-computed")
def is_computed(asked: Asked) -> Answer:
    """The next visit of a line in which an expression is written comes."""
    [node] = asked.args
    key = dump(node)
    lines = {
        line
        for line, statements in asked.function.lines.items()
        if any(key in s.reads for s in statements)
    }
    v = first_of(candidates(asked, ["computed"], key), lambda v: v.line in lines)
    asked.point = asked.point.naming("computed", key, v.start)
    return Answer("VERIFIED", (visit_place(v),))


# Generators


def generator_call(asked: Asked, name: str | None) -> Activation:
    """The innermost call of a generator in which the point lies, or else the next."""
    asked.single()
    program = asked.oracle.program
    if name is None:
        function = only([f for f in program.functions.values() if f.generator])
    else:
        function = only(program.named(name))
    if function.asynchronous:
        raise Settled("UNSUPPORTED")
    if not function.generator:
        raise Settled("REFUTED")
    calls = asked.oracle.activations([function])
    lying = [a for a in calls if asked.point.lies_within(a)]
    later = [a for a in calls if a.start >= asked.point.clock and asked.context.holds(a.start)]
    if not lying and not later:
        raise Settled("REFUTED")
    return lying[-1] if lying else later[0]


def handed_out(a: Activation) -> list[Mark]:
    return [mark for mark in a.log if mark.kind == "yield"]


@form("hands-out")
def hands_out(asked: Asked) -> Answer:
    """The next value that a generator hands out is this one."""
    name, wanted = asked.args
    a = generator_call(asked, name)
    for mark in handed_out(a):
        key = ("yield", "", mark.clock)
        if mark.clock < start_of(asked) or key in asked.point.named:
            continue
        asked.point = asked.point.naming(*key)
        place = Place(mark.clock, mark.clock, mark.state, activation=a)
        so = mark.value is not None and equal(mark.value, wanted)
        return Answer(definite([so]), (place,))
    return Answer("REFUTED")


@form("hands-out-count")
def hands_out_count(asked: Asked) -> Answer:
    """How many values a generator hands out in all."""
    name, wanted = asked.args
    a = generator_call(asked, name)
    asked.still = True
    if a.waiting:
        return Answer("UNSUPPORTED")
    return Answer(definite([len(handed_out(a)) == wanted]))
