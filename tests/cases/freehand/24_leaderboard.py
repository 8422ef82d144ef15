# call: f([("ann", 7), ("bob", 9), ("cy", 7), ("di", 4)])
def f(scores):
    board = sorted(scores, key=lambda s: s[1], reverse=True)
    lines = []
    rank = 0
    last = None
    for place, (name, pts) in enumerate(board, start=1):
        if pts != last:
            rank = place
            last = pts
        lines.append(f"{rank}.{name.upper():>4}={pts}")
    return lines
