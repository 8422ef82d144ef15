"""Parsing."""

from __future__ import annotations

from random import Random

from engine.synthesis.generator.draw import Draw, with_article
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer

PARSING = Subject("parsing")


def _pairs(rng: Random) -> list[tuple[str, int]]:
    return [
        (rng.choice(("Ann", "Bob", "Cem")), rng.randint(0, 9)) for _ in range(rng.randint(0, 4))
    ]


@PARSING.concept("parse-key-values", "Settings in a text", "Pairs are split from a text.")
def key_values(d: Draw) -> Sketch:
    name = d.pick("text", "line", "settings", "query")
    sep, sign = d.pick((";", "="), (",", ":"), ("&", "="), (" ", "="))
    texts = [f"a{sign}1{sep}b{sign}2", f"x{sign}7", f"a{sign}1{sep}a{sign}3", f"a{sign}0{sep}b{sign}5{sep}c{sign}5",
             f"k{sign}12{sep}m{sign}9", f"b{sign}4{sep}flag", f"flag{sep}a{sign}6"]  # fmt: skip
    strict = d.pick(True, False)
    values = of(*texts[: 5 if strict else 7])
    p = Parameter(name, "str", f"a text of parts like 'a{sign}1' with '{sep}' between them", values)
    test = "" if strict else f'    if "{sign}" not in part:\n        continue\n'
    split = d.style(
        f'    key, value = part.split("{sign}")',
        f'    place = part.index("{sign}")\n    key, value = part[:place], part[place + 1:]',
        f'    key, _, value = part.partition("{sign}")',
    )
    body = f'found = {{}}\nfor part in {name}.split("{sep}"):\n{test}{split}\n    found[key] = int(value)\n'
    way = d.pick("dict", "sum", "largest")
    note = () if strict else (f"Parts without '{sign}' are passed over.",)
    if way == "dict":
        return Sketch("parsed", (p,), "a dictionary from what stands before each sign to the integer behind it (the "
                      "last one of equal keys counts)", "dict[str, int]", body + "return found", narrows=False,
                      notes=note, result="table")  # fmt: skip
    if way == "sum":
        return Sketch("total_of_settings", (p,), "the sum of the integers, where of equal keys only the last counts",
                      "int", body + "return sum(found.values())", narrows=False, notes=note, unit="point",
                      result="total")  # fmt: skip
    end = d.style("return max(found, key=found.get)",
                  "best = None\nfor key in found:\n    if best is None or found[key] > found[best]:\n        best = key\n"
                  "return best")  # fmt: skip
    return Sketch("largest_setting", (p,), "the key with the largest integer, the first of several, where of equal keys "
                  "the last integer counts", "str", body + end, narrows=False, notes=note, result="winner")  # fmt: skip


@PARSING.concept("parse-numbers", "Numbers in a text", "Digits are collected to numbers.")
def parse_numbers(d: Draw) -> Sketch:
    name = d.pick("text", "line", "note")
    p = Parameter(
        name,
        "str",
        "a text",
        of("", "a1b22", "7", "3 plus 4", "x", "12-5", "no 9", "10 20", "a0b0", "8km"),
    )
    way = d.pick("list", "sum", "count")
    collect = d.style(
        f"""
found = []
digits = ""
for char in {name} + " ":
    if char.isdigit():
        digits += char
    elif digits:
        found.append(int(digits))
        digits = ""
""",
        f"""
found = []
inside = False
for char in {name}:
    if not char.isdigit():
        inside = False
    elif inside:
        found[-1] = found[-1] * 10 + int(char)
    else:
        found.append(int(char))
        inside = True
""",
        f'spaced = "".join(char if char.isdigit() else " " for char in {name})\n'
        "found = [int(part) for part in spaced.split()]\n",
    )
    if way == "list":
        return Sketch("numbers_in", (p,), f"the list of the numbers in `{name}`, each a row of digits as long as possible",
                      "list[int]", collect + "return found", result="numbers_found", narrows=False)  # fmt: skip
    end = "return sum(found)" if way == "sum" else "return len(found)"
    told = "the sum of the numbers" if way == "sum" else "how many numbers there are"
    return Sketch(f"{way}_of_numbers", (p,), f"{told} in `{name}`, each a row of digits as long as possible", "int",
                  collect + end, result="total", unit="number", narrows=False)  # fmt: skip


