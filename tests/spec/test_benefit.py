"""Who benefits, by sector, region, size and public, drawn as small tables."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis.asking import Row
from bilan.analysis.catalogue import ask

KEYS = count()
GIVEN = indicator("ind-given", quantity="beneficiaries", unit="persons", headline=None, direction=None)
JOBS = indicator("ind-jobs", quantity="jobs", headline=None, direction=None)


def said(value: str | None, what: str = "ind-given", about: str | None = "2012", **content: Any) -> Told:
    facts = {"nature": "declared", "said_on": "2013", **content}
    return entry("statement", f"st-{next(KEYS)}", indicator=what, value=value, about=about, **facts)


def paid(amount: str, about: str = "2012", **content: Any) -> Told:
    facts = {"subject": "plan", "flow": "disbursement", "currency": "MAD", "nature": "declared", **content}
    return entry("transaction", f"trx-{next(KEYS)}", amount=amount, about=about, said_on=about, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Ask who benefits, of a ledger of the plan, two indicators and these entries."""

    def asked(told: Iterable[Told], name: str = "benefit", as_of: str = "2029-01-01", **options: float) -> list[Row]:
        session = session_of([PLAN, GIVEN, JOBS, *told], tmp_path, as_of=as_of)
        return ask(session, name, options).rows

    return asked


def by(rows: Iterable[Row], dimension: str) -> dict[str | None, Row]:
    return {row["code"]: row for row in rows if row["by"] == dimension}


def test_of_a_plan_that_tells_nothing_each_dimension_says_what_is_missing(rows: Any) -> None:
    found = rows([])
    assert [(row["by"], row["conclusion"], row["needed"]) for row in found] == [
        (by, "cannot_determine", [f"benefit_by_{by}"]) for by in ("sector", "region", "size", "audience")
    ]
    assert [row["needed"] for row in rows([], "benefit_concentration")] == [
        ["benefit_by_sector"],
        ["benefit_by_region"],
        ["benefit_by_size"],
    ]


def test_the_known_part_is_set_against_the_total_and_the_rest_may_be_anybodys(rows: Any) -> None:
    told = [said("60", sector="C@ISIC4"), said("10", sector="J@ISIC4"), said("100")]
    found = by(rows(told), "sector")
    first, second, silent = found["C@ISIC4"], found["J@ISIC4"], found["F@ISIC4"]
    assert (first["share"], first["rank_low"], first["rank_high"], first["conclusion"]) == (0.6, 1, 1, "holds")
    assert (second["rank_low"], second["rank_high"], second["conclusion"]) == (2, 21, "does_not_hold")
    assert (silent["value"], silent["share_low"], silent["share_high"], silent["rank_low"]) == (None, 0, 0.3, 2)
    assert (first["known"], first["of"], first["total"], first["needed"]) == (2, 21, 100, [])


def test_without_a_total_nobody_comes_first(rows: Any) -> None:
    row = by(rows([said("60", sector="C@ISIC4")]), "sector")["C@ISIC4"]
    assert (row["rank_low"], row["rank_high"], row["conclusion"]) == (1, 21, "cannot_determine")
    assert row["needed"] == ["benefit_by_sector", "benefit_total"]
    assert (row["share"], row["share_low"], row["share_high"]) == (None, 0, 1)


def test_when_all_are_told_the_sum_is_the_total_and_zero_is_a_figure(rows: Any) -> None:
    told = [
        said(value, size=size) for size, value in (("micro", "0"), ("small", "10"), ("medium", "20"), ("large", "10"))
    ]
    found = by(rows(told), "size")
    assert (found["micro"]["value"], found["micro"]["share"], found["micro"]["rank_low"]) == (0, 0, 4)
    assert (found["medium"]["share"], found["medium"]["conclusion"]) == (0.5, "holds")
    assert (found["small"]["rank_low"], found["large"]["rank_low"], found["small"]["rank_high"]) == (2, 2, 2)


def test_small_and_medium_firms_told_apart_and_together_make_no_whole(rows: Any) -> None:
    found = by(rows([said("10", size="small"), said("30", size="sme")]), "size")
    assert (found["sme"]["of"], found["sme"]["rank_high"]) == (None, None)
    assert set(found) == {"small", "sme"}


