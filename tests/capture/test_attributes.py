"""Reading and writing an attribute: what runs foreign code is never called plain."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.capture.attributes import reads_plainly, writes_plainly
from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.model import StepKind, Time
from engine.trace.trace import Trace

RAN: list[str] = []


def foreign(*_: Any) -> Any:
    RAN.append("foreign")
    return 1


def ours(*_: Any) -> Any:
    return 2


class Getter:
    def __get__(self, *_: object) -> int:
        RAN.append("get")
        return 3


GETTER: Any = Getter()


class Setter:
    def __set__(self, *_: object) -> None:
        RAN.append("set")


class Deleter:
    def __delete__(self, _: object) -> None:
        RAN.append("delete")


def generic(name: str) -> Callable[..., Any]:
    def member(thing: Any, *arguments: Any) -> Any:
        RAN.append(name)
        return getattr(object, name)(thing, *arguments)

    return member


class Slots:
    __slots__ = ("name",)


MEMBERS: list[Callable[[], Any]] = [
    lambda: 5, lambda: foreign, lambda: ours, Getter, Setter, Deleter,
    lambda: property(foreign), lambda: property(ours), lambda: property(ours, foreign),
    lambda: property(ours, ours, foreign), lambda: property(ours, ours, ours),
    lambda: staticmethod(foreign), lambda: classmethod(foreign), lambda: classmethod(GETTER),
    lambda: len, lambda: list.append, lambda: functools.cached_property(ours),
    lambda: functools.partialmethod(foreign), lambda: Slots.__dict__["name"],
]  # fmt: skip
SPECIAL = ("__getattr__", "__getattribute__", "__setattr__", "__delattr__")

Namespace = st.dictionaries(st.just("name"), st.sampled_from(MEMBERS))
Specials = st.dictionaries(st.sampled_from(SPECIAL), st.booleans(), max_size=1)


def is_ours(thing: object) -> bool:
    return thing is ours


@given(st.lists(st.tuples(Namespace, Specials), min_size=1, max_size=3), st.booleans())
def test_what_is_plain_runs_nothing_foreign(
    spaces: list[tuple[dict[str, Callable[[], Any]], dict[str, bool]]], of_class: bool
) -> None:
    kind: type = object
    for space, specials in spaces:
        members = {name: make() for name, make in space.items()}
        members |= {
            name: ours if mine else foreign if name == "__getattr__" else generic(name)
            for name, mine in specials.items()
        }
        kind = type("Kind", (kind,), members)
    thing: Any = kind if of_class else object.__new__(kind)
    for asks, does in (
        (reads_plainly, lambda: getattr(thing, "name")),  # noqa: B009
        (writes_plainly, lambda: setattr(thing, "name", 6)),
        (writes_plainly, lambda: delattr(thing, "name")),
    ):
        if of_class and asks is writes_plainly:
            continue
        plain = asks(thing, "name", is_ours)
        RAN.clear()
        with contextlib.suppress(Exception):  # what it comes to is not asked
            does()
        assert not (plain and RAN)


@pytest.mark.parametrize(
    ("member", "plain"),
    [(5, True), (foreign, True), (property(ours), True), (property(foreign), False)],
)
def test_members(member: object, plain: bool) -> None:
    kind = type("Kind", (), {"name": member})
    assert reads_plainly(kind(), "name", is_ours) is plain
    assert reads_plainly(kind(), "other", is_ours)


def test_a_descriptor_of_a_library_is_seen_to_change_its_object() -> None:
    source = """
        import functools
        class A:
            @functools.cached_property
            def x(self):
                return 5
        def f(n):
            a = A()
            b = a.x
            return a
    """
    trace = Trace(record_here(Program.from_text(dedent(source), call="1"), max_steps=1_000))
    entry = trace.data.entry
    held = []
    for step in trace.data.steps:
        if step.activation == entry and step.kind in (StepKind.STORE, StepKind.ATTRIBUTE):
            ref = trace.binding(entry, "a", Time(step.done))
            assert isinstance(ref, int)
            held.append(len(trace.value(ref, Time(step.done)).attributes))  # type: ignore[union-attr]
    assert held == [0, 1, 1]


@pytest.mark.parametrize("more", ["", "more = functools.cached_property(len)"])
def test_classes_that_hold_their_own_objects(more: str) -> None:
    source = f"""
        import functools
        import operator
        class A:
            def __get__(self, *_):
                return self
        class B:
            def __get__(self, *_):
                return self
            {more}
        A.__call__ = A.other = B()
        B.other = A()
        def f(n):
            operator.methodcaller("__len__")([])
            return A().other, B().other
    """
    trace = Trace(record_here(Program.from_text(dedent(source), call="1"), max_steps=1_000))
    assert trace.data.steps[len(trace.data.steps) - 1].kind is StepKind.RETURN
