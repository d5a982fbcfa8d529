"""Who benefits, as a lever: what is told of sectors, regions, sizes and publics, and who surely comes first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.spans import Span, spans
from bilan.report.marks.tiles import Tile, tiles
from bilan.report.sheets.lever import Conclusion
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.codes import Code, code_list

SUBJECT: Final = "lever_benefit"
DIMENSIONS: Final = ("sector", "region", "size", "audience")
KEY: Final = ("source", "indicator", "subject", "scope", "flow", "measure", "unit", "nature", "scheme", "basis")
# So many measures are shown of a dimension at most; the rows of the analysis hold all.
MOST: Final = 12
# On a card there is room for so many parts.
FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was counted on a dimension: its parts, those with most first, and how unevenly it is spread."""

    rows: tuple[Row, ...]
    spread: Row | None

    @property
    def facts(self) -> Row:
        """Return what all its parts have in common."""
        return self.rows[0]

    @property
    def first(self) -> Row | None:
        """Return the part that surely comes first, of those that can be compared."""
        return next((row for row in self.rows if row["code"] and row["conclusion"] == "holds"), None)

    @property
    def entries(self) -> list[int]:
        """Return the entries behind all its parts."""
        return sorted({number for row in self.rows for number in row["entries"]})

    @property
    def told(self) -> tuple[Row, ...]:
        """Return the parts of which something is told."""
        return tuple(row for row in self.rows if row["low"] is not None)

    @property
    def is_shared(self) -> bool:
        """Tell whether something is told of two parts or more, so that there is something to compare."""
        return len(self.told) > 1

    @property
    def silent(self) -> int:
        """Return of how many parts nothing is told."""
        return (self.facts["of"] or 0) - self.facts["known"] if self.facts["of"] else 0


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension with all that was counted on it, and what is missing."""

    by: str
    measures: tuple[Measure, ...]
    needed: tuple[str, ...]

    @property
    def first(self) -> Measure | None:
        """Return the measure by which somebody surely comes first."""
        return next((one for one in self.measures if one.first), None)

    @property
    def entries(self) -> list[int]:
        """Return the entries behind all its measures."""
        return sorted({number for one in self.measures for number in one.entries})


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    dimensions: tuple[Dimension, ...]

    @property
    def spreads(self) -> tuple[Measure, ...]:
        """Return the measures of which it can be told how unevenly they are spread."""
        return tuple(one for each in self.dimensions for one in each.measures if one.spread)


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    spread = {_key(row): row for row in view.ask("benefit_concentration")}
    return Seen(tuple(_dimension(by, view.ask("benefit"), spread) for by in DIMENSIONS))


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in ("by", *KEY))


def _dimension(by: str, rows: Iterable[Row], spread: dict[tuple[str, ...], Row]) -> Dimension:
    own = sorted((row for row in rows if row["by"] == by), key=_key)
    groups = [list(group) for _, group in groupby(own, key=_key)]
    told = [group for group in groups if any(row["low"] is not None for row in group)]
    measures = [Measure(tuple(sorted(group, key=_most_first)), spread.get(_key(group[0]))) for group in told]
    measures.sort(key=lambda one: (one.first is None, -one.facts["known"]))
    needed = dict.fromkeys(code for row in own for code in row["needed"])
    return Dimension(by, tuple(measures), tuple(needed))


def _most_first(row: Row) -> tuple[bool, float, str]:
    return row["low"] is None, -float(row["low"] or 0), row["code"] or ""


def part_name(voice: Voice, by: str, code: str | None) -> str:
    """Name a part of a dimension."""
    if code is None:
        return voice.tell(SUBJECT, "public.untold")
    if by != "audience":
        return voice.label(by, code)
    return voice.label("audience", code) if code in code_list("audience") else figures.unit_of(voice, code)


def measure_name(voice: Voice, row: Row, names: figures.Names) -> str:
    """Name what is counted: the indicator where there is one, else the quantity or the entries."""
    if row["indicator"]:
        return figures.name_of(voice, row["indicator"], names)
    if row["source"] == "transaction":
        whose = figures.name_of(voice, row["subject"], names) or voice.tell(SUBJECT, "measure.agreement")
        return voice.say("comma").join([voice.label("money_flow", row["flow"]), whose])
    return voice.tell(SUBJECT, f"measure.{row['source']}")


def amount(voice: Voice, row: Row, *, unit: bool = True) -> str | None:
    """Write the figure of a part, none where nobody told it."""
    if row["value"] is None:
        return None
    how = "about" if row["low"] < row["value"] else "at_least" if row["high"] is None else None
    return figures.value(voice, {"value": row["value"], "qualifier": how, "unit": row["unit"] if unit else None})


def written(voice: Voice, row: Row) -> str:
    """Write the figure of a part without words, where there is little room."""
    return voice.number(figures.trimmed(row["value"] if row["value"] is not None else row["low"]))


def drawn(one: Measure, voice: Voice, names: figures.Names, *, few: int | None = None) -> Drawn:
    """Draw the parts of a measure between their bounds."""
    by = one.facts["by"]
    rows = [row for row in one.rows if row["low"] is not None or row["share_high"] is not None]
    given = [_span(voice, by, row) for row in rows[:few]]
    return spans(given, voice, what=measure_name(voice, one.facts, names))


def _span(voice: Voice, by: str, row: Row) -> Span:
    total = row["total_high"]
    rest = None if total is None or row["share_high"] is None else float(total) * row["share_high"]
    low, high = float(row["low"] or 0), float(row["high"]) if row["high"] is not None else None
    # Of a silent part the most it may have follows from the total.
    high = rest if row["low"] is None else high
    text = amount(voice, row, unit=False)
    return Span(part_name(voice, by, row["code"]), low, high, text, row["nature"] or "declared")


def tile_map(one: Measure, voice: Voice, names: figures.Names, links: Mapping[str, str]) -> Drawn | None:
    """Draw the regions of a division, those darker that have more; none where the division has no map."""
    if not _listed(one.facts["scheme"]):
        return None
    known = sorted(float(row["low"]) for row in one.told)
    steps = sorted({known[len(known) * turn // 4] for turn in range(1, 4)})
    rows = {row["code"]: row for row in one.told}
    given = {
        code: (float(row["low"]), written(voice, row), voice.label("nature", row["nature"]))
        for code, row in rows.items()
    }
    unit = figures.unit_of(voice, one.facts["unit"])
    what = measure_name(voice, one.facts, names)
    return _mapped(one.facts["scheme"], given, voice, what=what, unit=unit, steps=steps, links=links)


def coverage_map(one: Dimension, voice: Voice, links: Mapping[str, str]) -> Drawn | None:
    """Draw of how many measures something is told of each region, of the division of which most is told."""
    schemes = [each.facts["scheme"] for each in one.measures if each.facts["scheme"] and _listed(each.facts["scheme"])]
    if not schemes:
        return None
    scheme = max(dict.fromkeys(schemes), key=schemes.count)
    told = [row["code"] for each in one.measures if each.facts["scheme"] == scheme for row in each.told]
    given = {code: (float(told.count(code)), voice.number(told.count(code)), None) for code in told}
    what = voice.tell(SUBJECT, "map.coverage")
    return _mapped(scheme, given, voice, what=what, unit="", steps=(2, 3, 4), links=links)


Mapped = tuple[float, str, str | None]


def _mapped(
    scheme: str, given: Mapping[str, Mapped], voice: Voice, *, what: str, unit: str, steps: Sequence[float],
    links: Mapping[str, str],
) -> Drawn:  # fmt: skip
    listed = _listed(scheme)
    drawn = [_tile(voice, told, code, given.get(code), links.get(code)) for code, told in listed.items()]
    return tiles(drawn, voice, what=what, unit=unit, steps=steps)


def _listed(scheme: str) -> dict[str, Code]:
    """Return the regions of a division, none where it has no map."""
    found = {code: told for code, told in code_list("region").items() if _scheme(code) == scheme}
    return found if all(told.more["tile_column"] for told in found.values()) else {}


def _scheme(code: str) -> str:
    own, _, edition = code.partition("@")
    return f"{own[:2]}@{edition}"


def _tile(voice: Voice, told: Code, code: str, given: Mapped | None, href: str | None) -> Tile:
    value, shown, note = given or (None, "", None)
    return Tile(
        code=code,
        name=told.label[voice.language],
        short=told.more[f"short_{voice.language}"],
        column=int(told.more["tile_column"]),
        row=int(told.more["tile_row"]),
        value=value,
        shown=shown,
        declared=None,
        note=note,
        href=href,
    )


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in one sentence who surely comes first on each dimension, and where nothing is told."""
    seen = view.once(gather)
    open_ones = [one for one in seen.dimensions if one.first is None]
    needed = dict.fromkeys(code for one in open_ones for code in one.needed)
    first = next((one.first for one in seen.dimensions if one.first), None)
    return Conclusion(
        sentence=" ".join(_said(view, voice, one) for one in seen.dimensions),
        known=len(seen.dimensions) - len(open_ones),
        of=len(seen.dimensions),
        counted=voice.tell(SUBJECT, "counted"),
        needed=tuple(needed),
        entries=tuple(sorted({number for one in seen.dimensions for number in one.entries})),
        chart=drawn(first, voice, view.names, few=FEW) if first else None,
    )


def _said(view: View, voice: Voice, one: Dimension) -> str:
    told: dict[str, Any] = {"by": voice.label("benefit_by", one.by), "count": voice.number(len(one.measures))}
    if one.first and one.first.first:
        row = one.first.first
        name, what = part_name(voice, one.by, row["code"]), measure_name(voice, row, view.names)
        return voice.tell(SUBJECT, "conclusion.first", **told, name=name, what=what)
    return voice.tell(SUBJECT, "conclusion.open" if one.measures else "conclusion.silent", **told)
