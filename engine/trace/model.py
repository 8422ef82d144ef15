"""The recording as data: what capture writes and every judge reads.

A `Trace` is neutral: it names no opcode of one Python version (but for display), holds no
object of the program, and can be stored, sent and read back without running anything.

Time. Steps are numbered from 0 in the order in which they *begin*. A step that runs other
code of the program (a call, an operator with a Python ``__add__``, a ``for`` over a
generator) begins before and ends after the steps it contains: ``done`` is the number of the
last step inside it, or its own number. "The state after step n" means after ``done`` of n.
The state before step 0 is written as time -1. A time t is thus a number from -1 to the last
step, and means the instant just after step number t (in numbering order) has taken effect;
a step's own write takes effect at time ``done``.

References. A `Ref` is an int: ``ref >= 0`` is the atom ``trace.atoms[ref]``; ``ref < 0`` is the
object ``Oid(-ref)`` in ``trace.objects``, whose contents depend on the time asked about.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, MutableSequence, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NewType, cast

from engine.trace.references import Ref as Ref  # noqa: PLC0414  # a part of this model
from engine.trace.versions import Versions
from engine.values import Atom, Oid

StepNo = NewType("StepNo", int)
Time = NewType("Time", int)
ActivationId = NewType("ActivationId", int)
CodeId = NewType("CodeId", int)
LineNo = NewType("LineNo", int)

START: Final = Time(-1)
UNBOUND: Final = None


class StepKind(Enum):
    """What an opcode does, independent of the Python version. Closed."""

    CONSTANT = "constant"  #: pushes a constant
    LOAD = "load"  #: reads a local, cell, global or builtin name
    STORE = "store"  #: binds a name
    DELETE = "delete"  #: unbinds a name
    UNARY = "unary"  #: - ~ + not
    BINARY = "binary"  #: arithmetic and bit operators, in place as well
    COMPARE = "compare"  #: < <= == != >= > is, is not, in, not in
    SUBSCRIPT = "subscript"  #: reads an element or a slice
    STORE_ELEMENT = "store-element"  #: writes an element or a slice
    DELETE_ELEMENT = "delete-element"
    ATTRIBUTE = "attribute"  #: reads an attribute (methods too)
    STORE_ATTRIBUTE = "store-attribute"
    DELETE_ATTRIBUTE = "delete-attribute"
    BUILD = "build"  #: displays, slices, f-strings, conversions, and their extension
    CALL = "call"  #: a call, C or Python; the implicit calls of `with` too
    ITERATE = "iterate"  #: iter() of a for loop, comprehension or `await`
    NEXT = "next"  #: next() of a for loop: `truth` says whether an item came
    UNPACK = "unpack"  #: a, b = …
    MATCH = "match"  #: a test made by a pattern
    BRANCH = "branch"  #: a jump that depends on a value: `truth` is the truth of that value
    IMPORT = "import"
    FUNCTION = "function"  #: makes a function, lambda, comprehension or class body
    ENTER = "enter"  #: an activation begins (its first step)
    RETURN = "return"
    YIELD = "yield"
    RESUME = "resume"  #: a generator or coroutine goes on after a yield
    RAISE = "raise"  #: a `raise` or `assert` statement
    RERAISE = "reraise"  #: an exception goes on after `finally`, `with` or clauses that let it pass
    CATCH = "catch"  #: an exception arrives at a handler of this activation
    UNWIND = "unwind"  #: an exception leaves this activation (its last step)
    OTHER = "other"  #: executed, without value, write or choice (jumps, NOP)


class CodeKind(Enum):
    """What a code object was compiled from. Closed."""

    MODULE = "module"
    FUNCTION = "function"
    LAMBDA = "lambda"
    COMPREHENSION = "comprehension"  #: list, set, dict comprehension compiled apart (3.11)
    GENERATOR_EXPRESSION = "generator expression"
    CLASS = "class"  #: the body of a class statement


class PlaceKind(Enum):
    """Where a step writes."""

    LOCAL = "local"  #: name in the step's own activation
    CELL = "cell"  #: `container` is the cell object, `name` its name here
    GLOBAL = "global"  #: name in the program's module (module-level names as well)
    ELEMENT = "element"  #: `container` and `key`
    ATTRIBUTE = "attribute"  #: `container` and `name`
    CONTENTS = "contents"  #: the object `container` was changed by a C function


@dataclass(frozen=True, slots=True)
class Span:
    """Source position as code objects give it: lines from 1, columns in UTF-8 bytes from 0,
    the end exclusive."""

    line: LineNo
    column: int
    end_line: LineNo
    end_column: int


@dataclass(frozen=True, slots=True)
class Write:
    """One change that a step made. ``value`` is None where something was deleted (and for
    CONTENTS, where the new contents are found at the container's versions)."""

    kind: PlaceKind
    name: str | None = None
    container: Ref | None = None
    key: Ref | None = None
    value: Ref | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One executed opcode. Operands are as they were before it, the result as after it."""

    number: StepNo
    done: StepNo
    activation: ActivationId
    offset: int  #: byte offset in the original code object
    kind: StepKind
    detail: str  #: the operator (`+`, `in`, `not`), name or attribute; "" where there is none
    span: Span | None
    operands: tuple[Ref, ...] = ()  #: a CALL: callee, self where the opcode binds it, arguments
    result: Ref | None = None
    writes: tuple[Write, ...] = ()
    truth: bool | None = None  #: BRANCH, NEXT, MATCH only
    exception: Ref | None = None  #: what this step raised, or CATCH/UNWIND received
    uses: tuple[StepNo, ...] = ()  #: steps that made the operands on the stack, the lowest first


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One instruction of a code object, as far as control flow is concerned. Its position is its
    index in `Code.flow`; two that CPython 3.13 combines have the same offset."""

    offset: int
    kind: StepKind | None  #: None: it leaves no step
    detail: str
    span: Span | None
    next: tuple[int, ...]  #: positions where control goes on; BRANCH, NEXT: on true, on false
    handler: int | None = None  #: position of the handler of an exception raised here
    place: PlaceKind | None = None  #: of the name that a LOAD, STORE or DELETE speaks of


@dataclass(frozen=True, slots=True)
class Code:
    """A code object of the program."""

    id: CodeId
    kind: CodeKind
    name: str  #: `co_name`
    qualname: str
    first_line: LineNo
    parameters: tuple[str, ...] = ()  #: in `co_varnames` order, `*args` and `**kwargs` last
    generator: bool = False  #: generator, coroutine or async generator
    flow: tuple[FlowNode, ...] = ()  #: its instructions, in order


class Ending(Enum):
    """How an activation ended."""

    RETURNED = "returned"
    RAISED = "raised"
    UNFINISHED = "unfinished"  #: a generator that was dropped, or the recording stopped


@dataclass(frozen=True, slots=True)
class Activation:
    """One execution of one code object."""

    id: ActivationId
    code: CodeId
    parent: ActivationId | None  #: the activation that was running when this one began
    caller: StepNo | None  #: the step of the parent during which it began
    first: StepNo  #: its ENTER step
    last: StepNo  #: its RETURN or UNWIND step, or its last one
    ending: Ending
    result: Ref | None = None  #: returned value, or the exception that left


class Family(Enum):
    """Which kind of Value an object becomes."""

    SEQUENCE = "sequence"
    SET = "set"
    MAPPING = "mapping"
    INSTANCE = "instance"
    CELL = "cell"  #: a closure's cell: content is () or (ref,)
    OPAQUE = "opaque"


@dataclass(slots=True)
class HeapObject:
    """One object and its contents over time.

    ``since[i]`` is the first time at which ``contents[i]`` held; ``since`` increases strictly and
    begins at the time the object was first seen (-1 if it was there before). Contents are
    refs: items; key, value, key, value …; for INSTANCE: payload first where `has_payload`,
    then name, value, name, value … (names are str atoms)."""

    oid: Oid
    family: Family
    type: str
    label: str = ""
    class_oid: Oid = Oid(0)
    has_payload: bool = False
    since: list[Time] = field(default_factory=list)
    contents: Versions = field(default_factory=Versions)


@dataclass(frozen=True, slots=True)
class Output:
    """Text that the program wrote, at the step (a call, usually) that wrote it."""

    step: StepNo
    stream: str  #: "stdout" or "stderr"
    text: str


def _times() -> MutableSequence[Time]:
    return cast(MutableSequence[Time], array("i"))


@dataclass(slots=True)
class Bindings:
    """History of one name in one scope: at ``since[i]`` it became ``refs[i]`` (None: unbound)."""

    since: MutableSequence[Time] = field(default_factory=_times)
    refs: list[Ref | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Differences:
    """Where other runs of the program (another hash seed, other addresses, a later time) are not
    as the recorded one. What is not marked here is the same in all of them.

    Marked are *places*, by what they refer to: an object that is changed differently is marked at
    its versions, not wherever it is bound."""

    since: StepNo | None = None  #: the last step of the common path: what runs then differs
    results: frozenset[StepNo] = frozenset()  #: steps that gave something else
    others: frozenset[StepNo] = frozenset()  #: steps with another operand, write or exception
    outputs: frozenset[StepNo] = frozenset()  #: steps that wrote another text
    versions: frozenset[tuple[Oid, int]] = frozenset()  #: object, number of the version
    #: activation (`MODULE_NAMES`: the module), name, number of the binding (-1: before the first)
    names: frozenset[tuple[int, str, int]] = frozenset()

    def __bool__(self) -> bool:
        return self != Differences()


_NONE_DIFFER: Final = Differences()

MODULE_NAMES: Final = -1
"""Stands for the module among the activations of `Differences.names`."""


@dataclass(slots=True)
class TraceData:
    """Everything one execution did. Built by capture, stored and read by `engine.trace`.

    ``locals[a][name]`` are the names of activation a (its own cells appear as refs to CELL
    objects in ``cells[a][name]``); ``globals[name]`` are the program's module names, from the
    state before the call on. ``entry`` is the activation of the entry call; what ran before
    it (the module's top level) is not recorded, only its resulting globals."""

    source: str
    entry_name: str
    call: str  #: source text of the argument list
    python: str  #: "3.13.0"
    steps: Sequence[Step]  #: an `engine.trace.steps.Steps`, where a recorder made it
    codes: list[Code]
    activations: list[Activation]
    atoms: Sequence[Atom]  #: an `engine.trace.atoms.Atoms`, where a recorder made it
    objects: dict[Oid, HeapObject]
    locals: list[dict[str, Bindings]]
    cells: list[dict[str, Ref]]
    globals: dict[str, Bindings]
    outputs: list[Output]
    entry: ActivationId
    truncated: str = ""  #: why the recording stopped early, or ""
    differs: Differences = _NONE_DIFFER


def spans(steps: Iterable[Step]) -> set[Span]:
    return {step.span for step in steps if step.span is not None}
