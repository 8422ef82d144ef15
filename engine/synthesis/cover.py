"""Which calls exercise most of the code: greedy set cover over executed statements and branches.

The solution's functions are rewritten so that they note what they reach, and run in the sandbox.
That chooses calls and decides nothing else; what is said about a call rests on its recording.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from engine.capture.limits import Limits
from engine.capture.sandbox import Sandbox
from engine.program import Program
from engine.search.answers import value_of
from engine.synthesis.trials import ALONE
from engine.values import Atom
from engine.values import Sequence as Values

_SEEN: Final = "_stepwitness_seen"

_HARNESS: Final = f'''
def _covered():
    code = compile(_SOURCE, "<solution>", "exec")
    found = []
    for call in _CALLS:
        seen = set()

        def note(place, truth=None):
            seen.add(place if truth is None else -place - (1 if truth else 2) * 1_000_000)
            return truth

        space = {{"__name__": "solution", "{_SEEN}": note}}
        try:
            exec(code, space)
            eval(call, space)
        except MemoryError:
            raise
        except BaseException:
            pass
        found.append(sorted(seen))
    return found
'''


def coverage(sandbox: Sandbox, source: str, calls: Sequence[str], limits: Limits = ALONE) -> list[
    frozenset[int]
]:  # fmt: skip
    """For each whole call (``f([1, 2])``) the statements and branches of the source's functions
    that it reaches, as numbers. Raises `CaptureError`."""
    rewritten = ast.unparse(ast.fix_missing_locations(_Noting().visit(ast.parse(source))))
    text = f"_SOURCE = {rewritten!r}\n_CALLS = {list(calls)!r}\n{_HARNESS}"
    observed = sandbox.observe(Program(text, "_covered", "", name="coverage"), limits)
    match value_of(observed.result):
        case Values(type="list", items=rows) if len(rows) == len(calls):
            return [frozenset(_numbers(row)) for row in rows]
        case _:
            return [frozenset()] * len(calls)


def _numbers(row: object) -> list[int]:
    if not isinstance(row, Values):
        return []
    return [i.payload for i in row.items if isinstance(i, Atom) and isinstance(i.payload, int)]


def chosen(covered: Sequence[frozenset[int]], most: int) -> list[int]:
    """Numbers of at most ``most`` calls that together reach the most: each time the call that adds
    the most to those before it, of several the first. At least one, where there is one."""
    found: list[int] = []
    reached: frozenset[int] = frozenset()
    while len(found) < min(most, len(covered)):
        gains = [(len(each - reached), -number) for number, each in enumerate(covered)
                 if number not in found]  # fmt: skip
        gain, number = max(gains)
        if gain == 0 and found:
            break
        found.append(-number)
        reached |= covered[-number]
    return found


class _Noting(ast.NodeTransformer):
    """Puts a note before each statement of a function, and around each condition."""

    def __init__(self) -> None:
        self._count = 0
        self._depth = 0

    def _note(self, *more: ast.expr) -> ast.expr:
        self._count += 1
        return ast.Call(ast.Name(_SEEN, ast.Load()), [ast.Constant(self._count), *more], [])

    def generic_visit(self, node: ast.AST) -> ast.AST:
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        self._depth += inside
        super().generic_visit(node)
        if self._depth and not isinstance(node, ast.ClassDef | ast.Lambda):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list):
                    setattr(node, name, [part for each in block for part in self._noted(each)])
        if self._depth:
            self._conditions(node)
        self._depth -= inside
        return node

    def _noted(self, statement: ast.stmt) -> list[ast.stmt]:
        return [ast.Expr(self._note()), statement]

    def _conditions(self, node: ast.AST) -> None:
        match node:
            case ast.If() | ast.While() | ast.IfExp():
                node.test = self._condition(node.test)
            case ast.comprehension():
                node.ifs = [self._condition(each) for each in node.ifs]
            case _:
                pass

    def _condition(self, test: ast.expr) -> ast.expr:
        truth = ast.Call(ast.Name("bool", ast.Load()), [test], [])
        return self._note(truth)
