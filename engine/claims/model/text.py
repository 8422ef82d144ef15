"""What claims are made of: places in the text, expressions, targets, what is expected."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from engine.values import Value


class Surface(NamedTuple):
    """Where something stands in the narration, and its text.

    Lines from 1; columns in characters from 1; ``end_column`` is the column after the last
    character."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


NOWHERE: Final = Surface(0, 0, 0, 0, "")
"""The surface of a claim that was made, not read."""


@dataclass(frozen=True, slots=True)
class Expr:
    """A Python expression of the text. Equal when the syntax trees are (spaces, quotes and
    redundant parentheses do not matter).

    Make one with `engine.claims.spans.read_expr`, which sets bounds and normalises."""

    dump: str  #: what equality compares: a text of the syntax tree (`engine.claims.spans`)
    text: str = field(compare=False)  #: as written
    tree: ast.expr = field(compare=False, repr=False)  #: shared between readers: never change it


KIND_OF_THING: Final = "the "
"""How the name of a thing begins that is named by its type alone: `the list`."""


@dataclass(frozen=True, slots=True)
class NameTarget:
    """A plain name."""

    name: str


@dataclass(frozen=True, slots=True)
class ElementTarget:
    """``container[key]``; ``whole`` is the element itself as an expression."""

    container: Expr
    key: Expr
    whole: Expr = field(compare=False)


@dataclass(frozen=True, slots=True)
class AttributeTarget:
    """``container.name``; ``whole`` is the attribute itself as an expression."""

    container: Expr
    name: str
    whole: Expr = field(compare=False)


Target: TypeAlias = NameTarget | ElementTarget | AttributeTarget


@dataclass(frozen=True, slots=True)
class Exactly:
    """The result is structurally equal to ``value``."""

    value: Value


@dataclass(frozen=True, slots=True)
class OfType:
    """The result is of exactly the type of this name (§5.3: how types are named)."""

    type_name: str


Expected: TypeAlias = Exactly | OfType


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseClaim:
    """What all claims have. ``surface`` is the claim's own part of its sentence."""

    surface: Surface = field(default=NOWHERE, compare=False, repr=False)
