"""Attacks on parts that are set by another spelling of their key, by a builtin, or only to what
they were (docs/semantics.md §5.6, §5.100), and on what is never appended."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

SPELLED = """def f(k):
    v = [1, 2, 3]
    v[-1] = 3
    v[True] = 9
    d = {1: 2}
    d[True] = 3
    d[(1, True)] = 4
    d[-1] = 5
    return v
"""

BEHIND = """def f(k):
    v = [1, 2, 3]
    v[-1] = 5; v.append(1)
    v[0] = 7; v.insert(0, 8)
    v[1] += 1; v[1] += 1
    v[0] = [1]; v[0].append(2)
    d = {}
    d[1] = 3; d.update({1: 4})
    del v[-1]
    return k
"""

OBJECTS = """class Box:
    def __init__(self):
        self.items = [1, 2]
        self.n = 3
    def reset(self):
        self.n = 3
        self.items[-2] = 1

class P:
    def __init__(self, x):
        self.x = x

class Many(list):
    pass

def f(k):
    b = Box()
    b.reset()
    p, q = P(1), P(3)
    d = {p: 1, q: 1}
    d[p] = 1
    p.x = 2
    out = [1, 2]
    out.append(out)
    out[2][0] = 1
    m = Many([1, 2])
    def put():
        m[-1] = 2
    put()
    return k
"""

BUILTINS = """class Box:
    n = 1

def fill(d):
    d.update(k=1)

def f(k):
    b, c = Box(), Box()
    d, e, g = {'k': 1}, {'k': 1}, {'k': 1}
    setattr(b, 'n', 1)
    object.__setattr__(c, 'n', 2)
    fill(d)
    e |= {'k': 1}
    g.setdefault('k', 1)
    s = set()
    s.update([1])
    n = 1
    n |= 2
    return k
"""

CALLED = """def f(d):
    exec('d["k"] = 1')
    return d
"""

TO_WHAT_IT_WAS = """class Box:
    def __init__(self):
        self.n = 1
        self.m = 1
        self.k = 1

class Kind(type):
    pass

def g(b, c, d, e, h, k, m, r, s, t, u, v, w, xs):
    setattr(b, 'n', 1)
    object.__setattr__(c, 'n', 1)
    c.__setattr__('m', 1)
    e |= {'k': 1}
    h.update({'k': 1}, j=2)
    k.update(**{'k': 1})
    m.update(k)
    r.__setitem__('k', 1)
    s.__ior__({'k': 1})
    n = 1
    n |= 2
    t.update(k=1); t = None
    key = 'j'; u[0].update({key: 1}); key = 'k'
    v.update([('k', 1)])
    w.update({'k': 1}, **{'j': 1})
    xs.__setitem__(-1, 2)
    setattr(b, 'o', 1)
    return b

def f(k):
    ds = [{'k': 1, 'j': 1, 'i': 1} for _ in range(11)]
    ds[8] = [ds[8]]
    return g(Box(), Box(), *ds, [1, 2]).n
"""

AT_THE_END = """def g(d):
    d.update(k=1)

def h(d):
    d['k'] = 1

def late(d):
    x = 1
    x = d
    h(d)
    return x

def name():
    return 'k'

def pick(xs):
    return xs

def told_late(d, xs):
    d.__setitem__(name(), 1)
    pick(xs)[-1] = 2
    return d

def f(k):
    g({'k': 1})
    late({'k': 1})
    told_late({'k': 1}, [1, 2])
    return k
"""

ADDED = """class Many(list):
    pass

def f(k):
    b, m = [], Many()
    b.extend([1, 2])
    x = [3]
    b.append(x); x.append(4)
    m.append(5)
    m.append(6)
    v = [1, 2]
    v[0:1] = [5]
    return b
"""

UNTIL = """def g(d, e):
    a = d
    a = e
    d.update(k=1)
    return a

def f(k):
    return g({'k': 1}, {'k': 1})
"""

ONLY_LATER = """def g(d, e):
    d.update(k=1)
    a = d
    return a

