"""The oracle against the cases of docs/semantics.md, and on the order of narrations."""

# ruff: noqa: ISC004 (texts of several lines)

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from .judge import Oracle

PAGE = (Path(__file__).parents[2] / "docs" / "semantics.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^#{2,3} (\d+(?:\.\d+)?)", PAGE, flags=re.MULTILINE)
LATER = {f"5.{section}" for section in range(108, 120)}
"""Sections that the oracle does not read yet."""
CASES = [
    (section, *case)
    for section, text in zip(SECTIONS[1::2], SECTIONS[2::2], strict=True)
    if section not in LATER
    for case in re.findall(r"^- (P\d+) ([A-Z]+): (.+)$", text, re.MULTILINE)
]
SLICED = ("5.68", "5.69")
"""Sections that speak of slices, which the oracle does not make: it may leave their cases open."""
EXECUTED = (("P3", "`int(text)` is called."), ("P5", "`len(b)` is called."))
"""Cases of 5.86 that it leaves open: it cannot see which calls a statement executed."""


@functools.cache
def oracle(name: str) -> Oracle:
    found = re.search(
        rf"^### {name}: `f\(([^\n]*)\)`\n```python\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL
    )
    assert found
    return Oracle(found[2], "f", found[1])


@pytest.mark.parametrize(("section", "name", "verdict", "sentence"), CASES)
def test_case_of_the_page(section: str, name: str, verdict: str, sentence: str) -> None:
    found = oracle(name).claim(sentence)
    allowed = {verdict}
    if section in SLICED or (name, sentence) in EXECUTED:
        allowed.add("UNDECIDED")
    assert found in allowed


