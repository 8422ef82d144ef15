"""Text formatting, and rules for texts."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw, with_article
from engine.synthesis.generator.inputs import counts, of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import some_words

FORMATTING = Subject("formatting")


@FORMATTING.concept("password-rules", "Checking rules", "Several conditions have to be met.")
def rules(d: Draw) -> Sketch:
    name = d.pick("password", "code", "username")
    p = Parameter(
        name,
        "str",
        "a text",
        of("", "abc", "Abc1", "ABCDE", "a1", "xY9z8", "12345", "Ab", "hello1", "Hello"),
    )
    size = d.number(3, 5)
    checks = [(f"len({name}) >= {size}", "too short", f"it has at least {size} characters"),
              (f"any(char.isdigit() for char in {name})", "no digit", "it has a digit"),
              (f"any(char.isupper() for char in {name})", "no capital", "it has a capital letter"),
              (f"{name}[:1].isalpha()", "bad start", "it begins with a letter")]  # fmt: skip
    first = d.number(0, 1)
    chosen = checks[first : first + d.pick(2, 3)]
    way = d.pick("valid", "problems", "first")
    if way == "valid":
        tests = [test for test, _, _ in chosen]
        body = d.style(
            "return " + " and ".join(tests),
            "".join(f"if not {test}:\n    return False\n" for test in tests) + "return True",
            f"checks = [{', '.join(tests)}]\nreturn all(checks)",
        )
        told = "whether " + ", ".join(told for _, _, told in chosen[:-1]) + " and " + chosen[-1][2]
        return Sketch("is_valid", (p,), told, "bool", body, narrows=False)
    told = "; ".join(f'"{word}" unless {rule}' for _, word, rule in chosen)
    if way == "problems":
        body = d.style(
            "problems = []\n"
            + "".join(
                f'if not {test}:\n    problems.append("{word}")\n' for test, word, _ in chosen
            )
            + "return problems",
            "rules = ["
            + ", ".join(f'({test}, "{word}")' for test, word, _ in chosen)
            + "]\nreturn [word for holds, word in rules if not holds]",
        )
        return Sketch("problems", (p,), f"the list of what is wrong with `{name}`, in this order: {told}", "list[str]",
                      body, narrows=False, result="faults")  # fmt: skip
    body = d.style(
        "".join(f'if not {test}:\n    return "{word}"\n' for test, word, _ in chosen) + 'return "ok"',
        'message = "ok"\n' + "".join(
            f"{'el' if i else ''}if not {test}:\n    message = \"{word}\"\n" for i, (test, word, _) in enumerate(chosen))
        + "return message",
    )  # fmt: skip
    return Sketch("verdict", (p,), f'the first of these that applies: {told}; or "ok"', "str", body, narrows=False,
                  result="message")  # fmt: skip


@FORMATTING.concept("check-digits", "Check digits", "Weighted digits are added up.")
def check_digits(d: Draw) -> Sketch:
    name = d.pick("digits", "number", "card")
    p = Parameter(
        name,
        "str",
        "a text of digits",
        of("0", "18", "79", "123", "5678", "91", "4242", "000", "26", "1357"),
    )
    way = d.pick("luhn", "weights", "parity")
    if way == "luhn":
        body = d.style(
            f"""
total = 0
for i, char in enumerate({name}[::-1]):
    digit = int(char)
    if i % 2 == 1:
        digit *= 2
        if digit > 9:
            digit -= 9
    total += digit
return total % 10 == 0
""",
            f"""
total = 0
double = False
for char in reversed({name}):
    digit = int(char) * 2 if double else int(char)
    total += digit // 10 + digit % 10
    double = not double
return total % 10 == 0
""",
        )
        return Sketch("is_luhn_valid", (p,), f"whether `{name}` passes Luhn's check: every second digit from the right is "
                      "doubled (and 9 taken off if that is above 9), and the sum of all is a multiple of 10", "bool", body,
                      narrows=False)  # fmt: skip
    if way == "weights":
        a, b = d.pick((1, 3), (3, 1), (2, 1), (1, 2))
        body = d.style(
            f"""
