"""What is known of a function's names, so that it can be written in another way."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Final, TypeVar

N = TypeVar("N", bound=ast.AST)


class Kind(Enum):
    """The type of a variable, as far as styles depend on it. Closed."""

    SEQUENCE = "sequence"  #: a list or tuple
    TEXT = "text"
    INTEGER = "integer"
    OTHER = "other"  #: another type, several, or not known


_ANNOTATED: Final = {
    "list": Kind.SEQUENCE, "tuple": Kind.SEQUENCE, "str": Kind.TEXT, "int": Kind.INTEGER,
}  # fmt: skip
_CALLED: Final = {
    "sorted": Kind.SEQUENCE, "list": Kind.SEQUENCE, "len": Kind.INTEGER, "int": Kind.INTEGER,
    "ord": Kind.INTEGER, "str": Kind.TEXT, "chr": Kind.TEXT,
}  # fmt: skip
_TEXT_METHODS: Final = frozenset(
    "lower upper strip title replace join swapcase capitalize zfill".split()
)


@dataclass(slots=True)
class Scope:
    """One function: its names, their kinds, and the random choices of the style."""

    rng: Random
    names: set[str] = field(default_factory=set)
    kinds: dict[str, Kind] = field(default_factory=dict)
    function: ast.FunctionDef | None = None

    def kind(self, name: str) -> Kind:
        return self.kinds.get(name, Kind.OTHER)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def fresh(self, *wanted: str) -> str:
        """The first of these names that is free; from now on it is taken."""
        for name in (*wanted, *(f"{wanted[0]}_{number}" for number in range(2, 99))):
            if name not in self.names:
                self.names.add(name)
                return name
        raise AssertionError("no name is free")

    def uses(self, name: str) -> int:
        """How often a name stands in the function."""
        if self.function is None:
            return 0
        found = 0
        for node in ast.walk(self.function):
            match node:
                case ast.Name(id=text) | ast.arg(arg=text) if text == name:
                    found += 1
                case _:
                    pass
        return found


def scope_of(function: ast.FunctionDef, taken: set[str], rng: Random) -> Scope:
    """The scope of a function; ``taken`` are the names of its module."""
    names = set(taken)
    kinds: dict[str, Kind] = {}
    for argument in function.args.args:
        kinds[argument.arg] = _of_annotation(argument.annotation)
    for node in ast.walk(function):
        match node:
            case ast.Name(id=name):
                names.add(name)
            case ast.arg(arg=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                _note(kinds, name, kind_of(value, kinds))
            case ast.Assign(targets=targets):
                for target in targets:
                    for each in _bound(target):
                        _note(kinds, each, Kind.OTHER)
            case ast.For(target=target) | ast.comprehension(target=target):
                for each in _bound(target):
                    _note(kinds, each, Kind.OTHER)
            case _:
                pass
    return Scope(rng, names, kinds, function)


def _note(kinds: dict[str, Kind], name: str, kind: Kind) -> None:
    kinds[name] = kind if kinds.get(name, kind) is kind else Kind.OTHER


def _bound(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _of_annotation(annotation: ast.expr | None) -> Kind:
    match annotation:
        case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
            return _ANNOTATED.get(name, Kind.OTHER)
        case _:
            return Kind.OTHER


def kind_of(value: ast.expr, kinds: dict[str, Kind]) -> Kind:
    """What an expression surely gives."""
    match value:
        case ast.List() | ast.ListComp() | ast.Tuple():
            return Kind.SEQUENCE
        case ast.BinOp(left=ast.List()):
            return Kind.SEQUENCE
        case ast.Constant(value=bool()):
            return Kind.OTHER
        case ast.Constant(value=int()):
            return Kind.INTEGER
        case ast.Constant(value=str()) | ast.JoinedStr():
            return Kind.TEXT
        case ast.Name(id=name):
            return kinds.get(name, Kind.OTHER)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Slice()):
            return kinds.get(name, Kind.OTHER)
        case ast.Call(func=ast.Name(id=name)):
            return _CALLED.get(name, Kind.OTHER)
        case ast.Call(func=ast.Attribute(attr="split" | "splitlines")):
            return Kind.SEQUENCE
        case ast.Call(func=ast.Attribute(attr=method)) if method in _TEXT_METHODS:
            return Kind.TEXT
        case ast.BinOp(op=ast.FloorDiv() | ast.Mod(), left=ast.Name(id=name)):
            return Kind.INTEGER if kinds.get(name) is Kind.INTEGER else Kind.OTHER
        case _:
            return Kind.OTHER


# -- small pieces of syntax -------------------------------------------------------------------


def name(text: str) -> ast.Name:
    return ast.Name(text, ast.Load())


def stored(text: str) -> ast.Name:
    return ast.Name(text, ast.Store())


def assign(target: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([stored(target)], value, lineno=0)


def call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name(function), list(arguments), [])


def statements(text: str) -> list[ast.stmt]:
    """Parsed statements."""
    return ast.parse(text).body


def replaced(node: N, old: str, new: ast.expr) -> N:
    """A copy of ``node`` in which each reading of a name is another expression."""

    class Replace(ast.NodeTransformer):
        def visit_Name(self, found: ast.Name) -> ast.expr:
            if found.id == old and isinstance(found.ctx, ast.Load):
                return copy.deepcopy(new)
            return found

    changed = Replace().visit(copy.deepcopy(node))
    assert isinstance(changed, type(node))
    return changed


def stores(node: ast.AST, text: str) -> bool:
    """Whether a name is bound or deleted in there."""
    return any(
        isinstance(each, ast.Name) and each.id == text and not isinstance(each.ctx, ast.Load)
        for each in ast.walk(node)
    )


def reads(node: ast.AST) -> set[str]:
    """The names that are read in there."""
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }


def may_resize(block: list[ast.stmt], text: str) -> bool:
    """Whether the object that a name is bound to may get another size, or the name another
    object, in there: a method is called on it, it is bound, an element is deleted, or it is
    handed on."""
    for node in (each for statement in block for each in ast.walk(statement)):
        match node:
            case ast.Name(id=found, ctx=ast.Store() | ast.Del()) if found == text:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr=method)):
                if found == text and method not in _HARMLESS:
                    return True
            case ast.Delete(targets=[ast.Subscript(value=ast.Name(id=found))]) if found == text:
                return True
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=found), slice=ast.Slice())]):
                if found == text:
                    return True
            case ast.AugAssign(target=ast.Name(id=found)) if found == text:
                return True
            case _:
                pass
    return False


_HARMLESS: Final = _TEXT_METHODS | frozenset(
    "count index find isalpha isdigit isupper islower get items keys values startswith".split()
)

Rule = Callable[[list[ast.stmt], "Place", Scope], list[ast.stmt]]
"""Rewrites one block; gives a list of its own."""


class Place(Enum):
    """What a block is the body of. Closed."""

    FUNCTION = "function"
    LOOP = "loop"
    OTHER = "other"


class Scopes:
    """The scopes of a module's functions."""

    def __init__(self, module: ast.Module, rng: Random) -> None:
        self._module = module
        self._rng = rng
        self._found: dict[int, Scope] = {}
        self.look()

    def look(self) -> None:
        """Look at all functions anew: kinds are of the code as it stands now."""
        taken: set[str] = set()
        functions: list[ast.FunctionDef] = []
        for node in self._module.body:
            match node:
                case ast.FunctionDef(name=found):
                    taken.add(found)
                    functions.append(node)
                case ast.ClassDef(name=found):
                    taken.add(found)
                    functions += [each for each in node.body if isinstance(each, ast.FunctionDef)]
                case ast.Assign(targets=[ast.Name(id=found)]):
                    taken.add(found)
                case _:
                    pass
        for function in functions:
            before = self._found.get(id(function))
            known = taken if before is None else taken | before.names
            self._found[id(function)] = scope_of(function, known, self._rng)

    def apply(self, rule: Rule) -> None:
        """Apply a rule to all blocks of all functions, the inner ones first."""
        for scope in list(self._found.values()):
            assert scope.function is not None
            scope.function.body = _rewritten(scope.function.body, Place.FUNCTION, scope, rule)


def _rewritten(block: list[ast.stmt], place: Place, scope: Scope, rule: Rule) -> list[ast.stmt]:
    for each in block:
        inner = Place.LOOP if isinstance(each, ast.For | ast.While) else Place.OTHER
        match each:
            case ast.FunctionDef():
                continue  # its names are also those around it: as it stands
            case ast.For() | ast.While() | ast.If():
                each.body = _rewritten(each.body, inner, scope, rule)
                each.orelse = _rewritten(each.orelse, Place.OTHER, scope, rule)
            case ast.With():
                each.body = _rewritten(each.body, Place.OTHER, scope, rule)
            case ast.Try():
                each.body = _rewritten(each.body, Place.OTHER, scope, rule)
                for handler in each.handlers:
                    handler.body = _rewritten(handler.body, Place.OTHER, scope, rule)
            case _:
                pass
    return rule(block, place, scope)
