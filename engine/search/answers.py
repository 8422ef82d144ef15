"""Answers: what a call returns or raises, read off an observed run or off text."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from typing import Any

from engine.capture.observation import Form, Observation
from engine.errors import ErrorCode, UsageError
from engine.values import (
    Atom,
    Cycle,
    Instance,
    Mapping,
    NotALiteral,
    Opaque,
    Sequence,
    SetValue,
    Value,
    parse_literal,
    to_literal,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to: it returned ``value``, or (``exception`` is a class's name) an exception
    left it whose arguments are the tuple ``value``. Equality is that of Values: types count."""

    value: Value
    exception: str = ""

    def told(self) -> str:
        """The answer in words, values as source text."""
        if not self.exception:
            return f"returns `{to_literal(self.value)}`"
        inner = to_literal(self.value)
        if isinstance(self.value, Sequence):
            inner = "(" + ", ".join(map(to_literal, self.value.items)) + ")"
        return f"raises `{self.exception}{inner}`"


def returned(text: str) -> Answer:
    """The answer that a literal is returned; raises `UsageError`."""
    try:
        return Answer(parse_literal(text))
    except NotALiteral as error:
        raise _unreadable(text, str(error)) from error


def raised(text: str) -> Answer:
    """The answer that an exception leaves the call: ``KeyError('x')``; raises `UsageError`."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(text, "it is no Python expression") from error
    called = tree
    args: SequenceOf[ast.expr] = ()
    if isinstance(tree, ast.Call) and not tree.keywords:
        called, args = tree.func, tree.args
    if not isinstance(called, ast.Name):
        raise _unreadable(text, "it is no exception with its arguments")
    try:
        values = tuple(parse_literal(ast.unparse(arg)) for arg in args)
    except NotALiteral as error:
        raise _unreadable(text, str(error)) from error
    return Answer(Sequence("tuple", values), called.id)


def _unreadable(text: str, why: str) -> UsageError:
    return UsageError(
        ErrorCode.BAD_ANSWER,
        f"The answer `{text[:80]}` cannot be compared: {why}",
        remedy="Write a literal, like `[1, 'x']`; or an exception, like `KeyError('x')`.",
        data={"answer": text[:80]},
    )


def observed(observation: Observation) -> Answer:
    """The answer of an observed run."""
    if observation.exception:
        return Answer(value_of(observation.arguments), observation.exception)
    return Answer(value_of(observation.result))


def value_of(form: Form) -> Value:
    """The Value that a run's JSON form writes; raises `ValueError` for what is none."""
    match form:
        case [str() as kind, str() as text]:
            return Atom(_scalar(kind, text))
        case ["complex", real, imaginary]:
            parts = [value_of(part) for part in (real, imaginary)]
            numbers = [part.payload for part in parts if isinstance(part, Atom)]
            if len(numbers) == 2 and all(isinstance(each, float) for each in numbers):
                return Atom(complex(*numbers))  # type: ignore[arg-type]  # floats, as checked
        case ["cycle", int() as up]:
            return Cycle(up)
        case ["opaque", str() as kind, str() as label]:
            return Opaque(kind, label)
        case ["sequence" | "cell", str() as kind, list() as items]:
            return Sequence(kind, tuple(map(value_of, items)))
        case ["set", str() as kind, list() as items]:
            return SetValue(kind, tuple(map(value_of, items)))
        case ["mapping", str() as kind, list() as pairs]:
            return Mapping(kind, tuple((value_of(k), value_of(v)) for k, v in map(_two, pairs)))
        case ["instance", str() as kind, [list() as payload, list() as named]]:
            attributes = tuple((_name(k), value_of(v)) for k, v in map(_two, named))
            return Instance(kind, attributes, value_of(payload[0]) if payload else None)
        case _:
            pass
    raise ValueError("no value of an observed run")


def _two(pair: Form) -> tuple[Form, Form]:
    if isinstance(pair, list) and len(pair) == 2:
        return pair[0], pair[1]
    raise ValueError("no pair")


def _name(form: Form) -> str:
    value = value_of(form)
    if isinstance(value, Atom) and isinstance(value.payload, str):
        return value.payload
    raise ValueError("no name")


def _scalar(kind: str, text: str) -> Any:
    match kind:
        case "str":
            return text
        case "int":
            return int(text, 16)
        case "float":
            return math.nan if text == "nan" else float.fromhex(text)
        case "NotImplementedType":
            return NotImplemented
        case _:
            return ast.literal_eval("..." if text == "Ellipsis" else text)
