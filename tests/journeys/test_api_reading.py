"""A program reads what the terminal tells, to the byte, and is told the same again only when it changed."""

import json
from datetime import date
from pathlib import Path

import brotli
import duckdb
import pytest
from django.test import Client
from tests.journeys.conftest import Bilan, Browse
from tests.programs import Program

from bilan.tables.editions import open_edition
from bilan.tables.session import open_session

CUT = "as_of=2013-12-31&known_on=2014-12-31"
DAYS = ("--as-of", "2013-12-31", "--known-on", "2014-12-31")
PARTIAL = "/panorama?as_of=2012-08&known_on=2012-08-08"
BESIDE = {
    f"/panorama?{CUT}": ("panorama", "--json", *DAYS),
    PARTIAL: ("panorama", "--json", "--as-of", "2012-08", "--known-on", "2012-08-08"),
    f"/indicators/ind-egov-operational?{CUT}": ("indicator", "ind-egov-operational", "--json", *DAYS),
    "/changes?before=2012-08-08&after=2013-12-31": ("compare", "2012-08-08", "2013-12-31", "--json"),
    "/analyses": ("analyse", "--json"),
    f"/analyses/revisions?{CUT}&where=indicator=ind-egov-operational": (
        "analyse", "revisions", "--where", "indicator=ind-egov-operational", "--json", *DAYS,
    ),
    f"/analyses/progress?{CUT}&format=csv&columns=indicator,declared": (
        "analyse", "progress", "--format", "csv", "--columns", "indicator,declared", *DAYS,
    ),
    f"/analyses/cohorts?{CUT}&years=2": ("analyse", "cohorts", "--set", "years=2", "--json", *DAYS),
    "/entries/42": ("entry", "42", "--json"),
    "/keys/ind-egov-operational": ("entry", "ind-egov-operational", "--json"),
    "/entries/42/receipt": ("prove", "42"),
    "/editions": ("edition", "list", "--json"),
}  # fmt: skip


@pytest.fixture
def call(site: Client) -> Program:
    del site
    return Program()


@pytest.mark.usefixtures("site")
def test_an_answer_is_what_the_terminal_tells_to_the_byte(demo: Path, bilan: Bilan) -> None:
    for path, line in BESIDE.items():
        told = bilan(*line, "--home", demo).out
        assert Program().get(path).body.decode() == told, path


def test_notes_and_problems_are_told_in_the_language_that_is_asked_for(call: Program) -> None:
    path = "/panorama?as_of=2012-08&known_on=2012-08-08"
    assert call.get(path, Accept_Language="fr-MA").told["notes"] == [
        "2012-08 est lu comme son dernier jour, le 31 août 2012."
    ]
    assert call.get("/nothing", Accept_Language="ar").told["detail"].startswith("لا شيء")
    assert call.get("/nothing", Accept_Language="ar").headers["Content-Type"] == "application/problem+json"


