"""The Python-level probes that rewritten code calls: before what may change objects, at the
beginnings and ends of activations, and where exceptions arrive.

A probe leaves the program's stack and exceptions alone. What it costs matters: plain values
are logged by rewritten code without any call, and a probe looks first for what cannot change
anything (`engine.capture.effects`).

Two facts about the past make probes careful. ``foreign``: an object is about whose plain
operations (a subscript, a comparison) may change something, such as a defaultdict; only then
are operators probed. ``alien``: unknown code was given objects; from then on also what lazy
iterators lead to is looked at.
"""

from __future__ import annotations

import builtins
import functools
import gc
import sys
import types
from collections import defaultdict, namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import CodeType
from typing import Any, Final

from engine.capture.attributes import (
    first_of,
    has_special,
    is_descriptor,
    reads_plainly,
    writes_plainly,
)
from engine.capture.deltas import (
    GIVEN,
    METHODS,
    can_be_known,
    hashes_by_identity,
    is_replayed,
    is_safe_key,
    is_stored,
)
from engine.capture.effects import (
    ATOMIC,
    CHANGING_EXCEPTIONS,
    CHANGING_NAMES,
    CONSTRUCTORS,
    EXCEPTIONS,
    HANDING_ON,
    LAZY,
    MUTABLE,
    PLAIN,
    SETTING,
    SUBSCRIPTING_FUNCTIONS,
    SUBSCRIPTING_METHODS,
    TEXTS,
    VIEWS,
    Effect,
    of_function,
    of_method,
)
from engine.capture.log import (
    Caught,
    Enter,
    Given,
    Known,
    Log,
    Look,
    Relook,
    Resumed,
    Retouch,
    Settled,
    SettledLook,
    Space,
    Touch,
    Unwound,
)
from engine.capture.opcodes import PY311
from engine.capture.open_calls import Flags, Open, OpenCalls
from engine.capture.reach import Reach, Walk
from engine.capture.touching import (
    content_of,
    has_content,
    inherits,
    is_class,
    is_kept_out,
    keep_out,
    made_by_class_statement,
    mro_of,
    namespace_dict_of,
    namespace_of,
    reachable,
)

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter

MISSING: Final = object()
"""What the probe of a call answers where there is no ``self``."""

_SLICE: Final = slice(None)

_LOOKS: Final = {Touch: Look, Retouch: Relook, Settled: SettledLook}

_NO_WALK_KEPT: Final = {"few": sys.maxsize, "little": sys.maxsize}

_MOST_SAID: Final = 100_000

_MOST_NESTED: Final = 8
"""Iterators in iterators that are looked through."""

_IMMUTABLE: Final = frozenset(map(id, (tuple, frozenset)))

_METHODS: Final = frozenset(map(id, (types.BuiltinFunctionType, types.MethodDescriptorType)))

_BOUND: Final = frozenset(map(id, (types.MethodWrapperType, types.BuiltinFunctionType)))

_SPREAD: Final = GIVEN | frozenset(
    map(id, (dict, set, frozenset, type({}.keys()), type({}.values()), type({}.items())))
)
"""Ids of the exact types whose items can be taken, as the arguments of a call, without running
anything."""

_WRITTEN: Final = frozenset(map(id, (types.FunctionType, staticmethod, classmethod)))

_RESUMABLE: Final = frozenset(map(id, (types.GeneratorType, types.CoroutineType)))

_DESCRIPTORS: Final = frozenset(map(id, (types.MethodDescriptorType, types.WrapperDescriptorType)))

_FOREIGN_MEMBERS: Final = frozenset(
    map(id, (types.MethodDescriptorType, types.WrapperDescriptorType, types.BuiltinFunctionType,
             types.MethodWrapperType))
)  # fmt: skip
"""Kinds of members that a class may have taken from another type or object."""

_Pair: Final = namedtuple("_Pair", "x")  # noqa: PYI024  # made as programs make theirs

_CACHED: Final = type(functools.lru_cache(lambda: None))

_CALLED: Final = frozenset(map(id, (types.FunctionType, _CACHED)))
"""Ids of the types of what a method is looked through to."""

_BINDING: Final = frozenset(
    map(
        id,
        (
            types.MemberDescriptorType,
            types.GetSetDescriptorType,
            types.MethodType,
            type(_Pair.x),
        ),
    )
)
"""Ids of types of C whose objects, as members of a class, change nothing when they are got."""

