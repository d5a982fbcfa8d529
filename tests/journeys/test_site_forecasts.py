"""Read where the plan will end, on the site and on the terminal.

Fixtures: `site` reads the site of the demonstration; `demo` is its home; `bilan` runs a command line.
"""

import re
from html import unescape
from itertools import cycle
from pathlib import Path

import pytest
from django.test import Client
from tests.journeys.conftest import Bilan

MINISTER = "2012-08-08/2012-08-08"
AUDITED = "2013-12-31/2014-12-31"
LONG = ("--as-of", "2012-08-08", "--known-on", "2012-08-08")
CHANCES = {
    "fr": r"chances? sur 100?\b",
    "ar": r"احتمال (دون |يفوق )?\d+ من 100?\b",
    "en": r"chances? in 100?\b",
}
REASONS = {"fr": "Pas de prévision", "ar": "لا تنبؤ", "en": "No forecast"}
NOTHING = {"fr": "Rien à dire de plus", "ar": "لا شيء يضاف", "en": "Nothing more to say"}
KNOWN = {"fr": "à l'échéance est déjà public", "ar": "عند حلول الأجل", "en": "about the due day is public"}


def text_of(site: Client, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def plain(page: str) -> str:
    """Return the words of a page, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u202f", " ").replace("\u00a0", " ").split())


def ending(page: str) -> str:
    """Return the section that says where an indicator will end."""
    return page[page.index('aria-labelledby="forecast"') : page.index('aria-labelledby="progress"')]


@pytest.mark.parametrize("dates", [MINISTER, AUDITED])
def test_no_indicator_is_foreseen_without_interval_and_chance_or_else_the_reason_is_told(
    site: Client, dates: str
) -> None:
    rows = text_of(site, f"/en/{dates}/indicators/").split("<tr>")
    # What has a target is read in one language after the other; of the rest, a few.
    targets = [row for row in rows if 'title="no target"' not in row]
    others = [row for row in rows if 'title="no target"' in row][:6]
    keys = [found[1] for row in (*targets, *others) if (found := re.search(r"/indicators/(ind-[\w-]+)/", row))]
    assert len(keys) > 20
    for key, language in zip(keys, cycle(CHANCES), strict=False):
        foreseen_of, _, worth = ending(text_of(site, f"/{language}/{dates}/indicators/{key}/")).partition(
            'class="worth"'
        )
        assert not worth or re.search(CHANCES[language], worth) or NOTHING[language] in worth, key
        for part in foreseen_of.split("<h3>")[1:]:
            told = plain(part)
            foreseen = len(re.findall(CHANCES[language], told)) >= 2
            assert foreseen != (REASONS[language] in told or KNOWN[language] in told), (key, told)


def test_the_minister_s_day_says_where_the_services_will_end_and_how_that_was_computed(site: Client) -> None:
    page = text_of(site, f"/fr/{MINISTER}/indicators/ind-egov-operational/")
    told = plain(ending(page))
    assert re.search(r"que la cible \(89 projets\) soit atteinte au 31 décembre 2013, vérification faite", told)
    assert re.search(r"8 chances sur 10 que la valeur déclarée au 31 décembre 2013 soit entre \d+ et \d+ projets", told)
    assert "Ce qui est mêlé, et pour quelle part :" in told
    assert "Prévision faite avec ce qui était connu le 8 août 2012, par la méthode n° " in told
    assert "Ce que vaut le chiffre déclaré Déclaré : 10 projets" in told
    assert "8 chances sur 10" in plain(page[: page.index('aria-labelledby="forecast"')])


def test_an_outcome_that_is_known_is_told_in_place_of_a_forecast(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/indicators/")
    assert re.search(r"\b(not )?reached\b", plain(page))


def test_the_list_bears_a_column_of_chances_and_says_why_one_is_missing(site: Client) -> None:
    page = text_of(site, f"/en/{MINISTER}/indicators/")
    assert "Chance of reaching the target" in page
    assert re.search(r'<td class="n num ahead"[^>]*>\s*(&lt;|&gt;)?\s*\d+%', page)
    assert '<span title="no target">–<span class="vh">' in page


def test_the_panorama_counts_the_targets_that_will_be_met_and_those_nobody_can_foresee(site: Client) -> None:
    told = plain(text_of(site, f"/en/{MINISTER}/"))
    assert re.search(
        r"Targets declared reached when due: \d+ to \d+ \(\d+ in the middle\) of \d+, at least 8 chances in 10", told
    )
    assert re.search(r"Targets whose outcome nothing allows to foresee: \d+\.", told)
    assert re.search(r"Targets likely \d+ of \d+ once verified; 8 chances in 10: ", told)


def test_the_terminal_says_the_same_words_as_the_page(demo: Path, bilan: Bilan) -> None:
    asked = ("indicator", "ind-egov-operational", *LONG, "--home", demo)
    printed = " ".join(bilan(*asked).out.split())
    assert re.search(r"Where it will end: [\w ]+ \d+ that the target is reached, once verified", printed)
    assert re.search(r"8 chances in 10 that the value declared for 31 December 2013 is between \d+ and \d+", printed)
    assert "What the declared figure is worth Declared: 10 projects" in printed
    assert {row["told_as"] for row in bilan(*asked, "--json").told["forecast"]} == {"declared", "verified"}
    whole = " ".join(bilan("panorama", *LONG, "--home", demo).out.split())
    assert "Targets declared reached when due:" in whole
    assert re.search(r"Targets likely: \d+ of \d+ \(\d+ to \d+\)", whole)
