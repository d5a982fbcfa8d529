"""The panorama as a page of the terminal, and as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rich.console import Group, RenderableType

from bilan.analysis.asking import Row
from bilan.analysis.panorama import Alert, Panorama
from bilan.cli.door import Door
from bilan.cli.pages import figures, marks
from bilan.cli.text import Text
from bilan.report import figures as written
from bilan.report import sentences
from bilan.report.figures import Names
from bilan.report.sheets import likely
from bilan.report.sheets.panorama import thin
from bilan.terms import printed

# Bar, verified, declared, expected, newest measure: 78 cells in all.
WIDTHS: Final = (27, 12, 12, 9, 16)
# So many lines a section; the analyses give all.
MOST: Final = 8
MARKS: Final = {"verified": marks.VERIFIED, "declared": marks.DECLARED}
HEADS: Final = ("", "verified", "declared", "expected", "newest")


def page(door: Door, seen: Panorama, *, notes: Iterable[str] = (), full: bool = True) -> Group:
    """Return the whole page; without `full`, only where the plan stands and what to beware of."""
    names = written.names_of(seen.session)
    parts: list[RenderableType] = [*_head(door, seen, notes), Text(), *_table(door, seen, names), *_likely(door, seen)]
    parts += _section(door, "panorama.alerts", (_alert(door, one, names) for one in seen.alerts))
    if full:
        parts += _section(door, "panorama.lately", (figures.statement(door, one) for one in seen.lately))
        parts += _section(door, "panorama.due", (figures.undertaking(door, one) for one in seen.due))
    return Group(*parts, Text(), *figures.foot(door, seen.session))


def _head(door: Door, seen: Panorama, notes: Iterable[str]) -> Iterator[Text]:
    yield Text(written.name(seen.plan, door.language), style="bold")
    yield Text(written.cut(door, seen.session.cut))
    yield from (Text(note, style="italic") for note in notes)


def _table(door: Door, seen: Panorama, names: Names) -> Iterator[RenderableType]:
    yield figures.columns((door.say(f"head.{head}") if head else "" for head in HEADS), WIDTHS, style="bold")
    for row in seen.lines:
        if row["expected_of"] or row["completion"]:
            yield from _line(door, row, names)
    if seen.lines:
        yield from _legend(door, seen.lines[0])


def _line(door: Door, row: Row, names: Names) -> Iterator[RenderableType]:
    warned = f"  {door.say('panorama.warned', count=door.number(row['alerts']))}" if row["alerts"] else ""
    yield Text(written.item(door, row, names), style="bold").append(warned, style="yellow not bold")
    verified, declared, expected = (row[f"{head}_progress"] for head in HEADS[1:4])
    drawn = marks.bar(verified=verified, declared=declared, expected=expected, thin=_thin(row))
    newest = printed.short_day(row["verified_newest_on"], door.language)
    told = (_of(door, row, "verified"), _of(door, row, "declared"), printed.share(expected, door.language), newest)
    yield Text("  ").append(drawn).append(figures.columns(told, WIDTHS[1:]))
    if row["completion"]:
        yield Text("  ").append(figures.completion(door, row["completion"]))
    yield from _ahead(door, row)


def _likely(door: Door, seen: Panorama) -> Iterator[Text]:
    """Say in sentences how many targets of the plan will be met."""
    for row in seen.lines[:1]:
        found = likely.Likely({name: one for name, one in row["forecast"].items() if one})
        yield Text()
        yield Text(" ".join(likely.sentences(found, door)))


def _ahead(door: Door, row: Row) -> Iterator[RenderableType]:
    """Say how many of its targets will probably be met; nothing of what has none."""
    found = likely.Likely({name: one for name, one in row["forecast"].items() if one})
    told = likely.count(found, door)
    parts = [f"{told.met} ({told.interval})" if told.met else "", *told.notes]
    if any(parts):
        head = f"{door.tell('forecast', 'page.key')}{door.say('colon')} "
        yield figures.indented(Text(head + " · ".join(one for one in parts if one), style="dim"))


def _thin(row: Row) -> set[str]:
    """Return the marks of the shares that rest on fewer than half of the indicators."""
    return {MARKS[name] for name in thin(row)}


def _of(door: Door, row: Mapping[str, Any], head: str) -> str:
    """Write a share with the number of indicators it rests on."""
    return f"{printed.share(row[f'{head}_progress'], door.language)} {row[f'{head}_reported']}/{row['expected_of']}"


def _legend(door: Door, plan: Mapping[str, Any]) -> Iterator[Text]:
    """Explain the marks, and the fractions by that of the whole plan."""
    signs = (
        (marks.VERIFIED, "verified"),
        (marks.DECLARED, "declared"),
        (marks.EXPECTED, "expected"),
        (marks.TARGET, "target"),
    )
    yield Text()
    yield Text("  ".join(f"{sign} {door.say(f'mark.{name}')}" for sign, name in signs), style="dim")
    yield Text(f"{' '.join(marks.THIN.values())} {door.say('mark.thin')}", style="dim")
    yield Text(
        door.say("mark.coverage", known=door.number(plan["declared_reported"]), of=door.number(plan["expected_of"])),
        style="dim",
    )


def _section(door: Door, code: str, lines: Iterable[Text]) -> list[RenderableType]:
    """Return a heading and its lines, of which not too many; nothing if there are none."""
    found = list(lines)
    if not found:
        return []
    parts: list[RenderableType] = [Text(), Text(door.say(code, count=door.number(len(found))), style="bold")]
    parts += (figures.hanging(one) for one in found[:MOST])
    more = Text(f"    {door.say('more', count=door.number(len(found) - MOST))}", style="dim")
    return [*parts, more] if len(found) > MOST else parts


def _alert(door: Door, alert: Alert, names: Names) -> Text:
    said = sentences.alert(door, alert, names)
    where = f"{written.name_of(door, alert.item, names)}{door.say('colon')} " if alert.item else ""
    return Text(where, style="bold").append(said, style="not bold").append(figures.entries(door, alert.entries))