def f(k):
    return g({'k': 1}, {'k': 1})
"""

TAKEN_OUT = """def f(xs):
    b = []
    d = {}
    s = set()
    for x in xs:
        b.append(x); b.pop()
        d[x] = 1
        s.add(x)
    b.append(1)
    s.add(17)
    return b
"""

STARTS = """def f(xs):
    for i in range(3):
        xs.append(i)
    return xs
"""

INSIDE = """def put(b, x):
    b.append(x)
    b.pop()
    return x

def f(xs):
    b = []
    for x in xs:
        put(b, x)
    return b
"""

NESTED = """def f(k):
    b = [[1]]
    b[0].append(2)
    c = [[1, 2]]
    c.append([1, 2])
    return b
"""

FILL = """def fill(e):
    e.update(k=1)
"""

BY_OTHER_CALLS = [
    "put = d.__setitem__; put('k', 1)",
    "up = d.update; up(k=1)",
    "up = dict.update; up(d, k=1)",
    "dict.update(d, {'k': 1})",
    "dict.update(d, k=1)",
    "getattr(d, 'update')(k=1)",
    "list(map(d.__setitem__, ['k'], [1]))",
    "operator.setitem(d, 'k', 1)",
    "operator.methodcaller('update', k=1)(d)",
    "d.__init__(k=1)",
    "h = lambda: d.update(k=1); h()",
    "(lambda e: e.update(k=1))(d)",
    "sorted([1], key=lambda x: d.update(k=1) or 1)",
    "fill(d)",
    "list(filter(lambda x: fill(d), [1]))",
]

LONGER_INSIDE = """def g(v):
    v.append(9)
    v[-1] = 9
    v.pop()

def h(v):
    v.pop()
    v[-1] = 9
    v.append(9)

def f(v, w, x):
    g(v)
    h(w)
    g(x[1:])
    return v
"""

SEVERAL_DELETED = """def f(v, w):
    del v[0], v[-1]
    del w[-1]
    return v
"""

KEYS_NOT_TOLD = """from enum import IntEnum
from fractions import Fraction

class Color(IntEnum):
    RED = 1

class Doubling(list):
    def __setitem__(self, i, x):
        super().__setitem__(i, x * 2)

def f(k):
    d, e = {}, {}
    d[Color.RED] = 6
    e[Fraction(1)] = 6
    v = Doubling([1, 2, 3])
    v[-1] = 5
    w = [1, 2, 3]
    w[0], *w[1:] = [4, 5, 6]
    x = [1, 2, 3]
    x[1] = 5; x.pop()
    return k
"""

INCREASED = """def f(v, d, w):
    v[-1] += 1
    d[True] += 2
    w[-1] = w[-1] + 3
    w[-2], x = w[-2] + 1, 2
    row = v
    row[0] += 4
    w[-1] = row[0] + 3
    return v
"""

GIVEN = """from collections import defaultdict

def f(b):
    b[3]
    b[4].append(7)
    b['x'] = 5
    return b
"""

LISTS = """def f(n):
    v = []
    for i in range(n):
        v.append(i)
    w = []
    w.append([1])
    w.append((2, 3))
    return len(v)
