"""Rules of everyday life."""

from __future__ import annotations

from random import Random

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer

EVERYDAY = Subject("everyday")


def _scores(rng: Random) -> list[int]:
    return [rng.randint(0, 100) for _ in range(rng.randint(0, 4))]


@EVERYDAY.concept("grading", "Grades and classes", "Numbers are sorted into classes by bounds.")
def grading(d: Draw) -> Sketch:
    name = d.pick("scores", "marks", "results")
    p = Parameter(name, "list[int]", "a list of points from 0 to 100", _scores)
    top, middle = d.pick((90, 60), (80, 50), (75, 40))
    grade = d.style(
        f"""
def grade(points: int) -> str:
    if points >= {top}:
        return "A"
    if points >= {middle}:
        return "B"
    return "C"
""",
        f"""
def grade(points: int) -> str:
    for bound, letter in [({top}, "A"), ({middle}, "B")]:
        if points >= bound:
            return letter
    return "C"
""",
    )
    rule = f'"A" from {top} points on, "B" from {middle} on and "C" below'
    way = d.pick("list", "counts", "text")
    if way == "list":
        body = d.style(
            f"return [grade(points) for points in {name}]",
            f"grades = []\nfor points in {name}:\n    grades.append(grade(points))\nreturn grades",
        )
        return Sketch(
            "grades_of",
            (p,),
            f"the list of grades: {rule}",
            "list[str]",
            body,
            grade,
            one="points",
            result="grades",
            narrows=False,
        )
    if way == "counts":
        body = f"""
counts = {{"A": 0, "B": 0, "C": 0}}
for points in {name}:
    counts[grade(points)] += 1
return counts
"""
        return Sketch("grade_counts", (p,), f"a dictionary that tells how often each of the grades occurs: {rule}", "dict[str, int]", body, grade, one="points",
                      result="counts", narrows=False)  # fmt: skip
    body = d.style(
        f'return "".join(sorted(grade(points) for points in {name}))',
        f'text = ""\nfor points in sorted({name}, reverse=True):\n    text += grade(points)\nreturn text',
    )
    return Sketch(
        "grade_text",
        (p,),
        f"the text of all grades, the best ones first: {rule}",
        "str",
        body,
        grade,
        one="points",
        result="grades",
        narrows=False,
    )


@EVERYDAY.concept("tiered-prices", "Prices in steps", "Each part of a quantity has its own price.")
def tiers(d: Draw) -> Sketch:
    p = integer(d.pick("amount", "units", "usage"), 0, 30, "an integer that is not negative")
    n = p.name
    first, second = d.number(5, 8), d.number(12, 18)
    low, mid, high = d.pick((1, 2, 3), (2, 3, 5), (4, 3, 2))
    body = d.style(
        f"""
if {n} <= {first}:
    return {n} * {low}
if {n} <= {second}:
    return {first} * {low} + ({n} - {first}) * {mid}
return {first} * {low} + {second - first} * {mid} + ({n} - {second}) * {high}
""",
        f"""
cost = 0
rest = {n}
for size, price in [({first}, {low}), ({second - first}, {mid})]:
    used = min(rest, size)
    cost += used * price
    rest -= used
return cost + rest * {high}
""",
        f"""
cost = 0
for unit in range({n}):
    if unit < {first}:
        cost += {low}
    elif unit < {second}:
        cost += {mid}
    else:
        cost += {high}
return cost
""",
    )
    return Sketch("price_of", (p,), f"the price of `{n}` units: {low} each for the first {first}, {mid} each for those up to the {second}th and {high} each for the rest", "int",
                  body, unit="euro", narrows=False, result="cost")  # fmt: skip


