"""Words compared and rewritten."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import a_sentence, integer, some_words

WORDPLAY = Subject("wordplay")


@WORDPLAY.concept("anagrams", "Anagrams", "Words are compared by their letters.")
def anagrams(d: Draw) -> Sketch:
    pool = ("tea", "eat", "ate", "tan", "nat", "bat", "tab", "cat", "act", "dog", "god", "teas")
    t, _ = some_words(d)
    w, v = t.one, t.many
    way = d.pick("pair", "with", "groups")
    if way == "pair":
        a, b = d.pick(("first", "second"), ("a", "b"), ("one", "other"))
        pa, pb = Parameter(a, "str", "a word", of(*pool)), Parameter(b, "str", "a word", of(*pool))
        body = d.style(
            f"return sorted({a}) == sorted({b})",
            f"""
if len({a}) != len({b}):
    return False
for letter in {a}:
    if {a}.count(letter) != {b}.count(letter):
        return False
return True
""",
            f"""
rest = {b}
for letter in {a}:
    if letter not in rest:
        return False
    rest = rest.replace(letter, "", 1)
return rest == ""
""",
        )
        return Sketch("are_anagrams", (pa, pb), f"whether `{a}` and `{b}` have the same letters, each "
                      "as often", "bool", body, narrows=False)  # fmt: skip
    listed = Parameter(v, "list[str]", "a list of words",
                       lambda rng: [rng.choice(pool) for _ in range(rng.randint(2, 4))])  # fmt: skip
    if way == "with":
        goal = Parameter("model", "str", "a word", of("tea", "tan", "dog", "tab"))
        body = d.style(
            f"return [{w} for {w} in {v} if sorted({w}) == sorted(model)]",
            f"""
wanted = sorted(model)
found = []
for {w} in {v}:
    if len({w}) == len(model) and sorted({w}) == wanted:
        found.append({w})
return found
""",
        )
        gives = f"the list of those {v} that have the letters of `model`, each as often"
        return Sketch("anagrams", (listed, goal), gives, "list[str]", body, one=w, result="found",
                      narrows=False)  # fmt: skip
    body = d.style(
        f"""
groups = {{}}
for {w} in {v}:
    key = "".join(sorted({w}))
    groups.setdefault(key, []).append({w})
return list(groups.values())
""",
        f"""
groups = []
for {w} in {v}:
    for group in groups:
        if sorted(group[0]) == sorted({w}):
            group.append({w})
            break
    else:
        groups.append([{w}])
return groups
""",
    )
    gives = (
        f"the list of groups of {v} with the same letters, in the order in which groups and words "
    )
    return Sketch("anagram_groups", (listed,), gives + "appear", "list[list[str]]", body, one=w,
                  result="groups")  # fmt: skip


@WORDPLAY.concept("word-chains", "Word chains", "Each word is compared with the one before it.")
def word_chains(d: Draw) -> Sketch:
    pool = ("kiwi", "ink", "kite", "egg", "gold", "dog", "game", "eve", "end", "day", "yes", "sun")
    t, _ = some_words(d)
    w, v = t.one, t.many
    ws = Parameter(v, "list[str]", "a list of words",
                   lambda rng: [rng.choice(pool) for _ in range(rng.randint(1, 4))])  # fmt: skip
    way = d.pick("whole", "length", "breaks")
    link = d.pick(("b[0] == a[-1]", "begins with the letter with which the one before it ends"),
                  ("len(b) >= len(a)", "is at least as long as the one before it"),
                  ("a < b", "comes behind the one before it in the alphabet"))  # fmt: skip
    test, told = link
    if way == "whole":
        body = d.style(
            f"return all({test} for a, b in zip({v}, {v}[1:]))",
            f"""
for i in range(1, len({v})):
    a, b = {v}[i - 1], {v}[i]
    if not ({test}):
        return False
return True
""",
        )
        return Sketch("is_chain", (ws,), f"whether each {w} {told}", "bool", body, one=w)
    if way == "length":
        body = d.style(
            f"""
length = 0
best = 0
for i, b in enumerate({v}):
    if i > 0:
        a = {v}[i - 1]
        length = length + 1 if {test} else 1
    else:
        length = 1
    best = max(best, length)
return best
""",
            f"""
best = 0
chain = []
for b in {v}:
    if chain:
        a = chain[-1]
        if not ({test}):
            chain = []
    chain.append(b)
    best = max(best, len(chain))
return best
""",
        )
        gives = (
            f"the length of the longest row of neighbouring {v} in which each {w} but the first "
        )
        return Sketch("longest_chain", (ws,), gives + told, "int", body, one=w, unit="word",
                      result="length")  # fmt: skip
    body = d.style(
        f"return [b for a, b in zip({v}, {v}[1:]) if not ({test})]",
        f"""
broken = []
a = None
for b in {v}:
    if a is not None and not ({test}):
        broken.append(b)
    a = b
