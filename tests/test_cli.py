"""The real command in a process of its own: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine.errors import ErrorCode

ROOT = Path(__file__).resolve().parents[1]

SQUARES = """\
def square(k):
    out = k * k
    return out

def f(n):
    seen = []
    while n > 1:
        n = n // 2
        seen.append(square(n))
    return seen
"""
TRUE = "Line 6 sets `seen` to `[]`.\nLine 7 runs 3 times.\nThe function returns `[4, 1]`.\n"
FALSE = TRUE.replace("3 times", "4 times")

MARKS = ("[-", "-]", "{+", "+}", "[?", "?]")


class Done(NamedTuple):
    """What one run of the command came to."""

    code: int
    out: str
    err: str

    @property
    def form(self) -> dict[str, object]:
        """Standard output as the one JSON object that it has to be."""
        assert self.out.endswith("\n")
        assert self.out.count("\n") == 1
        form = json.loads(self.out)
        assert isinstance(form, dict)
        return form


def environment(**more: str) -> dict[str, str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "STEPWITNESS_DEBUG", "TTY_COMPATIBLE"}
    }
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**env, "PYTHONPATH": os.pathsep.join(path), "TERM": "xterm", **more}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "cli", *map(str, arguments)]


def stepwitness(
    *arguments: str | Path, stdin: str | bytes = b"", cwd: Path | None = None, **env: str
) -> Done:
    """Run the command; whatever it does, it prints no traceback."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        command(*arguments),
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env=environment(**env),
        cwd=cwd,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return Done(done.returncode, out, err)


def told(done: Done) -> str:
    """The one line of an error; nothing else is on standard error but notes on the sandbox."""
    lines = [line for line in done.err.splitlines() if not line.startswith("note: ")]
    assert len(lines) == 1, done.err
    assert lines[0].startswith("error: ")
    return lines[0]


@pytest.fixture
def squares(tmp_path: Path) -> Path:
    path = tmp_path / "squares.py"
    path.write_text(SQUARES, encoding="utf-8")
    (tmp_path / "true.txt").write_text(TRUE, encoding="utf-8")
    (tmp_path / "false.txt").write_text(FALSE, encoding="utf-8")
    return path


def written(tmp_path: Path, text: str | bytes, name: str = "program.py") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rows(tmp_path: Path, *forms: dict[str, str] | str) -> Path:
    lines = [form if isinstance(form, str) else json.dumps(form) for form in forms]
    return written(tmp_path, "".join(f"{line}\n" for line in lines), "rows.jsonl")


DOUBLE = "def f(x):\n    y = x * 2\n    return y\n"


# -- a good program -------------------------------------------------------------------------------


def test_trace_shows_each_step_and_the_answer(squares: Path) -> None:
    done = stepwitness("trace", squares, "--call", "4")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[1].split() == ["step", "line", "in", "kind", "detail", "result"]
    assert re.search(r"^\d+ +8 +f +store +n +n = 2$", done.out, re.MULTILINE)
    assert lines[-1].endswith("the call returned `[4, 1]`.")
    assert not [line for line in lines if line != line.rstrip()]


def test_trace_as_json_on_standard_output_and_in_a_file(squares: Path, tmp_path: Path) -> None:
    shown = stepwitness("trace", squares, "-c", "f(4)", "--json")
    assert shown.form["schema"] == "stepwitness.steps/1"
    assert shown.form["answer"] == {"ending": "returned", "value": "[4, 1]"}
    kept = stepwitness("trace", squares, "-c", "4", "--output", tmp_path / "trace.json")
    assert (kept.code, kept.out) == (0, "")
    assert (tmp_path / "trace.json").read_text(encoding="ascii") == shown.out


@pytest.mark.parametrize(
    ("view", "word"), [("opcode", "binary //"), ("line", "7: "), ("call", "square")]
)
def test_graph_in_three_views(squares: Path, view: str, word: str) -> None:
    done = stepwitness("graph", squares, "-c", "4", "--view", view)
    assert done.code == 0
    assert word in done.out
    assert " nodes (" in done.out


