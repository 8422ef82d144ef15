"""The parser's tables at work: derivations without the trees that lark makes.

lark (1.2 and 1.3) builds LALR(1) tables for a grammar and refuses every conflict; `Tables` reads
them and follows them as `lark.parsers.lalr_parser` does. Invariant: the derivation is what lark's
tree says, with the options that `engine.claims.syntax.build` gives: marks and words of the grammar
are left out, rules that begin with ``_`` are dissolved in the rule around them, and rules with
``?`` where they have one child; places span all of a rule's tokens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from lark import Lark

_END: Final = "$END"


class Place(NamedTuple):
    """A run of the sentence's tokens: from, up to (exclusive)."""

    first: int
    end: int


class Derivation(NamedTuple):
    """One node of a derivation; its children are nodes, and the indexes of tokens."""

    form: str  #: the rule's name, or that of its alternative
    place: Place
    children: tuple[Derivation | int, ...]

    def forms(self) -> Iterator[str]:
        """The names of the node and of all nodes below it."""
        yield self.form
        for child in self.children:
            if isinstance(child, Derivation):
                yield from child.forms()

    def leaves(self) -> Iterator[int]:
        """The indexes of the tokens in it, from left to right."""
        for child in self.children:
            if isinstance(child, Derivation):
                yield from child.leaves()
            else:
                yield child


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a reduction does: the parts of the rule that are kept, each with whether its children
    are taken in its place."""

    origin: str
    form: str
    length: int
    kept: tuple[tuple[int, bool], ...]
    dissolves: bool  #: into its child, where it has one alone


_Part: TypeAlias = tuple[Derivation | int, int, int]
"""What has been read, and its first token and the end of its last one; twice -1 where it is
nothing at all."""


class Tables:
    """The tables of one grammar."""

    def __init__(self, grammar: Lark) -> None:
        parser: Any = grammar.parser
        table = parser.parser.parser.parse_table
        self._starts: dict[str, int] = table.start_states
        self._ends: dict[str, int] = table.end_states
        # The state to go to, or the rule to reduce by; what kind of action it is goes by that.
        self._actions: dict[int, dict[str, tuple[object, Any]]] = table.states
        self._rules: dict[Any, _Rule] = {}  # those that were needed so far

    def derive(self, start: str, kinds: Sequence[str]) -> Derivation | None:
        """The derivation of these terminals; None where there is none."""
        actions, end, nothing = self._actions, self._ends[start], (None, None)
        states = [self._starts[start]]
        parts: list[_Part] = []
        for index, kind in enumerate((*kinds, _END)):
            while not isinstance(action := actions[states[-1]].get(kind, nothing)[1], int):
                if action is None:
                    return None
                rule = self._rules.get(action)
                if rule is None:
                    rule = self._rules[action] = _made(action)
                part = _reduced(rule, parts)
                if rule.length:
                    del states[-rule.length :], parts[-rule.length :]
                goal = actions[states[-1]][rule.origin][1]
                states.append(goal)
                parts.append(part)
                if goal == end and kind == _END:
                    found = part[0]
                    return found if isinstance(found, Derivation) else None
            states.append(action)
            parts.append((index, index, index + 1))
        return None


def _made(rule: Any) -> _Rule:
    kept = tuple(
        (index, not symbol.is_term and symbol.name.startswith("_"))
        for index, symbol in enumerate(rule.expansion)
        if not (symbol.is_term and symbol.filter_out)
    )
    form = rule.alias or rule.options.template_source or rule.origin.name
    dissolves = bool(rule.options.expand1) and not rule.alias
    origin, length = str(rule.origin.name), len(rule.expansion)
    return _Rule(origin, sys.intern(str(form)), length, kept, dissolves)


def _reduced(rule: _Rule, parts: list[_Part]) -> _Part:
    read = parts[len(parts) - rule.length :]
    children: list[Derivation | int] = []
    for index, dissolved in rule.kept:
        child = read[index][0]
        if dissolved and isinstance(child, Derivation):
            children.extend(child.children)
        else:
            children.append(child)
    first = next((each[1] for each in read if each[1] >= 0), -1)
    end = next((each[2] for each in reversed(read) if each[2] >= 0), -1)
    if rule.dissolves and len(children) == 1:
        return children[0], first, end
    return Derivation(rule.form, Place(first, end), tuple(children)), first, end
