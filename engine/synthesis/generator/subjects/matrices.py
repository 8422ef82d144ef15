"""Matrices."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import matrix, square
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject

MATRICES = Subject("matrices")


def _matrix(d: Draw, low: int = 0, high: int = 9) -> tuple[str, Parameter]:
    name = d.pick("matrix", "grid", "rows", "board", "table")
    told = "a matrix as a list of rows of equal length,"
    return name, Parameter(name, "list[list[int]]", told, matrix(low, high))


def _square(d: Draw, low: int = 0, high: int = 9) -> tuple[str, Parameter]:
    name = d.pick("matrix", "grid", "board", "square")
    told = "a square matrix as a list of rows,"
    return name, Parameter(name, "list[list[int]]", told, square(low, high))


@MATRICES.concept("matrix-sums", "Sums in a matrix", "Rows and columns are added up.")
def matrix_sums(d: Draw) -> Sketch:
    m, p = _matrix(d, -3, 9)
    way = d.pick("rows", "columns", "best", "border")
    if way == "rows":
        f, told = d.pick(("sum", "sums"), ("max", "largest elements"), ("min", "smallest elements"))
        body = d.style(f"return [{f}(row) for row in {m}]",
                       f"found = []\nfor row in {m}:\n    found.append({f}(row))\nreturn found")  # fmt: skip
        return Sketch(f"row_{f}s", (p,), f"the list of the {told} of the rows", "list[int]", body,
                      one="row", result="found")  # fmt: skip
    if way == "columns":
        body = d.style(
            f"return [sum(row[j] for row in {m}) for j in range(len({m}[0]))]",
            f"""
totals = [0] * len({m}[0])
for row in {m}:
    for j, cell in enumerate(row):
        totals[j] += cell
return totals
""",
            f"return [sum(column) for column in zip(*{m})]",
        )
        return Sketch("column_sums", (p,), "the list of the sums of the columns", "list[int]", body,
                      one="row", result="totals")  # fmt: skip
    if way == "best":
        sign, word = d.pick((">", "largest"), ("<", "smallest"))
        body = d.style(
            f"""
best = 0
for i in range(1, len({m})):
    if sum({m}[i]) {sign} sum({m}[best]):
        best = i
return best
""",
            f"sums = [sum(row) for row in {m}]\n"
            f"return sums.index({'max' if sign == '>' else 'min'}(sums))",
        )
        return Sketch("best_row", (p,), f"the index of the row with the {word} sum (the first of several)",
                      "int", body, one="row", unit="place", result="place")  # fmt: skip
    body = d.style(
        f"""
total = 0
for i, row in enumerate({m}):
    for j, cell in enumerate(row):
        if i in (0, len({m}) - 1) or j in (0, len(row) - 1):
            total += cell
return total
""",
        f"""
total = sum(sum(row) for row in {m})
for row in {m}[1:-1]:
    total -= sum(row[1:-1])
return total
""",
    )
    return Sketch("border_sum", (p,), "the sum of the elements on the border (first and last row and column)",
                  "int", body, one="row", unit="point", result="total")  # fmt: skip


@MATRICES.concept("transpose-and-rotate", "Turning a matrix", "Rows become columns.")
def transpose(d: Draw) -> Sketch:
    m, p = _matrix(d)
    way = d.pick("transpose", "right", "left", "mirror", "upside")
    body = {
        "transpose": d.style(
            f"return [[row[j] for row in {m}] for j in range(len({m}[0]))]",
            f"return [list(column) for column in zip(*{m})]",
            f"turned = [[] for _ in {m}[0]]\nfor row in {m}:\n    for j, cell in enumerate(row):\n"
            "        turned[j].append(cell)\nreturn turned",
        ),
        "right": d.style(
            f"return [[row[j] for row in reversed({m})] for j in range(len({m}[0]))]",
            f"return [list(column) for column in zip(*{m}[::-1])]",
            f"turned = []\nfor j in range(len({m}[0])):\n    line = []\n    for i in range(len({m}) - 1, -1, -1):\n"
            f"        line.append({m}[i][j])\n    turned.append(line)\nreturn turned",
        ),
        "left": d.style(
            f"return [[row[j] for row in {m}] for j in range(len({m}[0]) - 1, -1, -1)]",
            f"turned = []\nfor j in reversed(range(len({m}[0]))):\n    turned.append([row[j] for row in {m}])\n"
            "return turned",
        ),
        "mirror": d.style(
            f"return [row[::-1] for row in {m}]",
            f"turned = []\nfor row in {m}:\n    line = []\n    for cell in row:\n        line.insert(0, cell)\n"
            "    turned.append(line)\nreturn turned",
        ),
        "upside": d.style(
            f"return [list(row) for row in {m}[::-1]]",
            f"turned = []\nfor row in {m}:\n    turned.insert(0, list(row))\nreturn turned",
        ),
    }[way]
    told = {
        "transpose": "the transposed matrix: its rows are the columns of the given one",
        "right": "the matrix turned by 90 degrees to the right",
        "left": "the matrix turned by 90 degrees to the left",
        "mirror": "the matrix with each row reversed",
        "upside": "the matrix with its rows in reverse order",
    }[way]
    return Sketch("turned", (p,), told, "list[list[int]]", body, one="row", result="other")


@MATRICES.concept("diagonals", "Diagonals", "Cells are chosen by how row and column relate.")
def diagonals(d: Draw) -> Sketch:
    m, p = _square(d)
    way = d.pick("main", "anti", "above", "both")
    if way in {"main", "anti"}:
        cell = f"{m}[i][i]" if way == "main" else f"{m}[i][len({m}) - 1 - i]"
        body = d.style(f"return [{cell} for i in range(len({m}))]", f"""