NARRATIONS = (
    ("P1", "ACCEPTED", "Line 2 sets `total` to `0`.\nThe function returns `10`."),
    ("P1", "REJECTED", "Line 8 sets `result` to `10`.\nLine 2 sets `total` to `0`.\n"
     "The function returns `10`."),
    ("P1", "ACCEPTED", "Line 8 sets `result` to `10`.\nEarlier, line 2 sets `total` to `0`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "Line 2 sets `total` to `0`."),
    ("P2", "REJECTED", "The call with `k` = `1` returns `1`. `square(1)` returns `1`.\n"
     "The function returns `[4, 1]`."),
    ("P3", "ACCEPTED", "Call 1 of `parse` raises `ValueError`. In call 1 of `parse`, an exception "
     "`ValueError` is raised.\nThe function returns `-1`."),
    ("P2", "ACCEPTED", "Line 10 calls `square` with `k` = `2`. `square(2)` returns `4`.\n"
     "The function returns `[4, 1]`."),
    ("P2", "REJECTED", "Line 10 calls `square` with `k` = `2`. `square(2)` returns `4`. "
     "`square(2)` returns `4`.\nThe function returns `[4, 1]`."),
    ("P2", "REJECTED", "Line 10 calls `square` with `k` = `2`. `square(1)` returns `1`.\n"
     "The function returns `[4, 1]`."),
    ("P1", "REJECTED", "Line 8 runs. Line 2 runs. The function returns `10`."),
    ("P1", "ACCEPTED", "Line 2 runs. Line 8 runs. The function returns `10`."),
    ("P1", "ACCEPTED", "On line 2, `nums` is `[3, 1, 2]`. The first element of `nums` is `3`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "On line 8, `total` is `5`. The first element of `nums` is `3`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "The function returns `10`."),
    ("P1", "ACCEPTED", "- Pass 2 of the loop on line 3 (`n` is `1`):\n"
     "  - Line 7 sets `nums[0]` to `3`.\n- Line 8 sets `result` to `10`. The answer is `10`."),
    ("P1", "REJECTED", "- Pass 2 of the loop on line 3 (`n` is `2`):\n"
     "  - Line 7 sets `nums[0]` to `3`.\nThe answer is `10`."),
    ("P1", "REJECTED", "Pass 2 of the loop on line 3:\n  Line 7 runs.\n"
     "Pass 1 of the loop on line 3:\n  Line 5 runs.\nThe answer is `10`."),
    ("P1", "ACCEPTED", "Line 5 runs twice. Line 2 sets `total` to `0`. The answer is `10`."),
    ("P1", "REJECTED", "The answer is `10`. Line 2 sets `total` to `0`."),
    ("P1", "ACCEPTED", "On pass 1 of the loop on line 3, line 3 sets n to 3. The answer is 10."),
    ("P1", "REJECTED", "On pass 1 of the loop on line 3, line 3 sets n to 1. The answer is 10."),
    ("P2", "ACCEPTED", "Call 1 of `square` (`k` is `2`):\n  Line 2 sets `out` to `4`.\n"
     "Call 2 of `square`:\n  Line 3 returns `1`.\nThen line 10 sets `last` to `4`.\n"
     "The function returns `[4, 1]`."),
    ("P2", "REJECTED", "Call 2 of `square`:\n  Line 3 returns `1`.\n"
     "Call 1 of `square`:\n  Line 2 sets `out` to `4`.\nThe function returns `[4, 1]`."),
    ("P2", "REJECTED", "Call 1 of `square`:\n  The function returns `[4, 1]`."),
    ("P3", "ACCEPTED", "Line 10 prints `'caught'`. Line 11 sets `value` to `-1`.\n"
     "The function returns `-1`."),
    ("P3", "REJECTED", "Line 11 sets `value` to `-1`. Line 10 prints `'caught'`.\n"
     "The function returns `-1`."),
    ("P1", "ACCEPTED", "At the end, `result` is `10`. Line 9 returns `10`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "At the end, `result` is `10`. Line 8 sets `result` to `10`.\n"
     "The function returns `10`."),
    ("P1", "ACCEPTED", "The function returns `10`. Line 9 returns `10`."),
    ("P1", "ACCEPTED", "On pass 1 of the loop on line 3, line 5 runs. Over the loop on line 3, "
     "`total` goes from `0` to `5`. On pass 3 of the loop on line 3, line 5 runs. Line 9 runs.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "Line 8 sets `result` to `10`.\nOver the loop on line 3, `total` grows "
     "by `5`.\nThe function returns `10`."),
    ("P2", "ACCEPTED", "Over the loop on line 7, `n` shrinks by `3`. `n` is `1`.\n"
     "The function returns `[4, 1]`."),
    ("P2", "REJECTED", "Over the loop on line 7, `n` shrinks by `3`. `n` is `4`.\n"
     "The function returns `[4, 1]`."),
    ("P1", "REJECTED", "The function returns `10`. Line 8 sets `result` to `10`."),
    ("P1", "ACCEPTED", "Iteration 3: `total = 3`, `n = 2`. `total` becomes `5`.\n"
     "After the loop, `total` is `5`. The function returns `10`."),
    ("P1", "REJECTED", "Iteration 3: `total = 5`. `total` becomes `5`.\n"
     "The function returns `10`."),
    ("P1", "ACCEPTED", "`3`:\n- `total` becomes `3`.\n`2`:\n- `total` becomes `5`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "`2`:\n- `total` becomes `5`.\n`3`:\n- `total` becomes `3`.\n"
     "The function returns `10`."),
    ("P2", "ACCEPTED", "Call `square(2)`:\n- `out` becomes `4`.\n- `4` is returned.\n"
     "Line 10 sets `last` to `4`. The function returns `[4, 1]`."),
    ("P2", "REJECTED", "Call `square(2)`:\n- `out` becomes `1`.\n"
     "Line 10 sets `last` to `4`. The function returns `[4, 1]`."),
    ("P2", "ACCEPTED", "On pass 1 of the loop on line 7, line 9 runs. In call 1 of `square`, `out` "
     "becomes `4`. The function returns `[4, 1]`."),
    ("P2", "REJECTED", "On pass 1 of the loop on line 7, line 9 runs. In call 1 of `square`, `out` "
     "becomes `1`. The function returns `[4, 1]`."),
    ("P1", "ACCEPTED", "Line 2 runs. `total` remains `0`. `total` becomes `0`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "`total` is `0`. Earlier, `nums` is `[3, 1, 2]`. `total = 0`.\n"
     "The function returns `10`."),
    ("P1", "REJECTED", "`nums` is `[3, 1, 2]`. Line 2 runs. `total` is `0`. `total` becomes `0`.\n"
     "The function returns `10`."),
    ("P3", "ACCEPTED", "In call 1 of `parse`, at the end, `text` is `'7x'`. In call 1 of `parse`, "
     "line 3 raises `ValueError`. The function returns `-1`."),
)  # fmt: skip


@pytest.mark.parametrize(("name", "verdict", "text"), NARRATIONS)
def test_narration(name: str, verdict: str, text: str) -> None:
    assert oracle(name).judge(text).verdict == verdict


def test_the_answer_is_kept_as_text() -> None:
    assert oracle("P1").answer_text == "10"
    assert oracle("P5").answer_text == "KeyError('gone')"


LOOPS = """def f(n):
    i = 0
    while n:
        n -= 1
        if n == 2: continue
        i += 1
    while True:
        while i:
            i -= 1
            continue
        n += 1
        if n > 2: break
    for k in (5, 6):
        while True:
            try:
                break
            finally:
                n += k
    return n
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "The loop on line 3 makes 4 passes.",
        "The loop on line 3 ends because its condition is false.",
        "The loop on line 7 makes 3 passes.",
        "On pass 1 of the loop on line 7, the loop on line 8 makes 3 passes.",
        "On pass 2 of the loop on line 7, the loop on line 8 makes no passes.",
        "The loop on line 7 ends because line 12 breaks out of it.",
        "Line 5 continues with the next pass of the loop on line 3.",
        "Line 8 runs 6 times.",
        "The loop on line 13 makes 2 passes.",
        "On pass 2 of the loop on line 13, the loop on line 14 makes 1 pass.",
        "The loop on line 14 ends because line 16 breaks out of it.",
        "At the start of pass 2 of the loop on line 13, `k` is `6`.",
        "At the end of pass 1 of the loop on line 13, `n` is `8`.",
    ],
)
def test_loops_that_are_continued(sentence: str) -> None:
    assert Oracle(LOOPS, "f", "4").claim(sentence) == "VERIFIED"


COMPREHENSION = """def f(count):
    total = 0
    for i in [i % 2 for i in range(count)]:
        total += i
    return total
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The comprehension on line 3 keeps 4 of 4 items.", "VERIFIED"),
        ("On pass 1 of the loop on line 3, the comprehension on line 3 drops 0 items.", "VERIFIED"),
        ("On pass 4 of the loop on line 3, the comprehension on line 3 drops 0 items.", "REFUTED"),
    ],
)
def test_what_a_loop_is_over_is_evaluated_once(sentence: str, verdict: str) -> None:
    assert Oracle(COMPREHENSION, "f", "4").claim(sentence) == verdict


