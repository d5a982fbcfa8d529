"""The stair of those who are left."""

from xml.etree import ElementTree as ET

import pytest

from bilan.report.marks.steps import Stair, steps
from bilan.report.voice import Voice

SVG = "{http://www.w3.org/2000/svg}"
EN = Voice("en")
FALL = Stair(366, 10, 4, 0, 0.6, 0.25, 0.83)
SEEN = Stair(731, 6, 0, 6, 0.6, 0.25, 0.83)


def drawn(*stairs: Stair, verified: bool = True) -> ET.Element:
    return ET.fromstring(steps(stairs, EN, what="Alive", verified=verified).wide)  # noqa: S314 - our own drawing


def numbers(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (one.split() for one in path.removeprefix("M").split("L"))]


def test_the_stair_goes_down_on_the_day_and_not_before() -> None:
    (stair,) = [one for one in drawn(FALL, SEEN).iter(f"{SVG}path") if one.get("fill") == "none"]
    start, along, down, level, end = numbers(stair.get("d", ""))
    assert start[1] == along[1]
    assert (along[0], level[1], end[1]) == (down[0], down[1], down[1])
    assert start[0] < along[0] < level[0] == end[0]
    assert start[1] < down[1]


def test_who_is_no_longer_watched_is_a_tick_and_no_fall() -> None:
    groups = list(drawn(FALL, SEEN).iter(f"{SVG}g"))
    assert [[child.tag.removeprefix(SVG) for child in one] for one in groups] == [
        ["title", "circle"],
        ["title", "line"],
    ]


def test_the_band_stands_where_the_interval_is_known() -> None:
    assert len(list(drawn(FALL, SEEN).iter(f"{SVG}rect"))) == 1
    assert not list(drawn(Stair(366, 10, 0, 0, 1, None, None), SEEN).iter(f"{SVG}rect"))


@pytest.mark.parametrize(("verified", "dashes"), [(True, None), (False, "6 3")])
def test_what_is_only_declared_is_a_broken_line(verified: bool, dashes: str | None) -> None:  # noqa: FBT001 - a parameter of the test
    paths = drawn(FALL, SEEN, verified=verified).iter(f"{SVG}path")
    assert [one.get("stroke-dasharray") for one in paths] == [dashes]


def test_those_still_watched_are_counted_under_each_year() -> None:
    told = [one.text for one in drawn(FALL, SEEN).iter(f"{SVG}text")]
    assert {"0", "1", "2", "3"} <= set(told)
    assert told.count("10") == 2


def test_the_sentence_and_the_table_say_what_is_drawn() -> None:
    told = steps([SEEN, FALL], EN, what="Alive", verified=True)
    assert "at the start: 10; failed: 4; share alive after 2 years: 60%" in told.sentence
    assert told.rows[0] == ("366", "10", "4", "0", "60%", "25%", "83%")
    unknown = steps([Stair(1, 2, 2, 0, 0, None, None)], EN, what="Alive", verified=True)
    assert unknown.rows[0][-2:] == ("–", "–")
    assert steps([], EN, what="Alive", verified=True).sentence == "Alive. Nothing to draw: no stay is measured."
