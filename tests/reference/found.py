"""Programs that showed a defect of the recorder, each as small as it could be made.

``FOUND`` are mended, and have to agree; ``REFUSED`` change a namespace behind the statements' back,
and have to be refused; so have ``DROPPED``, whose generators a bare run ends in the midst,
and ``CELLS``."""

from __future__ import annotations

from typing import Final

FOUND: Final[dict[str, str]] = {
    "method_of_a_container_called_with_a_star": """
import heapq
class Box:
    items = [2, 5]
    names = {}
def f():
    out, seen = [1], set()
    out.append(*[2])
    list.extend(*[out, [3]])
    list.append(*(Box.items, 4))
    add = list.insert
    add(*[out, 0, 9])
    heapq.heappush(*[out, 7])
    seen.add(*[1])
    dict.update(*[Box.names], a=1)
    dict.setdefault(*[Box.names, 'b', 2])
    out.sort(*[], reverse=True)
    out.pop(*[])
    Box.items[0:1] = [*out]
    (lambda *a: list.remove(*a))(out, 3)
    return out, seen, Box.items, Box.names
""",
    "own_module_read_as_an_object": """
import sys
x = 1
def look(module):
    return module.x
def f():
    me = sys.modules['__main__']
    return getattr(me, 'x'), me.x, look(me), hasattr(me, 'y'), (lambda m: m.x)(me)
""",
    "free_variable_of_a_comprehension_in_a_class_body": """
def f():
    log = [1]

    class Kind:
        doubled = [(value, log) for value in log]
        kept = log
    return Kind.doubled, Kind.kept
""",
    "comprehensions_within_that_bind_the_same_name": """
def f():
    xs = [1, 2]
    ys = [v + w for v in xs for w in [{w: v for w in xs} and v for v in xs]]
    n = len(ys)
    return n
""",
    "parameter_that_a_comprehension_within_another_binds": """
def g(xs, *, k=1):
    return [v + w for v in xs for w in {k: [v] for k, v in enumerate(xs)}[1]] + [k]


def f():
    return g([3, 4])
""",
    "class_body_that_binds_what_its_comprehension_reads_from_around": """
def g(xs):
    class Inner:
        xs, n = [xs.append(v) for v in range(2)], 1
        ys = [v for v in xs]
    return Inner.xs, Inner.ys


def f():
    return g([1])
""",
    "exception_thrown_through_yield_from": """
def inner():
    yield 1


def outer():
    yield from inner()


def f():
    generator = outer()
    next(generator)
    try:
        generator.throw(ValueError(1))
    except ValueError as error:
        return error.args
""",
    "loop_after_a_comprehension_that_raised": """
def f():
    try:
        return [1 // x for x in [0]]
    except ZeroDivisionError:
        pass
    for y in [1]:
        pass
    return y
""",
    "namespace_of_an_instance_written": """
class Thing:
    pass


def f():
    thing = Thing()
    thing.__dict__['n'] = 1
    first = 1
    thing.n = 2
    return first
""",
    "specialised_call_that_raises": """
def f():
    failed = 0
    for i in range(20):
        try:
            sorted([i, 'a'])
        except TypeError:
            failed += 1
    return failed
""",
    "generator_closed_through_yield_from": """
def inner(log):
    try:
        yield 1
    finally:
        log.append(2)


def outer(log):
    try:
        yield from inner(log)
    finally:
        log.append(3)


def f():
    log = []
    generator = outer(log)
    next(generator)
    generator.close()
    return log
""",
    "library_changes_what_it_showed": """
from dataclasses import dataclass


@dataclass
class Record:
    a: int
    b: int
    c: int


def halve(self, value):
    self.half = value // 2
    seen = value


Record.b = property(None, halve)


def f():
    made = Record(1, 2, 3)
    return made.c
""",
    "interpreter_changes_what_a_generator_saw": """
def grow(items):
    items.append(9)
    size = len(items)
    yield size


def f():
    items = [1, 2]
    items[:] = grow(items)
    return items
""",
    "library_changes_between_two_calls": """
import contextlib


class Manager:
    def __init__(self, items):
        self.items = items

    def __enter__(self):
        return self

    def __exit__(self, *_):
        seen = 1


def f():
    items = []
    manager = Manager(items)
    with contextlib.ExitStack() as stack:
        stack.enter_context(manager)
        stack.callback(items.append, 2)
        raise ValueError
""",
    "library_changes_the_little_that_it_was_given": """
from collections import UserDict


def grow(held):
    for i in range(3):
        yield i, 7


def f():
    items = UserDict()
    items.update(grow(items.data))
    return items.data
""",
    "keys_of_the_program_in_a_dict": """
class Liar:
    def __init__(self, x):
        self.x = x
    def __eq__(self, other):
        self.x += 1
        return True
    def __hash__(self):
        self.x += 10
        return 1
def f():
    l = Liar(0)
    d = {l: 1}
    d['a'] = 2
    n = l.x
    d.pop('a')
    d.pop(1)
    n = l.x
    return d, n
""",
    "cached_property": """
import functools
class A:
    @functools.cached_property
    def p(self):
        return [1]
def f():
    a = A()
    n = 1
    x = a.p
    n = 2
    a.p.append(2)
    n = 3
    return a
""",
    "functions_with_a_cache": """
import functools
@functools.lru_cache
def fib(n):
    return n if n < 2 else fib(n-1)+fib(n-2)
class S:
    @functools.cache
    def g(self, k):
        return [k]
    @functools.lru_cache(maxsize=2)
    def h(self, k):
        return self.g(k)
def f():
    s = S()
    a = s.g(1)
    a.append(2)
    b = s.h(1)
    c = list(map(fib, [1,2,3]))
    return fib(12), a, b
""",
    "callbacks_of_an_exit_stack": """
import contextlib
def f():
    items = []
    d = {}
    def note(k):
        d[k] = len(items)
        return k
    with contextlib.ExitStack() as stack:
        stack.callback(note, 'a')
        stack.callback(items.append, 2)
        stack.callback(note, 'b')
        stack.callback(items.extend, [1,2])
        stack.callback(d.setdefault, 'c', items)
        stack.callback(note, 'e')
        x = 1
    y = 2
    return items, d
""",
    "operands_that_change_the_container": """
class I:
    def __init__(self, xs): self.xs = xs
    def __index__(self):
        self.xs.append(9)
        k = len(self.xs)
        return 0
    def __eq__(self, o):
        self.xs.append(8)
        k = len(self.xs)
        return True
    def __hash__(self):
        return 1
    def __lt__(self, o):
        self.xs.append(7)
        k = len(self.xs)
        return True
def f():
    xs = [1, 2, 3]
    i = I(xs)
    xs[i] = 5
    a = 1
    xs.pop(i)
    a = 2
    xs.insert(i, 4)
    a = 3
    del xs[i]
    a = 4
    xs[i:2] = [1]
    a = 5
    xs.append(I([]))
    try:
        xs.remove(0)
    except ValueError: pass
    d = {1: 2}
    j = I([])
    j.xs = d
    class D(dict):
        def append(self, x):
            self[x] = len(self)
            n = len(self)
    e = D()
    j.xs = e
    e[j] = 1
    e[1] = 2
    e[j] = 3
    e.pop(j)
    e.setdefault(j, 3)
    e.update({j: 1})
    return xs, d
""",
    "keys_that_look_at_the_list_being_sorted": """
def f():
    xs = [3, 1, 2]
    seen = []
    def key(v):
        seen.append(len(xs))
        k = xs
        return v
    xs.sort(key=key)
    ys = [3, 1]
    def bad(v):
        ys.append(v)
        n = len(ys)
        return v
    try:
        ys.sort(key=bad)
    except ValueError:
        pass
    return xs, ys, seen
""",
    "factory_that_changes_its_defaultdict": """
import collections
def f():
    log = []
    d = collections.defaultdict(lambda: log.append(len(d)) or d.setdefault('z', 0) or [len(d)])
    d[1]
    a = 1
    d[2].append(3)
    a = 2
    class K:
        def __hash__(self):
            d['k'] = 1
            n = len(d)
            return 5
    d[K()]
    a = 3
    return d, log
""",
    "dataclass_with_properties_and_descriptors": """
from dataclasses import dataclass, field
@dataclass
class R:
    a: int
    b: list = field(default_factory=list)
    @property
    def c(self):
        return self.a
    @c.setter
    def c(self, v):
        x = self.__dict__
        self.a += v
    def __post_init__(self):
        self.b.append(self.a)
        self.c = 5
@dataclass
class Q:
    log: list
    x: int
    y: int
    z: int
class W:
    def __set_name__(self, o, n): self.n = '_' + n
    def __get__(self, t, o=None):
        if t is None: return 7
        return t.__dict__[self.n]
    def __set__(self, t, v):
        t.log.append(v)
        q = len(vars(t))
        t.__dict__[self.n] = v
@dataclass
class T:
    log: list
    x: int = W()
    y: list = field(default_factory=list)
    z: int = W()
def f():
    r = R(1)
    r2 = R(2, [1])
    q = r == r2
    t = T([], 1)
    t.x = 3
    s = T(t.log)
    return r, r2, t
""",
    "names_of_the_module_as_a_dict": """
count = 0
names = []
def helper(n):
    global count, extra
    count += n
    extra = count
    return len(globals())
def f():
    g = globals()
    a = g['helper'](2)
    b = globals().get('count')
    global extra
    del extra
    c = helper(3)
    d = list(g)
    return a, b, c, len(d)
""",
    "namespace_of_the_module_given_to_eval": """
k = 1
def f():
    global k
    a = eval('k + 1', globals())
    k = 3
    b = eval('k + 1', globals())
    k = 4
    exec('z = k', globals(), {})
    return a, b
""",
    "namespace_that_a_metaclass_prepared": """
class M(type):
    seen = []
    @classmethod
    def __prepare__(mcls, name, bases):
        ns = {'k': 1}
        M.seen.append(ns)
        return ns
def g():
    return len(M.seen[0])
def f():
    class K(metaclass=M):
        a = g()
        b = g()
        del a
        c = g()
    return K.b
""",
    "mapping_that_a_metaclass_prepared": """
class Names(dict):
    def __setitem__(self, key, value):
        n = len(self)
        super().__setitem__(key, value)
        n = len(self)
    def __delitem__(self, key):
        super().__delitem__(key)
class M(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        ns = Names()
        ns['k'] = 1
        M.ns = ns
        return ns
    def __new__(mcls, name, bases, ns):
        kept = dict(ns)
        ns['m'] = 2
        size = len(ns)
        return super().__new__(mcls, name, bases, dict(ns))
def g():
    return len(M.ns)
def f():
    class K(metaclass=M):
        a = g()
        b = g()
        del a
        c = g()
    return K.b
""",
    "namespace_given_to_a_metaclass": """
class M(type):
    def __new__(mcls, name, bases, ns):
        size = len(ns)
        ns['x'] = 4
        for v in ns.get('__annotations__', {}):
            ns.setdefault(v, 0)
        return super().__new__(mcls, name, bases, ns)
def f():
    class K(metaclass=M):
        a: int = 1
        b: str
        def h(self):
            return super().h
    return K.b
""",
    "namespaces_of_library_metaclasses": """
import enum
def f():
    class C(enum.Enum):
        A = 1
        B = 2
        def d(self):
            return self.value
    x = C.A.d()
    return list(C), C('x') if x > 1 else C.B
""",
    "annotations_of_library_decorators": """
import dataclasses, typing
def f():
    @dataclasses.dataclass
    class C:
        a: int
        b: list = dataclasses.field(default_factory=list)
    class N(typing.NamedTuple):
        a: int
        b: int = 2
    c = C(1)
    c.b.append(N(1))
    return c, N(3)
""",
    "namespace_of_a_class_body_that_raised": """
def f():
    seen = []
    try:
        class K:
            a = 1
            seen.append(locals())
            b = 1 // 0
    except ZeroDivisionError:
        pass
    seen[0]['c'] = 3
    seen[0].clear()
    return seen
""",
    "classes_that_compare_themselves": """
LOG = []
class M(type):
    def __eq__(self, other):
        LOG.append(1)
        return self is other
    def __hash__(self):
        LOG.append(2)
        return 1
class K(metaclass=M):
    def __init__(self):
        self.x = 1
    def go(self):
        self.x += 1
        return self.x
class I(int, metaclass=M):
    pass
class D(dict, metaclass=M):
    pass
def f():
    k = K()
    k.x = 2
    k.y = K
    k.go()
    i = I(3)
    xs = [1, 2, i]
    xs[i - 3] = k
    xs.append(K)
    d = D()
    d['a'] = k
    d.update(b=K)
    K.z = 4
    xs += [k]
    t = {'k': K, i: 2}
    t.pop(i)
    g = (v for v in [K, k])
    xs.extend(g)
    with_ = sorted([3, 1], key=lambda v: -v)
    getattr(k, 'x')
    setattr(k, 'x', 5)
    list(map(K.go, [k]))
    return len(LOG), k, d
""",
    "generators_that_are_kept_waiting": """
def guarded(log):
    try:
        yield 1
    finally:
        log.append(2)
KEPT = []
def f():
    log = []
    a = guarded(log)
    next(a)
    KEPT.append(guarded(log))
    next(KEPT[0])
    b = [(v for v in guarded([]))]
    next(b[0])
    return b
""",
    "generators_dropped_with_nothing_left_to_do": """
def plain():
    yield 1
    yield 2
def f():
    a = next(plain())
    for x in plain():
        break
    return a
""",
    "errors_of_a_task_group": """
import asyncio


async def failing():
    raise ValueError(2)


async def run():
    async with asyncio.TaskGroup() as group:
        group.create_task(failing())


def f():
    try:
        asyncio.run(run())
    except ExceptionGroup as error:
        return 1
""",
    "class_given_an_operator_by_a_call": """
import functools
class A:
    def go(self): return 1
def f():
    store = []
    a = A()
    a.go()
    try:
        b = a + 1
    except TypeError: pass
    setattr(A, '__add__', functools.partial(store.append))
    n = 1
    a + 3
    m = 1
    type.__setattr__(A, '__sub__', functools.partial(store.append))
    a - 4
    k = 1
    return store
""",
    "exceptions_made_anew": """
class Fails(ValueError):
    def __init__(self, *a):
        super().__init__(*a)
        self.k = [1]
def f():
    e = Fails(1)
    a = 1
    ValueError.__init__(e, 2, 3)
    b = 1
    e.__init__(5)
    c = 1
    e.__setstate__({'k': 2, 'z': []})
    d = 1
    x = KeyError(1)
    m = x.__init__
    m(4)
    g = 1
    list(map(x.__init__, [7]))
    h = 1
    x.__setattr__('args', (8,))
    i = 1
    BaseException.args.__set__(x, (11,))
    j = 1
    return e, x
""",
    "look_ups_that_a_defaultdict_answers": """
import collections, functools, operator
def f():
    d = collections.defaultdict(list)
    a = '%(a)s' % d
    a = '{0[b]} {c}'.format(d, c=1)
    a = '{d}'.format_map(d)
    a = d.__getitem__('e')
    a = list(map(d.__getitem__, 'fg'))
    a = sorted('ih', key=lambda k: len(d[k]))
    a = sorted('kj', key=d.__getitem__)
    a = operator.getitem(d, 'l')
    a = 'mn'.translate(collections.defaultdict(str, d))
    c = collections.defaultdict(str)
    a = 'op'.translate(c)
    a = '%(q)s'
    a %= d
    a = operator.mod('%(r)s', d)
    tree = lambda: collections.defaultdict(tree)
    t = tree()
    a = functools.reduce(operator.getitem, 'stu', t)
    a = '{0[v][w]}'.format({'v': d})
    a = '%(x)s' % {'x': 1}
    b = 1
    return d, c, t
""",
    "text_printed_to_a_list": """
import sys
class W: pass
w = W()
def f():
    out = []
    w.write = out.append
    w.flush = out.copy
    a = 1
    print('x', file=w)
    b = 1
    sys.stdout = w
    print('y')
    c = 1
    sys.stdout = sys.__stdout__
    d = 1
    return out
""",
    "generator_that_c_code_alone_had": """
class Box:
    def __iter__(self):
        for x in [1, 2]:
            yield x
def f():
    a = 1 in Box()
    b = 2
    return a
""",
    "queue_given_up_by_a_cancelled_task": """
import asyncio
async def getter(q):
    try:
        await q.get()
    except asyncio.CancelledError:
        n = 1
        return 5
async def run():
    q = asyncio.Queue()
    t = asyncio.create_task(getter(q))
    await asyncio.sleep(0)
    a = 1
    t.cancel()
    b = 2
    await asyncio.sleep(0)
    c = 3
    return q
def f():
    return asyncio.run(run())
""",
    "semaphore_given_up_by_a_cancelled_task": """
import asyncio
async def getter(s):
    await s.acquire()
async def run():
    s = asyncio.Semaphore(0)
    t = asyncio.create_task(getter(s))
    await asyncio.sleep(0)
    a = 1
    t.cancel()
    b = 2
    await asyncio.wait([t])
    d = 3
    s.release()
    e = 4
    return s
def f():
    return asyncio.run(run())
""",
    "cells_that_are_looked_at": """
import copy
class K:
    def m(self):
        return __class__
def f():
    x = [1]
    def g():
        return x
    cell = g.__closure__[0]
    cell.cell_contents.append(2)
    a = 1
    k = K().m()
    class M(type):
        def __new__(mcls, name, bases, names):
            n = len(names)
            return super().__new__(mcls, name, bases, names)
    class N(metaclass=M):
        def m(self):
            return __class__
    b = N().m()
    return cell, k, b
""",
}

