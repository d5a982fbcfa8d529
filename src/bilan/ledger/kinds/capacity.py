"""Capacity: services and the blocks they need, sites, pools of skills and their cohorts."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Address, Country, Day, Exact, InList, Label, Prose, Refers, Words, many, may, must
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.kinds.measurement import Basis, Region


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
    node: Annotated[str, Refers("node", "plan")] | None = may("The node it belongs to.", "ini-egov")


class BuildingBlock(Sourced):
    """A part that several services can share."""

    kind: ClassVar[str] = "building_block"
    name: Label = must("Name, by language.", {"en": "Government gateway"})
    description: Prose | None = may("What it does.", "Exchange bus between administrations")
    status: Words | None = may("Where it stands, as told.", "not achieved")
    status_on: Day | None = may("The date of that status.", "2013-06-30")


class Need(Sourced):
    """A service needs a block: told by a source, or inferred."""

    kind: ClassVar[str] = "need"
    service: Annotated[str, Refers("service")] = must("The service.", "prj-watiqa")
    block: Annotated[str, Refers("building_block")] = must("The block.", "cmp-epay")
    basis: Basis = must("Whether a source says so or it was inferred.", "inferred")


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


class SkillPool(Sourced):
    """A training stream, or a pool of people with a skill."""

    kind: ClassVar[str] = "skill_pool"
    name: Label = must("Name, by language.", {"en": "OFPPT offshoring stream"})
    provider: Words | None = may("Who trains, as written.", "OFPPT")
    place: Words | None = may("Where, as written.", "37 centres, 7 specialised")
    region: Region | None = may("Region.", "MA-08@1997")
    level: Words | None = may("Level of the training.", "technician")
    occupation: Words | None = may("Occupation (ISCO-08 code).", "251")
    started: Day | None = may("When it started.", "2005")


class Cohort(Sourced):
    """How many people a pool holds or trains in a period."""

    kind: ClassVar[str] = "cohort"
    pool: Annotated[str, Refers("skill_pool")] = must("The pool.", "pool-ofppt-offshoring")
    value: Exact = must("How many.", "8246")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "exact")
    unit: Words = must("Of what.", "trainees")
    about: Day | None = may("The period.", "2012/2013")
    nature: Annotated[str, InList("nature")] = must("Of which nature the figure is.", "declared")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2013")
