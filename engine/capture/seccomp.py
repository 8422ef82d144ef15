"""The system call filter of a run: what a recorded program may not ask of the kernel.

A forbidden call kills the process with SIGSYS instead of failing with an errno: a failure
that only the sandbox makes must never become the program's answer. (The audit hook in
`engine.capture.audit` comes first for nearly all of them, and says what was tried.)

The filter is a list of what is denied, with the numbers of x86_64 and aarch64 (kernel
6.x, ``asm/unistd_64.h`` and ``asm-generic/unistd.h``); numbers past the table are answered
with ENOSYS, as an older kernel would.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
from dataclasses import dataclass
from functools import cache
from typing import Final

_MACHINES: Final = ("x86_64", "aarch64")  # the order of the columns below

_DENIED: Final[dict[str, tuple[int | None, int | None]]] = {
    # New processes, threads and programs.
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "clone3": (435, 435),
    "execve": (59, 221),
    "execveat": (322, 281),
    # The network, and sockets of this machine (`socketpair` is judged by its family).
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    # Other processes.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # File systems and namespaces.
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "fanotify_init": (300, 262),
    "sysfs": (139, None),
    # Doors into the kernel with a history of holes.
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "memfd_secret": (447, 447),
    "modify_ldt": (154, None),
    "uselib": (134, None),
    # The machine.
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "create_module": (174, None),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "syslog": (103, 116),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "personality": (135, 92),
    "vhangup": (153, 58),
    "nfsservctl": (180, 42),
    "lookup_dcookie": (212, 18),
    "_sysctl": (156, None),
    "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    # Who the process is, and how it is scheduled.
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setreuid": (113, 145),
    "setregid": (114, 143),
    "setresuid": (117, 147),
    "setresgid": (119, 149),
    "setgroups": (116, 159),
    "setfsuid": (122, 151),
    "setfsgid": (123, 152),
    "capset": (126, 91),
    "setpriority": (141, 140),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
    # System V and POSIX message passing.
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
}

_JUDGED: Final[dict[str, tuple[int, int]]] = {
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "prlimit64": (302, 261),
    "socketpair": (53, 199),
}
"""Allowed for some first argument: signals to the process itself, its own limits, and
socket pairs of AF_UNIX (which asyncio's event loop wakes itself with)."""

_FIRST_UNKNOWN: Final = 470
_X32_BIT: Final = 0x40000000  # the x32 calls of x86_64 would pass by other numbers
_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_AF_UNIX: Final = 1

_RET_ALLOW: Final = 0x7FFF0000
_RET_ERRNO: Final = 0x00050000
_RET_KILL: Final = 0x80000000  # SECCOMP_RET_KILL_PROCESS

_LOAD, _JEQ, _JGE, _RET = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_FIRST_ARGUMENT = 0, 4, 16  # struct seccomp_data

_PR_SET_NO_NEW_PRIVS, _PR_GET_SECCOMP, _PR_SET_SECCOMP = 38, 21, 22
_MODE_FILTER: Final = 2

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


_OWN_ALONE: Final = frozenset({"kill", "tkill", "tgkill"})
_ALLOWED: Final = {"prlimit64": 0, "socketpair": _AF_UNIX}


@dataclass(frozen=True)
class _Instruction:
    operation: int
    value: int
    if_true: int = 0
    if_false: int = 0

    def pack(self) -> bytes:
        return struct.pack("<HBBI", self.operation, self.if_true, self.if_false, self.value)


def available() -> bool:
    """Whether this kernel has filters and this machine's numbers are known."""
    return platform.machine() in _MACHINES and _libc.prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0


def no_new_privileges() -> None:
    """No program started from here gains rights; raises OSError."""
    if _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_NO_NEW_PRIVS")


def forbid_system_calls() -> None:
    """Filter this process from here on, for good; raises OSError.

    Signals are allowed to this very process only, so each child installs its own."""
    own = _Instruction(_JEQ, os.getpid(), if_false=1).pack()
    code = own.join(_around_own_pid())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    no_new_privileges()
    if _libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_SECCOMP")


@cache
def _around_own_pid() -> tuple[bytes, ...]:
    """The filter's parts, between which stands whether an argument is this process's number."""
    parts, part = [], bytearray()
    for each in _filter():
        if each is None:
            parts.append(bytes(part))
            part.clear()
        else:
            part += each.pack()
    return *parts, bytes(part)


def prepare() -> None:
    """Make what the filters of all children of this process share."""
    _around_own_pid()


def killed_by_filter(signal_number: int) -> bool:
    """Whether a process that died of this signal was ended by the filter."""
    return signal_number == signal.SIGSYS


def _filter() -> list[_Instruction | None]:
    """The filter; None: whether the argument is this process's number."""
    machine = platform.machine()
    column = _MACHINES.index(machine)
    kill = _Instruction(_RET, _RET_KILL)
    code: list[_Instruction | None] = [
        _Instruction(_LOAD, _OFFSET_ARCH),
        _Instruction(_JEQ, _AUDIT_ARCH[machine], if_true=1),
        kill,
        _Instruction(_LOAD, _OFFSET_NUMBER),
        _Instruction(_JGE, _X32_BIT, if_false=1),
        kill,
        _Instruction(_JGE, _FIRST_UNKNOWN, if_false=1),
        _Instruction(_RET, _RET_ERRNO | errno.ENOSYS),
    ]
    for numbers in _DENIED.values():
        number = numbers[column]
        if number is not None:
            code += [_Instruction(_JEQ, number, if_false=1), kill]
    for name, columns in _JUDGED.items():
        code += [
            _Instruction(_JEQ, columns[column], if_false=4),
            _Instruction(_LOAD, _OFFSET_FIRST_ARGUMENT),
            None if name in _OWN_ALONE else _Instruction(_JEQ, _ALLOWED[name], if_false=1),
            _Instruction(_RET, _RET_ALLOW),
            kill,
        ]
    code.append(_Instruction(_RET, _RET_ALLOW))
    return code
