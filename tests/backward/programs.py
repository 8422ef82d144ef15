"""Programs to be replayed, with inputs of one shape: the first one is recorded."""

from __future__ import annotations

from typing import Final

PROGRAMS: Final[dict[str, tuple[str, list[str]]]] = {
    "arithmetic": (
        """
def f(a, b):
    if b == 0:
        return None
    q = a // b
    r = a % b
    if q > r:
        return q - r
    return (q, r, a & 7, -a, abs(b))
""",
        ["17, 5", "17, 6", "-17, 5", "17, -5", "0, 0", "3, 9", "16, 5"],
    ),
    "loop over a text": (
        """
def f(s):
    n = 0
    out = []
    for i, c in enumerate(s):
        if c.isdigit():
            n = n * 10 + int(c)
        elif c in 'abc':
            out.append(c.upper())
    return n, ''.join(out), s[::-1]
""",
        ["'a1b2'", "'b2c3'", "'a1b٣'", "'1234'", "'zzzz'", "'A1b2'"],
    ),
    "words": (
        """
def f(s, sep):
    parts = s.split(sep)
    d = {}
    for p in parts:
        d[p] = d.get(p, 0) + 1
    return sorted(d.items(), key=lambda kv: -kv[1])
""",
        ["'a,b,a', ','", "'a,b,c', ','", "'a;b;a', ';'", "'aaaaa', ','", "'x,y,x', ','"],
    ),
    "a list that changes": (
        """
def f(xs):
    ys = xs
    ys.append(xs[0])
    xs.sort()
    del xs[0]
    xs[0] += 1
    while len(xs) > 2:
        xs.pop()
    return xs, ys is xs, max(ys)
""",
        ["[3, 1, 2]", "[1, 2, 3]", "[5, 5, 5]", "[2, 9, -4]"],
    ),
    "exceptions": (
        """
def g(d, k):
    return d[k]
def f(d, k):
    try:
        x = g(d, k)
    except KeyError as e:
        return e.args[0], 'missing'
    finally:
        d['seen'] = True
    return x, d
""",
        ["{'a': 1}, 'a'", "{'b': 1}, 'a'", "{'b': 2}, 'b'", "{'c': 7}, 'c'"],
    ),
    "an exception that leaves": (
        """
def f(xs, i):
    total = 0
    for x in xs[:i]:
        total += x
    if total > 3:
        raise ValueError(f'too much: {total}')
    return xs[total]
""",
        ["[1, 1, 9], 2", "[2, 0, 9], 2", "[2, 2, 9], 2", "[4, 0, 1], 2", "[1, 1, 9], 3"],
    ),
    "generators and closures": (
        """
def f(xs, k):
    def scaled(n):
        return n * k
    def evens():
        for x in xs:
            if x % 2 == 0:
                yield scaled(x)
    return sum(evens()), any(x > 3 for x in xs), [scaled(y) for y in xs if y]
""",
        ["[1, 2, 4], 3", "[3, 6, 8], 2", "[1, 3, 4], 3", "[0, 2, 4], 1", "[3, 2, 8], 5"],
    ),
    "ranges": (
        """
def f(n, m):
    out = []
    for i in range(m, n, 2):
        out.append(i * i)
    return out, list(range(n))[-1], len(range(m, n))
""",
        ["5, 1", "6, 2", "4, 1", "5, 2", "9, 1"],
    ),
    "floats": (
        """
def f(x, y):
    z = x * 2.0 + y
    if z > x:
        return z / y if y else -z
    return abs(z)
""",
        ["1.5, 2.0", "0.5, 0.25", "-0.0, 0.0", "float('nan'), 1.0", "float('inf'), 1.0"],
    ),
    "sets and tuples": (
        """
def f(a, b, t):
    x, *rest = t
    both = a & b
    if x in both:
        return len(both), sorted(a | b), rest
    return (x, *rest) + t
""",
        [
            "{1, 2}, {2, 3}, (2, 5)",
            "{4, 7}, {7, 9}, (7, 1)",
            "{1, 2}, {2, 3}, (1, 5)",
            "{1, 2}, {3, 4}, (1, 5)",
        ],
    ),
    "arguments of every kind": (
        """
def g(a, b=2, *rest, k=1, **more):
    return a + b * k + len(rest) + len(more)
def f(a, *xs, k):
    first = g(a), g(a, k=k), g(a, *xs)
    return first, g(a, b=a, z=1), g(*xs, **{'k': k})
""",
        ["1, 2, 3, k=4", "5, 6, 7, k=8"],
    ),
    "formatting": (
        """
def f(n, s):
    shown = f'{n:>4}|{s!r}|{s:*^5}', 'a%sb%d' % (s, n)
    return shown, '{}-{}'.format(s, n), str([n, s])
""",
        ["12, 'ab'", "34, 'xy'", "-7, 'ab'", '12, "a\'"', "123, 'ab'"],
    ),
    "comprehensions": (
        """
def f(xs, k):
    out = []
    pairs = {x: [x * y for y in xs if y > k] for x in xs}
    kept = {x % 3 for x in xs if x != k}
    [out.append(x - k) for x in xs if x > k]
    total = 0
    for i in range(2):
        total += sum([x * i for x in xs])
    none = [x for x in xs if x is None]
    return pairs[xs[0]], len(kept), out, total, none, (lambda k: [x + k for x in xs])(k)
""",
        ["[3, 5, 1], 2", "[5, 4, 1], 3", "[6, 8, 1], 5", "[3, 5, 1], 0", "[4, 9, -2], 1"],
    ),
    "fields of texts": (
        """
def f(s, n):
    width = 4
    return f'{s!r:>6}{s!s}', f'{n}{s!r}{n:{width}}', f'{f"{s!r}"!s:<7}|', '%r, %s' % (s, n)
""",
        ["'ab', 5", "'xy', 5", "'a1', 7", '"a\'", 5', "'zz', -5"],
    ),
}
