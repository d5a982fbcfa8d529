"""Capacity: services and the blocks they need, sites, pools of skills and their cohorts."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Address, Country, Day, Exact, InList, Label, Prose, Refers, Words, many, may, must
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.kinds.measurement import Activity, Basis, Quantity, Region, Sector


class Service(Sourced):
    """An e-government project or service."""

    kind: ClassVar[str] = "service"
    name: Label = must("Name, by language.", {"en": "Electronic window for civil status orders"})
    brand: Words | None = may("Name under which the public knows it.", "Watiqa")
    owner: Annotated[str, Refers("party")] | None = may("Who answers for it.", "org-mcint")
    owner_name: Words | None = may("Who answers for it, as written.", "Ministry of interior (DGCL)")
    audience: tuple[Annotated[str, InList("audience")], ...] = many("Whom it serves.", ["citizen"])
    audience_words: Words | None = may("Whom it serves, as written, when narrower.", "citizen abroad")
    status: Annotated[str, InList("service_status")] | None = may("Where it stands.", "operational")
    status_words: Words | None = may("Where it stands, as told.", "operational, pilot commune of Rabat")
    status_on: Day | None = may("The date of that status.", "2012-05")
    status_basis: Basis | None = may("How that status is known.", "stated")
    flagship: Annotated[str, InList("tri")] | None = may("Whether it is one of the plan's flagships.", "unknown")
    url: Address | None = may("Where it is.", "https://example.org/service")
    sector: Sector | None = may("The sector it serves, when it serves one.", "C@ISIC4")
    region: Region | None = may("The region it serves, when not the whole country.", "MA-08@1997")
    node: Annotated[str, Refers("node", "plan")] | None = may("The node it belongs to.", "ini-egov")


class BuildingBlock(Sourced):
    """A part that several services can share."""

    kind: ClassVar[str] = "building_block"
    name: Label = must("Name, by language.", {"en": "Government gateway"})
    description: Prose | None = may("What it does.", "Exchange bus between administrations")
    status: Words | None = may("Where it stands, as told.", "not achieved")
    status_on: Day | None = may("The date of that status.", "2013-06-30")
    cost: Exact | None = may("Cost of building it once, for all that need it.", "4000000")
    cost_low: Exact | None = may("Lower end of that cost.", "3000000")
    cost_high: Exact | None = may("Upper end of that cost.", "6000000")
    yearly_cost: Exact | None = may("Cost of a year of running it.", "400000")
    currency: Annotated[str, InList("currency")] | None = may("Currency (ISO 4217).", "MAD")
    build_years: Exact | None = may("Years it takes to build it.", "1")
    rests_on: tuple[Annotated[str, Refers("building_block")], ...] = many(
        "Blocks that must stand before it.", ["cmp-id"]
    )
    leads: Annotated[str, Refers("party")] | None = may("Who leads its building, where that is decided.", "org-mcint")


class Need(Sourced):
    """A service needs a block: told by a source, or inferred."""

    kind: ClassVar[str] = "need"
    service: Annotated[str, Refers("service")] = must("The service.", "prj-watiqa")
    block: Annotated[str, Refers("building_block")] = must("The block.", "cmp-epay")
    basis: Basis = must("Whether a source says so or it was inferred.", "inferred")
    cost: Exact | None = may("Cost of building the block for this service alone.", "3000000")
    cost_low: Exact | None = may("Lower end of that cost.", "2000000")
    cost_high: Exact | None = may("Upper end of that cost.", "5000000")
    joining_cost: Exact | None = may("Cost of joining the service to the shared block.", "300000")
    currency: Annotated[str, InList("currency")] | None = may("Currency (ISO 4217).", "MAD")
    due_on: Day | None = may("By when the service needs the block.", "2013-12-31")


class Site(Sourced):
    """A zone, park, incubator, cluster or support body."""

    kind: ClassVar[str] = "site"
    name: Label = must("Name, by language.", {"fr": "Fès Shore"})
    site_kind: Annotated[str, InList("site_kind")] = must("What sort of site it is.", "offshore-park")
    kind_words: Words | None = may("What sort, as written.", "university incubator")
    city: Words | None = may("Town.", "Fès")
    region: Region | None = may("Region.", "MA-05@1997")
    country: Country | None = may("Country (ISO 3166-1).", "MA")
    operator: Words | None = may("Who runs it, as written.", "MedZ, CDG")
    partners: Words | None = may("Who takes part, as written.", "Ministry of industry, prefecture of Fès")
    opened_on: Day | None = may("When it opened.", "2013-06-20")
    opened_on_basis: Basis | None = may("How that day is known.", "derived")
    area_ha: Exact | None = may("Area, in hectares.", "22")
    offices_m2_planned: Exact | None = may("Office space planned, in square metres.", "131000")
    amount_planned: Exact | None = may("Investment planned, in whole units of the currency.", "120000000")
    currency: Annotated[str, InList("currency")] | None = may("Currency (ISO 4217).", "MAD")
    jobs_planned: Exact | None = may("Jobs planned.", "10000")
    focus: Prose | None = may("What it is for.", "Offshoring, with a training institute")
    activity: Activity | None = may("The activity it is for, by its code.", "offshoring")


class SkillPool(Sourced):
    """A training stream, or a pool of people with a skill."""

    kind: ClassVar[str] = "skill_pool"
    name: Label = must("Name, by language.", {"en": "OFPPT offshoring stream"})
    provider: Words | None = may("Who trains, as written.", "OFPPT")
    place: Words | None = may("Where, as written.", "37 centres, 7 specialised")
    region: Region | None = may("Region.", "MA-08@1997")
    level: Words | None = may("Level of the training.", "technician")
    occupation: Words | None = may("Occupation (ISCO-08 code).", "251")
    occupation_scheme: Annotated[str, InList("occupation_scheme")] | None = may(
        "The classification of that code, when it is not ISCO-08.", "kldb2010"
    )
    area: Words | None = may("Area, by a code of its own country, when it is none of our regions.", "01001@DE-KRS")
    country: Country | None = may("Country (ISO 3166-1), when not the plan's.", "DE")
    site: Annotated[str, Refers("site")] | None = may(
        "The incubator or nursery whose tenants it holds.", "zone-technopark"
    )
    started: Day | None = may("When it started.", "2005")


class Cohort(Sourced):
    """How many people a pool holds or trains in a period."""

    kind: ClassVar[str] = "cohort"
    pool: Annotated[str, Refers("skill_pool")] = must("The pool.", "pool-ofppt-offshoring")
    value: Exact = must("How many.", "8246")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "exact")
    unit: Words = must("Of what.", "trainees")
    about: Day | None = may("The period.", "2012/2013")
    quantity: Quantity | None = may("The thing counted, by a code that other plans share.", "trained")
    entered_on: Day | None = may("When they entered, for tenants of an incubator.", "2008-03")
    left_on: Day | None = may("When they left; absent while they are there or nobody told.", "2011-06")
    left_how: Annotated[str, InList("exit")] | None = may("How they left.", "graduated")
    seen_on: Day | None = may("The last day on which they were seen there, when they have not left.", "2012-12-31")
    nature: Annotated[str, InList("nature")] = must("Of which nature the figure is.", "declared")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2013")
