"""What workers do for a build: one function for each stage that runs programs."""

from __future__ import annotations

import atexit
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, cast

from engine.capture.limits import Limits
from engine.dataset.build_settings import Settings
from engine.search.confirm import Confirmer
from engine.search.writing import BRIEF
from engine.synthesis.agreement import Scoring
from engine.synthesis.consensus import Settled, kept_from_json, settle
from engine.synthesis.meaning import Drop, meaningful
from engine.synthesis.problem import problem_from_json
from engine.synthesis.rationales import Reasoned, Wanted, reason
from engine.synthesis.record import record_from_json
from engine.synthesis.teachers.builtin import BuiltinTeacher
from engine.synthesis.teachers.judging import Judging

LIMITS = Limits(steps=100_000)
"""Of recordings: what takes more steps is too long to be narrated."""


@dataclass(frozen=True, slots=True)
class Task:
    """One item of a stage: the key of its result, what it is about as JSON, and its seed."""

    key: str
    form: object
    seed: int


_confirmer: Confirmer | None = None


def own_confirmer() -> Confirmer:
    """The processes of this worker; they go when the worker goes."""
    global _confirmer  # noqa: PLW0603  # one for each process, made at its first item
    if _confirmer is None:
        _confirmer = Confirmer()
        atexit.register(_confirmer.close)
    return _confirmer


def agreed_of(task: Task, settings: Settings) -> dict[str, object]:
    """Stage B of one problem."""
    try:
        problem, ordered = problem_from_json(task.form), False
        if settings.generates:
            # Its tests are plain calls: those that tell most become asserts.
            judged = meaningful(problem, own_confirmer().recorder)
            if isinstance(judged, Drop):
                return Settled(None, judged.why.value, len(problem.solutions)).to_json()
            problem, ordered = judged.problem, True
        confirmer, scoring = own_confirmer(), Scoring(settings.scoring)
        return settle(problem, confirmer, scoring, ordered=ordered).to_json()
    except Exception as error:  # noqa: BLE001  # told as the item's result; the others go on
        return {"defect": f"{type(error).__name__}: {error}"}


def reasoned_of(task: Task, settings: Settings) -> dict[str, object]:
    """Stage C of one program, by the built-in teacher."""
    try:
        judging = Judging(LIMITS, own_confirmer(), BRIEF)
        wanted = Wanted(settings.calls, settings.tries, task.seed, settings.generates)
        kept = kept_from_json(task.form)
        return reasoned_to_json(next(reason([kept], BuiltinTeacher(judging), judging, wanted)))
    except Exception as error:  # noqa: BLE001  # as above
        return {"defect": f"{type(error).__name__}: {error}"}


def both_of(task: Task, settings: Settings) -> dict[str, object]:
    """Stages B and C of one problem: its form, and what came of it, under the stages' names."""
    settled = agreed_of(task, settings)
    kept = settled.get("kept")
    if kept is None:
        return {"agreement": settled, "rationales": None}
    return {"agreement": settled, "rationales": reasoned_of(replace(task, form=kept), settings)}


def reasoned_to_json(found: Reasoned) -> dict[str, object]:
    return {
        "records": [record.to_json() for record in found.records],
        "dropped": dict(found.dropped),
        "rounds": {str(key): count for key, count in found.rounds.items()},
    }


def reasoned_from_json(form: dict[str, object]) -> Reasoned:
    """Read back `reasoned_to_json`."""
    parts = cast("dict[str, Any]", form)
    return Reasoned(
        [record_from_json(each) for each in parts["records"]],
        Counter(parts["dropped"]),
        Counter({int(key): count for key, count in parts["rounds"].items()}),
    )
