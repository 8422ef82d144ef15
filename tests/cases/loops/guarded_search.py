# call: f([3, None, 8, 5, 8], 8)
def find(items, goal, begin):
    i = begin
    while i < len(items) and items[i] != goal:
        if items[i] is None or items[i] < 4:
            print('skipping', items[i])
        i += 1
    if i == len(items) or begin > i:
        raise LookupError('no more')
    return i


def f(items, goal):
    places = []
    begin = 0
    while True:
        try:
            place = find(items, goal, begin)
        except LookupError as error:
            print(error)
            break
        if not places or place > places[-1] and place - places[-1] < 3:
            places.append(place)
        begin = place + 1
    return places