total = 0
for i, char in enumerate({name}):
    weight = {a} if i % 2 == 0 else {b}
    total += weight * int(char)
return (10 - total % 10) % 10
""",
            f"""
first = sum(int(char) for char in {name}[::2])
second = sum(int(char) for char in {name}[1::2])
rest = (first * {a} + second * {b}) % 10
if rest == 0:
    return 0
return 10 - rest
""",
        )
        return Sketch("check_digit", (p,), f"the digit that has to be added to the sum of the digits, weighted {a}, {b}, {a}, {b} … "
                      "from the left, to make it a multiple of 10", "int", body, narrows=False, unit="point",
                      result="digit")  # fmt: skip
    body = d.style(
        f"""
odd = 0
for char in {name}:
    if int(char) % 2 == 1:
        odd += 1
return "1" if odd % 2 == 1 else "0"
""",
        f"""
bit = 0
for char in {name}:
    bit = (bit + int(char)) % 2
return str(bit)
""",
    )
    return Sketch("parity_bit", (p,), f'"1" if the number of odd digits in `{name}` is odd, else "0"', "str", body, narrows=False,
                  result="bit")  # fmt: skip


@FORMATTING.concept("format-tables", "Tables as text", "Values are padded to columns.")
def tables(d: Draw) -> Sketch:
    many, what = d.pick(("prices", "price"), ("scores", "score"), ("stock", "amount"))
    p = Parameter(many, "dict[str, int]", f"a dictionary from names to {with_article(what)} each", counts(
        ("tea", "rice", "milk", "figs"), 1, 120, 0))  # fmt: skip
    dot = d.pick(".", " ", "-")
    way = d.pick("fixed", "fitted", "bars")
    if way == "fixed":
        width = d.number(6, 8)
        pad = f'name.ljust({width}, "{dot}")'
        body = d.style(
            f"return [{pad} + str(value) for name, value in {many}.items()]",
            f"""
lines = []
for name, value in {many}.items():
    line = name
    while len(line) < {width}:
        line += "{dot}"
    lines.append(f"{{line}}{{value}}")
return lines
""",
        )
        gives = f"a list with one line for each entry: the name, filled up with '{dot}' to {width} characters, and the {what}"
    elif way == "fitted":
        body = d.style(
            f"""
width = max((len(name) for name in {many}), default=0)
return [f"{{name.rjust(width)}}: {{value}}" for name, value in sorted({many}.items())]
""",
            f"""
width = 0
for name in {many}:
    width = max(width, len(name))
lines = []
for name in sorted({many}):
    lines.append(" " * (width - len(name)) + name + ": " + str({many}[name]))
return lines
""",
        )
        gives = "a list with one line for each entry, sorted by name: the name, filled up with spaces on the left to the length of "
        gives += f"the longest name, then ': ' and the {what}"
    else:
        unit = d.pick(10, 20)
        body = d.style(
            f"return [f\"{{name}} {{'#' * (value // {unit})}}\" for name, value in {many}.items()]".replace(
                "{'#' *", "{mark *"
            ),
            f'lines = []\nfor name, value in {many}.items():\n    lines.append(name + " " + mark * (value // {unit}))\nreturn lines',
        )
        body = 'mark = "#"\n' + body
        gives = f"a list with one line for each entry: the name, a space and one '#' for each full {unit} of the {what}"
    return Sketch("table_lines", (p,), gives, "list[str]", body, one="name", result="lines")


@FORMATTING.concept(
    "lists-in-words", "Lists in words", "Commas and a final word between the elements."
)
def in_words(d: Draw) -> Sketch:
    t, ws = some_words(d)
    w, v = t.one, t.many
    word = d.pick("and", "or")
    limit = d.number(2, 3)
    way = d.pick("all", "more")
    if way == "all":
        body = d.style(
            f"""
if not {v}:
    return "nothing"
if len({v}) == 1:
    return {v}[0]
return ", ".join({v}[:-1]) + " {word} " + {v}[-1]
""",
            f"""
