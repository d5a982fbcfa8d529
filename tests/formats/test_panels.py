"""Panels in the layouts of their publishers: drawn files, each with what a real download has around its table.

Fixture: `file` writes a file as a publisher would.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bilan.exchange import formats, panels
from bilan.exchange.steps import Put, Reading
from bilan.ledger.entries import content_of

File = Callable[..., Path]

API = """"Data Source","World Development Indicators",

"Last Updated Date","2024-12-16",

"Country Name","Country Code","Indicator Name","Indicator Code","2009","2010","2011","2012",
"Morocco","MAR","Fixed broadband subscriptions (per 100 people)","IT.NET.BBND.P2","","1.55","","2.07",
"Africa Western and Central","AFW","Fixed broadband subscriptions (per 100 people)","IT.NET.BBND.P2","","","0.1","",
"""
DATABANK = """Country Name,Country Code,Series Name,Series Code,2010 [YR2010],2011 [YR2011],2012 [YR2012]
Morocco,MAR,Individuals using the Internet (% of population),IT.NET.USER.ZS,52,..,55.42
Tunisia,TUN,Individuals using the Internet (% of population),IT.NET.USER.ZS,..,..,..
,,,,,,
,,,,,,
,,,,,,
Data from database: World Development Indicators,,,,,,
Last Updated: 12/20/2024,,,,,,
"""
BY_SERIES = """Time,Time Code,Country Name,Country Code,\
Individuals using the Internet (% of population) [IT.NET.USER.ZS]
2010,YR2010,Morocco,MAR,52
2011,YR2011,Morocco,MAR,..

