"""Generators that a bare run would have ended in the midst of the call.

The log keeps every object alive. A generator or coroutine that the program drops while it waits in
a ``try`` or ``with`` ends there in a bare run: `GeneratorExit` is raised at its ``yield``, and its
``finally`` runs (Language Reference, 6.2.9.1). In a recording it waits for ever, and nothing after
that is as it was. So such a recording is refused: where something of the program still refers to
the generator when the call is over, a bare run has it waiting, too.
"""

from __future__ import annotations

import gc
import sys
import types
from collections.abc import Iterable
from typing import Any, Final

from engine.capture import layout
from engine.capture.touching import ATOM_IDS, is_kept_out

_FRAME_OF: Final = {
    types.GeneratorType: "gi_frame",
    types.CoroutineType: "cr_frame",
    types.AsyncGeneratorType: "ag_frame",
}


def waits_in_handler(code: types.CodeType, offset: int) -> bool:
    """Whether an exception raised at the instruction at ``offset`` comes to a handler that the
    program wrote."""
    instructions = layout.read(code)
    at = next((item for item in instructions if item.offset == offset), None)
    while at is not None and at.handler is not None:
        at = instructions[at.handler.target]
        if at.name == "PUSH_EXC_INFO":
            return True
    return False  # the others are the interpreter's own: of an `await`, of StopIteration


def all_are_held(frame_ids: set[int], roots: Iterable[object]) -> bool:
    """Whether the roots lead to the generators that have these frames. Not through what belongs to
    modules of a library, or to the recorder."""
    missing = set(frame_ids)
    kept: list[Any] = []
    seen = {
        id(vars(module)) for module in list(sys.modules.values()) if hasattr(module, "__dict__")
    }
    pending = list(roots)
    seen -= set(map(id, pending))
    while pending and missing:
        thing: Any = pending.pop()
        kind = type(thing)
        if id(thing) in seen or id(kind) in ATOM_IDS or is_kept_out(thing):
            continue
        if kind is types.ModuleType or kind is types.CodeType:
            continue
        seen.add(id(thing))
        kept.append(thing)
        for known, name in _FRAME_OF.items():
            if kind is known:
                missing.discard(id(getattr(thing, name)))
        pending += gc.get_referents(thing)
    return not missing
