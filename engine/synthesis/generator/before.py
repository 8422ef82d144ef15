"""Steps before the core: leaving out, making alike, refusing."""

from __future__ import annotations

from typing import Final

from engine.synthesis.generator.draw import Draw, with_article
from engine.synthesis.generator.inputs import one
from engine.synthesis.generator.sketch import Parameter, Sketch
from engine.synthesis.generator.steps import Before, MakeBefore


def _filtered(
    sketch: Sketch, told: str, adjective: str, test: str, parameter: Parameter | None = None
) -> Before:
    """Leave out the elements of a list for which a test fails."""
    many, each = sketch.parameters[0].name, sketch.one
    return Before(
        told, adjective, f"kept = [{each} for {each} in {many} if {test}]", "kept",
        f"only_{adjective}", parameter,
    )  # fmt: skip


# -- lists of integers ------------------------------------------------------------------------


def _non_negative(_: Draw, s: Sketch) -> Before:
    return _filtered(s, f"Leave out every negative {s.one} first.", "non_negative", f"{s.one} >= 0")


def _not_zero(_: Draw, s: Sketch) -> Before:
    return _filtered(
        s, f"{with_article(s.one).capitalize()} of 0 is ignored.", "non_zero", f"{s.one} != 0"
    )


def _large(d: Draw, s: Sketch) -> Before:
    least = d.number(1, 3)
    told = f"Only {with_article(s.one)} of at least {least} counts; leave out the others first."
    return _filtered(s, told, "large", f"{s.one} >= {least}")


def _at_least(_: Draw, s: Sketch) -> Before:
    parameter = Parameter("minimum", "int", "an integer", one(0, 4))
    told = f"Leave out every {s.one} below `minimum` first."
    return _filtered(s, told, "sufficient", f"{s.one} >= minimum", parameter)


def _parity(d: Draw, s: Sketch) -> Before:
    word, rest = d.pick(("even", 0), ("odd", 1))
    told = f"Look only at each {s.one} that is {word}."
    return _filtered(s, told, word, f"{s.one} % 2 == {rest}")


def _between(d: Draw, s: Sketch) -> Before:
    low, high = d.number(0, 2), d.number(6, 8)
    told = f"Leave out each {s.one} that is not between {low} and {high}, both included."
    return _filtered(s, told, "plausible", f"{low} <= {s.one} <= {high}")


