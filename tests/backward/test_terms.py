"""Terms: what they evaluate to, their bounds, and their text, which solvers read alike."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backward import second_solver, terms
from engine.backward.smtlib import script
from engine.backward.solver import Answer, Work, solve
from engine.backward.terms import BoolTerm, IntTerm, Sort, Table, Term, evaluate

X = terms.variable("x!", Sort.INT, -5, 9)
Y = terms.variable("y!", Sort.INT)
B = terms.variable("b!", Sort.BOOL)
F = terms.variable("f!", Sort.FLOAT)
TABLE = Table("odd", (-4, -2, 0, 3, 7), (3, -1, 0, 5, -2))
MEMBERS = Table("member", (-3, 0, 4, 6), (True, False, True, False))


@st.composite
def int_terms(draw: st.DrawFn, depth: int = 3) -> IntTerm:
    """Terms of X, Y and B; each may occur many times."""
    if depth == 0 or draw(st.booleans()):
        leaves: list[IntTerm] = [X, Y, 0, 1, -2, 7]
        return draw(st.sampled_from(leaves))
    one, other = draw(int_terms(depth - 1)), draw(int_terms(depth - 1))
    match draw(st.integers(0, 7)):
        case 0:
            return terms.add(one, other, one)
        case 1:
            return terms.sub(one, other)
        case 2:
            return terms.mul(one, draw(st.integers(-3, 3)))
        case 3:
            return terms.floor_div(one, draw(st.integers(1, 4)))
        case 4:
            return terms.modulo(one, draw(st.integers(1, 4)))
        case 5:
            return terms.shifted(X, TABLE)
        case _:
            return terms.int_ite(draw(bool_terms(depth - 1)), one, other)


@st.composite
def bool_terms(draw: st.DrawFn, depth: int = 3) -> BoolTerm:
    if depth == 0:
        facts: list[BoolTerm] = [B, True, False, terms.within(X, MEMBERS)]
        return draw(st.sampled_from(facts))
    match draw(st.integers(0, 5)):
        case 0:
            return terms.le(draw(int_terms(depth - 1)), draw(int_terms(depth - 1)))
        case 1:
            return terms.eq(draw(int_terms(depth - 1)), draw(int_terms(depth - 1)))
        case 2:
            return terms.not_(draw(bool_terms(depth - 1)))
        case 3:
            return terms.iff(draw(bool_terms(depth - 1)), draw(bool_terms(depth - 1)))
        case 4:
            return terms.or_(draw(bool_terms(depth - 1)), draw(bool_terms(depth - 1)))
        case _:
            return terms.and_(draw(bool_terms(depth - 1)), draw(bool_terms(depth - 1)))


VALUES = st.fixed_dictionaries({X: st.integers(-5, 9), Y: st.integers(-50, 50), B: st.booleans()})


@settings(max_examples=300)
@given(term=int_terms(), values=VALUES)
def test_bounds_hold(term: IntTerm, values: dict[Term, int]) -> None:
    value = evaluate(term, values, {})
    low, high = terms.bounds(term)
    assert low is None or low <= value
    assert high is None or value <= high


@settings(max_examples=60)
@given(condition=bool_terms(), values=VALUES)
def test_solvers_and_evaluation_agree(condition: BoolTerm, values: dict[Term, int]) -> None:
    """Under fixed values the condition is satisfiable if and only if it evaluates to true; and
    values that a solver finds make it true."""
    fixed = [
        terms.eq(X, values[X]), terms.eq(Y, values[Y]), terms.iff(B, bool(values[B])), condition,
    ]  # fmt: skip
    held = evaluate(condition, values, {})
    variables = [X, Y, B]
    wanted = Answer.SAT if held else Answer.UNSAT
    assert solve(fixed, variables, Work()).answer is wanted
    assert second_solver.check(script(fixed, variables)) is wanted
    free = solve([condition], variables, Work())
    assert free.answer is not Answer.UNKNOWN
    if free.answer is Answer.SAT:
        assert evaluate(condition, free.values, {}) is True
        assert -5 <= free.values[X] <= 9
    assert second_solver.check(script([condition], variables)) is free.answer


def test_a_term_that_is_shared_is_defined_before_it_is_used() -> None:
    shared = terms.mul(3, X)
    inner = terms.le(shared, Y)
    both = terms.and_(terms.eq(shared, Y), terms.or_(inner, terms.eq(terms.add(shared, Y), 4)))
    for condition in (both, terms.not_(both)):
        text = script([condition], [X, Y])
        assert text.count("(* 3 x!)") == 1
        assert second_solver.check(text) is Answer.SAT


def test_floats() -> None:
    cases: list[tuple[BoolTerm, float]] = [
        (terms.is_nan(F), math.nan),
        (terms.float_same(F, -0.0), -0.0),
        (terms.float_same(F, math.inf), math.inf),
        (terms.float_same(F, 5e-324), 5e-324),
    ]
    for condition, wanted in cases:
        found = solve([condition], [F], Work()).values[F]
        assert isinstance(found, float)
        assert terms.float_same(found, wanted) is True
    rounded = terms.float_same(terms.float_binary(terms.Op.F_ADD, F, 1.5), 4.0)
    some = solve([rounded], [F], Work()).values
    assert evaluate(rounded, some, {}) is True
    assert solve([terms.float_compare(terms.Op.F_EQ, F, math.nan)], [F], Work()).answer is (
        Answer.UNSAT
    )
