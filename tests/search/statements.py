"""Statements about small programs with finite domains, and a plain oracle that tries every input.

Imports nothing of the engine. A program is run under a tracer of lines; what a statement says of
one run is a predicate on that, and what it says of all inputs is that predicate on all of them. The
texts are written from docs/backward.md.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

Args = tuple[Any, ...]


@dataclass
class Ran:
    """One run: what it gave, and its lines, each with the variables before it."""

    answer: str  #: source text of the literal, or of the exception
    raised: bool
    lines: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)  #: variables when the call was left

    def runs(self, line: int) -> int:
        return sum(each == line for each, _ in self.lines)

    def before(self, line: int) -> list[dict[str, Any]]:
        return [names for each, names in self.lines if each == line]

    def after(self, line: int) -> list[dict[str, Any]]:
        states = [names for _, names in self.lines[1:]] + [self.last]
        return [states[at] for at, (each, _) in enumerate(self.lines) if each == line]


@dataclass
class Case:
    """A program, its domain, a candidate, and statements with their truth."""

    source: str
    domain: str  #: in words of the language
    candidate: str
    answer: str
    raises: bool
    statements: list[tuple[str, bool]]


@dataclass(frozen=True)
class Fact:
    """What may be said of a run. ``text`` is in the mood of ``must``."""

    text: str
    holds: Callable[[Args, Ran], bool]
    plain: str = ""  #: in the indicative


def shown(value: Any) -> str:
    return repr(value)


def alike(left: Any, right: Any) -> bool:
    """Equality that counts types."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(alike, left, right))
    return bool(left == right)


def run(source: str, args: Args) -> Ran:
    """One run, traced."""
    space: dict[str, Any] = {}
    exec(compile(source, "<statements>", "exec"), space)
    found = Ran("", raised=False)

    def copied(frame: FrameType) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, list) else value
            for name, value in frame.f_locals.items()
        }

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        if frame.f_code.co_filename != "<statements>":
            return None
        if event == "line":
            found.lines.append((frame.f_lineno, copied(frame)))
        elif event == "return":
            found.last = copied(frame)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        found.answer = shown(space["f"](*[list(a) if isinstance(a, list) else a for a in args]))
    except Exception as error:  # noqa: BLE001  # an answer like any other
        found.answer = f"{type(error).__name__}({', '.join(map(repr, error.args))})"
        found.raised = True
    finally:
        sys.settrace(before)
    return found


# -- programs and domains -------------------------------------------------------------------------


@dataclass
class Parameter:
    """A parameter: its name, its values, and the words for them."""

    name: str
    values: list[Any]
    words: str
    numbers: list[str]  #: expressions of it that are ints
    tests: list[str]  #: that are bools


def parameters(chance: random.Random) -> list[Parameter]:
    kinds = chance.choice(["i", "ii", "ii", "l", "li", "s", "si", "b", "bi"])
    return [_parameter(kind, name, chance) for kind, name in zip(kinds, "ab", strict=False)]


