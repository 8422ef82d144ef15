"""Dynamic programming."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints, text
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

DYNAMIC = Subject("dynamic")


@DYNAMIC.concept(
    "climbing-stairs", "Counting ways", "The ways to a place come from those before it."
)
def stairs(d: Draw) -> Sketch:
    n = integer(d.pick("n", "stairs", "height"), 0, 6, "an integer that is not negative")
    steps = d.pick((1, 2), (1, 3), (1, 2, 3), (2, 3))
    told = ", ".join(map(str, steps[:-1])) + f" or {steps[-1]}"
    before = " + ".join(f"ways_up({n.name} - {step})" for step in steps)
    shown = ", ".join(map(str, steps))
    body = d.style(
        f"""
ways = [1] + [0] * {n.name}
for place in range(1, {n.name} + 1):
    for step in ({shown}):
        if step <= place:
            ways[place] += ways[place - step]
return ways[{n.name}]
""",
        f"if {n.name} < 0:\n    return 0\nif {n.name} == 0:\n    return 1\nreturn {before}"
        if d.easy
        else f"""
ways = {{0: 1}}
for place in range(1, {n.name} + 1):
    ways[place] = sum(ways.get(place - step, 0) for step in ({shown}))
return ways[{n.name}]
""",
    )
    small = integer(n.name, 0, 4 if d.easy else 7, n.told)
    return Sketch("ways_up", (small,), f"the number of ways to climb `{n.name}` stairs in steps of {told} (one way "
                  "for no stairs)", "int", body, unit="way", narrows=False, result="ways_found")  # fmt: skip


@DYNAMIC.concept("coin-change", "Coins", "Amounts are made up of coins.")
def coins(d: Draw) -> Sketch:
    values = d.pick((1, 2, 5), (1, 3, 4), (2, 3), (1, 5))
    shown = ", ".join(map(str, values))
    n = integer(d.pick("amount", "total", "sum_wanted"), 0, 6, "an integer that is not negative")
    a = n.name
    way = d.pick("count", "fewest", "greedy")
    if way == "count":
        body = d.style(
            f"""
ways = [1] + [0] * {a}
for coin in ({shown}):
    for value in range(coin, {a} + 1):
        ways[value] += ways[value - coin]
return ways[{a}]
""",
            f"""
ways = {{0: 1}}
for coin in ({shown}):
    for value in range(coin, {a} + 1):
        ways[value] = ways.get(value, 0) + ways.get(value - coin, 0)
return ways.get({a}, 0)
""",
        )
        gives = f"in how many ways `{a}` can be paid with coins of {shown}, where the order is of no matter"
        return Sketch(
            "ways_to_pay", (n,), gives, "int", body, unit="way", narrows=False, result="count"
        )
    if way == "fewest":
        body = d.style(
            f"""
fewest = [0]
for value in range(1, {a} + 1):
    options = [fewest[value - coin] for coin in ({shown}) if coin <= value and fewest[value - coin] >= 0]
    fewest.append(min(options) + 1 if options else -1)
return fewest[{a}]
""",
            f"""
reached = {{0}}
count = 0
while {a} not in reached:
    reached = {{value + coin for value in reached for coin in ({shown}) if value + coin <= {a}}}
    if not reached:
        return -1
    count += 1
return count
""",
        )
        gives = (
            f"the smallest number of coins of {shown} with the sum `{a}`, or -1 if there is none"
        )
        return Sketch(
            "fewest_coins", (n,), gives, "int", body, unit="coin", narrows=False, result="count"
        )
    order = ", ".join(map(str, sorted(values, reverse=True)))
    big = integer(a, 0, 14, n.told)
    body = d.style(
        f"""
used = []
for coin in ({order}):
    while {a} >= coin:
        used.append(coin)
        {a} -= coin
return used
""",
        f"""
used = []
for coin in ({order}):
    count = {a} // coin
    used += [coin] * count
    {a} -= coin * count
return used
""",
    )
    gives = f"the list of coins, among {shown}, that are paid for `{a}` if always the largest one is taken that is not "
    return Sketch(
        "coins_used",
        (big,),
        gives + "above the rest",
        "list[int]",
        body,
        narrows=False,
        result="used",
    )


@DYNAMIC.concept("maximum-subarray", "Best stretch of a list", "The best sum that ends here.")
def subarray(d: Draw) -> Sketch:
    t, xs = numbers(d, -6, 7)
    x, v = t.one, t.many
    way = d.pick("sum", "product", "circular", "bounds")
    if way in {"sum", "circular"}:
        body = d.style(
            f"""
