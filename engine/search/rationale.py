"""The verdict on a backward rationale: its candidate is run, its steps are judged one by one.

    with Confirmer() as confirmer:
        report = judge_rationale(program, returned("9"), text, confirmer)

Invariant: a rationale is ACCEPTED only if its candidate is CONFIRMED and each of its steps is
VERIFIED (of the candidate's run) or PROVED (of all inputs of the domain that is named).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from engine.backward.cases import Asked, Budget
from engine.backward.domains import Box, Domain, OfType, Shape
from engine.backward.inputs import NoDomainError
from engine.backward.language.model import (
    Another,
    AnySum,
    Checked,
    Considering,
    Enough,
    Goal,
    Implies,
    Necessary,
    NoneGives,
    OfThisInput,
    OneOfCases,
    Only,
    RunFact,
    Statement,
    TheAnswer,
    TheInput,
    These,
    Unimportant,
)
from engine.backward.language.parser import parse_rationale
from engine.backward.replay import Slot, slots_of
from engine.backward.solver import SolverTimeError
from engine.backward.terms import BoolTerm, and_, not_, or_
from engine.capture.limits import Limits
from engine.claims.model import Surface
from engine.claims.syntax_errors import Problem, ProblemKind
from engine.claims.verdicts import ClaimVerdict, NarrationVerdict
from engine.claims.verify import verify
from engine.errors import CaptureError, ErrorCode, StepwitnessError
from engine.program import Program, argument_list
from engine.search.answers import Answer, raised, returned
from engine.search.confirm import Confirmer
from engine.search.deciding import CONTRARY, Decided, Decider, Field, Flaw, Strength
from engine.search.independence import decide_unimportant
from engine.search.runs import Runs
from engine.search.sizes import other_sizes
from engine.trace.trace import Trace
from engine.values import Value

SCHEMA: Final = "stepwitness.rationale/1"


class StepVerdict(Enum):
    """What becomes of one step of a rationale. Closed."""

    CONFIRMED = "CONFIRMED"  #: the candidate gives exactly the answer
    VERIFIED = "VERIFIED"  #: true of the candidate's run, or of the question
    PROVED = "PROVED"  #: true of all inputs of the domain
    PROVED_UP_TO = "PROVED UP TO"  #: the same within stated bounds
    REFUTED = "REFUTED"  #: false; what is so instead is told
    AMBIGUOUS = "AMBIGUOUS"  #: it names several moments of the candidate's run, which disagree
    UNDECIDED = "UNDECIDED"  #: with the reason
    UNSUPPORTED = "UNSUPPORTED"  #: it does not say what it is about, or that cannot be judged
    ERROR = "ERROR"  #: the candidate could not be run


_GOOD: Final = frozenset(
    {StepVerdict.CONFIRMED, StepVerdict.VERIFIED, StepVerdict.PROVED, StepVerdict.PROVED_UP_TO}
)


class RationaleVerdict(Enum):
    """Whether a rationale may be believed. Closed."""

    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"  #: at least one `RationaleReason` holds


class RationaleReason(Enum):
    """Why a rationale is rejected; every reason that holds is given, in this order. Closed."""

    FORBIDDEN_TEXT = "forbidden-text"  #: characters that could hide something
    UNPARSED = "unparsed"  #: text that is no sentence of the language
    NO_CANDIDATE = "no-candidate"  #: no input is proposed
    SEVERAL_CANDIDATES = "several-candidates"
    CANDIDATE = "candidate"  #: the input does not give the answer, or cannot be run
    EMPTY = "empty"  #: there is no step besides the question and the candidate
    REFUTED = "refuted"
    AMBIGUOUS = "ambiguous"
    UNDECIDED = "undecided"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step and its verdict."""

    number: int
    form: str
    surface: Surface
    verdict: StepVerdict
    why: str = ""
    decided: Decided | None = None  #: of a statement about all inputs of a domain

    def to_json(self) -> dict[str, object]:
        """Part of the schema ``stepwitness.rationale/1`` of docs/cli.md."""
        about = self.decided
        return {
            "number": self.number,
            "form": self.form,
            "line": self.surface.line,
            "column": self.surface.column,
            "text": self.surface.text,
            "verdict": self.verdict.value,
            "why": self.why,
            "domain": "" if about is None else about.domain,
            "bounds": "" if about is None else about.bounds,
            "contrary": "" if about is None else about.contrary,
            "cases": 0 if about is None else about.cases,
            "agreed": 0 if about is None else about.agreed,
            "tries": 0 if about is None else about.tries,
            "enumerated": 0 if about is None else about.enumerated,
        }


