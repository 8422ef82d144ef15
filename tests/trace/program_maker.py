"""Random programs for the tests of slices: small, finite, and of every kind of statement.

The same seed gives the same program. Programs do not raise unless a `raise` of their own says so:
indices are taken modulo lengths, divisors are never zero.
"""

from __future__ import annotations

import random
import re
from typing import Final

DEFINITIONS: Final = """\
def double(a, b):
    unused = b * 3
    return a * 2
def bump(box, by):
    box[0] = box[0] + by
    return by
def pick(a, b):
    if a > b:
        return a
    return b
def check(a):
    if a > 400:
        raise ValueError('big')
    return None
def count(n, odd):
    k = 0
    while k < n % 4:
        if k != odd:
            yield k + n
        k += 1
def fact(n):
    if n < 2:
        return 1
    return n * fact(n - 1)
def later(out, a):
    if a % 2 == 0:
        out.append(a)
class Box:
    kind = 1
    def __init__(self, v, w):
        self.v = v
        self.w = w
    def add(self, by):
        self.v = self.v + by
        return self
    def __add__(self, other):
        return self.v + other
    def __enter__(self):
        self.w = self.w + 1
        return self
    def __exit__(self, *error):
        self.v = self.v - 1
        return self.v > 3
"""

_START: Final = """\
def f(a, b):
    c = a + 1
    d = b * 2
    e = 3
    xs = [a, b, 3]
    ys = [5, 6]
    zs = <zs>
    m = {'p': a, 'q': 2}
    rows = [[1, 2], [a, 4]]
    box = Box(a, b)
    other = Box(c, 2)
    seen = set()
    def inner(k):
        nonlocal e
        if k > 2:
            e = e + k
        return k + d
"""

# <n> a number's name, <a> a name or literal, <v> an expression, <t> a test, <l> a list, <o> an
# object, <k> a key, <d> a digit, <i> a new name; lines of <block> and <one> are statements.
_TOKENS: Final[dict[str, list[str]]] = {
    "n": ["a", "b", "c", "d", "e"],
    "a": ["a", "b", "c", "d", "e", "a", "b", "c", "1", "2", "4", "6"],
    "l": ["xs", "ys", "zs"],
    "o": ["box", "other"],
    "k": ["'p'", "'q'", "'r'"],
    "d": ["0", "1", "2", "3"],
    "f": ["v", "w"],
    "j": ["break", "continue"],
    "m": ["1", "60", "200"],
    "zs": ["[1, c]", "[1, c]", "xs"],
    "x": ["<l>", "list(<l>)", "[1, 2]"],
    "v": [
        "<a>", "<a> + <a>", "<a> - <a>", "<a> * <d>", "<a> % 7",
        "(xs[<a> % len(xs)] if xs else <a>)", "(ys[<a> % len(ys)] if ys else <a>)",
        "len(<l>)", "sum(<l>)", "double(<a>, <a>)", "pick(<a>, <a>)", "m.get(<k>, <a>)",
        "m['p']", "rows[<a> % 2][1]", "<o>.<f>", "<o> + <a>", "(<a> if <t> else <a>)",
        "(<a> or <a>)", "sum([k * 2 for k in <l> if k > <d>])", "sum(k for k in <l> if k > <a>)",
        "sum(count(<a> % 5, <a>))", "fact(<a> % 5)", "len(seen) + <a>", "max(<a>, <a>)",
        "sorted([*<l>, 2])[0]", "int(<a> in <l>)", "inner(<a> % 6)", "len(f'{<a>}{<l>}')",
    ],
    "t": [
        "<n> > <a>", "<n> % 2 == 0", "<n> < <d>", "len(<l>) > <d>", "<n> > 2 and <n> < 9",
        "<n> in <l> or <n> == 3", "not <l>", "<n> != 4", "<o>.v > <a>", "'r' in m",
        "<n> is not None", "0 < <n> < 9",
    ],
    "r": [
        "<n>", "<n> + <n>", "<l>", "(<n>, <l>)", "rows", "box", "m['p'] + <n>", "[<n>, seen]",
        "<l>[0] if <l> else <n>", "other.v", "len(rows[0])", "<l>[-1:]", "rows[1][0]", "m",
    ],
}  # fmt: skip

