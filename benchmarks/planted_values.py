"""The kinds of planted errors that change a value: every edit that a narration offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from benchmarks import value_edits
from benchmarks.narration_edits import Edit, Spot, changed, spots, with_claim
from benchmarks.narration_values import Role, Slot, slots
from benchmarks.value_edits import Variants
from engine.claims.model import (
    AnswerRaises,
    CallRaises,
    Calls,
    Claim,
    LineCatches,
    LineRaises,
    Narration,
    Sentence,
)
from engine.values import Atom, Value

EXCEPTIONS: Final = (
    "ArithmeticError", "AssertionError", "AttributeError", "Exception", "IndexError", "KeyError",
    "LookupError", "NameError", "OSError", "RuntimeError", "StopIteration", "TypeError",
    "ValueError", "ZeroDivisionError",
)  # fmt: skip

MAX_POOLED: Final = 6
"""Values of other steps or variables that are tried in one place."""


def off_by_one(narration: Narration) -> Iterator[Edit]:
    return _varied(narration, value_edits.off_by_one, {Role.PLAIN})


def truncated(narration: Narration) -> Iterator[Edit]:
    return _varied(narration, value_edits.truncated, {Role.PLAIN, Role.TEXT})


def other_number_type(narration: Narration) -> Iterator[Edit]:
    return _varied(narration, value_edits.other_number_type, set(Role))


def other_sequence_type(narration: Narration) -> Iterator[Edit]:
    return _varied(narration, value_edits.other_sequence_type, set(Role))


def wrong_answer(narration: Narration) -> Iterator[Edit]:
    found = slots(narration)
    for here, slot in enumerate(found):
        if slot.role is Role.ANSWER:
            variants = [*value_edits.wrong(slot.value), *_pooled(found, here, same=False)]
            yield from (slot.fill(value) for value in variants)


def _varied(narration: Narration, variants: Variants, roles: set[Role]) -> Iterator[Edit]:
    for slot in slots(narration):
        if slot.role in roles:
            for value in variants(slot.value):
                if slot.role is not Role.TEXT or _is_text(value):
                    yield slot.fill(value)


def _is_text(value: Value) -> bool:
    return isinstance(value, Atom) and isinstance(value.payload, str)


# -- values of other moments ----------------------------------------------------------------------


def of_another_step(narration: Narration) -> Iterator[Edit]:
    """The value that the same variable or expression has elsewhere in the narration."""
    return _exchanged(narration, same=True)


def of_another_variable(narration: Narration) -> Iterator[Edit]:
    """The value that something else has in the narration."""
    return _exchanged(narration, same=False)


def _exchanged(narration: Narration, *, same: bool) -> Iterator[Edit]:
    found = slots(narration)
    for here, slot in enumerate(found):
        if slot.role is Role.PLAIN and slot.subject:
            yield from (slot.fill(value) for value in _pooled(found, here, same=same))


def _pooled(found: list[Slot], here: int, *, same: bool) -> list[Value]:
    """Other values of one slot's subject (``same``) or of other subjects, the nearest first."""
    slot = found[here]
    near = sorted(range(len(found)), key=lambda index: (abs(index - here), index))
    values = (
        found[index].value
        for index in near
        if found[index].subject
        and ((found[index].scope, found[index].subject) == (slot.scope, slot.subject)) is same
        and found[index].value != slot.value
    )
    return list(dict.fromkeys(values))[:MAX_POOLED]


# -- arguments --------------------------------------------------------------------------------


def wrong_argument(narration: Narration) -> Iterator[Edit]:
    """Another value, or another parameter's name, in what a call is said to be given."""
    found = slots(narration)
    for here, slot in enumerate(found):
        if slot.role is Role.ARGUMENT:
            variants = [*value_edits.wrong(slot.value), *_pooled(found, here, same=True)]
            variants += _pooled(found, here, same=False)
            yield from (slot.fill(value) for value in dict.fromkeys(variants))
    for spot, index, claim in _claims(narration):
        if isinstance(claim, Calls):
            for position, (name, value) in enumerate(claim.arguments):
                for other in ("value", "self", *(name for name, _ in claim.arguments)):
                    taken = {each for each, _ in claim.arguments}
                    if other not in taken:
                        given = list(claim.arguments)
                        given[position] = (other, value)
                        yield _with_claim(spot, index, changed(claim, arguments=tuple(given)))
                    elif other != name:
                        swap = {name: other, other: name}
                        swapped = tuple((swap.get(n, n), v) for n, v in claim.arguments)
                        yield _with_claim(spot, index, changed(claim, arguments=swapped))


def _claims(narration: Narration) -> Iterator[tuple[Spot, int, Claim]]:
    for spot in spots(narration):
        if isinstance(spot.item, Sentence):
            for index, claim in enumerate(spot.item.claims):
                yield spot, index, claim


def _with_claim(spot: Spot, index: int, claim: Claim) -> Edit:
    if not isinstance(spot.item, Sentence):
        raise TypeError("a sentence is wanted")
    return spot.edit(with_claim(spot.item, index, claim))


# -- exceptions -----------------------------------------------------------------------------------


def wrong_exception(narration: Narration) -> Iterator[Edit]:
    """Another type or message where an exception is raised, caught or leaves a call."""
    told = [
        claim.exception
        for _, _, claim in _claims(narration)
        if isinstance(claim, LineRaises | LineCatches | CallRaises | AnswerRaises)
    ]
    for spot, index, claim in _claims(narration):
        match claim:
            case LineRaises() | LineCatches() | CallRaises() | AnswerRaises():
                for other in dict.fromkeys((*told, *EXCEPTIONS)):
                    if other != claim.exception:
                        yield _with_claim(spot, index, changed(claim, exception=other))
            case _:
                continue
        if isinstance(claim, LineRaises | AnswerRaises) and claim.message is not None:
            for message in value_edits.wrong(claim.message):
                yield _with_claim(spot, index, changed(claim, message=message))
