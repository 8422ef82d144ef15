"""Digits, powers and sequences of integers."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import one
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer

INTEGERS = Subject("integers")


def _n(d: Draw, low: int, high: int) -> Parameter:
    told = "a positive integer" if low > 0 else "an integer that is not negative"
    return Parameter(d.pick("n", "number", "value", "num"), "int", told, one(low, high))


@INTEGERS.concept("digit-sums", "Digits", "A number is taken apart by division or as text.")
def digit_sums(d: Draw) -> Sketch:
    p = _n(d, 0, 9999)
    n = p.name
    made, told = d.pick(
        ("digit", "the sum of the digits"), ("digit * digit", "the sum of the squares of the digits"),
        ("digit % 2", "the number of odd digits"),
        ("max(digit - 4, 0)", "the sum of what each digit is above 4"),
    )  # fmt: skip
    short = made.replace("digit", "int(char)")
    body = d.style(
        f"total = 0\nwhile {n} > 0:\n    digit = {n} % 10\n    total += {made}\n    {n} //= 10\nreturn total",
        f"return sum({short} for char in str({n}))",
        f"total = 0\nfor char in str({n}):\n    digit = int(char)\n    total += {made}\nreturn total",
        f"total = 0\nwhile {n}:\n    {n}, digit = divmod({n}, 10)\n    total += {made}\nreturn total",
    )
    return Sketch("digit_value", (p,), f"{told} of `{n}`", "int", body, result="total", unit="point",
                  narrows=False)  # fmt: skip


@INTEGERS.concept(
    "digital-root", "Repeating until small", "A step is repeated until a bound is reached."
)
def digital_root(d: Draw) -> Sketch:
    p = _n(d, 1, 999)
    n = p.name
    square = d.pick(False, True)
    what = "root" if d.pick(True, False) or square else "rounds"
    digit = "digit"
    helper = f"""
def digit_sum({n}: int) -> int:
    total = 0
    while {n} > 0:
        total += {n} % 10
        {n} //= 10
    return total
"""
    if square:
        body = d.style(
            f"""
rounds = 0
while {n} > 9:
    product = 1
    for char in str({n}):
        product *= int(char)
    {n} = product
    rounds += 1
return rounds
""",
            f"""
if {n} < 10:
    return 0
product = 1
rest = {n}
while rest > 0:
    product *= rest % 10
    rest //= 10
