"""Models asked through the real SDKs, from servers that do what servers do on bad days."""

from __future__ import annotations

import json
import re
import time
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from engine.errors import ErrorCode, ExitCode, TeacherError, UsageError
from engine.synthesis.chat.abilities import Abilities, AbilityTable, ability_table
from engine.synthesis.chat.asking import Asker, Manners, Unanswered
from engine.synthesis.chat.budget import Budget, Ledger
from engine.synthesis.chat.exchange import Message, Reply, Request, Role, Stop, Usage
from engine.synthesis.chat.kept import Exchanges
from engine.synthesis.chat.providers import Provider, connect
from tests.synthesis.servers import Broken, Drop, Fail, Hang, Running, Say, Scripts, serving

TABLE = AbilityTable([Abilities("able", 3.0, 15.0, structured=True, temperature=True)])
PROVIDERS = list(Provider)
QUICK = Manners(attempts=3, first_wait=0.01)


def request(text: str = "What is 6 times 7?", **changes: Any) -> Request:
    return Request("able-1", (Message(Role.USER, text),), **changes)


def asker(
    provider: Provider,
    server: Running,
    folder: Path,
    *,
    manners: Manners = QUICK,
    budget: Budget | None = None,
    timeout: float = 20.0,
) -> Asker:
    base = server.url if provider is Provider.ANTHROPIC else f"{server.url}/v1"
    model = connect(provider, TABLE, api_key="k", base_url=base, timeout=timeout)
    return Asker(
        model, Exchanges(folder, model.protocol), Ledger(budget or Budget(), TABLE), manners
    )


def said(reply: Reply | Unanswered) -> str:
    assert isinstance(reply, Reply)
    return reply.text


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_reply(provider: Provider, tmp_path: Path) -> None:
    with serving(Scripts(Say("It is 42."))) as server:
        reply = asker(provider, server, tmp_path).ask(request())
    assert isinstance(reply, Reply)
    assert (reply.text, reply.stop, reply.model) == ("It is 42.", Stop.END, "able-1")
    assert reply.usage.output == 3
    assert reply.usage.input == 5


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "trouble",
    [
        Fail(429, "rate_limit_error", headers={"retry-after": "0"}),
        Fail(529, "overloaded_error"),
        Fail(500, "api_error"),
        Fail(503, "api_error", headers={"retry-after": "soon"}),
        Drop(),
        Drop(early=True),
        Hang(1.5),
    ],
    ids=str,
)
def test_what_passes_is_asked_again(
    provider: Provider, trouble: Fail | Drop | Hang, tmp_path: Path
) -> None:
    with serving(Scripts(trouble, trouble, Say("At last."))) as server:
        found = asker(provider, server, tmp_path, timeout=0.5).ask(request())
        assert said(found) == "At last."
        assert len(server.seen.bodies) == 3
        assert server.seen.billed == 1


def test_an_error_in_the_midst_of_a_stream_is_asked_again(tmp_path: Path) -> None:
    with serving(Scripts(Broken(), Say("At last."))) as server:
        assert said(asker(Provider.ANTHROPIC, server, tmp_path).ask(request())) == "At last."


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_wait_that_a_server_asks_for_is_kept(provider: Provider, tmp_path: Path) -> None:
    trouble = Fail(429, "rate_limit_error", headers={"retry-after": "0"})
    slow = Manners(attempts=2, first_wait=10_000.0)
    with serving(Scripts(trouble, Say("At once."))) as server:
        # Without the header the test would run into its time limit.
        assert said(asker(provider, server, tmp_path, manners=slow).ask(request())) == "At once."


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_end_to_asking_again(provider: Provider, tmp_path: Path) -> None:
    with serving(lambda _: Fail(529, "overloaded_error")) as server:
        with pytest.raises(TeacherError) as caught:
            asker(provider, server, tmp_path).ask(request())
        assert caught.value.code is ErrorCode.TEACHER_UNREACHABLE
        assert caught.value.exit_code is ExitCode.TEACHER
        assert len(server.seen.bodies) == QUICK.attempts


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_key_that_is_none(provider: Provider, tmp_path: Path) -> None:
    with serving(lambda _: Fail(401, "authentication_error", "invalid key")) as server:
        with pytest.raises(TeacherError) as caught:
            asker(provider, server, tmp_path).ask(request())
        assert caught.value.code is ErrorCode.TEACHER_KEY
        assert len(server.seen.bodies) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_request_that_is_turned_down(provider: Provider, tmp_path: Path) -> None:
    with serving(Scripts(Fail(400, "invalid_request_error", "too long"), Say("Yes."))) as server:
        ask = asker(provider, server, tmp_path)
        refused = ask.ask(request("one"))
        assert isinstance(refused, Unanswered)
        assert "too long" in refused.why
        assert said(ask.ask(request("another"))) == "Yes."