best = 0
current = 0
for {x} in {v}:
    current = max(0, current + {x})
    best = max(best, current)
return best
""",
            f"""
best = 0
for start in range(len({v})):
    total = 0
    for {x} in {v}[start:]:
        total += {x}
        best = max(best, total)
return best
""",
        )
        return Sketch("best_stretch", (xs,), f"the largest sum of neighbouring {v}; taking none gives 0", "int", body,
                      one=x, unit="point", result="total_found")  # fmt: skip
    if way == "product":
        body = d.style(
            f"""
ending = []
for {x} in {v}:
    if ending and ending[-1] > 0:
        ending.append(ending[-1] + {x})
    else:
        ending.append({x})
return ending
""",
            f"""
ending = []
for i, {x} in enumerate({v}):
    previous = ending[i - 1] if i > 0 else 0
    ending.append({x} + max(previous, 0))
return ending
""",
        )
        return Sketch("best_endings", (xs,), f"the list with, for each {x}, the largest sum of neighbouring {v} that "
                      "end with it", "list[int]", body, one=x, result="endings")  # fmt: skip
    body = f"""
best = 0
chosen = []
start = 0
total = 0
for end, {x} in enumerate({v}):
    total += {x}
    if total > best:
        best = total
        chosen = {v}[start:end + 1]
    if total < 0:
        total = 0
        start = end + 1
return chosen
"""
    gives = f"a list of neighbouring {v} with the largest sum: of several, the one that is found first when sums are "
    gives += (
        "built from left to right and begun again after each negative one; [] if no sum is above 0"
    )
    return Sketch("best_part", (xs,), gives, "list[int]", body, one=x, result="part")


@DYNAMIC.concept("longest-subsequence", "Longest subsequences", "Lengths that end at each element.")
def subsequence(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 9, longest=4)
    v = t.many
    sign, told = d.pick((">", "larger than"), (">=", "at least as large as"), ("<", "smaller than"))
    body = d.style(
        f"""
lengths = []
for i in range(len({v})):
    best = 1
    for j in range(i):
        if {v}[i] {sign} {v}[j]:
            best = max(best, lengths[j] + 1)
    lengths.append(best)
return max(lengths, default=0)
""",
        f"""
lengths = [1] * len({v})
for i in range(len({v})):
    for j in range(i):
        if {v}[i] {sign} {v}[j] and lengths[j] + 1 > lengths[i]:
            lengths[i] = lengths[j] + 1
if not lengths:
    return 0
return max(lengths)
""",
    )
    return Sketch("longest_subsequence", (xs,), f"the largest number of {v} that can be chosen, in their order, so "
                  f"that each is {told} the one chosen before it", "int", body, one=t.one, unit=t.one,
                  result="length")  # fmt: skip


@DYNAMIC.concept("edit-distance", "Comparing two texts", "A table of answers for all beginnings.")
def edit_distance(d: Draw) -> Sketch:
    a, b = d.pick(("a", "b"), ("old", "new"), ("first", "second"))
    values = text("ab", 0, 2)
    pa, pb = Parameter(a, "str", "a text", values), Parameter(b, "str", "another text", values)
    way = d.pick("common", "edit")
    if way == "common":
        longer = text("abc", 0, 3)
        pa, pb = Parameter(a, "str", "a text", longer), Parameter(b, "str", "another text", longer)
        body = d.style(
            f"""
table = [[0] * (len({b}) + 1) for _ in range(len({a}) + 1)]
for i in range(len({a})):
    for j in range(len({b})):
        if {a}[i] == {b}[j]:
            table[i + 1][j + 1] = table[i][j] + 1
        else:
            table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
return table[-1][-1]
""",
            f"""
previous = [0] * (len({b}) + 1)
for x in {a}:
    current = [0]
    for j, y in enumerate({b}):
        if x == y:
            current.append(previous[j] + 1)
        else:
            current.append(max(previous[j + 1], current[j]))
    previous = current
return previous[-1]
""",
        )
        return Sketch("common_length", (pa, pb), f"the length of the longest text whose characters appear, in this "
                      f"order, in `{a}` as well as in `{b}`", "int", body, unit="character", narrows=False,
                      result="length")  # fmt: skip
    body = d.style(
        f"""
row = list(range(len({b}) + 1))
for i, x in enumerate({a}, start=1):
    following = [i]
    for j, y in enumerate({b}, start=1):
        change = row[j - 1] if x == y else row[j - 1] + 1
        following.append(min(change, row[j] + 1, following[j - 1] + 1))
    row = following
