"""What is told as it happens, without a line: passes, branches, jumps, receivers (§5.76 to §5.80).

Each function finds, for a claim without a line, the claim with a line and the part of the context
that it is about. Invariant (as of `engine.claims.check.discourse`): what is found depends on the
words, on the point and on the source; never on a value or a truth that is stated, but that a claim
whose event is not there is refuted."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from engine.claims.check.branches import keyword_of
from engine.claims.check.context import Frame
from engine.claims.check.named_loops import named_loop
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.readings import State, type_name
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import (
    UNPLACED,
    Alters,
    AltersUnnamed,
    BodyRuns,
    Branches,
    BranchWord,
    BreaksOut,
    ChainTakes,
    Change,
    Claim,
    ContinuesLoop,
    Expr,
    Jump,
    Jumps,
    Keyword,
    LineRuns,
    LoopKind,
    LoopName,
    NoArm,
    Span,
)
from engine.claims.spans import NotReadableError, read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.jumps import jump_under_way, raising_step
from engine.trace.loops import LoopEnd, LoopEntry, Pass
from engine.trace.model import LineNo, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.statements import Block, Statement
from engine.trace.visits import Interval, Visit, Visits

_METHODS: Final = {
    Change.APPEND: frozenset({"append"}),
    Change.POP: frozenset({"pop", "popleft"}),
    Change.REMOVE: frozenset({"remove", "discard", "pop", "popleft"}),
}
"""By which methods a list is changed so."""


class Found(NamedTuple):
    """The claim with its line, and the part of the context that it is about."""

    claim: Claim
    span: Span


def over_visit(visit: Visit) -> Span:
    return Span(visit.first, visit.last, visit.before)


# -- the pass that is being told --------------------


def told_pass(
    moments: Moments, frame: Frame, step: int, only: type[ast.AST] = ast.AST
) -> tuple[LoopEntry, Pass] | None:
    """The innermost pass of the context's activation in which a step lies; of loops that are
    statements of the class alone."""
    step = max(step, frame.interval.first)  # a pass without a header begins before its first step
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    loops = moments.loops(frame.activation)
    best: tuple[LoopEntry, Pass] | None = None
    for loop in everything:
        if not loop.is_loop or not isinstance(loop.node, only):
            continue
        if any(inner.loop is loop for inner in frame.inside):
            entry = next(each for each in frame.inside if each.loop is loop)
        else:
            held = loops.holding(loop, step)
            if held is None or held.first < frame.interval.first:
                continue
            entry = held
        one = entry.passes.at(step)
        if one is not None and (best is None or len(loop.loops()) > len(best[0].loop.loops())):
            best = entry, one
    if best is not None and loops.pass_of(best[0], best[1].number) is None:
        return None
    return best


def _returns(
    moments: Moments, frame: Frame, claim: Jumps, time: Time, floor: int, visit: Visit | None
) -> Found:
    """The pass in which the point lies is left by `return`; outside of passes the visit that is
    being told, or the very next one, is of the `return` that ends the call."""
    visits = moments.visits(frame.activation)
    told = told_pass(moments, frame, min(time, floor))
    if told is not None:
        entry, one = told
        last = one.number == len(entry.passes)
        if last and entry.end is LoopEnd.UNFINISHED:
            raise unsupported(f"how the loop on line {entry.loop.line} ended is not seen")
        visit = _last_of(visits, one)
        if not last or entry.end is not LoopEnd.RETURN or entry.by is None or visit is None:
            raise refuted(
                f"this pass of the loop on line {entry.loop.line} is not left by `return`"
            )
    else:
        if visit is None:
            visit = next(iter(visits.inside(Interval(StepNo(floor), frame.interval.last))), None)
        elif not _is_return(visit):
            visit = visits.following(visit)
        if visit is None or not _is_return(visit):
            raise refuted("no `return` is what comes next here")
        if visit != moments.returning_visit(frame.activation):
            raise refuted(f"the call does not end by the `return` on line {visit.line}")
    return Found(LineRuns(visit.line, None, surface=claim.surface), over_visit(visit))


def _is_return(visit: Visit) -> bool:
    return any(isinstance(each.node, ast.Return) for each in visit.statements)


def _last_of(visits: Visits, one: Pass) -> Visit | None:
    """The last visit of a pass; the steps by which a `with` is left may come after it."""
    inside = visits.inside(one.interval)
    return inside[-1] if inside else None


def _jump_of(
    moments: Moments, visits: Visits, entry: LoopEntry, one: Pass, kind: type[ast.AST]
) -> Visit | None:
    """The visit of the loop's own `break` or `continue` by which a pass ends: after it only
    `finally` blocks around it have run. An exception that came up in these may have undone it."""
    inside = visits.inside(one.interval)
    made = jump_under_way(
        moments.trace,
        inside,
        lambda each: isinstance(each.node, kind) and each.enclosing_loop() is entry.loop,
    )
    if made is not None and any(
        each.first > made.first and raising_step(moments.trace, each) is not None for each in inside
    ):
        raise unsupported(f"whether the jump on line {made.line} took effect is not told")
    return made


_LEFT: Final = frozenset({LoopEnd.BREAK, LoopEnd.RETURN, LoopEnd.RAISE})
"""Ends of loops in the midst of their last pass."""


def _has_continue(moments: Moments, frame: Frame, loop: Statement) -> bool:
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    return any(
        isinstance(each.node, ast.Continue) and each.loops()[-1:] == (loop,) for each in everything
    )


def _is_left_by_break(moments: Moments, frame: Frame, inside: Interval) -> bool:
    """Whether a loop that is entered in the interval is left by `break` in it."""
    loops = moments.loops(frame.activation)
    return any(
        entry.end is LoopEnd.BREAK and entry.last <= inside.last + 1
        for loop in {entry.loop for entry in loops.all}
        for entry in loops.entries(loop, inside)
    )


def jump(
    moments: Moments, frame: Frame, claim: Jumps, time: Time, floor: int, here: Visit | None
) -> Found:
    """How the pass ends in which the point lies; ``here`` is the visit that is being told."""
    if claim.jump is Jump.RETURN:
        return _returns(moments, frame, claim, time, floor, here)
    told = told_pass(moments, frame, min(time, floor))
    if told is None:
        why = "no pass of a loop is being told"
        if claim.jump is Jump.BREAK and _is_left_by_break(moments, frame, frame.interval):
            raise Failure(ClaimVerdict.AMBIGUOUS, f"{why}: say which is left")
        raise refuted(why)
    entry, one = told
    loop, visits = entry.loop, moments.visits(frame.activation)
    last = one.number == len(entry.passes)
    if last and entry.end is LoopEnd.UNFINISHED:
        raise unsupported(f"how the loop on line {loop.line} ended is not seen")
    moments.loops(frame.activation).entries(loop, Interval(entry.first, Time(entry.first)))
    match claim.jump:
        case Jump.BREAK:
            left = last and entry.end is LoopEnd.BREAK
            visit = _jump_of(moments, visits, entry, one, ast.Break) if left else None
            if visit is None:
                why = f"this pass of the loop on line {loop.line} is not left by `break`"
                if _is_left_by_break(moments, frame, one.interval):
                    raise Failure(ClaimVerdict.AMBIGUOUS, f"{why}, but a loop in it is")
                raise refuted(why)
            broke = BreaksOut(visit.line, loop.line, surface=claim.surface)
            return Found(broke, over_visit(visit))
        case Jump.CONTINUE:
            left = last and entry.end in _LEFT
            visit = None if left else _jump_of(moments, visits, entry, one, ast.Continue)
            if visit is None:
                why = f"this pass of the loop on line {loop.line} has no `continue`"
                if not left and not _has_continue(moments, frame, loop):
                    raise Failure(ClaimVerdict.AMBIGUOUS, f"{why}: write “the loop goes on”")
                raise refuted(why)
            goes = ContinuesLoop(visit.line, loop.line, surface=claim.surface)
            return Found(goes, over_visit(visit))
        case Jump.ON:
            if here is not None and loop in here.statements and loop.visible:
                return Found(LineRuns(loop.line, None, surface=claim.surface), over_visit(here))
            header = next(
                visits.from_on(loop.line, one.last + 1, moments.whole(frame.activation)), None
            )
            if last and entry.end in _LEFT:
                raise refuted(f"this pass of the loop on line {loop.line} is the last one")
            if header is None:
                raise unsupported(
                    f"what comes after this pass of line {loop.line} is not seen here"
                )
            return Found(LineRuns(loop.line, None, surface=claim.surface), over_visit(header))


def pass_local(moments: Moments, frame: Frame, expr: Expr, step: int) -> Time | None:
    """The moment at which the pass that is being told has set what the expression is of, where
    each pass of the loop sets it before anything in the loop reads it (by the source); None where
    that is not so, or does not come to it."""
    told = told_pass(moments, frame, step)
    if told is None:
        return None
    loop, one = told[0].loop, told[1]
    names = _names_of(expr)
    local = [name for name in names if _sets_first(loop, name)]
    found: list[Time] = []
    for name in local:
        visits = moments.visits(frame.activation).inside(Interval(one.first, one.last))
        visit = next((each for each in visits if moments.name_writes(each, name)), None)
        if visit is None:
            return None
        found.append(visit.after)
    return max(found) if found else None


def of_the_condition(frame: Frame, expr: Expr) -> bool:
    """Whether the context is a pass of a `while` loop in whose condition all names of the
    expression stand."""
    loop, names = _while_loop(frame), _names_of(expr)
    return loop is not None and bool(names) and names <= _names_read(loop.test)


def is_taken_up(frame: Frame, expr: Expr) -> bool:
    """Whether the context is a pass of a `while` loop whose first statement sets all names of the
    expression, of something that does not hold them, and is no mere literal; nor does the condition
    hold them."""
    loop, names = _while_loop(frame), _names_of(expr)
    if loop is None or not names:
        return False
    match loop.body[0]:
        case ast.Assign(targets=targets, value=value):
            read = _names_in(value)
            bound = {
                part.id
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
            held = read | _names_in(loop.test)
            return bool(read) and not names & held and names <= bound
        case _:
            return False


def _while_loop(frame: Frame) -> ast.While | None:
    node = frame.inside[-1].loop.node if frame.inside else None
    return node if isinstance(node, ast.While) else None


def _names_of(expr: Expr) -> set[str]:
    return _names_in(expr.tree)


def _names_read(test: ast.expr) -> set[str]:
    """The names that an expression reads itself; those that a comprehension or lambda in it binds
    are others, though they may be called the same."""
    own: set[str] = set()
    for each in ast.walk(test):
        if isinstance(each, ast.comprehension):
            own |= _names_in(each.target)
        elif isinstance(each, ast.arg):
            own.add(each.arg)
    return _names_in(test) - own


def _names_in(tree: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}


def _sets_first(loop: Statement, name: str) -> bool:
    """Whether every pass sets the name before anything else in the loop has the name in it."""
    if any(_is_named(node, name) for node in loop.expressions()):
        return False
    node = loop.node
    if not isinstance(node, ast.For | ast.While):
        return False
    begun = Counter(each.lineno for each in ast.walk(node) if isinstance(each, ast.stmt))
    return _sets(node.body, name, begun) is True


def _sets(body: list[ast.stmt], name: str, begun: Mapping[int, int]) -> bool | None:
    """Whether the statements set the name before they read it; None: they do neither. ``begun``
    tells how many statements of the loop begin on a line: what shares a line with others is told
    with them."""
    for node in body:
        if not any(_is_named(part, name) for part in ast.walk(node)):
            if isinstance(node, ast.Continue | ast.Break | ast.Return | ast.Raise):
                return True  # the pass goes no further
            continue
        match node:
            case ast.Assign():
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                stored = all(
                    isinstance(part.ctx, ast.Store)
                    for part in ast.walk(node)
                    if isinstance(part, ast.Name) and part.id == name
                )
                inside = any(_is_named(part, name) for part in ast.walk(node.value))
                return stored and not inside and sum(begun.get(line, 0) for line in lines) == 1
            case ast.If(test=test, body=inner, orelse=other):
                if any(_is_named(part, name) for part in ast.walk(test)):
                    return False
                ways = {_sets(inner, name, begun), _sets(other, name, begun)}
                return ways == {True}
            case _:
                return False
    return None


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


# -- branches --------------------


def choice(visit: Visit) -> Statement | None:
    found = [each for each in visit.statements if isinstance(each.node, ast.If) and each.visible]
    return found[0] if len(found) == 1 else None


def next_choice(
    moments: Moments, frame: Frame, claim: Branches, floor: int, named: int
) -> tuple[Statement, Visit]:
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    if claim.word is BranchWord.ELIF and not claim.taken:
        _require_come_to(moments, frame, floor)
    others = [each for each in everything if _has_other_else(each)]
    if claim.word is BranchWord.ELSE and others:
        why = f"the `else` of line {others[0].line} can be meant, which is not that of an `if`"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    able = [each for each in everything if _fits(moments, each, claim.word)]
    if any(not each.visible for each in able):
        raise unsupported("whether a line decides that is not reliably seen")
    best: tuple[Statement, Visit] | None = None
    for each in able:
        for visit in moments.visits(frame.activation).from_on(each.line, floor, frame.interval):
            if visit.first <= named:
                continue
            if (best is None or visit.first < best[1].first) and each in visit.statements:
                best = each, visit
            break
    if best is None:
        raise refuted(f"no `{claim.word.value or 'if'}` comes here, or none any more")
    return best


def _require_come_to(moments: Moments, frame: Frame, floor: int) -> None:
    """Refuses that the `elif` is skipped, where there is one in the innermost loop around the
    point, and its pass tests none: to which control does not come may be meant to be skipped."""
    told = told_pass(moments, frame, floor)
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    elifs = [each for each in everything if _fits(moments, each, BranchWord.ELIF)]
    if told is not None:
        elifs = [each for each in elifs if told[0].loop in each.loops()]
    within = frame.interval if told is None else told[1].interval
    visits = moments.visits(frame.activation)
    come_to = [any(visits.from_on(each.line, within.first, within)) for each in elifs]
    if come_to and not any(come_to):
        why = f"the test on line {elifs[0].line} does not come here"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)


def _has_other_else(statement: Statement) -> bool:
    node = statement.node
    return isinstance(node, ast.For | ast.While | ast.Try) and bool(node.orelse)


def _fits(moments: Moments, statement: Statement, word: BranchWord) -> bool:
    node = statement.node
    if not isinstance(node, ast.If):
        return False
    match word:
        case BranchWord.IF:
            return keyword_of(moments, statement) is Keyword.IF
        case BranchWord.ELIF:
            return keyword_of(moments, statement) is Keyword.ELIF
        case BranchWord.ELSE:
            return leads_to_else(moments, statement)
        case BranchWord.ANY:
            return True


def leads_to_else(moments: Moments, statement: Statement) -> bool:
    """Whether the chain that goes on with the `if` or `elif` has an `else`."""
    others = [child for child in statement.children if child.block is Block.ELSE]
    match others:
        case [Statement(node=ast.If()) as inner] if keyword_of(moments, inner) is Keyword.ELIF:
            return leads_to_else(moments, inner)
        case _:
            return bool(others)


def nth_test(
    moments: Moments, frame: Frame, number: int, of: int | None, step: int
) -> tuple[Statement, Keyword, Interval]:
    """The K-th test of an `if` or `elif` that stands directly in the loop of the pass in which the
    step lies, and that pass; where it lies in none, in the function, and the call."""
    told = told_pass(moments, frame, step)
    around = None if told is None else told[0].loop
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    tests = [each for each in everything if _stands_in(moments, each, around)]
    tests.sort(key=lambda each: each.start)
    if of is not None and len(tests) != of:
        raise Failure(ClaimVerdict.AMBIGUOUS, f"there are {len(tests)} conditions here")
    if number > len(tests):
        raise refuted(f"there are only {len(tests)} conditions here")
    test = tests[number - 1]
    within = moments.whole(frame.activation) if told is None else told[1].interval
    return test, keyword_of(moments, test), within


def _stands_in(moments: Moments, statement: Statement, around: Statement | None) -> bool:
    """Whether it is an `if` of the block itself, or an `elif` of one."""
    if not isinstance(statement.node, ast.If):
        return False
    parent = statement.parent
    if statement.block is Block.ELSE and keyword_of(moments, statement) is Keyword.ELIF:
        return parent is not None and _stands_in(moments, parent, around)
    return parent is around and (around is None or statement.block is Block.BODY)


def of_branch(moments: Moments, claim: Branches, chosen: Statement) -> Claim:
    keyword, line, surface = keyword_of(moments, chosen), chosen.line, claim.surface
    elifs = elifs_of(moments, chosen)
    match claim.word:
        case BranchWord.ANY:
            return BodyRuns(line, keyword, claim.taken, surface=surface)
        case BranchWord.IF:
            if keyword is Keyword.ELIF:
                raise refuted(f"on line {line} stands an `elif`")
            return BodyRuns(line, keyword, claim.taken, surface=surface)
        case BranchWord.ELIF:
            if keyword is Keyword.ELIF:
                return BodyRuns(line, keyword, claim.taken, surface=surface)
            if not elifs:
                raise refuted(f"the `if` on line {line} has no `elif`")
            if len(elifs) > 1 or not claim.taken:
                raise Failure(ClaimVerdict.AMBIGUOUS, "say of which test: its line, its condition")
            return ChainTakes(line, keyword, elifs[0], surface=surface)
        case BranchWord.ELSE:
            if claim.taken:
                return ChainTakes(line, keyword, NoArm.ELSE, surface=surface)
            if elifs or not _has_else(moments, chosen):
                raise Failure(ClaimVerdict.AMBIGUOUS, "say which branch is taken instead")
            return BodyRuns(line, keyword, True, surface=surface)


def elifs_of(moments: Moments, chosen: Statement) -> list[LineNo]:
    found: list[LineNo] = []
    current: Statement | None = chosen
    while current is not None:
        others = [child for child in current.children if child.block is Block.ELSE]
        current = None
        if (
            len(others) == 1
            and isinstance(others[0].node, ast.If)
            and (keyword_of(moments, others[0]) is Keyword.ELIF)
        ):
            current = others[0]
            found.append(current.line)
    return found


def _has_else(moments: Moments, chosen: Statement) -> bool:
    node = chosen.node
    return isinstance(node, ast.If) and bool(node.orelse) and not elifs_of(moments, chosen)


# -- what is changed, where the words do not name it --------------------


def receiver(moments: Moments, frame: Frame, claim: AltersUnnamed, time: Time) -> Alters:
    """The change of the only thing that the context's function changes so, by the source: by a
    method, or else by `+=`, of those that are of the operand's type at the point."""
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    methods = _METHODS[claim.change]
    called: dict[str, None] = {}
    summed: dict[str, None] = {}
    for statement in everything:
        for node in statement.expressions():
            match node:
                case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in methods:
                    called[ast.unparse(value)] = None
                case _:
                    pass
        match statement.node:
            case ast.AugAssign(target=target, op=ast.Add()) if claim.change is Change.APPEND:
                summed[ast.unparse(target)] = None
            case _:
                pass
    change = claim.change if called else Change.ADD
    here = State(moments, frame.activation, time)
    kind = type_name(claim.operand)
    names = list(called) or [
        name
        for name in summed
        if not isinstance(found := here.evaluate(_expr(name)), NoValue | Undecidable)
        and type_name(found) == kind
    ]
    if not names:
        raise refuted("nothing here is changed so")
    if len(names) > 1:
        why = f"{', '.join(f'`{name}`' for name in names)} can be meant"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    return Alters(UNPLACED, change, _expr(names[0]), claim.operand, surface=claim.surface)


