"""The class table that ships is what its command makes of the panels it names, byte for byte."""

from pathlib import Path

import pytest

from bilan.acts import distilling
from bilan.analysis.formulas.forecasting.classes import SOURCES, TABLE

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared/data"
PANELS = ("wdi-ict-vintages", "internet-users-vintages", "barometre-fr", "eu-funds-absorption")
SHIPPED = ROOT / "src/bilan/analysis/formulas/forecasting"


def test_the_table_that_ships_is_what_its_command_makes(tmp_path: Path) -> None:
    if not all((DATA / name).is_dir() for name in PANELS):
        pytest.skip("the panels are not here")
    made = distilling.distil((DATA / name for name in reversed(PANELS)), tmp_path)
    assert [one.publisher for one in made.origins] == sorted(one.publisher for one in made.origins)
    for name in (TABLE, SOURCES):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes()


def test_the_table_that_ships_is_small() -> None:
    assert (SHIPPED / TABLE).stat().st_size < 200_000
