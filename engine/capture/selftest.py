"""Whether this interpreter loses events: a known program is recorded before the first unknown one.

Recorders have gone blind without a word where an interpreter dropped what they listen to:
``opcode`` events of `sys.settrace` in 3.12 (CPython #114480), callbacks of `sys.monitoring` when a
second tool comes (CPython #157900). Probes in the bytecode need neither, but they do rest on how
one interpreter runs it; so a sandbox asks before it records, and refuses where a recording could
not be trusted:

- in an interpreter that is no CPython 3.11-3.13 with a GIL, or where somebody else traces,
  profiles or monitors the process (their calls come between the probes of one instruction);
- where the recording of `PROGRAM` lacks, adds or misplaces one of `EXPECTED`'s events. These were
  written down by hand from the program's text.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final

from engine.capture.limits import Limits
from engine.capture.outcomes import tampered
from engine.capture.recorder import run_recorded
from engine.errors import CaptureError, ErrorCode, StepwitnessError
from engine.program import Program
from engine.trace.model import (
    CodeKind,
    PlaceKind,
    Ref,
    Step,
    StepKind,
    Time,
    Write,
)
from engine.trace.trace import Trace
from engine.values import Instance, Opaque, Sequence, Value, to_literal

JOB: Final = f"{__name__}:find_faults"

_MONITORING_TOOLS: Final = 6
"""Identifiers of `sys.monitoring` (PEP 669): 0 to 5."""

_ENDS: Final = frozenset({StepKind.ENTER, StepKind.UNWIND})
"""Steps whose line is that of no statement, or of none in some versions."""

PROGRAM: Final = Program(
    entry="f",
    call="3",
    name="the recorder's self-test",
    source="""\
class Box:
    def __init__(self, held):
        self.held = held
    def __lt__(self, other):
        return self.held < other.held
def down(n):
    if n == 0:
        raise KeyError(n)
    return down(n - 1)
def each(items):
    for item in items:
        got = yield item
        items[1] = got
def f(n):
    out = []
    while n > 0:
        n -= 1
        if n == 1:
            continue
        out.append(n)
    else:
        size = len(out)
    made = [k + 1 for k in out if k]
    try:
        down(1)
    except KeyError as error:
        code = error.args[0]
    finally:
        done = True
    walk = each([7, 8])
    first = next(walk)
    second = walk.send(9)
    low = min(Box(5), Box(4)).held
    by = sorted(made, key=lambda m: -m)
    a, *b = out
    return f"{low}{second}{by}{b}"