def test_qualifiers_leave_ranks_open(rows: Any) -> None:
    sizes = {
        "micro": ("10", "exact"),
        "small": ("12", "more_than"),
        "medium": ("11", "exact"),
        "large": ("30", "about"),
    }
    found = by(rows([said(value, size=size, qualifier=how) for size, (value, how) in sizes.items()]), "size")
    assert (found["small"]["rank_low"], found["small"]["rank_high"]) == (1, 2)
    assert found["small"]["high"] is None
    assert found["small"]["needed"] == ["benefit_exact"]
    about = {"micro": "100", "small": "110", "medium": "5", "large": "1"}
    close = by(rows([said(value, size=size, qualifier="about") for size, value in about.items()]), "size")
    assert close["small"]["needed"] == ["benefit_exact"]


def test_regions_of_two_editions_are_never_added(rows: Any) -> None:
    told = [said("10", region="MA-06@1997"), said("20", region="MA-06@2015"), said("5", region="MA-08@1997")]
    found = [row for row in rows(told) if row["by"] == "region" and row["value"] is not None]
    assert [(row["scheme"], row["code"], row["value"], row["known"], row["of"]) for row in found] == [
        ("MA@1997", "MA-06@1997", 10, 2, 16),
        ("MA@1997", "MA-08@1997", 5, 2, 16),
        ("MA@2015", "MA-06@2015", 20, 1, 12),
    ]


def test_natures_units_and_dates_are_apart_and_the_fullest_date_counts(rows: Any) -> None:
    told = [
        said("10", size="small"),
        said("20", size="large"),
        said("99", size="small", nature="audited"),
        said("30", size="small", about="2013"),
        said("1", size="small", about="2011"),
        said("2", size="large", about="2011"),
    ]
    found = [row for row in rows(told) if row["by"] == "size" and row["value"] is not None]
    assert [(row["nature"], row["code"], row["value"], row["about"]) for row in found] == [
        ("audited", "small", 99, "2012"),
        ("declared", "small", 10, "2012"),
        ("declared", "large", 20, "2012"),
    ]


def test_a_total_of_another_date_is_no_total(rows: Any) -> None:
    told = [said("10", size="small"), said("100", about="2011")]
    assert by(rows(told), "size")["small"]["total"] is None


def test_parts_that_exceed_the_total_contradict_it_and_have_no_shares(rows: Any) -> None:
    told = [
        said(value, size=size) for size, value in (("micro", "80"), ("small", "60"), ("medium", "40"), ("large", "70"))
    ]
    rates = [*told, said("65")]
    row = by(rows(rates), "size")["micro"]
    assert (row["total"], row["share"], row["share_low"], row["contradicts"]) == (None, None, None, True)
    assert (row["rank_low"], row["conclusion"]) == (1, "holds")
    part = by(rows([*rates[:2], said("65")]), "size")["micro"]
    assert part["needed"] == ["benefit_by_size", "benefit_consistent"]
    concentration = {row["by"]: row for row in rows(rates, "benefit_concentration")}["size"]
    assert (concentration["hhi_low"], concentration["needed"]) == (None, ["benefit_consistent"])


def test_codes_of_other_classifications_are_told_as_mapped_and_a_split_is_told(rows: Any) -> None:
    told = [said("7", sector="62.01@NACE2"), said("50", sector="22@ISIC31"), said("100")]
    found = by(rows(told), "sector")
    software, making = found["J@ISIC4"], found["C@ISIC4"]
    assert (software["value"], software["low"], software["high"]) == (7, 7, 100)
    assert (software["mapped"], software["split"]) == (True, True)
    assert (making["value"], making["low"], making["high"], making["known"]) == (None, 0, 50, 1)
    assert "benefit_split" in making["needed"]
    assert found["F@ISIC4"]["split"] is False
    plain = by(rows([said("7", sector="J@ISIC4")]), "sector")["J@ISIC4"]
    assert (plain["mapped"], plain["split"]) == (False, False)


def test_cells_of_two_dimensions_make_a_lower_bound_of_each(rows: Any) -> None:
    cells = [
        said("10", sector="C@ISIC4", region="MA-08@1997"),
        said("20", sector="J@ISIC4", region="MA-08@1997"),
        said("5", sector="C@ISIC4", region="MA-07@1997"),
    ]
    found = rows(cells)
    assert by(found, "region")["MA-08@1997"]["low"] == 30
    assert by(found, "region")["MA-08@1997"]["high"] is None
    assert by(found, "sector")["C@ISIC4"]["added"] == 2
    alone = by(rows([*cells, said("40", region="MA-08@1997")]), "region")["MA-08@1997"]
    assert (alone["value"], alone["high"], alone["added"]) == (40, 40, 1)


