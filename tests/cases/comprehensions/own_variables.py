# call: f([[1, 2], [3], []])
def f(rows):
    x = 'kept'
    flat = [x for row in rows for x in row]
    sizes = {len(row): row for row in rows}
    odd = {n for n in flat if n % 2}
    total = sum(n * n for n in flat)
    return x, flat, sizes, odd, total
