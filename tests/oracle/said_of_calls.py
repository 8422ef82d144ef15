"""What `The function returns`, `The result is` and `The call returns` say where another call than
the entry's is told (semantics.md 5.20)."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from .answers import Answer, Outcome
from .call_forms import result_of
from .contexts import Context, Point, leaves
from .history import Visit
from .meant import meant_of_another
from .otherwise import any_of, is_so, made_so
from .reader import OF_CALL, OF_EITHER, OF_FUNCTION, Sentence
from .record import Activation
from .states import has_value

if TYPE_CHECKING:
    from .judge import Oracle

ANSWERS = ("answer", OF_FUNCTION, OF_EITHER, OF_CALL)


def told_another(oracle: Oracle, outer: tuple[Context, ...], point: Point) -> Activation | None:
    """The innermost call that is being told in the context, if any but the entry call is."""
    told = [t.activation for t in point.told if t.depth == len(outer)]
    return told[-1] if any(a is not oracle.entry for a in told) else None


def around_of(oracle: Oracle, outer: tuple[Context, ...]) -> list[Activation | None]:
    """The calls of which a context is; None where it is of one that is not there."""
    context = outer[-1] if outer else oracle.whole
    found = {leaf.activation: None for leaf in leaves(context)}
    return list(found)


def states_answer(
    oracle: Oracle, sentence: Sentence, outer: tuple[Context, ...], point: Point
) -> bool:
    """Whether a claim is the answer, and is not said of another call."""
    if sentence.form != OF_CALL:
        return sentence.form in ANSWERS
    of_entry = around_of(oracle, outer) == [oracle.entry]
    return of_entry and told_another(oracle, outer, point) is None


def said_of_call(
    oracle: Oracle, sentence: Sentence, outer: tuple[Context, ...], point: Point
) -> tuple[Answer, Point]:
    """The answer to one of these claims, and the point after it."""
    [wanted] = sentence.args
    as_answer = replace(sentence, form="answer", args=(True, wanted, None))
    answer, after = oracle.fresh(as_answer, outer, point)
    told = told_another(oracle, outer, point)
    around = around_of(oracle, outer)
    context, inner = oracle.around(outer, point)
    if sentence.form == OF_FUNCTION:
        return replace(answer, verdict=of_function(oracle, answer, wanted, told, around)), after
    if sentence.form == OF_EITHER:
        if answer.verdict == "REFUTED" and (made := just_made(oracle, context, inner, wanted)):
            return replace(answer, verdict="AMBIGUOUS" if made is True else "UNDECIDED"), after
        if told is None:
            return answer, after
        return replace(
            answer, verdict=clear(answer.verdict, result_of(told, wanted).verdict)
        ), after
    if told is None and around == [oracle.entry]:
        said = answer
    elif told is None and (None in around or len(around) > 1):
        bad = {leaf.bad for leaf in leaves(context)}
        one = len(around) == 1 and len(bad) == 1
        return Answer(bad.pop() if one else "UNDECIDED"), point  # the call is not there
    else:
        of = told or around[0]
        assert of is not None
        said = result_of(of, wanted)
        after = replace(point.returned(of) if told else point, just=()).after(said, of)
        verdict = said.verdict
        if verdict != "VERIFIED":
            verdict = clear(verdict, answer.verdict)
        bad = {leaf.bad for leaf in leaves(context)} - {""}
        if not told and bad and bad != {verdict}:
            verdict = "UNDECIDED"  # a pass that is not there, of a call that is
        said = replace(said, verdict=verdict)
    if said.verdict == "REFUTED":
        said = meant_of_another(
            oracle, context, inner, len(outer), said, lambda a, _: result_of(a, wanted).verdict
        )
    if said.verdict == "REFUTED" and otherwise_meant(oracle, sentence, outer, point, around):
        said = replace(said, verdict="UNDECIDED")
    return said, after


def just_made(oracle: Oracle, context: Context, point: Point, wanted: object) -> Outcome:
    """Whether the visit that is being told has made a local name that."""
    visit = point.visit
    a = context.activation
    if visit is None or a is None or a.function is None or len(context.spans) != 1:
        return False
    if visit not in oracle.histories[a].visits or visit.after is None:
        return False
    names = [ast.Name(name, ast.Load()) for name in visit.after.names]
    return any_of(made_so(visit, node, wanted) or made_new(visit, node, wanted) for node in names)


def made_new(visit: Visit, node: ast.expr, wanted: object) -> Outcome:
    """Whether a name that had no value before a visit has that after it."""
    had = has_value(node, visit.before)
    return had if isinstance(had, str) else not had and is_so(node, wanted, visit.after)


def otherwise_meant(
    oracle: Oracle,
    sentence: Sentence,
    outer: tuple[Context, ...],
    point: Point,
    around: list[Activation | None],
) -> bool:
    """Whether it would be so of the call of the context alone, or behind the prefix of the sentence
    before: it is left open whether that counts (3.7)."""
    [wanted] = sentence.args
    others = [a for a in around if a is not None and a is not oracle.entry]
    if outer and any(result_of(a, wanted).verdict == "VERIFIED" for a in others):
        return True
    if not point.behind:
        return False
    then = replace(sentence, form="is-returned", prefixes=point.behind)
    return oracle.fresh(then, outer, point)[0].verdict == "VERIFIED"


def of_function(
    oracle: Oracle,
    answer: Answer,
    wanted: object,
    told: Activation | None,
    around: list[Activation | None],
) -> str:
    """The verdict on what `The function returns` says."""
    if answer.verdict == "VERIFIED":
        return answer.verdict
    if told is not None:
        return clear(answer.verdict, result_of(told, wanted).verdict)
    others = [a for a in around if a is not None and a is not oracle.entry]
    if any(result_of(a, wanted).verdict != answer.verdict for a in others):
        return "UNDECIDED"  # in a pass of a call that is told around it
    return answer.verdict


def clear(one: str, other: str) -> str:
    """The verdict that a claim has in both ways in which it can be read."""
    if "UNDECIDED" in (one, other):
        return "UNDECIDED"
    return one if one == other else "AMBIGUOUS"