@dataclass(frozen=True, slots=True)
class RationaleReport:
    """The verdict on a rationale."""

    program: str
    claimed: Answer
    verdict: RationaleVerdict
    reasons: tuple[RationaleReason, ...]
    steps: tuple[StepReport, ...]
    problems: tuple[Problem, ...]
    candidate: str = ""  #: the argument list
    recording: Trace | None = field(default=None, compare=False)  #: of a CONFIRMED candidate

    def summary(self) -> str:
        """One sentence: the verdict and, if REJECTED, the first thing that is wrong."""
        if not self.reasons:
            return f"ACCEPTED: all {len(self.steps)} steps hold."
        return f"REJECTED ({', '.join(each.value for each in self.reasons)}): {self._first()}"

    def _first(self) -> str:
        for problem in self.problems:
            return problem.message
        for step in self.steps:
            if step.verdict not in _GOOD:
                place = f"line {step.surface.line}, “{step.surface.text}”"
                return f"{place}: {step.verdict.value}: {step.why}."
        if RationaleReason.NO_CANDIDATE in self.reasons:
            return "no input is proposed."
        return "there is no step besides the candidate."

    def to_json(self) -> dict[str, object]:
        """The schema ``stepwitness.rationale/1`` of docs/cli.md."""
        return {
            "schema": SCHEMA,
            "program": self.program,
            "claimed": self.claimed.told(),
            "verdict": self.verdict.value,
            "reasons": [each.value for each in self.reasons],
            "summary": self.summary(),
            "candidate": self.candidate,
            "steps": [step.to_json() for step in self.steps],
            "problems": [
                {"kind": each.kind.value, "line": each.surface.line, "message": each.message}
                for each in self.problems
            ],
        }


def judge_rationale(
    program: Program,
    claimed: Answer,
    text: str,
    confirmer: Confirmer,
    limits: Limits | None = None,
    *,
    enumerating: bool = True,
) -> RationaleReport:
    """The verdict on a rationale for what input of ``program`` gives ``claimed`` (its own call
    plays no part); raises `CaptureError` where a solver's safety net ended it. For several
    rationales about one program keep a `RationaleJudge`."""
    used = Limits() if limits is None else limits
    runs = Runs.in_sandbox(program, confirmer, used)
    return RationaleJudge(runs, claimed, enumerating=enumerating).judge(text)


