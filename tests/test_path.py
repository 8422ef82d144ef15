"""The path of a call drawn backward."""

from __future__ import annotations

import json
from pathlib import Path

import cvc5

from engine.backward.second_solver import check
from engine.backward.solver import Answer
from tests.test_cli import stepwitness, told, written

SUM = """
def f(xs, k):
    total = 0
    for x in xs:
        if x % k == 0:
            total += x
    if total > 10:
        return "big"
    return total
"""


def test_from_the_answer_to_the_input(tmp_path: Path) -> None:
    done = stepwitness("path", written(tmp_path, SUM), "--call", "f([4, 3, 2], 2)")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "returned `6`"
    numbers = [int(line.split()[1]) for line in lines if line.startswith(("↑", "^"))]
    assert numbers == [9, 7, 4, 6, 5, 4, 5, 4, 6, 5, 4, 3]
    assert "xs[2] % k == 0" in done.out
    assert "xs[1] % k != 0" in done.out
    assert "xs[0] + xs[2] <= 10" in done.out


def test_as_json_and_as_smt(tmp_path: Path) -> None:
    file = tmp_path / "path.smt2"
    program = written(tmp_path, SUM)
    done = stepwitness("path", program, "--call", "f([4, 3, 2], 2)", "--json", "--smt2", file)
    form = json.loads(done.out)
    assert form["schema"] == "stepwitness.path/1"
    first = form["points"][0]
    assert (first["line"], first["source"], first["did"]) == (9, "return total", ["returns 6"])
    assert form["points"][1]["asks"] == ["xs[0] + xs[2] <= 10"]
    assert form["statistics"]["conditions"] == 4
    assert form["concretised"] == []
    assert file.read_text().strip() == form["condition"].strip()
    assert check(form["condition"]) is Answer.SAT
    parser = cvc5.InputParser(cvc5.Solver())
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, form["condition"], "path")
    assert not parser.nextCommand().isNull()


def test_what_has_no_model_is_told(tmp_path: Path) -> None:
    source = "def f(x):\n    y = round(x * 1.5)\n    if y > 2:\n        return y\n    return 0\n"
    done = stepwitness("path", written(tmp_path, source), "--call", "f(4)", "--json")
    form = json.loads(done.out)
    assert form["concretised"] or form["why"]


def test_a_call_without_a_domain_is_drawn(tmp_path: Path) -> None:
    source = "def f(g):\n    x = g(2)\n    return x\n"
    call = ("--call", "f(lambda n: n + 1)")
    done = stepwitness("path", written(tmp_path, source), *call)
    assert done.code == 0
    assert "not all known" in done.out
    refused = stepwitness(
        "path", written(tmp_path, source), *call, "--smt2", tmp_path / "none.smt2"
    )
    assert refused.code == 2
    assert "no path condition" in told(refused)


def test_calls_and_long_loops(tmp_path: Path) -> None:
    source = (
        "def g(n):\n    return n + 1\n\ndef f(n):\n    while n < 200:\n        n = g(n)\n"
        "    return n\n"
    )
    done = stepwitness("path", written(tmp_path, source), "--call", "f(0)")
    assert done.code == 0
    assert "more" in done.out
    assert len(done.out.splitlines()) < 90
