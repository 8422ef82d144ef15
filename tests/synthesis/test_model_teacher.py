"""Models as teachers through the real SDKs, from servers on which everything goes wrong at times.

Nothing false is accepted, nothing is paid for twice, nothing is lost: the server counts."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify
from engine.errors import ErrorCode, ExitCode, TeacherError
from engine.program import Program
from engine.search.answers import returned
from engine.search.rationale import RationaleVerdict
from engine.synthesis.chat.asking import Asker, Manners, Unanswered
from engine.synthesis.chat.budget import Budget, Ledger
from engine.synthesis.chat.bulk import Bulk
from engine.synthesis.chat.exchange import Reply, Stop
from engine.synthesis.chat.kept import Exchanges
from engine.synthesis.chat.providers import Provider, connect
from engine.synthesis.teachers.asked import Lessons, ModelTeacher
from engine.synthesis.teachers.builtin import BuiltinTeacher
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import (
    Accepted,
    BackwardTask,
    Dropped,
    DropReason,
    ForwardTask,
    Outcome,
)
from engine.synthesis.teachers.prompts import Kind
from engine.synthesis.teachers.rounds import extracted
from tests.synthesis.asking import Answering, Fixed
from tests.synthesis.servers import (
    Action,
    Broken,
    Drop,
    Fail,
    Hang,
    Running,
    Say,
    Script,
    Scripts,
    serving,
    turns,
)
from tests.synthesis.test_models import TABLE

ROOT = Path(__file__).resolve().parents[2]
QUICK = Manners(attempts=4, first_wait=0.01, parallel=4)
WAYS = ["anthropic", "openai-compatible", "batches"]
COUNT = 5


def program(number: int) -> Program:
    source = (
        "def f(xs):\n    total = 0\n    for x in xs:\n        if x > 2:\n"
        f"            total += x * {number + 7919}\n    return total\n"
    )
    return Program.from_text(source, call="[3, 1]")


def tasks(count: int = COUNT) -> list[ForwardTask]:
    return [ForwardTask(program(number), Level.GAPLESS, number) for number in range(count)]


@pytest.fixture(scope="module")
def judging() -> Iterator[Judging]:
    made = Judging()
    yield made
    made.close()


@pytest.fixture(scope="module")
def truths(judging: Judging) -> dict[str, str]:
    """A true narration of each program, by a line that no other program has."""
    found: dict[str, str] = {}
    for task, outcome in zip(tasks(12), BuiltinTeacher(judging).forward(tasks(12)), strict=True):
        assert isinstance(outcome, Accepted)
        found[task.program.source.splitlines()[4].strip()] = outcome.text
    return found


def truth_for(body: dict[str, Any], truths: dict[str, str]) -> str:
    (found,) = [text for line, text in truths.items() if line in turns(body)[0]]
    return found


def marked(text: str, tag: str = "narration") -> str:
    return f"Let me think. Line 2 runs.\n<{tag}>\n{text}</{tag}>\n"


def false(text: str) -> str:
    """One wrong value: the answer and the total before it, by one too large."""
    answer = text.rsplit("`", 2)[1]
    return text.replace(f"`{answer}`", f"`{int(answer) + 1}`")


def teacher(
    way: str,
    server: Running,
    folder: Path,
    judging: Judging | None = None,
    *,
    budget: Budget | None = None,
    manners: Manners = QUICK,
    timeout: float = 20.0,
    **lessons: Any,
) -> ModelTeacher:
    provider = Provider.OPENAI if way == Provider.OPENAI.value else Provider.ANTHROPIC
    base = f"{server.url}/v1" if provider is Provider.OPENAI else server.url
    model = connect(provider, TABLE, api_key="k", base_url=base, timeout=timeout)
    exchanges = Exchanges(folder, model.protocol)
    ledger = Ledger(budget or Budget(), TABLE)
    how = Lessons("able-1", **{"max_tokens": 2000, **lessons})
    if way == "batches":
        bulk = Bulk(model, exchanges, ledger, manners, poll=0.01)  # type: ignore[arg-type]
        return ModelTeacher(how, bulk, judging)
    return ModelTeacher(how, Asker(model, exchanges, ledger, manners), judging)


def are_true(found: list[Outcome], asked: list[ForwardTask], judging: Judging) -> None:
    for task, outcome in zip(asked, found, strict=True):
        if isinstance(outcome, Accepted):
            report = verify(judging.recording(task), outcome.text, task.level)
            assert report.verdict is NarrationVerdict.ACCEPTED


def paid_once(server: Running) -> None:
    assert len(set(server.seen.paid)) == len(server.seen.paid) == server.seen.billed


@pytest.mark.parametrize("way", WAYS)
def test_good_replies(way: str, tmp_path: Path, judging: Judging, truths: dict[str, str]) -> None:
    with serving(lambda body: Say(marked(truth_for(body, truths)))) as server:
        found = list(teacher(way, server, tmp_path, judging).forward(tasks()))
        assert found == [Accepted(text) for text in list(truths.values())[:COUNT]]
        assert server.seen.billed == COUNT
        paid_once(server)
    # Without a network, and without a new payment.
    assert list(teacher(way, server, tmp_path, judging).forward(tasks())) == found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: f"{text}- And so it goes.\n", "cannot be read"),
        (lambda text: f"{text}- Line 2 sets `total` to about `0`.\n", "cannot be read"),
        (false, "True in its place"),
        (lambda text: text.replace("The", "Line 4 runs twice. The", 1), "Line 4 runs"),
        (lambda text: text.rsplit("\n", 2)[0] + "\n", "does not state what the function returns"),
        (lambda text: text.splitlines()[-1] + "\n", "left out, and needed: line 2 sets `total`"),
    ],
    ids=["unparsed", "vague", "false", "ambiguous", "no answer", "gaps"],
)
def test_what_is_wrong_goes_back_and_is_put_right(
    way: str,
    spoil: Callable[[str], str],
    told: str,
    tmp_path: Path,
    judging: Judging,
    truths: dict[str, str],
) -> None:
    def script(body: dict[str, Any]) -> Action:
        truth = truth_for(body, truths)
        return Say(marked(truth if len(turns(body)) > 1 else spoil(truth)))

    with serving(script) as server:
        found = list(teacher(way, server, tmp_path, judging).forward(tasks(2)))
        assert [type(each) for each in found] == [Accepted, Accepted]
        assert [each.rounds for each in found] == [2, 2]
        are_true(found, tasks(2), judging)
        assert server.seen.billed == 4
        paid_once(server)
        asked = [turns(body) for body in bodies(server)]
        (again,) = [each for each in asked if len(each) > 1 and "7919" in each[0]]
        assert told in again[2]
        assert again[1].startswith("<narration>")
        assert "Let me think" not in again[1]


def bodies(server: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for body in server.seen.bodies:
        found += [each["params"] for each in body["requests"]] if "requests" in body else [body]
    return found


@pytest.mark.parametrize("way", WAYS)
def test_false_ones_that_never_are_put_right(
    way: str, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    with serving(lambda body: Say(marked(false(truth_for(body, truths))))) as server:
        found = list(teacher(way, server, tmp_path, judging, rounds=3).forward(tasks()))
        for outcome in found:
            assert isinstance(outcome, Dropped)
            assert (outcome.reason, outcome.rounds) == (DropReason.REFUTED, 3)
        # The same words once more are the same request in the third round as in the second.
        assert server.seen.billed == 2 * COUNT
        paid_once(server)


@pytest.mark.parametrize(
    ("way", "word"),
    [("anthropic", "refusal"), ("batches", "refusal"), ("openai-compatible", "refusal"),
     ("openai-compatible", "content_filter")],
)  # fmt: skip
def test_refusals(
    way: str, word: str, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    """A text that comes with a refusal is no narration, true or not."""
    with serving(lambda body: Say(marked(truth_for(body, truths)), word)) as server:
        found = list(teacher(way, server, tmp_path, judging).forward(tasks(2)))
        assert [getattr(each, "reason", None) for each in found] == [DropReason.REFUSED] * 2
        assert server.seen.billed == 2


@pytest.mark.parametrize("way", WAYS)
def test_replies_that_are_cut_off(
    way: str, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    word = "length" if way == "openai-compatible" else "max_tokens"

    def script(body: dict[str, Any]) -> Action:
        truth = marked(truth_for(body, truths))
        if "* 7919" in turns(body)[0]:
            return Say(truth, word)  # whole by chance: it was not to end there
        return Say(truth[:80], word) if len(turns(body)) == 1 else Say(truth)

    with serving(script) as server:
        found = list(teacher(way, server, tmp_path, judging).forward(tasks(3)))
        first, *others = found
        assert isinstance(first, Dropped)
        assert first.reason is DropReason.CUT_OFF
        assert [(type(each), each.rounds) for each in others] == [(Accepted, 2)] * 2
        are_true(found, tasks(3), judging)
        paid_once(server)


TROUBLES: list[Action] = [
    Fail(429, "rate_limit_error", headers={"retry-after": "0"}),
    Fail(529, "overloaded_error"),
    Fail(500, "api_error"),
    Drop(),
    Drop(early=True),
    Hang(1.0),
]


@pytest.mark.parametrize(
    ("way", "trouble"),
    # Streams alone break in the midst.
    [*((way, trouble) for way in WAYS[:2] for trouble in TROUBLES), ("anthropic", Broken())],
    ids=str,
)
def test_what_passes_costs_nothing_and_loses_nothing(
    way: str, trouble: Action, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    seen = dict[str, int]()
    lock = Lock()

    def script(body: dict[str, Any]) -> Action:
        with lock:
            seen[turns(body)[0]] = count = seen.get(turns(body)[0], 0) + 1
        return Say(marked(truth_for(body, truths))) if count > 2 else trouble

    with serving(script) as server:
        found = list(teacher(way, server, tmp_path, judging, timeout=0.5).forward(tasks(3)))
        assert found == [Accepted(text) for text in list(truths.values())[:3]]
        assert server.seen.billed == 3
        paid_once(server)


def test_what_fails_in_a_batch(tmp_path: Path, judging: Judging, truths: dict[str, str]) -> None:
    expired = {"* 7920": 1}

    def script(body: dict[str, Any]) -> Action:
        asked = turns(body)[0]
        if "* 7919" in asked:
            return Fail(400, "invalid_request_error", "too long")
        if "* 7920" in asked and expired["* 7920"]:
            expired["* 7920"] -= 1
            return Fail(500, "expired")
        return Say(marked(truth_for(body, truths)))

    receipts = Scripts(Drop(), Say(""), Say(""), Say(""))
    with serving(script, batch_script=receipts, polls=2) as server:
        found = list(teacher("batches", server, tmp_path, judging).forward(tasks(3)))
        first, *others = found
        assert isinstance(first, Dropped)
        assert (first.reason, "too long" in first.detail) == (DropReason.UNANSWERED, True)
        assert [type(each) for each in others] == [Accepted, Accepted]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(2))
def test_a_bad_day(
    way: str, seed: int, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    """Everything at once, by chance: each task has an outcome, what is accepted is true, nothing
    is paid for twice, and the same run without a network has the same outcomes."""
    lies: list[Callable[[str], str]] = [
        lambda text: text, lambda text: text, false, lambda text: text.replace("`", ""),
        lambda text: "", lambda text: text.upper(), lambda text: f"{text}- We are done.\n",
    ]  # fmt: skip
    passing = [] if way == "batches" else TROUBLES
    lock = Lock()
    tries = dict[str, int]()

    def script(body: dict[str, Any]) -> Action:
        key = hashlib.sha256("\0".join(turns(body)).encode()).hexdigest()
        with lock:
            tries[key] = tries.get(key, 0) + 1
        chance = random.Random(f"{seed} {key}")
        if passing and tries[key] <= chance.randrange(3):
            return chance.choice(passing)
        stop = chance.choice(["", "", "", "", "", STOPS[way][0], STOPS[way][1]])
        return Say(marked(chance.choice(lies)(truth_for(body, truths))), stop)

    asked = tasks(6)
    with serving(script) as server:
        found = list(teacher(way, server, tmp_path, judging, timeout=0.5).forward(asked))
        paid_once(server)
    assert len(found) == len(asked)
    are_true(found, asked, judging)
    assert {type(each) for each in found} == {Accepted, Dropped}
    assert list(teacher(way, server, tmp_path, judging).forward(asked)) == found


STOPS = {
    "anthropic": ("max_tokens", "refusal"),
    "batches": ("max_tokens", "refusal"),
    "openai-compatible": ("length", "content_filter"),
}


# Running out, and being killed.


@pytest.mark.parametrize("way", WAYS)
def test_a_budget_stops_cleanly(
    way: str, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    with serving(lambda body: Say(marked(truth_for(body, truths)))) as server:
        # A request is estimated at some 5,000 tokens of input, and 2,000 of its reply; the server
        # bills for some 500 words. So it ends after two or three.
        poor = teacher(way, server, tmp_path, judging, budget=Budget(tokens=8_000), window=2)
        found: list[Outcome] = []
        with pytest.raises(TeacherError) as caught:
            found.extend(poor.forward(tasks()))
        assert caught.value.code is ErrorCode.TEACHER_BUDGET
        assert caught.value.exit_code is ExitCode.TEACHER
        before = server.seen.billed
        assert before < COUNT
        rich = list(teacher(way, server, tmp_path, judging).forward(tasks()))
        assert rich == [Accepted(text) for text in list(truths.values())[:COUNT]]
        assert rich[: len(found)] == found
        assert server.seen.billed == COUNT
        paid_once(server)


def test_outcomes_before_the_end_are_given(
    tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    def script(body: dict[str, Any]) -> Action:
        if "* 7922" in turns(body)[0]:
            return Fail(401, "authentication_error")
        return Say(marked(truth_for(body, truths)))

    one = Manners(attempts=2, first_wait=0.01, parallel=1)
    with serving(script) as server:
        asking = teacher("anthropic", server, tmp_path, judging, manners=one).forward(tasks())
        found = list(islice(asking, 3))
        assert found == [Accepted(text) for text in list(truths.values())[:3]]
        with pytest.raises(TeacherError):
            next(asking)


_DIES = """
import os, signal, sys
from pathlib import Path
from tests.synthesis import test_model_teacher as t
from engine.synthesis.chat.anthropic_messages import AnthropicMessages
from engine.synthesis.chat.kept import Exchanges

