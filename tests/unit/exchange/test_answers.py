"""The answer of an analysis for programs: what a stranger computes again is what the page shows.

Fixture: `downloaded` is an edition as a stranger has it. Each script is run in a DuckDB of its own.
"""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.editions_of import PLAN, edition_of, entry, indicator

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import CATALOGUE, ask
from bilan.exchange.answers import as_csv, as_script
from bilan.tables.editions import Edition, export
from bilan.tables.session import open_session

DAY = date(2013, 12, 31)
TOLD = [
    PLAN,
    indicator(headline=True),
    entry("target", "tgt-a", indicator="ind-a", value="89", due_on="2013", set_on="2009", version="original"),
    entry("baseline", "bl-a", indicator="ind-a", value="16", about="2008"),
    *(
        entry(
            "statement",
            f"st-{nature}",
            indicator="ind-a",
            value=value,
            nature=nature,
            about=about,
            said_on=about,
            organisation_name="=1+1",
        )
        for nature, value, about in (("declared", "29", "2013-01-29"), ("audited", "25", "2013-06-30"))
    ),
]


@pytest.fixture(scope="module")
def downloaded(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("downloaded")
    made = edition_of(TOLD, folder / "home")
    return export(folder / "home", made.name, folder / "out")


@pytest.mark.parametrize("name", [name for name, one in CATALOGUE.items() if one.query])
def test_the_script_of_a_query_gives_a_stranger_the_same_rows(
    name: str, downloaded: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(downloaded, as_of=DAY, known_on=DAY)
    monkeypatch.chdir(downloaded.folder)
    script = as_script(CATALOGUE[name], session.cut, filled=_filled(downloaded.folder))
    assert _run(script) == ask(session, name).rows


def test_a_cell_of_an_answer_is_run_by_no_spreadsheet() -> None:
    rows = [{"a": "=1+1", "b": -2, "c": None, "d": [1, 2], "e": date(2012, 8, 8), "f": True}]
    assert as_csv(tuple("abcdef"), rows) == "a,b,c,d,e,f\n'=1+1,-2,,1;2,2012-08-08,yes\n"


def _run(script: str) -> list[Row]:
    done = duckdb.connect(config={"threads": 1}).execute(script)
    names = [column[0] for column in done.description or ()]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def _filled(folder: Path) -> set[str]:
    return {path.name for path in (folder / "tables").iterdir()}
