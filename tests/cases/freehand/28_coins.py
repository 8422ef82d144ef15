# call: f(68, [25, 10, 5])
def f(amount, coins):
    used = {}
    for coin in coins:
        count, amount = divmod(amount, coin)
        if count == 0:
            used[coin] = "-"
        else:
            used[coin] = count
        if amount < min(coins):
            break
    return used, amount
