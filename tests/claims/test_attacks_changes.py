"""Lies and truths about what a line does to what an expression is (§5.34, §5.35, §5.38).

Each change of a list, set, dictionary, tuple, text and number is told as itself and as others.
"""

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level
from tests.claims.test_attacks import rows
from tests.claims.test_verify import judge, verdict

CHANGES = """\
from collections import deque
def f(xs, s, d, t, word, n):
    q = deque([1, 2, 3], maxlen=3)
    xs.append(4)
    xs.extend([5, 6])
    xs.insert(1, 9)
    xs.remove(9)
    xs.pop()
    xs.pop(0)
    del xs[1]
    xs.reverse()
    xs.sort()
    xs += [7]
    xs.sort()
    xs.insert(0, 8)
    xs.append([1, 2])
    xs.pop()
    xs.append(xs[0])
    s.add(3)
    s.add(3)
    s.update({4, 5})
    s.discard(4)
    s.remove(5)
    s |= {9}
    s.clear()
    s.clear()
    d['k'] = 1
    d['k'] = 2
    d.pop('k')
    del d['a']
    d.update(x=5)
    d.clear()
    t += (4,)
    t = t + (5, 6)
    q.append(4)
    q.appendleft(0)
    word += 'ab'
    word = word[::-1]
    ys = xs
    xs = xs + [1]
    xs = sorted(xs)
    xs = xs[::-1]
    xs[0], xs[1] = xs[1], xs[0]
    n += 2
    n -= 1
    n *= 3
    n //= 2
    n = n / 2
    xs.clear()
    xs.reverse()
    xs.extend([1, 1, 2])
    xs[0], xs[2] = xs[2], xs[0]
    xs[:] = [1, 2, 1]
    xs[:] = [1, 1, 2]
    xs[1:] = []
    xs[:] = [2, 1, 3, 3]
    xs[:] = [3, 1, 2, 2]
    xs[:] = [1, 2, 3, 3]
    d['m'] = d['z'] = 0
    del d['m'], d['z']
    n = 2.5
    word.upper()
    s = {1, 2}
    s ^= {2, 3}
    s -= {1, 3}
    return n
"""

CALL = "[3, 1, 2], {1}, {'a': 7}, (1,), 'x', 5"

