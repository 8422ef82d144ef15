"""Lies about values, changes and sums, and truths beside them."""

from __future__ import annotations

import pytest

from engine.claims.verdicts import ClaimVerdict, Level, Reason
from tests.claims.test_verify import judge

VALUES = """\
class Stack(list):
    pass

class Odd:
    def __len__(self):
        return 0
    def __eq__(self, other):
        return True
    def __bool__(self):
        return False
    def __contains__(self, item):
        return True

def f(nums, s, d):
    a = nums
    b = list(nums)
    stack = Stack([1, 2])
    odd = Odd()
    nan = float('nan')
    flag = True
    big = 2 ** 5000
    seen = {1, 2}
    keyed = {0: 'x', -1: 'y'}
    empty = ''
    ring = []
    ring.append(ring)
    big = 1
    return a
"""

VALUES_CALL = "[3, 1, 2], 'aBc', {'k': [1]}"

VALUES_TOLD = """
VERIFIED After line 17, `a` and `nums` are the same list.
REFUTED After line 17, `a` and `b` are the same list.
VERIFIED After line 17, `a` and `b` are different lists.
REFUTED After line 17, `a` and `nums` are different objects.
REFUTED After line 17, `a` and `nums` are the same dict.
REFUTED After line 17, `a` and `nums` are different dicts.
UNSUPPORTED After line 27, `s` and `'aBc'` are the same object.
VERIFIED After line 27, `s` and `empty` are different objects.
UNSUPPORTED After line 27, `nums` and `[3, 1, 2]` are the same list.
UNSUPPORTED After line 27, `nums` and `[3, 1, 2]` are different lists.
VERIFIED After line 27, `flag` and `nums[1] == 1` are the same object.
REFUTED After line 27, `flag` and `nums[1]` are the same object.
REFUTED After line 27, `missing` and `other` are different objects.
UNSUPPORTED After line 19, `odd` is empty.
UNSUPPORTED After line 19, `odd` is falsy.
VERIFIED After line 19, `odd` equals `odd`.
UNSUPPORTED After line 19, `odd` contains `1`.
UNSUPPORTED After line 19, `stack` contains `1`.
UNSUPPORTED After line 19, `stack` has 2 elements.
UNSUPPORTED After line 19, the first element of `stack` is `1`.
UNSUPPORTED After line 19, `stack` is sorted.
REFUTED After line 27, `flag` is odd.
REFUTED After line 27, `flag` is positive.
REFUTED After line 27, `flag` is not positive.
REFUTED After line 27, `s` is not positive.
REFUTED After line 20, `nan` is positive.
VERIFIED After line 20, `nan` is not positive.
REFUTED After line 20, `nan` is greater than `nan`.
VERIFIED After line 20, `nan` equals `nan + 1`.
UNSUPPORTED After line 20, `[nan]` contains `nan`.
VERIFIED After line 27, the first element of `nums` is `3`.
REFUTED After line 27, the first element of `nums` is `1`.
REFUTED After line 27, the first element of `nums` is `3.0`.
REFUTED After line 27, the first element of `keyed` is `'x'`.
REFUTED After line 27, the last element of `keyed` is `'y'`.
REFUTED After line 27, the first element of `keyed` is not `'z'`.
REFUTED After line 27, the element at index 0 of `seen` is `1`.
REFUTED After line 27, the first character of `nums` is `3`.
REFUTED After line 27, the fourth element of `nums` is `3`.
REFUTED After line 27, the first character of `empty` is `''`.
VERIFIED After line 27, the element at index `len(nums) - 1` of `nums` is `2`.
REFUTED After line 27, the length of `s` is 2.
VERIFIED After line 27, `s` has 3 characters.
REFUTED After line 27, `nums` has 3 characters.
REFUTED After line 27, `nums` has 3 keys.
VERIFIED After line 27, `keyed` has two keys and `empty` has no characters.
REFUTED After line 27, `flag` has length 1.
REFUTED After line 27, the length of `flag` is not 1.
VERIFIED After line 27, `s` contains `'Bc'` and `s` does not contain `'bc'`.
REFUTED After line 27, `s` contains `1`.
REFUTED After line 27, `s` does not contain `1`.
VERIFIED After line 27, `d` contains `'k'`.
REFUTED After line 27, `d` contains `[1]`.
REFUTED After line 27, `s` is greater than `1`.
REFUTED After line 27, `s` is not greater than `1`.
VERIFIED After line 27, `s` is less than `'b'`.
REFUTED After line 27, `s` is uppercase.
REFUTED After line 27, `s` is a letter.
VERIFIED After line 27, `s[0]` is a letter and `s[0]` is a vowel.
REFUTED After line 27, `empty` is a vowel.
REFUTED After line 27, `empty` is uppercase.
REFUTED After line 27, `nums` is uppercase.
VERIFIED After line 27, `empty` is falsy and `empty` is empty.
REFUTED After line 27, `nums` is sorted.
VERIFIED After line 27, `sorted(nums)` is sorted.
REFUTED After line 27, `flag` is an integer.
REFUTED After line 19, `stack` is a list.
VERIFIED After line 27, `s` is a string and `keyed` is a dictionary.
UNSUPPORTED After line 27, `ring` and `ring[0]` are the same list.
UNSUPPORTED After line 27, `ring` and `ring[:][0]` are the same list.
VERIFIED After line 27, `a` equals `nums`, `a` and `b` are equal and `1` appears once in `nums`.
REFUTED After line 27, `a` and `b` are not equal.
REFUTED After line 27, `1.0` appears 0 times in `nums`.
VERIFIED After line 27, `1.0` occurs once in `nums`.
REFUTED After line 27, `[1]` appears once in `nums`.
UNSUPPORTED After line 20, `nan` does not appear in `[nan]`.
UNSUPPORTED After line 27, `0` appears once in `keyed`.
REFUTED After line 27, `'c'` appears twice in `s`.
REFUTED After line 27, `1` appears once in `s`.
VERIFIED After line 27, the sum of `nums` is `6` and the smallest element of `nums` is `1`.
REFUTED After line 27, the largest element of `nums` is `3.0`.
REFUTED After line 27, the sum of `nums` is `True`.
VERIFIED After line 27, `nums[0]` is divisible by `3` and `nums[0]` is not divisible by `2`.
REFUTED After line 27, `flag` is divisible by `1`.
REFUTED After line 27, `flag` is not divisible by `2`.
REFUTED After line 27, `nums[0]` is not divisible by `0`.
REFUTED After line 27, `6.0` is a multiple of `3`.
VERIFIED After line 27, `a` equals `nums` and `a` equals `b`.
REFUTED After line 27, `a` does not equal `b`.
REFUTED After line 27, `nums[1]` equals `flag`.
"""

