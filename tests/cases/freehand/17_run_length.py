# call: f("aaabccdd")
def f(s):
    out = ""
    i = 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        length = j - i
        out += s[i] if length == 1 else s[i] + str(length)
        i = j
    return out
