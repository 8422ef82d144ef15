"""From a sentence's derivation to its statement.

`Reading` has one method for each rule and each named alternative of `backward.lark`, under the same
name. What is said of a run is put into the indicative, and read by the narration language's parser,
so that it means here what it means there.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence as SequenceOf
from dataclasses import replace
from typing import Any, Final, NamedTuple

from engine.backward.domains import (
    Booleans,
    Box,
    Integers,
    Listed,
    Lists,
    OfType,
    Shape,
    Texts,
    Values,
)
from engine.backward.language.model import (
    Another,
    AnySum,
    Considering,
    Enough,
    Goal,
    Implies,
    Necessary,
    NoneGives,
    OneOfCases,
    Only,
    RunFact,
    Statement,
    TheAnswer,
    TheInput,
    These,
    Unimportant,
)
from engine.claims import spans
from engine.claims.model import Narration, Sentence
from engine.claims.parser import parse_sentence
from engine.claims.reading import MisreadError
from engine.claims.reading_base import BaseReading, Place
from engine.claims.scanner import Line
from engine.claims.syntax import Derivation
from engine.claims.syntax_errors import Problem, quoted
from engine.claims.syntax_tokens import Cut, Token
from engine.values import Atom, Sequence, Value

MAX_SIZE: Final = 50
"""Most characters or items that a domain gives a text or a list."""

MAX_LISTED: Final = 1_000

_INDICATIVE: Final = {
    "is": "is", "is_not": "is not", "equals": "equals", "has": "has", "contains": "contains",
    "contains_not": "does not contain", "begins": "starts", "ends": "ends", "holds": "holds",
    "holds_not": "does not hold", "runs": "runs", "runs_not": "does not run", "makes": "makes",
}  # fmt: skip
_MODAL: Final = frozenset({"must", "cannot"})


class _When(NamedTuple):
    """A phrase of time, as a narration has it; ``context``: it is a place, not a moment."""

    text: str
    context: bool


class _Fact(NamedTuple):
    """A fact as read so far."""

    made: RunFact
    modal: bool


class Reading(BaseReading):
    """The reading of one sentence. ``tree`` is the program's. Raises `MisreadError`."""

    def __init__(self, line: Line, tokens: SequenceOf[Token], tree: ast.Module, entry: str) -> None:
        super().__init__(line, Cut.of(tokens))
        self._tokens = tokens
        self._tree = tree
        self._entry = entry
        self._drawn = False

    def read(self, derivation: Derivation) -> Statement | None:
        """The statement; None for a note."""
        found = self._read(derivation)
        if found is None:
            return None
        surface = self._at(derivation.place)
        return replace(found, surface=surface)  # type: ignore[no-any-return]

    def _read(self, node: Derivation) -> Any:
        if node.form == "statement" or node.form in _STATEMENTS:
            return getattr(self, node.form)(node)
        children = [
            self._tokens[child] if isinstance(child, int) else self._read(child)
            for child in node.children
        ]
        return getattr(self, node.form)(node.place, *children)

    def sentence(self, _place: Place, *parts: Any) -> Statement | None:
        last = parts[-1]
        return None if last is _NOTE else last

    def note(self, _place: Place) -> object:
        return _NOTE

    def connective(self, _place: Place) -> None:
        self._drawn = True

    def _wrong(self, place: Place, reason: str) -> MisreadError:
        surface = self._at(place)
        return MisreadError(surface.column - 1, surface.end_column - 1, reason)

    def _wrong_token(self, token: Token, reason: str) -> MisreadError:
        return MisreadError(token.start, token.end, reason)

    # -- domains ------------------------------------------------------------------------------

    def shape_on_path(self, _place: Place) -> Statement:
        return Considering(Shape(on_path=True))

    def shape(self, _place: Place) -> Statement:
        return Considering(Shape())

    def box(self, place: Place, *parameters: tuple[str, Values]) -> Statement:
        return Considering(self._box(place, parameters))

    def _box(self, place: Place, parameters: SequenceOf[tuple[str, Values]]) -> Box:
        names = [name for name, _ in parameters]
        if len(set(names)) < len(names):
            raise self._wrong(place, "a parameter is named twice")
        return Box(tuple(parameters))

    def from_to(self, place: Place, name: Token, low: Token, high: Token) -> tuple[str, Values]:
        return self._name(name), self._between(place, low, high)

    def _between(self, place: Place, low: Token, high: Token) -> Integers:
        found = Integers(self._int(low), self._int(high))
        if not found.size():
            raise self._wrong(place, "there is no number between them")
        return found

    def _int(self, token: Token) -> int:
        value = self._value(token)
        payload = value.payload if isinstance(value, Atom) else None
        if type(payload) is not int:
            raise self._wrong_token(token, f"{quoted(token.text)} is no int")
        return payload

    def one_of(self, _place: Place, name: Token, listed: Token) -> tuple[str, Values]:
        values: list[Value] = []
        for value in self._listed(listed):
            if value not in values:
                values.append(value)
        return self._name(name), Listed(tuple(values))

    def _listed(self, token: Token) -> list[Value]:
        numbers = _range_of(self._expr(token).tree)
        if numbers is not None:
            if len(numbers) > MAX_LISTED:
                raise self._wrong_token(token, f"more than {MAX_LISTED} values are listed")
            found: list[Value] = [Atom(number) for number in numbers]
        else:
            value = self._value(token)
            if not isinstance(value, Sequence):
                raise self._wrong_token(token, f"{quoted(token.text)} is no list of values")
            found = list(value.items)
        if not 0 < len(found) <= MAX_LISTED:
            raise self._wrong_token(token, f"1 to {MAX_LISTED} values have to be listed")
        return found

    def any_integer(self, _place: Place, name: Token) -> tuple[str, Values]:
        return self._name(name), Integers()

    def boolean(self, _place: Place, name: Token) -> tuple[str, Values]:
        return self._name(name), Booleans()

    def string_of(
        self, _place: Place, name: Token, size: tuple[int, int], _letters: object, alphabet: Token
    ) -> tuple[str, Values]:
        letters = "".join(dict.fromkeys(self._text(alphabet)))
        if not letters:
            raise self._wrong_token(alphabet, "the alphabet is empty")
        return self._name(name), Texts(*size, letters)

    def list_of(
        self, _place: Place, name: Token, size: tuple[int, int], _integers: object
    ) -> tuple[str, Values]:
        return self._name(name), Lists(*size, Integers())

    def list_of_from_to(
        self,
        place: Place,
        name: Token,
        size: tuple[int, int],
        _integers: object,
        low: Token,
        high: Token,
    ) -> tuple[str, Values]:
        return self._name(name), Lists(*size, self._between(place, low, high))

    def at_most(self, _place: Place, number: Token) -> tuple[int, int]:
        return 0, self._size(number)

    def exactly(self, _place: Place, number: Token) -> tuple[int, int]:
        size = self._size(number)
        return size, size

    def _size(self, token: Token) -> int:
        size = self._number(token, 0, "sizes")
        if size > MAX_SIZE:
            raise self._wrong_token(token, f"sizes go up to {MAX_SIZE}")
        return size

    def letters(self, _place: Place) -> None:
        return None

    def integers(self, _place: Place) -> None:
        return None

    # -- facts of a run -----------------------------------------------------------------------

    def fact(self, place: Place, *parts: Any) -> _Fact:
        whens = [part for part in parts if isinstance(part, _When)]
        kind, text, modal = next(part for part in parts if not isinstance(part, _When))
        moments = [when for when in whens if not when.context]
        if len(moments) > 1 or (moments and kind != "state"):
            raise self._wrong(place, "it names two times")
        said = [when.text for when in whens if when.context] + [when.text for when in moments]
        if kind == "state" and not moments:
            if said:
                raise self._wrong(place, "it does not say when: “at the end”, “after line 3”")
            said.append("at the start")
        return _Fact(self.made(", ".join([*said, text]), place), modal)

    def made(self, text: str, place: Place) -> RunFact:
        """The fact that a narration's sentence states; raises `MisreadError`."""
        sentence = f"{text[:1].upper()}{text[1:]}."
        found = parse_sentence(sentence)
        if isinstance(found, Problem):
            raise self._wrong(place, f"{quoted(sentence)} cannot be read: {found.message}")
        if not isinstance(found, Sentence) or not found.claims:
            raise self._wrong(place, "nothing is said of a run")
        return RunFact(sentence, Narration((found,)))

    def at_start(self, _place: Place) -> _When:
        return _When("at the start", context=False)

    def at_end(self, _place: Place) -> _When:
        return _When("at the end", context=False)

    def before_line(self, _place: Place, line: int) -> _When:
        return _When(f"before line {line}", context=False)

    def after_line(self, _place: Place, line: int) -> _When:
        return _When(f"after line {line}", context=False)

    def after_loop(self, _place: Place, line: int) -> _When:
        return _When(f"after the loop on line {line}", context=False)

    def after_the_loop(self, place: Place) -> _When:
        loops = [
            node.lineno
            for node in self._body()
            if isinstance(node, ast.For | ast.While | ast.AsyncFor)
        ]
        if len(loops) != 1:
            raise self._wrong(place, f"`{self._entry}` has {len(loops)} loops; give the line")
        return _When(f"after the loop on line {loops[0]}", context=False)

    def _body(self) -> list[ast.stmt]:
        """The statements of the entry function that stand in no loop and no other function."""
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == self._entry:
                return list(_outside_of_loops(node.body))
        return []

    def on_pass(self, _place: Place, number: Token, line: int) -> _When:
        return _When(
            f"on pass {self._number(number, 1, 'passes')} of the loop on line {line}", context=True
        )

    def in_call(self, _place: Place, number: Token, function: Token) -> _When:
        return _When(f"in call {self._number(number, 1, 'calls')} of {function.text}", context=True)

    def state(self, node: Derivation) -> tuple[str, str, bool]:
        return ("state", *self._indicative(node))

    def event(self, node: Derivation) -> tuple[str, str, bool]:
        return ("event", *self._indicative(node))

    def condition(self, node: Derivation) -> tuple[str, str, bool]:
        token = self._token_of(node)
        wanted = self._expr(token).dump
        lines = {
            each.test.lineno if isinstance(each, ast.Assert) else each.lineno
            for each in ast.walk(self._tree)
            if isinstance(each, ast.If | ast.While | ast.Assert)
            and spans.dump_of(each.test) == wanted
        }
        if len(lines) != 1:
            raise self._wrong_token(
                token, f"{len(lines)} lines have the condition {quoted(token.text)}; give the line"
            )
        text, modal = self._indicative(node)
        return "event", text.replace(token.text, f"{token.text} on line {lines.pop()}", 1), modal

    def branch(self, node: Derivation) -> tuple[str, str, bool]:
        text, modal = self._indicative(node)
        line = next(child for child in node.children if isinstance(child, Derivation))
        number = self._read(line)
        found = [
            each for each in ast.walk(self._tree) if isinstance(each, ast.If)
            and each.lineno == number
        ]  # fmt: skip
        elifs = {
            id(each.orelse[0])
            for each in ast.walk(self._tree)
            if isinstance(each, ast.If)
            and len(each.orelse) == 1
            and isinstance(each.orelse[0], ast.If)
            and each.orelse[0].col_offset == each.col_offset
        }
        word = "`elif`" if any(id(each) in elifs for each in found) else "`if`"
        return "event", text.replace("the branch", f"the {word} branch", 1), modal

    def _token_of(self, node: Derivation) -> Token:
        return next(self._tokens[child] for child in node.children if isinstance(child, int))

    def _indicative(self, node: Derivation) -> tuple[str, bool]:
        """The words of a statement, its verb in the indicative; and whether it said “must”."""
        verbs = {
            child.place.first: child
            for child in node.children
            if isinstance(child, Derivation) and child.form in _INDICATIVE
        }
        words: list[str] = []
        modal = False
        at = node.place.first
        while at < node.place.end:
            verb = verbs.get(at)
            if verb is None:
                token = self._tokens[at]
                text = token.text
                words.append(text.lower() if at == 0 and not token.code else text)
                at += 1
                continue
            spoken = {each.text for each in self._tokens[verb.place.first : verb.place.end]}
            modal = modal or bool(spoken & _MODAL)
            words.append(_INDICATIVE[verb.form])
            at = verb.place.end
        return " ".join(words), modal

    # -- statements ---------------------------------------------------------------------------

    def goal(self, place: Place, answer: Token) -> Goal:
        raises = any(token.text == "raise" for token in self._tokens[place.first : place.end])
        return self._goal(answer, raises=raises)

    def _goal(self, token: Token, *, raises: bool) -> Goal:
        if raises:
            if not isinstance(self._expr(token).tree, ast.Call | ast.Name):
                raise self._wrong_token(token, f"{quoted(token.text)} is no exception")
        else:
            self._value(token)
        return Goal(token.code, raises)

    def necessity(self, place: Place, *parts: Any) -> Statement:
        goal = next((part for part in parts if isinstance(part, Goal)), None)
        facts = [part for part in parts if isinstance(part, _Fact)]
        if not self._drawn and not all(fact.modal for fact in facts):
            reason = "is it of this input, or of all? “With this input, …” or “… must be …” says so"
            raise self._wrong(place, reason)
        return Necessary(goal, tuple(fact.made for fact in facts))

    def cases(self, _place: Place, *facts: _Fact) -> Statement:
        return OneOfCases(tuple(fact.made for fact in facts))

    def implication(self, _place: Place, *parts: Any) -> Statement:
        premises = tuple(part.made for part in parts if isinstance(part, _Fact))
        return Implies(premises, parts[-1])

    def consequence(self, _place: Place, *facts: _Fact) -> tuple[RunFact, ...]:
        return tuple(fact.made for fact in facts)

    def enough(self, place: Place, condition: Token) -> Statement:
        return Enough(self._at_start(place, condition))

    def exactly_when(self, place: Place, condition: Token) -> Statement:
        return Enough(self._at_start(place, condition), exactly=True)

    def all_work(self, _place: Place) -> Statement:
        return Enough(None)

    def _at_start(self, place: Place, condition: Token) -> RunFact:
        return self.made(f"at the start, {condition.text} holds", place)

    def any_sum(self, place: Place, number: Token, _integers: object, total: Token) -> Statement:
        size = self._size(number)
        parameters = self._parameters()
        if len(parameters) != 1:
            raise self._wrong(place, f"`{self._entry}` does not take one parameter")
        self._int(total)
        fact = self.made(f"at the start, `sum({parameters[0]}) == {total.code}` holds", place)
        return AnySum(Lists(size, size, Integers()), fact, self._expr(total))

    def _parameters(self) -> list[str]:
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == self._entry:
                return [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
        return []

    def independence(self, _place: Place, name: Token) -> Statement:
        return Unimportant(self._name(name))

    def only(self, _place: Place) -> Statement:
        return Only()

    def only_of_shape(self, _place: Place) -> Statement:
        return Only(Shape())

    def only_on_path(self, _place: Place) -> Statement:
        return Only(Shape(on_path=True))

    def only_of_type(self, _place: Place) -> Statement:
        return Only(OfType())

    def only_in_box(self, place: Place, *parameters: tuple[str, Values]) -> Statement:
        return Only(self._box(place, parameters))

    def these(self, _place: Place, *calls: Token) -> Statement:
        return These(tuple(map(self._call, calls)))

    def none_returns(self, _place: Place, answer: Token) -> Statement:
        return NoneGives(self._goal(answer, raises=False))

    def none_raises(self, _place: Place, answer: Token) -> Statement:
        return NoneGives(self._goal(answer, raises=True))

    def other(self, _place: Place, call: Token) -> Statement:
        return Another(self._call(call), on_path=False)

    def other_on_path(self, _place: Place, call: Token) -> Statement:
        return Another(self._call(call), on_path=True)

    def answer_returned(self, _place: Place, answer: Token) -> Statement:
        return TheAnswer(self._goal(answer, raises=False))

    def answer_raised(self, _place: Place, answer: Token) -> Statement:
        return TheAnswer(self._goal(answer, raises=True))

    def the_input(self, _place: Place, call: Token) -> Statement:
        return TheInput(self._call(call))

    def _call(self, token: Token) -> str:
        match self._expr(token).tree:
            case ast.Call(func=ast.Name(id=name)) if name == self._entry:
                return token.code.strip(" ")
            case _:
                raise self._wrong_token(
                    token, f"{quoted(token.text)} is no call of `{self._entry}`"
                )


_NOTE: Final = object()
_STATEMENTS: Final = frozenset({"state", "event", "condition", "branch"})


def _range_of(tree: ast.expr) -> range | None:
    """``range(-8, 9)`` of plain numbers."""
    match tree:
        case ast.Call(func=ast.Name(id="range"), args=args, keywords=[]) if 1 <= len(args) <= 3:
            try:
                numbers = [ast.literal_eval(arg) for arg in args]
                if all(type(number) is int for number in numbers):
                    return range(*numbers)
            except (ValueError, TypeError):
                pass
            return None
        case _:
            return None


def _outside_of_loops(body: SequenceOf[ast.stmt]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for node in body:
        found.append(node)
        if isinstance(
            node,
            ast.For | ast.While | ast.AsyncFor | ast.FunctionDef | ast.AsyncFunctionDef
            | ast.ClassDef,
        ):  # fmt: skip
            continue
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.stmt):
                found += _outside_of_loops([part])
            elif isinstance(part, ast.ExceptHandler | ast.match_case):
                found += _outside_of_loops(part.body)
    return found
