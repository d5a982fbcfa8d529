"""Services as the sheet tells them: a status is known from its day on and once its source is public."""

from pathlib import Path
from typing import Any

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import services
from bilan.report.view import View


def service(key: str, /, **content: Any) -> Told:
    return entry("service", key, name={"en": key}, **{"status": "operational", "status_on": "2012-05", **content})


def view_of(told: list[Told], home: Path, as_of: str = "2012-08-08", known_on: str | None = None) -> View:
    return View(session_of([PLAN, *told], home, as_of=as_of, known_on=known_on))


def test_a_status_is_not_known_before_its_day_nor_before_its_source(tmp_path: Path) -> None:
    told = [
        entry("source", "src-late", publisher="Press", source_kind="press", published_on="2014"),
        service("prj-a"),
        service("prj-later", status_on="2015"),
        service("prj-unread", source="src-late"),
        service("prj-planned", status="planned", status_on=None),
        service("prj-silent", status=None, status_on=None),
    ]
    seen = services.gather(view_of(told, tmp_path))
    assert {one.key: one.status for one in seen.services} == {
        "prj-a": "operational",
        "prj-planned": "planned",
        "prj-later": None,
        "prj-unread": None,
        "prj-silent": None,
    }
    assert (seen.running, seen.known, len(seen.services)) == (1, 2, 5)
    assert services.gather(view_of(told, tmp_path, "2012-08-08", "2015-01-01")).running == 2


def test_needs_that_were_inferred_are_counted_apart_from_those_a_source_states(tmp_path: Path) -> None:
    told = [
        service("prj-a"),
        service("prj-b"),
        entry("building_block", "cmp-pay", name={"en": "Payment"}, status="running", status_on="2013"),
        entry("need", "need-a", service="prj-a", block="cmp-pay", basis="stated"),
        entry("need", "need-b", service="prj-b", block="cmp-pay", basis="inferred"),
    ]
    [block] = services.gather(view_of(told, tmp_path)).blocks
    assert (block.stated, block.inferred, block.status) == (1, 1, None)
    sheet = services.sheet(view_of(told, tmp_path), "prj-b")
    assert sheet is not None
    [(need, needed)] = sheet.needed
    assert (need["basis"], needed) == ("inferred", block)
    assert services.sheet(view_of(told, tmp_path), "prj-c") is None


def test_what_was_counted_sets_the_newest_declared_figure_beside_the_newest_verified_one(tmp_path: Path) -> None:
    told = [
        indicator(unit="services"),
        indicator("ind-never-verified", unit="services"),
        service("prj-a", node="plan"),
        entry(
            "statement", "st-1", indicator="ind-a", value="29", about="2012-01", said_on="2012-01", nature="declared"
        ),
        entry(
            "statement", "st-2", indicator="ind-a", value="36", about="2012-06", said_on="2012-06", nature="declared"
        ),
        entry("statement", "st-3", indicator="ind-a", value="22", about="2012-05", said_on="2012-06", nature="audited"),
        entry("statement", "st-4", indicator="ind-never-verified", value="9", about="2012", nature="declared"),
    ]
    [counted] = services.gather(view_of(told, tmp_path)).counted
    assert counted.declared is not None
    assert counted.verified is not None
    assert (counted.declared["reading"], counted.verified["reading"]) == (36, 22)
