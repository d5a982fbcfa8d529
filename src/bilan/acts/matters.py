"""What is due from somebody: figures, promises, recommendations, requests for complement, each within a reach.

Four lists, each filtered by one condition: where the roles of whoever looks hold, and what they chose of that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from bilan.acts.access import Person, Reach
from bilan.acts.expected import PARTIES
from bilan.acts.places import Condition, within
from bilan.analysis.asking import Row
from bilan.report.view import View
from bilan.store.desk.models import Complement

FIGURE, PROMISE, RECOMMENDATION, COMPLEMENT = SORTS = ("figure", "undertaking", "recommendation", "complement")
LATE, WEEK, MONTH, LATER, UNDATED = STATES = ("late", "week", "month", "later", "undated")
DAYS: Final = {WEEK: 7, MONTH: 30}
# So far ahead the calendar looks.
AHEAD: Final = timedelta(days=30)
PROMISES: Final = """
(SELECT undertaking AS key, what, coalesce(organisation, made_by) AS party, node, NULL::VARCHAR AS region,
        due_on AS due, due_to AS due_on, state, entries FROM undertakings
 WHERE state IN ('overdue', 'due', 'to_come') AND due_to IS NOT NULL)
"""
RECOMMENDATIONS: Final = """
(SELECT r.key, r.text AS what, r.addressee AS party, coalesce(n.key, i.node) AS node, NULL::VARCHAR AS region,
        r.due_on AS due, r.due_on_to AS due_on, list_distinct([r.number, coalesce(f.number, r.number)]) AS entries
 FROM recommendation r LEFT JOIN finding f ON f.key = r.finding LEFT JOIN node n ON n.key = f.subject
 LEFT JOIN indicator i ON i.key = f.subject WHERE r.key NOT IN (SELECT recommendation FROM closure))
"""
READS: Final = ("recommendation", "finding", "closure", "node", "indicator")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is due: of which sort, from whom, by when; `key` is in the ledger, or names the request.

    `days` are left until then, fewer than none once it is late; `more` counts the earlier periods that are as late.
    """

    sort: str
    key: str
    what: str
    party: str | None
    node: str | None
    region: str | None
    due: str | None
    due_on: date | None
    days: int | None
    subject: str | None = None
    about: str | None = None
    more: int = 0
    entries: tuple[int, ...] = ()
    paper: str | None = None

    @property
    def state(self) -> str:
        """Say in one code how near it is."""
        if self.days is None:
            return UNDATED
        return LATE if self.days < 0 else next((code for code, most in DAYS.items() if self.days <= most), LATER)

    @property
    def ident(self) -> str:
        """Return a short name that no other matter has, the same on every day."""
        told = (self.sort, self.key, self.subject, self.region, self.about)
        return sha256("\0".join(part or "" for part in told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, at which state of the ledger, and at what part of what they may see."""

    person: Person
    view: View
    chosen: Reach = field(default_factory=Reach)
    act: str = "see"

    @property
    def today(self) -> date:
        """Return the day from which days are counted: no figure can be late before it could be known."""
        return min(self.view.cut.as_of, self.view.cut.known_on)

    def condition(self, parties: tuple[str, ...] = ("party",)) -> Condition:
        """Return the one condition on rows of an edition."""
        mine, values = within(self.person.reaches(self.act), parties=parties)
        chosen, more = within((self.chosen,), parties=parties, name="chosen")
        return f"({mine}) AND ({chosen})", values | more


def matters(looking: Looking, *, ahead: timedelta = AHEAD) -> list[Matter]:
    """Return what is late or due within some days, the latest first; what has no day last."""
    until = looking.today + ahead
    found = [*figures(looking, until), *promises(looking, until), *recommendations(looking), *complements(looking)]
    near = (one for one in found if one.due_on is None or one.due_on <= until)
    return sorted(
        near, key=lambda one: (one.due_on is None, one.due_on or date.max, one.sort, one.key, one.about or "")
    )


def figures(looking: Looking, until: date) -> Iterator[Matter]:
    """Give the figures that are awaited: of each thing the newest period that is late, and those that are coming."""
    held, values = looking.condition(PARTIES)
    where = f"state IN ('not_due', 'due', 'overdue') AND due_on <= $until AND ({held})"
    order = "indicator, subject NULLS FIRST, region NULLS FIRST, from_on DESC"
    rows = looking.view.pick("due", f"{where} ORDER BY {order}", {**values, "until": until})
    for _, of_one in groupby(rows, key=lambda row: (row["indicator"], row["subject"], row["region"])):
        late, coming = list[Row](), list[Row]()
        for row in of_one:
            (late if row["state"] == "overdue" else coming).append(row)
        yield from (_figure(row, looking) for row in coming)
        if late:
            yield _figure(late[0], looking, more=len(late) - 1)


def _figure(row: Row, looking: Looking, *, more: int = 0) -> Matter:
    told = {name: row[name] for name in ("subject", "about", "due_on", "party", "node", "region")}
    days = (row["due_on"] - looking.today).days
    return Matter(
        FIGURE, row["indicator"], "", due=row["due_on"].isoformat(), days=days, more=more,
        entries=tuple(row["entries"]), **told,
    )  # fmt: skip


def promises(looking: Looking, until: date) -> Iterator[Matter]:
    """Give the undertakings whose day has come or comes soon and that nothing proves yet."""
    looking.view.pick("undertakings", "false")
    for row in _told(looking, PROMISES):
        if row["due_on"] <= until:
            yield _of_ledger(PROMISE, row, looking)


def recommendations(looking: Looking) -> Iterator[Matter]:
    """Give the recommendations that no auditor has closed; most name no day."""
    return (_of_ledger(RECOMMENDATION, row, looking) for row in _told(looking, RECOMMENDATIONS))


def _told(looking: Looking, query: str) -> list[Row]:
    held, values = looking.condition()
    return looking.view.rows(f"SELECT * FROM {query} WHERE {held} ORDER BY due_on, key", values, reads=READS)  # noqa: S608 - our own queries


def _of_ledger(sort: str, row: Row, looking: Looking) -> Matter:
    told: dict[str, Any] = {name: row[name] for name in ("key", "what", "party", "node", "region", "due", "due_on")}
    days = (row["due_on"] - looking.today).days if row["due_on"] else None
    return Matter(sort, days=days, entries=tuple(row["entries"]), **told)


def complements(looking: Looking) -> Iterator[Matter]:
    """Give the requests for complement that are not answered."""
    asked = Complement.objects.filter(looking.person.within(looking.act), looking.chosen.clause())
    for one in asked.filter(answered_at=None, closed_at=None).order_by("due_on", "asked_at"):
        yield Matter(
            COMPLEMENT, one.pk, one.text, one.party, one.node, one.region, one.due_on.isoformat(), one.due_on,
            (one.due_on - looking.today).days, subject=one.concerns, paper=one.paper_id,
        )  # fmt: skip
