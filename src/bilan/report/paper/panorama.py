"""The panorama: where the plan and its axes stand, what to beware of, what was said lately."""

from collections.abc import Iterator
from typing import Final

from bilan.analysis.asking import Row
from bilan.analysis.panorama import Alert
from bilan.report import figures, sentences
from bilan.report.paper import pictures
from bilan.report.paper.blocks import (
    Block,
    Cell,
    Heading,
    Line,
    Listing,
    Prose,
    Strip,
    cell,
    dim,
    drawn,
    plain,
    quoted,
    strong,
    table,
)
from bilan.report.paper.pen import Pen
from bilan.report.sheets import panorama as sheet

BAR_MM: Final = 62
KEYS: Final = ("ver", "dec", "exp", "tgt", "thin", "nd")
DONE: Final = frozenset({"kept", "kept_late", "followed"})


def chapter(pen: Pen) -> Iterator[Block]:
    """Return the chapter."""
    seen = pen.view.panorama
    yield Heading(sentences.headline(pen.view, pen.voice), fresh=True, kicker=pen.say("panorama"))
    yield Prose(plain(" ".join(sentences.lede(pen.view, pen.voice))), "lede")
    if seen.lines:
        yield from _standing(pen, seen.lines)
    if seen.alerts:
        yield Heading(pen.say("alerts", count=pen.voice.number(len(seen.alerts))), 2)
        yield Listing(tuple(alert(pen, one) for one in seen.alerts))
    if seen.lately:
        yield Heading(pen.say("lately"), 2)
        yield Listing(tuple(statement(pen, row) for row in seen.lately))


def _standing(pen: Pen, lines: list[Row]) -> Iterator[Block]:
    plan = lines[0]
    yield Strip(tuple(_key_figures(pen, plan)))
    yield Heading(pen.say("axes"), 2)
    yield pictures.legend(pen, KEYS)
    heads = pen.heads("axis", "progress", "verified", "declared", "expected")
    rows = (_line(pen, row) for row in lines)
    yield from table(pen.say("axes"), heads, f"1fr {BAR_MM + 4}mm 19mm 19mm 15mm", rows)
    yield Prose(plain(pen.say("unknown", known=plan["declared_reported"], of=plan["expected_of"])), "note")


def alert(pen: Pen, one: Alert) -> Line:
    """Write an alert with the entries behind it."""
    said = sentences.alert(pen.voice, one, pen.view.names)
    return (*plain(f"{said} "), *dim(pen.entries(one.entries)))


def statement(pen: Pen, row: Row) -> Line:
    """Write a statement: what, how much, its nature, who, when, and its entry."""
    what = figures.name(row, pen.voice.language) or row["indicator"] or ""
    about = pen.voice.say("about_day", day=pen.about(row["about"]))
    who = row["speaker_name"] or row["organisation_name"]
    nature = pen.voice.label("nature", row["nature"])
    rest = dim(about, nature, who, figures.said_on(pen.voice, row), pen.entries([row["number"]]))
    return (*quoted(f"{what}{pen.voice.say('colon')} "), *strong(figures.value(pen.voice, row)), *plain(" "), *rest)


def _key_figures(pen: Pen, plan: Row) -> Iterator[tuple[str, str, str]]:
    keys = sheet.keys(pen.view)
    behind = {"declared": keys.declared_entries, "verified": keys.verified_entries}
    for told, entries in behind.items():
        count, of = plan[f"{told}_reported"], plan["expected_of"]
        known = pen.say(
            "strip.known" if count else "strip.none", known=pen.voice.number(count), of=pen.voice.number(of)
        )
        newest = plan["verified_newest_on"] if told == "verified" else None
        when = pen.say("strip.newest", day=pen.voice.day(newest)) if newest else ""
        yield (
            pen.say(f"head.{told}"),
            pen.voice.share(plan[f"{told}_progress"]),
            _sentences(known, when, pen.entries(entries)),
        )
    yield pen.say("head.expected"), pen.voice.share(plan["expected_progress"]), pen.say("strip.expected")
    promises = pen.view.ask("undertakings")
    late = sum(row["state"] == "overdue" for row in promises)
    done = sum(row["state"] in DONE for row in promises)
    count = pen.say("strip.of", part=pen.voice.number(done), whole=pen.voice.number(len(promises)))
    yield pen.say("strip.undertakings"), count, pen.say("strip.late", count=pen.voice.number(late))


def _sentences(*said: str) -> str:
    return " ".join(one for one in said if one)


def _line(pen: Pen, row: Row) -> tuple[Cell, ...]:
    name = pen.name(row["item"])
    warned = pen.say("warned", count=pen.voice.number(row["alerts"])) if row["alerts"] else None
    kind = pen.voice.label("node_kind", row["kind"]) if row["kind"] != "plan" else pen.say("whole")
    first = cell(strong(name), dim(kind, pen.entries(row["entries"])), dim(warned), pen.finished(row["completion"]))
    if not row["expected_of"]:
        return first, cell(dim(pen.say("not_measured"))), cell(), cell(), cell()
    newest = pen.voice.short_day(row["verified_newest_on"]) if row["verified_newest_on"] else None
    verified = pen.share(row, "verified")
    return (
        first,
        drawn(pictures.bar(pen, row, name, BAR_MM), BAR_MM),
        Cell((*verified.lines, *((dim(newest),) if newest else ()))),
        pen.share(row, "declared"),
        cell(plain(pen.voice.share(row["expected_progress"]))),
    )
