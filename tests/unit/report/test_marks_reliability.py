"""What was said beside what happened."""

from xml.etree import ElementTree as ET

import pytest

from bilan.report.marks.reliability import Said, reliability, spoken
from bilan.report.voice import Voice

SVG = "{http://www.w3.org/2000/svg}"
EN = Voice("en")
RARE = Said(0.03, 20, 1, 0.0, 0.2)
EVEN = Said(0.5, 5, 4, 0.3, 0.97)


def drawn(*given: Said, narrow: bool = False) -> ET.Element:
    told = reliability(given, EN, what="This plan.")
    return ET.fromstring((told.narrow or "") if narrow else told.wide)  # noqa: S314 - our own drawing


def dots(picture: ET.Element) -> list[tuple[float, float, float]]:
    return [tuple(float(one.get(name, "")) for name in ("cx", "cy", "r")) for one in picture.iter(f"{SVG}circle")]  # type: ignore[misc]


def diagonal(picture: ET.Element) -> tuple[float, float, float, float]:
    found = next(one for one in picture.iter(f"{SVG}line") if one.get("stroke-dasharray"))
    x1, y1, x2, y2 = (float(found.get(name, "")) for name in ("x1", "y1", "x2", "y2"))
    return x1, y1, x2, y2


@pytest.mark.parametrize("narrow", [False, True])
def test_a_band_that_happened_as_often_as_said_lies_on_the_diagonal(*, narrow: bool) -> None:
    picture = drawn(Said(0.4, 5, 2, 0.1, 0.8), Said(0.5, 5, 4, 0.3, 0.97), narrow=narrow)
    x1, y1, x2, y2 = diagonal(picture)
    (x, y, _), (over, above, _) = dots(picture)
    assert y == pytest.approx(y1 + (y2 - y1) * (x - x1) / (x2 - x1), abs=0.1)
    assert above < y1 + (y2 - y1) * (over - x1) / (x2 - x1)


def test_the_area_of_a_dot_tells_its_cases_and_the_smallest_can_be_seen() -> None:
    given = (Said(said, cases, 1, 0, 1) for said, cases in ((0.1, 64), (0.2, 16), (0.9, 1)))
    large, small, least = (radius for _, _, radius in dots(drawn(*given)))
    assert (large / small) ** 2 == pytest.approx(4)
    assert least >= 4


def test_no_two_labels_and_no_label_and_dot_meet() -> None:
    crowded = [Said(0.66, 2, 2, 0.2, 1), Said(0.71, 2, 2, 0.2, 1), Said(0.74, 3, 3, 0.3, 1)]
    told = [one for one in drawn(*crowded).iter(f"{SVG}text") if one.get("font-weight") == "600"]
    places = {(one.get("x"), one.get("y")) for one in told}
    assert len(places) == len(told) == 3


def test_a_band_is_said_in_words_and_in_the_table() -> None:
    assert spoken(RARE, EN) == "Of 20 targets that were given about 3%, 1 were reached."
    assert spoken(Said(0.3, 1, 1, 0.2, 1), EN) == "One target was given about 30%: reached."
    assert spoken(Said(0.3, 1, 0, 0, 0.8), EN) == "One target was given about 30%: not reached."
    told = reliability([RARE, EVEN], EN, what="This plan.")
    assert told.sentence.startswith("This plan. Of 20 targets")
    assert told.rows[1] == ("50%", "5", "4", "80%", "30% to 97%")
    assert len(told.heads) == 5


def test_without_a_band_the_ground_alone_is_drawn() -> None:
    assert dots(drawn()) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_drawn_in_every_language(language: str) -> None:
    told = reliability([RARE], Voice(language), what="x")
    assert "record." not in told.wide + told.sentence + "".join(told.heads)
