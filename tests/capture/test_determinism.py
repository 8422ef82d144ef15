"""What is not the same in every run: refused, or marked and never judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.capture import sandbox as sandbox_module
from engine.capture.chance import may_differ
from engine.capture.observation import Observation
from engine.capture.sandbox import Sandbox
from engine.claims.verdicts import ClaimVerdict, NarrationVerdict
from engine.claims.verify import Judge, verify
from engine.errors import CaptureError, ErrorCode
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace import storage
from engine.trace.comparison import compare
from engine.trace.determined import determined, first_difference, undetermined
from engine.trace.model import TraceData
from engine.trace.parting import UndeterminedError
from engine.trace.trace import Trace
from tests.trace.recordings import record as record_here


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


@pytest.fixture(scope="module")
def recordings(sandbox: Sandbox) -> dict[str, TraceData]:
    """The recordings of all `STATES`."""
    return {name: sandbox.record(program(case.source, case.call)) for name, case in STATES.items()}


def program(source: str, call: str = "") -> Program:
    return Program.from_text(source.lstrip("\n"), "f", call)


def verdicts(trace: TraceData, narration: str) -> list[str]:
    """The verdict of each claim, with the reason where it is not decided."""
    found = []
    for claim in verify(Trace(trace), narration.lstrip("\n")).claims:
        if claim.verdict is ClaimVerdict.UNSUPPORTED:
            assert claim.why.startswith("differs between runs: "), claim.why
        found.append(claim.verdict.value)
    return found


# -- answers --------------------------------------------------------------------------------------

ANSWERS = {
    "order of a set": ("def f(s):\n    return list(set(s))\n", "'determinism'"),
    "first of a set": ("def f(s):\n    t = set(s)\n    return t.pop()\n", "'determinism'"),
    "order of keys that were a set": (
        "def f(s):\n    return ''.join(dict.fromkeys(set(s)))\n", "'determinism'",
    ),
    "frozenset as text": ("def f(s):\n    return f'{frozenset(s)}'\n", "'determinism'"),
    "printed set": ("def f(s):\n    print(set(s))\n", "'determinism'"),
    "raised element": (
        "def f(s):\n    for c in set(s):\n        raise ValueError(c)\n", "'determinism'",
    ),
    "hash of a string": ("def f(s):\n    return hash(s)\n", "'a'"),
    "address": ("def f():\n    return id([])\n", ""),
    "text of an object": ("class A:\n    pass\ndef f():\n    return repr(A())\n", ""),
    "clock": ("import time\ndef f():\n    return time.time()\n", ""),
    "chance": ("import random\ndef f():\n    return random.random()\n", ""),
    "surroundings": ("import os\ndef f():\n    return os.environ['HOME']\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_differs_is_refused_with_one_sentence(sandbox: Sandbox, name: str) -> None:
    source, call = ANSWERS[name]
    with pytest.raises(CaptureError) as caught:
        sandbox.record(program(source, call))
    assert caught.value.code is ErrorCode.UNDETERMINED
    assert caught.value.what.startswith("Two runs of the program differ in: ")
    assert caught.value.data["differ"]


def test_a_fault_of_the_recorder_is_no_property_of_the_program(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = sandbox_module._record

    def faulty(*arguments: object) -> tuple[TraceData, Observation]:
        trace, observed = record(*arguments)  # type: ignore[arg-type]
        return trace, replace(observed, result=["int", "0x63"])

    monkeypatch.setattr(sandbox_module, "_record", faulty)
    with pytest.raises(CaptureError) as caught:
        sandbox.record(program("def f():\n    return 1\n"))
    assert caught.value.code is ErrorCode.DIFFERS


# -- determined programs --------------------------------------------------------------------------

DETERMINED = {
    "sets of small ints": (
        "def f(s):\n    t = set(s)\n    for x in t:\n        y = x\n    return list(t), y\n",
        "[3, 1, 2]", False,
    ),
    "membership": (
        "def f(s):\n    t = {'a', 'b'}\n    return sum(c in t for c in s)\n", "'abc'", True,
    ),
    "operations on sets": (
        """
def f(s):
    t = set(s) & {'a', 'b', 'x'} | {'c'}
    t.add('d')
    u = t - {'c'}
    return len(u), u == {'a', 'd', 'b'}, max(u), sorted(t)
