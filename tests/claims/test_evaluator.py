"""The evaluator against CPython: equal, or undecidable, and never different.

The oracle is `eval`; nothing of the engine takes part in it."""

from __future__ import annotations

import ast
import copy
import math
import random
import struct
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate, names_in
from engine.claims.spans import read_expr
from engine.trace.trace import Missing
from engine.values import (
    Atom,
    Cycle,
    Instance,
    Mapping,
    Opaque,
    Sequence,
    SetValue,
    Value,
    from_python,
)

ENVIRONMENT: dict[str, object] = {
    "i": 3,
    "j": -2,
    "k": 0,
    "x": 2.5,
    "y": -0.0,
    "flag": True,
    "none": None,
    "s": "Hello, World",
    "t": "ab1",
    "empty": "",
    "u": "ßé漢 İ",
    "b": b"bytes",
    "nums": [3, 1, 2, 3],
    "one": [5],
    "words": ["pear", "Fig", "apple"],
    "rows": [[1, 2], [3], []],
    "pairs": [("a", 1), ("b", 2)],
    "mixed": [1, True, 1.0, "1", None, (1,)],
    "tup": (1, "a", 2.0),
    "d": {"a": 1, "b": [2], 3: "c"},
    "counts": {"x": 2, "y": 0},
    "p": {1, 2, 3},
    "single": {7},
    "letters": {"q", "r"},
    "f": frozenset({4}),
    "nan": math.nan,
    "nans": [math.nan, 1.0],
    "floats": [0.1, 0.2, 0.3, 1e16, -1e16],
}


def names(name: str) -> Value | Missing:
    if name in ENVIRONMENT:
        return from_python(ENVIRONMENT[name])
    return Missing.UNBOUND if name == "unbound" else Missing.BUILTIN


def engine(text: str) -> Result:
    return evaluate(read_expr(text).tree, names)


def thing_of(value: Value) -> object:
    match value:
        case Atom(payload=payload):
            return payload
        case Sequence(type="list", items=items):
            return [thing_of(item) for item in items]
        case Sequence(type="tuple", items=items):
            return tuple(thing_of(item) for item in items)
        case Sequence(type="bytearray", items=items):
            return bytearray(thing_of(item) for item in items)  # type: ignore[misc]
        case SetValue(type=kind, items=items):
            found = [thing_of(item) for item in items]
            return set(found) if kind == "set" else frozenset(found)
        case Mapping(type="dict", pairs=pairs):
            return {thing_of(key): thing_of(item) for key, item in pairs}
        case _:
            raise TypeError(value)


def shape(thing: object) -> object:
    """What two things have in common exactly if they are structurally equal (DESIGN §3)."""
    kind = type(thing).__name__
    match thing:
        case float():
            return kind, "nan" if math.isnan(thing) else struct.pack("<d", thing)
        case complex():
            return kind, shape(thing.real), shape(thing.imag)
        case list() | tuple():
            return kind, tuple(map(shape, thing))
        case set() | frozenset():
            return kind, frozenset(map(shape, thing))
        case dict():
            return kind, tuple((shape(key), shape(item)) for key, item in thing.items())
        case None | bool() | int() | str() | bytes():
            return kind, thing
        case _:
            return kind, id(thing)


def agrees(text: str) -> bool:
    """Whether the evaluator decided; fails where it differs from CPython."""
    found = engine(text)
    if isinstance(found, Undecidable):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wanted = eval(text, copy.deepcopy(ENVIRONMENT))  # the oracle
    except Exception as error:  # noqa: BLE001  # whatever it is, there is no value
        refused = f"{text}: {found}, and Python raises {error}"
        if not isinstance(found, NoValue):
            pytest.fail(refused)
        return True
    assert not isinstance(found, NoValue), (text, found, wanted)
    assert shape(thing_of(found)) == shape(wanted), (text, found, wanted)
    return True