def _expr(text: str) -> Expr:
    try:
        return read_expr(text)
    except NotReadableError as error:
        raise unsupported(f"what `{text}` is cannot be told") from error


# -- items of passes --------------------


def item_loop(moments: Moments, frame: Frame, point: Time, *, around: bool = False) -> Statement:
    """The `for` loop of whose items a label speaks: of those that could be `the loop`, the one in
    which the point lies, or else the one that is entered next. ``around``: in a pass of a loop
    without inner loops, that one."""
    try:
        return named_loop(moments, frame, LoopName(LoopKind.FOR), around=around, point=point)
    except Failure as failure:
        if failure.verdict is not ClaimVerdict.AMBIGUOUS:
            raise
        scope = moments.trace.scope_of(frame.activation)
        everything = () if scope is None else moments.trace.statements.of_scope(scope)
        depth = len(frame.inside)
        loops = moments.loops(frame.activation)
        after = Interval(StepNo(max(point, frame.interval.first)), frame.interval.last)
        entered = [
            (entries[0].first, index, each)
            for index, each in enumerate(everything)
            if isinstance(each.node, ast.For)
            and len(each.loops()) == depth
            and (entries := loops.begun(each, after))
        ]
        if not entered:
            raise
        return min(entered)[2]


def pass_loop(moments: Moments, frame: Frame, point: Time) -> Statement:
    """The loop of whose passes a number speaks: `the loop`, or that of whose items one does."""
    try:
        return named_loop(moments, frame, LoopName(), around=False, point=point)
    except Failure as failure:
        if failure.verdict is not ClaimVerdict.AMBIGUOUS:
            raise
        try:
            return item_loop(moments, frame, point)
        except Failure:  # several loops, and no `for` loop among them
            raise failure from None


def item_name(loop: Statement) -> str:
    """The target of the loop, as an expression; of `enumerate`, what is counted."""
    match loop.node:
        case ast.For(
            target=ast.Tuple(elts=[_, item]), iter=ast.Call(func=ast.Name(id="enumerate"))
        ):
            return ast.unparse(item)
        case ast.For(target=item):
            return ast.unparse(item)
        case _:
            raise refuted("there is no such loop here")
