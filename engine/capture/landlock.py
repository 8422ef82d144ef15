"""Landlock: the kernel's own access rules for files, as an unprivileged process may set them.

From ``linux/landlock.h``. Writing is allowed in one folder only. Reading is allowed where
Python and the system's libraries live: a generous list, because a file that is missing only
in the sandbox would become the program's answer; what it keeps out are homes, ``/proc`` and
``/sys``. The audit hook refuses such reads before, with a reason.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from typing import Final

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on all machines
_CREATE_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FIRST_ABI_RIGHTS: Final = (1 << 13) - 1  # execute … make_sym
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15  # ABI 2, 3, 5
_NET_RIGHTS: Final = 0b11  # ABI 4: bind and connect by TCP
_SCOPES: Final = 0b11  # ABI 6: abstract UNIX sockets and signals stay within the domain

_READ: Final = _READ_FILE | _READ_DIR | _EXECUTE
_FILE_RIGHTS: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

_SYSTEM_ROOTS: Final = ("/usr", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix/store")
_TIME_ZONES: Final = ("/usr/share/zoneinfo", "/etc/localtime")
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

_libc = ctypes.CDLL(None, use_errno=True)


def abi() -> int:
    """The version of Landlock that this kernel offers; 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    version = int(_libc.syscall(_CREATE_RULESET, None, 0, _CREATE_VERSION))
    return max(version, 0)


def import_path() -> list[str]:
    """The places of ``sys.path`` that belong to an installed Python: no working folder, no
    project. What can be imported by a program thus does not depend on where it is started."""
    library = os.path.dirname(os.__file__)
    homes = (sys.prefix + os.sep, sys.base_prefix + os.sep, library)
    ends = ("site-packages", "dist-packages")
    return [place for place in sys.path if place.startswith(homes) or place.endswith(ends)]


def library_roots() -> list[str]:
    """Where the running Python keeps what it may load at any time, as paths that exist."""
    wanted = [sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__)]
    return _existing([*wanted, *import_path(), *_TIME_ZONES])


def _existing(paths: Iterable[str]) -> list[str]:
    both = {place for path in paths for place in (path, os.path.realpath(path))}
    return sorted(path for path in both if os.path.exists(path) and path != "/")


def confine_files(folder: str) -> int:
    """Confine this process and its children to reading Python and writing ``folder``.

    Returns the ABI that was used, 0 where the kernel has no Landlock; raises OSError."""
    version = abi()
    if version == 0:
        return 0
    rights = _FIRST_ABI_RIGHTS
    rights |= _REFER if version >= 2 else 0
    rights |= _TRUNCATE if version >= 3 else 0
    rights |= _IOCTL_DEV if version >= 5 else 0
    # struct landlock_ruleset_attr has grown: fs from ABI 1, net from 4, scopes from 6.
    fields = [rights]
    if version >= 4:
        fields.append(_NET_RIGHTS)
    if version >= 6:
        fields.append(_SCOPES)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        _allow(ruleset, _existing([*library_roots(), *_SYSTEM_ROOTS]), _READ & rights)
        _allow(ruleset, _DEVICES, (_READ_FILE | _WRITE_FILE) & rights)
        _allow(ruleset, [folder], rights & ~_EXECUTE & ~_IOCTL_DEV)
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return version


def _allow(ruleset: int, paths: Iterable[str], rights: int) -> None:
    for path in paths:
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # not there, hence nothing to allow
        try:
            allowed = rights if os.path.isdir(path) else rights & _FILE_RIGHTS
            rule = struct.pack("=Qi", allowed, handle)  # packed: no padding at the end
            _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
        finally:
            os.close(handle)


def _call(number: int, *arguments: int | bytes) -> int:
    result = int(_libc.syscall(number, *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock: {os.strerror(code)}")
    return result
