# call: f('aXbY')
def shift(letter, by=1):
    return chr(ord(letter) + by)


def f(text):
    lower = [shift(c) for c in text if c.islower()]
    upper = {c: shift(c, 2) for c in text if not c.islower()}
    return lower, upper
