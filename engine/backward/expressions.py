"""Expressions of claims, over things: the evaluator of docs/semantics.md §7 with variables in it.

What an expression gives here, it gives on Values (`engine.claims.evaluator`): the cases where the
two could part (limits, sums of floats, the order of sets) are not modelled, and whoever uses this
compares the two under the recorded input besides.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.models.builtin_calls import call, call_method
from engine.backward.models.comparing import compare, contains, truth
from engine.backward.models.containers import add_to, set_of, store_key, subscript
from engine.backward.models.iterators import items_of
from engine.backward.models.operators import binary, unary
from engine.backward.models.things import (
    BuiltinThing,
    DictThing,
    FunctionThing,
    ListThing,
    OpaqueThing,
    SetThing,
    SliceThing,
    TupleThing,
    UnmodelledError,
    is_float,
    of_bool,
    type_name,
)
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, not_

MISSING: Final = object()
"""What a lookup gives for a name that is not bound."""

Lookup: TypeAlias = Callable[[str], object]


class NoValueError(Exception):
    """The expression has no value: a name in it is not bound."""


_OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^",
    ast.BitAnd: "&",
}  # fmt: skip
_UNARY: Final[dict[type[ast.unaryop], str]] = {
    ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not",
}  # fmt: skip
_COMPARE: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip

_FUNCTIONS: Final = frozenset(
    "len abs min max sum sorted any all list tuple set frozenset dict str repr int bool ord chr "
    "bin hex oct divmod range zip enumerate reversed".split()
)
_METHODS: Final = frozenset(
    "upper lower title capitalize swapcase casefold strip lstrip rstrip split rsplit splitlines "
    "partition rpartition startswith endswith find rfind index rindex count replace join zfill "
    "ljust rjust center removeprefix removesuffix expandtabs isalnum isalpha isascii isdecimal "
    "isdigit isidentifier islower isnumeric isprintable isspace istitle isupper copy get keys "
    "values items union intersection difference symmetric_difference issubset issuperset "
    "isdisjoint "
    "bit_length".split()
)


class Evaluation:
    """Evaluates expressions in one state. ``lookup`` gives what a name refers to, a `BuiltinThing`
    for a builtin that nothing hides, or `MISSING`.

    Raises `NoValueError` and `engine.backward.models.things.PythonError` where there is no value,
    `UnmodelledError` where it is not known."""

    def __init__(self, lookup: Lookup, run: Run) -> None:
        self._lookup = lookup
        self._run = run
        self._bound: dict[str, object] = {}

    def value(self, node: ast.expr) -> object:  # noqa: C901, PLR0912  # one case for each kind
        """The thing that the expression gives."""
        run = self._run
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self._name(name)
            case ast.List(elts=elements):
                return ListThing(self._all(elements))
            case ast.Tuple(elts=elements):
                return TupleThing(tuple(self._all(elements)))
            case ast.Set(elts=elements):
                return set_of(self._all(elements), run)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                made = DictThing()
                for key, held in zip(keys, values, strict=True):
                    assert key is not None
                    store_key(made, self.value(key), self.value(held), run)
                return made
            case ast.Subscript(value=container, slice=index):
                return subscript(self.value(container), self._key(index), run)
            case ast.UnaryOp(op=op, operand=operand):
                return unary(_UNARY[type(op)], self.value(operand))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return self._binary(_OPERATORS[type(op)], self.value(left), self.value(right))
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compared(left, ops, others)
            case ast.BoolOp(op=op, values=parts):
                return self._junction(parts, stop=isinstance(op, ast.Or))
            case ast.IfExp(test=test, body=body, orelse=other):
                return self.value(body if self._decided(test) else other)
            case ast.Call():
                return self._called(node)
            case ast.ListComp(elt=element, generators=generators):
                return ListThing(list(self._generated(element, generators)))
            case ast.SetComp(elt=element, generators=generators):
                found = SetThing()
                for item in self._generated(element, generators):
                    add_to(found, item, run)
                return found
            case _:
                raise UnmodelledError(f"`{ast.unparse(node)}`")

    def truth(self, node: ast.expr) -> BoolTerm:
        """Python's truth of what the expression gives."""
        return truth(self.value(node))

    def _decided(self, node: ast.expr) -> bool:
        return self._run.decide(self.truth(node))

    def _all(self, nodes: list[ast.expr]) -> list[object]:
        return [self.value(node) for node in nodes]

    def _name(self, name: str) -> object:
        if name in self._bound:
            return self._bound[name]
        found = self._lookup(name)
        if found is MISSING:
            raise NoValueError(name)
        if isinstance(found, OpaqueThing | FunctionThing | BuiltinThing):
            raise UnmodelledError(f"the value of `{name}`")
        return found

    def _key(self, key: ast.expr) -> object:
        if not isinstance(key, ast.Slice):
            return self.value(key)
        start, stop, step = (
            None if part is None else self.value(part) for part in (key.lower, key.upper, key.step)
        )
        return SliceThing(start, stop, step)

    def _binary(self, sign: str, left: object, right: object) -> object:
        if sign == "%" and not isinstance(left, ast.AST) and type_name(left) in {"str", "bytes"}:
            raise UnmodelledError("`%` of a str")
        return binary(sign, left, right, self._run)

    def _compared(self, left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr]) -> object:
        held: BoolTerm = True
        one = self.value(left)
        for place, (op, node) in enumerate(zip(ops, others, strict=True)):
            if place and not self._run.decide(held):
                return False  # the rest is not computed
            other = self.value(node)
            held = terms.and_(held, self._comparison(op, one, other))
            one = other
        return of_bool(held)

    def _comparison(self, op: ast.cmpop, left: object, right: object) -> BoolTerm:
        match op:
            case ast.In():
                return contains(right, left, self._run)
            case ast.NotIn():
                return not_(contains(right, left, self._run))
            case ast.Is() | ast.IsNot():
                if left is not None and right is not None:
                    raise UnmodelledError("`is`")
                type_name(left), type_name(right)
                return (left is right) is isinstance(op, ast.Is)
            case _:
                return truth(compare(_COMPARE[type(op)], left, right, self._run))

    def _junction(self, parts: list[ast.expr], *, stop: bool) -> object:
        for part in parts[:-1]:
            found = self.value(part)
            if self._run.decide(truth(found)) is stop:
                return found
        return self.value(parts[-1])

    def _called(self, node: ast.Call) -> object:
        if node.keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
            raise UnmodelledError(f"`{ast.unparse(node)}`")
        match node.func:
            case ast.Name(id="isinstance") if self._is_builtin("isinstance"):
                return self._is_instance(node)
            case ast.Name(id=name) if name in _FUNCTIONS and self._is_builtin(name):
                args = [self._argument(arg) for arg in node.args]
                if name == "sum" and any(is_float(x) for a in args for x in _inside(a)):
                    raise UnmodelledError("a sum of floats")
                return call(BuiltinThing(name), args, {}, self._run)
            case ast.Attribute(value=owner, attr=name) if name in _METHODS:
                receiver = self.value(owner)
                if isinstance(receiver, OpaqueThing | FunctionThing | BuiltinThing):
                    raise UnmodelledError(f"`{ast.unparse(node)}`")
                args = [self._argument(arg) for arg in node.args]
                return call_method(receiver, name, args, {}, self._run)
            case _:
                raise UnmodelledError(f"`{ast.unparse(node)}`")

    def _argument(self, node: ast.expr) -> object:
        if isinstance(node, ast.GeneratorExp):
            return ListThing(list(self._generated(node.elt, node.generators)))
        return self.value(node)

    def _is_builtin(self, name: str) -> bool:
        return name not in self._bound and isinstance(self._lookup(name), BuiltinThing)

    def _is_instance(self, node: ast.Call) -> object:
        if len(node.args) != 2:
            raise UnmodelledError("`isinstance`")
        name = type_name(self.value(node.args[0]))
        wanted = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
        kinds = [each.id for each in wanted if isinstance(each, ast.Name)]
        if len(kinds) != len(wanted) or not all(map(self._is_builtin, kinds)):
            raise UnmodelledError("`isinstance`")
        return name in kinds or (name == "bool" and "int" in kinds)

    def _generated(
        self, element: ast.expr, generators: list[ast.comprehension]
    ) -> Iterator[object]:
        first, *rest = generators
        if first.is_async:
            raise UnmodelledError("an asynchronous comprehension")
        for item in items_of(self.value(first.iter), self._run):
            before = dict(self._bound)
            self._bind(first.target, item)
            if all(self._decided(test) for test in first.ifs):
                if rest:
                    yield from self._generated(element, rest)
                else:
                    yield self.value(element)
            self._bound = before

    def _bind(self, target: ast.expr, item: object) -> None:
        match target:
            case ast.Name(id=name):
                self._bound[name] = item
            case ast.Tuple(elts=targets):
                items = items_of(item, self._run)
                if len(items) != len(targets):
                    raise UnmodelledError("an unpacking that fails")
                for each, part in zip(targets, items, strict=True):
                    self._bind(each, part)
            case _:
                raise UnmodelledError("a target of a comprehension")


def _inside(thing: object) -> list[object]:
    match thing:
        case ListThing(items=items) | SetThing(items=items):
            return items
        case TupleThing(items=held):
            return list(held)
        case _:
            return []
