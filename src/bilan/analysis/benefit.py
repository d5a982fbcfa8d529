"""Rank who benefits, by sector, region, size of firm and public, as far as what is told allows.

Question: Which sector, region, size of firm or public has most of what the plan gives, and how sure is that when some
    of them are not told of at all?
Formula: parts are what `benefit_told` gathers, one measure, unit, nature and date at a time. A part that nobody told of
    lies between zero and the total less the others; without a total, it is open. Rank: 1 + how many surely have more,
    to 1 + how many may have more. Share: the part over the total told, else over the sum where every part is told; its
    bounds are met when all others have most or least. The conclusion is whether the part comes first.
Unit: The unit of the figures; shares of 1; ranks from 1.
Shape: One row per dimension, measure, unit, nature and part; regions of two editions of a division are apart. One row
    for a dimension of which nothing is told.
Missing: Never added up: units, natures, flows, editions of regions. Codes of NACE, NAF or an older ISIC are told in the
    section of ISIC 4 they lie in; one that may lie in several raises the upper bound of each, and `split` says so.
    Smaller parts of a sector, or the cells of another dimension, make a lower bound. Publics overlap and have no end:
    the last rank of one stays open. Parts that exceed the total contradict it: they have ranks and no shares.
Source: The answer of `benefit_told`. Formulas of `parts` and `concentration`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from math import inf
from typing import Any, Final

from bilan.analysis.asking import Analysis, Row, fields
from bilan.analysis.formulas.concentration import Bounds, Part, ranks, share_bounds
from bilan.analysis.formulas.parts import Figure, Laid, added, in_sections, lay_out, places
from bilan.tables.session import Session

DIMENSIONS: Final = ("sector", "region", "size", "audience")
GROUP: Final = ("by", "source", "indicator", "subject", "scope", "flow", "measure", "unit", "nature")
TOTALS: Final = ("total", "left_out")


def ask(session: Session, answers: Mapping[str, list[Row]]) -> list[Row]:  # noqa: ARG001 - its rows are given
    """Rank the parts of every whole that figures are told of."""
    told = sorted(answers["benefit_told"], key=_group)
    found = [row for key, rows in groupby(told, key=_group) for row in _ranked(key, list(rows))]
    silent = [by for by in DIMENSIONS if not any(row["by"] == by and row["known"] for row in found)]
    shown = [row for row in found if row["known"] or row["left_out"] or row["value"] is not None]
    nothing = [_row(by=by, needed=[f"benefit_by_{by}"]) for by in silent]
    return sorted([*shown, *nothing], key=lambda row: DIMENSIONS.index(row["by"]))


def _group(row: Row) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in GROUP)


def _ranked(key: Sequence[str], rows: list[Row]) -> Iterator[Row]:
    """Return the rows of one measure on one dimension: one whole per edition and way of knowing."""
    facts: Row = {name: value or None for name, value in zip(GROUP, key, strict=True)}
    facts["left_out"] = max(row["left_out"] for row in rows)
    totals = [row for row in rows if row["basis"] == "total"]
    coded = [row for row in rows if row["basis"] not in TOTALS and row["code"] is not None]
    for row in rows:
        if row["basis"] not in TOTALS and row["code"] is None:
            yield _row(**facts, **_told(_figure(row)), basis=row["basis"], needed=["benefit_public"])
    if not coded and facts["left_out"]:
        yield _row(
            **facts, needed=[f"benefit_by_{facts['by']}"], entries=sorted({n for row in rows for n in row["entries"]})
        )
    coded.sort(key=_whole)
    for (scheme, basis), own in groupby(coded, key=_whole):
        yield from _of_whole({**facts, "scheme": scheme or None, "basis": basis}, list(own), totals)


def _whole(row: Row) -> tuple[str, str]:
    return row["scheme"] or "", row["basis"]


def _of_whole(facts: Row, rows: list[Row], totals: list[Row]) -> Iterator[Row]:
    by, basis = facts["by"], facts["basis"]
    figures = {code: _together(list(own), basis) for code, own in groupby(rows, key=lambda row: row["code"])}
    sections = in_sections(figures) if by == "sector" else figures
    mapped = by == "sector" and set(sections) != set(figures)
    # A service may serve several publics, so that they make no whole.
    where = places(by, facts["scheme"], sections)
    laid = lay_out(sections, where, _total(facts, totals, sections))
    placed = dict(zip(laid.parts, ranks(list(laid.parts.values())), strict=True))
    shares, needed = _shares(laid), _needed(by, laid)
    told = {**facts, "mapped": mapped, "known": laid.known, "of": laid.of, "contradicts": laid.contradicts}
    for code, figure in laid.figures.items():
        # Of a region that only sites tell of, the regions without a site are not told of one by one.
        if figure is None and basis == "subject":
            continue
        rank = placed[code]
        last = rank.high if laid.is_whole or basis == "recorded" else None
        conclusion = "does_not_hold" if rank.low > 1 else "holds" if last == 1 else "cannot_determine"
        yield _row(
            **told, code=code, split=bool(figure and figure.split), **_told(figure), **_of_total(laid, figure),
            **shares[code], rank_low=rank.low, rank_high=last, conclusion=conclusion,
            needed=needed if conclusion == "cannot_determine" else (),
        )  # fmt: skip


def _shares(laid: Laid) -> dict[str, Row]:
    """Return between which shares each part lies; parts that may overlap leave one another as large as they are."""
    total = laid.total.part if laid.total else None
    parts = list(laid.parts.values())
    if laid.contradicts:
        return {code: {} for code in laid.parts}
    if laid.is_whole:
        found: Iterable[Bounds | None] = share_bounds(parts, total)
    else:
        found = (next(share_bounds([part, Part(0, inf)], total)) if total else None for part in parts)
    told = zip(laid.parts, found, strict=True)
    return {code: {"share_low": one.low, "share_high": one.high} if one else {} for code, one in told}


def _together(rows: list[Row], basis: str) -> Figure:
    """Return the figure of one code: told of it alone, else the sum of what was told of parts of it."""
    alone = [row for row in rows if not row["within"]]
    if alone:
        return _figure(alone[0])
    # Publics overlap; and codes of two classifications, or of two levels of one, may be of the same thing.
    shapes = {_shape(row["within"]) for row in rows}
    apart = [_figure(row) for row in rows]
    if basis == "subject" or (len(shapes) == 1 and "audience" not in next(iter(shapes))):
        return added(apart, is_open=True)
    largest = max(apart, key=lambda one: one.low)
    return added([largest], is_open=True)


def _shape(within: str) -> str:
    """Return what sort of cell a figure is bound to: the level and the classification of each code."""
    return " ".join(_sort_of(code) for code in within.split())


def _sort_of(code: str) -> str:
    own, _, scheme = code.partition("@")
    if own.startswith("audience="):
        return "audience"
    return (
        f"{own[:2]}@{scheme}" if "-" in own else f"{len(own)}@{scheme}" if scheme else own if own == "sme" else "size"
    )


def _figure(row: Row) -> Figure:
    return Figure(
        value=row["value"],
        low=row["low"] if row["low"] is not None else Decimal(0),
        high=row["high"],
        entries=frozenset(row["entries"]),
        days=frozenset({row["oldest_on"], row["counts_on"]} - {None}),
        abouts=frozenset({row["about"]}),
    )


def _total(facts: Row, totals: list[Row], figures: Mapping[str, Figure]) -> Figure | None:
    """Return the total told of the same edition and the same date as all the parts."""
    if facts["basis"] not in {"told", "recorded"}:
        return None
    abouts = frozenset[str | None]().union(*(one.abouts for one in figures.values()))
    fitting = (
        row
        for row in totals
        if row["scheme"] in {None, facts["scheme"]} and (not row["about"] or abouts == {row["about"]})
    )
    found = next(fitting, None)
    return _figure(found) if found else None


def _told(figure: Figure | None) -> Row:
    if figure is None:
        return {}
    abouts, days = figure.abouts, figure.days
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "added": figure.added,
        "about": next(iter(abouts)) if len(abouts) == 1 else None,
        "oldest_on": min(days, default=None),
        "newest_on": max(days, default=None),
        "entries": sorted(figure.entries),
    }


def _of_total(laid: Laid, figure: Figure | None) -> Row:
    total = laid.total
    if total is None:
        return {}
    share = float(figure.value / total.value) if figure and figure.value is not None and total.value else None
    return {"total": total.value, "total_low": total.low, "total_high": total.high, "share": share}


def _needed(by: str, laid: Laid) -> list[str]:
    """Return what is missing to tell who comes first, where that cannot be told."""
    every = {
        f"benefit_by_{by}": laid.of is None or laid.known < laid.of,
        "benefit_total": laid.total is None and not laid.contradicts,
        "benefit_consistent": laid.contradicts,
        "benefit_split": any(one and one.split for one in laid.figures.values()),
    }
    return [code for code, is_needed in every.items() if is_needed] or ["benefit_exact"]


def _row(*, needed: Iterable[str], **found: Any) -> Row:
    """Return a row with every column; what was not found is empty."""
    return {**USUAL, "entries": [], **found, "needed": list(needed)}


COLUMNS: Final = fields("""
    by | code | The dimension: sector, region, size or audience (code list benefit_by).
    code | code | The sector (section of ISIC 4), region, size of firm or public.
    source | code | The kind of entry that tells it.
    indicator | key | The indicator, of a statement.
    subject | key | What the figure or the money is on, when not the whole plan.
    scope | text | The part meant, of a payment.
    flow | code | What sort of flow, of a payment.
    measure | code | What is counted: a quantity, else the indicator.
    unit | text | Its unit.
    nature | code | Of which nature the figure is.
    scheme | text | Of a region: its country and the edition of the division.
    basis | code | How the code is known (code list benefit_basis).
    mapped | yes/no | Whether figures were told in another classification and mapped to sections of ISIC 4.
    split | yes/no | Whether a figure may lie here or in another section.
    value | unit | The figure; empty when nobody told it.
    low | unit | Its lower bound.
    high | unit | Its upper bound; open when more may be added.
    added | count | Figures added up to make it.
    about | day | The date it is about, when that is one.
    oldest_on | day | The day from which the oldest figure in it counts.
    newest_on | day | The day from which the newest figure in it counts.
    total | unit | The total it is set against, told or the sum of all parts.
    total_low | unit | Its lower bound.
    total_high | unit | Its upper bound.
    contradicts | yes/no | Whether the parts exceed the total told: they are then no parts of it (rates are none).
    share | share | Its share of the total.
    share_low | share | The least its share may be.
    share_high | share | The most its share may be.
    rank_low | number | The best rank it may have.
    rank_high | number | The worst rank it may have; open where the parts have no end.
    known | count | Parts of which a figure is told.
    of | count | Parts there are; empty where they have no end.
    left_out | count | Figures on this dimension and indicator that were left out.
    conclusion | code | Whether it comes first (code list conclusion).
    needed | codes | What is missing (code list needed).
    entries | entries | The entries behind the row.
""")
USUAL: Final[Row] = {
    **dict.fromkeys(column.name for column in COLUMNS),
    **dict.fromkeys(("mapped", "split", "contradicts"), False),
    **dict.fromkeys(("known", "left_out"), 0),
    "conclusion": "cannot_determine",
}
ANALYSIS: Final = Analysis(
    name="benefit",
    method=1,
    reads=(),
    given=("benefit_told",),
    explanation=__doc__ or "",
    ask=ask,
    columns=COLUMNS,
)
