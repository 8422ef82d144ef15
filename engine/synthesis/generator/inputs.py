"""Arguments for the calls of a program, drawn at random from small, readable values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final, TypeAlias

Values: TypeAlias = Callable[[Random], object]
"""Draws one argument. What it gives has a literal that `repr` writes in the same way anywhere."""

VOCABULARY: Final = (
    "apple", "banana", "cherry", "grape", "kiwi", "lemon", "mango", "pear", "plum", "fig",
    "tea", "milk", "bread", "rice", "salt", "river", "stone", "cloud", "rain", "snow",
    "level", "noon", "radar", "mom", "dad", "cat", "dog", "owl", "fox", "ant",
    "red", "blue", "green", "gold", "Anna", "Otto", "Bob", "Eve", "Rome", "Oslo",
)  # fmt: skip
"""Short words; some read the same backwards, some begin with a capital."""


def one(low: int, high: int) -> Values:
    """An integer."""
    return lambda rng: rng.randint(low, high)


def of(*options: object) -> Values:
    """One of these values."""
    return lambda rng: rng.choice(options)


def ints(low: int = -5, high: int = 9, shortest: int = 0, longest: int = 5) -> Values:
    """A list of integers; one that is short, or has repeats, now and then."""

    def draw(rng: Random) -> list[int]:
        size = rng.randint(shortest, longest)
        size = shortest if rng.random() < 0.08 else max(size, rng.randint(shortest, longest))
        if rng.random() < 0.3:
            few = [rng.randint(low, high) for _ in range(2)]
            return [rng.choice(few) for _ in range(size)]
        return [rng.randint(low, high) for _ in range(size)]

    return draw


def ascending(low: int = 0, high: int = 12, shortest: int = 0, longest: int = 5) -> Values:
    """A list of integers in ascending order, with repeats now and then."""
    draw = ints(low, high, shortest, longest)
    return lambda rng: sorted(_ints(draw(rng)))


def words(shortest: int = 0, longest: int = 4) -> Values:
    """A list of short words, with repeats now and then."""

    def draw(rng: Random) -> list[str]:
        size = max(rng.randint(shortest, longest), rng.randint(shortest, longest))
        pool = rng.sample(VOCABULARY, 3) if rng.random() < 0.5 else VOCABULARY
        return [rng.choice(pool) for _ in range(size)]

    return draw


def sentence(fewest: int = 1, most: int = 3) -> Values:
    """A few words with single spaces between."""
    draw = words(fewest, most)
    return lambda rng: " ".join(_texts(draw(rng)))


def text(alphabet: str, shortest: int = 0, longest: int = 6) -> Values:
    """A text of these characters; one that reads the same backwards now and then."""

    def draw(rng: Random) -> str:
        size = max(rng.randint(shortest, longest), rng.randint(shortest, longest))
        letters = [rng.choice(alphabet) for _ in range(size)]
        if rng.random() < 0.2:
            letters[size - size // 2 :] = reversed(letters[: size // 2])
        return "".join(letters)

    return draw


def matrix(
    low: int = 0, high: int = 9, rows: tuple[int, int] = (2, 3), columns: tuple[int, int] = (2, 3)
) -> Values:
    """A list of rows of equal length."""

    def draw(rng: Random) -> list[list[int]]:
        width = rng.randint(*columns)
        return [[rng.randint(low, high) for _ in range(width)] for _ in range(rng.randint(*rows))]

    return draw


def square(low: int = 0, high: int = 9, smallest: int = 2, largest: int = 3) -> Values:
    """A list of rows, as many as each has elements."""

    def draw(rng: Random) -> list[list[int]]:
        size = rng.randint(smallest, largest)
        return [[rng.randint(low, high) for _ in range(size)] for _ in range(size)]

    return draw


def intervals(high: int = 12, shortest: int = 0, longest: int = 3) -> Values:
    """A list of pairs (start, end) with start < end."""

    def draw(rng: Random) -> list[tuple[int, int]]:
        found = []
        for _ in range(max(rng.randint(shortest, longest), rng.randint(shortest, longest))):
            start = rng.randint(0, high - 1)
            found.append((start, rng.randint(start + 1, min(high, start + 5))))
        return found

    return draw


def counts(keys: Sequence[str], low: int = 0, high: int = 9, fewest: int = 0) -> Values:
    """A dictionary from some of these keys to integers."""

    def draw(rng: Random) -> dict[str, int]:
        chosen = rng.sample(list(keys), rng.randint(fewest, min(4, len(keys))))
        return {key: rng.randint(low, high) for key in chosen}

    return draw


def records(names: Sequence[str], low: int, high: int, fewest: int = 0, most: int = 4) -> Values:
    """A list of pairs (name, number); names may come twice."""

    def draw(rng: Random) -> list[tuple[str, int]]:
        size = max(rng.randint(fewest, most), rng.randint(fewest, most))
        return [(rng.choice(names), rng.randint(low, high)) for _ in range(size)]

    return draw


def lists(of_what: Values, shortest: int = 0, longest: int = 3) -> Values:
    """A list of what another draws."""
    return lambda rng: [of_what(rng) for _ in range(rng.randint(shortest, longest))]


def _ints(value: object) -> list[int]:
    return [each for each in value if isinstance(each, int)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
