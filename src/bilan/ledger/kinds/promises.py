"""Promises: what somebody undertook, and what became of it."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Day, Duration, InList, Prose, Refers, Words, may, must
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.kinds.measurement import Basis


class Undertaking(Sourced):
    """A promise, rule or rhythm: who, to whom, what, when due."""

    kind: ClassVar[str] = "undertaking"
    what: Prose = must("What was undertaken.", "Hold meetings with France on offshoring in September")
    undertaking_kind: Annotated[str, InList("undertaking_kind")] = must("What sort of undertaking it is.", "promise")
    made_by: Annotated[str, Refers("party")] | None = may("Who made it.", "per-aamara")
    made_by_name: Words | None = may("Who made it, as written.", "Abdelkader Aâmara")
    office: Words | None = may("The office held that day.", "minister of industry, trade and new technologies")
    organisation: Annotated[str, Refers("party")] | None = may("In whose name.", "org-mcint")
    organisation_name: Words | None = may("In whose name, as written.", "MCINT")
    to_whom: Words | None = may("To whom it was made.", "members of Apebi")
    made_on: Day | None = may("When it was made.", "2012-08-08")
    made_on_basis: Basis | None = may("How that day is known.", "derived")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2012-08-09")
    occasion: Words | None = may("Where and before whom.", "Apebi meeting, Rabat")
    occasion_kind: Annotated[str, InList("occasion")] | None = may(
        "Whether the public could hear it on that day.", "public"
    )
    due_on: Day | None = may("When it is due.", "2012-09")
    due_on_basis: Basis | None = may("How that day is known.", "stated")
    rhythm: Duration | None = may("Of a rule: how often (ISO 8601).", "P3M")
    node: Annotated[str, Refers("node", "plan")] | None = may("The node it belongs to.", "ini-egov")
    indicator: Annotated[str, Refers("indicator")] | None = may(
        "The indicator that tells whether it was kept.", "ind-cigov-sessions"
    )
    target: Annotated[str, Refers("target")] | None = may("The target it repeats.", "tgt-egov-89")
    reason: Annotated[str, InList("reason")] | None = may("Why its due day was moved.", "funding_changed")
    reason_words: Prose | None = may("The reason, in words.", "Put off to the next session")


class Verdict(Sourced):
    """What became of an undertaking, as a coder reads a source."""

    kind: ClassVar[str] = "verdict"
    undertaking: Annotated[str, Refers("undertaking")] = must("The undertaking.", "com-flagship-15-2011")
    outcome: Annotated[str, InList("outcome")] = must("What became of it.", "late")
    about: Day | None = may("The date of the fact.", "2013-01-29")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2013-01-29")
    coder: Annotated[str, Refers("party")] | None = may("Who coded it.", "org-desk")
    act: Words | None = may("The act that proves it.", "Decree 2-11-63")
