"""The object before a method's name, in calls by their text (§3.4): which call is meant is told by
the object itself, whatever it is called. Lies stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

STACKS = """\
class Stack:
    def __init__(self):
        self.items = []

    def push(self, x):
        self.items.append(x)
        return len(self.items)

    def take(self):
        return self.items.pop()

def f(k):
    left = Stack()
    right = Stack()
    left.push(1)
    left.push(2)
    n = right.push(2)
    x = left.take()
    right.push(x)
    y = right.take()
    return n
"""

PEERS = """\
class A:
    def __init__(self, n):
        self.n = n
        self.peer = None

    def bump(self, d):
        self.n += d
        if d > 1:
            self.peer.bump(d - 1)
        return self.n

def f(k):
    a = A(1)
    b = A(10)
    a.peer = b
    b.peer = a
    r = a.bump(k)
    return r
"""

SHAPES = """\
class Shape:
    def __init__(self, w, k):
        self.w = w
        self.k = k

    def area(self):
        return self.w * self.w

    def scaled(self):
        return self.area() * self.k

class Wide(Shape):
    pass

class Top(Shape):
    def extra(self, n):
        return super().area() + n

    @classmethod
    def make(cls, w):
        return cls(w, 1)

    @staticmethod
    def plain(a, b):
        return a + b

class Higher(Top):
    pass

def f(k):
    shapes = [Shape(3, 2), Wide(1, 30)]
    total = 0
    for s in shapes:
        total += s.scaled()
    t = Top.make(2)
    h = Higher.make(3)
    total += t.extra(5)
    total += Top.plain(2, 4)
    total += t.plain(2, 5)
    xs = [q.area() for q in shapes]
    u = Higher.extra(h, 7)
    return total
"""

ALIASES = """\
class Stack:
    def __init__(self):
        self.items = []

    def push(self, x):
        self.items.append(x)
        return len(self.items)

class Holder:
    def __init__(self, s):
        self.push = s.push

class Proxy:
    def __init__(self, s):
        self.s = s

    def __getattr__(self, name):
        return getattr(self.s, name)

def g(right):
    return right.push(9)

def f(k):
    a = Stack()
    a.push(1)
    b = Stack()
    b.push(1)
    b.push(1)
    right = b
    g(a)
    h = Holder(a)
    h.push(5)
    p = Proxy(b)
    p.push(6)
    push = b.push
    push(7)
    list(map(a.push, [8]))
    b.push((b := a).items[0] + 9)
    Stack().push(3)
    c = b
    return k
"""

TREE = """\
class Tree:
    def __init__(self, n, left=None):
        self.n = n
        self.left = left

    def walk(self, k):
        count = k + self.n
        yield count
        if self.left is not None:
            yield from self.left.walk(k + 1)

def f(k):
    a = Tree(1, Tree(5))
    b = Tree(2)
    out = []
    for x in a.walk(3):
        out.append(x)
    w = b.walk(4)
    a, b = b, a
    out.append(next(w))
    return out
"""

WRAPPED = """\
def logged(method):
    def inner(self, *args):
        return method(self, *args)
    return inner

class Acc:
    def __init__(self, b):
        self.b = b

    @logged
    def pay(self, x):
        self.b -= x
        return self.b

def f(k):
    acc = Acc(5)
    other = Acc(9)
    return acc.pay(3) + other.pay(4)
"""

LATER = """\
class Stack:
    def __init__(self):
        self.items = []

    def push(self, x):
        self.items.append(x)
        return len(self.items)

def g(right):
    return right.push(2)

def use(s, k):
    return s.push(k)

def f(k):
    left = Stack()
    third = Stack()
    third.push(5)
    left.push(1)
    g(left)
    right = Stack()
    right.push(2)
    by = {"l": left, "r": right}
    by["r"].push(7)
    c = Stack()
    use(Stack(), 8)
    use(c, 9)
    return k
