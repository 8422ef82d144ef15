"""Objects that the call's arguments make are made where no probe looks: what plain operations on
them change is recorded as of objects that the program makes. The reference of `tests.reference`,
which takes everything at each line, has to agree."""

from __future__ import annotations

import pytest

from tests.reference.differential import compare_program

PROGRAM = """from collections import Counter, OrderedDict, defaultdict, deque

class Filling(dict):
    def __missing__(self, key):
        self[key] = [key]
        return self[key]

class Log:
    def __init__(self):
        self.seen = []
    def __getitem__(self, key):
        self.seen.append(key)
        return key
    def __eq__(self, other):
        self.seen.append(other)
        return True
    def __hash__(self):
        self.seen.append('hash')
        return 1
    def __add__(self, other):
        self.seen.append(('+', other))
        return self
    def __contains__(self, item):
        self.seen.append(('in', item))
        return False

class Deep:
    def __init__(self, inner):
        self.inner = inner

def f(given):
    one = given[3]
    two = given[4]
    three = 5 in given
    four = given == one
    return one, two, three, four

def g(given):
    given.inner[3].append(1)
    given.inner[4].append(2)
    kept = {**given.inner}
    return len(kept)

def h(given):
    text = '%(a)s and %(b)s' % given
    size = len(given)
    return text, size

def k(given):
    found = {given: 1}
    more = given + 2
    other = given == 3
    return len(found), more is given, other
"""

CALLS = [
    ("f", "defaultdict(list)"),
    ("f", "defaultdict(lambda: defaultdict(int))"),
    ("f", "given=defaultdict(int, {3: 1})"),
    ("f", "Filling()"),
    ("f", "Log()"),
    ("f", "Counter()"),
    ("g", "Deep(defaultdict(list))"),
    ("g", "Deep(Filling())"),
    ("h", "defaultdict(int)"),
    ("h", "Filling()"),
    ("k", "Log()"),
]


@pytest.mark.parametrize(("entry", "call"), CALLS)
def test_given_objects(entry: str, call: str) -> None:
    outcome = compare_program(PROGRAM, entry, call)
    assert not outcome.incomparable
    assert outcome.refusal == ""
    assert [str(difference) for difference in outcome.differences] == []
    assert outcome.instructions > 0
