"""Somebody prints the bilan for a meeting: the file is there whole, or not at all.

Fixtures: `bilan` runs a command line; `demo` is the home of the demonstration; `here` is an empty folder to work in.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

Bilan = Callable[..., Any]
DAYS = ("--as-of", "2013-12-31", "--known-on", "2014-12-31")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_bilan_is_printed_under_its_days_and_its_language(
    bilan: Bilan, demo: Path, here: Path, language: str
) -> None:
    seen = bilan("report", *DAYS, "--lang", language, "--home", demo)
    name = f"bilan-2013-12-31-2014-12-31-{language}.pdf"
    assert (seen.code, [path.name for path in here.iterdir()]) == (0, [name])
    assert name in seen.out
    assert str(len(pypdf.PdfReader(here / name).pages)) in seen.out


def test_a_program_is_told_what_was_printed(bilan: Bilan, demo: Path, here: Path) -> None:
    told = bilan(
        "report", here / "mine.pdf", "--as-of", "2012-08", "--known-on", "2012-08-08", "--json", "--home", demo
    ).told
    assert (told["as_of"], told["known_on"], told["language"]) == ("2012-08-31", "2012-08-08", "en")
    assert told["notes"] == ["2012-08 is read as its last day, 31 August 2012."]
    assert Path(told["file"]).stat().st_size == told["bytes"]


def test_a_paper_of_before_the_audit_knows_nothing_of_it(bilan: Bilan, demo: Path, here: Path) -> None:
    for known, names in (("2013-12-31", False), ("2014-12-31", True)):
        bilan("report", "one.pdf", "--as-of", "2013-12-31", "--known-on", known, "--home", demo)
        words = " ".join(page.extract_text() for page in pypdf.PdfReader(here / "one.pdf").pages)
        assert ("audited · 30 June 2013" in " ".join(words.split())) is names


def test_a_folder_that_is_not_there_is_named_and_nothing_is_written(bilan: Bilan, demo: Path, here: Path) -> None:
    seen = bilan("report", here / "nowhere" / "mine.pdf", *DAYS, "--home", demo)
    assert (seen.code, list(here.iterdir())) == (4, [])
    assert "nowhere" in seen.err


def test_a_full_disk_leaves_the_paper_of_yesterday(
    bilan: Bilan, demo: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (here / "mine.pdf").write_bytes(b"yesterday")
    monkeypatch.setattr(os, "fsync", full)
    seen = bilan("report", here / "mine.pdf", *DAYS, "--home", demo)
    assert (seen.code, [path.name for path in here.iterdir()]) == (5, ["mine.pdf"])
    assert (here / "mine.pdf").read_bytes() == b"yesterday"


def test_the_address_of_the_site_stands_on_the_cover(
    bilan: Bilan, demo: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    edition = bilan("report", "mine.pdf", *DAYS, "--json", "--home", demo).told["edition"]
    cover = pypdf.PdfReader(here / "mine.pdf").pages[0].extract_text().replace("\n", "")
    assert f"https://plan.example.org/en/e-{edition}/2013-12-31/2014-12-31/" in cover


def test_the_demonstration_prints_one_too(bilan: Bilan, demo: Path, tmp_path: Path) -> None:
    assert list(demo.glob("bilan-*.pdf")) == [demo / "bilan-2013-12-31-2014-12-31-en.pdf"]
    seen = bilan("demo", "--lang", "fr", "--home", tmp_path / "home")
    assert (tmp_path / "home/bilan-2013-12-31-2014-12-31-fr.pdf").is_file()
    assert "bilan-2013-12-31-2014-12-31-fr.pdf" in seen.out.replace("\n", "")
