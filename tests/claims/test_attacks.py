"""Sentences that once had the wrong verdict, or that an attacker would try.

A program, its call, and lines of a verdict and a sentence each; verdicts are read off
docs/semantics.md.
"""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_verify import verdict

JUMPS = """\
from contextlib import suppress
class Raises:
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError('x')
def swallowed():
    with suppress(ValueError):
        try:
            return 1
        finally:
            raise ValueError
def exit_raises():
    with suppress(KeyError):
        with Raises() as e:
            return 1
def loop_in_finally(xs):
    try:
        return 1
    finally:
        for x in xs:
            if x == 2:
                break
            if x == 1: continue
def f(xs):
    swallowed(), exit_raises(), loop_in_finally(xs)
    for x in xs:
        try:
            break
        finally:
            try:
                int('q')
            except ValueError:
                pass
    for x in xs:
        try:
            if x == 1: return 5
        finally:
            continue
    while True:
        try:
            return 1
        finally:
            break
    for y in xs:
        try:
            raise KeyError(y)
        finally:
            break
    for y in xs:
        with suppress(KeyError):
            with Raises():
                break
    try:
        for y in xs:
            with Raises():
                break
    except KeyError:
        pass
    try:
        return 7
    finally:
        try:
            return 8
        finally:
            z = 9
"""

JUMPS_TOLD = """
REFUTED In call 1 of `swallowed`, line 8 returns `None`.
REFUTED In call 1 of `swallowed`, line 8 returns `1`.
VERIFIED In call 1 of `swallowed`, line 8 runs once.
VERIFIED In call 1 of `swallowed`, line 10 raises `ValueError`.
REFUTED In call 1 of `exit_raises`, line 14 returns `None`.
REFUTED In call 1 of `exit_raises`, line 14 returns `1`.
VERIFIED In call 1 of `loop_in_finally`, line 17 returns `1`.
VERIFIED The loop on line 25 ends because line 27 breaks out of it.
REFUTED The loop on line 25 ends because line 30 raises.
VERIFIED The loop on line 33 ends because its items run out.
VERIFIED The loop on line 33 makes 3 passes.
REFUTED Line 35 returns `5`.
VERIFIED The loop on line 38 ends because line 42 breaks out of it.
REFUTED The loop on line 38 ends because line 40 returns.
VERIFIED The loop on line 43 ends because line 47 breaks out of it.
VERIFIED The loop on line 48 ends because its items run out.
VERIFIED The loop on line 48 makes 3 passes.
REFUTED The loop on line 53 ends because line 55 breaks out of it.
REFUTED After the loop on line 53, `y` is `1`.
REFUTED Line 59 returns `7`.
VERIFIED Line 62 returns `8`.
VERIFIED The answer is `8`.
"""

ENDLESS = """\
def f(it, n):
    it = iter(it)
    out = []
    try:
        while True:
            out.append(next(it))
    except StopIteration:
        pass
    k = 3
    while True:
        try:
            k = k - 1 if k > 0 else 1 / 0
        except ZeroDivisionError:
            break
    while True:
        while True:
            n -= 1
            if n % 2: break
        if n < 2: break
        n = n
    while 1:
        while 1:
            while 1:
                n += 1
                break
            if n > 3: break
        if n > 5: break
    while True:
        while n:
            n -= 1
            try:
                if n == 3: break
                if n == 1: continue
            finally:
                k = n
        if n == 0: break
    while True: k = k + 1; k if k < 3 else int('x')
"""

