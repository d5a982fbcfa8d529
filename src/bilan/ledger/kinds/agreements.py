"""Agreements: what the parties owe each other, what changed, who gave and who gained."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Country, Day, Exact, InList, Label, Prose, Refers, Words, many, may, must
from bilan.ledger.kinds.base import Sourced
from bilan.ledger.kinds.measurement import Basis, Region, Sector

Money = Annotated[str, InList("currency")]


class Agreement(Sourced):
    """A convention, partnership, fund, loan or offer."""

    kind: ClassVar[str] = "agreement"
    title: Label = must("Title, by language.", {"en": "PACTE convention with Itissalat Al-Maghrib"})
    agreement_kind: Annotated[str, InList("agreement_kind")] = must("What sort of agreement it is.", "ppp")
    kind_words: Words | None = may("What sort, as written.", "universal service convention")
    parties: tuple[Annotated[str, Refers("party")], ...] = many("Who signed.", ["org-anrt"])
    parties_words: Prose | None = may("Who signed, as written.", "ANRT; Itissalat Al-Maghrib")
    partner_country: Country | None = may("Country of the partner (ISO 3166-1).", "FR")
    signed_on: Day | None = may("When it was signed.", "2008-05-06")
    signed_on_basis: Basis | None = may("How that day is known.", "derived")
    ends_on: Day | None = may("When it ends.", "2011-12-31")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2012-08-08")
    amount: Exact | None = may("Amount, in whole units of the currency.", "396000000")
    currency: Money | None = may("Currency (ISO 4217).", "MAD")
    promised_jobs: Exact | None = may("Jobs promised.", "600")
    promised: Prose | None = may("What else was promised.", "1,500 localities in 2008")
    sector: Sector | None = may("The sector it is meant to serve.", "J@ISIC4")
    region: Region | None = may("The region it is meant to serve.", "MA-08@1997")
    node: Annotated[str, Refers("node", "plan")] | None = may("The node it serves.", "axis-1")
    status: Words | None = may("Where it stands, as told.", "signed")
    outcome: Prose | None = may("What came of it, as told.", "150,000 beneficiaries told in 2012")


class Obligation(Sourced):
    """What one party of an agreement owes, and by when."""

    kind: ClassVar[str] = "obligation"
    agreement: Annotated[str, Refers("agreement")] = must("The agreement.", "agr-bnp-2007")
    party: Annotated[str, Refers("party")] | None = may("Who owes it.", "org-anrt")
    party_name: Words | None = may("Who owes it, as written.", "BNP Paribas")
    what: Prose = must("What is owed.", "600 jobs at term")
    amount: Exact | None = may("How much.", "600")
    unit: Words | None = may("Of what.", "jobs")
    due_on: Day | None = may("By when.", "2011-12-31")
    kept_on: Day | None = may("When it was kept.", "2011-11-02")
    weight: Exact | None = may("Weight among the obligations of the agreement.", "1")
    obligation_kind: Annotated[str, InList("obligation_kind")] | None = may(
        "What sort of thing is owed.", "service_level"
    )
    risk: Annotated[str, InList("risk")] | None = may("The risk the party bears (OCDS for PPPs).", "demand")
    currency: Money | None = may("Currency of the amounts (ISO 4217).", "MAD")
    observed: Exact | None = may("How much was observed of what is owed.", "450")
    observed_on: Day | None = may("The date that is about.", "2012-12-31")
    broken_on: Day | None = may("When it was told not to have been kept.", "2012-01-15")
    nature: Annotated[str, InList("nature")] | None = may("Of which nature the word on its keeping is.", "audited")
    failures: Exact | None = may("How many times the service level was missed (OCDS for PPPs).", "3")
    penalty_contracted: Exact | None = may("Penalty foreseen for a failure.", "50000")
    penalty_imposed: Exact | None = may("Penalty imposed.", "150000")
    penalty_paid: Exact | None = may("Penalty paid.", "100000")
    published_on: Day | None = may("The day its keeping became public, when other than the source's.", "2014-09")


class Amendment(Sourced):
    """A change of an agreement, with its reason."""

    kind: ClassVar[str] = "amendment"
    agreement: Annotated[str, Refers("agreement")] = must("The agreement.", "agr-injaz-operators")
    what: Prose = must("What changed.", "Budget from 250 to 400 million MAD")
    before: Words | None = may("What it was.", "250000000 MAD")
    now: Words | None = may("What it became.", "400000000 MAD")
    decided_on: Day | None = may("When it was decided.", "2011")
    reason: Annotated[str, InList("reason")] | None = may("Why.", "scope_evolved")
    reason_words: Prose | None = may("Why, in words.", "Widened to other students")


class _Side(Sourced):
    agreement: Annotated[str, Refers("agreement")] = must("The agreement.", "agr-afd-medz-2012")
    side: Words = must("Which side: a country, a party, the State, the firms.", "FR")
    party: Annotated[str, Refers("party")] | None = may("The party, when it has an entry.", "org-afd")
    what: Words = must("What: jobs, turnover, investment, cost, transfer, skills.", "jobs")
    value: Exact | None = may("How much.", "500")
    low: Exact | None = may("Lower end of a range.", "400")
    high: Exact | None = may("Upper end of a range.", "600")
    qualifier: Annotated[str, InList("qualifier")] | None = may("How exactly it was said.", "about")
    unit: Words | None = may("Of what.", "jobs")
    currency: Money | None = may("Currency, when it is money.", "EUR")
    scenario: Annotated[str, InList("scenario")] | None = may(
        "With the agreement, or without it: what would have come anyway, as stated. With it unless told.", "without"
    )
    unit_value: Exact | None = may("What one is worth in money, when it is no money itself, as stated.", "90000")
    unit_value_low: Exact | None = may("Lower end of what one is worth.", "60000")
    unit_value_high: Exact | None = may("Upper end of what one is worth.", "120000")
    unit_currency: Money | None = may("Currency of what one is worth (ISO 4217).", "MAD")
    nature: Annotated[str, InList("nature")] = must("Of which nature the figure is.", "declared")
    about: Day | None = may("The date or period it is for.", "2011/2013")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2013-04-11")


class Contribution(_Side):
    """What a side puts into an agreement."""

    kind: ClassVar[str] = "contribution"


class Benefit(_Side):
    """What a side gets out of an agreement."""

    kind: ClassVar[str] = "benefit"
