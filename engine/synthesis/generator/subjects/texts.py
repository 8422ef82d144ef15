"""Characters and texts."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of, text
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, letters

TEXTS_SUBJECT = Subject("texts")


@TEXTS_SUBJECT.concept("count-characters", "Counting characters", "A text is walked through once.")
def count_characters(d: Draw) -> Sketch:
    t, s = letters(d, "aebcAE 1", longest=7)
    c, v = t.one, t.many
    test, told = d.pick(
        (f'{c} in "aeiou"', "lower-case vowels"),
        (f'{c}.lower() in "aeiou"', "vowels, of either case"),
        (f"{c}.isupper()", "capital letters"),
        (f"{c}.isdigit()", "digits"),
        (f"not {c}.isalpha()", "characters that are no letters"),
        (f'{c}.isalpha() and {c}.lower() not in "aeiou"', "consonants, of either case"),
    )
    body = d.style(
        f"return sum(1 for {c} in {v} if {test})",
        f"count = 0\nfor {c} in {v}:\n    if {test}:\n        count += 1\nreturn count",
        f"return len([{c} for {c} in {v} if {test}])",
    )
    return Sketch("count_characters", (s,), f"the number of {told} in `{v}`", "int", body,
                  result="count", unit="character", one=c)  # fmt: skip


@TEXTS_SUBJECT.concept("palindromes", "Palindromes", "A text is compared with itself backwards.")
def palindromes(d: Draw) -> Sketch:
    t, s = letters(d, "abcA", longest=5)
    v = t.many
    body = d.style(
        f"return {v} == {v}[::-1]",
        f"""
left = 0
right = len({v}) - 1
while left < right:
    if {v}[left] != {v}[right]:
        return False
    left += 1
    right -= 1
return True
""",
        f"return all({v}[i] == {v}[-1 - i] for i in range(len({v}) // 2))",
        f"""
if len({v}) < 2:
    return True
if {v}[0] != {v}[-1]:
    return False
return reads_backwards({v}[1:-1])
""",
    )
    kind = d.pick("whole", "mismatches", "center")
    if kind == "whole":
        return Sketch("reads_backwards", (s,), f"whether `{v}` reads the same backwards", "bool",
                      body, narrows=False, goes_on=d.pick(True, False))  # fmt: skip
    if kind == "mismatches":
        body = d.style(
            f"return sum(1 for i in range(len({v}) // 2) if {v}[i] != {v}[-1 - i])",
            f"""
changes = 0
left = 0
right = len({v}) - 1
while left < right:
    if {v}[left] != {v}[right]:
        changes += 1
    left += 1
    right -= 1
return changes
""",
        )
        gives = f"how many characters of `{v}` have to be changed at least, so that it reads the "
        return Sketch("changes_to_palindrome", (s,), gives + "same backwards", "int", body,
                      result="changes", unit="change", one=t.one)  # fmt: skip
    body = d.style(
        f"""
best = ""
for start in range(len({v})):
    for end in range(start + 1, len({v}) + 1):
        part = {v}[start:end]
        if part == part[::-1] and len(part) > len(best):
            best = part
return best
""",
        f"""
best = ""
for center in range(len({v})):
    for size in (0, 1):
        left = center
        right = center + size
        while left >= 0 and right < len({v}) and {v}[left] == {v}[right]:
            left -= 1
            right += 1
        if right - left - 1 > len(best):
            best = {v}[left + 1:right]
return best
""",
    )
    gives = f"the longest part of `{v}` that reads the same backwards"
    short = Parameter(v, "str", t.told, text("abA", 0, 4))
    return Sketch("longest_palindrome", (short,), gives, "str", body, one=t.one, narrows=False,
                  notes=("Of several as long, return the leftmost.",)) if d.easy else Sketch(
                  "longest_palindrome", (short,), gives, "str", body, one=t.one, result="part",
                  notes=("Of several as long, return the leftmost.",))  # fmt: skip


@TEXTS_SUBJECT.concept("run-length-encoding", "Run-length encoding",
                       "Groups of equal neighbours are found and written down, or unfolded.")  # fmt: skip
def run_length(d: Draw) -> Sketch:
    t, s = letters(d, "aab", longest=7)
    c, v = t.one, t.many
    single = d.pick(True, False)
    first = d.pick(True, False)
    piece = "{last}{size}" if first else "{size}{last}"
    group = "{group}{count}" if first else "{count}{group}"
    put = f'f"{piece}"' if not single else f'(f"{piece}" if size > 1 else last)'
    grouped = f'f"{group}"' if not single else f'(f"{group}" if count > 1 else group)'
    body = d.style(
        f"""
