"""Other words for the same: rules that leave the meaning of a narration as it is."""

# Sentences are easier to compare in one piece.
# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from benchmarks.planting_text import NUMBERS, ORDINALS, Line, Text, Told, read_text

RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"^Line (\d+) sets (@\d+) to (@\d+)\.", (
        r"Line \1 assigns \3 to \2.", r"Line \1 binds \2 to \3.", r"On line \1, \2 becomes \3.",
        r"Line \1 updates \2 to \3.", r"Line \1 stores \3 in \2.")),
    (r"^On line (\d+), (@\d+) becomes (@\d+)\.", (r"Line \1 sets \2 to \3.",)),
    (r"^On line (\d+), (@\d+) evaluates to (@\d+)\.", (r"Line \1 evaluates \2 to \3.",)),
    (r"^The condition (@\d+) on line (\d+) is (true|false)", (r"On line \2, the condition \1 is \3",)),
    (r"\bis greater than (?=@)", ("is larger than ", "is more than ", "exceeds ")),
    (r"\bis less than (?=@)", ("is smaller than ",)),
    (r"\bis at least (?=@)", ("is greater than or equal to ",)),
    (r"\bis at most (?=@)", ("is less than or equal to ",)),
    (r"\bis divisible by\b", ("is a multiple of",)),
    (r"\bstarts with\b", ("begins with",)),
    (r"(@\d+) has length (\d+)", (r"the length of \1 is \2", r"\1 has length `\2`")),
    (r"\bhas type (@\d+)", (r"is of type \1",)),
    (r"(?<=, )(@\d+) is (@\d+)\.$", (r"\1 equals \2.", r"\1 is equal to \2.", r"\1 = \2.",
                                     r"\1 is still \2.")),
    (r"\bequals (@\d+)\.$", (r"is equal to \1.",)),
    (r"\bdoes not equal\b", ("is not equal to",)),
    (r"\bare the same (\w+)\b", (r"refer to the same \1",)),
    (r"\bthe first (element|character) of\b", (r"the 1st \1 of", r"the first \1 in")),
    (r"\bthe largest element of\b", ("the maximum of", "the highest element of")),
    (r"\bthe smallest element of\b", ("the minimum of", "the lowest element of")),
    (r"\bappears\b", ("occurs",)),
    (r"\bruns once\b", ("runs one time", "runs 1 time")),
    (r"\bruns twice\b", ("runs two times", "runs 2 times")),
    (r"^Line (\d+) never runs\.", (r"Line \1 does not run.", r"Line \1 is skipped.")),
    (r"\bis never called\b", ("is not called",)),
    (r"\bmakes (\w+) passes\b", (r"runs its body \1 times", r"runs \1 times", r"iterates \1 times")),
    (r"\bbecause\b(?! its| line)", ("since",)),
    (r"^Because\b", ("Since",)),
    (r"^Line (\d+) appends (@\d+) to (@\d+)", (r"On line \1, \2 is appended to \3",)),
    (r"^Line (\d+) increases (@\d+) by (@\d+)", (r"On line \1, \2 is increased by \3",
                                                r"Line \1 adds \3 to \2")),
    (r"^Line (\d+) decreases (@\d+) by (@\d+)", (r"Line \1 subtracts \3 from \2",)),
    (r", making it (@\d+)", (r", giving \1", r", which makes it \1", r", resulting in \1")),
    (r", giving (@\d+)", (r", which gives \1", r", making it \1", r", which becomes \1")),
    (r"\bdoes not change (@\d+)", (r"leaves \1 unchanged",)),
    (r"^Line (\d+) leaves (@\d+) unchanged", (r"Line \1 does not change \2", r"\2 is unchanged by line \1")),
    (r"^Line (\d+) swaps (@\d+) and (@\d+)", (r"Line \1 swaps \2 with \3",
                                             r"On line \1, \2 and \3 are swapped")),
    (r"^(@\d+) is (@\d+) at some point", (r"At some point, \1 is \2",)),
    (r"\bnever exceeds\b", ("is never greater than",)),
    (r"\blargest value that\b", ("highest value that", "largest value")),
    (r"\bsmallest value that\b", ("lowest value that", "smallest value")),
    (r"^The function returns (@\d+)", (r"The answer is \1", r"The result is \1")),
    (r"^The answer does not depend on (@\d+)", (r"\1 never influences the answer",
                                               r"\1 does not influence the answer")),
    (r"\bon pass (\d+) of\b", (r"in pass \1 of", r"during pass \1 of")),
    (r"^On pass (\d+) of\b", (r"In pass \1 of", r"During pass \1 of")),
    (r"\bat the end of every pass\b", ("at the end of each pass",)),
    (r"\bOn every pass\b", ("On each pass", "For every pass", "For each pass")),
    (r"\bEach pass of\b", ("Every pass of",)),
    (r"\bfalls through to the\b", ("takes the",)),
    (r"\b(@\d+) becomes (@\d+)(?=[.,]| and)", (r"\1 is set to \2", r"\1 is updated to \2", r"\1 changes to \2")),
    (r"(?<=iteration \d, )the loop goes on\b", ("the loop continues",)),
    (r"\bis unchanged\.", ("stays the same.", "does not change.")),
    (r"\bremains (?=@)", ("stays ",)),
    (r"\bnothing happens\b", ("nothing changes",)),
    (r"\bis appended\.", ("is pushed.",)),
    (r"\bthe function returns\.", ("the function returns early.", "we return here.")),
    (r"\braises a (?=@)", ("throws a ", "fails with a ")),
    (r"^Line (\d+) is skipped\.$", (r"Line \1 does not run.",)),
)  # fmt: skip
"""Words over which code stands as ``@0``, and what can stand in their place."""

