# call: f([4, 6, 10])
def gcd(a, b):
    if b == 0:
        return a
    return gcd(b, a % b)


def f(nums):
    total = nums[0]
    for n in nums[1:]:
        total = total * n // gcd(total, n)
    return total
