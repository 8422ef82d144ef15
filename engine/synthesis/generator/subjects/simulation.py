"""Simulations."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import counts, ints
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, letters

SIMULATION = Subject("simulation")


@SIMULATION.concept("robot-moves", "A robot on a grid", "Commands change a position.")
def robot(d: Draw) -> Sketch:
    name = d.pick("moves", "commands", "path", "steps")
    turning = d.pick(True, False)
    if turning:
        p = Parameter(name, "str", "a text of the commands 'F' (one step forward), 'L' and 'R' (turn left, right)",
                      lambda rng: "".join(rng.choice("FFLR") for _ in range(rng.randint(0, 6))))  # fmt: skip
        body = d.style(
            f"""
x, y = 0, 0
dx, dy = 0, 1
for move in {name}:
    if move == "F":
        x += dx
        y += dy
    elif move == "L":
        dx, dy = -dy, dx
    else:
        dx, dy = dy, -dx
""",
            f"""
directions = [(0, 1), (1, 0), (0, -1), (-1, 0)]
facing = 0
x = 0
y = 0
for move in {name}:
    if move == "L":
        facing = (facing - 1) % 4
    elif move == "R":
        facing = (facing + 1) % 4
    else:
        x += directions[facing][0]
        y += directions[facing][1]
""",
        )
        told = "starts at (0, 0) facing north (towards larger y) and follows the commands"
    else:
        p = Parameter(name, "str", "a text of the moves 'N', 'S', 'E' and 'W'",
                      lambda rng: "".join(rng.choice("NSEW") for _ in range(rng.randint(0, 6))))  # fmt: skip
        body = d.style(
            f"""
x = 0
y = 0
for move in {name}:
    if move == "N":
        y += 1
    elif move == "S":
        y -= 1
    elif move == "E":
        x += 1
    else:
        x -= 1
""",
            f"""
x = {name}.count("E") - {name}.count("W")
y = {name}.count("N") - {name}.count("S")
""",
            f"""
offsets = {{"N": (0, 1), "S": (0, -1), "E": (1, 0), "W": (-1, 0)}}
x, y = 0, 0
for move in {name}:
    dx, dy = offsets[move]
    x, y = x + dx, y + dy
""",
        )
        told = "starts at (0, 0) and moves by 1 (N towards larger y, E towards larger x)"
    way = d.pick("where", "distance", "home")
    if way == "where":
        return Sketch("end_place", (p,), f"the place (x, y) where a robot ends that {told}", "tuple[int, int]", body + "return x, y",
                      one="move", narrows=False, result="place")  # fmt: skip
    if way == "distance":
        return Sketch("distance_from_start", (p,), f"the sum of the absolute values of x and y of the place where a robot ends that {told}",
                      "int", body + "return abs(x) + abs(y)", one="move", narrows=False, unit="step", result="distance")  # fmt: skip
    return Sketch("comes_home", (p,), f"whether a robot ends where it began, if it {told}", "bool", body + "return x == 0 and y == 0",
                  one="move", narrows=False)  # fmt: skip


@SIMULATION.concept(
    "state-machines", "State machines", "Each input leads from one state to another."
)
def state_machine(d: Draw) -> Sketch:
    way = d.pick("door", "light", "text")
    if way == "text":
        t, s = letters(d, 'ab"', longest=6)
        c, v = t.one, t.many
        body = d.style(
            f"""
inside = False
count = 0
for {c} in {v}:
    if {c} == '"':
        inside = not inside
    elif inside:
        count += 1
return count
""",
            f"parts = {v}.split('\"')\nreturn sum(len(part) for part in parts[1::2])",
        )
        return Sketch("count_quoted", (s,), f"how many characters of `{v}` stand behind an odd number of '\"', not counting these", "int", body, one=c,
                      unit="character", narrows=False, result="count")  # fmt: skip
    name = d.pick("events", "inputs", "signals")
    if way == "door":
        p = Parameter(name, "list[str]", "a list of the events 'open', 'close', 'lock' and 'unlock'", lambda rng: [
            rng.choice(("open", "close", "lock", "unlock")) for _ in range(rng.randint(0, 5))])  # fmt: skip
        body = d.style(
            f"""
state = "closed"
for event in {name}:
    if event == "open" and state == "closed":
        state = "opened"
    elif event == "close" and state == "opened":
        state = "closed"
    elif event == "lock" and state == "closed":
        state = "locked"
    elif event == "unlock" and state == "locked":
        state = "closed"
return state
""",
            f"""
rules = {{
    ("closed", "open"): "opened",
    ("opened", "close"): "closed",
    ("closed", "lock"): "locked",
    ("locked", "unlock"): "closed",
}}
state = "closed"
for event in {name}:
    state = rules.get((state, event), state)
