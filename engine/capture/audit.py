"""The audit hook of a run: what a recorded program may not reach for, with the reason why.

Python tells its audit hooks (PEP 578) before it does what matters here. A forbidden event ends
the run at once, with a sentence for the reader; it is not an exception that the program could
catch, for then the sandbox's refusal would be part of its answer. Two kinds are forbidden:

- what reaches out of the run: processes, threads, signals, sockets, files other than Python's
  own (read) and those of its empty folder; the kernel forbids most of these a second time;
- what reaches into the recording: frames, code objects, tracing, the garbage collector's
  lists, ``ctypes``, and stepwitness's own modules.

Some events are everyday business of the standard library (``collections.namedtuple`` looks at
its caller's frame) and of the recorder. They are judged by the code that is running, through
its file name; so a program may not make code objects that claim to be of another file.
"""

from __future__ import annotations

import gc
import os
import posix
import signal
import sys
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Final, NoReturn, TypeAlias

import bytecode

from engine.capture.landlock import library_roots
from engine.errors import CaptureError, ErrorCode

Fail: TypeAlias = Callable[[CaptureError], NoReturn]
_Judge: TypeAlias = Callable[[tuple[object, ...]], str | None]
"""What is forbidden about an event, as the end of "The program tried to …"; None: nothing."""

# Bound now: what the program puts in the place of builtins must not change a judgement.
_get_frame, _current_folder, _type, _any = sys._getframe, posix.getcwd, type, any

_ENGINE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_LIBRARY: Final = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_PACKAGES: Final = (_LIBRARY + "site-packages", _LIBRARY + "dist-packages")

_FRAME_READERS: Final = frozenset(
    _LIBRARY + name
    for name in (
        "_py_warnings.py", "collections/__init__.py", "dataclasses.py", "enum.py",
        "logging/__init__.py", "traceback.py", "typing.py", "warnings.py",
        "asyncio/base_events.py", "asyncio/base_tasks.py", "asyncio/coroutines.py",
        "asyncio/events.py", "asyncio/format_helpers.py", "asyncio/futures.py",
        "unittest/case.py", "unittest/result.py",
    )
)  # fmt: skip
"""Modules that look at frames for their own ends and do not hand them to their caller."""

_HANDS_OUT_FRAMES: Final = frozenset({"walk_tb", "walk_stack", "currentframe"})

_HIDDEN_ATTRIBUTES: Final = frozenset(
    {
        "__code__", "tb_frame", "f_code", "gi_frame", "gi_code", "cr_frame", "cr_code",
        "ag_frame", "ag_code",
    }
)  # fmt: skip

_WRITING_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_REWRITER: Final = os.path.dirname(bytecode.__file__) + os.sep
"""The library that makes the code objects of a recording; programs cannot import it."""

_READABLE_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

_FORBIDDEN_MODULES: Final = frozenset(
    {
        "ctypes", "_ctypes", "engine", "_testcapi", "_testinternalcapi",
        "_testlimitedcapi", "_xxsubinterpreters", "_interpreters", "_remote_debugging",
        "bytecode", "multiprocessing", "_multiprocessing", "_posixsubprocess", "cffi",
        "_cffi_backend",
    }
)  # fmt: skip


def hide_engine() -> None:
    """Take stepwitness's modules and ``ctypes`` out of ``sys.modules``; importing them again
    is an event that the hook refuses. The running job keeps those it uses."""
    for name in list(sys.modules):
        if name.partition(".")[0] in _FORBIDDEN_MODULES:
            del sys.modules[name]


def guard_callbacks() -> None:
    """Let ``gc.callbacks``, which the interpreter calls between any two instructions, be an event
    that the hook refuses."""
    vars(gc).pop("callbacks", None)
    names = {"__builtins__": {}, "audit": sys.audit, "get": getattr, "gc": ModuleType("gc")}
    asked = "lambda name: (audit('stepwitness.gc', name), get(gc, name))"
    vars(gc)["__getattr__"] = eval(asked, names)  # noqa: S307  # leads to nothing of ours


def guard_signals() -> None:
    """Let the handler of a signal, which gets the frame that was interrupted, be an event that
    the hook refuses where the program sets it; asyncio's own are let through."""
    in_c = vars(signal)["_signal"]
    original = in_c.signal
    names = {"__builtins__": {}, "audit": sys.audit, "original": original}
    asked = "lambda number, handler, /: (audit('stepwitness.signal'), original(number, handler))[1]"
    guarded = eval(asked, names)  # noqa: S307  # leads to nothing of ours
    vars(in_c)["signal"] = guarded
    vars(signal.signal)["__wrapped__"] = guarded


