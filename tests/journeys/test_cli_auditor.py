"""An auditor looks closer, compares days, downloads and verifies.

Fixtures: `bilan` runs a command line; `demo` is the home of the demonstration; `desk` is a copy to write to.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Bilan = Callable[..., Any]


def test_an_indicator_keeps_what_was_said_as_it_was_said(bilan: Bilan, demo: Path) -> None:
    seen = " ".join(bilan("indicator", "ind-offshoring-jobs", "--lang", "fr", "--home", demo).out.split())
    assert "plus de 52 000 emplois" in seen


def test_an_indicator_that_is_not_there_names_those_near_it(bilan: Bilan, demo: Path) -> None:
    seen = bilan("indicator", "ind-egov-operationel", "--home", demo)
    assert (seen.code, "ind-egov-operational" in seen.err) == (4, True)


def test_what_changed_between_two_days_names_speaker_and_source(bilan: Bilan, demo: Path) -> None:
    told = bilan("compare", "2013-12-31", "2014-12-31", "--home", demo, "--json").told
    audit = next(row for row in told["changes"] if row["key"] == "st-egov-audit-36")
    assert (audit["who"], audit["source"], audit["nature"]) == (
        "Cour des comptes",
        "src-aujourdhui-2014-cour",
        "audited",
    )
    page = " ".join(bilan("compare", "2013-12-31", "2014-12-31", "--home", demo).out.split())
    assert "89 projects (due 2013) → 56 projects (due 2013)" in page


def test_days_given_backwards_are_refused(bilan: Bilan, demo: Path) -> None:
    assert bilan("compare", "2014", "2013", "--home", demo).code == 2


def test_an_analysis_is_the_same_as_table_csv_and_json(bilan: Bilan, demo: Path) -> None:
    line = ("analyse", "progress", "--known-on", "2014-12-31", "--where", "headline=yes", "--home", demo)
    rows = list(csv.DictReader(bilan(*line, "--format", "csv").out.splitlines()))
    told = bilan(*line, "--json").told
    assert [row["indicator"] for row in rows] == [row["indicator"] for row in told["rows"]]
    assert told["analysis"] == "progress"
    assert rows[0]["indicator"] in bilan(*line).out


@pytest.mark.parametrize(
    ("language", "formula", "missing"),
    [("fr", "moyenne pondérée du progrès", "Ce qui manque"), ("ar", "المتوسط المرجَّح للتقدم", "ما ينقص")],
)
def test_an_analysis_is_explained_in_the_language_of_the_reader(
    bilan: Bilan, language: str, formula: str, missing: str
) -> None:
    seen = " ".join(bilan("--lang", language, "analyse", "rollup", "--explain").out.split())
    assert (formula in seen, missing in seen, "weighted mean" in seen) == (True, True, False)


def test_an_analysis_is_explained_to_programs_in_the_words_of_its_module(bilan: Bilan) -> None:
    [told] = bilan("--lang", "fr", "analyse", "rollup", "--explain", "--json").told["analyses"]
    assert told["formula"].startswith("weighted mean of the progress")


def test_a_downloaded_edition_verifies_and_one_flipped_bit_does_not(bilan: Bilan, demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    assert bilan("edition", "export", folder, "--home", demo).code == 0
    assert bilan("verify", folder, "--key", folder / "log.vkey").code == 0
    [entries, *_] = sorted((folder / "entries").iterdir())
    content = bytearray(entries.read_bytes())
    content[1000] ^= 1
    entries.write_bytes(content)
    seen = bilan("verify", folder, "--json")
    assert seen.code == 3
    assert seen.told["computed_root"] != seen.told["signed_root"]
    assert f"entries/{entries.name}" in {one["file"] for one in seen.told["findings"]}
    page = bilan("verify", folder)
    assert seen.told["computed_root"] in page.err
    assert seen.told["signed_root"] in page.err


def test_an_export_overwrites_nothing(bilan: Bilan, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    assert bilan("edition", "export", tmp_path, "--home", demo).code == 5


def test_a_receipt_proves_an_entry_without_the_ledger(bilan: Bilan, demo: Path, tmp_path: Path) -> None:
    receipt, folder = tmp_path / "receipt.json", tmp_path / "edition"
    bilan("edition", "export", folder, "--home", demo)
    assert bilan("prove", "st-egov-audit-36", "--out", receipt, "--home", demo).code == 0
    assert bilan("verify", "--receipt", receipt, "--key", folder / "log.vkey").code == 0
    told = json.loads(receipt.read_text())
    receipt.write_text(json.dumps({**told, "leaf": told["leaf"].replace('"36"', '"63"')}))
    assert bilan("verify", "--receipt", receipt, "--key", folder / "log.vkey").code == 3


def test_every_table_made_anew_is_the_same(bilan: Bilan, demo: Path) -> None:
    assert bilan("edition", "verify", "--home", demo, "--json").told["differing"] == []


@pytest.mark.parametrize(
    "line",
    [
        ("panorama",),
        ("indicator", "ind-egov-operational"),
        ("entry", "991"),
        ("compare", "2012", "2013"),
        ("analyse",),
        ("analyse", "rollup"),
        ("analyse", "rollup", "--explain"),
        ("edition", "list"),
        ("verify",),
        ("prove", "991"),
        ("checkpoint",),
        ("schema",),
        ("schema", "statement"),
        ("panorama", "--as-of", "nonsense"),
        ("entry", "no-such-key"),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_every_answer_to_a_program_is_one_json_document(bilan: Bilan, demo: Path, line: tuple[str, ...]) -> None:
    assert isinstance(bilan(*line, "--json", "--home", demo).told, dict)
