"""What each kind of step does, over things."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from engine.backward.models import formatting
from engine.backward.models.builtin_calls import EXCEPTIONS, call_method
from engine.backward.models.comparing import compare, contains, truth
from engine.backward.models.containers import (
    add_to,
    delete,
    set_of,
    store,
    store_key,
    subscript,
    update,
)
from engine.backward.models.iterators import (
    Enumerate,
    ExhaustedError,
    Iterator,
    OverRange,
    items_of,
    iterate,
)
from engine.backward.models.operators import binary, unary
from engine.backward.models.things import (
    BuiltinThing,
    DictThing,
    ExceptionThing,
    FunctionThing,
    ListThing,
    MethodThing,
    OpaqueThing,
    PythonError,
    SetThing,
    SliceThing,
    TupleThing,
    UnmodelledError,
    chars_of,
    error_untold,
    of_chars,
)
from engine.backward.replayed import OffPathError, StoppedError
from engine.backward.run import Role
from engine.trace.model import START, Family, PlaceKind, Ref, Step, StepKind, Time
from engine.trace.trace import BUILTIN_NAMES
from engine.values import Oid

if TYPE_CHECKING:
    from engine.backward.machine import Machine

CLOSURE: Final = object()
"""The tuple of a function's cells."""

Operation = Callable[["Machine", Step], object]


def _constant(machine: Machine, step: Step) -> object:
    assert step.result is not None
    return machine.recorded.value(step.result, START)


def _load(machine: Machine, step: Step) -> object:
    if step.exception is not None:
        raise error_untold(machine.trace.data.objects[Oid(-step.exception)].type)
    name = step.detail
    place = machine.place_of(step)
    own = machine.locals[step.activation]
    if place is PlaceKind.CELL:
        cell = machine.cell_of(step)
        if cell in machine.cells:
            return machine.cells[cell]
    if place is PlaceKind.CELL or place is PlaceKind.LOCAL or (place is None and name in own):
        if name not in own:
            raise StoppedError(f"the value of `{name}`")
        return own[name]
    if name in machine.globals:
        return machine.globals[name]
    if name not in machine.trace.data.globals and name in BUILTIN_NAMES:
        return BuiltinThing(name)
    if step.result is None:
        raise StoppedError(f"the value of `{name}`")
    return _outside(machine, step)


def _outside(machine: Machine, step: Step) -> object:
    """A value of the module that was there before the call: the same for every input."""
    assert step.result is not None
    found = machine.recorded.value(step.result, START)
    if isinstance(found, OpaqueThing) and found.type == "function":
        return FunctionThing(found.oid)
    return found


def _store(machine: Machine, step: Step) -> object:
    thing = machine.operands(step)[0]
    write = step.writes[0] if step.writes else None
    if write is not None and write.kind is PlaceKind.CELL:
        assert write.container is not None
        machine.cells[Oid(-write.container)] = thing
    elif write is not None and write.kind is PlaceKind.GLOBAL:
        machine.globals[step.detail] = thing
    else:
        machine.locals[step.activation][step.detail] = thing
    return None


def _delete(machine: Machine, step: Step) -> object:
    if step.exception is not None or machine.place_of(step) is not PlaceKind.LOCAL:
        raise StoppedError("a name that is unbound")
    machine.locals[step.activation].pop(step.detail, None)
    return None


def _unary(machine: Machine, step: Step) -> object:
    return unary(step.detail, machine.operands(step)[0])


def _binary(machine: Machine, step: Step) -> object:
    left, right = machine.operands(step)
    return binary(step.detail, left, right, machine.run)


def _compare(machine: Machine, step: Step) -> object:
    found = machine.operands(step)
    if len(found) == 1 and step.detail.startswith("is"):
        found.append(None)  # a test for None that is one instruction with its branch
    return compare(step.detail, found[0], found[1], machine.run)


def _subscript(machine: Machine, step: Step) -> object:
    found = machine.operands(step)
    key = found[1] if len(found) == 2 else SliceThing(found[1], found[2], None)
    return subscript(found[0], key, machine.run)


def _store_element(machine: Machine, step: Step) -> object:
    found = machine.operands(step)
    value, container = found[0], found[1]
    key = found[2] if len(found) == 3 else SliceThing(found[2], found[3], None)
    store(container, key, value, machine.run)
    return None


def _delete_element(machine: Machine, step: Step) -> object:
    found = machine.operands(step)
    delete(found[0], found[1], machine.run)
    return None


