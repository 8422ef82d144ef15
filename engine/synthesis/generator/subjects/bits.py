"""Bits."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import ints, one
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject

BITS = Subject("bits")


def _n(d: Draw, low: int, high: int) -> Parameter:
    told = "a positive integer" if low > 0 else "an integer that is not negative"
    return Parameter(d.pick("n", "number", "value", "num"), "int", told, one(low, high))


@BITS.concept("bit-counting", "Counting bits", "Single bits of an integer are looked at.")
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


@BITS.concept("bit-masks", "Bit masks", "Flags are set, cleared and toggled.")
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
