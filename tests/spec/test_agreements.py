"""How much of what was due under an agreement was kept, drawn as small tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, apart, entry, indicator, session_of

from bilan.analysis import catalogue
from bilan.analysis.asking import Row
from bilan.analysis.formulas.intervals import wilson


def agreement(key: str = "agr-a", *, kind: str = "ppp", **content: Any) -> Told:
    return entry("agreement", key, agreement_kind=kind, **{"title": {"en": key}, "signed_on": "2009", **content})


def owed(key: str, /, *, of: str = "agr-a", due_on: str | None = "2012-06-30", **content: Any) -> Told:
    facts = {"what": key, "published_on": "2010", **content}
    return entry("obligation", f"obl-{key}", agreement=of, due_on=due_on, **facts)


def kept(key: str, **content: Any) -> Told:
    return owed(key, kept_on="2012-06-01", **content)


def late(key: str, **content: Any) -> Told:
    return owed(key, kept_on="2012-08-09", **content)


def broken(key: str, **content: Any) -> Told:
    return owed(key, broken_on="2012-07-01", **content)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask an analysis in a ledger of a plan and these entries; usually the agreements, as of the end of 2013."""

    def asked(told: Iterable[Told], name: str = "agreements", *, as_of: str = "2013-12-31") -> list[Row]:
        return catalogue.ask(session_of([PLAN, *told], tmp_path, as_of=as_of, known_on="2029-01-01"), name).rows

    return asked


def counts(row: Row) -> tuple[int, ...]:
    return tuple(row[name] for name in ("due", "known", "kept_on_time", "late", "broken", "unknown"))


def test_a_plan_without_agreements_says_so_in_one_row(rows: Any) -> None:
    [row] = rows([])
    assert (row["agreement"], row["conclusion"], row["needed"]) == (None, "cannot_determine", ["agreements"])
    assert (row["due"], row["share"], row["failures"], row["entries"]) == (0, None, None, [])


DUE: list[tuple[list[Told], tuple[int, ...], str, list[str]]] = [
    ([], (0, 0, 0, 0, 0, 0), "cannot_determine", ["obligations"]),
    ([owed("a", due_on=None)], (0, 0, 0, 0, 0, 0), "cannot_determine", ["obligations"]),
    ([owed("a", due_on="2014")], (0, 0, 0, 0, 0, 0), "cannot_determine", ["first_due"]),
    ([owed("a")], (1, 0, 0, 0, 0, 1), "cannot_determine", ["keeping"]),
    ([kept("a"), owed("b")], (2, 1, 1, 0, 0, 1), "cannot_determine", ["keeping"]),
    ([kept("a"), kept("b")], (2, 2, 2, 0, 0, 0), "holds", []),
    ([kept("a"), late("b"), owed("c")], (3, 2, 1, 1, 0, 1), "does_not_hold", []),
    ([broken("a")], (1, 1, 0, 0, 1, 0), "does_not_hold", []),
    ([kept("a"), owed("b", due_on="2014")], (1, 1, 1, 0, 0, 0), "holds", []),
    ([kept("a"), owed("b", obligation_kind="risk")], (1, 1, 1, 0, 0, 0), "holds", []),
]


def each(cases: Sequence[list[Told]], home: Path) -> list[Row]:
    """Ask of the agreement of each case, in one ledger of them all."""
    session = session_of([PLAN, *apart(cases)], home, as_of="2013-12-31", known_on="2029-01-01")
    found = {row["agreement"]: row for row in catalogue.ask(session, "agreements").rows}
    assert len(found) == len(cases)
    return [found[f"agr-a-{place}"] for place in range(len(cases))]


