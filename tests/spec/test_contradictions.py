"""Contradictions: what is set side by side, and what is not."""

from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, ask, entry, indicator, session_of

from bilan.analysis import contradictions, rates
from bilan.analysis.asking import Row
from bilan.terms.codes import code_list


def said(key: str, value: str | None = None, on: str = "ind-a", **content: Any) -> Told:
    usual = {"indicator": on, "nature": "declared", "about": "2012", "said_on": "2012", "organisation_name": key}
    return entry("statement", key, **{**usual, **content}, value=value)


def audited(key: str = "st-audit", value: str | None = None, on: str = "ind-a", **content: Any) -> Told:
    return said(key, value, on, **{"nature": "audited", "published_on": "2014", **content})


def node(key: str, parent: str = "plan") -> Told:
    return entry("node", key, parent=parent, node_kind="axis", name={"en": key})


def found(told: list[Told], home: Path, **cut: str) -> list[Row]:
    return ask(session_of([PLAN, *told], home, **cut), rates.ANALYSIS, contradictions.ANALYSIS)


def pairs(told: list[Told], home: Path) -> list[tuple[str, str, str]]:
    """Return the kind and the keys of the two entries of each row."""
    keys = [one.key for one in [PLAN, *told]]
    return [
        (row["kind"], str(keys[row["entry"]]), str(keys[row["other_entry"]]) if row["other_entry"] else "")
        for row in found(told, home)
    ]


def the_one(told: list[Told], home: Path) -> Row:
    (row,) = found(told, home)
    return row


def test_every_kind_and_reason_of_the_query_has_its_words() -> None:
    text = contradictions.ANALYSIS.query or ""
    assert [kind for kind in code_list("contradiction") if f"'{kind}'" not in text] == []
    assert [reason for reason in code_list("incomparable") if f"'{reason}'" not in text] == []


def test_a_declared_number_stands_beside_the_next_verified_one(tmp_path: Path) -> None:
    told = [indicator(), audited("st-0", "8", about="2011"), said("st-a", "22"), audited("st-1", "12", about="2013")]
    assert pairs(told, tmp_path) == [("declared_v_verified", "st-a", "st-1")]


def test_a_declared_number_after_the_last_verified_one_stands_beside_that(tmp_path: Path) -> None:
    told = [
        indicator(),
        audited("st-0", "8", about="2011"),
        audited("st-1", "9", about="2012"),
        said("st-a", "22", about="2013"),
    ]
    assert pairs(told, tmp_path) == [("declared_v_verified", "st-a", "st-1")]


def test_a_declared_number_is_not_compared_with_one_of_another_time_or_thing(tmp_path: Path) -> None:
    told = [
        indicator(),
        indicator("ind-b"),
        said("st-a", "22", about="2009", said_on="2009"),
        audited("st-1", "12", about="2013"),
        said("st-b", "5", "ind-b", scope="urban", scope_relation="part"),
        audited("st-2", "4", "ind-b"),
    ]
    assert pairs(told, tmp_path) == []


def test_a_flow_is_compared_within_its_period_only(tmp_path: Path) -> None:
    flow = indicator(measure="flow", unit="MAD per year")
    told = [flow, said("st-a", "22"), said("st-b", "9", about="2013", said_on="2013"), audited(value="12")]
    assert pairs(told, tmp_path) == [("declared_v_verified", "st-a", "st-audit")]


