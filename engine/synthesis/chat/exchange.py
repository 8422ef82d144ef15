"""What a language model is asked and what it replies, apart from any provider's protocol."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property


class Role(Enum):
    """Who speaks. Closed."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    text: str


@dataclass(frozen=True)
class Request:
    """One request: everything that the reply depends on, as far as the caller decides it.

    ``shared`` is the part of the instructions that many requests have in common (the reference of
    a language, say): providers that can, keep it in their cache. ``schema`` is a JSON Schema that
    the reply has to fit, as canonical JSON text; "" for free text. ``sample`` tells requests apart
    that ask the same once more."""

    model: str
    messages: tuple[Message, ...]
    shared: str = ""
    system: str = ""
    max_tokens: int = 4096
    temperature: float | None = None
    schema: str = ""
    sample: int = 0

    def __post_init__(self) -> None:
        if not self.messages or self.messages[-1].role is not Role.USER:
            raise ValueError("a request ends with a message of the user")
        if self.max_tokens < 1:
            raise ValueError("a reply has at least one token")

    def to_json(self) -> dict[str, object]:
        return {
            "model": self.model,
            "shared": self.shared,
            "system": self.system,
            "messages": [{"role": each.role.value, "text": each.text} for each in self.messages],
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "schema": self.schema,
            "sample": self.sample,
        }

    @cached_property
    def key(self) -> str:
        """The full SHA-256 digest of the request, in 64 hexadecimal digits."""
        return hashlib.sha256(canonical(self.to_json()).encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of text that are sent, in UTF-8."""
        parts = [self.shared, self.system, self.schema, *(each.text for each in self.messages)]
        return sum(len(part.encode()) for part in parts)


def request_from_json(form: object) -> Request:
    """Read back `Request.to_json`; raises `ValueError` for anything else."""
    try:
        assert isinstance(form, dict)
        turns = tuple(Message(Role(each["role"]), each["text"]) for each in form["messages"])
        request = Request(**{**form, "messages": turns})
    except (AssertionError, TypeError, KeyError, ValueError) as error:
        raise ValueError("not a kept request") from error
    if request.to_json() != form:
        raise ValueError("not a kept request")
    return request


def canonical(form: Mapping[str, object]) -> str:
    """The one JSON text of data: sorted keys, no spaces, ASCII."""
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


class Stop(Enum):
    """Why a reply ended. Closed."""

    END = "end"  #: it was finished
    LENGTH = "length"  #: it was cut off: the tokens that were allowed, or the model's window
    REFUSED = "refused"  #: the model, or a filter of its provider, declined


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that were paid for. Those read from a cache or written to it are in no other
    count."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input + other.input,
            self.output + other.output,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
        )

    @property
    def total(self) -> int:
        return self.input + self.output + self.cache_read + self.cache_write


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``text`` is what the model said, without its hidden reasoning."""

    text: str
    stop: Stop
    usage: Usage = field(default_factory=Usage)
    model: str = ""  #: as the provider names the one that answered
    batched: bool = False  #: whether it was paid for at the price of bulk work

    def to_json(self) -> dict[str, object]:
        return {
            "text": self.text,
            "stop": self.stop.value,
            "usage": {
                "input": self.usage.input,
                "output": self.usage.output,
                "cache_read": self.usage.cache_read,
                "cache_write": self.usage.cache_write,
            },
            "model": self.model,
            "batched": self.batched,
        }


def reply_from_json(form: object) -> Reply:
    """Read back `Reply.to_json`; raises `ValueError` for anything else."""
    if not isinstance(form, dict) or set(form) != {"text", "stop", "usage", "model", "batched"}:
        raise ValueError("not a kept reply")
    usage, text, model, batched = form["usage"], form["text"], form["model"], form["batched"]
    counts = ("input", "output", "cache_read", "cache_write")
    if not isinstance(usage, dict) or set(usage) != set(counts):
        raise ValueError("not a kept reply: its usage is damaged")
    if not all(type(usage[name]) is int and usage[name] >= 0 for name in counts):
        raise ValueError("not a kept reply: its usage is damaged")
    if not (isinstance(text, str) and isinstance(model, str) and isinstance(batched, bool)):
        raise ValueError("not a kept reply")  # noqa: TRY004  # what the data are, not the type
    return Reply(text, Stop(form["stop"]), Usage(*(usage[name] for name in counts)), model, batched)
