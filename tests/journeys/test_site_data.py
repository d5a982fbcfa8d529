"""Take away what the site has, and compute it again: files, tables, their meaning, their catalogue, the feed.

Fixtures: `site` reads the site of the demonstration, which is `demo`; `bilan` runs a command line, and comes before
`site` where both are wanted, for it forgets which home was open.
"""

import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import feedparser
import jsonschema
import pytest
from django.test import Client
from tests.journeys.conftest import Bilan

from bilan.exchange.schema import dictionary
from bilan.ledger.kinds import KINDS
from bilan.web.serving import today

MINISTER: Final = "/fr/2012-08-08/2012-08-08/"
AFTER: Final = "/fr/2013-12-31/2014-12-31/"
LANGUAGES: Final = ("fr", "ar", "en")


def bytes_of(site: Client, address: str) -> bytes:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def headers_of(site: Client, address: str) -> Mapping[str, str]:
    answer = site.head(address)
    answer.close()
    return answer.headers


def named(demo: Path) -> tuple[str, dict[str, Any]]:
    """Return the address of the edition's folder, and what its manifest tells."""
    name = (demo / "editions/current").read_text(encoding="utf-8")
    return f"/editions/{name}", json.loads((demo / "editions" / name / "manifest.json").read_bytes())


def test_every_file_that_the_manifest_lists_is_had_as_it_was_signed(site: Client, demo: Path) -> None:
    folder, manifest = named(demo)
    for path, facts in manifest["files"].items():
        assert sha256(bytes_of(site, f"{folder}/{path}")).hexdigest() == facts["sha256"], path