def test_what_has_not_changed_is_not_sent_again(call: Program) -> None:
    first = call.get(f"/panorama?{CUT}")
    again = call.get(f"/panorama?{CUT}", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    packed = call.get(f"/panorama?{CUT}", Accept_Encoding="br")
    assert brotli.decompress(packed.body) == first.body
    assert packed.headers["ETag"] != first.headers["ETag"]
    assert call.get("/panorama?as_of=2012&known_on=2012").headers["ETag"] != first.headers["ETag"]
    assert call.send("HEAD", f"/panorama?{CUT}").headers["ETag"] == first.headers["ETag"]


def test_entries_are_turned_page_by_page_and_none_is_left_out(call: Program) -> None:
    numbers, after = [], ""
    while True:
        page = call.get(f"/entries?limit=400{after}").told
        numbers += [one["number"] for one in page["entries"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert numbers == list(range(page["size"]))
    lines = call.get("/entries?format=ndjson&after=1200").body.splitlines()
    assert [json.loads(one)["number"] for one in lines] == numbers[1201:]
    chosen = call.get("/entries?kind=target&key=tgt-egov-89").told["entries"]
    assert {(one["kind"], one["key"]) for one in chosen} <= {("target", "tgt-egov-89")}


def test_a_table_is_the_same_in_every_form(call: Program, demo: Path, tmp_path: Path) -> None:
    session = open_session(open_edition(demo / "editions"), as_of=date(2014, 12, 31), known_on=date(2014, 12, 31))
    session.need(["statement"])
    wanted = [row["number"] for row in session.rows("SELECT number FROM statement ORDER BY number")]
    cut = "as_of=2014-12-31&known_on=2014-12-31"
    rows = [json.loads(one) for one in call.get(f"/tables/statement?{cut}&format=ndjson").body.splitlines()]
    assert [row["number"] for row in rows] == wanted
    page = call.get(f"/tables/statement?{cut}&limit=7").told
    assert page["rows"] == rows[:7]
    assert call.get(f"/tables/statement?{cut}&limit=7&after={page['next']}").told["rows"] == rows[7:14]
    (tmp_path / "it.parquet").write_bytes(call.get(f"/tables/statement?{cut}&format=parquet").body)
    found = duckdb.connect().execute(f"SELECT number FROM '{tmp_path / 'it.parquet'}' ORDER BY number").fetchall()  # noqa: S608 - a file of this test
    assert [number for (number,) in found] == wanted
    heads, *lines = call.get(f"/tables/statement?{cut}&format=csv").body.decode().splitlines()
    assert heads.startswith("key,number,")
    assert len(lines) >= len(wanted)


def test_a_proof_of_growth_is_given_for_any_two_sizes(call: Program) -> None:
    size = call.get("/editions").told["editions"][-1]["size"]
    assert call.get(f"/proofs/consistency?old=3&new={size}").told["holds"]
    assert call.get(f"/proofs/consistency?old=3&new={size + 1}").status == 404


def test_what_is_not_published_yet_is_not_there(desk: Path, bilan: Bilan, browse: Browse) -> None:
    browse(desk)
    size = Program().get("/editions").told["editions"][-1]["size"]
    line = ("record", "party", "--key", "org-new", "name=Nouvelle", "party_kind=organisation")
    assert bilan(*line, "--home", desk).code == 0
    assert [Program().get(path).status for path in (f"/entries/{size}", "/keys/org-new")] == [404, 404]
    assert bilan("edition", "build", "--home", desk).code == 0
    assert [Program().get(path).status for path in (f"/entries/{size}", "/keys/org-new")] == [200, 200]


@pytest.mark.parametrize(
    ("path", "status", "code", "place"),
    [
        ("/panorama?as_of=2012-02-30", 422, "request_refused", "as_of"),
        ("/panorama?edition=ffff", 404, "edition_missing", None),
        ("/indicators/ind-egov-operationel", 404, "no_such_key", None),
        ("/analyses/nonsense", 422, "request_refused", "name"),
        ("/analyses/cohorts?years=900", 422, "request_refused", "years"),
        ("/analyses/progress?columns=nonsense", 404, "no_such_column", None),
        ("/tables/nonsense", 422, "request_refused", "kind"),
        ("/entries/999999", 404, "nothing_there", None),
        ("/nonsense", 404, "nothing_there", None),
    ],
)
def test_what_cannot_be_answered_is_told_with_code_and_place(
    call: Program, path: str, status: int, code: str, place: str | None
) -> None:
    answer = call.get(path)
    assert (answer.status, answer.told["code"]) == (status, code)
    assert [one["column"] for one in answer.told["problems"]] == ([place] if place else [])


def test_a_method_that_is_not_there_is_told_as_a_problem(call: Program) -> None:
    answer = call.send("POST", "/panorama")
    assert (answer.status, answer.told["code"], answer.headers["Allow"]) == (405, "method_missing", "GET")
