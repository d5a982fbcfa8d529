"""The barometer's ledger of publications becomes entries: each row, as it was published, on its day.

Fixture: `folder` writes a barometer of one chantier and one indicator, with the rows given, and reads it.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bilan.exchange import barometer
from bilan.exchange.preview import Nothing, preview
from bilan.exchange.steps import Put, Reading, Withdraw
from bilan.ledger.entries import content_of
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import explain

CHANTIERS = "chantier_id,ch_nom,engagement_short\nCH-011,Assurer la couverture numérique,PROGRES\nCH-012,Autre,\n"
INDICATORS = (
    "indic_id,indic_parent_ch,indic_nom_baro,indic_descr_baro,tendance,indic_categorie_evolution\n"
    "IND-306,CH-011,Taux de déploiement de la fibre,Locaux raccordables,hausse,cumul_non_annuel\n"
    "IND-307,,Sans chantier,,,\n"
)
HEADER = (
    "known_at,commit,indicator_id,level,zone,as_of_date,"
    "initial_value_vi,current_value_va,target_value_vc,progress_rate_ta_pct,event\n"
)
Folder = Callable[..., Reading]


def row(
    day: str, commit: str, event: str, about: str, figures: str, *, zone: str = "FRANCE", code: str = "IND-306"
) -> str:
    return f"{day},{commit},{code},NAT,{zone},{about},{figures},{event}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(*rows: str, indicators: str = INDICATORS, header: str = HEADER) -> Reading:
        (tmp_path / "chantiers.csv").write_text(CHANTIERS, encoding="utf-8")
        (tmp_path / "indicators.csv").write_text(indicators, encoding="utf-8")
        (tmp_path / "ledger.csv").write_text(header + "".join(rows), encoding="utf-8")
        assert barometer.detect(tmp_path)
        reading = barometer.read(tmp_path)
        assert all(explain(problem, language) for problem in reading.problems for language in LANGUAGES)
        return reading

    return write


def events(reading: Reading) -> list[tuple[str, str, Any]]:
    """Return what the rows of the ledger came to: key, what was done, the figure."""
    return [event(step) for step in reading.steps if step.once]


def event(step: Put | Withdraw) -> tuple[str, str, Any]:
    if isinstance(step, Withdraw):
        return step.key, "withdrawal", step.published_on
    said = content_of(step.draft.content)
    return (
        step.draft.key or "",
        step.draft.kind,
        said.get("value") or said.get("missing") or said.get("progress_as_said"),
    )


def content(reading: Reading, key: str) -> dict[str, Any]:
    [found] = [
        content_of(step.draft.content) for step in reading.steps if isinstance(step, Put) and step.draft.key == key
    ]
    return found


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(str(problem.place), problem.code) for problem in reading.problems]


def test_the_definitions_become_a_plan_its_tree_and_its_indicators(folder: Folder) -> None:
    reading = folder(
        row("2024-02-07", "0546d2f", "add", "2022-05-31", "69,,,"),
        row("2024-02-07", "0546d2f", "add", "2026-12-31", ",,90,"),
    )
    assert reading.problems == ()
    assert reading.rows == {"chantiers.csv": 2, "indicators.csv": 2, "ledger.csv": 2}
    plan = content(reading, "barometre-fr")
    assert (plan["starts_on"], plan["ends_on"], plan["country"]) == ("2022-05-31", "2026-12-31", "FR")
    assert content(reading, "axis-progres")["parent"] == "barometre-fr"
    assert content(reading, "ch-011")["parent"] == "axis-progres"
    assert content(reading, "ch-012")["parent"] == "barometre-fr"
    fibre = content(reading, "ind-306")
    assert (fibre["node"], fibre["unit"], fibre["measure"], fibre["direction"]) == (
        "ch-011",
        "as published",
        "cumulative",
        "up",
    )
    assert content(reading, "ind-307") == {
        "node": "barometre-fr",
        "name": {"fr": "Sans chantier"},
        "unit": "as published",
        "measure": "stock",
    }
    assert content(reading, "src-0546d2f")["published_on"] == "2024-02-07"


def test_a_row_becomes_a_baseline_a_statement_and_a_target(folder: Folder) -> None:
    reading = folder(row("2024-02-07", "0546d2f", "add", "2023-12-31", "69,81.54545454545455,90.0,59.74", zone="R27"))
    common = {
        "indicator": "ind-306",
        "region": "FR-27@2016",
        "published_on": "2024-02-07",
        "source": "src-0546d2f",
    }
    assert content(reading, "base-ind-306-r27-2023-12-31") == {**common, "about": "2023-12-31", "value": "69"}
    assert content(reading, "st-ind-306-r27-2023-12-31") == {
        **common,
        "about": "2023-12-31",
        "value": "81.54545454545455",
        "progress_as_said": "59.74",
        "nature": "declared",
        "organisation": "org-ditp",
    }
    assert content(reading, "tgt-ind-306-r27-2023-12-31") == {
        **common,
        "due_on": "2023-12-31",
        "value": "90.0",
        "version": "original",
    }


def test_the_whole_country_has_no_region(folder: Folder) -> None:
    assert "region" not in content(
        folder(row("2024-02-07", "a", "add", "2023-12-31", "69,,,")), "base-ind-306-france-2023-12-31"
    )


def test_a_change_says_again_what_changed_and_withdraws_what_went(folder: Folder) -> None:
    reading = folder(
        row("2024-02-07", "a1", "add", "2023-12-31", "69,81,90,50"),
        row("2024-03-11", "b2", "change", "2023-12-31", "69,82,,50"),
        row("2024-03-29", "c3", "change", "2023-12-31", "69,82,95,"),
    )
    assert events(reading)[3:] == [
        ("st-ind-306-france-2023-12-31", "statement", "82"),
        ("tgt-ind-306-france-2023-12-31", "withdrawal", "2024-03-11"),
        ("st-ind-306-france-2023-12-31", "statement", "82"),
        ("tgt-ind-306-france-2023-12-31", "target", "95"),
    ]


def test_a_target_is_revised_when_its_number_moves_not_when_its_writing_does(folder: Folder) -> None:
    reading = folder(
        row("2024-02-07", "a1", "add", "2026-12-31", ",,80,"),
        row("2024-03-11", "b2", "change", "2026-12-31", ",,80.0,"),
        row("2024-03-29", "c3", "change", "2026-12-31", ",,85,"),
        row("2024-04-05", "d4", "change", "2026-12-31", ",,85.0,"),
        row("2024-04-19", "e5", "remove", "2026-12-31", ",,,"),
        row("2024-05-15", "f6", "add", "2026-12-31", ",,85,"),
        row("2024-06-01", "07a", "remove", "2026-12-31", ",,,"),
        row("2024-07-01", "08b", "add", "2026-12-31", ",,80,"),
    )
    versions = [
        (content_of(step.draft.content)["value"], content_of(step.draft.content)["version"])
        for step in reading.steps
        if isinstance(step, Put) and step.draft.kind == "target"
    ]
    assert versions == [
        ("80", "original"),
        ("80.0", "original"),
        ("85", "revised"),
        ("85.0", "revised"),
        ("85", "revised"),
        ("80", "revised"),
    ]


def test_a_row_with_nothing_in_it_says_that_nothing_was_reported(folder: Folder) -> None:
    reading = folder(
        row("2024-10-15", "a1", "add", "", ",,,", zone="R01"), row("2024-10-16", "b2", "remove", "", ",,,", zone="R01")
    )
    assert events(reading) == [
        ("st-ind-306-r01-undated", "statement", "not_reported"),
        ("st-ind-306-r01-undated", "withdrawal", "2024-10-16"),
    ]
    assert "about" not in content(reading, "st-ind-306-r01-undated")


def test_a_rate_without_its_value_is_kept(folder: Folder) -> None:
    assert events(folder(row("2024-10-15", "a1", "add", "2023-12-31", ",,,55"))) == [
        ("st-ind-306-france-2023-12-31", "statement", "55")
    ]


def test_what_is_removed_and_published_again_is_one_entry_after_another(folder: Folder) -> None:
    reading = folder(
        row("2024-02-07", "a1", "add", "2023-12-31", "69,,,"),
        row("2024-03-11", "b2", "remove", "2023-12-31", ",,,"),
        row("2024-03-29", "c3", "add", "2023-12-31", "69,,,"),
    )
    outcomes = [one for one in preview(reading.steps, Nothing(), size=0, today=date(2025, 1, 1)) if one.step.once]
    assert [one.effect for one in outcomes] == ["new", "withdrawn", "changed"]
    done = {one.step.origin for one in outcomes}
    again = preview(reading.steps, Nothing(), size=0, today=date(2025, 1, 1), recorded=lambda origin: origin in done)
    assert {one.effect for one in again if one.step.once} == {"unchanged"}


def test_an_indicator_without_definition_is_kept_under_its_code(folder: Folder) -> None:
    reading = folder(row("2024-02-07", "a1", "add", "2023-12-31", "69,,,", code="IND-298"))
    assert codes(reading) == [("ledger.csv:2, indicator_id", "indicator_not_defined")]
    assert reading.is_clean
    assert content(reading, "ind-298")["certainty"] == "uncertain"


BAD = [
    ([row("2024-02-07", "a1", "moved", "2023-12-31", "69,,,")], [("ledger.csv:2, event", "word_of_no_format")]),
    ([row("2024-02-07", "a1", "change", "2023-12-31", "69,,,")], [("ledger.csv:2, event", "event_out_of_turn")]),
    ([row("2024-02-07", "a1", "remove", "2023-12-31", ",,,")], [("ledger.csv:2, event", "event_out_of_turn")]),
    ([row("2024-02-07", "a1", "add", "2023-12-31", "6 9,,,")], [("ledger.csv:2, initial_value_vi", "not_a_number")]),
    ([row("2024-02-07", "a1", "add", "2023-12-31", ",x,,NaN")],
     [("ledger.csv:2, current_value_va", "not_a_number"), ("ledger.csv:2, progress_rate_ta_pct", "not_finite")]),
    ([row("2024-02-07", "a1", "add", "2023-12-31", ",,x,")], [("ledger.csv:2, target_value_vc", "not_a_number")]),
    ([row("2024-02-07", "a1", "add", "2023-02-30", ",,5,")], [("ledger.csv:2, as_of_date", "impossible_day")]),
    ([row("2024-02-07", "a1", "add", "2023-12-31", "69,,,", zone="D27")], [("ledger.csv:2, zone", "unknown_code")]),
    ([row("2024-02-07", "a1", "add", "2023-12-31", "69,,")], [("ledger.csv:2", "row_too_short")]),
    ([row("2024-02-07", "a1", "add", "2023-12-31", "69,,,,")], [("ledger.csv:2", "row_too_long")]),
    (['"open'], [("ledger.csv:2", "quote_not_closed")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "problems"), BAD)
def test_what_is_wrong_in_the_ledger_is_told_in_the_words_of_its_format(
    folder: Folder, rows: list[str], problems: list[tuple[str, str]]
) -> None:
    assert codes(folder(*rows)) == problems


def test_a_row_that_says_the_same_again_adds_nothing(folder: Folder) -> None:
    reading = folder(
        row("2024-02-07", "a1", "add", "2023-12-31", "69,,,"), row("2024-03-11", "b2", "change", "2023-12-31", "69,,,")
    )
    assert len(events(reading)) == 1


def test_a_target_that_moves_to_no_number_is_refused(folder: Folder) -> None:
    reading = folder(
        row("2024-02-07", "a1", "add", "2026-12-31", ",,80,"), row("2024-03-11", "b2", "change", "2026-12-31", ",,x,")
    )
    assert codes(reading) == [("ledger.csv:3, target_value_vc", "not_a_number")]


def test_files_that_are_not_the_barometer_s_are_told(folder: Folder) -> None:
    assert codes(folder(header="known_at,commit\n"))[0] == ("ledger.csv:1", "column_missing")
    assert codes(folder(header="")) == [("ledger.csv", "file_empty")]
    assert codes(folder(header='"')) == [("ledger.csv:1", "quote_not_closed")]
    assert codes(folder(header="\xff")) != []


def test_an_unknown_tendency_is_told(folder: Folder) -> None:
    reading = folder(indicators=INDICATORS.replace("hausse", "stable").replace("Sans chantier", ""))
    assert codes(reading) == [
        ("indicators.csv:2, tendance", "word_of_no_format"),
        ("indicators.csv:3, name_fr", "text_empty"),
    ]


def test_a_folder_of_other_files_is_not_the_barometer(tmp_path: Path) -> None:
    (tmp_path / "ledger.csv").write_text("x", encoding="utf-8")
    assert not barometer.detect(tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    for name in ("chantiers", "indicators", "ledger"):
        (tmp_path / f"{name}.csv").write_bytes("é".encode("utf-16"))
    (tmp_path / "other.csv").write_bytes(b"\xff")
    assert [problem.code for problem in barometer.read(tmp_path).problems] == ["wrong_encoding"] * 3
    (tmp_path / "ledger.csv").write_bytes(b"PK\x03\x04")
    assert [problem.code for problem in barometer.read(tmp_path).problems][-1] == "zip_not_csv"
