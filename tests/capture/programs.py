"""Small programs for the tests of the recorder: every statement kind, every way to change an
object, every way for control to leave a place.

``#: name == literal; …`` at the end of a line says what the names hold when control reaches
that line for the last time (in the activation that reaches it last); ``unbound`` for nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Case(NamedTuple):
    """A program, its call, and the literal of its answer (``raises X`` for an exception)."""

    source: str
    call: str
    answer: str


PROGRAMS: Final[dict[str, Case]] = {
    "for_and_if": Case(
        """
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n  #: total == 3; n == 2
        else:
            nums[0] = total
    result = total * 2  #: nums == [3, 0, 2][:] or True
    return result  #: result == 10; total == 5; n == 2
""".replace("  #: nums == [3, 0, 2][:] or True", "  #: nums == [3, 1, 2]"),
        "[3, 1, 2]",
        "10",
    ),
    "while_else_break": Case(
        """
def f(n):
    found = None
    while n:
        n -= 1
        if n == 7:
            continue
        if n == 2:
            found = n
            break
    else:
        found = -1
    k = 3
    while k > 0:
        k -= 1
    else:
        found = (found, k)  #: k == 0; found == 2
    return found
""",
        "9",
        "(2, 0)",
    ),
    "while_true": Case(
        """
def f(n):
    count = 0
    while True:
        count += 1
        if count > n:
            break
        pass
    return count
""",
        "3",
        "4",
    ),
    "nested_loops": Case(
        """
def f(rows, goal):
    count = 0
    for row in rows:
        for x in row:
            count += 1
            if x == goal:
                break
            if x == 2:
                continue
            count += 10
    for z in []:
        count = 99
    else:
        w = count
    return count, w  #: count == 13; z == unbound; row == [3, 9]; x == 3
""",
        "[[1, 2], [3, 9]], 3",
        "(13, 13)",
    ),
    "chained_and_boolean": Case(
        """
def f(a, b, c):
    r = []
    r.append(1 < a < 5 < b)
    r.append(a and b or c)
    r.append(not a and not b)
    r.append(a if b else c)
    if a and (b or c) and not (a > 100 or c):
        r.append('yes')  #: r == [True, 9, False, 3]
    if a is None or b is not None:
        r.append('b')
    x = a is None
    y = None if a is not None else 5
    return r, x, y
""",
        "3, 9, 0",
        "([True, 9, False, 3, 'yes', 'b'], False, None)",
    ),
    "aliasing": Case(
        """
def f():
    a = [1]
    b = a
    c = [a, b]
    b.append(2)  #: a == [1]; c == [[1], [1]]
    a = [9]  #: a == [1, 2]; b == [1, 2]; c == [[1, 2], [1, 2]]
    c[0][0] = 7
    return a, b, c  #: a == [9]; b == [7, 2]; c == [[7, 2], [7, 2]]
""",
        "",
        "([9], [7, 2], [[7, 2], [7, 2]])",
    ),
    "list_methods": Case(
        """
def f(xs):
    xs.append(4)
    xs.extend([5, 6])  #: xs == [3, 1, 4]
    xs.insert(0, 0)  #: xs == [3, 1, 4, 5, 6]
    p = xs.pop()  #: xs == [0, 3, 1, 4, 5, 6]
    xs.remove(3)  #: xs == [0, 3, 1, 4, 5]; p == 6
    xs.reverse()  #: xs == [0, 1, 4, 5]
    xs.sort()  #: xs == [5, 4, 1, 0]
    ys = xs.copy()  #: xs == [0, 1, 4, 5]
    xs.clear()
    return xs, ys, p  #: xs == []; ys == [0, 1, 4, 5]
""",
        "[3, 1]",
        "([], [0, 1, 4, 5], 6)",
    ),
    "in_place": Case(
        """
def f():
    a = b = [1]
    a += [2]
    a *= 2  #: b == [1, 2]
    s = t = {1}  #: b == [1, 2, 1, 2]
    s |= {2}
    s -= {1}  #: t == {1, 2}
    d = e = {'x': 1}  #: t == {2}
    d |= {'y': 2}
    n = m = 5  #: e == {'x': 1, 'y': 2}
    n += 1
    u = v = (1,)
    u += (2,)
    w = 'a'
    w *= 3
    return a is b, s is t, d is e, n, m, u, v, w
