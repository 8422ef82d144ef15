"""Worker processes that end when they are told to, and are replaced when one of them dies."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import ParamSpec, Self, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PATIENCE = 5.0
"""Seconds that a worker has to end by itself after SIGTERM."""


class Workers:
    """A pool of ``count`` fresh processes; each runs ``ready`` first.

    Invariant: after ``close`` (or the end of the `with` block, however it comes) none of its
    processes is left, whatever they were doing. The processes start with SIGINT and SIGTERM
    blocked, and ``ready`` unblocks them, so that a Ctrl-C during their start prints nothing."""

    def __init__(self, count: int, ready: Callable[[], None]) -> None:
        self._count = count
        self._ready = ready
        self._processes: list[BaseProcess] = []
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> Future[_T]:
        """Have a worker call ``work``; the future fails with `BrokenProcessPool` where a worker
        dies meanwhile, be it this one or another."""
        if self._pool is not None:
            try:
                return self._pool.submit(work, *arguments, **named)
            except BrokenProcessPool:
                self.close()
        return self._start().submit(work, *arguments, **named)

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=self._ready)
        self._pool = pool
        before = multiprocessing.active_children()
        # The processes start with the first task, and inherit what is blocked here.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            pool.submit(_nothing)
            self._processes = [
                child for child in multiprocessing.active_children() if child not in before
            ]
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        return pool

    def close(self) -> None:
        """End all processes, at once."""
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        pool.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
        pool.shutdown(wait=True)
        self._processes = []


def _nothing() -> None:
    """The task that starts the processes."""
