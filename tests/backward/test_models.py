"""Each model of an operation agrees with CPython, or refuses.

A model runs over variables, under the values of one input. Its result under these values has to be
CPython's, exceptions included. So has its result under the values of *another* input, wherever
the conditions that the run made hold for that one too: a model that took something of the first
input for granted is found out so."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backward.models import builtin_calls, comparing, containers, operators
from engine.backward.models.iterators import Iterator
from engine.backward.models.things import (
    BuiltinThing,
    ListThing,
    PythonError,
    SliceThing,
    UnmodelledError,
    ViewThing,
)
from engine.backward.run import Run
from tests.backward import shapes
from tests.backward.shapes import Pair, back, same, symbolic

Model = Callable[..., object]

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "20"))
"""Of each operation; a change of the models is worth more of them (tests/README.md)."""


def by_model(model: Model, things: list[object], run: Run) -> Any:
    """The result of a model and the arguments after it, still with variables; or an exception."""
    try:
        found = model(run, *things)
        if isinstance(found, Iterator | ViewThing):
            from engine.backward.models.iterators import items_of  # noqa: PLC0415

            found = ListThing(items_of(found, run))
    except PythonError as raised:
        return raised, things
    return found, things


def by_python(function: Callable[..., Any], objects: list[Any]) -> Any:
    """The same of CPython: the result, or the exception, and the arguments after it."""
    try:
        found = function(*objects)
        if hasattr(found, "__next__") or type(found).__name__.startswith("dict_"):
            items: Iterable[Any] = found
            found = list(items)
    except Exception as raised:  # noqa: BLE001  # compared by its class
        return raised, objects
    return found, objects


def check(model: Model, function: Callable[..., Any], *pairs: Pair, fixed: int = 0) -> bool:
    """Whether the model had an answer; fails where it is not CPython's. The last ``fixed``
    arguments are known."""
    made = symbolic(*pairs[: len(pairs) - fixed])
    if made is None:
        return False
    known = [shapes.real(pair[0]) for pair in pairs[len(pairs) - fixed :]]
    run = Run(made.first)
    things = [*made.things(), *(shapes_thing(each) for each in known)]
    try:
        found, after = by_model(model, things, run)
    except UnmodelledError:
        return False
    free = pairs[: len(pairs) - fixed]
    for second, values in ((False, made.first), (True, made.second)):
        other = Run(values)
        if not all(other.value(each.term) for each in run.constraints):
            assert second, "the conditions of a run do not hold under its own values"
            continue
        if not all(other.value(each) for each in made.inputs.conditions):
            continue
        objects = [*made.objects(*free, second=second), *map(shapes.real, known)]
        wanted, left = by_python(function, objects)
        compare(found, wanted, other, [pair[1 if second else 0] for pair in pairs])
        for thing, object_ in zip(after, left, strict=True):
            ours = back(thing, other)
            assert same(ours, object_), f"argument: {ours!r}, and CPython has {object_!r}"
    return True


def compare(found: object, wanted: Any, run: Run, args: list[Any]) -> None:
    if isinstance(found, PythonError):
        assert isinstance(wanted, Exception), f"{found.thing} for {wanted!r} of {args!r}"
        assert found.thing.type == type(wanted).__name__, f"{found.thing} for {wanted!r}: {args!r}"
        if found.thing.args is not None:
            ours = tuple(back(arg, run) for arg in found.thing.args)
            assert same(ours, wanted.args), f"{ours!r} for {wanted!r} of {args!r}"
        return
    assert not isinstance(wanted, Exception), f"{back(found, run)!r} for {wanted!r} of {args!r}"
    ours = back(found, run)
    assert same(ours, wanted), f"{ours!r} for {wanted!r} of {args!r}"


def shapes_thing(known: Any) -> object:
    from engine.backward.models.concrete import from_builtin  # noqa: PLC0415

    if isinstance(known, slice):
        return SliceThing(known.start, known.stop, known.step)
    return from_builtin(known)


# -- operators ------------------------------------------------------------------------------------

BINARY = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv,
    "%": operator.mod, "/": operator.truediv, "**": operator.pow, "<<": operator.lshift,
    ">>": operator.rshift, "&": operator.and_, "|": operator.or_, "^": operator.xor,
    "+=": operator.iadd, "|=": operator.ior, "&=": operator.iand, "-=": operator.isub,
    "*=": operator.imul,
}  # fmt: skip
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
}  # fmt: skip


def binary(sign: str) -> Model:
    return lambda run, left, right: operators.binary(sign, left, right, run)


@pytest.mark.parametrize("sign", BINARY)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_numbers(sign: str, data: st.DataObject) -> None:
    small = sign in {"**", "<<", "<<=", ">>", "*", "*="}
    numbers = st.one_of(shapes.ints(), shapes.bools(), shapes.floats())
    right = numbers if small else st.one_of(numbers, shapes.any_ints())
    fixed = data.draw(st.integers(0, 1))
    function: Callable[[Any, Any], Any] = BINARY[sign]
    left_pair, right_pair = data.draw(st.one_of(numbers, shapes.any_ints())), data.draw(right)
    check(binary(sign), BINARY[sign], left_pair, right_pair, fixed=fixed)
    check(
        lambda run, b, a: operators.binary(sign, a, b, run),
        lambda b, a: function(a, b),
        right_pair,
        left_pair,
        fixed=fixed,
    )


@pytest.mark.parametrize("sign", BINARY)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_operators_of_all_types(sign: str, data: st.DataObject) -> None:
    shape = st.one_of(shapes.things_of_shape(), shapes.ints())
    pairs = data.draw(shape), data.draw(shape)
    check(binary(sign), BINARY[sign], *pairs, fixed=data.draw(st.integers(0, 1)))


@pytest.mark.parametrize("sign", COMPARE)
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_comparisons(sign: str, data: st.DataObject) -> None:
    first = data.draw(st.one_of(shapes.things_of_shape(), shapes.ints()))
    alike = st.just((first[1], first[0]))
    second = data.draw(st.one_of(alike, shapes.things_of_shape(), shapes.floats()))
    check(
        lambda run, a, b: comparing.compare(sign, a, b, run),
        COMPARE[sign],
        first,
        second,
        fixed=data.draw(st.integers(0, 1)),
    )


@pytest.mark.parametrize("sign", ["-", "+", "~", "not"])
@settings(max_examples=EXAMPLES)
@given(pair=shapes.things_of_shape())
def test_unary(sign: str, pair: Pair) -> None:
    functions: dict[str, Callable[[Any], Any]] = {
        "-": operator.neg, "+": operator.pos, "not": operator.not_,
        "~": lambda x: operator.invert(int(x) if isinstance(x, bool) else x),
    }  # fmt: skip
    check(lambda _run, a: operators.unary(sign, a), functions[sign], pair)


# -- elements -------------------------------------------------------------------------------------

BOUNDS = st.one_of(st.none(), st.integers(-8, 8))
SLICES = st.builds(slice, BOUNDS, BOUNDS, st.sampled_from([None, 1, 2, 3, -1, -2, -3, 0]))


@settings(max_examples=4 * EXAMPLES)
@given(pair=shapes.collections(), index=shapes.ints(-8, 8), fixed=st.integers(0, 1))
def test_index(pair: Pair, index: Pair, fixed: int) -> None:
    check(
        lambda run, a, b: containers.subscript(a, b, run), operator.getitem, pair, index,
        fixed=fixed,
    )  # fmt: skip


@settings(max_examples=4 * EXAMPLES)
@given(pair=st.one_of(shapes.collections(), shapes.byte_texts()), part=SLICES)
def test_slice(pair: Pair, part: slice) -> None:
    check(
        lambda run, a, b: containers.subscript(a, b, run), operator.getitem, pair, (part, part),
        fixed=1,
    )  # fmt: skip


@settings(max_examples=4 * EXAMPLES)
@given(pair=st.one_of(shapes.texts(), shapes.sequences(shapes.ints())), bounds=st.lists(
    shapes.ints(-8, 8), min_size=3, max_size=3))  # fmt: skip
def test_slice_with_unknown_bounds(pair: Pair, bounds: list[Pair]) -> None:
    check(
        lambda run, a, i, j, k: containers.subscript(a, SliceThing(i, j, k), run),
        lambda a, i, j, k: a[i:j:k],
        pair,
        *bounds,
    )


@settings(max_examples=4 * EXAMPLES)
@given(
    pair=st.one_of(shapes.sequences(shapes.ints()), shapes.dicts(shapes.keys(), shapes.ints())),
    index=st.one_of(shapes.ints(-6, 6), shapes.keys()),
    value=st.one_of(shapes.ints(), shapes.texts(2)),
    fixed=st.integers(0, 2),
)
def test_store_and_delete(pair: Pair, index: Pair, value: Pair, fixed: int) -> None:
    check(
        lambda run, a, i, v: containers.store(a, i, v, run), operator.setitem, pair, index, value,
        fixed=fixed,
    )  # fmt: skip
    check(
        lambda run, a, i: containers.delete(a, i, run), operator.delitem, pair, index,
        fixed=min(fixed, 1),
    )  # fmt: skip


@settings(max_examples=4 * EXAMPLES)
@given(pair=shapes.sequences(shapes.ints()), part=SLICES, value=shapes.sequences(shapes.ints()))
def test_store_and_delete_slices(pair: Pair, part: slice, value: Pair) -> None:
    check(
        lambda run, a, v, i: containers.store(a, i, v, run),
        lambda a, v, i: operator.setitem(a, i, v),
        pair, value, (part, part), fixed=1,
    )  # fmt: skip
    check(
        lambda run, a, i: containers.delete(a, i, run), operator.delitem, pair, (part, part),
        fixed=1,
    )  # fmt: skip


# -- methods --------------------------------------------------------------------------------------

PARTS = st.one_of(shapes.texts(1), shapes.texts(2), shapes.texts(3))
NARROW = st.tuples(PARTS)
BLANK = st.sampled_from([(" ", " "), ("*", "-"), ("é", "é"), ("ab", "ab"), ("", "")])
LIMIT = shapes.ints(-2, 3)
WIDTH = shapes.ints(-1, 9)
NONE = st.just((None, None))
SEARCH = st.one_of(st.tuples(PARTS), st.tuples(PARTS, LIMIT), st.tuples(PARTS, LIMIT, LIMIT))
NOTHING = st.just(())
SPLIT = st.one_of(NOTHING, st.tuples(PARTS), st.tuples(st.one_of(PARTS, NONE), LIMIT))
TABLES = st.one_of(
    shapes.dicts(shapes.ints(60, 70), st.one_of(shapes.texts(2), shapes.ints(64, 70), NONE)),
    shapes.dicts(shapes.ints(95, 99), st.one_of(shapes.texts(2), NONE)),
)

STR_METHODS: dict[str, st.SearchStrategy[tuple[Pair, ...]]] = {
    **dict.fromkeys(
        "upper lower swapcase casefold capitalize title isalnum isalpha isdecimal isdigit "
        "isnumeric isspace isupper islower istitle isidentifier isprintable isascii".split(),
        NOTHING,
    ),
    **dict.fromkeys("find rfind index rindex count startswith endswith".split(), SEARCH),
    **dict.fromkeys(["split", "rsplit"], SPLIT),
    "splitlines": st.one_of(NOTHING, st.tuples(shapes.bools())),
    **dict.fromkeys(["strip", "lstrip", "rstrip"], st.one_of(NOTHING, NARROW)),
    **dict.fromkeys(["partition", "rpartition", "removeprefix", "removesuffix"], NARROW),
    "replace": st.one_of(st.tuples(PARTS, PARTS), st.tuples(PARTS, PARTS, LIMIT)),
    **dict.fromkeys(
        ["ljust", "rjust", "center"], st.one_of(st.tuples(WIDTH), st.tuples(WIDTH, BLANK))
    ),
    "zfill": st.tuples(WIDTH),
    "expandtabs": st.one_of(NOTHING, st.tuples(shapes.ints(-1, 5))),
    "join": st.one_of(st.tuples(shapes.sequences(shapes.texts(2))), st.tuples(shapes.texts(3)),
                      st.tuples(shapes.collections())),
    "translate": st.tuples(TABLES),
    "encode": st.one_of(NOTHING, st.just((("utf-8", "utf-8"),)), st.just((("ascii", "ascii"),))),
}  # fmt: skip

ITEMS = st.one_of(shapes.ints(0, 3), shapes.texts(1), shapes.bools(), shapes.floats())
LIST_METHODS: dict[str, st.SearchStrategy[tuple[Pair, ...]]] = {
    "append": st.tuples(ITEMS), "extend": st.tuples(shapes.collections()),
    "insert": st.tuples(shapes.ints(-8, 8), ITEMS),
    "pop": st.one_of(NOTHING, st.tuples(shapes.ints(-6, 6))), "remove": st.tuples(ITEMS),
    "index": st.one_of(st.tuples(ITEMS), st.tuples(ITEMS, LIMIT), st.tuples(ITEMS, LIMIT, LIMIT)),
    "count": st.tuples(ITEMS), "reverse": NOTHING, "sort": NOTHING, "copy": NOTHING,
    "clear": NOTHING,
}  # fmt: skip
DICT_METHODS: dict[str, st.SearchStrategy[tuple[Pair, ...]]] = {
    "get": st.one_of(st.tuples(shapes.keys()), st.tuples(shapes.keys(), ITEMS)),
    "setdefault": st.one_of(st.tuples(shapes.keys()), st.tuples(shapes.keys(), ITEMS)),
    "pop": st.one_of(st.tuples(shapes.keys()), st.tuples(shapes.keys(), ITEMS)),
    "popitem": NOTHING, "keys": NOTHING, "values": NOTHING, "items": NOTHING, "copy": NOTHING,
    "clear": NOTHING, "update": st.tuples(shapes.dicts(shapes.keys(), ITEMS)),
}  # fmt: skip
SET_METHODS: dict[str, st.SearchStrategy[tuple[Pair, ...]]] = {
    **dict.fromkeys(["add", "remove", "discard"], st.tuples(shapes.ints(0, 4))),
    **dict.fromkeys(
        "union intersection difference symmetric_difference update intersection_update "
        "difference_update issubset issuperset isdisjoint".split(),
        st.tuples(st.one_of(shapes.sets(shapes.ints(0, 4)), shapes.sequences(shapes.ints(0, 4)))),
    ),
    "pop": NOTHING, "copy": NOTHING, "clear": NOTHING,
}  # fmt: skip


def method(name: str) -> tuple[Model, Callable[..., Any]]:
    return (
        lambda run, owner, *args: builtin_calls.call_method(owner, name, args, {}, run),
        lambda owner, *args: getattr(owner, name)(*args),
    )


@pytest.mark.parametrize("name", STR_METHODS)
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_str_methods(name: str, data: st.DataObject) -> None:
    owner, args = data.draw(shapes.texts()), data.draw(STR_METHODS[name])
    check(*method(name), owner, *args, fixed=data.draw(st.integers(0, len(args))))


@pytest.mark.parametrize("name", ["find", "count", "replace", "split", "strip", "startswith"])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_bytes_methods(name: str, data: st.DataObject) -> None:
    owner = data.draw(shapes.byte_texts())
    part = shapes.byte_texts(2)
    args = (data.draw(part), data.draw(part)) if name == "replace" else (data.draw(part),)
    check(*method(name), owner, *args, fixed=data.draw(st.integers(0, len(args))))


@pytest.mark.parametrize("name", LIST_METHODS)
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_list_methods(name: str, data: st.DataObject) -> None:
    owner = data.draw(
        st.one_of(shapes.sequences(shapes.ints(0, 3)), shapes.sequences(shapes.texts(2)),
                  shapes.sequences(ITEMS), shapes.sequences(shapes.sequences(shapes.ints(), tuple)))
    )  # fmt: skip
    args = data.draw(LIST_METHODS[name])
    check(*method(name), owner, *args, fixed=data.draw(st.integers(0, len(args))))


@pytest.mark.parametrize("name", DICT_METHODS)
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_dict_methods(name: str, data: st.DataObject) -> None:
    owner, args = data.draw(shapes.dicts(shapes.keys(), ITEMS)), data.draw(DICT_METHODS[name])
    check(*method(name), owner, *args, fixed=data.draw(st.integers(0, len(args))))


@pytest.mark.parametrize("name", SET_METHODS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_set_methods(name: str, data: st.DataObject) -> None:
    owner, args = data.draw(shapes.sets(shapes.ints(0, 4))), data.draw(SET_METHODS[name])
    check(*method(name), owner, *args, fixed=data.draw(st.integers(0, len(args))))


# -- builtins -------------------------------------------------------------------------------------

ANY = st.tuples(shapes.things_of_shape())
NUMBERS = st.one_of(shapes.ints(), shapes.any_ints(), shapes.bools(), shapes.floats())
DIGITS = st.one_of(shapes.texts(4, "0123456789"), shapes.texts(3, "+-0123"), shapes.texts(3))
SEVERAL = st.one_of(
    st.tuples(shapes.collections()), st.tuples(shapes.ints(), shapes.ints(), shapes.ints()),
    st.tuples(shapes.texts(2), shapes.texts(2)),
)  # fmt: skip
BUILTINS: dict[str, st.SearchStrategy[tuple[Pair, ...]]] = {
    **dict.fromkeys(
        "bool str repr len list tuple set frozenset sorted reversed any all enumerate".split(), ANY
    ),
    "abs": st.tuples(NUMBERS),
    "int": st.one_of(st.tuples(NUMBERS), st.tuples(DIGITS)),
    "ord": st.tuples(st.one_of(shapes.texts(2), shapes.byte_texts(1))),
    "chr": st.tuples(st.one_of(shapes.ints(60, 70), shapes.any_ints(), shapes.bools())),
    "divmod": st.tuples(NUMBERS, NUMBERS), "pow": st.tuples(shapes.ints(), shapes.ints(-1, 5)),
    "round": st.tuples(NUMBERS), "sum": st.tuples(shapes.sequences(NUMBERS)),
    "min": SEVERAL, "max": SEVERAL,
    "range": st.lists(shapes.ints(-4, 6), min_size=1, max_size=3).map(tuple),
    "zip": st.tuples(shapes.collections(), shapes.collections()),
    "dict": st.one_of(st.tuples(shapes.sequences(st.tuples(shapes.ints(0, 2), ITEMS).map(
        lambda two: ((two[0][0], two[1][0]), (two[0][1], two[1][1]))))),
        st.tuples(shapes.dicts(shapes.keys(), ITEMS))),
    "bytes": st.tuples(shapes.sequences(shapes.ints(-1, 300))),
    "isinstance": ANY,
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in BUILTINS if name != "isinstance"])
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_builtins(name: str, data: st.DataObject) -> None:
    import builtins  # noqa: PLC0415

    args = data.draw(BUILTINS[name])
    check(
        lambda run, *things: builtin_calls.call(BuiltinThing(name), things, {}, run),
        getattr(builtins, name),
        *args,
        fixed=data.draw(st.integers(0, len(args) - 1)),
    )


@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_isinstance_and_type(data: st.DataObject) -> None:
    pair = data.draw(shapes.things_of_shape())
    kinds = [int, bool, str, float, list, tuple, dict, set, bytes, object]
    kind = data.draw(st.sampled_from(kinds))
    check(
        lambda run, a: builtin_calls.call(
            BuiltinThing("isinstance"), (a, BuiltinThing(kind.__name__)), {}, run
        ),
        lambda a: isinstance(a, kind),
        pair,
    )
    check(
        lambda run, a: comparing.compare(
            "==",
            builtin_calls.call(BuiltinThing("type"), (a,), {}, run),
            BuiltinThing(kind.__name__),
            run,
        ),
        lambda a: type(a) is kind,
        pair,
    )


@settings(max_examples=2 * EXAMPLES)
@given(pair=shapes.sequences(shapes.texts(3)), back_=st.booleans())
def test_sort_by_key(pair: Pair, back_: bool) -> None:
    def model(run: Run, items: object) -> object:
        run.call = lambda _function, args: builtin_calls.call(BuiltinThing("len"), args, {}, run)
        return builtin_calls.call(
            BuiltinThing("sorted"), (items,), {"key": BuiltinThing("len"), "reverse": back_}, run
        )

    check(model, lambda items: sorted(items, key=len, reverse=back_), pair)


SPECS = ["", "5", "<5", ">6", "^7", "*^7", "d", "s", "05", "3d", "x", ".2f", ",", "+"]


@settings(max_examples=4 * EXAMPLES)
@given(
    pair=st.one_of(shapes.texts(4), shapes.any_ints(), shapes.bools(), shapes.floats()),
    spec=st.sampled_from(SPECS),
)
def test_format(pair: Pair, spec: str) -> None:
    check(
        lambda run, a: builtin_calls.call(BuiltinThing("format"), (a, spec), {}, run),
        lambda a: format(a, spec),
        pair,
    )


TEMPLATES = ["{}", "a{}b{}", "{0}{1}{0}", "{:>5}", "{!r}", "{{}}{}", "{", "{2}", "{x}", "{0:^7}"]


@settings(max_examples=2 * EXAMPLES)
@given(pairs=st.tuples(shapes.scalars(), shapes.scalars()), template=st.sampled_from(TEMPLATES))
def test_format_method(pairs: tuple[Pair, Pair], template: str) -> None:
    check(
        lambda run, a, b: builtin_calls.call_method(template, "format", (a, b), {}, run),
        template.format,
        *pairs,
    )


@settings(max_examples=2 * EXAMPLES)
@given(
    pairs=st.tuples(shapes.scalars(), shapes.scalars()),
    template=st.sampled_from(["%s%s", "%d-%s", "%r%%%s", "%s", "x", "%5s%s", "%s%s%s"]),
)
def test_percent(pairs: tuple[Pair, Pair], template: str) -> None:
    check(
        lambda run, a, b: operators.binary("%", template, shapes_tuple(a, b), run),
        lambda a, b: template % (a, b),
        *pairs,
    )


@pytest.mark.parametrize("pair", [([0], [1]), ({"a": 1}, {"a": 2}), (3, 4), ((5,), (6,))])
def test_percent_without_conversions(pair: Pair) -> None:
    """What has subscripts counts as a mapping, of which nothing has to be used."""
    template = "no"
    assert check(
        lambda run, other: operators.binary("%", template, other, run),
        lambda other: template % other,
        pair,
    )


def shapes_tuple(*items: object) -> object:
    from engine.backward.models.things import TupleThing  # noqa: PLC0415

    return TupleThing(items)


@pytest.mark.parametrize("name", ["maketrans"])
@settings(max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_maketrans(name: str, data: st.DataObject) -> None:
    args = data.draw(
        st.one_of(
            st.tuples(shapes.texts(3), shapes.texts(3)),
            st.tuples(shapes.texts(2), shapes.texts(2), shapes.texts(2)),
            st.tuples(shapes.dicts(shapes.keys(), ITEMS)),
        )
    )
    check(
        lambda run, *things: builtin_calls.call_method("", name, things, {}, run),
        str.maketrans,
        *args,
    )


# -- nothing is refused that ought to be modelled -------------------------------------------------

MODELLED: list[tuple[str, tuple[Any, ...]]] = [
    *((name, ("ab C",)) for name in STR_METHODS if name not in {
        "find", "rfind", "index", "rindex", "count", "startswith", "endswith", "partition",
        "rpartition", "removeprefix", "removesuffix", "replace", "ljust", "rjust", "center",
        "zfill", "join", "translate"}),
    *((name, ("abcab", "b")) for name in
      ["find", "rfind", "index", "rindex", "count", "startswith", "endswith", "partition",
       "rpartition", "removeprefix", "removesuffix", "split", "rsplit", "strip", "lstrip"]),
    ("replace", ("abcab", "b", "xy")), ("ljust", ("ab", 4)), ("center", ("ab", 5, "*")),
    ("zfill", ("-1", 4)), ("join", (",", ["a", "b"])), ("translate", ("ab", {97: "x"})),
    ("append", ([1], 2)), ("extend", ([1], [2])), ("insert", ([1, 2], 1, 3)), ("pop", ([1, 2],)),
    ("remove", ([1, 2], 2)), ("index", ([1, 2], 2)), ("count", ([1, 2], 2)), ("reverse", ([1],)),
    ("sort", ([3, 1, 2],)), ("sort", (["b", "ab"],)), ("copy", ([1],)), ("clear", ([1],)),
    ("get", ({"a": 1}, "a")), ("setdefault", ({"a": 1}, "b", 2)), ("pop", ({"a": 1}, "a")),
    ("popitem", ({"a": 1},)), ("keys", ({"a": 1},)), ("items", ({"a": 1},)),
    ("values", ({"a": 1},)), ("update", ({"a": 1}, {"b": 2})), ("union", ({1}, {2})),
    ("add", ({1}, 2)), ("discard", ({1}, 1)), ("issubset", ({1}, {1, 2})),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), MODELLED)
def test_plain_use_is_modelled(name: str, args: tuple[Any, ...]) -> None:
    ordered = [shapes.Ordered(arg) if isinstance(arg, set) else arg for arg in args]
    assert check(*method(name), *((arg, arg) for arg in ordered))


BUILT_IN: list[tuple[str, tuple[Any, ...]]] = [
    ("len", ("abc",)), ("len", ([1],)), ("min", ([3, 1],)), ("max", (3, 4)), ("sum", ([1, 2],)),
    ("sorted", ([2, 1],)), ("reversed", ([1, 2],)), ("enumerate", ("ab",)), ("zip", ([1], "a")),
    ("range", (3,)), ("any", ([0, 1],)), ("all", ([True],)), ("ord", ("a",)), ("chr", (97,)),
    ("str", (-12,)), ("int", ("-12",)), ("abs", (-3,)), ("bool", (2,)), ("divmod", (-7, 2)),
    ("repr", ("a'b",)), ("list", ("ab",)), ("tuple", ([1],)), ("set", ([1, 1],)),
    ("dict", ([(1, 2)],)), ("round", (3,)), ("pow", (3, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), BUILT_IN)
def test_plain_builtins_are_modelled(name: str, args: tuple[Any, ...]) -> None:
    import builtins  # noqa: PLC0415

    assert check(
        lambda run, *things: builtin_calls.call(BuiltinThing(name), things, {}, run),
        getattr(builtins, name),
        *((arg, arg) for arg in args),
        fixed=1 if name == "pow" else 0,
    )
