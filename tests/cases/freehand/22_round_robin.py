# call: f([("a", 3), ("b", 5), ("c", 2)], 2)
from collections import deque


def f(jobs, quantum):
    queue = deque(jobs)
    clock = 0
    done = []
    while queue:
        name, left = queue.popleft()
        used = min(left, quantum)
        clock += used
        left -= used
        if left:
            queue.append((name, left))
        else:
            done.append((name, clock))
    return done
