"""Sorting."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import records
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers, some_words

SORTING = Subject("sorting")


@SORTING.concept("sort-with-key", "Sorting with a key", "A key function orders the elements.")
def sort_with_key(d: Draw) -> Sketch:
    t, ws = some_words(d)
    w, v = t.one, t.many
    key, told = d.pick(
        (f"len({w})", "by length"), (f"{w}[-1]", "by their last letter"), (f"{w}.lower()", "by alphabet, "
         "upper and lower case alike"), (f'{w}.count("a")', "by how many 'a' they have"),
    )  # fmt: skip
    second = d.pick(True, False)
    down = d.pick(True, False)
    if second:
        pair = f"({key}, {w})"
        body = d.style(f"return sorted({v}, key=lambda {w}: {pair})",
                       f"decorated = sorted([({key}, {w}) for {w} in {v}])\n"
                       f"return [{w} for _, {w} in decorated]",
                       f"ordered = sorted({v})\nordered.sort(key=lambda {w}: {key})\nreturn ordered")  # fmt: skip
        gives = f"the list of the {v} sorted {told}, those that are equal in this by alphabet (capitals first)"
    else:
        sign, reverse = (">", ", reverse=True") if down else ("<", "")
        insert = key.replace(w, "ordered[place - 1]")
        back = "<" if down else ">"
        body = d.style(
            f"return sorted({v}, key=lambda {w}: {key}{reverse})",
            f"""
ordered = []
for {w} in {v}:
    place = len(ordered)
    while place > 0 and {insert} {back} {key}:
        place -= 1
    ordered.insert(place, {w})
return ordered
""",
            f"def rank({w}: str):\n    return {key}\n\nreturn sorted({v}, key=rank{reverse})",
        )
        _ = sign
        gives = f"the list of the {v} sorted {told}, {'descending' if down else 'ascending'}; those that are "
        gives += "equal in this keep their order"
    return Sketch(f"ordered_{v}", (ws,), gives, "list[str]", body, one=w, result="ordered")


@SORTING.concept("sort-records", "Sorting pairs", "Records are ordered by several fields.")
def sort_records(d: Draw) -> Sketch:
    many, who, number = d.pick(("players", "player", "points"), ("runners", "runner", "seconds"),
                               ("products", "product", "price"), ("students", "student", "grade"))  # fmt: skip
    p = Parameter(many, "list[tuple[str, int]]", f"a list of pairs ({who}, {number})",
                  records(("Ann", "Bob", "Cem", "Eve"), 1, 4))  # fmt: skip
    down = d.pick(True, False)
    sign = "-" if down else ""
    order = "descending" if down else "ascending"
    ordered = d.style(
        f"ordered = sorted({many}, key=lambda pair: ({sign}pair[1], pair[0]))",
        f"ordered = sorted({many})\nordered.sort(key=lambda pair: {sign}pair[1])",
    )
    way = d.pick("names", "top", "ranks", "pairs")
    told = f"sorted by {number} in {order} order and, where that is equal, by name"
    if way == "names":
        body = ordered + "\nreturn [name for name, _ in ordered]"
        return Sketch(f"{many}_by_{number}", (p,), f"the list of the names, {told}", "list[str]", body,
                      one="pair", result="names")  # fmt: skip
    if way == "top":
        n = d.number(1, 2)
        body = ordered + d.style(f"\nreturn [name for name, _ in ordered[:{n}]]", f"""
names = []
for name, _ in ordered:
    if len(names) == {n}:
        break
    names.append(name)
return names
""")  # fmt: skip
        return Sketch("first_names", (p,), f"the list of the first {n} of the names, {told}", "list[str]",
                      body, one="pair", result="names")  # fmt: skip
    if way == "ranks":
        body = ordered + d.style(
            '\nreturn [f"{rank}. {name}" for rank, (name, _) in enumerate(ordered, start=1)]',
            '\nlines = []\nfor pair in ordered:\n    lines.append(f"{len(lines) + 1}. {pair[0]}")\nreturn lines',
        )
        return Sketch("ranking", (p,), f'the list of lines like "1. Ann", numbered from 1, of the names {told}',
                      "list[str]", body, one="pair", result="lines")  # fmt: skip
    return Sketch(f"sorted_{many}", (p,), f"the list of the pairs, {told}", "list[tuple[str, int]]",
                  ordered + "\nreturn ordered", one="pair", result="pairs")  # fmt: skip


@SORTING.concept("sorting-algorithms", "Sorting by hand", "Elements are compared and swapped.")
def sorting_by_hand(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 9, longest=4)
    x, v = t.one, t.many
    down = d.pick(True, False)
    after, before = ("<", ">") if down else (">", "<")
    what = d.pick("list", "swaps")
    if what == "swaps":
        body = d.style(
            f"""
