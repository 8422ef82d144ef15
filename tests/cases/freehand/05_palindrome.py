# call: f("Ev,a b!ve")
def f(s):
    lo, hi = 0, len(s) - 1
    skipped = 0
    while lo < hi:
        if not s[lo].isalpha():
            lo += 1
            skipped += 1
        elif not s[hi].isalpha():
            hi -= 1
            skipped += 1
        elif s[lo].lower() != s[hi].lower():
            return (False, s[lo] + s[hi], skipped)
        else:
            lo += 1
            hi -= 1
    return (True, "", skipped)
