"""Instructions are read from raw bytecode as `dis` reads them."""

from __future__ import annotations

import dis
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from engine.capture import decoded_code, layout

MODULES = ["argparse", "ast", "asyncio.tasks", "contextlib", "dataclasses", "functools", "typing"]


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


@pytest.mark.parametrize("name", MODULES)
def test_instructions_are_those_of_dis(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    jumps = {*dis.hasjrel, *dis.hasjabs}
    named = 0
    for code in codes(compile(source, spec.origin, "exec")):
        wanted = []
        for each in dis.get_instructions(code):
            if each.opname in ("CACHE", "EXTENDED_ARG"):
                continue
            place = each.positions
            assert place is not None
            position = (place.lineno, place.end_lineno, place.col_offset, place.end_col_offset)
            target = each.argval if each.opcode in jumps else -1
            wanted.append((each.opname, each.arg or 0, each.offset, target, position))
            if each.opname in decoded_code._NAMED:
                assert each.arg is not None
                assert decoded_code._name(code, each.opname, each.arg) == each.argval
                named += 1
        found = [(u.name, u.arg, u.offset, u.target, u.position) for u in layout.units(code)]
        assert found == wanted
    assert named > 100
