"""Incubators, their tenants and how long these are alive, drawn as small tables."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, apart, entry, indicator, session_of

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import ask

Rows = Callable[..., list[Row]]
EXAMPLE = Path(__file__).resolve().parents[2] / "docs/explanation/examples/cohorts"
NURSERY = entry("site", "site-a", name={"en": "A"}, site_kind="incubator")
POOL = entry("skill_pool", "pool-a", name={"en": "Firms"}, site="site-a")
OTHER = entry("skill_pool", "pool-b", name={"en": "Firms"}, site="site-a")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Ask an analysis of a ledger of a nursery, two pools of its tenants and these entries."""

    def asked(name: str, told: Iterable[Told], as_of: str = "2013-12-31", **options: float) -> list[Row]:
        ledger = session_of([PLAN, NURSERY, POOL, OTHER, *told], tmp_path, as_of=as_of, known_on="2031-01-01")
        return ask(ledger, name, options).rows

    return asked


def stay(firms: int = 1, pool: str = "pool-a", **content: Any) -> Told:
    """Tell the stay of firms that entered together."""
    facts = {"value": str(firms), "unit": "firms", "nature": "declared", **content}
    key = "-".join(
        str(one).replace("/", "-").replace(".", "").replace(" ", "") for one in (pool, firms, *content.values()) if one
    )
    return entry("cohort", f"coh-{key}".lower(), pool=pool, **facts)


ENTERED = "2008-01-15"


STAYS: list[tuple[dict[str, Any], tuple[int, int, int], str | None]] = [
    ({"entered_on": "2008-01-15", "left_on": "2009-01-15", "left_how": "failed"}, (366, 366, 366), "failed"),
    ({"entered_on": "2008-01", "left_on": "2008-03", "left_how": "moved"}, (60, 30, 90), "moved"),
    ({"entered_on": "2008", "left_on": "2008-06", "left_how": "failed"}, (0, 0, 181), "failed"),
    ({"entered_on": "2008-01-15", "left_on": "2009-01-15"}, (366, 366, 366), "unknown"),
    ({"entered_on": "2008-01-15", "seen_on": "2008-02"}, (45, 17, 45), None),
    ({"entered_on": "2013-12-01", "seen_on": "2014-06-30"}, (30, 30, 30), None),
    ({"entered_on": "2013-12-01", "left_on": "2014-06-30", "left_how": "failed"}, (30, 30, 30), None),
]


@pytest.fixture(scope="module")
def stays(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    told = apart([stay(**told)] for told, *_ in STAYS)
    home = tmp_path_factory.mktemp("stays")
    ledger = session_of([PLAN, NURSERY, POOL, *told], home, as_of="2013-12-31", known_on="2031-01-01")
    return sorted(ask(ledger, "cohorts_stays").rows, key=lambda row: row["entries"])


@pytest.mark.parametrize("place", range(len(STAYS)))
def test_a_stay_runs_from_its_entry_to_its_exit_or_the_last_day_it_was_seen(stays: list[Row], place: int) -> None:
    _, days, end = STAYS[place]
    row = stays[place]
    assert (row["days"], row["days_shortest"], row["days_longest"]) == days
    assert (row["end"], row["left_out"], row["site"], row["entries"]) == (end, None, "site-a", [3 + place])


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"left_on": "2009-01-15", "about": "2009"}, "no_entry"),
        ({"entered_on": "../2009", "seen_on": "2010", "about": "2009"}, "no_entry"),
        ({"entered_on": "2014-02", "seen_on": "2014-06", "about": "2013"}, "not_yet"),
        ({"entered_on": ENTERED, "firms": 0, "seen_on": "2010"}, "no_count"),
        ({"entered_on": ENTERED, "left_how": "failed"}, "no_exit"),
        ({"entered_on": ENTERED, "left_on": "2009/.."}, "no_exit"),
        ({"entered_on": ENTERED}, "unseen"),
        ({"entered_on": ENTERED, "left_on": "2007-12-31"}, "backwards"),
    ],
)
def test_a_stay_that_cannot_be_measured_says_why(rows: Rows, told: dict[str, Any], reason: str) -> None:
    (row,) = rows("cohorts_stays", [stay(**told)])
    assert (row["left_out"], row["days"], row["end"]) == (reason, None, None)
    whole, nursery = rows("cohorts", [stay(**told)])
    assert (whole["left_out"], whole["entered"], whole["failed"], nursery["left_out"]) == (1, None, None, 1)


