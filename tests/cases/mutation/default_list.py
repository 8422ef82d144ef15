# call: f()
def remember(item, seen=[]):
    seen.append(item)
    return seen


def f():
    first = remember('a')
    second = remember('b')
    third = remember('c', [])
    return first, second, third