""",
        "",
        "(True, True, True, 6, 5, (1, 2), (1,), 'aaa')",
    ),
    "elements_and_slices": Case(
        """
def f(xs, d):
    xs[0] = 10
    xs[-1] += 5  #: xs == [10, 2, 3, 4]
    xs[1:3] = [7, 8, 9]  #: xs == [10, 2, 3, 9]
    del xs[0]  #: xs == [10, 7, 8, 9, 9]
    del xs[:2]  #: xs == [7, 8, 9, 9]
    d['b'] = d['a'] = 2  #: xs == [9, 9]
    del d['a']  #: d == {'a': 2, 'b': 2}
    d.setdefault('c', []).append(1)  #: d == {'b': 2}
    d.update(z=0)  #: d == {'b': 2, 'c': [1]}
    d.pop('b')
    k = d.popitem()  #: d == {'c': [1], 'z': 0}
    part = xs[::2], xs[0:1]
    return xs, d, k, part
""",
        "[1, 2, 3, 4], {'a': 1}",
        "([9, 9], {'c': [1]}, ('z', 0), ([9], [9]))",
    ),
    "sets": Case(
        """
def f():
    s = set()
    s.add(1)  #: s == set()
    s.update([2, 3])  #: s == {1}
    s.discard(1)  #: s == {1, 2, 3}
    t = frozenset(s)  #: s == {2, 3}
    s.clear()
    return s, t, 2 in t, {1, 2} & t
""",
        "",
        "(set(), frozenset({2, 3}), True, {2})",
    ),
    "unpacking": Case(
        """
def f(pair, rest):
    a, b = pair
    a, b = b, a  #: a == 1; b == 2
    first, *middle, last = rest  #: a == 2; b == 1
    (x, y), z = pair, 3
    [p, *q] = 'hey'
    for i, (j, k) in enumerate([(1, 2), (3, 4)]):
        a += i * j * k
    u = v = w = 0
    return a, b, first, middle, last, x, y, z, p, q, u, v, w
""",
        "(1, 2), range(5)",
        "(14, 1, 0, [1, 2, 3], 4, 1, 2, 3, 'h', ['e', 'y'], 0, 0, 0)",
    ),
    "calls": Case(
        """
def g(a, b=2, *rest, c=3, **more):
    total = a + b + c
    return total, rest, more  #: a == 1; b == 5; c == 3; rest == (6,); more == {'d': 7}

def f():
    x = g(1)
    y = g(1, c=4)
    z = g(*[1, 5, 6], **{'d': 7})
    return x, y, z
""",
        "",
        "((6, (), {}), (7, (), {}), (9, (6,), {'d': 7}))",
    ),
    "recursion": Case(
        """
def fact(n):
    if n <= 1:
        return 1
    below = fact(n - 1)
    return n * below  #: n == 4; below == 6

def f(n):
    return fact(n)
""",
        "4",
        "24",
    ),
    "closures": Case(
        """
def counter(start):
    count = start
    def step(by=1):
        nonlocal count
        count += by  #: count == 11; by == 5; start == unbound
        return count
    return step

def f():
    one = counter(10)
    two = counter(0)
    a = one()
    b = two()
    c = one(5)
    return a, b, c
""",
        "",
        "(11, 1, 16)",
    ),
    "closure_over_parameter": Case(
        """
def f(items, limit):
    def small(x):
        return x < limit
    limit += 1  #: limit == 2
    kept = [x for x in items if small(x)]  #: limit == 3
    make = [lambda: i for i in range(3)]
    return kept, [m() for m in make], (lambda y: y + limit)(1)  #: kept == [1, 2]
""",
        "[1, 2, 3, 4], 2",
        "([1, 2], [2, 2, 2], 4)",
    ),
    "delete_cell": Case(
        """
def f():
    x = 1
    def g():
        return x
    first = g()
    del x
    try:
        g()
    except NameError as error:
        message = type(error).__name__
    x = 2
    return first, g(), message
""",
        "",
        "(1, 2, 'NameError')",
    ),
    "globals": Case(
        """
total = 0
names = []

def add(n):
    global total, fresh
    total += n
    fresh = n
    names.append(n)

def f():
    global fresh
    add(2)
    add(3)
    t = total, fresh
    del fresh
    return t, names
""",
        "",
        "((5, 3), [2, 3])",
    ),
    "comprehensions": Case(
        """
