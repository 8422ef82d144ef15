# call: f([3, -1, 4, -1, 5])
def f(values):
    total = 0
    for i, value in enumerate(values):
        if value < 0:
            continue
        total += i * value
    return total
