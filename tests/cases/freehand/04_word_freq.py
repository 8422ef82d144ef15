# call: f("the cat and the dog and the owl", 2)
def f(sentence, k):
    freq = {}
    for word in sentence.split():
        freq[word] = freq.get(word, 0) + 1
    ranked = sorted(freq.items(), key=lambda p: (-p[1], p[0]))
    top = []
    for word, n in ranked[:k]:
        top.append(f"{word}:{n}")
    return ", ".join(top)
