"""Choices: what a program does, and, apart from that, how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

from engine.synthesis.problem import Difficulty

T = TypeVar("T")


class Draw:
    """The choices of one program.

    Invariant: `pick` and `number` decide what the program does, `style` and `chance` how it is
    written, each from a stream of its own. A template that asks the first the same questions
    whatever the second answer gives programs that do the same in different styles."""

    def __init__(self, meaning: Random, style: Random, difficulty: Difficulty) -> None:
        self.meaning: Final = meaning
        self.manner: Final = style
        self.difficulty: Final = difficulty

    def pick(self, *options: T) -> T:
        """One of several things that the program can do."""
        return options[self.meaning.randrange(len(options))]

    def number(self, low: int, high: int) -> int:
        """A constant of the program, both ends included."""
        return self.meaning.randint(low, high)

    def style(self, *options: T) -> T:
        """One of several ways to write the same."""
        return options[self.manner.randrange(len(options))]

    def chance(self, share: float) -> bool:
        """Whether to write something in a way that is chosen with this probability."""
        return self.manner.random() < share

    @property
    def easy(self) -> bool:
        return self.difficulty is Difficulty.EASY

    @property
    def hard(self) -> bool:
        return self.difficulty is Difficulty.HARD


@dataclass(frozen=True, slots=True)
class Theme:
    """A domain that names are taken from."""

    many: str  #: the parameter: `temperatures`
    one: str  #: an element of it: `temperature`
    told: str  #: what they are, in plural: `daily temperatures`


def _themes(*rows: str) -> tuple[Theme, ...]:
    parts = [row.split(" ", 2) for row in rows]
    return tuple(Theme(many, one, told) for many, one, told in parts)


NUMBERS: Final = _themes(
    "prices price prices in whole euros",
    "scores score scores of a game",
    "temperatures temperature daily temperatures",
    "readings reading readings of a sensor",
    "heights height heights in centimetres",
    "distances distance distances in kilometres",
    "sales sale daily sales",
    "weights weight weights in kilograms",
    "points point points of the rounds of a game",
    "amounts amount amounts of money",
    "levels level water levels",
    "speeds speed measured speeds",
    "marks mark marks of an exam",
    "numbers number integers",
    "values value integers",
    "nums num integers",
    "steps step steps counted each day",
    "delays delay delays of trains in minutes",
    "orders order sizes of orders",
    "votes vote votes for each proposal",
)
"""Lists of integers."""

WORDS: Final = _themes(
    "words word words",
    "names name first names",
    "cities city names of cities",
    "tags tag tags of an article",
    "fruits fruit names of fruits",
    "titles title titles of books",
    "colors color names of colors",
    "animals animal names of animals",
    "labels label labels of boxes",
    "tokens token tokens",
    "products product names of products",
    "users user names of users",
)
"""Lists of words."""

TEXTS: Final = _themes(
    "text char a text",
    "sentence letter a sentence",
    "phrase letter a phrase",
    "message char a message",
    "line char a line of text",
    "title letter a title",
    "password char a password",
    "code symbol a code",
)
"""Texts: the parameter, and one character of it."""


def with_article(word: str) -> str:
    """A noun of the themes with its indefinite article."""
    vowel = word[0] in "aeio" and not word.startswith(("one", "eu"))
    return f"an {word}" if vowel else f"a {word}"
