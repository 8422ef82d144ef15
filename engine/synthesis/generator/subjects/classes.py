"""Classes."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import numbers, some_words

CLASSES = Subject("classes")


@CLASSES.concept("bank-account", "Accounts", "A class keeps a balance.")
def account(d: Draw) -> Sketch:
    name = d.pick("amounts", "bookings", "transfers")
    p = Parameter(
        name,
        "list[int]",
        "a list of amounts, positive ones to pay in and negative ones to take out,",
        ints(-6, 9, 0, 4),
    )
    limit = d.pick(0, -3, -5)
    way = d.pick("balance", "refused", "fee")
    fee = d.number(1, 2)
    error = d.pick(True, False)
    cls = d.pick("Account", "Wallet", "Purse")
    minus = f" - {fee}" if way == "fee" else ""
    if error:
        before = f"""
class {cls}:
    def __init__(self):
        self.balance = 0

    def book(self, amount: int) -> None:
        if self.balance + amount < {limit}:
            raise ValueError("not enough")
        self.balance += amount{minus}
"""
        body = f"""
account = {cls}()
refused = 0
for amount in {name}:
    try:
        account.book(amount)
    except ValueError:
        refused += 1
"""
    else:
        before = f"""
class {cls}:
    def __init__(self):
        self.balance = 0

    def book(self, amount: int) -> bool:
        if self.balance + amount < {limit}:
            return False
        self.balance += amount{minus}
        return True
"""
        body = f"""
account = {cls}()
refused = 0
for amount in {name}:
    if not account.book(amount):
        refused += 1
"""
    rule = (
        f"an account that begins with 0 and refuses a booking after which it would be below {limit}"
    )
    rule += (
        f" (a fee of {fee} is taken for each other booking, without being looked at in this)"
        if way == "fee"
        else ""
    )
    if way == "refused":
        return Sketch("count_refused", (p,), f"how many of the {name} are refused by {rule}", "int", body + "return refused", before,
                      one="amount", unit="booking", result="count")  # fmt: skip
    if way == "fee":
        return Sketch("balance_and_refused", (p,), f"a pair of the balance in the end and the number of refused bookings, for the {name} "
                      f"on {rule}", "tuple[int, int]", body + "return account.balance, refused", before, one="amount", result="pair")  # fmt: skip
    body = body.replace("refused = 0\n", "").replace(
        "    if not account.book(amount):\n        refused += 1\n", "    account.book(amount)\n").replace(
        "        refused += 1\n", "        continue\n")  # fmt: skip
    return Sketch("final_balance", (p,), f"the balance in the end after the {name} on {rule}", "int", body + "return account.balance", before,
                  one="amount", unit="euro", result="balance")  # fmt: skip


@CLASSES.concept("counter-class", "A class that counts", "Methods change an object's state.")
def counter(d: Draw) -> Sketch:
    t, ws = some_words(d)
    w, v = t.one, t.many
    cls = d.pick("Counter", "Tally", "Statistics")
    way = d.pick("most", "unique", "report")
    before = f"""
class {cls}:
    def __init__(self):
        self.counts = {{}}

    def add(self, key: str) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1
"""
    fill = f"tally = {cls}()\nfor {w} in {v}:\n    tally.add({w})\n"
    if way == "most":
        before += """
    def most(self) -> int:
        return max(self.counts.values(), default=0)
"""
        return Sketch("most_often", (ws,), f"how often the most frequent of the {v} occurs, counted by an object of a class (0 of none)", "int",
                      fill + "return tally.most()", before, one=w, unit="time", result="most")  # fmt: skip
    if way == "unique":
        before += d.style(
            """
    def single(self) -> list[str]:
        return [key for key, count in self.counts.items() if count == 1]
""",
            """
    def single(self) -> list[str]:
        found = []
        for key in self.counts:
            if self.counts[key] == 1:
                found.append(key)
        return found
""",
        )
        return Sketch(f"single_{v}", (ws,), f"the list of those {v} that occur once, in their order, counted by an object of a class", "list[str]",
                      fill + "return tally.single()", before, one=w, result="singles")  # fmt: skip
    before += """
    def line(self, key: str) -> str:
        return f"{key}: {self.counts[key]}"
"""
    return Sketch("count_lines", (ws,), f'the list of lines like "tea: 2" for the different {v}, in alphabetical order (capitals first), counted by '
                  "an object of a class", "list[str]", fill + "return [tally.line(key) for key in sorted(tally.counts)]", before, one=w,
                  result="lines")  # fmt: skip


@CLASSES.concept("stack-class", "A stack as a class", "Push, pop and look at the top.")
def stack_class(d: Draw) -> Sketch:
    name = d.pick("commands", "operations", "instructions")
    p = Parameter(name, "list[str]", "a list of commands: a number to push, 'pop', 'dup' (push the top again) or 'add' (replace the two on top by "
                  "their sum)", lambda rng: [rng.choice(("1", "2", "5", "pop", "dup", "add")) for _ in range(rng.randint(0, 5))])  # fmt: skip
    before = """
class Stack:
    def __init__(self):
        self.items = []

    def push(self, item: int) -> None:
        self.items.append(item)

    def pop(self) -> int:
        if not self.items:
            return 0
        return self.items.pop()
"""
    way = d.pick("items", "top")
    end = "return stack.items" if way == "items" else "return stack.pop()"
    body = d.style(
        f"""
