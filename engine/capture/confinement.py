"""Confinement: what keeps a recorded program inside its process, by the kernel's own means.

The fork server enters it once, before it knows any program; children inherit it for nothing.
Each means is used where this kernel permits it, as root or not. What could not be had is
reported (`Confinement.missing`), never passed over in silence.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Final

from engine.capture import landlock, seccomp

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = (
    0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
_APART: Final = _NEWNS | _NEWIPC | _NEWPID | _NEWNET

_MS_NOSUID, _MS_NODEV, _MS_REC, _MS_PRIVATE = 2, 4, 0x4000, 0x40000
_MOUNT_SETATTR: Final = 442  # the same on all machines
_AT_FDCWD, _AT_RECURSIVE, _MOUNT_ATTR_RDONLY = -100, 0x8000, 1
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_CAPBSET_DROP = 1, 36, 24
_SIGKILL: Final = 9
_ALL_FILES: Final = 1 << 16
_CAPABILITY_VERSION_3: Final = 0x20080522
_LAST_CAPABILITY: Final = 63

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


class Plan(Enum):
    """How the fork server gets namespaces of its own; the first that works is taken."""

    USER_AND_FILES = "user and files"  #: a user namespace, all others inside it, read-only files
    FILES = "files"  #: as root without user namespaces
    USER = "user"  #: no mounts permitted (AppArmor, old kernels): Landlock has to hold writing
    NONE = "none"


@dataclass(frozen=True)
class Confinement:
    """What a fork server holds its children with."""

    network: bool = False  #: a network namespace: not even a loopback that is up
    processes: bool = False  #: a PID namespace: no child outlives its run, none sees others
    files: bool = False  #: every file system read-only but for an empty, bounded folder
    landlock: int = 0  #: ABI version, 0: none
    system_calls: bool = False  #: a seccomp filter in each child

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, form: dict[str, object]) -> Confinement:
        return cls(**form)  # type: ignore[arg-type]  # written by `to_json` in our own process

    def missing(self) -> tuple[str, ...]:
        """What is not held here, one sentence each; empty where all of it is."""
        sentences = []
        if not self.system_calls:
            sentences.append("System calls are not filtered (no seccomp on this kernel).")
        if not self.processes:
            sentences.append("Programs share the machine's process numbers (no PID namespace).")
        if not self.network and not self.system_calls:
            sentences.append("The network is closed by Python's audit hook only.")
        if not self.files and not self.landlock:
            sentences.append("Writing files is refused by Python's audit hook only.")
        return tuple(sentences)


def confine(folder: str) -> Confinement:
    """Confine this process and all its children for good. Call it once, single-threaded.

    Where a PID namespace is to be had this forks: the caller goes on as process 1 of that
    namespace, and the process that called stays outside only to wait for it. ``folder`` is the
    one place where children may write."""
    if _libc is None:
        return Confinement()
    plan = next(plan for plan in Plan if plan is Plan.NONE or _works(plan, folder))
    _enter(plan, folder)
    apart = plan is not Plan.NONE
    if apart:
        _become_first_process()
    else:
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    _drop_capabilities()
    seccomp.no_new_privileges()
    version = landlock.confine_files(folder)
    return Confinement(
        network=apart,
        processes=apart,
        files=plan in {Plan.USER_AND_FILES, Plan.FILES},
        landlock=version,
        system_calls=seccomp.available(),
    )


def die_with_parent() -> None:
    """SIGKILL for this process when its parent process ends."""
    if _libc is not None:
        _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def available() -> Confinement:
    """What this machine offers, tried out in a process of its own; raises OSError."""
    program = (
        "import json, os, sys, tempfile\n"
        "sys.path[:] = json.loads(sys.argv[1])\n"
        "from engine.capture.confinement import confine\n"
        "print(json.dumps(confine(tempfile.gettempdir()).to_json()), flush=True)\n"
        "os._exit(0)\n"
    )
    command = [sys.executable, "-c", program, json.dumps(sys.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"the confinement could not be tried out: {done.stderr.strip()[-400:]}")
    return Confinement.from_json(json.loads(done.stdout))


def _works(plan: Plan, folder: str) -> bool:
    """Whether a plan works here from end to end, tried in a child that ends at once."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _enter(plan, folder)
            grandchild = os.fork()  # a PID namespace may be refused only here
            if grandchild == 0:
                os._exit(0)
            os.waitpid(grandchild, 0)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _enter(plan: Plan, folder: str) -> None:
    user, group = os.geteuid(), os.getegid()
    match plan:
        case Plan.NONE:
            return
        case Plan.FILES:
            _check(_c().unshare(_APART), "unshare")
        case Plan.USER:
            _check(_c().unshare((_APART & ~_NEWNS) | _NEWUSER), "unshare")
        case Plan.USER_AND_FILES:
            _check(_c().unshare(_APART | _NEWUSER), "unshare")
    if plan is not Plan.FILES:
        # The process stays who it was, or it could not read Python's own files any more.
        for file, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{file}", "w", encoding="ascii") as target:
                target.write(text)
    if plan is not Plan.USER:
        _make_files_read_only(folder)


def _make_files_read_only(folder: str) -> None:
    _check(_c().mount(None, b"/", None, _MS_REC | _MS_PRIVATE, None), "mount --make-rprivate")
    read_only = struct.pack("=4Q", _MOUNT_ATTR_RDONLY, 0, 0, 0)  # struct mount_attr
    status = _c().syscall(_MOUNT_SETATTR, _AT_FDCWD, b"/", _AT_RECURSIVE, read_only, len(read_only))
    _check(status, "mount_setattr")
    _check(
        _c().mount(
            b"tmpfs", os.fsencode(folder), b"tmpfs", _MS_NOSUID | _MS_NODEV,
            b"size=16m,nr_inodes=4096,mode=0700",
        ),
        "mount tmpfs",
    )  # fmt: skip


def _become_first_process() -> None:
    """Go on as process 1 of the new PID namespace; the process left outside only waits."""
    inner = os.fork()
    if inner == 0:
        _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        return
    os.closerange(3, _ALL_FILES)  # the server's connection is the inner process's alone
    status = os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1])
    os._exit(status if status >= 0 else 1)


def _drop_capabilities() -> None:
    """Give up every capability, those of the own user namespace included."""
    for capability in range(_LAST_CAPABILITY + 1):
        _c().prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails for those there are not
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _check(_c().capset(header, bytes(24)), "capset")


def _prctl(option: int, value: int) -> None:
    _check(_c().prctl(option, value, 0, 0, 0), "prctl")


def _c() -> ctypes.CDLL:
    if _libc is None:
        raise OSError("there is no such call on this system")
    return _libc


def _check(status: int, what: str) -> None:
    if status < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