url, folder, way, where, count = sys.argv[1:]
owner, name = {"submit": (AnthropicMessages, "submit"), "state": (AnthropicMessages, "state"),
               "results": (AnthropicMessages, "results"), "put": (Exchanges, "put")}[where]
old, seen = getattr(owner, name), []
def dying(*arguments):
    found = old(*arguments)
    seen.append(1)
    if len(seen) == int(count):
        os.kill(os.getpid(), signal.SIGKILL)
    return found
setattr(owner, name, dying)
server = t.Running(url, None, None)
alone = t.Manners(attempts=4, first_wait=0.01, parallel=1)
print(list(t.teacher(way, server, Path(folder), manners=alone).forward(t.tasks(3))))
"""


def at_first_false(truths: dict[str, str]) -> Script:
    def script(body: dict[str, Any]) -> Action:
        truth = truth_for(body, truths)
        odd = "* 7919" in turns(body)[0] or "* 7921" in turns(body)[0]
        return Say(marked(false(truth) if odd and len(turns(body)) == 1 else truth))

    return script


@pytest.mark.parametrize(
    ("way", "where", "count"),
    [
        ("batches", "submit", 1), ("batches", "submit", 2), ("batches", "state", 1),
        ("batches", "results", 2), ("batches", "put", 2), ("batches", "put", 4),
        ("anthropic", "put", 1), ("anthropic", "put", 4), ("openai-compatible", "put", 3),
    ],
)  # fmt: skip
def test_a_process_that_was_killed_pays_once_and_goes_on(
    way: str, where: str, count: int, tmp_path: Path, judging: Judging, truths: dict[str, str]
) -> None:
    with serving(at_first_false(truths), polls=2) as undisturbed:
        expected = list(teacher(way, undisturbed, tmp_path / "1", judging).forward(tasks(3)))
        assert [each.rounds for each in expected] == [2, 1, 2]
        assert undisturbed.seen.billed == 5
    with serving(at_first_false(truths), polls=2) as server:
        command = [sys.executable, "-c", _DIES, server.url, str(tmp_path / "2"), way, where]
        done = subprocess.run(
            [*command, str(count)], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert list(teacher(way, server, tmp_path / "2", judging).forward(tasks(3))) == expected
        assert server.seen.billed == 5
        paid_once(server)
        assert not list(tmp_path.rglob("batches/*.json"))


# Backward.


def test_rationales_are_put_right(tmp_path: Path, judging: Judging) -> None:
    asked = [BackwardTask(program(0), returned("23757"))]
    (truth,) = BuiltinTeacher(judging).backward(asked)
    assert isinstance(truth, Accepted)
    lie = truth.text.replace("f([3, 1])", "f([4, 1])")
    more = "With this input, line 2 sets `total` to `1`.\nSo the input"
    extra = truth.text.replace("So the input", more)
    texts = [lie, extra, truth.text]
    with serving(Scripts(*[Say(marked(each, "rationale")) for each in texts])) as server:
        (found,) = teacher("anthropic", server, tmp_path, judging).backward(asked)
        assert found == Accepted(truth.text, 3)
        told = [turns(body)[-1] for body in server.seen.bodies]
    assert "`f([4, 1])` returns `31676`" in told[1]
    assert "“With this input, line 2 sets `total` to `1`.”" in told[2]
    report = judging.backward(asked[0], truth.text)
    assert report.verdict is RationaleVerdict.ACCEPTED


# Blind ones.

_SECRET = Program.from_text(
    "def g(k):\n    return k * 7919 + 13\n\n"
    "def f(a, b):\n    out = []\n    for x in range(a):\n        if g(x) % b:\n"
    "            out.append(g(x + 1))\n        else:\n            b += 1\n    return out, b\n",
    call="4, 3",
)
_WRONG = (
    "- Line 5 sets `out` to `[1]`.\n- Pass 9 of the loop on line 6:\n  - Line 8 runs.\n"
    "- On pass 2 of the loop on line 6, the condition `g(x) % b` on line 7 is true.\n"
    "- Line 7 calls `g` with `k` = `0`.\n- Line 10 never runs.\n"
    "- On pass 1 of the loop on line 6, `b` is `3`.\n- The function returns `[]`.\n"
)


def test_a_blind_teacher_is_told_nothing_of_the_run(judging: Judging) -> None:
    task = ForwardTask(_SECRET)
    trace = judging.recording(task)
    values = {"7932", "15851", "23770", "31689", "13, 7932"}
    sent = {}
    for blind in (False, True):
        asking = Fixed([marked(_WRONG)] * 3)
        (found,) = ModelTeacher(Lessons("m", blind=blind), asking, judging).forward([task])
        assert isinstance(found, Dropped)
        sent[blind] = [message.text for request in asking.asked for message in request.messages]
    assert any(value in text for text in sent[False] for value in values)
    for text in sent[True]:
        assert not any(value in text for value in values)
    # Of the sentences no more is told than that they do not hold: of each of those that do not.
    report = verify(trace, _WRONG, Level.GAPLESS)
    (told,) = {text for text in sent[True] if "rejected" in text}
    assert len(report.gaps) > 3
    wrong = [
        claim for claim in report.claims if claim.verdict.value != "VERIFIED" or claim.out_of_order
    ]
    listed = [line for line in told.splitlines() if line.startswith("- ")]
    assert listed == [
        *(f"- “{claim.surface.text}”: this does not hold where it stands" for claim in wrong),
        "- something that the answer depends on is left out",
    ]
    assert {claim.verdict.value for claim in wrong} > {"REFUTED"}


def test_what_blind_ones_are_told_hangs_on_text_and_truth_alone(judging: Judging) -> None:
    """Programs that do other things, of which the same sentences are false: the same message,
    to the letter. What seeing ones are told differs."""
    told: dict[bool, list[str]] = {False: [], True: []}
    wrong: list[list[str]] = []
    for factor in (7919, 7919 + 420 * 100, 7919 + 420 * 2000):  # alike modulo 3 to 7
        source = _SECRET.source.replace("7919", str(factor))
        task = ForwardTask(Program.from_text(source, call=_SECRET.call))
        report = verify(judging.recording(task), _WRONG, Level.GAPLESS)
        wrong.append(
            [each.surface.text for each in report.claims if each.verdict.value != "VERIFIED"]
        )
        for blind, messages in told.items():
            asking = Fixed([marked(_WRONG)] * 2)
            list(ModelTeacher(Lessons("m", blind=blind, rounds=2), asking, judging).forward([task]))
            messages.append(asking.asked[1].messages[-1].text)
    assert wrong[0] == wrong[1] == wrong[2]
    assert len(set(told[True])) == 1
    assert len(set(told[False])) == 3


def test_a_blind_teacher_proposes_its_own_input(judging: Judging) -> None:
    task = BackwardTask(program(0), returned("23757"))
    own = marked(
        "The answer is `23757`.\nWith this input, line 2 sets `total` to `0`.\n"
        "So the input is `f([0, 3])`.\n", "rationale",
    )  # fmt: skip
    wrong = own.replace("[0, 3]", "[0, 4]")
    asking = Fixed([wrong, own])
    blind = ModelTeacher(Lessons("m", blind=True), asking, judging)
    (found,) = blind.backward([task])
    assert isinstance(found, Accepted)
    assert found.rounds == 2
    sent = [message.text for request in asking.asked for message in request.messages]
    assert not any("[3, 1]" in text or "31676" in text for text in sent)
    assert "“So the input is `f([0, 4])`.”: this does not hold where it stands" in sent[-1]
    assert "returns `23757`" in sent[0]
    assert blind.name == "m, blind"


def test_what_a_seeing_teacher_sees(judging: Judging) -> None:
    asking = Answering(lambda _: "nothing")
    seeing = ModelTeacher(Lessons("m", rounds=1), asking, judging)
    (forward,) = seeing.forward([ForwardTask(_SECRET, Level.ORDERED, 3)])
    list(seeing.backward([BackwardTask(program(0), returned("23757"))]))
    assert isinstance(forward, Dropped)
    assert forward.reason is DropReason.UNPARSED
    first, second = asking.asked
    assert "line 8: calls `g` with `k` = `1`" in first.messages[0].text
    assert "may be left out" in first.messages[0].text
    assert first.sample == 3
    assert "An input that gives it: `f([3, 1])`" in second.messages[0].text


# The parts.


def test_what_cannot_be_recorded_is_not_paid_for(judging: Judging) -> None:
    clock = Program.from_text("import time\n\ndef f():\n    return time.time_ns()\n")
    seeing = ModelTeacher(Lessons("m"), Fixed([marked("x")] * 3), judging)
    found = list(seeing.forward([ForwardTask(clock), ForwardTask(program(0))]))
    assert [each.reason for each in found if isinstance(each, Dropped)] == [
        DropReason.ERROR, DropReason.UNPARSED,
    ]  # fmt: skip
    assert isinstance(found[0], Dropped)
    assert found[0].rounds == 0


def test_equal_requests_are_sent_once(judging: Judging, truths: dict[str, str]) -> None:
    asking = Fixed([marked(next(iter(truths.values())))])
    twice = [ForwardTask(program(0)), ForwardTask(program(0))]
    found = list(ModelTeacher(Lessons("m"), asking, judging).forward(twice))
    assert [type(each) for each in found] == [Accepted, Accepted]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("<narration>\na\n</narration>", "a\n"),
        ("<narration>\na\n</narration>\nthat was it", "a\n"),
        ("  <narration>\r\na\r\n  b\r\n</narration>", "a\n  b\n"),
        ("<narration>\na\n</narration>\nno:\n<narration>\nb\n</narration>", "b\n"),
        # What is inside is given whole, to be rejected.
        ("<narration>\na\n</narration>\nb\n</narration>", "a\n</narration>\nb\n"),
        ("I write <narration> here\n<narration>\na\n</narration>", "a\n"),
        ("a", None),
        ("<narration>\na", None),
        ("</narration>\na\n<narration>", None),
        ("<narration>\n \n</narration>", None),
        ("<narration>a</narration>", None),
        ("", None),
    ],
)
def test_the_text_of_a_reply(reply: str, text: str | None) -> None:
    assert extracted(reply, Kind.FORWARD) == text


def test_replies_are_of_their_requests(judging: Judging) -> None:
    """An asker that has no reply for a request: it is dropped, the others go on."""
    asking = Fixed([Unanswered("turned down"), Reply("", Stop.END)])
    found = list(ModelTeacher(Lessons("m", rounds=1), asking, judging).forward(tasks(2)))
    assert [each.reason for each in found if isinstance(each, Dropped)] == [
        DropReason.UNANSWERED, DropReason.UNPARSED,
    ]  # fmt: skip
