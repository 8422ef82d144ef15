"""Steps after the core: telling, judging, boiling down."""

from __future__ import annotations

from typing import Final

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import one
from engine.synthesis.generator.sketch import Parameter, Sketch
from engine.synthesis.generator.steps import After, MakeAfter


def plural(unit: str) -> str:
    """The plural of an English noun that is regular, or one of a few that are not."""
    last = unit.rpartition(" ")[2]
    if last in {"child", "person"}:
        return {"child": "children", "person": "people"}[last]
    if unit.endswith(("s", "x", "ch", "sh")):
        return unit + "es"
    if unit.endswith("y") and unit[-2] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + "s"


# -- of an integer ----------------------------------------------------------------------------


def _with_unit(_: Draw, s: Sketch, x: str) -> After | None:
    if not s.unit:
        return None
    many = plural(s.unit)
    code = f'if {x} == 1:\n    return "1 {s.unit}"\nreturn f"{{{x}}} {many}"'
    told = f'Return it as text with its unit, like "1 {s.unit}" or "3 {many}".'
    return After(told, "describe", code, "str", "with_unit")


def _reaches(_: Draw, _s: Sketch, x: str) -> After:
    goal = Parameter("goal", "int", "an integer", one(0, 6))
    return After(f"Return whether it is at least `{goal.name}`.", "reaches_goal_of",
                 f"return {x} >= {goal.name}", "bool", "reaches", goal)  # fmt: skip


def _classified(d: Draw, _s: Sketch, x: str) -> After:
    low, high = d.number(0, 2), d.number(3, 5)
    few, some, lots = d.pick(
        ("low", "medium", "high"), ("few", "some", "many"), ("small", "average", "large")
    )
    code = f'if {x} <= {low}:\n    return "{few}"\nif {x} <= {high}:\n    return "{some}"\n'
    code += f'return "{lots}"'
    told = f'Return "{few}" if it is at most {low}, "{some}" if it is above that but at most '
    told += f'{high}, and "{lots}" otherwise.'
    return After(told, "classify", code, "str", "classify")


def _with_size(_: Draw, s: Sketch, x: str) -> After | None:
    many = s.parameters[0]
    if not many.type.startswith(("list", "str", "dict")):
        return None
    what = "characters" if many.type == "str" else "elements"
    told = f"Return it in a pair with the number of {what} of `{many.name}` that were given."
    return After(told, "summarize", f"return {x}, len({many.name})", "tuple[int, int]")


def _parity_word(d: Draw, _s: Sketch, x: str) -> After:
    even, odd = d.pick(("even", "odd"), ("heads", "tails"), ("left", "right"))
    code = f'if {x} % 2 == 0:\n    return "{even}"\nreturn "{odd}"'
    return After(
        f'Return "{even}" if it is even, else "{odd}".', "parity_of", code, "str", "parity"
    )


def _bounded(d: Draw, _s: Sketch, x: str) -> After:
    most = d.number(3, 6)
    return After(f"Return it, but never more than {most}.", "bounded", f"return min({x}, {most})",
                 "int", "bounded")  # fmt: skip


def _labelled(d: Draw, _s: Sketch, x: str) -> After:
    label = d.pick("result", "answer", "total", "value", "score")
    told = f'Return it as text after a label, like "{label}: 3".'
    return After(told, "report", f'return f"{label}: {{{x}}}"', "str", "labelled")


def _none_for_zero(_: Draw, _s: Sketch, x: str) -> After:
    code = f"if {x} == 0:\n    return None\nreturn {x}"
    return After("Return `None` in place of 0.", "optional", code, "int | None", "none_for_zero")


def _bar(d: Draw, _s: Sketch, x: str) -> After:
    mark = d.pick("*", "#", "+")
    code = f'if {x} <= 0:\n    return "-"\nreturn "{mark}" * {x}'
    told = f'Return a bar of that many "{mark}", or "-" if it is not positive.'
    return After(told, "draw", code, "str", "bar")


def _compared(_: Draw, _s: Sketch, x: str) -> After:
    goal = Parameter("target", "int", "an integer", one(0, 5))
    code = f'if {x} < target:\n    return "below"\nif {x} > target:\n    return "above"\n'
    code += 'return "equal"'
    told = 'Return "below", "above" or "equal", as it compares with `target`.'
    return After(told, "compare", code, "str", "compare", goal)


# -- of a truth value -------------------------------------------------------------------------


def _in_words(d: Draw, _s: Sketch, x: str) -> After:
    yes, no = d.pick(("yes", "no"), ("ok", "not ok"), ("pass", "fail"), ("accepted", "rejected"))
    code = f'if {x}:\n    return "{yes}"\nreturn "{no}"'
    told = f'Return "{yes}" if so and "{no}" if not.'
    return After(told, "answer", code, "str", "in_words")


def _as_number(d: Draw, s: Sketch, x: str) -> After | None:
    many = s.parameters[0]
    if not many.type.startswith(("list", "str", "dict")):
        return None
    told = f"If so, return the length of `{many.name}`, otherwise -1."
    code = f"if {x}:\n    return len({many.name})\nreturn -1"
    _ = d
    return After(told, "size_if", code, "int", "size_if")


