"""Many rows at once: a bar that shows how far they are, results kept in a file so that a second run
goes on where the first ended, and Ctrl-C, after which what was done is reported."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from engine.commands.options import bad_option
from engine.commands.recording import tell_missing_here

if TYPE_CHECKING:
    from engine.dataset.results import Kind, Result
    from engine.dataset.rows import Line

R = TypeVar("R", bound="Result")
C_contra = TypeVar("C_contra", bound="Result", contravariant=True)


def lines_of(path: Path, workers: int | None) -> list[Line]:
    """The lines of a file that is worked on by so many processes; raises `UsageError`."""
    from engine.dataset.rows import read_lines

    if workers is not None and workers < 1:
        raise bad_option(f"--workers is {workers}, and must be at least 1")
    return read_lines(path)


class Tally(Protocol[C_contra]):
    """What counts results."""

    resumed: int

    def add(self, result: C_contra) -> None: ...


@contextlib.contextmanager
def without_ctrl_c() -> Iterator[None]:
    """Ctrl-C is answered behind the block: what is told of a run is what its file holds."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Batch(NamedTuple, Generic[R]):
    """Rows to work on: what makes a row's result this one, and how the rows are done."""

    lines: list[Line]
    key: Callable[[Line], str]
    run: Callable[[list[Line]], Generator[R, None, None]]


def run_batch(
    batch: Batch[R], tally: Tally[R], kind: Kind[R], output: Path | None, word: str
) -> tuple[float, bool]:
    """Do the rows whose results are not in the file ``output`` yet: the seconds it took, and
    whether Ctrl-C ended it."""
    from engine.dataset.results import ResultFile
    from engine.report import batch_view
    from engine.report.terminal import console

    lines, key = batch.lines, batch.key
    with contextlib.ExitStack() as stack:
        store = None if output is None else stack.enter_context(ResultFile(output, kind))
        known = {} if store is None else store.known
        before = [known[key(line)] for line in lines if key(line) in known]
        missing = [line for line in lines if key(line) not in known]
        for result in before:
            tally.add(result)
        tally.resumed = len(before)
        begin, interrupted = time.perf_counter(), False
        try:
            if missing:
                tell_missing_here()
            results = stack.enter_context(contextlib.closing(batch.run(missing)))
            bar = batch_view.with_progress(results, len(missing), word, console(stderr=True))
            shown = stack.enter_context(contextlib.closing(bar))
            for line, result in zip(missing, shown, strict=True):
                with without_ctrl_c():
                    if store is not None:
                        store.add(key(line), result)
                    tally.add(result)
        except KeyboardInterrupt:
            interrupted = True
        return time.perf_counter() - begin, interrupted