METHODS = """class Box:
    def __init__(self, width):
        self.width = width

    def area(self):
        total = 0
        for side in (1, self.width):
            total += side
        return total

def f(n):
    first = Box(n).area()
    return Box(n + 1).area() - first
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In call 1 of `area`, `width` is `3`.", "VERIFIED"),
        ("In call 1 of `area`, `width` is `4`.", "REFUTED"),
        ("In call 1 of `area`, `width` is never `4`.", "REFUTED"),
        ("In call 1 of `area`, `width` is `3` at the start.", "REFUTED"),
        ("`area` is called. In call 2 of `Box.area`, for `4`, `total` becomes `5`.", "VERIFIED"),
        ("`area` is called. In call 2 of `Box.area`, for `3`, `total` becomes `4`.", "REFUTED"),
    ],
)
def test_contexts_of_methods(sentence: str, verdict: str) -> None:
    assert Oracle(METHODS, "f", "3").claim(sentence) == verdict


TRIED = """def f(orders):
    stock = 8
    for order in orders:
        try:
            stock -= order
        finally:
            orders = []
    return stock
"""


@pytest.mark.parametrize(
    ("narration", "verdict"),
    [
        ("Iteration 2: `stock` has decreased.", "REFUTED"),
        ("Iteration 2: `orders` has decreased.", "REFUTED"),
        ("Iteration 2:\n  Line 5 runs. `stock` has decreased.", "VERIFIED"),
        ("Iteration 2:\n  `stock` is `3`. `stock` has decreased.", "REFUTED"),
        ("Iteration 2:\n  `stock` drops to `2`. `stock` has decreased.", "VERIFIED"),
    ],
)
def test_what_has_just_ended(narration: str, verdict: str) -> None:
    assert Oracle(TRIED, "f", "[5, 1]").judge(narration).claims[-1][1] == verdict


WAITING = """def values():
    total = 0
    while True:
        value = yield total
        total += value

def f(n):
    handed = values()
    next(handed)
    handed.send(n)
    total = handed.send(n)
    handed.close()
    return total
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In call 1 of `values`, in iteration 2, `value` becomes `4`.", "VERIFIED"),
        ("In call 1 of `values`, in iteration 3, `value` becomes `4`.", "REFUTED"),
        ("In call 1 of `values`, line 4 sets `value` to `4`.", "AMBIGUOUS"),
    ],
)
def test_what_waits_sets_nothing(sentence: str, verdict: str) -> None:
    assert Oracle(WAITING, "f", "4").claim(sentence) == verdict


