"""Loading: what is recorded is what was looked at, in the ledger that was looked at."""

from datetime import UTC, date, datetime
from pathlib import Path

from bilan.acts import loading
from bilan.acts.recording import record
from bilan.config.home import Home
from bilan.exchange import formats
from bilan.ledger.entries import Draft
from bilan.store import reading

AT = datetime(2014, 9, 21, 8, 30, tzinfo=UTC)
ONE = "key,publisher,source_kind\nsrc-other,TelQuel,press\n"


def test_what_was_looked_at_is_recorded(home: Home, drafts: list[Draft], tmp_path: Path) -> None:
    record(home, drafts, by="clerk", at=AT)
    (tmp_path / "source.csv").write_text(ONE, encoding="utf-8")
    looked = loading.look(formats.read(tmp_path), today=date(2014, 9, 21))
    done = loading.record_looked(home, looked, by="clerk", at=AT)
    assert [one.key for one in done.entries] == ["src-other"]


def test_a_ledger_that_moved_since_the_look_is_looked_at_again(home: Home, drafts: list[Draft], tmp_path: Path) -> None:
    (tmp_path / "source.csv").write_text(ONE, encoding="utf-8")
    looked = loading.look(formats.read(tmp_path), today=date(2014, 9, 21))
    record(home, drafts, by="somebody else", at=AT)
    before = reading.size()
    done = loading.record_looked(home, looked, by="clerk", at=AT)
    assert done.refused
    assert [(one.problem.code, one.problem.values["added"]) for one in done.findings] == [("ledger_moved", str(before))]
    assert reading.size() == before


def test_nothing_to_record_is_no_change(home: Home, drafts: list[Draft], tmp_path: Path) -> None:
    (tmp_path / "source.csv").write_text(ONE, encoding="utf-8")
    record(home, drafts, by="clerk", at=AT)
    loading.record_looked(home, loading.look(formats.read(tmp_path), today=date(2014, 9, 21)), by="clerk", at=AT)
    again = loading.look(formats.read(tmp_path), today=date(2014, 9, 21))
    assert loading.record_looked(home, again, by="clerk", at=AT).entries == ()


def test_a_panel_stands_beside_the_plan_that_the_ledger_holds(home: Home, tmp_path: Path) -> None:
    plan, panel = tmp_path / "plan.csv", tmp_path / "panel.csv"
    plan.write_text("key,name_en,starts_on,ends_on\nmy-plan,A plan,2009,2013\n", encoding="utf-8")
    head = "known_at,indicator,country_code,country_name,year,value,event\n"
    panel.write_text(f"{head}2013-08-01,sp.pop.totl,MAR,Morocco,2012,33000000,add\n", encoding="utf-8")
    assert loading.plan_held() is None
    loading.record_looked(home, loading.look(formats.read(plan), today=AT.date()), by="clerk", at=AT)
    assert loading.plan_held() == "my-plan"
    looked = loading.look(formats.read(panel, plan=loading.plan_held()), today=AT.date())
    done = loading.record_looked(home, looked, by="clerk", at=AT)
    assert [one.kind for one in done.entries] == ["party", "indicator", "source", "statement"]
    assert done.entries[1].content["node"] == "my-plan"
