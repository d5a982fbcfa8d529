"""Rate a node or an indicator, in the name of a party, with a sentence and a date; and ask before it clashes.

An auditor signs a rating alone, as every finding of an audit. Whoever reports or verifies submits one, and somebody
else accepts it: no rating enters the ledger on one pair of eyes (decision 0020).
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

from bilan.acts import contesting, papers
from bilan.acts.access import Person
from bilan.acts.concerns import filled, place_of
from bilan.acts.contesting import Contested
from bilan.acts.matters import Looking
from bilan.analysis.formulas import judging
from bilan.analysis.formulas.judging import Standing
from bilan.config.home import Home
from bilan.ledger.canonical import canonical_bytes
from bilan.report.view import View
from bilan.store import reading
from bilan.store.desk.models import Paper
from bilan.terms.codes import code_list
from bilan.terms.problems import Place, Problem

KIND: Final = "rating"
# A rating is looked back at for so many of a person's own papers.
MOST: Final = 50
LACKING: Final = {
    "subject": "rating_without_subject",
    "rating": "rating_without_rating",
    "sentence": "rating_without_sentence",
    "about": "rating_without_date",
}
# The plan and its nodes, then its indicators.
SUBJECTS: Final = """
WITH told AS (
    SELECT key, 'node' AS sort, key AS node, owner AS party, NULL::VARCHAR AS measured_by, NULL::VARCHAR AS region FROM node
    UNION ALL SELECT key, 'plan', key, NULL, NULL, NULL FROM plan
    UNION ALL SELECT i.key, 'indicator', i.node, coalesce(i.owner, n.owner), i.measured_by, NULL
    FROM indicator i LEFT JOIN node n ON n.key = i.node
)
SELECT key, sort FROM told WHERE {held} ORDER BY sort <> 'plan', sort <> 'node', key
"""  # noqa: E501 - a query


def rate(home: Home, person: Person, cells: Mapping[str, str], *, at: datetime) -> Contested:
    """Sign or submit a rating; return the entry, or the paper that somebody else is to accept, or what is wrong."""
    person.demand("rate")
    if problem := _silent(person):
        return Contested(problems=(problem,))
    told = filled({**cells, "rater": person.account.party or "", "said_on": at.date().isoformat()})
    where = place_of(told, person.account)
    person.demand_at("rate", party=where.party, node=where.node, region=where.region)
    name = sha256(canonical_bytes({"by": person.name, **told})).hexdigest()[:16]
    if person.may("audit"):
        return contesting.sign(home, person, KIND, told, key=f"rate-{told.get('subject', '')}"[:70] + f"-{name}", at=at)
    paper = papers.draft(person, KIND, told, at=at, origin=f"rating:{name}", act="rate")
    if paper.state != papers.DRAFT:
        return Contested(paper=paper)
    found = papers.submit(home, person, [paper], at=at, act="rate")
    if wrong := [one for many in found.values() for one in many if one.severity == "error"]:
        papers.drop(person, paper.pk, at=at)
        Paper.objects.filter(pk=paper.pk).update(origin=None)
        return Contested(problems=wrong)
    paper.refresh_from_db()
    return Contested(paper=paper)


def wanting(looking: Looking, cells: Mapping[str, str]) -> list[Problem]:
    """Return what a rating lacks: a thing within reach, a rating of the list, a sentence, a date."""
    lacks = {
        "subject": cells.get("subject") not in {key for key, _ in subjects(looking)},
        "rating": cells.get("rating") not in code_list("rating"),
        "sentence": not cells.get("sentence"),
        "about": not cells.get("about"),
    }
    return [Problem(code, Place(column=name)) for name, code in LACKING.items() if lacks[name]]


def _silent(person: Person) -> Problem | None:
    """Tell that an account speaks for no party of the ledger, or an auditor for none that audits."""
    party = person.account.party
    held = reading.latest(party) if party else None
    audits = held is not None and held.content.get("role") == "auditor"
    if held is not None and held.kind == "party" and (audits or not person.may("audit")):
        return None
    return Problem("rater_without_party", Place(column="rater"), {"account": person.name})


def standing(view: View, subject: str) -> Standing:
    """Return how a thing stands by the pace that is known on the day."""
    return judging.standing(subject, {name: view.ask(name) for name in ("pace", "rollup")})


def clash(view: View, cells: Mapping[str, str]) -> tuple[str, Standing]:
    """Tell, before it is saved, whether a rating would clash with the computed pace."""
    stands = standing(view, cells.get("subject", ""))
    return judging.clash(cells["rating"], stands.computed), stands


def subjects(looking: Looking) -> list[tuple[str, str]]:
    """Return what somebody may rate: key and sort, the plan and its nodes first."""
    held, values = looking.condition(("party", "measured_by"))
    rows = looking.view.rows(SUBJECTS.format(held=held), values, reads=("plan", "node", "indicator"))
    return [(row["key"], row["sort"]) for row in rows]


def own(person: Person) -> list[Paper]:
    """Return the ratings that somebody proposed and that are still on their way."""
    mine = Paper.objects.filter(author=person.account, kind=KIND, state__in=("submitted", "returned"))
    return list(mine.order_by("-changed_at")[:MOST])
