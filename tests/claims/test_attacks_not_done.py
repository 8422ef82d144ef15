"""What is not appended or set, where something else than the plain statement does it (§5.100)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

SEVERAL = """\
def f(b):
    b += [7, 8]
    b.extend([9, 10])
    b.append(1), b.append(2)
    [b.append(v) for v in (3, 4)]
    list(map(b.append, [18, 19]))
    b.append(30)
    return b
"""

SLICED = """\
def f(c):
    c[0:1] = [4, 5]
    return c
"""

PUT_IN = """\
def f(c):
    c.insert(0, 8)
    return c
"""

SWAPPED = """\
def f(c):
    c[0], c[1] = c[1], c[0]
    return c
"""

ANEW = """\
def f(b, rows):
    b = b + [7, 8]
    for row in rows:
        last = row
    text = 'q'
    text += 'ab'
    seen = {1}
    seen.update([2, 3])
    return b
"""

BUILTINS = """\
def f(d):
    d.update(k=1)
    d |= {'z': 3}
    d.setdefault('j', 2)
    d['a'] = 3
    d.pop('old', None)
    return d
"""

ATTRIBUTES = """\
class Box:
    pass

def f(n):
    o = Box()
    setattr(o, 'n', n)
    vars(o).update(p=7)
    o.__dict__['m'] = 6
    return o.n
"""

WALRUS = """\
def f(xs):
    for x in xs:
        ok = any((hit := z) == x for z in xs)
    return ok
"""

RESUMED = """\
def f(xs):
    g = ((hit := z) for z in xs)
    for x in xs:
        next(g)
    return x
"""

BACK = """\
def f(b):
    c = b
    c.append(17), c.pop()
    return b
"""

NOTED = """\
class A:
    pass

def f(a):
    e = ValueError('x')
    e.add_note('seen')
    try:
        raise KeyError('k') from e
    except KeyError as g:
        a.__kept__ = str(g)
        n = 1
    a._x = 1
    return a
"""

CASES = (
    (NOTED, "A()", "`e.__notes__` is not set.", "U"),
    (NOTED, "A()", "`g.__cause__` is not set.", "U"),
    (NOTED, "A()", "`a.__gone__` is not set.", "U"),
    (NOTED, "A()", "`a.__kept__` is not set.", "R"),
    (NOTED, "A()", "`a._y` is not set.", "V"),
    (NOTED, "A()", "`a.y__` is not set.", "V"),
    (NOTED, "A()", "`a.__y` is not set.", "V"),
    *((SEVERAL, "[]", f"`{v}` is not appended to `b`.", "U") for v in (7, 8, 9, 10, 1, 2, 3, 4)),
    (SEVERAL, "[]", "`18` is not appended to `b`.", "U"),
    (SEVERAL, "[]", "`19` is not added to `b`.", "U"),
    (SEVERAL, "[]", "`30` is not appended to `b`.", "R"),
    (SEVERAL, "[]", "`99` is not appended to `b`.", "V"),
    (SLICED, "[1, 2]", "`5` is not appended to `c`.", "U"),
    (SLICED, "[1, 2]", "`2` is not appended to `c`.", "V"),
    (PUT_IN, "[1, 2]", "`8` is not appended to `c`.", "U"),
    (PUT_IN, "[1, 2]", "`1` is not appended to `c`.", "V"),
    (PUT_IN, "[1, 2]", "`8` is not added to `c`.", "U"),
    (SWAPPED, "[1, 2]", "`2` is not appended to `c`.", "V"),
    (ANEW, "[1], [[2], [2, 3]]", "`8` is not appended to `b`.", "U"),
    (ANEW, "[1], [[2], [2, 3]]", "`1` is not appended to `b`.", "V"),
    (ANEW, "[1], [[2], [2, 3]]", "In iteration 2, `3` is not appended to `last`.", "V"),
    (ANEW, "[1], [[2], [2, 3]]", "`'b'` is not appended to `text`.", "U"),
    (ANEW, "[1], [[2], [2, 3]]", "`'z'` is not appended to `text`.", "V"),
    (ANEW, "[1], [[2], [2, 3]]", "`3` is not added to `seen`.", "U"),
    (ANEW, "[1], [[2], [2, 3]]", "`4` is not added to `seen`.", "V"),
    (BUILTINS, "{}", "`d['k']` is not set.", "U"),
    (BUILTINS, "{}", "`d['z']` is not set.", "U"),
    (BUILTINS, "{}", "`d['j']` is not set.", "U"),
    (BUILTINS, "{}", "`d['a']` is not set.", "R"),
    (BUILTINS, "{}", "`d['q']` is not set.", "V"),
    (BUILTINS, "{'old': 1}", "`d['old']` is not set.", "V"),
    (ATTRIBUTES, "5", "`o.n` is not set.", "U"),
    (ATTRIBUTES, "5", "`o.p` is not computed.", "U"),
    (ATTRIBUTES, "5", "`o.m` is not set.", "U"),
    (ATTRIBUTES, "5", "`o.q` is not set.", "U"),
    (WALRUS, "[1, 2]", "In iteration 2, `hit` is not set.", "U"),
    (WALRUS, "[1, 2]", "`hit` is not set.", "U"),
    (WALRUS, "[1, 2]", "`xs` is not set.", "V"),
    (RESUMED, "[1, 2]", "In iteration 2, `hit` is not set.", "U"),
    (BACK, "[1]", "`17` is not appended to `b`.", "U"),
    (BACK, "[1]", "`18` is not appended to `b`.", "V"),
)


def verdicts(source: str, arguments: str, text: str) -> str:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    return "".join(each.verdict.value[0].upper() for each in claims)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    [(_, verdict)] = Oracle(source, "f", arguments).judge(text).claims
    assert verdict[0] == expected or verdict in {"UNDECIDED", "UNPARSED"}