def _attribute(machine: Machine, step: Step) -> object:
    owner = machine.operands(step)[0]
    if isinstance(owner, ExceptionThing):
        if step.detail == "args" and owner.args is not None:
            return TupleThing(owner.args)
        raise UnmodelledError(f"`{step.detail}` of an exception")
    if isinstance(owner, OpaqueThing | FunctionThing | MethodThing | Iterator):
        raise UnmodelledError(f"the attribute `{step.detail}`")
    if step.exception is not None:
        call_method(owner, step.detail, (), {}, machine.run)  # raises what the attribute does
        raise OffPathError("an attribute is there")
    return MethodThing(owner, step.detail)


# -- displays -------------------------------------------------------------------------------------


def _build(machine: Machine, step: Step) -> object:
    detail = step.detail
    run = machine.run
    if detail in INTO_DISPLAY:
        return _into_display(machine, step)
    if detail == "comprehension":
        assert step.result is not None
        return comprehension(machine, step.result)
    if detail == "tuple" and step.operands and not step.uses:
        return CLOSURE
    found = machine.operands(step)
    match detail:
        case "tuple":
            if len(found) == 1 and isinstance(found[0], ListThing):
                made = step.result
                if (
                    made is not None
                    and len(machine.trace.contents(Oid(-made), Time(step.done))) != 1
                ):
                    return TupleThing(tuple(found[0].items))  # of a display with `*`
                raise StoppedError("whether a tuple is made of a list or of its items")
            return TupleThing(tuple(found))
        case "list":
            return ListThing(found)
        case "set":
            return set_of(found, run)
        case "dict":
            return _dict_display(machine, step, found)
        case "str":
            return of_chars([char for part in found for char in chars_of(part)])
        case "slice":
            return SliceThing(found[0], found[1], found[2] if len(found) > 2 else None)
        case "convert !s" | "convert !r" | "convert !a":
            return formatting.converted(found[0], detail[-1], run)
        case "format":
            return _formatted(machine, "", found)
        case "format !s" | "format !r" | "format !a":
            return _formatted(machine, detail[-1], found)
        case _:
            raise UnmodelledError(f"a display ({detail})")


INTO_DISPLAY: Final = frozenset({"append", "add", "insert", "extend", "update", "merge"})


def _into_display(machine: Machine, step: Step) -> object:
    found = machine.operands(step)
    ref = step.operands[0]
    if len(found) == len(step.operands):
        container, parts = found[0], found[1:]
    else:
        # The container of a comprehension, which no step made.
        parts = found
        if ref not in machine.displays:
            machine.displays[ref] = _EMPTY[step.detail]()
        container = machine.displays[ref]
    match step.detail, container:
        case ("append", ListThing(items=items)):
            items.append(parts[0])
        case ("extend", ListThing(items=items)):
            items.extend(items_of(parts[0], machine.run))
        case ("add", SetThing()):
            add_to(container, parts[0], machine.run)
        case ("update", SetThing()):
            for item in items_of(parts[0], machine.run, any_order=True):
                add_to(container, item, machine.run)
        case ("insert", DictThing()):
            store_key(container, parts[0], parts[1], machine.run)
        case ("update", DictThing()):
            update(container, parts[0], machine.run)
        case ("merge", DictThing()) if isinstance(parts[0], DictThing):
            for key in parts[0].keys:  # of a call: no argument is given twice
                if machine.run.decide(contains(container, key, machine.run)):
                    raise error_untold("TypeError")
            update(container, parts[0], machine.run)
        case _:
            raise StoppedError("a display of unknown form")
    return None if step.result is None else container


_EMPTY: Final[dict[str, Callable[[], object]]] = {
    "append": ListThing, "add": SetThing, "insert": DictThing,
}  # fmt: skip


def comprehension(machine: Machine, ref: Ref) -> object:
    """What a comprehension has made; the steps that fill it are all that is recorded of it."""
    if ref in machine.displays:
        return machine.displays.pop(ref)
    match machine.trace.data.objects[Oid(-ref)].family:
        case Family.SEQUENCE:
            return ListThing()
        case Family.SET:
            return SetThing()
        case Family.MAPPING:
            return DictThing()
        case _:
            raise StoppedError("a comprehension of unknown form")


def _dict_display(machine: Machine, step: Step, found: list[object]) -> object:
    made = DictThing()
    last = found[-1] if found else None
    if isinstance(last, TupleThing) and len(last.items) == len(found) - 1:
        keys = list(last.items)
        if len(found) != 2 or _is_constant_keys(machine, step):
            found = [part for pair in zip(keys, found[:-1], strict=True) for part in pair]
    for key, value in zip(found[::2], found[1::2], strict=True):
        store_key(made, key, value, machine.run)
    return made


