"""Code objects prepared for decoding: one record for each instruction, computed once.

Offsets are those of the original code. EXTENDED_ARG, PRECALL and inline caches are folded into the
instruction that they belong to, and 3.13's combined instructions are split into two, so a
position is an index into `DecodedCode.instructions`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from types import CodeType
from typing import Any, Final, Protocol

from engine.capture.code_flow import flow_of
from engine.capture.layout import Unit, units
from engine.capture.opcodes import LOGGED, PY311, Logging
from engine.capture.stack_effects import (
    INTRINSICS_1,
    INTRINSICS_2,
    RUNNING,
    binary_operator,
    comparison,
)
from engine.trace.model import Code, CodeId, CodeKind, LineNo, Span, StepKind
from engine.trace.statements import folded

_COMBINED: Final = {
    "LOAD_FAST_LOAD_FAST": ("LOAD_FAST", "LOAD_FAST"),
    "STORE_FAST_LOAD_FAST": ("STORE_FAST", "LOAD_FAST"),
    "STORE_FAST_STORE_FAST": ("STORE_FAST", "STORE_FAST"),
}
"""3.13: two instructions in one, the first one's argument in the high four bits."""

_PARTS_OF_THE_NEXT: Final = frozenset({"PRECALL"})
"""3.11: a PRECALL that is specialised for a C function calls it, and is then where that raises."""

_NAMED: Final = frozenset(
    """
    LOAD_FAST LOAD_FAST_CHECK LOAD_FAST_AND_CLEAR STORE_FAST DELETE_FAST MAKE_CELL LOAD_CLOSURE
    LOAD_DEREF STORE_DEREF DELETE_DEREF LOAD_CLASSDEREF LOAD_FROM_DICT_OR_DEREF
    LOAD_NAME STORE_NAME DELETE_NAME LOAD_GLOBAL STORE_GLOBAL DELETE_GLOBAL
    LOAD_FROM_DICT_OR_GLOBALS LOAD_ATTR LOAD_METHOD LOAD_SUPER_ATTR STORE_ATTR DELETE_ATTR
    IMPORT_NAME IMPORT_FROM
    """.split()
)
"""Opcodes whose steps carry a name as their detail."""

_OF_SLOTS: Final = (
    frozenset(name for name in _NAMED if name.endswith(("_FAST", "_FAST_CHECK", "_AND_CLEAR")))
    | {"MAKE_CELL", "LOAD_CLOSURE", "LOAD_CLASSDEREF", "LOAD_FROM_DICT_OR_DEREF"}
    | {"LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF"}
)
"""Of these, those whose name is of a slot of the frame."""

_LOCAL_NAMES: Final = frozenset(
    {"LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR", "STORE_FAST", "DELETE_FAST"}
    | {"MAKE_CELL", "LOAD_CLOSURE", "LOAD_DEREF", "STORE_DEREF"}
)

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_IDLE: Final = frozenset({"NOP", "POP_TOP", "POP_EXCEPT"})
"""What may be all that a statement leaves which computes nothing: a `break` that falls through to
what follows its loop leaves POP_TOP of the iterator, a `pass` that ends an `except` POP_EXCEPT."""

_CONVERSION: Final = 3  #: FVC_MASK
_CONVERSIONS: Final = ("", " !s", " !r", " !a")
"""Of a field in an f-string, by the argument of its opcode."""

_EMPTY_DISPLAYS: Final = frozenset({"BUILD_LIST", "BUILD_SET", "BUILD_MAP"})


class Handler(Protocol):
    """What carries out one instruction (see `engine.capture.operations`)."""

    def __call__(self, decoder: Any, frame: Any, instruction: Instruction, /) -> None: ...


@dataclass(slots=True)
class Instruction:
    """One instruction of the original code."""

    index: int
    offset: int
    name: str
    arg: int
    kind: StepKind | None
    detail: str
    span: Span | None
    pops: int
    pushes: int
    logging: Logging | None
    run: Handler
    argument: Any = None  #: constant, or the name that `arg` stands for
    target: int = -1  #: index of the jump's target
    hidden: bool = False  #: a name of a comprehension that is inlined (3.12 and later)
    in_place: bool = False
    fused: StepKind | None = None  #: the test that a jump on None stands for
    fused_span: Span | None = None
    row: int = -1  #: of its steps, once there is one (see `engine.trace.steps`)
    logs_before: bool = False  #: the target of a SEND: its Block is followed by the value
    unwritten: bool = False  #: of the `return None` at the end of a function


