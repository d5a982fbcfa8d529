"""Panels: what was published of many countries, each publication an entry of its day.

Fixtures: `folder` makes a folder of a panel file; the real panels are tried where they are there.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.small_panels import some_countries

from bilan.acts.trying import tried
from bilan.exchange import formats, panels
from bilan.exchange.steps import Put, Reading, Withdraw
from bilan.ledger.entries import content_of
from bilan.tables.session import Session, open_session

DATA = Path(__file__).resolve().parents[4] / "shared/data"
DEMO = Path(__file__).resolve().parents[3] / "demo/maroc-numeric-2013"
NOW = datetime(2026, 11, 26, tzinfo=UTC)
WDI = "known_at,indicator,country_code,country_name,year,value,event\n"
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def made(*rows: str, head: str = WDI, name: str = "panel.csv") -> Path:
        (tmp_path / name).write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return tmp_path

    return made


def contents(reading: Reading, kind: str) -> dict[str, Any]:
    puts = [one.draft for one in reading.steps if isinstance(one, Put) and one.draft.kind == kind]
    return {one.key or "": content_of(one.content) for one in puts}


def real(name: str) -> Path:
    if not (DATA / name).is_dir():
        pytest.skip(f"{name} is not here")
    return DATA / name


def asked(session: Session, query: str) -> list[Any]:
    session.need(["statement", "indicator", "party"])
    return [tuple(row.values()) for row in session.rows(query)]


def test_what_is_published_changed_and_taken_away_is_an_entry_of_its_day(folder: Folder) -> None:
    found = panels.read(
        folder(
            "2018-08-01,sp.pop.totl,MAR,Morocco,2012,3.3e+07,add",
            "2026-07-01,sp.pop.totl,MAR,Morocco,2012,33100000,change",
            "2026-07-02,sp.pop.totl,MAR,Morocco,2012,,remove",
        )
    )
    assert found.is_clean
    first, second, gone = (one for one in found.steps if not isinstance(one, Put) or one.draft.kind == "statement")
    assert isinstance(first, Put)
    assert isinstance(second, Put)
    assert content_of(first.draft.content) == {
        "indicator": "sp-pop-totl",
        "subject": "state-ma",
        "about": "2012",
        "published_on": "2018-08-01",
        "source": "src-wdi-2018-08-01",
        "value": "33000000",
        "nature": "measured",
        "organisation_name": "World Bank",
    }
    assert (second.draft.key, second.once) == (first.draft.key, True)
    assert isinstance(gone, Withdraw)
    assert (gone.key, gone.published_on) == (first.draft.key, "2026-07-02")


def test_a_country_is_a_state_under_one_name_and_a_group_of_countries_is_none(folder: Folder) -> None:
    found = panels.read(
        folder(
            '2018-08-01,sp.pop.totl,EGY,"Egypt, Arab Rep.",2012,1,add',
            "2018-08-01,sp.pop.totl,WLD,World,2012,2,add",
            "2018-08-01,sp.pop.totl,MEA,Middle East & North Africa,2012,3,add",
            '2026-07-01,sp.pop.totl,MEA,"Middle East, North Africa, Afghanistan & Pakistan",2013,3,add',
        )
    )
    parties = contents(found, "party")
    assert parties["state-eg"]["country"] == "EG"
    assert parties["state-eg"]["name"] == "Egypt"
    assert parties["state-eg"]["also_named"] == ["Egypt, Arab Rep."]
    assert parties["world"]["party_kind"] == "group"
    assert parties["group-mea"]["also_named"] == ["Middle East & North Africa"]
    assert "country" not in parties["group-mea"]


def test_a_panel_brings_a_frame_when_it_is_alone_and_none_beside_a_plan(folder: Folder) -> None:
    path = folder("2018-08-01,sp.pop.totl,MAR,Morocco,2012,1,add", "2018-08-01,sp.pop.totl,MAR,Morocco,1995,1,add")
    alone = contents(formats.read(path), "plan")
    assert [(one["starts_on"], one["ends_on"], "country" in one) for one in alone.values()] == [("1995", "2012", False)]
    assert contents(formats.read(path, plan="my-plan"), "plan") == {}
    assert contents(formats.read(path, plan="my-plan"), "indicator")["sp-pop-totl"]["node"] == "my-plan"
    assert contents(formats.read_all([path, path]), "plan").keys() == {"panel"}


def test_a_series_that_is_not_listed_is_kept_under_its_code_and_said(folder: Folder) -> None:
    found = panels.read(folder("2018-08-01,ab.cd_ef,MAR,Morocco,2012,1,add"))
    assert [(one.code, one.severity) for one in found.problems] == [("series_not_listed", "warning")]
    told = contents(found, "indicator")["ab-cd-ef"]
    assert (told["unit"], told["quantity"]) == ("as published", "other_series")
    assert contents(found, "statement")["st-ab-cd-ef-state-ma-2012"]["organisation_name"] == "World Bank"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2018-08-01,sp.pop.totl,MAR,Morocco,2012,1,rumour", "word_of_no_format"),
        ("2018-08-01,sp.pop.totl,MAR,Morocco,2012,1,change", "event_out_of_turn"),
        ("2018-08-01,sp.pop.totl,MAR,Morocco,2012,many,add", "not_a_number"),
        ("2018-08-01,sp.pop.totl,MAR,Morocco,2012,NaN,add", "not_finite"),
        ("2018-08-01,sp.pop.totl,MAR,Morocco,then,1,add", "not_a_day"),
        ("2018-08-01,sp.pop.totl,MAR,Morocco,2012,1", "row_too_short"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(folder: Folder, row: str, code: str) -> None:
    found = panels.read(folder(row))
    assert [one.code for one in found.problems] == [code]
    assert (found.problems[0].place.file, found.problems[0].place.row) == ("panel.csv", 2)


def test_a_figure_that_is_left_open_is_not_available(folder: Folder) -> None:
    found = panels.read(folder("2018-08-01,sp.pop.totl,MAR,Morocco,2012,,add"))
    assert contents(found, "statement")["st-sp-pop-totl-state-ma-2012"]["missing"] == "not_available"


def test_panels_are_told_from_other_files_by_their_headings(folder: Folder, tmp_path: Path) -> None:
    path = folder("2018-08-01,sp.pop.totl,MAR,Morocco,2012,1,add")
    assert panels.detect(path)
    assert panels.detect(path / "panel.csv")
    assert not panels.detect(folder("1", head="key\n", name="other.csv") / "other.csv")
    (tmp_path / "wrong.csv").write_bytes(b"\xff\xfe\x00")
    assert not panels.detect(tmp_path / "wrong.csv")
    assert not panels.detect(tmp_path / "absent.csv")
    assert not panels.detect(tmp_path / "absent.xlsx")


def test_what_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    assert [one.code for one in panels.read(tmp_path / "absent.csv").problems] == ["no_such_file"]
    assert panels.read(tmp_path / "absent.csv").steps == ()


def test_an_index_tells_its_group_its_edition_and_how_many_questions_were_asked(folder: Folder) -> None:
    head = "Year,Code,Economy,I-1,I-2,Grp,GTMI\n"
    found = panels.read(folder("2020.0,MAR,Morocco,1.0,New,B,0.63193", head=head))
    said = contents(found, "statement")
    assert (said["st-gtmi-state-ma-2020"]["value"], said["st-gtmi-state-ma-2020"]["edition"]) == ("0.63193", "2020")
    assert said["st-gtmi-state-ma-2020"]["scope"] == "B"
    assert contents(found, "source")["src-gtmi"]["note"].startswith("1 of 2 questions were asked; 1 are of the next")
    bare = panels.read(folder("2020.0,MAR,Morocco,B,0.63", head="Year,Code,Economy,Grp,GTMI\n"))
    assert "note" not in contents(bare, "source")["src-gtmi"]
    assert panels.read(folder(head=head)).steps == ()


def test_internet_users_of_morocco_are_told_as_they_were_known_on_each_day() -> None:
    found = formats.read_all([DEMO, real("internet-users-vintages")])
    assert found.is_clean
    query = (
        "SELECT value FROM statement_known WHERE key = 'st-internet-users-state-ma-2019' ORDER BY number DESC LIMIT 1"
    )
    with tried(found, at=NOW) as trial:
        assert trial.edition is not None
        told = [
            asked(open_session(trial.edition, as_of=date(2020, 12, 31), known_on=date.fromisoformat(day)), query)
            for day in ("2020-06-17", "2020-12-31", "2023-02-21")
        ]
    assert [[float(one[0]) for one in rows] for rows in told] == [[], [74.37631], [84.12036]]


def test_five_thousand_rows_stand_beside_the_demonstration_and_leave_it_as_it_is(tmp_path: Path) -> None:
    rows = some_countries(real("wdi-ict-vintages") / "wdi_ict.csv", tmp_path / "wdi_ict.csv")
    with tried(formats.read_all([tmp_path, DEMO]), at=NOW) as trial:
        assert trial.edition is not None
        assert trial.is_clean
        session = open_session(trial.edition, as_of=NOW.date(), known_on=NOW.date())
        assert asked(session, "SELECT count(*) FROM indicator") == [(133,)]
        assert asked(session, "SELECT count(*) FROM statement WHERE subject IN (SELECT key FROM abroad)") == [(0,)]
        assert asked(session, "SELECT count(*) FROM party WHERE key = 'world'") == [(1,)]
        known = "SELECT count(*) FROM statement_known WHERE subject IN (SELECT key FROM abroad)"
        assert asked(session, known) == [(len(rows),)]
        assert len(rows) > 5000
