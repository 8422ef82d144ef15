"""A record verified again, from itself alone.

    with Confirmer() as confirmer:
        for fault in faults(record, Judging(confirmer=confirmer)): …

Nothing that the record says is believed: its program is recorded anew, its reasoning judged, and
its question and answer are compared with those that follow from what was recorded. Of concept,
difficulty, instruction, teacher, rounds and seed no more is known than that the digest covers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from engine.claims.phrases import NoTextError
from engine.claims.verdicts import Level, NarrationVerdict
from engine.errors import CaptureError, StepwitnessError, UsageError
from engine.program import Program, argument_list
from engine.search.answers import Answer, raised, returned
from engine.search.rationale import RationaleVerdict
from engine.synthesis.assertions import RESULT, AssertionKind, put_in, truth_of
from engine.synthesis.problem import Difficulty
from engine.synthesis.questions import (
    backward_questions,
    closings,
    forward_questions,
    openings,
)
from engine.synthesis.rationales import PYTHON, answer_of, forward_answer
from engine.synthesis.record import Direction, Record, Verdict
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import BackwardTask, ForwardTask


class Part(Enum):
    """What of a record is not as it should be. Closed."""

    FORM = "form"  #: it is no record at all
    DIGEST = "digest"  #: `id` is not the digest of the rest
    PROGRAM = "program"  #: code, entry or call are no program
    GIVES = "gives"  #: `returns` or `raises` is not what the call comes to
    VERDICT = "verdict"  #: the verdict that is claimed is not that of its direction
    ASKED = "asked"  #: the assertion or what is asked is none
    QUESTION = "question"  #: it does not ask what the record says that it asks
    REASONING = "reasoning"  #: it is not ACCEPTED
    ANSWER = "answer"  #: it is not the answer to the question
    UNDECIDED = "undecided"  #: it cannot be judged here, and so is not believed


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a record, and why."""

    part: Part
    why: str


def faults(record: Record, judging: Judging) -> list[Fault]:
    """All that is wrong with a record; none: it is verified."""
    found = list(_of_itself(record))
    if any(each.part is Part.ASKED for each in found):
        return found
    try:
        program = Program.from_text(record.code, record.entry, record.call)
        argument_list(record.call, record.entry)
    except UsageError as error:
        return [*found, Fault(Part.PROGRAM, error.message)]
    if (program.source, program.call) != (record.code, record.call):
        return [*found, Fault(Part.PROGRAM, "code or call are not as they are run")]
    try:
        trace = judging.recording(ForwardTask(program))
        gives = answer_of(program, trace, judging)
    except StepwitnessError as error:
        return [*found, Fault(Part.PROGRAM, error.message)]
    found += _of_answer(record, gives)
    try:
        if record.direction is Direction.FORWARD:
            found += _forward(record, program, gives, judging)
        else:
            found += _backward(record, program, gives, judging)
    except NoTextError as error:
        found.append(Fault(Part.QUESTION, f"it cannot be put: {error}"))
    except CaptureError as error:
        found.append(Fault(Part.UNDECIDED, error.message))
    return found


def _of_itself(record: Record) -> Iterator[Fault]:
    if record.id != record.digest():
        yield Fault(Part.DIGEST, "the record was changed: its `id` is not its digest")
    if record.python != PYTHON:
        yield Fault(Part.UNDECIDED, f"it was made by Python {record.python}, and this is {PYTHON}")
    forward = record.direction is Direction.FORWARD
    wanted = Verdict.ACCEPTED if forward else Verdict.CONFIRMED
    if record.verdict is not wanted:
        yield Fault(Part.VERDICT, f"a {record.direction.value} record is {wanted.value} or nothing")
    if record.level != (Level.GAPLESS.value if forward else ""):
        yield Fault(Part.VERDICT, f"its level is not `{Level.GAPLESS.value}`")
    if record.assertion not in {each.value for each in AssertionKind}:
        yield Fault(Part.ASKED, f"there is no kind of assertion `{record.assertion}`")
    if record.asked and not _is_condition(record.asked):
        yield Fault(Part.ASKED, f"`{record.asked}` is no expression over the result")
    if record.difficulty not in {each.value for each in Difficulty}:
        yield Fault(Part.FORM, f"there is no difficulty `{record.difficulty}`")


