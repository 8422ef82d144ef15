"""Compares the engine's recording of a program with the reference's, and says how they differ.

    python -m tests.reference.differential --programs 5000 [--seed S] [--json]

Equal must be: which instructions ran in each activation (one by one, with the kinds of the
steps they left), where activations began and how they were left, what every name holds at each
line event (contents, sharing and identity, over the whole run), what was written by which
instruction, and the result or exception."""

from __future__ import annotations

import argparse
import dis
import gc
import json
import platform
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from types import CodeType
from typing import Final, NamedTuple, TypedDict

import hypothesis

from engine.capture.recorder import record_here
from engine.capture.sandbox import Sandbox
from engine.capture.stack_effects import INTRINSICS_1, INTRINSICS_2, RUNNING
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.trace.model import (
    ActivationId,
    Ending,
    Family,
    Ref,
    Step,
    StepKind,
    Time,
    TraceData,
)
from engine.trace.trace import Missing, Trace
from engine.values import Oid
from tests.reference import snapshot, tracer
from tests.reference.generate import CALL, programs
from tests.reference.shrink import shrink
from tests.reference.snapshot import Atom, Content, Form, Node, Snapshot
from tests.reference.tracer import Activation, Event, Leaving, Left, Line, Ran, Recording

MAX_STEPS: Final = 200_000

REFUSALS: Final = frozenset({ErrorCode.UNSUPPORTED, ErrorCode.REFUSED, ErrorCode.FORBIDDEN})
"""What the engine may answer instead of a recording."""

_ARRIVALS: Final = (StepKind.ENTER, StepKind.RESUME, StepKind.CATCH, StepKind.UNWIND)
"""Steps that stand for an event, not for an instruction."""


class Difference(NamedTuple):
    """One difference: what kind of thing differs, and where and how."""

    what: str
    detail: str

    def __str__(self) -> str:
        return f"{self.what}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one program compared."""

    differences: tuple[Difference, ...] = ()
    refusal: str = ""  #: the engine's reason not to record it
    incomparable: bool = False
    activations: int = 0
    instructions: int = 0
    lines: int = 0


def compare_program(
    source: str, entry: str | None, call: str, stdin: str = "", *, keep_alive: bool = True
) -> Outcome:
    """Record a program both ways and compare (see `tracer.trace` for ``keep_alive``).

    A recording keeps the generators that its log holds, not those that C code alone had (``x in
    box`` asks for an iterator): where a reference that keeps all of them differs, one that keeps
    none may agree as well."""
    outcome = _compare_once(source, entry, call, stdin, keep_alive=keep_alive)
    if keep_alive and outcome.differences:
        other = _compare_once(source, entry, call, stdin, keep_alive=False)
        if other.instructions and not other.differences:
            return other
    if outcome.differences and _differs_by_itself(Program.from_text(source, entry, call, stdin)):
        return Outcome(incomparable=True)
    return outcome


def _differs_by_itself(program: Program) -> bool:
    """Whether values of the program differ from run to run, as the engine finds for itself: what
    comes of addresses is another in the reference's run."""
    with Sandbox() as sandbox:
        try:
            return bool(sandbox.record(program).differs)
        except CaptureError as error:
            return error.code is ErrorCode.UNDETERMINED


def _compare_once(
    source: str, entry: str | None, call: str, stdin: str, *, keep_alive: bool
) -> Outcome:
    program = Program.from_text(source, entry, call, stdin=stdin)
    assert program.entry is not None
    try:
        recording = tracer.trace(
            program.source, program.entry, program.call, program.stdin, keep_alive=keep_alive
        )
    except tracer.IncomparableError:
        return Outcome(incomparable=True)
    try:
        data = record_here(program, max_steps=MAX_STEPS)
    except CaptureError as error:
        if error.code in REFUSALS:
            return Outcome(refusal=f"{error.code.slug}: {error}")
        return Outcome((Difference("no recording", str(error)),))
    except Exception as error:  # noqa: BLE001  # a defect like any other difference
        return Outcome((Difference("crash", f"{type(error).__name__}: {error}"),))
    events = [event for one in recording.activations for event in one.events]
    differences = tuple(compare(recording, data))
    if differences and recording.unordered:
        return Outcome(incomparable=True)
    return Outcome(
        differences,
        activations=len(recording.activations),
        instructions=sum(isinstance(event, Ran) for event in events),
        lines=sum(isinstance(event, Line) for event in events),
    )


