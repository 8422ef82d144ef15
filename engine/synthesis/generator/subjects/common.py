"""Parameters that many templates take."""

from __future__ import annotations

from engine.synthesis.generator.draw import NUMBERS, TEXTS, WORDS, Draw, Theme
from engine.synthesis.generator.inputs import ascending, ints, one, sentence, text, words
from engine.synthesis.generator.sketch import Parameter


def numbers(
    d: Draw, low: int = -5, high: int = 9, shortest: int = 0, longest: int = 5
) -> tuple[Theme, Parameter]:
    """A list of integers, under a name of some domain."""
    theme = d.pick(*NUMBERS)
    values = ints(low, high, shortest, longest)
    return theme, Parameter(theme.many, "list[int]", f"a list of {theme.told}", values)


def sorted_numbers(
    d: Draw, low: int = 0, high: int = 12, shortest: int = 0, longest: int = 5
) -> tuple[Theme, Parameter]:
    """A list of integers in ascending order."""
    theme = d.pick(*NUMBERS)
    values = ascending(low, high, shortest, longest)
    told = f"a list of {theme.told} in ascending order"
    return theme, Parameter(theme.many, "list[int]", told, values)


def some_words(d: Draw, shortest: int = 0, longest: int = 4) -> tuple[Theme, Parameter]:
    """A list of words."""
    theme = d.pick(*WORDS)
    values = words(shortest, longest)
    return theme, Parameter(theme.many, "list[str]", f"a list of {theme.told}", values)


def letters(
    d: Draw, alphabet: str = "abcAB", shortest: int = 0, longest: int = 5
) -> tuple[Theme, Parameter]:
    """A text of these characters."""
    theme = d.pick(*TEXTS)
    return theme, Parameter(theme.many, "str", theme.told, text(alphabet, shortest, longest))


def a_sentence(d: Draw, fewest: int = 1, most: int = 3) -> tuple[Theme, Parameter]:
    """A text of words with single spaces between."""
    theme = d.pick(*TEXTS[:5])
    told = f"{theme.told} of words with single spaces between them"
    return theme, Parameter(theme.many, "str", told, sentence(fewest, most))


def integer(name: str, low: int, high: int, told: str = "an integer") -> Parameter:
    """One integer."""
    return Parameter(name, "int", told, one(low, high))
