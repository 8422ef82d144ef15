# call: f(-2)
def f(n):
    square = n * n
    assert square == 4
    assert n > 0, 'n must be positive'
    return square
