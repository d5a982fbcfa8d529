"""Compare two pairs of dates of one edition: both panoramas side by side, and everything that changed in between."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.analysis.changes import changes
from bilan.analysis.panorama import Alert
from bilan.report import figures
from bilan.report.sheets import panorama
from bilan.report.sheets.panorama import Keys
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import Cut
from bilan.terms import printed

# What moved first, then what is no longer what it was, then what is new.
ORDER: Final = ("moved", "replaced", "no_longer", "restated", "said")
VERIFIED: Final = frozenset({"audited", "measured"})
# Of each sort of event so many are offered as pairs of dates.
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed between two views, and the undertakings whose state did."""

    rows: list[Row]
    states: list[Row]


def changed(before: View, after: View) -> Changed:
    """Tell what changed from one view to a later one of the same edition."""
    with ExitStack() as held:
        for view in (before, after):
            held.enter_context(view.lock)
        units = {row["key"]: row["unit"] for row in after.rows("SELECT key, unit FROM indicator", reads=("indicator",))}
        # What was said without a unit was said in that of its indicator.
        rows = [
            {**row, "unit": row["unit"] or units.get(row["indicator"])}
            for row in changes(before.session, after.session)
        ]
        return Changed(rows, list(_states(before, after)))


def _states(before: View, after: View) -> Iterator[Row]:
    was = {row["undertaking"]: row["state"] for row in before.ask("undertakings")}
    for row in after.ask("undertakings"):
        if row["undertaking"] in was and was[row["undertaking"]] != row["state"]:
            yield {**row, "state_before": was[row["undertaking"]]}


def value(voice: Voice, row: Row, when: str) -> str:
    """Write the value of a change, `before` or `now`, its due day beside it when it has one."""
    told = row[when]
    if told is None:
        return printed.UNKNOWN
    if row["kind"] == "verdict":
        return voice.label("outcome", told)
    due = row["now_due" if when == "now" else "before_due"]
    until = f" ({voice.say('due_day', day=voice.partial(due))})" if due else ""
    qualifier = row["qualifier" if when == "now" else "before_qualifier"]
    return f"{_amount(voice, str(told), unit=row['unit'], qualifier=qualifier)}{until}"


def _amount(voice: Voice, told: str, *, unit: str | None, qualifier: str | None) -> str:
    try:
        number = Decimal(told)
    except InvalidOperation:  # words, or the reason why there is no value
        return voice.label("missing", told)
    return figures.value(voice, {"value": number, "qualifier": qualifier, "unit": unit})


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two views: what was claimed, verified and unknown then."""

    view: View
    keys: Keys
    completions: list[Row]
    claimed: Row | None
    found: Row | None
    overdue: tuple[Row, ...]

    @property
    def cut(self) -> Cut:
        """Return its two dates."""
        return self.view.cut

    @property
    def unverified(self) -> int:
        """Count the headline indicators that nobody has measured or audited."""
        return self.keys.of - self.keys.verified


# The plan as a whole was judged in words: the indicator of which most was said, its newest words by nature.
JUDGED: Final = """
SELECT s.number, s.words, s.quotation, s.nature, s.speaker_name, s.organisation_name, s.about, s.said_on, s.public_on,
       s.counts_on
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE s.words IS NOT NULL AND s.nature IN ('declared', 'measured', 'audited') AND i.key = (
    SELECT i.key FROM statement s JOIN indicator i ON i.key = s.indicator JOIN plan p ON p.key = i.node
    WHERE s.words IS NOT NULL GROUP BY i.key ORDER BY count(*) DESC, i.key LIMIT 1)
ORDER BY s.counts_on DESC, s.public_on, s.number
"""


def side(view: View) -> Side:
    """Gather what was claimed, verified and unknown in a view."""
    judged = view.rows(JUDGED, reads=("statement", "indicator", "plan"))
    return Side(
        view=view,
        keys=panorama.keys(view),
        completions=[{**row["completion"], "item": row["item"]} for row in view.panorama.lines if row["completion"]],
        claimed=next((row for row in judged if row["nature"] == "declared"), None),
        found=next((row for row in judged if row["nature"] in VERIFIED), None),
        overdue=tuple(row for row in view.ask("undertakings") if row["state"] == "overdue"),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An axis on both days."""

    item: str
    before: Row
    after: Row