def test_graph_as_json_and_dot(squares: Path) -> None:
    form = stepwitness("graph", squares, "-c", "4", "--view", "call", "--json").form
    assert form["schema"] == "stepwitness.graph/1"
    assert isinstance(form["nodes"], list)
    assert len(form["nodes"]) == 3
    assert stepwitness("graph", squares, "-c", "4", "--dot").out.startswith("digraph ")


SLICED = """
def f(n):
    a = n + 1
    b = n + 2
    for i in range(3):
        a += i
    return a
"""


def test_slice_of_the_answer_a_name_and_a_line(tmp_path: Path) -> None:
    program = tmp_path / "sliced.py"
    program.write_text(SLICED.lstrip(), encoding="utf-8")
    done = stepwitness("slice", program, "-c", "4")
    assert done.code == 0
    assert "slice of the answer: " in done.out
    marked = [line.split()[1] for line in done.out.splitlines() if line.startswith("●")]
    assert marked == ["2", "4", "5", "6"]
    form = stepwitness("slice", program, "-c", "4", "--of", "a@5", "--json").form
    assert form["schema"] == "stepwitness.slice/1"
    assert isinstance(form["lines"], list)
    assert [line["line"] for line in form["lines"]] == [2, 4, 5]
    assert form["lines"][1]["visits"] == [1, 2, 3]
    form = stepwitness("slice", program, "-c", "4", "--line", "3", "--json").form
    assert isinstance(form["lines"], list)
    assert [line["line"] for line in form["lines"]] == [3]


@pytest.mark.parametrize("options", [["--of", "a"], ["--of", "z@2"], ["--line", "99"]])
def test_slice_of_what_there_is_not(squares: Path, options: list[str]) -> None:
    done = stepwitness("slice", squares, "-c", "4", *options, "--json")
    assert done.code == 2
    assert done.form["code"] == "bad-option"


def test_what_narrate_writes_verify_accepts(squares: Path) -> None:
    text = stepwitness("narrate", squares, "-c", "4").out
    done = stepwitness("verify", squares, "-", "-c", "4", stdin=text)
    assert done.code == 0
    assert done.out.startswith("ACCEPTED: all ")


def test_narrate_as_json_and_its_seed(squares: Path) -> None:
    first = stepwitness("narrate", squares, "-c", "4", "--seed", "3", "--json").form
    assert first["schema"] == "stepwitness.narrate/1"
    assert (first["call"], first["seed"]) == ("f(4)", 3)
    again = stepwitness("narrate", squares, "-c", "4", "--seed", "3").out
    assert first["narration"] == again


def test_verify_accepts_the_true_and_rejects_the_false(squares: Path) -> None:
    true = stepwitness("verify", squares, squares.with_name("true.txt"), "-c", "4")
    assert (true.code, true.err) == (0, "")
    assert true.out.startswith("ACCEPTED: all 3 claims verified")
    false = stepwitness("verify", squares, squares.with_name("false.txt"), "-c", "4")
    assert (false.code, false.err) == (1, "")
    assert "REFUTED   Line 7 runs 4 times" in false.out


def test_verify_as_json(squares: Path) -> None:
    done = stepwitness("verify", squares, squares.with_name("false.txt"), "-c", "4", "--json")
    assert done.code == 1
    assert done.form["schema"] == "stepwitness.verify/1"
    assert done.form["reasons"] == ["refuted"]


def test_the_level_decides_about_order(squares: Path) -> None:
    backwards = (
        "Line 10 returns `[4, 1]`.\nLine 6 sets `seen` to `[]`.\nThe function returns `[4, 1]`.\n"
    )
    strict = stepwitness("verify", squares, "-", "-c", "4", stdin=backwards)
    assert (strict.code, "OUT OF ORDER" in strict.out) == (1, True)
    loose = stepwitness("verify", squares, "-", "-c", "4", "--level", "claims", stdin=backwards)
    assert loose.code == 0