return broken
""",
    )
    gives = f"the list of all {v} but the first for which it is not so that the {w} {told}"
    return Sketch("chain_breaks", (ws,), gives, "list[str]", body, one=w, result="broken")


@WORDPLAY.concept("pig-latin", "Word games", "Words are rewritten by a rule on their letters.")
def word_games(d: Draw) -> Sketch:
    t, ws = some_words(d, 1, 3)
    w, v = t.one, t.many
    end = d.pick("ay", "o", "us")
    way = d.pick("move", "vowel", "plural")
    if way == "move":
        made = d.style(f'{w}[1:] + {w}[0] + "{end}"', f'f"{{{w}[1:]}}{{{w}[0]}}{end}"')
        body = d.style(f"return [{made} for {w} in {v}]",
                       f"changed = []\nfor {w} in {v}:\n    changed.append({made})\nreturn changed")  # fmt: skip
        told = f'with its first letter moved to its end, and "{end}" behind'
    elif way == "vowel":
        body = d.style(
            f"""
changed = []
for {w} in {v}:
    if {w}[0] in "aeiouAEIOU":
        changed.append({w} + "{end}")
    else:
        changed.append({w}[1:] + {w}[0] + "{end}")
return changed
""",
            f"""
changed = []
for {w} in {v}:
    if {w}[0].lower() not in "aeiou":
        {w} = {w}[1:] + {w}[0]
    changed.append({w} + "{end}")
return changed
""",
        )
        told = f'with its first letter moved to its end unless that is a vowel, and "{end}" behind'
    else:
        helper = f"""
def ending({w}: str) -> str:
    if {w}[-1] == "y":
        return {w}[:-1] + "ies"
    if {w}[-1] in "sx":
        return {w} + "es"
    return {w} + "s"
"""
        told = "with \"s\" behind; \"es\" if it ends with 's' or 'x', and \"ies\" in place of a 'y' at its end"
        return Sketch("plurals", (Parameter(v, "list[str]", f"a list of {t.told}", lambda rng: [
            rng.choice(("box", "city", "cat", "bus", "fly", "tree", "day")) for _ in range(
                rng.randint(1, 3))]),), f"the list of the {v}, each {told}", "list[str]",
            f"return [ending({w}) for {w} in {v}]", helper, one=w, result="plural")  # fmt: skip
    return Sketch("word_game", (ws,), f"the list of the {v}, each {told}", "list[str]", body, one=w,
                  result="changed")  # fmt: skip


@WORDPLAY.concept("truncate-words", "Fitting text into a width", "A length must not be exceeded.")
def fitting(d: Draw) -> Sketch:
    t, s = a_sentence(d, 1, 4)
    v = t.many
    width = integer(d.pick("width", "limit", "room"), 4, 12)
    way = d.pick("dots", "words", "lines")
    if way == "dots":
        dots = d.pick("...", "..", "~")
        body = d.style(
            f"""
if len({v}) <= {width.name}:
    return {v}
return {v}[:{width.name} - {len(dots)}] + "{dots}"
""",
            f"""
result = {v}
if len({v}) > {width.name}:
    result = {v}[:{width.name} - {len(dots)}] + "{dots}"
return result
""",
        )
        gives = f'`{v}`, or, if it has more than `{width.name}` characters, its beginning and "{dots}", '
        return Sketch("shorten", (s, width), gives + f"`{width.name}` characters together", "str", body,
                      narrows=False, result="shortened")  # fmt: skip
    if way == "words":
        body = d.style(
            f"""
kept = ""
for word in {v}.split():
    longer = f"{{kept}} {{word}}" if kept else word
    if len(longer) > {width.name}:
        break
    kept = longer
return kept
""",
            f"""
parts = {v}.split()
while parts and len(" ".join(parts)) > {width.name}:
    parts.pop()
return " ".join(parts)
""",
        )
        gives = f"as many whole words from the front of `{v}` as fit into `{width.name}` characters, with "
        return Sketch("fitting_words", (s, width), gives + "single spaces between", "str", body,
                      narrows=False, result="fitting")  # fmt: skip
    body = d.style(
        f"""
lines = []
current = ""
for word in {v}.split():
    if current and len(current) + 1 + len(word) > {width.name}:
        lines.append(current)
        current = word
    elif current:
        current += " " + word
    else:
        current = word
if current:
    lines.append(current)
return lines
""",
        f"""
lines = []
for word in {v}.split():
    if lines and len(lines[-1]) + 1 + len(word) <= {width.name}:
        lines[-1] += " " + word
    else:
        lines.append(word)
return lines
""",
    )
    gives = f"the words of `{v}` as a list of lines: each line takes as many words as fit into "
    gives += f"`{width.name}` characters, at least one, with single spaces between"
    return Sketch("wrapped", (s, width), gives, "list[str]", body, narrows=False, result="lines")
