"""Mutants of a module: one small change each, in one function.

The changes are those of mutmut's operators (https://mutmut.readthedocs.io) and two of our own. The
runner of mutmut itself starts pytest anew for each mutant; `benchmarks.mutation` forks instead, and
puts the changed code into the function that is there.
"""

from __future__ import annotations

import ast
import textwrap
import types
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, TypeAlias

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

Operator: TypeAlias = tuple[type, Callable[[Any], Any]]


def operator_condition(node: cst.If | cst.CompIf) -> Iterator[cst.CSTNode]:
    """An ``if`` or ``elif`` that is never taken, and one that always is, with its test done as
    before; the same for a comprehension's."""
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    for operator, literal in ((cst.And(), "False"), (cst.Or(), "True")):
        forced = cst.BooleanOperation(test, operator, cst.Name(literal))
        yield node.with_changes(test=forced, whitespace_before_test=cst.SimpleWhitespace(" "))


def operator_guard(node: cst.MatchCase) -> Iterator[cst.MatchCase]:
    """A case without its guard."""
    if node.guard is not None and not _takes_anything(node.pattern):
        yield node.with_changes(
            guard=None,
            whitespace_before_if=cst.SimpleWhitespace(""),
            whitespace_after_if=cst.SimpleWhitespace(""),
        )


def _takes_anything(pattern: cst.MatchPattern | None) -> bool:
    """Whether the cases behind such a pattern cannot be reached: that is an error of Python's."""
    return pattern is None or (
        isinstance(pattern, cst.MatchAs) and _takes_anything(pattern.pattern)
    )


OPERATORS: Final[dict[str, list[Operator]]] = {}
"""Those of mutmut and our own, by their names without ``operator_``."""

_OURS: Final[list[Operator]] = [
    (cst.If, operator_condition),
    (cst.CompIf, operator_condition),
    (cst.MatchCase, operator_guard),
]

for _kind, _operator in [*mutation_operators, *_OURS]:
    _name = _operator.__name__.removeprefix("operator_")
    OPERATORS.setdefault(_name, []).append((_kind, _operator))

LEFT_OUT: Final = frozenset({"arg_removal", "string", "condition"})
"""Nearly all of the first end in a TypeError wherever they run; the second are the wordings of
reasons, which are no verdicts (without them the other operators leave texts alone as well); most of
the third do what the operators on comparisons, ``and``, ``or`` and ``not`` do in the same test."""

_UNCHANGED_CALLS: Final = frozenset({"len", "isinstance"})
"""Calls that mutmut leaves alone as well: what is changed in them is an error for itself."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed function.

    ``code`` is the text of the function (or method) ``function``, decorators left out. The tests
    that run a line from ``first`` to ``last`` may tell it from the original.
    """

    file: str
    function: str
    operator: str
    was: str
    now: str
    number: int
    first: int
    last: int
    code: str

    @property
    def id(self) -> str:
        """What it is called in lists: where it is and what it changes, whatever line that is on."""
        again = f" #{self.number}" if self.number > 1 else ""
        return f"{self.file} {self.function}: {self.was} -> {self.now}{again}"


@dataclass(frozen=True, slots=True)
class _Change:
    """``was`` and ``now`` are lines; ``code`` those of the whole function."""

    function: str
    operator: str
    first: int
    last: int
    was: list[str]
    now: list[str]
    code: list[str]


