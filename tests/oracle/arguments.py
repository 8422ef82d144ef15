"""The arguments of a call in a text, and whether an activation has them (semantics.md §3.4)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from . import evaluate as ev
from .answers import Outcome, both, tried
from .literals import NotALiteral, from_tree
from .program import Function
from .record import Activation
from .values import Value, equal

PLAIN = (
    "int", "float", "complex", "bool", "str", "bytes", "bytearray", "list", "tuple", "dict", "set",
    "frozenset", "NoneType",
)  # fmt: skip
"""Types whose values are no objects of methods of the program."""


@dataclass
class Given:
    """What goes to which parameter."""

    named: dict[str, ast.expr] = field(default_factory=dict)
    rest: list[ast.expr] = field(default_factory=list)  # to the `*` parameter
    keys: dict[str, ast.expr] = field(default_factory=dict)  # to the `**` parameter


def is_starred(node: ast.Call) -> bool:
    """Whether there is `*` or `**` in the list."""
    return any(isinstance(arg, ast.Starred) for arg in node.args) or any(
        keyword.arg is None for keyword in node.keywords
    )


def given_by(function: Function, node: ast.Call, *, own: bool) -> Given | None:
    """Each argument at its parameter as in Python's call; None where no call can have them.

    `own`: the first parameter is the object's, which is not among them."""
    written = function.given
    assert written is not None
    plain = [arg.arg for arg in (*written.posonlyargs, *written.args)]
    by_place = plain[1:] if own else plain
    made = Given(dict(zip(by_place, node.args, strict=False)), node.args[len(by_place) :])
    if made.rest and written.vararg is None:
        return None
    by_key = {arg.arg for arg in (*written.args, *written.kwonlyargs)}
    for keyword in node.keywords:
        name = str(keyword.arg)
        if name in by_key:
            if name in made.named or (own and [name] == plain[:1]):
                return None
            made.named[name] = keyword.value
        elif written.kwarg is not None:
            made.keys[name] = keyword.value
        else:
            return None
    return made


def defaults_of(function: Function) -> dict[str, ast.expr]:
    written = function.given
    assert written is not None
    plain = [arg.arg for arg in (*written.posonlyargs, *written.args)]
    last = plain[len(plain) - len(written.defaults) :]
    found = dict(zip(last, written.defaults, strict=True))
    for arg, default in zip(written.kwonlyargs, written.kw_defaults, strict=True):
        if default is not None:
            found[arg.arg] = default
    return found


def has_arguments(
    a: Activation,
    node: ast.Call,
    value: Callable[[ast.expr], Value],
    *,
    by_class: bool = False,
) -> Outcome:
    """Whether an activation has the arguments of a call; `value` says what each of them is, and
    `by_class` whether a class of the program stands before a method's name."""
    function = a.function
    assert function is not None
    if is_starred(node):
        return "UNSUPPORTED"
    if isinstance(node.func, ast.Attribute) and not function.owner:
        return "UNSUPPORTED"  # held in an attribute: with its object or without
    ways = [function.method]
    bare = by_class or isinstance(node.func, ast.Name) or is_of_class(node.func, function)
    if function.method and not function.of_class and bare:
        ways = [True, False]  # its object may be among them, or not
    starred = function.given is not None and function.given.vararg is not None
    if function.method and starred and first_of(function) is None:
        return "UNSUPPORTED"  # its object is one of those
    if function.method and not function.of_class and not is_object(a, function):
        ways = [False]
    found = {has_given(a, given_by(function, node, own=own), value, own=own) for own in ways}
    if True in found:
        return True
    return found.pop() if len(found) == 1 else "UNDECIDED"


def first_of(function: Function) -> str | None:
    """The first parameter that an argument goes to by its place."""
    written = function.given
    assert written is not None
    return next((arg.arg for arg in (*written.posonlyargs, *written.args)), None)


def is_object(a: Activation, function: Function) -> bool:
    """Whether the first parameter may be the object of a method: what is of a type of the builtin
    ones is none."""
    first = first_of(function)
    held = None if first is None else a.start_state.names.get(first)
    return held is None or held.type not in PLAIN


def is_of_class(called: ast.expr, function: Function) -> bool:
    """Whether a method is called on the class in whose body it stands."""
    if not isinstance(called, ast.Attribute):
        return False
    of = called.value
    return function.owner in (getattr(of, "id", ""), getattr(of, "attr", ""))


def has_given(
    a: Activation, given: Given | None, value: Callable[[ast.expr], Value], *, own: bool
) -> Outcome:
    function, held = a.function, a.start_state.names
    if given is None:
        return False
    assert function is not None
    written = function.given
    assert written is not None
    plain = [arg.arg for arg in (*written.posonlyargs, *written.args)]
    wanted = [*(plain[1:] if own else plain), *(arg.arg for arg in written.kwonlyargs)]
    left_out = [name for name in wanted if name not in given.named]
    defaults = defaults_of(function)
    short = any(name not in defaults for name in left_out)
    outcomes: list[Outcome] = [
        tried(lambda name=name, arg=arg: is_given(value(arg), held[name]))  # type: ignore[misc]
        for name, arg in given.named.items()
    ]
    if not short:
        outcomes += [is_default(defaults[name], held[name]) for name in left_out]
    if written.vararg is not None and (given.rest or not short):
        of = held[written.vararg.arg]
        outcomes.append(
            tried(lambda: equal(Value("tuple", "tuple", tuple(map(value, given.rest))), of))
        )
    if written.kwarg is not None and (given.keys or not short):
        keys = held[written.kwarg.arg]
        outcomes.append(
            tried(
                lambda: equal(
                    Value(
                        "dict", "dict", tuple((ev.TAKE(k), value(v)) for k, v in given.keys.items())
                    ),
                    keys,
                )
            )
        )
    return both(*outcomes)


def is_given(one: Value, other: Value) -> bool:
    """Whether two are equal, and not two objects of classes of the program."""
    two = one.kind == other.kind == "instance" and one.oid != other.oid
    return not two and equal(one, other)


def is_default(default: ast.expr, held: Value) -> Outcome:
    """Whether a parameter is what its default says, a literal."""
    try:
        said = from_tree(default)
    except NotALiteral:
        return "UNSUPPORTED"
    if equal(said, held):
        return True
    may_change = any(isinstance(n, ast.List | ast.Dict | ast.Set) for n in ast.walk(default))
    return "UNSUPPORTED" if may_change else False