@dataclass(frozen=True, slots=True)
class _NamePlace:
    """A name in the source, with the comprehension and statement around it."""

    span: Span
    loads: bool
    stores: bool
    comprehension: Span | None
    statement: Span | None


@dataclass(frozen=True, slots=True)
class _Around:
    """What encloses a node: comprehension, statement, loop variables of comprehensions."""

    comprehension: Span | None = None
    statement: Span | None = None
    hidden: frozenset[str] = frozenset()


def _targets(node: ast.ListComp | ast.SetComp | ast.DictComp) -> frozenset[str]:
    """The loop variables of a comprehension."""
    return frozenset(
        name.id
        for generator in node.generators
        for name in ast.walk(generator.target)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    )


def _targets_within(node: ast.ListComp | ast.SetComp | ast.DictComp) -> frozenset[str]:
    """The loop variables of the comprehensions that are inlined into one (PEP 709): those in what
    it evaluates itself, which its first iterable is not."""
    found: set[str] = set()
    outside = node.generators[0].iter
    pending = list(ast.iter_child_nodes(node))
    while pending:
        part = pending.pop()
        if part is outside:
            continue
        match part:
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                found |= _targets(part)
            case ast.GeneratorExp(generators=[first, *_]):
                pending.append(first.iter)
                continue
            case ast.Lambda(args=arguments):
                defaults = [*arguments.defaults, *arguments.kw_defaults]
                pending.extend(each for each in defaults if each is not None)
                continue
            case _:
                pass
        pending.extend(ast.iter_child_nodes(part))
    return frozenset(found)


@dataclass(slots=True)
class SourceFacts:
    """What the source's syntax tree tells that code objects do not."""

    silent: set[Span] = field(default_factory=set)  #: statements that compute nothing
    #: ``x is None``, by the span of ``x`` and by its own: the operator, its own span
    is_tests: dict[Span, tuple[str, Span]] = field(default_factory=dict)
    comprehensions: set[Span | None] = field(default_factory=set)
    hidden: set[tuple[Span | None, str]] = field(default_factory=set)
    negated: dict[Span, Span] = field(default_factory=dict)  #: ``not x < y`` → ``x < y``
    returns: set[Span | None] = field(default_factory=set)  #: `return` statements
    names: dict[str, list[_NamePlace]] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str) -> SourceFacts:
        """Facts of a whole module's source (which compiles)."""
        facts = cls()
        tree = ast.parse(source)
        facts._find_names(tree)
        for node in ast.walk(tree):
            facts.silent.update(_silent_spans(node))
            if isinstance(node, ast.Return):
                facts.returns.add(_node_span(node))
            if isinstance(node, ast.Compare | ast.UnaryOp):
                facts._add_is_test(node)
            if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Compare):
                facts.negated[_node_span(node)] = _node_span(node.operand)
        return facts

    def _add_is_test(self, node: ast.Compare | ast.UnaryOp) -> None:
        """Fill ``is_tests``; what stands around a comparison comes before it."""
        compared = folded(node)
        if compared is not None and issubclass(compared[1], ast.Is | ast.IsNot):
            word = "is" if issubclass(compared[1], ast.Is) else "is not"
            test = (word, _node_span(compared[0]))
            self.is_tests.setdefault(_node_span(compared[0].left), test)
            self.is_tests.setdefault(_node_span(compared[0]), test)

    def _find_names(self, tree: ast.Module) -> None:
        """Fill ``names`` and ``hidden``: a name is hidden where the nearest comprehension that
        binds it lies in the same function (its first iterable is evaluated outside of it)."""
        pending: list[tuple[ast.AST, _Around, bool]] = [(tree, _Around(), False)]
        while pending:
            node, around, augmented = pending.pop()
            if isinstance(node, ast.Name):
                span = _node_span(node)
                stores = not isinstance(node.ctx, ast.Load)
                place = _NamePlace(
                    span, not stores or augmented, stores, around.comprehension, around.statement
                )
                self.names.setdefault(node.id, []).append(place)
                if node.id in around.hidden:
                    self.hidden.add((span, node.id))
                continue
            inside = around
            if isinstance(node, ast.stmt):
                inside = _Around(statement=_node_span(node), hidden=around.hidden)
            if isinstance(node, _SCOPES):
                inside = _Around(inside.comprehension, inside.statement)
                if isinstance(node, ast.Lambda):  # its defaults are evaluated where it is made
                    defaults = [*node.args.defaults, *node.args.kw_defaults]
                    pending.extend((part, around, False) for part in defaults if part is not None)
            if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
                first = node.generators[0].iter
                pending.append((first, around, False))
                inside = self._comprehension(node, around)
                for child in ast.iter_child_nodes(node):
                    if child is node.generators[0]:
                        generator = node.generators[0]
                        pending.extend(
                            (part, inside, False) for part in (generator.target, *generator.ifs)
                        )
                    else:
                        pending.append((child, inside, False))
                continue
            for child in ast.iter_child_nodes(node):
                if isinstance(node, ast.Lambda) and child is node.args:
                    continue  # names of parameters are no places
                target = isinstance(node, ast.AugAssign) and child is node.target
                pending.append((child, inside, target))

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, around: _Around
    ) -> _Around:
        span = _node_span(node)
        if isinstance(node, ast.GeneratorExp):
            return _Around(span, around.statement)
        names = _targets(node)
        self.comprehensions.add(span)
        # It keeps and gives back the variables of those within it, too: they are its own first.
        self.hidden.update((span, name) for name in names | _targets_within(node))
        return _Around(span, around.statement, around.hidden | names)

    def second_name(self, first: Span | None, name: str, *, load: bool) -> Span | None:
        """Where the second half of a combined instruction stands, whose span is the first's.

        It is the next such name of that line in the same comprehension or statement, else one
        before the first (``a[i] = v`` evaluates ``v`` before ``a``), else the next of the line."""
        if first is None:
            return None
        here = [
            place
            for place in self.names.get(name, ())
            if place.span.line == first.line and (place.loads if load else place.stores)
        ]
        around = [
            place for places in self.names.values() for place in places if place.span == first
        ]
        if not here or not around:
            return first  # the names that a pattern captures have the place of all of it
        start = around[0]

        def rank(place: _NamePlace) -> tuple[bool, bool, bool, int]:
            return (
                place.comprehension != start.comprehension,
                place.statement != start.statement,
                place.span.column <= first.column,
                place.span.column,
            )

        return min(here, key=rank).span


