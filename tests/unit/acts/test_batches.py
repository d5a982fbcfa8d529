"""A file of proposals is looked at row by row, submitted and accepted whole, and nothing of it is ever there twice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings
from tests.office import enrol

from bilan.acts import batch_tasks, batches, papers, uploading
from bilan.acts.access import Person, person
from bilan.acts.batches import NotSubmitted
from bilan.acts.papers import OwnWork
from bilan.acts.recording import record
from bilan.acts.row_looking import Looking
from bilan.config.home import Home
from bilan.exchange.kind_rows import read_cells
from bilan.ledger.entries import Draft
from bilan.store import reading
from bilan.store.desk.models import Batch, Paper, Row, Step

NOW = datetime(2012, 11, 1, tzinfo=UTC)
EACH = pytest.mark.parametrize("opened", ["home", "postgres_home"], indirect=True)
HEADINGS = "key,indicator,value,unit,nature,about,said_on,note"
BAD = "st-bad,ind-egov,x,projects,declared,2012,2012-10-05,"
GOOD = "st-{0},ind-egov,{0},projects,declared,2012-10,2012-10-05,Said"


@pytest.fixture(params=["home"])
def opened(request: pytest.FixtureRequest, drafts: Sequence[Draft], settings: Settings) -> Home:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    home: Home = request.getfixturevalue(request.param)
    record(home, drafts, by="clerk", at=NOW)
    return home


@pytest.fixture
def officer(opened: Home) -> Person:  # noqa: ARG001 - opens it
    return person(enrol("officer"))


@pytest.fixture
def verifier(opened: Home) -> Person:  # noqa: ARG001 - opens it
    return person(enrol("verifier"))


def later(minutes: int = 1) -> datetime:
    return NOW + timedelta(minutes=minutes)


def sent(home: Home, who: Person, *rows: str, headings: str = HEADINGS, name: str = "statement.csv") -> Batch:
    """Send a file and look at it."""
    content = "\n".join([headings, *rows]).encode()
    batch, _ = uploading.receive(home, who, name, [content], at=later())
    uploading.look(home, batch, at=later())
    return Batch.objects.get(pk=batch.pk)


def submitted(home: Home, who: Person, batch: Batch) -> int:
    batches.confirm(who, batch, at=later(2))
    return batches.submit(home, who, batch, at=later(3))


def effects(batch: Batch) -> list[tuple[int | None, str]]:
    return [(one.row, one.effect) for one in Row.objects.filter(batch=batch).order_by("row")]


def codes(batch: Batch) -> Mapping[int | None, list[str]]:
    return {one.row: [told["code"] for told in one.problems] for one in Row.objects.filter(batch=batch) if one.problems}


def test_each_row_is_told_what_it_would_do(opened: Home, officer: Person) -> None:
    batch = sent(
        opened, officer,
        GOOD.format(1),
        "st-egov-2012,ind-egov,23,projects,declared,2012,2012-08-08,",
        "st-bad,ind-egov,1 000,project,declared,2012-13,2012-10-05,",
        "st-none,ind-none,1,projects,declared,2012,2012-10-05,",
        "st-blank,ind-egov,,projects,,2012-12,,",
        GOOD.format(1),
        "st-wrong,ind-egov,1,projects,declared,2012,2012-10-05,#REF!",
    )  # fmt: skip
    assert effects(batch) == [
        (2, "new"), (3, "changed"), (4, "problem"), (5, "problem"), (6, "blank"), (7, "problem"), (8, "problem")
    ]  # fmt: skip
    assert [codes(batch)[row] for row in (5, 7, 8)] == [["unknown_key"], ["key_twice"], ["cell_error"]]
    assert {"number_grouped"} < {*codes(batch)[4]}
    assert batch.counts == {"new": 1, "changed": 1, "problem": 4, "blank": 1}
    assert Paper.objects.count() == 0


@EACH
def test_what_refers_to_a_row_further_down_waits_for_it(opened: Home, officer: Person) -> None:
    node = '{0},{1},initiative,"Nœud {0}"'.format
    headings = "key,parent,node_kind,name_fr"
    batch = sent(
        opened, officer, node("n-3", "n-2"), node("n-2", "n-1"), node("n-1", "axis-2"), node("n-4", "n-5"),
        node("n-5", "n-4"), headings=headings, name="node.csv",
    )  # fmt: skip
    assert effects(batch) == [(2, "new"), (3, "new"), (4, "new"), (5, "problem"), (6, "problem")]
    assert {code for found in codes(batch).values() for code in found} <= {
        "tree_cycle",
        "key_refused",
        "reference_circle",
    }
    assert submitted(opened, officer, batch) == 3
    done = batches.accept(opened, person(enrol("verifier")), batch, at=later(4))
    assert [reading.entry(number).key for number in done.numbers] == ["n-1", "n-2", "n-3"]  # type: ignore[union-attr]


@EACH
def test_a_file_is_submitted_as_one_step_and_accepted_under_both_names(
    opened: Home, officer: Person, verifier: Person
) -> None:
    before = reading.size()
    batch = sent(
        opened, officer, GOOD.format(1), GOOD.format(2), "st-bad,ind-egov,x,projects,declared,2012,2012-10-05,"
    )
    assert submitted(opened, officer, batch) == 2
    step = reading.entry(before)
    assert step
    assert (step.content["step"], step.content["proposed"]) == ("submitted", 2)
    own = Paper.objects.filter(batch=batch).order_by("turn")
    assert step.content["digest"] == papers.digest_of(own, own[0].salt or "")
    done = batches.accept(opened, verifier, batch, at=later(4))
    entries = [reading.entry(number) for number in done.numbers]
    assert [(one.key, one.recorded_by, one.accepted_by) for one in entries if one] == [
        ("st-1", "desk/officer", "desk/verifier"), ("st-2", "desk/officer", "desk/verifier")
    ]  # fmt: skip
    assert [(one.state, one.entry) for one in own.all()] == [("accepted", before + 1), ("accepted", before + 2)]
    assert [*Step.objects.order_by("pk").values_list("step", flat=True)] == ["submitted"] * 2 + ["accepted"] * 2


def test_the_same_file_twice_is_one(opened: Home, officer: Person, verifier: Person) -> None:
    batch = sent(opened, officer, GOOD.format(1))
    again, new = uploading.receive(
        opened, officer, "copy.csv", [b"\n".join([HEADINGS.encode(), GOOD.format(1).encode()])], at=later()
    )
    assert (again.pk, new) == (batch.pk, False)
    submitted(opened, officer, batch)
    third = sent(opened, officer, GOOD.format(1))
    assert third.pk != batch.pk
    assert effects(third) == [(2, "waiting")]
    with pytest.raises(NotSubmitted, match="nothing"):
        batches.confirm(officer, third, at=later(4))
    batches.accept(opened, verifier, batch, at=later(5))
    uploading.drop(opened, officer, third.pk, at=later(6))
    assert effects(sent(opened, officer, GOOD.format(1))) == [(2, "unchanged")]


@EACH
def test_two_files_with_the_same_row_that_are_confirmed_at_once_propose_it_once(opened: Home, officer: Person) -> None:
    one = sent(opened, officer, GOOD.format(1))
    other = sent(opened, officer, GOOD.format(1), GOOD.format(2))
    assert submitted(opened, officer, one) == 1
    Batch.objects.filter(pk=other.pk).update(seen=reading.size())
    other.refresh_from_db()
    with pytest.raises(NotSubmitted, match="overtaken"):
        submitted(opened, officer, other)
    assert effects(Batch.objects.get(pk=other.pk)) == [(2, "waiting"), (3, "new")]
    assert Paper.objects.count() == 1


@EACH
def test_a_row_that_was_sent_back_is_taken_up_by_its_next_version(
    opened: Home, officer: Person, verifier: Person
) -> None:
    batch = sent(opened, officer, GOOD.format(1))
    submitted(opened, officer, batch)
    papers.send_back(opened, verifier, [Paper.objects.get()], words="Which day?", at=later(4))
    mended = sent(opened, officer, GOOD.format(1).replace("2012-10-05", "2012-10-06"))
    assert submitted(opened, officer, mended) == 1
    paper = Paper.objects.get()
    assert (paper.state, paper.cells["said_on"], paper.batch_id) == ("submitted", "2012-10-06", mended.pk)


def test_confirmed_on_a_ledger_that_moved_on_it_is_looked_at_again(opened: Home, officer: Person) -> None:
    batch = sent(opened, officer, GOOD.format(1))
    content = read_cells("statement", {"indicator": "ind-egov", "value": "1", "nature": "declared"}, key="st-1")[0]
    record(opened, [content.draft], by="clerk", at=later())  # type: ignore[union-attr]
    with pytest.raises(NotSubmitted, match="ledger_moved"):
        submitted(opened, officer, batch)
    batch.refresh_from_db()
    assert (batch.state, effects(batch), Paper.objects.count()) == ("looked", [(2, "changed")], 0)
    assert submitted(opened, officer, batch) == 1


def test_a_file_with_a_problem_of_its_own_is_not_submitted(opened: Home, officer: Person) -> None:
    batch = sent(opened, officer, GOOD.format(1) + ",red", headings=HEADINGS + ",colour")
    assert batch.counts == {"blocked": 1, "new": 1}
    with pytest.raises(NotSubmitted, match="blocked"):
        batches.confirm(officer, batch, at=later(2))


def test_what_lies_outside_reach_is_a_problem_of_its_row(opened: Home) -> None:
    elsewhere = person(enrol("officer", ("party", "org-court"), name="elsewhere"))
    assert codes(sent(opened, elsewhere, GOOD.format(1))) == {2: ["outside_reach"]}


def test_nobody_accepts_a_file_of_their_own_and_one_bad_row_keeps_all_out(
    opened: Home, officer: Person, verifier: Person
) -> None:
    batch = sent(opened, officer, GOOD.format(1), GOOD.format(2))
    submitted(opened, officer, batch)
    with pytest.raises(OwnWork):
        batches.accept(opened, officer_and_verifier(officer), batch, at=later(4))
    paper = Paper.objects.order_by("turn").last()
    assert paper
    Paper.objects.filter(pk=paper.pk).update(cells={**paper.cells, "unit": "dirhams"})
    before = reading.size()
    done = batches.accept(opened, verifier, batch, at=later(5))
    assert {name: [one.code for one in found] for name, found in done.problems.items()} == {paper.pk: ["unit_wrong"]}
    assert (reading.size(), {*Paper.objects.values_list("state", flat=True)}) == (before, {"submitted"})


def officer_and_verifier(officer: Person) -> Person:
    from tests.office import give

    give(officer.account, "verifier")
    return person(officer.account)


def test_a_long_file_goes_on_in_the_background_and_tells_when_it_is_done(
    opened: Home, officer: Person, verifier: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_tasks, "AT_ONCE", 2)
    monkeypatch.setattr(batch_tasks, "opened_home", lambda: opened)
    content = "\n".join([HEADINGS, *(GOOD.format(number) for number in range(5))]).encode()
    batch, _ = uploading.receive(opened, officer, "statement.csv", [content], at=later())
    assert not batch_tasks.look(opened, batch, at=later())
    batch.refresh_from_db()
    assert (batch.state, batch.rows, batch.counts) == ("looked", 5, {"new": 5})
    batches.confirm(officer, batch, at=later(2))
    assert not batch_tasks.submit(opened, officer, batch, at=later(2))
    assert batch_tasks.accept(opened, verifier, batch, at=later(3)) is None
    assert {*Paper.objects.values_list("state", flat=True)} == {"accepted"}
    letters = [*officer.account.letters.order_by("made_at").values_list("once", flat=True)]
    assert [one.partition(":")[0] for one in letters] == ["batch_looked", "batch_submitted", "batch_accepted"]


def test_a_look_that_broke_off_begins_anew(opened: Home, officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "PIECE", 2)
    content = "\n".join([HEADINGS, *(GOOD.format(number) for number in range(5))]).encode()
    batch, _ = uploading.receive(opened, officer, "statement.csv", [content], at=later())
    pieces = iter([True, True, False])

    def dies(*told: object) -> object:
        if not next(pieces):
            raise KeyboardInterrupt
        return judge(*told)  # type: ignore[arg-type]

    judge = Looking.judge
    with monkeypatch.context() as patch:
        patch.setattr(Looking, "judge", dies)
        with pytest.raises(KeyboardInterrupt):
            uploading.look(opened, batch, at=later())
    batch.refresh_from_db()
    assert (batch.state, batch.done, Row.objects.count()) == ("reading", 4, 4)
    uploading.look(opened, batch, at=later())
    assert (batch.counts, Row.objects.count()) == ({"new": 5}, 5)


def test_a_bad_row_goes_its_own_way_through_a_form(opened: Home, officer: Person) -> None:
    batch = sent(opened, officer, BAD, GOOD.format(1))
    row = Row.objects.get(effect="problem")
    one, again = (batches.take_out(officer, row, at=later(2)) for _ in range(2))
    assert (one.pk, one.cells["value"]) == (again.pk, "x")
    batch.refresh_from_db()
    assert batch.counts == {"mended": 1, "new": 1}
    assert submitted(opened, officer, batch) == 1
    assert Paper.objects.get(pk=one.pk).state == "draft"


def test_a_file_that_is_given_up_leaves_nothing(opened: Home, officer: Person) -> None:
    batch = sent(opened, officer, GOOD.format(1))
    kept = [path for path in opened.uploads.rglob("*") if path.is_file()]
    assert [oct(path.stat().st_mode & 0o777) for path in kept] == ["0o600"]
    assert uploading.drop(opened, officer, batch.pk, at=later(2))
    assert not [path for path in opened.uploads.rglob("*") if path.is_file()]
    assert Row.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.csv", "x.csv"),
        ("C:\\a\\b.xlsx", "b.xlsx"),
        ("\u202egsc.exe", "gsc.exe"),
        ("", "file"),
        ("a" * 300, "a" * 120),
    ],
)
def test_a_name_leads_nowhere(name: str, kept: str) -> None:
    assert uploading.named(name) == kept
