"""What is false by the rules, and is so of another moment, call or type (semantics.md §3.7)."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Answer, Outcome, both, opposite, tried
from .asked import Asked
from .atoms import Atom
from .changes import Alter
from .contexts import Context, Point
from .history import History, Visit
from .method_objects import NAMELESS
from .reader import Sentence
from .record import Activation, State
from .state_forms import inner_names, names_of
from .told_calls import calls_of
from .values import Value, equal

if TYPE_CHECKING:
    from .judge import Oracle

FIRST_VISITS = 500
OTHERS_BIND = re.compile(r"\b(global|nonlocal)\b")
"""Without these no call binds a name of another function."""
FEW = 60
"""Visits that are surely no more than the first 500 steps of a pass."""
PLAIN = {
    "collections.deque": "list", "collections.Counter": "dict",
    "collections.defaultdict": "dict", "collections.OrderedDict": "dict",
}  # fmt: skip
STEPS = {"in": operator.add, "add": operator.add, "de": operator.sub}


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    found = list(outcomes)
    return True if True in found else next((o for o in found if o is not False), False)


def is_so(node: ast.expr, wanted: object, state: State | None) -> Outcome:
    if state is None:
        return "UNDECIDED"
    return tried(lambda: equal(ev.evaluate(node, state), wanted))  # type: ignore[arg-type]


def made_so(v: Visit, node: ast.expr, wanted: object) -> Outcome:
    """Whether an expression is something else before a visit, and that after it."""
    if v.exhausted:
        return False
    so = is_so(node, wanted, v.after)
    if so is not True:
        return so
    was = tried(lambda: ev.evaluate(node, v.before) is not None)
    return both(was, opposite(is_so(node, wanted, v.before)))


def otherwise(asked: Asked, answer: Answer) -> Outcome:
    """Whether a claim that is false may have been meant of another moment or type; a claim in one
    of several passes is not."""
    if asked.depth == -1:
        return False
    return any_of([plainly(asked, answer), at_another_moment(asked, answer)])


def told_value(asked: Asked) -> tuple[ast.expr, object] | None:
    """The expression and value of a claim of what something is, or becomes."""
    sentence = asked.sentence
    if sentence.form in ("bare", "shown", "state", "passing") and len(sentence.atoms) == 1:
        [atom] = sentence.atoms
        if atom.kind in ("is", "now") and not atom.negated:
            return atom.expression, atom.value
    if sentence.form == "next-set":
        return asked.args[0], asked.args[1]
    return None


def plainly(asked: Asked, answer: Answer) -> Outcome:
    """Whether a list or dict is shown where what holds the same has no literal."""
    sentence = asked.sentence
    pairs: list[tuple[ast.expr, object]] = []
    if (one := told_value(asked)) is not None:
        pairs = [one]
    elif sentence.form == "sets":
        pairs = [(target, wanted) for target, wanted in asked.args[1] if wanted is not None]
    elif sentence.form == "changes":
        pairs = [(asked.args[1], asked.args[3])]
    elif sentence.form in ("state", "passing"):
        kinds = [a for a in sentence.atoms if a.kind == "is" and not a.negated]
        pairs = [(a.expression, a.value) for a in kinds]
    values = [(n, w) for n, w in pairs if isinstance(w, Value) and w.kind in ("list", "dict")]
    if not values or not answer.places:
        return False
    found = any_of(both(*(alike(n, w, p.state) for p in answer.places)) for n, w in values)
    if found is not False and (sentence.form in ("sets", "changes") or len(pairs) > 1):
        return "UNDECIDED"
    return found


def alike(node: ast.expr, wanted: Value, state: State | None) -> Outcome:
    if state is None:
        return "UNDECIDED"

    def test() -> bool:
        found = ev.evaluate(node, state)
        if PLAIN.get(found.type) != wanted.type:
            return False
        return equal(replace(found, kind=wanted.kind, type=wanted.type, attributes=()), wanted)

    return tried(test)


def at_another_moment(asked: Asked, answer: Answer) -> Outcome:
    form = asked.sentence.form
    raising = any(p.visit is not None and p.visit.thrown for p in answer.places)
    if form in ("next-alter", "next-set") and raising:
        return "UNDECIDED"  # maybe of what comes next
    if form == "next-alter":
        return in_several_steps(asked, answer)
    if form == "bare" and len(asked.sentence.atoms) == 1:
        [atom] = asked.sentence.atoms
        if atom.kind == "now" and not atom.negated:
            return directly_behind(asked, atom.expression, atom.value)
        if atom.kind == "length" and not atom.negated:
            assert isinstance(atom.value, tuple)
            unit, count = atom.value
            if "character" in unit or "key" in unit:
                return False
            node = ast.Call(ast.Name("len", ast.Load()), [atom.expression], [])
            many = Atom("is", (node,), ev.TAKE(count))
            return any_of([directly_behind(asked, node, many.value), later_here(asked, many)])
    atoms = [a for a in asked.sentence.atoms if a.kind == "is" and not a.negated]
    if form == "bare" and atoms:
        return any_of([later_here(asked, atoms[0]), at_the_end(asked, atoms[0])])
    if form in ("what-raises", "called-here"):
        return of_another_call(asked, answer)
    if form == "shown":
        return at_the_start(asked, asked.sentence.atoms[0])
    if form == "state" and asked.args[0] == "both" and atoms:
        found = any_of(once_in(asked, a, answer) for a in atoms)
        return "UNDECIDED" if found is not False and len(asked.sentence.atoms) > 1 else found
    return False


def directly_behind(asked: Asked, node: ast.expr, wanted: object) -> Outcome:
    """Whether the visit that follows on what is being told, or that ends at the point, makes it
    so."""
    visits, point = asked.history.visits, asked.point
    here = [i for i, v in enumerate(visits) if v is point.visit or v.after is point.state]
    if not here or here[-1] + 1 >= len(visits):
        return False
    behind = visits[here[-1] + 1]
    return made_so(behind, node, wanted) if asked.context.holds(behind.start) else False


def of_another_call(asked: Asked, answer: Answer) -> Outcome:
    """Whether a later call raises what is told, or is given that."""
    node, wanted = asked.args
    if not answer.places or answer.places[0].activation is None:
        return False
    a = answer.places[0].activation
    if asked.sentence.form == "what-raises" and a in [t.activation for t in asked.told()]:
        return False
    for other, outcome in calls_of(asked.oracle, asked.context, node):
        begins = asked.sentence.form == "called-here"
        later = other.start > a.start if begins else other.end > a.end
        if not later or outcome in (False, NAMELESS):
            continue
        if begins:
            names = other.start_state.names
            so = all(name in names and equal(names[name], value) for name, value in wanted)
        else:
            so = other.thrown is not None and other.thrown.type == wanted
        if so:
            return "UNDECIDED" if isinstance(outcome, str) else True
    return False


def at_the_start(asked: Asked, atom: Atom) -> Outcome:
    """Whether what the condition of a `while` loop has in it is so when the pass starts."""
    loop, spans = asked.context.loop, asked.context.spans
    if loop is None or len(spans) != 1 or not isinstance(loop.node, ast.While):
        return False
    names = names_of(atom.expression)
    tested = names_of(loop.node.test)
    if not names or not names <= tested or names & inner_names(loop.node.test):
        return False
    return is_so(atom.expression, atom.value, spans[0].start_state)


def later_here(asked: Asked, atom: Atom) -> Outcome:
    """Whether a visit behind the point, in the innermost pass, makes it so."""
    found = asked.pass_here()
    if found is None:
        return False
    clock = asked.point.clock
    behind = [v for v in asked.visits_here() if clock < v.start <= found[1].end]
    return any_of(made_so(v, atom.expression, atom.value) for v in behind[:FIRST_VISITS])


def at_the_end(asked: Asked, atom: Atom) -> Outcome:
    """Whether what is not there yet at the point, of names that are bound, is so at the end of the
    context."""
    if len(asked.context.spans) != 1:
        return False
    states = asked.point_states()
    [span] = asked.context.spans
    at_end = is_so(atom.expression, atom.value, span.end_state)
    if at_end is False:
        return False
    absent = [lacks(atom.expression, s) for s in states]
    if len(states) != 1:
        return False if set(absent) == {False} else "UNDECIDED"
    return both(absent[0], at_end)


def lacks(node: ast.expr, state: State | None) -> Outcome:
    """Whether an expression has no value in a state, though all its names have."""
    if state is None:
        return "UNDECIDED"
    names = [tried(lambda n=n: ev.lookup(state, n) is not None) for n in names_of(node)]  # type: ignore[misc]
    return both(*names, opposite(tried(lambda: ev.evaluate(node, state) is not None)))


def once_in(asked: Asked, atom: Atom, answer: Answer) -> Outcome:
    """Whether it is so in the midst of the pass, from the first moment of the claim on."""
    if asked.context.loop is None or len(asked.context.spans) != 1 or not answer.places:
        return False
    first = answer.places[0]
    [span] = asked.context.spans
    visits = [v for v in asked.visits_here() if v.start <= span.end]
    if not first.at_start:
        visits = [v for v in visits if v.end > first.end]
    found = any_of(is_so(atom.expression, atom.value, v.after) for v in visits[:FEW])
    own = isinstance(atom.expression, ast.Name) and not OTHERS_BIND.search(asked.oracle.source)
    own = own and isinstance(atom.value, Value) and atom.value.kind == "scalar"
    calls = not own and any(span.start <= a.start <= span.end for a in others(asked))
    if found is True or (found is False and not calls and len(visits) <= FEW):
        return found
    return "UNDECIDED"


def others(asked: Asked) -> list[Activation]:
    return [a for a in asked.oracle.recorder.activations if a is not asked.activation]


def in_several_steps(asked: Asked, answer: Answer) -> Outcome:
    """Whether a number has changed as told a visit or more later, in the pass."""
    alter = asked.args[0]
    assert isinstance(alter, Alter)
    if alter.verb not in STEPS or len(answer.places) != 1 or answer.places[0].visit is None:
        return False
    v = answer.places[0].visit
    passes = [
        p for e in asked.history.entries for p in e.passes if p.start <= v.start <= p.end
    ]  # fmt: skip
    if not passes:
        return False
    innermost = max(passes, key=lambda p: p.start)
    if alter.value is None or alter.becomes is not None:
        return "UNDECIDED"
    amount = alter.value

    def wanted() -> Value:
        before = ev.evaluate(alter.node, v.before)
        if not all(isinstance(n.data, int | float | complex) for n in (before, amount)):
            raise ev.NoValue("no number")
        return ev.TAKE(STEPS[alter.verb](before.data, amount.data))

    if tried(lambda: wanted() is not None) is not True:
        return False
    behind = [w for w in asked.visits_here() if v.end < w.start <= innermost.end]
    return any_of(made_so(w, alter.node, wanted()) for w in behind[:FIRST_VISITS])


def earlier_in_pass(
    oracle: Oracle, context: Context, sentence: Sentence, point: Point, depth: int
) -> Outcome:
    """Whether what becomes something, or changes, does so before the point in its pass."""
    if sentence.prefixes or sentence.form not in ("next-set", "next-alter"):
        return False
    if context.activation is None or len(context.spans) != 1:
        return False
    found = Asked(oracle, context, sentence, point, depth).pass_here()
    if found is None:
        return False
    span = found[1]
    start = replace(
        point, clock=span.start, activation=context.activation, state=span.start_state, visit=None
    )
    answer, _ = oracle.asked(context, sentence, start, depth)
    if answer.verdict == "UNDECIDED":
        return "UNDECIDED"
    return answer.verdict == "VERIFIED" and all(p.start <= point.clock for p in answer.places)


def made_by_told_call(sentence: Sentence, around: History, called: Activation) -> Outcome:
    """Whether the visit of the context that made a call makes something what it is told to be."""
    if sentence.form in ("bare", "shown"):
        [atom] = sentence.atoms
        if atom.kind != "is" or atom.negated:
            return False
        node: ast.expr = atom.expression
        wanted: object = atom.value
    elif sentence.form == "next-set":
        target, wanted = sentence.args
        if not isinstance(wanted, Value) or not isinstance(target, ast.expr):
            return False
        node = target
    else:
        return False
    visits = [v for v in around.visits if v.start <= called.start <= v.end]
    return any_of(
        both(is_so(node, wanted, v.after), opposite(is_so(node, wanted, v.before))) for v in visits
    )
