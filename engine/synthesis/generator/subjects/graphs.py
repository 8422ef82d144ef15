"""Grids and graphs."""

from __future__ import annotations

from random import Random

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import matrix, of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer

GRAPHS = Subject("graphs")


def _graph(rng: Random) -> dict[str, list[str]]:
    nodes = ["A", "B", "C", "D"][: rng.randint(2, 4)]
    return {
        node: [other for other in nodes if other != node and rng.random() < 0.4] for node in nodes
    }


@GRAPHS.concept("grid-neighbours", "Neighbours in a grid", "Cells around a cell are counted.")
def neighbours(d: Draw) -> Sketch:
    m = d.pick("grid", "board", "field")
    p = Parameter(m, "list[list[int]]", "a grid of 0 and 1 as a list of rows of equal length,",
                  matrix(0, 1))  # fmt: skip
    row, column = integer("row", 0, 1), integer("column", 0, 1)
    diagonal = d.pick(True, False)
    way = d.pick("one", "lonely")
    steps = "(-1, 0), (1, 0), (0, -1), (0, 1)"
    if diagonal:
        steps += ", (-1, -1), (-1, 1), (1, -1), (1, 1)"
    told = (
        "the (up to eight) cells around it"
        if diagonal
        else "the (up to four) cells beside, above and below it"
    )
    if way == "one":
        body = d.style(
            f"""
count = 0
for down, across in [{steps}]:
    i, j = row + down, column + across
    if 0 <= i < len({m}) and 0 <= j < len({m}[0]):
        count += {m}[i][j]
return count
""",
            f"""
count = 0
for i in range(max(row - 1, 0), min(row + 2, len({m}))):
    for j in range(max(column - 1, 0), min(column + 2, len({m}[0]))):
        if {"(i, j) != (row, column)" if diagonal else "abs(i - row) + abs(j - column) == 1"}:
            count += {m}[i][j]
return count
""",
        )
        gives = f"how many of {told} are 1, for the cell in `row` and `column` (counted from 0)"
        return Sketch("count_neighbours", (p, row, column), gives, "int", body, unit="neighbour",
                      result="count")  # fmt: skip
    before = f"""
def neighbours(grid: list[list[int]], row: int, column: int) -> int:
    total = 0
    for down, across in [{steps}]:
        i, j = row + down, column + across
        if 0 <= i < len(grid) and 0 <= j < len(grid[0]):
            total += grid[i][j]
    return total
"""
    small = Parameter(m, "list[list[int]]", p.told, matrix(0, 1, (1, 2), (2, 2)))
    body = d.style(
        f"""
lonely = 0
for i, line in enumerate({m}):
    for j, cell in enumerate(line):
        if cell == 1 and neighbours({m}, i, j) == 0:
            lonely += 1
return lonely
""",
        f"""
return sum(1 for i in range(len({m})) for j in range(len({m}[0]))
           if {m}[i][j] and not neighbours({m}, i, j))
""",
    )
    return Sketch("count_lonely", (small,), f"how many cells with 1 have no 1 among {told}", "int", body, before,
                  unit="cell", result="lonely")  # fmt: skip


@GRAPHS.concept(
    "flood-fill", "Flood fill", "Connected cells are visited with a stack or recursion."
)
def flood(d: Draw) -> Sketch:
    m = d.pick("grid", "image", "board")
    p = Parameter(m, "list[list[int]]", "a grid of 0 and 1 as a list of rows of equal length,",
                  matrix(0, 1, (1, 2), (2, 2)))  # fmt: skip
    way = d.pick("islands", "area")
    fill = d.style(
        """
def fill(grid: list[list[int]], row: int, column: int) -> int:
    if not (0 <= row < len(grid) and 0 <= column < len(grid[0])):
        return 0
    if grid[row][column] != 1:
        return 0
    grid[row][column] = 2
    size = 1
    for down, across in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
        size += fill(grid, row + down, column + across)
    return size
""",
        """
def fill(grid: list[list[int]], row: int, column: int) -> int:
    stack = [(row, column)]
    size = 0
    while stack:
        i, j = stack.pop()
        if i < 0 or j < 0 or i >= len(grid) or j >= len(grid[0]) or grid[i][j] != 1:
            continue
        grid[i][j] = 2
        size += 1
        stack += [(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)]
    return size
""",
    )
    add = "count += 1" if way == "islands" else "count = max(count, size)"
    body = f"""
copy = [list(line) for line in {m}]
count = 0
for i, line in enumerate(copy):
    for j in range(len(line)):
        size = fill(copy, i, j)
        if size > 0:
            {add}
return count
"""
    told = "the number of groups" if way == "islands" else "the size of the largest group"
    return Sketch("count_groups" if way == "islands" else "largest_group", (p,), f"{told} of cells with 1 that are "
                  "connected sideways, upwards or downwards", "int", body, fill, unit="group" if way == "islands"
                  else "cell", result="count")  # fmt: skip


