"""What is shown, calls told one after the other, changes without an object, what raises (5.75,
5.79, 5.80, 5.85, 5.88)."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Answer, Outcome, Place, Settled, start_place, tried
from .arguments import is_starred
from .asked import Asked, form
from .atoms import Atom
from .branch_forms import computed_there
from .call_forms import result_of
from .changes import Alter
from .history import Step, Visit
from .method_objects import NAMELESS, object_before, of_object
from .next_forms import (
    at_point,
    candidates,
    first_of,
    made_by,
    named,
    next_alter,
    next_return,
    now,
    sets_or_changes,
)
from .program import Function, dump
from .reason_forms import alike
from .record import Activation, State
from .state_forms import are_tested, is_late, names_of
from .states import every, has_value
from .told_calls import (
    called_with,
    calls_of,
    functions_of,
    goes_otherwise,
    last_name,
    may_call,
    names_in,
    no_call,
    of_other_objects,
    the_call,
)
from .values import Value, equal

if TYPE_CHECKING:
    from .judge import Oracle
    from .reader import Sentence

APPENDING, POPPING = ("append",), ("pop", "popleft")


@form("shown")
def shown(asked: Asked) -> Answer:
    [atom] = asked.sentence.atoms
    asked.single()
    wanted = atom.value
    assert isinstance(wanted, Value)
    before = dict(asked.point.just).get(dump(atom.expression))
    if before is not None and equal(before, wanted):
        asked.still = True
        return at_point(asked, (atom,))  # it is said once more
    begun, point = as_it_begins(asked, atom), asked.point
    if begun is None:
        return shown_here(asked, atom)
    try:
        found = shown_here(asked, atom)
    except Settled as settled:
        if settled.verdict != "REFUTED":
            raise
    else:
        if found.verdict != "REFUTED":
            return found
    asked.point, asked.still = point, False
    return Answer("VERIFIED", (begun,))


def as_it_begins(asked: Asked, atom: Atom) -> Place | None:
    """The start of the pass of a `while` loop that the context is, where its condition has asked
    for what is shown, no visit is being told and the point is not behind it, and it is so there."""
    loop, spans = asked.context.loop, asked.context.spans
    if loop is None or len(spans) != 1 or not isinstance(loop.node, ast.While):
        return None
    if not are_tested(loop.node.test, names_of(atom.expression)):
        return None
    if asked.point.visit is not None or is_late(asked, spans[0]):
        return None
    begun = start_place(spans[0])
    return begun if every((atom,), begun.state) is True else None


def shown_here(asked: Asked, atom: Atom) -> Answer:
    """What is shown, where it is not said once more."""
    found = asked.pass_here()
    if found is not None:
        for v in asked.visits_here():
            if not (found[1].start <= v.start <= found[1].end and asked.point.to_come(v)):
                continue
            did = sets_or_changes(v, atom.expression)
            if isinstance(did, str):
                raise Settled(did)
            if did:
                return made_by(asked, atom, v)
    if told_already(asked, atom.expression):
        return now(asked, atom)
    return at_point(asked, (atom,))


def told_already(asked: Asked, node: ast.expr) -> bool:
    """Whether it was told what an expression is, of a moment at which it was what it is here."""
    then = dict(asked.point.said).get((id(asked.activation), dump(node)))
    if then is None:
        return False
    so = tried(lambda: equal(ev.evaluate(node, then), ev.evaluate(node, valued(asked, node))))
    if isinstance(so, str):
        raise Settled(so)
    return so


def valued(asked: Asked, node: ast.expr) -> State:
    """The state at the point, or the first one after it in which an expression has a value."""
    states = [
        *asked.point_states(),
        *(v.after for v in asked.visits_here() if asked.point.to_come(v)),
    ]
    for state in states:
        if has_value(node, state) is not False:
            if state is None:
                break
            return state
    raise ev.Unclear


# Calls


def start_of(asked: Asked) -> float:
    """Where the visit that is being told begins, or the point."""
    visit = asked.point.visit
    return visit.start if visit is not None else asked.point.clock


def being_told(asked: Asked) -> list[Activation]:
    return [t.activation for t in asked.told()]


def next_begun(asked: Asked, node: ast.expr, caller: Activation | None = None) -> Activation:
    """The next call, of which no claim of the text has told; of those that a caller has begun,
    where there is one."""
    asked.single()
    others: Activation | None = None
    told = being_told(asked) + ([caller] if caller is not None else [])
    for a, outcome in calls_of(asked.oracle, asked.context, node, told):
        if a.start < start_of(asked) or a.start in asked.point.called or a is caller:
            continue
        if outcome == NAMELESS:
            continue
        if isinstance(outcome, str):
            raise Settled(outcome)
        if outcome and caller is not None and a.parent is not caller:
            others = others or a
        elif outcome:
            return a
    if others is not None:
        return others
    if any(function.waits for function in functions_of(asked.oracle, node)):
        raise Settled("UNSUPPORTED")  # a call that was never asked for anything is not seen
    raise no_call(asked.oracle, asked.context, node, told)


def telling(asked: Asked, a: Activation) -> Answer:
    """The answer about a call that begins, which is then the one that is told."""
    asked.point = asked.point.telling(a, asked.depth)
    asked.point = replace(asked.point, called=asked.point.called | {a.start})
    place = Place(a.start, a.start, a.start_state, None, at_start=True, activation=a)
    return Answer("VERIFIED", (place,))


@form("is-called")
def is_called(asked: Asked) -> Answer:
    [node] = asked.args
    if not functions_of(asked.oracle, node):
        if is_called_name(asked, node):
            raise Settled("UNSUPPORTED")
        if any(is_in(t.activation, node) for t in asked.told()):
            raise Settled("UNDECIDED")
        return statement_runs(asked, node)
    if of_other_objects(asked.oracle, node):
        raise Settled("UNDECIDED")
    return telling(asked, next_begun(asked, node))


def is_in(a: Activation, node: ast.expr) -> bool:
    """Whether the function of a call holds a call of the same name."""
    statements = [s for ss in a.function.lines.values() for s in ss] if a.function else []
    return any(last_name(n) == last_name(node) for s in statements for n in s.all(ast.Call))


def is_called_name(asked: Asked, node: ast.expr) -> bool:
    """Whether it is the name alone, of no function of the program, of what the source calls."""
    if not isinstance(node, ast.Name | ast.Attribute) or functions_of(asked.oracle, node):
        return False
    return may_call(asked.oracle, node)


@form("called-here")
def called_here(asked: Asked) -> Answer:
    """A call with some of its arguments (5.94)."""
    node, given = asked.args
    if not functions_of(asked.oracle, node):
        return Answer("REFUTED")
    a = next_begun(asked, node)
    answer = telling(asked, a)
    for name, wanted in given:
        held = a.start_state.names.get(name)
        known = a.function is not None and name in a.function.parameters
        if not known or held is None or not equal(held, wanted):
            waits = a.function is not None and a.function.waits
            own = a.function is not None and {n for n, _ in given} <= a.function.parameters
            return Answer("UNSUPPORTED" if waits and own else "REFUTED", answer.places)
    return answer


@form("called-nth")
def called_nth(asked: Asked) -> Answer:
    """The K-th of all calls in the recording that can be meant (5.94)."""
    node, number = asked.args
    if not functions_of(asked.oracle, node):
        return Answer("REFUTED")
    a = next_begun(asked, node)
    answer = telling(asked, a)
    if a.function is not None and a.function.waits:
        return Answer("UNSUPPORTED", answer.places)
    everything = calls_of(asked.oracle, asked.oracle.whole, node)
    earlier = [o for other, o in everything if other.start <= a.start]
    if any(isinstance(o, str) and o != NAMELESS for o in earlier):
        return Answer("UNDECIDED", answer.places)
    return answer if earlier.count(True) == number else Answer("REFUTED", answer.places)


def statement_runs(asked: Asked, node: ast.expr) -> Answer:
    """A call of no function of the program, by itself or within a statement (5.86)."""

    def happens(v: Visit) -> Outcome:
        found: list[Outcome] = []
        for s in v.of(ast.Expr):
            assert isinstance(s.statement.node, ast.Expr)
            made = alike(asked, s, node, s.statement.node.value)
            found.append(seen(v, s, node, False if made is None else made))
        found += [made_within(v, s, node) for s in v.steps]
        if True in found:
            return True
        return next((f for f in found if f is not False), False)

    subject = dump(node)
    last = [start for kind, what, start in asked.point.named if (kind, what) == ("called", subject)]
    if last and any(v.start == max(last) and often(v, node) for v in asked.visits_here()):
        raise Settled("UNDECIDED")
    try:
        v = first_of(candidates(asked, ["called"], subject), happens)
    except Settled as settled:
        if settled.verdict == "REFUTED" and called_elsewhere(asked, node):
            raise Settled("UNDECIDED") from settled
        raise
    return named(asked, "called", subject, v, True)


def seen(v: Visit, s: Step, node: ast.expr, made: Outcome) -> Outcome:
    """Whether a statement by itself made the call, where that is seen from the state before: not
    what the line or the statement may have changed by then, nor a call that raised (5.86)."""
    assert isinstance(s.statement.node, ast.Expr)
    source = s.statement.node.value
    if not (isinstance(source, ast.Call) and isinstance(node, ast.Call)):
        return made
    if ast.unparse(source.func).split(".")[-1] != ast.unparse(node.func).split(".")[-1]:
        return made
    if s.thrown is not None:
        return "UNDECIDED"
    if dump(source) == dump(node):
        return made
    source = ast.parse(ast.unparse(source), mode="eval").body  # with places
    inner = [
        n for n in ast.walk(source) if isinstance(n, ast.Call | ast.NamedExpr) and n is not source
    ]
    ends = [(n.end_lineno or 0, n.end_col_offset or 0) for n in inner]
    late = any(
        (n.lineno, n.col_offset) >= end
        for end in ends
        for n in ast.walk(source)
        if isinstance(n, ast.Name)
    )
    held = any(isinstance(n, ast.List | ast.Dict | ast.Set | ast.Tuple) for n in ast.walk(node))
    keywords = any(isinstance(n, ast.keyword) for n in (*ast.walk(source), *ast.walk(node)))
    return "UNDECIDED" if len(v.steps) > 1 or late or keywords or (inner and held) else made


def made_within(v: Visit, s: Step, node: ast.expr) -> Outcome:
    """Whether an execution of a statement made the call: where all of the statement's parts are
    executed, and nothing is raised, it did; else it is not seen here."""
    key = dump(node)
    if isinstance(s.statement.node, ast.Expr) and dump(s.statement.node.value) == key:
        return False
    parts = [n for part in s.statement.header for n in ast.walk(part)]
    if not any(isinstance(n, ast.Call) and dump(n) == key for n in parts):
        return False
    sometimes = (
        ast.BoolOp, ast.IfExp, ast.Lambda, ast.comprehension, ast.Compare, ast.Await, ast.Yield,
        ast.YieldFrom,
    )  # fmt: skip
    plain = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr, ast.If, ast.While)
    certain = isinstance(s.statement.node, plain) and not any(
        isinstance(n, sometimes) for n in parts if not isinstance(n, ast.Compare) or n.ops[1:]
    )
    return True if certain and s.thrown is None else "UNDECIDED"


def often(v: Visit, node: ast.expr) -> bool:
    """Whether a visit may have made the call several times."""
    key = dump(node)
    parts = [n for s in v.steps for part in s.statement.header for n in ast.walk(part)]
    written = [n for n in parts if isinstance(n, ast.Call) and dump(n) == key]
    return len(written) > 1 or any(isinstance(n, ast.comprehension) for n in parts)


def called_elsewhere(asked: Asked, node: ast.expr) -> bool:
    """Whether the program has a call of the same that is not a statement of this function."""
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    name = asked.activation.function.name if asked.activation.function else ""
    tree = ast.parse(asked.oracle.source)
    if goes_otherwise(asked.oracle, called.split(".")[-1]):
        return True
    defined = (ast.FunctionDef, ast.AsyncFunctionDef)
    alone = {
        n.value
        for one in ast.walk(tree)
        if isinstance(one, defined) and one.name == name
        for n in ast.walk(one)
        if isinstance(n, ast.Expr)
    }
    return any(
        isinstance(n, ast.Call)
        and last_name(n) == last_name(node)
        and (n not in alone or ast.unparse(n.func) != called)
        for n in ast.walk(tree)
    )


def called_where_begun(asked: Asked, a: Activation) -> str:
    """Whether what asks a generator first has called its function, as far as its statement alone
    tells: it has no such call, or one, which is looped over or all that another call is given."""
    assert a.parent is not None
    assert a.function is not None
    for s in asked.oracle.histories[a.parent].steps:
        if not s.mark.clock <= a.start <= s.end:
            continue
        calls = s.statement.all(ast.Call)
        made = [n for n in calls if last_name(n) == a.function.name]
        if not made:
            return "UNSUPPORTED"
        if len(calls) > 2:
            return "UNDECIDED"
        alone = [n.args for n in calls]
        alone += [[n.iter] for n in s.statement.all(ast.comprehension)]
        if isinstance(s.statement.node, ast.For):
            alone.append([s.statement.node.iter])
        return "VERIFIED" if len(made) == 1 and made in alone else "UNDECIDED"
    return "UNDECIDED"


@form("calls-call")
def calls_call(asked: Asked) -> Answer:
    node, by = asked.args
    entry = asked.oracle.entry.function
    alone = isinstance(by, ast.Name) and entry is not None and by.id == entry.name
    if not functions_of(asked.oracle, by):
        return Answer("UNSUPPORTED" if may_call(asked.oracle, by) else "REFUTED")
    if is_called_name(asked, node):
        raise Settled("UNSUPPORTED")
    if isinstance(node, ast.Call) and not functions_of(asked.oracle, node):
        if not alone or asked.activation is not asked.oracle.entry:
            return Answer("UNDECIDED")
        return statement_runs(asked, node)
    if of_other_objects(asked.oracle, node):
        raise Settled("UNDECIDED")
    if alone:
        a = next_begun(asked, node)
        answer = telling(asked, a)
        begun = a.parent is not None and a.parent.function is entry
        if a.function is not None and a.function.waits:
            return Answer(called_where_begun(asked, a) if begun else "UNSUPPORTED", answer.places)
        return answer if begun else Answer("REFUTED", answer.places)
    if not functions_of(asked.oracle, node):
        return Answer("REFUTED")
    before = asked.point
    caller = the_call(asked.oracle, asked.context, by, asked.point)
    asked.point = asked.point.telling(caller, asked.depth)
    try:
        a = next_begun(asked, node, caller)
    except Settled:
        asked.point = before  # there is no such call, and so no moment (§3.1)
        raise
    answer = telling(asked, a)
    if a.function is not None and a.function.waits:
        so = called_where_begun(asked, a) if a.parent is caller else "UNSUPPORTED"
        return Answer(so, answer.places)
    return answer if a.parent is caller else Answer("REFUTED", answer.places)


@form("is-returned")
def is_returned(asked: Asked) -> Answer:
    told = asked.told()
    if not told:
        return next_return(asked)
    activation = told[-1].activation
    asked.point = asked.point.returned(activation)
    return result_of(activation, asked.args[0])


# Changes whose object is not named


@form("alter-bare")
def alter_bare(asked: Asked) -> Answer:
    asked.single()
    alter = asked.args[0]
    assert isinstance(alter, Alter)
    methods = APPENDING if alter.verb == "append" else POPPING
    found: dict[str, ast.expr] = {}
    statements = [s for ss in asked.function.lines.values() for s in ss]
    for s in statements:
        for call in s.all(ast.Call):
            if isinstance(call.func, ast.Attribute) and call.func.attr in methods:
                found[dump(call.func.value)] = call.func.value
    if not found and alter.verb == "append" and alter.value is not None:
        wanted = alter.value.type
        alter = replace(alter, verb="add")
        for s in statements:
            if isinstance(s.node, ast.AugAssign) and isinstance(s.node.op, ast.Add):
                target = ast.parse(ast.unparse(s.node.target), mode="eval").body
                so = tried(lambda target=target: type_at(asked, target) == wanted)  # type: ignore[misc]
                if isinstance(so, str):
                    raise Settled(so)
                if so:
                    found[dump(target)] = target
    if len(found) != 1:
        raise Settled("AMBIGUOUS" if found else "REFUTED")
    [node] = found.values()
    asked.args = (replace(alter, node=node),)
    asked.sentence = replace(asked.sentence, args=asked.args)
    return next_alter(asked)


def type_at(asked: Asked, node: ast.expr) -> str:
    return ev.evaluate(node, asked.here()).type


# What raises


@form("what-raises")
def what_raises(asked: Asked) -> Answer:
    node, wanted = asked.args
    if functions_of(asked.oracle, node):
        told = asked.point.told  # a call is told no more where it is said to return, not to raise
        a = ending(asked, node)
        asked.point = replace(asked.point, told=told)
        return result_of(a, wanted, returns=False)
    v = first_of(candidates(asked, ["raise"], ""), lambda v: v.thrown is not None)
    if asked.activation.waiting and v is asked.history.visits[-1]:
        return Answer("UNSUPPORTED")
    step = v.steps[-1]
    statement = step.statement
    outcome: Outcome = bool(v.thrown and v.thrown.type == wanted)
    if outcome is True:
        raised = statement.node
        if isinstance(raised, ast.Raise):
            made = alike(asked, step, node, raised.exc) if raised.exc is not None else False
        else:
            found = [alike(asked, step, node, p[-1]) for ps in statement.reads.values()
                     for p in ps[:1] if isinstance(p[-1], type(node))]  # fmt: skip
            if True in found or any(isinstance(f, str) for f in found):
                value = getattr(raised, "value", None)
                whole = isinstance(value, ast.expr) and alike(asked, step, node, value) is True
                made = True if whole and len(statement.all(ast.Call)) <= 1 else "UNDECIDED"
            else:
                made = False
        outcome = False if made is None else made
    return named(asked, "raise", "", v, outcome)


@form("not-converted")
def not_converted(asked: Asked) -> Answer:
    """The next visit that raises, by a conversion of E, and not by E itself (5.85)."""
    node, kind = asked.args
    asked.single()
    made = conversions(asked.function, node, kind)
    here = asked.here()
    if made and not names_in(node) and all(is_possible(each, here) for each in made):
        return Answer("REFUTED")
    thrown = [v for v in candidates(asked, ["raise"], "") if v.thrown is not None]
    if not thrown or (asked.activation.waiting and thrown[0] is asked.history.visits[-1]):
        return Answer("UNSUPPORTED")
    v, step = thrown[0], thrown[0].steps[-1]
    read = [p[-1] for ps in step.statement.reads.values() for p in ps[:1]]
    calls = [node for node in read if isinstance(node, ast.Call)]
    found = [alike(asked, step, one, call) for one in made for call in calls]
    if True not in found:
        return Answer("UNDECIDED" if any(isinstance(f, str) for f in found) else "UNSUPPORTED")
    alone = len(calls) == 1 and isinstance(computed_there(asked, step, node), Value)
    return named(asked, "raise", "", v, True if alone else "UNDECIDED")


def is_possible(node: ast.expr, state: State) -> bool:
    return tried(lambda: ev.evaluate(node, state) is not None) is True


def conversions(function: Function, node: ast.expr, kind: str | None) -> list[ast.expr]:
    """The conversions of an expression by the types that a function calls."""
    statements = [s for ss in function.lines.values() for s in ss]
    called = {ast.unparse(n.func) for s in statements for n in s.all(ast.Call)}
    kinds = [kind] if kind else ["int", "float"]
    return [ast.Call(ast.Name(k, ast.Load()), [node], []) for k in kinds if k in called]


@form("except-taken")
def except_taken(asked: Asked) -> Answer:
    """The next clause of the context that takes an exception is written so (5.85)."""
    (clause,) = asked.args
    v = first_of(candidates(asked, ["caught"], ""), lambda v: bool(v.caught))
    nodes = [s.statement.node for s in v.steps]
    kinds = [n.type for n in nodes if isinstance(n, ast.ExceptHandler)]
    so = clause is None or any(k is not None and dump(k) == dump(clause) for k in kinds)
    answer = named(asked, "caught", "", v, so)
    several = [e for k in kinds if isinstance(k, ast.Tuple) for e in k.elts]
    if not so and any(dump(e) == dump(clause) for e in several):
        return replace(answer, verdict="AMBIGUOUS")
    return answer


def ending(asked: Asked, node: ast.expr) -> Activation:
    """The call that is told, if it can be meant, or the next one of these that ends."""
    asked.single()
    functions = functions_of(asked.oracle, node)
    if len(functions) > 1:
        raise Settled("AMBIGUOUS")
    if isinstance(node, ast.Call) and is_starred(node):
        raise Settled("UNSUPPORTED")
    called = object_before(asked.oracle, node)
    for t in reversed(asked.told()):
        a = t.activation
        if a.function in functions:
            of = called is None or of_object(
                asked.oracle, asked.context, a, called, being_told(asked)
            )
            so = of and called_with(asked.oracle, a, node)
            so = of if so is True else so
            if so == NAMELESS:
                continue
            if isinstance(so, str):
                raise Settled(so)
            if so:
                return told_no_more(asked, a)
    found = [
        (a, o) for a, o in calls_of(asked.oracle, asked.context, node, being_told(asked))
        if a.end > start_of(asked) and ("call", "", a.start) not in asked.point.named
    ]  # fmt: skip
    for a, outcome in sorted(found, key=lambda pair: pair[0].end):
        if outcome == NAMELESS:
            continue
        if isinstance(outcome, str):
            raise Settled(outcome)
        if outcome:
            return told_no_more(asked, a)
    raise no_call(asked.oracle, asked.context, node, being_told(asked))


def told_no_more(asked: Asked, a: Activation) -> Activation:
    asked.point = asked.point.naming("call", "", a.start).returned(a)
    return a


@form("named-returns")
def named_returns(asked: Asked) -> Answer:
    """A name alone returns a value (5.79)."""
    node, wanted = asked.args[:2]
    entry = asked.oracle.entry
    if any(function.generator for function in functions_of(asked.oracle, node)):
        raise Settled("UNSUPPORTED")
    if entry.function is not None and ast.unparse(node) == entry.function.name:
        return result_of(entry, wanted)
    return result_of(ending(asked, node), wanted)


def calls_another(oracle: Oracle, sentence: Sentence) -> bool:
    """Whether it is said that a call of no function of the program is made (5.86)."""
    if sentence.form not in ("is-called", "calls-call"):
        return False
    node = sentence.args[0]
    return isinstance(node, ast.Call) and not functions_of(oracle, node)
