"""Words, sentences and lists of words."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import a_sentence, some_words

WORDS = Subject("words")


@WORDS.concept("longest-word", "Longest and shortest words", "The best of a list is kept.")
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


@WORDS.concept("filter-words", "Choosing words", "Words are kept by a condition on letters.")
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


@WORDS.concept("reverse-words", "Words the other way round", "A sentence is taken apart.")
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


@WORDS.concept("acronyms", "Acronyms", "First letters of words are put together.")
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


@WORDS.concept("word-lengths", "Lengths of words", "Words become numbers.")
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


@WORDS.concept("compare-lists-of-words", "Two lists of words", "Membership in another list.")
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
