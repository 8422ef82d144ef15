"""Intervals."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import intervals
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

INTERVALS = Subject("intervals")


@INTERVALS.concept("merge-intervals", "Intervals", "Sorted intervals are joined where they touch.")
def merge_intervals(d: Draw) -> Sketch:
    name = d.pick("intervals", "meetings", "bookings", "shifts")
    p = Parameter(
        name, "list[tuple[int, int]]", "a list of pairs (start, end), start < end,", intervals()
    )
    touch = d.pick("<=", "<")
    way = d.pick("merge", "length", "gaps")
    told = "overlap or touch" if touch == "<=" else "overlap (touching ones do not)"
    merged = d.style(
        f"""
merged = []
for start, end in sorted({name}):
    if merged and start {touch} merged[-1][1]:
        merged[-1] = (merged[-1][0], max(merged[-1][1], end))
    else:
        merged.append((start, end))
""",
        f"""
merged = []
for interval in sorted({name}):
    if not merged or not interval[0] {touch} merged[-1][1]:
        merged.append(interval)
        continue
    first, last = merged.pop()
    merged.append((first, max(last, interval[1])))
""",
    )
    if way == "merge":
        return Sketch("merged", (p,), f"the list of intervals, sorted, in which those that {told} are joined to one",
                      "list[tuple[int, int]]", merged + "return merged", one="interval", result="joined")  # fmt: skip
    if way == "length":
        body = d.style(merged + "return sum(end - start for start, end in merged)", f"""
covered = set()
for start, end in {name}:
    covered.update(range(start, end))
return len(covered)
""")  # fmt: skip
        return Sketch("covered_length", (p,), "the length of what the intervals cover together, each part once",
                      "int", body, one="interval", unit="hour", result="length")  # fmt: skip
    body = d.style(
        f"""
gaps = []
last = None
for start, end in sorted({name}):
    if last is not None and start > last:
        gaps.append((last, start))
    last = end if last is None else max(last, end)
return gaps
""",
        merged + "return [(a[1], b[0]) for a, b in zip(merged, merged[1:]) if b[0] > a[1]]",
    )
    return Sketch("gaps", (p,), "the sorted list of the gaps between the intervals, as pairs (end of one, start of "
                  "the next)", "list[tuple[int, int]]", body, one="interval", result="free")  # fmt: skip


@INTERVALS.concept("overlapping-intervals", "Overlaps", "Starts and ends are counted or compared.")
def overlaps(d: Draw) -> Sketch:
    name = d.pick("meetings", "bookings", "flights", "lessons")
    p = Parameter(
        name, "list[tuple[int, int]]", "a list of pairs (start, end), start < end,", intervals(10)
    )
    way = d.pick("rooms", "any", "at", "pairs")
    if way == "rooms":
        body = d.style(
            f"""
most = 0
for start, _ in {name}:
    running = 0
    for other, end in {name}:
        if other <= start < end:
            running += 1
    most = max(most, running)
return most
""",
            f"""
events = []
for start, end in {name}:
    events.append((start, 1))
    events.append((end, -1))
running = 0
most = 0
for _, change in sorted(events):
    running += change
    most = max(most, running)
return most
""",
        )
        return Sketch("rooms_needed", (p,), f"the largest number of {name} that run at the same time (one that ends "
                      "when another starts does not run with it)", "int", body, one="pair", unit="room",
                      result="most")  # fmt: skip
    if way == "any":
        body = d.style(
            f"""
ordered = sorted({name})
for first, second in zip(ordered, ordered[1:]):
    if second[0] < first[1]:
        return True
return False
""",
            f"""
for i, (start, end) in enumerate({name}):
    for other_start, other_end in {name}[:i]:
        if start < other_end and other_start < end:
            return True
return False
""",
        )
        return Sketch("has_overlap", (p,), f"whether any two {name} overlap (one may start when another ends)",
                      "bool", body, one="pair")  # fmt: skip
    if way == "at":
        hour = integer("hour", 0, 10)
        body = d.style(
            f"return [i for i, (start, end) in enumerate({name}) if start <= hour < end]",
            f"""
running = []
for i in range(len({name})):
    start, end = {name}[i]
    if start <= hour and hour < end:
        running.append(i)
return running
""",
        )
        return Sketch("running_at", (p, hour), f"the list of indices of those {name} that have started at `hour` and "
                      "have not ended by then", "list[int]", body, one="pair", result="running")  # fmt: skip
    body = d.style(
        f"""
count = 0
for i in range(len({name})):
    for j in range(i):
        if {name}[i][0] < {name}[j][1] and {name}[j][0] < {name}[i][1]:
            count += 1
return count
""",
        f"""
count = 0
ordered = sorted({name})
for i, (_, end) in enumerate(ordered):
    for start, _ in ordered[i + 1:]:
        if start < end:
            count += 1
return count
""",
    )
    return Sketch("count_overlaps", (p,), f"how many pairs of {name} overlap (one may start when another ends)",
                  "int", body, one="pair", unit="overlap", result="count")  # fmt: skip


@INTERVALS.concept("interval-points", "Points and intervals", "Numbers are looked up in ranges.")
def points(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 12)
    x, v = t.one, t.many
    low, high = integer("low", 1, 4), integer("high", 6, 10)
    way = d.pick("clamp", "outside", "bucket")
    if way == "clamp":
        body = d.style(
            f"return [min(max({x}, low), high) for {x} in {v}]",
            f"""
clamped = []
for {x} in {v}:
    if {x} < low:
        clamped.append(low)
    elif {x} > high:
        clamped.append(high)
    else:
        clamped.append({x})
return clamped
""",
        )
        return Sketch("clamped", (xs, low, high), f"the list of the {v}, each moved to the nearest number from `low` "
                      "to `high`", "list[int]", body, one=x, result="within")  # fmt: skip
    if way == "outside":
        body = d.style(
            f"return sum(max(low - {x}, {x} - high, 0) for {x} in {v})",
            f"""
distance = 0
for {x} in {v}:
    if {x} < low:
        distance += low - {x}
    elif {x} > high:
        distance += {x} - high
return distance
""",
        )
        return Sketch("total_distance", (xs, low, high), f"the sum of the distances of the {v} to the range from "
                      "`low` to `high` (0 for those in it)", "int", body, one=x, unit="point",
                      result="distance")  # fmt: skip
    width = d.number(3, 5)
    body = d.style(
        f"""
buckets = {{}}
for {x} in {v}:
    start = {x} // {width} * {width}
    buckets[start] = buckets.get(start, 0) + 1
return sorted(buckets.items())
""",
        f"""
starts = sorted(set({x} - {x} % {width} for {x} in {v}))
return [(start, sum(1 for {x} in {v} if start <= {x} < start + {width})) for start in starts]
""",
    )
    return Sketch("histogram", (xs,), f"the sorted list of pairs (start, count) that tell how many {v} lie in each "
                  f"range of width {width} that begins at a multiple of {width}; ranges without any are left out",
                  "list[tuple[int, int]]", body, one=x, result="bars")  # fmt: skip