@pytest.mark.parametrize(
    ("declared", "verified", "comparable", "because"),
    [
        ({}, {}, "yes", []),
        ({"denominator": "56"}, {"denominator": "69"}, "no", ["base_differs"]),
        ({"denominator": "56", "denominator_qualifier": "more_than"}, {"denominator": "69"}, "yes", []),
        ({}, {"about": "2013-06-30"}, "yes", []),
        ({}, {"about": "2014"}, "uncertain", ["dates_differ"]),
        ({"about": None}, {}, "uncertain", ["date_unknown"]),
        ({"certainty": "uncertain"}, {}, "uncertain", ["reading_uncertain"]),
        (
            {"scope": "working", "scope_relation": "other_definition"},
            {"scope": "built", "scope_relation": "other_definition"},
            "uncertain",
            ["definition_differs"],
        ),
    ],
)
def test_a_pair_says_whether_it_may_be_compared_and_why_not(
    declared: dict[str, str], verified: dict[str, str], comparable: str, because: list[str], tmp_path: Path
) -> None:
    row = the_one([indicator(), said("st-a", "44", **declared), audited(value="25", **verified)], tmp_path)
    assert (row["kind"], row["comparable"], row["because"]) == ("declared_v_verified", comparable, because)


@pytest.mark.parametrize(
    ("value", "qualifier", "expected"),
    [
        ("40", "exact", [4, True]),
        ("40", "almost", [4, False]),
        ("30", "more_than", [-6, False]),
        ("40", "more_than", [4, True]),
    ],
)
def test_a_difference_within_the_qualifiers_is_not_beyond(
    value: str, qualifier: str, expected: list[object], tmp_path: Path
) -> None:
    row = the_one([indicator(), said("st-a", value, qualifier=qualifier), audited(value="36")], tmp_path)
    assert [row["difference"], row["beyond"]] == expected


def test_a_count_is_compared_with_a_verified_rate_of_a_told_total(tmp_path: Path) -> None:
    rate = indicator("ind-rate", unit="percent", measure="rate", numerator="ind-a")
    told = [
        indicator(),
        rate,
        said("st-a", "44", denominator="56"),
        audited(value="36", on="ind-rate", denominator="69"),
    ]
    row = the_one(told, tmp_path)
    assert (row["kind"], row["other_indicator"], float(row["other_value"])) == (
        "declared_v_verified",
        "ind-rate",
        24.84,
    )


def test_what_is_repeated_or_announced_is_not_compared(tmp_path: Path) -> None:
    told = [
        indicator(),
        audited(value="36"),
        said("st-a", "40"),
        said("st-b", "40", relation="repeats", related="st-a"),
        said("st-c", "50", nature="announced", about="2013"),
    ]
    assert pairs(told, tmp_path) == [("declared_v_verified", "st-a", "st-audit")]


def test_one_speech_told_twice_is_found_even_within_the_qualifiers(tmp_path: Path) -> None:
    speech = {"said_on": "2012-03-25", "organisation_name": "ministry"}
    told = [
        indicator(),
        said("st-a", "87420", qualifier="about", **speech),
        said("st-b", "86000", qualifier="more_than", **speech),
    ]
    row = the_one(told, tmp_path)
    assert (row["kind"], row["beyond"]) == ("told_twice", False)


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        ({"value": "8"}, ["same_thing_other_figure"]),
        ({"value": "8", "qualifier": "less_than"}, []),
        ({"value": "7.3"}, []),
        ({"value": "8", "about": "2013"}, []),
        ({"value": "8", "nature": "announced"}, ["told_otherwise_than_announced"]),
        ({"value": "8", "edition": "2"}, []),
    ],
)
def test_two_figures_for_one_thing_and_period_are_found(
    other: dict[str, str], kinds: list[str], tmp_path: Path
) -> None:
    told = [indicator(measure="flow"), said("st-a", "7.3"), said("st-b", **other)]
    assert [pair[0] for pair in pairs(told, tmp_path)] == kinds


def test_a_total_and_its_part_told_the_same_day_are_found(tmp_path: Path) -> None:
    speech = {"said_on": "2013-01-29", "organisation_name": "ministry"}
    part = said("st-b", "8", "ind-b", relation="splits", related="st-a", **speech)
    told = [indicator(), indicator("ind-b"), said("st-a", "13", **speech), part]
    assert pairs(told, tmp_path) == [("told_in_parts", "st-a", "st-b")]


def qualitative(**content: Any) -> Told:
    return indicator("ind-words", unit="qualitative", measure="qualitative", direction=None, headline=False, **content)


