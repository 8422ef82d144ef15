"""Generators and functions as values."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

GENERATORS = Subject("generators")


@GENERATORS.concept("generator-functions", "Generators", "Values are yielded one at a time.")
def generators(d: Draw) -> Sketch:
    way = d.pick("pairs", "runs", "countdown", "chunks")
    t, xs = numbers(d, 0, 6)
    x, v = t.one, t.many
    if way == "pairs":
        op, told = d.pick(
            ("b - a", "difference (second minus first)"),
            ("a + b", "sum"),
            ("max(a, b)", "larger one"),
        )
        before = """
def neighbours(values: list[int]):
    for i in range(len(values) - 1):
        yield values[i], values[i + 1]
"""
        body = d.style(f"return [{op} for a, b in neighbours({v})]",
                       f"found = []\nfor a, b in neighbours({v}):\n    found.append({op})\nreturn found")  # fmt: skip
        return Sketch("of_neighbours", (xs,), f"the list of the {told} of each two neighbouring {v}, which a generator gives", "list[int]", body, before,
                      one=x, result="found")  # fmt: skip
    if way == "runs":
        before = d.style(
            """
def runs(values: list[int]):
    size = 0
    for i, value in enumerate(values):
        size += 1
        if i + 1 == len(values) or values[i + 1] != value:
            yield value, size
            size = 0
""",
            """
def runs(values: list[int]):
    start = 0
    while start < len(values):
        end = start
        while end < len(values) and values[end] == values[start]:
            end += 1
        yield values[start], end - start
        start = end
""",
        )
        pick = d.pick(("[size for _, size in runs({v})]", "the list of the lengths of the groups", "list[int]"),
                      ("max((size for _, size in runs({v})), default=0)", "the length of the longest group (0 of none)", "int"),
                      ("sum(1 for _, size in runs({v}) if size > 1)", "the number of groups of more than one", "int"))  # fmt: skip
        return Sketch("group_sizes", (xs,), f"{pick[1]} of equal neighbouring {v}, which a generator gives", pick[2], f"return {pick[0].format(v=v)}", before,
                      one=x, unit="group", result="sizes")  # fmt: skip
    if way == "countdown":
        n = integer(d.pick("n", "start", "top"), 0, 9, "an integer that is not negative")
        step = d.number(1, 3)
        before = f"""
def countdown(start: int):
    while start > 0:
        yield start
        start -= {step}
"""
        pick = d.pick((f"list(countdown({n.name}))", "the list", "list[int]"), (f"sum(countdown({n.name}))", "the sum", "int"),
                      (f"[value * value for value in countdown({n.name})]", "the list of the squares", "list[int]"))  # fmt: skip
        body = f"return {pick[0]}"
        if pick[2] == "int":
            body = d.style(
                body,
                f"total = 0\nfor value in countdown({n.name}):\n    total += value\nreturn total",
            )
        return Sketch("counted_down", (n,), f"{pick[1]} of the numbers that a generator gives: from `{n.name}` down in steps of {step}, as long as they are "
                      "positive", pick[2], body, before, narrows=False, unit="point", result="values_given")  # fmt: skip
    k = integer("size", 1, 3, "a positive integer")
    before = d.style(
        """
def chunks(values: list[int], size: int):
    for start in range(0, len(values), size):
        yield values[start:start + size]
""",
        """
def chunks(values: list[int], size: int):
    chunk = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
""",
    )
    pick = d.pick((f"[sum(chunk) for chunk in chunks({v}, size)]", "the list of the sums", "list[int]"), (f"list(chunks({v}, size))", "the list", "list[list[int]]"),
                  (f"[chunk[-1] for chunk in chunks({v}, size)]", "the list of the last elements", "list[int]"))  # fmt: skip
    return Sketch("chunked", (xs, k), f"{pick[1]} of the parts of `size` neighbouring {v} each (the last one may be shorter), which a generator gives", pick[2],
                  f"return {pick[0]}", before, one=x, result="parts_made")  # fmt: skip


@GENERATORS.concept("infinite-generators", "Endless generators", "As much is taken as is needed.")
def endless(d: Draw) -> Sketch:
    n = integer(d.pick("n", "count", "size"), 0, 5, "an integer that is not negative")
    step, told, start = d.pick(("a, b = b, a + b", "1, 1, 2, 3, 5, 8, … (each the sum of the two before it)", "a, b = 1, 1"),
                               ("a *= 2", "1, 2, 4, 8, … (each twice the one before it)", "a = 1"),
                               ("a, b = a + b, b + 1", "1, 3, 6, 10, … (the first differs from the second by 2, and each difference is 1 larger)", "a, b = 1, 2"),
                               ("a = 3 * a - 1", "1, 2, 5, 14, … (three times the one before it, minus 1)", "a = 1"))  # fmt: skip
    before = f"""
