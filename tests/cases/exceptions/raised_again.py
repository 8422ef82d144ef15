# call: f([0, 4])
class Broken(Exception):
    pass


def inner(n):
    try:
        return 12 // n
    except ZeroDivisionError:
        raise


def outer(n):
    try:
        return inner(n)
    except ArithmeticError as error:
        raise Broken('no share') from error


def f(numbers):
    shares = []
    for n in numbers:
        try:
            share = outer(n)
        except Broken as broken:
            share = broken.args[0]
        shares.append(share)
    return shares
