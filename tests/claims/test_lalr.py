"""Derivations from the tables, against the trees that lark itself makes."""

from __future__ import annotations

import random
from functools import cache

import pytest
from lark import Lark, Tree
from lark import Token as Leaf
from lark.exceptions import UnexpectedToken

from engine.backward.language import syntax as backward
from engine.claims.lalr import Derivation, Place, Tables
from engine.claims.scanner import scan
from engine.claims.structure import Piece, pieces
from engine.claims.syntax import STARTS, Stuck, derive_by, narration_grammar, shape, tree_of
from tests.case_files import CASES


def compact(tree: Tree[Leaf]) -> Derivation:
    children = tuple(
        compact(child) if isinstance(child, Tree) else int(child) for child in tree.children
    )
    return Derivation(tree.data, Place(tree.meta.start_pos, tree.meta.end_pos), children)


def agree(grammar: Lark, tables: Tables, start: str, kinds: tuple[str, ...]) -> bool:
    """Whether there is a derivation; raises where lark finds another one, or one more."""
    found = tables.derive(start, kinds)
    try:
        tree = tree_of(grammar, start, kinds)
    except UnexpectedToken as error:
        accepted = error.accepts
    else:
        assert found == compact(tree)
        return True
    stuck = derive_by(grammar, tables, start, kinds)
    assert found is None
    assert isinstance(stuck, Stuck)
    assert stuck.expected == accepted
    return False


@cache
def shapes() -> list[tuple[str, tuple[str, ...]]]:
    """Of the sentences of all narrations of the cases, and of free ones."""
    found = {
        (piece.start.value, shape(piece.tokens)): None
        for path in sorted(CASES.glob("*/*"))
        if path.suffix in {".narration", ".md"}
        for line in scan(path.read_text(encoding="utf-8"))
        if line.problem is None
        for piece in pieces(line)
        if isinstance(piece, Piece)
    }
    return list(found)


def test_sentences_of_the_cases() -> None:
    grammar = narration_grammar()
    tables = Tables(grammar)
    derived = [agree(grammar, tables, start, kinds) for start, kinds in shapes()]
    assert derived.count(True) > 300


@pytest.mark.parametrize("start", STARTS)
def test_any_tokens(start: str) -> None:
    """Beginnings of sentences, put together: most of them fail somewhere."""
    rng = random.Random(0)
    grammar = narration_grammar()
    tables = Tables(grammar)
    known = [kinds for _, kinds in shapes()]
    for _ in range(1_500):
        one, other = rng.choice(known), rng.choice(known)
        kinds = one[: rng.randrange(len(one) + 1)] + other[rng.randrange(len(other)) :]
        agree(grammar, tables, start, kinds)


def test_every_rule_of_both_grammars() -> None:
    """Sentences made from the rules at random."""
    for grammar, starts in ((narration_grammar(), STARTS), (backward._GRAMMAR, (backward.START,))):
        tables = Tables(grammar)
        for start in starts:
            for seed in range(300):
                assert agree(grammar, tables, start, made(grammar, start, random.Random(seed)))


def made(grammar: Lark, start: str, rng: random.Random) -> tuple[str, ...]:
    """The terminals of a sentence that the rules allow, not too long."""
    by_origin: dict[str, list[list[object]]] = {}
    for rule in grammar.rules:
        by_origin.setdefault(rule.origin.name, []).append(list(rule.expansion))
    found: list[str] = []

    def expand(name: str, depth: int) -> None:
        ways = by_origin[name]
        if depth > 12:
            ways = sorted(ways, key=len)[:2]
        for symbol in rng.choice(ways):
            if symbol.is_term:  # type: ignore[attr-defined]
                found.append(symbol.name)  # type: ignore[attr-defined]
            else:
                expand(symbol.name, depth + 1)  # type: ignore[attr-defined]

    expand(start, 0)
    return tuple(found)