CHANGES_TOLD = """
VERIFIED Line 4 appends `4` to `xs`.
REFUTED Line 4 appends `5` to `xs`.
VERIFIED Line 4 extends `xs` by `[4]`.
VERIFIED Line 4 adds `4` to `xs`.
REFUTED Line 4 removes `4` from `xs`.
REFUTED Line 4 reverses `xs`.
REFUTED Line 4 clears `xs`.
REFUTED Line 4 sorts `xs` in place.
REFUTED Line 4 increases `xs` by `4`.
REFUTED Line 4 removes the key `4` from `xs`.
VERIFIED Line 5 extends `xs` by `[5, 6]`.
VERIFIED Line 5 extends `xs` by `(5, 6)`.
REFUTED Line 5 extends `xs` by `[6]`.
REFUTED Line 5 extends `xs` by `[6, 5]`.
REFUTED Line 5 extends `xs` by `5`.
UNSUPPORTED Line 5 extends `xs` by `{5, 6}`.
VERIFIED Line 4 extends `xs` by `{4}`.
UNSUPPORTED Line 5 adds `[5, 6]` to `xs`.
REFUTED Line 5 appends `6` to `xs`.
VERIFIED Line 6 inserts `9` into `xs` at index 1.
REFUTED Line 6 inserts `9` into `xs` at index 0.
REFUTED Line 6 inserts `9` into `xs` at index 7.
REFUTED Line 6 inserts `8` into `xs` at index 1.
REFUTED Line 6 appends `9` to `xs`.
REFUTED Line 5 inserts `5` into `xs` at index 4.
REFUTED Line 5 inserts `5` into `xs` at index 99.
VERIFIED Line 4 inserts `4` into `xs` at index 3.
REFUTED Line 4 inserts `4` into `xs` at index 4.
VERIFIED Line 7 removes `9` from `xs`.
REFUTED Line 7 removes `3` from `xs`.
VERIFIED Line 7 removes the second element from `xs`.
REFUTED Line 7 removes the first element from `xs`.
REFUTED Line 7 removes the last element from `xs`.
VERIFIED Line 8 removes the last element from `xs`.
VERIFIED Line 8 pops `6` from `xs`.
VERIFIED Line 9 removes the first element from `xs`.
VERIFIED Line 10 removes `2` from `xs`.
VERIFIED Line 10 removes the second element from `xs`.
REFUTED Line 4 removes the last element from `xs`.
REFUTED Line 4 removes the ninth element from `xs`.
VERIFIED Line 11 reverses `xs`.
VERIFIED Line 11 reverses `xs` in place.
REFUTED Line 11 sorts `xs`.
VERIFIED Line 12 sorts `xs` in place.
VERIFIED Line 12 reverses `xs`.
VERIFIED Line 14 sorts `xs` in place.
REFUTED Line 14 reverses `xs` in place.
REFUTED Line 14 clears `xs`.
VERIFIED Line 13 appends `7` to `xs`.
VERIFIED Line 13 extends `xs` by `[7]`.
VERIFIED Line 15 inserts `8` at the start of `xs`.
VERIFIED Line 16 appends `[1, 2]` to `xs`.
VERIFIED Line 16 adds `[1, 2]` to `xs`.
REFUTED Line 16 extends `xs` by `[1, 2]`.
VERIFIED Line 18 appends `8` to `xs`.
VERIFIED Line 19 adds `3` to `s`.
REFUTED Line 19 adds `1` to `s`.
REFUTED Line 19 appends `3` to `s`.
REFUTED Line 20 adds `3` to `s`.
VERIFIED Line 21 extends `s` by `{4, 5}`.
VERIFIED Line 21 extends `s` by `[4, 5, 1]`.
REFUTED Line 21 extends `s` by `[4]`.
REFUTED Line 21 extends `s` by `[4, 5, 6]`.
REFUTED Line 21 extends `s` by `4`.
REFUTED Line 21 adds `4` to `s`.
REFUTED Line 21 removes `4` from `s`.
VERIFIED Line 22 removes `4` from `s`.
REFUTED Line 22 removes `5` from `s`.
REFUTED Line 22 extends `s` by `{1}`.
REFUTED Line 22 adds `1` to `s`.
VERIFIED Line 23 pops `5` from `s`.
VERIFIED Line 24 adds `9` to `s`.
VERIFIED Line 25 clears `s`.
REFUTED Line 25 removes `1` from `s`.
VERIFIED Line 26 clears `s`.
REFUTED Line 19 clears `s`.
REFUTED Line 27 adds `'k'` to `d`.
REFUTED Line 28 removes the key `'k'` from `d`.
VERIFIED Line 29 removes the key `'k'` from `d`.
VERIFIED Line 29 pops `2` from `d`.
VERIFIED Line 29 removes `'k'` from `d`.
REFUTED Line 29 pops `'k'` from `d`.
REFUTED Line 29 clears `d`.
VERIFIED Line 30 removes `'a'` from `d`.
REFUTED Line 30 removes the key `7` from `d`.
REFUTED Line 31 pops `5` from `d`.
VERIFIED Line 32 clears `d`.
VERIFIED Line 32 pops `5` from `d`.
VERIFIED Line 33 appends `4` to `t`.
VERIFIED Line 33 extends `t` by `(4,)`.
UNSUPPORTED Line 33 adds `(4,)` to `t`.
VERIFIED Line 33 adds `4` to `t`.
REFUTED Line 33 extends `t` by `[4]`.
VERIFIED Line 34 extends `t` by `(5, 6)`.
REFUTED Line 34 appends `(5, 6)` to `t`.
REFUTED Line 34 appends `5` to `t`.
REFUTED Line 34 sorts `t`.
VERIFIED Line 35 appends `4` to `q`.
REFUTED Line 35 appends `3` to `q`.
REFUTED Line 36 appends `0` to `q`.
REFUTED Line 36 inserts `0` at the start of `q`.
VERIFIED Line 37 appends `'ab'` to `word`.
VERIFIED Line 37 extends `word` by `'ab'`.
REFUTED Line 37 appends `'b'` to `word`.
REFUTED Line 37 appends `1` to `word`.
VERIFIED Line 38 reverses `word`.
REFUTED Line 38 reverses `word` in place.
REFUTED Line 38 sorts `word`.
REFUTED Line 40 appends `1` to `xs`.
REFUTED Line 40 sorts `xs`.
VERIFIED Line 41 sorts `xs`.
REFUTED Line 41 sorts `xs` in place.
VERIFIED Line 42 reverses `xs`.
REFUTED Line 42 reverses `xs` in place.
VERIFIED Line 44 increases `n` by `2`.
VERIFIED Line 44 adds `2` to `n`.
REFUTED Line 44 adds `'2'` to `n`.
REFUTED Line 44 appends `2` to `n`.
REFUTED Line 44 increases `n` by `2.0`.
REFUTED Line 44 decreases `n` by `2`.
VERIFIED Line 45 decreases `n` by `1`.
VERIFIED Line 45 adds `-1` to `n`.
VERIFIED Line 46 multiplies `n` by `3`.
VERIFIED Line 47 divides `n` by `2`.
VERIFIED Line 48 divides `n` by `2`.
REFUTED Line 48 decreases `n` by `4`.
VERIFIED Line 49 clears `xs`.
VERIFIED Line 50 reverses `xs`.
REFUTED Line 50 sorts `xs`.
VERIFIED Line 51 extends `xs` by `[1, 1, 2]`.
REFUTED Line 53 sorts `xs` in place.
VERIFIED Line 54 sorts `xs` in place.
REFUTED Line 52 sorts `xs` in place.
VERIFIED Line 52 reverses `xs` in place.
REFUTED Line 55 removes `1` from `xs`.
REFUTED Line 55 pops `2` from `xs`.
REFUTED Line 56 sorts `xs` in place.
REFUTED Line 57 sorts `xs` in place.
REFUTED Line 58 sorts `xs` in place.
REFUTED Line 59 removes the key `'m'` from `d`.
REFUTED Line 60 removes the key `'m'` from `d`.
VERIFIED Line 60 clears `d`.
REFUTED Line 61 multiplies `n` by `'2.5'`.
REFUTED Line 62 appends `'x'` to `word`.
REFUTED Line 64 adds `3` to `s`.
REFUTED Line 64 removes `2` from `s`.
REFUTED Line 65 removes `3` from `s`.
UNSUPPORTED Line 66 sorts `xs[id(n)]`.
REFUTED Line 66 sorts `xs` in place.
VERIFIED `4` is appended to `xs`.
REFUTED `5` is appended to `xs`.
REFUTED `9` is inserted into `xs` at index 1.
REFUTED `9` is inserted into `xs` at index 2.
VERIFIED `9` is removed from `xs`.
REFUTED `3` is removed from `xs`.
REFUTED `6` is popped from `xs`.
VERIFIED `xs` is extended by `[4]`.
REFUTED `xs` is extended by `[5, 6]`.
VERIFIED `3` is added to `s`.
REFUTED `4` is added to `s`.
VERIFIED `s` is extended by `{3}`.
REFUTED `s` is extended by `{4, 5}`.
VERIFIED `4` is removed from `s`.
REFUTED `5` is removed from `s`.
VERIFIED `s` is cleared.
VERIFIED `n` is increased by `2`.
REFUTED `n` is increased by `3`.
REFUTED `n` is decreased by `1`.
REFUTED `n` is multiplied by `3`.
REFUTED `n` is divided by `2`.
VERIFIED `t` is extended by `(4,)`.
REFUTED `t` is extended by `(5, 6)`.
VERIFIED `'ab'` is appended to `word`.
"""

