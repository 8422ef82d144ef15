"""Definitions that generated programs use: classes that do as they please, generators, closures.

A program gets those that it names, with those that they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_TEXT: Final = """
import asyncio
import bisect
import collections
import contextlib
import copy
import dataclasses
import enum
import functools
import heapq
import itertools
import operator
import re

LOG = []

class Box:
    made = 0
    def __init__(self, n, *items):
        Box.made += 1
        self.n = n
        self.items = list(items)
    def add(self, x):
        self.items.append(x)
        self.n += x
        return self
    @property
    def double(self):
        LOG.append('get')
        return self.n * 2
    @double.setter
    def double(self, value):
        self.n = value // 2
    def __add__(self, other):
        return Box(self.n + (other.n if isinstance(other, Box) else other), *self.items)
    __radd__ = __add__
    def __iadd__(self, other):
        self.items.append(other)
        return self
    def __lt__(self, other):
        self.items.append('<')
        return self.n < other.n
    def __len__(self):
        return len(self.items)
    def __getitem__(self, k):
        self.last = k
        return self.items[k]
    def __setitem__(self, k, value):
        self.items[k] = value
    def __delitem__(self, k):
        del self.items[k]
    def __contains__(self, x):
        self.asked = x
        return x in self.items
    def __iter__(self):
        for x in self.items:
            self.n += 1
            yield x
    def __call__(self, x):
        self.n += x
        return self.n

class Child(Box):
    __slots__ = ('extra',)
    def add(self, x):
        super().add(x + 1)
        self.extra = [x]
        return self
    @classmethod
    def make(cls, n):
        made = cls(n, n)
        made.extra = cls.__name__
        return made
    @staticmethod
    def twice(x):
        return x * 2

class Liar:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        self.x += 1
        return True
    def __hash__(self):
        self.x += 10
        return 1
    def __repr__(self):
        self.x += 100
        return f'Liar<{self.x}>'
    def __bool__(self):
        self.x += 1000
        return self.x % 2 == 0

class Slots:
    __slots__ = ('a', 'b')
    def __init__(self, a):
        self.a = a
    def fill(self):
        self.b = [self.a]
        return self.b

class Watched:
    def __init__(self):
        self.seen = []
    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        self.seen.append(name)
        return len(self.seen)
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name != 'seen':
            self.seen.append(name)
    def __delattr__(self, name):
        self.seen.append('-' + name)
        object.__delattr__(self, name)

class Field:
    def __set_name__(self, owner, name):
        self.name = name
        owner.fields = [*getattr(owner, 'fields', []), name]
    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        return getattr(thing, '_' + self.name, -1)
    def __set__(self, thing, value):
        setattr(thing, '_' + self.name, value)
        thing.log.append((self.name, value))

class Typed:
    a = Field()
    b = Field()
    def __init__(self, a):
        self.log = []
        self.a = a

class Base:
    kinds = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        Base.kinds.append((cls.__name__, kw))

class Stack(list):
    def append(self, x):
        super().append(x * 2)
        self.count = getattr(self, 'count', 0) + 1
    def __getitem__(self, k):
        LOG.append(k)
        return super().__getitem__(k)

class Filling(dict):
    def __missing__(self, key):
        self[key] = found = [key]
        return found
    def __setitem__(self, key, value):
        LOG.append(key)
        super().__setitem__(key, value)

class Whole(int):
    def __add__(self, other):
        self.added = other
        return Whole(int(self) + int(other))
    def __index__(self):
        LOG.append('index')
        return int(self)

class Manager:
    def __init__(self, log, quiet=False):
        self.log = log
        self.quiet = quiet
    def __enter__(self):
        self.log.append(1)
        return self.log
    def __exit__(self, kind, error, trace):
        self.log.append(0 if kind is None else 9)
        return self.quiet

class Fails(Exception):
    def __init__(self, n, *rest):
        super().__init__(n, *rest)
        self.n = n
        self.notes = []

class Color(enum.Enum):
    RED = 1
    BLUE = 2

Point = collections.namedtuple('Point', 'x y')

@dataclasses.dataclass
class Rec:
    a: int
    b: list = dataclasses.field(default_factory=list)
    def __post_init__(self):
        self.b.append(self.a)

@dataclasses.dataclass
class Half:
    log: list
    n: int
    rest: list = dataclasses.field(default_factory=list)
    last: int = 0

def _halve(self, value):
    self.log.append(value)
    self.half = len(self.log)
    seen = self.__dict__.get('rest')

Half.n = property(lambda self: self.half, _halve)

class Noting:
    def __set_name__(self, owner, name):
        self.name = '_' + name
    def __get__(self, thing, owner=None):
        return 7 if thing is None else thing.__dict__[self.name]
    def __set__(self, thing, value):
        thing.log.append(value)
        thing.__dict__[self.name] = value

@dataclasses.dataclass
class Noted:
    log: list
    a: int = Noting()
    b: list = dataclasses.field(default_factory=list)
    c: int = Noting()

class Lazy:
    def __init__(self, n):
        self.n = n
    @functools.cached_property
    def items(self):
        self.n += 1
        return [self.n]

class Meddling:
    def __init__(self, log):
        self.log = log
    def __index__(self):
        self.log.append(8)
        return len(self.log) % 2
    def __eq__(self, other):
        self.log.append(9)
        return len(self.log) > 4
    def __hash__(self):
        self.log.append(7)
        return 1
    def __lt__(self, other):
        self.log.append(6)
        return len(self.log) % 2 == 0

