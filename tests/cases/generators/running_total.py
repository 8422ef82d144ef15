# call: f([2, 5, 1])
def running(values):
    total = 0
    for value in values:
        total += value
        yield total


def f(values):
    seen = []
    for total in running(values):
        seen.append(total)
    return seen
