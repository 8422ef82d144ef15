"""What a count of failures says of their rate."""

from __future__ import annotations

from math import exp, lgamma, log, log1p
from typing import Final

_HALVINGS: Final = 100
"""Far below the spacing of floats: more would change nothing."""


def upper_bound(failures: int, trials: int, confidence: float = 0.95) -> float:
    """The one-sided upper bound of Clopper and Pearson (1934) for the rate of failures: the
    largest rate at which so few failures are seen with a probability of 1 - ``confidence``.

    1.0 without trials. Raises `ValueError` unless 0 <= ``failures`` <= ``trials``."""
    if not 0 <= failures <= trials:
        raise ValueError(f"{failures} failures of {trials} trials cannot be")
    if failures == trials:
        return 1.0
    if failures == 0:
        return float(1 - (1 - confidence) ** (1 / trials))
    low, high = failures / trials, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _at_most(failures, trials, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(failures: int, trials: int, rate: float) -> float:
    """The probability of no more failures than these, each with the probability ``rate``."""
    if rate >= 1:
        return 0.0
    total = 0.0
    for count in range(failures + 1):
        ways = lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)
        total += exp(ways + count * log(rate) + (trials - count) * log1p(-rate))
    return total
