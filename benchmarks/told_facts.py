"""True sentences in all the forms of the language, told of a recording of the tests' oracle.

The oracle's own history of a call says what there is to tell; whether a sentence is so, and where
it has one meaning, the oracle is asked again: only what it calls VERIFIED is kept.
"""

# Sentences are easier to compare in one piece.
# ruff: noqa: E501

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from benchmarks.planting import Plant
from benchmarks.planting_kinds import Kind
from benchmarks.told_loops import call_facts, loop_facts, whole_facts
from benchmarks.told_moves import called_facts, move_facts
from benchmarks.told_pointed import entry_called, pointed_facts, told_calls
from benchmarks.told_values import LONGEST, amounts, contents, held, properties, relations, shown
from tests.oracle.evaluate import NoValue, Unclear, Undecidable, evaluate
from tests.oracle.history import History, Step, Visit
from tests.oracle.judge import Oracle
from tests.oracle.record import Activation, State
from tests.oracle.values import Value
from tests.oracle.visit_forms import truth

PER_FORM: Final = 3
"""Sentences of one form that are told of one recording, at most."""

MOST_VISITS: Final = 14

FEW: Final = frozenset(
    {
        "filters", "decides", "not evaluated", "identity", "compare", "compare two", "at least",
        "call at least", "call count", "branch here", "pass start", "pass end",
        "what a call begins with", "at the end, in passing", "does not evaluate", "call told",
        "call by a call", "in a told call", "prints", "message", "prints all of it",
    }
)  # fmt: skip
"""Forms that offer kinds of errors which few sentences offer, …"""

FEWEST: Final = frozenset(
    {"filters", "decides", "not evaluated", "does not evaluate", "prints", "message"}
)
"""… and which few programs offer."""

STEPS: Final = frozenset(
    {
        "sets", "becomes", "changes from", "appends", "appended", "extends", "inserts", "increases",
        "returns", "condition", "prints", "swaps", "evaluates",
    }
)  # fmt: skip
"""Forms that tell what a line does, of which the next one may have need."""

MOST_STEPS: Final = 6
"""Of one narration that is made of them."""

MOST_ITEMS: Final = 20
"""Items of which a comprehension is told to keep some, at most."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A true sentence: the name of its form in reports, and when what it tells happens. ``extra``:
    it is told beyond what is told of other forms."""

    form: str
    text: str
    start: int
    extra: bool = False


def facts(oracle: Oracle, seed: str, per_form: int = PER_FORM, extra: int = 0) -> list[Fact]:
    """True sentences about one recording, up to ``per_form`` of each form (and ``extra`` more of
    those in `FEW`, more still of those in `FEWEST`), in the order of what they tell."""
    picks = Random(f"{seed}/facts")
    told: dict[str, list[Fact]] = {}
    for fact in Teller(oracle, picks).all():
        told.setdefault(fact.form, []).append(fact)
    kept: list[Fact] = []
    for offered in told.values():
        unlike = list({fact.text: fact for fact in offered}.values())
        picks.shuffle(unlike)
        found = 0
        form = offered[0].form
        wanted = per_form + extra * ((form in FEW) + 4 * (form in FEWEST))
        for fact in unlike[: 4 * wanted]:
            if oracle.claim(fact.text) == "VERIFIED":
                kept.append(replace(fact, extra=found >= per_form))
                found += 1
                if found == wanted:
                    break
    return sorted(kept, key=lambda fact: (fact.start, fact.text))


def steps(oracle: Oracle, seed: str, number: int) -> list[list[Fact]]:
    """Up to ``number`` rows of true sentences about visits of the entry's that follow each other,
    one for each."""
    picks = Random(f"{seed}/steps")
    found: list[list[Fact]] = []
    for _ in range(number):
        row = [
            fact
            for offered in Teller(oracle, picks).steps()
            if (fact := next((f for f in offered if oracle.claim(f.text) == "VERIFIED"), None))
        ]
        if len(row) > 1 and row not in found:
            found.append(row)
    return found


