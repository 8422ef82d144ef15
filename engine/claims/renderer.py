"""Claims to text: every phrasing that the parser reads as the claim.

Invariant (tested for all claims and phrasings): a rendered sentence, parsed, gives equal claims
in equal contexts. What has no text raises `NoTextError`. Phrasings are numbered from 0, the most
usual one first; which is which may change between versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TypeAlias

from engine.claims.clauses import because_phrasings, clause_phrasings
from engine.claims.clauses_changes import with_effect
from engine.claims.clauses_summaries import going
from engine.claims.discourse_phrases import (
    loop_phrasings,
    named_pass_phrasings,
    pass_where_phrasings,
)
from engine.claims.model import (
    AbsoluteClaim,
    AfterLine,
    AfterLoop,
    AfterTheLoop,
    Alters,
    Aside,
    AtPoint,
    BaseState,
    BeforeLine,
    Block,
    CallContext,
    Chain,
    Claim,
    Compares,
    ConditionBecause,
    ConditionIs,
    ConditionLeads,
    Context,
    ContextEnd,
    ContextStart,
    ContextStartAndEnd,
    EndOfEveryPass,
    EveryNamedPass,
    EveryPass,
    Goes,
    Heading,
    Item,
    ItemPass,
    LabelledPass,
    LoopName,
    Moment,
    NamedCallContext,
    NamedPass,
    Narration,
    Note,
    OnLine,
    Parts,
    PassContext,
    PassWhere,
    Relation,
    Sentence,
    Sets,
    SeveralPasses,
    Shows,
    Span,
    StartOfEveryPass,
    StateClaim,
    Stays,
    Swaps,
    ThisPass,
    ValueIs,
    WholeLoop,
)
from engine.claims.phrases import (
    NoTextError,
    call_references,
    counted,
    expected,
    joined,
    literal,
    pass_references,
    target,
)
from engine.claims.states import state_phrasings
from engine.claims.telling_phrases import labelled_pass_phrasings, named_call_phrasings
from engine.claims.told_phrases import aside_phrase

__all__ = [
    "Lead",
    "NoTextError",
    "heading_phrasings",
    "phrasings",
    "render",
    "render_heading",
    "render_narration",
    "render_sentence",
    "sentence_phrasings",
]

Pick: TypeAlias = Callable[[int], int]
"""Chooses one of n phrasings: a number from 0 to n - 1."""


def _first(count: int) -> int:
    del count  # the first phrasing, however many there are
    return 0


class Lead(Enum):
    """Words before a sentence that add nothing to its meaning. Closed."""

    NONE = ""
    THEN = "Then "
    NEXT = "Next, "
    NOW = "Now "
    AFTER_THAT = "After that, "


def phrasings(claim: Claim, prefix: Chain = ()) -> int:
    """How many ways there are to say the claim in one sentence, after the prefix."""
    return sentence_phrasings(Sentence((claim,), prefix))


def render(claim: Claim, phrasing: int = 0, prefix: Chain = ()) -> str:
    """The sentence of one claim. (`ConditionLeads` is said together with its `ConditionIs`.)"""
    return render_sentence(Sentence((claim,), prefix), phrasing)


def sentence_phrasings(sentence: Sentence) -> int:
    return len(_bodies(sentence.claims, sentence.prefix))


def render_sentence(sentence: Sentence, phrasing: int = 0, lead: Lead = Lead.NONE) -> str:
    """The sentence of several claims: states of one moment, assignments of one line, or a
    condition and its consequence; raises `NoTextError` for other combinations."""
    if lead is not Lead.NONE and sentence.relation is not Relation.NOW:
        raise NoTextError("a sentence about another time has no other word before it")
    start = _relation(sentence.relation) or lead.value
    text = f"{start}{_bodies(sentence.claims, sentence.prefix)[phrasing]}."
    return text[0].upper() + text[1:]


def _relation(relation: Relation) -> str:
    match relation:
        case Relation.NOW:
            return ""
        case Relation.EARLIER:
            return "Earlier, "
        case Relation.LATER:
            return "Later, "


def heading_phrasings(heading: Heading) -> int:
    return len(_headings(heading))


def render_heading(heading: Heading, phrasing: int = 0) -> str:
    """The heading's line, without indentation or bullet."""
    return _headings(heading)[phrasing]


