"""Things that are named by a word, `the list`, `the balance` (docs/semantics.md §5.81, §5.82)."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any, Final, NamedTuple, TypeVar, get_args, get_type_hints

from engine.claims.check.abbreviations import names_for
from engine.claims.check.context import Frame
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.readings import State, type_name
from engine.claims.check.telling import item_name, told_pass
from engine.claims.evaluator import names_in
from engine.claims.model import (
    KIND_OF_THING,
    UNPLACED,
    Alters,
    AltersUnnamed,
    Claim,
    Expr,
    NameTarget,
)
from engine.claims.spans import NotReadableError, read_expr, read_target
from engine.claims.things import thing_in, with_thing_found
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names
from engine.trace.statements import ScopeNode
from engine.trace.trace import Missing
from engine.values import Atom, Instance, to_literal

C = TypeVar("C", bound=Claim)

_TYPES: Final = {
    "list": "list",
    "string": "str",
    "dictionary": "dict",
    "dict": "dict",
    "set": "set",
    "tuple": "tuple",
}
_CHARACTERS: Final = frozenset({"character", "letter", "char", "symbol", "digit"})
_NUMBERS: Final = frozenset({"number", "integer"})
_TEXTS: Final = frozenset({"word", "name", "token"})
_ITEMS: Final = _CHARACTERS | _NUMBERS | _TEXTS | {"element", "item", "value", "entry", "child"}
"""Words for what a pass of a `for` loop is about."""


def kind_in(claim: Claim) -> str | None:
    """The word by which the claim names a thing, with its article; None where it names none so."""
    for field in _fields_of(type(claim)):
        found = getattr(claim, field)
        for each in found if isinstance(found, tuple) else (found,):
            name = _thing(each)
            if name is not None:
                return name
    return None


def _thing(found: object) -> str | None:
    """The thing that is named by a word there."""
    if isinstance(found, Expr):
        return thing_in(found)
    if isinstance(found, NameTarget) and found.name.startswith(KIND_OF_THING):
        return found.name
    return None


_FIELDS: Final[dict[type[object], tuple[str, ...]]] = {}
"""Of each kind of claim that was met: the fields that may hold a name or an expression."""


def _fields_of(kind: type[Claim]) -> tuple[str, ...]:
    found = _FIELDS.get(kind)
    if found is None:
        hints = get_type_hints(kind)
        found = tuple(field.name for field in fields(kind) if _names_something(hints[field.name]))
        _FIELDS[kind] = found
    return found


def _names_something(hint: object) -> bool:
    return hint is Expr or hint is NameTarget or any(map(_names_something, get_args(hint)))


def is_type(kind: str) -> bool:
    """Whether the word is a type, as of §5.81."""
    return kind.removeprefix(KIND_OF_THING) in _TYPES


def by_source(moments: Moments, frame: Frame, kind: str, point: Time) -> Expr | None:
    """The variable of the context's function that has the word as its name, or is short for it;
    or the attribute of that name of the method's own object, or of the only object that has one;
    None where there is none; raises `Failure` where there are several."""
    word = kind.removeprefix(KIND_OF_THING)
    if is_type(kind):
        return None
    if word == "input":
        return _only_parameter(moments, frame)
    scope = moments.trace.scope_of(frame.activation)
    names = frozenset() if scope is None else bound_names(scope)
    if word in names:
        return _read(word)
    if word in _OPERATIONS:
        return _only_operation(moments, scope, word)
    if word == "generator":
        return _only_generator(moments)
    if word in _RECEIVERS:
        return _only_receiver(moments, scope, word)
    short = sorted(names & names_for(word))
    if len(short) == 1:
        return _read(short[0])
    return _attribute(moments, frame, word, max(point, frame.start))


_COMPREHENSIONS: Final[dict[str, tuple[type[ast.expr], ...]]] = {
    "comprehension": (ast.ListComp, ast.SetComp, ast.DictComp),
    "list comprehension": (ast.ListComp,),
    "set comprehension": (ast.SetComp,),
    "dict comprehension": (ast.DictComp,),
}
_OPERATIONS: Final = _COMPREHENSIONS.keys() | {
    "quotient",
    "remainder",
    "maximum",
    "minimum",
    "index",
}
"""Words for what an expression gives, of which a function may have one."""

_RECEIVERS: Final = {
    "put in": frozenset({"append"}),
    "taken from": frozenset({"pop", "popleft"}),
    "sorted one": frozenset({"sort"}),
    "reverse sorted": frozenset({"sort"}),
}
"""Things that the table of ways of saying puts in: what the function calls such a method of."""


def _only_operation(moments: Moments, scope: ScopeNode | None, word: str) -> Expr:
    """The only expression of the function that the word is for; raises `Failure`."""
    statements = () if scope is None else moments.trace.statements.of_scope(scope)
    texts = {
        text: None
        for each in statements
        for node in each.expressions()
        if (text := _operation(node, word)) is not None
    }
    if not texts:
        raise unsupported(f"what the {word} is of cannot be told")
    if len(texts) > 1:
        raise _several(list(texts))
    return _read(next(iter(texts)))


def _only_receiver(moments: Moments, scope: ScopeNode | None, word: str) -> Expr | None:
    """The only thing of which the function calls the method; None where it calls it of none."""
    statements = () if scope is None else moments.trace.statements.of_scope(scope)
    texts = {
        ast.unparse(node.func.value): None
        for each in statements
        for node in each.expressions()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _RECEIVERS[word]
        and (word != "reverse sorted" or _is_reversed(node))
    }
    if len(texts) > 1:
        raise _several(list(texts))
    return _read(next(iter(texts))) if texts else None


def generator_functions(moments: Moments) -> dict[str, None]:
    """The names of the generator functions of the program."""
    return {
        node.name: None
        for node in ast.walk(moments.trace.statements.tree)
        if isinstance(node, ast.FunctionDef) and _hands_out(node.body)
    }


def _only_generator(moments: Moments) -> Expr | None:
    """The name of the only generator function of the program."""
    found = generator_functions(moments)
    if len(found) > 1:
        raise _several(list(found))
    return _read(next(iter(found))) if found else None


def _hands_out(body: Sequence[ast.AST]) -> bool:
    """Whether a `yield` stands in the body, but for that of a function inside."""
    for node in body:
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef)
        if not inner and _hands_out(list(ast.iter_child_nodes(node))):
            return True
    return False


def _is_reversed(call: ast.Call) -> bool:
    return any(
        each.arg == "reverse" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _operation(node: ast.expr, word: str) -> str | None:
    match word, node:
        case _, ast.ListComp() | ast.SetComp() | ast.DictComp():
            return ast.unparse(node) if isinstance(node, _COMPREHENSIONS.get(word, ())) else None
        case "quotient", ast.BinOp(op=ast.FloorDiv()):
            return ast.unparse(node)
        case "remainder", ast.BinOp(op=ast.Mod()):
            return ast.unparse(node)
        case "maximum", ast.Call(func=ast.Name(id="max")):
            return ast.unparse(node)
        case "minimum", ast.Call(func=ast.Name(id="min")):
            return ast.unparse(node)
        case "index", ast.Call(func=ast.Attribute(attr="index" | "find")):
            return ast.unparse(node)
        case (
            "quotient" | "remainder",
            ast.Call(func=ast.Name(id="divmod"), args=[left, right], keywords=[]),
        ):
            operator: ast.operator = ast.FloorDiv() if word == "quotient" else ast.Mod()
            return ast.unparse(ast.BinOp(left, operator, right))
        case _:
            return None


def _only_parameter(moments: Moments, frame: Frame) -> Expr:
    """What the call was given, where that is one thing."""
    parameters = moments.trace.code_of(frame.activation).parameters
    if len(parameters) != 1:
        raise unsupported("what the input is cannot be told: there is not one parameter")
    return _read(parameters[0])


def _attribute(moments: Moments, frame: Frame, word: str, point: Time) -> Expr | None:
    scope = moments.trace.scope_of(frame.activation)
    state = State(moments, frame.activation, point)
    holders = [
        name
        for name in sorted(() if scope is None else bound_names(scope))
        if isinstance(value := state(name), Instance)
        and any(attribute == word for attribute, _ in value.attributes)
    ]
    own = _own_object(moments, frame)
    chosen = [name for name in holders if name in own] or holders
    if len(chosen) > 1:
        raise _several([f"{name}.{word}" for name in chosen])
    return _read(f"{chosen[0]}.{word}") if chosen else None


def _own_object(moments: Moments, frame: Frame) -> list[str]:
    """The name of the object whose method the context's function is, if it is one."""
    scope = moments.trace.scope_of(frame.activation)
    if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    around = moments.trace.statements.enclosing.get(scope, ())
    names = {each.id for each in scope.decorator_list if isinstance(each, ast.Name)}
    if not around or not isinstance(around[0], ast.ClassDef) or "staticmethod" in names:
        return []
    return [each.arg for each in (*scope.args.posonlyargs, *scope.args.args)][:1]


