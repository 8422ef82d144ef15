"""Words, sentences and lists of words."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import a_sentence, integer, some_words

WORDS_SUBJECT = Subject("words")


@WORDS_SUBJECT.concept("longest-word", "Longest and shortest words", "The best of a list is kept.")
def longest_word(d: Draw) -> Sketch:
    t, ws = some_words(d)
    w, v = t.one, t.many
    word, sign, pick = d.pick(("longest", ">", "max"), ("shortest", "<", "min"))
    tie = d.pick("first", "last")
    test = f"len({w}) {sign if tie == 'first' else sign + '='} len(best)"
    body = d.style(
        f"""
if not {v}:
    return ""
best = {v}[0]
for {w} in {v}[1:]:
    if {test}:
        best = {w}
return best
""",
        f"""
best = None
for {w} in {v}:
    if best is None or {test}:
        best = {w}
if best is None:
    return ""
return best
""",
        f"""
if not {v}:
    return ""
size = {pick}(len({w}) for {w} in {v})
matching = [{w} for {w} in {v} if len({w}) == size]
return matching[{0 if tie == "first" else -1}]
""",
    )
    gives = f'the {word} of the {v} (the {tie} of several), or "" if there are none'
    return Sketch(f"{word}_{w}", (ws,), gives, "str", body, one=w, result="best")


@WORDS_SUBJECT.concept(
    "filter-words", "Choosing words", "Words are kept by a condition on letters."
)
def filter_words(d: Draw) -> Sketch:
    t, ws = some_words(d)
    w, v = t.one, t.many
    n = d.number(3, 4)
    test, told = d.pick(
        (f"len({w}) > {n}", f"have more than {n} letters"),
        (f"{w}[0] == {w}[-1]", "begin and end with the same character"),
        (f'{w}[0].lower() in "aeiou"', "begin with a vowel"),
        (f"{w} == {w}[::-1]", "read the same backwards"),
        (f'{w}.count("e") + {w}.count("o") > 1', "have more than one 'e' or 'o'"),
        (f"len({w}) % 2 == 0", "have an even number of letters"),
    )
    made, how = d.pick(
        (w, ""), (f"{w}.upper()", ", in upper case"), (f"{w}[0]", ", only the first character of each"),
        (f"{w}[::-1]", ", each backwards"), (f"{w} + str(len({w}))", ", each followed by its length"),
    )  # fmt: skip
    body = d.style(
        f"return [{made} for {w} in {v} if {test}]",
        f"chosen = []\nfor {w} in {v}:\n    if {test}:\n        chosen.append({made})\nreturn chosen",
        f"matching = [{w} for {w} in {v} if {test}]\nreturn [{made} for {w} in matching]",
    )
    return Sketch(f"chosen_{v}", (ws,), f"the list of those {v} that {told}{how}", "list[str]", body,
                  one=w, result="chosen")  # fmt: skip


@WORDS_SUBJECT.concept("reverse-words", "Words the other way round", "A sentence is taken apart.")
def reverse_words(d: Draw) -> Sketch:
    t, s = a_sentence(d)
    v = t.many
    way = d.pick("order", "letters", "both", "long")
    n = d.number(3, 4)
    made = {"order": "word", "letters": "word[::-1]", "both": "word[::-1]",
            "long": f"(word[::-1] if len(word) > {n} else word)"}[way]  # fmt: skip
    source = f"{v}.split()" + ("[::-1]" if way in {"order", "both"} else "")
    loose = source.replace("[::-1]", "")
    body = d.style(
        f'return " ".join({made} for word in {source})',
        f"""
parts = []
for word in {loose}:
    {"parts.insert(0, " + made + ")" if way in {"order", "both"} else f"parts.append({made})"}
return " ".join(parts)
""",
        f"""
result = ""
for word in {source}:
    if result:
        result += " "
    result += {made}
return result
""",
    )
    told = {
        "order": f"the words of `{v}` in reverse order",
        "letters": f"the words of `{v}`, in their order, each written backwards",
        "both": f"the words of `{v}` in reverse order, each written backwards",
        "long": f"the words of `{v}`, those of more than {n} letters written backwards",
    }[way] + ", with single spaces between"  # fmt: skip
    return Sketch("turned_words", (s,), told, "str", body, one=t.one, result="turned",
                  narrows=d.pick(True, False))  # fmt: skip


@WORDS_SUBJECT.concept("acronyms", "Acronyms", "First letters of words are put together.")
def acronyms(d: Draw) -> Sketch:
    t, s = a_sentence(d, 0, 4)
    v = t.many
    n = d.number(2, 4)
    dot = d.pick("", ".")
    skip = d.pick(True, False)
    test = f" if len(word) >= {n}" if skip else ""
    made = "word[0].upper()" + (f' + "{dot}"' if dot else "")
    guard = f"    if len(word) < {n}:\n        continue\n" if skip else ""
    body = d.style(
        f'return "".join({made} for word in {v}.split(){test})',
        f'short = ""\nfor word in {v}.split():\n{guard}    short += {made}\nreturn short',
    )
    told = f"the first letters of the words of `{v}`, in upper case"
    told += f", each followed by a '{dot}'" if dot else ""
    told += f"; words of fewer than {n} letters are left out" if skip else ""
    return Sketch("acronym", (s,), told, "str", body, result="short", narrows=False)


@WORDS_SUBJECT.concept("word-lengths", "Lengths of words", "Words become numbers.")
def word_lengths(d: Draw) -> Sketch:
    t, s = a_sentence(d)
    v = t.many
    way = d.pick("total", "list", "average", "count")
    n = d.number(3, 4)
    if way == "list":
        body = d.style(f"return [len(word) for word in {v}.split()]", f"""