DECIDED = """
nums[0] + 1 | nums[i - 1] | nums[-1] | nums[::-1] | nums[1:3] | s[7:] | s[::2] | tup[1]
d['b'][0] | nums[10] | d['z'] | unbound | len(nums) == 4 | len(d) | len(s) | len('') | len(5) | -x
not nums | s.upper() | s.lower() | s.title() | s.swapcase() | t.isalnum() | t.isalpha()
t.islower() | s.split(',') | s.split() | s.split(',', 1) | s.split(maxsplit=1) | s.rsplit(sep=' ')
s.strip('Hd') | s.find('o') | s.rfind('o') | s.index('q') | s.count('l') | s.replace('l', 'L')
s.replace('l', '', 1) | s.startswith('He') | s.endswith(('x', 'd')) | s.partition(', ')
s.center(20, '*') | s.zfill(15) | t.ljust(5) | t.rjust(5) | s.removeprefix('Hello')
s.removesuffix('x') | 'a\\tb'.expandtabs(4) | ','.join(words) | ''.join(rows)
'-'.join(str(n) for n in nums) | s.splitlines() | t.encode() | b.decode() | b.upper()
b.find(b't') | nums.count(3) | nums.index(1) | nums.index(9) | nums.copy() | tup.index('a')
words.count('Fig') | d.get('a') | d.get('z') | d.get('z', 0) | d.get([]) | d.copy() | 'a' in d
'a' in d.keys() | 1 in d.values() | ('a', 1) in d.items() | 3 in nums | 3 not in nums | 'lo' in s
4 in range(5) | 2 in p | [1] in p | sorted(nums) | sorted(nums, reverse=True) | sorted(words)
sorted(p) | sorted(s) | sorted(mixed) | sorted(d) | sorted(counts.values()) | sorted(d.items())
sum(nums) | sum(p) | sum(x * x for x in nums) | sum(nums, 10) | sum([0.5, 0.25]) | min(nums)
max(words) | min(3, 1, 2) | max([]) | min(p) | max(counts.values()) | abs(j)
any(n > 2 for n in nums) | all(n > 2 for n in nums) | any([]) | all([])
any(1 / n for n in [1, 0]) | all(1 / n > 2 for n in [1, 0]) | any(w.isupper() for w in words)
all(nums) | list(range(5)) | list(range(5, 0, -2)) | list(range(0, 3, 0)) | list(zip(nums, words))
list(enumerate(words)) | list(enumerate(words, start=1)) | list(enumerate(words, 2))
list(reversed(nums)) | list(reversed(range(3))) | list(reversed(s)) | list(d) | list(d.items())
list(counts.values()) | tuple(nums) | tuple('ab') | list(single) | set(nums) | set('abc')
frozenset(nums) | set([[1]]) | dict(pairs) | dict(zip(words, nums)) | dict(d) | dict([1])
dict(counts) | list() | dict() | set() | str(nums) | str(x) | str(d) | str(s) | str(None)
repr(s) | int('12') | int(x) | int('z') | int('ff', 16) | int(flag) | float('1.5') | float(i)
bool(nums) | bool('') | chr(65) | ord('a') | ord(s) | divmod(7, 2) | divmod(7, 0)
divmod(-7, 2.0) | pow(2, 10) | pow(2, -1) | pow(3, 4, 5) | round(x) | round(2.675, 2)
round(12345, -2) | bin(10) | hex(255) | oct(8) | isinstance(i, int) | isinstance(flag, int)
isinstance(s, (int, str)) | isinstance(tup, list) | i.bit_length() | x.is_integer()
[n * 2 for n in nums] | [n for n in nums if n > 1] | [a + b for a in nums for b in one]
{n: n * n for n in nums} | {n % 2 for n in nums} | [w[0] for w in words if w]
[y for row in rows for y in row] | [a for a, c in pairs] | {v: k for k, v in pairs}
[1 / n for n in [1, 0]] | [i for i in range(i)] | [i for i in [i]] | [nums for nums in rows]
[[c for c in w] for w in words] | {k: v for k, v in d.items()} | [a for a, c in [(1, 2, 3)]]
[q for q in 5] | f'{i}' | f'{i:>5}|{x:.2f}' | f'{s!r}' | f'{i:0{i}d}' | f'{nums}' | f'{i=}'
f'{s:d}' | f'{{}}' | f'{x:.1%}' | [*nums, 4] | (*nums,) | {*nums} | {**d, 'a': 9} | [*5]
{**nums} | {'a': nums, 'a': 1} | p.union([9]) | p.intersection(nums) | p.issubset({1, 2, 3, 4})
p.isdisjoint([8]) | p - {1} | p | {8} | 'a' * 3 + 'b' | 2 ** 10 | 7 // 2 | -7 % 3 | 1 / 0
i < x < 10 | i if flag else j | none is None | nums is none | 'a' < 'b' | i and k | k or 'z'
nums == [3, 1, 2, 3] | rows[0][1] | len(range(3, 9)) | len(d.items()) | d[3].upper() | nan == nan
nan < 1 | -nan | [nan][0] | float('nan') | y | -y | 0 * y | 1e308 * 10
(lambda q: q)(1) if k else 2 | words[0].upper().lower().count('p') | list(zip(*[])) if k else 1
"""


