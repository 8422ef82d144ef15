"""Recordings and their graphs for other programs: JSON and DOT (docs/trace.md).

JSON is whole: no value is cut. It holds neither times of day nor paths, so that the same
recording gives the same bytes. To store a recording and judge it later, use
`engine.trace.storage`: what is written here is for readers, and is not read back.
"""

from __future__ import annotations

from typing import Final

from engine.trace.determined import undetermined
from engine.trace.graph import Scalar, StateGraph, edges
from engine.trace.graph_views import GraphView
from engine.trace.model import Activation, Differences, Ending, PlaceKind, Step, Time, Write
from engine.trace.moments import readable
from engine.trace.texts import Texts
from engine.trace.trace import Trace

STEPS_SCHEMA: Final = "stepwitness.steps/1"
GRAPH_SCHEMA: Final = "stepwitness.graph/1"

DOT_LENGTH: Final = 60
"""Characters of one attribute that a DOT label shows: longer labels make graphs unreadable."""


def trace_to_json(trace: Trace) -> dict[str, object]:
    """The recording for a reader, with every value as a literal; schema `STEPS_SCHEMA`."""
    texts = Texts(trace)
    data = trace.data
    differs = undetermined(data)
    return {
        "schema": STEPS_SCHEMA,
        "source": data.source,
        "entry": data.entry_name,
        "call": data.call,
        "python": data.python,
        "truncated": data.truncated,
        "undetermined": None if differs is None else differs.to_json(),
        "answer": _answer(trace, texts),
        "output": "".join(each.text for each in data.outputs if each.stream == "stdout"),
        "errors": "".join(each.text for each in data.outputs if each.stream == "stderr"),
        "activations": [_activation(trace, each, texts) for each in data.activations],
        "steps": [_step(step, texts, data.differs) for step in data.steps],
    }


def _answer(trace: Trace, texts: Texts) -> dict[str, object]:
    entry = trace.entry
    found: dict[str, object] = {"ending": entry.ending.value}
    if entry.result is None:
        return found
    text = texts.of(entry.result, trace.last_time)
    if entry.ending is Ending.RAISED:
        return found | {"exception": text}
    return found | {"value": text}


def _activation(trace: Trace, activation: Activation, texts: Texts) -> dict[str, object]:
    code = trace.code_of(activation.id)
    found: dict[str, object] = {
        "id": activation.id,
        "function": readable(code.qualname),
        "kind": code.kind.value,
        "line": code.first_line,
        "arguments": texts.arguments(activation.id),
        "first": activation.first,
        "last": activation.last,
        "ending": activation.ending.value,
    }
    if activation.parent is not None:
        found["parent"] = activation.parent
    if activation.caller is not None:
        found["caller"] = activation.caller
    if activation.result is not None:
        key = "exception" if activation.ending is Ending.RAISED else "result"
        found[key] = texts.of(activation.result, Time(activation.last))
    return found


def _step(step: Step, texts: Texts, differs: Differences) -> dict[str, object]:
    found: dict[str, object] = {
        "step": step.number,
        "done": step.done,
        "activation": step.activation,
        "offset": step.offset,
        "kind": step.kind.value,
    }
    before, after = Time(step.number - 1), Time(step.done)
    if step.detail:
        found["detail"] = step.detail
    if step.span is not None:
        span = step.span
        found["span"] = [span.line, span.column, span.end_line, span.end_column]
    if step.operands:
        found["operands"] = [texts.of(each, before) for each in step.operands]
    if step.result is not None:
        found["result"] = texts.of(step.result, after)
    if step.writes:
        found["writes"] = [_write(write, after, texts) for write in step.writes]
    if step.truth is not None:
        found["truth"] = step.truth
    if step.exception is not None:
        found["exception"] = texts.of(step.exception, after)
    if step.number in differs.results or step.number in differs.others:
        found["differs"] = True
    return found