@pytest.fixture(scope="module")
def due(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return each([[agreement(), *told] for told, *_ in DUE], tmp_path_factory.mktemp("due"))


@pytest.mark.parametrize(("place", "expected"), list(enumerate(tuple(expected) for _, *expected in DUE)))
def test_what_was_due_is_counted_by_what_became_of_it(due: list[Row], place: int, expected: tuple[Any, ...]) -> None:
    row = due[place]
    assert (counts(row), row["conclusion"], row["needed"]) == expected


def test_the_unknown_widen_the_bounds_and_leave_the_interval_alone(rows: Any) -> None:
    [row] = rows([agreement(), kept("a"), kept("b"), late("c"), owed("d")])
    known = wilson(2, 3)
    assert known is not None
    assert row["share"] == pytest.approx(2 / 3)
    assert (row["share_low"], row["share_high"]) == (known.low, known.high)
    assert (row["bound_low"], row["bound_high"]) == (0.5, 0.75)
    outer = wilson(2, 4), wilson(3, 4)
    assert outer[0] is not None
    assert outer[1] is not None
    assert (row["outer_low"], row["outer_high"]) == (outer[0].low, outer[1].high)
    assert row["longest_delay"] == 40


def test_declared_weights_weigh_and_one_without_is_left_out_and_counted(rows: Any) -> None:
    [row] = rows([agreement(), kept("a", weight="3"), broken("b", weight="1"), late("c"), owed("d", weight="4")])
    assert (row["weighted"], row["weightless"], row["due"], row["known"]) == (True, 1, 4, 3)
    assert row["share"] == pytest.approx(3 / 4)
    assert (row["bound_low"], row["bound_high"]) == (3 / 8, 7 / 8)
    interval = wilson(0.75 * 1.6, 1.6)  # (3 + 1)² / (3² + 1²)
    assert interval is not None
    assert row["share_low"] == pytest.approx(interval.low)


def test_equal_weights_are_no_weights(rows: Any) -> None:
    [row] = rows([agreement(), kept("a", weight="2"), broken("b", weight="2")])
    assert (row["share"], row["share_low"]) == (0.5, pytest.approx(wilson(1, 2).low))  # type: ignore[union-attr]  # 2 > 0


def test_a_moved_due_day_and_a_verified_word_are_counted(rows: Any) -> None:
    moved = [owed("a", due_on="2011"), entry("obligation", "obl-a", replaces=2, agreement="agr-a", what="a",
             due_on="2012-06-30", kept_on="2012-06-30", nature="audited", published_on="2012-07-01")]  # fmt: skip
    [row] = rows([agreement(), *moved, kept("b", nature="declared")])
    assert (row["moved"], row["verified"], row["kept_on_time"]) == (1, 1, 2)


def paid(key: str, amount: str, **content: Any) -> Told:
    facts = {"subject": "agr-a", "flow": "disbursement", "currency": "MAD", "nature": "declared", **content}
    return entry("transaction", key, amount=amount, **{"about": "2011", "said_on": "2011", **facts})


def test_what_was_paid_is_set_beside_the_amount_and_figures_that_may_be_the_same_are_not_added(rows: Any) -> None:
    money = agreement(amount="100", currency="MAD")
    told = [paid("t-a", "20"), paid("t-b", "30"), paid("t-c", "40", nature="audited", total=True, qualifier="about")]
    [row] = rows([money, *told, paid("t-d", "7", currency="EUR"), paid("t-e", "9", flow="commitment")])
    assert (row["paid"], row["paid_nature"], row["paid_otherwise"], row["paid_share"]) == (40, "audited", 1, 0.4)
    assert row["paid_share_low"] is None or row["paid_share_low"] < 0.4
    [alone] = rows([money, *told[:2]])
    assert (alone["paid"], alone["paid_otherwise"], alone["paid_share_low"]) == (50, 0, 0.5)
    [bare] = rows([agreement(), paid("t-a", "20")])
    assert (bare["paid"], bare["paid_share"]) == (20, None)


def jobs(key: str, value: str, nature: str = "declared", **content: Any) -> Told:
    facts = {"subject": "agr-a", "about": "2012", "published_on": "2012-12-31", **content}
    return entry("statement", key, indicator="ind-a", value=value, nature=nature, **facts)


def benefit(key: str, value: str, side: str = "FR", **content: Any) -> Told:
    facts = {"what": "jobs", "unit": "jobs", "nature": "declared", "about": "2011", "published_on": "2012", **content}
    return entry("benefit", key, agreement="agr-a", side=side, value=value, **facts)


JOBS: list[tuple[list[Told], tuple[Any, Any]]] = [
    ([], (None, None)),
    ([jobs("a", "300")], (300, 0.5)),
    ([jobs("a", "300"), jobs("b", "200", "audited", about="2011")], (200, pytest.approx(1 / 3))),
    ([jobs("a", "300"), jobs("b", "200", about="2011")], (300, 0.5)),
    ([jobs("a", "900", "announced")], (None, None)),
    ([jobs("a", "900", scope="Rabat", scope_relation="part")], (None, None)),
    ([jobs("a", "900", unit="firms")], (None, None)),
    ([benefit("a", "150")], (150, 0.25)),
    ([benefit("a", "150"), benefit("b", "250", "MA")], (None, None)),
    ([benefit("a", "150", scenario="without")], (None, None)),
    ([benefit("a", "150", qualifier="about")], (150, 0.25)),
    ([owed("a", unit="jobs", amount="600", observed="600", observed_on="2012-12")], (600, 1.0)),
]


@pytest.fixture(scope="module")
def jobs_seen(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    told = [[indicator(), agreement(promised_jobs="600"), *told] for told, _ in JOBS]
    return each(told, tmp_path_factory.mktemp("jobs"))


@pytest.mark.parametrize(("place", "expected"), list(enumerate(expected for _, expected in JOBS)))
def test_jobs_seen_are_set_beside_jobs_promised(jobs_seen: list[Row], place: int, expected: tuple[Any, Any]) -> None:
    assert (jobs_seen[place]["jobs"], jobs_seen[place]["jobs_share"]) == expected


def test_a_qualified_figure_of_jobs_has_a_qualified_share(rows: Any) -> None:
    [row] = rows([indicator(), agreement(promised_jobs="600"), jobs("a", "300", qualifier="more_than")])
    assert (row["jobs_share_low"], row["jobs_share_high"]) == (0.5, None)


def test_penalties_are_added_in_one_currency_only(rows: Any) -> None:
    one = {"failures": "2", "penalty_contracted": "50", "penalty_imposed": "100", "currency": "USD"}
    [row] = rows([agreement(), owed("a", **one), owed("b", **one, penalty_paid="80")])
    assert (row["failures"], row["penalty_currency"], row["penalty_currencies"]) == (4, "USD", 1)
    assert (row["penalty_expected"], row["penalty_imposed"], row["penalty_paid"]) == (200, 200, 80)
    [mixed] = rows([agreement(), owed("a", **one), owed("b", **{**one, "currency": "MAD"})])
    assert (mixed["penalty_currencies"], mixed["penalty_imposed"], mixed["failures"]) == (2, None, 4)


def test_amendments_are_counted_and_those_without_a_reason_told(rows: Any) -> None:
    told = [
        entry("amendment", "amd-a", agreement="agr-a", what="More", decided_on="2011", reason="scope_evolved"),
        entry("amendment", "amd-b", agreement="agr-a", what="Later", decided_on="2012"),
        entry("amendment", "amd-c", agreement="agr-a", what="Other", decided_on="2014", reason_words="Why not"),
    ]
    [row] = rows([agreement(), *told])
    assert (row["amendments"], row["without_reason"]) == (2, 1)
    assert row["entries"] == [1, 2, 3]


# Partners.


def france(key: str, **content: Any) -> Told:
    return agreement(f"agr-{key}", partner_country="FR", **{"kind": "bilateral", **content})


def test_groups_add_the_counts_of_their_agreements(rows: Any) -> None:
    told = [
        france("a", promised_jobs="600"),
        france("b", promised_jobs="200"),
        agreement("agr-c", partner_country="KR"),
        agreement("agr-d"),
        *(kept(f"a{place}", of="agr-a") for place in range(3)),
        broken("b", of="agr-b"),
        owed("c", of="agr-c"),
        late("d", of="agr-d"),
    ]
    found = {(row["grouped_by"], row["partner_country"], row["agreement_kind"]): row for row in rows(told, "partners")}
    assert {key: (row["agreements"], counts(row)) for key, row in found.items()} == {
        ("all", None, None): (4, (6, 5, 3, 1, 1, 1)),
        ("partner_country", "FR", None): (2, (4, 4, 3, 0, 1, 0)),
        ("partner_country", "KR", None): (1, (1, 0, 0, 0, 0, 1)),
        ("partner_country", None, None): (1, (1, 1, 0, 1, 0, 0)),
        ("agreement_kind", None, "bilateral"): (2, (4, 4, 3, 0, 1, 0)),
        ("agreement_kind", None, "ppp"): (2, (2, 1, 0, 1, 0, 1)),
        ("ppp", None, "ppp"): (2, (2, 1, 0, 1, 0, 1)),
        ("ppp", None, None): (2, (4, 4, 3, 0, 1, 0)),
    }
    one = found["partner_country", "FR", None]
    assert (one["promised_jobs"], one["promised_jobs_known"], one["jobs"], one["rivals"], one["rivals_due"]) == (
        800,
        2,
        None,
        1,
        1,
    )
    assert (one["conclusion"], one["needed"]) == ("cannot_determine", ["keeping"])
    assert (found["all", None, None]["conclusion"], found["partner_country", None, None]["conclusion"]) == (None, None)


def many(country: str, outcome: Any, count: int) -> list[Told]:
    of = f"agr-{country.lower()}"
    return [
        agreement(of, partner_country=country),
        *(outcome(f"{country}{place}".lower(), of=of) for place in range(count)),
    ]


@pytest.mark.parametrize(
    ("told", "conclusion", "needed"),
    [
        (many("FR", kept, 6) + many("KR", broken, 6), "holds", []),
        (many("FR", broken, 6) + many("KR", kept, 6), "does_not_hold", []),
        (many("FR", kept, 1) + many("KR", broken, 1), "cannot_determine", ["more_due"]),
        (many("FR", kept, 6) + many("KR", owed, 6), "cannot_determine", ["keeping"]),
        (many("FR", kept, 6), "cannot_determine", ["second_partner"]),
        (many("FR", kept, 6) + many("KR", owed, 0), "cannot_determine", ["second_partner"]),
        (many("FR", owed, 0) + many("KR", kept, 6), "cannot_determine", ["obligations"]),
        # The country of the plan is no partner of its own.
        (many("FR", kept, 6) + many("MA", broken, 6), "cannot_determine", ["second_partner"]),
    ],
)
def test_a_partner_is_best_when_neither_chance_nor_the_unknown_can_reverse_it(
    tmp_path: Path, told: list[Told], conclusion: str, needed: list[str]
) -> None:
    plan = entry("plan", "plan", name={"en": "A plan"}, starts_on="2009", ends_on="2013", country="MA")
    session = session_of([plan, *told], tmp_path, as_of="2013-12-31")
    rows = catalogue.ask(session, "partners").rows
    france = next(row for row in rows if row["partner_country"] == "FR")
    assert (france["conclusion"], france["needed"]) == (conclusion, needed)


def test_a_plan_with_one_sort_of_agreement_lacks_a_second(rows: Any) -> None:
    found = rows([agreement(), kept("a")], "partners")
    assert [(row["grouped_by"], row["needed"]) for row in found if row["agreement_kind"]] == [
        ("agreement_kind", ["second_kind"]),
        ("ppp", ["second_kind"]),
    ]


def test_a_plan_without_agreements_has_one_empty_group(rows: Any) -> None:
    [row] = rows([], "partners")
    assert (row["grouped_by"], row["agreements"], row["due"], row["bound_low"], row["entries"]) == (
        "all",
        0,
        0,
        None,
        [],
    )


OUTCOMES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([kept, late, broken, owed])), max_size=15)


@settings(max_examples=10, deadline=None)
@given(drawn=OUTCOMES)
def test_the_counts_of_all_agreements_add_up_to_those_of_every_grouping(
    drawn: list[tuple[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    countries = {"a": "FR", "b": "KR", "c": None}
    frame = [
        agreement(f"agr-{one}", partner_country=country, kind="ppp" if one == "a" else "loan")
        for one, country in countries.items()
    ]
    told = [outcome(str(place), of=f"agr-{one}") for place, (one, outcome) in enumerate(drawn)]
    session = session_of([PLAN, *frame, *told], tmp_path_factory.mktemp("all"), as_of="2013-12-31")
    found = catalogue.ask(session, "partners").rows
    whole = counts(found[0])
    assert whole == tuple(
        sum(outcome in of for _, outcome in drawn)
        for of in ({kept, late, broken, owed}, {kept, late, broken}, {kept}, {late}, {broken}, {owed})
    )
    for by in ("partner_country", "agreement_kind", "ppp"):
        parts = [counts(row) for row in found if row["grouped_by"] == by]
        assert tuple(map(sum, zip(*parts, strict=True))) == whole
