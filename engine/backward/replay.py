"""Symbolic replay: the recorded steps carried out over things with variables in them.

The recording says which instructions run, one after the other; the models say what they give for
every input that takes the same way. Under the recorded input each result is compared with what
was recorded. Under another one the replay goes on as long as that input takes the same way.

Invariant: where a replay ends with `Ending.COMPLETE`, each input that meets its constraints takes
the recorded path and gives the value of its result.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from engine.backward.inputs import Inputs, NoDomainError
from engine.backward.machine import Event, Machine, Watch
from engine.backward.models.things import PythonError, UnmodelledError
from engine.backward.models.unicode_tables import LAST
from engine.backward.recorded import MismatchError
from engine.backward.replayed import Ending, OffPathError, Replayed, StoppedError
from engine.backward.run import Run
from engine.backward.source_places import SourcePlaces
from engine.backward.terms import Constant, Term
from engine.trace.model import START, Step
from engine.trace.trace import BUILTIN_NAMES, Trace

VERSION: Final = ".".join(map(str, sys.version_info[:2]))


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an argument of the call goes: a parameter, given by position or by name."""

    parameter: str
    keyword: bool
    star: bool  #: ``*args``: the arguments are the items of its tuple


def slots_of(trace: Trace) -> list[Slot]:
    """The parameters that the recorded call gives; raises `NoDomainError`."""
    node = trace.scope_of(trace.entry.id)
    if not isinstance(node, ast.FunctionDef):
        raise NoDomainError("the entry is no plain function")
    call = _call_of(trace)
    declared = node.args
    plain = [arg.arg for arg in (*declared.posonlyargs, *declared.args)]
    found = [Slot(name, keyword=False, star=False) for name in plain[: len(call.args)]]
    if len(call.args) > len(plain):
        if declared.vararg is None:
            raise NoDomainError("the call does not fit the entry")
        found.append(Slot(declared.vararg.arg, keyword=False, star=True))
    named = {*plain, *(arg.arg for arg in declared.kwonlyargs)}
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg not in named:
            raise NoDomainError("the call has arguments with `**`")
        found.append(Slot(keyword.arg, keyword=True, star=False))
    return found


def _call_of(trace: Trace) -> ast.Call:
    """The call, whose arguments are made by builtins alone: the same in any other call."""
    node = ast.parse(f"_(\n{trace.data.call}\n)", mode="eval").body
    if not isinstance(node, ast.Call):
        raise NoDomainError("the call cannot be read")
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        raise NoDomainError("the call has arguments with `*`")
    for arg in (*node.args, *(keyword.value for keyword in node.keywords)):
        for each in ast.walk(arg):
            if isinstance(each, ast.Lambda):
                raise NoDomainError("an argument is a function")
            if (
                isinstance(each, ast.Name)
                and isinstance(each.ctx, ast.Load)
                and (each.id not in BUILTIN_NAMES or each.id in trace.data.globals)
            ):
                raise NoDomainError("an argument is made by code of the program")
    return node


def inputs_of(trace: Trace, last_char: int = LAST) -> Inputs:
    """The domain of the recorded call; raises `NoDomainError`."""
    written = {
        write.name: write.value for write in trace.step(trace.entry.first).writes if write.name
    }
    recorded = []
    for slot in slots_of(trace):
        ref = written.get(slot.parameter)
        if ref is None:
            raise NoDomainError(f"the parameter `{slot.parameter}` was not recorded")
        recorded.append((slot.parameter, trace.value(ref, START)))
    return Inputs.of(recorded, last_char)


def replay(
    trace: Trace,
    inputs: Inputs,
    values: Mapping[Term, Constant] | None = None,
    watches: Sequence[Watch] = (),
) -> Replayed:
    """Replay the entry call under values of the variables; without any, under the recorded ones,
    and compared with the recording. Whoever watches may raise `UnmodelledError`, which ends it."""
    places = trace.index(_places)
    run = Run(inputs.values if values is None else values)
    machine = Machine(trace, run, places, checking=values is None)
    machine.watches = sorted(watches, key=attrgetter("time"), reverse=True)
    found = Replayed()
    try:
        _require(trace, places)
        entry = trace.entry.id
        step = machine.take_enter()
        machine.enter(entry, step, _arguments(trace, inputs, machine, step))
        event, found.result = machine.advance(entry)
        if event is not Event.RETURNED:
            raise StoppedError("the entry is a generator")
        machine.look(trace.last_time)
    except PythonError as raised:
        found.raised = raised.thing
        found = _looked(machine, found)
    except OffPathError as error:
        found.ending = Ending.OFF_PATH if values is not None else Ending.MISMATCH
        found.why = str(error)
    except (StoppedError, UnmodelledError) as error:
        found.ending, found.why = Ending.STOPPED, error.why
    except MismatchError as error:
        found.ending, found.why = Ending.MISMATCH, str(error)
    except RecursionError:
        found.ending, found.why = Ending.STOPPED, "the calls are nested too deeply"
    found.step = run.step
    found.constraints = run.constraints
    found.concretisations = machine.concretisations
    found.checked = machine.checked
    return found


def _places(trace: Trace) -> SourcePlaces:
    return SourcePlaces(trace.statements.tree)


def _looked(machine: Machine, found: Replayed) -> Replayed:
    """Let those look who watch for the end, after an exception left the call."""
    try:
        machine.look(machine.trace.last_time)
    except UnmodelledError as error:
        found.ending, found.why = Ending.STOPPED, error.why
    return found


def _arguments(trace: Trace, inputs: Inputs, machine: Machine, step: Step) -> dict[str, object]:
    """The values of all parameters: variables, and defaults as they were."""
    names = [name for name, _ in inputs.recorded]
    found = dict(zip(names, inputs.things(), strict=True))
    for write in step.writes:
        if write.name is not None and write.name not in found and write.value is not None:
            found[write.name] = machine.recorded.value(write.value, START)
    return found


def _require(trace: Trace, places: SourcePlaces) -> None:
    recorded = ".".join(trace.data.python.split(".")[:2])
    if recorded != VERSION:
        # Tables of characters, messages and methods are those of the running version.
        raise StoppedError(f"recorded by Python {recorded}, and this is {VERSION}")
    if trace.data.truncated:
        raise StoppedError("the recording is truncated")
    if places.reuses_variables:
        raise StoppedError("nested comprehensions with one variable")
