"""A programming problem with candidate solutions and tests, before anybody has judged them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Difficulty(Enum):
    """How hard a problem is meant to be. Closed."""

    EASY = "easy"  #: one idea, a few lines
    MEDIUM = "medium"  #: two ideas together, or one with its edge cases
    HARD = "hard"  #: several functions or ideas, or a state that has to be kept


@dataclass(frozen=True, slots=True)
class Problem:
    """What a teacher proposes: an instruction, a signature, solutions and tests.

    ``solutions`` are texts of whole modules, each of which defines ``entry`` at its top level: a
    function, or a class whose method ``method`` is the primary one. ``tests`` are texts of one
    ``assert`` statement each (or of one ``with pytest.raises(…):`` block) about calls of the
    entry. Nothing here is known to be right: `agreement` finds that out."""

    concept: str  #: its slug in the catalogue, or in the user's seed texts
    difficulty: Difficulty
    instruction: str  #: what the program has to do, in plain words
    signature: str  #: `def f(xs: list[int]) -> int`, or that of the class and its method
    entry: str
    solutions: tuple[str, ...]
    tests: tuple[str, ...]
    method: str = ""  #: "" for a function

    def to_json(self) -> dict[str, object]:
        return {
            "concept": self.concept,
            "difficulty": self.difficulty.value,
            "instruction": self.instruction,
            "signature": self.signature,
            "entry": self.entry,
            "method": self.method,
            "solutions": list(self.solutions),
            "tests": list(self.tests),
        }


def problem_from_json(form: object) -> Problem:
    """Read back `Problem.to_json`; raises `ValueError` for anything else."""
    texts = ("concept", "instruction", "signature", "entry", "method")
    lists = ("solutions", "tests")
    if not isinstance(form, dict) or set(form) != {*texts, *lists, "difficulty"}:
        raise ValueError("not a problem")
    if not all(isinstance(form[key], str) for key in texts):
        raise ValueError("not a problem: a text is missing")
    for key in lists:
        if not isinstance(form[key], list) or not all(isinstance(each, str) for each in form[key]):
            raise ValueError(f"not a problem: its {key} are no list of texts")
    return Problem(
        concept=form["concept"],
        difficulty=Difficulty(form["difficulty"]),
        instruction=form["instruction"],
        signature=form["signature"],
        entry=form["entry"],
        solutions=tuple(form["solutions"]),
        tests=tuple(form["tests"]),
        method=form["method"],
    )
