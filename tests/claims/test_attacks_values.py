"""Lies about values, changes and sums, and truths beside them."""

from __future__ import annotations

import pytest

from tests.claims.test_verify import verdict

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
VERIFIED After line 27, `a` equals `nums` and `a` equals `b`.
REFUTED After line 27, `a` does not equal `b`.
REFUTED After line 27, `nums[1]` equals `flag`.
"""


def rows(*tables: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    return [
        (program, call, *line.split(" ", 1))  # type: ignore[misc]
        for program, call, told in tables
        for line in told.strip().split("\n")
    ]


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((VALUES, VALUES_CALL, VALUES_TOLD))
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted
