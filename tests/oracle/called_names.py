"""Names of a called function: of which call a claim is that has them (semantics.md 5.97)."""

from __future__ import annotations

import ast
import builtins
from dataclasses import replace
from typing import TYPE_CHECKING

from .answers import Settled
from .asked import Asked, begun_in
from .atoms import Atom
from .contexts import Context, Point
from .program import Function
from .reader import Sentence
from .record import Activation, State
from .things import attribute, known, words_in
from .told_calls import OF_TARGET, POINTED, free, line_of

if TYPE_CHECKING:
    from .judge import Oracle


OTHERS = (
    "state", "passing", "quantified", "extreme", "trend", "goes-through", "never-in", "goes",
    "grows",
)  # fmt: skip
MEANING = tuple(form for form in POINTED if form not in OTHERS)
"""Forms without a moment that speak of one."""


def of_call(
    oracle: Oracle, context: Context, sentence: Sentence, point: Point, depth: int
) -> tuple[Context, Point]:
    """The context of a claim, and the point: a call where its names belong to that alone."""
    function = function_meant(oracle, context, sentence, point)
    if function is None:
        return context, point
    a = the_call(oracle, context, function, point)
    return Context(a, [oracle.span(a)]), point.telling(a, depth)


def states_of_call(
    oracle: Oracle, context: Context, sentence: Sentence, point: Point
) -> list[State | None] | None:
    """The states, at the start of a heading's context, of the call that its parentheses are about;
    None where they are about the context. More than one where it lies in the midst of a visit."""
    said = [atom_said(oracle, context, sentence, (a,), point) for a in sentence.atoms]
    function = atom_said(oracle, context, sentence, sentence.atoms, point)
    if any(one is not function for one in said):
        raise Settled("UNDECIDED")  # of each by itself, or of all together?
    if function is None:
        return None
    a = the_call(oracle, context, function, point)
    [span] = context.spans
    assert context.activation is not None
    start = Point(span.start, context.activation, span.start_state)
    begun = begun_in(oracle.histories[context.activation], start)
    moment = span.start if begun is None else begun.end
    if a.start > moment:
        return []  # it has not begun
    if a.end <= moment and not a.waiting:
        raise Settled("UNDECIDED")  # it is over
    of_it = Context(a, [oracle.span(a)])
    return Asked(oracle, of_it, sentence, start).point_states()


def atom_said(
    oracle: Oracle, context: Context, sentence: Sentence, atoms: tuple[Atom, ...], point: Point
) -> Function | None:
    """The function of which some of the states in a heading's parentheses are."""
    return function_meant(oracle, context, replace(sentence, form="bare", atoms=atoms), point)


def function_meant(
    oracle: Oracle, context: Context, sentence: Sentence, point: Point
) -> Function | None:
    """The only function that binds all names of a claim of which none stands for anything here."""
    if sentence.form not in MEANING or line_of(sentence) is not None:
        return None
    if any(a.kind == "defined" for a in sentence.atoms):
        return None
    of_target = sentence.form in OF_TARGET
    found = words_in((sentence.args[:1] if of_target else sentence.args, sentence.atoms))
    if sentence.form == "takes":
        found = {str(sentence.args[0])}
    names = {name for name in found if not (hasattr(builtins, name) and free(oracle, name))}
    if not names or any(" " in name for name in names):
        return None
    asked = Asked(oracle, context, sentence, point)
    if any(known(asked, name) for name in names):
        return None
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    written = {n.attr for n in ast.walk(oracle.program.tree) if isinstance(n, ast.Attribute)}
    if any(name in written and attribute(asked, name) is not None for name in names):
        return None
    binding = [f for f in oracle.program.functions.values() if names <= f.bound]
    target = sentence.args[0] if sentence.form == "next-set" else None
    if len(binding) > 1 and isinstance(target, ast.Attribute):
        binding = [f for f in binding if sets_attribute(f, target.attr)]
        spelled = [f.qualname for f in oracle.program.functions.values()]
        if len(binding) == 1 and spelled.count(binding[0].qualname) > 1:
            raise Settled("AMBIGUOUS")
    return binding[0] if len(binding) == 1 else None


def sets_attribute(function: Function, name: str) -> bool:
    """Whether a statement of the function sets an attribute of this name, of whatever."""
    return any(
        n.attr == name and isinstance(n.ctx, ast.Store)
        for statements in function.lines.values()
        for s in statements
        for n in s.all(ast.Attribute)
    )


def the_call(oracle: Oracle, context: Context, function: Function, point: Point) -> Activation:
    """The innermost call in which the point lies, or the only one that is still to begin; none of
    those by which the context's own was called."""
    around = with_callers(context.activation)
    calls = [a for a in oracle.activations([function]) if a not in around]
    lying = [a for a in calls if point.lies_within(a)]
    if lying:
        above = with_callers(lying[-1])
        if any(a not in above for a in lying):
            raise Settled("UNDECIDED")  # of several that wait none lies in the other
        return lying[-1]
    later = [a for a in calls if context.holds(a.start) and a.start >= point.clock]
    if len(later) != 1:
        raise Settled("AMBIGUOUS" if later else "REFUTED")
    return later[0]


def with_callers(activation: Activation | None) -> list[Activation]:
    """An activation and those by which it was called."""
    found: list[Activation] = []
    while activation is not None:
        found.append(activation)
        activation = activation.parent
    return found