def in_words(key: str, words: str, **content: Any) -> Told:
    return said(key, None, "ind-words", words=words, **content)


def test_words_stand_beside_the_next_audit_and_beside_the_same_speaker_later(tmp_path: Path) -> None:
    told = [
        qualitative(),
        in_words("st-a", "broadly positive", speaker="per-a", about="2012-08-08", said_on="2012-08-08"),
        in_words("st-b", "will not be met", speaker="per-a", about="2013-01-29", said_on="2013-01-29"),
        in_words("st-audit", "far from its aims", nature="audited", about="2013-06-30", published_on="2014"),
    ]
    assert sorted(pairs(told, tmp_path)) == [
        ("said_otherwise_later", "st-a", "st-b"),
        ("words_v_audited", "st-a", "st-audit"),
        ("words_v_audited", "st-b", "st-audit"),
    ]


def test_words_on_the_plan_stand_beside_the_verified_completion_of_its_axes(tmp_path: Path) -> None:
    rate = {"unit": "percent", "measure": "rate"}
    told = [
        node("axis-1"),
        node("ini-1", "axis-1"),
        qualitative(),
        indicator("ind-axis", node="axis-1", completion_of="axis-1", **rate),
        indicator("ind-ini", node="ini-1", completion_of="ini-1", **rate),
        in_words("st-a", "mostly on time"),
        audited("st-1", "27", "ind-axis", about="2013"),
        audited("st-2", "11", "ind-ini", about="2013"),
    ]
    assert pairs(told, tmp_path) == [("words_v_completion", "st-a", "st-1"), ("words_v_completion", "st-a", "st-2")]


def ranks(told_value: str) -> list[Told]:
    rank = {"unit": "rank", "measure": "rank", "direction": "down"}
    return [
        indicator("ind-a", **rank),
        indicator("ind-b", **rank),
        said("st-a", told_value),
        audited("st-1", "120"),
        audited("st-2", "56", "ind-b"),
    ]


def test_a_place_in_one_ranking_told_as_that_in_another_is_found(tmp_path: Path) -> None:
    row = the_one(ranks("56"), tmp_path)
    assert (row["kind"], row["other_indicator"], row["entries"]) == ("index_mistaken", "ind-b", [3, 4, 5])


def test_a_place_that_is_in_no_other_ranking_is_just_declared(tmp_path: Path) -> None:
    assert [kind for kind, _, _ in pairs(ranks("57"), tmp_path)] == ["declared_v_verified"]


@pytest.mark.parametrize(
    ("value", "about", "kinds"),
    [
        ("100000000", "2013", ["slip"]),
        ("100000000", "2016", []),
        ("1000000", "2013", []),
        ("1000000", "2012", ["slip"]),
        ("1100000", "2013", []),
    ],
)
def test_the_same_digits_with_another_power_of_ten_are_a_slip(
    value: str, about: str, kinds: list[str], tmp_path: Path
) -> None:
    told = [indicator(unit="MAD"), said("st-a", "100000"), said("st-b", value, about=about, said_on=about)]
    assert [pair[0] for pair in pairs(told, tmp_path)] == kinds


def test_a_target_restated_with_the_digits_of_another_is_a_slip(tmp_path: Path) -> None:
    def target(key: str, on: str, value: str, version: str = "original") -> Told:
        return entry("target", key, indicator=on, value=value, due_on="2013", set_on="2009", version=version)

    told = [
        indicator(),
        indicator("ind-b"),
        target("tgt-a", "ind-a", "2.7", "restated"),
        target("tgt-b", "ind-b", "27"),
    ]
    assert pairs(told, tmp_path) == [("slip", "tgt-a", "tgt-b")]


