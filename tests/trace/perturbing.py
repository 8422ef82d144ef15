"""Runs a program with one value overwritten: what the slices of `engine.trace` are held against.

The program's syntax tree is rewritten so that each value of interest passes through a hook, which
replaces it at one execution of one place. Nothing here knows of opcodes or of how recordings
are made: a place is a span of the source, and its executions are counted.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LIMIT = 20_000
"""Hook calls in one run; a program of the tests that makes more has become an endless one."""

Place = tuple[str, int, int, int, int]
"""What is overwritten there (`value`, or `store` of a name, element or attribute) and its span."""

HOOK, TICK = "__hook__", "__tick__"


class Endless(BaseException):
    """The run does not end, or not soon."""


@dataclass(frozen=True)
class Answer:
    """How the call ended: what it returned or raised, written down; `foreseen`: it returned, or
    what it raised comes from a `raise` or `assert` of the program."""

    text: str
    foreseen: bool


def span(node: ast.expr) -> tuple[int, int, int, int]:
    return (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


class _Rewriter(ast.NodeTransformer):
    """Sends values through the hook. ``reads``: also the values of expressions."""

    def _hooked(self, kind: str, place: ast.expr, value: ast.expr) -> ast.expr:
        key = ast.Tuple([ast.Constant(each) for each in (kind, *span(place))], ast.Load())
        return ast.Call(ast.Name(HOOK, ast.Load()), [key, value], [])

    def _again(self, targets: list[ast.expr]) -> list[ast.stmt]:
        """Assignments of names that have just been assigned, through the hook."""
        names = [
            name
            for target in targets
            for name in ast.walk(target)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        ]
        return [
            ast.Assign(
                [ast.Name(name.id, ast.Store())],
                self._hooked("store", name, ast.Name(name.id, ast.Load())),
            )
            for name in names
            if sum(each.id == name.id for each in names) == 1
        ]

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        simple = len(node.targets) == 1 and isinstance(
            node.targets[0], ast.Name | ast.Subscript | ast.Attribute
        )
        places = list(node.targets)
        self.generic_visit(node)
        if simple:
            node.value = self._hooked("store", places[0], node.value)
            return node
        return [node, *self._again(places)]  # type: ignore[return-value]  # as it allows

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        node.value = self.visit(node.value)
        if not isinstance(node.target, ast.Name):
            return node
        return [node, *self._again([node.target])]  # type: ignore[return-value]

    def visit_For(self, node: ast.For) -> ast.AST:
        target = node.target
        self.generic_visit(node)
        node.body[:0] = self._again([target])
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        tick = ast.Expr(ast.Call(ast.Name(TICK, ast.Load()), [], []))
        node.body.insert(0, tick)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        return self._value(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.Lt | ast.Gt | ast.Eq | ast.NotEq):
            return self._value(node)
        return self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and not isinstance(node.slice, ast.Slice):
            return self._value(node)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return self._value(node) if isinstance(node.ctx, ast.Load) else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        original = copy.copy(node)
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
            node.args = [self.visit(each) for each in node.args]
            node.keywords = [self.visit(each) for each in node.keywords]
        else:
            self.generic_visit(node)
        return self._hooked("value", original, node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node  # an exception of another type would be another program

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.body = [self.visit(each) for each in node.body]
        flat: list[ast.stmt] = []
        for each in node.body:
            flat.extend(each if isinstance(each, list) else [each])
        node.body = flat
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node  # spans inside of f-strings differ between versions

    def _value(self, node: ast.expr) -> ast.AST:
        original = copy.copy(node)
        return self._hooked("value", original, self.generic_visit(node))  # type: ignore[arg-type]


class Perturber:
    """One program and its call, to be run with or without a value overwritten."""

    def __init__(self, source: str, call: str) -> None:
        self._source, self._call = source, call
        tree = ast.parse(source)
        self._explicit = {
            node.lineno for node in ast.walk(tree) if isinstance(node, ast.Raise | ast.Assert)
        }
        rewritten = ast.fix_missing_locations(_Rewriter().visit(tree))
        self._code = compile(rewritten, "<perturbed>", "exec")
        self.seen: list[tuple[Place, object]] = []
        """The places that the unchanged run came to, in order, with copies of their values."""
        self.answer = self._run(self._note)

    def _note(self, place: Place, value: object) -> object:
        plain = isinstance(value, int | float | str | list | tuple | dict | set)
        self.seen.append((place, copy.deepcopy(value) if plain else None))
        return value

    def perturbed(self, number: int, value: object) -> Answer | None:
        """The answer when the value that is ``seen[number]`` is overwritten, at the same execution
        of the same place; None: the run does not end, or ends unforeseen."""
        place = self.seen[number][0]
        wanted = Counter(each for each, _ in self.seen[:number])[place]
        count = 0

        def hook(at: Place, given: object) -> object:
            nonlocal count
            if at == place:
                count += 1
                if count == wanted + 1:
                    return copy.deepcopy(value)
            return given

        try:
            answer = self._run(hook)
        except Endless:
            return None
        return answer if answer.foreseen else None

    def _run(self, hook: Callable[[Place, object], object]) -> Answer:
        calls = 0
        silent = True

        def counted(place: Place, value: object) -> object:
            nonlocal silent
            tick()
            if silent:
                return value
            silent = True  # a copy may be made by code of the program
            try:
                return hook(place, value)
            finally:
                silent = False

        def tick() -> None:
            nonlocal calls
            calls += 1
            if calls > _LIMIT:
                raise Endless

        module = {HOOK: counted, TICK: tick, "__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(self._code, module)
            arguments, keywords = eval(f"(lambda *a, **k: (a, k))({self._call})", module)
            silent = False
            try:
                return Answer(written(module["f"](*arguments, **keywords)), True)  # type: ignore[operator]
            except Endless:
                raise
            except RecursionError:
                raise Endless from None
            except Exception as error:  # noqa: BLE001  # an answer like another
                return Answer(f"{type(error).__name__}{error.args!r}", self._foreseen(error))

    def _foreseen(self, error: BaseException) -> bool:
        trace, line = error.__traceback__, 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<perturbed>":
                line = trace.tb_lineno
            elif trace.tb_next is None and trace.tb_frame.f_code.co_filename != __file__:
                line = 0
            trace = trace.tb_next
        return line in self._explicit


def written(value: object, depth: int = 6) -> str:
    """A value in words that tell values apart, without addresses."""
    if depth == 0:
        return "…"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}[{', '.join(written(each, depth - 1) for each in value)}]"
    if isinstance(value, set | frozenset):
        return f"{type(value).__name__}{sorted(written(each, depth - 1) for each in value)}"
    if isinstance(value, dict):
        pairs = (f"{written(k, depth - 1)}: {written(v, depth - 1)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, int | float | str | bytes | type(None) | complex):
        return repr(value)
    if hasattr(value, "__dict__"):
        return f"{type(value).__name__}({written(vars(value), depth - 1)})"
    return type(value).__name__


def others(value: object) -> Iterator[object]:
    """Other values of the same type."""
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
            yield 0 if value else 7
            yield -value - 3
        case str():
            yield value + "z"
            yield value[1:] if value else "q"
        case float():
            yield value + 1.5
        case list():
            yield [*value, *value[:1]] if value else [1]
            yield value[:-1] if value else [0, 0]
            yield list(reversed(value))
        case tuple():
            yield tuple(reversed(value))
        case dict():
            yield dict(list(value.items())[:-1]) if value else {1: 1}
        case set():
            yield set(sorted(value, key=repr)[:-1]) if value else {1}
        case _:
            return
