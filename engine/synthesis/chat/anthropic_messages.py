"""Anthropic's models by the official SDK: Messages (streamed) and Message Batches.

https://docs.anthropic.com/en/api/messages, …/message-batches. The SDK's own attempts are off:
`engine.synthesis.chat.asking` counts them, in one place for all providers.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import anthropic
from anthropic.types import Message as AnthropicMessage

from engine.errors import ErrorCode, TeacherError
from engine.synthesis.chat.abilities import AbilityTable
from engine.synthesis.chat.exchange import Reply, Request, Stop, Usage
from engine.synthesis.chat.failures import Passing, PassingFailure, RequestRefusedError
from engine.synthesis.chat.model import BatchState, PassingOrRefused

_STOPS: Final = {
    "end_turn": Stop.END,
    "stop_sequence": Stop.END,
    "max_tokens": Stop.LENGTH,
    "model_context_window_exceeded": Stop.LENGTH,
    "refusal": Stop.REFUSED,
}
"""What is not here (a tool that is to be called, a pause) nobody asked for: see `_reply`."""

_LEEWAY: Final = 60.0
"""Seconds that the clocks of provider and machine may differ."""


class AnthropicMessages:
    """Claude. ``base_url`` and ``api_key`` are those of the SDK where they are None
    (``ANTHROPIC_API_KEY`` and its like); ``timeout`` is for one attempt, in seconds."""

    protocol = "anthropic-messages"

    def __init__(
        self,
        table: AbilityTable,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float = 600.0,
    ) -> None:
        self._table = table
        try:
            self._client = anthropic.Anthropic(
                api_key=api_key, base_url=base_url, timeout=timeout, max_retries=0
            )
        except anthropic.AnthropicError as error:
            raise _no_key(str(error)) from error
        # The SDK's own clean-up may come after that of its sockets.
        weakref.finalize(self, self._client.close)

    # -- one request ------------------------------------------------------------------------------

    def complete(self, request: Request) -> Reply:
        """As `ChatModel.complete`. Streamed, so that a long reply meets no time-out of a proxy."""
        try:
            parameters = self._parameters(request)
            # Not every version of the SDK has a parameter for it; the protocol has.
            heat = {name: parameters.pop(name) for name in ("temperature",) if name in parameters}
            with self._client.messages.stream(**parameters, extra_body=heat or None) as stream:
                return _reply(stream.get_final_message())
        except Exception as error:
            failure = _failure(error)
            if failure is error:
                raise
            raise failure from error

    def _parameters(self, request: Request) -> dict[str, Any]:
        abilities = self._table.of(request.model)
        system: list[dict[str, Any]] = []
        if request.shared:
            kept = {"cache_control": {"type": "ephemeral"}}
            system.append({"type": "text", "text": request.shared, **kept})
        if request.system:
            system.append({"type": "text", "text": request.system})
        found: dict[str, Any] = {
            "model": request.model,
            "max_tokens": request.max_tokens,
            "messages": [
                {"role": each.role.value, "content": each.text} for each in request.messages
            ],
        }
        if system:
            found["system"] = system
        if request.temperature is not None and abilities.temperature:
            found["temperature"] = request.temperature
        if request.schema and abilities.structured:
            form = {"type": "json_schema", "schema": json.loads(request.schema)}
            found["output_config"] = {"format": form}
        return found

    # -- many requests ----------------------------------------------------------------------------

    def submit(self, requests: Sequence[Request]) -> str:
        """As `BatchModel.submit`. Each request goes by its key."""
        asked: list[Any] = [
            {"custom_id": each.key, "params": self._parameters(each)} for each in requests
        ]
        try:
            return self._client.messages.batches.create(requests=asked).id
        except Exception as error:
            failure = _failure(error)
            if failure is error:
                raise
            raise failure from error

    def submitted(self, keys: frozenset[str], since: float) -> str | None:
        """As `BatchModel.submitted`: batches are told apart by the keys in their results, so that
        one that has as many requests and is under way has to be waited for."""
        oldest = datetime.fromtimestamp(since - _LEEWAY, tz=UTC)
        try:
            for batch in self._client.messages.batches.list():
                if batch.created_at < oldest:
                    return None  # they are listed newest first
                counts = batch.request_counts
                total = counts.processing + counts.succeeded + counts.errored
                if total + counts.canceled + counts.expired != len(keys):
                    continue
                if batch.processing_status != "ended":
                    return batch.id  # nobody else's, as far as can be seen: its results will tell
                if {key for key, _ in self.results(batch.id)} == keys:
                    return batch.id
        except PassingFailure:
            raise
        except Exception as error:
            failure = _failure(error)
            if failure is error:
                raise
            raise failure from error
        return None

    def state(self, batch: str) -> BatchState:
        """As `BatchModel.state`."""
        try:
            found = self._client.messages.batches.retrieve(batch)
        except Exception as error:
            failure = _failure(error)
            if failure is error:
                raise
            raise failure from error
        counts = found.request_counts
        done = counts.succeeded + counts.errored + counts.canceled + counts.expired
        return BatchState(found.processing_status == "ended", done, done + counts.processing)

    def results(self, batch: str) -> Iterator[tuple[str, Reply | PassingOrRefused]]:
        """As `BatchModel.results`. What expired or was cancelled may be asked again."""
        try:
            for each in self._client.messages.batches.results(batch):
                match each.result.type:
                    case "succeeded":
                        yield each.custom_id, _reply(each.result.message, batched=True)
                    case "errored":
                        yield each.custom_id, _errored(each.result.error.error)
                    case "canceled" | "expired":
                        told = f"the request was {each.result.type}"
                        yield each.custom_id, PassingFailure(Passing.SERVER, told)
        except (anthropic.AnthropicError, OSError) as error:
            raise _failure(error) from error


def _reply(message: AnthropicMessage, *, batched: bool = False) -> Reply:
    stop = _STOPS.get(message.stop_reason or "")
    if stop is None:
        told = f"the reply ended with {message.stop_reason!r}, which nobody asked for"
        raise PassingFailure(Passing.SERVER, told)
    text = "".join(block.text for block in message.content if block.type == "text")
    usage = message.usage
    counted = Usage(
        usage.input_tokens,
        usage.output_tokens,
        usage.cache_read_input_tokens or 0,
        usage.cache_creation_input_tokens or 0,
    )
    return Reply(text, stop, counted, message.model, batched)


def _errored(error: Any) -> PassingOrRefused:
    """What a batch says of one request that it could not answer."""
    told = f"{error.type}: {error.message}"
    if error.type in {"invalid_request_error", "not_found_error"}:
        return RequestRefusedError(told)
    return PassingFailure(Passing.SERVER, told)


def _failure(error: Exception) -> Exception:
    """The failure of `engine.synthesis.chat.failures` that an exception of the SDK stands for;
    itself where it is none of them."""
    match error:
        case anthropic.APITimeoutError():
            return PassingFailure(Passing.TIMEOUT, "no reply in time")
        case anthropic.APIConnectionError():
            return PassingFailure(Passing.CONNECTION, str(error.__cause__ or error))
        case anthropic.APIStatusError():
            return _by_status(error)
        case anthropic.APIError():  # an error event in the midst of a stream
            return PassingFailure(Passing.SERVER, error.message)
        case anthropic.AnthropicError():
            return _no_key(str(error))
        case OSError() | ValueError() | RuntimeError() | AssertionError():
            # A stream that was cut off: the transport's errors, or a message that has no end.
            return PassingFailure(Passing.CONNECTION, f"{type(error).__name__}: {error}")
        case _:
            if type(error).__module__.split(".")[0] in {"httpx", "httpx2", "httpcore", "httpcore2"}:
                return PassingFailure(Passing.CONNECTION, f"{type(error).__name__}: {error}")
            return error


def _by_status(error: anthropic.APIStatusError) -> Exception:
    told, wait = error.message, _retry_after(error.response.headers.get("retry-after"))
    match error.status_code:
        case 429:
            return PassingFailure(Passing.RATE, told, wait)
        case 529 | 503:
            return PassingFailure(Passing.OVERLOADED, told, wait)
        case 408 | 504:
            return PassingFailure(Passing.TIMEOUT, told, wait)
        case 409:
            return PassingFailure(Passing.SERVER, told, wait)
        case 401 | 402 | 403:
            return _no_key(told)
        case status if status >= 500 or status < 400:
            # Below 400: an error event in the midst of a stream that had begun well.
            return PassingFailure(Passing.SERVER, told, wait)
        case _:
            return RequestRefusedError(f"Anthropic turned the request down: {told}")


def _retry_after(header: str | None) -> float | None:
    """The seconds of a `Retry-After` header, where it says seconds (RFC 9110, 10.2.3)."""
    try:
        wait = None if header is None else float(header)
    except ValueError:
        return None
    return wait if wait is not None and 0 <= wait < float("inf") else None


def _no_key(told: str) -> TeacherError:
    return TeacherError(
        ErrorCode.TEACHER_KEY,
        f"Anthropic cannot be asked: {told}",
        remedy="Set ANTHROPIC_API_KEY to a key that may do this.",
    )
