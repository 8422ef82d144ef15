"""What calls of methods of builtins give: those that change nothing."""

from __future__ import annotations

import ast
from typing import Any, Final

from engine.claims.evaluator.builtin import refuse_nan_inside, refuse_new_characters, texts_in
from engine.claims.evaluator.iterables import Iterables
from engine.claims.evaluator.outcomes import MAX_ELEMENTS, undecidable
from engine.values import Atom, Mapping, Sequence, SetValue, Value

_TEXT: Final = frozenset(
    {
        "upper", "lower", "title", "capitalize", "swapcase", "casefold", "strip", "lstrip",
        "rstrip", "split", "rsplit", "splitlines", "partition", "rpartition", "startswith",
        "endswith", "find", "rfind", "index", "rindex", "count", "replace", "isdigit", "isalpha",
        "isalnum", "isupper", "islower", "isspace", "istitle", "isnumeric", "isdecimal",
        "isidentifier", "isascii", "isprintable", "zfill", "ljust", "rjust", "center",
        "removeprefix", "removesuffix", "expandtabs", "encode",
    }
)  # fmt: skip
_BYTES: Final = _TEXT - {
    "casefold", "isnumeric", "isdecimal", "isidentifier", "isprintable", "encode",
} | {"decode", "hex"}  # fmt: skip
_KEYWORDS: Final = {"split": {"sep", "maxsplit"}, "rsplit": {"sep", "maxsplit"}}
_CODECS: Final = frozenset({"utf-8", "utf8", "ascii", "latin-1"})
_SETS: Final = frozenset(
    {
        "union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset",
        "isdisjoint", "copy",
    }
)  # fmt: skip
_NUMBERS: Final = {int: {"bit_length", "bit_count"}, float: {"is_integer"}}
_BACKWARDS: Final = frozenset({"rfind", "rindex", "rsplit", "rpartition"})
_WIDE: Final = frozenset({"zfill", "ljust", "rjust", "center", "expandtabs"})


class Methods(Iterables):
    """Calls of methods."""

    def _method(self, owner: Value, name: str, node: ast.Call, depth: int) -> Value:
        if name == "join" and len(node.args) == 1 and not node.keywords:
            return self._join(owner, node.args[0], depth)
        values = [self.value(each, depth) for each in node.args]
        keywords = {
            each.arg: self._thaw(self.value(each.value, depth))
            for each in node.keywords
            if each.arg
        }
        if keywords and not keywords.keys() <= _KEYWORDS.get(name, set()):
            raise undecidable(f"this call of `{name}` is not evaluated")
        match owner:
            case Atom(payload=str(text)) if name in _TEXT:
                return self._of_text(text, name, [self._thaw(each) for each in values], keywords)
            case Atom(payload=bytes(text)) if name in _BYTES:
                return self._of_text(text, name, [self._thaw(each) for each in values], keywords)
            case Atom(payload=bool() | int() | float() as number) if name in _NUMBERS.get(
                float if isinstance(number, float) else int, set()
            ):
                return self._python(lambda: getattr(number, name)(*map(self._thaw, values)))
            case Sequence(type="list" | "tuple", items=items) if name in {"count", "index"}:
                return self._found(items, name, values)
            case Sequence(type="list", items=items) if name == "copy" and not values:
                return Sequence("list", items)
            case Mapping(pairs=pairs) if name == "get" and len(values) in {1, 2}:
                found = self._lookup(pairs, values[0])
                default = values[1] if len(values) > 1 else Atom(None)
                return default if found is None else found
            case Mapping(type="dict", pairs=pairs) if name == "copy" and not values:
                return Mapping("dict", pairs)
            case SetValue() if name in _SETS:
                return self._of_set(owner, name, node, depth)
            case _:
                raise undecidable(f"the method `{name}` is not evaluated here")

    def _found(self, items: tuple[Value, ...], name: str, values: list[Value]) -> Value:
        whole = [self._thaw(item) for item in items]
        things: list[Any] = [self._thaw(each) for each in values]
        refuse_nan_inside(whole, things)
        return self._python(lambda: getattr(whole, name)(*things))

    def _of_set(self, owner: SetValue, name: str, node: ast.Call, depth: int) -> Value:
        thing = self._thaw(owner)
        others: list[object] = []
        for each in node.args:
            value = self.value(each, depth)
            if isinstance(value, SetValue):
                others.append(self._thaw(value))
            else:
                others.append([self._key(item) for item in self.elements(value)])
        refuse_nan_inside(thing, others)
        return self._python(lambda: getattr(thing, name)(*others))

    def _join(self, glue: Value, node: ast.expr, depth: int) -> Value:
        if not isinstance(glue, Atom) or not isinstance(glue.payload, str | bytes):
            raise undecidable("the method `join` is not evaluated here")
        parts: list[Any] = []
        size = 0
        for item in self.items(node, depth):
            part = self._thaw(item)
            size += len(glue.payload) + (len(part) if isinstance(part, str | bytes) else 0)
            self._fits(size)
            parts.append(part)
        whole: Any = glue.payload
        return self._python(lambda: whole.join(parts))

    def _of_text(
        self, text: str | bytes, name: str, things: list[Any], keywords: dict[str, object]
    ) -> Value:
        self._budget.touch(len(text))
        for each in (*texts_in(text), *texts_in(things)):
            refuse_new_characters(each)
        if name in {"encode", "decode"} and (len(things) > 1 or not _CODECS.issuperset(things)):
            raise undecidable(f"this call of `{name}` is not evaluated")
        if name in _WIDE and any(isinstance(each, int) for each in things):
            tabs = text.count("\t" if isinstance(text, str) else b"\t")  # type: ignore[arg-type]
            width = max(each for each in things if isinstance(each, int))
            if width > MAX_ELEMENTS or tabs * max(width, 8) > MAX_ELEMENTS:
                raise undecidable("the text would be too long")
        if name in _BACKWARDS:  # CPython looks for a text from the right in quadratic time
            self._budget.touch(
                len(text)
                * max(
                    (len(each) for each in things[:1] if isinstance(each, str | bytes)), default=0
                )
            )
        if name == "replace":
            self._check_replacement(text, things)
        return self._python(lambda: getattr(text, name)(*things, **keywords))

    def _check_replacement(self, text: Any, things: list[Any]) -> None:
        match things:
            case [old, new, *_] if type(old) is type(new) is type(text):
                self._fits(len(text) + text.count(old) * len(new))
            case _:
                pass  # Python raises, or the count is no int
