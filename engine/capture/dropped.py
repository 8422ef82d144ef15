"""Generators that a bare run would have ended in the midst of the call.

The log keeps every object alive. A generator or coroutine that the program drops while it waits in
a ``try`` or ``with`` ends there in a bare run: `GeneratorExit` is raised at its ``yield``, and its
``finally`` runs (Language Reference, 6.2.9.1). In a recording it waits for ever, and nothing after
that is as it was. So such a recording is refused: where something of the program still refers to
the generator when the call is over, a bare run has it waiting, too.

An asynchronous generator that is dropped so is closed by the event loop in its next turn (PEP 525),
in a recording when the loop ends. Between the two nothing may have run.
"""

from __future__ import annotations

import gc
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any, Final, NoReturn

from engine.capture import layout
from engine.capture.touching import ATOM_IDS, is_kept_out
from engine.errors import CaptureError, ErrorCode

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
    """Whether the roots lead to the generators that have these frames."""
    missing = set(frame_ids)
    for thing in _held(roots):
        name = _FRAME_OF.get(type(thing))
        if name is not None:
            missing.discard(id(getattr(thing, name)))
            if not missing:
                break
    return not missing


def all_of_code_are_held(
    code: types.CodeType, begun: int, known: Iterable[object], roots: Iterable[object]
) -> bool:
    """Whether the roots lead to every asynchronous generator of ``code``, of which ``begun`` have
    run. (Those that are over have no frame to know them by.) ``known`` are all objects of the
    recording."""
    made = {id(thing) for thing in known if _is_of(thing, code)}
    held = {id(thing) for thing in _held(roots) if _is_of(thing, code)}
    return len(made) >= begun and made <= held


def _is_of(thing: object, code: types.CodeType) -> bool:
    """Whether an asynchronous generator runs ``code``, rewritten."""
    if type(thing) is not types.AsyncGeneratorType:
        return False
    other = thing.ag_code
    return (other.co_qualname, other.co_firstlineno) == (code.co_qualname, code.co_firstlineno)


def _held(roots: Iterable[object]) -> Iterator[Any]:
    """What the roots lead to. Not through what belongs to modules of a library, or to the
    recorder."""
    kept: list[Any] = []
    seen = {
        id(vars(module)) for module in list(sys.modules.values()) if hasattr(module, "__dict__")
    }
    pending = list(roots)
    seen -= set(map(id, pending))
    while pending:
        thing: Any = pending.pop()
        kind = type(thing)
        if id(thing) in seen or id(kind) in ATOM_IDS or is_kept_out(thing):
            continue
        if kind is types.ModuleType or kind is types.CodeType:
            continue
        seen.add(id(thing))
        kept.append(thing)
        yield thing
        pending += gc.get_referents(thing)


def refuse_dropped() -> NoReturn:
    """The error of a program that drops what has something left to do."""
    raise CaptureError(
        ErrorCode.UNSUPPORTED,
        "The program drops a generator or coroutine that waits in a `try` or `with`: without "
        "the recorder, which keeps every object alive, it ends there",
        remedy="Close it, or keep it until the call is over.",
    )
