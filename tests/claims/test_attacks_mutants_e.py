"""What calls of a function to itself leave open (§3.6, §3.7), elements and attributes that are set
under another name than the claim's (§5.6, §5.88, §5.100), and branches of chains (§5.76)."""

from __future__ import annotations

import pytest

from engine.claims.check import discourse_by_calls, told_changes
from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

BELOW = """\
def g(n):
    if n <= 1:
        return 1
    x = g(n - 1)
    y = x * n
    return y

def f(n):
    k = g(n)
    y = k + 100
    return y
"""

FACT = """\
def f(n):
    if n <= 1:
        return 1
    x = f(n - 1)
    y = x * n
    return y
"""

ONCE_MORE = """\
def f(n):
    t = 0
    if n:
        t = f(n - 1)
    for i in range(2):
        t += 1
    return t
"""

KEPT = """\
from functools import cached_property

class Box:
    def __init__(self, n):
        self.n = n

    @cached_property
    def area(self):
        return self.n * 2

def g(b):
    return b.area

def f(n):
    b = Box(n)
    t = 0
    for i in range(2):
        t += g(b)
    return t
"""

ENDS = """\
def longer(v):
    v.append(0)
    v[3] = 0
    v.pop()

def deeper(v):
    v.append(0)
    v[2] = 1
    v.pop()

def shorter(v):
    v.pop()
    v[0] = 1
    v.append(1)

def other(d):
    d[3] = 0

def f(v, n):
    for i in range(2):
        if n == 0:
            longer(v)
        elif n == 1:
            deeper(v)
        elif n == 2:
            shorter(v)
        else:
            other(v)
    return v
"""

CHAINS = """\
def f(n):
    r = 0
    if n > 0:
        r += 1
    else:
        r += 3
    if n < 5:
        r += 10
    elif n > 1:
        r += 20
    else:
        r += 30
    return r
"""

ALIKE = """\
class K:
    def __eq__(self, other):
        return other is self or other == 1

    def __hash__(self):
        return hash(1)

def f(a, b):
    a[0], b[0] = 1, 2
    k = K()
    d = {}
    d[k], d[2] = 5, 6
    d[3], d[4] = 5, 6
    v = [1, 2, 3]
    del v[1]
    return v
"""

BY_A_CALL = """\
def g(d):
    d['a'] = 5

def f(n):
    d = {'a': 0}
    x = 1
    y = 2
    g(d)
    return d
"""

LEFT = """\
def h(n):
    return n

def f(n):
    for i in range(n):
        a = i + 1
        b = a * 2
        c = b
        return h(c)
    return 0
"""

RUN = """\
def f(b):
    exec('k = 5')
    b.append(4)
    return b
"""

