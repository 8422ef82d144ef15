"""Programs of every kind of control flow, with what runs in them, worked out by hand from
docs/semantics.md §2: the lines visited in the entry activation, and every entry of a loop."""

from __future__ import annotations

from typing import Final, NamedTuple


class Loop(NamedTuple):
    """One entry of a loop: the line of its header, its passes, how it ended and by which line."""

    line: int
    passes: int
    end: str
    by: int | None = None


class Flow(NamedTuple):
    """A program, its call, its visited lines in order, its entries of loops in order."""

    source: str
    call: str
    lines: list[int]
    loops: list[Loop]


FLOWS: Final[dict[str, Flow]] = {
    "for": Flow(
        """
def f(n):
    t = 0
    for i in range(n):
        t += i
    return t
""",
        "2",
        [2, 3, 4, 3, 4, 3, 5],
        [Loop(3, 2, "exhausted")],
    ),
    "for over nothing": Flow(
        """
def f(n):
    for i in n:
        n = i
    return n
""",
        "[]",
        [2, 4],
        [Loop(2, 0, "exhausted")],
    ),
    "nested with break, continue and else": Flow(
        """
def f(rows):
    n = 0
    for row in rows:
        for x in row:
            if x < 0:
                break
            if x == 0:
                continue
            n += x
        else:
            n += 100
    return n
""",
        "[[1], [0, -1], []]",
        [2, 3, 4, 5, 7, 9, 4, 11, 3, 4, 5, 7, 8, 4, 5, 6, 3, 4, 11, 3, 12],
        [
            Loop(3, 3, "exhausted"),
            Loop(4, 1, "exhausted"),
            Loop(4, 2, "break", 6),
            Loop(4, 0, "exhausted"),
        ],
    ),
    "while with a false test": Flow(
        """
def f(n):
    while n > 0:
        n -= 2
    else:
        n = 0
    return n
""",
        "3",
        [2, 3, 2, 3, 2, 5, 6],
        [Loop(2, 2, "false")],
    ),
    "while with a test of two parts": Flow(
        """
def f(n):
    while n > 0 and n != 1:
        n -= 1
    return n
""",
        "3",
        [2, 3, 2, 3, 2, 4],
        [Loop(2, 2, "false")],
    ),
    "while True with break": Flow(
        """
def f(n):
    while True:
        n -= 1
        if n < 0:
            break
    return n
""",
        "1",
        [3, 4, 3, 4, 5, 6],
        [Loop(2, 2, "break", 5)],
    ),
    "while True with return": Flow(
        """
def f(n):
    while True:
        if n > 2:
            return n
        n += 1
""",
        "1",
        [3, 5, 3, 5, 3, 4],
        [Loop(2, 3, "return", 4)],
    ),
    "while True with continue": Flow(
        """
def f(n):
    while 1:
        n -= 1
        if n == 1:
            continue
        if n == 0:
            break
    return n
""",
        "2",
        [3, 4, 5, 3, 4, 6, 7, 8],
        [Loop(2, 2, "break", 7)],
    ),
    "endless loop in a loop": Flow(
        """
def f(n):
    for i in range(2):
        while True:
            n += 1
            break
    return n
""",
        "0",
        [2, 4, 5, 2, 4, 5, 2, 6],
        [Loop(2, 2, "exhausted"), Loop(3, 1, "break", 5), Loop(3, 1, "break", 5)],
    ),
    "try, finally and return": Flow(
        """
def f(n):
    try:
        n += 1
        return n
    finally:
        n = 0
""",
        "1",
        [3, 4, 6],
        [],
    ),
    "finally in a loop that is left by return": Flow(
        """
def f(n):
    for i in range(3):
        try:
            if i == 1:
                return i
        finally:
            n += 1
    return n
""",
        "0",
        [2, 4, 7, 2, 4, 5, 7],
        [Loop(2, 2, "return", 5)],
    ),
    "an exception in a loop is caught in it": Flow(
        """
def f(things):
    n = 0
    for x in things:
        try:
            n += 1 // x
        except ZeroDivisionError:
            n = 9
    return n
""",
        "[1, 0]",
        [2, 3, 5, 3, 5, 6, 7, 3, 8],
        [Loop(3, 2, "exhausted")],
    ),
    "an exception leaves a loop": Flow(
        """
def f(things):
    try:
        for x in things:
            x = 1 // x
    except ZeroDivisionError as error:
        x = None
    return x
""",
        "[1, 0]",
        [3, 4, 3, 4, 5, 6, 7],
        [Loop(3, 2, "raise", 4)],
    ),
    "an exception leaves two loops": Flow(
        """
def f(things):
    try:
        while things:
            for x in things:
                raise KeyError(x)
    except KeyError:
        pass
    return x
""",
        "[4]",
        [3, 4, 5, 6, 7, 8],
        [Loop(3, 1, "raise", 5), Loop(4, 1, "raise", 5)],
    ),
    "the second except clause takes it": Flow(
        """
def f(n):
    try:
        n = 1 // n
    except KeyError:
        n = 1
    except ZeroDivisionError:
        n = 2
    else:
        n = 3
    finally:
        n += 10
    return n
""",
        "0",
        [3, 4, 6, 7, 11, 12],
        [],
    ),
    "no exception": Flow(
        """
def f(n):
    try:
        n = 1 // n
    except ZeroDivisionError:
        n = 2
    else:
        n = 3
    finally:
        n += 10
    return n
""",
        "1",
        [3, 7, 9, 10],
        [],
    ),
    "with": Flow(
        """
from contextlib import nullcontext, suppress

def f(n):
    with nullcontext(n) as m:
        n = m + 1
    with suppress(ZeroDivisionError):
        n = n // 0
        n = 5
    return n
""",
        "1",
        [4, 5, 6, 7, 9],
        [],
    ),
    "with in a loop that is left by break": Flow(
        """
from contextlib import nullcontext

def f(n):
    for i in range(3):
        with nullcontext():
            if i == 1:
                break
        n += 1
    return n
""",
        "0",
        [4, 5, 6, 8, 4, 5, 6, 7, 9],
        [Loop(4, 2, "break", 7)],
    ),
    "match": Flow(
        """
def f(things):
    n = 0
    for thing in things:
        match thing:
            case [x, y]:
                n += x * y
            case {'k': v} if v > 1:
                n += v
            case _:
                n -= 1
    return n
""",
        "[[2, 3], {'k': 1}]",
        [2, 3, 4, 5, 6, 3, 4, 5, 7, 9, 10, 3, 11],
        [Loop(3, 2, "exhausted")],
    ),
    "a loop on one line": Flow(
        """
def f(y):
    s = 0
    for x in y: s += x
    return s
""",
        "[1, 2]",
        [2, 3, 3, 3, 4],
        [Loop(3, 2, "exhausted")],
    ),
    "a while on one line": Flow(
        """
def f(n):
    while n > 0: n -= 1
    return n
""",
        "2",
        [2, 2, 2, 3],
        [Loop(2, 2, "false")],
    ),
    "several statements on a line": Flow(
        """
def f(n):
    a = n; b = a + 1; c = b
    if c: a = 0; b = 0
    return a + b
""",
        "1",
        [2, 3, 4],
        [],
    ),
    "statements over several lines": Flow(
        """
def f(n):
    a = [
        n,
        n + 1,
    ]
    if (
        n
        and a
    ):
        return sum(
            a
        )
    return 0
""",
        "1",
        [2, 6, 10],
        [],
    ),
    "comprehensions": Flow(
        """
def f(n):
    a = [i * i for i in range(n) if i]
    b = {k: [j for j in range(k)] for k in a}
    for x in [i for i in a]:
        n += x
    return (n, b)
""",
        "2",
        [2, 3, 4, 5, 4, 6],
        [Loop(4, 1, "exhausted")],
    ),
    "a generator is consumed": Flow(
        """
def g(n):
    while n:
        yield n
        n -= 1

def f(n):
    t = 0
    for x in g(n):
        t += x
    return t
""",
        "2",
        [7, 8, 9, 8, 9, 8, 10],
        [Loop(8, 2, "exhausted")],
    ),
    "recursion": Flow(
        """
def f(n):
    if n == 0:
        return 0
    return n + f(n - 1)
""",
        "2",
        [2, 4],
        [],
    ),
    "a decorated function": Flow(
        """
def twice(g):
    def inner(n):
        return g(n) * 2
    return inner

def f(n):
    @twice
    def h(k):
        return k + 1
    m = h(n)
    return m
""",
        "1",
        [8, 10, 11],
        [],
    ),
    "elif": Flow(
        """
def f(n):
    if n > 5:
        n = 1
    elif n > 3:
        n = 2
    elif n > 1:
        n = 3
    else:
        n = 4
    return n
""",
        "0",
        [2, 4, 6, 9, 10],
        [],
    ),
    "a conditional expression and a walrus": Flow(
        """
def f(n):
    while (m := n - 1) > 0:
        n = m if m else 0
    return n
""",
        "3",
        [2, 3, 2, 3, 2, 4],
        [Loop(2, 2, "false")],
    ),
    "the same loop again in an outer pass": Flow(
        """
def f(n):
    k = 2
    while k:
        k -= 1
        for i in range(k):
            n += i
    return n
""",
        "0",
        [2, 3, 4, 5, 6, 5, 3, 4, 5, 3, 7],
        [Loop(3, 2, "false"), Loop(5, 1, "exhausted"), Loop(5, 0, "exhausted")],
    ),
    "an else of a loop that is broken out of": Flow(
        """
def f(n):
    for i in range(3):
        if i == n:
            break
    else:
        n = -1
    return n
""",
        "0",
        [2, 3, 4, 7],
        [Loop(2, 1, "break", 4)],
    ),
    "global, nonlocal, docstring and pass": Flow(
        '''
K = 1

def f(n):
    """Nothing to run here."""
    global K
    K = n
    pass
    for i in range(1):
        pass
    return K
''',
        "4",
        [6, 7, 8, 9, 8, 10],
        [Loop(8, 1, "exhausted")],
    ),
    "assert, del and unpacking": Flow(
        """
def f(n):
    a, b = n
    assert a < b, 'order'
    del a
    return b
""",
        "(1, 2)",
        [2, 3, 4, 5],
        [],
    ),
}
