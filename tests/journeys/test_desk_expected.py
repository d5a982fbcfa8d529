"""What is expected of somebody: of the whole plan's figures those within reach, by one condition."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from tests.journeys.conftest import Browse, Recorded
from tests.office import enrol, give, sign_in

from bilan.acts.access import person
from bilan.acts.expected import WAITING, expected
from bilan.report.view import View
from bilan.store.desk.models import Account
from bilan.tables import editions
from bilan.tables.session import open_session
from bilan.terms.days import span


def table(*rows: dict[str, str]) -> str:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, sorted({name for row in rows for name in row}))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def indicator(key: str, node: str, **more: str) -> dict[str, str]:
    usual = {"name_en": key, "unit": "jobs", "measure": "stock", "direction": "up", "periodicity": "P1Y"}
    return {"key": key, "node": node, **usual, **more}


LEDGER = {
    "plan": table({"key": "plan", "name_en": "A plan", "starts_on": "2009", "ends_on": "2009"}),
    "party": table(*({"key": key, "name": key, "party_kind": "organisation"} for key in ("org-a", "org-b"))),
    "node": table(
        {"key": "axis-1", "parent": "plan", "node_kind": "axis", "name_en": "One", "owner": "org-b"},
        {"key": "step-1", "parent": "axis-1", "node_kind": "action", "name_en": "Below"},
        {"key": "axis-2", "parent": "plan", "node_kind": "axis", "name_en": "Two"},
    ),
    "indicator": table(
        indicator(
            "ind-measured", "axis-2", measured_by="org-a", owner="org-b", verified_by="org-b", release_delay="P15D"
        ),
        indicator("ind-owned", "step-1", owner="org-a"),
        indicator("ind-node", "axis-1"),
        indicator("ind-free", "axis-2"),
        {**indicator("ind-calm", "axis-2"), "periodicity": ""},
    ),
}


@pytest.fixture
def view(recorded: Recorded, browse: Browse) -> View:
    home: Path = recorded(LEDGER)
    browse(home)
    today = span("2010-06-30").last
    assert today
    return View(open_session(editions.open_edition(home / "editions"), as_of=today, known_on=today))


def test_what_is_expected_lies_within_reach(view: View) -> None:
    def seen(*scopes: tuple[str, str]) -> set[str]:
        account = enrol("officer", *scopes, name="-".join(key for _, key in scopes) or "all")
        return {row["indicator"].removeprefix("ind-") for row in expected(person(account), view, "draft", WAITING)}

    assert seen() == {"measured", "owned", "node", "free"}
    assert seen(("party", "org-a")) == {"measured", "owned"}
    assert seen(("party", "org-b")) == {"measured", "node"}
    assert seen(("node", "axis-1")) == {"owned", "node"}
    assert seen(("node", "axis-1"), ("party", "org-a")) == {"owned"}
    assert seen(("region", "MA-08@1997")) == set()
    assert seen(("party", "org-' OR true --")) == set()


def test_reaches_of_several_roles_add_up_and_no_role_sees_nothing(view: View) -> None:
    account = enrol("officer", ("node", "axis-1"))
    give(account, "officer", ("party", "org-a"))
    rows = expected(person(account), view, "draft")
    assert {row["indicator"] for row in rows} == {"ind-measured", "ind-owned", "ind-node"}
    assert expected(person(enrol("reader")), view, "draft") == []


def test_the_calendars_of_three_bodies_are_shown_to_both_sides(recorded: Recorded, browse: Browse) -> None:
    told = table(
        {"key": "st-1", "indicator": "ind-measured", "value": "5", "about": "2009", "said_on": "2010-01-03",
         "nature": "declared"},
    )  # fmt: skip
    site = browse(recorded({**LEDGER, "statement": told}))
    desk = sign_in(enrol("verifier"))
    for day, heads in (("2010-01-10", "before release: 1"), ("2010-02-01", "released unverified: 1")):
        Account.objects.update(language="en")
        page = desk.get(f"/desk/review/calendar/?as_of={day}&known_on={day}").content.decode()
        assert heads in page
        assert "To be measured: 3" in page
    page = site.get("/en/2010-02-01/2010-02-01/indicators/ind-measured/", follow=True).content.decode()
    for text in ("Verified by", "Freshness", "released at the deadline, unverified"):
        assert text in page