return state
""",
        )
        return Sketch("door_state", (p,), 'the state of a door ("opened", "closed" or "locked") that is closed at first: it opens, closes and locks only from '
                      "the closed state or back to it, and what is not possible changes nothing", "str", body, one="event", narrows=False,
                      result="state")  # fmt: skip
    p = Parameter(name, "list[str]", "a list of the events 'up', 'down' and 'off'", lambda rng: [
        rng.choice(("up", "up", "down", "off")) for _ in range(rng.randint(0, 5))])  # fmt: skip
    top = d.number(2, 3)
    body = d.style(
        f"""
level = 0
for event in {name}:
    if event == "up":
        level = min(level + 1, {top})
    elif event == "down":
        level = max(level - 1, 0)
    else:
        level = 0
return level
""",
        f"""
level = 0
for event in {name}:
    if event == "off":
        level = 0
    elif event == "up" and level < {top}:
        level += 1
    elif event == "down" and level > 0:
        level -= 1
return level
""",
    )
    return Sketch("light_level", (p,), f"the level of a lamp that begins at 0: 'up' and 'down' change it by 1, not above {top} and not below 0, and 'off' sets it to 0",
                  "int", body, one="event", narrows=False, unit="level", result="brightness")  # fmt: skip


@SIMULATION.concept("games", "Games", "Rounds are played by rules.")
def games(d: Draw) -> Sketch:
    way = d.pick("rps", "tictactoe", "ladder")
    if way == "rps":
        name = d.pick("rounds", "games", "matches")
        p = Parameter(name, "list[tuple[str, str]]", "a list of rounds of rock, paper, scissors, each a pair of 'R', 'P' or 'S'", lambda rng: [
            (rng.choice("RPS"), rng.choice("RPS")) for _ in range(rng.randint(0, 4))])  # fmt: skip
        body = d.style(
            f"""
beats = {{"R": "S", "P": "R", "S": "P"}}
score = 0
for mine, yours in {name}:
    if beats[mine] == yours:
        score += 1
    elif beats[yours] == mine:
        score -= 1
return score
""",
            f"""
wins = ["RS", "PR", "SP"]
score = 0
for mine, yours in {name}:
    if mine + yours in wins:
        score += 1
    if yours + mine in wins:
        score -= 1
return score
""",
        )
        return Sketch("score", (p,), f"how many more {name} the first player has won than the second (R beats S, P beats R, S beats P)", "int", body,
                      one="pair", unit="point", result="lead")  # fmt: skip
    if way == "ladder":
        rolls = Parameter(
            d.pick("rolls", "dice", "throws"),
            "list[int]",
            "a list of rolls of a die",
            ints(1, 6, 0, 5),
        )
        goal = d.number(10, 14)
        v = rolls.name
        body = d.style(
            f"""
place = 0
for roll in {v}:
    if place + roll > {goal}:
        place = {goal} - (place + roll - {goal})
    else:
        place += roll
    if place == {goal}:
        break
return place
""",
            f"""
place = 0
for roll in {v}:
    place += roll
    if place > {goal}:
        place = 2 * {goal} - place
    elif place == {goal}:
        return place
return place
""",
        )
        return Sketch("final_place", (rolls,), f"the place that is reached from 0 by moving forward by each roll, where steps beyond {goal} are made backward, "
                      f"and {goal} ends the game", "int", body, one="roll", unit="field", result="place")  # fmt: skip
    p = Parameter(
        "row",
        "str",
        "a text of the characters 'X', 'O' and '.'",
        lambda rng: "".join(rng.choice("XXO.") for _ in range(rng.randint(0, 6))),
    )
    k = d.pick(2, 3)
    body = d.style(
        f"""
for player in "XO":
    if player * {k} in row:
        return player
return "."
""",
        f"""
found = "."
run = 0
last = "."
for mark in row:
    run = run + 1 if mark == last else 1
    last = mark
    if mark != "." and run >= {k} and found != "X":
        found = mark
return found
""",
    )
    return Sketch("winner", (p,), f"\"X\" if there are {k} 'X' beside each other in `row`, else \"O\" if there are {k} 'O' beside each other, else \".\"", "str", body,
                  one="mark", narrows=False, result="who")  # fmt: skip


@SIMULATION.concept(
    "vending-machine", "Stock and orders", "Orders are served as long as there is enough."
)
def vending(d: Draw) -> Sketch:
    goods = ("tea", "milk", "rice")
    stock = Parameter(
        "stock",
        "dict[str, int]",
        "a dictionary from goods to how many there are",
        counts(goods, 0, 3, 1),
    )
    orders = Parameter(d.pick("orders", "wishes", "requests"), "list[str]", "a list of orders, each of one piece,", lambda rng: [
        rng.choice(goods) for _ in range(rng.randint(0, 5))])  # fmt: skip
    v = orders.name
    way = d.pick("served", "left", "missing")
    body = d.style(
        f"""
left = dict(stock)
served = []
missing = 0
for item in {v}:
    if left.get(item, 0) > 0:
        left[item] -= 1
        served.append(item)
    else:
        missing += 1
""",
        f"""