ENDLESS_TOLD = """
VERIFIED Line 6 runs 4 times.
VERIFIED The loop on line 5 makes 4 passes.
VERIFIED The loop on line 5 ends because line 6 raises.
VERIFIED On pass 2 of the loop on line 5, line 6 changes `out` to `[1, 2]`.
VERIFIED At the end of pass 2 of the loop on line 5, `out` is `[1, 2]`.
VERIFIED The loop on line 10 makes 4 passes.
VERIFIED On pass 1 of the loop on line 10, line 12 sets `k` to `2`.
VERIFIED The loop on line 10 ends because line 14 breaks out of it.
VERIFIED The loop on line 15 makes 3 passes.
VERIFIED On pass 1 of the loop on line 15, the loop on line 16 makes 1 pass.
VERIFIED On pass 3 of the loop on line 15, the loop on line 16 makes 2 passes.
VERIFIED Line 17 runs 5 times.
VERIFIED The loop on line 21 makes 3 passes.
VERIFIED On pass 1 of the loop on line 21, the loop on line 22 makes 3 passes.
VERIFIED On pass 2 of the loop on line 21, the loop on line 22 makes 1 pass.
VERIFIED The loop on line 23 makes 1 pass.
VERIFIED The loop on line 28 makes 2 passes.
VERIFIED On pass 1 of the loop on line 28, the loop on line 29 makes 3 passes.
VERIFIED The loop on line 29 makes 3 passes.
VERIFIED On pass 2 of the loop on line 28, the loop on line 29 ends because its condition is false.
VERIFIED Line 37 runs 3 times.
VERIFIED The loop on line 37 makes 3 passes.
VERIFIED On pass 2 of the loop on line 37, line 37 sets `k` to `2`.
VERIFIED The loop on line 37 ends because line 37 raises.
"""

BLOCKS = """\
class CM:
    def __init__(self, log): self.log = log
    def __enter__(self): self.log.append('in'); return self
    def __exit__(self, *a): self.log.append('out')
def f(xs):
    log = []
    for x in xs:
        with CM(log):
            y = x
    for x in xs:
        with CM(log):
            if x: break
    while len(log) < 10:
        with CM(log):
            continue
    for x in xs:
        with CM(log): return log
"""

BLOCKS_TOLD = """
VERIFIED At the end of pass 1 of the loop on line 7, `log` is `['in', 'out']`.
AMBIGUOUS After line 9, `log` is `['in']`.
VERIFIED After the loop on line 10, `len(log)` is `6`.
REFUTED After the loop on line 10, `len(log)` is `5`.
VERIFIED At the end of pass 1 of the loop on line 10, `len(log)` is `6`.
VERIFIED At the end of pass 1 of the loop on line 13, `len(log)` is `8`.
VERIFIED Line 14 runs twice.
VERIFIED At the end of pass 1 of the loop on line 16, `len(log)` is `12`.
VERIFIED Line 17 runs once.
"""

MADE = """\
def deco(n):
    return lambda thing: thing
def f(a, b):
    c = [1, 2, 3]
    d = a in [1, 2]
    e = (n := 5) + 1
    g = lambda: 1
    h = (v for v in c)
    for k in [1, 2]: pass
    i = a in {1, 2}
    j = {**{'z': 1}, 'y': 2}
    k = {1, 2, 3}
    @deco(4)
    class K: pass
    s = '%s-%s' % (a + 1, b)
    a, b = b, a
    for m in [a, b]: pass
    o = (*c, 1, *c)
    p = f'{a!r:>{b}}' f'{b}'
    q = [(last := x) for x in (6, 7)]
    while c.pop() > 2: pass
    for m in [x for x in (1, 2)]: pass
    return c
"""

