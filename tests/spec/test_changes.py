"""What changed between two cuts: who said what is new, and what it was before."""

from pathlib import Path
from typing import Any

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis.asking import Row
from bilan.analysis.changes import changes


def between(told: list[Told], home: Path, first: str, second: str) -> list[Row]:
    return changes(
        session_of([PLAN, indicator(), *told], home, as_of=first),
        session_of([PLAN, indicator(), *told], home, as_of=second),
    )


def said(key: str, value: str, day: str, **content: Any) -> Told:
    return entry(
        "statement",
        key,
        indicator="ind-a",
        value=value,
        nature="declared",
        about=day,
        said_on=day,
        speaker_name="A. Minister",
        **content,
    )


def target(key: str, value: str, day: str, version: str, **content: Any) -> Told:
    return entry("target", key, indicator="ind-a", value=value, due_on="2013", set_on=day, version=version, **content)


def test_what_was_said_in_between_is_told_with_its_speaker(tmp_path: Path) -> None:
    (row,) = between(
        [said("st-a", "10.50", "2011"), said("st-b", "22", "2012-10-05")], tmp_path, "2012-08-08", "2013-01-01"
    )
    assert (row["change"], row["before"], row["now"], row["who"], row["entries"]) == (
        "said",
        None,
        "22",
        "A. Minister",
        [3],
    )


def test_a_replaced_value_shows_what_it_was(tmp_path: Path) -> None:
    new = said("st-a", "12.5", "2012-10-05")
    told = [said("st-a", "10", "2011"), Told(new.kind, new.key, new.content, 2)]
    (row,) = between(told, tmp_path, "2012-08-08", "2013-01-01")
    assert (row["change"], row["before"], row["now"], row["entries"]) == ("replaced", "10", "12.5", [2, 3])


def test_a_revised_target_has_moved_and_bears_its_reason_or_none(tmp_path: Path) -> None:
    told = [target("tgt-a", "89", "2009", "original"), target("tgt-b", "56", "2012-10", "revised", supersedes="tgt-a")]
    (row,) = between(told, tmp_path, "2012-08-08", "2013-01-01")
    assert (row["change"], row["before"], row["now"], row["reason"]) == ("moved", "89", "56", None)


def test_a_target_told_otherwise_is_restated_not_moved(tmp_path: Path) -> None:
    told = [target("tgt-a", "89", "2009", "original"), target("tgt-b", "90", "2012-10", "restated", supersedes="tgt-a")]
    assert [row["change"] for row in between(told, tmp_path, "2012-08-08", "2013-01-01")] == ["restated"]


def test_each_value_keeps_its_own_qualifier(tmp_path: Path) -> None:
    told = [
        target("tgt-a", "80000", "2009", "original", qualifier="exact"),
        target("tgt-b", "117000", "2012-10", "revised", supersedes="tgt-a", qualifier="more_than"),
    ]
    (row,) = between(told, tmp_path, "2012-08-08", "2013-01-01")
    assert (row["before_qualifier"], row["qualifier"]) == ("exact", "more_than")


def test_what_was_withdrawn_is_no_longer_in_force(tmp_path: Path) -> None:
    told = [said("st-a", "10", "2011"), entry("withdrawal", entry=2, published_on="2012-12-01")]
    (row,) = between(told, tmp_path, "2012-08-08", "2013-01-01")
    assert (row["change"], row["before"], row["now"], row["entries"]) == ("no_longer", "10", None, [2])


def test_nothing_changes_between_a_day_and_itself(tmp_path: Path) -> None:
    assert between([said("st-a", "10", "2011")], tmp_path, "2012-08-08", "2012-08-08") == []
