"""The catalogue, subject by subject."""

from typing import Final

from engine.synthesis.generator.sketch import Subject
from engine.synthesis.generator.subjects.integers import INTEGERS
from engine.synthesis.generator.subjects.loops import LOOPS
from engine.synthesis.generator.subjects.tables import TABLES
from engine.synthesis.generator.subjects.texts import TEXTS_SUBJECT
from engine.synthesis.generator.subjects.words import WORDS_SUBJECT

SUBJECTS: Final[tuple[Subject, ...]] = (
    LOOPS, TEXTS_SUBJECT, WORDS_SUBJECT, TABLES, INTEGERS,
)  # fmt: skip
"""In the order of the catalogue."""
