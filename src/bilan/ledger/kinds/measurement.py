"""Measurement: indicators, where they started, what was aimed at, and what was said of them."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import (
    Country,
    Day,
    Duration,
    Exact,
    InList,
    IsSector,
    Label,
    Prose,
    Refers,
    Words,
    many,
    may,
    must,
)
from bilan.ledger.kinds.base import Decided, Sourced

Region = Annotated[str, InList("region")]
Sector = Annotated[str, IsSector()]
Basis = Annotated[str, InList("basis")]
Quantity = Annotated[str, InList("quantity")]
Activity = Annotated[str, InList("activity")]
Size = Annotated[str, InList("size")]


class Indicator(Decided):
    """An indicator: one version of its definition."""

    kind: ClassVar[str] = "indicator"
    node: Annotated[str, Refers("node", "plan")] = must("The node (or the plan) it measures.", "axis-2")
    name: Label = must(
        "Name, by language.", {"fr": "Services e-gov opérationnels", "en": "E-gov services in operation"}
    )
    unit: Words = must("Unit of its values.", "projects")
    measure: Annotated[str, InList("measure")] = must("What sort of quantity it is.", "stock")
    direction: Annotated[str, InList("direction")] | None = may("Which way is better; absent when neither is.", "up")
    definition: Prose | None = may("What is counted.", "Projects and services said to be in operation")
    aggregation: Annotated[str, InList("aggregation")] | None = may("How values of parts make the whole.", "sum")
    numerator: Annotated[str, Refers("indicator")] | None = may(
        "Of a rate: the indicator above the line.", "ind-egov-operational"
    )
    denominator: Annotated[str, Refers("indicator")] | None = may(
        "Of a rate: the indicator below the line.", "ind-egov-scope"
    )
    ratio_basis: Basis | None = may("How numerator and denominator are known.", "inferred")
    completion_of: Annotated[str, Refers("node", "plan")] | None = may(
        "The node of which it tells how much is done, in the words of an auditor.", "axis-1"
    )
    floor: Exact | None = may("Lowest value it can take.", "0")
    ceiling: Exact | None = may("Highest value it can take.", "100")
    periodicity: Duration | None = may("How often it is observed (ISO 8601).", "P1Y")
    delay: Duration | None = may("How long after the period a value is due (ISO 8601).", "P6M")
    headline: bool | None = may("Whether it counts in the progress of its node.", example=True)
    headline_basis: Basis | None = may("How it is known that it counts.", "stated")
    weight: Exact | None = may("Declared weight among the indicators of its node.", "1")
    in_plan: Annotated[str, InList("tri")] | None = may("Whether the plan itself defines it.", "yes")
    quantity: Quantity | None = may("The thing it counts, by a code that other plans share.", "area_let")
    activity: Activity | None = may("The activity it counts that of, when it is about one.", "offshoring")
    owner: Annotated[str, Refers("party")] | None = may("Who answers for its values.", "org-mcint")
    measured_by: Annotated[str, Refers("party")] | None = may("Who measures it.", "org-anrt")
    verified_by: Annotated[str, Refers("party")] | None = may("Who verifies its values.", "org-hcp")
    released_by: Annotated[str, Refers("party")] | None = may("Who releases its values.", "org-mcint")
    release_delay: Duration | None = may("How long after a value is due it is released (ISO 8601).", "P15D")
    method: Prose | None = may("How values are collected.", "Yearly survey of households")
    in_force_on: Day | None = may("First day of which this version of the definition speaks.", "2010")
    became: tuple[Annotated[str, Refers("indicator")], ...] = many(
        "The indicators that took its place.", ["ind-egov-operational"]
    )


class Baseline(Sourced):
    """Where an indicator started."""

    kind: ClassVar[str] = "baseline"
    indicator: Annotated[str, Refers("indicator")] = must("The indicator.", "ind-egov-operational")
    subject: Annotated[str, Refers()] | None = may(
        "The site, service or agreement meant, when not the whole plan.", "zone-fes-shore"
    )
    region: Region | None = may("The region meant.", "MA-08@1997")
    value: Exact | None = may("The value.", "16")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "about")
    rung: Annotated[str, InList("ladder")] | None = may("Rung of the ladder, for indicators of that sort.", "study")
    about: Day | None = may("The date the value is for.", "2008")
    published_on: Day | None = may("Day it became public, when other than the source's.", "2010-12-16")
    reason: Annotated[str, InList("reason")] | None = may("Why it replaces an earlier baseline.", "correction")
    reason_words: Prose | None = may("The reason, in words.", "Survey of 2008 corrected by the statistician")
    decided_by: Words | None = may("The authority that decided the change.", "CGSUT, seventh session")


class Target(Sourced):
    """What an indicator should reach, and when; revisions form a chain."""

    kind: ClassVar[str] = "target"
    indicator: Annotated[str, Refers("indicator")] = must("The indicator.", "ind-egov-operational")
    subject: Annotated[str, Refers()] | None = may(
        "The site, service or agreement meant, when not the whole plan.", "zone-fes-shore"
    )
    subject_basis: Basis | None = may("How the subject is known.", "inferred")
    region: Region | None = may("The region meant.", "MA-08@1997")
    scope: Words | None = may("The part meant, as said.", "edition 4")
    value: Exact | None = may("The value to reach.", "89")
    low: Exact | None = may("Lower end of a range.", "90000")
    high: Exact | None = may("Upper end of a range.", "100000")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "exact")
    rung: Annotated[str, InList("ladder")] | None = may("Rung of the ladder, for indicators of that sort.", "deployed")
    unit: Words | None = may("Unit as said.", "projects")
    due_on: Day | None = may("When it is to be reached.", "2013")
    set_on: Day | None = may("When it was set.", "2009-10")
    set_on_basis: Basis | None = may("How that day is known.", "derived")
    set_by: Annotated[str, Refers("party")] | None = may("Who set it.", "org-mcint")
    set_by_name: Words | None = may("Who set it, as told.", "MCINT, plan shown to the King")
    version: Annotated[str, InList("version")] = must("What sort of version it is.", "original")
    supersedes: Annotated[str, Refers("target")] | None = may("The target it takes the place of.", "tgt-injaz-80000")
    published_on: Day | None = may("Day it became public, when other than the source's.", "2009-10-10")
    reason: Annotated[str, InList("reason")] | None = may("Why it was revised.", "scope_evolved")
    reason_words: Prose | None = may("The reason, in words.", "Widened to students of private institutions")
    decided_by: Words | None = may("The authority that decided the revision.", "CGSUT, seventh session")


class Statement(Sourced):
    """One thing said by one party, on one day, about one date."""

    kind: ClassVar[str] = "statement"
    indicator: Annotated[str, Refers("indicator")] | None = may("The indicator it speaks of.", "ind-egov-operational")
    subject: Annotated[str, Refers()] | None = may(
        "The node, site, service, agreement or undertaking it speaks of.", "zone-fes-shore"
    )
    subject_basis: Basis | None = may("How the subject is known.", "inferred")
    scope: Words | None = may("The part or reading meant, as said.", "built, not active")
    scope_relation: Annotated[str, InList("scope_relation")] | None = may(
        "Whether the scope is the whole, a part, or another definition.", "part"
    )
    region: Region | None = may("The region meant.", "MA-08@1997")
    sector: Sector | None = may("The sector meant.", "C@ISIC4")
    size: Size | None = may("The size of firm meant; its scope is then a part.", "small")
    partner_country: Country | None = may("The country sold to or bought from; its scope is then a part.", "FR")
    edition: Words | None = may("The edition or tranche meant.", "3")
    audience: Words | None = may("The public meant.", "teachers")
    about: Day | None = may("The date or period the value is for.", "2012-10")
    about_basis: Basis | None = may("How that date is known.", "stated")
    said_on: Day | None = may("The day it was said.", "2012-08-08")
    said_on_basis: Basis | None = may("How that day is known.", "derived")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2014-09")
    published_on_basis: Basis | None = may("How that day is known.", "derived")
    occasion: Words | None = may("Where and before whom it was said.", "Apebi meeting, Rabat")
    occasion_kind: Annotated[str, InList("occasion")] | None = may(
        "Whether the public could hear it on that day.", "public"
    )
    value: Exact | None = may("The number, as said.", "52000")
    low: Exact | None = may("Lower end of a range.", "10")
    high: Exact | None = may("Upper end of a range.", "50")
    qualifier: Annotated[str, InList("qualifier")] | None = may(
        "How exactly it was said; never coerced away.", "more_than"
    )
    numerator: Exact | None = may("Number above the line, when it was told.", "4")
    denominator: Exact | None = may("Number below the line, or the total told with the value.", "69")
    denominator_qualifier: Annotated[str, InList("qualifier")] | None = may(
        "How exactly the total was said.", "more_than"
    )
    denominator_words: Words | None = may("The total as told.", "of 69 projects")
    rate_as_said: Exact | None = may("Percentage of the total that was printed with the value.", "76")
    progress_as_said: Exact | None = may(
        "Percentage of the way to the target that was printed with the value.", "93.36"
    )
    rung: Annotated[str, InList("ladder")] | None = may("Rung of a ladder of completion.", "pilot")
    words: Prose | None = may("What was said, when it is no number.", "Balance called broadly positive")
    missing: Annotated[str, InList("missing")] | None = may("Why there is no value.", "not_reported")
    unit: Words | None = may("Unit as said.", "EUR per year")
    nature: Annotated[str, InList("nature")] = must("Of which nature the figure is.", "declared")
    speaker: Annotated[str, Refers("party")] | None = may("Who spoke.", "per-aamara")
    speaker_name: Words | None = may("Who spoke, as written.", "Abdelkader Aâmara")
    office: Words | None = may("The office held that day.", "minister of industry, trade and new technologies")
    organisation: Annotated[str, Refers("party")] | None = may("In whose name.", "org-mcint")
    organisation_name: Words | None = may("In whose name, as written.", "MCINT")
    relation: Annotated[str, InList("relation")] | None = may("How it stands to another statement.", "repeats")
    related: Annotated[str, Refers("statement")] | None = may("That other statement.", "st-egov-2012-05-done")
    derived: bool | None = may("Whether the value was worked out by whoever recorded it, not printed.", example=True)
    claim: Annotated[str, InList("claim")] | None = may(
        "The claim its words make, so that it can be tested.", "first_sector"
    )
    claimed: Words | None = may(
        "Of what it is claimed: a sector, a country, an activity, a sort of agreement.", "C@ISIC4"
    )
    conditions: Prose | None = may(
        "On what a good practice rests, as told: what must be there to transfer it.", "A law on e-signature"
    )


class Rating(Sourced):
    """A judgement on a node or indicator by a named rater, with its sentence."""

    kind: ClassVar[str] = "rating"
    subject: Annotated[str, Refers("node", "plan", "indicator", "undertaking", "agreement")] = must(
        "What is rated.", "axis-2"
    )
    rater: Annotated[str, Refers("party")] = must("Who rates.", "org-mcint")
    rating: Annotated[str, InList("rating")] = must("The rating.", "watch")
    sentence: Prose = must("Why.", "Two of five pilots are late by a quarter")
    about: Day = must("The date it speaks of.", "2012-06-30")
    said_on: Day = must("The day it was given.", "2012-07-05")
    published_on: Day | None = may("The day it became public.", "2012-07-10")
