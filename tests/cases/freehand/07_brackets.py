# call: f("{a[b]c(d])")
def f(text):
    pairs = {")": "(", "]": "[", "}": "{"}
    stack = []
    for pos, ch in enumerate(text):
        if ch in pairs.values():
            stack.append(ch)
        elif ch in pairs:
            if not stack or stack[-1] != pairs[ch]:
                return pos
            stack.pop()
    return -1 if not stack else len(text)
