"""What changes out of sight while nothing seems to (§5.84)."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

PROGRAM = """\
import heapq
from abc import ABC
from contextlib import suppress
from enum import Enum

class Shape(ABC):
    items = [2]

class Colour(Enum):
    RED = [1]
    held = [2]

class Box:
    n = 0
    cache = {{}}
    items = [2]
    left = iter([1, 2, 3])

def f(xs):
    t = [1]
    for x in xs:
        if x == 2:
            {done}
        else:
            t.append(x)
    return t
"""


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("Box.cache.update(a=1)", "U"),
        ("Box.items.append(1)", "U"),
        ("list.append(Box.items, 1)", "U"),
        ("list.append([Box.items][0], 1)", "U"),
        ("list.extend(*[Box.items, [1]])", "U"),
        ("dict.update(Box.cache, a=1)", "U"),
        ("object.__setattr__(t, 'n', 3) if False else None", "U"),
        ("type.__setattr__(Box, 'n', 3)", "U"),
        ("vars(Box)", "U"),
        ("next(Box.left)", "U"),
        ("next(iter(Box.items))", "U"),
        ("heapq.heappush([], 1)", "U"),
        ("isinstance(x, Box)", "V"),
        ("dict.fromkeys(t)", "V"),
        ("list.copy(t)", "V"),
        ("list.append(t, 1)", "R"),
        ("len(t)", "V"),
        ("Shape.items.append(1)", "U"),
        ("list.append(Shape.items, 1)", "U"),
        ("Colour.held.value.append(1)", "U"),
        ("suppress()", "V"),
        ("eval('Box.items.append(1)')", "U"),
    ],
)
@pytest.mark.parametrize(
    "words", ["In iteration 2, nothing happens.", "In iteration 2, nothing changes."]
)
def test_what_no_name_shows(words: str, done: str, expected: str) -> None:
    assert verdicts(PROGRAM.format(done=done), "[1, 2]", words) == expected
