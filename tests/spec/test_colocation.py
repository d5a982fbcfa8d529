"""Who gains by an agreement, drawn as small tables: which figures count, how sure it is, where the conclusion turns."""

from collections.abc import Iterable
from fractions import Fraction
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import catalogue, colocation, colocation_account, colocation_tornado
from bilan.analysis.asking import Row
from bilan.analysis.formulas.accounts import accounts

AGREEMENT = entry("agreement", "agr-1", title={"en": "Co-location"}, agreement_kind="colocation", signed_on="2009")
HOME = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", currency="MAD", country="MA")
LINES = ["jobs", "turnover", "investment", "cost", "transfers", "skills"]


def side(kind: str, key: str, side: str, what: str, value: str | None = None, **content: Any) -> Told:
    facts = {"agreement": "agr-1", "nature": "declared", "about": "2012", "published_on": "2010", **content}
    if "unit" not in content:
        facts = {"currency": "MAD", **facts}
    return entry(kind, key, side=side, what=what, value=value, **facts)


def pair(kind: str, side_: str, what: str, with_: str, without: str, **content: Any) -> list[Told]:
    """Tell one line in both scenarios."""
    key = f"{kind[:3]}-{side_}-{what}".lower()
    return [
        side(kind, f"{key}-with", side_, what, with_, **content),
        side(kind, f"{key}-without", side_, what, without, scenario="without", **content),
    ]


SURE = [*pair("benefit", "FR", "turnover", "9", "5"), *pair("benefit", "MA", "turnover", "8", "2")]


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """Ask one of the analyses of an agreement between two sides of which these entries tell."""

    def asked(name: str, told: Iterable[Told], as_of: str = "2030-01-01", **options: float) -> list[Row]:
        return catalogue.ask(session_of([HOME, AGREEMENT, *told], tmp_path, as_of=as_of), name, options).rows

    return asked


def by_side(rows: Iterable[Row]) -> dict[str | None, Row]:
    return {row["side"]: row for row in rows}


def test_the_gain_is_what_came_with_the_agreement_less_what_would_have_come_without_it(asked: Any) -> None:
    told = [
        *pair("benefit", "FR", "turnover", "9", "5"),
        *pair("contribution", "FR", "cost", "3", "1"),
        *pair("benefit", "MA", "turnover", "8", "2"),
    ]
    rows = by_side(asked("colocation", told))
    assert {name: row["gain"] for name, row in rows.items()} == {None: 2, "FR": 2, "MA": 6}
    assert {row["basis"] for row in rows.values()} == {"net"}
    assert {row["conclusion"] for row in rows.values()} == {"holds"}
    assert (rows["FR"]["share_p50"], rows["MA"]["share_p50"]) == (0.25, 0.75)
    assert (rows[None]["probability"], rows[None]["probability_error"], rows[None]["draws"]) == (1, 0, 1)


def test_it_is_no_gain_for_all_where_one_side_loses_or_stays_where_it_was(asked: Any) -> None:
    same = [*pair("benefit", "FR", "turnover", "5", "5"), *pair("benefit", "MA", "turnover", "8", "2")]
    rows = by_side(asked("colocation", same))
    assert [rows[name]["conclusion"] for name in (None, "FR", "MA")] == ["does_not_hold", "does_not_hold", "holds"]
    assert (rows["MA"]["divided"], rows["MA"]["share_p50"]) == (0, None)


def test_without_its_counterfactual_a_side_is_shown_gross_and_nothing_is_determined(asked: Any) -> None:
    told = [side("benefit", "ben-fr", "FR", "turnover", "9"), *pair("benefit", "MA", "turnover", "8", "2")]
    rows = by_side(asked("colocation", told))
    assert (rows["FR"]["basis"], rows["FR"]["gain"], rows["FR"]["probability"]) == ("gross", 9, None)
    assert (rows["FR"]["conclusion"], rows["FR"]["needed"]) == ("cannot_determine", ["gain_without"])
    assert (rows[None]["conclusion"], rows[None]["needed"], rows[None]["gain"]) == (
        "cannot_determine",
        ["gain_without"],
        None,
    )
    assert rows["MA"]["gain"] == 6
    (missing,) = [row for row in asked("colocation_account", told) if row["state"] == "missing"]
    assert (missing["side"], missing["what"], missing["scenario"]) == ("FR", "turnover", "without")


