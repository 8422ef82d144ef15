"""Loops over lists."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

LOOPS = Subject("loops")


@LOOPS.concept("count-matching", "Counting what matches", "A loop counts elements by a condition.")
def count_matching(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x, limit = t.one, d.number(1, 4)
    test, told = d.pick(
        (f"{x} > {limit}", f"are above {limit}"),
        (f"{x} % 2 == 0", "are even"),
        (f"{x} % 3 == 0 and {x} > 0", "are positive multiples of 3"),
        (f"{x} < 0 or {x} > {limit + 2}", f"are negative or above {limit + 2}"),
        (f"-{limit} <= {x} <= {limit}", f"lie between -{limit} and {limit}, both included"),
    )
    body = d.style(
        f"return sum(1 for {x} in {t.many} if {test})",
        f"return len([{x} for {x} in {t.many} if {test}])",
        f"""
count = 0
for {x} in {t.many}:
    if {test}:
        count += 1
return count
""",
    )
    return Sketch(f"count_{t.many}", (xs,), f"how many of the {t.many} {told}", "int", body,
                  result="count", unit=t.one, one=x)  # fmt: skip


@LOOPS.concept("sum-with-conditions", "Adding up under conditions",
               "An accumulator takes some elements in, others with another weight.")  # fmt: skip
def conditional_sum(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x, limit = t.one, d.number(2, 5)
    extra, told = d.pick(
        (f"{x} * 2", f"each {x} above {limit} counting twice"),
        (f"{x} - {limit}", f"each {x} above {limit} being taken {limit} lower"),
        (f"{limit}", f"each {x} above {limit} counting only as {limit}"),
        ("1", f"each {x} above {limit} counting as 1"),
    )
    body = d.style(
        f"""
total = 0
for {x} in {t.many}:
    if {x} > {limit}:
        total += {extra}
    else:
        total += {x}
return total
""",
        f"return sum({extra} if {x} > {limit} else {x} for {x} in {t.many})",
        f"""
total = sum({t.many})
for {x} in {t.many}:
    if {x} > {limit}:
        total += {extra} - {x}
return total
"""
        if extra != "1"
        else f"""
total = 0
for {x} in {t.many}:
    total += 1 if {x} > {limit} else {x}
return total
""",
    )
    return Sketch(f"total_{t.many}", (xs,), f"the sum of the {t.many}, {told}", "int", body,
                  result="total", unit="point", one=x)  # fmt: skip


@LOOPS.concept("running-total", "Running totals", "Each element of the result builds on the last.")
def running_total(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x = t.one
    kind = d.pick("sum", "max", "min", "reset")
    first = {"sum": "0", "reset": "0", "max": "None", "min": "None"}[kind]
    told = {
        "sum": f"the list of sums of the {t.many} up to each place",
        "max": f"the list with the largest {x} up to each place",
        "min": f"the list with the smallest {x} up to each place",
        "reset": f"the list of sums of the {t.many} up to each place, where a sum that would be "
        "negative begins again with 0",
    }[kind]  # fmt: skip
    if kind in {"sum", "reset"}:
        update = f"total += {x}" if kind == "sum" else f"total = max(0, total + {x})"
        body = d.style(
            f"""
total = {first}
result = []
for {x} in {t.many}:
    {update}
    result.append(total)
return result
""",
            f"""
result = []
for {x} in {t.many}:
    last = result[-1] if result else 0
    result.append({f"last + {x}" if kind == "sum" else f"max(0, last + {x})"})
return result
""",
        )
    else:
        sign = ">" if kind == "max" else "<"
        body = d.style(
            f"""
result = []
for {x} in {t.many}:
    if not result or {x} {sign} result[-1]:
        result.append({x})
    else:
        result.append(result[-1])
return result
""",
            f"return [{kind}({t.many}[:i + 1]) for i in range(len({t.many}))]",
            f"""
result = []
best = None
for {x} in {t.many}:
    if best is None or {x} {sign} best:
        best = {x}
    result.append(best)
return result
""",
        )
    return Sketch(f"running_{kind}", (xs,), told, "list[int]", body, one=x)


@LOOPS.concept("average-and-rounding", "Averages of integers",
               "Sums and lengths give whole averages, with care for the empty list.")  # fmt: skip
def average(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 12)
    x, v = t.one, t.many
    way = d.pick("down", "above", "distance")
    empty = d.pick("0", "-1")
    if way == "down":
        body = d.style(
            f"if not {v}:\n    return {empty}\nreturn sum({v}) // len({v})",
            f"""
