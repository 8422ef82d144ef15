"""What is reachable, kept between two looks: nothing that can be reached is ever missed."""

from __future__ import annotations

import functools
import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.capture.reach import Reach


class Plain:
    pass


class Slotted:
    __slots__ = ("one", "two")


class Items(list[Any]):
    pass


class Broken(Exception):
    pass


class Base:
    shared: Any = None


class Child(Base):
    pass


def cell(thing: Any) -> types.CellType:
    return types.CellType(thing)


def function(thing: Any) -> Any:
    def inner(default: Any = thing, *, keyword: Any = None) -> Any:
        return default, keyword

    return inner


MAKERS: list[Any] = [
    list, dict, set, deque, Counter, OrderedDict, bytearray, Plain, Slotted, Items, Broken,
    Child, cell, function, iter, tuple, functools.partial, defaultdict,
]  # fmt: skip


def make(kind: Any, inside: list[Any]) -> Any:
    """A new object that holds some of the others, as far as its type can."""
    if kind in (list, deque, Items, tuple, iter):
        return kind(inside)
    if kind in (dict, OrderedDict):
        return kind(enumerate(inside))
    if kind in (cell, function):
        return kind(inside[0])
    if kind is functools.partial:
        return functools.partial(print, *inside)
    if kind is defaultdict:
        return defaultdict(list, enumerate(inside))
    return kind()


def change(thing: Any, other: Any, name: str) -> None:
    """Let an object refer to another one more, or to no other one."""
    match thing:
        case list() | deque():
            thing.append(other)
        case dict():
            thing[name] = other
        case set():
            thing.add(id(other))
        case Plain() if name == "b":
            thing.__dict__ = {**vars(thing), f"of {len(vars(thing))}": other}
        case Plain() | Slotted() | Child():
            setattr(thing, "one" if name == "a" else "two", other)
        case Broken():
            thing.args = (*thing.args, other)
        case types.CellType():
            thing.cell_contents = other
        case types.FunctionType():
            if name == "a":
                thing.__defaults__ = (other,)
            elif thing.__kwdefaults__:
                thing.__kwdefaults__["keyword"] = other
        case _:
            Base.shared = other


