"""Programs are checked before anything runs; each refusal has its code and its place."""

from __future__ import annotations

import io
import json
import pickle
from typing import TYPE_CHECKING

import pytest

from engine.errors import (
    CaptureError,
    ErrorCode,
    ExitCode,
    StepwitnessError,
    UsageError,
    error_from_json,
)
from engine.program import Program, argument_list, normalise, read_rows

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = "def f(x):\n    return x\n"


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("1", "1"),
        ("f(1)", "1"),
        ("  f( [1, 2] , k=3 )  ", "[1, 2] , k=3"),
        ("f(f(1))", "f(1)"),
        ("f(1), f(2)", "f(1), f(2)"),
        ("f(1)(2)", "f(1)(2)"),
        ("f(1) + 2", "f(1) + 2"),
        ("", ""),
        ("f()", ""),
        ("x for x in 'ab'", "x for x in 'ab'"),
        ("*[1], **{'a': 2}", "*[1], **{'a': 2}"),
        ("'f(1'", "'f(1'"),
        ("1  # a comment", "1  # a comment"),
        ("f(1)  # a comment", "1"),
        ("f(\n 1,\n 2)", "1,\n 2"),
        ("'ä', f('é')", "'ä', f('é')"),
        ("f('é')", "'é'"),
    ],
)
def test_call_is_an_argument_list_or_one_whole_call(call: str, arguments: str) -> None:
    assert argument_list(call, "f") == arguments


@pytest.mark.parametrize(
    "call",
    ["1)(2", "1) + f(2", "1, 2)", "(", "yield", "await x", "x = = 1", "1; 2", "a b", "return"],
)
def test_call_that_is_no_argument_list_is_refused(call: str) -> None:
    with pytest.raises(UsageError) as caught:
        Program.from_text(IDENTITY, call=call)
    assert caught.value.code is ErrorCode.BAD_CALL


@pytest.mark.parametrize(
    ("source", "entry", "chosen"),
    [
        (IDENTITY, None, "f"),
        ("def g(): 0\ndef f(): 0\n", None, "f"),
        ("def g(): 0\n", None, "g"),
        ("def g(): 0\ndef f(): 0\n", "g", "g"),
        ("if True:\n    def g(): 0\nelse:\n    def g(): 1\n", None, "g"),
        ("try:\n    import x\nexcept ImportError:\n    def g(): 0\n", None, "g"),
        ("g = lambda x: x\n", None, "g"),
        ("class C:\n    def f(self): 0\ndef g():\n    def f(): 0\n", None, "g"),
        ("async def g(): 0\ndef f(): 0\n", None, "f"),
        ("def ﬁ(): 0\n", "ﬁ", "fi"),  # Python reads identifiers in NFKC
    ],
)
def test_entry_is_found(source: str, entry: str | None, chosen: str) -> None:
    assert Program.from_text(source, entry).entry == chosen


@pytest.mark.parametrize(
    ("source", "entry", "code"),
    [
        ("x = 1\n", None, ErrorCode.NO_FUNCTION),
        ("def g(): 0\ndef h(): 0\n", None, ErrorCode.AMBIGUOUS_ENTRY),
        (IDENTITY, "g", ErrorCode.NO_SUCH_FUNCTION),
        ("class C:\n    def f(self): 0\n", "f", ErrorCode.NO_SUCH_FUNCTION),
        ("async def f(): 0\n", None, ErrorCode.ASYNC_ENTRY),
        ("def f(x:\n", None, ErrorCode.SYNTAX_ERROR),
        ("return 1\n", None, ErrorCode.SYNTAX_ERROR),  # found by the compiler, not the parser
        ("def f():\n    nonlocal x\n", None, ErrorCode.SYNTAX_ERROR),
        ("x = " + "(" * 1000, None, ErrorCode.SYNTAX_ERROR),
        ("x = " + "-" * 100_000 + "1", None, ErrorCode.SYNTAX_ERROR),
        ("def f():\n    return '\0'\n", None, ErrorCode.NULL_BYTE),
        ("def f():\n    return '\ud800'\n", None, ErrorCode.NOT_UTF8),
    ],
)
def test_refusals(source: str, entry: str | None, code: ErrorCode) -> None:
    with pytest.raises(UsageError) as caught:
        Program.from_text(source, entry)
    assert caught.value.code is code
    assert caught.value.exit_code is ExitCode.USAGE


def test_syntax_error_has_its_place() -> None:
    with pytest.raises(
        UsageError, match=r"^demo\.py, line 2, column 9: Not valid Python"
    ) as caught:
        Program.from_text("def f():\n    x = = 1\n", name="demo.py")
    assert caught.value.data == {"line": 2, "column": 9}


def test_choices_are_named() -> None:
    with pytest.raises(UsageError, match="`g`, `h`"):
        Program.from_text("def g(): 0\ndef h(): 0\n")


def test_warnings_of_the_source_are_not_ours() -> None:
    # pytest turns warnings into errors here: an invalid escape only warns.
    assert Program.from_text("def f():\n    return '\\d' is 1\n", call="'\\d'").entry == "f"


