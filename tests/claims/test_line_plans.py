"""Reading by plans: a line that has them is cut and derived as it would be without them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from engine.claims.line_plans import Planned, planned
from engine.claims.number_words import NUMBER_WORDS, ORDINAL_WORDS, number_of, ordinal_of
from engine.claims.readable import readable
from engine.claims.scanner import Line, scan_line, written_lines
from engine.claims.structure import Piece, pieces
from engine.claims.syntax import Start
from engine.claims.syntax_tokens import Cut
from engine.claims.titles import TITLES
from tests.case_files import CASES

WORDS = (
    "Line", "line", "sets", "to", "The", "the", "loop", "on", "pass", "Pass", "of", "is", "and",
    "true", "condition", "becomes", "runs", "so", "Now", "Step", "step", "Then", "in", "not", "it",
    "It", "At", "start", "end", "returns", "function", "Result", "Call", "times", "one", "first",
    "3rd", "2th", "007", "12", "1.5", "-3", "True", "don't", "'a'", '"b"', "x", "n_2", "f(x)",
    "[1]", "(see", "above)", "**", "*", "->", "–", "...", "``y``", "`", "{3}", "#", "e.g.",
)  # fmt: skip
CODE = (
    "x", "3", "'a. b'", "a = b", "n == 3", "x=1", " y ", "é", "'é'", "f(`", "[1, 2]", "a b", "''",
    "a\u200bb", "5 = n = 4", "\"it's\"", "**", "2nd",
)  # fmt: skip
MARKS = (" ", " ", " ", " ", ". ", ", ", ": ", "; ", "", " (", ") ", " < ", " == ", " - ", " + ")
ENDS = ("", ".", ":", ". ", " ", "..", "?")
STARTS = ("", "- ", "  - ", "1. ", "## ", "* ", "10) ", "   ")


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Words, code and numbers with marks between them."""
    part = st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(CODE).map(lambda code: f"`{code}`"),
        st.integers(0, 10**10).map(str),
        st.sampled_from((*NUMBER_WORDS, *ORDINAL_WORDS)),
    )
    parts = draw(st.lists(part, min_size=1, max_size=12))
    marks = draw(st.lists(st.sampled_from(MARKS), min_size=len(parts), max_size=len(parts)))
    body = "".join(itertools.chain.from_iterable(zip(parts, [*marks[1:], ""], strict=True)))
    return draw(st.sampled_from(STARTS)) + body + draw(st.sampled_from(ENDS))


def without_plans(number: int, text: str) -> tuple[Line, list[Planned | None]]:
    """What the line is read as token by token; None for a sentence that has no form."""
    line = scan_line(number, text)
    if line.problem is not None:
        return line, [None]
    return line, [_read(piece) if isinstance(piece, Piece) else None for piece in pieces(line)]


def _read(piece: Piece) -> Planned | None:
    tries = [(piece.tokens, piece.start)]
    if not piece.stopped:
        tries.insert(0, (piece.tokens[:-1], Start.HEADING))
    for tokens, start in tries:
        read = readable(tokens, start)
        if read is not None:
            return Planned(start, Cut.of(read[0]), read[1])
    return None


def places(cut: Cut) -> list[list[int]]:
    return [[at + cut.shifts[shift] for at, shift in each] for each in (cut.starts, cut.ends)]


def agree(number: int, text: str) -> bool:
    """Whether the line has plans; raises where they say something else than reading it does."""
    found = planned(number, text)
    if found is None:
        return False
    line, sentences = found
    plain, wanted = without_plans(number, text)
    assert line == plain._replace(tokens=())
    assert len(sentences) == len(wanted)
    for sentence, other in zip(sentences, wanted, strict=True):
        assert other is not None
        assert (sentence.start, sentence.derivation) == (other.start, other.derivation)
        assert places(sentence.cut) == places(other.cut)
        assert sentence.cut.leaves == {
            index: other.cut.leaves[index] for index in sentence.derivation.leaves()
        }
    return True


@given(lines())
@example("Line 3 sets `x` to `5`. Step 2. Line 4 runs.")
@example("- Step 2. Line 3 runs.")
@example("Line 3 runs. Result.")
@example("**Line 3 runs. Line 4** runs.")
@example("Line 3 < 4 runs.")
@example("Line three runs.")
@example("The 2th pass of the loop on line 3:")
def test_lines_with_plans_read_alike(text: str) -> None:
    if text.strip(" "):
        agree(1, text)


def test_narrations_of_the_cases_read_alike() -> None:
    with_plans = without = 0
    for path in sorted(CASES.glob("*/*.narration")):
        for number, text in written_lines(path.read_text(encoding="utf-8")):
            if agree(number, text):
                with_plans += 1
            else:
                without += 1
    assert with_plans > 4 * without  # else the test says little


def test_free_narrations_read_alike() -> None:
    read = [
        agree(number, text)
        for path in sorted(CASES.glob("freehand/*.md"))
        for number, text in written_lines(path.read_text(encoding="utf-8"))
    ]
    assert any(read)


def other_fillings(text: str, rng: random.Random) -> Iterator[str]:
    """The line with other numbers and other code."""
    for _ in range(3):
        changed = text
        for old in ("`x`", "`3`", "line 3", "pass 2", "first"):
            new = {
                "`x`": rng.choice(["`a[i]`", "`s.strip()`", "`x = 4`", "`'. '`", "`**`", "` x `"]),
                "`3`": rng.choice(["`'é'`", "`[1, 2]`", '`"it\'s"`', "`{3: '`'}`", "`-0.5`"]),
                "line 3": rng.choice(["line 0", "line 007", "line 12", "line two", "line 2nd"]),
                "pass 2": rng.choice(["pass twelve", "pass 1.5", "pass 1234567890", "pass -1"]),
                "first": rng.choice(["2nd", "2th", "twelfth", "second", "two", "3"]),
            }[old]
            changed = changed.replace(old, new)
        yield changed


def test_what_stands_in_holes_makes_no_difference() -> None:
    rng = random.Random(0)
    seen = [
        "Line 3 sets `x` to `3`.", "- On pass 2, `x` is `3`. On line 3, `x` becomes `3`.",
        "  - The first pass of the loop on line 3 (`x` is `3`):",
        "The loop on line 3 makes 2 passes.",
        "At the start of pass 2 of the loop on line 3, `x` is `3` and `x` is not `3`.",
    ]  # fmt: skip
    for text in seen:
        assert agree(1, text)
        for other in other_fillings(text, rng):
            agree(1, other)


def test_no_title_holds_a_number() -> None:
    """A line of a title is dropped: what stands in a hole must not make it one."""
    words = {word for title in TITLES for word in title.split()}
    assert not [word for word in words if number_of(word) is not None]
    assert not [word for word in words if ordinal_of(word) is not None]
