# call: f([3, 1, 2])
def swap(items, i, j):
    items[i], items[j] = items[j], items[i]


def f(items):
    n = len(items)
    for i in range(n):
        for j in range(n - 1 - i):
            if items[j] > items[j + 1]:
                swap(items, j, j + 1)
    return items
