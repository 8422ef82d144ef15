"""Conditions told as Python expressions: an expression is true of an input exactly when the term
is. Expressions are evaluated by Python, on the arguments that the variables' values make."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backward import terms
from engine.backward.inputs import Inputs
from engine.backward.models.unicode_tables import Mapping, Trait, has, mapped, several
from engine.backward.predicates import LONGEST, Predicates
from engine.backward.replay import inputs_of, replay
from engine.backward.run import Run
from engine.backward.terms import Constant, Op, Term
from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.trace import Trace
from engine.values import parse_literal, to_literal
from tests.backward.programs import PROGRAMS


def domain(**recorded: str) -> Inputs:
    return Inputs.of([(name, parse_literal(text)) for name, text in recorded.items()])


def evaluated(text: str, inputs: Inputs, values: dict[Term, Constant]) -> object:
    names = [name for name, _ in inputs.recorded]
    arguments = [
        eval(to_literal(value), {"inf": math.inf, "nan": math.nan})
        for value in inputs.input(values)
    ]
    return eval(text, {}, dict(zip(names, arguments, strict=True)))


INPUTS = domain(n="3", xs="[1, [2]]", s="'aZ'", x="1.5", b="True")
THINGS: list[Any] = INPUTS.things()
N, XS, S, X, _ = THINGS

INTEGERS = st.recursive(
    st.one_of(st.sampled_from([N.term, XS.items[0].term, *S.chars]), st.integers(-3, 130)),
    lambda parts: st.one_of(
        st.builds(terms.add, parts, parts),
        st.builds(terms.sub, parts, parts),
        st.builds(terms.mul, st.integers(-3, 3), parts),
        st.builds(terms.floor_div, parts, st.integers(1, 4)),
        st.builds(terms.modulo, parts, st.integers(1, 4)),
    ),
    max_leaves=5,
)
CHARS = st.sampled_from([*S.chars, *(mapped(c, m) for c in S.chars for m in Mapping)])
FLOATS = st.one_of(
    st.just(X.term),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.builds(terms.float_binary, st.sampled_from([Op.F_ADD, Op.F_SUB, Op.F_MUL]),
              st.just(X.term), st.sampled_from([X.term, 0.5, -2.0])),
    st.builds(terms.float_unary, st.sampled_from([Op.F_NEG, Op.F_ABS]), st.just(X.term)),
)  # fmt: skip
CONDITIONS = st.recursive(
    st.one_of(
        st.builds(terms.eq, INTEGERS, INTEGERS),
        st.builds(terms.le, INTEGERS, INTEGERS),
        st.builds(terms.eq, CHARS, st.one_of(CHARS, st.integers(0, 200))),
        st.builds(terms.le, CHARS, st.one_of(CHARS, st.integers(0, 200))),
        st.builds(has, st.sampled_from(S.chars), st.sampled_from(Trait)),
        st.builds(terms.float_compare, st.sampled_from([Op.F_EQ, Op.F_LT, Op.F_LE]),
                  FLOATS, FLOATS),
    ),
    lambda parts: st.one_of(
        st.builds(terms.not_, parts),
        st.builds(terms.and_, parts, parts),
        st.builds(terms.or_, parts, parts),
        st.builds(terms.iff, parts, parts),
    ),
    max_leaves=4,
)  # fmt: skip
VALUES = st.tuples(
    st.integers(-5, 130), st.integers(-5, 130), st.integers(-5, 5),
    st.sampled_from(list(map(ord, "aAzZ19 \u00e9\u00df\u0130\u01c5\u0663"))),
    st.sampled_from(list(map(ord, "aAzZ19 \u00e9\u00df\u0130\u01c5\u0663"))),
    st.sampled_from([0.0, -0.0, 1.5, -2.0, float("inf"), float("nan")]), st.booleans(),
)  # fmt: skip


@settings(max_examples=150)
@given(CONDITIONS, st.lists(VALUES, min_size=3, max_size=6))
def test_an_expression_says_what_the_term_says(
    condition: Term | bool, drawn: list[tuple[Any, ...]]
) -> None:
    text = Predicates(INPUTS).text(condition)
    if text is None:
        return
    assert len(text) <= LONGEST
    for some in drawn:
        values = dict(zip(INPUTS.variables, some, strict=True))
        run = Run(values)
        if any(run.value(several(char, each)) for char in S.chars for each in Mapping):
            continue  # a mapped character is used where it is one alone
        assert evaluated(text, INPUTS, values) is bool(run.value(condition)), text


def conditions_of(name: str) -> Iterator[tuple[Inputs, Term, dict[Term, Constant]]]:
    source, calls = PROGRAMS[name]
    trace = Trace(record_here(Program.from_text(source, "f", calls[0]), max_steps=50_000))
    inputs = inputs_of(trace)
    for each in replay(trace, inputs).constraints:
        yield inputs, each.term, inputs.values


@pytest.mark.parametrize("name", PROGRAMS)
def test_conditions_of_recorded_paths_are_true_of_the_recorded_input(name: str) -> None:
    for inputs, term, values in itertools.islice(conditions_of(name), 200):
        text = Predicates(inputs).text(term)
        if text is not None:
            assert evaluated(text, inputs, values) is True, text


def test_what_is_told() -> None:
    told = Predicates(INPUTS).text
    n, char = N.term, S.chars[0]
    assert told(terms.eq(terms.modulo(n, 2), 1)) == "n % 2 == 1"
    assert told(terms.not_(terms.le(n, 3))) == "n > 3"
    assert told(terms.eq(char, ord("a"))) == "s[0] == 'a'"
    assert told(terms.not_(has(char, Trait.DIGIT))) == "not s[0].isdigit()"
    assert told(terms.eq(mapped(char, Mapping.LOWER), ord("z"))) == "s[0].lower() == 'z'"
    assert told(terms.and_(terms.eq(n, 1), terms.or_(terms.le(n, 0), terms.eq(char, 65)))) == (
        "n == 1 and (n <= 0 or s[0] == 'A')"
    )
    assert told(terms.eq(N.term, terms.sub(XS.items[0].term, 1))) == "n == xs[0] - 1"
