"""Two pointers, windows and binary search."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers, sorted_numbers

POINTERS = Subject("pointers")


@POINTERS.concept("two-pointers-sorted", "Two pointers", "Two places move towards each other.")
def two_pointers(d: Draw) -> Sketch:
    t, xs = sorted_numbers(d, 0, 9)
    v = t.many
    goal = integer(d.pick("target", "budget", "wanted"), 4, 14)
    g = goal.name
    way = d.pick("has", "closest", "count")
    if way == "has":
        body = d.style(
            f"""
left = 0
right = len({v}) - 1
while left < right:
    pair = {v}[left] + {v}[right]
    if pair == {g}:
        return True
    if pair < {g}:
        left += 1
    else:
        right -= 1
return False
""",
            f"""
for i in range(len({v})):
    for j in range(i + 1, len({v})):
        if {v}[i] + {v}[j] == {g}:
            return True
return False
""",
        )
        return Sketch("has_pair_with_sum", (xs, goal), f"whether two {v} at different places add up to `{g}`",
                      "bool", body, one=t.one)  # fmt: skip
    if way == "closest":
        body = d.style(
            f"""
best = 0
left = 0
right = len({v}) - 1
while left < right:
    pair = {v}[left] + {v}[right]
    if pair <= {g}:
        best = max(best, pair)
        left += 1
    else:
        right -= 1
return best
""",
            f"""
best = 0
for i in range(len({v})):
    for j in range(i):
        pair = {v}[i] + {v}[j]
        if pair <= {g} and pair > best:
            best = pair
return best
""",
        )
        gives = f"the largest sum of two {v} at different places that is not above `{g}`, or 0 if there "
        return Sketch("best_pair", (xs, goal), gives + "is none", "int", body, unit="point", one=t.one,
                      result="pair_sum")  # fmt: skip
    body = d.style(
        f"""
count = 0
left = 0
right = len({v}) - 1
while left < right:
    if {v}[left] + {v}[right] < {g}:
        count += right - left
        left += 1
    else:
        right -= 1
return count
""",
        f"return sum(1 for i in range(len({v})) for j in range(i) if {v}[i] + {v}[j] < {g})",
    )
    return Sketch("count_small_pairs", (xs, goal), f"how many pairs of {v} at different places add up to "
                  f"less than `{g}`", "int", body, unit="pair", one=t.one, result="count")  # fmt: skip


@POINTERS.concept(
    "merge-sorted", "Merging sorted lists", "Two fronts are compared again and again."
)
def merge_sorted(d: Draw) -> Sketch:
    a, b = d.pick(("left", "right"), ("first", "second"), ("early", "late"))
    draw = lambda rng: sorted(rng.randint(0, 9) for _ in range(rng.randint(0, 4)))  # noqa: E731
    pa = Parameter(a, "list[int]", "a list of integers in ascending order", draw)
    pb = Parameter(b, "list[int]", "another one", draw)
    way = d.pick("merge", "common", "unique")
    if way == "merge":
        body = d.style(
            f"""
merged = []
i, j = 0, 0
while i < len({a}) and j < len({b}):
    if {a}[i] <= {b}[j]:
        merged.append({a}[i])
        i += 1
    else:
        merged.append({b}[j])
        j += 1
return merged + {a}[i:] + {b}[j:]
""",
            f"""
merged = []
rest = list({b})
for x in {a}:
    while rest and rest[0] < x:
        merged.append(rest.pop(0))
    merged.append(x)
merged.extend(rest)
return merged
""",
            f"return sorted({a} + {b})",
        )
        gives = f"the list of all elements of `{a}` and `{b}` in ascending order"
    elif way == "common":
        body = d.style(
            f"""
shared = []
i = 0
j = 0
while i < len({a}) and j < len({b}):
    if {a}[i] < {b}[j]:
        i += 1
    elif {a}[i] > {b}[j]:
        j += 1
    else:
        if not shared or shared[-1] != {a}[i]:
            shared.append({a}[i])
        i += 1
        j += 1
return shared
""",
            f"""
shared = []
for x in {a}:
    if x in {b} and x not in shared:
        shared.append(x)
return shared
""",
        )
        gives = (
            f"the list of integers that are in both `{a}` and `{b}`, each once, in ascending order"
        )
    else:
        body = d.style(
            f"""
merged = []
i = j = 0
while i < len({a}) or j < len({b}):
    if j == len({b}) or i < len({a}) and {a}[i] <= {b}[j]:
        x = {a}[i]
        i += 1
    else:
        x = {b}[j]
        j += 1
    if not merged or merged[-1] != x:
        merged.append(x)
