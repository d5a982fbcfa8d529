"""A program proposes and decides as its person could at the desk: no more, and nothing twice."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Browse
from tests.office import enrol
from tests.programs import Program, program, token_of

from bilan.acts import once
from bilan.acts.access import person
from bilan.api import bearer
from bilan.store import reading
from bilan.store.desk.models import Account, Paper, Token

CELLS = {"indicator": "ind-egov-operational", "value": "24", "nature": "declared", "about": "2012-10",
         "said_on": "2012-10-05", "unit": "projects", "speaker_name": "MCINT"}  # fmt: skip
NEW = {"kind": "statement", "cells": CELLS}


@pytest.fixture(autouse=True)
def _at_desk(desk: Path, browse: Browse, settings: Settings) -> None:
    browse(desk)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def test_a_figure_goes_through_two_programs_into_the_ledger() -> None:
    officer, verifier = program("officer"), program("verifier")
    made = officer.send("POST", "/drafts", NEW)
    assert (made.status, made.told["state"], made.headers["ETag"]) == (201, "draft", '"1"')
    assert officer.send("POST", "/submissions", {"drafts": [made.told["id"]]}).status == 200
    waiting = verifier.get("/review").told["drafts"]
    assert [one["id"] for one in waiting] == [made.told["id"]]
    decided = verifier.send("POST", "/acceptances", {"drafts": [_seen(waiting[0])]}).told
    (entry,) = [reading.entry(one["number"]) for one in decided["entries"]]
    assert entry
    assert (entry.kind, entry.recorded_by, entry.accepted_by) == ("statement", "desk/officer", "desk/verifier")
    assert officer.get(f"/drafts/{made.told['id']}").told["state"] == "accepted"


def test_content_as_json_says_the_same_as_cells() -> None:
    officer = program("officer")
    content = {**CELLS, "value": 24, "note": "=1+1", "derived": False}
    told = officer.send("POST", "/drafts", {"kind": "statement", "content": content}).told
    assert told["cells"] == {**CELLS, "note": "'=1+1", "derived": "no"}
    assert not [one for one in told["problems"] if one["severity"] == "error"]


def test_a_draft_may_be_wrong_and_is_not_submitted_before_it_is_mended() -> None:
    officer = program("officer")
    made = officer.send("POST", "/drafts", {"kind": "statement", "cells": {**CELLS, "value": "many"}}).told
    assert [(one["code"], one["column"]) for one in made["problems"]] == [("not_a_number", "value")]
    answer = officer.send("POST", "/submissions", {"drafts": [made["id"]]})
    assert (answer.status, answer.told["code"]) == (409, "request_refused")
    assert [one["code"] for one in answer.told["drafts"][made["id"]]] == ["not_a_number"]
    mended = officer.send("PUT", f"/drafts/{made['id']}", {"cells": CELLS}, If_Match='"1"')
    assert (mended.status, mended.told["problems"]) == (200, [])
    stale = officer.send("PUT", f"/drafts/{made['id']}", {"cells": CELLS}, If_Match='"1"')
    assert (stale.status, stale.told["code"]) == (409, "paper_overtaken")
    assert officer.send("PUT", f"/drafts/{made['id']}", {"cells": CELLS}).status == 422


def test_a_request_that_is_sent_again_is_done_once_and_answered_the_same() -> None:
    officer = program("officer")
    first = officer.send("POST", "/drafts", NEW, Idempotency_Key="one")
    again = officer.send("POST", "/drafts", NEW, Idempotency_Key="one")
    assert (again.status, again.body, again.headers["ETag"]) == (first.status, first.body, first.headers["ETag"])
    other = officer.send("POST", "/drafts", {**NEW, "key": "st-other"}, Idempotency_Key="one")
    assert (other.status, other.told["code"]) == (409, "idempotency_reused")
    assert Paper.objects.count() == 1
    refused = [officer.send("POST", "/submissions", {"drafts": ["0" * 32]}, Idempotency_Key="two") for _ in range(2)]
    assert [(one.status, one.body) for one in refused] == [(404, refused[0].body)] * 2
    assert (
        program("verifier").send("POST", "/returns", {"drafts": [], "words": "?"}, Idempotency_Key="one").status == 422
    )


def test_of_a_request_sent_many_times_at_once_one_is_done() -> None:
    officer, answers = program("officer"), list[Any]()

    def send() -> None:
        answers.append(officer.send("POST", "/drafts", NEW, Idempotency_Key="same"))
        connections.close_all()

    threads = [Thread(target=send) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Paper.objects.count() == 1
    assert {one.status for one in answers} <= {201, 409}
    assert {one.told["code"] for one in answers if one.status == 409} <= {"idempotency_pending"}


def test_whoever_died_while_answering_leaves_the_key_to_the_next() -> None:
    token = token_of(enrol("officer"), "officer")
    who, at = person(Account.objects.get()), datetime.now(UTC)
    digest = "0" * 64
    assert once.begin(who, "key", digest, at=at) is None
    with pytest.raises(once.Pending):
        once.begin(who, "key", digest, at=at)
    assert once.begin(who, "key", digest, at=at + 2 * once.PATIENCE) is None
    once.end(who, "key", once.Answer(500, "a mistake"))
    assert once.begin(who, "key", digest, at=at) is None
    assert token.startswith("bilan_")


def test_a_token_is_told_from_none_from_one_that_ended_and_from_one_that_may_not() -> None:
    account = enrol("officer")
    reader = Program(token_of(account, "officer", "see"))
    ended, revoked = (Program(token_of(account, "officer")) for _ in range(2))
    newest = Token.objects.order_by("-pk")
    Token.objects.filter(pk=newest[1].pk).update(expires_at=datetime.now(UTC))
    Token.objects.filter(pk=newest[0].pk).update(revoked_at=datetime.now(UTC))
    told = [one.send("POST", "/drafts", NEW) for one in (Program(), Program("bilan_wrong"), ended, revoked, reader)]
    codes = ["token_wanted", "token_refused", "token_refused", "token_refused", "act_forbidden"]
    assert [(one.status, one.told["code"]) for one in told] == list(zip([401, 401, 401, 401, 403], codes, strict=True))
    assert told[1].headers["WWW-Authenticate"].startswith("Bearer ")
    Account.objects.update(is_active=False)
    assert reader.get("/complements").status == 401


def test_wrong_tokens_are_slowed_down_and_right_ones_are_not() -> None:
    officer = program("officer")
    told = [Program("bilan_wrong").get("/drafts").status for _ in range(bearer.MOST_WRONG + 2)]
    assert told == [*[401] * bearer.MOST_WRONG, 429, 429]
    assert officer.get("/drafts").status == 200


def test_what_is_somebody_elses_is_not_there() -> None:
    officer, other = program("officer"), Program(token_of(enrol("officer", name="other"), "officer"))
    made = officer.send("POST", "/drafts", NEW).told
    paths = [("GET", None), ("PUT", {"cells": CELLS}), ("DELETE", None)]
    told = [other.send(method, f"/drafts/{made['id']}", body, If_Match='"1"') for method, body in paths]
    assert [one.status for one in told] == [404, 404, 404]
    assert other.send("POST", "/submissions", {"drafts": [made["id"]]}).status == 404
    assert program("verifier").get("/review").told["drafts"] == []


def test_nobody_decides_on_a_proposal_of_their_own_by_a_program_either() -> None:
    from tests.office import give

    account = enrol("officer")
    give(account, "verifier")
    officer, verifier = (Program(token_of(account, role)) for role in ("officer", "verifier"))
    made = officer.send("POST", "/drafts", NEW).told
    officer.send("POST", "/submissions", {"drafts": [made["id"]]})
    answer = verifier.send("POST", "/acceptances", {"drafts": [{"id": made["id"], "version": 2}]})
    assert (answer.status, answer.told["code"]) == (403, "paper_own")


def test_a_proposal_is_sent_back_with_words_and_of_two_one_decides() -> None:
    officer, verifier = program("officer"), program("verifier")
    made = officer.send("POST", "/drafts", NEW).told
    officer.send("POST", "/submissions", {"drafts": [made["id"]]})
    (waiting,) = verifier.get("/review").told["drafts"]
    assert verifier.send("POST", "/returns", {"drafts": [_seen(waiting)], "words": " "}).status == 422
    sent = verifier.send("POST", "/returns", {"drafts": [_seen(waiting)], "words": "Which month?"})
    assert sent.told["decided"] == [made["id"]]
    assert officer.get(f"/drafts/{made['id']}").told["steps"][-1]["words"] == "Which month?"
    late = verifier.send("POST", "/acceptances", {"drafts": [_seen(waiting)]}).told
    assert (late["decided"], late["overtaken"], late["entries"]) == ([], [made["id"]], [])


def test_an_entry_is_contested_with_another_value_which_somebody_else_accepts() -> None:
    verifier = program("verifier")
    said = next(
        one for one in Program().get("/entries?kind=statement&limit=500").told["entries"] if "value" in one["content"]
    )
    cells = {"value": "1", "nature": "measured", "speaker_name": "HCP"}
    body = {"entry": said["number"], "cells": cells, "words": "Counted again."}
    told = verifier.send("POST", "/contests", body, Idempotency_Key="contest").told
    assert told["entries"] == []
    assert Paper.objects.get(pk=told["draft"]).cells["related"] == said["key"]


def test_a_complement_is_asked_for_and_answered() -> None:
    verifier, officer = program("verifier"), program("officer")
    asked = {"concerns": "ind-egov-operational", "text": "Which services?", "due_on": "2099-01-31"}
    made = verifier.send("POST", "/complements", asked).told
    assert officer.get("/complements").told["complements"][0]["id"] == made["id"]
    answered = officer.send("POST", f"/complements/{made['id']}/answer", {"text": "These 22."}).told
    assert (answered["state"], answered["answer"], answered["answered_by"]) == ("answered", "These 22.", "desk/officer")
    gone = verifier.send("POST", "/complements", {**asked, "due_on": "2012-01-31"})
    assert (gone.status, gone.told["problems"][0]["code"]) == (409, "due_day_gone")


def _seen(draft: dict[str, Any]) -> dict[str, Any]:
    return {"id": draft["id"], "version": draft["version"]}