if not {v}:
    return ""
parts = []
last = {v}[0]
size = 1
for {c} in {v}[1:]:
    if {c} == last:
        size += 1
    else:
        parts.append({put})
        last = {c}
        size = 1
parts.append({put})
return "".join(parts)
""",
        f"""
parts = []
i = 0
while i < len({v}):
    group = {v}[i]
    count = 1
    while i + count < len({v}) and {v}[i + count] == group:
        count += 1
    parts.append({grouped})
    i += count
return "".join(parts)
""",
        f"""
groups = []
for {c} in {v}:
    if groups and groups[-1][0] == {c}:
        groups[-1][1] += 1
    else:
        groups.append([{c}, 1])
return "".join({grouped} for group, count in groups)
""",
    )
    form = (
        "the character followed by the length" if first else "the length followed by the character"
    )
    gives = f"`{v}` with each group of equal neighbouring characters written as {form} of the group"
    if single:
        gives += " (a group of one is written as the character alone)"
    return Sketch("compress", (s,), gives, "str", body, one=c, result="packed")


@TEXTS_SUBJECT.concept(
    "run-length-decoding", "Run-length decoding", "Counts and letters are unfolded."
)
def run_length_decoding(d: Draw) -> Sketch:
    name = d.pick("packed", "code", "encoded")
    value = of("a2b3", "x1y2", "c4", "", "b2a1b2", "z3", "a1", "q2w2e1", "m5")
    s = Parameter(name, "str", "a text of letters, each followed by a digit,", value)
    body = d.style(
        f"""
result = ""
for i in range(0, len({name}), 2):
    result += {name}[i] * int({name}[i + 1])
return result
""",
        f"""
result = ""
letter = ""
for char in {name}:
    if char.isdigit():
        result += letter * int(char)
    else:
        letter = char
return result
""",
        f'return "".join({name}[i] * int({name}[i + 1]) for i in range(0, len({name}), 2))',
    )
    gives = f"the text in which each letter of `{name}` stands as often as the digit after it says"
    return Sketch("unpack", (s,), gives, "str", body, narrows=False, one="char", result="unpacked")


@TEXTS_SUBJECT.concept("caesar-cipher", "Caesar cipher", "Letters move round the alphabet.")
def caesar(d: Draw) -> Sketch:
    t, s = letters(d, "abxyzXZ -", longest=5)
    c, v = t.one, t.many
    k = integer(d.pick("shift", "key", "offset"), 1, 5)
    back = d.pick(True, False)
    sign, side = ("-", "back") if back else ("+", "on")
    both = d.pick(True, False)
    moved = f'chr((ord({c}) - ord("a") {sign} {k.name}) % 26 + ord("a"))'
    upper = f'chr((ord({c}) - ord("A") {sign} {k.name}) % 26 + ord("A"))'
    if both:
        body = d.style(
            f"""
result = ""
for {c} in {v}:
    if "a" <= {c} <= "z":
        result += {moved}
    elif "A" <= {c} <= "Z":
        result += {upper}
    else:
        result += {c}
return result
""",
            f"""
result = ""
for {c} in {v}:
    if not {c}.isalpha():
        result += {c}
        continue
    base = ord("A") if {c}.isupper() else ord("a")
    result += chr((ord({c}) - base {sign} {k.name}) % 26 + base)
return result
""",
        )
    else:
        body = d.style(
            f"""
alphabet = "abcdefghijklmnopqrstuvwxyz"
result = ""
for {c} in {v}:
    if {c} in alphabet:
        result += alphabet[(alphabet.index({c}) {sign} {k.name}) % 26]
    else:
        result += {c}
