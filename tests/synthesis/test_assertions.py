"""Tests read as assertions, wrapped classes, and the choice of calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.capture.sandbox import Sandbox
from engine.search.answers import raised, returned
from engine.synthesis.assertions import (
    AssertionKind,
    NotAnAssertion,
    holds,
    put_in,
    read_assertion,
    truth_of,
    variants,
)
from engine.synthesis.cover import chosen, coverage
from engine.synthesis.wrapping import CannotWrap, wrap

# Test, kind, argument list, condition; an answer of which it holds, and one of which it does not.
READ = [
    ("assert f([1]) == [2]", "equality", "[1]", "result == [2]", "[2]", "[3]"),
    ("assert 4 == f(x=1)", "equality", "x=1", "4 == result", "4", "5"),
    ("assert f() is None", "none", "", "result is None", "None", "0"),
    ("assert f(1) is not None", "none", "1", "result is not None", "0", "None"),
    (
        "assert isinstance(f(1), (int, str))", "isinstance", "1",
        "isinstance(result, (int, str))", "True", "[]",
    ),
    ("assert not isinstance(f(), int)", "isinstance", "", "not isinstance(result, int)", "[]", "1"),
    ("assert len(f('ab')) == 3", "length", "'ab'", "len(result) == 3", "'abc'", "'ab'"),
    ("assert len(f(1)) > 1", "length", "1", "len(result) > 1", "[1, 2]", "[1]"),
    ("assert 3 in f(1)", "membership", "1", "3 in result", "[3]", "[]"),
    ("assert f(1) not in (1, 2)", "membership", "1", "result not in (1, 2)", "3", "2"),
    ("assert f(1)", "boolean", "1", "result", "[0]", "[]"),
    ("assert not f(1)", "boolean", "1", "not result", "0", "1"),
    ("assert f(1) is True, 'why'", "boolean", "1", "result is True", "True", "1"),
    ("assert f(1) == False", "boolean", "1", "result == False", "0", "None"),
    ("assert f(1) > 3", "comparison", "1", "result > 3", "4", "3"),
    ("assert 0 <= f(1) < 5", "comparison", "1", "0 <= result < 5", "0", "5"),
    ("assert f(1) != 'é'", "comparison", "1", "result != 'é'", "'e'", "'é'"),
]  # fmt: skip


@pytest.mark.parametrize(("test", "kind", "call", "condition", "right", "wrong"), READ)
def test_each_kind_is_read_and_holds_of_what_it_says(
    test: str, kind: str, call: str, condition: str, right: str, wrong: str
) -> None:
    found = read_assertion(test, "f")
    assert (found.kind.value, found.call, found.condition) == (kind, call, condition)
    assert holds(found, returned(right)) is True
    assert holds(found, returned(wrong)) is False
    assert holds(found, raised("ValueError()")) is False


def test_every_kind_has_a_case() -> None:
    assert {kind for _, kind, *_ in READ} | {"exception"} == {each.value for each in AssertionKind}


def test_an_exception_is_of_the_class_or_under_it() -> None:
    found = read_assertion("with pytest.raises(LookupError):\n    f({}, 1)", "f")
    assert (found.kind, found.call, found.raises) == (
        AssertionKind.EXCEPTION, "{}, 1", "LookupError",
    )  # fmt: skip
    assert holds(found, raised("LookupError()")) is True
    assert holds(found, raised("KeyError(1)")) is True
    assert holds(found, raised("ValueError()")) is False
    assert holds(found, returned("1")) is False
    assert holds(found, raised("Own()")) is None


@pytest.mark.parametrize(
    "test",
    [
        "assert f(1) == f(2)", "assert g(1) == 2", "assert abs(f(1) - 2) < 1", "f(1)",
        "assert f(1) == x", "x = f(1)\nassert x", "assert (", "assert f(1) and True",
        "with pytest.raises((KeyError, ValueError)):\n    f(1)",
        "with pytest.raises(KeyError):\n    g(f(1))",
        "with pytest.raises(KeyError, match='a'):\n    f(1)",
        "assert f(1) is 5", "assert len(f(1)) in (1, 2)", "assert 1 in f(1) in [[1]]",
        "assert isinstance(f(1), Own)", "assert isinstance(f(1), 5)",
    ],
)  # fmt: skip
def test_other_tests_are_not_read(test: str) -> None:
    with pytest.raises(NotAnAssertion):
        read_assertion(test, "f")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=5,
)


@given(st.sampled_from([each[0] for each in READ]), _VALUES)
def test_what_holds_is_what_python_says(test: str, value: object) -> None:
    """Against Python itself, for the assertion and all its variants."""
    found = read_assertion(test, "f")
    for condition in variants(found):
        try:
            wanted = bool(eval(condition, {"result": value}))
        except TypeError:
            wanted = None
        said = truth_of(condition, returned(repr(value)))
        assert said is wanted or said is None


def test_a_variant_with_the_other_truth_is_offered() -> None:
    for test, *_, right, _wrong in READ:
        found = read_assertion(test, "f")
        truths = {truth_of(each, returned(right)) for each in variants(found)}
        assert truths >= {True, False}, test


def test_a_condition_is_told_with_its_call() -> None:
    assert put_in("'é' + result != 'x'", "f('é')") == "'é' + f('é') != 'x'"


# -- classes --------------------------------------------------------------------------------------

GRID = """class Grid:
    def __init__(self, rows, scale=1):
        self.rows, self.scale = rows, scale
    def total(self, scale=2, start=0):
        return sum(map(sum, self.rows)) * self.scale * scale + start
