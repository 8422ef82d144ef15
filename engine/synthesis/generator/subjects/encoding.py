"""Texts that are rewritten character by character."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, letters

ENCODING = Subject("encoding")


@ENCODING.concept("run-length-encoding", "Run-length encoding",
                       "Groups of equal neighbours are found and written down, or unfolded.")  # fmt: skip
def run_length(d: Draw) -> Sketch:
    t, s = letters(d, "aab", longest=5)
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


@ENCODING.concept("run-length-decoding", "Run-length decoding", "Counts and letters are unfolded.")
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


@ENCODING.concept("caesar-cipher", "Caesar cipher", "Letters move round the alphabet.")
def caesar(d: Draw) -> Sketch:
    t, s = letters(d, "abyzXZ -", longest=4)
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


@ENCODING.concept("replace-characters", "Replacing characters",
                       "A table tells what each character becomes.")  # fmt: skip
def replace_characters(d: Draw) -> Sketch:
    t, s = letters(d, "aeo stAE1", longest=5)
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


@ENCODING.concept("case-conversion", "Upper and lower case",
                       "Each character's case depends on its place or its neighbour.")  # fmt: skip
def case_conversion(d: Draw) -> Sketch:
    t, s = letters(d, "abcAB -", longest=4)
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
