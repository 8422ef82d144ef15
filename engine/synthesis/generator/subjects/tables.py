"""Dictionaries."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import counts, records
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import integer, letters, some_words

TABLES = Subject("tables")

_PEOPLE = ("Ann", "Bob", "Cem", "Dora", "Eve")


_GOODS = ("tea", "rice", "milk", "salt", "figs")


def _records(d: Draw, low: int = 0, high: int = 9) -> tuple[str, str, str, Parameter]:
    """A list of pairs: the parameter's name, its keys' and numbers' names, and the parameter."""
    many, key, number, told, names = d.pick(
        ("sales", "product", "amount", "sold products, each a pair (product, amount),", _GOODS),
        ("payments", "name", "paid", "payments, each a pair (name, amount),", _PEOPLE),
        ("results", "player", "points", "results, each a pair (player, points),", _PEOPLE),
        ("deliveries", "item", "quantity", "deliveries, each a pair (item, quantity),", _GOODS),
        ("visits", "visitor", "minutes", "visits, each a pair (visitor, minutes),", _PEOPLE),
    )
    parameter = Parameter(many, "list[tuple[str, int]]", f"a list of {told}", records(
        names[:3], low, high))  # fmt: skip
    return many, key, number, parameter


def _table(d: Draw, low: int = 0, high: int = 9) -> tuple[str, str, str, Parameter]:
    """A dictionary: the parameter's name, its keys' and values' names, and the parameter."""
    many, key, number, told, names = d.pick(
        ("stock", "item", "amount", "a dictionary from items to how many there are", _GOODS),
        ("prices", "item", "price", "a dictionary from items to their prices", _GOODS),
        ("ages", "name", "age", "a dictionary from names to ages", _PEOPLE),
        ("scores", "player", "score", "a dictionary from players to scores", _PEOPLE),
        ("votes", "candidate", "number", "a dictionary from candidates to votes", _PEOPLE),
    )
    return many, key, number, Parameter(many, "dict[str, int]", told, counts(names, low, high))


@TABLES.concept("letter-counts", "Counting with a dictionary", "Each character has a counter.")
def letter_counts(d: Draw) -> Sketch:
    t, s = letters(d, "abcaA ", longest=5)
    c, v = t.one, t.many
    test, told = d.pick(
        ("", "each character"), (f'{c} != " "', "each character but the space"),
        (f"{c}.isalpha()", "each letter"),
    )  # fmt: skip
    count = f"counts[{c}] = counts.get({c}, 0) + 1"
    loop = f"for {c} in {v}:\n" + (f"    if {test}:\n        {count}" if test else f"    {count}")
    body = d.style(
        f"counts = {{}}\n{loop}\nreturn counts",
        f"return {{{c}: {v}.count({c}) for {c} in {v}{f' if {test}' if test else ''}}}",
    )
    way = d.pick("all", "most", "often")
    if way == "all":
        gives = f"a dictionary from {told} of `{v}` to how often it occurs, in the order of first "
        return Sketch("character_counts", (s,), gives + "appearance", "dict[str, int]", body, one=c,
                      result="counts")  # fmt: skip
    counted = f"counts = {{}}\n{loop}\n"
    if way == "most":
        body = counted + d.style(
            'best = ""\nfor key in counts:\n    if best == "" or counts[key] > counts[best]:\n'
            "        best = key\nreturn best",
            'if not counts:\n    return ""\nreturn max(counts, key=counts.get)',
        )
        gives = f"the most frequent of the characters of `{v}`, counting {told} (the first of several), "
        return Sketch("most_frequent", (s,), gives + 'or "" if there is none', "str", body, one=c)
    n = d.number(2, 3)
    body = counted + d.style(
        f"return [key for key, count in counts.items() if count >= {n}]",
        f"return [key for key in counts if counts[key] >= {n}]",
    )
    gives = (
        f"the list of characters that occur at least {n} times in `{v}`, counting {told}, in the "
    )
    return Sketch("repeated_characters", (s,), gives + "order of first appearance", "list[str]", body,
                  one=c, result="repeated")  # fmt: skip


@TABLES.concept("group-by-key", "Grouping", "Elements are collected in lists under a key.")
def group_by(d: Draw) -> Sketch:
    t, ws = some_words(d)
    w, v = t.one, t.many
    key, told, kind = d.pick(
        (f"{w}[0].lower()", "their first letter, in lower case", "str"),
        (f"{w}[-1]", "their last letter", "str"),
        (f"len({w})", "their length", "int"),
        (f'"long" if len({w}) > 4 else "short"', '"long" (more than 4 letters) or "short"', "str"),
    )
    sort = d.pick(True, False)
    body = d.style(
        f"""
groups = {{}}
for {w} in {v}:
    key = {key}
    groups.setdefault(key, []).append({w})
""",
        f"""
groups = {{}}
for {w} in {v}:
    key = {key}
    groups[key] = groups.get(key, []) + [{w}]
""",
    )
    if sort:
        body += d.style("for key in groups:\n    groups[key].sort()\nreturn groups",
                        "return {key: sorted(group) for key, group in groups.items()}")  # fmt: skip
    else:
        body += "return groups"
    gives = f"a dictionary from {told} to the list of such {v}"
    gives += ", in alphabetical order" if sort else ", in the order in which they were given"
    returns = f"dict[{kind}, list[str]]"
    return Sketch(f"{v}_by_kind", (ws,), gives, returns, body, one=w, result="groups")


