"""All facts of one visit, by the statements that ran in it."""

from __future__ import annotations

import ast

from engine.claims.model import (
    Calls,
    Defines,
    DoesNothing,
    Imports,
    LinePrints,
)
from engine.claims.phrases import has_text
from engine.narration import bindings, control, evaluations
from engine.narration.facts import Fact, Stage, fact
from engine.narration.recording import MAX_TEXT, Recording, sayable
from engine.trace.model import ActivationId
from engine.trace.statements import Statement
from engine.trace.visits import Visit
from engine.values import Atom, Value


def facts_of(recording: Recording, visit: Visit) -> list[Fact]:
    """What is true of the visit, in the order in which it is told."""
    found = [*calls(recording, visit), *control.yields(recording, visit)]
    raised = control.raised(recording, visit)
    if raised:
        for statement in visit.statements:
            if isinstance(statement.node, ast.Assert):
                found += control.condition(recording, visit, statement)
        handler = isinstance(visit.statements[0].node, ast.ExceptHandler)
        return [*found, *prints(recording, visit), *([] if handler else raised)]
    for statement in visit.statements:
        found += evaluations.details(recording, visit, statement)
    found += _effects(recording, visit)
    return [*found, *_spare(recording, visit)]


def demanded(recording: Recording, visit: Visit) -> list[Fact]:
    """What is said of a visit of which all other facts leave something open."""
    found = bindings.held_after(recording, visit)
    for statement in visit.statements:
        found += control.skipped(recording, visit, statement)
    return found


def _effects(recording: Recording, visit: Visit) -> list[Fact]:
    found: list[Fact] = []
    for statement in visit.statements:
        found += control.condition(recording, visit, statement)
        found += control.caught(recording, visit, statement)
        found += control.entering(recording, visit, statement)
    found += prints(recording, visit)
    settings = bindings.settings(recording, visit, visit.statements)
    found += settings
    stage = Stage.EXTRA if settings else Stage.EFFECT
    found += bindings.changes(recording, visit, visit.statements, stage)
    for statement in visit.statements:
        found += bindings.deletions(recording, visit, statement)
        found += definitions(recording, visit, statement)
        found += control.leaps(recording, visit, statement)
    if all(_does_nothing(statement) for statement in visit.statements):
        found.append(fact(Stage.EFFECT, DoesNothing(visit.line)))
    return found


def _spare(recording: Recording, visit: Visit) -> list[Fact]:
    found: list[Fact] = []
    for statement in visit.statements:
        node = statement.node
        if isinstance(node, ast.Expr | ast.Return) and node.value is not None:
            claim = evaluations.evaluation(recording, visit, node.value)
            if claim is not None and evaluations.is_worth(node.value):
                found.append(fact(Stage.SPARE, claim))
    return found or bindings.unchanged(recording, visit, visit.statements)


def _does_nothing(statement: Statement) -> bool:
    match statement.node:
        case ast.Pass():
            return True
        case ast.Expr(value=ast.Constant(value=value)):
            return value is Ellipsis
        case _:
            return False


def calls(recording: Recording, visit: Visit) -> list[Fact]:
    """The program's functions that the visit called, with the arguments that all calls share."""
    begun: dict[str, list[ActivationId]] = {}
    for activation in recording.moments.called_in(visit):
        name = recording.moments.call_name(activation.id)
        if name is not None:
            begun.setdefault(name, []).append(activation.id)
    return [
        fact(Stage.BEGIN, Calls(visit.line, name, _arguments(recording, activations)))
        for name, activations in begun.items()
    ]


def _arguments(
    recording: Recording, activations: list[ActivationId]
) -> tuple[tuple[str, Value], ...]:
    given = [parameters(recording, each) for each in activations]
    return tuple(
        (name, value)
        for name, value in given[0].items()
        if all(other.get(name) == value for other in given)
    )


def parameters(recording: Recording, activation: ActivationId) -> dict[str, Value]:
    """The values of an activation's parameters at its start, of those that can be told."""
    found: dict[str, Value] = {}
    at = recording.moments.start(activation)
    for name in recording.trace.code_of(activation).parameters:
        value = recording.name(activation, name, at)
        if value is not None and name.isascii() and sayable(value):
            found[name] = value
    return found


def prints(recording: Recording, visit: Visit) -> list[Fact]:
    """What the visit wrote to standard output, without the last line end."""
    text = recording.moments.output(visit)
    if not text or len(text) > MAX_TEXT:
        return []
    told = text.removesuffix("\n")
    return [fact(Stage.EFFECT, LinePrints(visit.line, told))] if has_text(Atom(told)) else []


def definitions(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """Names that a `def`, `class` or `import` bound."""
    node = statement.node
    names: list[str] = []
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [fact(Stage.EFFECT, Defines(visit.line, name))] if name.isascii() else []
        case ast.Import(names=aliases):
            names = [each.asname or each.name.split(".")[0] for each in aliases]
        case ast.ImportFrom(names=aliases):
            names = [each.asname or each.name for each in aliases if each.name != "*"]
        case _:
            return []
    return [
        fact(Stage.EFFECT, Imports(visit.line, name))
        for name in names
        if name.isascii() and recording.moments.name_writes(visit, name)
    ]
