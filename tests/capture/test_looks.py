"""Large object graphs in the hands of unknown code: what is looked at as a group is dated right.

Each program keeps a pool of objects that refer to each other, and passes it, whole or in parts,
to functions of C that no table knows. They change it or leave it alone, in between the program
does. The reference of `tests.reference`, which takes everything at each line, has to agree."""

from __future__ import annotations

from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.capture.instrument import Registry, instrument
from engine.capture.log import Log, Touch
from tests.reference.differential import compare_program

POOL = """
import operator
from collections import Counter, OrderedDict, deque

class Node:
    shared = []

class Slotted:
    __slots__ = ("a", "b")

class Items(list):
    pass

size = operator.methodcaller("__len__")

def f(n):
    lists = [[i] for i in range(4)]
    dicts = [{"a": 1}, {(1, 2): 3}, {}]
    nodes = [Node(), Node(), Slotted(), Items([1])]
    others = [deque([1]), set(), bytearray(b"ab"), OrderedDict(a=1), Counter()]
    filling = [[-i] for i in range(90)]
    hub = [lists, dicts, nodes, others, filling]
    kept = 0
"""

STATEMENTS = st.sampled_from(
    """
    size(hub)|size(lists[$])|size(others)
    operator.methodcaller("append", lists[$])(lists[$])|operator.methodcaller("append", $)(hub)
    operator.methodcaller("update", a=lists[$])(dicts[0])|operator.methodcaller("clear")(dicts[$])
    operator.methodcaller("__setattr__", "a", lists[$])(nodes[$])
    operator.methodcaller("__setattr__", "b", nodes[$])(nodes[$])
    operator.methodcaller("append", $)(Node.shared)|Node.shared = [$]
    operator.methodcaller("move_to_end", "a")(others[3])|operator.methodcaller("reverse")(lists[$])
    operator.methodcaller("append", $)(filling[77])
    operator.methodcaller("__setitem__", 0, $)(filling[5])
    operator.methodcaller("append", 1)(others[2])|operator.methodcaller("rotate", 1)(others[0])
    lists[$].append($)|lists[$].append(lists[$])|lists[$][0] = $|lists[$].pop()|lists[$].append(0)
    dicts[$]["a"] = lists[$]|dicts[0].clear()|del dicts[1][1, 2]|dicts[0]["b"] = $|dicts[2][$] = $
    nodes[$].a = lists[$]|del nodes[$].a|nodes[$].b = nodes[$]|nodes[3].append(lists[$])
    others[0].append($)|others[1].add($)|others[2].append($)|others[3]["b"] = $|others[4]["x"] += 1
    filling[$] = [$]|filling[11].append(lists[$])|hub[4] = filling[:]|kept = [lists[$], nodes[$]]
    size([kept])|hub.append(kept)|lists[$] = [1]|hub[0] = lists
    """.replace("\n", "|").strip().split("|")
).map(str.strip).filter(bool)  # fmt: skip


@st.composite
def statements(draw: st.DrawFn) -> str:
    statement = draw(STATEMENTS)
    while "$" in statement:
        statement = statement.replace("$", str(draw(st.integers(0, 3))), 1)
    return statement


def program(lines: list[str]) -> str:
    body = "\n".join(f"try:\n    {line}\nexcept Exception: n += 1" for line in lines)
    return POOL + indent(body + "\nreturn hub\n", "    ")


@settings(max_examples=40)
@given(st.lists(statements(), min_size=1, max_size=14))
def test_the_reference_agrees(lines: list[str]) -> None:
    outcome = compare_program(program(lines), "f", "1")
    assert outcome.refusal == ""
    assert [str(difference) for difference in outcome.differences] == []
    assert outcome.instructions > 0


@pytest.mark.parametrize(
    "lines",
    [
        # Changed, told by another look, and changed back before the next look at the group.
        ["size(hub)", "operator.methodcaller('append', 1)(lists[0])", "size(lists[0])",
         "operator.methodcaller('pop')(lists[0])", "size(hub)", "kept = 1"],
        # Changes of a group that no look follows.
        ["size(hub)", "kept = 1", "size(hub)", "operator.methodcaller('append', 1)(lists[0])",
         "kept = 2", "kept = 3"],
        # What is replayed belongs to a group, and is left to C code again.
        ["size(hub)", "lists[0].append(1)", "size(hub)",
         "operator.methodcaller('append', 2)(lists[0])", "lists[0].append(3)", "size(hub)"],
        # A dict of attributes is looked at together with its object.
        ["d = vars(nodes[0])", "d['a'] = 1", "size(hub)", "kept = 1",
         "operator.methodcaller('__setattr__', 'b', 2)(nodes[0])", "kept = 2", "d['c'] = 3"],
        # The same values under other keys, and in another order.
        ["dicts[0]['b'] = 1", "size(hub)",
         "operator.methodcaller('pop', 'a')(dicts[0])", "size(hub)",
         "operator.methodcaller('__setitem__', 'a', 1)(dicts[0])", "size(hub)", "kept = 2"],
        # Changed in the second call with the very same things; looked at again, or never more.
        ["adder = operator.methodcaller('append', hub)", "adder(lists[0])", "kept = 1",
         "adder(lists[1])", "kept = 2", "adder(lists[1])", "kept = 3", "size(hub)"],
        ["size(hub)", "kept = 1", "operator.methodcaller('append', 5)(hub)", "kept = 2"],
        ["setter = operator.methodcaller('__setattr__', 'b', hub)", "d = vars(nodes[0])",
         "setter(nodes[1])", "setter(nodes[1])", "kept = 1", "setter(nodes[0])", "kept = 2",
         "d['c'] = 3"],
        # From one object to its neighbour.
        ["lists[0] = [1]", "lists[1] = []", "size(hub)",
         "operator.methodcaller('__init__', lists[0][:])(lists[1])", "size(lists[1])",
         "operator.methodcaller('clear')(lists[0])", "size(hub)", "kept = 1"],
    ],
)  # fmt: skip
def test_programs(lines: list[str]) -> None:
    outcome = compare_program(program(lines), "f", "1")
    assert [str(difference) for difference in outcome.differences] == []
    assert outcome.refusal == ""


def test_what_stays_the_same_is_not_told_again() -> None:
    told = []
    for calls in (10, 110):
        source = program([f"for i in range({calls}): size(hub)"])
        log = Log()
        registry = Registry(log)
        names: dict[str, object] = {}
        exec(instrument(compile(source, "program", "exec"), log, registry), names)
        names["f"](1)  # type: ignore[operator]
        told.append((sum(isinstance(entry, Touch) for entry in log), len(log)))
    (few, short), (many, long) = told
    assert 90 < few == many  # each object once, however many calls there are
    assert long - short < 100 * 10


def test_builtins_that_the_program_replaces_are_not_those_of_the_recorder() -> None:
    source = """
import builtins
import operator

def f(n):
    names = ("len", "id", "list", "type", "all", "map", "any", "tuple", "isinstance")
    kept = {name: getattr(builtins, name) for name in names}
    ran = []
    for name in names:
        setattr(builtins, name, lambda *_, name=name: ran.append(name))
    try:
        things = [[i] for i in range(40)]
        operator.methodcaller("append", 1)(things)
        things[3].append(2)
        operator.methodcaller("append", 1)(things)
    finally:
        for name in kept:
            setattr(builtins, name, kept[name])
    return ran
"""
    log = Log()
    names: dict[str, object] = {}
    exec(instrument(compile(source, "program", "exec"), log, Registry(log)), names)
    assert names["f"](1) == []  # type: ignore[operator]
