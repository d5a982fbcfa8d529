"""A source, read with the ledger beside it: its order, what became of each thing said, what nobody knew yet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.report.sheets import beside, entries, people, sources
from bilan.report.view import View

SPEECH = entry("source", "src-speech", publisher="A paper", source_kind="press", published_on="2012-08-31")
AUDIT = entry("source", "src-audit", publisher="The court", source_kind="audit", published_on="2014-09-21")
COURT = entry("party", "org-court", name="Court", party_kind="organisation", role="auditor")
MINISTRY = entry("party", "org-min", name="Ministry", party_kind="organisation", role="owner")


def said(key: str, /, **content: Any) -> Told:
    facts = {"indicator": "ind-a", "about": "2012-06-30", "said_on": "2012-08-08", "nature": "declared"}
    return entry("statement", key, **{**facts, "source": "src-speech", "organisation": "org-min", **content})


def audited(value: str) -> Told:
    return said("st-audit", value=value, nature="audited", source="src-audit", organisation="org-court", said_on="2014")


def view_of(told: Sequence[Told], home: Path, known_on: str = "2015-01-01") -> View:
    ledger = [PLAN, SPEECH, AUDIT, COURT, MINISTRY, indicator(), *told]
    return View(session_of(ledger, home, as_of=known_on))


def codes_of(view: View, key: str = "src-speech") -> dict[str | None, str]:
    read = sources.reading(view, key)
    assert read is not None
    return {each.one.key: each.became.code for each in read.said}


def test_places_in_a_source_are_compared_as_numbers_and_what_has_none_comes_last(tmp_path: Path) -> None:
    told = [
        said("st-none", value="1"),
        said("st-17", value="1", locator="p. 17"),
        said("st-9", value="1", locator="p. 9"),
    ]
    assert list(codes_of(view_of(told, tmp_path))) == ["st-9", "st-17", "st-none"]


def test_a_declared_figure_differs_agrees_or_was_never_verified(tmp_path: Path) -> None:
    told = [said("st-a", value="90")]
    assert codes_of(view_of(told, tmp_path)) == {"st-a": "unverified"}
    assert codes_of(view_of([*told, audited("40")], tmp_path)) == {"st-a": "differs"}
    assert codes_of(view_of([*told, audited("90")], tmp_path)) == {"st-a": "agrees"}


def test_what_was_verified_later_is_not_told_of_an_earlier_day(tmp_path: Path) -> None:
    told = [said("st-a", value="90"), audited("40")]
    assert codes_of(view_of(told, tmp_path, "2013-01-01")) == {"st-a": "unverified"}


def test_words_announcements_and_verified_figures_are_told_apart(tmp_path: Path) -> None:
    told = [
        said("st-words", words="All is well"),
        said("st-to-come", value="9", nature="announced", about="2013"),
        said("st-measured", value="9", nature="measured", about="2011"),
        entry("milestone", "mil-a", node="plan", name={"en": "A law"}, source="src-speech"),
    ]
    codes = codes_of(view_of(told, tmp_path))
    assert codes == {"mil-a": "told", "st-words": "words", "st-to-come": "announced", "st-measured": "verified"}


def test_an_undertaking_bears_the_state_that_the_analysis_tells(tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "what": "Meet",
        "undertaking_kind": "promise",
        "made_on": "2012-08-08",
        "due_on": "2012-09",
    }
    told = [entry("undertaking", "com-a", source="src-speech", occasion_kind="public", **facts)]
    assert codes_of(view_of(told, tmp_path, "2012-08-08")) == {"com-a": "to_come"}
    assert codes_of(view_of(told, tmp_path)) == {"com-a": "overdue"}


def test_what_was_said_in_public_is_read_before_its_source_was_printed(tmp_path: Path) -> None:
    told = [said("st-heard", value="1", occasion_kind="public"), said("st-read", value="2")]
    read = sources.reading(view_of(told, tmp_path, "2012-08-08"), "src-speech")
    assert read is not None
    assert read.later
    assert [each.one.key for each in read.said] == ["st-heard"]
    assert read.to_come == 1


def test_a_source_is_listed_once_something_it_carries_was_public(tmp_path: Path) -> None:
    told = [said("st-heard", value="1", occasion_kind="public")]
    listed = sources.listed(view_of(told, tmp_path, "2012-08-08"))
    assert [(one.row["key"], one.later) for one in listed] == [("src-speech", True)]
    assert sources.listed(view_of(told, tmp_path, "2012-08-07")) == []


def test_what_other_sources_say_of_the_same_indicator_is_named(tmp_path: Path) -> None:
    read = sources.reading(view_of([said("st-a", value="90"), audited("40")], tmp_path), "src-speech")
    assert read is not None
    assert [each.others for each in read.said] == [(7,)]


def test_a_key_of_no_source_is_no_source(tmp_path: Path) -> None:
    view = view_of([], tmp_path)
    assert sources.reading(view, "org-min") is None
    assert sources.reading(view, "nothing") is None


def test_every_word_for_what_became_of_something_has_a_tag() -> None:
    assert {"good", "bad", "warn", "mute"} >= set(beside.TAGS.values())


def test_a_party_is_listed_with_what_the_analyses_tell_of_its_figures(tmp_path: Path) -> None:
    view = view_of([said("st-a", value="90"), said("st-b", value="5", about="2009-01-01"), audited("40")], tmp_path)
    first = people.speakers(view)[0]
    assert (first.row["key"], first.said) == ("org-min", (6, 7))
    assert first.natures == (("declared", (6, 7)),)
    assert first.candour is not None
    assert (first.candour["pairs"], first.candour["better"], first.opposed) == (1, 1, (6,))


def test_figures_that_agree_are_no_contradiction(tmp_path: Path) -> None:
    view = view_of([said("st-a", value="90"), audited("90")], tmp_path)
    assert [one.opposed for one in people.speakers(view)] == [(), ()]


def test_an_office_that_nobody_held_yet_is_not_told(tmp_path: Path) -> None:
    told = [
        entry("party", "per-a", name="A", party_kind="person"),
        entry("office", "off-1", party="per-a", role="adviser", organisation="org-min", held="2010/2011"),
        entry("office", "off-2", party="per-a", role="minister", organisation="org-min", held="2014/2016"),
    ]
    found = people.party(view_of(told, tmp_path, "2012-08-08"), "per-a")
    house = people.party(view_of(told, tmp_path, "2012-08-08"), "org-min")
    assert found is not None
    assert house is not None
    assert [row["role"] for row in found.offices] == [row["role"] for row in house.members] == ["adviser"]


def test_a_voice_without_a_party_is_listed_as_it_was_written(tmp_path: Path) -> None:
    view = view_of([said("st-a", value="1", organisation=None, organisation_name="Technopark")], tmp_path)
    assert people.unlisted(view) == [people.Unlisted("Technopark", (6,))]


def test_an_entry_of_another_kind_has_become_nothing_in_particular(tmp_path: Path) -> None:
    view = view_of([], tmp_path)
    [one] = entries.held(view, [1])
    assert beside.became(one, beside.answers(view)).code == "told"
