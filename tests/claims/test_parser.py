"""Text to claims: forms, contexts, places, and what is said about text that cannot be read."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import GrammarError

from engine.claims import examples, model, spans
from engine.claims.model import (
    AfterLine,
    Block,
    CallContext,
    ContextStart,
    Narration,
    PassContext,
    PlacedClaim,
    PlacedHeading,
    Relation,
    Sentence,
    ValueIs,
)
from engine.claims.number_words import ordinal_of
from engine.claims.parser import MAX_PROBLEMS, ParsedNarration, parse_narration, parse_sentence
from engine.claims.reading import Reading
from engine.claims.scanner import MAX_LINE, MAX_TEXT, scan
from engine.claims.structure import MAX_BLOCKS, MAX_TOKENS
from engine.claims.syntax import (
    Derivation,
    Start,
    Stuck,
    build,
    derive,
    grammar_text,
    narration_grammar,
    shape,
)
from engine.claims.syntax_errors import Problem, ProblemKind
from engine.trace.model import LineNo
from engine.values import Atom

SEMANTICS = Path(__file__).parents[2] / "docs" / "semantics.md"
CASE = re.compile(r"- P\d+ (?:VERIFIED|REFUTED|AMBIGUOUS|UNSUPPORTED): (?P<text>.*)")


def problems(text: str) -> tuple[Problem, ...]:
    return parse_narration(text).problems


def the_problem(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def claims(text: str) -> list[PlacedClaim]:
    parsed = parse_narration(text)
    assert parsed.problems == ()
    return list(parsed.narration.claims())


def claim(text: str) -> model.Claim:
    (placed,) = claims(text)
    return placed.claim


# -- the grammar --------------------------------------------------------------------------------


def test_every_case_of_the_reference_parses() -> None:
    cases = [found["text"] for line in SEMANTICS.read_text("utf-8").splitlines()
             if (found := CASE.fullmatch(line))]  # fmt: skip
    assert len(cases) > 100
    assert [(case, problems(case)) for case in cases if problems(case)] == []


@pytest.mark.parametrize("text", examples.SENTENCES)
def test_every_example_parses(text: str) -> None:
    assert isinstance(parse_sentence(text), Sentence | model.Note | model.Block)


@pytest.mark.parametrize("text", examples.HEADINGS)
def test_every_example_of_a_heading_parses(text: str) -> None:
    assert problems(f"{text}\n  Line 2 runs.") == ()


def _rules_used(text: str) -> set[str]:
    (line,) = scan(text)
    start = Start.HEADING if text.endswith(":") else Start.SENTENCE
    tree = derive(start, shape(line.tokens))
    assert isinstance(tree, Derivation)
    return set(tree.forms())


def _rules() -> set[str]:
    """Names of tree nodes: aliases, and rules with an alternative that has none."""
    names = {rule.alias or str(rule.origin.name) for rule in narration_grammar().rules}
    return {name for name in names if not name.startswith("_")}


_VANISHING = {
    "context",
    "prefix",
    "state",
    "equality",
    "many_ref",
    "holding",
    "effect",
    "said",
    "comparison",
    "identity",
    "quality",
    "measure",
    "index",
    "absolute",
    "plain",
}
"""Rules that leave no node."""


def test_the_examples_use_every_rule() -> None:
    used = set().union(*(_rules_used(each) for each in examples.SENTENCES + examples.HEADINGS))
    assert used >= _rules() - _VANISHING


def test_every_rule_has_its_reading_and_no_reading_is_orphaned() -> None:
    public = {name for name in dir(Reading) if not name.startswith("_")}
    entries = {"read_sentence", "read_heading"}
    assert public - entries <= _rules()
    used = set().union(*(_rules_used(each) for each in examples.SENTENCES + examples.HEADINGS))
    assert used <= public


def test_notes_of_the_grammar_and_of_the_model_are_the_same() -> None:
    for kind in model.NoteKind:
        assert parse_sentence(kind.value) == model.Note(kind)


@pytest.mark.parametrize(
    "grammar",
    [
        # reduce/reduce
        'sentence: a "." | b "."\nheading: ":"\na: "x"\nb: "x"',
        # shift/reduce: the dangling else
        'sentence: s "."\nheading: ":"\ns: "if" s | "if" s "else" s | "x"',
    ],
)
def test_a_conflict_in_a_grammar_is_an_error(grammar: str) -> None:
    with pytest.raises(GrammarError):
        build(grammar)


def test_the_grammar_hides_no_conflict_behind_priorities() -> None:
    assert not re.search(r"^[?!_a-z]+\.\d", grammar_text(), re.MULTILINE)
    assert all(not rule.options.priority for rule in narration_grammar().rules)


# -- meaning ------------------------------------------------------------------------------------


def test_a_list_gives_a_claim_each_at_its_own_place() -> None:
    text = "After line 8, `total` is `5`, `b` is not `2`, and `result` has type `int`."
    first, second, third = (each.claim for each in claims(text))
    moment = AfterLine(LineNo(8))
    assert first == ValueIs(moment, spans.read_expr("total"), Atom(5))
    assert second == ValueIs(moment, spans.read_expr("b"), Atom(2), negated=True)
    assert third == model.HasType(moment, spans.read_expr("result"), "int")
    assert second.surface == model.Surface(1, 31, 1, 45, "`b` is not `2`")
    assert text[second.surface.column - 1 : second.surface.end_column - 1] == "`b` is not `2`"


def test_prefixes_and_passes_in_moments_are_contexts() -> None:
    text = "In call 2 of `square`, at the end of the 3rd pass of the loop on line 3, `n` is `1`."
    (placed,) = claims(text)
    assert placed.chain == (CallContext(2, "square"), PassContext(3, LineNo(3)))
    assert placed.claim == ValueIs(model.ContextEnd(), spans.read_expr("n"), Atom(1))
    same = "In call 2 of `square`, on pass 3 of the loop on line 3, at the end, `n` is `1`."
    assert claims(same) == [placed]
    both = claims("On pass 3 of the loop on line 3, `n` is `1`.")
    assert isinstance(both[0].claim, ValueIs)
    assert both[0].claim.moment == model.ContextStartAndEnd()


def test_a_condition_and_its_consequence_are_two_claims() -> None:
    text = "The condition `n > 1` on line 4 is true, so line 5 runs."
    first, second = (each.claim for each in claims(text))
    test = spans.read_expr("n > 1")
    assert first == model.ConditionIs(LineNo(4), test, truth=True)
    assert first.surface.text == "The condition `n > 1` on line 4 is true"
    runs = model.Consequence.RUNS
    assert second == model.ConditionLeads(LineNo(4), test, True, runs, LineNo(5))
    assert second.surface.text == "line 5 runs"


def test_headings_hold_for_what_is_indented_deeper() -> None:
    text = (
        "Line 2 runs.\n"
        "- Pass 2 of the loop on line 3 (`n` is `1`):\n"
        "    1. Line 4 runs. Line 7 runs.\n"
        "\n"
        "  - In the first call of `g`:\n"
        "    * Line 5 runs.\n"
        "  - Earlier, line 6 runs.\n"
        "- Later, line 8 runs.\n"
        "      Line 9 runs.\n"
    )
    outer = (PassContext(2, LineNo(3)),)
    inner = (*outer, CallContext(1, "g"))
    placed = claims(text)
    where = {each.claim.line: each for each in placed if isinstance(each.claim, model.LineRuns)}
    assert {line: each.chain for line, each in where.items()} == {
        2: (), 4: outer, 7: outer, 5: inner, 6: outer, 8: (), 9: (),
    }  # fmt: skip
    assert where[LineNo(6)].relation is Relation.EARLIER
    assert where[LineNo(8)].relation is Relation.LATER
    assert placed[1].claim == ValueIs(ContextStart(), spans.read_expr("n"), Atom(1))
    assert placed[1].chain == outer
    entries = list(parse_narration(text).narration.entries())
    headings = [entry for entry in entries if isinstance(entry, PlacedHeading)]
    assert [heading.chain for heading in headings] == [outer, inner]


def test_places_are_those_of_the_text() -> None:
    text = "Line 2 runs.\n  - Then `x` is always ``'`'``. Now line 3 runs.\n"
    for placed in claims(text):
        surface = placed.claim.surface
        line = text.split("\n")[surface.line - 1]
        assert surface.end_line == surface.line
        assert line[surface.column - 1 : surface.end_column - 1] == surface.text
    assert [placed.claim.surface.text for placed in claims(text)] == [
        "Line 2 runs", "`x` is always ``'`'``", "line 3 runs",
    ]  # fmt: skip


def test_line_ends_of_windows_are_line_ends() -> None:
    assert len(claims("Line 2 runs.\r\nLine 3 runs.\r\n")) == 2
    assert the_problem("Line 2 runs.\rLine 3 runs.").kind is ProblemKind.FORBIDDEN_TEXT


@pytest.mark.parametrize(
    ("text", "number"),
    [("3rd", 3), ("11th", 11), ("12th", 12), ("13th", 13), ("21st", 21), ("112th", 112),
     ("first", 1), ("twelfth", 12), ("2th", None), ("11st", None), ("0th", None), ("last", None),
     ("02nd", None), ("thirteenth", None)],
)  # fmt: skip
def test_ordinals(text: str, number: int | None) -> None:
    assert ordinal_of(text) == number


@pytest.mark.parametrize(
    ("text", "times"),
    [("once", 1), ("twice", 2), ("1 time", 1), ("one time", 1), ("twelve times", 12),
     ("0 times", 0), ("1 times", 1)],
)  # fmt: skip
def test_counts(text: str, times: int) -> None:
    assert claim(f"Line 2 runs {text}.") == model.LineRuns(LineNo(2), times)


@pytest.mark.parametrize(
    "same",
    [
        "Line 4 sets `a[ 'k' ]` to `1`.",
        'Line 4 sets `a["k"]` to `1`.',
        "Line four sets `a[('k')]` to `(1)`.",
        "Line 4 sets `` a['k'] `` to `0x1`.",
        "Now line 4 assigns `+1` to `a['k']`.",
        "On line 4, `a['k']` becomes `1`.",
    ],
)
def test_spelling_does_not_matter(same: str) -> None:
    assert claim(same) == claim("Line 4 sets `a['k']` to `1`.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The answer is `1`.", "The answer is `True`."),
        ("The answer is `1`.", "The answer is `1.0`."),
        ("The answer is `0.0`.", "The answer is `-0.0`."),
        ("The answer is `{1: 2}`.", "The answer is `{1, 2}`."),
        ("The answer is `(1)`.", "The answer is `(1,)`."),
        ("The answer is `'a'`.", "The answer is `b'a'`."),
        ("Line 3 prints nothing.", "Line 3 prints `''`."),
        ("Line 3 runs.", "Line 3 runs once."),
        ("Before line 3, `x` is `1`.", "On line 3, `x` is `1`."),
        ("Before line 3, `x + 1` is `1`.", "Before line 3, `1 + x` is `1`."),
        ("Line 3 sets `x` to `1`.", "Line 3 changes `x` to `1`."),
    ],
)
def test_different_meanings_stay_different(one: str, other: str) -> None:
    assert claim(one) != claim(other)


# -- what is not read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("Line 3 gave `5`.", 8, "no word of the language"),
        ("LINE 3 runs.", 1, "begins with a capital"),
        ("Line 3 Runs.", 8, "lower case"),
        ("Line 3 never", 13, "ends too early"),
        ("Line 3 runs. `x`", 17, "ends too early"),
        ("Line 3 runs.Line 4 runs.", 12, "after a full stop"),
        ("Line3 runs.", 1, "no word of the language"),
        ("Line 3 returns`5`.", 15, "a space is missing"),
        ("Line 03 runs.", 6, "not a number"),
        ("Line 1234567890 runs.", 6, "not a number"),
        ("Line 0 runs.", 6, "lines count from 1"),
        ("On pass 0 of the loop on line 3, line 4 runs.", 9, "passes count from 1"),
        ("In call 0 of `g`, line 4 runs.", 9, "calls count from 1"),
        ("Line 3 runs 2 time.", 13, "plural"),
        ("The last pass of the loop on line 3:", 5, "read “last”"),
        ("On pass 1 of the loop on line 3, the function returns `4`.", 55, "takes no prefix"),
        ("In call 1 of `g`, call 2 of `g` returns `4`.", 19, "takes no prefix"),
        ("Line 3 sets `x` to `y`.", 20, "not a literal"),
        ("Line 3 sets `x` to `[1, y]`.", 20, "not a literal"),
        ("Line 3 sets `x` to `1 + 1`.", 20, "not a literal"),
        ("Line 3 sets `x + 1` to `1`.", 13, "not a target"),
        ("Line 3 sets `x[1:2]` to `[1]`.", 13, "slice"),
        ("Line 3 sets `x, y` to `(1, 2)`.", 13, "not a target"),
        ("Line 3 prints `5`.", 15, "not a string"),
        ("Line 3 prints `b'5'`.", 15, "not a string"),
        ("Before line 4, `x[0]` is defined.", 16, "not a name"),
        ("Before line 4, `None` is defined.", 16, "not a name"),
        ("Line 3 calls `g(1)`.", 14, "not the name of a function"),
        ("Line 3 calls `g` with `a` = `1` and `a` = `1`.", 37, "named twice"),
        ("Line 3 enters a `try` block.", 17, "only `with`"),
        ("Line 3 sets `x` to `1", 20, "nothing closes"),
        ("Line 3 sets ```x``` to `1`.", 13, "one backtick or two"),
        ("Line 3 sets `` to `1`.", 13, "nothing closes"),
        ("Line 3 sets ` ` to `1`.", 13, "nothing between"),
        ("Line 3 sets `x # y` to `1`.", 13, "no comments"),
        ("Line 3 sets `x` to `1 # really 2`.", 20, "no comments"),
        ("Line 3 sets `x` to `'a`.", 20, "never closed"),
        ("Line 3 sets `x` to `(1`.", 20, "never closed"),
        ("Line 3 sets `x` to `1)`.", 20, "closes nothing"),
        ("Line 3 sets `x` to `1 2`.", 20, "not a Python expression"),
        ("Line 3 runs **twice.", 13, "read “**”"),
        ("Line 3 runs ~~twice~~.", 13, "read “~~”"),
        ("~Line 3 runs.", 1, "read “~”"),
        ("Line 3 runs; line 4 runs.", 12, "read “;”"),
        ("Line 3 runs...", 12, "read “...”"),
        ("Line 3 runs and line 4 runs.", 13, "read “and”"),
        ("- ", 1, "empty"),
        ("<!-- Line 3 runs. -->", 1, "read “<”"),
        ("Line 2 runs. Pass 2 of the loop on line 3:", 14, "line of its own"),
        ("At the end of every pass of the loop on line 3, `n` is defined.", 56, "not a literal"),
        ("That is the whole execution.", 1, "read “That”"),
        ("Here is what happens, truly.", 23, "no word of the language"),
        (".", 1, "read “.”"),
        (":", 1, "read “:”"),
    ],
)
def test_unparsed_text_is_told_with_its_place(text: str, column: int, reason: str) -> None:
    first = problems(text)[0]
    assert first.kind is ProblemKind.UNPARSED
    assert (first.surface.line, first.surface.column) == (1, column), first.message
    assert reason in first.message
    assert (
        parse_narration(text).narration == Narration(())
        or "Line 3 runs." in text
        or (text.startswith("Line 2 runs."))
    )


@pytest.mark.parametrize(
    ("text", "column", "name"),
    [
        ("Line 3 runs.\u200b", 13, "ZERO WIDTH SPACE (U+200B)"),
        ("\ufeffLine 3 runs.", 1, "ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("Line 3\u00a0runs.", 7, "NO-BREAK SPACE (U+00A0)"),
        ("Line 3 r\u0443ns.", 9, "CYRILLIC SMALL LETTER U (U+0443)"),
        ("Line 3 runs.\t", 13, "TAB (U+0009)"),
        ("\0", 1, "NULL (U+0000)"),
        ("Line 3 sets `x\u200b` to `1`.", 15, "ZERO WIDTH SPACE (U+200B)"),
        ("Line 3 sets `x` to `'\u202e'`.", 22, "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("Line 3 sets `x` to `'\u3000'`.", 22, "IDEOGRAPHIC SPACE (U+3000)"),
        ("Line 3 sets `x` to `'\ud800'`.", 22, "U+D800"),
        ("Line 3 sets `x` to `'\ue000'`.", 22, "U+E000"),
        ("Line 3 sets `\u0445` to `1`.", 14, "CYRILLIC SMALL LETTER HA (U+0445)"),
        ("Line 3 sets `\uff4e` to `1`.", 14, "FULLWIDTH LATIN SMALL LETTER N (U+FF4E)"),
        ("Line 3 evaluates `f'{'' if \u00e9 else ''}'` to `''`.", 28, "LATIN SMALL LETTER E WITH"),
    ],
)
def test_forbidden_characters_are_named(text: str, column: int, name: str) -> None:
    problem = the_problem(text)
    assert problem.kind is ProblemKind.FORBIDDEN_TEXT
    assert (problem.surface.line, problem.surface.column) == (1, column)
    assert name in problem.message


def test_characters_beyond_ascii_may_stand_in_strings() -> None:
    assert claim("The answer is `'é漢🐍'`.") == model.AnswerReturns(model.Exactly(Atom("é漢🐍")))


def test_the_answer_does_not_stand_below_a_call() -> None:
    text = "- Call 1 of `g`:\n  - Pass 1 of the loop on line 2:\n    - The function returns `4`."
    assert "heading of a call" in the_problem(text).message
    assert the_problem(text).example == "Call 1 of `g` returns `1`."
    assert problems("- Pass 1 of the loop on line 2:\n  - The function returns `4`.") == ()


def test_every_problem_is_told_and_the_rest_is_read() -> None:
    text = "Line 2 runs. Nonsense. Line 3 runs.\nMore nonsense\n- Line 4 runs.\n- \u200b\n"
    parsed = parse_narration(text)
    assert [(each.surface.line, each.surface.column) for each in parsed.problems] == [
        (1, 14), (2, 1), (4, 3),
    ]  # fmt: skip
    assert len(list(parsed.narration.claims())) == 3


@pytest.mark.parametrize(
    "heading",
    ["Nonsense here:", "Pass 0 of the loop on line 3:", "Pass\u200b 1 of the loop on line 3:",
     "Line 2 runs. Pass 1 of the loop on line 3:", "Pass 1 of the loop on line 3 (`n` is `m`):"],
)  # fmt: skip
def test_below_an_unreadable_heading_nothing_is_placed(heading: str) -> None:
    parsed = parse_narration(f"- {heading}\n  - Line 4 runs. Nonsense.\n- Line 5 runs.")
    assert [problem.surface.line for problem in parsed.problems] == [1, 2]
    runs = [placed.claim for placed in parsed.narration.claims()]
    assert model.LineRuns(LineNo(5)) in runs
    assert model.LineRuns(LineNo(4)) not in runs


def test_the_nearest_form_is_shown() -> None:
    assert the_problem("Line 3 returning `5`.").example == "Line 4 returns `3`."
    assert the_problem("The loop on line 3 made 4 passes.").example == (
        "The loop on line 3 makes 4 passes."
    )
    assert (
        the_problem("Passing 2 of the loop on line 3:").example == "Pass 2 of the loop on line 3:"
    )
    assert problems("Xyzzy.")[0].example == ""


def test_a_message_is_one_readable_paragraph() -> None:
    message = the_problem("Line 3 runs 3 ~~times~~.").message
    assert message == (
        "line 1, column 15: read “~~”; expected “times” or “time”."
        " A sentence that can be read: Line 5 runs 3 times."
    )


# -- hostile text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "x" * (MAX_TEXT + 1),
        "x" * 900_000,
        "`" * 900_000,
        "` " * 400_000,
        "`a`" * 300_000,
        "." * 900_000,
        "a. " * 300_000,
        "a.\n" * 300_000,
        "\n" * 900_000,
        "- \n" * 300_000,
        "\0" * 900_000,
        "(" * 900_000,
        "Line 3 runs, " * 3_000,
        "Before line 1, " + "`x` is `1`, " * 4_000 + "and `x` is `1`.",
        "".join(f"{' ' * depth}Pass 1 of the loop on line 3:\n" for depth in range(1_300)),
        *(f"The answer is `{code}`." for code in (
            "(" * 9_999 + ")" * 9_999,
            "[" * 99 + "]" * 99,
            "-" * 19_999 + "1",
            "~" * 99 + "1",
            "'" * 19_999,
            "'\\" * 9_999,
            "1" * 19_999,
            "0x" + "f" * 3_900,
            "1e" + "9" * 999,
            "a" + ".a" * 9_000,
            "1" + "+1" * 9_000,
            "not " * 4_900 + "1",
            "lambda:" * 2_800 + "1",
            "f(" * 99 + ")" * 99,
            "{" * 99 + "}" * 99,
            "{[(" * 33 + ")]}" * 33,
            "f'" + "{" * 500 + "}" * 500 + "'",
            "x if x else " * 1_600 + "1",
            "[x " + "for x in y " * 1_500 + "]",
            "1," * 9_999,
            "'a' " * 4_999,
        )),
    ],
)  # fmt: skip
def test_hostile_text_is_refused_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    parsed = parse_narration(text)
    assert time.perf_counter() - start < 5
    assert len(parsed.problems) <= MAX_PROBLEMS + 2
    assert all(len(problem.message) < 600 for problem in parsed.problems)


def test_limits_are_told() -> None:
    assert "longer than 1,000,000" in the_problem("x" * (MAX_TEXT + 1)).message
    assert "longer than 50,000" in the_problem("x" * (MAX_LINE + 1)).message
    assert f"more than {MAX_TOKENS} words" in the_problem("a " * MAX_TOKENS + ".").message
    nested = "".join(
        f"{' ' * depth}Pass 1 of the loop on line 3:\n" for depth in range(MAX_BLOCKS + 1)
    )
    deep = problems(f"{nested}{' ' * (MAX_BLOCKS + 1)}Line 4 runs.")
    assert "nested deeper" in deep[0].message
    unreadable = "".join(f"{' ' * depth}\u200b:\n" for depth in range(MAX_BLOCKS + 5))
    assert len(problems(unreadable)) == MAX_BLOCKS + 5
    many = problems("Nonsense.\n" * (MAX_PROBLEMS + 50))
    assert len(many) == MAX_PROBLEMS + 1
    assert "the rest is not read" in many[-1].message


_words = st.sampled_from(
    re.findall(r"`[^`]*`|[^\s`]+|\s", " ".join((*examples.SENTENCES, "\n", "(", "):", "``")))
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(_words, max_size=30).map("".join)))
def test_no_text_raises(text: str) -> None:
    parsed = parse_narration(text)
    assert parsed == parse_narration(text)
    for problem in parsed.problems:
        assert problem.message


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(examples.SENTENCES), st.data())
def test_nothing_is_skipped(text: str, data: st.DataObject) -> None:
    """A character put anywhere outside of strings is refused, unless it is part of the meaning."""
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.sampled_from("§~#*_<>!?;\u200b")) + text[at:]
    parsed = parse_narration(changed)
    if not parsed.problems:
        assert parsed != parse_narration(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1`'.,:=() -*#\n\\", max_size=40))
def test_tokens_cover_their_line(text: str) -> None:
    for line in scan(text):
        if line.problem is not None:
            continue
        covered = {at for token in line.tokens for at in range(token.start, token.end)}
        rest = "".join(char for at, char in enumerate(line.text) if at not in covered)
        # Beside bullets only paired marks of emphasis have no token: they say nothing.
        assert re.fullmatch(r" *(?:#{1,6}|[-*+]|[0-9]+[.)])?[ *]*", rest)


def test_long_narrations_are_read_whole() -> None:
    text = "".join(
        f"- On pass {n % 9 + 1} of the loop on line 3, line {n % 7 + 1} sets `x` to `{n}`.\n"
        f"- After line {n % 7 + 1}, `total` is `{n}` and `rows[{n % 5}]` is `[{n}, {n + 1}]`.\n"
        for n in range(1_000)
    )
    parsed = parse_narration(text)
    assert parsed.problems == ()
    assert sum(1 for _ in parsed.narration.claims()) == 3_000


def test_a_parsed_narration_is_data() -> None:
    one = parse_narration("Line 2 runs.")
    assert one == parse_narration("  * Line 2 runs. ")
    assert isinstance(one, ParsedNarration)
    assert hash(one.narration) == hash(parse_narration("Line two runs.").narration)
    assert not any(isinstance(item, Block) for item in one.narration.items)
    assert isinstance(derive(Start.SENTENCE, ("LINE",)), Stuck)
