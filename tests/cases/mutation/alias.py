# call: f([3, 1, 2])
def f(nums):
    other = nums
    copy = nums[:]
    other.sort()
    copy.append(nums[0])
    nums[0], nums[-1] = nums[-1], nums[0]
    del other[1]
    return nums, copy
