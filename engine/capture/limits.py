"""Limits of one run, and the part of them that the kernel keeps as resource limits."""

from __future__ import annotations

import resource
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

from engine.errors import ErrorCode, UsageError

MIB: Final = 1 << 20

SCRATCH_BYTES: Final = 16 * MIB
"""What a program may write into its folder: one file by RLIMIT_FSIZE, all by the tmpfs."""

OPEN_FILES: Final = 1024
"""As a login shell has it; fewer would turn into a program's answer."""


USUAL_STEPS: Final = 1_000_000

STEPS_A_SECOND: Final = 5_000_000
"""Of a bare run on a slow machine; a fast one has some five times as many."""

STEP_BYTES: Final = 64
"""What a step takes in a stored recording, with the names that it binds and a new value; loops
over numbers need half of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use. Reaching a limit is a `CaptureError`, never a verdict.

    Only ``steps`` and ``output`` are counts of what the program does; time and memory depend
    on the machine and are safety nets, so they must be wide of what is recorded normally."""

    seconds: float = 10.0  #: wall clock of the whole run, and about as much processor time
    memory: int = 1024 * MIB  #: bytes of address space on top of the idle child's
    output: int = MIB  #: characters written to stdout and stderr together
    steps: int = USUAL_STEPS
    trace: int = 256 * MIB  #: bytes of the answer that a child sends, if not for many steps
    processor: int | None = None  #: seconds of processor time; None: as the wall clock has it

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if value is not None and not value > 0:
                raise UsageError(
                    ErrorCode.BAD_OPTION,
                    f"The limit `{item.name}` is {value}, and must be more than zero",
                    data={"limit": item.name},
                )

    @property
    def answer(self) -> int:
        """Bytes of the answer that a child sends: more where more steps are asked for."""
        return self.trace + STEP_BYTES * max(0, self.steps - USUAL_STEPS)

    def glance(self) -> Limits:
        """For a run that is looked at only if it is short: in processor time, so that a busy
        machine does not decide. Whoever takes more than this has, as a rule, more steps than
        ``steps``."""
        return replace(self, processor=1 + self.steps // STEPS_A_SECOND)

    def to_json(self) -> dict[str, float | None]:
        return asdict(self)


def apply_resource_limits(limits: Limits, idle_bytes: int) -> None:
    """Set this process's resource limits; ``idle_bytes`` is the address space in use before.

    Without a limit on processor time, RLIMIT_CPU only backs the watchdog up: the wall clock ends
    a run first. RLIMIT_NPROC does not bind root; the system call filter is what forbids new
    processes."""
    processor = int(limits.seconds) + 2 if limits.processor is None else limits.processor
    wanted = {
        resource.RLIMIT_AS: idle_bytes + limits.memory,
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_FSIZE: SCRATCH_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 1,
        resource.RLIMIT_CORE: 0,
    }
    for which, amount in wanted.items():
        hard = resource.getrlimit(which)[1]
        # At a hard limit of processor time the kernel sends SIGKILL, at a soft one it says why.
        most = amount + (which == resource.RLIMIT_CPU)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (min(amount, most), most))


def address_space() -> int:
    """Bytes of address space this process uses; 0 where the kernel does not tell."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
