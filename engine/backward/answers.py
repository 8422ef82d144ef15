"""The recorded answer as a condition on a replay's result: what the call returned, by structure
(types count), or which exception left it, with its arguments."""

from __future__ import annotations

from collections.abc import Sequence

from engine.backward import terms
from engine.backward.models.things import (
    BoolThing,
    BytesThing,
    DictThing,
    ExceptionThing,
    FloatThing,
    IntThing,
    ListThing,
    SetThing,
    StrThing,
    TupleThing,
    chars_of,
    is_concrete,
)
from engine.backward.replayed import Replayed
from engine.backward.terms import BoolTerm
from engine.trace.model import Ending
from engine.trace.trace import Trace
from engine.values import Atom, Instance, Mapping, SetValue, Value
from engine.values import Sequence as SequenceValue


class NoAnswerError(Exception):
    """The recorded answer cannot be compared; ``why`` for a reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_answer(found: Replayed, trace: Trace) -> BoolTerm:
    """The condition under which a complete replay gives the recorded answer; raises
    `NoAnswerError`."""
    entry = trace.entry
    if entry.result is None or entry.ending is Ending.UNFINISHED:
        raise NoAnswerError("the call has no answer")
    answer = trace.value(entry.result, trace.last_time)
    if entry.ending is Ending.RETURNED:
        return False if found.raised is not None else same(found.result, answer)
    return found.raised is not None and _raised(found.raised, answer)


def gives(found: Replayed, answer: Value, exception: str) -> BoolTerm:
    """The condition under which a complete replay gives an answer: returns ``answer``, or raises
    the exception of this class with the tuple ``answer`` as arguments; raises `NoAnswerError`."""
    if not exception:
        return False if found.raised is not None else same(found.result, answer)
    if found.raised is None or found.raised.type != exception:
        return False
    if found.raised.args is None:
        raise NoAnswerError("the message of the exception is not modelled")
    if not isinstance(answer, SequenceValue):
        raise NoAnswerError("the arguments of the exception")
    return _all(found.raised.args, answer.items)


def _raised(thing: ExceptionThing, answer: Value) -> BoolTerm:
    if not isinstance(answer, Instance) or answer.attributes:
        raise NoAnswerError("the exception has attributes")
    if thing.type != answer.type:
        return False
    if thing.args is None:
        raise NoAnswerError("the message of the exception is not modelled")
    if not isinstance(answer.payload, SequenceValue):
        raise NoAnswerError("the arguments of the exception")
    return _all(thing.args, answer.payload.items)


def same(thing: object, value: Value) -> BoolTerm:
    """Whether a thing is structurally a Value; raises `NoAnswerError`."""
    if isinstance(value, Atom):
        return _same_atom(thing, value)
    match thing, value:
        case (ListThing(items=items), SequenceValue(type="list", items=wanted)):
            return _all(items, wanted)
        case (TupleThing(items=held), SequenceValue(type="tuple", items=wanted)):
            return _all(held, wanted)
        case (SetThing(items=items, frozen=frozen), SetValue(type=kind, items=wanted)):
            if frozen is not (kind == "frozenset") or len(items) != len(wanted):
                return False
            # Elements are distinct on both sides: as many, and each is there.
            return terms.and_(
                *(terms.or_(*(same(item, each) for each in wanted)) for item in items)
            )
        case (DictThing(keys=keys, values=values), Mapping(type="dict", pairs=pairs)):
            if len(keys) != len(pairs):
                return False
            return terms.and_(
                *(
                    terms.or_(*(terms.and_(same(key, k), same(item, v)) for k, v in pairs))
                    for key, item in zip(keys, values, strict=True)
                )
            )
        case _ if is_concrete(thing) or isinstance(thing, _BUILTIN):
            if isinstance(value, SequenceValue | SetValue | Mapping) and value.type in _TYPES:
                return False
            raise NoAnswerError(f"the answer holds a {getattr(value, 'type', 'cycle')}")
        case _:
            raise NoAnswerError("the answer holds something that is not modelled")


_BUILTIN = (
    IntThing, BoolThing, FloatThing, StrThing, BytesThing, ListThing, TupleThing, SetThing,
    DictThing,
)  # fmt: skip
_TYPES = frozenset({"list", "tuple", "set", "frozenset", "dict"})


def _all(items: Sequence[object], wanted: Sequence[Value]) -> BoolTerm:
    if len(items) != len(wanted):
        return False
    return terms.and_(*(same(item, value) for item, value in zip(items, wanted, strict=True)))


def _same_atom(thing: object, value: Atom) -> BoolTerm:
    payload = value.payload
    if is_concrete(thing):
        return Atom(thing) == value  # type: ignore[arg-type]  # a scalar, as `is_concrete` says
    match thing:
        case IntThing(term=term):
            is_int = isinstance(payload, int) and not isinstance(payload, bool)
            return terms.eq(term, int(payload)) if is_int else False  # type: ignore[arg-type]
        case BoolThing(term=term):
            return terms.iff(term, payload) if isinstance(payload, bool) else False
        case FloatThing(term=term):
            return terms.float_same(term, payload) if isinstance(payload, float) else False
        case StrThing(chars=chars):
            return isinstance(payload, str) and _same_chars(chars, payload)
        case BytesThing(chars=chars):
            return isinstance(payload, bytes) and _same_chars(chars, payload)
        case ListThing() | TupleThing() | SetThing() | DictThing():
            return False
        case _:
            raise NoAnswerError("the answer holds something that is not modelled")


def _same_chars(chars: Sequence[terms.IntTerm], payload: str | bytes) -> BoolTerm:
    wanted = chars_of(payload)
    if len(chars) != len(wanted):
        return False
    return terms.and_(*map(terms.eq, chars, wanted))
