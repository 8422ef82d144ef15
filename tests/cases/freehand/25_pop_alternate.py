# call: f([8, 3, 6, 1, 7])
def f(nums):
    left, right = [], []
    turn = 0
    while nums:
        if turn % 2 == 0:
            x = nums.pop(nums.index(max(nums)))
            left.append(x)
        else:
            x = nums.pop(0)
            right.insert(0, x)
        turn += 1
    return left + right
