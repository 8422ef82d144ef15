"""Number theory, digits and bits."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints, one
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, numbers

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


@INTEGERS.concept("primes", "Prime numbers", "Divisors are tried; primes are sieved.")
def primes(d: Draw) -> Sketch:
    way = d.pick("is_prime", "list", "sieve", "next")
    p = _n(d, 0, 25) if way != "next" else _n(d, 1, 20)
    n = p.name
    helper = d.style(
        """
def is_prime(n: int) -> bool:
    if n < 2:
        return False
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 1
    return True
""",
        """
def is_prime(n: int) -> bool:
    if n < 2:
        return False
    return all(n % divisor != 0 for divisor in range(2, n))
""",
    )
    if way == "is_prime":
        body = d.style(
            f"""
if {n} < 2:
    return False
divisor = 2
while divisor * divisor <= {n}:
    if {n} % divisor == 0:
        return False
    divisor += 1
return True
""",
            f"return {n} > 1 and all({n} % divisor != 0 for divisor in range(2, {n}))",
            f"""
count = 0
for divisor in range(1, {n} + 1):
    if {n} % divisor == 0:
        count += 1
return count == 2
""",
        )
        return Sketch(
            "is_prime", (p,), f"whether `{n}` is a prime number", "bool", body, narrows=False
        )
    if way == "next":
        body = d.style(f"candidate = {n} + 1\nwhile not is_prime(candidate):\n    candidate += 1\n"
                       "return candidate",
                       f"if is_prime({n} + 1):\n    return {n} + 1\nreturn next_prime({n} + 1)")  # fmt: skip
        return Sketch("next_prime", (p,), f"the smallest prime number above `{n}`", "int", body, helper,
                      unit="point", narrows=False)  # fmt: skip
    small = Parameter(n, "int", "an integer that is not negative", one(2, 12))
    if way == "sieve":
        body = f"""
is_candidate = [True] * ({n} + 1)
primes = []
for i in range(2, {n} + 1):
    if is_candidate[i]:
        primes.append(i)
        for multiple in range(2 * i, {n} + 1, i):
            is_candidate[multiple] = False
return primes
"""
        helper = ""
    else:
        body = d.style(f"return [k for k in range(2, {n} + 1) if is_prime(k)]",
                       f"primes = []\nfor k in range(2, {n} + 1):\n    if is_prime(k):\n"
                       "        primes.append(k)\nreturn primes")  # fmt: skip
    return Sketch("primes_up_to", (small,), f"the list of prime numbers up to `{n}`", "list[int]", body,
                  helper, result="primes", narrows=False)  # fmt: skip


@INTEGERS.concept("prime-factors", "Prime factors", "A number is divided as often as possible.")
def prime_factors(d: Draw) -> Sketch:
    p = Parameter(d.pick("n", "number"), "int", "a positive integer", one(1, 60))
    n = p.name
    way = d.pick("all", "distinct", "count", "largest")
    add = {"all": "factors.append(divisor)", "count": "count += 1", "largest": "largest = divisor",
           "distinct": "if divisor not in factors:\n            factors.append(divisor)"}[way]  # fmt: skip
    start, end = {"all": ("factors = []", "factors"), "distinct": ("factors = []", "factors"),
                  "count": ("count = 0", "count"), "largest": ("largest = 1", "largest")}[way]  # fmt: skip
    body = d.style(
        f"""
{start}
divisor = 2
while {n} > 1:
    while {n} % divisor == 0:
        {add}
        {n} //= divisor
    divisor += 1
return {end}
""",
        f"""
{start}
divisor = 2
while divisor <= {n}:
    if {n} % divisor == 0:
        {add}
        {n} //= divisor
    else:
        divisor += 1
