# call: f([3, 5, 3, 8, 5, 3], {8, 9})
def f(values, banned):
    seen = set()
    twice = set()
    for v in values:
        if v in banned:
            continue
        if v in seen:
            twice.add(v)
        seen.add(v)
    missing = banned - set(values)
    return sorted(twice), sorted(seen | missing)
