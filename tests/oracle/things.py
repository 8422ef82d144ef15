"""Things named by their type or by a word, and attributes by their names (5.81, 5.82, 5.88).

The reader puts a name with a space in their place (`the list`), which no program has.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from . import evaluate as ev
from .answers import Settled
from .asked import FIRST, Asked
from .atoms import Atom
from .changes import Alter
from .contexts import Told
from .described import counted, read
from .program import Function
from .reader import Sentence
from .short_phrases import THE_WHOLE
from .told_calls import POINTED
from .values import Value

TYPED = {"list": "list", "string": "str", "dictionary": "dict", "dict": "dict", "set": "set",
         "tuple": "tuple"}  # fmt: skip
ITEMS = ("element", "item", "value", "entry", "child")
LETTERS = ("character", "letter", "symbol", "digit")
STRINGS = ("word", "name", "token")
NUMBERS = ("number", "integer")
MOMENTS = ("state", "every", "between", "passing")
COMPREHENSIONS = {"list": ast.ListComp, "set": ast.SetComp, "dictionary": ast.DictComp}
NO_ATTRIBUTES = (
    "passing", "quantified", "extreme", "trend", "never-in", "goes-through", "goes", "grows",
)  # fmt: skip
SHORT_FOR = {
    "acc": "account accumulator",
    "arr": "array",
    "char": "character",
    "coef": "coefficient",
    "coeff": "coefficient",
    "col": "column",
    "coord": "coordinate",
    "count": "counter",
    "denom": "denominator",
    "dest": "destination",
    "diff": "difference",
    "dir": "direction directory",
    "dist": "distance",
    "err": "error",
    "exp": "exponent",
    "fact": "factorial",
    "frac": "fraction",
    "freq": "frequency",
    "len": "length",
    "loc": "location",
    "max": "maximum",
    "min": "minimum",
    "mult": "multiple multiplier",
    "num": "number numerator",
    "perm": "permutation",
    "pos": "position",
    "prob": "probability",
    "prod": "product",
    "seq": "sequence",
    "sent": "sentence",
    "sep": "separator",
    "sol": "solution",
    "sub": "substring subtotal",
    "sym": "symbol",
    "temp": "temperature",
    "tok": "token",
    "tot": "total",
    "val": "value",
    "vec": "vector",
    "vol": "volume",
}
"""Names of variables, and the words that they are short for (5.82)."""


def put(part: Any, change: Callable[[ast.Name], ast.expr]) -> Any:
    """The same with other expressions in the place of names."""
    if isinstance(part, ast.expr):

        class Put(ast.NodeTransformer):
            def visit_Name(self, node: ast.Name) -> ast.AST:
                return change(node)

        return Put().visit(copy.deepcopy(part))
    if isinstance(part, tuple):
        return tuple(put(one, change) for one in part)
    if isinstance(part, Atom | Alter) and is_dataclass(part):
        return replace(part, **{f.name: put(getattr(part, f.name), change) for f in fields(part)})
    return part


def words_in(part: Any) -> set[str]:
    if isinstance(part, ast.expr):
        return {n.id for n in ast.walk(part) if isinstance(n, ast.Name)}
    if isinstance(part, tuple):
        return {w for one in part for w in words_in(one)}
    if isinstance(part, Atom):
        return words_in(part.expressions)
    if isinstance(part, Alter):
        return words_in((part.node, part.other))
    return set()


def with_moment(asked: Asked) -> bool:
    """Whether a claim has a moment of its own: one with a line, or that of a context."""
    form, args = asked.sentence.form, asked.args
    if form == "state":
        return bool(args[0] != "both")
    return form in MOMENTS or (bool(args) and type(args[0]) is int)


def prepare(asked: Asked) -> None:
    """Puts what is meant in the place of a thing that is named by a word."""
    found = words_in((asked.args, asked.sentence.atoms))
    spoken = {w for w in found if " " in w and w != "the object"}
    plain = {w for w in found - spoken - {"the object"} if not known(asked, w)}
    if not with_attributes(asked):
        plain = set()
    if not spoken and not plain:
        return
    as_evaluation(asked)
    meant = {w: thing(asked, w.removeprefix("the ")) for w in spoken}
    for name in plain:
        node = attribute(asked, name)
        if node is not None:
            meant[name] = node

    def change(node: ast.Name) -> ast.expr:
        return meant.get(node.id, node)

    atoms = put(asked.sentence.atoms, change)
    asked.args = put(asked.args, change)
    asked.sentence = replace(asked.sentence, atoms=atoms, args=asked.args)


FIRST.append(prepare)


def with_attributes(asked: Asked) -> bool:
    """Whether a plain name can be that of an attribute: not in claims with a moment, or about all
    states (5.88)."""
    form = asked.sentence.form
    return form in POINTED and form not in NO_ATTRIBUTES and not with_moment(asked)


def as_evaluation(asked: Asked) -> None:
    """`The quotient is V` without a moment is what it evaluates to (5.92)."""
    sentence = asked.sentence
    if sentence.form not in ("bare", "shown") and sentence.args != ("both",):
        return
    if len(sentence.atoms) != 1 or sentence.atoms[0].kind != "is" or sentence.atoms[0].negated:
        return
    [state] = sentence.atoms
    if isinstance(state.expression, ast.Name) and is_expression(state.expression.id):
        asked.args = (state.expression, state.value, False)
        asked.sentence = replace(sentence, form="next-value", args=asked.args, atoms=())


def is_expression(word: str) -> bool:
    return word.endswith((" comprehension", " quotient", " remainder"))


def known(asked: Asked, name: str) -> bool:
    """Whether a name stands for something in the context's function."""
    function: Function | None = asked.activation.function
    while function is not None:
        if name in function.bound:
            return True
        function = function.enclosing
    # A variable of a comprehension is bound within the expression itself.
    inner = {
        t.id
        for part in (asked.args, asked.sentence.atoms)
        for node in nodes_in(part)
        for c in ast.walk(node) if isinstance(c, ast.comprehension)
        for t in ast.walk(c.target) if isinstance(t, ast.Name)
    }  # fmt: skip
    module = asked.activation.start_state.module
    return name in inner or name in module or hasattr(builtins, name)


