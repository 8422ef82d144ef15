"""Builds: the same bytes however often they are ended, and nothing damaged is believed."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from engine.dataset.build_settings import Settings, settings_from
from engine.dataset.building import Build, report_of
from engine.dataset.exports import Form, exported, prompt_of
from engine.dataset.journal import Journal
from engine.dataset.rechecking import recheck_lines
from engine.dataset.rows import Line, read_lines
from engine.errors import ErrorCode, StepwitnessError, TeacherError, UsageError
from engine.report.build_view import Built, RecordTally, show, show_records
from engine.synthesis.near import Admission
from engine.synthesis.problem import Difficulty, Problem
from engine.synthesis.record import record_from_line
from tests.synthesis.servers import Say, serving

PROJECT = Path(__file__).parents[2]

PROBLEMS = [
    Problem(
        "sums", Difficulty.EASY, "Add the items.", "def total(xs: list[int]) -> int", "total",
        (
            "def total(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t\n",
            "def total(xs):\n    return sum(xs)\n",
            "def total(xs):\n    return max(xs)\n",
        ),
        ("assert total([1, 2]) == 3", "assert total([4]) == 4", "assert total([1, 1]) == 1"),
    ),
    Problem(  # the structure of the first, under other names
        "sums", Difficulty.EASY, "Add them.", "", "added",
        ("def added(ns):\n    s = 1\n    for n in ns:\n        s += n\n    return s\n",),
        ("assert added([1]) == 2",),
    ),
    Problem(  # nothing agrees
        "none", Difficulty.EASY, "Nothing.", "", "one", ("def one():\n    return 1\n",),
        ("assert one() == 2",),
    ),
    Problem(
        "signs", Difficulty.MEDIUM, "Tell the sign.", "", "sign",
        ("def sign(n):\n    if n < 0:\n        raise ValueError('negative')\n    return n > 0\n",),
        ("assert sign(3) is True", "with pytest.raises(ValueError):\n    sign(-1)"),
    ),
    Problem(
        "counting", Difficulty.EASY, "Count.", "", "Counted",
        (
            ("class Counted:\n    def __init__(self, xs):\n        self.xs = xs\n\n"
            "    def of(self, y):\n        return len([x for x in self.xs if x == y])\n"),
        ),
        ("assert Counted([1, 2, 1]).of(1) == 2",),
        "of",
    ),
    Problem(
        "last", Difficulty.EASY, "The last.", "", "last",
        ("def last(xs):\n    return xs[-1] if xs else None\n",), ("assert last([]) is None",),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("problems") / "problems.jsonl"
    path.write_text("".join(json.dumps(each.to_json()) + "\n" for each in PROBLEMS))
    return path


def _command(*arguments: object) -> list[str]:
    code = "import sys, cli; sys.exit(cli.run(sys.argv[1:]))"
    return [sys.executable, "-c", code, *map(str, arguments)]


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*arguments), cwd=PROJECT, capture_output=True, text=True, check=False, timeout=110
    )


OUTPUT = ("rationales.jsonl", "messages.jsonl", "question-answer.jsonl", "report.json")


def _bytes(out: Path) -> list[bytes]:
    return [(out / name).read_bytes() for name in OUTPUT]


def _asked(file: Path, out: Path, workers: int = 2) -> list[object]:
    return [
        "build", "--problems", file, "--programs", 3, "--seed", 5, "--out", out,
        "--export", "messages", "--export", "question-answer", "--workers", workers,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def built(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build from the command line, never interrupted."""
    out = tmp_path_factory.mktemp("set") / "first"
    done = _run(*_asked(file, out), "--json")
    assert done.returncode == 0, done.stderr
    form = json.loads(done.stdout)
    assert form["schema"] == "stepwitness.build/1"
    assert (form["programs"], form["records"], form["complete"]) == (3, 6, True)
    assert form["dropped"]["problems"] == {"same-structure": 1}
    assert form["dropped"]["agreement"] == {"no-agreement": 1}
    return out


def test_records_are_of_agreed_programs_in_order(built: Path) -> None:
    lines = (built / "rationales.jsonl").read_text().splitlines()
    records = [record_from_line(line) for line in lines]
    assert [each.concept for each in records] == [
        "sums", "sums", "signs", "signs", "counting", "counting",
    ]  # fmt: skip
    assert [each.direction.value for each in records] == ["forward", "backward"] * 3
    assert records[4].entry == "of"
    assert "def of(xs, y):\n    return Counted(xs).of(y)" in records[4].code
    text = (built / "rationales.jsonl").read_text()
    assert str(built.parent) not in text
    assert os.uname().nodename not in text


