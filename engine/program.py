"""Programs: source text, an entry function and a call of it; checked before anything runs."""

from __future__ import annotations

import ast
import codecs
import json
import re
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TextIO

from engine.errors import Detail, ErrorCode, UsageError

DEFAULT_ENTRY: Final = "f"
"""The entry function where none is named and the program defines it."""

_BOM: Final = "\ufeff"
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_FUNCTION_NODES = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCK_NODES = (ast.stmt, ast.ExceptHandler, ast.match_case)


@dataclass(frozen=True)
class Program:
    """What is run: ``entry(call)`` in a module made of ``source``.

    Invariant of the ``from_…`` constructors (the plain one checks nothing): the source is
    valid Python with LF line ends, ``entry`` is a function of its top level, and ``call`` is
    the text of an argument list. ``entry`` is None for a script, which has no call.
    ``name`` is for messages: a path, a row's id."""

    source: str
    entry: str | None
    call: str
    stdin: str = ""
    name: str = ""

    @classmethod
    def from_text(
        cls,
        source: str,
        entry: str | None = None,
        call: str = "",
        stdin: str = "",
        name: str = "",
    ) -> Program:
        """The program of ``source``; raises `UsageError`.

        Without ``entry``: the function ``f``, or else the only one that there is. ``call`` is an
        argument list (``[1, 2], key=3``) or one whole call of the entry (``f([1, 2])``)."""
        text = normalise(source, name)
        tree = _parse(text, name)
        chosen = _entry(tree, entry, name)
        return cls(text, chosen, argument_list(call, chosen), stdin, name)

    @classmethod
    def from_file(
        cls, path: Path | str, entry: str | None = None, call: str = "", stdin: str = ""
    ) -> Program:
        """The program in a UTF-8 file; raises `UsageError`."""
        content = read_bytes(Path(path))
        _refuse_other_coding(content, str(path))
        return cls.from_text(decode(content, str(path)), entry, call, stdin, str(path))

    @classmethod
    def from_stdin(
        cls, stream: TextIO, entry: str | None = None, call: str = "", stdin: str = ""
    ) -> Program:
        """The program read from a text stream (``sys.stdin``); raises `UsageError`."""
        try:
            source = stream.read()
        except UnicodeDecodeError as error:
            raise _not_utf8("standard input", error) from error
        return cls.from_text(source, entry, call, stdin, "<stdin>")

    @classmethod
    def from_row(cls, row: Mapping[str, object], where: str = "") -> Program:
        """The program of a data set's row: ``code`` and ``input``; ``entry``, ``stdin`` and ``id``
        where present. ``where`` is the row's place, for messages; raises `UsageError`."""
        fields = {key: _field(row, key, where) for key in ("entry", "stdin", "id")}
        code = _field(row, "code", where, required=True)
        call = _field(row, "input", where, required=True)
        name = " ".join(part for part in (where, fields["id"]) if part)
        return cls.from_text(
            code or "", fields["entry"] or None, call or "", fields["stdin"] or "", name
        )

    @property
    def call_text(self) -> str:
        """The whole call, as a reader would write it: ``f([1, 2])``."""
        return f"{self.entry}({self.call})"


@dataclass(frozen=True)
class Row:
    """One row of a JSONL file of programs."""

    line: int  #: in the file, from 1
    program: Program
    output: str | None  #: the expected answer, as source text, where the row has one
    fields: Mapping[str, object]  #: the row as it stands


def read_rows(path: Path | str) -> list[Row]:
    """All rows of a JSONL file; empty lines are passed over. Raises `UsageError` with the
    file and line of the first row that cannot be used."""
    return list(_rows(Path(path)))


def _rows(path: Path) -> Iterator[Row]:
    # Splitting at LF only: JSON strings may hold U+2028 and other "line ends" of str.splitlines.
    for number, line in enumerate(decode(read_bytes(path), str(path)).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            fields = json.loads(line.removeprefix(_BOM))
        except (ValueError, RecursionError) as error:
            raise _bad_row(where, f"the row is not JSON ({error})") from error
        if not isinstance(fields, dict):
            raise _bad_row(where, "the row is JSON, but not an object")
        output = _field(fields, "output", where)
        program = Program.from_row(fields, where)
        identity = fields.get("id")
        named = replace(program, name=identity if isinstance(identity, str) else where)
        yield Row(number, named, output, fields)


def _field(
    row: Mapping[str, object], key: str, where: str, *, required: bool = False
) -> str | None:
    value = row.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, str):
        got = "is missing" if value is None else f"is a {type(value).__name__}, not text"
        raise _bad_row(where, f'the field "{key}" {got}')
    return value


