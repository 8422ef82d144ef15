"""Every concept at every difficulty gives programs that run, and whose solutions agree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache, lru_cache

import pytest

from engine.synthesis.generator import catalogue, generate
from engine.synthesis.problem import Difficulty, Problem
from engine.synthesis.structure import distinct_share, fingerprint

SEEDS = range(2)
SLUGS = [concept.slug for concept in catalogue()]


@lru_cache(maxsize=8)
def module(source: str) -> dict[str, object]:
    names: dict[str, object] = {"__name__": "solution"}
    exec(compile(source, "<solution>", "exec"), names)
    return names


def outcome(source: str, call: str) -> str:
    """What a call gives, as text; these programs are our own, and need no sandbox."""
    try:
        return repr(eval(call, module(source)))
    except (ValueError, KeyError, IndexError) as error:  # those that instructions speak of
        return repr(error)


@cache
def problems(slug: str) -> list[Problem]:
    return [generate(slug, difficulty, seed) for difficulty in Difficulty for seed in SEEDS]


@pytest.mark.parametrize("slug", SLUGS)
def test_solutions_in_different_styles_do_the_same(slug: str) -> None:
    for problem in problems(slug):
        for call in problem.tests:
            found = {outcome(solution, call) for solution in problem.solutions}
            assert len(found) == 1, (call, found, problem.solutions)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_problem_is_whole(slug: str) -> None:
    for problem in problems(slug):
        assert problem.concept == slug
        assert problem.signature.startswith(f"def {problem.entry}(")
        assert f"`{problem.entry}`" in problem.instruction
        assert len(problem.tests) >= 2
        shapes = [fingerprint(solution) for solution in problem.solutions]
        assert len(set(shapes)) == len(shapes)
        for solution in problem.solutions:
            assert problem.signature + ":" in solution
            assert max(map(len, solution.split("\n"))) <= 120


@pytest.mark.parametrize("slug", SLUGS)
def test_parameters_are_told(slug: str) -> None:
    for problem in problems(slug):
        (definition,) = ast.parse(problem.signature + ": ...").body
        assert isinstance(definition, ast.FunctionDef)
        for argument in definition.args.args:
            assert f"`{argument.arg}`" in problem.instruction


def test_programs_differ_in_structure() -> None:
    found = [problem.solutions[0] for slug in SLUGS for problem in problems(slug)]
    assert len(found) > 500
    assert distinct_share(found) * 100 >= 95


def test_the_catalogue_has_no_concept_twice() -> None:
    assert len(set(SLUGS)) == len(SLUGS) >= 120
    with pytest.raises(ValueError, match="no concept"):
        generate("no-such-concept", Difficulty.EASY, 0)


_SHOWN = """
import hashlib
from engine.synthesis.generator import catalogue, generate
from engine.synthesis.problem import Difficulty
texts = [repr(generate(each.slug, Difficulty.HARD, 7).to_json()) for each in catalogue()[::4]]
print(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _SHOWN],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1


def test_articles_fit_their_nouns() -> None:
    """In instructions, and in the messages of exceptions."""
    for concept in catalogue():
        for difficulty in Difficulty:
            problem = generate(concept.slug, difficulty, 2)
            told = re.sub(r"`[^`]*`", "", problem.instruction)
            assert not re.search(r"\b[Aa] (?!one|eu|uni|use)[aeiou]", told), problem.instruction
            assert not re.search(r"\b[Aa]n [^aeiouhn\W]", told), problem.instruction
            raised = re.findall(r"Error\(['\"](.*?)['\"]\)", problem.solutions[0])
            wrong = r"a (?!is |one|eu|uni|use)[aeiou]"
            assert not [each for each in raised if re.match(wrong, each)]