class Naming(type):
    given = []
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        space = {'first': len(name)}
        Naming.given.append(space)
        return space
    def __new__(mcls, name, bases, space, **kw):
        space['size'] = len(space)
        return super().__new__(mcls, name, bases, space)

def filling_up(log):
    def make():
        log.append(len(log))
        return [len(log)]
    return collections.defaultdict(make)

@dataclasses.dataclass(order=True, frozen=True)
class Key:
    a: int
    b: str = 'k'

@functools.total_ordering
class Rank:
    def __init__(self, n):
        self.n = n
        self.compared = 0
    def __eq__(self, other):
        self.compared += 1
        return self.n == other.n
    def __lt__(self, other):
        self.compared += 1
        return self.n < other.n

class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n

def count_up(n, log=None):
    for i in range(n):
        if log is not None:
            log.append(i)
        yield i
    return n

def echo(log):
    got = None
    while True:
        try:
            got = yield got
            log.append(got)
            if got == 3:
                return log
        except ValueError as error:
            log.append(error)
            got = -1

def guarded(log):
    try:
        log.append(1)
        yield 1
        yield 2
    except Fails as error:
        error.notes.append(len(log))
        yield error.n
    finally:
        log.append(-1)

def flatten(rows):
    for row in rows:
        done = yield from row
        rows[0].append(done is None)

def outer_gen(log):
    result = yield from guarded(log)
    log.append(result)
    result = yield from count_up(2, log)
    log.append(result)
    return result

def twice(fn):
    @functools.wraps(fn)
    def inner(*args, **kw):
        fn(*args, **kw)
        return fn(*args, **kw)
    return inner

def counter(start):
    total = start
    def step(k=1):
        nonlocal total
        total += k
        return total
    def reset():
        nonlocal total
        total = start
    step.reset = reset
    return step

@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def depth(n, seen):
    seen.append(n)
    if n <= 0:
        return [seen]
    return [n, depth(n - 1, seen)]

def is_even(n):
    return True if n <= 0 else is_odd(n - 1)

def is_odd(n):
    return False if n <= 0 else is_even(n - 1)

def defaults(a, b=[], *rest, k=1, **kw):
    b.append(a)
    kw['k'] = k
    return b, rest, kw

def late(x):
    global LATE
    LATE = [x]
    return LATE

@contextlib.contextmanager
def scope(log):
    log.append('in')
    try:
        yield log
    except ZeroDivisionError:
        log.append('zero')
    finally:
        log.append('out')

@functools.singledispatch
def kind_of(x):
    return ['other']

@kind_of.register
def _of_int(x: int):
    return ['int', x]

@kind_of.register(list)
def _of_list(x):
    x.append(0)
    return x

async def tick(n, log):
    for i in range(n):
        log.append(i)
        await asyncio.sleep(0)
    return n

async def failing(log):
    try:
        await asyncio.sleep(0)
        raise Fails(len(log))
    finally:
        log.append('f')

async def numbers(n, log):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        log.append('closed')

class Session:
    def __init__(self, log):
        self.log = log
    async def __aenter__(self):
        self.log.append('enter')
        await asyncio.sleep(0)
        return self
    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(0)
        self.log.append('exit' if kind is None else kind.__name__)
        return kind is Fails
"""

_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_DEFINES: Final = re.compile(
    r"^(?:import (\w+)|class (\w+)|(?:async )?def (\w+)|([\w.]+) = )", re.MULTILINE
)


def _definitions() -> dict[str, str]:
    found: dict[str, str] = {}
    for part in re.split(r"\n(?=import )|\n\n", _TEXT.strip("\n")):
        name = next(filter(None, next(m for m in _DEFINES.finditer(part)).groups()))
        found[name] = part.strip("\n")
    return found


DEFINITIONS: Final = _definitions()
"""Each definition's text by its name, in an order in which they can stand."""

_ALONG: Final = {"kind_of": ("_of_int", "_of_list"), "Half": ("Half.n",)}
"""What a definition needs that its text does not name."""


_METHOD: Final = re.compile(r"\n(?=    (?:@|def |__radd__))")


def _box(text: str, keep: Callable[[], bool]) -> str:
    """Box with the methods that the program calls by name, and such special ones as are kept:
    what each is for is done otherwise, or raises, where it is missing."""
    head, *methods = _METHOD.split(re.sub(r"\n(    @.*)\n", r"\n\1;", DEFINITIONS["Box"]))
    parts = [head]
    for method in methods:
        name = re.sub(r".*def ", "", method.split("(")[0])
        special = name.startswith("__") and name != "__init__"
        if name.strip() == "__radd__ = __add__":
            wanted = any("def __add__" in part for part in parts)
        else:
            wanted = keep() if special else name == "__init__" or f".{name}" in text
        if wanted:
            parts.append(method.replace(";", "\n"))
    return "\n".join(parts)


def needed(text: str, keep: Callable[[], bool]) -> str:
    """The definitions that a program names, directly or through others."""
    wanted: dict[str, str] = {}
    pending = [text]
    while pending:
        here = pending.pop()
        names = set(_NAME.findall(here))
        names.update(*(_ALONG.get(name, ()) for name in names))
        for name in sorted(names & DEFINITIONS.keys() - wanted.keys()):
            wanted[name] = _box(text, keep) if name == "Box" else DEFINITIONS[name]
            pending.append(wanted[name])
    return "\n".join(wanted[name] for name in DEFINITIONS if name in wanted)
