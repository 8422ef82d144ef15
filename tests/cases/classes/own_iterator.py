# call: f(2)
class Countdown:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current == 0:
            raise StopIteration
        self.current -= 1
        return self.current


def f(n):
    countdown = Countdown(n)
    seen = []
    for number in countdown:
        seen.append(number)
    else:
        seen.append('else')
    return seen
