"""The oracle on the object before a method's name, in calls by their text (3.4)."""

from __future__ import annotations

import pytest

from .judge import Oracle

STACKS = """class Stack:
    def __init__(self):
        self.items = []

    def push(self, x):
        self.items.append(x)
        return len(self.items)

def f(n):
    left = Stack()
    right = Stack()
    left.push(1)
    left.push(2)
    right.push(2)
    other = right
    list(map(right.push, [4]))
    return other.push(n)
"""
PEERS = """class A:
    def __init__(self, n):
        self.n = n
        self.peer = None

    def bump(self, d):
        self.n += d
        if d > 1:
            self.peer.bump(d - 1)
        return self.n

def f(n):
    a = A(1)
    b = A(10)
    a.peer = b
    b.peer = a
    return a.bump(n)
"""
SAID = (
    (STACKS, "`right.push(2)` returns `1`.", "VERIFIED"),
    (STACKS, "`right.push(2)` returns `2`.", "REFUTED"),
    (STACKS, "`right.push` returns `1`.", "VERIFIED"),
    (STACKS, "`left.push(2)` is called. `self.items` becomes `[1, 2]`.", "VERIFIED"),
    (STACKS, "`right.push(2)` is called. `self.items` becomes `[1, 2]`.", "REFUTED"),
    (STACKS, "`right.push(1)` is called.", "REFUTED"),
    (STACKS, "`other.push(3)` is called.", "VERIFIED"),
    (STACKS, "`right.push(3)` returns `3`.", "VERIFIED"),
    (STACKS, "`left.push(3)` is called.", "REFUTED"),
    (STACKS, "`other.push(2)` is called.", "UNSUPPORTED"),
    (STACKS, "`other.push(9)` is called.", "REFUTED"),
    (STACKS, "`ghost.push(2)` returns `2`.", "UNSUPPORTED"),
    (STACKS, "`ghost.push` is called.", "UNSUPPORTED"),
    (STACKS, "`right.push(4)` is called.", "VERIFIED"),
    (STACKS, "`left.push(4)` is called.", "UNSUPPORTED"),
    (STACKS, "`push(2)` is called.", "VERIFIED"),
    (PEERS, "`a.bump(3)` calls `b.bump(2)`.", "VERIFIED"),
    (PEERS, "`a.bump(3)` calls `a.bump(2)`.", "REFUTED"),
    (PEERS, "`a.bump(3)` calls `self.peer.bump(2)`.", "VERIFIED"),
    (PEERS, "In `b.bump(2)`, `self.n` becomes `12`.", "VERIFIED"),
    (PEERS, "In `a.bump(2)`, `self.n` becomes `12`.", "REFUTED"),
    (PEERS, "`b.bump(1)` returns `5`.", "REFUTED"),
)


@pytest.mark.parametrize(("source", "narration", "verdict"), SAID)
def test_of_which_object(source: str, narration: str, verdict: str) -> None:
    assert Oracle(source, "f", "3").judge(narration).claims[-1][1] == verdict
