"""Stage C: for a program and a call of it a forward and a backward rationale, as records.

The reasoning of a record is a text that the judge accepted (a narration at level `gapless`, a
rationale whose candidate is CONFIRMED), with at most one sentence before or behind it that leads to
what was asked (`engine.synthesis.questions`). What is not accepted is dropped, with its reason.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from random import Random
from typing import Final

from engine.backward.language.model import TheInput
from engine.backward.language.parser import parse_rationale
from engine.claims.evaluator.outcomes import NoValue, Undecidable
from engine.claims.phrases import NoTextError
from engine.claims.verdicts import Level
from engine.errors import StepwitnessError
from engine.program import Program, argument_list
from engine.search.answers import Answer
from engine.synthesis.assertions import (
    RESULT,
    Assertion,
    AssertionKind,
    holds,
    truth_of,
    value_of,
    variants,
    weaker,
)
from engine.synthesis.problem import Problem
from engine.synthesis.questions import (
    LENGTH,
    backward_questions,
    closings,
    forward_questions,
    openings,
    raised_text,
)
from engine.synthesis.record import Direction, Record, Verdict
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import Accepted, BackwardTask, Dropped, ForwardTask, Teacher
from engine.trace.trace import Trace
from engine.values import Atom, Value, is_literal, to_literal

LONGEST_ANSWER: Final = 300
"""Characters of an answer: what is longer is copied, not reasoned about."""

LONGEST_REASONING: Final = 6_000
"""Characters of a reasoning."""

MOST_STEPS: Final = 3_000
"""Steps of a recording that is narrated."""

_OPEN: Final = 0.6
"""How often it is asked for a value where it could be asked whether something is true."""

_AS_IT_IS: Final = 0.5
"""How often an equality stays one where other kinds may be made of it."""

PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"


class Unused(Enum):
    """Why nothing came of a call, besides the reasons of `DropReason`. Closed."""

    NOT_RECORDED = "not-recorded"  #: a limit, or something that is not recorded
    NOT_DETERMINED = "not-determined"  #: its states hang on the hash seed
    ASSERTION_FAILS = "assertion-fails"  #: its test does not hold of what was recorded
    NO_LITERAL = "no-literal"  #: what it returns is no data
    TOO_LONG = "too-long"  #: the call, the answer or the reasoning
    NO_QUESTION = "no-question"  #: there are no words for it


@dataclass(frozen=True, slots=True)
class Kept:
    """A program that was agreed on, with the assertions that may be asked about: the first ones
    exercise most of it."""

    problem: Problem
    source: str  #: of the program that is run (`engine.synthesis.wrapping`, of a class)
    entry: str
    assertions: tuple[Assertion, ...]


@dataclass(slots=True)
class Reasoned:
    """What came of a program: pairs of records, and the reasons for which calls gave none."""

    records: list[Record] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    rounds: Counter[int] = field(default_factory=Counter)  #: of accepted texts: how many it took


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many calls of a program are asked about, and how many are tried for them."""

    calls: int = 1
    tries: int = 3
    seed: int = 0
    vary: bool = False  #: whether of an equality another kind of assertion may be made


@dataclass(frozen=True)
class _Case:
    """A call with its recording, about to be argued about."""

    number: int  #: of its program in the sequence
    kept: Kept
    assertion: Assertion
    program: Program
    trace: Trace
    gives: Answer
    seed: int


def reason(
    programs: Sequence[Kept], teacher: Teacher, judging: Judging, wanted: Wanted
) -> Iterator[Reasoned]:
    """What comes of each program, in order. All texts of a round are asked for together. Raises
    `TeacherError` where nothing more can be asked."""
    found = [Reasoned() for _ in programs]
    for turn in range(max([0, *(len(each.assertions) for each in programs)])):
        cases: list[_Case] = []
        for number, kept in enumerate(programs):
            done = len(found[number].records) // 2
            if done >= wanted.calls or turn >= wanted.tries or turn >= len(kept.assertions):
                continue
            case = _case(number, kept, kept.assertions[turn], judging, wanted.seed + turn)
            if isinstance(case, _Case) and wanted.vary:
                case = _varied(case)
            if isinstance(case, Unused):
                found[number].dropped[case.value] += 1
            else:
                cases.append(case)
        _argue(cases, found, teacher)
    yield from found


