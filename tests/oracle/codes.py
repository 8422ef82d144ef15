"""The pieces of code of a line of a narration, and its numbers in words."""

from __future__ import annotations

import ast
import io
import re
import tokenize

from .literals import NotALiteral, parse_literal
from .values import Value

WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
N = r"(\d+|" + "|".join(WORDS) + ")"
ORD = r"(\d*1\dth|(?:\d*[02-9])?(?:1st|2nd|3rd|[04-9]th)|" + "|".join(ORDINALS) + ")"
EMPTY = {
    "an empty list": "[]", "an empty string": "''", "an empty dictionary": "{}",
    "an empty set": "set()", "an empty tuple": "()",
}  # fmt: skip
V = r"(@\d+|" + "|".join(EMPTY) + ")"
BARE = re.compile(
    r"""'[^'`]*'|"[^"`]*"|\[[^`\[\]]*\](?!\w)|\{[^`{}]*\}|\b[A-Za-z_]\w*(?:\([^`()]*\)|\[[^`\[\]]*\])"""
    r"""|(?<![\w`.])-?\d+\.\d+|(?<![\w`.])-\d+|\b(?:True|False|None)\b"""
)

FORM_WORDS = frozenset(
    """
    a add adds advances affects after again alphabetic alphanumeric always an and answer
    appear appears append appended appends are as assertion assigned at because becomes before
    beginning begins between block body both bracket branch breaks by call called calls case
    catches change changes character characters clears climbs closing comma comprehension
    computes condition conditions contain contains continues converted decides decreased
    decreases decrements defined defines deletes depend depends depth dict dictionary
    different digit divided divides divisible does doubled doubles drops during each effect
    eight eighth element elements eleven eleventh empty end ends entered enters equal equals
    evaluated evaluates even ever every exceed exceeds exception executes extends fails falls
    false falsy fifth final finally finishes first five float for four fourth from front
    function gives giving goes greater grows has hence highest holds however imports in
    increased increases increment incremented increments index influences initialized inner
    inserts integer into is it item items iterates iteration its keeps key keys larger largest
    last least leaves leaving length less letter line list lists loop lowercase lowered lowest
    makes making match matches maximum message minimum minus more most moved moves multiple
    multiplied multiplies negative neither never next nine ninth no none not nothing now
    numbers object objects occurs odd of on once one only opening out outer over pairs pass
    passes place plus point pops positive prints program propagates raised raises reaches
    recomputed recursion reduced removes reset resulting results return returned returns rises
    round run runs same second set sets seven seventh shrinks since six sixth skipped smaller
    smallest so some sorted sorts space start starts stops stored stores string subtracted
    subtracts sum swap swapped swaps taken takes ten tenth terminates than that the therefore
    third this three through thus time times to total true truthy tuple twelfth twelve twice
    two type uncaught unchanged up update updated updates uppercase value values vowel we when
    which with yields
    """.split()
)
"""Words of the forms: no other word is code without backticks (§6, Text)."""
COUNTED = r"(?<!ine )(?<!ines )(?<!ass )(?<!asses )(?<!all )(?<!teration )(?<!index )(?<![\w.`-])"


class Unparsed(Exception):
    """No sentence that the oracle reads."""


def number(text: str) -> int:
    lower = text.lower()
    for words in (WORDS, ORDINALS):
        if lower in words:
            return words.index(lower) + 1
    return int(re.sub(r"\D", "", text))


def sides(code: str) -> list[str]:
    """The sides of an equation; the code alone where it is none."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return [code]
    depth, cuts = 0, [0]
    for token in tokens:
        if token.type == tokenize.OP and token.start[0] == 1:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == "=" and depth == 0:
                cuts += [token.start[1], token.end[1]]
    return [code[a:b].strip() for a, b in zip(cuts[::2], [*cuts[1::2], None], strict=True)]


class Codes:
    """The pieces of code of a line, cut out: `plain` has `@0`, `@1`, … in their places."""

    def __init__(self, text: str, *, bare: bool = False, words: bool = False) -> None:
        self.found: list[str] = []
        if "@" in re.sub(r"``.*?``|`[^`]*`", "", text):
            raise Unparsed(text)
        if bare:  # code without backticks, in the order in which the page lists it
            outside = re.split(r"(``.*?``|`[^`]*`)", text)
            outside[::2] = [BARE.sub(lambda m: f"`{m[0]}`", part) for part in outside[::2]]
            text = "".join(outside)
        if words:  # what cannot be read otherwise
            outside = re.split(r"(``.*?``|`[^`]*`)", text)
            outside[::2] = [self._named(part) for part in outside[::2]]
            text = "".join(outside)
        self.plain = re.sub(r"``(?!`)(.+?)``|`([^`]+)`", self._keep, text)
        if "`" in self.plain:
            raise Unparsed(text)

    def _named(self, text: str) -> str:
        text = re.sub(
            r"\b[A-Za-z_]\w*\b",
            lambda m: m[0] if m[0].lower() in FORM_WORDS else f"`{m[0]}`",
            text,
        )
        return re.sub(rf"{COUNTED}\d+\b(?!`)", lambda m: f"`{m[0]}`", text)

    def _keep(self, match: re.Match[str]) -> str:
        code = (match[1] if match[1] is not None else match[2]).strip(" ")
        tokens = []
        for side in sides(code):
            self.found.append(side)
            tokens.append(f"@{len(self.found) - 1}")
        return " = ".join(tokens)

    def digits(self, match: re.Match[str]) -> str:
        """A number without backticks, kept as code."""
        return match[0].replace(match[1], "") + self.put(match[1])

    def put(self, code: str) -> str:
        """The token of a piece of code that the text does not have as it stands."""
        self.found.append(code)
        return f"@{len(self.found) - 1}"

    def shown(self, text: str) -> str:
        return re.sub(r"@(\d+)", lambda m: f"`{self.found[int(m[1])]}`", text)

    def code(self, token: str) -> str:
        return EMPTY[token] if token in EMPTY else self.found[int(token.strip().lstrip("@"))]

    def literal(self, token: str) -> Value:
        try:
            return parse_literal(self.code(token))
        except NotALiteral as error:
            raise Unparsed(token) from error

    def is_literal(self, token: str) -> bool:
        try:
            self.literal(token)
        except Unparsed:
            return False
        return True

    def expression(self, token: str) -> ast.expr:
        text = self.code(token)
        if re.fullmatch("the [a-z ]+", text):  # a thing named by a word
            return ast.Name(text, ast.Load())
        try:
            return ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError) as error:
            raise Unparsed(text) from error

    def target(self, token: str) -> ast.expr:
        node = self.expression(token)
        if isinstance(node, ast.Name | ast.Attribute):
            return node
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return node
        raise Unparsed(token)

    def name(self, token: str) -> str:
        text = self.code(token)
        if not all(part.isidentifier() for part in text.split(".")):
            raise Unparsed(text)
        return text

    def value(self, text: str) -> object:
        """A Value, or the name of a type."""
        if text.startswith("a value of type "):
            return self.name(text[16:])
        return self.literal(text)

    def count(self, text: str) -> int:
        """A number in digits, as a word or as code."""
        if not text.startswith("@"):
            return 0 if text == "no" else number(text)
        data = self.literal(text).data
        if type(data) is not int:
            raise Unparsed(text)
        return data

    def amount(self, text: str) -> Value:
        return self.literal(text) if text.startswith("@") else parse_literal(str(number(text)))
