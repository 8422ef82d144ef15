# call: f([1, [2, [3]], [], 4])
def walk(node, depth, out):
    if isinstance(node, int):
        out.append(node * depth)
        return depth
    deepest = depth
    for child in node:
        d = walk(child, depth + 1, out)
        if d > deepest:
            deepest = d
    return deepest


def f(tree):
    out = []
    depth = walk(tree, 0, out)
    return depth, sum(out)
