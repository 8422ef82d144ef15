"""The one error hierarchy: what went wrong, where, and what to do about it.

Every error has a code from the closed table below. A code never changes its meaning; it is
what scripts match and what the documentation explains. The class says who can act: a
`UsageError` is the caller's to repair (exit code 2), a `CaptureError` means that the program
could not be recorded (exit code 3), a `TeacherError` that a language model could not be asked
(exit code 4). A verdict, a refutation included, is never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Final, Self, TypeAlias

Detail: TypeAlias = str | int | float | bool | None
"""What an error's ``data`` may hold: it has to cross a process boundary as JSON."""


class ExitCode(IntEnum):
    """What the command line's exit status means."""

    ACCEPTED = 0  #: everything asked for is accepted, verified or done
    REJECTED = 1  #: judged, and something is not accepted
    USAGE = 2  #: the request could not be understood or read
    CAPTURE = 3  #: the program could not be recorded
    TEACHER = 4  #: a language model could not be asked, or a budget is spent


class ErrorCode(Enum):
    """Every way to fail: its slug, the exit code, and one line of explanation."""

    slug: str
    exit_code: ExitCode
    explanation: str

    def __new__(cls, slug: str, exit_code: ExitCode, explanation: str) -> Self:
        member = object.__new__(cls)
        member._value_ = slug
        member.slug = slug
        member.exit_code = exit_code
        member.explanation = explanation
        return member

    # The request.
    MISSING_FILE = "missing-file", ExitCode.USAGE, "The named file does not exist."
    UNREADABLE_FILE = (
        "unreadable-file", ExitCode.USAGE,
        "The file exists but cannot be read or written (a folder, permissions, an input error).",
    )  # fmt: skip
    NOT_UTF8 = "not-utf8", ExitCode.USAGE, "Text is read as UTF-8 only, and this is not UTF-8."
    NULL_BYTE = "null-byte", ExitCode.USAGE, "The text holds a null byte; no source or text does."
    SYNTAX_ERROR = (
        "syntax-error", ExitCode.USAGE, "The program is not valid source of this Python version."
    )  # fmt: skip
    NO_FUNCTION = "no-function", ExitCode.USAGE, "The program defines no function to call."
    NO_SUCH_FUNCTION = (
        "no-such-function", ExitCode.USAGE,
        "The entry function that was asked for is not defined at the program's top level.",
    )  # fmt: skip
    AMBIGUOUS_ENTRY = (
        "ambiguous-entry", ExitCode.USAGE,
        "The program defines several functions, none of them `f`, and no entry was named.",
    )  # fmt: skip
    ASYNC_ENTRY = (
        "async-entry", ExitCode.USAGE,
        "The entry is an async function: calling it runs nothing of its body.",
    )  # fmt: skip
    BAD_CALL = "bad-call", ExitCode.USAGE, "The call is not an argument list of Python."
    BAD_ROW = (
        "bad-row", ExitCode.USAGE,
        "A row of a JSONL file is not an object with the fields it needs.",
    )  # fmt: skip
    BAD_NARRATION = (
        "bad-narration", ExitCode.USAGE, "The narration is not text that can be read at all."
    )  # fmt: skip
    BAD_TRACE = "bad-trace", ExitCode.USAGE, "The stored recording is damaged or of no known form."
    BAD_ANSWER = (
        "bad-answer", ExitCode.USAGE, "The answer that a candidate is to give cannot be read."
    )  # fmt: skip
    BAD_CANDIDATE = (
        "bad-candidate", ExitCode.USAGE,
        "The candidate does more than to make data: it could change the program.",
    )  # fmt: skip
    BAD_OPTION = "bad-option", ExitCode.USAGE, "An option has a value that it cannot have."
    BAD_EXCHANGE = (
        "bad-exchange", ExitCode.USAGE,
        "A kept exchange with a language model is damaged, or cannot be read or written.",
    )  # fmt: skip

    # The recording.
    TIME_LIMIT = "time-limit", ExitCode.CAPTURE, "The program ran longer than the time limit."
    MEMORY_LIMIT = (
        "memory-limit",
        ExitCode.CAPTURE,
        "The program needed more than the memory limit.",
    )
    OUTPUT_LIMIT = (
        "output-limit",
        ExitCode.CAPTURE,
        "The program printed more than the output limit.",
    )
    STEP_LIMIT = "step-limit", ExitCode.CAPTURE, "The program took more steps than the step limit."
    TRACE_LIMIT = (
        "trace-limit", ExitCode.CAPTURE,
        "The recording is larger than what is read back from a child.",
    )  # fmt: skip
    VANISHED = (
        "vanished", ExitCode.CAPTURE, "The process ended before the program did (`os._exit`, say)."
    )  # fmt: skip
    KILLED = (
        "killed", ExitCode.CAPTURE,
        "The process died of a signal (a crash of the interpreter, a stack overflow, a kill).",
    )  # fmt: skip
    TAMPERED = (
        "tampered", ExitCode.CAPTURE, "What came back from the process is no recording of ours."
    )  # fmt: skip
    FORBIDDEN = (
        "forbidden", ExitCode.CAPTURE,
        "The program tried what a recorded program may not do, and the run is void.",
    )  # fmt: skip
    REFUSED = (
        "refused", ExitCode.CAPTURE,
        "The program's code could not be rewritten so that it provably behaves the same.",
    )  # fmt: skip
    UNSUPPORTED = (
        "unsupported", ExitCode.CAPTURE, "The program uses a feature that is not recorded yet."
    )  # fmt: skip
    EVENTS_LOST = (
        "events-lost", ExitCode.CAPTURE,
        "This interpreter, or a tool at work in it, would lose events of a recording.",
    )  # fmt: skip
    DIFFERS = (
        "recorded-run-differs", ExitCode.CAPTURE,
        "The recorded run and a bare run of the program had different results.",
    )  # fmt: skip
    UNDETERMINED = (
        "undetermined", ExitCode.CAPTURE,
        "The program's answer is another one under another hash seed, or at another time.",
    )  # fmt: skip
    TOP_LEVEL_RAISED = (
        "top-level-raised", ExitCode.CAPTURE,
        "The program's top level raised an exception before the entry function was called.",
    )  # fmt: skip
    BAD_ARGUMENTS = (
        "bad-arguments", ExitCode.CAPTURE,
        "Evaluating the call's arguments, or binding them to the parameters, raised an exception.",
    )  # fmt: skip
    SANDBOX_FAILED = (
        "sandbox-failed", ExitCode.CAPTURE, "The sandbox itself could not be started or failed."
    )  # fmt: skip
    DECODING_FAILED = (
        "decoding-failed", ExitCode.CAPTURE,
        "The recorder's log does not fit the program: a defect of stepwitness, never a verdict.",
    )  # fmt: skip

    # Language models.
    TEACHER_MISSING = (
        "teacher-missing", ExitCode.TEACHER,
        "The package that speaks to this kind of model is not installed.",
    )  # fmt: skip
    TEACHER_KEY = (
        "teacher-key", ExitCode.TEACHER, "The provider knows no such key, or it may not do this."
    )  # fmt: skip
    TEACHER_REQUEST = (
        "teacher-request", ExitCode.TEACHER, "The provider turned a request down as it is."
    )  # fmt: skip
    TEACHER_UNREACHABLE = (
        "teacher-unreachable", ExitCode.TEACHER,
        "The model gave no reply, however often it was asked again.",
    )  # fmt: skip
    TEACHER_BUDGET = (
        "teacher-budget", ExitCode.TEACHER, "The budget has no room for another request."
    )  # fmt: skip


