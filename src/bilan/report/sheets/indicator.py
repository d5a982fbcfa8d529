"""One indicator: how it is defined, its start and targets, what was said of it by whom, and what does not fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.marks.course import Aim, Break, Course, Point
from bilan.report.sheets import forecast
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables.session import Session
from bilan.terms.days import span

READ: Final = ("indicator", "baseline", "target", "statement", "node")
# Every version that was known: `superseded` no longer stands, `later` is about a day after the day of the figures.
KNOWN: Final = """
SELECT *, number IN (SELECT number FROM {kind}_gone) AS superseded, coalesce(counts_on > as_of, false) AS later
FROM {kind}_known CROSS JOIN (SELECT as_of FROM cut) WHERE indicator = $key ORDER BY {order}
"""
STATEMENTS: Final = KNOWN.format(kind="statement", order="counts_on, public_on, number")
TARGETS: Final = KNOWN.format(kind="target", order="public_on NULLS FIRST, number")
BASELINES: Final = KNOWN.format(kind="baseline", order="number")
# What a rate told with its total says of the count above the line, as the analysis of progress reads it.
RATES: Final = """
SELECT s.*, false AS superseded, false AS later, coalesce(s.numerator, percent_of(s.reading, s.denominator)) AS count,
       coalesce(s.numerator, percent_of(s.reach_low, s.denominator)) AS count_low,
       coalesce(s.numerator, percent_of(s.reach_high, s.denominator)) AS count_high
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE i.numerator = $key AND s.denominator IS NOT NULL AND s.reading IS NOT NULL AND s.missing IS NULL
ORDER BY s.counts_on, s.public_on, s.number
"""
DEFINITIONS: Final = "SELECT * FROM indicator_known WHERE key = $key ORDER BY number"
THINGS: Final = """
SELECT key, name_fr, name_ar, name_en FROM site UNION ALL SELECT key, name_fr, name_ar, name_en FROM service
UNION ALL SELECT key, title_fr, title_ar, title_en FROM agreement
"""
# Analyses that tell of an indicator, with the columns that name it.
TELLING: Final = {"revisions": ("indicator",), "contradictions": ("indicator", "other_indicator")}
# What an indicator should say of itself; the plan's audit found that many did not.
DEFINED: Final = (
    "definition", "unit", "measure", "direction", "aggregation", "periodicity", "delay", "numerator", "denominator",
    "method", "owner",
)  # fmt: skip
# A change of any of these makes the values before and after another series.
BREAKING: Final = ("definition", "unit", "measure", "numerator", "denominator")
AIMS: Final = frozenset({"original", "revised", "interim"})


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of an indicator in a view; `rates` are rates of which it is the count above the line."""

    view: View
    indicator: Row
    definitions: list[Row]
    baselines: list[Row]
    targets: list[Row]
    statements: list[Row]
    rates: list[Row]
    progress: list[Row]
    pace: list[Row]
    findings: dict[str, list[Row]]

    @property
    def session(self) -> Session:
        """Return the tables."""
        return self.view.session

    @property
    def whole(self) -> Row | None:
        """Return the progress of the whole, where there is a row of it."""
        return next((row for row in self.progress if is_whole(row)), None)

    @property
    def base(self) -> Row | None:
        """Return how the base of the count changed, where it did."""
        return next((row for row in self.findings["revisions"] if row["kind"] == "base_changed"), None)

    @property
    def moves(self) -> Mapping[int, Row]:
        """Return what is told of each target or baseline that took the place of another, by its entry."""
        return {row["after_entry"]: row for row in self.findings["revisions"] if not row["kind"].startswith("base_")}

    @property
    def entries(self) -> list[int]:
        """Return the numbers of all entries that the sheet rests on."""
        parts = (self.definitions, self.baselines, self.targets, self.statements, self.rates)
        return sorted({row["number"] for rows in parts for row in rows})


def look(view: View, key: str) -> Told | None:
    """Collect what is told of an indicator; nothing if there is none of that key."""
    found = view.rows("SELECT * FROM indicator WHERE key = $key", {"key": key}, reads=READ)
    if not found:
        return None
    parts = (DEFINITIONS, BASELINES, TARGETS, STATEMENTS, RATES)
    definitions, baselines, targets, statements, rates = (view.rows(part, {"key": key}) for part in parts)
    return Told(
        view=view,
        indicator=found[0],
        definitions=definitions,
        baselines=baselines,
        targets=targets,
        statements=statements,
        rates=rates,
        progress=_of(view, "progress", key),
        pace=_of(view, "pace", key),
        findings={name: _of(view, name, key, columns) for name, columns in TELLING.items()},
    )


def _of(view: View, name: str, key: str, columns: tuple[str, ...] = ("indicator",)) -> list[Row]:
    return view.pick(name, f"$key IN ({', '.join(columns)})", {"key": key})