def test_what_is_told_only_without_the_agreement_is_not_even_gross(asked: Any) -> None:
    told = [side("benefit", "ben-fr", "FR", "turnover", "9", scenario="without"), *SURE[2:]]
    row = by_side(asked("colocation", told))["FR"]
    assert (row["basis"], row["gain"], row["needed"]) == (None, None, ["gain_with"])


def test_where_nothing_was_stated_every_line_of_both_countries_is_named(asked: Any, tmp_path: Path) -> None:
    france = entry("agreement", "agr-1", title={"en": "Co-location"}, agreement_kind="colocation", partner_country="FR")
    session = session_of([HOME, france], tmp_path)
    rows = catalogue.ask(session, "colocation_account").rows
    assert [(row["side"], row["what"]) for row in rows] == [(name, what) for name in ("FR", "MA") for what in LINES]
    assert {row["state"] for row in rows} == {"missing"}
    found = by_side(catalogue.ask(session, "colocation").rows)
    assert found["MA"]["needed"] == [f"gain_{what}" for what in LINES]
    assert (found[None]["figures"], found[None]["figures_needed"]) == (0, 12)
    (row,) = catalogue.ask(session, "colocation_tornado").rows
    assert (row["agreement"], row["figure"], row["needed"]) == ("agr-1", None, [f"gain_{what}" for what in LINES])
    assert by_side(asked("colocation", []))["MA"]["needed"] == [*(f"gain_{what}" for what in LINES)]


@pytest.mark.parametrize("name", ["colocation", "colocation_tornado"])
def test_a_plan_without_any_such_agreement_gets_one_row_that_says_so(tmp_path: Path, name: str) -> None:
    (row,) = catalogue.ask(session_of([PLAN], tmp_path), name).rows
    assert (row["agreement"], row["needed"][0], row["entries"]) == (None, "gain_agreement", [])


def test_one_side_alone_is_no_mutual_gain(tmp_path: Path) -> None:
    rows = by_side(catalogue.ask(session_of([PLAN, AGREEMENT, *SURE[:2]], tmp_path), "colocation").rows)
    assert (rows["FR"]["conclusion"], rows["FR"]["gain"], rows[None]["conclusion"]) == ("holds", 4, "cannot_determine")
    assert rows[None]["needed"] == ["gain_second_side"]


def test_an_agreement_of_another_sort_counts_when_it_has_figures_or_a_claim_is_about_it(tmp_path: Path) -> None:
    loan, ppp, fund = (
        entry("agreement", f"agr-{kind}", title={"en": kind}, agreement_kind=kind) for kind in ("loan", "ppp", "fund")
    )
    said = entry("statement", "st-1", subject="agr-ppp", words="Both gain", nature="declared", said_on="2012")
    claimed = entry(
        "statement", "st-2", subject="plan", words="All gain", nature="declared", said_on="2012", claim="mutual_gain",
        claimed="ppp",
    )  # fmt: skip
    figure = side("benefit", "ben-1", "FR", "turnover", "9", agreement="agr-loan")
    session = session_of([HOME, loan, ppp, fund, said, claimed, figure], tmp_path)
    found = catalogue.ask(session, "colocation").rows
    assert [row["agreement"] for row in found if row["side"] is None] == ["agr-loan", "agr-ppp"]


def test_the_strongest_nature_counts_then_the_newest_and_the_others_are_counted(asked: Any) -> None:
    told = [
        *SURE,
        side("benefit", "ben-old", "FR", "turnover", "100", about="2010"),
        side("benefit", "ben-strong", "FR", "turnover", "7", nature="measured", about="2010"),
        side("benefit", "ben-weak", "FR", "turnover", "50", nature="announced"),
    ]
    rows = by_side(asked("colocation", told))
    assert (rows["FR"]["gain"], rows["FR"]["left_out"], rows["FR"]["left_out_why"]) == (2, 3, ["told_again"])
    assert rows["FR"]["nature"] == "declared"
    newest = by_side(asked("colocation", [*SURE, side("benefit", "ben-new", "FR", "turnover", "6", about="2013")]))
    assert newest["FR"]["gain"] == 1


def test_the_row_tells_the_weakest_nature_that_was_used(asked: Any) -> None:
    told = [*SURE[2:], *pair("benefit", "FR", "turnover", "9", "5", nature="audited")]
    told.append(side("contribution", "con-1", "FR", "cost", "1", nature="estimated"))
    told.append(side("contribution", "con-2", "FR", "cost", "1", nature="announced", scenario="without"))
    rows = by_side(asked("colocation", told))
    assert (rows["FR"]["nature"], rows["MA"]["nature"], rows[None]["nature"]) == ("announced", "declared", "announced")


