"""The kinds of planted errors that change what ran, where, how often or in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from benchmarks.narration_edits import (
    Edit,
    Path,
    Spot,
    changed,
    lines_of,
    mentioned_lines,
    siblings,
    spots,
    with_context,
)
from benchmarks.source_facts import SourceFacts
from engine.claims.model import (
    AnswerRaises,
    AnswerReturns,
    AssertionHolds,
    Block,
    CaseMatches,
    ConditionIs,
    ConditionLeads,
    Consequence,
    Evaluates,
    Exactly,
    Item,
    LineRuns,
    LoopEnds,
    LoopPasses,
    Narration,
    PassContext,
    Relation,
    Sentence,
)
from engine.trace.model import LineNo
from engine.values import Atom

FARTHEST_SWAP: Final = 4
"""Sentences between two that change places, at most, and one."""

Fact = Callable[[Spot, Sentence], Iterator[Edit]]


def _each(narration: Narration, edits: Fact) -> Iterator[Edit]:
    for spot in spots(narration):
        if isinstance(spot.item, Sentence):
            yield from edits(spot, spot.item)


# -- order ----------------------------------------------------------------------------------------


def swapped(narration: Narration, facts: SourceFacts) -> Iterator[Edit]:
    """Two steps, one of which uses or changes what the other changes, in the wrong order; or two
    passes of a loop that carries a value from one to the next."""
    for path, items in siblings(narration):
        for early in range(len(items)):
            for late in range(early + 1, min(early + 1 + FARTHEST_SWAP, len(items))):
                if _dependent(items[early], items[late], facts):
                    yield _swap(path, items, early, late)


def _dependent(early: Item, late: Item, facts: SourceFacts) -> bool:
    match early, late:
        case Sentence(), Sentence():
            lines = _step(early), _step(late)
            first, second = lines
            if first is None or second is None or first == second:
                return False
            return facts.depends(second, first)
        case Block(), Block():
            one, two = early.heading.context, late.heading.context
            if not (isinstance(one, PassContext) and isinstance(two, PassContext)):
                return False
            return one.loop == two.loop and facts.carried(one.loop)
        case _:
            return False


def _step(sentence: Sentence) -> int | None:
    """The line that the sentence tells the running of; None where it tells something else."""
    if sentence.relation is not Relation.NOW or sentence.prefix:
        return None
    line = getattr(sentence.claims[0], "line", None)
    return line if isinstance(line, int) else None


def _swap(path: Path, items: tuple[Item, ...], early: int, late: int) -> Edit:
    between = items[early + 1 : late]
    told = items[late]
    if not isinstance(told, Sentence | Block):
        raise TypeError("notes are no steps")
    return Edit(
        (*path, early),
        (told, *between, items[early]),
        told.heading if isinstance(told, Block) else told,
        count=late - early + 1,
    )


# -- conditions -----------------------------------------------------------------------------------


def negated(narration: Narration) -> Iterator[Edit]:
    return _each(narration, _negated)


def _negated(spot: Spot, sentence: Sentence) -> Iterator[Edit]:
    first, *rest = sentence.claims
    match first:
        case ConditionIs(truth=truth):
            other = changed(first, truth=not truth)
            yield spot.edit(replace(sentence, claims=(other,)))
            if rest:
                leads = tuple(changed(each, truth=not truth) for each in rest)
                yield spot.edit(replace(sentence, claims=(other, *leads)))
        case AssertionHolds(holds=holds):
            yield spot.edit(replace(sentence, claims=(changed(first, holds=not holds),)))
        case CaseMatches(matches=matches):
            yield spot.edit(replace(sentence, claims=(changed(first, matches=not matches),)))
        case Evaluates(result=Exactly(value=Atom(payload=bool() as truth))):
            result = Exactly(Atom(not truth))
            yield spot.edit(replace(sentence, claims=(changed(first, result=result),)))
        case _:
            return


# -- loops ------------------------------------------------------------------------------------


def wrong_passes(narration: Narration) -> Iterator[Edit]:
    """Another number of passes where one is told; a wrong number added where a loop ends or
    where its passes are told one by one."""
    yield from _each(narration, _recounted)
    for path, items in siblings(narration):
        for loop, (last, number) in _last_passes(items).items():
            for wrong in (number + 1, number - 1, number + 2):
                sentence = Sentence((LoopPasses(LineNo(loop), wrong),))
                yield Edit((*path, last), (items[last], sentence), sentence)


def _recounted(spot: Spot, sentence: Sentence) -> Iterator[Edit]:
    match sentence.claims[0]:
        case LoopPasses(passes=passes) as claim:
            for wrong in (passes + 1, passes - 1, passes + 2, 0):
                if wrong >= 0 and wrong != passes:
                    yield spot.edit(replace(sentence, claims=(changed(claim, passes=wrong),)))
        case LoopEnds(loop=loop):
            for wrong in (0, 1, 2):
                yield spot.before(replace(sentence, claims=(LoopPasses(loop, wrong),)))
        case _:
            return


def _last_passes(items: tuple[Item, ...]) -> dict[int, tuple[int, int]]:
    """For each loop whose passes have headings here: index of the last one, highest number."""
    found: dict[int, tuple[int, int]] = {}
    for index, item in enumerate(items):
        if isinstance(item, Block) and isinstance(item.heading.context, PassContext):
            context = item.heading.context
            number = max(context.number, found.get(context.loop, (0, 0))[1])
            found[context.loop] = (index, number)
    return found


def no_such_pass(narration: Narration) -> Iterator[Edit]:
    """A pass told once more under the next number, or under a number that is too high."""
    for path, items in siblings(narration):
        last = _last_passes(items)
        for index, item in enumerate(items):
            if isinstance(item, Block) and isinstance(item.heading.context, PassContext):
                end, number = last[item.heading.context.loop]
                for wrong in (number + 1, number + 2):
                    block = _renumbered(item, wrong)
                    yield Edit((*path, index), (block,), block.heading)
                    if index == end:
                        yield Edit((*path, index), (item, block), block.heading)
    yield from _each(narration, _past_the_end)


def _renumbered(block: Block, number: int) -> Block:
    context = block.heading.context
    if not isinstance(context, PassContext):
        raise TypeError("a pass with a line is wanted")
    heading = replace(block.heading, context=replace(context, number=number))
    return replace(block, heading=heading)


def _past_the_end(spot: Spot, sentence: Sentence) -> Iterator[Edit]:
    for index, context in enumerate(sentence.prefix):
        if isinstance(context, PassContext):
            for more in (1, 2, 5):
                other = replace(context, number=context.number + more)
                yield spot.edit(with_context(sentence, index, other))
    match sentence.claims[0]:
        case LoopPasses(loop=loop, passes=passes):
            for more in (1, 2):
                prefix = (*sentence.prefix, PassContext(passes + more, loop))
                added = replace(sentence, claims=(LineRuns(loop),), prefix=prefix)
                yield spot.after(added)
        case _:
            return


# -- lines ------------------------------------------------------------------------------------


def wrong_line(narration: Narration, facts: SourceFacts) -> Iterator[Edit]:
    """A line beside the right one, or another line of the program."""
    known = sorted(facts.lines)

    def others(line: int) -> list[int]:
        near = sorted(known, key=lambda each: (abs(each - line), each))
        beside = [each for each in (line - 1, line + 1) if each > 0]
        return [each for each in dict.fromkeys((*beside, *near[:5])) if each != line]

    for spot in spots(narration):
        if isinstance(spot.item, Sentence):
            for line, relined in lines_of(spot.item):
                yield from (spot.edit(relined(other)) for other in others(line))
        elif isinstance(spot.item, Block):
            heading = spot.item.heading
            if isinstance(heading.context, PassContext):
                for other in others(heading.context.loop):
                    context = replace(heading.context, loop=LineNo(other))
                    told = replace(heading, context=context)
                    yield Edit(spot.path, (replace(spot.item, heading=told),), told)


def skipped_runs(narration: Narration, facts: SourceFacts) -> Iterator[Edit]:
    """A line that did not run is said to run: in words that stand there, or added where a test
    passed it by; or, before the answer, any line that the narration never names."""

    def edits(spot: Spot, sentence: Sentence) -> Iterator[Edit]:
        return _run(spot, sentence, facts)

    yield from _each(narration, edits)
    unnamed = sorted(facts.lines - mentioned_lines(narration))
    for spot in spots(narration):
        match spot.item:
            case Sentence(claims=(AnswerReturns() | AnswerRaises(), *_)):
                for line in unnamed:
                    yield spot.before(Sentence((LineRuns(LineNo(line)),)))
            case _:
                pass


def _run(spot: Spot, sentence: Sentence, facts: SourceFacts) -> Iterator[Edit]:
    first, *rest = sentence.claims
    match first:
        case LineRuns(times=0):
            for times in (None, 1):
                yield spot.edit(replace(sentence, claims=(changed(first, times=times),)))
        case ConditionIs(line=line, truth=truth):
            passed_by = (facts.other if truth else facts.body).get(line)
            for leads in rest:
                if not isinstance(leads, ConditionLeads):
                    continue
                if leads.consequence is Consequence.SKIPPED:
                    runs = changed(leads, consequence=Consequence.RUNS)
                    yield spot.edit(replace(sentence, claims=(first, runs)))
                elif passed_by is not None:
                    runs = changed(leads, then_line=LineNo(passed_by))
                    yield spot.edit(replace(sentence, claims=(first, runs)))
            if passed_by is not None:
                yield from _added(spot, sentence, passed_by)
        case CaseMatches(line=line, matches=False):
            if line in facts.body:
                yield from _added(spot, sentence, facts.body[line])
        case LoopPasses(loop=loop, passes=0):
            if loop in facts.body:
                yield from _added(spot, sentence, facts.body[loop])
        case _:
            return


def _added(spot: Spot, sentence: Sentence, line: int) -> Iterator[Edit]:
    for times in (None, 1):
        yield spot.after(replace(sentence, claims=(LineRuns(LineNo(line), times),)))
