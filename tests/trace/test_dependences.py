"""Dependences and slices, worked out by hand: docs/slices.md."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from engine.trace.dependences import Dependences
from engine.trace.model import Step, StepKind
from engine.trace.slices import (
    Why,
    answer_criterion,
    line_criterion,
    name_criterion,
    relevant_slice,
    slice_of,
)
from engine.trace.storage import dump, load
from engine.trace.trace import Trace
from tests.trace.recordings import record


class Sliced(NamedTuple):
    """A program, its call, and the lines with a step in the slice of the answer. A line that is
    there only because something on it ran is negative."""

    source: str
    call: str
    lines: list[int]


SLICES: Final[dict[str, Sliced]] = {
    "names": Sliced(
        """
def f(n):
    a = n + 1
    b = n + 2
    c = a
    a = 5
    return c
""",
        "4",
        [2, 4, 6],
    ),
    "overwritten": Sliced(
        """
def f(n):
    a = n + 1
    a = n + 2
    return a
""",
        "4",
        [3, 4],
    ),
    "taken branch": Sliced(
        """
def f(n):
    a = 1
    b = n > 2
    c = n > 3
    if b:
        a = 2
    if c:
        d = 3
    return a
""",
        "4",
        [3, 5, 6, 9],
    ),
    "branch not taken that could have changed it": Sliced(
        """
def f(n):
    a = n
    b = n > 9
    c = n > 8
    if b:
        a = 2
    if c:
        d = 3
    return a
""",
        "4",
        [2, 3, 5, 9],
    ),
    "a loop that only counts something else": Sliced(
        """
def f(nums):
    total = 0
    other = 0
    for x in nums:
        other += x
    for y in nums:
        total += y
    return total
""",
        "[1, 2]",
        [2, 6, 7, 8],
    ),
    "break": Sliced(
        """
def f(nums):
    a = 0
    u = 0
    for x in nums:
        u += 1
        if x == 2:
            break
        a += x
    return a
""",
        "[1, 2, 3]",
        [2, 4, 6, 8, 9],
    ),
    "continue": Sliced(
        """
def f(nums):
    a = 0
    for x in nums:
        if x == 2:
            continue
        a += 1
        y = x
    return a
""",
        "[1, 2, 3]",
        [2, 3, 4, 6, 8],
    ),
    "early return": Sliced(
        """
def f(n):
    a = n + 1
    b = n + 2
    if a > 100:
        return 0
    c = b
    return 7
""",
        "4",
        [2, 4, 7],
    ),
    "while": Sliced(
        """
def f(n):
    i = 0
    j = 0
    while i < n:
        i += 1
        j += 2
    return i
""",
        "2",
        [2, 4, 5, 7],
    ),
    "short circuit": Sliced(
        """
def f(n):
    a = n > 2
    b = n > 3
    c = n > 4
    return a and b
""",
        "5",
        [2, 3, 5],
    ),
    "an element": Sliced(
        """
def f(n):
    d = {}
    d['x'] = n + 1
    d['y'] = n + 2
    d['x'] = n + 3
    return d['x']
""",
        "4",
        [2, 5, 6],
    ),
    "an element of a list": Sliced(
        """
def f(n):
    xs = []
    p = n + 1
    q = n + 2
    xs.append(p)
    xs.append(q)
    ys = [0, 0]
    ys[0] = p
    ys[1] = q
    return xs[0] + ys[0]
""",
        "4",
        [2, 3, 5, 7, 8, 10],
    ),
    "an element that could have been overwritten": Sliced(
        """
def f(n):
    ys = [1, 2]
    i = n - 3
    v = 9
    ys[i] = v
    return ys[0]
""",
        "4",
        [2, 3, 4, 5, 6],
    ),
    "the length of a list": Sliced(
        """
def f(n):
    xs = []
    p = n + 1
    xs.append(p)
    xs[0] = 3
    return len(xs)
""",
        "4",
        [2, 4, 6],
    ),
    "another list": Sliced(
        """
