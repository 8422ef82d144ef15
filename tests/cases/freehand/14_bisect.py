# call: f([2, 5, 7, 11, 13, 17, 19], 12)
def f(xs, target):
    lo, hi = 0, len(xs) - 1
    probes = []
    while lo <= hi:
        mid = (lo + hi) // 2
        probes.append(xs[mid])
        if xs[mid] == target:
            return mid, probes
        if xs[mid] < target:
            lo = mid + 1
        else:
            hi = mid - 1
    return lo, probes
