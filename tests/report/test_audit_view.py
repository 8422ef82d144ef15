"""Marks in the audit: which words, in which signs, and nothing that a terminal would obey."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.model import NOWHERE, Surface
from engine.claims.syntax_errors import Problem, ProblemKind
from engine.claims.verdicts import ClaimVerdict, Level, NarrationVerdict, Reason
from engine.report import verdict_view
from engine.report.audit_view import marked, spots_of
from engine.report.terminal import shortened, visible, width_of


def plain_console(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, no_color=True, highlight=False)


def printed(report: NarrationReport, width: int = 80) -> str:
    target = plain_console(width)
    verdict_view.show(report, target)
    assert isinstance(target.file, io.StringIO)
    return target.file.getvalue()


def surface(text: str, words: str, line: int = 1) -> Surface:
    start = text.split("\n")[line - 1].index(words)
    return Surface(line, start + 1, line, start + len(words) + 1, words)


def claim(
    text: str, words: str, wrong: str = "", instead: str = "", *, verdict: ClaimVerdict
) -> ClaimReport:
    blamed = surface(text, wrong) if wrong else NOWHERE
    return ClaimReport(1, "Sets", surface(text, words), verdict, "why", blamed, instead)


def report_of(
    text: str, *claims: ClaimReport, problems: tuple[Problem, ...] = ()
) -> NarrationReport:
    return NarrationReport(
        text, Level.ORDERED, NarrationVerdict.REJECTED, (Reason.REFUTED,), claims, problems
    )


def signs(text: str, *claims: ClaimReport, problems: tuple[Problem, ...] = ()) -> str:
    lines = text.split("\n")
    spots = spots_of(report_of(text, *claims, problems=problems), lines)
    target = plain_console()
    return "\n".join(
        marked(line, spots.get(number, []), target).plain
        for number, line in enumerate(lines, start=1)
    )


def test_a_wrong_word_is_followed_by_what_is_so() -> None:
    text = "Line 2 sets `x` to `1` and more."
    wrong = claim(text, "Line 2 sets `x` to `1`", "`1`", "`2`", verdict=ClaimVerdict.REFUTED)
    assert signs(text, wrong) == "Line 2 sets `x` to [-`1`-]{+`2`+} and more."


@pytest.mark.parametrize("verdict", [ClaimVerdict.AMBIGUOUS, ClaimVerdict.UNSUPPORTED])
def test_what_is_not_proved_is_not_called_wrong(verdict: ClaimVerdict) -> None:
    text = "Line 2 sets `x` to `1`."
    open_claim = claim(text, "Line 2 sets `x` to `1`", "`1`", "`2`", verdict=verdict)
    assert signs(text, open_claim) == "Line 2 sets `x` to [?`1`?]."


def test_a_verified_claim_is_left_alone() -> None:
    text = "Line 2 sets `x` to `1`."
    assert signs(text, claim(text, text, verdict=ClaimVerdict.VERIFIED)) == text


def test_two_spots_on_one_line_and_one_blamed_twice() -> None:
    text = "`a` is `1` and `b` is `2`."
    first = claim(text, "`a` is `1`", "`1`", "`3`", verdict=ClaimVerdict.REFUTED)
    second = claim(text, "`b` is `2`", "`2`", "`4`", verdict=ClaimVerdict.REFUTED)
    again = claim(text, "`b` is `2`", "`b` is `2`", "", verdict=ClaimVerdict.REFUTED)
    assert signs(text, second, first, again) == "`a` is [-`1`-]{+`3`+} and `b` is [-`2`-]{+`4`+}."


def test_a_spot_over_two_lines_is_marked_on_both() -> None:
    text = "one two\nthree four"
    blamed = Surface(1, 5, 2, 6, "two\nthree")
    wrong = ClaimReport(1, "X", blamed, ClaimVerdict.REFUTED, "why", blamed, "`z`")
    assert signs(text, wrong) == "one [-two-]\n[-three-]{+`z`+} four"


def test_colours_replace_the_signs() -> None:
    text = "Line 2 sets `x` to `1`."
    wrong = claim(text, text[:-1], "`1`", "`2`", verdict=ClaimVerdict.REFUTED)
    target = Console(file=io.StringIO(), force_terminal=True, color_system="standard")
    spots = spots_of(report_of(text, wrong), [text])
    shown = marked(text, spots[1], target)
    assert shown.plain == "Line 2 sets `x` to `1` `2`."
    assert {str(span.style) for span in shown.spans} == {"red strike", "bold green"}


def test_carets_stand_under_the_words_in_terminal_columns() -> None:
    text = "漢字 and what"
    problem = Problem(ProblemKind.UNPARSED, surface(text, "what"), "no sentence")
    lines = printed(report_of(text, problems=(problem,))).splitlines()
    at = next(number for number, line in enumerate(lines) if "^" in line)
    assert lines[at].rstrip() == "    " + " " * width_of("漢字 and ") + "^^^^"
    assert lines[at - 1].strip() == text


def test_a_caret_far_to_the_right_is_shown() -> None:
    text = "x " * 400 + "wrong"
    problem = Problem(ProblemKind.UNPARSED, surface(text, "wrong"), "no sentence")
    lines = printed(report_of(text, problems=(problem,)), width=60).splitlines()
    at = next(number for number, line in enumerate(lines) if "^" in line)
    column = lines[at].index("^")
    assert lines[at - 1][column : column + 5] == "wrong"
    assert all(len(line) <= 60 for line in lines[at - 1 : at + 1])


def test_a_missing_answer_is_told_though_no_claim_is_wrong() -> None:
    text = "Line 2 runs."
    good = claim(text, "Line 2 runs", verdict=ClaimVerdict.VERIFIED)
    report = NarrationReport(
        text, Level.ORDERED, NarrationVerdict.REJECTED, (Reason.NO_ANSWER,), (good,), ()
    )
    assert "does not state what the call returned or raised" in " ".join(printed(report).split())


def test_nothing_reaches_the_terminal_that_it_would_obey() -> None:
    text = "a\x1b[2Jb\u202ec\rd\u00a0e"
    assert visible(text) == r"a\x1b[2Jb\u202ec\rd\xa0e"
    assert visible("tab\there\nnext") == "tab    here\nnext"
    problem = Problem(ProblemKind.UNPARSED, surface(text, "b"), f"“{text}” \x1b[31m")
    shown = printed(report_of(text, problems=(problem,)))
    assert not {"\x1b", "\u202e", "\r", "\u00a0"} & set(shown)


def test_shortened_counts_columns() -> None:
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("漢字漢字", 5) == "漢字…"
    assert shortened("a\nb", 0) == r"a\nb"