@pytest.mark.parametrize(
    "bound",
    [
        [{"audience": "women"}, {"audience": "students"}],
        [{"sector": "C@ISIC4"}, {"sector": "10@NACE2"}],
        [{"size": "sme"}, {"size": "small"}],
        [{"sector": "C@ISIC4"}, {"size": "small"}],
    ],
)
def test_cells_that_may_overlap_are_not_added(rows: Any, bound: list[dict[str, str]]) -> None:
    told = [said(value, region="MA-08@1997", **one) for value, one in zip(("10", "20"), bound, strict=True)]
    row = by(rows(told), "region")["MA-08@1997"]
    assert (row["low"], row["high"], row["added"]) == (20, None, 1)


def test_sizes_within_a_region_are_added(rows: Any) -> None:
    told = [said("10", region="MA-08@1997", size="small"), said("5", region="MA-08@1997", size="large")]
    assert by(rows(told), "region")["MA-08@1997"]["low"] == 15
    told = [said("10", size="small", region="MA-08@1997"), said("5", size="small", region="MA-07@1997")]
    assert by(rows(told), "size")["small"]["low"] == 15


SITES = [
    entry("site", "zone-a", name={"en": "A"}, site_kind="offshore-park", region="MA-08@1997"),
    entry("site", "zone-b", name={"en": "B"}, site_kind="technopark", region="MA-08@1997"),
]


def test_figures_of_sites_are_a_part_of_what_their_region_has(rows: Any) -> None:
    told = [
        *SITES,
        said("7000", "ind-jobs", "2010", subject="zone-a"),
        said("1500", "ind-jobs", "2012", subject="zone-b"),
    ]
    found = by(rows(told), "region")
    row = found["MA-08@1997"]
    assert (row["basis"], row["value"], row["low"], row["high"], row["added"]) == ("subject", 8500, 8500, None, 2)
    assert (row["about"], str(row["oldest_on"]), str(row["newest_on"])) == (None, "2010-12-31", "2012-12-31")
    assert (row["rank_high"], row["conclusion"], set(found)) == (16, "cannot_determine", {"MA-08@1997"})


def test_what_counts_students_tells_its_public_and_what_counts_persons_does_not(rows: Any) -> None:
    told = [
        indicator("ind-grants", quantity="beneficiaries", unit="students"),
        said("86000", "ind-grants"),
        said("150000"),
    ]
    found = by(rows(told), "audience")
    assert (found["students"]["value"], found["students"]["basis"], found["students"]["rank_high"]) == (
        86000,
        "unit",
        None,
    )
    assert (found[None]["value"], found[None]["needed"], found[None]["known"]) == (150000, ["benefit_public"], 0)


def test_publics_overlap_so_that_their_shares_need_not_make_one(rows: Any) -> None:
    told = [said("60", audience="women"), said("50", audience="teachers"), said("100")]
    found = by(rows(told), "audience")
    assert (found["women"]["share_low"], found["women"]["share_high"]) == (0.6, 0.6)
    assert (found["women"]["of"], found["women"]["rank_low"], found["women"]["rank_high"]) == (None, 1, None)
    assert found["teachers"]["conclusion"] == "does_not_hold"


def service(key: str, *audience: str, status: str = "operational", **content: Any) -> Told:
    return entry("service", key, name={"en": key}, audience=list(audience), status=status, **content)


def test_services_are_counted_for_each_public_they_serve(rows: Any) -> None:
    told = [
        service("prj-a", "citizen", "firm"),
        service("prj-b", "all"),
        service("prj-c", "citizen"),
        service("prj-d"),
        service("prj-e", "firm", status="planned"),
    ]
    found = by(rows(told), "audience")
    assert {code: (row["value"], row["high"]) for code, row in found.items()} == {
        "administration": (1, 2),
        "citizen": (3, 4),
        "firm": (2, 3),
    }
    assert (found["citizen"]["share"], found["citizen"]["total"], found["citizen"]["share_high"]) == (0.75, 4, 1)
    assert (found["citizen"]["rank_low"], found["citizen"]["rank_high"]) == (1, 1)
    assert found["citizen"]["entries"] == [3, 4, 5]


