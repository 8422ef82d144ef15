"""What can be iterated over, element by element and no further than it is asked for.

Iterators, ranges and views have no Value of their own here: they stand where they are used up at
once (`sum(x for x in nums)`, `for … in range(n)`, `len(d.items())`), and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from engine.claims.evaluator.core import Core
from engine.claims.evaluator.outcomes import MAX_BITS, raises, undecidable
from engine.values import Atom, Mapping, Sequence, SetValue, Value

LAZY_FUNCTIONS = frozenset({"range", "zip", "enumerate", "reversed"})
VIEWS = frozenset({"keys", "values", "items"})


def is_lazy(node: ast.expr) -> bool:
    """Whether the expression is (by its looks) an iterator, a range or a view."""
    match node:
        case ast.GeneratorExp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in LAZY_FUNCTIONS
        case ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[]):
            return name in VIEWS
        case _:
            return False


class Iterables(Core):
    """Iteration over values and over what makes iterators."""

    def items(self, node: ast.expr, depth: int) -> Iterator[Value]:
        """The elements of what the expression is. What Python evaluates when it makes the
        iterator is evaluated at once, the rest as far as the elements are asked for."""
        down = depth + 1
        match node:
            case ast.GeneratorExp(elt=elt, generators=generators):
                return self.generated(generators, lambda inner: inner.value(elt, down), down)
            case ast.Call(func=ast.Name(id=name)) if name in LAZY_FUNCTIONS:
                return self._lazy(name, node, down)
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[], keywords=[]) if (
                name in VIEWS
            ):
                return self._view(self.value(owner, down), name)
            case _:
                return self.elements(self.value(node, down))

    def generated(
        self,
        generators: list[ast.comprehension],
        element: Callable[[Any], Value],
        depth: int,
    ) -> Iterator[Value]:
        raise NotImplementedError  # by `Evaluation`

    def elements(self, value: Value) -> Iterator[Value]:
        """The elements of a value, in order."""
        match value:
            case Sequence(items=items):
                return self._counted(iter(items))
            case Mapping(pairs=pairs):
                return self._counted(key for key, _ in pairs)
            case SetValue(items=items):
                if len(items) > 1:
                    raise undecidable("the order of a set is not determined")
                return iter(items)
            case Atom(payload=str(text)):
                return self._counted(map(Atom, text))
            case Atom(payload=bytes(text)):
                return self._counted(map(Atom, text))
            case Atom():
                raise raises("TypeError", f"a {value.type} is not iterable")
            case _:
                raise undecidable("what this object gives when it is iterated over is not known")

    def _counted(self, items: Iterator[Value]) -> Iterator[Value]:
        for item in items:
            self._budget.touch(1)
            yield item

    def _view(self, owner: Value, name: str) -> Iterator[Value]:
        match owner:
            case Mapping(pairs=pairs) if name == "keys":
                return self._counted(key for key, _ in pairs)
            case Mapping(pairs=pairs) if name == "values":
                return self._counted(item for _, item in pairs)
            case Mapping(pairs=pairs):
                return self._counted(Sequence("tuple", pair) for pair in pairs)
            case _:
                raise undecidable(f"what `{name}` gives here is not known")

    def _lazy(self, name: str, call: ast.Call, depth: int) -> Iterator[Value]:
        self._is_builtin(name)
        arguments = call.args
        if any(isinstance(argument, ast.Starred) for argument in arguments):
            raise undecidable("`*` in a call is not evaluated")
        match name:
            case "range":
                return self._range([self.value(each, depth) for each in arguments], call)
            case "zip" if not call.keywords:
                return self._zip([self.items(each, depth) for each in arguments])
            case "enumerate":
                return self._enumerate(call, depth)
            case "reversed" if len(arguments) == 1 and not call.keywords:
                return self._reversed(arguments[0], depth)
            case _:
                raise undecidable(f"this call of `{name}` is not evaluated")

    def range_of(self, call: ast.Call, depth: int) -> range:
        """The range that a call makes; raises `Stop`."""
        return self._as_range([self.value(each, depth) for each in call.args], call)

    def _range(self, bounds: list[Value], call: ast.Call) -> Iterator[Value]:
        return self._counted(map(Atom, self._as_range(bounds, call)))

    @staticmethod
    def _as_range(bounds: list[Value], call: ast.Call) -> range:
        numbers: list[int] = []
        for bound in bounds:
            if not isinstance(bound, Atom):
                raise undecidable("a bound of this kind is not known")
            if not isinstance(bound.payload, int):
                raise raises("TypeError", f"a {bound.type} cannot be interpreted as an integer")
            if bound.payload.bit_length() > MAX_BITS:
                raise undecidable("the range is too large")
            numbers.append(bound.payload)
        if call.keywords or len(numbers) not in {1, 2, 3}:
            raise raises("TypeError", "range expects 1 to 3 arguments")
        try:
            return range(*numbers)
        except ValueError as error:
            raise raises("ValueError", str(error)) from error

    @staticmethod
    def _zip(parts: list[Iterator[Value]]) -> Iterator[Value]:
        # zip asks its iterables one after the other, and stops at the first that has no more.
        while parts:
            row: list[Value] = []
            for part in parts:
                found = next(part, None)
                if found is None:
                    return
                row.append(found)
            yield Sequence("tuple", tuple(row))

    def _enumerate(self, call: ast.Call, depth: int) -> Iterator[Value]:
        arguments, start = list(call.args), 0
        if [each.arg for each in call.keywords] == ["start"]:
            arguments.append(call.keywords[0].value)
        elif call.keywords:
            raise undecidable("this call of `enumerate` is not evaluated")
        if len(arguments) not in {1, 2}:
            raise raises("TypeError", "enumerate expects 1 or 2 arguments")
        items = self.items(arguments[0], depth)
        if len(arguments) == 2:
            first = self.value(arguments[1], depth)
            if not isinstance(first, Atom) or not isinstance(first.payload, int):
                raise undecidable("enumerate counts from an integer")
            start = first.payload
            if start.bit_length() > MAX_BITS:
                raise undecidable("the number is too large")
        return (Sequence("tuple", (Atom(number), item)) for number, item in enumerate(items, start))

    def _reversed(self, node: ast.expr, depth: int) -> Iterator[Value]:
        match node:
            case ast.Call(func=ast.Name(id="range")):
                self._is_builtin("range")
                return self._counted(map(Atom, reversed(self.range_of(node, depth))))
            case ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[]) if name in VIEWS:
                return reversed(list(self.items(node, depth)))
            case _ if is_lazy(node):
                raise undecidable("what is reversed here is not known")
            case _:
                return self._backwards(self.value(node, depth))

    def _backwards(self, value: Value) -> Iterator[Value]:
        match value:
            case Sequence() | Mapping() | Atom(payload=str() | bytes()):
                return reversed(list(self.elements(value)))
            case SetValue() | Atom():
                raise raises("TypeError", f"a {value.type} is not reversible")
            case _:
                raise undecidable("what this object gives when it is reversed is not known")
