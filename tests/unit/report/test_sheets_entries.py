"""Entries as sheets hold them: what each says, how it stands on a day, what it names and what names it."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, lines_of, session_of, signer

from bilan.ledger.canonical import base64_text, canonical_bytes
from bilan.ledger.merkle import leaf_hash
from bilan.report.sheets import entries
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.tables import editions
from bilan.tables.session import open_session

ENGLISH = Voice("en")


def said(key: str, value: str, day: str, *, replaces: int | None = None) -> Told:
    facts = {"indicator": "ind-a", "value": value, "about": day, "said_on": day, "published_on": day}
    return entry("statement", key, replaces=replaces, nature="declared", **facts)


def view_of(told: Sequence[Told], home: Path, known_on: str = "2030-01-01") -> View:
    return View(session_of([PLAN, *told], home, as_of=known_on))


def redacted_view(home: Path) -> View:
    told = [
        PLAN,
        indicator(),
        said("st-a", "1", "2010-01-01"),
        entry("redaction", entry=2, reason_words="A telephone number", authority="CNDP"),
    ]
    lines = lines_of(told)
    left = {"leaf_hash": base64_text(leaf_hash(lines[2])), "number": 2, "redacted_by": 3}
    lines[2] = canonical_bytes(left)
    edition = editions.build(home, len(lines), lambda start, stop: lines[start:stop], signer=signer())
    return View(open_session(edition, as_of=date(2030, 1, 1), known_on=date(2030, 1, 1)))


def test_entries_come_as_the_edition_holds_them_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    told = [indicator(f"ind-{number}") for number in range(300)]
    found = entries.held(view_of(told, tmp_path), [300, 2, 256])
    assert [one.number for one in found] == [2, 256, 300]
    assert found[1].line == lines_of([PLAN, *told])[256]
    assert (found[1].key, found[1].row["key"]) == ("ind-255", "ind-255")


def test_a_number_is_told_in_the_unit_of_its_indicator(tmp_path: Path) -> None:
    view = view_of([indicator(), said("st-a", "1200", "2010-01-01")], tmp_path)
    [one] = entries.held(view, [2])
    known = entries.things(view, entries.named_by(one))
    assert entries.headline(ENGLISH, one, known) == "ind-a: 1,200 jobs"


@pytest.mark.parametrize(
    ("known_on", "stands", "by"), [("2010-06-01", "in_force", None), ("2011-06-01", "replaced", 3)]
)
def test_an_entry_is_superseded_only_once_the_later_one_was_public(
    tmp_path: Path, known_on: str, stands: str, by: int | None
) -> None:
    told = [indicator(), said("st-a", "1", "2010-01-01"), said("st-a", "2", "2011-01-01", replaces=2)]
    view = view_of(told, tmp_path, known_on)
    standing = entries.standings(view, entries.held(view, [2]))[2]
    assert (standing.code, standing.replaced_by) == (stands, by)


@pytest.mark.parametrize(("known_on", "stands"), [("2010-06-01", "in_force"), ("2011-06-01", "withdrawn")])
def test_an_entry_is_withdrawn_only_once_that_was_public(tmp_path: Path, known_on: str, stands: str) -> None:
    told = [
        indicator(),
        said("st-a", "1", "2010-01-01"),
        entry("withdrawal", entry=2, reason="correction", published_on="2011-01-01"),
    ]
    view = view_of(told, tmp_path, known_on)
    standing = entries.standings(view, entries.held(view, [2]))[2]
    assert standing.code == stands
    row = entries.withdrawal_of(view, standing)
    assert (row and row["reason"]) == ("correction" if stands == "withdrawn" else None)


def test_of_a_redacted_entry_the_hash_is_left_and_who_ordered_it(tmp_path: Path) -> None:
    view = redacted_view(tmp_path)
    [one] = entries.held(view, [2])
    assert (one.kind, one.row, one.redacted_by) == (None, {}, 3)
    assert entries.headline(ENGLISH, one, {}) == "Content removed"
    assert entries.standings(view, [one])[2].code == "redacted"
    redaction = entries.redaction_of(view, one)
    assert redaction is not None
    assert redaction["authority"] == "CNDP"


def test_a_key_leads_to_the_entry_in_force_on_the_day(tmp_path: Path) -> None:
    told = [indicator(), said("st-a", "1", "2010-01-01"), said("st-a", "2", "2011-01-01", replaces=2)]
    for known_on, number in (("2010-06-01", 2), ("2011-06-01", 3)):
        view = view_of(told, tmp_path, known_on)
        thing = entries.things(view, ["st-a"])["st-a"]
        assert (thing.known, entries.last_of(view, thing)) == (True, number)


def test_a_thing_that_is_public_only_later_is_found_and_not_called_known(tmp_path: Path) -> None:
    view = view_of([indicator(), said("st-a", "1", "2012-01-01")], tmp_path, "2010-06-01")
    thing = entries.things(view, ["st-a", "nothing"])
    assert list(thing) == ["st-a"]
    assert not thing["st-a"].known


def test_what_names_an_entry_is_found_in_single_fields_and_in_lists(tmp_path: Path) -> None:
    told = [
        entry("party", "org-a", name="A", party_kind="organisation"),
        indicator(owner="org-a"),
        entry("agreement", "agr-a", title={"en": "An agreement"}, agreement_kind="ppp", parties=["org-a"]),
    ]
    found = entries.naming(view_of(told, tmp_path), ["org-a"])
    assert [(one.number, one.kind, one.field) for one in found] == [
        (2, "indicator", "owner"),
        (3, "agreement", "parties"),
    ]


def test_the_office_of_a_day_is_that_held_on_it(tmp_path: Path) -> None:
    told = [
        entry("party", "per-a", name="A", party_kind="person"),
        entry("office", "off-1", party="per-a", role="minister", held="2008/2011"),
        entry("office", "off-2", party="per-a", role="senator", held="2012/.."),
    ]
    view = view_of(told, tmp_path)
    assert [row["role"] for row in entries.offices_on(view, "per-a", date(2010, 5, 1))] == ["minister"]
    assert [row["role"] for row in entries.offices_on(view, "per-a", date(2020, 5, 1))] == ["senator"]
    assert entries.offices_on(view, None, date(2020, 5, 1)) == []


def test_every_kind_of_entry_has_a_headline(tmp_path: Path) -> None:
    told = [
        entry("source", "src-a", publisher="TelQuel", source_kind="press"),
        entry("party", "org-a", name="A", party_kind="organisation"),
        entry("finding", "fin-a", auditor="org-a", subject="plan", text="No portal", opinion="remark"),
        entry("undertaking", "com-a", what="Open a portal", undertaking_kind="promise"),
        entry("verdict", "ver-a", undertaking="com-a", outcome="kept"),
        entry(
            "budget", "bud-a", subject="plan", amount="500", currency="MAD", money_version="planned", nature="announced"
        ),
        entry("withdrawal", entry=3),
    ]
    view = view_of(told, tmp_path)
    found = entries.held(view, range(8))
    known = entries.things(view, [key for one in found for key in entries.named_by(one)])
    assert [entries.headline(ENGLISH, one, known) for one in found] == [
        "A plan", "TelQuel", "A", "A plan: No portal", "Open a portal", "Open a portal: kept", "A plan: 500 MAD",
        "Withdrawal of entry no. 3",
    ]  # fmt: skip


def test_the_line_of_an_entry_is_canonical_json(tmp_path: Path) -> None:
    [one] = entries.held(view_of([indicator()], tmp_path), [1])
    assert canonical_bytes(json.loads(one.line)) == one.line
