"""Records: one question about a program, with reasoning that was verified and its answer.

A record holds all that is needed to verify it again (`engine.synthesis.checking`), and nothing
of when, where or by how many processes it was made.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from enum import Enum
from typing import Final

from engine.errors import ErrorCode, UsageError

SCHEMA: Final = "stepwitness.record/1"


class Direction(Enum):
    """From the input to the output, or back. Closed."""

    FORWARD = "forward"
    BACKWARD = "backward"


class Verdict(Enum):
    """What a record claims to be. Closed; one for each direction."""

    ACCEPTED = "ACCEPTED"  #: forward: every claim VERIFIED, nothing skipped
    CONFIRMED = "CONFIRMED"  #: backward: the input gives the answer, every step ACCEPTED


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a data set. All texts; docs/synthesis.md says what each field holds."""

    direction: Direction
    concept: str
    difficulty: str
    instruction: str
    code: str
    entry: str
    call: str  #: the argument list
    assertion: str  #: an `AssertionKind`
    asked: str  #: an expression over the result; "": the exception
    question: str
    reasoning: str
    answer: str
    returns: str  #: what the call returned, a literal; "": it raised
    raises: str  #: the exception that left it; "": it returned
    verdict: Verdict
    level: str  #: forward: the `Level` of the narration; backward: ""
    teacher: str
    rounds: int  #: replies that it took
    seed: int
    python: str  #: the version that the program was run by, "3.13"
    id: str = ""  #: SHA-256 of everything else

    def digest(self) -> str:
        """What `id` has to be."""
        form = self.to_json()
        del form["id"]
        text = json.dumps(form, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def sealed(self) -> Record:
        """The record with its `id`."""
        return replace(self, id=self.digest())

    def to_json(self) -> dict[str, object]:
        """The schema ``stepwitness.record/1`` of docs/synthesis.md."""
        form = {**asdict(self), "direction": self.direction.value, "verdict": self.verdict.value}
        return {"schema": SCHEMA, **form}

    def line(self) -> str:
        """The record as a line of JSONL, without its end."""
        return json.dumps(self.to_json(), ensure_ascii=False)


_NAMES: Final = tuple(field.name for field in fields(Record))
_NUMBERS: Final = frozenset({"rounds", "seed"})


def record_from_json(form: object, where: str = "") -> Record:
    """Read back `Record.to_json`; raises `UsageError` for anything else."""
    if not isinstance(form, dict) or form.get("schema") != SCHEMA:
        raise _bad(f"it is no object with the schema {SCHEMA}", where)
    if set(form) != {"schema", *_NAMES}:
        different = sorted(map(str, set(form) ^ {"schema", *_NAMES}))
        raise _bad(f"its fields are not those of a record: {', '.join(different)}", where)
    for name in _NAMES:
        kind = int if name in _NUMBERS else str
        if type(form[name]) is not kind:
            raise _bad(f"the field `{name}` is a {type(form[name]).__name__}", where)
    values = {name: form[name] for name in _NAMES}
    try:
        values["direction"] = Direction(form["direction"])
        values["verdict"] = Verdict(form["verdict"])
    except ValueError as error:
        raise _bad(str(error), where) from error
    return Record(**values)


def record_from_line(line: str, where: str = "") -> Record:
    """The record on a line of JSONL; raises `UsageError`."""
    try:
        form = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad("it is not JSON", where) from error
    return record_from_json(form, where)


def _bad(why: str, where: str) -> UsageError:
    return UsageError(
        ErrorCode.BAD_ROW,
        f"The line is no record: {why}",
        where=where,
        remedy="Records are made by `stepwitness build`.",
    )