def render_narration(narration: Narration, pick: Pick = _first) -> str:
    """The whole text, one line for each sentence, with bullets; ends with a line end."""
    return "".join(f"{line}\n" for line in _lines(narration.items, "", pick))


def _lines(items: tuple[Item, ...], indent: str, pick: Pick) -> Iterator[str]:
    for item in items:
        match item:
            case Note(kind=kind):
                yield f"{indent}- {kind.value}"
            case Sentence():
                bodies = sentence_phrasings(item)
                yield f"{indent}- {render_sentence(item, pick(bodies))}"
            case Block(heading=heading, items=inner):
                yield f"{indent}- {render_heading(heading, pick(heading_phrasings(heading)))}"
                yield from _lines(inner, f"{indent}  ", pick)


# -- sentences ------------------------------------------------------------------------------------


def _bodies(claims: tuple[Claim, ...], prefix: Chain) -> tuple[str, ...]:
    """All ways to say the claims, without the capital and the full stop."""
    first, *rest = claims
    match first:
        case ValueIs(moment=Aside() as moment) | Compares(moment=Aside() as moment) if not rest:
            return _prefixed(prefix, _aside(first, moment))
        case BaseState():
            states = [claim for claim in claims if isinstance(claim, StateClaim)]
            if len(states) < len(claims) or any(each.moment != first.moment for each in states):
                raise NoTextError("states of several moments are no one sentence")
            said = [state_phrasings(state) for state in states]
            styles = max(len(each) for each in said)
            lists = [joined([each[style % len(each)] for each in said]) for style in range(styles)]
            return tuple(
                f"{when}{states_said}"
                for when in _when(first.moment, prefix)
                for states_said in dict.fromkeys(lists)
            )
        case Alters() | Swaps() | Stays() if rest:
            return _prefixed(prefix, with_effect(first, tuple(rest)))
        case Sets() if rest:
            return _prefixed(prefix, _several_set(first, claims))
        case Goes() if rest:
            goings = [claim for claim in claims if isinstance(claim, Goes)]
            if len(goings) < len(claims):
                raise NoTextError("these claims are no one sentence")
            return _prefixed(prefix, (joined([going(each) for each in goings]),))
        case ConditionIs() if rest:
            return _prefixed(prefix, _condition_phrasings(first, rest))
        case _ if rest:
            raise NoTextError("these claims are no one sentence")
        case Shows() if prefix and _is_moment(prefix[-1]):
            raise NoTextError("`=` behind a moment says a state")
        case _ if prefix and isinstance(first, AbsoluteClaim):
            raise NoTextError("a claim that means the same in every context takes no prefix")
        case _:
            return _prefixed(prefix, clause_phrasings(first))


def _aside(state: ValueIs | Compares, moment: Aside) -> tuple[str, ...]:
    """``x is 5 at the end``: without `equals` and its like, and what is negated."""
    if state.negated or (isinstance(state, Compares) and not moment.end):
        raise NoTextError("no words say this in passing")
    said = [each for each in state_phrasings(state) if " is " in each]
    if isinstance(state, ValueIs):
        said = said[:1]
    if not said:
        raise NoTextError("no words say this in passing")
    return tuple(f"{each} {aside_phrase(moment)}" for each in said)


def _condition_phrasings(first: ConditionIs, rest: list[Claim]) -> tuple[str, ...]:
    """A condition, its reasons and its consequence, one of the two at least."""
    same = first.line, first.condition, first.truth
    if any(
        not isinstance(each, ConditionBecause | ConditionLeads)
        or (each.line, each.condition, each.truth) != same
        for each in rest
    ):
        raise NoTextError("what stands with a condition is its own reason or consequence")
    match rest:
        case [ConditionLeads() as leads]:
            return clause_phrasings(leads)
        case [ConditionBecause() as because]:
            return because_phrasings(because, None)
        case [ConditionBecause() as because, ConditionLeads() as leads]:
            return because_phrasings(because, leads)
        case _:
            raise NoTextError("a condition has one reason and one consequence, in this order")


