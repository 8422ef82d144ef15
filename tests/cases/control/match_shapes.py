# call: f([('circle', 2), ('rect', 3, 4), 'dot'])
def area(shape):
    match shape:
        case ('circle', r):
            return 3 * r * r
        case ('rect', w, h):
            return w * h
        case _:
            return 0


def f(shapes):
    total = 0
    for shape in shapes:
        total += area(shape)
    return total
