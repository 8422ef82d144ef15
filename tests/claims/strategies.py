"""Hypothesis strategies for every claim, context and narration of the language."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import strategies as st

from engine.claims import model
from engine.claims.spans import has_names, is_literal_text, read_expr, read_target
from engine.trace.model import LineNo
from engine.values import Atom, Value, from_python

_NASTY_TEXT = [
    "",
    "`",
    "``",
    "```",
    "a`b``c",
    "'",
    '"',
    "'\"`",
    "\n",
    "\\",
    "\\`",
    "#",
    "# no comment",
    "a.b. c",
    "\x00\x1b\u200b\u202e\ufeff",
    "\ud800",
    "é漢字🐍",
    "ﬁ\xa0",
    "{x}",
    " leading and trailing ",
]
_text = st.one_of(st.sampled_from(_NASTY_TEXT), st.text(max_size=8))
_atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.just(...),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**320),
    st.floats(),
    st.sampled_from([math.nan, -0.0, 0.0, math.inf, -math.inf, 1e-320]),
    st.complex_numbers(min_magnitude=0.5, allow_nan=False, allow_infinity=False).filter(
        lambda number: number.real > 0 and number.imag != 0
    ),
    _text,
    st.binary(max_size=6),
    st.just(b"`'\"\\"),
    st.binary(max_size=4).map(bytearray),
)
_hashable = st.recursive(
    _atoms.filter(lambda atom: not isinstance(atom, bytearray)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.frozensets(inner, max_size=3)
    ),
    max_leaves=5,
)
_objects: st.SearchStrategy[object] = st.recursive(
    st.one_of(_atoms, st.just(set()), st.just(frozenset()), st.just(())),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.sets(_hashable, max_size=3),
        st.dictionaries(_hashable, inner, max_size=3),
    ),
    max_leaves=8,
)
values: st.SearchStrategy[Value] = _objects.map(from_python)

lines = st.integers(1, 999_999_999).map(LineNo)
unplaced = st.just(model.UNPLACED)
positive = st.one_of(st.integers(1, 25), st.integers(1, 999_999_999))
counts = st.one_of(st.integers(0, 25), st.integers(0, 999_999_999))
names = st.sampled_from(
    ["x", "nums", "_", "is", "line", "the", "a1", "Box", "one", "twice"]
).filter(lambda name: name != "is")
functions = st.sampled_from(["f", "square", "Box.__init__", "outer.inner"])
types = st.sampled_from(
    ["int", "list", "str", "NoneType", "dict_items", "collections.deque", "f.Box"]
)
exceptions = st.sampled_from(["ValueError", "KeyError", "json.decoder.JSONDecodeError"])
expressions = st.sampled_from(
    [
        "x",
        "len(nums)",
        "nums[0]",
        "nums[-1:]",
        " a  +  b ",
        "(a)",
        "'`' + x",
        "'``'",
        "'` ``'",
        "f'{x!r:>{w}}'",
        "[x for x in 'é' if x]",
        "not x",
        "a if b else c",
        "{'a': 1, **b}",
        "lambda x, /, *a, k=1: (x, a)",
        "b.v",
        "x == 1 and y is None",
        "-0.0",
        "1,",
        "()",
        'r"\\`"',
    ]
).map(read_expr)
computed = expressions.filter(lambda expr: not is_literal_text(expr.text))
"""Expressions that are no literals."""

indices = st.integers(-3, 25).map(str).map(read_expr)
targets = st.sampled_from(
    ["x", "nums[0]", "b.v", "d['`']", "d['a', 1]", "a[i][j + 1].c", "d[('k')]", "(a)[ 0 ]"]
).map(read_target)
expected = st.one_of(st.builds(model.Exactly, values), st.builds(model.OfType, types))

loop_names: st.SearchStrategy[model.LoopName] = st.one_of(
    st.builds(model.LoopName, st.sampled_from(model.LoopKind)),
    st.builds(model.LoopName, depth=st.sampled_from(model.LoopDepth)),
    st.builds(model.LoopName, over=expressions),
    st.builds(model.LoopName, number=positive),
)
passes: st.SearchStrategy[model.PassContext | model.NamedPass] = st.one_of(
    st.builds(model.PassContext, positive, lines),
    st.builds(model.NamedPass, positive, loop_names),
)
calls = st.builds(model.CallContext, positive, functions)
several_passes = st.one_of(
    st.builds(
        lambda first, more, loop: model.SeveralPasses(((first, first + more),), loop),
        st.integers(1, 99_999_999), st.integers(1, 99_999_999), lines,
    ),
    st.builds(
        lambda numbers, loop: model.SeveralPasses(
            tuple((number, number) for number in sorted(numbers)), loop
        ),
        st.sets(positive, min_size=2, max_size=4), lines,
    ),
    st.builds(model.EveryPass, lines),
)  # fmt: skip
whole_loops = st.builds(model.WholeLoop, lines, st.one_of(st.none(), counts))
where_passes = st.builds(
    model.PassWhere,
    st.lists(st.tuples(expressions, values), min_size=1, max_size=2).map(tuple),
)
labelled_passes = st.builds(model.LabelledPass, st.sampled_from(model.LabelWord), counts)
item_passes = st.builds(model.ItemPass, values)
named_calls = st.builds(model.NamedCallContext, expressions)
after_loops = st.builds(model.AfterTheLoop, st.one_of(lines, loop_names))
contexts: st.SearchStrategy[model.Context] = st.one_of(
    passes,
    calls,
    several_passes,
    whole_loops,
    after_loops,
    where_passes,
    named_calls,
    labelled_passes,
    item_passes,
    st.builds(model.ThisPass, st.booleans()),
    st.builds(model.EveryNamedPass, loop_names),
)
chains = st.lists(contexts, max_size=3).map(tuple)
every_pass = st.one_of(
    st.builds(model.StartOfEveryPass, lines), st.builds(model.EndOfEveryPass, lines)
)
moments = st.one_of(
    st.builds(model.BeforeLine, lines),
    st.builds(model.AfterLine, lines),
    st.builds(model.OnLine, lines),
    st.just(model.ContextStart()),
    st.just(model.ContextEnd()),
    st.builds(model.AfterLoop, lines),
)


def states(moment: st.SearchStrategy[model.Moment]) -> st.SearchStrategy[model.StateClaim]:
    return st.one_of(
        facts(moment), st.builds(model.IsDefined, moment, names, negated=st.booleans())
    )


def facts(moment: st.SearchStrategy[model.Moment]) -> st.SearchStrategy[model.StateClaim]:
    """State claims that may speak of every pass."""
    return st.one_of(
        st.builds(model.ValueIs, moment, expressions, values, negated=st.booleans()),
        st.builds(model.HasType, moment, expressions, types, negated=st.booleans()),
        st.builds(model.Agrees, moment, expressions, computed, negated=st.booleans()),
        st.builds(model.Holds, moment, expressions, negated=st.booleans()),
        st.builds(
            model.Compares,
            moment,
            expressions,
            st.sampled_from(model.Comparing),
            expressions,
            negated=st.booleans(),
        ),
        st.builds(model.Occurs, moment, expressions, expressions, counts),
        st.builds(
            model.SameObject,
            moment,
            expressions,
            expressions,
            st.sampled_from(model.Kind),
            negated=st.booleans(),
        ),
        st.builds(
            model.PropertyIs,
            moment,
            expressions,
            st.sampled_from(model.Property),
            negated=st.booleans(),
        ),
        st.builds(model.LengthIs, moment, expressions, counts, st.sampled_from(model.Unit)),
        st.builds(model.LengthIs, moment, expressions, counts, negated=st.booleans()),
        st.builds(
            model.PartIs,
            moment,
            expressions,
            st.one_of(expressions, indices),
            values,
            st.sampled_from([model.Unit.ELEMENT, model.Unit.CHARACTER]),
            negated=st.booleans(),
        ),
    )


_NOTHING = [from_python([]), from_python(()), from_python("")]


def code_of(target: model.Target) -> str:
    return target.name if isinstance(target, model.NameTarget) else target.whole.text


_maybe_value = st.one_of(st.none(), values)
_arguments = st.dictionaries(names, values, max_size=3).map(lambda named: tuple(named.items()))
_by_line = st.sampled_from(
    [model.LoopEnding.BREAK, model.LoopEnding.RETURN, model.LoopEnding.RAISE]
)
_by_itself = st.sampled_from(
    [model.LoopEnding.EXHAUSTED, model.LoopEnding.CONDITION_FALSE, model.LoopEnding.NO_BREAK]
)
_output = st.one_of(st.none(), _text)

absolute: st.SearchStrategy[model.AbsoluteClaim] = st.one_of(
    st.builds(model.CallReturns, positive, functions, expected),
    st.builds(model.CallRaises, positive, functions, exceptions),
    st.builds(model.CalledTimes, functions, counts),
    st.builds(model.CalledTimes, functions, counts, values),
    st.builds(model.AnswerReturns, expected),
    st.builds(model.AnswerRaises, exceptions, _maybe_value),
    st.builds(model.ProgramPrints, _output),
    st.builds(model.Recurses, functions, counts),
    st.builds(model.LineRunsInTotal, lines, counts),
    st.builds(model.CalledBounded, functions, st.sampled_from(model.Bound), counts),
    st.builds(model.CalledWith, functions, st.lists(values, min_size=1, max_size=4).map(tuple)),
    st.builds(model.DependsOn, expressions, st.booleans()),
    st.builds(model.DependsThrough, expressions, lines),
    st.builds(model.LeavesUncaught, exceptions, functions),
)
_numbers = st.one_of(st.integers(0, 25), st.integers(), st.floats()).map(from_python)
_alterations = st.one_of(
    *(
        st.builds(model.Alters, lines, st.just(change), expressions, operands)
        for changes, operands in (
            (
                (model.Change.APPEND, model.Change.ADD, model.Change.REMOVE, model.Change.POP),
                values,
            ),
            ((model.Change.REMOVE_KEY,), values),
            ((model.Change.EXTEND,), values.filter(lambda value: value not in _NOTHING)),
            (
                (
                    model.Change.INCREASE,
                    model.Change.DECREASE,
                    model.Change.MULTIPLY,
                    model.Change.DIVIDE,
                ),
                _numbers,
            ),
            (
                (
                    model.Change.CLEAR,
                    model.Change.SORT,
                    model.Change.SORT_IN_PLACE,
                    model.Change.REVERSE,
                    model.Change.REVERSE_IN_PLACE,
                ),
                st.none(),
            ),
        )
        for change in changes
    ),
    st.builds(model.Alters, lines, st.just(model.Change.INSERT), expressions, values, counts),
    st.builds(
        model.Alters,
        lines,
        st.just(model.Change.REMOVE_AT),
        expressions,
        st.none(),
        st.one_of(st.just(-1), counts.filter(lambda number: number < 999_999_999)),
    ),
)
_places = targets.map(lambda target: read_expr(code_of(target)))
swaps = st.builds(model.Swaps, lines, _places, _places)
changes: st.SearchStrategy[model.ChangeClaim] = st.one_of(
    _alterations, swaps, st.builds(model.Stays, lines, expressions, values)
)
arithmetic = st.builds(
    model.Arithmetic,
    st.sampled_from(["2 + 3", "(7) // 2", "-(1 + 1)", "'`' * 3"]).map(read_expr),
    values,
)
derivations = st.builds(
    model.Derives,
    lines,
    st.lists(st.one_of(expressions, _places), min_size=2, max_size=4).map(tuple),
    values,
)
settings = st.builds(model.Sets, lines, targets, st.one_of(st.none(), expected))
others: st.SearchStrategy[model.Claim] = st.one_of(
    settings,
    changes,
    arithmetic,
    derivations,
    st.builds(model.Quantified, st.sampled_from(model.Quantifier), expressions, values),
    st.builds(model.Changes, lines, expressions, values, _maybe_value),
    st.builds(model.LeavesUnchanged, lines, expressions),
    st.builds(model.Deletes, lines, targets),
    st.builds(model.Evaluates, lines, expressions, expected),
    st.builds(model.ConditionIs, lines, expressions, st.booleans()),
    st.builds(
        model.ConditionLeads,
        lines,
        expressions,
        st.booleans(),
        st.sampled_from(model.Consequence),
        lines,
    ),
    st.builds(model.LineRuns, lines, st.one_of(st.none(), counts)),
    st.builds(model.LoopPasses, lines, counts, st.booleans()),
    st.builds(model.LoopEnds, lines, _by_line, lines),
    st.builds(model.LoopEnds, lines, _by_itself, st.none()),
    st.builds(model.BreaksOut, lines, lines),
    st.builds(model.ContinuesLoop, lines, lines),
    st.builds(model.Calls, lines, functions, _arguments),
    st.builds(model.LineRaises, lines, exceptions, _maybe_value),
    st.builds(model.LineCatches, lines, exceptions),
    st.builds(model.LineReturns, lines, expected),
    st.builds(model.LineYields, lines, values),
    st.builds(model.LinePrints, lines, _output),
    st.builds(model.Defines, lines, names),
    st.builds(model.Imports, lines, names),
    st.builds(model.AssertionHolds, lines, st.booleans()),
    st.builds(model.CaseMatches, lines, st.booleans()),
    st.builds(model.DoesNothing, lines),
    st.builds(model.EntersWith, lines),
    st.builds(
        model.ConditionBecause,
        lines,
        expressions,
        st.booleans(),
        st.lists(
            st.builds(model.Given, expressions, values),
            min_size=1,
            max_size=3,
            unique_by=lambda fact: fact.expr.dump,
        ).map(tuple),
    ),
    st.builds(model.Decides, lines, expressions, expressions),
    st.builds(model.NotEvaluated, lines, expressions),
    st.builds(model.BodyRuns, lines, st.sampled_from(model.Keyword), st.booleans()),
    st.builds(
        model.ChainTakes,
        lines,
        st.sampled_from(model.Keyword),
        st.one_of(lines, st.sampled_from(model.NoArm)),
    ),
    st.builds(model.MatchTakes, lines, st.one_of(st.none(), lines)),
    st.builds(model.LoopEntered, lines, st.booleans()),
    st.builds(model.RunsInOrder, lines, st.sampled_from(model.LineOrder), lines),
    several_passes.filter(lambda context: isinstance(context, model.SeveralPasses)).map(
        lambda context: model.RunsOnlyOn(context.loop, context.spans, context.loop)  # type: ignore[union-attr]
    ),
    st.builds(lambda line, one: model.RunsOnlyOn(line, ((one, one),), line), lines, positive),
    st.builds(model.LineRunsBounded, lines, st.sampled_from(model.Bound), counts),
    st.builds(
        lambda loop, first, more, expr: model.BetweenPasses(loop, first, first + more, expr),
        lines,
        st.integers(1, 99),
        st.integers(1, 99),
        expressions,
    ),
    st.builds(
        lambda loop, expr, before, after: model.BetweenPasses(loop, 2, 3, expr, before, after),
        lines,
        expressions,
        values,
        values,
    ),
    st.builds(model.LineAffects, lines, st.booleans()),
    st.builds(model.BlockRuns, lines, st.sampled_from(model.BlockOf), st.booleans()),
    st.builds(model.Filters, lines, kept=counts, of=st.one_of(st.none(), counts)),
    st.builds(model.Filters, lines, dropped=counts, of=st.one_of(st.none(), counts)),
    st.builds(model.Goes, expressions, values, values),
    st.builds(model.QuantifiedHolds, st.sampled_from(model.Quantifier), expressions),
    st.builds(
        model.QuantifiedCompares,
        st.sampled_from([model.Quantifier.ALWAYS, model.Quantifier.NEVER]),
        expressions,
        st.sampled_from(model.Comparison),
        values,
    ),
    st.builds(model.Extreme, expressions, values, st.booleans()),
    st.builds(model.Trending, expressions, st.sampled_from(model.Trend)),
    st.builds(model.Grows, expressions, values, shrinks=st.booleans()),
    st.builds(
        model.Grows, expressions, counts.map(Atom), elements=st.just(True), shrinks=st.booleans()
    ),
    st.builds(
        model.EachPass,
        lines,
        st.sampled_from(model.PassStep),
        expressions,
        st.one_of(st.none(), expressions),
    ),
    st.builds(model.LoopOver, lines),
    st.builds(
        model.NextEvent,
        st.one_of(
            st.builds(model.Sets, unplaced, targets, expected),
            st.builds(model.ConditionIs, unplaced, expressions, st.booleans()),
            st.builds(model.LineRaises, unplaced, exceptions, _maybe_value),
            st.builds(model.LineReturns, unplaced, expected),
            _alterations.map(lambda claim: replace(claim, line=model.UNPLACED)),
            swaps.map(lambda claim: replace(claim, line=model.UNPLACED)),
            derivations.map(lambda claim: replace(claim, line=model.UNPLACED)).filter(
                lambda claim: has_names(claim.parts[0].tree)
            ),
        ),
    ),
    st.builds(
        model.OfLoop,
        loop_names,
        st.one_of(
            st.builds(model.LoopPasses, unplaced, counts, st.booleans()),
            st.builds(model.LoopEnds, unplaced, _by_line, lines),
            st.builds(model.LoopEnds, unplaced, _by_itself, st.none()),
            st.builds(model.LoopOver, unplaced),
        ),
    ),
    st.builds(model.NowIs, expressions, values),
    st.builds(model.TruthOf, expressions, st.booleans()),
    st.builds(model.Gives, expressions, expected),
    st.builds(model.Shows, expressions.filter(lambda each: has_names(each.tree)), values),
    st.builds(model.Branches, st.sampled_from(model.BranchWord), st.booleans()),
    st.builds(
        model.Jumps, st.sampled_from([model.Jump.BREAK, model.Jump.CONTINUE, model.Jump.RETURN])
    ),
    st.builds(model.NothingHappens, st.one_of(st.none(), names)),
    st.builds(model.RaisedBy, expressions, exceptions),
    st.builds(model.NotConverted, expressions, st.sampled_from([None, "int", "float"])),
    st.builds(model.Excepts, st.none() | expressions),
    st.builds(model.Jumps, st.just(model.Jump.ON), loop_names),
    st.builds(model.Unchanged, expressions, st.one_of(st.none(), values)),
    st.builds(model.CallBegins, expressions, st.one_of(st.none(), expressions)),
    st.builds(model.CallBegins, expressions, given=_arguments.filter(bool)),
    st.builds(model.CallBegins, expressions, nth=positive),
    st.builds(model.HasMoved, expressions, st.booleans()),
    st.builds(model.MovesTo, targets, values),
    st.builds(model.SetTo, targets, computed),
    st.builds(model.Stored, targets, values),
    st.builds(model.LoopTest, loop_names, st.booleans()),
    st.builds(model.NthTest, positive, st.booleans(), st.one_of(st.none(), positive)),
    st.builds(model.NthTest, positive, st.just(value=False), st.none(), st.just(value=True)),
    st.builds(model.ReturnsAs, computed),
    st.builds(model.AltersUnnamed, st.just(model.Change.APPEND), values, values),
    st.builds(model.AltersUnnamed, st.just(model.Change.REMOVE), values),
    st.builds(
        model.Takes, names.map(read_expr), st.lists(values, min_size=1, max_size=4).map(tuple)
    ),
    st.builds(model.RunsOver, loop_names, expressions, st.one_of(st.none(), values)),
    st.builds(
        model.RunsOver,
        loop_names,
        expressions,
        st.none(),
        st.sampled_from(["list", "str", "dict"]),
    ),
    st.builds(model.ItemOccurs, values, counts),
    st.builds(model.TakenUp, counts, counts),
    st.builds(model.LastNotTaken, values),
    st.builds(model.JumpRuns, st.sampled_from(model.JumpWord), st.one_of(st.none(), counts)),
    st.builds(model.NotDone, st.builds(model.Sets, unplaced, targets, st.none())),
    st.builds(
        model.NotDone,
        st.builds(model.Alters, unplaced, st.just(model.Change.APPEND), expressions, values),
    ),
    st.builds(
        model.NotDone, st.builds(model.LineRaises, unplaced, st.just("BaseException"), st.none())
    ),
    st.builds(model.GivenReturns, _arguments, values),
    st.builds(model.PlacedAt, values, counts),
    st.builds(model.PlacedAt, values, st.none(), st.sampled_from([1, -1])),
    st.just(model.ItemSkipped()),
    st.builds(model.Computed, expressions),
    st.builds(model.Yields, expressions, values),
    st.builds(model.Yields, expressions, st.none(), counts),
    st.builds(model.GoesThrough, expressions, st.lists(values, min_size=2, max_size=4).map(tuple)),
    st.builds(model.ValueIs, st.builds(model.Aside, st.booleans()), expressions, values),
    st.builds(
        model.Compares,
        st.just(model.Aside(end=True)),
        expressions,
        st.sampled_from(
            [
                model.Comparing.GREATER,
                model.Comparing.LESS,
                model.Comparing.IN,
                model.Comparing.AT_LEAST,
                model.Comparing.AT_MOST,
                model.Comparing.DIVISIBLE,
            ]
        ),
        expressions,
    ),
    st.builds(model.Returned, st.builds(model.Exactly, values)),
    st.builds(
        model.AltersUnnamed, st.sampled_from([model.Change.APPEND, model.Change.POP]), values
    ),
)


def _speaks_at_the_point(chain: model.Chain) -> bool:
    """Whether a state without a moment, after the prefix, is one at the point."""
    last = chain[-1] if chain else None
    if isinstance(last, model.AfterTheLoop):
        return isinstance(last.loop, model.LoopName)
    return last is None or isinstance(
        last,
        model.CallContext
        | model.PassWhere
        | model.NamedCallContext
        | model.LabelledPass
        | model.ItemPass
        | model.ThisPass,
    )


@st.composite
def spoken(draw: st.DrawFn) -> tuple[model.Claim, model.Chain]:
    """Any claim, with a prefix that it can have."""
    chain = draw(chains)
    kind = draw(st.integers(0, 8))
    match kind:
        case 7 if _speaks_at_the_point(chain):
            return draw(states(st.just(model.AtPoint()))), chain
        case 0:
            return draw(states(moments)), chain
        case 1:
            return draw(facts(every_pass)), chain
        case 2:
            inner = draw(st.one_of(passes, several_passes))
            return draw(states(st.just(model.ContextStartAndEnd()))), (*chain, inner)
        case 3:
            return draw(absolute), ()
        case _:
            behind_a_loop = bool(chain) and isinstance(chain[-1], model.AfterTheLoop)
            plain = others.filter(lambda one: not (behind_a_loop and isinstance(one, model.Shows)))
            return draw(plain), chain


@st.composite
def sentences(draw: st.DrawFn) -> model.Sentence:
    """Sentences of one claim or of several."""
    relation = draw(st.sampled_from(model.Relation))
    kind = draw(st.integers(0, 5))
    chain = draw(chains)
    match kind:
        case 0:
            moment = draw(moments)
            claims: list[model.Claim] = list(
                draw(st.lists(states(st.just(moment)), min_size=1, max_size=4))
            )
        case 1:
            line = draw(lines)
            to = st.none() if draw(st.booleans()) else expected
            builder = st.builds(model.Sets, st.just(line), targets, to)
            claims = list(draw(st.lists(builder, min_size=1, max_size=4)))
        case 2:
            goings = st.builds(model.Goes, expressions, values, values)
            claims = list(draw(st.lists(goings, min_size=1, max_size=3)))
        case 3:
            leads = draw(
                st.builds(
                    model.ConditionLeads,
                    lines,
                    expressions,
                    st.booleans(),
                    st.sampled_from(model.Consequence),
                    lines,
                )
            )
            claims = [model.ConditionIs(leads.line, leads.condition, leads.truth), leads]
        case _:
            claim, chain = draw(spoken().filter(lambda one: not _leads(one[0])))
            claims = [claim]
    return model.Sentence(tuple(claims), chain, relation)


def _leads(claim: model.Claim) -> bool:
    return isinstance(claim, model.ConditionLeads | model.ConditionBecause)


labels = st.builds(
    model.Heading,
    st.one_of(
        st.builds(model.PassWhere, st.tuples(st.tuples(expressions, values))),
        st.builds(model.ItemPass, values),
        labelled_passes,
        st.builds(model.NamedCallContext, expressions),
    ),
)
titled = st.builds(
    model.Heading,
    contexts.filter(
        lambda context: (
            not isinstance(
                context,
                model.PassWhere
                | model.NamedCallContext
                | model.ItemPass
                | model.ThisPass
                | model.EveryNamedPass,
            )
        )
    ),
    st.lists(
        st.builds(
            model.ValueIs,
            st.just(model.ContextStart()),
            expressions,
            values,
            negated=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
)
headings = st.one_of(titled, labels)
notes = st.builds(model.Note, st.sampled_from(model.NoteKind))


def _answers(item: model.Item) -> bool:
    return isinstance(item, model.Sentence) and isinstance(
        item.claims[0], model.AnswerReturns | model.AnswerRaises
    )


_leaves = st.one_of(sentences(), notes)
_inside = st.one_of(sentences().filter(lambda item: not _answers(item)), notes)


def _blocks(inner: st.SearchStrategy[model.Item]) -> st.SearchStrategy[model.Item]:
    return st.builds(model.Block, headings, st.lists(inner, max_size=3).map(tuple))


narrations = st.lists(
    st.one_of(_leaves, st.recursive(_inside, _blocks, max_leaves=4)), max_size=3
).map(lambda items: model.Narration(tuple(items)))