CHANGES = """\
from collections import deque

class Stack(list):
    pass

def fill(xs):
    xs.append(9)
    xs.append(8)

def f(nums, s, d):
    nums.append(4)
    nums = nums + [5]
    nums += [6]
    nums.append(7); nums.append(8)
    alias = nums
    alias.pop()
    fill(nums)
    s += 'x'
    s = s[::-1]
    nums.sort()
    nums.sort()
    nums.reverse()
    nums = sorted(nums)
    d['k'] = [1]
    d['k'].append(2)
    del d['k']
    n = 1
    n += True
    n = 7
    n //= 2
    n = n / 2
    last = deque([1, 2], maxlen=2)
    last.append(3)
    stack = Stack()
    stack.append(1)
    seen = {1}
    seen.add(1)
    seen.add(2)
    twins = [1, 1]
    del twins[0]
    twins.clear()
    twins.clear()
    pair = [[0], [0]]
    pair[0], pair[1] = pair[1], pair[0]
    pair[0], pair[1] = [0], [0]
    x, y = 5, 5
    x, y = y, x
    x = x
    rows = [[], []]
    rows[0].append(rows)
    big = [0] * 3
    big[0], n = 1, 0
    big.insert(1, 2)
    big.insert(-1, 3)
    t = (1,)
    t += (2,)
    return nums
"""

CHANGES_CALL = "[3, 1, 2], 'ab', {}"