@pytest.mark.timeout(240)
def test_a_build_that_was_killed_gives_the_same_bytes(
    built: Path, file: Path, tmp_path: Path
) -> None:
    """Kill -9 after the first result of stage C; then a torn line; then the same command."""
    out = tmp_path / "killed"
    process = subprocess.Popen(
        _command(*_asked(file, out, 1)), cwd=PROJECT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    journal = out / "rationales.journal"
    end = time.monotonic() + 100
    while time.monotonic() < end and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "rationales.jsonl").exists()
    whole = journal.read_bytes()
    assert whole.count(b"\n") in {1, 2}
    journal.write_bytes(whole + b'{"sum": "12')
    done = _run(*_asked(file, out, 1), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["damaged"] == 1
    assert journal.read_bytes().startswith(whole)  # nothing is done twice
    assert _bytes(out) == _bytes(built)


@pytest.mark.timeout(240)
def test_stages_alone_give_the_same_bytes(built: Path, file: Path, tmp_path: Path) -> None:
    settings = settings_from(
        {
            "problems": str(file), "programs": 3, "seed": 5, "workers": 1,
            "exports": ["messages", "question-answer"],
        }
    )  # fmt: skip
    out = tmp_path / "stages"
    for stage in ("problems", "agreement", "rationales", "output"):
        with Build(settings, out) as build:
            build.run_stage(stage)
    wanted = _bytes(built)
    assert _bytes(out) == wanted
    # More is asked for later: what is there is gone on with, and there are no more problems.
    more = settings_from({**settings.to_json(), "programs": 9})
    with Build(more, out) as build:
        assert not build.run()
        assert report_of(build.used())["programs"] == 4
    assert (out / "rationales.jsonl").read_bytes().startswith(wanted[0])


def test_other_settings_are_refused(built: Path, file: Path) -> None:
    done = _run("build", "--problems", file, "--programs", 3, "--seed", 6, "--out", built, "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["code"] == "bad-option"
    assert "`seed` = 5, not 6" in done.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"stepwitness": "0.0.9"}, "it was begun by stepwitness 0.0.9, and this is "),
        ({"stepwitness": None}, "it was begun by stepwitness of an older version, and this is "),
        ({"speed": 3}, "not all of it would be the same"),
        ({"python": "3.10"}, "`python` = '3.10', not "),
    ],
)
def test_a_folder_of_another_version_is_refused_in_one_sentence(
    change: dict[str, object], told: str, tmp_path: Path
) -> None:
    settings = settings_from({"programs": 1})
    with Build(settings, tmp_path / "set"):
        pass
    path = tmp_path / "set" / "build.json"
    form = {**json.loads(path.read_text()), **change}
    path.write_text(json.dumps({key: value for key, value in form.items() if value is not None}))
    with pytest.raises(UsageError) as caught, Build(settings, tmp_path / "set"):
        pass
    assert told in caught.value.what
    assert caught.value.code is ErrorCode.BAD_OPTION
    assert "\n" not in caught.value.message


def test_a_folder_in_use_is_refused(built: Path, file: Path) -> None:
    settings = settings_from({"problems": str(file), "programs": 3, "seed": 5})
    with Build(settings, built), pytest.raises(UsageError, match="another process"):
        Build(settings, built)
    with Build(settings, built):
        pass  # it is free again


# -- verify --record ------------------------------------------------------------------------------


def _altered(line: str, **changes: str) -> str:
    """The record with changes, and the digest that belongs to them."""
    form: dict[str, Any] = json.loads(line)
    kept = {name: value for name, value in form.items() if name not in {"schema", "id"}}
    made = record_from_line(json.dumps({**form, **kept, **changes}))
    return made.sealed().line()


