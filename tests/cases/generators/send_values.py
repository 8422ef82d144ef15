# call: f([4, 6])
def averager():
    count = 0
    total = 0
    average = None
    while True:
        value = yield average
        count += 1
        total += value
        average = total // count


def f(values):
    worker = averager()
    next(worker)
    result = None
    for value in values:
        result = worker.send(value)
    worker.close()
    return result
