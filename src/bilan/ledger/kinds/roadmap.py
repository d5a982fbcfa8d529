"""The roadmap: the plan, its tree, its milestones."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Country, Day, Exact, InList, Label, Number, Prose, Refers, Words, many, may, must
from bilan.ledger.kinds.base import Decided, Sourced


class Plan(Sourced):
    """A plan: its names, its period, who owns it, what it wants."""

    kind: ClassVar[str] = "plan"
    name: Label = must("Name of the plan, by language.", {"fr": "Maroc Numeric 2013", "en": "Digital Morocco 2013"})
    long_name: Label | None = may(
        "Full official name, by language.", {"fr": "Stratégie nationale pour la société de l'information"}
    )
    country: Country | None = may("Country of the plan (ISO 3166-1).", "MA")
    currency: Annotated[str, InList("currency")] | None = may("Currency of its accounts (ISO 4217).", "MAD")
    starts_on: Day = must("First day of the plan.", "2009")
    ends_on: Day = must("Last day of the plan.", "2013")
    shown_on: Day | None = may("Day on which the plan was shown in public.", "2009-10-10")
    shown_to: Words | None = may("To whom and where it was shown.", "King Mohammed VI, Royal palace, Rabat")
    owner: Annotated[str, Refers("party")] | None = may("Who answers for the plan.", "org-mcint")
    vision: tuple[Prose, ...] = many("What the plan wants, one sentence each.", ["Make Morocco a technology hub"])
    principles: tuple[Prose, ...] = many("Principles on which the plan was built.", ["Structure governance"])
    documents: tuple[Annotated[str, Refers("source")], ...] = many(
        "Sources that hold the plan itself.", ["src-strategy-doc-en"]
    )
    before: tuple[Words, ...] = many("Earlier plans, with their years.", ["e-Maroc 2010 (2005-2010)"])
    after: tuple[Words, ...] = many("Later plans, with their years.", ["Maroc Digital 2020 (2016-07)"])
    beside: tuple[Words, ...] = many("Neighbour plans whose results are told with this one.", ["Emergence (2005-2015)"])


class Node(Decided):
    """A node of the plan's tree: axis, measure, initiative, action or project."""

    kind: ClassVar[str] = "node"
    parent: Annotated[str, Refers("node", "plan")] = must("The node (or the plan) it belongs to.", "axis-1")
    node_kind: Annotated[str, InList("node_kind")] = must("Which level of the tree it is.", "axis")
    name: Label = must("Name, by language.", {"fr": "Transformation sociale", "en": "Social transformation"})
    order: Number | None = may("Place among its sisters.", 1)
    aim: Prose | None = may("What it is for.", "Give citizens access to broadband Internet")
    weight: Exact | None = may(
        "Declared weight in the roll-up of its parent; equal weights when no sister has one.", "1"
    )
    owner: Annotated[str, Refers("party")] | None = may("Who answers for it.", "org-anrt")
    owner_name: Words | None = may("Who answers for it, as written, when that party has no entry.", "CNRST")
    partners: tuple[Annotated[str, Refers("party")], ...] = many("Who takes part.", ["org-koica"])
    funded_by: Annotated[str, Refers("party")] | None = may("Who pays.", "org-cgsut")
    starts_on: Day | None = may("Start.", "2009-11")
    ends_on: Day | None = may("End.", "2014")
    revised_on: Day | None = may("Day on which its road map was revised.", "2008-07")
    terms: Prose | None = may("Terms offered to those who benefit.", "85 percent subsidy, ceiling 3,600 MAD")
    in_force_on: Day | None = may("First day on which this version counts.", "2011-04-01")
    became: tuple[Annotated[str, Refers("node")], ...] = many("The nodes that took its place.", ["ini-sme"])


class Milestone(Sourced):
    """A dated step: a law, a decree, an opening."""

    kind: ClassVar[str] = "milestone"
    node: Annotated[str, Refers("node", "plan")] = must("The node it belongs to.", "ini-legal")
    name: Label = must("What it is, by language.", {"fr": "loi 09-08", "en": "law 09-08"})
    subject: Words | None = may("What it deals with.", "protection of persons in the processing of personal data")
    due_on: Day | None = may("When it was due.", "2011-04-30")
    reached_on: Day | None = may("When it was reached.", "2009-02-18")
    reason: Annotated[str, InList("reason")] | None = may("Why its due day was moved.", "scope_evolved")
    reason_words: Prose | None = may("The reason, in words.", "The decree waits for the law")