MADE_TOLD = """
VERIFIED On line 4, `[1, 2, 3]` evaluates to `[1, 2, 3]`.
REFUTED On line 4, `[1, 2, 3]` evaluates to `(1, 2, 3)`.
UNSUPPORTED On line 5, `[1, 2]` evaluates to `[1, 2]`.
UNSUPPORTED On line 5, `[1, 2]` evaluates to `(1, 2)`.
VERIFIED On line 6, `(n := 5)` evaluates to `5`.
REFUTED On line 6, `(n := 5)` evaluates to `6`.
VERIFIED On line 7, `lambda: 1` evaluates to a value of type `function`.
REFUTED On line 7, `lambda: 1` evaluates to a value of type `code`.
VERIFIED On line 8, `(v for v in c)` evaluates to a value of type `generator`.
REFUTED On line 8, `(v for v in c)` evaluates to a value of type `function`.
UNSUPPORTED On line 9, `[1, 2]` evaluates to `(1, 2)`.
VERIFIED Line 9 runs 3 times.
VERIFIED The loop on line 9 makes 2 passes.
UNSUPPORTED On line 10, `{1, 2}` evaluates to `frozenset({1, 2})`.
VERIFIED On line 11, `{**{'z': 1}, 'y': 2}` evaluates to `{'z': 1, 'y': 2}`.
REFUTED On line 11, `{**{'z': 1}, 'y': 2}` evaluates to `{'y': 2}`.
VERIFIED On line 12, `{1, 2, 3}` evaluates to `{1, 2, 3}`.
VERIFIED On line 14, `deco(4)` evaluates to a value of type `function`.
VERIFIED On line 15, `a + 1` evaluates to `2`.
VERIFIED On line 15, `'%s-%s' % (a + 1, b)` evaluates to `'2-2'`.
UNSUPPORTED On line 16, `(b, a)` evaluates to `(1, 2)`.
UNSUPPORTED On line 17, `[a, b]` evaluates to `(2, 1)`.
VERIFIED Line 17 runs 3 times.
VERIFIED On line 18, `(*c, 1, *c)` evaluates to `(1, 2, 3, 1, 1, 2, 3)`.
VERIFIED On line 19, `f'{a!r:>{b}}' f'{b}'` evaluates to `'21'`.
VERIFIED On line 20, `[(last := x) for x in (6, 7)]` evaluates to `[6, 7]`.
VERIFIED Line 21 runs twice.
VERIFIED The loop on line 21 makes 1 pass.
VERIFIED Line 22 runs 3 times.
VERIFIED The loop on line 22 makes 2 passes.
"""

CASES = """\
def f(n):
    r = []
    match n:
        case 1:
            if 0:
                r = 1
        case 2:
            pass
        case 3: pass
        case 4:
            try:
                r = 4
            finally:
                pass
    return r
"""

CASES_TOLD = """
UNSUPPORTED The case on line 4 matches.
UNSUPPORTED The case on line 4 does not match.
REFUTED The case on line 7 matches.
UNSUPPORTED The case on line 9 matches.
VERIFIED The case on line 10 matches.
REFUTED The case on line 10 does not match.
"""


NAMES = """\
x = 5
def f(a):
    x = 7
    def g():
        return a
    class C:
        x = 9
        def m(self):
            self.__y = __z = 1
            return x
    c = C()
    return g() + c.m() + x
"""

NAMES_TOLD = """
UNSUPPORTED In call 1 of `g`, at the start, `x` is `5`.
UNSUPPORTED In call 1 of `g`, at the start, `x` is not defined.
UNSUPPORTED In call 1 of `g`, at the start, `c` is `5`.
VERIFIED In call 1 of `m`, at the start, `x` is `7`.
VERIFIED In call 1 of `m`, line 9 sets `self.__y` to `1` and `__z` to `1`.
VERIFIED In call 1 of `m`, at the end, `self.__y` is `1` and `__z` is `1`.
VERIFIED In call 1 of `m`, at the end, `self._C__y` is `1`.
REFUTED In call 1 of `m`, at the end, `__z` is not defined.
"""

VALUES = """\
def f():
    nan = float('nan')
    a = [float('nan')]
    b = [float('nan')]
    d = {nan: 1}
    big = 10 ** 5000
    x = []
    x.append(x)
    y = [x, 1]
    x.append(2)
    st = {1}
    print()
    print(end='')
    return big
"""

VALUES_TOLD = """
UNSUPPORTED At the end, `a == b` is `True`.
UNSUPPORTED At the end, `nan in d` is `False`.
UNSUPPORTED At the end, `d[nan]` is `1`.
VERIFIED At the end, `nan == nan` is `False`.
VERIFIED At the end, `a` is `[nan]`.
REFUTED Line 10 leaves `x` unchanged.
UNSUPPORTED Line 10 leaves `x[0]` unchanged.
UNSUPPORTED Line 10 leaves `y[0][0]` unchanged.
REFUTED At the end, `st` is not `{1, True}`.
VERIFIED At the end, `st` is `{1, True}`.
VERIFIED Line 12 prints `''`.
REFUTED Line 13 prints `''`.
REFUTED Line 11 prints `''`.
REFUTED The function returns `5`.
REFUTED Line 6 sets `big` to `1`.
"""