@pytest.mark.parametrize(
    "text", [each.strip() for row in DECIDED.strip().split("\n") for each in row.split(" | ")]
)
def test_what_is_decided(text: str) -> None:
    assert agrees(text)


UNDECIDED = """
list(p) ; str(p) ; [n for n in p] ; ''.join(letters) ; tuple(letters) ; sum(set(floats)) ; f'{p}'
enumerate(p) ; sum(floats) ; nan in nans ; nans.count(nan) ; nans.index(nan)
sorted([(nan, 1), (nan, 0)]) ; nans == nans ; {nan: 1} ; set(nans) ; dict([(nan, 1)])
min([(nan, 1), (nan, 2)]) ; {nan} | {nan} ; d.get(nan) ; d.keys() ; d.items() ; range(3)
(n for n in nums) ; zip(nums, nums) ; reversed(nums) ; enumerate(nums) ; map(str, nums) ; print(1)
open('x') ; nums.append(1) ; nums.sort() ; nums.pop() ; d.update({}) ; d.pop('a') ; 10 ** 10 ** 10
'a' * 10 ** 9 ; [0] * 10 ** 9 ; [[0] * 1000] * 1000 ; 1 << 10 ** 9 ; f'{i:>1000000000}'
'x'.center(10 ** 9) ; 'x'.zfill(10 ** 12) ; ('ab' * 40000).replace('a', 'x' * 40000)
'\\t'.expandtabs(10 ** 9) ; ','.join('a' * 1000 for n in range(2000))
[n for n in range(10 ** 9)] ; sum(n for n in range(10 ** 12)) ; round(5, -10 ** 9)
int('1' * 5000) ; list(range(10 ** 9)) ; [[n for n in range(300)] for m in range(300)]
('a' * 50000).rfind('b' + 'a' * 49000) ; '\\U0001FAE0'.isprintable() ; repr('\\U0001FAE0')
len(n for n in nums) ; (lambda: 1)() ; (q := 1) ; '%s' % i ; '{}'.format(i) ; f'{i:n}'
sorted(words, key=len) ; max(words, key=len) ; s.__class__ ; s.encode('idna') ; b.decode('utf-7')
hash(s) ; id(s) ; type(s) ; vars(d) ; eval('1') ; getattr(s, 'x') ; zip(nums, strict=True)
list(zip(nums, words, strict=True)) ; bool(NotImplemented) ; nums @ nums ; isinstance(i, object)
[a for a, *c in rows] ; {n: n for n in p} ; any(n > 2 for n in p) ; min(letters, rows)
reversed(p)
"""


@pytest.mark.parametrize(
    "text", [each.strip() for row in UNDECIDED.strip().split("\n") for each in row.split(" ; ")]
)
def test_what_is_not_decided(text: str) -> None:
    found = engine(text)
    assert isinstance(found, Undecidable | NoValue), found
    assert not agrees(text) or isinstance(found, NoValue)


# -- random expressions ---------------------------------------------------------------------------

_ATOMS = [
    *ENVIRONMENT,
    "unbound",
    "0",
    "1",
    "-1",
    "2",
    "'a'",
    "''",
    "'l'",
    "None",
    "True",
    "1.5",
    "[]",
    "()",
]
_METHODS = [
    "upper",
    "lower",
    "title",
    "strip",
    "split",
    "rsplit",
    "splitlines",
    "isdigit",
    "isalpha",
    "islower",
    "casefold",
    "capitalize",
    "swapcase",
    "isupper",
    "isspace",
    "copy",
    "keys",
    "values",
    "items",
    "bit_length",
    "is_integer",
    "encode",
    "decode",
    "lstrip",
    "isidentifier",
    "istitle",
    "hex",
]
_METHODS_1 = [
    "split",
    "strip",
    "startswith",
    "endswith",
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "partition",
    "join",
    "get",
    "zfill",
    "ljust",
    "center",
    "removeprefix",
    "union",
    "issubset",
    "difference",
    "rsplit",
    "isdisjoint",
    "symmetric_difference",
]
_FUNCTIONS = [
    "len",
    "abs",
    "sum",
    "sorted",
    "min",
    "max",
    "any",
    "all",
    "list",
    "tuple",
    "set",
    "frozenset",
    "dict",
    "str",
    "repr",
    "int",
    "float",
    "bool",
    "chr",
    "ord",
    "round",
    "bin",
    "hex",
    "reversed",
    "enumerate",
    "range",
]
_FUNCTIONS_2 = ["divmod", "min", "max", "pow", "round", "zip", "range", "sum", "enumerate", "int"]
_OPERATORS = [
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "&",
    "|",
    "^",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "not in",
    "and",
    "or",
    "is",
]


