"""Parts between bounds: what is sure is filled, what may be is dashed, what has no bound ends in an arrow."""

import re

import pytest

from bilan.report.marks.spans import Span, spans
from bilan.report.voice import Voice

EXACT = Span("industry", 60, 60, "60", "audited")
BETWEEN = Span("trade", 10, 40, "at least 10", "declared")
OPEN = Span("health", 5, None, "at least 5", "declared")
SILENT = Span("mining", 0, 30, None, "declared")


def bars_of(drawn: str) -> list[float]:
    return [float(width) for width in re.findall(r'<rect[^>]*width="([0-9.]+)" height="14"', drawn)]


def test_what_is_sure_is_filled_and_what_may_be_is_dashed() -> None:
    drawn = spans([EXACT, BETWEEN, SILENT], Voice("en"), what="Money")
    exact, may, sure, silent = bars_of(drawn.wide)
    assert exact == pytest.approx(6 * sure, rel=0.01)
    assert may == pytest.approx(3 * sure, rel=0.01)
    assert silent == pytest.approx(3 * sure, rel=0.01)
    assert drawn.wide.count("stroke-dasharray") == 2


def test_the_table_tells_both_bounds_and_the_sentence_what_is_not_told() -> None:
    drawn = spans([EXACT, BETWEEN, OPEN, SILENT], Voice("en"), what="Money")
    assert [row[2] for row in drawn.rows] == ["60", "10 to 40", "at least 5", "0 to 30"]
    assert [row[1] for row in drawn.rows] == ["60", "at least 10", "at least 5", "–"]
    assert "Without a known upper bound: 1." in drawn.sentence


@pytest.mark.parametrize(("language", "arrow"), [("en", "→"), ("ar", "←")])
def test_an_open_part_ends_in_an_arrow_the_way_the_language_runs(language: str, arrow: str) -> None:
    assert arrow in spans([OPEN], Voice(language), what="x").wide
    assert arrow not in spans([EXACT], Voice(language), what="x").wide


def test_nothing_told_draws_nothing_false() -> None:
    drawn = spans([Span("mining", 0, None, None, "declared")], Voice("en"), what="x")
    assert drawn.rows[0][1:3] == ("–", "at least 0")
    assert spans([], Voice("en"), what="x").rows == ()
