"""Exceptions."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import counts
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

EXCEPTIONS = Subject("exceptions")


@EXCEPTIONS.concept(
    "exceptions-and-defaults", "Catching exceptions", "What fails is replaced or counted."
)
def exceptions(d: Draw) -> Sketch:
    name = d.pick("texts", "fields", "inputs", "entries")
    p = Parameter(
        name,
        "list[str]",
        "a list of texts",
        lambda rng: [
            rng.choice(("1", "7", "12", "x", "", "3.5", "-4")) for _ in range(rng.randint(0, 4))
        ],
    )
    way = d.pick("default", "skip", "errors", "first")
    default = d.pick("0", "-1")
    if way == "default":
        before = f"""
def to_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return {default}
"""
        body = d.style(
            f"return [to_number(text) for text in {name}]",
            f"found = []\nfor text in {name}:\n    found.append(to_number(text))\nreturn found",
        )
        return Sketch("numbers_or_default", (p,), f"the list of the integers that the {name} stand for, with {default} for what is no integer", "list[int]", body, before,
                      one="text", narrows=False, result="found")  # fmt: skip
    if way == "skip":
        body = f"""
total = 0
for text in {name}:
    try:
        total += int(text)
    except ValueError:
        {d.style("continue", "pass")}
return total
"""
        return Sketch("sum_of_integers", (p,), f"the sum of those {name} that are integers; the others are passed over", "int", body, one="text", narrows=False, unit="point",
                      result="total")  # fmt: skip
    if way == "errors":
        body = f"""
bad = []
for i, text in enumerate({name}):
    try:
        int(text)
    except ValueError:
        bad.append(i)
return bad
"""
        return Sketch(
            "bad_places",
            (p,),
            f"the list of indices of those {name} that are no integers",
            "list[int]",
            body,
            one="text",
            narrows=False,
            result="bad",
        )
    body = f"""
for text in {name}:
    try:
        number = int(text)
    except ValueError:
        continue
    else:
        return number
return {default}
"""
    return Sketch("first_integer", (p,), f"the first of the {name} that is an integer, as a number, or {default} if none is", "int", body, one="text", narrows=False,
                  unit="point", result="first_found")  # fmt: skip


@EXCEPTIONS.concept(
    "raising-exceptions", "Raising exceptions", "Bad arguments are refused with a reason."
)
def raising(d: Draw) -> Sketch:
    way = d.pick("divide", "index", "lookup", "custom")
    if way == "divide":
        t, xs = numbers(d, 0, 9)
        v = t.many
        k = integer(d.pick("divisor", "parts", "people"), -1, 4)
        body = d.style(
            f'if {k.name} <= 0:\n    raise ValueError("{k.name} must be positive")\nreturn [{t.one} // {k.name} for {t.one} in {v}]',
            f"shares = []\nfor {t.one} in {v}:\n    shares.append({t.one} // {k.name})\nreturn shares",
        )
        body = (
            d.style(body, body)
            if "raise" in body
            else f'if {k.name} < 1:\n    raise ValueError("{k.name} must be positive")\n' + body
        )
        return Sketch("shares", (xs, k), f"the list of the {v}, each divided by `{k.name}` and rounded down", "list[int]", body, one=t.one, result="parts_made",
                      notes=(f'If `{k.name}` is not positive, raise `ValueError("{k.name} must be positive")`.',))  # fmt: skip
    if way == "index":
        t, xs = numbers(d, 0, 9, 0, 4)
        v = t.many
        k = integer("place", -1, 5)
        body = d.style(
            f'if place < 1 or place > len({v}):\n    raise IndexError("no such place")\nreturn {v}[place - 1]',
            f'if not 1 <= place <= len({v}):\n    raise IndexError("no such place")\nreturn {v}[place - 1]',
            f'if place >= 1:\n    for i, {t.one} in enumerate({v}, start=1):\n        if i == place:\n            return {t.one}\nraise IndexError("no such place")',
        )
        return Sketch("at_place", (xs, k), f"the {t.one} at `place`, counted from 1", "int", body, one=t.one, unit="point", narrows=False, result="picked",
                      notes=('If there is no such place, raise `IndexError("no such place")`.',))  # fmt: skip
    if way == "lookup":
        table = Parameter(
            d.pick("prices", "table", "menu"),
            "dict[str, int]",
            "a dictionary from goods to prices",
            counts(("tea", "milk", "rice"), 1, 9, 1),
        )
        wanted = Parameter(
            "wanted",
            "list[str]",
            "a list of goods",
            lambda rng: [rng.choice(("tea", "milk", "rice")) for _ in range(rng.randint(0, 3))],
        )
        v = table.name
        body = d.style(
            f"total = 0\nfor item in wanted:\n    if item not in {v}:\n        raise KeyError(item)\n    total += {v}[item]\nreturn total",
            f"total = 0\nfor item in wanted:\n    total += {v}[item]\nreturn total",
            f"return sum({v}[item] for item in wanted)",
        )
        return Sketch("bill", (table, wanted), "the sum of the prices of all goods in `wanted`", "int", body, one="item", unit="euro", narrows=False, result="total",
                      notes=("If one of them has no price, raise `KeyError` with it.",))  # fmt: skip
    before = """
