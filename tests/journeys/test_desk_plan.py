"""A change to the plan, from the tree to the ledger: seen beforehand, approved by somebody else, and nothing erased.

Households (`ind-hh-internet`) and public offices (`ind-public-est-equipped`) of axis 1 become one indicator.
"""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Browse
from tests.office import enrol, sign_in

from bilan.acts import editions, plan_deciding, plan_effects
from bilan.acts.access import person
from bilan.acts.papers import Overtaken, OwnWork
from bilan.acts.plan_deciding import Decision
from bilan.acts.plan_effects import WATCHED, Considered, consider
from bilan.acts.plan_rows import Row, rows_of
from bilan.acts.recording import replace
from bilan.config.home import opened_home
from bilan.ledger.entries import read_content
from bilan.report.sheets.succession import succession
from bilan.report.view import View
from bilan.store import reading
from bilan.store.desk.models import Account, Letter, PlanChange

OLD, NEW = ("ind-hh-internet", "ind-public-est-equipped"), "ind-connected"
HEADING = {
    "title": "One indicator of equipment", "reason": "scope_evolved", "reason_words": "Two surveys became one",
    "authority": "CNTI, third session", "decided_day": "2012-06-15", "in_force_day": "2012-07-01",
}  # fmt: skip
DAYS = "?as_of=2013-01-01&known_on=2026-01-01"


@pytest.fixture
def open_desk(desk: Path, browse: Browse) -> Client:
    return browse(desk)


