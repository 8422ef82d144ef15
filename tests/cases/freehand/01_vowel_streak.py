# call: f("queue is ooze")
def f(text):
    best = 0
    run = 0
    where = -1
    for i, ch in enumerate(text):
        if ch in "aeiou":
            run += 1
            if run > best:
                best = run
                where = i - run + 1
        else:
            run = 0
    return best, text[where:where + best]