def compare(recording: Recording, data: TraceData) -> list[Difference]:
    """All differences between the two recordings of one call; empty when there is none."""
    return _Comparison(recording, data).run()


# Which instructions leave how many steps.


@dataclass(frozen=True, slots=True)
class _Expected:
    """The steps that one execution of an instruction leaves when it does not raise."""

    name: str
    kinds: tuple[StepKind, ...]
    optional: bool  #: they may be missing: cells and hidden names are loaded without a step
    idle: bool  #: it may leave one more step, of a statement that computes nothing


def _kinds(name: str, arg: int) -> tuple[StepKind, ...]:
    if name == "LOAD_FAST_LOAD_FAST":
        return (StepKind.LOAD, StepKind.LOAD)
    if name == "STORE_FAST_LOAD_FAST":
        return (StepKind.STORE, StepKind.LOAD)
    if name == "STORE_FAST_STORE_FAST":
        return (StepKind.STORE, StepKind.STORE)
    if name.endswith(("_IF_NONE", "_IF_NOT_NONE")):
        return (StepKind.COMPARE, StepKind.BRANCH)
    kind = RUNNING[name].kind
    if name == "CALL_INTRINSIC_1":
        kind = INTRINSICS_1[arg][0]
    elif name == "CALL_INTRINSIC_2":
        kind = INTRINSICS_2[arg][0]
    return () if kind is None else (kind,)


_MAY_LACK_STEPS: Final = (
    "LOAD_FAST", "STORE_FAST", "BUILD_LIST", "BUILD_SET", "BUILD_MAP", "LOAD_FAST_AND_CLEAR",
)  # fmt: skip
"""Parts of how 3.12 runs comprehensions in place, and 3.13 loads cells."""


class _Code:
    """A code object's instructions by offset, EXTENDED_ARG folded into what it extends."""

    def __init__(self, code: CodeType) -> None:
        self.expected: dict[int, _Expected] = {}
        self.folded: dict[int, int] = {}
        waiting: list[int] = []
        for instr in dis.get_instructions(code):
            waiting.append(instr.offset)
            if instr.opname == "EXTENDED_ARG":
                continue
            self.folded.update(dict.fromkeys(waiting, instr.offset))
            waiting = []
            kinds = _kinds(instr.opname, instr.arg or 0)
            optional = instr.opname.startswith(_MAY_LACK_STEPS)
            self.expected[instr.offset] = _Expected(instr.opname, kinds, optional, not kinds)

    def leads_out(self, offset: int, step: Step) -> bool:
        """Whether the step stands at END_FOR, behind the FOR_ITER that found no more items: the
        interpreter skips it, and the engine has a comprehension's result there."""
        return (
            self.expected[offset].name == "FOR_ITER"
            and self.expected[step.offset].name == "END_FOR"
            and step.kind is StepKind.BUILD
        )

    def fold(self, offsets: Sequence[int]) -> list[tuple[int, int]]:
        """Executed offsets as instructions, each with the number of events it covers: where
        EXTENDED_ARG has an event of its own, it is one with its instruction."""
        found: list[tuple[int, int]] = []
        for raw, offset in zip(offsets, [-1, *offsets], strict=False):
            here = self.folded[raw]
            if found and offset != raw and found[-1][0] == here and self.folded[offset] == here:
                found[-1] = (here, found[-1][1] + 1)
            else:
                found.append((here, 1))
        return found


# Values.


