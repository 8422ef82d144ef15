# call: f(3)
class Shape:
    sides = 0

    def __init__(self, name):
        self.name = name

    def describe(self):
        return f'{self.name}:{self.sides}'


class Square(Shape):
    sides = 4

    def __init__(self, width):
        super().__init__('square')
        self.width = width

    @property
    def area(self):
        return self.width ** 2


def f(n):
    square = Square(n)
    text = square.describe()
    size = square.area
    square.name = 'box'
    return text, size
