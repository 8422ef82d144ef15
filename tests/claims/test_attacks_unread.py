"""Lies behind sentences that were not read, and in forms without a line (docs/semantics.md §3.6,
§5.97 to §5.105). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.verdicts import ClaimVerdict
from tests.claims.test_discourse import judge, verdicts

SUMS = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
        else:
            nums[0] = total
    result = total * 2
    return result
"""

NESTED = """\
def f(rows, goal):
    count = 0
    out = []
    for row in rows:
        for x in row:
            count += 1
            if x == goal:
                break
            if x == 2:
                continue
            out.append(x)
    return count, out
"""
ROWS = "[[1, 2, 5], [3, 4], [7]], 3"

WALK = """\
def walk(node, depth, out):
    if isinstance(node, int):
        out.append(node * depth)
        return depth
    deepest = depth
    for child in node:
        d = walk(child, depth + 1, out)
        if d > deepest:
            deepest = d
    return deepest

def gcd(a, b):
    if b == 0:
        return a
    return gcd(b, a % b)

def f(tree):
    out = []
    depth = walk(tree, 0, out)
    g = gcd(4, 6)
    return depth, sum(out), g
"""
TREE = "[1, [2, [3]], 4]"

TAKEN = """\
def halves(n):
    while n > 0:
        yield n
        n = n // 2

def f(nums, words):
    out, kept = [], []
    while nums:
        x = nums.pop(nums.index(max(nums)))
        out.append(x)
    words.sort(reverse=True)
    for i in range(1, len(words)):
        words[i] = words[i - 1]
    for h in halves(3):
        kept = out
    return out
"""
THINGS = "[3, 8, 5], ['a', 'c', 'b']"

LOOPS = """\
def f(nums, more):
    seen = []
    for n in nums:
        seen.append(n)
    for m in more:
        seen.append(m)
    try:
        size = len(seen)
    except KeyError:
        size = 0
    else:
        size = size + 1
    return size
"""

BEHIND = [
    # What is told behind a sentence that was not read is not false for being told too late or
    # too early; what is true nowhere behind it is.
    ("Blah is blah. `total` becomes `3`.", "A"),
    ("Blah is blah. `total` becomes `5`.", "A"),
    ("Blah is blah. `total` becomes `4`.", "R"),
    ("Blah is blah. `total` becomes `0`.", "V"),
    ("`total` becomes `0`. Blah is blah. `total` becomes `0`.", "VR"),
    ("Line 8 runs. Blah is blah. `total` becomes `3`.", "VR"),
    ("Blah is blah. `total` is `5`.", "A"),
    ("Blah is blah. `total` is `7`.", "R"),
    # What fixes the point by itself makes it certain again.
    ("Blah is blah. In iteration 2, `n > 1` is true.", "R"),
    ("Blah is blah. In iteration 2, `n > 1` is false. `total` becomes `3`.", "VR"),
    ("Blah is blah. Line 8 runs. `total` becomes `3`.", "VR"),
    ("Blah is blah.\nFor `n = 1`: `n > 1` is true.", "VR"),
    ("Blah is blah.\n- Iteration 1:\n  - Blah blah.\n  - `total` becomes `5`.", "VR"),
    ("Blah is blah.\n- Iteration 1:\n  - Blah blah.\n  - `total` becomes `4`.", "VR"),
    # Claims with their lines, and the answer, are what they were.
    ("Blah is blah. Line 8 sets `result` to `5`.", "R"),
    ("Blah is blah. The function returns `5`.", "R"),
    ("Blah is blah. `total` is never `3`.", "R"),
]


@pytest.mark.parametrize(("text", "expected"), BEHIND)
def test_behind_what_was_not_read(text: str, expected: str) -> None:
    report = judge(SUMS, "[3, 1, 2]").verify(text)
    assert report.problems
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected


@pytest.mark.parametrize("truth", ["`total` becomes `5`.", "`total` is `3`.", "We return `10`."])
def test_nothing_is_verified_by_another_point(truth: str) -> None:
    report = judge(SUMS, "[3, 1, 2]").verify(f"Blah is blah. {truth} `total` becomes `0`.")
    assert report.problems
    for claim in report.claims[:1]:
        assert claim.verdict in {ClaimVerdict.AMBIGUOUS, ClaimVerdict.VERIFIED}


