"""Things that are named by their type alone, `the list` (docs/semantics.md §5.81)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final, TypeVar, get_args, get_type_hints

from engine.claims.check.context import Frame
from engine.claims.check.points import Failure, refuted
from engine.claims.check.readings import State, type_name
from engine.claims.model import KIND_OF_THING, Claim, Expr, NameTarget
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names
from engine.trace.trace import Missing

C = TypeVar("C", bound=Claim)

_TYPES: Final = {
    "list": "list",
    "string": "str",
    "dictionary": "dict",
    "dict": "dict",
    "set": "set",
    "tuple": "tuple",
}


def kind_in(claim: Claim) -> str | None:
    """The type by which the claim names a thing, with its article; None where it names none so."""
    for field in _fields_of(type(claim)):
        name = _name(getattr(claim, field))
        if name is not None and name.startswith(KIND_OF_THING):
            return name
    return None


_FIELDS: Final[dict[type[object], tuple[str, ...]]] = {}
"""Of each kind of claim that was met: the fields that may hold a name or an expression."""


def _fields_of(kind: type[Claim]) -> tuple[str, ...]:
    found = _FIELDS.get(kind)
    if found is None:
        hints = get_type_hints(kind)
        found = tuple(field.name for field in fields(kind) if _names_something(hints[field.name]))
        _FIELDS[kind] = found
    return found


def _names_something(hint: object) -> bool:
    return hint is Expr or hint is NameTarget or any(map(_names_something, get_args(hint)))


def _name(found: object) -> str | None:
    if isinstance(found, Expr):
        return found.text
    return found.name if isinstance(found, NameTarget) else None


def only_of_kind(moments: Moments, frame: Frame, kind: str, point: Time) -> str:
    """The only variable of the context's function that is of the type at the point; raises
    `Failure` where there is none, or are several."""
    wanted = _TYPES[kind.removeprefix(KIND_OF_THING)]
    scope = moments.trace.scope_of(frame.activation)
    names = () if scope is None else sorted(bound_names(scope))
    state = State(moments, frame.activation, max(point, frame.start))
    found = [
        name
        for name in names
        if not isinstance(value := state(name), Missing) and type_name(value) == wanted
    ]
    if not found:
        raise refuted(f"no variable is a `{wanted}` here")
    if len(found) > 1:
        these = ", ".join(f"`{name}`" for name in found)
        raise Failure(ClaimVerdict.AMBIGUOUS, f"{these} can be meant")
    return found[0]


def with_name(claim: C, kind: str, name: str) -> C:
    """The claim with the variable in the place of its type."""
    changed: dict[str, Any] = {}
    for field in fields(claim):
        found = getattr(claim, field.name)
        if _name(found) != kind:
            continue
        changed[field.name] = NameTarget(name) if isinstance(found, NameTarget) else read_expr(name)
    return replace(claim, **changed)