Data from database: World Development Indicators
Last Updated: 03/01/2025
"""
LONG = """Country Name,Country Code,Series Name,Series Code,Time,Time Code,Value
Morocco,MAR,Individuals using the Internet (% of population),IT.NET.USER.ZS,2010,YR2010,52
Morocco,MAR,Individuals using the Internet (% of population),IT.NET.USER.ZS,2011,YR2011,..
"""
ITU = (
    "seriesID,seriesCode,seriesName,seriesParent,seriesUnits,entityID,entityIso,entityName,dataValue,dataYear,"
    "dataNote,dataSource,seriesDescription\n"
    '11624,i99H,Individuals using the Internet,,%,1,MAR,Morocco,84.1203,2019,,"Survey, HCP",x\n'
    "11624,i99H,Individuals using the Internet,,%,2,TUN,Tunisia,66.7,2019,ITU estimate.,ITU,x\n"
    "19303,i992b,Fixed-broadband subscriptions,,Per 100 people,1,MAR,Morocco,4.8,2019,,ANRT,x\n"
    "19303,i992b,Fixed-broadband subscriptions,,Subscriptions,1,MAR,Morocco,1754423,2019,,ANRT,x\n"
)
SDG = """Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,Value,Time_Detail,\
TimeCoverage,UpperBound,LowerBound,BasePeriod,Source,GeoInfoUrl,FootNote,[Age],[Nature],[Sex],[Type of speed],[Units]
17,17.6,17.6.1,IT_NET_BBND,Fixed broadband,504,Morocco,2012,2.1,2012,,,,,ITU,,,,C,,ANYS,PER_100_POP
17,17.6,17.6.1,IT_NET_BBND,Fixed broadband,504,Morocco,2012,0.3,2012,,,,,ITU,,,,C,,10MBPS,PER_100_POP
17,17.6,17.6.1,IT_NET_BBND,Fixed broadband,12,Algeria,2012.0,3.0,2012,,,,,ITU,,ITU estimate,,E,,ANYS,PER_100_POP
17,17.6,17.6.1,IT_NET_BBND,Fixed broadband,1,World,2012,N,2012,,,,,ITU,,,,G,,ANYS,PER_100_POP
17,17.6,17.6.1,IT_NET_BBND,Fixed broadband,15,Northern Africa,2012,3.3,2012,,,,,ITU,,,,G,,ANYS,PER_100_POP
"""
SURVEY = """Survey Year,Country Name,E-Government Rank,E-Government Index,E-Participation Index,Online Service Index,\
Human Capital Index,Telecommunication Infrastructure Index
2012,Morocco,120,0.4209,0.3947,0.5425,0.4430,0.2772
2012,Iran (Islamic Republic of),100,0.4876,0.2105,0.4902,0.7089,0.2638
2012,Atlantis,1,0.9,0.9,0.9,0.9,0.9
"""
UNDATA = """"Country or Area","Year","Value","Value Footnotes"
"Morocco","2012","55.42","1,2"
"Viet Nam","2012","36.8",""
"footnoteSeqID","Footnote"
"1","Population age 6-74."
"2","National estimate."
"""


@pytest.fixture
def file(tmp_path: Path) -> File:
    def made(text: str, name: str = "download.csv", *, encoding: str = "utf-8") -> Path:
        (tmp_path / name).write_text(text, encoding=encoding)
        return tmp_path / name

    return made


def puts(reading: Reading, kind: str) -> dict[str, Put]:
    found = [one for one in reading.steps if isinstance(one, Put) and one.draft.kind == kind]
    return {one.draft.key or "": one for one in found}


def contents(reading: Reading, kind: str = "statement") -> dict[str, Any]:
    return {key: content_of(one.draft.content) for key, one in puts(reading, kind).items()}


def values(reading: Reading) -> dict[str, str]:
    return {key.removeprefix("st-"): one.get("value", one.get("missing")) for key, one in contents(reading).items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_download_of_the_world_bank_tells_its_day_above_its_headings(file: File, encoding: str) -> None:
    found = panels.read(file(API, encoding=encoding), plan="plan")
    assert found.is_clean
    assert (found.rows, found.problems) == ({"download.csv": 2}, ())
    said = contents(found)["st-it-net-bbnd-p2-state-ma-2012"]
    assert (said["value"], said["published_on"], said["source"]) == ("2.07", "2024-12-16", "src-api-2024-12-16")
    assert contents(found, "indicator")["it-net-bbnd-p2"]["quantity"] == "broadband"
    assert contents(found, "party")["group-afw"]["party_kind"] == "group"


def test_an_empty_cell_says_something_between_two_figures_or_after_one_that_stood_there(file: File) -> None:
    found = panels.read(file(API), plan="plan")
    is_open = {key: one.only_after for key, one in puts(found, "statement").items() if "state-ma" in key}
    assert list(is_open.values()) == [True, False, False, False]
    assert values(found)["it-net-bbnd-p2-state-ma-2011"] == "not_available"


@pytest.mark.parametrize(("text", "day"), [(DATABANK, "2024-12-20"), (BY_SERIES, "2025-03-01")])
def test_an_export_of_the_databank_tells_its_day_under_its_rows(file: File, text: str, day: str) -> None:
    found = panels.read(file(text), plan="plan")
    assert found.is_clean
    assert found.problems == ()
    told = contents(found)
    assert told["st-it-net-user-zs-state-ma-2010"]["value"] == "52"
    assert told["st-it-net-user-zs-state-ma-2011"]["missing"] == "not_available"
    assert {one["published_on"] for one in told.values()} == {day}


def test_a_long_export_gives_no_day_so_whoever_loads_it_does(file: File) -> None:
    path = file(LONG)
    undated = panels.read(path, plan="plan")
    assert [(one.code, one.severity) for one in undated.problems] == [("panel_undated", "warning")]
    assert "published_on" not in contents(undated)["st-it-net-user-zs-state-ma-2010"]
    dated = panels.read(path, plan="plan", published_on="2025-01-15")
    assert dated.problems == ()
    assert {one["published_on"] for one in contents(dated).values()} == {"2025-01-15"}


def test_the_day_that_a_file_tells_counts_before_the_day_that_is_given(file: File) -> None:
    found = panels.read(file(API), plan="plan", published_on="2020-01-01")
    assert {one["published_on"] for one in contents(found).values()} == {"2024-12-16"}


def test_the_itu_remarks_its_estimates_and_one_code_is_a_rate_and_a_count(file: File) -> None:
    found = panels.read(file(ITU), plan="plan", published_on="2024-07-01")
    told = contents(found)
    assert told["st-i99h-state-ma-2019"]["nature"] == "measured"
    tunisia = told["st-i99h-state-tn-2019"]
    assert (tunisia["nature"], tunisia["quotation"]) == ("estimated", "ITU estimate.")
    assert (values(found)["i992b-p100-state-ma-2019"], values(found)["i992b-state-ma-2019"]) == ("4.8", "1754423")
    assert [one.values["series"] for one in found.problems] == ["i992b"]


def test_a_series_of_the_sdg_keeps_its_whole_apart_from_its_parts(file: File) -> None:
    found = panels.read(file(SDG), plan="plan", published_on="2024-07-01")
    assert found.is_clean
    assert values(found) == {
        "it-net-bbnd-state-ma-2012": "2.1",
        "it-net-bbnd-10mbps-state-ma-2012": "0.3",
        "it-net-bbnd-state-dz-2012": "3.0",
        "it-net-bbnd-world-2012": "not_available",
        "it-net-bbnd-group-015-2012": "3.3",
    }
    assert contents(found)["st-it-net-bbnd-state-dz-2012"]["nature"] == "estimated"
    assert [one.values["series"] for one in found.problems] == ["it_net_bbnd.10mbps"]


def test_the_survey_names_countries_without_a_code(file: File) -> None:
    found = panels.read(file(SURVEY), plan="plan", published_on="2012-03-01")
    told = contents(found)
    assert told["st-osi-state-ma-2012"]["value"] == "0.5425"
    assert told["st-egdi-state-ir-2012"]["edition"] == "2012"
    assert contents(found, "party")["group-atlantis"]["party_kind"] == "group"
    assert contents(found, "indicator").keys() == {"egdi", "epi", "osi", "hci", "tii"}


def test_an_export_of_undata_has_its_footnotes_under_it_and_its_series_is_named(file: File) -> None:
    path = file(UNDATA, "UNdata_Export_20241209.csv")
    found = panels.read(path, plan="plan", published_on="2024-12-09", series="it.net.user.zs")
    told = contents(found)
    assert told["st-it-net-user-zs-state-ma-2012"]["quotation"] == "Population age 6-74. National estimate."
    assert told["st-it-net-user-zs-state-vn-2012"]["value"] == "36.8"
    unnamed = panels.read(path, plan="plan", published_on="2024-12-09")
    assert [one.code for one in unnamed.problems] == ["series_not_listed"]
    assert "st-undata-export-20241209-state-ma-2012" in contents(unnamed)


def test_a_file_saved_by_a_spreadsheet_has_semicolons_and_decimal_commas(file: File) -> None:
    text = API.replace('"1.55"', "1,55").replace('"2.07"', "2,07").replace('"', "").replace(",", ";")
    found = panels.read(file(text.replace("1;55", "1,55").replace("2;07", "2,07"), encoding="utf-8-sig"), plan="plan")
    assert found.is_clean
    assert values(found)["it-net-bbnd-p2-state-ma-2012"] == "2.07"


def test_marks_between_thousands_are_no_part_of_a_number(file: File) -> None:
    text = LONG.replace(",52\n", ',"1,754,423.5"\n')
    assert values(panels.read(file(text), plan="plan"))["it-net-user-zs-state-ma-2010"] == "1754423.5"


def test_a_figure_that_stands_twice_is_said_and_the_first_is_kept(file: File) -> None:
    again = LONG.splitlines()[1]
    found = panels.read(file(f"{LONG}{again}\n{again.removesuffix('52')}53\n"), plan="plan", published_on="2025")
    assert [(one.code, one.place.row, one.severity) for one in found.problems] == [("figure_twice", 5, "warning")]
    assert values(found)["it-net-user-zs-state-ma-2010"] == "52"


def test_an_empty_cell_says_nothing_against_a_figure_for_the_same_place_and_year(file: File) -> None:
    empty = LONG.splitlines()[1].removesuffix("52")
    for text in (f"{LONG}{empty}\n", LONG.replace("Value\n", f"Value\n{empty}\n")):
        found = panels.read(file(text), plan="plan", published_on="2025")
        assert found.problems == ()
        assert values(found)["it-net-user-zs-state-ma-2010"] == "52"


def test_a_zip_is_read_as_it_was_downloaded_and_what_is_no_table_of_figures_is_passed_over(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "API_IT.NET.BBND.P2.zip", "w") as archive:
        archive.writestr("API_IT.NET.BBND.P2.csv", API)
        archive.writestr("Metadata_Country_API.csv", "Country Code,Region,IncomeGroup\nMAR,MENA,Lower middle income\n")
    assert panels.detect(tmp_path / "API_IT.NET.BBND.P2.zip")
    assert formats.read(tmp_path / "API_IT.NET.BBND.P2.zip").rows == {"API_IT.NET.BBND.P2.csv": 2}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "panel_not_recognised"),
        (DATABANK.replace("52,..,55.42", "52"), "row_too_short"),
        (LONG.replace(",52\n", ",52,53\n"), "row_too_long"),
        (LONG.replace(",52\n", ",many\n"), "not_a_number"),
        (LONG.replace(",52\n", ',"52\n'), "quote_not_closed"),
    ],
)
def test_what_cannot_be_read_is_a_problem(file: File, text: str, code: str) -> None:
    assert code in [one.code for one in panels.read(file(text), plan="plan").problems]


def test_a_table_in_another_encoding_is_refused_with_the_name_of_the_encoding(file: File) -> None:
    found = panels.read(file(LONG.replace("Morocco", "Côte"), encoding="cp1252"), plan="plan")
    assert [one.code for one in found.problems] == ["wrong_encoding"]
