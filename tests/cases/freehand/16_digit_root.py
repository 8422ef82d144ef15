# call: f(9875)
def f(n):
    rounds = []
    while n >= 10:
        total = 0
        while n > 0:
            n, d = divmod(n, 10)
            total += d
        rounds.append(total)
        n = total
    return n, rounds
