"""Follow a figure to its entries, an entry to its proof, a sentence to what became of it - and a log to its tiles.

Fixtures: `site` reads the site of the demonstration; `mended` reads a small ledger in which an entry was superseded,
one withdrawn and one redacted.
"""

import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from tests.editions_of import PLAN, Told, entry, indicator, lines_of, signer

from bilan.ledger import tiles
from bilan.ledger.canonical import base64_text, canonical_bytes
from bilan.ledger.merkle import leaf_hash
from bilan.ledger.notes import open_checkpoint, parse_key
from bilan.ledger.verifier import verify_receipt
from bilan.tables import editions

MINISTER = "2012-08-08/2012-08-08/"
AUDITED = "2013-12-31/2014-12-31/"
SPEECH = "sources/src-aujourdhui-2012-08-apebi/"
LANGUAGES = ("fr", "ar", "en")
NOT_YET = "Not yet public on the chosen day"


def text_of(site: Client, address: str) -> str:
    """Return the words of a page, without its marks."""
    answer = site.get(address)
    assert answer.status_code == 200, address
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def number_of(site: Client, key: str) -> int:
    answer = site.get(f"/en/entries/{key}/")
    assert answer.status_code == 302
    return int(answer.headers["Location"].rstrip("/").rpartition("/")[2])


def said(key: str, value: str, *, replaces: int | None = None) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": "2010-01-01", "said_on": "2010-01-01"}
    return entry("statement", key, replaces=replaces, nature="declared", published_on="2010-01-02", **facts)


@pytest.fixture
def mended(site: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    told = [
        PLAN,
        indicator(),
        said("st-a", "1"),
        said("st-a", "2", replaces=2),
        said("st-b", "3"),
        entry("withdrawal", entry=4, reason_words="Recorded twice", published_on="2010-03-01"),
        said("st-c", "4"),
        entry("redaction", entry=6, reason_words="A telephone number", authority="CNDP, 3 March 2015"),
    ]
    lines = lines_of(told)
    left = {"leaf_hash": base64_text(leaf_hash(lines[6])), "number": 6, "redacted_by": 7}
    lines[6] = canonical_bytes(left)
    editions.build(tmp_path / "editions", 4, lambda start, stop: lines[start:stop], signer=signer())
    editions.build(tmp_path / "editions", len(lines), lambda start, stop: lines[start:stop], signer=signer())
    monkeypatch.setenv("BILAN_HOME", str(tmp_path))
    return site


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["entries/", "entries/page/25/", "entries/of/0-3+1241/", "sources/", SPEECH, "people/", "people/org-mcint/"]
)
@pytest.mark.parametrize("dates", [MINISTER, AUDITED])
def test_each_list_and_sheet_reads_in_every_language_on_every_day(
    site: Client, language: str, path: str, dates: str
) -> None:
    assert len(text_of(site, f"/{language}/{dates}{path}")) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_of_each_kind_can_be_read(site: Client, language: str) -> None:
    page = site.get(f"/{language}/entries/").content.decode()
    kinds = set(re.findall(r"/data/(\w+)\.csv", page))
    assert len(kinds) > 20
    for key in ("src-strategy-doc-en", "per-aamara", "axis-2", "com-egov-pooling-2012", "st-seed-overall"):
        assert text_of(site, f"/{language}/entries/{number_of(site, key)}/")


def test_an_entry_says_who_in_which_office_where_when_and_after_which_source(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}entries/{number_of(site, 'st-seed-overall')}/")
    for told in (
        "Abdelkader Aâmara", "minister of industry, trade and new technologies", "Apebi meeting, Rabat",
        "Said on 8 August 2012.", "Public on 8 August 2012.", "said in public", "Aujourd'hui Le Maroc",
    ):  # fmt: skip
        assert told in page, told


def test_what_the_audit_found_stands_beside_the_judgement_only_once_it_was_public(site: Client) -> None:
    number = number_of(site, "st-seed-overall")
    found = "Far from reaching its aims"
    assert found in text_of(site, f"/en/{AUDITED}entries/{number}/")
    earlier = text_of(site, f"/en/{MINISTER}entries/{number}/")
    assert found not in earlier
    assert "nothing in the ledger verifies or contradicts this entry" in earlier
    assert "Public later and not shown: " in earlier


