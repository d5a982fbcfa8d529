"""On paper it is printed where things will end, with the chance of each target and what such forecasts were worth."""

from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.paper import forecasts
from bilan.report.paper.blocks import Block, Heading, Listing, Prose, Table
from bilan.report.paper.pen import Pen
from bilan.report.view import View
from bilan.report.voice import Voice

AIM: dict[str, Any] = {"indicator": "ind-a", "value": "100", "due_on": "2013", "version": "original"}


def said(value: str, year: int) -> Told:
    facts: dict[str, Any] = {"indicator": "ind-a", "value": value, "nature": "measured", "about": f"{year}-12-31"}
    return entry("statement", f"st-{year}", **facts, published_on=f"{year}-12-31")


TOLD = [
    PLAN,
    indicator("ind-a", name={"en": "Jobs created"}),
    entry("target", "tgt", **AIM, set_on="2009-01-01", published_on="2009-01-01"),
    *(said(value, year) for value, year in (("10", 2008), ("30", 2009), ("50", 2010))),
]


def chapter(told: list[Told], home: Path, language: str = "en") -> list[Block]:
    view = View(session_of(told, home, as_of="2011-06-30"))
    return list(forecasts.chapter(Pen(view, Voice(language))))


def words_of(blocks: list[Block]) -> str:
    lines = [run.text for one in blocks if isinstance(one, Prose) for run in one.line]
    lines += [run.text for one in blocks if isinstance(one, Listing) for line in one.lines for run in line]
    return " ".join([*lines, *(one.text for one in blocks if isinstance(one, Heading))])


def test_each_target_is_printed_with_its_interval_and_its_chance(tmp_path: Path) -> None:
    blocks = chapter(TOLD, tmp_path)
    (table,) = (one for one in blocks if isinstance(one, Table))
    (row,) = table.rows
    told = [" ".join(run.text for line in cell.lines for run in line) for cell in row]
    assert told[0].startswith("Jobs created 100 jobs")
    assert told[1].startswith("between ")
    assert "%" in told[2]


def test_the_whole_is_said_first_and_the_record_last(tmp_path: Path) -> None:
    said = words_of(chapter(TOLD, tmp_path))
    assert "chances in 10" in said
    assert "How good were our forecasts" in said
    assert "Elsewhere, where thousands of outcomes are known" in said


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_where_nothing_is_to_be_foreseen_that_is_said(tmp_path: Path, language: str) -> None:
    said = words_of(chapter([PLAN], tmp_path, language))
    assert {"fr": "Rien n'est à prévoir", "ar": "لا شيء يُتوقع", "en": "nothing to foresee"}[language] in said
