"""What does not fit together, and what was moved."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.paper.blocks import Block, Cell, Heading, Prose, cell, dim, plain, quoted, strong, table
from bilan.report.paper.pen import Pen
from bilan.terms.codes import code_list

UNITS: Final = "SELECT key, unit FROM indicator"
CENT: Final = Decimal("0.01")


def contradictions(pen: Pen) -> Iterator[Block]:
    """Return the chapter of contradictions, each sort with its pairs."""
    rows = pen.view.ask("contradictions")
    yield Heading(pen.say("contradictions", count=pen.voice.number(len(rows))), fresh=True)
    yield Prose(plain(pen.say("contradictions.how" if rows else "nothing")), "note")
    units = _units(pen)
    for kind in code_list("contradiction"):
        pairs = sorted(
            (row for row in rows if row["kind"] == kind),
            key=lambda row: (str(row["indicator"]), row["entry"], row["other_entry"]),
        )
        if pairs:
            label = pen.voice.label("contradiction", kind)
            yield Heading(f"{label[:1].upper()}{label[1:]} ({pen.voice.number(len(pairs))})", 2)
            heads = pen.heads("indicator", "first", "other", "compares")
            yield from table(label, heads, "1.2fr 1.5fr 1.5fr 1.1fr", (_pair(pen, row, units) for row in pairs))


def _units(pen: Pen) -> Mapping[str, str]:
    return {row["key"]: row["unit"] for row in pen.view.rows(UNITS, reads=("indicator",))}


def _pair(pen: Pen, row: Row, units: Mapping[str, str]) -> tuple[Cell, ...]:
    other = row["other_indicator"]
    beside = pen.say("beside", name=pen.name(other)) if other and other != row["indicator"] else None
    part = pen.name(row["subject"]) or pen.voice.label("region", row["region"])
    because = pen.voice.say("comma").join(pen.voice.label("incomparable", one) for one in row["because"] or ())
    return (
        cell(strong(pen.name(row["indicator"])), dim(part), dim(beside)),
        _side(pen, row, "", units),
        _side(pen, row, "other_", units),
        cell(plain(pen.voice.label("comparable", row["comparable"])), dim(because)),
    )


def _side(pen: Pen, row: Row, side: str, units: Mapping[str, str]) -> Cell:
    # Of a printed rate both sides are rates, whatever its indicator counts.
    unit = "%" if row["kind"] == "rate_does_not_follow" else units.get(row[f"{side}indicator"] or row["indicator"])
    number = row[f"{side}value"]
    said = pen.amount(_short(number), unit) if number is not None else ""
    who = pen.name(row[f"{side}speaker"]) or pen.name(row[f"{side}organisation"])
    about = pen.about(row[f"{side}about"]) if row[f"{side}about"] else None
    public = (
        pen.voice.say("public_day", day=pen.voice.short_day(row[f"{side}public_on"]))
        if row[f"{side}public_on"]
        else None
    )
    nature = pen.voice.label("nature", row[f"{side}nature"])
    return cell(
        strong(said), quoted(row[f"{side}words"]), dim(nature, about, who, public, pen.entries([row[f"{side}entry"]]))
    )


def _short(number: Decimal) -> Decimal:
    """Return a number that was computed to eighteen digits as a reader needs it."""
    exact = figures.trimmed(number) or Decimal(0)
    return round(exact, 2) if exact != round(exact, 2) and abs(exact) >= 1 else exact


def revisions(pen: Pen) -> Iterator[Block]:
    """Return the chapter of what was moved, each with its reason or the lack of one."""
    rows = [row for row in pen.view.ask("revisions") if row["kind"] != "base_kept"]
    yield Heading(pen.say("revisions", count=pen.voice.number(len(rows))), fresh=True)
    yield Prose(plain(pen.say("revisions.how" if rows else "nothing")), "note")
    units = _units(pen)
    for kind in code_list("revision"):
        moved = sorted(
            (row for row in rows if row["kind"] == kind), key=lambda row: (str(row["public_on"]), row["entries"])
        )
        if moved:
            label = pen.voice.label("revision", kind)
            yield Heading(f"{label[:1].upper()}{label[1:]} ({pen.voice.number(len(moved))})", 2)
            heads = pen.heads("indicator", "before", "after", "public", "reason")
            yield from table(label, heads, "1.5fr 1.1fr 1.1fr 1fr 1.2fr", (_move(pen, row, units) for row in moved))


def _move(pen: Pen, row: Row, units: Mapping[str, str]) -> tuple[Cell, ...]:
    part = pen.name(row["subject"]) or pen.voice.label("region", row["region"])
    chain = " → ".join(figures.shown(pen.voice, one) for one in row["bases"] or ())
    given = row["reason_words"] or pen.voice.label("reason", row["reason"])
    announced = pen.say("no_revision") if row["without_revision"] else None
    public = pen.voice.day(row["public_on"]) if row["public_on"] else pen.say("undated")
    return (
        cell(strong(pen.name(row["indicator"])), dim(part), dim(chain)),
        _end(pen, row, "before", units),
        _end(pen, row, "after", units),
        cell(plain(public), dim(announced)),
        cell(quoted(given)) if given else cell(strong(pen.voice.say("compare.no_reason"))),
    )


def _end(pen: Pen, row: Row, end: str, units: Mapping[str, str]) -> Cell:
    number = row[end]
    said = pen.amount(number, units.get(row["indicator"])) if number is not None else ""
    due = pen.voice.partial(row[f"{end}_due"]) if row[f"{end}_due"] else None
    return cell(strong(said), dim(due, pen.entries([row[f"{end}_entry"]])))
