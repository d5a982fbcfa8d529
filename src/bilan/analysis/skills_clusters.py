"""Find where an occupation gathers, over areas that touch one another, without naming the places first.

Question: Is there a set of neighbouring areas with more employees of an occupation than their employment would bring,
    and more than chance would bring anywhere?
Formula: the scan of Kulldorff for Poisson counts over all connected sets of up to half of the areas and of the
    employment (Tango and Takahashi); p from draws of as many employees over the areas by their employment, corrected by
    Holm over the occupations of a division; of further clusters, which share no area with a likelier one, by their
    number (Bonferroni). It holds where the corrected p is no more than 0.05.
Unit: Persons; ratio = employees / expected.
Shape: One row per cluster that holds; of an occupation without one, a row of its likeliest cluster; one row without an
    occupation where nothing can be scanned. Newest year told in the division.
Missing: An area without its employees or its total is left out (`areas` of `areas_of`). Neighbours are known of the
    regions of Morocco; an area of another country stands alone (`neighbours_known`). Where too many sets would be
    tried, those larger than `largest` areas are not.
Source: The answer of `skills_cells`; the neighbours in the code list region. Kulldorff, M. (1997), Commun. Stat. 26.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas.scan import Cluster, Zones, connected, holm, scan
from bilan.tables.session import Session
from bilan.terms.codes import code_list

ALPHA: Final = 0.05
# So many sets are tried at most; of the regions of either division of Morocco, half of them in all ways is far fewer.
MOST: Final = 5_000
NEEDED: Final = ("employees_by_occupation", "employment_by_region")
CELLS: Final = """
SELECT division, scheme, occupation, area, year, employees, total, areas, areas_of, entries FROM skills_cells
WHERE quotient IS NOT NULL
QUALIFY year = max(year) OVER (PARTITION BY division, scheme)
ORDER BY division, scheme, occupation, area
"""


@dataclass(frozen=True, slots=True)
class Scanned:
    """An occupation of a division after its scan."""

    cells: Sequence[Row]
    zones: Zones
    known: bool
    found: Sequence[Cluster]


def ask(session: Session, *, draws: float = 999, seed: float = 1) -> list[Row]:
    """Scan each occupation of each division."""
    families = groupby(session.rows(CELLS), key=lambda row: (row["division"], row["scheme"]))
    rows = [row for _, cells in families for row in _family(list(cells), draws=int(draws), seed=int(seed))]
    return rows or [_row({"conclusion": "cannot_determine", "needed": list(NEEDED), "entries": []})]


def _family(cells: Sequence[Row], *, draws: int, seed: int) -> Iterator[Row]:
    scanned = {
        occupation: _scanned(list(of), draws=draws, seed=seed)
        for occupation, of in groupby(cells, key=lambda row: str(row["occupation"]))
    }
    first = holm({name: one.found[0].p for name, one in scanned.items() if one.found})
    for name, one in scanned.items():
        if not one.found:
            yield _row({**_about(one), "conclusion": "does_not_hold", "needed": [], "entries": []})
        for place, cluster in enumerate(one.found):
            p = first[name] if place == 0 else max(first[name], min(1.0, len(scanned) * cluster.p))
            if place == 0 or p <= ALPHA:
                yield _row({**_about(one), **_of(cluster, one, p)})


def _scanned(cells: Sequence[Row], *, draws: int, seed: int) -> Scanned:
    neighbours, known = neighbours_of([row["area"] for row in cells])
    zones = connected(neighbours, largest=(len(cells) + 1) // 2, most=MOST)
    cases, people = ([float(row[name]) for row in cells] for name in ("employees", "total"))
    return Scanned(cells, zones, known, scan(cases, people, zones.sets, draws=draws, seed=seed))


def neighbours_of(areas: Sequence[str]) -> tuple[list[set[int]], bool]:
    """Return the places of the neighbours of each area, and whether they are known of all.

    >>> neighbours_of(["MA-15@1997", "MA-16@1997", "MA-08@1997"])
    ([{1}, {0}, set()], True)
    >>> neighbours_of(["01001@DE-KRS"])
    ([set()], False)
    """
    places, regions = {area: place for place, area in enumerate(areas)}, code_list("region")
    listed = [regions[area].more["neighbours"] if area in regions else "" for area in areas]
    near = [
        {places[named] for code in one.split(";") if (named := f"{code}@{area.partition('@')[2]}") in places}
        for area, one in zip(areas, listed, strict=True)
    ]
    return near, all(listed)


def _about(one: Scanned) -> Row:
    shown = ("division", "scheme", "occupation", "year", "areas", "areas_of")
    return {
        **{name: one.cells[0][name] for name in shown},
        "largest": one.zones.largest,
        "neighbours_known": one.known,
    }


def _of(cluster: Cluster, one: Scanned, p: float) -> Row:
    inside = [one.cells[place] for place in sorted(cluster.areas)]
    return {
        "where": [row["area"] for row in inside],
        "employees": cluster.cases,
        "expected": cluster.expected,
        "ratio": cluster.cases / cluster.expected,
        "likelihood": cluster.ratio,
        "p": cluster.p,
        "p_corrected": p,
        "conclusion": "holds" if p <= ALPHA else "does_not_hold",
        "needed": [],
        "entries": sorted({entry for row in inside for entry in row["entries"]}),
    }


def _row(given: Mapping[str, object]) -> Row:
    return {one.name: given.get(one.name) for one in ANALYSIS.columns}


ANALYSIS: Final = Analysis(
    name="skills_clusters",
    method=1,
    reads=(),
    after=("skills_cells",),
    explanation=__doc__ or "",
    ask=ask,
    options=(
        Option("draws", 999, 99, 9999, "How often chance is let loose on the map."),
        Option("seed", 1, 0, 2**31 - 1, "Where the draws begin: the same seed draws the same."),
    ),
    columns=fields("""
        division | text | The set of areas that are scanned.
        scheme | code | The classification of the occupation.
        occupation | text | The occupation, by its code.
        year | count | The year.
        where | codes | The areas of the cluster (our regions, or codes of their country).
        employees | persons | Employees of the occupation in them.
        expected | persons | What their employment would bring.
        ratio | ratio | Employees over expected.
        likelihood | ratio | Logarithm of the likelihood ratio.
        p | share | How often chance brings as much anywhere.
        p_corrected | share | The same, corrected for the number of scans.
        areas | count | Areas that were scanned.
        areas_of | count | Of how many of the division.
        largest | count | The most areas of a set that all were tried of.
        neighbours_known | yes/no | Whether neighbours are known; where not, each area stands alone.
        conclusion | code | Whether the occupation gathers there (code list conclusion).
        needed | codes | What is missing to tell (code list needed).
        entries | entries | The entries behind the row.
    """),
)
