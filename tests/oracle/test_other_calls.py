"""The oracle on what is false of a call, and may be meant of another call of its function (3.7)."""

from __future__ import annotations

import pytest

from .judge import Oracle

FIB = """def fib(n):
    if n < 2:
        return n
    a = fib(n - 1)
    b = fib(n - 2)
    return a + b

def f(n):
    best = 0
    for k in range(n):
        best = fib(k)
    return best + fib(2)
"""
FIB_SAID = (
    ("`fib(3)` is called. `a` becomes `1`.", "VERIFIED"),
    ("`fib(3)` is called. `a` becomes `0`.", "REFUTED"),
    ("`fib(3)` is called. `b` becomes `0`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `b` becomes `2`.", "REFUTED"),
    ("`fib(3)` is called. `a` becomes `1`. `b` becomes `0`.", "REFUTED"),
    ("`fib(3)` is called. `n < 2` is true.", "AMBIGUOUS"),
    ("`fib(3)` is called. `n` is `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `n` is `0`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `n` is `4`.", "REFUTED"),
    ("`fib(3)` is called. `n` remains `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `n = 1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `n = 4`.", "REFUTED"),
    ("`fib(3)` is called. At the start, `n` is `1`.", "REFUTED"),
    ("`fib(3)` is called. At the end, `n` is `1`.", "REFUTED"),
    ("`fib(3)` is called. `n` is never `3`.", "REFUTED"),
    ("`fib(3)` is called. `fib(2)` is called. `n` is `0`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `fib(2)` is called. `n` is `3`.", "REFUTED"),
    ("`fib(1)` is called. `n` is `0`.", "REFUTED"),
    ("`fib(0)` is called. `n` is `3`.", "REFUTED"),
    ("`fib(3)` is called. The `if` branch is taken.", "AMBIGUOUS"),
    ("`fib(1)` is called. The `if` branch is not taken.", "REFUTED"),
    ("`fib(3)` is called. The first condition is true.", "AMBIGUOUS"),
    ("`fib(1)` is called. The first condition is false.", "REFUTED"),
    ("`fib(3)` is called. The condition `n < 2` on line 2 is true.", "REFUTED"),
    ("`fib(3)` is called. Line 4 sets `a` to `2`.", "REFUTED"),
    ("`fib(3)` is called. Line 6 returns `1`.", "REFUTED"),
    ("`fib(3)` is called. `1` is returned.", "AMBIGUOUS"),
    ("`fib(3)` is called. `0` is returned.", "AMBIGUOUS"),
    ("`fib(3)` is called. `4` is returned.", "REFUTED"),
    ("`fib(3)` is called. We return `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `a + b` evaluates to `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. `a + b` evaluates to `3`.", "REFUTED"),
    ("`fib(3)` is called. The call returns `0`.", "AMBIGUOUS"),
    ("`fib(3)` is called. The call returns `4`.", "REFUTED"),
    ("`fib(2)` is called. The call returns `0`.", "AMBIGUOUS"),
    ("`fib(2)` is called. The call returns `2`.", "REFUTED"),
    ("`fib(1)` is called. The call returns `0`.", "REFUTED"),
    ("`fib(3)` is called. `fib(2)` is called. `fib(1)` is called. The call returns `0`.",
     "REFUTED"),
    ("`fib(3)` is called and `n` is `3`, so the call returns `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called, so the function returns `1`.", "REFUTED"),
    ("`fib(3)` is called. The function returns `0`.", "REFUTED"),
    # Calls that begin after the point.
    ("`fib(3)` is called. Line 4 sets `a` to `1`. `n` is `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. Line 4 sets `a` to `1`. `n` is `2`.", "REFUTED"),
    ("`fib(3)` is called. Line 4 sets `a` to `1`. `n` is `0`.", "REFUTED"),
    ("`fib(3)` is called. Line 4 sets `a` to `1`. `1` is returned.", "AMBIGUOUS"),
    ("`fib(3)` is called. Line 4 sets `a` to `1`. `0` is returned.", "REFUTED"),
    ("`fib(3)` is called. `fib(2)` returns `1`. `n` is `2`.", "REFUTED"),
    ("`fib(3)` is called. `fib(2)` returns `1`. `n` is `1`.", "AMBIGUOUS"),
    ("`fib(3)` is called. Line 6 runs. `n` is `1`.", "REFUTED"),
    # In a context that is none of the function's, and in none but the entry's.
    ("Iteration 3:\n  `1` is returned.", "REFUTED"),
    ("Iteration 4:\n  `fib(3)` is called.\n  `n` is `1`.", "AMBIGUOUS"),
    ("Iteration 4:\n  `fib(3)` is called.\n  `n` is `4`.", "REFUTED"),
    ("Iteration 4:\n  `fib(3)` is called.\n  The call returns `0`.", "AMBIGUOUS"),
    ("Iteration 4:\n  The call returns `2`.", "REFUTED"),
    ("In iteration 4, the call returns `2`.", "REFUTED"),
    ("`k` becomes `0`. `k` becomes `7`.", "REFUTED"),
    ("The call returns `2`.", "REFUTED"),
    # The context's own call, and several of its calls.
    ("Call 3 of `fib`:\n  `n < 2` is false.", "VERIFIED"),
    ("Call 4 of `fib`:\n  `n < 2` is false.", "REFUTED"),
    ("Call 3 of `fib`:\n  `n < 2` is true.", "AMBIGUOUS"),
    ("Call 3 of `fib`:\n  `n` is `0`.", "AMBIGUOUS"),
    ("Call 3 of `fib`:\n  `n` is `3`.", "REFUTED"),
    ("Call 3 of `fib`:\n  `0` is returned.", "AMBIGUOUS"),
    ("Call 3 of `fib`:\n  `2` is returned.", "REFUTED"),
    ("In call 3 of `fib`, `n` is `0`.", "AMBIGUOUS"),
    ("In call 3 of `fib`, `n` is `3`.", "REFUTED"),
    ("In call 3 of `fib`, the call returns `0`.", "AMBIGUOUS"),
    ("In call 3 of `fib`, line 6 returns `0`.", "REFUTED"),
    ("In call 3 of `fib`, at the start, `n` is `0`.", "REFUTED"),
    ("Back in `fib(2)`, `n` is `0`.", "AMBIGUOUS"),
    ("Back in `fib(2)`, `n` is `3`.", "REFUTED"),
)  # fmt: skip

