# call: f(['3', 'x', '7'])
def to_number(text):
    if not text.isdigit():
        raise ValueError('not a number')
    return int(text)


def f(texts):
    numbers = []
    bad = 0
    for text in texts:
        try:
            number = to_number(text)
            numbers.append(number)
        except ValueError:
            bad += 1
    return (numbers, bad)
