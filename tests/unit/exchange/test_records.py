"""Public records of what was declared and what became of it, in small files of the layouts of their publishers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bilan.analysis.formulas.slips import Ending
from bilan.analysis.formulas.slips import shipped as slips_shipped
from bilan.analysis.formulas.verifying import Pair
from bilan.analysis.formulas.verifying import shipped as verified_shipped
from bilan.exchange import records

DATA = Path(__file__).resolve().parents[4] / "shared/data"
RATINGS = DATA / "wb-digital-projects" / "digital_projects.csv"
PORTFOLIO = DATA / "gmpp-2014-2016" / "gmpp_2014_2016.csv"

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> Path:
        path = tmp_path / f"{len(text)}.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_ratings_are_middles_of_their_sixth_and_projects_of_a_country_a_year_apart(written: Written) -> None:
    path = written(
        "Country,ICR Out,ICR BaP,ICR BoP,IEG Out,IEG BaP,IEG BoP\n"
        "Chad,S,HS,,MS,#,\nChad,,,,,,\nChad,MS,MS,MU,MS,MU,HU\nMali,S,,,S,,\n"
    )
    first, second = date(2001, 1, 1), date(2002, 1, 1)
    assert [
        (one.reporter, one.item, one.on, round(one.declared), round(one.verified)) for one in records.rated(path)
    ] == [
        ("Chad", "Out", first, 75, 58),
        ("Chad", "Out", second, 58, 58),
        ("Chad", "BaP", second, 58, 42),
        ("Chad", "BoP", second, 42, 8),
        ("Mali", "Out", first, 75, 75),
    ]


def test_what_was_certified_is_set_beside_all_that_was_paid(written: Written) -> None:
    path = written(
        "Member State,Year,Fund,Total Paid,Advance,Interim,Absorption (%)\n"
        "Malta,2009,ERDF,80,20,60,12\nMalta,2009,CF,0,0,0,0\nMalta,2010,CF,10,10,,2\n"
    )
    assert list(records.absorbed(path)) == [
        Pair("Malta", "ERDF", date(2009, 12, 31), 12, 9),
        Pair("Malta", "CF", date(2010, 12, 31), 2, 0),
    ]


def test_ends_of_a_portfolio_are_followed_by_name_whatever_its_spelling(written: Written) -> None:
    path = written(
        "project_name,snapshot_date,end_date\n"
        "Rail (east),2013-09-30,2015-01-01\nRail East,2014-09-30,2016-01-01\nRAIL EAST,2015-09-30,2016-06-01\n"
        "Rail East,2015-09-30,2016-07-01\nRoad,2013-09-30,\n"
    )
    assert list(records.moved([path])) == [
        ("raileast", Ending(date(2013, 9, 30), date(2015, 1, 1)), date(2014, 9, 30), date(2016, 1, 1)),
        ("raileast", Ending(date(2014, 9, 30), date(2016, 1, 1), 1), date(2015, 9, 30), date(2016, 7, 1)),
    ]


def test_ends_of_lists_are_followed_by_key_from_list_to_list(tmp_path: Path) -> None:
    head = "uniqueId,asOfDate,estimatedCompletionDate\n"
    lists = [tmp_path / "2016.csv", tmp_path / "2019.csv"]
    lists[0].write_text(f'{head}a-b,"June 9, 2016","March 31, 2017"\na-c,"June 9, 2016",TBD\n', encoding="utf-8")
    lists[1].write_text(f'{head}a-b,"May 1, 2019","March 31, 2020"\n', encoding="utf-8")
    assert list(records.moved(lists)) == [
        ("a-b", Ending(date(2016, 6, 9), date(2017, 3, 31)), date(2019, 5, 1), date(2020, 3, 31))
    ]


@pytest.mark.skipif(not RATINGS.exists(), reason="the ratings are not beside the repository")
def test_the_table_of_ratings_that_ships_is_the_one_distilled() -> None:
    distilled = [(float(row["declared"]), float(row["verified"])) for row in records.distil_verified(RATINGS)]
    assert distilled == list(verified_shipped.shares())


@pytest.mark.skipif(not PORTFOLIO.exists(), reason="the portfolio is not beside the repository")
def test_the_table_of_slips_that_ships_is_the_one_distilled() -> None:
    distilled = [(row["to_go"], row["waiting"], row["slipped"]) for row in records.distil_slips(PORTFOLIO)]
    shipped = [(f"{one.to_go:.2f}", f"{one.waiting:.2f}", f"{one.slipped:.1f}") for one in slips_shipped.table()]
    assert distilled == shipped