def _prefixed(prefix: Chain, clauses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{start}{clause}" for start in _prefixes(prefix) for clause in clauses)


def _several_set(first: Sets, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    settings = [claim for claim in claims if isinstance(claim, Sets)]
    if len(settings) < len(claims) or any(each.line != first.line for each in settings):
        raise NoTextError("assignments of several lines are no one sentence")
    line = f"line {first.line}"
    pairs = [
        (target(each.target), None if each.to is None else expected(each.to)) for each in settings
    ]
    if all(to is None for _, to in pairs):
        return (f"{line} sets {joined([place for place, _ in pairs])}",)
    if any(to is None for _, to in pairs):
        raise NoTextError("of assignments in one sentence all say a value or none")
    anyhow = joined([f"{place} to {to}" for place, to in pairs])
    return (
        f"{line} sets {anyhow}",
        f"{line} binds {anyhow}",
        f"{line} assigns {joined([f'{to} to {place}' for place, to in pairs])}",
        f"on {line}, {joined([f'{place} becomes {to}' for place, to in pairs])}",
    )


# -- contexts and moments --------------------------------------------------------------------


def _references(  # noqa: C901  # one case for each kind of context
    context: Context,
) -> tuple[str, ...]:
    match context:
        case PassContext(number=number, loop=loop):
            return pass_references(number, loop)
        case NamedPass(number=number, loop=name):
            return named_pass_phrasings(number, name)
        case CallContext(number=number, function=function):
            return call_references(number, function)
        case SeveralPasses(spans=spans, loop=loop):
            return tuple(f"passes {text} of the loop on line {loop}" for text in _numbers(spans))
        case EveryPass(loop=loop):
            return tuple(f"{each} pass of the loop on line {loop}" for each in _EACH)
        case WholeLoop(loop=loop, passes=passes):
            if passes is None:
                return f"the loop on line {loop}", f"all passes of the loop on line {loop}"
            extents = counted(passes, "pass", "passes")
            return tuple(f"the {extent} of the loop on line {loop}" for extent in extents)
        case AfterTheLoop(loop=loop):
            return tuple(f"the {words}" for words in loop_phrasings(loop))
        case PassWhere():
            return pass_where_phrasings(context)
        case ItemPass(value=value):
            return (literal(value),)
        case LabelledPass():
            return labelled_pass_phrasings(context)
        case ThisPass(following=following):
            which = "the next" if following else "this"
            return tuple(f"{which} {each}" for each in ("pass", "iteration", "round"))
        case EveryNamedPass(loop=loop):
            of = "" if loop == LoopName() else f" of the {loop_phrasings(loop)[0]}"
            return tuple(f"{each} iteration{of}" for each in _EACH)
        case NamedCallContext():
            return named_call_phrasings(context)
        case Span() | Parts():
            raise NoTextError("no words say this part of the execution")


def _numbers(spans: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """``2 to 5``; ``1, 3 and 4``"""
    if len(spans) == 1:
        first, last = spans[0]
        return (f"{first} to {last}",)
    if any(first != last for first, last in spans):
        raise NoTextError("of several passes either one run is named, or single ones")
    return (joined([str(first) for first, _ in spans]),)


def _prepositions(context: Context) -> tuple[str, ...]:
    match context:
        case PassContext() | NamedPass():
            return "on", "in", "during"
        case SeveralPasses() | EveryPass():
            return ("on",)
        case WholeLoop():
            return ("over",)
        case CallContext():
            return ("in",)
        case AfterTheLoop():
            return ("after",)
        case PassWhere():
            return "at", "when", "with"
        case NamedCallContext():
            return "back in", "in"
        case ItemPass():
            return ("for",)
        case LabelledPass():
            return "at", "in"
        case ThisPass() | EveryNamedPass():
            return ("in",)
        case Span() | Parts():
            return ()


def _prefixes(prefix: Chain) -> tuple[str, ...]:
    """All ways to say the whole prefix, its comma included; one style throughout."""
    said = [
        [
            f"{preposition} {reference}, "
            for preposition in _prepositions(context)
            for reference in _references(context)
        ]
        for context in prefix
    ]
    styles = max((len(each) for each in said), default=1)
    texts = ["".join(each[style % len(each)] for each in said) for style in range(styles)]
    return tuple(dict.fromkeys(texts))


def _is_moment(context: Context | None) -> bool:
    """Whether the context is read as the moment of a state."""
    return isinstance(context, AfterTheLoop) and not isinstance(context.loop, LoopName)


def _when(moment: Moment, prefix: Chain) -> tuple[str, ...]:
    """Prefix and moment of a state claim, the comma included."""
    own = tuple(f"{start}{phrase}, " for start in _prefixes(prefix) for phrase in _moments(moment))
    last = prefix[-1] if prefix else None
    if isinstance(last, SeveralPasses | EveryPass | EveryNamedPass):
        if isinstance(moment, AtPoint):
            raise NoTextError("after such a prefix a state has the moments that it names")
        return _prefixes(prefix) if isinstance(moment, ContextStartAndEnd) else own
    if isinstance(moment, AtPoint):
        if isinstance(last, PassContext | NamedPass | WholeLoop) or _is_moment(last):
            raise NoTextError("after such a prefix a state has the moments that it names")
        return _prefixes(prefix)
    if isinstance(last, ThisPass) and not last.following and isinstance(moment, ContextEnd):
        outer = _prefixes(prefix[:-1])
        after = tuple(f"after {each}, " for each in _references(last))
        return (*(f"{start}{phrase}" for start in outer for phrase in after), *own)
    if not isinstance(last, PassContext | NamedPass):
        if isinstance(moment, ContextStartAndEnd):
            raise NoTextError("a state without a moment stands after a pass only")
        return own
    outer, passes = _prefixes(prefix[:-1]), _references(last)
    match moment:
        case ContextStartAndEnd():
            return _prefixes(prefix)
        case ContextStart():
            phrases = [f"at the start of {each}, " for each in passes]
        case ContextEnd():
            phrases = [f"at the end of {each}, " for each in passes]
            phrases += [f"after {each}, " for each in passes]
        case _:
            phrases = []
    return (*(f"{start}{phrase}" for start in outer for phrase in phrases), *own)


def _moments(moment: Moment) -> tuple[str, ...]:
    match moment:
        case BeforeLine(line=line):
            return (f"before line {line}",)
        case AfterLine(line=line):
            return (f"after line {line}",)
        case OnLine(line=line):
            return (f"on line {line}",)
        case ContextStart():
            return ("at the start",)
        case ContextEnd():
            return ("at the end",)
        case ContextStartAndEnd() | AtPoint() | Aside():
            return ()
        case AfterLoop(loop=loop):
            return (f"after the loop on line {loop}",)
        case StartOfEveryPass(loop=loop):
            return tuple(
                f"at the start of {each} pass of the loop on line {loop}" for each in _EACH
            )
        case EndOfEveryPass(loop=loop):
            return tuple(f"at the end of {each} pass of the loop on line {loop}" for each in _EACH)


_EACH = ("every", "each")


def _headings(heading: Heading) -> tuple[str, ...]:
    states = ""
    if heading.states:
        if any(state.moment != ContextStart() for state in heading.states):
            raise NoTextError("a heading's states are those at the start of its context")
        states = f" ({joined([state_phrasings(state)[0] for state in heading.states])})"
    references = _references(heading.context)
    if isinstance(heading.context, ItemPass | NamedCallContext):
        if heading.states:
            raise NoTextError("such a heading has no states")
        named = isinstance(heading.context, NamedCallContext)
        before = ("Back in ", "Call ", "In call ") if named else ("",)
        return tuple(f"{word}{each}:" for each in references for word in before)
    texts = [f"{word} {each}" for word in _prepositions(heading.context) for each in references]
    if isinstance(heading.context, PassWhere):
        if len(heading.context.values) > 1 or heading.states:
            raise NoTextError("such a heading is one state")
        return tuple(f"{reference}:" for reference in references)
    if isinstance(heading.context, LabelledPass):
        texts = list(references)
    elif not isinstance(heading.context, AfterTheLoop | WholeLoop):
        texts = [*references, *texts]
    return tuple(f"{text[0].upper()}{text[1:]}{states}:" for text in texts)
