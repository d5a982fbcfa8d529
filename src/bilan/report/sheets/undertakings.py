"""Undertakings: the list by what has become of each, and of one the chain from the promise to what proves its state."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.sheets import statements
from bilan.report.view import View

# What a reader should see first, and how each state is tagged.
TAGS: Final[Mapping[str, str]] = {
    "overdue": "warn", "broken": "bad", "due": "mute", "to_come": "mute", "partly_kept": "warn", "kept_late": "warn",
    "kept": "good", "followed": "good", "abandoned": "bad", "cannot_determine": "mute",
}  # fmt: skip
# What a verdict says, in the words for states.
OUTCOMES: Final[Mapping[str, str]] = {"late": "kept_late", "not_kept": "broken"}
# States that something proves; the others are told by the calendar alone.
IN_TIME: Final = frozenset({"kept", "followed"})
SETTLED: Final = IN_TIME | {"kept_late", "partly_kept", "broken", "abandoned"}
PROMISES: Final = "SELECT * FROM undertaking"
PROOFS: Final = """
SELECT number, 'verdict' AS proof_kind, outcome, act, note, quotation, source, NULL AS nature FROM verdict
UNION ALL SELECT number, 'statement', NULL, NULL, note, quotation, source, nature FROM statement
"""
SAME_AIM: Final = "SELECT * FROM undertaking WHERE target = $target AND key <> $key ORDER BY counts_on, number"
# One at the start and one each period since, as the analysis counts.
COUNTS: Final = """
SELECT s.number, greatest(0, CASE WHEN start.on_day IS NULL THEN 0 ELSE 1 END
    + floor(date_diff('day', coalesce(start.on_day, $made_to), s.counts_on) / days_of($rhythm))::INTEGER) AS expected
FROM statement s
CROSS JOIN (
    SELECT min(about_from) AS on_day FROM statement WHERE indicator = $indicator AND about_from < about_to
) start
WHERE s.indicator = $indicator
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """An undertaking with what has become of it: the row of the analysis, the entry itself, what decides."""

    row: Row
    told: Row
    proof: Row | None

    @property
    def key(self) -> str:
        """Return its key."""
        return str(self.row["undertaking"])

    @property
    def tag(self) -> str:
        """Return how its state is tagged."""
        return TAGS.get(self.row["state"], "mute")

    @property
    def told_entries(self) -> list[int]:
        """Return the entry of the promise."""
        return [self.told["number"]]

    @property
    def proof_entries(self) -> list[int]:
        """Return the entries behind its state, the promise itself left out."""
        return [number for number in self.row["entries"] if number != self.told["number"]]