class Teller:
    """What can be told of one recording."""

    def __init__(self, oracle: Oracle, picks: Random) -> None:
        self.oracle, self.picks = oracle, picks
        self.lines = oracle.program.lines

    def all(self) -> Iterator[Fact]:
        activations = list(self.oracle.recorder.activations)
        chosen = activations[:1] + self.picks.sample(activations[1:], min(3, len(activations) - 1))
        for activation in chosen:
            if activation.function is not None and activation.log:
                yield from self.activation(activation)
        yield from self.calls()
        yield from self.absolute()

    def activation(self, activation: Activation) -> Iterator[Fact]:
        history = self.oracle.histories[activation]
        around = self.call_prefix(activation)
        if around is None:
            return
        some = history.visits
        if len(some) > MOST_VISITS:
            some = sorted(self.picks.sample(some, MOST_VISITS), key=lambda v: v.start)
        for visit in some:
            if visit.after is None or visit.after.function is not activation.function:
                continue
            prefix = around + self.pass_prefix(history, visit)
            for form, text in self.visit(activation, history, visit):
                yield Fact(form, prefixed(prefix, text), visit.start)
        for form, text, start in self.loops(history):
            yield Fact(form, prefixed(around, text), start)
        for form, text in self.whole(activation, history):
            yield Fact(form, prefixed(around, text), activation.start)

    def steps(self) -> Iterator[list[Fact]]:
        """Of each of some visits of the entry's that follow each other what its line does, in
        several ways, in any order."""
        entry = self.oracle.entry
        history = self.oracle.histories[entry]
        visits = [v for v in history.visits if v.after is not None]
        first = self.picks.randint(0, max(0, len(visits) - MOST_STEPS))
        for v in visits[first : first + MOST_STEPS]:
            prefix = self.pass_prefix(history, v)
            offered = [
                Fact(form, prefixed(prefix, text), v.start)
                for form, text in self.visit(entry, history, v)
                if form in STEPS
            ]
            self.picks.shuffle(offered)
            yield offered[:MOST_STEPS]

    def call_prefix(self, activation: Activation) -> str | None:
        if activation.parent is None and activation is self.oracle.entry:
            return ""
        function = activation.function
        if function is None or len(self.oracle.program.named(function.qualname)) != 1:
            return None
        number = self.oracle.activations([function]).index(activation) + 1
        return f"In call {number} of `{function.qualname}`, "

    def pass_prefix(self, history: History, visit: Visit) -> str:
        """The passes in which a visit lies; "" where its line is visited once."""
        if sum(v.line == visit.line for v in history.visits) == 1:
            return ""
        parts = []
        for entry in history.entries:
            for number, span in enumerate(entry.passes, 1):
                if span.start <= visit.start <= span.end and entry.start <= visit.start:
                    parts.append(f"on pass {number} of the loop on line {entry.loop.line}, ")
        return "".join(parts)

    # -- one visit --------------------------------------------------------------------------------

    def visit(
        self, activation: Activation, history: History, v: Visit
    ) -> Iterator[tuple[str, str]]:
        assert v.after is not None
        line = v.line
        yield from self.state(f"after line {line}, ", v.after)
        yield from self.state(f"before line {line}, ", v.before)
        yield "runs", f"line {line} runs."
        for name, after in v.after.names.items():
            before = v.before.names.get(name)
            text = shown(after)
            if text is None:
                continue
            if before is None or before.oid != after.oid:
                yield "sets", f"line {line} sets `{name}` to `{text}`."
                yield "becomes", f"on line {line}, `{name}` becomes `{text}`."
            if before is not None:
                yield from self.change(line, name, before, after, text)
        for step in v.steps:
            yield from self.step(activation, history, v, step)
        output = "".join(t for clock, t in self.oracle.recorder.output if v.start <= clock <= v.end)
        if not output:
            yield "prints nothing here", f"line {line} prints nothing."
        elif len(output) < LONGEST:
            yield "prints", f"line {line} prints `{output.removesuffix(chr(10))!r}`."
            yield "prints all of it", f"line {line} prints `{output!r}`."
        if v.thrown is not None:
            yield "raises", f"line {line} raises `{v.thrown.type}`."
            args = v.thrown.args.data
            if isinstance(args, tuple) and len(args) == 1 and (message := shown(args[0])):
                told = f"line {line} raises `{v.thrown.type}` with the message `{message}`."
                yield "message", told
        for caught in v.caught:
            yield "catches", f"line {line} catches `{caught}`."

    def change(
        self, line: int, name: str, before: Value, after: Value, text: str
    ) -> Iterator[tuple[str, str]]:
        old = shown(before)
        if old is None:
            return
        if old == text:
            yield "leaves", f"line {line} leaves `{name}` unchanged."
            yield "keeps", f"line {line} leaves `{name}` at `{text}`."
            yield "does not change", f"line {line} does not change `{name}`."
            return
        yield "changes from", f"line {line} changes `{name}` from `{old}` to `{text}`."
        yield "changes from", f"on line {line}, `{name}` changes from `{old}` to `{text}`."
        one, other = held(before), held(after)
        if isinstance(one, list | set | dict) and before.oid == after.oid:
            yield from contents(line, name, one, other)
        if isinstance(one, int | float) and isinstance(other, int | float):
            yield from amounts(line, name, one, other)
        if isinstance(one, str) and isinstance(other, str) and other.startswith(one):
            yield (
                "appends",
                (
                    f"line {line} appends `{other[len(one) :]!r}` to `{name}`, making it `{other!r}`."
                ),
            )

    def step(
        self, activation: Activation, history: History, v: Visit, step: Step
    ) -> Iterator[tuple[str, str]]:
        node, line = step.statement.node, v.line
        state = step.mark.state
        if isinstance(node, ast.If | ast.While | ast.Assert):
            yield from self.condition(v, step)
        if isinstance(node, ast.Assert):
            yield "assertion", f"the assertion on line {line} holds."
        if isinstance(node, ast.match_case):
            word = "matches" if step.into else "does not match"
            yield "case", f"the case on line {line} {word}."
        if isinstance(node, ast.Match):
            for case in node.cases:
                yield (
                    "match",
                    f"the `match` on line {line} takes the case on line {self.line_of(case)}.",
                )
            yield "match", f"the `match` on line {line} takes no case."
        if isinstance(node, ast.Return) and step is history.returning:
            text = shown(activation.result)
            if text:
                yield "returns", f"line {line} returns `{text}`."
        if isinstance(node, ast.Break | ast.Continue):
            loop = step.statement.loops[-1].line
            word = (
                "breaks out of"
                if isinstance(node, ast.Break)
                else "continues with the next pass of"
            )
            yield "jumps", f"line {line} {word} the loop on line {loop}."
        yield from self.evaluations(line, step, state)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            places = [ast.unparse(t) for t in node.targets[0].elts]
            for a, b in itertools.combinations(places, 2):
                yield "swaps", f"line {line} swaps `{a}` and `{b}`."
        comprehensions = [c for p in step.statement.header for c in ast.walk(p)
                          if isinstance(c, ast.ListComp | ast.SetComp | ast.DictComp)]  # fmt: skip
        if comprehensions:
            yield from self.kept(line)

    def kept(self, line: int) -> Iterator[tuple[str, str]]:
        """What the comprehension of a line keeps and drops wherever it is evaluated alike."""
        place = f"The comprehension on line {line}"
        counts = range(MOST_ITEMS + 1)
        kept, dropped = (
            next(
                (
                    n
                    for n in counts
                    if self.oracle.claim(f"{place} {word} {n} values.") == "VERIFIED"
                ),
                None,
            )
            for word in ("keeps", "drops")
        )
        if kept is None or dropped is None:
            return
        of, place = kept + dropped, f"the comprehension on line {line}"
        for thing in ("values", "items", "elements"):
            yield "filters", f"{place} keeps {kept} {thing}."
            yield "filters", f"{place} keeps {kept} of {of} {thing}."
            yield "filters", f"{place} drops {dropped} {thing}."
            yield "filters", f"{place} drops {dropped} of {of} {thing}."

    def line_of(self, case: ast.match_case) -> int:
        return next(s.line for s in self.oracle.program.statements if s.node is case)

    def evaluations(self, line: int, step: Step, state: State) -> Iterator[tuple[str, str]]:
        for paths in step.statement.reads.values():
            node = paths[0][-1]
            if isinstance(node, ast.Constant | ast.List | ast.Tuple) or len(paths[0]) > 4:
                continue
            text = ast.unparse(node)
            value = shown(self.value(node, state))
            if value is None or "\n" in text or "`" in text:
                continue
            if not isinstance(node, ast.Name):
                yield "evaluates", f"on line {line}, `{text}` evaluates to `{value}`."
            if isinstance(node, ast.BinOp | ast.Compare | ast.Subscript):
                put = self.put(node, state)
                if put is not None and put != text:
                    yield "computes", f"line {line} computes `{text}` = `{put}` = `{value}`."
                    yield "arithmetic", f"`{put}` is `{value}`."
                    if isinstance(node, ast.BinOp) and value.lstrip("-").isdigit():
                        total = int(value)
                        yield (
                            "arithmetic in steps",
                            (
                                f"`{put}` is `{value}`, plus `3` is `{total + 3}`, "
                                f"times `2` is `{2 * total + 6}`."
                            ),
                        )
        for target, source in assignments(step.statement.node):
            put = self.put(source, state)
            value = shown(self.value(source, state))
            if put is not None and value is not None and put != ast.unparse(source):
                yield (
                    "derivation",
                    (
                        f"line {line} sets `{target}` to `{ast.unparse(source)}` = `{put}` = `{value}`."
                    ),
                )

    def value(self, node: ast.AST, state: State) -> Value | None:
        try:
            return evaluate(node, state)
        except (NoValue, Undecidable, Unclear, RecursionError):
            return None

    def put(self, node: ast.AST, state: State) -> str | None:
        """The expression with values in the place of its names."""
        texts: dict[str, str] = {}
        for name in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}:
            if name not in state.names:
                return None
            text = shown(state.names[name])
            if text is None:
                return None
            texts[name] = text
        if not texts or any(isinstance(n, ast.comprehension | ast.Lambda) for n in ast.walk(node)):
            return None

        class Put(ast.NodeTransformer):
            def visit_Name(self, name: ast.Name) -> ast.AST:
                return ast.parse(texts[name.id], mode="eval").body

        copied = ast.parse(ast.unparse(node), mode="eval").body
        made = ast.unparse(Put().visit(copied))
        return made if len(made) <= LONGEST else None

    def condition(self, v: Visit, step: Step) -> Iterator[tuple[str, str]]:
        node, line = step.statement.node, v.line
        assert isinstance(node, ast.If | ast.While | ast.Assert)
        outcome = truth(step)
        text = ast.unparse(node.test)
        if outcome is None or "\n" in text or "`" in text or len(text) > LONGEST:
            return
        word = "true" if outcome else "false"
        if not isinstance(node.test, ast.Constant):
            yield "condition", f"the condition `{text}` on line {line} is {word}."
            if v.following is not None:
                yield (
                    "consequence",
                    (
                        f"the condition `{text}` on line {line} is {word}, "
                        f"so line {v.following.line} runs."
                    ),
                )
            skipped = step.statement.other if outcome else step.statement.body
            if skipped:
                first = self.oracle.program.statements[skipped[0]].line
                yield (
                    "consequence",
                    (
                        f"the condition `{text}` on line {line} is {word}, so line {first} is skipped."
                    ),
                )
            yield from self.reasons(line, text, word, node.test, step)
        if isinstance(node.test, ast.BoolOp):
            for operand in node.test.values:
                part = ast.unparse(operand)
                yield "decides", f"`{part}` decides the condition `{text}` on line {line}."
                yield "not evaluated", f"on line {line}, `{part}` is not evaluated."
                yield "does not evaluate", f"line {line} does not evaluate `{part}`."
        if isinstance(node, ast.If):
            kind = "elif" if self.oracle.program.word(line) == "elif" else "if"
            taken = "taken" if outcome else "not taken"
            yield "branch", f"the `{kind}` branch on line {line} is {taken}."
            runs = "runs" if outcome else "is skipped"
            yield "branch", f"the body of the `{kind}` on line {line} {runs}."
            yield "chain", f"the `{kind}` on line {line} takes no branch."
            yield "chain", f"the `{kind}` on line {line} takes the `else` branch."
            for other in self.oracle.program.statements:
                if other.line > line and self.oracle.program.word(other.line) == "elif":
                    yield (
                        "chain",
                        (
                            f"the `{kind}` on line {line} takes the `elif` branch on line {other.line}."
                        ),
                    )

    def reasons(
        self, line: int, text: str, word: str, test: ast.expr, step: Step
    ) -> Iterator[tuple[str, str]]:
        names = sorted({n.id for n in ast.walk(test) if isinstance(n, ast.Name)})
        known = [(n, shown(step.mark.state.names.get(n))) for n in names]
        told = [f"`{name}` is `{value}`" for name, value in known if value is not None]
        for count in range(1, len(told) + 1):
            for some in itertools.combinations(told, count):
                why = " and ".join(some)
                yield "reason", f"the condition `{text}` on line {line} is {word} because {why}."
                yield "reason", f"because {why}, the condition `{text}` on line {line} is {word}."
        for part in ast.walk(test):
            if isinstance(part, ast.Call | ast.BinOp | ast.Compare | ast.Subscript):
                value = shown(self.value(part, step.mark.state))
                if part is not test and value is not None:
                    yield (
                        "reason",
                        (
                            f"the condition `{text}` on line {line} is {word} "
                            f"because `{ast.unparse(part)}` is `{value}`."
                        ),
                    )

    # -- states -----------------------------------------------------------------------------------

    def state(self, moment: str, state: State) -> Iterator[tuple[str, str]]:
        names = {n: v for n, v in state.names.items() if shown(v) is not None}
        for name, value in names.items():
            for form, said in properties(name, held(value), value):
                yield form, f"{moment}{said}."
        for (a, one), (b, other) in itertools.permutations(names.items(), 2):
            for form, said in relations(a, one, b, other):
                yield form, f"{moment}{said}."

    # -- loops and the whole ----------------------------------------------------------------------

    def loops(self, history: History) -> Iterator[tuple[str, str, int]]:
        yield from loop_facts(history, self.oracle, self.picks)
        yield from pointed_facts(history, self.oracle, self.picks)
        yield from move_facts(history.activation, history, self.picks)

    def whole(self, activation: Activation, history: History) -> Iterator[tuple[str, str]]:
        yield from whole_facts(activation, history, self.picks)

    def calls(self) -> Iterator[Fact]:
        yield from (Fact(*each) for each in call_facts(self.oracle, self.picks))
        for told in (told_calls, called_facts, entry_called):
            for form, text, start in told(self.oracle, self.picks):
                yield Fact(form, prefixed("", text), start)

    def absolute(self) -> Iterator[Fact]:
        function = self.oracle.entry.function
        if function is None:
            return
        for name in function.order:
            yield Fact("cause", f"The answer does not depend on `{name}`.", 0)
        text = "".join(text for _, text in self.oracle.recorder.output)
        if text and len(text) < LONGEST and text.isascii():
            yield Fact("prints", f"The program prints `{text!r}` in total.", 0)
        elif not text:
            yield Fact("prints nothing", "The program prints nothing.", 0)


def wrong_causes(oracle: Oracle, answer: str) -> Iterator[Plant]:
    """Claims that something does not matter, of the parameters and of the lines that set a name."""
    function = oracle.entry.function
    if function is None:
        return
    told = []
    for name in function.order:
        told.append(f"The answer does not depend on `{name}`.")
        told.append(f"`{name}` never influences the answer.")
        told.append(f"`{name}` does not influence the answer.")
    for line, statements in function.lines.items():
        if any(isinstance(s.node, ast.Assign) for s in statements):
            told.append(f"Line {line} has no effect on the answer.")
            told.append(f"Line {line} does not affect the answer.")
    for sentence in told:
        yield Plant(Kind.CAUSE, f"{sentence}\n{answer}\n", sentence)


def prefixed(prefix: str, text: str) -> str:
    whole = prefix + (text[:1].lower() + text[1:] if prefix else text)
    return whole[:1].upper() + whole[1:]


def assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
            yield name, ast.BinOp(ast.Name(name, ast.Load()), op, value)
        case _:
            return