OFTEN: Final = 0.6
SELDOM: Final = 0.15
"""How probable a change is where it can be made."""

GLUE: Final = ("Then ", "Next, ", "Now ", "After that, ")
BULLETS: Final = ("- ", "* ", "+ ", "1. ", "2) ")
NOTES: Final = ("Let us trace the call step by step.", "Here is what happens.")


def rephrasings(narration: str, seed: str, count: int) -> Iterator[str]:
    """Up to ``count`` different texts that say the same."""
    picks = Random(f"{seed}/rephrasing")  # for variety, not for secrets
    text = read_text(narration)
    seen = {narration}
    for _ in range(3 * count):
        made = _restyled(_reworded(text, picks), picks)
        if made not in seen:
            seen.add(made)
            yield made
            if len(seen) > count:
                return


def _reworded(text: Text, picks: Random) -> Text:
    for number, index, told in list(text.places()):
        if told.is_heading:
            continue
        new = told
        for rule in picks.sample(_WORDINGS, 4):
            new = rule(new, picks)
        text = text.with_told(number, index, new)
    return text


def _by_rules(told: Told, picks: Random) -> Told:
    for pattern, others in picks.sample(RULES, len(RULES)):
        if (match := re.search(pattern, told.words)) and picks.random() < OFTEN:
            other = match.expand(picks.choice(others))
            told = told.with_words(told.words[: match.start()] + other + told.words[match.end() :])
            break
    return told


def _numbers(told: Told, picks: Random) -> Told:
    """Small numbers as words."""

    def word(match: re.Match[str]) -> str:
        number = int(match[2])
        return match[1] + (NUMBERS[number - 1] if 1 <= number <= len(NUMBERS) else match[2])

    pattern = r"\b(makes |runs |called |keeps |depth |least |most )(\d+)\b"
    return told.with_words(re.sub(pattern, word, told.words)) if picks.random() < OFTEN else told


def _ordinals(told: Told, picks: Random) -> Told:
    match = re.match(r"(?:On|In|During) pass (\d+) of the loop", told.words)
    if match and picks.random() < OFTEN and 1 <= int(match[1]) <= len(ORDINALS):
        new = f"On the {ORDINALS[int(match[1]) - 1]} pass of the loop"
        return told.with_words(new + told.words[match.end() :])
    return told


def _glued(told: Told, picks: Random) -> Told:
    told_already = re.match(r"(?:Then|Next|Now|After that|Let us|Here is)\b", told.words)
    if picks.random() < SELDOM and not told_already:
        words = told.words[:1].lower() + told.words[1:]
        return told.with_words(picks.choice(GLUE) + words)
    return told


_WORDINGS: Final[tuple[Callable[[Told, Random], Told], ...]] = (
    _by_rules, _numbers, _ordinals, _glued,
)  # fmt: skip


def _restyled(text: Text, picks: Random) -> str:
    """Other bullets, emphasis, notes, `<think>`."""
    flat = all(not line.lead.strip() and not line.lead for line in text.lines) and not any(
        told.is_heading for line in text.lines for told in line.told
    )
    lines = list(text.lines)
    if flat and picks.random() < OFTEN:
        bullet = picks.choice(BULLETS)
        lines = [Line(bullet, line.told) for line in lines]
    rows = [_emphasised(line, picks) for line in lines]
    if picks.random() < SELDOM:
        rows.insert(0, picks.choice(NOTES))
    if picks.random() < SELDOM:
        rows = ["<think>", *rows, "</think>"]
    if picks.random() < SELDOM and rows[-1].endswith("."):
        rows[-1] = rows[-1][:-1]
    return "\n".join(rows) + "\n"


def _emphasised(line: Line, picks: Random) -> str:
    text = line.text()
    if picks.random() < SELDOM:
        return re.sub(r"\b([Ll]ine \d+)\b", r"**\1**", text, count=1)
    return text
