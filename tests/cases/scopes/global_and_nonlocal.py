# call: f(2)
counter = 10


def bump(by):
    global counter
    counter += by
    return counter


def f(n):
    label = 'start'

    def rename(text):
        nonlocal label
        old = label
        label = text
        return old

    before = bump(n)
    old = rename('end')
    counter = 0
    del n
    return before, old, label, counter
