# call: f(4)
def f(n):
    if n <= 1:
        return 1
    smaller = f(n - 1)
    return n * smaller
