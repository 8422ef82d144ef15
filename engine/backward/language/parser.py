"""Reading a rationale: text to statements, with every problem of the text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.backward.language.model import Checked, OfThisInput, RunFact, Statement
from engine.backward.language.reading import Reading
from engine.backward.language.syntax import derive, shape, spelling
from engine.claims.bare import as_code
from engine.claims.model import Narration, Sentence, Surface
from engine.claims.parser import MAX_PROBLEMS, parse_narration
from engine.claims.reading import MisreadError
from engine.claims.scanner import Line, scan
from engine.claims.structure import Piece, pieces
from engine.claims.syntax import CODE, Derivation, Stuck
from engine.claims.syntax_errors import Problem, ProblemKind, quoted
from engine.claims.syntax_tokens import Token, TokenKind

CHECK: Final = "Check:"
"""The line behind which a narration of the candidate's run stands, to the end of the text."""

_OF_THIS_INPUT: Final = ("With", "this", "input", ",")
_MAX_EXPECTED: Final = 8


@dataclass(frozen=True, slots=True)
class ParsedRationale:
    """What could be read, in the order of the text, and every reason why the text is no rationale.
    Only without problems is ``statements`` the whole text."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def parse_rationale(text: str, tree: ast.Module, entry: str) -> ParsedRationale:
    """Read a rationale about the function ``entry`` of the program ``tree``. Pure; never raises,
    whatever the text."""
    statements: list[Statement] = []
    problems: list[Problem] = []
    lines = text.replace("\r\n", "\n").split("\n")
    checked = next((at for at, line in enumerate(lines) if line.strip(" ") == CHECK), None)
    before = lines if checked is None else lines[:checked]
    for line in scan("\n".join(before)):
        for found in _read_line(line, tree, entry):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                statements.append(found)
        if len(problems) >= MAX_PROBLEMS:
            break
    if checked is not None:
        # Blank lines keep the places of what follows.
        rest = "\n" * (checked + 1) + "\n".join(lines[checked + 1 :])
        surface = Surface(checked + 1, 1, checked + 1, len(CHECK) + 1, CHECK)
        problems += parse_narration(rest).problems
        statements.append(Checked(rest, surface=surface))
    return ParsedRationale(tuple(statements), tuple(problems))


def _read_line(line: Line, tree: ast.Module, entry: str) -> Iterator[Statement | Problem]:
    if line.problem is not None:
        yield line.problem
        return
    for piece in pieces(line):
        if isinstance(piece, Problem):
            yield piece
            continue
        found = _read(piece, tree, entry)
        if found is not None:
            yield found


def _read(piece: Piece, tree: ast.Module, entry: str) -> Statement | Problem | None:
    if tuple(token.text for token in piece.tokens[:4]) == _OF_THIS_INPUT:
        return _of_this_input(piece)
    tokens = _readable(piece.tokens)
    derivation = derive(shape(tokens))
    if isinstance(derivation, Stuck):
        return _stuck(piece, tokens, derivation)
    try:
        return Reading(piece.line, tokens, tree, entry).read(derivation)
    except MisreadError as error:
        return _problem(piece.line, error.start, error.end, error.reason)


def _readable(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens, plain words read as code where the sentence cannot be read otherwise; as they
    are where that does not help."""
    changed = tokens
    for _ in range(len(tokens) + 1):
        derivation = derive(shape(changed))
        if isinstance(derivation, Derivation):
            return changed
        index = derivation.index
        if index >= len(changed) or CODE not in derivation.expected:
            return tokens
        plain = as_code(changed[index])
        if plain is None:
            return tokens
        changed = (*changed[:index], plain._replace(text=f"`{plain.code}`"), *changed[index + 1 :])
    return tokens


def _of_this_input(piece: Piece) -> Statement | Problem:
    """What stands behind ``With this input,`` is a sentence of a narration, by itself."""
    line = piece.line
    first, last = piece.tokens[4:5], piece.tokens[-1]
    if not first or first[0] is last:
        return _problem(line, piece.tokens[0].start, last.end, "nothing is said of its run")
    start = first[0].start
    text = line.text[start : last.end]
    if last.kind is not TokenKind.PUNCTUATION or not text.endswith("."):
        text += "."
    # Blank lines and spaces keep the places of what is read.
    padded = "\n" * (line.number - 1) + " " * start + text[:1].upper() + text[1:]
    parsed = parse_narration(padded)
    if parsed.problems:
        return parsed.problems[0]
    items = parsed.narration.items
    if len(items) != 1 or not isinstance(items[0], Sentence) or not items[0].claims:
        return _problem(line, start, last.end, "one sentence about its run is wanted")
    begin = piece.tokens[0].start
    whole = line.text[begin : last.end]
    surface = Surface(line.number, begin + 1, line.number, last.end + 1, whole)
    return OfThisInput(RunFact(text[:1].upper() + text[1:], Narration(items)), surface=surface)


def _stuck(piece: Piece, tokens: tuple[Token, ...], stuck: Stuck) -> Problem:
    token = tokens[min(stuck.index, len(tokens) - 1)]
    why = f"read {quoted(token.text)}" if token.text else "the sentence ends too early"
    problem = _problem(piece.line, token.start, token.end, why)
    expected = tuple(sorted({spelling(name) for name in stuck.expected} - {""}))
    return problem if len(expected) > _MAX_EXPECTED else replace(problem, expected=expected)


def _problem(line: Line, start: int, end: int, reason: str) -> Problem:
    return Problem.at(ProblemKind.UNPARSED, line.number, (start, end), line.text, reason)
