# call: f([-40, 0, 21.5, 100])
def to_f(c):
    return c * 9 / 5 + 32


def f(readings):
    rows = []
    warm = 0
    for c in readings:
        fahr = to_f(c)
        if fahr >= 70:
            warm += 1
            mark = "*"
        else:
            mark = ""
        rows.append("%.1f%s" % (fahr, mark))
    return " ".join(rows), warm / len(readings)