class TooSmallError(ValueError):
    pass


def checked(value: int, least: int) -> int:
    if value < least:
        raise TooSmallError(value)
    return value
"""
    t, xs = numbers(d, 0, 9)
    v = t.many
    least = integer("least", 1, 4)
    body = d.style(
        f"""
total = 0
for {t.one} in {v}:
    try:
        total += checked({t.one}, least)
    except TooSmallError:
        total += least
return total
""",
        f"""
total = 0
for {t.one} in {v}:
    try:
        amount = checked({t.one}, least)
    except TooSmallError:
        amount = least
    total += amount
return total
""",
    )
    return Sketch("corrected_total", (xs, least), f"the sum of the {v}, where each below `least`, which a function refuses with an exception of its own, counts as `least`",
                  "int", body, before, one=t.one, unit="point", result="total_found")  # fmt: skip


@EXCEPTIONS.concept(
    "finally-and-cleanup", "Cleaning up", "Something is done whether or not it fails."
)
def cleanup(d: Draw) -> Sketch:
    name = d.pick("tasks", "jobs", "steps")
    p = Parameter(
        name,
        "list[str]",
        "a list of tasks, some of them 'fail'",
        lambda rng: [rng.choice(("a", "b", "fail")) for _ in range(rng.randint(0, 4))],
    )
    way = d.pick("log", "count")
    stop = d.pick(True, False)
    if way == "log":
        body = f"""
log = []
for task in {name}:
    try:
        if task == "fail":
            raise RuntimeError(task)
        log.append("done " + task)
    except RuntimeError:
        log.append("failed"){chr(10) + "        break" if stop else ""}
    finally:
        log.append("closed")
return log
"""
        gives = 'the list of what happens: for each task "done " and its name, or "failed" for \'fail\', and then "closed"'
        gives += "; nothing is done after the first failure" if stop else ""
        return Sketch(
            "task_log", (p,), gives, "list[str]", body, one="task", narrows=False, result="log"
        )
    before = """
def run(task: str, open_files: list[str]) -> int:
    open_files.append(task)
    try:
        if task == "fail":
            raise RuntimeError("failed")
        return len(task)
    finally:
        open_files.pop()
"""
    body = f"""
open_files = []
total = 0
for task in {name}:
    try:
        total += run(task, open_files)
    except RuntimeError:
        total -= {d.number(1, 2)}
return total + len(open_files)
"""
    loss = body[body.index("-= ") + 3]
    return Sketch("balance_of_tasks", (p,), f"the number of tasks that do not fail, each counting 1, minus {loss} for each 'fail'", "int", body, before, one="task",
                  narrows=False, unit="point", result="balance")  # fmt: skip
