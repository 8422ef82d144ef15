"""Code in backticks: when two expressions are the same one, against `ast.dump` as the oracle."""

from __future__ import annotations

import ast
import contextlib
import warnings
from copy import deepcopy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.claims.spans import (
    MAX_DIGITS,
    MAX_NESTING,
    NotReadableError,
    dump_of,
    read_expr,
    read_literal,
)
from engine.values import NotALiteral, parse_literal

_LEAVES = st.sampled_from((
    "a", "b", "_", "a_b", "0", "1", "1.0", "1j", "True", "None", "...", "inf", "10**9",
    "'a'", '"a"', "u'a'", "b'a'", "''", "'None'", "'1'", "'('",
    "f'a'", "f'{a}'", "f'{a!r}'", "f'{a:>{b}}'",
))  # fmt: skip
_SHAPES = (
    "{} + {}", "{}+{}", "({} + {})", "{} - {}", "-{}", "- {}", "+{}", "not {}", "{} and {}",
    "{} or {}", "{} < {}", "{} < {} < {}", "{} == {}", "{} is {}", "{} is not {}", "{} in {}",
    "{} not in {}",
    "[{}, {}]", "[{}]", "[]", "({}, {})", "({},)", "()", "{{{}: {}}}", "{{{}, {}}}", "{{**{}}}",
    "{}[{}]", "{}[{}:]", "{}[:{}]", "{}[{}:{}]", "{}[{},]", "{}[{}, {}]", "({}).a", "({}).b",
    "a({})", "a({}, b={})", "a(*{})", "a(**{})", "({} if {} else {})", "lambda a: {}", "(a := {})",
    "[{} for a in {}]", "[{} for a in {} if {}]", "{{{} for a in {}}}", "({} for a, b in {})",
    "(({}))", "set([{}])", "frozenset({})", "float('nan')", "bytearray(b'a')", "{} + 1j",
)  # fmt: skip


@st.composite
def _code(draw: st.DrawFn, depth: int = 3) -> str:
    if depth == 0 or draw(st.booleans()):
        return draw(_LEAVES)
    shape = draw(st.sampled_from(_SHAPES))
    holes = shape.replace("{{", "").replace("}}", "").count("{}")
    return shape.format(*(draw(_code(depth=depth - 1)) for _ in range(holes)))


def _dump(text: str) -> str:
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.kind = None
    return ast.dump(tree)


def _parses(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


_EXPRESSIONS = _code().filter(_parses)


@given(_EXPRESSIONS, _EXPRESSIONS)
def test_expressions_are_equal_when_python_dumps_them_alike(one: str, other: str) -> None:
    assert (read_expr(one) == read_expr(other)) is (_dump(one) == _dump(other))
    assert read_expr(one) == read_expr(f" {one} ")


@given(_EXPRESSIONS)
def test_another_leaf_makes_another_expression(text: str) -> None:
    """Each leaf counts: changed alone, it makes the expression another one."""
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            other = deepcopy(tree)
            for copy, original in zip(ast.walk(other), ast.walk(tree), strict=True):
                if original is node and isinstance(copy, ast.Name):
                    copy.id = "another"
            assert dump_of(other) != dump_of(tree) == read_expr(text).dump


@pytest.mark.parametrize("target", ["a", "a.b", "a[0]", "a[b:c]", "a.b[c].d", "(a, b)", "[a, *b]"])
def test_a_place_written_to_is_the_expression_that_reads_it(target: str) -> None:
    (written,) = ast.parse(f"{target} = 1").body
    assert isinstance(written, ast.Assign)
    before = ast.dump(written)
    assert dump_of(written.targets[0]) == read_expr(target).dump
    assert ast.dump(written) == before  # the program's tree is left as it is


@given(_EXPRESSIONS)
def test_a_literal_is_what_it_is_without_the_bounds(text: str) -> None:
    try:
        value = parse_literal(text)
    except NotALiteral:
        with pytest.raises(NotReadableError, match="it has to be computed"):
            read_literal(text)
    else:
        assert read_literal(text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-" * 199 + "5", ""),
        ("-" * 200 + "5", "nested deeper"),
        ("[" * MAX_NESTING + "]" * MAX_NESTING, ""),
        ("[" * MAX_NESTING + "-" * 99 + "5" + "]" * MAX_NESTING, ""),
        ("[" * MAX_NESTING + "-" * 100 + "5" + "]" * MAX_NESTING, "nested deeper"),
        ("0x" + "f" * (MAX_DIGITS - 2), "a number that is too long"),
        ("0x" + "f" * 3500, ""),
        ("x + " * 250 + "x", "nested deeper"),
        ("x.y" + ".z" * 250, "nested deeper"),
        ("x", "it has to be computed"),
    ],
)
def test_the_bounds_of_a_literal(text: str, why: str) -> None:
    if why:
        with pytest.raises(NotReadableError, match=why):
            read_literal(text)
    else:
        assert read_literal(text) == parse_literal(text)


def test_what_is_too_deep_equals_no_expression() -> None:
    deep = ast.parse("+".join("x" * 5_00), mode="eval").body
    assert dump_of(deep) == ""
    with pytest.raises(NotReadableError):
        read_expr("+".join("x" * 5_00))


_PLAIN_ITEMS = st.one_of(
    st.integers().map(str),
    st.sampled_from(("True", "False", "None", "-0", "00", "1.5", "x", "'it\\'s'", "u'a'", "'é'")),
    st.text("ab ,'[]()#\"", max_size=4).map(repr),
)


@given(st.lists(_PLAIN_ITEMS, max_size=5), st.sampled_from(("[]", "()")), st.booleans())
@example(["1"], "()", False)
@example(["'a, 1'", "2"], "[]", True)
def test_flat_literals_are_what_python_reads(items: list[str], ends: str, spaced: bool) -> None:
    text = ends[0] + (", " if spaced else ",").join(items) + ends[1]
    try:
        expected = parse_literal(text)
    except NotALiteral:
        with pytest.raises(NotReadableError):
            read_literal(text)
    else:
        assert read_literal(text) == expected


@given(st.text("aZ_09", min_size=1, max_size=6) | st.sampled_from(("if", "None", "print", "match")))
def test_a_name_is_what_python_reads(text: str) -> None:
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        with pytest.raises(NotReadableError):
            read_expr(text)
        return
    read = read_expr(text)
    assert ast.dump(read.tree, include_attributes=True) == ast.dump(tree, include_attributes=True)
    assert read.dump == dump_of(tree)


@pytest.mark.parametrize(
    "text",
    [
        r"'\d'",
        "1or 2",
        "0x1for x in y",
        "1.or 2",
        "1_0or 2",
        "1jor 2",
        "1 is 1",
        "()()",
        "[1][1.0]",
    ],
)
def test_nothing_in_a_narration_makes_the_parser_warn(text: str) -> None:
    """Warnings are errors here."""
    with contextlib.suppress(NotReadableError):
        read_expr(text)


@given(st.text("'\"#()[]\\ fb1a", max_size=10))
def test_brackets_are_found_outside_of_strings_alone(text: str) -> None:
    """What Python parses has its brackets in order, whatever its strings hold."""
    code = text.strip(" ")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code, mode="eval")
    except SyntaxError:
        return
    if "#" not in code and "f" not in code:
        read_expr(code)
