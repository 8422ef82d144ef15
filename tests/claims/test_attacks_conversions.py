"""What cannot be converted, and which `except` clause takes an exception (§5.85)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

INTS = """\
def f(tokens):
    good, bad = [], 0
    for tok in tokens:
        try:
            value = int(tok)
            ratio = 60 // value
        except ValueError:
            bad += 1
        except ZeroDivisionError:
            good.append(None)
    return good, bad
"""

TESTED = """\
def f(tokens):
    bad = 0
    for tok in tokens:
        if not tok.isdigit():
            bad += 1
    return bad
"""

TESTED_THEN = """\
def f(tokens):
    bad = 0
    for tok in tokens:
        if tok.isdigit():
            bad += int(tok)
    return bad
"""

FLOATS = """\
def f(tokens):
    out = []
    for tok in tokens:
        try:
            out.append(float(tok))
        except ValueError as error:
            out.append(None)
    return out
"""

INSIDE = """\
def f(tokens):
    at = 5
    try:
        n = int(tokens[at])
    except LookupError:
        n = 0
    return n
"""

NOTHING = """\
def f(tokens):
    try:
        n = int(tokens)
    except (TypeError, ValueError):
        n = 0
    return n
"""

BASES = """\
def f(tokens):
    try:
        n = int(tokens, 2)
    except ValueError:
        n = 0
    return n
"""

CALLED = """\
def g(text):
    try:
        return int(text)
    except ValueError:
        return 0

def f(tokens):
    total = 0
    for each in tokens:
        total += g(each)
    try:
        total += tokens.index("z")
    except ValueError:
        total = -total
    return total
"""

ANY = """\
def f(tokens):
    n = 0
    try:
        n = int(tokens)
    except:
        n = 1
    try:
        n = {}[n]
    except KeyError:
        n = 2
    return n
"""

KEYS = """\
def g(d):
    try:
        return d["k"]
    except KeyError:
        return 0

def f(tokens):
    return g(tokens) + 1
