"""Calls that are being told (semantics.md §3.4), and of which call a claim is."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import GeneratorType
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Answer, Outcome, Settled
from .arguments import has_arguments, is_starred
from .asked import Asked
from .atoms import Atom
from .changes import Alter
from .contexts import Context, Point
from .method_objects import NAMELESS, object_before, of_class_named, of_object
from .phrases import Loop, Prefix
from .program import Function, Statement, dump
from .reader import Sentence
from .record import Activation, State
from .values import Value

if TYPE_CHECKING:
    from .judge import Oracle

NOTHING = State(None, {}, {})


# Which call is named


def functions_of(oracle: Oracle, node: ast.expr) -> list[Function]:
    """The functions that a call, or a name alone, can be of."""
    called = node.func if isinstance(node, ast.Call) else node
    if isinstance(called, ast.Name):
        return oracle.program.named(called.id)
    if isinstance(called, ast.Attribute):
        return [f for f in oracle.program.functions.values() if f.name == called.attr]
    return []


def called_with(oracle: Oracle, a: Activation, node: ast.expr) -> Outcome:
    """Whether an activation has the arguments of a call."""
    if not isinstance(node, ast.Call) or a.function is None:
        return True

    def value(arg: ast.expr) -> Value:
        named = any(isinstance(n, ast.Name) for n in ast.walk(arg))
        return ev.evaluate(arg, just_before(oracle, a) if named else NOTHING)

    of = object_before(oracle, node)
    by_class = of is not None and of_class_named(oracle, of)
    return has_arguments(a, node, value, by_class=by_class)


def just_before(oracle: Oracle, a: Activation) -> State:
    """The caller's state just before a call."""
    if a.parent is None:
        raise ev.Unclear
    for s in oracle.histories[a.parent].steps:
        if s.mark.clock <= a.start <= s.end:
            if len(s.statement.all(ast.Call | ast.NamedExpr)) > 1:
                raise ev.Unclear
            return s.mark.state
    raise ev.Unclear


def calls_of(
    oracle: Oracle, context: Context, node: ast.expr, told: Sequence[Activation] = ()
) -> Iterable[tuple[Activation, Outcome]]:
    """The calls in a context that can be meant, and whether each has the arguments."""
    functions = functions_of(oracle, node)
    if len(functions) > 1:
        raise Settled("AMBIGUOUS")
    if functions and isinstance(node, ast.Call) and is_starred(node):
        raise Settled("UNSUPPORTED")
    if functions and of_other_objects(oracle, node):
        raise Settled("UNDECIDED")
    called = object_before(oracle, node)
    waits = any(f.generator or f.asynchronous for f in functions)
    if called is not None and waits and hasattr(GeneratorType, called.attr):
        raise Settled("UNDECIDED")  # the program's, or the generator's own
    for a in oracle.recorder.activations:
        if a.function in functions and context.holds(a.start):
            of = True if called is None else of_object(oracle, context, a, called, told)
            given = of and called_with(oracle, a, node)
            yield a, of if given is True else given


def no_call(
    oracle: Oracle, context: Context, node: ast.expr, told: Sequence[Activation] = ()
) -> Settled:
    """That no call is meant: not false where one would be if the text named an object then."""
    nameless = any(outcome == NAMELESS for _, outcome in calls_of(oracle, context, node, told))
    return Settled("UNSUPPORTED" if nameless else "REFUTED")


def of_other_objects(oracle: Oracle, node: ast.expr) -> bool:
    """Whether what is called on an object is written otherwise, too, and may there be a method of
    what the program has no class of (§3.4)."""
    called = node.func if isinstance(node, ast.Call) else node
    if not isinstance(called, ast.Attribute):
        return False
    name = called.attr
    if not any(hasattr(kind, name) for kind in (list, dict, set, str, tuple, int, float)):
        return False
    return any(
        isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr == name
        and ast.unparse(n.func) != ast.unparse(called)
        for n in ast.walk(ast.parse(oracle.source))
    )


def the_call(oracle: Oracle, context: Context, node: ast.expr, point: Point) -> Activation:
    """The innermost call in which the point lies, or the next one after it (§3.4)."""
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    found = list(calls_of(oracle, context, node))
    lying = [(a, o) for a, o in found if point.lies_within(a)][::-1]
    later = [(a, o) for a, o in found if a.start >= point.clock]
    for a, outcome in (*lying, *later):
        if outcome == NAMELESS:
            continue
        if isinstance(outcome, str):
            raise Settled(outcome)
        if outcome:
            return a
    raise no_call(oracle, context, node)