return result
""",
            f'return "".join({moved} if "a" <= {c} <= "z" else {c} for {c} in {v})',
        )
    which = "letter" if both else "lower-case letter"
    gives = f"`{v}` with each {which} moved `{k.name}` places {side} in the alphabet, from its end "
    gives += "to its beginning and the other way round; everything else stays"
    return Sketch("decipher" if back else "encipher", (s, k), gives, "str", body, one=c,
                  result="coded", narrows=d.pick(True, False))  # fmt: skip


@TEXTS_SUBJECT.concept("replace-characters", "Replacing characters",
                       "A table tells what each character becomes.")  # fmt: skip
def replace_characters(d: Draw) -> Sketch:
    t, s = letters(d, "aeo stAE1", longest=7)
    c, v = t.one, t.many
    table, told = d.pick(
        ({"a": "4", "e": "3", "o": "0", "s": "5"}, "'a' becomes '4', 'e' '3', 'o' '0' and 's' '5'"),
        ({"a": "e", "e": "a"}, "'a' and 'e' change places"),
        ({" ": "_", "1": "one"}, "a space becomes '_' and '1' becomes 'one'"),
        ({"a": "", "e": "", "o": ""}, "'a', 'e' and 'o' are left out"),
        ({"A": "a", "E": "e"}, "'A' becomes 'a' and 'E' becomes 'e'"),
    )
    if d.chance(0.5):
        code = f"table = {table!r}\n"
        code += d.style(
            f'return "".join(table.get({c}, {c}) for {c} in {v})',
            f"""
result = ""
for {c} in {v}:
    if {c} in table:
        result += table[{c}]
    else:
        result += {c}
return result
""".strip(),
        )
    else:
        code = f'result = ""\nfor {c} in {v}:\n'
        for number, (old, new) in enumerate(table.items()):
            code += f"    {'elif' if number else 'if'} {c} == {old!r}:\n"
            code += f"        result += {new!r}\n" if new else "        continue\n"
        code += f"    else:\n        result += {c}\nreturn result"
    gives = f"`{v}` with some characters replaced: {told}; the others stay"
    return Sketch("translate", (s,), gives, "str", code, one=c, result="translated",
                  narrows=d.pick(True, False))  # fmt: skip


@TEXTS_SUBJECT.concept(
    "common-prefix", "Common beginnings", "Two texts are compared from the front."
)
def common_prefix(d: Draw) -> Sketch:
    a, b = d.pick(("first", "second"), ("left", "right"), ("old", "new"), ("a", "b"))
    texts = of("abc", "abd", "ab", "", "xyz", "abcd", "xbc", "a")
    one, two = Parameter(a, "str", "a text", texts), Parameter(b, "str", "another text", texts)
    way = d.pick("prefix", "suffix", "differences")
    if way == "differences":
        body = d.style(
            f"""
different = abs(len({a}) - len({b}))
for x, y in zip({a}, {b}):
    if x != y:
        different += 1
return different
""",
            f"""
different = 0
for i in range(max(len({a}), len({b}))):
    if i >= len({a}) or i >= len({b}) or {a}[i] != {b}[i]:
        different += 1
return different
""",
        )
        gives = (
            f"at how many places `{a}` and `{b}` differ (a place that only one of them has counts)"
        )
        return Sketch("count_differences", (one, two), gives, "int", body, result="different",
                      unit="difference")  # fmt: skip
    if way == "prefix":
        body = d.style(
            f"""
size = 0
while size < len({a}) and size < len({b}) and {a}[size] == {b}[size]:
    size += 1
return {a}[:size]
""",
            f"""
shared = ""
for x, y in zip({a}, {b}):
    if x != y:
        break
    shared += x
return shared
""",
            f"""
for i in range(min(len({a}), len({b}))):
    if {a}[i] != {b}[i]:
        return {a}[:i]
return {a}[:min(len({a}), len({b}))]
""",
        )
    else:
        body = d.style(
            f"""
size = 0
while size < len({a}) and size < len({b}) and {a}[-1 - size] == {b}[-1 - size]:
    size += 1
return {a}[len({a}) - size:]
""",
            f"""
shared = ""
for x, y in zip({a}[::-1], {b}[::-1]):
    if x != y:
        break
    shared = x + shared
