"""A recording as a judge may read it: only what is the same in every run of the program.

Some states depend on more than program and arguments: the order of a set of strings on the hash
seed, `id(x)` on addresses, others on the time. Where they are is marked in the recording
(`engine.trace.model.Differences`). The judge reads a recording through `Determined`, which
raises `UndeterminedError` for whatever is marked: a claim that needs it cannot be decided, and
no family of claims has to think of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, NoReturn

from engine.trace.model import (
    MODULE_NAMES,
    ActivationId,
    Differences,
    Ending,
    HeapObject,
    LineNo,
    Ref,
    Step,
    StepKind,
    StepNo,
    Time,
    TraceData,
    Write,
)
from engine.trace.parting import UndeterminedError
from engine.trace.statements import StatementMap
from engine.trace.trace import Lookup, Trace
from engine.values import Value


def _refuse(*_: object) -> NoReturn:
    raise UndeterminedError("what this step gave or wrote")


class _NoRef(int):
    """In the place of a reference that other runs do not share. It is there, and nothing else can
    be learnt of it: comparing it, or looking for what it refers to, raises."""

    __slots__ = ()
    __eq__: Callable[[Any, object], bool] = _refuse
    __ne__: Callable[[Any, object], bool] = _refuse
    __lt__: Callable[[Any, int], bool] = _refuse
    __le__: Callable[[Any, int], bool] = _refuse
    __gt__: Callable[[Any, int], bool] = _refuse
    __ge__: Callable[[Any, int], bool] = _refuse
    __neg__: Callable[[Any], int] = _refuse

    def __hash__(self) -> int:  # noqa: PLE0309  # it raises
        _refuse()


_NO_REF: Final = Ref(_NoRef())


class Determined(Trace):
    """The part of a recording on which all runs agree.

    Invariant: what is told of it does not depend on anything that its `Differences` mark. The
    answer is always told: a program whose answer differs is not recorded."""

    def __init__(self, data: TraceData) -> None:
        super().__init__(data)
        self._plain = Trace(data)

    @cached_property
    def statements(self) -> StatementMap:
        return self._plain.statements

    @property
    def _differs(self) -> Differences:
        return self.data.differs

    @property
    def plain(self) -> Trace:
        return self._plain

    @property
    def parting(self) -> StepNo | None:
        return self._differs.since

    def waits_at(self, activation: ActivationId) -> StepNo | None:
        return self._plain.waits_at(activation)

    def settle(self, at: int) -> None:
        since = self._differs.since
        if since is not None and at >= since:
            raise UndeterminedError(f"from step {since} on other runs go another way")

    def step(self, number: int) -> Step:
        step = super().step(number)
        self.settle(step.done)
        if number in self._differs.results and step.result is not None:
            step = replace(step, result=_NO_REF)
        if number in self._differs.others:
            step = replace(
                step,
                operands=tuple(_NO_REF for _ in step.operands),
                writes=tuple(map(_hidden, step.writes)),
                exception=None if step.exception is None else _NO_REF,
            )
        return step

    def steps_of_kind(self, numbers: SequenceOf[StepNo], kind: StepKind) -> list[Step]:
        return [step for step in map(self.step, numbers) if step.kind is kind]

    def writes_of(self, number: int) -> tuple[Write, ...]:
        writes = super().writes_of(number)
        self.settle(self.columns.done_of(number))
        return tuple(map(_hidden, writes)) if number in self._differs.others else writes

    def value(self, ref: Ref, at: Time) -> Value:
        entry = self.entry
        if int(at) == entry.last and entry.result is not None and ref == entry.result:
            return self._plain.value(ref, at)
        self.settle(at)
        return super().value(ref, at)

    def binding(self, activation: ActivationId, name: str, at: Time) -> Lookup:
        self.settle(at)
        for scope, names in (
            (activation, self.data.locals[activation]),
            (MODULE_NAMES, self.data.globals),
        ):
            history = names.get(name)
            index = -1 if history is None else bisect_right(history.since, at) - 1
            if (scope, name, index) in self._differs.names:
                raise UndeterminedError(f"what `{name}` is there")
        return super().binding(activation, name, at)

    def _contents(self, thing: HeapObject, at: Time) -> tuple[Ref, ...]:
        index = max(bisect_right(thing.since, at) - 1, 0)
        if (thing.oid, index) in self._differs.versions:
            raise UndeterminedError(f"what a {thing.type} holds there, or in which order")
        return super()._contents(thing, at)

    def ended_with(self, activation: ActivationId) -> Ref | None:
        found = self.data.activations[activation]
        if activation != self.data.entry:
            # A generator that was not run to its end here may be elsewhere.
            unfinished = self.ending(activation) is Ending.UNFINISHED
            self.settle(self.last_time if unfinished else found.last)
            if found.last in self._differs.others:
                raise UndeterminedError("what the call returns or raises")
        return super().ended_with(activation)

    def written(self, step: StepNo, text: str) -> str:
        if step in self._differs.outputs:
            raise UndeterminedError("what is printed there")
        return text


def _hidden(write: Write) -> Write:
    return replace(
        write,
        container=None if write.container is None else _NO_REF,
        key=None if write.key is None else _NO_REF,
        value=None if write.value is None else _NO_REF,
    )


def determined(trace: Trace) -> Trace:
    """The recording as a judge may read it."""
    return Determined(trace.data) if trace.data.differs else trace


@dataclass(frozen=True, slots=True)
class Undetermined:
    """That a recording holds something that other runs do not, for a reader."""

    first: StepNo  #: the first step at which something differs
    line: LineNo | None  #: of the source, of that step
    parting: StepNo | None  #: the step after which other runs go another way, if they do

    def sentence(self) -> str:
        where = "" if self.line is None else f" (line {self.line})"
        text = (
            "Not all of this recording is determined by program and arguments: other runs differ, "
            f"first at step {self.first}{where}"
        )
        if self.parting is not None:
            text += f"; after step {self.parting} they go another way"
        return f"{text}."

    def to_json(self) -> dict[str, int | None]:
        return {"first": self.first, "line": self.line, "parting": self.parting}


def undetermined(data: TraceData) -> Undetermined | None:
    """What is to be told of a recording's differences; None if there are none."""
    if not data.differs:
        return None
    first = first_difference(data)
    span = data.steps[first].span
    return Undetermined(first, None if span is None else span.line, data.differs.since)


def first_difference(data: TraceData) -> StepNo:
    """The first step at which something is marked."""
    found = data.differs
    times: list[int] = [*found.results, *found.others, *found.outputs]
    if found.since is not None:
        times.append(found.since)
    times += [data.objects[oid].since[number] for oid, number in found.versions]
    for activation, name, number in found.names:
        scope = data.globals if activation == MODULE_NAMES else data.locals[activation]
        times.append(scope[name].since[number] if name in scope and number >= 0 else 0)
    return StepNo(max(0, min(times)))
