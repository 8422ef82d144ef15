"""Literals of recorded values, and true sentences about one or two values."""

# One branch for each form; sentences are easier to compare in one piece.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.oracle.evaluate import Unclear, Undecidable, plain
from tests.oracle.values import Value

LONGEST: Final = 60
"""Characters of a value, at most: what is longer is left to the writer's narrations."""


def shown(value: Value | None, longest: int = LONGEST) -> str | None:
    """The literal of a value; None where it has none, or a long one."""
    if value is None:
        return None
    try:
        text = repr(plain(value))
    except (Undecidable, Unclear):
        return None
    if len(text) > longest or "`" in text or "\\" in text or not text.isascii():
        return None
    return text


def held(value: Value) -> Any:
    """The Python object of a value, None where there is none."""
    try:
        return plain(value)
    except (Undecidable, Unclear):
        return None


def contents(line: int, name: str, one: Any, other: Any) -> Iterator[tuple[str, str]]:
    """How contents have changed."""
    behind = f"making it `{other!r}`"
    if isinstance(one, list):
        if other[:-1] == one and other:
            yield "appends", f"line {line} appends `{other[-1]!r}` to `{name}`."
            yield "appends", f"line {line} appends `{other[-1]!r}` to `{name}`, {behind}."
            yield "appended", f"on line {line}, `{other[-1]!r}` is appended to `{name}`."
        if len(other) > len(one) and other[: len(one)] == one:
            yield "extends", f"line {line} extends `{name}` by `{other[len(one) :]!r}`."
        if len(other) == len(one) + 1:
            for index in range(len(other)):
                if other[:index] + other[index + 1 :] == one:
                    yield (
                        "inserts",
                        f"line {line} inserts `{other[index]!r}` into `{name}` at index {index}.",
                    )
            if other[1:] == one:
                yield "inserts", f"line {line} inserts `{other[0]!r}` at the start of `{name}`."
        if len(one) == len(other) + 1:
            for index in range(len(one)):
                if one[:index] + one[index + 1 :] == other:
                    yield "removes", f"line {line} removes `{one[index]!r}` from `{name}`."
                    yield (
                        "pops",
                        f"line {line} pops `{one[index]!r}` from `{name}`, leaving `{other!r}`.",
                    )
            if other == one[:-1]:
                yield "removes nth", f"line {line} removes the last element from `{name}`."
            if other == one[1:]:
                yield "removes nth", f"line {line} removes the first element from `{name}`."
        if sorted(map(repr, one)) == sorted(map(repr, other)):
            yield "sorts", f"line {line} sorts `{name}` in place."
            yield "sorts", f"line {line} reverses `{name}` in place."
    if isinstance(one, set) and len(other) == len(one) + 1:
        for item in other - one:
            yield "adds", f"line {line} adds `{item!r}` to `{name}`."
    if isinstance(one, dict):
        for key in other:
            if key not in one or one[key] != other[key]:
                yield (
                    "sets key",
                    f"line {line} sets the key `{key!r}` of `{name}` to `{other[key]!r}`.",
                )
                yield "sets", f"line {line} sets `{name}[{key!r}]` to `{other[key]!r}`."
        for key in one:
            if key not in other:
                yield "removes key", f"line {line} removes the key `{key!r}` from `{name}`."
    if not other:
        yield "clears", f"line {line} clears `{name}`."
    yield "changes", f"line {line} changes `{name}` to `{other!r}`."


def amounts(line: int, name: str, one: Any, other: Any) -> Iterator[tuple[str, str]]:
    """By how much a number has changed."""
    if isinstance(one, bool) or isinstance(other, bool):
        return
    by = other - one
    if by > 0:
        yield "increases", f"line {line} increases `{name}` by `{by!r}`."
        yield "increases", f"line {line} adds `{by!r}` to `{name}`, giving `{other!r}`."
        yield (
            "increased",
            f"on line {line}, `{name}` is increased by `{by!r}`, so `{name}` is now `{other!r}`.",
        )
        if by == 1:
            yield "increments", f"line {line} increments `{name}` to `{other!r}`."
            yield "increments", f"line {line} increments `{name}`."
    if by < 0:
        yield "decreases", f"line {line} decreases `{name}` by `{-by!r}`."
        yield "decreases", f"line {line} subtracts `{-by!r}` from `{name}`, giving `{other!r}`."
        if by == -1:
            yield "decrements", f"line {line} decrements `{name}`."
    if one and other == 2 * one:
        yield "doubles", f"line {line} doubles `{name}`."
    if one and isinstance(one, int) and isinstance(other, int) and other % one == 0:
        yield "multiplies", f"line {line} multiplies `{name}` by `{other // one}`."