TREES = """def walk(tree, depth):
    if not tree:
        return 0
    total = 0
    for sub in tree:
        got = walk(sub, depth + 1)
        total += got + 1
    return total

def f(tree):
    log = [len(tree)]
    if tree:
        inner = f(tree[1:])
        log.extend(inner)
    size = walk(tree, 0)
    return log + [size]
"""
TREES_CALL = "[[[]], []]"
TREES_SAID = (
    # The entry's function calls itself.
    ("`size` becomes `0`.", "AMBIGUOUS"),
    ("`size` becomes `1`.", "AMBIGUOUS"),
    ("`size` becomes `3`.", "VERIFIED"),
    ("`size` becomes `2`.", "REFUTED"),
    ("`log` becomes `[2]`.", "VERIFIED"),
    ("`log` becomes `[1]`.", "AMBIGUOUS"),
    ("`log` becomes `[3]`.", "REFUTED"),
    ("Line 11 sets `log` to `[1]`.", "REFUTED"),
    ("`f([[]])` is called. `log` becomes `[0]`.", "AMBIGUOUS"),
    ("`f([[]])` is called. `log` becomes `[2]`.", "REFUTED"),
    ("`f([])` is called. `log` becomes `[1]`.", "REFUTED"),
    ("The call returns `[0, 0]`.", "AMBIGUOUS"),
    ("The call returns `[1, 0, 0, 1]`.", "AMBIGUOUS"),
    ("The call returns `[2, 1, 0, 0, 1, 3]`.", "VERIFIED"),
    ("The call returns `[2]`.", "REFUTED"),
    ("The function returns `[0, 0]`.", "REFUTED"),
    ("The answer is `[0, 0]`.", "REFUTED"),
    ("`f([])` is called. `[0, 0]` is returned. The call returns `[0, 0]`.", "REFUTED"),
    ("`f([])` is called. `[0, 0]` is returned. `[1, 0, 0, 1]` is returned.", "REFUTED"),
    ("Call 2 of `f`:\n  `size` becomes `0`.", "AMBIGUOUS"),
    ("Call 2 of `f`:\n  `size` becomes `3`.", "REFUTED"),
    ("Call 2 of `f`:\n  The call returns `[0, 0]`.", "AMBIGUOUS"),
    ("Call 2 of `f`:\n  The call returns `[2]`.", "REFUTED"),
    # Loops, and passes of calls.
    ("`walk([[[]], []], 0)` is called. The loop makes 1 pass.", "AMBIGUOUS"),
    ("`walk([[[]], []], 0)` is called. The loop makes 2 passes.", "VERIFIED"),
    ("`walk([[[]], []], 0)` is called. The loop makes 3 passes.", "REFUTED"),
    ("`walk([[[]], []], 0)` is called.\nIteration 1:\n  `got` becomes `0`.", "AMBIGUOUS"),
    ("`walk([[[]], []], 0)` is called.\nIteration 1:\n  `got` becomes `3`.", "REFUTED"),
    ("`walk([[[]], []], 0)` is called.\nIteration 1:\n  `depth` is `2`.", "AMBIGUOUS"),
    ("`walk([[[]], []], 0)` is called.\nIteration 2:\n  `depth` is `2`.", "REFUTED"),
    ("`walk([[[]], []], 0)` is called.\nIteration 2:\n  The call returns `0`.", "AMBIGUOUS"),
    ("`walk([[[]], []], 0)` is called.\nIteration 2:\n  The call returns `1`.", "REFUTED"),
    ("In call 4 of `walk`, in iteration 1, `got` becomes `0`.", "AMBIGUOUS"),
    ("In call 4 of `walk`, in iteration 1, `got` becomes `2`.", "REFUTED"),
    ("Call 4 of `walk`:\n  Passes 1 and 2 of the loop on line 5:\n    The call returns `3`.",
     "VERIFIED"),
    ("Call 4 of `walk`:\n  Passes 1 and 2 of the loop on line 5:\n    The call returns `1`.",
     "REFUTED"),
    ("Call 4 of `walk`:\n  Passes 1 and 2 of the loop on line 5:\n    `depth` is `1`.", "REFUTED"),
    ("`walk([[[]], []], 0)` is called. Back in `walk([[]], 1)`, `depth` is `2`.", "AMBIGUOUS"),
    ("`walk([[[]], []], 0)` is called. Back in `walk([[]], 1)`, `depth` is `0`.", "REFUTED"),
    ("`walk([[[]], []], 0)` is called. `walk([[]], 1)` returns `1`. `depth` is `1`.", "AMBIGUOUS"),
    ("`walk([[[]], []], 0)` is called. `walk([[]], 1)` returns `1`. `depth` is `2`.", "REFUTED"),
    ("`walk([[[]], []], 0)` is called. The loop ends. `depth` is `1`.", "REFUTED"),
)  # fmt: skip

