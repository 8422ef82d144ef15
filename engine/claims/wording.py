"""Ways of saying that are read as others: a sentence that has no form is put into other words.

The table is `engine.claims.wordings`; what it means is in docs/semantics.md §5.74. Only sentences
that cannot be read as they stand are touched. Invariant: spans of code keep their order and their
places; no line of the table looks into a value, only at what kind of code stands there."""

from __future__ import annotations

import ast
import keyword
import re
from functools import lru_cache
from typing import Final, TypeAlias

from engine.claims.bare import as_code
from engine.claims.model import KIND_OF_THING
from engine.claims.spans import NotReadableError, is_literal_text, read_expr, read_literal
from engine.claims.syntax_tokens import Token, TokenKind
from engine.claims.wordings import AFTER_NOUN, NO_NOUNS, RULES
from engine.claims.wordings_parted import PARTED
from engine.values import Atom, Cycle, Sequence, Value

_MAX_ROUNDS: Final = 8
_MAX_TEXT: Final = 4_000
"""Longest sentence that is put into other words, in characters."""

_NOUN: Final = re.compile(r"[a-z]{3,}")

_BARE: Final = re.compile(r"[b-hj-zB-HJ-Z]|i|[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*|[a-z]+[0-9]+")
"""Words that are names without a doubt: single letters but `a` and `I`, and what has an underscore
or a digit."""

_KEYWORD_KINDS: Final = {"break": "b", "continue": "c", "return": "r", "while": "y", "for": "v"}

_CODE: Final = re.compile(r"«(\d+)[a-zS]H?»")
_IT: Final = frozenset({"it", "this"})
_PRONOUN: Final = re.compile(
    r"^(?:(?:so|then|now|but|however ,|therefore ,|thus ,|also ,|and) )?"
    r"(it|this)(?= (?:\w+ )?(?:is|has|becomes|stays|equals|exceeds|does|goes|was)\b"
    r"| (?:rises|grows|climbs|increases|drops|falls|decreases) (?:to|from)\b)"
)
_PARTICIPLE: Final = re.compile(
    r"(?:appended|pushed|popped|added|removed)(?= [,.]| to | from | onto )"
    r"|not (?:in|an? (?:vowel|letter|digit|space|bracket|comma))\b"
    r"|an? (?:vowel|letter|digit|space|bracket|comma)\b"
)
"""A clause without a subject, behind a label: `'a': appended`."""

_BEFORE_A_CLAUSE: Final = frozenset({",", ";", ":", "and", "so", "then", "but"})
_NOUNS_OF_VALUES: Final = frozenset(
    """integer number string text line character letter list tuple pair dictionary dict set value
    boolean word token name element item entry""".split()
)
_VERBS: Final = frozenset({"is", "was", "becomes", "has", "contains", "equals", "does"})

_ALL_OF_IT: Final = re.compile(
    r"(all|none) (?:of )?(?:its |the |these |them )?"
    r"(elements|values|numbers|items|entries|words|characters|letters|digits) are\b"
)

_ITS: Final = re.compile(r"its (sum|length|maximum|minimum|final value) (?=is\b)")

_PUT_IN: Final = re.compile(r"«=(\w+)»")
_SIGNS: Final = {
    "sign_plus": "'+'",
    "sign_minus": "'-'",
    "sign_equals": "'='",
    "sign_comma": "','",
    "sign_space": "' '",
    "sign_dot": "'.'",
    "sign_colon": "':'",
    "sign_dash": "'-'",
}
"""Characters by their names."""

_MACROS: Final = {
    "^": r"(?:^|(?<=, )|(?<=; )|(?<=: )|(?<=> )|(?<=and )|(?<=so )|(?<=but )|(?<=then )"
    r"|(?<=that )|(?<=since ))",
    "$": r"(?= [.,;:-]| (?:and|so|but|because|since|then|which|while|as)\b|$)",
    "C": r"(?:«\d+[a-zS]H?»|«=[a-z_]+»)",  # any code
    "H": r"(?:«\d+(?:f|[a-zS]H)»)",  # a call, or code that holds one
    "P": r"(?:«\d+[a-eg-zS]»)",  # code that holds no call
    "K": r"(?:«\d+kH?»)",  # a comparison, `not`, `and`, `or`, `in`
    "L": r"(?:«\d+[ilnsqpmztuo]»|\d+(?! times| time| elements| characters| items))",  # a literal
    "W": r"(?:«\d+w»)",  # `if`, `else`, `elif`
    "S": r"(?:«\d+[sl]»)",  # a string
    "E": r"(?:«\d+[eS]H?»|«=the_[a-z]+»)",  # names, elements, attributes, slices
    "F": r"(?:«\d+f»)",  # a call
    "X": r"(?:«\d+[a-zS]H?»|\d+)",  # any code, or a number
    "N": r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    "O": r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)",
}
_OPERATIONS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "a", ast.Sub: "d", ast.Mult: "g", ast.Div: "h", ast.FloorDiv: "h", ast.Mod: "j",
}  # fmt: skip
"""What kind of code an operation is: its noun has to be of this kind."""

