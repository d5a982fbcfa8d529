"""Use cases and their building blocks as GovStack publishes them, spellings and all.

Fixture: `folder` writes the two files with the rows given, and reads them.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bilan.exchange import formats, govstack
from bilan.exchange.steps import Put, Reading
from bilan.ledger.kinds.capacity import Need, Service
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import explain

DATA = Path(__file__).resolve().parents[4] / "shared/data/govstack-use-cases"
Folder = Callable[..., Reading]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(*use_cases: str, steps: tuple[str, ...] = ()) -> Reading:
        lines = ["use_case,title,sector,status,building_block", *use_cases]
        (tmp_path / govstack.USE_CASES).write_text("\n".join(lines) + "\n", encoding="utf-8")
        lines = ["use_case,step,building_block", *steps]
        (tmp_path / govstack.STEPS).write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert govstack.detect(tmp_path)
        reading = formats.read(tmp_path)
        assert all(explain(problem, language) for problem in reading.problems for language in LANGUAGES)
        return reading

    return write


def keys(reading: Reading, kind: str) -> list[str | None]:
    return [one.draft.key for one in reading.steps if isinstance(one, Put) and one.draft.kind == kind]


def needs(reading: Reading) -> list[Need]:
    return [one.draft.content for one in reading.steps if isinstance(one, Put) and isinstance(one.draft.content, Need)]


def test_two_spellings_of_a_block_are_one_and_what_was_written_is_kept(folder: Folder) -> None:
    found = folder("A-1,A-1 - One,Health,Published,Scheduler", "B-1,B-1 - Two,Health,Published,Scheduling")
    assert keys(found, "building_block") == ["cmp-scheduler"]
    assert [(one.service, one.block, one.note) for one in needs(found)] == [
        ("uc-a-1", "cmp-scheduler", "Written “Scheduler”."),
        ("uc-b-1", "cmp-scheduler", "Written “Scheduling”."),
    ]
    assert {one.basis for one in needs(found)} == {"stated"}


def test_a_block_that_is_named_twice_is_needed_once(folder: Folder) -> None:
    found = folder(
        "A-1,A-1 - One,Health,Published,Registry",
        "A-1,A-1 - One,Health,Published,Digital Registries",
        steps=("A-1,1 - First,Digital Registry",),
    )
    assert keys(found, "need") == ["need-a-1-registries"]
    assert needs(found)[0].locator == "use_case_building_block.csv, row 2"


def test_a_block_that_only_a_step_names_is_a_need_and_says_so(folder: Folder) -> None:
    found = folder("A-1,A-1 - One,Health,Published,Consent", steps=("A-1,2 - Pay,Payments", "A-1,3 - Again,Payments"))
    assert keys(found, "need") == ["need-a-1-consent", "need-a-1-payments"]
    assert needs(found)[1].note == "Written “Payments”. Named by a step only: 2 - Pay."


def test_a_use_case_is_told_by_its_title_and_the_steps_of_a_code_of_two_are_left_out(folder: Folder) -> None:
    found = folder(
        "I-1,I-1 - Cash,Health,Published,Consent",
        "I-1,I-2 - Later Cash,Health,Draft.,Consent",
        "U-1,F-1 - Permit,Health,Published,Consent",
        steps=("I-1,1 - Pay,Payments", "U-1,1 - Ask,GIS", "Z-1,1 - Whose,GIS"),
    )
    assert keys(found, "service") == ["uc-i-1", "uc-i-2", "uc-f-1"]
    services = [one.draft.content for one in found.steps if isinstance(one, Put) and one.draft.kind == "service"]
    assert {one.name["en"] for one in services if isinstance(one, Service)} == {"Cash", "Later Cash", "Permit"}
    assert "need-f-1-gis" in keys(found, "need")
    assert [(one.code, one.severity, one.values["titles"]) for one in found.problems] == [
        ("steps_of_no_use_case", "warning", "I-1, I-2"),
        ("steps_of_no_use_case", "warning", "–"),
    ]


def test_a_word_that_is_no_block_is_told_with_its_place(folder: Folder) -> None:
    found = folder("A-1,A-1 - One,Health,Published,Cloud", "A-1,A-1 - One,Health,Published,Consent")
    assert [(one.code, one.place.row, one.place.column) for one in found.problems] == [
        ("word_of_no_format", 2, "building_block")
    ]
    assert keys(found, "need") == ["need-a-1-consent"]


def test_the_list_of_blocks_spells_no_block_twice() -> None:
    spelt = [one for about in code_list("govstack_block").values() for one in govstack._spellings(about.more)]
    assert len(spelt) == len(set(spelt))


@pytest.mark.skipif(not DATA.exists(), reason="the use cases are not beside the repository")
def test_the_published_use_cases_are_read_whole() -> None:
    found = formats.read(DATA)
    assert [len(keys(found, kind)) for kind in ("service", "building_block", "need")] == [16, 12, 138 + 4]
    assert found.rows == {govstack.USE_CASES: 138, govstack.STEPS: 442}
    only_steps = [f"{one.service} {one.block}" for one in needs(found) if "step only" in (one.note or "")]
    assert only_steps == [
        "uc-edu-1 cmp-payments",
        "uc-hltc-3 cmp-mediator",
        "uc-hltc-4 cmp-mediator",
        "uc-hltc-4 cmp-registries",
    ]
    # Two use cases are published under one code; its 51 steps are nobody's.
    assert [(one.code, one.values["count"]) for one in found.problems] == [("steps_of_no_use_case", "51")]
