# call: f(["tea", "tan", "Eat", "ate", "nat", "bat"])
def f(words):
    buckets = {}
    order = []
    for w in words:
        key = "".join(sorted(w.lower()))
        if key not in buckets:
            buckets[key] = 0
            order.append(key)
        buckets[key] += 1
    return [(k, buckets[k]) for k in order if buckets[k] > 1]
