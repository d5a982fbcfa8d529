"""Which of our regions touch one another: facts of adjacency, within one division."""

import csv
import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import permutations
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from bilan.terms.codes import Code, code_list

SHAPES = Path("/work/shared/data/maroc-regions")
MOROCCO = [one for one in code_list("region").values() if one.more["country"] == "MA"]


def neighbours(one: Code) -> set[str]:
    return {f"{code}@{one.edition}" for code in one.more["neighbours"].split(";") if code}


@pytest.mark.parametrize("edition", ["1997", "2015"])
def test_neighbours_are_mutual_of_the_same_division_and_leave_nobody_alone(edition: str) -> None:
    touching = {f"{one.code}@{one.edition}": neighbours(one) for one in MOROCCO if one.edition == edition}
    for code, found in touching.items():
        assert found, code
        assert code not in found
        assert all(code in touching[other] for other in found)


def plain(name: str) -> str:
    bare = re.split(r"[\u2d30-\u2d7f\u0600-\u06ff(]", name)[0]
    bare = normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", " ", re.sub(r"^(prefecture|province) (de |d')?", "", bare)).strip()


def arcs(shape: Any) -> Iterator[int]:
    if isinstance(shape, int):
        yield max(shape, ~shape)
    else:
        for part in shape:
            yield from arcs(part)


@pytest.mark.skipif(not SHAPES.is_dir(), reason="the shapes of provinces are not here")
@pytest.mark.parametrize(("edition", "column"), [("1997", "region_pre2015"), ("2015", "region_2015")])
def test_neighbours_are_those_whose_provinces_share_a_border(edition: str, column: str) -> None:
    shapes = json.loads((SHAPES / "provinces_2015.topojson").read_text(encoding="utf-8"))
    rows = csv.DictReader((SHAPES / "crosswalk_provinces_16_to_12.csv").read_text(encoding="utf-8").splitlines())
    region = {plain(row["province"]): row[column] for row in rows}
    borders: dict[int, set[str]] = {}
    for shape in shapes["objects"]["provinces"]["geometries"]:
        # The shape of Rabat has a name in Arabic only.
        name = plain(shape["properties"]["name"]) or "rabat"
        (near,) = get_close_matches(name, region, n=1, cutoff=0.5)
        for arc in arcs(shape["arcs"]):
            borders.setdefault(arc, set()).add(region[near])
    expected = {pair for both in borders.values() for pair in permutations(both, 2)}
    listed = [one for one in MOROCCO if one.edition == edition]
    touching = {
        pair
        for pair in permutations((one.code for one in listed), 2)
        if f"{pair[1]}@{edition}" in by_code(listed, pair[0])
    }
    assert touching == expected


def by_code(listed: list[Code], code: str) -> set[str]:
    return next(neighbours(one) for one in listed if one.code == code)
