"""Lies and truths about things that are named by words, passes by items and numbers, and what does
not happen (§5.82 to §5.87). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_discourse import verdicts

BANK = """\
class Account:
    def __init__(self, fee):
        self.fee = fee
        self.balance = 0
    def move(self, amount):
        if amount < 0 and self.balance + amount < 0:
            return False
        self.balance += amount
        return True

def f(moves):
    acc = Account(2)
    spare = 0
    done = 0
    for amount in moves:
        if acc.move(amount):
            done += 1
    return done
"""
MOVES = "[50, -80, 40]"

WORDS = """\
HITS = []

def f(words, table):
    stack = []
    diff = 0
    for i, word in enumerate(words):
        last = word
        if word in table:
            stack.append(table[word])
            diff = len(stack) - i
        elif word == '!':
            print(word)
        elif word == '?':
            HITS.append(word)
    for name, points in table.items():
        diff += points
    return stack, diff
"""
WORDED = "['a', 'x', '!', '?', 'b', 'y'], {'a': 1, 'b': 2}"

FAILS = """\
def take(stock, name):
    if stock[name] < 1:
        raise ValueError(name)
    return stock[name]

def f(tokens):
    bad = 0
    out = []
    for token in tokens:
        try:
            out.append(60 // int(token))
        except ValueError:
            bad += 1
        except ZeroDivisionError:
            out.append(None)
    try:
        take({'nut': 0}, 'nut')
    except ValueError:
        bad += 10
    return out, bad
"""
FAILED = "['x7', '0', '4']"

FIND = """\
def find(xs, goal):
    for i in range(len(xs)):
        if xs[i] == goal:
            return i
    return -1

def f(xs, goal):
    where = find(xs, goal)
    if where < 0:
        return 'none'
    other = find(xs, 99)
    return where
"""
FOUND = "[7, 8, 9], 8"

CASES = [
    # A word is the variable, the attribute or the item that bears it, never what fits by luck.
    (BANK, MOVES, "`acc.move(50)`: The amount is positive, so the balance becomes `50`.", "VVV"),
    (BANK, MOVES, "`acc.move(50)`: The amount is positive, so the balance becomes `48`.", "VVR"),
    (BANK, MOVES, "`acc.move(50)`: The amount is negative, so the balance becomes `50`.", "VRV"),
    (BANK, MOVES, "`done` becomes `0`. `done` becomes `1`. The balance is `50`.", "VVV"),
    (BANK, MOVES, "`done` becomes `0`. `done` becomes `1`. The balance is `0`.", "VVR"),
    (BANK, MOVES, "`done` becomes `0`. `done` becomes `1`. The sum is `50`.", "VVU"),
    (BANK, MOVES, "`done` becomes `0`. `done` becomes `1`. The sum is `20 + 30 = 50`.", "VVU"),
    (BANK, MOVES, "`done` becomes `0`. `done` becomes `1`. The total is `1`.", "VVU"),
    (
        WORDS,
        WORDED,
        "On pass 1 of the loop on line 6, the word is `'a'`, and the stack becomes `[1]`.",
        "VV",
    ),
    (
        WORDS,
        WORDED,
        "On pass 1 of the loop on line 6, the word is `'b'`, and the stack becomes `[2]`.",
        "RR",
    ),
    (WORDS, WORDED, "On pass 1 of the loop on line 6, the difference becomes `1`.", "V"),
    (WORDS, WORDED, "On pass 1 of the loop on line 6, the difference becomes `0`.", "R"),
    (WORDS, WORDED, "Line 9 runs. At index 0, the stack is `[]`.", "VV"),
    (WORDS, WORDED, "At index 4, the stack is `[1]`. At index 4, the stack is `[]`.", "VR"),
    (WORDS, WORDED, "On pass 2 of the loop on line 6, `last` is `'x'`. The number is `0`.", "VU"),
    # The pass that is told, and no other that would fit.
    (WORDS, WORDED, "At index 4, `diff` becomes `-2`.", "V"),
    (WORDS, WORDED, "At index 0, `diff` becomes `-2`.", "R"),
    (WORDS, WORDED, "At index 6, `diff` becomes `-2`.", "R"),
    (WORDS, WORDED, "For `'b'`, `diff` becomes `-2`.", "V"),
    (WORDS, WORDED, "For `'a'`, `diff` becomes `-2`.", "R"),
    (WORDS, WORDED, "After the loop on line 6, for `'b'`, `points` is `2`.", "V"),
    (WORDS, WORDED, "After the loop on line 6, for `'b'`, `points` is `1`.", "R"),
    (WORDS, WORDED, "After the loop on line 6, for `7`, `points` is `1`.", "R"),
    # What a call changes is told in its order, and an attribute is that of the only object.
    (BANK, MOVES, "For `50`, `balance` becomes `50`. For `40`, `balance = 50 + 40 = 90`.", "VV"),
    (BANK, MOVES, "For `50`, `balance` becomes `90`. For `40`, `balance = 50 + 30 = 90`.", "RR"),
    (BANK, MOVES, "For `-80`, `balance` becomes `-30`.", "R"),
    (BANK, MOVES, "For `-80`, `balance` is `-30`. `fee` is `2`. `bonus` is `2`.", "RVR"),
    (BANK, MOVES, "For `-80`, `balance` is unchanged. For `40`, `balance` is unchanged.", "VR"),
    # Nothing happens where nothing does.
    (
        WORDS,
        WORDED,
        "On pass 2 of the loop on line 6, `last` becomes `'x'` and nothing happens.",
        "VR",
    ),
    (FIND, FOUND, "`find(xs, goal)` is called. In iteration 1, nothing happens.", "VV"),
    (FIND, FOUND, "Nothing happens.", "R"),
    # What raises is what is said to raise.
    (FAILS, FAILED, "`int('x7')` raises a `ValueError`, so `bad` becomes `1`.", "VV"),
    (FAILS, FAILED, "`int('x8')` raises a `ValueError`, so `bad` becomes `0`.", "RR"),
    (FAILS, FAILED, "`int('x7')` raises a `TypeError`, so `bad` becomes `1`.", "RV"),
    (FAILS, FAILED, "`int('0')` raises a `ValueError`.", "R"),
    (FAILS, FAILED, "In iteration 2, `60 // 0` raises a `ZeroDivisionError`.", "V"),
    (FAILS, FAILED, "In iteration 2, `60 // 1` raises a `ZeroDivisionError`.", "R"),
    (FAILS, FAILED, "In iteration 3, `60 // 4` raises a `ZeroDivisionError`.", "R"),
    (FAILS, FAILED, "`int(token)` raises a `ValueError`.", "V"),
    (FAILS, FAILED, "In iteration 2, `int('0')` raises a `ZeroDivisionError`.", "R"),
    (FAILS, FAILED, "In iteration 2, `out.append(60 // 0)` raises a `ZeroDivisionError`.", "V"),
    (FAILS, FAILED, "`take` raises a `ValueError`.", "V"),
    (FAILS, FAILED, "`take` raises a `KeyError`.", "R"),
    (FAILS, FAILED, "`out.append(None)` is executed.", "V"),
    (FAILS, FAILED, "`out.append(0)` is executed.", "R"),
    (FAILS, FAILED, "In iteration 3, `out.append(None)` is executed.", "R"),
    # The function returns where it does.
    (
        FIND,
        FOUND,
        "`find([7, 8, 9], 8)`: in iteration 2, `xs[i] == goal` is true, so the function returns.",
        "VVV",
    ),
    (
        FIND,
        FOUND,
        "`find([7, 8, 9], 8)`: in iteration 1, `xs[i] == goal` is false, so the function returns.",
        "VVR",
    ),
    (FIND, FOUND, "`where < 0` is false, so the function returns.", "VR"),
    (FIND, FOUND, "`other` becomes `-1`, and the function returns.", "VV"),
    (FIND, FOUND, "`where` becomes `1`, so the condition is false.", "VV"),
    (FIND, FOUND, "`where` becomes `1`, so the condition is true.", "VR"),
    # The table keeps what is said.
    (FIND, FOUND, "The list `xs` is `[7, 8, 9]`.", "VV"),
    (FIND, FOUND, "The tuple `xs` is `[7, 8, 9]`.", "RV"),
    (FIND, FOUND, "`xs` contains `7`, `8` and `9`.", "VVV"),
    (FIND, FOUND, "`xs` contains the three numbers `7`, `8` and `10`.", "VVVR"),
    (FIND, FOUND, "`xs` contains the four numbers `7`, `8` and `9`.", "RVVV"),
    (FIND, FOUND, "`xs[0]` is `7` and `xs[1]` is `8`, both are odd.", "VVVR"),
    (FIND, FOUND, "`xs[0]` is `7`, `xs[1]` and `len(xs) + 1` are even.", "VVV"),
    (FIND, FOUND, "`7`, `9` and `11` are odd, and `8` is not zero.", "VVVV"),
    (FIND, FOUND, "`7`, `8` and `11` are odd, and `0` is not zero.", "VRVR"),
    (FIND, FOUND, "`xs` is `[7, 8, 9]`. Its length is 3. Its sum is `24`.", "VVV"),
    (FIND, FOUND, "`xs` is `[7, 8, 9]`. Its length is 4. Its sum is `25`.", "VRR"),
    (FIND, FOUND, "Neither `7 > 8` nor `8 > 9` is true.", "VV"),
    (FIND, FOUND, "Neither `7 > 8` nor `9 > 8` is true.", "VR"),
    (FIND, FOUND, "`find` is called 2 times altogether.", "V"),
    (FIND, FOUND, "`find` is called once altogether.", "R"),
    (FAILS, FAILED, "The second token is `'0'`.", "V"),
    (FAILS, FAILED, "The second token is `'x7'`.", "R"),
    (WORDS, WORDED, "The second word is `'x'`.", "A"),
]

UNREAD = [
    "Nothing else is in `xs`.",
    "Nothing is updated.",
    "The loop is left by `raise`.",
    "The loop is left by `pass`.",
    "`d` contains the values `1` and `2`.",
    "The only word is `'a'`.",
    "The answer `3` is wrong.",
    "The loop is left by the second `break`.",
    "`x` raises a problem.",
    "For every word, `x` is `3`.",
    "Line 2 runs. Nothing else happens.",
    "`x.strip()` is called and this has no effect.",
    "Both `x` and `y` are decremented to `3`.",
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_what_smuggles_something_is_not_read(text: str) -> None:
    assert parse_narration(text).problems != ()
