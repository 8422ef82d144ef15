"""Judges narrations over a recording: semantics.md §3 to §6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import (
    absence_forms,
    branch_forms,
    call_forms,
    cause_forms,
    change_forms,
    direction_forms,
    given_forms,
    loop_forms,
    next_forms,
    pass_forms,
    place_forms,
    reason_forms,
    state_forms,
    taken_forms,
    telling_forms,
    things,
    visit_forms,
    written_forms,
)  # fmt: skip
from . import evaluate as ev
from .answers import Answer, Moments, Outcome, Place, Settled, definite, start_place, worst
from .asked import Asked
from .called_names import of_call, states_of_call
from .calls_not_told import by_a_call, told_of_their_own, without_what_raised
from .codes import Unparsed
from .contexts import Context, Point, leaves
from .headings_of_calls import of_opened, open_calls, opened_as_in, still_told
from .history import History, Span
from .meant import (
    CALLED,
    behind,
    may_be_of_another,
    meant_in_context,
    meant_of_another,
    of_a_call,
    perhaps_meant,
)
from .not_told_which import (
    LOOP_FORMS,
    EndNotTold,
    behind_end,
    behind_loop,
    of_calls,
)
from .opening import opened
from .other_values import changes_answer, matters
from .otherwise import any_of, earlier_in_pass, made_by_told_call, once_in
from .phrases import Prefix
from .program import Function
from .reader import ABSOLUTE, OF_CALL, OF_EITHER, OF_FUNCTION, Headed, Sentence, read_line
from .record import Activation, Recorder, State
from .said_of_calls import said_of_call, states_answer, told_another
from .shared_names import BY_MOMENT, EVENTS, of_either, shared_call
from .states import every
from .telling_forms import calls_another
from .text import Line, allowed, lines_of
from .things import Elements
from .titles import Title
from .told_calls import POINTED, about, named_with_line, said, telling, told_context

MODULES = (
    absence_forms, branch_forms, call_forms, cause_forms, change_forms, direction_forms,
    given_forms, loop_forms, next_forms, pass_forms, place_forms, reason_forms, state_forms,
    taken_forms, telling_forms, things, visit_forms, written_forms,
)  # fmt: skip
"""The forms are known once their modules are there."""
PREFIXED = 1_000_000
"""More than any number of headings."""
RESULTS = ("is-returned", "returned-expression", OF_EITHER, OF_CALL)
"""What says that something is returned, and not by what."""
NO_CALL_HEADING = ("answer", OF_FUNCTION, OF_EITHER)
BEGINNING = ("is-called", "calls-call")
"""What says that a call is made."""


@dataclass
class Judgement:
    """What was found of a narration: its claims with their verdicts, order and verdict."""

    claims: list[tuple[str, str]] = field(default_factory=list)
    in_order: bool | None = True
    verdict: str = "REJECTED"
    unread: int = 0  # sentences that the oracle does not read
    called_another: bool = False  # the last claim is of a call of no function of the program
    ended: tuple[str, Point] | None = None  # the sentence that told of an end of a loop
    begun: bool = False  # the last claim is that a call is made
    loop_not_told: str = ""  # the sentence that spoke of a loop, and not of which
    end_not_told: EndNotTold | None = None
    calls_not_told: list[Activation] = field(default_factory=list)  # that were told, or others


@dataclass
class Block:
    """A heading that is open: where it stands and the context that it opens."""

    line: Line
    prefix: Prefix
    context: Context

    def holds(self, line: Line) -> bool:
        """Whether a line stands in the block (§6, Text)."""
        if self.line.mark.startswith("#"):
            return not line.mark.startswith("#") or len(line.mark) > len(self.line.mark)
        if line.mark.startswith("#"):
            return False
        if line.indent > self.line.indent:
            return True
        return self.line.mark == "" and line.mark == "point" and line.indent == self.line.indent


class Oracle:
    """One recorded call, and its verdicts on sentences."""

    def __init__(self, source: str, entry: str, call: str) -> None:
        self.source, self.call = source, call
        self.recorder = Recorder(source, entry, call)
        self.answer_text = self.recorder.answer_text
        self.program = self.recorder.program
        self.entry = self.recorder.activations[0]
        statements = self.program.statements
        self.histories = {a: History(a, statements) for a in self.recorder.activations}
        self.whole = Context(self.entry, [self.span(self.entry)])
        self.start = Point(self.entry.start, self.entry, self.entry.start_state)
        self.cache: dict[object, tuple[Answer, Point]] = {}
        self.headings: dict[object, tuple[Answer, Point, Context]] = {}
        self.changing: dict[tuple[str, str], bool] = {}  # whether another argument tells
        self.meanwhile: dict[tuple[int, int], State] = {}  # of generators that wait

    def span(self, a: Activation) -> Span:
        return Span(a.start, a.start_state, a.end, a.end_state, last=a.last)

    def activations(self, named: Sequence[Function]) -> list[Activation]:
        return [a for a in self.recorder.activations if a.function in named]

    def changes_answer(self, name: str, keys: list[object]) -> bool:
        """Whether another value of a parameter, or in one place of it, makes another answer."""
        function = self.entry.function
        if function is None:
            return False
        asked = name, repr(keys)
        if asked not in self.changing:
            order = function.order
            self.changing[asked] = changes_answer(
                self.source, function.name, self.call, order, name, keys
            )
        return self.changing[asked]

    def matters(self, line: int, name: str) -> bool:
        """Whether another value of a variable after a line of the entry makes another answer."""
        function = self.entry.function
        if function is None:
            return False
        return matters(self.source, function.name, self.call, line, name)

    def claim(self, sentence: str) -> str:
        """The verdict of one sentence."""
        return worst(verdict for _, verdict in self.judge(sentence).claims)

    def judge(self, narration: str) -> Judgement:
        made = Judgement()
        told: list[tuple[str, Timed]] = []
        blocks: list[Block] = []
        answered = False
        others = 0
        elements = Elements()
        point = self.start
        title: Title | None = None
        for line in lines_of(narration):
            while blocks and not blocks[-1].holds(line):
                blocks.pop()
                point = shallow(point, len(blocks))
            when = title.when if title is not None and title.holds(line) else ""
            try:
                read = read_line(line.text, when)
            except Unparsed:
                made.claims.append((line.text, "UNPARSED"))
                made.unread += 1
                continue
            if isinstance(read, Headed):
                outer = tuple(block.context for block in blocks)
                answer, point, context = self.opening(read.heading, outer, point)
                made.claims.append((read.heading.text, answer.verdict))
                others += 1
                told += [(answer.verdict, timed) for timed in heading_moments(read, answer)]
                blocks.append(Block(line, read.heading.prefixes[0], context))
                read = read.sentences
            outer = tuple(block.context for block in blocks)
            unread = not_read_below(blocks, read)
            for one in read:
                sentence = elements.named(one)
                if sentence is None:
                    made.claims.append((one.text, "UNPARSED"))
                    made.unread += 1
                    continue
                if sentence.form == "note":
                    title = Title(line, str(sentence.args[0])) if sentence.args else title
                    continue
                if sentence.text in unread:
                    made.claims += unread[sentence.text] if sentence.form in NO_CALL_HEADING else []
                    continue
                point = at_sentence(point, sentence, made)
                answers = states_answer(self, sentence, outer, point)
                answered = answered or answers
                others += not answers and sentence.form != "arithmetic"
                answer, after = self.following(made, sentence, outer, point)
                point = replace(point, just=after.just) if sentence.order else after
                point = replace(point, behind=sentence.prefixes or point.behind)
                made.claims.append((sentence.text, answer.verdict))
                told.append((answer.verdict, (sentence.order, answer.places)))
        made.in_order = ordered([timed for verdict, timed in told if verdict == "VERIFIED"])
        made.verdict = self.verdict(narration, made, answered=answered, others=others)
        return made

    def verdict(self, text: str, made: Judgement, *, answered: bool, others: int) -> str:
        verdicts = {verdict for _, verdict in made.claims}
        if verdicts & {"REFUTED", "AMBIGUOUS", "UNSUPPORTED"} or not allowed(text):
            return "REJECTED"
        if made.unread:
            return "UNDECIDED"
        if "UNPARSED" in verdicts or not answered or not others or made.in_order is False:
            return "REJECTED"
        return "ACCEPTED" if verdicts == {"VERIFIED"} and made.in_order else "UNDECIDED"

    def following(
        self, made: Judgement, sentence: Sentence, outer: tuple[Context, ...], point: Point
    ) -> tuple[Answer, Point]:
        """The answer to a claim, by what was claimed before: a result may be another call's."""
        if sentence.form in RESULTS and made.called_another:
            return Answer("UNSUPPORTED"), point
        if sentence.form not in (*ABSOLUTE, *RESULTS):
            made.called_another = calls_another(self, sentence)
            made.begun = sentence.form in BEGINNING
        answer, after = self.one(sentence, outer, point)
        of_either = sentence.form == OF_EITHER and told_another(self, outer, point) is not None
        if of_either and answer.verdict == "AMBIGUOUS" and not made.begun:
            answer = replace(answer, verdict="UNDECIDED")  # what stands on its line is not asked
        if made.loop_not_told == sentence.text and made.claims[-1][0] == sentence.text:
            answer = behind_loop(sentence, answer)
        elif sentence.form in LOOP_FORMS and answer.verdict == "AMBIGUOUS":
            made.loop_not_told = sentence.text
        answer, made.end_not_told = behind_end(made.end_not_told, sentence, outer, answer)
        if not any(leaf.activation is not self.entry for c in outer for leaf in leaves(c)):
            answer = of_calls(sentence, answer, made.calls_not_told)
        if sentence.form in CALLED and answer.verdict == "AMBIGUOUS" and after.told != point.told:
            made.calls_not_told.append(after.told[-1].activation)
        if sentence.form == "ends":
            made.ended = sentence.text, after
        elif answer.verdict == "REFUTED" and sentence.form == "next-truth" and made.ended:
            text, end = made.ended
            span = left_in_its_midst(self, end) if text == sentence.text else None
            if span is not None:
                again = point.at(span.start, end.activation, span.start_state)
                if self.one(sentence, outer, again)[0].verdict == "VERIFIED":
                    answer = replace(answer, verdict="AMBIGUOUS")
        if sentence.form not in ABSOLUTE:
            same = bool(made.claims) and made.claims[-1][0] == sentence.text
            told = [t.activation for t in point.told]  # not what this sentence has said to return
            calls = [a for a in answer.behind if a is not self.entry and (a in told or not same)]
            open_to = of_opened(answer, sentence.form, calls, self.histories)
            if open_to.verdict != answer.verdict:
                after = still_told(after, point, answer.behind, len(outer))
            answer = open_to
        return answer, opened_as_in(after, point)

    def one(
        self, sentence: Sentence, outer: tuple[Context, ...], point: Point
    ) -> tuple[Answer, Point]:
        """The answer to a claim, and the point after it."""
        key = (sentence, outer, point.key)
        if key not in self.cache:
            self.cache[key] = self.fresh(sentence, outer, point)
        return self.cache[key]

    def opening(
        self, sentence: Sentence, outer: tuple[Context, ...], point: Point
    ) -> tuple[Answer, Point, Context]:
        """The answer to a heading, the point at its start, and its context."""
        key = (sentence, outer, point.key)
        if key not in self.headings:
            self.headings[key] = self._opening(sentence, outer, replace(point, behind=()))
        return self.headings[key]

    def _opening(
        self, sentence: Sentence, outer: tuple[Context, ...], point: Point
    ) -> tuple[Answer, Point, Context]:
        [prefix] = sentence.prefixes
        context, inner = self.around(outer, point)
        try:
            if prefix.kind == "told":
                inner = opening_last(telling(self, context, prefix, inner, len(outer) + 1))
            else:
                context = told_context(self, context, prefix, inner, len(outer))
                context = opened(self, context, prefix, inner)
                inner = inner.entered(context)
                inner = headed(inner, context, prefix)
        except Settled as settled:
            of = context.activation if prefix.kind != "told" else None
            bad = Context(of, [], settled.verdict)
            return Answer(settled.verdict), point, bad
        return self.heading(sentence, context, inner), inner, context

    def around(self, outer: tuple[Context, ...], point: Point) -> tuple[Context, Point]:
        """The innermost context of some headings, and the point in it."""
        context = self.whole
        for context in outer:
            point = point.entered(context)
        return context, point

    def fresh(
        self,
        sentence: Sentence,
        outer: tuple[Context, ...],
        point: Point,
        *,
        sharing: bool = True,
    ) -> tuple[Answer, Point]:
        if sentence.form in (OF_FUNCTION, OF_EITHER, OF_CALL):
            return said_of_call(self, sentence, outer, point)
        prefixes = sentence.prefixes
        if sentence.form in ABSOLUTE:
            outer, prefixes = (), ()
        context, inner = self.around(outer, point)
        depth = len(outer)
        try:
            for prefix in prefixes:
                if prefix.kind == "told":
                    inner = opening_last(telling(self, context, prefix, inner, depth))
                    continue
                context = told_context(self, context, prefix, inner, depth)
                context = opened(self, context, prefix, inner)
                inner = inner.entered(context)
                depth = own_depth(context)
            place, there = context, inner
            shared = shared_call(self, sentence, inner, depth) if sharing else None
            if shared is not None and not context.bad and context.each is None:
                context = Context(shared, [self.span(shared)])
            elif not context.bad and context.each is None:
                context, inner = about(self, context, sentence, inner, depth)
        except Settled as settled:
            return Answer(settled.verdict), inner
        if context.bad:
            return Answer(context.bad), inner
        behind = tuple(open_calls(there.told))
        if context.each is not None:
            return Answer(self.universal(context, sentence, inner), behind=behind), point
        answer, after = self.asked(context, sentence, inner, depth)
        if shared is not None:
            answer, after = self.with_around((answer, after), sentence, outer, place, there, depth)
        answer = self.softened(
            answer, context, inner, sentence, outer, (place, there, depth), point
        )
        return replace(answer, behind=behind), after

    def softened(
        self,
        answer: Answer,
        context: Context,
        inner: Point,
        sentence: Sentence,
        outer: tuple[Context, ...],
        opened: tuple[Context, Point, int],
        point: Point,
    ) -> Answer:
        """A claim that is REFUTED in the context it is about, and may have been meant otherwise
        (§3.7); `opened` is what its headings and prefixes have opened."""
        place, there, depth = opened
        if answer.verdict == "REFUTED":
            then = behind(sentence, point.behind)
            meant = (
                meant_in_context(self, place, sentence, depth)
                or of_a_call(self, place, sentence, depth)
                or (then is not None and self.fresh(then, outer, point)[0].verdict == "VERIFIED")
            )
            answer = replace(answer, verdict="AMBIGUOUS") if meant else answer
        if answer.verdict == "REFUTED" and may_be_of_another(sentence):

            def with_told(a: Activation, told: Point) -> str:
                try:
                    call = shared_call(self, sentence, told, depth)
                    if call is not None:
                        meant = Context(call, [self.span(call)])
                    else:
                        meant, told = about(self, place, sentence, told, depth)
                except Settled as settled:
                    return settled.verdict
                return self.asked(meant, sentence, told, depth)[0].verdict

            of = context.activation if sentence.form in POINTED else None
            answer = meant_of_another(self, place, there, depth, answer, with_told, of)
        if answer.verdict == "REFUTED":
            elsewhere = any_of(
                [
                    earlier_in_pass(self, context, sentence, inner, depth),
                    *self.made_by_told(sentence, outer, place, there, depth),
                    self.by_calls(sentence, place, there, depth),
                    self.behind_what_raised(sentence, place, there, depth),
                    self.behind_its_own(sentence, place, there, depth),
                ]
            )
            if elsewhere is not False:
                verdict = "AMBIGUOUS" if elsewhere is True else "UNDECIDED"
                answer = replace(answer, verdict=verdict)
        return answer

    def behind_what_raised(
        self, sentence: Sentence, place: Context, point: Point, depth: int
    ) -> Outcome:
        """Whether it is so where the calls that have raised are told no more."""
        left = without_what_raised(point, depth, self.histories)
        if left == point.told or not may_be_of_another(sentence):
            return False
        try:
            context, point = about(self, place, sentence, replace(point, told=left), depth)
        except Settled:
            return False
        verdict = self.asked(context, sentence, point, depth)[0].verdict
        return "UNDECIDED" if verdict == "UNDECIDED" else verdict == "VERIFIED"

    def behind_its_own(
        self, sentence: Sentence, place: Context, point: Point, depth: int
    ) -> Outcome:
        """Whether it is so at the end of a told call that its own function has made, and of those
        around it that this function has made, told no more."""
        found: list[Outcome] = []
        of_call = sentence.form in ("next-return", "next-value")
        if of_call or not sentence.form.startswith("next-") or place.activation is None:
            return False
        for a, left in told_of_their_own(point, depth, place.activation):
            then = replace(point.at(a.end, place.activation, None), told=left)
            try:
                context, then = about(self, place, sentence, then, depth)
            except Settled:
                continue
            verdict = self.asked(context, sentence, then, depth)[0].verdict
            found.append("UNDECIDED" if verdict == "UNDECIDED" else verdict == "VERIFIED")
        return any_of(found)

    def by_calls(self, sentence: Sentence, place: Context, point: Point, depth: int) -> Outcome:
        """Whether a call that is not told makes something what it is told to become, as the
        innermost call has it that is told, or else the context."""
        told = [t.activation for t in point.told if t.depth == depth]
        calls = [Context(a, [self.span(a)]) for a in told[-1:]]
        return by_a_call(Asked(self, calls[0] if calls else place, sentence, point, depth))

    def with_around(
        self,
        found: tuple[Answer, Point],
        sentence: Sentence,
        outer: tuple[Context, ...],
        place: Context,
        there: Point,
        depth: int,
    ) -> tuple[Answer, Point]:
        """The answer to a claim about a told call by what this shares, which may be meant of the
        context (§3.4)."""
        answer, after = found
        if answer.verdict == "VERIFIED" and sentence.form == "remains":
            return replace(
                answer, verdict="UNDECIDED"
            ), after  # whether the call changes it after this
        opened = any(p.kind == "told" for p in sentence.prefixes) or there.told[-1].opened
        if opened and sentence.form in BY_MOMENT:
            return found
        try:
            context, point = about(self, place, sentence, there, depth)
            other = self.asked(context, sentence, point, depth)
            around = other[0].verdict
            left = answer.places or answer.verdict != "REFUTED"
            if around == "VERIFIED" and not left and sentence.form in EVENTS:
                return other
        except Settled as settled:
            around = settled.verdict
        softened = around
        if around == "REFUTED":
            softened = self.fresh(sentence, outer, there, sharing=False)[0].verdict
        verdict = of_either(sentence, answer.verdict, around, softened=softened)
        return replace(answer, verdict=verdict), after

    def made_by_told(
        self,
        sentence: Sentence,
        outer: tuple[Context, ...],
        place: Context,
        point: Point,
        depth: int,
    ) -> list[Outcome]:
        """Whether what has made a call that is told makes something what it is told to be."""
        around = {len(outer): (outer or (self.whole,))[-1], depth: place}
        return [
            made_by_told_call(sentence, self.histories[context.activation], t.activation)
            for t in point.told
            if (context := around.get(t.depth)) is not None and context.activation is not None
        ]

    def asked(
        self, context: Context, sentence: Sentence, point: Point, depth: int
    ) -> tuple[Answer, Point]:
        try:
            context, point = of_call(self, context, sentence, point, depth)
        except Settled as settled:
            return Answer(settled.verdict), point
        asked = Asked(self, context, sentence, point, depth)
        try:
            answer = asked.answer()
        except Settled as settled:
            answer = Answer(settled.verdict)
        except ev.Undecidable:
            answer = Answer("UNSUPPORTED")
        except (ev.Unclear, RecursionError):
            answer = Answer("UNDECIDED")
        if answer.verdict == "REFUTED":
            before = Asked(self, context, asked.sentence, point, depth)
            try:
                answer = perhaps_meant(before, answer)
            except (Settled, ev.Undecidable, ev.Unclear, RecursionError):
                answer = replace(answer, verdict="UNDECIDED")
        still = asked.still or sentence.form in ("answer", "between")
        after = asked.point if still else asked.point.after(answer, asked.activation)
        just = asked.point.named - point.named  # also where the point has gone back
        after = replace(after, named=after.named | just)
        after = named_with_line(asked, answer, said(asked, answer, after))
        return replace(answer, about=asked.activation), after

    def universal(self, context: Context, sentence: Sentence, point: Point) -> str:
        """The verdict in a context that is judged pass by pass (5.50)."""
        verdicts = []
        for one in context.each or ():
            if one.bad:
                verdicts.append(one.bad)
            elif one.each is not None:
                verdicts.append(self.universal(one, sentence, point))
            else:
                verdicts.append(self.asked(one, sentence, at_start(point, one), -1)[0].verdict)
        return worst(verdicts) if verdicts else "REFUTED"

    def heading(self, sentence: Sentence, context: Context, point: Point) -> Answer:
        if context.bad:
            return Answer(context.bad)
        several = leaves(context)
        if any(c.bad for c in several):
            return Answer(worst(c.bad or "VERIFIED" for c in several))
        places = state_forms.spans_of(context.spans) if context.each is None else ()
        if not sentence.atoms:
            return Answer("VERIFIED", places)
        verdicts = []
        for c in several:
            alone = point if context.each is None else at_start(point, c)
            try:
                verdict = definite(self.so_at_start(sentence, c, alone))
                if verdict == "REFUTED" and context.each is None:
                    verdict = heading_otherwise(Asked(self, c, sentence, alone))
                verdicts.append(verdict)
            except Settled as settled:
                verdicts.append(settled.verdict)
        return Answer(worst(verdicts), places)

    def so_at_start(self, sentence: Sentence, context: Context, point: Point) -> list[Outcome]:
        """Whether the states in a heading's parentheses are so at the start of each interval."""
        atoms = sentence.atoms
        found = states_of_call(self, context, sentence, point)
        if found is not None:
            outcomes = {every(atoms, state) for state in found} or {False}
            return [outcomes.pop() if len(outcomes) == 1 else "UNDECIDED"]
        asked = Asked(self, context, sentence, self.start)
        if (begun := state_forms.behind_beginning(asked)) is not None:
            start = start_place(context.spans[0])
            verdict = state_forms.set_first(asked, start, begun).verdict
            return [{"VERIFIED": True, "REFUTED": False}.get(verdict, verdict)]
        return [every(atoms, s.start_state) for s in context.spans]


