"""What a narration may say of a recording of which not all is determined.

The narrator tells what one run did. Whether other runs do the same is the judge's question, so
it is put to the judge: what cannot be decided is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from engine.claims.check.context import frames
from engine.claims.check.judge import judge_claim, judge_heading
from engine.claims.model import Block, Chain, Claim, ConditionIs, ConditionLeads, Item, Sentence
from engine.claims.verdicts import ClaimVerdict
from engine.trace.determined import determined
from engine.trace.moments import Moments
from engine.trace.trace import Trace


def settled(trace: Trace, items: list[Item]) -> list[Item]:
    """The items without what is not the same in every run."""
    if not trace.data.differs:
        return items
    return list(_items(determined(trace).index(Moments), items, ()))


def _items(moments: Moments, items: Iterable[Item], chain: Chain) -> Iterator[Item]:
    for item in items:
        match item:
            case Sentence(claims=claims, prefix=prefix):
                kept = _claims(moments, claims, chain + prefix)
                if kept:
                    yield replace(item, claims=kept)
            case Block(heading=heading, items=inside):
                context = (*chain, heading.context)
                below = tuple(_items(moments, inside, context))
                exists = judge_heading(context, partial(frames, moments, context))
                if below and exists.verdict is ClaimVerdict.VERIFIED:
                    states = tuple(
                        each for each in heading.states if _is_told(moments, context, each)
                    )
                    yield Block(replace(heading, states=states), below)
            case _:
                yield item


def _claims(moments: Moments, claims: tuple[Claim, ...], chain: Chain) -> tuple[Claim, ...]:
    kept: list[Claim] = []
    for claim in claims:
        # What a condition leads to is said behind the condition.
        alone = isinstance(claim, ConditionLeads) and not (
            kept and isinstance(kept[-1], ConditionIs)
        )
        if not alone and _is_told(moments, chain, claim):
            kept.append(claim)
    return tuple(kept)


def _is_told(moments: Moments, chain: Chain, claim: Claim) -> bool:
    judged = judge_claim(moments, chain, claim)
    return judged.verdict is ClaimVerdict.VERIFIED