ASYNCHRONOUS = """\
import asyncio
async def w(n):
    await asyncio.sleep(0)
    return n * 2
async def ag(n):
    for i in range(n):
        yield i
class CM:
    async def __aenter__(self): return 5
    async def __aexit__(self, *a): return True
async def main(n):
    a = await w(n)
    r = []
    async for x in ag(2):
        r.append(x)
    async with CM() as c:
        raise KeyError
    l = [y async for y in ag(2)]
    return a, r, c, l
def bad():
    yield 1
    raise StopIteration
def f(n):
    try: list(bad())
    except RuntimeError: pass
    return asyncio.run(main(n))
"""

ASYNCHRONOUS_TOLD = """
VERIFIED In call 1 of `main`, line 12 sets `a` to `6`.
VERIFIED In call 1 of `main`, line 12 runs once.
UNSUPPORTED In call 1 of `main`, the loop on line 14 makes no passes.
UNSUPPORTED In call 1 of `main`, the loop on line 14 makes 2 passes.
UNSUPPORTED In call 1 of `main`, line 14 runs 6 times.
VERIFIED In call 1 of `main`, line 15 runs twice.
UNSUPPORTED In call 1 of `main`, line 16 runs twice.
VERIFIED In call 1 of `main`, line 17 raises `KeyError`.
UNSUPPORTED In call 1 of `main`, line 18 runs twice.
UNSUPPORTED In call 1 of `ag`, line 7 yields `0`.
VERIFIED In call 1 of `ag`, the loop on line 6 makes 2 passes.
VERIFIED In call 1 of `bad`, line 22 raises `StopIteration`.
VERIFIED Call 1 of `bad` raises `RuntimeError`.
REFUTED Call 1 of `bad` raises `StopIteration`.
VERIFIED The answer is `(6, [0, 1], 5, [0, 1])`.
"""


ONE_LINE = """\
from contextlib import suppress
def f(n):
    while n:
        with suppress(ValueError): break
    for i in (1,):
        with suppress(ValueError): continue
    for i in (1,):
        try: break
        finally: n = 2
    with suppress(ValueError): n += 1
    with suppress(ValueError): return 1
"""

ONE_LINE_TOLD = """
UNSUPPORTED Line 4 breaks out of the loop on line 3.
UNSUPPORTED The loop on line 3 ends because line 4 breaks out of it.
UNSUPPORTED After the loop on line 3, `n` is `1`.
VERIFIED The loop on line 3 makes 1 pass.
VERIFIED Line 4 runs once.
UNSUPPORTED Line 6 continues with the next pass of the loop on line 5.
VERIFIED The loop on line 5 ends because its items run out.
UNSUPPORTED Line 8 runs.
UNSUPPORTED Line 8 never runs.
UNSUPPORTED The loop on line 7 ends because line 8 breaks out of it.
VERIFIED Line 9 sets `n` to `2`.
VERIFIED Line 10 sets `n` to `3`.
UNSUPPORTED Line 11 returns `1`.
VERIFIED Line 11 enters a `with` block.
VERIFIED The function returns `1`.
"""


OPAQUE = """\
import io, random, types
class R(random.Random): pass
class B(io.StringIO): pass
class K: z = 1
def h(): pass
def f():
    it = iter([1, 2])
    next(it)
    buf = io.StringIO()
    buf.write('x')
    held = [buf]
    buf.write('y')
    g = (x for x in [1, 2])
    next(g)
    r = random.Random(1)
    r.random()
    s = types.SimpleNamespace(a=1)
    s.a = 2
    b = bytearray(b'abc')
    m = memoryview(b)
    m[0] = 1
    K.z = 5
    h.v = 3
    own, text = R(1), B()
    own.random(); text.write('x')
    d = {}
    v = d.items()
    d[1] = 2
    k = K()
    k.a = 1
    k
"""

