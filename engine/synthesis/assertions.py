"""Tests as assertions about one call, of the kinds of “Think Like You Execute” (arXiv 2512.00127).

An assertion has a call of the entry and a condition on what it gives: an expression in which
`RESULT` stands for the value that the call returns; or it has the class of an exception that leaves
the call. Conditions are evaluated on Values by `engine.claims.evaluator`: nothing is run here.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.claims.evaluator.evaluation import evaluate
from engine.claims.evaluator.outcomes import NoValue, Undecidable
from engine.search.answers import Answer
from engine.synthesis.wrapping import CannotWrap, Wrapped
from engine.trace.trace import Missing
from engine.values import (
    Atom,
    Mapping,
    NotALiteral,
    SetValue,
    Value,
    literal_value,
    to_literal,
)
from engine.values import Sequence as Values

RESULT: Final = "result"
"""What a condition calls the value that the call returned."""


class AssertionKind(Enum):
    """What is asserted of a call. Closed; each with forms that are read as it."""

    EQUALITY = "equality"  #: ``f(x) == 3``
    NONE = "none"  #: ``f(x) is None``, ``f(x) is not None``
    ISINSTANCE = "isinstance"  #: ``isinstance(f(x), list)``, ``not isinstance(…)``
    LENGTH = "length"  #: ``len(f(x)) == 3``, and the other comparisons
    EXCEPTION = "exception"  #: ``with pytest.raises(ValueError): f(x)``
    MEMBERSHIP = "membership"  #: ``3 in f(x)``, ``f(x) in (1, 2)``, ``not in``
    BOOLEAN = "boolean"  #: ``f(x)``, ``not f(x)``, ``f(x) is True``, ``f(x) == False``
    COMPARISON = "comparison"  #: ``f(x) > 3``, ``0 <= f(x) < 5``, ``f(x) != 3``


class NotAnAssertion(ValueError):
    """The test is of none of the kinds; the message says why."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One assertion. ``condition`` is an expression over `RESULT`, "" for `EXCEPTION`; ``raises``
    is the class that an exception has to be of, "" for all others."""

    kind: AssertionKind
    call: str  #: the argument list
    condition: str
    raises: str = ""

    def to_json(self) -> dict[str, str]:
        return {
            "kind": self.kind.value,
            "call": self.call,
            "condition": self.condition,
            "raises": self.raises,
        }


# -- what holds -----------------------------------------------------------------------------------


def holds(assertion: Assertion, answer: Answer) -> bool | None:
    """Whether the assertion holds of what its call gave; None where that cannot be said (a value
    that is no data, a class of the program)."""
    if assertion.kind is AssertionKind.EXCEPTION:
        return _is_raised(assertion.raises, answer)
    return truth_of(assertion.condition, answer)


def truth_of(condition: str, answer: Answer) -> bool | None:
    """Whether a condition is true of the value that was returned, in Python's sense; None where
    that cannot be said. Of a call that raised none is true."""
    if answer.exception:
        return False
    found = value_of(f"bool({condition})", answer.value)
    if isinstance(found, Atom) and isinstance(found.payload, bool):
        return found.payload
    return None


def value_of(expression: str, result: Value) -> Value | NoValue | Undecidable:
    """What an expression over the result comes to, or why it comes to nothing."""
    return evaluate(
        ast.parse(expression, mode="eval").body,
        lambda name: result if name == RESULT else Missing.BUILTIN,
    )


def _is_raised(wanted: str, answer: Answer) -> bool | None:
    if not answer.exception:
        return False
    if answer.exception == wanted:
        return True
    raised, asked = _builtin_class(answer.exception), _builtin_class(wanted)
    if raised is None or asked is None:
        return None  # a class of the program: its name does not tell what it comes under
    return issubclass(raised, asked)


def _builtin_class(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def put_in(condition: str, call: str) -> str:
    """The text of a condition with ``call`` (``f([1, 2])``) where the result stands."""
    tree = ast.parse(condition, mode="eval").body
    named = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == RESULT]
    if len(named) != 1:
        raise ValueError(f"`{condition}` does not name the result once")
    text = condition.encode()  # columns count bytes of UTF-8
    before, after = text[: named[0].col_offset], text[named[0].end_col_offset :]
    return f"{before.decode()}{call}{after.decode()}"


# -- reading --------------------------------------------------------------------------------------


def read_assertion(test: str, entry: str, wrapped: Wrapped | None = None) -> Assertion:
    """The assertion that a test is; raises `NotAnAssertion`.

    With ``wrapped`` the entry is a class, its calls are ``Entry(…).method(…)``, and what is given
    back is the call of the function around them."""
    statement = _only_statement(test)
    found = [each for node in ast.walk(statement) if (each := _called(node, entry, wrapped))]
    if len(found) != 1:
        raise NotAnAssertion(f"it calls `{entry}` {len(found)} times, and has to do so once")
    node, call = found[0]
    match statement:
        case ast.Assert(test=condition):
            kind = _kind(condition, node)
            text = ast.unparse(_Placed(node).visit(condition))
            return Assertion(kind, call, text)
        case ast.With(items=[ast.withitem(context_expr=context)], body=[ast.Expr(value=inner)]):
            if inner is not node:
                raise NotAnAssertion("what is to raise is more than the call")
            return Assertion(AssertionKind.EXCEPTION, call, "", _raising(context))
        case _:
            raise NotAnAssertion("it is neither an `assert` nor a `with pytest.raises(…):`")


def _only_statement(test: str) -> ast.stmt:
    try:
        body = ast.parse(test).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotAnAssertion("it is no Python") from error
    if len(body) != 1:
        raise NotAnAssertion(f"it has {len(body)} statements, and has to have one")
    return body[0]


def _called(node: ast.AST, entry: str, wrapped: Wrapped | None) -> tuple[ast.expr, str] | None:
    """A call of the entry (of the method of a new object), with its argument list."""
    if not isinstance(node, ast.Call):
        return None
    match node.func:
        case ast.Name(id=name) if wrapped is None and name == entry:
            return node, ", ".join(ast.unparse(each) for each in (*node.args, *node.keywords))
        case ast.Attribute(value=ast.Call(func=ast.Name(id=name)) as made, attr=method):
            if wrapped is None or (name, method) != (entry, wrapped.method):
                return None
            try:
                return node, wrapped.arguments(made, node)
            except CannotWrap as error:
                raise NotAnAssertion(str(error)) from error
        case _:
            return None


class _Placed(ast.NodeTransformer):
    """Puts the result's name in the place of the call."""

    def __init__(self, call: ast.expr) -> None:
        self._call = call

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._call:
            return ast.Name(RESULT, ast.Load())
        return self.generic_visit(node)