def inside(thing: Any) -> Iterable[Any]:
    """What an object leads to, told apart here by hand."""
    match thing:
        case Items():
            return [*thing, *vars(thing).values()]
        case list() | deque() | tuple():
            return thing
        case dict():
            return thing.values()
        case Child():
            return [*vars(thing).values(), Base.shared]
        case Plain():
            return vars(thing).values()
        case Slotted():
            return [getattr(thing, name) for name in ("one", "two") if hasattr(thing, name)]
        case Broken():
            return thing.args
        case types.CellType():
            return [thing.cell_contents]
        case types.FunctionType():
            return [*(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values()]
        case functools.partial():
            return thing.args
        case _:
            return ()


def reached(roots: Iterable[Any]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    pending = list(roots)
    while pending:
        thing = pending.pop()
        if id(thing) not in found:
            found[id(thing)] = thing
            pending += inside(thing)
    return found


CHANGEABLE = (
    list, dict, set, deque, bytearray, Plain, Slotted, Items, Broken, Child,
)  # fmt: skip

Numbers = st.integers(0, 40)


@given(
    st.lists(st.tuples(st.sampled_from(MAKERS), st.lists(Numbers, max_size=4)), min_size=1),
    st.lists(st.tuples(Numbers, Numbers, st.sampled_from("ab"), st.lists(Numbers, max_size=3))),
)
def test_nothing_is_missed(
    made: list[tuple[Any, list[int]]], changes: list[tuple[int, int, str, list[int]]]
) -> None:
    Base.shared = None
    things: list[Any] = [[]]
    for kind, numbers in made:
        things.append(make(kind, [things[n % len(things)] for n in numbers] or [things[0]]))
    reach = Reach(lambda _: False, few=0)
    for target, other, name, roots in changes:
        asked = [things[n % len(things)] for n in (*roots, -1)]
        given_ = {id(each) for each in reach.changeable(asked)}
        for number, thing in reached(asked).items():
            if isinstance(thing, CHANGEABLE):
                assert number in given_, type(thing)
        change(things[target % len(things)], things[other % len(things)], name)


def held(thing: Any) -> object:
    """What an object holds, each part by its identity."""
    match thing:
        case OrderedDict():
            return [(id(key), id(thing[key])) for key in thing]
        case dict():
            return [(id(key), id(item)) for key, item in thing.items()]
        case set():
            return sorted(map(id, thing))
        case bytearray():
            return bytes(thing)
        case Items():
            return [*map(id, thing)], held(vars(thing))
        case list() | deque():
            return [*map(id, thing)]
        case Slotted():
            return [id(getattr(thing, name, Slotted)) for name in ("one", "two")]
        case Broken():
            return [*map(id, thing.args)]
        case _:
            return held(vars(thing))


@st.composite
def edits(draw: st.DrawFn) -> list[Any]:
    """Some changes to some of the objects, to be made between two looks."""
    return draw(st.lists(st.tuples(Numbers, Numbers, st.integers(0, 9)), min_size=1, max_size=4))


def edit(thing: Any, other: Any, how: int) -> None:
    match thing:
        case bytearray():
            thing.append(how)
        case Items() if how == 0:
            thing.one = other  # type: ignore[attr-defined]
        case list() | deque() if how < 4 and thing:
            thing.pop()
        case list() | deque():
            thing.append(other)
        case OrderedDict() if how < 3 and thing:
            thing.move_to_end(next(iter(thing)))
        case dict() if how < 5 and thing:
            key = next(iter(thing))
            thing[how] = thing.pop(key)  # another key, or another place
        case dict():
            thing[how] = other
        case set():
            thing ^= {how}
        case Broken():
            thing.args = (*thing.args, other)[-2:]
        case Plain() | Slotted() | Child():
            name = ("one", "two")[how % 2]
            if how > 7 and hasattr(thing, name):
                delattr(thing, name)
            else:
                setattr(thing, name, other)
        case _:
            pass


@given(
    st.lists(st.tuples(st.sampled_from(MAKERS), st.lists(Numbers, max_size=4)), min_size=1),
    st.lists(edits(), max_size=6),
    st.lists(Numbers, max_size=2),
)
def test_what_is_not_told_to_have_changed_has_not(
    made: list[tuple[Any, list[int]]],
    rounds: list[list[tuple[int, int, int]]],
    hubs: list[int],
) -> None:
    Base.shared = None
    things: list[Any] = [[]]
    for kind, numbers in made:
        things.append(make(kind, [things[n % len(things)] for n in numbers] or [things[0]]))
    things.append([5])
    reach = Reach(lambda _: False, few=0)
    last: dict[int, object] = {}
    for n in hubs:  # walks that the others end at
        hub = things[n % len(things)]
        reach.walks([hub])
        last |= {
            number: held(thing)
            for number, thing in reached([hub]).items()
            if isinstance(thing, CHANGEABLE)
        }
    for each in [[], *rounds, []]:
        for target, other, how in each:
            edit(things[target % len(things)], things[other % len(things)], how)
        walks = reach.walks([things])
        assert all(kept for _, kept in walks)
        told = {number for walk, _ in walks for number in walk.changed}
        for number, thing in reached([things]).items():
            if isinstance(thing, CHANGEABLE):
                now = held(thing)
                assert number in told or last[number] == now, type(thing)
                last[number] = now


@pytest.mark.parametrize("forwards", [True, False])
def test_what_moves_to_a_neighbour_is_seen(forwards: bool) -> None:
    one, two = [5], [5, 5]
    assert {id(one), id(two)} <= changed([one, two], lambda: one.append(two.pop()))
    first, last = {"a": 5, "b": 5}, {"c": 5}
    root = [first, last] if forwards else [last, first]

    def move() -> None:
        first["c"] = last.pop("c")

    assert {id(first), id(last)} <= changed(root, move)


def changed(root: list[Any], act: Callable[[], object]) -> set[int]:
    """Of which objects an act is seen."""
    reach = Reach(lambda _: False, few=0)
    reach.walks([root])
    assert not reach.walks([root])[0][0].changed
    act()
    return {*reach.walks([root])[0][0].changed}


def test_large_walks_are_kept_and_follow_what_changes() -> None:
    root = [[n] for n in range(200)]
    reach = Reach(lambda _: False)
    assert len(reach.changeable([root])) == 201
    new: list[int] = [5]
    root[77].append(new)  # type: ignore[arg-type]
    assert any(each is new for each in reach.changeable([root]))
    deeper: dict[str, int] = {}
    new.append(deeper)  # type: ignore[arg-type]
    assert any(each is deeper for each in reach.changeable([root]))


def test_what_is_left_behind_is_forgotten_in_the_end() -> None:
    root: list[list[int]] = [[n] for n in range(50)]
    reach = Reach(lambda _: False)
    for n in range(2_000):
        root[n % 50] = [n]
        assert len(reach.changeable([root])) < 400


def test_walks_end_where_others_begin() -> None:
    hub = [[n] for n in range(100)]
    reach = Reach(lambda _: False)
    reach.walks([hub])
    new: list[Any] = [hub, [1]]
    own, far = reach.walks([new])
    assert len(own[0].found) == 2
    assert len(far[0].found) == 101
    assert len(reach.changeable([new])) == 103
    reach.forget()
    assert len(reach.changeable([new])) == 103


def test_functions_of_the_program_are_not_followed() -> None:
    held = [1]
    inner = function(held)
    assert reach_of(inner, lambda thing: thing is inner) == []
    assert reach_of(inner, lambda _: False) == [held]


def reach_of(root: object, is_ours: Any) -> list[object]:
    return list(Reach(is_ours).changeable([root]))
