# call: f(27)
def f(n):
    steps = 0
    while True:
        if n < 10:
            break
        n = n // 2
        steps += 1
    return steps
