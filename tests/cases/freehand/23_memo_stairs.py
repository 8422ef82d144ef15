# call: f(4)
def ways(n, memo, log):
    if n in memo:
        return memo[n]
    log.append(n)
    if n < 2:
        memo[n] = 1
    else:
        memo[n] = ways(n - 1, memo, log) + ways(n - 2, memo, log)
    return memo[n]


def f(n):
    memo, log = {}, []
    total = ways(n, memo, log)
    return total, log, len(memo)
