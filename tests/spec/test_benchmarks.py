"""The outside view of a target, ranks and practices, drawn as small tables.

Fixtures: `rows` asks an analysis of a plan of Morocco with these entries.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from scipy import stats
from tests.editions_of import Told, entry, indicator, session_of

from bilan.acts.trying import tried
from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.exchange import formats
from bilan.tables.session import open_session

DEMO = Path(__file__).resolve().parents[2] / "demo/maroc-numeric-2013"
DATA = Path(__file__).resolve().parents[3] / "shared/data"
USERS, GOVTECH = DATA / "internet-users-vintages", DATA / "wb-govtech-maturity"
PLAN = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", country="MA")
STATES = [
    entry("party", f"state-{code.lower()}", name=code, party_kind="state", country=code) for code in ("MA", "FR", "TR")
]
GROUP = entry("party", "world", name="World", party_kind="group")
Asked = Callable[..., list[Row]]


def rate(key: str, quantity: str = "internet_users", **content: Any) -> Told:
    usual = {"unit": "percent of population", "measure": "rate", "headline": None, "quantity": quantity}
    return indicator(key, **{**usual, **content})


def level(about: str, value: str | None, who: str = "fr", of: str = "ind-users", **content: Any) -> Told:
    facts = {"nature": "measured", "about": about, "published_on": "2009-01-01", **content}
    subject = who if who == "world" else f"state-{who}"
    return entry("statement", f"st-{of[4:]}-{who}-{about}", indicator=of, subject=subject, value=value, **facts)


def aim(of: str = "ind-users", start: str = "10", target: str = "33") -> list[Told]:
    return [
        entry("baseline", f"bl-{of[4:]}", indicator=of, value=start, about="2008", published_on="2009-10-10"),
        entry(
            "target", f"tg-{of[4:]}", indicator=of, value=target, due_on="2010", set_on="2009-10-10", version="original"
        ),
    ]


@pytest.fixture
def rows(tmp_path: Path) -> Asked:
    def asked(
        *told: Told,
        name: str = "benchmarks",
        frame: Iterable[Told] = (PLAN, *STATES, GROUP),
        day: str = "2030-01-01",
        **options: float,
    ) -> list[Row]:
        return catalogue.ask(session_of([*frame, *told], tmp_path, as_of=day), name, options).rows

    return asked


PEERS = [
    rate("ind-users"),
    level("2005", "9"),
    level("2007", "40"),
    level("2005", "11", "tr"),
    level("2007", "30", "tr"),
]


def test_a_plan_without_levels_to_ask_of_says_what_is_missing(rows: Asked) -> None:
    (row,) = rows()
    assert (row["conclusion"], row["needed"]) == ("cannot_determine", ["level_target", "series_of_others"])
    (row,) = rows(*PEERS)
    assert row["needed"] == ["level_target"]
    (row,) = rows(rate("ind-users"), *aim())
    assert (row["series"], row["needed"], row["entries"]) == (None, ["series_of_others"], [6, 7])
    assert rows(indicator("ind-jobs", quantity="jobs"), *aim("ind-jobs"), name="benchmark_class") == []


def test_of_those_who_started_there_one_of_two_made_it(rows: Asked) -> None:
    (row,) = rows(*PEERS, *aim())
    assert (row["told_as"], row["episodes"], row["known"], row["reached"], row["share"]) == ("known_then", 2, 2, 1, 0.5)
    judge = stats.binomtest(1, 2).proportion_ci(0.95, "exact")
    assert (row["share_low"], row["share_high"]) == pytest.approx((judge.low, judge.high), abs=1e-9)
    assert (row["fastest"], row["conclusion"], row["until"]) == (["FR", "TR"], "cannot_determine", 2007)
    assert row["needed"] == ["more_countries", "practices"]


def test_most_reached_it_or_did_not_when_the_interval_is_clear_of_one_half(rows: Asked) -> None:
    codes = [chr(65 + one) + "X" for one in range(8)]
    states = [entry("party", f"state-{code.lower()}", name=code, party_kind="state", country=code) for code in codes]

    def drawn(end: str) -> list[Told]:
        return [one for code in codes for one in (level("2005", "10", code.lower()), level("2007", end, code.lower()))]

    frame = (PLAN, *STATES, *states)
    assert [row["conclusion"] for row in rows(rate("ind-users"), *drawn("40"), *aim(), frame=frame)] == ["holds"]
    (row,) = rows(rate("ind-users"), *drawn("20"), *aim(), frame=frame)
    assert (row["conclusion"], row["needed"]) == ("does_not_hold", ["practices"])


def test_nothing_published_after_the_target_was_set_is_known_then(rows: Asked) -> None:
    late = [level("2006", "90", "tr", published_on="2009-12-01"), level("2008", "1", published_on="2010-01-01")]
    (row,) = rows(*PEERS, *late, *aim())
    assert (row["reached"], row["until"]) == (1, 2007)


def test_a_figure_that_was_taken_away_or_changed_by_then_is_told_as_it_was_then(rows: Asked) -> None:
    changed = entry(
        "statement", "st-users-tr-2007", replaces=9, **{**PEERS[4].content, "value": "35", "published_on": "2009-05-05"}
    )
    gone = entry("withdrawal", entry=7, published_on="2009-06-06")
    (row,) = rows(*PEERS, changed, *aim())
    assert row["reached"] == 2
    (row,) = rows(*PEERS, gone, *aim())
    assert (row["unknown"], row["reached"]) == (1, 0)
    later = entry("withdrawal", entry=7, published_on="2010-06-06")
    assert rows(*PEERS, later, *aim())[0]["reached"] == 1


YOUNG = {"published_on": "2020-06-17"}
KEPT = [
    rate("ind-users"),
    level("2005", "9", **YOUNG),
    level("2007", "40", **YOUNG),
    level("2009", "95", "tr", **YOUNG),
]


def test_where_nothing_was_kept_from_then_the_oldest_publication_is_cut_by_year_and_said_so(rows: Asked) -> None:
    strict, inferred = rows(*KEPT, *aim())
    assert (strict["told_as"], strict["countries"], strict["conclusion"]) == ("known_then", 0, "cannot_determine")
    assert strict["needed"] == ["publication_then", "more_countries", "practices"]
    assert (inferred["told_as"], inferred["oldest_on"], inferred["until"]) == ("oldest_kept", date(2020, 6, 17), 2007)
    assert (inferred["countries"], inferred["reached"], "publication_then" in inferred["needed"]) == (1, 1, True)
    longer = rows(*KEPT, *aim(), lag_years=0)[1]
    assert (longer["countries"], longer["until"]) == (2, 2009)
    # A day before anything was published, not even that is known.
    assert [row["needed"] for row in rows(*KEPT, *aim(), day="2012-12-31")] == [["series_of_others"]]


def test_a_later_correction_does_not_enter_the_oldest_publication(rows: Asked) -> None:
    corrected = entry(
        "statement", "st-users-fr-2007", replaces=7, **{**KEPT[2].content, "value": "12", "published_on": "2023-01-01"}
    )
    gone = entry("withdrawal", entry=6, published_on="2023-01-01")
    assert rows(*KEPT, corrected, gone, *aim())[1]["reached"] == 1


def test_internet_users_stand_in_for_households_and_are_never_called_the_same(rows: Asked) -> None:
    homes = rate("ind-homes", "internet_households", unit="percent of households")
    (row,) = rows(*PEERS, homes, *aim("ind-homes"))
    assert (row["indicator"], row["series"], row["stand_in"]) == ("ind-homes", "ind-users", True)
    assert (row["unit"], row["series_unit"], "same_quantity" in row["needed"]) == (
        "percent of households",
        "percent of population",
        True,
    )
    own = rate("ind-own", "internet_households")
    told = [own, level("2005", "9", of="ind-own"), level("2007", "40", of="ind-own")]
    (row,) = rows(*PEERS, homes, *told, *aim("ind-homes"))
    assert (row["series"], row["stand_in"]) == ("ind-own", False)


def test_numbers_may_be_chosen_for_a_panel_without_a_plan(rows: Asked) -> None:
    (row,) = rows(*PEERS, years=2, start=10, target=33)
    assert (row["indicator"], row["origin_on"], row["known"]) == ("ind-users", date(2030, 1, 1), 2)
    assert rows(*PEERS, years=2, start=10, target=33, origin=2009)[0]["origin_on"] == date(2009, 12, 31)
    assert rows(*PEERS, years=2, start=10, target=33, origin=2008)[0]["known"] == 0
    (row,) = rows(*PEERS, years=2, start=10, target=33, band=0.5, widest=0.5)
    assert (row["episodes"], row["countries"], row["share"], row["fastest"]) == (0, 2, None, [])
    (row,) = rows(*PEERS, years=2, start=40, target=10)
    assert row["reached"] == 0


def test_the_plans_own_country_and_groups_of_countries_are_not_in_the_class(rows: Asked) -> None:
    told = [
        level("2005", "10", "ma"),
        level("2007", "99", "ma"),
        level("2005", "10", "world"),
        level("2007", "99", "world"),
    ]
    found = rows(*PEERS, *told, *aim(), name="benchmark_class")
    assert [(row["country"], row["in_class"], row["reached"]) for row in found] == [
        ("FR", True, True),
        ("TR", True, False),
    ]
    assert found[0]["entries"] == [10 + 4, 10 + 5, 6, 7]


def test_a_country_whose_end_is_not_known_is_counted_and_left_out(rows: Asked) -> None:
    silent = level("2007", None, missing="not_available")
    (row,) = rows(rate("ind-users"), level("2005", "9"), level("2006", "12"), silent, level("2007", "20", "tr"), *aim())
    assert (row["episodes"], row["unknown"], row["known"], row["share"]) == (1, 1, 0, None)
    found = rows(rate("ind-users"), level("2005", "50"), level("2007", "60"), *aim(), name="benchmark_class")
    assert [(row["country"], row["countries"], row["in_class"]) for row in found] == [(None, 1, None)]


def practice(words: str, who: str = "fr", **content: Any) -> Told:
    facts = {"nature": "declared", "about": "2006", "published_on": "2009", "organisation_name": "OECD", **content}
    return entry(
        "statement", f"st-{who}-{len(words)}", indicator="ind-users", subject=f"state-{who}", words=words, **facts
    )


def test_a_practice_is_a_card_with_evidence_and_conditions_or_says_what_it_lacks(rows: Asked) -> None:
    (none,) = rows(name="practices")
    assert (none["conclusion"], none["needed"], none["filed"]) == ("cannot_determine", ["practices"], 0)
    source = entry("source", "src-a", publisher="OECD", source_kind="report")
    told = [
        source,
        practice("Unbundled the local loop", source="src-a", conditions="A regulator"),
        practice("Paid for it", "tr"),
    ]
    filed = entry("evidence", "ev-a", supports=["st-tr-11"], digest="e3" * 32, size=1, media_type="application/pdf")
    full, bare = rows(*PEERS, *told, filed, name="practices")
    assert (full["country"], full["conditions"], full["conclusion"], full["entries"]) == (
        "FR",
        "A regulator",
        "holds",
        [11],
    )
    assert (bare["needed"], bare["filed"], bare["entries"]) == (["practice_conditions"], 1, [12, 13])
    (lacking,) = rows(*PEERS, practice("Paid for it", "tr"), practice("Ours", "ma"), name="practices")
    assert lacking["needed"] == ["practice_conditions", "practice_evidence"]
    (row,) = rows(*PEERS, *told, *aim())
    assert (row["cited"], "practices" in row["needed"]) == (2, False)


def index(who: str, value: str, scope: str | None = None, **content: Any) -> Told:
    return level("2020", value, who, "ind-gtmi", scope=scope, edition="2020", **content)


GTMI = rate("ind-gtmi", "govtech_index", unit="index 0-1", measure="index")


def test_a_country_is_ranked_among_all_and_in_its_group(rows: Asked) -> None:
    told = [
        GTMI,
        index("ma", "0.6", "B"),
        index("fr", "0.9", "A"),
        index("tr", "0.7", "B"),
        index("world", "0.99", "B"),
    ]
    (row,) = rows(*told, name="benchmark_rank")
    assert (row["place"], row["among"], row["best_country"], row["distance"]) == (3, 3, "FR", pytest.approx(0.3))
    assert (row["group_name"], row["group_place"], row["group_among"]) == ("B", 2, 2)
    assert (row["median"], row["conclusion"], row["edition"]) == (0.7, "does_not_hold", "2020")
    better = rows(GTMI, index("ma", "0.8"), index("fr", "0.7"), name="benchmark_rank")
    assert [(row["conclusion"], row["group_among"], row["group_place"]) for row in better] == [("holds", None, None)]


def test_where_less_is_better_the_least_is_first_and_where_nothing_is_better_nobody_is(rows: Asked) -> None:
    told = [index("ma", "3"), index("fr", "9"), index("tr", "7")]
    (row,) = rows(rate("ind-gtmi", direction="down"), *told, name="benchmark_rank")
    assert (row["place"], row["best_country"], row["distance"], row["conclusion"]) == (1, "MA", 0, "holds")
    (row,) = rows(rate("ind-gtmi", direction=None), *told, name="benchmark_rank")
    assert (row["place"], row["conclusion"], row["needed"]) == (None, "cannot_determine", ["better_way"])


def test_editions_are_not_compared_with_one_another(rows: Asked) -> None:
    told = [GTMI, index("ma", "0.6"), index("fr", "0.5"), level("2020", "0.9", "tr", "ind-gtmi", edition="2022")]
    (row,) = rows(*told, name="benchmark_rank")
    assert (row["among"], row["editions"], row["place"]) == (2, 2, 1)


def test_a_rank_lacks_others_ones_own_value_or_the_country_of_the_plan(rows: Asked) -> None:
    assert [row["needed"] for row in rows(name="benchmark_rank")] == [["series_of_others"]]
    assert [row["needed"] for row in rows(GTMI, index("fr", "0.5"), name="benchmark_rank")] == [["own_level"]]
    assert [row["needed"] for row in rows(GTMI, index("ma", "0.5"), name="benchmark_rank")] == [["series_of_others"]]
    nowhere = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013")
    found = rows(GTMI, index("fr", "0.5"), name="benchmark_rank", frame=(nowhere, *STATES))
    assert [row["needed"] for row in found] == [["plan_country"]]


def asked_of(paths: list[Path], name: str, known_on: date, **options: float) -> list[Row]:
    if not all(path.is_dir() for path in paths):
        pytest.skip("a panel is not here")
    with tried(formats.read_all(paths), at=datetime(2026, 11, 26, tzinfo=UTC)) as trial:
        assert trial.edition is not None
        session = open_session(trial.edition, as_of=date(2023, 12, 31), known_on=known_on)
        return catalogue.ask(session, name, options).rows


def test_the_demonstration_alone_lacks_other_countries() -> None:
    (row,) = asked_of([DEMO], "benchmarks", date(2014, 12, 31))
    assert (row["indicator"], row["start"], round(row["target"], 1), row["years"]) == ("ind-hh-internet", 10, 33.3, 5)
    assert (row["origin_on"], row["conclusion"], row["needed"]) == (
        date(2009, 10, 31),
        "cannot_determine",
        ["series_of_others"],
    )


def test_households_of_morocco_as_known_in_2009_one_peer_in_five_made_it_as_far_as_can_be_inferred() -> None:
    strict, inferred = asked_of([DEMO, USERS], "benchmarks", date(2026, 11, 26))
    assert (strict["told_as"], strict["conclusion"], strict["countries"]) == ("known_then", "cannot_determine", 0)
    assert (inferred["oldest_on"], inferred["until"], inferred["stand_in"]) == (date(2020, 6, 17), 2008, True)
    assert (inferred["reached"], inferred["known"], inferred["fastest"]) == (1, 5, ["FR", "TN", "PT"])
    judge = stats.binomtest(1, 5).proportion_ci(0.95, "exact")
    assert (inferred["share_low"], inferred["share_high"]) == pytest.approx((judge.low, judge.high), abs=1e-9)


def test_morocco_is_thirty_fifth_of_its_group_in_govtech_and_the_edition_is_told() -> None:
    (row,) = asked_of([DEMO, GOVTECH], "benchmark_rank", date(2026, 11, 26))
    assert (row["place"], row["among"], row["group_name"], row["group_place"], row["group_among"]) == (
        78,
        198,
        "B",
        35,
        59,
    )
    assert (row["edition"], row["best_country"], round(row["distance"], 3)) == ("2020", "KR", 0.347)
