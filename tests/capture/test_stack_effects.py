"""The table of stack effects against the interpreter's own."""

from __future__ import annotations

import dis
from typing import Any

import pytest

from engine.capture.stack_effects import RUNNING, binary_operator, comparison

_ARGUMENTS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 100, 255, 256, 257, 511, 65_537)


def _takes_argument(code: int) -> bool:
    known: list[int] | None = getattr(dis, "hasarg", None)
    return code >= dis.HAVE_ARGUMENT if known is None else code in known


def _possible(name: str, arg: int) -> bool:
    """Whether the compiler can emit ``arg``; beyond it the interpreter's number means nothing."""
    limits = {"MAKE_FUNCTION": 15, "RAISE_VARARGS": 2, "FORMAT_VALUE": 7, "RERAISE": 2}
    return arg <= limits.get(name, arg)


@pytest.mark.parametrize("name", sorted(RUNNING))
def test_pushes_minus_pops_is_the_stack_effect(name: str) -> None:
    code = dis.opmap[name]
    effect = RUNNING[name]
    arguments = _ARGUMENTS if _takes_argument(code) else (None,)
    for arg in arguments:
        if arg is not None and not _possible(name, arg):
            continue
        for jump in (False, True):
            number = 0 if arg is None else arg
            ours = effect.pushed(number, jump=jump) - effect.popped(number, jump=jump)
            assert ours == dis.stack_effect(code, arg, jump=jump), (name, arg, jump)


def test_operators_have_the_interpreters_names() -> None:
    def probe(a: Any, b: Any) -> object:
        a += b
        a **= b
        return a - b, a @ b, a >> b, a ^ b, a <= b, a != b

    for instruction in dis.get_instructions(probe):
        if instruction.opname == "BINARY_OP":
            operator, in_place = binary_operator(instruction.arg or 0)
            assert operator + ("=" if in_place else "") == instruction.argrepr
        elif instruction.opname == "COMPARE_OP":
            assert comparison(instruction.arg or 0) == instruction.argrepr
