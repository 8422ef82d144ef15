"""The closed union of all claims: a new form is added to its family's module and here."""

from __future__ import annotations

from typing import TypeAlias

from engine.claims.model.causes import LineAffects
from engine.claims.model.changes import ChangeClaim
from engine.claims.model.counts import CountClaim
from engine.claims.model.derivations import DerivationClaim
from engine.claims.model.discourse import (
    AltersUnnamed,
    Branches,
    CallBegins,
    Excepts,
    Gives,
    HasMoved,
    Jumps,
    LoopTest,
    MovesTo,
    NextEvent,
    NotConverted,
    NothingHappens,
    NowIs,
    NthTest,
    OfLoop,
    RaisedBy,
    Returned,
    ReturnsAs,
    SetTo,
    Shows,
    Stored,
    TruthOf,
    Unchanged,
)
from engine.claims.model.items import ItemsClaim
from engine.claims.model.lines import (
    AssertionHolds,
    Calls,
    CaseMatches,
    Changes,
    ConditionIs,
    ConditionLeads,
    Defines,
    Deletes,
    DoesNothing,
    EntersWith,
    Evaluates,
    Imports,
    LeavesUnchanged,
    LineCatches,
    LinePrints,
    LineRaises,
    LineReturns,
    LineRuns,
    LineYields,
    Sets,
)
from engine.claims.model.loops import BreaksOut, ContinuesLoop, LoopEnds, LoopOver, LoopPasses
from engine.claims.model.quantified import QuantifiedClaim
from engine.claims.model.reasons import ReasonClaim, WayClaim
from engine.claims.model.states import Quantified, StateClaim
from engine.claims.model.summaries import SummaryClaim
from engine.claims.model.undone import UndoneClaim
from engine.claims.model.wholes import AbsoluteClaim

Claim: TypeAlias = (
    StateClaim
    | AbsoluteClaim
    | Quantified
    | Sets
    | Changes
    | LeavesUnchanged
    | Deletes
    | Evaluates
    | ConditionIs
    | ConditionLeads
    | LineRuns
    | LoopPasses
    | LoopEnds
    | BreaksOut
    | ContinuesLoop
    | Calls
    | LineRaises
    | LineCatches
    | LineReturns
    | LineYields
    | LinePrints
    | Defines
    | Imports
    | AssertionHolds
    | CaseMatches
    | DoesNothing
    | EntersWith
    | SummaryClaim
    | ChangeClaim
    | DerivationClaim
    | ReasonClaim
    | WayClaim
    | LineAffects
    | CountClaim
    | QuantifiedClaim
    | NextEvent
    | OfLoop
    | LoopOver
    | TruthOf
    | Gives
    | NowIs
    | Shows
    | AltersUnnamed
    | Branches
    | Jumps
    | Unchanged
    | CallBegins
    | NothingHappens
    | RaisedBy
    | NotConverted
    | Excepts
    | Returned
    | HasMoved
    | MovesTo
    | SetTo
    | ReturnsAs
    | Stored
    | LoopTest
    | NthTest
    | ItemsClaim
    | UndoneClaim
)
