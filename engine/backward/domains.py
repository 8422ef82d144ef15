"""Domains: the inputs that a statement is about, as a rationale names them.

A `Box` gives each parameter a set of values; a `Shape` is what one input is like (exact types,
sizes of containers and texts); `OfType` is every input whose parameters have the types of one's.
All of them fix exact types: no subclasses, and ``bool`` is no ``int``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.answers import same
from engine.backward.inputs import Inputs
from engine.backward.models.things import IntThing, ListThing, StrThing
from engine.backward.terms import BoolTerm, IntTerm
from engine.values import Atom, Value, to_literal
from engine.values import Sequence as SequenceValue

MAX_SHAPES: Final = 200
"""Shapes of one box: more are not gone through one by one."""

Restriction: TypeAlias = Callable[[object], BoolTerm]
"""What a thing of a shape has to meet to be in the set."""


@dataclass(frozen=True, slots=True)
class Integers:
    """Ints from ``low`` to ``high``; None: without that bound."""

    low: int | None = None
    high: int | None = None

    def told(self) -> str:
        if self.low is None or self.high is None:
            return "any int"
        return f"int from {self.low} to {self.high}"

    def size(self) -> int | None:
        if self.low is None or self.high is None:
            return None
        return max(0, self.high - self.low + 1)

    def members(self) -> Iterator[Value]:
        assert self.low is not None
        assert self.high is not None
        return (Atom(number) for number in range(self.low, self.high + 1))

    def holds(self, value: Value) -> bool:
        payload = value.payload if isinstance(value, Atom) else None
        return type(payload) is int and self._is_within(payload) is True

    def _is_within(self, number: IntTerm) -> BoolTerm:
        least = True if self.low is None else terms.le(self.low, number)
        return terms.and_(least, True if self.high is None else terms.le(number, self.high))

    def shapes(self) -> Iterator[tuple[Value, Restriction]]:
        if self.size() != 0:
            low = 0 if self.low is None else self.low
            yield Atom(low), lambda thing: self._is_within(_number(thing))


@dataclass(frozen=True, slots=True)
class Booleans:
    """The two bools."""

    def told(self) -> str:
        return "bool"

    def size(self) -> int | None:
        return 2

    def members(self) -> Iterator[Value]:
        return iter((Atom(False), Atom(True)))

    def holds(self, value: Value) -> bool:
        return isinstance(value, Atom) and isinstance(value.payload, bool)

    def shapes(self) -> Iterator[tuple[Value, Restriction]]:
        yield Atom(False), lambda _: True


@dataclass(frozen=True, slots=True)
class Listed:
    """Values one by one."""

    values: tuple[Value, ...]  #: no two are the same

    def told(self) -> str:
        return "one of " + ", ".join(to_literal(value) for value in self.values)

    def size(self) -> int | None:
        return len(self.values)

    def members(self) -> Iterator[Value]:
        return iter(self.values)

    def holds(self, value: Value) -> bool:
        return value in self.values

    def shapes(self) -> Iterator[tuple[Value, Restriction]]:
        for value in self.values:
            yield value, _being(value)


@dataclass(frozen=True, slots=True)
class Texts:
    """Strs of ``least`` to ``most`` characters of an alphabet."""

    least: int
    most: int
    alphabet: str  #: no character twice

    def told(self) -> str:
        return f"str of {_sizes(self.least, self.most)} characters of {self.alphabet!a}"

    def size(self) -> int | None:
        return sum(int(len(self.alphabet) ** each) for each in range(self.least, self.most + 1))

    def members(self) -> Iterator[Value]:
        for each in range(self.least, self.most + 1):
            for chars in itertools.product(self.alphabet, repeat=each):
                yield Atom("".join(chars))

    def holds(self, value: Value) -> bool:
        text = value.payload if isinstance(value, Atom) else None
        return (
            isinstance(text, str)
            and self.least <= len(text) <= self.most
            and all(char in self.alphabet for char in text)
        )

    def shapes(self) -> Iterator[tuple[Value, Restriction]]:
        for each in range(self.least, self.most + 1):
            if self.alphabet or each == 0:
                yield Atom(self.alphabet[:1] * each), self._restrict

    def _restrict(self, thing: object) -> BoolTerm:
        chars = thing.chars if isinstance(thing, StrThing) else ()
        return terms.and_(
            *(terms.or_(*(terms.eq(char, ord(one)) for one in self.alphabet)) for char in chars)
        )


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of ``least`` to ``most`` ints."""

    least: int
    most: int
    of: Integers

    def told(self) -> str:
        return f"list of {_sizes(self.least, self.most)} × {self.of.told()}"

    def size(self) -> int | None:
        one = self.of.size()
        if one is None:
            return 1 if self.most == 0 else None
        return sum(int(one**each) for each in range(self.least, self.most + 1))

    def members(self) -> Iterator[Value]:
        for each in range(self.least, self.most + 1):
            for items in itertools.product(list(self.of.members()), repeat=each):
                yield SequenceValue("list", items)

    def holds(self, value: Value) -> bool:
        return (
            isinstance(value, SequenceValue)
            and value.type == "list"
            and self.least <= len(value.items) <= self.most
            and all(map(self.of.holds, value.items))
        )

    def shapes(self) -> Iterator[tuple[Value, Restriction]]:
        one = next(self.of.shapes(), None)
        for each in range(self.least, self.most + 1):
            if each == 0:
                yield SequenceValue("list", ()), lambda _: True
            elif one is not None:
                example, restriction = one
                yield SequenceValue("list", (example,) * each), _all_being(restriction)


