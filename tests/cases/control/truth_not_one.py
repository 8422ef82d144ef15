# call: f([1, 2, 2])
def f(items):
    seen = set()
    repeated = False
    for item in items:
        if item in seen:
            repeated = True
        seen.add(item)
    count = len(items) - len(seen)
    same = repeated == count
    return (repeated, count, same)
