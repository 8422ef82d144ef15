"""The inputs that a statement is about: for each parameter a type, of each container and text the
size, and in them variables.

A domain is read off a recorded call: its inputs have the recorded shape. An ``int`` is any int, a
``float`` any double, a ``str`` any code points (surrogates are some) up to the last one of the
alphabet, as many as there were.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.backward import terms
from engine.backward.models.comparing import equal_items
from engine.backward.models.things import (
    BoolThing,
    BytesThing,
    DictThing,
    FloatThing,
    IntThing,
    ListThing,
    SetThing,
    StrThing,
    TupleThing,
    UnmodelledError,
    of_chars,
)
from engine.backward.models.unicode_tables import LAST
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, Constant, Sort, Term, not_
from engine.values import Atom, SetValue, Value
from engine.values import Mapping as MappingValue
from engine.values import Sequence as SequenceValue

MAX_VARIABLES: Final = 600

_PLAIN_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class NoDomainError(Exception):
    """The recorded arguments have no domain here; ``why`` for a reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class Inputs:
    """Arguments with variables in them. ``things`` are made anew for each run (lists change)."""

    recorded: tuple[tuple[str, Value], ...]  #: parameter and value, in order
    last_char: int = LAST
    variables: list[Term] = field(default_factory=list)
    values: dict[Term, Constant] = field(default_factory=dict)  #: as recorded
    conditions: list[BoolTerm] = field(default_factory=list)  #: keys and elements are distinct
    _names: dict[str, Term] = field(default_factory=dict)

    @classmethod
    def of(cls, recorded: Sequence[tuple[str, Value]], last_char: int = LAST) -> Inputs:
        """The domain of recorded arguments; raises `NoDomainError`."""
        found = cls(tuple(recorded), last_char)
        for thing in found.things():
            _distinct(thing, found)
        return found

    def things(self) -> list[object]:
        """The arguments, as new objects over the same variables."""
        return [
            self._thing(value, stem(name, place))
            for place, (name, value) in enumerate(self.recorded)
        ]

    def _variable(
        self, name: str, sort: Sort, value: Constant, low: int | None, high: int | None
    ) -> Term:
        known = self._names.get(name)
        if known is not None:
            return known
        if len(self.variables) >= MAX_VARIABLES:
            raise NoDomainError(f"the arguments hold more than {MAX_VARIABLES} values")
        made = self._names[name] = terms.variable(name, sort, low, high)
        self.variables.append(made)
        self.values[made] = value
        return made

    def _thing(self, value: Value, name: str) -> object:
        match value:
            case Atom(payload=payload):
                return self._scalar(payload, name)
            case SequenceValue(type="list", items=items):
                return ListThing([self._thing(x, f"{name}!{at}") for at, x in enumerate(items)])
            case SequenceValue(type="tuple", items=items):
                return TupleThing(
                    tuple(self._thing(x, f"{name}!{at}") for at, x in enumerate(items))
                )
            case SetValue(type=kind, items=items):
                held = [self._thing(x, f"{name}!{at}") for at, x in enumerate(items)]
                return SetThing(held, kind == "frozenset")
            case MappingValue(type="dict", pairs=pairs):
                keys = [self._thing(key, f"{name}!{at}k") for at, (key, _) in enumerate(pairs)]
                held = [self._thing(item, f"{name}!{at}v") for at, (_, item) in enumerate(pairs)]
                return DictThing(keys, held)
            case _:
                raise NoDomainError(f"an argument holds a {getattr(value, 'type', 'cycle')}")

    def _scalar(self, payload: object, name: str) -> object:
        if isinstance(payload, bool):
            return BoolThing(self._variable(name, Sort.BOOL, payload, None, None))
        if isinstance(payload, int):
            return IntThing(self._variable(name, Sort.INT, payload, None, None))
        if isinstance(payload, float):
            return FloatThing(self._variable(name, Sort.FLOAT, payload, None, None))
        if isinstance(payload, str):
            if any(ord(char) > self.last_char for char in payload):
                raise NoDomainError(f"an argument has a character above U+{self.last_char:04X}")
            return of_chars(
                [
                    self._variable(f"{name}!c{at}", Sort.INT, ord(char), 0, self.last_char)
                    for at, char in enumerate(payload)
                ]
            )
        if isinstance(payload, bytes):
            chars = tuple(
                self._variable(f"{name}!b{at}", Sort.INT, byte, 0, 255)
                for at, byte in enumerate(payload)
            )
            return BytesThing(chars) if chars else b""
        return payload

    def others(self, values: Mapping[Term, Constant]) -> BoolTerm:
        """The condition that an input is not the one of these values: as a Value, so that the order
        of a dict or set makes no other input."""
        fixed = Run(values)
        return not_(terms.and_(*(_same(thing, thing, fixed) for thing in self.things())))

    def input(self, values: Mapping[Term, Constant]) -> list[Value]:
        """The arguments under values of the variables."""
        run = Run(values)
        return [value_of(thing, run) for thing in self.things()]

    def has_texts(self) -> bool:
        """Whether there are characters in the domain."""
        return any(_has_text(value) for _, value in self.recorded)

    def holds(self, values: Mapping[Term, Constant]) -> bool:
        """Whether values of the variables are an input of the domain, and not the recorded one."""
        run = Run(values)
        wanted = (*self.conditions, self.others(self.values))
        return all(bool(run.value(condition)) for condition in wanted)

    def told(self) -> str:
        """The domain in words."""
        parts = [f"`{name}`: {_told(value)}" for name, value in self.recorded]
        found = "; ".join(parts) if parts else "no arguments"
        if any(_has_text(value) for _, value in self.recorded):
            found += f"; characters U+0000–U+{self.last_char:04X}"
        return found


