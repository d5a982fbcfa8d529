"""Foresee each indicator on the day its target is due, as it will be declared and as it will be verified.

Question: Where will each indicator stand when its target is due, and how likely is it to be reached - as it will be
    declared, and as an audit will find it?
Formula: the distribution is that of `bilan.analysis.formulas.forecasting`: what followed, on the same quantity, when
    others stood at a like level with a like slope; the own trend, fading; nothing changes; weighted. Declared stands
    on what was declared, and on what was verified since or where nothing was declared. Verified stands on what was
    verified, where that is of at least three figures or not a year older than what was declared; else the declared
    forecast is carried, as percent of the target, through what audits found behind declared figures (`corrected`).
    Chance = what lies at or beyond the target, from 0.03 to 0.97. Progress = (value - baseline) / (target - baseline).
Unit: Values in the unit of the indicator; chances, weights and progress as shares of 1.
Shape: One row per thing that has a target, and per indicator of the plan as a whole, as declared and as verified.
Missing: A forecast is the distribution, never a number alone. Without a target, a due day, a direction or any figure
    there is none, and `cannot` says why; a start from nothing is no figure. Where a figure about the due day, or up to
    a quarter later, is public, the outcome is known and `met` tells it. What is found in the series is told in `found`.
    The value foreseen is the one finally known: the last figure may be corrected, as often as its source does. Where
    nobody said which way is better, it is the way from the baseline to the target.
Source: The answers of `progress`, `forecast_points`, `forecast_panel`, `revision_noise` and `candour_pairs`; entries of
    kind target.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from bilan.analysis.asking import Analysis, Row, fields, sql
from bilan.analysis.formulas.forecasting.asked import (
    Figures,
    Thing,
    figures_of,
    number,
    reaches,
    share_of_way,
    thing_of,
)
from bilan.analysis.formulas.outlook import Made, Outlook, foresee
from bilan.analysis.formulas.surroundings import Surroundings
from bilan.tables.session import Session

TOLD_AS: Final = ("declared", "verified")
UNNUMBERED: Final = ("qualitative", "rank", "ladder")
LOW, MIDDLE, HIGH = 1, 9, 17
PROGRESS: Final = ("progress_low", "progress_median", "progress_high")
PARTS: Final = ("class", "trend", "mild", "still")
# What has a target, and of the whole every indicator, so that it is told why there is no forecast.
THINGS: Final = """
SELECT p.*, p.path_ends_on AS due_on, t.indicator IS NOT NULL AS unnumbered
FROM progress p LEFT JOIN (SELECT DISTINCT indicator, subject, region FROM target WHERE reading IS NULL) t
  ON t.indicator = p.indicator AND t.subject IS NOT DISTINCT FROM p.subject AND t.region IS NOT DISTINCT FROM p.region
