"""Calls of no function of the program, where they stand in the source and whether they were
executed (docs/semantics.md §5.86)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from engine.claims.check.context import Frame
from engine.claims.check.derivations import has_value_before, values_put_in
from engine.claims.check.points import Failure, unsupported
from engine.claims.model import Expr
from engine.claims.spans import dump_of
from engine.trace.model import Span, Step, StepKind, StepNo
from engine.trace.moments import Moments
from engine.trace.statements import span_of
from engine.trace.visits import Visit
from engine.values import Oid


def times_made(moments: Moments, visit: Visit, call: ast.Call) -> int:
    """How often the visit executed a call that is written exactly so in one of its statements."""
    text = dump_of(call)
    scope = moments.trace.scope_of(visit.activation)
    if scope is None:
        return 0
    written = {
        span_of(node)
        for node in _calls_in(scope, ast.unparse(call.func))
        if dump_of(node) == text and _is_told_by_a_step(node)
    } - _with_calls_of_their_own(scope)
    made = moments.trace.steps_of_kind(visit.steps, StepKind.CALL)
    return sum(step.span in written and step.exception is None for step in made)


def is_made_alone(moments: Moments, visit: Visit, call: ast.Call) -> bool:
    """Whether the visit made a call that is a statement by itself, written so or with values in it;
    raises `Failure` where that cannot be told."""
    open_ = False
    for statement in visit.statements:
        source = statement.node.value if isinstance(statement.node, ast.Expr) else None
        if not isinstance(source, ast.Call) or not _is_of_one_name(source, call):
            continue
        if dump_of(source) != dump_of(call):
            values = values_put_in(source, call)
            if values is None:
                open_ = open_ or bool(source.keywords or call.keywords or _spreads(source))
                continue
            if len(visit.statements) > 1 or any(_is_late(each, source) for each in values):
                open_ = True
                continue
            if not all(has_value_before(moments, visit, *each) for each in values):
                continue
        begun = _is_begun(moments, visit, source)
        if begun:
            return True
        open_ = open_ or begun is None
    if open_:
        raise unsupported(f"whether `{ast.unparse(call)}` is called there is not told")
    return False


def _is_of_one_name(one: ast.Call, other: ast.Call) -> bool:
    names = {ast.unparse(each.func).rpartition(".")[2] for each in (one, other)}
    return len(names) == 1


def _spreads(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in call.args) or any(
        each.arg is None for each in call.keywords
    )


def _is_late(put: tuple[ast.expr, ast.expr], source: ast.Call) -> bool:
    """Whether other parts of the statement may change an expression, or what it gives, before the
    call is made, so that the state before the visit does not tell what was given."""
    replaced, literal = put
    inner = [
        node
        for node in ast.walk(source)
        if node is not source
        and isinstance(node, ast.Call | ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom)
    ]
    if not isinstance(literal, ast.Constant | ast.UnaryOp):
        return bool(inner)
    here = replaced.lineno, replaced.col_offset
    return any((node.end_lineno or 0, node.end_col_offset or 0) <= here for node in inner)


def _is_begun(moments: Moments, visit: Visit, source: ast.Call) -> bool | None:
    """Whether the visit came to make the call, with all its parts evaluated; None: not told."""
    span = span_of(source)
    made = list(moments.trace.steps_of_kind(visit.steps, StepKind.CALL))
    own = [step for step in made if step.span == span]
    if any(step.exception is None or not _spreads(source) for step in own):
        return True
    if moments.raised(visit) is None:
        return True
    return None if own or not _is_told_by_a_step(source) else False


def may_be_made(moments: Moments, frame: Frame, call: ast.Call) -> bool:
    """Whether a call of the same, by the text before its parentheses, was executed in the context,
    by whatever function, or no step would tell; or what is called goes by other names, too.
    Statements by themselves of the context's own function are not asked: what they call is compared
    with the claim before."""
    tree, called = moments.trace.statements.tree, ast.unparse(call.func)
    if goes_by_other_names(moments, called.rpartition(".")[2]):
        return True
    calls = list(_calls_in(tree, called))
    silent = _with_calls_of_their_own(tree)
    if any(not _is_told_by_a_step(node) or span_of(node) in silent for node in calls):
        return True
    alone = {
        span_of(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    }
    written = {span_of(node) for node in calls}
    otherwise = {  # the same by another name or object
        span_of(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and _is_of_one_name(node, call)
        and ast.unparse(node.func) != called
    }
    numbers = [StepNo(each) for each in range(frame.interval.first, frame.interval.last + 1)]
    return any(
        step.span in otherwise
        or (
            step.span in written
            and not (step.span in alone and step.activation == frame.activation)
        )
        for step in moments.trace.steps_of_kind(numbers, StepKind.CALL)
    )


def _calls_in(tree: ast.AST, called: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == called:
            yield node


def goes_by_other_names(moments: Moments, name: str) -> bool:
    """Whether what has this name may be called by others: the source takes it without calling it,
    or the entry call is given it."""
    data = moments.trace.data
    given = ast.parse(f"f({data.call}\n)", mode="eval")
    return _is_handed_on(moments.trace.statements.tree, name) or _is_handed_on(given, name)


def _is_handed_on(tree: ast.AST, name: str) -> bool:
    """Whether the source takes what has this name without calling it there (`g = len`, ``key=abs``,
    ``from math import sqrt as root``), or may find it by a string: then others may call it."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=found, ctx=ast.Load()) | ast.Attribute(attr=found, ctx=ast.Load()):
                if found == name and id(node) not in called:
                    return True
            case ast.Constant(value=found) | ast.alias(name=found, asname=str()):
                if found == name:
                    return True
            case _:
                pass
    return False


