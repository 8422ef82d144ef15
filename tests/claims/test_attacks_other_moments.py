"""What a reader may find true though nothing is seen to do it: what control never comes to (§5.60,
§5.76, §5.93), what calls that are not told do (§3.7).
Lies stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

CHAIN = """\
def f(xs):
    n = 0
    for x in xs:
        if x > 5:
            n += 1
        elif x > 2:
            n += 2
    return n
"""

PLAIN = """\
def f(n):
    if n > 5:
        n = 0
    elif n > 2:
        n = 1
    return n
"""

NESTED = """\
def f(xs):
    n = 0
    for x in xs:
        for y in x:
            if y > 5:
                n += 1
            elif y > 2:
                n += 2
        if n > 9:
            n = 0
    if n > 8:
        n = 8
    elif n > 7:
        n = 7
    return n
"""

AFTER = """\
def f(xs):
    n = 0
    for x in xs:
        n += x
    if n > 2:
        n = 8
    elif n > 7:
        n = 7
    return n
"""

COUNTER = """\
def f(xs):
    count = 0
    def bump():
        nonlocal count
        count += 1
    for x in xs:
        if x > 0:
            bump()
    return count
"""

GLOBAL = """\
count = 0
def bump():
    global count, last
    count += 1
    last = count
def f(xs):
    for x in xs:
        if x > 0:
            bump()
    return count
"""

OWN = """\
def twice(x):
    return x * 2
def f(n):
    total = 0
    total = twice(n)
    total += 1
    return total
"""

NEW = """\
def twice(x):
    return x * 2
def f(n):
    xs = [twice(n)]
    xs = [n]
    n = twice(n)
    xs[0] = 6
    return n
"""

PUT = """\
def put(xs, v):
    xs[0] = v
def outer(xs, v):
    put(xs, v)
    xs[0] = v + 1
def f(xs):
    put(xs, 5)
    xs[0] = 6
    outer(xs, 7)
    return xs
"""

FACT = """\
def fact(n):
    if n <= 1:
        return 1
    return n * fact(n - 1)
def f(n):
    if n > 8:
        return f(n - 1)
    return fact(n)
"""

TREE = """\
class Tree:
    def __init__(self, left):
        self.left = left
    def depth(self):
        return 1 if self.left is None else 1 + self.left.depth()
def even(n):
    return n == 0 or odd(n - 1)
def odd(n):
    return n != 0 and even(n - 1)
def f(n):
    tree = Tree(Tree(None))
    return tree.depth(), even(n)
"""

RAISING = """\
def down(n):
    if n == 0:
        raise ValueError('deep')
    down(n - 1)
def safe(n):
    try:
        down(n)
    except ValueError:
        n = 3
    n = n + 1
    return n
def f(n):
    m = n
    try:
        down(n)
    except ValueError:
        n = 5
    k = safe(1)
    n = n + k
    return n
"""

CHOICE = """\
def g(n):
    return n + 1
def f(a, b):
    x = g(a)
    x = a if b < 2 else b
    y = g(x) if not x > 9 else 0
    y = y if a < 2 or b < 0 else 1
    z = [k for k in (a, b) if k != 1]
    return z, y
"""

NEVER_SET = """\
def put(xs, v):
    xs[0] = v
def f(xs):
    put(xs, 5)
    put(xs, 7)
    return xs
"""

APPENDED = """\
def f(xs):
    xs.append(4)
    xs.append(5)
    return xs
