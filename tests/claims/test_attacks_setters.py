"""Attacks on what other functions, and other calls, may set or add (docs/semantics.md §5.100)."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

FILLING = """class Base:
    pass

class Item(Base):
    def __init__(self):
        super().__init__()

def item():
    return Item()

def again():
    item().__init__()

def by_name(e):
    e.update(k=1)

def by_pairs(e):
    e.update({'k': 1})

def by_mapping(e, m):
    e.update(m)

def by_key(e, key):
    e.__setitem__(key, 1)

def by_both(e, m):
    e.update({**m, 'j': 1})

def f(d, e, n):
    for i in range(2):
        if n == 0:
            by_name(d)
        elif n == 1:
            by_pairs(d)
        elif n == 2:
            by_mapping(d, {'k': 1})
        elif n == 3:
            by_key(d, 'k')
        elif n == 4:
            item()
        elif n == 5:
            again()
        elif n == 6:
            dict.update(d, {'k': 1})
        elif n == 7:
            by_both(d, {'k': 1})
    return d
"""

AROUND = """def g(d):
    return len(d)

def f(d, e):
    e.update(k=1)
    d.update(k=1)
    return g(d)
"""

IN_ONE_LINE = """def g():
    return -1

def f(n):
    b = []
    for i in range(n):
        b.append(g()); b.pop()
    return b
"""

OF_SEVERAL = """def f(n):
    b = []
    b.extend([0, 1])
    c = [{'a': 2}]
    return b, c
"""

BACK_AGAIN = """def g(b):
    b[0] = -1
    b[0] = 0

def f(n):
    b = [0]
    g(b)
    return b
"""

ANOTHER_SPELLING = """def f(d):
    d.update({True: 5})
    return d
"""

BY_NAMESPACES = """class Box:
    def __init__(self):
        self.n = 1

g, h = 0, 0

def f(k):
    b = Box()
    held = {}
    for i in range(k):
        {}
        h = i
    return b.n
"""

ARGUMENTS = "{{'k': 1, 'j': 1}}, {{'k': 1}}, {}"
LATE = "In iteration 2, `{}` is not set."

CASES = [
    *(
        (FILLING, ARGUMENTS.format(n), LATE.format(part), verdict)
        for n, part, verdict in [
            (0, "d['k']", "U"),
            (0, "d['j']", "V"),
            (1, "d['k']", "U"),
            (1, "d['j']", "V"),
            (2, "d['k']", "U"),
            (2, "d['j']", "U"),
            (3, "d['k']", "U"),
            (3, "d['j']", "U"),
            (4, "d['k']", "V"),
            (5, "d['k']", "U"),
            (6, "d['k']", "U"),
            (6, "e['k']", "V"),
            (7, "d['k']", "U"),
            (7, "d['j']", "U"),
            (8, "d['k']", "V"),
        ]
    ),
    *(
        (BY_NAMESPACES.format(held, change), "2", f"In iteration {number}, {text}", verdict)
        for held, change, number, text, verdict in [
            ("None", "exec('g = 0', globals())", 1, "`g` is not set.", "U"),
            ("None", "exec('g = 0', globals())", 1, "`h` is not set.", "R"),
            ("b.__dict__", "held['n'] = 1", 1, "`b.n` is not set.", "U"),
            ("b.__dict__", "held['n'] = 1", 2, "`b.n` is not set.", "U"),
            ("b.__dict__", "held['n'] = 1", 2, "`h` is not set.", "R"),
            ("vars(b)", "held['n'] = 1", 1, "`b.n` is not set.", "U"),
            ("locals", "held()", 1, "`b.n` is not set.", "U"),
            ("eval", "held('1')", 1, "`g` is not set.", "U"),
            ("b.n", "pass", 1, "`b.n` is not set.", "V"),
            ("b.n", "pass", 1, "`g` is not set.", "V"),
        ]
    ),
    (AROUND, "{'k': 1}, {'k': 1}", "In call 1 of `g`, `d['k']` is not set.", "V"),
    (AROUND, "{'k': 1}, {'k': 1}", "In call 1 of `f`, `d['k']` is not set.", "U"),
    (IN_ONE_LINE, "2", "`-1` is never in `b`.", "V"),
    (IN_ONE_LINE, "2", "`-1` is never appended to `b`.", "U"),
    (BACK_AGAIN, "0", "`b[0] >= n` always holds.", "U"),
    (BACK_AGAIN, "0", "`b[0] >= n - 1` always holds.", "V"),
    (ANOTHER_SPELLING, "{}", "`1` is not added to `d`.", "U"),
    (ANOTHER_SPELLING, "{}", "`0` is not added to `d`.", "V"),
    (OF_SEVERAL, "2", "`[1]` is not appended to `b`.", "U"),
    (OF_SEVERAL, "2", "`[2]` is not appended to `b`.", "V"),
    (OF_SEVERAL, "2", "`{'a': 2}` is not appended to `b`.", "V"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_what_others_may_set(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    [(_, verdict)] = Oracle(source, "f", arguments).judge(text).claims
    assert verdict[0] == expected or verdict in {"UNDECIDED", "UNPARSED"}