@pytest.fixture
def at_once(settings: Settings) -> None:
    """Publish what is recorded at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def begun(client: Client, **heading: str) -> PlanChange:
    sent = client.post("/desk/plan/new/", {**HEADING, "token": "t", **heading})
    assert sent.status_code == 302, sent.content.decode()
    return PlanChange.objects.get()


def merged(client: Client) -> PlanChange:
    """Propose that two indicators become one."""
    change = begun(client)
    told = {"version": change.version, "key": OLD, "closing": "merged", "became": [NEW, ""]}
    assert client.post(f"/desk/plan/{change.pk}/leave/", told).status_code == 302
    send(client, "propose")
    return PlanChange.objects.get()


def send(client: Client, act: str, status: int = 302, **more: object) -> str:
    change = PlanChange.objects.get()
    answer = client.post(f"/desk/plan/{change.pk}/{act}/{DAYS}", {"version": change.version, **more})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def seen(client: Client) -> str:
    """Look at the change, and return the digest of what would come of it."""
    page = client.get(f"/desk/plan/{PlanChange.objects.get().pk}/{DAYS}").content.decode()
    found = re.search(r'name="effects"\s+value="(\w+)"', page)
    assert found
    return found[1]


def view() -> View:
    return editions.view(*editions.find(editions.current()), date(2013, 1, 1), date(2026, 1, 1))


@pytest.mark.usefixtures("open_desk", "at_once")
def test_two_indicators_become_one_under_two_names_and_what_was_foreseen_comes_true() -> None:
    author, approver = enrol("officer"), enrol("publisher")
    officer, publisher = sign_in(author), sign_in(approver)
    change = merged(officer)
    assert change.state == "submitted"
    review = reading.entry(reading.size() - 1)
    assert review is not None
    assert (review.kind, review.content["digest"]) == ("review", change.digest)

    considered = consider(view(), change, at=datetime.now(UTC))
    assert considered.foreseen is not None
    assert {one.item for one in considered.foreseen.effects} >= {"axis-1", "maroc-numeric-2013", NEW, *OLD}
    before, size = view(), reading.size()
    send(publisher, "approve", effects=seen(publisher))

    new = [reading.entry(number) for number in range(size, reading.size())]
    assert [(one.key, one.recorded_by, one.accepted_by) for one in new if one] == [
        (key, "desk/officer", "desk/publisher") for key in (NEW, *OLD)
    ]
    for name, watch in WATCHED.items():
        foreseen, now, then = (one.ask(name) for one in (considered.foreseen.after, view(), before))
        told = [[{column: row[column] for column in (*watch.named, *watch.columns)} for row in rows]
                for rows in (foreseen, now, then)]  # fmt: skip
        assert told[0] == told[1]
        assert told[2] != told[1] or name in {"pace", "rates"}
    assert PlanChange.objects.get().entries == list(range(size, size + 3))
    assert Letter.objects.get(account=author).subject.endswith(HEADING["title"])


@pytest.mark.usefixtures("at_once")
def test_the_pages_of_what_was_merged_stay_and_lead_both_ways(open_desk: Client) -> None:
    merged(sign_in(enrol("officer")))
    publisher = sign_in(enrol("publisher"))
    send(publisher, "approve", effects=seen(publisher))
    old = open_desk.get(f"/en/2013-01-01/2026-01-01/indicators/{OLD[0]}/").content.decode()
    assert "Merged with others on 1 July 2012; became:" in old
    assert f"/indicators/{NEW}/" in old
    new = open_desk.get(f"/en/2013-01-01/2026-01-01/indicators/{NEW}/").content.decode()
    assert "Formerly:" in new
    assert all(f"/indicators/{key}/" in new for key in OLD)
    earlier = editions.view(*editions.find(editions.current()), date(2012, 6, 1), date(2026, 1, 1))
    assert succession(earlier, "indicator", OLD[0]).left is None


@pytest.mark.usefixtures("open_desk")
def test_nobody_approves_a_change_of_their_own_and_an_officer_none() -> None:
    author = enrol("publisher", name="author")
    change = merged(sign_in(author))
    assert sign_in(author).post(f"/desk/plan/{change.pk}/approve/").status_code == 404
    assert sign_in(enrol("officer")).post(f"/desk/plan/{change.pk}/approve/").status_code == 403
    with pytest.raises(OwnWork):
        plan_deciding.approve(opened_home(), decided(author, change), view(), effects="")


@pytest.mark.usefixtures("open_desk")
def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told() -> None:
    merged(sign_in(enrol("officer")))
    one, other = enrol("publisher", name="one"), enrol("publisher", name="other")
    effects, change = seen(sign_in(one)), PlanChange.objects.get()
    approved = plan_deciding.approve(opened_home(), decided(one, change), view(), effects=effects)
    assert len(approved.done.entries) == 3
    size = reading.size()
    with pytest.raises(Overtaken):
        plan_deciding.approve(opened_home(), decided(other, change), view(), effects=effects)
    with pytest.raises(Overtaken):
        plan_deciding.send_back(opened_home(), decided(other, change), words="no")
    assert reading.size() == size


@pytest.mark.usefixtures("open_desk")
def test_whoever_is_second_by_a_hair_takes_nothing_along(monkeypatch: pytest.MonkeyPatch) -> None:
    merged(sign_in(enrol("officer")))
    one, other = enrol("publisher", name="one"), enrol("publisher", name="other")
    effects, change, looked = seen(sign_in(one)), PlanChange.objects.get(), plan_effects.consider

    def slowly(*told: Any, **more: Any) -> Considered:
        monkeypatch.setattr(plan_deciding, "consider", looked)
        found = looked(*told, **more)
        plan_deciding.approve(opened_home(), decided(one, change), view(), effects=effects)
        return found

    monkeypatch.setattr(plan_deciding, "consider", slowly)
    with pytest.raises(Overtaken):
        plan_deciding.approve(opened_home(), decided(other, change), view(), effects=effects)
    assert [reading.key_of(number) for number in PlanChange.objects.get().entries] == [NEW, *OLD]
    assert PlanChange.objects.get().decided_by == one


def decided(account: Account, change: PlanChange) -> Decision:
    return Decision(person(account), change, change.version, datetime.now(UTC))


@pytest.mark.usefixtures("open_desk")
def test_what_was_seen_is_what_is_approved_or_the_approver_looks_again() -> None:
    merged(sign_in(enrol("officer")))
    publisher = sign_in(enrol("publisher"))
    effects = seen(publisher)
    target = next(row for row in view().ask("progress") if row["indicator"] == "ind-injaz-cum")
    held = reading.entry(target["target_entry"])
    assert held is not None
    moved = read_content("target", {**held.content, "value": "9999", "reason": "correction"})
    replace(opened_home(), held.number, moved, by="clerk", at=datetime.now(UTC))
    # A target that moves beside it moves the roll-up of axis 1, by less or by more than was seen.
    size = reading.size()
    page = send(publisher, "approve", 409, effects=effects)
    assert reading.size() == size
    assert "effects" in page
    send(publisher, "approve", effects=seen(publisher))


@pytest.mark.usefixtures("open_desk")
def test_a_row_written_against_an_entry_that_was_replaced_since_is_kept_back() -> None:
    officer = sign_in(enrol("officer"))
    begun(officer)
    change = PlanChange.objects.get()
    row = f"/desk/plan/{change.pk}/row/?kind=node&key=axis-1"
    fields = dict(re.findall(r'name="(\w+)"[^>]*?value="([^"]*)"', officer.get(row).content.decode()))
    told = {**fields, "version": change.version, "node_kind": "axis", "weight": "2"}
    assert officer.post(row, told).status_code == 302
    assert [one.cells["weight"] for one in rows_of(PlanChange.objects.get())] == ["2"]
    held = reading.latest("axis-1")
    assert held is not None
    replace(
        opened_home(), held.number, read_content("node", {**held.content, "order": 7}), by="a", at=datetime.now(UTC)
    )
    assert "axis-1" in send(officer, "propose", 422)


@pytest.mark.usefixtures("open_desk")
def test_a_change_reaches_no_further_than_its_author() -> None:
    officer = sign_in(enrol("officer", ("node", "axis-1")))
    change = begun(officer)
    for key, status in (("ind-hh-internet", 302), ("ind-esign", 403)):
        change = PlanChange.objects.get()
        told = {"version": change.version, "key": [key], "closing": "ended"}
        assert officer.post(f"/desk/plan/{change.pk}/leave/", told).status_code == status
    assert PlanChange.objects.get().node == "axis-1"
    assert sign_in(enrol("officer", ("node", "axis-2"), name="far")).get(f"/desk/plan/{change.pk}/").status_code == 404


@pytest.mark.usefixtures("open_desk")
def test_what_is_alive_below_a_node_moves_or_ends_with_it_or_keeps_it_back() -> None:
    officer = sign_in(enrol("officer"))
    change = begun(officer)

    def leave(**told: Any) -> dict[str, Row]:
        version = PlanChange.objects.get().version
        sent = officer.post(f"/desk/plan/{change.pk}/leave/", {"version": version, "key": ["ini-egov"], **told})
        assert sent.status_code == 302
        return {one.key: one for one in rows_of(PlanChange.objects.get())}

    leave(closing="split", became=["ini-services", "ini-portals"])
    assert "ind-egov-operational" in send(officer, "propose", 422)
    ended = leave(closing="ended")
    assert ended["ind-egov-operational"].cells["closing"] == "ended"
    moved = leave(closing="superseded", became=["ini-services"])
    assert moved["ini-egov"].cells["became"] == moved["ind-egov-operational"].above == "ini-services"


@pytest.mark.usefixtures("open_desk")
def test_a_change_that_is_sent_back_comes_with_words_and_is_proposed_again() -> None:
    author = enrol("officer")
    merged(sign_in(author))
    publisher = sign_in(enrol("publisher"))
    send(publisher, "return", 422, words=" ")
    send(publisher, "return", words="Name the survey")
    change = PlanChange.objects.get()
    assert (change.state, change.words) == ("returned", "Name the survey")
    assert "Name the survey" in sign_in(author).get(f"/desk/plan/{change.pk}/").content.decode()
    send(sign_in(author), "propose")


@pytest.mark.usefixtures("open_desk")
def test_a_heading_says_why_who_and_since_when() -> None:
    officer = sign_in(enrol("officer"))
    sent = officer.post("/desk/plan/new/", {"title": "x", "decided_day": "2999-01-01", "in_force_day": "soon"})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert all(f'href="#{name}"' in page for name in ("reason", "reason_words", "authority", "in_force_day"))
    assert not PlanChange.objects.exists()
    for _ in range(2):
        begun(officer)
    assert PlanChange.objects.count() == 1


@pytest.mark.usefixtures("open_desk")
def test_every_page_of_the_plan_opens() -> None:
    officer = enrol("officer")
    client, change = sign_in(officer), merged(sign_in(officer))
    PlanChange.objects.update(state="draft")
    of_change = ("", "heading/", "leave/?key=axis-1&key=axis-2", "row/?kind=target&revise=tgt-cac")
    kinds = ("node", "indicator", "baseline")
    asked = (*of_change, *(f"row/?kind={kind}&above=axis-1" for kind in kinds))
    pages = ["plan/checks/", "plan/new/", f"plan/?change={change.pk}", *(f"plan/{change.pk}/{one}" for one in asked)]
    for page in pages:
        assert client.get(f"/desk/{page}").status_code == 200, page
    for language in ("ar",):
        Account.objects.update(language=language)
        for page in ("plan/", f"plan/{change.pk}/"):
            assert client.get(f"/desk/{page}").status_code == 200, (language, page)
    assert client.get(f"/desk/plan/{change.pk}/leave/").status_code == 422
    assert client.get(f"/desk/plan/{change.pk}/row/?kind=statement").status_code == 404