ELSE_OF_LOOPS = """def f(numbers):
    kinds = []
    for n in numbers:
        divisor = 2
        while divisor * divisor <= n:
            if n % divisor == 0:
                kinds.append('composite')
                break
            divisor += 1
        else:
            kinds.append('prime')
    return kinds
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In the first iteration, the `else` branch is taken.", "VERIFIED"),
        ("In the first iteration, the `else` branch is not taken.", "REFUTED"),
        ("In the second iteration, the `else` branch is taken.", "REFUTED"),
        ("In the second iteration, `n % divisor == 0` is false, so the `else` branch is not taken.",
         "VERIFIED"),
        ("In iteration 2 of the outer loop, in iteration 2, the `else` branch is not taken.",
         "REFUTED"),
    ],
)  # fmt: skip
def test_the_else_of_a_loop(sentence: str, verdict: str) -> None:
    assert Oracle(ELSE_OF_LOOPS, "f", "[7, 9]").claim(sentence) == verdict


ELSE_OF_TRY = """def f(texts):
    total = 0
    for text in texts:
        try:
            number = int(text)
        except ValueError:
            continue
        else:
            total += number
    return total
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In iteration 1, the `else` branch is taken.", "VERIFIED"),
        ("In iteration 2, the `else` branch is taken.", "REFUTED"),
        ("In iteration 2, the `else` branch is not taken.", "VERIFIED"),
        ("The `else` branch is not taken.", "REFUTED"),
    ],
)
def test_the_else_of_a_try(sentence: str, verdict: str) -> None:
    assert Oracle(ELSE_OF_TRY, "f", "['3', 'x']").claim(sentence) == verdict


AVERAGES = """def averager(held):
    count = 0
    total = 0
    average = None
    while True:
        part = yield average
        count += 1
        held.append(part)
        total += part
        average = total // count

def f(values):
    box = []
    worker = averager(box)
    next(worker)
    for value in values:
        box.append(value + 1)
        result = worker.send(value)
    return result
"""


@pytest.mark.parametrize(
    ("narration", "verdict"),
    [
        ("Iteration 2: `average` = `4`.", "VERIFIED"),
        ("Iteration 2: `average` = `5`.", "REFUTED"),
        ("Iteration 1 (`average` is `None`, `total` is `0`):", "VERIFIED"),
        ("Iteration 2 (`total` is `4` and `count` is `2`):", "REFUTED"),
        ("Pass 2 of the loop on line 16 (`part` is `4`):", "VERIFIED"),
        ("Pass 2 of the loop on line 16 (`part` is `6`):", "REFUTED"),
        ("Iteration 2 (`held` is `[5, 4]`):", "VERIFIED"),
        ("Iteration 2 (`held` is `[5, 4, 7]`):", "REFUTED"),
        ("Passes 1 to 2 of the loop on line 16 (`average` is `4`):", "REFUTED"),
        ("Passes 1 to 2 of the loop on line 16 (`total` is `0`):", "REFUTED"),
        ("After the loop (`average` is `5`):", "REFUTED"),
        ("Call 1 of `averager` (`worker` is `3`):", "REFUTED"),
        ("Iteration 2:\n  `average` is `4`.", "VERIFIED"),
        ("Iteration 2:\n  `average` is even.", "VERIFIED"),
        ("Iteration 2:\n  `held` is `[5, 4]`.", "VERIFIED"),
        ("Iteration 2:\n  Line 17 runs. `held` is `[5, 4, 7]`.", "VERIFIED"),
        ("Iteration 2:\n  Line 17 runs. `held` is `[5, 4]`.", "REFUTED"),
        ("In iteration 2, `average` becomes `5`.", "VERIFIED"),
        ("In iteration 2, `average` becomes `4`.", "REFUTED"),
        ("In iteration 2, `average` is `4`.", "AMBIGUOUS"),
        ("In iteration 2, `average` is `7`.", "REFUTED"),
        ("In iteration 2, at the start, `average` is `4`.", "REFUTED"),
    ],
)
def test_names_of_a_generator_that_waits(narration: str, verdict: str) -> None:
    assert Oracle(AVERAGES, "f", "[4, 6]").judge(narration).claims[-1][1] == verdict


COUNTED = """def count(n):
    for i in range(n):
        k = i + 1
        yield k
        k = 50

def f(n):
    total = 0
    for x in count(n):
        total += x
    return total
"""


