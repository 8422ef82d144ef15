"""`stepwitness demo`: a true narration accepted, and a false one found out."""

from __future__ import annotations

from typing import Final

from engine.capture.limits import Limits
from engine.claims.verdicts import NarrationVerdict
from engine.commands.exits import exit_judged
from engine.commands.options import JsonOption
from engine.commands.output import print_json
from engine.commands.recording import recording_of

EXAMPLES: Final = "**Example**\n\n`stepwitness demo`"


def demo(as_json: JsonOption = False) -> None:
    """Show a true narration accepted, and one with a single wrong word found out."""
    from engine.claims.verify import verify
    from engine.dataset import demo as demonstration
    from engine.report import demo_view
    from engine.report.terminal import console

    recording = recording_of(demonstration.program(), Limits())
    true = verify(recording, demonstration.TRUE_NARRATION)
    false = verify(recording, demonstration.FALSE_NARRATION)
    if as_json:
        print_json(
            {
                "schema": "stepwitness.demo/1",
                "source": demonstration.SOURCE,
                "call": demonstration.program().call_text,
                "true": {"narration": true.text, "report": true.to_json()},
                "false": {"narration": false.text, "report": false.to_json()},
            }
        )
    else:
        demo_view.show(recording, true, false, console())
    as_told = (NarrationVerdict.ACCEPTED, NarrationVerdict.REJECTED)
    exit_judged(accepted=(true.verdict, false.verdict) == as_told)
