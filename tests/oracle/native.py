"""What Python itself makes of an expression on plain values (semantics.md §7).

The expression is checked first: only what the page lists may stand in it. Where the page leaves
something undecidable and the oracle would have to count (operations, elements), or where the order
of a set could tell, it does not know: `Unclear`.
"""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable
from typing import Any

FUNCTIONS = frozenset(
    """len abs min max sum sorted any all list tuple set frozenset dict str repr int float bool
    ord chr bin hex oct round divmod pow isinstance range zip enumerate reversed""".split()
)
METHODS = frozenset(
    """upper lower title capitalize swapcase casefold strip lstrip rstrip split rsplit splitlines
    partition rpartition startswith endswith find rfind index rindex count replace join zfill ljust
    rjust center removeprefix removesuffix expandtabs isalnum isalpha isascii isdecimal isdigit
    isidentifier islower isnumeric isprintable isspace istitle isupper hex copy get union
    intersection difference symmetric_difference issubset issuperset isdisjoint bit_length
    bit_count is_integer keys values items""".split()
)
NODES = (
    ast.Name, ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.BinOp, ast.UnaryOp,
    ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.Call, ast.Attribute,
    ast.JoinedStr, ast.FormattedValue, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.comprehension, ast.Starred, ast.keyword, ast.operator, ast.unaryop, ast.boolop, ast.cmpop,
    ast.expr_context,
)  # fmt: skip
ORDERLESS = frozenset("len sorted min max any all set frozenset".split())
MOST_BITS, MOST_ITEMS = 2048, 5_000


class TooMuch(Exception):
    """More than the oracle computes."""


class Foreign(Exception):
    """Something that the page does not list."""


def checked(node: ast.expr) -> set[str]:
    """The free names of an expression; raises Foreign for what the page does not list."""
    bound: set[str] = set()
    free: set[str] = set()
    for n in ast.walk(node):
        if not isinstance(n, NODES):
            raise Foreign(type(n).__name__)
        if isinstance(n, ast.comprehension):
            if n.is_async:
                raise Foreign("async")
            bound |= {t.id for t in ast.walk(n.target) if isinstance(t, ast.Name)}
        if isinstance(n, ast.Call):
            check_call(n)
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult):
            raise Foreign("@")
        if isinstance(n, ast.Compare) and any(isinstance(op, ast.Is | ast.IsNot) for op in n.ops):
            raise TooMuch("identity")
        if isinstance(n, ast.Name):
            free.add(n.id)
    called = {id(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}
    for n in ast.walk(node):
        if isinstance(n, ast.Attribute) and id(n) not in called:
            raise TooMuch("attribute")
    return free - bound


def check_call(node: ast.Call) -> None:
    match node.func:
        case ast.Name(id=name):
            if name not in FUNCTIONS:
                raise Foreign(name)
            allowed = {"sorted": {"reverse"}, "enumerate": {"start"}}.get(name, set())
        case ast.Attribute(attr=name):
            if name not in METHODS:
                raise Foreign(name)
            allowed = {"split": {"sep", "maxsplit"}, "rsplit": {"sep", "maxsplit"}}.get(name, set())
        case _:
            raise Foreign("call")
    if any(keyword.arg not in allowed for keyword in node.keywords):
        raise Foreign(name)


def orders_sets(node: ast.expr) -> bool:
    """Whether a set is made where its order could tell."""
    inside: set[int] = set()
    for n in ast.walk(node):
        harmless = isinstance(n, ast.Compare) or (
            isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ORDERLESS
        )
        if harmless:
            inside |= {id(child) for child in ast.iter_child_nodes(n)}
    for n in ast.walk(node):
        made = isinstance(n, ast.Set | ast.SetComp) or (
            isinstance(n, ast.Call)
            and isinstance(n.func, ast.Name)
            and n.func.id in ("set", "frozenset")
        )
        if made and id(n) not in inside and n is not node:
            return True
    return False


class Guarded(ast.NodeTransformer):
    """Puts bounded functions in the place of operators that can make much of little."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        name = {ast.Mult: "_mul", ast.Pow: "_pow", ast.LShift: "_shift", ast.Mod: "_mod"}.get(
            type(node.op)
        )
        if name is None:
            return node
        return ast.Call(ast.Name(name, ast.Load()), [node.left, node.right], [])


def bounded_mul(a: Any, b: Any) -> Any:
    for one, other in ((a, b), (b, a)):
        if isinstance(one, str | bytes | list | tuple) and isinstance(other, int):
            if len(one) * other > MOST_ITEMS:
                raise TooMuch
    return a * b


def bounded_pow(a: Any, b: Any) -> Any:
    if isinstance(b, int) and isinstance(a, int):
        if abs(b) * max(1, a.bit_length()) > MOST_BITS:
            raise TooMuch
    return a**b


def bounded_shift(a: Any, b: Any) -> Any:
    if isinstance(b, int) and b > MOST_BITS:
        raise TooMuch
    return a << b


def bounded_mod(a: Any, b: Any) -> Any:
    if isinstance(a, str | bytes):
        raise Foreign("%")
    return operator.mod(a, b)


def bounded_range(*args: Any) -> range:
    made = range(*args)
    if len(made) > MOST_ITEMS:
        raise TooMuch
    return made


def run(node: ast.expr, values: dict[str, Any]) -> Any:
    """What the expression comes to; raises what Python raises, TooMuch and Foreign."""
    space: dict[str, Any] = {
        "__builtins__": {}, "_mul": bounded_mul, "_pow": bounded_pow, "_shift": bounded_shift,
        "_mod": bounded_mod,
    }  # fmt: skip
    functions: dict[str, Callable[..., Any]] = {name: getattr(builtins, name) for name in FUNCTIONS}
    functions["range"] = bounded_range
    copied = ast.parse(ast.unparse(node), mode="eval")
    tree = ast.fix_missing_locations(Guarded().visit(copied))
    made = eval(compile(tree, "<expression>", "eval"), {**space, **functions, **values})
    if isinstance(made, int) and made.bit_length() > MOST_BITS:
        raise TooMuch
    if isinstance(made, str | list | tuple | dict | set) and len(made) > MOST_ITEMS:
        raise TooMuch
    return made