def heading_otherwise(asked: Asked) -> str:
    """The verdict of states in a heading's parentheses of which one is false at the start: of one
    pass they may be meant of a later moment in it (§3.7)."""
    spans = asked.context.spans
    if asked.context.loop is None or len(spans) != 1:
        return "REFUTED"
    verdicts = []
    for atom in asked.sentence.atoms:
        begun = start_place(spans[0])
        verdict = definite([every((atom,), begun.state)])
        if verdict == "REFUTED" and atom.kind == "is" and not atom.negated:
            later = once_in(asked, atom, Answer(verdict, (begun,)))
            verdict = later if isinstance(later, str) else "AMBIGUOUS" if later else verdict
        verdicts.append(verdict)
    return worst(verdicts)


def left_in_its_midst(oracle: Oracle, end: Point) -> Span | None:
    """The last pass of the loop that a sentence says ends, if that is left in its midst (§3.7)."""
    entries = oracle.histories[end.activation].entries
    found = [e.passes[-1] for e in entries if e.passes and abs(e.passes[-1].end - end.clock) < 1]
    return found[-1] if found else None


def not_read_below(
    blocks: list[Block], sentences: Sequence[Sentence]
) -> dict[str, list[tuple[str, str]]]:
    """The sentences with a form that does not stand below the heading of a call (5.20)."""
    in_call = any(block.prefix.kind == "call" for block in blocks)
    found = [s.text for s in sentences if in_call and s.form in NO_CALL_HEADING]
    return {text: [(text, "UNPARSED")] for text in found}


