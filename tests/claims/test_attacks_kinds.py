"""Things that are named by a word: the method's own object, items, generators, what is computed,
what is put in and sorted (§5.81, §5.82, §5.88, §5.92, §5.103). Every lie stands beside the truth
that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.check import kinds
from tests.claims.test_discourse import verdicts

ACCOUNT = """\
class Account:
    def __init__(self, balance):
        self.balance = balance

    def take(self, other, amount):
        self.balance += amount
        other.balance -= amount
        left = other.balance
        right = self.balance
        return left

    def add_up(self, items):
        size = len(items)
        more = self.balance + size
        return size

def f(amount):
    mine = Account(10)
    yours = Account(20)
    mine.take(yours, amount)
    return mine.add_up([1, 3])
"""

WORDS = """\
def f(text, nums):
    pos = 0
    for x in text:
        pos += 1
    for y in nums:
        half = y // 2
        third = y // 3
        rest = y % 2
    for z in [nums]:
        pos = 0
    return pos
"""
WORDED = "'ab', [4, 9]"

KEPT = """\
def f(nums, low):
    kept = [n for n in nums if n > low]
    half = nums[0] // 2
    other = half
    return kept, half
"""

INNER = """\
def f(n):
    def gen():
        yield n
        yield n + 1
    total = 0
    for x in gen():
        total += x
    return total
"""

UP_AND_DOWN = """\
def up(n):
    yield n
    yield n + 1

def down(n):
    yield n
    yield n - 1

def f(n):
    total = 0
    for x in up(n):
        total += x
    for x in down(n):
        total += x
    return total
"""

PUT = """\
def f(nums):
    odd = []
    even = []
    for n in nums:
        if n % 2:
            odd.append(n)
        else:
            even.append(n)
    odd.sort(key=abs)
    even.sort(reverse=False)
    return odd, even
"""

BY_KEY = """\
def f(nums):
    nums.sort(key=abs)
    return nums
"""

UPWARDS = BY_KEY.replace("key=abs", "reverse=False")
DOWNWARDS = BY_KEY.replace("key=abs", "reverse=True")

CASES = [
    # The method's own object comes first, and names beside the word stay what they are.
    (ACCOUNT, "5", "In call 1 of `take`, the balance is `10`.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, the balance is `20`.", "R"),
    (ACCOUNT, "5", "In call 1 of `take`, the balance becomes `15`.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, `amount` is less than the balance.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, the balance is less than `amount`.", "R"),
    (ACCOUNT, "5", "In call 1 of `take`, `balance + amount` is `15`.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, `balance + amount` is `20`.", "R"),
    (ACCOUNT, "5", "In call 1 of `take`, `right` becomes `balance`.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, `right` becomes the balance.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, `right` becomes `amount`.", "R"),
    # What binds another name in it binds not this one.
    (ACCOUNT, "5", "In call 1 of `take`, `balance if amount else (lambda k: k)` is `10`.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, `balance if amount else (lambda k: k)` is `5`.", "R"),
    (ACCOUNT, "5", "In call 1 of `take`, `[k for k in [balance]]` is `[10]`.", "V"),
    (ACCOUNT, "5", "In call 1 of `take`, `[k for k in [balance]]` is `[5]`.", "R"),
    # Words in a derivation.
    (ACCOUNT, "5", "In call 1 of `add_up`, `more = balance + size = 17`.", "V"),
    (ACCOUNT, "5", "In call 1 of `add_up`, `more = balance + size = 12`.", "R"),
    (KEPT, "[3, 4], 3", "The comprehension gives `[n for n in nums if n > low] = [4]`.", "V"),
    (KEPT, "[3, 4], 3", "The comprehension gives `[n for n in nums if n > low] = [3]`.", "R"),
    (KEPT, "[3, 4], 3", "`other` becomes the half.", "V"),
    (KEPT, "[3, 4], 3", "`low` is greater than the half.", "V"),
    (KEPT, "[3, 4], 3", "`low` is at most the half.", "R"),
    # The beginning of the word, the item that it fits, and several that it could be.
    (WORDS, WORDED, "The position is `0`.", "V"),
    (WORDS, WORDED, "The position is `1`.", "R"),
    (WORDS, WORDED, "The quotient is `2`.", "A"),
    (WORDS, WORDED, "The remainder is `0`.", "V"),
    (WORDS, WORDED, "In iteration 1 of the first loop, the character is `'a'`.", "V"),
    (WORDS, WORDED, "In iteration 1 of the first loop, the character is `'b'`.", "R"),
    (WORDS, WORDED, "In iteration 1 of the second loop, the number is `4`.", "V"),
    (WORDS, WORDED, "In iteration 1 of the second loop, the word is `4`.", "U"),
    (WORDS, WORDED, "In iteration 1 of the third loop, the word is `[4, 9]`.", "U"),
    # A function inside hands out what is its own.
    (INNER, "3", "The generator hands out `3`.", "V"),
    (INNER, "3", "The generator hands out `4`.", "R"),
    (UP_AND_DOWN, "3", "The generator hands out `3`.", "A"),
    (PUT, "[3, 4, 1]", "`3` is not appended.", "A"),
    (DOWNWARDS, "[1, 3]", "Sorting in reverse order gives `[3, 1]`.", "VV"),
    (DOWNWARDS, "[1, 3]", "Sorting in reverse order gives `[1, 3]`.", "VR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


NEVER = [
    (BY_KEY, "[3, 1]", "Sorting in reverse order gives `[1, 3]`."),
    (UPWARDS, "[3, 1]", "Sorting in reverse order gives `[1, 3]`."),
    (WORDS, WORDED, "The generator hands out `4`."),
]


@pytest.mark.parametrize(("source", "call", "text"), NEVER)
def test_what_there_is_none_of_is_never_true(source: str, call: str, text: str) -> None:
    assert "V" not in verdicts(source, call, text)


FOUND = [
    (ACCOUNT, "5", "In call 1 of `take`, the balance is `10`.", "V"),
    (WORDS, WORDED, "The position becomes `0`. The position becomes `2`.", "VR"),
    (KEPT, "[3, 4], 3", "`low` is greater than the half.", "V"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), FOUND)
def test_words_are_found_in_the_first_claim_of_its_kind(
    source: str, call: str, text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept of each kind of claim that was met makes no difference."""
    monkeypatch.setattr(kinds, "_FIELDS", {})
    assert verdicts(source, call, text) == expected
    assert verdicts(source, call, text) == expected


def test_what_stands_beside_the_word_stays_as_it_is_written() -> None:
    """As long as an expression may be, without a space in it."""
    long = f"len([{','.join('1' * 7_000)}])"
    text = f"In call 1 of `take`, the balance is less than `{long}`."
    assert verdicts(ACCOUNT, "5", text) == "V"
    assert verdicts(ACCOUNT, "5", text.replace("less", "greater")) == "R"
