"""Symbolic replay: under the recorded input it finds what was recorded; and what it says of other
inputs is what they do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.backward import instructions, second_solver, terms
from engine.backward.answers import is_answer
from engine.backward.export import path_condition, statistics
from engine.backward.inputs import Inputs, NoDomainError, value_of
from engine.backward.machine import Machine
from engine.backward.models.things import ListThing
from engine.backward.path import same_path
from engine.backward.replay import inputs_of, replay
from engine.backward.replayed import Ending
from engine.backward.run import Role, Run
from engine.backward.solver import Answer, Work, solve
from engine.capture.sandbox import Sandbox
from engine.program import Program
from engine.trace.model import Step, StepKind
from engine.trace.trace import Trace
from engine.values import parse_literal
from tests.backward.programs import PROGRAMS


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as found:
        yield found


def record(sandbox: Sandbox, source: str, call: str) -> Trace:
    return Trace(sandbox.record(Program.from_text(source, "f", call)))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_recorded_input(name: str, sandbox: Sandbox) -> None:
    source, calls = PROGRAMS[name]
    trace = record(sandbox, source, calls[0])
    inputs = inputs_of(trace)
    found = replay(trace, inputs)
    assert (found.ending, found.why) == (Ending.COMPLETE, "")
    assert found.checked > 0
    run = Run(inputs.values)
    assert all(run.value(each.term) is True for each in found.constraints)
    answer = is_answer(found, trace)
    assert run.value(answer) is True


@pytest.mark.parametrize("name", PROGRAMS)
def test_other_inputs(name: str, sandbox: Sandbox) -> None:
    """Of each other input the replay says whether it takes the path, and then its answer."""
    source, calls = PROGRAMS[name]
    trace = record(sandbox, source, calls[0])
    inputs = inputs_of(trace)
    found = replay(trace, inputs)
    on_path = 0
    for call in calls[1:]:
        other = record(sandbox, source, call)
        theirs = inputs_of(other)
        named = {term.name: value for term, value in theirs.values.items()}
        values = {term: named[term.name] for term in inputs.variables}
        again = replay(trace, inputs, values)
        if again.ending is Ending.STOPPED:
            continue
        assert (again.ending is Ending.COMPLETE) is same_path(trace.data, other.data), call
        if again.ending is not Ending.COMPLETE:
            continue
        on_path += 1
        # Its answer, from its own replay and, where it is the same case, from the first one.
        run = Run(values)
        assert run.value(is_answer(again, other)) is True, call
        if all(run.value(each.term) for each in found.constraints):
            assert run.value(is_answer(found, other)) is True, call
    assert on_path > 0


@pytest.mark.parametrize("name", PROGRAMS)
def test_path_conditions(name: str, sandbox: Sandbox) -> None:
    """The same text twice; both solvers find it satisfiable."""
    source, calls = PROGRAMS[name]
    trace = record(sandbox, source, calls[0])
    inputs, again = inputs_of(trace, 0x7F), inputs_of(trace, 0x7F)
    found = replay(trace, inputs)
    text = path_condition(trace, found, inputs)
    assert text == path_condition(trace, replay(trace, again), again)
    assert second_solver.check(text) in {Answer.SAT, Answer.UNKNOWN}
    conditions = [each.term for each in found.constraints]
    work = Work()
    solved = solve([*inputs.conditions, *conditions], inputs.variables, work)
    assert solved.answer is Answer.SAT
    run = Run(solved.values)
    assert all(run.value(term) is True for term in conditions)
    assert work.calls == 1
    assert work.rlimit > 0
    assert statistics(found, inputs).steps == len(trace.data.steps)


def test_functions_that_change_places(sandbox: Sandbox) -> None:
    """An input under which the same functions are there, but another one is called."""
    source = (
        "def f(i):\n    g = lambda h, x: x + 1\n    k = lambda h, x: x - 1\n"
        "    both = [g, k]\n    ys = [1, 2]\n    ys.sort(key=lambda y: -y)\n"
        "    return both[i](both[1 - i], 5), ys\n"
    )
    trace = record(sandbox, source, "0")
    inputs = inputs_of(trace)
    assert replay(trace, inputs).ending is Ending.COMPLETE
    again = replay(trace, inputs, {inputs.variables[0]: 1})
    assert again.ending is Ending.OFF_PATH


def test_what_has_no_model_is_pinned(sandbox: Sandbox) -> None:
    source = "def f(n, s):\n    x = n / 2\n    y = len(s)\n    return x, y, n\n"
    trace = record(sandbox, source, "3, 'ab'")
    inputs = inputs_of(trace)
    found = replay(trace, inputs)
    assert found.ending is Ending.COMPLETE
    assert [(each.line, each.what) for each in found.concretisations] == [(2, "binary /")]
    assert "float" in found.concretisations[0].why
    pins = [each for each in found.constraints if each.role is Role.PIN]
    assert [repr(each.term) for each in pins] == ["(= n! 3)"]
    # Another input of the same path is not spoken of, for it is pinned away.
    values = {term: 5 if term.name == "n!" else value for term, value in inputs.values.items()}
    assert Run(values).value(pins[0].term) is False
    assert replay(trace, inputs, values).ending is Ending.STOPPED


def test_a_wrong_model_is_found_out(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = record(sandbox, "def f(n):\n    return n * 2 + 1\n", "3")
    monkeypatch.setattr(terms, "mul", lambda left, _right: terms.add(left, 1))
    found = replay(trace, inputs_of(trace))
    assert found.ending is Ending.MISMATCH
    assert "4 for 6" in found.why


def test_a_lost_alias_is_found_out(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal contents do not do: the object has to be the one that was recorded."""
    trace = record(sandbox, "def f(xs):\n    ys = xs\n    return len(ys)\n", "[1, 2]")
    load = instructions.OPERATIONS[StepKind.LOAD]

    def copying(machine: Machine, step: Step) -> object:
        found = load(machine, step)
        return ListThing(list(found.items)) if isinstance(found, ListThing) else found

    monkeypatch.setitem(instructions.OPERATIONS, StepKind.LOAD, copying)
    assert replay(trace, inputs_of(trace)).ending is Ending.MISMATCH


