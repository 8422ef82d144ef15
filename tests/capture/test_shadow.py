"""Changes that are replayed: shadows against the containers themselves, and recordings in which a
change is replayed against recordings of the same program in which every content is taken."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.capture.deltas import is_replayed, is_safe_key, is_stored
from engine.capture.recorder import record_here
from engine.capture.shadow import ShadowError, Splices, shadow_of
from engine.capture.touching import content_of
from engine.program import Program
from engine.trace.model import Time
from engine.trace.trace import Trace
from engine.values import SetValue

KEYS = st.sampled_from([0, 1, True, 2, "a", "b", None, 1.0, (1, "a"), -1])
OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            "append appendleft insert pop popleft popitem reverse clear add discard setdefault "
            "[]= del []".split()
        ),
        st.lists(KEYS, max_size=2),
        st.integers(0, 99),
    ),
    max_size=40,
)
MAKERS: list[Callable[[], Any]] = [
    lambda: [1, 2, 3],
    lambda: deque([1, 2, 3]),
    lambda: deque([1, 2, 3], 3),
    lambda: deque(maxlen=0),
    lambda: {"a": 1, 1: 2},
    lambda: {1, "a"},
    lambda: Counter("abca"),
    lambda: defaultdict(list, {1: [2]}),
]


def change(thing: Any, what: str, arguments: list[Any], value: object) -> tuple[bool, object]:
    """Do it to the container; whether it can be replayed and went well, and its result."""
    with suppress(AttributeError, TypeError, KeyError, IndexError):
        match what:
            case "[]=":
                thing[arguments[0]] = value
                return is_stored(thing, arguments[0]), None
            case "del":
                del thing[arguments[0]]
                return is_stored(thing, arguments[0]), None
            case "[]":
                return type(thing) is defaultdict, thing[arguments[0]]
            case _:
                result = getattr(thing, what)(*arguments)
                return is_replayed(type(thing), what, tuple(arguments)), result
    return False, None


@given(st.sampled_from(MAKERS), OPERATIONS)
def test_a_shadow_holds_what_the_container_holds(
    make: Callable[[], Any], operations: list[tuple[str, list[Any], object]]
) -> None:
    thing = make()
    shadow = shadow_of(thing, content_of(thing))
    spliced = list(content_of(thing))
    for what, arguments, value in operations:
        before = list(content_of(thing))
        replayed, result = change(thing, what, arguments, value)
        if not replayed:
            assert what != "[]" or before == content_of(thing) or type(thing) is defaultdict
            if before != content_of(thing):  # taken in full
                shadow = shadow_of(thing, content_of(thing))
                spliced = list(content_of(thing))
            continue
        splices: Splices
        match what:
            case "[]=":
                splices = shadow.store(arguments[0], value)
            case "del":
                splices = shadow.delete(arguments[0])
            case "[]":
                splices = shadow.found(arguments[0], result)
            case _:
                splices = shadow.call(what, tuple(arguments), result)
        for position, removed, inserted in splices:
            spliced[position : position + removed] = inserted
        assert shadow.holds(content_of(thing))
        assert spliced == shadow.content


def test_what_cannot_have_been_done() -> None:
    with pytest.raises(ShadowError):
        shadow_of([1], [1]).call("pop", (), 2)
    with pytest.raises(ShadowError):
        shadow_of([], []).call("pop", (), 2)
    with pytest.raises(ShadowError):
        shadow_of({}, []).delete("a")
    with pytest.raises(ShadowError):
        shadow_of({1}, [1]).call("pop", (), 2)


class Equal:
    def __eq__(self, other: object) -> bool:
        raise AssertionError

    def __hash__(self) -> int:
        raise AssertionError


class Plain: ...


def test_keys_that_run_code_are_not_safe() -> None:
    assert not is_safe_key(Equal())
    assert not is_safe_key((1, Equal()))
    assert is_safe_key(frozenset({1, "a"}))
    assert is_safe_key(Plain())
    assert is_safe_key((1, ("a", Plain), None))


PROGRAMS = {
    "sorted between": """
        def f(n):
            out = [3, 1]
            out.append(out.sort())
            out.append(2)
            out.append(out.remove(2) or 5)
            return out
    """,
    "heap and list": """
        import heapq
        def f(n):
            h = []
            for x in [3, 1, 2]:
                heapq.heappush(h, x)
                h.append(0)
                h.append(heapq.heappop(h))
            return h
    """,
    "taken methods": """
        def f(n):
            out = []
            add = out.append
            add(1)
            out.append(2)
            add(3)
            drop = getattr(out, 'pop')
            drop()
            class A:
                get = out.append
            A.get(7)
            list.append(out, 8)
            return out
    """,
    "callbacks": """
        def f(n):
            seen = []
            xs = [3, 1, 2]
            xs.append(0)
            xs.sort(key=lambda v: (seen.append(v), v)[1])
            xs.append(9)
            d = {}
            d[1] = seen
            d.update((k, v) for k, v in [(2, xs), (3, seen)])
            d[4] = 1
            del d[2]
            d.setdefault(5, []).append(1)
            return xs, seen, d
    """,
    "keys of the program": """
        class K:
            def __init__(self, v): self.v = v
            def __hash__(self): return 1
            def __eq__(self, o): return self.v == o.v
        def f(n):
            d = {}
            d[K(1)] = 1
            d[K(1)] = 2
            s = set()
            s.add(K(2)); s.add(K(2)); s.add(3)
            s.discard(K(2))
            return len(d), len(s)
    """,
    "defaults": """
        from collections import defaultdict
        def f(n):
            d = defaultdict(list)
            for i in range(6):
                d[i % 3].append(i)
            memo = defaultdict(int)
            memo['a'] += 1
            'z' in memo, memo.get('y')
            memo['b']
            del memo['a']
            return d, memo
    """,
    "extended": """
        def f(n):
            a = [1]
            b = a
            a += [2, 3]
            a.extend(a)
            a += 'xy'
            a.extend(x for x in (7, 8))
            a *= 2
            a[1:3] = [0]
            a.append(5)
            del a[0]
            a.insert(-1, 4)
            return a, b
    """,
    "subclasses": """
        class Stack(list):
            def push(self, x):
                self.append(x)
                super().append(-x)
        class Bag(dict):
            def __setitem__(self, k, v):
                super().__setitem__(k, [v])
        def f(n):
            s = Stack()
            s.push(1); s.append(2); s.pop()
            b = Bag()
            b[1] = 2
            b.setdefault(3, 4)
            return s, b
    """,
    "raised": """
        def f(n):
            a, d = [1], {}
            a.append(2)
            for act in (lambda: a.pop(9), lambda: d.pop(1), lambda: a.insert('x', 1)):
                try:
                    act()
                except (IndexError, KeyError, TypeError):
                    a.append(0)
            try:
                d[[]] = 1
            except TypeError:
                d[1] = 1
            return a, d
    """,
    "given": """
        def f(n):
            nan = float('nan')
            xs = [1, True, 1.0, 'a', nan, 2, None, b'', 2]
            ys = xs
            for each in (True, 1, 1.0, nan, 2, 'z', None):
                try:
                    xs.remove(each)
                except ValueError:
                    ys.append(each)
            list.remove(xs, 'a')
            drop = xs.remove
            drop(b'')
            numbers = [3, 1.5, True, 2, 1, False]
            numbers.sort()
            numbers.sort(key=None)
            numbers.sort(reverse=True)
            numbers.append(0)
            order = numbers.sort
            order()
            texts = ['b', 'a', '']
            list.sort(texts)
            mixed = [1, 'a', 0]
            try:
                mixed.sort()
            except TypeError:
                mixed.append(2)
            pairs = [(2, 'b'), (1, 'a')]
            pairs.sort()
            pairs.remove((1, 'a'))
            d = {1: 'one', 'a': 0}
            d.update({True: 'yes', 2: 'two'})
            d.update(d)
            d.update({}, a={'b': 1})
            d.update(b={'c': 1})
            d.update([(3, 4)])
            d.update()
            dict.update(d, {4: 5})
            grow = d.update
            grow({5: 6})
            s = {1, 2, 3}
            s.remove(2)
            try:
                s.remove(2)
            except KeyError:
                s.add(9)
            empty = []
            empty.sort()
            empty.extend(())
            empty.append(1)
            return xs, numbers, texts, mixed, pairs, d, s, empty
    """,
    "given by others": """
        class Same:
            def __init__(self, log): self.log = log
            def __eq__(self, other):
                self.log.append(other)
                return other == 2
            def __lt__(self, other):
                self.log.append('lt')
                return True
            __hash__ = object.__hash__
        class Keyed(dict):
            def update(self, other):
                self.clear()
                dict.update(self, {**other, 'x': 1})
        class Odd(list):
            def remove(self, item):
                super().remove(item)
                self.append(item)
        def f(n):
            log = [0]
            xs = [1, 2, 3]
            xs.remove(Same(log))
            ys = [Same(log), 2, 2]
            ys.remove(2)
            zs = [Same(log), Same(log), 1]
            zs.sort()
            log.remove('lt')
            k = Keyed(a=1)
            k.update({'b': 2})
            o = Odd([1, 2])
            o.remove(1)
            o.sort()
            log.sort(key=str)
            m = {1: 2}
            m.update(k)
            return log, xs, ys, zs, k, o, m
    """,
    "deques": """
        from collections import deque
        def f(n):
            q = deque([1, 2], maxlen=3)
            q.append(3); q.append(4); q.appendleft(0)
            q.rotate(1)
            q.popleft(); q.pop()
            q[0] = 9
            q.extend([5, 6, 7])
            q.append(8)
            return q
    """,
}  # fmt: skip


def told(value: object) -> str:
    """A value for comparison; the items of a set are in any order."""
    return repr(sorted(map(repr, value.items)) if isinstance(value, SetValue) else value)


def states(source: str, *, paranoid: bool) -> list[dict[str, str]]:
    """The values of all names after each step at which a line of the function ends."""
    program = Program.from_text(dedent(source), call="1")
    trace = Trace(record_here(program, max_steps=20_000, paranoid=paranoid))
    found = []
    entry = trace.data.entry
    for step in trace.data.steps:
        if step.activation == entry:
            at = Time(step.done)
            names = trace.data.locals[entry]
            found.append(
                {
                    name: told(trace.value(ref, at))
                    for name in names
                    if isinstance(ref := trace.binding(entry, name, at), int)
                }
            )
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_replayed_and_taken_in_full_agree(name: str) -> None:
    assert states(PROGRAMS[name], paranoid=False) == states(PROGRAMS[name], paranoid=True)


ATOMS = st.sampled_from(["0", "1", "True", "1.0", "-0.0", "nan", "2", "'a'", "'b'", "''", "None"])
STATEMENTS = st.one_of(
    st.builds("xs.remove({})".format, ATOMS),
    st.builds("xs.append({})".format, ATOMS),
    st.builds("xs.append([{}])".format, ATOMS),
    st.builds("xs.extend([{}, {}])".format, ATOMS, ATOMS),
    st.builds("xs += ({},)".format, ATOMS),
    st.builds("d.update({{{}: {}}})".format, ATOMS, ATOMS),
    st.builds("d.update({{{}: 5, {}: 6}}, k={{}})".format, ATOMS, ATOMS),
    st.builds("d.pop({}, 0)".format, ATOMS),
    st.builds("s.add({})".format, ATOMS),
    st.builds("s.remove({})".format, ATOMS),
    st.sampled_from(["xs.sort()", "xs.sort(reverse=True)", "xs.pop()", "d.update(d)", "s.clear()"]),
    st.sampled_from(["take(xs)", "take(d)", "take = print if take is id else id"]),
)


@settings(max_examples=60)
@given(st.lists(STATEMENTS, max_size=14))
def test_random_changes_replayed_and_taken_in_full_agree(statements: list[str]) -> None:
    lines = ["xs, d, s, nan, take = [2, 1], {}, set(), float('nan'), id"]
    for each in statements:
        lines += ["try:", f"    {each}", "except (ValueError, TypeError, KeyError, IndexError):"]
        lines += ["    xs.insert(0, 2)"]
    body = "".join(f"    {line}\n" for line in lines)
    source = f"def f(n):\n{body}    return xs, d, s\n"
    assert states(source, paranoid=False) == states(source, paranoid=True)
