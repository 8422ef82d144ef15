"""What stands in backticks: bounded, checked reading of Python code as the kind a place asks for.

Python's own `ast` parses; this module sets the bounds around it. Invariant: whatever the text,
reading ends in a result or a `NotReadableError`, within time linear in the text, and two texts that
read the same look the same: no comment, no look-alike identifier, nothing invisible.
"""

from __future__ import annotations

import ast
import keyword
import re
import unicodedata
import warnings
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Final

from engine.claims.model import AttributeTarget, ElementTarget, Expr, NameTarget, Target
from engine.values import Atom, NotALiteral, Sequence, Value, literal_value

MAX_SPAN: Final = 20_000
"""Longest code in one pair of backticks, in characters."""

MAX_NESTING: Final = 100
"""Deepest brackets, and deepest syntax tree. `ast.dump` and the evaluator recurse, and no reader
counts a hundred brackets. CPython's own parser gives up at 200."""

MAX_DIGITS: Final = 4_000
"""Longest number in code. CPython refuses to print or read ints beyond 4300 decimal digits."""

FORBIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"})
"""Control, format, surrogate and private-use characters, and separators that are not the plain
space: what a reader cannot see or cannot tell apart. (Unassigned ones are not listed: which
they are depends on the Unicode tables of the running Python.)"""

_INVISIBLE: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U000e0100-\U000e01ef]"
)
"""Marks, letters and symbols that show nothing: Default_Ignorable_Code_Point (Unicode 15.1,
DerivedCoreProperties.txt) beyond the categories above, and the blank Braille pattern."""