REFUSED: Final[dict[str, str]] = {
    "globals_written_as_a_dict": """
def f():
    globals()['x'] = 1
    y = x
    del globals()['x']
    return y
""",
    "globals_updated": """
def f():
    globals().update(x=1)
    y = x
    globals().pop('x')
    return y
""",
    "globals_written_by_exec": """
k = 1
def f():
    global k
    exec('k = 5', globals())
    a = k
    exec('k = 1', globals())
    return a
""",
    "module_written": """
import sys
def f():
    m = sys.modules['__main__']
    m.x = 1
    y = x
    del m.x
    return y
""",
    "module_written_by_setattr": """
import sys
def f():
    m = sys.modules['__main__']
    setattr(m, 'x', 1)
    y = x
    delattr(m, 'x')
    return y
""",
    "locals_of_a_class_body_written": """
def f():
    class K:
        a = 1
        l = locals()
        b = len(l)
        c = 3
        l['z'] = 4
        d = 5
    return K.b
""",
    "mapping_of_a_library_prepared": """
import collections
class M(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return collections.OrderedDict()
    def __new__(mcls, name, bases, ns):
        size = len(ns)
        return super().__new__(mcls, name, bases, dict(ns))
def f():
    class K(metaclass=M):
        a = 1
        b = 2
    return K.b
""",
}

