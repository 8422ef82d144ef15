# call: f([1, 0, 2])
def f(numbers):
    log = []
    result = 0
    for number in numbers:
        try:
            result += 10 // number
        except ZeroDivisionError as error:
            log.append(str(error))
        else:
            log.append('fine')
        finally:
            result += 1
    return result, log
