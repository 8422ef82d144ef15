"""Text of claims about how a line changes what is there (semantics.md §5.34-5.37)."""

from __future__ import annotations

from typing import Final

from engine.claims.model import AfterLine, Alters, Change, ChangeClaim, Claim, Stays, Swaps, ValueIs
from engine.claims.phrases import NoTextError, expression, literal, numerals, ordinals
from engine.values import Atom, Sequence

_LARGEST: Final = 10**9
"""Numbers outside of code have nine digits at most."""

_ACTIVE: Final = {
    Change.APPEND: ("appends {v} to {e}",),
    Change.ADD: ("adds {v} to {e}",),
    Change.EXTEND: ("extends {e} by {v}", "extends {e} with {v}"),
    Change.INSERT: ("inserts {v} into {e} at index {i}", "inserts {v} at index {i} of {e}"),
    Change.REMOVE: ("removes {v} from {e}",),
    Change.REMOVE_KEY: ("removes the key {v} from {e}", "deletes the key {v} from {e}"),
    Change.REMOVE_AT: ("removes the {n} element from {e}", "removes the {n} item from {e}"),
    Change.POP: ("pops {v} from {e}", "pops {v} off {e}"),
    Change.CLEAR: ("clears {e}", "empties {e}"),
    Change.SORT: ("sorts {e}",),
    Change.SORT_IN_PLACE: ("sorts {e} in place",),
    Change.REVERSE: ("reverses {e}",),
    Change.REVERSE_IN_PLACE: ("reverses {e} in place",),
    Change.INCREASE: ("increases {e} by {a}", "increments {e} by {a}"),
    Change.DECREASE: ("decreases {e} by {a}", "decrements {e} by {a}", "subtracts {v} from {e}"),
    Change.MULTIPLY: ("multiplies {e} by {a}",),
    Change.DIVIDE: ("divides {e} by {a}",),
}
_PASSIVE: Final = {
    Change.APPEND: ("{v} is appended to {e}",),
    Change.ADD: ("{v} is added to {e}",),
    Change.EXTEND: ("{e} is extended by {v}",),
    Change.INSERT: ("{v} is inserted into {e} at index {i}",),
    Change.REMOVE: ("{v} is removed from {e}",),
    Change.REMOVE_KEY: (),
    Change.REMOVE_AT: (),
    Change.POP: ("{v} is popped from {e}",),
    Change.CLEAR: ("{e} is cleared",),
    Change.SORT: (),
    Change.SORT_IN_PLACE: ("{e} is sorted in place",),
    Change.REVERSE: ("{e} is reversed",),
    Change.REVERSE_IN_PLACE: ("{e} is reversed in place",),
    Change.INCREASE: ("{e} is increased by {a}", "{e} is incremented by {a}"),
    Change.DECREASE: ("{e} is decreased by {a}", "{v} is subtracted from {e}"),
    Change.MULTIPLY: ("{e} is multiplied by {a}",),
    Change.DIVIDE: ("{e} is divided by {a}",),
}
_EFFECTS: Final = (
    "making it", "giving", "which gives", "which makes it", "leaving", "resulting in",
)  # fmt: skip


def change_phrasings(claim: ChangeClaim) -> tuple[str, ...]:
    """All ways to say it."""
    line = f"line {claim.line}"
    match claim:
        case Alters():
            return (
                *(f"{line} {text}" for text in _filled(claim, _ACTIVE)),
                *(f"on {line}, {text}" for text in _filled(claim, _PASSIVE)),
            )
        case Swaps(left=left, right=right):
            first, second = expression(left), expression(right)
            return (
                f"{line} swaps {first} and {second}",
                f"{line} swaps {first} with {second}",
                f"on {line}, {first} and {second} are swapped",
            )
        case Stays(expr=expr, value=value):
            what, it = expression(expr), literal(value)
            return (
                f"{line} leaves {what} at {it}",
                f"{line} keeps {what} at {it}",
            )


