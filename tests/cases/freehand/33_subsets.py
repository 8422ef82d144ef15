# call: f([3, 4, 7], 7)
def search(nums, i, left, path, found):
    if left == 0:
        found.append(path)
        return 1
    if left < 0 or i == len(nums):
        return 0
    a = search(nums, i + 1, left - nums[i], path + [nums[i]], found)
    b = search(nums, i + 1, left, path, found)
    return a + b


def f(nums, target):
    found = []
    n = search(nums, 0, target, [], found)
    return n, found