def test_strict_mode_asks_for_all_that_matters(squares: Path) -> None:
    short = "Line 6 sets `seen` to `[]`.\nThe function returns `[4, 1]`.\n"
    for command in ("verify", "audit"):
        arguments = [command, squares, "-", "-c", "4", "--json"]
        assert stepwitness(*arguments, stdin=short).code == 0
        strict = stepwitness(*arguments, "--strict", stdin=short)
        assert strict.code == 1
        report: Any = strict.form if command == "verify" else strict.form["report"]
        assert (report["level"], report["reasons"]) == ("gapless", ["gaps"])
        assert report["gaps"]
        loose = stepwitness(*arguments, "--strict", "--level", "claims", stdin=short)
        assert loose.code == 0
    whole = stepwitness("narrate", squares, "-c", "4", "--strict").out
    assert stepwitness("verify", squares, "-", "-c", "4", "--strict", stdin=whole).code == 0


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_audit_without_colours_marks_the_wrong_words(squares: Path, columns: str) -> None:
    false = squares.with_name("false.txt")
    done = stepwitness("audit", squares, false, "-c", "4", COLUMNS=columns)
    assert done.code == 1
    assert "\x1b" not in done.out
    flat = " ".join(done.out.split())
    assert re.search(r"Line 7 .*\[-[^]]*4[^]]*-\]\{\+[^}]*3[^}]*\+\}", flat)
    assert "REFUTED" in flat
    assert "line 2" in flat
    assert ("│" in done.out) == (int(columns) >= 100)
    assert max(map(len, done.out.splitlines())) <= int(columns)


def test_audit_with_colours_needs_no_marks(squares: Path) -> None:
    false = squares.with_name("false.txt")
    done = stepwitness("audit", squares, false, "-c", "4", FORCE_COLOR="1", COLUMNS="120")
    assert "\x1b[" in done.out
    assert not [mark for mark in MARKS if mark in re.sub(r"\x1b\[[0-9;]*m", "", done.out)]
    assert re.search(r"\x1b\[9;31m[^\x1b]*4", done.out)  # struck through and red
    plain = stepwitness(
        "audit", squares, false, "-c", "4", FORCE_COLOR="1", NO_COLOR="1", COLUMNS="120"
    )
    assert "[-" in plain.out


def test_audit_as_json(squares: Path) -> None:
    form = stepwitness("audit", squares, squares.with_name("true.txt"), "-c", "4", "--json").form
    assert form["schema"] == "stepwitness.audit/1"
    assert form["answer"] == "returned `[4, 1]`"
    assert isinstance(form["report"], dict)
    assert form["report"]["verdict"] == "ACCEPTED"


def test_text_that_is_no_narration_has_a_caret(squares: Path) -> None:
    done = stepwitness("audit", squares, "-", "-c", "4", stdin="Line 6 dances.\n")
    assert done.code == 1
    lines = done.out.splitlines()
    at = next(number for number, line in enumerate(lines) if "^" in line)
    assert lines[at - 1].strip() == "Line 6 dances."