_BASES: Final = {
    "appends": "append", "adds": "add", "extends": "extend", "inserts": "insert",
    "removes": "remove", "deletes": "", "pops": "pop", "clears": "clear", "empties": "",
    "sorts": "sort", "reverses": "reverse", "increases": "increase", "increments": "increment",
    "decreases": "decrease", "decrements": "decrement", "subtracts": "subtract",
    "multiplies": "multiply", "doubles": "double", "divides": "divide", "swaps": "swap",
}  # fmt: skip
"""The form of each verb without its ending, where it is read."""


def event_phrasings(claim: Alters | Swaps) -> tuple[str, ...]:
    """All ways to say it without a line: of the next change of this kind."""
    if isinstance(claim, Swaps):
        first, second = expression(claim.left), expression(claim.right)
        active = [f"swaps {first} and {second}", f"swaps {first} with {second}"]
        passive = [f"{first} and {second} are swapped"]
    else:
        active, passive = _filled(claim, _ACTIVE), _filled(claim, _PASSIVE)
    split = [text.split(" ", 1) for text in active]
    bases = [f"{_BASES[verb]} {rest}" for verb, rest in split if _BASES[verb]]
    return (
        *passive,
        *(f"{we}{base}" for base in bases for we in ("we ", "")),
        *(f"{agent} {text}" for agent in _AGENTS for text in active),
    )


_AGENTS: Final = ("it", "the function", "the program")


def _filled(claim: Alters, table: dict[Change, tuple[str, ...]]) -> list[str]:
    operand, index = claim.operand, claim.index
    if claim.change is Change.EXTEND and operand in (Sequence("list", ()), Atom("")):
        raise NoTextError("what is extended by nothing is left unchanged")
    what = expression(claim.expr)
    value = "" if operand is None else literal(operand)
    amounts = [value]
    if (
        isinstance(operand, Atom)
        and type(operand.payload) is int
        and 0 <= operand.payload < _LARGEST
    ):
        amounts += numerals(operand.payload)
    indices = ("", "") if index is None else (*numerals(index), f"`{index}`")
    nths = ("last",) if index is None or index < 0 else ordinals(index + 1)
    found: list[str] = []
    for template in table[claim.change]:
        for amount in amounts if "{a}" in template else amounts[:1]:
            for place in indices if "{i}" in template else indices[:1]:
                for nth in nths if "{n}" in template else nths[:1]:
                    text = template.format(e=what, v=value, a=amount, i=place, n=nth)
                    found.append(text)
    return found + _by_one(claim, what, table)


def _by_one(claim: Alters, what: str, table: dict[Change, tuple[str, ...]]) -> list[str]:
    """The words that need no number."""
    active = table is _ACTIVE
    match claim.change, claim.operand:
        case Change.INCREASE, Atom(payload=int(one)) if one == 1 and one is not True:
            return [f"increments {what}" if active else f"{what} is incremented"]
        case Change.DECREASE, Atom(payload=int(one)) if one == 1 and one is not True:
            return [f"decrements {what}" if active else f"{what} is decremented"]
        case Change.MULTIPLY, Atom(payload=int(two)) if two == 2:
            return [f"doubles {what}" if active else f"{what} is doubled"]
        case Change.INSERT, Atom() | Sequence() if claim.index == 0 and active:
            return [f"inserts {literal(claim.operand)} at the start of {what}"]
        case _:
            return []


def with_effect(claim: ChangeClaim, rest: tuple[Claim, ...]) -> tuple[str, ...]:
    """A change and what is so after it, in one sentence; raises `NoTextError` for other claims."""
    match rest:
        case (ValueIs(moment=AfterLine(line=line), expr=expr, value=value, negated=False),) if (
            line == claim.line
        ):
            it = literal(value)
            name = expression(expr)
            effects = [f"making {name} {it}", f"so {name} is now {it}", f"so {name} becomes {it}"]
            changed = claim.left if isinstance(claim, Swaps) else claim.expr
            if expr == changed:
                effects = [f"{words} {it}" for words in _EFFECTS] + effects
            return tuple(
                f"{said}, {effect}" for said in change_phrasings(claim) for effect in effects
            )
        case _:
            raise NoTextError("these claims are no one sentence")