_MACRO: Final = re.compile(r"<([A-Z^$])>")


_Rules: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]


def _compiled(rules: tuple[tuple[str, str], ...]) -> _Rules:
    return tuple(
        (re.compile(_MACRO.sub(lambda found: _MACROS[found[1]], left)), right)
        for left, right in rules
    )


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    return _compiled(RULES)


@lru_cache(maxsize=1)
def _parting() -> _Rules:
    return _compiled(PARTED)


def parted(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    """The sentences as which one that cannot be read may be read, each with its full stop; none
    where no line of the table fits."""
    named = tuple(map(_named, tokens))
    text = " ".join(_shown(index, token) for index, token in enumerate(named))
    if len(text) > _MAX_TEXT or "|" in text:
        return ()
    for pattern, right in _parting():
        if pattern.search(text) is not None:
            changed = re.sub(r" +", " ", pattern.sub(right, text))
            return tuple(_tokens(each.strip(), named) for each in changed.split("|"))
    return ()


def reworded(tokens: tuple[Token, ...], antecedent: Token | None = None) -> tuple[Token, ...]:
    """The sentence in the words of the table; as it is where no line fits. ``antecedent`` is what
    `it` stands for at the beginning of the sentence."""
    named = tuple(map(_named, tokens))
    tokens = named if antecedent is None else _with_subject(named, antecedent)
    text = " ".join(_shown(index, token) for index, token in enumerate(tokens))
    pronoun = _PRONOUN.match(text) if antecedent is not None else None
    if antecedent is not None and pronoun is not None:
        number = next(index for index, each in enumerate(tokens) if each.text.lower() in _IT)
        text = (
            f"{text[: pronoun.start(1)]}{_shown(len(tokens), antecedent)}{text[pronoun.end(1) :]}"
        )
        tokens = (
            *tokens, antecedent._replace(start=tokens[number].start, end=tokens[number].end)
        )  # fmt: skip
    changed = _rewritten(text)
    return tokens if changed == text and pronoun is None else _tokens(changed, tokens)


def _with_subject(tokens: tuple[Token, ...], antecedent: Token) -> tuple[Token, ...]:
    """``appended`` as `it is appended`, ``its sum`` as `the sum of it`."""
    text = " ".join(_shown(index, token) for index, token in enumerate(tokens))
    first = tokens[0]
    if _PARTICIPLE.match(text) is not None:
        return (*_words(first, "it", "is"), *tokens)
    everything = _ALL_OF_IT.match(text)
    if everything is not None:
        index = next(index for index, token in enumerate(tokens) if token.text.lower() == "are")
        it = antecedent._replace(start=first.start, end=first.end)
        begun = _words(tokens[index - 1], everything[1], everything[2], "of")
        return (*begun, it, *tokens[index:])
    own = _ITS.match(text)
    if own is None:
        return tokens
    it = antecedent._replace(start=first.start, end=first.end)
    what = own[1].split()
    return (*_words(first, "the", *what, "of"), it, *tokens[1 + len(what) :])


def _words(place: Token, *words: str) -> list[Token]:
    return [place._replace(kind=TokenKind.WORD, text=word, code="") for word in words]


def with_nouns(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens with things that are named by a word, `the balance`, as code (§5.82)."""
    made: list[Token] = []
    index = 0
    while index < len(tokens):
        found = _noun(tokens, index)
        if found is None:
            made.append(tokens[index])
            index += 1
            continue
        start, end = tokens[index].start, tokens[found].end
        code = f"the {tokens[found].text}"
        made.append(Token(TokenKind.CODE, f"«={code.replace(' ', '_')}»", start, end, code))
        index = found + 1
        if _is_its_value(tokens, index):
            made += [*_words(tokens[found], "is"), tokens[index], *_words(tokens[index], "and")]
    return tuple(made)


def _noun(tokens: tuple[Token, ...], index: int) -> int | None:
    """The index of the noun, where a thing is named by one there."""
    if tokens[index].text.lower() != "the" or tokens[index].kind is not TokenKind.WORD:
        return None
    index += 1
    if index < len(tokens) and tokens[index].text == "current":
        index += 1
    if index + 1 >= len(tokens) or _NOUN.fullmatch(tokens[index].text) is None:
        return None
    after = tokens[index + 1]
    if tokens[index].text in NO_NOUNS or tokens[index].kind is not TokenKind.WORD:
        return None
    if _is_its_value(tokens, index + 1):
        return index
    if after.kind is TokenKind.CODE or after.text not in AFTER_NOUN:
        return None
    return index


def _is_its_value(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether the value of a thing stands behind its name, as the subject of a clause:
    ``the target `12` is``."""
    before = index - 3  # what stands before `the` and the noun
    if before >= 0 and tokens[before].text not in _BEFORE_A_CLAUSE:
        return False
    if index + 1 >= len(tokens) or not is_literal_text(tokens[index].code):
        return False
    if tokens[index - 1].text in _NOUNS_OF_VALUES:
        return False  # the table leaves it out where it is of that kind
    return tokens[index + 1].text in _VERBS


def _named(token: Token) -> Token:
    if token.kind is TokenKind.WORD and _BARE.fullmatch(token.text) is not None:
        return as_code(token) or token
    return token


def _shown(index: int, token: Token) -> str:
    if token.kind is TokenKind.CODE:
        return f"«{index}{_kind(token.code)}»"
    return token.text.lower()


@lru_cache(maxsize=4096)
def _kind(code: str) -> str:
    """What kind of code it is, as the table asks."""
    if code.startswith(KIND_OF_THING):
        return "e"
    if code in {"True", "False"}:
        return "t" if code == "True" else "u"
    if code in _KEYWORD_KINDS:
        return _KEYWORD_KINDS[code]
    if (keyword.iskeyword(code) and code != "None") or code.startswith("except "):
        return "w"
    if is_literal_text(code):
        return _literal_kind(code)
    try:
        tree = read_expr(code).tree
    except NotReadableError:
        return "x"
    if isinstance(tree, ast.Call):
        return "f"
    calls = any(isinstance(node, ast.Call) for node in ast.walk(tree))
    return f"{_kind_of_expression(tree)}{'H' if calls else ''}"


def _kind_of_expression(tree: ast.expr) -> str:
    match tree:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return "k"
        case ast.Subscript(slice=ast.Slice()):
            return "S"
        case ast.Name() | ast.Subscript() | ast.Attribute():
            return "e"
        case ast.BinOp(op=operator):
            return _OPERATIONS.get(type(operator), "x")
        case _:
            return "x"


def _literal_kind(code: str) -> str:
    match read_literal(code):
        case Atom(payload=str(text)):
            return "l" if len(text) == 1 else "s"
        case Atom(payload=int() as number) if not isinstance(number, bool):
            return "i"
        case Atom(payload=float()):
            return "n"
        case Sequence(type="list"):
            return "q"
        case Sequence(type="tuple"):
            return "p"
        case value:
            return {"dict": "m", "set": "z"}.get(type_of(value), "o")


def type_of(value: Value) -> str:
    return "" if isinstance(value, Cycle) else value.type


@lru_cache(maxsize=4096)
def _rewritten(text: str) -> str:
    if len(text) > _MAX_TEXT:
        return text
    for _ in range(_MAX_ROUNDS):
        before = text
        for pattern, right in _rules():
            text = pattern.sub(right, text)
        text = re.sub(r" +", " ", text).strip()
        if text == before:
            break
    return text


def _tokens(text: str, old: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens of the new text; a word that was not there stands where the one before it does."""
    made: list[Token] = []
    last = 0
    for word in text.split(" "):
        code = _CODE.fullmatch(word)
        if code is not None:
            number = int(code[1])
            last = min(number, len(old) - 1)
            made.append(old[number])
            continue
        found = next(
            (
                index
                for index in range(last, len(old))
                if old[index].kind is not TokenKind.CODE and old[index].text.lower() == word
            ),
            None,
        )
        if found is not None:
            last = found
        place = old[min(last, len(old) - 1)]
        if found is None and place.kind is TokenKind.PUNCTUATION and last + 1 < len(old):
            place = old[last + 1]
        put_in = _PUT_IN.fullmatch(word)
        if put_in is not None:
            code_put_in = _SIGNS.get(put_in[1], put_in[1])
            if code_put_in.startswith("the_"):
                code_put_in = code_put_in.replace("_", " ")
            made.append(Token(TokenKind.CODE, word, place.start, place.end, code_put_in))
            continue
        kind = TokenKind.WORD if word[0].isalnum() else TokenKind.PUNCTUATION
        made.append(Token(kind, word, place.start, place.end))
    return tuple(made)