class RationaleJudge:
    """Judges rationales about one program and answer, keeping runs and explored domains.

    What it keeps decides no verdict: each statement has a budget of its own."""

    def __init__(
        self,
        runs: Runs,
        claimed: Answer,
        *,
        enumerating: bool = True,
        budget: Budget | None = None,
    ) -> None:
        self.runs: Final = runs
        self.claimed: Final = claimed
        self._enumerating = enumerating
        self._budget = budget
        self._tree = ast.parse(runs.program.source)
        self._about: dict[str, About] = {}

    def judge(self, text: str) -> RationaleReport:
        """The verdict on one rationale; raises `CaptureError` as `judge_rationale`."""
        entry = self.runs.program.entry
        if entry is None:
            raise CaptureError(
                ErrorCode.BAD_OPTION,
                "A script has no input to argue for",
                where=self.runs.program.name,
                remedy="Name an entry function.",
            )
        parsed = parse_rationale(text, self._tree, entry)
        inputs = [each for each in parsed.statements if isinstance(each, TheInput)]
        try:
            steps, call = self._steps(parsed.statements, inputs)
        except SolverTimeError as error:
            raise CaptureError(
                ErrorCode.TIME_LIMIT,
                f"The rationale was given up: {error}",
                where=self.runs.program.name,
                remedy="Its budget is a count of work; this machine was too slow for it.",
            ) from error
        reasons = _reasons(steps, parsed.problems, len(inputs))
        verdict = RationaleVerdict.REJECTED if reasons else RationaleVerdict.ACCEPTED
        about = self._about.get(call)
        return RationaleReport(
            self.runs.program.name,
            self.claimed,
            verdict,
            reasons,
            steps,
            parsed.problems,
            call,
            None if about is None else about.trace,
        )

    def _steps(
        self, statements: Sequence[Statement], inputs: list[TheInput]
    ) -> tuple[tuple[StepReport, ...], str]:
        if len(inputs) != 1:
            why = "which input is meant is not said"
            return tuple(
                _report(number, each, StepVerdict.UNSUPPORTED, why)
                for number, each in enumerate(statements, start=1)
            ), ""
        call = argument_list(inputs[0].call, self.runs.program.entry or "")
        about, verdict, why = self._candidate(call)
        found: list[StepReport] = []
        where: Domain | None = None
        for number, each in enumerate(statements, start=1):
            if isinstance(each, TheInput):
                found.append(_report(number, each, verdict, why))
            elif about is None:
                gone = "the candidate does not give the answer"
                found.append(_report(number, each, StepVerdict.UNSUPPORTED, gone))
            else:
                if isinstance(each, Considering):
                    where = each.domain
                found.append(about.judge(number, each, where))
        return tuple(found), call

    def _candidate(self, call: str) -> tuple[About | None, StepVerdict, str]:
        told = f"`{self.runs.program.entry}({call})`"
        try:
            gives = self.runs.answer(call)
            if gives != self.claimed:
                other = f"another answer was asked for: it {self.claimed.told()}"
                return None, StepVerdict.REFUTED, f"{told} {gives.told()}, and {other}"
            return self.about(call), StepVerdict.CONFIRMED, ""
        except StepwitnessError as error:
            return None, StepVerdict.ERROR, str(error)

    def about(self, call: str) -> About:
        """What statements about this candidate are judged by; raises `StepwitnessError`."""
        if call not in self._about:
            trace = self.runs.judge(call).trace
            made = About(self.runs, self.claimed, call, trace, self._enumerating, self._budget)
            self._about[call] = made
        return self._about[call]


