# call: f(4)
def f(n):
    row = [1]
    evens = 0
    for level in range(1, n + 1):
        row = [1] + [row[k] + row[k + 1] for k in range(len(row) - 1)] + [1]
        for v in row:
            if v % 2 == 0:
                evens += 1
    return row, evens
