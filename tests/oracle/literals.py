"""The literals of narrations: text between backticks that says a value, without running it."""

from __future__ import annotations

import ast

from .values import SCALARS, Value


class NotALiteral(Exception):
    """The text is no literal of semantics.md §5."""


def parse_literal(text: str) -> Value:
    """The Value that a literal means; raises NotALiteral."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise NotALiteral(text) from error
    return from_tree(tree.body)


def scalar(data: object) -> Value:
    assert type(data) in SCALARS
    return Value("scalar", type(data).__name__, data)


def from_tree(node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=data):
            return scalar(data)
        case ast.Name(id="nan" | "inf" as name):
            return scalar(float(name))
        case ast.List(elts=elts):
            return Value("list", "list", tuple(from_tree(item) for item in elts))
        case ast.Tuple(elts=elts):
            return Value("tuple", "tuple", tuple(from_tree(item) for item in elts))
        case ast.Set(elts=elts):
            return Value("set", "set", hashed(elts))
        case ast.Dict(keys=keys, values=values):
            return dict_of(keys, values)
        case ast.UnaryOp() | ast.BinOp():
            return scalar(number(node))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return called(name, args, ast.unparse(node))
        case _:
            raise NotALiteral(ast.unparse(node))


def hashed(elts: list[ast.expr]) -> tuple[Value, ...]:
    """Elements of a set: what Python finds equal is kept once, the first of it."""
    kept: dict[object, Value] = {}
    for elt in elts:
        kept.setdefault(python_key(elt), from_tree(elt))
    return tuple(kept.values())


def dict_of(keys: list[ast.expr | None], values: list[ast.expr]) -> Value:
    kept: dict[object, tuple[Value, Value]] = {}
    for node, value in zip(keys, values, strict=True):
        if node is None:
            raise NotALiteral("**")
        python = python_key(node)
        first = kept[python][0] if python in kept else from_tree(node)
        kept[python] = (first, from_tree(value))
    return Value("dict", "dict", tuple(kept.values()))


def python_key(node: ast.expr) -> object:
    """A hashable that is equal where Python finds two keys equal."""
    value = from_tree(node)
    if value.kind == "scalar":
        return id(value) if value.data != value.data else value.data
    if value.kind == "tuple" and isinstance(node, ast.Tuple):
        return tuple(python_key(item) for item in node.elts)
    if value.kind == "frozenset":
        assert isinstance(value.data, tuple)
        return frozenset(item.data for item in value.data)
    raise NotALiteral(f"unhashable {ast.unparse(node)}")


def number(node: ast.expr) -> int | float | complex:
    """A number with signs, or a complex number as `repr` writes it."""
    match node:
        case ast.Constant(value=data) if type(data) in (int, float, complex):
            assert isinstance(data, int | float | complex)
            return data
        case ast.Name(id="nan" | "inf" as name):
            return float(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -number(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return +number(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            real, imaginary = number(left), number(right)
            if isinstance(real, complex) or not isinstance(imaginary, complex):
                raise NotALiteral(ast.unparse(node))
            return real + imaginary if isinstance(op, ast.Add) else real - imaginary
        case _:
            raise NotALiteral(ast.unparse(node))


def called(name: str, args: list[ast.expr], text: str) -> Value:
    """`set()`, `frozenset(…)`, `bytearray(b'…')`, `float('nan')` and their like."""
    match name, args:
        case "set", []:
            return Value("set", "set", ())
        case "frozenset", []:
            return Value("frozenset", "frozenset", ())
        case "frozenset", [ast.Set(elts=elts) | ast.List(elts=elts) | ast.Tuple(elts=elts)]:
            return Value("frozenset", "frozenset", hashed(elts))
        case "frozenset", [ast.Call(func=ast.Name(id="set"), args=[], keywords=[])]:
            return Value("frozenset", "frozenset", ())
        case "bytearray", []:
            return Value("bytearray", "bytearray", b"")
        case "bytearray", [ast.Constant(value=bytes() as data)]:
            return Value("bytearray", "bytearray", data)
        case "float", [ast.Constant(value="nan" | "inf" | "-inf" as word)]:
            return scalar(float(word))
        case _:
            raise NotALiteral(text)
