"""Recursion and backtracking."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints, of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

RECURSION = Subject("recursion")


@RECURSION.concept("recursion-on-lists", "Recursion on lists", "First element and rest.")
def recursion_on_lists(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 9, longest=4)
    v = t.many
    way = d.pick("sum", "max", "alternating", "count")
    n = d.number(2, 4)
    first, base, join, told = {
        "sum": (f"{v}[0]", "0", "{f} + {r}", f"the sum of the {v}"),
        "max": (f"{v}[0]", "0", "max({f}, {r})", f"the largest {t.one}, or 0 if there are none"),
        "alternating": (f"{v}[0]", "0", "{f} - {r}", f"the first {t.one} minus the second plus the third and so on, "
                        "0 if there are none"),
        "count": (f"(1 if {v}[0] > {n} else 0)", "0", "{f} + {r}", f"how many {v} are above {n}"),
    }[way]  # fmt: skip
    name = f"{way}_value"
    call = f"{name}({v}[1:])"
    body = d.style(
        f"if not {v}:\n    return {base}\nreturn {join.format(f=first, r=call)}",
        f"if len({v}) == 0:\n    return {base}\nrest = {call}\nreturn {join.format(f=first, r='rest')}",
        f"""
def from_place(i):
    if i == len({v}):
        return {base}
    return {join.format(f=first.replace("[0]", "[i]"), r="from_place(i + 1)")}

return from_place(0)
""",
    )
    return Sketch(
        name, (xs,), f"{told}, by recursion", "int", body, one=t.one, unit="point", result="outcome"
    )


@RECURSION.concept("nested-lists", "Nested lists", "A function calls itself for each inner list.")
def nested_lists(d: Draw) -> Sketch:
    name = d.pick("tree", "nested", "data", "items")
    p = Parameter(name, "list", "a list of integers and of further such lists", of(
        [], [1, 2], [1, [2, 3]], [[4], 5, [[6]]], [[], [7]], [[1, [2]], [3]], [8, [], [9, [1]]], [[[]]],
        [3, [1], [[4, 1]], 5], [[2, 2], 2]))  # fmt: skip
    way = d.pick("sum", "depth", "flat", "weighted")
    f = {"sum": "nested_sum", "depth": "depth", "flat": "flattened", "weighted": "weighted_sum"}[
        way
    ]
    if way == "sum":
        body = d.style(
            f"""
total = 0
for item in {name}:
    if isinstance(item, list):
        total += {f}(item)
    else:
        total += item
return total
""",
            f"return sum({f}(item) if isinstance(item, list) else item for item in {name})",
            f"""
total = 0
stack = [{name}]
while stack:
    for item in stack.pop():
        if isinstance(item, list):
            stack.append(item)
        else:
            total += item
return total
""",
        )
        told, returns = "the sum of all integers in it, however deep", "int"
    elif way == "depth":
        body = d.style(
            f"""
deepest = 0
for item in {name}:
    if isinstance(item, list):
        deepest = max(deepest, {f}(item))
return deepest + 1
""",
            f"inner = [{f}(item) for item in {name} if isinstance(item, list)]\nreturn 1 + max(inner, default=0)",
        )
        told, returns = (
            "how many levels of lists there are (1 for a list without lists in it)",
            "int",
        )
    elif way == "flat":
        body = d.style(
            f"""
flat = []
for item in {name}:
    if isinstance(item, list):
        flat.extend({f}(item))
    else:
        flat.append(item)
return flat
""",
            f"""
flat = []
rest = list({name})
while rest:
    item = rest.pop(0)
    if isinstance(item, list):
        rest = item + rest
    else:
        flat.append(item)
return flat
""",
        )
        told, returns = (
            "the list of all integers in it, in their order, without inner lists",
            "list[int]",
        )
    else:
        level = integer("level", 1, 2, "a positive integer")
        body = f"""
total = 0
for item in {name}:
    if isinstance(item, list):
        total += {f}(item, level + 1)
    else:
        total += item * level
return total
"""
        return Sketch(f, (p, level), "the sum of all integers, each times `level`, and those in inner lists times 1 "
                      "more for each list around them", "int", body, narrows=False, unit="point",
                      result="outcome")  # fmt: skip
    return Sketch(f, (p,), told, returns, body, narrows=False, unit="level", result="outcome")


@RECURSION.concept("subsets-and-combinations", "Subsets", "Each element is taken or left out.")
def subsets(d: Draw) -> Sketch:
    t, _ = numbers(d)
    x, v = t.one, t.many
    xs = Parameter(v, "list[int]", f"a list of {t.told}, all different,", lambda rng: rng.sample(range(1, 8), rng.randint(
        0, 3)))  # fmt: skip
    way = d.pick("all", "size", "sum")
    if way == "all":
        body = d.style(
            f"""