"""

MANY = "['12', 'x7', '0', '']"

CASES = [
    (INTS, MANY, "In iteration 2, `tok = 'x7'` cannot be converted.", "VV"),
    (INTS, MANY, "`tok = 'x7'` could not be converted to an integer.", "RV"),
    (INTS, MANY, "`'x7'` can't be converted to an int. `''` can't be converted to an int.", "VU"),
    (INTS, MANY, "`''` cannot be converted.", "U"),
    (INTS, MANY, "`'x7'` cannot be converted. `'x7'` cannot be converted.", "VU"),
    (INTS, MANY, "`'x7'` cannot be converted. `tok` cannot be converted.", "VU"),
    (INTS, MANY, "In iteration 4, `''` cannot be converted.", "V"),
    (INTS, MANY, "In iteration 4, `'x7'` cannot be converted.", "U"),
    (INTS, MANY, "In iteration 2, `tok` cannot be converted.", "V"),
    (INTS, MANY, "In iteration 3, `tok` cannot be converted.", "U"),
    (INTS, MANY, "In iteration 1, `tok` cannot be converted.", "U"),
    (INTS, MANY, "In iteration 1, `'12'` cannot be converted.", "R"),
    (INTS, MANY, "`'0'` cannot be converted to an integer.", "R"),
    (INTS, MANY, "`'x7'` cannot be converted to a float.", "U"),
    (INTS, MANY, "`good` cannot be converted.", "U"),
    # What raised is told: it is not raised anew.
    (INTS, MANY, "`'x7'` cannot be converted. `ZeroDivisionError` is raised.", "VV"),
    (INTS, MANY, "`'x7'` cannot be converted. `ValueError` is raised.", "VR"),
    (INTS, MANY, "`good` cannot be converted. `ValueError` is raised.", "UV"),
    # A test that is false, without a conversion: it may be meant so.
    (TESTED, MANY, "`'x7'` cannot be converted.", "U"),
    (TESTED, MANY, "`'12'` cannot be converted.", "U"),
    (TESTED_THEN, MANY, "`'x7'` cannot be converted.", "U"),
    (TESTED_THEN, MANY, "`'12'` cannot be converted.", "R"),
    # Not by the type that the program asks for.
    (FLOATS, "['1.5', 'a']", "`'a'` cannot be converted.", "V"),
    (FLOATS, "['1.5', 'a']", "`'a'` cannot be converted to a float.", "V"),
    (FLOATS, "['1.5', 'a']", "`'a'` cannot be converted to an int.", "U"),
    (FLOATS, "['1.5', 'a']", "`'1.5'` cannot be converted.", "R"),
    (FLOATS, "['1.5', 'a']", "`'1.5'` cannot be converted to an int.", "U"),
    # It raises before it is converted; or it is converted with more than itself.
    (INSIDE, "['1']", "`tokens[at]` cannot be converted.", "U"),
    (INSIDE, "['1']", "`tokens[at]` raises an `IndexError`.", "V"),
    (INSIDE, "['1', '', '', '', '', 'x']", "`tokens[at]` cannot be converted.", "V"),
    (NOTHING, "None", "`tokens` cannot be converted.", "V"),
    (NOTHING, "None", "`None` cannot be converted to an int.", "V"),
    (BASES, "'12'", "`tokens` cannot be converted.", "U"),
    # In the call that is told, where its function converts.
    (CALLED, "['7', 'b']", "`g('b')` is called. `text = 'b'` cannot be converted.", "VVV"),
    (CALLED, "['7', 'b']", "`g('b')` is called. `'b'` cannot be converted.", "VV"),
    (CALLED, "['7', 'b']", "`g('7')` is called. `text` cannot be converted.", "VU"),
    (CALLED, "['7', 'b']", "`'b'` cannot be converted.", "U"),
    # An evaluation that comes to nothing in the pass of the point is none of the next pass.
    (INTS, MANY, "In iteration 1, `tok = '12'`. `int(tok)` returns `12`.", "VV"),
    (INTS, MANY, "In iteration 1, `ratio` becomes `5`. `int(tok)` returns `0`.", "VV"),
    (INTS, MANY, "In iteration 2, `tok = 'x7'`. `int(tok)` returns `0`. `bad` becomes `1`.", "VRV"),
    (INTS, MANY, "In iteration 2, `tok = 'x7'`. `int(tok)` returns `7`.", "VR"),
    (INTS, MANY, "In iteration 2, `bad` becomes `1`. `int(tok)` returns `0`.", "VV"),
    (INTS, MANY, "In iteration 2, `tok` is `'x7'`. `60 // value` is `4`.", "VR"),
    (FLOATS, "['a', '2']", "In iteration 1, `tok = 'a'`. `float(tok)` returns `2.0`.", "VR"),
    (KEYS, "{}", "`g({})` is called. `d['k']` raises a `KeyError`.", "VV"),
    (KEYS, "{}", "`g({})` is called. `d['k']` raises an `IndexError`.", "VR"),
    # Which clause takes it.
    (INTS, MANY, "The `except ValueError` branch is taken.", "V"),
    (INTS, MANY, "The `except ValueError` block is executed. `bad` becomes `1`.", "VV"),
    (INTS, MANY, "The `except ValueError` block runs. `bad` becomes `2`.", "VR"),
    (INTS, MANY, "The `except ZeroDivisionError` clause is executed.", "R"),
    (INTS, MANY, "In iteration 3, the `except ZeroDivisionError` block is executed.", "V"),
    (INTS, MANY, "In iteration 3, the `except ValueError` block is executed.", "R"),
    (INTS, MANY, "In iteration 1, the `except ValueError` block is executed.", "R"),
    (INTS, MANY, "In iteration 1, the `except` block is executed.", "R"),
    (INTS, MANY, " ".join(["The `except` block is executed."] * 4), "VVVR"),
    (INTS, MANY, "The `except ValueError` branch is taken. " * 2, "VR"),
    (FLOATS, "['1.5', 'a']", "The `except ValueError` branch is taken.", "V"),
    (FLOATS, "['1.5', 'a']", "The `except TypeError` branch is taken.", "R"),
    (NOTHING, "None", "The `except (TypeError, ValueError)` block is executed.", "V"),
    (NOTHING, "None", "The `except (ValueError, TypeError)` block is executed.", "R"),
    (NOTHING, "None", "The `except TypeError` block is executed.", "A"),
    (ANY, "'x'", "The `except` block is executed. `n` becomes `1`.", "VV"),
    (ANY, "'x'", "The `except KeyError` block is executed.", "R"),
    (ANY, "'x'", "`n` becomes `0`. `n` becomes `1`. The `except KeyError` block runs.", "VVV"),
    (CALLED, "['7', 'b']", "`g('b')` is called. The `except ValueError` branch is taken.", "VV"),
    (CALLED, "['7', 'b']", "`g('7')` is called. The `except ValueError` branch is taken.", "VR"),
    (CALLED, "['7', 'b']", "The `except ValueError` branch is taken. `total` becomes `-7`.", "VV"),
]

VERDICT = {"V": "VERIFIED", "R": "REFUTED", "A": "AMBIGUOUS", "U": "UNSUPPORTED"}


@pytest.mark.parametrize(
    ("source", "tokens", "text", "wanted"), CASES, ids=[f"{i}-{c[2]}" for i, c in enumerate(CASES)]
)
def test_what_cannot_be_converted(source: str, tokens: str, text: str, wanted: str) -> None:
    judge = Judge(Trace(record_here(Program.from_text(source, "f", tokens), max_steps=100_000)))
    report = judge.verify(text, Level.CLAIMS)
    assert not report.problems
    assert "".join(each.verdict.value[0] for each in report.claims) == wanted
    read = Oracle(source, "f", tokens).judge(text).claims
    if len(read) == len(wanted):
        for (_, verdict), letter in zip(read, wanted, strict=True):
            assert verdict in {VERDICT[letter], "UNDECIDED", "UNPARSED"}
