"""What the decoder finds out about a program's code: the same for every recording of it.

Nothing here depends on a run. So the stretches of all code that begin where control comes in
always are planned once, with the rows and forms of their steps. The tables of these are the same
for all recordings (`engine.trace.steps.Tables`); what one of them adds is there for the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import CodeType

from engine.capture import operations
from engine.capture.decoded_code import DecodedCode, Instruction, SourceFacts, decode_code
from engine.capture.log import Block
from engine.capture.stretch_plans import Planner
from engine.trace.model import Code, StepKind
from engine.trace.steps import Tables


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
        self._planners: dict[int, Planner] = {}
        self.longest = max((len(code.co_code) for code in codes.values()), default=0)
        self.tables = Tables()  #: of the steps of all recordings

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
                self.planner(number).prepare()

    def planner(self, number: int) -> Planner:
        """What makes the stretches of a code object."""
        found = self._planners.get(number)
        if found is None:
            found = Planner(self.tables, self.code(number), self._blocks[number], self.row_of)
            self._planners[number] = found
        return found

    def row_of(self, instruction: Instruction) -> int:
        """The row of the instruction's steps, unless one of them differs."""
        row = instruction.row
        if row < 0:
            kind = instruction.kind or StepKind.OTHER
            row = self.tables.row(instruction.offset, kind, instruction.detail, instruction.span)
            instruction.row = row
        return row

    def enter_row(self, code: DecodedCode) -> int:
        """The row of the steps with which activations of the code begin."""
        row = code.enter_row
        if row < 0:
            offset = code.instructions[code.start - 1].offset
            row = code.enter_row = self.tables.row(offset, StepKind.ENTER, "", None)
        return row