_STATEMENTS: Final = r"""<n> = <v>
<n> = <v>
<n> = <v>
<n> += <v>
<l>.append(<v>)
<l>.append(<v>)
if xs:\n    xs[<a> % len(xs)] = <v>
if zs:\n    zs[<a> % len(zs)] = <v>
m[<k>] = <v>
rows[<a> % 2][<a> % 2] = <v>
<o>.<f> = <v>
<o>.add(<v>)
<n>, <n> = <v>, <v>
seen.add(<a> % 4)
bump(rows[<a> % 2], <a>)
later(<l>, <a>)
if len(ys) > 2:\n    <n> = ys.pop()
if <t>:\n    <l> = [<v>]
<l> = <x>
<l> = [k + <a> for k in <l>][:4]
if <t>:\n    <o> = Box(<a>, 1)
if <t>:\n    <block>
if <t>:\n    <block>\nelse:\n    <one>
if <t>:\n    <one>\nelif <t>:\n    <one>
try:\n    check(<a> * <m>)\n    <one>\nexcept ValueError:\n    <n> = <a>
try:\n    <n> = <a> // (<a> % 3)\nexcept ZeroDivisionError:\n    <n> = <a>\nfinally:\n    <one>
with <o> as it:\n    <n> = it.w\n    check(<a> * <m>)\n    <one>
match <n> % 4:\n    case 0 | 1:\n        <one>\n    case k if k > <a>:\n        <n> = k
for <i> in range(<a> % 4):\n    <n> = <i> + <a>\n    <block>
for <i> in list(<l>)[:4]:\n    <n> += <i>\n    <block>\nelse:\n    <n> = <v>
for <i> in rows:\n    <i>[0] = <i>[1] + <a>\n    <block>
for <i>, <n> in enumerate(<l>[:3]):\n    <block>
for <i> in count(<a>, <d>):\n    <n> = <i>\n    <block>
<i> = 0\nwhile <i> < 3 and <t>:\n    <i> += 1\n    <block>
<i> = 0\nwhile True:\n    <i> += 1\n    if <i> > <d>:\n        break\n    <block>
if <t>:\n    <jump>
""".splitlines()

_DEEPEST: Final = 4
_BLOCK: Final = re.compile(r"<(block|one|jump)>")
_TOKEN: Final = re.compile(r"<(\w+)>")


class Maker:
    """Makes one program."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._names = 0

    def program(self) -> str:
        """A program whose entry is ``f(a, b)``, of two numbers."""
        lines = [self._fill(_START).rstrip()]
        for _ in range(self._random.randint(6, 12)):
            lines.extend(self._statement(1, in_loop=False))
        lines.append(self._fill("    return <r>"))
        return DEFINITIONS + "\n".join(lines) + "\n"

    def _statement(self, depth: int, *, in_loop: bool) -> list[str]:
        while True:
            chosen = self._random.choice(_STATEMENTS).replace("\\n", "\n")
            shallow = depth + chosen.count("    ") // 2 <= _DEEPEST or "\n" not in chosen
            if shallow and (in_loop or "<jump>" not in chosen):
                break
        self._names += 1
        chosen = chosen.replace("<i>", f"i{self._names}")
        loops = in_loop or chosen.startswith("for ") or "\nwhile " in chosen
        lines = []
        for line in chosen.split("\n"):
            inside = (len(line) - len(line.lstrip())) // 4
            found = _BLOCK.search(line)
            if found is None:
                lines.append("    " * depth + self._fill(line))
            elif found[1] == "jump":
                lines.append("    " * (depth + inside) + self._fill("<j>"))
            else:
                count = self._random.randint(1, 2) if found[1] == "block" else 1
                for _ in range(count):
                    lines.extend(self._statement(depth + inside, in_loop=loops))
        return lines

    def _fill(self, text: str) -> str:
        while _TOKEN.search(text):
            text = _TOKEN.sub(lambda found: self._random.choice(_TOKENS[found[1]]), text, count=1)
        return text
