# call: f({'a': [1]})
def f(table):
    row = table['a']
    table['a'] = list(row)
    row.append(2)
    table['b'] = row
    table.setdefault('c', []).append(3)
    return table