def _argue(cases: list[_Case], found: list[Reasoned], teacher: Teacher) -> None:
    forward = [ForwardTask(each.program, Level.GAPLESS, each.seed, each.trace) for each in cases]
    told = list(teacher.forward(forward))
    good = [case for case, text in zip(cases, told, strict=True) if isinstance(text, Accepted)]
    for case, text in zip(cases, told, strict=True):
        if isinstance(text, Dropped):
            found[case.number].dropped[f"forward: {text.reason.value}"] += 1
    argued = iter(teacher.backward([BackwardTask(c.program, c.gives, c.seed) for c in good]))
    narrations = [text for text in told if isinstance(text, Accepted)]
    for case, narration in zip(good, narrations, strict=True):
        rationale = next(argued)
        into = found[case.number]
        if isinstance(rationale, Dropped):
            into.dropped[f"backward: {rationale.reason.value}"] += 1
            continue
        try:
            pair = (
                _forward_record(case, narration, teacher.name),
                _backward_record(case, rationale, teacher.name),
            )
        except NoTextError:
            into.dropped[Unused.NO_QUESTION.value] += 1
            continue
        if any(len(each.reasoning) > LONGEST_REASONING for each in pair):
            into.dropped[Unused.TOO_LONG.value] += 1
            continue
        into.records += [each.sealed() for each in pair]
        into.rounds.update((narration.rounds, rationale.rounds))


def _case(
    number: int, kept: Kept, assertion: Assertion, judging: Judging, seed: int
) -> _Case | Unused:
    if len(assertion.call) > LONGEST_ANSWER:
        return Unused.TOO_LONG
    try:
        program = Program.from_text(kept.source, kept.entry, assertion.call)
        trace = judging.recording(ForwardTask(program))
        gives = answer_of(program, trace, judging)
    except StepwitnessError:
        return Unused.NOT_RECORDED
    if trace.data.differs:
        return Unused.NOT_DETERMINED
    if holds(assertion, gives) is not True:
        return Unused.ASSERTION_FAILS
    if not is_literal(gives.value):
        return Unused.NO_LITERAL
    if len(gives.told()) > LONGEST_ANSWER or len(trace.data.steps) > MOST_STEPS:
        return Unused.TOO_LONG
    return _Case(number, kept, assertion, program, trace, gives, seed)


def _varied(case: _Case) -> _Case:
    """The case with another true assertion of its call, now and then."""
    chance = Random(f"{case.seed}\0{case.program.call_text}")  # noqa: S311  # no secret
    others = list(weaker(case.assertion, case.gives))
    if not others or chance.random() < _AS_IT_IS:
        return case
    kind = chance.choice(sorted({each.kind.value for each in others}))
    made = chance.choice([each for each in others if each.kind.value == kind])
    return replace(case, assertion=made) if holds(made, case.gives) is True else case


def answer_of(program: Program, trace: Trace, judging: Judging) -> Answer:
    """What a recorded call came to; raises `StepwitnessError`."""
    returned = trace.answer()
    if returned is not None:
        return Answer(returned)
    return judging.answer(program)


# -- records --------------------------------------------------------------------------------------


def _record(case: _Case, direction: Direction, asked: str, teacher: str, rounds: int) -> Record:
    """A record without question, reasoning and answer."""
    forward, problem = direction is Direction.FORWARD, case.kept.problem
    return Record(
        direction=direction,
        concept=problem.concept,
        difficulty=problem.difficulty.value,
        instruction=problem.instruction,
        code=case.program.source,
        entry=case.kept.entry,
        call=case.program.call,
        assertion=case.assertion.kind.value,
        asked=asked,
        question="",
        reasoning="",
        answer="",
        returns="" if case.gives.exception else to_literal(case.gives.value),
        raises=raised_text(case.gives) if case.gives.exception else "",
        verdict=Verdict.ACCEPTED if forward else Verdict.CONFIRMED,
        level=Level.GAPLESS.value if forward else "",
        teacher=teacher,
        rounds=rounds,
        seed=case.seed,
        python=PYTHON,
    )


