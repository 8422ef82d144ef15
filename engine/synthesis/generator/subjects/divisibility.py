"""Number theory."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints, one
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import numbers

DIVISIBILITY = Subject("divisibility")


def _n(d: Draw, low: int, high: int) -> Parameter:
    told = "a positive integer" if low > 0 else "an integer that is not negative"
    return Parameter(d.pick("n", "number", "value", "num"), "int", told, one(low, high))


@DIVISIBILITY.concept("primes", "Prime numbers", "Divisors are tried; primes are sieved.")
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


@DIVISIBILITY.concept("prime-factors", "Prime factors", "A number is divided as often as possible.")
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


@DIVISIBILITY.concept("divisors", "Divisors", "All numbers up to a bound are tried.")
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


@DIVISIBILITY.concept("greatest-common-divisor", "Greatest common divisors", "Euclid's algorithm.")
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