@TABLES.concept("totals-by-key", "Totals by key", "Numbers are added up under their keys.")
def totals(d: Draw) -> Sketch:
    many, key, number, p = _records(d)
    way, told = d.pick(
        ("sum", f"the sum of {number} for each {key}"),
        ("max", f"the largest {number} of each {key}"),
        ("count", f"how many pairs each {key} has"),
        ("last", f"the last {number} of each {key}"),
    )
    loop = f"totals = {{}}\nfor {key}, {number} in {many}:\n"
    if way == "sum":
        body = loop + d.style(
            f"    totals[{key}] = totals.get({key}, 0) + {number}\nreturn totals",
            f"    if {key} not in totals:\n        totals[{key}] = 0\n    totals[{key}] += {number}\n"
            "return totals",
        )
    elif way == "max":
        body = loop + d.style(
            f"    if {key} not in totals or {number} > totals[{key}]:\n"
            f"        totals[{key}] = {number}\nreturn totals",
            f"    totals[{key}] = max({number}, totals.get({key}, {number}))\nreturn totals",
        )
    elif way == "count":
        body = f"totals = {{}}\nfor {key}, _ in {many}:\n    totals[{key}] = totals.get({key}, 0) + 1\n"
        body += "return totals"
    else:
        body = d.style(
            loop + f"    totals[{key}] = {number}\nreturn totals", f"return dict({many})"
        )
    return Sketch(f"{many}_by_{key}", (p,), f"a dictionary with {told}, in the order of first "
                  "appearance", "dict[str, int]", body, one="pair", result="totals")  # fmt: skip


@TABLES.concept("invert-dictionary", "Turning a dictionary round", "Values become keys.")
def invert(d: Draw) -> Sketch:
    many, key, number, p = _table(d, 0, 3)
    unique = d.pick(True, False)
    if unique:
        body = d.style(
            f"return {{{number}: {key} for {key}, {number} in {many}.items()}}",
            f"inverted = {{}}\nfor {key} in {many}:\n    inverted[{many}[{key}]] = {key}\nreturn inverted",
        )
        gives = f"a dictionary from each {number} to the last {key} that has it"
        return Sketch("inverted", (p,), gives, "dict[int, str]", body, one=key, result="turned")
    body = d.style(
        f"""
inverted = {{}}
for {key}, {number} in {many}.items():
    inverted.setdefault({number}, []).append({key})
return inverted
""",
        f"""
inverted = {{}}
for {number} in {many}.values():
    inverted[{number}] = [{key} for {key} in {many} if {many}[{key}] == {number}]
return inverted
""",
    )
    gives = f"a dictionary from each {number} to the list of all {key}s that have it"
    return Sketch(f"{key}s_by_{number}", (p,), gives, "dict[int, list[str]]", body, one=key)


@TABLES.concept("filter-dictionary", "Choosing entries", "Entries are kept, changed or looked for.")
def filter_dictionary(d: Draw) -> Sketch:
    many, key, number, p = _table(d)
    least = integer(d.pick("least", "bound", "cutoff"), 2, 6)
    way = d.pick("keep", "keys", "raise", "best")
    if way == "keep":
        body = d.style(
            f"return {{{key}: {number} for {key}, {number} in {many}.items() if {number} >= {least.name}}}",
            f"kept = dict({many})\nfor {key}, {number} in {many}.items():\n"
            f"    if {number} < {least.name}:\n        del kept[{key}]\nreturn kept",
        )
        gives = f"a dictionary of the entries of `{many}` whose {number} is at least `{least.name}`"
        return Sketch(f"large_{many}", (p, least), gives, "dict[str, int]", body, one=key,
                      result="kept")  # fmt: skip
    if way == "keys":
        body = d.style(
            f"return sorted({key} for {key} in {many} if {many}[{key}] < {least.name})",
            f"""
found = []
for {key}, {number} in {many}.items():
    if {number} < {least.name}:
        found.append({key})
found.sort()
return found
""",
        )
        gives = (
            f"the list of each {key} whose {number} is below `{least.name}`, in alphabetical order"
        )
        return Sketch(f"low_{many}", (p, least), gives, "list[str]", body, one=key, result="found")
    if way == "raise":
        extra = d.number(1, 3)
        body = d.style(
            f"""
changed = {{}}
for {key}, {number} in {many}.items():
    changed[{key}] = {number} + {extra} if {number} < {least.name} else {number}
return changed
""",
            f"""
changed = dict({many})
for {key} in changed:
    if changed[{key}] < {least.name}:
        changed[{key}] += {extra}
return changed
""",
        )
        gives = f"a copy of `{many}` in which each {number} below `{least.name}` is {extra} higher"
        return Sketch(f"raised_{many}", (p, least), gives, "dict[str, int]", body, one=key,
                      result="changed")  # fmt: skip
    body = d.style(
        f"""
best = None
for {key}, {number} in {many}.items():
    if {number} <= {least.name} and (best is None or {number} > {many}[best]):
        best = {key}
return best if best is not None else ""
""",
        f"""
allowed = [{key} for {key} in {many} if {many}[{key}] <= {least.name}]
if not allowed:
    return ""
return max(allowed, key=lambda {key}: {many}[{key}])
""",
    )
    gives = f"the {key} with the largest {number} that is not above `{least.name}` (the first of "
    return Sketch("best_within", (p, least), gives + 'several; "" if there is none)', "str", body,
                  one=key)  # fmt: skip


