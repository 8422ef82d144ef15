"""What every report needs of a terminal: a console, harmless text, marks and styles.

Invariant: text that came from a program, a narration or a file name reaches the terminal only
through `visible`, so that it can neither move the cursor nor hide or reorder what stands there.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

SIDE_BY_SIDE: Final = 100
"""Columns from which two texts stand side by side; on less they stand one below the other."""

_TAB: Final = "    "


class _Console(Console):
    """A console that writes no spaces at line ends into files and pipes, and whose broken pipe is
    an exception, for the command line to end by."""

    def print(self, *things: object, **how: Any) -> None:
        if self.is_terminal:
            super().print(*things, **how)
            return
        with self.capture() as captured:
            super().print(*things, **how)
        lines = captured.get().split("\n")
        self.file.write("\n".join(line.rstrip(" ") for line in lines))

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """A console of standard output or error; colours and width as the environment says
    (``NO_COLOR``, ``FORCE_COLOR``, ``COLUMNS``, ``TERM``)."""
    return _Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def coloured(target: Console) -> bool:
    """Whether colours are shown, so that words need no marks around them."""
    return target.color_system is not None and not target.no_color


def visible(text: str) -> str:
    r"""The text with every character that does not print written as an escape (``\x1b``,
    ``\u202e``); line ends stay, and a tab is four spaces wide."""
    if text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    if character == "\t":
        return _TAB
    return character.encode("unicode_escape").decode("ascii")


def width_of(text: str) -> int:
    """Terminal columns that the text takes when it is shown by `visible`."""
    return cell_len(visible(text))


def shortened(text: str, width: int) -> str:
    """The text, made visible and cut with an ellipsis to ``width`` columns; 0: not cut."""
    shown = visible(text).replace("\n", "\\n")
    if not width or cell_len(shown) <= width:
        return shown
    line = Text(shown)
    line.truncate(width, overflow="ellipsis")
    return line.plain


class Mark(Enum):
    """What a reader sees first of a claim or a line: mark, mark in ASCII, style. Closed."""

    GOOD = "✓", "+", "green"
    WRONG = "✗", "x", "bold red"
    OPEN = "?", "?", "bold yellow"  #: neither proved nor refuted, or not in order
    NONE = " ", " ", ""

    def text(self, target: Console) -> Text:
        sign, plain, style = self.value
        return Text(plain if target.options.ascii_only else sign, style)