@dataclass(frozen=True, slots=True)
class Group:
    """The undertakings of one state."""

    state: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many came due by the day, of how many of those something proves the state, and how many were kept in time."""

    undertaken: int
    due: int
    known: int
    in_time: int
    late: int
    undated: int


@dataclass(frozen=True, slots=True)
class Undertakings:
    """Every undertaking made by the day, by what has become of it."""

    groups: tuple[Group, ...]
    kept: Kept

    @property
    def promises(self) -> Iterator[Promise]:
        """Return all of them, in the order of the groups."""
        return (one for group in self.groups for one in group.promises)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the chain: what happened (`promise`, `repeat`, `figure`, `due`, `verdict`), when, and what tells so."""

    what: str
    on: date | None
    said: str | None
    row: Row
    expected: int | None = None

    @property
    def tag(self) -> str:
        """Return how the outcome of a verdict is tagged."""
        return TAGS.get(OUTCOMES.get(self.row["outcome"], self.row["outcome"]), "mute")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One undertaking: its chain in order of time, the target it repeats, what is expected by its rhythm."""

    promise: Promise
    chain: tuple[Link, ...]
    target: Row | None
    versions: tuple[Row, ...]
    indicator: Row | None

    @property
    def told_early(self) -> bool:
        """Tell whether there are verdicts that do not decide, for they were told before the due day had passed."""
        by_calendar = self.promise.row["computed_from"] == "calendar"
        return by_calendar and any(link.what == "verdict" for link in self.chain)


def gather(view: View) -> Undertakings:
    """Gather the undertakings by state."""
    told = {row["key"]: row for row in view.rows(PROMISES, reads=("undertaking",))}
    proofs = {row["number"]: row for row in view.rows(PROOFS, reads=("verdict", "statement"))}
    found = [Promise(row, told[row["undertaking"]], proofs.get(row["proof"])) for row in view.ask("undertakings")]
    groups = (Group(state, tuple(one for one in found if one.row["state"] == state)) for state in TAGS)
    return Undertakings(tuple(group for group in groups if group.promises), _kept(found, view.cut.as_of))


def _kept(promises: list[Promise], as_of: date) -> Kept:
    past = [one.row["state"] for one in promises if one.row["due_to"] and one.row["due_to"] < as_of]
    counted = Counter(past)
    in_time = sum(counted[state] for state in IN_TIME)
    undated = sum(one.row["due_on"] is None for one in promises)
    known = sum(counted[state] for state in SETTLED)
    return Kept(len(promises), len(past), known, in_time, counted["kept_late"], undated)


def sheet(view: View, key: str) -> Sheet | None:
    """Gather one undertaking."""
    promise = next((one for one in gather(view).promises if one.key == key), None)
    if promise is None:
        return None
    target = statements.one(view, "target", promise.told["target"]) if promise.told["target"] else None
    named = promise.told["indicator"] or (target or {}).get("indicator")
    indicator = statements.one(view, "indicator", named) if named else None
    links = sorted(_links(view, promise, named), key=_place)
    return Sheet(promise, tuple(links), target, tuple(versions(view, key)), indicator)


def versions(view: View, key: str) -> list[Row]:
    """Return every version of an undertaking that could be known."""
    query = "SELECT * FROM undertaking_known WHERE key = $key ORDER BY number"
    return view.rows(query, {"key": key}, reads=("undertaking",))


def _place(link: Link) -> tuple[bool, date, int]:
    """Return where a link stands in time; on one day the promise comes before what it is set beside."""
    return link.on is None, link.on or date.max, ("promise", "repeat", "figure", "due", "verdict").index(link.what)


def _links(view: View, promise: Promise, indicator: str | None) -> Iterator[Link]:
    told = promise.told
    # A promise came before what it is set beside: it stands at the first day on which it may have been made.
    yield Link("promise", told["made_on_from"] or told["counts_on"], told["made_on"], told)
    for row in _repeats(view, told):
        yield Link("repeat", row["made_on_from"] or row["counts_on"], row["made_on"], row)
    if told["due_on"]:
        # An end left open has no last day; its first then stands for it.
        yield Link("due", told["due_on_to"] or told["due_on_from"], told["due_on"], told)
    if indicator:
        yield from _figures(view, told, indicator)
    for row in statements.of(view, "verdict", "undertaking", promise.key):
        yield Link("verdict", row["counts_on"], row["about"], row)


def _repeats(view: View, told: Row) -> list[Row]:
    if not told["target"]:
        return []
    return view.rows(SAME_AIM, {"target": told["target"], "key": told["key"]}, reads=("undertaking",))


def _figures(view: View, told: Row, indicator: str) -> Iterator[Link]:
    """Return what was said of the indicator that tells; of a rule, with the count its rhythm demands."""
    expected = _expected(view, told, indicator) if told["rhythm"] else {}
    for row in statements.statements(view, "s.indicator = $key", {"key": indicator}):
        yield Link("figure", row["counts_on"], row["about"], row, expected.get(row["number"]))


def _expected(view: View, told: Row, indicator: str) -> dict[int, int]:
    made_to = told["made_on_to"] or view.cut.as_of
    values: dict[str, Any] = {"indicator": indicator, "rhythm": told["rhythm"], "made_to": made_to}
    return {row["number"]: row["expected"] for row in view.rows(COUNTS, values, reads=("statement",))}