return 1 + persistence(product)
""",
        )
        gives = (
            f"how often `{n}` can be replaced by the product of its digits before it has one digit"
        )
        return Sketch("persistence", (p,), gives, "int", body, unit="round", result="rounds",
                      narrows=False)  # fmt: skip
    if what == "root":
        body = d.style(f"while {n} > 9:\n    {n} = digit_sum({n})\nreturn {n}",
                       f"if {n} < 10:\n    return {n}\nreturn digital_root(digit_sum({n}))")  # fmt: skip
        gives = (
            f"what is left when `{n}` is replaced by the sum of its digits until it has one digit"
        )
        return Sketch("digital_root", (p,), gives, "int", body, helper, unit="point", narrows=False)
    body = d.style(
        f"rounds = 0\nwhile {n} > 9:\n    {n} = digit_sum({n})\n    rounds += 1\nreturn rounds",
        f"rounds = 0\nwhile len(str({n})) > 1:\n    {n} = sum(int({digit}) for {digit} in str({n}))\n"
        "    rounds += 1\nreturn rounds",
    )
    if "digit_sum" not in body:
        helper = ""
    gives = f"how often `{n}` has to be replaced by the sum of its digits until it has one digit"
    return Sketch("rounds_to_root", (p,), gives, "int", body, helper, unit="round", result="rounds",
                  narrows=False)  # fmt: skip


@INTEGERS.concept("collatz", "Sequences by a rule", "A rule is applied until a number is reached.")
def collatz(d: Draw) -> Sketch:
    p = Parameter(d.pick("n", "start", "number"), "int", "a positive integer", one(1, 10))
    n = p.name
    rule, told = d.pick(
        ("{n} = {n} // 2 if {n} % 2 == 0 else 3 * {n} + 1",
         "an even number is halved, an odd one is tripled and 1 added"),
        ("{n} = {n} // 2 if {n} % 2 == 0 else {n} - 1", "an even number is halved, an odd one gets 1 less"),
        ("{n} = {n} // 3 if {n} % 3 == 0 else {n} - 1",
         "a multiple of 3 is divided by 3, any other number gets 1 less"),
        ("{n} = {n} // 2 if {n} % 2 == 0 else {n} + 1", "an even number is halved, an odd one gets 1 more"),
    )  # fmt: skip
    step = rule.format(n=n)
    yes, _, rest = step.partition(" = ")[2].partition(" if ")
    test, _, no = rest.partition(" else ")
    step = d.style(step, f"if {test}:\n        {n} = {yes}\n    else:\n        {n} = {no}")
    way = d.pick("count", "list", "peak")
    told = f"until it is 1, where {told}"
    if way == "count":
        body = d.style(
            f"count = 0\nwhile {n} != 1:\n    {step}\n    count += 1\nreturn count",
            f"if {n} == 1:\n    return 0\nif {test}:\n    return 1 + count_steps({yes})\n"
            f"return 1 + count_steps({no})",
        )
        return Sketch("count_steps", (p,), f"how many steps `{n}` takes {told}", "int", body, unit="step",
                      narrows=False, result="count")  # fmt: skip
    if way == "list":
        body = d.style(
            f"path = [{n}]\nwhile {n} != 1:\n    {step}\n    path.append({n})\nreturn path",
            f"path = []\nwhile {n} != 1:\n    path.append({n})\n    {step}\nreturn path + [1]",
        )
        return Sketch("path_to_one", (p,), f"the list of numbers from `{n}` on {told}", "list[int]", body,
                      narrows=False, result="path")  # fmt: skip
    body = f"highest = {n}\nwhile {n} != 1:\n    {step}\n    highest = max(highest, {n})\nreturn highest"
    return Sketch("highest_number", (p,), f"the largest number that `{n}` comes to {told}", "int", body,
                  unit="point", narrows=False, result="highest")  # fmt: skip


@INTEGERS.concept("number-bases", "Number systems", "A number is written in another base, or read.")
def bases(d: Draw) -> Sketch:
    base = d.pick(2, 3, 4, 8)
    way = d.pick("write", "read", "any")
    if way == "read":
        digits = "01234567"[:base]
        p = Parameter(d.pick("digits", "text"), "str", f"a number in base {base}, as text,",
                      lambda rng: "".join(rng.choice(digits) for _ in range(rng.randint(1, 5))))  # fmt: skip
        v = p.name
        body = d.style(
            f"value = 0\nfor char in {v}:\n    value = value * {base} + int(char)\nreturn value",
            f"value = 0\npower = 1\nfor char in {v}[::-1]:\n    value += int(char) * power\n"
            f"    power *= {base}\nreturn value",
            f"return sum(int(char) * {base} ** i for i, char in enumerate({v}[::-1]))",
        )
        return Sketch("read_number", (p,), f"the number that `{v}` stands for", "int", body, unit="point",
                      narrows=False, result="number")  # fmt: skip
    p = _n(d, 0, 80)
    n = p.name
    if way == "write":
        body = d.style(
            f'if {n} == 0:\n    return "0"\ndigits = ""\nwhile {n} > 0:\n'
            f"    digits = str({n} % {base}) + digits\n    {n} //= {base}\nreturn digits",
            f"if {n} < {base}:\n    return str({n})\nreturn in_base({n} // {base}) + str({n} % {base})",
            f"digits = [{n} % {base}]\nwhile {n} >= {base}:\n    {n} //= {base}\n"
            f'    digits.append({n} % {base})\nreturn "".join(str(digit) for digit in reversed(digits))',
        )
        return Sketch("in_base", (p,), f"`{n}` written in base {base}, as text", "str", body,
                      narrows=False, result="digits")  # fmt: skip
    q = integer("base", 2, 9, "a base from 2 to 9")
    body = d.style(
        f"digits = []\nwhile {n} > 0:\n    digits.insert(0, {n} % base)\n    {n} //= base\nreturn digits",
        f"digits = []\nwhile {n} > 0:\n    {n}, digit = divmod({n}, base)\n    digits.append(digit)\n"
        "return digits[::-1]",
    )
    return Sketch("digits_in_base", (p, q), f"the list of digits of `{n}` in the base `base`, the first "
                  "one first ([] for 0)", "list[int]", body, narrows=False, result="digits")  # fmt: skip


@INTEGERS.concept("fibonacci-like", "Sequences of sums", "The last terms make the next one.")
def fibonacci(d: Draw) -> Sketch:
    p = Parameter(d.pick("n", "count", "size"), "int", "an integer that is not negative", one(0, 8))
    n = p.name
    first, second = d.pick((0, 1), (1, 1), (2, 1), (1, 2))
    made, told = d.pick(
        ("{a} + {b}", "the sum of the two before it"), ("{b} + 2 * {a}", "the one before it plus twice "
        "the one before that"), ("{b} - {a}", "the one before it minus the one before that"),
    )  # fmt: skip
    what = d.pick("term", "list", "sum")
    rule = f"that begins with {first} and {second} and in which each further term is {told}"
    pair = made.format(a="a", b="b")
    if what == "term":
        again = made.format(a=f"term({n} - 2)", b=f"term({n} - 1)")
        body = d.style(
            f"a, b = {first}, {second}\nfor _ in range({n}):\n    a, b = b, {pair}\nreturn a",
            f"terms = [{first}, {second}]\nwhile len(terms) <= {n}:\n"
            f"    terms.append({made.format(a='terms[-2]', b='terms[-1]')})\nreturn terms[{n}]",
            f"if {n} == 0:\n    return {first}\nif {n} == 1:\n    return {second}\nreturn {again}"
            if d.easy
            else f"terms = [{first}, {second}] + [0] * {n}\nfor i in range(2, {n} + 1):\n"
            f"    terms[i] = {made.format(a='terms[i - 2]', b='terms[i - 1]')}\nreturn terms[{n}]",
        )
        small = Parameter(n, "int", "an integer that is not negative", one(0, 4 if d.easy else 8))
        return Sketch("term", (small,), f"term number `{n}`, counted from 0, of the sequence {rule}", "int",
                      body, narrows=False, unit="point", result="last")  # fmt: skip
    if what == "list":
        body = d.style(
            f"terms = []\na, b = {first}, {second}\nfor _ in range({n}):\n    terms.append(a)\n"
            f"    a, b = b, {pair}\nreturn terms",
            f"terms = [{first}, {second}]\nfor i in range(2, {n}):\n"
            f"    terms.append({made.format(a='terms[i - 2]', b='terms[i - 1]')})\nreturn terms[:{n}]",
        )
        return Sketch("first_terms", (p,), f"the list of the first `{n}` terms of the sequence {rule}",
                      "list[int]", body, narrows=False, result="terms")  # fmt: skip
    body = d.style(
        f"total = 0\na, b = {first}, {second}\nfor _ in range({n}):\n    total += a\n    a, b = b, {pair}\n"
        "return total",
        f"terms = [{first}, {second}]\nwhile len(terms) < {n}:\n"
        f"    terms.append({made.format(a='terms[-2]', b='terms[-1]')})\nreturn sum(terms[:{n}])",
    )
    return Sketch("sum_of_terms", (p,), f"the sum of the first `{n}` terms of the sequence {rule}", "int",
                  body, narrows=False, unit="point", result="total")  # fmt: skip


@INTEGERS.concept("special-numbers", "Numbers with a property", "Digits decide about a number.")
def special_numbers(d: Draw) -> Sketch:
    test, told = d.pick(
        ("sum(int(char) ** len(str({k})) for char in str({k})) == {k}",
         "equals the sum of its digits, each to the power of the number of digits"),
        ("{k} % sum(int(char) for char in str({k})) == 0", "can be divided by the sum of its digits"),
        ("str({k}) == str({k})[::-1]", "reads the same backwards"),
        ("str({k} * {k}).endswith(str({k}))", "is what its square ends with"),
        ("list(str({k})) == sorted(str({k}))", "has its digits in ascending order"),
    )  # fmt: skip
    way = d.pick("one", "count")
    if way == "one":
        p = Parameter(d.pick("n", "number"), "int", "a positive integer", lambda rng: rng.choice(
            (1, 5, 6, 9, 12, 15, 18, 25, 33, 37, 76, 121, 153, 370, 371, 234)))  # fmt: skip
        n = p.name
        body = d.style(f"return {test.format(k=n)}",
                       f"if {test.format(k=n)}:\n    return True\nreturn False")  # fmt: skip
        return Sketch("is_special", (p,), f"whether `{n}` {told}", "bool", body, narrows=False)
    low, high = integer("low", 1, 14, "a positive integer"), integer("high", 9, 18, "another one")
    body = d.style(
        f"return [k for k in range(low, high + 1) if {test.format(k='k')}]",
        f"found = []\nfor k in range(low, high + 1):\n    if {test.format(k='k')}:\n        found.append(k)\n"
        "return found",
    )
    together = lambda rng: (lambda start: (start, start + rng.randint(-1, 4)))(rng.randint(5, 34))  # noqa: E731
    return Sketch("special_numbers", (low, high), f"the list of integers from `low` to `high` (both "
                  f"included) each of which {told}", "list[int]", body, narrows=False, result="found",
                  together=together)  # fmt: skip


@INTEGERS.concept("powers-and-logs", "Powers", "Multiplication is repeated, or halved.")
def powers(d: Draw) -> Sketch:
    way = d.pick("power", "modular", "is_power", "root")
    b = integer("base", 2, 4, "a positive integer")
    e = integer("exponent", 0, 8, "an integer that is not negative")
    if way == "power":
        body = d.style(
            "result = 1\nfor _ in range(exponent):\n    result *= base\nreturn result",
            "result = 1\nwhile exponent > 0:\n    if exponent % 2 == 1:\n        result *= base\n"
            "    base *= base\n    exponent //= 2\nreturn result",
            "if exponent == 0:\n    return 1\nhalf = power(base, exponent // 2)\n"
            "if exponent % 2 == 0:\n    return half * half\nreturn half * half * base",
        )
        return Sketch("power", (b, e), "`base` to the power of `exponent`", "int", body, narrows=False,
                      unit="point", result="result_value")  # fmt: skip
    if way == "modular":
        m = integer("modulus", 2, 9, "a modulus")
        body = d.style(
            "result = 1 % modulus\nfor _ in range(exponent):\n    result = result * base % modulus\n"
            "return result",
            "result = 1 % modulus\nwhile exponent:\n    if exponent & 1:\n"
            "        result = result * base % modulus\n    base = base * base % modulus\n"
            "    exponent >>= 1\nreturn result",
            "return base ** exponent % modulus",
        )
        return Sketch("power_modulo", (b, e, m), "the remainder of `base` to the power of `exponent` modulo "
                      "`modulus`", "int", body, narrows=False, unit="point", result="rest")  # fmt: skip
    k = d.pick(2, 3)
    p = _n(d, 1, 30)
    n = p.name
    if way == "is_power":
        body = d.style(
            f"while {n} % {k} == 0:\n    {n} //= {k}\nreturn {n} == 1",
            f"power = 1\nwhile power < {n}:\n    power *= {k}\nreturn power == {n}",
            f"if {n} == 1:\n    return True\nif {n} % {k} != 0:\n    return False\n"
            f"return is_power({n} // {k})",
        )
        return Sketch("is_power", (p,), f"whether `{n}` is a power of {k} (1 is one)", "bool", body,
                      narrows=False)  # fmt: skip
    body = d.style(
        f"root = 0\nwhile (root + 1) ** {k} <= {n}:\n    root += 1\nreturn root",
        f"low = 0\nhigh = {n}\nwhile low < high:\n    middle = (low + high + 1) // 2\n"
        f"    if middle ** {k} <= {n}:\n        low = middle\n    else:\n        high = middle - 1\n"
        "return low",
    )
    return Sketch("whole_root", (p,), f"the largest integer whose {'square' if k == 2 else 'cube'} is not "
                  f"above `{n}`", "int", body, narrows=False, unit="point", result="root")  # fmt: skip
