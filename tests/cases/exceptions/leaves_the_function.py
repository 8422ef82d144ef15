# call: f({'a': 1}, 'b')
def lookup(table, key):
    return table[key]


def f(table, key):
    found = lookup(table, 'a')
    found = lookup(table, key)
    return found