def lines(before: View, after: View) -> Iterator[Line]:
    """Give the axes that have indicators or an auditor's rate on either day, the plan itself first."""
    was = {row["item"]: row for row in before.panorama.lines}
    for row in after.panorama.lines:
        old = was.get(row["item"])
        if old and (row["expected_of"] or row["completion"] or old["expected_of"] or old["completion"]):
            yield Line(row["item"], old, row)


def new_alerts(before: View, after: View) -> list[Alert]:
    """Return what a reader should beware of in the later view and not yet in the earlier one."""
    was = {_same(one) for one in before.panorama.alerts}
    return [one for one in after.panorama.alerts if _same(one) not in was]


def _same(alert: Alert) -> tuple[str, Any, Any]:
    return alert.code, alert.values.get("indicator"), alert.values.get("other_indicator")


DETAILS: Final[Mapping[str, str]] = {
    "statement": "SELECT number, about, quotation, speaker_name, office, NULL AS what FROM statement_known",
    "verdict": """SELECT v.number, v.about, v.quotation, NULL AS speaker_name, NULL AS office, u.what
        FROM verdict_known v LEFT JOIN undertaking u ON u.key = v.undertaking""",
}


def details(view: View) -> dict[int, Row]:
    """Return what a change does not tell of itself: the date it is about, the words, the undertaking judged."""
    query = " UNION ALL ".join(DETAILS.values())
    return {row["number"]: row for row in view.rows(query, reads=("statement", "verdict", "undertaking"))}


@dataclass(frozen=True, slots=True)
class Event:
    """Two pairs of dates worth comparing: before and after something; `who` and `count` say of how many entries."""

    code: str
    before: Cut
    after: Cut
    day: date | None = None
    who: str | None = None
    count: int = 0


# Days on which somebody said most at once, and on which most that is verified came out; a whole year is no event.
SPOKEN: Final = """
SELECT said_on_from AS day, speaker_name AS who, count(*) AS count FROM statement
WHERE said_on_from = said_on_to AND speaker_name IS NOT NULL AND nature = 'declared'
  AND said_on_from BETWEEN $starts AND $ends
GROUP BY ALL HAVING count(*) > 2 ORDER BY count DESC, day DESC, who LIMIT $most
"""
AUDITED: Final = """
SELECT public_on AS day, organisation_name AS who, count(*) AS count FROM statement
WHERE nature = 'audited' AND public_on >= $starts
GROUP BY ALL HAVING count(*) > 2 ORDER BY count DESC, day DESC, who LIMIT $most
"""


def events(view: View) -> Iterator[Event]:
    """Give the pairs of dates that the data itself suggests, those around the dates of the view first."""
    now, plan = view.cut, view.plan
    yield Event("year", Cut(_year_before(now.as_of), _year_before(now.known_on)), now)
    ends, starts = plan.get("ends_on_to") or now.as_of, plan.get("starts_on_from") or date.min
    if ends < now.known_on:
        yield Event("end", Cut(ends, ends), Cut(ends, now.known_on), ends)
    told = {"starts": starts, "ends": ends, "most": MOST}
    for row in view.rows(SPOKEN, told, reads=("statement",)):
        if row["day"] < now.known_on:
            yield Event("spoken", Cut(row["day"], row["day"]), now, **row)
    for row in view.rows(AUDITED, {"starts": starts, "most": MOST}, reads=("statement",)):
        eve, about = row["day"] - timedelta(days=1), min(row["day"], ends)
        yield Event("audited", Cut(min(eve, about), eve), Cut(about, row["day"]), **row)


def _year_before(day: date) -> date:
    """Return the same day a year before, of 29 February the 28th.

    >>> _year_before(date(2012, 2, 29))
    datetime.date(2011, 2, 28)
    """
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