@PARSING.concept("evaluate-expressions", "Sums as text", "A text with operators is calculated.")
def expressions(d: Draw) -> Sketch:
    name = d.pick("expression", "formula", "text")
    times = d.pick(True, False)
    texts = ("1+2", "7", "10-3", "2-5+4", "1+1+1", "8-8") if not times else (
        "2*3", "1+2*3", "4*2+1", "9", "2*2*2", "5+1")  # fmt: skip
    p = Parameter(
        name, "str", "a text of numbers with operators between them, without spaces,", of(*texts)
    )
    if times:
        body = d.style(
            f"""
total = 0
for part in {name}.split("+"):
    product = 1
    for factor in part.split("*"):
        product *= int(factor)
    total += product
return total
""",
            f"""
if "+" in {name}:
    left, _, right = {name}.partition("+")
    return calculate(left) + calculate(right)
if "*" in {name}:
    left, _, right = {name}.partition("*")
    return calculate(left) * calculate(right)
return int({name})
""",
        )
        told = "'+' and '*', where '*' comes first"
    else:
        body = d.style(
            f"""
total = 0
number = 0
sign = 1
for char in {name}:
    if char.isdigit():
        number = number * 10 + int(char)
    else:
        total += sign * number
        number = 0
        sign = 1 if char == "+" else -1
return total + sign * number
""",
            f'return sum(int(part) for part in {name}.replace("-", "+-").split("+") if part)',
            f"""
total = 0
for part in {name}.replace("-", " -").replace("+", " +").split():
    total += int(part)
return total
""",
        )
        told = "'+' and '-'"
    return Sketch("calculate", (p,), f"the value of `{name}`, whose operators are {told}", "int", body, narrows=False,
                  unit="point", result="value_found")  # fmt: skip


@PARSING.concept("roman-numerals", "Roman numerals", "Signs and values in a table.")
def roman(d: Draw) -> Sketch:
    write = d.pick(True, False)
    if write:
        p = integer(d.pick("n", "number", "year"), 1, 30, "a positive integer below 90")
        n = p.name
        body = d.style(
            f"""
text = ""
for value, sign in [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]:
    while {n} >= value:
        text += sign
        {n} -= value
return text
""",
            f"""
tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"]
ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
return tens[{n} // 10] + ones[{n} % 10]
""",
        )
        return Sketch(
            "to_roman",
            (p,),
            f"`{n}` as a Roman numeral",
            "str",
            body,
            narrows=False,
            result="numeral",
        )
    p = Parameter(d.pick("numeral", "text"), "str", "a Roman numeral", of("I", "IV", "IX", "XII", "XIV", "XL", "VI", "LXI",
                  "XIX", "III"))  # fmt: skip
    v = p.name
    body = 'values = {"I": 1, "V": 5, "X": 10, "L": 50}\n' + d.style(
        f"""
total = 0
for i, sign in enumerate({v}):
    value = values[sign]
    if i + 1 < len({v}) and value < values[{v}[i + 1]]:
        total -= value
    else:
        total += value
return total
""",
        f"""
total = 0
last = 0
for sign in reversed({v}):
    value = values[sign]
    total += value if value >= last else -value
    last = value
return total
""",
    )
    return Sketch("from_roman", (p,), f"the number that `{v}` stands for", "int", body, narrows=False, unit="point",
                  result="number_read")  # fmt: skip


@PARSING.concept("times-of-day", "Times of day", "Hours and minutes are converted.")
def times(d: Draw) -> Sketch:
    way = d.pick("format", "parse", "add")
    if way == "format":
        p = integer(d.pick("minutes", "seconds"), 0, 200, "an integer that is not negative")
        m = p.name
        body = d.style(
            f'hours, rest = divmod({m}, 60)\nreturn f"{{hours}}:{{rest:02d}}"',
            f'return str({m} // 60) + ":" + str({m} % 60).zfill(2)',
            f"""
hours = 0
while {m} >= 60:
    hours += 1
    {m} -= 60
if {m} < 10:
    return f"{{hours}}:0{{{m}}}"
return f"{{hours}}:{{{m}}}"
""",
        )
        return Sketch("as_clock", (p,), f"`{m}` in the form 'h:mm': sixties, then the rest with two digits", "str", body,
                      narrows=False, result="shown")  # fmt: skip
    times_ = of("0:05", "1:30", "12:00", "9:59", "10:10", "0:00", "23:45")
    p = Parameter(d.pick("time", "start", "clock"), "str", "a time like '9:05'", times_)
    if way == "parse":
        body = d.style(
            f'hours, minutes = {p.name}.split(":")\nreturn int(hours) * 60 + int(minutes)',
            f'place = {p.name}.index(":")\nreturn int({p.name}[:place]) * 60 + int({p.name}[place + 1:])',
            f'total = 0\nfor part in {p.name}.split(":"):\n    total = total * 60 + int(part)\nreturn total',
        )
        return Sketch("minutes_of", (p,), f"the minutes from midnight to `{p.name}`", "int", body, narrows=False,
                      unit="minute", result="minutes")  # fmt: skip
    later = integer("more", 0, 90, "a number of minutes")
    body = f'hours, minutes = {p.name}.split(":")\n' + d.style(
        'total = int(hours) * 60 + int(minutes) + more\ntotal %= 24 * 60\nreturn f"{total // 60}:{total % 60:02d}"',
        """
hour = int(hours)
minute = int(minutes) + more
while minute >= 60:
    minute -= 60
    hour += 1
if hour >= 24:
    hour -= 24
return f"{hour}:{minute:02d}"
""",
    )
    return Sketch("later_time", (p, later), f"the time `more` minutes after `{p.name}`, in the same form (after 23:59 comes 0:00)",
                  "str", body, narrows=False, result="shown")  # fmt: skip


