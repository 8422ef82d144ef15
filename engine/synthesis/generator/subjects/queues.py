"""Queues, heaps and linked lists."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

QUEUES = Subject("queues")


@QUEUES.concept("queue-simulation", "Waiting in a queue", "First come, first served, in rounds.")
def queue(d: Draw) -> Sketch:
    t = d.pick("tickets", "jobs", "tasks", "requests")
    xs = Parameter(t, "list[int]", f"a list with the number of {t} of each person in a queue, all positive,",
                   ints(1, 3, 1, 4))  # fmt: skip
    way = d.pick("order", "time", "last")
    if way == "time":
        k = integer("person", 0, 3)
        body = d.style(
            f"""
rounds = 0
waiting = list({t})
while person < len(waiting) and waiting[person] > 0:
    for i in range(len(waiting)):
        if waiting[i] > 0 and waiting[person] > 0:
            waiting[i] -= 1
            rounds += 1
return rounds
""",
            f"""
if person >= len({t}):
    return 0
total = 0
for i, count in enumerate({t}):
    if i <= person:
        total += min(count, {t}[person])
    else:
        total += min(count, {t}[person] - 1)
return total
""",
        )
        gives = "how many turns there are until the one at index `person` has no more, if each in turn, again "
        gives += "and again, gives up one and those without any are passed over (0 if there is no such person)"
        return Sketch("turns_needed", (xs, k), gives, "int", body, one="count", unit="turn", narrows=False,
                      result="turns")  # fmt: skip
    body = d.style(
        f"""
from collections import deque

queue = deque(enumerate({t}))
finished = []
while queue:
    place, count = queue.popleft()
    if count > 1:
        queue.append((place, count - 1))
    else:
        finished.append(place)
return finished
""".replace("from collections import deque\n\n", ""),
        f"""
queue = list(range(len({t})))
left = list({t})
finished = []
while queue:
    place = queue.pop(0)
    left[place] -= 1
    if left[place] == 0:
        finished.append(place)
    else:
        queue.append(place)
return finished
""",
        f"return sorted(range(len({t})), key=lambda place: {t}[place])",
    )
    before = "from collections import deque" if "deque(" in body else ""
    if way == "last":
        body = body.replace("return finished", "return finished[-1]").replace(
            f"return sorted(range(len({t})), key=lambda place: {t}[place])",
            f"return max(range(len({t})), key=lambda place: ({t}[place], place))")  # fmt: skip
    first = "the list of indices of the people in the order in which they are finished" if way == "order" else \
        "the index of the person who is finished last"  # fmt: skip
    gives = f"{first}, if the first in the queue always gives up one of the {t} and then goes to the end of the "
    return Sketch("finishing_order" if way == "order" else "last_one", (xs,), gives + "queue, or leaves without "
                  "any", "list[int]" if way == "order" else "int", body, before, one="count", narrows=False,
                  unit="place", result="order")  # fmt: skip


@QUEUES.concept("josephus-circle", "Counting out in a circle", "Every k-th leaves a circle.")
def josephus(d: Draw) -> Sketch:
    n = integer(d.pick("people", "players", "children"), 1, 6, "a positive integer")
    k = integer(d.pick("step", "k", "count"), 1, 3, "another one")
    way = d.pick("last", "order")
    body = d.style(
        f"""
circle = list(range(1, {n.name} + 1))
out = []
place = 0
while circle:
    place = (place + {k.name} - 1) % len(circle)
    out.append(circle.pop(place))
return out
""",
        f"""
circle = list(range(1, {n.name} + 1))
out = []
while circle:
    for _ in range({k.name} - 1):
        circle.append(circle.pop(0))
    out.append(circle.pop(0))
return out
""",
    )
    rule = f"`{n.name}` people, numbered from 1, stand in a circle and, counting from the first, every "
    rule += f"`{k.name}`-th leaves it"
    if way == "last":
        body = d.style(body.replace("return out", "return out[-1]"), f"""
survivor = 0
for size in range(2, {n.name} + 1):
    survivor = (survivor + {k.name}) % size
return survivor + 1
""")  # fmt: skip
        return Sketch("last_in_circle", (n, k), f"the number of the one who leaves last, if {rule}", "int", body,
                      narrows=False, unit="place", result="last")  # fmt: skip
    return Sketch("leaving_order", (n, k), f"the list of the numbers in the order of leaving, if {rule}",
                  "list[int]", body, narrows=False, result="order")  # fmt: skip


@QUEUES.concept("heap-priority", "Priority queues", "The smallest is always taken next.")
def heap(d: Draw) -> Sketch:
    t, _ = numbers(d)
    x, v = t.one, t.many
    xs = Parameter(v, "list[int]", f"a list of {t.told}, none negative,", ints(0, 9, 0, 4))
    way = d.pick("join", "smallest", "reduce")
    if way == "join":
        body = d.style(
            f"""
