"""How texts are structured, and values without backticks; and what must not ride along."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, NarrationVerdict, Reason
from tests.claims.test_discourse import NESTED, SUM, judge, verdicts

TOLD = """\
### Understand
<think>
Let's trace the execution step by step.
</think>
## Execution
**Initial state:** `total = 0`

**Iteration 1 (`n = 3`):**
- `n > 1` is **true**, so `total` becomes 3

**Iteration 2: `n` = 1**
- n > 1 is false
- `total` is still 3

**Iteration 3**:
1. `n > 1` is true.
2. `total` becomes `3 + 2 = 5`.

The loop ends.

## After the loop:
`total` is 5.

### Final answer
Therefore, the function returns `5`.
"""


def test_a_text_in_the_style_of_models_is_accepted() -> None:
    report = judge(SUM, "[3, 1, 2]").verify(TOLD)
    assert [problem.message for problem in report.problems] == []
    assert [(claim.surface.text, claim.why) for claim in report.claims if claim.why] == []
    assert report.verdict is NarrationVerdict.ACCEPTED


LIES = [
    ("`total = 0`", "`total = 1`"),
    ("(`n = 3`)", "(`n = 2`)"),
    ("becomes 3", "becomes 4"),
    ("`n` = 1**", "`n` = 2**"),
    ("n > 1 is false", "n > 1 is true"),
    ("still 3", "still 0"),
    ("`3 + 2 = 5`", "`3 + 3 = 5`"),
    ("`3 + 2 = 5`", "`3 + 2 = 6`"),
    ("**Iteration 3**:", "**Iteration 4**:"),
    ("`total` is 5.", "`total` is 3."),
    ("returns `5`", "returns `3`"),
]


@pytest.mark.parametrize(("true", "false"), LIES)
def test_each_lie_in_it_is_refuted(true: str, false: str) -> None:
    assert TOLD.count(true) == 1
    report = judge(SUM, "[3, 1, 2]").verify(TOLD.replace(true, false))
    assert Reason.REFUTED in report.reasons


HIDDEN = [
    "~~`total` is `0`.~~ `total` becomes `0`.",
    "<!-- the loop never runs --> `total` becomes `0`.",
    "`total` becomes `0`. <b>`total` is `0`.</b>",
    "[`total` becomes `0`.](the loop never runs)",
    "`total` becomes `0`. The loop never runs, truly.",
    "Understand: the loop never runs",
    "## The loop never runs",
    "## Iteration the first",
    "**The loop never runs**",
    "Step 2: the loop never runs.",
    "Let's trace the loop that never runs.",
    "Let's trace the call with `[4]`.",
    "<think>the loop never runs</think>",
    "`total` becomes `0` (never `1`).",
    "`total` becomes **`0`.",
    "Then `total` becomes `0`, as expected.",
    "```\nx = 1\n```",
    "tot\u0430l becomes 0.",
    "total becomes 0\u200b.",
    "It becomes 0.",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_nothing_rides_along(text: str) -> None:
    report = judge(SUM, "[3, 1, 2]").verify(f"{text}\nThe function returns `5`.")
    assert report.verdict is NarrationVerdict.REJECTED
    assert {Reason.UNPARSED, Reason.FORBIDDEN_TEXT, Reason.REFUTED} & set(report.reasons)


BARE = [
    ("total becomes 0. total becomes 3. total becomes 5.", "VVV"),
    ("total becomes 0. total becomes 4.", "VR"),
    ("nums is [3, 1, 2]", "V"),
    ("nums is [3, 1]", "R"),
    ("nums[0] is 3 and len(nums) is 3.", "VV"),
    ("nums[0] is 3.0 and len(nums) is 4.", "RR"),
    ("'a' is 'a'. 'it.s' is 'a'.", "VR"),
    ("3 > 2 is true. 3 > 4 is true.", "VR"),
    ("nums[1] + 4 is 5. -3 is -3. 2.5 is 2.5.", "VVV"),
    ("After line 2, total is 0. After line 2, total is False.", "VR"),
    ("Nobody is 0.", "R"),
    ("The loop runs 3 times. The loop runs three times.", "VV"),
    ("In iteration 2, n becomes 1.", "V"),
    ("At n = 2, total becomes 5.", "V"),
    ("At n = 1, total becomes 5.", "R"),
]


@pytest.mark.parametrize(("text", "expected"), BARE)
def test_values_without_backticks(text: str, expected: str) -> None:
    assert verdicts(SUM, "[3, 1, 2]", text) == expected


def test_a_form_with_numbers_keeps_its_meaning() -> None:
    assert parse_narration("Line 5 runs 3 times.") == parse_narration("Line 5 runs three times.")
    assert parse_narration("Line 5 sets `x` to `3`.") == parse_narration("Line 5 sets x to 3.")
    assert parse_narration("`n = 3`.").narration == parse_narration("`n` = `3`.").narration
    assert parse_narration("`n == 3` is true.") != parse_narration("`n = 3` is true.")


def test_blocks_by_lists_and_by_levels() -> None:
    text = """\