"""

CASES = [
    (LATER, "`right.push(2)` returns `2`.", "U"),
    (LATER, "`right.push(2)` returns `1`.", "U"),
    (LATER, "`g(left)` is called. `right.push(2)` returns `2`.", "VV"),
    (LATER, "`g(left)` returns `2`. `right.push(2)` returns `1`.", "VU"),
    (LATER, "`Stack.push(third, 5)` is called.", "V"),
    (LATER, "`Stack.push(left, 5)` is called.", "R"),
    (LATER, "`push(left, 5)` is called.", "R"),
    (LATER, "`by['r'].push(7)` returns `2`.", "V"),
    (LATER, "`by['l'].push(7)` returns `2`.", "R"),
    (LATER, "`right.push(7)` returns `2`.", "V"),
    (LATER, "`use(c, 9)` is called.", "V"),
    (LATER, "`use(c, 8)` is called.", "R"),
    (LATER, "`c.push(9)` is called.", "V"),
    (LATER, "`c.push(8)` is called.", "R"),
    (STACKS, "`right.push(2)` returns `1`.", "V"),
    (STACKS, "`right.push(2)` returns `2`.", "R"),
    (STACKS, "`left.push(2)` returns `2`.", "V"),
    (STACKS, "`right.push(2)` is `1`.", "V"),
    (STACKS, "`right.push(2)` is `2`.", "R"),
    (STACKS, "`right.push(1)` is called.", "R"),
    (STACKS, "`f` calls `right.push(1)`.", "R"),
    (STACKS, "`f` calls `right.push(2)`.", "V"),
    (STACKS, "`right.push(2)` is called. `self.items` becomes `[2]`.", "VV"),
    (STACKS, "`right.push(2)` is called. `self.items` becomes `[1, 2]`.", "VR"),
    (STACKS, "`right.push(2)`: `self.items` becomes `[2]`.", "VV"),
    (STACKS, "In `right.push(2)`, `self.items` becomes `[1, 2]`.", "R"),
    (STACKS, "`right.take()` is called. `left.take()` is called.", "VR"),
    (STACKS, "`left.take()` is called. `right.take()` is called.", "VV"),
    (STACKS, "`right.push` is called. `x` is `2`.", "VV"),
    (STACKS, "`right.push` is called. `x` is `1`.", "VR"),
    (STACKS, "`right.push` is called with `x = 1`.", "R"),
    (STACKS, "`left.push` is called with `x = 1`.", "V"),
    (STACKS, "`right.push(x)` is called. `self.items` becomes `[2, 2]`.", "VV"),
    (STACKS, "`left.push(x)` is called.", "R"),
    (STACKS, "`left.push(2)` is called. `left.push` returns `2`.", "VV"),
    (STACKS, "`left.push(2)` is called. `right.push` returns `2`.", "VR"),
    (STACKS, "`left.push(2)` is called. `right.push` returns `1`.", "VV"),
    (STACKS, "`left.push(2)` is called. `ghost.push` returns `2`.", "VU"),
    (STACKS, "`ghost.push(2)` returns `2`.", "U"),
    (STACKS, "`ghost.push` returns `1`.", "U"),
    (STACKS, "`f` calls `ghost.push(2)`.", "U"),
    (STACKS, "`ghost.push(99)` is called.", "R"),
    (STACKS, "`self.push(2)` is called.", "U"),
    (STACKS, "`k.push(2)` is called.", "U"),
    (STACKS, "`push(2)` is called. `self.items` becomes `[1, 2]`.", "VV"),
    (STACKS, "`Stack.push(right, 2)` is called. `self.items` becomes `[2]`.", "VV"),
    (STACKS, "`right.push(2)` is called for the first time.", "V"),
    (STACKS, "`right.push(2)` is called for the second time.", "R"),
    (PEERS, "`a.bump(3)` calls `b.bump(2)`.", "V"),
    (PEERS, "`a.bump(3)` calls `a.bump(2)`.", "R"),
    (PEERS, "`b.bump(2)` calls `b.bump(1)`.", "R"),
    (PEERS, "`a.bump(3)` calls `self.peer.bump(2)`.", "V"),
    (PEERS, "`a.bump(3)` is called. `self.bump(2)` is called.", "VR"),
    (PEERS, "In `b.bump(2)`, `self.n` becomes `12`.", "V"),
    (PEERS, "In `a.bump(2)`, `self.n` becomes `12`.", "R"),
    (PEERS, "`a.peer.bump(2)` returns `12`.", "V"),
    (PEERS, "`b.bump(1)` returns `5`.", "R"),
    (PEERS, "`a.bump(1)` returns `5`.", "V"),
    (SHAPES, "`shapes[0].scaled()` returns `18`.", "V"),
    (SHAPES, "`shapes[1].scaled()` returns `30`.", "V"),
    (SHAPES, "`shapes[1].scaled()` returns `18`.", "R"),
    (SHAPES, "In iteration 2, `shapes[0].scaled()` is called.", "R"),
    (SHAPES, "In iteration 2, `s.scaled()` returns `30`.", "V"),
    (SHAPES, "In iteration 2, `self.area()` returns `1`.", "V"),
    (SHAPES, "`t.extra(5)` calls `super().area()`.", "V"),
    (SHAPES, "`t.extra(5)` calls `t.area()`.", "V"),
    (SHAPES, "`t.extra(5)` calls `h.area()`.", "R"),
    (SHAPES, "`Top.make(2)` is called.", "V"),
    (SHAPES, "`Higher.make(3)` is called.", "V"),
    (SHAPES, "`Higher.make(2)` is called.", "U"),
    (SHAPES, "`Shape.make(2)` is called.", "U"),
    (SHAPES, "`Top.plain(2, 4)` returns `6`.", "V"),
    (SHAPES, "`t.plain(2, 5)` returns `7`.", "V"),
    (SHAPES, "`t.plain(2, 4)` returns `6`.", "U"),
    (SHAPES, "`q.area()` is called.", "V"),
    (SHAPES, "`Higher.extra(h, 7)` is called.", "V"),
    (SHAPES, "`Higher.extra(t, 7)` is called.", "R"),
    (SHAPES, "`Higher.extra(h, 5)` is called.", "R"),
    (ALIASES, "`b.push(1)` returns `1`. `b.push(1)` returns `2`.", "VV"),
    (ALIASES, "`b.push(1)` returns `3`.", "R"),
    (ALIASES, "`g(a)` calls `a.push(9)`.", "V"),
    (ALIASES, "`g(a)` calls `b.push(9)`.", "R"),
    (ALIASES, "`right.push(9)` is called.", "U"),
    (ALIASES, "`g(a)` is called. `right.push(9)` is called.", "VV"),
    (ALIASES, "`g(a)` is called. `right.push(9)` returns `2`.", "VV"),
    (ALIASES, "`g(a)` calls `right.push(9)`.", "V"),
    (ALIASES, "`g(a)` calls `right.push(1)`.", "U"),
    (ALIASES, "`g(a)` is called. `right.push(9)` returns `3`.", "VR"),
    (ALIASES, "`h.push(5)` returns `3`.", "V"),
    (ALIASES, "`a.push(5)` returns `3`.", "V"),
    (ALIASES, "`b.push(5)` returns `3`.", "R"),
    (ALIASES, "`p.push(6)` is called.", "V"),
    (ALIASES, "`b.push(6)` is called.", "V"),
    (ALIASES, "`a.push(6)` is called.", "R"),
    (ALIASES, "`b.push(7)` is called.", "V"),
    (ALIASES, "`a.push(7)` is called.", "U"),
    (ALIASES, "`a.push(8)` is called.", "V"),
    (ALIASES, "`b.push(8)` is called.", "U"),
    (ALIASES, "`b.push(10)` is called.", "V"),
    (ALIASES, "`a.push(10)` is called.", "U"),
    (ALIASES, "`Stack().push(3)` returns `1`.", "V"),
    (ALIASES, "`Stack().push(1)` is called.", "U"),
    (ALIASES, "`c.push(1)` is called.", "U"),
    (TREE, "In `a.walk(3)`, `count` becomes `4`.", "U"),
    (TREE, "In `b.walk(3)`, `count` becomes `4`.", "U"),
    (TREE, "In `a.walk(4)`, `count` becomes `6`.", "U"),
    (TREE, "In `a.left.walk(4)`, `count` becomes `9`.", "U"),
    (TREE, "In `walk(3)`, `count` becomes `4`.", "V"),
    (WRAPPED, "In `acc.pay(3)`, `self.b` becomes `2`.", "U"),
    (WRAPPED, "In `other.pay(3)`, `self.b` becomes `2`.", "U"),
    (WRAPPED, "In `pay(4)`, `self.b` becomes `5`.", "V"),
]

SENT = """\
class Box:
    def __init__(self, n):
        self.n = n

    def send(self, k):
        yield k + self.n

    def sort(self, k):
        return k + self.n

def f(n):
    a = Box(1)
    b = Box(2)
    make = b.send
    g = make(2)
    x = g.send(None)
    xs = [7, n]
    xs.sort(key=b.sort)
    a.sort(5)
    return x
"""

# A builtin method of the same name as a method of the program is another one, whatever runs in it.
SENDS = [
    (SENT, "`g.send(2)` is called.", "U"),
    (SENT, "`b.send(2)` is called.", "U"),
    (SENT, "`send(2)` is called.", "V"),
    (SENT, "In `g.send(2)`, `self.n` is `2`.", "U"),
    (SENT, "`f` calls `g.send(2)`.", "U"),
    (SENT, "`xs.sort(7)` is called.", "U"),
    (SENT, "`xs.sort(7)` returns `9`.", "U"),
    (SENT, "`sort(7)` returns `9`.", "V"),
    (SENT, "`a.sort(5)` returns `6`.", "V"),
    (SENT, "`a.sort(5)` returns `7`.", "R"),
]


@pytest.mark.parametrize(("source", "narration", "expected"), [*CASES, *SENDS])
def test_the_object_before_a_method(source: str, narration: str, expected: str) -> None:
    assert verdicts(source, "3", narration) == expected