left = dict(stock)
served = []
missing = 0
for item in {v}:
    if item not in left or left[item] == 0:
        missing += 1
        continue
    left[item] -= 1
    served.append(item)
""",
    )
    drop = {"served": ("missing",), "left": ("served", "missing"), "missing": ("served",)}[way]
    for word in drop:
        body = body.replace(f"{word} = {'0' if word == 'missing' else '[]'}\n", "")
        body = body.replace("    else:\n        missing += 1\n", "") if word == "missing" else body.replace("        served.append(item)\n", "").replace(
            "    served.append(item)\n", "")  # fmt: skip
        body = body.replace("        missing += 1\n", "") if word == "missing" else body
    rule = f"each of the {v}, in their order, is served if there is a piece left of it"
    if way == "served":
        return Sketch("served", (stock, orders), f"the list of what is served, where {rule}", "list[str]", body + "return served", one="item", narrows=False,
                      result="given")  # fmt: skip
    if way == "left":
        return Sketch("stock_left", (stock, orders), f"the dictionary of what is left in the end (0 included), where {rule}", "dict[str, int]", body + "return left",
                      one="item", narrows=False, result="rest")  # fmt: skip
    return Sketch("count_missing", (stock, orders), f"how many of the {v} are not served, where {rule}", "int", body + "return missing", one="item", narrows=False,
                  unit="order", result="count")  # fmt: skip


@SIMULATION.concept("growth-simulation", "Growth over time", "A number changes in each period.")
def growth(d: Draw) -> Sketch:
    start, goal = (
        integer("start", 1, 9, "a positive integer"),
        integer("goal", 10, 40, "an integer"),
    )
    rate, told = d.pick(
        ("{x} // 2 + 1", "half of it (rounded down) and 1 more"),
        ("{x}", "as much again"),
        ("3", "3"),
    )
    loss, lost = (
        d.pick(("0", ""), ("1", ", and 1 is lost"), ("2", ", and 2 are lost"))
        if rate != "3"
        else ("0", "")
    )
    change = rate.format(x="size") + ("" if loss == "0" else f" - {loss}")
    way = d.pick("years", "list")
    body_loop = d.style(
        f"    size += {change}" if " - " not in change else f"    size = size + {change}",
        f"    size = size + {change}",
    )
    if way == "years":
        body = f"size = start\nyears = 0\nwhile size < goal and years < 8:\n{body_loop}\n    years += 1\nreturn years"
        gives = f"how many years a stock that begins with `start` takes to be at least `goal`, if each year {told} is added{lost}; 8 if it takes longer"
        return Sketch(
            "years_needed",
            (start, goal),
            gives,
            "int",
            body,
            narrows=False,
            unit="year",
            result="years",
        )
    n = integer("years", 0, 5, "an integer that is not negative")
    body = d.style(
        f"sizes = [start]\nsize = start\nfor _ in range(years):\n{body_loop}\n    sizes.append(size)\nreturn sizes",
        f"sizes = [start]\nwhile len(sizes) <= years:\n    size = sizes[-1]\n    sizes.append(size + {change})\nreturn sizes",
    )
    return Sketch("sizes_by_year", (start, n), f"the list of the sizes of a stock from the beginning with `start` to the end of `years` years, if each year {told} is "
                  f"added{lost}", "list[int]", body, narrows=False, result="sizes")  # fmt: skip


@SIMULATION.concept("cellular-automaton", "Cells and their neighbours", "All cells change at once.")
def automaton(d: Draw) -> Sketch:
    name = d.pick("cells", "row", "lights")
    p = Parameter(
        name,
        "str",
        "a text of the characters '.' and '#'",
        lambda rng: "".join(rng.choice(".#") for _ in range(rng.randint(1, 5))),
    )
    steps = integer("steps", 0, 2, "an integer that is not negative")
    rule, told = d.pick(
        ("left != right", "exactly one of its neighbours is '#'"), ('left == "#" and right == "#"', "both its neighbours are '#'"),
        ('"#" in (left, right)', "at least one of its neighbours is '#'"),
    )  # fmt: skip
    body = d.style(
        f"""
for _ in range(steps):
    padded = "." + {name} + "."
    following = ""
    for i in range(1, len(padded) - 1):
        left, right = padded[i - 1], padded[i + 1]
        following += "#" if {rule} else "."
    {name} = following
return {name}
""",
        f"""
current = {name}
for _ in range(steps):
    changed = []
    for i in range(len(current)):
        left = current[i - 1] if i > 0 else "."
        right = current[i + 1] if i + 1 < len(current) else "."
        if {rule}:
            changed.append("#")
        else:
            changed.append(".")
    current = "".join(changed)
return current
""",
    )
    return Sketch("evolved", (p, steps), f"`{name}` after `steps` steps, in each of which every cell becomes '#' if {told} and '.' if not, all at once (beyond the ends is "
                  "'.')", "str", body, one="cell", narrows=False, result="after")  # fmt: skip