def test_a_stay_that_ended_later_was_going_on_before(rows: Rows) -> None:
    told = [stay(entered_on=ENTERED, left_on="2011-06-30", left_how="failed")]
    (before,) = rows("cohorts_stays", told, "2010-12-31")
    (after,) = rows("cohorts_stays", told, "2011-12-31")
    assert (before["end"], before["ended_on"]) == (None, date(2010, 12, 31))
    assert (after["end"], after["ended_on"]) == ("failed", date(2011, 6, 30))
    assert rows("cohorts_stays", told, "2008-01-14") == []


def test_trainees_are_no_tenants_and_tenants_without_a_site_stand_under_their_pool(rows: Rows) -> None:
    school = entry("skill_pool", "pool-school", name={"en": "School"})
    alone = entry("skill_pool", "pool-alone", name={"en": "Firms"})
    told = [school, alone, stay(30, "pool-school", about="2012", quantity="trained")]
    told.append(stay(2, "pool-alone", entered_on=ENTERED, seen_on="2012"))
    (row,) = rows("cohorts_stays", told)
    assert (row["site"], row["firms"]) == ("pool-alone", 2)
    assert [one["site"] for one in rows("cohorts", told)] == [None, "pool-alone", "site-a"]


FAILED = {"entered_on": "2008-01-01", "left_how": "failed"}
LONG = stay(6, entered_on="2008-01-01", seen_on="2012-12-31")


def test_a_failure_is_an_event_and_every_other_exit_ends_the_watch(rows: Rows) -> None:
    told = [
        stay(2, **FAILED, left_on="2008-06-30"),
        stay(1, entered_on="2008-01-01", left_on="2008-12-31", left_how="graduated"),
        stay(1, entered_on="2008-01-01", left_on="2009-12-31"),
        LONG,
    ]
    found = rows("cohorts_survival", told)
    assert {(row["site"], row["pool"]) for row in found} == {("site-a", None)}
    assert [(row["days"], row["at_risk"], row["failed"], row["watch_ended"]) for row in found] == [
        (181, 10, 2, 0),
        (365, 8, 0, 1),
        (730, 7, 0, 1),
        (1826, 6, 0, 6),
    ]
    assert [row["survival"] for row in found] == pytest.approx([0.8] * 4)
    assert [row["survival_worst"] for row in found] == pytest.approx([0.8, 0.8, 0.8 * 6 / 7, 0.8 * 6 / 7])
    assert [row["failed_share"] for row in found] == pytest.approx([0.2] * 4)
    assert [row["left_share"] for row in found] == pytest.approx([0, 0.1, 0.2, 0.2])
    assert all(row["low"] < row["survival"] < row["high"] for row in found)


def test_partial_dates_are_read_as_short_and_as_long_as_they_may_be(rows: Rows) -> None:
    told = [
        stay(1, entered_on="2008-01", left_on="2009-06", left_how="failed"),
        stay(1, entered_on="2008-01-31", seen_on="2012-01-31"),
    ]
    first, last = rows("cohorts_survival", told)
    assert (first["days"], first["survival"], first["survival_shortest"], first["survival_longest"]) == (
        516,
        0.5,
        0.5,
        1.0,
    )
    assert (last["survival_shortest"], last["survival_longest"]) == (0.5, 0.5)


def test_pools_and_incubators_are_drawn_apart_where_there_are_several(rows: Rows) -> None:
    second = entry("site", "site-b", name={"en": "B"}, site_kind="technopark")
    of_second = entry("skill_pool", "pool-c", name={"en": "Firms"}, site="site-b")
    told = [
        second,
        of_second,
        LONG,
        stay(1, "pool-b", **FAILED, left_on="2009-01-01"),
        stay(3, "pool-c", **FAILED, left_on="2010"),
    ]
    found = rows("cohorts_survival", told)
    assert list(dict.fromkeys((row["site"], row["pool"]) for row in found)) == [
        (None, None),
        ("site-a", None),
        ("site-a", "pool-a"),
        ("site-a", "pool-b"),
        ("site-b", None),
    ]
    whole, one, other = rows("cohorts", told)
    assert (whole["groups"], one["groups"], other["groups"]) == (2, 2, 1)
    # By hand: on the first day one of seven fails, the one of the other pool.
    assert one["log_rank"] == pytest.approx((1 - 1 / 7) ** 2 / (1 / 7 * 6 / 7))
    assert whole["log_rank_p"] < 0.05
    assert (other["log_rank"], other["log_rank_p"]) == (None, None)


