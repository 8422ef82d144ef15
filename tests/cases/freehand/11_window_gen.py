# call: f([5, 1, 4, 2, 8], 3)
def windows(seq, size):
    for start in range(len(seq) - size + 1):
        yield seq[start:start + size]


def f(seq, size):
    best = None
    sums = []
    for w in windows(seq, size):
        s = sum(w)
        sums.append(s)
        if best is None or s > sum(best):
            best = w
    return sums, best
