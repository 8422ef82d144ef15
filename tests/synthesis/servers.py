"""Local servers that speak the real protocols, with a script that says how each request fares.

Anthropic Messages (streamed by server-sent events) and Message Batches, and OpenAI's Chat
Completions. The real SDKs talk to them. Each counts what a provider would have billed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """Reply with a text. ``stop`` is the protocol's own word."""

    text: str
    stop: str = ""


@dataclass(frozen=True)
class Fail:
    """Reply with an HTTP status and an error of this type."""

    status: int
    kind: str = "error"
    message: str = "no"
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None


@dataclass(frozen=True)
class Drop:
    """Begin a reply and cut the connection off in the midst of it (at once, if ``early``)."""

    early: bool = False


@dataclass(frozen=True)
class Hang:
    """Say nothing for so many seconds, then cut the connection off."""

    seconds: float


@dataclass(frozen=True)
class Broken:
    """A stream whose events say that the server failed."""


Action = Say | Fail | Drop | Hang | Broken
Script = Callable[[dict[str, Any]], Action]
"""From the body of a request to what is done about it."""


class Scripts:
    """Actions one after the other, whatever is asked; fails when they run out."""

    def __init__(self, *actions: Action) -> None:
        self._actions = iter(actions)
        self._lock = threading.Lock()

    def __call__(self, body: dict[str, Any]) -> Action:
        with self._lock:
            action = next(self._actions, None)
        if action is None:
            return Fail(400, "invalid_request_error", "the script has run out")
        return action