_FAMILIES: Final = {
    Form.SEQUENCE: (Family.SEQUENCE,),
    Form.SET: (Family.SET,),
    Form.MAPPING: (Family.MAPPING,),
    Form.INSTANCE: (Family.INSTANCE,),
    Form.OPAQUE: (Family.OPAQUE, Family.CELL),
}


class _Unequal(Exception):
    """Two values differ; says where and how."""


class _Values:
    """Compares values of the two runs. The reference's objects and the engine's are paired one
    to one when they first meet, and stay so: identity must agree over the whole run."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._oids: dict[int, Oid] = {}
        self._numbers: dict[Oid, int] = {}

    def check(self, state: Snapshot, node: Node, ref: Ref, at: Time, name: str) -> None:
        """Raise `_Unequal` unless ``node`` is what ``ref`` is ``at`` that time."""
        done: set[int] = set()
        pending: list[tuple[Node, Ref, str]] = [(node, ref, name)]
        while pending:
            node, ref, path = pending.pop()
            if isinstance(node, Atom) or ref >= 0:
                found = snapshot.atom(self._trace.data.atoms[ref].payload) if ref >= 0 else ref
                if found != node:
                    raise _Unequal(f"{path} is {self._text(ref, at)}, not {_text(node, state)}")
                continue
            self._pair(node, Oid(-ref), path)
            if node not in done:
                done.add(node)
                pending += self._parts(state, node, Oid(-ref), at, path)

    def _pair(self, number: int, oid: Oid, path: str) -> None:
        if self._oids.setdefault(number, oid) != oid:
            raise _Unequal(f"{path} is another object than before")
        if self._numbers.setdefault(oid, number) != number:
            raise _Unequal(f"{path} is the same object as something else before")

    def _parts(
        self, state: Snapshot, number: int, oid: Oid, at: Time, path: str
    ) -> list[tuple[Node, Ref, str]]:
        content, thing = state.contents[number], self._trace.data.objects[oid]
        if thing.family not in _FAMILIES[content.form] or thing.type != content.type:
            raise _Unequal(
                f"{path} is a {thing.family.value} {thing.type}, "
                f"not a {content.form.value} {content.type}"
            )
        if content.form is Form.OPAQUE:
            return []
        refs = list(self._trace.contents(oid, at))
        found: list[tuple[Node, Ref, str]] = []
        if content.form is Form.INSTANCE:
            self._pair(content.made_by, thing.class_oid, f"type({path})")
            if thing.has_payload != (content.builtin is not None):
                raise _Unequal(f"{path} has a builtin part in one recording only")
            if content.builtin is not None:
                found += self._builtin(state, content, refs.pop(0), at, path)
        form = Form.MAPPING if content.form is Form.INSTANCE else content.form
        return found + self._listed(state, form, content.parts, refs, at, path)

    def _builtin(
        self, state: Snapshot, content: Content, ref: Ref, at: Time, path: str
    ) -> list[tuple[Node, Ref, str]]:
        builtin = content.builtin
        if isinstance(builtin, Atom):
            return [(builtin, ref, f"builtin({path})")]
        assert builtin is not None
        form, parts = builtin
        refs = self._trace.contents(Oid(-ref), at)
        return self._listed(state, form, parts, refs, at, f"builtin({path})")

    def _listed(
        self,
        state: Snapshot,
        form: Form,
        nodes: Sequence[Node],
        refs: Sequence[Ref],
        at: Time,
        path: str,
    ) -> list[tuple[Node, Ref, str]]:
        if len(nodes) != len(refs):
            ours = ", ".join(self._text(ref, at) for ref in refs)
            theirs = ", ".join(_text(node, state) for node in nodes)
            raise _Unequal(f"{path} holds ({ours}), not ({theirs})")
        if form is Form.SET:
            return self._set(state, nodes, refs, at, path)
        name = "{}[{}]" if form is Form.SEQUENCE else "{}.part[{}]"
        return [
            (node, ref, name.format(path, index))
            for index, (node, ref) in enumerate(zip(nodes, refs, strict=True))
        ]

    def _set(
        self, state: Snapshot, nodes: Sequence[Node], refs: Sequence[Ref], at: Time, path: str
    ) -> list[tuple[Node, Ref, str]]:
        """Elements are paired by identity where it is known, else by an order of their texts;
        where two texts are one, which is which cannot be told, and nothing follows from it."""
        known = [node for node in nodes if isinstance(node, int) and node in self._oids]
        left = [node for node in nodes if isinstance(node, Atom) or node not in self._oids]
        right = [ref for ref in refs if Oid(-ref) not in self._numbers]
        pairs: list[tuple[Node, Ref, str]] = [
            (node, Ref(-self._oids[node]), f"element of {path}") for node in known
        ]
        if {pair[1] for pair in pairs} != set(refs).difference(right):
            raise _Unequal(f"{path} has other elements")
        ours = sorted((self._text(ref, at), ref) for ref in right)
        theirs = sorted(((_text(node, state), node) for node in left), key=lambda pair: pair[0])
        if [text for text, _ in ours] != [text for text, _ in theirs]:
            raise _Unequal(f"{path} holds {[t for t, _ in ours]}, not {[t for t, _ in theirs]}")
        once = {text for text, same in groupby(text for text, _ in theirs) if len(list(same)) == 1}
        pairs += [
            (node, ref, f"element of {path}")
            for (text, node), (_, ref) in zip(theirs, ours, strict=True)
            if text in once
        ]
        return pairs

    def _text(self, ref: Ref, at: Time, depth: int = 3) -> str:
        if ref >= 0:
            return _atom_text(snapshot.atom(self._trace.data.atoms[ref].payload))
        thing = self._trace.data.objects[Oid(-ref)]
        if depth == 0 or thing.family in {Family.OPAQUE, Family.CELL}:
            return thing.type
        parts = [self._text(part, at, depth - 1) for part in self._trace.contents(Oid(-ref), at)]
        if thing.has_payload and (head := self._trace.contents(Oid(-ref), at)[0]) < 0:
            parts[:1] = [
                self._text(part, at, depth - 1) for part in self._trace.contents(Oid(-head), at)
            ]
        return _joined(thing.type, parts, unordered=thing.family is Family.SET)


def _text(node: Node, state: Snapshot, depth: int = 3) -> str:
    """For messages, and for the order of the elements of sets: structure without identity."""
    if isinstance(node, Atom):
        return _atom_text(node)
    content = state.contents[node]
    if depth == 0 or content.form is Form.OPAQUE:
        return content.type
    parts = [_text(part, state, depth - 1) for part in content.parts]
    if isinstance(content.builtin, Atom):
        parts.insert(0, _atom_text(content.builtin))
    elif content.builtin is not None:
        parts[:0] = [_text(part, state, depth - 1) for part in content.builtin[1]]
    return _joined(content.type, parts, unordered=content.form is Form.SET)


def _atom_text(atom: Atom | None) -> str:
    return "?" if atom is None else f"{atom.type}:{atom.text}"


def _joined(kind: str, parts: list[str], *, unordered: bool) -> str:
    return f"{kind}({', '.join(sorted(parts) if unordered else parts)})"


# The comparison.


class _Comparison:
    def __init__(self, recording: Recording, data: TraceData) -> None:
        self.recording = recording
        self.data = data
        self.trace = Trace(data)
        self.values = _Values(self.trace)
        self.differences: list[Difference] = []
        self.steps: dict[Activation, list[list[Step]]] = {}  #: by instruction event
        self._codes: dict[CodeType, _Code] = {}
        # An exception thrown into a generator before it began: 3.11 has an event for that.
        self.activations = [one for one in recording.activations if one.count]
        for activation, ours in zip(self.activations, data.activations, strict=False):
            if ours.ending is Ending.UNFINISHED:
                _forget_silent_end(activation)

    def differ(self, what: str, detail: str) -> None:
        self.differences.append(Difference(what, detail))

    def run(self) -> list[Difference]:
        if self.data.truncated:
            self.differ("truncated", self.data.truncated)
            return self.differences
        theirs = self.activations
        ours = self.data.activations
        own: list[list[Step]] = [[] for _ in ours]
        for step in self.data.steps:
            own[step.activation].append(step)
        for number, activation in enumerate(theirs[: len(ours)]):
            if not self._instructions(activation, ActivationId(number), own[number]):
                return self.differences
        if len(theirs) != len(ours):
            names = [self.trace.code_of(one.id).name for one in ours]
            self.differ("activations", f"{names}, not {[one.code.co_name for one in theirs]}")
            return self.differences
        for number, activation in enumerate(theirs):
            self._ancestry(activation, ActivationId(number))
        for number, activation in enumerate(theirs):
            self._states(activation, ActivationId(number), own[number])
        self._output()
        self._answer()
        return self.differences

    # Instructions.

    def _instructions(self, activation: Activation, number: ActivationId, own: list[Step]) -> bool:
        """Pair executed instructions with steps; whether they agree."""
        code = self._codes.setdefault(activation.code, _Code(activation.code))
        name = activation.code.co_qualname
        mine = self.trace.code_of(number).qualname
        if mine != name:
            self.differ("activations", f"number {number} runs {mine}, not {name}")
            return False
        offsets = [event.offset for event in activation.events if isinstance(event, Ran)]
        steps = [step for step in own if step.kind not in _ARRIVALS]
        paired: list[list[Step]] = []
        position = 0
        for offset, events in code.fold(offsets):
            expected = code.expected[offset]
            taken: list[Step] = []
            while position < len(steps) and steps[position].offset == offset:
                if len(taken) == max(len(expected.kinds), 1):
                    break
                taken.append(steps[position])
                position += 1
            if position < len(steps) and code.leads_out(offset, steps[position]):
                position += 1
            problem = _unexpected(expected, taken)
            if problem:
                follows = steps[position] if position < len(steps) else None
                self.differ(
                    "instructions",
                    f"{name} at {offset} ({expected.name}): {problem}; next comes {follows}",
                )
                return False
            paired += [taken] * events
        if position < len(steps):
            self.differ("instructions", f"{name}: {steps[position]} never ran")
            return False
        self.steps[activation] = paired
        return True

    # Where activations began.

    def _ancestry(self, activation: Activation, number: ActivationId) -> None:
        ours = self.data.activations[number]
        parent = activation.parent
        if parent is None or ours.parent is None:
            if (parent is None) != (ours.parent is None):
                self.differ("parents", f"activation {number} has a parent in one recording only")
            return
        if self.data.activations[ours.parent].id != self._number(parent):
            self.differ("parents", f"activation {number} was begun by {ours.parent}")
            return
        caller = None if ours.caller is None else self.data.steps[ours.caller]
        wanted = self._steps_at(parent, activation.parent_at)
        if caller is not None and caller not in wanted:
            self.differ("parents", f"activation {number} was begun by {caller}, not {wanted}")

    def _steps_at(self, activation: Activation, count: int) -> list[Step]:
        """The steps of the instruction that an activation had begun last. 3.13 tests in two
        instructions, TO_BOOL and a jump; the step is one, and is counted to the second."""
        paired = self.steps[activation]
        return paired[count - 1] or next((steps for steps in paired[count:] if steps), [])

    def _number(self, activation: Activation) -> int:
        return self.activations.index(activation)

    # Values.

    def _states(self, activation: Activation, number: ActivationId, own: list[Step]) -> None:
        paired = self.steps[activation]
        following: list[Step | None] = [None] * (len(paired) + 1)
        for index in range(len(paired) - 1, -1, -1):
            following[index] = paired[index][0] if paired[index] else following[index + 1]
        begun = 0
        last = own[0]
        left: Left | None = None
        for event in activation.events:
            if isinstance(event, Ran):
                last = paired[begun][-1] if paired[begun] else last
                begun += 1
            elif isinstance(event, Line):
                after = following[begun]
                at = Time(last.done if after is None else after.number - 1)
                self._names(activation, number, event, at)
            else:
                left = event
                self._leaving(activation, number, event, last)
        self._ending(activation, number, left)

    def _names(self, activation: Activation, number: ActivationId, event: Line, at: Time) -> None:
        place = f"{activation.code.co_qualname}, line {event.number}, time {at}"
        trace, data = self.trace, self.data
        found: dict[str, Ref] = {}
        cells = set(data.cells[number])
        if not activation.code.co_flags & 1:  # a class body: what it encloses is not its own
            cells -= set(activation.code.co_freevars)
        own = data.locals[number].keys() | cells
        for name in own:
            ref = trace.binding(number, name, at)
            if not isinstance(ref, Missing):
                found[name] = ref
        for name, history in data.globals.items():
            known = [r for s, r in zip(history.since, history.refs, strict=True) if s <= at]
            if known and known[-1] is not None and not name.startswith("__"):
                found[f"global {name}"] = known[-1]
        wanted = event.state.roots
        hidden = event.hidden
        for name in sorted(found.keys() | wanted.keys()):
            if name in hidden:
                continue
            if name not in found or name not in wanted:
                ours = "bound" if name in found else "unbound"
                self.differ("names", f"{place}: {name} is {ours}")
                continue
            self._value(event.state, wanted[name], found[name], at, f"{place}: {name}")

    def _value(self, state: Snapshot, node: Node, ref: Ref, at: Time, place: str) -> None:
        try:
            self.values.check(state, node, ref, at, place)
        except _Unequal as error:
            self.differ("values", str(error))

    def _leaving(
        self, activation: Activation, number: ActivationId, event: Left, last: Step
    ) -> None:
        place = f"{activation.code.co_qualname} leaves by {event.how.value}"
        if event.how is Leaving.RAISE:
            return
        kind = StepKind.RETURN if event.how is Leaving.RETURN else StepKind.YIELD
        if last.kind is not kind:
            self.differ("leaving", f"{place}, not {last}")
        elif last.operands:
            node = event.state.roots["it"]
            # Before the step: what encloses it may end, and take effect, at the same time.
            self._value(event.state, node, last.operands[0], Time(last.number - 1), place)

    def _ending(self, activation: Activation, number: ActivationId, left: Left | None) -> None:
        ours = self.data.activations[number]
        wanted = {
            Leaving.RETURN: Ending.RETURNED,
            Leaving.RAISE: Ending.RAISED,
            Leaving.YIELD: Ending.UNFINISHED,
        }[Leaving.YIELD if left is None else left.how]
        place = f"{activation.code.co_qualname} ends"
        if ours.ending is not wanted:
            self.differ("endings", f"{place} {ours.ending.value}, not {wanted.value}")
        elif left is not None and wanted is Ending.RAISED and "it" in left.state.roots:
            assert ours.result is not None
            at = Time(ours.last - 1)
            self._value(left.state, left.state.roots["it"], ours.result, at, place)

    # The outside.

    def _output(self) -> None:
        theirs = self.recording.written
        ours = self.data.outputs
        if [(part.stream, part.text) for part in theirs] != [(p.stream, p.text) for p in ours]:
            self.differ("output", f"{ours}, not {[(part.stream, part.text) for part in theirs]}")
            return
        for part, output in zip(theirs, ours, strict=True):
            if part.activation is None:
                continue
            step = self.data.steps[output.step]
            if step not in self._steps_at(part.activation, part.at):
                self.differ("output", f"{output.text!r} is written by {step}")

    def _answer(self) -> None:
        entry = self.trace.entry
        wanted = self.recording.result or self.recording.error
        assert wanted is not None
        returned = self.recording.result is not None
        if (entry.ending is Ending.RETURNED) != returned or entry.result is None:
            self.differ("answer", f"{entry.ending.value}")
        else:
            at = self.trace.last_time
            self._value(wanted, wanted.roots["it"], entry.result, at, "the answer")


def _forget_silent_end(activation: Activation) -> None:
    """Take the end of a generator that was dropped or closed while it waited, and ran no line of
    its own then, out of its events. 3.13 closes such a generator without running it, unless it
    is being traced; and a recording keeps every object alive, so that none is dropped."""
    events = activation.events
    last = max((k for k, e in enumerate(events) if _is_yield(e)), default=len(events))
    if not any(isinstance(event, Line) for event in events[last + 1 :]):
        del events[last + 1 :]


def _is_yield(event: Event) -> bool:
    return isinstance(event, Left) and event.how is Leaving.YIELD


def _unexpected(expected: _Expected, taken: list[Step]) -> str:
    """What is wrong about the steps that an instruction left; "" when nothing is."""
    kinds = tuple(step.kind for step in taken)
    if taken and taken[-1].exception is not None:
        return ""  # it raised, and says so
    if kinds == expected.kinds:
        return ""
    if expected.idle and kinds in {(StepKind.OTHER,), (StepKind.BUILD,)}:
        return ""
    if expected.optional and all(kind in expected.kinds for kind in kinds):
        return ""
    return f"its steps are {[kind.value for kind in kinds]}"


# The long form.


class Report(TypedDict):
    """The outcome of one run, as JSON."""

    python: str
    counts: dict[str, int]
    refusals: dict[str, int]  #: programs by the reason not to record them
    different: list[dict[str, str]]  #: the first difference, and the source


class _Tally:
    """Counts of one run, and what was found."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.different: list[dict[str, str]] = []

    def add(self, source: str, outcome: Outcome) -> None:
        self.counts["programs"] += 1
        if outcome.incomparable:
            self.counts["incomparable"] += 1
            return
        if outcome.refusal:
            self.counts["refused"] += 1
            self.refusals[outcome.refusal] += 1
            return
        self.counts["compared"] += 1
        self.counts["activations"] += outcome.activations
        self.counts["instructions"] += outcome.instructions
        self.counts["lines"] += outcome.lines
        if outcome.differences:
            self.counts["different"] += 1
            first = str(outcome.differences[0])
            self.different.append({"difference": first, "source": source})

    def report(self) -> Report:
        return {
            "python": platform.python_version(),
            "counts": dict(self.counts),
            "refusals": dict(self.refusals),
            "different": self.different,
        }


def run(count: int, number: int) -> Report:
    """Compare so many generated programs; ``number`` is the seed."""
    tally = _Tally()

    @hypothesis.seed(number)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(programs())
    def compare_one(source: str) -> None:
        tally.add(source, compare_program(source, "f", CALL))
        if not tally.counts["programs"] % 20:
            gc.collect()  # that objects are frozen at times keeps the collector from large rounds

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # coroutines that are never awaited, as the programs do
        compare_one()
    return tally.report()


def _smallest(report: Report) -> str:
    different = report["different"]
    if not different:
        return ""
    shortest = min(different, key=lambda one: len(one["source"]))
    kind = shortest["difference"].split(":")[0]

    def shows(source: str) -> bool:
        try:
            outcome = compare_program(source, "f", CALL)
        except (RuntimeError, CaptureError, KeyError):  # it has no entry any more, and the like
            return False
        return any(difference.what == kind for difference in outcome.differences)

    return shrink(shortest["source"], shows, 500)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reference.differential")
    parser.add_argument("--programs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="everything, as one JSON object")
    options = parser.parse_args()
    report = run(options.programs, options.seed)
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print(report["python"], report["counts"])
        print("refused:", report["refusals"])
        print(_smallest(report))
    return 1 if report["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
