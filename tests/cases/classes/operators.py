# call: f(2, 5)
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y


def f(a, b):
    p = Point(a, b)
    q = p + Point(1, 1)
    same = p == q
    q.x -= 1
    q.y -= 1
    return same, p == q
