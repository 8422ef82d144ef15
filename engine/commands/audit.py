"""`stepwitness audit`: code, narration and verdicts side by side."""

from __future__ import annotations

from typing import Final

from engine.claims.verdicts import NarrationVerdict
from engine.commands.exits import exit_judged
from engine.commands.options import (
    MEMORY,
    SECONDS,
    STEPS,
    CallOption,
    EntryOption,
    JsonOption,
    LevelOption,
    MemoryOption,
    NarrationArgument,
    ProgramArgument,
    SecondsOption,
    StdinOption,
    StepsOption,
    StrictOption,
    level_of,
    limits_of,
)
from engine.commands.output import print_json
from engine.commands.reading import read_both
from engine.commands.recording import recording_of

EXAMPLES: Final = (
    "**Examples**\n\n"
    '`stepwitness audit program.py story.txt --call "[3, 1, 2]"`\n\n'
    '`COLUMNS=160 FORCE_COLOR=1 stepwitness audit program.py story.txt -c "4" | less -R`'
)


def audit(  # noqa: PLR0913, PLR0917  # one for each option
    program: ProgramArgument,
    narration: NarrationArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    level: LevelOption = None,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Show code, narration and verdicts side by side, the wrong words marked."""
    from engine.claims.verify import verify_and_explain

    chosen, text = read_both(program, narration, call, entry, stdin)
    recording = recording_of(chosen, limits_of(seconds, memory, steps))
    report = verify_and_explain(recording, text, level_of(level, strict=strict))
    if as_json:
        from engine.report.answer import answer_text

        print_json(
            {
                "schema": "stepwitness.audit/1",
                "program": chosen.name,
                "source": chosen.source,
                "call": chosen.call_text,
                "answer": answer_text(recording),
                "narration": report.text,
                "report": report.to_json(),
            }
        )
    else:
        from engine.report import audit_view
        from engine.report.terminal import console

        audit_view.show(recording, report, console(), chosen.name)
    exit_judged(accepted=report.verdict is NarrationVerdict.ACCEPTED)
