"""A graph of states in a summary: its size, how control moves in it, and the busiest places."""

from __future__ import annotations

from collections import Counter
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.report.terminal import shortened
from engine.trace.graph import Scalar, StateGraph, Transition, edges
from engine.trace.graph_views import GraphView

SHOWN: Final = 20
"""Places that are listed; DOT and JSON have all nodes."""

_NODE: Final = {
    GraphView.OPCODE: "states before and after a step",
    GraphView.LINE: "visits of lines",
    GraphView.CALL: "activations",
}


def show(graph: StateGraph, view: GraphView, target: Console) -> None:
    """Print how many nodes and edges there are, of what kind, and where most of them are."""
    call = shortened(f"{graph.graph['entry']}({graph.graph['call']})", target.width)
    target.print(Text(f"{call}, view: {view.value}", "bold"))
    nodes, moves = graph.number_of_nodes(), graph.number_of_edges()
    target.print(f"{nodes:,} nodes ({_NODE[view]}), {moves:,} edges")
    counts = Counter(str(attributes["transition"]) for _, _, attributes in edges(graph))
    transitions = [
        f"{each.value}: {counts[each.value]:,}" for each in Transition if counts[each.value]
    ]
    if transitions:
        target.print("transitions: " + ", ".join(transitions))
    places = Counter(_place(view, attributes) for _, attributes in graph.nodes(data=True))
    places.pop("", None)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("nodes", justify="right")
    table.add_column("line" if view is GraphView.LINE else view.value, overflow="fold")
    for place, count in places.most_common(SHOWN):
        table.add_row(f"{count:,}", Text(shortened(place, target.width - 10)))
    target.print()
    target.print(table)
    if len(places) > SHOWN:
        target.print(f"… and {len(places) - SHOWN:,} more (see --dot and --json)")


def _place(view: GraphView, attributes: dict[str, Scalar]) -> str:
    """What several nodes have in common: the same opcode, line or function; "" for the end."""
    match view:
        case GraphView.OPCODE:
            place = f"line {attributes['line']}: " if "line" in attributes else ""
            kind = "" if attributes["kind"] == "end" else str(attributes["kind"])
            return f"{place}{kind} {attributes.get('detail', '')}".rstrip()
        case GraphView.LINE:
            return f"{attributes['line']}: {attributes['text']}"
        case GraphView.CALL:
            return f"{attributes['function']} (line {attributes['line']})"
