"""Message Batches through the real SDK: late, in another order, and after a process died."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.errors import ErrorCode, TeacherError, UsageError
from engine.synthesis.chat.anthropic_messages import AnthropicMessages
from engine.synthesis.chat.asking import Manners, Unanswered
from engine.synthesis.chat.budget import Budget, Ledger
from engine.synthesis.chat.bulk import Bulk
from engine.synthesis.chat.exchange import Message, Reply, Request, Role
from engine.synthesis.chat.kept import Exchanges
from engine.synthesis.chat.model import BatchState
from tests.synthesis.servers import Drop, Fail, Running, Say, Scripts, serving
from tests.synthesis.test_models import TABLE

ROOT = Path(__file__).resolve().parents[2]
MANNERS = Manners(attempts=3, first_wait=0.01)


def requests(count: int) -> list[Request]:
    return [Request("able-1", (Message(Role.USER, f"number {n}"),)) for n in range(count)]


def shout(body: dict[str, Any]) -> Say:
    return Say(body["messages"][-1]["content"].upper())


def bulk(url: str, folder: Path, budget: Budget | None = None, **options: Any) -> Bulk:
    model = AnthropicMessages(TABLE, api_key="k", base_url=url, timeout=20.0)
    ledger = Ledger(budget or Budget(), TABLE)
    exchanges = Exchanges(folder, model.protocol)
    return Bulk(model, exchanges, ledger, MANNERS, poll=0.01, **options)


def texts(found: list[tuple[Request, Reply | Unanswered]]) -> list[str]:
    return [reply.text if isinstance(reply, Reply) else f"! {reply.why}" for _, reply in found]


def test_a_batch(tmp_path: Path) -> None:
    states: list[BatchState] = []
    with serving(shout, polls=3) as server:
        asking = bulk(server.url, tmp_path)
        found = list(asking.ask_all(requests(5), states.append))
        assert texts(found) == [f"NUMBER {n}" for n in range(5)]
        assert [each for each, _ in found] == requests(5)
        assert [state.ended for state in states] == [False, False, True]
        assert states[-1] == BatchState(True, 5, 5)
        # Half the price of single requests: 2 + 2 + 3 tokens of input, 2 of output, for each.
        assert asking.ledger.spent.usage.output == 10
        single = TABLE.of("able-1").cost(asking.ledger.spent.usage)
        assert asking.ledger.spent.dollars == pytest.approx(single / 2)
        again = bulk(server.url, tmp_path)
        assert texts(list(again.ask_all(requests(5)))) == [f"NUMBER {n}" for n in range(5)]
        assert (again.ledger.spent.kept, again.ledger.spent.requests) == (5, 0)
        assert len(server.seen.batches) == 1


def test_only_what_is_missing_is_handed_over(tmp_path: Path) -> None:
    with serving(shout) as server:
        list(bulk(server.url, tmp_path).ask_all(requests(3)))
        list(bulk(server.url, tmp_path).ask_all(requests(5)))
        assert [len(batch["requests"]) for batch in server.seen.batches] == [3, 2]


def test_large_batches_are_cut(tmp_path: Path) -> None:
    with serving(shout) as server:
        found = list(bulk(server.url, tmp_path, largest=4).ask_all(requests(10)))
        assert texts(found) == [f"NUMBER {n}" for n in range(10)]
        assert [len(batch["requests"]) for batch in server.seen.batches] == [4, 4, 2]


def test_what_fails_in_a_batch(tmp_path: Path) -> None:
    expired = {"number 1": 1, "number 3": 99}

    def script(body: dict[str, Any]) -> Say | Fail:
        text = body["messages"][-1]["content"]
        if text == "number 2":
            return Fail(400, "invalid_request_error", "too long")
        if expired.get(text, 0):
            expired[text] -= 1
            return Fail(500, "expired")
        return Say(text.upper())

    with serving(script) as server:
        found = texts(list(bulk(server.url, tmp_path).ask_all(requests(4))))
        assert found[:2] == ["NUMBER 0", "NUMBER 1"]
        assert "too long" in found[2]
        assert found[3] == "! the batches gave no reply, however often"
        # What was turned down is not asked again, what expired is.
        assert [len(batch["requests"]) for batch in server.seen.batches] == [4, 2, 1]


@pytest.mark.parametrize("trouble", [Fail(529, "overloaded_error"), Drop()], ids=str)
def test_a_batch_whose_receipt_is_lost(trouble: Fail | Drop, tmp_path: Path) -> None:
    with serving(shout, batch_script=Scripts(trouble, Say(""))) as server:
        found = list(bulk(server.url, tmp_path).ask_all(requests(4)))
        assert texts(found) == [f"NUMBER {n}" for n in range(4)]
        assert server.seen.billed == 4


def test_a_batch_that_is_turned_down(tmp_path: Path) -> None:
    with serving(shout, batch_script=lambda _: Fail(401, "authentication_error")) as server:
        with pytest.raises(TeacherError) as caught:
            list(bulk(server.url, tmp_path).ask_all(requests(2)))
        assert caught.value.code is ErrorCode.TEACHER_KEY
        assert not list(tmp_path.rglob("batches/*.json"))


def test_a_budget_for_a_batch(tmp_path: Path) -> None:
    with serving(shout) as server:
        asking = bulk(server.url, tmp_path, Budget(tokens=10_000))
        with pytest.raises(TeacherError) as caught:
            list(asking.ask_all(requests(5)))  # each may give 4,096 tokens
        assert caught.value.code is ErrorCode.TEACHER_BUDGET
        assert not server.seen.batches


def test_batches_of_others_are_let_alone(tmp_path: Path) -> None:
    with serving(shout, batch_script=Scripts(Say(""), Drop(), Say(""))) as server:
        list(bulk(server.url, tmp_path / "other").ask_all(requests(9)[5:]))
        found = list(bulk(server.url, tmp_path / "mine").ask_all(requests(4)))
        assert texts(found) == [f"NUMBER {n}" for n in range(4)]
        assert len(server.seen.batches) == 2


_DIES = """
import os, signal, sys
from pathlib import Path
from tests.synthesis import test_bulk as t
from engine.synthesis.chat.anthropic_messages import AnthropicMessages
from engine.synthesis.chat.kept import Exchanges

