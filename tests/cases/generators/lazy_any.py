# call: f([5, 8, 2])
def noisy(n):
    print('test', n)
    return n > 6


def f(numbers):
    found = any(noisy(n) for n in numbers)
    first = next(n * 10 for n in numbers if n < 6)
    return found, first
