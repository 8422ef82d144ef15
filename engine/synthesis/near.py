"""Programs that are too alike: the same structure, or nearly the same words.

Near-duplicates are found by MinHash and locality-sensitive hashing (datasketch): the Jaccard
similarity of sets of shingles, estimated from 128 permutations under a fixed seed.
"""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING, Final

from engine.synthesis.structure import fingerprint

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

THRESHOLD: Final = 0.85
"""Jaccard similarity from which on two texts are near-duplicates."""

_PERMUTATIONS: Final = 128
_SHINGLE: Final = 5
"""Tokens in a shingle."""

_SKIPPED: Final = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENCODING, tokenize.ENDMARKER}
)


class Admission:
    """Lets in what is like nothing that was let in before."""

    def __init__(self) -> None:
        self._structures: set[str] = set()
        self._index: MinHashLSH | None = None
        self._count = 0

    def refusal(self, source: str, words: str = "") -> str:
        """Why a program is not let in; "": it is, and counts from now on. ``words`` (an
        instruction) count with its tokens. A source that is no Python is not looked at."""
        try:
            erased = fingerprint(source)
        except (SyntaxError, ValueError, RecursionError):
            return ""
        if erased in self._structures:
            return "same-structure"
        signature = _signature(_shingles(source, words))
        index = self._lsh()
        if index.query(signature):
            return "near-duplicate"
        self._structures.add(erased)
        index.insert(str(self._count), signature)
        self._count += 1
        return ""

    def _lsh(self) -> MinHashLSH:
        from datasketch import MinHashLSH  # noqa: PLC0415  # large, and needed by `build` alone

        if self._index is None:
            self._index = MinHashLSH(threshold=THRESHOLD, num_perm=_PERMUTATIONS)
        return self._index


def _signature(shingles: set[bytes]) -> MinHash:
    from datasketch import MinHash  # noqa: PLC0415  # as above

    found = MinHash(num_perm=_PERMUTATIONS, seed=1)
    found.update_batch(sorted(shingles))
    return found


def _shingles(source: str, words: str) -> set[bytes]:
    try:
        read = tokenize.generate_tokens(io.StringIO(source).readline)
        tokens = [each.string for each in read if each.type not in _SKIPPED]
    except (tokenize.TokenError, SyntaxError):
        tokens = source.split()
    tokens += words.split()
    count = max(1, len(tokens) - _SHINGLE + 1)
    return {"\0".join(tokens[at : at + _SHINGLE]).encode("utf-8", "replace") for at in range(count)}
