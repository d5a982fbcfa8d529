"""A clerk loads files and records figures; what is wrong is said with its place and its remedy.

Fixtures: `bilan` runs a command line; `desk` is a home with the demonstration, to be written to; `rows` writes a file.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Bilan = Callable[..., Any]

HEAD = "key,indicator,value,nature,about,said_on"
GOOD = "st-good,ind-egov-operational,24,declared,2012-09,2012-09-01"
BAD = "st-bad,ind-egov-operationel,22,declared,08/09/2012,2012-09-01"
Rows = Callable[..., Path]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    def write(*lines: str) -> Path:
        path = tmp_path / "statement.csv"
        path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def _size(bilan: Bilan, desk: Path) -> int:
    return int(bilan("verify", "--home", desk, "--json").told["size"])


def test_nothing_is_recorded_while_a_row_is_wrong(bilan: Bilan, desk: Path, rows: Rows) -> None:
    seen = bilan("load", rows(GOOD, BAD), "--yes", "--home", desk)
    assert seen.code == 1
    assert "statement.csv:3, about: “08/09/2012” can be read as two different days" in " ".join(seen.err.split())
    assert _size(bilan, desk) == 1242


def test_the_clean_rows_are_recorded_when_the_person_says_so(bilan: Bilan, desk: Path, rows: Rows) -> None:
    told = bilan("load", rows(GOOD, BAD), "--only-clean", "--yes", "--home", desk, "--json").told
    assert (told["recorded"], told["refused"], _size(bilan, desk)) == ([1242], 1, 1243)


def test_looking_records_nothing(bilan: Bilan, desk: Path, rows: Rows) -> None:
    seen = bilan("load", rows(GOOD), "--home", desk)
    assert (seen.code, "Add --yes to record" in seen.err, _size(bilan, desk)) == (0, True, 1242)


def test_a_file_loaded_twice_changes_nothing(bilan: Bilan, desk: Path, rows: Rows) -> None:
    bilan("load", rows(GOOD), "--yes", "--home", desk)
    told = bilan("load", rows(GOOD), "--yes", "--home", desk, "--json").told
    assert (told["new"], told["unchanged"], told["recorded"]) == (0, 1, [])


def test_a_figure_is_recorded_replaced_and_withdrawn(bilan: Bilan, desk: Path) -> None:
    said = ("record", "statement", "--key", "st-new", "indicator=ind-egov-operational", "nature=declared")
    assert bilan(*said, "value=22", "--home", desk).code == 0
    again = bilan(*said, "value=23", "--home", desk, "--json").told
    assert again["recorded"] == [{"number": 1243, "kind": "statement", "key": "st-new", "replaces": 1242}]
    assert bilan("withdraw", "st-new", "--reason", "correction", "--home", desk).code == 0
    entry = bilan("entry", "st-new", "--home", desk, "--json").told
    assert entry["ended_by"] == [{"number": 1244, "kind": "withdrawal"}]
    assert entry["content"]["value"] == "23"


def test_an_entry_is_read_from_json(bilan: Bilan, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = {"indicator": "ind-egov-operational", "nature": "declared", "value": "80.0"}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(content)))
    assert bilan("record", "statement", "--key", "st-json", "--home", desk).code == 0
    assert bilan("entry", "st-json", "--home", desk, "--json").told["content"] == content


def test_a_slip_of_the_pen_is_answered_with_the_word_that_was_meant(bilan: Bilan, desk: Path) -> None:
    seen = bilan("record", "statement", "--key", "st-new", "indicatr=ind-egov-operational", "value=22", "--home", desk)
    assert (seen.code, "indicator?" in seen.err) == (1, True)


def test_what_is_redacted_is_gone_and_everything_still_verifies(bilan: Bilan, desk: Path, rows: Rows) -> None:
    bilan("load", rows(GOOD), "--yes", "--home", desk)
    bilan("edition", "build", "--home", desk)
    done = bilan("redact", "st-good", "--words", "private", "--authority", "CNDP, 2015", "--yes", "--home", desk)
    left = bilan("entry", "1242", "--home", desk, "--json").told
    assert (done.code, left["content"], bilan("verify", "--home", desk).code) == (0, None, 0)
    assert bilan("prove", "1242", "--home", desk).code == 5


def test_recorded_entries_wait_for_an_edition_and_it_is_said(bilan: Bilan, desk: Path, rows: Rows) -> None:
    bilan("load", rows(GOOD), "--yes", "--home", desk)
    assert "in no edition yet: 1" in bilan("indicator", "ind-egov-operational", "--home", desk).err
    assert bilan("edition", "build", "--home", desk).code == 0
    assert "24 projects" in bilan("indicator", "ind-egov-operational", "--home", desk).out


def test_a_figure_typed_beside_the_demonstration_starts_no_ledger_of_its_own(
    bilan: Bilan, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    desk.rename(tmp_path / "var/demo")
    seen = bilan("record", "statement", "--key", "st-new", "indicator=ind-nowhere", "value=1", "nature=declared")
    assert (seen.code, "demonstration" in seen.err) == (1, True)
    assert not (tmp_path / "var/bilan").exists()


def test_the_first_entry_starts_a_ledger_where_there_is_none(
    bilan: Bilan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = bilan("record", "source", "--key", "src-one", "publisher=TelQuel", "source_kind=press")
    assert (seen.code, (tmp_path / "var/bilan").exists()) == (0, True)