return shared
""",
        )
    word = "beginning" if way == "prefix" else "ending"
    gives = f"the longest {word} that `{a}` and `{b}` share"
    return Sketch(f"common_{word}", (one, two), gives, "str", body, narrows=False, result="shared")


@TEXTS_SUBJECT.concept("case-conversion", "Upper and lower case",
                       "Each character's case depends on its place or its neighbour.")  # fmt: skip
def case_conversion(d: Draw) -> Sketch:
    t, s = letters(d, "abcAB -", longest=6)
    c, v = t.one, t.many
    way = d.pick("alternate", "swap", "after_gap", "camel")
    if way == "alternate":
        first = d.pick(0, 1)
        body = d.style(
            f"""
result = ""
for i, {c} in enumerate({v}):
    result += {c}.upper() if i % 2 == {first} else {c}.lower()
return result
""",
            f"""
result = ""
upper = {first == 0}
for {c} in {v}:
    if upper:
        result += {c}.upper()
    else:
        result += {c}.lower()
    upper = not upper
return result
""",
        )
        which = "first" if first == 0 else "second"
        gives = f"`{v}` with its characters in upper and lower case in turn, the {which} one upper"
        name = "alternate_case"
    elif way == "swap":
        body = d.style(
            f"return {v}.swapcase()",
            f'return "".join({c}.lower() if {c}.isupper() else {c}.upper() for {c} in {v})',
        )
        gives = f"`{v}` with upper case turned into lower case and the other way round"
        name = "swap_case"
    elif way == "after_gap":
        gap = d.pick(" ", "-")
        body = d.style(
            f"""
result = ""
for i, {c} in enumerate({v}):
    if i == 0 or {v}[i - 1] == "{gap}":
        result += {c}.upper()
    else:
        result += {c}.lower()
return result
""",
            f"""
result = ""
begins = True
for {c} in {v}:
    result += {c}.upper() if begins else {c}.lower()
    begins = {c} == "{gap}"
return result
""",
        )
        gives = f"`{v}` in lower case, but for the first character and each that follows a "
        gives += "space" if gap == " " else "hyphen"
        gives += ", which are in upper case"
        name = "title_case"
    else:
        body = d.style(
            f"""
result = ""
for {c} in {v}:
    if {c}.isupper() and result:
        result += "_"
    result += {c}.lower()
return result
""",
            f"""
parts = []
for i, {c} in enumerate({v}):
    if i > 0 and {c}.isupper():
        parts.append("_")
    parts.append({c}.lower())
return "".join(parts)
""",
        )
        gives = (
            f"`{v}` in lower case, with an underscore before each capital letter but a first one"
        )
        name = "snake_case"
    return Sketch(name, (s,), gives, "str", body, one=c, result="converted", narrows=False)


@TEXTS_SUBJECT.concept(
    "substring-search", "Searching in a text", "All places of a pattern are found."
)
def substring_search(d: Draw) -> Sketch:
    t, s = letters(d, "ab", longest=6)
    v = t.many
    p = Parameter(d.pick("pattern", "part", "needle"), "str", "a text that is not empty", of(
        "a", "ab", "aa", "ba", "aba"))  # fmt: skip
    overlap = d.pick(True, False)
    step = "1" if overlap else f"len({p.name})"
    what = d.pick("count", "places")
    add = "count += 1" if what == "count" else "places.append(i)"
    start = "count = 0" if what == "count" else "places = []"
    gives_name = "count" if what == "count" else "places"
    body = d.style(
        f"""
{start}
i = 0
while i + len({p.name}) <= len({v}):
    if {v}[i:i + len({p.name})] == {p.name}:
        {add}
        i += {step}
    else:
        i += 1
return {gives_name}
""",
        f"""
{start}
i = {v}.find({p.name})
while i != -1:
    {add}
    i = {v}.find({p.name}, i + {step})
return {gives_name}
""",
    )
    note = (
        "Occurrences may overlap."
        if overlap
        else "Occurrences that overlap one counted are skipped."
    )
    if what == "count":
        return Sketch("count_occurrences", (s, p), f"how often `{p.name}` occurs in `{v}`", "int",
                      body, notes=(note,), unit="occurrence", result="count", one=t.one)  # fmt: skip
    return Sketch("occurrences", (s, p), f"the list of indices at which `{p.name}` occurs in `{v}`",
                  "list[int]", body, notes=(note,), result="places", one=t.one)  # fmt: skip


@TEXTS_SUBJECT.concept(
    "remove-duplicate-letters", "Repeated letters", "What was seen is remembered."
)
def repeated_letters(d: Draw) -> Sketch:
    t, s = letters(d, "abca", longest=6)
    c, v = t.one, t.many
    way = d.pick("unique", "first_repeat", "once", "neighbours")
    if way == "unique":
        body = d.style(
            f"""
