"""Another program asks what declared figures are worth, one line of JSON each.

Fixtures: `asks` sends lines to the command and returns how it ended, with the answers read; `bilan` runs a line.
"""

import io
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

Asks = Callable[..., tuple[int, list[dict[str, Any]]]]
Bilan = Callable[..., Any]

# Forty reporters, three audits each: what is declared stands some points above what is found, more for some.
CLASS: list[dict[str, Any]] = [
    {
        "reporter": f"office-{office}",
        "item": "services",
        "date": str(year),
        "declared": 40 + office % 50 + year - 2008,
        "verified": 40 + office % 50 + year - 2008 - (4 + office % 7 + (office + year) % 5),
    }
    for office in range(40)
    for year in (2008, 2010, 2012)
]
ASKED: dict[str, Any] = {
    "id": "one",
    "reporter": "newcomer",
    "item": "services",
    "date": "2013-06",
    "declared": 60,
    "class": CLASS,
}


@pytest.fixture
def asks(bilan: Bilan, monkeypatch: pytest.MonkeyPatch) -> Asks:
    def asked(*lines: object) -> tuple[int, list[dict[str, Any]]]:
        sent = "\n".join(map(json.dumps, lines)).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
        ended = bilan("verified", "--stdin", "--lang", "en")
        return ended.code, [json.loads(line) for line in ended.out.splitlines()]

    return asked


def test_a_declared_figure_is_answered_with_what_an_audit_would_find(asks: Asks) -> None:
    code, [told] = asks(ASKED)
    assert (code, told["id"], len(told["quantiles"]), told["class_pairs"]) == (0, "one", 19, 120)
    assert all(0 <= one <= further <= 100 for one, further in pairwise(told["quantiles"]))
    assert 45 < told["quantiles"][9] < 58


def test_who_overstated_before_is_believed_less(asks: Asks) -> None:
    code, [plain, boastful] = asks({**ASKED, "reporter": "office-7"}, {**ASKED, "reporter": "office-6"})
    assert code == 0
    assert (plain["reporter_pairs"], boastful["reporter_pairs"]) == (3, 3)
    assert boastful["quantiles"][9] < plain["quantiles"][9]


def test_a_class_sent_again_gives_the_same_answer_and_another_class_another(asks: Asks) -> None:
    honest = [{**one, "verified": one["declared"]} for one in CLASS]
    _, [first, again, other, back] = asks(ASKED, ASKED, {**ASKED, "class": honest}, ASKED)
    assert first == again == back
    assert other["quantiles"][9] > first["quantiles"][9]


def test_without_a_class_the_one_that_ships_speaks(asks: Asks) -> None:
    code, [none, empty] = asks({**ASKED, "class": None}, {**ASKED, "class": []})
    assert (code, none, none["class_pairs"]) == (0, empty, 0)
    assert none["quantiles"][-1] - none["quantiles"][0] > 10


def test_a_pair_without_a_number_says_nothing(asks: Asks) -> None:
    odd = [{**CLASS[0], "verified": None}, {**CLASS[1], "declared": float("nan")}]
    _, [said, told] = asks(ASKED, {**ASKED, "class": [*CLASS, *odd]})
    assert told == said


@pytest.mark.parametrize("declared", [-40, 0, 100, 1e9])
def test_whatever_is_declared_the_answer_has_a_width_and_stays_between_the_bounds(asks: Asks, declared: float) -> None:
    _, [told] = asks({**ASKED, "declared": declared})
    assert 0 <= told["quantiles"][0] < told["quantiles"][-1] <= 100


def test_bounds_may_be_told(asks: Asks) -> None:
    shares = [{**one, "declared": one["declared"] / 100, "verified": one["verified"] / 100} for one in CLASS]
    code, [within, above] = asks(
        {**ASKED, "declared": 0.6, "class": shares, "upper": 1}, {**ASKED, "declared": 140, "upper": None}
    )
    assert code == 0
    assert 0.45 < within["quantiles"][9] < 0.58
    assert above["quantiles"][-1] > 100


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"declared": None}, "line_field_missing", "declared"),
        ({"declared": float("nan")}, "line_number_wanted", "declared"),
        ({"reporter": ["me"]}, "not_a_text", "reporter"),
        ({"date": "soon"}, "not_a_day", "date"),
        ({"class": {}}, "not_a_list", "class"),
        ({"class": [{**CLASS[0], "verified": "30"}]}, "line_number_wanted", "class[0].verified"),
        ({"class": [CLASS[0], {**CLASS[0], "date": None}]}, "line_field_missing", "class[1].date"),
        ({"lower": 100, "upper": 0}, "range_backwards", "lower"),
    ],
)
def test_a_line_that_cannot_be_answered_has_its_place_and_the_others_are_answered(
    asks: Asks, changed: dict[str, Any], code: str, field: str
) -> None:
    ended, [first, refused, last] = asks(ASKED, {**ASKED, **changed, "id": "bad"}, ASKED)
    assert (ended, first, refused["id"]) == (1, last, "bad")
    assert (refused["problem"]["code"], refused["problem"]["place"]) == (
        code,
        {"line": 2, "field": field, "character": None},
    )


def test_without_the_door_for_programs_the_command_says_where_the_plan_is_asked(bilan: Bilan) -> None:
    ended = bilan("verified", "--lang", "en")
    assert (ended.code, "analyse verified_value" in " ".join(ended.err.split())) == (2, True)
