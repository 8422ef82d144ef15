"""Natural questions about a call, and about an input that is looked for; several phrasings each.

What is asked is an expression over the result (`engine.synthesis.assertions.RESULT`), or "": which
exception leaves the call. A record's question has to be one of those that are made here for what it
says that it asks, so that a question that asks something else is found out.
"""

from __future__ import annotations

from typing import Final

from engine.claims.phrases import code
from engine.search.answers import Answer
from engine.synthesis.assertions import RESULT, put_in
from engine.values import Atom, to_literal

LENGTH: Final = f"len({RESULT})"

_VALUE: Final = (
    "What does {call} return?",
    "Which value does {call} return?",
    "What is the result of {call}?",
    "What does the call {call} give back?",
    "Suppose {call} is run. What does it return?",
    "Trace {call}. Which value comes back?",
)

_RAISED: Final = (
    "Which exception does {call} raise?",
    "How does the call {call} end?",
    "What happens when {call} is run?",
    "{call} does not return. What does it raise?",
)

_LENGTH: Final = (
    "How long is what {call} returns?",
    "What is the length of the result of {call}?",
    "What does {expression} come to?",
    "What is {expression}?",
)

_TRUTH: Final = (
    "Is {expression} true?",
    "Is {expression} true or false?",
    "Does the assertion {assertion} hold?",
    "Would {assertion} pass?",
    "What does {expression} come to?",
)

_INPUT_OF_VALUE: Final = (
    "For which arguments does {entry} return {value}?",
    "Find a call of {entry} that returns {value}.",
    "Which input makes {entry} return {value}?",
    "{entry} returned {value}. What can it have been called with?",
    "What has to be passed to {entry} so that it returns {value}?",
    "Give arguments with which {entry} comes to {value}.",
)

_INPUT_OF_RAISED: Final = (
    "Find a call of {entry} that raises {value}.",
    "Which input makes {entry} raise {value}?",
    "{entry} raised {value}. What can it have been called with?",
    "With which arguments does {entry} end in {value}?",
)

_INPUT_OF_TRUTH: Final = (
    "Find arguments for which {expression} is true.",
    "Which input makes the assertion {assertion} hold?",
    "Give a call of {entry} for which {assertion} passes.",
    "With which arguments is {expression} true?",
)


def forward_questions(asked: str, entry: str, call: str, gives: Answer) -> tuple[str, ...]:
    """The phrasings of what is asked of a call; raises `engine.claims.phrases.NoTextError` for what
    cannot stand in backticks."""
    whole = f"{entry}({call})"
    if not asked:
        return tuple(each.format(call=code(whole)) for each in _RAISED)
    if asked == RESULT and not _is_truth(gives):
        return tuple(each.format(call=code(whole)) for each in _VALUE)
    expression = put_in(asked, whole)
    forms: tuple[str, ...] = _LENGTH if asked == LENGTH else _TRUTH
    if asked == RESULT:
        forms = (*_VALUE, *_TRUTH)
    told = {"call": code(whole), "expression": code(expression),
            "assertion": code(f"assert {expression}")}  # fmt: skip
    return tuple(each.format(**told) for each in forms)


def _is_truth(gives: Answer) -> bool:
    return isinstance(gives.value, Atom) and isinstance(gives.value.payload, bool)


def backward_questions(asked: str, entry: str, gives: Answer) -> tuple[str, ...]:
    """The phrasings of the question for an input: one that gives exactly what ``gives`` says
    (``asked`` is `RESULT` or "" then), or one for which a condition is true. Raises as
    `forward_questions`."""
    name = code(entry)
    if asked == RESULT:
        value = code(to_literal(gives.value))
        return tuple(each.format(entry=name, value=value) for each in _INPUT_OF_VALUE)
    if not asked:
        value = code(raised_text(gives))
        return tuple(each.format(entry=name, value=value) for each in _INPUT_OF_RAISED)
    expression = put_in(asked, f"{entry}(...)")
    told = {"entry": name, "expression": code(expression),
            "assertion": code(f"assert {expression}")}  # fmt: skip
    return tuple(each.format(**told) for each in _INPUT_OF_TRUTH)


def raised_text(gives: Answer) -> str:
    """An exception as source text: ``KeyError('x')``."""
    return gives.told().removeprefix("raises `").removesuffix("`")


def closings(asked: str, entry: str, call: str, gives: Answer, answer: str) -> tuple[str, ...]:
    """The phrasings of the sentence that goes from what the call returned to what was asked; ("",)
    where that is the same. Raises as `forward_questions`."""
    if asked in {"", RESULT}:
        return ("",)
    value = to_literal(gives.value)
    if asked == LENGTH:
        return (f"Its length is {code(answer)}.", f"So the length is {code(answer)}.")
    expression = put_in(asked, value if len(value) <= 80 else f"{entry}({call})")
    truth = {"True": "true", "False": "false"}[answer]
    return (
        f"So {code(expression)} is {truth}.",
        f"Hence {code(expression)} is {truth}.",
        f"With that, {code(expression)} is {truth}.",
    )


def openings(asked: str, entry: str, gives: Answer) -> tuple[str, ...]:
    """The phrasings of the sentence that goes from a condition to one answer that satisfies it;
    ("",) where an answer was asked for. Raises as `forward_questions`."""
    if asked in {"", RESULT}:
        return ("",)
    value = to_literal(gives.value)
    told, returned = code(put_in(asked, value)), code(value)
    return (
        f"It is enough that {code(entry)} returns {returned}, for {told} is true.",
        f"Take {returned} as what is returned: {told} is true.",
        f"{told} is true, so a call that returns {returned} will do.",
    )