CASES = [
    # The call around it is told, too, and is none of the context's function.
    (BELOW, "3", "`g(3)` is called. `g(2)` is called. `y` becomes `6`.", "VVA"),
    (BELOW, "3", "`g(3)` is called. `g(2)` is called. `y` becomes `2`.", "VVV"),
    (BELOW, "3", "`g(3)` is called. `g(2)` is called. `y` becomes `7`.", "VVR"),
    (BELOW, "3", "`g(3)` is called. `y` becomes `107`.", "VR"),
    # A call does not make itself, and is not told by that.
    (BELOW, "3", "`g(2)` calls `g(2)`. `n` is `2`.", "RR"),
    (BELOW, "3", "`g(2)` calls `g(2)`. `y` becomes `2`.", "RR"),
    (BELOW, "3", "`g(2)` calls `g(1)`. `n` is `1`.", "VV"),
    # Counted from its end, it is another element while the list is longer or shorter.
    (ENDS, "[1, 1, 1], 0", "In iteration 1, `v[-1]` is not set.", "U"),
    (ENDS, "[1, 1, 1], 0", "In iteration 1, `v[-2]` is not set.", "V"),
    (ENDS, "[1, 1, 1], 0", "In iteration 1, `v[2]` is not set.", "V"),
    (ENDS, "[1, 1, 1], 1", "In iteration 1, `v[-2]` is not set.", "U"),
    (ENDS, "[1, 1, 1], 1", "In iteration 1, `v[-3]` is not set.", "V"),
    (ENDS, "[1, 1, 1], 2", "In iteration 1, `v[-2]` is not set.", "U"),
    (ENDS, "[1, 1, 1], 2", "In iteration 1, `v[1]` is not set.", "V"),
    (ENDS, "{-1: 0, 3: 0}, 3", "In iteration 1, `v[-1]` is not set.", "V"),
    (ENDS, "{-1: 0, 3: 0}, 3", "In iteration 1, `v[3]` is not set.", "U"),
    # By `return` a pass is left in its last visit.
    (LEFT, "3", "In iteration 1, the function returns. `b` becomes `2`.", "VA"),
    (LEFT, "3", "In iteration 1, the function returns. `c` becomes `2`.", "VA"),
    (LEFT, "3", "In iteration 1, the function returns. `h(2)` is called.", "VV"),
    (LEFT, "3", "In iteration 1, the function returns. `h(3)` is called.", "VR"),
    # A text that is run may set what is told; what is added, the values show.
    (RUN, "[]", "`5` is not appended to `b`.", "V"),
    (RUN, "[]", "`4` is not appended to `b`.", "R"),
    (RUN, "[]", "No exception is raised.", "V"),
    (RUN, "[]", "`b[0]` is not set.", "U"),
    # Whether two chains take such a branch is asked of the same branch.
    (CHAINS, "9", "The `if` branch is skipped, so the `else` branch is taken.", "RR"),
    (CHAINS, "0", "The `if` branch is skipped, so the `else` branch is taken.", "VA"),
    # A line that sets elements of several objects, or of one by keys that no value tells.
    (ALIKE, "[0], [0]", "Line 9 sets `b[0]` to `2`.", "V"),
    (ALIKE, "[0], [0]", "Line 9 sets `b[0]` to `1`.", "R"),
    (ALIKE, "[0], [0]", "Line 12 sets `d[1]` to `5`.", "U"),
    (ALIKE, "[0], [0]", "Line 12 sets `d[2]` to `6`.", "V"),
    (ALIKE, "[0], [0]", "Line 13 sets `d[7]` to `6`.", "R"),
    # What is deleted is named as it was before.
    (ALIKE, "[0], [0]", "Line 15 deletes `v[-2]`.", "V"),
    (ALIKE, "[0], [0]", "Line 15 deletes `v[-1]`.", "R"),
    # What a property keeps, once it was asked for.
    (KEPT, "1", "In iteration 1, `b.area` is not set.", "U"),
    (KEPT, "1", "In iteration 2, `b.area` is not set.", "V"),
    (KEPT, "1", "In iteration 1, `b.n` is not set.", "V"),
]

BEHIND_UNREAD = [
    # Another call's loop may be meant, where there is one other call alone.
    (ONCE_MORE, "1", "There be dragons. The loop ends. `t` becomes `1`.", "VA"),
    (ONCE_MORE, "1", "There be dragons. The loop ends. `t` becomes `9`.", "VR"),
    (ONCE_MORE, "0", "There be dragons. The loop ends. `t` becomes `1`.", "VR"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), [*CASES, *BEHIND_UNREAD])
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    claims = Oracle(source, "f", arguments).judge(text).claims
    for (_, verdict), letter in zip(claims, expected, strict=True):
        assert verdict in {"UNDECIDED", "UNPARSED"} or verdict[0] == letter


@pytest.mark.parametrize(
    ("tries", "text", "expected"),
    [
        (5_000, "`f(2)` is called. `y` becomes `6`.", "VA"),
        (2, "`f(2)` is called. `y` becomes `6`.", "VA"),
        (1, "`f(2)` is called. `y` becomes `6`.", "VR"),
    ],
)
def test_so_many_calls_are_tried(
    tries: int, text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discourse_by_calls, "MAX_TRIES", tries)
    assert verdicts(FACT, "3", text) == expected


@pytest.mark.parametrize(("most", "expected"), [(20_000, "VV"), (3, "VV"), (2, "VU")])
def test_so_many_moments_are_looked_at(
    most: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told_changes, "_MOST", most)
    told = "`d` becomes `{'a': 0}`. `d['a']` becomes `5`."
    assert verdicts(BY_A_CALL, "2", told) == expected