@pytest.mark.parametrize(
    ("provider", "word", "stop"),
    [
        (Provider.ANTHROPIC, "max_tokens", Stop.LENGTH),
        (Provider.ANTHROPIC, "refusal", Stop.REFUSED),
        (Provider.OPENAI, "length", Stop.LENGTH),
        (Provider.OPENAI, "content_filter", Stop.REFUSED),
        (Provider.OPENAI, "refusal", Stop.REFUSED),
    ],
)
def test_why_a_reply_ended(provider: Provider, word: str, stop: Stop, tmp_path: Path) -> None:
    with serving(Scripts(Say("So far", word))) as server:
        reply = asker(provider, server, tmp_path).ask(request())
    assert isinstance(reply, Reply)
    assert reply.stop is stop


def test_what_is_sent_to_anthropic(tmp_path: Path) -> None:
    schema = '{"type":"object"}'
    asked = request(shared="The language.", system="Be brief.", temperature=1.0, schema=schema)
    with serving(lambda _: Say("{}")) as server:
        asker(Provider.ANTHROPIC, server, tmp_path).ask(asked)
        unable = Request("other", asked.messages, temperature=1.0, schema=schema)
        asker(Provider.ANTHROPIC, server, tmp_path).ask(unable)
        able, plain = server.seen.bodies
        headers = server.seen.headers[0]
        assert "k" in {headers.get("x-api-key"), headers.get("authorization", "")[len("Bearer ") :]}
    assert able["system"] == [
        {"type": "text", "text": "The language.", "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": "Be brief."},
    ]
    assert able["temperature"] == 1
    form = {"type": "json_schema", "schema": {"type": "object"}}
    assert able["output_config"] == {"format": form}
    assert {"system", "temperature", "output_config"}.isdisjoint(plain)


def test_what_is_sent_to_others(tmp_path: Path) -> None:
    asked = request(shared="The language.", system="Be brief.", schema='{"type":"object"}')
    with serving(Scripts(Say("{}"))) as server:
        asker(Provider.OPENAI, server, tmp_path).ask(asked)
        (body,) = server.seen.bodies
    assert body["messages"][0] == {"role": "system", "content": "The language.\n\nBe brief."}
    assert body["max_tokens"] == 4096
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}


# What is kept.


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_is_asked_twice(provider: Provider, tmp_path: Path) -> None:
    with serving(Scripts(Say("Once."))) as server:
        first = asker(provider, server, tmp_path).ask(request())
        again = asker(provider, server, tmp_path)
        assert again.ask(request()) == first
        assert server.seen.billed == 1
        assert (again.ledger.spent.kept, again.ledger.spent.dollars) == (1, 0.0)
    # And without any server.
    assert again.ask(request()) == first


def test_what_makes_a_request_another_one() -> None:
    keys = {
        request().key,
        request("What is 6 times 8?").key,
        request(shared="a").key,
        request(system="a").key,
        request(max_tokens=5).key,
        request(temperature=0.0).key,
        request(schema="{}").key,
        request(sample=1).key,
        Request("able-2", request().messages).key,
    }
    assert len(keys) == 9
    assert request().key == request().key


@pytest.mark.parametrize("damage", ["", "{", '{"form": "other"}', "null", "\0"])
def test_a_damaged_exchange(damage: str, tmp_path: Path) -> None:
    exchanges = Exchanges(tmp_path, "p")
    exchanges.put(request(), Reply("It is 42.", Stop.END))
    (path,) = tmp_path.glob("p/*/*.json")
    path.write_text(damage)
    with pytest.raises(UsageError) as caught:
        exchanges.get(request())
    assert caught.value.code is ErrorCode.BAD_EXCHANGE
    assert str(path) in caught.value.message


def test_an_exchange_of_another_request(tmp_path: Path) -> None:
    exchanges = Exchanges(tmp_path, "p")
    exchanges.put(request(), Reply("It is 42.", Stop.END, Usage(1, 2, 3, 4), "m", batched=True))
    (path,) = tmp_path.glob("p/*/*.json")
    form = json.loads(path.read_text())
    form["request"]["messages"][0]["text"] = "What is 6 times 8?"
    path.write_text(json.dumps(form))
    with pytest.raises(UsageError):
        exchanges.get(request())


def test_the_first_reply_counts(tmp_path: Path) -> None:
    exchanges = Exchanges(tmp_path, "p")
    whole = Reply("It is 42.", Stop.END, Usage(1, 2, 3, 4), "m", batched=True)
    exchanges.put(request(), whole)
    exchanges.put(request(), Reply("It is 43.", Stop.END))
    assert exchanges.get(request()) == whole
    assert list(exchanges.keys()) == [request().key]


# Budgets.


def test_what_a_reply_costs() -> None:
    able = TABLE.of("able-1")
    usage = Usage(1_000_000, 100_000, 1_000_000, 1_000_000)
    # 3 for the input, 1.5 for the output, 0.3 read from the cache, 3.75 written to it.
    assert able.cost(usage) == pytest.approx(8.55)
    assert able.cost(usage, batched=True) == pytest.approx(4.275)
    assert TABLE.of("nobody").cost(usage) == 0.0


