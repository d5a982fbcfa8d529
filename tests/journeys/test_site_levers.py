"""A citizen looks at the levers of the plan: each concludes, or names the figure that is missing."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from bilan.report.sheets.levers.every import CONCLUSIONS
from bilan.terms.languages import LANGUAGES
from bilan.web.pages.levers import LEVERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_is_on_the_index_and_on_the_panorama(site: Client, language: str) -> None:
    for path in ("levers/", ""):
        page = site.get(f"/{language}/2013-12-31/2014-12-31/{path}").content.decode()
        shown = re.findall(rf'href="/{language}/2013-12-31/2014-12-31/levers/([a-z]+)/"', page)
        assert list(dict.fromkeys(shown)) == list(LEVERS)


def test_every_lever_has_its_conclusion_and_its_page() -> None:
    assert list(CONCLUSIONS) == list(LEVERS)


def test_a_lever_that_there_is_not_is_answered_with_those_there_are(site: Client) -> None:
    page = site.get("/fr/levers/wishes/")
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert all(f"/fr/levers/{name}/" in page.content.decode() for name in LEVERS)
