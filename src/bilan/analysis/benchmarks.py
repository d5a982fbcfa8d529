"""Hold a target against what others reached: the outside view of a plan.

Question: Of the countries that stood where this one stood when a target was set, what share reached such a target in
    such a time?
Formula: share = those of the class that reached it / those of the class with an outcome, with the exact interval of
    Clopper and Pearson at 95 per cent. Conclusion: most of them reached it (*holds*) when the whole interval is above
    one half; they did not when it is below. The class is that of `benchmark_class`, with the same numbers chosen.
Unit: shares of 1; counts of countries; levels in the unit of the series.
Shape: One row per target and answer (known then; inferred from the oldest publication kept); a single row with what
    is missing where no target can be asked of.
Missing: An interval that holds one half is *cannot determine*: so few countries do not tell. Episodes without an
    outcome are counted and left out. `needed` names what would make the answer firm, also where there is one.
Source: The answers of `benchmark_class` and `practices`.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas.intervals import clopper_pearson
from bilan.analysis.formulas.reference_class import CHOICES
from bilan.tables.session import Session

FASTEST: Final = 3
HALF: Final = 0.5
TOLD: Final = (
    "indicator", "series", "stand_in", "told_as", "origin_on", "oldest_on", "vintage_on", "until", "unit",
    "series_unit", "start", "target", "years", "countries", "band", "widened",
)  # fmt: skip


def ask(session: Session, *, answers: Mapping[str, list[Row]], **chosen: float) -> list[Row]:
    """Return a row per target and answer."""
    cited = {row["country"]: row["n"] for row in session.rows(CITED)}
    groups = groupby(answers["benchmark_class"], key=lambda row: (row["indicator"], row["series"], row["told_as"]))
    rows = [_row(list(members), cited, enough=chosen["enough"]) for _, members in groups]
    return rows or list(_nothing(session))


CITED: Final = "SELECT country, count(*) AS n FROM practices WHERE country IS NOT NULL GROUP BY country"
ABROAD: Final = (
    "SELECT count(*) AS n FROM statement_known WHERE subject IN (SELECT key FROM abroad) AND reading IS NOT NULL"
)


def _row(members: list[Row], cited: Mapping[str, int], *, enough: float) -> Row:
    inside = [row for row in members if row["in_class"]]
    known = [row for row in inside if row["reached"] is not None]
    reached = sum(row["reached"] for row in known)
    found = clopper_pearson(reached, len(known))
    fastest = sorted((row for row in inside if row["speed"] is not None), key=_gain)[:FASTEST]
    row: Row = {name: members[0][name] for name in TOLD}
    row |= {"episodes": len(inside), "unknown": len(inside) - len(known), "known": len(known), "reached": reached}
    row |= {"share": reached / len(known) if known else None}
    row |= {"share_low": found.low if found else None, "share_high": found.high if found else None}
    row |= {
        "fastest": [one["country"] for one in fastest],
        "cited": sum(cited.get(one["country"], 0) for one in fastest),
    }
    row["conclusion"] = _conclusion(row)
    row["needed"] = list(_needed(row, enough))
    row["entries"] = list(dict.fromkeys(entry for one in (inside or members[:1]) for entry in one["entries"]))
    return row


def _gain(row: Row) -> tuple[float, str]:
    """Order by the gain of a year towards the target, the greatest first."""
    way = 1 if row["target"] >= row["start"] else -1
    return -way * row["speed"], row["country"]


def _conclusion(row: Row) -> str:
    if row["share_low"] is not None and row["share_low"] > HALF:
        return "holds"
    return "does_not_hold" if row["share_high"] is not None and row["share_high"] < HALF else "cannot_determine"


def _needed(row: Row, enough: float) -> Iterator[str]:
    if row["series"] is None:
        yield "series_of_others"
        return
    if row["told_as"] == "oldest_kept" or (row["countries"] == 0 and row["oldest_on"] > row["origin_on"]):
        yield "publication_then"
    if row["known"] < enough or row["conclusion"] == "cannot_determine":
        yield "more_countries"
    if row["stand_in"]:
        yield "same_quantity"
    if not row["cited"]:
        yield "practices"


def _nothing(session: Session) -> Iterable[Row]:
    """Return a row that names what is missing where no target can be asked of."""
    empty: dict[str, Any] = dict.fromkeys((*TOLD, "share", "share_low", "share_high"))
    counts = dict.fromkeys(("episodes", "unknown", "known", "reached", "cited"), 0)
    needed = ["level_target"] + ([] if session.rows(ABROAD)[0]["n"] else ["series_of_others"])
    yield {**empty, **counts, "fastest": [], "conclusion": "cannot_determine", "needed": needed, "entries": []}


ANALYSIS: Final = Analysis(
    name="benchmarks",
    method=1,
    reads=("statement", "party"),
    after=("practices",),
    given=("benchmark_class",),
    explanation=__doc__ or "",
    ask=ask,
    options=tuple(Option(*one) for one in CHOICES),
    columns=fields("""
        indicator | key | The indicator whose target is asked of; the series itself where numbers were chosen.
        series | key | The series of other countries; empty where there is none.
        stand_in | yes/no | Whether the series only stands in for the quantity of the indicator.
        told_as | code | Known then, or inferred from the oldest publication kept (code list hindsight).
        origin_on | day | The day of the question: what was public then counts.
        oldest_on | day | The day of the oldest publication of the series that was kept.
        vintage_on | day | The day of the newest publication that was used.
        until | year | The last year that was used; episodes ended by then.
        unit | text | Unit of the indicator.
        series_unit | text | Unit of the series.
        start | unit | Level to start from.
        target | unit | Level to reach.
        years | years | Years to reach it in.
        countries | count | Other countries with a figure.
        band | unit | How far from the start the class reaches.
        widened | count | How often the band was widened.
        episodes | count | Countries in the class.
        unknown | count | Those of them without an outcome.
        known | count | Those of them with one.
        reached | count | Those that reached the target.
        share | share | Share of those with an outcome that reached it.
        share_low | share | Lower end of its exact interval.
        share_high | share | Upper end of it.
        fastest | codes | The three countries of the class that gained most a year.
        cited | count | Measures that the records of these three cite.
        conclusion | code | Whether most of them reached it (code list conclusion).
        needed | codes | What would make the answer firm (code list needed).
        entries | entries | The entries behind the row.
    """),
)
