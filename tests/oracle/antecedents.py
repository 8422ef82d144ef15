"""What `it` stands for at the beginning of a sentence (semantics.md 5.74, 5.90)."""

from __future__ import annotations

import re

from .codes import Codes, Unparsed
from .phrases import context
from .wordings import named_thing

VERBS = (
    "is|has|becomes|contains|rises|drops|grows|falls|increases|decreases|remains|stays|equals"
    "|exceeds|takes"
)
HANDED = "appended|added|removed|popped|pushed|inserted|stored|returned|called|taken|raised"
IT = re.compile(rf"It (?=(?:{VERBS})\b)(?!is (?:now |then |also )?(?:{HANDED})\b)")
ITS = re.compile(r"Its (final value|sum|length|maximum|minimum) (?=is\b)")


def with_antecedent(text: str, before: str | None, codes: Codes) -> tuple[str, str | None]:
    """The sentence with what `it` stands for, which is what the sentence before it begins with
    (`before`); and what this one begins with."""
    if before is None or not (IT.match(text) or ITS.match(text)):
        return text, subject_of(text, codes)
    if m := ITS.match(text):
        return f"The {m[1]} of {before} {text[m.end() :]}", before
    return f"{before} {IT.sub('', text, count=1)}", before


def subject_of(text: str, codes: Codes) -> str | None:
    """The span of code, or the thing named by a word, with which a sentence begins, behind its
    prefixes."""
    for m in re.finditer(r", (?=[a-z@])", text):
        try:
            prefix = context(text[: m.start()], codes)
        except Unparsed:
            continue
        if prefix is not None:
            return subject_of(text[m.end() :], codes)
    if begun := re.match(r"@\d+(?= [a-z])", text):
        return begun[0]
    return named_thing(text, codes)
