# call: f([4, 1, 3, 2])
def f(items):
    swaps = 0
    n = len(items)
    for i in range(n - 1):
        moved = False
        for j in range(n - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
                swaps += 1
                moved = True
        if not moved:
            break
    return items, swaps