def _silent_spans(node: ast.AST) -> Iterator[Span]:
    """Where an instruction that does nothing shows that a statement ran: the compiler leaves one
    so that a tracer sees the line. Which part of the statement it gives as the place differs
    between versions."""
    match node:
        case ast.Pass() | ast.Break() | ast.Continue() | ast.Expr(value=ast.Constant()):
            yield _node_span(node)
        case ast.ExceptHandler(type=None):  # only drops the exception
            yield _node_span(node)
        case ast.Return(value=None):
            yield _node_span(node)
        case ast.Return(value=ast.Constant() as value):  # within `try … finally` and `with`
            yield _node_span(value)
        case ast.Assert(test=ast.Constant() as test):
            yield _node_span(node)
            yield _node_span(test)
        case ast.MatchAs(pattern=None, name=None):  # `case _`
            yield _node_span(node)
        case _:
            pass


def _node_span(node: ast.stmt | ast.expr | ast.ExceptHandler | ast.pattern) -> Span:
    end_line, end_column = node.end_lineno, node.end_col_offset
    assert end_line is not None  # `ast.parse` gives both always
    assert end_column is not None
    return Span(LineNo(node.lineno), node.col_offset, LineNo(end_line), end_column)


@dataclass(slots=True)
class DecodedCode:
    """A code object of the program with its instructions and handlers."""

    id: int
    code: CodeType
    instructions: list[Instruction]
    at_offset: dict[int, int]  #: offset → index (EXTENDED_ARG and PRECALL: of what follows)
    handlers: dict[int, tuple[int, bool]]  #: handler offset → stack depth, whether lasti is kept
    start: int  #: index of the first instruction after the prologue
    parameters: tuple[str, ...]
    cells: tuple[str, ...]
    generator: bool
    asynchronous: bool  #: it is run by an event loop, or by what is
    module: bool
    local_names: bool  #: names are fast locals (functions), not a namespace
    logged_at_entry: int  #: parameters and cells
    twice: str  #: a name that it has two closure variables of, or ""
    enter_row: int = -1  #: of its ENTER steps, where that was planned

    def describe(self) -> Code:
        """The code object as the trace keeps it."""
        code = self.code
        return Code(
            CodeId(self.id),
            _code_kind(code),
            code.co_name,
            code.co_qualname,
            LineNo(code.co_firstlineno),
            self.parameters,
            self.generator,
            flow_of(self.code, self.instructions),
        )


