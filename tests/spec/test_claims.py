"""What was claimed of a plan, set against what is known, drawn as small tables."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.editions_of import PLAN, Told, entry, indicator, session_of

from bilan.analysis import benefit, catalogue, claims, colocation, partners
from bilan.analysis.asking import Row


def said(claim: str, claimed: str | None = None, key: str = "st-claim", **content: Any) -> Told:
    facts = {"subject": "plan", "words": "Said so", "nature": "declared", "said_on": "2012-08-08", **content}
    return entry("statement", key, claim=claim, claimed=claimed, **facts)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Test the claims of a ledger of the plan and these entries."""

    def asked(*told: Told, as_of: str = "2030-01-01") -> list[Row]:
        return catalogue.ask(session_of([PLAN, *told], tmp_path, as_of=as_of), "claims").rows

    return asked


def row_of(analysis: Any, **facts: Any) -> Row:
    return {**dict.fromkeys(one.name for one in analysis.columns), "entries": [], **facts}


def of_partner(country: str | None, low: float, high: float, *, due: int = 9, **facts: Any) -> Row:
    usual = {"grouped_by": "partner_country", "conclusion": "cannot_determine", "needed": ["keeping"], "known": due}
    told = {**usual, "partner_country": country, "due": due, "share": low, "outer_low": low, "outer_high": high}
    return row_of(partners.ANALYSIS, **{**told, **facts})


def of_kind(kind: str | None, low: float, high: float, *, by: str = "agreement_kind", due: int = 9) -> Row:
    return of_partner(None, low, high, due=due, grouped_by=by, agreement_kind=kind, entries=[7])


@pytest.mark.parametrize(
    ("low", "high", "due", "conclusion", "needed"),
    [
        (0.6, 0.9, 9, "holds", []),
        (0.1, 0.4, 9, "does_not_hold", []),
        (0.4, 0.9, 9, "cannot_determine", ["keeping"]),
        (0.9, 0.9, 0, "cannot_determine", ["obligations"]),
    ],
)
def test_a_partnership_succeeds_when_more_than_half_of_what_was_due_was_kept(
    low: float, high: float, due: int, conclusion: str, needed: list[str]
) -> None:
    told = [of_kind("ppp", low, high, due=due), of_kind("ppp", 0, 0, by="ppp"), of_kind(None, 0.3, 0.5, by="ppp")]
    found = claims.partnership("ppp", {"partners": told})
    assert (found["conclusion"], found["needed"], found["of"]) == (conclusion, needed, due)
    assert (found["best_other"], found["other_low"], found["other_high"]) == ("other", 0.3, 0.5)
    assert found["entries"] == [7]


def test_of_a_plan_without_partnerships_nothing_was_due() -> None:
    found = claims.partnership(None, {"partners": []})
    assert (found["conclusion"], found["needed"], found["best_other"]) == ("cannot_determine", ["obligations"], None)
    loans = claims.partnership("loan", {"partners": [of_kind("loan", 0.6, 1), of_kind(None, 0, 1, by="ppp")]})
    assert (loans["conclusion"], loans["best_other"]) == ("holds", None)


def test_the_best_partner_is_the_conclusion_of_partners_beside_the_best_rival() -> None:
    told = [
        of_partner("FR", 0.7, 0.9, conclusion="holds", needed=[], entries=[3]),
        of_partner("KR", 0.2, 0.6, entries=[4]),
        of_partner("US", 0.1, 0.5),
        of_partner("IT", 0.9, 1, due=0),
        of_partner("MA", 1, 1, conclusion=None),
    ]
    found = claims.partner("FR", {"partners": told})
    assert (found["conclusion"], found["value"], found["best_other"], found["other_high"]) == ("holds", 0.7, "KR", 0.6)
    assert (found["known"], found["of"], found["entries"]) == (9, 9, [3, 4])
    home = claims.partner("MA", {"partners": told})
    assert (home["conclusion"], home["best_other"]) == ("cannot_determine", "FR")


def test_a_partner_without_agreements_cannot_be_compared() -> None:
    assert claims.partner("FR", {"partners": []})["needed"] == ["agreements", "second_partner"]
    assert claims.partner("FR", {"partners": [of_partner("KR", 0, 1)]})["needed"] == ["agreements"]


def of_sector(code: str, low: float, high: float, **facts: Any) -> Row:
    usual = {
        "by": "sector",
        "code": code,
        "known": 2,
        "of": 21,
        "basis": "told",
        "measure": "jobs",
        "conclusion": "holds",
    }
    told = {**usual, "share": low, "share_low": low, "share_high": high, "needed": [], "entries": [ord(code[0])]}
    return row_of(benefit.ANALYSIS, **{**told, **facts})