def _is_constant_keys(machine: Machine, step: Step) -> bool:
    """Of ``(v, (k,))`` as operands: whether they make ``{k: v}``, not ``{v: (k,)}``."""
    assert step.result is not None
    contents = machine.trace.contents(Oid(-step.result), Time(step.done))
    return contents[1] != step.operands[1]


def _formatted(machine: Machine, conversion: str, found: list[object]) -> object:
    thing = formatting.converted(found[0], conversion or None, machine.run)
    return formatting.formatted(thing, found[1] if len(found) > 1 else "", machine.run)


# -- calls ----------------------------------------------------------------------------------------


def _call(machine: Machine, step: Step) -> object:
    if step.detail.startswith("__"):
        raise StoppedError("a `with` statement")
    found = machine.operands(step)
    callee, args = found[0], found[1:]
    _check_functions(step, found)
    if machine.places.is_spread(step.span):
        args, keywords = _spread(machine, args)
    else:
        args, keywords = _with_keywords(step, args)
    if isinstance(callee, FunctionThing) and step.done == step.number:
        made = step.result
        if made is None or made >= 0 or machine.trace.data.objects[Oid(-made)].type != "generator":
            raise StoppedError("a call that fails before it begins")
        return machine.generator(callee, args, keywords)
    return machine.call(callee, args, keywords)


def _check_functions(step: Step, found: list[object]) -> None:
    """Functions of the program among the operands are those that were recorded, at their places."""
    before = len(step.operands) - len(found)  # 1: a method brings its object
    for at, thing in enumerate(found):
        if isinstance(thing, FunctionThing):
            if before not in {0, 1} or (before == 1 and not isinstance(found[0], MethodThing)):
                raise StoppedError("a function of the program among unknown operands")
            if step.operands[at + before] != -thing.oid:
                raise OffPathError("another function is called")


def _with_keywords(step: Step, args: list[object]) -> tuple[list[object], dict[str, object]]:
    names = step.detail.split(",") if step.detail else []
    if not names:
        return args, {}
    last = args[-1]
    if isinstance(last, TupleThing) and list(last.items) == names and len(args) > len(names):
        args = args[:-1]  # CPython 3.13 has the names on the stack
    count = len(args) - len(names)
    return args[:count], dict(zip(names, args[count:], strict=True))


def _spread(machine: Machine, args: list[object]) -> tuple[list[object], dict[str, object]]:
    if not 1 <= len(args) <= 2:
        raise StoppedError("a call with `*`")
    keywords: dict[str, object] = {}
    if len(args) == 2:
        named = args[1]
        if not isinstance(named, DictThing) or not all(isinstance(k, str) for k in named.keys):
            raise StoppedError("a call with `**`")
        keywords = {str(name): value for name, value in zip(named.keys, named.values, strict=True)}
    return items_of(args[0], machine.run), keywords


def _function(machine: Machine, step: Step) -> object:
    if step.result is None or step.result >= 0 or step.detail:
        raise StoppedError("a class or a type parameter")
    oid = Oid(-step.result)
    if machine.trace.data.objects[oid].type != "function":
        raise StoppedError("a class or a type parameter")
    machine.functions_made.add(oid)
    return FunctionThing(oid)


def _import(machine: Machine, step: Step) -> object:
    if step.result is None or step.done != step.number:
        raise StoppedError("an import")
    return machine.recorded.value(step.result, START)


# -- control --------------------------------------------------------------------------------------


def _iterate(machine: Machine, step: Step) -> object:
    if step.detail:
        raise StoppedError("`await` or `yield from`")
    return iterate(machine.operands(step)[0], machine.run)


def _next(machine: Machine, step: Step) -> object:
    if step.detail:
        raise StoppedError("`await` or `yield from`")
    over = machine.operands(step)[0]
    if not isinstance(over, Iterator):
        raise UnmodelledError("an iterator")
    asked = over.of if isinstance(over, Enumerate) else over
    if isinstance(asked, OverRange):
        asked.role = Role.PATH
    try:
        item = over.advance(machine.run)
    except ExhaustedError:
        if step.truth:
            raise OffPathError("the items run out") from None
        return None
    finally:
        if isinstance(asked, OverRange):
            asked.role = Role.CASE
    if not step.truth:
        raise OffPathError("there is another item")
    return item


