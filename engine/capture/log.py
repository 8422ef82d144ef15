"""The entries of the recorder's log; `engine.capture.probes` and rewritten code append them.

The log is one flat list. An entry whose exact type is a class of this module says what
happened; any other entry is a raw value (see `engine.capture.opcodes` for which).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final


class Log(list[Any]):
    """The log: a list that may be a constant of a code object, since it hashes by identity."""

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]  # list sets it to None

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


class Enter:
    """A call of code ``code_id`` began; its parameters and cells follow as raw entries.

    ``frame_id`` is ``id`` of the frame for generators and coroutines, else 0."""

    __slots__ = ("code_id", "frame_id")

    def __init__(self, code_id: int, frame_id: int) -> None:
        self.code_id = code_id
        self.frame_id = frame_id


class Block:
    """Control reached the block that begins at ``offset`` of the original code."""

    __slots__ = ("code_id", "offset")

    def __init__(self, code_id: int, offset: int) -> None:
        self.code_id = code_id
        self.offset = offset


class Touch:
    """``content`` is a shallow copy of what ``object`` holds now, as it may change next."""

    __slots__ = ("content", "object")

    def __init__(self, thing: object, content: Sequence[object]) -> None:
        self.object = thing
        self.content = content


class Known(Touch):
    """The same; from now on the object's changes are replayed (see `engine.capture.shadow`)."""

    __slots__ = ()


class Group:
    """Some objects that are looked at together; those of `Look`."""

    __slots__ = ()


class Look:
    """All objects of a group hold what the log said of them last, and may change next.

    ``joined``: these belong to the group from here on. Each was touched just before."""

    __slots__ = ("group", "joined")

    def __init__(self, group: Group, joined: Sequence[object]) -> None:
        self.group = group
        self.joined = joined


class Relook(Look):
    """The same, taken when an activation in the midst of an open call is left."""

    __slots__ = ()


class Space:
    """A class body begins; its names are in ``mapping``, which holds ``content`` now.

    ``own``: names are stored by methods of the program, in a mapping that its metaclass made."""

    __slots__ = ("content", "mapping", "own")

    def __init__(self, mapping: object, content: Sequence[object], *, own: bool) -> None:
        self.mapping = mapping
        self.content = content
        self.own = own


class Given:
    """``items`` are what a call or operator that comes next adds to a list."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[object]) -> None:
        self.items = items


class Retouch(Touch):
    """The same, taken when traced code begins in the midst of an open call."""

    __slots__ = ()


class Settled(Touch):
    """The same, taken when a call is over: nothing is known that may change it next."""

    __slots__ = ()


class SettledLook(Look):
    """A look, taken when a call is over: nothing is known that may change these next."""

    __slots__ = ()


class Caught:
    """An exception arrived at the handler at ``handler_offset`` of the original code.

    ``raised_at`` is the original offset of the instruction of this frame that raised, or -1.
    ``depth``, for a RecursionError alone, is how many activations run, this one included: those
    further in may have ended without a word, as there was no room for the probe's own frame."""

    __slots__ = ("code_id", "depth", "exception", "frame_id", "handler_offset", "raised_at")

    def __init__(
        self,
        code_id: int,
        handler_offset: int,
        frame_id: int,
        exception: BaseException,
        raised_at: int,
        depth: int,
    ) -> None:
        self.code_id = code_id
        self.depth = depth
        self.handler_offset = handler_offset
        self.frame_id = frame_id
        self.exception = exception
        self.raised_at = raised_at


class Unwound:
    """``exception`` left the frame, raised by its instruction at ``raised_at`` (or -1).

    ``depth`` is that of `Caught`."""

    __slots__ = ("code_id", "depth", "exception", "frame_id", "raised_at")

    def __init__(
        self, code_id: int, frame_id: int, exception: BaseException, raised_at: int, depth: int
    ) -> None:
        self.code_id = code_id
        self.depth = depth
        self.frame_id = frame_id
        self.exception = exception
        self.raised_at = raised_at


class Resumed:
    """A generator or coroutine went on after a yield; the value sent follows as a raw entry."""

    __slots__ = ("code_id", "frame_id")

    def __init__(self, code_id: int, frame_id: int) -> None:
        self.code_id = code_id
        self.frame_id = frame_id


class Wrote:
    """``text`` was written to ``stream`` ("stdout" or "stderr")."""

    __slots__ = ("stream", "text")

    def __init__(self, stream: str, text: str) -> None:
        self.stream = stream
        self.text = text


ENTRY_TYPES: Final = (
    Enter, Block, Touch, Known, Look, Relook, Space, Given, Retouch, Settled, SettledLook, Caught,
    Unwound, Resumed, Wrote,
)  # fmt: skip
"""The exact types of the entries; every other object in the log is a raw value."""

LOOK_IDS: Final = frozenset(map(id, (Look, Relook, SettledLook)))
TOUCH_IDS: Final = frozenset(map(id, (Touch, Known, Retouch, Settled)))
"""Ids of the exact types of entries that tell what objects hold. (By id, and never by
`isinstance`: that would ask the ``__class__`` of raw values.)"""