CHANGES_TOLD = """
VERIFIED Line 11 appends `4` to `nums`.
VERIFIED Line 11 adds `4` to `nums`.
REFUTED Line 11 appends `4.0` to `nums`.
REFUTED Line 11 appends `[4]` to `nums`.
VERIFIED Line 11 extends `nums` by `[4]`.
VERIFIED Line 11 extends `nums` with `(4,)`.
UNSUPPORTED Line 11 adds `[4]` to `nums`.
REFUTED Line 11 appends `4` to `s`.
REFUTED Line 11 inserts `4` into `nums` at index 0.
VERIFIED Line 11 inserts `4` into `nums` at index 3.
REFUTED Line 11 removes `4` from `nums`.
REFUTED Line 11 increments `nums`.
REFUTED Line 12 appends `5` to `nums`.
REFUTED Line 12 extends `nums` by `[5]`.
VERIFIED Line 13 appends `6` to `nums`.
REFUTED Line 14 appends `7` to `nums`.
REFUTED Line 14 appends `8` to `nums`.
VERIFIED Line 14 extends `nums` by `[7, 8]`.
REFUTED Line 14 extends `nums` by `[8, 7]`.
REFUTED Line 15 appends `8` to `alias`.
VERIFIED Line 16 pops `8` from `nums`.
VERIFIED Line 16 pops `8` from `alias`, leaving `[3, 1, 2, 4, 5, 6, 7]`, and `nums` as well.
REFUTED Line 16 pops `8` from `alias`, and `s` as well.
REFUTED Line 16 pops `8` from `alias`, and `nums` as well, since both are the same dict.
VERIFIED Line 16 pops `8` from `alias`, and `nums` as well, since both are the same list.
REFUTED Line 16 pops `7` from `nums`.
VERIFIED Line 16 removes the last element from `nums`.
REFUTED Line 16 removes the first element from `nums`.
VERIFIED Line 17 extends `nums` by `[9, 8]`.
REFUTED Line 17 appends `9` to `nums`.
VERIFIED In call 1 of `fill`, line 7 appends `9` to `xs`.
VERIFIED Line 18 appends `'x'` to `s`, giving `'abx'`.
VERIFIED Line 18 adds `'x'` to `s`.
REFUTED Line 18 adds `'y'` to `s`.
REFUTED Line 18 removes `'a'` from `s`.
VERIFIED Line 19 reverses `s`.
REFUTED Line 19 reverses `s` in place.
VERIFIED Line 20 sorts `nums` in place.
VERIFIED Line 21 sorts `nums` in place.
REFUTED Line 21 reverses `nums` in place.
VERIFIED Line 22 reverses `nums` in place.
REFUTED Line 22 sorts `nums` in place.
REFUTED Line 23 sorts `nums` in place.
VERIFIED Line 23 sorts `nums`.
REFUTED Line 23 sorts `s`.
REFUTED Line 24 adds `'k'` to `d`.
VERIFIED Line 24 sets the key `'k'` of `d` to `[1]`.
REFUTED Line 24 sets the key `'j'` of `d` to `[1]`.
VERIFIED Line 25 appends `2` to `d['k']`.
REFUTED Line 25 appends `2` to `d`.
VERIFIED Line 26 removes the key `'k'` from `d`.
VERIFIED Line 26 removes `'k'` from `d`.
REFUTED Line 26 removes `[1, 2]` from `d`.
VERIFIED Line 26 pops `[1, 2]` from `d`.
REFUTED Line 26 pops `'k'` from `d`.
VERIFIED Line 26 clears `d`.
REFUTED Line 27 increments `n`.
VERIFIED Line 28 increments `n`.
VERIFIED Line 28 increases `n` by `True`.
REFUTED Line 28 increases `n` by 2.
VERIFIED Line 28 doubles `n`.
REFUTED Line 29 appends `5` to `n`.
VERIFIED Line 29 increases `n` by `5`.
VERIFIED Line 30 divides `n` by `2`.
REFUTED Line 30 multiplies `n` by `0.5`.
VERIFIED Line 31 divides `n` by `2`.
REFUTED Line 31 divides `n` by `2`, giving `1`.
VERIFIED Line 33 appends `3` to `last`.
REFUTED Line 33 appends `2` to `last`.
UNSUPPORTED Line 35 appends `1` to `stack`.
REFUTED Line 37 adds `1` to `seen`.
VERIFIED Line 38 adds `2` to `seen`.
REFUTED Line 38 appends `2` to `seen`.
REFUTED Line 38 adds `1` to `seen`.
VERIFIED Line 40 removes `1` from `twins`.
VERIFIED Line 41 clears `twins`.
VERIFIED Line 42 clears `twins`.
REFUTED Line 43 clears `twins`.
VERIFIED Line 44 swaps `pair[0]` and `pair[1]`.
REFUTED Line 45 swaps `pair[0]` and `pair[1]`.
REFUTED Line 46 swaps `x` and `y`.
VERIFIED Line 47 swaps `x` and `y`.
REFUTED Line 48 swaps `x` and `y`.
VERIFIED Line 47 leaves `x` at `5`.
REFUTED Line 46 leaves `x` at `5`.
REFUTED Line 48 leaves `x` at `5.0`.
REFUTED Line 48 changes `x` from `5` to `5`.
VERIFIED Line 53 inserts `2` into `big` at index 1.
VERIFIED Line 54 inserts `3` into `big` at index 3.
REFUTED Line 54 inserts `3` into `big` at index 4.
VERIFIED Line 56 appends `2` to `t`.
UNSUPPORTED Line 56 adds `(2,)` to `t`.
VERIFIED Line 56 extends `t` by `(2,)`.
REFUTED Line 56 appends `(2,)` to `t`.
REFUTED Line 99 appends `2` to `t`.
VERIFIED Line 12 changes `nums` from `[3, 1, 2, 4]` to `[3, 1, 2, 4, 5]`.
REFUTED Line 12 changes `nums` to `[3, 1, 2, 4, 5]`.
REFUTED Line 15 changes `nums` from `[3, 1, 2, 4, 5, 6, 7, 8]` to `[3, 1, 2, 4, 5, 6, 7]`.
VERIFIED `4` is appended to `nums`, making it `[3, 1, 2, 4]`.
REFUTED `5` is appended to `nums`.
REFUTED `4` is appended to `nums`, making it `[4]`.
REFUTED Append `4` to `nums`. Append `6` to `nums`.
REFUTED Append `4` to `nums`. Append `5` to `nums`.
REFUTED `n` becomes `1`. `n` is incremented by `2`.
VERIFIED `n` becomes `1`. `n` is incremented to `2`.
REFUTED `n` is incremented to `3`.
REFUTED Pop `9` from `nums`.
REFUTED Remove `8` from `s`.
"""
TWO_NAMES = """\
def f(n):
    out = []
    for i in range(n):
        out.append(i)
        total = i
        total += 2
    return out
"""