total = 0
count = 0
for {x} in {v}:
    total += {x}
    count += 1
if count == 0:
    return {empty}
return total // count
""",
        )
        gives = f"the average of the {v}, rounded down, or {empty} if there are none"
        return Sketch("whole_average", (xs,), gives, "int", body, result="average", one=x,
                      unit="point")  # fmt: skip
    body_of = {
        "above": f"return sum(1 for {x} in {v} if {x} * len({v}) > total)",
        "distance": f"return sum(abs({x} * len({v}) - total) for {x} in {v})",
    }
    body = d.style(f"total = sum({v})", f"""
total = 0
for {x} in {v}:
    total += {x}
""".strip()) + "\n" + body_of[way]  # fmt: skip
    gives = {
        "above": f"how many {v} are above the average of all of them",
        "distance": f"the sum of the distances of each {x} times the number of {v} to the sum of "
        f"all {v}",
    }[way]  # fmt: skip
    name = {"above": "count_above_average", "distance": "scaled_deviation"}[way]
    return Sketch(name, (xs,), gives, "int", body, one=x, unit=t.one)


@LOOPS.concept("first-position", "First position", "A search ends as soon as it has succeeded.")
def first_position(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x, v = t.one, t.many
    goal = integer(d.pick("limit", "bound", "threshold"), 0, 8)
    sign, told = d.pick((">", "above"), (">=", "at least"), ("<", "below"), ("==", "equal to"))
    last = d.pick(False, True)
    missing = d.pick("-1", f"len({v})")
    told_missing = "-1" if missing == "-1" else f"the length of `{v}`"
    if last:
        body = d.style(
            f"""
for i in range(len({v}) - 1, -1, -1):
    if {v}[i] {sign} {goal.name}:
        return i
return {missing}
""",
            f"""
position = {missing}
for i, {x} in enumerate({v}):
    if {x} {sign} {goal.name}:
        position = i
return position
""",
        )
    else:
        body = d.style(
            f"""
for i, {x} in enumerate({v}):
    if {x} {sign} {goal.name}:
        return i
return {missing}
""",
            f"""
i = 0
while i < len({v}) and not {v}[i] {sign} {goal.name}:
    i += 1
return i{"" if missing != "-1" else f" if i < len({v}) else -1"}
""",
            f"""
position = {missing}
for i, {x} in enumerate({v}):
    if {x} {sign} {goal.name}:
        position = i
        break
return position
""",
        )
    which = "last" if last else "first"
    gives = f"the index of the {which} of the {v} that is {told} `{goal.name}`, or "
    return Sketch(f"{which}_position", (xs, goal), gives + told_missing + " if there is none", "int",
                  body, result="position", one=x, unit="place", narrows=d.pick(True, False))  # fmt: skip


@LOOPS.concept("nested-pairs", "Pairs of elements", "Two loops look at every pair once.")
def nested_pairs(d: Draw) -> Sketch:
    t, xs = numbers(d, -3, 6, longest=4)
    v = t.many
    goal = integer(d.pick("target", "wanted", "goal_sum"), 0, 8)
    test, told, more = d.pick(
        (f"{v}[i] + {v}[j] == {goal.name}", f"add up to `{goal.name}`", (goal,)),
        (f"abs({v}[i] - {v}[j]) <= {goal.name}", f"differ by at most `{goal.name}`", (goal,)),
        (f"{v}[i] > {v}[j]", "stand in the wrong order (the earlier one is larger)", ()),
        (f"{v}[i] == {v}[j]", "are equal", ()),
    )  # fmt: skip
    what = d.pick("count", "pairs", "any")
    loops = f"for i in range(len({v})) for j in range(i + 1, len({v})) if {test}"
    nested = f"""
for i in range(len({v})):
    for j in range(i + 1, len({v})):
        if {test}:
