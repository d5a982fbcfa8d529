"""An analyst asks an analysis of files alone, and chooses its numbers; nothing is recorded."""

from pathlib import Path

import pytest
from tests.journeys.conftest import Bilan

from bilan.cli.failures import Ends

PLAN = "key,name_en,starts_on,ends_on,currency\nplan,A plan,2009,2013,MAD\n"
INDICATOR = "key,node,name_en,unit,measure,direction,headline\nind-jobs,plan,Jobs,jobs,stock,up,true\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.csv").write_text(PLAN, encoding="utf-8")
    (tmp_path / "indicator.csv").write_text(INDICATOR, encoding="utf-8")
    return tmp_path


def test_files_alone_answer_a_question(bilan: Bilan, folder: Path) -> None:
    ran = bilan("--json", "analyse", "progress", "--from", folder, "--as-of", "2012-08-08")
    assert ran.code == Ends.WELL
    assert [row["indicator"] for row in ran.told["rows"]] == ["ind-jobs"]


def test_several_paths_are_read_as_one(bilan: Bilan, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    more = tmp_path_factory.mktemp("more") / "baseline.csv"
    more.write_text("key,indicator,value,about\nbase-jobs,ind-jobs,100,2008\n", encoding="utf-8")
    ran = bilan("--json", "analyse", "progress", "--from", folder, "--from", more, "--as-of", "2012-08-08")
    assert [row["baseline"] for row in ran.told["rows"]] == ["100"]


def test_what_is_wrong_in_the_files_is_told_with_its_place(bilan: Bilan, folder: Path) -> None:
    (folder / "baseline.csv").write_text("key,indicator,value,about\nbase,ind-jobz,100,2008\n", encoding="utf-8")
    ran = bilan("analyse", "progress", "--from", folder)
    assert ran.code == Ends.WELL
    assert "baseline.csv:2, indicator" in ran.err
    assert "ind-jobs" in ran.out


def test_files_of_which_nothing_can_be_read_are_no_answer(bilan: Bilan, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("key,name_en\nplan,\n", encoding="utf-8")
    ran = bilan("analyse", "progress", "--from", tmp_path)
    assert (ran.code, ran.out) == (Ends.PROBLEMS, "")
    assert "nothing of these files" in ran.err


def test_a_path_that_is_not_there_is_said(bilan: Bilan, tmp_path: Path) -> None:
    ran = bilan("analyse", "progress", "--from", tmp_path / "nowhere")
    assert ran.code == Ends.NOT_FOUND
    assert "nowhere" in ran.err


@pytest.mark.parametrize("chosen", ["seed=1", "quality=1"])
def test_a_number_that_an_analysis_does_not_take_is_refused(bilan: Bilan, folder: Path, chosen: str) -> None:
    ran = bilan("analyse", "quality", "--from", folder, "--set", chosen)
    assert (ran.code, ran.out) == (Ends.USAGE, "")
    assert chosen in ran.err


def test_a_number_must_be_one(bilan: Bilan, folder: Path) -> None:
    ran = bilan("analyse", "quality", "--from", folder, "--set", "seed=seven")
    assert ran.code == Ends.USAGE
    assert "seven" in ran.err
