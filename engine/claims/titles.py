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
        "trace table|step by step|steps|walkthrough|execution steps|the loop|loop|loop execution|"
        "iterations|the iterations|inside the loop|return|return value|the return|"
        "tracing the execution|tracing the loop|the function|the code|the call|the calls|"
        "the recursion|the helper|function call|check|verification|putting it together"
    ).split("|")
)
"""Titles, in lower case and without marks."""

_AT_START: Final = (
    "initial|initially|initialization|initialisation|initial state|initial values|initial setup|"
    "starting values|starting state|setup|start|input|inputs|the input|given"
)
_AT_END: Final = (
    "result|results|the result|final result|final state|final values|final answer|answer|"
    "the answer|conclusion|summary|output|the output|final output|the end"
)

MOMENTS: Final = {
    **dict.fromkeys(_AT_START.split("|"), ("At", "the", "start", ",")),
    "before the loop": ("Before", "the", "loop", ","),
    **dict.fromkeys(_AT_END.split("|"), ("At", "the", "end", ",")),
}
"""Titles that say when what stands below them is so, with the words that say it of a state."""

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
    r"calls|recursion|iterations|algorithm|logic|tokens|letters|characters|words|items|elements|"
    r"numbers|values|list|string|message|text))?"
    r"(?: (?:of|with|for|using|on|in)(?: (?:the|this|our|each))?(?: given)?"
    r"(?: (?:code|function|call|program|input|example|loop|iteration|step)))?"
    r"(?: (?:step by step|step-by-step|in detail|carefully|line by line|now|together|"
    r"one by one|one at a time|letter by letter|character by character|token by token|"
    r"word by word|element by element|item by item|value by value))?"
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
    """Whether the line is a title of the closed lists."""
    title = _title(tokens)
    return title in TITLES or title in MOMENTS


def moment_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words with which a title says when a state is; () where it does not."""
    return MOMENTS.get(_title(tokens), ())


def _title(tokens: Sequence[Token]) -> str:
    words = [token for token in tokens if token.text not in _MARKS]
    if any(token.kind is not TokenKind.WORD for token in words):
        return ""
    return " ".join(token.text for token in words).lower()


def at_moment(words: Sequence[str], tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The sentences behind or below such a title: each with these words before it, unless it tells
    an event, whose moment is its own."""
    if not words:
        return tokens
    made: list[Token] = []
    first = 0
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.PUNCTUATION and token.text == ".":
            made.extend(_at_moment(words, tokens[first : index + 1]))
            first = index + 1
    return (*made, *_at_moment(words, tokens[first:]))


def _at_moment(words: Sequence[str], tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    if not tokens or _tells_event(tokens):
        return tokens
    first, at = tokens[0], tokens[0].start
    if first.kind is TokenKind.WORD and first.text == first.text.capitalize():
        first = first._replace(text=first.text.lower())
    marks = {",": TokenKind.PUNCTUATION}
    # They stand nowhere in the line: set apart from what follows, and as long as nothing.
    said = (Token(marks.get(word, TokenKind.WORD), word, at, at - 1) for word in words)
    return (*said, first, *_joined(tokens[1:]))


def _joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A list of equations with `and` in place of its last comma."""
    commas = [at for at, token in enumerate(tokens) if token.text == ","]
    if not commas or any(
        token.kind is TokenKind.WORD and not token.text.isdigit() for token in tokens
    ):
        return tokens
    last = commas[-1]
    end = tokens[last].end
    return (*tokens[:last], Token(TokenKind.WORD, "and", end, end), *tokens[last + 1 :])


_OWN_MOMENT: Final = frozenset(
    "line lines function method call program answer result results output loop return returns "
    "returned after at in on before during pass iteration each every step for when while".split()
)
"""Words at the beginning of what is no bare state."""

_OF_STATE: Final = frozenset(
    "is are was were equals equal has have contains holds remains stays = == , and . : > <".split()
)
"""What stands behind a name of which a state is told."""


_JOINING: Final = frozenset("the our so thus therefore hence then now finally next first ,".split())
"""What may stand before that says no moment."""


def _tells_event(tokens: Sequence[Token]) -> bool:
    said = list(tokens)
    while said and said[0].text.lower() in _JOINING:
        del said[0]
    if not said:
        return False
    first, *others = said
    if first.kind is TokenKind.WORD:
        return first.text.lower() in _OWN_MOMENT
    if first.kind is not TokenKind.CODE or not others:
        return False
    if others[0].text.lower() not in _OF_STATE:
        return True
    word = others[1].text.lower() if len(others) > 1 else ""
    return word.endswith("ed") or word in {"set", "put"}


def is_remark(tokens: Sequence[Token]) -> bool:
    """Whether the sentence is a remark of the writer's, without a fact."""
    said = [token.text for token in tokens if token.text not in {".", ":", ","}]
    if any(token.kind is TokenKind.CODE for token in tokens):
        return False
    return _REMARK.fullmatch(" ".join(said).lower().replace(" - ", "-")) is not None
