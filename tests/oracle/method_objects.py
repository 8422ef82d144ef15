"""Whether a call is of the object before a method's name in a text (semantics.md §3.4)."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Outcome
from .contexts import Context
from .program import Function
from .record import Activation, State
from .values import Value

if TYPE_CHECKING:
    from .judge import Oracle

NAMELESS = "NAMELESS"
"""What the text has as the object is nothing when the call is made."""
BINDING = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


def object_before(oracle: Oracle, node: ast.expr) -> ast.Attribute | None:
    """A method with an object before its name; None where the name is a function's as it stands."""
    called = node.func if isinstance(node, ast.Call) else node
    if not isinstance(called, ast.Attribute) or oracle.program.named(ast.unparse(called)):
        return None
    return called


def of_class_named(oracle: Oracle, called: ast.Attribute) -> bool:
    """Whether a class of the program stands before the name of what is a method of some class."""
    classes = [n for n in ast.walk(oracle.program.tree) if isinstance(n, ast.ClassDef)]
    methods = [f for f in oracle.program.functions.values() if f.owner and f.name == called.attr]
    of = called.value
    return isinstance(of, ast.Name) and of.id in [c.name for c in classes] and bool(methods)


def of_object(
    oracle: Oracle,
    context: Context,
    a: Activation,
    called: ast.Attribute,
    told: Sequence[Activation] = (),
) -> Outcome:
    """True, False (it is surely of another one), `NAMELESS`, or what is not told."""
    if a.parent is None:
        return "UNSUPPORTED"
    if a.parent.function is None or a.callers_start is None:
        return "UNDECIDED"
    made = calls_there(oracle, a, called.attr)
    if made is None:
        return "UNDECIDED"
    assert a.function is not None
    waits = a.function.generator or a.function.asynchronous
    if not made and waits:
        return "UNSUPPORTED"  # it was called before it began
    text = ast.unparse(called)
    texts = {ast.unparse(n.func) for n in made}
    if texts == {text}:
        by_caller: Outcome = True
    elif text in texts:
        return "UNDECIDED"
    else:
        by_caller = named_there(oracle, a, a.callers_start, called, made)
    if a.parent in told and by_caller != NAMELESS:
        return "UNSUPPORTED" if waits and by_caller is False else by_caller
    found = {by_caller}
    around = context.activation
    if around is not a.parent:
        if around is not oracle.entry or a.entrys_start is None:
            return "UNDECIDED"
        if not one_meaning(called.value, a.callers_start, a.entrys_start):
            by_context = named_there(oracle, a, a.entrys_start, called, made)
            names = {n.id for n in ast.walk(called.value) if isinstance(n, ast.Name)}
            bound = around.function.bound if around.function is not None else frozenset()
            if by_context == NAMELESS and by_caller is True and names & bound:
                by_context = "UNSUPPORTED"  # it is something else there, later
            found.add(by_context)
    found.discard(NAMELESS)
    if not found:
        return NAMELESS
    if "UNDECIDED" in found:
        return "UNDECIDED"
    if len(found) > 1 or (waits and False in found):
        return "UNSUPPORTED"
    return found.pop()


def calls_there(oracle: Oracle, a: Activation, name: str) -> list[ast.Call] | None:
    """The calls of an attribute of this name in the statement that made a call; None: not known."""
    assert a.parent is not None
    for s in oracle.histories[a.parent].steps:
        if s.mark.clock <= a.start <= s.end:
            calls = [n for n in s.statement.all(ast.Call) if isinstance(n, ast.Call)]
            return [n for n in calls if isinstance(n.func, ast.Attribute) and n.func.attr == name]
    return None


def named_there(
    oracle: Oracle, a: Activation, state: State, called: ast.Attribute, made: list[ast.Call]
) -> Outcome:
    """Whether the text names the object of the call by the names of a function."""
    try:
        other = ev.evaluate(called.value, state)
    except ev.NoValue:
        return NAMELESS
    except (ev.Unclear, ev.Undecidable):
        # Of what refers to itself the oracle takes nothing out; a call gives no object.
        calls = any(isinstance(n, ast.Call) for n in ast.walk(called.value))
        return "UNSUPPORTED" if calls else "UNDECIDED"
    if other.kind == "scalar" and other.data is None:
        return NAMELESS
    own = own_object(a)
    if own is None or other.kind == "scalar":
        return "UNSUPPORTED"
    if own.oid == other.oid:
        return True
    if len(made) > 1:
        return "UNDECIDED"
    if not made or not stays(made[0], called.value, state):
        return "UNSUPPORTED"
    return False if called_alike(oracle, a, own, other, called.attr) else "UNSUPPORTED"


def own_object(a: Activation) -> Value | None:
    function: Function = a.function  # type: ignore[assignment]
    if function.static or function.given is None:
        return None
    plain = [*function.given.posonlyargs, *function.given.args]
    return a.start_state.names.get(plain[0].arg) if plain else None


def one_meaning(of: ast.expr, one: State, other: State) -> bool:
    """Whether all names in what stands before the dot are the same for two functions."""
    names = {n.id for n in ast.walk(of) if isinstance(n, ast.Name)}
    if "super" in names and other.function is not None and other.function.owner:
        return False

    def held(state: State, name: str) -> int | None:
        try:
            return ev.lookup(state, name).oid
        except ev.NoValue:
            return None

    try:
        return all(held(one, name) == held(other, name) for name in names)
    except ev.Unclear:
        return False


def stays(made: ast.Call, of: ast.expr, state: State) -> bool:
    """Whether what stands before the dot is the same before and behind the arguments."""
    given = [*made.args, *(k.value for k in made.keywords)]
    parts = [n for arg in given for n in ast.walk(arg)]
    if any(isinstance(n, BINDING) for n in parts):
        return False
    if not any(isinstance(n, ast.Call) for n in parts):
        return True
    return isinstance(of, ast.Name) and of.id in state.names


def called_alike(oracle: Oracle, a: Activation, own: Value, other: Value, name: str) -> bool:
    """Whether the method would be the same one on another object, and given that."""
    if own.kind not in ("instance", "cycle") or other.kind not in ("instance", "cycle"):
        return False
    if name in dict(other.attributes) or oracle.program.named("__getattribute__"):
        return False
    if own.type == other.type:
        return True
    assert a.function is not None
    return inherits(oracle, other.type.split(".")[-1], a.function.owner, name)


def inherits(oracle: Oracle, kind: str, owner: str, name: str) -> bool:
    """Whether a class has what is a method of another one, by the source."""
    tree = oracle.program.tree
    found = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == kind]
    if len(found) != 1 or found[0].keywords:
        return False
    if kind == owner:
        return True
    sets = [s for s in found[0].body if isinstance(s, ast.Assign | ast.AnnAssign)]
    if any(isinstance(n, ast.Name) and n.id == name for s in sets for n in ast.walk(s)):
        return False
    bases = [getattr(base, "id", "") for base in found[0].bases]
    classes = [n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    if not all(classes.count(base) == 1 for base in bases):
        return False
    return any(inherits(oracle, base, owner, name) for base in bases)