MIXED = """\
from collections import deque
class Item:
    def __init__(self, size):
        self.size = size
def f(rows, mixed, d, n):
    rows.append(rows.pop(0))
    try:
        mixed.sort()
    except TypeError:
        pass
    mixed[0], mixed[1] = mixed[1], mixed[0]
    mixed.pop(0)
    mixed[:] = []
    mixed.extend('ab')
    mixed[:] = [1, 2, 3]
    mixed[:2] = [5]
    mixed[:] = mixed[1:] + [9]
    q = deque([1, 2])
    q.appendleft(0)
    d.pop('b')
    d.pop('a'); d['c'] = 4
    s = {1, 2}
    s ^= {2, 3}
    s |= {4}
    s -= set(s)
    items = [Item(2), Item(1)]
    items[:] = items[::-1]
    m = 1
    m += 1; n = 5
    n = m
    n += 2
    n = n * 3
    t = (1,)
    t = (*t, 4)
    t = t[::-1]
    mixed[:] = [2, 2, 1]
    mixed[:] = [1, 2]
    return n
"""

MIXED_CALL = f"{[[]] * 29}, [1, 'a'], {{'a': 1, 'b': 2, 'c': 3, 'e': 5}}, 0"

MIXED_TOLD = """
REFUTED Line 6 removes the first element from `rows`.
VERIFIED Line 6 sorts `rows` in place.
REFUTED Line 6 appends `[1]` to `rows`.
REFUTED Line 8 sorts `mixed` in place.
REFUTED Line 8 reverses `mixed`.
REFUTED Line 11 sorts `mixed` in place.
VERIFIED Line 11 reverses `mixed` in place.
VERIFIED Line 12 removes the first element from `mixed`.
REFUTED Line 12 removes the third element from `mixed`.
REFUTED Line 12 removes the second element from `mixed`.
VERIFIED Line 13 clears `mixed`.
REFUTED Line 14 removes the last element from `mixed`.
VERIFIED Line 14 extends `mixed` by `'ab'`.
REFUTED Line 14 extends `mixed` by `'ba'`.
REFUTED Line 14 adds `[]` to `mixed`.
REFUTED Line 14 inserts `'b'` into `mixed` at index 1.
REFUTED Line 16 removes `1` from `mixed`.
REFUTED Line 16 removes `2` from `mixed`.
REFUTED Line 17 appends `9` to `mixed`.
REFUTED Line 19 appends `2` to `q`.
VERIFIED Line 19 inserts `0` at the start of `q`.
REFUTED Line 19 inserts `1` into `q` at index 1.
VERIFIED Line 20 pops `2` from `d`.
VERIFIED Line 20 removes the key `'b'` from `d`.
REFUTED Line 20 removes the key `'a'` from `d`.
REFUTED Line 21 pops `1` from `d`.
REFUTED Line 21 removes `'a'` from `d`.
REFUTED Line 21 removes the key `'a'` from `d`.
REFUTED Line 23 adds `3` to `s`.
REFUTED Line 23 removes `2` from `s`.
REFUTED Line 23 extends `s` by `{3}`.
VERIFIED `s` is extended by `{4}`.
REFUTED `s` is extended by `{3}`.
VERIFIED `4` is added to `s`.
VERIFIED Line 25 clears `s`.
UNSUPPORTED Line 27 sorts `items` in place.
VERIFIED Line 27 reverses `items` in place.
VERIFIED `n` is increased by `2`.
REFUTED `n` is increased by `5`.
REFUTED `n` is multiplied by `3`.
VERIFIED Line 31 increases `n` by `2`. `n` is multiplied by `3`.
REFUTED Line 30 increases `n` by `0`.
VERIFIED `m` is incremented.
REFUTED Line 34 extends `t` by `4`.
VERIFIED Line 34 extends `t` by `(4,)`.
VERIFIED Line 34 appends `4` to `t`.
VERIFIED Line 35 reverses `t`.
REFUTED Line 35 sorts `t`.
REFUTED Line 37 sorts `mixed` in place.
REFUTED Line 36 sorts `mixed` in place.
VERIFIED Remove the first element from `mixed`.
VERIFIED `mixed` is cleared.
REFUTED Line 6 removes `[]` from `rows`.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"),
    rows((CHANGES, CALL, CHANGES_TOLD), (MIXED, MIXED_CALL, MIXED_TOLD)),
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


TOLD_WHOLLY = """\
def f(xs, s):
    xs.sort()
    xs.reverse()
    xs.remove(2)
    s.remove(7)
    s.pop()
    return xs, len(s)
