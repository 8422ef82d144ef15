# call: f()
# stdin: '2\nx\n'
def f():
    total = 0
    for _ in range(2):
        line = input()
        try:
            total += int(line)
        except ValueError:
            print('skip', line)
    return total
