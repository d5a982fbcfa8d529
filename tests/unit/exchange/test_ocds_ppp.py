"""Releases of a public-private partnership become entries, each as it was known after the release.

Fixture: `package` writes a package of releases that say they follow the profile, and reads it.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bilan.exchange import formats, ocds_ppp
from bilan.exchange.containers import Limits
from bilan.exchange.ocds_ppp_contract import key_of
from bilan.exchange.preview import Nothing, preview
from bilan.exchange.releases import merged
from bilan.exchange.steps import Put, Reading
from bilan.ledger.entries import content_of
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import explain

PROFILE = "https://standard.open-contracting.org/profiles/ppp/extension/1__0__0__beta4/extension.json"
Package = Callable[..., Reading]
PARTIES = [
    {"id": "GOV", "name": "Ministry", "roles": ["procuringEntity"], "identifier": {"scheme": "XX-GOV", "id": "1"}},
    {"id": "SPV", "name": "Consortium", "roles": ["privateParty"], "identifier": {"scheme": "", "id": "2"}},
]
CONTRACT: dict[str, Any] = {
    "id": "1",
    "title": "Network",
    "dateSigned": "2016-01-24T00:00:00Z",
    "period": {"startDate": "2016-01-24T00:00:00Z", "endDate": "2036-01-23T00:00:00Z"},
    "signatories": [{"id": "GOV", "name": "Ministry"}, {"id": "ELSE", "name": "Somebody"}],
}


def release(name: str, day: str, **told: Any) -> dict[str, Any]:
    return {"ocid": "ocds-1-ppp", "id": name, "date": f"{day}T00:00:00Z", "language": "en", **told}


def contract(**told: Any) -> list[dict[str, Any]]:
    return [{**CONTRACT, **told}]


def milestone(status: str, **told: Any) -> dict[str, Any]:
    return {"id": "7", "title": "Access", "type": "delivery", "dueDate": "2017-04-01", "status": status, **told}


def metric(*observations: tuple[str, Any], unit: str = "percent", name: str = "cover") -> dict[str, Any]:
    told = [
        {"id": day, "period": {"endDate": f"{day}T23:59:59Z"}, "measure": measure, "unit": {"name": unit}}
        for day, measure in observations
    ]
    return {"id": name, "title": "Coverage", "observations": told}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    def write(*releases: dict[str, Any], limits: Limits | None = None, **more: Any) -> Reading:
        told = {"extensions": [PROFILE], "publisher": {"name": "Desk"}, "releases": releases, **more}
        (tmp_path / "releases.json").write_text(json.dumps(told), encoding="utf-8")
        (tmp_path / "other.json").write_text('{"records": []}', encoding="utf-8")
        assert ocds_ppp.detect(tmp_path)
        reading = ocds_ppp.read(tmp_path, limits) if limits else formats.read(tmp_path)
        assert all(explain(problem, language) for problem in reading.problems for language in LANGUAGES)
        outcomes = list(preview(reading.steps, Nothing(), size=0, today=date(2026, 1, 1), refused=reading.refused))
        assert [problem for one in outcomes for problem in one.problems if problem.severity == "error"] == []
        return reading

    return write


def contents(reading: Reading, kind: str) -> list[dict[str, Any]]:
    """Return the content of the entries of a kind, in their order, without source and reference."""
    found = [one.draft for one in reading.steps if isinstance(one, Put) and one.draft.kind == kind]
    drop = {"source", "agreement"}
    return [{name: value for name, value in content_of(one.content).items() if name not in drop} for one in found]


def test_a_process_becomes_a_plan_its_parties_and_an_agreement(package: Package) -> None:
    reading = package(
        release("a", "2015-09-30", parties=PARTIES, planning={"project": {"id": "Example PPP", "title": "Example"}}),
        release("b", "2017-01-25", contracts=contract(value={"amount": 5.10, "currency": "USD"}, status="active")),
    )
    [plan] = [one.draft for one in reading.steps if isinstance(one, Put) and one.draft.kind == "plan"][:1]
    assert plan.key == "example-ppp"
    assert contents(reading, "plan")[0]["starts_on"] == "2016-01-24"
    assert contents(reading, "plan")[-1]["currency"] == "USD"
    ministry, consortium = contents(reading, "party")
    assert (ministry["identifier"], ministry["role"], consortium.get("identifier")) == ("XX-GOV-1", "owner", None)
    [agreement] = contents(reading, "agreement")
    assert (agreement["agreement_kind"], agreement["amount"], agreement["currency"]) == ("ppp", "5.1", "USD")
    assert (agreement["parties"], agreement["parties_words"]) == (["org-gov"], "Ministry; Somebody")
    assert [one["published_on"] for one in contents(reading, "source")] == ["2015-09-30", "2017-01-25"]


def test_what_a_later_release_tells_replaces_what_was_told(package: Package) -> None:
    reading = package(
        release("b", "2017-01-25", contracts=contract(implementation={"milestones": [milestone("scheduled")]})),
        release(
            "c",
            "2018-01-24",
            contracts=[{"id": "1", "implementation": {"milestones": [milestone("met", dateMet="2017-04-01")]}}],
        ),
        release("d", "2019-01-24", contracts=[{"id": "1", "implementation": {}}]),
    )
    before, after = contents(reading, "obligation")
    assert "kept_on" not in before
    assert (after["kept_on"], after["nature"], after["obligation_kind"]) == ("2017-04-01", "declared", "delivery")
    outcomes = preview(reading.steps, Nothing(), size=0, today=date(2026, 1, 1))
    assert [one.effect for one in outcomes if one.draft and one.draft.kind == "obligation"] == ["new", "changed"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (milestone("notMet", dateModified="2017-05-02"), {"broken_on": "2017-05-02", "nature": "declared"}),
        (milestone("notMet"), {"broken_on": "2018-01-24", "nature": "declared"}),
        (milestone("met", dateModified="2017-03-30"), {"kept_on": "2017-03-30", "nature": "declared"}),
        (milestone("partiallyMet", dateMet="2017-03-30"), {}),
    ],
)
def test_the_status_of_a_milestone_is_a_word_on_its_keeping(
    package: Package, told: dict[str, Any], expected: dict[str, str]
) -> None:
    reading = package(release("c", "2018-01-24", contracts=contract(milestones=[told])))
    [found] = contents(reading, "obligation")
    assert {name: found[name] for name in ("kept_on", "broken_on", "nature") if name in found} == expected


def test_a_target_is_set_beside_the_first_observation_that_reaches_it(package: Package) -> None:
    aims = metric(("2018-03-31", "30.0"), ("2020-01-24", 50), ("2021-01-24", "most"))
    seen = metric(("2018-01-01", "28"), ("2018-03-01", "30.5"), ("2019-01-01", "40"))
    other = [metric(("2018-01-01", "99"), unit="homes"), metric(("2018-01-01", "99"), name="speed")]
    done = {"metrics": [seen, *other]}
    reading = package(release("c", "2019-01-24", contracts=contract(agreedMetrics=[aims], implementation=done)))
    found = [
        (one["amount"], one["observed"], one["observed_on"], one["due_on"]) for one in contents(reading, "obligation")
    ]
    assert found == [("30.0", "30.5", "2018-03-01", "2018-03-31"), ("50", "40", "2019-01-01", "2020-01-24")]
    [left] = [one for one in reading.problems if one.values["what"] == "agreedMetrics.measure in words"]
    assert (left.values["count"], left.severity) == ("1", "warning")


def test_a_milestone_of_the_same_day_that_names_the_number_is_no_second_obligation(package: Package) -> None:
    same = {**milestone("met", dateMet="2018-03-10"), "dueDate": "2018-03-31", "description": "Achieve 30% coverage"}
    other = {**milestone("scheduled"), "id": "8", "dueDate": "2018-03-31", "description": "Achieve 130% of something"}
    told = contract(agreedMetrics=[metric(("2018-03-31", "30.0"))], implementation={"milestones": [same, other]})
    reading = package(release("c", "2019-01-24", contracts=told))
    one, second = contents(reading, "obligation")
    assert (one["amount"], one["kept_on"], one["what"]) == ("30.0", "2018-03-10", "Access: Achieve 30% coverage")
    assert one["note"].startswith("One with the milestone 7")
    assert "amount" not in second


def test_a_milestone_that_a_target_names_is_the_same_obligation_on_whatever_day(package: Package) -> None:
    aims = metric(("2018-03-31", "30.0"))
    aims["observations"][0]["relatedImplementationMilestone"] = {"id": "7"}
    told = contract(agreedMetrics=[aims], implementation={"milestones": [milestone("met", dateMet="2017-03-10")]})
    [one] = contents(package(release("c", "2019-01-24", contracts=told)), "obligation")
    assert (one["due_on"], one["kept_on"]) == ("2018-03-31", "2017-03-10")


def test_a_target_of_money_is_in_its_currency(package: Package) -> None:
    value = {"amount": 100, "currency": "USD"}
    aims = {"id": "toll", "observations": [{"id": "1", "period": {"endDate": "2018-12-31"}, "value": value}]}
    [one] = contents(package(release("c", "2019-01-24", contracts=contract(agreedMetrics=[aims]))), "obligation")
    assert (one["amount"], one["currency"], one["what"]) == ("100", "USD", "toll: 100")


def test_risks_are_borne_by_the_party_in_that_role_or_as_written(package: Package) -> None:
    risks = [
        {"id": "1", "category": "inflationAndFx", "description": "Exchange rates", "allocation": "privateParty"},
        {"id": "2", "category": "all", "allocation": "undefined"},
        {"id": "3", "category": "changeInLaw", "allocation": "publicAuthority"},
    ]
    two = [*PARTIES, {"id": "GOV2", "name": "Other ministry", "roles": ["procuringEntity"]}]
    reading = package(release("c", "2019-01-24", parties=two, contracts=contract(riskAllocation=risks)))
    found = [(one["risk"], one.get("party"), one.get("party_name")) for one in contents(reading, "obligation")]
    assert found == [
        ("exchange_rate", "org-spv", None),
        ("other", None, "undefined"),
        ("legal", None, "publicAuthority"),  # two bear that role: which of them is not told
    ]


def failure(**told: Any) -> dict[str, Any]:
    period = {"startDate": "2018-01-01T00:00:00Z", "endDate": "2018-12-31T23:59:59Z"}
    return {"id": "1", "period": period, "category": "Outages", "events": 6, "penaltyImposed": "300000.0", **told}


@pytest.mark.parametrize(
    ("told", "paid"), [({"penaltyPaid": True}, "300000.0"), ({"penaltyPaid": False}, "0"), ({}, None)]
)
def test_failures_are_counted_and_a_penalty_is_in_the_only_currency(
    package: Package, told: dict[str, Any], paid: str | None
) -> None:
    done = {"performanceFailures": [failure(penaltyContracted="$50,000 each", **told)]}
    money = {"amount": 1, "currency": "USD"}
    reading = package(release("c", "2019-01-24", contracts=contract(value=money, implementation=done)))
    [one] = contents(reading, "obligation")
    assert (one["failures"], one["due_on"], one["note"]) == ("6", "2018-01-01/2018-12-31", "$50,000 each")
    assert (one["penalty_imposed"], one.get("penalty_paid"), one["currency"]) == ("300000.0", paid, "USD")
    assert "performanceFailures.penaltyContracted in words" in {problem.values["what"] for problem in reading.problems}


def test_a_penalty_in_no_currency_or_in_words_is_left_in_words(package: Package) -> None:
    done = {"performanceFailures": [failure(), failure(id="2", penaltyImposed="a tenth of the fee")]}
    one, other = contents(package(release("c", "2019-01-24", contracts=contract(implementation=done))), "obligation")
    assert "penalty_imposed" not in one
    assert "penalty_imposed" not in other


def test_money_and_changes_of_the_contract_are_taken_over(package: Package) -> None:
    transaction = {
        "id": "t",
        "date": "2017-04-01",
        "value": {"amount": 100000, "currency": "USD"},
        "payer": {"id": "SPV", "name": "Consortium"},
        "payee": {"id": "ELSE", "name": "Somebody"},
    }
    loaned: dict[str, Any] = {"id": "1", "financingParty": {"name": "Bank"}, "assetClass": ["debt"]}
    loaned["value"] = {"amount": 41, "currency": "USD"}
    told = contract(
        finance=[loaned],
        amendments=[{"date": "2020-01-24", "description": "Longer", "rationale": "Section X"}],
        implementation={"transactions": [transaction, {"id": "u", "value": {"amount": 3}}]},
    )
    budget = {"id": "b", "amount": {"amount": 600, "currency": "USD"}}
    reading = package(release("c", "2020-01-24", parties=PARTIES, planning={"budget": budget}, contracts=told))
    [paid] = contents(reading, "transaction")
    assert (paid["amount"], paid["payer"], "payee" in paid) == ("100000", "org-spv", False)
    [loan] = contents(reading, "contribution")
    assert (loan["side"], loan["what"], loan["value"], loan["about"]) == ("Bank", "debt", "41", "2016-01-24")
    [change] = contents(reading, "amendment")
    assert (change["what"], change["decided_on"], change["reason_words"]) == ("Longer", "2020-01-24", "Section X")
    [planned] = contents(reading, "budget")
    assert (planned["amount"], planned["nature"]) == ("600", "announced")


def test_several_processes_are_projects_of_one_plan(package: Package) -> None:
    second = {**release("b", "2018-01-01", contracts=contract(title="Port")), "ocid": "ocds-2-ppp"}
    reading = package(release("a", "2017-01-25", contracts=contract()), second)
    assert contents(reading, "plan")[0]["name"] == {"en": "Public-private partnerships told by Desk"}
    assert [one["name"]["en"] for one in contents(reading, "node")] == ["ocds-1-ppp", "ocds-2-ppp"]
    assert [one["node"] for one in contents(reading, "agreement")] == ["process-ocds-1-ppp", "process-ocds-2-ppp"]


def test_what_has_no_place_in_the_ledger_is_counted(package: Package) -> None:
    told = contract(items=[{"id": "1"}], implementation={"charges": [{"id": "1"}, {"id": "2"}], "tariffs": []})
    reading = package(release("c", "2019-01-24", contracts=told, tender={"id": "1"}))
    assert {one.values["what"]: one.values["count"] for one in reading.problems} == {
        "tender": "1",
        "contracts.items": "1",
        "contracts.implementation.charges": "2",
    }


@pytest.mark.parametrize(
    "told",
    [
        {"contracts": 5, "parties": "none", "planning": []},
        {"contracts": [None, 3, {"id": {}, "finance": [7], "implementation": [], "milestones": [{"id": "1"}]}]},
        {"contracts": [{"id": "1", "agreedMetrics": [{"id": "1", "observations": [{"id": 1, "measure": True}]}]}]},
        {"contracts": [{"id": "1", "title": "A", "implementation": {"transactions": [{"value": {"amount": "NaN"}}]}}]},
        {"parties": [{"roles": ["buyer"]}, {"id": "x" * 500, "name": "Long", "roles": 3}]},
    ],
)
def test_what_is_not_as_the_standard_has_it_does_no_harm(package: Package, told: dict[str, Any]) -> None:
    reading = package(release("c", "2019-01-24", **told), {"ocid": "ocds-1-ppp"})
    assert all(one.draft.key and len(one.draft.key) <= 96 for one in reading.steps if isinstance(one, Put))


@pytest.mark.parametrize("text", ["{", '{"releases": [NaN]}', "[" * 100_000, "\ufeff[1]", '"\\ud800"'])
def test_a_file_that_is_no_package_is_told_or_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert not ocds_ppp.detect(tmp_path)
    reading = ocds_ppp.read(tmp_path)
    assert [one.code for one in reading.problems] in ([], ["json_unreadable"])


def test_a_file_that_is_too_large_is_not_read(package: Package) -> None:
    reading = package(release("c", "2019-01-24"), limits=Limits(file_bytes=20))
    assert [one.code for one in reading.problems] == ["file_too_large"]


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        ({"a": 1, "b": 2}, {"a": None, "c": 3}, {"b": 2, "c": 3}),
        ({"a": [{"id": "1", "b": 1}]}, {"a": [{"id": 1, "c": 2}]}, {"a": [{"id": 1, "b": 1, "c": 2}]}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": [{"id": "1"}]}, {"a": [{"b": 1}]}, {"a": [{"b": 1}]}),
        ({"a": "words"}, {"a": [{"id": "1"}]}, {"a": [{"id": "1"}]}),
        ({"a": "words"}, {"a": {"b": None, "c": 1}}, {"a": {"c": 1}}),
        ({}, {"a": [{"id": "1", "b": 1}, {"id": "1", "b": 2}]}, {"a": [{"id": "1", "b": 2}]}),
    ],
)
def test_releases_are_merged_as_the_standard_has_it(before: Any, now: Any, after: Any) -> None:
    assert merged(before, now) == after


def test_long_keys_are_cut_and_stay_their_own() -> None:
    one, other = key_of("obl", "a" * 200), key_of("obl", "a" * 201)
    assert len(one) <= 96
    assert one != other
    assert key_of("قرار") == key_of("قرار")
