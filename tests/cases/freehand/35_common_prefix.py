# call: f(["flower", "flow", "flight"])
def f(words):
    prefix = ""
    checked = 0
    for letters in zip(*words):
        checked += 1
        if len(set(letters)) > 1:
            break
        prefix += letters[0]
    rest = [w[len(prefix):] for w in words]
    return prefix, checked, max(rest, key=len)
