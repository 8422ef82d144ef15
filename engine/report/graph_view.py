"""A graph of states in a summary: how many nodes and edges, and the busiest of them."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text


def show(form: Mapping[str, object], target: Console) -> None:
    target.print(Text(str(list(form))))
