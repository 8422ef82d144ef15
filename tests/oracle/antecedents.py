"""What `it` stands for at the beginning of a sentence (semantics.md 5.74, 5.90)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .codes import Codes, Unparsed
from .phrases import context
from .wordings import named_thing

VERBS = (
    "is|has|becomes|contains|rises|drops|grows|falls|increases|decreases|remains|stays|equals"
    "|exceeds|takes"
)
HANDED = "appended|added|removed|popped|pushed|inserted|stored|returned|called|taken|raised"
IT = re.compile(rf"It (?=(?:{VERBS})\b)(?!is (?:now |then |also )?(?:{HANDED})\b)")
IT_ALONE = re.compile(r"It ")
HANDED_ON = re.compile(r"It (?:is|was) (?:appended|added|removed|popped|pushed|inserted|put)\b")
ALL = re.compile(r"All (elements|items|values|numbers|characters) are ")
ITS = re.compile(r"Its (final value|sum|length|maximum|minimum) (?=is\b)")


@dataclass(frozen=True)
class Antecedent:
    """What `it` can stand for: what a sentence begins with, and its last literal."""

    subject: str | None = None
    literal: str | None = None


def with_antecedent(text: str, before: Antecedent, codes: Codes) -> tuple[str, Antecedent]:
    """The sentence with what `it` stands for, by the sentence before it; and what it stands for in
    the next one."""
    subject = before.subject
    if before.literal is not None and HANDED_ON.match(text):
        made = f"{before.literal} {IT_ALONE.sub('', text, count=1)}"
        return made, Antecedent(before.literal, last_literal(made, codes))
    if subject is not None and (m := ITS.match(text)):
        made = f"The {m[1]} of {subject} {text[m.end() :]}"
    elif subject is not None and IT.match(text):
        made = f"{subject} {IT.sub('', text, count=1)}"
    elif subject is not None and (m := ALL.match(text)):
        made = f"All {m[1]} of {subject} are {text[m.end() :]}"
    else:
        return text, Antecedent(subject_of(text, codes), last_literal(text, codes))
    return made, Antecedent(subject, last_literal(made, codes))


def last_literal(text: str, codes: Codes) -> str | None:
    """The last literal of a sentence."""
    found = [token for token in re.findall(r"@\d+", text) if codes.is_literal(token)]
    return found[-1] if found else None


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