def there(firms: int, seen_on: str = "2012") -> Told:
    return stay(firms, entered_on="2008-01-01", seen_on=seen_on)


def gone(firms: int, left_on: str = "2009-01-01") -> Told:
    return stay(firms, **FAILED, left_on=left_on)


@pytest.mark.parametrize(
    ("told", "alive", "conclusion", "needed"),
    [
        ([there(40), gone(5)], 8 / 9, "holds", []),
        ([there(5), gone(40)], 1 / 9, "does_not_hold", []),
        ([there(3), gone(2)], 0.6, "cannot_determine", ["tenants_more"]),
        ([there(40, "2010-06-30")], None, "cannot_determine", ["tenants_longer"]),
        ([there(40)], 1.0, "holds", []),
        ([there(2)], 1.0, "cannot_determine", ["tenants_more"]),
        ([gone(40)], 0.0, "does_not_hold", []),
        ([gone(1), there(9, "2008-02-01")], 0.0, "cannot_determine", ["tenants_more"]),
        ([], None, "cannot_determine", ["tenant_entry_days", "tenant_exit_days"]),
        ([stay(1, entered_on=ENTERED)], None, "cannot_determine", ["tenant_exit_days", "tenants_longer"]),
    ],
)
def test_more_than_half_are_alive_when_the_whole_interval_says_so(
    rows: Rows, *, told: list[Told], alive: float | None, conclusion: str, needed: list[str]
) -> None:
    whole = rows("cohorts", told)[0]
    assert whole["alive"] == (None if alive is None else pytest.approx(alive))
    assert (whole["conclusion"], whole["needed"]) == (conclusion, needed)


def test_after_how_many_years_is_chosen_by_whoever_asks(rows: Rows) -> None:
    told = [stay(5, **FAILED, left_on="2010-01-01"), stay(40, entered_on="2008-01-01", seen_on="2012")]
    assert [rows("cohorts", told, years=years)[0]["alive"] for years in (1, 3)] == [1.0, pytest.approx(8 / 9)]
    assert rows("cohorts", told)[0]["watched"] == 40


def figure(quantity: str, value: str, about: str | None = "2012", **content: Any) -> list[Told]:
    key = f"{quantity}-{about}-{value}-{content.get('nature')}".replace("/", "-").replace("_", "-").lower()
    unit = {"turnover": "MAD per year", "occupancy": "percent"}.get(quantity, "firms")
    what = indicator(f"ind-{key}", quantity=quantity, unit=unit, headline=False)
    facts = {"nature": "declared", "published_on": "2013", "subject": "site-a", **content}
    return [what, entry("statement", f"st-{key}", indicator=f"ind-{key}", value=value, about=about, **facts)]


def test_places_tenants_and_jobs_of_one_year_stand_beside_one_another(rows: Rows) -> None:
    told = [
        *figure("places", "200"), *figure("tenants", "150"), *figure("waiting", "40"),
        *figure("jobs", "1500", qualifier="about"), *figure("turnover", "600000000"),
        *figure("entries", "30"), *figure("exits", "12", "2011"),
    ]  # fmt: skip
    row = rows("cohorts", told)[1]
    assert (row["tenants"], row["places"], row["occupancy"], row["occupancy_about"]) == (150, 200, 0.75, "2012")
    assert (row["waiting"], row["entries_a_year"], row["exits_a_year"], row["exits_about"]) == (40, 30, 12, "2011")
    assert (row["jobs_per_tenant"], row["jobs_year"]) == (10, 2012)
    assert row["jobs_per_tenant_low"] < 10 < row["jobs_per_tenant_high"]
    assert (row["turnover_per_tenant"], row["currency"]) == (4_000_000, "MAD")
    assert row["needed"] == ["tenant_entry_days", "tenant_exit_days"]


