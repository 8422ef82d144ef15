"""Stacks."""

from __future__ import annotations

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import of
from engine.synthesis.generator.sketch import Parameter, Sketch, Subject
from engine.synthesis.generator.subjects.common import numbers

STACKS = Subject("stacks")


@STACKS.concept("balanced-brackets", "Balanced brackets", "A stack remembers what is open.")
def brackets(d: Draw) -> Sketch:
    name = d.pick("text", "code", "expression", "line")
    few = d.pick(True, False)
    alphabet = "()" if few else "([])"
    values = of("", "()", "(())", ")(", "(()", "())", "()()") if few else of(
        "", "()", "([])", "([)]", "[(])", "[]()", "((", "])", "[()]")  # fmt: skip
    p = Parameter(
        name, "str", f"a text of the characters {', '.join(repr(c) for c in alphabet)}", values
    )
    way = d.pick("valid", "depth", "missing", "first_error")
    if few:
        valid = d.style(
            f"""
depth = 0
for char in {name}:
    if char == "(":
        depth += 1
    else:
        depth -= 1
    if depth < 0:
        return False
return depth == 0
""",
            f"""
rest = {name}
while "()" in rest:
    rest = rest.replace("()", "")
return rest == ""
""",
        )
    else:
        valid = d.style(
            f"""
stack = []
pairs = {{")": "(", "]": "["}}
for char in {name}:
    if char not in pairs:
        stack.append(char)
    elif not stack or stack.pop() != pairs[char]:
        return False
return not stack
""",
            f"""
expected = []
for char in {name}:
    if char == "(":
        expected.append(")")
    elif char == "[":
        expected.append("]")
    elif not expected or expected.pop() != char:
        return False
return len(expected) == 0
""",
        )
    if way == "valid" or not few:
        return Sketch("is_balanced", (p,), f"whether each bracket of `{name}` is closed by one of its kind, in "
                      "the right order", "bool", valid, narrows=False, goes_on=True)  # fmt: skip
    if way == "depth":
        body = d.style(
            f"""
depth = 0
deepest = 0
for char in {name}:
    if char == "(":
        depth += 1
        deepest = max(deepest, depth)
    else:
        depth -= 1
return deepest
""",
            f'return max([0] + [{name}[:i].count("(") - {name}[:i].count(")") for i in range(len({name}) + 1)])',
        )
        gives = f"the largest number of brackets that are open at once, if `{name}` is read from left to right, "
        return Sketch("deepest_level", (p,), gives + "where a ')' closes one (the number may become negative)",
                      "int", body, narrows=False, unit="level", result="depth")  # fmt: skip
    if way == "missing":
        body = d.style(
            f"""
missing = 0
depth = 0
for char in {name}:
    if char == "(":
        depth += 1
    elif depth == 0:
        missing += 1
    else:
        depth -= 1
return missing + depth
""",
            f"""
rest = {name}
while "()" in rest:
    rest = rest.replace("()", "")
return len(rest)
""",
        )
        gives = f"how many brackets have to be added to `{name}` at least, so that all are balanced"
        return Sketch("missing_brackets", (p,), gives, "int", body, narrows=False, unit="bracket",
                      result="missing")  # fmt: skip
    body = f"""
places = []
for i, char in enumerate({name}):
    if char == "(":
        places.append(i)
    elif places:
        places.pop()
    else:
        return i
return places[0] if places else -1
"""
    gives = f"the index of the first ')' of `{name}` that closes nothing; if there is none, of the first '(' "
    return Sketch("first_error", (p,), gives + "that is never closed; if there is none either, -1", "int", body,
                  narrows=False, unit="place", result="place")  # fmt: skip


