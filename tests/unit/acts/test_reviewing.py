"""Two who decide at the same instant, on each database: one wins, the other is told, nothing is there twice."""

from datetime import UTC, datetime
from threading import Barrier, Thread

from django.db import connections
from tests.office import enrol

from bilan.acts import papers, reviewing
from bilan.acts.access import Person, person
from bilan.acts.recording import record
from bilan.acts.reviewing import Outcome
from bilan.config.home import Home
from bilan.ledger.entries import Draft
from bilan.store import reading
from bilan.store.desk.models import Step

CELLS = {"indicator": "ind-egov", "value": "24", "nature": "declared", "about": "2012-11", "said_on": "2012-12-05"}
DECISIONS = ("accepted", "returned")


def test_of_two_who_decide_at_the_same_instant_one_wins(each_home: Home, drafts: list[Draft]) -> None:
    at = datetime.now(UTC)
    assert not record(each_home, drafts, by="clerk", at=at).refused
    officer = person(enrol("officer"))
    paper = papers.draft(officer, "statement", CELLS, at=at)
    assert not papers.submit(each_home, officer, [paper], at=at)
    paper.refresh_from_db()
    size, outcomes, gate = reading.size(), list[Outcome](), Barrier(4)

    def decide(who: Person, *, accepts: bool) -> None:
        seen = [(paper.pk, paper.version)]
        try:
            gate.wait()
            outcomes.append(
                reviewing.accept(each_home, who, seen, at=at)
                if accepts
                else reviewing.send_back(each_home, who, seen, words="Which services?", at=at)
            )
        finally:
            connections.close_all()

    people = [person(enrol("verifier", name=f"verifier-{place}")) for place in range(4)]
    threads = [
        Thread(target=decide, args=(one,), kwargs={"accepts": bool(place % 2)}) for place, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((len(one.decided), len(one.overtaken)) for one in outcomes) == [(0, 1)] * 3 + [(1, 0)]
    assert Step.objects.filter(paper=paper, step__in=DECISIONS).count() == 1
    assert reading.size() == size + 1