def test_figures_of_two_years_are_not_divided_and_one_without_a_date_by_none(rows: Rows) -> None:
    told = [
        *figure("tenants", "170", "2012-01-27"),
        *figure("turnover", "700000000", "2011"),
        *figure("jobs", "1500", None),
    ]
    row = rows("cohorts", told)[1]
    assert (row["tenants"], row["turnover_per_tenant"], row["jobs_per_tenant"]) == (170, None, None)
    assert {"incubator_turnover", "incubator_jobs", "incubator_places"} <= set(row["needed"])


def test_an_occupancy_that_is_told_stands_before_one_that_is_worked_out(rows: Rows) -> None:
    told = [*figure("occupancy", "90", qualifier="at_least"), *figure("places", "200"), *figure("tenants", "150")]
    row = rows("cohorts", told)[1]
    assert (row["occupancy"], row["occupancy_low"], row["occupancy_high"]) == (0.9, 0.9, None)


def test_firms_of_an_incubator_are_its_tenants_and_what_is_verified_or_newer_stands_first(rows: Rows) -> None:
    firms = figure("firms", "160", "2010")
    told = [
        *firms,
        *figure("firms", "170", "2012"),
        *figure("tenants", "165", "2012"),
        *figure("tenants", "140", "2012", nature="audited"),
    ]
    told += [
        *figure("tenants", "500", "2013", nature="estimated"),
        *figure("tenants", "600", "2013", nature="announced"),
    ]
    told += figure("tenants", "230", "2013", scope="all sites", scope_relation="other_definition")
    told += figure("tenants", "90", "2013", sector="C@ISIC4")
    assert [rows("cohorts", some)[1]["tenants"] for some in (told, firms)] == [140, 160]


def test_the_incubator_of_no_plan_is_missing(tmp_path: Path) -> None:
    (row,) = ask(session_of([PLAN], tmp_path), "cohorts").rows
    assert (row["conclusion"], row["needed"], row["entries"]) == (
        "cannot_determine",
        ["incubator", "tenant_entry_days", "tenant_exit_days"],
        [],
    )
    park = entry("site", "park", name={"en": "Park"}, site_kind="offshore-park")
    assert len(ask(session_of([PLAN, park], tmp_path), "cohorts").rows) == 1


def by_hand(told: list[tuple[int, int, str | None]]) -> float:
    """Return the share that has not failed by the end, by the definition: day after day."""
    share = 1.0
    for day in sorted({days for _, days, _ in told}):
        at_risk = sum(firms for firms, days, _ in told if days >= day)
        share *= 1 - sum(firms for firms, days, end in told if days == day and end == "failed") / at_risk
    return share


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 400), st.sampled_from(["failed", "moved", None])),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_survival_of_ledgers_drawn_at_random_is_that_of_the_definition(
    rows: Rows, told: list[tuple[int, int, str | None]]
) -> None:
    start = date(2009, 3, 1).toordinal()
    entries = [
        stay(
            firms,
            entered_on="2009-03-01",
            left_how=end,
            **{"left_on" if end else "seen_on": day, "note": f"row {turn}"},
        )
        for turn, (firms, days, end) in enumerate(told)
        for day in [date.fromordinal(start + days).isoformat()]
    ]
    assert rows("cohorts_survival", entries)[-1]["survival"] == pytest.approx(by_hand(told))


def test_the_worked_example_can_be_followed_by_hand(tmp_path: Path) -> None:
    """Eighteen firms are measured; seven fail: 17/18, 15/17, 14/15, 12/14, then 8/9 of those still watched."""
    from bilan.exchange import kind_files
    from bilan.exchange.steps import Put
    from bilan.ledger.entries import content_of

    reading = kind_files.read(EXAMPLE)
    assert reading.is_clean
    drafts = [step.draft for step in reading.steps if isinstance(step, Put)]
    told = [Told(one.kind, one.key, content_of(one.content)) for one in drafts]
    session = session_of(told, tmp_path, as_of="2012-12-31", known_on="2013-12-31")
    row = ask(session, "cohorts").rows[1]
    assert (row["entered"], row["failed"], row["left_out"]) == (18, 7, 1)
    assert row["alive"] == pytest.approx(12 / 18 * 8 / 9)
    assert (row["occupancy"], row["jobs_per_tenant"], row["turnover_per_tenant"]) == (0.75, 7, None)
