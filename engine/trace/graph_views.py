"""How much of an execution one node of its graph stands for."""

from __future__ import annotations

from enum import Enum


class GraphView(Enum):
    """How much of the execution one node stands for. Closed."""

    OPCODE = "opcode"  #: a step
    LINE = "line"  #: a visit of a line
    CALL = "call"  #: an activation
