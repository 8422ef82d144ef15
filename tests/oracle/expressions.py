"""What an expression came to in a step: its source, run on copies of the names before the step."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102, PLR0912, C901

from __future__ import annotations

import ast
import copy
import itertools
import sys
import types

from .history import Step
from .program import Comprehension, dump
from .record import FILE, Activation, Recorder
from .values import Value

UNCLEAR = "UNDECIDED"
UNSEEN = "UNSUPPORTED"
UNTRUSTED = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await)
FOLDED = (ast.BinOp, ast.UnaryOp, ast.Tuple, ast.Subscript)
LITERAL = (ast.Constant, ast.Slice, ast.List, ast.Set, ast.Dict)
HEADERS = ast.match_case | ast.ExceptHandler | ast.With


def folded(path: tuple[ast.AST, ...]) -> str | None:
    """What is to be said of a part of a constant, which the compiler makes itself: nothing is
    executed for it. None of all else."""
    node, above = path[-1], path[-2] if len(path) > 1 else None
    if above is not None and is_folded(above):
        return UNSEEN if isinstance(above, FOLDED) else UNCLEAR
    return UNSEEN if isinstance(node, ast.Subscript) and is_folded(node) else None


def is_folded(node: ast.AST) -> bool:
    """Whether an expression is made of literals, and operators and displays of them, alone."""
    parts = (n for n in ast.walk(node) if isinstance(n, ast.expr))
    return isinstance(node, ast.expr) and all(isinstance(n, (*FOLDED, *LITERAL)) for n in parts)


def is_constant(node: ast.AST) -> bool:
    """Whether the compiler makes one constant of it."""
    kinds = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.Tuple)
    return all(isinstance(n, kinds) for n in ast.walk(node) if isinstance(n, ast.expr))


def computed(
    recorder: Recorder, activation: Activation, step: Step, path: tuple[ast.AST, ...]
) -> Value | str | None:
    """The Value, UNDECIDED, or None where the expression was not evaluated in the step."""
    node, statement = path[-1], step.statement
    if (unseen := folded(path)) is not None:
        return unseen
    if isinstance(statement.node, ast.Return) and len(path) == 1 and is_constant(node):
        return UNSEEN
    if isinstance(statement.node, ast.For) and not step.fresh and path[0] is statement.node.iter:
        return None
    if isinstance(node, ast.Constant) and not step.thrown and len(path) == 1:
        return recorder.snapshots.take(node.value)
    if step.thrown or any(statement.all(UNTRUSTED)) or isinstance(statement.node, HEADERS):
        return UNCLEAR
    if isinstance(statement.node, ast.Assert) and path[0] is statement.node.msg:
        return None
    if any(isinstance(above, Comprehension | ast.Lambda | ast.JoinedStr) for above in path[:-1]):
        return UNCLEAR
    if any(isinstance(n, ast.Lambda) for n in ast.walk(node)):
        return UNCLEAR
    calls = [c for c in statement.all(ast.Call) if c not in path and c not in set(ast.walk(node))]
    if calls or isinstance(path[0], ast.Subscript | ast.Attribute | ast.Tuple | ast.List):
        if path[0] not in (getattr(statement.node, "value", None), None) or calls:
            return UNCLEAR
    for above, below in itertools.pairwise(path):
        match above:
            case ast.BoolOp(values=values) if below is not values[0]:
                return UNCLEAR
            case ast.IfExp(test=test) if below is not test:
                return UNCLEAR
            case ast.Compare(comparators=rights) if below in rights[1:]:
                return UNCLEAR
            case _:
                pass
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found = called(recorder, activation, step, node)
        if found is not None:
            return found
    assert isinstance(node, ast.expr)
    return evaluated(recorder, step, node)


def called(
    recorder: Recorder, activation: Activation, step: Step, node: ast.Call
) -> Value | str | None:
    """The result of a call of a function of the program, from its activation."""
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    begun = [
        a for a in recorder.activations
        if a.parent is activation and step.mark.clock <= a.start <= step.end
    ]  # fmt: skip
    if not begun:
        return None
    same = [c for c in step.statement.all(ast.Call) if dump(c.func) == dump(node.func)]
    [*ours] = [a for a in begun if a.function and a.function.name == name]
    if len(same) != 1 or len(ours) != 1 or ours[0].function is None or ours[0].function.generator:
        return UNCLEAR
    target = (step.mark.copies or {}).get(name)
    if not isinstance(target, types.FunctionType) or target.__code__.co_filename != FILE:
        return UNCLEAR
    number = target.__code__.co_firstlineno - 1
    if recorder.program.functions.get(number) is not ours[0].function:
        return UNCLEAR
    return ours[0].result if ours[0].result is not None else UNCLEAR


def evaluated(recorder: Recorder, step: Step, node: ast.expr) -> Value | str:
    copies = step.mark.copies or {}
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    known = {**step.mark.state.module, **step.mark.state.names}
    if any(name in known and name not in copies for name in names):
        return UNCLEAR
    if any(isinstance(n, ast.Call) for n in ast.walk(node)):
        shaky = {"input", "id", "open", "hash", "vars", "locals", "globals", "dir", "eval", "exec"}
        if names & shaky or any(
            known[n].kind in ("set", "frozenset", "opaque")
            and not isinstance(copies.get(n), types.BuiltinFunctionType | type)
            for n in names & set(known)
        ):
            return UNCLEAR
    entered: list[str] = []

    def watch(frame: types.FrameType, event: str, arg: object) -> None:
        if frame.f_code.co_filename == FILE:
            entered.append(event)

    code = compile(ast.fix_missing_locations(ast.Expression(node)), "<expression>", "eval")
    outer = sys.gettrace()
    with recorder.quiet():
        try:
            space = copy.deepcopy({n: copies[n] for n in names if n in copies})
            sys.settrace(watch)
            value = eval(code, {**space})
        except Exception:  # noqa: BLE001 (the program's, or of what cannot be copied)
            return UNCLEAR
        finally:
            sys.settrace(outer)
        return UNCLEAR if entered else recorder.snapshots.take(value)
