"""The heading of a change to the plan: what it is called, why, who decided it and when, from which day it counts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from bilan.acts.figures import unsafe
from bilan.acts.loading import reading_of_cells
from bilan.exchange.cells import write_text
from bilan.store.desk.models import PlanChange
from bilan.terms.days import first_day
from bilan.terms.problems import Place, Problem

LONGEST_TITLE: Final = 200
LONGEST_DAY: Final = 40
# What stands in the heading, by the field of a node that says so in the ledger.
FIELDS: Final[Mapping[str, str]] = {
    "reason": "reason", "reason_words": "reason_words", "decided_by": "authority", "decided_on": "decided_day",
    "in_force_on": "in_force_day",
}  # fmt: skip
BLANK: Final = {"parent": "plan", "node_kind": "axis", "name_fr": "–"}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a change; all of it is demanded."""

    title: str = ""
    reason: str = ""
    reason_words: str = ""
    authority: str = ""
    decided_day: str = ""
    in_force_day: str = ""

    @classmethod
    def of(cls, told: PlanChange | Mapping[str, str]) -> "Heading":
        """Return the heading of a change, or of a form that was sent."""
        if isinstance(told, PlanChange):
            return cls(**{name: getattr(told, name) for name in asdict(cls())})
        return cls(**{name: told.get(name, "").strip().replace("\r\n", "\n") for name in asdict(cls())})

    @property
    def columns(self) -> dict[str, str]:
        """Return the heading as it is kept."""
        return asdict(self)

    def problems(self, today: date) -> list[Problem]:
        """Return what is missing or cannot be read: what stands here will stand in every entry of the change."""
        if found := unsafe(self.columns):
            return found
        found = [Problem("plan_heading_missing", Place(column=name)) for name, text in self.columns.items() if not text]
        if len(self.title) > LONGEST_TITLE:
            found.append(Problem("plan_title_long", Place(column="title"), {"most": str(LONGEST_TITLE)}))
        read = [one.at(column=FIELDS.get(one.place.column or "")) for one in self._unreadable()]
        return found + (read or self._to_come(today))

    def _unreadable(self) -> tuple[Problem, ...]:
        told = {field: write_text(text) for field, name in FIELDS.items() if (text := getattr(self, name))}
        return reading_of_cells("node", {**BLANK, **told}, key="a-node").problems

    def _to_come(self, today: date) -> list[Problem]:
        first = first_day(self.decided_day or None)
        if first is None or first <= today:
            return []
        return [Problem("day_to_come", Place(column="decided_day"), {"value": self.decided_day})]
