"""One sentence for each way of saying something, shown where a sentence could not be read.

A test proves that all of them parse and that together they use every rule of the grammar."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from typing import Final

SENTENCES: Final = (
    "Before line 4, `n` is `3`.",
    "After line 4, `n` equals `3`.",
    "On line 4, `n` is equal to `3`.",
    "At the start, `n` is not `3`.",
    "At the end, `n` does not equal `3`.",
    "At the start of pass 2 of the loop on line 3, `n` is not equal to `3`.",
    "At the end of pass 2 of the loop on line 3, `n` is `3` and `m` is `4`.",
    "After pass 2 of the loop on line 3, `n` is `3`.",
    "On pass 2 of the loop on line 3, `n` is `3`.",
    "On the 2nd pass of the loop on line 3, `n` is `3`.",
    "After the loop on line 3, `n` is `3`.",
    "At the start of every pass of the loop on line 3, `n` is `3`.",
    "At the end of each pass of the loop on line 3, `n` has type `int`.",
    "Before line 4, `n` is defined.",
    "Before line 4, `n` is not defined.",
    "After line 4, `n` has type `int`.",
    "After line 4, `n` is of type `int`.",
    "Before line 4, `n + 1` equals `len(xs)`.",
    "Before line 4, `n + 1` is not equal to `len(xs)`.",
    "Before line 4, `n > 1` holds.",
    "Before line 4, `n > 1` does not hold.",
    "At the end of every pass of the loop on line 3, `total` equals `sum(xs[:i])`.",
    "`n > 1` always holds.",
    "`n > 1` holds at every point.",
    "`n > 1` never holds.",
    "At no point does `n > 1` hold.",
    "`n > 1` holds at some point.",
    "At some point, `n > 1` holds.",
    "`n` is always at least `3`.",
    "`n` is always at most `3`.",
    "`n` is never greater than `3`.",
    "`n` is never more than `3`.",
    "`n` is never above `3`.",
    "`n` is never less than `3`.",
    "`n` is never below `3`.",
    "`n` never exceeds `3`.",
    "At no point is `n` negative.",
    "`n` is always positive.",
    "The largest value that `n` ever has is `3`.",
    "The highest value `n` ever has is `3`.",
    "The smallest value that `n` ever has is `3`.",
    "The lowest value `n` ever has is `3`.",
    "`n` only grows.",
    "`n` only increases.",
    "`n` never decreases.",
    "`n` never shrinks.",
    "`n` only shrinks.",
    "`n` only decreases.",
    "`n` never grows.",
    "`n` never increases.",
    "`n` is always `3`.",
    "`n` is never `3`.",
    "`n` is `3` at some point.",
    "At some point, `n` is `3`.",
    "Line 4 sets `n` to `3`.",
    "Line 4 sets `n` to a value of type `int`.",
    "Line 4 sets `n`.",
    "Line 4 sets `n` to `3`, `m` to `4`, and `k` to `5`.",
    "Line 4 assigns `3` to `n`.",
    "Line 4 binds `n` to `3`.",
    "On line 4, `n` becomes `3`.",
    "On pass 2 of the loop on line 3, line 4 sets `n` to `3`.",
    "In call 1 of `g`, line 4 sets `n` to `3`.",
    "In the first call of `g`, on pass 2 of the loop on line 3, line 4 sets `n` to `3`.",
    "Line 4 changes `n` to `[3]`.",
    "Line 4 changes `n` from `[]` to `[3]`.",
    "Line 4 leaves `n` unchanged.",
    "Line 4 deletes `n`.",
    "On line 4, `n + 1` evaluates to `4`.",
    "On line 4, `n + 1` evaluates to a value of type `int`.",
    "Line 4 evaluates `n + 1` to `4`.",
    "The condition `n > 1` on line 4 is true.",
    "The condition `n > 1` on line 4 is false.",
    "The condition `n > 1` on line 4 is true, so line 5 runs.",
    "On line 4, the condition `n > 1` is false, so line 5 is skipped.",
    "Line 5 runs.",
    "Line 5 runs once.",
    "Line 5 runs twice.",
    "Line 5 runs 3 times.",
    "Line 5 runs 1 time.",
    "Line 5 never runs.",
    "Line 5 does not run.",
    "Line 5 is skipped.",
    "The loop on line 3 makes 4 passes.",
    "The loop on line 3 makes one pass.",
    "The loop on line 3 makes no passes.",
    "The loop on line 3 runs its body 4 times.",
    "The loop on line 3 ends because its items run out.",
    "The loop on line 3 ends because its condition is false.",
    "The loop on line 3 ends because line 5 breaks out of it.",
    "The loop on line 3 ends because line 5 returns.",
    "The loop on line 3 ends because line 5 raises.",
    "On passes 2 to 5 of the loop on line 3, line 4 runs.",
    "On passes 1, 3 and 4 of the loop on line 3, `n` is `3`.",
    "On every pass of the loop on line 3, line 4 runs.",
    "For each pass of the loop on line 3, `out` grows by one element.",
    "Over the loop on line 3, `n` goes from `3` to `4`.",
    "Over all passes of the loop on line 3, `n` shrinks by `3`.",
    "Over the 4 passes of the loop on line 3, `n` goes from `3` to `4`.",
    "Over the loop on line 3, `n` goes from `3` to `4` and `m` goes from `4` to `5`.",
    "Over the one pass of the loop on line 3, `out` grows by 2 elements.",
    "Each pass of the loop on line 3 appends its item to `out`.",
    "Each pass of the loop on line 3 appends `n * 2` to `out`.",
    "Each pass of the loop on line 3 adds its item to `n`.",
    "Every pass of the loop on line 3 adds `m` to `n`.",
    "Line 5 breaks out of the loop on line 3.",
    "Line 5 continues with the next pass of the loop on line 3.",
    "Line 4 calls `g`.",
    "Line 4 calls `g` with `a` = `3` and `b` = `4`.",
    "Call 2 of `g` returns `3`.",
    "The second call of `g` returns `3`.",
    "Call 2 of `g` raises `ValueError`.",
    "`g` is called 3 times.",
    "`g` is called once.",
    "`g` is never called.",
    "`g` is not called.",
    "Line 4 raises `ValueError`.",
    "Line 4 raises `ValueError` with the message `'bad'`.",
    "Line 4 catches `ValueError`.",
    "Line 4 returns `3`.",
    "Line 4 returns a value of type `int`.",
    "Line 4 yields `3`.",
    "The function returns `3`.",
    "The answer is `3`.",
    "The result is `3`.",
    "The call returns `3`.",
    "The function raises `ValueError`.",
    "The function raises `ValueError` with the message `'bad'`.",
    "Line 4 prints `'hello'`.",
    "Line 4 prints nothing.",
    "The program prints nothing.",
    "The program prints `'hello'` in total.",
    "Line 4 defines `g`.",
    "Line 4 imports `math`.",
    "The assertion on line 4 holds.",
    "The assertion on line 4 fails.",
    "The case on line 4 matches.",
    "The case on line 4 does not match.",
    "Line 4 does nothing.",
    "Line 4 enters a `with` block.",
    "Then line 5 runs.",
    "Next, line 5 runs.",
    "Now line 5 runs.",
    "After that, line 5 runs.",
    "Earlier, line 5 runs.",
    "Later, line 5 runs.",
    "Let us trace the call step by step.",
    "Let us follow the call step by step.",
    "Let us walk through the execution.",
    "Here is what happens.",
    "Here is what happens, step by step.",
)

HEADINGS: Final = (
    "Pass 2 of the loop on line 3:",
    "On pass 2 of the loop on line 3 (`n` is `3` and `m` is `4`):",
    "The 2nd pass of the loop on line 3:",
    "On passes 2 to 5 of the loop on line 3:",
    "Over the 4 passes of the loop on line 3 (`n` is `3`):",
    "Call 1 of `g` (`n` is `3`):",
    "In the first call of `g`:",
)

_WORD: Final = re.compile(r"`[^`]*`|[A-Za-z]+|[0-9]+|:$")
_STEM: Final = 4
"""Letters of a word that count: `return`, `returns` and `returned` are one."""


def nearest(text: str) -> str:
    """The example that has most in common with ``text``, rare words counting most; or ''."""
    wanted = _features(text)
    choices = HEADINGS if text.rstrip().endswith(":") else SENTENCES
    weights = _weights()
    best, best_score = "", 0.0
    for example in choices:
        own = _features(example)
        score = sum(weights[word] for word in own & wanted)
        score -= sum(weights[word] for word in own - wanted) / 2
        if score > best_score:
            best, best_score = example, score
    return best


@lru_cache(maxsize=1024)
def _features(text: str) -> frozenset[str]:
    return frozenset(
        "`" if word.startswith("`") else word[:_STEM].lower() for word in _WORD.findall(text)
    )


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    counts = Counter(word for example in (*SENTENCES, *HEADINGS) for word in _features(example))
    total = len(SENTENCES) + len(HEADINGS)
    return {word: math.log(total / count) for word, count in counts.items()}
