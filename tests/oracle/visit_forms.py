"""Forms about visits of a line: 5.6 to 5.9, 5.12, 5.15, 5.16, 5.18 to 5.26, 5.37."""

from __future__ import annotations

import ast
from typing import Any

from . import evaluate as ev
from .answers import (
    Answer,
    Outcome,
    both,
    definite,
    fits,
    of_visits,
    tried,
    visit_place,
)  # fmt: skip
from .asked import Asked, form, visit_test
from .history import Step, Visit
from .record import State
from .values import Value, equal, holds_opaque


@visit_test("sets")
def sets(asked: Asked, v: Visit) -> Outcome:
    return both(*(bound(v, target, wanted) for target, wanted in asked.args[1]))


def bound(v: Visit, target: ast.expr, wanted: object) -> Outcome:
    """Whether a visit sets a target (5.6), to a value if one is wanted."""
    did: Outcome
    if isinstance(target, ast.Name):
        did = binds(v, target.id)
    elif isinstance(target, ast.Subscript | ast.Attribute):
        did = writes(v, target, deleting=False)
    else:
        return False
    if did is not True or wanted is None:
        return did
    if v.after is None:
        return "UNDECIDED"
    after = v.after
    if not isinstance(target, ast.Name) and not still_there(v, target):
        return "UNSUPPORTED"
    return tried(lambda: fits(ev.evaluate(target, after), wanted))


def still_there(v: Visit, target: ast.Subscript | ast.Attribute) -> bool:
    """Whether what the last statement of a visit that writes a place leaves there is there after
    the visit."""
    writing = [s for s in v.steps if any(type(w) is type(target) for w in s.statement.places)]
    found: list[Value] = []

    def held(state: State) -> bool:
        found.append(ev.evaluate(target, state))
        return True

    for state in [writing[-1].after, v.after] if writing else []:
        if state is not None:
            tried(lambda state=state: held(state))  # type: ignore[misc]
    return len(found) < 2 or same_thing(*found)


def same_thing(one: Value, other: Value) -> bool:
    return equal(one, other) if one.kind == other.kind == "scalar" else one.oid == other.oid


def binds(v: Visit, name: str) -> Outcome:
    did: Outcome = False
    for s in v.steps:
        if name not in s.statement.binds:
            continue
        node = s.statement.node
        if s.thrown or s.waiting:
            plain = isinstance(node, ast.Assign) and len(node.targets) == 1
            plain = plain and isinstance(node.targets[0], ast.Name)  # type: ignore[union-attr]
            did = did or (False if plain or isinstance(node, ast.For) else "UNDECIDED")
        elif isinstance(node, ast.ExceptHandler | ast.For):
            did = did or s.into
        elif isinstance(node, ast.match_case):
            did = True if s.into else did or "UNDECIDED"
        elif any(w.target.id == name for w in s.statement.all(ast.NamedExpr)):
            did = did or "UNDECIDED"
        else:
            did = True
    return did


def writes(v: Visit, target: ast.Subscript | ast.Attribute, *, deleting: bool) -> Outcome:
    """Whether a visit itself writes (deletes) the element or attribute that a target names."""
    state = v.before if deleting else v.after
    if state is None:
        return "UNDECIDED"
    place: list[tuple[int, Value | str]] = []
    seen = tried(lambda: not place.append(located(target, state)))  # type: ignore[func-returns-value]
    if seen is not True:
        return seen
    found: list[Outcome] = []
    for s in v.steps:
        for written in s.statement.places:
            if isinstance(written.ctx, ast.Del) != deleting:
                continue
            if type(written) is type(target):
                found.append(same(written, s, place[0]))
    return True in found or next((f for f in found if f is not False), False)


def same(written: ast.expr, s: Step, place: tuple[int, Value | str]) -> Outcome:
    if s.thrown or s.waiting or s.after is None:
        return "UNDECIDED"
    try:
        one, other = located(written, s.mark.state), located(written, s.after)
    except (ev.NoValue, ev.Undecidable, ev.Unclear):
        return "UNDECIDED"
    if one[0] != other[0] or not same_key(one[1], other[1]):
        return "UNDECIDED"
    if one[0] != place[0]:
        return False
    if same_key(one[1], place[1]):
        return True
    keys = [k.data for k in (one[1], place[1]) if isinstance(k, Value) and k.kind == "scalar"]
    if len(keys) == 2:
        # One element may have two keys: `1` and `True`, and `-1` in a sequence.
        counted = [isinstance(k, int) and k < 0 for k in keys]
        return "UNDECIDED" if keys[0] == keys[1] or any(counted) else False
    if not isinstance(one[1], Value):
        return False
    return "UNDECIDED" if not keys or one[1].kind == "instance" else False  # found as `==` says


def located(target: ast.expr, state: State) -> tuple[int, Value | str]:
    """The object and the key (or attribute's name) that a target names in a state."""
    assert isinstance(target, ast.Subscript | ast.Attribute)
    oid = ev.evaluate(target.value, state).oid
    if isinstance(target, ast.Attribute):
        return oid, target.attr
    return oid, ev.evaluate(target.slice, state)


def same_key(one: Value | str, other: Value | str) -> bool:
    if isinstance(one, Value) and isinstance(other, Value):
        return equal(one, other)
    return one == other


@visit_test("changes")
def changes(asked: Asked, v: Visit) -> Outcome:
    node, old, new = asked.args[1:]
    changed = changed_in_place(v, node, old, new)
    if old is None or changed is not False:
        return changed

    def rebound() -> bool:  # §5.37
        one, other = around(v, node)
        moved = one.oid != other.oid or one.oid == 0
        return moved and not equal(one, other) and equal(one, old) and equal(other, new)

    if tried(rebound) is False or not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        return False
    did = bound(v, node, None)
    return tried(rebound) if did is True else did