def test_the_first_sector_is_the_conclusion_of_benefit_in_the_measure_of_which_most_is_known() -> None:
    told = [
        of_sector("C@ISIC4", 0.5, 0.6, nature="audited"),
        of_sector("J@ISIC4", 0.2, 0.3, nature="audited"),
        of_sector("G@ISIC4", 0, 0.3, nature="audited", entries=[]),
        of_sector("C@ISIC4", 0.1, 0.2, measure="firms", known=1, conclusion="does_not_hold"),
        of_sector("C@ISIC4", 0.9, 1, measure="agreements", known=9, basis="recorded"),
    ]
    found = claims.sector("C@ISIC4", {"benefit": told})
    assert (found["conclusion"], found["value"], found["nature"], found["of"]) == ("holds", 0.5, "audited", 21)
    assert (found["best_other"], found["other_value"], found["entries"]) == ("J@ISIC4", 0.2, [67, 74])
    alone = claims.sector("C@ISIC4", {"benefit": told[3:]})
    assert (alone["conclusion"], alone.get("best_other")) == ("does_not_hold", None)
    nothing = claims.sector("A@ISIC4", {"benefit": told})
    assert (nothing["conclusion"], nothing["known"], nothing["of"]) == ("cannot_determine", 0, 21)
    assert nothing["needed"] == ["benefit_of_sector", "benefit_by_sector"]


def of_activity(activity: str, value: str, about: str = "2012", quantity: str = "jobs", **content: Any) -> list[Told]:
    key = f"{activity.replace('_', '-')}-{quantity}-{about}"
    own = {name: content.pop(name) for name in ("measure", "unit") if name in content}
    facts = {"nature": "declared", "about": about, "said_on": about, "value": value, **content}
    return [
        indicator(f"ind-{key}", activity=activity, quantity=quantity, **own),
        entry("statement", f"st-{key}", indicator=f"ind-{key}", **facts),
    ]


FLAGSHIP = said("flagship_activity", "offshoring")
RIVALS = [*of_activity("software_services", "20"), *of_activity("telecoms", "30")]


def test_the_flagship_has_most_among_the_parts_of_one_whole(rows: Any) -> None:
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *RIVALS)
    assert (row["conclusion"], row["measure"], row["value"], row["known"], row["of"]) == ("holds", "jobs", 50, 3, 3)
    assert (row["best_other"], row["other_value"], row["unit"]) == ("telecoms", 30, "jobs")
    assert row["entries"] == [1, 3, 5, 7]
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "25"), *RIVALS)
    assert (row["conclusion"], row["needed"]) == ("does_not_hold", [])
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "30"), *RIVALS)
    assert (row["conclusion"], row["needed"]) == ("cannot_determine", ["benefit_exact"])


def test_a_whole_is_never_set_against_its_parts_nor_the_it_part_taken_for_the_sector(rows: Any) -> None:
    parts = [*of_activity("ito", "90"), *of_activity("call_centres", "80"), *of_activity("ict", "99")]
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *parts)
    assert (row["conclusion"], row["needed"], row["known"], row["of"]) == (
        "cannot_determine",
        ["activity_others"],
        1,
        3,
    )
    (row,) = rows(FLAGSHIP, *parts)
    assert (row["measure"], row["value"], row["needed"]) == (None, None, ["activity_figures"])


@pytest.mark.parametrize(
    "other",
    [
        of_activity("telecoms", "30", "2009"),
        of_activity("telecoms", "30", unit="firms"),
        of_activity("telecoms", "30", measure="cumulative"),
        of_activity("telecoms", "30", nature="announced"),
        of_activity("telecoms", "30", scope="Rabat", scope_relation="part"),
        of_activity("telecoms", "30", size="small"),
        of_activity("telecoms", "30", region="MA-08@1997"),
    ],
)
def test_figures_that_are_not_of_the_same_sort_are_not_compared(rows: Any, other: list[Told]) -> None:
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *RIVALS[:2], *other)
    assert (row["known"], row["conclusion"]) == (2, "cannot_determine")


def test_a_figure_more_than_each_other_counts_by_its_bound(rows: Any) -> None:
    more = of_activity("telecoms", "60", qualifier="more_than")
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *RIVALS[:2], *more)
    assert (row["conclusion"], row["other_high"], row["best_other"]) == ("does_not_hold", None, "telecoms")
    ranged = [*of_activity("telecoms", "60")]
    ranged[1] = entry(
        "statement", "st-r", indicator="ind-telecoms-jobs-2012", low="10", high="60", nature="declared", said_on="2012",
        about="2012",
    )  # fmt: skip
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *RIVALS[:2], *ranged)
    assert (row["conclusion"], row["other_value"], row["other_high"]) == ("cannot_determine", None, 60)