@PARSING.concept("csv-lines", "Lines of data", "Rows are split and their fields converted.")
def csv(d: Draw) -> Sketch:
    name = d.pick("lines", "rows", "log")
    sign = d.pick(",", ";")
    who, what = d.pick(("name", "points"), ("city", "rain"), ("item", "price"))
    p = Parameter(name, "list[str]", f"a list of lines, each {with_article(who)} and its {what} (an integer) with '{sign}' between,",
                  lambda rng: [f"{a}{sign}{b}" for a, b in _pairs(rng)])  # fmt: skip
    way = d.pick("table", "best", "above", "bad")
    split = d.style(
        f'{who}, text = line.split("{sign}")', f'{who}, _, text = line.partition("{sign}")'
    )
    if way == "table":
        body = f"""
table = {{}}
for line in {name}:
    {split}
    table[{who}] = table.get({who}, 0) + int(text)
return table
"""
        return Sketch("totals", (p,), f"a dictionary from each {who} to the sum of its {what}, in the order of first appearance",
                      "dict[str, int]", body, one="line", narrows=False, result="table_made")  # fmt: skip
    if way == "best":
        body = f"""
best = ""
most = 0
for line in {name}:
    {split}
    if best == "" or int(text) > most:
        best = {who}
        most = int(text)
return best
"""
        return Sketch("best_line", (p,), f'the {who} of the line with the largest {what} (the first of several; "" of none)', "str",
                      body, one="line", narrows=False, result="winner")  # fmt: skip
    if way == "above":
        least = integer("least", 2, 6)
        body = d.style(
            f"""
found = []
for line in {name}:
    {split}
    if int(text) >= least:
        found.append({who})
return found
""",
            f'pairs = [line.split("{sign}") for line in {name}]\nreturn [{who} for {who}, text in pairs if int(text) >= least]',
        )
        return Sketch("chosen_lines", (p, least), f"the list of each {who} whose {what} is at least `least`, in the order of the lines",
                      "list[str]", body, one="line", narrows=False, result="found")  # fmt: skip
    p = Parameter(name, "list[str]", p.told.replace("(an integer)", "(an integer, or something else)"), lambda rng: [
        f"{a}{sign}{rng.choice((str(b), '?', ''))}" for a, b in _pairs(rng)])  # fmt: skip
    body = d.style(
        f"""
total = 0
bad = 0
for line in {name}:
    {split}
    try:
        total += int(text)
    except ValueError:
        bad += 1
return total, bad
""",
        f"""
total = 0
bad = 0
for line in {name}:
    {split}
    if text.isdigit():
        total += int(text)
    else:
        bad += 1
return total, bad
""",
    )
    return Sketch("sum_and_errors", (p,), f"a pair of the sum of each {what} that is an integer and of how many are not", "tuple[int, int]",
                  body, one="line", narrows=False, result="both")  # fmt: skip


@PARSING.concept("tokenizer", "Tokens", "Characters are grouped by their kind.")
def tokenizer(d: Draw) -> Sketch:
    name = d.pick("source", "text", "line")
    p = Parameter(
        name,
        "str",
        "a text",
        of("x=12", "a+b", "3 * y", "if(a1)", "", "10-2", "ab cd", "f(x)", "z", "77+k"),
    )
    way = d.pick("tokens", "kinds")
    word = d.pick(True, False)
    same = "char.isalpha()" if word else "char.isdigit()"
    told = "letters" if word else "digits"
    if way == "tokens":
        body = d.style(
            f"""
tokens = []
current = ""
for char in {name}:
    if {same}:
        current += char
        continue
    if current:
        tokens.append(current)
        current = ""
    if char != " ":
        tokens.append(char)
if current:
    tokens.append(current)
return tokens
""",
            f"""
tokens = []
i = 0
while i < len({name}):
    start = i
    while i < len({name}) and {same.replace("char", f"{name}[i]")}:
        i += 1
    if i == start:
        i += 1
    token = {name}[start:i]
    if token != " ":
        tokens.append(token)
return tokens
""",
        )
        return Sketch("tokens_of", (p,), f"the list of tokens of `{name}`: rows of {told}, as long as possible, and single other characters; "
                      "spaces only separate", "list[str]", body, narrows=False, result="tokens")  # fmt: skip
    body = d.style(
        f"""
kinds = ""
for char in {name}:
    if char.isdigit():
        kinds += "d"
    elif char.isalpha():
        kinds += "a"
    elif char == " ":
        kinds += "_"
    else:
        kinds += "x"
return kinds
""",
        f'return "".join(kind(char) for char in {name})',
    )
    before = ""
    if "kind(char)" in body:
        before = """
def kind(char: str) -> str:
    if char == " ":
        return "_"
    if char.isalpha():
        return "a"
    return "d" if char.isdigit() else "x"
"""
    return Sketch("kinds_of", (p,), f"the text with, for each character of `{name}`, 'a' for a letter, 'd' for a digit, '_' for a space and 'x' "
                  "for anything else", "str", body, before, narrows=False, result="kinds")  # fmt: skip
