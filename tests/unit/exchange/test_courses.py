"""The courses of what was read: the figures that stand, of which sort they are, and whose."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from bilan.exchange import panels
from bilan.exchange.panels.courses import courses_of, sort_of
from bilan.exchange.steps import Reading

HEAD = "known_at,indicator,country_code,country_name,year,value,event\n"


def read(tmp_path: Path, *rows: str) -> Reading:
    (tmp_path / "panel.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return panels.read(tmp_path)


def test_a_course_has_the_figures_that_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    taken = courses_of(
        read(
            tmp_path,
            "2018-08-01,sp.pop.totl,MAR,Morocco,2012,33,add",
            "2018-08-01,sp.pop.totl,MAR,Morocco,2011,32,add",
            "2018-08-01,sp.pop.totl,MAR,Morocco,2010,31,add",
            "2018-08-01,sp.pop.totl,WLD,World,2011,7000,add",
            "2018-08-01,sp.pop.totl,WLD,World,2012,7100,add",
            "2018-08-01,sp.pop.totl,FRA,France,2012,65,add",
            "2019-08-01,sp.pop.totl,MAR,Morocco,2012,34,change",
            "2019-08-01,sp.pop.totl,MAR,Morocco,2010,,remove",
        )
    )
    (course,) = taken.courses
    assert (course.indicator, course.place, course.sort) == ("sp-pop-totl", "state-ma", "count")
    assert course.figures == (32.0, 34.0)
    assert round(course.times[1] - course.times[0], 2) == 1.0
    (origin,) = taken.origins
    assert origin == ("World Bank", "CC BY 4.0", "2018-08-01", "2019-08-01", 1, 1, 2)


def test_what_is_better_when_it_falls_is_said_to_fall(tmp_path: Path) -> None:
    rows = [f"2018-08-01,ic.reg.durs,MAR,Morocco,{year},{year - 2000},add" for year in (2010, 2011)]
    assert [one.falls for one in courses_of(read(tmp_path, *rows)).courses] == [True]


@pytest.mark.parametrize(
    ("measure", "unit", "figures", "sort"),
    [
        ("rate", "percent of population", [1, 90], "share"),
        ("rate", "percent", [1, 127], "rate"),
        ("cumulative", "percent", [1, 90], "envelope"),
        ("index", "index 0-1", [0.1, 0.9], "share"),
        ("rate", "subscriptions per 100 people", [1, 150], "rate"),
        ("flow", "patents per year", [1, 9], "level"),
        ("stock", "MAD", [1, 9], "level"),
        ("stock", "persons", [1, 9], "count"),
        ("stock", "as published", [1.5, 90], "share"),
        ("stock", "as published", [1, 90], "count"),
        ("stock", "as published", [1.5, 900], "count"),
        ("stock", "persons", [-1, 9], None),
        ("rank", "rank", [1, 9], None),
    ],
)
def test_the_sort_of_an_indicator_is_what_it_says_of_itself(
    measure: str, unit: str, figures: list[float], sort: str | None
) -> None:
    assert sort_of(SimpleNamespace(measure=measure, unit=unit), figures) == sort