found = []
for i, row in enumerate({m}):
    found.append(row[{"i" if way == "main" else "-1 - i"}])
return found
""")  # fmt: skip
        side = "upper left to the lower right" if way == "main" else "upper right to the lower left"
        return Sketch("diagonal", (p,), f"the list of the elements on the diagonal from the {side}", "list[int]",
                      body, one="row", result="found")  # fmt: skip
    if way == "above":
        sign, side = d.pick((">", "above"), ("<", "below"))
        body = d.style(
            f"return sum({m}[i][j] for i in range(len({m})) for j in range(len({m})) if j {sign} i)",
            f"""
total = 0
for i, row in enumerate({m}):
    for j, cell in enumerate(row):
        if j {sign} i:
            total += cell
return total
""",
        )
        return Sketch(f"sum_{side}_diagonal", (p,), f"the sum of the elements {side} the main diagonal", "int",
                      body, one="row", unit="point", result="total")  # fmt: skip
    body = d.style(
        f"""
total = 0
for i in range(len({m})):
    total += {m}[i][i]
    if i != len({m}) - 1 - i:
        total += {m}[i][len({m}) - 1 - i]
return total
""",
        f"""
last = len({m}) - 1
return sum({m}[i][j] for i in range(last + 1) for j in range(last + 1) if i == j or i + j == last)
""",
    )
    return Sketch("cross_sum", (p,), "the sum of the elements on the two diagonals (one on both counts once)",
                  "int", body, one="row", unit="point", result="total")  # fmt: skip


@MATRICES.concept(
    "spiral-order", "Walking through a matrix", "Cells are visited in a certain order."
)
def spiral(d: Draw) -> Sketch:
    m, p = _matrix(d)
    way = d.pick("spiral", "zigzag", "columns")
    if way == "spiral":
        body = d.style(
            f"""
path = []
rest = [list(row) for row in {m}]
while rest:
    path += rest.pop(0)
    rest = [list(column) for column in zip(*rest)][::-1]
return path
""",
            f"""
path = []
top, bottom = 0, len({m}) - 1
left, right = 0, len({m}[0]) - 1
while top <= bottom and left <= right:
    for j in range(left, right + 1):
        path.append({m}[top][j])
    for i in range(top + 1, bottom + 1):
        path.append({m}[i][right])
    if top < bottom and left < right:
        for j in range(right - 1, left - 1, -1):
            path.append({m}[bottom][j])
        for i in range(bottom - 1, top, -1):
            path.append({m}[i][left])
    top += 1
    bottom -= 1
    left += 1
    right -= 1
return path
""",
        )
        told = "clockwise from the border inwards, beginning at the upper left"
    elif way == "zigzag":
        body = d.style(
            f"""
path = []
for i, row in enumerate({m}):
    path += row if i % 2 == 0 else row[::-1]
return path
""",
            f"""
path = []
forward = True
for row in {m}:
    if forward:
        path.extend(row)
    else:
        path.extend(reversed(row))
    forward = not forward
return path
""",
        )
        told = (
            "row by row, the first row from left to right, the second from right to left, and so on"
        )
    else:
        body = d.style(f"return [row[j] for j in range(len({m}[0])) for row in {m}]",
                       f"path = []\nfor column in zip(*{m}):\n    path.extend(column)\nreturn path")  # fmt: skip
        told = "column by column, each from above"
    return Sketch("visited", (p,), f"the list of all elements {told}", "list[int]", body, one="row",
                  result="path")  # fmt: skip


@MATRICES.concept("matrix-arithmetic", "Calculating with matrices", "Cells of two matrices meet.")
def arithmetic(d: Draw) -> Sketch:
    a, b = d.pick(("a", "b"), ("left", "right"), ("first", "second"))
    draw = square(0, 4, 2, 2)
    pa, pb = Parameter(a, "list[list[int]]", "a matrix with two rows of two integers", draw), Parameter(
        b, "list[list[int]]", "another one", draw)  # fmt: skip
    way = d.pick("sum", "product", "scaled")
    if way == "product":
        body = d.style(
            f"""
product = []
for row in {a}:
    line = []
    for j in range(len({b}[0])):
        line.append(sum(row[k] * {b}[k][j] for k in range(len({b}))))
    product.append(line)
return product
""",
            f"return [[sum(x * y for x, y in zip(row, column)) for column in zip(*{b})] for row in {a}]",
        )
        told = f"the matrix product of `{a}` and `{b}`"
    else:
        op, told = d.pick(("{x} + {y}", "the sum of the two elements"), ("{x} - {y}", f"the element of `{a}` minus "
                          f"that of `{b}`"), ("max({x}, {y})", "the larger of the two elements"))  # fmt: skip
        body = d.style(
            f"return [[{op.format(x='x', y='y')} for x, y in zip(row, other)] for row, other in zip({a}, {b})]",
            f"""
result = []
for i in range(len({a})):
    line = []
    for j in range(len({a}[i])):
        line.append({op.format(x=f"{a}[i][j]", y=f"{b}[i][j]")})
    result.append(line)
return result
""",
        )
        told = f"the matrix that has at each place {told} there"
    return Sketch("combined", (pa, pb), told, "list[list[int]]", body, narrows=False, result="made")