@dataclass
class Seen:
    """What a server was asked, and what it would have billed for."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    billed: int = 0
    paid: list[str] = field(default_factory=list)  #: what was billed for, as canonical JSON
    batches: list[dict[str, Any]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""

    def _json(self, form: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self._text(json.dumps(form), "application/json", status, headers)

    def _text(
        self, text: str, kind: str, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _cut_off(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()

    def _body(self) -> dict[str, Any]:
        length = int(self.headers["content-length"])
        body: dict[str, Any] = json.loads(self.rfile.read(length))
        with self.server.lock:
            self.server.seen.bodies.append(body)
            self.server.seen.headers.append({k.lower(): v for k, v in self.headers.items()})
        return body

    def _bill(self, body: dict[str, Any]) -> None:
        with self.server.lock:
            self.server.seen.billed += 1
            self.server.seen.paid.append(json.dumps(body, sort_keys=True))

    def do_POST(self) -> None:  # the name that http.server asks for
        body = self._body()
        if self.path == "/v1/messages/batches":
            self._create_batch(body)
            return
        action = self.server.script(body)
        match action:
            case Fail():
                error = {"type": action.kind, "message": action.message, "code": action.code}
                self._json({"type": "error", "error": error}, action.status, action.headers)
            case Hang():
                time.sleep(action.seconds)
                self._cut_off()
            case Drop(early=True):
                self._cut_off()
            case _ if self.path == "/v1/messages":
                self._messages(body, action)
            case _ if self.path == "/v1/chat/completions":
                self._completions(body, action)
            case _:
                self._json({"error": {"message": self.path}}, 404)

    # -- Anthropic --------------------------------------------------------------------------------

    def _messages(self, body: dict[str, Any], action: Action) -> None:
        if not body.get("stream"):
            assert isinstance(action, Say)
            self._bill(body)
            self._json(message_of(body, action))
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for number, (name, event) in enumerate(self._events(body, action)):
            if isinstance(action, Drop) and number == 3:
                self._cut_off()
                return
            data = f"event: {name}\ndata: {json.dumps(event)}\n\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
        if isinstance(action, Say):
            self._bill(body)

    def _events(self, body: dict[str, Any], action: Action) -> Iterator[tuple[str, Any]]:
        said = action if isinstance(action, Say) else Say("a text that is never whole")
        whole = message_of(body, said)
        begun = {**whole, "content": [], "stop_reason": None}
        yield "message_start", {"type": "message_start", "message": begun}
        block = {"type": "text", "text": ""}
        yield (
            "content_block_start",
            {"type": "content_block_start", "index": 0, "content_block": block},
        )
        if isinstance(action, Broken):
            error = {"type": "overloaded_error", "message": "Overloaded"}
            yield "error", {"type": "error", "error": error}
            return
        half = len(said.text) // 2
        for part in (said.text[:half], said.text[half:]):
            delta = {"type": "text_delta", "text": part}
            yield (
                "content_block_delta",
                {"type": "content_block_delta", "index": 0, "delta": delta},
            )
        yield "content_block_stop", {"type": "content_block_stop", "index": 0}
        end = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
        usage = {"output_tokens": whole["usage"]["output_tokens"]}
        yield "message_delta", {"type": "message_delta", "delta": end, "usage": usage}
        yield "message_stop", {"type": "message_stop"}

    # -- Anthropic, batches -----------------------------------------------------------------------

    def _create_batch(self, body: dict[str, Any]) -> None:
        action = self.server.batch_script(body)
        if isinstance(action, Fail):
            error = {"type": action.kind, "message": action.message}
            self._json({"type": "error", "error": error}, action.status, action.headers)
            return
        with self.server.lock:
            name = f"msgbatch_{len(self.server.seen.batches)}"
            now = datetime.now(UTC).isoformat()
            batch = {"id": name, "requests": body["requests"], "created_at": now, "polls": 0}
            self.server.seen.batches.append(batch)
            self.server.seen.billed += len(body["requests"])
            self.server.seen.paid += [
                json.dumps(each["params"], sort_keys=True) for each in body["requests"]
            ]
        if isinstance(action, Drop):  # it was made, and nobody is told
            self._cut_off()
            return
        self._json(self._batch_form(batch))

    def _batch_form(self, batch: dict[str, Any]) -> dict[str, Any]:
        ended = batch["polls"] >= self.server.polls
        count = len(batch["requests"])
        host, port = self.server.server_address[:2]
        url = f"http://{host!s}:{port}/v1/messages/batches/{batch['id']}/results"
        counts = {"processing": 0 if ended else count, "succeeded": count if ended else 0}
        return {
            "id": batch["id"],
            "type": "message_batch",
            "processing_status": "ended" if ended else "in_progress",
            "request_counts": {**counts, "errored": 0, "canceled": 0, "expired": 0},
            "created_at": batch["created_at"],
            "expires_at": batch["created_at"],
            "ended_at": batch["created_at"] if ended else None,
            "cancel_initiated_at": None,
            "archived_at": None,
            "results_url": url if ended else None,
        }

    def do_GET(self) -> None:  # the name that http.server asks for
        path = self.path.split("?")[0]
        batches = {batch["id"]: batch for batch in self.server.seen.batches}
        if path == "/v1/messages/batches":
            newest = [self._batch_form(batch) for batch in reversed(batches.values())]
            self._json({"data": newest, "has_more": False, "first_id": None, "last_id": None})
            return
        name = path.removeprefix("/v1/messages/batches/").removesuffix("/results")
        batch = batches.get(name)
        if batch is None:
            self._json(
                {"type": "error", "error": {"type": "not_found_error", "message": name}}, 404
            )
        elif path.endswith("/results"):
            lines = [json.dumps(self._result(one)) for one in reversed(batch["requests"])]
            self._text("\n".join(lines) + "\n", "application/x-jsonl")
        else:
            batch["polls"] += 1
            self._json(self._batch_form(batch))

    def _result(self, request: dict[str, Any]) -> dict[str, Any]:
        match self.server.script(request["params"]):
            case Say() as said:
                message = message_of(request["params"], said)
                result: dict[str, Any] = {"type": "succeeded", "message": message}
            case Fail(kind="expired"):
                result = {"type": "expired"}
            case Fail() as failed:
                error = {"type": failed.kind, "message": failed.message}
                result = {"type": "errored", "error": {"type": "error", "error": error}}
            case other:
                raise AssertionError(other)
        return {"custom_id": request["custom_id"], "result": result}

    # -- OpenAI -----------------------------------------------------------------------------------

    def _completions(self, body: dict[str, Any], action: Action) -> None:
        if not isinstance(action, Say):
            data = b'{"id": "chatcmpl-1", "choices": ['
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data) + 100))
            self.end_headers()
            self.wfile.write(data)
            self._cut_off()
            return
        self._bill(body)
        refused = action.stop == "refusal"
        message = {
            "role": "assistant",
            "content": None if refused else action.text,
            "refusal": action.text if refused else None,
        }
        finish = "stop" if refused else action.stop or "stop"
        asked = sum(len(each["content"].split()) for each in body["messages"])
        said = len(action.text.split())
        self._json(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": finish}],
                "usage": {
                    "prompt_tokens": asked,
                    "completion_tokens": said,
                    "total_tokens": asked + said,
                },
            }
        )


def turns(body: dict[str, Any]) -> list[str]:
    """The texts of a conversation, without what the system says."""
    return [each["content"] for each in body["messages"] if each["role"] != "system"]


def message_of(body: dict[str, Any], said: Say) -> dict[str, Any]:
    """The whole message; a word is a token, as far as this server counts."""
    words = sum(len(each["content"].split()) for each in body["messages"])
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [{"type": "text", "text": said.text}],
        "stop_reason": said.stop or "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": words,
            "output_tokens": len(said.text.split()),
            "cache_read_input_tokens": 2,
            "cache_creation_input_tokens": 3,
        },
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Script, batch_script: Script, polls: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.batch_script = batch_script
        self.polls = polls
        self.seen = Seen()
        self.lock = threading.Lock()

    def handle_error(self, *_: object) -> None:
        """A client that went away is part of the play."""


@dataclass
class Running:
    """A server at work."""

    url: str
    seen: Seen
    _server: _Server

    def rescript(self, script: Script) -> None:
        self._server.script = script


@contextmanager
def serving(
    script: Script, *, batch_script: Script | None = None, polls: int = 1
) -> Iterator[Running]:
    """A server while the block runs. ``polls``: so often a batch is looked at before it ends."""
    made = _Server(script, batch_script or (lambda _: Say("")), polls)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Running(f"http://127.0.0.1:{made.server_port}", made.seen, made)
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