def named_by(moments: Moments, frame: Frame, kind: str, point: Time, step: int) -> Expr:
    """What the word stands for in the context's function, at the point; raises `Failure`."""
    word = kind.removeprefix(KIND_OF_THING)
    if word in _TYPES:
        return _read(_only_of_type(moments, frame, _TYPES[word], point))
    found = by_source(moments, frame, kind, point)
    if found is not None:
        return found
    item = _item(moments, frame, step)
    if item is not None and (_is_of_items(word, item.over) or _fits(moments, frame, word, item)):
        return _read(item.name)
    raise unsupported(f"what “{kind}” is cannot be told")


def element_at(moments: Moments, frame: Frame, claim: AltersUnnamed, point: Time) -> Alters:
    """The change of the element at the key, of the only dictionary; raises `Failure`."""
    name = _only_of_type(moments, frame, "dict", point)
    assert claim.key is not None
    try:
        key = to_literal(claim.key)
    except (ValueError, TypeError, RecursionError) as error:
        raise unsupported("the key cannot be written out") from error
    whole = _read(f"{name}[{key}]")
    return Alters(UNPLACED, claim.change, whole, claim.operand, surface=claim.surface)


def _only_of_type(moments: Moments, frame: Frame, wanted: str, point: Time) -> str:
    """The only variable of the context's function that is of the type at the point."""
    scope = moments.trace.scope_of(frame.activation)
    names = () if scope is None else sorted(bound_names(scope))
    state = State(moments, frame.activation, max(point, frame.start))
    found = [
        name
        for name in names
        if not isinstance(value := state(name), Missing) and type_name(value) == wanted
    ]
    if not found:
        raise refuted(f"no variable is a `{wanted}` here")
    if len(found) > 1:
        raise _several(found)
    return found[0]