@dataclass
class About:
    """Judges statements about one candidate, which is CONFIRMED."""

    runs: Runs
    claimed: Answer
    call: str
    trace: Trace
    enumerating: bool = True
    budget: Budget | None = None

    def __post_init__(self) -> None:
        self._trouble = ""
        self._known: dict[tuple[str, str, Domain | None], StepReport] = {}
        self._prover: About | None = None
        self.refuter: Decider | None = None  #: of one that proves alone: what would refute
        slots: list[Slot] = []
        if self.trace.data.differs:
            self._trouble = "what the program does on the way is not the same in every run"
        try:
            slots = slots_of(self.trace)
        except NoDomainError as error:
            self._trouble = self._trouble or error.why
        self.decider = Decider(
            self.runs, self.call, self.trace, slots, enumerating=self.enumerating,
            budget=self.budget,
        )  # fmt: skip

    def judge(self, number: int, statement: Statement, where: Domain | None) -> StepReport:
        """The verdict on one statement, ``where`` being considered; raises `SolverTimeError`. It
        depends on nothing else, and so is kept."""
        text = statement.text if isinstance(statement, Checked) else statement.surface.text
        key = (type(statement).__name__, text, where)
        if not text:
            return self._reported(number, statement, where)
        if key not in self._known:
            self._known[key] = self._reported(number, statement, where)
        return replace(self._known[key], number=number, surface=statement.surface)

    def proves(self, statement: Statement, where: Domain | None) -> bool:
        """Whether a statement holds, as `judge` would find; of one that does not it is not found
        out what is so instead."""
        text = statement.text if isinstance(statement, Checked) else statement.surface.text
        key = (type(statement).__name__, text, where)
        known = self._known.get(key)
        if known is None:
            known = self._proving().judge(0, statement, where)
            if known.verdict in _GOOD:
                self._known[key] = known
        return known.verdict in _GOOD

    def _proving(self) -> About:
        """As this one, but it proves alone; it has verdicts of its own, for what it leaves open may
        yet be refuted."""
        if self._prover is None:
            self._prover = copy.copy(self)
            self._prover.__post_init__()
            self._prover.decider = self.decider.proving()
            self._prover.refuter = self.decider
        return self._prover

    def _reported(self, number: int, statement: Statement, where: Domain | None) -> StepReport:
        try:
            found = self._judged(statement, where)
        except NoDomainError as error:
            return _report(number, statement, StepVerdict.UNSUPPORTED, error.why)
        except StepwitnessError as error:
            return _report(number, statement, StepVerdict.UNSUPPORTED, error.what)
        if isinstance(found, Decided):
            verdict = StepVerdict(found.strength.value)
            return _report(number, statement, verdict, found.why, found)
        return _report(number, statement, *found)

    def _judged(  # noqa: C901, PLR0912  # one case for each statement
        self, statement: Statement, where: Domain | None
    ) -> Decided | tuple[StepVerdict, str]:
        match statement:
            case TheInput():
                raise TypeError("the candidate is judged by itself")
            case TheAnswer(answer=answer):
                return self._asked_for(answer)
            case Considering(domain=domain):
                return self._considered(domain)
            case OfThisInput(fact=fact):
                return self._of_this_input(fact)
            case Checked(text=text):
                report = verify(self.trace, text)
                good = report.verdict is NarrationVerdict.ACCEPTED
                verdict = StepVerdict.VERIFIED if good else StepVerdict.REFUTED
                return verdict, "" if good else report.summary().rstrip(".")
            case Another():
                return self._another(statement, where)
            case Necessary(goal=goal):
                if goal is not None:
                    asked = self._asked_for(goal)
                    if asked[0] is not StepVerdict.VERIFIED:
                        return asked
                return self.decide(self.necessary(statement.facts), where)
            case OneOfCases(cases=cases):
                return self.decide(self._one_of(cases), where)
            case Implies():
                return self._implies(statement, where)
            case Enough():
                return self._enough(statement, where)
            case AnySum(lists=lists, fact=fact):
                names = [slot.parameter for slot in self.decider.slots]
                if len(names) != 1:
                    raise NoDomainError("the call does not give one parameter")
                box = Box(((names[0], lists),))
                return self._enough(Enough(fact), box)
            case Unimportant(parameter=name):
                return self._unimportant(name, where)
            case Only(domain=domain):
                return self.only(where if domain is None else domain)
            case These():
                return self._these(statement, where)
            case NoneGives(answer=answer):
                return self.decide(self._none(self.answer_of(answer)), where)

    # -- the question and the run ------------------------------------------------------------------

    def answer_of(self, goal: Goal) -> Answer:
        """The answer that a text is; raises `UsageError`."""
        return raised(goal.text) if goal.raises else returned(goal.text)

    def _asked_for(self, goal: Goal) -> tuple[StepVerdict, str]:
        if self.answer_of(goal) == self.claimed:
            return StepVerdict.VERIFIED, ""
        return StepVerdict.REFUTED, f"the answer asked for is that it {self.claimed.told()}"

    def _of_this_input(self, fact: RunFact) -> tuple[StepVerdict, str]:
        said = self.runs.judge(self.call).judge(fact.text, fact.narration)
        words = {
            ClaimVerdict.VERIFIED: StepVerdict.VERIFIED,
            ClaimVerdict.REFUTED: StepVerdict.REFUTED,
            ClaimVerdict.AMBIGUOUS: StepVerdict.AMBIGUOUS,
            ClaimVerdict.UNSUPPORTED: StepVerdict.UNSUPPORTED,
        }
        return words[said.verdict], said.why

    def _considered(self, domain: Domain) -> tuple[StepVerdict, str]:
        where = self.field(domain)
        if where.box is not None and not where.box.holds(self.arguments()):
            return StepVerdict.REFUTED, "the candidate is not among them"
        return StepVerdict.VERIFIED, ""

    def arguments(self) -> list[Value]:
        """The candidate's; raises `NoDomainError`."""
        return self.decider.arguments(self.call)

    def field(self, domain: Domain | None) -> Field:
        """The field of a domain; raises `NoDomainError`."""
        if domain is None:
            raise NoDomainError("it is not said of which inputs: “Consider inputs …”")
        if self._trouble:
            raise NoDomainError(self._trouble)
        match domain:
            case Box():
                return self.decider.box(domain)
            case Shape(on_path=on_path):
                return self.decider.shape(on_path=on_path)
            case OfType():
                return self.decider.shape(on_path=False)

    def _call(self, text: str) -> str:
        return argument_list(text, self.runs.program.entry or "")

    def _another(self, statement: Another, where: Domain | None) -> tuple[StepVerdict, str]:
        call = self._call(statement.call)
        told = f"`{statement.call}`"
        try:
            gives = self.runs.answer(call)
            if gives != self.claimed:
                return StepVerdict.REFUTED, f"{told} {gives.told()}"
            arguments = self.decider.arguments(call)
            if arguments == self.arguments():
                return StepVerdict.REFUTED, f"{told} is the candidate itself"
            if statement.on_path and not self.decider.is_on_path(call):
                return StepVerdict.REFUTED, f"{told} takes another path"
        except StepwitnessError as error:
            return StepVerdict.UNSUPPORTED, error.what
        if isinstance(where, Box) and not self.field(where).box.holds(arguments):  # type: ignore[union-attr]  # of a box
            return StepVerdict.REFUTED, f"{told} is not among the inputs that are considered"
        return StepVerdict.VERIFIED, ""

    # -- all inputs of a domain --------------------------------------------------------------------

    def decide(self, flaw: Flaw, where: Domain | None) -> Decided:
        """The verdict on a statement about all inputs; of texts, within ASCII where more cannot be
        decided."""
        return self._decided(where, lambda decider, place: decider.decide(flaw, place))

    def _decided(self, where: Domain | None, ask: Callable[[Decider, Field], Decided]) -> Decided:
        """What is decided of the domain; of texts, within ASCII where more cannot be."""
        place = self.field(where)
        found = ask(self.decider, place)
        if found.strength is not Strength.UNDECIDED or place.inputs is None:
            return found
        if not place.inputs.has_texts() or found.why == CONTRARY:
            return found
        try:
            narrow = self.decider.shape(on_path=place.on_path, narrow=True)
        except NoDomainError:  # there are other characters in the candidate
            return found
        narrower = ask(self.decider, narrow)
        if narrower.strength is Strength.UNDECIDED:
            return found
        # What proves alone has to leave to the others what they would refute of all texts.
        if self.refuter is not None:
            wide = ask(self.refuter, place)
            if wide.strength is Strength.REFUTED:
                return found
        return narrower

    def _asked(self, facts: tuple[RunFact, ...] = ()) -> Asked:
        return Asked(self.claimed.value, self.claimed.exception, facts)

    def necessary(self, facts: tuple[RunFact, ...]) -> Flaw:
        """What contradicts that all facts hold of each input that gives the answer."""

        def has(gives: BoolTerm, truths: Sequence[BoolTerm], _other: BoolTerm) -> BoolTerm:
            return and_(gives, not_(and_(*truths)))

        return Flaw(self._asked(facts), has, lambda call: self._not_so(call, facts),
                    needs_facts=False)  # fmt: skip

    def _not_so(self, call: str, facts: tuple[RunFact, ...]) -> str:
        for fact in facts:
            said = self.runs.judge(self._call(call)).judge(fact.text, fact.narration)
            if said.truth is False:
                return f"`{call}` gives the answer, and there {said.why}"
        return f"`{call}` gives the answer, and there it is not so"

    def _one_of(self, cases: tuple[RunFact, ...]) -> Flaw:
        def has(gives: BoolTerm, truths: Sequence[BoolTerm], _other: BoolTerm) -> BoolTerm:
            return and_(gives, not_(or_(*truths)))

        return Flaw(
            self._asked(cases),
            has,
            lambda call: f"`{call}` gives the answer, and is none of these cases",
            needs_facts=False,
        )

    def _implies(self, statement: Implies, where: Domain | None) -> Decided:
        count = len(statement.premises)
        facts = statement.premises + statement.conclusions

        def has(_gives: BoolTerm, truths: Sequence[BoolTerm], _other: BoolTerm) -> BoolTerm:
            return and_(*truths[:count], not_(and_(*truths[count:])))

        def told(call: str) -> str:
            rest = statement.conclusions
            judge = self.runs.judge(self._call(call))
            whys = [judge.judge(fact.text, fact.narration) for fact in rest]
            why = next((said.why for said in whys if said.truth is False), "it is not so")
            return f"of `{call}` that is so, and yet {why}"

        found = self.decide(Flaw(self._asked(facts), has, told), where)
        return self._not_of_nothing(found, statement.premises, where)

    def _enough(self, statement: Enough, where: Domain | None) -> Decided:
        facts = () if statement.fact is None else (statement.fact,)

        def has(gives: BoolTerm, truths: Sequence[BoolTerm], _other: BoolTerm) -> BoolTerm:
            too_few = and_(*truths, not_(gives))
            if not statement.exactly:
                return too_few
            return or_(too_few, and_(gives, not_(and_(*truths))))

        def told(call: str) -> str:
            gives = self.runs.answer(self._call(call))
            if gives != self.claimed:
                return f"`{call}` is such an input, and it {gives.told()}"
            return f"`{call}` gives the answer, and is no such input"

        found = self.decide(Flaw(self._asked(facts), has, told), where)
        return self._not_of_nothing(found, facts, where)

    def _not_of_nothing(
        self, found: Decided, facts: tuple[RunFact, ...], where: Domain | None
    ) -> Decided:
        """A statement about inputs of which there is none is REFUTED."""
        if not found.proved or not facts:
            return found

        def has(_gives: BoolTerm, truths: Sequence[BoolTerm], _other: BoolTerm) -> BoolTerm:
            return and_(*truths)

        there_is = Flaw(self._asked(facts), has, str)
        if self._is_among(where) and self.decider.flawed(self.call, there_is):
            return found
        some = self.decide(there_is, where)
        if some.strength is Strength.REFUTED:
            return found
        if some.proved:
            why = "no input of the domain is like that"
            return replace(found, strength=Strength.REFUTED, why=why)
        return replace(found, strength=Strength.UNDECIDED,
                       why=f"whether any input is like that: {some.why}")  # fmt: skip

    def _is_among(self, where: Domain | None) -> bool:
        box = self.field(where).box
        return box is None or box.holds(self.arguments())

    def _none(self, answer: Answer) -> Flaw:
        def has(gives: BoolTerm, _truths: Sequence[BoolTerm], _other: BoolTerm) -> BoolTerm:
            return gives

        return Flaw(Asked(answer.value, answer.exception), has,
                    lambda call: f"`{call}` {answer.told()}", needs_facts=False)  # fmt: skip

    def _unimportant(self, name: str, where: Domain | None) -> Decided:
        return self._decided(
            where, lambda decider, place: decide_unimportant(decider, self.claimed, name, place)
        )

    def only(self, where: Domain | None) -> Decided:
        """Whether no other input of the domain gives the answer."""
        place = self.field(where)
        if not self._is_among(where):
            return Decided(Strength.REFUTED, "the candidate is not in the domain", place.told)
        found = self.decide(self._but([self.arguments()]), where)
        if not isinstance(where, OfType):
            return found
        found = replace(found, domain="inputs whose parameters have the types of the candidate's")
        if found.strength is Strength.REFUTED:
            return found
        sizes = other_sizes(self.arguments())
        if sizes is None:
            return found  # of no size but one
        for arguments in sizes:
            call = self.decider.call_of(arguments)
            if self.decider.flawed(call, self._but([self.arguments()])):
                told = f"{self.runs.program.entry}({call})"
                return replace(found, strength=Strength.REFUTED, contrary=told,
                               why=f"`{told}` gives it too")  # fmt: skip
        why = "inputs of other sizes are not all gone through"
        return replace(found, strength=Strength.UNDECIDED, why=why)

    def _but(self, inputs: list[list[Value]]) -> Flaw:
        def has(gives: BoolTerm, _truths: Sequence[BoolTerm], other: BoolTerm) -> BoolTerm:
            return and_(gives, other)

        return Flaw(self._asked(), has, lambda call: f"`{call}` gives it too",
                    tuple(map(tuple, inputs)), needs_facts=False)  # fmt: skip

    def _these(self, statement: These, where: Domain | None) -> Decided | tuple[StepVerdict, str]:
        place = self.field(where)
        named: list[list[Value]] = []
        for text in statement.calls:
            call = self._call(text)
            try:
                gives = self.runs.answer(call)
                arguments = self.decider.arguments(call)
                off_path = place.on_path and not self.decider.is_on_path(call)
            except StepwitnessError as error:
                return StepVerdict.UNSUPPORTED, f"`{text}`: {error.what}"
            if gives != self.claimed:
                return StepVerdict.REFUTED, f"`{text}` {gives.told()}"
            if off_path or (place.box is not None and not place.box.holds(arguments)):
                return StepVerdict.REFUTED, f"`{text}` is not in the domain"
            named.append(arguments)
        return self.decide(self._but(named), where)


