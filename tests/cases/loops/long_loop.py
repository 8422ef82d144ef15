# call: f(60)
def f(n):
    total = 0
    odd = 0
    for i in range(n):
        if i % 2 == 1:
            odd += 1
        total += i
    return total - odd