class _Item(NamedTuple):
    """What a pass of a `for` loop is about."""

    name: str  #: the target, or what of it is the item
    over: str  #: what the loop is over
    bound: Time  #: when the pass has bound it


def _item(moments: Moments, frame: Frame, step: int) -> _Item | None:
    """That of the innermost pass of a `for` loop in which the step lies."""
    told = told_pass(moments, frame, step, only=ast.For)
    if told is None:
        return None
    loop, one = told[0].loop, told[1]
    assert isinstance(loop.node, ast.For)
    return _Item(item_name(loop), ast.unparse(loop.node.iter), one.began)


def _is_of_items(word: str, over: str) -> bool:
    """Whether the loop is over `coins`, where the word is `coin`."""
    return re.search(rf"\b{re.escape(word)}e?s\b", over) is not None


def _fits(moments: Moments, frame: Frame, word: str, item: _Item) -> bool:
    if word not in _ITEMS:
        return False
    value = State(moments, frame.activation, item.bound).evaluate(_read(item.name))
    if word in _CHARACTERS:
        return (
            isinstance(value, Atom) and isinstance(value.payload, str) and len(value.payload) == 1
        )
    if word in _NUMBERS:
        return _is_number(value)
    if word in _TEXTS:
        return isinstance(value, Atom) and isinstance(value.payload, str)
    return True