def nodes_in(part: Any) -> list[ast.expr]:
    if isinstance(part, ast.expr):
        return [part]
    if isinstance(part, tuple):
        return [n for one in part for n in nodes_in(one)]
    if isinstance(part, Atom):
        return list(part.expressions)
    return []


def thing(asked: Asked, word: str) -> ast.expr:
    """The expression that a word means, by the source and the point."""
    if word in TYPED:
        return of_type(asked, TYPED[word])
    function = asked.function
    if word in function.bound:
        return ast.Name(word, ast.Load())
    if word in ("quotient", "remainder") or word.endswith("comprehension"):
        return only_expression(asked, word)
    functions = [t.activation.function for t in told(asked)]
    if any(f is not None and word in f.bound for f in functions):
        raise Settled("UNDECIDED")
    begun = [n for n in function.bound if word in SHORT_FOR.get(n, "").split()]
    if len(begun) == 1:
        return ast.Name(begun[0], ast.Load())
    if begun:
        raise Settled("UNDECIDED")
    node = attribute(asked, word)
    if node is not None:
        return node
    if with_moment(asked):
        raise Settled("AMBIGUOUS")
    return of_item(asked, word)


def only_expression(asked: Asked, word: str) -> ast.expr:
    """The only comprehension, quotient or remainder of the context's function (5.92)."""
    kinds = COMPREHENSIONS.get(word.split(maxsplit=1)[0])
    found: list[ast.expr] = []
    for s in (s for ss in asked.function.lines.values() for s in ss):
        if word.endswith("comprehension"):
            wanted = kinds or (ast.ListComp, ast.SetComp, ast.DictComp)
            found += s.all(wanted)
            continue
        op = ast.FloorDiv if word == "quotient" else ast.Mod
        if isinstance(s.node, ast.AugAssign) and isinstance(s.node.op, op):
            raise Settled("UNDECIDED")
        found += [n for n in s.all(ast.BinOp) if isinstance(n.op, op)]
        for call in s.all(ast.Call):
            if isinstance(call.func, ast.Name) and call.func.id == "divmod" and len(call.args) == 2:
                found.append(ast.BinOp(call.args[0], op(), call.args[1]))
    if len(found) != 1:
        if len({ast.unparse(n) for n in found}) == 1:
            raise Settled("UNDECIDED")
        raise Settled("AMBIGUOUS" if found else "UNSUPPORTED")
    return found[0]


