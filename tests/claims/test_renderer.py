"""What is rendered is read back as the same, for every claim and every phrasing."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.claims import model
from engine.claims.model import Narration, Sentence
from engine.claims.parser import parse_narration, parse_sentence
from engine.claims.phrases import code, has_text, literal
from engine.claims.renderer import (
    Lead,
    NoTextError,
    heading_phrasings,
    phrasings,
    render,
    render_heading,
    render_narration,
    render_sentence,
    sentence_phrasings,
)
from engine.claims.spans import read_expr
from engine.trace.model import LineNo
from engine.values import Atom, Instance, Opaque, Sequence, Value, from_python
from tests.claims import strategies


@settings(max_examples=600, deadline=None)
@given(strategies.spoken(), st.data())
def test_a_rendered_claim_is_read_back(
    spoken: tuple[model.Claim, model.Chain], data: st.DataObject
) -> None:
    claim, prefix = spoken
    try:
        count = phrasings(claim, prefix)
    except NoTextError:
        assume("``" not in str(spoken))  # with one alone besides, it has no delimiter
        raise
    text = render(claim, data.draw(st.integers(0, count - 1)), prefix)
    read = parse_sentence(text)
    assert isinstance(read, Sentence), (text, read)
    assert read.claims[-1] == claim
    assert read.prefix == prefix
    if isinstance(claim, model.ConditionLeads | model.ConditionBecause):
        own = model.ConditionIs(claim.line, claim.condition, claim.truth)
        assert read.claims == (own, claim)
    else:
        assert len(read.claims) == 1


def _facts(moment: model.Moment) -> list[model.StateClaim]:
    """What is said of values besides what they are, in all shapes."""
    expr, other, value = read_expr("n"), read_expr("m + 1"), Atom(3)
    negations = (False, True)
    element, character, key = model.Unit.ELEMENT, model.Unit.CHARACTER, model.Unit.KEY
    return [
        *(
            model.Compares(moment, expr, how, other, negated)
            for how in model.Comparing
            for negated in negations
        ),
        *(
            model.SameObject(moment, expr, other, kind, negated)
            for kind in model.Kind
            for negated in negations
        ),
        *(
            model.PropertyIs(moment, expr, each, negated)
            for each in model.Property
            for negated in negations
        ),
        *(model.LengthIs(moment, expr, n, unit) for n in (0, 1, 13) for unit in model.Unit),
        model.LengthIs(moment, expr, 3, element, negated=True),
        *(
            model.PartIs(moment, expr, read_expr(index), value, unit, negated)
            for index in ("0", "-1", "12", "-2", "i + 1")
            for unit in model.Unit
            if unit is not key
            for negated in negations
        ),
        *(
            model.HasType(moment, expr, name, negated)
            for name in ("list", "int", "str", "dict", "Box")
            for negated in negations
        ),
        model.PartIs(moment, expr, read_expr("d['{}']"), value, character),
        *(model.Occurs(moment, expr, other, times) for times in (0, 1, 2, 3)),
    ]


def _changes() -> list[model.Claim]:
    """What is said of changes, in all shapes, with a line and without."""
    line, expr, value = LineNo(4), read_expr("n"), Atom(3)
    bare = {
        model.Change.CLEAR,
        model.Change.SORT,
        model.Change.SORT_IN_PLACE,
        model.Change.REVERSE,
        model.Change.REVERSE_IN_PLACE,
    }
    found: list[model.Alters] = []
    for change in model.Change:
        if change is model.Change.INSERT:
            found += [model.Alters(line, change, expr, value, index) for index in (0, 1, 20)]
        elif change is model.Change.REMOVE_AT:
            found += [model.Alters(line, change, expr, None, index) for index in (0, 1, 20, -1)]
        elif change in bare:
            found.append(model.Alters(line, change, expr))
        else:
            operands = (value, Atom(1), Atom(2), Atom(True), Atom(-1), Atom(1.0))
            found += [model.Alters(line, change, expr, operand) for operand in operands]
    swap = model.Swaps(line, expr, read_expr("a[0]"))
    events: list[model.Alters | model.Swaps] = [*found, swap]
    return [
        *events,
        *(model.NextEvent(replace(event, line=model.UNPLACED)) for event in events),
        model.Stays(line, expr, value),
    ]


def _samples() -> list[tuple[model.Claim, model.Chain]]:
    """One claim of each class, and more where classes have several shapes."""
    line, loop, value = LineNo(4), LineNo(3), Atom(3)
    expr, result = read_expr("n + 1"), model.Exactly(Atom(3))
    target = model.NameTarget("n")
    inner = (model.PassContext(2, loop),)
    both = (model.CallContext(1, "g"), *inner)
    moments: list[model.Moment] = [
        model.BeforeLine(line),
        model.AfterLine(line),
        model.OnLine(line),
        model.AfterLoop(loop),
        model.ContextStart(),
        model.ContextEnd(),
    ]
    some: list[tuple[model.Claim, model.Chain]] = []
    every = (model.EveryPass(loop),)
    some_passes = (model.SeveralPasses(((2, 5),), loop),)
    single_ones = (model.SeveralPasses(((1, 1), (3, 3), (13, 13)), loop),)
    over = (model.WholeLoop(loop), *inner)
    over_three = (model.WholeLoop(loop, 3),)
    many = (every, some_passes, single_ones)
    for prefix in ((), inner, both, both[:1], *many, over, over_three):
        for moment in moments:
            some.append((model.ValueIs(moment, expr, value), prefix))
            some.append((model.ValueIs(moment, expr, value, negated=True), prefix))
            some.append((model.IsDefined(moment, "n"), prefix))
            some.append((model.Agrees(moment, expr, expr), prefix))
            some.append((model.Agrees(moment, expr, expr, negated=True), prefix))
            some.append((model.Holds(moment, expr), prefix))
            some.append((model.Holds(moment, expr, negated=True), prefix))
        ends = (model.StartOfEveryPass(loop), model.EndOfEveryPass(loop))
        some += [(model.HasType(moment, expr, "int"), prefix) for moment in ends]
        counts = (None, 0, 1, 2, 3, 12, 13)
        some += [(model.LineRuns(line, times), prefix) for times in counts]
        some += [(model.LoopPasses(loop, passes), prefix) for passes in counts[1:]]
        for ending in model.LoopEnding:
            alone = ending in {
                model.LoopEnding.EXHAUSTED,
                model.LoopEnding.CONDITION_FALSE,
                model.LoopEnding.NO_BREAK,
            }
            some.append((model.LoopEnds(loop, ending, None if alone else line), prefix))
        some += [(model.Quantified(each, expr, value), prefix) for each in model.Quantifier]
        some += [
            (model.Sets(line, target), prefix),
            (model.Sets(line, target, result), prefix),
            (model.Sets(line, target, model.OfType("int")), prefix),
            (model.Changes(line, expr, value), prefix),
            (model.Changes(line, expr, value, Atom(None)), prefix),
            (model.LeavesUnchanged(line, expr), prefix),
            (model.Deletes(line, target), prefix),
            (model.Evaluates(line, expr, result), prefix),
            (model.ConditionIs(line, expr, True), prefix),
            (model.ConditionLeads(line, expr, False, model.Consequence.SKIPPED, loop), prefix),
            (model.BreaksOut(line, loop), prefix),
            (model.ContinuesLoop(line, loop), prefix),
            (model.Calls(line, "g", (("a", value), ("b", value), ("c", value))), prefix),
            (model.LineRaises(line, "KeyError"), prefix),
            (model.LineCatches(line, "KeyError"), prefix),
            (model.LineReturns(line, result), prefix),
            (model.LineYields(line, value), prefix),
            (model.LinePrints(line, None), prefix),
            (model.LinePrints(line, ""), prefix),
            (model.Defines(line, "g"), prefix),
            (model.Imports(line, "math"), prefix),
            (model.AssertionHolds(line, False), prefix),
            (model.CaseMatches(line, False), prefix),
            (model.DoesNothing(line), prefix),
            (model.EntersWith(line), prefix),
            *((model.QuantifiedHolds(each, expr), prefix) for each in model.Quantifier),
            *(
                (model.QuantifiedCompares(each, expr, how, bound), prefix)
                for each in (model.Quantifier.ALWAYS, model.Quantifier.NEVER)
                for how in model.Comparison
                for bound in (Atom(0), value)
            ),
            (model.Extreme(expr, value), prefix),
            (model.Extreme(expr, value, least=True), prefix),
            *((model.Trending(expr, trend), prefix) for trend in model.Trend),
            (model.ConditionBecause(line, expr, True, (model.Given(expr, value),)), prefix),
            (model.Decides(line, expr, expr), prefix),
            (model.NotEvaluated(line, expr), prefix),
            (model.BodyRuns(line, model.Keyword.IF, True), prefix),
            (model.BodyRuns(line, model.Keyword.ELIF, False), prefix),
            *(
                (model.ChainTakes(line, model.Keyword.IF, arm), prefix)
                for arm in (loop, *model.NoArm)
            ),
            (model.MatchTakes(line, loop), prefix),
            (model.MatchTakes(line, None), prefix),
            (model.LineAffects(line, True), prefix),
            (model.LineAffects(line, False), prefix),
            (model.LoopEntered(loop, True), prefix),
            *((model.RunsInOrder(line, order, loop), prefix) for order in model.LineOrder),
            (model.RunsOnlyOn(line, ((2, 2),), loop), prefix),
            (model.RunsOnlyOn(line, ((2, 5),), loop), prefix),
            (model.RunsOnlyOn(line, ((1, 1), (3, 3)), loop), prefix),
            *((model.LineRunsBounded(line, bound, 2), prefix) for bound in model.Bound),
            (model.BetweenPasses(loop, 2, 3, expr), prefix),
            (model.BetweenPasses(loop, 2, 3, expr, value, value), prefix),
            (model.LoopEntered(loop, False), prefix),
            *((model.BlockRuns(line, each, True), prefix) for each in model.BlockOf),
            (model.BlockRuns(line, model.BlockOf.TRY_ELSE, False), prefix),
            (model.Filters(line, kept=1), prefix),
            (model.Filters(line, kept=3, of=13), prefix),
            (model.Filters(line, dropped=0), prefix),
            (model.Filters(line, dropped=2, of=1), prefix),
            (model.Goes(expr, value, value), prefix),
            (model.Grows(expr, value), prefix),
            (model.Grows(expr, Atom(1), elements=True, shrinks=True), prefix),
            (model.EachPass(loop, model.PassStep.APPENDS, expr), prefix),
            (model.EachPass(loop, model.PassStep.ADDS, expr, expr), prefix),
            (model.LoopOver(loop), prefix),
            (model.NextEvent(model.Sets(model.UNPLACED, target, result)), prefix),
            (model.NextEvent(model.ConditionIs(model.UNPLACED, expr, False)), prefix),
            (model.NextEvent(model.LineRaises(model.UNPLACED, "KeyError")), prefix),
            (model.NextEvent(model.LineRaises(model.UNPLACED, "KeyError", value)), prefix),
            (model.NextEvent(model.LineReturns(model.UNPLACED, result)), prefix),
            (model.OfLoop(model.LoopName(), model.LoopOver(model.UNPLACED)), prefix),
            (model.TruthOf(expr, True), prefix),
            (model.NowIs(expr, value), prefix),
            (model.Gives(expr, result), prefix),
            (model.Shows(expr, value), prefix),
            *((model.Branches(word, True), prefix) for word in model.BranchWord),
            (model.Jumps(model.Jump.RETURN), prefix),
            (model.NothingHappens(), prefix),
            (model.RaisedBy(expr, "KeyError"), prefix),
            (model.NotConverted(expr), prefix),
            (model.NotConverted(expr, "int"), prefix),
            (model.NotConverted(expr, "float"), prefix),
            (model.Excepts(expr), prefix),
            (model.Excepts(None), prefix),
            (model.Branches(model.BranchWord.IF, False), prefix),
            (model.Jumps(model.Jump.BREAK), prefix),
            (model.Jumps(model.Jump.CONTINUE), prefix),
            (model.Jumps(model.Jump.ON, model.LoopName()), prefix),
            (model.Unchanged(expr), prefix),
            (model.Unchanged(expr, value), prefix),
            (model.CallBegins(expr), prefix),
            (model.CallBegins(expr, expr), prefix),
            (model.CallBegins(expr, given=(("a", value), ("b", value))), prefix),
            (model.CallBegins(expr, nth=2), prefix),
            (model.HasMoved(expr, True), prefix),
            (model.HasMoved(expr, False), prefix),
            (model.MovesTo(target, value), prefix),
            (model.SetTo(target, expr), prefix),
            (model.Stored(target, value), prefix),
            (model.LoopTest(model.LoopName(), True), prefix),
            (model.NthTest(2, False), prefix),
            (model.NthTest(2, False, skipped=True), prefix),
            (model.NthTest(1, True, 2), prefix),
            (model.ReturnsAs(expr), prefix),
            (model.AltersUnnamed(model.Change.APPEND, value, value), prefix),
            (model.AltersUnnamed(model.Change.REMOVE, value), prefix),
            (model.Takes(read_expr("n"), (value, value)), prefix),
            (model.RunsOver(model.LoopName(), expr), prefix),
            (model.RunsOver(model.LoopName(), expr, value), prefix),
            (model.RunsOver(model.LoopName(), expr, of_type="list"), prefix),
            *((model.ItemOccurs(value, times), prefix) for times in (0, 1, 2, 3)),
            (model.ValueIs(model.Aside(end=True), expr, value), prefix),
            (model.ValueIs(model.Aside(end=False), expr, value), prefix),
            (model.Compares(model.Aside(end=True), expr, model.Comparing.IN, expr), prefix),
            (model.TakenUp(2, 13), prefix),
            (model.LastNotTaken(value), prefix),
            *((model.JumpRuns(word), prefix) for word in model.JumpWord),
            (model.JumpRuns(model.JumpWord.BREAK, 2), prefix),
            (model.NotDone(model.Sets(model.UNPLACED, target, None)), prefix),
            (
                model.NotDone(model.Alters(model.UNPLACED, model.Change.APPEND, expr, value)),
                prefix,
            ),
            (model.NotDone(model.LineRaises(model.UNPLACED, "BaseException")), prefix),
            (model.GivenReturns((), value), prefix),
            (model.GivenReturns((("a", value), ("b", value)), value), prefix),
            (model.PlacedAt(value, 3), prefix),
            (model.PlacedAt(value, moved=1), prefix),
            (model.PlacedAt(value, moved=-1), prefix),
            (model.ItemSkipped(), prefix),
            (model.Computed(expr), prefix),
            (model.Yields(expr, value), prefix),
            (model.Yields(expr, times=3), prefix),
            (model.GoesThrough(expr, (value, value)), prefix),
            (model.LoopPasses(loop, 2, in_total=True), prefix),
            (model.Returned(model.Exactly(value)), prefix),
            (model.AltersUnnamed(model.Change.APPEND, value), prefix),
            (model.AltersUnnamed(model.Change.POP, value), prefix),
            (model.Arithmetic(read_expr("2 + 3"), value), prefix),
            (model.Derives(line, (expr, read_expr("2 + 1")), value), prefix),
            (model.NextEvent(model.Derives(model.UNPLACED, (expr, expr), value)), prefix),
        ]
    for prefix in (inner, both, *many):
        some.append((model.ValueIs(model.ContextStartAndEnd(), expr, value), prefix))
    some += [(fact, ()) for fact in _facts(model.BeforeLine(line))]
    some += [(change, ()) for change in _changes()]
    absolute: list[model.Claim] = [
        model.CallReturns(2, "g", result),
        model.CallRaises(13, "g", "KeyError"),
        *(model.CalledTimes("g", times) for times in (0, 1, 2, 3)),
        *(model.CalledTimes("g", times, value) for times in (0, 1, 2, 3)),
        model.AnswerReturns(result),
        model.AnswerReturns(model.OfType("int")),
        model.AnswerRaises("KeyError", value),
        model.ProgramPrints(None),
        model.ProgramPrints("x"),
        model.Recurses("g", 4),
        model.LineRunsInTotal(line, 2),
        *(model.CalledBounded("g", bound, 3) for bound in model.Bound),
        model.CalledWith("g", (value, value)),
        model.CalledWith("g", (value,)),
        model.DependsOn(expr, True),
        model.DependsOn(expr, False),
        model.DependsThrough(expr, line),
        model.LeavesUncaught("KeyError", "g"),
    ]
    return some + [(claim, ()) for claim in absolute]


def test_the_samples_hold_every_class_of_claims() -> None:
    assert {type(claim) for claim, _ in _samples()} == set(get_args(model.Claim))


def test_every_phrasing_of_every_class_is_read_back_and_no_two_are_alike() -> None:
    for claim, prefix in _samples():
        texts = [render(claim, index, prefix) for index in range(phrasings(claim, prefix))]
        assert len(set(texts)) == len(texts), texts
        for text in texts:
            read = parse_sentence(text)
            assert isinstance(read, Sentence), (text, read)
            assert (read.claims[-1], read.prefix) == (claim, prefix), text


@settings(max_examples=300, deadline=None)
@given(strategies.sentences(), st.data())
def test_a_rendered_sentence_is_read_back(sentence: Sentence, data: st.DataObject) -> None:
    phrasing = data.draw(st.integers(0, sentence_phrasings(sentence) - 1))
    leads = list(Lead) if sentence.relation is model.Relation.NOW else [Lead.NONE]
    text = render_sentence(sentence, phrasing, data.draw(st.sampled_from(leads)))
    assert parse_sentence(text) == sentence, text


@settings(max_examples=150, deadline=None)
@given(strategies.headings, st.data())
def test_a_rendered_heading_is_read_back(heading: model.Heading, data: st.DataObject) -> None:
    phrasing = data.draw(st.integers(0, heading_phrasings(heading) - 1))
    text = render_heading(heading, phrasing)
    parsed = parse_narration(f"{text}\n  Line 2 runs.")
    assert parsed.problems == ()
    (block,) = parsed.narration.items
    assert isinstance(block, model.Block)
    assert block.heading == heading


@settings(max_examples=100, deadline=None)
@given(strategies.narrations, st.integers(0, 2**32))
def test_a_rendered_narration_is_read_back(narration: Narration, seed: int) -> None:
    text = render_narration(narration, random.Random(seed).randrange)
    parsed = parse_narration(text)
    assert parsed.problems == ()
    assert parsed.narration == narration
    assert list(parsed.narration.claims()) == list(narration.claims())


@settings(max_examples=500, deadline=None)
@given(strategies.values)
def test_a_value_keeps_its_structure(value: Value) -> None:
    read = parse_sentence(f"The answer is {literal(value)}.")
    assert isinstance(read, Sentence)
    assert read.claims == (model.AnswerReturns(model.Exactly(value)),)


@pytest.mark.parametrize(
    "thing",
    [
        complex(-0.0, 1.0),  # its `repr` adds an int: `-0+1j`
        complex(0.0, -1.0),  # its `repr` negates both parts: `-1j`
        complex(1.0, float("inf")),
        10**4500,
    ],
    ids=["negative zero", "negated", "infinite", "long"],
)
def test_a_value_without_literal_is_refused(thing: object) -> None:
    assert not has_text(from_python(thing))


def test_values_of_classes_have_no_text() -> None:
    with pytest.raises(NoTextError):
        literal(Opaque("function", "f"))
    assert not has_text(Instance("Box", (("v", Atom(1)),)))
    nested: Value = Atom(1)
    for _ in range(150):
        nested = Sequence("list", (nested,))
    assert not has_text(nested)


def test_what_is_no_one_sentence_has_no_text() -> None:
    claim = model.LineRuns(LineNo(2))
    state = model.ValueIs(model.ContextStartAndEnd(), read_expr("x"), Atom(1))
    other = model.ValueIs(model.ContextStart(), read_expr("x"), Atom(1))
    answer = model.AnswerReturns(model.Exactly(Atom(1)))
    call = model.CallContext(1, "g")
    for sentence in (
        Sentence((claim, claim)),
        Sentence((state,)),
        Sentence((state,), (call,)),
        Sentence((state, other), (model.PassContext(1, LineNo(3)),)),
        Sentence((answer,), (call,)),
    ):
        with pytest.raises(NoTextError):
            render_sentence(sentence)
    with pytest.raises(NoTextError):
        render_sentence(Sentence((claim,), relation=model.Relation.LATER), lead=Lead.THEN)
    with pytest.raises(NoTextError):
        code("x\u200b")
