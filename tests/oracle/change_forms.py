"""Changes of objects and numbers, and exchanges (semantics.md 5.34 to 5.36, 5.38)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: C901, SIM102

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence

from . import evaluate as ev
from .answers import Outcome, both, tried
from .asked import Asked, visit_test
from .changes import Alter
from .history import Visit
from .program import dump
from .values import Value, equal, is_unknown
from .visit_forms import around, bound, located, same_key

GROWING = ("append", "add", "extend", "insert")
NUMBERS = ("in", "de", "mu", "di")
Items = Sequence[Value]


@visit_test("alters")
def alters(asked: Asked, v: Visit) -> Outcome:
    alter = asked.args[1]
    assert isinstance(alter, Alter)
    return altered(asked, v, alter)


def altered(asked: Asked, v: Visit, alter: Alter) -> Outcome:
    """Whether a visit makes just this change."""
    if alter.verb == "swap":
        return swapped(asked, v, alter)
    return tried(lambda: _altered(asked, v, alter))


def _altered(asked: Asked, v: Visit, alter: Alter) -> Outcome:
    before, after = around(v, alter.node)
    if alter.verb in NUMBERS:
        return counted(asked, v, alter, before, after)
    for value in (before, after):
        if is_unknown(value):
            raise ev.Undecidable
        if value.kind in ("bytearray", "array"):
            raise ev.Unclear
    if before.kind != "scalar" and before.oid == after.oid != 0 and before.kind != "tuple":
        if before.attributes or before.type not in ("list", "dict", "set", "collections.deque"):
            raise ev.Unclear
        return in_place(v, alter, before, after)
    return anew(asked, v, alter, before, after)


def same_item(one: Value, other: Value) -> bool:
    if one.kind == other.kind == "scalar":
        return equal(one, other)
    return one.oid == other.oid != 0


def same_items(ones: Items, others: Items) -> bool:
    return len(ones) == len(others) and all(map(same_item, ones, others))


def items(value: Value) -> Items:
    assert isinstance(value.data, tuple)
    return value.data


def has_at_its_end(new: Items, value: Value) -> bool:
    """Whether the elements of a list or tuple are the last ones."""
    inner = items(value) if value.kind in ("list", "tuple") else ()
    return bool(inner) and len(new) >= len(inner) and all(map(equal, new[-len(inner) :], inner))


def in_place(v: Visit, alter: Alter, before: Value, after: Value) -> Outcome:
    """The change of one object, by its contents before and after."""
    old, new = items(before), items(after)
    verb, value = alter.verb, alter.value
    same_contents = equal(before, after) and (
        before.kind in ("dict", "set") or same_items(old, new)
    )
    if verb in ("sort", "reverse"):
        alter = Alter(f"{verb} in place", alter.node)
    if alter.verb in ("clear", "reverse in place", "sort in place"):
        return method_like(v, alter, before, after, same_contents=same_contents)
    if same_contents:
        if before.kind == "dict" and any(
            not same_item(a, b)
            for p, q in zip(old, new, strict=False)
            for a, b in ((p[1], q[1]),)  # type: ignore[index]
        ):
            raise ev.Unclear
        return False
    if before.kind == "dict":
        return in_dict(alter, before, after)
    if before.kind == "set":
        return in_set(alter, old, new)
    sequence = before.kind
    if verb == "add" and value is not None and has_at_its_end(new, value):
        raise ev.Undecidable  # it, or its elements?
    if verb in ("append", "add"):
        return behind_them(old, new, sequence) and value is not None and equal(new[-1], value)
    if verb == "extend":
        assert value is not None
        return extended(old, new, value, sequence)
    if verb == "insert":
        index = alter.index
        if index is None or not 0 <= index < len(new) or value is None:
            return False
        return same_items(old, (*new[:index], *new[index + 1 :])) and equal(new[index], value)
    if verb in ("remove", "pop"):
        return any(
            value is not None and equal(old[i], value)
            and same_items((*old[:i], *old[i + 1 :]), new)
            for i in range(len(old))
        )  # fmt: skip
    if verb == "remove-nth":
        if sequence != "list":
            return "UNDECIDED"
        index = alter.index if alter.index != -1 else len(old) - 1
        if index is None or not 0 <= index < len(old):
            return False
        return same_items((*old[:index], *old[index + 1 :]), new)
    return False


def behind_them(old: Items, new: Items, kind: str) -> bool:
    """Whether something stands behind what was there."""
    if not new:
        return False
    if kind == "deque" and old and same_items(old[1:], new[:-1]):
        raise ev.Unclear  # it may be one of bounded length, or one that was turned
    return same_items(old, new[:-1])


def extended(old: Items, new: Items, value: Value, kind: str) -> Outcome:
    if value.kind in ("list", "tuple"):
        added = items(value)
    elif isinstance(value.data, str):
        added = tuple(ev.TAKE(c) for c in value.data)
    else:
        return "UNDECIDED"
    behind = len(new) == len(old) + len(added) and same_items(old, new[: len(old)])
    if not behind and kind == "deque":
        return "UNDECIDED"
    return behind and all(map(equal, new[len(old) :], added))


Pairs = Sequence[tuple[Value, Value]]


def pairs(value: Value) -> Pairs:
    assert isinstance(value.data, tuple)
    return value.data


def plain_key(k: Value) -> object:
    return ev.plain(k) if k.kind != "scalar" else (k.type, k.data)


def held_by(value: Value) -> dict[object, Value]:
    return {plain_key(k): held for k, held in pairs(value)}


def keys_of(value: Value) -> dict[object, Value]:
    return {plain_key(k): k for k, _ in pairs(value)}


def in_dict(alter: Alter, before: Value, after: Value) -> Outcome:
    old, new, keys = held_by(before), held_by(after), keys_of(before)
    if alter.verb not in ("remove", "remove-key", "pop") or len(old) != len(new) + 1:
        return False
    if not all(k in old and same_item(old[k], held) for k, held in new.items()):
        return False
    [gone] = [k for k in old if k not in new]
    if alter.verb == "pop":
        return alter.value is not None and equal(old[gone], alter.value)
    assert alter.value is not None
    return equal(keys[gone], alter.value)


def in_set(alter: Alter, old: Items, new: Items) -> Outcome:
    value = alter.value
    fresh = [x for x in new if not any(equal(x, y) for y in old)]
    gone = [x for x in old if not any(equal(x, y) for y in new)]
    if alter.verb == "add":
        return not gone and len(fresh) == 1 and value is not None and equal(fresh[0], value)
    if alter.verb in ("remove", "pop"):
        return not fresh and len(gone) == 1 and value is not None and equal(gone[0], value)
    if alter.verb == "extend":
        if value is None or value.kind not in ("list", "tuple", "set"):
            return "UNDECIDED"
        known = [x for x in items(value) if any(equal(x, y) for y in old)]
        if known:
            return "UNDECIDED"
        inside = all(any(equal(x, y) for y in items(value)) for x in fresh)
        return not gone and inside and all(any(equal(x, y) for y in fresh) for x in items(value))
    return False


def method_like(
    v: Visit, alter: Alter, before: Value, after: Value, *, same_contents: bool
) -> Outcome:
    """Clearing, reversing and sorting: by the contents, or because the method is called."""
    name = alter.verb.split()[0]
    if name == "clear":
        if not items(after) and items(before):
            return True
    elif not same_contents and before.kind == "list":
        old, new = items(before), items(after)
        if name == "reverse" and same_items(tuple(reversed(old)), new):
            return True
        if name == "sort" and sorted_like(old, new):
            return True
    calls = [c for s in v.steps for c in s.statement.all(ast.Call)]
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == name:
            if dump(call.func.value) == dump(alter.node):
                return True if not v.thrown else "UNDECIDED"
    return "UNDECIDED" if calls else False


def sorted_like(old: Items, new: Items) -> bool:
    rest = list(old)
    for x in new:
        index = next((i for i, y in enumerate(rest) if same_item(x, y)), None)
        if index is None:
            return False
        del rest[index]
    plain = [ev.plain(x) for x in new]
    try:
        return not rest and not any(b < a for a, b in itertools.pairwise(plain))
    except TypeError:
        return False


def anew(asked: Asked, v: Visit, alter: Alter, before: Value, after: Value) -> Outcome:
    """The change by which E is another object afterwards."""
    value, verb = alter.value, alter.verb
    if equal(before, after) and before.oid == after.oid:
        return False
    fits: Outcome = False
    if verb in ("append", "add", "extend"):
        assert value is not None
        if isinstance(before.data, str | bytes) and before.kind == "scalar":
            fits = type(value.data) is type(before.data) and equal(
                after,
                ev.TAKE(before.data + value.data),  # type: ignore[operator]
            )
        elif before.kind == after.kind == "tuple":
            added = items(value) if verb == "extend" and value.kind == "tuple" else (value,)
            if verb == "extend" and value.kind != "tuple":
                return False
            old, new = items(before), items(after)
            fits = len(new) == len(old) + len(added) and all(map(equal, new, (*old, *added)))
        elif verb == "add":
            return counted(asked, v, Alter("in", alter.node, value), before, after)
    elif verb == "sort" and before.kind == after.kind == "list":
        fits = equal(after, ev.TAKE(sorted(ev.plain(before))))
    elif verb == "sort":
        try:
            fits = equal(after, ev.TAKE(sorted(ev.plain(before))))
        except TypeError:
            fits = False
    elif verb == "reverse":
        fits = before.kind in ("list", "tuple", "scalar") and equal(
            after, ev.TAKE(ev.plain(before)[::-1])
        )
    return both(fits, bound(v, alter.node, None)) if fits else False


def counted(asked: Asked, v: Visit, alter: Alter, before: Value, after: Value) -> Outcome:
    """The change of a number (5.35)."""
    for value in (before, after):
        if is_unknown(value):
            raise ev.Undecidable
        if value.type in {"bool", "complex"}:
            raise ev.Unclear
        if value.type not in ("int", "float"):
            return False
    assert alter.value is not None
    if alter.value.type not in ("int", "float"):
        if alter.value.type in ("bool", "complex"):
            raise ev.Unclear
        return False
    operations: dict[str, tuple[type[ast.operator], ...]] = {
        "in": (ast.Add,), "de": (ast.Sub,), "mu": (ast.Mult,), "di": (ast.Div, ast.FloorDiv),
    }  # fmt: skip
    pair = before.data, alter.value.data

    def made(op: type[ast.operator]) -> Outcome:
        return tried(lambda: equal(after, ev.guarded(ev.OPERATORS[op], *pair)))

    found = [made(op) for op in operations[alter.verb]]
    if True not in found:
        return next((f for f in found if f is not False), False)
    return bound(v, alter.node, None)


def swapped(asked: Asked, v: Visit, alter: Alter) -> Outcome:
    first, second = alter.node, alter.other
    assert second is not None

    def exchanged() -> Outcome:
        pairs = [around(v, place) for place in (first, second)]
        for place in (first, second):
            if not isinstance(place, ast.Name):
                assert v.after is not None
                one, other = located(place, v.before), located(place, v.after)
                if one[0] != other[0] or not same_key(one[1], other[1]):
                    return False
        (a, b), (c, d) = pairs
        return same_item(b, c) and same_item(d, a)

    found = tried(exchanged)
    if found is False:
        return False
    return both(found, bound(v, first, None), bound(v, second, None))


def of_kind(asked: Asked, v: Visit, alter: Alter) -> Outcome:
    """Whether a visit makes a change of this kind, whatever the values are (5.38)."""
    if v.exhausted or still(v):
        return False
    if alter.verb == "swap":
        assert alter.other is not None
        places = alter.node, alter.other
        had = [tried(lambda p=p: ev.evaluate(p, v.before) is not None) for p in places]  # type: ignore[misc]
        return False if False in had else both(*had, *(bound(v, p, None) for p in places))
    return tried(lambda: _of_kind(asked, v, alter))


def still(v: Visit) -> bool:
    """Whether a visit is of statements that change nothing."""
    changing = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete | ast.For | ast.With
    return not any(
        isinstance(s.statement.node, changing) or s.statement.all(ast.Call | ast.NamedExpr)
        for s in v.steps
    )


def _of_kind(asked: Asked, v: Visit, alter: Alter) -> Outcome:
    before, after = around(v, alter.node)
    if is_unknown(before) or is_unknown(after):
        raise ev.Undecidable
    immutable = before.kind in ("scalar", "tuple", "frozenset")
    if immutable or before.oid != after.oid or before.oid == 0:
        reads = reading(v, alter.node)
        return both(reads, bound(v, alter.node, None)) if reads else False
    if before.type not in ("list", "dict", "set", "collections.deque"):
        raise ev.Unclear
    old, new = items(before), items(after)
    verb, more = alter.verb, len(new) - len(old)
    if verb in ("clear", "reverse in place", "sort in place", "reverse", "sort"):
        same_contents = equal(before, after)
        alter = Alter(
            verb.removesuffix(" in place") + " in place" if verb != "clear" else verb, alter.node
        )
        return method_like(v, alter, before, after, same_contents=same_contents)
    if equal(before, after):
        return False
    if before.kind in ("dict", "set"):
        size = {"append": 1, "add": 1, "remove": -1, "remove-key": -1, "pop": -1}.get(verb)
        if size is None:
            return "UNDECIDED"
        return more == size and not (verb in GROWING and before.kind == "dict")
    if before.kind == "deque":
        return "UNDECIDED"
    several = verb == "add" and alter.value is not None and alter.value.kind in ("list", "tuple")
    if verb in ("append", "add") and not several:
        return more == 1 and same_items(old, new[:-1])
    if verb == "extend" or several:
        return more >= 1 and same_items(old, new[: len(old)])
    if verb == "insert":
        return more == 1 and any(
            same_items(old, (*new[:i], *new[i + 1 :])) for i in range(len(new))
        )
    if verb in ("remove", "pop", "remove-nth"):
        return more == -1 and any(
            same_items(new, (*old[:i], *old[i + 1 :])) for i in range(len(old))
        )
    return False


def reading(v: Visit, node: ast.expr) -> bool:
    """Whether a visit sets a target by a statement that reads it, in whatever spelling where it is
    its only one."""
    key = dump(node)
    for s in v.steps:
        match s.statement.node:
            case ast.AugAssign(target=target) if dump(target) == key or len(v.steps) == 1:
                return True
            case ast.Assign() | ast.AnnAssign() if key in s.statement.reads:
                return True
            case ast.Assign(targets=[ast.Subscript() | ast.Attribute() as target]):
                if len(v.steps) == 1 and dump(target) in s.statement.reads:
                    return True
            case _:
                pass
    return False
