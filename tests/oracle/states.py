"""Whether a claim about a state is so in it (semantics.md 5.1 to 5.3, 5.30 to 5.33, 5.54)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from . import evaluate as ev
from .answers import Outcome, both, fits, tried
from .atoms import Atom, called
from .held_atoms import Held
from .record import State
from .values import Value, equal, is_unknown

SCALARS = ("int", "float", "bool", "complex", "str", "bytes", "NoneType", "ellipsis")
ORDERED = ("list", "tuple", "deque", "array", "bytearray")
STRING = {"uppercase": "isupper", "lowercase": "islower", "alphabetic": "isalpha",
          "alphanumeric": "isalnum"}  # fmt: skip
LETTERS: dict[str, Callable[[str], bool]] = {"a digit": str.isdigit, "a letter": str.isalpha,
           "a vowel": lambda c: c in "aeiouAEIOU", "a space": lambda c: c == " ",
           "a comma": lambda c: c == ",", "a bracket": lambda c: c in "()[]{}",
           "an opening bracket": lambda c: c in "([{",
           "a closing bracket": lambda c: c in ")]}"}  # fmt: skip


def every(atoms: tuple[Atom, ...], state: State | None) -> Outcome:
    """Whether all of some claims are so in a state."""
    if state is None:
        return "UNDECIDED"
    return both(*(tried(lambda atom=atom: holds(atom, state)) for atom in atoms))  # type: ignore[misc]


def values(atom: Atom, state: State) -> list[Value]:
    return [ev.evaluate(node, state) for node in atom.expressions]


def has_value(node: ast.expr, state: State | None) -> Outcome:
    """Whether an expression has a value in a state."""
    if state is None:
        return "UNDECIDED"
    return tried(lambda: ev.evaluate(node, state) is not None)


def negated(atom: Atom, outcome: bool) -> bool:
    return outcome != atom.negated


def holds(atom: Atom, state: State) -> Outcome:
    """Whether one claim is so in a state; raises what the evaluator raises."""
    match atom.kind:
        case "defined":
            try:
                ev.evaluate(atom.expression, state)
            except ev.NoValue:
                return atom.negated
            return not atom.negated
        case "is" | "type" | "now":
            return negated(atom, fits(values(atom, state)[0], atom.value))
        case "equal":
            one, other = values(atom, state)
            return negated(atom, equal(one, other))
        case "compare":
            left, right = atom.expressions
            whole = ast.Compare(left, [getattr(ast, str(atom.value))()], [right])
            return negated(atom, bool(ev.plain(ev.evaluate(whole, state))))
        case "contains":
            held, part = atom.expressions
            inside = ast.Compare(part, [ast.In()], [held])
            return negated(atom, bool(ev.plain(ev.evaluate(inside, state))))
        case "divides":
            one, other = values(atom, state)
            if is_unknown(one) or is_unknown(other):
                raise ev.Undecidable
            if one.type != "int" or other.type != "int":
                return False
            left, right = ev.plain(one), ev.plain(other)
            return right != 0 and negated(atom, left % right == 0)
        case "startswith" | "endswith":
            one, other = map(ev.plain, values(atom, state))
            if not isinstance(one, str | bytes):
                raise ev.Undecidable
            if not isinstance(other, type(one) | tuple):
                return False
            return negated(atom, bool(getattr(one, str(atom.value))(other)))
        case "same":
            return identical(atom, *values(atom, state))
        case "property":
            return has_property(atom, values(atom, state)[0])
        case "length":
            return has_length(atom, values(atom, state)[0])
        case "part":
            return has_part(atom, *values(atom, state))
        case "count":
            one, other = values(atom, state)
            if other.type not in ("str", "bytes", "list", "tuple"):
                raise ev.Undecidable
            held = ev.plain(other)
            try:
                return bool(held.count(ev.plain(one)) == atom.value)
            except (TypeError, ValueError):
                return False
        case "holds":
            return negated(atom, truth_of(values(atom, state)[0]))
        case "held":
            return things_have(atom, ev.evaluate(used_up(atom.expression), state))
        case _:
            raise ev.Unclear(atom.kind)


def truth_of(value: Value) -> bool:
    if is_unknown(value):
        raise ev.Undecidable
    if value.kind in ("list", "tuple", "set", "frozenset", "dict", "deque", "array"):
        return bool(value.data)
    return bool(ev.plain(value))


def identical(atom: Atom, one: Value, other: Value) -> Outcome:
    wanted = str(atom.value)
    if wanted != "object":
        for value in (one, other):
            if wanted not in (value.type, value.kind):
                return False
    for node, value in zip(atom.expressions, (one, other), strict=True):
        if value.kind != "scalar" and not isinstance(
            node, ast.Name | ast.Attribute | ast.Subscript
        ):
            raise ev.Undecidable
        if value.kind == "cycle" or (value.kind != "scalar" and value.oid == 0):
            raise ev.Unclear
    if one.kind == other.kind == "scalar" and not (is_unknown(one) or is_unknown(other)):
        if not equal(one, other):
            return atom.negated
        if one.data is None or one.data is ... or isinstance(one.data, bool):
            return not atom.negated
        raise ev.Undecidable
    if one.kind in ("tuple", "frozenset") and not one.data:
        raise ev.Unclear
    return negated(atom, one.oid == other.oid)


def length(value: Value) -> int | None:
    """The length of what has one; None of what has none."""
    if is_unknown(value):
        raise ev.Undecidable
    if value.kind == "scalar":
        data: Any = value.data
        return len(data) if isinstance(data, str | bytes) else None
    return len(value.data)  # type: ignore[arg-type]


def as_pair(value: object) -> tuple[str, Any]:
    assert isinstance(value, tuple)
    return value[0], value[1]


def has_length(atom: Atom, value: Value) -> Outcome:
    word, wanted = as_pair(atom.value)
    found = length(value)
    if found is None:
        return False
    if word == "character" and not isinstance(value.data, str):
        return False
    if word == "key" and value.kind != "dict":
        return False
    return negated(atom, found == wanted)


def has_part(atom: Atom, value: Value, index: Value) -> Outcome:
    word, wanted = as_pair(atom.value)
    if is_unknown(value):
        raise ev.Undecidable
    if value.kind not in ORDERED and not isinstance(value.data, str | bytes):
        if value.kind in ("dict", "set", "frozenset", "scalar"):
            return False
        raise ev.Unclear
    if word == "character" and not isinstance(value.data, str):
        return False
    place = ev.plain(index)
    if isinstance(place, bool) or not isinstance(place, int):
        return False
    try:
        if value.kind in ("list", "tuple", "deque", "array"):
            part = value.data[place]  # type: ignore[index]
        else:
            part = ev.TAKE(ev.plain(value)[place])
    except IndexError as error:
        raise ev.NoValue from error
    return negated(atom, equal(part, wanted))


def has_property(atom: Atom, value: Value) -> Outcome:
    word = str(atom.value)
    if word in ("truthy", "falsy"):
        return negated(atom, truth_of(value) == (word == "truthy"))
    if is_unknown(value):
        raise ev.Undecidable
    if word == "empty":
        found = length(value)
        return False if found is None else negated(atom, found == 0)
    if word in ("positive", "negative", "even", "odd"):
        if value.type not in ("int", "float") or (word in ("even", "odd") and value.type != "int"):
            return False
        data = ev.plain(value)
        so = {"positive": data > 0, "negative": data < 0}.get(word)
        return negated(atom, so if so is not None else data % 2 == (word == "odd"))
    if word == "sorted":
        if value.type not in ("list", "tuple"):
            return False
        data = list(ev.plain(value))
        try:
            return negated(atom, data == sorted(data))
        except TypeError:
            return False
    if value.type != "str":
        return False
    text = ev.plain(value)
    if word in LETTERS:
        if not text.isascii():
            raise ev.Unclear
        return negated(atom, len(text) == 1 and bool(LETTERS[word](text)))
    if not text.isascii():
        raise ev.Unclear
    return negated(atom, bool(getattr(text, STRING[word])()))


def things_have(atom: Atom, value: Value) -> Outcome:
    """Whether all, none or some of what a value holds have a property (5.98)."""
    said = atom.value
    assert isinstance(said, Held)
    if said.thing == "character" and not isinstance(value.data, str):
        return False
    things = things_in(value)
    if things is None:
        return False
    one = Atom("property", atom.expressions, said.word, said.quantity == "no")
    found = [tried(lambda thing=thing: has_property(one, thing)) for thing in things]  # type: ignore[misc]
    unknown = {outcome for outcome in found if isinstance(outcome, str)}
    if unknown:
        return "UNDECIDED" if len(set(found)) > 1 else unknown.pop()
    if said.quantity == "all":
        return bool(found) and all(found)
    if said.quantity == "no":
        return all(found)
    return found.count(True) == said.quantity and said.total in (None, len(found))


def used_up(node: ast.expr) -> ast.expr:
    """What is gone through at once: of what has no value by itself its elements (§7)."""
    match node:
        case (
            ast.GeneratorExp()
            | ast.Call(func=ast.Name(id="range" | "zip" | "enumerate" | "reversed"))
        ):
            return called("list", node)
        case _:
            return node


def things_in(value: Value) -> list[Value] | None:
    """What a value gives when it is gone through, if it gives anything: of a dict its keys."""
    if is_unknown(value):
        raise ev.Undecidable
    data: Any = value.data
    if value.kind == "scalar":
        return list(map(ev.TAKE, data)) if isinstance(data, str | bytes) else None
    if value.kind == "dict":
        return [k for k, _ in data]
    if value.kind == "bytearray":
        raise ev.Unclear
    if value.kind in ("set", "frozenset") and len(data) > 1:
        raise ev.Undecidable
    return list(data)


__all__ = ["every", "has_value", "holds", "length", "truth_of"]