_AROUND = [
    "[{}]",
    "{{{}}}",
    "list({})",
    "any({})",
    "all({})",
    "sum({})",
    "sorted({})",
    "','.join({})",
]
_PAIRS = ["d.items()", "pairs", "enumerate(words)"]


def _expression(  # noqa: C901, PLR0912  # one case for each form
    dice: random.Random, depth: int, bound: tuple[str, ...] = ()
) -> str:
    def sub(*more: str) -> str:
        return _expression(dice, depth - 1, bound + more)

    if depth <= 0 or dice.randrange(8) == 0:
        return dice.choice([*_ATOMS, *bound, *bound, *bound])
    match dice.randrange(17):
        case 0 | 1:
            return f"({sub()} {dice.choice(_OPERATORS)} {sub()})"
        case 2:
            return f"{dice.choice(['-', 'not ', '+', '~'])}({sub()})"
        case 3 | 4:
            return f"{dice.choice(_FUNCTIONS)}({sub()})"
        case 5:
            name = dice.choice(
                ["divmod", "min", "max", "pow", "round", "zip", "range", "sum", "enumerate", "int"]
            )
            return f"{name}({sub()}, {sub()})"
        case 6 | 7:
            return f"({sub()}).{dice.choice(_METHODS)}()"
        case 8:
            return f"({sub()}).{dice.choice(_METHODS_1)}({sub()})"
        case 9:
            name = dice.choice(["replace", "get", "split", "center", "index"])
            return f"({sub()}).{name}({sub()}, {sub()})"
        case 10:
            return (
                f"({sub()})[{dice.choice([sub(), f'{sub()}:', f':{sub()}', '::-1', f'::{sub()}'])}]"
            )
        case 11:
            return f"[{sub()}, {dice.choice(['', '*'])}{sub()}]"
        case 12:
            variable = dice.choice("vwi")
            test = f" if {sub(variable)}" if dice.randrange(3) == 0 else ""
            text = f"{sub(variable)} for {variable} in {sub()}{test}"
            return dice.choice(
                [
                    "[{}]",
                    "{{{}}}",
                    "list({})",
                    "any({})",
                    "all({})",
                    "sum({})",
                    "sorted({})",
                    "','.join({})",
                ]
            ).format(text)
        case 13:
            return f"{{v: {sub('v', 'w')} for v, w in {dice.choice([*_PAIRS, sub()])}}}"
        case 14:
            return f"({sub()} if {sub()} else {sub()})"
        case 15:
            piece = sub().replace("{", "(").replace("}", ")")
            try:
                form = dice.choice(["", "!r", "!s", ":>6", ":.2f", ":d", ":,"])
                text = f'f"{{{piece}{form}}}"'
                ast.parse(text, mode="eval")
            except SyntaxError:
                return piece if "(" not in piece else "i"
            return text
        case _:
            return f"{{{sub()}: {sub()}, {sub()}: {sub()}}}"


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**40))
def test_random_expressions(seed: int) -> None:
    dice = random.Random(seed)
    decided = 0
    for _ in range(5):
        text = _expression(dice, dice.randint(1, 4))
        try:
            ast.parse(text, mode="eval")
        except SyntaxError:
            continue
        if "** " not in text:
            decided += agrees(text)


def test_most_random_expressions_are_decided() -> None:
    """A property that is never asked proves nothing."""
    dice = random.Random(7)
    texts = [_expression(dice, 2) for _ in range(2000)]
    values = [engine(text) for text in texts if _parses(text)]
    kinds = [isinstance(each, Undecidable) for each in values]
    assert sum(kinds) < len(kinds) / 2
    assert sum(not isinstance(each, Undecidable | NoValue) for each in values) > len(values) / 5


def _parses(text: str) -> bool:
    try:
        read_expr(text)
    except ValueError:
        return False
    return True


# -- what is no builtin ---------------------------------------------------------------------------