_BY_SLUG = {code.slug: code for code in ErrorCode}


class StepwitnessError(Exception):
    """Base of all errors of stepwitness.

    ``what`` is a sentence without its full stop, ``where`` a place ("program.py, line 3"),
    ``remedy`` a sentence that says what to do; ``data`` are the facts as JSON scalars."""

    def __init__(
        self,
        code: ErrorCode,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        data: Mapping[str, Detail] | None = None,
    ) -> None:
        self.code = code
        self.what = what
        self.where = where
        self.remedy = remedy
        self.data: dict[str, Detail] = {} if data is None else dict(data)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """One paragraph: place, what is wrong, what to do."""
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        stop = "" if self.what.endswith((".", "!", "?", "…")) else "."
        return f"{place}{self.what}{stop}{remedy}"

    @property
    def exit_code(self) -> ExitCode:
        return self.code.exit_code

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.to_json()))

    def to_json(self) -> dict[str, object]:
        """The error as JSON data; `error_from_json` reads it."""
        return {
            "code": self.code.slug,
            "what": self.what,
            "where": self.where,
            "remedy": self.remedy,
            "data": dict(self.data),
        }


class UsageError(StepwitnessError):
    """The request cannot be understood or read; the caller can repair it. Exit code 2."""

    def __init__(
        self,
        code: ErrorCode,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        data: Mapping[str, Detail] | None = None,
    ) -> None:
        _check_exit(code, ExitCode.USAGE)
        super().__init__(code, what, where=where, remedy=remedy, data=data)


