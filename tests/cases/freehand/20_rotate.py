# call: f("stream", [2, -1, 3])
def f(word, turns):
    history = [word]
    for t in turns:
        word = word[t:] + word[:t]
        if t % 2 == 1:
            word = word[0].upper() + word[1:]
        history.append(word)
    return history[-1], len(history)
