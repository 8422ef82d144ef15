"""Whether reading or writing one attribute runs code that is not recorded.

The data model (Language Reference, 3.3.2): ``__getattribute__``, ``__getattr__`` and
``__setattr__`` of the type, and the descriptor that its classes hold under the name. Where all
of these are `object`'s own, the program's (with probes of their own), or descriptors that only
look something up, reading changes nothing and writing changes that one object.

Invariant: nothing is remembered between two questions, since a class can be given members at any
time; and what stands in no table here runs unknown code.
"""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable
from typing import Any, Final

from engine.capture.effects import EXCEPTIONS
from engine.capture.touching import made_by_class_statement, mro_of, namespace_of

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter

Ours = Callable[[object], bool]

_GENERIC: Final = frozenset(
    id(base.__dict__[name])
    for base in (object, BaseException)
    for name in ("__getattribute__", "__setattr__", "__delattr__")
    if name in base.__dict__
)
"""Ids of the C functions that follow the rules of the data model and do nothing else."""

_BINDING: Final = frozenset(
    map(id, (types.FunctionType, types.MethodDescriptorType, types.WrapperDescriptorType,
             types.BuiltinFunctionType, types.MemberDescriptorType, staticmethod))
)  # fmt: skip
"""Ids of the types of descriptors whose ``__get__`` makes a method or reads a slot."""

_TYPE_READS: Final = type.__dict__["__getattribute__"]

_PURE_GETTERS: Final = EXCEPTIONS | frozenset(map(id, (object, type)))
"""Ids of the builtins whose C getters change nothing."""


def _namespaces(kind: type) -> list[Any]:
    return [namespace_of(base) for base in mro_of(kind)]


def _first(namespaces: list[Any], name: str) -> object:
    return next((namespace[name] for namespace in namespaces if name in namespace), None)


def first_of(kind: type, name: str) -> object:
    """The member of this name that objects of the type have; None where there is none."""
    return _first(_namespaces(kind), name)


def _follows_rules(namespaces: list[Any], name: str, is_ours: Ours) -> bool:
    """Whether the first member of a special name is generic or the program's."""
    member = _first(namespaces, name)
    return id(member) in _GENERIC or is_ours(member)


def has_special(kind: type, *names: str) -> bool:
    """Whether objects of this type have one of these special methods."""
    return any(name in namespace for namespace in _namespaces(kind) for name in names)


def is_descriptor(kind: type) -> bool:
    """Whether objects of this type run code when they are looked up in a class."""
    return has_special(kind, "__get__", "__set__", "__delete__")


def reads_plainly(thing: Any, name: str, is_ours: Ours) -> bool:
    """Whether ``thing.name`` runs no code but the program's."""
    kind = type(thing)
    namespaces = _namespaces(kind)
    for namespace in namespaces:
        if "__getattr__" in namespace and not is_ours(namespace["__getattr__"]):
            return False
    looked_in = mro_of(kind)
    if _first(namespaces, "__getattribute__") is _TYPE_READS:
        looked_in += mro_of(thing)  # a class: its own members count like those of its type
    elif not _follows_rules(namespaces, "__getattribute__", is_ours):
        return False
    return all(
        _reads(namespace_of(base)[name], base, is_ours)
        for base in looked_in
        if name in namespace_of(base)
    )


def _reads(member: Any, base: type, is_ours: Ours) -> bool:
    kind = type(member)
    if id(kind) in _BINDING:
        return True
    if kind is property:
        return member.fget is None or is_ours(member.fget)
    if kind is classmethod:
        return type(member.__func__) is types.FunctionType
    if kind is types.GetSetDescriptorType:
        return made_by_class_statement(base) or id(base) in _PURE_GETTERS
    return not has_special(kind, "__get__")


def writes_plainly(thing: object, name: str, is_ours: Ours) -> bool:
    """Whether ``thing.name = value`` and ``del thing.name`` change ``thing`` alone, and run no
    code but the program's. Not asked of classes and modules."""
    namespaces = _namespaces(type(thing))
    for special in ("__setattr__", "__delattr__"):
        if not _follows_rules(namespaces, special, is_ours):
            return False
    return all(_writes(namespace[name], is_ours) for namespace in namespaces if name in namespace)


def _writes(member: Any, is_ours: Ours) -> bool:
    kind = type(member)
    if kind is types.MemberDescriptorType:
        return True
    if kind is property:
        return all(part is None or is_ours(part) for part in (member.fset, member.fdel))
    return not has_special(kind, "__set__", "__delete__")
