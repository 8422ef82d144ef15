"""The catalogue, subject by subject."""

from typing import Final

from engine.synthesis.generator.sketch import Subject
from engine.synthesis.generator.subjects.bits import BITS
from engine.synthesis.generator.subjects.classes import CLASSES
from engine.synthesis.generator.subjects.divisibility import DIVISIBILITY
from engine.synthesis.generator.subjects.dynamic import DYNAMIC
from engine.synthesis.generator.subjects.encoding import ENCODING
from engine.synthesis.generator.subjects.everyday import EVERYDAY
from engine.synthesis.generator.subjects.exceptions import EXCEPTIONS
from engine.synthesis.generator.subjects.formatting import FORMATTING
from engine.synthesis.generator.subjects.generators import GENERATORS
from engine.synthesis.generator.subjects.graphs import GRAPHS
from engine.synthesis.generator.subjects.greedy import GREEDY
from engine.synthesis.generator.subjects.integers import INTEGERS
from engine.synthesis.generator.subjects.intervals import INTERVALS
from engine.synthesis.generator.subjects.loops import LOOPS
from engine.synthesis.generator.subjects.matrices import MATRICES
from engine.synthesis.generator.subjects.neighbours import NEIGHBOURS
from engine.synthesis.generator.subjects.parsing import PARSING
from engine.synthesis.generator.subjects.pointers import POINTERS
from engine.synthesis.generator.subjects.queues import QUEUES
from engine.synthesis.generator.subjects.recursion import RECURSION
from engine.synthesis.generator.subjects.sets import SETS
from engine.synthesis.generator.subjects.simulation import SIMULATION
from engine.synthesis.generator.subjects.sorting import SORTING
from engine.synthesis.generator.subjects.stacks import STACKS
from engine.synthesis.generator.subjects.tables import TABLES
from engine.synthesis.generator.subjects.texts import TEXTS
from engine.synthesis.generator.subjects.wordplay import WORDPLAY
from engine.synthesis.generator.subjects.words import WORDS

SUBJECTS: Final[tuple[Subject, ...]] = (
    LOOPS,
    NEIGHBOURS,
    TEXTS,
    ENCODING,
    WORDS,
    WORDPLAY,
    TABLES,
    SETS,
    INTEGERS,
    DIVISIBILITY,
    BITS,
    POINTERS,
    SORTING,
    STACKS,
    QUEUES,
    INTERVALS,
    MATRICES,
    GRAPHS,
    RECURSION,
    DYNAMIC,
    GREEDY,
    PARSING,
    FORMATTING,
    SIMULATION,
    CLASSES,
    GENERATORS,
    EXCEPTIONS,
    EVERYDAY,
)
"""In the order of the catalogue."""