Probe = Callable[..., object]


class Mark:
    """What a probe of one place in one code object needs to know of it."""

    __slots__ = ("code_id", "generator", "offset", "to_original")

    def __init__(
        self, code_id: int, offset: int, generator: bool, to_original: dict[int, int]
    ) -> None:
        self.code_id = code_id
        self.offset = offset  #: of the original instruction
        self.generator = generator  #: whether its activations are told apart by their frame
        self.to_original = to_original  #: rewritten offset → original offset


class Probes:
    """The probes of one recording. Their names say where rewritten code calls them."""

    def __init__(self, log: Log, *, paranoid: bool = False) -> None:
        self.foreign = Flags()
        self.lost = Flags()  #: not empty: what was known of an object may be so no more
        self.defaults = Flags()  #: not empty: subscripts are probed
        self.log = log
        self._append = log.append
        self._alien = False
        self._paranoid = paranoid
        self._seen: list[object] = []
        self._known: dict[int, object] = {}  # by id: whose changes are replayed
        self._codes: dict[int, Mapping[int, int]] = {}  # by id: any offset → the original's
        self._reach = Reach(self._is_ours, **(_NO_WALK_KEPT if paranoid else {}))
        self._said: list[int] = []  # the id of each object that the log has told a content of
        self._calls = OpenCalls(log, self._codes, self._look_again, self._see, self._settle)
        self.open = self._calls.entries
        self.begun, self.left, self.close = self._calls.begun, self._calls.left, self._calls.close
        self._kept: list[CodeType] = []  # their ids stay taken
        self._classes: dict[int, tuple[type, bool]] = {}
        self._asked: set[int] = set()  # ids of the classes that are just being judged
        self._told: BaseException | None = None  # the last RecursionError that a probe saw
        self._partners: dict[int, tuple[object, object]] = {}  # by id: see `namespace`
        self._harmless_methods: dict[str, dict[int, type]] = {}

    def add_code(self, code: CodeType, to_original: Mapping[int, int]) -> None:
        """From now on functions of this (rewritten) code are known to have probes of their own."""
        self._kept.append(code)
        self._codes[id(code)] = to_original

    def release(self) -> None:
        """The recording is over: let go of the program's objects and code. Code holds its probes as
        constants, and the garbage collector does not look into code, so that it would never be
        freed, nor what probes hold."""
        self.log.clear()
        self._kept.clear()
        self._seen.clear()
        self._known.clear()
        self._partners.clear()
        self._classes.clear()
        self.open.clear()
        self._told = None
        self._reach = Reach(self._is_ours)

    def adopt(self, things: Iterable[object]) -> None:
        """Look at objects that the program was given or made unseen, before it uses them."""
        for thing in reachable(things, self._is_ours):
            self._suspect(type(thing))

    # -- activations ------------------------------------------------------------------------------

    def enter(self, mark: Mark) -> None:
        self._append(Enter(mark.code_id, id(sys._getframe(1))))

    def class_begun(self, namespace: object = None) -> None:
        """A class body begins (3.11 cannot load its namespace)."""
        if PY311:
            namespace = sys._getframe(1).f_locals
        own = all(
            self._is_ours(first_of(type(namespace), name))
            for name in ("__setitem__", "__delitem__")
        )
        self._append(Space(namespace, content_of(namespace), own=own))

    def resumed(self, mark: Mark) -> None:
        self._append(Resumed(mark.code_id, id(sys._getframe(1))))

    def caught(self, exception: BaseException, mark: Mark) -> None:
        frame = sys._getframe(1)
        if self.open:
            self._calls.forget(id(frame))
        number = id(frame) if mark.generator else 0
        at = _raised_at(exception, frame, mark)
        depth = self._depth(exception, frame) if type(exception) is RecursionError else 0
        self._append(Caught(mark.code_id, mark.offset, number, exception, at, depth))
        if self.open:
            self._calls.reached(frame, exception)

    def unwound(self, exception: BaseException, mark: Mark) -> None:
        frame = sys._getframe(1)
        if self.open:
            self._calls.forget(id(frame))
        number = id(frame) if mark.generator else 0
        at = _raised_at(exception, frame, mark)
        depth = self._depth(exception, frame) if type(exception) is RecursionError else 0
        self._append(Unwound(mark.code_id, number, exception, at, depth))
        if self.open:
            self._calls.leave(frame, exception)

    def _depth(self, exception: BaseException, frame: types.FrameType | None) -> int:
        """How many activations of rewritten code run, from this one outwards; 0 where an exception
        was told of before: with more room than then, none is lost."""
        if exception is self._told:
            return 0
        self._told = exception
        running: list[int] = []
        while frame is not None:
            if id(frame.f_code) in self._codes:
                running.append(id(frame))
            frame = frame.f_back
        self._calls.keep(frozenset(running))
        return len(running)

    # -- what is known ----------------------------------------------------------------------------

    def begin(self) -> None:
        """The log is empty: whatever is known of an object has to be said again in it."""
        self._known.clear()
        self._reach.forget()

    def _touch(self, thing: object) -> Sequence[object]:
        """Something that is not replayed may change the object next; gives what it holds now."""
        content = content_of(thing)
        self._calls.changes += 1
        self._see(thing, content, Touch)
        return content

    def _see(self, thing: object, content: Sequence[object], entry: type[Touch] = Retouch) -> None:
        """Tell the log what the object holds."""
        self._say(entry, thing, content)
        if self._known.pop(id(thing), None) is not None and not self.lost:
            self.lost.append(True)
        if id(thing) in self._partners:
            partner = self._partners[id(thing)][1]
            self._say(entry, partner, content_of(partner))

    def _say(self, entry: type[Touch], thing: object, content: Sequence[object]) -> None:
        self._append(entry(thing, content))
        self._said.append(id(thing))

    def _change(self, thing: object, frame: types.FrameType, *, call: bool = False) -> None:
        """A call or operation that may run other code in its midst changes the object alone."""
        content = self._touch(thing)
        offset = -1 if call else self._calls.offset_of(frame)
        self._calls.opened(Open(id(frame), offset, alone=(thing, content)))

    def _change_all(
        self, things: tuple[object, ...], frame: types.FrameType, *, call: bool = False
    ) -> None:
        """The same of one that may change all that can be reached."""
        self._calls.changes += 1
        offset = -1 if call else self._calls.offset_of(frame)
        opened = Open(id(frame), offset, things)
        opened.reaches(self._look_at(things))
        self._calls.opened(opened)

    def namespace(self, thing: object) -> None:
        """The ``__dict__`` of an object is taken: from now on whatever changes one of them changes
        the other, so both are looked at, and neither is replayed."""
        space = namespace_dict_of(thing)
        if space is None or id(space) in self._partners:
            return
        self._touch(space)
        self._partners[id(space)] = (space, thing)
        self._partners[id(thing)] = (thing, space)
        self._set_foreign()

    def _know(self, thing: object) -> bool:
        """The object's changes are replayed from now on, if they can be; else it was looked at."""
        if id(thing) in self._known:
            return True
        content = content_of(thing)
        if id(thing) in self._partners or not can_be_known(type(thing), content):
            self._touch(thing)
            self._set_foreign()  # the next change may come before the next probe
            return False
        self._say(Known, thing, content)
        self._calls.changes += 1
        if not self._paranoid:
            self._known[id(thing)] = thing
        return True

    def _set_foreign(self) -> None:
        for flags in (self.foreign, self.lost, self.defaults):
            if not flags:
                flags.append(True)

    def before_change(self, name: str) -> Probe:
        """The probe of the load of a method: ``thing`` is what ``name`` is looked up on."""
        kinds, ours = METHODS[name], self._harmless_methods.setdefault(name, {})
        known = self._known

        def before(thing: object) -> None:
            if id(thing) in known:
                return
            kind = type(thing)
            if id(kind) in kinds:
                self._know(thing)
            elif id(kind) not in ours:
                if self._of_class(kind) and _is_method_of(kind, name):
                    ours[id(kind)] = kind
                else:
                    self._set_foreign()

        return before

    # -- calls ------------------------------------------------------------------------------------

    def is_ours(self, callee: object) -> bool:
        """Whether a callee is a function of the program, with probes of its own."""
        return type(callee) is types.FunctionType and id(callee.__code__) in self._codes

    def taken(self, thing: object) -> None:
        """A method that may change its object is taken from it, to be called under another name."""
        kind: Any = type(thing)
        if is_class(kind):
            kind = thing
        if id(kind) in MUTABLE and kind is not thing:
            self._know(thing)  # who calls the method later, and when, may remain unseen
        ours = all(base is object or made_by_class_statement(base) for base in mro_of(kind))
        if not (ours and self._of_class(kind)):
            self._set_foreign()

    def before_call(self, *, named: bool) -> Probe:
        """The probe ``(callee, *arguments)`` of calls whose callee is certain. ``named``: some
        arguments are given by keyword."""
        return self._before_named_call if named else self._before_call

    def before_call_with_self(self, count: int, *, named: bool) -> Probe:
        """The probe of calls whose first argument may be missing; see `Emission.call_with_self`."""
        whole = count + 2

        def before(*things: object) -> object:
            if len(things) == whole:
                self._call(things[1], (things[0], *things[2:]), sys._getframe(1), named=named)
                return things[0]
            self._call(things[0], things[1:], sys._getframe(1), named=named)
            return MISSING

        return before

    def before_method(self, *, named: bool) -> Probe:
        """The probe ``(callee or self, *arguments, name)`` of method calls (3.11, 3.12)."""

        def before(*things: Any) -> None:
            name, frame = things[-1], sys._getframe(1)
            callee, arguments = _unbound(things[0], name), things[1:-1]
            if callee is not None:
                self._call(callee, (things[0], *arguments), frame, named=named)
            elif callable(things[0]) and name is not None:
                self._call(things[0], arguments, frame, named=named)
            else:
                self._unknown(things[:-1], frame)

        return before

    def before_call_ex(self, callee: object, args: Any, keywords: Any = None) -> None:
        frame = sys._getframe(1)
        if id(type(args)) in _SPREAD and (keywords is None or type(keywords) is dict):
            more = () if keywords is None else tuple(dict.values(keywords))
            # As if by name: the decoder does not take such a call apart to do it again.
            self._call(callee, (*args, *more), frame, named=True)
        else:
            self._unknown((callee, args, keywords), frame)

    def _before_call(self, callee: object, *arguments: object) -> None:
        self._call(callee, arguments, sys._getframe(1))

    def _before_named_call(self, callee: object, *arguments: object) -> None:
        self._call(callee, arguments, sys._getframe(1), named=True)

    def _call(  # noqa: C901, PLR0912  # in one piece: it runs before every call of the program
        self,
        callee: Any,
        arguments: tuple[object, ...],
        frame: types.FrameType,
        *,
        named: bool = False,
    ) -> None:
        if callee is vars and arguments:
            self.namespace(arguments[0])
        if self._paranoid:
            self._seen.extend((callee, *arguments))
            self._unknown(tuple(self._seen), frame)
            return
        kind = type(callee)
        if kind is types.FunctionType and id(callee.__code__) in self._codes:
            return
        if not named and id(callee) in _GIVERS and _GIVERS[id(callee)](self, *arguments):
            return
        receiver: object = MISSING
        if id(kind) in _BOUND:
            receiver = callee.__self__
            effect = self._of_bound(callee, receiver)
        elif id(kind) in _DESCRIPTORS:
            effect = Effect.UNKNOWN
            if arguments:
                receiver = arguments[0]
                effect = self._of_unbound(callee, receiver)
        elif kind is types.FunctionType:
            effect = of_function(callee)
        elif kind is types.MethodType:
            receiver = callee.__self__
            if id(type(callee.__func__)) in _CALLED:
                self._call(callee.__func__, (receiver, *arguments), frame, named=named)
                return
            effect = Effect.UNKNOWN
        else:
            effect = self._of_object(callee)
        if (callee is print or callee is input) and self._prints_elsewhere(arguments):
            self._unknown((callee, sys.stdout, *arguments), frame)
            return
        if callee is getattr and len(arguments) > 1:
            name = arguments[1]
            if name == "__dict__":
                self.namespace(arguments[0])
            if type(name) is not str or name in CHANGING_NAMES:
                self.taken(arguments[0])
        if effect is Effect.FIRST:
            if not arguments:
                effect = Effect.UNKNOWN
            else:
                receiver, effect = arguments[0], Effect.RECEIVER_CALLING
                if not self._simple(receiver):
                    effect = Effect.UNKNOWN
        harmless = effect is not Effect.UNKNOWN and all(map(self._harmless, arguments))
        if effect is not Effect.NOTHING and _has_class(arguments):
            self._class_changes()
        if not harmless and not is_kept_out(receiver):
            self._unknown((callee, *arguments), frame)
            return
        if effect is not Effect.NOTHING and has_content(receiver):
            if (
                not named
                and id(kind) in _METHODS
                and self._is_replayed(callee, receiver, arguments)
            ):
                return
            self._change(receiver, frame, call=True)

    def _prints_elsewhere(self, arguments: tuple[object, ...]) -> bool:
        """Whether the text may go to an object whose methods are none of its class."""
        if not is_kept_out(sys.stdout):
            return True
        for each in arguments:
            if id(type(each)) not in PLAIN:
                own = namespace_dict_of(each)
                if own is not None and not own.keys().isdisjoint(("write", "flush")):
                    return True
        return False

    def _is_replayed(self, callee: Any, receiver: object, arguments: tuple[object, ...]) -> bool:
        """Whether the decoder does the call again; it is then told what it needs for that."""
        if type(callee) is types.MethodDescriptorType:
            arguments = arguments[1:]
        kind, name = type(receiver), callee.__name__
        if is_replayed(kind, name, arguments):
            return self._know(receiver)
        if kind is set and name == "remove" and len(arguments) == 1:
            return is_safe_key(arguments[0]) and self._know(receiver)
        giver = _GIVERS.get(id(getattr(kind, name, None))) if kind is list or kind is dict else None
        return giver is not None and giver(self, receiver, *arguments)

    # What a call does to its list or dict is said in the log, where it runs none of the program's
    # code: then these give True, else they say nothing.

    def _give_items(self, thing: object, items: Any = None, *more: object) -> bool:
        if more or type(thing) is not list or id(type(items)) not in GIVEN:
            return False
        return self._give(thing, list(items))

    def _give_place(self, thing: Any, item: object = MISSING, *more: object) -> bool:
        if more or type(thing) is not list or id(type(item)) not in ATOMIC:
            return False
        if not ATOMIC.issuperset(map(id, map(type, thing))):
            return False
        try:
            place = list.index(thing, item)
        except ValueError:
            return True  # the call raises it as well, and takes nothing
        return self._give(thing, (place,))

    def _give_order(self, thing: Any, *more: object) -> bool:
        if more or type(thing) is not list:
            return False
        kinds = set(map(id, map(type, thing)))
        if not any(map(kinds.issubset, _ORDERED)):
            return False
        return self._give(thing, sorted(thing))

    def _give_pairs(self, thing: object, items: Any = None, *more: object) -> bool:
        if more or type(thing) is not dict or type(items) is not dict:
            return False
        return all(map(is_safe_key, items)) and self._give(thing, content_of(items))

    def _give(self, thing: object, items: Sequence[object]) -> bool:
        if not self._know(thing):
            return False
        self._append(Given(items))
        return True

    def _of_bound(self, callee: Any, receiver: object) -> Effect:
        kind = type(receiver)
        if receiver is None or kind is types.ModuleType:
            if type(callee) is not types.BuiltinFunctionType:
                return Effect.UNKNOWN
            if self.defaults and id(callee) in SUBSCRIPTING_FUNCTIONS:
                return Effect.UNKNOWN
            return of_function(callee)
        if kind is type:  # `dict.fromkeys` and the like
            return Effect.NOTHING if id(receiver) in CONSTRUCTORS else Effect.UNKNOWN
        return self._of_receiver(callee.__name__, receiver)

    def _of_unbound(self, callee: Any, receiver: object) -> Effect:
        return self._of_receiver(callee.__name__, receiver)

    def _of_receiver(self, name: str, receiver: object) -> Effect:
        kind = id(type(receiver))
        if name == "__getitem__" and inherits(type(receiver), defaultdict):
            return Effect.RECEIVER_CALLING  # it may add what it gives
        if kind in MUTABLE:
            return of_method(name)
        if self.defaults and kind in TEXTS and name in SUBSCRIPTING_METHODS:
            return Effect.UNKNOWN
        if kind in EXCEPTIONS:
            return Effect.RECEIVER if name in CHANGING_EXCEPTIONS else Effect.NOTHING
        if kind in PLAIN or kind in VIEWS:
            return Effect.RECEIVER if name in SETTING else Effect.NOTHING
        if kind in LAZY:
            return Effect.NOTHING if not self._alien else Effect.UNKNOWN
        if kind in _RESUMABLE:
            return Effect.NOTHING if self._is_ours(receiver) else Effect.UNKNOWN
        if self._of_class(type(receiver)):
            # An inherited method of a builtin base, or of `object`.
            effect = of_method(name)
            if effect is Effect.UNKNOWN and name in ("__init_subclass__", "__new__", "__init__"):
                return Effect.RECEIVER_CALLING
            return effect
        return Effect.UNKNOWN

    def _of_object(self, callee: Any) -> Effect:
        """A callee that is no function: a class, or an instance with ``__call__``."""
        kind = type(callee)
        if is_class(kind):
            if id(callee) in CONSTRUCTORS:
                return Effect.NOTHING
            if callee is defaultdict:
                self._suspect(callee)
                return Effect.NOTHING
            if self._of_class(kind) and self._of_class(callee):
                self._suspect(callee)
                return Effect.NOTHING
            return Effect.UNKNOWN
        if kind is _CACHED:
            return Effect.NOTHING if self._caches_ours(callee) else Effect.UNKNOWN
        return Effect.NOTHING if self._of_class(kind) else Effect.UNKNOWN

    def _unknown(self, things: tuple[object, ...], frame: types.FrameType) -> None:
        """Something that no table knows is about to run: take everything that it can reach."""
        self._set_foreign()
        self._alien = True
        self._change_all(things, frame, call=True)

    def _look_at(self, roots: Sequence[object]) -> list[Walk]:
        """Something may change all that the roots lead to: give walks that find it. What holds the
        same as when the log told it last is not told again."""
        self._forget_much()
        walks = self._reach.walks(roots)
        for walk, kept in walks:
            self._look(walk, kept, Touch)
        return [walk for walk, _ in walks]

    def _look_again(self, call: Open) -> list[Walk]:
        """The same of an open call, when an activation in its midst is left."""
        self._forget_much()
        walks = self._reach.walks(call.roots, call.given)
        for walk, kept in walks:
            self._look(walk, kept, Retouch)
        return [walk for walk, _ in walks]

    def _settle(self, call: Open) -> None:
        """A call is over: say what it could reach holds now."""
        if call.alone is not None:
            thing = call.alone[0]
            if id(thing) not in self._known:
                self._see(thing, content_of(thing), Settled)
            return
        for walk in call.walks:
            walk.is_up_to_date()
            self._look(walk, walk.is_kept, Settled)

    def _look(self, walk: Walk, kept: bool, entry: type[Touch]) -> None:
        due = walk.changed
        if kept and walk.contents:
            again = walk.found.keys() & {*self._said[walk.known :], *self._partners}
            due = due | {number: walk.found[number] for number in again}
        joined = [thing for number, thing in due.items() if number not in walk.contents]
        for number, thing in due.items():
            walk.contents[number] = content_of(thing)
            self._see(thing, walk.contents[number], entry)
        if kept:
            walk.known = len(self._said)
            self._append(_LOOKS[entry](walk.group, joined))

    def _forget_much(self) -> None:
        if len(self._said) > _MOST_SAID:
            self._reach.forget()
            self._said.clear()

    # -- operators, subscripts, attributes --------------------------------------------------------

    def before_store(self, container: object, key: object) -> None:
        frame = sys._getframe(1)
        if is_stored(container, key):
            if not self._know(container):
                self._change(container, frame)
        elif self._simple(container):
            if has_content(container):
                self._change(container, frame)
        else:
            self._change_all((container, key), frame)

    def before_store_slice(self, container: object, value: object) -> None:
        frame = sys._getframe(1)
        if not self._simple(container) or not self._harmless(value):
            self._change_all((container, value), frame)
        elif has_content(container):
            self._change(container, frame)

    def before_store_attr(self, thing: object, name: str) -> None:
        kind = type(thing)
        if id(thing) in self._partners and not has_content(thing):
            self._touch(self._partners[id(thing)][1])
        if is_class(kind):
            self._class_changes()
        elif kind is types.ModuleType:
            self._set_foreign()  # `sys.stdout`, to which `print` writes
        elif self._of_class(kind) or writes_plainly(thing, name, self._is_ours):
            if has_content(thing):
                self._touch(thing)
        else:
            self._change_all((thing,), sys._getframe(1))

    def _class_changes(self) -> None:
        """The methods of classes may be others from now on."""
        self._calls.changes += 1
        self._classes.clear()
        for kinds in self._harmless_methods.values():
            kinds.clear()

    def before_attribute(self, thing: object, name: str) -> None:
        if not self._harmless(thing) and not reads_plainly(thing, name, self._is_ours):
            self._change_all((thing,), sys._getframe(1))

    def before_in_place(self, left: object, right: object) -> None:
        frame = sys._getframe(1)
        if id(type(left)) in ATOMIC:
            if self.foreign and not (self._harmless(left) and self._harmless(right)):
                self._change_all((left, right), frame, call=True)
            return
        if self._give_items(left, right):
            return
        if not self._simple(left) or not self._harmless(right):
            self._unknown((left, right), frame)
        elif has_content(left) and id(type(left)) not in _IMMUTABLE:
            self._change(left, frame, call=True)

    def before_subscript(self, container: object, key: object) -> None:
        kind, frame = type(container), sys._getframe(1)
        if kind is defaultdict:
            if not is_safe_key(key) or not self._know(container):
                self._change(container, frame)
        elif inherits(kind, defaultdict):
            self._change_all((container,), frame)
        elif id(kind) not in PLAIN:
            self._operation((container,), frame)

    def before_remainder(self, left: object, right: object) -> None:
        """A text that is formatted may take values from a defaultdict."""
        if (inherits(type(left), str) or inherits(type(left), bytes)) and id(
            type(right)
        ) not in ATOMIC:
            self._change_all((left, right), sys._getframe(1))

    def before_operation(self, *operands: object) -> None:
        self._operation(operands, sys._getframe(1))

    def _operation(self, operands: tuple[object, ...], frame: types.FrameType) -> None:
        if not all(map(self._harmless, operands)):
            self._change_all(operands, frame)

    # -- what is known of objects -----------------------------------------------------------------

    def _is_ours(self, thing: object) -> bool:
        """Whether a function or generator is of the program, with probes of its own."""
        if type(thing) is types.FunctionType:
            return id(thing.__code__) in self._codes
        if type(thing) is types.GeneratorType:
            return id(thing.gi_code) in self._codes
        if type(thing) is types.CoroutineType:
            return id(thing.cr_code) in self._codes
        if type(thing) is types.AsyncGeneratorType:
            return id(thing.ag_code) in self._codes
        return False

    def _simple(self, thing: object) -> bool:
        """Whether writing to the object changes no other object."""
        kind = type(thing)
        return id(kind) in PLAIN or self._of_class(kind)

    def _harmless(self, thing: Any) -> bool:
        """Whether using the object as an operand or argument changes nothing unseen."""
        kind = type(thing)
        number = id(kind)
        if number in PLAIN or number in VIEWS or number in EXCEPTIONS:
            return True
        if number in LAZY:
            return not self._alien or self._hands_on(thing)
        if kind is types.FunctionType:
            return id(thing.__code__) in self._codes or of_function(thing) is Effect.NOTHING
        if id(kind) in _BOUND:
            return self._of_bound(thing, thing.__self__) is Effect.NOTHING
        if id(kind) in _DESCRIPTORS:
            return (
                of_method(thing.__name__) is Effect.NOTHING
                or id(thing.__objclass__) in PLAIN - MUTABLE
            )
        if kind is types.MethodType:
            return self._is_ours(thing.__func__)
        if kind is _CACHED:
            return self._caches_ours(thing)
        if is_class(kind):
            return id(thing) in CONSTRUCTORS or thing is defaultdict or self._of_class(thing)
        return self._is_ours(thing) or self._of_class(kind)

    def _hands_on(self, thing: object, depth: int = 0) -> bool:
        """Whether a lazy iterator only hands on items, and so do the iterators that it asks. It
        keeps those, and the items that it gave last, in tuples."""
        if depth == _MOST_NESTED:
            return False
        kind = type(thing)
        if id(kind) not in HANDING_ON and kind is not tuple:
            return id(kind) not in LAZY and self._harmless(thing)
        return all(self._hands_on(part, depth + 1) for part in gc.get_referents(thing))

    def _of_class(self, kind: type) -> bool:
        """Whether all methods of a class are the program's, or those of a known builtin."""
        known = self._classes.get(id(kind))
        if known is not None:
            return known[1]
        if id(kind) in self._asked:
            return True  # it holds an object of its own: what it is depends on the rest of it
        self._asked.add(id(kind))
        try:
            answer = all(map(self._of_base, mro_of(kind)))
        finally:
            self._asked.remove(id(kind))
        if not answer or not self._asked:  # else it may rest on that of the class asked first
            self._classes[id(kind)] = (kind, answer)
        return answer

    def _of_base(self, base: type) -> bool:
        if base is object or base is type or id(base) in PLAIN or id(base) in EXCEPTIONS:
            return True
        namespace = dict(namespace_of(base))
        if type.__dict__["__flags__"].__get__(base) & 1 << 9 == 0:
            return False  # a static C type that is in no table
        return all(self._of_member(name, member) for name, member in namespace.items())

    def _of_member(self, name: str, member: Any) -> bool:
        kind = type(member)
        if kind is types.FunctionType:
            return id(member.__code__) in self._codes
        if kind is staticmethod or kind is classmethod:
            return type(member.__func__) is types.FunctionType and self._is_ours(member.__func__)
        if kind is property:
            return all(
                part is None or self._is_ours(part)
                for part in (member.fget, member.fset, member.fdel)
            )
        if id(kind) in _FOREIGN_MEMBERS:
            return False
        if kind is _CACHED:
            return self._caches_ours(member)
        if id(kind) in _BINDING:
            return True
        if (type(name) is not str or name.startswith("__")) and has_special(
            kind, "__call__"
        ):  # called, not looked up
            return self._of_class(kind) or id(member) in CONSTRUCTORS
        # A descriptor of a library (`functools.cached_property`) runs when the name is read.
        return not is_descriptor(kind) or self._of_class(kind)

    def _caches_ours(self, member: Any) -> bool:
        """Whether an `lru_cache` calls a function of the program: its own changes are unseen."""
        called = [part for part in gc.get_referents(member) if type(part) is types.FunctionType]
        return len(called) == 1 and self._is_ours(called[0])

    def _suspect(self, kind: type) -> None:
        """Objects of this class exist: do plain operations on them have to be probed?"""
        if inherits(kind, defaultdict) and not self.defaults:
            self.defaults.append(True)
        if not self.foreign and not (
            id(kind) in PLAIN or (self._of_class(kind) and hashes_by_identity(kind))
        ):
            self._set_foreign()


