"""Calls of builtin functions, classes and methods."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.models import collection_methods, formatting, numbers, text_methods
from engine.backward.models.arguments import Arguments
from engine.backward.models.comparing import NO_MERGE, truth
from engine.backward.models.concrete import NotConcreteError, by_python
from engine.backward.models.containers import set_of, store_key, update
from engine.backward.models.iterators import (
    Enumerate,
    ExhaustedError,
    Filter,
    Iterator,
    Map,
    Zip,
    items_of,
    iterate,
    reverse,
)
from engine.backward.models.operators import binary
from engine.backward.models.sequences import settled
from engine.backward.models.sorting import extreme
from engine.backward.models.things import (
    BoolThing,
    BuiltinThing,
    BytesThing,
    DictThing,
    ExceptionThing,
    FloatThing,
    FunctionThing,
    IntThing,
    ListThing,
    MethodThing,
    RangeThing,
    SetThing,
    SliceThing,
    StrThing,
    TupleThing,
    UnmodelledError,
    ViewThing,
    chars_of,
    error,
    error_untold,
    int_term,
    is_bytes,
    is_concrete,
    is_float,
    is_int,
    is_number,
    is_str,
    of_bool,
    of_bytes,
    of_chars,
    of_int,
    type_name,
)
from engine.backward.models.unicode_tables import LAST
from engine.backward.run import Run
from engine.backward.terms import IntTerm

Args: TypeAlias = Sequence[object]
Keywords: TypeAlias = Mapping[str, object]


def call(callee: object, args: Args, keywords: Keywords, run: Run) -> object:
    """A call of a builtin; raises `PythonError`, `UnmodelledError`."""
    if isinstance(callee, MethodThing):
        return call_method(callee.owner, callee.name, args, keywords, run)
    if not isinstance(callee, BuiltinThing):
        raise UnmodelledError(f"a call of a {type(callee).__name__}")
    name = callee.name
    if name in EXCEPTIONS:
        if keywords:
            raise UnmodelledError("an exception with keywords")
        return ExceptionThing(name, tuple(args))
    function = _BUILTINS.get(name)
    if function is None:
        raise UnmodelledError(f"`{name}`")
    return function(args, keywords, run)


def call_method(owner: object, name: str, args: Args, keywords: Keywords, run: Run) -> object:
    """A call of a method; raises `PythonError`, `UnmodelledError`."""
    if isinstance(owner, BuiltinThing):
        return _of_class(owner.name, name, args, keywords, run)
    if is_str(owner) and name in {"format", "format_map"}:
        return _format(owner, name, args, keywords, run)
    if is_str(owner) or is_bytes(owner):
        if is_str(owner) and name == "maketrans":
            return text_methods.maketrans(args, run)
        return text_methods.call(name, owner, args, keywords, run, items_of)
    if isinstance(owner, ListThing | TupleThing | DictThing | SetThing):
        return collection_methods.call(name, owner, args, keywords, run)
    if isinstance(owner, int | IntThing | BoolThing) and name == "bit_length":
        Arguments(args, keywords)
        return _bit_length(int_term(owner), run)
    if is_concrete(owner):
        return _concrete_method(owner, name, args, keywords)
    raise UnmodelledError(f"`{type(owner).__name__}.{name}`")


_CONCRETE_METHODS: Final = frozenset(
    "is_integer hex as_integer_ratio conjugate bit_count to_bytes".split()
)


def _concrete_method(owner: object, name: str, args: Args, keywords: Keywords) -> object:
    if name not in _CONCRETE_METHODS or not hasattr(owner, name):
        raise UnmodelledError(f"`{type(owner).__name__}.{name}`")
    try:
        return by_python(getattr(type(owner), name), (owner, *args), keywords)
    except NotConcreteError:
        raise UnmodelledError(f"`{type(owner).__name__}.{name}` of an unknown") from None


def _of_class(kind: str, name: str, args: Args, keywords: Keywords, run: Run) -> object:
    """A method taken from its class: ``str.upper(text)``, ``dict.fromkeys(keys)``."""
    if kind == "dict" and name == "fromkeys":
        return collection_methods.fromkeys(args, keywords, run)
    if kind == "str" and name == "maketrans":
        return text_methods.maketrans(args, run)
    if kind not in _METHOD_CLASSES or not args:
        raise UnmodelledError(f"`{kind}.{name}`")
    if type_name(args[0]) != kind:
        if type_name(args[0]) == "bool" and kind == "int":
            raise UnmodelledError("a method of int on a bool")
        raise error_untold("TypeError")
    return call_method(args[0], name, args[1:], keywords, run)


_METHOD_CLASSES: Final = frozenset("str bytes list tuple dict set frozenset int".split())


def _bit_length(number: IntTerm, run: Run) -> object:
    size = terms.int_ite(terms.lt(number, 0), terms.neg(number), number)
    bits = 0
    while not run.decide(terms.lt(size, 1 << bits)):
        bits += 1
        if bits > 128:
            raise UnmodelledError("the size of a large unknown int")
    return bits


def _format(owner: object, name: str, args: Args, keywords: Keywords, run: Run) -> object:
    if name == "format_map":
        mapping = Arguments(args, keywords, least=1, most=1).get(0)
        if not isinstance(mapping, DictThing) or not all(
            isinstance(key, str) for key in mapping.keys
        ):
            raise UnmodelledError("`format_map` of unknown keys")
        args = ()
        keywords = {
            str(key): value for key, value in zip(mapping.keys, mapping.values, strict=True)
        }
        if isinstance(owner, str) and _fields_missing(owner, keywords):
            raise UnmodelledError("a field that is missing")
    try:
        return by_python(str.format, (owner, *args), keywords)
    except NotConcreteError:
        return formatting.format_call(owner, args, keywords, run)


def _fields_missing(template: str, keywords: Keywords) -> bool:
    return any(field and field not in keywords for _, field, _, _ in formatting.fields(template))


# -- numbers and texts ----------------------------------------------------------------------------


def _abs(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, least=1, most=1).get(0)
    if not is_number(thing):
        raise _refused(thing)
    return numbers.absolute(thing)


def _refused(thing: object) -> Exception:
    """What a builtin raises for a thing of another class, where that is certain."""
    if isinstance(thing, complex):
        return UnmodelledError("complex numbers")
    type_name(thing)
    return error_untold("TypeError")


def _int(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, {}, most=2)
    if keywords:
        raise UnmodelledError("`int` with a keyword")
    try:
        return by_python(int, args, {})
    except NotConcreteError:
        pass
    if given.has(1):
        raise UnmodelledError("`int` with a base")
    thing = given.get(0)
    if is_int(thing):
        return of_int(int_term(thing))
    if is_str(thing):
        return formatting.int_from_text(chars_of(thing), run)
    if is_float(thing) or is_bytes(thing):
        raise UnmodelledError("`int` of an unknown float or bytes")
    raise _refused(thing)


def _float(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, most=1).get(0, 0.0)
    if is_float(thing):
        return thing
    try:
        return by_python(float, (thing,), {})
    except NotConcreteError:
        raise UnmodelledError("`float` of an unknown") from None


def _bool(args: Args, keywords: Keywords, run: Run) -> object:
    return of_bool(truth(Arguments(args, keywords, most=1).get(0, False)))


def _str(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, most=3)
    if given.has(1):
        raise UnmodelledError("`str` with an encoding")
    return formatting.text(given.get(0), run) if given.has(0) else ""


def _repr(args: Args, keywords: Keywords, run: Run) -> object:
    return formatting.representation(Arguments(args, keywords, least=1, most=1).get(0), run)


def _format_builtin(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=2)
    return formatting.formatted(given.get(0), given.get(1, ""), run)


def _ord(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, least=1, most=1).get(0)
    if not (is_str(thing) or is_bytes(thing)):
        raise _refused(thing)
    chars = chars_of(thing)
    if len(chars) != 1:
        raise error_untold("TypeError")
    return of_int(chars[0])


def _chr(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, least=1, most=1).get(0)
    if not is_int(thing):
        raise _refused(thing)
    number = int_term(thing)
    if not run.decide(terms.and_(terms.le(0, number), terms.le(number, LAST))):
        # Numbers that are no C int overflow before 3.13; the boundary is the platform's.
        small = terms.and_(terms.le(-(1 << 31), number), terms.lt(number, 1 << 31))
        raise error_untold("ValueError" if run.decide(small) else _BEYOND_C_INT)
    return of_chars([terms.clamped(number, 0, LAST)])


def _beyond_c_int() -> str:
    try:
        chr(1 << 31)
    except (ValueError, OverflowError) as raised:
        return type(raised).__name__
    raise ImportError("chr takes any number")


_BEYOND_C_INT: Final = _beyond_c_int()


def _divmod(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=2, most=2)
    left, right = given.get(0), given.get(1)
    try:
        return by_python(divmod, (left, right), {})
    except NotConcreteError:
        pass
    if is_int(left) and is_int(right):
        return TupleThing(numbers.divmod_of(left, right, run))
    raise UnmodelledError("`divmod` of an unknown float")


def _pow(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=2, most=2)
    return binary("**", given.get(0), given.get(1), run)


def _round(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, ("number", "ndigits"), least=1)
    thing = given.get(0)
    if is_int(thing) and given.get(1) is None:
        return of_int(int_term(thing))
    try:
        return by_python(round, args, keywords)
    except NotConcreteError:
        raise UnmodelledError("`round` of an unknown") from None


def _by_python(function: Callable[..., object], name: str) -> Callable[..., object]:
    """A builtin that is not modelled but where everything is known."""

    def called(args: Args, keywords: Keywords, run: Run) -> object:
        try:
            return by_python(function, args, keywords)
        except NotConcreteError:
            raise UnmodelledError(f"`{name}` of an unknown") from None

    return called


def _bytes(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, most=1).get(0, b"")
    if is_bytes(thing):
        return thing
    if isinstance(thing, ListThing | TupleThing) and all(map(is_int, thing.items)):
        found = [int_term(item) for item in thing.items]
        inside = terms.and_(*(terms.and_(terms.le(0, each), terms.le(each, 255)) for each in found))
        if not run.decide(inside):
            raise error_untold("ValueError")
        return of_bytes([terms.clamped(each, 0, 255) for each in found])
    raise UnmodelledError("`bytes` of such an object")


# -- collections ----------------------------------------------------------------------------------


def _len(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, least=1, most=1).get(0)
    match thing:
        case ListThing(items=items) | SetThing(items=items):
            return len(items)
        case TupleThing(items=held):
            return len(held)
        case DictThing(keys=keys) | ViewThing(of=DictThing(keys=keys)):
            return len(keys)
        case RangeThing(start=start, stop=stop, step=step):
            return of_int(_range_size(start, stop, step))
        case str() | StrThing() | bytes() | BytesThing():
            return len(chars_of(thing))
        case _:
            raise _refused(thing)


def _range_size(start: IntTerm, stop: IntTerm, step: int) -> IntTerm:
    distance = terms.sub(stop, start) if step > 0 else terms.sub(start, stop)
    steps = terms.floor_div(terms.add(distance, abs(step) - 1), abs(step))
    return terms.int_ite(terms.lt(0, steps), steps, 0)


def _list(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, most=1)
    return ListThing(items_of(given.get(0), run) if given.has(0) else [])


def _tuple(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, most=1)
    if isinstance(given.get(0), TupleThing):
        return given.get(0)
    return TupleThing(tuple(items_of(given.get(0), run)) if given.has(0) else ())


def _set(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, most=1)
    return set_of(items_of(given.get(0), run, any_order=True) if given.has(0) else (), run)


def _frozenset(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, most=1)
    thing = given.get(0)
    if isinstance(thing, SetThing) and thing.frozen:
        return thing
    items = items_of(thing, run, any_order=True) if given.has(0) else ()
    return set_of(items, run, frozen=True)


def _dict(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, {}, most=1)
    found = DictThing()
    if given.has(0):
        update(found, given.get(0), run)
    for name, value in keywords.items():
        store_key(found, name, value, run)
    return found


def _range(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=3)
    if not all(map(is_int, args)):
        raise _refused(next(arg for arg in args if not is_int(arg)))
    numbers_of = [int_term(arg) for arg in args]
    if len(args) == 1:
        return RangeThing(0, numbers_of[0], 1)
    step = settled(numbers_of[2], run) if given.has(2) else 1
    if step == 0:
        raise error("ValueError", "range() arg 3 must not be zero")
    return RangeThing(numbers_of[0], numbers_of[1], step)


def _sorted(args: Args, keywords: Keywords, run: Run) -> object:
    # Elements of a set are distinct: without a key, one order is right, whichever they come in.
    plain = keywords.get("key") is None
    items = items_of(Arguments(args, {}, least=1, most=1).get(0), run, any_order=plain)
    return ListThing(collection_methods.sorted_items(items, keywords, run))


def _sum(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, ("iterable", "start"), least=1)
    found = given.get(1, 0)
    if is_str(found) or is_bytes(found):
        raise error_untold("TypeError")
    items = items_of(given.get(0), run, any_order=True)
    if isinstance(given.get(0), SetThing) and not all(map(is_int, items)):
        raise UnmodelledError("the order of a set")
    if any(is_float(item) for item in (*items, found)):
        # Python 3.12 and later sum floats with compensation.
        return _by_python(sum, "sum of floats")((ListThing(items), found), {}, run)
    for item in items:
        found = binary("+", found, item, run)
    return found


def _extreme(name: str) -> Callable[[Args, Keywords, Run], object]:
    def called(args: Args, keywords: Keywords, run: Run) -> object:
        if not args or set(keywords) - {"key", "default"}:
            raise error_untold("TypeError")
        several = len(args) > 1
        function = keywords.get("key")
        plain = function is None
        items = list(args) if several else items_of(args[0], run, any_order=plain)
        keys = items if function is None else [run.call(function, (item,)) for item in items]
        default = NO_MERGE if several else keywords.get("default", NO_MERGE)
        return extreme(name, items, keys, default, run)

    return called


def _any(args: Args, keywords: Keywords, run: Run) -> object:
    return _quantified(args, keywords, run, until=True)


def _all(args: Args, keywords: Keywords, run: Run) -> object:
    return _quantified(args, keywords, run, until=False)


def _quantified(args: Args, keywords: Keywords, run: Run, *, until: bool) -> object:
    """`any` stops at the first true item, `all` at the first false one. Where it stops is a case:
    the items may come from code of the program. Of a plain collection it does not matter."""
    thing = Arguments(args, keywords, least=1, most=1).get(0)
    if isinstance(thing, ListThing | TupleThing | SetThing):
        found = [truth(item) for item in thing.items]
        return of_bool(terms.or_(*found) if until else terms.and_(*found))
    over = iterate(thing, run)
    while True:
        try:
            item = over.advance(run)
        except ExhaustedError:
            return not until
        if run.decide(truth(item)) is until:
            return until


def _reversed(args: Args, keywords: Keywords, run: Run) -> object:
    return reverse(Arguments(args, keywords, least=1, most=1).get(0), run)


def _enumerate(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, ("iterable", "start"), least=1)
    start = given.get(1, 0)
    if not is_int(start):
        raise _refused(start)
    return Enumerate(iterate(given.get(0), run), int_term(start))


def _zip(args: Args, keywords: Keywords, run: Run) -> object:
    if set(keywords) - {"strict"}:
        raise error_untold("TypeError")
    strict = run.decide(truth(keywords.get("strict", False)))
    return Zip([iterate(arg, run) for arg in args], strict=strict)


def _map(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=2, most=len(args))
    return Map(given.get(0), [iterate(arg, run) for arg in args[1:]])


def _filter(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=2, most=2)
    return Filter(given.get(0), iterate(given.get(1), run))


def _iter(args: Args, keywords: Keywords, run: Run) -> object:
    return iterate(Arguments(args, keywords, least=1, most=1).get(0), run)


def _next(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=2)
    over = given.get(0)
    if not isinstance(over, Iterator):
        raise UnmodelledError("`next` of what is no iterator here")
    try:
        return over.advance(run)
    except ExhaustedError:
        if given.has(1):
            return given.get(1)
        raise error("StopIteration") from None


def _slice(args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords, least=1, most=3)
    if len(args) == 1:
        return SliceThing(None, args[0], None)
    return SliceThing(args[0], args[1], args[2] if len(args) > 2 else None)


# -- classes --------------------------------------------------------------------------------------


def _type(args: Args, keywords: Keywords, run: Run) -> object:
    return BuiltinThing(type_name(Arguments(args, keywords, least=1, most=1).get(0)))


_ABOVE: Final = {"bool": frozenset({"bool", "int"})}


def _isinstance(args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=2, most=2)
    own = type_name(given.get(0))
    wanted = given.get(1)
    kinds = wanted.items if isinstance(wanted, TupleThing) else (wanted,)
    for kind in kinds:
        if not isinstance(kind, BuiltinThing) or kind.name not in _CLASSES:
            raise UnmodelledError("`isinstance` of a class")
        if kind.name == "object" or kind.name in _ABOVE.get(own, {own}):
            return True
    return False


def _callable(args: Args, keywords: Keywords, run: Run) -> object:
    thing = Arguments(args, keywords, least=1, most=1).get(0)
    if isinstance(thing, BuiltinThing | FunctionThing | MethodThing):
        return True
    type_name(thing)
    return False


def _print(args: Args, keywords: Keywords, run: Run) -> object:
    """What is printed is no part of the answer. Of builtins, `print` runs no code."""
    for arg in args:
        if not (is_concrete(arg) or isinstance(arg, _PRINTABLE)):
            raise UnmodelledError("`print` of such an object")
    if set(keywords) - {"sep", "end"}:
        raise UnmodelledError("`print` with such a keyword")
    return None


_PRINTABLE: Final = (
    IntThing, BoolThing, FloatThing, StrThing, BytesThing, ListThing, TupleThing, DictThing,
    SetThing,
)  # fmt: skip

EXCEPTIONS: Final = frozenset(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and "Unicode" not in name
    and not issubclass(kind, OSError | BaseExceptionGroup | ImportError | NameError
                       | AttributeError | SyntaxError | StopIteration)
)  # fmt: skip
"""Exceptions that hold nothing but their arguments."""

_CLASSES: Final = frozenset(
    "int bool float complex str bytes list tuple dict set frozenset range slice object".split()
)

_BUILTINS: Final[dict[str, Callable[..., object]]] = {
    "abs": _abs, "all": _all, "any": _any, "ascii": _by_python(ascii, "ascii"),
    "bin": _by_python(bin, "bin"), "bool": _bool, "bytes": _bytes, "callable": _callable,
    "chr": _chr, "dict": _dict, "divmod": _divmod, "enumerate": _enumerate, "filter": _filter,
    "float": _float, "format": _format_builtin, "frozenset": _frozenset,
    "hex": _by_python(hex, "hex"), "int": _int, "isinstance": _isinstance, "iter": _iter,
    "len": _len, "list": _list, "map": _map, "max": _extreme("max"), "min": _extreme("min"),
    "next": _next, "oct": _by_python(oct, "oct"), "ord": _ord, "pow": _pow, "print": _print,
    "range": _range, "repr": _repr, "reversed": _reversed, "round": _round, "set": _set,
    "slice": _slice, "sorted": _sorted, "str": _str, "sum": _sum, "tuple": _tuple,
    "type": _type, "zip": _zip,
}  # fmt: skip