DROPPED: Final[dict[str, str]] = {
    "generator_dropped": """
def guarded(log):
    try:
        yield 1
    finally:
        log.append(2)


def f():
    log = []
    first = next(guarded(log))
    size = len(log)
    return first
""",
    "generator_dropped_by_a_function": """
def guarded(log):
    with open('/dev/null') as q:
        yield 1
def g(log):
    a = guarded(log)
    return next(a)
def f():
    log = []
    g(log)
    return len(log)
""",
    "coroutine_dropped": """
import asyncio
async def slow(log):
    try:
        await asyncio.sleep(0)
    finally:
        log.append(1)
def f():
    log = []
    c = slow(log)
    c.send(None)
    c = None
    n = len(log)
    return n
""",
    "asynchronous_generator_dropped_by_break": """
import asyncio
async def guarded(log):
    try:
        yield 1
        yield 2
    finally:
        log.append(3)
async def run():
    log = []
    async for one in guarded(log):
        break
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    n = len(log)
    n = 0
    return one
def f():
    return asyncio.run(run())
""",
    "asynchronous_generator_dropped_by_a_coroutine": """
import asyncio
async def guarded(log):
    try:
        yield 1
    finally:
        log.append(3)
async def first(log):
    async for one in guarded(log):
        return one
async def run():
    log = []
    one = await first(log)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    n = len(log)
    n = 0
    return one
def f():
    return asyncio.run(run())
""",
}