OPAQUE_TOLD = """
UNSUPPORTED Line 8 leaves `it` unchanged.
UNSUPPORTED Line 10 leaves `buf` unchanged.
UNSUPPORTED Line 12 leaves `held` unchanged.
UNSUPPORTED Line 12 leaves `(1, held)` unchanged.
UNSUPPORTED Line 14 leaves `g` unchanged.
UNSUPPORTED Line 16 leaves `r` unchanged.
UNSUPPORTED Line 18 leaves `s` unchanged.
UNSUPPORTED Line 21 leaves `m` unchanged.
REFUTED Line 21 leaves `b` unchanged.
UNSUPPORTED Line 22 leaves `K` unchanged.
UNSUPPORTED Line 23 leaves `h` unchanged.
UNSUPPORTED Line 25 leaves `own` unchanged.
UNSUPPORTED Line 25 leaves `text` unchanged.
UNSUPPORTED Line 28 leaves `v` unchanged.
REFUTED Line 7 leaves `it` unchanged.
REFUTED Line 8 changes `it` to `[2]`.
REFUTED Line 30 leaves `k` unchanged.
VERIFIED Line 31 leaves `k` unchanged.
"""

SUPER = """\
class A:
    def hi(self): return 1
class B(A):
    def hi(self):
        return super().hi()
    def ho(self):
        x = super()
        return super(B, self).hi()
def f():
    return B().hi(), B().ho()
"""

SUPER_TOLD = """
UNSUPPORTED In call 1 of `B.hi`, on line 5, `super()` evaluates to a value of type `super`.
VERIFIED In call 1 of `B.hi`, on line 5, `super().hi()` evaluates to `1`.
UNSUPPORTED In call 1 of `ho`, on line 7, `super()` evaluates to a value of type `super`.
UNSUPPORTED In call 1 of `ho`, line 8 evaluates `super(B, self)` to a value of type `super`.
REFUTED In call 1 of `ho`, on line 8, `super()` evaluates to a value of type `super`.
"""

ONE_PIECE = """\
def f(n):
    s = f'{n + 1}'
    t = f'{n!r:>3}'
    u = f'{n!r}'
    v = f'{n:>{n}}'
    w = f'{n=}'
    x = '%s' % (n,), '%-3s' % (n,)
    y = f'{n}' f''
    z = [f'{k!s}' for k in (n, n)]
    return f'{n}' f'a'
"""

ONE_PIECE_TOLD = """
VERIFIED On line 2, `f'{n + 1}'` evaluates to `'2'`.
REFUTED On line 2, `f'{n + 1}'` evaluates to `2`.
VERIFIED On line 3, `f'{n!r:>3}'` evaluates to `'  1'`.
VERIFIED On line 4, `f'{n!r}'` evaluates to `'1'`.
VERIFIED On line 5, `f'{n:>{n}}'` evaluates to `'1'`.
VERIFIED On line 6, `f'{n=}'` evaluates to `'n=1'`.
VERIFIED On line 7, `'%s' % (n,)` evaluates to `'1'`.
VERIFIED On line 7, `'%-3s' % (n,)` evaluates to `'1  '`.
VERIFIED On line 8, `f'{n}' f''` evaluates to `'1'`.
VERIFIED On line 9, `f'{k!s}'` evaluates to `'1'`.
VERIFIED On line 10, `f'{n}a'` evaluates to `'1a'`.
"""

NESTED = """\
def f(a):
    x = [[w for w in (v, 9)] for v in a]
    y = [{k: [w for w in (v, k)] for k in (1, 2)} for v in a]
    return [[len([z for z in a if z])] for v in a], x, y
"""

NESTED_TOLD = """
AMBIGUOUS On line 2, `[w for w in (v, 9)]` evaluates to `[1, 9]`.
REFUTED On line 2, `[w for w in (v, 9)]` evaluates to `[9, 1]`.
VERIFIED On line 2, `[[w for w in (v, 9)] for v in a]` evaluates to `[[1, 9], [2, 9]]`.
AMBIGUOUS On line 3, `[w for w in (v, k)]` evaluates to `[1, 1]`.
AMBIGUOUS Line 3 evaluates `{k: [w for w in (v, k)] for k in (1, 2)}` to `{1: [1, 1], 2: [1, 2]}`.
VERIFIED On line 4, `[z for z in a if z]` evaluates to `[1, 2]`.
REFUTED On line 4, `[z for z in a if z]` evaluates to `[1]`.
"""