def test_parties_of_one_side_are_lines_of_their_own(asked: Any) -> None:
    firms = [entry("party", f"org-{name}", name=name, party_kind="organisation") for name in "ab"]
    told = [*firms, *SURE]
    for name in "ab":
        told.append(side("contribution", f"con-{name}", "FR", "cost", "1", party=f"org-{name}"))
        told.append(side("contribution", f"con-{name}0", "FR", "cost", "0", party=f"org-{name}", scenario="without"))
    assert by_side(asked("colocation", told))["FR"]["gain"] == 2


JOBS: dict[str, Any] = {"unit": "jobs"}
WORTH = {"unit_value": "10", "unit_currency": "MAD"}


def test_jobs_are_counted_at_what_one_was_said_to_be_worth_and_else_not_at_all(asked: Any) -> None:
    bare = [*SURE[2:], *pair("benefit", "FR", "jobs", "7", "5", **JOBS)]
    rows = by_side(asked("colocation", bare))
    assert (rows["FR"]["needed"], rows["FR"]["left_out"], rows["FR"]["basis"]) == (["gain_worth"], 2, None)
    once = [*SURE[2:], side("benefit", "ben-1", "FR", "jobs", "7", **JOBS, **WORTH)]
    once.append(side("benefit", "ben-2", "FR", "jobs", "5", scenario="without", **JOBS))
    assert by_side(asked("colocation", once))["FR"]["gain"] == 20
    told = {row["figure"]: row["worth_of"] for row in asked("colocation_account", once) if row["side"] == "FR"}
    assert told == {"ben-1": "ben-1", "ben-2": "ben-1"}


def test_a_worth_stated_alike_in_both_scenarios_is_one_unknown_and_stated_otherwise_two(asked: Any) -> None:
    ranged = {"unit_value_low": "5", "unit_value_high": "20", "unit_currency": "MAD"}
    told = [*SURE[2:], *pair("benefit", "FR", "jobs", "7", "5", **JOBS, **ranged)]
    row = by_side(asked("colocation", told))["FR"]
    assert (row["gain_low"], row["gain_high"], row["conclusion"]) == (10, 40, "holds")
    other = [*SURE[2:], side("benefit", "ben-1", "FR", "jobs", "7", **JOBS, **ranged)]
    other.append(side("benefit", "ben-2", "FR", "jobs", "5", scenario="without", **JOBS, **ranged | WORTH))
    row = by_side(asked("colocation", other))["FR"]
    assert (row["gain_low"], row["gain_high"]) == (7 * 5 - 5 * 20, 7 * 20 - 5 * 5)


RATE = indicator("ind-rate", unit="MAD per EUR", measure="rate", direction=None, quantity="exchange_rate")


def rate(key: str, value: str, about: str, **content: Any) -> Told:
    facts = {"indicator": "ind-rate", "nature": "measured", "about": about, "said_on": about, **content}
    return entry("statement", key, value=value, **facts)


def test_money_of_another_currency_needs_a_dated_rate(asked: Any) -> None:
    told = [*SURE[2:], *pair("benefit", "FR", "turnover", "9", "5", currency="EUR")]
    rows = by_side(asked("colocation", told))
    assert (rows["FR"]["needed"], rows["FR"]["left_out_why"]) == (["gain_rate"], ["no_rate"])
    rated = [*told, RATE, rate("st-1", "10", "2011"), rate("st-2", "11", "2012"), rate("st-3", "20", "2020")]
    assert by_side(asked("colocation", rated, as_of="2013-12-31"))["FR"]["gain"] == 44
    assert by_side(asked("colocation", rated, as_of="2011-12-31"))[None]["agreement"] == "agr-1"
    (row,) = [
        row for row in asked("colocation_account", rated, "2013-12-31") if row["figure"] == "ben-fr-turnover-with"
    ]
    assert (row["rate_of"], row["rate_about"], row["money"], len(row["entries"])) == ("st-2", "2012", 99, 2)
    (turn,) = [row for row in asked("colocation_tornado", rated, "2013-12-31") if row["part"] == "rate"]
    assert (turn["figure"], turn["what"], turn["side"], turn["flip_below"], turn["flip_above"]) == (
        "st-2",
        "EUR",
        None,
        0,
        None,
    )


