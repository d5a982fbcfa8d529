"""One row of the barometer's ledger after the other: what it publishes, changes and takes away, as steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from bilan.exchange.foreign import ForeignRow
from bilan.exchange.steps import Put, Step, Withdraw
from bilan.ledger.entries import Draft
from bilan.ledger.kinds import KINDS
from bilan.ledger.refusals import problems_of, shown
from bilan.terms.codes import code_list
from bilan.terms.problems import Place, Problem

ORGANISATION: Final = "org-ditp"
COUNTRY: Final = "FRANCE"
EVENTS: Final = ("add", "change", "remove")
VI, VA, VC, TA = "initial_value_vi", "current_value_va", "target_value_vc", "progress_rate_ta_pct"
HEADINGS: Final = ("known_at", "commit", "indicator_id", "zone", "as_of_date", VI, VA, VC, TA, "event")

# The kinds of entry a row becomes: the start of their keys, and the columns that fill their fields.
_KINDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "baseline": ("base", {"value": VI}),
    "statement": ("st", {"value": VA, "progress_as_said": TA}),
    "target": ("tgt", {"value": VC}),
}
_ALSO: Final = {"about": "as_of_date", "due_on": "as_of_date", "published_on": "known_at", "region": "zone"}


@dataclass(slots=True)
class Published:
    """What the barometer shows after the rows read so far: by key, the content that stands."""

    standing: dict[str, Mapping[str, str]] = field(default_factory=dict)
    targets: dict[str, tuple[Decimal, str]] = field(default_factory=dict)

    def steps(self, row: ForeignRow) -> Iterator[Step | Problem]:
        """Give the steps of the next row, or its problems."""
        wrong = self._out_of_turn(row)
        if wrong:
            yield wrong
            return
        for kind, (start, columns) in _KINDS.items():
            key = _key(start, row)
            figures = {} if row["event"] == "remove" else {name: row[one] for name, one in columns.items() if row[one]}
            if kind == "statement" and not figures and _says_nothing(row):
                figures = {"missing": "not_reported"}
            if figures:
                yield from self._publish(kind, key, figures, row)
            elif self.standing.pop(key, None):
                origin = _origin(row, key)
                yield Withdraw(key, origin, published_on=row["known_at"], place=row.place, once=True)

    def _out_of_turn(self, row: ForeignRow) -> Problem | None:
        event = row["event"]
        if event not in EVENTS:
            values = {"value": shown(event), "choices": ", ".join(EVENTS)}
            return Problem("word_of_no_format", replace(row.place, column="event"), values)
        stands = any(_key(start, row) in self.standing for start, _ in _KINDS.values())
        if stands == (event == "add"):
            return Problem("event_out_of_turn", replace(row.place, column="event"), {"value": event})
        return None

    def _publish(self, kind: str, key: str, figures: Mapping[str, str], row: ForeignRow) -> Iterator[Step | Problem]:
        if self.standing.get(key) == figures:
            return
        content = {**_common(row), **figures}
        content |= {"due_on" if kind == "target" else "about": row["as_of_date"]} if row["as_of_date"] else {}
        content |= {"nature": "declared", "organisation": ORGANISATION} if kind == "statement" else {}
        content |= {"version": self._version(key, figures["value"])} if kind == "target" else {}
        try:
            said = KINDS[kind].model_validate(content)
        except ValidationError as refused:
            yield from (_placed(problem, kind, row.place) for problem in problems_of(refused))
            return
        self.standing[key] = figures
        if kind == "target":
            self.targets[key] = (Decimal(figures["value"]), content["version"])
        yield Put(Draft(said, key, origin=_origin(row, key)), row.place, once=True)

    def _version(self, key: str, value: str) -> str:
        """Tell whether a target was moved: by its number, not by its writing, and even if it was away for a time."""
        before = self.targets.get(key)
        if before is None:
            return "original"
        return before[1] if _same(before[0], value) else "revised"


def _same(before: Decimal, value: str) -> bool:
    try:
        return before == Decimal(value)
    except ArithmeticError:
        return False


def _says_nothing(row: ForeignRow) -> bool:
    return row["event"] != "remove" and not any(row[one] for one in (VI, VA, VC, TA))


def indicator_key(code: str) -> str:
    """Return the key of an indicator: ``IND-306`` is ``ind-306``."""
    return code.lower()


def source_key(commit: str) -> str:
    """Return the key of a publication."""
    return f"src-{commit.lower()}"


def _key(start: str, row: ForeignRow) -> str:
    return "-".join((start, indicator_key(row["indicator_id"]), row["zone"].lower(), row["as_of_date"] or "undated"))


def _origin(row: ForeignRow, key: str) -> str:
    """Name the event: the ledger is published again and again, so its row numbers would not do."""
    return f"barometre-fr:{row['commit']}:{row['event']}:{key}"


def _common(row: ForeignRow) -> dict[str, Any]:
    zone = row["zone"]
    content = {"indicator": indicator_key(row["indicator_id"]), "published_on": row["known_at"]}
    content["source"] = source_key(row["commit"])
    return content if zone == COUNTRY else {**content, "region": _region(zone)}


def _region(zone: str) -> str:
    """Return the code of a region (``R27``) with its edition, or the zone itself for the list to refuse.

    >>> _region("R27"), _region("D27")
    ('FR-27@2016', 'D27')
    """
    code = f"FR-{zone[1:]}@2016"
    return code if zone.startswith("R") and code in code_list("region") else zone


def _placed(problem: Problem, kind: str, place: Place) -> Problem:
    """Name the column as the barometer does."""
    named = {**_ALSO, **_KINDS[kind][1]}
    return problem.at(
        file=place.file, row=place.row, column=named.get(problem.place.column or "", problem.place.column)
    )