class _Visitor(cst.CSTVisitor):
    """Collects the changes in functions of a module."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, source: str, operators: Sequence[tuple[str, Operator]]) -> None:
        super().__init__()
        self._source = source.splitlines()
        self._module = cst.Module([])
        self._texts_of: dict[cst.CSTNode, list[str]] = {}
        self._operators = operators
        self._texts = "string" in {name for name, _ in operators}
        self._names: list[str] = []
        self._function: tuple[str, cst.FunctionDef] | None = None
        self._starts: list[int] = []
        self._path: list[cst.CSTNode] = []
        self.found: list[_Change] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Param) or _is_left_alone(node):
            return False  # annotations are no code, defaults are made once
        if isinstance(node, cst.FormattedString) and not self._texts:
            return False
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._names.append(node.name.value)
            if isinstance(node, cst.FunctionDef) and self._function is None:
                self._function = ".".join(self._names), node
        if _has_a_header(node):
            self._starts.append(self._lines(node)[0])
        self._path.append(node)
        if self._function is not None:
            for name, (kind, operator) in self._operators:
                if isinstance(node, kind) and (self._texts or not _is_text(node)):
                    self._collect(name, node, list(operator(node)))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if not self._path or original_node is not self._path[-1]:
            return  # it was not entered
        self._path.pop()
        if isinstance(original_node, cst.ClassDef | cst.FunctionDef):
            self._names.pop()
        if self._function is not None and original_node is self._function[1]:
            self._function = None
        if _has_a_header(original_node):
            self._starts.pop()

    def _collect(self, name: str, node: cst.CSTNode, news: list[cst.CSTNode]) -> None:
        assert self._function is not None
        for index, each in enumerate(news):
            first, last = self._starts[-1], self._lines(node)[1]
            if isinstance(node, cst.Match):  # a case that is dropped: who came into it
                first, last = self._lines(node.cases[index].body)
            elif isinstance(node, cst.If):
                last = self._lines(node.test)[1]
            elif isinstance(node, cst.MatchCase) and node.guard is not None:
                last = self._lines(node.guard)[1]
            self._change(name, node, each, first, last)

    def _change(
        self, name: str, node: cst.CSTNode, new: cst.CSTNode, first: int, last: int
    ) -> None:
        """Note a change; what is made anew is the innermost statement of one line, or the whole
        function."""
        assert self._function is not None
        function, whole = self._function
        inside = self._path[self._path.index(whole) :]
        lines = [at for at, each in enumerate(inside) if isinstance(each, cst.SimpleStatementLine)]
        anew = inside[lines[-1] :] if lines else inside
        for parent, child in zip(anew[-2::-1], anew[:0:-1], strict=True):
            new = _with_child(parent, child, new)
        begin, end = self._lines(anew[0])
        like = self._source[begin - 1]
        if anew[0] not in self._texts_of:
            self._texts_of[anew[0]] = self._text(anew[0], like)
        was, now = self._texts_of[anew[0]], self._text(new, like)
        top = self._lines(whole.name)[0] - 1
        code = [*self._source[top : begin - 1], *now, *self._source[end : self._lines(whole)[1]]]
        self.found.append(_Change(function, name, first, last, was, now, code))

    def _text(self, node: cst.CSTNode, like: str) -> list[str]:
        """A statement as it would stand where another begins with such a line."""
        if isinstance(node, cst.FunctionDef):
            node = node.with_changes(decorators=())
        bare = node.with_changes(leading_lines=())
        indent = like[: len(like) - len(like.lstrip())]
        text = self._module.code_for_node(bare)
        return [f"{indent}{line}" if line else line for line in text.splitlines()]

    def _lines(self, node: cst.CSTNode) -> tuple[int, int]:
        position = self.get_metadata(PositionProvider, node)
        return position.start.line, position.end.line


def _with_child(parent: cst.CSTNode, old: cst.CSTNode, new: cst.CSTNode) -> cst.CSTNode:
    """A node with another child in the place of one of its own."""
    for field in fields(parent):
        value = getattr(parent, field.name)
        if value is old:
            return parent.with_changes(**{field.name: new})
        if isinstance(value, tuple | list) and any(each is old for each in value):
            return parent.with_changes(
                **{field.name: [new if each is old else each for each in value]}
            )
    raise AssertionError("a node is a child of the one that was entered before it")


def _has_a_header(node: cst.CSTNode) -> bool:
    """Whether a node's first line runs whenever anything in its own expressions does."""
    return isinstance(
        node,
        cst.SimpleStatementLine | cst.BaseCompoundStatement | cst.MatchCase | cst.ExceptHandler,
    )


def _is_text(node: cst.CSTNode) -> bool:
    """Whether a node is a text, a choice between texts, or gives a name to one."""
    match node:
        case cst.Assign(value=value) | cst.AnnAssign(value=value):
            return value is not None and _is_text(value)
        case cst.IfExp(body=body, orelse=orelse):
            return _is_text(body) and _is_text(orelse)
        case _:
            return isinstance(node, cst.BaseString)


def _is_left_alone(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Name)
        and node.func.value in _UNCHANGED_CALLS
    )


def mutants_of(path: Path, file: str, names: Sequence[str]) -> list[Mutant]:
    """The mutants of a file by the operators of these names, in the file's order."""
    source = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    visitor = _Visitor(source, [(name, each) for name in names for each in OPERATORS[name]])
    wrapper.visit(visitor)
    numbers: Counter[tuple[str, str, str]] = Counter()
    mutants: list[Mutant] = []
    for each in visitor.found:
        was, now = _difference(each.was, each.now)
        numbers[each.function, was, now] += 1
        number = numbers[each.function, was, now]
        code = textwrap.dedent("\n".join(each.code)) + "\n"
        mutants.append(
            Mutant(
                file, each.function, each.operator, was, now, number, each.first, each.last, code
            )
        )
    return mutants


def _difference(old: list[str], new: list[str]) -> tuple[str, str]:
    """The lines in which two texts differ, each without its indentation; of lines that are left
    out the first."""
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    gone = " ".join(line.strip() for line in old[begin : len(old) - end])
    come = " ".join(line.strip() for line in new[begin : len(new) - end])
    if not come:
        return f"`{old[begin].strip()}`", "left out"
    return f"`{gone}`", f"`{come}`"


# -- putting them in ------------------------------------------------------------------------------


def function_of(module: types.ModuleType, name: str) -> types.FunctionType:
    """The function (or method) that a module calls by a dotted name, without its decorators; raises
    LookupError where there is none of the name, and TypeError where it is something else."""
    found: Any = module
    for part in name.split("."):
        if part not in vars(found):
            raise LookupError(f"{module.__name__} has no {name}")
        found = vars(found)[part]
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    if not isinstance(found, types.FunctionType):
        raise TypeError(f"{name} of {module.__name__} is no function")
    return found


def compiled(mutant: Mutant) -> types.CodeType:
    """The code of a mutant's function; raises SyntaxError."""
    *classes, name = mutant.function.split(".")
    node: ast.stmt = ast.parse(mutant.code).body[0]
    for each in reversed(classes):
        # Within a class of the same name: `super()`, and names with two underscores.
        node = ast.ClassDef(each, [], [], [node], [])
        if hasattr(node, "type_params"):
            node.type_params = []
    tree = ast.fix_missing_locations(ast.Module([node], []))
    code = compile(tree, mutant.file, "exec", dont_inherit=True, flags=0)
    for part in [*classes, name]:
        code = next(
            each
            for each in code.co_consts
            if isinstance(each, types.CodeType) and each.co_name == part
        )
    return code
