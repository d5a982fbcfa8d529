"""The indicators over time: what was said of each, as declared and as verified, and where it should go."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.course import Course, course
from bilan.report.marks.markers import VERIFIED
from bilan.report.paper import pictures
from bilan.report.paper.blocks import Block, Cell, Gallery, Heading, Line, Prose, dim, drawn, plain, strong
from bilan.report.paper.pen import Pen
from bilan.report.sheets import indicator as sheet
from bilan.report.sheets import indicators as sheets
from bilan.report.view import View
from bilan.terms import printed

COLUMNS: Final = 2
CHART_MM: Final = 72
# A declared or verified point alone, with nothing that it should reach, is told by a table as well as by a drawing.
LEAST: Final = 2
# Which column names the indicator of a row, where it is not its own.
NAMED: Final = {"definitions": "key", "rates": "numerator"}
KEYS: Final = ("start", "measured", "declared", "estimated", "announced", "path", "tgt", "fan", "asof", "break")
# The queries of one indicator, asked of all at once: a hundred answers cost little more than one.
EVERY: Final = {
    name: query.replace("= $key", "IS NOT NULL")
    for name, query in {
        "definitions": sheet.DEFINITIONS,
        "baselines": sheet.BASELINES,
        "targets": sheet.TARGETS,
        "statements": sheet.STATEMENTS,
        "rates": sheet.RATES,
    }.items()
}


def chapter(pen: Pen) -> Iterator[Block]:
    """Return the chapter: the indicators of which there is a course to draw, several on a page."""
    told = _look_at_all(pen.view)
    found = [(one.node, list(_charts(pen, one, told))) for one in sheets.grouped(pen.view)]
    count = sum(len(charts) for _, charts in found)
    yield Heading(pen.say("charts", count=pen.voice.number(count)), fresh=True)
    yield Prose(plain(pen.say("charts.how" if count else "nothing")), "note")
    if count:
        yield pictures.legend(pen, KEYS)
    for node, charts in found:
        if charts:
            yield Heading(pen.name(node), 2)
            yield Gallery(COLUMNS, tuple(charts))


def _look_at_all(view: View) -> Mapping[str, sheet.Told]:
    """Collect what is told of every indicator."""
    rows = {row["key"]: row for row in view.rows("SELECT * FROM indicator", reads=sheet.READ)}
    parts = {name: _by_indicator(view.rows(query), NAMED.get(name, "indicator"), rows) for name, query in EVERY.items()}
    parts |= {name: _by_indicator(view.ask(name), "indicator", rows) for name in ("progress", "pace")}
    told = {name: view.ask(name) for name in sheet.TELLING}
    found: dict[str, sheet.Told] = {}
    for key, row in rows.items():
        of = {
            name: [one for one in told[name] if key in {one[column] for column in columns}]
            for name, columns in sheet.TELLING.items()
        }
        found[key] = sheet.Told(view=view, indicator=row, findings=of, **{name: by[key] for name, by in parts.items()})
    return found


def _by_indicator(found: list[Row], column: str, indicators: Mapping[str, Row]) -> Mapping[str, list[Row]]:
    """Give each indicator its rows; of a rate they belong to what it counts above the line."""
    by: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        key = row["key"] if column == "key" else row["indicator"]
        by[indicators[key]["numerator"] if column == "numerator" else key].append(row)
    return by


def _charts(pen: Pen, group: sheets.Group, told: Mapping[str, sheet.Told]) -> Iterator[Cell]:
    for line in group.lines:
        one = told[line.indicator["key"]]
        made = sheet.course_of(one, pen.voice)
        if _tells(made):
            name = figures.name(line.indicator, pen.voice.language)
            yield _chart(pen, line.indicator, course(made, pen.voice, what=name, links=False))


def _tells(made: Course) -> bool:
    """Tell whether a drawing says more than the table of the axis, which has the newest declared and verified value."""
    other = any(point.nature not in {"declared", *VERIFIED} for point in made.points)
    return bool(made.points) and (other or len(made.points) + len(made.aims) >= LEAST)


def _told(pen: Pen, row: tuple[str, ...]) -> Line:
    """Write a row of what was drawn; who told a target is in the register, and a base has no entry of its own."""
    *told, entry = row
    # The number names an entry: it is written as everywhere on paper, its digits not grouped.
    digits = "".join(sign for sign in entry if sign.isdigit())
    number = pen.voice.say("entry_number", number=digits) if digits else None
    return dim(*(one for one in told if one != printed.UNKNOWN), number)


def _chart(pen: Pen, row: Row, made: Drawn) -> Cell:
    name = figures.name(row, pen.voice.language)
    unit = figures.unit_of(pen.voice, row["unit"])
    under = tuple(_told(pen, row) for row in made.rows)
    return drawn(made, CHART_MM, strong(name), dim(unit, pen.entries([row["number"]])), narrow=True, under=under)
