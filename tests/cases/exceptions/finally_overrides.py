# call: f([1, 2, 3, 4])
def pick(n):
    try:
        if n == 2:
            raise ValueError(n)
        return n
    finally:
        if n > 1:
            return -n


def f(numbers):
    picked = []
    for n in numbers:
        try:
            if n == 3:
                continue
            picked.append(pick(n))
        finally:
            picked.append('done')
    return picked