url, folder, where = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

owner, name = {"submit": (AnthropicMessages, "submit"), "state": (AnthropicMessages, "state"),
               "results": (AnthropicMessages, "results"), "put": (Exchanges, "put")}[where]
old, seen = getattr(owner, name), []
def dying(*arguments):
    seen.append(1)
    if where == "submit":
        old(*arguments)  # it is handed over, and its name comes back: nobody writes it down
    if len(seen) == (3 if where == "put" else 1):
        die()
    return old(*arguments)
setattr(owner, name, dying)
list(t.bulk(url, Path(folder)).ask_all(t.requests(6)))
"""


def _killed(server: Running, folder: Path, where: str) -> None:
    command = [sys.executable, "-c", _DIES, server.url, str(folder), where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("where", ["submit", "state", "results", "put"])
@pytest.mark.parametrize("polls", [1, 4])
def test_a_process_that_was_killed_pays_once(where: str, polls: int, tmp_path: Path) -> None:
    with serving(shout, polls=polls) as server:
        _killed(server, tmp_path, where)
        found = list(bulk(server.url, tmp_path).ask_all(requests(6)))
        assert texts(found) == [f"NUMBER {n}" for n in range(6)]
        assert len(server.seen.batches) == 1
        assert server.seen.billed == 6
        assert not list(tmp_path.rglob("batches/*.json"))


def test_what_an_earlier_run_asked_for_is_kept(tmp_path: Path) -> None:
    with serving(shout) as server:
        _killed(server, tmp_path, "state")
        list(bulk(server.url, tmp_path).ask_all(requests(2)))  # others than it asked for
        found = list(bulk(server.url, tmp_path).ask_all(requests(6)))
        assert texts(found) == [f"NUMBER {n}" for n in range(6)]
        assert server.seen.billed == 6


def test_a_damaged_record_of_a_batch(tmp_path: Path) -> None:
    with serving(shout) as server:
        asking = bulk(server.url, tmp_path)
        (tmp_path / "anthropic-messages" / "batches" / "a.json").write_text(json.dumps({}))
        with pytest.raises(UsageError, match="record of a batch"):
            list(asking.ask_all(requests(1)))
