"""How far free narrations are read: the share of their sentences that parse and are judged right.

    python -m tests.claims.freehand [unparsed] [wrong]

`tests/cases/freehand` holds narrations as they were written by somebody who had not seen the
language. Each line of a `.truth` file is a sentence of the `.md` beside it, with T or F where it
states a fact of the execution (a true or a false one), and G where it describes the code in
general."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.capture.recorder import record_here
from engine.claims.judgement import NarrationReport
from engine.claims.model import Surface
from engine.claims.verdicts import ClaimVerdict, Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "freehand"
STYLES = "abcd"
"""a, b: free explanations; c, d: after the narrations that language models write."""
_WORST_FIRST = (
    ClaimVerdict.REFUTED,
    ClaimVerdict.UNSUPPORTED,
    ClaimVerdict.AMBIGUOUS,
    ClaimVerdict.VERIFIED,
)
_FOUND = dict(zip(_WORST_FIRST, "F??T", strict=True))
_CALL = re.compile(r"# call: f\((.*)\)\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One factual sentence, as it was judged inside its narration. ``found`` is "T", "F", "?"
    (AMBIGUOUS or UNSUPPORTED), or "" where it was not read."""

    where: str
    label: str
    text: str
    found: str
    verdict: str  #: the worst of its claims; "" where it was not read
    why: str

    @property
    def style(self) -> str:
        return self.where.rpartition(".")[2]


def sentences() -> Iterator[Sentence]:
    for path in sorted(FOLDER.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        call = _CALL.match(source)
        assert call is not None, path
        program = Program.from_text(source, "f", call[1])
        judge = Judge(Trace(record_here(program, max_steps=100_000)))
        for version in STYLES:
            written = path.with_suffix(f".{version}.md")
            if not written.exists():
                continue
            text = written.read_text(encoding="utf-8")
            truth = path.with_suffix(f".{version}.truth").read_text(encoding="utf-8")
            report = judge.verify(text, Level.CLAIMS)
            yield from _labelled(f"{path.stem}.{version}", text, truth, report)


def _labelled(where: str, text: str, truth: str, report: NarrationReport) -> Iterator[Sentence]:
    at = 0
    for line in truth.splitlines():
        label, _, sentence = line.partition("\t")
        start = text.index(sentence, at)
        at = start + len(sentence)
        if label in {"T", "F"}:
            yield _judged(where, label, sentence, range(start, at), text, report)


def _judged(
    where: str, label: str, sentence: str, place: range, text: str, report: NarrationReport
) -> Sentence:
    ends = [0]
    for line in text.split("\n"):
        ends.append(ends[-1] + len(line) + 1)

    def start(surface: Surface) -> int:
        return ends[surface.line - 1] + surface.column - 1

    problems = [each for each in report.problems if start(each.surface) in place]
    claims = [each for each in report.claims if start(each.surface) in place]
    if problems or not claims:
        why = problems[0].message if problems else "no claim"
        return Sentence(where, label, sentence, "", "", why)
    why = "; ".join(claim.why for claim in claims if claim.why)
    worst = min((claim.verdict for claim in claims), key=_WORST_FIRST.index)
    return Sentence(where, label, sentence, _FOUND[worst], worst.value, why)


def summary(name: str, some: list[Sentence]) -> str:
    """The shares, in a line."""
    read = [each for each in some if each.found]
    right = [each for each in read if each.found == each.label]
    said = f"{name}: {len(some)} factual sentences, {len(read)} read"
    return f"{said} ({_share(read, some)}), {len(right)} right ({_share(right, some)})"


def _share(some: list[Sentence], of: list[Sentence]) -> str:
    return f"{len(some) / len(of):.1%}" if of else "none"


def main(shown: list[str]) -> None:
    everything = list(sentences())
    print(summary("all", everything))
    for style in STYLES:
        print(summary(style, [each for each in everything if each.style == style]))
    for each in everything:
        wrong = each.found and each.found != each.label
        if ("unparsed" in shown and not each.found) or ("wrong" in shown and wrong):
            print(f"{each.where} {each.label} {each.verdict or '-'} {each.text} ## {each.why}")


if __name__ == "__main__":
    main(sys.argv[1:])