CASES = [
    # -- the test that was told, what is said once more
    (
        SUMS,
        "[3, 1, 2]",
        "In iteration 2, the condition is false, so the `if` branch is taken.",
        "VR",
    ),
    (
        SUMS,
        "[3, 1, 2]",
        "In iteration 2, the condition is false. The `else` branch is taken.",
        "VV",
    ),
    (
        SUMS,
        "[3, 1, 2]",
        "In iteration 2, the first condition is false, so the `else` branch is taken.",
        "VV",
    ),
    (SUMS, "[3, 1, 2]", "Line 2 runs. `total` is `0`. `total = 0`. `total = 3`.", "VVVV"),
    (SUMS, "[3, 1, 2]", "Line 2 runs. `total` is `0`. `total = 3`. `total = 3`.", "VVVR"),
    (SUMS, "[3, 1, 2]", "Line 2 runs. `total` is `3`. `total = 3`.", "VRV"),
    # -- equations that no line computes, comparisons that are no whole test
    (SUMS, "[3, 1, 2]", "Line 2 runs. `nums[0] + nums[1] = 3 + 1 = 4`.", "VV"),
    (SUMS, "[3, 1, 2]", "Line 2 runs. `nums[0] + nums[1] = 2 + 3 = 4`.", "VR"),
    (SUMS, "[3, 1, 2]", "Line 2 runs. `nums[0] + nums[1] = 3 + 2 = 5`.", "VR"),
    # -- what goes from what to what
    (SUMS, "[3, 1, 2]", "Line 2 runs. `total` goes from `0` to `5`. `result` becomes `10`.", "VVV"),
    (SUMS, "[3, 1, 2]", "Line 2 runs. `total` goes from `0` to `3`.", "VR"),
    # -- every pass, the next pass
    (SUMS, "[3, 1, 2]", "In every iteration, `n > 0` is `True`.", "V"),
    (SUMS, "[3, 1, 2]", "In every iteration, `n > 1` is `True`.", "R"),
    (SUMS, "[]", "In every iteration, `n > 1` is `True`.", "R"),
    (NESTED, ROWS, "`count` is incremented in every iteration, so its final value is `5`.", "VV"),
    (NESTED, ROWS, "`count` is incremented in every iteration, so its final value is `6`.", "VR"),
    (
        NESTED,
        ROWS,
        (
            "In iteration 2 of the outer loop, in iteration 1, `x` is `3`. "
            "In the next iteration, `row` is `[7]`."
        ),
        "VR",
    ),
    (
        NESTED,
        ROWS,
        "In iteration 2, `row` is `[3, 4]`. In the next iteration, `row` is `[7]`.",
        "VV",
    ),
    (
        NESTED,
        ROWS,
        "In iteration 2, `row` is `[3, 4]`. In the next iteration, `row` is `[3, 4]`.",
        "VR",
    ),
    # -- what does not happen
    (NESTED, ROWS, "`2` is not appended. `5` is not appended.", "VR"),
    (NESTED, ROWS, "`2` is never added to `out`. `5` is never added to `out`.", "VR"),
    (
        NESTED,
        ROWS,
        "The `continue` statement is executed once. The `break` is executed twice.",
        "VR",
    ),
    (
        NESTED,
        ROWS,
        "The inner loop runs 5 times in total. The inner loop runs 6 times in total.",
        "VR",
    ),
    (NESTED, ROWS, "In iteration 1, the inner loop runs 3 times without a break.", "VV"),
    (NESTED, ROWS, "In iteration 2, the inner loop runs once without a break.", "VR"),
    (LOOPS, "[1], [2]", "No exception is raised. The `else` block is executed.", "VV"),
    (LOOPS, "[1], [2]", "The `else` block is skipped.", "R"),
    # -- what a loop takes up
    (NESTED, ROWS, "In iteration 2, two of the three items have been processed.", "V"),
    (NESTED, ROWS, "In iteration 1, two of the three items have been processed.", "R"),
    (
        NESTED,
        ROWS,
        "In iteration 2, the inner loop ends. The last item `4` is not processed.",
        "VR",
    ),
    (LOOPS, "[1], [2]", "The second loop runs over `more`.\nIteration 1: `m` is `2`.", "VVV"),
    (LOOPS, "[1], [2]", "The second loop runs over `more`. In iteration 1, `m` is `2`.", "VV"),
    (LOOPS, "[1], [2]", "The second loop runs over `more`. In iteration 1, `n` is `2`.", "VR"),
    (LOOPS, "[1], [2]", "In iteration 1, `m` is `2`.", "A"),
    # -- calls: names of a called function, what is returned, the outermost
    (WALK, TREE, "`deepest` becomes `0`.", "A"),
    (WALK, TREE, "`walk(tree, 0, out)` is called. `deepest` becomes `0`. `d` becomes `1`.", "VVV"),
    (WALK, TREE, "`walk(tree, 0, out)` is called. `deepest` becomes `1`.", "VA"),
    (WALK, TREE, "The outermost call returns `3`.", "A"),
    (WALK, TREE, "`gcd(4, 6)` is called. It returns `gcd(6, 4)`. It returns `gcd(4, 2)`.", "VVV"),
    (WALK, TREE, "`gcd(4, 6)` is called. It returns `gcd(4, 2)`.", "VA"),
    (WALK, TREE, "`gcd(4, 6)` is called. It returns `gcd(6, 2)`.", "VR"),
    (WALK, TREE, "`walk(tree, 0, out)` is called. It returns `walk(1, 1, out)`.", "VR"),
    (WALK, TREE, "The call with `a` = `4` & `b` = `2` returns `2`.", "V"),
    (WALK, TREE, "The call with `a` = `4` & `b` = `2` returns `4`.", "R"),
    (WALK, TREE, "The call with `a` = `5` & `b` = `2` returns `1`.", "R"),
    # -- what is taken out, sorted, and put somewhere
    (TAKEN, THINGS, "The maximum `8` at index `1` is popped. `nums` becomes `[3, 5]`.", "VVVV"),
    (TAKEN, THINGS, "The maximum `8` at index `0` is popped.", "VRV"),
    (TAKEN, THINGS, "The first element `8` is popped.", "RV"),
    (TAKEN, THINGS, "The maximum `5` is popped.", "RR"),
    (TAKEN, THINGS, "The only element `8` is popped.", "RV"),
    (TAKEN, THINGS, "The maximum is `8` at index `1`. The maximum is `5` at index `1`.", "VVVV"),
    (TAKEN, THINGS, "The maximum is `8` at index `2`.", "VR"),
    (TAKEN, THINGS, "Sorting in reverse order gives `['c', 'b', 'a']`.", "VV"),
    (TAKEN, THINGS, "Sorting gives `['a', 'b', 'c']`.", "VR"),
    (TAKEN, THINGS, "`'c'` is moved one position to the right.", "V"),
    (TAKEN, THINGS, "`'b'` is moved one position to the right.", "R"),
    (TAKEN, THINGS, "`'c'` is moved one position to the left.", "R"),
    (TAKEN, THINGS, "`'c'` is written to index 1. `'c'` is written to index 2.", "VV"),
    (TAKEN, THINGS, "`'b'` is written to index 1.", "R"),
    (SUMS, "[3, 1, 2]", "`total` is `0` at the start and `nums` contains this one value.", "VRR"),
    (LOOPS, "[1], [2]", "`more` is `[2]` at the start and `more` contains this one value.", "VVR"),
    (LOOPS, "[1], [2]", "The loop runs over the words of `more`.", "A"),
    (SUMS, "[3, 1, 2]", "The loop runs over the words of `nums`.", "U"),
    # -- generators, values one after the other, what something holds
    (TAKEN, THINGS, "The generator yields `3`. The generator yields `1`.", "VV"),
    (TAKEN, THINGS, "The generator yields `1`.", "R"),
    (TAKEN, THINGS, "For `h = 1`, the generator yields `1`.", "V"),
    (TAKEN, THINGS, "For `h = 1`, the generator yields `3`.", "R"),
    (TAKEN, THINGS, "The generator yields 2 values. The generator yields 3 values.", "VR"),
    (SUMS, "[3, 1, 2]", "The values of `total` are `0`, `3` and finally `5`.", "V"),
    (SUMS, "[3, 1, 2]", "The values of `total` are `0` and `5`.", "R"),
    (SUMS, "[3, 1, 2]", "There are no even numbers in `nums`.", "R"),
    (
        SUMS,
        "[3, 1, 2]",
        "All values in `nums` are positive. None of the numbers in `nums` is negative.",
        "VV",
    ),
    (SUMS, "[]", "All values in `nums` are positive. There are no even numbers in `nums`.", "RV"),
    (SUMS, "['a', 2]", "None of the numbers in `nums` is odd.", "R"),
    (
        SUMS,
        "[3, 1, 2]",
        "- `nums = [3, 1, 2]`\n- All values are positive.\n- All values are odd.",
        "VVR",
    ),
    (
        SUMS,
        "[3, 1, 2]",
        "Two of the three numbers in `nums` are odd. Two of the four numbers in `nums` are odd.",
        "VVRV",
    ),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_lie_is_found_out(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


UNREAD = [
    "The last character is never processed.",
    "All of them are processed.",
    "Taking `7` gives `3`.",
    "`3` is taken.",
    "The key is kept.",
    "No divisor is found.",
    "Sorting gives another list.",
    "In every iteration but the last, `total` becomes `3`.",
    "`total` is added to in every iteration.",
    "`3` is appended for the first time.",
    "The generator yields them.",
    "`total` goes through them.",
    "All elements of `nums` are fine.",
    "Most elements of `nums` are even.",
    "In the next but one iteration, `n` is `3`.",
]


@pytest.mark.parametrize("text", UNREAD)
def test_what_says_nothing_exact_is_not_read(text: str) -> None:
    assert judge(SUMS, "[3, 1, 2]").verify(text).problems