_SPECIAL_NAMES: Final = {
    "<module>": CodeKind.MODULE,
    "<lambda>": CodeKind.LAMBDA,
    "<listcomp>": CodeKind.COMPREHENSION,
    "<setcomp>": CodeKind.COMPREHENSION,
    "<dictcomp>": CodeKind.COMPREHENSION,
    "<genexpr>": CodeKind.GENERATOR_EXPRESSION,
}


def _code_kind(code: CodeType) -> CodeKind:
    special = _SPECIAL_NAMES.get(code.co_name)
    if special is not None:
        return special
    return CodeKind.FUNCTION if code.co_flags & 0x2 else CodeKind.CLASS  # CO_NEWLOCALS


_GENERATOR_FLAGS: Final = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR
_ASYNCHRONOUS_FLAGS: Final = 0x80 | 0x200


def decode_code(
    number: int, code: CodeType, facts: SourceFacts, operation: Callable[[str], Handler]
) -> DecodedCode:
    """Prepare ``code``; ``operation`` gives the handler of an opcode by name."""
    instructions: list[Instruction] = []
    at_offset: dict[int, int] = {}
    jumps: list[tuple[Instruction, int]] = []
    extended: list[int] = []
    local_names = bool(code.co_flags & 0x2)
    for raw in units(code):
        prefixes = range(raw.start, raw.offset, 2)
        if raw.name in _PARTS_OF_THE_NEXT:
            extended += (*prefixes, raw.offset)
            continue
        for offset in (*extended, *prefixes, raw.offset):
            at_offset[offset] = len(instructions)
        extended = []
        for half, (name, arg) in enumerate(_split(raw.name, raw.arg)):
            item = _instruction(code, facts, raw, name, arg, len(instructions), operation)
            if half:
                item.span = facts.second_name(item.span, item.argument, load=name == "LOAD_FAST")
                _hide(item, facts, code)
            instructions.append(item)
            if raw.target >= 0:
                jumps.append((item, raw.target))
    for item, target in jumps:
        item.target = at_offset[target]
        if item.name == "SEND":
            instructions[item.target].logs_before = True
    for before, item in pairwise(instructions):
        _complete(before, item, facts, code)
    argument_count = (
        code.co_argcount
        + code.co_kwonlyargcount
        + bool(code.co_flags & 0x4)  # CO_VARARGS
        + bool(code.co_flags & 0x8)  # CO_VARKEYWORDS
    )
    return DecodedCode(
        number,
        code,
        instructions,
        at_offset,
        dict(_handlers(code)),
        _after_prologue(instructions),
        code.co_varnames[:argument_count],
        code.co_cellvars + code.co_freevars,
        bool(code.co_flags & _GENERATOR_FLAGS),
        bool(code.co_flags & _ASYNCHRONOUS_FLAGS),
        code.co_name == "<module>",
        local_names,
        argument_count + len(code.co_cellvars) + len(code.co_freevars),
        min(set(code.co_cellvars) & set(code.co_freevars), default=""),
    )


def _split(name: str, arg: int) -> Iterator[tuple[str, int]]:
    parts = _COMBINED.get(name)
    if parts is None:
        yield name, arg
    else:
        yield parts[0], arg >> 4
        yield parts[1], arg & 15


