"""A language model as the teacher of a build. Imported where one is asked for alone: it needs the
packages of the extra `teachers`."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from engine.dataset.build_settings import Settings
from engine.synthesis.chat.abilities import ability_table
from engine.synthesis.chat.asking import Asker, Manners
from engine.synthesis.chat.budget import Budget, Ledger
from engine.synthesis.chat.bulk import Bulk
from engine.synthesis.chat.kept import Exchanges
from engine.synthesis.chat.model import BatchModel
from engine.synthesis.chat.providers import Provider, connect
from engine.synthesis.concept import Concept
from engine.synthesis.teachers.asked import Lessons, ModelTeacher
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.rounds import Asking
from engine.synthesis.teachers.seeds import concepts_from, passages_of


def model_teacher(
    settings: Settings, out: Path, judging: Judging
) -> tuple[ModelTeacher, tuple[Concept, ...] | None, Ledger]:
    """The teacher, the concepts that it drew from seed texts (None: there are no texts), and what
    it cost. Exchanges are kept in the folder. Raises `TeacherError`, `UsageError`."""
    table = ability_table(Path(settings.models) if settings.models else None)
    model = connect(Provider(settings.teacher), table, base_url=settings.base_url or None)
    exchanges = Exchanges(out / "exchanges", model.protocol)
    ledger = Ledger(Budget(settings.tokens or None, settings.dollars or None), table)
    asking: Asking
    if settings.batch:
        asking = Bulk(cast("BatchModel", model), exchanges, ledger, Manners())
    else:
        asking = Asker(model, exchanges, ledger, Manners())
    lessons = Lessons(
        settings.model,
        settings.blind,
        settings.rounds,
        window=10_000 if settings.batch else 64,  # a batch is waited for in each round
        max_tokens=settings.max_tokens,
    )
    drawn = None
    if settings.texts:
        passages = passages_of([Path(each) for each in settings.texts])
        drawn = concepts_from(passages, asking, settings.model).concepts
    return ModelTeacher(lessons, asking, judging), drawn, ledger