def near(view: View, key: str) -> list[str]:
    """Return the keys of indicators that are written much alike, or that hold the text."""
    keys = [row["key"] for row in view.rows("SELECT key FROM indicator ORDER BY key", reads=("indicator",))]
    return [one for one in keys if key in one][:3] or get_close_matches(key, keys, 3)


def is_whole(row: Mapping[str, Any]) -> bool:
    """Tell whether a row speaks of the whole, not of a site, service or region."""
    return row["subject"] is None and row["region"] is None


def things(view: View) -> figures.Names:
    """Return the names of the sites, services and agreements that statements may be about."""
    return view.once(_things)


def _things(view: View) -> figures.Names:
    return {row["key"]: row for row in view.rows(THINGS, reads=("site", "service", "agreement"))}


def beside_the_line(row: Row, indicator: Row) -> str | None:
    """Return why a statement does not stand on the line of its indicator; nothing when it does.

    The rules are those of the analysis of progress; what is only estimated or announced may stand there too.
    """
    if row["superseded"] or row["later"]:
        return "superseded" if row["superseded"] else "later"
    if row["missing"]:
        return "missing"
    if not is_whole(row):
        return "region" if row["region"] else "subject"
    is_part = row["scope_relation"] != "whole" and (row["sector"] or row["audience"])
    if row["scope_relation"] == "part" or is_part:
        return "part"
    if row["unit"] not in {None, indicator["unit"]}:
        return "unit"
    return None if _has_number(row, indicator) else "words"


def _has_number(row: Row, indicator: Row) -> bool:
    if row["value"] is not None:
        return True
    if row["numerator"] is not None and row["denominator"] is not None:
        return indicator["measure"] == "rate" and row["reading"] is not None
    return row["rung"] is not None or (row["low"] is not None and row["high"] is not None)


def lacking(indicator: Row) -> list[str]:
    """Return what the definition of an indicator does not say; only a rate has parts to name."""
    asked = [name for name in DEFINED if indicator["measure"] == "rate" or name not in {"numerator", "denominator"}]
    return [name for name in asked if not indicator[name]]


def course_of(told: Told, voice: Voice, *, href: Callable[[int], str] | None = None) -> Course:
    """Return what is to be drawn of an indicator; `href` leads from an entry to its page."""
    whole, cut, plan = told.whole or {}, told.view.cut, told.view.plan
    begins = whole.get("path_starts_on") or plan.get("starts_on_from") or cut.as_of
    ends = whole.get("path_ends_on") or plan.get("ends_on_to") or cut.as_of
    return Course(
        unit=figures.unit_of(voice, told.indicator["unit"]),
        start=_start(told, voice, begins, href),
        points=tuple(sorted(_points(told, voice, href), key=lambda point: (point.on, point.entry))),
        aims=tuple(_aims(told, voice)),
        breaks=tuple(_breaks(told, voice)),
        as_of=cut.as_of,
        begins=begins,
        ends=max(begins, ends),
        forecast=forecast.fan(told.view, told.indicator["key"], voice),
        beside=forecast.beside(told.view, told.indicator["key"], voice),
        lower_is_better=told.indicator["direction"] == "down",
    )


def _start(told: Told, voice: Voice, begins: date, href: Callable[[int], str] | None) -> Point | None:
    """Return where the indicator started; what accumulates starts from nothing though nobody said so."""
    whole = told.whole
    if whole is None or whole["baseline"] is None:
        return None
    row = next((one for one in told.baselines if one["number"] == whole["baseline_entry"]), None)
    number, value = whole["baseline_entry"], whole["baseline"]
    return Point(
        on=begins,
        value=float(value),
        low=None,
        high=None,
        nature="start",
        entry=number or told.indicator["number"],
        label=_label(voice, {"value": value, "qualifier": whole["baseline_qualifier"]}),
        who="",
        href=href(number) if href and number else None,
        uncertain=bool(row and row["certainty"] == "uncertain"),
        inferred=number is None,
        when=_when(voice, whole["baseline_about"]),
    )


def _points(told: Told, voice: Voice, href: Callable[[int], str] | None) -> Iterator[Point]:
    """Give what was said of the value, and what a rate says of it where nobody told the number for that day."""
    stated = [row for row in told.statements if beside_the_line(row, told.indicator) is None]
    for row in stated:
        yield _point(told, voice, row, (row["reading"], row["reach_low"], row["reach_high"]), href)
    days, as_rate = {(row["nature"], row["counts_on"]) for row in stated}, {**told.indicator, "measure": "rate"}
    for row in told.rates:
        is_new = (row["nature"], row["counts_on"]) not in days
        if is_new and beside_the_line({**row, "unit": None}, as_rate) is None:
            yield _point(told, voice, row, (row["count"], row["count_low"], row["count_high"]), href, inferred=True)