def _parameter(kind: str, name: str, chance: random.Random) -> Parameter:
    n = name
    values: list[Any]
    if kind == "i":
        low, high = chance.choice([(-3, 3), (0, 5), (-8, 8), (1, 4)])
        if chance.randrange(3):
            values, words = list(range(low, high + 1)), f"`{n}` from `{low}` to `{high}`"
        else:
            values = sorted(chance.sample(range(-9, 10), 5))
            words = f"`{n}` in `{values}`"
        return Parameter(n, values, words, [n, n, f"abs({n})", f"{n} * 2", f"{n} % 3"],
                         [f"{n} > 1", f"{n} % 2 == 0", f"{n} < 0", f"{n} == 2"])  # fmt: skip
    if kind == "b":
        return Parameter(n, [False, True], f"`{n}` a boolean", [f"int({n})", f"len([{n}])"],
                         [n, f"not {n}"])  # fmt: skip
    if kind == "l":
        values = [list(v) for k in range(3) for v in itertools.product([0, 1, 2], repeat=k)]
        words = f"`{n}` a list of at most two integers from `0` to `2`"
        numbers = [f"len({n})", f"sum({n})", f"{n}.count(1)", f"{n}[0]"]
        tests = [f"1 in {n}", f"len({n}) == 2", f"{n} == {n}[::-1]", f"{n} == []"]
        return Parameter(n, values, words, numbers, tests)
    alphabet = chance.choice(["ab", "a1", "aB"])
    values = ["".join(v) for k in range(3) for v in itertools.product(alphabet, repeat=k)]
    words = f"`{n}` a string of at most 2 characters from `{alphabet!r}`"
    return Parameter(n, values, words, [f"len({n})", f"{n}.count('a')", f"ord({n}[0])"],
                     [f"{n}.isalpha()", f"'a' in {n}", f"{n} == {n}.lower()", f"len({n}) > 1",
                      f"{n}.startswith('a')"])  # fmt: skip


@dataclass
class Shape:
    """Which lines of a program are what."""

    lines: list[str]
    straight: list[int] = field(default_factory=list)  #: run once at most
    inner: list[int] = field(default_factory=list)  #: in a loop
    tests: list[tuple[int, str]] = field(default_factory=list)  #: conditions outside of loops
    loop: int = 0
    body: int = 0  #: first line of the loop's body
    behind: int = 0  #: first line after the loop


def program(chance: random.Random, given: list[Parameter]) -> Shape:
    numbers = [each for p in given for each in p.numbers] + ["2", "0", "-1"]
    tests = [each for p in given for each in p.tests]

    def number() -> str:
        return chance.choice(numbers)

    shape = Shape([f"def f({', '.join(p.name for p in given)}):"])

    def add(line: str, indent: int, *, straight: bool) -> int:
        shape.lines.append("    " * indent + line)
        at = len(shape.lines)
        (shape.straight if straight else shape.inner).append(at)
        return at

    add(f"t = {number()}", 1, straight=True)
    if chance.randrange(3):
        test = chance.choice([*tests, f"t > {chance.randrange(3)}"])
        shape.tests.append((add(f"if {test}:", 1, straight=True), test))
        add(chance.choice([f"t = t + {number()}", f"t = {number()} - t", "t = t // 2",
                           f"return {number()}"]), 2, straight=True)  # fmt: skip
        if chance.randrange(2):
            shape.lines.append("    else:")
            add(chance.choice([f"t = {number()}", "t = -t", f"t = 6 // ({number()})"]), 2,
                straight=True)  # fmt: skip
    if chance.randrange(3):
        iterable = [p for p in given if isinstance(p.values[0], str | list)]
        if iterable and chance.randrange(3):
            header = f"for x in {iterable[0].name}:"
            kind = "t += 1" if isinstance(iterable[0].values[0], str) else "t += x"
        else:
            header, kind = f"for x in range({chance.choice(['t', '3', number()])}):", "t += x"
        shape.loop = add(header, 1, straight=False)
        shape.inner.pop()
        shape.body = add(kind, 2, straight=False)
        if chance.randrange(2):
            add(f"if t % {chance.choice([2, 3])} == 0:", 2, straight=False)
            add(chance.choice(["t += 1", "continue", "break", "t = t * 2"]), 3, straight=False)
    shape.behind = add(chance.choice([f"r = t * {chance.choice([1, 2])}", "r = t % 4", "r = [t]",
                                      f"r = t == {number()}", "r = str(t)", "r = (t, t)"]), 1,
                       straight=True)  # fmt: skip
    add(f"return {chance.choice(['r', 'r', 'r', 't', f'[r, {given[0].name}]'])}", 1, straight=True)
    return shape


# -- statements -----------------------------------------------------------------------------------


