# call: f(["fig", "kiwi", "plum", "pea", "apple", "nut"])
def f(words):
    groups = {}
    for w in words:
        groups.setdefault(len(w), []).append(w)
    result = {}
    for size, members in groups.items():
        if len(members) < 2:
            continue
        members.sort(reverse=True)
        result[size] = members[0] + "/" + members[-1]
    return result