def f(n):
    xs = [1]
    ys = [2]
    if n > 5:
        ys.append(n)
    ys[0] = 7
    if n > 6:
        xs.append(n)
    return xs
""",
        "4",
        [2, 7, 9],
    ),
    "an alias": Sliced(
        """
def f(n):
    xs = [1]
    ys = xs
    k = n + 1
    ys.append(k)
    return xs
""",
        "4",
        [2, 3, 4, 5, 6],
    ),
    "attributes": Sliced(
        """
class Box:
    def __init__(self, v, w):
        self.v = v
        self.w = w

def f(n):
    a = n + 1
    b = n + 2
    box = Box(a, b)
    other = Box(b, a)
    other.v = 3
    return box.v
""",
        "4",
        [3, 7, 9, 12],
    ),
    "arguments": Sliced(
        """
def first(a, b):
    c = b
    return a

def f(n):
    x = n + 1
    y = n + 2
    z = first(x, y)
    u = first(y, x)
    return z
""",
        "4",
        [3, 6, 8, 10],
    ),
    "a call that could have raised": Sliced(
        """
def check(a):
    if a > 9:
        raise ValueError
    b = a

def f(n):
    x = n + 1
    y = n + 2
    check(x)
    return 5
""",
        "4",
        [2, 7, 9, 10],
    ),
    "a closure": Sliced(
        """
def f(n):
    a = n + 1
    b = n + 2
    def get():
        return a
    def other():
        return b
    other()
    return get()
""",
        "4",
        [2, 4, 5, 9],
    ),
    "nonlocal": Sliced(
        """
def f(n):
    a = 1
    b = 1
    def put(k):
        nonlocal a
        if k > 2:
            a = k
    def other(k):
        nonlocal b
        b = k
    put(n)
    other(n)
    return a
""",
        "1",
        [2, 4, 6, 11, 13],
    ),
    "a generator": Sliced(
        """
def items(n, m):
    for i in range(n):
        m += 1
        if i != 1:
            yield i

def f(n):
    k = n + 1
    total = 0
    for x in items(k, n):
        total += x
    return total
""",
        "2",
        [2, 4, 5, 8, 9, 10, 11, 12],
    ),
    "what is caught": Sliced(
        """
def f(n):
    a = 1
    b = n + 1
    try:
        if b > 2:
            raise ValueError
        c = 4
    except ValueError:
        a = 2
    return a
""",
        "4",
        [3, 5, 6, 8, 9, 10],
    ),
    "what could have been caught": Sliced(
        """
def f(n):
    d = {1: 2}
    k = n - 3
    u = n + 8
    try:
        d[k]
        a = 1
    except KeyError:
        a = 2
    return a
""",
        "4",
        [2, 3, 6, 7, 10],
    ),
    "a comprehension": Sliced(
        """
def f(n):
    a = n + 1
    b = n + 2
    xs = [i + a for i in range(n) if i > 1]
    ys = [i + b for i in range(n)]
    return xs
""",
        "4",
        [2, 4, 6],
    ),
    "an exception that leaves": Sliced(
        """
def f(n):
    a = n + 1
    b = n + 2
    raise ValueError(a)
""",
        "4",
        [2, 4],
    ),
    "unpacking": Sliced(
        """
def f(n):
    a = n + 1
    b = n + 2
    c, d = a, b
    return c
""",
        "4",
        [2, 4, 5],
    ),
    "with": Sliced(
        """
class Context:
    def __init__(self, n):
        self.n = n
    def __enter__(self):
        return self.n
    def __exit__(self, *error):
        return False

def f(n):
    a = n + 1
    b = n + 2
    with Context(a) as c:
        d = c
    return d
""",
        "4",
        [3, 5, 10, 12, 13, 14],
    ),
    "match": Sliced(
        """
def f(n):
    a = [n, 2]
    b = n
    match a:
        case [x, 3]:
            r = 1
        case [x, y]:
            r = y
    return r
