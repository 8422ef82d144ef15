"""Ways of saying of which every word says something: what is always so, what is returned, and of
what type a thing is (docs/semantics.md §5.74), as data.

Lines as in `engine.claims.wordings`; they are used before those. A word that the language has no
form for is left where it stands, and the sentence is not read."""

from __future__ import annotations

from typing import Final

_GIVES: Final = r"(?:,? ?(?:which|that) (?:is|equals|gives|evaluates to)|=)"

_RETURNS: Final = (
    (r"\bwe return", r"we return \2"),
    (r"\bthe function returns", r"we return \2 and the function returns \2"),
    (
        r"\b(?:this|that|the|this last|that last|the last) call (?:returns|gives back)",
        r"\2 is returned",
    ),
    (r"\b(?:it|that one|this|this one|the method) returns", r"\2 is returned"),
)
"""Who returns, and how it is said with a value alone."""

EXACT: Final[tuple[tuple[str, str], ...]] = (
    # -- in every state
    (r"(<E>) is (always|never) equal to (<L>)", r"\1 is \2 \3"),
    (r"\b(is|are) only (?=«\d+[in]»)", r"\1 "),
    # -- nothing else
    (
        r"(<C>) is only (added|appended) to («\d+e»)<$>",
        r"\1 is \2 to \3 and nothing is added to anything but \3",
    ),
    (r"\bwe create (<E>) = (<F>)", r"\1 is set to \2"),
    # -- what is returned, and what it comes to: an expression with a call in it is evaluated again
    # nowhere, so it is asked what it came to
    *(
        (rf"{who} (?:the (?:value of )?)?(<P>) {_GIVES} (<L>)", rf"\1 is \2 at the end and {does}")
        for who, does in _RETURNS
    ),
    *(
        (rf"{who} (?:the (?:value of )?)?(<H>) {_GIVES} (<L>)", rf"\1 evaluates to \2 and {does}")
        for who, does in _RETURNS
    ),
    # -- of what type it is; to a dictionary nothing is added by a form of the language
    *(
        line
        for place, types in (
            (r"\b(to|into|onto|on) (?:the end of )?", "list|set|string"),
            (r"\b(in|from|of) ", "list|tuple|dictionary|dict|set|string"),
        )
        for line in (
            (
                rf"{place}the ({types}) (<E>)(?= \.| ;| , (?!making|which|giving)| and| so| but)",
                r"\1 \3 and \3 is a \2",
            ),
            (rf"{place}the ({types}) (<E>) (, making [^,;.]+)(?= \.)", r"\1 \3 \4 and \3 is a \2"),
        )
    ),
)