items = list({v})
swaps = 0
for end in range(len(items) - 1, 0, -1):
    for i in range(end):
        if items[i] {after} items[i + 1]:
            items[i], items[i + 1] = items[i + 1], items[i]
            swaps += 1
return swaps
""",
            f"""
swaps = 0
for i in range(len({v})):
    for j in range(i + 1, len({v})):
        if {v}[i] {after} {v}[j]:
            swaps += 1
return swaps
""",
        )
        gives = f"how many swaps of neighbours bubble sort needs to put the {v} in "
        gives += f"{'descending' if down else 'ascending'} order"
        return Sketch("count_swaps", (xs,), gives, "int", body, one=x, unit="swap", result="swaps")
    body = d.style(
        f"""
items = list({v})
for i in range(1, len(items)):
    current = items[i]
    j = i
    while j > 0 and items[j - 1] {after} current:
        items[j] = items[j - 1]
        j -= 1
    items[j] = current
return items
""",
        f"""
items = list({v})
for i in range(len(items)):
    best = i
    for j in range(i + 1, len(items)):
        if items[j] {before} items[best]:
            best = j
    items[i], items[best] = items[best], items[i]
return items
""",
        f"""
items = list({v})
swapped = True
while swapped:
    swapped = False
    for i in range(len(items) - 1):
        if items[i] {after} items[i + 1]:
            items[i], items[i + 1] = items[i + 1], items[i]
            swapped = True
return items
""",
        f"""
if len({v}) < 2:
    return list({v})
pivot = {v}[0]
first = [{x} for {x} in {v}[1:] if {x} {before} pivot]
rest = [{x} for {x} in {v}[1:] if not {x} {before} pivot]
return sorted_by_hand(first) + [pivot] + sorted_by_hand(rest)
""",
    )
    gives = f"the list of the {v} in {'descending' if down else 'ascending'} order, without a sorting function"
    return Sketch("sorted_by_hand", (xs,), gives, "list[int]", body, one=x, result="arranged")


@SORTING.concept("ranks-and-order", "Ranks", "Each element is placed among the others.")
def ranks(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 9)
    x, v = t.one, t.many
    way = d.pick("rank", "sorted_index", "median", "kth")
    if way == "rank":
        sign, word = d.pick((">", "larger"), ("<", "smaller"))
        body = d.style(
            f"return [1 + sum(1 for other in {v} if other {sign} {x}) for {x} in {v}]",
            f"""
ranks = []
for {x} in {v}:
    rank = 1
    for other in {v}:
        if other {sign} {x}:
            rank += 1
    ranks.append(rank)
return ranks
""",
            f"ordered = sorted({v}{', reverse=True' if word == 'larger' else ''})\n"
            f"return [ordered.index({x}) + 1 for {x} in {v}]",
        )
        return Sketch("ranks", (xs,), f"the list with, for each {x}, 1 plus the number of {word} {v}",
                      "list[int]", body, one=x, result="places")  # fmt: skip
    if way == "sorted_index":
        body = d.style(
            f"return sorted(range(len({v})), key=lambda i: {v}[i])",
            f"pairs = sorted(({x}, i) for i, {x} in enumerate({v}))\nreturn [i for _, i in pairs]",
        )
        return Sketch("order_of_indices", (xs,), f"the list of the indices of `{v}` in the order that sorts the "
                      f"{v} ascending (of equal ones the first first)", "list[int]", body, one=x,
                      result="order")  # fmt: skip
    if way == "median":
        body = f"ordered = sorted({v})\n" + d.style(
            "if not ordered:\n    return 0\nreturn ordered[(len(ordered) - 1) // 2]",
            "while len(ordered) > 2:\n    ordered = ordered[1:-1]\nreturn ordered[0] if ordered else 0",
        )
        return Sketch("lower_median", (xs,), f"the middle one of the sorted {v} (the lower of two middle ones), "
                      "or 0 if there are none", "int", body, one=x, unit="point", result="middle")  # fmt: skip
    k = integer("k", 1, 4, "a positive integer")
    word, f = d.pick(("smallest", "min"), ("largest", "max"))
    body = d.style(
        f"if k > len({v}):\n    return None\nreturn sorted({v}{', reverse=True' if f == 'max' else ''})[k - 1]",
        f"""
rest = list({v})
found = None
for _ in range(k):
    if not rest:
        return None
    found = {f}(rest)
    rest.remove(found)
return found
""",
    )
    return Sketch(f"kth_{word}", (xs, k), f"the `k`-th {word} of the {v} (equal ones count each), or `None` if "
                  "there are fewer than `k`", "int | None", body, one=x, result="found")  # fmt: skip
