"""Namespaces that are dictionaries: of the module, and of class bodies while they run.

Their names are bound by statements, which no probe watches; but a program can get hold of the
dictionary (`globals`, ``__prepare__``, the arguments of a metaclass). So what statements do is done
again to its shadow, and its versions have their dates like those of any other dict.

Invariant: a namespace that is in the recording was changed by statements alone while it was open,
or the recording is refused. One that the program never gets is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from engine.capture.deltas import can_be_known
from engine.capture.marks import NOTHING
from engine.capture.shadow import DictShadow, ShadowError
from engine.capture.touching import inherits
from engine.errors import CaptureError, ErrorCode

if TYPE_CHECKING:
    from engine.capture.heap import Edited, Heap, Touched

_ANNOTATIONS: Final = "__annotations__"


def names_in(mapping: object, content: Sequence[Any]) -> Iterator[tuple[str, object]]:
    """What names a namespace with this content holds."""
    if type(mapping) is not dict:
        content = content[0] if content and inherits(type(mapping), dict) else ()
    for name, thing in zip(content[::2], content[1::2], strict=True):
        if type(name) is str:
            yield name, thing


class _Space:
    """One namespace. ``events`` came before the program got hold of it."""

    __slots__ = ("events", "lost", "mapping", "open")

    def __init__(self, mapping: object) -> None:
        self.mapping = mapping  # its id stays taken
        self.events: list[Touched | Edited] = []
        self.open = True  #: statements bind names in it
        self.lost = False  #: what it held is not known


class Spaces:
    """The namespaces of one recording, by id."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self._found: dict[int, _Space] = {}

    def follow(
        self, mapping: object, content: Sequence[object], step: int, *, own: bool = False
    ) -> None:
        """From ``step`` on statements bind names in ``mapping``, which holds ``content``.

        ``own``: a method of the program does so, with probes of its own."""
        if own:
            return
        space = self._found[id(mapping)] = _Space(mapping)
        heap = self._heap
        if type(mapping) is not dict or not can_be_known(dict, content):
            space.lost = True
        elif id(mapping) in heap.freezer.refs:
            heap.touch(mapping, content, step, nested=True, known=True)
        else:
            space.events.append(heap.sighting(content, step))
            heap.shadows[id(mapping)] = DictShadow(mapping, content)

    def release(self) -> None:
        """The recording is done: let go of its heap, which has these namespaces."""
        del self._heap

    def close(self, mapping: object) -> None:
        """The class body is over."""
        space = self._found.get(id(mapping))
        if space is not None:
            space.open = False

    def is_open(self, thing: object) -> bool:
        """Whether statements bind names in it."""
        space = self._found.get(id(thing))
        return space is not None and space.open

    def named(self, mapping: object, name: str, content: Any, step: int, done: int) -> None:
        """A statement bound a name, or unbound it (`NOTHING`)."""
        space = self._found.get(id(mapping))
        if space is None or space.lost:
            return
        shadow = self._heap.shadows[id(mapping)]
        try:
            splices = shadow.delete(name) if content is NOTHING else shadow.store(name, content)
        except ShadowError:
            space.lost = True
            return
        event = self._heap.edit(splices, step, done)
        ref = self._heap.freezer.refs.get(id(mapping))
        if ref is None:
            space.events.append(event)
        else:
            self._heap.events_of(ref).append(event)

    def annotated(self, mapping: Any, step: int) -> object:
        """`__annotations__` is there now; gives it, where it was made new and is known."""
        space = self._found.get(id(mapping))
        if space is None or space.lost:
            return NOTHING
        if _ANNOTATIONS in self._heap.shadows[id(mapping)].content[::2]:
            return NOTHING
        made = mapping.get(_ANNOTATIONS)
        if type(made) is not dict:
            space.lost = True
            return NOTHING
        key = next(key for key in mapping if key == _ANNOTATIONS)  # 3.11 has a string of its own
        self.named(mapping, key, made, step, step)
        return made

    def has(self, thing: object) -> bool:
        """Whether it is, or was, a namespace."""
        return id(thing) in self._found

    def before_seen(self, thing: object) -> Sequence[Touched | Edited]:
        """What was done to an object of the recording as a namespace before the program got it."""
        space = self._found.get(id(thing))
        if space is None:
            return ()
        if space.lost:
            self.refuse(thing)
        return space.events

    def refuse(self, thing: object) -> None:
        """Where the object is a namespace: it was changed by other means than statements."""
        if id(thing) in self._found:
            raise CaptureError(
                ErrorCode.UNSUPPORTED,
                "The program changes a namespace by other means than statements, and looks at it",
                remedy="Write to the names themselves, not through `globals()`, `locals()` or what "
                "`__prepare__` gave.",
            )

    def module_written(self, thing: object) -> None:
        """An attribute of an object is set: refused where that is a name of the program."""
        if type(thing) is ModuleType and id(thing.__dict__) in self._found:
            self.refuse(thing.__dict__)