@pytest.mark.parametrize("wrong", [{"unit": "EUR per MAD"}, {"scope": "notes"}, {"value": "-11"}])
def test_a_rate_of_another_pair_of_a_part_or_below_zero_is_none(asked: Any, wrong: dict[str, str]) -> None:
    told = [*SURE[2:], *pair("benefit", "FR", "turnover", "9", "5", currency="EUR"), RATE]
    told.append(rate("st-1", wrong.pop("value", "11"), "2012", **wrong))
    assert by_side(asked("colocation", told))["FR"]["needed"] == ["gain_rate"]


def test_figures_all_in_one_foreign_currency_need_no_rate(asked: Any) -> None:
    told = [
        *pair("benefit", "FR", "turnover", "9", "5", currency="EUR"),
        *pair("benefit", "MA", "turnover", "8", "2", currency="EUR"),
    ]
    rows = by_side(asked("colocation", told))
    assert (rows[None]["currency"], rows[None]["gain"], rows[None]["conclusion"]) == ("EUR", 4, "holds")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"value": "-9"},
        {"value": "9", "low": "10", "high": "12"},
        {"low": "12", "high": "10"},
        {"low": "12"},
        {"value": "9", "unit_value": "3", "unit_currency": "MAD"},
        {"value": "9", "unit": "jobs", "currency": None, "unit_value": "3"},
        {"value": "9", "unit": "jobs", "currency": None, "unit_value": "-3", "unit_currency": "MAD"},
    ],
)
def test_a_number_that_makes_no_sense_is_left_out_and_said(asked: Any, nonsense: dict[str, Any]) -> None:
    facts = {"currency": "MAD", **nonsense}
    told = [*SURE[1:], side("benefit", "ben-bad", "FR", "turnover", facts.pop("value", None), **facts)]
    row = by_side(asked("colocation", told))["FR"]
    assert (row["needed"], row["left_out"], row["left_out_why"]) == (["gain_number"], 1, ["bad_number"])
    # Beside a figure on the same line that can count it is counted, and needed no more.
    row = by_side(asked("colocation", [*told, SURE[0]]))["FR"]
    assert (row["needed"], row["left_out_why"], row["gain"]) == ([], ["bad_number"], 4)


def test_amounts_per_year_are_not_added_to_amounts_for_the_whole_period(asked: Any) -> None:
    told = [*SURE, *pair("contribution", "FR", "cost", "1", "0", unit="MAD per year", currency="MAD")]
    rows = by_side(asked("colocation", told))
    assert (rows["FR"]["needed"], rows["FR"]["left_out_why"]) == (["gain_rhythm"], ["other_rhythm"])


def test_a_bound_that_was_never_told_leaves_no_distribution_but_may_leave_a_conclusion(asked: Any) -> None:
    more = [*SURE[2:], side("benefit", "ben-1", "FR", "turnover", "9", qualifier="more_than")]
    more.append(side("benefit", "ben-2", "FR", "turnover", "5", scenario="without"))
    row = by_side(asked("colocation", more))["FR"]
    assert (row["gain_low"], row["gain_high"], row["gain_p50"], row["conclusion"]) == (4, None, None, "holds")
    less = [*more[:3], side("benefit", "ben-2", "FR", "turnover", "5", scenario="without", qualifier="more_than")]
    rows = by_side(asked("colocation", less))
    assert (rows["FR"]["conclusion"], rows["FR"]["needed"], rows["FR"]["divided"]) == (
        "cannot_determine",
        ["gain_bounds"],
        None,
    )
    assert rows[None]["needed"] == ["gain_bounds"]
    turns = {row["figure"]: row for row in asked("colocation_tornado", less)}
    assert (turns["ben-1"]["gain_low"], turns["ben-1"]["gain_high"], turns["ben-1"]["swing"]) == (4, None, None)
    assert (turns["ben-2"]["flip_above"], turns["ben-2"]["flips_within"]) == (9, True)


def test_within_wide_ranges_the_conclusion_stays_open_and_follows_the_probability_asked_for(asked: Any) -> None:
    told = [*SURE[1:], side("benefit", "ben-1", "FR", "turnover", low="4", high="14")]
    rows = by_side(asked("colocation", told))
    assert isclose(rows[None]["probability"], 0.9, abs_tol=0.01)
    assert (rows[None]["conclusion"], rows[None]["needed"]) == ("cannot_determine", ["gain_narrower"])
    assert by_side(asked("colocation", told, sure=0.8))[None]["conclusion"] == "holds"
    assert (rows["FR"]["gain_low"], rows["FR"]["gain_high"], rows["FR"]["gain"]) == (-1, 9, 4)
    assert isclose(rows["FR"]["gain_p25"], 1.5, abs_tol=0.1)
    doubt = [*SURE[1:], side("benefit", "ben-1", "FR", "turnover", low="0", high="5.4")]
    assert by_side(asked("colocation", doubt, sure=0.9))[None]["conclusion"] == "does_not_hold"


