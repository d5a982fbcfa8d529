"""Offshoring: the sector and its IT part side by side, each site with its floor areas apart."""

from dataclasses import dataclass
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.sheets.levers import offshoring as sheet
from bilan.report.sheets.levers.offshoring import Figure, Park
from bilan.report.sheets.territories import NOWHERE
from bilan.web.asked import Asked

ANALYSES: Final = ("offshoring", "offshoring_sites")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a table writes it."""

    row: Row
    declared: Figure | None
    verified: Figure | None
    target: str | None
    gap: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A site as the page shows it."""

    park: Park
    name: str
    link: str
    chart: Drawn | None
    lines: tuple[Line, ...]


def told(asked: Asked) -> dict[str, Any]:
    """Tell what the page of the lever shows."""
    seen = asked.view.once(sheet.gather)
    return {
        "seen": seen,
        "sides": [(side.quantity, _line(asked, side.whole), _line(asked, side.part)) for side in seen.sides],
        "others": [_line(asked, row) for row in seen.others],
        "courses": list(sheet.courses(asked.view, asked.voice, seen)),
        "parks": [_shown(asked, park) for park in seen.parks[: sheet.MOST]],
        "dense": [(_shown_name(asked, park), _line(asked, row)) for park, row in seen.dense[: sheet.MOST]],
        "most": sheet.MOST,
    }


def _line(asked: Asked, row: Row) -> Line:
    voice = asked.voice
    gap = None if row["gap"] is None else figures.value(voice, {"value": row["gap"], "unit": row["unit"]})
    return Line(
        row, sheet.figure(voice, row, "declared"), sheet.figure(voice, row, "verified"), sheet.target(voice, row), gap
    )


def _shown_name(asked: Asked, park: Park) -> str:
    return figures.name(park.site, asked.language)


def _shown(asked: Asked, park: Park) -> Shown:
    has_floor = park.site["offices_m2_planned"] is not None or any(map(park.tells, sheet.AREAS))
    return Shown(
        park=park,
        name=_shown_name(asked, park),
        link=asked.to("site", park.site["region"] or NOWHERE, park.key),
        chart=sheet.areas(asked.voice, park) if has_floor else None,
        lines=tuple(_line(asked, row) for row in park.rows),
    )
