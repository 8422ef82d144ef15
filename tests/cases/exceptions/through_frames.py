# call: f({'size': 'big'})
def convert(text):
    return int(text)


def read(options, key):
    try:
        return convert(options[key])
    finally:
        options[key] = None


def f(options):
    try:
        size = read(options, 'size')
    except (KeyError, ValueError) as error:
        size = len(error.args)
    return size, options