def _bad_row(where: str, what: str) -> UsageError:
    return UsageError(
        ErrorCode.BAD_ROW,
        what[0].upper() + what[1:] if what.startswith("the") else what,
        where=where,
        remedy='A row is a JSON object with "code" and "input", both text.',
        data={"place": where},
    )


def read_bytes(path: Path) -> bytes:
    """A file's content; raises `UsageError` where there is none to read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(
            ErrorCode.MISSING_FILE,
            f"There is no file `{path}`",
            remedy="Check the path, or give `-` to read standard input.",
            data={"path": str(path)},
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            ErrorCode.UNREADABLE_FILE,
            f"`{path}` cannot be read: {reason}",
            remedy="Give a plain file that you may read.",
            data={"path": str(path)},
        ) from error


def decode(content: bytes, where: str) -> str:
    """UTF-8 text; raises `UsageError`, naming ``where``."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(where, error) from error


def _not_utf8(where: str, error: UnicodeDecodeError) -> UsageError:
    return UsageError(
        ErrorCode.NOT_UTF8,
        f"Byte {error.start} is not UTF-8 ({error.reason})",
        where=where,
        remedy="Save the text as UTF-8.",
        data={"byte": error.start},
    )


def _refuse_other_coding(content: bytes, where: str) -> None:
    """PEP 263: a declared encoding would make Python read other text than we do."""
    for line in content.removeprefix(codecs.BOM_UTF8).splitlines()[:2]:
        found = _CODING.match(line)
        if found is None:
            if line.strip() and not line.lstrip().startswith(b"#"):
                return
            continue
        declared = found.group(1).decode("ascii", "replace")
        try:
            coding = codecs.lookup(declared).name
        except LookupError:
            coding = ""
        if coding not in {"utf-8", "ascii", "utf-8-sig"}:
            raise UsageError(
                ErrorCode.NOT_UTF8,
                f"The source declares the encoding `{declared}`",
                where=where,
                remedy="Save it as UTF-8 and drop the declaration.",
                data={"declared": declared},
            )
        return


def normalise(source: str, where: str = "") -> str:
    """The source as Python's tokenizer sees it: no byte order mark, LF line ends.

    Raises `UsageError` for null bytes and lone surrogates, which no UTF-8 source has."""
    text = source.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    place = where or "the program"
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UsageError(
            ErrorCode.NULL_BYTE,
            "The text holds a null byte",
            where=f"{place}, line {line}",
            remedy="Give Python source text, not a binary file.",
            data={"line": line},
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise UsageError(
            ErrorCode.NOT_UTF8,
            f"The text holds a lone surrogate (U+{ord(text[error.start]):04X})",
            where=f"{place}, line {line}",
            remedy="Save the text as UTF-8.",
            data={"line": line},
        ) from error
    return text


def _parse(text: str, name: str) -> ast.Module:
    place = name or "the program"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, name or "<program>", "exec", dont_inherit=True)
            return ast.parse(text, name or "<program>")
    except SyntaxError as error:
        data: dict[str, Detail] = {"line": error.lineno, "column": error.offset}
        where = place if error.lineno is None else f"{place}, line {error.lineno}"
        if error.offset:
            where += f", column {error.offset}"
        raise UsageError(
            ErrorCode.SYNTAX_ERROR,
            f"Not valid Python: {error.msg}",
            where=where,
            remedy="Run it with Python first; it must be whole, without fences or prose.",
            data=data,
        ) from error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise UsageError(
            ErrorCode.SYNTAX_ERROR,
            f"Python cannot compile it: {str(error) or type(error).__name__}",
            where=place,
            remedy="The source is nested too deeply or holds a number that is too long.",
        ) from error


