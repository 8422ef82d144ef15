# call: f([7, 9])
def f(numbers):
    kinds = []
    for n in numbers:
        divisor = 2
        while divisor * divisor <= n:
            if n % divisor == 0:
                kinds.append('composite')
                break
            divisor += 1
        else:
            kinds.append('prime')
    return kinds