"""


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("Grid([[1, 2]]).total()", 6),
        ("Grid([[1, 2]]).total(5)", 15),  # the 5 is not the `scale` of the object
        ("Grid([[1, 2]], 3).total(5)", 45),
        ("Grid([[1, 2]], scale=3).total(5, start=1)", 46),
        ("Grid(rows=[[1]]).total(scale=4)", 4),
    ],
)
def test_a_wrapped_call_does_what_the_methods_call_does(call: str, value: int) -> None:
    wrapped = wrap(GRID, "Grid", "total")
    found = read_assertion(f"assert {call} == {value}", "Grid", wrapped)
    names: dict[str, object] = {}
    exec(wrapped.source, names)
    assert eval(f"{wrapped.entry}({found.call})", names) == eval(call, names) == value


def test_a_taken_name_is_not_used_again() -> None:
    wrapped = wrap(
        "class A:\n    def run(self):\n        return run()\ndef run():\n    return 1\n", "A", "run"
    )
    names: dict[str, object] = {}
    exec(wrapped.source, names)
    assert wrapped.entry != "run"
    assert eval(f"{wrapped.entry}()", names) == 1


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def run(self, *xs):\n        return xs",
        "class A:\n    def run(self, *, k):\n        return k",
        "class A:\n    @staticmethod\n    def run(x):\n        return x",
        "class A(dict):\n    def run(self):\n        return 1",
        "class B:\n    def run(self):\n        return 1",
        "class A:\n    def __init__(self, x=1):\n        pass\n    def run(self, y):\n        pass",
    ],
)
def test_what_cannot_be_wrapped_is_refused(source: str) -> None:
    with pytest.raises(CannotWrap):
        wrap(source, "A", "run")


# -- the choice of calls --------------------------------------------------------------------------

SIGN = '''def sign(n, loud=False):
    """Told."""
    if n < 0:
        return -1
    while loud:
        raise ValueError
    return [k for k in range(n) if k % 2] and 1
'''


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as found:
        yield found


def test_calls_are_chosen_by_what_they_add(sandbox: Sandbox) -> None:
    calls = ["sign(0)", "sign(-1)", "sign(3)", "sign(-2)", "sign(3, True)"]
    covered = coverage(sandbox, SIGN, calls)
    assert covered[1] == covered[3]
    assert covered[0] < covered[2]
    assert chosen(covered, 9) == [2, 1, 4]
    assert chosen(covered, 1) == [2]
    assert chosen([], 3) == []
    assert chosen([frozenset()], 3) == [0]


@given(st.lists(st.frozensets(st.integers(0, 12)), max_size=7))
def test_the_chosen_calls_reach_all_that_any_call_reaches(covered: list[frozenset[int]]) -> None:
    found = chosen(covered, len(covered))
    reached = frozenset[int]().union(*(covered[each] for each in found))
    assert reached == frozenset[int]().union(*covered)
    assert len(found) <= max(1, len(reached))


def test_rewriting_for_coverage_keeps_the_program(sandbox: Sandbox) -> None:
    """A class, a closure, a docstring, a future import and a walrus go through."""
    source = '''"""Module."""
from __future__ import annotations
class A:
    """A."""
    k = 2
    def run(self, x):
        def inner():
            nonlocal x
            x += self.k
        inner()
        if (y := x) > 3:
            return y
        return 0
'''
    first, second = coverage(sandbox, source, ["A().run(5)", "A().run(0)"])
    assert first != second
    assert first