"""
    if what == "count":
        body = d.style(f"return sum(1 {loops})",
                       f"count = 0{nested}            count += 1\nreturn count")  # fmt: skip
        gives = f"how many pairs of {v} at different places {told}"
        return Sketch("count_pairs", (xs, *more), gives, "int", body, result="pairs", unit="pair",
                      one=t.one)  # fmt: skip
    if what == "any":
        body = d.style(f"{nested.strip()}\n            return True\nreturn False",
                       f"return len([i {loops}]) > 0")  # fmt: skip
        gives = f"whether any two {v} at different places {told}"
        return Sketch("has_pair", (xs, *more), gives, "bool", body, one=t.one)
    body = d.style(f"return [(i, j) {loops}]",
                   f"pairs = []{nested}            pairs.append((i, j))\nreturn pairs")  # fmt: skip
    gives = f"the list of all pairs (i, j) of indices, i < j, at which two {v} {told}"
    return Sketch("index_pairs", (xs, *more), gives, "list[tuple[int, int]]", body, result="pairs",
                  one=t.one, notes=("The pairs are in ascending order.",))  # fmt: skip


@LOOPS.concept(
    "merge-alternately", "Two lists side by side", "Two lists are walked through at once."
)
def side_by_side(d: Draw) -> Sketch:
    a, b = d.pick(("left", "right"), ("first", "second"), ("mine", "yours"), ("home", "away"))
    xs = Parameter(a, "list[int]", "a list of integers", ints(0, 9, 0, 4))
    ys = Parameter(b, "list[int]", "a second list of integers", ints(0, 9, 0, 4))
    way = d.pick("alternate", "wins", "larger", "products")
    if way == "alternate":
        body = d.style(
            f"""
merged = []
for i in range(max(len({a}), len({b}))):
    if i < len({a}):
        merged.append({a}[i])
    if i < len({b}):
        merged.append({b}[i])
return merged
""",
            f"""
merged = []
for x, y in zip({a}, {b}):
    merged.append(x)
    merged.append(y)
shared = min(len({a}), len({b}))
return merged + {a}[shared:] + {b}[shared:]
""",
        )
        gives = f"one list that takes elements of `{a}` and `{b}` in turn, beginning with `{a}`; "
        return Sketch("interleave", (xs, ys), gives + "what is left of the longer one follows",
                      "list[int]", body, result="merged", narrows=False)  # fmt: skip
    if way == "wins":
        body = d.style(
            f"return sum(1 for x, y in zip({a}, {b}) if x > y)",
            f"""
wins = 0
for i in range(min(len({a}), len({b}))):
    if {a}[i] > {b}[i]:
        wins += 1
return wins
""",
        )
        gives = f"at how many places that both lists have the element of `{a}` is the larger one"
        return Sketch("count_wins", (xs, ys), gives, "int", body, result="wins", unit="win")
    op, told = d.pick(
        ("max(x, y)", "the larger of the two"), ("min(x, y)", "the smaller of the two")
    )
    if way == "products":
        op, told = d.pick(("x * y", "the product of the two"), ("x - y", f"the element of `{a}` "
                          f"minus that of `{b}`"))  # fmt: skip
    body = d.style(
        f"return [{op} for x, y in zip({a}, {b})]",
        f"""
combined = []
for i, x in enumerate({a}):
    if i == len({b}):
        break
    y = {b}[i]
    combined.append({op})
return combined
""",
    )
    gives = f"a list with, for each place that both lists have, {told}"
    return Sketch("combine", (xs, ys), gives, "list[int]", body, result="combined", narrows=False)


@LOOPS.concept("rotate-and-shift", "Rotating a list", "Elements move to places counted modulo.")
def rotate(d: Draw) -> Sketch:
    t, xs = numbers(d)
    v = t.many
    k = integer(d.pick("shift", "k", "places"), 0, 6)
    right = d.pick(True, False)
    side = "right" if right else "left"
    source = f"(i - {k.name})" if right else f"(i + {k.name})"
    cut = f"len({v}) - {k.name} % len({v})" if right else f"{k.name} % len({v})"
    body = d.style(
        f"if not {v}:\n    return []\ncut = {cut}\nreturn {v}[cut:] + {v}[:cut]",
        f"return [{v}[{source} % len({v})] for i in range(len({v}))]",
        f"""
result = list({v})
for _ in range({k.name} if {v} else 0):
    {"result.insert(0, result.pop())" if right else "result.append(result.pop(0))"}
return result
""",
    )
    gives = (
        f"a list with the {v} moved `{k.name}` places to the {side}; what falls out on one side "
    )
    return Sketch(f"rotate_{side}", (xs, k), gives + "comes in on the other", "list[int]", body,
                  one=t.one, result="rotated")  # fmt: skip
