"""The indicators: the list of them, one with all that is told of it, and a card for the pages of others."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.marks.bullet import axis
from bilan.report.marks.course import Course, course
from bilan.report.sheets import forecast, standing, verified
from bilan.report.sheets import indicator as sheet
from bilan.report.sheets import indicators as lists
from bilan.report.sheets.indicator import Told
from bilan.report.sheets.origins import with_origins
from bilan.report.sheets.sides import pairs
from bilan.report.sheets.succession import succession
from bilan.terms.codes import code_list
from bilan.web.asked import Asked
from bilan.web.pages import expected
from bilan.web.pages.near import missing
from bilan.web.shown import Shown

SUBJECT: Final = "indicator"
TAGS: Final[Mapping[str, str]] = {
    "verified": "good",
    "stale": "warn",
    "declared": "mute",
    "other": "mute",
    "nothing": "mute",
}
LEGEND: Final = ("ver", "dec", "exp", "tgt", "fc", "stale", "nd")
# From the newest nature of evidence to the weakest.
NATURES: Final = tuple(code_list("nature"))[::-1]
# So many statements of a nature and so many contradictions are listed; the tables to download have all.
MOST: Final = 100
COMPARABLE: Final[Mapping[str, str]] = {"yes": "good", "uncertain": "warn", "no": "mute"}


def listed(asked: Asked) -> Shown:
    """List the indicators by axis."""
    groups = lists.grouped(asked.view)
    lines = [line for group in groups for line in group.lines]
    counts = {state: sum(line.state == state for line in lines) for state in TAGS}
    lede = {
        "count": len(lines),
        "verified": counts["verified"] + counts["stale"],
        "declared": counts["declared"],
        "silent": counts["other"] + counts["nothing"],
    }
    title = asked.voice.tell(SUBJECT, "title")
    said = asked.voice.tell(SUBJECT, "list.lede", **{name: asked.voice.number(one) for name, one in lede.items()})
    told = {
        "lede": said,
        "groups": [
            {"node": group.node, "rows": list(rows(asked, group.lines)), **{one: group.count(one) for one in TAGS}}
            for group in groups
        ],
        "plan_key": asked.view.plan.get("key"),
        "legend": LEGEND,
        "axis": axis(asked.voice),
    }
    return Shown("indicators.html", title, SUBJECT, told, description=said)


def rows(asked: Asked, lines: tuple[lists.Line, ...] | list[lists.Line]) -> Iterator[dict[str, Any]]:
    """Give the rows of a table of indicators, each with its bar."""
    for line in lines:
        name = figures.name(line.indicator, asked.language)
        ahead = forecast.foreseen(asked.view, line.indicator["key"])
        yield {
            "line": line,
            "name": name,
            "bar": standing.bar(line.progress, asked.voice, what=name, ahead=forecast.progress(ahead)),
            "chance": forecast.chance_of(ahead, line.indicator, asked.voice),
            "tag": TAGS[line.state],
        }


def found(asked: Asked, key: str) -> Told:
    """Return what is told of an indicator; where there is none, point to those written alike."""
    told = sheet.look(asked.view, key)
    if told is None:
        raise missing(asked, "indicator", key)
    return told


def indicator(asked: Asked, key: str) -> Shown:
    """Show an indicator and all that is told of it."""
    told, voice = found(asked, key), asked.voice
    name, finding = figures.name(told.indicator, asked.language), standing.finding(told, voice)
    ahead = forecast.progress(forecast.foreseen(told.view, key))
    drawn = sheet.course_of(told, voice, href=lambda number: asked.to("entry", number))
    has_course, outlook = bool(drawn.points or drawn.aims or drawn.start), forecast.outlook(told.view, key, voice)
    shown = {
        "told": told,
        "one": told.indicator,
        "origin": with_origins(asked.view, [told.indicator])[0],
        "path": lists.path(told.indicator["node"], lists.parents(asked.view)),
        "finding": finding,
        "succession": succession(asked.view, "indicator", key),
        "course": course(drawn, voice, what=name) if has_course else None,
        "keys": list(_keys(drawn)),
        "whole": told.whole,
        "expected": told.whole and told.whole["expected_progress"],
        "lacks_progress": lists.Line(told.indicator, told.whole, len(told.statements), "").lacks,
        "target": _amount(told, "target"),
        "baseline": _amount(told, "baseline"),
        "verified": _with_who(told, standing.newest(told.whole, "verified")),
        "declared": _with_who(told, standing.newest(told.whole, "declared")),
        "bar": standing.bar(told.whole, voice, what=name, ahead=ahead),
        "axis": axis(voice),
        "legend": LEGEND,
        "outlook": outlook,
        "worth": verified.told(told.view, key, voice),
        "ending": forecast.title(outlook, told.indicator, voice),
        "pace": standing.pace(told, voice),
        "parts": list(_parts(asked, told)),
        "targets": list(_targets(asked, told)),
        "baselines": list(_baselines(asked, told)),
        "base": _base(told),
        "redefined": sheet.redefined(told),
        "statements": list(_statements(asked, told)),
        "rates": with_origins(asked.view, told.rates),
        "pairs": list(_pairs(asked, told)),
        "pairs_untold": max(0, len(told.findings["contradictions"]) - MOST),
        "pair_count": len(told.findings["contradictions"]),
        **_defined(asked, told),
        **expected.calendar(asked, key),
        "numbers": told.entries,
        "card": asked.to("card", key),
    }
    description = voice.tell(SUBJECT, "description", name=name, finding=finding)
    return Shown("indicator.html", name, SUBJECT, shown, description=description)


def _keys(drawn: Course) -> Iterator[str]:
    """Give the keys of the marks that a course bears."""
    natures = {point.nature for point in drawn.points}
    if natures & {"measured", "audited"}:
        yield "measured"
    yield from (name for name in ("declared", "estimated", "announced") if name in natures)
    yield from ("start",) if drawn.start else ()
    yield from ("tgt", "path") if drawn.start and drawn.aims else ()
    yield from ("fan",) if drawn.forecast else ()
    yield from ("reach",) if drawn.beside else ()
    yield from ("superseded",) if any(aim.superseded for aim in drawn.aims) else ()
    yield from ("uncertain",) if any(point.uncertain for point in drawn.points) else ()
    yield from ("inferred",) if any(point.inferred for point in drawn.points) else ()
    yield from ("break",) if drawn.breaks else ()


def _with_who(told: Told, figure: Row | None) -> Row | None:
    """Add to a newest figure who said it."""
    if figure is None:
        return None
    said = next((row for row in (*told.statements, *told.rates) if row["number"] == figure["number"]), {})
    return {**said, **figure}


def _amount(told: Told, name: str) -> Row | None:
    """Return the target or the baseline in force as a figure of its own."""
    return standing.amount(told.whole, name) if told.whole and told.whole[name] is not None else None


def _defined(asked: Asked, told: Told) -> dict[str, Any]:
    """Give what the definition says of itself, with what it leaves unsaid."""
    one, voice, lacking = told.indicator, asked.voice, sheet.lacking(told.indicator)
    said = {
        "definition": one["definition"],
        "unit": figures.unit_of(voice, one["unit"]),
        **{name: voice.label(name, one[name]) for name in ("measure", "direction", "aggregation")},
        "periodicity": one["periodicity"],
        "delay": one["delay"],
        "method": one["method"],
        "in_plan": voice.label("tri", one["in_plan"]),
    }
    parts = ("numerator", "denominator")
    missing = {name: None for name in parts if name in lacking}
    return {
        "lacking": lacking,
        "lacks": voice.say("comma").join(voice.tell(SUBJECT, f"field.{name}").lower() for name in lacking),
        "facts": [(name, value, name in {"definition", "method"}) for name, value in {**said, **missing}.items()],
        "related": [(name, one[name]) for name in parts if one[name]],
    }


def _parts(asked: Asked, told: Told) -> Iterator[dict[str, Any]]:
    """Give the progress of sites, services and regions that have figures of their own."""
    things = sheet.things(asked.view)
    for row in told.progress:
        if not sheet.is_whole(row):
            name = asked.voice.label("region", row["region"]) or figures.name_of(asked.voice, row["subject"], things)
            newest = {one: standing.newest(row, one) for one in standing.CLASSES}
            rows = forecast.foreseen(asked.view, row["indicator"], row["subject"], row["region"])
            bar = standing.bar(row, asked.voice, what=name, ahead=forecast.progress(rows))
            chance = forecast.chance_of(rows, told.indicator, asked.voice)
            yield {**newest, "name": name, "row": row, "bar": bar, "chance": chance}


def _targets(asked: Asked, told: Told) -> Iterator[Row]:
    gone, counted = sheet.gave_way(told), sheet.on_path(told)
    for row in with_origins(asked.view, told.targets):
        unit = row["unit"] or told.indicator["unit"]
        move = told.moves.get(row["number"])
        before = move and {"value": move["before"], "unit": unit}
        is_beside = sheet.is_aim(row, told.indicator) and row["number"] not in gone | counted
        yield {**row, "unit": unit, "gone": row["number"] in gone, "beside": is_beside, "move": move, "before": before}


def _baselines(asked: Asked, told: Told) -> Iterator[Row]:
    for row in with_origins(asked.view, told.baselines):
        move = told.moves.get(row["number"])
        before = move and {"value": move["before"], "unit": told.indicator["unit"]}
        yield {**row, "unit": told.indicator["unit"], "move": move, "before": before}


def _base(told: Told) -> Row | None:
    """Return the chain of bases, each with its day and entry, and the newest counts on the last and the first."""
    base = told.base
    if base is None:
        return None
    chain = list(zip(base["bases"], base["base_days"], base["base_entries"], strict=True))
    shares = [
        {
            "told_as": name,
            "value": sheet.worked_out(base[name]) if base[name] % 1 else base[name],
            "base": base[f"{name}_base"],
            "share": base[f"{name}_share"],
            "first": base[f"{name}_on_first"],
        }
        for name in standing.CLASSES
        if base[name] is not None
    ]
    return {**base, "chain": chain, "shares": shares, "unit": told.indicator["unit"]}


def _statements(asked: Asked, told: Told) -> Iterator[dict[str, Any]]:
    """Give the newest statements of each nature, each with why it does not stand on the line."""
    things = sheet.things(asked.view)
    for nature in NATURES:
        found = [row for row in reversed(told.statements) if row["nature"] == nature]
        if found:
            shown = [
                {
                    **row,
                    "unit": row["unit"] or told.indicator["unit"],
                    "off": sheet.beside_the_line(row, told.indicator),
                    "thing": figures.name_of(asked.voice, row["subject"], things),
                }
                for row in with_origins(asked.view, found[:MOST])
            ]
            yield {"nature": nature, "rows": shown, "count": len(found), "untold": len(found) - len(shown)}


def _pairs(asked: Asked, told: Told) -> Iterator[dict[str, Any]]:
    found = pairs(asked.view, told.findings["contradictions"][:MOST])
    firsts = with_origins(asked.view, [pair.first for pair in found])
    others = with_origins(asked.view, [pair.other for pair in found])
    for pair, first, other in zip(found, firsts, others, strict=True):
        row = pair.row
        yield {
            "row": row,
            "sides": (first, other),
            "tag": COMPARABLE.get(row["comparable"], "mute"),
            "difference": _difference(row["difference"], computed=first["computed"] or other["computed"]),
        }


def _difference(value: Decimal | None, *, computed: bool) -> Decimal | None:
    """Round the difference of two values as coarsely as what was worked out."""
    return sheet.worked_out(value) if computed else value


def card(asked: Asked, key: str) -> Shown:
    """Show an indicator as a card that others may put into a page of theirs."""
    told, voice = found(asked, key), asked.voice
    name = figures.name(told.indicator, asked.language)
    shown = {
        "one": told.indicator,
        "finding": standing.finding(told, voice),
        "whole": told.whole,
        "expected": told.whole and told.whole["expected_progress"],
        "lacks_progress": lists.Line(told.indicator, told.whole, len(told.statements), "").lacks,
        "verified": standing.newest(told.whole, "verified"),
        "declared": standing.newest(told.whole, "declared"),
        "bar": standing.bar(told.whole, voice, what=name, ahead=forecast.progress(forecast.foreseen(told.view, key))),
        "outlook": forecast.outlook(told.view, key, voice)[:1],
    }
    return Shown("card.html", voice.tell(SUBJECT, "card.title", name=name), SUBJECT, shown, framed=True)
