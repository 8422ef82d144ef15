# call: f(3)
def make_counter(start):
    count = start

    def step(by):
        nonlocal count
        count += by
        return count

    return step


def f(n):
    counter = make_counter(10)
    first = counter(n)
    second = counter(n + 1)
    return first + second
