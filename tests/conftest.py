"""Options and fixed settings of the suite."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

collect_ignore = ["cases"]  # programs to be recorded, not tests

# In CI every run draws the same examples, so that a red build is red again; at home each run
# draws new ones. Deadlines are off in both: how long an example takes says nothing about it.
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("home", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "home")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="Write the verdicts found into tests/cases/; read the diff before you commit them.",
    )


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether expected verdicts are to be rewritten."""
    return bool(request.config.getoption("--update-cases"))
