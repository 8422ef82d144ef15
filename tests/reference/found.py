"""Programs that showed a defect of the recorder, each as small as it could be made.

``FOUND`` are mended, and have to agree; ``OPEN`` are not, and have to differ until they are."""

from __future__ import annotations

from typing import Final, NamedTuple


class Open(NamedTuple):
    """A program that is recorded wrongly, and why."""

    source: str
    reason: str
    keep_alive: bool = True  #: see `tests.reference.tracer.trace`


FOUND: Final[dict[str, str]] = {
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
}

OPEN: Final[dict[str, Open]] = {
    "library_changes_what_it_showed": Open(
        """
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
        "Unrecorded Python code calls the program, and goes on to change an object that the "
        "program has seen: nothing is touched when the program returns to it, so the object "
        "is recorded as if it had been changed before.",
    ),
    "interpreter_changes_what_a_generator_saw": Open(
        """
def grow(items):
    items.append(9)
    size = len(items)
    yield size


def f():
    items = [1, 2]
    items[:] = grow(items)
    return items
""",
        "As `library_changes_what_it_showed`, with C code in the place of the library: the last "
        "touch is the one before the append, which gets the change by the slice as well.",
    ),
    "library_changes_between_two_calls": Open(
        """
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
        "Leaving the block runs the callback in the library and then `__exit__` in the program, "
        "whose beginning does not touch the list.",
    ),
    "generator_dropped": Open(
        """
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
        "The recording keeps every object alive, so the generator does not end where it is "
        "dropped; the bare run has another `size`, which no check sees.",
        keep_alive=False,
    ),
}
