"""What each recording has its own of among the constants of rewritten code: its log, its probes.

Rewriting is done once for a program, recording it many times. So rewritten code is made with an
`Own` in each of these places first; before it runs, `engine.capture.instrument` puts the things of
the recording there. Invariant: rewritten code that runs leads to no other recording's log.
"""

from __future__ import annotations

from typing import Final


class Own:
    """Stands for a thing of the recording, by what it is called among its probes. There is one for
    each name and the arguments that its maker takes."""

    __slots__ = ("arguments", "keywords", "name")

    def __init__(
        self, name: str, arguments: tuple[object, ...] | None, keywords: dict[str, bool]
    ) -> None:
        self.name = name
        self.arguments = arguments  #: None: the attribute itself
        self.keywords = keywords

    def of(self, probes: object) -> object:
        """The thing itself."""
        found = getattr(probes, self.name)
        return found if self.arguments is None else found(*self.arguments, **self.keywords)


LOG: Final = Own("log", None, {})

_KNOWN: Final[dict[tuple[object, ...], Own]] = {}


class OwnProbes:
    """Looks like the `engine.capture.probes.Probes` of a recording, and gives what stands for its
    attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Own:
        return _own(name, None)

    def before_change(self, name: str) -> Own:
        return _own("before_change", (name,))

    def before_call(self, *, named: bool) -> Own:
        return _own("before_call", (), named=named)

    def before_call_with_self(self, count: int, *, named: bool) -> Own:
        return _own("before_call_with_self", (count,), named=named)

    def before_method(self, *, named: bool) -> Own:
        return _own("before_method", (), named=named)


def _own(name: str, arguments: tuple[object, ...] | None, **keywords: bool) -> Own:
    key = (name, arguments, *keywords.items())
    found = _KNOWN.get(key)
    if found is None:
        found = _KNOWN[key] = Own(name, arguments, keywords)
    return found
