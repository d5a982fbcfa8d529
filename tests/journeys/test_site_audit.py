"""An auditor compares two moments, opens the desk, reads the method, computes again and searches."""

import csv
import json
import re
from html import unescape
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from bilan.analysis.asking import HEADS
from bilan.analysis.catalogue import CATALOGUE
from bilan.report.sheets import method
from bilan.report.voice import Voice
from bilan.tables.editions import export
from bilan.terms.languages import LANGUAGES

AFTER = "2013-12-31/2014-12-31"
MINISTER = "2012-08-08/2012-08-08"
STORY = f"{AFTER}/compare/{MINISTER}/"


def read(site: Client, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200, path
    return " ".join(unescape(answer.content.decode()).split())


def test_the_story_of_the_plan_is_told_on_one_page(site: Client) -> None:
    page = read(site, f"/fr/{STORY}")
    assert "Rien n'était vérifié ; l'audit établit entre 11 % et 36 % selon les axes, 99 % étaient attendus" in page
    for told in (
        "Balance called broadly positive",
        "Far from reaching its aims",
        "aucun des 17 indicateurs principaux",
    ):
        assert told in page


def test_the_older_moment_comes_first_whichever_way_it_is_asked(site: Client) -> None:
    one, other = read(site, f"/en/{STORY}"), read(site, f"/en/{MINISTER}/compare/{AFTER}/")
    assert one[one.index("<h1>") : one.index("</h1>")] == other[other.index("<h1>") : other.index("</h1>")]


def test_what_was_moved_stands_struck_through_beside_what_it_became(site: Client) -> None:
    page = read(site, f"/en/{STORY}")
    moved = page[page.index('id="group-moved"') :]
    assert "80,000" in moved[moved.index("<del") : moved.index("</del>")]
    assert "117,000" in moved[moved.index("<ins") : moved.index("</ins>")]
    assert "no reason given" in moved


def test_the_form_leads_to_the_comparison(site: Client) -> None:
    asked = site.get(f"/fr/{AFTER}/compare/", {"other_as_of": "2012-08", "other_known_on": ""})
    assert (asked.status_code, asked["Location"]) == (302, f"/fr/{AFTER}/compare/2012-08-31/2012-08-31/")


def test_the_data_suggests_the_day_of_the_minister_and_the_eve_of_the_audit(site: Client) -> None:
    page = read(site, f"/fr/{AFTER}/compare/")
    assert f'href="/fr/{STORY}"' in page
    assert "/compare/2013-12-31/2014-09-29/" in page


@pytest.mark.parametrize("days", ["2012-13-45/2012-08-08", "9999-12-31/2012-08-08", "x/y"])
def test_days_that_are_none_are_explained(days: str, site: Client) -> None:
    assert site.get(f"/en/{AFTER}/compare/{days}/").status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["compare/", "audit/", "method/", "search/", "search/?q=egov", f"compare/{MINISTER}/"])
def test_every_page_speaks_every_language_on_the_first_day_as_on_the_last(
    language: str, path: str, site: Client
) -> None:
    for days in (AFTER, "2005-01-01/2005-01-01"):
        read(site, f"/{language}/{days}/{path}")


def test_the_desk_finds_the_base_that_changed_and_leads_to_its_entries(site: Client) -> None:
    page = read(site, f"/en/{AFTER}/audit/")
    bases = page[page.index('<h2 id="bases"') : page.index('<h2 id="targets"')]
    assert "Bases that changed with no revision announced: 1" in bases
    assert "33%" in bases
    assert "/entries/of/" in bases


@pytest.mark.parametrize("name", CATALOGUE)
def test_rows_of_an_analysis_are_the_same_on_the_page_in_csv_and_in_json(name: str, site: Client) -> None:
    page = read(site, f"/en/{AFTER}/method/{name}/")
    rows = list(csv.DictReader(StringIO(site.get(f"/en/{AFTER}/method/{name}/rows.csv").content.decode())))
    told = json.loads(site.get(f"/en/{AFTER}/method/{name}/rows.json").content)
    assert f"Rows on these dates: {len(rows)}" in page
    assert len(told["rows"]) == len(rows)
    assert told["as_of"] == "2013-12-31"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_analysis_says_what_it_asks_and_how_in_the_language_of_the_page(language: str, site: Client) -> None:
    voice, rollup = Voice(language), CATALOGUE["rollup"]
    page = uncoded(read(site, f"/{language}/{AFTER}/method/rollup/"))
    assert [head for head in HEADS if spaced(method.told(voice, rollup, head)) not in page] == []
    assert (rollup.told("Formula") in page) == (language == "en")
    assert voice.tell("method", "columns.sub") in page
    assert voice.say("comma").join(voice.label("kind", kind) for kind in rollup.reads) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_lists_the_questions_in_the_language_of_the_page(language: str, site: Client) -> None:
    voice, page = Voice(language), uncoded(read(site, f"/{language}/{AFTER}/method/"))
    questions = {name: spaced(method.told(voice, one, "Question")) for name, one in CATALOGUE.items()}
    assert [name for name, question in questions.items() if question not in page] == []


def uncoded(page: str) -> str:
    """Return a page with the names of the code as the texts of method have them."""
    return re.sub("</?code[^>]*>", "`", page)


def spaced(text: str) -> str:
    """Return a text with the spaces that `read` leaves."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["progress", "pace", "contradictions", "undertakings"])
def test_a_stranger_computes_again_what_the_page_shows(
    name: str, site: Client, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(demo / "editions", None, tmp_path / "edition")
    monkeypatch.chdir(tmp_path / "edition")
    done = duckdb.connect().execute(site.get(f"/en/{AFTER}/method/{name}/query.sql").content.decode())
    told = json.loads(site.get(f"/en/{AFTER}/method/{name}/rows.json").content)["rows"]
    at = [column[0] for column in done.description or ()].index("entries")
    assert [row[at] for row in done.fetchall()] == [row["entries"] for row in told]


@pytest.mark.parametrize("path", ["method/nope/", "method/rollup/query.sql", "method/nope/rows.csv"])
def test_an_analysis_that_is_none_leads_to_those_that_are(path: str, site: Client) -> None:
    answer = site.get(f"/en/{AFTER}/{path}")
    assert answer.status_code == 404
    assert "/method/" in answer.content.decode()


def test_what_was_searched_for_is_marked(site: Client) -> None:
    page = read(site, f"/fr/{AFTER}/search/?q=education")
    assert "<mark>éducation</mark>" in page


def test_a_search_that_is_too_long_is_told_what_is_long_enough(site: Client) -> None:
    answer = site.get("/en/search/", {"q": "a" * 10_000})
    assert answer.status_code == 400
    assert "200" in answer.content.decode()


def test_nothing_found_suggests_something(site: Client) -> None:
    assert "?q=ingenieurs" in read(site, f"/fr/{AFTER}/search/?q=ingenieuers")


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "'; DROP TABLE x; --", "(a+)+$", "\x00\x1b", "\u202eabc", "{% now %}", "%ED%A0%80"],
)
def test_a_search_shows_what_was_typed_as_text_only(typed: str, site: Client) -> None:
    answer = site.get("/en/search/", {"q": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script" not in page
    assert "\u202e" not in page


def test_a_search_of_broken_bytes_is_answered(site: Client) -> None:
    assert site.get("/en/search/?q=%ED%A0%80%FF%00").status_code == 200
