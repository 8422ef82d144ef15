"""The line and the call view of recordings, without what depends on the version of Python.

    PYTHONHASHSEED=0 python -m tests.capture.same_graph          # write same_graph.json anew
    PYTHONHASHSEED=0 python -m tests.capture.same_graph NAME     # print one program's views

With another hash seed the elements of sets have another order in the texts.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.capture.recorder import record_here
from engine.errors import CaptureError
from engine.program import Program
from engine.trace.graph import state_graph
from engine.trace.graph_views import GraphView
from engine.trace.trace import Trace
from tests import case_files
from tests.capture.programs import PROGRAMS

MAX_STEPS: Final = 200_000
DIGESTS: Final = Path(__file__).with_suffix(".json")

CHANGED_BY_THE_LANGUAGE: Final = {
    "generators/send_values": "3.13 drops a waiting generator without GeneratorExit",
    "programs/closure_over_parameter": "from 3.12 on the qualified name of a lambda in a "
    "comprehension has no `<listcomp>` in it (PEP 709)",
}
"""Programs whose views are not the same on all versions, with the reason (docs/trace.md)."""

_NUMBERS_OF_STEPS: Final = frozenset({"step", "first", "last"})
"""Attributes that count opcodes. Everything else has to be the same."""


def all_programs() -> Iterator[tuple[str, Program]]:
    """The programs that every supported Python runs, by name."""
    for path in case_files.programs():
        header = case_files.read_header(path)
        if header.requires <= (3, 11):
            name = path.relative_to(case_files.CASES).with_suffix("").as_posix()
            source = path.read_text(encoding="utf-8")
            program = Program.from_text(source, header.entry, header.call, stdin=header.stdin)
            yield name, program
    for name, case in PROGRAMS.items():
        yield f"programs/{name}", Program.from_text(case.source, "f", case.call)


def views(program: Program) -> str:
    """Both views as text, a node or an edge on each line, nodes numbered in their order."""
    trace = Trace(record_here(program, max_steps=MAX_STEPS))
    lines = []
    for view in (GraphView.LINE, GraphView.CALL):
        graph = state_graph(trace, view)
        number = {node: position for position, node in enumerate(graph.nodes)}
        for node, attributes in graph.nodes(data=True):
            lines.append(f"{view.value} {number[node]}: {_told(attributes)}")
        for start, end, attributes in graph.edges(data=True):
            lines.append(f"{view.value} {number[start]} -> {number[end]}: {_told(attributes)}")
    return "\n".join(lines) + "\n"


def _told(attributes: dict[str, object]) -> str:
    return json.dumps(
        {name: held for name, held in attributes.items() if name not in _NUMBERS_OF_STEPS},
        sort_keys=True,
    )


def digest(program: Program) -> str:
    """A short hash of the views, or the slug of the error that refuses the recording."""
    try:
        return hashlib.sha256(views(program).encode()).hexdigest()[:16]
    except CaptureError as error:
        return error.code.slug


def main() -> None:
    """Write the digests, or print the views of one program."""
    if len(sys.argv) > 1:
        print(views(dict(all_programs())[sys.argv[1]]), end="")
        return
    found = {name: digest(program) for name, program in all_programs()}
    DIGESTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