LISTED = Instance("Stack", (("n", Atom(2)),), Sequence("list", (Atom(1),)), oid=4)  # type: ignore[arg-type]
DEQUE = Sequence("collections.deque", (Atom(1), Atom(2)), oid=5)  # type: ignore[arg-type]
DEFAULTS = Mapping("collections.defaultdict", ((Atom("a"), Atom(1)),), oid=6)  # type: ignore[arg-type]
TEXT = Instance("Text", (), Atom("abc"), oid=7)  # type: ignore[arg-type]
SHARED = Sequence("list", (Atom(1),), oid=8)  # type: ignore[arg-type]
OTHERS: dict[str, Value] = {
    "stack": LISTED,
    "queue": DEQUE,
    "dd": DEFAULTS,
    "text": TEXT,
    "gen": Opaque("generator", "g", oid=9),  # type: ignore[arg-type]
    "shared": SHARED,
    "twice": Sequence("list", (SHARED, SHARED), oid=10),  # type: ignore[arg-type]
    "ring": Sequence("list", (Cycle(1, oid=11),), oid=11),  # type: ignore[arg-type]
    "len": Opaque("function", "len", oid=12),  # type: ignore[arg-type]
    "sum": Missing.UNBOUND,  # type: ignore[dict-item]
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("queue[0]", 1),
        ("[q for q in queue]", [1, 2]),
        ("dd['a']", 1),
        ("dd.get('z')", None),
        ("[k for k in dd]", ["a"]),
        ("[row[0] for row in twice]", [1, 1]),
        ("twice[0] is twice[1]", True),
        ("[row is shared for row in twice]", [True, True]),
        ("any(row is shared for row in twice)", True),
        ("stack.n", 2),
    ],
)
def test_objects_that_are_known(text: str, wanted: object) -> None:
    found = evaluate(read_expr(text).tree, lambda name: OTHERS.get(name, Missing.BUILTIN))
    assert not isinstance(found, NoValue | Undecidable), found
    assert shape(thing_of(found)) == shape(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "stack[0]",
        "stack.pop()",
        "[x for x in stack]",
        "sorted(stack)",
        "text.upper()",
        "text + 'd'",
        "str(text)",
        "dd['z']",
        "dd.copy()",
        "list(gen)",
        "any(gen)",
        "len(shared)",
        "sum(shared)",
        "ring == ring",
        "str(ring)",
        "ring[0]",
        "f'{text}'",
        "isinstance(text, str)",
        "bool(stack)",
        "queue.count(1)",
        "{text: 1}",
        "text in 'abc'",
        "[shared][:] is shared",
        "list(shared) is shared",
        "stack.missing",
        "dd.values() and 1",
        "queue.copy()",
    ],
)
def test_objects_that_are_not_known(text: str) -> None:
    found = evaluate(read_expr(text).tree, lambda name: OTHERS.get(name, Missing.BUILTIN))
    assert isinstance(found, Undecidable | NoValue), found
    assert isinstance(found, Undecidable) or text.startswith("sum")


def test_much_in_little_is_bounded() -> None:
    grown: Value = Sequence("list", (Atom(1), Atom(2)))
    for _ in range(60):  # 2**60 elements, if one were to write them out
        grown = Sequence("list", (grown, grown))

    def lookup(name: str) -> Value | Missing:
        return grown if name == "g" else Missing.BUILTIN

    for text in (
        "g == g",
        "str(g)",
        "[g, g]",
        "sorted(g)",
        "g[0]",
        "g * 3",
        "g.count(1)",
        "f'{g}'",
    ):
        assert isinstance(evaluate(read_expr(text).tree, lookup), Undecidable), text
    assert evaluate(read_expr("len(g)").tree, lookup) == Atom(2)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[x for x in xs if x > y]", {"xs", "y"}),
        ("[x for x in x]", {"x"}),
        ("sum(n * k for n in nums)", {"nums", "k"}),
        ("{a: b for a, b in d.items() if a in c}", {"d", "c"}),
        ("[x for row in rows for x in row]", {"rows"}),
        ("len(nums) + x", {"nums", "x"}),
        ("(lambda a, b=c: a + b + e)(z)", {"c", "e", "z"}),
        ("[y for x in a if (lambda: x)]", {"y", "a"}),
    ],
)
def test_names_of_the_scope(text: str, wanted: set[str]) -> None:
    assert names_in(read_expr(text).tree) == wanted