def properties(name: str, it: Any, value: Value) -> Iterator[tuple[str, str]]:
    """What can be said of one value."""
    yield "is", f"`{name}` is `{it!r}`"
    yield "type", f"`{name}` has type `{value.type}`"
    yield "defined", f"`{name}` is defined"
    if isinstance(it, int | float) and not isinstance(it, bool):
        for word in ("even", "odd", "positive", "negative"):
            yield "property", f"`{name}` is {word}"
            yield "property", f"`{name}` is not {word}"
        for bound in (it - 1, it + 1, 0):
            yield "compare", f"`{name}` is greater than `{bound!r}`"
            yield "compare", f"`{name}` is less than `{bound!r}`"
            yield "compare", f"`{name}` is at least `{bound!r}`"
            yield "compare", f"`{name}` exceeds `{bound!r}`"
        for by in (2, 3, 5):
            yield "divisible", f"`{name}` is divisible by `{by}`"
            yield "divisible", f"`{name}` is not divisible by `{by}`"
        yield "arithmetic state", f"`{name} + 1` is `{it + 1!r}`"
    if isinstance(it, str | list | tuple | dict | set):
        yield "length", f"`{name}` has length {len(it)}"
        yield "length", f"the length of `{name}` is `{len(it)}`"
        yield "length", f"`len({name})` is `{len(it)}`"
        yield "empty", f"`{name}` is {'not ' if it else ''}empty"
        if not isinstance(it, str):
            yield "elements", f"`{name}` has {len(it)} elements"
        else:
            yield "elements", f"`{name}` has {len(it)} characters"
    if isinstance(it, str | list | tuple) and it:
        word = "character" if isinstance(it, str) else "element"
        yield "part", f"the first {word} of `{name}` is `{it[0]!r}`"
        yield "part", f"the last {word} of `{name}` is `{it[-1]!r}`"
        index = len(it) // 2
        yield "at index", f"the element at index {index} of `{name}` is `{it[index]!r}`"
        yield "element", f"`{name}[{index}]` is `{it[index]!r}`"
        yield "slice", f"`{name}[{index}:]` is `{it[index:]!r}`"
        yield "slice", f"`{name}[:{index}]` is `{it[:index]!r}`"
        yield "contains", f"`{name}` contains `{it[index]!r}`"
        yield "contains", f"`{it[0]!r}` is in `{name}`"
        count = it.count(it[index])
        yield "appears", f"`{it[index]!r}` appears {count} times in `{name}`"
    if isinstance(it, str):
        for word in ("lowercase", "uppercase", "alphabetic", "a digit", "a letter"):
            yield "property", f"`{name}` is {word}"
            yield "property", f"`{name}` is not {word}"
        yield "starts", f"`{name}` starts with `{it[:2]!r}`"
        yield "starts", f"`{name}` ends with `{it[-2:]!r}`"
        yield "not in", f"`{'#'!r}` is not in `{name}`"
    if isinstance(it, list | tuple) and it and all(type(x) is int for x in it):
        yield "sum", f"the sum of `{name}` is `{sum(it)}`"
        yield "largest", f"the largest element of `{name}` is `{max(it)}`"
        yield "largest", f"the smallest element of `{name}` is `{min(it)}`"
        yield "sorted", f"`{name}` is {'' if list(it) == sorted(it) else 'not '}sorted"
    if isinstance(it, dict):
        for key in list(it)[:2]:
            yield "contains", f"`{name}` contains `{key!r}`"
            yield "element", f"`{name}[{key!r}]` is `{it[key]!r}`"


def relations(a: str, one: Value, b: str, other: Value) -> Iterator[tuple[str, str]]:
    """What can be said of two values."""
    x, y = held(one), held(other)
    if isinstance(x, int | float) and isinstance(y, int | float):
        yield "relation", f"`{a}` {'equals' if x == y else 'does not equal'} `{b}`"
        word = "greater than" if x > y else "less than" if x < y else "at most"
        yield "compare two", f"`{a}` is {word} `{b}`"
        yield "holds", f"`{a} {'<' if x < y else '>='} {b}` holds"
        yield "compare two", f"`{a}` is at least `{b}`"
    if isinstance(x, list | dict | set) and type(x) is type(y):
        word = type(x).__name__
        if one.oid == other.oid:
            yield "identity", f"`{a}` and `{b}` are the same {word}"
            yield "identity", f"`{a}` is the same {word} as `{b}`"
        else:
            yield "identity", f"`{a}` and `{b}` are different {word}s"
            yield "identity", f"`{a}` and `{b}` are not the same {word}"
    elif isinstance(x, list | dict | set) != isinstance(y, list | dict | set):
        yield "identity", f"`{a}` and `{b}` are different objects"
    if isinstance(y, list | str | dict | tuple) and type(x) in (int, str):
        try:
            word = "is in" if x in y else "is not in"
        except TypeError:
            return
        yield "membership", f"`{a}` {word} `{b}`"
    if isinstance(y, list | tuple | str) and isinstance(x, int) and 0 <= x < len(y):
        yield "element", f"`{b}[{a}]` is `{y[x]!r}`"
    if isinstance(x, str) and isinstance(y, str):
        yield "relation", f"`{a}` and `{b}` are {'' if x == y else 'not '}equal"