return {end}
""",
    )
    told = {
        "all": "the list of prime factors of `{}`, in ascending order, each as often as it divides",
        "distinct": "the list of different prime factors of `{}`, in ascending order",
        "count": "the number of prime factors of `{}`, each counted as often as it divides",
        "largest": "the largest prime factor of `{}`, or 1 if there is none",
    }[way].format(n)  # fmt: skip
    returns = "list[int]" if way in {"all", "distinct"} else "int"
    return Sketch("prime_factors" if returns != "int" else f"{way}_factor", (p,), told, returns, body,
                  result="factors", unit="factor", narrows=False)  # fmt: skip


@INTEGERS.concept("divisors", "Divisors", "All numbers up to a bound are tried.")
def divisors(d: Draw) -> Sketch:
    p = Parameter(d.pick("n", "number"), "int", "a positive integer", one(1, 14))
    n = p.name
    way = d.pick("list", "sum", "kind", "pairs")
    proper = d.pick(True, False)
    top = n if proper else f"{n} + 1"
    word = "proper divisors (those below it)" if proper else "divisors"
    if way == "list":
        body = d.style(
            f"return [k for k in range(1, {top}) if {n} % k == 0]",
            f"found = []\nfor k in range(1, {top}):\n    if {n} % k == 0:\n        found.append(k)\nreturn found",
        )
        return Sketch("divisors", (p,), f"the list of {word} of `{n}`, in ascending order", "list[int]",
                      body, narrows=False, result="found")  # fmt: skip
    if way == "sum":
        body = d.style(f"return sum(k for k in range(1, {top}) if {n} % k == 0)",
                       f"total = 0\nk = 1\nwhile k < {top}:\n    if {n} % k == 0:\n        total += k\n"
                       "    k += 1\nreturn total")  # fmt: skip
        return Sketch("divisor_sum", (p,), f"the sum of the {word} of `{n}`", "int", body,
                      narrows=False, unit="point", result="total")  # fmt: skip
    if way == "kind":
        body = f"total = sum(k for k in range(1, {n}) if {n} % k == 0)\n" + d.style(
            f'if total == {n}:\n    return "perfect"\nif total > {n}:\n    return "abundant"\n'
            'return "deficient"',
            f'if total < {n}:\n    return "deficient"\nreturn "perfect" if total == {n} else "abundant"',
        )
        gives = f'"perfect" if the sum of the divisors of `{n}` below it equals `{n}`, "abundant" if it '
        return Sketch("divisor_kind", (p,), gives + 'is larger and "deficient" if it is smaller', "str",
                      body, narrows=False, result="kind")  # fmt: skip
    body = d.style(
        f"""
