"""Kinds of entry: one frozen class each, declared once, from which everything else follows.

`KINDS` is the explicit list. To add a kind: write its class in the file of its family and name it here.
"""

from collections.abc import Mapping
from typing import Final

from bilan.ledger.kinds.agreements import Agreement, Amendment, Benefit, Contribution, Obligation
from bilan.ledger.kinds.audit import Closure, Finding, Recommendation, Reply
from bilan.ledger.kinds.base import Kind
from bilan.ledger.kinds.capacity import BuildingBlock, Cohort, Need, Service, Site, SkillPool
from bilan.ledger.kinds.measurement import Baseline, Indicator, Rating, Statement, Target
from bilan.ledger.kinds.money import Budget, Transaction
from bilan.ledger.kinds.people import Evidence, Office, Party, Source
from bilan.ledger.kinds.promises import Undertaking, Verdict
from bilan.ledger.kinds.record import Redaction, Review, Withdrawal
from bilan.ledger.kinds.roadmap import Milestone, Node, Plan

# In an order in which what is referred to comes before what refers to it.
ALL: Final[tuple[type[Kind], ...]] = (
    Source, Party, Office, Plan, Node, Indicator, Milestone, Agreement, Service, BuildingBlock, Need, Site, SkillPool,
    Cohort, Baseline, Target, Undertaking, Statement, Rating, Verdict, Obligation, Amendment, Contribution, Benefit,
    Budget, Transaction, Finding, Recommendation, Reply, Closure, Evidence, Review, Withdrawal, Redaction,
)  # fmt: skip

KINDS: Final[Mapping[str, type[Kind]]] = {one.kind: one for one in ALL}

__all__ = ["ALL", "KINDS", "Kind"]