@pytest.mark.timeout(240)
def test_records_are_verified_from_the_file_alone(built: Path, tmp_path: Path) -> None:
    path = built / "rationales.jsonl"
    done = _run("verify", "--record", path, "--json", "--workers", 1)
    form = json.loads(done.stdout)
    assert (done.returncode, form["verified"], form["records"]) == (0, 6, 6)
    assert (form["schema"], form["forward"], form["backward"]) == ("stepwitness.records/1", 3, 3)
    lines = path.read_text().splitlines()
    forward, backward = lines[0], lines[1]
    story = json.loads(forward)["reasoning"]
    lies = [
        _altered(forward, answer="4"),
        _altered(forward, reasoning="\n".join(story.splitlines()[:-1]) + "\n"),
        _altered(backward, answer="total([3])"),
        forward.replace("Add the items.", "Add some items."),
        forward[: len(forward) // 2],
        lines[2],
    ]
    (tmp_path / "lies.jsonl").write_text("\n".join(lies) + "\n")
    done = _run("verify", "--record", tmp_path / "lies.jsonl", "--json", "--workers", 1)
    form = json.loads(done.stdout)
    assert (done.returncode, form["verified"], form["failed"]) == (1, 1, 5)
    parts = [{fault["part"] for fault in each["faults"]} for each in form["failures"]]
    assert parts == [{"answer"}, {"reasoning"}, {"answer"}, {"digest"}, {"form"}]


def test_record_excludes_other_arguments(built: Path) -> None:
    path = built / "rationales.jsonl"
    assert _run("verify", "--record", path, "--all", path).returncode == 2
    assert _run("verify", "--record", built / "none.jsonl").returncode == 2


# -- what is written ------------------------------------------------------------------------------


def test_exports_hold_prompt_reasoning_and_answer(built: Path) -> None:
    line = (built / "rationales.jsonl").read_text().splitlines()
    forward, backward = record_from_line(line[0]), record_from_line(line[1])
    reasoning = forward.reasoning.strip("\n")
    prompt = prompt_of(forward)
    assert prompt == f"```python\n{forward.code.strip()}\n```\n\n{forward.question}"
    thought = f"<think>\n{reasoning}\n</think>\n\n{forward.answer}"
    assert exported(forward, Form.PROMPT) == {
        "id": forward.id, "prompt": prompt, "completion": thought,
    }  # fmt: skip
    user = {"role": "user", "content": prompt}
    for form, said in (
        (Form.THINK, {"content": thought}),
        (Form.REASONING, {"content": forward.answer, "reasoning_content": reasoning}),
        (Form.THINKING, {"content": forward.answer, "thinking": reasoning}),
    ):
        wanted = {"id": forward.id, "messages": [user, {"role": "assistant", **said}]}
        assert exported(forward, form) == wanted
    paper = exported(forward, Form.PAPER)
    assert str(paper["answer"]).endswith(f"<output>{forward.answer}</output>")
    assert f"<input>{backward.answer}</input>" in str(exported(backward, Form.PAPER)["answer"])
    first = json.loads((built / "messages.jsonl").read_text().splitlines()[0])
    assert first == exported(forward, Form.THINK)


def test_the_report_reads_well(built: Path) -> None:
    report = json.loads((built / "report.json").read_text())
    console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    show(Built(built, 3, report, {"tokens": 7}, 1.5), console)
    text = console.export_text()
    console.file.close()
    assert "3 of 3" in text
    assert "1 same-structure" in text
    assert "tokens 7" in text


def test_why_there_are_too_few_is_told(built: Path, file: Path, tmp_path: Path) -> None:
    done = _run(*_asked(file, built)[:-4], "--programs", 9, "--workers", 1)
    assert done.returncode == 1
    assert f"There were not enough problems: {len(PROBLEMS)}." in done.stdout
    form = json.loads(_run(*_asked(file, built), "--programs", 9, "--json").stdout)
    assert (form["complete"], form["why"]) == (
        False, f"There were not enough problems: {len(PROBLEMS)}."
    )  # fmt: skip
    done = _run("build", "--stage", "problems", "--programs", 2, "--out", tmp_path / "one")
    assert "The stage `problems` was run alone." in done.stdout
    assert "not enough" not in done.stdout


def test_faults_are_shown_with_their_lines() -> None:
    tally = RecordTally(1)
    for each in recheck_lines([Line(4, "{}")], 1):
        tally.add(each)
    console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    show_records(tally, 1.0, console, interrupted=False)
    text = console.export_text()
    console.file.close()
    assert "line 4: form: The line is no record" in text
    assert "0 of 1 records verified" in text


# -- settings, journals, near-duplicates ----------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"programs": 0}, {"programs": "3"}, {"programs": True}, {"teacher": "oracle"},
        {"scoring": "cube"}, {"exports": ["csv"]}, {"exports": "messages"}, {"speed": 3},
        {"difficulties": []}, {"teacher": "anthropic"}, {"texts": ["a.md"]}, {"dollars": -1},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        settings_from(given)


def test_a_toml_file_and_flags_give_one_build(file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'programs = 2\nproblems = "{file}"\nout = "{tmp_path / "out"}"\nbad = 1\n')
    done = _run("build", config)
    assert done.returncode == 2
    assert "`bad`" in done.stderr
    config.write_text("programs = \n")
    assert _run("build", config).returncode == 2
    assert _run("build").returncode == 2
    assert _run("build", "--out", tmp_path, "--stage", "half").returncode == 2


def test_only_what_decides_records_belongs_to_the_identity() -> None:
    base = Settings()
    assert Settings(programs=5, workers=1, exports=("messages",)).identity() == base.identity()
    assert Settings(seed=1).identity() != base.identity()
    assert Settings(scoring="sqrt").identity() != base.identity()


def test_a_journal_keeps_whole_entries_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    with Journal(path) as journal:
        journal.add("a", {"n": 1})
        journal.add("b", ["é"])
    content = path.read_bytes()
    first, second = content.splitlines(keepends=True)
    damaged = (
        first.replace(b'"n": 1', b'"n": 2') + second, first + second[:-5], first + b"\n" + second,
        first + b"[1]\n" + second, first[:10] + second,
    )  # fmt: skip
    for each, left in zip(damaged, ("b", "a", "ab", "ab", ""), strict=True):
        path.write_bytes(each)
        with Journal(path) as journal:
            assert set(journal.entries) == set(left)
            assert journal.damaged == 1
            journal.add("c", 3)
        with Journal(path) as journal:
            assert set(journal.entries) == {*left, "c"}
            assert journal.damaged == 0


def test_a_full_disk_is_an_error_and_what_is_whole_stays(tmp_path: Path) -> None:
    """The file may grow to 4 KiB: the kernel writes a part of a line, then refuses."""
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from engine.dataset.journal import Journal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for number in range(100):\n"
        "    journal.add(str(number), 'x' * 200)\n"
    )
    path = tmp_path / "full.journal"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=PROJECT, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert "UsageError" in done.stderr
    assert os.strerror(errno.EFBIG) in done.stderr
    with Journal(path) as journal:
        assert journal.entries
        assert set(journal.entries) == {str(number) for number in range(len(journal.entries))}


