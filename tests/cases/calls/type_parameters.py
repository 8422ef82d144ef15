# call: f([3, 8])
# requires: 3.12
def first[T](items: list[T]) -> T:
    return items[0]


def f(numbers):
    head = first(numbers)
    return f'{f'{head}'}!'