TWO_NAMES_TOLD = """
AMBIGUOUS Line 4 appends `0` to `out`.
VERIFIED In iteration 2, `1` is appended to `out`, so that `out` is `[0, 1]`.
REFUTED In iteration 2, `0` is appended to `out`.
VERIFIED In iteration 2, `total` becomes `1`, and `total` is increased by `2`, making it `3`.
REFUTED In iteration 2, `total` becomes `1`, and `total` is increased by `1`, making it `2`.
REFUTED In iteration 2, append `0` to `out`, and append `1` to `out`.
VERIFIED `0` is appended to `out`. Append `1` to `out`. Append `2` to `out`, giving `[0, 1, 2]`.
REFUTED Append `0` to `out`. Append `1` to `out`. Append `2` to `out`. Append `3` to `out`.
AMBIGUOUS Line 3 increments `i`.
"""


SUMS = """\
def g(x):
    return x + 1

def f(nums, i):
    total = 0
    total += nums[i] * 2
    total = total - 1 if i else total
    pair = nums[i], nums[0]
    a, b = nums[0], nums[1]
    a, b = b, a + b
    squares = [n * n for n in nums]
    total = g(total) + g(0)
    text = 'ab' + str(a)
    nums[i] = nums[0] + 1
    flag = total > a
    total = 2 + 3
    return total
"""

