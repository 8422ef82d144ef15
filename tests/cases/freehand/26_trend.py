# call: f([10, 12, 12, 9, 15])
def f(prices):
    signs = ""
    biggest = 0
    for a, b in zip(prices, prices[1:]):
        diff = b - a
        if diff > 0:
            signs += "+"
        elif diff < 0:
            signs += "-"
        else:
            signs += "="
        if abs(diff) > biggest:
            biggest = abs(diff)
    return f"{signs}|{biggest}|{signs.count('+')}"
