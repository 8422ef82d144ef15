# call: f(6)
# level: claims
def half(n):
    return n // 2


def f(n):
    small = half(n)
    smaller = half(small)
    return small - smaller
