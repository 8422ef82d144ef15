# call: f([95, 70, 40])
def f(scores):
    grades = []
    for score in scores:
        if score >= 90:
            grade = 'A'
        elif score >= 60:
            grade = 'B'
        else:
            grade = 'C'
        grades.append(grade)
    return ''.join(grades)
