# call: f([1900, 2000, 2023, 2024])
def leap(year):
    if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return True
    return False


def f(years):
    found = []
    for year in years:
        if leap(year) or year < 1901:
            found.append(year)
    assert found and found[0] < found[-1]
    return found