""",
)

EXPECTED: Final = """\
f: enter n = 3
f 15: out = []
f 16: true
f 17: n = 2
f 18: false
f 20: call method_descriptor, [], 2
f 16: true
f 17: n = 1
f 18: true
f 16: true
f 17: n = 0
f 18: false
f 20: call method_descriptor, [2], 0
f 16: false
f 22: call builtin_function_or_method, [2, 0]
f 22: size = 2
f 23: true
f 23: true
f 23: true
f 23: false
f 23: false
f 23: made = [3]
f 25: call function, 1
down: enter n = 1
down 7: false
down 9: call function, 0
down: enter n = 0
down 7: true
down 8: call type, 0
down 8: raise
down: unwind
down: unwind
f 26: catch
f 26: true
f 26: true
f 26: error = KeyError
f 27: code = 0
f 27: error = None
f 27: del error
f 29: done = True
f 30: call function, [7, 8]
f 30: walk = generator
f 31: call builtin_function_or_method, generator
each: enter items = [7, 8]
each 11: true
each 11: item = 7
each 12: yield 7
f 31: first = 7
f 32: call method_descriptor, generator, 9
each 12: resume 9
each 12: got = 9
each 13: [1] = 9
each 11: true
each 11: item = 9
each 12: yield 9
f 32: second = 9
f 33: call type, 5
__init__: enter self = Box(), held = 5
__init__ 3: .held = 5
__init__ 3: return None
f 33: call type, 4
__init__: enter self = Box(), held = 4
__init__ 3: .held = 4
__init__ 3: return None
f 33: call builtin_function_or_method, Box(held=5), Box(held=4)
__lt__: enter self = Box(held=4), other = Box(held=5)
__lt__ 5: return True
f 33: low = 4
f 34: call builtin_function_or_method, [3], function
<lambda>: enter m = 3
<lambda> 34: return -3
f 34: by = [3]
f 35: a = 2
f 35: b = [0]
f 36: return '49[3][0]'
""".splitlines()
"""What the recording must hold, in order. A name's value is as it was then; of an opaque
object or an exception its type. (An `except` clause unbinds its name on its last line.)"""


def find_faults(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """In a child of the sandbox: JSON of what is amiss, a sentence each; else ``[]``."""
    del arguments
    return json.dumps([*strangers(), *lost_events(limits.steps)]).encode()


def refuse_faults(answer: bytes) -> None:
    """In the parent: raises `CaptureError` (``events-lost``) where `find_faults` found any."""
    try:
        faults = json.loads(answer)
    except ValueError as error:
        raise tampered("its self-test cannot be read") from error
    if faults:
        raise CaptureError(
            ErrorCode.EVENTS_LOST,
            f"This interpreter would lose events of a recording: {faults[0]}",
            where=f"{sys.executable} ({sys.version.split()[0]})",
            remedy="Use an unmodified CPython 3.11, 3.12 or 3.13, without a tracer, profiler or "
            "monitoring tool that starts with every process.",
            data={"faults": faults},
        )


def strangers() -> Iterator[str]:
    """What about this process lets no recording be trusted, whatever the self-test says."""
    if sys.implementation.name != "cpython":
        yield f"it is {sys.implementation.name}, and bytecode of CPython alone is understood"
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        yield f"its version is {sys.version_info[0]}.{sys.version_info[1]}"
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        yield "it is built without a GIL"
    if sys.gettrace() is not None:
        yield "a function of `sys.settrace` is at work"
    if sys.getprofile() is not None:
        yield "a function of `sys.setprofile` is at work"
    if sys.version_info >= (3, 12):
        for tool in range(_MONITORING_TOOLS):
            name = sys.monitoring.get_tool(tool)
            if name is not None and sys.monitoring.get_events(tool):
                yield f"`{name}` is at work (a tool of `sys.monitoring`)"


def lost_events(max_steps: int) -> Iterator[str]:
    """How a recording of `PROGRAM` differs from `EXPECTED`: the first difference, or nothing."""
    try:
        trace = Trace(run_recorded(PROGRAM, max_steps=max_steps).decode())
    except StepwitnessError as error:
        yield f"the recording of a known program failed: {error.what}"
        return
    for wanted, found in zip_longest(EXPECTED, _events(trace), fillvalue="nothing"):
        if wanted != found:
            yield f"where a known program does `{wanted}`, the recording has `{found}`"
            return


def _events(trace: Trace) -> Iterator[str]:
    for step in trace.data.steps:
        code = trace.code_of(step.activation)
        apart = code.kind is CodeKind.COMPREHENSION  # CPython 3.11 alone has these
        what = _event(trace, step, apart=apart)
        if what:
            name = trace.code_of(trace.owner(step.activation)).name
            line = f" {step.span.line}" if step.span is not None and step.kind not in _ENDS else ""
            yield f"{name}{line}: {what}"


def _event(trace: Trace, step: Step, *, apart: bool) -> str:
    match step.kind:
        case StepKind.ENTER | StepKind.STORE | StepKind.RETURN if apart:
            return ""
        case StepKind.ENTER:
            return "enter " + ", ".join(_change(trace, step, write) for write in step.writes)
        case StepKind.BRANCH | StepKind.NEXT | StepKind.MATCH:
            return str(step.truth).lower()
        case StepKind.RETURN | StepKind.RESUME:
            kind: str = step.kind.value
            return f"{kind} {_text(trace, step.result, step)}"
        case StepKind.YIELD:
            return f"yield {_text(trace, step.operands[0], step)}"
        case StepKind.RAISE | StepKind.CATCH | StepKind.UNWIND:
            return str(step.kind.value)
        case StepKind.BUILD:
            return ""  # a comprehension's own appends
        case StepKind.CALL:
            return _call(trace, step)
        case _:
            return ", ".join(filter(None, (_change(trace, step, write) for write in step.writes)))


def _call(trace: Trace, step: Step) -> str:
    """Without the tuple of keywords' names, which is an operand in CPython 3.13 alone."""
    if step.number in _comprehensions(trace):
        return ""
    values = [trace.value(ref, Time(step.number - 1)) for ref in step.operands]
    names = [isinstance(value, Sequence) and value.type == "tuple" for value in values]
    operands = [_short(value) for value, name in zip(values, names, strict=True) if not name]
    return "call " + ", ".join(operands)


def _comprehensions(trace: Trace) -> set[int | None]:
    """The steps that call a comprehension's code object, which CPython 3.11 alone does."""
    return {
        activation.caller
        for activation in trace.data.activations
        if trace.code_of(activation.id).kind is CodeKind.COMPREHENSION
    }


def _change(trace: Trace, step: Step, write: Write) -> str:
    match write.kind:
        case PlaceKind.CONTENTS:
            return "change"
        case PlaceKind.ELEMENT:
            place = f"[{_text(trace, write.key, step)}]"
        case PlaceKind.ATTRIBUTE:
            place = f".{write.name}"
        case _:
            place = str(write.name)
    if place.startswith("..") or (write.name or "").startswith("."):
        return ""  # the variable of a comprehension that CPython 3.12 has inlined
    if write.value is None:
        return f"del {place}"
    return f"{place} = {_text(trace, write.value, step)}"


def _text(trace: Trace, ref: Ref | None, step: Step) -> str:
    if ref is None:
        return "nothing"
    return _short(trace.value(ref, Time(step.done)))


def _short(value: Value) -> str:
    if isinstance(value, Instance) and value.payload is None:
        held = (f"{name}={_short(value)}" for name, value in value.attributes)
        return f"{value.type}({', '.join(held)})"
    return value.type if isinstance(value, Instance | Opaque) else to_literal(value)
