"""What properties of values mean (docs/semantics.md §5.32, §5.96), as expressions about `it`."""

from __future__ import annotations

from typing import Final

from engine.claims.model import Property

_NUMBER: Final = "isinstance(it, (int, float)) and not isinstance(it, bool)"
_INTEGER: Final = "isinstance(it, int) and not isinstance(it, bool)"
_TEXT: Final = "isinstance(it, str)"
PROPERTIES: Final = {
    Property.EMPTY: "len(it) == 0",
    Property.POSITIVE: f"it > 0 if {_NUMBER} else None",
    Property.NEGATIVE: f"it < 0 if {_NUMBER} else None",
    Property.EVEN: f"it % 2 == 0 if {_INTEGER} else None",
    Property.ODD: f"it % 2 == 1 if {_INTEGER} else None",
    Property.TRUTHY: "not not it",
    Property.FALSY: "not it",
    Property.UPPERCASE: f"it.isupper() if {_TEXT} else None",
    Property.LOWERCASE: f"it.islower() if {_TEXT} else None",
    Property.ALPHABETIC: f"it.isalpha() if {_TEXT} else None",
    Property.ALPHANUMERIC: f"it.isalnum() if {_TEXT} else None",
    Property.DIGIT: f"len(it) == 1 and it.isdigit() if {_TEXT} else None",
    Property.LETTER: f"len(it) == 1 and it.isalpha() if {_TEXT} else None",
    Property.VOWEL: f"len(it) == 1 and it in 'aeiouAEIOU' if {_TEXT} else None",
    Property.SPACE: f"it == ' ' if {_TEXT} else None",
    Property.COMMA: f"it == ',' if {_TEXT} else None",
    Property.BRACKET: f"len(it) == 1 and it in '()[]{{}}' if {_TEXT} else None",
    Property.OPENING: f"len(it) == 1 and it in '([{{' if {_TEXT} else None",
    Property.CLOSING: f"len(it) == 1 and it in ')]}}' if {_TEXT} else None",
    Property.SORTED: "list(it) == sorted(it) if isinstance(it, (list, tuple)) else None",
}
"""Each property as Python has it; None: a value of this type neither has it nor lacks it."""