""",
        "'abc'", True,
    ),
    "sorted at once": ("def f(s):\n    t = sorted(set(s))\n    return t\n", "'hello'", True),
    "largest of a set": ("def f(s):\n    return max(set(s))\n", "'hello'", True),
    "a seed of its own": (
        "import random\ndef f():\n    random.seed(1)\n    return random.randrange(100)\n", "", True,
    ),
    "no sets": ("def f(n):\n    return [x * x for x in range(n)]\n", "4", False),
    "classes": (
        """
class A:
    def __init__(self, n):
        self.n = n
def f(n):
    return [A(x).n for x in range(n)]
""",
        "4", False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DETERMINED)
def test_a_determined_program_has_no_marks(sandbox: Sandbox, name: str) -> None:
    source, call, asked = DETERMINED[name]
    made = program(source, call)
    trace = sandbox.record(made)
    assert not trace.differs
    assert determined(Trace(trace)).plain.data is trace
    # An ordinary program pays for no further recordings.
    assert may_differ(made, trace) is asked


ASKED = {
    "seen by C code only": ("def f(s):\n    return sorted(map(len, map(set, s)))\n", "['ab', 'c']"),
    "made by the top level": (
        "def g():\n    return list(set('abc'))\nL = g()\ndef f():\n    return sorted(L)\n", "",
    ),
    "made by the arguments": ("def f(s):\n    return sorted(s)\n", "list(set('abc'))"),
    "an address in bytes": (
        "class P: pass\ndef f():\n    return len(b'%a' % P())\n", "",
    ),
    "an address in a bytearray": (
        "class P: pass\ndef f():\n    return len(bytearray([37, 97]) % P())\n", "",
    ),
    "an unknown module": ("import os\ndef f():\n    return 1\n", ""),
    "an attribute by name": ("def f(x):\n    return getattr(x, 'real')\n", "1"),
    "a dunder": ("def f(x):\n    return x.__hash__() == 1\n", "1"),
    "an address in a text": (
        "class A:\n    pass\ndef f():\n    return len('%s' % A()) > 3\n", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_what_could_differ_asks_for_more_recordings(name: str) -> None:
    source, call = ASKED[name]
    made = program(source, call)
    assert may_differ(made, record_here(source, call).data)


# -- states ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    source: str
    call: str
    narration: str
    expected: str  #: the first letters of the verdicts


STATES = {
    "a loop over a set": Case(
        """
def f(s):
    t = set(s)
    n = 0
    for x in t:
        n += 1
    u = list(t)
    u.sort()
    return u
""",
        "'determinism'",
        """
Line 2 sets `t` to `{'d', 'e', 't', 'r', 'm', 'i', 'n', 's'}`.
On pass 1 of the loop on line 4, line 4 sets `x` to `'d'`.
On pass 1 of the loop on line 4, line 4 sets `x` to `'e'`.
At the start of pass 2 of the loop on line 4, `x` is not `'q'`.
At the start of pass 2 of the loop on line 4, `n` is `1`.
At the end of pass 8 of the loop on line 4, `n` is `8`.
The loop on line 4 makes 8 passes.
Line 6 sets `u`.
After line 6, `len(u)` is `8`.
On line 6, `list(t)` evaluates to `['d', 'e', 'i', 'm', 'n', 'r', 's', 't']`.
After line 7, `u` is `['d', 'e', 'i', 'm', 'n', 'r', 's', 't']`.
After line 7, `u` is `['e', 'd', 'i', 'm', 'n', 'r', 's', 't']`.
`x` is never `'z'`.
The function returns `['d', 'e', 'i', 'm', 'n', 'r', 's', 't']`.
""",
        "VUUUVVVVUUVRUV",
    ),
    "a branch on an element": Case(
        """
def g(x):
    return x > 'i'

def f(s):
    t = set(s)
    n = 0
    for x in t:
        if g(x):
            n += 1
    print(n)
    return n
""",
        "'determinism'",
        """