WAITING = """\
held = []
def g():
    for i in (1, 2):
        yield i
def tidy():
    try:
        yield 1
    finally:
        held.append(2)
def handed_on():
    yield from tidy()
def f():
    a, b, c, d = g(), tidy(), handed_on(), g()
    next(a), next(b), next(c), next(d)
    held.append(1)
    a.close(); b.close(); c.close()
    return held
"""

WAITING_TOLD = """
UNSUPPORTED Call 1 of `g` raises `GeneratorExit`.
UNSUPPORTED Call 1 of `g` returns `None`.
UNSUPPORTED Call 2 of `g` raises `GeneratorExit`.
UNSUPPORTED In call 1 of `g`, line 4 raises `GeneratorExit`.
VERIFIED In call 1 of `g`, line 4 yields `1`.
VERIFIED In call 1 of `g`, line 4 runs once.
VERIFIED In call 1 of `g`, the loop on line 3 makes 1 pass.
UNSUPPORTED In call 1 of `g`, the loop on line 3 ends because line 4 raises.
UNSUPPORTED In call 1 of `g`, the loop on line 3 ends because its items run out.
REFUTED In call 1 of `g`, after the loop on line 3, `i` is `1`.
VERIFIED In call 1 of `g`, at the end, `held` is `[]`.
VERIFIED In call 1 of `g`, after line 4, `held` is `[]`.
VERIFIED In call 2 of `g`, at the end, `held` is `[]`.
VERIFIED Call 1 of `tidy` raises `GeneratorExit`.
VERIFIED In call 1 of `tidy`, line 7 raises `GeneratorExit`.
VERIFIED In call 1 of `tidy`, line 9 runs once.
VERIFIED In call 1 of `tidy`, at the end, `held` is `[1, 2]`.
UNSUPPORTED Call 1 of `handed_on` raises `GeneratorExit`.
VERIFIED In call 1 of `handed_on`, line 11 yields `1`.
"""

HANDED_ON = """\
def g(n):
    for i in range(n):
        yield i
    return n
def h(n):
    x = yield from g(n)
    yield from [7]; yield 8
    return x
def f(n):
    return list(h(n)), list(h(1))
"""

HANDED_ON_TOLD = """
AMBIGUOUS In call 1 of `h`, line 6 yields `0`.
REFUTED In call 1 of `h`, line 6 yields `2`.
VERIFIED In call 2 of `h`, line 6 yields `0`.
AMBIGUOUS In call 2 of `h`, line 7 yields `7`.
REFUTED In call 2 of `h`, line 8 yields `8`.
VERIFIED In call 2 of `h`, line 6 sets `x` to `1`.
"""


PLACES = """\
def f(n):
    class C:
        v = n
        def m(self):
            return 1
        for w in (1, 2): pass
        class D:
            u = 1
    try:
        n += 1
    # else: nothing
    finally:
        n += 2
    try: n += 1
    finally: n += 1
    for x in (1, 2):
        n += x
    else:
        n = n
    if n == 1:
        n = 1
    elif n == 2:
        n = 2
    else:
        n = 9
    while True:
        while True: break
        break
    return n
"""

PLACES_TOLD = """
VERIFIED Line 2 runs once.
UNSUPPORTED Line 3 runs.
UNSUPPORTED Line 3 sets `v` to `1`.
UNSUPPORTED Before line 4, `n` is `1`.
REFUTED Line 5 runs.
UNSUPPORTED The loop on line 6 makes 2 passes.
UNSUPPORTED Line 8 runs.
UNSUPPORTED Line 12 runs.
UNSUPPORTED Line 12 never runs.
UNSUPPORTED Line 12 sets `n` to `4`.
REFUTED Line 11 runs.
VERIFIED Line 15 runs once.
UNSUPPORTED Line 18 runs.
REFUTED The loop on line 18 makes 2 passes.
VERIFIED Line 22 runs once.
UNSUPPORTED Line 24 runs.
REFUTED Line 30 runs.
REFUTED On pass 1 of the loop on line 16, the loop on line 16 makes 2 passes.
REFUTED On pass 2 of the loop on line 16, the loop on line 16 makes 2 passes.
REFUTED On pass 1 of the loop on line 16, on pass 1 of the loop on line 16, line 17 runs.
REFUTED On pass 1 of the loop on line 26, the loop on line 26 makes 1 pass.
VERIFIED On pass 1 of the loop on line 26, the loop on line 27 makes 1 pass.
"""


