"""What a loop takes up (semantics.md 5.95)."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from . import evaluate as ev
from .answers import Answer, Outcome, Settled, both, definite, tried
from .asked import Asked, form
from .contexts import entries_in, loops_of, resolve
from .described import bound_by, counted, read
from .described import the_loop as loop_of_item
from .history import Entry
from .phrases import Loop
from .program import Statement, dump
from .values import Value, equal


def the_entry(asked: Asked, loop: Statement) -> Entry:
    """The entry that the point decides; in a pass of the loop, that entry."""
    asked.single()
    own = [e for e in asked.context.inside if e.loop is loop]
    if own and asked.depth < 0:
        raise Settled("AMBIGUOUS")  # in each of several passes
    if own and loop is asked.context.loop:
        start = asked.context.spans[0].start
        found = [e for e in own if e.start <= start <= e.left]
        return found[0] if found else own[0]
    if own:
        raise Settled("AMBIGUOUS")  # in a pass within that pass
    entries = entries_in(asked.oracle, asked.context, loop)
    around = [e for e in entries if asked.point.lies_in(e.start, e.left, asked.activation)]
    later = [e for e in entries if e.start >= asked.point.clock]
    some = around or later[:1] or entries[-1:]
    if not some:
        raise Settled("REFUTED")
    return some[0]


def values_of(entry: Entry, node: ast.expr) -> list[Value]:
    """What an expression is at the start of each pass."""
    found = []
    for span in entry.passes:
        if span.start_state is None:
            raise ev.Unclear
        found.append(ev.evaluate(node, span.start_state))
    return found


def items_of(entry: Entry) -> list[Value]:
    """The item of each pass: the target; of `enumerate` what is counted."""
    return values_of(entry, read(counted(entry.loop)[1]))


def same(ones: Sequence[Value], others: Sequence[Value]) -> bool:
    return len(ones) == len(others) and all(map(equal, ones, others))


@form("takes")
def takes(asked: Asked) -> Answer:
    name, wanted = asked.args
    loop = binding(asked, name)
    asked.of_loop(loop)
    entry = the_entry(asked, loop)
    node = ast.Name(name, ast.Load())
    return Answer(definite([tried(lambda: same(values_of(entry, node), wanted))]))


def binding(asked: Asked, name: str) -> Statement:
    """The `for` loop whose header binds a name (§3.3)."""
    asked.single()
    found = [loop for loop in loops_of(asked.context) if bound_by(loop, name)]
    around = asked.context.loop
    if around is not None:
        ring = (around, *around.loops)
        found = [loop for loop in found if around in loop.loops or loop in ring]
    if len(found) != 1:
        raise Settled("AMBIGUOUS" if found else "UNSUPPORTED")
    return found[0]


@form("runs-over")
def runs_over(asked: Asked) -> Answer:
    named, node, wanted, kind = asked.args
    loop = resolve(asked.oracle, asked.context, named, own=True, point=asked.point)
    asked.of_loop(loop, named)
    if not isinstance(loop.node, ast.For):
        return Answer("REFUTED")
    entry = the_entry(asked, loop)
    if kind is not None:
        name = {"list": "list", "string": "str", "dictionary": "dict"}[kind]
        held = tried(lambda: ev.evaluate(node, entry.steps[0].mark.state).kind == name)
        if held is not True:
            return Answer(definite([held]))
    outcomes: list[Outcome] = []
    if wanted is not None and isinstance(node, ast.Name) and bound_by(loop, node.id):
        parts = parts_of(wanted)
        if tried(lambda: same(values_of(entry, node), parts)) is True:
            return Answer("VERIFIED")
        return Answer(definite([tried(lambda: taken(entry, values_of(entry, node), parts))]))
    if isinstance(node, ast.Name) and any(f.generator for f in asked.oracle.program.named(node.id)):
        header = loop.node.iter
        by_name = isinstance(header, ast.Call) and dump(header.func) == dump(node)
        return Answer("VERIFIED" if by_name else "UNSUPPORTED")
    if dump(loop.node.iter) == dump(node):
        early = entry.cause is None or entry.cause[0] != "exhausted"
        if wanted is not None and early:
            so = tried(lambda: same(elements(entry, node), parts_of(wanted)))
            if so is not False or has_elements(entry, node):
                return Answer(definite([so]))
        outcomes.append(True)
    else:
        outcomes.append(tried(lambda: taken(entry, items_of(entry), elements(entry, node))))
    if wanted is not None:
        outcomes.append(tried(lambda: taken(entry, items_of(entry), parts_of(wanted))))
    if False in outcomes:
        return Answer("REFUTED")
    return Answer(definite(outcomes))


def taken(entry: Entry, items: Sequence[Value], wanted: Sequence[Value]) -> Outcome:
    """Whether some items are those wanted; left before they run out, there may be more."""
    early = entry.cause is None or entry.cause[0] != "exhausted"
    if early and same(items, wanted[: len(items)]):
        return "UNSUPPORTED"
    return same(items, wanted)


def elements(entry: Entry, node: ast.expr) -> Sequence[Value]:
    """The elements of `list(E)` in the state just before a loop is entered."""
    state = entry.steps[0].mark.state
    made = ev.evaluate(ast.Call(ast.Name("list", ast.Load()), [node], []), state)
    assert isinstance(made.data, tuple)
    return made.data


def has_elements(entry: Entry, node: ast.expr) -> bool:
    return tried(lambda: elements(entry, node) is not None) is True


def parts_of(value: Value) -> Sequence[Value]:
    if isinstance(value.data, str):
        return [ev.TAKE(c) for c in value.data]
    if value.kind in ("list", "tuple"):
        assert isinstance(value.data, tuple)
        return value.data
    raise Settled("UNSUPPORTED")


@form("occurs")
def occurs(asked: Asked) -> Answer:
    wanted, count = asked.args
    asked.single()
    loop = the_loop(asked)
    asked.of_loop(loop)
    entry = the_entry(asked, loop)
    return Answer(definite([tried(lambda: times(items_of(entry), wanted) == count)]))


def the_loop(asked: Asked) -> Statement:
    """The loop of a heading with an item; in a pass of a loop without any in it, that loop."""
    around = asked.context.loop
    inner = [loop for loop in loops_of(asked.context) if around in loop.loops]
    if around is not None and not inner:
        if not isinstance(around.node, ast.For):
            raise Settled("UNDECIDED")
        return around
    return loop_of_item(asked.oracle, asked.context, Loop(keyword="for"), asked.point)


def times(items: Sequence[Value], wanted: Value) -> int:
    return sum(equal(item, wanted) for item in items)


# What a loop has taken up, and leaves (5.101)


def the_loop_meant(asked: Asked) -> Statement:
    """The loop; in a pass, that of the pass."""
    around = asked.context.loop
    if around is None:
        asked.single()
        return the_loop(asked)
    if not isinstance(around.node, ast.For):
        raise Settled("UNDECIDED")
    return around


@form("processed")
def processed(asked: Asked) -> Answer:
    """How many passes have begun at the point, and how many elements there are."""
    count, total = asked.args
    asked.single()
    asked.still = True
    loop = the_loop_meant(asked)
    entry = the_entry(asked, loop)
    begun = sum(p.start <= int(asked.point.clock) for p in entry.passes)
    assert isinstance(loop.node, ast.For)
    node = loop.node.iter
    held = tried(lambda: len(elements(entry, node)) == total)
    return Answer(definite([both(begun == count, held)]))


@form("last-left")
def last_left(asked: Asked) -> Answer:
    """The last element is this one, and no pass takes it up."""
    [wanted] = asked.args
    asked.single()
    asked.still = True
    loop = the_loop_meant(asked)
    entry = the_entry(asked, loop)

    def left() -> bool:
        held = elements(entry, taken_up(loop))
        return len(entry.passes) < len(held) and equal(held[-1], wanted)

    return Answer(definite([tried(left)]))


def taken_up(loop: Statement) -> ast.expr:
    """What a loop is over; of `enumerate` what is counted."""
    assert isinstance(loop.node, ast.For)
    node = loop.node.iter
    match node:
        case ast.Call(func=ast.Name(id="enumerate"), args=[counted_one, *_]):
            return counted_one
        case _:
            return node