def _instruction(
    code: CodeType,
    facts: SourceFacts,
    raw: Unit,
    name: str,
    arg: int,
    index: int,
    operation: Callable[[str], Handler],
) -> Instruction:
    effect = RUNNING[name]
    span = _span(raw)
    kind, detail = effect.kind, effect.detail
    item = Instruction(
        index,
        raw.offset,
        name,
        arg,
        kind,
        detail,
        span,
        effect.popped(arg),
        effect.pushed(arg),
        LOGGED.get(name),
        operation(name),
    )
    if name in _NAMED:
        item.argument = _name(code, name, arg)
        item.detail = item.argument
        _hide(item, facts, code)
    elif name in ("LOAD_CONST", "RETURN_CONST", "KW_NAMES"):
        item.argument = code.co_consts[arg]
    elif name == "BINARY_OP":
        operator, item.in_place = binary_operator(arg)
        item.detail = operator + ("=" if item.in_place else "")
    elif name == "COMPARE_OP":
        item.detail = comparison(arg)
        if span in facts.negated:
            # 3.13 makes one of the comparison and the test of its truth, in the latter's place.
            item.span = facts.negated[span]
    elif name in ("FORMAT_VALUE", "CONVERT_VALUE"):
        item.detail += _CONVERSIONS[arg & _CONVERSION]
    elif name == "IS_OP":
        item.detail = "is not" if arg else "is"
    elif name == "CONTAINS_OP":
        item.detail = "not in" if arg else "in"
    elif name == "CALL_INTRINSIC_1":
        item.kind, item.detail = INTRINSICS_1.get(arg, (None, ""))
    elif name == "CALL_INTRINSIC_2":
        item.kind, item.detail = INTRINSICS_2.get(arg, (None, ""))
    elif name.endswith("_NONE"):
        item.fused = StepKind.COMPARE
        item.in_place = "NOT_NONE" not in name  # jumps when the value is None
    if name in _EMPTY_DISPLAYS and arg == 0 and span in facts.comprehensions:
        item.kind = None
    idle = name in _IDLE or (name.startswith("JUMP_") and name[5] in "FB")
    if idle and span is not None and span in facts.silent:
        item.kind = StepKind.OTHER
    if name == "CALL" and effect.popped(arg) != arg + 2:  # 3.11 spreads it over PRECALL and CALL
        item.pops = arg + 2
    return item


def _hide(item: Instruction, facts: SourceFacts, code: CodeType) -> None:
    """Whether the name is a loop variable of an inlined comprehension: no name of its function."""
    item.hidden = (
        item.name in _LOCAL_NAMES
        and (item.span, item.argument) in facts.hidden
        and _code_kind(code) is not CodeKind.COMPREHENSION
    )
    item.detail = f".{item.argument}" if item.hidden else item.argument
    if item.hidden and item.span in facts.comprehensions:
        item.kind = None  # makes or unmakes the comprehension's variables


def _complete(before: Instruction, item: Instruction, facts: SourceFacts, code: CodeType) -> None:
    """What an instruction's neighbour tells about it."""
    if item.fused is not None:
        # Without a test in the source at either span: the compiler jumps over the branch that
        # `is None` takes when the value is not None.
        otherwise = ("is" if "NOT_NONE" in item.name else "is not", item.span)
        word, item.fused_span = facts.is_tests.get(
            before.span,  # type: ignore[arg-type]  # None is no key
            facts.is_tests.get(item.span, otherwise),  # type: ignore[arg-type]
        )
        item.detail = f"{word} None"
    if item.kind is StepKind.RETURN and item.span not in facts.returns:
        if item.name == "RETURN_CONST":
            item.unwritten = item.argument is None
        elif before.name == "LOAD_CONST":
            item.unwritten = before.unwritten = before.argument is None
    if before.name == "TO_BOOL":
        before.kind, before.detail, before.span = item.kind, item.detail, item.span


def _name(code: CodeType, name: str, arg: int) -> str:
    """The name that an instruction's argument stands for."""
    if name in _OF_SLOTS:
        slot: str = code._varname_from_oparg(arg)  # type: ignore[attr-defined]  # as `dis` does
        return slot
    if name == "LOAD_GLOBAL" or (name == "LOAD_ATTR" and not PY311):
        arg >>= 1  # the low bit asks for a second slot
    elif name == "LOAD_SUPER_ATTR":
        arg >>= 2
    return code.co_names[arg]


def _span(raw: Unit) -> Span | None:
    line, end_line, column, end_column = raw.position
    if line is None or column is None or end_line is None or end_column is None:
        return None
    return Span(LineNo(line), column, LineNo(end_line), end_column)


def _after_prologue(instructions: list[Instruction]) -> int:
    for item in instructions:
        if item.name == "RESUME":
            return item.index + 1
    raise ValueError("code without RESUME")  # every code object of 3.11 and later has one


def _handlers(code: CodeType) -> Iterator[tuple[int, tuple[int, bool]]]:
    """The exception table (`Objects/exception_handling_notes.txt`): entries of four varints,
    start, size, target (in code units) and ``depth << 1 | lasti``."""
    content = iter(code.co_exceptiontable)
    for first in content:
        _varint(content, first)
        _varint(content)
        target = _varint(content) * 2
        depth_and_lasti = _varint(content)
        yield target, (depth_and_lasti >> 1, bool(depth_and_lasti & 1))


def _varint(content: Iterator[int], byte: int | None = None) -> int:
    if byte is None:
        byte = next(content)
    value = byte & 63
    while byte & 64:
        byte = next(content)
        value = value << 6 | byte & 63
    return value
