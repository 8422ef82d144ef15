"""Generated programs against oracles that are written from the instruction alone."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from itertools import combinations, permutations

import pytest

from engine.synthesis.generator import generate
from engine.synthesis.problem import Difficulty, Problem

SEEDS = range(25)


def _common_length(a: str, b: str) -> int:
    def parts(text: str) -> set[str]:
        return {
            "".join(chosen)
            for size in range(len(text) + 1)
            for chosen in combinations(text, size)
        }  # fmt: skip

    return max(map(len, parts(a) & parts(b)))


def _bracket_texts(pairs: int) -> list[str]:
    def is_balanced(text: str) -> bool:
        levels = [text[:i].count("(") - text[:i].count(")") for i in range(len(text) + 1)]
        return min(levels) >= 0 and levels[-1] == 0

    texts = {"".join(order) for order in permutations("()" * pairs)}
    return sorted(filter(is_balanced, texts))


ORACLES: dict[str, tuple[str, Callable[..., object]]] = {
    "is_prime": ("primes", lambda n: n > 1 and math.gcd(n, math.factorial(n - 1)) == 1),
    "primes_up_to": ("primes", lambda n: [
        k for k in range(2, n + 1) if math.gcd(k, math.factorial(k - 1)) == 1]),
    "common_divisor": ("greatest-common-divisor", lambda *numbers: (
        math.gcd(*numbers[0]) if isinstance(numbers[0], list) else math.gcd(*numbers))),
    "common_multiple": ("greatest-common-divisor", math.lcm),
    "power": ("powers-and-logs", lambda base, exponent: base**exponent),
    "is_leap_year": ("calendar", calendar.isleap),
    "day_of_year": ("calendar", lambda month, day: sum(
        calendar.monthrange(2023, each)[1] for each in range(1, month)) + day),
    "common_length": ("edit-distance", _common_length),
    "bracket_texts": ("backtracking-search", _bracket_texts),
    "are_anagrams": ("anagrams", lambda a, b: any("".join(each) == b for each in permutations(a))),
    "merge_sorted": ("merge-sorted", lambda a, b: sorted([*a, *b])),
    "common_sorted": ("merge-sorted", lambda a, b: sorted({*a} & {*b})),
    "unique_sorted": ("merge-sorted", lambda a, b: sorted({*a, *b})),
    "arrangements": ("permutations", lambda text: ["".join(each) for each in permutations(text)]),
    "all_different": ("distinct-elements", lambda xs: len({*xs}) == len(xs)),
    "set_bits": ("bit-counting", lambda n: [
        i for i, bit in enumerate(reversed(f"{n:b}")) if bit == "1"]),
    "as_clock": ("times-of-day", lambda n: f"{n // 60}:{n % 60:02}"),
}  # fmt: skip
"""By the name of the entry function, which has this name only where no steps are added (but for
one that refuses arguments): the concept, and what the instruction says."""


def calls_of(problem: Problem) -> list[tuple[object, ...]]:
    return [eval(f"({call[len(problem.entry) + 1 : -1]},)") for call in problem.tests]


@pytest.mark.parametrize("entry", ORACLES)
def test_what_the_instruction_says(entry: str) -> None:
    concept, says = ORACLES[entry]
    checked = 0
    for difficulty in (Difficulty.EASY, Difficulty.MEDIUM):
        for seed in SEEDS:
            problem = generate(concept, difficulty, seed)
            if problem.entry != entry:
                continue
            names: dict[str, Callable[..., object]] = {}
            exec(problem.solutions[0], names)
            for arguments in calls_of(problem):
                try:
                    found = names[entry](*arguments)
                except ValueError:
                    assert "Raise `ValueError" in problem.instruction
                    continue
                assert found == says(*arguments), (problem.instruction, arguments)
                checked += 1
    assert checked > 10
