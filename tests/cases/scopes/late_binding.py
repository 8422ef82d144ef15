# call: build(3)
# entry: build
def build(n):
    late = []
    early = []
    for i in range(n):
        late.append(lambda: i)
        early.append(lambda i=i: i)
    i = 'z'
    return [g() for g in late], [g() for g in early]
