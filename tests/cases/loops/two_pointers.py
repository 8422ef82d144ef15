# call: f([1, 3, 4, 6, 9], 10)
def f(nums, target):
    left = 0
    right = len(nums) - 1
    while left < right and nums[left] + nums[right] != target:
        if nums[left] + nums[right] < target:
            left += 1
        else:
            right -= 1
    return left, right
