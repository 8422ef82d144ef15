# call: f(['a', 'b'])
def announce(name, number):
    print(number, name)


def f(names):
    for number, name in enumerate(names, start=1):
        announce(name, number)
    print('done')
    return None