TURNS = """def even(n):
    if n == 0:
        return True
    m = n - 1
    return odd(m)

def odd(n):
    if n == 0:
        return False
    k = n - 1
    return even(k)

def f(n):
    a = even(n)
    b = odd(n + 1)
    return [a, b]
"""
TURNS_SAID = (
    # Of 3, 2, 1, 0 in turn, then of 4, 3, 2, 1, 0.
    ("`even(3)` is called. `m` becomes `2`.", "VERIFIED"),
    ("`even(3)` is called. `m` becomes `0`.", "AMBIGUOUS"),
    ("`even(3)` is called. `m` becomes `1`.", "REFUTED"),
    ("`even(3)` is called. `m` becomes `2`. `m` becomes `0`.", "AMBIGUOUS"),
    ("`even(3)` is called. `n == 0` is true.", "REFUTED"),
    ("`odd(2)` is called. `n == 0` is true.", "AMBIGUOUS"),
    ("`even(3)` is called. The call returns `True`.", "REFUTED"),
    ("`even(3)` is called. `n` is `1`.", "AMBIGUOUS"),
    ("`even(3)` is called. `n` is `2`.", "REFUTED"),
    ("`even(3)` is called. `odd(2)` is called. `n` is `0`.", "AMBIGUOUS"),
    ("`odd(4)` is called. `k` becomes `1`.", "AMBIGUOUS"),
    ("`odd(4)` is called. `k` becomes `2`.", "REFUTED"),
    ("Call 1 of `even`:\n  `m` becomes `0`.", "AMBIGUOUS"),
    ("Call 1 of `even`:\n  `m` becomes `1`.", "REFUTED"),
    ("Call 2 of `even`:\n  `m` becomes `2`.", "REFUTED"),
    # Of which of the told calls: of the innermost, or of the one that is spoken of?
    ("`even(3)` is called. `odd(2)` is called. `m` becomes `0`.", "UNDECIDED"),
    ("`even(3)` is called. `odd(2)` is called. `m` is `0`.", "UNDECIDED"),
    ("`even(3)` is called. `odd(2)` is called. `m` is `5`.", "REFUTED"),
)