# -- of lists ---------------------------------------------------------------------------------


def _summed(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return the sum of that list.", "sum_of", f"return sum({x})", "int", "add_up")


def _how_many(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return only how many elements that list has.", "count", f"return len({x})", "int",
                 "how_many")  # fmt: skip


def _largest(d: Draw, _s: Sketch, x: str) -> After:
    default = d.pick(0, -1)
    code = d.style(
        f"if not {x}:\n    return {default}\nreturn max({x})",
        f"return max({x}, default={default})",
    )
    told = f"Return the largest element of that list, or {default} if it is empty."
    return After(told, "largest_of", code, "int", "largest")


def _spread(_: Draw, _s: Sketch, x: str) -> After:
    code = f"if not {x}:\n    return 0\nreturn max({x}) - min({x})"
    told = (
        "Return the difference between its largest and its smallest element, or 0 if it is empty."
    )
    return After(told, "spread_of", code, "int", "spread")


def _ends(_: Draw, _s: Sketch, x: str) -> After:
    code = f"if not {x}:\n    return None\nreturn {x}[0], {x}[-1]"
    told = "Return the first and the last element of that list as a pair, or `None` if it is empty."
    return After(told, "ends_of", code, "tuple[int, int] | None", "ends")


def _numbers_joined(d: Draw, _s: Sketch, x: str) -> After:
    between = d.pick(", ", "-", " ", ";")
    told = f'Return the elements of that list as one text, with "{between}" between them.'
    return After(told, "format", f'return "{between}".join(str(each) for each in {x})', "str",
                 "joined")  # fmt: skip


def _backwards(_: Draw, s: Sketch, x: str) -> After:
    return After("Return that list backwards.", "reversed", f"return {x}[::-1]", s.returns,
                 "backwards")  # fmt: skip


def _weighted(_: Draw, _s: Sketch, x: str) -> After:
    code = f"return sum(place * each for place, each in enumerate({x}, start=1))"
    told = "Return the sum of its elements, each times its place in that list (from 1)."
    return After(told, "checksum_of", code, "int", "checksum")


def _words_joined(d: Draw, _s: Sketch, x: str) -> After:
    between = d.pick(", ", " ", "-", "/", " and ")
    told = f'Return the elements of that list as one text, with "{between}" between them.'
    return After(told, "join", f'return "{between}".join({x})', "str", "joined")


def _numbered(d: Draw, _s: Sketch, x: str) -> After:
    sign = d.pick(".", ")", ":")
    code = f'return [f"{{place}}{sign} {{each}}" for place, each in enumerate({x}, start=1)]'
    told = f'Return that list with its elements numbered, like "1{sign} …".'
    return After(told, "number", code, "list[str]", "numbered")


def _longest_word(_: Draw, _s: Sketch, x: str) -> After:
    code = f"""
longest = ""
for each in {x}:
    if len(each) > len(longest):
        longest = each
return longest
"""
    told = 'Return the longest element of that list (the first of several; "" if it is empty).'
    return After(told, "longest_of", code, "str", "longest")


def _letters_in_all(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return how many characters its elements have together.", "letters_in",
                 f"return sum(len(each) for each in {x})", "int", "letters_in_all")  # fmt: skip


def _initials(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return the text of the first characters of its elements.", "initials_of",
                 f'return "".join(each[:1] for each in {x})', "str", "initials")  # fmt: skip


# -- of texts ---------------------------------------------------------------------------------


def _size(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return only the length of that text.", "length_of", f"return len({x})", "int",
                 "size")  # fmt: skip


def _framed(d: Draw, _s: Sketch, x: str) -> After:
    left, right = d.pick(("[", "]"), ("<", ">"), ("(", ")"), ("*", "*"))
    code = f'if not {x}:\n    return "(empty)"\nreturn "{left}" + {x} + "{right}"'
    told = f'Return that text between "{left}" and "{right}", or "(empty)" if there is none.'
    return After(told, "frame", code, "str", "framed")


def _capitals(_: Draw, _s: Sketch, x: str) -> After:
    return After(
        "Return that text in capitals.", "loud", f"return {x}.upper()", "str", "in_capitals"
    )


def _mirrored(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return that text backwards.", "mirrored", f"return {x}[::-1]", "str", "mirrored")


def _same_as_given(_: Draw, s: Sketch, x: str) -> After | None:
    first = s.parameters[0]
    if first.type != s.returns:
        return None
    told = f"Return it in a pair with whether it differs from `{first.name}`."
    return After(told, "track", f"return {x}, {x} != {first.name}", f"tuple[{s.returns}, bool]")


# -- of dictionaries, pairs, rows -------------------------------------------------------------


def _sorted_pairs(_: Draw, _s: Sketch, x: str) -> After:
    told = "Return its entries as a list of pairs, sorted by key."
    return After(
        told, "list", f"return sorted({x}.items())", "list[tuple[str, int]]", "sorted_pairs"
    )


def _top_key(_: Draw, _s: Sketch, x: str) -> After:
    code = f"""
best = ""
for key, value in {x}.items():
    if best == "" or value > {x}[best]:
        best = key
return best
"""
    told = 'Return the key with the largest value (the first of several; "" if there is none).'
    return After(told, "top_of", code, "str", "top_key")


def _lines(d: Draw, _s: Sketch, x: str) -> After:
    sign, between = d.pick(": ", "=", " -> "), d.pick("; ", ", ", "\\n")
    code = f'return "{between}".join(f"{{key}}{sign}{{value}}" for key, value in {x}.items())'
    shown = "a new line" if between == "\\n" else f'"{between}"'
    told = f'Return its entries as text, each like "key{sign}value", with {shown} between them.'
    return After(told, "format", code, "str", "lines")


def _values_total(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return the sum of its values.", "total_of", f"return sum({x}.values())", "int",
                 "total")  # fmt: skip


def _frequent(d: Draw, _s: Sketch, x: str) -> After:
    least = d.number(2, 3)
    code = f"return [key for key, value in {x}.items() if value >= {least}]"
    told = f"Return the list of keys whose value is at least {least}, in the order of the entries."
    return After(told, "frequent_of", code, "list[str]", "frequent")


def _group_sizes(_: Draw, _s: Sketch, x: str) -> After:
    code = f"return {{key: len(group) for key, group in {x}.items()}}"
    told = "Return a dictionary from each key to how many elements its list has."
    return After(told, "sizes_of", code, "dict[str, int]", "group_sizes")


def _largest_group(_: Draw, _s: Sketch, x: str) -> After:
    code = f"""
largest = []
for group in {x}.values():
    if len(group) > len(largest):
        largest = group
return largest
"""
    told = "Return the longest of its lists (the first of several; an empty list if there is none)."
    return After(told, "largest_of", code, "list[str]", "largest_group")


def _pair_text(d: Draw, _s: Sketch, x: str) -> After:
    between = d.pick(" and ", "/", " to ", ":")
    told = f'Return the two as text, with "{between}" between them.'
    code = f'first, second = {x}\nreturn f"{{first}}{between}{{second}}"'
    return After(told, "format", code, "str", "as_text")


def _pair_gap(_: Draw, _s: Sketch, x: str) -> After:
    code = f"first, second = {x}\nreturn abs(first - second)"
    return After("Return the distance between the two.", "gap_of", code, "int", "gap")


def _row_sums(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return the list of the sums of its rows.", "row_sums_of",
                 f"return [sum(row) for row in {x}]", "list[int]", "row_sums")  # fmt: skip


def _flattened(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return all its elements in one list, row by row.", "flatten",
                 f"return [each for row in {x} for each in row]", "list[int]", "flattened")  # fmt: skip


def _grid_text(_: Draw, _s: Sketch, x: str) -> After:
    code = f'return [" ".join(str(each) for each in row) for row in {x}]'
    told = "Return a list with one text for each row: its elements with single spaces between."
    return After(told, "draw", code, "list[str]", "rows_of_text")


def _lengths(_: Draw, _s: Sketch, x: str) -> After:
    return After("Return the list of the lengths of its parts.", "sizes_of",
                 f"return [len(each) for each in {x}]", "list[int]", "lengths")  # fmt: skip


def _or_dash(_: Draw, _s: Sketch, x: str) -> After:
    code = f'if {x} is None:\n    return "-"\nreturn str({x})'
    return After('Return it as text, with "-" for `None`.', "show", code, "str", "shown")


def _or_minus_one(_: Draw, _s: Sketch, x: str) -> After:
    code = f"if {x} is None:\n    return -1\nreturn {x}"
    return After("Return -1 in place of `None`.", "plain", code, "int", "plain")


AFTER: Final[dict[str, tuple[MakeAfter, ...]]] = {
    "int": (
        _with_unit, _reaches, _classified, _with_size, _parity_word, _bounded, _labelled,
        _none_for_zero, _bar, _compared,
    ),
    "bool": (_in_words, _as_number),
    "list[int]": (
        _summed, _how_many, _largest, _spread, _ends, _numbers_joined, _backwards, _weighted,
    ),
    "list[str]": (
        _words_joined, _numbered, _longest_word, _letters_in_all, _initials, _how_many, _backwards,
    ),
    "str": (_size, _framed, _capitals, _mirrored, _same_as_given),
    "dict[str, int]": (_sorted_pairs, _top_key, _lines, _values_total, _frequent),
    "dict[str, list[str]]": (_group_sizes, _largest_group),
    "tuple[int, int]": (_pair_text, _pair_gap),
    "list[list[int]]": (_row_sums, _flattened, _grid_text, _how_many, _lengths),
    "list[list[str]]": (_how_many, _lengths),
    "list[tuple[int, int]]": (_how_many, _backwards),
    "list[tuple[str, int]]": (_how_many, _backwards),
    "int | None": (_or_dash, _or_minus_one),
}  # fmt: skip
"""By the type of the core's result."""
