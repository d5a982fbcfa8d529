"""Somebody sets a panel beside the plan: once, again, and as it was published later.

Fixtures: `bilan` runs a command line; `desk` is a home with the demonstration, to be written to.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Bilan = Callable[..., Any]

PANEL = """"Data Source","World Development Indicators",

"Last Updated Date","{day}",

"Country Name","Country Code","Indicator Name","Indicator Code","2009","2010","2011","2012",
"Tunisia","TUN","Individuals using the Internet","IT.NET.USER.ZS","","36.8","39.1","{last}",
"""


@pytest.fixture
def panel(tmp_path: Path) -> Callable[..., Path]:
    def made(day: str = "2013-06-01", last: str = "41.4") -> Path:
        path = tmp_path / f"API_{day}.csv"
        path.write_text(PANEL.format(day=day, last=last), encoding="utf-8")
        return path

    return made


def test_a_panel_is_looked_at_recorded_and_not_recorded_again(
    bilan: Bilan, desk: Path, panel: Callable[..., Path]
) -> None:
    looked = bilan("panel", "load", panel(), "--home", desk)
    assert (looked.code, "Add --yes to record" in looked.err) == (0, True)
    first = bilan("panel", "load", panel(), "--yes", "--home", desk, "--json").told
    assert (first["new"], len(first["recorded"])) == (6, 6)
    again = bilan("panel", "load", panel(), "--yes", "--home", desk, "--json").told
    assert (again["new"], again["changed"], again["recorded"]) == (0, 0, [])


def test_a_newer_publication_adds_what_it_changed_and_an_older_one_nothing(
    bilan: Bilan, desk: Path, panel: Callable[..., Path]
) -> None:
    bilan("panel", "load", panel(), "--yes", "--home", desk)
    newer = bilan("panel", "load", panel("2014-06-01", "42.1"), "--yes", "--home", desk, "--json").told
    assert {(one["kind"], one["effect"]) for one in newer["kinds"] if one["effect"] != "unchanged"} == {
        ("source", "new"),
        ("statement", "changed"),
    }
    assert newer["changed"] == 1
    older = bilan("panel", "load", panel("2012-06-01", "40.0"), "--yes", "--home", desk, "--json").told
    assert older["changed"] == 0


def test_a_figure_that_a_newer_publication_leaves_open_is_no_longer_available(
    bilan: Bilan, desk: Path, panel: Callable[..., Path]
) -> None:
    bilan("panel", "load", panel(), "--yes", "--home", desk)
    newer = bilan("panel", "load", panel("2014-06-01", ""), "--yes", "--home", desk, "--json").told
    assert newer["changed"] == 1


def test_a_day_that_is_none_is_said(bilan: Bilan, desk: Path, panel: Callable[..., Path]) -> None:
    seen = bilan("panel", "load", panel(), "--published-on", "soon", "--home", desk)
    assert (seen.code, "--published-on" in seen.err) == (2, True)
    part = bilan("panel", "load", panel(), "--published-on", "2013", "--home", desk)
    assert "2013" in part.err


def test_panels_are_distilled_into_a_table_that_names_its_sources(
    bilan: Bilan, panel: Callable[..., Path], tmp_path: Path
) -> None:
    told = bilan("panel", "distil", panel(), "--into", tmp_path / "out", "--json").told
    (origin,) = told["origins"]
    assert (origin["publisher"], origin["licence"], origin["first_on"]) == ("World Bank", "CC BY 4.0", "2013-06-01")
    assert (origin["courses"], origin["figures"]) == (1, 3)
    assert (tmp_path / "out/class_table.csv").read_text(encoding="utf-8").count("\n") == told["cells"] + 1
    seen = bilan("panel", "distil", panel(), "--into", tmp_path / "out")
    assert "World Bank (CC BY 4.0): 1 indicators, 1 courses, 3 figures" in seen.out
    assert bilan("panel", "distil", tmp_path / "absent.csv", "--into", tmp_path).code == 4
