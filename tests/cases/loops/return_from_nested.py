# call: f([[2, 4], [6, 7, 8]], 7)
def f(rows, wanted):
    looked = 0
    for i, row in enumerate(rows):
        j = len(row)
        while j:
            j -= 1
            looked += 1
            if row[j] == wanted:
                return i, j, looked
    return None
