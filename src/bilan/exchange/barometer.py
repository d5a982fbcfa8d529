"""Read a ledger made of the French barometer of public results: chantiers.csv, indicators.csv and ledger.csv.

The ledger has a row for each figure that was published (*add*), published otherwise (*change*, with the whole new row)
or taken away (*remove*): for an indicator, a place and a date, an initial value (vi), a current value (va) with the
rate of progress (ta) printed beside it, and a target (vc). A row becomes entries: vi a baseline, va and ta a statement,
vc a target; what a row takes away is withdrawn on the day it was; a row with nothing in it says *not reported*.

A figure published again in another writing (80, then 80.0) is recorded again: what was said is kept exactly, and each
row of the ledger can be found in ours. It is no revision: the target keeps its version.

What the files do not tell is not made up: units are "as published", the period of the plan is that of the figures, an
indicator without definition has its code for a name.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bilan.exchange.barometer_rows import HEADINGS, ORGANISATION, VC, VI, Published, indicator_key, source_key
from bilan.exchange.containers import USUAL, Limits
from bilan.exchange.foreign import ForeignRow, put, reading_of, tables_of
from bilan.exchange.steps import NOWHERE, Reading, Step
from bilan.ledger.refusals import shown
from bilan.terms.days import NotADay, span
from bilan.terms.problems import Place, Problem

PLAN: Final = "barometre-fr"
PUBLISHER: Final = "DITP-pilotage"
TITLE: Final = "Baromètre des résultats de l'action publique"
_CHANTIERS: Final = ("chantier_id", "ch_nom", "engagement_short")
_INDICATORS: Final = (
    "indic_id",
    "indic_parent_ch",
    "indic_nom_baro",
    "indic_descr_baro",
    "tendance",
    "indic_categorie_evolution",
)
_FILES: Final = {"chantiers.csv": _CHANTIERS, "indicators.csv": _INDICATORS, "ledger.csv": HEADINGS}
_MEASURES: Final = {"cumul_annuel": "flow", "cumul_non_annuel": "cumulative"}
_DIRECTIONS: Final = {"hausse": "up", "baisse": "down", "": None}

Found = Step | Problem


def detect(path: Path) -> bool:
    """Tell whether a folder holds the barometer."""
    return all((path / name).is_file() for name in _FILES)


def read(path: Path, limits: Limits = USUAL) -> Reading:
    """Read the barometer of a folder: its definitions, then its publications in the order they were made."""
    tables, problems = tables_of(path, _FILES, limits)
    chantiers, indicators, ledger = (tables[name] for name in _FILES)
    found = [*_plan(ledger), *_chantiers(chantiers), *_indicators(indicators, ledger), *_publications(ledger)]
    return reading_of(found, tables, problems)


def _plan(ledger: Sequence[ForeignRow]) -> Iterator[Found]:
    yield from _put(
        "party", ORGANISATION, {"name": PUBLISHER, "party_kind": "organisation", "role": "owner", "country": "FR"}
    )
    if not ledger:
        return
    dated = [row for row in ledger if _is_day(row["as_of_date"])]
    starts = min((row["as_of_date"] for row in dated if row[VI]), default=ledger[0]["known_at"])
    ends = max((row["as_of_date"] for row in dated if row[VC]), default=ledger[-1]["known_at"])
    note = "Period of the figures: from the first initial value to the last target."
    yield from _put(
        "plan", PLAN, {"name": {"fr": TITLE}, "country": "FR", "starts_on": starts, "ends_on": ends, "note": note}
    )


def _is_day(text: str) -> bool:
    try:
        return span(text).precision == "day"
    except NotADay:
        return False


def _chantiers(rows: Sequence[ForeignRow]) -> Iterator[Found]:
    """Make an axis of each engagement, and a project of each chantier."""
    axes = dict.fromkeys(row["engagement_short"] for row in rows if row["engagement_short"])
    for axis in axes:
        yield from _put("node", _axis(axis), {"parent": PLAN, "node_kind": "axis", "name": {"fr": axis}})
    for row in rows:
        parent = _axis(row["engagement_short"]) if row["engagement_short"] else PLAN
        content = {"parent": parent, "node_kind": "project", "name": {"fr": row["ch_nom"]}}
        yield from _put("node", row["chantier_id"].lower(), content, row.place)


def _axis(engagement: str) -> str:
    return f"axis-{engagement.lower()}"


def _indicators(rows: Sequence[ForeignRow], ledger: Sequence[ForeignRow]) -> Iterator[Found]:
    for row in rows:
        yield from _indicator(row)
    defined = {row["indic_id"] for row in rows}
    undefined = {row["indicator_id"]: row.place for row in reversed(ledger) if row["indicator_id"] not in defined}
    for code, place in sorted(undefined.items()):
        yield Problem("indicator_not_defined", place, {"indicator": shown(code)}, "warning").at(column="indicator_id")
        note = "Published without a definition: its code is its name, the plan its node, its sort a guess."
        content = {"node": PLAN, "name": {"fr": code}, "certainty": "uncertain", "note": note}
        yield from _put(
            "indicator", indicator_key(code), {**content, "unit": "as published", "measure": "stock"}, place
        )


def _indicator(row: ForeignRow) -> Iterator[Found]:
    if row["tendance"] not in _DIRECTIONS:
        values = {"value": shown(row["tendance"]), "choices": ", ".join(filter(None, _DIRECTIONS))}
        yield Problem("word_of_no_format", row.place, values).at(column="tendance")
    category = row["indic_categorie_evolution"]
    content = {
        "node": row["indic_parent_ch"].lower() or PLAN,
        "name": {"fr": row["indic_nom_baro"]},
        "unit": "as published",
        "measure": _MEASURES.get(category, "stock"),
        "direction": _DIRECTIONS.get(row["tendance"]),
        "definition": row["indic_descr_baro"] or None,
        "note": f"Category of evolution in the file: {category}." if category else None,
    }
    yield from _put("indicator", indicator_key(row["indic_id"]), content, row.place)


def _publications(ledger: Sequence[ForeignRow]) -> Iterator[Found]:
    published, commits = Published(), set[str]()
    for row in ledger:
        if row["commit"] not in commits:
            commits.add(row["commit"])
            yield from _source(row)
        yield from published.steps(row)


def _source(row: ForeignRow) -> Iterator[Found]:
    content = {
        "title": f"{TITLE}, commit {row['commit']}",
        "publisher": PUBLISHER,
        "published_on": row["known_at"],
        "language": "fr",
        "source_kind": "data",
    }
    yield from _put("source", source_key(row["commit"]), content, row.place)


def _put(kind: str, key: str, content: Mapping[str, Any], place: Place = NOWHERE) -> Iterator[Found]:
    return put(kind, key, content, plan=PLAN, place=place)
