# call: f('a1b22')
def f(text):
    digits = ''
    i = 0
    while i < len(text) and (letter := text[i]) != '2':
        if '0' <= letter <= '9':
            digits += letter
        i += 1
    first = text[0] if digits else None
    return digits or first, i