"""

CASES = [
    *(
        (
            f"import operator\n\n{FILL}\ndef f(d, e):\n    {call}\n    return d\n",
            "{'k': 1}, {'k': 1}",
            "In call 1 of `f`, `d['k']` is not set.",
            "U",
        )
        for call in BY_OTHER_CALLS
    ),
    (LONGER_INSIDE, "[9, 9], [9, 9], [9, 9]", "In call 1 of `f`, `v[-1]` is not set.", "U"),
    (LONGER_INSIDE, "[9, 9], [9, 9], [9, 9]", "In call 1 of `f`, `v[0]` is not set.", "V"),
    (LONGER_INSIDE, "[9, 9], [9, 9], [9, 9]", "In call 1 of `f`, `w[-1]` is not set.", "U"),
    (LONGER_INSIDE, "[9, 9], [9, 9], [9, 9]", "In call 1 of `f`, `x[-1]` is not set.", "V"),
    (SEVERAL_DELETED, "[1, 2, 3], [1, 2]", "Line 2 deletes `v[1]`.", "U"),
    (SEVERAL_DELETED, "[1, 2, 3], [1, 2]", "Line 2 deletes `v[2]`.", "U"),
    (SEVERAL_DELETED, "[1, 2, 3], [1, 2]", "Line 3 deletes `w[1]`.", "V"),
    (SEVERAL_DELETED, "[1, 2, 3], [1, 2]", "Line 3 deletes `w[0]`.", "R"),
    (KEYS_NOT_TOLD, "0", "Line 13 sets `d[1]` to `6`.", "U"),
    (KEYS_NOT_TOLD, "0", "Line 14 sets `e[1]` to `6`.", "U"),
    (KEYS_NOT_TOLD, "0", "Line 14 sets `d[1]` to `6`.", "R"),
    (KEYS_NOT_TOLD, "0", "Line 16 sets `v[2]` to `10`.", "U"),
    (KEYS_NOT_TOLD, "0", "Line 18 sets `w[-1]` to `6`.", "U"),
    (KEYS_NOT_TOLD, "0", "Line 20 sets `x[-1]` to `5`.", "V"),
    (KEYS_NOT_TOLD, "0", "Line 20 sets `x[1]` to `5`.", "V"),
    (KEYS_NOT_TOLD, "0", "Line 20 sets `x[0]` to `1`.", "R"),
    *(
        (INCREASED, "[1, 2, 3], {1: 1, 2: 1}, [1, 2, 3]", text, verdict)
        for text, verdict in {
            "`v[2]` is incremented by `1`.": "V",
            "`v[-1]` is incremented by `1`.": "V",
            "`v[2]` is incremented by `2`.": "R",
            "`v[1]` is incremented by `1`.": "R",
            "`d[1]` is increased by `2`.": "V",
            "`d[2]` is increased by `2`.": "R",
            "`w[2]` is increased by `3`.": "V",
            "`w[1]` is increased by `1`.": "R",
            "`v[0]` is increased by `4`.": "V",
            "Line 7 runs. `w[2]` is increased by `2`.": "VR",
        }.items()
    ),
    (GIVEN, "defaultdict(list)", "`3` is never added to `b`.", "U"),
    (GIVEN, "defaultdict(list)", "`b[3]` is not set.", "U"),
    (GIVEN, "defaultdict(list)", "`5` is never put in `b`.", "U"),
    (GIVEN, "defaultdict(list)", "`6` is never put in `b`.", "V"),
    (GIVEN, "defaultdict(list)", "Before line 4, the length of `b` is `0`.", "V"),
    (LISTS, "50", "`[-1]` is never appended to `v`.", "V"),
    (LISTS, "50", "`[1]` is never appended to `w`.", "R"),
    (LISTS, "50", "`(2, 3)` is never appended to `w`.", "R"),
    (LISTS, "50", "`(2, 4)` is never appended to `w`.", "V"),
    # Another spelling of the key.
    (SPELLED, "0", "Line 3 sets `v[2]` to `3`.", "V"),
    (SPELLED, "0", "Line 3 sets `v[-1]` to `3`.", "V"),
    (SPELLED, "0", "Line 3 sets `v[1]` to `3`.", "R"),
    (SPELLED, "0", "Line 3 sets `v[-2]` to `2`.", "R"),
    (SPELLED, "0", "`v[2]` becomes `3`.", "V"),
    (SPELLED, "0", "Line 4 sets `v[1]` to `9`.", "V"),
    (SPELLED, "0", "Line 4 sets `v[-2]` to `9`.", "V"),
    (SPELLED, "0", "Line 4 sets `v[-1]` to `3`.", "R"),
    (SPELLED, "0", "Line 6 sets `d[1]` to `3`.", "V"),
    (SPELLED, "0", "Line 7 sets `d[(1, 1)]` to `4`.", "V"),
    (SPELLED, "0", "Line 7 sets `d[(1, 2)]` to `4`.", "R"),
    (SPELLED, "0", "Line 8 sets `d[-1]` to `5`.", "V"),
    (SPELLED, "0", "Line 8 sets `d[1]` to `3`.", "R"),
    (SPELLED, "0", "In call 1 of `f`, `v[2]` is not set.", "R"),
    (SPELLED, "0", "In call 1 of `f`, `d[1]` is not set.", "R"),
    (SPELLED, "0", "In call 1 of `f`, `d[2]` is not set.", "V"),
    # What is there behind the line is not what the line has set.
    (BEHIND, "0", "Line 3 sets `v[-1]` to `1`.", "U"),
    (BEHIND, "0", "Line 3 sets `v[2]` to `5`.", "V"),
    (BEHIND, "0", "Line 4 sets `v[0]` to `8`.", "U"),
    (BEHIND, "0", "Line 4 sets `v[0]`.", "V"),
    (BEHIND, "0", "Line 5 sets `v[1]` to `9`.", "V"),
    (BEHIND, "0", "Line 5 sets `v[1]` to `8`.", "R"),
    (BEHIND, "0", "Line 6 sets `v[0]` to `[1, 2]`.", "V"),
    (BEHIND, "0", "Line 8 sets `d[1]` to `4`.", "U"),
    (BEHIND, "0", "Line 9 deletes `v[-1]`.", "V"),
    (BEHIND, "0", "Line 9 deletes `v[4]`.", "V"),
    (BEHIND, "0", "Line 9 deletes `v[3]`.", "R"),
    # Set to what it was, by whomever.
    (OBJECTS, "0", "In call 1 of `f`, `b.n` is not set.", "U"),
    (OBJECTS, "0", "In call 1 of `f`, `b.items[0]` is not set.", "U"),
    (OBJECTS, "0", "In call 1 of `f`, `d[p]` is not set.", "R"),
    (OBJECTS, "0", "In call 1 of `f`, `d[q]` is not set.", "U"),
    (OBJECTS, "0", "In call 1 of `f`, `out[0]` is not set.", "R"),
    (OBJECTS, "0", "In call 1 of `f`, `out[2][0]` is not set.", "U"),
    (OBJECTS, "0", "In call 1 of `f`, `m[0]` is not set.", "U"),
    (BUILTINS, "0", "In call 1 of `f`, `d['k']` is not set.", "U"),
    (BUILTINS, "0", "In call 1 of `f`, `e['k']` is not set.", "U"),
    (BUILTINS, "0", "In call 1 of `f`, `g['k']` is not set.", "U"),
    (BUILTINS, "0", "In call 1 of `f`, `b.m` is not set.", "V"),
    (BUILTINS, "0", "In call 1 of `f`, `c.n` is not set.", "U"),
    (BUILTINS, "0", "In call 1 of `f`, `c.m` is not set.", "V"),
    (CALLED, "{'k': 1}", "`d['k']` is not set.", "U"),
    (CALLED, "{'k': 1}", "`d` is not set.", "U"),
    *(
        (TO_WHAT_IT_WAS, "0", f"In call 1 of `g`, `{part}` is not set.", verdict)
        for part, verdict in {
            "b.n": "U",
            "b.m": "V",
            "c.n": "U",
            "c.m": "U",
            "c.k": "V",
            "d['k']": "V",
            "e['k']": "U",
            "e['j']": "V",
            "h['k']": "U",
            "h['j']": "U",
            "h['i']": "V",
            "k['k']": "U",
            "k['j']": "V",
            "m['k']": "U",
            "m['z']": "V",
            "r['k']": "U",
            "r['j']": "V",
            "r[1]": "V",
            "t['z']": "U",
            "s['k']": "U",
            "s['j']": "V",
            "t['k']": "U",
            "u[0]['j']": "U",
            "v['k']": "U",
            "w['k']": "U",
            "w['i']": "U",
            "xs[1]": "U",
            "xs[0]": "V",
            "xs[-1]": "U",
        }.items()
    ),
    (AT_THE_END, "0", "In call 1 of `g`, `d['k']` is not set.", "U"),
    (AT_THE_END, "0", "In call 1 of `late`, `x['k']` is not set.", "U"),
    (AT_THE_END, "0", "In call 1 of `late`, `x['j']` is not set.", "V"),
    (AT_THE_END, "0", "In call 1 of `told_late`, `d['k']` is not set.", "U"),
    (AT_THE_END, "0", "In call 1 of `told_late`, `pick(xs)[-1]` is not set.", "U"),
    (ADDED, "0", "`[1, 2]` is not appended to `b`.", "U"),
    (ADDED, "0", "`[3, 4]` is not appended to `b`.", "R"),
    (ADDED, "0", "`5` is not appended to `m`.", "U"),
    (ADDED, "0", "`7` is not appended to `m`.", "U"),
    (ADDED, "0", "Line 12 sets `v[0]` to `5`.", "U"),
    (UNTIL, "0", "In call 1 of `g`, `a['k']` is not set.", "V"),
    (UNTIL, "0", "In call 1 of `g`, `d['k']` is not set.", "U"),
    (UNTIL, "0", "In call 1 of `g`, `e['k']` is not set.", "V"),
    (ONLY_LATER, "0", "In call 1 of `g`, `a['k']` is not set.", "U"),
    (ONLY_LATER, "0", "In call 1 of `g`, `a['j']` is not set.", "V"),
    (ONLY_LATER, "0", "In call 1 of `g`, `e['k']` is not set.", "V"),
    # What is appended and taken out by one line, or is there from the start.
    (TAKEN_OUT, "[17, 18]", "`17` is never appended to `b`.", "U"),
    (TAKEN_OUT, "[17, 18]", "`19` is never appended to `b`.", "V"),
    (TAKEN_OUT, "[17, 18]", "`1` is never appended to `b`.", "R"),
    (TAKEN_OUT, "[17, 18]", "`17` is not added to `d`.", "U"),
    (TAKEN_OUT, "[17, 18]", "`1` is not added to `d`.", "U"),
    (TAKEN_OUT, "[17, 18]", "`2` is never put in `d`.", "V"),
    (TAKEN_OUT, "[17, 18]", "`18` is never added to `s`.", "R"),
    (TAKEN_OUT, "[17, 18]", "`19` is never added to `s`.", "V"),
    (TAKEN_OUT, "[17, 18]", "Line 10 runs. `17` is not appended to `s`.", "VR"),
    (STARTS, "[17, 18]", "`17` is never appended to `xs`.", "V"),
    (STARTS, "[17, 18]", "`1` is never appended to `xs`.", "R"),
    (STARTS, "[17, 18]", "In iteration 1, `2` is never appended to `xs`.", "V"),
    (STARTS, "[17, 18]", "In iteration 3, `2` is never appended to `xs`.", "R"),
    (STARTS, "[17, 18]", "In iteration 1, `i` is `0`. `2` is never appended to `xs`.", "VR"),
    (STARTS, "[17, 18]", "In iteration 1, `0` is appended. `2` is not appended to `xs`.", "VV"),
    (INSIDE, "[17, 18]", "`17` is never appended to `b`.", "U"),
    (INSIDE, "[17, 18]", "`19` is never appended to `b`.", "V"),
    (NESTED, "0", "`[1, 2]` is never appended to `b`.", "V"),
    (NESTED, "0", "`[1, 2]` is never appended to `c`.", "R"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_parts_set(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(
    ("source", "arguments", "text", "expected"), [each for each in CASES if "[2][0]" not in each[2]]
)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    found = Oracle(source, "f", arguments).judge(text).claims
    for (_, verdict), wanted in zip(found, expected, strict=True):
        assert verdict[0] == wanted or verdict in {"UNDECIDED", "UNPARSED"}