text = ""
for i, {w} in enumerate({v}):
    if i == 0:
        text = {w}
    elif i == len({v}) - 1:
        text += " {word} " + {w}
    else:
        text += ", " + {w}
return text if {v} else "nothing"
""",
        )
        gives = f'the {v} as one text with ", " between them, but " {word} " before the last; "nothing" if there are none'
    else:
        body = d.style(
            f"""
shown = ", ".join({v}[:{limit}])
more = len({v}) - {limit}
if more > 0:
    return f"{{shown}} and {{more}} more"
return shown
""",
            f"""
text = ""
for {w} in {v}[:{limit}]:
    text += ", " + {w} if text else {w}
if len({v}) > {limit}:
    text += f" and {{len({v}) - {limit}}} more"
return text
""",
        )
        gives = f'the first {limit} of the {v} as one text with ", " between them, and, if there are others, " and … more" with how many'
    return Sketch("in_words", (ws,), gives, "str", body, one=w, result="shown")


@FORMATTING.concept(
    "numbers-as-text", "Numbers as text", "Digits get signs between or before them."
)
def as_text(d: Draw) -> Sketch:
    way = d.pick("groups", "cents", "ordinal", "words")
    p = Parameter(d.pick("n", "number", "amount"), "int", "an integer that is not negative", of(
        0, 1, 2, 3, 7, 11, 12, 21, 42, 99, 100, 113, 250, 999, 1000, 1234, 56789, 1000000))  # fmt: skip
    n = p.name
    if way == "groups":
        sign = d.pick(",", " ", "'")
        body = d.style(
            f"""
text = str({n})
parts = []
while len(text) > 3:
    parts.insert(0, text[-3:])
    text = text[:-3]
return "{sign}".join([text] + parts)
""",
            f"""
text = ""
for i, char in enumerate(reversed(str({n}))):
    if i > 0 and i % 3 == 0:
        text = "{sign}" + text
    text = char + text
return text
""",
        )
        told = f'`{n}` as text, with "{sign}" between each three digits from the right'
    elif way == "cents":
        body = d.style(f'return f"{{{n} // 100}}.{{{n} % 100:02d}}"',
                       f'whole, cents = divmod({n}, 100)\nif cents < 10:\n    return f"{{whole}}.0{{cents}}"\n'
                       'return f"{whole}.{cents}"',
                       f'digits = str({n}).zfill(3)\nreturn digits[:-2] + "." + digits[-2:]')  # fmt: skip
        told = f"`{n}` cents as an amount with two places behind a '.'"
    elif way == "ordinal":
        body = d.style(
            f"""
if {n} % 100 in (11, 12, 13):
    return f"{{{n}}}th"
endings = {{1: "st", 2: "nd", 3: "rd"}}
return str({n}) + endings.get({n} % 10, "th")
""",
            f"""
ending = "th"
if {n} // 10 % 10 != 1:
    if {n} % 10 == 1:
        ending = "st"
    elif {n} % 10 == 2:
        ending = "nd"
    elif {n} % 10 == 3:
        ending = "rd"
return f"{{{n}}}{{ending}}"
""",
        )
        told = f"`{n}` as an English ordinal number like '1st', '2nd', '3rd', '4th', '11th'"
    else:
        p = Parameter(
            n,
            "int",
            "an integer from 0 to 59",
            of(0, 3, 7, 10, 12, 15, 20, 21, 34, 40, 45, 50, 58, 59),
        )
        body = """
small = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
small += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
tens = ["", "", "twenty", "thirty", "forty", "fifty"]
""" + d.style(
            f"if {n} < 20:\n    return small[{n}]\nif {n} % 10 == 0:\n    return tens[{n} // 10]\n"
            f'return tens[{n} // 10] + "-" + small[{n} % 10]',
            f'if {n} < 20:\n    return small[{n}]\ntext = tens[{n} // 10]\nif {n} % 10 > 0:\n    text += "-" + small[{n} % 10]\n'
            "return text",
        )
        told = f"`{n}` in English words, like 'seven' or 'forty-five'"
    return Sketch("as_text", (p,), told, "str", body, narrows=False, result="shown")