def test_demo(tmp_path: Path) -> None:
    done = stepwitness("demo", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "ACCEPTED: all " in done.out
    assert "[-`3`-]{+`1`+}" in done.out
    assert stepwitness("demo", "--json").form["schema"] == "stepwitness.demo/1"


def test_a_program_from_standard_input_and_from_a_row(tmp_path: Path) -> None:
    piped = stepwitness("trace", "-", "-c", "21", stdin=DOUBLE)
    assert piped.out.endswith("the call returned `42`.\n")
    path = rows(tmp_path, {"code": DOUBLE, "input": "1"}, {"code": DOUBLE, "input": "'ab'"})
    assert stepwitness("trace", f"{path}:2").out.endswith("returned `'abab'`.\n")
    assert stepwitness("trace", f"{path}:2", "-c", "5").out.endswith("returned `10`.\n")


def test_what_the_program_reads(tmp_path: Path) -> None:
    path = written(tmp_path, "def f():\n    return input()\n")
    text = written(tmp_path, "hello\n", "in.txt")
    assert stepwitness("trace", path, "--stdin", text).out.endswith("returned `'hello'`.\n")


def test_an_exception_is_an_answer(tmp_path: Path) -> None:
    path = written(tmp_path, "def f():\n    raise ValueError('bad')\n")
    done = stepwitness("trace", path)
    assert done.code == 0
    assert done.out.endswith("the call raised `ValueError('bad')`.\n")


# -- requests that cannot be understood or read ---------------------------------------------------


BAD_REQUESTS = {
    "missing-file": ("trace", "nothing.py"),
    "unreadable-file": ("trace", "."),
    "syntax-error": ("trace", "broken.py"),
    "no-such-function": ("trace", "good.py", "--entry", "g"),
    "bad-call": ("trace", "good.py", "--call", "1 +"),
    "not-utf8": ("verify", "good.py", "junk.bin", "-c", "1"),
    "null-byte": ("audit", "good.py", "null.bin", "-c", "1"),
    "bad-option": ("trace", "good.py", "--seconds", "0"),
}


@pytest.mark.parametrize("code", BAD_REQUESTS)
def test_bad_requests_are_one_sentence_and_exit_code_2(tmp_path: Path, code: str) -> None:
    written(tmp_path, "def f(:\n", "broken.py")
    written(tmp_path, DOUBLE, "good.py")
    written(tmp_path, bytes(range(128, 256)) * 20, "junk.bin")
    written(tmp_path, b"\0\0\0\1", "null.bin")
    done = stepwitness(*BAD_REQUESTS[code], "--json", cwd=tmp_path)
    assert done.code == 2
    form = done.form
    assert form["schema"] == "stepwitness.error/1"
    assert (form["code"], form["exit_code"]) == (code, 2)
    assert told(done) == f"error: {form['message']}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["trace"],
        ["trace", "x.py", "--dance"],
        ["trace", "x.py", "--seconds", "soon"],
        ["verify", "x.py"],
        ["verify", "-", "-"],
        ["verify", "x.py", "y.txt", "--workers", "2"],
        ["verify", "x.py", "y.txt", "--level", "high"],
        ["verify", "x.py", "--all", "rows.jsonl"],
        ["graph", "x.py", "--dot", "--json"],
    ],
    ids=" ".join,
)
def test_bad_usage_is_one_sentence_and_exit_code_2(arguments: list[str]) -> None:
    done = stepwitness(*arguments)
    assert done.code == 2
    assert told(done)


def test_rows_that_are_not_there_or_no_rows(tmp_path: Path) -> None:
    path = rows(tmp_path, {"code": DOUBLE, "input": "1"}, "not json")
    beyond = stepwitness("trace", f"{path}:7")
    assert (beyond.code, "on lines 1 to 2" in told(beyond)) == (2, True)
    bad = stepwitness("trace", f"{path}:2")
    assert (bad.code, "not JSON" in told(bad)) == (2, True)


def test_output_that_cannot_be_written(squares: Path, tmp_path: Path) -> None:
    done = stepwitness("trace", squares, "-c", "4", "-o", tmp_path / "no" / "such")
    assert (done.code, "cannot be written" in told(done)) == (2, True)


def test_names_of_files_cannot_command_the_terminal(tmp_path: Path) -> None:
    done = stepwitness("trace", "x\x1b[2J.py", cwd=tmp_path)
    assert done.code == 2
    assert "\x1b" not in told(done)


# -- programs that cannot be recorded -------------------------------------------------------------