At the start, `s` is `'determinism'`.
Line 6 sets `n` to `0`.
Line 6 runs once.
Line 6 runs twice.
Line 7 runs 9 times.
Line 9 runs 5 times.
Line 9 never runs.
The loop on line 7 makes 8 passes.
The loop on line 7 ends because its items run out.
On pass 8 of the loop on line 7, line 8 runs.
On pass 9 of the loop on line 7, line 8 runs.
`g` is called 8 times.
Call 8 of `g` returns `True`.
Call 9 of `g` returns `True`.
After the loop on line 7, `n` is `5`.
Line 10 prints `'5'`.
At the end, `n` is `5`.
`n` is always `0`.
Line 11 returns `5`.
The program prints `'5\\n'` in total.
The function returns `5`.
""",
        "VVVRUUUUUUUUUUUUUUUVV",
    ),
    "keys that were a set": Case(
        "def f(s):\n    d = dict.fromkeys(set(s), 0)\n    for k in d:\n        d[k] += 1\n"
        "    n = len(d)\n    return d\n",
        "'abcdefgh'",
        """
On pass 1 of the loop on line 3, line 4 sets `d[k]` to `1`.
On pass 1 of the loop on line 3, line 4 sets `d['a']` to `1`.
Line 5 sets `n` to `8`.
The function returns `{'a': 1, 'b': 1, 'c': 1, 'd': 1, 'e': 1, 'f': 1, 'g': 1, 'h': 1}`.
""",
        "UUVV",
    ),
    "addresses, hashes, time": Case(
        "import time\nclass A:\n    pass\ndef f(s):\n    a, h = id(s), hash(s)\n    r = f'{A()}!'\n"
        "    now = time.time()\n    n = 7\n    return now > 1 and len(r) > 3\n",
        "'abc'",
        """
Line 5 sets `a` to `1`.
Line 5 sets `h`.
On line 6, `f'{A()}!'` evaluates to `'A'`.
Line 6 sets `r` to `'A'`.
After line 7, `now` is `0.5`.
After line 7, `now` has type `float`.
Line 8 sets `n` to `7`.
The function returns `True`.
""",
        "UVUUUUVV",
    ),
    "which of two equal objects": Case(
        "def f(s):\n    one, two = [], []\n    for c in set(s):\n"
        "        last = {'a': one}.get(c, two)\n    last.append(1)\n    return len(last)\n",
        "'abcdefgh'",
        """
Before line 2, `one` is not defined.
After line 5, `one` is `[]`.
After line 5, `last` is `[1]`.
The function returns `1`.
""",
        "VUUV",
    ),
    "output in pieces": Case(
        "def f(s):\n    for c in set(s):\n        print('x' * len(c), end='')\n    print()\n",
        "['a', 'bb', 'ccc', 'dddd', 'eeeee']",
        """
On pass 1 of the loop on line 2, line 3 prints `'x'`.
Line 4 prints `''`.
Line 4 prints `'\\n'`.
The program prints `'xxxxxxxxxxxxxxx\\n'` in total.
The function returns `None`.
""",
        "UVVVV",
    ),
    "an exception that goes another way": Case(
        "def f(s):\n    n = 0\n    for c in set(s):\n        try:\n            n += int(c)\n"
        "        except ValueError:\n            n += 1\n    return n\n",
        "['1', 'x', '2', 'y', '3', 'z']",
        """
