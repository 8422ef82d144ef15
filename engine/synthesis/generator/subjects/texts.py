"""Characters and texts."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of, text
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import letters

TEXTS = Subject("texts")


@TEXTS.concept("count-characters", "Counting characters", "A text is walked through once.")
def count_characters(d: Draw) -> Sketch:
    t, s = letters(d, "aebcAE 1", longest=5)
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


@TEXTS.concept("palindromes", "Palindromes", "A text is compared with itself backwards.")
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


@TEXTS.concept("common-prefix", "Common beginnings", "Two texts are compared from the front.")
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


@TEXTS.concept("substring-search", "Searching in a text", "All places of a pattern are found.")
def substring_search(d: Draw) -> Sketch:
    t, s = letters(d, "ab", longest=5)
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


@TEXTS.concept("remove-duplicate-letters", "Repeated letters", "What was seen is remembered.")
def repeated_letters(d: Draw) -> Sketch:
    t, s = letters(d, "abca", longest=5)
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


@TEXTS.concept("subsequences", "Subsequences", "One text is looked for, in order, in another.")
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
