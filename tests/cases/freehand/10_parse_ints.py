# call: f(["12", "x7", "", "-3", "0", "4.5"])
def f(tokens):
    good = []
    bad = 0
    for tok in tokens:
        try:
            value = int(tok)
            ratio = 60 // value
        except ValueError:
            bad += 1
        except ZeroDivisionError:
            good.append(None)
        else:
            good.append(ratio)
    return good, bad
