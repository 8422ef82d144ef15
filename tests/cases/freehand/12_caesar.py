# call: f("Zoe, ok", 3)
def f(msg, shift):
    out = []
    for ch in msg:
        if ch.islower():
            base = ord("a")
        elif ch.isupper():
            base = ord("A")
        else:
            out.append("_")
            continue
        code = (ord(ch) - base + shift) % 26
        out.append(chr(base + code))
    return "".join(out)