def _branch(machine: Machine, step: Step) -> object:
    thing = machine.operands(step)[0]
    if step.detail.startswith("is"):
        if isinstance(thing, OpaqueThing):
            raise StoppedError("an object that is not modelled")
        held = (thing is None) is (step.detail == "is None")
    else:
        held = machine.run.decide(truth(thing), Role.PATH)
    if held is not step.truth:
        raise OffPathError("the branch goes the other way")
    return None


def _unpack(machine: Machine, step: Step) -> object:
    from engine.backward.machine import Unpacked  # noqa: PLC0415  # the machine imports this table

    targets = machine.places.targets(step.span)
    if targets is None:
        raise StoppedError("an unpacking in a pattern")
    items = items_of(machine.operands(step)[0], machine.run)
    count, star = targets.count, targets.star
    if star is None:
        if len(items) != count:
            raise error_untold("ValueError")
        return Unpacked(items)
    if len(items) < count - 1:
        raise error_untold("ValueError")
    end = len(items) - (count - star - 1)
    return Unpacked([*items[:star], ListThing(items[star:end]), *items[end:]])


def _match(machine: Machine, step: Step) -> object:
    if step.detail != "except":
        raise StoppedError("a pattern")
    found = machine.operands(step)
    caught = found[0]
    wanted = found[1].items if isinstance(found[1], TupleThing) else (found[1],)
    if not isinstance(caught, ExceptionThing):
        raise StoppedError("an exception that is not modelled")
    held = False
    for each in wanted:
        if not isinstance(each, BuiltinThing):
            raise StoppedError("an exception class of the program")
        held = held or is_a(caught.type, each.name)
    if held is not step.truth:
        raise OffPathError("another handler is taken")
    return held


def is_a(name: str, above: str) -> bool:
    """Whether one builtin exception class is below another."""
    own, other = _CLASSES.get(name), _CLASSES.get(above)
    if own is None or other is None:
        raise StoppedError("an exception class of the program")
    return issubclass(own, other)


_CLASSES: Final[dict[str, type[BaseException]]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}


def _raise(machine: Machine, step: Step) -> object:
    found = machine.operands(step)
    if not found:
        raise StoppedError("a `raise` without an exception")
    thing = found[0]
    if isinstance(thing, BuiltinThing) and thing.name in EXCEPTIONS:
        thing = ExceptionThing(thing.name, ())
    if not isinstance(thing, ExceptionThing):
        raise StoppedError("an exception class of the program")
    raise PythonError(thing)


def _reraise(machine: Machine, step: Step) -> object:
    thing = machine.raised.get(step.activation)
    recorded = step.exception
    if thing is None or recorded is None:
        raise StoppedError("an exception that goes on")
    if machine.trace.data.objects[Oid(-recorded)].type != thing.type:
        raise StoppedError("an exception that goes on")
    raise PythonError(thing)


def _stop(_machine: Machine, step: Step) -> object:
    raise StoppedError(f"a step of the kind {step.kind.value}")


def _other(_machine: Machine, _step: Step) -> object:
    return None


OPERATIONS: Final[dict[StepKind, Operation]] = {
    StepKind.CONSTANT: _constant, StepKind.LOAD: _load, StepKind.STORE: _store,
    StepKind.DELETE: _delete, StepKind.UNARY: _unary, StepKind.BINARY: _binary,
    StepKind.COMPARE: _compare, StepKind.SUBSCRIPT: _subscript,
    StepKind.STORE_ELEMENT: _store_element, StepKind.DELETE_ELEMENT: _delete_element,
    StepKind.ATTRIBUTE: _attribute, StepKind.STORE_ATTRIBUTE: _stop,
    StepKind.DELETE_ATTRIBUTE: _stop, StepKind.BUILD: _build, StepKind.CALL: _call,
    StepKind.ITERATE: _iterate, StepKind.NEXT: _next, StepKind.UNPACK: _unpack,
    StepKind.MATCH: _match, StepKind.BRANCH: _branch, StepKind.IMPORT: _import,
    StepKind.FUNCTION: _function, StepKind.ENTER: _stop, StepKind.RETURN: _stop,
    StepKind.YIELD: _stop, StepKind.RESUME: _stop, StepKind.RAISE: _raise,
    StepKind.RERAISE: _reraise, StepKind.CATCH: _stop, StepKind.UNWIND: _stop,
    StepKind.OTHER: _other,
}  # fmt: skip