def _point(
    told: Told,
    voice: Voice,
    row: Row,
    reach: tuple[Decimal | None, Decimal | None, Decimal | None],
    href: Callable[[int], str] | None,
    *,
    inferred: bool = False,
) -> Point:
    value, low, high = reach
    about = row["about_to"] or row["about_from"] if row["nature"] == "announced" else None
    middle = value if value is not None else ((low or 0) + (high or 0)) / 2
    said = {**row, "value": worked_out(value)} if inferred else row
    return Point(
        on=about or row["counts_on"],
        value=float(middle),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        nature=row["nature"],
        entry=row["number"],
        label=_label(voice, {**said, "qualifier": "about"} if inferred and row["numerator"] is None else said),
        who=speaker(voice, row, told.view.names),
        href=href(row["number"]) if href else None,
        uncertain=row["certainty"] == "uncertain" or row["qualifier"] not in {None, "exact"},
        inferred=inferred or bool(row["derived"]),
        when=_when(voice, row["about"]) if row["about"] else voice.tell("indicator", "undated"),
    )


def _label(voice: Voice, row: Mapping[str, Any]) -> str:
    """Write a value without its unit, which the drawing tells once."""
    return figures.reading(voice, row) or figures.value(voice, {**row, "unit": None, "denominator": None})


def _when(voice: Voice, text: str | None) -> str | None:
    return voice.partial(text) if text and span(text).precision != "day" else None


def speaker(voice: Voice, row: Mapping[str, Any], names: figures.Names) -> str:
    """Name who says something, else in whose name it is said."""
    return (
        row["speaker_name"]
        or figures.name_of(voice, row["speaker"], names)
        or figures.name_of(voice, row["organisation"], names)
        or row["organisation_name"]
        or ""
    )


def worked_out(value: Decimal | None) -> Decimal | None:
    """Round what was worked out from a rate: a count of ten or more to the whole, a smaller one to a tenth.

    >>> worked_out(Decimal("24.84")), worked_out(Decimal("2.76"))
    (Decimal('25'), Decimal('2.8'))
    """
    if value is None:
        return None
    return round(value, 0) if abs(value) >= 10 else round(value, 1)  # noqa: PLR2004 - as the sentence says


def is_aim(row: Row, indicator: Row) -> bool:
    """Tell whether a target stands on the planned path of the whole, as the analysis of progress reads it."""
    counted = row["version"] in AIMS and row["scope"] is None and row["reading"] is not None
    return is_whole(row) and counted and not row["later"] and row["unit"] in {None, indicator["unit"]}


def gave_way(told: Told) -> frozenset[int]:
    """Return the entries of the targets that no longer hold: replaced, withdrawn, or superseded by a revised one."""
    holding = [row for row in told.targets if not row["superseded"] and not row["later"]]
    keys = {row["supersedes"] for row in holding if row["version"] == "revised"}
    return frozenset(row["number"] for row in told.targets if row["superseded"] or row["key"] in keys)


def on_path(told: Told) -> frozenset[int]:
    """Return the entries of the targets on the planned path: the final one in force, and those due before it."""
    gone, entry = gave_way(told), told.whole and told.whole["target_entry"]
    aims = [row for row in told.targets if is_aim(row, told.indicator) and row["number"] not in gone]
    ends = next((row["due_on_to"] for row in aims if row["number"] == entry), None)
    steps = (row["number"] for row in aims if ends and row["due_on_to"] and row["due_on_to"] < ends)
    return frozenset([entry, *steps] if entry else steps)


def _aims(told: Told, voice: Voice) -> Iterator[Aim]:
    """Give the targets on the planned path, and those that gave way; one set otherwise for the same day is listed."""
    gone, counted = gave_way(told), on_path(told)
    for row in told.targets:
        if is_aim(row, told.indicator) and row["number"] in gone | counted:
            yield Aim(
                value=float(row["reading"]),
                due=row["due_on_to"],
                set_on=row["set_on_to"] or row["public_on"],
                label=_label(voice, row),
                entry=row["number"],
                revised=row["version"] == "revised",
                superseded=row["number"] in gone,
            )


def _breaks(told: Told, voice: Voice) -> Iterator[Break]:
    """Give the days on which another thing was counted: a base stands where the entry that told it is about."""
    base, days = told.base, {row["number"]: row["counts_on"] for row in (*told.statements, *told.rates, *told.targets)}
    chain = zip(base["bases"], base["base_days"], base["base_entries"], strict=True) if base else ()
    for value, public_on, entry in list(chain)[1:]:
        label = voice.tell("indicator", "break.base", base=voice.number(figures.trimmed(value)))
        yield Break(days.get(entry) or public_on, label)
    for row in redefined(told):
        day = row["in_force_on_from"] or row["public_on"]
        if day is not None:
            yield Break(day, voice.tell("indicator", "break.definition"))


def redefined(told: Told) -> list[Row]:
    """Return the later versions of the definition that count another thing, each with what changed."""
    pairs = zip(told.definitions, told.definitions[1:], strict=False)
    changed = [(new, old, [name for name in BREAKING if new[name] != old[name]]) for old, new in pairs]
    return [{**new, "changed": names, "before": old} for new, old, names in changed if names]
