"""What the decoder finds out about a program's code: the same for every recording of it.

Nothing here depends on a run. So the stretches of all code that begin where control comes in
always are planned once, with the rows and forms of their steps; each recording begins with these
in its tables (`engine.trace.steps.Steps`), and adds those that it alone comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import CodeType

from engine.capture import operations
from engine.capture.decoded_code import DecodedCode, Instruction, SourceFacts, decode_code
from engine.capture.log import Block
from engine.capture.stretch_plans import Planner, Stretches
from engine.trace.model import Code, StepKind
from engine.trace.steps import Steps


class KnownCode:
    """The code objects of one program by number, with the Block marks of their rewritten code, by
    original offset."""

    def __init__(
        self,
        codes: Mapping[int, CodeType],
        blocks: Mapping[int, Mapping[int, Block]],
        source: str,
    ) -> None:
        self._codes = codes
        self._blocks = blocks
        self._source = source
        self._facts: SourceFacts | None = None
        self._decoded: dict[int, DecodedCode] = {}
        self._described: list[Code] = []
        self._planned = False
        self._stretches: dict[int, Stretches] = {}
        self.longest = max((len(code.co_code) for code in codes.values()), default=0)
        self.steps = Steps()  #: none; the rows and forms of those of planned stretches

    def code(self, number: int) -> DecodedCode:
        """A code object of the program, ready to be executed."""
        decoded = self._decoded.get(number)
        if decoded is None:
            if self._facts is None:
                self._facts = SourceFacts.of(self._source)
            code = self._codes[number]
            decoded = decode_code(number, code, self._facts, operations.operation)
            self._decoded[number] = decoded
        return decoded

    def described(self) -> list[Code]:
        """The code objects as a recording keeps them."""
        if not self._described:
            self._described = [self.code(number).describe() for number in sorted(self._codes)]
        return list(self._described)

    def plan(self) -> None:
        """Plan what can be planned without a run. (The top level is not recorded.)"""
        if self._planned:
            return
        self._planned = True
        for number in sorted(self._codes):
            code = self.code(number)
            if not code.module:
                offset = code.instructions[code.start - 1].offset
                code.enter_row = self.steps.row(offset, StepKind.ENTER, "", None)
                planner = self.planner(self.steps, number)
                planner.prepare(self._row_of)
                self._stretches[number] = planner.whole

    def planner(self, steps: Steps, number: int) -> Planner:
        """What makes further stretches of a code object, for these steps, beginning with those that
        were planned."""
        return Planner(steps, self.code(number), self._blocks[number], self._stretches.get(number))

    def _row_of(self, instruction: Instruction) -> int:
        row = instruction.row
        if row < 0:
            kind = instruction.kind or StepKind.OTHER
            row = self.steps.row(instruction.offset, kind, instruction.detail, instruction.span)
            instruction.row = row
        return row