return merged
""",
            f"""
merged = []
for x in sorted({a} + {b}):
    if x not in merged:
        merged.append(x)
return merged
""",
        )
        gives = f"the list of integers that are in `{a}` or `{b}`, each once, in ascending order"
    return Sketch(f"{way}_sorted", (pa, pb), gives, "list[int]", body, narrows=False, result="both")


@POINTERS.concept(
    "partition-in-place", "Partitions", "Elements are moved to one side by a condition."
)
def partition(d: Draw) -> Sketch:
    t, xs = numbers(d, -4, 8)
    x, v = t.one, t.many
    pivot = d.number(1, 4)
    test, told = d.pick((f"{x} < {pivot}", f"below {pivot}"), (f"{x} % 2 == 0", "even"),
                        (f"{x} != 0", "not 0"), (f"{x} < 0", "negative"))  # fmt: skip
    other = test.replace(x, "result[i]", 1)
    body = d.style(
        f"return [{x} for {x} in {v} if {test}] + [{x} for {x} in {v} if not ({test})]",
        f"""
front = []
back = []
for {x} in {v}:
    if {test}:
        front.append({x})
    else:
        back.append({x})
return front + back
""",
        f"""
result = list({v})
place = 0
for i in range(len(result)):
    if {other}:
        result.insert(place, result.pop(i))
        place += 1
return result
""",
    )
    return Sketch("partitioned", (xs,), f"the list of the {v}, those that are {told} before the others, each "
                  "group in its order", "list[int]", body, one=x, result="arranged")  # fmt: skip


@POINTERS.concept("sliding-window", "Sliding windows", "A window of fixed size moves over a list.")
def sliding_window(d: Draw) -> Sketch:
    t, xs = numbers(d, -3, 9)
    v = t.many
    k = integer(d.pick("size", "width", "k"), 1, 3, "a positive integer")
    word, f = d.pick(("largest", "max"), ("smallest", "min"))
    way = d.pick("sum", "extremes", "count")
    if way == "sum":
        sign = ">" if f == "max" else "<"
        body = d.style(
            f"""
if len({v}) < {k.name}:
    return 0
window = sum({v}[:{k.name}])
best = window
for i in range({k.name}, len({v})):
    window += {v}[i] - {v}[i - {k.name}]
    best = {f}(best, window)
return best
""",
            f"""
sums = [sum({v}[i:i + {k.name}]) for i in range(len({v}) - {k.name} + 1)]
if not sums:
    return 0
return {f}(sums)
""",
            f"""
best = None
for start in range(len({v}) - {k.name} + 1):
    total = 0
    for i in range(start, start + {k.name}):
        total += {v}[i]
    if best is None or total {sign} best:
        best = total
return 0 if best is None else best
""",
        )
        gives = f"the {word} sum of `{k.name}` neighbouring {v}, or 0 if there are fewer"
        return Sketch(f"{word}_window", (xs, k), gives, "int", body, one=t.one, unit="point",
                      result="total")  # fmt: skip
    if way == "extremes":
        body = d.style(
            f"return [{f}({v}[i:i + {k.name}]) for i in range(len({v}) - {k.name} + 1)]",
            f"""
found = []
window = []
for {t.one} in {v}:
    window.append({t.one})
    if len(window) > {k.name}:
        window.pop(0)
    if len(window) == {k.name}:
        found.append({f}(window))
return found
""",
        )
        gives = f"the list of the {word} {t.one} of each `{k.name}` neighbouring {v}"
        return Sketch(
            "window_extremes", (xs, k), gives, "list[int]", body, one=t.one, result="extremes"
        )
    limit = d.number(3, 7)
    body = d.style(
        f"return sum(1 for i in range(len({v}) - {k.name} + 1) if sum({v}[i:i + {k.name}]) > {limit})",
        f"""
count = 0
total = 0
for i in range(len({v})):
    total += {v}[i]
    if i >= {k.name}:
        total -= {v}[i - {k.name}]
    if i >= {k.name} - 1 and total > {limit}:
        count += 1
return count
""",
    )
    return Sketch("count_windows", (xs, k), f"how often `{k.name}` neighbouring {v} add up to more than "
                  f"{limit}", "int", body, one=t.one, unit="window", result="count")  # fmt: skip


@POINTERS.concept("growing-window", "Windows that grow and shrink", "A condition moves both ends.")
def growing_window(d: Draw) -> Sketch:
    t, xs = numbers(d, 1, 6)
    v = t.many
    limit = integer(d.pick("limit", "budget", "capacity"), 3, 12)
    word, kind = d.pick(("longest", "most"), ("shortest", "least"))
    if kind == "most":
        body = d.style(
            f"""