def at_start(point: Point, context: Context) -> Point:
    """The point at the start of a context of one interval."""
    assert context.activation is not None
    span = context.spans[0]
    return point.at(span.start, context.activation, span.start_state)


def own_depth(context: Context) -> int:
    """A depth for what is told behind a prefix with a context: for its sentence alone (§3.4)."""
    return PREFIXED + context.spans[0].start if context.spans else PREFIXED


Timed = tuple[str, tuple[Place, ...]]


def heading_moments(read: Headed, answer: Answer) -> list[Timed]:
    made: list[Timed] = [("", answer.places)]
    if read.heading.atoms:
        starts = [Place(p.start, p.start, at_start=True) for p in answer.places]
        made.append(("", tuple(starts)))
    return made


def shallow(point: Point, depth: int) -> Point:
    """The point at the end of a heading's block: calls that it told are told no more."""
    return replace(point, told=tuple(t for t in point.told if t.depth <= depth), behind=())


def at_sentence(point: Point, sentence: Sentence, made: Judgement) -> Point:
    """The point before a claim: calls told behind a prefix are told in that sentence alone."""
    same = bool(made.claims) and made.claims[-1][0] == sentence.text
    return point if same or not sentence.prefixes else shallow(point, PREFIXED - 1)


def opening_last(point: Point) -> Point:
    """The point where the innermost call is told by a heading or a prefix."""
    return replace(point, told=(*point.told[:-1], replace(point.told[-1], opened=True)))


