"""The marks: what is drawn is said and tabled, holes are drawn as holes, and a drawing stands alone anywhere.

`DRAWN` holds one drawing of every mark for every language.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from bilan.report.drawn import Drawn
from bilan.report.marks import icons, palette
from bilan.report.marks.bars import Bar, bars
from bilan.report.marks.bullet import Bullet, axis, bullet
from bilan.report.marks.course import Aim, Break, Course, Fan, Point, Reach, course
from bilan.report.marks.drawing import folded
from bilan.report.marks.outcomes import Due, outcomes
from bilan.report.marks.scales import nice
from bilan.report.marks.slope import Pair, slope
from bilan.report.marks.sparkline import sparkline
from bilan.report.marks.steps import Stair, steps
from bilan.report.marks.tiles import Tile, ramp, tiles
from bilan.report.marks.timeline import Moment, timeline
from bilan.report.voice import Voice
from bilan.terms.codes import code_list
from bilan.terms.languages import LANGUAGES
from bilan.terms.words import catalogue

SVG = "{http://www.w3.org/2000/svg}"
FR, AR, EN = (Voice(language) for language in LANGUAGES)
BEGINS, ENDS, AS_OF = date(2009, 10, 10), date(2013, 12, 31), date(2012, 8, 8)


def point(on: date, value: float, nature: str = "declared", **more: object) -> Point:
    told: dict[str, object] = {"low": None, "high": None, "entry": 7, "label": f"{value:g} <jobs>", "who": "R&D"}
    return Point(on=on, value=value, nature=nature, **{**told, **more})  # type: ignore[arg-type]


SAID = (
    point(date(2010, 6, 30), 22, "measured", href="/entries/7"),
    point(date(2012, 6, 30), 36, "audited", low=33.0, high=39.0),
    point(date(2011, 9, 15), 42),
    point(date(2012, 8, 1), 52, uncertain=True, low=52.0),
    point(date(2011, 1, 1), 30, "estimated", inferred=True),
    point(date(2013, 1, 1), 60, "announced"),
)
AIMS = (
    Aim(69, ENDS, date(2009, 10, 10), "69 jobs", 1, revised=False, superseded=True),
    Aim(89, ENDS, date(2011, 3, 1), "89 jobs", 2, revised=True, superseded=False),
    Aim(50, date(2011, 12, 31), None, "50 jobs", 3, revised=False, superseded=False),
)
FAN = Fan(
    (date(2012, 6, 30), ENDS), (((36, 41), (36, 65)), ((36, 45), (36, 61))), (36, 53), ("Forecast: 53", "45 to 61")
)


def a_course(points: Sequence[Point] = SAID, aims: Sequence[Aim] = AIMS, forecast: Fan | None = FAN) -> Course:
    start = point(date(2009, 10, 10), 16, "start")
    breaks = (Break(date(2011, 3, 1), "69 > 89"),)
    return Course("jobs", start, tuple(points), tuple(aims), breaks, AS_OF, BEGINS, ENDS, forecast)


def a_map() -> list[Tile]:
    return [
        Tile("MA-01", "Tanger <1>", "Tanger", 1, 0, 51.0, "51", "70", None, "/t/1"),
        Tile("MA-02", "Rabat", "Rabat", 0, 1, 18.0, "18", None, None),
        Tile("MA-03", "Dakhla", "Dakhla", 0, 2, None, "", "45", "not measured"),
    ]


PAIRS = [
    Pair("Services & more", 0.58, 0.4, "58 %", "40 %", None, "/i/1"),
    Pair("Schools", 0.8, None, "80 %", "", "no measure", None),
]
BARS = [
    Bar("Verified", 40, "40", "audited"),
    Bar("Declared", 58, "58", "declared"),
    Bar("Guessed", 20, "20", "estimated", "/i/3"),
    Bar("Unknown", None, "", "declared"),
]
MOMENTS = [
    Moment(date(2007, 10, 1), date(2012, 1, 3), "A minister <of>", "office", "/p/1", precise=True),
    Moment(date(2012, 1, 3), None, "The next one", "office", None, precise=False),
    Moment(date(2012, 8, 8), None, "Sixty services", "undertaking", None, precise=True),
    Moment(date(2011, 8, 8), date(2020, 8, 8), "A law", "event", None, precise=True),
    Moment(date(2011, 8, 8), None, "A session", "event", None, precise=True),
]
STAIRS = [
    Stair(182, 18, 1, 0, 17 / 18, 0.67, 0.99),
    Stair(533, 17, 0, 5, 17 / 18, 0.67, 0.99),
    Stair(1812, 12, 12, 0, 0, None, None),
]
OWED = [Due("France & co", (1, 2, 1, 1, 3), "38 to 75 %", "/p/1"), Due("Korea", (0, 0, 0, 0, 2), "0 to 100 %")]
SPOTS = [(one.on, one.value, one.nature) for one in SAID]

MARKS: dict[str, Callable[[Voice], Drawn]] = {
    "bullet": lambda voice: bullet(Bullet(0.4, 0.58, 0.67, (0.46, 0.6, 0.73)), voice, what="Services"),
    "bullet on paper": lambda voice: bullet(Bullet(0.4, 0.58, 0.67), voice, what="Services", width=260),
    "bullet of nothing": lambda voice: bullet(Bullet(None, None, None), voice, what="Services"),
    "bullet outside": lambda voice: bullet(
        Bullet(-0.2, 1.4, 0.67, stale=True, thin=frozenset({"verified"})), voice, what="Services"
    ),
    "course": lambda voice: course(a_course(), voice, what="Jobs & services"),
    "course of nothing": lambda voice: course(a_course((), (), None), voice, what="Jobs"),
    "outcomes": lambda voice: outcomes(OWED, voice, what="Due"),
    "outcomes on a card": lambda voice: outcomes(OWED[:1], voice, what="Due", small=True),
    "tiles": lambda voice: tiles(a_map(), voice, what="Progress", unit="%", steps=(20, 35, 50, 65)),
    "slope": lambda voice: slope(PAIRS, voice, what="Gaps", before_label="declared", after_label="verified"),
    "bars": lambda voice: bars(BARS, voice, what="Shares"),
    "steps": lambda voice: steps(STAIRS, voice, what="Alive & <well>", verified=False),
    "sparkline": lambda voice: sparkline(SPOTS, voice, begins=BEGINS, ends=ENDS, what="Jobs"),
    "timeline": lambda voice: timeline(MOMENTS, voice, begins=BEGINS, ends=ENDS, as_of=AS_OF, what="Offices"),
}
DRAWN = {(name, voice.language): draw(voice) for name, draw in MARKS.items() for voice in (FR, AR, EN)}


def documents(drawn: Drawn) -> list[str]:
    return [one for one in (drawn.wide, drawn.narrow) if one]


def texts(svg: str) -> list[str]:
    found = ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314 - our own drawing
    return ["".join(one.itertext()).strip("\u2067\u2069") for one in found]


@pytest.mark.parametrize("which", DRAWN)
def test_a_drawing_is_a_document_of_its_own(which: tuple[str, str]) -> None:
    for svg in documents(DRAWN[which]):
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        assert root.tag == f"{SVG}svg"
        assert root.get("role") in {"img", "group"}
        assert root.get("aria-label") == DRAWN[which].sentence


@pytest.mark.parametrize("which", DRAWN)
def test_a_drawing_asks_nothing_that_a_strict_page_forbids(which: tuple[str, str]) -> None:
    for svg in documents(DRAWN[which]):
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|nan|None", svg)


@pytest.mark.parametrize("which", DRAWN)
def test_what_a_drawing_refers_to_is_within_it(which: tuple[str, str]) -> None:
    for svg in documents(DRAWN[which]):
        ids = re.findall(r' id="([^"]+)"', svg)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_two_drawings_on_one_page_share_no_id() -> None:
    ids = [one for drawn in DRAWN.values() for svg in documents(drawn) for one in re.findall(r' id="([^"]+)"', svg)]
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", MARKS)
def test_a_sentence_is_said_in_each_language(name: str) -> None:
    said = [DRAWN[name, language].sentence for language in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)
    assert all(one.endswith(".") for one in said)


@pytest.mark.parametrize("which", DRAWN)
def test_every_row_of_a_table_has_a_cell_a_head(which: tuple[str, str]) -> None:
    drawn = DRAWN[which]
    assert drawn.rows
    assert all(len(row) == len(drawn.heads) for row in drawn.rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["course", "tiles", "slope", "bars"])
def test_every_number_drawn_stands_in_the_table(name: str, language: str) -> None:
    drawn = DRAWN[name, language]
    told = " ".join(cell for row in drawn.rows for cell in row)
    numbers = {"course": [one.label for one in (*SAID, *AIMS)], "tiles": ["51", "70", "18", "45"]}
    for number in numbers.get(name, [one for text in texts(drawn.wide) for one in re.findall(r"\d+", text)]):
        assert number in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_of_a_course_can_be_pointed_at(language: str) -> None:
    root = ET.fromstring(DRAWN["course", language].wide)  # noqa: S314 - our own drawing
    tips = " ".join(one.text or "" for one in root.iter(f"{SVG}title"))
    assert all(one.label in tips for one in SAID)


def test_a_course_takes_its_links_to_a_page_and_not_to_paper() -> None:
    assert 'href="/entries/7"' in course(a_course(), FR, what="Jobs").wide
    paper = course(a_course(), FR, what="Jobs", links=False).wide
    assert "<a " not in paper
    assert 'role="img"' in paper


def places(svg: str, fill: str) -> list[tuple[float, float]]:
    found = re.findall(r'<rect x="([\d.]+)%?" y="[\d.]+" width="([\d.]+)%?" height="[\d.]+" fill="([^"]+)"', svg)
    return [(float(x), float(width)) for x, width, its in found if its.startswith(fill)]


@pytest.mark.parametrize("width", [None, 280.0])
def test_a_bar_grows_from_where_its_language_begins(width: float | None) -> None:
    one, whole = Bullet(0.56, 0.84, 0.67), width or 100
    for fill, start, end in (("#0f6b5f", 0.0, 0.5), ("url(", 0.5, 0.75)):
        [(left, broad)] = places(bullet(one, FR, what="Services", width=width).wide, fill)
        [(mirrored, same)] = places(bullet(one, AR, what="Services", width=width).wide, fill)
        assert (left, left + broad) == pytest.approx((start * whole, end * whole))
        assert (mirrored + same, same) == pytest.approx((whole - left, broad))


def test_lists_are_mirrored_where_the_language_is() -> None:
    for name in ("bars", "slope"):
        wide = [DRAWN[name, language].wide for language in ("fr", "ar")]
        assert 'text-anchor="end"' not in wide[0]
        assert 'text-anchor="end"' in wide[1]
    [(left, broad), *_] = places(DRAWN["bars", "ar"].wide, "#0f6b5f")
    assert left + broad == 700


def test_a_map_is_never_mirrored() -> None:
    squares = [re.findall(r'<rect x="([\d.]+)" y="([\d.]+)"', DRAWN["tiles", language].wide) for language in LANGUAGES]
    assert squares[0] == squares[1] == squares[2]


def test_time_runs_from_left_to_right_in_every_language() -> None:
    dots = [re.findall(r'<circle cx="([\d.]+)"', DRAWN["sparkline", language].wide) for language in LANGUAGES]
    assert dots[0] == dots[1] == dots[2]


def test_what_is_not_verified_leaves_the_track_empty_and_dashed() -> None:
    drawn = bullet(Bullet(None, 0.5, None), EN, what="Services")
    assert 'fill="#fff" stroke="#8a9693" stroke-dasharray="4 3"' in drawn.wide
    assert places(drawn.wide, "#0f6b5f") == []
    assert "Verified: not known." in drawn.sentence
    assert drawn.rows[0] == ("Verified", "–")


def test_nothing_at_all_is_a_dash_and_no_zero() -> None:
    drawn = DRAWN["bullet of nothing", "en"]
    assert texts(drawn.wide) == ["–"]
    assert [row[1] for row in drawn.rows] == ["–", "–", "–"]


def test_a_fall_below_the_baseline_draws_no_bar_and_is_said() -> None:
    drawn = bullet(Bullet(-0.2, None, 0.5), EN, what="Services")
    assert places(drawn.wide, "#0f6b5f") == []
    assert '<path d="M9 9L3 14L9 19" fill="none" stroke="#16211f"' in drawn.wide
    assert "The verified value has fallen below the baseline." in drawn.sentence


def test_a_mean_of_few_indicators_is_a_thinner_bar_and_is_said() -> None:
    drawn = bullet(Bullet(0.4, 0.6, 0.5, thin=frozenset({"verified"})), EN, what="Services")
    assert re.search(r'height="6" fill="#0f6b5f"', drawn.wide)
    assert re.search(r'height="16" fill="url', drawn.wide)
    assert "fewer than half" in drawn.sentence


def test_an_old_measure_is_drawn_lighter_and_is_said() -> None:
    drawn = bullet(Bullet(0.4, 0.6, 0.5, stale=True), EN, what="Services")
    assert places(drawn.wide, "#7fb6ac")
    assert "out of date" in drawn.sentence


def test_more_verified_than_declared_still_shows_the_declared() -> None:
    assert '<path d="M0 9L5 14' in bullet(Bullet(0.6, 0.3, None), EN, what="Services").wide


def test_a_bar_of_a_file_knows_no_percents() -> None:
    assert "%" not in re.sub(r'aria-label="[^"]*"', "", DRAWN["bullet on paper", "fr"].wide)
    assert "%" not in axis(FR, width=260)


def test_the_axis_tells_the_same_places_as_the_bars() -> None:
    assert texts(axis(FR)) == ["0", "25", "50", "75", "Cible"]
    assert 'x="89.29%"' in axis(FR)
    assert 'x="10.71%"' in axis(AR)


def test_only_the_verified_and_the_declared_are_joined() -> None:
    wide = course(a_course(aims=(), forecast=None), EN, what="Jobs").wide
    assert len(re.findall(r'stroke-width="3"', wide)) == 1
    assert len(re.findall(r'stroke-dasharray="5 3"', wide)) == 1


@pytest.mark.parametrize(
    ("forecast", "dots"), [((0.4, 0.5, 0.6), 1), ((0.9, 1.4, 2.0), 0), ((-0.4, -0.1, 0.2), 0), ((0.9, 1.05, 1.3), 1)]
)
def test_a_forecast_whose_middle_lies_outside_the_axis_is_pointed_to(
    forecast: tuple[float, float, float], dots: int
) -> None:
    for language in LANGUAGES:
        drawn = bullet(Bullet(0.3, None, 0.5, forecast), Voice(language), what="Jobs").wide
        assert drawn.count("<circle") == dots
        assert drawn.count(f'stroke="{palette.FORECAST}"') == 2


def test_a_forecast_without_a_fan_is_a_violet_line_on_its_day_with_its_words() -> None:
    reach = Reach(ENDS, 20.0, 30.0, 40.0, ("Forecast, verified: 30", "with 8 chances in 10", "between 20 and 40"))
    drawn = course(replace(a_course(), beside=reach), EN, what="Jobs")
    assert palette.FORECAST in drawn.wide
    assert palette.FORECAST not in course(a_course(), EN, what="Jobs").wide
    assert "Forecast, verified: 30, with 8 chances in 10, between 20 and 40." in drawn.sentence
    assert [row[2] for row in drawn.rows if row[1] == "forecast"] == [
        "Forecast: 53, 45 to 61",
        "Forecast, verified: 30, with 8 chances in 10, between 20 and 40",
    ]


def test_a_single_point_is_drawn_without_a_line() -> None:
    drawn = course(Course("jobs", None, SAID[:1], (), (), AS_OF, BEGINS, ENDS), EN, what="Jobs")
    assert 'stroke-width="3"' not in drawn.wide
    assert "Verified: 22 <jobs>" in texts(drawn.wide)


def test_a_day_on_which_nothing_was_said_says_so() -> None:
    drawn = DRAWN["course of nothing", "en"]
    assert "Nothing was said by this day" in texts(drawn.wide)
    assert "By 8 August 2012 nothing was said of the value." in drawn.sentence


def test_a_superseded_target_is_struck_and_stays_in_the_table() -> None:
    drawn = DRAWN["course", "en"]
    assert re.search(r'text-decoration="line-through">69 jobs<', drawn.wide)
    assert ("31 Dec 2013", "superseded target", "69 jobs", "–", "1") in drawn.rows
    assert "Target: 89 jobs (31 Dec 2013)." in drawn.sentence


def test_a_value_said_inexactly_has_a_dashed_edge() -> None:
    assert re.search(r'stroke-width="2" stroke-dasharray="3 2"', DRAWN["course", "en"].wide)


def test_a_rank_is_better_when_lower_and_no_rank_is_zero() -> None:
    rank = point(date(2012, 1, 1), 120, "measured", label="rank 120")
    drawn = course(Course("rank", None, (rank,), (), (), AS_OF, BEGINS, ENDS, lower_is_better=True), EN, what="Rank")
    assert "rank · lower is better" in texts(drawn.wide)
    assert "0" not in texts(drawn.wide)
    assert "The lower the value, the better." in drawn.sentence


def test_a_day_after_the_drawing_is_told_at_its_edge() -> None:
    late = Course("jobs", None, SAID[:1], (), (), date(2026, 11, 25), BEGINS, ENDS)
    assert "25 Nov 2026" in texts(course(late, EN, what="Jobs").wide)


def test_a_short_time_is_told_in_months() -> None:
    short = Course("jobs", None, SAID[:1], (), (), date(2010, 9, 1), date(2010, 1, 1), date(2010, 12, 31))
    assert "Jul 2010" in texts(course(short, EN, what="Jobs").wide)


def test_labels_keep_clear_of_each_other() -> None:
    near = (point(date(2012, 6, 30), 36, "measured"), point(date(2012, 6, 30), 36.5))
    drawn = course(Course("jobs", None, near, AIMS[1:2], (), AS_OF, BEGINS, ENDS), EN, what="Jobs")
    heights = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*paint-order', drawn.wide)]
    assert len(heights) == 3
    assert len({round(one) for one in heights}) == 3


def test_a_region_without_a_measure_is_hatched_and_named_so() -> None:
    for language, short in (("fr", "n. m."), ("ar", "غ. م."), ("en", "n. m.")):
        assert short in texts(DRAWN["tiles", language].wide)
    assert ("Dakhla", "–", "45", "not measured") in DRAWN["tiles", "en"].rows
    assert "known for 2 of 3 regions" in DRAWN["tiles", "en"].sentence


def test_the_legend_of_a_map_tells_every_step() -> None:
    assert texts(ramp((20, 35, 50), FR))[:3] == ["20", "35", "50"]
    assert "50 % et plus" in ramp((20, 35, 50), FR, unit="%")


@pytest.mark.parametrize(("edition", "count"), [("1997", 16), ("2015", 12)])
def test_every_region_has_a_tile_of_its_own_and_a_short_name(edition: str, count: int) -> None:
    regions = [one for one in code_list("region").values() if one.edition == edition and one.more["country"] == "MA"]
    spots = {(int(one.more["tile_column"]), int(one.more["tile_row"])) for one in regions}
    assert len(spots) == count
    for language in LANGUAGES:
        names = {one.more[f"short_{language}"] for one in regions}
        assert len(names) == count
        assert all(0 < len(name) <= 10 for name in names)


def test_a_missing_end_of_a_pair_is_a_dash() -> None:
    drawn = DRAWN["slope", "en"]
    assert "80 % → –" in texts(drawn.wide)
    assert drawn.rows[1] == ("Schools", "80 %", "–", "no measure")
    assert "Ends not known: 1." in drawn.sentence


def test_a_pair_is_read_in_the_order_of_its_language() -> None:
    assert "58 % ← 40 %" in texts(DRAWN["slope", "ar"].wide)


def test_a_bar_shows_by_its_texture_what_it_rests_on() -> None:
    wide = DRAWN["bars", "en"].wide
    assert len(places(wide, "#0f6b5f")) == 1
    assert len(places(wide, "url(")) == 1
    assert wide.count('stroke-dasharray="3 2"') == 1
    assert "–" in texts(wide)


def test_an_office_without_an_end_lasts_until_the_day_of_the_figures() -> None:
    drawn = DRAWN["timeline", "en"]
    assert ("about 3 Jan 2012", "…", "The next one") in drawn.rows
    assert len(texts(drawn.wide)) >= len(MOMENTS)


def test_names_that_are_too_long_are_cut_in_the_drawing_and_whole_in_the_table() -> None:
    long = "A very long name " * 12
    drawn = bars([Bar(long, 1, "1", "declared")], EN, what="Shares")
    assert any(one.endswith("…") for one in texts(drawn.wide))
    assert drawn.rows[0][0] == long


@pytest.mark.parametrize("draw", ["slope", "bars", "tiles", "timeline", "sparkline"])
def test_an_empty_list_is_drawn_and_said(draw: str) -> None:
    empty: dict[str, Drawn] = {
        "slope": slope([], EN, what="Gaps", before_label="a", after_label="b"),
        "bars": bars([], EN, what="Shares"),
        "tiles": tiles([], EN, what="Progress", unit="%", steps=(1,)),
        "timeline": timeline([], EN, begins=BEGINS, ends=ENDS, as_of=AS_OF, what="Offices"),
        "sparkline": sparkline([], EN, begins=BEGINS, ends=ENDS, what="Jobs"),
    }
    assert empty[draw].sentence
    assert empty[draw].rows == ()
    ET.fromstring(empty[draw].wide)  # noqa: S314 - our own drawing


@pytest.mark.parametrize("name", icons.KEYS)
def test_a_key_is_drawn_without_ids_and_means_something(name: str) -> None:
    for voice in (FR, AR, EN):
        ET.fromstring(icons.key(name, voice))  # noqa: S314 - our own drawing
        assert " id=" not in icons.key(name, voice)
        assert icons.meaning(name, voice)


@pytest.mark.parametrize("name", ["good", "bad", "warn", "mute"])
def test_a_tag_takes_the_colour_of_its_words(name: str) -> None:
    assert "currentColor" in icons.tag_icon(name)


def test_the_seal_and_the_brand_are_documents() -> None:
    for svg in (icons.seal(), icons.brand()):
        ET.fromstring(svg)  # noqa: S314 - our own drawing


def test_every_key_has_its_words() -> None:
    words = catalogue("marks")
    assert {code.removeprefix("key.") for code in words if code.startswith("key.")} == set(icons.KEYS)


@pytest.mark.parametrize(("low", "high"), [(0, 89), (0, 20e9), (-3, 12), (0, 0.42), (0, 100), (1, 1)])
def test_ticks_are_round_and_few(low: float, high: float) -> None:
    first, last, step = nice(low, high)
    assert first <= low <= high <= last
    assert 2 <= round((last - first) / step) <= 7


def test_words_are_folded_at_their_middle() -> None:
    assert folded("one two three four", 40) == ("one two", "three four")


@pytest.mark.parametrize("voice", [FR, AR])
def test_what_was_due_is_drawn_in_as_many_parts_as_it_had_outcomes(voice: Voice) -> None:
    drawn = outcomes(OWED, voice, what="Due")
    bars_of = ET.fromstring(drawn.wide).findall(f".//{SVG}a/{SVG}g/{SVG}rect")  # noqa: S314 - our own drawing
    widths = [float(one.get("width", "0")) for one in bars_of]
    assert [round(width / widths[0]) for width in widths] == [1, 2, 1, 1, 3]
    assert outcomes([], voice, what="Due").rows == ()
