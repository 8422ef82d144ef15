# call: f(2, 10)
def f(start, stop):
    primes = []
    factor_of = {}
    for n in range(start, stop):
        for d in range(2, n):
            if n % d == 0:
                factor_of[n] = d
                break
        else:
            primes.append(n)
    return primes, factor_of