stack = Stack()
for command in {name}:
    if command == "pop":
        stack.pop()
    elif command == "dup":
        top = stack.pop()
        stack.push(top)
        stack.push(top)
    elif command == "add":
        stack.push(stack.pop() + stack.pop())
    else:
        stack.push(int(command))
{end}
""",
        f"""
stack = Stack()
for command in {name}:
    if command.isdigit():
        stack.push(int(command))
        continue
    first = stack.pop()
    if command == "add":
        stack.push(first + stack.pop())
    elif command == "dup":
        stack.push(first)
        stack.push(first)
{end}
""",
    )
    told = (
        "the list of what is on the stack in the end, the top last"
        if way == "items"
        else "what is on top in the end"
    )
    return Sketch("run_stack", (p,), told + " (taking from an empty stack gives 0)", "list[int]" if way == "items" else "int", body, before,
                  one="command", narrows=False, unit="point", result="rest")  # fmt: skip


@CLASSES.concept("inheritance", "Classes that share methods", "Subclasses answer differently.")
def inheritance(d: Draw) -> Sketch:
    name = d.pick("shapes", "figures", "rooms")
    kinds = ("square", "rectangle")
    p = Parameter(name, "list[tuple[str, int]]", "a list of pairs ('square' or 'rectangle', side)", lambda rng: [
        (rng.choice(kinds), rng.randint(1, 5)) for _ in range(rng.randint(0, 4))])  # fmt: skip
    extra = d.number(1, 3)
    way, told = d.pick(("area", "area"), ("edge", "circumference"))
    base = d.style("", "\n    def describe(self) -> int:\n        return self.measure()\n")
    a, b = ("self.side * self.side", f"self.side * (self.side + {extra})") if way == "area" else (
        "4 * self.side", f"2 * self.side + 2 * (self.side + {extra})")  # fmt: skip
    before = f"""
class Shape:
    def __init__(self, side: int):
        self.side = side
{base}

class Square(Shape):
    def measure(self) -> int:
        return {a}


class Rectangle(Shape):
    def measure(self) -> int:
        return {b}
"""
    method = "describe" if base else "measure"
    body = d.style(
        f"""
total = 0
for kind, side in {name}:
    shape = Square(side) if kind == "square" else Rectangle(side)
    total += shape.{method}()
return total
""",
        f"""
made = []
for kind, side in {name}:
    if kind == "square":
        made.append(Square(side))
    else:
        made.append(Rectangle(side))
return sum(shape.{method}() for shape in made)
""",
    )
    return Sketch(f"total_{way}", (p,), f"the sum of the {told} of the {name}, where a rectangle's other side is {extra} longer", "int", body, before,
                  one="pair", unit="unit", result="total")  # fmt: skip


@CLASSES.concept(
    "operators-of-classes", "Classes with operators", "Objects are added and compared."
)
def operators(d: Draw) -> Sketch:
    t, _ = numbers(d)
    way = d.pick("vector", "money")
    if way == "vector":
        p = Parameter("points", "list[tuple[int, int]]", "a list of pairs (x, y)", lambda rng: [
            (rng.randint(-4, 4), rng.randint(-4, 4)) for _ in range(rng.randint(0, 4))])  # fmt: skip
        before = """
class Vector:
    def __init__(self, x: int, y: int):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def length(self) -> int:
        return abs(self.x) + abs(self.y)
"""
        end = d.pick(("return place.x, place.y", "the place (x, y) that is reached", "tuple[int, int]"),
                     ("return place.length()", "the distance |x| + |y| from (0, 0) that is reached", "int"))  # fmt: skip
        body = d.style(
            f"place = Vector(0, 0)\nfor x, y in points:\n    place = place + Vector(x, y)\n{end[0]}",
            f"place = Vector(0, 0)\nfor step in [Vector(x, y) for x, y in points]:\n    place += step\n{end[0]}",
        )
        return Sketch("walked", (p,), f"{end[1]} from (0, 0) by going all steps in `points`, as objects of a class that can be added", end[2], body, before,
                      one="step", unit="step", result="reached")  # fmt: skip
    v = t.many
    xs = Parameter(v, "list[int]", f"a list of {t.told}, none negative,", ints(0, 9, 0, 4))
    size = d.number(5, 9)
    before = f"""
class Clock:
    def __init__(self, hour: int):
        self.hour = hour % {size}

    def __add__(self, hours: int):
        return Clock(self.hour + hours)

    def __eq__(self, other) -> bool:
        return self.hour == other.hour
"""
    what = d.pick("hour", "zero")
    if what == "hour":
        body = (
            f"clock = Clock(0)\nfor {t.one} in {v}:\n    clock = clock + {t.one}\nreturn clock.hour"
        )
        return Sketch("clock_shows", (xs,), f"what a clock with the hours 0 to {size - 1} shows after the {v} have been added to 0, one after the other",
                      "int", body, before, one=t.one, unit="hour", result="shown")  # fmt: skip
    body = d.style(
        f"clock = Clock(0)\ncount = 0\nfor {t.one} in {v}:\n    clock = clock + {t.one}\n    if clock == Clock(0):\n        count += 1\nreturn count",
        f"clock = Clock(0)\nstart = Clock(0)\ncount = 0\nfor {t.one} in {v}:\n    clock += {t.one}\n    count += 1 if clock == start else 0\nreturn count",
    )
    return Sketch("times_at_zero", (xs,), f"how often a clock with the hours 0 to {size - 1} shows 0 after one of the {v} has been added, beginning with 0",
                  "int", body, before, one=t.one, unit="time", result="count")  # fmt: skip