def of_another(node: ast.expr) -> bool:
    """Whether it is a call of a method or of a builtin function by its name."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return isinstance(called, ast.Attribute) or (
        isinstance(called, ast.Name) and hasattr(builtins, called.id)
    )


def last_name(node: ast.expr) -> str:
    return ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""


def may_call(oracle: Oracle, node: ast.expr) -> bool:
    """Whether the program calls something by the last name of what is named or called, or may."""
    called = node.func if isinstance(node, ast.Call) else node
    if not isinstance(called, ast.Name | ast.Attribute):
        return False
    name = ast.unparse(called).split(".")[-1]
    return goes_otherwise(oracle, name) or any(
        last_name(n) == name for n in ast.walk(ast.parse(oracle.source)) if isinstance(n, ast.Call)
    )


def goes_otherwise(oracle: Oracle, name: str) -> bool:
    """Whether what has this name may be called by another one: it is taken without being called in
    the program, or in the entry call's arguments."""
    texts = oracle.source, f"f({oracle.call}\n)"
    return any(taken_without_call(ast.parse(text), name) for text in texts)


def taken_without_call(tree: ast.AST, name: str) -> bool:
    """Whether something of this name stands in the program without being called, or as a string."""
    called = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
    for n in ast.walk(tree):
        same = getattr(n, "id", getattr(n, "attr", None)) == name
        if same and isinstance(getattr(n, "ctx", None), ast.Load) and n not in called:
            return True
        if isinstance(n, ast.Constant) and n.value == name:
            return True
        if isinstance(n, ast.alias) and n.name == name and n.asname:
            return True
    return False


def telling(oracle: Oracle, context: Context, prefix: Prefix, point: Point, depth: int) -> Point:
    """The point where a prefix or a heading makes a call the one that is told."""
    if context.bad:
        raise Settled(context.bad)
    if context.each is not None:
        raise Settled("UNDECIDED")
    assert isinstance(prefix.where, ast.expr)
    other = of_another(prefix.where) or may_call(oracle, prefix.where)
    if other and not functions_of(oracle, prefix.where):
        raise Settled("UNSUPPORTED")
    return point.telling(the_call(oracle, context, prefix.where, point), depth)


# Of which call a claim is