@pytest.mark.parametrize(
    ("direction", "value", "qualifier", "kinds"),
    [
        ("up", "10", "exact", ["below_own_baseline"]),
        ("up", "16", "exact", []),
        ("up", "10", "more_than", []),
        ("down", "20", "exact", ["below_own_baseline"]),
        ("down", "10", "exact", []),
    ],
)
def test_a_newest_value_worse_than_its_own_baseline_is_found(
    direction: str, value: str, qualifier: str, kinds: list[str], tmp_path: Path
) -> None:
    told = [
        indicator(direction=direction),
        entry("baseline", "bl-a", indicator="ind-a", value="16", about="2008"),
        said("st-a", value, qualifier=qualifier),
    ]
    assert [pair[0] for pair in pairs(told, tmp_path)] == kinds


def test_an_earlier_value_below_the_baseline_is_history(tmp_path: Path) -> None:
    base = entry("baseline", "bl-a", indicator="ind-a", value="16", about="2008")
    assert (
        pairs([indicator(), base, said("st-a", "10"), said("st-b", "22", about="2013", said_on="2013")], tmp_path) == []
    )


def test_a_headline_verified_only_beside_it_says_so(tmp_path: Path) -> None:
    rate = {"unit": "percent", "measure": "rate"}
    told = [
        indicator("ind-a", **rate),
        indicator("ind-b", headline=None, **rate),
        said("st-a", "87"),
        audited(value="24", on="ind-b"),
    ]
    assert pairs(told, tmp_path) == [("verified_beside", "st-a", "st-audit")]


def beside_target(value: str) -> list[Told]:
    return [
        node("axis-1"),
        node("ini-1", "axis-1"),
        node("ini-2", "axis-1"),
        indicator("ind-narrow", node="ini-1", measure="flow"),
        indicator("ind-wide", node="ini-2", measure="flow", headline=None),
        entry("target", "tgt-a", indicator="ind-narrow", value="6", due_on="2013", set_on="2009", version="original"),
        audited(value="2", on="ind-narrow"),
        said("st-a", value, "ind-wide", about="2013", said_on="2013"),
    ]


def test_a_neighbouring_figure_that_passes_the_missed_target_is_found(tmp_path: Path) -> None:
    row = the_one(beside_target("8"), tmp_path)
    assert (row["kind"], row["indicator"], row["other_indicator"]) == ("told_beside_target", "ind-narrow", "ind-wide")
    assert (row["comparable"], row["entries"]) == ("no", [6, 7, 8])


def test_a_neighbouring_figure_short_of_the_target_is_not(tmp_path: Path) -> None:
    assert found(beside_target("5"), tmp_path) == []


def test_money_paid_stands_beside_the_total_planned(tmp_path: Path) -> None:
    told = [
        indicator("ind-paid", unit="MAD", measure="cumulative"),
        indicator("ind-planned", unit="MAD", direction=None),
        said("st-paid", "22.9", "ind-paid", denominator="59"),
        said("st-planned", "59", "ind-planned"),
    ]
    assert pairs(told, tmp_path) == [("paid_v_planned", "st-paid", "st-planned")]


@pytest.mark.parametrize(
    ("relation", "kind"), [("contradicts", "said_to_contradict"), ("misreads", "misread"), ("refers", None)]
)
def test_what_is_recorded_as_contradicting_is_listed_when_no_computation_finds_it(
    relation: str, kind: str | None, tmp_path: Path
) -> None:
    other = said("st-b", "8", about="2013", said_on="2013", relation=relation, related="st-a")
    told = [indicator(measure="flow"), said("st-a", "7"), other]
    assert pairs(told, tmp_path) == ([(kind, "st-b", "st-a")] if kind else [])


def test_a_printed_rate_that_does_not_follow_is_listed_with_the_computed_one(tmp_path: Path) -> None:
    row = the_one([indicator(), said("st-a", "48813", denominator="68681", rate_as_said="76")], tmp_path)
    assert (row["kind"], row["value"], float(round(row["other_value"], 1))) == ("rate_does_not_follow", 76, 71.1)
    assert (row["entries"], row["other_entry"]) == ([2], None)
