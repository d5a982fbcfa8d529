"""Money: what was foreseen and what flowed. Versions of a budget are never added up."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Day, Exact, InList, Refers, Words, may, must
from bilan.ledger.kinds.agreements import Money
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.kinds.measurement import Region, Sector, Size


class Budget(Sourced):
    """Money foreseen for a node over a period, in one version."""

    kind: ClassVar[str] = "budget"
    subject: Annotated[str, Refers("plan", "node", "agreement", "service")] = must("What it is for.", "axis-2")
    scope: Words | None = may("The part meant, as said.", "aid to SMEs")
    amount: Exact | None = may("Amount, in whole units of the currency.", "2200000000")
    share: Exact | None = may("Percentage of the parent's budget, when told so.", "83")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "about")
    currency: Money | None = may("Currency (ISO 4217).", "MAD")
    period: Day | None = may("The period.", "2009/2013")
    money_version: Annotated[str, InList("money_version")] = must("Planned or revised.", "planned")
    nature: Annotated[str, InList("nature")] = must("Of which nature the figure is.", "announced")
    organisation: Annotated[str, Refers("party")] | None = may("Who says so.", "org-mcint")
    said_on: Day | None = may("When it was said.", "2009-10-10")
    occasion_kind: Annotated[str, InList("occasion")] | None = may(
        "Whether the public could hear it on that day.", "public"
    )
    published_on: Day | None = may("The day it became public, when other than the source's.", "2009-10-10")
    reason: Annotated[str, InList("reason")] | None = may("Why it was revised.", "scope_evolved")
    purpose: Annotated[str, InList("purpose")] | None = may(
        "What the money may be spent on, when bound.", "shared_blocks"
    )
    derived: bool | None = may("Whether the amount was worked out by whoever recorded it, not printed.", example=True)


class Transaction(Sourced):
    """Money that flowed."""

    kind: ClassVar[str] = "transaction"
    subject: Annotated[str, Refers("plan", "node", "agreement", "service")] = must("What it is for.", "axis-3")
    scope: Words | None = may("The part meant, as said.", "aid to SMEs")
    flow: Annotated[str, InList("money_flow")] = must("What sort of flow.", "disbursement")
    amount: Exact = must("Amount, in whole units of the currency.", "22900000")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "exact")
    currency: Money = must("Currency (ISO 4217).", "MAD")
    about: Day | None = may("Day, or day up to which it is a total.", "2013-06-30")
    total: bool | None = may("Whether it is the total up to that day, not one payment.", example=True)
    nature: Annotated[str, InList("nature")] = must("Of which nature the figure is.", "audited")
    sector: Sector | None = may("The sector it went to.", "C@ISIC4")
    region: Region | None = may("The region it went to.", "MA-08@1997")
    size: Size | None = may("The size of firm it went to.", "small")
    audience: Words | None = may("The public it went to.", "students")
    payer: Annotated[str, Refers("party")] | None = may("Who paid.", "org-cgsut")
    payee: Annotated[str, Refers("party")] | None = may("Who was paid.", "org-anrt")
    organisation: Annotated[str, Refers("party")] | None = may("Who says so.", "org-cour")
    said_on: Day | None = may("When it was said.", "2014-02")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2014-09")