"""

DOWN = "`down(2)` is called. `down(1)` is called. `down(0)` is called. "
ONE = "`down(1)` is called. `down(0)` is called. "

CASES = (
    # The test of a conditional expression.
    (CHOICE, "1, 3", "The condition `b < 2` is false.", "V"),
    (CHOICE, "1, 3", "The condition `b < 2` is true.", "R"),
    (CHOICE, "1, 3", "`g(1)` is called. The condition `b < 2` is false.", "VV"),
    (CHOICE, "1, 3", "`g(1)` is called. The condition `b < 2` is true.", "VR"),
    (CHOICE, "1, 3", "`g(3)` is called. The condition `b < 2` is false.", "VR"),
    (CHOICE, "1, 3", "The condition `b < 3` is false.", "R"),
    (CHOICE, "1, 3", "The condition `a < 2` is true.", "V"),
    (CHOICE, "1, 3", "The condition `a < 2` is false.", "R"),
    (CHOICE, "2, 3", "The condition `a < 2` is true.", "R"),
    (CHOICE, "1, 3", "The condition `b < 2` is true.", "R"),
    (CHOICE, "1, 3", "The condition `k != 1` is false.", "R"),
    # Behind a told call that has raised.
    (RAISING, "2", f"{DOWN}`ValueError` is raised. `n` becomes `5`.", "VVVVA"),
    (RAISING, "2", f"{DOWN}`ValueError` is raised. `n` becomes `9`.", "VVVVR"),
    (RAISING, "2", f"{DOWN}`ValueError` is raised. `n` becomes `3`.", "VVVVR"),
    (RAISING, "2", f"{DOWN}`n` becomes `5`.", "VVVR"),
    (RAISING, "2", f"{DOWN}`ValueError` is raised. `9` is returned.", "VVVVA"),
    (RAISING, "2", f"{DOWN}`ValueError` is raised. `5` is returned.", "VVVVR"),
    (RAISING, "2", f"{DOWN}`9` is returned.", "VVVR"),
    (RAISING, "2", f"{DOWN}`down(0)` raises `ValueError`. `n` becomes `5`.", "VVVVA"),
    (RAISING, "2", f"{DOWN}`down(0)` raises `ValueError`. `n` becomes `9`.", "VVVVR"),
    (RAISING, "2", "`down(2)` is called. `down(2)` raises `ValueError`. `n` becomes `5`.", "VVA"),
    (RAISING, "2", "`down(2)` is called. `down(2)` raises `ValueError`. `n` becomes `3`.", "VVR"),
    (RAISING, "2", "`down(2)` is called. `down(2)` raises `ValueError`. `n` is `2`.", "VVV"),
    (RAISING, "2", "`down(2)` is called. `n` becomes `5`.", "VR"),
    (RAISING, "2", "`down(0)`:\n  - `ValueError` is raised.\n  - `n` becomes `5`.", "VVR"),
    (RAISING, "2", f"`safe(1)` is called. {ONE}`ValueError` is raised. `n` becomes `3`.", "VVVVA"),
    (RAISING, "2", f"`safe(1)` is called. {ONE}`ValueError` is raised. `n` becomes `9`.", "VVVVR"),
    (RAISING, "2", f"`safe(1)` is called. {ONE}`n` becomes `3`.", "VVVR"),
    (RAISING, "2", "`safe(1)` is called. `4` is returned. `n` becomes `9`.", "VVV"),
    # A call that makes another of its function, itself.
    (FACT, "3", "`fact(3)` calls itself.", "V"),
    (FACT, "3", "`fact(2)` calls itself.", "V"),
    (FACT, "3", "`fact(1)` calls itself.", "R"),
    (FACT, "3", "`fact(4)` calls itself.", "R"),
    (FACT, "3", "`fact` calls itself.", "V"),
    (FACT, "1", "`fact` calls itself.", "R"),
    (FACT, "3", "`f` calls itself.", "R"),
    (FACT, "9", "`f(9)` calls itself.", "V"),
    (FACT, "9", "`f(8)` calls itself.", "R"),
    (FACT, "3", "`fact(3)` calls itself. `fact(2)` calls itself. `fact(1)` calls itself.", "VVR"),
    (FACT, "3", "`fact(3)` calls itself. `n` is `2`.", "VV"),
    (FACT, "3", "`fact(3)` calls `itself`.", "R"),
    (TREE, "2", "`tree.depth()` calls itself.", "V"),
    (TREE, "2", "`even(2)` calls itself.", "R"),
    (TREE, "2", "`even(0)` calls itself.", "R"),
    # What a call that is not told makes of a name of the function, or of a global.
    (COUNTER, "[5, -1, 6]", "In iteration 1, `count` becomes `1`.", "A"),
    (COUNTER, "[5, -1, 6]", "In iteration 1, `count` becomes `2`.", "R"),
    (COUNTER, "[5, -1, 6]", "In iteration 2, `count` becomes `1`.", "R"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, `count` becomes `2`.", "A"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, `count` becomes `1`.", "R"),
    (COUNTER, "[5, -1, 6]", "`x` becomes `5`. `count` becomes `1`.", "VA"),
    (COUNTER, "[5, -1, 6]", "`x` becomes `5`. `count` becomes `2`.", "VR"),
    (COUNTER, "[5, -1, 6]", "`x` becomes `6`. `count` becomes `1`.", "RA"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, `x` becomes `6` and `count` becomes `2`.", "VA"),
    (COUNTER, "[5, -1, 6]", "`count` becomes `0`. `count` becomes `2`.", "VA"),
    (COUNTER, "[5, -1, 6]", "`count` becomes `0`. `count` becomes `3`.", "VR"),
    (COUNTER, "[5, -1, 6]", "`count` becomes `7`.", "R"),
    (COUNTER, "[5, 6]", "In every iteration, `count` becomes `1`.", "R"),
    (COUNTER, "[5, 6]", "In iteration 9, `count` becomes `1`.", "R"),
    (COUNTER, "[5, 6]", "`bump()` is called. `None` is returned. `count` becomes `1`.", "VVA"),
    (COUNTER, "[5, 6]", "`bump()` is called. `None` is returned. `count` becomes `3`.", "VVR"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, `count` is increased by 1.", "A"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, `count` is increased by 2.", "R"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, `count` is decreased by 1.", "R"),
    (COUNTER, "[5, -1, 6]", "In iteration 2, `count` is increased by 1.", "R"),
    (COUNTER, "[5, -1, 6]", "In iteration 2, `count` is increased by 0.", "R"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, line 8 runs. `count` becomes `2`.", "VA"),
    (COUNTER, "[5, -1, 6]", "In iteration 3, line 8 runs. `count` becomes `1`.", "VR"),
    (COUNTER, "[5, -1, 6]", "After the loop, `count` becomes `2`.", "R"),
    (GLOBAL, "[5, 6]", "In iteration 1, `count` becomes `1`.", "A"),
    (GLOBAL, "[5, 6]", "In iteration 1, `count` becomes `2`.", "R"),
    (GLOBAL, "[5, 6]", "In iteration 1, `last` becomes `1`.", "A"),
    (GLOBAL, "[5, 6]", "In iteration 1, `last` becomes `2`.", "R"),
    (GLOBAL, "[5, 6]", "In iteration 1, `last` is increased by 1.", "R"),
    # What the function itself sets, though in a visit that calls.
    (OWN, "3", "`total` becomes `6`.", "R"),
    (OWN, "3", "`total` is increased by 6.", "R"),
    (PUT, "[1]", "`xs[0]` is increased by 4.", "A"),
    (PUT, "[1]", "`xs[0]` is increased by 5.", "R"),
    (OWN, "3", "`total` becomes `0`. `total` becomes `7`.", "VR"),
    (NEW, "5", "`xs[0]` becomes `5`.", "A"),
    (NEW, "5", "`xs[0]` becomes `7`.", "R"),
    (NEW, "5", "`xs[0]` becomes `10`.", "A"),
    (NEW, "5", "`xs[0]` becomes `6`.", "V"),
    # Elements that the function sets itself later.
    (APPENDED, "[1]", "`xs` becomes `[1, 4, 5]`.", "R"),
    (APPENDED, "[1]", "`xs` becomes `[1, 4]`. `xs` becomes `[1, 4, 5]`.", "VV"),
    (PUT, "[1]", "`xs[0]` becomes `5`.", "A"),
    (PUT, "[1]", "`xs[0]` becomes `4`.", "R"),
    (NEVER_SET, "[1]", "`xs[0]` becomes `5`.", "V"),
    (NEVER_SET, "[1]", "`xs[0]` becomes `7`.", "R"),
    (PUT, "[1]", "`xs[0]` becomes `6`. `xs[0]` becomes `5`.", "VR"),
    (PUT, "[1]", "`xs[0]` becomes `6`. `xs[0]` becomes `8`.", "VA"),
    (PUT, "[1]", "`xs[0]` becomes `6`. `xs[0]` becomes `7`.", "VR"),
    (PUT, "[1]", "`outer(xs, 7)` is called. `xs[0]` becomes `7`.", "VA"),
    (PUT, "[1]", "`outer(xs, 7)` is called. `xs[0]` becomes `6`.", "VR"),
    (PUT, "[1]", "`outer(xs, 7)` is called. `xs[0]` becomes `8`.", "VV"),
    (PUT, "[1]", "`put(xs, 5)` is called. `xs[0]` becomes `7`.", "VR"),
    (COUNTER, "[5, 6]", "`bump()` is called. `count` becomes `2`.", "VR"),
    # An `elif` to which control does not come.
    (CHAIN, "[9, 4, 1]", "In iteration 1, the `elif` branch is not taken.", "A"),
    (CHAIN, "[9, 4, 1]", "In iteration 1, the `elif` branch is taken.", "R"),
    (CHAIN, "[9, 4, 1]", "In iteration 2, the `elif` branch is not taken.", "R"),
    (CHAIN, "[9, 4, 1]", "In iteration 3, the `elif` branch is not taken.", "V"),
    (CHAIN, "[9, 4, 1]", "In iteration 1, the `if` branch is not taken.", "R"),
    (
        CHAIN,
        "[9, 4, 1]",
        "`x` becomes `9`. `n` becomes `1`. The `elif` branch is not taken.",
        "VVA",
    ),
    (CHAIN, "[9, 4, 1]", "`x` becomes `9`. `n` becomes `1`. The `elif` branch is taken.", "VVV"),
    (
        CHAIN,
        "[4, 9, 1]",
        "`x` becomes `4`. `n` becomes `2`. The `elif` branch is not taken.",
        "VVV",
    ),
    (CHAIN, "[4, 9]", "`x` becomes `4`. `n` becomes `2`. The `elif` branch is not taken.", "VVR"),
    (CHAIN, "[4, 9]", "The `elif` branch is not taken.", "R"),
    (CHAIN, "[9, 8]", "The `elif` branch is not taken.", "A"),
    (PLAIN, "9", "`n` becomes `0`. The `elif` branch is not taken.", "VA"),
    (PLAIN, "9", "`n` becomes `0`. The `elif` branch is taken.", "VR"),
    (PLAIN, "3", "`n` becomes `1`. The `elif` branch is not taken.", "VR"),
    (NESTED, "[[7], [3]]", "`y` becomes `7`. The `elif` branch is not taken.", "VA"),
    (NESTED, "[[7, 3]]", "`y` becomes `7`. The `elif` branch is not taken.", "VA"),
    (NESTED, "[[], [3]]", "In iteration 1 of the outer loop, the `elif` branch is not taken.", "A"),
    (NESTED, "[[], [3]]", "In iteration 2 of the outer loop, the `elif` branch is not taken.", "R"),
    (AFTER, "[1, 2]", "In iteration 2, the `elif` branch is not taken.", "R"),
    (AFTER, "[1, 2]", "`n` becomes `0`. The `elif` branch is not taken.", "VA"),
    (AFTER, "[1, 2]", "`x` becomes `1`. The `elif` branch is not taken.", "VR"),
    # With its line, whatever the word.
    (CHAIN, "[9, 4]", "In iteration 1, the `elif` branch on line 6 is not taken.", "A"),
    (CHAIN, "[9, 4]", "In iteration 1, the body of the `elif` on line 6 is skipped.", "A"),
    (CHAIN, "[9, 4]", "In iteration 1, the `elif` branch on line 6 is taken.", "R"),
    (CHAIN, "[9, 4]", "In iteration 2, the `elif` branch on line 6 is not taken.", "R"),
    (CHAIN, "[9, 4]", "In iteration 1, the `if` branch on line 6 is not taken.", "R"),
    (
        CHAIN,
        "[9, 4]",
        "On pass 3 of the loop on line 3, the `elif` branch on line 6 is not taken.",
        "R",
    ),
    # By its place.
    (CHAIN, "[9, 4, 1]", "In iteration 1, the second condition is not met.", "A"),
    (CHAIN, "[9, 4, 1]", "In iteration 1, the second condition is false.", "R"),
    (CHAIN, "[9, 4, 1]", "In iteration 2, the second condition is not met.", "R"),
    (CHAIN, "[9, 4, 1]", "In iteration 3, the second condition is not met.", "V"),
    (CHAIN, "[9, 4, 1]", "In iteration 1, the first condition is not met.", "R"),
)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    assert "".join(verdict[0] for _, verdict in judged.claims) == expected
