"""Tests by their place (semantics.md 5.93)."""

from __future__ import annotations

import ast

from .answers import Answer, Settled, definite, visit_place
from .asked import Asked, form
from .contexts import loops_of, resolve
from .next_forms import named
from .phrases import Loop
from .program import Statement
from .visit_forms import truth


@form("nth-condition")
def nth_condition(asked: Asked) -> Answer:
    number, of, wanted = asked.args
    asked.single()
    found = asked.pass_here()
    if found is not None:
        entry, span = found
        assert isinstance(entry.loop.node, ast.For | ast.While)
        body = asked.oracle.program.directly(entry.loop.node.body)
        start, end = span.start, span.end
    else:
        body = asked.oracle.program.body_of(asked.function)
        start, end = asked.activation.start, asked.activation.end
    tests = [s for first in body for s in chain(asked, first)]
    if of is not None and of != len(tests):
        raise Settled("AMBIGUOUS")
    if len(tests) < number:
        raise Settled("REFUTED")
    test = tests[number - 1]
    for v in asked.history.visits:
        if not start <= v.start <= end:
            continue
        for s in v.steps:
            outcome = truth(s) if s.statement is test else None
            if outcome is not None:
                return Answer(definite([outcome == bool(wanted)]), (visit_place(v),))
    return Answer("AMBIGUOUS" if wanted is None else "REFUTED")  # what is never tested is skipped


def chain(asked: Asked, first: Statement) -> list[Statement]:
    """An `if` and its `elif`s; nothing of any other statement."""
    if not isinstance(first.node, ast.If):
        return []
    found = [first]
    while first.other:
        first = asked.oracle.program.statements[first.other[0]]
        if not (isinstance(first.node, ast.If) and asked.oracle.program.word(first.line) == "elif"):
            break
        found.append(first)
    return found


@form("loop-condition")
def loop_condition(asked: Asked) -> Answer:
    phrase, wanted = asked.args
    asked.single()
    loop = the_loop(asked, phrase)
    if not isinstance(loop.node, ast.While):
        return Answer("REFUTED")
    if not loop.seen:
        return Answer("UNSUPPORTED")
    kind, subject = "loop-condition", str(loop.number)
    for v in asked.history.visits:
        if not asked.point.to_come(v) or (kind, subject, v.start) in asked.point.named:
            continue
        for s in v.steps:
            outcome = truth(s) if s.statement is loop else None
            if outcome is not None:
                return named(asked, kind, subject, v, outcome == wanted)
    return Answer("REFUTED")


def the_loop(asked: Asked, phrase: Loop) -> Statement:
    """The loop that words name, around the point or not."""
    around = asked.context.loop
    inner = [loop for loop in loops_of(asked.context) if around in loop.loops]
    if around is not None and not inner and phrase == Loop(keyword="while"):
        if not isinstance(around.node, ast.While):
            raise Settled("REFUTED")
        return around
    return resolve(asked.oracle, asked.context, phrase, own=True, point=asked.point)
