"""Many programs at a time: one sandbox for each worker, results in the order of the programs.

The workers are threads that wait for their sandbox's children; the programs run in those
children, hence in parallel. (Who has much to compute for each recording wants processes with
a sandbox each instead: reading a recording holds this process's interpreter.)
"""

from __future__ import annotations

import contextlib
import os
import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, TypeVar

from engine.capture.limits import Limits
from engine.capture.runner import DEFAULT_LIMITS
from engine.capture.sandbox import Sandbox
from engine.errors import CaptureError
from engine.program import Program
from engine.trace.model import TraceData

Result = TypeVar("Result")
Item = TypeVar("Item")

_AHEAD: Final = 4
"""Items under way for each worker: enough that none waits for the one who takes results."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def record_all(
    programs: Iterable[Program],
    limits: Limits = DEFAULT_LIMITS,
    *,
    workers: int | None = None,
    hash_seed: int = 0,
) -> Iterator[TraceData | CaptureError]:
    """The recording of each program, or why there is none, in the order of ``programs``.

    A bounded number is under way at a time: any number can be fed. Closing the iterator or
    Ctrl-C ends the runs and their servers."""

    def recorded(sandbox: Sandbox, program: Program) -> TraceData | CaptureError:
        try:
            return sandbox.record(program, limits)
        except CaptureError as error:
            return error

    return in_sandboxes(recorded, programs, workers=workers, hash_seed=hash_seed)


def in_sandboxes(
    work: Callable[[Sandbox, Item], Result],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    hash_seed: int = 0,
) -> Iterator[Result]:
    """``work(sandbox, item)`` for each item, in order, each worker with a sandbox of its own.

    ``workers``: by default one a processor. An exception of ``work`` ends the whole."""
    count = processors() if workers is None else workers
    source = iter(items)
    idle: queue.SimpleQueue[Sandbox] = queue.SimpleQueue()
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(count))
        sandboxes = [Sandbox(hash_seed) for _ in range(count)]
        for sandbox in sandboxes:
            idle.put(sandbox)

        def one(item: Item) -> Result:
            sandbox = idle.get()
            try:
                return work(sandbox, item)
            finally:
                idle.put(sandbox)

        waiting: deque[Future[Result]] = deque()
        try:
            waiting.extend(pool.submit(one, item) for item in islice(source, _AHEAD * count))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(one, item) for item in islice(source, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for sandbox in sandboxes:
                sandbox.abort()
