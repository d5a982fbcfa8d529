"""What programs are told: the same answers at the terminal and by the API, to the byte once they are written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bilan.acts.seen import Seen
from bilan.analysis import catalogue
from bilan.analysis.asking import HEADS, Analysis, Row
from bilan.analysis.catalogue import CATALOGUE, Known, UnknownAnalysis
from bilan.analysis.panorama import Panorama
from bilan.exchange.answers import as_object
from bilan.exchange.columns import field_types
from bilan.ledger.canonical import base64_text
from bilan.ledger.entries import instant
from bilan.ledger.kinds import KINDS
from bilan.ledger.rules import references_of
from bilan.report import figures
from bilan.report.sheets import compare as comparison
from bilan.report.sheets import forecast
from bilan.report.sheets.indicator import Told as Indicator
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.editions import Edition
from bilan.tables.session import Session
from bilan.terms.plain import as_cell

if TYPE_CHECKING:  # what needs no home can be answered before one is open
    from bilan.store.checkpoints import Signed

BACKTEST = CATALOGUE["backtest"]
RELIABILITY = CATALOGUE["reliability"]


class NoSuchColumn(LookupError):
    """An analysis has no such column; keeps its name and those there are."""

    def __init__(self, column: str, columns: str) -> None:
        """Keep what was asked for and what there is."""
        super().__init__(f"no column {column!r} among {columns}")
        self.column, self.columns = column, columns


@dataclass(frozen=True, slots=True)
class Question:
    """Which analysis is asked, of which rows and columns, with which numbers in place of the usual ones."""

    name: str
    wanted: Mapping[str, str] = field(default_factory=dict)
    columns: str | None = None
    options: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """The answer of an analysis, or the part of it that was asked for."""

    session: Session
    analysis: Analysis
    columns: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The forecasts of earlier days with what came, and what they tell together."""

    session: Session
    rows: list[Row]
    judged: list[Row]


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two cuts of an edition, and the undertakings whose state did."""

    before: Session
    after: Session
    rows: list[Row]
    states: list[Row]


def ask(session: Session, question: Question, known: Known | None = None) -> Told:
    """Ask an analysis; keep the rows that say what is wanted, and the columns that are."""
    if question.name not in CATALOGUE:
        raise UnknownAnalysis(question.name)
    names = [one.name for one in CATALOGUE[question.name].columns]
    chosen = [one.strip() for one in question.columns.split(",")] if question.columns else names
    unknown = [one for one in (*question.wanted, *chosen) if one not in names]
    if unknown:
        raise NoSuchColumn(unknown[0], ", ".join(names))
    asked = catalogue.ask(session, question.name, question.options, known=known).rows
    rows = [row for row in asked if all(as_cell(row[at]) == text for at, text in question.wanted.items())]
    return Told(session, CATALOGUE[question.name], tuple(chosen), rows)


def analysis(told: Told, notes: Iterable[str]) -> dict[str, Any]:
    """Return the rows of an analysis."""
    return {**figures.state(told.session), **as_object(told.analysis, told.columns, told.rows, notes)}


def analyses(named: Iterable[Analysis]) -> dict[str, Any]:
    """Return what analyses say of themselves."""
    return {"analyses": [_of_analysis(one) for one in named]}


def _of_analysis(one: Analysis) -> dict[str, Any]:
    columns = [{"name": column.name, "unit": column.unit, "meaning": column.meaning} for column in one.columns]
    told = {head.lower(): one.told(head) for head in HEADS}
    return {"name": one.name, "method": one.method, **told, "columns": columns, "query": one.query}


def panorama(seen: Panorama, notes: Iterable[str]) -> dict[str, Any]:
    """Return the panorama."""
    alerts = [
        {"code": one.code, "item": one.item, "values": one.values, "entries": list(one.entries)} for one in seen.alerts
    ]
    parts = {"plan": seen.plan, "lines": seen.lines, "alerts": alerts, "lately": seen.lately, "due": seen.due}
    return {**figures.state(seen.session), "notes": list(notes), **parts}


def beyond(voice: Voice, seen: Panorama) -> Iterator[str]:
    """Note that the day lies outside the plan."""
    starts, ends = (seen.plan.get(name) for name in ("starts_on_from", "ends_on_to"))
    if starts and seen.session.cut.as_of < starts:
        yield voice.say("panorama.before", day=voice.day(starts))
    if ends and seen.session.cut.as_of > ends:
        yield voice.say("panorama.after", day=voice.day(ends))


def indicator(told: Indicator, notes: Iterable[str]) -> dict[str, Any]:
    """Return an indicator with all that was said of it."""
    parts = {name: getattr(told, name) for name in ("indicator", "baselines", "targets", "statements", "progress")}
    ahead = list(forecast.foreseen(told.view, told.indicator["key"]).values())
    return {**figures.state(told.session), "notes": list(notes), **parts, "forecast": ahead, **told.findings}


def compare(before: View, after: View) -> Compared:
    """Compare two cuts of one edition."""
    found = comparison.changed(before, after)
    return Compared(before.session, after.session, found.rows, found.states)


def comparison_of(told: Compared, notes: Iterable[str]) -> dict[str, Any]:
    """Return what changed."""
    before, after = (figures.state(one) for one in (told.before, told.after))
    return {
        "before": before,
        "after": after,
        "notes": list(notes),
        "changes": told.rows,
        "undertakings": told.states,
    }


def replay(session: Session, origin: date | None) -> Replayed:
    """Ask what would have been said on a day; without one, on each of a row of days."""
    chosen = {"origin": float(f"{origin:%Y%m%d}")} if origin else {}
    rows = catalogue.ask(session, "backtest", chosen).rows
    return Replayed(session, rows, RELIABILITY.ask(session, answers={"backtest": rows}))


def replayed(told: Replayed, notes: Iterable[str]) -> dict[str, Any]:
    """Return what would have been said, and what it was worth."""
    both = [
        as_object(one, [column.name for column in one.columns], rows, ())
        for one, rows in ((BACKTEST, told.rows), (RELIABILITY, told.judged))
    ]
    return {**figures.state(told.session), "notes": list(notes), **{one.pop("analysis"): one for one in both}}


def entry(seen: Seen, named: list[Row]) -> dict[str, Any]:
    """Return an entry, or what is left of it, with its proof."""
    one = seen.entry
    said = one and {
        "kind": one.kind,
        "recorded_at": instant(one.recorded_at),
        "recorded_by": one.recorded_by,
        **({"accepted_by": one.accepted_by} if one.accepted_by else {}),
        "replaces": one.replaces,
        "content": one.content,
    }
    return {
        "number": seen.number,
        "key": seen.key,
        **(said or {"content": None}),
        "versions": seen.versions,
        "ended_by": [{"number": number, "kind": kind} for number, kind in seen.ended_by],
        "named_by": named,
        "leaf_hash": base64_text(seen.leaf_hash),
        "size": seen.size,
        "proof": [base64_text(step) for step in seen.proof],
    }


def referring(session: Session, key: str) -> list[Row]:
    """Return the entries of an edition that name a key, with the field that does."""
    asked = [
        f"SELECT number, '{kind}' AS kind, key, '{name}' AS field FROM base.{kind} WHERE {_names(kind, name)}"  # noqa: S608 - our own kinds and fields
        for kind in KINDS
        for name, _ in references_of(kind)
    ]
    return session.rows(" UNION ALL ".join(asked) + " ORDER BY number", {"key": key})


def _names(kind: str, name: str) -> str:
    return f'list_contains("{name}", $key)' if field_types(kind)[name].several else f'"{name}" = $key'


def edition(one: Edition) -> dict[str, Any]:
    """Return what names an edition."""
    return {"edition": one.name, "size": one.size, "root": one.root.hex(), "origin": one.origin}


def editions(found: Iterable[Edition], current: str | None) -> dict[str, Any]:
    """Return the editions there are, the smallest first, and which of them is current."""
    return {"current": current, "editions": [edition(one) for one in sorted(found, key=lambda one: one.size)]}


def checkpoint(signed: "Signed") -> dict[str, Any]:
    """Return a signed state of the log."""
    return {"size": signed.size, "root": signed.root, "at": signed.at, "note": signed.note}
