# call: f(5)
class Recorder:
    def __init__(self):
        self.events = []

    def __enter__(self):
        self.events.append('in')
        return self

    def __exit__(self, kind, value, traceback):
        self.events.append('out')
        return True


def f(n):
    recorder = Recorder()
    with recorder as r:
        r.events.append(n)
        n = 1 // 0
    return recorder.events
