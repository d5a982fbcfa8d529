"""Territories as the sheet tells them: which regions there were, what lies in them, what is not known."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import territories
from bilan.report.view import View
from bilan.terms.codes import code_list


def site(key: str, /, **content: Any) -> Told:
    facts = {"name": {"en": key}, "site_kind": "technopark", "country": "MA", "region": "MA-07@1997"}
    return entry("site", key, **{**facts, **content})


def view_of(told: list[Told], home: Path, as_of: str = "2012-08-08") -> View:
    return View(session_of([PLAN, *told], home, as_of=as_of))


@pytest.mark.parametrize(
    ("day", "edition", "regions"), [("1996-12-31", None, 0), ("2012-08-08", "1997", 16), ("2015-09-10", "2015", 12)]
)
def test_the_regions_are_those_in_force_on_the_day(
    tmp_path: Path, *, day: str, edition: str | None, regions: int
) -> None:
    seen = territories.gather(view_of([site("zone-a")], tmp_path, day))
    assert (seen.division.edition if seen.division else None, len(seen.regions)) == (edition, regions)


def test_every_region_has_a_place_of_its_own_and_a_short_name() -> None:
    for edition, country in (("1997", "MA"), ("2015", "MA")):
        found = [
            one for one in code_list("region").values() if (one.edition, one.more["country"]) == (edition, country)
        ]
        places = {(one.more["tile_column"], one.more["tile_row"]) for one in found}
        assert len(places) == len(found)
        assert all(one.more[f"short_{language}"] for one in found for language in ("fr", "ar", "en"))


def test_a_site_is_open_only_from_the_day_it_is_told_to_have_opened(tmp_path: Path) -> None:
    told = [site("zone-open", opened_on="2011"), site("zone-later", opened_on="2015"), site("zone-untold")]
    seen = {one.key: one.opening for one in territories.gather(view_of(told, tmp_path)).sites}
    assert seen == {"zone-open": "open", "zone-later": "later", "zone-untold": "untold"}


def test_a_region_in_which_nothing_is_placed_is_not_known(tmp_path: Path) -> None:
    told = [site("zone-a"), site("zone-b", region=None), site("zone-c", region="MA-06@2015")]
    seen = territories.gather(view_of(told, tmp_path))
    assert (seen.known, seen.placed, seen.nowhere, seen.elsewhere) == (1, 1, 1, 1)
    [known] = [one for one in seen.regions if one.known]
    assert (known.code, known.open) == ("MA-07@1997", 0)


def test_jobs_observed_are_not_jobs_announced(tmp_path: Path) -> None:
    facts: dict[str, Any] = {"indicator": "ind-a", "subject": "zone-a", "unit": "jobs", "said_on": "2011-06-30"}
    told = [
        indicator(),
        site("zone-a", jobs_planned="10000"),
        entry("statement", "st-plan", value="9000", about="2012", nature="announced", **facts),
        entry("statement", "st-seen", value="1500", about="2011-06-30", nature="declared", **facts),
    ]
    found = territories.site(view_of(told, tmp_path), "zone-a")
    assert found is not None
    assert found.jobs is not None
    assert (found.jobs["reading"], len(found.stated)) == (1500, 2)
    assert territories.site(view_of(told, tmp_path), "zone-b") is None


def test_a_figure_of_a_region_makes_it_known(tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "value": "3",
        "about": "2011",
        "said_on": "2011",
        "nature": "declared",
        "region": "MA-01@1997",
    }
    told = [indicator(), entry("statement", "st-a", indicator="ind-a", **facts)]
    found = territories.region(view_of(told, tmp_path), "MA-01@1997")
    assert found is not None
    assert (found.known, found.entries) == (True, [2])
    assert territories.region(view_of(told, tmp_path), "MA-01") is None


def test_before_the_first_division_there_is_none() -> None:
    assert territories.division_on(date(1900, 1, 1), "MA") is None
    assert territories.division_on(date(2012, 1, 1), "XX") is None
