"""References of a recording (their meaning: `engine.trace.model`)."""

from __future__ import annotations

from typing import NewType

Ref = NewType("Ref", int)