OWN_MODULE: Final[dict[str, str]] = {
    name: f"""
import sys, functools, operator
x = 1
class Kept:
    pass
kept = Kept()
me = sys.modules['__main__']
def f():
    global x
    {line}
    y = x
    x = 1
    return 1
"""
    for name, line in {
        "its_method": "me.__setattr__('x', 5)",
        "its_method_by_another_name": "put = me.__setattr__; put('x', 5)",
        "method_of_object": "object.__setattr__(me, 'x', 5)",
        "setattr_with_a_star": "setattr(*[me, 'x', 5])",
        "partial": "functools.partial(setattr, me, 'x', 5)()",
        "map": "list(map(setattr, [me], ['x'], [5]))",
        "methodcaller": "operator.methodcaller('__setattr__', 'x', 5)(me)",
        "through_an_attribute": (
            "kept.me = me; operator.attrgetter('me.__setattr__')(kept)('x', 5)"
        ),
        "super": "super(type(me), me).__setattr__('x', 5)",
        "imported": "import __main__; __main__.__setattr__('x', 5)",
    }.items()
}
"""These bind a global name through the module as an object, and have to be refused."""

HELD: Final[dict[str, str]] = {
    "until_the_coroutine_returns": """
import asyncio
async def guarded(log):
    try:
        yield 1
        yield 2
    finally:
        log.append(3)
async def run(log):
    waiting = guarded(log)
    one = await anext(waiting)
    await asyncio.sleep(0)
    n = len(log)
    return one
def f():
    log = []
    return asyncio.run(run(log)), log
""",
    "by_a_list_of_the_caller": """
import asyncio
async def guarded(log):
    try:
        yield 1
    finally:
        log.append(3)
async def run(log, kept):
    kept.append(guarded(log))
    one = await anext(kept[0])
    await asyncio.sleep(0)
    return one
def f():
    log, kept = [], []
    return asyncio.run(run(log, kept)), log
""",
    "returned_from_the_loop_over_it": """
import asyncio
async def guarded(log):
    try:
        yield 1
        yield 2
    finally:
        log.append(3)
async def run(log):
    await asyncio.sleep(0)
    async for one in guarded(log):
        return one
def f():
    log = []
    return asyncio.run(run(log)), log
""",
    "closed": """
import asyncio, contextlib
async def guarded(log):
    try:
        yield 1
        yield 2
    finally:
        log.append(3)
async def run(log):
    async with contextlib.aclosing(guarded(log)) as waiting:
        async for one in waiting:
            break
    await asyncio.sleep(0)
    n = len(log)
    return one, n
def f():
    log = []
    return asyncio.run(run(log)), log
""",
}
"""Asynchronous generators with something left to do, which a bare run ends where a recording does.
(The order of several is another in each run.)"""

