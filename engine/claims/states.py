"""Text of state claims without their moment: ```n` is `3```."""

from __future__ import annotations

from typing import Final

from engine.claims import spans
from engine.claims.model import (
    Agrees,
    Compares,
    Comparing,
    HasType,
    Holds,
    IsDefined,
    Kind,
    LengthIs,
    Occurs,
    PartIs,
    PropertyIs,
    SameObject,
    StateClaim,
    Unit,
    ValueIs,
)
from engine.claims.phrases import (
    NoTextError,
    code,
    counted,
    counted_times,
    expression,
    literal,
    numerals,
    ordinals,
)
from engine.claims.spans import read_expr

_COMPARED: Final = {
    Comparing.GREATER: ("is greater than", "is larger than", "is more than", "exceeds"),
    Comparing.LESS: ("is less than", "is smaller than"),
    Comparing.AT_LEAST: ("is at least", "is greater than or equal to"),
    Comparing.AT_MOST: ("is at most", "is less than or equal to"),
    Comparing.IN: ("is in",),
    Comparing.DIVISIBLE: ("is divisible by", "is a multiple of"),
    Comparing.STARTS_WITH: ("starts with", "begins with"),
    Comparing.ENDS_WITH: ("ends with",),
}
_NOT_COMPARED: Final = {
    Comparing.GREATER: ("is not greater than", "is not larger than", "is not more than"),
    Comparing.LESS: ("is not less than", "is not smaller than"),
    Comparing.AT_LEAST: ("is not at least", "is not greater than or equal to"),
    Comparing.AT_MOST: ("is not at most", "is not less than or equal to"),
    Comparing.IN: ("is not in",),
    Comparing.DIVISIBLE: ("is not divisible by", "is not a multiple of"),
    Comparing.STARTS_WITH: ("does not start with", "does not begin with"),
    Comparing.ENDS_WITH: ("does not end with",),
}
_KINDS: Final = {
    Kind.OBJECT: (("object",), ("objects",)),
    Kind.LIST: (("list",), ("lists",)),
    Kind.DICT: (("dict", "dictionary"), ("dicts", "dictionaries")),
    Kind.SET: (("set",), ("sets",)),
}
_TYPES: Final = {
    "list": ("a list",), "dict": ("a dict", "a dictionary"), "set": ("a set",),
    "tuple": ("a tuple",), "str": ("a string",), "int": ("an integer",), "float": ("a float",),
}  # fmt: skip
_UNITS: Final = {
    Unit.ELEMENT: (("element", "elements"), ("item", "items")),
    Unit.CHARACTER: (("character", "characters"),),
    Unit.KEY: (("key", "keys"),),
}


def state_phrasings(claim: StateClaim) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case ValueIs(expr=expr, value=value, negated=negated):
            left, right = expression(expr), literal(value)
            links: tuple[str, ...] = (
                ("is not", "does not equal", "is not equal to")
                if negated
                else ("is", "equals", "is equal to")
            )
            return tuple(f"{left} {link} {right}" for link in links)
        case IsDefined(name=name, negated=negated):
            return (f"{code(name)} is {'not ' if negated else ''}defined",)
        case Agrees(left=one, right=other, negated=negated):
            if spans.is_literal_text(other.text):
                raise NoTextError("what equals a literal is that value")
            links = ("does not equal", "is not equal to") if negated else ("equals", "is equal to")
            return tuple(f"{expression(one)} {link} {expression(other)}" for link in links)
        case Holds(expr=expr, negated=negated):
            return (f"{expression(expr)} {'does not hold' if negated else 'holds'}",)
        case HasType(expr=expr, type_name=name, negated=True):
            left = expression(expr)
            return (
                f"{left} is not of type {code(name)}",
                *(f"{left} is not {noun}" for noun in _TYPES.get(name, ())),
            )
        case HasType(expr=expr, type_name=name):
            left = expression(expr)
            return (
                f"{left} has type {code(name)}",
                f"{left} is of type {code(name)}",
                *(f"{left} is {noun}" for noun in _TYPES.get(name, ())),
            )
        case Compares():
            return _compared(claim)
        case SameObject():
            return _same(claim)
        case PropertyIs(expr=expr, property=prop, negated=negated):
            return (f"{expression(expr)} is {'not ' if negated else ''}{prop.value}",)
        case LengthIs():
            return _length(claim)
        case PartIs():
            return _part(claim)
        case Occurs(item=item, whole=whole, times=times):
            what, where = expression(item), expression(whole)
            if times == 0:
                none = tuple(f"{what} does not {verb} in {where}" for verb in ("appear", "occur"))
                return (*none, f"{what} appears 0 times in {where}")
            counts = counted_times(times)
            verbs = ("appears", "occurs")
            return tuple(f"{what} {verb} {count} in {where}" for verb in verbs for count in counts)


def _compared(claim: Compares) -> tuple[str, ...]:
    left, right = expression(claim.left), expression(claim.right)
    table = _NOT_COMPARED if claim.negated else _COMPARED
    found = [f"{left} {words} {right}" for words in table[claim.comparison]]
    if claim.comparison is Comparing.IN:
        verb = "does not contain" if claim.negated else "contains"
        found.append(f"{right} {verb} {left}")
    return tuple(found)


def _same(claim: SameObject) -> tuple[str, ...]:
    left, right = expression(claim.left), expression(claim.right)
    one, several = _KINDS[claim.kind]
    if claim.negated:
        return (
            *(f"{left} and {right} are different {word}" for word in several),
            *(f"{left} and {right} are not the same {word}" for word in one),
        )
    return (
        *(f"{left} and {right} are the same {word}" for word in one),
        *(f"{left} and {right} refer to the same {word}" for word in one),
        *(f"{left} is the same {word} as {right}" for word in one),
    )


def _length(claim: LengthIs) -> tuple[str, ...]:
    expr, length = expression(claim.expr), claim.length
    written = [*numerals(length), f"`{length}`"]
    counts = [count for one, many in _UNITS[claim.unit] for count in counted(length, one, many)] + (
        [f"no {many}" for _, many in _UNITS[claim.unit]] if length == 0 else []
    )
    has = tuple(f"{expr} {verb} {count}" for count in counts for verb in ("has", "contains"))
    if claim.negated:
        if claim.unit is not Unit.ELEMENT:
            raise NoTextError("that it has another number of these has no words")
        return tuple(f"the length of {expr} is not {number}" for number in written)
    if claim.unit is not Unit.ELEMENT:
        return has
    return (
        *(f"the length of {expr} is {number}" for number in written),
        *(f"{expr} has length {number}" for number in written),
        *has,
    )


def _part(claim: PartIs) -> tuple[str, ...]:
    whole, value = expression(claim.expr), literal(claim.value)
    link = "is not" if claim.negated else "is"
    units = [one for one, _ in _UNITS[claim.unit]]
    found: list[str] = []
    for unit in units:
        for index in _indices(claim):
            found += [f"the {index.format(unit)} {of} {whole} {link} {value}" for of in _OF]
    return tuple(found)


_OF = ("of", "in")


def _indices(claim: PartIs) -> tuple[str, ...]:
    index = claim.index
    at = f"{{}} at index {expression(index).replace('{', '{{').replace('}', '}}')}"
    if index.dump == read_expr("-1").dump:
        return "last {}", at
    if index.text.isdigit():
        number = int(index.text)
        digits = tuple(f"{each} {{}}" for each in ordinals(number + 1))
        return (*digits, at, f"{{}} at index {index.text}")
    return (at,)