def test_source_is_normalised() -> None:
    assert normalise("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"
    program = Program.from_text("\ufeffdef f():\r\n    return '''\r\n'''\r\n")
    assert program.source == "def f():\n    return '''\n'''\n"


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "demo.py"
    path.write_bytes(b"\xef\xbb\xbf# coding: utf-8\r\ndef f(): return '\xc3\xa9'\r\n")
    program = Program.from_file(path, call="f()")
    assert (program.source, program.call, program.name) == (
        "# coding: utf-8\ndef f(): return 'é'\n",
        "",
        str(path),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"# coding: latin-1\ndef f(): 0\n", ErrorCode.NOT_UTF8),
        (b"\n# -*- coding: cp1252 -*-\ndef f(): 0\n", ErrorCode.NOT_UTF8),
        (b"# coding: no-such\ndef f(): 0\n", ErrorCode.NOT_UTF8),
        (b"def f(): return '\xe9'\n", ErrorCode.NOT_UTF8),
        (b"\x7fELF\x00\x00", ErrorCode.NULL_BYTE),
    ],
)
def test_unreadable_content(tmp_path: Path, content: bytes, code: ErrorCode) -> None:
    path = tmp_path / "demo.py"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        Program.from_file(path)
    assert caught.value.code is code
    assert "demo.py" in caught.value.where


def test_a_comment_about_coding_below_code_declares_nothing(tmp_path: Path) -> None:
    path = tmp_path / "demo.py"
    path.write_bytes(b"def f(): 0\n# coding: latin-1\n")
    assert Program.from_file(path).entry == "f"


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.py", ErrorCode.MISSING_FILE),
        (tmp_path, ErrorCode.UNREADABLE_FILE),
    ):
        with pytest.raises(UsageError) as caught:
            Program.from_file(path)
        assert caught.value.code is code


def test_standard_input() -> None:
    assert Program.from_stdin(io.StringIO(IDENTITY), call="3").call_text == "f(3)"
    broken = io.TextIOWrapper(io.BytesIO(b"\xff"), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        Program.from_stdin(broken)
    assert caught.value.code is ErrorCode.NOT_UTF8


def _row(**fields: object) -> str:
    return json.dumps({"code": IDENTITY, "input": "1", **fields}) + "\n"


def test_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        _row(id="first", output="1") + "\n" + _row(input="'\u2028'", entry="f"), encoding="utf-8"
    )
    first, second = read_rows(path)
    assert (first.line, first.program.name, first.output) == (1, "first", "1")
    assert (second.line, second.program.call, second.output) == (3, "'\u2028'", None)
    assert second.program.name == f"{path}, line 3"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", ErrorCode.BAD_ROW),
        ("[1]", ErrorCode.BAD_ROW),
        ('{"code": "def f(): 0"}', ErrorCode.BAD_ROW),
        (_row(code=3), ErrorCode.BAD_ROW),
        (_row(output=["1"]), ErrorCode.BAD_ROW),
        (_row(entry=1), ErrorCode.BAD_ROW),
        (_row(code="def f(:"), ErrorCode.SYNTAX_ERROR),
        (_row(entry="g"), ErrorCode.NO_SUCH_FUNCTION),
    ],
)
def test_bad_row_is_named_by_file_and_line(tmp_path: Path, line: str, code: ErrorCode) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(_row() + line.strip() + "\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_rows(path)
    assert caught.value.code is code
    assert "rows.jsonl, line 2" in caught.value.where


def test_errors_cross_processes() -> None:
    error = CaptureError(
        ErrorCode.TIME_LIMIT, "Too long", where="a.py", remedy="Wait.", data={"limit": 1.5}
    )
    assert str(error) == "a.py: Too long. Wait."
    for copy in (pickle.loads(pickle.dumps(error)), error_from_json(error.to_json())):
        assert type(copy) is CaptureError
        assert copy.to_json() == error.to_json()


@pytest.mark.parametrize(
    "form",
    [
        None,
        {},
        {"code": "time-limit", "what": "", "where": "", "remedy": ""},
        {"code": "no-such-code", "what": "", "where": "", "remedy": "", "data": {}},
        {"code": ["time-limit"], "what": "", "where": "", "remedy": "", "data": {}},
        {"code": "time-limit", "what": 1, "where": "", "remedy": "", "data": {}},
        {"code": "time-limit", "what": "", "where": "", "remedy": "", "data": {"a": [1]}},
    ],
)
def test_forged_errors_are_refused(form: object) -> None:
    with pytest.raises(ValueError, match="error"):
        error_from_json(form)


def test_the_class_of_an_error_is_its_exit_code() -> None:
    with pytest.raises(ValueError, match="exit code"):
        UsageError(ErrorCode.TIME_LIMIT, "Too long")
    with pytest.raises(ValueError, match="exit code"):
        CaptureError(ErrorCode.BAD_CALL, "Bad")
    slugs = [code.slug for code in ErrorCode]
    assert len(set(slugs)) == len(slugs)
    assert issubclass(CaptureError, StepwitnessError)