HOSTILE = {
    "an endless loop": ("time-limit", "def f():\n    while True:\n        pass\n"),
    "ten gigabytes": ("memory-limit", "def f():\n    return len([0] * (10 * 2**30 // 8))\n"),
    # What is printed is recorded: the memory that this takes may run out first.
    "endless printing": (
        "output-limit memory-limit",
        "def f():\n    while True:\n        print('x' * 1_000)\n",
    ),
    "a process that ends": ("vanished", "import os\ndef f():\n    os._exit(0)\n"),
    # CPython 3.12 counts the calls in C by itself and raises a RecursionError, recorded or not at
    # another depth.
    "a stack overflow": (
        "recorded-run-differs" if sys.version_info[:2] == (3, 12) else "killed",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(n=0):\n    return sorted([n], key=f)\n",
    ),
    "a missing argument": ("bad-arguments", "def f(x):\n    return x\n"),
    "a broken top level": ("top-level-raised", "1 / 0\ndef f():\n    return 1\n"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_recorded_is_one_sentence_and_exit_code_3(tmp_path: Path, what: str) -> None:
    codes, source = HOSTILE[what]
    path = written(tmp_path, source)
    seconds = "1" if codes == "time-limit" else "60"  # the other limits come first
    done = stepwitness("trace", path, "--entry", "f", "--seconds", seconds, "--json")
    assert done.code == 3
    form = done.form
    assert form["schema"] == "stepwitness.error/1"
    assert form["code"] in codes.split()
    assert form["exit_code"] == 3
    assert told(done) == f"error: {form['message']}"


def test_a_deep_exception_that_leaves_the_function_is_an_answer(tmp_path: Path) -> None:
    source = (
        "def f(n):\n    if n > 900:\n        raise RecursionError('deep')\n    return f(n + 1)\n"
    )
    path = written(tmp_path, source)
    done = stepwitness("trace", path, "-c", "0", "--json")
    assert (done.code, done.err) == (0, "")
    answer = done.form["answer"]
    assert isinstance(answer, dict)
    assert answer["ending"] == "raised"
    assert "RecursionError" in answer["exception"]


def test_a_recursion_without_end_is_an_answer_or_not_recorded(tmp_path: Path) -> None:
    """Where the stack ends the recorder may not find the room to note it: then it is a 3."""
    path = written(tmp_path, "def f(n):\n    return f(n + 1)\n")
    done = stepwitness("trace", path, "-c", "0")
    assert done.code in {0, 3}
    if done.code == 0:
        assert "the call raised `RecursionError(" in done.out
    else:
        assert (told(done), done.out) != ("", "")


# -- pipes and terminals --------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, "def f(n):\n    for i in range(n):\n        pass\n")
    process = subprocess.Popen(
        command("trace", path, "-c", "20000"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    process.stdout.read(100)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 141


def test_a_full_disk_is_told(squares: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("trace", squares, "-c", "4"),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=environment(),
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("error: The output cannot be written")
    assert done.stderr.count(b"\n") == 1


def test_an_ascii_terminal_gets_ascii(squares: Path) -> None:
    false = squares.with_name("false.txt")
    done = stepwitness("audit", squares, false, "-c", "4", PYTHONIOENCODING="ascii")
    assert done.code == 1
    assert done.out.isascii()


# -- batches --------------------------------------------------------------------------------------


def test_verify_all_counts_every_row_and_resumes(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        {"code": DOUBLE, "input": "1", "output": "2", "id": "good"},
        {"code": DOUBLE, "input": "1", "output": "3", "id": "wrong output"},
        "not json",
        {"code": "def f(:", "input": ""},
    )
    results = tmp_path / "results.jsonl"
    first = stepwitness("verify", "--all", path, "--workers", "2", "--output", results, "--json")
    form = first.form
    assert first.code == 1
    assert form["schema"] == "stepwitness.batch/1"
    assert (form["accepted"], form["rejected"], form["errors"]) == (1, 0, 3)
    assert (form["rows"], form["done"], form["resumed"]) == (4, 4, 0)
    assert isinstance(form["failures"], list)
    assert [failure["code"] for failure in form["failures"]] == [
        "unexpected-output",
        "bad-row",
        "syntax-error",
    ]
    lines = [json.loads(line) for line in results.read_text(encoding="ascii").splitlines()]
    assert {line["schema"] for line in lines} == {"stepwitness.row/1"}
    assert [line["line"] for line in lines] == [1, 2, 3, 4]
    kept = results.read_bytes()
    again = stepwitness("verify", "--all", path, "--output", results, "--json").form
    assert (again["resumed"], again["accepted"], again["errors"]) == (4, 1, 3)
    assert results.read_bytes() == kept
    shown = stepwitness("verify", "--all", path, "--output", results)
    assert shown.code == 1
    assert re.search(r"^accepted +1$", shown.out, re.MULTILINE)
    assert "unexpected-output" in shown.out


def test_verify_all_accepts_a_file_of_good_rows(tmp_path: Path) -> None:
    path = rows(
        tmp_path, *({"code": DOUBLE, "input": str(n), "output": str(2 * n)} for n in range(6))
    )
    done = stepwitness("verify", "--all", path, "--json")
    assert (done.code, done.form["accepted"], done.err) == (0, 6, "")


def test_ctrl_c_ends_a_batch_with_what_was_done(tmp_path: Path) -> None:
    """On a terminal, where Ctrl-C reaches the workers as well as the command."""
    slow = "def f(n):\n    for i in range(3_000):\n        n += i\n    return n\n"
    path = rows(tmp_path, *({"code": slow, "input": str(number)} for number in range(500)))
    master, slave = pty.openpty()
    shown = bytearray()
    reading = threading.Thread(target=_drain, args=(master, shown), daemon=True)
    # Tests in the background of a shell ignore Ctrl-C, and what they start would, too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        command("verify", "--all", path, "--output", tmp_path / "results.jsonl", "--json"),
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        env=environment(),
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    os.close(slave)
    reading.start()
    deadline = time.monotonic() + 60
    results = tmp_path / "results.jsonl"
    while not (results.exists() and results.stat().st_size):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    reading.join(10)
    form = json.loads(out)
    assert process.returncode == 130
    assert form["interrupted"] is True
    assert 0 < form["done"] < form["rows"] == 500
    assert len(results.read_bytes().splitlines()) == form["done"]
    assert b"Traceback" not in shown
    assert not _still_there(process.pid, seconds=10)


def _still_there(group: int, seconds: float) -> bool:
    """Whether a process of the group is left after that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True


def _drain(terminal: int, into: bytearray) -> None:
    """Read what is shown on a terminal until its last writer has closed it."""
    try:
        while select.select([terminal], [], [], 60)[0]:
            into += os.read(terminal, 1 << 16)
    except OSError:  # how Linux says the end of a terminal
        os.close(terminal)


# -- starting -------------------------------------------------------------------------------------


def test_a_start_imports_nothing_that_one_command_alone_needs() -> None:
    """Else every command waits for the solvers, the graphs, the grammar and the terminal."""
    late = ["engine.capture.sandbox", "engine.claims.model", "engine.dataset.batch", "lark", "rich"]
    late += ["anthropic", "cvc5", "datasketch", "multiprocessing", "networkx", "openai", "z3"]
    assert _imported("cli", late) == []


def test_an_error_is_told_without_the_language_of_narrations() -> None:
    assert _imported("engine.report.error_view", ["engine.claims.model", "lark"]) == []


def test_writing_a_narration_imports_no_parser() -> None:
    assert _imported("engine.narration.writer", ["lark", "rich", "networkx"]) == []


def _imported(module: str, of: list[str]) -> list[str]:
    """Which modules of a list a new process has after it imported a module."""
    code = f"import json, sys, {module}; print(json.dumps([n for n in {of} if n in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        timeout=60,
        env=environment(),
    )
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


# -- the documentation ----------------------------------------------------------------------------


def test_every_error_code_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").split("## Error codes")[1]
    expected = [
        f"| `{code.slug}` | {int(code.exit_code)} | {code.explanation} |" for code in ErrorCode
    ]
    assert [line for line in text.splitlines() if line.startswith("| `")] == expected


@pytest.mark.parametrize("name", ["trace", "graph", "slice", "narrate", "verify", "audit", "demo"])
def test_help_has_examples(name: str) -> None:
    done = stepwitness(name, "--help", COLUMNS="200")
    assert done.code == 0
    assert "Example" in done.out
    assert f"stepwitness {name}" in done.out.split("Example")[1]
    assert f"## {name}" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def readme_block(language: str) -> str:
    """The one fenced block of that language in the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    assert isinstance(block, str)
    return block


def test_the_readme_shows_the_demo_as_it_is() -> None:
    """But for the numbers of steps, which differ between versions of Python."""
    step = re.compile(r"\d+(?:–\d+)?(?= steps)|(?<=steps )\d+–\d+")
    shown = stepwitness("demo", COLUMNS="116").out
    assert step.sub("N", readme_block("text")) == step.sub("N", shown)


def test_the_readmes_python_prints_what_it_says() -> None:
    source = readme_block("python")
    expected = "".join(f"{line}\n" for line in re.findall(r"^ *# > (.*)$", source, re.MULTILINE))
    done = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
        env=environment(),
    )
    assert done.stdout == expected
