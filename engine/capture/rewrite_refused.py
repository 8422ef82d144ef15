"""The error of a program whose code cannot be rewritten safely."""

from __future__ import annotations

from types import CodeType

from engine.errors import CaptureError, ErrorCode


class RewriteRefused(CaptureError):
    """Rewriting would not provably keep the program's behaviour: nothing is run."""

    def __init__(self, code: CodeType, why: str, offset: int = -1) -> None:
        place = f"`{code.co_qualname}`, line {code.co_firstlineno}"
        super().__init__(
            ErrorCode.REFUSED,
            f"The bytecode of {place} cannot be rewritten safely: {why}",
            remedy="Write that function in another way; this is a limit of the recorder.",
            data={"function": code.co_qualname, "offset": offset},
        )