@pytest.mark.parametrize("budget", [Budget(tokens=120), Budget(dollars=0.0016)], ids=str)
def test_a_budget_stops_before_it_is_overrun(budget: Budget, tmp_path: Path) -> None:
    with serving(lambda _: Say("word " * 20)) as server:
        ask = asker(Provider.ANTHROPIC, server, tmp_path, budget=budget)
        asking = (ask.ask(request(f"number {number}", max_tokens=40)) for number in range(10))
        with pytest.raises(TeacherError) as caught:
            list(asking)
        replies = server.seen.billed
        assert caught.value.code is ErrorCode.TEACHER_BUDGET
        assert 1 <= replies < 10
        spent = ask.ledger.spent
        assert budget.tokens is None or spent.usage.total <= budget.tokens
        assert budget.dollars is None or spent.dollars <= budget.dollars
        # What is kept costs nothing, however small the budget.
        assert said(ask.ask(request("number 0", max_tokens=40))).startswith("word")


def test_a_budget_in_dollars_needs_a_price(tmp_path: Path) -> None:
    with serving(Scripts()) as server:
        ask = asker(Provider.ANTHROPIC, server, tmp_path, budget=Budget(dollars=1.0))
        with pytest.raises(TeacherError, match="price of nobody is not known"):
            ask.ask(Request("nobody", request().messages))
        assert not server.seen.bodies


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "models.toml"
    path.write_text('[[model]]\nprefix = "mine"\ninput = 1\noutput = 2\n')
    table = ability_table(path)
    assert table.of("mine-7b").output == 2
    assert table.of("claude-sonnet-4-5").structured
    for text in ("x", "a = 1", '[[model]]\nprefix = "a"\nfast = true', "[[model]]\ninput = 1"):
        path.write_text(text)
        with pytest.raises(UsageError, match="table of models"):
            ability_table(path)
    path.write_text('[[model]]\nprefix = "a"\ninput = -1\n')
    with pytest.raises(UsageError, match="cannot be -1"):
        ability_table(path)


def test_prices_say_where_and_when_they_were_looked_up() -> None:
    text = resources.files("engine.synthesis.chat").joinpath("models.toml").read_text("utf-8")
    rows = tomllib.loads(text)["model"]
    for row in rows:
        assert row["source"].startswith("https://")
        assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", row["as_of"])
        assert row["input"] < row["output"]
    assert len({row["prefix"] for row in rows}) == len(rows)
    table = ability_table()
    # A version that costs more than its successors is not taken for one of them.
    assert table.of("claude-opus-4-1-20250805").input == 15
    assert table.of("claude-opus-4-20250514").input == 15
    assert table.of("claude-opus-4-5-20251101").input == 5
    assert table.of("claude-opus-5-5").input == 4
    assert not table.of("claude-sonnet-4-20250514").structured
    assert not table.of("a-model-that-nobody-knows").priced


# Many at a time.


@pytest.mark.parametrize("provider", PROVIDERS)
def test_replies_come_in_order(provider: Provider, tmp_path: Path) -> None:
    with serving(lambda body: Say(body["messages"][-1]["content"].upper())) as server:
        asked = [request(f"number {n}") for n in range(40)]
        found = list(asker(provider, server, tmp_path).ask_all(asked))
        assert server.seen.billed == 40
    assert [each for each, _ in found] == asked
    assert [said(reply) for _, reply in found] == [f"NUMBER {n}" for n in range(40)]


def test_what_was_paid_for_is_kept_when_all_fails(tmp_path: Path) -> None:
    def script(body: dict[str, Any]) -> Say | Fail:
        number = int(body["messages"][-1]["content"])
        return Fail(401, "authentication_error") if number >= 12 else Say("yes")

    asked = [request(str(n)) for n in range(30)]
    with serving(script) as server:
        with pytest.raises(TeacherError):
            list(asker(Provider.ANTHROPIC, server, tmp_path).ask_all(asked))
        paid = server.seen.billed
        server.rescript(lambda _: Say("yes"))
        found = list(asker(Provider.ANTHROPIC, server, tmp_path).ask_all(asked))
        assert [said(reply) for _, reply in found] == ["yes"] * 30
        assert paid == 12
        assert server.seen.billed == 30


@pytest.mark.parametrize(
    "manners",
    [Manners(requests=2, period=1.0), Manners(tokens=40, period=1.0)],
    ids=["requests", "tokens"],
)
def test_rates_are_kept(manners: Manners, tmp_path: Path) -> None:
    with serving(lambda _: Say("yes")) as server:
        ask = asker(Provider.ANTHROPIC, server, tmp_path, manners=manners)
        begun = time.monotonic()
        for number in range(3):
            assert said(ask.ask(request(f"{number} {'x' * 50}"))) == "yes"
        # Two fit into the first second, the third has to wait for the next.
        assert time.monotonic() - begun > 1 / 2
