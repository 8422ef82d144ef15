# call: f('12a')
def digit(text, i):
    return int(text[i])


def f(text):
    total = 0
    i = 0
    try:
        while True:
            total += digit(text, i)
            i += 1
    except IndexError:
        total = -1
    except ValueError:
        total *= 10
    return total
