"""Lies and truths about several passes, whole loops and what each pass does (§5.50 to §5.53).

Verdicts are read off docs/semantics.md.
"""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, Reason
from tests.claims.test_attacks import rows
from tests.claims.test_verify import judge, verdict

PASSES = """\
def f(xs, n):
    out = []
    other = out
    total = 0
    for x in xs:
        out.append(x)
        total += x
    for x in xs:
        out.append(x); out.append(x)
    for x in xs:
        out = out + [x]
    for x in xs:
        out.append(x)
        x = 9
    for x in xs:
        total += x
        total += x
    for x in xs:
        total += 1; total += x - 1
    for x in xs:
        if x > 1:
            out.append(x)
    for pair in [[1], [2]]:
        pair.append(5)
        out.append(pair)
    for x in xs:
        out.insert(0, x)
    for a, b in [(1, 2), (3, 4)]:
        out.append((a, b))
    while n:
        n -= 1
        flag = True
        for _ in range(n):
            total += 1
            if total > 26:
                break
    for x in xs:
        total += x
        if x == 2:
            return total
    return out
"""

PASSES_TOLD = """
VERIFIED Each pass of the loop on line 5 appends its item to `out`.
VERIFIED Each pass of the loop on line 5 appends its item to `other`.
VERIFIED Each pass of the loop on line 5 adds its item to `total`.
VERIFIED Each pass of the loop on line 5 appends `x` to `out`.
REFUTED Each pass of the loop on line 5 appends `total` to `out`.
REFUTED Each pass of the loop on line 5 adds its item to `out`.
REFUTED Each pass of the loop on line 5 appends its item to `total`.
REFUTED Each pass of the loop on line 5 appends its item to `missing`.
REFUTED Each pass of the loop on line 5 appends its item to `xs`.
REFUTED Each pass of the loop on line 8 appends its item to `out`.
REFUTED Each pass of the loop on line 10 appends its item to `out`.
VERIFIED Each pass of the loop on line 10 adds `[x]` to `out`.
REFUTED Each pass of the loop on line 10 adds `[9]` to `out`.
VERIFIED Each pass of the loop on line 12 appends its item to `out`.
VERIFIED Each pass of the loop on line 12 appends `x` to `out`.
REFUTED Each pass of the loop on line 15 adds its item to `total`.
REFUTED Each pass of the loop on line 15 adds `x` to `total`.
VERIFIED Each pass of the loop on line 18 adds its item to `total`.
REFUTED Each pass of the loop on line 20 appends its item to `out`.
VERIFIED Each pass of the loop on line 23 appends its item to `out`.
VERIFIED Each pass of the loop on line 23 appends `pair` to `out`.
REFUTED Each pass of the loop on line 23 appends `[1]` to `out`.
REFUTED Each pass of the loop on line 26 appends its item to `out`.
VERIFIED Each pass of the loop on line 28 appends its item to `out`.
VERIFIED Each pass of the loop on line 28 appends `(a, b)` to `out`.
REFUTED Each pass of the loop on line 30 appends its item to `out`.
VERIFIED Each pass of the loop on line 30 adds `-1` to `n`.
REFUTED Each pass of the loop on line 30 adds `1` to `n`.
REFUTED On pass 3 of the loop on line 30, each pass of the loop on line 33 adds `1` to `total`.
REFUTED Each pass of the loop on line 31 adds `1` to `n`.
VERIFIED Over the 3 passes of the loop on line 5, `total` goes from `0` to `6`.
REFUTED Over the 2 passes of the loop on line 5, `total` goes from `0` to `6`.
REFUTED Over the loop on line 5, `total` goes from `1` to `6`.
REFUTED Over the loop on line 5, `total` goes from `False` to `6`.
REFUTED Over the loop on line 5, `total` goes from `0` to `6.0`.
REFUTED Over the loop on line 5, `x` goes from `1` to `3`.
VERIFIED Over the loop on line 8, `x` goes from `3` to `3`.
REFUTED Over the loop on line 6, `total` goes from `0` to `6`.
AMBIGUOUS Over the loop on line 33, `total` grows by `2`.
REFUTED Over the 3 passes of the loop on line 33, `total` grows by `3`.
AMBIGUOUS Over the 2 passes of the loop on line 33, `n` goes from `2` to `2`.
VERIFIED On pass 1 of the loop on line 30, over the loop on line 33, `n` goes from `2` to `2`.
REFUTED On pass 3 of the loop on line 30, over the loop on line 30, `n` goes from `1` to `0`.
VERIFIED Over the loop on line 37, `x` goes from `3` to `2`.
REFUTED Over the 3 passes of the loop on line 37, `x` goes from `3` to `2`.
VERIFIED Over the 2 passes of the loop on line 37, `x` goes from `3` to `2`.
VERIFIED Over the loop on line 5, `out` grows by 3 elements.
REFUTED Over the loop on line 5, `out` grows by `3`.
REFUTED Over the loop on line 5, `total` grows by 6 elements.
VERIFIED Over the loop on line 5, `total` grows by `6`.
REFUTED Over the loop on line 5, `total` grows by `6.0`.
REFUTED Over the loop on line 5, `total` shrinks by `6`.
VERIFIED Over the loop on line 5, `total` shrinks by `-6`.
VERIFIED Over the loop on line 5, line 6 runs 3 times.
REFUTED Over the loop on line 5, line 9 runs.
VERIFIED On every pass of the loop on line 5, line 6 runs.
REFUTED On every pass of the loop on line 20, line 22 runs.
VERIFIED On passes 2 to 3 of the loop on line 20, line 22 runs.
REFUTED On passes 1 and 3 of the loop on line 20, line 22 runs.
REFUTED On passes 2 to 4 of the loop on line 20, line 22 runs.
REFUTED On passes 2 to 999999999 of the loop on line 20, line 22 runs.
REFUTED On every pass of the loop on line 15, `total` is `6`.
AMBIGUOUS On every pass of the loop on line 15, `total > 6` is `True`.
REFUTED On every pass of the loop on line 5, `x` is `1`.
VERIFIED On every pass of the loop on line 30, line 32 sets `flag` to `True`.
REFUTED On every pass of the loop on line 30, on pass 1 of the loop on line 33, line 34 runs.
REFUTED On every pass of the loop on line 33, line 36 runs.
VERIFIED On every pass of the loop on line 33, line 34 runs once.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((PASSES, "[1, 2, 3], 3", PASSES_TOLD))
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "On passes 2 to 2 of the loop on line 3, line 4 runs.",
        "On passes 3 to 2 of the loop on line 3, line 4 runs.",
        "On passes 2 of the loop on line 3, line 4 runs.",
        "On passes 3 and 2 of the loop on line 3, line 4 runs.",
        "On passes 0 to 2 of the loop on line 3, line 4 runs.",
        "Over the 1 passes, line 4 runs.",
        "Over the 2 pass of the loop on line 3, line 4 runs.",
        "Over the loop on line 3, `x` is `1`.",  # of many states it is not said which
        "On every pass of the loop on line 3, the function returns `3`.",
    ],
)
def test_no_sentence(sentence: str) -> None:
    assert parse_narration(sentence).problems


SOME = """\
def f(xs):
    total = 0
    for n in xs:
        if n > 1:
            total += n
    return total