def install(fail: Fail, folder: str) -> None:
    """Watch this process until it ends. ``fail`` reports an error and ends the process;
    ``folder`` is where the program may write."""
    judges, families = _judges(folder)
    busy = False  # the judges' own events are no concern: no code of the program runs then

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal busy
        if busy or _type(event) is not str:
            return
        judge = judges.get(event)
        if judge is None:
            if event in judges:
                return
            judge = judges[event] = families.get(event.partition(".")[0])
            if judge is None:
                return
        busy = True
        try:
            tried = judge(arguments)
        finally:
            busy = False
        if tried is not None:
            busy = True
            fail(forbidden(tried, event))

    sys.addaudithook(hook)


def forbidden(tried: str, event: str) -> CaptureError:
    """The refusal of a run; ``tried`` completes "The program tried to …"."""
    return CaptureError(
        ErrorCode.FORBIDDEN,
        f"The program tried to {tried}, which a recorded program may not",
        remedy="Record a program that needs nothing but its arguments and standard input.",
        data={"event": event},
    )


class _Files:
    """Judges of paths. Links are not followed here: a program cannot make any, and the kernel
    judges real files where it can (`engine.capture.landlock`)."""

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._readable = (*library_roots(), *_READABLE_DEVICES)

    def open(self, arguments: tuple[object, ...]) -> str | None:
        path, mode, flags = arguments
        place = self._place(path)
        if place is None or self._inside(place):
            return None
        writing = _type(flags) is int and flags & _WRITING_FLAGS  # type: ignore[operator]
        if writing or (_type(mode) is str and _any(letter in mode for letter in "wax+")):  # type: ignore[operator]
            return None if place == "/dev/null" else f"write the file {path!r}"
        return None if self._is_readable(place) else f"read the file {path!r}"

    def listing(self, arguments: tuple[object, ...]) -> str | None:
        place = self._place("." if arguments[0] is None else arguments[0])
        if place is None or self._inside(place) or self._is_readable(place):
            return None
        return f"list the folder {arguments[0]!r}"

    def writing(self, tried: str, places: tuple[int, ...]) -> _Judge:
        def judge(arguments: tuple[object, ...]) -> str | None:
            for index in places:
                place = self._place(arguments[index])
                if place is not None and not self._inside(place):
                    return f"{tried} {arguments[index]!r}"
            return None

        return judge

    def _inside(self, place: str) -> bool:
        return place == self._folder or place.startswith(self._folder + "/")

    def _is_readable(self, place: str) -> bool:
        return _any(place == root or place.startswith(root + "/") for root in self._readable)

    def _place(self, path: object) -> str | None:
        """The absolute path without ``.`` and ``..``; None for a handle that is open already.

        (By hand: `os.path` could have been changed by the program.)"""
        if _type(path) is bytes:
            path = path.decode("utf-8", "surrogateescape")  # type: ignore[attr-defined]
        if _type(path) is not str:
            return None
        text: str = path  # type: ignore[assignment]
        parts: list[str] = []
        for part in (text if text.startswith("/") else f"{_current_folder()}/{text}").split("/"):
            if part == "..":
                del parts[-1:]
            elif part not in {"", "."}:
                parts.append(part)
        return "/" + "/".join(parts)


def _judges(folder: str) -> tuple[dict[str, _Judge | None], dict[str, _Judge]]:
    """The judges of events by name (None: of no concern), and of families of events."""
    files = _Files(folder)
    by_name: dict[str, _Judge | None] = {
        "open": files.open,
        "import": _import,
        "sys._getframe": _frames,
        "object.__getattr__": _attribute,
        "object.__setattr__": _set_attribute,
        "code.__new__": _by_program("make a code object by hand"),
        "function.__new__": _by_program("make a function from a code object"),
        "marshal.loads": _by_program("load marshalled code"),
        "marshal.load": _by_program("load marshalled code"),
        "compile": _compile,
        "stepwitness.gc": _gc_attribute,
        "stepwitness.signal": _signal_handler,
        "gc.get_referents": _by_program("look into objects through the garbage collector"),
        "socket.__new__": _socket,
        "os.listdir": files.listing,
        "os.scandir": files.listing,
    }
    for event, tried in _FORBIDDEN_EVENTS.items():
        by_name[event] = _always(tried)
    for event, (tried, places) in _WRITING_EVENTS.items():
        by_name[event] = files.writing(tried, places)
    families: dict[str, _Judge] = {
        "ctypes": _always("use ctypes"),
        "socket": _always("use the network"),
        "fcntl": _always("control a file handle"),
        "syslog": _always("write to the system's log"),
    }
    return by_name, families


def _import(arguments: tuple[object, ...]) -> str | None:
    name = arguments[0]
    if _type(name) is str and name.partition(".")[0] in _FORBIDDEN_MODULES:  # type: ignore[attr-defined]
        return f"import `{name}`"
    return None


def _always(tried: str) -> _Judge:
    return lambda arguments: tried


def _running() -> FrameType:
    """The innermost frame that is not of this module: the code that raised the event."""
    frame: FrameType | None = _get_frame(1)
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    if frame is None:
        raise SystemError("an event without a frame")
    return frame


