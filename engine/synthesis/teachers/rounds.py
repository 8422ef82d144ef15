"""The repair loop: ask, judge, send back what is wrong, up to a number of rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, Protocol, TypeVar

from engine.errors import TeacherError
from engine.synthesis.chat.asking import Unanswered
from engine.synthesis.chat.exchange import Message, Reply, Request, Role, Stop
from engine.synthesis.teachers.explained import unfound
from engine.synthesis.teachers.model import Accepted, Dropped, DropReason, Outcome
from engine.synthesis.teachers.prompts import Kind, filled

T = TypeVar("T")

_QUOTED: Final = 4_000
"""Characters of a reply without a text that are sent back with the reason."""


class Asking(Protocol):
    """Replies to requests, in their order: one by one (`Asker`) or as a batch (`Bulk`)."""

    def ask_all(
        self, requests: Sequence[Request]
    ) -> Iterator[tuple[Request, Reply | Unanswered]]: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement of one text. ``message`` is what the teacher is told of a rejected one; ""
    where another round is of no use."""

    accepted: bool
    reason: DropReason | None = None
    detail: str = ""
    message: str = ""


@dataclass(slots=True)
class _Case(Generic[T]):
    task: T
    first: Request
    asked: Request
    outcome: Outcome | None = None


class Rounds(Generic[T]):
    """Takes tasks through the rounds, all of them together.

    Invariant: a text is given out as `Accepted` only where ``judge`` accepted exactly this text.
    Requests that are equal are sent once. The order of the outcomes is that of the tasks; the same
    replies give the same requests and outcomes."""

    def __init__(
        self,
        kind: Kind,
        asking: Asking,
        judge: Callable[[T, str], Judged],
        rounds: int,
    ) -> None:
        if rounds < 1:
            raise ValueError("there is at least one round")
        self._kind = kind
        self._asking = asking
        self._judge = judge
        self._rounds = rounds

    def outcomes(self, tasks: Sequence[tuple[T, Request]]) -> Iterator[Outcome]:
        """One outcome for each task, in order. Where nothing more can be asked, the outcomes
        before the first task that is not settled are given, then `TeacherError` is raised."""
        cases = [_Case(task, request, request) for task, request in tasks]
        error: TeacherError | None = None
        try:
            for number in range(1, self._rounds + 1):
                self._round(cases, number)
        except TeacherError as raised:
            error = raised
        for case in cases:
            if case.outcome is None:
                break
            yield case.outcome
        if error is not None:
            raise error

    def _round(self, cases: list[_Case[T]], number: int) -> None:
        waiting: dict[str, list[_Case[T]]] = {}
        for case in cases:
            if case.outcome is None:
                waiting.setdefault(case.asked.key, []).append(case)
        if not waiting:
            return
        requests = [group[0].asked for group in waiting.values()]
        for request, reply in self._asking.ask_all(requests):
            for case in waiting[request.key]:
                self._settle(case, reply, number)

    def _settle(self, case: _Case[T], reply: Reply | Unanswered, number: int) -> None:
        if isinstance(reply, Unanswered):
            case.outcome = Dropped(DropReason.UNANSWERED, reply.why, number)
            return
        match reply.stop:
            case Stop.REFUSED:
                why = f"the model declined: {_short(reply.text)}"
                case.outcome = Dropped(DropReason.REFUSED, why, number)
            case Stop.LENGTH:
                why = f"the reply was cut off after {case.asked.max_tokens:,} tokens"
                message = filled("cut_off", tag=self._kind.tag)
                judged = Judged(False, DropReason.CUT_OFF, why, message)
                self._again(case, judged, reply.text[:_QUOTED], number)
            case Stop.END:
                text = extracted(reply.text, self._kind)
                if text is None:
                    why = "the reply holds no text between the marks"
                    judged = Judged(False, DropReason.UNPARSED, why, unfound(self._kind))
                    self._again(case, judged, reply.text[:_QUOTED], number)
                    return
                judged = self._judge(case.task, text)
                if judged.accepted:
                    case.outcome = Accepted(text, number)
                    return
                tag = self._kind.tag
                self._again(case, judged, f"<{tag}>\n{text}</{tag}>", number)

    def _again(self, case: _Case[T], judged: Judged, said: str, number: int) -> None:
        """The next round's request, or the end of the rounds."""
        if number == self._rounds or not judged.message:
            assert judged.reason is not None
            case.outcome = Dropped(judged.reason, judged.detail, number)
            return
        # The last attempt alone: what was wrong before it was told then.
        turns = (
            *case.first.messages,
            Message(Role.ASSISTANT, said.strip() or "(nothing)"),
            Message(Role.USER, judged.message),
        )
        case.asked = replace(case.first, messages=turns)


def extracted(reply: str, kind: Kind) -> str | None:
    """The text between the marks of a reply, the last such text; None where there is none. It is
    given whole: what is in it and no sentence is for the judge to reject."""
    begin, end = f"<{kind.tag}>", f"</{kind.tag}>"
    lines = reply.replace("\r\n", "\n").split("\n")
    marks = [line.strip() for line in lines]
    if end not in marks:
        return None
    last = len(marks) - 1 - marks[::-1].index(end)
    starts = [number for number in range(last) if marks[number] == begin]
    if not starts:
        return None
    inside = lines[starts[-1] + 1 : last]
    text = "\n".join(inside).strip("\n")
    return f"{text}\n" if text.strip() else None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"
