"""Inputs near a recorded one, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator

from engine.backward.inputs import Inputs
from engine.backward.terms import Constant, Sort, Term


def near_inputs(
    inputs: Inputs, chance: random.Random, count: int = 30
) -> Iterator[dict[Term, Constant]]:
    """Values of up to ``count`` inputs of the domain that are not the recorded one: a few of them
    changed for others that occur in it, or for values at the ends."""
    if not inputs.variables:
        return
    for _ in range(count):
        values = dict(inputs.values)
        for term in chance.sample(
            inputs.variables, min(len(inputs.variables), chance.choice((1, 1, 2, 3)))
        ):
            values[term] = _other_value(term, inputs, chance)
        if inputs.holds(values):  # else the recorded one in another order, or none of the domain
            yield values


def _other_value(term: Term, inputs: Inputs, chance: random.Random) -> Constant:
    alike = [inputs.values[each] for each in inputs.variables if each.sort is term.sort]
    match term.sort:
        case Sort.BOOL:
            return not inputs.values[term]
        case Sort.FLOAT:
            return chance.choice([0.0, -0.0, 1.0, float("nan"), float("inf"), *alike])
        case Sort.INT if term.low is not None and term.high is not None:
            near = int(inputs.values[term])
            shift = chance.choice([1, -1, 32, -32])
            return max(term.low, min(term.high, chance.choice([near + shift, *map(int, alike)])))
        case Sort.INT:
            near = int(inputs.values[term])
            return chance.choice([near + 1, near - 1, -near, 0, *map(int, alike)])