def names_in(*parts: object) -> set[str]:
    """The names in all expressions of a claim."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, ast.AST):
            found |= {n.id for n in ast.walk(part) if isinstance(n, ast.Name)}
        elif isinstance(part, Atom):
            found |= names_in(*part.expressions)
        elif isinstance(part, Alter):
            found |= names_in(part.node, part.other)
        elif isinstance(part, tuple):
            found |= names_in(*part)
    return found


def local(oracle: Oracle, function: Function, names: set[str]) -> bool:
    """Whether all names are local, those of builtins that no part of the program binds aside."""
    foreign = {n for n in names - function.bound if not (hasattr(builtins, n) and free(oracle, n))}
    return bool(names & function.bound) and not foreign


def free(oracle: Oracle, name: str) -> bool:
    program = oracle.program
    bound = any(name in f.bound or name in f.parameters for f in program.functions.values())
    return not bound and not any(name in s.binds for s in program.statements)


def reads(function: Function, node: ast.expr) -> bool:
    key = dump(node)
    return any(key in s.reads for ss in function.lines.values() for s in ss)


def tests(function: Function, node: ast.expr) -> bool:
    return any(s.test == dump(node) for ss in function.lines.values() for s in ss)


def has(function: Function, *kinds: type[ast.AST]) -> bool:
    return any(isinstance(s.node, kinds) for ss in function.lines.values() for s in ss)


AROUND = ("this", "next")
"""Passes that are named by the one in which the point lies."""
INNERMOST = (
    "branch-here", "condition-here", "jump-here", "goes-on", "alter-bare", "nothing-happens",
    "function-returns", "next-raise", "nth-condition", "returned-expression", "item-skipped",
    "jump-count", "nothing-raised", "written-at", "moved-one", "popped-place", "sort-gives",
)  # fmt: skip
OF_LOOPS = (
    "passes", "ends", "loop-condition", "runs-over", "takes", "occurs", "passes-total", "processed",
    "last-left",
)  # fmt: skip
OF_TARGET = ("set-to", "stored", "moved-to", "not-set")
OF_NAMES = (
    "bare", "shown", "unchanged", "remains", "next-set", "next-alter", "grows", "goes",
    "has-moved", "passing", "state", "quantified", "extreme", "trend", "not-altered", "never-in",
    "goes-through", *OF_TARGET,
)  # fmt: skip
POINTED = (
    *INNERMOST, *OF_NAMES, *OF_LOOPS, "next-test", "next-truth", "next-return", "next-value",
    "next-derived", "is-computed", "not-converted", "except-taken", "what-raises",
)  # fmt: skip


def can_be_meant(oracle: Oracle, sentence: Sentence, function: Function) -> bool:
    """Whether a function can be meant, by the source."""
    form, args = sentence.form, sentence.args
    names = names_in(args, sentence.atoms)
    if form in INNERMOST or (form == "not-altered" and names == {"the object"}):
        return True
    if form == "is-computed" and isinstance(args[0], ast.expr):
        return reads(function, args[0])
    if form in ("next-test", "next-truth") and isinstance(args[0], ast.expr):
        return tests(function, args[0]) or (form == "next-truth" and local(oracle, function, names))
    if form == "next-return":
        return has(function, ast.Return)
    if form == "next-value" and isinstance(args[0], ast.expr):
        node = args[0]
        return reads(function, node) or local(oracle, function, names)
    if form == "what-raises":
        return True
    if form == "except-taken":
        return has(function, ast.ExceptHandler)
    if form == "not-converted":
        called = {ast.unparse(n.func) for ss in function.lines.values() for s in ss
                  for n in s.all(ast.Call)}  # fmt: skip
        return bool(called & ({args[1]} if args[1] else {"int", "float"}))
    if form in OF_LOOPS:
        return has_such_loop(oracle, sentence, function)
    if form in OF_TARGET:
        names = names_in(args[0])
    if form == "next-derived":
        nodes = args[0]
        assert isinstance(nodes, tuple)
        return local(oracle, function, names_in(nodes[0]))
    return local(oracle, function, {n for n in names if " " not in n} or {"?"}) or any(
        n.removeprefix("the ") in function.bound for n in names if n.startswith("the ")
    )


def may_alter(call: Activation, function: Function, sentence: Sentence) -> bool:
    """Whether a change can be one of a call in which all its names stand for something."""
    if sentence.form != "next-alter" or not has(function, ast.Expr, ast.AugAssign, ast.Assign):
        return False
    names = names_in(sentence.args)
    end = call.end_state
    later = {n for n in function.foreign if end is not None and seen(end, n)}
    foreign = names - function.bound - later
    others = {n for n in foreign if " " in n or not seen(call.start_state, n)}
    return bool(names) and not others


def seen(state: State, name: str) -> bool:
    try:
        ev.lookup(state, name)
    except (ev.NoValue, ev.Unclear):
        return False
    return True


def has_such_loop(oracle: Oracle, sentence: Sentence, function: Function) -> bool:
    """Whether a function has a loop of which a claim can be; one with a line is of no told call."""
    loops = [loop for some in function.loops.values() for loop in some]
    named = sentence.args[0]
    if isinstance(named, Loop):
        if named.line is not None:
            return False
        keyword = "for" if sentence.form == "runs-over" else named.keyword
        kinds = {"for": ast.For, "while": ast.While}
        loops = [x for x in loops if not keyword or isinstance(x.node, kinds[keyword])]
        if named.over:
            loops = [x for x in loops if isinstance(x.node, ast.For)]
            loops = [x for x in loops if named.over == dump(x.node.iter)]  # type: ignore[union-attr]
        names = names_in(sentence.args[1]) if sentence.form == "runs-over" else set()
        return bool(loops) and (not names or local(oracle, function, names))
    loops = [x for x in loops if isinstance(x.node, ast.For)]
    if sentence.form == "takes":
        return any(named in x.binds for x in loops)
    return bool(loops)


def names_call(oracle: Oracle, sentence: Sentence) -> bool:
    """Whether a claim names a call by its arguments, and needs no other to be about."""
    node = sentence.args[0] if sentence.form in ("next-value", "what-raises") else None
    if sentence.form == "what-raises" and isinstance(node, ast.Call):
        return True
    if sentence.form == "bare" and sentence.args:
        node = sentence.atoms[0].expression
    return isinstance(node, ast.Call | ast.Name) and bool(functions_of(oracle, node))


def about(
    oracle: Oracle, context: Context, sentence: Sentence, point: Point, depth: int
) -> tuple[Context, Point]:
    """The context that a claim without a line, moment or other context is about."""
    told = [t for t in point.told if t.depth == depth]
    line = line_of(sentence)
    if line is not None:
        for t in reversed(told):
            of = t.activation.function
            if of is not None and line in set(of.lines) | {s.line for s in unseen_of(oracle, of)}:
                return Context(t.activation, [oracle.span(t.activation)]), point
        return context, point
    if sentence.form not in POINTED or not told or names_call(oracle, sentence):
        return context, point
    for t in reversed(told):
        function = t.activation.function
        if function is None:
            raise Settled("UNDECIDED")
        if can_be_meant(oracle, sentence, function) or may_alter(t.activation, function, sentence):
            return Context(t.activation, [oracle.span(t.activation)]), point
    assert context.activation is not None
    function = context.activation.function
    if function is not None and can_be_meant(oracle, sentence, function):
        kept = tuple(t for t in point.told if t.depth != depth or t.opened)
        point = replace(point, told=kept)
    return context, point


def unseen_of(oracle: Oracle, function: Function) -> list[Statement]:
    """The statements of a function that leave nothing that is seen to run."""
    return [s for s in oracle.program.statements if s.function is function and not s.seen]


def line_of(sentence: Sentence) -> int | None:
    """The line that a claim names, of itself or as its moment; of several the first."""
    args = sentence.args[1:] if sentence.form in ("state", "every") else sentence.args[:1]
    for arg in args[:1]:
        if isinstance(arg, Loop):
            return arg.line
        if type(arg) is int and sentence.form != "nth-condition":
            return arg
    return None


def told_context(
    oracle: Oracle, context: Context, prefix: Prefix, point: Point, depth: int
) -> Context:
    """The context in which a pass without a line is one: of the innermost told call with a loop."""
    told = [t for t in point.told if t.depth == depth]
    by_words = prefix.kind in ("where", "item", "label", *AROUND) or (
        isinstance(prefix.where, Loop) and prefix.where.line is None
    )
    if not told or not by_words or context.bad or context.each is not None:
        return context
    names = names_in(prefix.where) if prefix.kind == "where" else set()
    for t in reversed(told):
        function = t.activation.function
        if function is None:
            raise Settled("UNDECIDED")
        if prefix.kind in AROUND:
            entries = oracle.histories[t.activation].entries
            passes = [p for e in entries for p in e.passes]
            if not any(point.lies_in_span(p, t.activation) for p in passes):
                continue
        if function.loops and names <= function.bound:
            if prefix.kind == "after":
                raise Settled("UNDECIDED")
            return Context(t.activation, [oracle.span(t.activation)])
    return context


# What was told of the point


def said(asked: Asked, answer: Answer, after: Point) -> Point:
    """The point with the expressions of which a claim told what they are there (5.75)."""
    sentence = asked.sentence
    after = replace(after, just=said_truly(sentence, answer))
    nodes: list[ast.expr] = []
    if sentence.form in ("bare", "shown", "state"):
        nodes = [a.expression for a in sentence.atoms if a.kind in ("is", "now") and not a.negated]
    elif sentence.form in ("next-set", "changes"):
        place = sentence.args[0 if sentence.form == "next-set" else 1]
        nodes = [place] if isinstance(place, ast.expr) else []
    elif sentence.form == "sets":
        pairs = sentence.args[1]
        assert isinstance(pairs, tuple)
        nodes = [target for target, _ in pairs]
    elif sentence.form in ("next-alter", "alters", "alter-bare"):
        alter = sentence.args[0 if sentence.form != "alters" else 1]
        nodes = [alter.node] if isinstance(alter, Alter) else []
    elif sentence.form in ("derived", "next-derived"):
        parts = sentence.args[1 if sentence.form == "derived" else 0]
        assert isinstance(parts, tuple)
        nodes = [parts[0]]
    if not nodes or (len(answer.places) != 1 and not asked.still):
        return after
    state = answer.places[0].state if answer.places else None
    if state is None:
        return after
    here = id(asked.activation)
    told = {(here, dump(node)): state for node in nodes}
    known = {**dict(after.said), **told}
    changed = {what: state for what, state in after.altered if what not in told}
    if sentence.form in ("next-alter", "alter-bare"):
        changed |= told
    return replace(after, said=in_order(known), altered=in_order(changed))


def named_with_line(asked: Asked, answer: Answer, after: Point) -> Point:
    """The point where a claim with its line has named events, as one without does (§3.2)."""
    args = asked.args
    match asked.sentence.form:
        case "sets":
            subjects = [("set", dump(target)) for target, _ in args[1]]
        case "alters":
            other = dump(args[1].other) if args[1].other is not None else ""
            subjects = [("alter", dump(args[1].node) + other)]
        case "condition":
            subjects = [("test", dump(args[1]))]
        case "evaluates":
            subjects = [("value", dump(args[1]))]
        case "derived":
            subjects = [("derived", dump(args[1][0]))]
        case "raises":
            subjects = [("raise", "")]
        case "returns":
            subjects = [("return", "")]
        case _:
            return after
    if len(answer.places) != 1 or answer.places[0].visit is None:
        return after  # the point has come to none of several
    start = answer.places[0].visit.start
    return after.naming_with_line({(*what, start) for what in subjects})


def in_order(known: dict[tuple[int, str], State]) -> tuple[tuple[tuple[int, str], State], ...]:
    return tuple(sorted(known.items(), key=lambda pair: pair[0]))


def said_truly(sentence: Sentence, answer: Answer) -> tuple[tuple[str, Value], ...]:
    """What a claim says truly, with `is`, that expressions are (5.75)."""
    if answer.verdict != "VERIFIED" or sentence.form not in ("bare", "state"):
        return ()
    return tuple(
        (dump(a.expression), a.value)
        for a in sentence.atoms[-1:]
        if a.kind == "is" and not a.negated and isinstance(a.value, Value)
    )
