"""What is not appended or set: where what an object holds stands otherwise, or counts otherwise,
before and after a step (§5.100)."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

PASSES = """\
def f(xs, d):
    out = []
    for x in xs:
        out.append(x)
        d.update({x: x * 2})
        if x == 4:
            d.pop('k')
            out.insert(0, 99)
            out.sort()
        if x == 5:
            d.update({'k': 2})
            out.reverse()
    return out
"""

MANY = """\
def f(n):
    out = []
    seen = {}
    for i in range(n):
        out.append(i % 7)
        seen[i] = i
        if i == 45:
            out.insert(0, 50)
            seen.update(k=3)
        if i == 50:
            seen.pop('k')
            out.pop(0)
        if i == 55:
            out.extend([3, 4])
    return out
"""

KEYS = """\
def f(d):
    e = d
    e.update(k=1)
    e.update({True: 5})
    e.update({0: 7})
    e.pop('old')
    e.update(same=3)
    e.update({(1, 2): 3})
    return d
"""

COUNTED = """\
from collections import Counter, deque

def f(words):
    c = Counter()
    q = deque(maxlen=3)
    for w in words:
        c.update([w])
        q.append(w)
        if w == 'b':
            q.appendleft('z')
            q.rotate(1)
    return c
"""

MADE = """\
def f(xs):
    for x in xs:
        e = dict(a=x)
        g = list([x, [x]])
    return x
"""

ROWS = """\
def f(b):
    c = b
    c.append([1]), c.pop()
    c.extend([[2], [3]])
    c[0:1] = [[6], [7]]
    return b
"""

AT_ONCE = """\
def f(b):
    list(map(list.append, [b[0], b], [2, 9]))
    return b
"""

TURNED = """\
def f(b):
    for x in map(list.reverse, [b, b]):
        b[1].append(2)
    return b
"""

FROM_THE_END = """\
def f(c):
    e = c
    e += [8]
    return c
"""

TAKEN_OUT = """\
def f(c):
    e = c
    e.pop(0)
    return c
"""

MODULE_NAME = """\
def f(b, d):
    b.extend(['x', '__main__'])
    d.update({'__main__': 1})
    return b
"""

HELD_BY_KEY = """\
class Point:
    def __init__(self, x):
        self.x = x

def f(n):
    p = Point(n)
    d = {p: 5, 'y': 2}
    return g(p, d)

def g(p, d):
    p.x = 1
    d.setdefault('z', 1)
    return p.x
"""

CASES = (
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 5, `out[0]` is not set.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 1, `out[0]` is not set.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 2, `out[-1]` is not set.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 2, `out[-2]` is not set.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 2, `out[0]` is not set.", "V"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 4, `1` is not appended to `out`.", "V"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 4, `99` is not appended to `out`.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 3, `d['k']` is not set.", "V"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 4, `d['k']` is not set.", "V"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 5, `d['k']` is not set.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 1, `1` is not added to `d`.", "U"),
    (PASSES, "[1, 2, 3, 4, 5], {'k': 1}", "In iteration 2, `1` is not added to `d`.", "V"),
    (MANY, "60", "In iteration 46, `out[45]` is not set.", "U"),
    (MANY, "60", "In iteration 46, `out[47]` is not set.", "V"),
    (MANY, "60", "In iteration 51, `seen[46]` is not set.", "V"),
    (MANY, "60", "In iteration 46, `'k'` is not added to `seen`.", "U"),
    (MANY, "60", "In iteration 51, `'k'` is not added to `seen`.", "V"),
    (MANY, "60", "In iteration 56, `4` is not appended to `out`.", "U"),
    (MANY, "60", "In iteration 56, `2` is not appended to `out`.", "V"),
    *(
        (KEYS, "{'old': 1, 0: 6, 'same': 3}", f"`d[{k}]` is not set.", "U")
        for k in ("'k'", "'same'", "True", "1", "0", "False", "(1, 2)")
    ),
    *(
        (KEYS, "{'old': 1, 0: 6, 'same': 3}", f"`d[{k}]` is not set.", "V")
        for k in ("'old'", "2", "(1, 3)")
    ),
    *(
        (KEYS, "{'old': 1, 0: 6, 'same': 3}", f"`{k}` is not added to `d`.", "U")
        for k in ("'k'", "True", "1", "(1, 2)", "5")
    ),
    *(
        (KEYS, "{'old': 1, 0: 6, 'same': 3}", f"`{k}` is not added to `d`.", "V")
        for k in ("'old'", "'same'", "0", "4", "(1, 3)")
    ),
    (COUNTED, "['a', 'b', 'a']", "In iteration 1, `'a'` is not added to `c`.", "U"),
    (COUNTED, "['a', 'b', 'a']", "In iteration 3, `'a'` is not added to `c`.", "V"),
    (COUNTED, "['a', 'b', 'a']", "In iteration 3, `c['a']` is not set.", "U"),
    (COUNTED, "['a', 'b', 'a']", "In iteration 2, `'z'` is not appended to `q`.", "U"),
    (MADE, "[1, 2]", "In iteration 2, `'a'` is not added to `e`.", "V"),
    (MADE, "[1, 2]", "In iteration 2, `e['a']` is not set.", "U"),
    (MADE, "[1, 2]", "In iteration 2, `g[0]` is not set.", "U"),
    *(
        (ROWS, "[[1], [4]]", f"`{v}` is not appended to `b`.", "U")
        for v in ("[1]", "[2]", "[3]", "[6]", "[7]")
    ),
    *(
        (ROWS, "[[1], [4]]", f"`{v}` is not appended to `b`.", "V")
        for v in ("[4]", "[9]", "[]", "(1,)", "4")
    ),
    (AT_ONCE, "[[1], [3]]", "`[1, 2]` is not appended to `b`.", "U"),
    (AT_ONCE, "[[1], [3]]", "`[3]` is not appended to `b`.", "V"),
    (TURNED, "[[1], [3]]", "In iteration 2, `[1, 2]` is not appended to `b`.", "V"),
    (FROM_THE_END, "[5, -1, 7]", "`c[-1]` is not set.", "U"),
    (FROM_THE_END, "[5, -1, 7]", "`c[-4]` is not set.", "U"),
    (FROM_THE_END, "[5, -1, 7]", "`c[1]` is not set.", "V"),
    (FROM_THE_END, "[5, -1, 7]", "`c[-5]` is not set.", "V"),
    (FROM_THE_END, "[5, -1, 7]", "`c[4]` is not set.", "V"),
    (FROM_THE_END, "[5, -1, 7]", "`c[(1, 2)]` is not set.", "V"),
    (TAKEN_OUT, "[3, 1, 2]", "`c[0]` is not set.", "U"),
    (TAKEN_OUT, "[3, 1, 2]", "`c[1]` is not set.", "U"),
    (TAKEN_OUT, "[3, 1, 2]", "`c[-1]` is not set.", "V"),
    (MODULE_NAME, "[], {}", "`'__main__'` is not appended to `b`.", "U"),
    (MODULE_NAME, "[], {}", "`d['__main__']` is not set.", "U"),
    (MODULE_NAME, "[], {}", "`'x'` is not added to `d`.", "V"),
    (HELD_BY_KEY, "2", "In call 1 of `g`, `d[p]` is not set.", "V"),
    (HELD_BY_KEY, "2", "In call 1 of `g`, `d['z']` is not set.", "U"),
)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    [(_, verdict)] = Oracle(source, "f", arguments).judge(text).claims
    assert verdict[0] == expected or verdict in {"UNDECIDED", "UNPARSED"}