def test_an_entry_that_was_public_only_later_is_shown_with_a_warning(site: Client) -> None:
    number = number_of(site, "st-plan-far-court")
    assert NOT_YET in text_of(site, f"/en/{MINISTER}entries/{number}/")
    assert NOT_YET not in text_of(site, f"/en/{AUDITED}entries/{number}/")


def test_the_receipt_of_an_entry_verifies_with_the_key_on_its_page(site: Client) -> None:
    number = number_of(site, "st-seed-overall")
    [key] = set(re.findall(r"--key '([^']+)'", text_of(site, f"/en/entries/{number}/")))
    answer = site.get(f"/en/entries/{number}/receipt.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="receipt-{number}.json"'
    receipt = json.loads(answer.content)
    assert verify_receipt(receipt, key).ok
    forged = {**receipt, "leaf": receipt["leaf"].replace("positive", "negative")}
    assert not verify_receipt(forged, key).ok


def test_the_proof_on_the_page_can_be_followed_by_hand(site: Client) -> None:
    page = text_of(site, f"/en/entries/{number_of(site, 'st-seed-overall')}/")
    assert "The root computed here from this entry is that of the edition." in page
    line = re.search(r'(\{"content":.+"salt":"[^"]+"\})', page)
    assert line
    assert base64_text(sha256(b"\x00" + line[1].encode()).digest()) in page


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("entries/99999/", 404, "they run from 0 to 1241"),
        ("entries/99999/receipt.json", 404, "they run from 0 to 1241"),
        ("entries/st-seed-overal/", 404, "st-seed-overall"),
        ("entries/page/26/", 404, "no such page"),
        ("entries/page/0/", 404, "no such page"),
        ("entries/of/1+x/", 400, "1-3+7+9-10"),
        ("entries/of/3-1/", 400, "1-3+7+9-10"),
        ("entries/of/0-1242/", 400, "from 0 to 1241"),
        ("sources/src-aujourdhui-2012-08-apeb/", 404, "src-aujourdhui-2012-08-apebi"),
        ("people/per-amara/", 404, "per-aamara"),
        ("ledger/0/", 404, "no size from 1 to 1242"),
        ("ledger/1243/", 404, "no size from 1 to 1242"),
        ("ledger/9/5/", 404, "no size from 1 to 1242"),
        ("ledger/x/", 404, "no size from 1 to 1242"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(site: Client, path: str, status: int, told: str) -> None:
    answer = site.get(f"/en/{path}")
    assert answer.status_code == status
    assert told in unescape(answer.content.decode())


def test_numbers_written_untidily_lead_to_their_tidy_address(site: Client) -> None:
    answer = site.get("/en/entries/of/3+1+2+2-3/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/entries/of/1-3/")
    assert site.get("/en/entries/0862/").headers["Location"] == "/en/entries/862/"


def test_the_speech_is_read_sentence_by_sentence_with_the_ledger_beside_it(site: Client) -> None:
    then, now = (text_of(site, f"/en/{dates}{SPEECH}") for dates in (MINISTER, AUDITED))
    # The paper's own words are dated by their month, and so known from its last day.
    for page, said in ((then, 12), (now, 13)):
        assert f"Things said: {said}" in page
        assert "Industry is said to come first" in page
    assert "published only after 8 August 2012" in then
    assert "published only after" not in now
    assert "to come Due: September 2012" in then
    assert "overdue, nothing proves it Due: September 2012" in now
    assert "Targets of the plan will not be met by the end of 2013" not in then
    assert "Targets of the plan will not be met by the end of 2013" in now


def test_a_party_is_told_with_its_offices_its_promises_and_an_interval(site: Client) -> None:
    page = text_of(site, f"/en/{AUDITED}people/per-aamara/")
    assert "January 2012 – June 2013" in page
    assert "Undertakings made: 6" in page
    assert "(interval of 95%)" in page


def test_the_ledger_shows_its_checkpoint_and_that_it_verified_it(site: Client) -> None:
    page = text_of(site, "/en/ledger/")
    assert "Root signed and computed again: the ledger is intact" in page
    assert site.get("/checkpoint").content.decode().splitlines()[2] in page
    assert "verified here with the key of the log" in text_of(site, "/en/ledger/1242/")
    assert "no edition was signed at this size" in text_of(site, "/en/ledger/1000/")
    assert "Consistent: the ledger of 1,242 entries keeps the first 700" in text_of(site, "/en/ledger/700/1242/")


def test_a_superseded_entry_stays_and_leads_to_the_one_in_force(mended: Client) -> None:
    page = mended.get("/en/entries/2/").content.decode()
    assert "<del>" in page
    assert 'href="/en/entries/3/"' in page
    assert mended.get("/en/entries/st-a/").headers["Location"] == "/en/entries/3/"
    assert "Versions of st-a: 2" in text_of(mended, "/en/entries/3/")


def test_a_withdrawn_entry_stays_readable_with_the_reason(mended: Client) -> None:
    page = text_of(mended, "/en/entries/4/")
    assert "This entry was withdrawn" in page
    assert "Recorded twice" in page


def test_of_a_redacted_entry_the_proof_is_left_and_no_receipt(mended: Client) -> None:
    page = text_of(mended, "/en/entries/6/")
    assert "A telephone number" in page
    assert "CNDP, 3 March 2015" in page
    assert "The root computed here from this entry is that of the edition." in page
    answer = mended.get("/en/entries/6/receipt.json")
    assert answer.status_code == 404
    assert "removed by entry no. 7" in answer.content.decode()
    assert text_of(mended, "/en/entries/")


def test_an_edition_lists_those_before_it_and_none_after(mended: Client) -> None:
    page = mended.get("/en/ledger/").content.decode()
    assert 'href="/en/ledger/4/8/"' in page
    newest, first = re.findall(r'href="/en/e-([0-9a-f]{16})/"', page)
    assert newest not in mended.get(f"/en/e-{first}/ledger/").content.decode()


def test_a_client_of_transparency_logs_can_follow_the_log(site: Client) -> None:
    answer = site.get("/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    [key] = set(re.findall(r"--key '([^']+)'", text_of(site, "/en/ledger/")))
    checkpoint, _ = open_checkpoint(answer.content, parse_key(key))

    def read(path: str) -> bytes | None:
        found = site.get(f"/{path}")
        assert found.headers["Content-Type"] == "application/octet-stream"
        return found.content if found.status_code == 200 else None

    assert tiles.root(checkpoint.size, read) == checkpoint.root
    bundle = tiles.decode_bundle(read("tile/entries/000") or b"", path="tile/entries/000")
    assert b"".join(leaf_hash(leaf) for leaf in bundle) == read("tile/0/000")
    assert "immutable" in site.get("/tile/0/000").headers["Cache-Control"]


def test_a_partial_tile_is_given_as_wide_as_a_shorter_log_had_it(site: Client) -> None:
    assert site.get("/tile/0/000.p/7").content == site.get("/tile/0/000").content[: 7 * 32]


@pytest.mark.parametrize(
    "path",
    ["tile/0/005", "tile/0/004", "tile/9/000", "tile/0/5", "tile/0/../../x", "tile/entries/004", "tile/", "tile/x"],
)
def test_a_tile_that_the_log_does_not_have_is_not_found(site: Client, path: str) -> None:
    assert site.get(f"/{path}").status_code == 404


def test_a_bundle_with_a_redacted_entry_is_gone(mended: Client) -> None:
    assert mended.get("/tile/entries/000.p/8").status_code == 410
    assert mended.get("/tile/entries/000.p/4").status_code == 200


def test_the_log_can_only_be_read(site: Client) -> None:
    assert site.post("/checkpoint").status_code == 405


def test_without_an_edition_there_is_no_checkpoint(
    site: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BILAN_HOME", str(tmp_path / "nowhere"))
    assert site.get("/checkpoint").status_code == 404
    assert site.get("/tile/0/000").status_code == 404
