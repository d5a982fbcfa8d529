"""People and papers: parties, the offices they held, sources and evidence."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import (
    Address,
    Country,
    Day,
    Digest,
    Identifier,
    InList,
    Label,
    Language,
    Number,
    Prose,
    Refers,
    Words,
    many,
    may,
    must,
)
from bilan.ledger.kinds.base import Noted, Sourced
from bilan.ledger.kinds.measurement import Basis, Sector


class Party(Sourced):
    """A person, an organisation or a state."""

    kind: ClassVar[str] = "party"
    name: Words = must("Name as written.", "Cour des comptes")
    names: Label | None = may("Name, by language.", {"fr": "Cour des comptes", "ar": "المجلس الأعلى للحسابات"})
    also_named: tuple[Words, ...] = many("Other spellings and acronyms.", ["MICIEN"])
    party_kind: Annotated[str, InList("party_kind")] = must("Person, organisation or state.", "organisation")
    role: Annotated[str, InList("party_role")] | None = may(
        "Its part in the plan; only an auditor's figures may be called audited.", "auditor"
    )
    role_words: Words | None = may("Its part in the plan, in words.", "regulator, universal service, household survey")
    interest: Words | None = may("An interest of its own in what it says.", "heads a member firm")
    sector: Sector | None = may("Its sector.", "J@ISIC4")
    country: Country | None = may("Its country (ISO 3166-1).", "MA")
    identifier: Identifier | None = may("Identifier with its org-id list.", "MA-CR-12345")
    active: Day | None = may("Years in which it was seen.", "2009/2014")


class Office(Sourced):
    """An office, who held it and from when to when."""

    kind: ClassVar[str] = "office"
    party: Annotated[str, Refers("party")] = must("Who held it.", "per-aamara")
    role: Words = must("The office.", "minister of industry, trade and new technologies")
    organisation: Annotated[str, Refers("party")] | None = may("In which organisation.", "org-mcint")
    organisation_name: Words | None = may("In which organisation, as written.", "MCINT")
    held: Day | None = may("The period.", "2012-01/2013-06")
    held_basis: Basis | None = may("How the period is known: *derived* when only from statements seen.", "derived")


class Source(Noted):
    """A page or document that carries statements."""

    kind: ClassVar[str] = "source"
    title: Words | None = may("Title as found.", "Maroc Numeric 2013 épinglé par la Cour des comptes")
    publisher: Words = must("Who published it.", "TelQuel")
    url: Address | None = may("Where it was read.", "https://example.org/page")
    published_on: Day | None = may("Day of publication.", "2014-09-21")
    published_on_basis: Basis | None = may("How that day is known.", "stated")
    language: Language | None = may("Language (ISO 639).", "fr")
    source_kind: Annotated[str, InList("source_kind")] = must("What sort of source it is.", "press")
    extent: Words | None = may("How much of it was read.", "opening")
    digest: Digest | None = may("SHA-256 of the file that was read, in hexadecimal.", "e3" * 32)


class Evidence(Noted):
    """A file filed as evidence: its digest is in the ledger from the day of filing."""

    kind: ClassVar[str] = "evidence"
    source: Annotated[str, Refers("source")] | None = may("The source it is a copy of.", "src-cour-2014-rapport")
    supports: tuple[Annotated[str, Refers()], ...] = many("What it is evidence for.", ["st-egov-audit-36"])
    digest: Digest = must("SHA-256 of the file, in hexadecimal.", "e3" * 32)
    size: Number = must("Bytes of the file.", 48213)
    media_type: Words = must("Media type found by looking at the file.", "application/pdf")
    locator: Words | None = may("Where in the file.", "p. 12")
    quotation: Prose | None = may("The words, exactly.", "le taux de réalisation est de 36 %")
    released_on: Day | None = may("First day on which the file itself may be shown.", "2014-09-01")