"""

WHOLLY = (
    "Line 2 sorts `xs` in place. Line 3 reverses `xs` in place. Line 4 removes `2` from `xs`. "
    "Line 5 removes `7` from `s`. Line 6 pops `8` from `s`. Line 7 returns `([3, 1], 0)`."
)


@pytest.mark.parametrize(
    ("program", "numbers", "answer", "lines"),
    [
        (TOLD_WHOLLY, "[3, 1, 2]", "[3, 1]", []),
        # A key may sort them otherwise; of two 2s it may be either.
        (TOLD_WHOLLY.replace("sort()", "sort(key=lambda n: n % 2)"), "[3, 1, 2]", "[1, 3]", [2]),
        (TOLD_WHOLLY, "[2, 1, 2]", "[2, 1]", [4]),
        (TOLD_WHOLLY.replace("remove(2)", "pop(1)"), "[3, 1, 2]", "[3, 1]", []),
    ],
)
def test_what_leaves_no_choice_tells_the_change(
    program: str, numbers: str, answer: str, lines: list[int]
) -> None:
    report = judge(program, f"{numbers}, {{7, 8}}").verify(
        WHOLLY.replace("[3, 1]", answer), Level.GAPLESS
    )
    assert {each.verdict.value for each in report.claims} == {"VERIFIED"}
    assert [gap.line for gap in report.gaps] == lines
