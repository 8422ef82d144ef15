"""An independent observer: a `sys.settrace` line tracer that renders all locals at each line.

It shares no code with the recorder: it runs the unchanged program, and writes values down
by itself, at the moment of each event."""

from __future__ import annotations

import builtins
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from types import CodeType, FrameType, FunctionType, MethodType, ModuleType
from typing import Any

FILENAME = "<program>"


def render(  # noqa: C901, PLR0912  # one branch for each kind of object
    thing: Any, above: tuple[int, ...] = ()
) -> str:
    """A live object in the text form of `engine.values.to_literal`."""
    kind = type(thing)
    if id(thing) in above:
        return "<...>"
    inside = (*above, id(thing))

    def all_of(items: Any) -> list[str]:
        return [render(item, inside) for item in items]

    if thing is None or kind in (bool, int, float, complex, str, bytes):
        return repr(thing)
    if thing is Ellipsis:
        return "..."
    if kind is list:
        return "[" + ", ".join(all_of(thing)) + "]"
    if kind is tuple:
        return "(" + ", ".join(all_of(thing)) + ("," if len(thing) == 1 else "") + ")"
    if kind in (set, frozenset):
        # The recorded run is another one: sets compare as sorted texts (see `normal`).
        parts = all_of(thing)
        inner = "{" + ", ".join(parts) + "}" if parts else ""
        return inner if kind is set and parts else f"{kind.__name__}({inner})"
    if kind is dict:
        return (
            "{"
            + ", ".join(f"{render(k, inside)}: {render(v, inside)}" for k, v in thing.items())
            + "}"
        )
    if kind in (Counter, OrderedDict, defaultdict):
        pairs = ", ".join(f"{render(k, inside)}: {render(v, inside)}" for k, v in thing.items())
        return f"<collections.{kind.__name__} {{{pairs}}}>"
    if kind is deque:
        return f"<collections.deque [{', '.join(all_of(thing))}]>"
    if kind is bytearray:
        return repr(thing)
    if isinstance(thing, BaseException):
        return _instance(thing, inside, render(thing.args, inside))
    if kind.__module__ == "__main__" and not issubclass(kind, type):
        bases: tuple[type[Any], ...] = (int, float, str, tuple, list, dict)
        for base in bases:
            if isinstance(thing, base):
                return _instance(thing, inside, render(base(thing), inside))
        return _instance(thing, inside, None)
    label = ""
    if kind is FunctionType or isinstance(thing, type):
        label = thing.__qualname__
    elif kind is MethodType:
        label = thing.__func__.__qualname__
    elif kind is ModuleType:
        label = thing.__name__
    elif kind is range:
        label = repr(thing)
    elif kind.__name__ in (
        "generator",
        "coroutine",
        "async_generator",
        "builtin_function_or_method",
    ):
        label = thing.__qualname__
    label = label.replace(".<locals>", "")
    name = kind.__qualname__.replace(".<locals>", "")
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    return f"<{name} {label}>" if label else f"<{name}>"


def _instance(thing: Any, inside: tuple[int, ...], payload: str | None) -> str:
    parts = [f"{name}={render(item, inside)}" for name, item in _attributes(thing)]
    if payload is not None:
        parts.insert(0, payload)
    name = type(thing).__qualname__.replace(".<locals>", "")
    return f"<{name}{' ' if parts else ''}{', '.join(parts)}>"


def _attributes(thing: Any) -> list[tuple[str, Any]]:
    found = list(getattr(thing, "__dict__", {}).items())
    for base in type(thing).__mro__:
        if base.__module__ == "__main__":
            slots = [name for name in getattr(base, "__slots__", ()) if hasattr(thing, name)]
            found += [(name, getattr(thing, name)) for name in slots]
    return found


class LineTracer:
    """Line events of all activations of the program, in the order in which these began."""

    def __init__(self) -> None:
        self.events: list[list[tuple[int, dict[str, str]]]] = []
        self._numbers: dict[FrameType, int] = {}

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename != FILENAME:
            return None
        if event == "call" and frame not in self._numbers:
            self._numbers[frame] = len(self.events)
            self.events.append([])
        elif event == "line":
            names = {name: render(thing) for name, thing in frame.f_locals.items()}
            self.events[self._numbers[frame]].append((frame.f_lineno, names))
        return self


def trace_lines(source: str, entry: str, call: str) -> tuple[LineTracer, str]:
    """Run the program bare under the tracer; also the text of its answer."""
    module = ModuleType("__main__")
    names = module.__dict__
    names["__builtins__"] = builtins
    code: CodeType = compile(source, FILENAME, "exec", dont_inherit=True)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = module
    tracer = LineTracer()
    try:
        exec(code, names)
        args, keywords = eval(f"(lambda *a, **k: (a, k))({call})", names)
        sys.settrace(tracer)
        try:
            answer = render(names[entry](*args, **keywords))
        except BaseException as error:  # noqa: BLE001  # whatever the program raises is its answer
            answer = f"{type(error).__name__}{error.args}"
        finally:
            sys.settrace(None)
    finally:
        sys.modules["__main__"] = main
    return tracer, answer