@pytest.mark.parametrize(
    ("source", "call", "why"),
    [
        ("def f(g):\n    return g(1)\n", "lambda x: x", "a function"),
        ("def h():\n    return 1\ndef f(x):\n    return x\n", "h()", "code of the program"),
        ("def f(*xs):\n    return xs\n", "*[1, 2]", "`*`"),
    ],
)
def test_no_domain(source: str, call: str, why: str, sandbox: Sandbox) -> None:
    with pytest.raises(NoDomainError) as raised:
        inputs_of(record(sandbox, source, call))
    assert why in raised.value.why


@pytest.mark.parametrize(
    "source",
    [
        "def f(n):\n    class A:\n        pass\n    a = A()\n    a.x = n\n    return a.x\n",
        "def f(n):\n    match [n, 2]:\n        case [a, b]:\n            return a + b\n",
        "def f(n):\n    return [[x for x in [x, n]] for x in [1]], n\n",
        "import io\ndef f(n):\n    with io.StringIO() as m:\n        return n",
    ],
)
def test_what_stops_a_replay(source: str, sandbox: Sandbox) -> None:
    """It ends with a reason, and never in a result."""
    trace = record(sandbox, source, "3")
    found = replay(trace, inputs_of(trace))
    assert found.ending is Ending.STOPPED
    assert found.why


def test_values_of_things() -> None:
    value = parse_literal("[(1, 'aé'), {'k': {2.5, None}}, b'x', True]")
    inputs = Inputs.of([("x", value)])
    run = Run(inputs.values)
    assert [value_of(thing, run) for thing in inputs.things()] == [value]
    assert run.value(inputs.others(inputs.values)) is False
