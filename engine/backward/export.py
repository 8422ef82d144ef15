"""Path conditions as SMT-LIB 2 text, and what a path cost, for researchers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.backward.inputs import Inputs
from engine.backward.replayed import Replayed
from engine.backward.run import Role
from engine.backward.smtlib import script
from engine.backward.terms import BoolTerm
from engine.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class PathStatistics:
    """What a replay went through."""

    steps: int
    checked: int  #: results compared with the recording
    conditions: int  #: of the program's own branches
    cases: int  #: conditions of operations
    pins: int  #: values taken as recorded
    concretisations: int
    variables: int

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


def statistics(replayed: Replayed, inputs: Inputs) -> PathStatistics:
    """The statistics of a replay."""
    roles = [each.role for each in replayed.constraints]
    return PathStatistics(
        replayed.step + 1,
        replayed.checked,
        roles.count(Role.PATH),
        roles.count(Role.CASE),
        roles.count(Role.PIN),
        len(replayed.concretisations),
        len(inputs.variables),
    )


def path_condition(trace: Trace, replayed: Replayed, inputs: Inputs, *more: BoolTerm) -> str:
    """The condition of a replayed path (and ``more`` conditions) as a script, with the domain of
    its variables: satisfiable, for the recorded input meets it."""
    entry = f"{trace.data.entry_name}({trace.data.call})"
    comment = f"The path of {entry!a}\nDomain: {inputs.told()!a}"
    conditions = [*inputs.conditions, *(each.term for each in replayed.constraints), *more]
    return script(conditions, inputs.variables, comment=comment)
