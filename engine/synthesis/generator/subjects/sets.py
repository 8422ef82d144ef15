"""Sets, and what was seen before."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

SETS = Subject("sets")


@SETS.concept("index-of-elements", "Remembering positions", "A dictionary finds earlier elements.")
def positions(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 6)
    x, v = t.one, t.many
    way = d.pick("two_sum", "distance", "last", "all")
    if way == "two_sum":
        goal = integer("target", 3, 10)
        body = d.style(
            f"""
places = {{}}
for i, {x} in enumerate({v}):
    if target - {x} in places:
        return [places[target - {x}], i]
    places[{x}] = i
return []
""",
            f"""
for i in range(len({v})):
    for j in range(i):
        if {v}[i] + {v}[j] == target and target - {v}[i] not in {v}[j + 1:i]:
            return [j, i]
return []
""",
        )
        gives = (
            f"the indices [i, j], i < j, of two {v} that add up to `target`, with j as small as "
        )
        gives += "possible and then i as large as possible, or [] if there are none"
        return Sketch("two_sum", (xs, goal), gives, "list[int]", body, one=x, result="pair")
    if way == "distance":
        body = d.style(
            f"""
last = {{}}
best = 0
for i, {x} in enumerate({v}):
    if {x} in last:
        gap = i - last[{x}]
        if best == 0 or gap < best:
            best = gap
    last[{x}] = i
return best
""",
            f"""
best = 0
for j in range(len({v})):
    for i in range(j):
        if {v}[i] == {v}[j] and (best == 0 or j - i < best):
            best = j - i
return best
""",
        )
        gives = (
            f"the smallest distance between the places of two equal {v}, or 0 if all are different"
        )
        return Sketch("closest_repeat", (xs,), gives, "int", body, one=x, unit="place")
    if way == "last":
        body = d.style(
            f"""
seen = {{}}
result = []
for i, {x} in enumerate({v}):
    result.append(seen.get({x}, -1))
    seen[{x}] = i
return result
""",
            f"""
result = []
for i in range(len({v})):
    place = i - 1
    while place >= 0 and {v}[place] != {v}[i]:
        place -= 1
    result.append(place)
return result
""",
        )
        gives = f"a list with, for each {x}, the index of the last equal one before it, or -1"
        return Sketch("previous_places", (xs,), gives, "list[int]", body, one=x)
    body = d.style(
        f"""
places = {{}}
for i, {x} in enumerate({v}):
    places.setdefault({x}, []).append(i)
return [places[{x}] for {x} in sorted(places)]
""",
        f"""
result = []
for {x} in sorted(set({v})):
    result.append([i for i, other in enumerate({v}) if other == {x}])
return result
""",
    )
    gives = (
        f"a list with one list of indices for each different {x}, beginning with the smallest {x}"
    )
    return Sketch("places_by_value", (xs,), gives, "list[list[int]]", body, one=x)


@SETS.concept("majority-and-mode", "The most frequent element", "Counts are compared.")
def mode(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 4, longest=6)
    x, v = t.one, t.many
    way = d.pick("mode", "majority", "pairs")
    counted = d.style(
        f"counts = {{}}\nfor {x} in {v}:\n    counts[{x}] = counts.get({x}, 0) + 1\n",
        f"counts = {{{x}: {v}.count({x}) for {x} in {v}}}\n",
    )
    if way == "mode":
        small = d.pick("min", "max")
        body = counted + d.style(
            f"""
if not counts:
    return 0
most = max(counts.values())
return {small}({x} for {x} in counts if counts[{x}] == most)
""",
            f"""
best = 0
most = 0
for {x}, count in counts.items():
    if count > most or count == most and {x} {"<" if small == "min" else ">"} best:
        best = {x}
        most = count
return best
""",
        )
        which = "smallest" if small == "min" else "largest"
        gives = f"the most frequent {x} (the {which} of several), or 0 if there are none"
        return Sketch("most_frequent", (xs,), gives, "int", body, one=x, unit="point")
    if way == "majority":
        body = d.style(
            counted
            + f"""
for {x}, count in counts.items():
    if count * 2 > len({v}):
        return {x}
return None
""",
            f"""
candidate = None
lead = 0
for {x} in {v}:
    if lead == 0:
        candidate = {x}
    lead += 1 if {x} == candidate else -1
if candidate is None or {v}.count(candidate) * 2 <= len({v}):
    return None
