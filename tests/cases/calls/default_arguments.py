# call: f('ab')
def join(left, right='-', *rest, sep=''):
    parts = [left, right]
    parts.extend(rest)
    return sep.join(parts)


def f(text):
    one = join(text)
    two = join(text, text, 'z', sep='/')
    return one + '|' + two