Values: TypeAlias = Integers | Booleans | Listed | Texts | Lists


@dataclass(frozen=True, slots=True)
class Box:
    """For each parameter, a set of values."""

    parameters: tuple[tuple[str, Values], ...]

    def told(self) -> str:
        """The domain in words."""
        return "; ".join(f"`{name}`: {values.told()}" for name, values in self.parameters)

    def size(self) -> int | None:
        """How many inputs there are; None: no end of them."""
        found = 1
        for _, values in self.parameters:
            size = values.size()
            if size is None:
                return None
            found *= size
        return found

    def members(self) -> Iterator[tuple[Value, ...]]:
        """All inputs, of a box that is finite."""
        return itertools.product(*(list(values.members()) for _, values in self.parameters))

    def holds(self, arguments: Sequence[Value]) -> bool:
        """Whether an input is in it."""
        return len(arguments) == len(self.parameters) and all(
            values.holds(value)
            for (_, values), value in zip(self.parameters, arguments, strict=True)
        )

    def shapes(self) -> Iterator[Inputs]:
        """Its inputs, shape by shape; raises `engine.backward.inputs.NoDomainError`."""
        each = [list(values.shapes()) for _, values in self.parameters]
        names = [name for name, _ in self.parameters]
        for chosen in itertools.product(*each):
            found = Inputs.of([(name, one) for name, (one, _) in zip(names, chosen, strict=True)])
            for thing, (_, restriction) in zip(found.things(), chosen, strict=True):
                held = restriction(thing)
                if held is not True:
                    found.conditions.append(held)
            yield found

    def count_of_shapes(self) -> int:
        """How many `shapes` there are."""
        found = 1
        for _, values in self.parameters:
            found *= sum(1 for _ in values.shapes())
        return found


@dataclass(frozen=True, slots=True)
class Shape:
    """Inputs of the candidate's types and sizes."""

    on_path: bool = False


@dataclass(frozen=True, slots=True)
class OfType:
    """Inputs whose parameters have the candidate's types, of any size."""


Domain: TypeAlias = Box | Shape | OfType


def _being(value: Value) -> Restriction:
    return lambda thing: same(thing, value)


def _all_being(restriction: Restriction) -> Restriction:
    return lambda thing: terms.and_(*map(restriction, _items(thing)))


def _number(thing: object) -> IntTerm:
    if isinstance(thing, IntThing):
        return thing.term
    assert isinstance(thing, int)
    return thing


def _items(thing: object) -> list[object]:
    assert isinstance(thing, ListThing)
    return thing.items


def _sizes(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
