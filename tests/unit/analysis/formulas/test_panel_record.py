"""The record on open panels says what was counted, and is read as it was written."""

from pathlib import Path

import pytest

from bilan.analysis.formulas import panel_record
from bilan.analysis.formulas.panel_record import Held, Panels
from bilan.analysis.formulas.reliability import Case, bands


def test_a_record_is_read_as_it_was_written() -> None:
    found = tuple(bands([Case(0.25, True, "a"), Case(0.25, False, "b"), Case(0.25, False, "b"), Case(0.97, True)]))
    told = Panels(found, (Held(0.8, 7, 10, 9), Held(0.9, 9, 12, 9)), 0.21, (("internet-users", 40),))
    again = panel_record.read(panel_record.written(told))
    assert again == told
    assert (again.bands[0].cases, again.bands[0].outcomes, again.bands[0].happened) == (3, 2, 1)
    assert again.forecasts == 12


def test_the_record_that_ships_is_of_many_outcomes_and_names_its_series() -> None:
    told = panel_record.shipped()
    assert told is not None
    assert min(one.outcomes for one in told.held) > 1000
    assert [one.said for one in told.held] == [0.5, 0.8, 0.9]
    assert "internet-users" in dict(told.panels)


def test_on_open_panels_about_as_much_happened_as_was_said() -> None:
    told = panel_record.shipped()
    assert told is not None
    for one in told.held:
        assert one.happened / one.cases == pytest.approx(one.said, abs=0.05)
    assert told.skill > 0


def test_without_the_file_there_is_no_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(panel_record, "FILE", tmp_path / "none.csv")
    assert panel_record.shipped.__wrapped__() is None
