"""Which instructions log a value, and where on the stack it lies afterwards.

The one table that the rewriter and the decoder share: an instruction of `LOGGED` appends raw
values to the log directly after it ran, in the order of `logged_slots` (slot 1 is the top of
the stack). Everything else (locals, constants, stack shuffles, jumps) the decoder derives.

Where the stack may hold a NULL, the table names the slot that never does. Evidence: the
comments in CPython's ``Python/bytecodes.c`` (3.12, 3.13) and ``Python/ceval.c`` (3.11); on 3.11
and 3.12 a method load leaves ``method, self`` or ``NULL, bound``, on 3.13 ``method, self`` or
``bound, NULL``; a global load with a NULL leaves ``NULL, value`` on 3.11 and 3.12 and
``value, NULL`` on 3.13.
"""

from __future__ import annotations

import opcode
import sys
from enum import Enum
from typing import Final

PY311: Final = sys.version_info < (3, 12)
PY312: Final = (3, 12) <= sys.version_info < (3, 13)
PY313: Final = sys.version_info >= (3, 13)

NULL_ON_TOP: Final = PY313
"""Whether the NULL of a call stands above the callable (3.13) or under it."""


class Logging(Enum):
    """How an instruction of `LOGGED` logs what it pushed."""

    TOP = "top"  #: the top of the stack
    METHOD = "method"  #: low bit (or LOAD_METHOD): the slot that is never NULL; else the top
    NULLABLE = "nullable"  #: LOAD_GLOBAL: the value, wherever the NULL stands
    SEQUENCE = "sequence"  #: UNPACK_SEQUENCE: all values pushed, topmost first
    SEQUENCE_EX = "sequence_ex"  #: UNPACK_EX, CHECK_EG_MATCH: all values pushed, topmost first
    NEXT = "next"  #: FOR_ITER: the item, on the path that does not jump; nothing else
    INTRINSIC = "intrinsic"  #: the top, whatever the intrinsic is (PRINT pushes None)


_KINDS: Final[dict[Logging, str]] = {
    Logging.TOP: """
        UNARY_INVERT UNARY_NEGATIVE UNARY_POSITIVE UNARY_NOT TO_BOOL
        BINARY_OP BINARY_SUBSCR BINARY_SLICE COMPARE_OP CONTAINS_OP IS_OP
        LOAD_NAME LOAD_DEREF LOAD_CLASSDEREF LOAD_FROM_DICT_OR_DEREF LOAD_FROM_DICT_OR_GLOBALS
        LOAD_LOCALS LOAD_BUILD_CLASS LOAD_ASSERTION_ERROR
        BUILD_TUPLE BUILD_LIST BUILD_SET BUILD_MAP BUILD_CONST_KEY_MAP BUILD_SLICE BUILD_STRING
        LIST_TO_TUPLE FORMAT_VALUE FORMAT_SIMPLE FORMAT_WITH_SPEC CONVERT_VALUE
        CALL CALL_KW CALL_FUNCTION_EX CALL_INTRINSIC_2 MAKE_FUNCTION
        GET_ITER GET_YIELD_FROM_ITER GET_AITER GET_ANEXT GET_AWAITABLE GET_LEN
        IMPORT_NAME IMPORT_FROM MATCH_CLASS MATCH_KEYS MATCH_MAPPING MATCH_SEQUENCE
        BEFORE_WITH BEFORE_ASYNC_WITH WITH_EXCEPT_START CHECK_EXC_MATCH
        PREP_RERAISE_STAR ASYNC_GEN_WRAP SEND
    """,
    Logging.METHOD: "LOAD_METHOD LOAD_ATTR LOAD_SUPER_ATTR",
    Logging.NULLABLE: "LOAD_GLOBAL",
    Logging.SEQUENCE: "UNPACK_SEQUENCE",
    Logging.SEQUENCE_EX: "UNPACK_EX CHECK_EG_MATCH",
    Logging.NEXT: "FOR_ITER",
    Logging.INTRINSIC: "CALL_INTRINSIC_1",
}

_ELSEWHERE: Final = frozenset(
    """
    UNARY_POSITIVE LOAD_CLASSDEREF LIST_TO_TUPLE PREP_RERAISE_STAR ASYNC_GEN_WRAP
    TO_BOOL BINARY_SLICE LOAD_FROM_DICT_OR_DEREF LOAD_FROM_DICT_OR_GLOBALS LOAD_LOCALS
    FORMAT_VALUE FORMAT_SIMPLE FORMAT_WITH_SPEC CONVERT_VALUE CALL_KW
    CALL_INTRINSIC_1 CALL_INTRINSIC_2 LOAD_METHOD LOAD_SUPER_ATTR
    """.split()
)
"""Names of the table that one of the supported versions does not have."""


def _table() -> dict[str, Logging]:
    table = {}
    for kind, names in _KINDS.items():
        for name in names.split():
            if name in opcode.opmap:
                table[name] = kind
            elif name not in _ELSEWHERE:
                raise ImportError(f"no supported Python has the opcode {name}")
    return table


LOGGED: Final[dict[str, Logging]] = _table()
"""Opcode name of this Python → how it logs."""


def logged_slots(name: str, arg: int) -> tuple[int, ...]:
    """The stack slots (1: the top) that are logged after instruction ``name`` with the full
    argument ``arg`` (extended arguments included), in the order of their log entries.

    A FOR_ITER logs slot 1 only on the path on which it pushed an item."""
    match LOGGED.get(name):
        case None:
            return ()
        case Logging.TOP | Logging.NEXT | Logging.INTRINSIC:
            return (1,)
        case Logging.METHOD:
            method = name == "LOAD_METHOD" or arg & 1
            return (2,) if method and NULL_ON_TOP else (1,)
        case Logging.NULLABLE:
            return (2,) if arg & 1 and NULL_ON_TOP else (1,)
        case Logging.SEQUENCE:
            return tuple(range(1, arg + 1))
        case Logging.SEQUENCE_EX:
            count = 2 if name == "CHECK_EG_MATCH" else (arg & 0xFF) + 1 + (arg >> 8)
            return tuple(range(1, count + 1))