WHERE p.target IS NOT NULL OR (p.subject IS NULL AND p.region IS NULL)
ORDER BY p.indicator, p.subject, p.region
"""


def ask(session: Session, *, answers: Mapping[str, list[Row]]) -> list[Row]:
    """Return the rows of every thing, declared and verified."""
    as_of = min(session.cut.as_of, session.cut.known_on)
    peers = session.rows(sql("forecast_peers"))
    pairs = session.rows(sql("forecast_pairs"))
    beside = Surroundings.of(as_of, peers=peers, noise=answers["revision_noise"], pairs=pairs)
    told = {key: list(rows) for key, rows in groupby(session.rows(sql("forecast_figures")), key=_key)}
    return [row for one in session.rows(THINGS) for row in _rows(one, told.get(_key(one), []), beside)]


def _key(row: Row) -> tuple[str, str | None, str | None]:
    return row["indicator"], row["subject"], row["region"]


def _rows(told: Row, points: Sequence[Row], beside: Surroundings) -> Iterator[Row]:
    """Yield the rows of a thing, as declared and as verified."""
    figures, thing, made = figures_of(points), thing_of(told, points), Made()
    others = bool(points and points[0]["series"])
    for told_as in TOLD_AS:
        row = {**_told(told, told_as, beside.as_of), **_figures(figures, told_as, points), **dict.fromkeys(FORECAST)}
        row["cannot"] = _cannot(told, thing, figures, told_as, others=others)
        row["entries"] = _entries(told, points)
        if thing and row["cannot"] == "known":
            row |= _outcome(told, thing, figures, told_as)
        elif thing and not row["cannot"]:
            around = beside.around(points, figures.stands_on(told_as))
            found = foresee(thing, figures, told_as, around, made=made)
            row |= _foreseen(told, thing, found) | _around(points, found)
        yield row


def _told(told: Row, told_as: str, as_of: date) -> Row:
    taken = ("indicator", "subject", "region", "node", "headline", "unit", "direction", "measure")
    row: Row = {name: told[name] for name in taken}
    row |= {"told_as": told_as, "baseline": number(told["baseline"]), "target": number(told["target"])}
    return row | {"target_entry": told["target_entry"], "due_on": told["due_on"], "origin_on": as_of}


def _cannot(told: Row, thing: Thing | None, figures: Figures, told_as: str, *, others: bool) -> str | None:
    """Say why there is no forecast, if there is none."""
    if told["measure"] in UNNUMBERED:
        return str(told["measure"])
    if told["target"] is None:
        return "no_number" if told["unnumbered"] else "no_target"
    if thing is None:
        return "no_due" if told["due_on"] is None else "no_direction"
    if figures.known(told_as, thing.due):
        return "known"
    any_figure = any(one.nature != "definition" for one in (*figures.declared, *figures.verified))
    return None if any_figure or others else "no_figure"


def _figures(figures: Figures, told_as: str, points: Sequence[Row]) -> Row:
    """Tell the figures that the forecast stands on."""
    stands_on = figures.stands_on(told_as)
    told = [one for one in figures.course(stands_on) if one.nature != "definition"]
    row: Row = {"stands_on": stands_on if told else None, "points": len(told) if points else None}
    row |= dict.fromkeys(("first_on", "last_on", "last_value"))
    return row | ({"first_on": told[0].on, "last_on": told[-1].on, "last_value": told[-1].value} if told else {})


def _outcome(told: Row, thing: Thing, figures: Figures, told_as: str) -> Row:
    """Tell what is known already of the due day."""
    values = [known.value for known in (figures.known(told_as, thing.due),) if known] * len(PROGRESS)
    return {"met": reaches(values[0], thing.target, thing.direction), **_way(told, thing, values)}


def _foreseen(told: Row, thing: Thing, found: Outlook) -> Row:
    """Tell where it will be."""
    quantiles = found.quantiles[-1]
    return {
        **_way(told, thing, [quantiles[at] for at in (LOW, MIDDLE, HIGH)]),
        "direction": thing.direction,
        "quantiles": list(quantiles),
        "low": quantiles[LOW],
        "median": quantiles[MIDDLE],
        "high": quantiles[HIGH],
        "chance": found.chance,
        "corrected": found.corrected,
    }


def _way(told: Row, thing: Thing, values: Sequence[float]) -> Row:
    """Tell what share of the way will be done, the worse end first whichever way is better."""
    shares = [share_of_way(one, number(told["baseline"]), thing.target, thing.direction) for one in values]
    return dict(zip(PROGRESS, sorted(one for one in shares if one is not None), strict=False))


def _around(points: Sequence[Row], found: Outlook) -> Row:
    """Tell what the forecast rests on."""
    made, record = found.forecast, found.forecast.record
    weights = {one.name: one.weight for one in made.parts}
    return {
        "basis": made.basis,
        **{f"weight_{name}": weights.get(name, 0.0) for name in PARTS},
        "analogues": [f"{one.name}|{one.on}|{one.level:.6g}" for one in made.analogues],
        "class_of": points[0]["series"] if made.basis == "class" else None,
        "class_size": made.size,
        "revision_chance": found.revision.chance if found.revision else None,
        "revision_spread": found.revision.spread if found.revision else None,
        "said": record.said if record else None,
        "held": record.held if record else None,
        "tried": record.tried if record else None,
        "found": list(dict.fromkeys((*made.found, *_seen(points, found.stands_on)))),
    }


def _seen(points: Sequence[Row], stands_on: str) -> Iterator[str]:
    """Yield what the ledger tells of the series: a definition that changed, or that is another than its own."""
    used = [row for row in points if row["told_as"] == stands_on]
    if any(row["left_out"] for row in used):
        yield "redefined"
    if any(row["definition"] is not None for row in used):
        yield "other_definition"


def _entries(told: Row, points: Sequence[Row]) -> list[int]:
    if not points:
        return list(told["entries"])
    behind = {told["target_entry"], told["baseline_entry"], *(entry for row in points for entry in row["entries"])}
    return sorted(one for one in behind if one is not None)


FORECAST: Final = (
    "basis", "quantiles", "low", "median", "high", "chance", "met", *PROGRESS, *(f"weight_{name}" for name in PARTS),
    "analogues", "class_of", "class_size", "revision_chance", "revision_spread", "said", "held", "tried", "corrected",
    "found",
)  # fmt: skip

ANALYSIS: Final = Analysis(
    name="forecast",
    method=1,
    reads=("target",),
    after=("progress", "forecast_points", "forecast_panel", "candour_pairs"),
    given=("revision_noise",),
    explanation=__doc__ or "",
    ask=ask,
    columns=fields("""
        indicator | key | The indicator.
        subject | key | The site, service or agreement meant; empty for the whole.
        region | code | The region meant; empty for the whole.
        node | key | The node it measures.
        headline | yes/no | Whether it counts in the progress of its node.
        unit | text | Unit of its values.
        measure | code | What sort of quantity it is.
        direction | code | Which way is better; where nobody said, the way from the baseline to the target.
        told_as | code | As it will be declared, or as it will be verified (code list told_as).
        baseline | unit | Where it started.
        target | unit | What it should reach.
        target_entry | entry | The target.
        due_on | day | The last day on which the target is due: the day that is foreseen.
        origin_on | day | The day of the question: what was public then and is about days until then counts.
        stands_on | code | Of which nature the figures are that the forecast stands on (code list told_as).
        points | count | Figures it stands on, the baseline among them.
        first_on | day | The day the first of them is about.
        last_on | day | The day the last of them is about.
        last_value | unit | The last of them.
        cannot | code | Why there is no forecast (code list forecast_cannot).
        met | yes/no | Where the outcome is known already: whether the target was met.
        basis | code | What the forecast rests on (code list forecast_basis).
        quantiles | unit | Where it will stand: the quantiles at 5, 10 … 95 percent.
        low | unit | The quantile at 10 percent: 9 chances in 10 to be above.
        median | unit | The quantile at 50 percent.
        high | unit | The quantile at 90 percent: 9 chances in 10 to be below.
        chance | share | The chance that the target is reached on the due day, from 0.03 to 0.97.
        progress_low | share | Share of the way done then, at the worse end of 8 chances in 10; not clamped.
        progress_median | share | Share of the way done then, in the middle.
        progress_high | share | Share of the way done then, at the better end.
        weight_class | share | Weight of the reference class.
        weight_trend | share | Weight of its own damped trend.
        weight_mild | share | Weight of its trend reverting to a slow growth.
        weight_still | share | Weight of no change.
        analogues | text | Those of the class that were nearest: name, day and level, separated by bars.
        class_of | key | The series of others that the class is taken from.
        class_size | number | How many episodes speak in the class, as an effective number.
        revision_chance | share | The chance counted on that the last figure is corrected; empty where none is known.
        revision_spread | number | How far, on the logit of a share, the logarithm of all else.
        said | share | Of the way's own hindcasts on the class: the share an interval should have held.
        held | share | The share of outcomes it held.
        tried | count | The outcomes tried.
        corrected | yes/no | Whether it was carried from declared figures to verified ones.
        found | codes | What was seen in the series (code list forecast_found).
        entries | entries | The entries behind the row.
    """),
)
