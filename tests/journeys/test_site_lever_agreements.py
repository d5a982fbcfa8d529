"""A citizen asks of the agreements what was kept, with whom, and at whose risk."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, session_of
from tests.journeys.pages import text_of

from bilan.report.sheets.levers import agreements as sheet
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.languages import LANGUAGES

MINISTER = "2012-08-08/2012-08-08"
AUDITED = "2013-12-31/2014-12-31"
HOSTILE = "<script>alert(1)</script>"


def view_of(told: list[Told], home: Path, as_of: str = "2013-12-31") -> View:
    return View(session_of([PLAN, *told], home, as_of=as_of))


def agreement(key: str = "agr-a", **content: Any) -> Told:
    facts = {"title": {"en": key}, "agreement_kind": "ppp", "signed_on": "2010", **content}
    return entry("agreement", key, **facts)


def owed(key: str, *, of: str = "agr-a", **content: Any) -> Told:
    return entry(
        "obligation", f"obl-{key}", agreement=of, what=key, published_on="2011", **{"due_on": "2012", **content}
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_what_is_missing_in_every_language(site: Client, language: str) -> None:
    page = text_of(site, f"/{language}/{AUDITED}/levers/agreements/")
    voice = Voice(language)
    told = [voice.label("needed", code) for code in ("keeping", "second_partner")]
    told += [voice.tell(sheet.SUBJECT, code) for code in ("best.none", "risks.none", "levels.none")]
    assert [one for one in told if " ".join(one.split()) not in page] == []


def test_of_five_obligations_that_fell_due_the_outcome_of_none_is_known(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/levers/agreements/")
    assert "obligations that fell due: 5. Of none is it known whether it was kept" in page
    assert "Known: 0 of 5 (obligations that fell due)." in page
    assert "anywhere between 0% and 100%" in page


def test_the_sentences_of_the_minister_stand_beside_what_can_be_established(site: Client) -> None:
    page = text_of(site, f"/en/{MINISTER}/levers/agreements/")
    claims = page.split("What the measure establishes")[1].split("By sort of agreement")[0]
    success, first = claims.split("the partner that performs best")
    assert "public-private partnership" in success
    assert "Obligations recorded: 0; none has fallen due." in success
    assert "Due: 2; outcome known: 0; kept: 0% to 100%." in first
    assert claims.count("cannot be determined") == 2


def test_the_register_the_agreement_and_the_lever_lead_to_each_other(site: Client) -> None:
    lever, one = f"/en/{AUDITED}/levers/agreements/", f"/en/{AUDITED}/agreements/agr-steria-2008/"
    assert f'href="{lever}"' in site.get(f"/en/{AUDITED}/agreements/").content.decode()
    assert f'href="{lever}"' in site.get(one).content.decode()
    assert f'href="{one}"' in site.get(lever).content.decode()


def test_an_agreement_says_how_much_of_what_was_due_is_known(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}/agreements/agr-steria-2008/")
    assert "Kept of what was due: outcome known of 0 of 2 obligations" in page
    assert "On time: 0; late: 0; not kept: 0; unknown: 2" in page
    undue = text_of(site, f"/en/{AUDITED}/agreements/agr-bnp-2007/")
    assert "whether the agreement is kept cannot be told" in undue


@pytest.mark.parametrize(
    ("told", "says", "needed", "known"),
    [
        ([], "no agreement is known", ("agreements",), (0, 0)),
        ([agreement()], "none of which has fallen due", ("obligations",), (0, 0)),
        ([agreement(), owed("a", due_on="2014")], "none of which has fallen due", ("first_due",), (0, 0)),
        ([agreement(), owed("a")], "Of none is it known", ("keeping",), (0, 1)),
        (
            [agreement(), owed("a", kept_on="2011"), owed("b")],
            "Share of these kept on time: 100%",
            ("keeping",),
            (1, 2),
        ),
        ([agreement(), owed("a", kept_on="2011")], "of all: between 100% and 100%", (), (1, 1)),
    ],
)
def test_the_conclusion_concludes_or_names_the_figure_that_is_missing(
    tmp_path: Path, told: list[Told], says: str, needed: tuple[str, ...], known: tuple[int, int]
) -> None:
    found = sheet.conclusion(view_of(told, tmp_path), Voice("en"))
    assert says in found.sentence
    assert (found.needed, (found.known, found.of)) == (needed, known)
    assert found.chart is None


def test_a_partner_that_neither_chance_nor_the_unknown_can_displace_is_named(tmp_path: Path) -> None:
    told = [agreement(f"agr-{one}", partner_country=country) for one, country in (("fr", "FR"), ("kr", "KR"))]
    told += [owed(f"f{turn}", of="agr-fr", kept_on="2011") for turn in range(6)]
    told += [owed(f"k{turn}", of="agr-kr", broken_on="2012-12-31") for turn in range(6)]
    found = sheet.conclusion(view_of(told, tmp_path), Voice("en"))
    assert "kept best: France." in found.sentence
    assert found.state == "determined"
    assert found.chart is not None
    assert [row[0] for row in found.chart.rows] == ["France", "South Korea"]


def test_risks_service_levels_and_penalties_are_gathered_and_no_text_harms_a_page(tmp_path: Path) -> None:
    told = [
        agreement(title={"en": HOSTILE}, partner_country=None),
        owed(HOSTILE[1:9].strip("<>()/").lower(), obligation_kind="risk", risk="demand", party_name=HOSTILE),
        owed("level", failures="2", penalty_imposed="10", currency="USD"),
        entry("amendment", "amd", agreement="agr-a", what=HOSTILE, decided_on="2011"),
        entry("statement", "st", subject="plan", claim="best_partner", claimed="XX", words=HOSTILE, nature="declared",
              about="2012", said_on="2012"),
    ]  # fmt: skip
    seen = sheet.gather(view_of(told, tmp_path))
    assert (len(seen.risks), len(seen.levels), len(seen.owed), len(seen.changes)) == (1, 1, 1, 1)
    assert [claim.group for claim in seen.claims] == [None]
    assert (len(seen.told), seen.untold) == (1, ())
    drawn = sheet.chart(seen.partners, Voice("en"))
    assert drawn.rows[0][0] == "country not told, not compared"
    assert drawn.rows[0][-1] == "kept: 0% to 0%"