@pytest.mark.parametrize(
    ("narration", "verdict"),
    [
        ("Iteration 1 (`k` is `1`):", "VERIFIED"),
        ("Iteration 1 (`k` is `2`):", "REFUTED"),
        ("Iteration 2: `k` = `2`.", "VERIFIED"),
        ("Iteration 2: `k` = `1`.", "REFUTED"),
        ("Iteration 2: `k` = `50`.", "REFUTED"),
        ("Iteration 2 (`i` is `1` and `k` is `2`):", "VERIFIED"),
        ("After the loop (`i` is `3`):", "REFUTED"),
        ("Iteration 2:\n  `k` is `2`.", "VERIFIED"),
        ("Iteration 2:\n  `k` is `1`.", "REFUTED"),
        ("In iteration 2, `k + 1` evaluates to `3`.", "VERIFIED"),
        ("In iteration 2, `k + 1` evaluates to `2`.", "REFUTED"),
        ("In iteration 2, `i` becomes `1`.", "VERIFIED"),
        ("In iteration 2, `i` becomes `2`.", "REFUTED"),
    ],
)
def test_names_of_what_a_loop_is_over(narration: str, verdict: str) -> None:
    assert Oracle(COUNTED, "f", "4").judge(narration).claims[-1][1] == verdict


@pytest.mark.parametrize(
    ("narration", "verdict"),
    [
        ("Call 1 of `square` returns `5`. `square(2)` returns `4`.", "VERIFIED"),
        ("`square(2)` returns `5`. `n` becomes `2`.", "AMBIGUOUS"),  # earlier in this pass
        ("`square(2)` returns `5`. `n` becomes `3`.", "REFUTED"),
        ("`square(9)` returns `81`. `n` becomes `2`.", "VERIFIED"),
        ("`square` is called with `k` = `7`. `4` is returned.", "VERIFIED"),
        ("`square(2)` is called for the second time. `4` is returned.", "VERIFIED"),
        ("`square(2)` calls `square(9)`. `n` becomes `2`.", "VERIFIED"),
        ("`square(2)` calls `square(9)`. `4` is returned.", "REFUTED"),
        ("`square(2)` calls `square(1)`. `1` is returned.", "VERIFIED"),
        ("Call 2 of `square`. `out` becomes `1`.", "VERIFIED"),
    ],
)
def test_where_false_claims_about_calls_leave_the_point(narration: str, verdict: str) -> None:
    assert oracle("P2").judge(narration).claims[-1][1] == verdict


AFTER = """def f(rows):
    count = 0
    for row in rows:
        for x in row:
            count += x
        count += 0
    return count
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("After the loop on line 4, the function returns `6`.", "UNPARSED"),
        ("After the loop on line 4, the function returns.", "AMBIGUOUS"),
        ("After the loop on line 4, we return `6`.", "AMBIGUOUS"),
        ("After the loop on line 4, line 7 returns `6`.", "VERIFIED"),
        ("After the loop on line 3, the function returns.", "VERIFIED"),
        ("After the loop on line 3, we return `5`.", "REFUTED"),
    ],
)
def test_what_comes_after_each_entry_of_a_loop(sentence: str, verdict: str) -> None:
    assert Oracle(AFTER, "f", "[[1, 2], [3]]").claim(sentence) == verdict


NEGATED = """def f(p, q):
    x = -(p + q)
    y = -(p + q) * 2
    return x - y
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("`x` = `-(p + q)` = `-3 * 2` = `-6`.", "VERIFIED"),
        ("`x` = `-(p + q)` = `-6 * 2` = `-12`.", "REFUTED"),
        ("`x` = `-(p + q)` = `-6 * 2` = `-6`.", "REFUTED"),
        ("Line 2 computes `-(p + q)` = `-3 * 2` = `-6 * 1` = `-6`.", "VERIFIED"),
        ("Line 2 computes `-(p + q)` = `-3 * 2` = `-6 * 2` = `-6`.", "REFUTED"),
        ("Line 2 computes `-(p + q)` = `-3 * 2` = `-(4 + 2)` = `-6`.", "UNDECIDED"),
        ("Line 3 computes `-(p + q) * 2` = `-6 * 2` = `-12`.", "VERIFIED"),
        ("Line 3 computes `-(p + q) * 2` = `-4 * 3` = `-12`.", "REFUTED"),
        ("Line 3 computes `-(p + q) * 2` = `-6 * 2` = `-3 * 4` = `-12`.", "REFUTED"),
    ],
)
def test_derivations_of_what_is_negative(sentence: str, verdict: str) -> None:
    assert Oracle(NEGATED, "f", "2, 4").claim(sentence) == verdict


GROWS_FOR_EVER = """def f(part, text, hide):
    while hide in text:
        part += 'ax'
        text = text.replace(hide, part, 1)
    return text
"""


@pytest.mark.timeout(5)
def test_a_run_with_another_value_that_grows_for_ever_is_given_up_soon() -> None:
    told = Oracle(GROWS_FOR_EVER, "f", "'###', 'ph>t#A#BiEcDefW#ON#iiNCU', '.'")
    assert told.claim("The answer does not depend on `hide`.") != "REFUTED"
    assert told.claim("The answer does not depend on `text`.") == "REFUTED"
