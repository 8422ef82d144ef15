"""Models behind the Chat Completions protocol, by the official SDK: OpenAI itself, vLLM, Ollama,
llama.cpp, SGLang and others (https://platform.openai.com/docs/api-reference/chat)."""

from __future__ import annotations

import json
import weakref
from typing import Any, Final

import openai
from openai.types.chat import ChatCompletion

from engine.errors import ErrorCode, TeacherError
from engine.synthesis.chat.abilities import AbilityTable
from engine.synthesis.chat.exchange import Reply, Request, Stop, Usage
from engine.synthesis.chat.failures import Passing, PassingFailure, RequestRefusedError

_STOPS: Final = {"stop": Stop.END, "length": Stop.LENGTH, "content_filter": Stop.REFUSED}


class OpenAIChat:
    """A server that speaks the protocol. ``api_key`` and ``base_url`` are those of the SDK where
    they are None (``OPENAI_API_KEY``, ``OPENAI_BASE_URL``); a local server wants no key, but the
    SDK does, so that one is made up for it. ``timeout`` is for one attempt, in seconds."""

    protocol = "openai-chat"

    def __init__(
        self,
        table: AbilityTable,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float = 600.0,
    ) -> None:
        self._table = table
        self._own_server = base_url is not None
        key = "none" if api_key is None and base_url is not None else api_key
        try:
            self._client = openai.OpenAI(
                api_key=key, base_url=base_url, timeout=timeout, max_retries=0
            )
        except openai.OpenAIError as error:
            raise _no_key(str(error)) from error
        # The SDK's own clean-up may come after that of its sockets.
        weakref.finalize(self, self._client.close)

    def complete(self, request: Request) -> Reply:
        """As `ChatModel.complete`."""
        try:
            return _reply(self._client.chat.completions.create(**self._parameters(request)))
        except Exception as error:
            failure = _failure(error)
            if failure is error:
                raise
            raise failure from error

    def _parameters(self, request: Request) -> dict[str, Any]:
        abilities = self._table.of(request.model)
        # What requests have in common stands first, for servers that keep prefixes in a cache.
        system = "\n\n".join(part for part in (request.shared, request.system) if part)
        messages = [{"role": each.role.value, "content": each.text} for each in request.messages]
        if system:
            messages.insert(0, {"role": "system", "content": system})
        # Servers of one's own know the old name of the bound, OpenAI's newer models the new one.
        bound = "max_tokens" if self._own_server else "max_completion_tokens"
        found: dict[str, Any] = {
            "model": request.model,
            "messages": messages,
            bound: request.max_tokens,
        }
        if request.temperature is not None and (abilities.temperature or not abilities.prefix):
            found["temperature"] = request.temperature
        if request.schema and abilities.structured:
            form = {"name": "reply", "schema": json.loads(request.schema), "strict": True}
            found["response_format"] = {"type": "json_schema", "json_schema": form}
        return found


def _reply(completion: ChatCompletion) -> Reply:
    if not completion.choices:
        raise PassingFailure(Passing.SERVER, "the reply holds no choice")
    choice = completion.choices[0]
    stop = _STOPS.get(choice.finish_reason)
    if choice.message.refusal:
        stop = Stop.REFUSED
    if stop is None:
        told = f"the reply ended with {choice.finish_reason!r}, which nobody asked for"
        raise PassingFailure(Passing.SERVER, told)
    text = choice.message.content or choice.message.refusal or ""
    return Reply(text, stop, _usage(completion), completion.model)


def _usage(completion: ChatCompletion) -> Usage:
    usage = completion.usage
    if usage is None:  # some servers count nothing
        return Usage()
    details = usage.prompt_tokens_details
    cached = 0 if details is None else details.cached_tokens or 0
    return Usage(usage.prompt_tokens - cached, usage.completion_tokens, cached)


def _failure(error: Exception) -> Exception:
    """The failure of `engine.synthesis.chat.failures` that an exception of the SDK stands for;
    itself where it is none of them."""
    match error:
        case openai.APITimeoutError():
            return PassingFailure(Passing.TIMEOUT, "no reply in time")
        case openai.APIConnectionError():
            return PassingFailure(Passing.CONNECTION, str(error.__cause__ or error))
        case openai.APIStatusError():
            return _by_status(error)
        case openai.APIError():
            return PassingFailure(Passing.SERVER, error.message)
        case openai.OpenAIError():
            return _no_key(str(error))
        case OSError() | ValueError():
            return PassingFailure(Passing.CONNECTION, f"{type(error).__name__}: {error}")
        case _:
            return error


def _by_status(error: openai.APIStatusError) -> Exception:
    told, header = error.message, error.response.headers.get("retry-after")
    try:
        wait = None if header is None else max(float(header), 0.0)
    except ValueError:
        wait = None
    match error.status_code:
        case 429 if error.code == "insufficient_quota":
            return _no_key(told)
        case 429:
            return PassingFailure(Passing.RATE, told, wait)
        case 503:
            return PassingFailure(Passing.OVERLOADED, told, wait)
        case 408 | 504:
            return PassingFailure(Passing.TIMEOUT, told, wait)
        case 409:
            return PassingFailure(Passing.SERVER, told, wait)
        case 401 | 403:
            return _no_key(told)
        case status if status >= 500:
            return PassingFailure(Passing.SERVER, told, wait)
        case _:
            return RequestRefusedError(f"The server turned the request down: {told}")


def _no_key(told: str) -> TeacherError:
    return TeacherError(
        ErrorCode.TEACHER_KEY,
        f"The server cannot be asked: {told}",
        remedy="Set OPENAI_API_KEY to a key that may do this, or name a server of your own.",
    )