def _report(
    number: int, statement: Statement, verdict: StepVerdict, why: str,
    decided: Decided | None = None,
) -> StepReport:  # fmt: skip
    return StepReport(number, type(statement).__name__, statement.surface, verdict, why, decided)


_BY_STEP: Final = {
    StepVerdict.REFUTED: RationaleReason.REFUTED,
    StepVerdict.AMBIGUOUS: RationaleReason.AMBIGUOUS,
    StepVerdict.UNDECIDED: RationaleReason.UNDECIDED,
    StepVerdict.UNSUPPORTED: RationaleReason.UNSUPPORTED,
}


def _reasons(
    steps: Sequence[StepReport], problems: Sequence[Problem], candidates: int
) -> tuple[RationaleReason, ...]:
    kinds = {problem.kind for problem in problems}
    found = set[RationaleReason]()
    if ProblemKind.FORBIDDEN_TEXT in kinds:
        found.add(RationaleReason.FORBIDDEN_TEXT)
    if ProblemKind.UNPARSED in kinds:
        found.add(RationaleReason.UNPARSED)
    if candidates != 1:
        found.add(
            RationaleReason.SEVERAL_CANDIDATES if candidates else RationaleReason.NO_CANDIDATE
        )
    if not any(step.form not in _NO_STEP for step in steps):
        found.add(RationaleReason.EMPTY)
    for step in steps:
        if step.form == TheInput.__name__ and step.verdict not in _GOOD:
            found.add(RationaleReason.CANDIDATE)
        elif step.verdict in _BY_STEP:
            found.add(_BY_STEP[step.verdict])
    return tuple(reason for reason in RationaleReason if reason in found)


_NO_STEP: Final = frozenset({TheInput.__name__, TheAnswer.__name__, Considering.__name__})
