# call: f(9, 4)
def halves(n):
    while n > 0:
        yield n
        n = n // 2
    yield 0


def f(n, limit):
    taken = []
    total = 0
    for x in halves(n):
        if len(taken) == limit:
            return taken, total
        if x % 2 == 0 and x > 0:
            total += 10
        taken.append(x)
        total += x
    taken.append("end")
    return taken, total