def rows(*tables: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    """Program, call, verdict and sentence, from tables of program, call and lines."""
    return [
        (program, call, *line.split(" ", 1))  # type: ignore[misc]
        for program, call, told in tables
        for line in told.strip().splitlines()
    ]


SHADOWED = """\
def g(xs):
    def len(x):
        return 99
    def inner(ys):
        a = 1
        return a
    return inner(xs) + len(xs)
def f(xs):
    return g(xs)
"""
SHADOWED_TOLD = """\
UNSUPPORTED In call 1 of `inner`, after line 5, `len(ys)` is `2`.
UNSUPPORTED In call 1 of `inner`, after line 5, `len(ys)` is `99`.
VERIFIED In call 1 of `inner`, after line 5, the length of `ys` is 2.
VERIFIED In call 1 of `inner`, after line 5, `sum(ys)` is `3`.
"""
THROWN = """\
def g(n):
    try:
        yield n
    finally:
        n = 0
def h(n):
    yield from g(n)
class Wait:
    def __await__(self):
        yield 1
async def work(n):
    try:
        got = await Wait()
    except ValueError as error:
        n += 1
    return n
def f():
    it = h(1)
    next(it)
    try:
        it.throw(ValueError('x'))
    except ValueError:
        pass
    c = work(2)
    c.send(None)
    try:
        c.throw(ValueError('y'))
    except StopIteration:
        return 3
"""
THROWN_TOLD = """\
VERIFIED In call 1 of `h`, line 7 runs once.
REFUTED In call 1 of `h`, line 7 runs twice.
VERIFIED In call 1 of `work`, line 13 runs once.
REFUTED In call 1 of `work`, line 13 runs twice.
VERIFIED In call 1 of `work`, line 14 catches `ValueError`.
REFUTED In call 1 of `work`, line 13 catches `ValueError`.
VERIFIED In call 1 of `h`, line 7 raises `ValueError`.
VERIFIED In call 1 of `work`, line 13 raises `ValueError`.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"),
    rows(
        (JUMPS, "[1, 2, 3]", JUMPS_TOLD),
        (ENDLESS, "[1, 2, 3], 6", ENDLESS_TOLD),
        (BLOCKS, "[1, 2]", BLOCKS_TOLD),
        (MADE, "1, 2", MADE_TOLD),
        (CASES, "4", CASES_TOLD),
        (NAMES, "1", NAMES_TOLD),
        (VALUES, "", VALUES_TOLD),
        (ASYNCHRONOUS, "3", ASYNCHRONOUS_TOLD),
        (ONE_LINE, "1", ONE_LINE_TOLD),
        (OPAQUE, "", OPAQUE_TOLD),
        (SUPER, "", SUPER_TOLD),
        (ONE_PIECE, "1", ONE_PIECE_TOLD),
        (NESTED, "[1, 2]", NESTED_TOLD),
        (WAITING, "", WAITING_TOLD),
        (HANDED_ON, "2", HANDED_ON_TOLD),
        (PLACES, "1", PLACES_TOLD),
        (THROWN, "", THROWN_TOLD),
        (SHADOWED, "[1, 2]", SHADOWED_TOLD),
    ),
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        # One would read the `1` as the value of both.
        "Line 2 sets `a` and `b` to `1`.",
        "Line 2 sets `a` to `1` and `b`.",
        # What shows nothing: the sentence would read as one about `'a'`.
        "At the end, `s` is not `'a\ufe0f'`.",
        "At the end, `s` is not `'a\u3164'`.",
        "At the end, `s` is not `'a\u2800'`.",
        # All lambdas share it: it is no function's name.
        "`<lambda>` is called once.",
        "Line 3 calls `<lambda>`.",
        "Call 1 of `f.<lambda>` returns `3`.",
    ],
)
def test_no_sentence(sentence: str) -> None:
    assert parse_narration(sentence).problems