def f(n):
    x = 'outer'
    squares = [x * x for x in range(n) if x % 2]
    pairs = [(a, b) for a in range(2) for b in 'xy' if a or b == 'x']  #: squares == [1, 9]
    table = {k: [v for v in range(k)] for k in range(3)}  #: x == 'outer'; a == unbound
    letters = {c for c in 'abca'}
    total = sum(y for y in squares)
    last = [y := z for z in range(3)]
    return x, squares, pairs, table, letters, total, last, y  #: y == 2; z == unbound
""",
        "4",
        "('outer', [1, 9], [(0, 'x'), (1, 'x'), (1, 'y')], {0: [], 1: [0], 2: [0, 1]},"
        " {'a', 'b', 'c'}, 10, [0, 1, 2], 2)",
    ),
    "comprehension_raises": Case(
        """
def f():
    x = 5
    try:
        return [1 // x for x in (1, 0)]
    except ZeroDivisionError:
        return x  #: x == 5
""",
        "",
        "5",
    ),
    "generators": Case(
        """
def count(n):
    for i in range(n):
        got = yield i
        if got:
            yield got * 10  #: got == 2; i == 0

def f():
    g = count(3)
    a = next(g)
    b = g.send(2)
    rest = list(g)  #: a == 0; b == 20
    total = sum(x * x for x in count(3))
    return a, b, rest, total
""",
        "",
        "(0, 20, [1, 2], 5)",
    ),
    "generator_throw_close": Case(
        """
log = []

def worker():
    try:
        while True:
            try:
                item = yield len(log)
                log.append(item)
            except ValueError as error:
                log.append(error.args[0])
                yield 'recovered'
    finally:
        log.append('closed')

def f():
    w = worker()
    next(w)
    w.send('a')
    r = w.throw(ValueError('bad'))
    n = next(w)  #: r == 'recovered'
    w.close()
    dead = worker()
    dead.close()
    try:
        next(w)
    except StopIteration:
        n += 100
    return r, n, log
""",
        "",
        "('recovered', 102, ['a', 'bad', 'closed'])",
    ),
    "yield_from": Case(
        """
def inner(n):
    got = yield n
    return (got, n)

def outer():
    a = yield from inner(1)
    b = yield from [7, 8]
    c = yield from inner(2)
    return a, b, c  #: a == ('x', 1); b == None; c == ('y', 2)

def f():
    g = outer()
    seen = [next(g), g.send('x'), next(g), next(g)]
    try:
        g.send('y')
    except StopIteration as stop:
        seen.append(stop.value)
    return seen
""",
        "",
        "[1, 7, 8, 2, (('x', 1), None, ('y', 2))]",
    ),
    "generator_changes_list": Case(
        """
def feed(seen):
    for i in range(3):
        yield len(seen)

def f():
    from collections import deque
    q = deque()
    q.extend(feed(q))
    xs = []
    xs.extend(feed(xs))  #: q == <deque>
    return list(q), len(xs)
""".replace("  #: q == <deque>", ""),
        "",
        "([0, 1, 2], 3)",
    ),
    "exceptions": Case(
        """
def parse(text):
    if not text.isdigit():
        raise ValueError('bad')
    return int(text)

def f(text):
    trail = []
    try:
        value = parse(text)
    except (KeyError, ValueError) as error:
        trail.append(error.args)
        value = -1
    else:
        trail.append('else')
    finally:
        trail.append('finally')  #: value == -1; error == unbound
    try:
        try:
            {}['k']
        finally:
            trail.append('inner')
    except LookupError:
        trail.append('outer')
    return value, trail  #: trail == [('bad',), 'finally', 'inner', 'outer']
""",
        "'7x'",
        "(-1, [('bad',), 'finally', 'inner', 'outer'])",
    ),
    "exception_leaves": Case(
        """
def h(d):
    return d['x']

def f():
    d = {}
    try:
        h(d)
    except KeyError as error:
        raise RuntimeError('wrapped', 1) from error
""",
        "",
        "raises RuntimeError",
    ),
    "exception_in_every_place": Case(
        """
def f():
    seen = []
    for number in range(9):
        try:
            if number == 0: undefined_name
            if number == 1: [][1]
            if number == 2: (1).nothing
            if number == 3: 1 + 'a'
            if number == 4: a, b = 1,
            if number == 5: unbound; unbound = 1
            if number == 6: {}[[]] = 1
            if number == 7: del seen[99]
            if number == 8: assert number < 8, 'msg'
        except Exception as error:
            seen.append(type(error).__name__)
    return seen
""",
        "",
        "['NameError', 'IndexError', 'AttributeError', 'TypeError', 'ValueError',"
        " 'UnboundLocalError', 'TypeError', 'IndexError', 'AssertionError']",
    ),
    "finally_control": Case(
        """
def g(n):
    for i in range(n):
        try:
            if i == 1:
                continue
            if i == 3:
                return i
        finally:
            n += 1
    return -1

def f():
    return g(2), g(9)
""",
        "",
        "(-1, 3)",
    ),
    "reraise": Case(
        """
def f():
    order = []
    try:
        try:
            raise KeyError('a')
        except KeyError:
            order.append(1)
            raise
        except ValueError:
            order.append('never')
    except KeyError as e:
        order.append(e.args)
    return order
""",
        "",
        "[1, ('a',)]",
    ),
    "exception_group": Case(
        """
def f():
    got = []
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError as group:
        got.append(len(group.exceptions))
    except* KeyError:
        got.append('key')
    return got
""",
        "",
        "[1, 'key']",
    ),
    "with_statement": Case(
        """
class Manager:
    def __init__(self, name, swallow):
        self.name = name
        self.swallow = swallow
        self.log = []
    def __enter__(self):
        self.log.append('in')
        return self
    def __exit__(self, kind, value, trace):
        self.log.append(kind is None)
        return self.swallow

def f():
    m = Manager('m', True)
    with m as a, Manager('n', False) as b:
        inside = a.name + b.name
        raise ValueError
    with Manager('o', False) as o:
        pass
    return m.log, b.log, o.log, inside
""",
        "",
        "(['in', False], ['in', False], ['in', True], 'mn')",
    ),
    "with_library": Case(
        """
from contextlib import contextmanager, suppress

@contextmanager
def tag(out):
    out.append('<')
    try:
        yield len(out)
    finally:
        out.append('>')

def f():
    out = []
    with tag(out) as n:
        out.append(n)
    with suppress(KeyError):
        {}[1]
    return out  #: out == ['<', 1, '>']
""",
        "",
        "['<', 1, '>']",
    ),
    "sort_with_key": Case(
        """
def by(x):
    return -x

def f(xs):
    xs.sort(key=by)
    ys = sorted(xs, key=lambda x: x % 3)  #: xs == [5, 4, 2]
    m = max(ys, key=by)
    zs = list(map(lambda v: v + 1, filter(lambda v: v > 2, ys)))
    return xs, ys, m, zs
""",
        "[4, 2, 5]",
        "([5, 4, 2], [4, 5, 2], 2, [5, 6])",
    ),
    "dunder_methods": Case(
        """
class Vec:
    def __init__(self, x):
        self.x = x
    def __add__(self, other):
        out = Vec(self.x + other.x)
        return out
    def __iadd__(self, other):
        self.x += other.x
        return self
    def __eq__(self, other):
        return self.x == other.x
    def __hash__(self):
        return hash(self.x)
    def __len__(self):
        return self.x
    def __bool__(self):
        return self.x > 0
    def __getitem__(self, i):
        return self.x * i
    def __setitem__(self, i, v):
        self.x = i + v
    def __delitem__(self, i):
        self.x = 0
    def __contains__(self, v):
        return v == self.x
    def __iter__(self):
        yield self.x
        yield self.x + 1
    def __call__(self, y):
        return y
    def __neg__(self):
        return Vec(-self.x)
    def __getattr__(self, name):
        return name.upper()
    def __str__(self):
        return 'V%d' % self.x

def f():
    a, b = Vec(1), Vec(2)
    c = a + b
    a += b
    same = a == c  #: a == <Vec x=3>; c == <Vec x=3>; b == <Vec x=2>
    d = {a: 1}
    found = c in d
    a[3] = 4
    got = a[2], 7 in a, list(a), a(5), len(a), (-a).x, a.missing, f'{a}!'
    flag = 'yes' if a else 'no'
    del a[0]  #: a == <Vec x=7>
    other = 'yes' if not a else 'no'
    while a:
        pass
    first, second = b
    return same, found, got, flag, other, first, second
""",
        "",
        "(True, True, (14, True, [7, 8], 5, 7, -7, 'MISSING', 'V7!'), 'yes', 'yes', 2, 3)",
    ),
    "classes": Case(
        """
def f():
    class Base:
        count = 0
        def __init__(self, v):
            self.v = v
            Base.count += 1
        def value(self):
            return self.v
        @property
        def twice(self):
            return self.v * 2
        @classmethod
        def make(cls, v):
            return cls(v)
        @staticmethod
        def help(v):
            return v + 1
    class Child(Base):
        def __init__(self, v):
            super().__init__(v + 1)
            self.extra = [v]
        def value(self):
            return super().value() * 10
    c = Child(1)
    b = Base.make(5)  #: c == <f.Child v=2, extra=[1]>
    c.extra.append(2)
    del b.v  #: c == <f.Child v=2, extra=[1, 2]>; b == <f.Base v=5>
    b.w = 1  #: b == <f.Base>
    return c.value(), c.twice, Base.count, Base.help(1), b.w
""",
        "",
        "(20, 4, 2, 2, 1)",
    ),
    "slots_and_subclasses": Case(
        """
from collections import namedtuple
Point = namedtuple('Point', 'x y')

class Slotted:
    __slots__ = ('a', 'b')

class Stack(list):
    def push(self, v):
        self.append(v)

class Age(int):
    pass

def f():
    s = Slotted()
    s.a = 1
    s.b = [2]
    st = Stack()
    st.push(1)  #: s == <Slotted a=1, b=[2]>; st == <Stack []>
    st.name = 'n'  #: st == <Stack [1]>
    p = Point(1, 2)
    q = p._replace(x=5)  #: p == <Point (1, 2)>
    a = Age(5)
    return s.a, st[0], q.x, a + 1  #: a == <Age 5>; st == <Stack [1], name='n'>
""",
        "",
        "(1, 1, 5, 6)",
    ),
    "dataclass": Case(
        """
from dataclasses import dataclass, field

@dataclass
class Item:
    name: str
    tags: list = field(default_factory=list)

def f():
    i = Item('a')
    i.tags.append(1)
    j = Item('a', [1])  #: i == <Item name='a', tags=[1]>
    return i == j, repr(j)
""",
        "",
        "(True, \"Item(name='a', tags=[1])\")",
    ),
    "match_statement": Case(
        """
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y

def kind(v):
    match v:
        case 0 | 1:
            return 'small'
        case [a, *rest] if rest:
            return a, rest
        case {'k': k, **others}:
            return k, others
        case P(x, y=2):
            return x
        case str() as s:
            return s * 2
        case None:
            return 'none'
        case _:
            return 'other'

def f():
    return [kind(v) for v in (1, [1, 2], [3], {'k': 1, 'z': 2}, P(9, 2), 'ab', None, 2.5)]
""",
        "",
        "['small', (1, [2]), 'other', (1, {'z': 2}), 9, 'abab', 'none', 'other']",
    ),
    "strings": Case(
        """
def f(name, n):
    a = f'{name!r:>6}|{n:03d}|{n + 1}'
    b = '%s-%d' % (name, n)
    c = '{}'.format(name)
    d = name[::-1] + name.upper()
    e = ','.join(sorted(name))
    return a, b, c, d, e, name.encode(), b'x' + bytes([65])
""",
        "'abc', 7",
        "(\" 'abc'|007|8\", 'abc-7', 'abc', 'cbaABC', 'a,b,c', b'abc', b'xA')",
    ),
    "collections": Case(
        """
from collections import Counter, OrderedDict, defaultdict, deque

def f(words):
    c = Counter(words)
    c['z'] += 1
    d = defaultdict(list)  #: c == <collections.Counter {'a': 2, 'b': 1, 'z': 1}>
    for w in words:
        d[w].append(len(d))
    q = deque([1, 2])  #: d == <collections.defaultdict {'a': [1, 2], 'b': [2]}>
    q.appendleft(0)
    q.rotate(1)  #: q == <collections.deque [0, 1, 2]>
    o = OrderedDict(a=1, b=2)  #: q == <collections.deque [2, 0, 1]>
    o.move_to_end('a')
    b = bytearray(b'ab')  #: o == <collections.OrderedDict {'b': 2, 'a': 1}>
    b[0] = 65
    b.extend(b'z')
    return c['a'], dict(d), list(q), list(o), b  #: b == bytearray(b'Abz')
""",
        "['a', 'b', 'a']",
        "(2, {'a': [1, 2], 'b': [2]}, [2, 0, 1], ['b', 'a'], bytearray(b'Abz'))",
    ),
    "cycles": Case(
        """
class Node:
    def __init__(self, v):
        self.v = v
        self.next = None

def f():
    xs = [1]
    xs.append(xs)
    a = Node(1)
    b = Node(2)
    a.next = b
    b.next = a  #: a == <Node v=1, next=<Node v=2, next=None>>
    count = 0
    node = a  #: a == <Node v=1, next=<Node v=2, next=<...>>>; xs == [1, <...>]
    while node is not None and count < 3:
        count += node.v
        node = node.next
    return count, len(xs)
""",
        "",
        "(3, 2)",
    ),
    "deletes_and_walrus": Case(
        """
def f(xs):
    if (n := len(xs)) > 2:
        y = n
        del y
    z, w = 1, 2
    del z, w  #: y == unbound; z == 1
    while (item := xs.pop()) != 1:
        pass
    return n, item, xs  #: z == unbound; xs == []
""",
        "[1, 2, 3]",
        "(3, 1, [])",
    ),
    "imports": Case(
        """
def f(x):
    import math
    from os import path as p, sep
    import os.path as q
    return math.floor(x), p is q, sep
""",
        "2.5",
        "(2, True, '/')",
    ),
    "printing": Case(
        """
import sys

def f():
    print('a', 1)
    print('b', end='', file=sys.stderr)
    return None
""",
        "",
        "None",
    ),
    "iterators": Case(
        """
class Down:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n

def f():
    seen = []
    for x in Down(3):
        seen.append(x)
    it = iter(seen)
    a = next(it)
    rest = [*it, *Down(2)]
    pairs = dict(zip('ab', Down(2)))
    return seen, a, rest, pairs, any(y > 1 for y in seen)
""",
        "",
        "([2, 1, 0], 2, [1, 0, 1, 0], {'a': 1, 'b': 0}, True)",
    ),
    "decorators": Case(
        """
import functools

def twice(fn):
    @functools.wraps(fn)
    def inner(*args):
        return fn(*args) * 2
    return inner

@twice
def g(x):
    return x + 1

@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def f():
    return g(1), fib(10)
""",
        "",
        "(4, 55)",
    ),
    "coroutines": Case(
        """
class Wait:
    def __await__(self):
        got = yield 'waiting'
        return got

async def work(n):
    a = await Wait()
    return a + n  #: a == 6; n == 2

async def both():
    return await work(1) + await work(2)

def f():
    c = both()
    first = c.send(None)
    second = c.send(5)
    try:
        c.send(6)
    except StopIteration as stop:
        return first, second, stop.value
""",
        "",
        "('waiting', 'waiting', 14)",
    ),
    "async_iteration": Case(
        """
class Aiter:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n

async def numbers(n):
    for i in range(n):
        yield i

class Cm:
    async def __aenter__(self):
        return 'cm'
    async def __aexit__(self, *exc):
        return True

async def main():
    out = []
    async for x in Aiter(2):
        out.append(x)
    async for y in numbers(2):
        out.append(y)
    async with Cm() as c:
        out.append(c)
        raise ValueError
    out += [z async for z in numbers(2)]
    return out

def f():
    c = main()
    try:
        c.send(None)
    except StopIteration as stop:
        return stop.value
""",
        "",
        "[1, 0, 0, 1, 'cm', 0, 1]",
    ),
    "statements_that_do_nothing": Case(
        """
def f(x):
    'docstring'
    pass
    ...
    for _ in range(2):
        pass
    if x: pass
    else: ...
    x: int
    y: int = 3
    return y
""",
        "0",
        "3",
    ),
    "complex_arguments": Case(
        """
def f(a, b, c):
    a.sort()
    b['n'] = a
    c[0].add(9)
    return a, b, c
""",
        "[2, 1], {}, ({1},)",
        "([1, 2], {'n': [1, 2]}, ({1, 9},))",
    ),
    "closed_through_yield_from": Case(
        """
def g(n):
    try:
        yield n
        yield n + 1
    finally:
        n = 0

def h(n):
    yield from g(n)

def f(n):
    it = h(n)
    a = next(it)
    it.close()
    it = h(n)
    next(it)
    try:
        it.throw(ValueError('x'))
    except ValueError:
        a += 1  #: a == 2
    return a
""",
        "2",
        "3",
    ),
    "captures_of_patterns": Case(
        """
def f(things):
    found = []
    for thing in things:
        match thing:
            case ('pair', w, h):
                found.append(w * h)  #: w == 3; h == 4
            case [a, *rest]:
                found.append(rest)  #: a == 7; rest == [8]
            case {'k': v} as whole:
                found.append(v + len(whole))  #: v == 5; whole == {'k': 5}
    negated = not w > h
    return found, negated
""",
        "[('pair', 3, 4), [7, 8], {'k': 5}]",
        "([12, [8], 6], True)",
    ),
    "changed_before_the_call": Case(
        """
items, seen, count = [], set(), {}
items.append(1)
seen.add(1)
count.setdefault('a', 1)

def f(n):
    items.append(n)
    items[0] = 5
    seen.add(n)
    count.setdefault('b', n)
    return items.pop(), items, seen, count
""",
        "2",
        "(2, [5], {1, 2}, {'a': 1, 'b': 2})",
    ),
    "thrown_into_an_await": Case(
        """
class Wait:
    def __await__(self):
        got = yield 1
        return got

async def work(n):
    try:
        got = await Wait()
    except ValueError as error:
        n += 1
        got = await Wait(), error.args  #: n == 3
    return n, got

async def numbers():
    yield 0
    try:
        yield 1
    except ValueError:
        yield 2

def done(awaitable):
    try:
        awaitable.send(None)
    except StopIteration as stop:
        return stop.value

def f():
    c = work(2)
    c.send(None)
    c.throw(ValueError(7))
    try:
        c.send(8)
    except StopIteration as stop:
        seen = [stop.value]
    c = work(0)
    c.send(None)
    try:
        c.throw(KeyError)
    except KeyError:
        seen.append('left')
    n = numbers()
    seen += [done(n.asend(None)), done(n.asend(None)), done(n.athrow(ValueError))]
    return seen
""",
        "",
        "[(3, (8, (7,))), 'left', 0, 1, 2]",
    ),
    "asynchronous_comprehensions": Case(
        """
async def numbers(n):
    for i in range(n):
        yield i

async def main():
    flat = [i * 10 + j async for i in numbers(2) for j in [1, 2]]
    deep = [[j async for j in numbers(i)] for i in [0, 2]]
    pairs = {i: [k for k in 'ab'] async for i in numbers(2) if i}
    for i in [5]:
        flat.append(i)
    return flat, deep, pairs

def f():
    try:
        main().send(None)
    except StopIteration as stop:
        return stop.value
""",
        "",
        "([1, 2, 11, 12, 5], [[], [0, 1]], {1: ['a', 'b']})",
    ),
    "attributes_through_the_dict": Case(
        """
class Thing:
    def __init__(self, a, **more):
        self.a = a
        self.__dict__['b'] = 2  #: self == <Thing a=1>
        self.__dict__.update(more)  #: self == <Thing a=1, b=2>
        self.c = 3  #: self == <Thing a=1, b=2, z=5>

def f():
    thing = Thing(1, z=5)
    held = vars(thing)
    held['a'] = 7  #: held == {'a': 1, 'b': 2, 'z': 5, 'c': 3}
    seen = thing.a
    thing.a = 8  #: thing == <Thing a=7, b=2, z=5, c=3>; held == {'a': 7, 'b': 2, 'z': 5, 'c': 3}
    del thing.b  #: held == {'a': 8, 'b': 2, 'z': 5, 'c': 3}
    setattr(thing, 'z', 6)
    held.pop('c')  #: held == {'a': 8, 'z': 6, 'c': 3}
    held.setdefault('d', 1)
    return seen, held, thing.__dict__ is held  #: held == {'a': 8, 'z': 6, 'd': 1}
""",
        "",
        "(7, {'a': 8, 'z': 6, 'd': 1}, True)",
    ),
    "class_without_an_mro": Case(
        """
class Meta(type):
    def mro(cls):
        seen.append(cls.__mro__)
        if cls.__mro__ is None:
            try:
                cls.__new__(cls).x = 1
            except TypeError:
                seen.append('not yet')
        return type.mro(cls)

seen = []

def f():
    class A(metaclass=Meta):
        def g(self):
            return 3
    a = A()
    a.x = 2
    return seen, a.g(), a.x
""",
        "",
        "([None, 'not yet'], 3, 2)",
    ),
}
