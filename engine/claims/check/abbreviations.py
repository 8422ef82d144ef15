"""Names of variables that are the beginning of the word they stand for (docs/semantics.md §5.82).

A closed list: that a name is the beginning of a word does not make it a name for it (`low` and the
lowest, `key` and the keyboard)."""

from __future__ import annotations

from typing import Final

_WORDS_OF: Final = {
    "acc": "account accumulator", "arr": "array", "char": "character", "coef": "coefficient",
    "coeff": "coefficient", "col": "column", "coord": "coordinate", "count": "counter",
    "denom": "denominator", "dest": "destination", "diff": "difference",
    "dir": "direction directory", "dist": "distance", "err": "error", "exp": "exponent",
    "fact": "factorial", "frac": "fraction", "freq": "frequency", "len": "length",
    "loc": "location", "max": "maximum", "min": "minimum", "mult": "multiple multiplier",
    "num": "number numerator", "perm": "permutation", "pos": "position", "prob": "probability",
    "prod": "product", "seq": "sequence", "sent": "sentence", "sep": "separator",
    "sol": "solution", "sub": "substring subtotal", "sym": "symbol", "temp": "temperature",
    "tok": "token", "tot": "total", "val": "value", "vec": "vector", "vol": "volume",
}  # fmt: skip


def names_for(word: str) -> frozenset[str]:
    """The names that are short for the word."""
    return frozenset(name for name, words in _WORDS_OF.items() if word in words.split())
