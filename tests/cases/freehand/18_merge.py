# call: f([1, 4, 9], [2, 4, 5, 10])
def f(a, b):
    i = j = 0
    merged = []
    ties = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            ties += 1
            merged.append(a[i])
            i += 1
            j += 1
        elif a[i] < b[j]:
            merged.append(a[i])
            i += 1
        else:
            merged.append(b[j])
            j += 1
    merged += a[i:] + b[j:]
    return merged, ties
