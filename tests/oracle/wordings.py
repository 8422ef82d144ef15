"""Other words for the page's forms (semantics.md 5.74, 5.81 to 5.83): the main ways that it lists.

They are tried where a sentence cannot be read as it stands, in order, each wherever it fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .codes import ORD, Codes, N, V

KINDS = {
    "string": str, "list": list, "tuple": tuple, "number": (int, float), "dictionary": dict,
    "set": set,
}  # fmt: skip
PAST = "appended|added|removed|popped|inserted|increased|decreased|incremented|decremented|set"
STATE = (
    r"(?:@\d+|the [a-z]+) (?:is|has|contains|equals|=) "
    r"(?!set|initialized|called|returned|true|false)"
)
COMPREHENSION = r"\b[Tt]he (?:(?:list|set|dictionary) )?comprehension"
HELD = "(element|item|value|number|character)"
TABLE = (
    (r"(@\d+) is (always|never) equal to (@\d+)", r"\1 is \2 \3"),
    (r"^The result of (@\d+) is (@\d+)", r"\1 returns \2"),
    (r"^The function (@\d+) (?=returns @|is called with @)", r"\1 "),
    (r"(@\d+) calls (@\d+) and returns (@\d+)", r"\1 calls \2 and \1 returns \3"),
    (r"(@\d+) calls (@\d+), which returns (@\d+)", r"\1 calls \2 and \3 is returned"),
    (r"(@\d+) is in the (list|dictionary|set|tuple|string) (@\d+)",
     r"\1 is in \3 and \3 is a \2"),
    (r"\b(?:was|has been|gets|will be|got) (" + PAST + r"|updated|executed|called|returned|raised"
     r"|taken|skipped|pushed|unchanged|reset|initialized|doubled|multiplied|divided|cleared)\b",
     r"is \1"),
    (r"\b(?:ran|will run)\b", "runs"),
    (r"\bdid not change\b", "is unchanged"),
    (r"\bbecame\b", "becomes"),
    (r"\b(?:was)\b", "is"),
    (r"\b[Tt]he (?:value of|variable|counter) (@\d+)", r"\1"),
    (r"\b(?:is met|is satisfied|evaluates to True)\b", "is true"),
    (r"\bthe (?:check|test) (?=@)", "the condition "),
    (r"\b(?:goes to|changes to|is updated as) (?=@|an empty)", "becomes "),
    (r"^(@\d+) ends up as (@\d+|an empty [a-z]+)(?=\.?$)", r"\1 is \2 at the end"),
    (r"\b(?:ends up as|has the value|holds) (?=@|an empty)", "is "),
    (r"\bis no longer\b", "is not"),
    (r"\b(?:is not updated|is not changed|does not change|stays the same)\b", "is unchanged"),
    (r"\b[Ww]e (?:set|initialize|update) (@\d+) to (@\d+),? and (@\d+) to (@\d+)",
     r"\1 is set to \2 and \3 is set to \4"),
    (r"\bmatches (?=@)", "is equal to "),
    (rf"\b[Nn]one of the {HELD}s in (@\d+) is (?=[a-z])", r"no \1 of \2 is "),
    (rf"\b[Tt]here are no ([a-z ]+) {HELD}s in (@\d+)", r"no \2 of \3 is \1"),
    (rf"(@\d+) contains no ([a-z ]+) {HELD}s\b", r"no \3 of \1 is \2"),
    (r"\bis found in (?=@)", "is in "),
    (r"\b(?:entries|members|values)\b", "elements"),
    (rf"{V} is (?:pushed|added)(?=\.|,)", r"\1 is appended"),
    (r"\b(?:goes into|is put into) (?=@)", "is added to "),
    (r"\b([Tt])he (?:loop body|body of the loop)\b", r"\1he loop"),
    (rf"\bis executed (?={N} times|once|twice)", "runs "),
    (rf"\b(?:has|makes) {N} iterations\b", r"runs \1 times"),
    (r"\bonly once\b", "once"),
    (r"(?<=oop )(?:is over|exits)\b", "ends"),
    (r"\bthe (@\d+) block is executed\b", r"the \1 branch is taken"),
    (r"\bthe loop is left by (@\d+)", "we break"),
    (r"\bthe (@\d+) is executed\b", r"we \1"),
    (r"\bwe break out of the loop\b", "we break"),
    (r"\b(?:the loop continues|we go on with the next value)\b", "the loop goes on"),
    (r"\bwe call (@\d+)", r"\1 is called"),
    (r"\bthe next call is (@\d+)", r"\1 is called"),
    (rf"\b(?:it|It|this call|This call) returns {V}", r"\1 is returned"),
    (rf"\bThe returned (?:{'|'.join(KINDS)}) is {V}", r"The result is \1"),
    (rf"\bThe output of the function is {V}", r"The answer is \1"),
    (rf"^Output {V}", r"The result is \1"),
    (rf"(@\d+) (?:->|yields|produces) {V}", r"\1 evaluates to \2"),
    (r"^The final ([a-z]{3,}) is\b", r"At the end, the \1 is"),
    (rf"^(?:Initially|At first), (?={STATE})", "At the start, "),
    (rf"^In the end, (?={STATE})", "At the end, "),
    (r"^(?:Initially|At first|In the end), ", ""),
    (rf"({COMPREHENSION}) gives (?={V})", r"\1 evaluates to "),
    (r"\b([Tt])(he [a-z@\d ]*?loop) (runs over [^.]+?),? and it (?=runs|makes|ends)",
     r"\1\2 \3 and t\2 "),
)  # fmt: skip
"""Patterns over a sentence in which `@0` stands for code, and what is put in their place."""

RETURNED = re.compile(
    r"^(We return|The function returns|This call returns) (@\d+), which is (@\d+)"
)
RETURNS = {
    "We return": " and we return {}",
    "The function returns": ", we return {0} and the function returns {0}",
    "This call returns": " and {} is returned",
}
"""What is returned, with what it comes to."""

NO_THINGS = frozenset(
    """answer argument arguments assertion assignment back beginning block body both bottom branch
    break call calls case clause code comparison comprehension computation condition conditions
    continue definition element elements elif else end exception execution expression first
    following for front function generator generators handler if input inputs iteration
    iterations iterator last latter left line lines loop loops method middle module next object
    one ones only operation order other others output outputs pass passes point previous program
    range recursion remainder rest result results return returns reverse right rule same second
    start statement statements step steps text then third time times top trace two type types
    while whole with yield""".split()
)
"""Words that are no words for a thing of the program."""
VERBS = (
    "is|was|becomes|has|contains|remains|stays|starts|ends|equals|exceeds|holds|and|or|does|appears"
    "|rises|grows|climbs|increases|drops|falls|decreases|advances|gives|evaluates"
)
THING = re.compile(rf"\b[Tt]he ([a-z]{{3,}})(?= (?:{VERBS})\b| =|,|\.)")
EXPRESSION = re.compile(rf"({COMPREHENSION}|\b[Tt]he remainder)(?= (?:evaluates|{VERBS})\b)")
NTH = re.compile(rf"^[Tt]he {ORD} ([a-z]+) is (@\d+)\.$")
NTH_THINGS = frozenset(
    """row order word character letter value number coin child token event job player name pair
    digit window tuple string prime""".split()
)
"""Words that name an item with its number (5.83)."""


def put_otherwise(text: str, codes: Codes) -> str:
    """The sentence in other words."""
    if (m := NTH.match(text)) and m[2] in NTH_THINGS:
        text = f"In the {m[1]} iteration, the item is {m[3]}."
    if m := RETURNED.match(text):
        held = codes.code(m[2])
        so = f"evaluates to {m[3]}" if "(" in held else f"is {m[3]} at the end"
        text = f"{m[2]} {so}{RETURNS[m[1]].format(m[3])}{text[m.end() :]}"
    upper = text[:1].isupper()
    for pattern, other in TABLE:
        text = re.sub(pattern, _unless_break(other, codes), text)
    text = EXPRESSION.sub(lambda m: codes.put(m[1][:1].lower() + m[1][1:]), text)
    text = THING.sub(lambda m: _thing(m, codes), text)
    return text[:1].upper() + text[1:] if upper else text


def named_thing(text: str, codes: Codes) -> str | None:
    """The token of a thing named by a word, where a sentence begins with one."""
    m = THING.match(text)
    return codes.put(f"the {m[1]}") if m and m[1] not in NO_THINGS else None


def _unless_break(other: str, codes: Codes) -> Callable[[re.Match[str]], str]:
    """The replacement; what is executed has to be a `break` or `continue`."""

    def made(m: re.Match[str]) -> str:
        if other == r"we \1":
            word = codes.code(m[1])
            return f"we {word}" if word in ("break", "continue") else m[0]
        if other == "we break" and m.re.groups and codes.code(m[1]) != "break":
            return m[0]
        return m.expand(other)

    return made


def _thing(match: re.Match[str], codes: Codes) -> str:
    word = match[1]
    return match[0] if word in NO_THINGS else codes.put(f"the {word}")
