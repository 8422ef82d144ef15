# call: f([[1, 2, 3], [4, 8], [5]], 4)
def f(rows, limit):
    picked = []
    for row in rows:
        for x in row:
            if x >= limit:
                break
            picked.append(x)
        else:
            picked.append(0)
    return picked