def test_programs_that_are_too_alike_are_left_out() -> None:
    admission = Admission()
    first = "def f(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t\n"
    assert admission.refusal(first) == ""
    renamed = first.replace("xs", "items").replace("t ", "total ").replace("= 0", "= 'a'")
    assert admission.refusal(renamed.replace("return t\n", "return total\n")) == "same-structure"
    words = " ".join(f"word{number}" for number in range(80))
    assert admission.refusal("def g(a):\n    return sum(a)\n", words) == ""
    assert admission.refusal("def g(a):\n    return sum(a, 0)\n", words) == "near-duplicate"
    assert admission.refusal("def g(a):\n    return max(a)\n", "") == "same-structure"
    assert admission.refusal("def h(a, b):\n    while a:\n        a -= b\n    return b\n") == ""
    assert admission.refusal("def (") == ""


def test_a_model_without_its_packages_is_refused_and_the_folder_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "engine.dataset.model_source", None)
    settings = settings_from({"teacher": "anthropic", "model": "m"})
    for _ in range(2):
        with pytest.raises(TeacherError, match="not installed"):
            Build(settings, tmp_path / "model")


def test_a_table_of_models_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a price a budget in dollars is refused; with one the same folder is gone on with."""
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    given = {"teacher": "openai-compatible", "model": "mine-7b", "base_url": "http://127.0.0.1:9"}
    for models, code in (("", ErrorCode.TEACHER_BUDGET), ("mine.toml", ErrorCode.BAD_OPTION)):
        settings = settings_from(
            {**given, "dollars": 1.0, "models": models and str(tmp_path / models)}
        )
        (tmp_path / "mine.toml").write_text("x")
        with pytest.raises(StepwitnessError) as caught, Build(settings, tmp_path / "out") as build:
            build.run()
        assert caught.value.code is code
    (tmp_path / "mine.toml").write_text('[[model]]\nprefix = "mine"\ninput = 1\noutput = 2\n')
    priced = settings_from({**given, "dollars": 1.0, "models": str(tmp_path / "mine.toml")})
    with Build(priced, tmp_path / "out") as build:
        assert build.source.ledger is not None
        assert build.source.ledger.spent.requests == 0


def test_lines_are_read_as_they_were_written(built: Path) -> None:
    lines = read_lines(built / "rationales.jsonl")
    assert [record_from_line(each.text).line() for each in lines] == [each.text for each in lines]


@pytest.mark.timeout(240)
def test_a_model_argues_and_what_it_gets_wrong_is_sent_back(file: Path, tmp_path: Path) -> None:
    """Through the real SDK: the first narration is false, the second true; a second run of the same
    settings asks nothing; the records verify."""
    kept = PROBLEMS[3]
    one = tmp_path / "one.jsonl"
    one.write_text(json.dumps(kept.to_json()) + "\n")
    builtin = settings_from({"problems": str(one), "programs": 1, "workers": 1})
    with Build(builtin, tmp_path / "builtin") as build:
        assert build.run()
        forward, backward = build.used()[0].records
    told = dict.fromkeys(("narration", "rationale"), 0)

    def script(body: dict[str, Any]) -> Say:
        tag = "narration" if "<narration>" in json.dumps(body["messages"]) else "rationale"
        told[tag] += 1
        true = forward.reasoning if tag == "narration" else backward.reasoning
        text = true.replace("`True`", "`False`") if told[tag] == 1 else true
        return Say(f"<{tag}>\n{text}</{tag}>")

    with serving(script) as server:
        settings = settings_from(
            {
                "problems": str(one), "programs": 1, "workers": 1, "teacher": "openai-compatible",
                "model": "m", "base_url": f"{server.url}/v1",
            }
        )  # fmt: skip
        with Build(settings, tmp_path / "model") as build:
            assert build.run()
            records = build.used()[0].records
            assert build.spent is not None
        paid = sum(told.values())
        assert paid >= 3
        for stage in ("agreement", "rationales"):
            (tmp_path / "model" / f"{stage}.journal").unlink()
        with Build(settings, tmp_path / "model") as build:
            assert build.run()
            assert build.used()[0].records == records
        assert sum(told.values()) == paid  # exchanges are kept: nothing is paid for twice
    assert {each.teacher for each in records} == {"m"}
    assert max(each.rounds for each in records) == 2
    results = recheck_lines(read_lines(tmp_path / "model" / "rationales.jsonl"), 1)
    assert not [fault for each in results for fault in each.faults]


@pytest.mark.timeout(600)
def test_a_build_in_batches_through_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real SDK against a server of Message Batches: problems, narrations and rationales are
    handed over together; one is false first. A run of the same command pays nothing, and where the
    budget ends it that is said."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    file = tmp_path / "two.jsonl"
    file.write_text("".join(json.dumps(PROBLEMS[at].to_json()) + "\n" for at in (0, 3)))
    builtin = settings_from({"problems": str(file), "programs": 2, "workers": 1})
    with Build(builtin, tmp_path / "builtin") as build:
        assert build.run()
        records = [record for each in build.used() for record in each.records]
    told: list[str] = []

    def script(body: dict[str, Any]) -> Say:
        asked = json.dumps(body["messages"])
        tag = "narration" if "<narration>" in asked else "rationale"
        direction = "forward" if tag == "narration" else "backward"
        entry = "sign" if "def sign(" in asked else "total"
        told.append(f"{entry} {tag}")
        text = next(
            each.reasoning for each in records
            if each.entry == entry and each.direction.value == direction
        )  # fmt: skip
        if told.count("total narration") == 1 and told[-1] == "total narration":
            text = text.replace("`3`", "`4`")
        return Say(f"<{tag}>\n{text}</{tag}>")

    with serving(script, polls=0) as server:
        asked = [
            "build", "--problems", file, "--programs", 2, "--out", tmp_path / "set", "--workers", 1,
            "--teacher", "anthropic", "--model", "claude-sonnet-4-5", "--batch",
            "--base-url", server.url,
        ]  # fmt: skip
        short = _run(*asked[:6], tmp_path / "short", *asked[7:], "--tokens", 1)
        assert short.returncode == 4, short.stderr
        assert "budget" in short.stdout
        assert "not enough problems" not in short.stdout
        assert not server.seen.batches
        done = _run(*asked, "--json")
        assert done.returncode == 0, done.stderr
        form = json.loads(done.stdout)
        assert (form["programs"], form["records"], form["complete"]) == (2, 4, True)
        assert form["rounds"] == {"1": 3, "2": 1}
        handed = len(server.seen.batches)
        assert handed == 3  # narrations, the false one again, rationales
        assert sum(len(each["requests"]) for each in server.seen.batches) == 5
        first = (tmp_path / "set" / "rationales.jsonl").read_bytes()
        for stage in ("agreement", "rationales"):
            (tmp_path / "set" / f"{stage}.journal").unlink()
        again = _run(*asked, "--json")
        assert again.returncode == 0, again.stderr
        assert (tmp_path / "set" / "rationales.jsonl").read_bytes() == first
        assert len(server.seen.batches) == handed
    done = _run("verify", "--record", tmp_path / "set" / "rationales.jsonl", "--json")
    assert json.loads(done.stdout)["verified"] == 4