return candidate
""",
        )
        gives = f"the {x} that makes up more than half of the {v}, or `None` if none does"
        return Sketch("majority", (xs,), gives, "int | None", body, one=x)
    body = d.style(
        counted + "return sum(count * (count - 1) // 2 for count in counts.values())",
        f"""
pairs = 0
seen = {{}}
for {x} in {v}:
    pairs += seen.get({x}, 0)
    seen[{x}] = seen.get({x}, 0) + 1
return pairs
""",
    )
    gives = f"how many pairs of different places hold equal {v}"
    return Sketch("equal_pairs", (xs,), gives, "int", body, one=x, unit="pair", result="pairs")  # fmt: skip


@SETS.concept("set-operations", "Sets", "Union, intersection and difference, sorted in the end.")
def set_operations(d: Draw) -> Sketch:
    a, b = d.pick(("first", "second"), ("red", "blue"), ("mine", "yours"), ("before", "after"))
    draw = lambda rng: [rng.randint(0, 5) for _ in range(rng.randint(0, 5))]  # noqa: E731
    pa = Parameter(a, "list[int]", "a list of integers", draw)
    pb = Parameter(b, "list[int]", "another list of integers", draw)
    sign, test, told = d.pick(
        ("&", f"x in {b}", "both lists"), ("-", f"x not in {b}", f"`{a}` but not in `{b}`"),
        ("^", "", "exactly one of the lists"), ("|", "", "at least one of the lists"),
    )  # fmt: skip
    down = d.pick("", ", reverse=True")
    direct = f"return sorted(set({a}) {sign} set({b}){down})"
    if test:
        other = f"""
found = []
for x in {a}:
    if {test} and x not in found:
        found.append(x)
found.sort({down.lstrip(", ")})
return found
"""
    else:
        check = f"(x in {a}) != (x in {b})" if sign == "^" else "True"
        guard = f" and {check}" if sign == "^" else ""
        other = f"""
found = []
for x in {a} + {b}:
    if x not in found{guard}:
        found.append(x)
return sorted(found{down})
"""
    body = d.style(direct, other)
    order = "descending" if down else "ascending"
    gives = f"the list of different integers that are in {told}, in {order} order"
    return Sketch("selected", (pa, pb), gives, "list[int]", body, one="x", result="chosen")


@SETS.concept("distinct-elements", "Different elements", "What was seen is kept in a set.")
def distinct(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 5)
    x, v = t.one, t.many
    way = d.pick("until", "missing", "count", "all")
    if way == "until":
        body = d.style(
            f"""
seen = set()
for i, {x} in enumerate({v}):
    if {x} in seen:
        return i
    seen.add({x})
return len({v})
""",
            f"""
i = 0
while i < len({v}) and {v}[i] not in {v}[:i]:
    i += 1
return i
""",
        )
        gives = f"how many {v} there are before the first one that was there already"
        return Sketch("before_repeat", (xs,), gives, "int", body, one=x, unit=x)
    if way == "missing":
        start = d.pick(0, 1)
        body = d.style(
            f"present = set({v})\nfree = {start}\nwhile free in present:\n    free += 1\nreturn free",
            f"free = {start}\nfor {x} in sorted({v}):\n    if {x} == free:\n        free += 1\nreturn free",
        )
        gives = f"the smallest integer from {start} on that is not among the {v}"
        return Sketch("first_missing", (xs,), gives, "int", body, one=x, result="free")
    if way == "count":
        mod = d.number(2, 3)
        body = d.style(
            f"return len({{{x} % {mod} for {x} in {v}}})",
            f"rests = []\nfor {x} in {v}:\n    rest = {x} % {mod}\n    if rest not in rests:\n"
            "        rests.append(rest)\nreturn len(rests)",
        )
        gives = f"how many different remainders modulo {mod} the {v} have"
        return Sketch("count_remainders", (xs,), gives, "int", body, one=x, unit="remainder")  # fmt: skip
    body = d.style(
        f"return len(set({v})) == len({v})",
        f"for i, {x} in enumerate({v}):\n    if {x} in {v}[i + 1:]:\n        return False\nreturn True",
        f"return all({v}[i] not in {v}[:i] for i in range(len({v})))",
    )
    return Sketch("all_different", (xs,), f"whether all {v} are different", "bool", body, one=x)  # fmt: skip