def _is_condition(asked: str) -> bool:
    try:
        put_in(asked, "f()")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return "\n" not in asked


def _of_answer(record: Record, gives: Answer) -> Iterator[Fault]:
    try:
        if bool(record.returns) is bool(record.raises):
            raise ValueError("a call returns or raises")
        said = returned(record.returns) if record.returns else raised(record.raises)
    except (UsageError, ValueError) as error:
        yield Fault(Part.GIVES, str(error))
        return
    if said != gives:
        yield Fault(Part.GIVES, f"the call {gives.told()}")


def _split(reasoning: str, phrasings: Callable[[], tuple[str, ...]], *, first: bool) -> str | None:
    """The reasoning without the sentence that leads to it (``first``) or from it; None where it has
    none of those that it may have."""
    for each in phrasings():
        if not each:
            return reasoning
        if first and reasoning.startswith(f"{each}\n"):
            return reasoning[len(each) + 1 :]
        if not first and reasoning.endswith(f"\n{each}\n"):
            return reasoning[: -len(each) - 1]
    return None


def _forward(record: Record, program: Program, gives: Answer, judging: Judging) -> Iterator[Fault]:
    try:
        answer = forward_answer(record.asked, gives)
    except (SyntaxError, ValueError, RecursionError):
        answer = None
    if answer is None:
        yield Fault(Part.ASKED, f"`{record.asked}` has no value for what the call gives")
        return
    if record.answer != answer:
        yield Fault(Part.ANSWER, f"the answer is `{answer}`")
    if record.question not in forward_questions(record.asked, record.entry, record.call, gives):
        yield Fault(Part.QUESTION, "it is no question for what is asked")
    text = _split(
        record.reasoning,
        lambda: closings(record.asked, record.entry, record.call, gives, answer),
        first=False,
    )
    if text is None:
        yield Fault(Part.REASONING, "it does not end in the answer")
        return
    report = judging.forward(ForwardTask(program, Level.GAPLESS), text)
    if report.verdict is not NarrationVerdict.ACCEPTED:
        yield Fault(Part.REASONING, report.summary())


def _backward(record: Record, program: Program, gives: Answer, judging: Judging) -> Iterator[Fault]:
    if record.asked in {"", RESULT}:
        fitting = bool(gives.exception) is (record.asked == "")
    else:
        try:
            fitting = truth_of(record.asked, gives) is True
        except (SyntaxError, ValueError, RecursionError):
            fitting = False
    if not fitting:
        yield Fault(Part.ASKED, f"what the call gives does not satisfy `{record.asked}`")
        return
    if record.question not in backward_questions(record.asked, record.entry, gives):
        yield Fault(Part.QUESTION, "it is no question for what is asked")
    if record.answer != program.call_text:
        yield Fault(Part.ANSWER, f"the input that was run is `{program.call_text}`")
    text = _split(record.reasoning, lambda: openings(record.asked, record.entry, gives), first=True)
    if text is None:
        yield Fault(Part.REASONING, "it does not begin with what is asked")
        return
    report = judging.backward(BackwardTask(program, gives), text)
    if report.verdict is not RationaleVerdict.ACCEPTED:
        yield Fault(Part.REASONING, report.summary())
    elif not _is_call(report.candidate, record.call):
        told = f"{record.entry}({report.candidate})"
        yield Fault(Part.ANSWER, f"the reasoning comes to another input: `{told}`")


def _is_call(candidate: str, call: str) -> bool:
    return " ".join(candidate.split("\n")) == " ".join(call.split("\n"))
