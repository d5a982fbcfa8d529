"""Find services that look like one service twice, and say why.

Question: Which two services may be the same, or could be one: by their names in any language, by whom they serve, by
    the blocks they need?
Formula: likeness of names is the highest over French, Arabic, English and brand, by weighted pieces of three letters
    (formulas of `likeness`); of audiences and of blocks what both have / what either has. A pair is told when its names
    are as alike as `names_from`, or its blocks as alike as `blocks_from` and at least two are shared. Score = mean of
    the likenesses that can be told.
Unit: Shares from 0 to 1; counts of blocks.
Shape: One row per pair of services, the highest score first. None where no two are alike. A duplicate is a guess to be
    looked at by someone who knows both services; it is no conclusion.
Missing: A likeness is empty where either service has no name in a common language, no audience or no need; it is then
    no part of the score. Blocks are those of all needs, stated or inferred; `stated` says whether those shared are all
    stated.
Source: Entries of kinds service and need. Formulas of `likeness`.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import numpy as np

from bilan.analysis.asking import Analysis, Option, Row, fields
from bilan.analysis.formulas.likeness import Shares, jaccard, names_alike, normal
from bilan.tables.session import Session
from bilan.terms.languages import LANGUAGES

SERVICES: Final = """
SELECT s.*, n.blocks, n.stated, n.needs FROM service s LEFT JOIN (
    SELECT service, list(DISTINCT block ORDER BY block) AS blocks, list(number ORDER BY number) AS needs,
        list(DISTINCT block ORDER BY block) FILTER (basis = 'stated') AS stated
    FROM need GROUP BY service
) n ON n.service = s.key ORDER BY s.key
"""
NAMES: Final = (*(f"name_{language}" for language in LANGUAGES), "brand")
ENOUGH: Final = 2


def ask(session: Session, *, names_from: float, blocks_from: float) -> list[Row]:
    """Compare each service with each other."""
    services = session.rows(SERVICES)
    if not services:
        return []
    alike = np.max([names_alike([row[name] for row in services]) for name in NAMES], axis=0)
    rows = (_pair(services[at], services[other], alike[at, other]) for at, other in _near(services, alike, names_from))
    told = [
        row for row in rows if (row["names"] is not None and row["names"] >= names_from) or _share(row, blocks_from)
    ]
    return sorted(told, key=lambda row: (-row["score"], row["service"], row["other"]))


def _near(services: list[Row], alike: Shares, names_from: float) -> Iterator[tuple[int, int]]:
    """Give the pairs that may be told: their names are alike, or they share enough blocks."""
    blocks = [set(row["blocks"] or ()) for row in services]
    for at, other in combinations(range(len(services)), 2):
        if alike[at, other] >= names_from or len(blocks[at] & blocks[other]) >= ENOUGH:
            yield at, other


def _share(row: Row, blocks_from: float) -> bool:
    return row["blocks"] is not None and row["blocks"] >= blocks_from and len(row["shared"]) >= ENOUGH


def _pair(one: Row, other: Row, names: float) -> Row:
    mine, theirs = set(one["blocks"] or ()), set(other["blocks"] or ())
    shared = sorted(mine & theirs)
    likenesses = {
        "names": float(names) if any(one[name] and other[name] for name in NAMES) else None,
        "audience": _alike(set(one["audience"] or ()), set(other["audience"] or ())),
        "blocks": _alike(mine, theirs),
    }
    known = [share for share in likenesses.values() if share is not None]
    owners = {one["owner"] or one["owner_name"], other["owner"] or other["owner_name"]}
    return {
        "service": one["key"],
        "other": other["key"],
        "score": sum(known) / len(known),
        **likenesses,
        "same_name": any(one[name] and other[name] and normal(one[name]) == normal(other[name]) for name in NAMES),
        "shared": shared,
        "stated": set(shared) <= set(one["stated"] or ()) & set(other["stated"] or ()) if shared else None,
        "same_owner": None if None in owners else len(owners) == 1,
        "entries": [one["number"], other["number"], *(one["needs"] or ()), *(other["needs"] or ())],
    }


def _alike(mine: set[Any], theirs: set[Any]) -> float | None:
    return jaccard(mine, theirs) if mine and theirs else None


ANALYSIS: Final = Analysis(
    name="pooling_overlaps",
    method=1,
    reads=("service", "need"),
    explanation=__doc__ or "",
    ask=ask,
    options=(
        Option("names_from", 0.4, 0.0, 1.0, "How alike names must be for a pair to be told."),
        Option("blocks_from", 0.75, 0.0, 1.0, "How alike blocks must be for a pair to be told."),
    ),
    columns=fields("""
        service | key | One service.
        other | key | The other.
        score | share | Mean of the likenesses that can be told.
        names | share | How alike their names are, in the language in which they are most alike.
        audience | share | What both serve, of what either serves.
        blocks | share | The blocks both need, of those either needs.
        same_name | yes/no | Whether their names are the same but for case, accents and signs.
        shared | keys | The blocks both need.
        stated | yes/no | Whether a source states all of these needs; empty where none is shared.
        same_owner | yes/no | Whether the same party answers for both; empty where that is not known.
        entries | entries | The two services and their needs.
    """),
)