@GRAPHS.concept("graph-search", "Graphs", "Nodes are visited along their edges.")
def graph(d: Draw) -> Sketch:
    g = d.pick("graph", "links", "roads", "friends")
    p = Parameter(g, "dict[str, list[str]]", "a directed graph, a dictionary from each node to the list of nodes "
                  "that its edges lead to,", _graph)  # fmt: skip
    start = Parameter("start", "str", "one of its nodes", of("A", "B"))
    way = d.pick("reach", "distance", "order")
    if way == "reach":
        body = d.style(
            f"""
seen = [start]
for node in seen:
    for other in {g}[node]:
        if other not in seen:
            seen.append(other)
return sorted(seen)
""",
            f"""
seen = []
stack = [start]
while stack:
    node = stack.pop()
    if node in seen:
        continue
    seen.append(node)
    stack.extend({g}[node])
seen.sort()
return seen
""",
        )
        return Sketch("reachable", (p, start), "the list of nodes that can be reached from `start`, itself included, in "
                      "alphabetical order", "list[str]", body, result="nodes")  # fmt: skip
    if way == "distance":
        goal = Parameter("goal", "str", "another one or the same", of("A", "B"))
        body = d.style(
            f"""
distances = {{start: 0}}
queue = [start]
while queue:
    node = queue.pop(0)
    if node == goal:
        return distances[node]
    for other in {g}[node]:
        if other not in distances:
            distances[other] = distances[node] + 1
            queue.append(other)
return -1
""",
            f"""
layer = [start]
seen = [start]
steps = 0
while layer:
    if goal in layer:
        return steps
    following = []
    for node in layer:
        for other in {g}[node]:
            if other not in seen:
                seen.append(other)
                following.append(other)
    layer = following
    steps += 1
return -1
""",
        )
        return Sketch("shortest_way", (p, start, goal), "the smallest number of edges on a way from `start` to `goal`, "
                      "or -1 if there is none", "int", body, unit="edge", result="steps")  # fmt: skip
    body = d.style(
        f"""
order = []

def visit(node):
    if node in order:
        return
    order.append(node)
    for other in {g}[node]:
        visit(other)

visit(start)
return order
""",
        f"""
order = []
stack = [start]
while stack:
    node = stack.pop()
    if node not in order:
        order.append(node)
        stack.extend(reversed({g}[node]))
return order
""",
    )
    return Sketch("depth_first", (p, start), "the list of nodes in the order of a depth-first search from `start`, which "
                  "follows edges in the order of the lists", "list[str]", body, result="nodes")  # fmt: skip


@GRAPHS.concept("graph-degrees", "Edges of a graph", "Edges are counted for each node.")
def degrees(d: Draw) -> Sketch:
    name = d.pick("edges", "links", "friendships")
    p = Parameter(name, "list[tuple[str, str]]", "a list of edges, each a pair of nodes,", lambda rng: [
        tuple(rng.sample(["A", "B", "C", "D"], 2)) for _ in range(rng.randint(0, 4))])  # fmt: skip
    way = d.pick("degrees", "sources", "components", "cycle")
    if way == "degrees":
        body = d.style(
            f"""
degrees = {{}}
for a, b in {name}:
    degrees[a] = degrees.get(a, 0) + 1
    degrees[b] = degrees.get(b, 0) + 1
return degrees
""",
            f"ends = [node for edge in {name} for node in edge]\n"
            "return {node: ends.count(node) for node in ends}",
        )
        return Sketch("degrees", (p,), "a dictionary from each node to the number of edges that it is on, in the order "
                      "in which the nodes appear", "dict[str, int]", body, result="ends_at")  # fmt: skip
    if way == "sources":
        body = d.style(
            f"targets = [b for _, b in {name}]\nreturn sorted(set(a for a, _ in {name} if a not in targets))",
            f"""
found = []
for a, _ in {name}:
    has_incoming = any(b == a for _, b in {name})
    if not has_incoming and a not in found:
        found.append(a)
return sorted(found)
""",
        )
        return Sketch("sources", (p,), "the list of nodes that edges (from the first to the second of the pair) leave "
                      "but none enters, in alphabetical order", "list[str]", body, result="found")  # fmt: skip
    find = """
def find(parents: dict[str, str], node: str) -> str:
    while parents[node] != node:
        node = parents[node]
    return node
"""
    if way == "components":
        body = f"""
parents = {{node: node for edge in {name} for node in edge}}
for a, b in {name}:
    parents[find(parents, a)] = find(parents, b)
return sum(1 for node in parents if parents[node] == node)
"""
        return Sketch("count_components", (p,), "how many connected groups the nodes of the edges form", "int", body,
                      find, unit="group", result="groups_found")  # fmt: skip
    body = f"""
parents = {{node: node for edge in {name} for node in edge}}
for a, b in {name}:
    first, second = find(parents, a), find(parents, b)
    if first == second:
        return True
    parents[first] = second
return False
"""
    return Sketch("has_cycle", (p,), "whether the edges, taken without direction, form a cycle (two edges between the "
                  "same nodes do)", "bool", body, find)  # fmt: skip
