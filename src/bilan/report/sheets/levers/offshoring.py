"""Offshoring as a lever: the sector and its IT part apart, the sites with each of their floor areas apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.bars import Bar, bars
from bilan.report.marks.course import course
from bilan.report.sheets import indicator as told_of
from bilan.report.sheets import statements
from bilan.report.sheets.lever import Conclusion
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "lever_offshoring"
# What is missing where a target is not reached and not due yet.
TO_COME: Final = "target_to_come"
# Each is a quantity of its own; none is a part of another.
AREAS: Final = ("area_built", "area_let", "area_reserved", "area_occupied")
SECTOR: Final = ("jobs", "exports", "turnover")
WANTED: Final = (*AREAS, *SECTOR)
# So many sites are shown one by one; the rows of the analysis hold all.
MOST: Final = 40
FEW: Final = 5
SITES: Final = "SELECT * FROM site ORDER BY opened_on_to NULLS LAST, number"


@dataclass(frozen=True, slots=True)
class Side:
    """A quantity of the sector: that of all offshoring and that of its IT part, neither within the other."""

    quantity: str
    whole: Row
    part: Row


@dataclass(frozen=True, slots=True)
class Park:
    """A site with a row a quantity, what was said of it over time, and how much of that was left out."""

    site: Row
    rows: tuple[Row, ...]
    stated: tuple[Row, ...]

    @property
    def key(self) -> str:
        """Return its key."""
        return str(self.site["key"])

    @property
    def known(self) -> int:
        """Return of how many of the quantities that must be known a figure is told."""
        return len({row["quantity"] for row in self.rows if row["gap_from"] and row["quantity"] in WANTED})

    @property
    def left_out(self) -> int:
        """Return how many statements were left out."""
        return sum(row["left_out"] for row in self.rows)

    def tells(self, quantity: str) -> bool:
        """Tell whether a figure of a quantity is told of it."""
        row = self.of(quantity)
        return row is not None and row["gap_from"] is not None

    def of(self, quantity: str) -> Row | None:
        """Return the row of a quantity, that of which something is told first."""
        found = [row for row in self.rows if row["quantity"] == quantity]
        return next((row for row in found if row["gap_from"]), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    sides: tuple[Side, ...]
    others: tuple[Row, ...]
    parks: tuple[Park, ...]
    together: tuple[Row, ...]

    @property
    def dense(self) -> tuple[tuple[Park, Row], ...]:
        """Return the figures that can be told per hectare or per 1,000 m2, with their site."""
        rows = ((park, row) for park in self.parks for row in park.rows)
        return tuple(
            (park, row) for park, row in rows if row["per_hectare"] is not None or row["per_1000_m2"] is not None
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is told of offshoring at all."""
        return not (self.sides or self.others or self.parks)


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    rows = view.ask("offshoring")
    sector = [row for row in rows if row["site"] is None]
    sides = tuple(_sides(sector))
    shown = {id(row) for side in sides for row in (side.whole, side.part)}
    sites = {row["site"] for row in rows if row["site"]}
    parks = [_park(view, site, rows) for site in view.rows(SITES, reads=("site",)) if site["key"] in sites]
    others = (row for row in sector if id(row) not in shown and row["indicator"])
    together = (row for row in view.ask("offshoring_sites") if row["of"])
    return Seen(sides, tuple(others), tuple(parks), tuple(sorted(together, key=_place)))


def _sides(sector: Sequence[Row]) -> Iterator[Side]:
    for quantity in SECTOR:
        whole, part = (_newest(sector, activity, quantity) for activity in ("offshoring", "ito"))
        if whole and part:
            yield Side(quantity, whole, part)


def _newest(sector: Sequence[Row], activity: str, quantity: str) -> Row | None:
    """Return the row of an activity and a quantity, that of which something is told first."""
    found = [row for row in sector if (row["activity"], row["quantity"]) == (activity, quantity)]
    return next((row for row in found if row["gap_from"]), found[0] if found else None)


def _park(view: View, site: Row, rows: Sequence[Row]) -> Park:
    own = sorted((row for row in rows if row["site"] == site["key"]), key=_place)
    return Park(site, tuple(own), tuple(statements.about(view, str(site["key"]))))


