"""Who benefits: by sector, region, size of firm and public, as far as what is told allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report.drawn import Drawn
from bilan.report.sheets.levers import benefit as sheet
from bilan.report.sheets.levers.benefit import Dimension, Measure
from bilan.terms.codes import code_list
from bilan.web.asked import Asked

ANALYSES: Final = ("benefit", "benefit_concentration", "benefit_told")
SUBJECT: Final = sheet.SUBJECT
# Below so many regions a map tells nothing that a line does not.
MAPPED: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A part as a table writes it."""

    row: Row
    name: str
    amount: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure as the page shows it: its name, its pictures, its parts."""

    one: Measure
    name: str
    ident: str
    chart: Drawn | None
    map: Drawn | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A dimension as the page shows it: measures of two parts or more, those of one, and the map of regions."""

    one: Dimension
    measures: tuple[Shown, ...]
    map: Drawn | None

    @property
    def shared(self) -> tuple[Shown, ...]:
        """Return the measures of which two parts or more are told."""
        return tuple(one for one in self.measures if one.one.is_shared)

    @property
    def single(self) -> tuple[Shown, ...]:
        """Return the measures of which one part alone is told: there is nothing to compare."""
        return tuple(one for one in self.measures if not one.one.is_shared)


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen = asked.view.once(sheet.gather)
    spreads = [(one, _name(asked, one)) for one in seen.spreads]
    return {
        "sides": [_side(asked, one) for one in seen.dimensions],
        "spreads": spreads[: sheet.MOST],
        "most": sheet.MOST,
    }


def _side(asked: Asked, one: Dimension) -> Side:
    links = {code: asked.to("region", code) for code in code_list("region")} if one.by == "region" else {}
    shown = (_shown(asked, each, f"{one.by}-{turn}", links) for turn, each in enumerate(one.measures[: sheet.MOST]))
    return Side(one, tuple(shown), sheet.coverage_map(one, asked.voice, links) if links else None)


def _shown(asked: Asked, one: Measure, ident: str, links: Mapping[str, str]) -> Shown:
    voice, names, by = asked.voice, asked.view.names, one.facts["by"]
    return Shown(
        one=one,
        name=_name(asked, one),
        ident=ident,
        chart=sheet.drawn(one, voice, names) if one.is_shared else None,
        map=sheet.tile_map(one, voice, names, links) if links and len(one.told) >= MAPPED else None,
        lines=tuple(Line(row, sheet.part_name(voice, by, row["code"]), sheet.amount(voice, row)) for row in one.told),
    )


def _name(asked: Asked, one: Measure) -> str:
    """Name a measure with the nature of its figures, which tells two of one indicator apart."""
    name, nature = sheet.measure_name(asked.voice, one.facts, asked.view.names), one.facts["nature"]
    return asked.voice.tell(SUBJECT, "named", name=name, nature=asked.voice.label("nature", nature)) if nature else name
