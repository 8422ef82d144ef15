# call: f(['pear', 'fig', 'banana'])
def weight(word):
    vowels = 0
    for letter in word:
        if letter in 'aeiou':
            vowels += 1
    return vowels


def f(words):
    ranked = sorted(words, key=weight)
    best = ranked[-1]
    return best