Line 2 sets `n` to `0`.
Line 6 catches `ValueError`.
Line 5 raises `ValueError`.
The function returns `9`.
""",
        "VUUV",
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_claims_about_states_that_differ_cannot_be_decided(
    recordings: dict[str, TraceData], name: str
) -> None:
    case, trace = STATES[name], recordings[name]
    assert trace.differs
    letters = "".join(each[0] for each in verdicts(trace, case.narration))
    assert letters == case.expected


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("seed", range(4))
def test_the_writer_states_nothing_undetermined(
    recordings: dict[str, TraceData], name: str, seed: int
) -> None:
    trace = Trace(recordings[name])
    report = verify(trace, narrate(trace, seed))
    assert report.verdict is NarrationVerdict.ACCEPTED, report.summary()


def test_marks_are_stored(recordings: dict[str, TraceData]) -> None:
    for trace in recordings.values():
        again = storage.load(storage.dump(trace))
        assert again.differs == trace.differs
        assert storage.dump(again) == storage.dump(trace)


def test_the_first_difference_is_told(recordings: dict[str, TraceData]) -> None:
    trace = recordings["a loop over a set"]
    told = undetermined(trace)
    assert told is not None
    assert told.line == 4
    assert told.first == first_difference(trace) == min(trace.differs.results)
    assert told.parting is None
    assert verify(Trace(trace), "Line 3 sets `n` to `0`.\n").undetermined == told
    assert f"first at step {told.first} (line 4)" in told.sentence()


def test_a_marked_reference_tells_nothing(recordings: dict[str, TraceData]) -> None:
    trace = determined(Trace(recordings["a loop over a set"]))
    hidden = trace.step(min(trace.data.differs.results)).result
    assert hidden is not None
    for look in (
        lambda: hidden == 1,
        lambda: hidden >= 0,
        lambda: -hidden,
        lambda: {hidden},
        lambda: trace.value(hidden, trace.last_time),
    ):
        with pytest.raises(UndeterminedError):
            look()


def test_a_recording_does_not_differ_from_itself() -> None:
    for case in STATES.values():
        one = record_here(case.source, case.call).data
        assert not compare(one, storage.load(storage.dump(one)))


def test_an_expression_does_not_depend_on_the_order_of_a_set() -> None:
    source = (
        "def f():\n    t = {frozenset('a'), frozenset('b')}\n    u = {0.1, 1e100, -1e100}\n"
        "    v = {(2, 'b'), (1, 'a')}\n    w = {(0, 0), (1, 'a'), (1, 2)}\n    return 1\n"
    )
    narration = """
After line 2, `min(t)` is `frozenset({'a'})`.
After line 2, `sorted(t)` is `[frozenset({'b'}), frozenset({'a'})]`.
After line 3, `sum(u)` is `0.1`.
After line 3, `max(u)` is `1e100`.
After line 4, `sorted(v)` is `[(1, 'a'), (2, 'b')]`.
After line 4, `min(v)` is `(2, 'b')`.
After line 5, `min(w)` is `(0, 0)`.
"""
    claims = verify(record_here(source), narration.lstrip("\n")).claims
    assert "".join(claim.verdict.value[0] for claim in claims) == "UUUVVRU"


# -- every seed says the same ---------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["a", "b", "cc", "dd", "eee", "fff"]), min_size=2, max_size=6)
STEPS = st.lists(
    st.sampled_from(
        [
            "for x in t:\n        n += len(x)",
            "for x in t:\n        if len(x) > 1:\n            n += 1",
            "u = list(t)",
            "u = sorted(t)",
            "d = dict.fromkeys(t)",
            "t = t | {'q', 'rr'}",
            "t.discard('a')",
            "n = max(len(x) for x in t)",
            "b = 'a' in t",
            "k = [len(x) for x in t]",
            "s = ''.join(t)",
        ]
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def seeds() -> Iterator[tuple[Sandbox, Sandbox]]:
    with Sandbox(0) as one, Sandbox(5) as other:
        yield one, other


@given(WORDS, STEPS, st.integers(0, 3))
@settings(max_examples=50)
def test_what_one_seed_verifies_another_does_not_deny(
    seeds: tuple[Sandbox, Sandbox], words: list[str], steps: list[str], seed: int
) -> None:
    lines = ["def f(words):", "    t = set(words)", "    n = 0"]
    lines += [f"    {line}" for step in steps for line in [step]]
    source = "\n".join([*lines, "    return sorted(t)"]) + "\n"
    made = program(source, repr(words))
    traces = [Trace(each.record(made)) for each in seeds]
    # What the writer makes of one run alone states whatever happened in it.
    blind = Trace(replace(traces[0].data, differs=type(traces[0].data.differs)()))
    text = narrate(blind, seed)
    first, second = (Judge(trace).verify(text).claims for trace in traces)
    for one, other in zip(first, second, strict=True):
        if one.verdict is ClaimVerdict.VERIFIED:
            allowed = {ClaimVerdict.VERIFIED, ClaimVerdict.UNSUPPORTED}
            assert other.verdict in allowed, (source, one.surface.text, other.why)
    assert {claim.verdict for claim in first} <= {ClaimVerdict.VERIFIED, ClaimVerdict.UNSUPPORTED}
