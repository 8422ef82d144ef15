# call: f([[2, 7, 1], [9, 4, 3], [5, 8, 6]])
def f(grid):
    size = len(grid)
    left = right = 0
    off = []
    for r in range(size):
        for c in range(size):
            v = grid[r][c]
            if r == c:
                left += v
            elif r + c == size - 1:
                right += v
            else:
                off.append(v)
    return left - right, max(off)