def _distinct(_: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    code = f"""
seen = []
for {s.one} in {many}:
    if {s.one} not in seen:
        seen.append({s.one})
"""
    told = f"Of equal {many} only the first one counts."
    return Before(told, "distinct", code, "seen", "without_repeats")


def _squeezed(_: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    code = f"""
squeezed = []
for {s.one} in {many}:
    if not squeezed or squeezed[-1] != {s.one}:
        squeezed.append({s.one})
"""
    one = with_article(s.one).capitalize()
    told = f"{one} that equals the one just before it is left out first."
    return Before(told, "changing", code, "squeezed", "without_stutter")


def _capped(d: Draw, s: Sketch) -> Before:
    many, most = s.parameters[0].name, d.number(5, 7)
    return Before(
        f"{with_article(s.one).capitalize()} above {most} counts as {most}.", "capped",
        f"capped = [min({s.one}, {most}) for {s.one} in {many}]", "capped", "cap_at_most",
    )  # fmt: skip


def _absolute(_: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    return Before(
        f"The sign of each {s.one} is ignored.", "unsigned",
        f"sizes = [abs({s.one}) for {s.one} in {many}]", "sizes", "without_signs",
    )  # fmt: skip


def _every_second(_: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    return Before(
        f"Look only at every second {s.one}, beginning with the first.", "alternate",
        f"chosen = {many}[::2]", "chosen", "every_second",
    )  # fmt: skip


def _first_few(d: Draw, s: Sketch) -> Before:
    many, few = s.parameters[0].name, d.number(3, 4)
    return Before(
        f"Only the first {few} of `{many}` count.", "first",
        f"head = {many}[:{few}]", "head", "first_few",
    )  # fmt: skip


def _refuse_empty(d: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    message = d.pick(f"no {many}", f"{many} must not be empty", "nothing given")
    return Before(
        f'Raise `ValueError("{message}")` if `{many}` is empty.', "given",
        f'if not {many}:\n    raise ValueError("{message}")', "", "check",
        refused={} if s.parameters[0].type.startswith("dict") else [],
    )  # fmt: skip


def _refuse_negative(d: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    message = d.pick(f"negative {s.one}", f"{with_article(s.one)} is negative")
    code = d.style(
        f'if any({s.one} < 0 for {s.one} in {many}):\n    raise ValueError("{message}")',
        f'for {s.one} in {many}:\n    if {s.one} < 0:\n        raise ValueError("{message}")',
    )
    told = f'Raise `ValueError("{message}")` if any {s.one} is negative.'
    return Before(told, "valid", code, "", f"check_{many}", refused=[2, -1])


# -- lists of words ---------------------------------------------------------------------------


def _lower_words(_: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    return Before(
        f"Upper and lower case make no difference: write each {s.one} in lower case first.",
        "lowercase", f"lowered = [{s.one}.lower() for {s.one} in {many}]", "lowered", "in_lower_case",
    )  # fmt: skip


def _long_words(d: Draw, s: Sketch) -> Before:
    least = d.number(4, 5)
    told = f"Leave out each {s.one} of fewer than {least} letters first."
    return _filtered(s, told, "long", f"len({s.one}) >= {least}")


def _short_words(_: Draw, s: Sketch) -> Before:
    parameter = Parameter("longest", "int", "an integer", one(3, 5))
    told = f"Leave out each {s.one} of more than `longest` letters first."
    return _filtered(s, told, "short", f"len({s.one}) <= longest", parameter)


def _uncapitalised(_: Draw, s: Sketch) -> Before:
    told = f"Leave out each {s.one} that begins with a capital letter."
    return _filtered(s, told, "plain", f"not {s.one}[0].isupper()")


def _containing(d: Draw, s: Sketch) -> Before:
    letter = d.pick("a", "e", "o", "r")
    told = f"Look only at each {s.one} in which the letter '{letter}' occurs."
    return _filtered(s, told, f"with_{letter}", f'"{letter}" in {s.one}')


# -- texts ------------------------------------------------------------------------------------


def _lower(_: Draw, s: Sketch) -> Before:
    text = s.parameters[0].name
    return Before(
        "Upper and lower case make no difference: the text is taken in lower case.", "lowercase",
        f"lowered = {text}.lower()", "lowered", "in_lower_case",
    )  # fmt: skip


def _letters(_: Draw, s: Sketch) -> Before:
    text = s.parameters[0].name
    return Before(
        "Everything but letters is taken out of the text first.", "letters",
        f'letters = "".join(c for c in {text} if c.isalpha())', "letters", "only_letters",
    )  # fmt: skip


def _no_spaces(_: Draw, s: Sketch) -> Before:
    text = s.parameters[0].name
    return Before(
        "Spaces are removed from the text first.", "compact",
        f'compact = {text}.replace(" ", "")', "compact", "without_spaces",
    )  # fmt: skip


def _shortened(d: Draw, s: Sketch) -> Before:
    text, size = s.parameters[0].name, d.number(5, 7)
    return Before(
        f"Only the first {size} characters of the text are looked at.", "beginning",
        f"start = {text}[:{size}]", "start", "beginning_of",
    )  # fmt: skip


def _refuse_blank(d: Draw, s: Sketch) -> Before:
    text = s.parameters[0].name
    message = d.pick("empty text", f"{text} is empty", "nothing to read")
    return Before(
        f'Raise `ValueError("{message}")` if the text is empty.', "given",
        f'if not {text}:\n    raise ValueError("{message}")', "", f"check_{text}", refused="",
    )  # fmt: skip


# -- numbers, records, dictionaries -----------------------------------------------------------


def _refuse_below_zero(d: Draw, s: Sketch) -> Before:
    n = s.parameters[0].name
    message = d.pick(f"{n} is negative", f"{n} must not be negative", "negative number")
    code = f'if {n} < 0:\n    raise ValueError("{message}")'
    return Before(f'Raise `ValueError("{message}")` if `{n}` is negative.', "valid", code, "",
                  f"check_{n}", refused=-1)  # fmt: skip


def _positive(_: Draw, s: Sketch) -> Before:
    n = s.parameters[0].name
    return Before(f"The sign of `{n}` is ignored.", "unsigned", f"size = abs({n})", "size",
                  "without_sign")  # fmt: skip


def _limited(d: Draw, s: Sketch) -> Before:
    n, most = s.parameters[0].name, d.number(10, 14)
    return Before(
        f"If `{n}` is above {most}, {most} is taken in its place.", "limited",
        f"limited = min({n}, {most})", "limited", "limit",
    )  # fmt: skip


def _large_records(d: Draw, s: Sketch) -> Before:
    many, least = s.parameters[0].name, d.number(2, 4)
    return Before(
        f"Leave out each pair whose number is below {least} first.", "large",
        f"kept = [(key, number) for key, number in {many} if number >= {least}]", "kept",
        "only_large",
    )  # fmt: skip


def _wide_intervals(_: Draw, s: Sketch) -> Before:
    many = s.parameters[0].name
    return Before(
        "Intervals of length 1 are left out first.", "wide",
        f"wide = [(low, high) for low, high in {many} if high - low > 1]", "wide", "only_wide",
    )  # fmt: skip


def _refuse_no_entries(d: Draw, s: Sketch) -> Before:
    return _refuse_empty(d, s)


def _large_values(d: Draw, s: Sketch) -> Before:
    table, least = s.parameters[0].name, d.number(1, 3)
    return Before(
        f"Entries with a value below {least} are left out first.", "large",
        f"kept = {{key: value for key, value in {table}.items() if value >= {least}}}", "kept",
        "only_large",
    )  # fmt: skip


BEFORE: Final[dict[str, tuple[MakeBefore, ...]]] = {
    "list[int]": (
        _non_negative, _not_zero, _large, _at_least, _parity, _between, _distinct, _squeezed,
        _capped, _absolute, _every_second, _first_few, _refuse_empty, _refuse_negative,
    ),
    "list[str]": (
        _lower_words, _long_words, _short_words, _uncapitalised, _containing, _distinct,
        _every_second, _first_few, _refuse_empty, _squeezed,
    ),
    "str": (_lower, _letters, _no_spaces, _shortened, _refuse_blank),
    "int": (_refuse_below_zero, _positive, _limited),
    "list[tuple[str, int]]": (
        _large_records, _refuse_no_entries, _first_few, _every_second, _distinct,
    ),
    "list[tuple[int, int]]": (
        _wide_intervals, _refuse_no_entries, _first_few, _every_second, _distinct,
    ),
    "dict[str, int]": (_large_values, _refuse_no_entries),
}  # fmt: skip
"""By the type of the first parameter."""

ONLY_LOOK: Final[dict[str, tuple[MakeBefore, ...]]] = {
    "list[int]": (_refuse_empty,),
    "list[str]": (_refuse_empty,),
    "list[list[int]]": (_refuse_empty,),
    "str": (_refuse_blank,),
    "int": (_refuse_below_zero,),
    "list[tuple[str, int]]": (_refuse_empty,),
    "list[tuple[int, int]]": (_refuse_empty,),
    "dict[str, int]": (_refuse_empty,),
}
"""Those that change nothing, for programs whose first parameter has to stay as it is."""