def _is_told_by_a_step(node: ast.Call) -> bool:
    """Whether executing it leaves a step with its span: not `super()`, which is no call of its own
    where the interpreter combines it; nor what spans lines, whose span begins at the attribute;
    nor what takes a generator, which the interpreter may run in place of the call."""
    return (
        node.lineno == node.end_lineno
        and not (isinstance(node.func, ast.Name) and node.func.id == "super")
        and not any(isinstance(each, ast.GeneratorExp) for each in node.args)
    )


def _with_calls_of_their_own(tree: ast.AST) -> set[Span]:
    """Spans of calls where the interpreter makes another one with the same span: of what a `with`
    statement leaves, and of what decorates."""
    found: set[Span] = set()
    for node in ast.walk(tree):
        match node:
            case ast.With(items=items) | ast.AsyncWith(items=items):
                found |= {span_of(each.context_expr) for each in items}
            case (
                ast.FunctionDef(decorator_list=decorators)
                | ast.AsyncFunctionDef(decorator_list=decorators)
                | ast.ClassDef(decorator_list=decorators)
            ):
                found |= {span_of(each) for each in decorators}
            case _:
                pass
    return found


_BUILTIN: Final = frozenset(
    {
        "builtin_function_or_method", "classmethod_descriptor", "method-wrapper",
        "method_descriptor", "wrapper_descriptor",
    }
)  # fmt: skip
"""Types of what is called and is no function of any program."""


class OfOneName(NamedTuple):
    """Texts before the parentheses of calls of one attribute that were executed."""

    methods: frozenset[str]  #: that began a function of the program of this name
    others: frozenset[str]  #: that began none


@lru_cache(maxsize=64)
def calls_of_one_name(moments: Moments, name: str) -> OfOneName:
    """By which texts what has this name was called on objects, in the whole recording."""
    begun = {moments.trace.data.activations[each].first - 1 for each in moments.calls(name)}
    written = {
        span_of(node): ast.unparse(node.func)
        for node in ast.walk(moments.trace.statements.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    }
    numbers = [StepNo(each) for each in range(moments.trace.last_time + 1)] if written else []
    texts: dict[bool, set[str]] = {True: set(), False: set()}
    for step in moments.trace.steps_of_kind(numbers, StepKind.CALL):
        if step.span is not None and step.span in written:
            own = step.number in begun and not is_of_builtin(moments, step)
            texts[own].add(written[step.span])
    return OfOneName(frozenset(texts[True]), frozenset(texts[False]))


def is_of_builtin(moments: Moments, call: Step) -> bool:
    """Whether a builtin function or method is called: what then begins, a key's function or a
    generator that goes on, is not what the call's text names, even by the same name."""
    called = call.operands[0]
    return called < 0 and moments.trace.data.objects[Oid(-called)].type in _BUILTIN


def is_method_or_other(moments: Moments, expr: Expr) -> bool:
    """Whether a call on an object, or what is called so, has the name of a function of the program,
    and of what is none: others of this name are called, and the text is not one that began the
    program's alone."""
    called = expr.tree.func if isinstance(expr.tree, ast.Call) else expr.tree
    if not isinstance(called, ast.Attribute):
        return False
    text, name = ast.unparse(called), called.attr
    if moments.functions_named(text) > 0 or moments.functions_named(name) == 0:
        return False
    found = calls_of_one_name(moments, name)
    return bool(found.others) and (text not in found.methods or text in found.others)


def is_made_inside(moments: Moments, frame: Frame, call: ast.Call) -> bool:
    """Whether the frame's own function made such a call in it, or may have."""
    scope = moments.trace.scope_of(frame.activation)
    if scope is None or not any(
        isinstance(node, ast.Call) and _is_of_one_name(node, call) for node in ast.walk(scope)
    ):
        return False
    for visit in moments.visits(frame.activation).inside(frame.interval):
        try:
            if times_made(moments, visit, call) or is_made_alone(moments, visit, call):
                return True
        except Failure:
            return True
    return False