def _has_class(things: Iterable[object]) -> bool:
    return any(id(kind) not in PLAIN and is_class(kind) for kind in map(type, things))


def _is_method_of(kind: type, name: str) -> bool:
    """Whether the name is a function of the class itself, and of none of its builtin bases."""
    for base in mro_of(kind):
        found = namespace_of(base).get(name, MISSING)
        if found is not MISSING:
            return id(type(found)) in _WRITTEN
    return False


_GIVERS: Final[dict[int, Callable[..., bool]]] = {
    id(list.extend): Probes._give_items,
    id(list.remove): Probes._give_place,
    id(list.sort): Probes._give_order,
    id(dict.update): Probes._give_pairs,
}
"""By id of a method: what says in the log what a call of it does (`deltas.GIVING`)."""

_ORDERED: Final = tuple(
    frozenset(map(id, kinds)) for kinds in ((bool, int, float), (str,), (bytes,))
)
"""Ids of exact types whose objects can be compared with each other."""

keep_out(Probes, Flags, Mark)


def _unbound(thing: object, name: str | None) -> Any:
    """The method that a method load finds on the type of ``thing``; None where it is bound."""
    if name is None:
        return None
    for base in mro_of(type(thing)):
        found = dict(namespace_of(base)).get(name, MISSING)
        if found is not MISSING:
            kind = type(found)
            return found if kind is types.FunctionType or id(kind) in _DESCRIPTORS else None
    return None


def _raised_at(exception: BaseException, frame: types.FrameType, mark: Mark) -> int:
    """The original offset of the instruction of ``frame`` that raised, or -1."""
    newest = BaseException.__dict__["__traceback__"].__get__(exception)
    while newest is not None:
        if newest.tb_frame is frame:
            return mark.to_original.get(newest.tb_lasti, -1)
        newest = newest.tb_next
    return -1
