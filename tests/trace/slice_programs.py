"""Programs of every construct, on which slices are held against runs with overwritten values."""

from __future__ import annotations

from typing import Final

PROGRAMS: Final[dict[str, tuple[str, str]]] = {
    "a context manager": (
        """
class Ctx:
    def __init__(self, flag):
        self.flag = flag
    def __enter__(self):
        return self.flag
    def __exit__(self, *exc):
        return self.flag > 2
def f(n):
    a = n + 1
    r = 0
    with Ctx(a) as c:
        r = c + 1
        if n > 3:
            raise ValueError(n)
        r = 5
    z = r * 2
    return z
""",
        "4",
    ),
    "suppress": (
        """
from contextlib import suppress
def f(n):
    k = n - 4
    r = 1
    with suppress(ValueError):
        if k < 0:
            raise ValueError
        r = 2
    return r
""",
        "4",
    ),
    "match": (
        """
def f(n):
    p = [n, 2]
    q = {'k': n}
    match p:
        case [x, 3]:
            r = x
        case [x, y] if x > 10:
            r = y
        case [x, *rest]:
            r = x + rest[0]
    match q:
        case {'z': v}:
            r = v
        case {'k': v, **kw}:
            r = r + v
    return r
""",
        "4",
    ),
    "generators that are sent values": (
        """
def gen(n):
    got = 0
    while got < n:
        more = yield got
        if more is None:
            more = 1
        got += more
    return got * 2
def outer(n):
    k = yield from gen(n)
    yield k + 100
def f(n):
    g = outer(n)
    a = next(g)
    b = g.send(2)
    c = list(g)
    return [a, b, c]
""",
        "5",
    ),
    "iterators": (
        """
def f(n):
    src = [n, 2, 3, 4]
    it = iter(src)
    skip = n - 3
    for _ in range(skip):
        next(it)
    first = next(it)
    pairs = list(zip(src, enumerate(src)))
    d = dict(zip('ab', src))
    s = [v for k, v in d.items() if k != 'a']
    m = list(map(lambda z: z + n, src))
    fl = [*filter(lambda z: z > 2, src)]
    return first, pairs[1], s, m[0], fl
""",
        "4",
    ),
    "closures": (
        """
def f(n):
    total = 0
    steps = []
    def add(k):
        nonlocal total
        if k > 2:
            total += k
            steps.append(k)
    for i in range(n):
        add(i)
    fs = [lambda x, j=j: x + j + total for j in range(2)]
    return fs[1](3), steps
""",
        "5",
    ),
    "globals": (
        """
G = 1
LOG = []
def bump(k):
    global G
    if k > 2:
        G = G + k
    LOG.append(k)
def f(n):
    bump(n)
    bump(n - 3)
    return G + len(LOG)
""",
        "4",
    ),
    "exceptions with finally": (
        """
class E(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code
def risky(n):
    if n > 3:
        raise E(n * 2)
    return n
def f(n):
    out = []
    for i in range(n):
        try:
            v = risky(i)
        except E as err:
            out.append(err.code)
            continue
        else:
            out.append(v)
        finally:
            out.append(-1)
    return out
""",
        "6",
    ),
    "exceptions of operations": (
        """
def helper(x, y):
    q = 10 // x
    return y
def f(n):
    d = {'a': n}
    key = 'a' if n > 2 else 'b'
    r = 0
    try:
        d[key]
        r = 1
    except KeyError:
        r = 2
    z = n - 3
    try:
        helper(z, n)
        r += 10
    except ZeroDivisionError:
        r += 20
    s = str(n)
    try:
        int(s)
        r += 100
    except ValueError:
        pass
    return r
""",
        "4",
    ),
    "aliases": (
        """
def f(n):
    a = [1, 2]
    b = [3, 4]
    c = a if n > 3 else b
    c[0] = 9
    rows = [a, b]
    rows[n % 2][1] = 7
    pick = rows[n - 4]
    pick.append(5)
    for row in rows[:n - 3]:
        row.append(0)
    return b
""",
        "4",
    ),
    "defaults and starred arguments": (
        """
def g(a, b=[], *rest, k=1, **kw):
    b.append(a)
    return len(b) + k + sum(rest) + kw.get('z', 0)
def f(n):
    t = (n, n + 1)
    d = {'z': n}
    g(1)
    x = g(n, k=n + 1)
    y = g(*t, 4, **d) if False else g(n, [1], n, z=n)
    return x + y
""",
        "4",
    ),
    "methods of mappings and queues": (
        """
from collections import defaultdict, Counter, deque
def f(n):
    c = Counter()
    dd = defaultdict(list)
    q = deque([n])
    for w in ['a', 'b', 'a', 'c']:
        c[w] += n
        dd[len(w) % 2].append(w)
        q.appendleft(w)
    d = {}
    d.setdefault('x', n)
    d.setdefault('x', n + 5)
    d.update(y=n)
    e = {**d, 'z': 1}
    e |= {'w': n}
    p = d.pop('y')
    last = q.pop()
    return c.most_common(1), dict(dd), e, p, last
""",
        "4",
    ),
    "sets": (
        """
def f(n):
    seen = set()
    out = []
    for x in [n, 2, n, 3]:
        if x in seen:
            continue
        seen.add(x)
        out.append(x)
    s = {1, 2} & seen
    t = frozenset(seen) | {n}
    seen.discard(n)
    return len(out), sorted(s), sorted(t), sorted(seen)
""",
        "2",
    ),
    "loops with else": (
        """
def f(n):
    i = 0
    acc = []
    while True:
        i += 1
        if i % 2:
            continue
        acc.append(i)
        if i > n:
            break
    else:
        acc = None
    for j in range(3):
        if j == n:
            break
    else:
        acc.append('none')
    return acc
""",
        "5",
    ),
    "chained comparisons and f-strings": (
        """
def f(n):
    a = n + 1
    b = n + 2
    ok = 0 < a < b < 10
    x = a and b or n
    y = None
    z = y if y is not None else a
    w = (q := n + 3) + q
    s = f"{a:>{b}}|{x!r}"
    return ok, z, w, s
""",
        "4",
    ),
    "slices of lists": (
        """
def f(n):
    xs = list(range(n))
    xs[1:2] = [9, 9]
    del xs[0]
    ys = xs[::-1]
    a, *rest = ys
    (b, c), e = (n, 2), 3
    xs.insert(n - 3, 'k')
    xs.sort(key=str)
    i = xs.index('k')
    xs.reverse()
    return rest, b, i, xs[-1]
""",
        "4",
    ),
    "properties and special methods": (
        """
class A:
    base = 10
    def __init__(self, n):
        self._n = n
        self.items = []
    @property
    def n(self):
        return self._n
    @n.setter
    def n(self, v):
        self._n = v
        self.items.append(v)
    def __len__(self):
        return len(self.items)
    def __getitem__(self, k):
        return self.items[k]
    def __iter__(self):
        return iter(self.items)
    def __bool__(self):
        return self._n > 3
    def __contains__(self, x):
        return x == self._n
    def __eq__(self, o):
        return self._n == o._n
    def __hash__(self):
        return self._n
class B(A):
    def __init__(self, n):
        super().__init__(n)
        A.base = n
def f(n):
    b = B(n)
    b.n = n + 1
    b.n = n + 2
    t = 1 if b else 0
    u = len(b) + b[0] + sum(b)
    setattr(b, 'extra', n)
    return t, u, n in b, b == B(n), b.base, getattr(b, 'extra'), {b: 1}[b]
""",
        "4",
    ),
    "recursion": (
        """
def build(n):
    if n == 0:
        return None
    return {'v': n, 'next': build(n - 1)}
def total(node):
    t = 0
    while node:
        t += node['v']
        node = node['next']
    return t
def f(n):
    memo = {}
    def fib(k):
        if k in memo:
            return memo[k]
        if k < 2:
            return k
        r = fib(k - 1) + fib(k - 2)
        memo[k] = r
        return r
    return total(build(n)), fib(n)
""",
        "5",
    ),
    "linked nodes": (
        """
class Node:
    def __init__(self, v):
        self.v = v
        self.next = None
def f(n):
    head = Node(0)
    cur = head
    for i in range(n):
        nxt = Node(i)
        cur.next = nxt
        if i != 1:
            cur = nxt
    cur = head
    out = []
    while cur is not None:
        out.append(cur.v)
        cur = cur.next
    return out
""",
        "4",
    ),
    "strings and a key function": (
        """
def f(text):
    words = text.split()
    out = {}
    for w in words:
        k = w[0].upper()
        if k not in out:
            out[k] = []
        out[k].append(len(w))
    best = max(out, key=lambda k: sum(out[k]))
    return ''.join(sorted(out)) + best
""",
        "'ab cd aef'",
    ),
    "assertions": (
        """
def check(xs):
    assert len(xs) > 1, 'short'
    return True
def f(n):
    xs = [1, 2, n]
    y = xs[:n]
    check(y)
    z = 3
    if n > 100:
        check([])
    return z
""",
        "3",
    ),
    "return through finally": (
        """
def g(n, log):
    try:
        if n > 3:
            return n
        log.append('low')
    finally:
        log.append('fin')
        if n > 10:
            return -1
    return 0
def f(n):
    log = []
    a = g(n, log)
    b = g(n - 2, log)
    return a, b, log
""",
        "4",
    ),
    "comprehensions": (
        """
def f(n):
    g = [[i * j for j in range(n) if j % 2] for i in range(n) if i > 1]
    s = {x % 3 for r in g for x in r}
    d = {k: v for k, v in enumerate(g)}
    t = tuple(x for x in range(n) if x != 2)
    e = any(x > 3 for x in t)
    return len(s), d[0], t, e
""",
        "4",
    ),
    "nested lists": (
        """
def f(n):
    grid = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            if (i + j) % 2:
                grid[i][j] = i * j + 1
            elif i:
                grid[i][j] = grid[i - 1][j]
    shared = [[0]] * 2
    shared[n % 2][0] = n
    return grid[2][1], shared
""",
        "3",
    ),
    "bound methods and partial": (
        """
def f(n):
    xs = []
    put = xs.append
    for i in range(n):
        put(i)
    take = xs.pop
    a = take()
    from functools import reduce, partial
    add = partial(lambda u, v: u + v, n)
    return a, xs, reduce(lambda u, v: u * 2 + v, xs, n), add(3)
""",
        "4",
    ),
    "an exception that leaves": (
        """
def f(n):
    xs = [n, 3]
    if xs[0] > 100:
        raise ValueError(xs)
    k = n * 2
    raise KeyError(k)
""",
        "4",
    ),
    "branches not taken": (
        """
def f(n):
    xs = [1]
    flag = n > 10
    if flag:
        xs.append(2)
    if n > 20:
        xs = [5]
    ys = xs
    if n > 30:
        ys[0] = 4
    return xs[0], len(ys)
""",
        "4",
    ),
    "coroutines": (
        """
def drive(c):
    try:
        c.send(None)
    except StopIteration as s:
        return s.value
async def h(k):
    if k > 3:
        return k * 2
    return 0
async def g(n):
    a = await h(n)
    b = await h(1)
    return a + b
def f(n):
    k = n + 1
    return drive(g(k))
""",
        "4",
    ),
    "defaultdicts": (
        """
from collections import defaultdict
def f(n):
    d = defaultdict(int)
    d['a'] = 1
    k = 'a' if n > 2 else 'b'
    j = 'a'
    v = d[j]
    j = 'a' * 1
    w = d[j]
    return len(d)
""",
        "4",
    ),
    "functions under other names": (
        """
G = 1
def g():
    global G
    G = 5
def f(n):
    h = g
    c = n > 9
    if c:
        h()
    fs = [g]
    e = n > 8
    if e:
        fs[0]()
    return G
""",
        "4",
    ),
    "iterators that could have been moved on": (
        """
def f(n):
    it = iter([1, 2, 3, n])
    c = n > 9
    if c:
        next(it)
    d = n > 8
    if d:
        for x in it:
            break
    e = n > 7
    if e:
        a, b, *r = it
    k = n > 6
    if k:
        list(it)
    return next(it)
""",
        "4",
    ),
    "exceptions of generators": (
        """
def gen(n):
    k = n - 3
    q = 10 // k
    yield n
    try:
        yield n + 1
    except ValueError:
        yield 99
    finally:
        n = 0
def f(n):
    out = []
    try:
        for x in gen(n):
            out.append(x)
    except ZeroDivisionError:
        out.append('z')
    g = gen(n)
    next(g)
    next(g)
    out.append(g.throw(ValueError))
    g.close()
    return out
""",
        "4",
    ),
    "attributes of classes": (
        """
class A:
    k = 1
    def get(self):
        return self.k
class B(A):
    pass
def f(n):
    b = B()
    c = n > 5
    if c:
        A.k = 7
    d = n > 6
    if d:
        b.k = 8
    e = n > 7
    if e:
        setattr(b, 'k', 9)
    o = [b, B()]
    i = n - 3
    o[i].k = 4
    return b.get()
""",
        "4",
    ),
    "objects in attributes": (
        """
class Bag:
    def __init__(self):
        self.items = []
    def put(self, x):
        self.items.append(x)
        return self
def f(n):
    a = Bag()
    b = Bag()
    bags = [a, b]
    i = n - 3
    bags[i].put(n)
    c = n > 9
    if c:
        a.put(2)
    t = a if n > 5 else b
    t.put(3)
    return a.items
""",
        "4",
    ),
    "assignment expressions": (
        """
def f(n):
    xs = [n, 3, 5]
    while (k := xs.pop()) > n:
        z = k
    del z
    (p := n + 1)
    if (m := p * 2) > 100:
        p = 0
    return k, p
""",
        "4",
    ),
    "deletions": (
        """
def f(n):
    d = {'a': 1, 'b': 2, 'c': n}
    k = 'a'
    del d[k]
    xs = [1, 2, 3, n]
    i = n - 4
    del xs[i]
    o = n > 9
    if o:
        del d['b']
    return list(d.items()), xs[0]
""",
        "4",
    ),
    "lambdas with defaults": (
        """
def f(n):
    a = n + 1
    g = lambda x, y=a: x + y
    a = n + 2
    def h(p, *, q=a):
        return p + q
    s = sorted([(n, 2), (1, n)], key=lambda t: t[1] * a)
    m = max([n, 2, 3], key=lambda v: -v)
    return g(1), h(1), s, m
""",
        "4",
    ),
    "exceptions through calls": (
        """
def inner(n):
    try:
        if n > 5:
            raise KeyError(n)
        return 1
    finally:
        n += 1
def mid(n):
    r = inner(n)
    s = inner(n + 1)
    return r
def f(n):
    out = 0
    try:
        mid(n)
        out = 1
    except KeyError as e:
        out = e.args[0]
    try:
        mid(n - 2)
        out += 10
    except (KeyError, ValueError):
        out += 20
    return out
""",
        "4",
    ),
    "exchanges": (
        """
def f(n):
    a, b, c = 1, n, 3
    a, b = b, a
    a, c = c, a
    xs = [3, 1, n]
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            if xs[j] < xs[i]:
                xs[i], xs[j] = xs[j], xs[i]
    return a, xs
""",
        "2",
    ),
    "a search of a graph": (
        """
from collections import deque
def f(n):
    g = {0: [1, 2], 1: [3], 2: [3], 3: []}
    if n > 9:
        g[0] = []
    dist = {0: 0}
    q = deque([0])
    while q:
        u = q.popleft()
        for v in g[u]:
            if v not in dist:
                dist[v] = dist[u] + 1
                q.append(v)
            elif dist[v] > dist[u] + n:
                dist[v] = -1
    return dist[3]
""",
        "4",
    ),
    "dynamic programming": (
        """
def f(n):
    w = [1, 3, 4]
    v = [15, 20, 30]
    best = [0] * (n + 1)
    for i in range(3):
        for c in range(n, w[i] - 1, -1):
            t = best[c - w[i]] + v[i]
            if t > best[c]:
                best[c] = t
    return best[n]
""",
        "4",
    ),
    "a sieve": (
        """
def f(n):
    p = [True] * (n + 1)
    p[0] = p[1] = False
    i = 2
    while i * i <= n:
        if p[i]:
            for j in range(i * i, n + 1, i):
                p[j] = False
        i += 1
    return [k for k, x in enumerate(p) if x]
""",
        "12",
    ),
    "a stack of brackets": (
        """
def f(s):
    stack = []
    pairs = {')': '(', ']': '['}
    ok = True
    for ch in s:
        if ch in pairs.values():
            stack.append(ch)
        elif ch in pairs:
            if not stack or stack.pop() != pairs[ch]:
                ok = False
                break
    return ok and not stack
""",
        "'([])('",
    ),
    "data classes": (
        """
from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    ys: list = field(default_factory=list)
    def add(self, k):
        self.ys.append(k)
        self.x += k
def f(n):
    p = P(n)
    q = P(n + 1, [n])
    p.add(n)
    r = q == P(n + 1, [4])
    return p, r
""",
        "4",
    ),
    "subclasses of builtins": (
        """
class D(dict):
    def __missing__(self, k):
        self[k] = k * 2
        return self[k]
class L(list):
    def total(self):
        return sum(self)
def f(n):
    d = D()
    a = d[n]
    d['z'] = n
    l = L([1, n])
    l.append(n)
    return a, len(d), l.total(), l[1]
""",
        "4",
    ),
    "objects that are chosen": (
        """
def f(n):
    a = [1]
    b = [2]
    pick = n > 2
    t = (a if pick else b)
    t.append(n)
    u = n > 3 and a or b
    u.append(5)
    return a, b
""",
        "4",
    ),
    "return from a loop": (
        """
def find(xs, k):
    for i, x in enumerate(xs):
        if x == k:
            return i
    return -1
def f(n):
    xs = [5, n, 7]
    k = n + 3
    i = find(xs, k)
    j = find(xs, 99)
    return i
""",
        "4",
    ),
    "arguments that are changed": (
        """
def fill(out, k):
    out.clear()
    out.extend(range(k))
def f(n):
    a = [9]
    k = n - 1
    fill(a, k)
    def g(lst):
        lst[0] = n
    c = n > 9
    if c:
        g(a)
    return a
""",
        "4",
    ),
    "views and iterators": (
        """
def f(n):
    a = [1, 2, n]
    b = [4, 5]
    z = zip(a, b)
    a.append(3)
    b.append(n)
    first = next(z)
    r = reversed(a)
    m = map(str, b)
    s = ''.join(m)
    e = list(enumerate(r))
    return first, s, e, dict(z)
""",
        "4",
    ),
}