def test_the_same_seed_gives_the_same_rows_and_another_agreement_changes_none_of_them(asked: Any) -> None:
    told = [*SURE[1:], side("benefit", "ben-1", "FR", "turnover", low="4", high="14")]
    other = entry("agreement", "agr-2", title={"en": "Another"}, agreement_kind="colocation")
    once = asked("colocation", told, draws=500)
    assert asked("colocation", told, draws=500) == once
    assert [row for row in asked("colocation", [other, *told], draws=500) if row["agreement"] == "agr-1"][1][
        "gain_p50"
    ] == once[1]["gain_p50"]
    assert asked("colocation", told, draws=500, seed=7)[1]["gain_p50"] != once[1]["gain_p50"]


def test_what_is_about_days_to_come_does_not_count_yet(asked: Any) -> None:
    rows = by_side(asked("colocation", SURE, as_of="2012-06-30"))
    assert rows[None]["figures"] == 0
    assert by_side(asked("colocation", SURE, as_of="2012-12-31"))[None]["figures"] == 4


# An account at random, in rows as the analysis of the account gives them: two sides, one to three lines each.
NUMBER = st.integers(0, 12)


@st.composite
def figures(draw: Any) -> list[Row]:
    rows: list[Row] = []
    for name in ("FR", "MA"):
        for place in range(draw(st.integers(1, 3))):
            flow, worth = draw(st.sampled_from(["benefit", "contribution"])), draw(st.one_of(st.none(), NUMBER))
            for scenario in ("with", "without"):
                low, value, high = sorted(draw(st.lists(NUMBER, min_size=3, max_size=3)))
                rows.append(figure((name, place, flow), scenario, (low, value, high), worth))
    return rows


def figure(line: tuple[str, int, str], scenario: str, ends: tuple[int, int, int], worth: int | None) -> Row:
    side_, place, flow = line
    key = f"{side_}-{place}"
    empty = dict.fromkeys(one.name for one in colocation_account.ANALYSIS.columns)
    told = {
        "agreement": "agr-1", "side": side_, "flow": flow, "what": str(place), "scenario": scenario, "state": "used",
        "needed": [], "figure": f"{key}-{scenario}", "nature": "declared", "entries": [1], "worth": worth,
        "worth_low": worth, "worth_high": worth, "worth_of": None if worth is None else f"{key}-with",
    }  # fmt: skip
    return {**empty, **told, "low": ends[0], "value": ends[1], "high": ends[2]}


def conclusion(rows: Iterable[Row], held: dict[tuple[str, str], Fraction]) -> str:
    """Return the conclusion of the account with every figure exactly at its middle, or where it is held."""
    fixed = []
    for row in rows:
        at = held.get(("quantity", row["figure"]), row["value"])
        worth = held.get(("worth", row["worth_of"]), row["worth"])
        fixed.append({
            **row, "low": at, "value": at, "high": at, "worth": worth, "worth_low": worth, "worth_high": worth,
        })  # fmt: skip
    (one,) = accounts(fixed)
    return str(colocation.gains(one, seed=1, draws=100, sure=0.95)[0]["conclusion"])


@given(rows=figures())
def test_the_conclusion_turns_exactly_where_the_tornado_says_it_does(rows: list[Row]) -> None:
    (one,) = accounts(rows)
    now = conclusion(rows, {})
    step = Fraction(1, 10**6)
    for turn in colocation_tornado.turned(one):
        place = (turn["part"], turn["figure"])
        for end, away in ((turn["flip_below"], -1), (turn["flip_above"], 1)):
            if end is None:
                continue
            before, after = Fraction(end) - away * step, Fraction(end) + away * step
            beyond = after < 0 or conclusion(rows, {place: after}) != now
            assert beyond
            if away * (before - Fraction(turn["middle"])) > 0:
                assert conclusion(rows, {place: before}) == now
        if turn["flip_below"] is None and turn["flip_above"] is None:
            assert {conclusion(rows, {place: Fraction(value)}) for value in (0, 5, 10**6)} == {now}