CELLS: Final[dict[str, str]] = {
    "cell_written": """
def f():
    y = 1
    def g():
        return y
    g.__closure__[0].cell_contents = 5
    a = 1
    g.__closure__[0].cell_contents = 1
    return y
""",
    "cell_written_by_setattr": """
def f():
    y = 1
    def g():
        return y
    setattr(g.__closure__[0], 'cell_contents', 5)
    a = 1
    y = 1
    return y
""",
    "cell_written_by_the_method_of_a_slot": """
def f():
    y = 1
    def g():
        return y
    object.__setattr__(g.__closure__[0], 'cell_contents', 5)
    a = 1
    y = 1
    return y
""",
    "cell_written_by_a_descriptor": """
import types
def f():
    y = 1
    def g():
        return y
    types.CellType.cell_contents.__set__(g.__closure__[0], 5)
    a = 1
    y = 1
    return y
""",
    "cell_written_by_a_library": """
import contextlib
def f():
    y = 1
    def g():
        return y
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, g.__closure__[0], 'cell_contents', 5)
    a = 1
    y = 1
    return y
""",
    "cell_emptied": """
def f():
    y = 1
    def g():
        return y
    del g.__closure__[0].cell_contents
    a = 1
    y = 1
    return y
""",
    "cell_of_nobody_written": """
import types
def f():
    cell = types.CellType(1)
    a = 1
    cell.cell_contents = 2
    b = 1
    return cell
""",
}
"""These write to the variables of closures behind the statements' back, and have to be refused."""

UNSEEN: Final[dict[str, str]] = {
    "handler_of_an_error_of_a_codec": """
import codecs
def f():
    d = {}
    codecs.register_error('stepwitness', d.setdefault)
    b = 1
    try:
        'é'.encode('ascii', 'stepwitness')
    except TypeError:
        c = 1
    c = 2
    return len(d)
""",
    "hook_of_the_interpreter": """
import sys, functools
def f():
    out = []
    sys.breakpointhook = functools.partial(out.append, 1)
    a = 1
    breakpoint()
    b = 1
    return len(out)
""",
    "way_of_copying_that_was_registered": """
import copyreg, copy
class A: pass
def f():
    out = []
    a = A()
    copyreg.dispatch_table[A] = out.append
    b = 1
    try:
        copy.copy(a)
    except Exception:
        c = 1
    d = 2
    del copyreg.dispatch_table[A]
    return len(out)
""",
}
"""What was registered somewhere changes an object that was given to nothing: not recorded."""