def test_agreements_are_counted_for_the_sector_they_serve_and_the_others_may_serve_any(rows: Any) -> None:
    facts: Any = {"title": {"en": "A"}, "agreement_kind": "ppp", "signed_on": "2010"}
    sectors = ("C@ISIC4", "C@ISIC4", None)
    told = [entry("agreement", f"agr-{n}", sector=sector, **facts) for n, sector in enumerate(sectors)]
    row = by(rows(told), "sector")["C@ISIC4"]
    assert (row["value"], row["high"], row["total"], row["rank_high"], row["share_low"]) == (2, 3, 3, 1, 2 / 3)


def test_a_figure_on_a_service_is_told_of_its_public_when_that_is_one(rows: Any) -> None:
    told = [
        indicator("ind-users", quantity="users", unit="persons"),
        service("prj-a", "citizen", sector="O@ISIC4"),
        service("prj-b", "citizen", "firm"),
        said("500", "ind-users", subject="prj-a"),
        said("900", "ind-users", subject="prj-b"),
    ]
    found = [row for row in rows(told) if row["indicator"] == "ind-users"]
    assert [(row["by"], row["code"], row["value"]) for row in found] == [
        ("sector", "O@ISIC4", 500),
        ("audience", "citizen", 500),
    ]


def test_money_is_ranked_by_who_got_it_one_subject_and_flow_at_a_time(rows: Any) -> None:
    told = [
        paid("10", region="MA-08@1997"),
        paid("15", "2011", region="MA-08@1997"),
        paid("20", region="MA-07@1997"),
        paid("99", region="MA-07@1997", flow="commitment"),
        paid("100", total=True),
        paid("7", size="small", total=True),
        paid("3", size="small"),
        paid("-1", audience="students"),
    ]
    found = rows(told)
    money = {(row["flow"], row["code"]): row for row in found if row["by"] == "region" and row["value"] is not None}
    assert {key: row["value"] for key, row in money.items()} == {
        ("disbursement", "MA-08@1997"): 25,
        ("disbursement", "MA-07@1997"): 20,
        ("commitment", "MA-07@1997"): 99,
    }
    assert money["disbursement", "MA-08@1997"]["total"] == 100
    assert by(found, "size")["small"]["value"] == 7


def test_money_paid_under_agreements_is_summed_over_them(rows: Any) -> None:
    facts: Any = {"title": {"en": "A"}, "agreement_kind": "ppp", "signed_on": "2010"}
    told = [
        entry("agreement", "agr-a", **facts),
        entry("agreement", "agr-b", **facts),
        paid("10", "2010", region="MA-08@1997", subject="agr-a"),
        paid("15", "2012", region="MA-08@1997", subject="agr-b"),
        paid("7", region="MA-08@1997", subject="agr-b", scope="a part"),
    ]
    found = [row for row in rows(told) if row["by"] == "region" and row["value"] is not None]
    pooled, part = sorted(found, key=lambda row: row["subject"] or "")
    assert (pooled["subject"], pooled["value"], pooled["about"]) == (None, 25, None)
    assert (str(pooled["oldest_on"]), str(pooled["newest_on"])) == ("2010-12-31", "2012-12-31")
    assert (part["subject"], part["scope"], part["value"]) == ("agr-b", "a part", 7)


def test_what_is_no_figure_of_a_whole_is_left_out_and_counted(rows: Any) -> None:
    left = [
        indicator("ind-rate", unit="percent", measure="rate"),
        said("1", size="small", unit="firms"),
        said("-2", size="small"),
        said("3", size="small", edition="1"),
        said("4", size="small", scope_relation="other_definition"),
        said("5", size="small", partner_country="FR"),
        said("6", "ind-rate", size="small"),
    ]
    found = [row for row in rows(left) if row["by"] == "size"]
    assert [(row["indicator"], row["value"], row["left_out"], row["needed"]) for row in found] == [
        ("ind-given", None, 5, ["benefit_by_size"]),
        ("ind-rate", None, 1, ["benefit_by_size"]),
        (None, None, 0, ["benefit_by_size"]),
    ]
    row = by(rows([*left, said("7", size="small", scope="of firms", scope_relation="part")]), "size")["small"]
    assert (row["value"], row["left_out"]) == (7, 5)