def changed_in_place(
    v: Visit, node: ast.expr, old: Value | None = None, new: Value | None = None
) -> Outcome:
    """Whether a visit changes an object in place (5.7)."""

    def test() -> bool:
        one, other = around(v, node)
        differs = one.oid == other.oid != 0 and not equal(one, other)
        fitting = new is None or equal(other, new)
        return differs and fitting and (old is None or equal(one, old))

    return tried(test)


def around(v: Visit, node: ast.expr) -> tuple[Value, Value]:
    """The values before and after a visit."""
    if v.after is None:
        raise ev.Unclear
    return ev.evaluate(node, v.before), ev.evaluate(node, v.after)


@visit_test("leaves")
def leaves(asked: Asked, v: Visit) -> Outcome:
    def test() -> bool:
        pair = around(v, asked.args[1])
        for value in pair:
            if holds_opaque(value):
                raise ev.Undecidable
        return equal(*pair)

    return tried(test)


@visit_test("keeps")
def keeps(asked: Asked, v: Visit) -> Outcome:
    node, wanted = asked.args[1:]
    return tried(lambda: all(equal(value, wanted) for value in around(v, node)))


@visit_test("deletes")
def deletes(asked: Asked, v: Visit) -> Outcome:
    target = asked.args[1]
    if isinstance(target, ast.Name):
        steps = [s for s in v.steps if target.id in s.statement.deletes]
        return "UNDECIDED" if any(s.thrown for s in steps) else bool(steps)
    return writes(v, target, deleting=True)


@form("jumps")
def jumps(asked: Asked) -> Answer:
    line, breaks, loop = asked.args
    kind = ast.Break if breaks else ast.Continue
    visits = [v for v in asked.visits(line) if v.of(kind)]
    outcomes: list[Outcome] = [
        all(s.statement.loops[-1].line == loop for s in v.of(kind)) for v in visits
    ]
    return of_visits(outcomes, visits)


@visit_test("calls")
def calls(asked: Asked, v: Visit) -> Outcome:
    named = asked.oracle.program.named(asked.args[1])
    if len(named) > 1:
        return "UNDECIDED"
    begun = [
        a for a in asked.oracle.activations(named)
        if a.parent is asked.activation and v.start <= a.start <= v.end
    ]  # fmt: skip
    if any(function.generator for function in named):
        return "UNDECIDED"
    for a in begun:
        for name, wanted in asked.args[2]:
            if a.function is None or name not in a.function.parameters:
                return False
            if not equal(a.start_state.names[name], wanted):
                return False
    return bool(begun)


@visit_test("raises")
def raises(asked: Asked, v: Visit) -> Outcome:
    if asked.activation.waiting and v is asked.history.visits[-1]:
        return "UNSUPPORTED"
    return thrown_is(v.thrown, asked.args[1], asked.args[2])


def thrown_is(thrown: Any, wanted: object, message: Value | None) -> bool:
    if thrown is None or thrown.type != wanted:
        return False
    return message is None or (len(thrown.args.data) == 1 and equal(thrown.args.data[0], message))


@visit_test("catches")
def catches(asked: Asked, v: Visit) -> Outcome:
    return asked.args[1] in v.caught


@visit_test("returns")
def returns(asked: Asked, v: Visit) -> Outcome:
    return returned(asked, v, asked.args[1])


def returned(asked: Asked, v: Visit, wanted: object) -> bool:
    value = asked.activation.result
    if asked.history.returning not in v.steps or value is None:
        return False
    return fits(value, wanted)


@form("yields")
def yields(asked: Asked) -> Answer:
    visits = asked.visits(asked.args[0])
    if asked.activation.function and asked.activation.function.asynchronous:
        return Answer(definite(["UNSUPPORTED" for _ in visits]))
    outcomes: list[Outcome] = []
    for v in visits:
        outcomes += [equal(y, asked.args[1]) for y in v.yielded] or [False]
    return Answer(definite(outcomes), tuple(map(visit_place, visits)))


@visit_test("prints")
def prints(asked: Asked, v: Visit) -> Outcome:
    output = asked.oracle.recorder.output
    text = "".join(text for clock, text in output if v.start <= clock <= v.end)
    wanted = asked.args[1]
    if wanted is None:
        return not text
    if not isinstance(wanted.data, str):
        return False
    return bool(text) and text in (wanted.data, wanted.data + "\n")


@visit_test("defines")
def defines(asked: Asked, v: Visit) -> Outcome:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(asked.args[1] in s.statement.binds for s in v.of(*kinds) if not s.thrown)


@visit_test("imports")
def imports(asked: Asked, v: Visit) -> Outcome:
    kinds = (ast.Import, ast.ImportFrom)
    return any(asked.args[1] in s.statement.binds for s in v.of(*kinds) if not s.thrown)


@visit_test("assertion")
def assertion(asked: Asked, v: Visit) -> Outcome:
    found = v.of(ast.Assert)
    return bool(found) and all(truth(s) == asked.args[1] for s in found)


@visit_test("nothing")
def nothing(asked: Asked, v: Visit) -> Outcome:
    return all(
        isinstance(n, ast.Pass)
        or (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) and n.value.value is ...)
        for n in (s.statement.node for s in v.steps)
    )


@visit_test("with")
def enters_with(asked: Asked, v: Visit) -> Outcome:
    return any(s.into for s in v.of(ast.With))


def truth(step: Step) -> bool | None:
    """The truth of the test that a step made; None where it made none."""
    if isinstance(step.statement.node, ast.Assert):
        if step.thrown is None:
            return True
        return False if step.thrown.type == "AssertionError" else None
    return None if step.thrown else step.into
