"""Keep the measurements of the site from rotting: the ledger they make, and what they take from the documents."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench import front, serving, territories
from bench.table import Line, row
from bilan.analysis import catalogue
from bilan.tables.editions import open_edition
from bilan.tables.session import open_session

SCRIPT = """
import sys
from pathlib import Path
from bench import territories
from bilan.config.home import open_home

print(territories.make(open_home(Path(sys.argv[1])), 1).size)
"""


def test_every_quarter_tells_each_indicator_of_the_nation_and_of_every_site() -> None:
    told = [draft.content for draft in territories.said(territories.POINTS[3], 2)]
    subjects = Counter(one.model_dump()["subject"] for one in told)
    assert subjects == {
        None: territories.INDICATORS,
        "site-0": territories.INDICATORS,
        "site-1": territories.INDICATORS,
    }


def test_the_last_quarter_of_a_year_is_measured_and_told_in_the_next() -> None:
    point = territories.POINTS[7]
    assert (point.about, point.nature, str(point.told_on)) == ("2011-12", "measured", "2012-02-15")


def test_the_product_takes_the_ledger_and_its_panorama_can_be_seen(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=True, cwd=front.ROOT
    )
    edition = open_edition(tmp_path / "editions")
    assert edition.size == int(made.stdout)
    seen = catalogue.see(open_session(edition, as_of=territories.PAST, known_on=territories.PAST))
    assert len(seen.lines) == 1 + territories.AXES
    assert {one.code for one in seen.alerts} == {"declared_beyond_verified"}


def test_nginx_keeps_and_passes_on_as_the_document_says(tmp_path: Path) -> None:
    text = front.configured(front.DOCUMENT.read_text(encoding="utf-8"), tmp_path, 8100, 8101)
    assert "listen 127.0.0.1:8100;" in text
    assert "proxy_pass http://127.0.0.1:8101;" in text
    assert "proxy_cache_revalidate on;" in text
    assert f"proxy_cache_path {tmp_path}/cache " in text


def test_a_document_that_says_nothing_of_nginx_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        front.configured("Serve the site", tmp_path, 8100, 8101)


def test_a_process_is_counted_with_those_below_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = serving.family(os.getpid())
        child.communicate(b"\n")
    assert {os.getpid(), child.pid} <= set(found)


def test_a_budget_that_is_missed_stands_out() -> None:
    assert (
        row(Line("Panorama", "1 s", budget="0.1 s", kept=False).cells()) == "| Panorama | 1 s |  |  | 0.1 s | **no** |"
    )
