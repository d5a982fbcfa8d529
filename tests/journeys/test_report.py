"""Somebody prints the bilan for a meeting: the file is there whole, or not at all.

Fixtures: `bilan` runs a command line; `demo` is the home of the demonstration; `here` is a folder
to work in, `recorded` makes a home of tables.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from bilan.tables.editions import open_edition

Bilan = Callable[..., Any]
DAYS = ("--as-of", "2013-12-31", "--known-on", "2014-12-31")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def address_of(demo: Path, language: str) -> str:
    """Return where the site shows what is printed."""
    return f"https://plan.example.org/{language}/e-{open_edition(demo / 'editions').name}/2013-12-31/2014-12-31/"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_bilan_is_printed_under_its_days_and_its_language_with_the_address_of_the_site_on_its_cover(
    bilan: Bilan, demo: Path, here: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    seen = bilan("report", *DAYS, "--lang", language, "--home", demo)
    name = f"bilan-2013-12-31-2014-12-31-{language}.pdf"
    assert (seen.code, [path.name for path in here.iterdir()]) == (0, [name])
    assert name in seen.out
    pages = pypdf.PdfReader(here / name).pages
    assert str(len(pages)) in seen.out
    assert address_of(demo, language) in pages[0].extract_text().replace("\n", "")


def test_a_paper_of_before_the_audit_knows_nothing_of_it_and_a_program_is_told_what_was_printed(
    bilan: Bilan, demo: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    for known, names in (("2013-12", False), ("2014-12-31", True)):
        told = bilan(
            "report", here / "one.pdf", "--as-of", "2013-12-31", "--known-on", known, "--json", "--home", demo
        ).told
        pages = [page.extract_text() for page in pypdf.PdfReader(here / "one.pdf").pages]
        words = " ".join(pages)
        assert len(pages) == told["pages"]
        assert (address_of(demo, "en") in pages[0].replace("\n", "")) is names
        assert ("audited · 30 June 2013" in " ".join(words.split())) is names
        assert told["known_on"] == f"{known[:7]}-31"
        assert told["notes"] == ([] if names else ["2013-12 is read as its last day, 31 December 2013."])
        assert (told["as_of"], told["language"]) == ("2013-12-31", "en")
        assert Path(told["file"]).stat().st_size == told["bytes"]


def test_a_folder_that_is_not_there_is_named_and_nothing_is_written(bilan: Bilan, demo: Path, here: Path) -> None:
    seen = bilan("report", here / "nowhere" / "mine.pdf", *DAYS, "--home", demo)
    assert (seen.code, list(here.iterdir())) == (4, [])
    assert "nowhere" in seen.err


def test_a_full_disk_leaves_the_paper_of_yesterday(
    bilan: Bilan, recorded: Callable[[dict[str, str]], Path], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = recorded({"plan": "key,name_en,starts_on,ends_on,currency\nplan,A plan,2009,2013,MAD\n"})
    before = sorted(here.iterdir())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (here / "mine.pdf").write_bytes(b"yesterday")
    monkeypatch.setattr(os, "fsync", full)
    seen = bilan("report", here / "mine.pdf", *DAYS, "--home", home)
    assert (seen.code, sorted(here.iterdir())) == (5, sorted([*before, here / "mine.pdf"]))
    assert (here / "mine.pdf").read_bytes() == b"yesterday"
