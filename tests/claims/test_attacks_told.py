"""Lies and truths told in passing: at the start and the end, directions, values by other words,
tests by their place, calls with arguments, what loops take up (§5.89 to §5.96). Every lie stands
beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_discourse import verdicts

WALK = """\
def f(nums, limit):
    count = 0
    best = None
    out = []
    for n in nums:
        if n > limit:
            break
        if n % 2 == 0:
            count += n
        elif n < 0:
            count = 0
        best = n
        out.append(n)
    count -= 1
    return count, best, out
"""
WALKED = "[4, 1, -2, 6, 9, 3], 8"

PAIRS = """\
def f(n):
    total = 0
    while n > 0:
        n, d = divmod(n, 10)
        total += d
    j = 0
    while j < total:
        j += 4
    return total, j
"""

FACT = """\
def fact(n, acc):
    if n == 0:
        return acc
    return fact(n - 1, acc * n)

def f(n):
    name = 'x'
    squares = [k * k for k in range(n)]
    big = fact(n, 1)
    big = fact(1, big)
    return big, squares
"""

TEXT = """\
def f(text, table):
    seen = {}
    last = ''
    for i, ch in enumerate(text):
        if ch in table:
            seen[ch] = i
            last = ch
    del seen['a']
    return seen, last
"""
TEXTED = "'abac{', {'a': 1, 'b': 2}"

GROUPS = """\\
def f(words):
    groups = {}
    odd = []
    for w in words:
        if len(w) > 3:
            odd.append(w)
        elif w == 'hi':
            odd.append(len(w))
        groups.setdefault(len(w), []).append(w)
    words.remove('ab')
    return groups
