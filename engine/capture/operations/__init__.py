"""How the decoder carries out each instruction: stack, names, log entries, the step it leaves.

An operation is called again after traced code that began in its midst has ended, so it
changes nothing before its outcome is known. Stack slots hold live objects or a `NULL`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from engine.capture.opcodes import LOGGED
from engine.capture.operations import control, names, outcomes, places, results, stack
from engine.capture.operations.outcomes import operands_of
from engine.capture.stack_effects import RUNNING
from engine.trace.model import StepKind

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Handler, Instruction

__all__ = ["operands_of", "operation"]


_PROLOGUE: Final = frozenset(
    {"RETURN_GENERATOR", "EXIT_INIT_CHECK"}
    | {"LOAD_FAST_LOAD_FAST", "STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST"}
)
"""Opcodes that the decoder never meets: prologue, interpreter stubs, what it splits in two."""


def _table() -> dict[str, Handler]:
    named: dict[str, Callable[[Decoder, Frame, Instruction], None]] = {
        "SETUP_ANNOTATIONS": names.setup_annotations, "POP_TOP": stack.pop_top,
        "PUSH_NULL": stack.push_null, "COPY": stack.copy, "SWAP": stack.swap,
        "PUSH_EXC_INFO": stack.push_exc_info, "POP_EXCEPT": stack.pop_top,
        "END_FOR": stack.end_for, "END_SEND": stack.end_send, "LOAD_CONST": names.load_const,
        "LOAD_FAST": names.load_fast, "LOAD_FAST_CHECK": names.load_fast,
        "LOAD_FAST_AND_CLEAR": names.load_fast_and_clear, "MAKE_CELL": names.make_cell,
        "LOAD_CLOSURE": names.load_closure, "STORE_FAST": names.store_fast,
        "DELETE_FAST": names.delete_fast, "LOAD_DEREF": names.load_deref,
        "LOAD_CLASSDEREF": names.load_deref, "LOAD_FROM_DICT_OR_DEREF": names.load_deref,
        "LOAD_FROM_DICT_OR_GLOBALS": names.load_deref, "STORE_DEREF": names.store_deref,
        "DELETE_DEREF": names.delete_deref, "LOAD_GLOBAL": names.load_global,
        "STORE_NAME": names.store_name, "STORE_GLOBAL": names.store_name,
        "DELETE_NAME": names.delete_name, "DELETE_GLOBAL": names.delete_name, "CALL": results.call,
        "CALL_KW": results.call, "KW_NAMES": results.kw_names, "CALL_FUNCTION_EX": results.call,
        "TO_BOOL": results.to_bool, "BINARY_OP": results.binary_op,
        "BINARY_SUBSCR": results.binary_subscr, "BUILD_LIST": results.build_container,
        "BUILD_SET": results.build_container, "BUILD_MAP": results.build_container,
        "UNPACK_SEQUENCE": results.unpack, "UNPACK_EX": results.unpack,
        "CHECK_EG_MATCH": results.unpack, "BEFORE_WITH": results.before_with,
        "BEFORE_ASYNC_WITH": results.before_with, "IMPORT_STAR": results.consume,
        "PRINT_EXPR": results.consume, "SET_FUNCTION_ATTRIBUTE": results.set_function_attribute,
        "LOAD_ATTR": places.load_attr, "LOAD_METHOD": places.load_attr,
        "LOAD_SUPER_ATTR": places.load_attr, "STORE_SUBSCR": places.store_place,
        "DELETE_SUBSCR": places.store_place, "STORE_SLICE": places.store_place,
        "STORE_ATTR": places.store_place, "DELETE_ATTR": places.store_place,
        "FOR_ITER": control.for_iter, "SEND": control.send, "YIELD_VALUE": control.yield_value,
        "RETURN_VALUE": control.return_value, "RETURN_CONST": control.return_const,
        "RAISE_VARARGS": outcomes.must_raise, "RERAISE": outcomes.must_raise,
        "END_ASYNC_FOR": control.end_async_for, "CLEANUP_THROW": control.cleanup_throw,
        "JUMP_FORWARD": stack.jump, "JUMP_BACKWARD": stack.jump,
        "JUMP_BACKWARD_NO_INTERRUPT": stack.jump,
    }  # fmt: skip
    table: dict[str, Handler] = {}
    for name, effect in RUNNING.items():
        if name in outcomes.INTO_CONTAINER:
            table[name] = results.into_container
        elif name in named:
            table[name] = named[name]
        elif effect.kind is StepKind.BRANCH:
            table[name] = control.branch
        elif name in LOGGED:
            table[name] = results.logged
        elif (effect.pops == 0 and effect.pushes == 0) or name in ("PRECALL", "INTERPRETER_EXIT"):
            table[name] = stack.nothing
        elif name not in _PROLOGUE:
            raise ImportError(f"the decoder does not know what {name} does")
    return table


_OPERATIONS: Final = _table()


def operation(name: str) -> Handler:
    """What carries out the opcode of this name."""
    return _OPERATIONS.get(name, _unreachable)


def _unreachable(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    decoder.fail("this instruction is never decoded")
