"""Greedy choices, and what they are not enough for."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

GREEDY = Subject("greedy")


@GREEDY.concept("knapsack", "Choosing under a limit", "Each thing is taken or left.")
def knapsack(d: Draw) -> Sketch:
    name = d.pick("items", "parcels", "tasks")
    p = Parameter(name, "list[tuple[int, int]]", "a list of pairs (weight, value)", lambda rng: [
        (rng.randint(1, 3), rng.randint(1, 6)) for _ in range(rng.randint(0, 3))])  # fmt: skip
    limit = integer(d.pick("limit", "capacity"), 2, 4, "a positive integer")
    way = d.pick("best", "sums")
    if way == "best":
        body = d.style(
            f"""
best = [0] * ({limit.name} + 1)
for weight, value in {name}:
    for room in range({limit.name}, weight - 1, -1):
        best[room] = max(best[room], best[room - weight] + value)
return best[{limit.name}]
""",
            f"""
if not {name}:
    return 0
weight, value = {name}[0]
without = best_value({name}[1:], {limit.name})
if weight > {limit.name}:
    return without
return max(without, value + best_value({name}[1:], {limit.name} - weight))
""",
        )
        return Sketch("best_value", (p, limit), "the largest sum of values of things whose weights add up to at most "
                      f"`{limit.name}`, each taken once at most", "int", body, unit="point", narrows=False,
                      result="worth")  # fmt: skip
    t, _ = numbers(d)
    xs = Parameter(t.many, "list[int]", f"a list of {t.told}, all positive,", ints(1, 5, 0, 4))
    goal = integer("goal", 3, 9, "an integer")
    body = d.style(
        f"""
sums = [0]
for {t.one} in {t.many}:
    for reached in list(sums):
        if reached + {t.one} not in sums:
            sums.append(reached + {t.one})
return goal in sums
""",
        f"""
if goal == 0:
    return True
if goal < 0 or not {t.many}:
    return False
first = {t.many}[0]
return can_reach({t.many}[1:], goal - first) or can_reach({t.many}[1:], goal)
""",
    )
    return Sketch("can_reach", (xs, goal), f"whether some of the {t.many} (each used once at most) add up to `goal`",
                  "bool", body, one=t.one, narrows=False)  # fmt: skip


@GREEDY.concept("greedy-selection", "Greedy choices", "The best next choice is taken each time.")
def greedy(d: Draw) -> Sketch:
    way = d.pick("activities", "boats", "profit", "jumps")
    t, _ = numbers(d)
    x, v = t.one, t.many
    if way == "activities":
        name = d.pick("activities", "talks", "lessons")
        p = Parameter(name, "list[tuple[int, int]]", "a list of pairs (start, end), start < end,", lambda rng: [
            (start, start + rng.randint(1, 4)) for start in (rng.randint(0, 8) for _ in range(rng.randint(0, 4)))])  # fmt: skip
        body = d.style(
            f"""
count = 0
free = 0
for start, end in sorted({name}, key=lambda pair: pair[1]):
    if start >= free:
        count += 1
        free = end
return count
""",
            f"""
rest = sorted({name}, key=lambda pair: (pair[1], pair[0]))
count = 0
while rest:
    _, end = rest.pop(0)
    count += 1
    rest = [pair for pair in rest if pair[0] >= end]
return count
""",
        )
        return Sketch("most_activities", (p,), f"the largest number of {name} that do not overlap (one may start when "
                      "another ends)", "int", body, one="pair", unit="activity", result="count")  # fmt: skip
    if way == "boats":
        xs = Parameter(v, "list[int]", f"a list of {t.told}, all from 1 to 9,", ints(1, 9, 0, 4))
        body = d.style(
            f"""
ordered = sorted({v})
boats = 0
while ordered:
    heaviest = ordered.pop()
    if ordered and ordered[0] + heaviest <= 10:
        ordered.pop(0)
    boats += 1
return boats
""",
            f"""
ordered = sorted({v})
left, right = 0, len(ordered) - 1
boats = 0
while left <= right:
    if ordered[left] + ordered[right] <= 10:
        left += 1
    right -= 1
    boats += 1
return boats
""",
        )
        return Sketch("groups_needed", (xs,), f"the smallest number of groups of one or two that the {v} can be put "
                      "into so that no group has a sum above 10", "int", body, one=x, unit="group", narrows=False,
                      result="groups_made")  # fmt: skip
    xs = Parameter(v, "list[int]", f"a list of {t.told}, none negative,", ints(0, 9, 0, 5))
    if way == "profit":
        many = d.pick(True, False)
        if many:
            body = d.style(f"return sum(max(b - a, 0) for a, b in zip({v}, {v}[1:]))", f"""
profit = 0
for i in range(1, len({v})):
    if {v}[i] > {v}[i - 1]:
        profit += {v}[i] - {v}[i - 1]
return profit
""")  # fmt: skip
        else:
            body = d.style(
                f"""
profit = 0
lowest = None
for {x} in {v}:
    if lowest is None or {x} < lowest:
        lowest = {x}
    profit = max(profit, {x} - lowest)
return profit
""",
                f"return max([{v}[j] - {v}[i] for j in range(len({v})) for i in range(j)] + [0])",
            )
        told = (
            "buying and selling as often as one likes, one at a time"
            if many
            else "buying once and selling once later"
        )
        return Sketch("best_profit", (xs,), f"the largest gain when the {v} are prices on successive days and {told} is "
                      "allowed (0 if nothing is gained)", "int", body, one=x, unit="euro", result="profit")  # fmt: skip
    jumps = Parameter(
        "jumps",
        "list[int]",
        "a list of the longest jump from each place, none negative,",
        ints(0, 3, 1, 5),
    )
    body = d.style(
        """
reach = 0
for place, jump in enumerate(jumps):
    if place > reach:
        return False
    reach = max(reach, place + jump)
return True
""",
        """
goal = len(jumps) - 1
for place in range(len(jumps) - 1, -1, -1):
    if place + jumps[place] >= goal:
        goal = place
return goal == 0
""",
    )
    return Sketch("can_finish", (jumps,), "whether the last place can be reached from the first by jumps forward, each at "
                  "most as long as the place allows", "bool", body, one="jump", narrows=False)  # fmt: skip