class Elements:
    """Puts what the sentence before names an element of in the place of what is not named (5.90).

    `named` is to be asked for all claims of a text, in order."""

    def __init__(self) -> None:
        self.text = ""
        self.before: ast.expr | None = None  # what the sentence before names an element of
        self.here: ast.expr | None = None  # what this one does

    def named(self, sentence: Sentence) -> Sentence | None:
        """The claim with what is meant; None where nothing is."""
        if sentence.text != self.text:
            self.text, self.before, self.here = sentence.text, self.here, None
        if THE_WHOLE in words_in(sentence.atoms):
            found = self.before if self.here is None else self.here
            if found is None:
                return None
            whole = found
            atoms = put(sentence.atoms, lambda n: whole if n.id == THE_WHOLE else n)
            sentence = replace(sentence, atoms=atoms)
        parts = [a.expression for a in sentence.atoms if a.kind == "part"]
        self.here = parts[-1] if parts else self.here
        return sentence


def told(asked: Asked) -> list[Told]:
    return [t for t in asked.told() if t.activation is not asked.activation]


def of_type(asked: Asked, wanted: str) -> ast.expr:
    """The only variable that is of a type at the point."""
    if with_moment(asked) or asked.sentence.form == "state":
        raise Settled("AMBIGUOUS")
    names = of_state(asked, lambda value: value.type == wanted)
    if len(names) != 1:
        raise Settled("AMBIGUOUS" if names else "REFUTED")
    return ast.Name(names[0], ast.Load())


def of_state(asked: Asked, fits: Callable[[Value], bool]) -> list[str]:
    """The variables of the context's function of which something is so at the point."""
    state = asked.here()
    return [n for n in sorted(asked.function.bound) if n in state.names and fits(state.names[n])]


def attribute(asked: Asked, name: str) -> ast.expr | None:
    """The attribute of this name of the method's own object, or of the only such variable."""
    function = asked.activation.function
    if function is None:
        return None
    asked_here = asked.here() if len(asked.context.spans) == 1 else None
    if asked_here is None:
        return None
    holder = function.own_object
    if holder is not None:
        value = asked_here.names.get(holder)
        if value is not None and value.kind == "instance" and name in dict(value.attributes):
            return ast.Attribute(ast.Name(holder, ast.Load()), name, ast.Load())
    names = of_state(asked, lambda v: v.kind == "instance" and name in dict(v.attributes))
    if len(names) > 1:
        raise Settled("AMBIGUOUS")
    if not names:
        return None
    return ast.Attribute(ast.Name(names[0], ast.Load()), name, ast.Load())


def plural(word: str) -> set[str]:
    made = {word + "s"}
    if word.endswith(("s", "x", "ch", "sh")):
        made.add(word + "es")
    if word.endswith("y"):
        made.add(word[:-1] + "ies")
    return made


def of_item(asked: Asked, word: str) -> ast.expr:
    """The item of the innermost pass of a `for` loop in which the point lies."""
    asked.single()
    passes = [
        (e, p) for e in asked.history.entries for p in e.passes
        if isinstance(e.loop.node, ast.For)
        and asked.point.lies_in_span(p, asked.activation)
    ]  # fmt: skip
    if not passes:
        raise Settled("UNSUPPORTED")
    entry, _ = max(passes, key=lambda pair: pair[1].start)
    _, target = counted(entry.loop)
    assert isinstance(entry.loop.node, ast.For)
    node = read(target)
    spoken = {
        part
        for n in ast.walk(entry.loop.node.iter)
        if isinstance(n, ast.Name | ast.Attribute)
        for part in (n.id if isinstance(n, ast.Name) else n.attr).split("_")
    }
    if word in ITEMS or plural(word) & spoken:
        return node
    try:
        value = ev.evaluate(node, asked.here())
    except (ev.NoValue, ev.Undecidable, ev.Unclear) as error:
        raise Settled("UNDECIDED") from error
    if word in LETTERS and value.type == "str" and len(str(value.data)) == 1:
        return node
    if word in STRINGS and value.type == "str":
        return node
    if word in NUMBERS and value.type in ("int", "float"):
        return node
    raise Settled("UNSUPPORTED")