""",
        "4",
        [2, 4, 5, 7, 8, 9],
    ),
}


@pytest.mark.parametrize("name", SLICES)
def test_slices_of_answers(name: str) -> None:
    source, call, lines = SLICES[name]
    assert list(relevant_slice(record(source, call)).lines) == lines


def one(trace: Trace, kind: StepKind, line: int, detail: str = "") -> Step:
    """The only step of a kind on a line."""
    (step,) = (
        each
        for each in trace.data.steps
        if each.kind is kind
        and each.span is not None
        and each.span.line == line
        and (not detail or each.detail == detail)
    )
    return step


COMPUTING: Final = """
def f(n):
    a = n + 1
    if a > 9:
        a = 0
    if a > 2:
        b = a * 2
    return b
"""


def test_operands_depend_on_what_made_them() -> None:
    trace = record(COMPUTING, "4")
    dependences = Dependences(trace)
    product = one(trace, StepKind.BINARY, 6)
    loaded = one(trace, StepKind.LOAD, 6)
    stored = one(trace, StepKind.STORE, 2)
    assert set(dependences.data(product.number)) == {
        loaded.number, one(trace, StepKind.CONSTANT, 6).number,
    }  # fmt: skip
    assert dependences.data(loaded.number) == (stored.number,)
    assert dependences.control(product.number) == (one(trace, StepKind.BRANCH, 5).number,)
    assert dependences.potential(loaded.number) == (one(trace, StepKind.BRANCH, 3).number,)


def test_steps_of_a_call_depend_on_it() -> None:
    trace = record(SLICES["arguments"].source, SLICES["arguments"].call)
    dependences = Dependences(trace)
    call = one(trace, StepKind.CALL, 8)
    entered, returned = (
        next(
            each.number
            for each in trace.data.steps
            if each.kind is kind and call.number < each.number <= call.done
        )
        for kind in (StepKind.ENTER, StepKind.RETURN)
    )
    assert dependences.control(entered) == (call.number,)
    assert returned in dependences.data(call.number)
    assert one(trace, StepKind.LOAD, 8, "x").number not in dependences.data(call.number)


def test_steps_of_a_pass_depend_on_its_request() -> None:
    trace = record("def f(n):\n    for i in range(n):\n        a = i\n    return 0\n", "2")
    dependences = Dependences(trace)
    requests = [each.number for each in trace.data.steps if each.kind is StepKind.NEXT]
    stores = [
        each.number
        for each in trace.data.steps
        if each.kind is StepKind.STORE
        if each.detail == "a"
    ]
    assert [dependences.control(each) for each in stores] == [(requests[0],), (requests[1],)]
    assert requests[0] in dependences.control(requests[1])
    assert relevant_slice(trace).branches == ()


def test_criteria() -> None:
    trace = record(COMPUTING, "4")
    assert relevant_slice(trace, name_criterion(trace, "a", 2)).lines == (2,)
    assert relevant_slice(trace, name_criterion(trace, "a", 5)).lines == (2, 3, 5)
    assert relevant_slice(trace, line_criterion(trace, 6)).lines == (2, 3, 5, 6)
    assert not relevant_slice(trace, name_criterion(trace, "z", 2)).steps


def test_each_step_of_a_slice_leads_back_to_the_criterion() -> None:
    trace = record(SLICES["a generator"].source, "3")
    found = slice_of(Dependences(trace), answer_criterion(trace))
    for number in found.steps:
        link, seen = found.why(number), {number}
        while link.needed is not None and link.why is not Why.CRITERION:
            assert link.needed not in seen or link.needed in found.values
            if link.needed in seen:
                break
            seen.add(link.needed)
            link = found.why(link.needed)


@pytest.mark.parametrize("name", SLICES)
def test_stored_recordings_have_the_same_slices(name: str) -> None:
    source, call, _ = SLICES[name]
    trace = record(source, call)
    stored = Trace(load(dump(trace.data)))
    assert dump(stored.data) == dump(trace.data)
    assert relevant_slice(stored).steps == relevant_slice(trace).steps
