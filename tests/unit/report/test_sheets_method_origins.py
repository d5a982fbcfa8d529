"""Whose figures the class table was made of is told with the analyses that take from it, and with no other."""

from bilan.analysis import catalogue
from bilan.report.sheets.method import origins


def test_a_forecast_tells_whose_figures_its_class_table_is_of() -> None:
    told = origins(catalogue.CATALOGUE["forecast"])
    assert [one.publisher for one in told] == sorted(one.publisher for one in told)
    assert all(one.licence and one.figures >= one.courses >= one.indicators > 0 for one in told)
    assert any(one.last_on for one in told)
    assert origins(catalogue.CATALOGUE["progress"]) == []