def headed(point: Point, context: Context, prefix: Prefix) -> Point:
    """The point behind a heading that describes a pass: the next such one is of a later pass."""
    if prefix.kind not in ("where", "item") or context.bad or context.loop is None:
        return point
    last = {**dict(point.headed), context.loop.number: context.spans[0].end}
    return replace(point, headed=tuple(sorted(last.items())))


def ordered(told: list[Timed]) -> bool | None:
    """Whether claims are in order; None where lines do not show it: whether something happens
    between the start and the end of a visit."""
    found = set()
    for fine in (False, True):
        moments = [
            (word, [p.fine if fine else p.ordinary for p in places]) for word, places in told
        ]
        found.add(in_order(moments))
    return found.pop() if len(found) == 1 else None


def in_order(moved: list[tuple[str, Moments]]) -> bool | None:
    """Whether points can be chosen that do not decrease; the earliest choice is the best."""
    point = 0
    result: bool | None = True
    for word, moments in moved:
        if not moments:
            continue
        if word == "Earlier":
            if not any(start <= point for start, _ in moments):
                result = None if result else result  # a later choice might do
        elif word == "Later":
            if not any(end >= point for _, end in moments):
                return False
        else:
            points = [max(start, point) for start, end in moments if end >= point]
            if not points:
                return False
            point = min(points)
    return result