best = 0
start = 0
total = 0
for end in range(len({v})):
    total += {v}[end]
    while total > {limit.name}:
        total -= {v}[start]
        start += 1
    best = max(best, end - start + 1)
return best
""",
            f"""
best = 0
for start in range(len({v})):
    for end in range(start + 1, len({v}) + 1):
        if sum({v}[start:end]) <= {limit.name}:
            best = max(best, end - start)
return best
""",
        )
        gives = f"the largest number of neighbouring {v} whose sum is not above `{limit.name}`"
    else:
        body = d.style(
            f"""
best = 0
start = 0
total = 0
for end in range(len({v})):
    total += {v}[end]
    while total >= {limit.name}:
        size = end - start + 1
        if best == 0 or size < best:
            best = size
        total -= {v}[start]
        start += 1
return best
""",
            f"""
for size in range(1, len({v}) + 1):
    for start in range(len({v}) - size + 1):
        if sum({v}[start:start + size]) >= {limit.name}:
            return size
return 0
""",
        )
        gives = f"the smallest number of neighbouring {v} whose sum is at least `{limit.name}`, or 0 if "
        gives += "there are none"
    xs = Parameter(v, "list[int]", f"a list of {t.told}, all positive,", xs.values)
    return Sketch(f"{word}_stretch", (xs, limit), gives, "int", body, one=t.one, unit=t.one,
                  narrows=False, result="size")  # fmt: skip


@POINTERS.concept(
    "binary-search", "Binary search", "A sorted list is halved until one place is left."
)
def binary_search(d: Draw) -> Sketch:
    t, xs = sorted_numbers(d, 0, 12, longest=6)
    v = t.many
    goal = integer(d.pick("target", "wanted", "key"), 0, 12)
    g = goal.name
    way = d.pick("exact", "left", "right", "steps")
    if way in {"left", "right"}:
        sign, told = ("<", "below") if way == "left" else ("<=", "not above")
        body = d.style(
            f"""
low = 0
high = len({v})
while low < high:
    middle = (low + high) // 2
    if {v}[middle] {sign} {g}:
        low = middle + 1
    else:
        high = middle
return low
""",
            f"return sum(1 for {t.one} in {v} if {t.one} {sign} {g})",
            f"""
place = 0
while place < len({v}) and {v}[place] {sign} {g}:
    place += 1
return place
""",
        )
        return Sketch("insertion_place", (xs, goal), f"how many {v} are {told} `{g}`", "int", body,
                      one=t.one, unit=t.one, result="place")  # fmt: skip
    if way == "exact":
        xs = Parameter(v, "list[int]", f"a list of different {t.told} in ascending order",
                       lambda rng: sorted(rng.sample(range(13), rng.randint(0, 6))))  # fmt: skip
        body = d.style(
            f"""
low = 0
high = len({v}) - 1
while low <= high:
    middle = (low + high) // 2
    if {v}[middle] == {g}:
        return middle
    if {v}[middle] < {g}:
        low = middle + 1
    else:
        high = middle - 1
return -1
""",
            f"""
if not {v}:
    return -1
middle = len({v}) // 2
if {v}[middle] == {g}:
    return middle
if {v}[middle] > {g}:
    return find_place({v}[:middle], {g})
place = find_place({v}[middle + 1:], {g})
return -1 if place == -1 else place + middle + 1
""",
        )
        return Sketch("find_place", (xs, goal), f"the index of `{g}` in `{v}`, or -1 if it is not there",
                      "int", body, one=t.one, narrows=False, unit="place", result="found")  # fmt: skip
    body = d.style(
        f"""
seen = []
low = 0
high = len({v}) - 1
while low <= high:
    middle = (low + high) // 2
    seen.append({v}[middle])
    if {v}[middle] == {g}:
        break
    if {v}[middle] < {g}:
        low = middle + 1
    else:
        high = middle - 1
return seen
""",
        f"""
seen = []
part = {v}
while part:
    middle = (len(part) - 1) // 2
    seen.append(part[middle])
    if part[middle] == {g}:
        return seen
    part = part[middle + 1:] if part[middle] < {g} else part[:middle]
return seen
""",
    )
    gives = f"the list of the {v} that a binary search for `{g}` looks at: the middle one of those that are "
    gives += "left (the earlier of two), then only those above or below it, until it is found or none is left"
    return Sketch("looked_at", (xs, goal), gives, "list[int]", body, one=t.one, result="seen")
