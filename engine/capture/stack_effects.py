"""What every opcode takes from the stack, leaves there, and means; for 3.11, 3.12 and 3.13.

The decoder simulates the stack of the *original* code with this table. It holds no opcode
of one version under another's meaning: each version's table is spelled out, and must name
exactly the opcodes which that interpreter has (an unknown or a missing name is an error at
import, so that no opcode can be passed over silently). The numbers are those of
`dis.stack_effect`, split into pops and pushes; the tests compare them for every opcode.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.trace.model import StepKind

Count: TypeAlias = int | Callable[[int], int]
"""A number of stack slots, or that number as a function of the instruction's argument."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An opcode's effect on the stack and the kind of its step.

    ``kind`` is None for opcodes that only arrange the stack or the frame: they leave a step
    only where a statement would otherwise leave none. ``jump_pops`` and ``jump_pushes`` hold
    when the instruction jumps; None: the same as without."""

    pops: Count
    pushes: Count
    kind: StepKind | None = None
    detail: str = ""
    jump_pops: Count | None = None
    jump_pushes: Count | None = None

    def popped(self, arg: int, *, jump: bool = False) -> int:
        """Slots taken from the stack."""
        chosen = self.jump_pops if jump and self.jump_pops is not None else self.pops
        return chosen if isinstance(chosen, int) else chosen(arg)

    def pushed(self, arg: int, *, jump: bool = False) -> int:
        """Slots put onto the stack."""
        chosen = self.jump_pushes if jump and self.jump_pushes is not None else self.pushes
        return chosen if isinstance(chosen, int) else chosen(arg)


def _arg(arg: int) -> int:
    return arg


def _low_bit(arg: int) -> int:
    return arg & 1


def _one_and_low_bit(arg: int) -> int:
    return 1 + (arg & 1)


def _format_value(arg: int) -> int:
    return 2 if arg & 4 else 1  # FVS_MASK == FVS_HAVE_SPEC


def _slice_parts(arg: int) -> int:
    return 3 if arg == 3 else 2


def _unpacked(arg: int) -> int:
    return (arg & 0xFF) + (arg >> 8) + 1  # before the star, after it, and the star itself


def _function_parts(arg: int) -> int:
    return 1 + (arg & 0xF).bit_count()  # defaults, keyword defaults, annotations, closure


def _call_ex(arg: int) -> int:
    return 3 + (arg & 1)


_K = StepKind

_COMMON: Final[Mapping[str, Effect]] = {
    # Arranging the stack and the frame.
    "CACHE": Effect(0, 0),
    "NOP": Effect(0, 0),
    "POP_TOP": Effect(1, 0),
    "PUSH_NULL": Effect(0, 1),
    "COPY": Effect(0, 1),
    "SWAP": Effect(0, 0),
    "EXTENDED_ARG": Effect(0, 0),
    "RESUME": Effect(0, 0),
    "MAKE_CELL": Effect(0, 0),
    "COPY_FREE_VARS": Effect(0, 0),
    "PUSH_EXC_INFO": Effect(1, 2),
    "POP_EXCEPT": Effect(1, 0),
    "SETUP_ANNOTATIONS": Effect(0, 0),
    # Constants and names.
    "LOAD_CONST": Effect(0, 1, _K.CONSTANT),
    "LOAD_FAST": Effect(0, 1, _K.LOAD),
    "LOAD_DEREF": Effect(0, 1, _K.LOAD),
    "LOAD_NAME": Effect(0, 1, _K.LOAD),
    "LOAD_GLOBAL": Effect(0, _one_and_low_bit, _K.LOAD),
    "LOAD_BUILD_CLASS": Effect(0, 1, _K.LOAD, "__build_class__"),
    "LOAD_ASSERTION_ERROR": Effect(0, 1, _K.LOAD, "AssertionError"),
    "STORE_FAST": Effect(1, 0, _K.STORE),
    "STORE_DEREF": Effect(1, 0, _K.STORE),
    "STORE_NAME": Effect(1, 0, _K.STORE),
    "STORE_GLOBAL": Effect(1, 0, _K.STORE),
    "DELETE_FAST": Effect(0, 0, _K.DELETE),
    "DELETE_DEREF": Effect(0, 0, _K.DELETE),
    "DELETE_NAME": Effect(0, 0, _K.DELETE),
    "DELETE_GLOBAL": Effect(0, 0, _K.DELETE),
    # Operators.
    "UNARY_NEGATIVE": Effect(1, 1, _K.UNARY, "-"),
    "UNARY_NOT": Effect(1, 1, _K.UNARY, "not"),
    "UNARY_INVERT": Effect(1, 1, _K.UNARY, "~"),
    "BINARY_OP": Effect(2, 1, _K.BINARY),
    "COMPARE_OP": Effect(2, 1, _K.COMPARE),
    "IS_OP": Effect(2, 1, _K.COMPARE),
    "CONTAINS_OP": Effect(2, 1, _K.COMPARE),
    "BINARY_SUBSCR": Effect(2, 1, _K.SUBSCRIPT),
    "STORE_SUBSCR": Effect(3, 0, _K.STORE_ELEMENT),
    "DELETE_SUBSCR": Effect(2, 0, _K.DELETE_ELEMENT),
    "STORE_ATTR": Effect(2, 0, _K.STORE_ATTRIBUTE),
    "DELETE_ATTR": Effect(1, 0, _K.DELETE_ATTRIBUTE),
    # Displays.
    "BUILD_TUPLE": Effect(_arg, 1, _K.BUILD, "tuple"),
    "BUILD_LIST": Effect(_arg, 1, _K.BUILD, "list"),
    "BUILD_SET": Effect(_arg, 1, _K.BUILD, "set"),
    "BUILD_MAP": Effect(lambda arg: 2 * arg, 1, _K.BUILD, "dict"),
    "BUILD_CONST_KEY_MAP": Effect(lambda arg: arg + 1, 1, _K.BUILD, "dict"),
    "BUILD_STRING": Effect(_arg, 1, _K.BUILD, "str"),
    "BUILD_SLICE": Effect(_slice_parts, 1, _K.BUILD, "slice"),
    "LIST_APPEND": Effect(1, 0, _K.BUILD, "append"),
    "SET_ADD": Effect(1, 0, _K.BUILD, "add"),
    "MAP_ADD": Effect(2, 0, _K.BUILD, "insert"),
    "LIST_EXTEND": Effect(1, 0, _K.BUILD, "extend"),
    "SET_UPDATE": Effect(1, 0, _K.BUILD, "update"),
    "DICT_UPDATE": Effect(1, 0, _K.BUILD, "update"),
    "DICT_MERGE": Effect(1, 0, _K.BUILD, "merge"),
    "UNPACK_SEQUENCE": Effect(1, _arg, _K.UNPACK),
    "UNPACK_EX": Effect(1, _unpacked, _K.UNPACK),
    # Calls, functions, modules.
    "CALL_FUNCTION_EX": Effect(_call_ex, 1, _K.CALL),
    "BEFORE_WITH": Effect(1, 2, _K.CALL, "__enter__"),
    "BEFORE_ASYNC_WITH": Effect(1, 2, _K.CALL, "__aenter__"),
    "WITH_EXCEPT_START": Effect(0, 1, _K.CALL, "__exit__"),
    "IMPORT_NAME": Effect(2, 1, _K.IMPORT),
    "IMPORT_FROM": Effect(0, 1, _K.IMPORT),
    # Iteration, generators, coroutines.
    "GET_ITER": Effect(1, 1, _K.ITERATE),
    "GET_YIELD_FROM_ITER": Effect(1, 1, _K.ITERATE, "yield from"),
    "GET_AWAITABLE": Effect(1, 1, _K.ITERATE, "await"),
    "GET_AITER": Effect(1, 1, _K.ITERATE, "async"),
    "GET_ANEXT": Effect(0, 1, _K.CALL, "__anext__"),
    "END_ASYNC_FOR": Effect(2, 0),
    "YIELD_VALUE": Effect(1, 1, _K.YIELD),
    "RETURN_VALUE": Effect(1, 0, _K.RETURN),
    # Patterns and exceptions.
    "GET_LEN": Effect(0, 1, _K.MATCH, "len"),
    "MATCH_MAPPING": Effect(0, 1, _K.MATCH, "mapping"),
    "MATCH_SEQUENCE": Effect(0, 1, _K.MATCH, "sequence"),
    "MATCH_KEYS": Effect(0, 1, _K.MATCH, "keys"),
    "MATCH_CLASS": Effect(3, 1, _K.MATCH, "class"),
    "CHECK_EXC_MATCH": Effect(1, 1, _K.MATCH, "except"),
    "CHECK_EG_MATCH": Effect(2, 2, _K.MATCH, "except*"),
    "RAISE_VARARGS": Effect(_arg, 0, _K.RAISE),
    "RERAISE": Effect(1, 0, _K.RERAISE),
    # Jumps without a choice.
    "JUMP_FORWARD": Effect(0, 0),
    "JUMP_BACKWARD": Effect(0, 0),
    "JUMP_BACKWARD_NO_INTERRUPT": Effect(0, 0),
}

_POP_JUMP: Final = Effect(1, 0, _K.BRANCH)
_JUMP_OR_POP: Final = Effect(1, 0, _K.BRANCH, jump_pops=0)

_ONLY_3_11: Final[Mapping[str, Effect]] = {
    "UNARY_POSITIVE": Effect(1, 1, _K.UNARY, "+"),
    "PRINT_EXPR": Effect(1, 0, _K.CALL, "displayhook"),
    "RETURN_GENERATOR": Effect(0, 0),
    "LIST_TO_TUPLE": Effect(1, 1, _K.BUILD, "tuple"),
    "IMPORT_STAR": Effect(1, 0, _K.IMPORT, "*"),
    "ASYNC_GEN_WRAP": Effect(1, 1),
    "PREP_RERAISE_STAR": Effect(2, 1, _K.BUILD, "except*"),
    "FOR_ITER": Effect(0, 1, _K.NEXT, jump_pops=1, jump_pushes=0),
    "SEND": Effect(1, 1, _K.NEXT, "send", jump_pops=2, jump_pushes=1),
    "LOAD_ATTR": Effect(1, 1, _K.ATTRIBUTE),
    "LOAD_METHOD": Effect(1, 2, _K.ATTRIBUTE),
    "JUMP_IF_FALSE_OR_POP": _JUMP_OR_POP,
    "JUMP_IF_TRUE_OR_POP": _JUMP_OR_POP,
    **{
        f"POP_JUMP_{way}_IF_{test}": _POP_JUMP
        for way in ("FORWARD", "BACKWARD")
        for test in ("FALSE", "TRUE", "NONE", "NOT_NONE")
    },
    "MAKE_FUNCTION": Effect(_function_parts, 1, _K.FUNCTION),
    "LOAD_CLOSURE": Effect(0, 1),
    "LOAD_CLASSDEREF": Effect(0, 1, _K.LOAD),
    "FORMAT_VALUE": Effect(_format_value, 1, _K.BUILD, "format"),
    # Nominal numbers: CALL alone takes all its slots, callee, self or NULL, and arguments.
    "PRECALL": Effect(_arg, 0),
    "CALL": Effect(2, 1, _K.CALL),
    "KW_NAMES": Effect(0, 0),
}

_SINCE_3_12: Final[Mapping[str, Effect]] = {
    "RESERVED": Effect(0, 0),
    "INTERPRETER_EXIT": Effect(1, 0),
    "END_SEND": Effect(2, 1),
    "BINARY_SLICE": Effect(3, 1, _K.SUBSCRIPT),
    "STORE_SLICE": Effect(4, 0, _K.STORE_ELEMENT),
    "CLEANUP_THROW": Effect(3, 2),
    "LOAD_LOCALS": Effect(0, 1),
    "FOR_ITER": Effect(0, 1, _K.NEXT),
    "SEND": Effect(1, 1, _K.NEXT, "send"),
    "LOAD_ATTR": Effect(1, _one_and_low_bit, _K.ATTRIBUTE),
    "LOAD_SUPER_ATTR": Effect(3, _one_and_low_bit, _K.ATTRIBUTE),
    "POP_JUMP_IF_FALSE": _POP_JUMP,
    "POP_JUMP_IF_TRUE": _POP_JUMP,
    "POP_JUMP_IF_NONE": _POP_JUMP,
    "POP_JUMP_IF_NOT_NONE": _POP_JUMP,
    "LOAD_FAST_CHECK": Effect(0, 1, _K.LOAD),
    "LOAD_FAST_AND_CLEAR": Effect(0, 1),
    "LOAD_FROM_DICT_OR_GLOBALS": Effect(1, 1, _K.LOAD),
    "LOAD_FROM_DICT_OR_DEREF": Effect(1, 1, _K.LOAD),
    "RETURN_CONST": Effect(0, 0, _K.RETURN),
    "CALL": Effect(lambda arg: arg + 2, 1, _K.CALL),
    "CALL_INTRINSIC_1": Effect(1, 1),  # kind by argument, see `INTRINSICS_1`
    "CALL_INTRINSIC_2": Effect(2, 1),
}

_ONLY_3_12: Final[Mapping[str, Effect]] = {
    "RETURN_GENERATOR": Effect(0, 0),
    "END_FOR": Effect(2, 0),
    "MAKE_FUNCTION": Effect(_function_parts, 1, _K.FUNCTION),
    "LOAD_CLOSURE": Effect(0, 1),
    "FORMAT_VALUE": Effect(_format_value, 1, _K.BUILD, "format"),
    "KW_NAMES": Effect(0, 0),
}

_ONLY_3_13: Final[Mapping[str, Effect]] = {
    "RETURN_GENERATOR": Effect(0, 1),
    "END_FOR": Effect(1, 0),
    "EXIT_INIT_CHECK": Effect(1, 0),
    "ENTER_EXECUTOR": Effect(0, 0),
    "TO_BOOL": Effect(1, 1),
    "FORMAT_SIMPLE": Effect(1, 1, _K.BUILD, "format"),
    "FORMAT_WITH_SPEC": Effect(2, 1, _K.BUILD, "format"),
    "CONVERT_VALUE": Effect(1, 1, _K.BUILD, "convert"),
    "MAKE_FUNCTION": Effect(1, 1, _K.FUNCTION),
    "SET_FUNCTION_ATTRIBUTE": Effect(2, 1),
    "CALL_KW": Effect(lambda arg: arg + 3, 1, _K.CALL),
    "LOAD_FAST_LOAD_FAST": Effect(0, 2, _K.LOAD),
    "STORE_FAST_LOAD_FAST": Effect(1, 1, _K.STORE),
    "STORE_FAST_STORE_FAST": Effect(2, 0, _K.STORE),
}

EFFECTS: Final[Mapping[tuple[int, int], Mapping[str, Effect]]] = {
    (3, 11): {**_COMMON, **_ONLY_3_11},
    (3, 12): {**_COMMON, **_SINCE_3_12, **_ONLY_3_12},
    (3, 13): {**_COMMON, **_SINCE_3_12, **_ONLY_3_13},
}

INTRINSICS_1: Final[Mapping[int, tuple[StepKind | None, str]]] = {
    1: (StepKind.CALL, "displayhook"),
    2: (StepKind.IMPORT, "*"),
    3: (None, ""),  # turns StopIteration into RuntimeError
    4: (None, ""),  # wraps what an async generator yields
    5: (StepKind.UNARY, "+"),
    6: (StepKind.BUILD, "tuple"),
    7: (StepKind.FUNCTION, "type parameter"),
    8: (StepKind.FUNCTION, "type parameter"),
    9: (StepKind.FUNCTION, "type parameter"),
    10: (StepKind.SUBSCRIPT, "Generic"),
    11: (StepKind.FUNCTION, "type alias"),
}
"""CALL_INTRINSIC_1 by argument (`Include/internal/pycore_intrinsics.h`)."""

INTRINSICS_2: Final[Mapping[int, tuple[StepKind | None, str]]] = {
    1: (StepKind.BUILD, "except*"),
    2: (StepKind.FUNCTION, "type parameter"),
    3: (StepKind.FUNCTION, "type parameter"),
    4: (None, ""),  # sets a function's type parameters
    5: (None, ""),  # sets a type parameter's default (3.13)
}

BINARY_OPERATORS: Final = (
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^",
)  # fmt: skip
"""BINARY_OP's argument; the in-place operators follow in the same order (``NB_INPLACE_ADD``)."""


def binary_operator(arg: int) -> tuple[str, bool]:
    """The operator of a BINARY_OP, and whether it is in place: ``("+", True)`` for ``+=``."""
    count = len(BINARY_OPERATORS)
    return BINARY_OPERATORS[arg % count], arg >= count


def comparison(arg: int) -> str:
    """The operator of a COMPARE_OP."""
    shift = {(3, 11): 0, (3, 12): 4}.get(sys.version_info[:2], 5)
    return dis.cmp_op[arg >> shift]


def running_effects() -> Mapping[str, Effect]:
    """The table of the running interpreter, checked against its opcodes."""
    version = sys.version_info[:2]
    if version not in EFFECTS:
        raise ImportError(f"Python {version[0]}.{version[1]} has no table of stack effects")
    table = EFFECTS[version]
    real = {
        name
        for name, number in dis.opmap.items()
        if number < 256 and not name.startswith("INSTRUMENTED_")
    }
    wrong = sorted(real.symmetric_difference(table))
    if wrong:
        raise ImportError(f"opcodes unknown to the table or to this Python: {', '.join(wrong)}")
    return table


RUNNING: Final = running_effects()
"""Effects of the running interpreter's opcodes, by name."""