_STRING: Final = re.compile(
    r"""(?P<prefix>[A-Za-z]*)(?:'''(?:[^\\]|\\.)*?'''|\"""(?:[^\\]|\\.)*?\"""|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
)
_UNICODE: Final = re.compile(r"[uU]['\"]")
_QUOTE: Final = re.compile(r"['\"#]")
_OPAQUE: Final = re.compile(r"['\"#]|[A-Za-z_][A-Za-z_0-9]*")
_DIGITS: Final = re.compile(rf"\b[0-9][0-9A-Za-z_]{{{MAX_DIGITS},}}")
_DOTTED: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_CONTROLS: Final = {
    "\0": "NULL",
    "\t": "TAB",
    "\n": "LINE FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
}  #: control characters have no names in `unicodedata`
_BRACKET: Final = re.compile(r"[()\[\]{}]")
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}


class NotReadableError(ValueError):
    """The code is not what its place asks for; the message says why."""


def character_name(character: str) -> str:
    """``ZERO WIDTH SPACE (U+200B)``; the number alone for characters without a name."""
    number = f"U+{ord(character):04X}"
    name = _CONTROLS.get(character) or unicodedata.name(character, "")
    return f"{name} ({number})" if name else number


def is_forbidden(character: str) -> bool:
    """Whether the character may not even stand in a string literal."""
    return character != " " and (
        unicodedata.category(character) in FORBIDDEN_CATEGORIES
        or _INVISIBLE.match(character) is not None
    )


def foreign_character(code: str) -> int | None:
    """Index of the first character that may not stand where it does, or None.

    Characters beyond ASCII may stand in string literals; not in f-strings, whose expressions
    would hide identifiers."""
    if code.isascii() and code.isprintable():
        return None
    for index, character in enumerate(code):
        if is_forbidden(character):
            return index
    if code.isascii():
        return None
    inside: set[int] = set()
    for start, end, kind in _pieces(code):
        if kind is _Piece.FORMATTED:
            # Its expressions may hold quotes of the same kind from Python 3.12 on, so that which
            # text is quoted is not known before it is parsed: then nothing counts as quoted.
            inside.clear()
            break
        if kind is _Piece.STRING:
            inside.update(range(start, end))
    for index, character in enumerate(code):
        if not character.isascii() and index not in inside:
            return index
    return None


class _Piece(Enum):
    """What is not code proper."""

    STRING = "string"
    FORMATTED = "f-string"
    OPEN = "unclosed string"  #: reaches to the end of the code
    COMMENT = "comment"  #: likewise


def _pieces(code: str) -> Iterator[tuple[int, int, _Piece]]:
    """Strings and comments: start, end, kind. Everything between them is code proper."""
    if _QUOTE.search(code) is None:
        return
    at = 0
    while (found := _OPAQUE.search(code, at)) is not None:
        if found.group() == "#":
            yield found.start(), len(code), _Piece.COMMENT
            return
        string = _STRING.match(code, found.start())
        if string is not None:
            formatted = "f" in string["prefix"].lower()
            yield string.start(), string.end(), _Piece.FORMATTED if formatted else _Piece.STRING
            at = string.end()
        elif found.group() in "'\"":
            yield found.start(), len(code), _Piece.OPEN
            return
        else:
            at = found.end()


def _check_shape(code: str) -> None:
    """Refuse what would trouble `ast`, before it sees it, and what it would not show."""
    if not code:
        raise NotReadableError("there is nothing between the backticks")
    if len(code) > MAX_SPAN:
        raise NotReadableError(f"the code is longer than {MAX_SPAN} characters")
    _check_brackets(_without_strings(code))


def _without_strings(code: str) -> str:
    """The code proper, with a space for each string; refuses comments and unclosed strings."""
    if _QUOTE.search(code) is None:
        return code
    if _INTRICATE.search(code) is None:
        proper = _PLAIN_STRING.sub(" ", code)
        if _QUOTE.search(proper) is None:
            return proper
    return "".join(_proper(code))


# What cannot be told without looking for the beginnings of strings one after the other.
_INTRICATE: Final = re.compile(r"[\\#]|'''|\"\"\"")
_PLAIN_STRING: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def _check_brackets(proper: str) -> None:
    if len(proper) > MAX_DIGITS and _DIGITS.search(proper):
        raise NotReadableError(f"a number is longer than {MAX_DIGITS} digits")
    open_brackets: list[str] = []
    for bracket in _BRACKET.findall(proper):
        if bracket in "([{":
            open_brackets.append(bracket)
            if len(open_brackets) > MAX_NESTING:
                raise NotReadableError(f"brackets are nested deeper than {MAX_NESTING} levels")
        elif not open_brackets or open_brackets.pop() != _CLOSES[bracket]:
            raise NotReadableError(f"`{bracket}` closes nothing")
    if open_brackets:
        raise NotReadableError(f"`{open_brackets[-1]}` is never closed")


def _proper(code: str) -> Iterator[str]:
    """The code without its strings; refuses comments and unclosed strings."""
    at = 0
    for start, end, kind in _pieces(code):
        match kind:
            case _Piece.STRING | _Piece.FORMATTED:
                yield code[at:start] + " "
                at = end
            case _Piece.OPEN:
                raise NotReadableError("a string in it is never closed")
            case _Piece.COMMENT:
                raise NotReadableError("code in a narration has no comments")
    yield code[at:]


@lru_cache(maxsize=4096)
def read_expr(text: str) -> Expr:
    """The expression that the code is; raises `NotReadableError`."""
    code = text.strip(" ")
    if _IDENTIFIER.fullmatch(code) and not keyword.iskeyword(code) and len(code) <= MAX_SPAN:
        return Expr(f"(Name {code!r} )", code, _name(code))  # most of them
    return _made(code, _tree(code))


def _name(code: str) -> ast.Name:
    """What Python's parser makes of a plain name."""
    return ast.Name(
        code, ast.Load(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=len(code)
    )


def _tree(code: str) -> ast.expr:
    """The syntax tree of the code, not checked for its depth."""
    at = foreign_character(code)
    if at is not None:
        raise NotReadableError(f"{character_name(code[at])} may not stand there")
    _check_shape(code)
    try:
        if _WARNED_OF.search(code) is None:
            tree = ast.parse(code, mode="eval").body
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the reader's business, not ours
                tree = ast.parse(code, mode="eval").body
    except SyntaxError as error:
        raise NotReadableError(f"it is not a Python expression ({error.msg})") from error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise NotReadableError("Python cannot read it (too deeply nested, or too long)") from error
    if ("u" in code or "U" in code) and _UNICODE.search(code) is not None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant):
                node.kind = None
    return tree


_WARNED_OF: Final = re.compile(r"\\|[0-9]\.?[A-Za-z_]")
"""Where Python's parser could warn: of escapes, and of ``1or 2``. (It is the compiler, which is not
asked, that warns of ``1 is 1``.)"""


def _made(text: str, tree: ast.expr) -> Expr:
    try:
        return Expr(_canonical(tree), text, tree)
    except _TooDeepError as error:
        raise NotReadableError(f"it is nested deeper than {MAX_NESTING} levels") from error
    except (ValueError, RecursionError) as error:  # an int that is too long to print
        raise NotReadableError(
            "it is too deeply nested, or holds a number that is too long"
        ) from error


class _TooDeepError(Exception):
    """A syntax tree has more levels than are read."""


_MAX_LEVELS: Final = MAX_NESTING * 2
"""Of a syntax tree, in which contexts and operators are levels of their own."""

_SPELLING: Final = frozenset({"ctx", "kind"})
"""Fields that say how something is written (``u'…'``), or what the place of an expression says
already: whether it is read or written to."""

_FIELDS: Final = {
    kind: (tuple(name for name in kind._fields if name not in _SPELLING), "ctx" in kind._fields)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""Of each kind of node: the fields that count, and whether it has a context besides."""


def _canonical(tree: ast.expr) -> str:
    """A text that two expressions have in common exactly when their syntax trees are the same but
    for `_SPELLING`. Raises `_TooDeepError`, and `ValueError` for an int too long to print."""
    parts: list[str] = []
    _write(tree, 1, parts)
    return " ".join(parts)


def _write(node: ast.AST, level: int, parts: list[str]) -> None:
    names, has_context = _FIELDS[type(node)]
    if level + has_context > _MAX_LEVELS:
        raise _TooDeepError
    parts.append(f"({type(node).__name__}")
    for name in names:
        part = getattr(node, name, None)
        if isinstance(part, ast.AST):
            _write(part, level + 1, parts)
        elif isinstance(part, list):
            parts.append("[")
            for each in part:
                if isinstance(each, ast.AST):
                    _write(each, level + 1, parts)
                else:
                    parts.append(repr(each))
            parts.append("]")
        else:
            parts.append(repr(part))
    parts.append(")")


@lru_cache(maxsize=4096)
def dump_of(tree: ast.expr) -> str:
    """The ``dump`` that an expression of a program's source has as an `Expr`: a place that is
    written to compares like the expression that reads it. Too deep a tree equals no `Expr`: "".

    Kept by the node itself, which must not be changed."""
    try:
        return _canonical(tree)
    except (_TooDeepError, ValueError):
        return ""


@lru_cache(maxsize=4096)
def read_literal(text: str) -> Value:
    """The value of a literal (semantics.md §5); raises `NotReadableError`."""
    code = text.strip(" ")
    if _PLAIN.fullmatch(code) is not None:  # most of them: no need to ask the parser
        return _plain_atom(code)
    if len(code) <= _SHORT and _FLAT.fullmatch(code) is not None:
        items = tuple(map(_plain_atom, _PLAIN.findall(code, 1)))
        return Sequence("list" if code[0] == "[" else "tuple", items)
    tree = _tree(code) if _is_shallow(code) else read_expr(text).tree
    try:
        return literal_value(tree)
    except (NotALiteral, ValueError, OverflowError, RecursionError) as error:
        _made(code, tree)  # it may be worse than that
        raise NotReadableError("it has to be computed") from error


_ATOM: Final = r"(?:-?[1-9][0-9]{0,17}|0|True|False|None|'[ !\"#-&(-\[\]-~]*'|\"[ !#-\[\]-~]*\")"
_PLAIN: Final = re.compile(_ATOM)
"""Whole numbers, constants, and strings of printable ASCII without backslashes and without their
quote."""

_FLAT: Final = re.compile(rf"\[(?:{_ATOM}(?:, {_ATOM})*)?\]|\({_ATOM}(?:, {_ATOM})+\)")
"""Lists and tuples of them."""

_CONSTANTS: Final = {"True": True, "False": False, "None": None}
_SHORT: Final = 2_000


def _plain_atom(code: str) -> Atom:
    if code[0] in "'\"":
        return Atom(code[1:-1])
    return Atom(_CONSTANTS[code] if code in _CONSTANTS else int(code))


_FEW_SIGNS: Final = 50


def _is_shallow(code: str) -> bool:
    """Whether a literal that the code may be is within `_MAX_LEVELS` (there are at most
    `MAX_NESTING` of brackets, the others are signs) and holds no int too long to print."""
    return len(code) <= _SHORT and code.count("-") + code.count("+") <= _FEW_SIGNS


def is_literal_text(text: str) -> bool:
    """Whether the text is a literal, and not an expression that has to be computed."""
    try:
        read_literal(text)
    except NotReadableError:
        return False
    return True


def read_string(text: str) -> str:
    """The text of a string literal; raises `NotReadableError`."""
    value = read_literal(text)
    if isinstance(value, Atom) and isinstance(value.payload, str):
        return value.payload
    raise NotReadableError("its value is no text")


def has_names(tree: ast.expr) -> bool:
    """Whether any name stands in the expression (one of a function that is called, too)."""
    return any(isinstance(node, ast.Name) for node in ast.walk(tree))


@lru_cache(maxsize=4096)
def read_target(text: str) -> Target:
    """What an assignment may bind; raises `NotReadableError`."""
    whole = read_expr(text)
    match whole.tree:
        case ast.Name(id=name):
            return NameTarget(name)
        case ast.Subscript(value=container, slice=key):
            if any(isinstance(node, ast.Slice | ast.Starred) for node in _index_parts(key)):
                raise NotReadableError("it is a slice; name an element")
            return ElementTarget(_part(whole, container), _part(whole, key), whole)
        case ast.Attribute(value=container, attr=name):
            return AttributeTarget(_part(whole, container), name, whole)
        case _:
            raise NotReadableError(
                "nothing is assigned to it; name a name, an element or an attribute"
            )


def _index_parts(key: ast.expr) -> list[ast.expr]:
    return key.elts if isinstance(key, ast.Tuple) else [key]


def _part(whole: Expr, tree: ast.expr) -> Expr:
    # Positions in the tree count UTF-8 bytes; they exclude parentheses around the part.
    source = whole.text.encode("utf-8")
    return _made(source[tree.col_offset : tree.end_col_offset].decode("utf-8"), tree)


def read_name(text: str) -> str:
    """A plain name; raises `NotReadableError`."""
    code = text.strip(" ")
    if _IDENTIFIER.fullmatch(code) is None or keyword.iskeyword(code):
        raise NotReadableError("it is not one plain word, or a keyword")
    return code


def read_dotted(text: str) -> str:
    """The (qualified) name of a function, class or type; raises `NotReadableError`."""
    code = text.strip(" ")
    if len(code) > MAX_SPAN or _DOTTED.fullmatch(code) is None:
        raise NotReadableError("it is no name, with or without dots")
    if any(keyword.iskeyword(part) for part in code.split(".")):
        raise NotReadableError("it is no name, with or without dots")
    return code
