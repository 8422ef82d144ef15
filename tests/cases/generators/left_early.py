# call: f(5)
def countdown(n):
    try:
        while n > 0:
            yield n
            n -= 1
    finally:
        print('closed')


def twice(n):
    yield from countdown(n)
    yield 'end'


def f(limit):
    taken = []
    source = countdown(limit)
    for item in source:
        if item < 4:
            break
        taken.append(item)
    source.close()
    rest = list(twice(1))
    return taken, rest