def _place(row: Row) -> tuple[int, str]:
    """Order quantities as they are read: floor, people, money, the others."""
    quantity = row["quantity"] or ""
    return (WANTED.index(quantity) if quantity in WANTED else len(WANTED)), quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is written, with its nature, its date and its entry."""

    text: str
    nature: str
    about: str | None
    entry: int


def figure(voice: Voice, row: Row, which: str) -> Figure | None:
    """Return the declared or the verified figure of a row, if there is one."""
    entry = row[f"{which}_entry"]
    if entry is None:
        return None
    said = {"value": row[which], "qualifier": row[f"{which}_qualifier"], "unit": row["unit"]}
    said |= {} if row[which] is not None else {"low": row[f"{which}_low"], "high": row[f"{which}_high"]}
    nature = row["verified_nature"] if which == "verified" else "declared"
    return Figure(figures.value(voice, said), nature, row[f"{which}_about"], entry)


def best(voice: Voice, row: Row) -> Figure | None:
    """Return the verified, else the declared figure."""
    return figure(voice, row, "verified") or figure(voice, row, "declared")


def target(voice: Voice, row: Row) -> str | None:
    """Write the target of a row."""
    if row["target"] is None:
        return None
    return figures.value(voice, {"value": row["target"], "qualifier": row["target_qualifier"], "unit": row["unit"]})


def areas(voice: Voice, park: Park) -> Drawn:
    """Draw the floor areas of a site, a bar each, beside what is planned."""
    planned = park.site["offices_m2_planned"]
    first = _bar(voice, "area_planned", planned, "announced")
    rest = (_area(voice, quantity, park.of(quantity)) for quantity in AREAS)
    name = figures.name(park.site, voice.language)
    return bars([first, *rest], voice, what=voice.tell(SUBJECT, "areas.what", site=name))


def _area(voice: Voice, quantity: str, row: Row | None) -> Bar:
    if row is None or row["gap_from"] is None:
        return _bar(voice, quantity, None, "declared")
    which = row["gap_from"]
    return _bar(voice, quantity, row[which], row["verified_nature"] or which if which == "verified" else which)


def _bar(voice: Voice, quantity: str, value: Decimal | None, nature: str) -> Bar:
    text = figures.value(voice, {"value": value, "unit": "m2"}) if value is not None else ""
    return Bar(voice.label("quantity", quantity), None if value is None else float(value), text, nature)


def courses(view: View, voice: Voice, seen: Seen) -> Iterator[tuple[str, Drawn]]:
    """Draw the course of each indicator of the sector and of its IT part, one line of its own each."""
    keys = (row["indicator"] for side in seen.sides for row in (side.whole, side.part) if row["indicator"])
    for key in dict.fromkeys(keys):
        told = told_of.look(view, key)
        if told and (drawn := told_of.course_of(told, voice)).points:
            name = figures.name(told.indicator, voice.language)
            yield key, course(drawn, voice, what=name)


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in a few words where the sector, its IT part and the sites stand."""
    seen, rows = view.once(gather), view.ask("offshoring")
    wanted = [row for row in rows if row["quantity"] in (WANTED if row["site"] else SECTOR)]
    wanted = [row for row in wanted if row["activity"] in {"offshoring", "ito"}]
    needed = dict.fromkeys(code for row in wanted or rows for code in row["needed"])
    return Conclusion(
        sentence=" ".join(_said(voice, seen)),
        known=sum(row["gap_from"] is not None for row in wanted),
        of=len(wanted),
        counted=voice.tell(SUBJECT, "counted"),
        needed=tuple(needed),
        entries=tuple(sorted({number for row in rows for number in row["entries"]})),
        chart=_small(voice, seen) if any(park.known for park in seen.parks) else None,
    )


def _small(voice: Voice, seen: Seen) -> Drawn:
    """Draw the built floor of the sites, the first ones."""
    rows = [(park, park.of("area_built")) for park in seen.parks[:FEW]]
    given = [_named(_area(voice, "area_built", row), figures.name(park.site, voice.language)) for park, row in rows]
    return bars(given, voice, what=voice.label("quantity", "area_built"))


def _named(bar: Bar, name: str) -> Bar:
    return Bar(name, bar.value, bar.text, bar.nature)


def _said(voice: Voice, seen: Seen) -> Iterator[str]:
    if seen.is_empty:
        yield voice.tell(SUBJECT, "conclusion.none")
        return
    for activity in ("offshoring", "ito"):
        yield _of_sector(voice, activity, seen)
    if seen.parks:
        counts = {name: voice.number(sum(park.tells(name) for park in seen.parks)) for name in AREAS}
        yield voice.tell(SUBJECT, "conclusion.sites", of=voice.number(len(seen.parks)), **counts)


def _of_sector(voice: Voice, activity: str, seen: Seen) -> str:
    """Say of an activity what is told of the quantity that has a target, else of the first that is told."""
    rows = [side.whole if activity == "offshoring" else side.part for side in seen.sides]
    told = [row for row in rows if row["gap_from"]]
    label = voice.label("activity", activity)
    name = f"{label[:1].upper()}{label[1:]}"
    if not told:
        return voice.tell(SUBJECT, "conclusion.silent", activity=name)
    row = next((one for one in told if one["target"] is not None), told[0])
    found = best(voice, row)
    aim = target(voice, row)
    values = {
        "activity": name,
        "quantity": voice.label("quantity", row["quantity"]),
        "value": found.text if found else "",
        "nature": voice.label("nature", found.nature if found else None),
        "date": voice.partial(found.about) if found and found.about else voice.tell(SUBJECT, "undated"),
        "target": aim or "",
        "due": voice.partial(row["target_due"]),
        "reached": voice.tell(SUBJECT, f"reached.{'to_come' if TO_COME in row['needed'] else row['conclusion']}"),
    }
    return voice.tell(SUBJECT, "conclusion.aimed" if aim else "conclusion.told", **values)
