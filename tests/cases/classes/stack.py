# call: f('(()')
class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()


def f(text):
    stack = Stack()
    for letter in text:
        if letter == '(':
            stack.push(letter)
        else:
            stack.pop()
    return len(stack.items)
