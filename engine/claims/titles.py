"""Lines without facts: titles, phases, numbers of steps, and remarks on what comes next (§5.73).

Closed lists of forms. None holds a number but that of a step, a name, a value or a verb of the
program's own doing, so that nothing can be told with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.claims.syntax_tokens import Token, TokenKind

TITLES: Final = frozenset(
    (
        "understand|understanding|understanding the code|understanding the function|plan|planning|"
        "execute|execution|reflect|reflection|analysis|code analysis|trace|tracing|execution trace|"
        "trace table|step by step|steps|walkthrough|execution steps|initialization|initialisation|"
        "initial state|initial values|initial setup|starting values|starting state|"
        "setup|start|the loop|loop|loop execution|"
        "iterations|the iterations|inside the loop|before the loop|result|results|the result|"
        "final result|final state|final answer|answer|the answer|conclusion|summary|output|"
        "the output|final output|return|return value|the return|input|inputs|the input|given|"
        "tracing the execution|tracing the loop|the function|the code|the call|the calls|"
        "the recursion|the helper|function call|check|verification|putting it together|the end"
    ).split("|")
)
"""Titles, in lower case and without marks."""

_MARKS: Final = frozenset({":", ".", "-", "--", "(", ")"})
_STEP: Final = frozenset({"step", "phase", "part"})

_REMARK: Final = re.compile(
    r"(?:now |first |so |okay |ok )?"
    r"(?:let's|let us|let me|we|we'll|we will|we can|we need to|we have to|i|i'll|i will|i need to)"
    r"(?: now| first| then)?"
    r" (?:trace|walk through|go through|step through|run through|follow|analyze|analyse|look at|"
    r"check|simulate|break down|evaluate|execute|start|begin|see|work through|do)"
    r"(?: (?:the|this|it|that|each|what happens|how it works|our))?"
    r"(?: (?:given|whole))?"
    r"(?: (?:code|function|execution|program|call|loop|input|example|steps|step|trace|problem|"
    r"calls|recursion|iterations|algorithm|logic))?"
    r"(?: (?:of|with|for|using|on|in)(?: (?:the|this|our|each))?(?: given)?"
    r"(?: (?:code|function|call|program|input|example|loop|iteration|step)))?"
    r"(?: (?:step by step|step-by-step|in detail|carefully|line by line|now|together))?"
    r"|(?:here is|here's|this is|below is|the following is)"
    r" (?:the|a|my) (?:step-by-step |step by step |detailed |complete |full )?"
    r"(?:trace|execution|walkthrough|analysis|explanation|reasoning|execution trace)"
    r"(?: of (?:the|this) (?:function|code|call|program|execution|loop))?"
)
"""Sentences that say what the writer does, not what the program does."""


def without_step(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The line without ``Step 2:`` before it: the numbers of steps are the writer's own."""
    if (
        len(tokens) >= 2
        and tokens[0].text.lower() in _STEP
        and tokens[1].text.isdigit()
        and (len(tokens) == 2 or tokens[2].text in {":", ".", "-"})
    ):
        return tuple(tokens[3:])
    return tuple(tokens)


def is_title(tokens: Sequence[Token]) -> bool:
    """Whether the line is a title of the closed list."""
    words = [token for token in tokens if token.text not in _MARKS]
    if any(token.kind is not TokenKind.WORD for token in words):
        return False
    return " ".join(token.text for token in words).lower() in TITLES


def is_remark(tokens: Sequence[Token]) -> bool:
    """Whether the sentence is a remark of the writer's, without a fact."""
    said = [token.text for token in tokens if token.text not in {".", ":", ","}]
    if any(token.kind is TokenKind.CODE for token in tokens):
        return False
    return _REMARK.fullmatch(" ".join(said).lower().replace(" - ", "-")) is not None
