"""Narrations that leave out a step on which the answer depends: false at level ``gapless``.

That the answer depends on a step is not asked of any slice: the program is run again, another
value is put in the place of what the step wrote, and the answer is another one (docs/slices.md,
*The promise*, read backwards). Only assignments to names that stand in the entry function outside
of loops are taken, for no summary can excuse them (docs/semantics.md, 6.1).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from random import Random

from benchmarks.planting import Plant
from benchmarks.planting_kinds import Kind
from benchmarks.planting_text import Text, Told, read_text
from tests.oracle.judge import Oracle


def dropped(oracle: Oracle, narration: str, seed: str, at_most: int) -> Iterator[Plant]:
    """Narrations that say nothing of a step that matters."""
    text = read_text(narration)
    function = oracle.entry.function
    if function is None or at_most <= 0:
        return
    history = oracle.histories[oracle.entry]
    steps = []
    for statement in oracle.program.statements:
        node = statement.node
        if statement.function is not function or statement.loops or not statement.seen:
            continue
        visits = [v for v in history.visits if v.line == statement.line]
        if len(visits) == 1 and isinstance(node, ast.Assign):
            steps += [(statement.line, t.id) for t in node.targets if isinstance(t, ast.Name)]
    Random(f"{seed}/dropped").shuffle(steps)
    found = 0
    for line, name in steps:
        made = without(text, line, name)
        if made is None or made == text or not oracle.matters(line, name):
            continue
        yield Plant(Kind.DROPPED, made.text(), f"(nothing of `{name}` on line {line})")
        found += 1
        if found == at_most:
            return


def without(text: Text, line: int, name: str) -> Text | None:
    """The narration without all that names a line or a variable; None where a heading does."""
    lines = []
    for each in text.lines:
        kept: list[Told] = []
        for told in each.told:
            names = any(re.search(rf"\b{re.escape(name)}\b", code) for code in told.codes)
            if names and re.match(r"The (?:function|call|answer|result)\b", told.words):
                return None  # it would miss the answer as well
            if names or re.search(rf"\b[Ll]ine {line}\b", told.words):
                if told.is_heading and not re.search(rf"\b[Ll]ine {line}\b", told.words):
                    kept.append(told.with_words(re.sub(r" \(.*\):$", ":", told.words)))
                elif told.is_heading:
                    return None
                continue
            kept.append(told)
        if kept:
            lines.append(type(each)(each.lead, tuple(kept)))
    return Text(tuple(lines))
