"""What a proposal would change, computed before it is recorded, is what it changes once it is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, edition_of, entry, indicator

from bilan.acts.effects import foreseen
from bilan.acts.loading import Looked
from bilan.exchange.preview import Outcome
from bilan.exchange.steps import Put, Reading
from bilan.ledger.entries import Draft, read_content
from bilan.report.view import View
from bilan.tables.session import open_session

AT = datetime(2012, 10, 5, tzinfo=UTC)
DAY = date(2012, 12, 31)
BEFORE = (
    PLAN,
    entry("source", "src-a", publisher="A", source_kind="press", published_on="2012-05-05", recorded_on="2012-06-01"),
    entry("party", "group-a", name="A group", party_kind="group", recorded_on="2012-06-01"),
    indicator("ind-a"),
    indicator("ind-rate", measure="rate", unit="percent", numerator="ind-a"),
    entry("baseline", "base-a", indicator="ind-a", value="10", about="2009", recorded_on="2012-06-01"),
    entry("target", "tgt-a", indicator="ind-a", value="30", due_on="2013", set_on="2009", version="original"),
    entry("statement", "st-a", indicator="ind-a", value="12", about="2011", said_on="2011-12-31", nature="declared"),
)


def figure(key: str, **content: str) -> Told:
    told: dict[str, Any] = {"indicator": "ind-a", "about": "2012-06", "nature": "declared", **content}
    return entry("statement", key, **told)


CASES: dict[str, tuple[Told, ...]] = {
    "a newer figure": (figure("st-b", value="20", said_on="2012-07-01"),),
    "a verified one, public with its source": (figure("st-b", value="19", nature="measured", source="src-a"),),
    "a figure of a source recorded with it": (
        entry("source", "src-b", publisher="B", source_kind="press", published_on="2012-09"),
        figure("st-b", value="21", source="src-b"),
    ),
    "a rate that also tells its numerator": (
        figure("st-b", indicator="ind-rate", value="50", denominator="50", said_on="2012-07-01"),
    ),
    "a figure corrected": (replace(figure("st-a", value="13", said_on="2012-07-01"), replaces=7),),
    "a figure withdrawn": (entry("withdrawal", entry=7, reason="correction"),),
    "a target moved": (
        replace(
            entry("target", "tgt-a", indicator="ind-a", value="60", due_on="2014", set_on="2012", version="revised"),
            replaces=6,
        ),
    ),
    "a figure of a group of states, which is none of the plan": (figure("st-b", value="5", subject="group-a"),),
    "nothing": (),
}
ANALYSES = ("progress", "pace", "rollup")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> View:
    return opened([*BEFORE], tmp_path_factory.mktemp("before"))


@pytest.mark.parametrize("case", CASES)
def test_what_is_foreseen_is_what_comes(case: str, before: View, tmp_path: Path) -> None:
    proposed = [replace(one, recorded_on="2012-10-05") for one in CASES[case]]
    after = opened([*BEFORE, *proposed], tmp_path)
    beside = foreseen(before, looked(proposed), by="desk/officer", at=AT)
    for name in ANALYSES:
        assert beside.ask(name) == after.ask(name), name


def test_nothing_of_it_stays(tmp_path: Path) -> None:
    view = opened([*BEFORE], tmp_path)
    files = sorted(tmp_path.rglob("*"))
    foreseen(view, looked(CASES["a newer figure"]), by="desk/officer", at=AT).ask("progress")
    assert sorted(tmp_path.rglob("*")) == files
    assert opened([*BEFORE], tmp_path).ask("progress") == view.ask("progress")


def opened(told: list[Told], home: Path) -> View:
    return View(open_session(edition_of(told, home), as_of=DAY, known_on=DAY))


def looked(told: object) -> Looked:
    drafts = [_draft(one) for one in told]  # type: ignore[attr-defined]
    outcomes = tuple(Outcome(Put(one), "new", one) for one in drafts)
    return Looked(Reading(tuple(Put(one) for one in drafts)), outcomes, (), len(BEFORE))


def _draft(told: Told) -> Draft:
    return Draft(read_content(told.kind, told.content), told.key, told.replaces)
