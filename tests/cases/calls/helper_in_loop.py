# call: f([4, 9, 2])
def double(value):
    result = value * 2
    return result


def f(numbers):
    doubled = []
    for number in numbers:
        doubled.append(double(number))
    total = sum(doubled)
    return total