pairs = []
k = 1
while k * k <= {n}:
    if {n} % k == 0:
        pairs.append((k, {n} // k))
    k += 1
return pairs
""",
        f"return [(k, {n} // k) for k in range(1, {n} + 1) if {n} % k == 0 and k * k <= {n}]",
    )
    gives = f"the list of pairs (a, b), a <= b, whose product is `{n}`, in ascending order of a"
    return Sketch("factor_pairs", (p,), gives, "list[tuple[int, int]]", body, narrows=False,
                  result="pairs")  # fmt: skip


@INTEGERS.concept("greatest-common-divisor", "Greatest common divisors", "Euclid's algorithm.")
def gcd(d: Draw) -> Sketch:
    way = d.pick("gcd", "lcm", "many", "fraction", "steps")
    a, b = Parameter("a", "int", "a positive integer", one(1, 30)), Parameter(
        "b", "int", "another one", one(1, 30))  # fmt: skip
    helper = d.style(
        "def gcd(a: int, b: int) -> int:\n    while b:\n        a, b = b, a % b\n    return a",
        "def gcd(a: int, b: int) -> int:\n    if b == 0:\n        return a\n    return gcd(b, a % b)",
        "def gcd(a: int, b: int) -> int:\n    while a != b:\n        if a > b:\n            a -= b\n"
        "        else:\n            b -= a\n    return a",
    )
    if way == "gcd":
        body = d.style(
            "while b != 0:\n    a, b = b, a % b\nreturn a",
            "if b == 0:\n    return a\nreturn common_divisor(b, a % b)",
            "best = 1\nfor k in range(2, min(a, b) + 1):\n    if a % k == 0 and b % k == 0:\n"
            "        best = k\nreturn best",
        )
        return Sketch("common_divisor", (a, b), "the greatest common divisor of `a` and `b`", "int", body,
                      narrows=False, unit="point")  # fmt: skip
    if way == "lcm":
        body = d.style("return a * b // gcd(a, b)", "divisor = gcd(a, b)\nreturn a // divisor * b")
        return Sketch("common_multiple", (a, b), "the least common multiple of `a` and `b`", "int", body,
                      helper, narrows=False, unit="point")  # fmt: skip
    if way == "fraction":
        body = d.style("divisor = gcd(a, b)\nreturn a // divisor, b // divisor",
                       "shared = gcd(a, b)\na //= shared\nb //= shared\nreturn a, b")  # fmt: skip
        return Sketch("reduced", (a, b), "the fraction `a`/`b` in lowest terms, as a pair", "tuple[int, int]",
                      body, helper, narrows=False, result="fraction")  # fmt: skip
    if way == "steps":
        body = d.style("steps = 0\nwhile b:\n    a, b = b, a % b\n    steps += 1\nreturn steps",
                       "if b == 0:\n    return 0\nreturn 1 + euclid_steps(b, a % b)")  # fmt: skip
        gives = "how many divisions Euclid's algorithm needs for `a` and `b` (replace the pair by `b` and "
        return Sketch("euclid_steps", (a, b), gives + "the remainder of `a` by `b` until that is 0)", "int",
                      body, narrows=False, unit="division", result="divisions")  # fmt: skip
    t, _ = numbers(d)
    x, v = t.one, t.many
    xs = Parameter(v, "list[int]", f"a list of {t.told}, all positive,", ints(2, 24, 1, 4))
    positive = (
        "def gcd(a: int, b: int) -> int:\n    while b:\n        a, b = b, a % b\n    return a"
    )
    body = d.style(
        f"common = 0\nfor {x} in {v}:\n    common = gcd({x}, common)\nreturn common",
        f"common = 0\nfor {x} in {v}:\n    common = gcd({x}, common)\n    if common == 1:\n        break\n"
        "return common",
    )
    return Sketch("common_divisor", (xs,), f"the greatest common divisor of all {v}, or 0 of none", "int",
                  body, positive, one=x, narrows=False, unit="point", result="common")  # fmt: skip


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


@INTEGERS.concept("bit-counting", "Counting bits", "Single bits of an integer are looked at.")
def bit_counting(d: Draw) -> Sketch:
    p = _n(d, 0, 60)
    n = p.name
    way = d.pick("ones", "zeros", "run", "places")
    if way in {"ones", "zeros"}:
        bit = "1" if way == "ones" else "0"
        body = d.style(
            f"count = 0\nwhile {n} > 0:\n    if {n} & 1 == {bit}:\n        count += 1\n    {n} >>= 1\n"
            "return count",
            f'return bin({n})[2:].count("{bit}")'
            if bit == "1"
            else f'return bin({n})[2:].count("0") if {n} > 0 else 0',
            f"count = 0\nwhile {n}:\n    count += {n} % 2\n    {n} //= 2\nreturn count"
            if bit == "1"
            else f"count = 0\nwhile {n}:\n    count += 1 - {n} % 2\n    {n} //= 2\nreturn count",
        )
        gives = f"how many {way} the binary form of `{n}` has"
        gives += " (0 has none)" if way == "zeros" else ""
        return Sketch(
            f"count_{way}", (p,), gives, "int", body, unit="bit", narrows=False, result="count"
        )
    if way == "run":
        body = d.style(
            f"best = 0\nrun = 0\nwhile {n} > 0:\n    if {n} & 1:\n        run += 1\n"
            f"        best = max(best, run)\n    else:\n        run = 0\n    {n} >>= 1\nreturn best",
            f'return max(len(part) for part in bin({n})[2:].split("0"))',
            f"length = 0\nwhile {n}:\n    {n} &= {n} << 1\n    length += 1\nreturn length",
        )
        return Sketch("longest_ones", (p,), f"the length of the longest row of ones in the binary form of "
                      f"`{n}`", "int", body, unit="bit", narrows=False, result="length")  # fmt: skip
    body = d.style(
        f"places = []\nplace = 0\nwhile {n} > 0:\n    if {n} & 1:\n        places.append(place)\n"
        f"    {n} >>= 1\n    place += 1\nreturn places",
        f"return [i for i in range({n}.bit_length()) if {n} >> i & 1]",
    )
    return Sketch("set_bits", (p,), f"the list of places of the ones in the binary form of `{n}`, counted "
                  "from 0 at the right", "list[int]", body, narrows=False, result="places")  # fmt: skip


@INTEGERS.concept("bit-masks", "Bit masks", "Flags are set, cleared and toggled.")
def bit_masks(d: Draw) -> Sketch:
    t = d.pick("flags", "switches", "places", "bits")
    xs = Parameter(t, "list[int]", "a list of integers from 0 to 5", ints(0, 5, 0, 5))
    way = d.pick("toggle", "set", "missing", "xor")
    if way in {"toggle", "set"}:
        op = "^" if way == "toggle" else "|"
        start = d.number(0, 7)
        body = d.style(
            f"mask = {start}\nfor bit in {t}:\n    mask {op}= 1 << bit\nreturn mask",
            f"mask = {start}\nfor bit in {t}:\n    if mask >> bit & 1:\n"
            + ("        mask -= 2 ** bit\n    else:\n        mask += 2 ** bit\nreturn mask"
               if way == "toggle" else "        continue\n    mask += 2 ** bit\nreturn mask"),
        )  # fmt: skip
        verb = "inverted" if way == "toggle" else "set to 1"
        gives = (
            f"the integer that comes of {start} when, for each of the {t}, the bit at that place "
        )
        return Sketch("apply_mask", (xs,), gives + f"(0 is the lowest) is {verb}", "int", body, one="bit",
                      unit="point", result="mask")  # fmt: skip
    if way == "missing":
        body = d.style(
            f"mask = 0\nfor bit in {t}:\n    mask |= 1 << bit\n"
            "return [bit for bit in range(6) if not mask & 1 << bit]",
            f"return [bit for bit in range(6) if bit not in {t}]",
        )
        return Sketch("unused_bits", (xs,), f"the list of integers from 0 to 5 that are not in `{t}`",
                      "list[int]", body, one="bit", result="unused")  # fmt: skip
    body = d.style(f"result = 0\nfor bit in {t}:\n    result ^= bit\nreturn result", f"""
odd = []
for bit in {t}:
    if bit in odd:
        odd.remove(bit)
    else:
        odd.append(bit)
result = 0
for bit in odd:
    result = result ^ bit
return result
""")  # fmt: skip
    return Sketch("combined_bits", (xs,), f"the exclusive or of all integers in `{t}` (0 of none)", "int",
                  body, one="bit", unit="point", result="combined")  # fmt: skip


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