SUMS_TOLD = """
VERIFIED On line 6, `total` = `total + nums[i] * 2` = `0 + nums[1] * 2` = `0 + 1 * 2` = `2`.
REFUTED On line 6, `total` = `total + nums[i] * 2` = `0 + 2 * 1` = `2`.
REFUTED On line 6, `total` = `total + nums[i] * 2` = `1 + 1 * 1` = `2`.
REFUTED On line 6, `total` = `nums[i] * 2` = `1 * 2` = `2`.
VERIFIED On line 6, `nums[i] * 2` = `nums[1] * 2` = `2`.
REFUTED On line 6, `nums[i] * 2` = `nums[0] * 2` = `2`.
VERIFIED On line 6, `nums[i]` = `nums[1]` = `1`.
REFUTED On line 6, `nums[i]` = `nums[2]` = `1`.
REFUTED On line 6, `nums[i]` = `nums[1]` = `3`.
UNSUPPORTED On line 7, `total` = `total - 1` = `1`.
VERIFIED On line 7, `total - 1` = `2 - 1` = `1`.
VERIFIED On line 8, `pair` = `(nums[i], nums[0])` = `(1, 3)` = `(1, 3)`.
REFUTED On line 8, `pair` = `(nums[i], nums[0])` = `(nums[1], nums[1])` = `(1, 3)`.
VERIFIED On line 10, `b` = `a + b` = `3 + 1` = `4`.
REFUTED On line 10, `b` = `a + b` = `1 + 3` = `4`.
REFUTED On line 10, `b` = `a + b` = `1 + 4` = `5`.
AMBIGUOUS On line 11, `n * n` = `3 * 3` = `9`.
REFUTED On line 11, `n * n` = `3 * 3` = `10`.
VERIFIED On line 12, `total` = `g(total) + g(0)` = `g(1) + g(0)` = `2 + 1` = `3`.
REFUTED On line 12, `total` = `g(total) + g(0)` = `1 + 2` = `3`.
REFUTED On line 12, `total` = `g(total) + g(0)` = `g(2) + g(0)` = `3`.
VERIFIED On line 13, `text` = `'ab' + str(a)` = `'ab' + '1'` = `'ab1'`.
REFUTED On line 13, `text` = `'ab' + str(a)` = `'a' + 'b1'` = `'ab1'`.
VERIFIED On line 14, `nums[i]` = `nums[0] + 1` = `3 + 1` = `4`.
REFUTED On line 14, `nums[i]` = `nums[0] + 1` = `3 + 1` = `5`.
VERIFIED On line 15, `flag` = `total > a` = `3 > 1` = `True`.
REFUTED On line 15, `flag` = `total > a` = `3 < 1` = `True`.
VERIFIED On line 16, `total` = `2 + 3` = `5`.
REFUTED On line 16, `total` = `2 + 3` = `1 + 4` = `5`.
VERIFIED On line 16, `total` = `2 + 3` = `10 - 5` = `5`.
REFUTED On line 16, `total` = `3 + 2` = `5`.
REFUTED On line 16, `total` = `2 + 3` = `5.0`.
REFUTED Line 5 computes `total` = `1 - 1` = `0.0`.
VERIFIED `total` becomes `0`. `total` = `0 + 1 * 2` = `2`.
VERIFIED `total` = `0 + 1 * 2` = `2`. `total` = `g(1) + g(0)` = `3`. `total` = `2 + 3` = `5`.
REFUTED `total` = `1 + 1 * 1` = `2`.
REFUTED `1 + 1` is `True`.
REFUTED `2 ** 0.5` is `1.41`.
VERIFIED `2 + 3` is `5`, times `nums[i]` is `5`.
REFUTED `2 + 3` is `5`, times `nums[i]` is `15`.
"""


