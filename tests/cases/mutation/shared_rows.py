# call: f(2)
def f(n):
    grid = [[0] * n] * n
    grid[0][1] = 7
    fresh = [list(row) for row in grid]
    fresh[0][0] = 1
    grid += [None]
    return grid, fresh
