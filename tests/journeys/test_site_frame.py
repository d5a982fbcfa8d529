"""Come to the site as readers do: with a language, with dates, with a link that somebody mistyped, with bad intent.

Fixtures: `site` reads the site of the demonstration.
"""

import re

import pytest
from django.test import Client

MINISTER = "2012-08-08/2012-08-08/"
LANGUAGES = ("fr", "ar", "en")
NO_STORE = "no-store"


def text_of(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "given"),
    [("ar-MA,fr;q=0.8", "ar"), ("fr;q=0.3, en;q=0.9", "en"), ("zgh", "fr"), ("", "fr"), ("en;q=x,,;;q=", "en")],
)
def test_a_reader_is_sent_to_the_language_that_the_browser_asks_for(site: Client, asked: str, given: str) -> None:
    answer = site.get("/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{given}/")
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_says_its_dates_its_edition_and_its_permanent_address(site: Client, language: str) -> None:
    page = text_of(site, f"/{language}/{MINISTER}")
    assert f'<html lang="{language}"' in re.sub(r"\s+", " ", page)
    assert page.count('value="2012-08-08"') == 2
    [edition] = set(re.findall(r"/e-([0-9a-f]{16})/2012-08-08/2012-08-08/", page))
    permanent = site.get(f"/{language}/e-{edition}/{MINISTER}")
    assert permanent.status_code == 200
    assert f"<code>{edition}</code>" in permanent.content.decode()


def test_a_page_under_its_permanent_address_tells_the_same(site: Client) -> None:
    page = text_of(site, f"/fr/{MINISTER}")
    [edition] = set(re.findall(r"/e-([0-9a-f]{16})/", page))
    permanent = text_of(site, f"/fr/e-{edition}/{MINISTER}")
    assert permanent.replace(f"/e-{edition}/", "/") == page.replace(f"/e-{edition}/", "/")


def test_dates_chosen_in_the_form_become_part_of_the_address(site: Client) -> None:
    answer = site.get("/fr/", {"as_of": "2012-08", "known_on": "2013"})
    assert answer.headers["Location"] == "/fr/2012-08-31/2013-12-31/"
    one = site.get("/fr/indicators/", {"as_of": "", "known_on": "2012-08-08"})
    assert one.headers["Location"] == "/fr/2012-08-08/2012-08-08/indicators/"


def test_dates_chosen_on_a_page_of_search_keep_what_was_searched_for(site: Client) -> None:
    page = text_of(site, "/en/search/?q=e-gov")
    assert '<input type="hidden" name="q" value="e-gov">' in " ".join(page.split())
    answer = site.get("/en/search/", {"q": "e-gov", "as_of": "2012-08-08", "known_on": "2012-08-08"})
    assert answer.headers["Location"] == "/en/2012-08-08/2012-08-08/search/?q=e-gov"


@pytest.mark.parametrize(
    "given", ["2012-13-45", "yesterday", "2012/08", "9" * 10_000, "\x00", "2012-08-08'--", "<b>", ".."]
)
def test_what_is_no_day_is_told_with_an_example(site: Client, given: str) -> None:
    answer = site.get("/en/", {"as_of": given})
    assert answer.status_code == 400
    assert "2012-08-08" in answer.content.decode()
    assert "<b>" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == NO_STORE


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/en/2999-01-01/2999-01-01/", 400, "has not come yet"),
        ("/en/2012-99-99/2012-08-08/", 400, "cannot be read as a date"),
        ("/en/e-ffffffffffffffff/", 404, "no such edition"),
        ("/en/e-%00/", 404, "no such edition"),
        ("/en/e-../", 404, "no such edition"),
        ("/en/no/such/page/", 404, "no such page"),
        ("/fr/no/such/page/", 404, "n&#x27;existe pas"),
        ("/xx/", 404, ""),
        ("/" + "a" * 10_000, 404, ""),
        ("/ar/%3Cscript%3E", 404, "غير موجودة"),
    ],
)
def test_a_wrong_address_is_told_in_the_readers_language_with_a_way_on(
    site: Client, address: str, status: int, says: str
) -> None:
    answer = site.get(address)
    page = answer.content.decode()
    assert (answer.status_code, says in page) == (status, True)
    assert "<script" not in page
    assert "Traceback" not in page
    assert re.search(r'<a href="/(fr|ar|en)/">', page)
    assert len(page) < 10_000


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_a_page_can_only_be_read(site: Client, method: str) -> None:
    answer = getattr(site, method)("/fr/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert site.head("/fr/").status_code == 200


def test_a_day_before_the_plan_and_one_after_it_are_shown_with_a_word_of_warning(site: Client) -> None:
    assert "before the plan began" in text_of(site, "/en/2005-01-01/2005-01-01/")
    assert "The plan ended on 31 December 2013" in text_of(site, "/en/2020-01-01/2020-01-01/")


def test_a_page_is_kept_by_the_browser_until_what_it_is_made_of_changes(site: Client) -> None:
    first = site.get(f"/fr/{MINISTER}")
    tag = first.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    again = site.get(f"/fr/{MINISTER}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    others = [f"/ar/{MINISTER}", "/fr/2012-08-08/2012-08-09/", "/fr/2012-08-07/2012-08-08/"]
    assert len({tag, *(site.get(one).headers["ETag"] for one in others)}) == 4


def test_a_compressed_page_has_a_tag_of_its_own_and_is_the_same_page(site: Client) -> None:
    import brotli

    plain, packed = site.get(f"/fr/{MINISTER}"), site.get(f"/fr/{MINISTER}", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert brotli.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_public_page_sets_no_cookie_and_lets_nothing_in_from_elsewhere(site: Client) -> None:
    answer = site.get("/fr/")
    assert not answer.cookies
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.content.decode())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
