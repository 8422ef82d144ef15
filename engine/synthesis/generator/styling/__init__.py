"""Ways of writing the same program: rewrites of syntax that keep what it does.

Invariant: a restyled program gives the same answer, or raises the same, for every call of the
types that are declared. Each rule says when it applies; where it cannot be sure, it does not.
"""

from __future__ import annotations

import ast
from random import Random

from engine.synthesis.generator.styling import deciding, expanding, looping, stating
from engine.synthesis.generator.styling.scope import Rule, Scopes


def restyle(module: ast.Module, rng: Random) -> None:
    """Rewrite a module in a style: people keep to some habits within one program."""
    habits: list[tuple[Rule, float]] = [
        (expanding.comprehensions, 0.5),
        (expanding.accumulated_text, 0.6),
        (looping.over_sequences, 0.3),
        (looping.over_ranges, 0.25),
        (stating.counting, 0.7),
        (stating.extremes, 0.7),
        (stating.sorting, 0.6),
        (stating.naming, 0.6),
        (deciding.truths, 0.7),
        (looping.skipping, 0.6),
        (deciding.branches, 0.8),
        (deciding.conditions, 0.8),
        (looping.endless, 0.5),
        (stating.starting, 0.6),
        (stating.growing, 0.5),
        (stating.returned, 0.7),
    ]
    scopes = Scopes(module, rng)
    expanded = False
    for rule, share in habits:
        if rng.random() < share:
            scopes.apply(rule)
            expanded = expanded or rule is expanding.comprehensions
        if expanded and rule is expanding.accumulated_text:
            scopes.look()  # the loops that were made have variables of their own