def rows(*tables: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    return [
        (program, call, *line.split(" ", 1))  # type: ignore[misc]
        for program, call, told in tables
        for line in told.strip().split("\n")
    ]


WORST_FIRST = ("REFUTED", "UNSUPPORTED", "AMBIGUOUS", "VERIFIED")


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"),
    rows(
        (VALUES, VALUES_CALL, VALUES_TOLD),
        (CHANGES, CHANGES_CALL, CHANGES_TOLD),
        (TWO_NAMES, "3", TWO_NAMES_TOLD),
        (SUMS, "[3, 1, 2], 1", SUMS_TOLD),
    ),
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    report = judge(program, call).verify(sentence)
    assert report.problems == (), report.problems[0].message
    found = {claim.verdict.value for claim in report.claims}
    assert next(each for each in WORST_FIRST if each in found) == wanted


def test_sums_alone_are_no_narration() -> None:
    for text in ("`2 + 3` is `5`.", "`2 + 3` is `5`, plus `1` is `6`."):
        report = judge(SUMS, "[3, 1, 2], 1").verify(f"{text} The function returns `5`.")
        assert report.reasons == (Reason.EMPTY,)


def test_the_verdict_says_whose_sum_it_is() -> None:
    told = [
        report.evidence[0].told
        for text in ("`1 * 2` is `2`.", "`7 - 5` is `2`.")
        for report in judge(SUMS, "[3, 1, 2], 1").verify(text).claims
    ]
    assert told[0].endswith("as the program computes it")
    assert told[1].endswith("the writer's own derivation")


CHANGED = """\
def f(xs):
    out = []
    n = 1
    out.append(3)
    out.append(3)
    out.remove(3)
    out.insert(0, 5)
    n += 2
    n //= 3
    out.sort(key=lambda v: -v)
    out.append(n)
    out[0], out[1] = out[1], out[0]
    return out
"""

CHANGED_TOLD = (
    "Line 2 sets `out` to `[]`.",
    "Line 3 sets `n` to `1`.",
    "Line 4 appends `3` to `out`.",
    "Line 5 appends `3` to `out`.",
    "Line 6 removes `3` from `out`, leaving `[3]`.",
    "Line 7 inserts `5` into `out` at index 0.",
    "Line 8 increases `n` by `2`.",
    "Line 9 divides `n` by `3`, giving `1`.",
    "Line 10 sorts `out` in place, leaving `[5, 3]`.",
    "Line 11 appends `1` to `out`.",
    "Line 12 swaps `out[0]` and `out[1]`.",
)
CHANGED_FREELY = (
    "`out` becomes `[]`.",
    "`n` becomes `1`.",
    "Append `3` to `out`.",
    "Append `3` to `out`.",
    "Remove `3` from `out`, leaving `[3]`.",
    "Insert `5` into `out` at index 0.",
    "Increase `n` by `2`.",
    "Divide `n` by `3`, giving `1`.",
    "Sort `out` in place, leaving `[5, 3]`.",
    "Append `1` to `out`.",
    "Swap `out[0]` and `out[1]`, making `out` `[3, 5, 1]`.",
)


def gaps(lines: tuple[str, ...]) -> list[int]:
    report = judge(CHANGED, "0").verify("\n".join(lines), Level.GAPLESS)
    assert all(claim.verdict is ClaimVerdict.VERIFIED for claim in report.claims)
    return sorted({gap.line for gap in report.gaps})


def test_changes_cover_what_they_fix() -> None:
    assert gaps(CHANGED_TOLD) == gaps(CHANGED_FREELY) == []
    for index, line in enumerate(CHANGED_TOLD[1:], start=1):  # a later state fixes the first, too
        rest = (*CHANGED_TOLD[:index], *CHANGED_TOLD[index + 1 :])
        assert gaps(rest) == [int(line.split()[1])], line


@pytest.mark.parametrize("index", [4, 7, 8])
def test_changes_that_leave_a_choice_cover_nothing(index: int) -> None:
    line = CHANGED_TOLD[index]
    bare = line.split(",")[0] + "."
    lines = (*CHANGED_TOLD[:index], bare, *CHANGED_TOLD[index + 1 :])
    assert int(line.split()[1]) in gaps(lines)
