"""What calls of builtin functions give."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, Final

from engine.claims.evaluator.builtin import (
    refuse_nested_nan,
    refuse_new_characters,
    refuse_sets,
    texts_in,
)
from engine.claims.evaluator.iterables import LAZY_FUNCTIONS, VIEWS, is_lazy
from engine.claims.evaluator.methods import Methods
from engine.claims.evaluator.outcomes import MAX_BITS, raises, undecidable
from engine.trace.trace import Missing
from engine.values import Atom, Instance, Mapping, Opaque, Sequence, SetValue, Value

_MAX_DIGITS: Final = 1_000
"""Of a text that is read as a number, and of what a number is rounded to."""

_MODULAR_POWER: Final = 50_000
"""Elements that would take as long as a power modulo a number of `MAX_BITS` bits."""

_TYPES: Final[dict[str, type]] = {
    "int": int, "float": float, "complex": complex, "bool": bool, "str": str, "bytes": bytes,
    "list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "dict": dict,
}  # fmt: skip

_SCALAR: Final[dict[str, Callable[..., Any]]] = {
    "abs": abs, "divmod": divmod, "ord": ord, "chr": chr, "int": int, "float": float,
    "str": str, "repr": repr, "bool": bool, "bin": bin, "hex": hex, "oct": oct, "round": round,
    "pow": pow,
}  # fmt: skip
"""Functions of values that are not iterated over."""

_GATHERING: Final = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "min", "max", "any", "all"}
)
"""Functions of one iterable (`min` and `max` of several values, too)."""


class Calls(Methods):
    """Calls by name, and of methods."""

    def _call(self, node: ast.Call, depth: int) -> Value:
        if any(isinstance(argument, ast.Starred) for argument in node.args) or any(
            keyword.arg is None for keyword in node.keywords
        ):
            raise undecidable("`*` in a call is not evaluated")
        match node.func:
            case ast.Attribute(value=ast.Name(id=kind)) if (
                node.args and kind in _TYPES and self._names(kind) is Missing.BUILTIN
            ):
                return self._unbound(kind, node.func, node, depth)
            case ast.Attribute(value=owner, attr=name):
                if is_lazy(node):
                    raise undecidable(f"`{name}` gives a view, which has no value to tell")
                return self._method(self.value(owner, depth), name, node, depth)
            case ast.Name(id=name):
                return self._function(name, node, depth)
            case _:
                raise undecidable(f"`{ast.unparse(node)}` is not evaluated")

    def _unbound(self, kind: str, method: ast.Attribute, node: ast.Call, depth: int) -> Value:
        """A method that is looked up on its type, as `str.upper(text)`."""
        owner = self.value(node.args[0], depth)
        bound = ast.Call(method, node.args[1:], node.keywords)
        if getattr(owner, "type", None) != kind or is_lazy(bound):
            raise undecidable(f"`{ast.unparse(node)}` is not evaluated")
        return self._method(owner, method.attr, bound, depth)

    def _function(self, name: str, node: ast.Call, depth: int) -> Value:
        if name not in _SCALAR and name not in _GATHERING and name not in {"len", "isinstance"}:
            if name in LAZY_FUNCTIONS:
                raise undecidable(f"`{name}` gives an iterator, which has no value to tell")
            raise undecidable(f"calls of `{name}` are not evaluated")
        self._is_builtin(name)
        if name == "sorted" and [each.arg for each in node.keywords] == ["reverse"]:
            return self._sorted(node, depth)
        if node.keywords:
            raise undecidable(f"this call of `{name}` is not evaluated")
        if name == "len":
            return self._len(node, depth)
        if name == "isinstance":
            return self._isinstance(node, depth)
        if name in _GATHERING:
            return self._gather(name, node, depth)
        return self._scalar(name, [self._thaw(self.value(each, depth)) for each in node.args])

    # -- functions of values ----------------------------------------------------------------------

    def _scalar(self, name: str, things: list[Any]) -> Value:
        self._check_bits(things)
        match name, things:
            case "bool", [only] if only is NotImplemented:
                raise undecidable("the truth of NotImplemented differs between versions")
            case "str" | "repr", _:
                self._refuse_unwritable(things)
            case "int" | "float", [str() | bytes() | bytearray() as text, *_]:
                if len(text) > _MAX_DIGITS:
                    raise undecidable("the text is too long for a number")
            case "round", [int(), int(digits)] | [float(), int(digits)]:
                if abs(digits) > _MAX_DIGITS:
                    raise undecidable("the number is rounded to too many digits")
            case "pow", [left, right]:
                return self._binary(left, ast.Pow(), right)
            case "pow", _:
                self._budget.touch(_MODULAR_POWER)
            case _:
                pass
        for text in texts_in(things):
            refuse_new_characters(text)
        return self._python(lambda: _SCALAR[name](*things))

    def _binary(self, left: object, op: ast.operator, right: object) -> Value:
        raise NotImplementedError  # by `Evaluation`

    @staticmethod
    def _check_bits(numbers: list[object]) -> None:
        if any(isinstance(each, int) and each.bit_length() > MAX_BITS for each in numbers):
            raise undecidable("a number is too large")

    def _refuse_unwritable(self, things: list[object]) -> None:
        if len(things) != 1:
            raise undecidable("decoding is not evaluated")
        refuse_sets(things[0])
        self._budget.touch(sum(map(len, texts_in(things[0]))))

    def _isinstance(self, node: ast.Call, depth: int) -> Value:
        if len(node.args) != 2:
            raise raises("TypeError", "isinstance expected 2 arguments")
        names = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
        kinds: list[type] = []
        for each in names:
            if not isinstance(each, ast.Name) or each.id not in _TYPES:
                raise undecidable("whether it is an instance of this is not known")
            self._is_builtin(each.id)
            kinds.append(_TYPES[each.id])
        return Atom(self._is_instance(self.value(node.args[0], depth), tuple(kinds)))

    def _is_instance(self, value: Value, kinds: tuple[type, ...]) -> bool:
        match value:
            case Mapping():  # the others of `collections` inherit from it
                return dict in kinds
            case Sequence(type=name) | SetValue(type=name):
                return _TYPES.get(name) in kinds
            case _:
                return isinstance(self._thaw(value), kinds)

    # -- functions of iterables -------------------------------------------------------------------

    def _len(self, node: ast.Call, depth: int) -> Value:
        if len(node.args) != 1:
            raise raises("TypeError", "len() takes exactly one argument")
        match node.args[0]:
            case ast.Call(func=ast.Name(id="range")) as call:
                self._is_builtin("range")
                return self._python(lambda: len(self.range_of(call, depth)))
            case ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[]) if name in VIEWS:
                return Atom(sum(1 for _ in self.items(node.args[0], depth)))
            case argument if is_lazy(argument):
                raise undecidable("the length of an iterator is not evaluated")
            case argument:
                return self._length(self.value(argument, depth))

    @staticmethod
    def _length(value: Value) -> Value:
        match value:
            case Sequence(items=items) | SetValue(items=items):
                return Atom(len(items))
            case Mapping(pairs=pairs):
                return Atom(len(pairs))
            case Atom(payload=str() | bytes() as text):
                return Atom(len(text))
            case Atom():
                raise raises("TypeError", "it has no length")
            case Instance() | Opaque():
                raise undecidable("the length of this object is not known")
            case _:
                raise undecidable("the length of a cyclic value is not evaluated")

    def _gather(self, name: str, node: ast.Call, depth: int) -> Value:
        arguments = node.args
        match name:
            case "any" | "all" if len(arguments) == 1:
                return self._any_or_all(name, arguments[0], depth)
            case "sum" if len(arguments) in {1, 2}:
                return self._sum(node, depth)
            case "min" | "max" if len(arguments) > 1:
                things = [self._thaw(self.value(each, depth)) for each in arguments]
                return self._extreme(name, things)
            case "min" | "max" if arguments:
                return self._extreme(name, self._comparable(arguments[0], depth))
            case "sorted" if len(arguments) == 1:
                return self._sorted(node, depth)
            case "list" | "tuple" | "set" | "frozenset" | "dict" if len(arguments) <= 1:
                return self._container(name, arguments, depth)
            case _:
                raise undecidable(f"this call of `{name}` is not evaluated")

    def _any_or_all(self, name: str, node: ast.expr, depth: int) -> Value:
        wanted = name == "any"
        for item in self.items(node, depth):
            if self._truth(item) is wanted:
                return Atom(wanted)
        return Atom(not wanted)

    def _extreme(self, name: str, things: list[object]) -> Value:
        refuse_nested_nan(things)
        function: Callable[[Iterable[Any]], object] = min if name == "min" else max
        return self._python(lambda: function(things))

    def _sorted(self, node: ast.Call, depth: int) -> Value:
        if len(node.args) != 1:
            raise raises("TypeError", "sorted expected 1 argument")
        things: list[Any] = self._comparable(node.args[0], depth)
        refuse_nested_nan(things)
        backwards = False
        if node.keywords:
            backwards = self._truth(self.value(node.keywords[0].value, depth))
        self._budget.touch(len(things) * len(things).bit_length())
        return self._python(lambda: sorted(things, reverse=backwards))

    def _comparable(self, node: ast.expr, depth: int) -> list[Any]:
        """The elements of what is to be compared, which may be a set of which all orders give
        the same."""
        if is_lazy(node):
            return [self._thaw(item) for item in self.items(node, depth)]
        value = self.value(node, depth)
        if isinstance(value, SetValue):
            if len(value.items) > 1 and not _have_one_order(list(value.items)):
                raise undecidable("that depends on the order of the set's elements")
            return [self._thaw(item) for item in value.items]
        return [self._thaw(item) for item in self.elements(value)]

    def _sum(self, node: ast.Call, depth: int) -> Value:
        argument = node.args[0]
        start: Value = Atom(0)
        value: Value | None = None if is_lazy(argument) else self.value(argument, depth)
        if isinstance(value, SetValue):
            items = list(value.items)
            if not all(isinstance(x, Atom) and isinstance(x.payload, int) for x in items):
                raise undecidable("the sum depends on the order of the set's elements")
        else:
            found = self.items(argument, depth) if value is None else self.elements(value)
            items = list(found)
        things: list[Any] = [self._thaw(item) for item in items]
        if len(node.args) == 2:
            start = self.value(node.args[1], depth)
        first: Any = self._thaw(start)
        self._check_numbers([*things, first])
        return self._python(lambda: _total(things, first))

    def _check_numbers(self, things: list[object]) -> None:
        """`sum` of sequences is quadratic; of numbers it is bounded by what they were."""
        self._check_bits(things)
        if not all(isinstance(each, int | float) for each in things):
            raise undecidable("`sum` is evaluated for numbers only")

    def _container(self, name: str, arguments: list[ast.expr], depth: int) -> Value:
        if not arguments:
            return self._python(_TYPES[name])
        argument = arguments[0]
        value: Value | None = None if is_lazy(argument) else self.value(argument, depth)
        if name == "dict":
            return self._dict(argument, value, depth)
        if name in {"set", "frozenset"}:
            # What a set is made of has no order that matters.
            some = value.items if isinstance(value, SetValue) else None
            if some is None:
                found = self.items(argument, depth) if value is None else self.elements(value)
                some = tuple(found)
            keys = [self._key(item) for item in some]
            return self._python(lambda: _TYPES[name](keys))
        found = self.items(argument, depth) if value is None else self.elements(value)
        return Sequence(name, tuple(found))

    def _dict(self, argument: ast.expr, value: Value | None, depth: int) -> Value:
        if isinstance(value, Mapping):
            return Mapping("dict", value.pairs)
        found = self.items(argument, depth) if value is None else self.elements(value)
        pairs: list[tuple[Value, Value]] = []
        for item in found:
            pair = list(self.elements(item))
            if len(pair) != 2:
                raise raises("ValueError", "a dict is made of pairs")
            pairs.append((pair[0], pair[1]))
        return self._mapping(pairs)


def _total(things: list[Any], first: Any) -> Any:
    """The sum, where all versions of Python agree: from 3.12 on floats are added with
    compensation (bpo-100425), before they were not."""
    plain = reduce(operator.add, things, first)
    if any(isinstance(each, float) for each in things) or isinstance(first, float):
        compensated = _compensated([first, *things])
        if compensated != plain and not (plain != plain and compensated != compensated):  # noqa: PLR0124
            raise undecidable("versions of Python differ in how they add these floats")
    return plain


def _compensated(numbers: list[Any]) -> float:
    """Neumaier's summation, as `sum` does it from 3.12 on."""
    total, lost = 0.0, 0.0
    for number in numbers:
        try:
            each = float(number)
        except OverflowError:
            raise undecidable("the sum of so large a number and floats is not evaluated") from None
        added = total + each
        lost += (total - added) + each if abs(total) >= abs(each) else (each - added) + total
        total = added
    return total + lost if lost and lost - lost == 0 else total


def _have_one_order(items: list[Value]) -> bool:
    """Whether `<` orders the values, all of them and whichever are compared."""
    atoms = [item.payload for item in items if isinstance(item, Atom)]
    if len(atoms) == len(items):
        numbers = all(isinstance(each, int | float) and each == each for each in atoms)  # noqa: PLR0124  # no NaN
        return numbers or any(all(type(each) is kind for each in atoms) for kind in (str, bytes))
    tuples = [item.items for item in items if isinstance(item, Sequence) and item.type == "tuple"]
    if len(tuples) < len(items) or len({len(each) for each in tuples}) > 1:
        return False
    return all(_have_one_order(list(column)) for column in zip(*tuples, strict=True))
