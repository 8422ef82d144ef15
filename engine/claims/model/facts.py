"""What can be said of values in a state, besides what they are (docs/semantics.md §5.30-5.33)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.contexts import BaseState
from engine.claims.model.text import Expr
from engine.values import Value


class Comparing(Enum):
    """§5.30: what one value is to another; the member's value is Python's operator. Closed."""

    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    IN = "in"  #: `nums` contains `x`: the sides are turned around
    DIVISIBLE = "divisible by"  #: of ints
    STARTS_WITH = "startswith"
    ENDS_WITH = "endswith"


@dataclass(frozen=True, slots=True)
class Compares(BaseState):
    """§5.30."""

    left: Expr
    comparison: Comparing
    right: Expr
    negated: bool = False


class Kind(Enum):
    """§5.31: what two names are said to be one of. Closed; the value is the word."""

    OBJECT = "object"
    LIST = "list"
    DICT = "dict"
    SET = "set"


@dataclass(frozen=True, slots=True)
class SameObject(BaseState):
    """§5.31: both expressions are one object (``negated``: two)."""

    left: Expr
    right: Expr
    kind: Kind = Kind.OBJECT
    negated: bool = False


class Property(Enum):
    """§5.32. Closed; the value is the word behind "is"."""

    EMPTY = "empty"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    EVEN = "even"
    ODD = "odd"
    TRUTHY = "truthy"
    FALSY = "falsy"
    UPPERCASE = "uppercase"
    LOWERCASE = "lowercase"
    ALPHABETIC = "alphabetic"
    ALPHANUMERIC = "alphanumeric"
    DIGIT = "a digit"
    LETTER = "a letter"
    VOWEL = "a vowel"
    SPACE = "a space"
    COMMA = "a comma"
    BRACKET = "a bracket"
    OPENING = "an opening bracket"
    CLOSING = "a closing bracket"
    SORTED = "sorted"


@dataclass(frozen=True, slots=True)
class PropertyIs(BaseState):
    """§5.32."""

    expr: Expr
    property: Property
    negated: bool = False


class Unit(Enum):
    """§5.33: what is counted, or named one of. Closed; the value is the word."""

    ELEMENT = "element"  #: of anything that has a length
    CHARACTER = "character"  #: of a str
    KEY = "key"  #: of a dict


@dataclass(frozen=True, slots=True)
class LengthIs(BaseState):
    """§5.33. ``length`` counts from 0."""

    expr: Expr
    length: int
    unit: Unit = Unit.ELEMENT
    negated: bool = False


@dataclass(frozen=True, slots=True)
class PartIs(BaseState):
    """§5.33: an element by its index (Python's: -1 is the last). ``unit`` is no `Unit.KEY`."""

    expr: Expr
    index: Expr
    value: Value
    unit: Unit = Unit.ELEMENT
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Occurs(BaseState):
    """§5.33: how often a value occurs in a sequence, or a part in a text."""

    item: Expr
    whole: Expr
    times: int


Fact: TypeAlias = Compares | SameObject | PropertyIs | LengthIs | PartIs | Occurs