def numbers():
    {start}
    while True:
        yield a
        {step}
"""
    way = d.pick("first", "below", "sum")
    if way == "first":
        body = d.style(
            f"found = []\nsource = numbers()\nwhile len(found) < {n.name}:\n    found.append(next(source))\nreturn found",
            f"source = numbers()\nreturn [next(source) for _ in range({n.name})]",
            f"found = []\nfor value in numbers():\n    if len(found) == {n.name}:\n        break\n    found.append(value)\nreturn found",
        )
        return Sketch("first_numbers", (n,), f"the list of the first `{n.name}` numbers of {told}, which a generator gives", "list[int]", body, before, narrows=False,
                      result="taken")  # fmt: skip
    limit = integer("limit", 0, 20, "an integer")
    if way == "below":
        body = d.style(
            "found = []\nfor value in numbers():\n    if value > limit:\n        return found\n    found.append(value)",
            "found = []\nsource = numbers()\nvalue = next(source)\nwhile value <= limit:\n    found.append(value)\n    value = next(source)\nreturn found",
        )
        return Sketch("numbers_up_to", (limit,), f"the list of the numbers of {told} that are not above `limit`, which a generator gives", "list[int]", body, before,
                      narrows=False, result="taken")  # fmt: skip
    body = d.style(
        "total = 0\nfor value in numbers():\n    if value > limit:\n        break\n    total += value\nreturn total",
        "total = 0\nsource = numbers()\nwhile True:\n    value = next(source)\n    if value > limit:\n        return total\n    total += value",
    )
    return Sketch("sum_up_to", (limit,), f"the sum of the numbers of {told} that are not above `limit`, which a generator gives", "int", body, before, narrows=False,
                  unit="point", result="total")  # fmt: skip


@GENERATORS.concept(
    "closures-and-functions", "Functions as values", "Functions are made, handed on and called."
)
def closures(d: Draw) -> Sketch:
    t, xs = numbers(d, -3, 9)
    x, v = t.one, t.many
    way = d.pick("compose", "adder", "table")
    a, b = d.number(2, 4), d.number(1, 5)
    if way == "adder":
        sign, told = d.pick(("+", "more"), ("-", "less"))
        body = d.style(
            f"""
def adder(amount):
    def add(value):
        return value {sign} amount
    return add

change = adder({b})
return [change({x}) for {x} in {v}]
""",
            f"change = lambda value: value {sign} {b}\nreturn [change({x}) for {x} in {v}]",
            f"return list(map(lambda {x}: {x} {sign} {b}, {v}))",
        )
        return Sketch(
            "changed_by_function",
            (xs,),
            f"the list of the {v}, each {b} {told}, by a function that is made for it",
            "list[int]",
            body,
            one=x,
            result="changed",
        )
    if way == "compose":
        before = f"""
def scale(value: int) -> int:
    return value * {a}


def move(value: int) -> int:
    return value + {b}
"""
        order = d.pick(("[scale, move]", f"multiplied by {a}, then {b} added"), ("[move, scale]", f"{b} added, then multiplied by {a}"),
                       ("[move, move]", f"{b} added twice"))  # fmt: skip
        body = d.style(
            f"result = []\nfor {x} in {v}:\n    for function in {order[0]}:\n        {x} = function({x})\n    result.append({x})\nreturn result",
            f"functions = {order[0]}\nreturn [functions[1](functions[0]({x})) for {x} in {v}]",
        )
        if order[0] == "[move, move]":
            before = before[before.index("def move") :]
        return Sketch(
            "through_functions",
            (xs,),
            f"the list of the {v}, each {order[1]}",
            "list[int]",
            body,
            before,
            one=x,
            result="changed",
        )
    op = Parameter(
        "operation",
        "str",
        "one of 'double', 'negate' and 'square'",
        of("double", "negate", "square"),
    )
    body = d.style(
        f"""
operations = {{
    "double": lambda value: value * 2,
    "negate": lambda value: -value,
    "square": lambda value: value * value,
}}
function = operations[operation]
return [function({x}) for {x} in {v}]
""",
        f"""
result = []
for {x} in {v}:
    if operation == "double":
        result.append({x} * 2)
    elif operation == "negate":
        result.append(-{x})
    else:
        result.append({x} * {x})
return result
""",
    )
    return Sketch("apply_operation", (xs, op), f"the list of the {v}, each doubled, with its sign changed or squared, as `operation` says", "list[int]", body, one=x,
                  result="changed")  # fmt: skip
