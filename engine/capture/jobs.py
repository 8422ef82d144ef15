"""What a child does with a program: record it, or observe a bare run of it.

Each job is a function that runs in the child and answers with bytes, and one that reads the
bytes in the parent. The bytes come from a process that has run an untrusted program: reading
them checks everything and runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from engine.capture.limits import Limits
from engine.capture.observation import Observation
from engine.capture.outcomes import output_error, tampered
from engine.capture.recorder import TooMuchOutputError, observe_here, record_and_observe
from engine.errors import StepwitnessError
from engine.program import Program
from engine.trace import storage
from engine.trace.model import TraceData

RECORD: Final = f"{__name__}:record"
OBSERVE: Final = f"{__name__}:observe"
OBSERVE_EACH: Final = f"{__name__}:observe_each"

_SIZE_BYTES: Final = 8


def record(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """In the child: the size of the observation's JSON, that JSON, and the stored recording."""
    try:
        trace, observation = record_and_observe(
            Program(**arguments), max_steps=limits.steps, max_output=limits.output
        )
    except TooMuchOutputError:
        raise output_error(limits) from None
    head = _observation_bytes(observation)
    return len(head).to_bytes(_SIZE_BYTES, "little") + head + storage.dump(trace)


def observe(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """In the child: the JSON of what a bare run showed."""
    try:
        observation = observe_here(Program(**arguments), max_output=limits.output)
    except TooMuchOutputError:
        raise output_error(limits) from None
    return _observation_bytes(observation)


def observe_each(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """In the child: what bare runs of the program under several argument lists (``calls``) showed,
    one after the other, each in a module made anew; null for one that could not be begun."""
    program = Program(**arguments["program"])
    found: list[object] = []
    try:
        for call in arguments["calls"]:
            try:
                observed = observe_here(replace(program, call=call), max_output=limits.output)
                found.append(observed.to_json())
            except StepwitnessError:
                found.append(None)
    except TooMuchOutputError:
        raise output_error(limits) from None
    return json.dumps(found).encode()


def arguments_of(program: Program) -> dict[str, object]:
    """The arguments of both jobs."""
    return asdict(program)


def read_recording(answer: bytes) -> tuple[TraceData, Observation]:
    """In the parent: what `record` sent; raises `CaptureError` for anything else."""
    size = int.from_bytes(answer[:_SIZE_BYTES], "little")
    head, stored = answer[_SIZE_BYTES : _SIZE_BYTES + size], answer[_SIZE_BYTES + size :]
    observation = read_observation(head)
    try:
        return storage.load(stored), observation
    except StepwitnessError as error:
        raise tampered(error.what) from error


def read_observation(answer: bytes) -> Observation:
    """In the parent: what `observe` sent; raises `CaptureError` for anything else."""
    return _observation_of(_form_of(answer))


def read_observations(answer: bytes, count: int) -> list[Observation | None]:
    """In the parent: what `observe_each` sent for so many calls; raises `CaptureError` for anything
    else."""
    forms = _form_of(answer)
    if not isinstance(forms, list) or len(forms) != count:
        raise tampered("its outcomes cannot be read")
    return [None if form is None else _observation_of(form) for form in forms]


def _form_of(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise tampered("its outcome cannot be read") from error


def _observation_of(form: Any) -> Observation:
    try:
        observation = Observation(**form)
    except TypeError as error:
        raise tampered("its outcome cannot be read") from error
    texts = (observation.exception, observation.stdout, observation.stderr)
    if not all(isinstance(text, str) for text in texts):
        raise tampered("its outcome cannot be read")
    return observation


def _observation_bytes(observation: Observation) -> bytes:
    return json.dumps(observation.to_json()).encode()
