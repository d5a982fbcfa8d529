"""Agreements: the register, what is owed under each and by whom, what was changed, who gave and who gained."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import statements
from bilan.report.view import View
from bilan.terms import printed

AGREEMENTS: Final = "SELECT * FROM agreement ORDER BY counts_on NULLS LAST, number"
PARTS: Final = "SELECT * FROM {kind} ORDER BY number"
# How what became of an obligation is tagged; it is told with the words for undertakings.
TAGS: Final[Mapping[str, str]] = {
    "kept": "good", "kept_late": "warn", "broken": "bad", "overdue": "warn", "due": "mute", "to_come": "mute",
    "cannot_determine": "mute",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a party owes, as it is recorded, and what has become of it by the day."""

    row: Row
    told: Row

    @property
    def state(self) -> str | None:
        """Return what has become of it; a risk that is borne is neither kept nor broken."""
        found: str | None = self.told["state"]
        return found

    @property
    def tag(self) -> str:
        """Return how its state is tagged."""
        return TAGS[self.state or "cannot_determine"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with what belongs to it; `kept` is how much of what was due under it was kept."""

    row: Row
    kept: Row
    obligations: tuple[Obligation, ...]
    amendments: tuple[Row, ...]
    contributions: tuple[Row, ...]
    benefits: tuple[Row, ...]

    @property
    def key(self) -> str:
        """Return its key."""
        return str(self.row["key"])

    @property
    def titles(self) -> Row:
        """Return its titles, named as names are; one that bears none has its kind in words, or its key."""
        titles = {f"name_{code}": self.row[f"title_{code}"] for code in printed.LOCALES}
        return titles if any(titles.values()) else {"name_en": self.row["kind_words"] or self.key}

    @property
    def money(self) -> Row | None:
        """Return the amount as figures are written."""
        return None if self.row["amount"] is None else {"value": self.row["amount"], "unit": self.row["currency"]}


@dataclass(frozen=True, slots=True)
class Register:
    """Every agreement signed by the day."""

    agreements: tuple[Agreement, ...]
    partners: tuple[Row, ...]

    @property
    def obligations(self) -> list[Obligation]:
        """Return all that is owed."""
        return [owed for one in self.agreements for owed in one.obligations]

    @property
    def kept(self) -> int:
        """Return how many obligations are told to have been kept."""
        return sum(one.state in {"kept", "kept_late"} for one in self.obligations)

    @property
    def with_amount(self) -> int:
        """Return of how many agreements the amount is known."""
        return sum(one.row["amount"] is not None for one in self.agreements)

    @property
    def bound(self) -> int:
        """Return under how many agreements an obligation is recorded."""
        return sum(bool(one.obligations) for one in self.agreements)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One agreement, with what was said of it and what was undertaken in the same words elsewhere."""

    agreement: Agreement
    stated: tuple[Row, ...]


def gather(view: View) -> Register:
    """Gather the register."""
    parts = {kind: _by_agreement(view, kind) for kind in ("obligation", "amendment", "contribution", "benefit")}
    kept = {row["agreement"]: row for row in view.ask("agreements")}
    told = {row["entries"][0]: row for row in view.ask("obligations")}
    rows = view.rows(AGREEMENTS, reads=("agreement",))
    found = tuple(_agreement(row, kept[row["key"]], parts, told) for row in rows)
    return Register(found, tuple(row for row in view.ask("partners") if row["grouped_by"] == "partner_country"))


def sheet(view: View, key: str) -> Sheet | None:
    """Gather one agreement."""
    found = next((one for one in view.once(gather).agreements if one.key == key), None)
    return Sheet(found, tuple(statements.about(view, key))) if found else None


def _by_agreement(view: View, kind: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in view.rows(PARTS.format(kind=kind), reads=(kind,)):
        found.setdefault(row["agreement"], []).append(row)
    return found


def _agreement(row: Row, kept: Row, parts: Mapping[str, Mapping[str, list[Row]]], told: Mapping[int, Row]) -> Agreement:
    owed, changed, given, drawn = (tuple(of.get(row["key"], ())) for of in parts.values())
    return Agreement(row, kept, tuple(Obligation(one, told[one["number"]]) for one in owed), changed, given, drawn)


def country(code: str | None, language: str) -> str:
    """Return the name of a country (ISO 3166-1) in a reader's language, or its code.

    >>> country("FR", "fr"), country("MA", "ar"), country(None, "en")
    ('France', 'المغرب', '–')
    """
    if code is None:
        return printed.UNKNOWN
    from babel import Locale

    return str(Locale.parse(printed.LOCALES[language]).territories.get(code, code))
