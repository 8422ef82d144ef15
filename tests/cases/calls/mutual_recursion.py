# call: f(3)
def is_even(n):
    if n == 0:
        return True
    return is_odd(n - 1)


def is_odd(n):
    if n == 0:
        return False
    return is_even(n - 1)


def f(n):
    even = is_even(n)
    odd = is_odd(n)
    return (even, odd)