"""

THOUSAND = """\
def f(n):
    total = 0
    for i in range(n):
        total += i
    return total
"""

HEADED = """\
- Line 2 sets `total` to `0`.
- On every pass of the loop on line 3:
  - Line 4 runs once.
  - The condition `n > 1` on line 4 is true.
"""


def test_what_stands_below_a_heading_of_several_passes_holds_in_each() -> None:
    verdicts = [
        [claim.verdict.value for claim in judge(SOME, call).verify(HEADED).claims]
        for call in ("[2, 3]", "[2, 1]", "[]")
    ]
    assert verdicts == [
        ["VERIFIED", "VERIFIED", "VERIFIED", "VERIFIED"],
        ["VERIFIED", "VERIFIED", "VERIFIED", "REFUTED"],
        ["VERIFIED", "REFUTED", "REFUTED", "REFUTED"],
    ]


def test_a_thousand_passes_are_two_sentences() -> None:
    lines = (
        "Line 2 sets `total` to `0`.",
        "Over the 1000 passes of the loop on line 3, `total` goes from `0` to `499500`.",
        "The loop on line 3 ends because its items run out.",
        "The function returns `499500`.",
    )
    checked = judge(THOUSAND, "1000")
    report = checked.verify("\n".join(lines), Level.GAPLESS)
    assert report.reasons == ()
    for index, line in enumerate(lines[:-1]):
        rest = "\n".join((*lines[:index], *lines[index + 1 :]))
        wanted = () if index == 0 else (Reason.GAPS,)  # the second one says what line 2 sets, too
        assert checked.verify(rest, Level.GAPLESS).reasons == wanted, line