def _is_ours(file: str) -> bool:
    return file.startswith((_ENGINE, _REWRITER, "<frozen importlib"))


def _is_library(file: str) -> bool:
    return file.startswith((_LIBRARY, "<frozen ")) and not file.startswith(_PACKAGES)


def _by_program(tried: str) -> _Judge:
    def judge(arguments: tuple[object, ...]) -> str | None:
        file = _running().f_code.co_filename
        return None if _is_ours(file) or _is_library(file) else tried

    return judge


def _frames(arguments: tuple[object, ...]) -> str | None:
    code = _running().f_code
    if _is_ours(code.co_filename):
        return None
    if code.co_filename in _FRAME_READERS and code.co_name not in _HANDS_OUT_FRAMES:
        return None
    return "look at the interpreter's frames"


def _attribute(arguments: tuple[object, ...]) -> str | None:
    name = arguments[1]
    if name not in _HIDDEN_ATTRIBUTES:
        return None
    code = _running().f_code
    if _is_ours(code.co_filename):
        return None
    if name == "__code__" and _is_library(code.co_filename):
        return None
    if code.co_filename in _FRAME_READERS and code.co_name not in _HANDS_OUT_FRAMES:
        return None
    return f"read the attribute `{name}` of the interpreter's own objects"


def _set_attribute(arguments: tuple[object, ...]) -> str | None:
    name = arguments[1]
    if name == "__class__":  # a recording knows one class of each object, whoever sets it
        return "change the class of an object"
    if name == "__code__":
        return _by_program("replace a function's code")(arguments)
    if name in ("__qualname__", "__module__"):
        return _by_program("rename a class")(arguments)
    return None


def _gc_attribute(arguments: tuple[object, ...]) -> str | None:
    return "let the garbage collector call it" if arguments[0] == "callbacks" else None


def _signal_handler(arguments: tuple[object, ...]) -> str | None:
    frame: FrameType | None = _running()
    while frame is not None and frame.f_code.co_filename in (signal.__file__, "<string>"):
        frame = frame.f_back
    file = "" if frame is None else frame.f_code.co_filename
    return None if _is_ours(file) or _is_library(file) else "handle a signal"


def _compile(arguments: tuple[object, ...]) -> str | None:
    file = arguments[1]
    if _type(file) is bytes:
        file = file.decode("utf-8", "surrogateescape")  # type: ignore[attr-defined]
    if _type(file) is str and (_is_ours(file) or _is_library(file)):  # type: ignore[arg-type]
        return _by_program("compile code in the name of another file")(arguments)
    return None


def _socket(arguments: tuple[object, ...]) -> str | None:
    # AF_UNIX: asyncio's event loop wakes itself through a pair; the kernel permits nothing else.
    return None if arguments[1] in (1, -1) else "open a socket"


_FORBIDDEN_EVENTS: Final = {
    **dict.fromkeys(
        (
            "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system",
            "os.startfile", "subprocess.Popen", "pty.spawn",
        ),
        "start a process",
    ),
    **dict.fromkeys(
        ("_thread.start_new_thread", "_thread.start_joinable_thread"), "start a thread"
    ),
    **dict.fromkeys(("os.kill", "os.killpg", "signal.pthread_kill"), "send a signal"),
    **dict.fromkeys(("resource.setrlimit", "resource.prlimit"), "change its limits"),
    **dict.fromkeys(
        ("sys.settrace", "sys.setprofile", "sys.monitoring.register_callback", "sys.addaudithook"),
        "trace its own execution",
    ),
    **dict.fromkeys(
        ("gc.get_objects", "gc.get_referrers"), "look into objects through the garbage collector"
    ),
    **dict.fromkeys(
        ("sys._current_frames", "sys._current_exceptions"), "look at the interpreter's frames"
    ),
    **dict.fromkeys(("sqlite3.connect", "sqlite3.enable_load_extension"), "open a data base"),
    **dict.fromkeys(("os.link", "os.symlink"), "link a file"),
    "cpython.run_interactivehook": "run an interactive prompt",
    "cpython.run_stdin": "run an interactive prompt",
    "webbrowser.open": "open a browser",
}  # fmt: skip

_WRITING_EVENTS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "os.chmod": ("change the file", (0,)),
    "os.chown": ("change the file", (0,)),
    "os.chflags": ("change the file", (0,)),
    "os.lockf": ("lock the file", (0,)),
    "os.mkdir": ("make the folder", (0,)),
    "os.remove": ("remove the file", (0,)),
    "os.removexattr": ("change the file", (0,)),
    "os.rename": ("rename the file", (0, 1)),
    "os.rmdir": ("remove the folder", (0,)),
    "os.setxattr": ("change the file", (0,)),
    "os.truncate": ("change the file", (0,)),
    "os.utime": ("change the file", (0,)),
    "os.chdir": ("go to the folder", (0,)),
}
"""What is tried, and which arguments are the paths."""