def _forward_record(case: _Case, narration: Accepted, teacher: str) -> Record:
    chance = _chance(case, Direction.FORWARD)
    asked = _asked_forward(case.assertion, case.gives, chance)
    plain = _record(case, Direction.FORWARD, asked, teacher, narration.rounds)
    answer = forward_answer(asked, case.gives)
    if answer is None:
        raise NoTextError("what is asked has no value")
    closing = chance.choice(closings(asked, plain.entry, plain.call, case.gives, answer))
    questions = forward_questions(asked, plain.entry, plain.call, case.gives)
    return replace(
        plain,
        question=chance.choice(questions),
        reasoning=f"{narration.text.rstrip()}\n{closing}".rstrip() + "\n",
        answer=answer,
    )


def _backward_record(case: _Case, rationale: Accepted, teacher: str) -> Record:
    chance = _chance(case, Direction.BACKWARD)
    asked = _asked_backward(case.assertion, case.gives)
    call = _proposed(rationale.text, case.program)
    plain = _record(case, Direction.BACKWARD, asked, teacher, rationale.rounds)
    plain = replace(plain, call=call)
    opening = chance.choice(openings(asked, plain.entry, case.gives))
    return replace(
        plain,
        question=chance.choice(backward_questions(asked, plain.entry, case.gives)),
        reasoning=f"{opening}\n{rationale.text.strip()}\n".lstrip(),
        answer=f"{plain.entry}({call})",
    )


def _proposed(text: str, program: Program) -> str:
    """The input that an accepted rationale argues for, which a blind teacher chose itself."""
    entry = program.entry or ""
    parsed = parse_rationale(text, ast.parse(program.source), entry)
    inputs = [each for each in parsed.statements if isinstance(each, TheInput)]
    return argument_list(inputs[0].call, entry)


def _chance(case: _Case, direction: Direction) -> Random:
    # Choice of words, not a secret.
    return Random(  # noqa: S311
        f"{case.seed}\0{direction.value}\0{case.program.source}\0{case.program.call}"
    )


def _asked_forward(assertion: Assertion, gives: Answer, chance: Random) -> str:
    """What is asked about the call: as a rule what the assertion is about, true or not."""
    kind = assertion.kind
    if gives.exception:
        return ""
    if kind is AssertionKind.EQUALITY:
        return RESULT
    if kind is AssertionKind.LENGTH and chance.random() < _OPEN:
        return chance.choice((RESULT, LENGTH))
    if kind is AssertionKind.BOOLEAN and _is_bool(gives.value) and chance.random() < _OPEN:
        return RESULT
    wanted = chance.choice((True, False))
    fitting = [each for each in variants(assertion) if truth_of(each, gives) is wanted]
    # Of a bare result: what `bool` says of it, for it may be any value.
    asked = chance.choice(fitting) if fitting else assertion.condition
    return f"bool({RESULT})" if asked == RESULT else asked


def _asked_backward(assertion: Assertion, gives: Answer) -> str:
    """The condition that an input is asked for; `RESULT` where it is asked for the value itself."""
    if gives.exception:
        return ""
    exact = assertion.kind in {AssertionKind.EQUALITY, AssertionKind.NONE}
    if exact or (assertion.kind is AssertionKind.BOOLEAN and _is_bool(gives.value)):
        return RESULT
    return assertion.condition


def _is_bool(value: Value) -> bool:
    return isinstance(value, Atom) and isinstance(value.payload, bool)


def forward_answer(asked: str, gives: Answer) -> str | None:
    """The answer to what is asked of a call, as source text; None where it has none."""
    if not asked:
        return raised_text(gives) if gives.exception else None
    if gives.exception:
        return None
    found = value_of(asked, gives.value)
    if isinstance(found, NoValue | Undecidable) or not is_literal(found):
        return None
    return to_literal(found)