GENERATORS = """def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    if n:
        yield from count(n - 1)

def f(n):
    out = []
    for x in count(n):
        out.append(x)
    return out
"""
GENERATORS_SAID = (
    # The call of 2 hands out 0 and 1, that of 1, in it, 0, and that of 0 nothing.
    ("`count(2)` is called. `n` is `2`.", "VERIFIED"),
    ("`count(2)` is called. `n` is `1`.", "AMBIGUOUS"),
    ("`count(2)` is called. `n` is `3`.", "REFUTED"),
    ("`count(1)` is called. `n` is `0`.", "AMBIGUOUS"),
    ("`count(1)` is called. `n` is `2`.", "REFUTED"),
    ("`count(2)` is called. `i < n` is false.", "AMBIGUOUS"),
    ("`count(0)` is called. `i < n` is true.", "REFUTED"),
    ("`count(2)` is called. The loop makes 1 pass.", "AMBIGUOUS"),
    ("`count(2)` is called. The loop makes 0 passes.", "AMBIGUOUS"),
    ("`count(2)` is called. The loop makes 4 passes.", "REFUTED"),
    ("`count(2)` is called. The call returns `None`.", "VERIFIED"),
    ("`count(2)` is called. The call returns `[0, 1, 0]`.", "AMBIGUOUS"),
    ("`count(2)` is called. The call returns `2`.", "REFUTED"),
    ("Call 2 of `count`:\n  `n` is `0`.", "AMBIGUOUS"),
    ("Call 2 of `count`:\n  `n` is `2`.", "REFUTED"),
    ("Iteration 1:\n  `x` is `1`.", "REFUTED"),
    # It begins in the told call, but not in the context.
    ("Iteration 1:\n  `count(2)` is called.\n  `n` is `1`.", "UNDECIDED"),
    ("Iteration 1:\n  `count(2)` is called.\n  `n` is `4`.", "REFUTED"),
)

CASES = [
    (source, call, *said)
    for source, call, table in (
        (FIB, "4", FIB_SAID),
        (TREES, TREES_CALL, TREES_SAID),
        (TURNS, "3", TURNS_SAID),
        (GENERATORS, "2", GENERATORS_SAID),
    )
    for said in table
]


@pytest.mark.parametrize(("source", "call", "narration", "verdict"), CASES)
def test_another_call_of_the_function(source: str, call: str, narration: str, verdict: str) -> None:
    assert Oracle(source, "f", call).judge(narration).claims[-1][1] == verdict


@pytest.mark.parametrize(
    ("false", "after", "verdict"),
    [
        ("`b` becomes `0`.", "`b` becomes `1`.", "REFUTED"),
        ("`b` becomes `0`.", "`n` is `3`.", "VERIFIED"),
        ("`n < 2` is true.", "`a` becomes `1`.", "VERIFIED"),
        ("`1` is returned.", "The call returns `3`.", "VERIFIED"),
        ("The call returns `0`.", "The call returns `3`.", "VERIFIED"),
        ("The call returns `0`.", "The call returns `2`.", "REFUTED"),
        ("The call returns `0`.", "`n` is `3`.", "REFUTED"),
    ],
)
def test_the_point_moves_as_if_it_were_refuted(false: str, after: str, verdict: str) -> None:
    made = Oracle(FIB, "f", "4").judge(f"`fib(3)` is called. {false} {after}")
    assert [found for _, found in made.claims[1:]] == ["AMBIGUOUS", verdict]
