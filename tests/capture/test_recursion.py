"""Programs that run out of stack: the recording goes on where there is no room for a probe."""

from __future__ import annotations

import pytest

from engine.capture.sandbox import Sandbox
from engine.program import Program
from engine.trace.model import Ending
from tests.capture.reading import check_invariants
from tests.capture.test_decode import answer, record

_ENDLESS = {
    "call": """
def f():
    def g(n):
        return g(n + 1)
    try:
        g(0)
    except RecursionError:
        return 'deep'
""",
    "attribute": """
class A:
    def __getattr__(self, name):
        return getattr(self, name + 'x')

def f():
    try:
        A().y
    except RecursionError:
        return 'deep'
""",
    "callback": """
def f():
    def key(x):
        return sorted([x], key=key)[0]
    try:
        key(3)
    except RecursionError:
        return 'deep'
""",
    "generator": """
def f():
    def g(n):
        yield from g(n + 1)
    try:
        list(g(0))
    except RecursionError:
        return 'deep'
""",
    "methods": """
class Stack:
    def __init__(self):
        self.items = []

    def go(self, n):
        self.items.append(n)
        self.items.sort()
        return self.go(n + 1)

def f():
    try:
        Stack().go(0)
    except RecursionError:
        return 'deep'
""",
    "finally": """
def f():
    left = [0]
    def g(n):
        try:
            return g(n + 1)
        finally:
            left[0] += 1
    try:
        g(0)
    except RecursionError:
        return 'deep' if left[0] else left
""",
}


@pytest.mark.parametrize("name", _ENDLESS)
def test_endless_recursion_is_recorded(name: str) -> None:
    trace = record(_ENDLESS[name])
    assert answer(trace) == "'deep'"
    assert len(trace.activations) > 100
    assert all(each.ending is not Ending.UNFINISHED for each in trace.activations)
    check_invariants(trace)


def test_recorded_and_bare_run_agree() -> None:
    program = Program.from_text(_ENDLESS["call"], "f", "")
    with Sandbox() as sandbox:
        trace = sandbox.record(program)
    assert answer(trace) == "'deep'"


def test_the_error_may_leave_the_program() -> None:
    program = Program.from_text("def f(n):\n    return f(n + 1)\n", "f", "0")
    with Sandbox() as sandbox:
        trace = sandbox.record(program)
    assert answer(trace) == "raises RecursionError"
