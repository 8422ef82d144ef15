# call: f([1, [2, [3]], 4])
def walk(node, depth, found):
    if isinstance(node, int):
        found.append((node, depth))
        return depth
    deepest = depth
    for child in node:
        deepest = max(deepest, walk(child, depth + 1, found))
    return deepest


def f(tree):
    found = []
    depth = walk(tree, 0, found)
    return depth, found
