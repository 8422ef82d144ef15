"""The pure, bounded evaluator of expressions in claims (docs/semantics.md §7).

It works on Values alone, so it can never run the program. Three outcomes: a Value; `NoValue`,
where Python would raise; `Undecidable`, for what it does not know or what exceeds its bounds.

Invariant: time and memory are bounded whatever the expression: by the number of operations, the
bits of integers, the elements of sequences and the elements touched in all. Invariant: a Value or
`NoValue` is what CPython 3.11, 3.12 and 3.13 all give.
"""

from __future__ import annotations

from engine.claims.evaluator.evaluation import evaluate
from engine.claims.evaluator.names import names_in
from engine.claims.evaluator.outcomes import (
    MAX_BITS,
    MAX_ELEMENTS,
    MAX_OPERATIONS,
    MAX_WORK,
    Names,
    NoValue,
    Result,
    Undecidable,
)

__all__ = [
    "MAX_BITS",
    "MAX_ELEMENTS",
    "MAX_OPERATIONS",
    "MAX_WORK",
    "Names",
    "NoValue",
    "Result",
    "Undecidable",
    "evaluate",
    "names_in",
]
