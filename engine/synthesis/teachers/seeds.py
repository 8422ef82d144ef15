"""Concepts from seed texts: split by their structure into passages, of each of which a model is
asked what problems could be set about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.program import decode, read_bytes
from engine.synthesis.chat.asking import Unanswered
from engine.synthesis.chat.exchange import Message, Reply, Request, Role, canonical
from engine.synthesis.concept import Concept, slug_of
from engine.synthesis.teachers.model import Dropped, DropReason
from engine.synthesis.teachers.prompts import prompt
from engine.synthesis.teachers.proposals import json_of, unusable_reply
from engine.synthesis.teachers.rounds import Asking

LONGEST: Final = 6_000
"""Characters of a passage: a longer section is cut between its paragraphs."""

SHORTEST: Final = 200
"""A shorter passage goes with the one that follows."""

MOST_CONCEPTS: Final = 6
"""Of one passage; what a reply names beyond that is left out."""

SCHEMA: Final = canonical(
    {
        "type": "object",
        "properties": {
            "concepts": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"title": {"type": "string"}, "about": {"type": "string"}},
                    "required": ["title", "about"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["concepts"],
        "additionalProperties": False,
    }
)

_MARKDOWN: Final = re.compile(r"(#{1,6})\s+(?P<title>.*?)\s*#*")
_UNDERLINE: Final = re.compile(r"(=|-|~|\^|\*|\+|`){3,}|(={3,}|-{3,})")
_FENCE: Final = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a seed text. ``title`` is the heading that it stands under, "" for none."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The concepts that were found, each slug once, in the order of the texts; and passages of
    which nothing came."""

    concepts: tuple[Concept, ...]
    dropped: tuple[Dropped, ...]


def passages_of(paths: Sequence[Path]) -> tuple[Passage, ...]:
    """The passages of text files in UTF-8; raises `UsageError`."""
    return tuple(
        passage for path in paths for passage in passages(decode(read_bytes(path), str(path)))
    )


def passages(text: str) -> Iterator[Passage]:
    """The sections of a text (headings of Markdown and reStructuredText, outside of fenced code;
    form feeds), none much longer than `LONGEST` and few shorter than `SHORTEST`."""
    title, short = "", ""
    for heading, body in _sections(text.replace("\r\n", "\n")):
        for part in _cut(body):
            if short:
                whole = f"{short}\n\n{part}"
            else:
                title, whole = heading, part
            if len(whole) < SHORTEST:
                short = whole
                continue
            yield Passage(title, whole)
            short = ""
    if short:
        yield Passage(title, short)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    heading, lines, fence = "", list[str](), ""
    for line in text.replace("\f", "\n\n").split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        title = None if fence else _heading(line, lines)
        if title is None:
            lines.append(line)
            continue
        if _UNDERLINE.fullmatch(line):
            lines.pop()  # the title itself, and an overline
            if lines and _UNDERLINE.fullmatch(lines[-1]):
                lines.pop()
        yield heading, "\n".join(lines)
        heading, lines = title, []
    yield heading, "\n".join(lines)


def _heading(line: str, before: list[str]) -> str | None:
    """The title that a line makes a heading of: its own, or the one of the line before it."""
    marked = _MARKDOWN.fullmatch(line)
    if marked:
        return marked["title"]
    above = before[-1].strip() if before else ""
    alone = len(before) < 2 or not before[-2].strip() or _UNDERLINE.fullmatch(before[-2])
    if above and alone and _UNDERLINE.fullmatch(line) and len(line) >= len(above):
        return above if not _UNDERLINE.fullmatch(above) else None
    return None


def _cut(body: str) -> Iterator[str]:
    """The body in parts, cut between paragraphs; a paragraph that is too long alone is cut."""
    part = ""
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        for begin in range(0, max(len(paragraph), 1), LONGEST):
            piece = paragraph[begin : begin + LONGEST]
            if part and len(part) + len(piece) > LONGEST:
                yield part
                part = ""
            part = f"{part}\n\n{piece}" if part else piece
    if part.strip():
        yield part


def concepts_from(
    found: Sequence[Passage], asking: Asking, model: str, *, max_tokens: int = 2048
) -> Drawn:
    """The concepts of all passages. Raises `TeacherError` where nothing more can be asked."""
    requests = [_request(passage, model, max_tokens) for passage in found]
    unique = {request.key: request for request in requests}
    concepts: dict[str, Concept] = {}
    dropped: list[Dropped] = []
    for _, reply in asking.ask_all(list(unique.values())):
        for each in _concepts(reply):
            if isinstance(each, Dropped):
                dropped.append(each)
            else:
                concepts.setdefault(each.slug, each)
    return Drawn(tuple(concepts.values()), tuple(dropped))


def _request(passage: Passage, model: str, max_tokens: int) -> Request:
    title = f"{passage.title}\n\n" if passage.title else ""
    turn = Message(Role.USER, f"{title}{passage.text}")
    return Request(
        model, (turn,), shared=prompt("concepts"), max_tokens=max_tokens, schema=SCHEMA
    )  # fmt: skip


def _concepts(reply: Reply | Unanswered) -> Iterator[Concept | Dropped]:
    unusable = unusable_reply(reply)
    if unusable is not None:
        yield unusable
        return
    assert isinstance(reply, Reply)
    try:
        listed = json_of(reply.text).get("concepts")
    except ValueError as error:
        yield Dropped(DropReason.MALFORMED, str(error))
        return
    if not isinstance(listed, list):
        yield Dropped(DropReason.MALFORMED, "the reply has no list of concepts")
        return
    for each in listed[:MOST_CONCEPTS]:
        match each:
            case {"title": str(title), "about": str(about)} if about.strip():
                try:
                    yield Concept(slug_of(title), " ".join(title.split()), " ".join(about.split()))
                except ValueError as error:
                    yield Dropped(DropReason.MALFORMED, str(error))
            case _:
                yield Dropped(DropReason.MALFORMED, "a concept has no title, or says nothing")