def test_a_file_is_not_sent_again_to_who_has_it(site: Client, demo: Path) -> None:
    folder, _ = named(demo)
    tag = headers_of(site, f"{folder}/manifest.json")["ETag"]
    again = site.get(f"{folder}/manifest.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_tile_may_be_kept_for_ever_and_what_a_redaction_rewrites_may_not(site: Client, demo: Path) -> None:
    folder, manifest = named(demo)
    tile = next(path for path in manifest["files"] if path.startswith("tile/"))
    lines = next(path for path in manifest["files"] if path.startswith("entries/"))
    assert "immutable" in headers_of(site, f"{folder}/{tile}")["Cache-Control"]
    assert "immutable" not in headers_of(site, f"{folder}/{lines}")["Cache-Control"]


@pytest.mark.parametrize("path", ["../../secret.key", "../../log.key", "nothing", "tile/", "..%2f..%2flog.key"])
def test_nothing_but_the_files_of_an_edition_is_handed_out(site: Client, demo: Path, path: str) -> None:
    folder, _ = named(demo)
    assert site.get(f"{folder}/{path}").status_code == 404
    assert site.get(f"/editions/ffffffffffffffff/{path}").status_code == 404


def test_an_edition_in_one_file_verifies_offline_and_is_always_the_same(
    bilan: Bilan, site: Client, demo: Path, tmp_path: Path
) -> None:
    folder, _ = named(demo)
    first, again = (bytes_of(site, f"{folder}.zip") for _ in range(2))
    assert first == again
    with zipfile.ZipFile(BytesIO(first)) as packed:
        packed.extractall(tmp_path)
    [unpacked] = tmp_path.glob("bilan-*")
    assert bilan("verify", unpacked).code == 0


def test_what_was_downloaded_can_be_loaded_as_it_stands(bilan: Bilan, site: Client, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    day, rows = today(), 0  # with all that is known: an earlier day may know a figure and not yet its source
    for kind in KINDS:
        text = bytes_of(site, f"/fr/{day}/{day}/data/{kind}.csv")
        rows += text.count(b"\n") - 1
        if text.count(b"\n") > 1:
            (tables / f"{kind}.csv").write_bytes(text)
    loaded = bilan("--home", tmp_path / "home", "--json", "load", tables, "--yes")
    assert rows > 1000
    assert (loaded.code, len(loaded.told["recorded"])) == (0, rows)


def test_a_table_holds_what_was_in_force_on_both_days_and_no_more(site: Client) -> None:
    then, later = (bytes_of(site, f"{day}data/statement.csv") for day in (MINISTER, AFTER))
    assert b"st-egov-audit-36" in later
    assert b"st-egov-audit-36" not in then
    assert 1 < then.count(b"\n") < later.count(b"\n")


def test_a_kind_of_which_nothing_is_known_is_a_table_of_heads_alone(site: Client) -> None:
    assert bytes_of(site, f"{MINISTER}data/redaction.csv").count(b"\n") == 1


def test_every_entry_of_the_demonstration_is_what_the_schema_of_its_kind_says(site: Client, demo: Path) -> None:
    folder, manifest = named(demo)
    lines = [
        json.loads(line)
        for path in manifest["files"]
        if path.startswith("entries/")
        for line in bytes_of(site, f"{folder}/{path}").splitlines()
    ]
    for kind in {one["kind"] for one in lines}:
        schema = json.loads(bytes_of(site, f"/en/data/{kind}.schema.json"))
        checked = jsonschema.Draft202012Validator(schema)
        checked.check_schema(schema)
        for one in lines:
            if one["kind"] == kind:
                checked.validate(one["content"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dictionary_tells_every_field_and_the_data_page_every_table(site: Client, language: str) -> None:
    told = bytes_of(site, f"/{language}/data/dictionary/").decode()
    for row in dictionary():
        assert f">{row.field}</code>" in told
    page = bytes_of(site, f"/{language}/data/").decode()
    for kind in ("statement", "target", "plan"):
        assert f"data/{kind}.csv" in page
        assert f"data/{kind}.schema.json" in page


def test_a_kind_that_does_not_exist_is_told_with_those_that_come_close(site: Client) -> None:
    answer = site.get("/en/data/statements.csv")
    assert answer.status_code == 404
    assert "/en/data/statement.csv" in answer.content.decode()


def test_the_catalogue_describes_each_file_as_it_is(site: Client, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org/")
    monkeypatch.setenv("BILAN_LICENCE", "https://example.org/licence")
    _, manifest = named(demo)
    told = json.loads(bytes_of(site, "/fr/data/catalogue.jsonld"))
    files = {
        one["dcat:downloadURL"]["@id"]: one for dataset in told["dcat:dataset"] for one in dataset["dcat:distribution"]
    }
    assert all(address.startswith("https://plan.example.org/") for address in files)
    for path, facts in manifest["files"].items():
        if path.startswith(("tables/", "entries/")):
            one = next(one for address, one in files.items() if address.endswith(path))
            assert one["dcat:byteSize"]["@value"] == str(facts["bytes"])
            assert one["spdx:checksum"]["spdx:checksumValue"]["@value"] == facts["sha256"]
    for address in files:
        assert bytes_of(site, address.removeprefix("https://plan.example.org")), address


def test_the_catalogue_names_in_three_languages_what_the_profile_asks_for(site: Client) -> None:
    told = json.loads(bytes_of(site, "/fr/data/catalogue.jsonld"))
    for one in (told, *told["dcat:dataset"]):
        for name in ("dct:title", "dct:description"):
            assert {text["@language"] for text in one[name]} == set(LANGUAGES)
        assert one["dct:publisher"]["foaf:name"]
        assert "dct:license" not in one  # none was named
    for dataset in told["dcat:dataset"]:
        assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2009-01-01"
        assert all(one["dcat:accessURL"]["@id"] for one in dataset["dcat:distribution"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_feeds_understands_the_feed(site: Client, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("BILAN_ADDRESS", "https://plan.example.org")
    feed = feedparser.parse(bytes_of(site, f"/{language}/changes.atom"))
    assert (feed.bozo, len(feed.entries), feed.feed.language) == (False, 50, language)
    assert all(one.link.startswith(f"https://plan.example.org/{language}/entries/") for one in feed.entries)
    assert len({one.id for one in feed.entries}) == 50
    assert feed.feed.updated == max(one.updated for one in feed.entries)


def test_the_feed_tells_what_was_known_on_the_day_the_newest_first(site: Client) -> None:
    then = feedparser.parse(bytes_of(site, f"{MINISTER}changes.atom"))
    days = [one.published for one in then.entries]
    assert days == sorted(days, reverse=True)
    assert days[0] <= "2012-08-08T00:00:00Z"
    assert "e-gov" in " ".join(one.title for one in then.entries)


def test_a_piece_of_news_is_the_same_piece_in_every_feed(site: Client) -> None:
    known = [
        {one.id for one in feedparser.parse(bytes_of(site, address)).entries}
        for address in ("/fr/changes.atom", "/ar/changes.atom")
    ]
    assert known[0] == known[1]


def test_the_verdict_on_a_promise_is_not_put_into_the_mouth_of_who_promised(site: Client) -> None:
    feed = feedparser.parse(bytes_of(site, "/en/changes.atom"))
    verdicts = [one for one in feed.entries if one.tags[0].term == "verdict"]
    assert verdicts
    assert all("Said by" not in one.content[0].value for one in verdicts)
    assert any("Promised by" in one.content[0].value for one in verdicts)