lengths = []
size = 0
for char in {v}:
    if char == " ":
        lengths.append(size)
        size = 0
    else:
        size += 1
lengths.append(size)
return lengths
""")  # fmt: skip
        return Sketch("word_lengths", (s,), f"the list of the lengths of the words of `{v}`",
                      "list[int]", body, result="lengths", narrows=False)  # fmt: skip
    if way == "count":
        body = d.style(f"return sum(1 for word in {v}.split() if len(word) > {n})",
                       f"return len([word for word in {v}.split() if len(word) > {n}])")  # fmt: skip
        return Sketch("count_long_words", (s,), f"how many words of `{v}` have more than {n} letters",
                      "int", body, unit="word", result="count", narrows=d.pick(True, False))  # fmt: skip
    body = d.style(f"parts = {v}.split()\ntotal = sum(len(word) for word in parts)",
                   f'parts = {v}.split()\ntotal = len({v}.replace(" ", ""))')  # fmt: skip
    if way == "total":
        body += "\nreturn total - len(parts)"
        told = f"how many letters of the words of `{v}` are not the first letter of a word"
        return Sketch("inner_letters", (s,), told, "int", body, unit="letter", result="inner",
                      narrows=False)  # fmt: skip
    body += "\nif not parts:\n    return 0\nreturn total // len(parts)"
    told = f"the average length of the words of `{v}`, rounded down, or 0 if there are none"
    return Sketch("average_length", (s,), told, "int", body, unit="letter", result="average",
                  narrows=False)  # fmt: skip


@WORDS_SUBJECT.concept("anagrams", "Anagrams", "Words are compared by their letters.")
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


@WORDS_SUBJECT.concept(
    "word-chains", "Word chains", "Each word is compared with the one before it."
)
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


@WORDS_SUBJECT.concept("pig-latin", "Word games", "Words are rewritten by a rule on their letters.")
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


@WORDS_SUBJECT.concept(
    "compare-lists-of-words", "Two lists of words", "Membership in another list."
)
def two_lists(d: Draw) -> Sketch:
    a, b = d.pick(
        ("wanted", "stock"), ("invited", "present"), ("needed", "owned"), ("left", "right")
    )
    pool = ("tea", "milk", "rice", "salt", "fig", "plum")
    draw = lambda rng: [rng.choice(pool) for _ in range(rng.randint(0, 4))]  # noqa: E731
    pa, pb = (
        Parameter(a, "list[str]", "a list of words", draw),
        Parameter(b, "list[str]", "another list of words", draw),
    )
    way = d.pick("missing", "common", "either", "share")
    if way in {"missing", "common"}:
        word = "not in" if way == "missing" else "in"
        once = d.pick(True, False)
        both = f"word {word} {b}"
        body = d.style(
            f"""
found = []
for word in {a}:
    if {both}{" and word not in found" if once else ""}:
        found.append(word)
return found
""",
            f"return [word for i, word in enumerate({a}) if {both} and word not in {a}[:i]]"
            if once
            else f"return [word for word in {a} if {both}]",
        )
        gives = f"the list of the words of `{a}` that are {'not ' if way == 'missing' else 'also '}in `{b}`"
        gives += ", each once, in the order of their first appearance" if once else ""
        return Sketch(
            f"{way}_words", (pa, pb), gives, "list[str]", body, one="word", result="found"
        )
    if way == "either":
        body = d.style(
            f"""
merged = []
for word in {a} + {b}:
    if word not in merged:
        merged.append(word)
return merged
""",
            f"return list(dict.fromkeys({a} + {b}))",
        )
        gives = f"the list of the words of `{a}`, then of `{b}`, each only where it first appears"
        return Sketch("all_words", (pa, pb), gives, "list[str]", body, one="word", result="merged")
    body = d.style(
        f"return sum(1 for word in {a} if word in {b})",
        f"shared = 0\nfor word in {a}:\n    if word in {b}:\n        shared += 1\nreturn shared",
    )
    gives = f"how many words of `{a}`, repeats included, are also in `{b}`"
    return Sketch("count_shared", (pa, pb), gives, "int", body, one="word", unit="word",
                  result="shared")  # fmt: skip


@WORDS_SUBJECT.concept(
    "truncate-words", "Fitting text into a width", "A length must not be exceeded."
)
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