found = [[]]
for {x} in {v}:
    found += [part + [{x}] for part in found]
return found
""",
            f"""
found = []
for mask in range(2 ** len({v})):
    found.append([{x} for i, {x} in enumerate({v}) if mask >> i & 1])
return found
""",
        )
        gives = f"the list of all lists of some of the {v}, in their order: first [], then, for each {x} in turn, all "
        return Sketch("subsets", (xs,), gives + "lists so far with it at their end", "list[list[int]]", body, one=x,
                      narrows=False, result="parts_found")  # fmt: skip
    if way == "size":
        body = d.style(
            f"return [[{v}[i], {v}[j]] for i in range(len({v})) for j in range(i + 1, len({v}))]",
            f"return [list(pair) for pair in combinations({v}, 2)]",
            f"pairs = []\nfor i, {x} in enumerate({v}):\n    for other in {v}[i + 1:]:\n        pairs.append([{x}, other])\n"
            "return pairs",
        )
        before = "from itertools import combinations" if "combinations" in body else ""
        longer = Parameter(
            v, "list[int]", xs.told, lambda rng: rng.sample(range(1, 8), rng.randint(0, 4))
        )
        return Sketch("pairs_of", (longer,), f"the list of all pairs of {v}, as lists, the earlier one first, in order",
                      "list[list[int]]", body, before, one=x, narrows=False, result="pairs_found")  # fmt: skip
    goal = integer("goal", 3, 9, "an integer")
    body = d.style(
        f"""
found = []

def choose(start, chosen, rest):
    if rest == 0:
        found.append(chosen)
    for i in range(start, len({v})):
        if {v}[i] <= rest:
            choose(i + 1, chosen + [{v}[i]], rest - {v}[i])

choose(0, [], goal)
return found
""",
        f"""
parts = [[]]
for {x} in reversed({v}):
    parts = [[{x}] + part for part in parts if {x} + sum(part) <= goal] + parts
return [part for part in parts if sum(part) == goal]
""",
    )
    return Sketch("parts_with_sum", (xs, goal), f"the list of all lists of some of the {v}, in their order, with the sum "
                  "`goal`; those with an earlier first difference come first", "list[list[int]]", body, one=x,
                  narrows=False, result="parts_found")  # fmt: skip


@RECURSION.concept("permutations", "Arrangements", "Every element comes first once.")
def permutations(d: Draw) -> Sketch:
    name = d.pick("letters", "text", "word")
    p = Parameter(
        name, "str", "a text of different characters", of("", "a", "ab", "ba", "abc", "cab", "xy")
    )
    way = d.pick("all", "not_neighbours")
    body = d.style(
        f"""
if len({name}) < 2:
    return [{name}]
found = []
for i, first in enumerate({name}):
    for rest in arrangements({name}[:i] + {name}[i + 1:]):
        found.append(first + rest)
return found
""",
        f'return ["".join(order) for order in permutations({name})]',
        f"""
found = [""]
for _ in {name}:
    found = [part + char for part in found for char in {name} if char not in part]
return found
""",
    )
    before = "from itertools import permutations" if "permutations(" in body else ""
    told = f"the list of all arrangements of the characters of `{name}`, in the order that comes of taking each character "
    told += "first in turn and arranging the others likewise"
    if way == "not_neighbours":
        short = Parameter(name, "str", p.told, of("a", "ab", "ba", "abc", "bca"))
        return Sketch(
            "arrangements",
            (short,),
            told,
            "list[str]",
            body,
            before,
            narrows=False,
            result="orders",
        )
    return Sketch(
        "arrangements", (p,), told, "list[str]", body, before, narrows=False, result="orders"
    )


@RECURSION.concept(
    "backtracking-search", "Backtracking", "Choices are made, and taken back when they fail."
)
def backtracking(d: Draw) -> Sketch:
    way = d.pick("parentheses", "signs", "bits")
    if way == "parentheses":
        n = integer("pairs", 0, 2, "an integer that is not negative")
        body = """
found = []

def extend(text, opened, closed):
    if closed == pairs:
        found.append(text)
        return
    if opened < pairs:
        extend(text + "(", opened + 1, closed)
    if closed < opened:
        extend(text + ")", opened, closed + 1)

