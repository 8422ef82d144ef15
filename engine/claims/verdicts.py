"""The closed questions that a judgement answers, one enum for each."""

from __future__ import annotations

from enum import Enum


class ClaimVerdict(Enum):
    """What the recording says of one claim. Closed."""

    VERIFIED = "VERIFIED"  #: true of every state or event that the moment names
    REFUTED = "REFUTED"  #: false of all of them, or the moment names none
    AMBIGUOUS = "AMBIGUOUS"  #: the moment names several, and they disagree
    UNSUPPORTED = "UNSUPPORTED"  #: cannot be decided; the reason is given


class NarrationVerdict(Enum):
    """Whether a narration may be believed. Closed."""

    ACCEPTED = "ACCEPTED"  #: every statement in it is proved, in order, and it gives the answer
    REJECTED = "REJECTED"  #: at least one `Reason` holds


class Reason(Enum):
    """Why a narration is rejected; every reason that holds is given, in this order. Closed."""

    FORBIDDEN_TEXT = "forbidden-text"  #: characters that could hide something
    UNPARSED = "unparsed"  #: text that is no sentence of the language
    EMPTY = "empty"  #: no claim besides the answer
    COUNTS_ALONE = "counts-alone"  #: besides the answer, it only says how often things happen
    INVARIANTS_ALONE = "invariants-alone"  #: likewise, what holds always, never or on every pass
    REFUTED = "refuted"
    AMBIGUOUS = "ambiguous"
    UNSUPPORTED = "unsupported"
    OUT_OF_ORDER = "out-of-order"  #: a claim about an earlier time that does not say so
    NO_ANSWER = "no-answer"  #: what the entry call returned or raised is not stated
    GAPS = "gaps"  #: something that the answer depends on is told by no verified claim


class Level(Enum):
    """How strict a verification is; each level asks for all of the one before. Closed."""

    CLAIMS = "claims"  #: every claim is verified, in any order
    ORDERED = "ordered"  #: the claims follow the execution
    GAPLESS = "gapless"  #: they cover all that the answer depends on
