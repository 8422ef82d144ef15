# call: f(["pear", "fig", "apple", "kiwi"])
def f(words):
    shifts = 0
    for i in range(1, len(words)):
        cur = words[i]
        j = i - 1
        while j >= 0 and len(words[j]) > len(cur):
            words[j + 1] = words[j]
            j -= 1
            shifts += 1
        words[j + 1] = cur
    return words, shifts
