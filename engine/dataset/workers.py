"""Worker processes: tasks in, results out, in order; none is left when it is over.

Each worker has a pipe of its own and one task at a time, so that a worker's death is known to
be that task's, and takes nothing along: there are no locks, threads or shared queues that a
process which ends at the wrong moment could leave behind in a state of its own.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD: Final = 8
"""Tasks for each worker that may be begun before the first unfinished one: a slow task keeps
the others busy, and the results that wait for it stay few."""

_PATIENCE: Final = 5.0
"""Seconds that a worker has to end by itself when it is told to."""

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Died:
    """In place of a result: the worker's process ended in the middle of the task."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    task: int | None = None  #: number of the task it is at


def in_order(
    work: Callable[[T], R], tasks: Iterable[T], count: int
) -> Generator[tuple[T, R | Died], None, None]:
    """Each task with its result, in the order of the tasks; ``work`` is called in ``count``
    fresh processes, and must be a function that can be pickled.

    However the generator ends (its end, `close`, an exception), its processes end with it."""
    pool = _Pool(work, count)
    try:
        yield from pool.run(enumerate(tasks))
    finally:
        pool.close()


class _Pool(Generic[T, R]):
    def __init__(self, work: Callable[[T], R], count: int) -> None:
        self._work = work
        self._count = count
        self._workers: list[_Worker] = []
        self._under_way: dict[int, T] = {}
        self._done: dict[int, R | Died] = {}

    def run(self, tasks: enumerate[T]) -> Generator[tuple[T, R | Died], None, None]:
        following = 0  # the task whose result is given out next
        begun = 0
        while True:
            for worker in self._idle():
                if begun >= following + _AHEAD * self._count:
                    break
                for number, task in islice(tasks, 1):
                    self._under_way[number] = task
                    begun = number + 1
                    self._give(worker, number, task)
            if not self._under_way:
                return
            self._collect()
            while following in self._done:
                yield self._under_way.pop(following), self._done.pop(following)
                following += 1

    def _idle(self) -> Generator[_Worker, None, None]:
        """Workers without a task; a new one is started only when there is a task for it."""
        yield from [worker for worker in self._workers if worker.task is None]
        while len(self._workers) < self._count:
            worker = self._start()
            yield worker
            if worker.task is None:
                return

    def _give(self, worker: _Worker, number: int, task: T) -> None:
        worker.task = number
        with suppress(OSError):  # it has died: `_collect` finds its pipe at its end
            worker.connection.send(task)

    def _collect(self) -> None:
        """Wait for workers that have a result or have died."""
        busy = {worker.connection: worker for worker in self._workers if worker.task is not None}
        for connection in wait(list(busy)):
            worker = busy[connection]  # type: ignore[index]  # `wait` gives back what it was given
            number, worker.task = worker.task, None
            if number is None:
                continue
            try:
                self._done[number] = worker.connection.recv()
            except (EOFError, OSError):
                self._done[number] = Died()
                self._workers.remove(worker)
                _end([worker])

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        # The first start of the tracker unblocks these signals in the thread that it happens in.
        resource_tracker.ensure_running()
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        # A Ctrl-C while the process imports its modules would print a traceback there.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        workers, self._workers = self._workers, []
        _end(workers)


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.connection.close()
        worker.process.terminate()
    for worker in workers:
        worker.process.join(_PATIENCE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _serve(connection: Connection, work: Callable[[T], R]) -> None:
    """A worker's life: until its pipe ends, or it is told to end."""
    # The parent alone answers Ctrl-C. A handler that does nothing is, other than SIG_IGN, not
    # inherited by the programs that are started from here.
    signal.signal(signal.SIGINT, _pass_over)
    signal.signal(signal.SIGTERM, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    try:
        with suppress(EOFError, OSError):
            while True:
                connection.send(work(connection.recv()))
    finally:
        signal.signal(signal.SIGTERM, _pass_over)  # it is ending already


def _pass_over(_number: int, _frame: object) -> None:
    pass


def _leave(_number: int, _frame: object) -> None:
    # Not SIG_IGN: of a signal that came before it and is not dealt with yet CPython says on
    # standard error that it was "ignored due to race condition".
    signal.signal(signal.SIGTERM, _pass_over)
    raise SystemExit(0)  # so that what was opened is closed on the way
