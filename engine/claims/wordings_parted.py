"""Sentences that are read as several, one after the other (docs/semantics.md §5.99), as data.

Lines as in `engine.claims.wordings`; a bar stands between the sentences. They are used where a
sentence cannot be read otherwise."""

from __future__ import annotations

from typing import Final

PARTED: Final[tuple[tuple[str, str], ...]] = (
    (
        r"^((?:in|on|during|for|at|with) [^,;.]+) , ([^;.]+?) ,? ?and after (?:it|that|this) (?=(?:the |<C>))([^;.]+) \.$",
        r"\1 , \2 . | after this pass , \3 .",
    ),
    (
        r"^(<E>) (?:was|is) (<X>) (after the (?:outer |inner |first |second )?loop) , (?:and|but) (?:now |then )?it ([^;.]+) \.$",
        r"\3 , \1 is \2 . | \1 \4 .",
    ),
    (
        r"^(<E>) ([^,;.]+?) in (every|each) (iteration|pass|round) , (?:so|and) (?:its|the) (?:final )?value (?:at the end )?is (<X>) \.$",
        r"in \3 \4 , \1 \2 . | \1 is \5 at the end .",
    ),
    (r"^(<E> [^,;.]+?) in (every|each) (iteration|pass|round) \.$", r"in \2 \3 , \1 ."),
    (
        r"^at (index|position) (\d+) and (\d+) we have (<L>) and (<L>) , so ([^;.]+) \.$",
        r"at \1 \2 , we have \4 . | at \1 \3 , we have \5 . | \6 .",
    ),
    (
        r"^in (every|each) (iteration|pass|round) , ([^;.]+?) , so the values of (<E>) are ([^;.]+) \.$",
        r"in \1 \2 , \3 . | the values of \4 are \5 .",
    ),
    (
        r"^(?:at|for|with|when) (<E> = <X>) , ([^,;.]+) with (<E> = <X>) , and (?:later |then )?also with (<E> = <X>) \.$",
        r"at \1 , at \3 , \2 . | at \1 , at \4 , \2 .",
    ),
    (
        r"^in total , (<E>) (?:is|was) called (<N>|once|twice) ?(times)? and (?:it )?returned (<C>) (<N>|once|twice) ?(times)? \.$",
        r"\1 is called \2 \3 . | \1 returns \4 \5 \6 in total .",
    ),
)
