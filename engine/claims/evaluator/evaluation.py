"""The evaluation of one expression: operators, elements, comparisons, comprehensions, f-strings.

What calls give is in `calls` and `methods`, what may be iterated over in `iterables`.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from engine.claims.evaluator.builtin import (
    deep_size,
    refuse_nan_inside,
    refuse_new_characters,
    refuse_sets,
    texts_in,
)
from engine.claims.evaluator.calls import Calls
from engine.claims.evaluator.core import named
from engine.claims.evaluator.iterables import is_lazy
from engine.claims.evaluator.names import bound_by
from engine.claims.evaluator.outcomes import (
    MAX_BITS,
    MAX_ELEMENTS,
    PYTHON_ERRORS,
    Budget,
    Names,
    Result,
    Stop,
    Undecidable,
    raised,
    raises,
    undecidable,
)
from engine.trace.trace import Missing
from engine.values import (
    MAX_DEPTH,
    Atom,
    Cycle,
    Instance,
    Mapping,
    Opaque,
    Sequence,
    Value,
    children,
)

_BINARY: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}  # fmt: skip

_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip

_UNARY: Final[dict[type[ast.unaryop], Callable[[Any], Any]]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
}  # fmt: skip

_MAX_RESULT: Final = 500_000
"""Elements of a result at any depth, those that occur several times counted each time."""

_NUMBERS: Final = re.compile("[0-9]+")
_MAX_FORMAT: Final = 1_000
"""Largest width or precision of a format."""


def evaluate(
    expression: ast.expr, names: Names, private: Callable[[str], str] = lambda name: name
) -> Result:
    """The value of an expression where ``names`` tells the values of names, and ``private`` what
    the name of an attribute is there (``__x`` in a class)."""
    try:
        if isinstance(expression, ast.Name):  # as most are
            return named(names, expression.id)
        result = Evaluation(names, private, Budget()).value(expression, 0)
    except Stop as stop:
        return stop.outcome
    except RecursionError:
        return Undecidable("the expression or a value is nested too deeply")
    match _size(result, 0):
        case None:
            # Taken out of what it refers to, it cannot be told from others.
            return Undecidable("the value refers to an object that it is a part of")
        case size if size > _MAX_RESULT:
            return Undecidable("the result exceeds the evaluator's bounds")
        case _:
            return result


def _size(value: Value, depth: int) -> int | None:
    """The number of elements at any depth, as far as it matters; None where a part refers to
    something around the value."""
    if isinstance(value, Cycle):
        return 1 if value.up <= depth else None
    total = 1
    for child in children(value):
        size = _size(child, depth + 1)
        if size is None:
            return None
        total += size
        if total > _MAX_RESULT:
            break
    return total


class Evaluation(Calls):
    """One evaluation, or that of what a comprehension does for each element."""

    def value(  # noqa: C901, PLR0912  # one case for each form of expression
        self, node: ast.expr, depth: int
    ) -> Value:
        self._budget.operation()
        if depth > MAX_DEPTH:
            raise undecidable("the expression is nested too deeply")
        down = depth + 1
        match node:
            case ast.Constant(value=payload):
                return Atom(payload)
            case ast.Name(id=name):
                return self._name(name)
            case ast.List(elts=parts):
                return Sequence("list", tuple(self._parts(parts, down)))
            case ast.Tuple(elts=parts):
                return Sequence("tuple", tuple(self._parts(parts, down)))
            case ast.Set(elts=parts):
                made = [self._key(part) for part in self._parts(parts, down)]
                return self._python(lambda: set(made))
            case ast.Dict(keys=keys, values=items):
                return self._display(keys, items, down)
            case ast.ListComp(elt=elt, generators=generators):
                found = self.generated(generators, lambda inner: inner.value(elt, down), down)
                return Sequence("list", tuple(found))
            case ast.SetComp(elt=elt, generators=generators):
                found = self.generated(generators, lambda inner: inner.value(elt, down), down)
                keys_found = [self._key(each) for each in found]
                return self._python(lambda: set(keys_found))
            case ast.DictComp():
                return self._dict_comprehension(node, down)
            case ast.JoinedStr(values=pieces):
                return self._formatted(pieces, down)
            case ast.Subscript(value=container, slice=key):
                return self._subscript(self.value(container, down), key, down)
            case ast.Attribute(value=owner, attr=name):
                return self._attribute(self.value(owner, down), self._private(name))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Atom(not self._truth(self.value(operand, down)))
            case ast.UnaryOp(op=sign, operand=operand):
                only = self._thaw(self.value(operand, down))
                if isinstance(only, bool):  # `~True` is deprecated, and will be removed
                    only = int(only)
                return self._python(lambda: _UNARY[type(sign)](only))
            case ast.BinOp(left=left, op=op, right=right):
                first = self._thaw(self.value(left, down))
                return self._binary(first, op, self._thaw(self.value(right, down)))
            case ast.BoolOp(op=op, values=parts):
                stopper = isinstance(op, ast.Or)
                result: Value = Atom(None)
                for part in parts:
                    result = self.value(part, down)
                    if self._truth(result) is stopper:
                        return result
                return result
            case ast.IfExp(test=test, body=body, orelse=orelse):
                chosen = self._truth(self.value(test, down))
                return self.value(body if chosen else orelse, down)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compare(self.value(left, down), ops, others, down)
            case ast.Call():
                return self._call(node, down)
            case _:
                kind = type(node).__name__
                raise undecidable(f"`{ast.unparse(node)}` ({kind}) is not evaluated")

    def _parts(self, parts: list[ast.expr], depth: int) -> list[Value]:
        found: list[Value] = []
        for part in parts:
            if isinstance(part, ast.Starred):
                found.extend(self.items(part.value, depth))
            else:
                found.append(self.value(part, depth))
        return found

    def _display(self, keys: list[ast.expr | None], items: list[ast.expr], depth: int) -> Value:
        pairs: list[tuple[Value, Value]] = []
        for key, item in zip(keys, items, strict=True):
            if key is not None:
                pairs.append((self.value(key, depth), self.value(item, depth)))
                continue
            match self.value(item, depth):
                case Mapping(pairs=more):
                    pairs.extend(more)
                case Instance() | Opaque() | Cycle():
                    raise undecidable("what `**` gives here is not known")
                case other:
                    raise raises("TypeError", f"a {other.type} is not a mapping")
        return self._mapping(pairs)

    # -- comprehensions ---------------------------------------------------------------------------

    def generated(
        self,
        generators: list[ast.comprehension],
        element: Callable[[Evaluation], Value],
        depth: int,
    ) -> Iterator[Value]:
        """The elements that a comprehension makes. Its first iterable is evaluated at once, where
        the comprehension stands, the rest in a scope of its own."""
        if any(part.is_async for part in generators):
            raise undecidable("an asynchronous comprehension is not evaluated")
        first = self.items(generators[0].iter, depth)
        scope: dict[str, Value] = {}
        own = frozenset(name for part in generators for name in bound_by(part.target))
        names = self._names

        def inside(name: str) -> Value | Missing:
            if name in own:
                return scope.get(name, Missing.UNBOUND)
            return names(name)

        inner = Evaluation(inside, self._private, self._budget)
        return inner.rows(scope, generators, first, element, depth)

    def rows(
        self,
        scope: dict[str, Value],
        generators: list[ast.comprehension],
        items: Iterator[Value],
        element: Callable[[Evaluation], Value],
        depth: int,
    ) -> Iterator[Value]:
        part, *rest = generators
        for item in items:
            self._bind(scope, part.target, item)
            if not all(self._truth(self.value(test, depth)) for test in part.ifs):
                continue
            if rest:
                again = self.items(rest[0].iter, depth)
                yield from self.rows(scope, rest, again, element, depth)
            else:
                yield element(self)

    def _bind(self, scope: dict[str, Value], target: ast.expr, item: Value) -> None:
        match target:
            case ast.Name(id=name):
                scope[name] = item
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                found = list(self.elements(item))
                if any(isinstance(part, ast.Starred) for part in parts):
                    raise undecidable("a starred target is not evaluated")
                if len(found) != len(parts):
                    raise raises("ValueError", f"{len(parts)} values are to be unpacked")
                for part, each in zip(parts, found, strict=True):
                    self._bind(scope, part, each)
            case _:
                raise undecidable("this target of a comprehension is not evaluated")

    def _dict_comprehension(self, node: ast.DictComp, depth: int) -> Value:
        def pair(inner: Evaluation) -> Value:
            return Sequence("tuple", (inner.value(node.key, depth), inner.value(node.value, depth)))

        pairs: list[tuple[Value, Value]] = []
        for each in self.generated(node.generators, pair, depth):
            if isinstance(each, Sequence):
                key, item = each.items
                self._key(key)  # an unhashable key raises before the next element is made
                pairs.append((key, item))
        return self._mapping(pairs)

    # -- f-strings --------------------------------------------------------------------------------

    def _formatted(self, pieces: list[ast.expr], depth: int) -> Value:
        texts: list[str] = []
        size = 0
        for piece in pieces:
            match piece:
                case ast.Constant(value=str(text)):
                    texts.append(text)
                case ast.FormattedValue():
                    texts.append(self._piece(piece, depth))
                case _:
                    raise undecidable("this f-string is not evaluated")
            size += len(texts[-1])
            self._fits(size)
        return Atom("".join(texts))

    def _piece(self, piece: ast.FormattedValue, depth: int) -> str:
        thing = self._thaw(self.value(piece.value, depth))
        self._check_bits([thing])
        refuse_sets(thing)
        for text in texts_in(thing):
            refuse_new_characters(text)
        spec = ""
        if piece.format_spec is not None:
            found = self.value(piece.format_spec, depth)
            spec = (
                found.payload if isinstance(found, Atom) and isinstance(found.payload, str) else ""
            )
        if any(int(number) > _MAX_FORMAT for number in _NUMBERS.findall(spec[:_MAX_FORMAT])):
            raise undecidable("the text would be too long")
        if len(spec) > _MAX_FORMAT or spec.endswith("n"):  # `n` asks the machine's locale
            raise undecidable("this format is not evaluated")
        convert = {-1: None, 115: str, 114: repr, 97: ascii}[piece.conversion]
        try:
            return format(thing if convert is None else convert(thing), spec)
        except PYTHON_ERRORS as error:
            raise raised(error) from error

    # -- operators --------------------------------------------------------------------------------

    def _binary(self, left: object, op: ast.operator, right: object) -> Value:
        if isinstance(op, ast.MatMult):
            raise undecidable("`@` is not evaluated")
        if isinstance(left, str | bytes | bytearray) and isinstance(op, ast.Mod):
            raise undecidable("formatting with `%` is not evaluated")
        if isinstance(left, set | frozenset | dict) or isinstance(right, set | frozenset | dict):
            refuse_nan_inside(left, right)
        self._check_size(left, op, right)
        return self._python(lambda: _BINARY[type(op)](left, right))

    @staticmethod
    def _check_size(left: object, op: ast.operator, right: object) -> None:
        """Refuse what would be large before it is computed."""
        too_large = undecidable("the result would exceed the evaluator's bounds")
        bits = [n.bit_length() for n in (left, right) if isinstance(n, int)]
        if any(each > MAX_BITS for each in bits):
            raise too_large
        if (
            isinstance(op, ast.Pow)
            and isinstance(left, int)
            and isinstance(right, int)
            and right > 0
            and left.bit_length() * right > MAX_BITS
            and abs(left) > 1
        ):
            raise too_large
        if isinstance(op, ast.LShift) and isinstance(right, int) and right > MAX_BITS:
            raise too_large
        sizes = [
            deep_size(x)
            for x in (left, right)
            if isinstance(x, str | bytes | bytearray | list | tuple)
        ]
        if isinstance(op, ast.Mult) and sizes:
            times = right if isinstance(right, int) else left
            if isinstance(times, int) and times > 0 and max(sizes) * times > MAX_ELEMENTS:
                raise too_large
        if sum(sizes) > MAX_ELEMENTS:
            raise too_large

    # -- elements ---------------------------------------------------------------------------------

    def _subscript(self, container: Value, key: ast.expr, depth: int) -> Value:
        if isinstance(key, ast.Slice):
            bounds = [
                None if part is None else self._thaw(self.value(part, depth))
                for part in (key.lower, key.upper, key.step)
            ]
            return self._slice(container, slice(*bounds))
        return self._element(container, self.value(key, depth))

    def _slice(self, container: Value, bounds: slice) -> Value:
        try:
            match container:
                case Sequence(type="list" | "tuple" as kind, items=items):
                    return Sequence(kind, items[bounds])
                case Atom(payload=str() | bytes() as text):
                    return Atom(text[bounds])
                case _:
                    whole = self._thaw(container)
                    return self._python(lambda: whole[bounds])  # type: ignore[index]
        except PYTHON_ERRORS as error:
            raise raised(error) from error

    def _element(self, container: Value, key: Value) -> Value:
        match container:
            case Sequence(type=kind, items=items) if kind != "bytearray":
                place: Any = self._thaw(key)  # a wrong type is the outcome
                try:
                    item: Value = items[place]
                except PYTHON_ERRORS as error:
                    raise raised(error) from error
                return item
            case Mapping(type=kind, pairs=pairs):
                found = self._lookup(pairs, key)
                if found is not None:
                    return found
                if kind in {"dict", "collections.OrderedDict"}:
                    raise raises("KeyError", "there is no such key")
                raise undecidable(f"a missing key of a `{kind}` may be made")
            case _:
                whole, index = self._thaw(container), self._thaw(key)
                return self._python(lambda: whole[index])  # type: ignore[index]

    def _attribute(self, owner: Value, name: str) -> Value:
        if isinstance(owner, Instance):
            for known, item in owner.attributes:
                if known == name:
                    return item
        raise undecidable(f"the attribute `{name}` is not one that the object itself holds")

    # -- comparisons and calls --------------------------------------------------------------------

    def _compare(
        self, left: Value, ops: list[ast.cmpop], others: list[ast.expr], depth: int
    ) -> Value:
        result: Value = Atom(True)
        for op, other in zip(ops, others, strict=True):
            if isinstance(op, ast.In | ast.NotIn) and is_lazy(other) and other is others[-1]:
                found = self._comes_up(left, other, depth)
                return Atom(found is isinstance(op, ast.In))
            right = self.value(other, depth)
            result = self._compare_two(left, op, right)
            if not self._truth(result):
                return result
            left = right
        return result

    def _compare_two(self, left: Value, op: ast.cmpop, right: Value) -> Value:
        match op:
            case ast.Is():
                return Atom(self._identical(left, right))
            case ast.IsNot():
                return Atom(not self._identical(left, right))
            case ast.In():
                return self._contains(left, right)
            case ast.NotIn():
                return Atom(not self._truth(self._contains(left, right)))
            case _:
                first, second = self._thaw(left), self._thaw(right)
                refuse_nan_inside(first, second)
                return self._python(lambda: _COMPARE[type(op)](first, second))

    def _comes_up(self, item: Value, iterable: ast.expr, depth: int) -> bool:
        """Whether an iterator, a range or a view gives an element that is equal."""
        wanted = self._thaw(item)
        for each in self.items(iterable, depth):
            thing = self._thaw(each)
            refuse_nan_inside([wanted], [thing])
            if wanted == thing:
                return True
        return False

    def _contains(self, item: Value, container: Value) -> Value:
        if isinstance(container, Mapping) and container.type == "dict":
            return Atom(self._lookup(container.pairs, item) is not None)
        wanted, whole = self._thaw(item), self._thaw(container)
        refuse_nan_inside([wanted], whole)
        return self._python(lambda: wanted in whole)  # type: ignore[operator]

    @staticmethod
    def _identical(left: Value, right: Value) -> bool:
        singletons = (None, True, False, ..., NotImplemented)
        if isinstance(left, Atom) and isinstance(right, Atom):
            known = [any(x.payload is s for s in singletons) for x in (left, right)]
            if all(known):
                return left.payload is right.payload
            if any(known):
                return False
            raise undecidable("the identity of immutable values is not recorded")
        if isinstance(left, Atom) or isinstance(right, Atom):
            return False
        if not left.oid or not right.oid:
            raise undecidable("a value made by the expression itself is no recorded object")
        return left.oid == right.oid
