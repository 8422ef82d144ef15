"""What code that is not recorded may change between two pieces of the program.

Recorded code calls C and library code, which may call the program back in their midst. So an
unknown call is cut into *segments*: from its beginning, or from where an activation that it began
is left, to where it begins one, or to its end. Invariant: whatever a segment may change is looked
at where the segment begins, and again where it ends in the beginning of an activation. Then each
change has the right maker and the right date: before the first step of what came next.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from engine.capture.log import Enter, Log, Resumed
from engine.capture.reach import Walk, same_content
from engine.capture.touching import ATOM_IDS, content_of, keep_out

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter

_BEGINNINGS: Final = (Enter, Resumed)
_VARARGS: Final = 0x4
_VARKEYWORDS: Final = 0x8

Look = Callable[["Open"], "list[Walk]"]
See = Callable[[object, Sequence[object]], None]


def parameter_count(code: types.CodeType) -> int:
    """The parameters of a function, ``*args`` and ``**kwargs`` among them."""
    flags = code.co_flags
    count = code.co_argcount + code.co_kwonlyargcount
    return count + bool(flags & _VARARGS) + bool(flags & _VARKEYWORDS)


class Flags(Log):
    """A list that rewritten code tests for being empty."""

    __slots__ = ()


class Open:
    """A call or operation that goes on, made by the frame ``frame_id``.

    A frame waits for what it does: it has one of these at a time. A call is closed by the code
    behind it. An operation is not, and says at which original instruction of the frame it is
    (``offset``, for a call -1). ``alone``: the one object that it changes, whatever it is given,
    and what that holds."""

    __slots__ = (
        "_known",
        "alone",
        "changes",
        "frame_id",
        "given",
        "news",
        "offset",
        "roots",
        "walks",
    )

    def __init__(
        self,
        frame_id: int,
        offset: int,
        roots: Sequence[object] = (),
        *,
        alone: tuple[object, Sequence[object]] | None = None,
    ) -> None:
        self.frame_id = frame_id
        self.offset = offset
        self.alone = alone
        self.roots = roots  #: what it was given when it began
        self.given: list[object] = []  #: and by the activations in its midst
        self._known = set(map(id, roots))
        self.changes = -1  #: of the program, when the activation in its midst began
        self.reaches([])

    def reaches(self, walks: Sequence[Walk]) -> None:
        self.walks = walks  #: find what it may change in the segment that runs
        self.news = False  #: whether it was given a way to other objects since

    def gets(self, given: Iterable[object]) -> None:
        """From now on it has these, too."""
        if self.alone is not None:
            return
        for thing in given:
            if id(type(thing)) in ATOM_IDS or id(thing) in self._known:
                continue
            self._known.add(id(thing))
            self.given.append(thing)
            if not any(id(thing) in walk.seen for walk in self.walks):
                self.news = True


class OpenCalls:
    """The open calls of one recording, the innermost last.

    ``look`` looks at all that a call can reach now, and gives the walks that find it; ``see`` is
    told what an object holds that was changed in the midst of a call, ``settle`` that one is over:
    what it has changed is looked at then, so that nothing later counts as its doing."""

    def __init__(
        self,
        log: Log,
        codes: Mapping[int, Mapping[int, int]],
        look: Look,
        see: See,
        settle: Callable[[Open], None],
    ) -> None:
        self.entries = Flags()
        self._log = log
        self._codes = codes
        self._look = look
        self._see = see
        self._settle = settle
        self.changes = 0  #: how often something was, or may have been, changed by the program

    def offset_of(self, frame: types.FrameType) -> int:
        """The original offset of the instruction that a frame of rewritten code is at."""
        known, at = self._codes[id(frame.f_code)], frame.f_lasti
        while at >= 0 and at not in known:
            at -= 2  # an inlined call leaves the frame at the last of the caches behind it
        return known.get(at, -1)

    def opened(self, call: Open) -> None:
        """A call or operation begins, and all that it can reach was looked at."""
        entries = self.entries
        if entries and entries[-1].frame_id == call.frame_id:
            entries.pop()  # an operation that is over
        if entries and call.alone is None:
            entries[-1].gets(call.roots)  # a library may keep what another part of it was given
        entries.append(call)

    def close(self, result: object) -> None:
        """The call that the running frame made last is over, with a result."""
        entries = self.entries
        if entries[-1].frame_id == id(sys._getframe(1)):  # else one of a frame further out
            call = entries.pop()
            if call.offset < 0:  # else an operation that was over before
                self._settle(call)
            if entries and call.alone is None:
                entries[-1].gets((result,))  # an event loop, which calls the program already

    def forget(self, frame_id: int) -> None:
        """An exception ended all calls that a frame had open, and those made below it."""
        for index, call in enumerate(self.entries):
            if call.frame_id == frame_id:
                del self.entries[index:]
                if call.offset < 0:
                    self._settle(call)
                return

    def keep(self, frames: frozenset[int]) -> None:
        """No frames but these run."""
        self.entries[:] = [call for call in self.entries if call.frame_id in frames]

    def begun(self) -> None:
        """An activation begins or goes on, which was logged just now."""
        frame = sys._getframe(1)
        call = self._calling(frame)
        if call is not None:
            self._show(call)
            call.changes = self.changes
            call.gets(self._arguments(frame.f_code))

    def reached(self, frame: types.FrameType, exception: BaseException) -> None:
        """An exception arrived in an activation; with it, perhaps, the activation goes on."""
        call = self._calling(frame)
        if call is not None:
            self._show(call)
            call.changes = -1  # what was changed before it arrived is not known
            call.gets((exception,))

    def left(self, given: object) -> None:
        """The running activation is about to be left with ``given``."""
        self.leave(sys._getframe(1), given)

    def leave(self, frame: types.FrameType, given: object) -> None:
        """The same of any activation."""
        entries, number = self.entries, id(frame)
        while entries and entries[-1].frame_id == number:
            entries.pop()
        call = self._calling(frame)
        if call is None:
            return
        call.gets((given,))
        if not call.news and call.changes == self.changes:
            return  # it can reach the same as before, which holds the same
        if call.alone is None:
            call.reaches(self._look(call))
        else:
            thing = call.alone[0]
            call.alone = (thing, content_of(thing))
            self._see(*call.alone)

    def _arguments(self, code: types.CodeType) -> list[object]:
        """What the log says that the activation gets which begins, or goes on, just now."""
        log = self._log
        index = len(log) - 1
        while index >= 0 and type(log[index]) not in _BEGINNINGS:
            index -= 1
        if type(log[index]) is Resumed:
            return log[index + 1 : index + 2]
        return log[index + 1 : index + 1 + parameter_count(code)]

    def _calling(self, frame: types.FrameType) -> Open | None:
        """What calls the frame, if it is unrecorded code in the midst of something open."""
        codes, entries = self._codes, self.entries
        if not entries:
            return None
        caller = frame.f_back
        while caller is not None and id(caller.f_code) not in codes:
            caller = caller.f_back
        if caller is None:
            return None
        number = id(caller)
        for index in range(len(entries) - 1, -1, -1):
            call: Open = entries[index]
            if call.frame_id == number:
                break
        else:
            return None
        del entries[index + 1 :]  # of frames that were left
        if call.offset >= 0 and self.offset_of(caller) != call.offset:
            del entries[index:]  # an operation that is over
            return None
        return call

    def _show(self, call: Open) -> None:
        """Tell what the segment that ends has changed."""
        if call.alone is not None:
            thing, before = call.alone
            content = content_of(thing)
            if not same_content(before, content):
                call.alone = (thing, content)
                self._see(thing, content)
            return
        for walk in call.walks:
            walk.is_up_to_date()
            for number, thing in walk.changed.items():
                content = content_of(thing)
                if number not in walk.contents:  # it is none of the walk's group yet
                    self._see(thing, content)
                elif not same_content(walk.contents[number], content):
                    walk.contents[number] = content
                    self._see(thing, content)


keep_out(Open, OpenCalls)
