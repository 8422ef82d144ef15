"""Stored recordings: what is written is read back, and nothing else is read."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from engine.capture.recorder import record_here
from engine.errors import UsageError
from engine.program import Program
from engine.trace.model import TraceData
from engine.trace.storage import dump, load
from tests.capture.programs import PROGRAMS

SAMPLE = """\
import math

class P:
    def __init__(self, v):
        self.v = v

def g(n):
    for i in range(n):
        yield i

def f(n):
    out, seen, table = [], set(), {'a': b'x'}
    for i in g(n):
        out.append(i)
        seen.add(str(i))
        table[i] = out
    out.sort(reverse=True)
    p = P(math.inf)
    p.v = (1.5, None, ..., 10 ** 30, -0.0, float('nan'), 1j)
    print('done')
    try:
        out[99]
    except IndexError:
        del table['a']
    return p, out, table
"""


def sample() -> TraceData:
    return record_here(Program.from_text(SAMPLE, "f", "3"), max_steps=10_000)


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_written_is_read_back(name: str) -> None:
    case = PROGRAMS[name]
    data = record_here(Program.from_text(case.source, "f", case.call), max_steps=100_000)
    stored = dump(data)
    again = load(stored)
    assert dump(again) == stored
    assert list(again.steps) == list(data.steps)
    assert again.activations == data.activations
    assert again.codes == data.codes
    assert again.atoms == data.atoms
    assert again.locals == data.locals
    assert again.globals == data.globals
    assert again.outputs == data.outputs
    assert {oid: list(thing.contents) for oid, thing in again.objects.items()} == {
        oid: list(thing.contents) for oid, thing in data.objects.items()
    }


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b"{}", b'{"format": "stepwitness.trace/1"}', b"\xff\xfe", b"1e999"],
)
def test_what_is_no_recording(text: bytes) -> None:
    with pytest.raises(UsageError, match="damaged or of another version"):
        load(text)


def places(form: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of the form, with one of its keys."""
    items = form.items() if isinstance(form, dict) else enumerate(form)
    for key, value in list(items):
        yield form, key
        if isinstance(value, dict | list):
            yield from places(value)


@pytest.mark.parametrize("seed", range(8))
def test_damage_ends_in_one_error(seed: int) -> None:
    """A changed number or a lost part is refused, or leaves a recording that holds together."""
    rng = random.Random(seed)
    stored = dump(sample())
    count = sum(1 for _ in places(json.loads(stored)))
    refused = 0
    for _ in range(60):
        form = json.loads(stored)
        container, key = list(places(form))[rng.randrange(count)]
        match rng.randrange(3):
            case 0:
                del container[key]
            case 1:
                container[key] = rng.choice([-1, 10**9, None, "x", [], True, 2**70, 0.5])
            case _:
                container[key] = [container[key]]
        try:
            again = load(json.dumps(form).encode())
        except UsageError:
            refused += 1
        else:
            for step in again.steps:
                assert 0 <= step.activation < len(again.activations)
            dump(again)
    assert refused > 20
