# call: f([(4, 'a'), (0, ''), (9, 'zz'), (7, 'b')], 8)
def f(rows, most):
    kept = []
    for size, name in rows:
        if size and name and size < most:
            kept.append(name)
        elif not name or size > most:
            kept.append('?')
    while kept and (kept[-1] == 'b' or len(kept) > 3):
        kept.pop()
    return kept