def test_the_quantity_of_which_most_is_known_decides_and_jobs_go_before_money(rows: Any) -> None:
    money = {"quantity": "turnover", "unit": "MAD per year", "measure": "flow"}
    turnover = [*of_activity("offshoring", "5", **money), *of_activity("telecoms", "9", **money)]
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *turnover)
    assert (row["measure"], row["conclusion"]) == ("turnover", "does_not_hold")
    (row,) = rows(FLAGSHIP, *of_activity("offshoring", "50"), *RIVALS[2:], *turnover)
    assert (row["measure"], row["conclusion"]) == ("jobs", "cannot_determine")


@pytest.mark.parametrize("claimed", ["egov", "something", None])
def test_an_activity_that_is_part_of_no_whole_has_nothing_to_be_set_against(rows: Any, claimed: str | None) -> None:
    told = of_activity("egov", "5") if claimed == "egov" else []
    (row,) = rows(said("flagship_activity", claimed), *told)
    assert (row["conclusion"], row["of"]) == ("cannot_determine", 1)
    assert row["needed"] == (["activity_others"] if told else ["activity_figures"])


def of_agreement(agreement: str, conclusion: str, gain: float | None, **facts: Any) -> Row:
    usual = {"agreement_kind": "colocation", "currency": "MAD", "figures": 4, "figures_needed": 5, "needed": []}
    told = {"agreement": agreement, "conclusion": conclusion, "gain": gain, "gain_p50": gain, **usual, **facts}
    return row_of(colocation.ANALYSIS, **told)


def mutual(told: Iterable[Row], claimed: str | None = "colocation") -> Row:
    return claims.mutual_gain(claimed, {"colocation": list(told)})


def test_both_sides_gain_when_the_conclusion_on_every_agreement_meant_says_so() -> None:
    good, other = of_agreement("agr-1", "holds", 5, entries=[1]), of_agreement("agr-2", "holds", 3, entries=[2])
    found = mutual([good, other])
    assert (found["conclusion"], found["value"], found["known"], found["of"]) == ("holds", 3, 8, 10)
    assert found["entries"] == [1, 2]
    bad = of_agreement("agr-3", "does_not_hold", -2)
    unknown = of_agreement("agr-4", "cannot_determine", None, needed=["gain_without"])
    assert mutual([good, unknown, bad])["conclusion"] == "does_not_hold"
    assert (mutual([good, unknown])["conclusion"], mutual([good, unknown])["needed"]) == (
        "cannot_determine",
        ["gain_without"],
    )
    assert mutual([good, bad], "agr-1")["conclusion"] == "holds"
    assert mutual([good, bad], None)["conclusion"] == "does_not_hold"
    assert mutual([of_agreement("agr-5", "holds", 7, gain_p50=None)])["value"] == 7


def test_a_claim_about_an_agreement_nobody_entered_cannot_be_tested(rows: Any) -> None:
    (row,) = rows(said("mutual_gain", "colocation"))
    assert (row["conclusion"], row["needed"], row["entries"]) == ("cannot_determine", ["gain_agreement"], [1])
    side = of_agreement("agr-1", "holds", 5, side="FR")
    assert mutual([side])["needed"] == ["gain_agreement"]


def test_each_claim_is_told_with_who_made_it_when_and_in_which_words(rows: Any) -> None:
    speaker = entry("party", "per-a", name="A. Minister", party_kind="person")
    told = said("best_partner", "FR", speaker="per-a", speaker_name="A. M.", occasion="Rabat", quotation="the best")
    first, second = rows(speaker, said("ppp_success", "ppp", "st-late", said_on="2013"), told)
    assert (first["statement"], second["claim"]) == ("st-claim", "ppp_success")
    assert (first["speaker"], first["speaker_name"], first["words"]) == ("per-a", "A. M.", "the best")
    assert (first["said_on"], first["occasion"], first["claimed"]) == ("2012-08-08", "Rabat", "FR")
    assert rows(speaker, told, as_of="2012-01-01")[0]["claim"] is None


def test_a_plan_of_which_nothing_is_claimed_gets_one_row_that_says_so(rows: Any) -> None:
    (row,) = rows()
    assert (row["claim"], row["conclusion"], row["needed"], row["entries"]) == (
        None,
        "cannot_determine",
        ["claims"],
        [],
    )