def _write(write: Write, at: Time, texts: Texts) -> dict[str, object]:
    found: dict[str, object] = {"place": write.kind.value}
    if write.name is not None:
        found["name"] = write.name
    if write.container is not None:
        found["object"] = texts.object(write.container)
    if write.key is not None:
        found["key"] = texts.of(write.key, at)
    if write.kind is PlaceKind.CONTENTS and write.container is not None:
        found["value"] = texts.of(write.container, at)
    elif write.value is not None:
        found["value"] = texts.of(write.value, at)
    return found


# -- graphs -------------------------------------------------------------------------------------


def graph_to_json(graph: StateGraph) -> dict[str, object]:
    """A graph of `engine.trace.graph.state_graph` as nodes and links; schema `GRAPH_SCHEMA`."""
    return {
        "schema": GRAPH_SCHEMA,
        "graph": dict(graph.graph),
        "nodes": [{"id": node, **attributes} for node, attributes in graph.nodes(data=True)],
        "links": [
            {"source": start, "target": end, **attributes}
            for start, end, attributes in edges(graph)
        ],
    }


def graph_to_dot(graph: StateGraph) -> str:
    """A graph in Graphviz's language, for `dot -Tsvg`. Texts longer than `DOT_LENGTH` are cut."""
    view = GraphView(graph.graph["view"])
    title = f"{graph.graph['entry']}({graph.graph['call']})"
    lines = [
        f"digraph {_quoted(view.value)} {{",
        f"  graph [label={_quoted(_cut(title))}, labelloc=t];",
        "  node [shape=box, fontname=monospace];",
        "  edge [fontname=monospace];",
    ]
    for node, attributes in graph.nodes(data=True):
        label = "\n".join(_node_label(view, node, attributes))
        lines.append(f"  n{node} [label={_quoted(label)}];")
    for start, end, attributes in edges(graph):
        label = "\n".join(_edge_label(attributes))
        lines.append(f"  n{start} -> n{end} [label={_quoted(label)}];")
    lines.append("}")
    return "\n".join(lines) + "\n"


def _node_label(view: GraphView, node: int, attributes: dict[str, Scalar]) -> list[str]:
    label: list[str] = []
    match view:
        case GraphView.OPCODE:
            what = f"{attributes['kind']} {attributes.get('detail', '')}".rstrip()
            where = f", line {attributes['line']}" if "line" in attributes else ""
            label.append(_cut(f"{node}: {what}{where}"))
        case GraphView.LINE:
            label.append(_cut(f"{attributes['line']}: {attributes['text']}"))
            label.extend(_cut(each) for each in str(attributes.get("writes", "")).split("\n"))
        case GraphView.CALL:
            label.append(_cut(f"{attributes['function']}({attributes['arguments']})"))
    for key, sign in (("result", "→"), ("exception", "raises")):
        if key in attributes:
            label.append(_cut(f"{sign} {attributes[key]}"))
    return [each for each in label if each]


def _edge_label(attributes: dict[str, Scalar]) -> list[str]:
    transition = str(attributes["transition"])
    label = [] if transition == "next" else [transition]
    if "line" in attributes:
        label.append(f"line {attributes['line']}")
    label.extend(_cut(each) for each in str(attributes.get("writes", "")).split("\n"))
    return [each for each in label if each]


def _cut(text: str) -> str:
    return text if len(text) <= DOT_LENGTH else text[: DOT_LENGTH - 1] + "…"


def _quoted(text: str) -> str:
    """A quoted string of DOT that shows the text as it is: Graphviz gives a meaning to
    backslashes and to `&` (entities of HTML) in labels."""
    shown = []
    for character in text:
        match character:
            case "\n":
                shown.append(r"\n")
            case '"' | "\\":
                shown.append("\\" + character)
            case "&":
                shown.append("&amp;")
            case _ if character.isprintable():
                shown.append(character)
            case _:
                shown.append("\\\\" + f"u{ord(character):04x}")
    return '"' + "".join(shown) + '"'