def top_level_functions(tree: ast.Module) -> dict[str, bool]:
    """The functions that the top level binds, in order, each with whether it is async.

    Looks into ``if``, ``try``, ``with``, loops and ``match`` of the top level; the last
    definition of a name counts. ``name = lambda …`` is a function as well."""
    found: dict[str, bool] = {}
    pending: list[ast.AST] = list(reversed(tree.body))
    while pending:
        node = pending.pop()
        if isinstance(node, _FUNCTION_NODES):
            found[node.name] = isinstance(node, ast.AsyncFunctionDef)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = False
        elif isinstance(node, _BLOCK_NODES) and not isinstance(node, ast.ClassDef):
            inner = [
                child for child in ast.iter_child_nodes(node) if isinstance(child, _BLOCK_NODES)
            ]
            pending.extend(reversed(inner))
    return found


def _entry(tree: ast.Module, wanted: str | None, name: str) -> str:
    place = name or "the program"
    functions = top_level_functions(tree)
    choices = ", ".join(f"`{choice}`" for choice in functions)
    if wanted is not None:
        chosen = unicodedata.normalize("NFKC", wanted)  # as Python's parser reads names
        if chosen not in functions:
            raise UsageError(
                ErrorCode.NO_SUCH_FUNCTION,
                f"There is no function `{wanted}` at the top level",
                where=place,
                remedy=f"Defined are: {choices}." if choices else "It defines no function.",
                data={"wanted": wanted, "choices": choices},
            )
    elif not functions:
        raise UsageError(
            ErrorCode.NO_FUNCTION,
            "The program defines no function at its top level",
            where=place,
            remedy="Put what is to be recorded into `def f(…):`.",
        )
    elif DEFAULT_ENTRY in functions:
        chosen = DEFAULT_ENTRY
    elif len(functions) == 1:
        chosen = next(iter(functions))
    else:
        raise UsageError(
            ErrorCode.AMBIGUOUS_ENTRY,
            "The program defines several functions and none is called `f`",
            where=place,
            remedy=f"Name the one to call: {choices}.",
            data={"choices": choices},
        )
    if functions[chosen]:
        raise UsageError(
            ErrorCode.ASYNC_ENTRY,
            f"`{chosen}` is an async function, and calling it only makes a coroutine",
            where=place,
            remedy="Add a plain function that runs it (`asyncio.run`) and name that.",
            data={"entry": chosen},
        )
    return chosen


def argument_list(call: str, entry: str) -> str:
    """The text of the argument list that ``call`` writes; raises `UsageError`.

    ``call`` is that list itself, or one whole call of ``entry`` by its name. (To pass the
    result of such a call, write the outer call too: ``f(f(1))``.)"""
    text = normalise(call, "the call").strip()
    whole = _whole_call(text, entry)
    arguments = text if whole is None else whole
    prefix = "_(\n"  # the list on lines of its own: a comment at its end cannot hide the `)`
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(f"{prefix}{arguments}\n)", "<call>", "eval").body
            compile(f"{prefix}{arguments}\n)", "<call>", "eval", dont_inherit=True)
    except SyntaxError as error:
        line = max(1, (error.lineno or 2) - 1)
        raise _bad_call(call, f"{error.msg} (line {line}, column {error.offset})") from error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise _bad_call(call, str(error) or type(error).__name__) from error
    # `1)(2` and `1) + _(2` are Python, but not one argument list.
    if not (isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name)):
        raise _bad_call(call, "the parentheses close before its end")
    return arguments


def _whole_call(text: str, entry: str) -> str | None:
    start = re.match(rf"{re.escape(entry)}\s*\(", text)
    if start is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, "<call>", "eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # several arguments that begin with a call, or nonsense that is told later
    if not (isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name)):
        return None
    segment = ast.get_source_segment(text, tree)
    return None if segment is None else segment[start.end() : -1].strip()


def _bad_call(call: str, why: str) -> UsageError:
    shown = call if len(call) <= 80 else call[:77] + "…"
    return UsageError(
        ErrorCode.BAD_CALL,
        f"`{shown}` is not an argument list of Python: {why}",
        where="the call",
        remedy="Write what stands between the parentheses, like `[1, 2], 'x'`.",
        data={"call": shown},
    )
