"""Agreements: the register, what is owed under each and by whom, what was changed, who gave and who gained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import statements
from bilan.report.view import View
from bilan.terms import printed

AGREEMENTS: Final = "SELECT * FROM agreement ORDER BY counts_on NULLS LAST, number"
PARTS: Final = "SELECT * FROM {kind} ORDER BY number"
# How what became of an obligation is tagged; it is told with the words for undertakings.
TAGS: Final[Mapping[str, str]] = {
    "kept": "good", "kept_late": "warn", "overdue": "warn", "due": "mute", "to_come": "mute",
    "cannot_determine": "mute",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a party owes, and what has become of it by the day."""

    row: Row
    state: str

    @property
    def tag(self) -> str:
        """Return how its state is tagged."""
        return TAGS[self.state]


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with what belongs to it."""

    row: Row
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
class Partner:
    """What was agreed with one country: how many agreements, of how many something is known."""

    country: str | None
    agreements: int
    with_amount: int
    with_jobs: int
    jobs: int | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Every agreement signed by the day."""

    agreements: tuple[Agreement, ...]
    partners: tuple[Partner, ...]

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
    found = tuple(_agreement(row, parts, view.cut.as_of) for row in view.rows(AGREEMENTS, reads=("agreement",)))
    return Register(found, tuple(_partners(found)))


def sheet(view: View, key: str) -> Sheet | None:
    """Gather one agreement."""
    found = next((one for one in gather(view).agreements if one.key == key), None)
    return Sheet(found, tuple(statements.about(view, key))) if found else None


def _by_agreement(view: View, kind: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in view.rows(PARTS.format(kind=kind), reads=(kind,)):
        found.setdefault(row["agreement"], []).append(row)
    return found


def _agreement(row: Row, parts: Mapping[str, Mapping[str, list[Row]]], as_of: date) -> Agreement:
    owed, changed, given, drawn = (tuple(of.get(row["key"], ())) for of in parts.values())
    return Agreement(row, tuple(Obligation(one, state_of(one, as_of)) for one in owed), changed, given, drawn)


def state_of(row: Row, as_of: date) -> str:
    """Say what has become of an obligation: kept where a day is told by then, else what the calendar says."""
    kept, last = row["kept_on_to"], row["due_on_to"]
    if kept and kept <= as_of:
        return "kept_late" if last and kept > last else "kept"
    if not row["due_on"]:
        return "cannot_determine"
    if last and as_of > last:
        return "overdue"
    return "to_come" if row["due_on_from"] and as_of < row["due_on_from"] else "due"


def _partners(agreements: Iterable[Agreement]) -> list[Partner]:
    grouped: dict[str | None, list[Agreement]] = {}
    for one in agreements:
        grouped.setdefault(one.row["partner_country"], []).append(one)
    ranked = sorted(grouped.items(), key=lambda group: (group[0] is None, -len(group[1]), group[0] or ""))
    return [_partner(country, of) for country, of in ranked]


def _partner(country: str | None, agreements: list[Agreement]) -> Partner:
    jobs = [one.row["promised_jobs"] for one in agreements if one.row["promised_jobs"] is not None]
    with_amount = sum(one.row["amount"] is not None for one in agreements)
    entries = tuple(one.row["number"] for one in agreements)
    return Partner(country, len(agreements), with_amount, len(jobs), int(sum(jobs)) if jobs else None, entries)


def country(code: str | None, language: str) -> str:
    """Return the name of a country (ISO 3166-1) in a reader's language, or its code.

    >>> country("FR", "fr"), country("MA", "ar"), country(None, "en")
    ('France', 'المغرب', '–')
    """
    if code is None:
        return printed.UNKNOWN
    from babel import Locale

    return str(Locale.parse(printed.LOCALES[language]).territories.get(code, code))