@TABLES.concept("merge-dictionaries", "Merging dictionaries", "Two tables become one.")
def merge(d: Draw) -> Sketch:
    a, b = d.pick(("old", "new"), ("shop", "store"), ("first", "second"), ("monday", "tuesday"))
    pa = Parameter(a, "dict[str, int]", "a dictionary from names to numbers", counts(_GOODS[:3]))
    pb = Parameter(b, "dict[str, int]", "a second one", counts(_GOODS[:3]))
    rule, told = d.pick(
        ("+", "the sum of both numbers"), ("max", "the larger of both numbers"),
        ("-", f"the number of `{a}` minus that of `{b}`"), ("new", f"the number of `{b}`"),
    )  # fmt: skip
    joined = {"+": "merged[name] + number", "max": "max(merged[name], number)",
              "-": "merged[name] - number", "new": "number"}[rule]  # fmt: skip
    both = {"+": f"{a}[name] + {b}[name]", "max": f"max({a}[name], {b}[name])",
            "-": f"{a}[name] - {b}[name]", "new": f"{b}[name]"}[rule]  # fmt: skip
    shared = d.pick(True, False)
    if shared:
        body = d.style(
            f"return {{name: {both} for name in {a} if name in {b}}}",
            f"merged = {{}}\nfor name in {a}:\n    if name in {b}:\n        merged[name] = {both}\n"
            "return merged",
        )
        gives = f"a dictionary of the names that are in both, each with {told}"
        return Sketch("shared_entries", (pa, pb), gives, "dict[str, int]", body, one="name",
                      result="merged", narrows=False)  # fmt: skip
    body = d.style(
        f"""
merged = dict({a})
for name, number in {b}.items():
    if name in merged:
        merged[name] = {joined}
    else:
        merged[name] = number
return merged
""",
        f"""
merged = {{}}
for name in list({a}) + [name for name in {b} if name not in {a}]:
    if name in {a} and name in {b}:
        merged[name] = {both}
    elif name in {a}:
        merged[name] = {a}[name]
    else:
        merged[name] = {b}[name]
return merged
""",
    )
    gives = f"a dictionary of all entries of `{a}` and then those of `{b}`; a name that is in both gets "
    return Sketch("merged_entries", (pa, pb), gives + told, "dict[str, int]", body, one="name",
                  result="merged", narrows=False)  # fmt: skip


@TABLES.concept("nested-dictionaries", "Tables in tables", "Keys of two levels are kept.")
def nested_tables(d: Draw) -> Sketch:
    names = ("Ann", "Bob")
    kinds = ("x", "y", "z")
    many, told = d.pick(("events", "events"), ("clicks", "clicks"), ("orders", "orders"))
    values = lambda rng: [(rng.choice(names), rng.choice(kinds)) for _ in range(rng.randint(0, 4))]  # noqa: E731
    p = Parameter(
        many, "list[tuple[str, str]]", f"a list of {told}, each a pair (user, page),", values
    )
    way = d.pick("counts", "favourite", "unique")
    filled = d.style(
        f"""
table = {{}}
for user, page in {many}:
    pages = table.setdefault(user, {{}})
    pages[page] = pages.get(page, 0) + 1
""",
        f"""
table = {{}}
for user, page in {many}:
    if user not in table:
        table[user] = {{}}
    table[user][page] = table[user].get(page, 0) + 1
""",
    )
    if way == "counts":
        gives = (
            "a dictionary from each user to a dictionary from pages to how often the user had them"
        )
        return Sketch(
            "pages_by_user", (p,), gives, "dict[str, dict[str, int]]", filled + "return table"
        )
    if way == "unique":
        body = filled + "return {user: len(pages) for user, pages in table.items()}"
        gives = "a dictionary from each user to how many different pages the user had"
        return Sketch("distinct_pages", (p,), gives, "dict[str, int]", body, result="sizes")
    body = (
        filled
        + """
result = []
for user in sorted(table):
    best = max(table[user].values())
    result.append(best)
return result
"""
    )
    gives = (
        "a list with, for each user in alphabetical order, how often the user had the page that "
    )
    return Sketch("top_visits", (p,), gives + "the user had most often", "list[int]", body)
