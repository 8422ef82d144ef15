"""The texts that models are sent: files in `engine/synthesis/prompts`, and examples among them
chosen for the program at hand.

An example is a program, a call and a narration (or an answer and a rationale) that is ACCEPTED; a
test proves that of each, and that what is sent stays within `ROOM`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources
from typing import Final

from engine.synthesis.teachers.features import SUMMARIES, WEIGHTS, features

ROOM: Final = 12_000
"""Tokens of a whole first request: reference, examples, program and what is shown of its run."""

EXAMPLES_ROOM: Final = 8_000
"""Bytes of all examples together."""

FEWEST_EXAMPLES: Final = 3
MOST_EXAMPLES: Final = 5


class Kind(Enum):
    """Which way a text argues; the value is the name of its folder and of its tag's file."""

    FORWARD = "forward"
    BACKWARD = "backward"

    @property
    def tag(self) -> str:
        """Between which the text stands in a reply."""
        return "narration" if self is Kind.FORWARD else "rationale"


def prompt(name: str) -> str:
    """The text of a file of prompts."""
    folder = resources.files("engine.synthesis").joinpath("prompts")
    return folder.joinpath(f"{name}.md").read_text(encoding="utf-8")


def filled(name: str, **parts: str) -> str:
    """A file's text with its ``{{name}}`` places filled; what is filled in is not looked into.

    Raises `KeyError` for a place that no part is given for."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], prompt(name))


@dataclass(frozen=True, slots=True)
class Example:
    """One file of a folder of examples. ``answer`` is what a rationale is about, else ""."""

    name: str
    source: str
    call: str
    answer: str
    text: str
    features: frozenset[str]

    def shown(self, kind: Kind) -> str:
        """As a model is shown it."""
        asked = f"The answer: the call {self.answer}.\n" if self.answer else ""
        call = "" if kind is Kind.BACKWARD else f"The call: `f({self.call})`\n"
        return (
            f"{numbered(self.source)}\n{call}{asked}"
            f"<{kind.tag}>\n{self.text}</{kind.tag}>\n"
        )  # fmt: skip


_EXAMPLE: Final = re.compile(
    r"(?:Shows: (?P<shows>[^\n]*)\n)?"
    r"```program f\((?P<call>[^\n]*)\)\n(?P<source>.*?)```\n"
    r"(?:Answer: (?P<answer>[^\n]*)\n)?"
    r"<(?P<tag>\w+)>\n(?P<text>.*)</(?P=tag)>\n",
    re.DOTALL,
)


@lru_cache
def examples(kind: Kind) -> tuple[Example, ...]:
    """All examples of a kind, by name. Raises `ValueError` for a file that is none."""
    folder = resources.files("engine.synthesis").joinpath("prompts", kind.value)
    found: list[Example] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        read = _EXAMPLE.fullmatch(file.read_text(encoding="utf-8"))
        if read is None or read["tag"] != kind.tag:
            raise ValueError(f"{file.name} is no example")
        shows = features(read["source"]) - {SUMMARIES}
        if read["shows"]:
            shows = frozenset(read["shows"].split(", "))
        name = file.name.removesuffix(".md")
        found.append(
            Example(name, read["source"], read["call"], read["answer"] or "", read["text"], shows)
        )
    return tuple(found)


def chosen(kind: Kind, source: str, room: int = EXAMPLES_ROOM) -> tuple[Example, ...]:
    """The examples that show most of what a program uses, the most telling first: by the syntax of
    the program alone, never by its run. At least one."""
    wanted = {name: WEIGHTS.get(name, 1) for name in features(source)}
    taken: list[Example] = []
    rest = list(examples(kind))
    while rest and len(taken) < MOST_EXAMPLES:

        def worth(each: Example) -> tuple[int, int]:
            return sum(wanted.get(name, 0) for name in each.features), -len(each.text)

        best = max(rest, key=worth)
        rest.remove(best)
        size = len(best.shown(kind).encode())
        if taken and (size > room or (worth(best)[0] == 0 and len(taken) >= FEWEST_EXAMPLES)):
            continue
        taken.append(best)
        room -= size
        for name in best.features:
            wanted.pop(name, None)
    return tuple(taken)


def numbered(source: str) -> str:
    """The program as a model is shown it: every line with its number."""
    lines = source.rstrip("\n").split("\n")
    width = len(str(len(lines)))
    return "\n".join(f"{number:>{width}} | {line}" for number, line in enumerate(lines, start=1))