def cases(count: int, seed: int, statements: int = 8) -> Iterator[Case]:
    """Programs with statements, the same ones for the same seed."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        given = parameters(chance)
        shape = program(chance, given)
        source = "\n".join(shape.lines) + "\n"
        inputs = list(itertools.product(*(p.values for p in given)))
        runs = [(args, run(source, args)) for args in inputs]
        args, ran = chance.choice(runs)
        if ran.raised and not ran.answer.isascii():
            continue
        made += 1
        maker = _Maker(chance, given, shape, runs, args, ran)
        said = [maker.statement() for _ in range(statements)]
        domain = _joined([p.words for p in given])
        yield Case(source, domain, f"f({', '.join(map(shown, args))})", ran.answer, ran.raised,
                   said)  # fmt: skip


def _joined(parts: list[str]) -> str:
    return " and ".join(parts)


class _Maker:
    def __init__(
        self,
        chance: random.Random,
        given: list[Parameter],
        shape: Shape,
        runs: list[tuple[Args, Ran]],
        args: Args,
        ran: Ran,
    ) -> None:
        self.chance, self.given, self.shape = chance, given, shape
        self.runs, self.args, self.ran = runs, args, ran
        self.giving = [(a, r) for a, r in runs if r.answer == ran.answer]

    def statement(self) -> tuple[str, bool]:
        makers = [self.must, self.must, self.must, self.either, self.implies, self.enough,
                  self.exactly, self.unimportant, self.only, self.these, self.none]  # fmt: skip
        return self.chance.choice(makers)()

    # -- facts

    def fact(self) -> Fact:
        makers = [self.at_start, self.at_start, self.at_line, self.at_line, self.at_end, self.line]
        if self.shape.tests:
            makers.append(self.condition)
        if self.shape.loop:
            makers += [self.after_loop, self.passes]
        return self.chance.choice(makers)()

    def predicate(self, name: str, values: list[Any]) -> tuple[str, str, Callable[[Any], bool]]:
        """Words behind a name, in both moods, and what they mean."""
        value = self.chance.choice(values)
        ints = [each for each in values if type(each) is int]
        if ints and self.chance.randrange(2):
            bound = self.chance.choice(ints)
            word, test = self.chance.choice([
                ("at least", lambda v: type(v) in {int, bool} and v >= bound),
                ("at most", lambda v: type(v) in {int, bool} and v <= bound),
                ("greater than", lambda v: type(v) in {int, bool} and v > bound),
                ("even", lambda v: type(v) is int and v % 2 == 0),
                ("odd", lambda v: type(v) is int and v % 2 == 1),
            ])  # fmt: skip
            tail = word if word in {"even", "odd"} else f"{word} `{bound}`"
            return f"must be {tail}", f"is {tail}", test
        if isinstance(value, list | str | tuple) and self.chance.randrange(3) == 0:
            size = len(value)
            return (f"must have length {size}", f"has length {size}",
                    lambda v: isinstance(v, list | str | tuple) and len(v) == size)  # fmt: skip
        if self.chance.randrange(4) == 0:
            return (f"must not be `{value!r}`", f"is not `{value!r}`",
                    lambda v: not alike(v, value))  # fmt: skip
        return f"must be `{value!r}`", f"is `{value!r}`", lambda v: alike(v, value)

    def at_start(self) -> Fact:
        at = self.chance.randrange(len(self.given))
        name = self.given[at].name
        pool = [a[at] for a, _ in (self.giving if self.chance.randrange(3) else self.runs)]
        must, plain, test = self.predicate(name, pool)
        when = self.chance.choice(["", " at the start"])
        return Fact(f"`{name}` {must}{when}", lambda a, _r: test(a[at]), f"`{name}` {plain}{when}")

    def _of_states(
        self, states: Callable[[Ran], list[dict[str, Any]]], when: str, *, leading: bool
    ) -> Fact:
        pool = [
            (name, value)
            for _, r in (self.giving if self.chance.randrange(3) else self.runs)
            for names in states(r)
            for name, value in names.items()
        ]
        if not pool:
            return self.at_start()
        name = self.chance.choice(sorted({name for name, _ in pool}))
        must, plain, test = self.predicate(name, [v for n, v in pool if n == name])

        def holds(_args: Args, ran: Ran) -> bool:
            found = states(ran)
            return bool(found) and all(name in names and test(names[name]) for names in found)

        if leading:
            return Fact(f"{when}, `{name}` {must}", holds, f"{when}, `{name}` {plain}")
        return Fact(f"`{name}` {must} {when}", holds, f"`{name}` {plain} {when}")

    def at_line(self) -> Fact:
        line = self.chance.choice(self.shape.straight)
        if self.chance.randrange(2):
            return self._of_states(lambda r: r.before(line), f"before line {line}", leading=True)
        return self._of_states(lambda r: r.after(line), f"after line {line}",
                               leading=bool(self.chance.randrange(2)))  # fmt: skip

    def at_end(self) -> Fact:
        return self._of_states(lambda r: [r.last], "at the end", leading=True)

    def after_loop(self) -> Fact:
        # A loop is left for the line behind it, in these programs; by an exception it is not left.
        behind = self.shape.behind
        when = self.chance.choice(["after the loop", f"after the loop on line {self.shape.loop}"])
        return self._of_states(lambda r: r.before(behind), when, leading=False)

    def line(self) -> Fact:
        line = self.chance.choice(self.shape.straight + self.shape.inner)
        counts = [r.runs(line) for _, r in self.giving]
        kind = self.chance.randrange(3)
        if kind == 0:
            return Fact(f"line {line} must run", lambda _a, r: r.runs(line) > 0,
                        f"line {line} runs")  # fmt: skip
        if kind == 1:
            return Fact(f"line {line} must not run", lambda _a, r: r.runs(line) == 0,
                        f"line {line} does not run")  # fmt: skip
        count = max(1, self.chance.choice(counts))
        times = {1: "once", 2: "twice"}.get(count, f"{count} times")
        return Fact(f"line {line} must run {times}", lambda _a, r: r.runs(line) == count,
                    f"line {line} runs {times}")  # fmt: skip

    def condition(self) -> Fact:
        line, test = self.chance.choice(self.shape.tests)
        truth = bool(self.chance.randrange(2))
        word = "true" if truth else "false"

        def holds(_args: Args, ran: Ran) -> bool:
            if not ran.runs(line):
                return False
            # The line inside of the branch comes next.
            at = next(n for n, (each, _) in enumerate(ran.lines) if each == line)
            following = ran.lines[at + 1][0] if at + 1 < len(ran.lines) else 0
            return (following == line + 1) is truth and following != 0

        return Fact(f"the condition `{test}` on line {line} must be {word}", holds,
                    f"the condition `{test}` on line {line} is {word}")  # fmt: skip

    def passes(self) -> Fact:
        count = self.chance.choice([r.runs(self.shape.body) for _, r in self.giving])
        words = "1 pass" if count == 1 else f"{count} passes"
        loop = self.shape.loop

        def holds(_args: Args, ran: Ran) -> bool:
            # Control that comes to the header enters the loop, also where the header raises.
            return ran.runs(loop) > 0 and ran.runs(self.shape.body) == count

        return Fact(f"the loop on line {loop} must make {words}", holds,
                    f"the loop on line {loop} makes {words}")  # fmt: skip

    # -- statements

    def must(self) -> tuple[str, bool]:
        facts = [self.fact() for _ in range(1 if self.chance.randrange(4) else 2)]
        truth = all(fact.holds(a, r) for a, r in self.giving for fact in facts)
        told = " and ".join(fact.text for fact in facts)
        if not self.ran.raised and self.chance.randrange(2):
            return f"To return `{self.ran.answer}`, {told}.", truth
        if self.chance.randrange(3) == 0:
            told = " and ".join(fact.plain for fact in facts)
            return f"{self.chance.choice(['So', 'Hence'])} {told}.", truth
        return f"{_capital(told)}.", truth

    def either(self) -> tuple[str, bool]:
        at = self.chance.randrange(len(self.given))
        name = self.given[at].name
        values: list[Any] = []
        for a, _ in self.giving:
            if not any(alike(a[at], each) for each in values):
                values.append(a[at])
        if self.chance.randrange(2) and len(values) > 2:
            values.pop(self.chance.randrange(len(values)))
        if len(values) < 2:
            values.append(self.chance.choice(self.given[at].values))
        values = values[:6]
        truth = all(any(alike(a[at], each) for each in values) for a, _ in self.giving)
        told = " or ".join(f"`{name}` is `{each!r}`" for each in values)
        return f"Either {told}.", truth

    def implies(self) -> tuple[str, bool]:
        first, second = self.fact(), self.fact()
        like = [(a, r) for a, r in self.runs if first.holds(a, r)]
        truth = bool(like) and all(second.holds(a, r) for a, r in like)
        return f"If {first.plain}, then {second.plain}.", truth

    def expression(self) -> tuple[str, Callable[[Args], bool]]:
        """A condition on the parameters, and what it is of an input (False: it has no value)."""
        names = [p.name for p in self.given]
        one = self.chance.choice(self.given)
        kind = self.chance.randrange(3)
        if kind == 0:
            text = self.chance.choice(one.tests)
        elif kind == 1:
            value = self.chance.choice(self.giving)[0][names.index(one.name)]
            text = f"{one.name} == {value!r}"
        else:
            value = self.chance.choice(self.giving)[0]
            text = " and ".join(f"{n} == {v!r}" for n, v in zip(names, value, strict=True))
        code = compile(text, "<condition>", "eval")

        def test(args: Args) -> bool:
            try:
                return bool(eval(code, {}, dict(zip(names, args, strict=True))))
            except (IndexError, ZeroDivisionError):
                return False

        return text, test

    def enough(self) -> tuple[str, bool]:
        text, test = self.expression()
        like = [(a, r) for a, r in self.runs if test(a)]
        truth = bool(like) and all(r.answer == self.ran.answer for _, r in like)
        return f"Any input with `{text}` works.", truth

    def exactly(self) -> tuple[str, bool]:
        text, test = self.expression()
        truth = all(test(a) == (r.answer == self.ran.answer) for a, r in self.runs)
        truth = truth and any(test(a) for a, _ in self.runs)
        return f"An input gives it exactly when `{text}`.", truth

    def unimportant(self) -> tuple[str, bool]:
        at = self.chance.randrange(len(self.given))
        groups: dict[str, set[bool]] = {}
        for a, r in self.runs:
            rest = repr([v for n, v in enumerate(a) if n != at])
            groups.setdefault(rest, set()).add(r.answer == self.ran.answer)
        return f"`{self.given[at].name}` does not matter.", all(
            len(group) == 1 for group in groups.values()
        )

    def only(self) -> tuple[str, bool]:
        words = self.chance.choice(["No other input gives it.", "It is the only such input.",
                                    "No other input of the domain gives it."])  # fmt: skip
        return words, len(self.giving) == 1

    def these(self) -> tuple[str, bool]:
        calls = [f"`f({', '.join(map(shown, a))})`" for a, _ in self.giving]
        truth = True
        if len(calls) > 8:
            calls, truth = calls[:8], False
        elif len(calls) > 1 and self.chance.randrange(2):
            calls.pop(self.chance.randrange(len(calls)))
            truth = False
        *init, last = calls
        told = f"{', '.join(init)} and {last}" if init else last
        return f"Exactly these inputs give it: {told}.", truth

    def none(self) -> tuple[str, bool]:
        other = self.chance.choice(self.runs)[1]
        if other.raised or self.chance.randrange(2):
            answer = self.chance.choice(["7", "[]", "'x'", "True", "-1"])
        else:
            answer = other.answer
        truth = all(r.raised or r.answer != answer for _, r in self.runs)
        return f"No input returns `{answer}`.", truth


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