extend("", 0, 0)
return found
"""
        return Sketch("bracket_texts", (n,), "the list of all texts of `pairs` balanced pairs of brackets '(' and ')', in "
                      "alphabetical order", "list[str]", body, narrows=False, result="texts")  # fmt: skip
    if way == "signs":
        t, _ = numbers(d)
        v = t.many
        xs = Parameter(v, "list[int]", f"a list of {t.told}, all positive,", ints(1, 4, 1, 3))
        goal = integer("target", -1, 4)
        body = d.style(
            f"""
if not {v}:
    return 1 if target == 0 else 0
first = {v}[0]
return count_signs({v}[1:], target - first) + count_signs({v}[1:], target + first)
""",
            f"""
ways = {{0: 1}}
for {t.one} in {v}:
    following = {{}}
    for total, count in ways.items():
        for change in ({t.one}, -{t.one}):
            following[total + change] = following.get(total + change, 0) + count
    ways = following
return ways.get(target, 0)
""",
        )
        return Sketch("count_signs", (xs, goal), f"in how many ways each of the {v} can be given a plus or a minus so that "
                      "their sum is `target`", "int", body, one=t.one, unit="way", narrows=False, result="ways_found")  # fmt: skip
    n = integer("length", 0, 4, "an integer that is not negative")
    char = d.pick("1", "0")
    body = d.style(
        f"""
texts = [""]
for _ in range(length):
    longer = []
    for text in texts:
        for bit in "01":
            if not (bit == "{char}" and text.endswith("{char}")):
                longer.append(text + bit)
    texts = longer
return texts
""",
        f"""
if length == 0:
    return [""]
found = []
for bit in "01":
    for rest in bit_texts(length - 1):
        if bit + rest[:1] != "{char * 2}":
            found.append(bit + rest)
return found
""",
    )
    small = integer("length", 0, 3, n.told)
    return Sketch("bit_texts", (small,), f"the list of all texts of `length` characters '0' and '1' without two '{char}' "
                  "beside each other, in alphabetical order", "list[str]", body, narrows=False, result="texts")  # fmt: skip


@RECURSION.concept("towers-and-moves", "Recursive games", "A task is made of two smaller ones.")
def towers(d: Draw) -> Sketch:
    n = integer(d.pick("disks", "n", "height"), 0, 3, "an integer that is not negative")
    way = d.pick("moves", "count", "ruler")
    if way == "moves":
        third = d.style("spare = ({'A', 'B', 'C'} - {source, goal}).pop()",
                        'spare = "ABC".replace(source, "").replace(goal, "")')  # fmt: skip
        source = Parameter("source", "str", "one of the pegs 'A' and 'B'", of("A"))
        goal = Parameter("goal", "str", "another peg", of("B", "C"))
        small = integer(n.name, 0, 2, n.told)
        body = f"""
if {n.name} == 0:
    return []
{third}
first = moves({n.name} - 1, source, spare)
last = moves({n.name} - 1, spare, goal)
return first + [source + goal] + last
"""
        if "{'A'" in body:
            body = body.replace(third, 'spare = "ABC".replace(source, "").replace(goal, "")')
        return Sketch("moves", (small, source, goal), f"the list of moves, each like 'AC' (from, to), by which `{n.name}` disks "
                      "on the peg `source` get to the peg `goal`, with the third of the pegs 'A', 'B', 'C' as a help; never a "
                      "larger disk on a smaller one, with as few moves as possible", "list[str]", body, narrows=False,
                      result="way")  # fmt: skip
    if way == "count":
        body = d.style(
            f"if {n.name} == 0:\n    return 0\nreturn 2 * count_moves({n.name} - 1) + 1",
            f"count = 0\nfor _ in range({n.name}):\n    count = 2 * count + 1\nreturn count",
            f"return 2 ** {n.name} - 1",
        )
        return Sketch("count_moves", (integer(n.name, 0, 7, n.told),), f"how many moves the towers of Hanoi take for `{n.name}` "
                      "disks", "int", body, unit="move", narrows=False, result="count")  # fmt: skip
    body = d.style(
        f"if {n.name} == 0:\n    return []\nhalf = ruler({n.name} - 1)\nreturn half + [{n.name}] + half",
        f"marks = []\nfor size in range(1, {n.name} + 1):\n    marks = marks + [size] + marks\nreturn marks",
    )
    return Sketch("ruler", (n,), f"the list of marks of a ruler of order `{n.name}`: that of the order below, then `{n.name}`, "
                  "then that of the order below again ([] for 0)", "list[int]", body, narrows=False, result="marks_made")  # fmt: skip