def _is_number(value: object) -> bool:
    return (
        isinstance(value, Atom)
        and isinstance(value.payload, int | float)
        and not isinstance(value.payload, bool)
    )


def _several(names: list[str]) -> Failure:
    these = ", ".join(f"`{name}`" for name in names)
    return Failure(ClaimVerdict.AMBIGUOUS, f"{these} can be meant")


def _read(text: str) -> Expr:
    try:
        return read_expr(text)
    except NotReadableError as error:
        raise unsupported(f"what `{text}` is cannot be told") from error


def plain_names(claim: Claim) -> list[str]:
    """The names in what the claim is about, things that are named by a word among them."""
    names: list[str] = []
    for field in _fields_of(type(claim)):
        found = getattr(claim, field)
        for each in found if isinstance(found, tuple) else (found,):
            if isinstance(each, Expr):
                if isinstance(each.tree, ast.Name):
                    names.append(each.tree.id)
                elif (thing := thing_in(each)) is not None:
                    names.append(thing)
                else:
                    names.extend(names_in(each.tree))
            elif isinstance(each, NameTarget):
                names.append(each.name)
    return names


def attribute_called(moments: Moments, frame: Frame, name: str, point: Time) -> Expr | None:
    """The attribute of that name of the only object of the function that has one."""
    return _attribute(moments, frame, name, max(point, frame.start))


def with_name(claim: C, kind: str, expr: Expr) -> C:
    """The claim with the expression in the place of the name."""
    changed: dict[str, Any] = {}
    for field in fields(claim):
        found = getattr(claim, field.name)
        if isinstance(found, tuple):
            named = tuple(_renamed(each, kind, expr) for each in found)
            if named != found:
                changed[field.name] = named
        elif (other := _renamed(found, kind, expr)) is not found:
            changed[field.name] = other
    return replace(claim, **changed)


def _renamed(found: object, kind: str, expr: Expr) -> object:
    if isinstance(found, NameTarget):
        return _target(expr) if found.name == kind else found
    if not isinstance(found, Expr):
        return found
    if isinstance(found.tree, ast.Name):
        return expr if found.tree.id == kind else found
    if thing_in(found) is None and kind in names_in(found.tree):
        return _within(found, kind, expr)
    if thing_in(found) != kind:
        return found
    try:
        return with_thing_found(found, kind, expr)
    except NotReadableError as error:
        raise unsupported(f"what `{found.text}` is cannot be told") from error


class _Renaming(ast.NodeTransformer):
    def __init__(self, name: str, tree: ast.expr) -> None:
        self._name, self._tree = name, tree

    def visit_Name(self, node: ast.Name) -> ast.expr:  # as `ast` names it
        return self._tree if node.id == self._name else node


def _within(found: Expr, name: str, expr: Expr) -> Expr:
    """The expression with another one in the place of a name in it."""
    meant = {name, *names_in(expr.tree)}
    for node in ast.walk(found.tree):  # what binds one in there: which is meant is not told
        if isinstance(node, ast.arg) and node.arg in meant:
            return found
        if isinstance(node, ast.Name) and node.id in meant and isinstance(node.ctx, ast.Store):
            return found
    return read_expr(ast.unparse(_Renaming(name, expr.tree).visit(deepcopy(found.tree))))


def _target(expr: Expr) -> object:
    try:
        return read_target(expr.text)
    except NotReadableError as error:
        raise refuted(f"nothing sets `{expr.text}`") from error
