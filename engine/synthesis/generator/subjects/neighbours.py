"""Neighbours and extremes in lists."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw, with_article
from engine.synthesis.generator.sketch import Sketch, Subject
from engine.synthesis.generator.subjects.common import numbers

NEIGHBOURS = Subject("neighbours")


@NEIGHBOURS.concept("longest-run", "Longest run", "Neighbours are compared while a streak is kept.")
def longest_run(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x, v = t.one, t.many
    sign, told = d.pick(
        (">", "higher than"), (">=", "at least as high as"), ("<", "lower than"),
        ("==", "equal to"), ("!=", "different from"),
    )  # fmt: skip
    body = d.style(
        f"""
best = 0
streak = 0
for i in range(1, len({v})):
    if {v}[i] {sign} {v}[i - 1]:
        streak += 1
        best = max(best, streak)
    else:
        streak = 0
return best
""",
        f"""
best = 0
streak = 0
for previous, {x} in zip({v}, {v}[1:]):
    streak = streak + 1 if {x} {sign} previous else 0
    best = max(best, streak)
return best
""",
        f"""
best = 0
streak = 0
previous = None
for {x} in {v}:
    if previous is not None and {x} {sign} previous:
        streak += 1
    else:
        streak = 0
    best = max(best, streak)
    previous = {x}
return best
""",
        f"""
best = 0
start = 0
while start < len({v}):
    end = start
    while end + 1 < len({v}) and {v}[end + 1] {sign} {v}[end]:
        end += 1
    best = max(best, end - start)
    start = end + 1
return best
""",
    )
    gives = (
        f"the largest number of times in a row that {with_article(x)} is {told} the one before it"
    )
    return Sketch("longest_streak", (xs,), gives, "int", body, result="streak", unit="step", one=x)


@NEIGHBOURS.concept("count-changes", "Changes between neighbours",
               "Pairs of neighbours are looked at, and some of them counted or listed.")  # fmt: skip
def count_changes(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x, v = t.one, t.many
    gap = d.number(1, 3)
    test, told = d.pick(
        ("b > a", "rise"), ("b < a", "fall"),
        (f"abs(b - a) > {gap}", f"differ by more than {gap}"),
        ("(a < 0) != (b < 0)", "differ in whether they are negative"),
    )  # fmt: skip
    listed = d.pick(True, False)
    if listed:
        body = d.style(
            f"return [b - a for a, b in zip({v}, {v}[1:]) if {test}]",
            f"""
jumps = []
for i in range(len({v}) - 1):
    a, b = {v}[i], {v}[i + 1]
    if {test}:
        jumps.append(b - a)
return jumps
""",
        )
        gives = f"the list of differences (second minus first) of the neighbouring {v} that {told}"
        return Sketch("jumps", (xs,), gives, "list[int]", body, result="jumps", one=x)
    body = d.style(
        f"return sum(1 for a, b in zip({v}, {v}[1:]) if {test})",
        f"""
count = 0
for i in range(1, len({v})):
    a, b = {v}[i - 1], {v}[i]
    if {test}:
        count += 1
return count
""",
        f"""
count = 0
i = 1
while i < len({v}):
    a = {v}[i - 1]
    b = {v}[i]
    if {test}:
        count += 1
    i += 1
return count
""",
    )
    gives = f"how often two neighbouring {v} {told}"
    return Sketch(
        "count_changes", (xs,), gives, "int", body, result="changes", unit="change", one=x
    )


@NEIGHBOURS.concept(
    "peaks-and-valleys", "Peaks and valleys", "Elements are compared on both sides."
)
def peaks(d: Draw) -> Sketch:
    t, xs = numbers(d, longest=6)
    x, v = t.one, t.many
    sign, word = d.pick((">", "peak"), ("<", "valley"))
    strict = d.pick(True, False)
    second = sign if strict else sign + "="
    what = d.pick("index", "value", "count")
    told = {
        (">", True): "higher than both its neighbours",
        ("<", True): "lower than both its neighbours",
        (">", False): "higher than the one before it and at least as high as the one after it",
        ("<", False): "lower than the one before it and at most as high as the one after it",
    }[sign, strict]
    test = f"{v}[i] {sign} {v}[i - 1] and {v}[i] {second} {v}[i + 1]"
    made = "i" if what == "index" else f"{v}[i]"
    if what == "count":
        body = d.style(
            f"return sum(1 for i in range(1, len({v}) - 1) if {test})",
            f"""
count = 0
for before, {x}, after in zip({v}, {v}[1:], {v}[2:]):
    if {x} {sign} before and {x} {second} after:
        count += 1
return count
""",
        )
        return Sketch(f"count_{word}s", (xs,), f"how many {v} are {told} (the first and the last, "
                      "which have only one neighbour, do not count)", "int", body, result="count",
                      unit=word, one=x)  # fmt: skip
    body = d.style(
        f"return [{made} for i in range(1, len({v}) - 1) if {test}]",
        f"""
found = []
for i in range(1, len({v}) - 1):
    rises = {v}[i] {sign} {v}[i - 1]
    if rises and {v}[i] {second} {v}[i + 1]:
        found.append({made})
return found
""",
    )
    kind = "indices" if what == "index" else "list"
    return Sketch(f"{word}s", (xs,), f"the {kind} of those {v} that are {told} (the first and "
                  "the last, which have only one neighbour, do not count)", "list[int]", body,
                  result="found", one=x)  # fmt: skip


@NEIGHBOURS.concept(
    "largest-and-second", "Largest elements", "Two best values are kept in one pass."
)
def largest_two(d: Draw) -> Sketch:
    t, xs = numbers(d)
    x, v = t.one, t.many
    word, sign, missing = d.pick(("largest", ">", "-1000"), ("smallest", "<", "1000"))
    told = f"the second {word} of the {v} (equal ones count once), or `None` if there is none"
    order = ", reverse=True" if word == "largest" else ""
    body = d.style(
        f"""
first = None
second = None
for {x} in {v}:
    if first is None or {x} {sign} first:
        second = first
        first = {x}
    elif {x} != first and (second is None or {x} {sign} second):
        second = {x}
return second
""",
        f"""
ordered = sorted(set({v}){order})
if len(ordered) < 2:
    return None
return ordered[1]
""",
        f"""
if not {v}:
    return None
top = {"max" if word == "largest" else "min"}({v})
rest = [{x} for {x} in {v} if {x} != top]
if not rest:
    return None
return {"max" if word == "largest" else "min"}(rest)
""",
    )
    _ = missing
    return Sketch(f"second_{word}", (xs,), told, "int | None", body, one=x)
