"""What builtin functions and methods read of their arguments, and which of them change anything.

The tables only make slices smaller: a name that they lack is taken to read and to change
everything it is given.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class Reading(Enum):
    """What is read of an argument that has contents. Closed."""

    NOTHING = "nothing"  #: what it is, not what it holds
    SIZE = "size"  #: how many things it holds
    ITEMS = "items"  #: which things it holds, not what they hold
    ALL = "all"  #: all that can be reached from it


READING_FUNCTIONS: Final[dict[str, Reading]] = {
    **dict.fromkeys(("isinstance", "issubclass", "type", "id", "callable"), Reading.NOTHING),
    **dict.fromkeys(("iter", "enumerate", "zip", "range", "slice", "super"), Reading.NOTHING),
    "len": Reading.SIZE,
    "bool": Reading.SIZE,
    **dict.fromkeys(("list", "tuple", "reversed"), Reading.ITEMS),
    **dict.fromkeys(
        """
        abs all any ascii bin bytes chr complex dict divmod float format frozenset getattr hasattr
        hash hex int map filter max min oct ord pow print repr round set sorted str sum bytearray
        input object Exception ValueError TypeError KeyError IndexError RuntimeError StopIteration
        ZeroDivisionError AttributeError NotImplementedError ArithmeticError OverflowError
        LookupError AssertionError
        """.split(),
        Reading.ALL,
    ),
}
"""Builtins that change nothing, unless what they are given does (iterators, `key=`)."""

CHANGING_METHODS: Final = frozenset(
    """
    append extend insert pop remove clear sort reverse add discard update setdefault popitem
    appendleft popleft extendleft rotate intersection_update difference_update
    symmetric_difference_update subtract move_to_end
    """.split()
)
"""Methods of builtin types that change their receiver, and nothing else."""

STORING_METHODS: Final = frozenset({"append", "insert", "appendleft"})
"""Those that put their arguments in without looking at what they hold."""

VIEWS: Final = frozenset({"keys", "values", "items"})

READING_METHODS: Final = frozenset(
    """
    bit_count bit_length capitalize casefold center conjugate copy count decode difference
    encode endswith expandtabs find format format_map fromhex get hex index intersection isalnum
    isalpha isascii isdecimal isdigit isdisjoint isidentifier islower isnumeric isprintable isspace
    issubset issuperset istitle isupper is_integer items join keys ljust lower lstrip maketrans
    most_common partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
    rstrip split splitlines startswith strip swapcase symmetric_difference title to_bytes
    translate union upper values zfill elements total as_integer_ratio
    """.split()
)
"""Methods of builtin types that change nothing."""

SMALL_ITERATORS: Final = frozenset(
    """
    list_iterator list_reverseiterator tuple_iterator range_iterator longrange_iterator
    str_iterator str_ascii_iterator bytes_iterator set_iterator dict_keyiterator
    dict_valueiterator dict_itemiterator dict_reversekeyiterator enumerate zip reversed
    dict_keys dict_values dict_items
    """.split()
)
"""Types of iterators and views that hand on what a container holds, and compute nothing."""

STATELESS: Final = frozenset(
    """
    function builtin_function_or_method method_descriptor method wrapper_descriptor method-wrapper
    getset_descriptor member_descriptor classmethod_descriptor type module code range slice cell
    object dict_keys dict_values dict_items classmethod staticmethod property NoneType
    """.split()
)
"""Types of opaque objects that hold nothing which their use would change."""