heap = list({v})
heapq.heapify(heap)
cost = 0
while len(heap) > 1:
    joined = heapq.heappop(heap) + heapq.heappop(heap)
    cost += joined
    heapq.heappush(heap, joined)
return cost
""",
            f"""
rest = sorted({v})
cost = 0
while len(rest) > 1:
    joined = rest.pop(0) + rest.pop(0)
    cost += joined
    rest.append(joined)
    rest.sort()
return cost
""",
        )
        gives = f"the sum of all costs of joining the {v} to one: again and again the two smallest are replaced "
        gives += "by their sum, which is the cost of it (0 if there are fewer than two)"
        name, returns = "joining_cost", "int"
    elif way == "smallest":
        n = d.number(2, 3)
        body = d.style(
            f"return heapq.nsmallest({n}, {v})",
            f"""
kept = []
for {x} in {v}:
    heapq.heappush(kept, -{x})
    if len(kept) > {n}:
        heapq.heappop(kept)
return sorted(-negative for negative in kept)
""",
            f"return sorted({v})[:{n}]",
        )
        gives = f"the list of the {n} smallest {v} (all, if there are fewer), in ascending order"
        name, returns = "smallest_few", "list[int]"
    else:
        body = d.style(
            f"""
heap = [-{x} for {x} in {v}]
heapq.heapify(heap)
while len(heap) > 1:
    first = -heapq.heappop(heap)
    second = -heapq.heappop(heap)
    if first != second:
        heapq.heappush(heap, second - first)
return -heap[0] if heap else 0
""",
            f"""
rest = sorted({v})
while len(rest) > 1:
    gap = rest.pop() - rest.pop()
    if gap > 0:
        rest.append(gap)
        rest.sort()
return rest[0] if rest else 0
""",
        )
        gives = f"what is left in the end when the two largest of the {v} are replaced by their difference, if "
        gives += "that is not 0, until fewer than two are left; 0 if nothing is left"
        name, returns = "last_weight", "int"
    before = "import heapq" if "heapq" in body else ""
    return Sketch(name, (xs,), gives, returns, body, before, one=x, unit="point", result="outcome",
                  narrows=False)  # fmt: skip


@QUEUES.concept("linked-list", "Linked lists", "Nodes point to the next one.")
def linked_list(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 9, longest=4)
    x, v = t.one, t.many
    before = f"""
class Node:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def linked({v}):
    head = None
    for {x} in reversed({v}):
        head = Node({x}, head)
    return head
"""
    way = d.pick("reverse", "middle", "remove", "every_other")
    walk = "found = []\nnode = head\nwhile node is not None:\n    found.append(node.value)\n    node = node.following\nreturn found"
    if way == "reverse":
        body = (
            f"head = linked({v})\n"
            """
previous = None
while head is not None:
    following = head.following
    head.following = previous
    previous = head
    head = following
head = previous
""" + walk
        )
        gives = f"the {v} in reverse order, by turning round the links of a linked list"
        return Sketch(
            "reversed_list", (xs,), gives, "list[int]", body, before, one=x, result="values_found"
        )
    if way == "middle":
        body = f"""
slow = linked({v})
fast = slow
while fast is not None and fast.following is not None:
    slow = slow.following
    fast = fast.following.following
return slow.value if slow is not None else None
"""
        gives = f"the middle one of the {v} (the later of two), or `None` if there are none, found in a linked "
        return Sketch("middle_value", (xs,), gives + "list with a slow and a fast pointer", "int | None", body,
                      before, one=x, result="middle")  # fmt: skip
    if way == "remove":
        goal = integer("unwanted", 0, 9)
        body = f"head = linked({v})\n" + d.style(
            """
while head is not None and head.value == unwanted:
    head = head.following
node = head
while node is not None and node.following is not None:
    if node.following.value == unwanted:
        node.following = node.following.following
    else:
        node = node.following
""",
            """
start = Node(0, head)
node = start
while node.following is not None:
    if node.following.value == unwanted:
        node.following = node.following.following
    else:
        node = node.following
head = start.following
""",
        ) + walk  # fmt: skip
        xs = Parameter(v, "list[int]", f"a list of {t.told}", lambda rng: [rng.randint(0, 3) for _ in range(
            rng.randint(0, 4))])  # fmt: skip
        goal = integer("unwanted", 0, 3)
        return Sketch("without_value", (xs, goal), f"the {v} that do not equal `unwanted`, in their order, by "
                      "taking nodes out of a linked list", "list[int]", body, before, one=x,
                      result="values_found")  # fmt: skip
    body = f"""
node = linked({v})
found = []
while node is not None:
    found.append(node.value)
    node = node.following
    if node is not None:
        node = node.following
return found
"""
    return Sketch("alternate_values", (xs,), f"the list of every other one of the {v}, beginning with the first, "
                  "by walking through a linked list", "list[int]", body, before, one=x, result="chosen")  # fmt: skip
