"""A stranger sees the panorama of a real plan from one command.

Fixtures: `bilan` runs a command line; `demo` is the home of the demonstration, `desk` a copy of it to write to.
"""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bilan.analysis import catalogue
from bilan.cli.door import Door
from bilan.cli.pages import panorama as page
from bilan.tables.editions import open_edition
from bilan.tables.session import open_session

Bilan = Callable[..., Any]


def test_the_demonstration_prints_both_days_and_says_where_to_look_next(
    bilan: Bilan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = bilan("demo")
    assert seen.code == 0
    assert [path.name for path in (tmp_path / "var/demo").glob("*.pdf")] == ["bilan-2013-12-31-2014-12-31-en.pdf"]
    assert "1,242 entries loaded" in seen.out
    assert "8 August 2012" in seen.out
    assert "36%" in seen.out.partition("once the audit was public")[2]
    assert "./bilan compare 2013-12-31 2014-12-31" in seen.out


def test_the_demonstration_loads_nothing_a_second_time_and_prints_in_another_language(bilan: Bilan, desk: Path) -> None:
    first = open_edition(desk / "editions")
    second = bilan("demo", "--lang", "fr", "--home", desk, "--json").told
    assert (desk / "bilan-2013-12-31-2014-12-31-fr.pdf").is_file()
    assert (first.size, second["recorded"]) == (1242, 0)
    assert first.name == second["edition"]


def test_the_audit_is_seen_only_by_those_who_live_after_it(bilan: Bilan, demo: Path) -> None:
    days = (("2012-08-08", "2012-08-08"), ("2013-12-31", "2013-12-31"), ("2013-12-31", "2014-12-31"))
    pages = [bilan("panorama", "--as-of", a, "--known-on", k, "--home", demo).out for a, k in days]
    assert ["36% of 69" in page for page in pages] == [False, False, True]


def test_every_line_of_the_panorama_tells_how_much_is_known(bilan: Bilan, demo: Path) -> None:
    lines = bilan("panorama", "--as-of", "2012-08-08", "--known-on", "2012-08-08", "--home", demo, "--json").told[
        "lines"
    ]
    assert {(row["item"], row["declared_reported"], row["expected_of"]) for row in lines} >= {("axis-4", 0, 3)}
    assert next(row for row in lines if row["item"] == "axis-4")["declared_progress"] is None


def test_a_month_is_read_as_its_last_day_and_said_so(bilan: Bilan, demo: Path) -> None:
    seen = bilan("panorama", "--as-of", "2012-08", "--known-on", "2012-08-08", "--home", demo)
    assert "2012-08 is read as its last day, 31 August 2012." in seen.out


def test_a_day_after_the_plan_is_answered_with_a_note(bilan: Bilan, demo: Path) -> None:
    seen = bilan("panorama", "--as-of", "2020-01-01", "--home", demo)
    assert (seen.code, "The plan ended on 31 December 2013" in seen.out) == (0, True)


def test_no_line_is_wider_than_the_terminal(bilan: Bilan, demo: Path) -> None:
    from rich.cells import cell_len

    for language in ("fr", "ar", "en"):
        for line in (("panorama", "--known-on", "2014-12-31"), ("indicator", "ind-egov-operational"), ("entry", "991")):
            lines = bilan(*line, "--lang", language, "--home", demo).out.splitlines()
            assert [text for text in lines if cell_len(text) > 80] == []


def test_moroccan_months_are_moroccan(bilan: Bilan, demo: Path) -> None:
    seen = bilan("panorama", "--as-of", "2012-08-08", "--known-on", "2012-08-08", "--lang", "ar", "--home", demo)
    assert "8 غشت 2012" in seen.out
    assert "أغسطس" not in seen.out


def test_an_unknown_figure_is_never_a_zero(bilan: Bilan, demo: Path) -> None:
    seen = bilan("panorama", "--as-of", "2012-08-08", "--known-on", "2012-08-08", "--home", demo)
    assert "– 0/17" in seen.out
    assert "0% 0/17" not in seen.out


def test_an_alert_names_its_chain_its_indicator_and_its_entries(demo: Path) -> None:
    edition = open_edition(demo / "editions")
    seen = catalogue.see(open_session(edition, as_of=date(2013, 12, 31), known_on=date(2014, 12, 31)))
    console = Console(width=200, file=StringIO())
    console.print(page.page(Door(language="en"), seen))
    said = "E-gov services in operation: the base went 89 → 69 → 56; no revision was announced."
    assert said in console.file.getvalue()  # type: ignore[attr-defined]  # it was given above
    (alert,) = [one for one in seen.alerts if one.code == "base_changed"]
    assert alert.item == "axis-2"
    assert alert.values["bases"] == [89, 69, 56]


def test_no_base_had_changed_on_the_day_of_the_minister(demo: Path) -> None:
    edition = open_edition(demo / "editions")
    seen = catalogue.see(open_session(edition, as_of=date(2012, 8, 8), known_on=date(2012, 8, 8)))
    assert [one.code for one in seen.alerts if one.code == "base_changed"] == []
    assert "below_own_baseline" in {one.code for one in seen.alerts}


def test_a_mean_of_fewer_than_half_of_the_indicators_is_a_line_not_a_bar(bilan: Bilan, demo: Path) -> None:
    seen = bilan("panorama", "--as-of", "2013-12-31", "--known-on", "2014-12-31", "--lang", "en", "--home", demo)
    lines = seen.out.splitlines()
    below = {line.split("  ")[0]: lines[at + 1] for at, line in enumerate(lines[:-1])}
    assert "█" not in below["axis · Social transformation"]
    assert "━" in below["axis · Social transformation"]
    assert "█" in below["axis · User-oriented public services"]


def test_the_legend_explains_a_fraction_that_stands_on_the_page(bilan: Bilan, demo: Path) -> None:
    for day, known in (("2012-08-08", 4), ("2013-12-31", 6)):
        seen = bilan("panorama", "--as-of", day, "--known-on", day, "--lang", "en", "--home", demo)
        table, _, _ = seen.out.partition(f"{known}/17: known for {known} of 17 indicators.")
        assert table != seen.out
        assert f"{known}/17" in table