def stem(name: str, place: int) -> str:
    """The beginning of variables' names: no word of SMT-LIB, for it ends in ``!``."""
    return f"{name}!" if _PLAIN_NAME.fullmatch(name) else f"p{place}!"


def _distinct(thing: object, found: Inputs) -> None:
    """Conditions that keys of dicts and elements of sets are distinct."""
    run = Run(found.values)
    match thing:
        case ListThing(items=items):
            parts: Sequence[object] = items
        case TupleThing(items=held):
            parts = held
        case SetThing(items=items):
            parts = items
            _pairwise(items, found, run)
        case DictThing(keys=keys, values=values):
            parts = [*keys, *values]
            _pairwise(keys, found, run)
        case _:
            return
    for part in parts:
        _distinct(part, found)


def _pairwise(items: Sequence[object], found: Inputs, run: Run) -> None:
    for one, other in itertools.combinations(items, 2):
        try:
            found.conditions.append(not_(equal_items(one, other, run)))
        except UnmodelledError as error:
            raise NoDomainError(f"keys of a dict or elements of a set: {error.why}") from error
    if run.constraints:
        raise NoDomainError("floats are keys or elements of a set")


def _same(thing: object, recorded: object, fixed: Run) -> BoolTerm:
    """Whether ``thing`` is structurally what ``recorded`` is under the fixed values. Both have one
    shape; pairs of dicts may stand in another order."""
    match thing, recorded:
        case (IntThing(term=term), IntThing(term=other)):
            return terms.eq(term, int(fixed.value(other)))
        case (BoolThing(term=term), BoolThing(term=other)):
            return terms.iff(term, bool(fixed.value(other)))
        case (FloatThing(term=term), FloatThing(term=other)):
            return terms.float_same(term, float(fixed.value(other)))
        case (StrThing(chars=chars), StrThing(chars=others)) | (
            BytesThing(chars=chars),
            BytesThing(chars=others),
        ):
            if len(chars) != len(others):
                return False
            pairs = zip(chars, others, strict=True)
            return terms.and_(*(terms.eq(a, int(fixed.value(b))) for a, b in pairs))
        case (ListThing(items=a), ListThing(items=b)):
            return _all_same(a, b, fixed)
        case (TupleThing(items=c), TupleThing(items=d)):
            return _all_same(c, d, fixed)
        case (SetThing(items=a), SetThing(items=b)):
            return terms.and_(*(terms.or_(*(_same(x, y, fixed) for y in b)) for x in a))
        case (DictThing(), DictThing()):
            theirs = list(zip(recorded.keys, recorded.values, strict=True))
            return terms.and_(
                *(
                    terms.or_(
                        *(
                            terms.and_(_same(key, k, fixed), _same(value, v, fixed))
                            for k, v in theirs
                        )
                    )
                    for key, value in zip(thing.keys, thing.values, strict=True)
                )
            )
        case _:
            return type(thing) is type(recorded) and thing == recorded