def _raising(context: ast.expr) -> str:
    """The class that ``pytest.raises(…)`` names."""
    match context:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="pytest"), attr="raises"),
            args=[ast.Name(id=name)],
            keywords=[],
        ):
            return name
        case _:
            raise NotAnAssertion("which exception is expected is not one class by its name")


def _kind(condition: ast.expr, call: ast.expr) -> AssertionKind:
    """The kind of a condition in which ``call`` stands; raises `NotAnAssertion`."""
    positive = condition
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        positive = condition.operand
    if positive is call:
        return AssertionKind.BOOLEAN
    match positive:
        case ast.Call(func=ast.Name(id="isinstance"), args=[first, kinds], keywords=[]):
            if first is call and all(map(_is_class, _parts(kinds))):
                return AssertionKind.ISINSTANCE
        case ast.Compare(left=left, ops=ops, comparators=rest) if positive is condition:
            return _of_comparison([left, *rest], ops, call)
        case _:
            pass
    raise NotAnAssertion("it is of none of the kinds")


def _parts(kinds: ast.expr) -> list[ast.expr]:
    return kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]


def _is_class(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and isinstance(getattr(builtins, node.id, None), type)


_IN: Final = (ast.In, ast.NotIn)
_IS: Final = (ast.Is, ast.IsNot)


def _of_comparison(parts: list[ast.expr], ops: list[ast.cmpop], call: ast.expr) -> AssertionKind:
    others = [part for part in parts if not _is_subject(part, call)]
    if len(others) != len(parts) - 1:
        raise NotAnAssertion("the call is not compared by itself")
    values = [_literal(part) for part in others]
    if any(_is_length(part, call) for part in parts):
        if any(isinstance(op, _IN + _IS) for op in ops):
            raise NotAnAssertion("a length is compared with `is` or `in`")
        return AssertionKind.LENGTH
    if len(ops) == 1:
        return _of_two(ops[0], values[0])
    if any(isinstance(op, _IN + _IS) for op in ops):
        raise NotAnAssertion("a chain of comparisons with `is` or `in`")
    return AssertionKind.COMPARISON


def _of_two(op: ast.cmpop, value: Value) -> AssertionKind:
    payload = value.payload if isinstance(value, Atom) else value
    match op:
        case ast.In() | ast.NotIn():
            return AssertionKind.MEMBERSHIP
        case ast.Is() | ast.IsNot():
            if payload is None:
                return AssertionKind.NONE
            if isinstance(payload, bool):
                return AssertionKind.BOOLEAN
            raise NotAnAssertion("`is` says nothing of a value but None, True and False")
        case ast.Eq() | ast.NotEq() if payload is None:
            return AssertionKind.NONE
        case ast.Eq() | ast.NotEq() if isinstance(payload, bool):
            return AssertionKind.BOOLEAN
        case ast.Eq():
            return AssertionKind.EQUALITY
        case _:
            return AssertionKind.COMPARISON


def _is_subject(node: ast.expr, call: ast.expr) -> bool:
    return node is call or _is_length(node, call)


def _is_length(node: ast.expr, call: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[argument], keywords=[]):
            return argument is call
        case _:
            return False


def _literal(node: ast.expr) -> Value:
    try:
        return literal_value(node)
    except NotALiteral as error:
        raise NotAnAssertion(f"it compares with what is no literal: {error}") from error


# -- other conditions on the same call ------------------------------------------------------------

_TURNED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE,
    ast.LtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip

_CLASSES: Final = ("int", "str", "list", "dict", "tuple", "set", "float", "bool")


def variants(assertion: Assertion) -> Iterator[str]:
    """Conditions of the same kind on the same call, the assertion's own first: with another number
    or class, or turned round. (So that not every yes-or-no question is answered with yes.)"""
    yield assertion.condition
    tree = ast.parse(assertion.condition, mode="eval").body
    for shift in (1, -1, 2):
        shifted = _shifted(tree, shift)
        if shifted:
            yield shifted
    if assertion.kind is AssertionKind.ISINSTANCE:
        for name in _CLASSES:
            yield f"isinstance({RESULT}, {name})"
    match tree:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield ast.unparse(operand)
        case ast.Compare(left=left, ops=[op], comparators=rest):
            yield ast.unparse(ast.Compare(left, [_TURNED[type(op)]()], rest))
        case ast.Compare():
            pass
        case _:
            yield ast.unparse(ast.UnaryOp(ast.Not(), tree))


def _shifted(tree: ast.expr, shift: int) -> str:
    """The condition with its first integer changed; "" where it has none."""
    copy = ast.parse(ast.unparse(tree), mode="eval").body
    for node in ast.walk(copy):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            if node.value + shift < 0:
                return ""
            node.value += shift
            return ast.unparse(copy)
    return ""


def weaker(assertion: Assertion, answer: Answer) -> Iterator[Assertion]:
    """Assertions of other kinds that an equality with this answer implies: for tests that know
    nothing but equality. Each is to be judged by `holds` like any other."""
    if assertion.kind is not AssertionKind.EQUALITY or answer.exception:
        return
    for kind, condition in _implied(answer.value):
        yield Assertion(kind, assertion.call, condition)


def _implied(value: Value) -> Iterator[tuple[AssertionKind, str]]:
    match value:
        case Atom(payload=int() | float() as number) if number == number:  # noqa: PLR0124
            yield AssertionKind.ISINSTANCE, f"isinstance({RESULT}, {value.type})"
            if isinstance(number, int):
                yield AssertionKind.COMPARISON, f"{RESULT} > {number - 1}"
                yield AssertionKind.COMPARISON, f"{RESULT} < {number + 2}"
                yield (
                    AssertionKind.MEMBERSHIP,
                    f"{RESULT} in ({number - 1}, {number}, {number + 3})",
                )
        case Atom(payload=str() as text):
            yield AssertionKind.LENGTH, f"len({RESULT}) == {len(text)}"
            yield AssertionKind.ISINSTANCE, f"isinstance({RESULT}, str)"
            if text:
                yield AssertionKind.MEMBERSHIP, f"{text[: 1 + len(text) // 3]!r} in {RESULT}"
                yield AssertionKind.COMPARISON, f"{RESULT} != {text[1:]!r}"
        case Values(type=kind, items=items) | SetValue(type=kind, items=items) if kind in _CLASSES:
            yield AssertionKind.LENGTH, f"len({RESULT}) == {len(items)}"
            yield AssertionKind.ISINSTANCE, f"isinstance({RESULT}, {kind})"
            if not items:
                yield AssertionKind.BOOLEAN, f"not {RESULT}"
            for item in items[:2]:
                yield AssertionKind.MEMBERSHIP, f"{to_literal(item)} in {RESULT}"
        case Mapping(type="dict", pairs=pairs):
            yield AssertionKind.LENGTH, f"len({RESULT}) == {len(pairs)}"
            for key, _ in pairs[:2]:
                yield AssertionKind.MEMBERSHIP, f"{to_literal(key)} in {RESULT}"
        case _:
            return
