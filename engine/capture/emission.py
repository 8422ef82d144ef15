"""The instruction patterns that probes are made of, for each version.

Every pattern leaves the stack as it found it. ``owner`` is the original instruction that a
pattern serves: its position and its exception handler are the pattern's.
"""

from __future__ import annotations

import dis
from collections.abc import Sequence
from typing import Final

from engine.capture.assembly import Assembly
from engine.capture.opcodes import PY311, PY313

_IF_FALSE: Final = "POP_JUMP_FORWARD_IF_FALSE" if PY311 else "POP_JUMP_IF_FALSE"
_IF_TRUE: Final = "POP_JUMP_FORWARD_IF_TRUE" if PY311 else "POP_JUMP_IF_TRUE"

assert {_IF_FALSE, _IF_TRUE, "JUMP_FORWARD"} <= set(dis.opmap)


class Emission:
    """Writes patterns into an `Assembly` and collects their constants.

    ``extra`` is the most stack that one of them needs on top of the original's."""

    def __init__(self, assembly: Assembly, constants: Sequence[object], log: object) -> None:
        self.assembly = assembly
        self.constants = list(constants)
        self.extra = 0
        self._log = log
        self._indices: dict[int, int] = {}

    def constant(self, thing: object) -> int:
        """The index of ``thing``, added by identity behind the original constants."""
        index = self._indices.get(id(thing))
        if index is None:
            index = self._indices[id(thing)] = len(self.constants)
            self.constants.append(thing)
        return index

    def load(self, thing: object, owner: int) -> None:
        self.assembly.add("LOAD_CONST", self.constant(thing), owner=owner)

    def log_slots(self, slots: Sequence[int], owner: int) -> None:
        """Append values from the stack to the log (slot 1 is the top)."""
        add = self.assembly.add
        self.load(self._log, owner)
        for slot in slots:
            add("COPY", slot + 1, owner=owner)
            add("LIST_APPEND", 1, owner=owner)
        add("POP_TOP", owner=owner)
        self._need(2)

    def log_constant(self, thing: object, owner: int) -> None:
        """Append one constant to the log."""
        self.load(self._log, owner)
        self.load(thing, owner)
        self.assembly.add("LIST_APPEND", 1, owner=owner)
        self.assembly.add("POP_TOP", owner=owner)
        self._need(2)

    def log_loads(self, first: object | None, loads: Sequence[tuple[str, int]], owner: int) -> None:
        """Append a constant (unless None) and then what each load instruction pushes."""
        add = self.assembly.add
        self.load(self._log, owner)
        if first is not None:
            self.load(first, owner)
            add("LIST_APPEND", 1, owner=owner)
        for name, arg in loads:
            add(name, arg, owner=owner)
            add("LIST_APPEND", 1, owner=owner)
        add("POP_TOP", owner=owner)
        self._need(2)

    def call(
        self, probe: object, slots: Sequence[int], constants: Sequence[object], owner: int
    ) -> None:
        """Call ``probe`` with copies of stack slots, then with constants; drop its result."""
        add = self.assembly.add
        self._push_callable(probe, owner)
        for number, slot in enumerate(slots):
            add("COPY", slot + 2 + number, owner=owner)
        for thing in constants:
            self.load(thing, owner)
        count = len(slots) + len(constants)
        self._call_instruction(count, owner)
        add("POP_TOP", owner=owner)
        self._need(2 + count)

    def call_with_locals(self, probe: object, owner: int) -> None:
        """Call ``probe`` with the namespace of a class body (3.11: with nothing)."""
        self._push_callable(probe, owner)
        if not PY311:
            self.assembly.add("LOAD_LOCALS", owner=owner)
        self._call_instruction(0 if PY311 else 1, owner)
        self.assembly.add("POP_TOP", owner=owner)
        self._need(3)

    def _push_callable(self, thing: object, owner: int) -> None:
        if PY313:
            self.load(thing, owner)
            self.assembly.add("PUSH_NULL", owner=owner)
        else:
            self.assembly.add("PUSH_NULL", owner=owner)
            self.load(thing, owner)

    def _call_instruction(self, count: int, owner: int) -> None:
        if PY311:
            self.assembly.add("PRECALL", count, owner=owner)
        self.assembly.add("CALL", count, owner=owner)

    def skip_unless(self, flags: object, owner: int) -> int:
        """Begin lines that run only while the list ``flags`` is not empty; give their end,
        a label that the caller has to place."""
        label = self.assembly.new_label()
        self.load(flags, owner)
        if PY313:
            self.assembly.add("TO_BOOL", owner=owner)
        self.assembly.add(_IF_FALSE, owner=owner, label=label)
        self._need(1)
        return label

    def skip_if_is(self, flags: object, slot: int, thing: object, owner: int) -> int:
        """Begin lines that are passed over where the list ``flags`` is empty and a stack slot
        holds ``thing``; give their end, a label that the caller has to place."""
        begin, end = self._unless_empty(flags, owner), self.assembly.new_label()
        add = self.assembly.add
        add("COPY", slot, owner=owner)
        self.load(thing, owner)
        add("IS_OP", 0, owner=owner)
        add(_IF_TRUE, owner=owner, label=end)
        self.assembly.place(begin)
        self._need(2)
        return end

    def skip_if(self, test: object, slot: int, owner: int) -> int:
        """The same where ``test`` of a stack slot gives True (it gives a bool)."""
        label = self.assembly.new_label()
        self._push_callable(test, owner)
        self.assembly.add("COPY", slot + 2, owner=owner)
        self._call_instruction(1, owner)
        self.assembly.add(_IF_TRUE, owner=owner, label=label)
        self._need(3)
        return label

    def skip_if_type(
        self, flags: object, slot: int, kinds: Sequence[type], owner: int
    ) -> tuple[int, int]:
        """The same where a slot holds an object of exactly one of the types; give the label that
        `end_skip_if_type` places."""
        add, new = self.assembly.add, self.assembly.new_label
        begin, found, end = self._unless_empty(flags, owner), new(), new()
        self._push_callable(type, owner)
        add("COPY", slot + 2, owner=owner)
        self._call_instruction(1, owner)
        for kind in kinds:
            add("COPY", 1, owner=owner)
            self.load(kind, owner)
            add("IS_OP", 0, owner=owner)
            add(_IF_TRUE, owner=owner, label=found)
        add("POP_TOP", owner=owner)
        self.assembly.place(begin)
        self._need(3)
        return found, end

    def end_skip_if_type(self, labels: tuple[int, int], owner: int) -> None:
        """End what `skip_if_type` began."""
        found, end = labels
        self.assembly.add("JUMP_FORWARD", owner=owner, label=end)
        self.assembly.place(found)
        self.assembly.add("POP_TOP", owner=owner)
        self.assembly.place(end)

    def _unless_empty(self, flags: object, owner: int) -> int:
        """Jump to the label given where the list ``flags`` is not empty."""
        label = self.assembly.new_label()
        self.load(flags, owner)
        if PY313:
            self.assembly.add("TO_BOOL", owner=owner)
        self.assembly.add(_IF_TRUE, owner=owner, label=label)
        self._need(1)
        return label

    def call_with_self(
        self, probe: object, missing: object, count: int, above: int, owner: int
    ) -> None:
        """3.13: probe a call whose self slot, over the callable, may be NULL.

        A NULL may be swapped but not copied. So the slot itself becomes the first argument
        of the probe's call: CALL leaves it out where it is NULL. The probe returns it, or
        ``missing``, for which NULL is put back. Stack: callable, self or NULL, arguments, and
        ``above`` slots more (the names of a CALL_KW)."""
        add = self.assembly.add
        self.load(None, owner)
        add("SWAP", count + above + 2, owner=owner)  # callable, None, arguments, self
        self.load(probe, owner)
        add("SWAP", 2, owner=owner)  # callable, None, arguments, probe, self
        add("COPY", count + above + 4, owner=owner)
        for _ in range(count):
            add("COPY", count + above + 3, owner=owner)
        add("CALL", count + 1, owner=owner)  # callable, None, arguments, self or missing
        add("COPY", 1, owner=owner)
        self.load(missing, owner)
        add("IS_OP", 0, owner=owner)
        label = self.assembly.new_label()
        add(_IF_FALSE, owner=owner, label=label)
        add("POP_TOP", owner=owner)
        add("PUSH_NULL", owner=owner)
        self.assembly.place(label)
        add("SWAP", count + above + 2, owner=owner)
        add("POP_TOP", owner=owner)
        self._need(4 + count)

    def _need(self, extra: int) -> None:
        self.extra = max(self.extra, extra)