@STACKS.concept("postfix-evaluation", "Evaluating postfix", "Operands wait on a stack.")
def postfix(d: Draw) -> Sketch:
    name = d.pick("tokens", "terms", "items")
    p = Parameter(name, "list[str]", "an expression in postfix notation, as a list of tokens", of(
        ["3"], ["2", "3", "+"], ["2", "3", "*", "4", "+"], ["5", "1", "-"], ["8", "2", "-", "3", "*"],
        ["1", "2", "3", "+", "+"], ["4", "4", "*", "6", "-"], ["7", "2", "3", "*", "-"]))  # fmt: skip
    body = d.style(
        f"""
stack = []
for token in {name}:
    if token == "+":
        stack.append(stack.pop() + stack.pop())
    elif token == "*":
        stack.append(stack.pop() * stack.pop())
    elif token == "-":
        right = stack.pop()
        stack.append(stack.pop() - right)
    else:
        stack.append(int(token))
return stack[0]
""",
        f"""
stack = []
for token in {name}:
    if token not in ("+", "-", "*"):
        stack.append(int(token))
        continue
    right = stack.pop()
    left = stack.pop()
    if token == "+":
        stack.append(left + right)
    elif token == "-":
        stack.append(left - right)
    else:
        stack.append(left * right)
return stack.pop()
""",
        f"""
stack = []
for token in {name}:
    if token in "+-*":
        b, a = stack.pop(), stack.pop()
        value = apply(token, a, b)
    else:
        value = int(token)
    stack.append(value)
return stack[-1]
""",
    )
    before = ""
    if "apply(" in body:
        before = """
def apply(operator: str, a: int, b: int) -> int:
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    return a * b
"""
    return Sketch("evaluate", (p,), f"the value of the expression `{name}`, whose operators are '+', '-' and '*' "
                  "and whose other tokens are integers", "int", body, before, narrows=False, unit="point",
                  result="value_found")  # fmt: skip


@STACKS.concept("next-greater", "Next greater element", "A stack keeps those that still wait.")
def next_greater(d: Draw) -> Sketch:
    t, xs = numbers(d, 0, 9)
    x, v = t.one, t.many
    sign, word = d.pick((">", "larger"), ("<", "smaller"))
    distance = d.pick(True, False)
    made = "i - place" if distance else x
    inner = "j - i" if distance else f"{v}[j]"
    empty = "0" if distance else "-1"
    body = d.style(
        f"""
result = [{empty}] * len({v})
waiting = []
for i, {x} in enumerate({v}):
    while waiting and {x} {sign} {v}[waiting[-1]]:
        place = waiting.pop()
        result[place] = {made}
    waiting.append(i)
return result
""",
        f"""
result = []
for i in range(len({v})):
    found = {empty}
    for j in range(i + 1, len({v})):
        if {v}[j] {sign} {v}[i]:
            found = {inner}
            break
    result.append(found)
return result
""",
    )
    told = f"how many places further the next {word} one stands, or 0" if distance else \
        f"the next {word} one behind it, or -1"  # fmt: skip
    return Sketch(f"next_{word}", (xs,), f"the list with, for each {x}, {told} if there is none", "list[int]",
                  body, one=x, result="following")  # fmt: skip


@STACKS.concept("undo-operations", "Undoing", "Operations are done and taken back.")
def undo(d: Draw) -> Sketch:
    name = d.pick("operations", "commands", "keys")
    back = d.pick("undo", "back", "<")
    letters_ = ("a", "b", "c", back)
    p = Parameter(name, "list[str]", f'a list of operations, each a letter or "{back}"',
                  lambda rng: [rng.choice(letters_) for _ in range(rng.randint(0, 6))])  # fmt: skip
    redo = d.pick(True, False) if d.hard else False
    if redo:
        body = f"""
typed = []
undone = 0
for operation in {name}:
    if operation != "{back}":
        typed.append(operation)
    elif typed:
        typed.pop()
        undone += 1
return typed + [str(undone)]
"""
        gives = f'the list of letters that are left when each "{back}" takes back the last letter that is left '
        gives += "(if there is one), and at its end, as text, how many letters were taken back"
        return Sketch("typed_and_undone", (p,), gives, "list[str]", body, one="operation", narrows=False,
                      result="typed")  # fmt: skip
    body = d.style(
        f"""
typed = []
for operation in {name}:
    if operation == "{back}":
        if typed:
            typed.pop()
    else:
        typed.append(operation)
return "".join(typed)
""",
        f"""
text = ""
for operation in {name}:
    text = text[:-1] if operation == "{back}" else text + operation
return text
""",
        f"""
text = ""
skip = 0
for operation in {name}[::-1]:
    if operation == "{back}":
        skip += 1
    elif skip > 0:
        skip -= 1
    else:
        text = operation + text
return text
""",
    )
    gives = f'the text of the letters that are left when each "{back}" takes back the last letter that is left'
    return Sketch("typed_text", (p,), gives + ", if there is one", "str", body, one="operation", narrows=False,
                  result="typed")  # fmt: skip