def _all_same(left: Sequence[object], right: Sequence[object], fixed: Run) -> BoolTerm:
    if len(left) != len(right):
        return False
    return terms.and_(*(_same(a, b, fixed) for a, b in zip(left, right, strict=True)))


def value_of(thing: object, run: Run) -> Value:
    """The Value of a thing in a run; raises `TypeError` for what is no builtin."""
    match thing:
        case IntThing(term=term) | BoolThing(term=term) | FloatThing(term=term):
            return Atom(run.value(term))
        case StrThing(chars=chars):
            return Atom("".join(chr(int(run.value(char))) for char in chars))
        case BytesThing(chars=chars):
            return Atom(bytes(int(run.value(char)) for char in chars))
        case ListThing(items=items):
            return SequenceValue("list", tuple(value_of(item, run) for item in items))
        case TupleThing(items=held):
            return SequenceValue("tuple", tuple(value_of(item, run) for item in held))
        case SetThing(items=items, frozen=frozen):
            kind = "frozenset" if frozen else "set"
            return SetValue(kind, tuple(value_of(item, run) for item in items))
        case DictThing(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return MappingValue(
                "dict", tuple((value_of(key, run), value_of(item, run)) for key, item in pairs)
            )
        case None | bool() | int() | float() | complex() | str() | bytes():
            return Atom(thing)
        case _ if thing is Ellipsis:
            return Atom(...)
        case _:
            raise TypeError(f"a {type(thing).__name__} has no value")


def _told(value: Value) -> str:
    match value:
        case Atom(payload=str() as text):
            return f"str of {_counted(len(text), 'character')}"
        case Atom(payload=bytes() as text):
            return f"bytes of {len(text)}"
        case Atom():
            return value.type
        case SequenceValue(items=items):
            return f"{value.type} of {_listed(items)}"
        case SetValue(items=items):
            return f"{value.type} of {_listed(items)}"
        case MappingValue(pairs=pairs):
            keys, held = [key for key, _ in pairs], [item for _, item in pairs]
            return f"dict of {_listed(keys)} to {_listed(held)}" if pairs else "dict of 0"
        case _:
            return "?"


def _listed(items: Sequence[Value]) -> str:
    """``3 int``, or the types one by one where they differ."""
    kinds = [_told(item) for item in items]
    if not kinds:
        return "0"
    groups = [(kind, len(list(group))) for kind, group in itertools.groupby(kinds)]
    if all(kind.isidentifier() for kind, _ in groups):
        return ", ".join(f"{count} {kind}" for kind, count in groups)
    return "(" + ", ".join(f"{kind} ×{n}" if n > 1 else kind for kind, n in groups) + ")"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _has_text(value: Value) -> bool:
    match value:
        case Atom(payload=payload):
            return isinstance(payload, str)
        case SequenceValue(items=items) | SetValue(items=items):
            return any(map(_has_text, items))
        case MappingValue(pairs=pairs):
            return any(_has_text(part) for pair in pairs for part in pair)
        case _:
            return False
