"""What a recording could hold that other runs do not: whether a second one is worth its time.

What is known to be the same in every run is listed here; anything else asks for a second
recording. The program's text tells what it can reach, the recording which sets it made. (The
rule is told in docs/determinism.md.)
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Final

from engine.program import Program
from engine.trace.model import Family, HeapObject, Ref, TraceData
from engine.values import Oid

_KNOWN_MODULES: Final = frozenset(
    """
    __future__ abc bisect cmath collections collections.abc copy dataclasses decimal enum fractions
    functools heapq itertools json math numbers operator re string textwrap typing unicodedata
    """.split()
)
"""Modules of which nothing depends on the hash seed, on addresses or on the time, but for the
order of sets and for what `_UNKNOWN_ATTRIBUTES` reach."""

_UNKNOWN_BUILTINS: Final = frozenset(
    """
    __import__ breakpoint compile copyright credits delattr dir eval exec exit getattr globals hash
    help id license locals memoryview open quit setattr vars
    """.split()
)
"""Builtins that tell an address or a hash, or reach what the program's text does not name."""

_INDIRECT: Final = frozenset({"set", "frozenset"})
"""Called by name they leave a set in the recording; called by C code (`map(set, words)`) they
need not."""

_TEXTS: Final = frozenset({"repr", "str", "ascii", "format"})
"""Likewise for addresses, that the text of an object without a `__repr__` of its own holds."""

_KNOWN_DUNDERS: Final = frozenset(
    """
    __init__ __name__ __qualname__ __class__ __doc__ __len__ __getitem__ __setitem__ __contains__
    __eq__ __lt__ __le__ __gt__ __ge__ __add__ __sub__ __mul__ __enter__ __exit__ __next__ __iter__
    __post_init__ __new__ __call__
    """.split()
)

_UNKNOWN_ATTRIBUTES: Final = frozenset({"attrgetter", "methodcaller", "format_map"})
"""They look up attributes by names that are not written as such."""

_KNOWN_TOP_LEVEL_CALLS: Final = frozenset(
    """
    namedtuple NamedTuple TypeVar field dataclass lru_cache auto Counter defaultdict deque
    OrderedDict range list dict tuple int float str super
    """.split()
)
"""What the unrecorded top level may call: a set that it made and used would not be seen."""

_ADDRESS: Final = " at 0x"

_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SAFE_ELEMENTS: Final = (bool, int, float, complex)


def may_differ(program: Program, trace: TraceData) -> bool:
    """Whether another run of the program could show other states than the recorded one."""
    return _holds_order_or_address(trace) or _reaches_the_unknown(program)


# -- the recording --------------------------------------------------------------------------------


def _holds_order_or_address(trace: TraceData) -> bool:
    if any(_names_an_address(each.payload) for each in trace.atoms):
        return True
    return any(
        (thing.family is Family.SET and _has_an_order(trace, thing))
        or (thing.type == "bytearray" and _begins_with_an_address(trace, thing))
        for thing in trace.objects.values()
    )


def _names_an_address(payload: object) -> bool:
    match payload:
        case str():
            return _ADDRESS in payload
        case bytes():  # `b"%a" % thing` makes them without a text in between
            return _ADDRESS.encode() in payload
        case _:
            return False


def _begins_with_an_address(trace: TraceData, thing: HeapObject) -> bool:
    """Whether a bytearray came into the recording with an address: formatting makes a new one."""
    content = next(iter(thing.contents), ())
    payloads = [trace.atoms[ref].payload for ref in content if ref >= 0]
    return _names_an_address(bytes([each for each in payloads if isinstance(each, int)]))


def _has_an_order(trace: TraceData, thing: HeapObject) -> bool:
    """Whether a set has elements whose hash is another one in other runs; two at least."""
    if all(len(content) < 2 for content in thing.contents):
        return False
    return not all(_is_hashed_alike(trace, ref) for ref in set(thing.contents.all_refs()))


def _is_hashed_alike(trace: TraceData, ref: Ref) -> bool:
    """Numbers and tuples of them have the same hash in every run."""
    if ref >= 0:
        return isinstance(trace.atoms[ref].payload, _SAFE_ELEMENTS)
    thing = trace.objects[Oid(-ref)]
    return thing.type == "tuple" and all(
        _is_hashed_alike(trace, part) for part in set(thing.contents.all_refs())
    )


# -- the program's text ---------------------------------------------------------------------------


def _reaches_the_unknown(program: Program) -> bool:
    tree = ast.parse(program.source)
    call = ast.parse(f"f({program.call}\n)", mode="eval").body
    if not isinstance(call, ast.Call):
        raise TypeError("a call is a call")  # its text has been read as one before
    arguments: list[ast.AST] = [*call.args, *(each.value for each in call.keywords)]
    has_classes = any(isinstance(node, ast.ClassDef) for node in ast.walk(tree))
    for root in (tree, *arguments):
        called = {id(node.func) for node in ast.walk(root) if isinstance(node, ast.Call)}
        for node in ast.walk(root):
            if _is_unknown(node, directly=id(node) in called, has_classes=has_classes):
                return True
    return any(
        _is_unseen(node) for root in (tree, *arguments) for node in _outside_of_functions(root)
    )


def _is_unknown(node: ast.AST, *, directly: bool, has_classes: bool) -> bool:
    match node:
        case ast.Import(names=names):
            return any(each.name not in _KNOWN_MODULES for each in names)
        case ast.ImportFrom(module=module, names=names):
            return module not in _KNOWN_MODULES or any(each.name == "*" for each in names)
        case ast.Name(id=name):
            if not directly and (name in _INDIRECT or (has_classes and name in _TEXTS)):
                return True
            return name in _UNKNOWN_BUILTINS or (_is_dunder(name) and hasattr(builtins, name))
        case ast.Attribute(attr=name):
            return name in _UNKNOWN_ATTRIBUTES or (_is_dunder(name) and name not in _KNOWN_DUNDERS)
        case ast.FunctionDef(name="__del__" | "__hash__"):
            return True
        case _:
            return False


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _outside_of_functions(root: ast.AST) -> Iterator[ast.AST]:
    """What runs before the recording begins, were it not for calls."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        for child in ast.iter_child_nodes(node):
            if isinstance(node, _DEFINITIONS) and child in _bodies(node):
                continue
            pending.append(child)


def _bodies(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.AST]:
    return [node.body] if isinstance(node, ast.Lambda) else [*node.body]


def _is_unseen(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name not in _KNOWN_TOP_LEVEL_CALLS
        case ast.Call() | ast.ListComp() | ast.DictComp() | ast.GeneratorExp() | ast.Starred():
            return True
        case ast.For() | ast.While() | ast.With():
            return True
        case _:
            return False