class CaptureError(StepwitnessError):
    """The program could not be recorded, so nothing is said about it. Exit code 3."""

    def __init__(
        self,
        code: ErrorCode,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        data: Mapping[str, Detail] | None = None,
    ) -> None:
        _check_exit(code, ExitCode.CAPTURE)
        super().__init__(code, what, where=where, remedy=remedy, data=data)


class TeacherError(StepwitnessError):
    """A language model cannot be asked, or a budget is spent. Exit code 4."""

    def __init__(
        self,
        code: ErrorCode,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        data: Mapping[str, Detail] | None = None,
    ) -> None:
        _check_exit(code, ExitCode.TEACHER)
        super().__init__(code, what, where=where, remedy=remedy, data=data)


_KINDS: Final[Mapping[ExitCode, type[UsageError | CaptureError | TeacherError]]] = {
    ExitCode.USAGE: UsageError,
    ExitCode.CAPTURE: CaptureError,
    ExitCode.TEACHER: TeacherError,
}


def _check_exit(code: ErrorCode, exit_code: ExitCode) -> None:
    if code.exit_code is not exit_code:
        raise ValueError(f"{code.slug} ends in exit code {code.exit_code}, not {exit_code}")


def error_from_json(form: object) -> StepwitnessError:
    """Read back what `StepwitnessError.to_json` wrote.

    The text may come from an untrusted process: everything is checked, and `ValueError` is
    raised for whatever is not exactly such a form."""
    if not isinstance(form, dict) or set(form) != {"code", "what", "where", "remedy", "data"}:
        raise ValueError("not an error's JSON form")
    code = _BY_SLUG.get(form["code"]) if isinstance(form["code"], str) else None
    if code is None:
        raise ValueError(f"there is no error with the code {form['code']!r}")
    texts = (form["what"], form["where"], form["remedy"])
    data = form["data"]
    if not all(isinstance(text, str) for text in texts) or not isinstance(data, dict):
        raise ValueError("not an error's JSON form")
    for item in data.values():
        if item is not None and not isinstance(item, str | int | float | bool):
            raise ValueError("an error's data holds scalars only")
    return _KINDS[code.exit_code](
        code, form["what"], where=form["where"], remedy=form["remedy"], data=data
    )


def _rebuild(kind: type[StepwitnessError], form: dict[str, object]) -> StepwitnessError:
    """Unpickle an error of any subclass without knowing its own constructor."""
    plain = error_from_json(form)
    error = kind.__new__(kind)
    StepwitnessError.__init__(
        error, plain.code, plain.what, where=plain.where, remedy=plain.remedy, data=plain.data
    )
    return error