@EVERYDAY.concept("calendar", "Calendars", "Days are counted through months and weeks.")
def calendar(d: Draw) -> Sketch:
    way = d.pick("leap", "weekday", "day_of_year")
    if way == "leap":
        p = Parameter(
            "year", "int", "a year", of(1900, 2000, 2023, 2024, 2100, 1996, 2001, 2400, 1800)
        )
        body = d.style(
            "return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)",
            "if year % 400 == 0:\n    return True\nif year % 100 == 0:\n    return False\nreturn year % 4 == 0",
            "if year % 100 == 0:\n    year //= 100\nreturn year % 4 == 0",
        )
        return Sketch(
            "is_leap_year",
            (p,),
            "whether `year` is a leap year of the Gregorian calendar",
            "bool",
            body,
            narrows=False,
        )
    if way == "weekday":
        days = '["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]'
        start = Parameter(
            "day",
            "str",
            "a day of the week, shortened to three letters ('Mon', 'Tue', …),",
            of("Mon", "Wed", "Sat", "Sun", "Fri"),
        )
        later = integer("later", 0, 12, "a number of days")
        body = d.style(
            f"days = {days}\nreturn days[(days.index(day) + later) % 7]",
            f"days = {days}\nplace = days.index(day)\nfor _ in range(later):\n    place += 1\n    if place == 7:\n        place = 0\nreturn days[place]",
        )
        return Sketch(
            "day_after",
            (start, later),
            "the day of the week that is `later` days after `day`, shortened likewise",
            "str",
            body,
            narrows=False,
            result="other",
        )
    month, day = (
        integer("month", 1, 5, "a month from 1 to 12"),
        integer("day", 1, 28, "a day of it"),
    )
    body = "lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]\n" + d.style(
        "return sum(lengths[:month - 1]) + day",
        "total = day\nfor i in range(month - 1):\n    total += lengths[i]\nreturn total",
        "while month > 1:\n    month -= 1\n    day += lengths[month - 1]\nreturn day",
    )
    return Sketch("day_of_year", (month, day), "the number of the day in a year that is no leap year (1 for the first of January)", "int", body, unit="day", narrows=False,
                  result="count")  # fmt: skip


@EVERYDAY.concept("geometry", "Points and rectangles", "Coordinates are compared and measured.")
def geometry(d: Draw) -> Sketch:
    way = d.pick("box", "inside", "path", "closest")
    p = Parameter(
        "points",
        "list[tuple[int, int]]",
        "a list of points (x, y)",
        lambda rng: [(rng.randint(0, 6), rng.randint(0, 6)) for _ in range(rng.randint(0, 4))],
    )
    if way == "box":
        body = "if not points:\n    return 0\n" + d.style(
            "width = max(x for x, _ in points) - min(x for x, _ in points)\nheight = max(y for _, y in points) - min(y for _, y in points)\nreturn width * height",
            """
left = right = points[0][0]
low = high = points[0][1]
for x, y in points:
    left = min(left, x)
    right = max(right, x)
    low = min(low, y)
    high = max(high, y)
return (right - left) * (high - low)
""",
        )
        return Sketch("box_area", (p,), "the area of the smallest rectangle, with sides along the axes, that holds all points (0 of none)", "int", body, one="point",
                      unit="unit", result="area")  # fmt: skip
    if way == "inside":
        size = d.number(3, 4)
        body = d.style(
            f"return [(x, y) for x, y in points if x < {size} and y < {size}]",
            f"found = []\nfor point in points:\n    if max(point) < {size}:\n        found.append(point)\nreturn found",
        )
        return Sketch(
            "points_inside",
            (p,),
            f"the list of the points whose coordinates are both below {size}",
            "list[tuple[int, int]]",
            body,
            one="point",
            result="found",
        )
    if way == "path":
        body = d.style(
            "return sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in zip(points, points[1:]))",
            "length = 0\nfor i in range(1, len(points)):\n    x, y = points[i]\n    before_x, before_y = points[i - 1]\n"
            "    length += abs(x - before_x) + abs(y - before_y)\nreturn length",
        )
        return Sketch("path_length", (p,), "the length of the way through all points in their order, which goes only along the axes", "int", body, one="point", unit="unit",
                      result="length")  # fmt: skip
    body = d.style(
        """
best = None
for x, y in points:
    if best is None or x * x + y * y < best[0] * best[0] + best[1] * best[1]:
        best = (x, y)
return best
""",
        "if not points:\n    return None\nreturn min(points, key=lambda point: point[0] ** 2 + point[1] ** 2)",
    )
    return Sketch(
        "closest_point",
        (p,),
        "the point that is nearest to (0, 0), the first of several, or `None` of none",
        "tuple[int, int] | None",
        body,
        one="point",
        result="nearest",
    )