def test_what_is_no_benefit_is_not_asked(rows: Any) -> None:
    told = [indicator("ind-need", quantity="need", unit="jobs"), said("4", "ind-need", sector="C@ISIC4")]
    assert by(rows(told), "sector")[None]["left_out"] == 0


def measured(rows: Any, told: list[Told], **options: float) -> Row:
    found = rows(told, "benefit_concentration", **options)
    (row,) = (row for row in found if row["known"] or row["entries"])
    return dict(row)


SIZED = {"micro": "0", "small": "10", "medium": "20", "large": "70"}


def test_concentration_of_parts_that_are_all_told(rows: Any) -> None:
    row = measured(rows, [said(value, size=size) for size, value in SIZED.items()])
    assert row["hhi"] == pytest.approx(0.54)
    assert row["hhi_low"] == row["hhi_high"] == row["hhi"]
    assert row["gini"] == pytest.approx(0.55)
    assert (row["conclusion"], row["needed"], row["known"], row["of"]) == ("holds", [], 4, 4)
    assert (
        measured(rows, [said(value, size=size) for size, value in SIZED.items()], threshold=0.6)["conclusion"]
        == "does_not_hold"
    )


def test_concentration_has_bounds_while_somebody_is_silent(rows: Any) -> None:
    row = measured(rows, [said("30", size="small"), said("30", size="large"), said("100")])
    assert (row["hhi"], row["known"]) == (None, 2)
    assert (row["hhi_low"], row["hhi_high"]) == (pytest.approx(0.26), pytest.approx(0.34))
    assert row["conclusion"] == "holds"
    open_one = measured(rows, [said("30", size="small"), said("30", size="large")])
    assert (open_one["hhi_low"], open_one["hhi_high"], open_one["conclusion"]) == (0.25, 1, "cannot_determine")
    assert open_one["needed"] == ["benefit_by_size", "benefit_total"]
    more = measured(rows, [said("30", size="small"), said("100", qualifier="more_than")])
    assert more["hhi_high"] == 1
    less = measured(rows, [said("30", size="small"), said("100", qualifier="less_than")])
    assert less["hhi_high"] == 1


def test_bounds_of_what_is_told_roughly(rows: Any) -> None:
    told = [
        said(value, size=size, qualifier="about")
        for size, value in (("micro", "100"), ("small", "100"), ("medium", "100"), ("large", "100"))
    ]
    row = measured(rows, told)
    assert row["hhi_low"] == pytest.approx(0.25)
    assert row["hhi_high"] > 0.25
    assert (row["conclusion"], row["needed"]) == ("cannot_determine", ["benefit_exact"])
    ranges = [said(None, size=size, low="1", high="2") for size in SIZED]
    assert measured(rows, ranges)["needed"] == ["benefit_total"]


def test_only_zeros_are_not_spread(rows: Any) -> None:
    row = measured(rows, [said("0", size=size) for size in SIZED])
    assert (row["hhi_low"], row["needed"]) == (None, ["benefit_above_zero"])


def test_theil_is_divided_where_cells_are_told(rows: Any) -> None:
    cells = [
        said(value, region=region, size=size)
        for region, size, value in (
            ("MA-08@1997", "small", "10"),
            ("MA-08@1997", "large", "10"),
            ("MA-07@1997", "small", "30"),
            ("MA-07@1997", "large", "30"),
        )
    ]
    found = {row["by"]: row for row in rows(cells, "benefit_concentration")}
    assert found["region"]["theil_within"] == pytest.approx(0)
    assert found["region"]["theil_between"] == pytest.approx(found["size"]["theil_within"])
    assert (found["size"]["theil_between"], found["size"]["cells"]) == (pytest.approx(0), 4)
    zeros = [said("0", region="MA-08@1997", size="small"), said("0", region="MA-07@1997", size="small")]
    assert all(row["theil_between"] is None for row in rows(zeros, "benefit_concentration"))


def test_the_rank_that_one_would_compute_by_hand_from_many_regions(rows: Any) -> None:
    values = {f"MA-{n:02}@1997": str((n * 37) % 50) for n in range(1, 17)}
    found = by(rows([said(value, region=region) for region, value in values.items()]), "region")
    for region, value in values.items():
        rank = 1 + sum(int(other) > int(value) for other in values.values())
        assert (found[region]["rank_low"], found[region]["rank_high"]) == (rank, rank)
        assert found[region]["share"] == pytest.approx(int(value) / sum(map(int, values.values())))
