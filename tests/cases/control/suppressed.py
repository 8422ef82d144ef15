# call: f(['1', 'x', ''])
from contextlib import suppress


def f(texts):
    total = 0
    for text in texts:
        with suppress(ValueError):
            total += int(text)
            continue
        total -= 10
    return total
