"""Values and expressions without backticks, where no doubt can arise (semantics.md §6, Text).

What is read as code here could be read as nothing else: no form of the language has quotes,
brackets, decimals or operators between its words. Plain whole numbers and plain names, which
could be words of a form, are left to `as_code`, and read as code only where the sentence cannot
be read otherwise."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import Final

from engine.claims.spans import NotReadableError, foreign_character, read_expr, read_literal
from engine.claims.syntax_tokens import Token, TokenKind

_LONGEST: Final = 2_000
"""Longest bare value, in characters."""

_STRING: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+|-[0-9]+")
_WHOLE: Final = re.compile(r"[0-9]+")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR: Final = re.compile(r" (<=|>=|==|!=|<|>|%|\+|-|\*|//|/|in|not in) (?=[^ ])")
_COMPARING: Final = re.compile(r"<|>|=|%|//|\*|\+")
_NO_NAMES: Final = frozenset(
    """all another any anything both each either everything few it its many neither no none nothing
    nowhere one ones other others same several some something such that them these they this those
    zero""".split()
)
"""Words that speak of things, or of none: as names they need their backticks."""

_CONSTANTS: Final = frozenset({"True", "False", "None"})
_CLOSES: Final = {"(": ")", "[": "]", "{": "}"}
_BEFORE: Final = frozenset(" (*:>")
_AFTER: Final = frozenset(" .,;:)*!?\"'<")


def bare_code(line: str, at: int) -> int:
    """The end of the value or expression without backticks that begins at ``at``, or ``at``."""
    if at and line[at - 1] not in _BEFORE:
        return at
    end = _operand(line, at)
    first_end = end
    simple = end == at
    if simple:
        end = _simple(line, at)
        if end == at:
            return at
    compared = False
    while (operator := _OPERATOR.match(line, end)) is not None and end - at < _LONGEST:
        following = operator.end()
        after = _operand(line, following) if following < len(line) else following
        if after == following:
            after = _simple(line, following)
        if after == following or (operator[1] in {"in", "not in"} and not compared):
            break
        compared = compared or _COMPARING.search(operator[1]) is not None
        end = after
    if end > first_end and not compared:
        end = first_end  # words with a dash between them
    if end == at or (end < len(line) and line[end] not in _AFTER):
        return at
    code = line[at:end]
    if foreign_character(code) is not None or not is_expression(code):
        return at
    return end


def _simple(line: str, at: int) -> int:
    """The end of a plain name or whole number, or ``at``."""
    found = _WHOLE.match(line, at) or _NAME.match(line, at)
    return at if found is None else found.end()


def _operand(line: str, at: int) -> int:
    """The end of a string, a decimal, a display, a call or an element; ``at`` for all else."""
    character = line[at]
    if character in "'\"":
        found = _STRING.match(line, at)
        return at if found is None else _tail(line, found.end())
    found = _DECIMAL.match(line, at)
    if found is not None:
        return found.end()
    if character in _CLOSES:
        end = _closed(line, at)
        return end if end > at and _is_display(line[at:end]) else at
    found = _NAME.match(line, at)
    if found is None:
        return at
    if found[0] in _CONSTANTS:
        return found.end()
    end = _tail(line, found.end())
    return end if end > found.end() else at


def _tail(line: str, end: int) -> int:
    """Brackets and attributes that follow directly; a name alone behind a dot is no attribute."""
    while True:
        dotted = re.compile(r"(?:\.[A-Za-z_][A-Za-z0-9_]*)*").match(line, end)
        start = end if dotted is None else dotted.end()
        if start < len(line) and line[start] in "([":
            after = _closed(line, start)
            if after > start:
                end = after
                continue
        return end


def _closed(line: str, at: int) -> int:
    """The end of the bracket that opens at ``at``, or ``at`` where nothing closes it."""
    waiting: list[str] = []
    index = at
    while index < len(line) and index - at < _LONGEST:
        character = line[index]
        if character in "'\"":
            found = _STRING.match(line, index)
            if found is None:
                return at
            index = found.end()
            continue
        if character == "`":
            return at
        if character in _CLOSES:
            waiting.append(_CLOSES[character])
        elif character in ")]}":
            if not waiting or waiting.pop() != character:
                return at
            if not waiting:
                return index + 1
        index += 1
    return at


@lru_cache(maxsize=4096)
def _is_display(code: str) -> bool:
    """Whether it is a list, tuple, set or dict of literals (a value in parentheses is none)."""
    try:
        read_literal(code)
        tree = ast.parse(code, mode="eval").body
    except (NotReadableError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return isinstance(tree, ast.List | ast.Tuple | ast.Set | ast.Dict)


@lru_cache(maxsize=4096)
def is_expression(code: str) -> bool:
    """Whether the code can be read as an expression."""
    try:
        read_expr(code)
    except NotReadableError:
        return False
    return True


_PLAIN: Final = re.compile(r"0|[1-9][0-9]*|[A-Za-z_][A-Za-z0-9_]*")
_RETURN: Final = "return "
_EQUALS: Final = re.compile(r"(?<![=!<>:+*/%&|^@-]) *=(?!=) *")


def equation(token: Token) -> tuple[Token, ...]:
    """A span that is an equation, ```n = 3```: its sides and the marks between them, as if each
    side stood in backticks of its own. Any other span is itself."""
    code = token.code
    if code.startswith(_RETURN) and is_expression(code.removeprefix(_RETURN)):
        return _with_keyword(token)
    if "=" not in code or is_expression(code):
        return (token,)
    sides: list[tuple[int, int]] = []
    start = 0
    for found in _EQUALS.finditer(code):
        if is_expression(code[start : found.start()]):
            sides.append((start, found.start()))
            start = found.end()
    sides.append((start, len(code)))
    if len(sides) < 2 or not all(is_expression(code[first:last]) for first, last in sides):
        return (token,)
    begin = token.start + token.text.index(code)
    made: list[Token] = []
    for index, (first, last) in enumerate(sides):
        start = token.start if index == 0 else begin + first
        end = token.end if index == len(sides) - 1 else begin + last
        side = code[first:last]
        if made:
            mark = code.index("=", sides[index - 1][1])
            made.append(Token(TokenKind.PUNCTUATION, "=", begin + mark, begin + mark + 1))
        made.append(Token(TokenKind.CODE, f"`{side}`", start, end, side))
    return tuple(made)


def _with_keyword(token: Token) -> tuple[Token, ...]:
    """```return x```: the keyword and the expression, as if each stood in backticks of its own."""
    code = token.code
    keyword = code.split(" ", 1)[0]
    middle = token.start + token.text.index(code) + len(keyword)
    rest = code[len(keyword) + 1 :]
    return (
        Token(TokenKind.CODE, f"`{keyword}`", token.start, middle, keyword),
        Token(TokenKind.CODE, f"`{rest}`", middle + 1, token.end, rest),
    )


def as_code(token: Token) -> Token | None:
    """A plain whole number or word read as code; None where it can be none."""
    if token.kind is not TokenKind.WORD or _PLAIN.fullmatch(token.text) is None:
        return None
    if token.text.lower() in _NO_NAMES:
        return None
    if not is_expression(token.text):
        return None
    return token._replace(kind=TokenKind.CODE, code=token.text)
