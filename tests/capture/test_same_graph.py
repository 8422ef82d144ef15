"""The line and the call view of a recording are the same on all supported Pythons.

Each version of Python that runs this test compares with the same file of digests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.capture import same_graph

ROOT = Path(__file__).parents[2]

_PRINT = (
    "import json; from tests.capture import same_graph as s;"
    "print(json.dumps({name: s.digest(program) for name, program in s.all_programs()}))"
)


@pytest.fixture(scope="module")
def digests() -> dict[str, str]:
    """Of this Python, under the hash seed of the file."""
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    environment = {"PYTHONHASHSEED": "0", "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _PRINT], env=environment, capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


WANTED: dict[str, str] = json.loads(same_graph.DIGESTS.read_text("utf-8"))


def test_every_program_has_its_digest(digests: dict[str, str]) -> None:
    assert digests.keys() == WANTED.keys(), "write same_graph.json anew"
    assert len(digests) > 90
    assert same_graph.CHANGED_BY_THE_LANGUAGE.keys() <= digests.keys()


@pytest.mark.parametrize("name", sorted(WANTED.keys() - same_graph.CHANGED_BY_THE_LANGUAGE.keys()))
def test_the_views_are_the_same_on_all_versions(name: str, digests: dict[str, str]) -> None:
    assert digests[name] == WANTED[name], (
        f"print both with `PYTHONHASHSEED=0 python -m tests.capture.same_graph {name}`; "
        "write same_graph.json anew only if all versions agree"
    )


if sys.version_info < (3, 12):  # the version that differs in all of them

    def test_what_is_listed_as_changed_has_changed(digests: dict[str, str]) -> None:
        same = [
            name for name in same_graph.CHANGED_BY_THE_LANGUAGE if digests[name] == WANTED[name]
        ]
        assert same == []