"""
GROUPED = "['ab', 'abc', 'hi']"

CASES = [
    # At the start: what is set first, and nothing that comes later.
    (WALK, WALKED, "At the start, `count` is `0` and `out` is empty.", "VV"),
    (WALK, WALKED, "At the start, `count` is `4`.", "R"),
    (WALK, WALKED, "At the start, `n` is `4`.", "R"),
    (WALK, WALKED, "At the beginning, `count` is `0`, `best` is `None` and `limit` is `8`.", "VVV"),
    (WALK, WALKED, "At the beginning, `best` is `4`.", "R"),
    (PAIRS, "98", "At the start, `total` is `0` and `n` is `98`.", "VV"),
    (PAIRS, "98", "At the start, `j` is `0`.", "R"),
    (FACT, "2", "At the start, `big` is `2`.", "V"),
    (FACT, "2", "At the start, `big` is `1`.", "R"),
    (PAIRS, "98", "The input is `98`.", "V"),
    (PAIRS, "98", "The input is `9`.", "R"),
    (PAIRS, "98", "`n` becomes `9`. The input is `9`.", "VR"),
    (WALK, WALKED, "The input is `8`.", "U"),
    # This pass, and its end; the end in passing moves nothing.
    (WALK, WALKED, "In iteration 1, `n` is `4`. After this iteration, `count` is `4`.", "VV"),
    (WALK, WALKED, "In iteration 1, `n` is `4`. After this iteration, `count` is `0`.", "VR"),
    (WALK, WALKED, "After this iteration, `count` is `4`.", "R"),
    (WALK, WALKED, "`count` is `7` at the end. In iteration 1, `count` becomes `4`.", "VV"),
    (WALK, WALKED, "`count` is `8` at the end. In iteration 1, `count` becomes `8`.", "RR"),
    (WALK, WALKED, "In iteration 4, the final value of `count` is `8`.", "V"),
    (WALK, WALKED, "In iteration 3, the final value of `count` is `8`.", "R"),
    (WALK, WALKED, "The final best is `6`.", "V"),
    (WALK, WALKED, "The final best is `9`.", "R"),
    (WALK, WALKED, "The final value of `best` is `6`. `best` becomes `None`.", "VV"),
    (WALK, WALKED, "`4` is in `out` at the end.", "V"),
    (WALK, WALKED, "`9` is in `out` at the end.", "R"),
    (
        WALK,
        WALKED,
        "In iteration 2, the first element of `nums` is `4`. The last element is `3`.",
        "VV",
    ),
    (WALK, WALKED, "The first element of `nums` is `4`.\nThe last element is `3`.", "VV"),
    (WALK, WALKED, "The first element of `nums` is `4`.\nThe last element is `4`.", "VR"),
    (WALK, WALKED, "`n` becomes `4`. In this pass, `n` is `4`. It is even.", "VVV"),
    (WALK, WALKED, "`n` becomes `4`. In this pass, `n` is `4`. It is odd.", "VVR"),
    # Directions.
    (WALK, WALKED, "`count` becomes `0`. `count` rises to `4`. `count` drops to `2`.", "VVVVV"),
    (WALK, WALKED, "`count` becomes `0`. `count` drops to `4`.", "VVR"),
    (WALK, WALKED, "`count` becomes `0`. `count` increases from `1` to `4`.", "VRVV"),
    (WALK, WALKED, "In iteration 3, `count` is lowered to `2`.", "VV"),
    (WALK, WALKED, "In iteration 3, `count` is increased to `2`.", "VR"),
    (WALK, WALKED, "In iteration 1, `out` grows to `[4]`.", "VV"),
    (WALK, WALKED, "In iteration 1, `out` shrinks to `[4]`.", "VR"),
    (WALK, WALKED, "In iteration 1, `best` rises to `4`.", "VR"),
    (WALK, WALKED, "`count` has increased.", "R"),
    (PAIRS, "98", "After the loop over `nums`, `total` is `17`.", "R"),
    (PAIRS, "98", "`n` is moved to `0`.", "V"),
    (PAIRS, "98", "`n` is moved to `9`.", "R"),
    (PAIRS, "98", "In iteration 1 of the first loop, `n` is moved to `9`.", "V"),
    (PAIRS, "98", "`j` becomes `0`. `j` advances to `20`. `j` becomes `24`.", "VVR"),
    (PAIRS, "98", "`j` becomes `0`. `j` advances to `4`.", "VR"),
    # Values by other words.
    (WALK, WALKED, "In iteration 1, `best` becomes `n`.", "V"),
    (WALK, WALKED, "In iteration 1, `best` becomes `limit`.", "R"),
    (WALK, WALKED, "In iteration 1, `best` is set to `missing`.", "R"),
    (
        WALK,
        WALKED,
        "In iteration 1, `count` becomes `count + n`. In iteration 2, `best` becomes `n`.",
        "VV",
    ),
    (WALK, WALKED, "In iteration 1, `count` becomes `n + n`.", "R"),
    (WALK, WALKED, "`4` is stored in `best`.", "R"),
    (WALK, WALKED, "In iteration 1, `4` is stored in `best`.", "V"),
    (WALK, WALKED, "In iteration 1, `4` is stored in `out`.", "A"),
    (PAIRS, "98", "`divmod(98, 10)` gives `n = 9`, `d = 8`, so `total = 8`.", "VVVV"),
    (PAIRS, "98", "`divmod(98, 10)` gives `n = 8`, `d = 9`.", "RRR"),
    (PAIRS, "98", "`divmod(97, 10)` gives `n = 9`, `d = 8`.", "RVV"),
    (PAIRS, "98", "`divmod(98, 10)` gives `n = 9`, `d = 7`.", "RVR"),
    (PAIRS, "98", "The remainder is `8` and the quotient is `9`.", "VV"),
    (PAIRS, "98", "The remainder is `9`.", "R"),
    (FACT, "3", "The list comprehension gives `[0, 1, 4]`.", "V"),
    (FACT, "3", "The list comprehension gives `[0, 1]`.", "R"),
    (FACT, "3", "The list comprehension gives `[0, 0 + 1, 2 * 2] = [0, 1, 4]`.", "V"),
    (FACT, "3", "The list comprehension gives `[0, 0 + 1, 2 * 3] = [0, 1, 4]`.", "R"),
    (FACT, "3", "`'12'` is converted to `12`.", "V"),
    (FACT, "3", "`'12'` is converted to `'12'`.", "V"),
    (FACT, "3", "`12` is converted to `'21'`.", "R"),
    (FACT, "3", "`range(n)` gives the values `0`, `1` and `2`.", "V"),
    (FACT, "3", "`range(n)` gives the values `0`, `2` and `1`.", "R"),
    (FACT, "3", "None of `2, 3` divides `7`.", "VV"),
    (FACT, "3", "None of `2, 7` divides `7`.", "VR"),
    # Tests by their place.
    (
        WALK,
        WALKED,
        "In iteration 1, the first condition is false and the second condition is true.",
        "VV",
    ),
    (WALK, WALKED, "In iteration 1, the first condition is true.", "R"),
    (WALK, WALKED, "In iteration 1, the third condition is false.", "R"),
    (WALK, WALKED, "In iteration 2, the third condition is false.", "V"),
    (WALK, WALKED, "In iteration 2, the fourth condition is false.", "R"),
    (WALK, WALKED, "In iteration 5, the first `if` is taken.", "V"),
    (WALK, WALKED, "In iteration 5, the first `if` is skipped.", "R"),
    (
        PAIRS,
        "9",
        "The condition of the first loop is true. The condition of the first loop is false.",
        "VV",
    ),
    (PAIRS, "9", "The condition of the first loop is false.", "R"),
    (WALK, WALKED, "The condition of the loop is true.", "R"),
    # Calls.
    (FACT, "2", "`fact` is called with `n = 2`, `acc = 1`.", "V"),
    (FACT, "2", "`fact` is called with `n = 2`, `acc = 2`.", "R"),
    (FACT, "2", "`fact` is called with `acc = 1` and `n = 2`, so `n == 0` is false.", "VV"),
    (FACT, "2", "`fact` is called with `big = 2`.", "R"),
    (
        FACT,
        "2",
        "`fact(1, 2)` is called for the first time. `fact(1, 2)` is called for the second time.",
        "VV",
    ),
    (FACT, "2", "`fact(1, 2)` is called for the second time.", "R"),
    (FACT, "2", "`fact(2, 1)` is called. `fact(0, 2)` is called for the second time.", "VR"),
    (FACT, "2", "`fact(2, 1)` is called. `acc` is returned.", "VA"),
    (FACT, "2", "`fact(0, 2)` is called. `acc` is returned. `big` is returned.", "VVR"),
    (FACT, "2", "`fact(0, 2)` is called. `n` is returned.", "VR"),
    (PAIRS, "98", "`(total, j)` is returned.", "V"),
    (PAIRS, "98", "`(j, total)` is returned.", "R"),
    (GROUPS, GROUPED, "For `'hi'`, `'hi'` is appended to the list of key `2`.", "V"),
    (GROUPS, GROUPED, "For `'hi'`, `'ab'` is appended to the list of key `2`.", "R"),
    (GROUPS, GROUPED, "For `'abc'`, `'abc'` is appended to the list of key `3`.", "R"),
    (GROUPS, GROUPED, "After the loop, the key `2` is found.", "V"),
    (GROUPS, GROUPED, "After the loop, the key `4` is found.", "R"),
    (GROUPS, GROUPED, "`'ab'` is removed.", "V"),
    (GROUPS, GROUPED, "`'hi'` is removed.", "R"),
    (WALK, WALKED, "In iteration 2, `count` was `4`, and `best` becomes `1`.", "VV"),
    (WALK, WALKED, "In iteration 2, `count` was `0`, and `best` becomes `1`.", "RV"),
    (GROUPS, GROUPED, "In iteration 1, neither condition is true.", "VV"),
    (GROUPS, GROUPED, "In iteration 3, neither condition is true.", "VR"),
    (WALK, WALKED, "In iteration 4, neither condition is true.", "AA"),
    # What loops take up.
    (WALK, WALKED, "`n` takes the values `4`, `1`, `-2`, `6` and `9`.", "V"),
    (WALK, WALKED, "`n` takes the values `4`, `1`, `-2`, `6`, `9` and `3`.", "R"),
    (WALK, WALKED, "The loop runs over `n = 4, 1, -2, 6, 9`.", "V"),
    (WALK, WALKED, "The loop runs over `n = 4, 1, -2, 6`.", "R"),
    (WALK, WALKED, "The loop goes over `nums = [4, 1, -2, 6, 9, 3]`.", "V"),
    (WALK, WALKED, "The loop goes over `nums = [4, 1, -2, 6, 9]`.", "R"),
    (WALK, WALKED, "The loop goes over `[4, 1, -2, 6, 9]`.", "U"),
    (WALK, WALKED, "The loop goes over `nums`.", "V"),
    (WALK, WALKED, "The loop goes over `out`.", "R"),
    (TEXT, TEXTED, "The loop iterates over the string `'abac{'`.", "V"),
    (TEXT, TEXTED, "The loop iterates over the string `'abac'`.", "R"),
    (TEXT, TEXTED, "The loop iterates over `text`.", "V"),
    (TEXT, TEXTED, "`i` takes the values `0`, `1`, `2`, `3` and `4`.", "V"),
    (TEXT, TEXTED, "`'a'` occurs twice and `'b'` occurs once.", "VV"),
    (TEXT, TEXTED, "`'a'` occurs once.", "R"),
    (TEXT, TEXTED, "`'z'` occurs 0 times.", "V"),
    # Properties, and things by their words.
    (TEXT, TEXTED, "`'{'`: it is an opening bracket.", "VV"),
    (TEXT, TEXTED, "`'{'`: it is a closing bracket.", "VR"),
    (TEXT, TEXTED, "`','` is a comma and `'('` is not a closing bracket.", "VV"),
    (TEXT, TEXTED, "`i = 1`, `ch = 'b'`: not a vowel, so `last` becomes `'b'`.", "VVV"),
    (TEXT, TEXTED, "`i = 2`, `ch = 'a'`: not a vowel, so `last` becomes `'a'`.", "VRV"),
    (TEXT, TEXTED, "`text` is not a list and `table` is not a string.", "VV"),
    (TEXT, TEXTED, "`text` is not a string.", "R"),
    (TEXT, TEXTED, "The key `'a'` is deleted from `seen`.", "V"),
    (TEXT, TEXTED, "The key `'b'` is deleted from `seen`.", "R"),
    (TEXT, TEXTED, "The table has 2 keys.", "V"),
    (TEXT, TEXTED, "The table `{'a': 1}` has 1 key.", "RV"),
    (WALK, WALKED, "The prime `4` is appended to `out`.", "UV"),
    (TEXT, TEXTED, "`table` is a dictionary with two keys: `'a'` and `'b'`.", "VVVV"),
    (TEXT, TEXTED, "`table` is a dictionary with three keys: `'a'`, `'b'` and `'c'`.", "VRVVR"),
    (WALK, WALKED, "Only `4` is left in `nums`.", "RV"),
    (WALK, WALKED, "In iteration 1, only `4` is left in `out`.", "AA"),
    (WALK, WALKED, "In iteration 4, `n` is not greater than `8` and not less than `6`.", "VV"),
    (WALK, WALKED, "In iteration 4, `n` is not greater than `8` and not less than `7`.", "VR"),
]

UNREAD = [
    "`x` takes the values `1` and `2` only.",
    "`x` takes all values.",
    "`x` becomes bigger.",
    "`x` is moved to the front.",
    "`x` is converted to upper case.",
    "`g` is called with nothing.",
    "The first condition that is true is `x > 1`.",
    "The last condition is true.",
    "`x` is `3` at the end of the second loop.",
    "The second element is now `3`.",
    "`x` rises to `3` for the first time.",
    "`'a'` occurs most often.",
    "Only `1` and `2` are left in `x`.",
    "`x` is the only list.",
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_what_smuggles_something_is_not_read(text: str) -> None:
    assert parse_narration(text).problems != ()