result = ""
for {c} in {v}:
    if {c} not in result:
        result += {c}
return result
""",
            f'return "".join({c} for i, {c} in enumerate({v}) if {c} not in {v}[:i])',
            f'return "".join(dict.fromkeys({v}))',
        )
        gives = f"`{v}` with each character only where it first appears"
        return Sketch("unique_characters", (s,), gives, "str", body, one=c, result="unique")
    if way == "first_repeat":
        body = d.style(
            f"""
seen = ""
for {c} in {v}:
    if {c} in seen:
        return {c}
    seen += {c}
return ""
""",
            f"""
for i, {c} in enumerate({v}):
    if {c} in {v}[:i]:
        return {c}
return ""
""",
        )
        gives = f'the first character of `{v}` that appeared before, or "" if there is none'
        return Sketch("first_repeat", (s,), gives, "str", body, one=c, result="repeat")
    if way == "once":
        body = d.style(
            f"""
for {c} in {v}:
    if {v}.count({c}) == 1:
        return {c}
return ""
""",
            f"""
counts = {{}}
for {c} in {v}:
    counts[{c}] = counts.get({c}, 0) + 1
for {c} in {v}:
    if counts[{c}] == 1:
        return {c}
return ""
""",
        )
        gives = f'the first character of `{v}` that appears only once, or "" if there is none'
        return Sketch("first_single", (s,), gives, "str", body, one=c, result="single")
    body = d.style(
        f"""
result = ""
for {c} in {v}:
    if result and result[-1] == {c}:
        result = result[:-1]
    else:
        result += {c}
return result
""",
        f"""
stack = []
for {c} in {v}:
    if stack and stack[-1] == {c}:
        stack.pop()
    else:
        stack.append({c})
return "".join(stack)
""",
    )
    gives = (
        f"what is left of `{v}` when two equal neighbours are removed again and again, from left "
    )
    return Sketch("collapse", (s,), gives + "to right", "str", body, one=c, result="rest")


@TEXTS_SUBJECT.concept(
    "subsequences", "Subsequences", "One text is looked for, in order, in another."
)
def subsequences(d: Draw) -> Sketch:
    small, big = d.pick(("part", "whole"), ("short", "long"), ("query", "text"))
    one = Parameter(small, "str", "a text", of("", "a", "ac", "ca", "abc", "bb", "d"))
    two = Parameter(big, "str", "another text", text("abcd", 2, 6))
    way = d.pick("whether", "matched")
    if way == "whether":
        body = d.style(
            f"""
i = 0
for char in {big}:
    if i < len({small}) and char == {small}[i]:
        i += 1
return i == len({small})
""",
            f"""
start = 0
for char in {small}:
    place = {big}.find(char, start)
    if place == -1:
        return False
    start = place + 1
return True
""",
            f"""
if not {small}:
    return True
if not {big}:
    return False
if {small}[0] == {big}[0]:
    return is_subsequence({small}[1:], {big}[1:])
return is_subsequence({small}, {big}[1:])
""",
        )
        gives = f"whether the characters of `{small}` appear in `{big}` in this order, with others "
        return Sketch("is_subsequence", (one, two), gives + "between them or not", "bool", body,
                      narrows=False, goes_on=d.pick(True, False))  # fmt: skip
    body = d.style(
        f"""
matched = 0
for char in {big}:
    if matched < len({small}) and char == {small}[matched]:
        matched += 1
return matched
""",
        f"""
matched = 0
i = 0
while i < len({big}) and matched < len({small}):
    if {big}[i] == {small}[matched]:
        matched += 1
    i += 1
return matched
""",
    )
    gives = f"how many characters from the front of `{small}` are found in `{big}` in this order, "
    return Sketch("matched_length", (one, two), gives + "each behind the one before it", "int", body,
                  unit="character", result="matched", narrows=False)  # fmt: skip