return row[-1]
""",
        f"""
if not {a}:
    return len({b})
if not {b}:
    return len({a})
if {a}[0] == {b}[0]:
    return edit_distance({a}[1:], {b}[1:])
removed = edit_distance({a}[1:], {b})
added = edit_distance({a}, {b}[1:])
changed = edit_distance({a}[1:], {b}[1:])
return 1 + min(removed, added, changed)
""",
    )
    return Sketch("edit_distance", (pa, pb), f"the smallest number of characters to insert, remove or replace to make "
                  f"`{b}` of `{a}`", "int", body, unit="change", narrows=False, result="edits")  # fmt: skip


@DYNAMIC.concept(
    "grid-paths", "Paths through a grid", "A cell's answer comes from its neighbours'."
)
def grid_paths(d: Draw) -> Sketch:
    name = d.pick("grid", "costs", "field")
    p = Parameter(name, "list[list[int]]", "a matrix as a list of rows of equal length,", lambda rng: (
        lambda width: [[rng.randint(0, 6) for _ in range(width)] for _ in range(rng.randint(1, 3))])(
            rng.randint(1, 3)))  # fmt: skip
    f, word = d.pick(("min", "smallest"), ("max", "largest"))
    way = d.pick("cost", "triangle")
    if way == "cost":
        body = d.style(
            f"""
best = []
for i, row in enumerate({name}):
    line = []
    for j, cell in enumerate(row):
        before = []
        if i > 0:
            before.append(best[i - 1][j])
        if j > 0:
            before.append(line[j - 1])
        line.append(cell + {f}(before, default=0))
    best.append(line)
return best[-1][-1]
""",
            f"""
best = [list(row) for row in {name}]
for i in range(len(best)):
    for j in range(len(best[0])):
        if i > 0 and j > 0:
            best[i][j] += {f}(best[i - 1][j], best[i][j - 1])
        elif i > 0:
            best[i][j] += best[i - 1][j]
        elif j > 0:
            best[i][j] += best[i][j - 1]
return best[-1][-1]
""",
        )
        return Sketch(f"{word}_path", (p,), f"the {word} sum of the cells on a way from the upper left to the lower "
                      "right cell that only goes right and down, both cells included", "int", body, unit="point",
                      narrows=False, result="cost")  # fmt: skip
    tri = Parameter("triangle", "list[list[int]]", "a triangle as a list of rows with 1, 2, 3 … integers", lambda rng: [
        [rng.randint(0, 9) for _ in range(size)] for size in range(1, rng.randint(2, 4))])  # fmt: skip
    body = d.style(
        f"""
best = triangle[-1]
for row in reversed(triangle[:-1]):
    best = [cell + {f}(best[j], best[j + 1]) for j, cell in enumerate(row)]
return best[0]
""",
        f"""
best = [0] * (len(triangle) + 1)
for row in triangle[::-1]:
    for j in range(len(row)):
        best[j] = row[j] + {f}(best[j], best[j + 1])
return best[0]
""",
    )
    return Sketch(f"{word}_descent", (tri,), f"the {word} sum on a way from the top to the last row, which goes on to the "
                  "same place of the next row or the one right of it", "int", body, unit="point", narrows=False,
                  result="cost")  # fmt: skip


@DYNAMIC.concept("house-robber", "Not two neighbours", "The best so far with and without the last.")
def robber(d: Draw) -> Sketch:
    t, _ = numbers(d)
    x, v = t.one, t.many
    xs = Parameter(v, "list[int]", f"a list of {t.told}, none negative,", ints(0, 9, 0, 5))
    body = d.style(
        f"""
taken = 0
skipped = 0
for {x} in {v}:
    taken, skipped = skipped + {x}, max(taken, skipped)
return max(taken, skipped)
""",
        f"""
best = [0, 0]
for {x} in {v}:
    best.append(max(best[-1], best[-2] + {x}))
return best[-1]
""",
        f"""
if not {v}:
    return 0
return max({v}[0] + best_without_neighbours({v}[2:]), best_without_neighbours({v}[1:]))
"""
        if d.easy
        else f"""
best = 0
before = 0
for {x} in {v}:
    before, best = best, max(best, before + {x})
return best
""",
    )
    short = Parameter(v, "list[int]", xs.told, ints(0, 9, 0, 4 if d.easy else 6))
    return Sketch("best_without_neighbours", (short,), f"the largest sum of {v} of which no two are neighbours", "int",
                  body, one=x, unit="point", result="worth")  # fmt: skip