## Outer iteration 1:
In iteration 2, `count` becomes `3`.
**Iteration 2 of the loop over `row`:**
- `x` becomes `2`.
- `count` is `3`.
`count` becomes `103`.
## Outer iteration 2
`count` becomes `106`.
"""
    assert verdicts(NESTED, "[[1, 2], [3]]", text) == "VVVAVVVV"


def test_a_list_below_a_heading_that_is_no_point_belongs_to_it() -> None:
    inside = "Iteration 1:\n- `total` becomes `3`.\n- `total` becomes `5`."
    assert verdicts(SUM, "[3, 1, 2]", inside) == "VVR"
    outside = "- Iteration 1:\n- `total` becomes `3`.\n- `total` becomes `5`."
    assert verdicts(SUM, "[3, 1, 2]", outside) == "VVV"
    after = "Iteration 1:\n- `total` becomes `3`.\n\n`total` becomes `5`."
    assert verdicts(SUM, "[3, 1, 2]", after) == "VVV"


def test_levels_do_not_change_what_is_read() -> None:
    levels = [judge(SUM, "[3, 1, 2]").verify(TOLD, level).problems for level in Level]
    assert levels == [(), (), ()]


BEGUN = "Line 2 sets `total` to `0`. `total` becomes `3`.\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Initial state: `total` is `3`.", "R"),
        ("Initially: `total` is `3`.", "R"),
        ("Input: `nums` is `[3]`.", "R"),
        ("Final state: `total` is `3`.", "R"),
        ("Result: `total` = `3`.", "R"),
        ("Final values: `total` = `3`, `nums[0]` = `3`.", "RV"),
        ("Final state: `total` is `5`.", "V"),
        ("Final state: The value of `total` is `3`.", "R"),
        ("Final state:\n- `total` is `3`.", "R"),
        ("Final state:\n- `total` is `3`.\n- `total` is `5`.", "RV"),
        ("Final state:\n`total` is `3`.", "R"),
        ("- Final state:\n  - `total` is `3`.", "R"),
        ("- Final state:\n- `total` becomes `5`.\n- `total` is `5`.", "VV"),
        ("## Final state\n`total` is `3`.\n\n`total` is `3`.", "RR"),
        ("## Final state\n`total` is `5`.\n## Reflection\n`total` is `3`.", "VR"),
        ("**Final state**\n\n- `total` is `3`.", "R"),
        ("The variable `total` ends up as `3`.", "R"),
        ("Finally, `total` ends up as `3`.", "R"),
        ("Result:\n- the function returns `5`.", "V"),
        ("Result: `total` becomes `5`.", "V"),
    ],
)
def test_titles_that_say_when(text: str, wanted: str) -> None:
    """What is so at the point and not when the title says is no truth."""
    assert verdicts(SUM, "[3, 1, 2]", BEGUN + text)[2:] == wanted


@pytest.mark.parametrize("joining", ["we see that", "then", "so", "now", "hence,"])
def test_no_joining_word_frees_a_state_of_its_title(joining: str) -> None:
    text = f"{BEGUN}Final state: {joining} `total` is `3`."
    report = judge(SUM, "[3, 1, 2]").verify(text, Level.CLAIMS)
    assert report.problems or report.claims[-1].verdict.value == "REFUTED"
